"""Energy consumption by region, year and fuel, from long, wide and CEADs tables."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

from .constants import constant_table
from .fuels import fuel_base_unit, fuel_label, match_fuel
from .log import InputError, Log, Message
from .panels import CODE_NAMES, REGION_NAMES, key_columns, region_text
from .regions import region_key
from .tables import (
    file_name,
    find_column,
    is_missing,
    number_column,
    parse_number,
    read_sheets,
    read_table,
    stop_on,
    year_column,
)
from .units import match_unit, near_units, unit_fits

FORMATS = ("auto", "long", "wide", "ceads")
SCOPES = ("industry", "total_final")
CEADS_UNITS = "ceads"
COLUMNS = ["region", "year", "fuel", "amount", "unit"]
FUEL_NAMES = "fuel carrier energy 能源 能源品种 品种 燃料".split()
AMOUNT_NAMES = "amount value consumption quantity 消费量 数值 数量 值".split()
UNIT_NAMES = "unit units 单位 计量单位".split()
_SHEET = re.compile(r"(.+?)[\s_-]*((?:19|20)\d{2})")
_DESCRIPTIVE = {*CODE_NAMES, *REGION_NAMES, "source", "note", "remark", "来源", "备注"}


def read_energy(
    paths,
    format: str = "auto",
    scope: str = "industry",
    unit: str | None = None,
    log: Log | None = None,
) -> pd.DataFrame:
    """Read energy tables of one or more files into one tidy table.

    Parameters
    ----------
    paths : str, Path or list of them
        The files.
    format : {"auto", "long", "wide", "ceads"}
        ``long``: one row for each region, year and fuel, see :func:`tidy_energy`.
        ``wide``: one row for each region and year, fuels as columns.
        ``ceads``: a workbook of CEADs provincial inventories, one sheet for each
        province and year (``InnerMongolia2019``). ``auto`` looks at each file.
    scope : {"industry", "total_final"}
        What to take from CEADs workbooks: the sum of the 40 industry rows of the
        final-consumption block, or the row 'Total Final Consumption'. Other
        tables hold one scope and are taken as they are.
    unit : str, optional
        Unit of the amounts where the table does not say, or ``"ceads"`` for the
        units CEADs uses: 10^4 t, gases 10^8 m3, heat 10^10 kJ, electricity
        10^8 kWh, other energy 10^4 tce. Wide tables are read in CEADs units
        unless told otherwise, which the log says.
    log : Log, optional

    Returns
    -------
    pandas.DataFrame
        ``region`` (as in the file; of a sheet name without its year), ``year``
        (int), ``fuel`` (id), ``amount`` (float, in ``unit``), ``unit`` (standard
        name). All fuels and carriers of the files, nothing converted or dropped.

    Raises
    ------
    InputError
        For unreadable files, unknown fuels and units, cells that are no number,
        negative amounts, repeated rows within or between files, and CEADs sheets
        in which an industry row is missing, renamed or empty.
    """
    log = log or Log()
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
    parts, faults = [], []
    for number, path in enumerate(paths):
        log.check(number / len(paths))
        try:
            rows = _read_file(path, format, scope, unit, log)
            parts.append(rows.assign(file=file_name(path)))
        except InputError as error:
            faults.extend(error.messages)
    stop_on(faults)
    energy = pd.concat(parts, ignore_index=True)
    _refuse_repeated(energy)
    log.check(1)
    return energy[COLUMNS]


def _refuse_repeated(energy: pd.DataFrame) -> None:
    keys = energy.assign(key=energy["region"].map(region_key))[["key", "year", "fuel"]]
    repeated = energy[keys.duplicated(keep=False)].assign(key=keys["key"])
    faults = []
    for (_, year), rows in repeated.groupby(["key", "year"], sort=False):
        fuels = [fuel_label(fuel) for fuel in rows["fuel"].unique()]
        faults.append(
            Message(
                "{region} {year} stands twice in {files} ({fuels}); keep one.",
                region=" / ".join(rows["region"].unique()),
                year=year,
                files=", ".join(rows["file"].unique()),
                fuels=", ".join(fuels[:3] + ["..."] * (len(fuels) > 3)),
            )
        )
    stop_on(faults)


def _read_file(path, format, scope, unit, log) -> pd.DataFrame:
    sheets = {}
    if format in ("auto", "ceads"):
        sheets = _inventory_sheets(read_sheets(str(path).split("|")[0]), path, log)
    if sheets:
        return _read_inventories(sheets, path, scope, log)
    if format == "ceads":
        raise InputError(
            Message(
                "{file} has no sheet like InnerMongolia2019 with fuels in its first row; choose "
                "another format.",
                file=file_name(path),
            )
        )
    return tidy_energy(read_table(path), file_name(path), format, unit, log)


def tidy_energy(
    table: pd.DataFrame,
    name: str,
    format: str = "auto",
    unit: str | None = None,
    log: Log | None = None,
) -> pd.DataFrame:
    """Bring a long or wide energy table into the tidy form.

    Parameters
    ----------
    table : pandas.DataFrame
        Long: columns ``region``, ``year``, ``fuel``, ``amount``, ``unit``. Wide:
        ``region``, ``year`` and a column for each fuel, with its unit in the
        name if it is told there (``Raw coal (10^4 t)``, ``coke_10^4 t``).
        Chinese names are understood.
    name : str
        How messages call the table.
    format : {"auto", "long", "wide"}
    unit : str, optional
        See :func:`read_energy`.
    log : Log, optional

    Returns
    -------
    pandas.DataFrame
        As :func:`read_energy`.

    Raises
    ------
    InputError
        As :func:`read_energy`.
    """
    log = log or Log()
    region, year = key_columns(table)
    if not region or not year:
        raise InputError(
            Message(
                "{file}: there are no columns of regions and years; name them region and year.",
                file=name,
            )
        )
    fuel, amount = find_column(table, FUEL_NAMES), find_column(table, AMOUNT_NAMES)
    long = bool(fuel and amount)
    if format == "long" and not long:
        raise InputError(
            Message("{file}: a long table needs the columns fuel and amount; add them.", file=name)
        )
    faults = []
    if long and format != "wide":
        cells = _long_cells(table, fuel, amount, unit, name, faults, log)
    else:
        cells = _wide_cells(table, region, year, unit, name, faults, log)
    keys = pd.DataFrame({"region": table[region], "year": year_column(table, year, name, faults)})
    for row in keys.index[[is_missing(cell) for cell in keys["region"]]]:
        faults.append(
            Message(
                "{file}, row {row}: the region is missing; name it or remove the row.",
                file=name,
                row=row,
            )
        )
    stop_on(faults)
    energy = cells.join(keys)
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
    energy["region"] = [region_text(cell) for cell in energy["region"]]
    energy = energy[COLUMNS].reset_index(drop=True)
    _refuse_repeated(energy.assign(file=name))
    return energy


def _unit_or_default(fuel: str, unit: str | None) -> str | None:
    """Return the standard name of a unit given for a whole table."""
    if unit == CEADS_UNITS:
        return constant_table("fuel_names").set_index("fuel").loc[fuel, "ceads_unit"]
    return match_unit(unit) if unit else None


def _check_unit(fuel: str, known: str | None, unit, place: str, name: str, faults: list) -> None:
    """Append a fault if a unit is unknown or cannot measure its fuel."""
    if known is None:
        faults.append(
            Message(
                "{file}, {place}: the unit '{unit}' is not known; did you mean {candidates}?",
                file=name,
                place=place,
                unit=unit,
                candidates=", ".join(near_units(unit)),
            )
        )
    elif not unit_fits(fuel, known):
        faults.append(
            Message(
                "{file}, {place}: '{unit}' cannot measure {fuel}; give the amount in {expected} "
                "or tce.",
                file=name,
                place=place,
                unit=unit,
                fuel=fuel_label(fuel),
                expected=fuel_base_unit(fuel),
            )
        )


def _say_default_unit(unit: str, name: str, log: Log) -> None:
    if unit == CEADS_UNITS:
        log.info(
            "{file}: amounts without a unit are read in the units of CEADs: 10^4 t, gases "
            "10^8 m3, heat 10^10 kJ, electricity 10^8 kWh, other energy 10^4 tce.",
            file=name,
        )
    else:
        log.info("{file}: amounts without a unit are read in {unit}.", file=name, unit=unit)


def _long_cells(table, fuel, amount, unit, name, faults, log) -> pd.DataFrame:
    unit_column = find_column(table, UNIT_NAMES)
    if unit_column is None and not unit:
        faults.append(
            Message(
                "{file}: no column says in which unit the amounts are; add the column unit "
                "or give the unit.",
                file=name,
            )
        )
    fuels, units, defaults = [], [], 0
    for row, cells in table.iterrows():
        found = match_fuel(cells[fuel])
        place = Message("row {row}", row=row)
        known = None
        if found is None:
            faults.append(
                Message(
                    "{file}, {place}: the fuel '{fuel}' is not known; rename it or remove the row.",
                    file=name,
                    place=place,
                    fuel=cells[fuel],
                )
            )
        elif unit_column is not None or unit:
            given = cells[unit_column] if unit_column is not None else None
            if is_missing(given):
                given, known = unit or "", _unit_or_default(found, unit)
                defaults += 1
            else:
                known = match_unit(given)
            _check_unit(found, known, given, place, name, faults)
        fuels.append(found)
        units.append(known)
    if defaults:
        _say_default_unit(unit, name, log)
    amounts = number_column(table, amount, name, faults)
    return pd.DataFrame({"fuel": fuels, "amount": amounts, "unit": units}, index=table.index)


def _fuel_and_unit(column: str):
    """Split the name of a column into fuel and unit; None where it does not say."""
    text = unicodedata.normalize("NFKC", column).strip()
    if match_fuel(text):
        return match_fuel(text), None
    bracket = re.fullmatch(r"(.+?)[\s_]*[\(\[](.+)[\)\]]", text)
    splits = [bracket.groups()] if bracket else []
    splits += [(text[: m.start()], text[m.end() :]) for m in re.finditer(r"[\s_,/]+", text)][::-1]
    for front, back in splits:
        if match_fuel(front):
            return match_fuel(front), back
    return None, None


def _wide_cells(table, region, year, unit, name, faults, log) -> pd.DataFrame:
    parts, without_unit, descriptive = [], False, []
    for column in table.columns:
        if column in (region, year):
            continue
        fuel, given = _fuel_and_unit(str(column))
        if fuel is None and str(column).casefold() in _DESCRIPTIVE:
            descriptive.append(str(column))
            continue
        if fuel is None:
            faults.append(
                Message(
                    "{file}: the column '{column}' is no known fuel; rename or remove it.",
                    file=name,
                    column=column,
                )
            )
            continue
        if given is None:
            given = unit or CEADS_UNITS
            known = _unit_or_default(fuel, given)
            without_unit = True
        else:
            known = match_unit(given)
        place = Message("column '{column}'", column=column)
        _check_unit(fuel, known, given, place, name, faults)
        amounts = number_column(table, column, name, faults)
        parts.append(pd.DataFrame({"fuel": fuel, "amount": amounts, "unit": known}))
    if not parts and not faults:
        faults.append(
            Message(
                "{file}: no column is named after a fuel; name the columns like raw_coal or 原煤.",
                file=name,
            )
        )
    stop_on(faults)
    if descriptive:
        log.info(
            "{file}: the columns {columns} are not used.", file=name, columns=", ".join(descriptive)
        )
    if without_unit:
        _say_default_unit(unit or CEADS_UNITS, name, log)
    # Row by row rather than fuel by fuel, as in the other formats.
    return pd.concat(parts).sort_index(kind="stable")


def _inventory_sheets(sheets: dict, path, log: Log) -> dict:
    """Return the sheets of a workbook that are CEADs inventories, by name."""
    inventories, others = {}, []
    for sheet, rows in sheets.items():
        header = rows[0][1:] if rows else []
        if sum(match_fuel(cell) is not None for cell in header if cell) >= 5 and (
            len(rows) > 1 and _label(rows[1][0]) == "unit"
        ):
            inventories[sheet] = rows
        else:
            others.append(sheet)
    stop_on(
        [
            Message(
                "{file}, sheet {sheet}: fuels are expected in row 1 and units in row 2; "
                "restore the published form.",
                file=file_name(path),
                sheet=sheet,
            )
            for sheet in others
            if inventories and _SHEET.fullmatch(sheet.strip())
        ]
    )
    if inventories and others:
        log.info(
            "{file}: the sheets {sheets} are no inventories and are not read.",
            file=file_name(path),
            sheets=", ".join(others),
        )
    return inventories


def _read_inventories(sheets: dict, path, scope: str, log: Log) -> pd.DataFrame:
    parts, faults = [], []
    for number, (sheet, rows) in enumerate(sheets.items()):
        log.check(number / len(sheets))
        parts.append(_read_inventory(sheet, rows, path, scope, faults))
    stop_on(faults)
    return pd.concat(parts, ignore_index=True)


def _label(cell) -> str:
    """Return a row's name without the blanks and case that vary from year to year."""
    return " ".join(str(cell).split()).casefold() if cell is not None else ""


