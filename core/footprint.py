"""The three-dimensional industrial carbon footprint: size and depth.

Symbols of the paper and names here::

    ICE   industrial carbon emissions            ice_tco2
    CS    carbon sink of forest and grassland    sink_tc
    n     mean NEP of the productive land        mean_nep_tc_ha
    ICF   industrial carbon footprint            icf_ha   = ICE * 12/44 / n
    CEC   carbon ecological capacity             cec_ha   = CS / n
    ICD   deficit                                deficit_ha = max(ICF - CEC, 0)
    ICS   surplus                                surplus_ha = max(CEC - ICF, 0)
    size  footprint size                         min(ICF, CEC)
    depth footprint depth                        1 + max(ICF - CEC, 0) / CEC

Two identities hold wherever CEC > 0: ``size * depth = ICF`` and
``depth = max(1, ICE * 12/44 / CS)``, whatever the mean NEP is.

References
----------
Zuo & Zhao (2025), Arid Zone Research 42(9), 1703-1714.
Niccolucci et al. (2009), Ecological Modelling 220, 2819-2828.
Fang & Heijungs (2012), Progress in Geography 31(12), 1700-1707.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from .carbon_sink import NEP_FOREST, NEP_GRASS, P_FOREST, P_GRASS
from .log import InputError, Log, Message, refuse_unknown, shown

CARBON_PER_CO2 = 12 / 44
METHODS = ("consistent", "as_printed")
FLAGS = ("no_sink", "no_population")
MEAN_NEP = ("regional", "carbon_share", "as_printed_arithmetic")
TOTALS = (
    "year regions left_out ice_tco2 sink_tc population icf_ha cec_ha size_ha depth_fang "
    "depth_naive icf_pc_ha"
).split()


def mean_nep(
    forest_ha, grass_ha, nep_forest, nep_grass, how="regional", p_forest=P_FOREST, p_grass=P_GRASS
):
    """Mean net ecosystem production that turns carbon into area.

    Parameters
    ----------
    forest_ha, grass_ha : array_like, shape (n,)
        Areas in ha; only `regional` looks at them.
    nep_forest, nep_grass : float or array_like, shape (n,)
        NEP in t C per ha and year.
    how : {"regional", "carbon_share", "as_printed_arithmetic"}
        ``regional``: ``sum(NEP * A) / sum(A)``, each region's own mean, with which
        CEC is the area of its forest and grassland;
        ``carbon_share``: ``1 / sum(P / NEP)``, one constant for all regions;
        ``as_printed_arithmetic``: ``sum(NEP * P)``, the printed form, 32 % larger.
    p_forest, p_grass : float
        Shares of the carbon taken up by forest and grassland, which add up to 1.

    Returns
    -------
    ndarray, shape (n,)
        t C per ha and year; NaN where there is neither forest nor grassland.

    Raises
    ------
    InputError
        If `how` is unknown, the shares are not shares, or land that takes up a
        share of the carbon has a NEP of 0.
    """
    refuse_unknown("MEAN_NEP", how, MEAN_NEP)
    forest, grass = np.asarray(forest_ha, float), np.asarray(grass_ha, float)
    if how == "regional":
        area = forest + grass
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(area > 0, (nep_forest * forest + nep_grass * grass) / area, np.nan)
    shares = p_forest >= 0 and p_grass >= 0 and abs(p_forest + p_grass - 1) <= 1e-6
    if not shares:
        raise InputError(
            Message(
                "P_FOREST {p_forest} and P_GRASS {p_grass} must be shares that add up to 1.",
                p_forest=p_forest,
                p_grass=p_grass,
            )
        )
    nep_forest, nep_grass = np.asarray(nep_forest, float), np.asarray(nep_grass, float)
    if how == "carbon_share":
        if (p_forest > 0 and (nep_forest <= 0).any()) or (p_grass > 0 and (nep_grass <= 0).any()):
            raise InputError(
                Message(
                    "The mean NEP carbon_share needs a NEP above 0 for forest and grassland; "
                    "take the mean NEP regional, or the share 0 for the land without NEP."
                )
            )
        # A share of 0 takes no part, not even with a NEP of 0.
        value = 1 / sum(
            share / nep for share, nep in ((p_forest, nep_forest), (p_grass, nep_grass)) if share
        )
    else:
        value = p_forest * nep_forest + p_grass * nep_grass
    return np.broadcast_to(value, forest.shape).astype(float)


def footprint_3d(
    ice_tco2,
    sink_tc,
    mean_nep_tc_ha,
    population=None,
    method="consistent",
):
    """Footprint, capacity, deficit, surplus, size and depth of regions.

    Parameters
    ----------
    ice_tco2 : array_like, shape (n,)
        Emissions in t CO2.
    sink_tc : array_like, shape (n,)
        Carbon sink in t C.
    mean_nep_tc_ha : array_like, shape (n,)
        Mean NEP in t C per ha, of `mean_nep`.
    population : array_like, shape (n,), optional
        Persons; without it the fields per head are missing.
    method : {"consistent", "as_printed"}
        ``as_printed`` divides t CO2 by t C per ha, as the printed formula does.

    Returns
    -------
    DataFrame
        ``icf_ha, cec_ha, deficit_ha, surplus_ha, size_ha, depth, depth_log10,
        flow_use, icf_pc_ha, cec_pc_ha, size_pc_ha, flag``. A missing input makes
        its outputs missing, never zero. ``flag`` is ``no_sink`` where there is no
        capacity (size 0; depth infinite and therefore missing, or 1 where there
        is no footprint either) and ``no_population`` where heads are not positive.
        A mean NEP of 0 turns no carbon into area, and counts as missing.

    Raises
    ------
    InputError
        If the method is unknown.
    """
    refuse_unknown("METHOD", method, METHODS)
    ice, sink = np.asarray(ice_tco2, float), np.asarray(sink_tc, float)
    nbar = np.asarray(mean_nep_tc_ha, float)
    nbar = np.where(nbar > 0, nbar, np.nan)
    carbon = ice if method == "as_printed" else ice * CARBON_PER_CO2
    no_sink = sink == 0
    with np.errstate(divide="ignore", invalid="ignore"):
        # Without forest and grassland there is no mean NEP, but nothing is still nothing.
        icf = np.where(no_sink & (ice == 0), 0.0, carbon / nbar)
        cec = np.where(no_sink, 0.0, sink / nbar)
        deficit, surplus = np.maximum(icf - cec, 0), np.maximum(cec - icf, 0)
        size = np.where(no_sink & ~np.isnan(ice), 0.0, np.minimum(icf, cec))
        depth = 1 + deficit / cec
        depth = np.where(no_sink, np.where(ice == 0, 1.0, np.nan), depth)
        flow_use = np.where(cec > 0, size / cec, np.nan)
        heads = np.full(ice.shape, np.nan) if population is None else np.asarray(population, float)
        heads = np.where(heads > 0, heads, np.nan)
    flag = np.where(no_sink & ~np.isnan(ice), "no_sink", "").astype(object)
    if population is not None:
        no_heads = np.asarray(population, float) <= 0
        flag[no_heads] = [";".join(filter(None, (old, "no_population"))) for old in flag[no_heads]]
    return pd.DataFrame(
        {
            "icf_ha": icf,
            "cec_ha": cec,
            "deficit_ha": deficit,
            "surplus_ha": surplus,
            "size_ha": size,
            "depth": depth,
            "depth_log10": np.log10(depth),
            "flow_use": flow_use,
            "icf_pc_ha": icf / heads,
            "cec_pc_ha": cec / heads,
            "size_pc_ha": size / heads,
            "flag": pd.Series(flag, dtype=object).where(flag != "", None),
        }
    )


def group_totals(frame):
    """Size and depth of the regions of each year together.

    Fang's form keeps the sinks where they are, ``size = sum(min(ICF, CEC))`` and
    ``depth = 1 + sum(max(ICF - CEC, 0)) / sum(CEC)``; the naive form,
    ``max(1, sum(ICF) / sum(CEC))``, lets one region's surplus serve another.

    Parameters
    ----------
    frame : DataFrame
        ``icf_ha``, ``cec_ha`` and optionally ``year``, ``ice_tco2``, ``sink_tc``,
        ``population``.

    Returns
    -------
    DataFrame
        One row per year: ``year, regions, left_out, ice_tco2, sink_tc, population,
        icf_ha, cec_ha, size_ha, depth_fang, depth_naive, icf_pc_ha``. Emissions
        and sinks are those of all regions that have some. Regions with a missing
        footprint or capacity are left out of the others and counted in ``left_out``;
        a year in which all are has none of them. One population that is missing or
        not positive makes that of the group missing.

    References
    ----------
    Fang & Heijungs (2012), Progress in Geography 31(12), 1700-1707.
    """
    years = frame["year"].to_numpy() if "year" in frame else np.zeros(len(frame), dtype=int)
    rows = []
    for year, group in frame.groupby(years, sort=True, dropna=False):
        valid = group.dropna(subset=["icf_ha", "cec_ha"])
        icf, cec = valid["icf_ha"].to_numpy(float), valid["cec_ha"].to_numpy(float)
        row = {"year": year, "regions": len(valid), "left_out": len(group) - len(valid)}
        # Emissions of a region without a sink are emissions all the same.
        for column in ("ice_tco2", "sink_tc"):
            values = group[column].astype(float) if column in group else pd.Series([np.nan])
            row[column] = float(values.sum(min_count=1))
        heads = valid["population"].astype(float) if "population" in valid else pd.Series([np.nan])
        # Heads that are not positive are no heads, and would spoil the mean.
        row["population"] = _total(heads.where(heads > 0))
        deficit, capacity = _total(np.maximum(icf - cec, 0)), _total(cec)
        row.update(icf_ha=_total(icf), cec_ha=capacity, size_ha=_total(np.minimum(icf, cec)))
        row["depth_fang"] = 1 + deficit / capacity if capacity > 0 else np.nan
        row["depth_naive"] = max(1.0, row["icf_ha"] / capacity) if capacity > 0 else np.nan
        row["icf_pc_ha"] = row["icf_ha"] / row["population"]
        rows.append(row)
    totals = pd.DataFrame(rows, columns=TOTALS)
    return totals if "year" in frame else totals.drop(columns="year")


def _total(values):
    """Sum, missing if any value is, and of nothing at all."""
    return float(np.sum(np.asarray(values, float))) if len(values) else np.nan


def footprint_table(
    table,
    sink_field="sink_tc",
    emissions_field="ice_tco2",
    forest_field="forest_ha",
    grass_field="grass_ha",
    population_field="population",
    method="consistent",
    how="regional",
    nep_forest=NEP_FOREST,
    nep_grass=NEP_GRASS,
    p_forest=P_FOREST,
    p_grass=P_GRASS,
    log=None,
):
    """Three-dimensional footprint of every row of a table.

    Parameters
    ----------
    table : DataFrame
        One row per region and year, with ``region``, optionally ``year``, and the
        named fields; ``nep_forest_tc_ha`` and ``nep_grass_tc_ha``, where present,
        are the coefficients the sinks were computed with.
    sink_field, emissions_field, forest_field, grass_field, population_field : str
        Columns with t C, t CO2, ha, ha and persons. The population is optional;
        the areas are needed for the mean NEP ``regional`` only.
    method : {"consistent", "as_printed"}
    how : {"regional", "carbon_share", "as_printed_arithmetic"}
        Mean NEP, see `mean_nep`; ``as_printed`` always takes the arithmetic one.
    nep_forest, nep_grass : float
        t C per ha and year, used where the table does not carry its own.
    p_forest, p_grass : float
        Carbon shares, see `mean_nep`.
    log : Log, optional

    Returns
    -------
    DataFrame
        The columns of `footprint_3d`, indexed like `table`. What another step wrote into
        a column ``flag`` of `table` stays in front of the flags.

    Raises
    ------
    InputError
        If a field is missing, a quantity negative or no number, or `method` or
        `how` unknown.
    """
    log = log or Log()
    refuse_unknown("METHOD", method, METHODS)
    refuse_unknown("MEAN_NEP", how, MEAN_NEP)
    if method == "as_printed":
        if how != "as_printed_arithmetic":
            log.info("METHOD as_printed uses the printed arithmetic mean of NEP.")
        how = "as_printed_arithmetic"
        log.warning(
            "METHOD as_printed divides tonnes of CO2 by tonnes of carbon per hectare, as "
            "the printed formulae do; footprints and depths come out 3.67 times too "
            "large. Use it to reproduce the paper only."
        )
    needed = [sink_field, emissions_field]
    needed += [forest_field, grass_field] if how == "regional" else []
    missing = [field for field in needed if field not in table]
    if missing:
        raise InputError(
            Message(
                "The input has no field {fields}; it has {present}.",
                fields=", ".join(missing),
                present=", ".join(map(str, table.columns)),
            )
        )
    coefficients = ["nep_forest_tc_ha", "nep_grass_tc_ha"]
    quantities = needed + [name for name in coefficients if name in table]
    faults = []
    numbers = {name: _numbers(table, name, faults) for name in quantities}
    heads = None
    if population_field in table:
        heads = _numbers(table, population_field, faults, negative_is_fault=False)
    if faults:
        raise InputError(faults)
    nowhere = np.full(len(table), np.nan)
    nbar = mean_nep(
        numbers.get(forest_field, nowhere),
        numbers.get(grass_field, nowhere),
        numbers.get("nep_forest_tc_ha", nep_forest),
        numbers.get("nep_grass_tc_ha", nep_grass),
        how,
        p_forest,
        p_grass,
    )
    result = footprint_3d(numbers[emissions_field], numbers[sink_field], nbar, heads, method)
    result.index = table.index

    without = result["flag"].fillna("").str.contains("no_sink").to_numpy(bool)
    infinite = without & result["depth"].isna().to_numpy()
    if infinite.any():
        log.warning(
            "{count} rows have no carbon sink; their depth is infinite, written as NULL "
            "and left out of the statistics: {rows}.",
            count=int(infinite.sum()),
            rows=_name_rows(table[infinite]),
        )
    idle = without & ~infinite
    if idle.any():
        log.info(
            "{count} rows have neither emissions nor a carbon sink; their depth is 1: {rows}.",
            count=int(idle.sum()),
            rows=_name_rows(table[idle]),
        )
    incomplete = np.any([np.isnan(numbers[name]) for name in needed], axis=0)
    if incomplete.any():
        log.warning(
            "{count} rows lack emissions, sink or areas and get no footprint: {rows}.",
            count=int(incomplete.sum()),
            rows=_name_rows(table[incomplete]),
        )
    if "flag" in table:
        result["flag"] = [
            _with_earlier(flag, earlier) for flag, earlier in zip(result["flag"], table["flag"])
        ]
    return result


def _numbers(table, field, faults, negative_is_fault=True):
    """Return a field as floats, NaN where it is missing, and note every faulty row."""
    cells = table[field]
    values = pd.to_numeric(cells, errors="coerce").astype(float).to_numpy()
    wrong = np.isinf(values) | (np.isnan(values) & cells.notna().to_numpy())
    for row in np.flatnonzero(wrong | (values < 0) if negative_is_fault else wrong):
        faults.append(
            Message(
                "{row}: {field} is {value}; give a number that is not negative, or leave it empty.",
                row=_name_rows(table.iloc[[row]]),
                field=field,
                value=cells.iloc[row],
            )
        )
    return values


def _with_earlier(flag, earlier):
    """Flags of earlier steps (how land cover was matched), then those of this one."""
    before = [] if pd.isna(earlier) else str(earlier).split(";")
    flags = [name for name in before if name and name not in FLAGS] + [flag or ""]
    return ";".join(filter(None, flags)) or None


def _name_rows(rows, most=10):
    columns = [name for name in ("region", "year") if name in rows]
    if not columns:
        return ", ".join(str(index + 1) for index in rows.index[:most])
    names = [
        " ".join(str(shown(cell)) for cell in row)
        for row in rows[columns].head(most).itertuples(index=False)
    ]
    return ", ".join(names) + (", …" if len(rows) > most else "")
