"""Amounts and populations that no region has: units that were mistaken.

How much is plausible stands in ``core/data/plausible_amounts.csv``, with what
it was derived from.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from .checks import WARNING, Findings
from .checks_series import check_breaks, check_completeness, check_jumps, check_signs
from .constants import constant_table
from .fuels import fuel_label
from .log import Message, listing
from .regions import region_keys
from .units import energy_in_base_units

#: A fuel matters from this share of the energy of a region on.
_MATTERS = 0.02
#: Provinces of one year that are as good as the nation.
_NATION = 25
#: Regions in a year, from which on a median says something.
_ENOUGH = 5
#: Powers of ten from the median of the regions, per head and in total, that no region is away:
#: among the provinces it is 0.75 per head and 1.1 in total.
_FAR_PER_HEAD, _FAR = 1.5, 2.5
_FEWEST_PERSONS = 1000
#: So many of the 16 fuels are as good as all, for the total of all.
_MOST_FUELS = 10


def check_energy(found: Findings, place, energy: pd.DataFrame, population=None) -> None:
    """Check a tidy energy table.

    Parameters
    ----------
    found : Findings
    place : str
    energy : DataFrame
        Of `energy_tables.read_energy`.
    population : DataFrame, optional
        ``region``, ``year`` and ``population`` (persons); amounts per head need it.

    Raises
    ------
    InputError
        For units that do not fit their fuels.
    """
    energy = _with_standard_coal(energy_in_base_units(energy))
    check_completeness(found, "energy", place, energy)
    check_breaks(found, place, energy, set(energy["fuel"]))
    _check_missing(found, place, energy)
    total = energy.groupby(["region", "year"], as_index=False)["tce"].sum()
    nothing = total[total["tce"] == 0]
    if len(nothing):
        found.add(
            WARNING, "values", place,
            Message("Region-years without any fuel: {count}.", count=len(nothing)),
            listing(f"{row.region} {row.year}" for row in nothing.itertuples()),
            Message("Leave their cells empty if they are unknown; 0 says that nothing was burnt."),
        )  # fmt: skip
    most = total.groupby("region")["tce"].max()
    share = energy["tce"] / energy["region"].map(most)
    units = constant_table("fuel_names").set_index("fuel")["base_unit"]
    values = energy.assign(
        value=energy["physical"], matters=share >= _MATTERS, series=energy["fuel"].map(fuel_label),
        unit=energy["fuel"].map(units),
    )  # fmt: skip
    # What is no fuel has no standard coal here, and no emissions: it never matters.
    check_signs(found, place, values)
    check_jumps(found, place, values)
    both = energy
    if energy.loc[energy["tce"].notna(), "fuel"].nunique() >= _MOST_FUELS:
        totals = total.assign(fuel="all_fuels", physical=total["tce"])
        both = pd.concat([energy, totals], ignore_index=True)
    suspected = set() if population is None else _check_per_head(found, place, both, population)
    _check_far_from_others(found, place, total, population, suspected)
    check_nation(found, place, both.rename(columns={"fuel": "quantity", "physical": "value"}))


def check_population(found: Findings, place, population: pd.DataFrame) -> None:
    """Check the population of regions.

    Parameters
    ----------
    found : Findings
    place : str
    population : DataFrame
        ``region``, ``year`` and ``population`` (persons).
    """
    values = population.assign(
        value=population["population"], matters=True, series="population", unit="person"
    )
    check_completeness(found, "population", place, values[values["value"].notna()])
    check_breaks(found, place, population, {"population"})
    check_signs(found, place, values)
    check_jumps(found, place, values)
    few = values[(values["value"] >= 0) & (values["value"] < _FEWEST_PERSONS)]
    if len(few):
        found.add(
            WARNING, "units", place,
            Message(
                "Regions of fewer than {persons} persons: {count}.",
                count=few["region"].nunique(), persons=_FEWEST_PERSONS,
            ),
            listing(f"{row.region} {row.year}: {row.value:,.0f}" for row in few.itertuples()),
            Message("Choose the unit that the table really has (persons or 10^4 persons)."),
        )  # fmt: skip
    check_nation(found, place, values.assign(quantity="population"))


def check_nation(found: Findings, place, values: pd.DataFrame) -> None:
    """Compare totals of China with what they can be, in years with nearly all its provinces.

    Parameters
    ----------
    found : Findings
    place : str
    values : DataFrame
        ``region``, ``year``, ``quantity`` (a fuel, ``all_fuels`` or ``population``) and ``value``
        in the base unit.
    """
    provinces = set(constant_table("regions")["code"].astype(str))
    values = values.assign(key=region_keys(values["region"]))
    values = values[values["key"].isin(provinces) & np.isfinite(values["value"])]
    years = values.groupby(["quantity", "year"])
    totals = years["value"].sum()[years["key"].nunique() >= _NATION]
    bounds = constant_table("plausible_amounts").set_index("quantity")
    for quantity, row in bounds[bounds["nation_lowest"].notna()].iterrows():
        if quantity not in totals.index.get_level_values(0):
            continue
        total = totals.loc[quantity]
        outside = (total < row.nation_lowest) | (total > row.nation_highest)
        wrong = total[outside & (total > 0)]
        for power, group in wrong.groupby(_power(wrong, row.nation_lowest, row.nation_highest)):
            found.add(
                WARNING, "units", place,
                Message(
                    "The national total of {what} is about 10^{power} times what it can be.",
                    what=_label(quantity), power=int(power),
                ),
                Message(
                    "{totals} {unit}; plausible: {low:.3g} to {high:.3g}",
                    totals=listing(f"{year}: {value:.4g}" for year, value in group.items()),
                    unit=row.base_unit, low=row.nation_lowest, high=row.nation_highest,
                ),
                Message("Look up the unit of the table at its source, and set it right."),
            )  # fmt: skip


def _power(values: pd.Series, low: float, high: float) -> pd.Series:
    """Power of ten by which values are away from the middle of a range."""
    return (np.log10(values) - np.log10(low * high) / 2).round()


def _label(quantity: str) -> str:
    names = {"all_fuels": Message("all fuels"), "population": Message("population")}
    return names.get(quantity) or fuel_label(quantity)


def _with_standard_coal(energy: pd.DataFrame) -> pd.DataFrame:
    """Add ``physical`` (base unit of the fuel) and ``tce``, NaN for what is no fuel."""
    table = constant_table("fuels").set_index("fuel")
    coefficient = energy["fuel"].map(table["standard_coal_kgce_per_unit"] / 1000)
    in_tce = energy["base_unit"] == "tce"
    amount = energy["amount_base"]
    own_unit = energy["fuel"] == "other_energy"
    return energy.assign(
        physical=amount.where(~in_tce | own_unit, amount / coefficient),
        tce=amount.where(in_tce, amount * coefficient).where(coefficient.notna()),
    )


def _check_missing(found: Findings, place, energy: pd.DataFrame) -> None:
    """Look for amounts that are empty, and rows of a fuel that other regions have."""
    fuels = energy[energy["tce"].notna() | energy["amount"].isna()]
    amounts = fuels.pivot_table(
        index=["region", "year"], columns="fuel", values="amount", aggfunc="count", sort=False
    )
    places = fuels.set_index(["region", "year"]).index.unique()
    # in their order, which is not what pandas 1.3 makes of sort=False
    amounts = amounts.reindex(index=places, columns=fuels["fuel"].dropna().unique())
    missing = amounts.fillna(0) == 0
    if missing.any(axis=None):
        found.add(
            WARNING, "values", place,
            Message(
                "Amounts of fuels that are missing: {count}.", count=int(missing.to_numpy().sum())
            ),
            listing(
                f"{region} {year}: {listing(map(fuel_label, missing.columns[row]), 3)}"
                for (region, year), row in zip(missing.index, missing.to_numpy())
                if row.any()
            ),
            Message("Write 0 where none is used; a missing amount makes the total missing."),
        )  # fmt: skip


def _check_per_head(found, place, energy: pd.DataFrame, population: pd.DataFrame) -> set:
    """Compare amounts per head with those of provinces; return the region-years in doubt."""
    energy = _with_persons(energy, population)
    per_head = energy["physical"] / energy["persons"]
    bounds = constant_table("plausible_amounts").set_index("quantity")
    too_much = per_head > energy["fuel"].map(bounds["highest_per_head"])
    too_little = (per_head < energy["fuel"].map(bounds["lowest_per_head"])) & (per_head > 0)
    energy = energy.assign(value=per_head)
    for wrong, bound, worst, finding in (
        (
            too_much, "highest_per_head", "idxmax",
            Message(
                "Amounts far above those of any province, per head: {count}.",
                count=int(too_much.sum()),
            ),
        ),
        (
            too_little, "lowest_per_head", "idxmin",
            Message(
                "Amounts far below those of any province, per head: {count}.",
                count=int(too_little.sum()),
            ),
        ),
    ):  # fmt: skip
        if not wrong.any():
            continue
        fuels = energy[wrong].groupby("fuel", sort=False)["value"].agg(["size", worst])
        found.add(
            WARNING, "units", place, finding,
            listing(
                "{} ({}): {region} {year}: {value:.3g} {unit} / {limit:g}".format(
                    _label(fuel), number, **energy.loc[row, ["region", "year", "value"]],
                    unit=bounds.loc[fuel, "base_unit"], limit=bounds.loc[fuel, bound],
                )
                for fuel, number, row in fuels.itertuples()
            ),
            Message(
                "The most extreme of each fuel is named, and the limit. Look up the units of "
                "amounts and population at their sources, and set them right; a single town of "
                "mines or works may really be like this."
            ),
        )  # fmt: skip
    rows = energy[too_much | too_little]
    return set(zip(rows["region"], rows["year"]))


def _with_persons(energy: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    persons = population.assign(key=region_keys(population["region"]))
    persons = persons[persons["population"] > 0].drop_duplicates(["key", "year"])
    persons = persons[["key", "year", "population"]].rename(columns={"population": "persons"})
    energy = energy.assign(key=region_keys(energy["region"]))
    return energy.merge(persons, on=["key", "year"], how="left")


def _check_far_from_others(found, place, total: pd.DataFrame, population, suspected: set) -> None:
    """Compare the energy of the regions with each other; those in doubt already are passed over."""
    rows, far, per_head = total.assign(value=total["tce"]), _FAR, False
    if population is not None:
        by_head = _with_persons(total, population)
        by_head["value"] = by_head["tce"] / by_head["persons"]
        if by_head["value"].notna().any():
            rows, far, per_head = by_head, _FAR_PER_HEAD, True
    rows = rows[rows["value"] > 0]
    by_year = rows.groupby("year")["value"]
    away = np.log10(rows["value"]) - np.log10(by_year.transform("median"))
    wrong = (away.abs() > far) & (by_year.transform("size") >= _ENOUGH)
    rows = rows.assign(power=away.round())[wrong]
    new = [key not in suspected for key in zip(rows["region"], rows["year"])]
    rows = rows[np.array(new, dtype=bool)]
    for power, group in rows.groupby("power"):
        found.add(
            WARNING, "units", place,
            Message(
                "About 10^{power} times the energy of the other regions, in {count} region-years.",
                count=len(group), power=int(power),
            ),
            Message(
                "{amounts} tce per head", amounts=_amounts(group)
            )
            if per_head
            else Message("{amounts} tce", amounts=_amounts(group)),
            Message("Look up the unit of these regions at the source, and set it right."),
        )  # fmt: skip


def _amounts(rows: pd.DataFrame) -> str:
    return listing(f"{row.region} {row.year}: {row.value:.3g}" for row in rows.itertuples())
