"""What drove the change of emissions: logarithmic mean Divisia index (LMDI).

References
----------
Ang (2005), Energy Policy 33(7), 867-871 (the additive formulae of LMDI-I).
Wood & Lenzen (2006), Energy Policy 34(12), 1326-1331, and Ang & Liu (2007), Energy
Policy 35(1), 238-246 (zero values: analytical limits).
Ang (2015), Energy Policy 86, 233-238.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from .emissions import PAPER_FACTOR_SET, industrial_emissions
from .fuels import emission_factors, fuel_label, match_fuel
from .joins import join_tables
from .log import Log, Message, listing
from .panels import year_spans
from .tables import stop_on, year_column
from .units import energy_in_base_units
from .year_pairs import year_pairs, years_on_record

PAIRS = ("consecutive", "first_last")
EFFECTS = ("population", "affluence", "intensity", "fuel_mix", "carbon_intensity")
COLUMNS = ["d_total_tco2", *("d_%s_tco2" % effect for effect in EFFECTS)]

# The logarithm of a ratio nearer to 0 than this is what rounding left of a constant factor.
ROUND_OFF = 1e-13


class State(NamedTuple):
    """What emissions are made of in one year, for n regions and f fuels.

    Attributes
    ----------
    population, gdp : ndarray, shape (n,)
        Above 0; persons, and GDP at constant prices.
    energy : ndarray, shape (n, f)
        Burnt of each fuel, tce.
    emissions : ndarray, shape (n, f)
        Of each fuel, t CO2.
    """

    population: np.ndarray
    gdp: np.ndarray
    energy: np.ndarray
    emissions: np.ndarray


class Decomposition(NamedTuple):
    """Result of :func:`decomposition`.

    Attributes
    ----------
    table : DataFrame
        ``region``, ``year_from``, ``year_to``, ``year`` (the later year),
        ``scope``, and :data:`COLUMNS` in t CO2. One row for each region
        (scope ``region``) and pair of years, then one for each pair with the sum
        of the regions whose emissions could be decomposed in every pair (scope
        ``all``, without region).
    regions : list of str
        The regions in that sum.
    first, last : float
        Their emissions in the first and in the last year, t CO2.
    """

    table: pd.DataFrame
    regions: list
    first: float
    last: float

    def totals(self) -> pd.Series:
        """Sum the effects of all regions from the first to the last year, t CO2."""
        rows = self.table[self.table["scope"] == "all"]
        return rows[COLUMNS].sum(min_count=1)

    def by_region(self) -> pd.DataFrame:
        """Sum the effects of each region over all pairs, t CO2; missing if one pair is."""
        rows = self.table[self.table["scope"] == "region"]
        pairs = rows.drop_duplicates(["year_from", "year_to"])
        sums = rows.groupby("region", sort=False)[COLUMNS].sum(min_count=len(pairs))
        return sums.reset_index()


def logarithmic_mean(a, b):
    """Return the logarithmic mean ``(a - b) / ln(a / b)``.

    Parameters
    ----------
    a, b : array_like of float
        Not negative.

    Returns
    -------
    ndarray
        `a` where both are equal, 0 where one is 0.
    """
    a, b = np.broadcast_arrays(np.asarray(a, float), np.asarray(b, float))
    high, low = np.maximum(a, b), np.minimum(a, b)
    apart = (low > 0) & (high > low)
    # log1p keeps the digits where a and b are nearly equal.
    gap = np.divide(high - low, low, out=np.zeros_like(low), where=apart)
    return np.where(apart, low * np.divide(gap, np.log1p(gap), out=np.ones_like(gap), where=apart),
                    np.where(high == low, high, 0.0))  # fmt: skip


def lmdi(before: State, after: State) -> np.ndarray:
    """Decompose a change of emissions by the additive LMDI-I.

    ``C = sum_j P * (G/P) * (E/G) * (E_j/E) * (C_j/E_j)``; the effect of a factor x
    is ``sum_j L(C_j1, C_j0) * ln(x_1 / x_0)`` with L the logarithmic mean. The
    effects add up to the change of C without a residual.

    Where a fuel emits in one of the years only, the formula has a limit (Ang &
    Liu 2007): L tends to 0, and the whole change of C_j belongs to the one factor
    that is 0. That is the energy intensity where nothing at all was burnt, else
    the fuel mix where this fuel was not burnt, else the carbon intensity, where
    its emission factor was 0. The emission factor of a fuel that is not burnt
    counts as unchanged.

    Parameters
    ----------
    before, after : State

    Returns
    -------
    ndarray, shape (n, 5)
        Effects in the order of :data:`EFFECTS`, t CO2; NaN where anything of a
        region is missing, or its population or GDP is not above 0.
    """
    weight = logarithmic_mean(after.emissions, before.emissions)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(_factors(after) / _factors(before))
        logs[np.abs(logs) <= ROUND_OFF] = 0.0
        parts = np.where(weight > 0, weight * logs, 0.0)
    # Fuels that emit in one of the years only: their whole change goes to the factor that is 0.
    lone = np.where(weight > 0, 0.0, after.emissions - before.emissions)
    nothing = np.minimum(before.energy.sum(axis=1), after.energy.sum(axis=1))[:, None] == 0
    unburnt = np.minimum(before.energy, after.energy) == 0
    parts[EFFECTS.index("intensity")] += np.where(nothing, lone, 0.0)
    parts[EFFECTS.index("fuel_mix")] += np.where(~nothing & unburnt, lone, 0.0)
    parts[EFFECTS.index("carbon_intensity")] += np.where(~nothing & ~unburnt, lone, 0.0)
    effects = parts.sum(axis=2).T
    usable = np.full(len(effects), True)
    for state in (before, after):
        usable &= (state.population > 0) & (state.gdp > 0)
        usable &= np.isfinite(state.energy + state.emissions).all(axis=1)
    effects[~usable] = np.nan
    return effects


def _factors(state: State) -> np.ndarray:
    """Return the five factors of each region and fuel, shape (5, n, f)."""
    total = state.energy.sum(axis=1)
    of_region = [state.population, state.gdp / state.population, total / state.gdp]
    shape = state.energy.shape
    return np.stack(
        [
            *(np.broadcast_to(values[:, None], shape) for values in of_region),
            state.energy / total[:, None],
            state.emissions / state.energy,
        ]
    )


def fuel_balance(
    energy: pd.DataFrame,
    factor_set: str = "provincial_guideline_2011",
    method: str = "physical",
    factor_table: pd.DataFrame | None = None,
    log: Log | None = None,
) -> pd.DataFrame:
    """Energy and emissions of each fuel that is burnt.

    Heat and electricity, which emit nothing where they are used, are not among
    them.

    Parameters
    ----------
    energy, factor_set, method, log
        See `emissions.industrial_emissions`.
    factor_table : DataFrame, optional
        Factors of the user. With a column ``year`` each row holds for its year; in
        a year that lacks a fuel its emissions are missing, and its energy is that by
        the coefficient of another year. :func:`decomposition` refuses such a year.

    Returns
    -------
    DataFrame
        ``region``, ``year``, and for every fuel ``ice_<fuel>_tco2`` (t CO2) and
        ``energy_<fuel>_tce`` (t of standard coal, by the coefficients of the
        factor set). Missing where the amount is.

    Raises
    ------
    InputError
        As `emissions.industrial_emissions`; for fuels without a coefficient of
        standard coal; and for a factor table with faulty years.
    """
    log = log or Log()
    if factor_table is None or "year" not in factor_table or method == "as_printed":
        return _balance(energy, factor_set, method, factor_table, log)
    years, parts = sorted({int(year) for year in energy["year"]}), []
    for year, (table, lacking) in _factors_by_year(factor_table, years).items():
        part = _balance(energy[energy["year"] == year], factor_set, method, table, log)
        part.loc[:, part.columns.isin(["ice_%s_tco2" % fuel for fuel in lacking])] = np.nan
        parts.append(part)
    # A fuel that a year lacks is missing there, as it is where one table holds for all years.
    return pd.concat(parts, ignore_index=True)


def _balance(energy, factor_set, method, factor_table, log) -> pd.DataFrame:
    emissions = industrial_emissions(energy, factor_set, method, factor_table, log)
    if method == "as_printed":
        factor_set, factor_table = PAPER_FACTOR_SET, None
    coefficients = emission_factors(factor_set, factor_table)["standard_coal_tce"]
    fuels = [name[4:-5] for name in emissions.columns if name not in ("region", "year", "ice_tco2")]
    faults = [
        Message(
            "The factor table has no standard_coal_tce above 0 for {fuel}, without which its "
            "energy cannot be added to that of other fuels; add it.",
            fuel=fuel_label(fuel),
        )
        for fuel in fuels
        if not coefficients[fuel] > 0
    ]
    stop_on(faults)
    rows = energy_in_base_units(energy[energy["fuel"].map(match_fuel).isin(fuels)])
    in_tce = rows["base_unit"] == "tce"
    tce = rows["amount_base"] * rows["fuel"].map(coefficients)
    rows["tce"] = rows["amount_base"].where(in_tce, tce)
    wide = rows.pivot(index=["region", "year"], columns="fuel", values="tce")
    wide = wide.rename(columns="energy_{}_tce".format)[["energy_%s_tce" % fuel for fuel in fuels]]
    return emissions.drop(columns="ice_tco2").merge(
        wide.reset_index(), on=["region", "year"], how="left"
    )


def _factors_by_year(table: pd.DataFrame, years: list) -> dict:
    """Return the factors of each year, and the fuels for which they are those of another year."""
    faults = []
    # Rows as a user counts them; messages number the rows of one year by them.
    table = table.set_axis(pd.RangeIndex(1, len(table) + 1, name="row"))
    table = table.assign(year=year_column(table, "year", "FACTOR_TABLE", faults))
    stop_on(faults)
    # Without this column the factors of any year are refused.
    fuels = table.get("fuel", pd.Series(None, table.index, dtype=object)).map(match_fuel)
    first = fuels.notna() & ~fuels.duplicated()
    tables = {}
    for year in years:
        own = table["year"] == year
        lent = first & ~fuels.isin(fuels[own])
        tables[year] = table[own | lent], fuels[lent].tolist()
    return tables


def decomposition(
    panel: pd.DataFrame,
    balance: pd.DataFrame,
    pairs: str = "consecutive",
    panel_name: str = "panel",
    energy_name: str = "energy",
    log: Log | None = None,
) -> Decomposition:
    """Decompose the change of emissions of each region, and of all together.

    Parameters
    ----------
    panel : DataFrame
        ``region``, ``year``, ``population`` (persons) and ``gdp`` (constant
        prices); one row for each region and year.
    balance : DataFrame
        Of :func:`fuel_balance`; its regions may be spelt differently, see
        `joins.join_tables`.
    pairs : {"consecutive", "first_last"}
        Of the years for which both tables have data, see
        `year_pairs.years_on_record`.
    panel_name, energy_name : str
        How messages call the tables.
    log : Log, optional
        Told which regions meet no other, and which changes could not be
        decomposed.

    Returns
    -------
    Decomposition

    Raises
    ------
    InputError
        For negative population or GDP, for fewer than two years with data, for
        years without emission factors, and as `joins.join_tables`.
    """
    log = log or Log()
    _refuse_negative(panel, panel_name)
    if energy_name == panel_name:
        energy_name += "_"
    tables = {panel_name: panel, energy_name: balance}
    joined = join_tables(panel["region"].tolist(), tables, log=log)
    energy = [name for name in balance if name.startswith("energy_")]
    fuels = [name[len("energy_") : -len("_tce")] for name in energy]
    emissions = ["ice_%s_tco2" % fuel for fuel in fuels]
    measures = ["population", "gdp", *energy, *emissions]
    joined[measures] = joined[measures].astype(float)
    joined[["population", "gdp"]] = joined[["population", "gdp"]].where(lambda x: x > 0)
    spans = year_pairs(years_on_record(joined, ["population", "gdp", *energy], log), pairs)
    used = joined[joined["year"].isin({year for span in spans for year in span})]
    _refuse_without_factors(used, fuels)
    _say_missing(used, energy, log)

    states = {
        year: State(
            rows["population"].to_numpy(),
            rows["gdp"].to_numpy(),
            rows[energy].to_numpy(),
            rows[emissions].to_numpy(),
        )
        for year, rows in joined.groupby("year")
    }
    regions = joined["region"].drop_duplicates()  # joined holds every region in every year
    parts = []
    for number, (start, end) in enumerate(spans):
        log.check(number / len(spans))
        effects = lmdi(states[start], states[end])
        change = (states[end].emissions - states[start].emissions).sum(axis=1)
        change[np.isnan(effects).any(axis=1)] = np.nan
        years = {"year_from": start, "year_to": end, "year": end, "scope": "region"}
        values = pd.DataFrame(np.column_stack([change, effects]), columns=COLUMNS)
        parts.append(pd.concat([pd.DataFrame({"region": regions.array, **years}), values], axis=1))
    table = pd.concat(parts, ignore_index=True)
    whole = table["d_total_tco2"].notna().groupby(table["region"], sort=False).all()
    whole = whole.index[whole].tolist()
    if len(whole) < len(regions):
        log.warning(
            "The sum of all regions is that of {n} of {all} regions, as it leaves out those that "
            "lack a year: {regions}.",
            n=len(whole),
            all=len(regions),
            regions=listing(name for name in regions if name not in set(whole)),
        )
    inside = joined["region"].isin(whole)
    first, last = (
        joined.loc[inside & (joined["year"] == year), emissions].sum(axis=1).sum(min_count=1)
        for year in (spans[0][0], spans[-1][1])
    )
    return Decomposition(_with_sums(table, whole), whole, first, last)


def _with_sums(table, whole) -> pd.DataFrame:
    """Append a row for each pair with the sum of the effects of some regions."""
    keys = ["year_from", "year_to", "year"]
    sums = (
        table[table["region"].isin(whole)]
        .groupby(keys)[COLUMNS]
        .sum()
        .reindex(pd.MultiIndex.from_frame(table[keys].drop_duplicates()))
    )
    sums = sums.reset_index().assign(region=None, scope="all")
    return pd.concat([table, sums[table.columns]], ignore_index=True)


def _refuse_negative(panel, name) -> None:
    stop_on(
        [
            Message(
                "{table}: {region} {year} has a {field} of {value}; correct it.",
                table=name,
                region=row["region"],
                year=row["year"],
                field=field,
                value=row[field],
            )
            for field in ("population", "gdp")
            for _, row in panel[panel[field] < 0].head(10).iterrows()
        ]
    )


def _refuse_without_factors(rows, fuels) -> None:
    faults = []
    for fuel in fuels:
        burnt, emitted = rows["energy_%s_tce" % fuel], rows["ice_%s_tco2" % fuel]
        lacking = rows.loc[burnt.notna() & emitted.isna(), "year"]
        if len(lacking):
            faults.append(
                Message(
                    "The factor table has {fuel} for some years but not for {years}; add these "
                    "rows, or leave out the column year.",
                    fuel=fuel,
                    years=year_spans(lacking),
                )
            )
    stop_on(faults)


def _say_missing(rows, energy, log) -> None:
    for what, missing in (
        (Message("population is missing or 0"), rows["population"].isna()),
        (Message("GDP is missing or 0"), rows["gdp"].isna()),
        (Message("the amount of some fuel is missing"), rows[energy].isna().any(axis=1)),
    ):
        if missing.any():
            places = rows.loc[missing, ["region", "year"]].itertuples(index=False)
            log.warning(
                "No effects for changes from or to these years, because {what}: {places}.",
                what=what,
                places=listing("%s %s" % tuple(place) for place in places),
            )
