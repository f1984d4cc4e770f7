"""Energy balance tables of the China Energy Statistical Yearbook (tables 6-1 to 6-30).

One table for each province and year: fuels across, and down the page supply,
transformation, losses, final consumption (四.终端消费量) and below it its sectors.
Units are printed above the columns, in Chinese and in English, some of them wrong.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from .constants import constant_table
from .energy_reading import EnergyReading, add_parts, ceads_unit, measures, shares_of_energy
from .energy_totals import check_totals, fuel_total
from .fuels import fuel_label
from .log import Message
from .regions import region_key
from .tables import file_name, is_missing, parse_number, stop_on
from .units import match_unit

_FEWEST_FUELS = 5
_NUMBERING = re.compile(
    r"^(?:[#*\s]+|其中:?|\([一二三四五六七八九十\d]+\)|[一二三四五六七八九十\d]+[.、,:]|"
    r"[一二三四五六七八九十]+\s+|\d+)"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_TITLES = (
    re.compile(r"(?:表?\s*\d+\s*-\s*\d+)?\s*(.*?)\s*能源平衡表"),
    re.compile(r"energy balance (?:sheet |table )?of\s+(.+?)\s*(?:[-(,]|\d|$)", re.I),
)
_NO_REGION = re.compile(
    r"能源平衡表|实物量|标准量|统计年鉴|能源|年度?|"
    r"\b(?:energy|balance|yearbook|sheet|table|physical|quantity)\b",
    re.I,
)
_UNIT_IN_BRACKETS = re.compile(r"\((?=.*(?:\d|[吨米焦时方度]|tn|kJ|kW))[^()]*\)")
# Sectors are rounded to two decimals; a sum of them may be off by a little.
_ROUNDING = 0.005


@dataclass
class Balance:
    """One balance table: where its parts are.

    Attributes
    ----------
    rows : list of list
    header : list of int
        Positions of the rows with the names and units of fuels.
    top : int
        Position of the row with the most names.
    fuels : int
        Position of the column of the first fuel.
    roles : dict of str to int
        Positions of the rows ``total``, ``industry``, ``non_energy``.
    """

    rows: list
    header: list
    top: int
    fuels: int
    roles: dict


def _plain(cell) -> str:
    return unicodedata.normalize("NFKC", "" if cell is None else str(cell)).strip()


def _label(cell) -> str:
    """Return a row's name without numbering, blanks and case: ``2.工 业`` as ``工业``."""
    text, before = _plain(cell), None
    while text != before:
        before, text = text, _NUMBERING.sub("", text)
    return re.sub(r"\s", "", text).casefold()


@cache
def _roles() -> dict:
    rows = constant_table("energy_rows")
    return {
        _label(name): row.role
        for row in rows[rows["format"] == "yearbook"].itertuples()
        for name in [row.row] + row.aliases.split("|")
    }


def balance_sheets(sheets: dict, path, reading: EnergyReading) -> dict:
    """Return the sheets of a file that are energy balance tables, by name.

    Parameters
    ----------
    sheets : dict
        As :func:`.tables.read_sheets` returns it.
    path : str or Path
    reading : EnergyReading

    Returns
    -------
    dict of str to Balance
    """
    found = {sheet: _balance(rows, reading) for sheet, rows in sheets.items()}
    balances = {sheet: balance for sheet, balance in found.items() if balance}
    others = [sheet for sheet in found if not found[sheet] and any(map(any, sheets[sheet]))]
    if balances and others:
        reading.leave_out(
            Message(
                "sheets {sheets}, which are no balance tables",
                sheets=", ".join(others),
            )
        )
    return balances


def _balance(rows: list, reading: EnergyReading) -> Balance | None:
    """Find the parts of a balance table; None if this is none."""

    def known(cell):
        return reading.names.split(cell)[0] or fuel_total(cell)

    named = [[i for i, cell in enumerate(row) if cell and known(cell)] for row in rows[:20]]
    top = max(range(len(named)), key=lambda i: len(named[i]), default=None)
    if top is None or len(named[top]) < _FEWEST_FUELS:
        return None
    fuels = named[top][0]
    labels = [[_label(cell) for cell in row[:fuels] if cell] for row in rows]
    is_role = [{_roles().get(label) for label in row} - {None} for row in labels]
    start = next((i for i in range(top + 1, len(rows)) if "total" in is_role[i]), None)
    if start is None or fuels == 0:
        return None
    end = next((i for i in range(start + 1, len(rows)) if is_role[i] & {"end"}), len(rows))
    roles = {"total": [start]}
    for i in range(start + 1, end):
        for role in is_role[i]:
            roles.setdefault(role, []).append(i)
    if "industry" not in roles:
        return None
    first = next((i for i in range(top + 1, start) if _has_number(rows[i][fuels:])), start)
    header = [i for i in range(first) if any(rows[i][fuels:])]
    return Balance(rows, header, top, fuels, roles)


