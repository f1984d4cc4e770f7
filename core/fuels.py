"""Fuels: their names, and what burning them emits.

References
----------
GB/T 2589-2008 (calorific values, standard coal); NDRC, Guidelines for
provincial greenhouse gas inventories, 2011 (carbon content, oxidation);
IPCC 2006 Guidelines, vol. 2, table 1.4; Zuo and Zhao (2025).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import pandas as pd

from .constants import constant_table
from .log import InputError, Message

CO2_PER_C = 44 / 12
FACTOR_SETS = ("provincial_guideline_2011", "ipcc_2006", "zuo_zhao_2025")
_COMPONENTS = ["ncv_kj_per_unit", "carbon_tc_per_tj", "oxidation"]


def fuel_spelling(name) -> str:
    """Spell a name of a fuel without case, blanks and punctuation."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", str(name)).casefold())


@cache
def _fuel_names() -> dict:
    names = {}
    for row in constant_table("fuel_names").itertuples(index=False):
        for name in [row.fuel, row.name_en, row.name_zh] + row.aliases.split("|"):
            if name:
                names[fuel_spelling(name)] = row.fuel
    return names


def match_fuel(name) -> str | None:
    """Return the id of a fuel or energy carrier from any of its names.

    Parameters
    ----------
    name : str
        English or Chinese; case, blanks, underscores and punctuation do not
        matter (``"Raw_Coal "``, ``"CleanedCoal"``, ``"原煤"``).

    Returns
    -------
    str or None
        Id as in ``fuel_names.csv``: one of the 16 fuels, or of the carriers
        without a direct emission factor (``other_petroleum_products``,
        ``heat``, ``electricity``, ``other_energy``); None when not recognised,
        and for a part of a fuel such as blast-furnace gas (:class:`FuelNames`).
    """
    return _fuel_names().get(fuel_spelling(name))


@cache
def fuel_label(fuel: str) -> str:
    """Return the English name of a fuel or carrier, for messages and legends.

    Parameters
    ----------
    fuel : str
        Id of a fuel or carrier; any other text comes back as it is.
    """
    names = constant_table("fuel_names").set_index("fuel")["name_en"]
    return names.get(fuel, fuel)


@cache
def fuel_base_unit(fuel: str) -> str:
    """Return the base unit in which a fuel or carrier is measured, for example ``t``.

    Parameters
    ----------
    fuel : str
        Id of a fuel or carrier, as :func:`match_fuel` returns it.

    Returns
    -------
    str
        ``t``, ``1000 m3``, ``GJ`` (heat), ``MWh`` (electricity) or ``tce``.
    """
    return constant_table("fuel_names").set_index("fuel").loc[fuel, "base_unit"]


def combustion_factor(ncv_kj_per_unit, carbon_tc_per_tj, oxidation):
    """Return the emission factor ``NCV * CC * O * 44/12``.

    Parameters
    ----------
    ncv_kj_per_unit : float or array
        Net calorific value, kJ per base unit (t or 1000 m3).
    carbon_tc_per_tj : float or array
        Carbon content, t C/TJ.
    oxidation : float or array
        Share of the carbon that is oxidised, 0 to 1.

    Returns
    -------
    float or array
        t CO2 per base unit.
    """
    return ncv_kj_per_unit * 1e-9 * carbon_tc_per_tj * oxidation * CO2_PER_C


