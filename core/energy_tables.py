"""Energy consumption by region, year and fuel, from tables of many shapes."""

from __future__ import annotations

import pandas as pd

from .balance_tables import balance_sheets, read_balances
from .energy_reading import CEADS_UNITS, EnergyReading, add_parts
from .energy_totals import check_totals, fuel_total, leave_out_nation, total_unit
from .fuels import fuel_label
from .inventories import inventory_sheets, read_inventories
from .log import InputError, Log, Message, listing
from .panels import CODE_NAMES, REGION_NAMES, key_columns, region_text
from .regions import region_keys
from .tables import (
    file_name,
    find_column,
    is_missing,
    number_column,
    parse_year,
    read_sheets,
    read_table,
    stop_on,
    table_from_rows,
    year_column,
)
from .units import match_unit

FORMATS = ("auto", "long", "wide", "ceads", "yearbook")
SCOPES = ("industry", "total_final")
COLUMNS = ["region", "year", "fuel", "amount", "unit"]
FUEL_NAMES = "fuel carrier energy 能源 能源品种 品种 燃料 指标".split()
AMOUNT_NAMES = "amount value consumption quantity 消费量 数值 数量 值".split()
UNIT_NAMES = "unit units 单位 计量单位".split()
_DESCRIPTIVE = {*CODE_NAMES, *REGION_NAMES, "source", "note", "remark", "来源", "备注"}


def read_energy(
    paths,
    format: str = "auto",
    scope: str = "industry",
    unit: str | None = None,
    log: Log | None = None,
    fuel_names: pd.DataFrame | None = None,
    form=None,
) -> pd.DataFrame:
    """Read energy tables of one or more files into one tidy table.

    Parameters
    ----------
    paths : str, Path or list of them
        The files.
    format : {"auto", "long", "wide", "ceads", "yearbook"}
        ``long``: one row for each region, year and fuel, or years as columns, see
        :func:`tidy_energy`. ``wide``: one row for each region and year, fuels as
        columns. ``ceads``: a workbook of CEADs provincial inventories, one sheet
        for each province and year (``InnerMongolia2019``). ``yearbook``: balance
        tables of the China Energy Statistical Yearbook, one file or sheet for each
        province and year. ``auto`` looks at each file.
    scope : {"industry", "total_final"}
        What to take from CEADs workbooks: the sum of the 40 industry rows of the
        final-consumption block, or the row 'Total Final Consumption'; and from
        balance tables: the row 工业 of the block 终端消费量, or this row itself.
        Other tables hold one scope and are taken as they are.
    unit : str, optional
        Unit of the amounts where the table does not say, or ``"ceads"`` for the
        units CEADs uses: 10^4 t, gases 10^8 m3, heat 10^10 kJ, electricity
        10^8 kWh, other energy 10^4 tce. Wide tables are read in CEADs units
        unless told otherwise, which the log says. Units of single fuels, which go
        before what a table prints: ``"natural_gas=10^8 m3; other_gas=10^8 m3"``.
    log : Log, optional
        Told in one block what was read, and what was left out.
    fuel_names : pandas.DataFrame, optional
        More names of fuels: columns ``name`` and ``fuel``.
    form : TextFormat, optional
        How text tables are written, where it is not to be found.

    Returns
    -------
    pandas.DataFrame
        ``region`` (as in the file; of a sheet name without its year), ``year``
        (int), ``fuel`` (id), ``amount`` (float, in ``unit``), ``unit`` (standard
        name). All fuels and carriers of the files; totals of fuels, and the nation
        beside its provinces, are left out.

    Raises
    ------
    InputError
        For unreadable files, unknown fuels and units, units that cannot measure
        their fuel, cells that are no number, negative amounts, repeated rows within
        or between files, and sheets in which a row of the scope is missing.
    """
    for value, known in ((format, FORMATS), (scope, SCOPES)):
        if value not in known:
            raise InputError(
                Message(
                    "'{value}' is not known; use one of {known}.",
                    value=value,
                    known=", ".join(known),
                )
            )
    paths = paths if isinstance(paths, (list, tuple)) else [paths]
    if not paths:
        raise InputError(Message("There is no energy table to read; choose one or more files."))
    reading = EnergyReading(scope, unit, fuel_names, log)
    parts, faults = [], []
    for number, path in enumerate(paths):
        reading.log.check(number / len(paths))
        try:
            rows = _read_file(path, format, reading, form)
            parts.append(rows.assign(file=file_name(path)))
        except InputError as error:
            faults.extend(error.messages)
    stop_on(faults)
    energy = leave_out_nation(pd.concat(parts, ignore_index=True), reading)
    _refuse_repeated(energy)
    reading.tell(energy)
    reading.log.check(1)
    return energy[COLUMNS].reset_index(drop=True)


