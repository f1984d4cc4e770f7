"""What the readers of energy tables share: units, names of fuels, and the account given.

A unit is never guessed in silence: what a table prints is taken if it can measure
the fuel, what a user gives goes before it, and whatever is suspect is said.
"""

from __future__ import annotations

import re

import pandas as pd

from .constants import constant_table
from .fuel_names import FuelNames, fuel_part
from .fuels import fuel_base_unit, fuel_label
from .log import Log, Message, listing
from .panels import year_spans
from .regions import region_keys
from .tables import stop_on
from .units import COAL_EQUIVALENT, match_unit, near_units, unit_factor, unit_fits

CEADS_UNITS = "ceads"
_MOST_NAMES = 40
_INDIRECT = ("heat", "electricity")
_FROM_COKE = ("blast_furnace_gas", "converter_gas")
# Cleaned coal over coke, t/t: 0.00 to 0.20 in terminal consumption of industry in 2011-2021;
# with the inputs of coking 1.55 in 2011 (CEADs provincial inventories, 30 provinces).
_COAL_PER_COKE = 0.6


def ceads_unit(fuel: str) -> str:
    """Return the unit of a fuel in CEADs inventories and in the yearbook."""
    return constant_table("fuel_names").set_index("fuel").loc[fuel, "ceads_unit"]