def _has_number(cells: list) -> bool:
    for cell in cells:
        try:
            if not np.isnan(parse_number(cell)):
                return True
        except ValueError:
            continue
    return False


def read_balances(balances: dict, path, reading: EnergyReading) -> pd.DataFrame:
    """Read the balance tables of one file.

    Parameters
    ----------
    balances : dict
        As :func:`balance_sheets` returns it.
    path : str or Path
    reading : EnergyReading

    Returns
    -------
    pandas.DataFrame
        ``region``, ``year``, ``fuel``, ``amount``, ``unit``.

    Raises
    ------
    InputError
        If region or year are not told, the row of the scope stands there more than
        once or has no number, a column is no known fuel, cells are no number or
        negative, and units that are missing, contradict each other or cannot
        measure their fuel.
    """
    parts, faults = [], []
    for sheet, balance in balances.items():
        place = file_name(path)
        if len(balances) > 1:
            place = "%s, sheet %s" % (place, sheet)
        region, year = _region_and_year(balance, sheet, path, place, reading, faults)
        parts.append(_read_balance(balance, place, region, year, reading, faults))
    stop_on(faults)
    taken = {
        "industry": Message("yearbook: the row 2.工业 (Industry) under 四.终端消费量"),
        "total_final": Message("yearbook: the row 四.终端消费量 (Total Final Consumption)"),
    }
    reading.recognise("yearbook", file_name(path), taken[reading.scope])
    return pd.concat(parts, ignore_index=True)


def _region_and_year(balance, sheet, path, place, reading, faults) -> tuple:
    """Return region and year of a table: from its title, else its sheet, file or folder."""
    top = [_plain(cell) for row in balance.rows[: balance.top] for cell in row if cell]
    path = Path(str(path).partition("|")[0])
    matches = (title.search(line) for line in top for title in _TITLES)
    titled = next(filter(None, (_region_name(m.group(1)) for m in matches if m)), "")
    region = titled
    years = {int(year) for line in top for year in _YEAR.findall(line)}
    for name in (sheet, path.stem, path.parent.name):
        if not region or not years:
            guess = "" if re.fullmatch(r"(?i)(sheet|工作表)\s*\d*", name) else _region_name(name)
            # A folder is often called after the data; only the name of a province tells.
            region = region or (guess if name != path.parent.name or _province(guess) else "")
            years = years or {int(year) for year in _YEAR.findall(name)}
    if not region:
        faults.append(
            Message(
                "{file}: neither title nor file name says which region this is; write it into the "
                "title, like 6-9 上海能源平衡表(实物量)-2007.",
                file=place,
            )
        )
    if len(years) != 1:
        faults.append(
            Message(
                "{file}: title and file name do not say one year ({years}); write it into the "
                "title, like 6-9 上海能源平衡表(实物量)-2007.",
                file=place,
                years=", ".join(str(year) for year in sorted(years)) or "-",
            )
        )
    named = _region_name(path.stem)
    if titled and _province(named) and _province(titled) not in (None, _province(named)):
        reading.log.warning(
            "{file}: the title says {title} and the file name {name}; the title is taken.",
            file=place,
            title=titled,
            name=named,
        )
    return region, min(years, default=0)


def _region_name(text: str) -> str:
    return " ".join(_NO_REGION.sub(" ", re.sub(r"[\d\W_]", " ", text)).split())


def _province(name: str) -> str | None:
    key = region_key(name)
    return key if re.fullmatch(r"\d{6}", key) else None


