"""Totals in energy tables, which must not be added to their parts.

The names stand in ``core/data/energy_totals.csv``.
"""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from .constants import constant_table
from .fuel_names import unit_splits
from .fuels import fuel_spelling
from .log import Message
from .regions import region_key
from .units import match_unit

# Printed numbers are rounded; a difference beyond this is none of rounding.
_TOLERANCE = 0.01
# Names of the nation that a table of countries has too, as they are compared.
_COUNTRY = {"china", "中国", "中华人民共和国", "peoplesrepublicofchina", "100000"}
_TAIWAN = 710000


@cache
def _names(kind: str) -> dict:
    table = constant_table("energy_totals")
    return {
        fuel_spelling(name): row
        for row in table[table["kind"] == kind].itertuples(index=False)
        for name in [row.name_en] + row.aliases.split("|")
    }


def fuel_total(name) -> tuple | None:
    """Return the fuels that a name is the total of.

    Parameters
    ----------
    name : str
        Any spelling, for example ``煤合计``, ``Coal Total`` or ``油品合计(万吨)``.

    Returns
    -------
    tuple of str or None
        Ids of fuels; None if the name is no total.
    """
    known = _names("fuel")
    row = known.get(fuel_spelling(name)) or known.get(fuel_spelling(_split(name)[0]))
    return tuple(row.parts.split("|")) if row else None


def total_unit(name) -> str:
    """Return the unit in the name of a total, ``万吨`` of ``煤合计(万吨)``; ``""`` without."""
    return "" if fuel_spelling(name) in _names("fuel") else _split(name)[1]


def _split(name) -> tuple:
    # Only before a unit: a column "Total population" is no total of fuels.
    splits = (split for split in unit_splits(str(name)) if match_unit(split[1]))
    return next(splits, ("", ""))


def region_total(name) -> bool:
    """Tell whether a name means the nation or a group of provinces, and not one region."""
    return fuel_spelling(name) in _names("region")


def sums_beside_regions(names) -> tuple:
    """Find the nation and groups of provinces among the regions of a study.

    Parameters
    ----------
    names : iterable of str
        Regions, each once or more often.

    Returns
    -------
    sums : list of str
        Sums of the others.
    doubtful : list of str
        What is a sum in tables of China, while most of the others are no provinces or
        counties of China: China itself is a region in a table of countries.

    Notes
    -----
    Both are empty where there is nothing beside them: the nation alone is a study.
    """
    names = list(dict.fromkeys(names))
    rows = {name: _names("region").get(fuel_spelling(name)) for name in names}
    regions = [name for name in names if rows[name] is None]
    parts = set(regions or [name for name in names if rows[name].total == "zone"])
    found = [name for name in names if name not in parts] if parts else []
    if not found:
        return [], []
    of_china = 2 * sum(map(_in_china, regions)) >= len(regions)
    sums = [
        name
        for name in found
        if of_china or rows[name].total != "zone" and fuel_spelling(name) not in _COUNTRY
    ]
    return sums, [name for name in found if name not in sums]


@cache
def _mainland() -> set:
    codes = constant_table("regions")["code"]
    return set(codes[codes < _TAIWAN].astype(str))


def _in_china(name) -> bool:
    """Tell the mainland's provinces, and counties by code; the others are in tables of countries."""
    return re.sub(r"^(\d\d)\d{4}$", r"\g<1>0000", region_key(name)) in _mainland()


def leave_out_nation(energy: pd.DataFrame, reading) -> pd.DataFrame:
    """Leave out the rows of the nation and of groups of provinces beside regions.

    Parameters
    ----------
    energy : pandas.DataFrame
        Column ``region``.
    reading : EnergyReading
        Told what was left out.

    Returns
    -------
    pandas.DataFrame
        All rows where there are no other regions.
    """
    totals = {name: region_total(name) for name in energy["region"].unique()}
    total = energy["region"].map(totals).astype(bool)
    if total.all() or not total.any():
        return energy
    names = ", ".join(dict.fromkeys(energy.loc[total, "region"]))
    reading.leave_out(
        Message("rows of {names}, which are sums of other regions of the table", names=names)
    )
    return energy[~total]


def check_totals(totals: pd.DataFrame, energy: pd.DataFrame, name: str, log) -> None:
    """Warn where the total of some fuels is not the sum of these fuels.

    Parameters
    ----------
    totals : pandas.DataFrame
        ``region``, ``year``, ``total`` (name as written), ``amount``, ``unit``.
    energy : pandas.DataFrame
        Tidy rows with ``region``, ``year``, ``fuel``, ``amount``, ``unit``. Sums are
        compared only where all of them have one unit, that of the total if it has one.
    name : str
        How messages call the table.
    log : Log
    """
    if totals.empty:
        return
    by_region = dict(list(energy.groupby(["region", "year"], sort=False)))
    apart = {}
    for row in totals.itertuples():
        rows = by_region.get((row.region, row.year))
        if rows is None or pd.isna(row.amount):
            continue
        rows = rows[rows["fuel"].isin(fuel_total(row.total))]
        if rows.empty or not (rows["unit"] == (row.unit or rows["unit"].iloc[0])).all():
            continue
        parts = rows["amount"].sum()
        difference = abs(row.amount - parts) / max(abs(row.amount), parts, 1e-9)
        if difference > _TOLERANCE:
            apart.setdefault(row.total, []).append((difference, parts, row))
    for total, found in apart.items():
        _, parts, row = max(found, key=lambda item: item[0])
        log.warning(
            "{file}: '{total}' is not the sum of its fuels in {count} region-years, least of all "
            "in {region} {year} ({amount:.6g} against {parts:.6g}); a fuel may be missing or a "
            "column shifted.",
            file=name,
            total=total,
            count=len(found),
            region=row.region,
            year=row.year,
            amount=row.amount,
            parts=parts,
        )