def emission_factors(factor_set: str, user_table: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the emission factor and standard-coal coefficient of each fuel.

    Parameters
    ----------
    factor_set : {"provincial_guideline_2011", "ipcc_2006", "zuo_zhao_2025"}
        The shipped set to start from.
    user_table : pandas.DataFrame, optional
        Rows that replace or complete those of the set. Column ``fuel``, then
        ``ef_tco2`` (t CO2 per unit) or ``ncv_kj_per_unit``, ``carbon_tc_per_tj``
        and ``oxidation``. Optional: ``standard_coal_tce`` (tce per unit),
        ``unit`` (default the base unit of the fuel, t or 1000 m3), ``source``,
        ``confidence``. Empty cells count as not given. An index that is called ``row``
        numbers the rows in messages, as `tables.read_table` does.

    Returns
    -------
    pandas.DataFrame
        Index ``fuel``; columns ``ef_tco2`` (t CO2 per base unit),
        ``standard_coal_tce`` (tce per base unit), ``unit`` (the base unit),
        ``source``, ``confidence``.

    Raises
    ------
    InputError
        For an unknown set and for every row of the user table that cannot be
        used: unknown or repeated fuel, no factor, a factor out of range, a unit
        that does not fit, or more carbon in a fuel than the fuel weighs.
    """
    if factor_set not in FACTOR_SETS:
        raise InputError(
            Message(
                "The factor set '{name}' is not known; use one of {sets}.",
                name=factor_set,
                sets=", ".join(FACTOR_SETS),
            )
        )
    table = constant_table("emission_factors")
    base_units = constant_table("fuels").set_index("fuel")["base_unit"]
    table = table[table["factor_set"] == factor_set].set_index("fuel")
    table = table.rename(columns={"ef": "ef_tco2", "s": "standard_coal_tce"})
    table["unit"] = base_units.reindex(table.index)
    table = table[["ef_tco2", "standard_coal_tce", "unit", "source", "confidence"]]
    if user_table is None:
        return table
    for fuel, changes in _user_factors(user_table).items():
        for column, value in changes.items():
            table.loc[fuel, column] = value
    return table


def _user_factors(user_table: pd.DataFrame) -> dict:
    """Check a user's factor table and return {fuel: {column: value}} in base units."""
    if "fuel" not in user_table.columns:
        raise InputError(
            Message("The factor table has no column 'fuel'; add one with the names of the fuels.")
        )
    faults, factors = [], {}
    if user_table.index.name != "row":
        user_table = user_table.set_axis(range(1, len(user_table) + 1))
    for number, row in user_table.iterrows():
        place = dict(number=number, fuel=row["fuel"])
        fuel = match_fuel(row["fuel"])
        if fuel is None or fuel in ("heat", "electricity"):
            faults.append(
                Message(
                    "Factor table, row {number}: '{fuel}' is not a fuel that is burnt; "
                    "correct the name or remove the row.",
                    **place,
                )
            )
        elif fuel in factors:
            faults.append(
                Message(
                    "Factor table, row {number}: {fuel} stands there twice; remove one of them.",
                    **place,
                )
            )
        else:
            factors[fuel] = _user_factor(fuel, row, place, faults)
    if faults:
        raise InputError(faults)
    return factors


def _user_factor(fuel: str, row: pd.Series, place: dict, faults: list) -> dict:
    """Return one row of a user's factor table in base units; append what is wrong with it."""
    # Imported here because units, in turn, needs the names of the fuels.
    from .units import match_unit, unit_factor

    filled = {
        column: value
        for column, value in row.items()
        if not pd.isna(value) and str(value).strip() != ""
    }
    values = {}
    for column in ["ef_tco2", "standard_coal_tce"] + _COMPONENTS:
        if column in filled:
            values[column] = pd.to_numeric(filled[column], errors="coerce")
            highest = 1 if column == "oxidation" else 1e15
            if not 0 <= values[column] <= highest:
                faults.append(
                    Message(
                        "Factor table, row {number} ({fuel}): {column} is '{value}'; give a number "
                        "that is not negative, and not above 1 for the oxidation.",
                        column=column,
                        value=filled[column],
                        **place,
                    )
                )
    base_unit = fuel_base_unit(fuel)
    unit = filled.get("unit", base_unit)
    per_base = 1.0
    if match_unit(unit) and unit_factor(unit)[1] == base_unit:
        per_base = unit_factor(unit)[0]
    else:
        faults.append(
            Message(
                "Factor table, row {number} ({fuel}): factors per '{unit}' do not fit this fuel; "
                "give them per {expected}.",
                unit=unit,
                expected=base_unit,
                **place,
            )
        )

    carbon = values.get("ef_tco2", 0) / CO2_PER_C
    if all(column in values for column in _COMPONENTS):
        ncv, content, oxidation = (values[column] for column in _COMPONENTS)
        product = combustion_factor(ncv, content, oxidation)
        carbon = combustion_factor(ncv, content, 1) / CO2_PER_C
        if abs(values.setdefault("ef_tco2", product) - product) > 0.005 * product:
            faults.append(
                Message(
                    "Factor table, row {number} ({fuel}): ef_tco2 is {given}, but NCV, carbon "
                    "content and oxidation give {product:.4f}; correct them or leave one empty.",
                    given=values["ef_tco2"],
                    product=product,
                    **place,
                )
            )
    elif "ef_tco2" not in values:
        faults.append(
            Message(
                "Factor table, row {number} ({fuel}): there is no emission factor; give ef_tco2, "
                "or ncv_kj_per_unit, carbon_tc_per_tj and oxidation.",
                **place,
            )
        )
    if base_unit == "t" and carbon / per_base > 1:
        faults.append(
            Message(
                "Factor table, row {number} ({fuel}): {carbon:.3f} t of carbon in one t of fuel "
                "is impossible; check the factors and their unit.",
                carbon=carbon / per_base,
                **place,
            )
        )
    result = {column: str(filled.get(column, "user table")) for column in ("source", "confidence")}
    for column in ("ef_tco2", "standard_coal_tce"):
        if column in values:
            result[column] = values[column] / per_base
    return {**result, "unit": base_unit}
