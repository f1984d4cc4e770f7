"""What uncertain factors do to footprint depth: Monte Carlo of emission factors and NEP.

Every factor is its value times a lognormal multiplier with mean 1::

    m = exp(s * z - s**2 / 2),   s**2 = ln(1 + cv**2),   z standard normal

so that emissions and sinks keep their means. A point estimate of depth 1 says nothing of
how near a region is to its limit; ``P(depth > 1)`` does.

Emissions and sinks are products of amounts and factors: the columns of each fuel and of
forest and grassland are all that is needed, not the factors themselves. The footprint comes
from `footprint.footprint_3d`. Mean NEP cancels in depth, so that 1 serves as well as any.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import pandas as pd

from .constants import constant_table
from .footprint import footprint_3d, footprint_table
from .fuels import fuel_label
from .log import InputError, Log, Message, unknown_choice

DEPENDENCES = ("shared", "independent")
#: Coefficients of variation. Coal varies with rank, ash and water; coke, oils and gases are
#: processed to a standard. NEP is a mean of very unlike stands.
CVS = {"coal": 0.10, "other_fuels": 0.05, "nep_forest": 0.30, "nep_grass": 0.30, "activity": 0.0}
COALS = ("raw_coal", "cleaned_coal", "other_washed_coal", "briquettes")
SUMMARY = (
    "depth_mean depth_low depth_median depth_high p_overload ice_low_tco2 ice_high_tco2 "
    "sink_low_tc sink_high_tc"
).split()
TAIL = 0.05  # of a factor that the tornado moves alone, on either side
FUEL_PARTS = {fuel: "ice_%s_tco2" % fuel for fuel in constant_table("fuel_names")["fuel"]}
SINK_PARTS = {"nep_forest": "sink_forest_tc", "nep_grass": "sink_grass_tc"}
TOLERANCE = 1e-6  # of sums and depths that have passed through text files
MIN_DRAWS = 100
MOST_NAMES = 10  # of rows, in a message


@dataclass(frozen=True)
class Factor:
    """One uncertain factor.

    Attributes
    ----------
    name : str
        Id of a fuel, ``nep_forest``, ``nep_grass``; ``emissions`` or ``sink`` for the whole
        where its parts are not known.
    of : {"emissions", "sink"}
    cv : float
        Coefficient of variation, not in percent.
    """

    name: str
    of: str
    cv: float

    def multiplier(self, z):
        """Return the multiplier, mean 1, for standard normal `z`."""
        return _multiplier(z, self.cv)


@dataclass(frozen=True)
class Uncertainty:
    """Result of `depth_uncertainty`.

    Attributes
    ----------
    rows : DataFrame
        Aligned with the input: ``depth_mean, depth_low, depth_median, depth_high,
        p_overload, ice_low_tco2, ice_high_tco2, sink_low_tc, sink_high_tc, flag``.
    tornado : DataFrame
        See `tornado`.
    p_group : float
        Probability that the regions of the last year together emit more than their
        sinks take up.
    overloaded : int
        Regions of the last year with ``p_overload`` above 0.5.
    """

    rows: pd.DataFrame
    tornado: pd.DataFrame
    p_group: float
    overloaded: int


def depth_uncertainty(
    table,
    emissions_field="ice_tco2",
    sink_field="sink_tc",
    cvs=None,
    draws=10_000,
    seed=42,
    dependence="shared",
    confidence=0.95,
    method="consistent",
    log=None,
) -> Uncertainty:
    """Spread of depth, emissions and sink of every row, by Monte Carlo.

    Rows are worked off one by one, so that memory grows with the draws and not with the
    rows. The same seed gives the same numbers.

    Parameters
    ----------
    table : DataFrame
        ``region``, optionally ``year``, the two fields below, and where known their parts:
        ``ice_<fuel>_tco2``, ``sink_forest_tc`` and ``sink_grass_tc``. A ``depth`` that does
        not belong to the totals is warned of.
    emissions_field, sink_field : str
        Totals in t CO2 and t C. Parts are used if they add up to them.
    cvs : dict, optional
        Coefficients of variation that differ from `CVS`. ``activity`` is that of the
        amounts of fuel: an error of its own for every row and fuel.
    draws, seed : int
    dependence : {"shared", "independent"}
        ``shared``: a factor is wrong by the same multiplier everywhere and always, as it
        is when one table of factors serves all. ``independent``: every region has its own
        multipliers, the same in all of its years.
    confidence : float
        Of the intervals, between 0 and 1; equal tails.
    method : {"consistent", "as_printed"}
        As the footprint was computed.
    log : Log, optional

    Returns
    -------
    Uncertainty
        A row with missing input is missing. Without a sink there is no depth (flag
        ``no_sink``, as in `footprint_3d`), and no probability.

    Raises
    ------
    InputError
        For settings out of range, missing fields, and negative quantities.
    """
    log = log or Log()
    cvs = {**CVS, **(cvs or {})}
    _refuse_settings(cvs, draws, dependence, confidence)
    flag = _flags(table, emissions_field, sink_field, method, log)
    factors, amounts = _factors(table, emissions_field, sink_field, cvs, log)
    log.info(
        "{draws} draws of {count} factors (coefficient of variation): {factors}.",
        draws=draws,
        count=len(factors),
        factors=", ".join(f"{factor_label(f.name)} {100 * f.cv:g} %" for f in factors),
    )
    last = np.ones(len(table), bool)
    if "year" in table and table["year"].notna().any():
        last = table["year"].eq(table["year"].max()).fillna(False).to_numpy(bool)
    tails = (1 - confidence) / 2, (1 + confidence) / 2
    summaries = np.full((len(table), len(SUMMARY)), np.nan)
    group_ice, group_sink = np.zeros(draws), np.zeros(draws)
    rows = realisations(factors, amounts, table["region"], draws, seed, dependence, cvs["activity"])
    for done, (row, ice, sink) in enumerate(rows):
        log.check(done / len(table))
        summaries[row] = _summary(ice, sink, tails, method)
        if last[row]:
            group_ice += ice
            group_sink += sink
    result = pd.DataFrame(summaries, index=table.index, columns=SUMMARY)
    in_group = result.loc[last, "ice_low_tco2"].notna().any()
    group_depth = footprint_3d(group_ice, group_sink, 1.0, method=method)["depth"]
    return Uncertainty(
        result.assign(flag=flag),
        tornado(factors, amounts[last], method),
        _overload(group_depth) if in_group else np.nan,
        int((result.loc[last, "p_overload"] > 0.5).sum()),
    )


def realisations(factors, amounts, regions, draws, seed, dependence="shared", cv_activity=0.0):
    """Draw emissions and sinks, row by row.

    Parameters
    ----------
    factors : list of Factor
    amounts : DataFrame
        A column for each factor, in t CO2 or t C; rows with a missing one are passed over.
    regions : Series
        Region of each row of `amounts`.
    draws, seed : int
    dependence : {"shared", "independent"}
    cv_activity : float
        Of the amounts behind the emissions.

    Yields
    ------
    tuple of (int, ndarray, ndarray)
        Position of the row, emissions in t CO2 and sink in t C, shape (draws,) each.
    """
    known = np.flatnonzero(amounts.notna().all(axis=1))
    values = amounts.to_numpy(float)
    burnt = np.array([factor.of == "emissions" for factor in factors])
    codes = np.zeros(len(amounts), int)
    if dependence == "independent":
        codes = pd.factorize(regions)[0] + 1
    for code in pd.unique(codes[known]):
        # Streams of their own: what one row takes does not shift what another gets.
        generator = _stream(seed, 0, int(code))
        multipliers = np.array(
            [factor.multiplier(generator.standard_normal(draws)) for factor in factors]
        )
        emission_factors, neps = multipliers[burnt], multipliers[~burnt]
        for row in known[codes[known] == code]:
            emitted = emission_factors
            if cv_activity > 0:
                z = _stream(seed, 1, int(row)).standard_normal(emitted.shape)
                emitted = emitted * _multiplier(z, cv_activity)
            # einsum adds up in one order whatever the number of threads; a matrix product may not.
            yield (
                int(row),
                np.einsum("k,kd->d", values[row, burnt], emitted),
                np.einsum("k,kd->d", values[row, ~burnt], neps),
            )


def tornado(factors, amounts, method="consistent"):
    """Effect of each factor alone, at its 5th and 95th percentile, on the group's ratio.

    The ratio is that of all emissions, as carbon, to all sinks: the group depth before its
    floor at 1, which would hide every effect in a group that stays within its flow.

    Parameters
    ----------
    factors : list of Factor
    amounts : DataFrame
        A column for each factor; rows with a missing one are left out.
    method : {"consistent", "as_printed"}

    Returns
    -------
    DataFrame
        ``factor, name, cv, multiplier_p5, multiplier_p95, ratio, ratio_p5, ratio_p95,
        depth_p5, depth_p95, swing``; depth is the group depth, swing the distance of the two
        ratios, the largest first.
    """
    totals = amounts.dropna().sum().to_numpy(float)
    burnt = np.array([factor.of == "emissions" for factor in factors])
    z = NormalDist().inv_cdf(1 - TAIL)
    low, high = (np.array([factor.multiplier(at) for factor in factors]) for at in (-z, z))
    # The first line is the point estimate, then every factor low, then every factor high.
    moved = np.tile(totals, (1 + 2 * len(factors), 1))
    moved[1:] *= 1 + np.vstack([np.diag(low - 1), np.diag(high - 1)])
    result = footprint_3d(
        moved[:, burnt].sum(axis=1), moved[:, ~burnt].sum(axis=1), 1.0, method=method
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (result["icf_ha"] / result["cec_ha"].where(result["cec_ha"] > 0)).to_numpy()
    depth = result["depth"].to_numpy()
    at_low, at_high = slice(1, 1 + len(factors)), slice(1 + len(factors), None)
    table = pd.DataFrame(
        {
            "factor": [factor.name for factor in factors],
            "name": [factor_label(factor.name) for factor in factors],
            "cv": [factor.cv for factor in factors],
            "multiplier_p5": low,
            "multiplier_p95": high,
            "ratio": ratio[0],
            "ratio_p5": ratio[at_low],
            "ratio_p95": ratio[at_high],
            "depth_p5": depth[at_low],
            "depth_p95": depth[at_high],
        }
    )
    table["swing"] = (table["ratio_p95"] - table["ratio_p5"]).abs()
    return table.sort_values("swing", ascending=False, kind="stable", ignore_index=True)


def factor_label(name):
    """Return the name of a factor for messages, tables and charts.

    Parameters
    ----------
    name : str
        `Factor.name`.

    Returns
    -------
    str
        A `Message` where it is not that of a fuel.
    """
    known = {
        "nep_forest": Message("NEP of forest"),
        "nep_grass": Message("NEP of grassland"),
        "emissions": Message("Emission factors as a whole"),
        "sink": Message("NEP as a whole"),
    }
    return known.get(name) or fuel_label(name)


def _stream(seed, *key):
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=key))


def _multiplier(z, cv):
    variance = np.log1p(cv * cv)
    return np.exp(np.sqrt(variance) * z - variance / 2)


def _summary(ice, sink, tails, method):
    depth = footprint_3d(ice, sink, 1.0, method=method)["depth"].to_numpy()
    low, high = tails
    return (
        depth.mean(),
        *np.quantile(depth, [low, 0.5, high]),
        _overload(depth),
        *np.quantile(ice, tails),
        *np.quantile(sink, tails),
    )


def _overload(depth):
    """Share of draws with a depth above 1; missing where depth is infinite."""
    return float(np.where(np.isnan(depth), np.nan, depth > 1).mean())


def _refuse_settings(cvs, draws, dependence, confidence):
    faults = [
        Message(
            "The coefficient of variation of {name} is {value}; give a number that is not negative.",
            name=name,
            value=cv,
        )
        for name, cv in cvs.items()
        if not (np.isfinite(cv) and cv >= 0)
    ]
    if draws < MIN_DRAWS:
        faults.append(
            Message(
                "{draws} draws are too few for an interval; take {least} or more.",
                draws=draws,
                least=MIN_DRAWS,
            )
        )
    if not 0 < confidence < 1:
        faults.append(
            Message(
                "The confidence is {value}; give a share between 0 and 1, for example 0.95.",
                value=confidence,
            )
        )
    if dependence not in DEPENDENCES:
        faults.append(unknown_choice("SHARED", dependence, DEPENDENCES))
    if faults:
        raise InputError(faults)


def _flags(table, emissions_field, sink_field, method, log):
    """Check the totals as the footprint does, and return its flags."""
    # Coefficients in the table make a mean NEP, which is not needed here.
    coefficients = ["nep_forest_tc_ha", "nep_grass_tc_ha"]
    footprint = footprint_table(
        table.drop(columns=coefficients, errors="ignore"),
        sink_field,
        emissions_field,
        method=method,
        how="as_printed_arithmetic" if method == "as_printed" else "carbon_share",
        log=log,
    )
    if "depth" in table:
        depth = pd.to_numeric(table["depth"], errors="coerce").astype(float)
        other = ((depth / footprint["depth"] - 1).abs() > TOLERANCE).to_numpy()
        if other.any():
            log.warning(
                "In {count} rows the depth of the input is not that of its emissions and sink "
                "({rows}); choose the METHOD and the fields with which it was computed.",
                count=int(other.sum()),
                rows=_places(table[other]),
            )
    return footprint["flag"]


def _factors(table, emissions_field, sink_field, cvs, log):
    """Return the factors and the emissions or sink that each is part of."""
    faults = []
    emissions = _parts(table, emissions_field, FUEL_PARTS, cvs["coal"], faults, log)
    sinks = _parts(table, sink_field, SINK_PARTS, cvs["nep_forest"], faults, log)
    if faults:
        raise InputError(faults)
    if emissions is None:
        emissions = pd.DataFrame({"emissions": _number(table[emissions_field])})
    if sinks is None:
        sinks = pd.DataFrame({"sink": _number(table[sink_field])})
    spread = {
        "emissions": cvs["coal"],
        "sink": cvs["nep_forest"],
        **dict.fromkeys(FUEL_PARTS, cvs["other_fuels"]),
        **dict.fromkeys(COALS, cvs["coal"]),
        **cvs,
    }
    factors = [Factor(name, "emissions", spread[name]) for name in emissions]
    factors += [Factor(name, "sink", spread[name]) for name in sinks]
    return factors, pd.concat([emissions, sinks], axis=1)


def _parts(table, total_field, fields, whole_cv, faults, log):
    """Return the parts of a total by factor, or None where they are not known."""
    fields = {name: field for name, field in fields.items() if field in table}
    if not fields:
        log.info(
            "The input has no parts of {field}, by fuel or by land; the whole varies by {cv} %.",
            field=total_field,
            cv=f"{100 * whole_cv:g}",
        )
        return None
    parts = pd.DataFrame({name: _number(table[field]) for name, field in fields.items()})
    total = _number(table[total_field])
    for name, field in fields.items():
        for row in np.flatnonzero((parts[name] < 0) | np.isinf(parts[name])):
            faults.append(
                Message(
                    "{row}: {field} is {value}; give a number that is not negative, or leave it "
                    "empty.",
                    row=_places(table.iloc[[row]]),
                    field=field,
                    value=parts[name].iloc[row],
                )
            )
    added = parts.sum(axis=1, skipna=False)
    other = ((added - total).abs() > TOLERANCE * total).to_numpy()
    if other.any():
        log.warning(
            "The parts of {field} ({parts}) do not add up to it in {count} rows ({rows}); the whole "
            "varies by {cv} % instead of its parts.",
            field=total_field,
            parts=", ".join(fields.values()),
            count=int(other.sum()),
            rows=_places(table[other]),
            cv=f"{100 * whole_cv:g}",
        )
        return None
    lacking = (added.isna() & total.notna()).to_numpy()
    if lacking.any():
        log.warning(
            "{count} rows lack a part of {field} and get no probability: {rows}.",
            count=int(lacking.sum()),
            field=total_field,
            rows=_places(table[lacking]),
        )
    return parts.where(total.notna())


def _number(column):
    return pd.to_numeric(column, errors="coerce").astype(float)


def _places(rows):
    keys = [name for name in ("region", "year") if name in rows]
    names = [" ".join(map(str, row)) for row in rows[keys].head(MOST_NAMES).itertuples(index=False)]
    return ", ".join(names) + (", …" if len(rows) > MOST_NAMES else "")
