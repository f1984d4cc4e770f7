"""Reader of the constant tables in ``core/data``.

Every number or name that comes from a publication is a row of a CSV file there,
with a ``source`` and a ``confidence`` column, and not a literal in the code.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

FOLDER = Path(__file__).resolve().parent / "data"


@cache
def _read(name: str) -> pd.DataFrame:
    table = pd.read_csv(
        FOLDER / (name + ".csv"), dtype=str, keep_default_na=False, encoding="utf-8"
    ).astype(object)  # as columns of text were before pandas 3, and as layers give them
    for column in table.columns:
        filled = table[column] != ""
        if not filled.any():
            continue
        # A column is numeric when every filled cell is written as a plain number.
        # Codes with a leading zero are text, otherwise they would lose it.
        values = table.loc[filled, column]
        if (
            values.str.fullmatch(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?").all()
            and not values.str.match(r"0\d").any()
        ):
            table[column] = pd.to_numeric(table[column].where(filled))
    return table


def constant_table(name: str) -> pd.DataFrame:
    """Return one of the constant tables that ship with the plugin.

    Parameters
    ----------
    name : str
        File name in ``core/data`` without ``.csv``, for example ``"fuels"``.

    Returns
    -------
    pandas.DataFrame
        A copy, yours to change. Columns that hold nothing but numbers are
        numeric (empty cells NaN), all others text (empty cells ``""``).
    """
    return _read(name).copy()
