"""Tables from files: text tables and spreadsheets, read with care for the numbers.

Every cell is read as text and made a number by one function, so that a
thousands separator, a full-width digit or a dash means the same in every format.
Spreadsheets are read by GDAL, which every QGIS has.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pandas as pd
from osgeo import gdal

from .log import InputError, Log, Message, listing
from .text_files import TextFormat, read_text_rows
from .units import match_unit

MISSING = {"na", "n/a", "n.a.", "nan", "null", "none", "missing", "无数据", "暂无", "缺失"}
_NOTHING = re.compile(r"[-.·/\s]*")  # dashes and dots of any length
TEXT_FILES = {".csv", ".tsv", ".txt", ".tab"}
WORKBOOKS = {".xlsx": "XLSX", ".xlsm": "XLSX", ".xls": "XLS", ".ods": "ODS"}
_MOST_FAULTS, _MOST_NOTES = 30, 5
_NOTE = re.compile(
    r"\W*(注|备注|附注|说明|资料|来源|数据|本表|数字|source|notes?\b|data\b|remark)|.*[:：。]",
    re.IGNORECASE,
)
_LONGEST_NAME = 30
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError, KeyError
)  # fmt: skip
# A formula that gives an empty text has the type str.
_NOT_COMPUTED = re.compile(
    r'<c r="([A-Z]+\d+)"(?![^>]*t="str")[^>]*>\s*<f[^>]*?(?:/>|>[^<]*</f>)\s*'
    r"(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
_UNIT_LABELS = ("unit", "units", "单位", "计量单位")
_UNIT_LINE = re.compile(
    r"(?:单位|\bunits?)\s*[:：]\s*(?P<unit>[^()（）]*[^()（）\s])", re.IGNORECASE
)
_DASHES = str.maketrans({dash: "-" for dash in "‐‑‒–—―−"})
_NUMBER = re.compile(
    r"[+-]?(\d+|\d{1,3}(,\d{3})+|\d{1,3}( \d{3})+)(\.\d*)?([eE][+-]?\d+)?|[+-]?\.\d+([eE][+-]?\d+)?"
)


def stop_on(faults: list) -> None:
    """Raise an InputError if there are faults, with a count in place of a flood.

    Parameters
    ----------
    faults : list of Message
        What was found.

    Raises
    ------
    InputError
        If ``faults`` is not empty.
    """
    if len(faults) > _MOST_FAULTS:
        count = len(faults) - _MOST_FAULTS
        faults = faults[:_MOST_FAULTS]
        faults.append(Message("There are {count} more faults like these.", count=count))
    if faults:
        raise InputError(faults)


def file_name(path) -> str:
    """Return how messages call a file: its name without the folder."""
    return Path(str(path).split("|")[0]).name


def is_missing(cell) -> bool:
    """Tell whether a cell holds nothing: empty, a dash, dots, NA or NULL."""
    if cell is None or (not isinstance(cell, str) and pd.isna(cell)):
        return True
    text = _plain(cell)
    return bool(_NOTHING.fullmatch(text)) or text.casefold() in MISSING


def parse_number(cell) -> float:
    """Return the number written in a cell.

    Parameters
    ----------
    cell : object
        A number or its text. Full-width digits and thousands separators
        (``1,234`` or ``1 234``) are understood.

    Returns
    -------
    float
        NaN for a missing value.

    Raises
    ------
    ValueError
        If the cell holds anything else.
    """
    if is_missing(cell):
        return np.nan
    text = _plain(cell)
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return float(text.replace(",", "").replace(" ", ""))


def parse_year(cell) -> int | None:
    """Return the year written in a cell: 2019, ``"2019年"`` or ``"2019.0"``, else None."""
    match = re.fullmatch(r"((?:19|20)\d{2})(\.0*)?\s*(年(度|末|底)?)?", _plain(cell))
    return int(match.group(1)) if match else None


def _plain(cell) -> str:
    return unicodedata.normalize("NFKC", str(cell)).translate(_DASHES).strip()


def number_column(table: pd.DataFrame, column: str, file, faults: list) -> pd.Series:
    """Return a column as numbers, and append a fault for every other cell.

    Parameters
    ----------
    table : pandas.DataFrame
        As :func:`read_table` returns it: the index is the row in the file.
    column : str
        Name of the column.
    file : str or Path
        File to name in the faults.
    faults : list of Message
        Gets one message for each cell that is not a number.

    Returns
    -------
    pandas.Series of float
        NaN for what is missing or faulty.
    """
    cells = table[column]
    if cells.dtype in (float, "int64") and not np.isinf(cells).any():
        return cells.astype(float).rename(None)
    values = []
    for row, cell in cells.items():
        try:
            values.append(parse_number(cell))
        except ValueError:
            values.append(np.nan)
            faults.append(
                Message(
                    "{file}, row {row}, column '{column}': '{cell}' is not a number; correct it "
                    "or leave it empty.",
                    file=file_name(file),
                    row=row,
                    column=column,
                    cell=cell,
                )
            )
    return pd.Series(values, index=table.index, dtype=float)


def year_column(table: pd.DataFrame, column: str, file, faults: list) -> pd.Series:
    """Return a column as whole years, and append a fault for every other cell.

    Parameters and faults as for :func:`number_column`; a missing year is a
    fault too.

    Returns
    -------
    pandas.Series of int
        0 where the cell is faulty.
    """
    years = []
    known = {cell: parse_year(cell) or 0 for cell in table[column].unique()}
    for row, cell in table[column].items():
        years.append(known.get(cell, 0))
        if not years[-1]:
            faults.append(
                Message(
                    "{file}, row {row}, column '{column}': '{cell}' is not a year; write it "
                    "like 2019.",
                    file=file_name(file),
                    row=row,
                    column=column,
                    cell="" if is_missing(cell) else cell,
                )
            )
    return pd.Series(years, index=table.index, dtype="int64")


def read_sheets(path, form: TextFormat | None = None, log: Log | None = None) -> dict:
    """Read every sheet of a file as rows of text.

    Parameters
    ----------
    path : str or Path
        CSV, TSV or TXT (see :func:`text_files.read_text_rows`), XLSX, XLS or ODS.
    form : TextFormat, optional
        How a text table is written, where it is not to be found.
    log : Log, optional

    Returns
    -------
    dict of str to list of list
        Sheet name to rows, each a list of texts, None for an empty cell. Row
        ``n`` of the file is item ``n - 1``. A text table has one sheet, named
        as the file.

    Raises
    ------
    InputError
        If the file is missing, empty, damaged or of another kind.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    name = file_name(path)
    if not path.is_file():
        raise InputError(Message("{file}: there is no such file; check the path.", file=str(path)))
    if suffix in WORKBOOKS:
        sheets = _read_workbook(path, WORKBOOKS[suffix])
        _warn_of_formulas(path, log or Log())
    elif suffix in TEXT_FILES:
        sheets = {name: read_text_rows(path, form, log)}
    else:
        raise InputError(
            Message(
                "{file} is not a table that can be read; save it as CSV, XLSX, XLS or ODS.",
                file=name,
            )
        )
    if not any(any(row) for rows in sheets.values() for row in rows):
        raise InputError(Message("{file} is empty; choose a file with data.", file=name))
    return sheets


