"""Parameters of the tools that read tables from files."""

from __future__ import annotations

from ..core.text_files import DECIMALS, DELIMITERS, ENCODINGS, TextFormat
from .i18n import tr
from .parameters import choice

_AUTO = "auto"


def add_text_format(algorithm):
    """ENCODING, DELIMITER and DECIMAL of text tables."""
    for name, description, known, help_text in (
        (
            "ENCODING",
            tr("Encoding of text tables"),
            ENCODINGS,
            tr(
                "<b>auto</b> finds UTF-8 (with or without BOM), GB18030 (with GBK and GB2312) and "
                "UTF-16, and says in the log what it found. Workbooks need none."
            ),
        ),
        (
            "DELIMITER",
            tr("Separator of text tables"),
            DELIMITERS,
            tr("<b>auto</b> takes the one that gives the most rows of one length."),
        ),
        (
            "DECIMAL",
            tr("Decimal sign of text tables"),
            DECIMALS,
            tr(
                "<b>auto</b> finds decimal commas in tables that are not separated by commas. "
                "Where 1,234 may mean either, it asks."
            ),
        ),
    ):
        algorithm.add(choice(name, description, [_AUTO, *known], _AUTO), help_text, advanced=True)


def read_text_format(algorithm, parameters, context):
    """What is known of the text tables of a tool."""
    return TextFormat(
        *(
            algorithm.parameterAsEnumString(parameters, name, context)
            for name in ("ENCODING", "DELIMITER", "DECIMAL")
        )
    )