def _refuse_repeated(energy: pd.DataFrame) -> None:
    keys = energy.assign(key=region_keys(energy["region"]))
    by = ["key", "year", "fuel"] + ["part"] * ("part" in energy)
    repeated = keys[keys.duplicated(by, keep=False)]
    faults = []
    for (_, year), rows in repeated.groupby(["key", "year"], sort=False):
        fuels = [fuel_label(fuel) for fuel in rows["fuel"].unique()]
        faults.append(
            Message(
                "{region} {year} stands twice in {files} ({fuels}); keep one.",
                region=" / ".join(rows["region"].unique()),
                year=year,
                files=", ".join(rows["file"].unique()),
                fuels=listing(fuels, 3),
            )
        )
    stop_on(faults)


def _read_file(path, format: str, reading: EnergyReading, form) -> pd.DataFrame:
    name = file_name(path)
    if format in ("long", "wide"):
        return _tidy(read_table(path, form=form, log=reading.log), name, format, reading)
    book, _, layer = str(path).partition("|layername=")
    sheets = read_sheets(book, form, reading.log)
    sheets = {layer: sheets.get(layer, [])} if layer else sheets
    if format != "yearbook":
        inventories = inventory_sheets(sheets, path, reading)
        if inventories:
            return read_inventories(inventories, path, reading)
    if format != "ceads":
        balances = balance_sheets(sheets, path, reading)
        if balances:
            return read_balances(balances, path, reading)
    if format == "ceads":
        raise InputError(
            Message(
                "{file} has no sheet like InnerMongolia2019 with fuels in its first row; choose "
                "another format.",
                file=name,
            )
        )
    if format == "yearbook":
        raise InputError(
            Message(
                "{file} has no balance table with fuels above the rows 终端消费量 and 工业; choose "
                "another format.",
                file=name,
            )
        )
    filled = [rows for rows in sheets.values() if any(map(any, rows))]
    if len(filled) != 1:  # which says what is wrong
        return _tidy(read_table(path, form=form), name, format, reading)
    return _tidy(table_from_rows(filled[0], path, reading.log), name, format, reading)


