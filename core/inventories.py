"""CEADs provincial energy inventories, 1997 to 2022, in their changing spellings.

References
----------
Shan et al. (2018), China CO2 emission accounts 1997-2015, Scientific Data 5, 170201.
"""

from __future__ import annotations

import re

import pandas as pd

from .constants import constant_table
from .energy_reading import CEADS_UNITS, EnergyReading
from .energy_totals import fuel_total
from .fuels import fuel_label
from .log import Message, listing
from .tables import file_name, is_missing, parse_number, stop_on
from .units import match_unit

_SHEET = re.compile(r"(.+?)[\s_-]*((?:19|20)\d{2})")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_FEWEST_FUELS = 5
_ROLES = {"industry": "industry", "total_final": "total"}


def inventory_sheets(sheets: dict, path, reading: EnergyReading) -> dict:
    """Return the sheets of a workbook that are CEADs inventories, by name.

    Parameters
    ----------
    sheets : dict
        As :func:`.tables.read_sheets` returns it.
    path : str or Path
    reading : EnergyReading

    Returns
    -------
    dict of str to list of list
        From the row of fuels on; empty if there is none.

    Raises
    ------
    InputError
        For a sheet named like an inventory that is none beside others that are,
        and for inventories of emissions.
    """
    inventories, others, faults = {}, [], []
    for sheet, rows in sheets.items():
        top = next((i for i, row in enumerate(rows[:10]) if _is_header(row, reading)), None)
        cells = {str(cell) for row in rows[:10] for cell in row if cell}
        if top is None or not _has_sectors(rows):
            others.append(sheet)
        elif any(re.search("CO2|Scope 1", cell) for cell in cells):
            faults.append(
                Message(
                    "{file}, sheet {sheet} holds emissions and not energy; choose the energy "
                    "inventory.",
                    file=file_name(path),
                    sheet=sheet,
                )
            )
        else:
            # Rows keep their number in the file.
            inventories[sheet] = [[]] * top + rows[top:]
    faults += [
        Message(
            "{file}, sheet {sheet}: fuels are expected in row 1 and the published rows of final "
            "consumption below; restore the published form.",
            file=file_name(path),
            sheet=sheet,
        )
        for sheet in others
        if inventories and _SHEET.fullmatch(sheet.strip())
    ]
    stop_on(faults)
    if inventories and others:
        reading.leave_out(
            Message(
                "sheets {sheets}, which are no inventories",
                sheets=", ".join(others),
            )
        )
    return inventories


def _is_header(row: list, reading: EnergyReading) -> bool:
    return sum(reading.names.find(cell)[0] is not None for cell in row[1:] if cell) >= _FEWEST_FUELS


def _has_sectors(rows: list) -> bool:
    """Tell whether at least half of the published rows are there; the readers check them all."""
    known = _published()
    found = {_label(row[0]) for row in rows if row}
    return sum(_label(row) in found for row in known["row"]) * 2 >= len(known)


def _published() -> pd.DataFrame:
    rows = constant_table("energy_rows")
    return rows[rows["format"] == "ceads"].reset_index(drop=True)


def _label(cell) -> str:
    """Return a row's name without the blanks, marks and case that vary from year to year."""
    text = re.sub(r"&|\band\b", " ", str(cell or "").casefold())
    return re.sub(r"[\W_]", "", text)


def read_inventories(sheets: dict, path, reading: EnergyReading) -> pd.DataFrame:
    """Read the inventories of one workbook.

    Parameters
    ----------
    sheets : dict
        As :func:`inventory_sheets` returns it.
    path : str or Path
    reading : EnergyReading

    Returns
    -------
    pandas.DataFrame
        ``region``, ``year``, ``fuel``, ``amount``, ``unit``.

    Raises
    ------
    InputError
        For every row of the scope that is missing, repeated or without a name that
        its place tells, every unknown fuel and unit, every cell that is no number.
    """
    parts, faults, without_units = [], [], []
    for number, (sheet, rows) in enumerate(sheets.items()):
        reading.log.check(number / len(sheets))
        parts.append(_read_inventory(sheet, rows, path, reading, faults, without_units))
    stop_on(faults)
    if without_units:
        reading.log.warning(
            "{file}: {count} sheets have no row of units ({sheets}); they are read in the units "
            "of CEADs: 10^4 t, gases 10^8 m3, heat 10^10 kJ, electricity 10^8 kWh, other energy "
            "10^4 tce.",
            file=file_name(path),
            count=len(without_units),
            sheets=listing(without_units, 5),
        )
    known = _published()
    wanted = known.loc[known["role"] == _ROLES[reading.scope], "row"]
    taken = Message("CEADs: the row '{row}'", row=wanted.iloc[0])
    if len(wanted) > 1:
        taken = Message(
            "CEADs: the {count} industry rows '{first}' to '{last}'",
            count=len(wanted),
            first=wanted.iloc[0],
            last=wanted.iloc[-1],
        )
    reading.recognise("ceads", file_name(path), taken)
    return pd.concat(parts, ignore_index=True)