def _read_workbook(path: Path, driver: str) -> dict:
    # Without these GDAL guesses header and types from the first rows, which
    # turns a column with one dash in it into text and eats a title line.
    options = {
        "OGR_" + driver + "_HEADERS": "DISABLE",
        "OGR_" + driver + "_FIELD_TYPES": "STRING",
    }
    before = {key: gdal.GetThreadLocalConfigOption(key) for key in options}
    for key, value in options.items():
        gdal.SetThreadLocalConfigOption(key, value)
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR, allowed_drivers=[driver])
        if dataset is None:
            raise RuntimeError
        return {
            layer.GetName(): _layer_rows(layer)
            for layer in (dataset.GetLayer(i) for i in range(dataset.GetLayerCount()))
        }
    except RuntimeError:
        raise _not_a_workbook(path, driver) from None
    finally:
        gdal.PopErrorHandler()
        for key, value in before.items():
            gdal.SetThreadLocalConfigOption(key, value)


def _not_a_workbook(path: Path, kind: str) -> InputError:
    return InputError(
        Message(
            "{file} cannot be opened as a {kind} workbook; it may be damaged or of another "
            "kind, save it again from a spreadsheet program.",
            file=path.name,
            kind=kind,
        )
    )


def _warn_of_formulas(path: Path, log: Log) -> None:
    """Say where a workbook was saved by a program that does not compute."""
    if WORKBOOKS[path.suffix.lower()] != "XLSX":
        return
    cells = []
    try:
        with zipfile.ZipFile(path) as book:
            for name in book.namelist():
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    cells += _NOT_COMPUTED.findall(book.read(name).decode("utf-8", "replace"))
    except _DAMAGED:  # GDAL reads over faults of the archive
        raise _not_a_workbook(path, "XLSX") from None
    if cells:
        log.warning(
            "{file}: {count} cells hold formulas without a saved result and count as empty "
            "({cells}); open it in a spreadsheet program and save it.",
            file=path.name,
            count=len(cells),
            cells=listing(cells, _MOST_NOTES),
        )