def _read_balance(balance, place, region, year, reading, faults) -> pd.DataFrame:
    role = {"industry": "industry", "total_final": "total"}[reading.scope]
    found = len(faults)
    if len(balance.roles[role]) > 1:
        faults.append(
            Message(
                "{file}: the row of {scope} stands there {count} times (rows {rows}); keep one.",
                file=place,
                scope=reading.scope,
                count=len(balance.roles[role]),
                rows=", ".join(str(i + 1) for i in balance.roles[role]),
            )
        )
    amounts = _numbers(balance, balance.roles[role][0], place, faults)
    if not any(amount > 0 for amount in amounts.values()):
        faults.append(
            Message(
                "{file}, row {row} ({label}): there are no numbers; choose a complete table.",
                file=place,
                row=balance.roles[role][0] + 1,
                label=_plain(balance.rows[balance.roles[role][0]][0]),
            )
        )
    columns = _columns(balance)
    for column in sorted(set(amounts) - set(columns)):
        faults.append(
            Message(
                "{file}, row {row}: cell {number} has the amount {amount} and no fuel above it; "
                "name the fuel or clear the column.",
                file=place,
                row=balance.roles[role][0] + 1,
                number=column + 1,
                amount=amounts[column],
            )
        )
    table_unit = _table_unit(balance)
    energy, totals, suspects = [], [], []
    for column in columns:
        names = _names(balance, column)
        id, part, _ = next((n for n in map(reading.names.split, names) if n[0]), (None,) * 3)
        total = next((name for name in names if fuel_total(name)), "")
        printed = _printed_units(balance, column) or ([table_unit] if table_unit else [])
        amount = amounts.get(column, np.nan)
        if id is None and total:
            unit = next(filter(None, map(match_unit, printed)), "")
            totals.append({"total": total, "amount": amount, "unit": unit})
            reading.leave_out(Message("'{total}', which is a total of fuels", total=total))
            continue
        where = Message("column {column}", column=names[-1])
        if id is None:
            faults.append(reading.unknown_fuel(names[-1], where, place))
            continue
        unit, suspicion = _unit(id, part, printed, balance, where, place, reading, faults)
        if suspicion:
            suspects.append((id, part, printed, suspicion, unit))
        energy.append(
            {
                "fuel": id,
                "part": part.part if part else "",
                # The yearbook leaves a cell empty where nothing is used.
                "amount": 0.0 if np.isnan(amount) else amount,
                "unit": unit,
            }
        )
    table = pd.DataFrame(energy, columns=["fuel", "part", "amount", "unit"])
    table = table.assign(region=region, year=year)
    for fuel in sorted(table.loc[table.duplicated(["fuel", "part"]), "fuel"].unique()):
        faults.append(
            Message("{file}: {fuel} has two columns; keep one.", file=place, fuel=fuel_label(fuel))
        )
    _refuse_or_warn(suspects, table, place, reading, faults)
    if len(faults) > found:
        return table[:0]
    totals = pd.DataFrame(totals, columns=["total", "amount", "unit"])
    check_totals(totals.assign(region=region, year=year), table, place, reading.log)
    _check_share(balance, place, reading)
    _say_conventions(balance, reading)
    return add_parts(table, place, reading)


def _columns(balance: Balance) -> list:
    """Return the positions of the columns of fuels: from the first, with a name above them."""
    words = {"item", "items", "项目", "指标"}  # a second column of labels at the right edge
    return [
        column
        for column in range(balance.fuels, max(len(balance.rows[i]) for i in balance.header))
        for names in [_names(balance, column)]
        if names and _label(names[-1]) not in words
    ]


def _cells(balance: Balance, column: int) -> list:
    cells = (balance.rows[i][column : column + 1] for i in balance.header)
    return [_plain(cell[0]) for cell in cells if cell and cell[0]]


def _is_unit(text: str) -> bool:
    return match_unit(text) is not None or bool(_UNIT_IN_BRACKETS.fullmatch(text))


def _names(balance: Balance, column: int) -> list:
    """Return what the name of a column may be: all its lines, its Chinese ones, the main one."""
    lines = [text for text in _cells(balance, column) if not _is_unit(text)]
    chinese = [text for text in lines if not text.isascii()]
    main = _plain(next(iter(balance.rows[balance.top][column : column + 1]), None))
    tries = [" ".join(lines), "".join(chinese), main]
    return [name for name in tries if name]


def _printed_units(balance: Balance, column: int) -> list:
    return [text.strip("()") for text in _cells(balance, column) if _is_unit(text)]


def _table_unit(balance: Balance) -> str:
    """Return the unit that a line above the table gives for all columns, ``单位:万吨标准煤``."""
    for row in balance.rows[: balance.top]:
        for cell in filter(None, row):
            found = re.search(r"(?:单位|unit)\s*:\s*(\S+)", _plain(cell), re.I)
            if found and match_unit(found.group(1)):
                return found.group(1)
    return ""


