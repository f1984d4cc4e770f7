"""Carbon that forest and grassland take up in a year.

CS = sum over s of NEP_s * A_s * Y_s, with s forest and grassland, NEP the net
ecosystem productivity in t carbon per hectare and year, A the area in
hectares, and Y a yield factor (productivity of the class in the region over
its national mean; 1 where none is given). Zuo & Zhao 2025, equation 2, with
the coefficients of Xie et al. 2008.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from .constants import constant_table
from .log import InputError, Log, Message
from .regions import match_regions

_COEFFICIENTS = constant_table("sequestration").set_index("coefficient")["value"]
#: Net ecosystem productivity in t C per ha and year.
NEP_FOREST = float(_COEFFICIENTS["nep_forest"])
NEP_GRASS = float(_COEFFICIENTS["nep_grass"])
#: Shares of forest and grassland in the carbon uptake.
P_FOREST = float(_COEFFICIENTS["p_forest"])
P_GRASS = float(_COEFFICIENTS["p_grass"])
_YIELDS = ["yield_forest", "yield_grass"]


def carbon_sink(
    areas: pd.DataFrame, nep_forest: float = NEP_FOREST, nep_grass: float = NEP_GRASS,
    yield_table: pd.DataFrame | None = None, log: Log | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Compute the carbon sink of every region and year.

    Parameters
    ----------
    areas : DataFrame
        ``region``, ``year``, ``forest_ha``, ``grass_ha`` and any other columns
        (from ``landcover.category_areas``).
    nep_forest, nep_grass : float
        Net ecosystem productivity in t C per ha and year.
    yield_table : DataFrame, optional
        ``region``, optionally ``year``, and ``yield_forest`` or
        ``yield_grass`` or both (no unit). Region names match in any spelling
        that ``regions.match_regions`` knows. What the table leaves open is 1.
    log : Log, optional

    Returns
    -------
    DataFrame
        ``areas`` with ``nep_forest_tc_ha``, ``nep_grass_tc_ha``,
        ``yield_forest``, ``yield_grass``, ``sink_forest_tc``,
        ``sink_grass_tc`` and ``sink_tc`` (t carbon a year). NULL areas give
        NULL sinks.

    Raises
    ------
    InputError
        For negative or missing coefficients, and every fault of the table.
    """
    log = log or Log()
    faults = [
        Message(
            "The coefficient {name} is {value}; it must be a number of t C per ha and year that "
            "is not negative.", name=name, value=value,
        )
        for name, value in (("nep_forest", nep_forest), ("nep_grass", nep_grass))
        if not np.isfinite(value) or value < 0
    ]  # fmt: skip
    if yield_table is not None:
        yield_table, table_faults = _checked_yields(yield_table)
        faults += table_faults
    if faults:
        raise InputError(faults)
    result = areas.copy().drop(columns=[c for c in _YIELDS if c in areas.columns])
    result["nep_forest_tc_ha"] = float(nep_forest)
    result["nep_grass_tc_ha"] = float(nep_grass)
    if yield_table is None:
        result["yield_forest"], result["yield_grass"] = 1.0, 1.0
    else:
        result = _with_yields(result, yield_table, log)
    for name in ("forest", "grass"):
        result[f"sink_{name}_tc"] = (
            result[f"{name}_ha"].astype(float)
            * result[f"nep_{name}_tc_ha"]
            * result[f"yield_{name}"]
        )
    result["sink_tc"] = result["sink_forest_tc"] + result["sink_grass_tc"]
    return result


def _checked_yields(table: pd.DataFrame):
    """Return the table with numbers as numbers, and its faults."""
    given = [column for column in _YIELDS if column in table.columns]
    if "region" not in table.columns or not given:
        return table, [
            Message(
                "The table of yield factors needs the columns region and yield_forest or "
                "yield_grass, and may have year; it has {columns}.",
                columns=", ".join(map(str, table.columns)),
            )
        ]
    keys = ["region", "year"] if "year" in table.columns else ["region"]
    numbers, faults = table[keys + given].copy(), []
    for column in [*given, *keys[1:]]:
        text = table[column].map(lambda value: "" if pd.isna(value) else str(value).strip())
        numbers[column] = pd.to_numeric(text.where(text != ""), errors="coerce").astype(float)
        bad = (text != "") & ~(np.isfinite(numbers[column]) & (numbers[column] >= 0))
        if column == "year":
            bad |= numbers[column].isna() | (numbers[column] % 1 != 0)
        for row in np.flatnonzero(bad):
            faults.append(
                Message(
                    "Yield factors, row {row} ({region}): {column} is {value}; write a number "
                    "that is not negative.", row=int(row) + 1, region=table["region"].iloc[row],
                    column=column, value=text.iloc[row] or Message("empty"),
                )
            )  # fmt: skip
    nameless = table["region"].isna() | (table["region"].astype(str).str.strip() == "")
    for row in np.flatnonzero(nameless):
        faults.append(
            Message("Yield factors, row {row}: the region is empty; fill it in.", row=int(row) + 1)
        )
    return numbers, faults


def _with_yields(result: pd.DataFrame, table: pd.DataFrame, log: Log) -> pd.DataFrame:
    match = match_regions(list(dict.fromkeys(result["region"])), list(table["region"]))
    if match.unmatched_table:
        log.warning(
            "Yield factors: these regions match none of the layer and are not used: {regions}.",
            regions=", ".join(map(str, match.unmatched_table)),
        )
    table = table.assign(region=table["region"].map(match.pairs)).dropna(subset=["region"])
    keys = ["region", "year"] if "year" in table.columns else ["region"]
    faults = [
        Message(
            "Yield factors: {region} has more than one row; keep one.",
            region=" ".join([row[0], *(f"{year:g}" for year in row[1:])]),
        )
        for row in table.loc[table.duplicated(keys), keys].drop_duplicates().itertuples(
            index=False, name=None
        )
    ]  # fmt: skip
    if faults:
        raise InputError(faults)
    result = result.merge(table, on=keys, how="left", indicator="_found")
    open_rows = result["_found"] == "left_only"
    if open_rows.any():
        log.warning(
            "Yield factors: the table has none for {regions}; 1 is used there.",
            regions=", ".join(
                dict.fromkeys(result.loc[open_rows, keys].astype(str).agg(" ".join, axis=1))
            ),
        )
    for column in _YIELDS:
        result[column] = result[column].fillna(1.0) if column in result.columns else 1.0
    return result.drop(columns="_found")
