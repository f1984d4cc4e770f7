"""Names of fuels in tables: shipped ones, those of a user, and parts printed apart."""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import cache

import pandas as pd

from .constants import constant_table
from .fuels import fuel_spelling, match_fuel
from .log import InputError, Message
from .tables import find_column, is_missing, stop_on


@cache
def _fuel_parts() -> dict:
    parts = {}
    for row in constant_table("fuel_parts").itertuples(index=False, name="FuelPart"):
        for name in [row.part, row.name_en, row.name_zh] + row.aliases.split("|"):
            if name:
                parts[fuel_spelling(name)] = row
    return parts


def fuel_part(name):
    """Return the row of ``fuel_parts.csv`` of a part by any of its names."""
    return _fuel_parts()[fuel_spelling(name)]


class FuelNames:
    """Names of fuels: the shipped ones and those that a user adds.

    Parameters
    ----------
    table : pandas.DataFrame, optional
        Columns ``name`` (as the user's tables write it) and ``fuel`` (any shipped
        name of a fuel, carrier or part). A name of the user goes before a shipped one.

    Raises
    ------
    InputError
        If a column is missing, and for every row without a name, with an unknown
        fuel, or that gives a name a second meaning.
    """

    def __init__(self, table: pd.DataFrame | None = None):
        self._own, self._written, faults = {}, {}, []
        if table is None:
            return
        name, fuel = find_column(table, ["name", "名称"]), find_column(table, ["fuel", "能源品种"])
        if name is None or fuel is None:
            raise InputError(
                Message("The table of fuel names needs the columns name and fuel; add them.")
            )
        for number, cells in enumerate(zip(table[name], table[fuel]), start=1):
            written, meant = ("" if is_missing(cell) else str(cell).strip() for cell in cells)
            if not written and not meant:
                continue
            found = FuelNames().find(meant)
            spelling = fuel_spelling(written)
            if found[0] is None or not spelling:
                faults.append(
                    Message(
                        "Table of fuel names, row {number}: '{name}' means '{fuel}', which is no "
                        "known fuel or has no name; give one of {known}.",
                        number=number,
                        name=written,
                        fuel=meant,
                        known=", ".join(constant_table("fuel_names")["fuel"]),
                    )
                )
            elif self._own.setdefault(spelling, found) != found:
                faults.append(
                    Message(
                        "Table of fuel names, row {number}: '{name}' stands there already with "
                        "another fuel; keep one.",
                        number=number,
                        name=written,
                    )
                )
            self._written[spelling] = written
        stop_on(faults)

    def find(self, name) -> tuple:
        """Return the id of a fuel or carrier, and the part of it that a name means.

        Newer balance tables print parts of a fuel apart: blast-furnace gas of other
        gas, naphtha of other petroleum products (``fuel_parts.csv``).

        Parameters
        ----------
        name : str
            Any spelling; ``原煤消费量`` is understood as ``原煤``.

        Returns
        -------
        fuel : str or None
            As :func:`match_fuel`.
        part : row of fuel_parts.csv or None
            None where the name means the fuel itself.
        """
        spelling = fuel_spelling(name)
        for text in (spelling, re.sub(r"(终端)?消费总?量$|消耗量$|consumption$", "", spelling)):
            if text in self._own:
                return self._own[text]
            if match_fuel(text):
                return match_fuel(text), None
            if text in _fuel_parts():
                return _fuel_parts()[text].fuel, _fuel_parts()[text]
        return None, None

    def split(self, text) -> tuple:
        """Return ``(fuel, part, unit)`` of a name that may end with its unit.

        ``Raw coal (10^4 t)``, ``coke_10^4 t`` and ``原煤(万吨)`` are understood; the
        unit is text, None where there is none.
        """
        text = unicodedata.normalize("NFKC", str(text)).strip()
        if self.find(text)[0]:
            return (*self.find(text), None)
        for front, unit in unit_splits(text):
            if self.find(front)[0]:
                return (*self.find(front), unit)
        return None, None, None

    def near(self, name) -> list[str]:
        """Return up to three known names spelt most like an unknown one, the best first."""
        written = dict(self._written)
        for table in ("fuel_parts", "fuel_names"):
            for row in constant_table(table).itertuples():
                for known in [row.name_en, row.name_zh] + row.aliases.split("|"):
                    written[fuel_spelling(known)] = known
        written.pop("", None)
        front = next((front for front, _ in unit_splits(str(name))), str(name))
        return [
            written[spelling]
            for spelling in difflib.get_close_matches(fuel_spelling(front), written, 3, 0.5)
        ]


def unit_splits(text: str) -> list:
    """Return the ways to take a name apart into ``(name, unit)``, the likeliest first."""
    bracket = re.fullmatch(r"(.+?)[\s_]*[\(\[（](.+)[\)\]）]", text)
    splits = [bracket.groups()] if bracket else []
    return (
        splits
        + [(text[: gap.start()], text[gap.end() :]) for gap in re.finditer(r"[\s_,/]+", text)][::-1]
    )