def tidy_energy(
    table: pd.DataFrame,
    name: str,
    format: str = "auto",
    unit: str | None = None,
    log: Log | None = None,
    fuel_names: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Bring a long or wide energy table into the tidy form.

    Parameters
    ----------
    table : pandas.DataFrame
        Long: columns ``region``, ``year``, ``fuel``, ``amount``, ``unit``; or
        ``region``, ``fuel``, ``unit`` and a column for each year. Wide: ``region``,
        ``year`` and a column for each fuel. A unit may stand in the name of a fuel
        (``Raw coal (10^4 t)``, ``coke_10^4 t``). Chinese names are understood.
    name : str
        How messages call the table.
    format : {"auto", "long", "wide"}
    unit, log, fuel_names
        See :func:`read_energy`.

    Returns
    -------
    pandas.DataFrame
        As :func:`read_energy`.

    Raises
    ------
    InputError
        As :func:`read_energy`.
    """
    reading = EnergyReading(unit=unit, fuel_names=fuel_names, log=log)
    energy = leave_out_nation(_tidy(table, name, format, reading), reading)
    reading.tell(energy)
    return energy.reset_index(drop=True)


def _tidy(table: pd.DataFrame, name: str, format: str, reading: EnergyReading) -> pd.DataFrame:
    region, year = key_columns(table)
    fuel, amount = find_column(table, FUEL_NAMES), find_column(table, AMOUNT_NAMES)
    years = [column for column in table.columns if parse_year(column)]
    by_year = bool(region and fuel and years and not year)
    if not region or not (year or by_year):
        raise InputError(
            Message(
                "{file}: there are no columns of regions and years; name them region and year, or "
                "put a fuel into each row and the years into the header.",
                file=name,
            )
        )
    long = by_year or bool(fuel and amount)
    if format == "long" and not long:
        raise InputError(
            Message("{file}: a long table needs the columns fuel and amount; add them.", file=name)
        )
    faults = []
    regions = table[region]
    reading.log.check()
    if by_year:
        shape = "years as columns"
        cells = _long_cells(table, fuel, name, faults, reading)
        cells = pd.concat(
            cells.assign(year=parse_year(at), amount=number_column(table, at, name, faults))
            for at in years
        ).sort_index(kind="stable")
        unused = set(table.columns) - {region, fuel, find_column(table, UNIT_NAMES), *years}
        _say_unused([column for column in table.columns if column in unused], name, reading)
    elif long and format != "wide":
        shape = "long"
        cells = _long_cells(table, fuel, name, faults, reading)
        reading.log.check()
        cells["amount"] = number_column(table, amount, name, faults)
        cells["year"] = year_column(table, year, name, faults)
    else:
        shape = "wide"
        cells = _wide_cells(table, region, year, name, faults, reading)
        cells = cells.join(year_column(table, year, name, faults).rename("year"))
    for row in regions.index[[is_missing(cell) for cell in regions]]:
        faults.append(
            Message(
                "{file}, row {row}: the region is missing; name it or remove the row.",
                file=name,
                row=row,
            )
        )
    stop_on(faults)
    reading.log.check()
    cells = cells.join(regions.map(region_text).rename("region"))
    energy = _without_totals(cells, name, reading)
    for row in energy[energy["amount"] < 0].itertuples():
        faults.append(
            Message(
                "{file}, row {row}: {region} {year} {fuel} is negative ({amount}); correct it.",
                file=name,
                row=row.Index,
                region=row.region,
                year=row.year,
                fuel=fuel_label(row.fuel),
                amount=row.amount,
            )
        )
    stop_on(faults)
    reading.log.check()
    energy = energy.reset_index(drop=True)
    _refuse_repeated(energy.assign(file=name))
    reading.recognise(shape, name, Message("the amounts of the tables, as they stand there"))
    return add_parts(energy, name, reading)[COLUMNS].reset_index(drop=True)


def _without_totals(cells: pd.DataFrame, name: str, reading: EnergyReading) -> pd.DataFrame:
    """Return the rows of single fuels, and compare them with the rows of totals."""
    is_total = cells["total"] != ""
    energy, totals = cells[~is_total], cells[is_total]
    faults = []
    for total in totals["total"].unique():
        if set(fuel_total(total)).isdisjoint(energy["fuel"]):
            faults.append(
                Message(
                    "{file}: '{total}' is the total of several fuels, none of which is there; add "
                    "the fuels, or say in the table of fuel names which one it stands for.",
                    file=name,
                    total=total,
                )
            )
        else:
            reading.leave_out(Message("'{total}', which is a total of fuels", total=total))
    stop_on(faults)
    check_totals(totals, energy, name, reading.log)
    return energy


def _long_cells(table, fuel, name, faults, reading) -> pd.DataFrame:
    """Return fuel, part, total and unit of each row of a long table."""
    unit_column = find_column(table, UNIT_NAMES)
    given = table[unit_column] if unit_column is not None else [None] * len(table)
    found, defaults, without = [], 0, False
    known_rows = {}  # a table of a nation writes the same fuel and unit a thousand times
    for row, written, unit in zip(table.index, table[fuel], given):
        if (written, unit) in known_rows:
            found.append(known_rows[written, unit])
            continue
        place = Message("row {row}", row=row)
        id, part, printed = reading.names.split(written)
        printed = printed if is_missing(unit) else str(unit)
        if id is None and fuel_total(written):
            found.append(("", "", str(written), match_unit(printed or total_unit(written)) or ""))
            continue
        known = ""
        if id is None:
            faults.append(reading.unknown_fuel("" if is_missing(written) else written, place, name))
        elif printed or reading.default or id in reading.given or unit_column is not None:
            defaults += not printed and id not in reading.given
            known = reading.unit(id, part, printed, place, name, faults)
        else:
            without = True
        found.append((id, part.part if part else "", "", known))
        if known and id not in reading.given and not faults:  # nothing was said of this row
            known_rows[written, unit] = found[-1]
    if without:
        faults.append(
            Message(
                "{file}: no column says in which unit the amounts are; add the column unit "
                "or give the unit.",
                file=name,
            )
        )
    if defaults and reading.default:
        reading.say_default_unit(name)
    return pd.DataFrame(found, columns=["fuel", "part", "total", "unit"], index=table.index)


def _wide_cells(table, region, year, name, faults, reading) -> pd.DataFrame:
    parts, defaults, unused = [], False, []
    for column in table.columns:
        if column in (region, year):
            continue
        fuel, part, printed = reading.names.split(column)
        total = ""
        if fuel is None and fuel_total(column):
            fuel, total, unit = "", column, match_unit(total_unit(column)) or ""
        elif fuel is None and str(column).casefold() in _DESCRIPTIVE:
            unused.append(column)
            continue
        elif fuel is None:
            place = Message("column '{column}'", column=column)
            faults.append(reading.unknown_fuel(column, place, name))
            continue
        else:
            defaults |= not printed and fuel not in reading.given
            place = Message("column '{column}'", column=column)
            unit = reading.unit(fuel, part, printed, place, name, faults, CEADS_UNITS)
        amounts = number_column(table, column, name, faults)
        cells = {"fuel": fuel, "part": part.part if part else "", "total": total, "unit": unit}
        parts.append(pd.DataFrame({**cells, "amount": amounts}))
    if not parts and not faults:
        faults.append(
            Message(
                "{file}: no column is named after a fuel; name the columns like raw_coal or 原煤.",
                file=name,
            )
        )
    stop_on(faults)
    _say_unused(unused, name, reading)
    if defaults:
        reading.say_default_unit(name)
    # Row by row rather than fuel by fuel, as in the other formats.
    return pd.concat(parts).sort_index(kind="stable")


def _say_unused(columns: list, name: str, reading: EnergyReading) -> None:
    if columns:
        reading.log.info(
            "{file}: the columns {columns} are not used.",
            file=name,
            columns=", ".join(str(column) for column in columns),
        )
