"""Pairs of years between which a change is computed."""

from __future__ import annotations

import re

import pandas as pd

from .log import InputError, Log, Message, listing
from .panels import year_spans
from .years import plain_years

PAIRS = ("consecutive", "first_last", "chosen")
HALF = 0.5
_PAIR = re.compile(r"(\d{4})-(\d{4})")


def year_pairs(years, pairs: str = "consecutive", text: str = "") -> list:
    """Return pairs of years of a study.

    Parameters
    ----------
    years : iterable of int
        Years on record, in any order, each once or more often.
    pairs : {"consecutive", "first_last", "chosen"}
        Each year and the next one on record; the first and the last; or those
        of `text`.
    text : str
        For "chosen": ``"2000-2005, 2005-2010"``. Pairs are parted by commas or
        semicolons, and written as `years.plain_years` understands them.

    Returns
    -------
    list of (int, int)
        From and to, the earlier pair first; each pair once.

    Raises
    ------
    InputError
        If there are fewer than two years, and for every pair that cannot be
        read, runs backwards, or has a year that is not on record.
    """
    years = sorted({int(year) for year in years})
    if pairs not in PAIRS:
        raise InputError(
            Message(
                "'{pairs}' is no way to pair years; use one of {known}.",
                pairs=pairs,
                known=", ".join(PAIRS),
            )
        )
    if len(years) < 2:
        raise InputError(
            Message(
                "A change takes two years, and the data have {years} only; add years.",
                years=year_spans(years) or Message("none"),
            )
        )
    if pairs == "consecutive":
        return list(zip(years, years[1:]))
    if pairs == "first_last":
        return [(years[0], years[-1])]
    return _chosen(years, text)


def years_on_record(
    panel: pd.DataFrame, columns, log: Log | None = None, pairs: str = "consecutive"
) -> list:
    """Return the years in which enough regions have a value in every column.

    Without a least share, one region with a longer record would decide what the first and the
    last year are, and the others had no change at all.

    Parameters
    ----------
    panel : pandas.DataFrame
        ``region``, ``year`` and the columns.
    columns : list of str
    log : Log, optional
        Told which years are passed over.
    pairs : str
        How years will be paired. A year must have half of the regions that are complete in any
        year; one that is "chosen" needs one region.

    Returns
    -------
    list of int
        Ascending.

    Raises
    ------
    InputError
        If this share leaves fewer than two years, where without it there are two.
    """
    log = log or Log()
    whole = panel[panel[list(columns)].notna().all(axis=1)]
    having = whole.groupby("year")["region"].nunique()
    count = whole["region"].nunique()
    few = having[having < (0 if pairs == "chosen" else HALF * count)]
    years = [int(year) for year in having.index.difference(few.index)]
    passed = listing(f"{year} ({n})" for year, n in few.items())
    if len(years) < 2 <= len(having):
        raise InputError(
            Message(
                "No two years have all of what is compared in half of the {count} regions (in "
                "brackets how many have): {years}; fill the gaps, or leave regions out by a "
                "selection.",
                count=count,
                years=listing(f"{year} ({n})" for year, n in having.items()),
            )
        )
    if passed:
        log.info(
            "Passed over, because fewer than half of the {count} regions have all of what is "
            "compared (in brackets how many have): {years}.",
            count=count,
            years=passed,
        )
    nothing = set(panel["year"]).difference(having.index)
    if nothing:
        log.info(
            "Passed over, because no region has all of what is compared: {years}.",
            years=year_spans(nothing),
        )
    return years


def _chosen(years: list, text: str) -> list:
    items = [item.strip() for item in re.split(r"[,;，；、\n]", text) if item.strip()]
    if not items:
        raise InputError(
            Message("There are no pairs of years; write them like 2000-2005, 2005-2010.")
        )
    found, faults = set(), []
    for item in items:
        match = _PAIR.fullmatch(plain_years(item))
        if match is None:
            faults.append(
                Message("'{pair}' is no pair of years; write it like 2000-2005.", pair=item)
            )
            continue
        start, end = int(match[1]), int(match[2])
        missing = sorted({start, end}.difference(years))
        if start >= end:
            faults.append(
                Message(
                    "'{pair}' does not run forward; write the earlier year first, like 2000-2005.",
                    pair=item,
                )
            )
        elif missing:
            faults.append(
                Message(
                    "'{pair}': the data have no year {missing}; choose from {years}.",
                    pair=item,
                    missing=", ".join(map(str, missing)),
                    years=year_spans(years),
                )
            )
        found.add((start, end))
    if faults:
        raise InputError(faults)
    return sorted(found, key=lambda pair: (pair[1], pair[0]))
