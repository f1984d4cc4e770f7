"""Text tables as people save them: encoding, separator and decimal sign, found or given."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from .log import InputError, Log, Message

#: What a user calls an encoding, and how it is decoded; GB18030 holds GBK and GB2312.
ENCODINGS = {
    "utf-8": "utf-8-sig", "gb18030": "gb18030", "utf-16": "utf-16", "big5": "big5hkscs",
}  # fmt: skip
DELIMITERS = {"comma": ",", "tab": "\t", "semicolon": ";", "bar": "|"}
DECIMALS = {"point": ".", "comma": ","}
_AUTO = "auto"
#: Characters that are enough to find the separator.
_SAMPLE = 300_000
#: Below this share of damaged characters a text is UTF-8 with a fault, and not of another kind.
_DAMAGED = 0.1
_HINT = re.compile(r"sep=(.)")  # how Excel is told the separator, in the first line

_DECIMAL_COMMA = re.compile(r"[+-]?(\d+|\d{1,3}(\.\d{3})+),\d+")
_POINTS_IN_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+")
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
_DECIMAL_POINT = re.compile(
    r"[+-]?(\d+\.\d{1,2}|\d+\.\d{4,}|(0|\d{4,})\.\d{3}|\d{1,3}(,\d{3})+\.\d+)"
)


@dataclass(frozen=True)
class TextFormat:
    """How a text table is written.

    Attributes
    ----------
    encoding : {"auto", "utf-8", "gb18030", "utf-16", "big5"}
    delimiter : {"auto", "comma", "tab", "semicolon", "bar"}
    decimal : {"auto", "point", "comma"}
    """

    encoding: str = _AUTO
    delimiter: str = _AUTO
    decimal: str = _AUTO


def read_text_rows(path, form: TextFormat | None = None, log: Log | None = None) -> list:
    """Read a text table as rows of text.

    Parameters
    ----------
    path : str or Path
    form : TextFormat, optional
        What is known about the file; the rest is found and said in the log.
    log : Log, optional

    Returns
    -------
    list of list
        Rows, each a list of texts, None for an empty cell; row ``n`` of the
        file is item ``n - 1``. Decimal commas are points.

    Raises
    ------
    InputError
        If the text is damaged or in another encoding, quotation marks do not
        match, or the decimal sign is not clear.
    """
    path, form, log = Path(path), form or TextFormat(), log or Log()
    text, encoding = _decoded(path.read_bytes(), form.encoding, path.name)
    hint = _HINT.match(text)
    delimiter = DELIMITERS.get(form.delimiter) or (hint and hint.group(1)) or _delimiter(text)
    log.check()
    rows = _rows(text, delimiter, path.name)
    log.check()
    if hint and rows:
        rows[0] = []
    rows, decimal = _with_points(rows, form.decimal, delimiter, path.name)
    log.info(
        "{file}: text in {encoding}, columns separated by {delimiter}, decimal {decimal}.",
        file=path.name,
        encoding=encoding,
        delimiter=next((name for name, sign in DELIMITERS.items() if sign == delimiter), delimiter),
        decimal=decimal,
    )
    return rows


def _decoded(data: bytes, encoding: str, name: str) -> tuple[str, str]:
    """Decode a file; return the text and the name of its encoding."""
    for candidate in [encoding] if encoding != _AUTO else _candidates(data):
        try:
            text = data.decode(ENCODINGS.get(candidate, candidate))
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, candidate
    if encoding != _AUTO:
        raise InputError(
            Message(
                "{file} is not in {encoding}; choose another encoding, or auto.",
                file=name,
                encoding=encoding,
            )
        )
    raise InputError(
        Message(
            "{file} is not a text table in UTF-8, GB18030 or UTF-16; save it again as CSV UTF-8.",
            file=name,
        )
    )


def _candidates(data: bytes):
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return ["utf-16"]
    zeros = data[1::2].count(0), data[0::2].count(0)
    if any(zeros) and len(data) % 2 == 0:  # digits and separators have a zero byte in UTF-16
        return ["utf-16-le" if zeros[0] > zeros[1] else "utf-16-be"]
    if _is_damaged_utf8(data):
        return []
    return ["utf-8", "gb18030"]


def _is_damaged_utf8(data: bytes) -> bool:
    """Tell UTF-8 with some faults, which decodes to nonsense in GB18030."""
    text = data.decode("utf-8-sig", "replace")
    faults = text.count("\ufffd")
    return 0 < faults < _DAMAGED * sum(letter > "\x7f" for letter in text)


def _delimiter(text: str) -> str:
    """Find the separator that gives the most rows of one length.

    Not the one that occurs most: numbers may have thousands separators.
    """

    def regular(delimiter):
        rows = csv.reader(io.StringIO(text[:_SAMPLE], newline=""), delimiter=delimiter)
        lengths = Counter(len(row) for row in rows if len(row) > 1)
        return max(((count, length) for length, count in lengths.items()), default=(0, 0))

    return max(DELIMITERS.values(), key=regular)


def _rows(text: str, delimiter: str, name: str) -> list:
    rows = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            # a quoted cell may span lines; item n - 1 stays line n of the file
            rows.extend([] for _ in range(reader.line_num - len(rows) - 1))
            rows.append([cell.strip() or None for cell in cells])
    except csv.Error:
        raise InputError(
            Message(
                "{file}, line {line}: the quotation marks do not match; correct them.",
                file=name,
                line=reader.line_num,
            )
        ) from None
    return rows


def _with_points(rows: list, decimal: str, delimiter: str, name: str) -> tuple[list, str]:
    """Write decimal commas as points, where the file has them."""
    cells = [cell for row in rows for cell in row if cell is not None]
    commas = [cell for cell in cells if _DECIMAL_COMMA.fullmatch(cell)]
    if decimal == _AUTO and delimiter != ",":
        clear = any(not _EITHER.fullmatch(cell) for cell in commas)
        points = any(_DECIMAL_POINT.fullmatch(cell) for cell in cells)
        if clear and not points:
            decimal = "comma"
        elif commas and not points and delimiter == ";":
            raise InputError(
                Message(
                    "{file}: is {cell} a thousand and more, or has it a decimal comma? Choose the "
                    "decimal sign.",
                    file=name,
                    cell=commas[0],
                )
            )
    if decimal != "comma":
        return rows, "point"

    def pointed(cell):
        if cell and (_DECIMAL_COMMA.fullmatch(cell) or _POINTS_IN_THOUSANDS.fullmatch(cell)):
            return cell.replace(".", "").replace(",", ".")
        return cell

    return [[pointed(cell) for cell in row] for row in rows], "comma"
