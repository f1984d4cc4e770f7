"""What a computation says to its user: messages, progress, cancellation, errors.

The core words its sentences in English and keeps template and data apart, so
that a front end can translate the template and fill in the data afterwards.
"""

from __future__ import annotations

from functools import partial

import pandas as pd

#: Seconds between two looks at whether the user wants to stop, while something else is waited for.
PATIENCE_S = 0.1


class _Null(str):
    """Stands for a missing value in a sentence, whatever form its number would have had."""

    def __format__(self, form):
        return str(self)


def shown(value):
    """Return a value as sentences have it: NULL for None, NaN and NA, as in QGIS."""
    is_nan = isinstance(value, float) and value != value
    return _Null("NULL") if value is None or value is pd.NA or is_nan else value


class Message(str):
    """A sentence for the user, with its template and data kept.

    Parameters
    ----------
    template : str
        English text with ``str.format`` fields, for example
        ``"{file}: unknown unit {unit}."``.
    **data
        The values of the fields.

    Attributes
    ----------
    template : str
    data : dict
    """

    def __new__(cls, template: str, **data):  # noqa: D102
        data = {name: shown(value) for name, value in data.items()}
        text = super().__new__(cls, template.format(**data))
        text.template = template
        text.data = data
        return text

    def __reduce__(self):
        return partial(Message, self.template, **self.data), ()


def listing(items, most: int = 12) -> str:
    """Return the first of some items as one text, and how many there are beside them."""
    items = list(dict.fromkeys(str(shown(item)) for item in items))
    more = len(items) - most
    return ", ".join(items[:most]) + (f", ... (+{more})" if more > 0 else "")


class InputError(ValueError):
    """Input that cannot be used; carries one message for each fault found.

    Parameters
    ----------
    messages : Message or list of Message
        Every fault, each one sentence that names the place, says what is
        wrong and what to do.
    """

    def __init__(self, messages):
        self.messages = [messages] if isinstance(messages, str) else list(messages)
        super().__init__("\n".join(self.messages))

    def __reduce__(self):
        return InputError, (self.messages,)


def unknown_choice(what: str, value, known) -> Message:
    """Return the fault of a word that is none of the known ones."""
    return Message(
        "Unknown {what} {value}; choose one of {known}.",
        what=what, value=value, known=", ".join(known),
    )  # fmt: skip


def refuse_unknown(what: str, value, known) -> None:
    """Refuse a word that is none of the known ones.

    Raises
    ------
    InputError
    """
    if value not in known:
        raise InputError(unknown_choice(what, value, known))


class Cancelled(Exception):
    """The user stopped the computation."""


class Log:
    """Receiver of messages and progress. This one collects, and never cancels.

    Attributes
    ----------
    notes : list of Message
        What was said at level "info", in order.
    warnings : list of Message
        What was said at level "warning", in order.
    """

    def __init__(self):
        self.notes = []
        self.warnings = []

    def info(self, template: str, **data) -> None:
        """Record something worth knowing."""
        self.notes.append(Message(template, **data))

    def warning(self, template: str, **data) -> None:
        """Record something that may make a result wrong or surprising."""
        self.warnings.append(Message(template, **data))

    def progress(self, fraction: float) -> None:
        """Take note of how far the work is, from 0 to 1."""

    def is_cancelled(self) -> bool:
        """Tell whether the user asked to stop."""
        return False

    def check(self, fraction: float | None = None) -> None:
        """Report progress and stop here if the user asked for it.

        Raises
        ------
        Cancelled
            If the user asked to stop.
        """
        if self.is_cancelled():
            raise Cancelled()
        if fraction is not None:
            self.progress(min(1.0, max(0.0, fraction)))

    def part(self, start: float, end: float) -> Log:
        """Return a log whose progress 0..1 fills ``start``..``end`` of this one."""
        return _PartLog(self, start, end)


class _PartLog(Log):
    def __init__(self, parent: Log, start: float, end: float):
        self._parent, self._start, self._end = parent, start, end
        self.notes, self.warnings = parent.notes, parent.warnings

    def info(self, template, **data):
        self._parent.info(template, **data)

    def warning(self, template, **data):
        self._parent.warning(template, **data)

    def progress(self, fraction):
        self._parent.progress(self._start + fraction * (self._end - self._start))

    def is_cancelled(self):
        return self._parent.is_cancelled()