def _read_inventory(sheet, rows, path, reading, faults, without_units) -> pd.DataFrame:
    place = dict(file=file_name(path), sheet=sheet)
    found = len(faults)
    region, year = _region_and_year(sheet, path)
    if not year:
        faults.append(
            Message(
                "{file}, sheet {sheet}: the name does not end with a year; name it like "
                "InnerMongolia2019.",
                **place,
            )
        )
    top = next(i for i, row in enumerate(rows) if row)
    labels = [_label(row[0]) if row else "" for row in rows]
    known = _known_labels()
    first = next((i for i in range(top + 1, len(rows)) if labels[i] in known), len(rows))
    columns = _columns(rows, top, first, place, reading, faults, without_units)
    wanted = _wanted_rows(rows, labels, first, columns, place, reading, faults)
    energy = []
    for fuel, (column, unit) in columns.items():
        amounts = []
        for row in wanted:
            cell = rows[row][column] if column < len(rows[row]) else None
            try:
                amount = parse_number(cell)
            except ValueError:
                amount = None
            # A cell without a number would make the sum smaller, and nobody would know.
            if amount is None or not amount >= 0:
                faults.append(
                    Message(
                        "{file}, sheet {sheet}, row {row} ({label}): {fuel} is '{cell}'; give a "
                        "number that is not negative, 0 where none is used.",
                        row=row + 1,
                        label=rows[row][0] or "",
                        fuel=fuel_label(fuel),
                        cell="" if cell is None else cell,
                        **place,
                    )
                )
            else:
                amounts.append(amount)
        energy.append({"fuel": fuel, "amount": float(sum(amounts)), "unit": unit})
    table = pd.DataFrame(energy, columns=["fuel", "amount", "unit"])
    if len(faults) > found:
        table = table[:0]
    return table.assign(region=region, year=year)


def _region_and_year(sheet: str, path) -> tuple:
    """Return region and year of a sheet; the year may stand in the name of the file instead."""
    name = _SHEET.fullmatch(sheet.strip())
    if name:
        return name.group(1), int(name.group(2))
    years = set(_YEAR.findall(file_name(path)))
    return sheet.strip(), int(years.pop()) if len(years) == 1 else 0


def _known_labels() -> dict:
    """Return {label: published name} with other spellings."""
    return {
        _label(name): row.row
        for row in _published().itertuples()
        for name in [row.row] + row.aliases.split("|")
        if name
    }


def _columns(rows, top, first, place, reading, faults, without_units) -> dict:
    """Return {fuel: (position, unit)} from the rows above the first published one."""
    columns, printed = {}, {}
    for row in rows[top + 1 : first]:
        texts = {i: cell for i, cell in enumerate(row) if i and not is_missing(cell)}
        if any(match_unit(cell) for cell in texts.values()):
            printed = texts
    if not printed:
        without_units.append(place["sheet"])
    default = None if printed else CEADS_UNITS
    for position, header in enumerate(rows[top]):
        if not position or header is None or fuel_total(header):
            continue
        column = Message("sheet {sheet}, column {column}", sheet=place["sheet"], column=header)
        fuel, part = reading.names.find(header)
        if fuel is None:
            faults.append(reading.unknown_fuel(header, column, place["file"]))
        elif fuel in columns or part:
            faults.append(
                Message(
                    "{file}, sheet {sheet}: the column '{column}' stands there beside another of "
                    "{fuel}; remove one.",
                    column=header,
                    fuel=fuel_label(fuel),
                    **place,
                )
            )
        else:
            unit = printed.get(position)
            unit = reading.unit(fuel, None, unit, column, place["file"], faults, default)
            columns[fuel] = position, unit
    for fuel in constant_table("fuel_names")["fuel"]:
        if fuel not in columns:
            faults.append(
                Message(
                    "{file}, sheet {sheet}: the column of {fuel} is missing; add it.",
                    fuel=fuel_label(fuel),
                    **place,
                )
            )
    return columns


def _wanted_rows(rows, labels, first, columns, place, reading, faults) -> list:
    """Return the positions of the rows of a scope.

    Only rows down to 'Rural' count: the transformation block below has rows of
    its own, some of them with the names of fuels.
    """
    published, known = _published(), _known_labels()
    last = _label(published["row"].iloc[-1])
    end = labels.index(last) + 1 if last in labels else len(labels)
    names = {i: known.get(labels[i]) for i in range(first, end) if labels[i]}
    nameless = [
        i for i in range(first, end)
        if not labels[i] and any(not is_missing(cell) for cell in rows[i][1:])
    ]  # fmt: skip
    found = _named_by_place(names, nameless, list(published["row"]))
    for position, name in found.items():
        reading.log.warning(
            "{file}, sheet {sheet}, row {row}: the row has no name and is taken as '{name}', the "
            "only one missing at its place.",
            row=position + 1,
            name=name,
            **place,
        )
    for position in set(nameless) - set(found):
        faults.append(
            Message(
                "{file}, sheet {sheet}, row {row}: the row has numbers and no name; restore its "
                "published name or remove it.",
                row=position + 1,
                **place,
            )
        )
    names.update(found)
    wanted = []
    for row in published.loc[published["role"] == _ROLES[reading.scope], "row"]:
        positions = [i for i, name in names.items() if name == row]
        if len(positions) == 1:
            wanted.extend(positions)
        else:
            faults.append(
                Message(
                    "{file}, sheet {sheet}: the row '{row}' stands there {count} times instead of "
                    "once; restore the published row names.",
                    row=row,
                    count=len(positions),
                    **place,
                )
            )
    for position in sorted(i for i, name in names.items() if name is None):
        faults.append(
            Message(
                "{file}, sheet {sheet}: the row '{row}' is not one of the published rows of "
                "final consumption; restore its name or remove it.",
                row=" ".join(str(rows[position][0]).split()),
                **place,
            )
        )
    return wanted


def _named_by_place(names: dict, nameless: list, order: list) -> dict:
    """Name a row without a name by its neighbours, where only one published row is missing."""
    found = {}
    for position in nameless:
        above, below = names.get(position - 1), names.get(position + 1)
        if above in order and below in order and order.index(below) - order.index(above) == 2:
            missing = order[order.index(above) + 1]
            if missing not in names.values():
                found[position] = missing
    return found
