"""Tables from files: text tables and spreadsheets, read with care for the numbers.

Every cell is read as text and made a number by one function, so that a
thousands separator, a full-width digit or a dash means the same in every format.
Spreadsheets are read by GDAL, which every QGIS has.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from pathlib import Path

import numpy as np
import pandas as pd
from osgeo import gdal

from .log import InputError, Message

MISSING = {"", "-", "--", "---", "...", "na", "n/a", "nan", "null", "none"}
TEXT_FILES = {".csv", ".tsv", ".txt", ".tab"}
WORKBOOKS = {".xlsx": "XLSX", ".xlsm": "XLSX", ".xls": "XLS", ".ods": "ODS"}
_MOST_FAULTS = 30
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
    return _plain(cell).casefold() in MISSING


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
    match = re.fullmatch(r"((?:19|20)\d{2})(\.0*)?\s*(年度?)?", _plain(cell))
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
    values = []
    for row, cell in table[column].items():
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
    for row, cell in table[column].items():
        years.append(parse_year(cell) or 0)
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


def read_sheets(path) -> dict:
    """Read every sheet of a file as rows of text.

    Parameters
    ----------
    path : str or Path
        CSV, TSV or TXT (UTF-8 with or without BOM, UTF-16 with BOM, GB18030),
        XLSX, XLS or ODS.

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
    elif suffix in TEXT_FILES:
        sheets = {name: _read_text(path)}
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


def _read_text(path: Path) -> list:
    data = path.read_bytes()
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            break
    else:
        raise InputError(
            Message(
                "{file} is not a text table in UTF-8 or GB18030; save it again as CSV UTF-8.",
                file=path.name,
            )
        )
    # The separator is the one that splits the file most, not the one that a
    # title line above the header happens to hold.
    delimiter = max(",\t;", key=text.count)
    rows = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        for cells in reader:
            # A quoted cell may span lines; keep item n - 1 = line n of the file.
            rows.extend([] for _ in range(reader.line_num - len(rows) - 1))
            rows.append([cell.strip() or None for cell in cells])
    except csv.Error:
        raise InputError(
            Message(
                "{file}, line {line}: the quotation marks do not match; correct them.",
                file=path.name,
                line=reader.line_num,
            )
        ) from None
    return rows


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
        raise InputError(
            Message(
                "{file} cannot be opened as a {kind} workbook; it may be damaged or of another "
                "kind, save it again from a spreadsheet program.",
                file=path.name,
                kind=driver,
            )
        ) from None
    finally:
        gdal.PopErrorHandler()
        for key, value in before.items():
            gdal.SetThreadLocalConfigOption(key, value)


def _layer_rows(layer) -> list:
    width = layer.GetLayerDefn().GetFieldCount()
    rows = []
    for feature in layer:
        cells = (feature.GetField(i) for i in range(width))
        rows.append([(cell.strip() or None) if cell is not None else None for cell in cells])
    return rows


def table_from_rows(rows: list, file) -> pd.DataFrame:
    """Make a table of rows of text; see :func:`read_table`.

    Parameters
    ----------
    rows : list of list
        Texts and None, row ``n`` of the file as item ``n - 1``.
    file : str or Path
        File to name in the faults.

    Returns
    -------
    pandas.DataFrame
        As :func:`read_table`.
    """
    filled = [sum(cell is not None for cell in row) for row in rows]
    # Title lines above the header have one filled cell, a header has more.
    start = next((i for i, count in enumerate(filled) if count > 1), None)
    if start is None:
        start = next(i for i, count in enumerate(filled) if count)
    body = [(i + 1, rows[i]) for i in range(start + 1, len(rows)) if filled[i]]
    header = list(rows[start])
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
        cells = [row[position] if position < len(row) else None for _, row in body]
        if name is None and all(cell is None for cell in cells):
            continue
        name = name or f"column_{position + 1}"
        table[name] = _column(cells, index)
    return pd.DataFrame(table, index=index)


def _column(cells: list, index: pd.Index) -> pd.Series:
    """Return a column as numbers if it holds nothing else, otherwise as text."""
    written = [_plain(cell) for cell in cells if not is_missing(cell)]
    # 001 is a code, and 16 digits or more do not fit a float: both stay text.
    if written and all(
        _NUMBER.fullmatch(text) and not re.match(r"0\d|\d{16}", text) for text in written
    ):
        values = pd.Series([parse_number(cell) for cell in cells], index=index, dtype=float)
        if len(written) == len(cells) and all(re.fullmatch(r"[+-]?\d+", t) for t in written):
            return values.astype("int64")
        return values
    return pd.Series(cells, index=index, dtype=object)


def read_table(path, sheet: str | None = None) -> pd.DataFrame:
    """Read a table from a text file or a spreadsheet.

    Parameters
    ----------
    path : str or Path
        See :func:`read_sheets`. ``book.xlsx|layername=Sheet1`` names a sheet.
    sheet : str, optional
        Sheet to read; by default the only one that holds data.

    Returns
    -------
    pandas.DataFrame
        Columns named as in the header, which is the first row with more than
        one filled cell (title lines above it are passed over). A column that
        holds only numbers is numeric, any other text; missing is NaN or None.
        The index, called ``row``, is the row number in the file. Empty rows
        are left out.

    Raises
    ------
    InputError
        If the file cannot be read, has several sheets with data and none is
        named, two columns of one name, or cells outside the named columns.
    """
    path, _, layer = str(path).partition("|layername=")
    sheet = sheet or layer or None
    sheets = read_sheets(path)
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
    return table_from_rows(sheets[sheet], path)


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
