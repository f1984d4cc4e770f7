"""What is wrong or odd about region-by-year series: gaps, signs, jumps, known breaks."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .checks import ERROR, NOTE, WARNING, Findings
from .fuels import match_fuel
from .known_breaks import break_message, known_breaks
from .log import Message, listing, shown
from .panels import key_columns, region_text, year_spans
from .regions import region_keys
from .tables import is_missing, parse_number, parse_year

#: A factor is near 10^n when its logarithm is nearer than this to n (0.76 to 1.32 times 10^n), for
#: quantities change by some ten per cent between neighbouring years.
_NEAR = 0.12
#: Jumps of the same kind are one finding if they are so many, and this share of what is compared.
_TOGETHER, _SHARE = 3, 0.5
_STEP = ["from_year", "year"]


def check_completeness(found: Findings, topic: str, place, table: pd.DataFrame) -> None:
    """Look for years and region-years that a table lacks.

    Parameters
    ----------
    found : Findings
    topic, place : str
    table : DataFrame
        ``region`` and ``year``.
    """
    keys = table[["region", "year"]].drop_duplicates()
    years = np.array(sorted(keys["year"].unique()))
    steps = np.diff(years)
    if len(steps) and (steps != steps.min()).any():
        usual = set(range(int(years[0]), int(years[-1]) + 1, int(steps.min())))
        found.add(
            NOTE, "years", place, Message("There are gaps between the years."),
            Message(
                "Years: {years}; missing: {missing}",
                years=year_spans(years), missing=year_spans(usual - set(years.tolist())),
            ),
            Message("Add the years, or keep in mind that changes span several years there."),
        )  # fmt: skip
    there = pd.crosstab(keys["region"], keys["year"]).reindex(keys["region"].unique())
    absent = there == 0
    if absent.any(axis=None):
        found.add(
            WARNING, topic, place,
            Message(
                "Region-years that are missing: {count} of {all}.",
                count=int(absent.to_numpy().sum()), all=absent.size,
            ),
            listing(
                f"{region} {year_spans(row.index[row])}"
                for region, row in absent[absent.any(axis=1)].iterrows()
            ),
            Message("Add their rows; results stay empty where one input is missing."),
        )  # fmt: skip


def check_duplicates(found: Findings, topic: str, place, table: pd.DataFrame, keys) -> None:
    """Look for rows of the same region, in any spelling of its name.

    Parameters
    ----------
    found : Findings
    topic, place : str
    table : DataFrame
        ``region`` and the other keys.
    keys : list of str
        Columns that, with the region, should occur once.
    """
    same = table[keys].assign(key=region_keys(table["region"]))
    repeated = table[same.duplicated()]
    if len(repeated):
        found.add(
            ERROR, topic, place,
            Message("Rows that repeat others: {count}.", count=len(repeated)),
            listing(
                " ".join(str(shown(cell)) for cell in row)
                for row in repeated[["region", *keys]].to_numpy(dtype=object)
            ),
            Message("Keep one row for each; a run would stop here."),
        )  # fmt: skip


def check_signs(found: Findings, place, values: pd.DataFrame) -> None:
    """Look for negative values, and for zeros within a series of positive ones.

    Parameters
    ----------
    found : Findings
    place : str
    values : DataFrame
        ``region``, ``series``, ``year``, ``value`` and ``matters`` (bool); one row for each. Zeros
        in series of which no value matters are passed over.
    """
    negative = values[values["value"] < 0]
    if len(negative):
        found.add(
            WARNING, "values", place,
            Message("Negative values: {count}.", count=len(negative)),
            _places(negative, "{series} {region} {year}: {value:.6g}"),
            Message("Correct them, unless the quantity can be negative, such as a balance."),
        )  # fmt: skip
    ordered = values.sort_values(["region", "series", "year"], kind="stable")
    series = ordered.groupby(["region", "series"], sort=False)["value"]
    before, after = series.shift(1), series.shift(-1)
    matters = ordered.groupby(["region", "series"], sort=False)["matters"].transform("any")
    gaps = ordered[(ordered["value"] == 0) & (before > 0) & (after > 0) & matters]
    if len(gaps):
        found.add(
            WARNING, "values", place,
            Message("Zeros between years with positive values: {count}.", count=len(gaps)),
            _places(gaps, "{series} {region} {year}"),
            Message("Leave the cell empty if the value is unknown; 0 says that there is none."),
        )  # fmt: skip


def _places(rows: pd.DataFrame, form: str) -> str:
    return listing(form.format(**row._asdict()) for row in rows.itertuples(index=False))


def find_jumps(values: pd.DataFrame) -> pd.DataFrame:
    """Find the values that differ from the year before by a factor near a power of ten.

    Parameters
    ----------
    values : DataFrame
        ``region``, ``series``, ``year``, ``value``, ``unit`` and ``matters`` (bool); one row for
        each. Jumps between two values that do not matter are passed over, for small numbers jump by
        themselves.

    Returns
    -------
    DataFrame
        ``region``, ``series``, ``from_year``, ``year``, ``before``, ``value``, ``unit``, ``power``,
        and in ``all``, ``all_of_region`` and ``all_of_series`` how many values were compared
        between these years.
    """
    known = values[(values["value"] > 0) & np.isfinite(values["value"])]
    known = known.sort_values(["region", "series", "year"], kind="stable")
    previous = known.groupby(["region", "series"], sort=False)[["year", "value", "matters"]].shift()
    steps = known.assign(from_year=previous["year"], before=previous["value"])
    matters = known["matters"] | previous["matters"].eq(True)
    steps = steps[matters & previous["value"].notna()].copy()
    for name, keys in (("all", []), ("all_of_region", ["region"]), ("all_of_series", ["series"])):
        steps[name] = steps.groupby([*keys, *_STEP])["value"].transform("size")
    logs = np.log10(steps["value"]) - np.log10(steps["before"])
    power = logs.round()
    wrong = (power.abs() >= 1) & ((logs - power).abs() <= _NEAR)
    jumps = steps.assign(power=power)[wrong].astype({"from_year": int, "power": int})
    return jumps.drop(columns="matters").reset_index(drop=True)


def check_jumps(found: Findings, place, values: pd.DataFrame) -> None:
    """Report jumps near a power of ten: of the table, of a region, of a series, and single ones.

    The same jump in many series of a region, or in many regions, is a change of the unit; a single
    one may be real, most of all if it is by ten.

    Parameters
    ----------
    found : Findings
    place : str
    values : DataFrame
        See `find_jumps`.
    """
    jumps = find_jumps(values)
    if jumps.empty:
        return
    jumps["unit"] = [f" {unit}" if unit else "" for unit in jumps["unit"]]
    kinds = jumps.groupby([*_STEP, "power"])
    several = (kinds["region"].transform("nunique") > 1) & (
        kinds["series"].transform("nunique") > 1
    )
    for keys, compared, form in (
        ([], "all", "{series} {region}: {before:.4g} → {value:.4g}{unit}"),
        (["region"], "all_of_region", "{series}: {before:.4g} → {value:.4g}{unit}"),
        (["series"], "all_of_series", "{region}: {before:.4g} → {value:.4g}{unit}"),
    ):
        same = [*keys, *_STEP, "power"]
        number = jumps.groupby(same)["value"].transform("size")
        together = (number >= _TOGETHER) & (number >= _SHARE * jumps[compared])
        if not keys:
            together &= several.reindex(jumps.index)
        for (*name, start, end, power), group in jumps[together].groupby(same, sort=False):
            found.add(
                WARNING, "units", place,
                Message(
                    "{what} jumps by a factor near 10^{power} from {start} to {end}.",
                    what=name[0] if name else Message("A large part of the table"),
                    power=power, start=start, end=end,
                ),
                _places(group, form), _compare_units(),
            )  # fmt: skip
        jumps = jumps[~together]
    for name, group in jumps.groupby("series", sort=False):
        found.add(
            WARNING if (group["power"].abs() > 1).any() else NOTE, "units", place,
            Message(
                "{what}: values that jump by a factor near a power of ten: {count}.",
                what=name, count=len(group),
            ),
            _places(
                group, "{region} {from_year}: {before:.4g} → {year}: {value:.4g}{unit} (10^{power})"
            ),
            _compare_units(),
        )  # fmt: skip


def _compare_units() -> Message:
    return Message(
        "Compare the units of both years with the source; correct the table if they differ, "
        "otherwise look for a change of the statistics."
    )


def check_breaks(found: Findings, place, table: pd.DataFrame, variables) -> None:
    """Say where a table spans a known break of the statistics or of the map.

    Parameters
    ----------
    found : Findings
    place : str
    table : DataFrame
        ``region`` and ``year``.
    variables : iterable of str
        Quantities in the table, fuels and ``population``.
    """
    for row in known_breaks(table, variables):
        found.add(
            NOTE, "breaks", place, break_message(row),
            Message("{note} Source: {source}", note=row.note + ".", source=row.source),
            Message(
                "Nothing to correct; do not read the change at the break as a change of the "
                "matter, and compare regions by the same borders."
            ),
        )  # fmt: skip


def check_table(found: Findings, place, table: pd.DataFrame) -> pd.DataFrame | None:
    """Check a table of regions and years whose columns may be anything.

    Parameters
    ----------
    found : Findings
    place : str
    table : DataFrame

    Returns
    -------
    DataFrame or None
        ``region`` and, where the table has years, ``year``; None where it has no regions.
    """
    table = table.reset_index(drop=True)
    region, year = key_columns(table)
    if region is None:
        found.add(
            WARNING, "table", place, Message("The table has no column of regions."),
            Message("Columns: {columns}", columns=listing(table.columns)),
            Message("Call the column with their names region; otherwise nothing can be joined."),
        )  # fmt: skip
        return None
    named = np.array([not is_missing(name) for name in table[region]], dtype=bool)
    rows = _rows(~named)
    if rows:
        found.add(
            ERROR, "table", place, Message("Rows without a region: {count}.", count=len(rows)),
            Message("Rows {rows}", rows=listing(rows)),
            Message("Complete the rows or remove them."),
        )  # fmt: skip
    table = table[named]
    keys = pd.DataFrame({"region": [region_text(name) for name in table[region]]}, table.index)
    if year is not None:
        years = pd.Series([parse_year(cell) for cell in table[year]], table.index, dtype=float)
        rows = _rows(years.isna())
        if rows:
            found.add(
                ERROR, "table", place,
                Message("Rows without a year like 2019: {count}.", count=len(rows)),
                Message("Rows {rows}", rows=listing(rows)),
                Message("Complete the rows or remove them."),
            )  # fmt: skip
        keys = keys.assign(year=years)[years.notna()].astype({"year": int})
        table = table.loc[keys.index]
    others = [column for column in table.columns if column not in (region, year)]
    by = [column for column in others if str(column) in ("fuel", "class", "category", "method")]
    check_duplicates(found, "table", place, keys.join(table[by]), [*keys.columns[1:], *by])
    if year is None or keys.empty:
        return keys
    check_completeness(found, "table", place, keys)
    check_breaks(found, place, keys, {_variable(column) for column in others})
    if not by and not keys.duplicated().any():
        _check_columns(found, place, keys, table[others])
    return keys


def _check_columns(found: Findings, place, keys: pd.DataFrame, columns: pd.DataFrame) -> None:
    """Check every column of numbers as a series."""
    parts = []
    for column in columns:
        numbers = pd.Series([_number(cell) for cell in columns[column]], keys.index)
        important = numbers.abs() >= numbers.abs().mean()
        parts.append(keys.assign(series=str(column), value=numbers, matters=important, unit=""))
    if parts:
        values = pd.concat(parts, ignore_index=True)
        check_signs(found, place, values)
        check_jumps(found, place, values)


def _variable(column) -> str:
    """What a column holds, as far as its name tells."""
    name = str(column).casefold()
    return "population" if "population" in name or "人口" in name else match_fuel(name) or name


def _number(cell) -> float:
    try:
        return parse_number(cell)
    except ValueError:
        return np.nan


def _rows(wrong) -> list:
    """Numbers of rows, as a user counts them."""
    return (np.flatnonzero(wrong) + 1).tolist()