class EnergyReading:
    """Choices for reading energy tables, and the account of what was read.

    Parameters
    ----------
    scope : {"industry", "total_final"}
    unit : str, optional
        Unit of amounts without one (``"ceads"`` or a unit), and units of single
        fuels that go before what a table prints: ``"natural_gas=10^8 m3; ceads"``.
    fuel_names : pandas.DataFrame, optional
        See :class:`~.fuel_names.FuelNames`.
    log : Log, optional

    Raises
    ------
    InputError
        For unknown fuels and units in `unit`, and faults of `fuel_names`.
    """

    def __init__(self, scope="industry", unit=None, fuel_names=None, log=None):
        self.scope = scope
        self.log = log or Log()
        self.names = FuelNames(fuel_names)
        self.default, self.given = self._units(unit or "")
        self.files, self.taken, self.left_out, self.remarks = {}, [], [], []

    def _units(self, text: str) -> tuple:
        default, given, faults = None, {}, []
        for piece in filter(None, (piece.strip() for piece in re.split("[;；]", text))):
            name, equals, unit = piece.partition("=")
            fuel, known = self.names.find(name)[0], match_unit(unit)
            if not equals:
                default = piece
            elif fuel is None or known is None or not unit_fits(fuel, known):
                faults.append(
                    Message(
                        "UNIT: '{text}' is not a fuel and a unit that can measure it; write it "
                        "like natural_gas=10^8 m3.",
                        text=piece,
                    )
                )
            else:
                given[fuel] = known
        stop_on(faults)
        return default, given

    # --- what was read -------------------------------------------------------------------------

    def recognise(self, format: str, file: str, taken: Message) -> None:
        """Take down the format of a file, and what was taken from it."""
        self.files.setdefault(format, []).append(file)
        self._once(self.taken, taken)

    def leave_out(self, what: Message) -> None:
        """Take down something that was recognised and left out."""
        self._once(self.left_out, what)

    def remark(self, what: Message) -> None:
        """Take down a convention that the amounts follow."""
        self._once(self.remarks, what)

    @staticmethod
    def _once(messages: list, message: Message) -> None:
        if message not in messages:
            messages.append(message)

    def tell(self, energy: pd.DataFrame) -> None:
        """Say in one block of the log what was read.

        Parameters
        ----------
        energy : pandas.DataFrame
            Tidy table of everything.
        """
        # one region may be spelt in several ways
        keys = pd.Series(region_keys(energy["region"]), energy.index)
        regions = energy["region"][~keys.duplicated()].tolist()
        pairs = len(energy.assign(region=keys)[["region", "year"]].drop_duplicates())
        found, years = len(regions), sorted(energy["year"].unique())
        units = energy.groupby("fuel", sort=False)["unit"].unique()
        order = [f for f in constant_table("fuel_names")["fuel"] if f in units.index]
        indirect = [fuel_label(fuel) for fuel in _INDIRECT if fuel in order]
        if indirect:
            self.remark(
                Message(
                    "{carriers} emit nothing where they are used and are not counted as direct "
                    "emissions",
                    carriers=", ".join(indirect),
                )
            )
        self.log.info(
            "What was read:\n"
            "- {count} regions: {regions}\n"
            "- years: {years}; {missing} of {pairs} region-years are missing\n"
            "- {fuels} fuels and carriers: {units}\n"
            "- taken: {taken}\n"
            "- left out: {left_out}\n"
            "- mind: {remarks}\n"
            "- files: {files}",
            count=found,
            regions=listing(regions, _MOST_NAMES),
            years=year_spans(years),
            missing=found * len(years) - pairs,
            pairs=found * len(years),
            fuels=len(order),
            units=", ".join("%s (%s)" % (fuel_label(f), " / ".join(units[f])) for f in order),
            taken=_together(self.taken),
            left_out=_together(self.left_out),
            remarks=_together(self.remarks),
            files="; ".join(
                "%s: %s" % (kind, listing(files, _MOST_NAMES)) for kind, files in self.files.items()
            ),
        )
        self._warn_of_coking(energy)

    def _warn_of_coking(self, energy: pd.DataFrame) -> None:
        """Coke is made of cleaned coal; only terminal consumption counts its carbon once."""
        if not {"long", "wide", "years as columns"} & set(self.files):
            return  # of inventories and balance tables the right rows were taken
        factors = energy["unit"].map({unit: unit_factor(unit) for unit in energy["unit"].unique()})
        tonnes = energy["amount"] * [factor if base == "t" else 0 for factor, base in factors]
        coal, coke = (tonnes[energy["fuel"] == fuel].sum() for fuel in ("cleaned_coal", "coke"))
        if coal > _COAL_PER_COKE * coke > 0:
            self.log.warning(
                "There is {share:.0%} as much cleaned coal as coke. In terminal consumption of the "
                "nation's industry it is 0 to 20 %, with the coal that coking plants transform "
                "about 150 %. If the table includes it, its carbon is counted twice, as coal and "
                "as coke.",
                share=coal / coke,
            )

    # --- units ---------------------------------------------------------------------------------

    def unit(self, fuel, part, printed, place, name, faults, default=None) -> str | None:
        """Return the standard name of the unit of a column or row.

        Parameters
        ----------
        fuel : str
        part : row of fuel_parts.csv or None
        printed : str or None
            What the table says; None or empty: nothing.
        place, name : str
            For messages: where in which table.
        faults : list of Message
            Gets one if a unit is unknown or cannot measure its fuel.
        default : str, optional
            Unit where neither table nor user say one.
        """
        if fuel in self.given and part is None:
            unit = self.given[fuel]
            if printed and match_unit(printed) != unit:
                self.log.warning(
                    "{file}, {place}: {fuel} is printed in '{printed}' and read in {unit}, as UNIT "
                    "says.",
                    file=name,
                    place=place,
                    fuel=fuel_label(fuel),
                    printed=printed,
                    unit=unit,
                )
            return unit
        text = printed or self.default or default or ""
        if text == CEADS_UNITS:
            return _default_of(fuel, part)
        known = match_unit(text)
        if known is None:
            faults.append(
                Message(
                    "{file}, {place}: the unit '{unit}' is not known; did you mean {candidates}?",
                    file=name,
                    place=place,
                    unit=text,
                    candidates=", ".join(near_units(text)),
                )
            )
        elif not measures(fuel, part, known):
            faults.append(
                Message(
                    "{file}, {place}: '{unit}' cannot measure {fuel}; correct the table, or "
                    "give the true unit in UNIT like {id}={example}.",
                    file=name,
                    place=place,
                    unit=text,
                    fuel=part.name_en if part else fuel_label(fuel),
                    id=fuel,
                    example=ceads_unit(fuel),
                )
            )
        return known

    def say_default_unit(self, name: str) -> None:
        """Say in which units the amounts without one are read."""
        if self.default in (None, CEADS_UNITS):
            self.log.info(
                "{file}: amounts without a unit are read in the units of CEADs: 10^4 t, gases "
                "10^8 m3, heat 10^10 kJ, electricity 10^8 kWh, other energy 10^4 tce.",
                file=name,
            )
        else:
            self.log.info(
                "{file}: amounts without a unit are read in {unit}.", file=name, unit=self.default
            )

    def unknown_fuel(self, fuel, place, name: str) -> Message:
        """Word the fault of an unknown fuel, with suggestions."""
        near = self.names.near(fuel)
        data = dict(file=name, place=place, fuel=fuel, candidates=", ".join(near))
        if near:
            return Message(
                "{file}, {place}: '{fuel}' is no known fuel; did you mean {candidates}? Rename it, "
                "add it to the table of fuel names, or remove it.",
                **data,
            )
        return Message(
            "{file}, {place}: '{fuel}' is no known fuel; rename it, add it to the table of fuel "
            "names, or remove it.",
            **data,
        )


