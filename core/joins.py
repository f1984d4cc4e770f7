"""Tables joined to regions by name and year."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .known_breaks import say_breaks
from .log import InputError, Log, Message, listing, refuse_unknown
from .panels import key_columns, year_spans
from .regions import RegionMatch, match_regions
from .tables import is_missing, stop_on, year_column

LANDCOVER_COLUMNS = ("forest_ha", "grass_ha", "sink_tc")
LANDCOVER_MATCHES = ("exact", "nearest", "interpolate")
EMISSIONS_COLUMN = "ice_tco2"
YEARS = ("union", "common", "emissions")
INTERPOLATED = "landcover_interpolated"
_MOST_NAMES = 20
# Columns that make several rows of one region and year; with the tool to run first.
_LONG_COLUMNS = {"fuel": Message("Industrial emissions"), "class": Message("Carbon sink")}


def join_tables(
    regions,
    tables: dict,
    on_unmatched: str = "warn",
    landcover_match: str = "nearest",
    years: str = "union",
    own: str | None = None,
    log: Log | None = None,
) -> pd.DataFrame:
    """Join tables to regions, one row for each region and year.

    The years are those of the tables that are not land cover, see `years`. A
    land-cover table (one with ``forest_ha``, ``grass_ha`` or ``sink_tc``, and
    without ``ice_tco2``, which holds for its own year only) is matched to them
    by :func:`match_landcover_years`; where there are only such tables, their
    own years come out. A table without years holds for all of them.

    Parameters
    ----------
    regions : iterable of str
        Names of the regions of the layer; each comes out as it is written here.
    tables : dict of str to pandas.DataFrame
        Label to table with ``region``, mostly ``year``, and its values; the
        columns of regions and years may be called as `panels.key_columns`
        knows them (地区, 年份, adcode, ...).
    on_unmatched : {"warn", "stop"}
        What to do about names that have no counterpart.
    landcover_match : {"exact", "nearest", "interpolate"}
        How land cover of other years is used.
    years : {"union", "common", "emissions"}
        Years that some table has, that all of them have, or that those with
        ``ice_tco2`` have (all, where none has it). Rows of other years are
        left out.
    own : str, optional
        Label of the table with what the layer itself carries by region and
        year: where another table has a column of that name, it is taken.
    log : Log, optional
        Told about unmatched names, renamed columns and land-cover years.

    Returns
    -------
    pandas.DataFrame
        ``region``, ``year`` (int; absent if no table has years) and the columns
        of all tables, in the order of the regions, years ascending. Missing
        where a table has no row. A column whose name is taken gets
        ``_<label>``.

    Raises
    ------
    InputError
        For tables without ``region``, with several rows for a region and year,
        or faulty years; for regions that share a name; and for unmatched names
        if ``on_unmatched`` is ``"stop"``.
    """
    log = log or Log()
    regions = list(dict.fromkeys(regions))
    named = [name for name in regions if not is_missing(name)]
    if len(named) < len(regions):
        log.warning("Regions of the layer that have no name are left out.")
    faults, known, prepared, matches = [], {}, {}, {}
    for label, table in tables.items():
        table = _with_keys(label, table, log)
        if "region" in table:
            known[label] = _with_years(label, table, faults)
        else:
            faults.append(
                Message(
                    "{table} has no column 'region'; rename the column with the "
                    "names of the regions.",
                    table=label,
                )
            )
    if not faults:
        known = _in_years(_giving_way(known, own, log), years, log)
    for label, table in known.items():
        prepared[label], matches[label] = _prepare(label, table, named, faults)
    stop_on(list(dict.fromkeys(faults)))
    _report_unmatched(matches, on_unmatched, log)

    wanted = _years(table for table in prepared.values() if not _is_landcover(table))
    wanted = wanted or _years(prepared.values()) or _years(known.values())
    if wanted:
        index = pd.MultiIndex.from_product([named, wanted], names=["region", "year"])
    else:
        index = pd.Index(named, name="region")
    joined = index.to_frame(index=False)
    for label, table in prepared.items():
        log.check()
        if not wanted:
            table = table.drop(columns="year", errors="ignore")  # it has no rows
        if "year" in table:
            say_breaks(table, label, table.columns, log)
        if _is_landcover(table) and "year" in table:
            table = match_landcover_years(table, wanted, landcover_match, log)
        keys = [key for key in ("region", "year") if key in table]
        names = {}
        for column in table.columns.difference(keys, sort=False):
            name = column
            while name in joined.columns or name in names.values():
                name = f"{name}_{label}"
            names[column] = name
            if name != column:
                log.warning(
                    "The column '{column}' of {table} is there already; it comes out as '{name}'.",
                    column=column,
                    table=label,
                    name=name,
                )
        joined = joined.merge(table.rename(columns=names), how="left", on=keys)
    return joined


def _with_keys(label: str, table: pd.DataFrame, log: Log) -> pd.DataFrame:
    """Call the columns of regions and years region and year, in whatever language they are."""
    found = dict(zip(key_columns(table), ("region", "year")))
    names = {old: new for old, new in found.items() if old is not None and new not in table}
    for old, new in names.items():
        log.info("{table}: '{column}' is taken as {key}.", table=label, column=old, key=new)
    return table.rename(columns=names)


def _is_landcover(table: pd.DataFrame) -> bool:
    return EMISSIONS_COLUMN not in table and any(name in table for name in LANDCOVER_COLUMNS)


def _years(tables) -> list:
    return sorted({int(year) for table in tables if "year" in table for year in table["year"]})


def _with_years(label: str, table: pd.DataFrame, faults: list) -> pd.DataFrame:
    """Return a table with whole years and its rows numbered, and note every other year."""
    table = table.reset_index(drop=True)
    if "year" in table:
        table["year"] = year_column(table.set_axis(table.index + 1), "year", label, faults).array
    return table


def _giving_way(tables: dict, own: str | None, log: Log) -> dict:
    """Take what the layer carries from the tables, where they have it."""
    others = {name for label, table in tables.items() if label != own for name in table}
    replaced = [name for name in tables.get(own, ()) if name in others - {"region", "year"}]
    if not replaced:
        return tables
    log.info("Replaced in the output: {fields}.", fields=", ".join(replaced))
    left = tables[own].drop(columns=replaced)
    if not any(name in left for name in LANDCOVER_COLUMNS):
        left = left.drop(columns="landcover_year", errors="ignore")
        if _is_landcover(tables[own]):  # and its years were those of the land cover
            left = left.drop(columns="year", errors="ignore").drop_duplicates("region")
    return {**tables, own: left}


def _in_years(tables: dict, which: str, log: Log) -> dict:
    """Leave out the years that were not chosen; land cover is matched to the others."""
    refuse_unknown("YEARS", which, YEARS)
    dated = {label: table for label, table in tables.items() if "year" in table}
    found = {label: set(table["year"]) for label, table in dated.items()}
    counted = [
        found[label]
        for label, table in dated.items()
        if (EMISSIONS_COLUMN in table if which == "emissions" else not _is_landcover(table))
    ]
    if which == "union" or not counted:
        return tables
    kept = set.intersection(*counted) if which == "common" else set.union(*counted)
    if not kept:
        raise InputError(
            Message("The tables have no year in common; take the years of all of them (union).")
        )
    chosen = dict(tables)
    for label, table in dated.items():
        lost = sorted(found[label] - kept)
        if lost and not _is_landcover(table):
            chosen[label] = table[table["year"].isin(kept)]
            log.info(
                "{table}: {years} are left out, as YEARS is {choice}.",
                table=label,
                years=year_spans(lost),
                choice=which,
            )
    return chosen


def _prepare(label: str, table: pd.DataFrame, regions: list, faults: list):
    """Return the rows that match a region, under the layer's names, and the RegionMatch."""
    match = match_regions(regions, table["region"].tolist())
    for names in match.duplicates.values():
        faults.append(
            Message(
                "The layer has {count} regions called {names}; join their parts or "
                "choose a field that tells them apart.",
                count=len(names),
                names=", ".join(sorted(set(map(str, names)))),
            )
        )
    table = table.assign(region=table["region"].map(match.pairs))
    table = table[table["region"].notna()]
    keys = [key for key in ("region", "year") if key in table]
    repeated = table[table.duplicated(keys)]
    long_column = next((column for column in _LONG_COLUMNS if column in table), None)
    if len(repeated) and long_column:
        faults.append(
            Message(
                "{table} has a row for each '{column}'; run the tool {tool} on it "
                "first and join its result.",
                table=label,
                column=long_column,
                tool=_LONG_COLUMNS[long_column],
            )
        )
    elif len(repeated):
        for place in repeated[keys].drop_duplicates().itertuples(index=False):
            faults.append(
                Message(
                    "{table} has several rows for {place}; keep one.",
                    table=label,
                    place=" ".join(map(str, place)),
                )
            )
    return table, match


