"""Outliers and gaps in the series of a region-by-year table.

References
----------
Hampel (1974). Journal of the American Statistical Association 69, 383-393.
Pearson (2002). IEEE Transactions on Control Systems Technology 10(1), 55-63.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .log import InputError, Log, Message, listing
from .panels import region_text, year_spans
from .regions import region_key
from .tables import is_missing, number_column, stop_on, year_column

ACTIONS = ("report", "fill")
METHODS = ("linear", "log_linear")
KEY_NAMES = ("fuel", "class")
VALUE_NAMES = ("amount", "value")
# The standard deviation of a normal variable is this many times its median absolute deviation.
MAD_TO_SIGMA = 1.4826

OUTLIER = "outlier"
NEGATIVE = "negative"
MISSING = "missing"
FILLED = "filled"
OUTLIER_FILLED = "outlier_filled"
OUTLIER_REMOVED = "outlier_removed"
GAP_TOO_LONG = "gap_too_long"
OUTSIDE_RECORD = "outside_record"
UNUSABLE_NEIGHBOUR = "unusable_neighbour"
_LEFT_EMPTY = [OUTLIER_REMOVED, GAP_TOO_LONG, OUTSIDE_RECORD, UNUSABLE_NEIGHBOUR]
_OUTLIERS = [OUTLIER, OUTLIER_FILLED, OUTLIER_REMOVED]

_MOST_EXAMPLES = 5


@dataclass
class Cleaned:
    """A table that was looked through, and what was found.

    Attributes
    ----------
    table : pandas.DataFrame
        See :func:`clean_panel`.
    cells : pandas.DataFrame
        Every flagged cell: ``series``, ``year``, ``field``, ``before``,
        ``after``, ``median`` (of the years around an outlier), ``flag``, and
        ``row`` (Int64) of the input, missing where the row is new.
    summary : pandas.DataFrame
        For each ``field``: ``series``, ``values``, ``outliers``, ``negative``,
        ``zeros``, ``empty`` (cells without a value) and ``filled``.
    series : list of dict
        Each series with something to see: ``series``, ``field``, and by year
        of the table ``years``, ``before``, ``after``, ``flag``.
    """

    table: pd.DataFrame
    cells: pd.DataFrame
    summary: pd.DataFrame
    series: list

    @property
    def flagged(self) -> int:
        """Number of outliers and negative values in all fields."""
        return int(self.summary[["outliers", "negative"]].to_numpy().sum())

    @property
    def filled(self) -> int:
        """Number of cells that were filled in all fields."""
        return int(self.summary["filled"].sum())


def hampel(values, window: int = 2, threshold: float = 3.0, floor: float = 0.02):
    """Find the outliers of series by a Hampel filter on logarithms.

    A value is an outlier if ``|ln x - m| > threshold * 1.4826 * max(MAD, floor)``,
    where m and MAD are the median of the logarithms in the window and the
    median of their distances from it.

    Parameters
    ----------
    values : array_like of float, shape (series, years)
        One column for each calendar year; NaN where there is no value. Zero
        and negative values have no logarithm: they take no part and are never
        outliers.
    window : int
        Years on either side; at the ends there are fewer.
    threshold : float
        In robust standard deviations.
    floor : float
        Least MAD, in units of ln x: 0.02 is about 2 %.

    Returns
    -------
    outlier : numpy.ndarray of bool, shape (series, years)
    median : numpy.ndarray of float, shape (series, years)
        Median of the window in the unit of the values (the geometric mean of
        the two middle ones, if their number is even); NaN where the value is
        missing or not positive.
    """
    values = np.asarray(values, dtype=float)
    positive = values > 0
    logs = np.full(values.shape, np.nan)
    logs[positive] = np.log(values[positive])
    padded = np.pad(logs, ((0, 0), (window, window)), constant_values=np.nan)
    around = np.lib.stride_tricks.sliding_window_view(padded, 2 * window + 1, axis=1)[positive]
    middle = np.nanmedian(around, axis=1)
    spread = np.nanmedian(np.abs(around - middle[:, None]), axis=1)
    outlier = np.zeros(values.shape, dtype=bool)
    outlier[positive] = np.abs(logs[positive] - middle) > (
        threshold * MAD_TO_SIGMA * np.maximum(spread, floor)
    )
    median = np.full(values.shape, np.nan)
    median[positive] = np.exp(middle)
    return outlier, median


def interpolate(values, method: str = "linear", max_gap: int = 3):
    """Estimate what is missing inside series; nothing is extrapolated.

    Parameters
    ----------
    values : array_like of float, shape (series, years)
        One column for each calendar year; NaN where there is no value.
    method : {"linear", "log_linear"}
        A straight line between the values on either side, or between their
        logarithms.
    max_gap : int
        Most calendar years without a value between two values.

    Returns
    -------
    estimate : numpy.ndarray of float, shape (series, years)
        NaN where there is a value and where none can be estimated.
    state : numpy.ndarray of object, shape (series, years)
        None where there is a value; else ``missing`` (there is an estimate),
        ``gap_too_long``, ``outside_record`` (no value before, or none after)
        or ``unusable_neighbour`` (a value next to the gap is negative, or zero
        and has no logarithm).
    """
    values = np.asarray(values, dtype=float)
    known = ~np.isnan(values)
    count = values.shape[1]
    years = np.arange(count)
    before = np.maximum.accumulate(np.where(known, years, -1), axis=1)
    after = np.minimum.accumulate(np.where(known, years, count)[:, ::-1], axis=1)[:, ::-1]

    cells = np.nonzero(~known & (before >= 0) & (after < count))
    left, right = before[cells], after[cells]
    first, last = values[cells[0], left], values[cells[0], right]
    weight = (cells[1] - left) / (right - left)
    lowest = np.minimum(first, last)
    usable = lowest > 0 if method == "log_linear" else lowest >= 0
    if method == "log_linear":
        first, last = (np.log(np.where(usable, side, 1.0)) for side in (first, last))
    between = first + (last - first) * weight
    if method == "log_linear":
        between = np.exp(between)
    short = right - left - 1 <= max_gap

    state = np.where(known, None, OUTSIDE_RECORD).astype(object)
    state[cells] = np.select([~short, ~usable], [GAP_TOO_LONG, UNUSABLE_NEIGHBOUR], MISSING)
    estimate = np.full(values.shape, np.nan)
    estimate[cells] = np.where(short & usable, between, np.nan)
    return estimate, state


def clean_panel(
    table: pd.DataFrame,
    region: str = "region",
    year: str = "year",
    fields=None,
    keys=None,
    action: str = "report",
    replace_outliers: bool = False,
    method: str = "linear",
    max_gap: int = 3,
    window: int = 2,
    threshold: float = 3.0,
    floor: float = 0.02,
    name: str = "table",
    log: Log | None = None,
) -> Cleaned:
    """Flag the outliers of a region-by-year table, and fill its gaps if asked to.

    A series is what has the same region (in any spelling) and the same keys.

    Parameters
    ----------
    table : pandas.DataFrame
        One row for each region, year and combination of keys; the index is the
        row as the user counts it.
    region, year : str
        Columns with the regions and the years.
    fields : iterable of str, optional
        Columns with values. Default: ``amount`` and ``value``, whichever there
        is, else the only column with numbers.
    keys : iterable of str, optional
        Other columns that tell series apart. Default: ``fuel`` and ``class``,
        whichever there is.
    action : {"report", "fill"}
        Only flag, or fill gaps by :func:`interpolate` as well.
    replace_outliers : bool
        With "fill": take outliers as missing.
    method, max_gap
        See :func:`interpolate`.
    window, threshold, floor
        See :func:`hampel`.
    name : str
        How messages call the table.
    log : Log, optional
        Told how much was found in each field, with examples.

    Returns
    -------
    Cleaned
        Its table has the columns of the input and a ``<field>_flag`` for each
        field. With "report" no value changes. With "fill" the field holds the
        cleaned values, so that the next step finds them under the name it
        knows, and ``<field>_raw`` what stood there. A name that is taken gets
        ``_2``. A gap may be an empty cell or a row that is not there: a row is
        added if some other row of the table is of that year. A year that no
        row has is no gap, so a table of every second year stays one. The index
        is the row of the input; an added row repeats that of the row before it
        in its series, whose text and whole numbers it takes over as far as
        they are the same in the whole series.

    Raises
    ------
    InputError
        For missing columns, cells that are no number or year, rows without a
        region, repeated rows, and series whose ``unit`` changes.
    """
    log = log or Log()
    _refuse_unknown(action, ACTIONS, method, METHODS)
    keys = [key for key in KEY_NAMES if key in table] if keys is None else list(keys)
    stop_on(_absent(table, [region, year, *keys, *(fields or [])], name))
    fields = _value_fields(table, fields, [region, year, *keys], name)
    rows, numbers = _checked(table, region, year, keys, fields, name)
    _say_missing_years(rows["year"], log)

    # Every series on a row of its own, every calendar year in a column.
    first = rows["year"].min()
    place = rows["series"].to_numpy(), (rows["year"] - first).to_numpy()
    shape = place[0].max() + 1, place[1].max() + 1
    row_at = np.full(shape, -1)
    row_at[place] = np.arange(len(rows))
    there = row_at >= 0
    in_table = there.any(axis=0)

    fill = action == "fill"
    found, wanted = {}, np.zeros(shape, dtype=bool)
    for number, field in enumerate(fields):
        log.check(number / len(fields))
        before = np.full(shape, np.nan)
        before[place] = numbers[field]
        outlier, median = hampel(before, window, threshold, floor)
        removed = outlier & (fill and replace_outliers)
        estimate, flag = interpolate(np.where(removed, np.nan, before), method, max_gap)
        absent = (flag == MISSING) & ~there & in_table
        if fill:
            wanted |= absent
            flag[flag == MISSING] = FILLED
            flag[removed] = np.where(flag[removed] == FILLED, OUTLIER_FILLED, OUTLIER_REMOVED)
        else:
            _say_absent(field, int(absent.sum()), log)
        flag[outlier & ~removed] = OUTLIER
        flag[before < 0] = NEGATIVE
        after = np.where(np.isnan(before) | removed, estimate, before) if fill else before
        found[field] = {"before": before, "after": after, "median": median, "flag": flag}

    out, place = _with_new_rows(table, rows, row_at, wanted, first, year, keys + [region], fields)
    new, shown = ~there[place], there | wanted
    labels = rows.drop_duplicates("series")["label"].to_numpy()
    keys_of_rows = {
        "series": labels[place[0]],
        "year": place[1] + first,
        "row": pd.array(np.where(new, pd.NA, out.index), dtype="Int64"),
    }
    names = _free_names(table, fields, fill)
    cells, summary, series = [], [], []
    for field, grids in found.items():
        values = {part: grid[place] for part, grid in grids.items()}
        flag_name, raw_name = names[field]
        if fill:
            # a copy, for pandas 1.3 writes the new values into the column itself
            raw = out[field].where(~new) if new.any() else out[field].copy()
            out[field] = values["after"]
            out[raw_name] = raw
        out[flag_name] = pd.Series(values["flag"], index=out.index, dtype=object)
        cells.append(_flagged(pd.DataFrame({"field": field, **keys_of_rows, **values})))
        summary.append(_summary(field, shape[0], values["before"], values["flag"]))
        _say_found(summary[-1], cells[-1], log)
        _say_leaning(field, _leaning(grids["flag"], shown), log)
        drawn = pd.notna(grids["flag"]) & (grids["flag"] != OUTSIDE_RECORD) & shown
        series += _drawn(field, grids, drawn.any(axis=1), in_table, first, labels)
    _say_added(int(wanted.sum()), log)
    log.check(1)
    return Cleaned(out, pd.concat(cells, ignore_index=True), pd.DataFrame(summary), series)


def _flagged(cells) -> pd.DataFrame:
    cells = cells[cells["flag"].notna()]
    return cells.assign(median=cells["median"].where(cells["flag"].isin(_OUTLIERS)))


def _drawn(field, grids, which, in_table, first, labels) -> list:
    """Return some series over the years of the table."""
    years = np.flatnonzero(in_table) + first
    return [
        {
            "series": labels[one],
            "field": field,
            "years": years,
            **{part: grids[part][one][in_table] for part in ("before", "after", "flag")},
        }
        for one in np.flatnonzero(which)
    ]


def _leaning(flag, shown) -> int:
    """Return how many filled cells have an outlier that was kept at an end of their gap."""
    filled = np.isin(flag, [FILLED, OUTLIER_FILLED])
    marks = np.where(filled | np.isin(flag, _LEFT_EMPTY), np.nan, flag == OUTLIER)
    # A line between marks of 0 and 1 is above 0 if one of its ends is.
    return int((filled & shown & (interpolate(marks, max_gap=flag.shape[1])[0] > 0)).sum())


def _refuse_unknown(*given) -> None:
    for value, known in zip(given[::2], given[1::2]):
        if value not in known:
            raise InputError(
                Message(
                    "'{value}' is not known here; use one of {known}.",
                    value=value,
                    known=", ".join(known),
                )
            )


def _absent(table, columns, name) -> list:
    return [
        Message(
            "{source} has no field {missing}; choose one of: {present}.",
            source=name,
            missing=column,
            present=", ".join(map(str, table.columns)),
        )
        for column in dict.fromkeys(columns)
        if column not in table
    ]


def _value_fields(table, fields, taken, name) -> list:
    """Return the columns with values, given or found."""
    if fields:
        for field in fields:
            if field in taken:
                raise InputError(
                    Message(
                        "{source}: the field {field} holds regions, years or keys and cannot be "
                        "cleaned as well; choose fields with values.",
                        source=name,
                        field=field,
                    )
                )
        return list(dict.fromkeys(fields))
    known = [field for field in VALUE_NAMES if field in table and field not in taken]
    numeric = table.drop(columns=taken).select_dtypes("number").columns.tolist()
    if known or len(numeric) == 1:
        return known or numeric
    raise InputError(
        Message(
            "{source}: it is not clear which fields hold the values, of {columns}; name them.",
            source=name,
            columns=", ".join(map(str, numeric)) or Message("none"),
        )
    )


def _checked(table, region, year, keys, fields, name):
    """Return series, year and label of each row, and the values as numbers; or every fault."""
    faults = []
    for row in table.index[[is_missing(cell) for cell in table[region]]]:
        faults.append(
            Message(
                "{file}, row {row}: the region is missing; name it or remove the row.",
                file=name,
                row=row,
            )
        )
    years = year_column(table, year, name, faults)
    numbers = {field: number_column(table, field, name, faults).to_numpy() for field in fields}
    texts = pd.DataFrame(
        {
            str(number): ["" if is_missing(cell) else region_text(cell) for cell in table[column]]
            for number, column in enumerate([region, *keys])
        },
        index=table.index,
    )
    regions = {name: region_key(name) for name in texts["0"].unique()}
    identity = texts.assign(**{"0": texts["0"].map(regions)})
    rows = pd.DataFrame(
        {
            "series": identity.groupby(list(identity), sort=False).ngroup(),
            "year": years,
            "label": [" ".join(filter(None, cells)) for cells in texts.to_numpy()],
        }
    )
    for place in rows[rows.duplicated(["series", "year"]) & (rows["year"] > 0)].itertuples():
        faults.append(
            Message(
                "{file}, row {row}: {series} {year} stands there twice; keep one, or name the "
                "field that tells the rows apart as a key field.",
                file=name,
                row=place.Index,
                series=place.label,
                year=place.year,
            )
        )
    if "unit" in table and "unit" not in keys:
        faults += _changing_units(table["unit"], rows, name)
    stop_on(faults)
    return rows, numbers


def _changing_units(units, rows, name) -> list:
    stated = rows.assign(unit=units)[[not is_missing(unit) for unit in units]]
    several = stated.groupby("series")["unit"].unique()
    labels = stated.drop_duplicates("series").set_index("series")["label"]
    return [
        Message(
            "{file}: the unit of {series} changes ({units}), so that its values cannot be "
            "compared; convert them to one unit, or name unit as a key field.",
            file=name,
            series=labels[one],
            units=", ".join(map(str, found)),
        )
        for one, found in several.items()
        if len(found) > 1
    ]


def _with_new_rows(table, rows, row_at, wanted, first, year, keys, fields):
    """Return the table with the rows that are wanted, and the place of each row in the grid."""
    before = np.maximum.accumulate(np.where(row_at >= 0, np.arange(row_at.shape[1]), -1), axis=1)
    new = np.nonzero(wanted)
    origin = np.concatenate([np.arange(len(rows)), row_at[new[0], before[new]]])
    column = np.concatenate([(rows["year"] - first).to_numpy(), new[1]])
    is_new = np.arange(len(origin)) >= len(rows)
    # Behind the row before it in its series, in the order of the years.
    order = np.lexsort((column, is_new, origin))
    origin, column, is_new = origin[order], column[order], is_new[order]
    series = rows["series"].to_numpy()[origin]
    out = table.iloc[origin].copy()
    if is_new.any():
        for name in out.columns.difference([year, *keys, *fields], sort=False):
            kept = np.zeros(len(row_at), dtype=bool)
            if not pd.api.types.is_float_dtype(out[name]):
                # A code or a name belongs to the series; a number that happens to be the same
                # in every year is still a measurement.
                counts = table[name].groupby(rows["series"]).nunique(dropna=False)
                kept = counts.to_numpy() == 1
            blank = is_new & ~kept[series]
            if blank.any():
                out[name] = out[name].where(~blank)
        values = out[year].array.copy()
        years = column[is_new] + first
        numeric = pd.api.types.is_numeric_dtype(out[year])
        values[is_new] = years if numeric else [str(one) for one in years]
        out[year] = values
    return out, (series, column)


def _free_names(table, fields, fill) -> dict:
    """Return for each field the names of its flag and, if it is filled, of its original."""
    taken = {str(column).casefold() for column in table}

    def free(wanted):
        name, number = wanted, 1
        while name.casefold() in taken:
            number += 1
            name = "%s_%d" % (wanted, number)
        taken.add(name.casefold())
        return name

    return {
        field: (free(field + "_flag"), free(field + "_raw") if fill else None) for field in fields
    }


def _summary(field, series, before, flag) -> dict:
    return {
        "field": field,
        "series": series,
        "values": int((~np.isnan(before)).sum()),
        "outliers": int(np.isin(flag, _OUTLIERS).sum()),
        "negative": int((flag == NEGATIVE).sum()),
        "zeros": int((before == 0).sum()),
        "empty": int(np.isnan(before).sum()),
        "filled": int(np.isin(flag, [FILLED, OUTLIER_FILLED]).sum()),
    }


def _say_found(counts, cells, log) -> None:
    log.info(
        "{field}: {values} values in {series} series; {outliers} outliers, {negative} negative "
        "values, {zeros} zeros (left as they are), {empty} cells without a value, {filled} filled.",
        **counts,
    )
    found = cells[cells["flag"].isin(_OUTLIERS)]
    if len(found):
        distance = np.log(found["before"] / found["median"]).abs()
        log.warning(
            "{field}: outliers, the farthest first, in brackets the median of the years around: "
            "{examples}.",
            field=counts["field"],
            examples=_examples(
                found.loc[distance.sort_values(ascending=False, kind="stable").index],
                "{0.series} {0.year} {0.before:.8g} ({0.median:.8g})",
            ),
        )
    found = cells[cells["flag"] == NEGATIVE]
    if len(found):
        log.warning(
            "{field}: negative values, left as they are: {examples}; correct them.",
            field=counts["field"],
            examples=_examples(found, "{0.series} {0.year} {0.before:.8g}"),
        )
    found = cells[cells["flag"].isin([FILLED, OUTLIER_FILLED])]
    if len(found):
        log.info(
            "{field}: filled: {examples}.",
            field=counts["field"],
            examples=_examples(found, "{0.series} {0.year} {0.after:.8g}"),
        )
    for flag, count in cells["flag"].value_counts(sort=False).items():
        if flag in _LEFT_EMPTY:
            log.info(
                "{field}: {count} cells stay empty ({flag}).",
                field=counts["field"],
                count=count,
                flag=flag,
            )


def _examples(cells, form) -> str:
    return listing((form.format(cell) for cell in cells.itertuples()), _MOST_EXAMPLES)


def _say_missing_years(years, log) -> None:
    missing = sorted(set(range(years.min(), years.max() + 1)) - set(years))
    if missing:
        log.info(
            "No row is of the years {years}: they are no gaps and are not filled.",
            years=year_spans(missing),
        )


def _say_leaning(field, count, log) -> None:
    if count:
        log.warning(
            "{field}: {count} values are filled from an outlier next to the gap; look at it, or "
            "replace outliers too.",
            field=field,
            count=count,
        )


def _say_absent(field, count, log) -> None:
    if count:
        log.info(
            "{field}: {count} rows are missing inside a series; the action fill would add them.",
            field=field,
            count=count,
        )


def _say_added(count, log) -> None:
    if count:
        log.info(
            "{count} rows are added for years that were missing inside a series; of their other "
            "fields only text and whole numbers that never change in the series are taken over.",
            count=count,
        )