def _unit(id, part, printed, balance, where, place, reading, faults) -> tuple:
    """Return the unit of a column, and what is suspect about it: ``""`` or a word for it."""
    if part is None and id in reading.given:
        return reading.unit(id, part, printed[0] if printed else None, where, place, faults), ""
    known = [match_unit(text) for text in printed]
    fitting = sorted({unit for unit in known if unit and measures(id, part, unit)})
    lines = sum(any(_is_unit(_plain(c)) for c in balance.rows[i] if c) for i in balance.header)
    if len(fitting) == 1:
        if len(known) > known.count(fitting[0]):
            return fitting[0], "contradicted"
        return fitting[0], "incomplete" if len(printed) < lines else ""
    if not printed and reading.default:
        reading.say_default_unit(place)
        return reading.unit(id, part, None, where, place, faults), ""
    return "", "missing" if not printed else "unfit"


def _refuse_or_warn(suspects, table, place, reading, faults) -> None:
    """Say what is wrong with the units of columns, with the evidence of the amounts."""
    sure = table[table["unit"] != ""]
    amounts = {row.fuel: (row.amount, row.unit) for row in sure.itertuples() if not row.part}
    for id, part, printed, suspicion, unit in suspects:
        row = table[(table["fuel"] == id) & (table["part"] == (part.part if part else ""))]
        amount, likely = row["amount"].iloc[0], unit or ceads_unit(id)
        share = shares_of_energy({**amounts, id: (amount, likely)}).get(id, 0)
        evidence = Message(
            "{amount:.6g} {unit} would be {share:.1%} of the energy of this row",
            amount=amount,
            unit=likely,
            share=share,
        )
        if not amount:
            evidence = Message("it is 0 in this row")
        data = dict(
            file=place,
            fuel=part.name_en if part else fuel_label(id),
            id=id,
            printed=" / ".join(printed),
            unit=likely,
            evidence=evidence,
        )
        if suspicion == "contradicted":
            reading.log.warning(
                "{file}: the unit of {fuel} is suspect: '{printed}' is printed, of which only "
                "{unit} can measure it, and that is taken ({evidence}); otherwise set UNIT like "
                "{id}={unit}.",
                **data,
            )
        elif suspicion == "incomplete":
            reading.log.warning(
                "{file}: the unit of {fuel} is suspect: one line of units is empty, the other "
                "says {unit}, which is taken ({evidence}); otherwise set UNIT like {id}={unit}.",
                **data,
            )
        elif suspicion == "missing":
            faults.append(
                Message(
                    "{file}: no unit is printed over {fuel}; set it in UNIT like {id}={unit} "
                    "({evidence}), or UNIT to ceads for the units of the yearbook.",
                    **data,
                )
            )
        else:
            faults.append(
                Message(
                    "{file}: '{printed}' over {fuel} is misprinted or cannot measure it; correct "
                    "the table, or set the true unit in UNIT like {id}={unit} ({evidence}).",
                    **data,
                )
            )


def _numbers(balance: Balance, row: int, place: str, faults: list | None) -> dict:
    """Return {column: amount} of a row; faults for what is no amount, or none if not wanted."""
    amounts = {}
    for column in range(balance.fuels, len(balance.rows[row])):
        cell = balance.rows[row][column]
        try:
            amount = parse_number(cell)
        except ValueError:
            amount = -1.0
        if amount >= 0:
            amounts[column] = amount
        elif not is_missing(cell) and faults is not None and column in _columns(balance):
            faults.append(
                Message(
                    "{file}, row {row}, column {column}: '{cell}' is not a number from 0 up; "
                    "correct it or leave it empty.",
                    file=place,
                    row=row + 1,
                    column=_names(balance, column)[-1],
                    cell=cell,
                )
            )
    return amounts


def _check_share(balance: Balance, place: str, reading: EnergyReading) -> None:
    """Warn where industry uses more than all final consumption."""
    totals = _numbers(balance, balance.roles["total"][0], place, None)
    industry = _numbers(balance, balance.roles["industry"][0], place, None)
    for column in _columns(balance):
        part, whole = industry.get(column, 0), totals.get(column, 0)
        if part > whole * (1 + _ROUNDING) + _ROUNDING:
            reading.log.warning(
                "{file}: industry uses more {fuel} ({part:.6g}) than all final consumption "
                "({whole:.6g}); one of them is misprinted.",
                file=place,
                fuel=_names(balance, column)[-1],
                part=part,
                whole=whole,
            )


def _say_conventions(balance: Balance, reading: EnergyReading) -> None:
    reading.remark(Message("empty cells of balance tables are 0 (nothing used, or too little)"))
    rows = balance.roles.get("non_energy", [])
    if any(_has_number(balance.rows[i][balance.fuels :]) for i in rows):
        reading.remark(
            Message(
                "what balance tables name as raw material (用作原料、材料) is not subtracted and "
                "counts as burnt"
            )
        )
