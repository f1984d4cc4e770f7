"""Self-contained HTML pages; every text from data is escaped here."""

from __future__ import annotations

import base64
import html
from importlib.util import find_spec
from pathlib import Path

import pandas as pd
from qgis.core import QgsProcessingParameterFileDestination

from ..core.log import InputError, Message

STYLE = """
body{font:15px/1.55 system-ui,"Noto Sans","Noto Sans CJK SC","Microsoft YaHei",sans-serif;
color:#222;max-width:1120px;margin:2em auto;padding:0 1.2em}
h1{font-size:1.7em;margin:0 0 .2em}h2{font-size:1.2em;margin:2em 0 .5em;color:#2f5d3a}
p.lead{color:#555;margin-top:0}table{border-collapse:collapse;font-size:13px;margin:.6em 0}
th{background:#eef4ea;text-align:right}td,th{border-bottom:1px solid #ddd;padding:.25em .7em}
td{text-align:right;font-variant-numeric:tabular-nums}td.text,th.text{text-align:left}
.maps{display:grid;grid-template-columns:1fr 1fr;gap:14px}.maps img{width:100%;
border:1px solid #ddd}.chart{margin:1em 0}.chart svg{max-width:100%;height:auto}
.legend span{display:inline-block;margin-right:1.4em;font-size:13px}
.legend i{display:inline-block;width:1em;height:1em;border:1px solid #777;margin-right:.4em;
vertical-align:-.12em}
.scroll{overflow-x:auto}ul.warnings li{margin:.2em 0}footer{margin:3em 0 1em;color:#777;
font-size:12px}pre{background:#f6f6f6;padding:.8em;font-size:12px;white-space:pre-wrap}
"""


def add_page(algorithm, description, help_text, created=False):
    """OUTPUT_HTML: a page beside the results; only on request, unless `created`."""
    algorithm.add(
        QgsProcessingParameterFileDestination(
            "OUTPUT_HTML", description, "HTML (*.html)", optional=True, createByDefault=created
        ),
        help_text,
    )


def read_page(algorithm, parameters, context):
    """Return the file of OUTPUT_HTML, empty if no page is asked for.

    Raises
    ------
    InputError
        Before the work, not after it, if a page with charts lacks matplotlib.
    """
    path = algorithm.parameterAsFileOutput(parameters, "OUTPUT_HTML", context)
    if path and find_spec("matplotlib") is None:
        raise InputError(
            Message(
                "{file}: the charts of a page need the Python package matplotlib; install it, or "
                "leave the page out.",
                file=path,
            )
        )
    return path


def escape(text):
    """Text fit to stand in HTML."""
    return html.escape(str(text))


def write(path, title, parts, lead=""):
    """Write a page.

    Parameters
    ----------
    path : str
        File to write.
    title, lead : str
        Plain text.
    parts : list of str
        HTML.
    """
    page = (
        '<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>%s</title>'
        "<style>%s</style></head>\n<body><h1>%s</h1>%s\n%s\n</body></html>\n"
    ) % (
        escape(title),
        STYLE,
        escape(title),
        '<p class="lead">%s</p>' % escape(lead) if lead else "",
        "\n".join(parts),
    )
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(page, encoding="utf-8")
    except OSError as error:
        raise InputError(
            Message("{file} could not be written: {why}", file=str(path), why=error.strerror)
        ) from None


def section(title, *parts):
    """A heading and what follows it; the title is plain text, the parts HTML."""
    return "<h2>%s</h2>%s" % (escape(title), "".join(parts))


def paragraph(text):
    """A paragraph of plain text."""
    return "<p>%s</p>" % escape(text)


def items(texts, css=""):
    """A list of plain texts."""
    return '<ul class="%s">%s</ul>' % (css, "".join("<li>%s</li>" % escape(t) for t in texts))


def table(frame, headings=None, formats=None):
    """A table of numbers and texts.

    Parameters
    ----------
    frame : DataFrame
    headings : dict, optional
        Column to heading.
    formats : dict, optional
        Column to format string, for example ``"{:,.0f}"``.
    """
    headings, formats = headings or {}, formats or {}
    numeric = {name: pd.api.types.is_numeric_dtype(frame[name]) for name in frame}
    head = "".join(
        '<th class="%s">%s</th>'
        % ("" if numeric[name] else "text", escape(headings.get(name, name)))
        for name in frame
    )
    rows = []
    for row in frame.itertuples(index=False):
        cells = (
            '<td class="%s">%s</td>'
            % ("" if numeric[name] else "text", _cell(value, formats.get(name)))
            for name, value in zip(frame, row)
        )
        rows.append("<tr>%s</tr>" % "".join(cells))
    return '<div class="scroll"><table><tr>%s</tr>%s</table></div>' % (head, "".join(rows))


def _cell(value, form):
    if pd.isna(value):
        return "–"
    if form:
        return escape(form.format(value))
    return escape("%.6g" % value if isinstance(value, float) else value)


def legend(entries):
    """Colour patches with their labels.

    Parameters
    ----------
    entries : list of (str, str)
        Label and colour.
    """
    return '<div class="legend">%s</div>' % "".join(
        '<span><i style="background:%s"></i>%s</span>' % (colour, escape(label))
        for label, colour in entries
    )


def image(path, caption):
    """A PNG or GIF picture inside the page."""
    data = base64.b64encode(Path(path).read_bytes()).decode("ascii")
    kind = Path(path).suffix[1:]
    return '<img alt="%s" src="data:image/%s;base64,%s">' % (escape(caption), kind, data)
