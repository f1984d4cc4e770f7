"""Known breaks of the map and of the statistics: ``core/data/known_breaks.csv``."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .constants import constant_table
from .fuels import fuel_label
from .log import Log, Message
from .regions import region_key, region_keys


def known_breaks(table: pd.DataFrame, variables=()) -> list:
    """Return the breaks that a table spans.

    Parameters
    ----------
    table : pandas.DataFrame
        ``region`` and ``year``.
    variables : iterable of str
        Quantities in the table, fuels and ``population``.

    Returns
    -------
    list of namedtuple
        Rows of the table of breaks: regions before they were separated, or
        after they were dissolved or merged; quantities on both sides of a break.
    """
    keys = region_keys(table["region"])
    found = []
    for row in constant_table("known_breaks").itertuples(index=False):
        if row.variable == "region":
            wanted = {region_key(name) for name in row.region.split("|")}
            years = table["year"][np.isin(keys, list(wanted))]
            before = row.kind == "separated"
            touched = (years < row.year if before else years >= row.year).any()
        else:
            before = table["year"] < row.year
            touched = row.variable in variables and before.any() and not before.all()
        if touched:
            found.append(row)
    return found


def break_message(row) -> Message:
    """Word a break that `known_breaks` found."""
    if row.kind == "separated":
        return Message(
            "The table has {region} before {year}, when it was a part of {other}.",
            region=_either_name(row), year=row.year, other=row.other,
        )  # fmt: skip
    if row.kind in ("dissolved", "merged"):
        return Message(
            "The table has {region} in or after {year}, when it became a part of {other}.",
            region=_either_name(row), year=row.year, other=row.other,
        )  # fmt: skip
    return Message(
        "The statistics of {variable} have a break: before {year} and since.",
        variable=fuel_label(row.variable), year=row.year,
    )  # fmt: skip


def _either_name(row) -> str:
    return row.region.replace("|", " / ")


def say_breaks(table: pd.DataFrame, name: str, variables, log: Log) -> None:
    """Note in the log which breaks a table spans.

    Parameters
    ----------
    table : pandas.DataFrame
        ``region`` and ``year``.
    name : str
        How messages call the table.
    variables : iterable of str
        See `known_breaks`.
    log : Log
    """
    for row in known_breaks(table, variables):
        log.info("{table}: {what}", table=name, what=break_message(row))