def _read_inventory(sheet: str, rows: list, path, scope: str, faults: list) -> pd.DataFrame:
    place = dict(file=file_name(path), sheet=sheet)
    found = len(faults)
    name = _SHEET.fullmatch(sheet.strip())
    if not name:
        faults.append(
            Message(
                "{file}, sheet {sheet}: the name does not end with a year; name it like "
                "InnerMongolia2019.",
                **place,
            )
        )
    carriers = constant_table("fuel_names")["fuel"].tolist()
    columns = _inventory_columns(rows, place, faults)
    for fuel in carriers:
        if fuel not in columns:
            faults.append(
                Message(
                    "{file}, sheet {sheet}: the column of {fuel} is missing; add it.",
                    fuel=fuel_label(fuel),
                    **place,
                )
            )
    wanted = _inventory_rows(rows, scope, place, faults)
    energy = []
    for fuel, (column, unit) in columns.items():
        amounts = []
        for row in wanted:
            cell = rows[row][column]
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
                        label=rows[row][0],
                        fuel=fuel_label(fuel),
                        cell="" if cell is None else cell,
                        **place,
                    )
                )
            else:
                amounts.append(amount)
        energy.append({"fuel": fuel, "amount": float(sum(amounts)), "unit": unit})
    if len(faults) > found:
        return pd.DataFrame(columns=COLUMNS)
    region, year = name.groups()
    return pd.DataFrame(energy).assign(region=region, year=int(year))[COLUMNS]


