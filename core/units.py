"""Units of measurement: names, factors, and which unit may measure which fuel.

The names stand in ``core/data/units.csv``. An unknown unit is an error, never a
factor of one: 10^8 m3 and 10^4 m3 look alike and differ by four orders.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import cache

import pandas as pd

from .constants import constant_table
from .fuels import fuel_base_unit, match_fuel
from .log import InputError, Message

COAL_EQUIVALENT = "tce"


def _spelling(unit) -> str:
    """Spell a unit without the marks that vary: 10⁴ t, 10^4t and (104 t) are one."""
    return re.sub(r"[\s^.·•*×()\[\]]", "", unicodedata.normalize("NFKC", str(unit)))


@cache
def _unit_names():
    """Return {exact spelling: unit}, {caseless spelling: unit}, {unit: its row}."""
    exact, caseless, rows = {}, {}, {}
    for row in constant_table("units").itertuples(index=False):
        rows[row.unit] = row
        for name in [row.unit] + [alias for alias in row.aliases.split("|") if alias]:
            exact[_spelling(name)] = row.unit
            if row.case_sensitive == "no":
                caseless[_spelling(name).casefold()] = row.unit
    return exact, caseless, rows


def match_unit(unit) -> str | None:
    """Return the standard name of a unit, or None when it is unknown.

    Parameters
    ----------
    unit : str
        Any spelling, for example ``"10^4 ton"``, ``"万吨"`` or ``"10⁸ m³"``. A
        power printed without its caret (``"1010 kj"``) is understood.

    Returns
    -------
    str or None
        The name in the column ``unit`` of ``units.csv``.
    """
    exact, caseless, _ = _unit_names()
    spelling = _spelling(unit)
    return exact.get(spelling) or caseless.get(spelling.casefold())


def unit_factor(unit) -> tuple[float, str]:
    """Return what one unit is worth in the base unit of its dimension.

    Parameters
    ----------
    unit : str
        Any spelling of a unit.

    Returns
    -------
    factor : float
        Base units in one ``unit``, for example 1e5 for ``"10^8 m3"``.
    base_unit : str
        ``t``, ``1000 m3``, ``tce``, ``GJ``, ``MWh``, ``person``, ``yuan`` or ``ha``.

    Raises
    ------
    InputError
        If the unit is unknown; the message lists the nearest known ones.
    """
    known = match_unit(unit)
    if known is None:
        raise InputError(
            Message(
                "The unit '{unit}' is not known; did you mean {candidates}?",
                unit=unit,
                candidates=", ".join(near_units(unit)),
            )
        )
    row = _unit_names()[2][known]
    return float(row.factor), row.base_unit


def near_units(unit) -> list[str]:
    """Return the known units spelt most like an unknown one, the best first."""
    caseless = {_spelling(name).casefold(): name for name in _unit_names()[2]}
    near = difflib.get_close_matches(_spelling(unit).casefold(), caseless, n=4, cutoff=0.3)
    return [caseless[name] for name in near] or list(caseless.values())


def unit_fits(fuel: str, unit) -> bool:
    """Tell whether a known unit can measure a fuel; tce suits every fuel."""
    return unit_factor(unit)[1] in (fuel_base_unit(fuel), COAL_EQUIVALENT)


def energy_in_base_units(energy: pd.DataFrame) -> pd.DataFrame:
    """Convert an energy table to base units, row by row.

    Parameters
    ----------
    energy : pandas.DataFrame
        Columns ``region``, ``year``, ``fuel``, ``amount`` and ``unit``; other
        columns are kept.

    Returns
    -------
    pandas.DataFrame
        The same rows with ``fuel`` as its id, and two columns more: ``base_unit``
        (``t``, ``1000 m3``, ``tce``, ``GJ`` or ``MWh``) and ``amount_base``.

    Raises
    ------
    InputError
        For every fuel or unit that is unknown, and every unit that cannot
        measure its fuel (gas in tonnes, coal in cubic metres); each message
        names the first region and year concerned.
    """
    pairs = energy.drop_duplicates(["fuel", "unit"])
    known, faults = {}, []
    for row in pairs[["region", "year", "fuel", "unit"]].itertuples(index=False):
        fuel = match_fuel(row.fuel)
        place = dict(region=row.region, year=row.year, fuel=row.fuel)
        if fuel is None:
            faults.append(
                Message(
                    "{region} {year}: the fuel '{fuel}' is not known; rename it or remove the row.",
                    **place,
                )
            )
        elif match_unit(row.unit) is None:
            faults.append(
                Message(
                    "{region} {year} {fuel}: the unit '{unit}' is not known; "
                    "did you mean {candidates}?",
                    unit=row.unit,
                    candidates=", ".join(near_units(row.unit)),
                    **place,
                )
            )
        elif not unit_fits(fuel, row.unit):
            faults.append(
                Message(
                    "{region} {year} {fuel}: '{unit}' cannot measure this fuel; "
                    "give the amount in {expected} or tce.",
                    unit=row.unit,
                    expected=fuel_base_unit(fuel),
                    **place,
                )
            )
        else:
            known[row.fuel, row.unit] = (fuel, *unit_factor(row.unit))
    if faults:
        raise InputError(faults)
    found = [known[pair] for pair in zip(energy["fuel"], energy["unit"])]
    factors = [factor for _, factor, _ in found]
    return energy.assign(
        fuel=[fuel for fuel, _, _ in found],
        amount_base=energy["amount"].astype(float) * factors,
        base_unit=[base_unit for _, _, base_unit in found],
    )