def _report_unmatched(matches: dict, on_unmatched: str, log: Log) -> None:
    found = []
    for label, match in matches.items():
        if match.unmatched_table:
            found.append(
                Message(
                    "{table}: {count} names are no region of the layer (in brackets the nearest "
                    "ones): {names}; correct them in the table or leave them out.",
                    table=label,
                    count=len(match.unmatched_table),
                    names=listing(map(_with_candidates(match), match.unmatched_table), _MOST_NAMES),
                )
            )
        if match.unmatched_layer:
            found.append(
                Message(
                    "{table}: {count} regions of the layer have no row: {names}; "
                    "their values stay empty.",
                    table=label,
                    count=len(match.unmatched_layer),
                    names=listing(match.unmatched_layer, _MOST_NAMES),
                )
            )
    if on_unmatched == "stop":
        stop_on(found)
    for message in found:
        log.warning(message.template, **message.data)


def _with_candidates(match: RegionMatch):
    def describe(name):
        near = match.candidates.get(name)
        if is_missing(name):
            return "NULL"
        return "{} ({})".format(name, ", ".join(map(str, near))) if near else name

    return describe


def match_landcover_years(
    landcover: pd.DataFrame, years, how: str = "nearest", log: Log | None = None
) -> pd.DataFrame:
    """Bring land cover to the years of a study.

    ============= ======================================================
    how           land cover of a year
    ============= ======================================================
    exact         that of the same year, or none
    nearest       that of the nearest year on record (ties: the earlier)
    interpolate   areas and sinks (columns ``*_ha``, ``*_tc``) linear in
                  time between the two years around it, as nearest
                  outside the record; other columns as nearest
    ============= ======================================================

    Parameters
    ----------
    landcover : pandas.DataFrame
        ``region``, ``year`` and values, one row for each; the years on record
        may differ from region to region.
    years : iterable of int
        Years wanted.
    how : {"exact", "nearest", "interpolate"}
    log : Log, optional
        Told which years were used for which.

    Returns
    -------
    pandas.DataFrame
        ``region``, ``year``, the columns of ``landcover``, and ``landcover_year``
        (Int64): the year used, for interpolated rows the nearer one. With
        ``interpolate`` the text column ``flag`` holds ``landcover_interpolated``
        in the rows concerned.
    """
    log = log or Log()
    if how not in LANDCOVER_MATCHES:
        raise InputError(
            Message(
                "'{how}' is no way to match land-cover years; use one of {ways}.",
                how=how,
                ways=", ".join(LANDCOVER_MATCHES),
            )
        )
    record = landcover.sort_values(["region", "year"], kind="stable").reset_index(drop=True)
    wanted = np.array(sorted({int(year) for year in years}), dtype="int64")
    # Positions in the record of the last year up to, and the first year from, each wanted one.
    below, above = [], []
    for rows in record.groupby("region", sort=False).indices.values():
        known = record["year"].to_numpy()[rows]
        last = len(rows) - 1
        below.append(rows[(np.searchsorted(known, wanted, "right") - 1).clip(0, last)])
        above.append(rows[np.searchsorted(known, wanted, "left").clip(0, last)])
    below, above = (np.concatenate(parts or [wanted[:0]]) for parts in (below, above))
    target = np.tile(wanted, len(below) // max(len(wanted), 1))
    year_below, year_above = (record["year"].to_numpy()[rows] for rows in (below, above))
    nearer = np.where(np.abs(target - year_below) <= np.abs(year_above - target), below, above)

    matched = record.iloc[nearer].reset_index(drop=True)
    # An earlier join has said already where its land cover came from.
    used = matched["landcover_year"] if "landcover_year" in matched else matched["year"]
    matched = matched.assign(year=target, landcover_year=used.astype("Int64"))
    if how == "exact":
        kept = (target == year_below) | (target == year_above)
        lost = sorted(set(wanted.tolist()) - set(target[kept].tolist()))
        if lost:
            log.warning(
                "There is no land cover for {years}; these rows stay empty unless you "
                "match the nearest year or interpolate.",
                years=listing(lost, _MOST_NAMES),
            )
        return matched[kept].reset_index(drop=True)
    if how == "interpolate":
        between = (year_below < target) & (target < year_above)
        span = np.where(between, year_above - year_below, 1)
        weight = np.where(between, target - year_below, 0) / span
        for column in record.columns:
            if column.endswith(("_ha", "_tc")):
                numbers = pd.to_numeric(record[column], errors="coerce")
                if (numbers.isna() & record[column].notna()).any():
                    continue  # text
                values = numbers.to_numpy(dtype=float, na_value=np.nan)
                mean = values[below] * (1 - weight) + values[above] * weight
                matched[column] = np.where(between, mean, values[nearer])
        flags = matched["flag"] if "flag" in matched else [None] * len(matched)
        matched["flag"] = [_flag(flag) if change else flag for flag, change in zip(flags, between)]
    other = matched[matched["landcover_year"] != matched["year"]]
    if len(other):
        log.info(
            "Land cover of {used} is used for {years} ({how}).",
            how=how,
            used=listing(sorted(other["landcover_year"].dropna().unique()), _MOST_NAMES),
            years=listing(sorted(other["year"].unique()), _MOST_NAMES),
        )
    return matched


def _flag(before) -> str:
    return INTERPOLATED if is_missing(before) else f"{before};{INTERPOLATED}"