def _inventory_columns(rows: list, place: dict, faults: list) -> dict:
    """Return {fuel: (position, unit)} from the first two rows of a sheet."""
    columns = {}
    for position, header in enumerate(rows[0][1:], start=1):
        if header is None:
            continue
        fuel = match_fuel(header)
        if fuel is None or fuel in columns:
            faults.append(
                Message(
                    "{file}, sheet {sheet}: the column '{column}' is no known fuel or stands "
                    "there twice; rename or remove it.",
                    column=header,
                    **place,
                )
            )
            continue
        printed = rows[1][position] if position < len(rows[1]) else None
        columns[fuel] = (position, match_unit(printed))
        _check_unit(
            fuel,
            columns[fuel][1],
            printed or "",
            Message("sheet {sheet}, column {column}", sheet=place["sheet"], column=header),
            place["file"],
            faults,
        )
    return columns


def _inventory_rows(rows: list, scope: str, place: dict, faults: list) -> list:
    """Return the positions of the rows of a scope.

    Only rows down to 'Rural' count: the transformation block below has rows of
    its own, some of them with the names of fuels.
    """
    known = constant_table("energy_rows")
    labels = [_label(row[0]) if row else "" for row in rows]
    last = _label(known["row"].iloc[-1])
    end = labels.index(last) + 1 if last in labels else len(labels)
    roles = {"industry": "industry", "total_final": "total"}
    wanted = []
    for row in known.loc[known["role"] == roles[scope], "row"]:
        positions = [i for i in range(2, end) if labels[i] == _label(row)]
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
    unknown = set(labels[2:end]) - set(known["row"].map(_label))
    for label in sorted(unknown - {""}):
        faults.append(
            Message(
                "{file}, sheet {sheet}: the row '{row}' is not one of the published rows of "
                "final consumption; restore its name or remove it.",
                row=label,
                **place,
            )
        )
    return wanted
