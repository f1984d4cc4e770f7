"""Years that a text chooses: single ones, spans, all, the last."""

from __future__ import annotations

import re
import unicodedata

from .log import InputError, Log, Message
from .panels import year_spans
from .tables import parse_year

ALL, LAST = "all", "last"
_SPAN = re.compile(r"(\d{4})(?:-(\d{4})(?:/([1-9]\d?))?)?")
# One dash or two, as in 2011——2021; no letters around "to", or "today" would be cut.
_TO = re.compile(
    r"\s*(?:[-\u2010-\u2015\u2212~\u301c]+|[至到]|(?<![a-z])to(?![a-z]))\s*", re.IGNORECASE
)


def plain_years(text: str) -> str:
    """Return a text with its years and spans in the one writing ``2011-2021``.

    Parameters
    ----------
    text : str
        Years with ``年`` or without, spans with a dash of any kind, ``to``, 至
        or 到; full-width characters or not.

    Returns
    -------
    str
    """
    return _TO.sub("-", unicodedata.normalize("NFKC", str(text)).replace("年", "")).strip()


def parse_years(text: str, name: str = "YEARS") -> list[int]:
    """Return the years that a text names.

    Parameters
    ----------
    text : str
        Years and spans, separated by commas: ``2011-2021``, ``2011,2013,2015``,
        ``2011-2021/2`` (every second year), written as `plain_years` understands
        them.
    name : str
        Of the parameter, for messages.

    Returns
    -------
    list of int
        Ascending, each once.

    Raises
    ------
    InputError
        For every part that names no year from 1900 to 2099.
    """
    plain = re.sub(r"\s*/\s*", "/", plain_years(text))
    years, faults = set(), []
    for part in filter(None, re.split(r"[,;、\s]+", plain)):
        span = _SPAN.fullmatch(part)
        ends = [parse_year(year) for year in span.groups()[:2] if year] if span else [None]
        if not all(ends):
            faults.append(
                Message(
                    "{name}: '{part}' is no year and no span of years; write for example "
                    "2011-2021, or 2011,2013,2015, or 2011-2021/2 for every second year.",
                    name=name,
                    part=part,
                )
            )
        elif ends[-1] < ends[0]:
            faults.append(
                Message(
                    "{name}: {part} ends before it begins; swap the two years.",
                    name=name,
                    part=part,
                )
            )
        else:
            years.update(range(ends[0], ends[-1] + 1, int(span[3] or 1)))
    if not years and not faults:
        faults.append(Message("{name} is empty; write for example 2011-2021.", name=name))
    if faults:
        raise InputError(faults)
    return sorted(years)


def chosen_years(text: str, present, name: str = "YEARS", log: Log | None = None) -> list[int]:
    """Return those years of some data that a text chooses.

    Parameters
    ----------
    text : str
        ``all``, ``last``, or years as `parse_years` understands them.
    present : iterable of int
        Years of the data, one at least.
    name : str
        Of the parameter, for messages.
    log : Log, optional
        Told which years are not in the data.

    Returns
    -------
    list of int
        Ascending, each once.

    Raises
    ------
    InputError
        If the text cannot be read, or none of its years is in the data.
    """
    present = sorted({int(year) for year in present})
    word = text.strip().lower()
    if word == ALL:
        return present
    if word == LAST:
        return present[-1:]
    wanted = parse_years(text, name)
    years = [year for year in wanted if year in present]
    if not years:
        raise InputError(
            Message(
                "{name}: the data have no {years}; choose from {present}.",
                name=name,
                years=year_spans(wanted),
                present=year_spans(present),
            )
        )
    absent = [year for year in wanted if year not in present]
    if absent:
        (log or Log()).warning(
            "{name}: the data have no {years}; the other years are taken.",
            name=name,
            years=year_spans(absent),
        )
    return years