def measures(fuel: str, part, unit: str) -> bool:
    """Tell whether a known unit can measure a fuel, or a part that is printed apart."""
    if part is None:
        return unit_fits(fuel, unit)
    return unit_factor(unit)[1] in (part.unit, COAL_EQUIVALENT)


def _default_of(fuel: str, part) -> str:
    """Return the unit of the yearbook; liquefied gas is in tonnes, natural gas in m3."""
    if part is not None and part.unit != fuel_base_unit(fuel):
        return "10^4 t"
    return ceads_unit(fuel)


def add_parts(energy: pd.DataFrame, name: str, reading: EnergyReading) -> pd.DataFrame:
    """Add the parts of a fuel that a table prints apart to the fuel.

    Parameters
    ----------
    energy : pandas.DataFrame
        ``region``, ``year``, ``fuel``, ``amount``, ``unit`` and ``part`` (id in
        fuel_parts.csv, ``""`` for the fuel itself).
    name : str
        How messages call the table.
    reading : EnergyReading

    Returns
    -------
    pandas.DataFrame
        One row for each region, year and fuel, without ``part``. A missing amount
        makes the sum missing.

    Raises
    ------
    InputError
        If a fuel is in mass or volume and a part of it in standard coal, or the
        other way round.
    """
    apart = energy["part"] != ""
    if not apart.any():
        return energy.drop(columns="part")
    sums, faults, keys = [], [], ["region", "year", "fuel"]
    touched = energy[keys].apply(tuple, axis=1)
    mixed = touched.isin(set(touched[apart]))
    for (region, year, fuel), rows in energy[mixed].groupby(keys, sort=False):
        own = rows.loc[rows["part"] == "", "unit"]
        in_tce = unit_factor(rows["unit"].iloc[0])[1] == COAL_EQUIVALENT
        unit = own.iloc[0] if len(own) else ("10^4 tce" if in_tce else ceads_unit(fuel))
        factor, base = unit_factor(unit)
        total = 0.0
        for row in rows.itertuples():
            value, row_base = unit_factor(row.unit)
            if (row_base == COAL_EQUIVALENT) != (base == COAL_EQUIVALENT):
                faults.append(
                    Message(
                        "{file}: {fuel} of {region} {year} is partly in standard coal; give all "
                        "of it in one kind of unit.",
                        file=name,
                        fuel=fuel_label(fuel),
                        region=region,
                        year=year,
                    )
                )
                break
            if row.part and row_base != COAL_EQUIVALENT:
                value *= fuel_part(row.part).fuel_per_unit
            total += row.amount * (value / factor)
        sums.append((rows.index[0], region, year, fuel, total, unit))
    stop_on(faults)
    if energy["part"].isin(_FROM_COKE).any() and (energy["fuel"] == "coke").any():
        reading.log.warning(
            "{file}: gas of blast furnaces and converters is there besides coke, from which its "
            "carbon comes; counting both counts it twice.",
            file=name,
        )
    for part in map(fuel_part, energy.loc[apart, "part"].unique()):
        reading.log.info(
            "{file}: {part} is added to {fuel} (1 {unit} as {amount:g} {base}).",
            file=name,
            part=part.name_en,
            fuel=fuel_label(part.fuel),
            unit=part.unit,
            amount=part.fuel_per_unit,
            base=fuel_base_unit(part.fuel),
        )
    columns = ["region", "year", "fuel", "amount", "unit"]
    summed = pd.DataFrame(sums, columns=["at"] + columns).set_index("at")
    return pd.concat([energy.loc[~mixed, columns], summed]).sort_index(kind="stable")


def shares_of_energy(amounts: dict) -> dict:
    """Return the share of each fuel in the energy of some fuels.

    Parameters
    ----------
    amounts : dict
        Fuel to ``(amount, unit)``; fuels without a coefficient of standard coal
        are passed over.

    Returns
    -------
    dict of str to float
        0 to 1.
    """
    per_unit = constant_table("fuels").set_index("fuel")["standard_coal_kgce_per_unit"] / 1000
    tce = {}
    for fuel, (amount, unit) in amounts.items():
        factor, base = unit_factor(unit)
        if base == COAL_EQUIVALENT or fuel in per_unit.index:
            tce[fuel] = amount * factor * (1 if base == COAL_EQUIVALENT else per_unit[fuel])
    total = sum(tce.values())
    return {fuel: value / total for fuel, value in tce.items()} if total > 0 else {}


def _together(messages: list):
    """Join messages into one, so that each is translated; a dash where there is none."""
    if not messages:
        return "-"
    joined = messages[0]
    for message in messages[1:]:
        joined = Message("{first}; {second}", first=joined, second=message)
    return joined