def _layer_rows(layer) -> list:
    width = layer.GetLayerDefn().GetFieldCount()
    rows = []
    for feature in layer:
        cells = (feature.GetField(i) for i in range(width))
        rows.append([(cell.strip() or None) if cell is not None else None for cell in cells])
    return rows


def table_from_rows(rows: list, file, log: Log | None = None) -> pd.DataFrame:
    """Make a table of rows of text; see :func:`read_table`.

    Parameters
    ----------
    rows : list of list
        Texts and None, row ``n`` of the file as item ``n - 1``.
    file : str or Path
        File to name in the faults.
    log : Log, optional

    Returns
    -------
    pandas.DataFrame
        As :func:`read_table`.
    """
    log = log or Log()
    log.check()
    header, start = _header(rows)
    body = [(i + 1, rows[i]) for i in range(start, len(rows)) if _filled(rows[i])]
    notes = []
    while len(header) > 1 and body and _is_note(body[-1][1]):
        notes.insert(0, body.pop())
    titles = [(i + 1, row) for i, row in enumerate(rows[:start]) if _is_title(row)]
    notes = titles + notes
    if notes:
        log.info(
            "{file}: titles and notes, not read as data: {notes}.",
            file=file_name(file),
            notes=listing(
                (f"{number}: {' '.join(filter(None, row))}" for number, row in notes), _MOST_NOTES
            ),
        )
    faults = []
    for number, row in body:
        extra = [cell for cell in row[len(header) :] if cell is not None]
        if extra:
            faults.append(
                Message(
                    "{file}, row {row}: there are more cells than the header has columns; "
                    "name every column.",
                    file=file_name(file),
                    row=number,
                )
            )
    for name in sorted({name for name in header if name and header.count(name) > 1}):
        faults.append(
            Message(
                "{file}: two columns are called '{column}'; rename or remove one.",
                file=file_name(file),
                column=name,
            )
        )
    if not body:
        faults.append(
            Message(
                "{file} has a header and no rows; choose a file with data.", file=file_name(file)
            )
        )
    stop_on(faults)
    index = pd.Index([number for number, _ in body], name="row")
    table = {}
    for position, name in enumerate(header):
        log.check()
        cells = [row[position] if position < len(row) else None for _, row in body]
        if name is None and all(cell is None for cell in cells):
            continue
        name = name or f"column_{position + 1}"
        table[name] = _column(cells, index)
    table = pd.DataFrame(table, index=index)
    lines = [_UNIT_LINE.search(cell) for _, row in titles for cell in row if cell]
    table.attrs["unit"] = next((line.group("unit") for line in lines if line), None)
    return table


def _filled(row: list) -> int:
    return sum(cell is not None for cell in row)


def _is_title(row: list) -> bool:
    """Tell a line above the header: one cell, or a unit for the whole table beside it."""
    return _filled(row) == 1 or any(cell and _UNIT_LINE.search(cell) for cell in row)


def _is_note(row: list) -> bool:
    """Tell a line below the data; a region without numbers has one cell as well."""
    cells = [cell for cell in row if cell is not None]
    return len(cells) == 1 and (len(cells[0]) > _LONGEST_NAME or bool(_NOTE.match(cells[0])))


def _header(rows: list) -> tuple[list, int]:
    """Find the names of the columns, and the row below them.

    The header is the first row with more than one cell, or, where cells of it
    are merged over several columns, the two or three rows that name them together.
    """
    start = next(
        (i for i, row in enumerate(rows) if _filled(row) > 1 and not _is_title(row)),
        next(i for i, row in enumerate(rows) if _filled(row)),
    )
    header, end = list(rows[start]), start + 1
    while end < len(rows) and _continues(header, rows[end]):
        header = _joined(header, rows[end])
        end += 1
    return header, end


def _continues(header: list, row: list) -> bool:
    """Tell a second row of a header: it names parts of merged cells, or gives units."""
    if not _filled(row):
        return False
    first, others = row[0], [cell for cell in row[1:] if cell is not None]
    if others and (first is None or first.casefold() in _UNIT_LABELS):
        if all(match_unit(cell) for cell in others):
            return True
    named = [i for i, cell in enumerate(row) if cell is not None]
    gaps = [i for i in named if i >= len(header) or header[i] is None]
    return first is None and bool(gaps) and not any(_is_amount(row[i]) for i in named)


def _is_amount(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(_plain(cell))) and parse_year(cell) is None


def _joined(upper: list, lower: list) -> list:
    """Name columns by two rows; a name merged over several columns is before each of them."""
    width = max(len(upper), len(lower))
    upper, lower = ([*row, *[None] * (width - len(row))] for row in (upper, lower))
    if lower[0] is not None:  # 'unit', the name of its row
        lower[0] = None
    names, group = [], None
    for above, below in zip(upper, lower):
        group = above if above is not None else group
        if below is None:
            names.append(above)
        elif group is None or lower.count(below) == 1 and parse_year(below):
            names.append(below)
        else:
            names.append(f"{group} {below}")
    return names


def _column(cells: list, index: pd.Index) -> pd.Series:
    """Return a column as numbers if it holds nothing else, otherwise as text."""
    different = dict.fromkeys(cells)  # in a table of a nation most texts stand often
    written = [_plain(cell) for cell in different if not is_missing(cell)]
    # 001 is a code, and 16 digits or more do not fit a float: both stay text.
    if written and all(
        _NUMBER.fullmatch(text) and not re.match(r"0\d|\d{16}", text) for text in written
    ):
        numbers = {cell: parse_number(cell) for cell in different}
        values = pd.Series([numbers[cell] for cell in cells], index=index, dtype=float)
        if len(written) == len(different) and all(re.fullmatch(r"[+-]?\d+", t) for t in written):
            return values.astype("int64")
        return values
    return pd.Series(cells, index=index, dtype=object)


def read_table(
    path, sheet: str | None = None, form: TextFormat | None = None, log: Log | None = None
) -> pd.DataFrame:
    """Read a table from a text file or a spreadsheet.

    Parameters
    ----------
    path : str or Path
        See :func:`read_sheets`. ``book.xlsx|layername=Sheet1`` names a sheet.
    sheet : str, optional
        Sheet to read; by default the only one that holds data.
    form : TextFormat, optional
        How a text table is written, where it is not to be found.
    log : Log, optional
        Told how a text was read, and which lines are no data.

    Returns
    -------
    pandas.DataFrame
        Columns named as in the header, which is the first row with more than
        one filled cell (title lines above it are passed over, and notes of one
        cell below the data), or two rows where cells are merged: then the upper
        name stands before the lower, ``原煤 万吨``, unless that is a year. A column
        that holds only numbers is numeric, any other text; missing is NaN or
        None. The index, called ``row``, is the row number in the file. Empty
        rows are left out.

    Raises
    ------
    InputError
        If the file cannot be read, has several sheets with data and none is
        named, two columns of one name, or cells outside the named columns.
    """
    path, _, layer = str(path).partition("|layername=")
    sheet = sheet or layer or None
    sheets = read_sheets(path, form, log)
    filled = [name for name, rows in sheets.items() if any(any(row) for row in rows)]
    if sheet is None and len(filled) == 1:
        sheet = filled[0]
    if sheet not in filled:
        raise InputError(
            Message(
                "{file} has the sheets {sheets}; name the one to read, "
                "as in {file}|layername={example}.",
                file=file_name(path),
                sheets=", ".join(filled),
                example=filled[0],
            )
        )
    return table_from_rows(sheets[sheet], path, log)


def find_column(table: pd.DataFrame, names) -> str | None:
    """Return the column that has one of some names, the first of them first.

    Parameters
    ----------
    table : pandas.DataFrame
        Any table.
    names : iterable of str
        Names to look for, in order of preference; case and blanks do not matter.

    Returns
    -------
    str or None
        The column's name as it stands in the table.
    """
    columns = {_plain(column).casefold(): column for column in reversed(list(table.columns))}
    return next((columns[name] for name in names if name in columns), None)
