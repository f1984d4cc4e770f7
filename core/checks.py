"""Findings: what would go wrong in a run, or looks odd, told before it starts.

A finding never stops anything. What a reader refuses becomes findings, one for
each fault, so that what is wrong with one input does not hide another.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field

from .log import InputError, Log, Message, listing
from .panels import year_spans
from .regions import match_regions
from .tables import is_missing

ERROR, WARNING, NOTE = SEVERITIES = ("error", "warning", "note")
TOPICS = (
    "crs", "regions", "land cover", "energy", "population", "table", "values", "units", "years",
    "names", "breaks",
)  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong or odd.

    Attributes
    ----------
    severity : {"error", "warning", "note"}
        A run would stop, or give wrong results; its results may be wrong or have gaps;
        good to know.
    topic : str
        One of ``TOPICS``.
    place : str
        Input concerned.
    finding, evidence, advice : Message or str
        What is wrong, what shows it, and what to do.
    """

    severity: str
    topic: str
    place: str
    finding: str
    evidence: str
    advice: str


@dataclass
class Findings:
    """Collects findings.

    Attributes
    ----------
    found : list of Finding
        In the order in which they were made.
    """

    found: list = field(default_factory=list)

    def add(self, severity, topic, place, finding, evidence="", advice="") -> None:
        """Record a finding; one that is there already is not repeated."""
        new = Finding(severity, topic, place, finding, evidence, advice)
        if new not in self.found:
            self.found.append(new)

    def ranked(self) -> list:
        """Return the findings, errors first, otherwise in the order in which they were made."""
        return sorted(self.found, key=lambda finding: SEVERITIES.index(finding.severity))

    def counts(self) -> dict:
        """Return the number of findings of each severity."""
        number = Counter(finding.severity for finding in self.found)
        return {severity: number[severity] for severity in SEVERITIES}

    @contextmanager
    def reading(self, topic: str, place, log: Log):
        """Make findings of what a reader says and of what it refuses.

        Parameters
        ----------
        topic, place : str
            Of the findings.
        log : Log
            Gets the progress, and says whether to go on.

        Yields
        ------
        Log
            To pass to the reader. After the block the work goes on even if the reader raised an
            InputError.
        """
        heard, evidence = _Heard(log), Message("Said when {place} was read.", place=place)
        try:
            yield heard
        except InputError as error:
            for message in error.messages:
                self.add(
                    ERROR, topic, place, message, evidence,
                    Message("Correct the input as the finding says; a run would stop at it."),
                )  # fmt: skip
        for message in heard.warnings:
            self.add(
                WARNING, topic, place, message, evidence,
                Message("A run would go on; see whether this is what you want."),
            )  # fmt: skip
        for message in heard.notes:
            self.add(
                NOTE,
                topic,
                place,
                message,
                evidence,
                Message("Nothing to do if this is what you expect."),
            )


class _Heard(Log):
    """Keeps what is said; progress and cancellation are those of another log."""

    def __init__(self, log: Log):
        super().__init__()
        self._log = log

    def progress(self, fraction):
        self._log.progress(fraction)

    def is_cancelled(self):
        return self._log.is_cancelled()


def check_names(found: Findings, layer: str, names, tables: dict) -> None:
    """Compare the regions of a layer with those of tables, on both sides.

    Parameters
    ----------
    found : Findings
    layer : str
        Name of the layer, or of the table that takes its place.
    names : iterable of str
        Its regions.
    tables : dict of str to iterable of str
        Name of a table to its regions.
    """
    names = [name for name in dict.fromkeys(names) if not is_missing(name)]
    for place, others in tables.items():
        match = match_regions(names, others)
        if not match.pairs:
            found.add(
                ERROR, "names", place,
                Message("{table} and {layer} have no region in common.", table=place, layer=layer),
                Message(
                    "{layer}: {names}; {table}: {others}", layer=layer, table=place,
                    names=listing(names, 5), others=listing(others, 5),
                ),
                Message(
                    "Choose the field that holds the names, or another layer; names and six-digit "
                    "codes of provinces meet in every spelling, others by their name."
                ),
            )  # fmt: skip
            continue
        if match.unmatched_table:
            near = {
                name: ", ".join(map(str, match.candidates.get(name, [])))
                for name in match.unmatched_table
            }
            found.add(
                WARNING, "names", place,
                Message(
                    "Names that are no region of {layer}: {count}.",
                    count=len(match.unmatched_table), layer=layer,
                ),
                Message(
                    "In brackets the nearest names: {names}",
                    names=listing(f"{name} ({near[name]})" if near[name] else name for name in near),
                ),
                Message("Correct the names in the table; a run leaves these rows out."),
            )  # fmt: skip
        if match.unmatched_layer:
            found.add(
                WARNING, "names", place,
                Message(
                    "Regions of {layer} without a row: {count}.",
                    count=len(match.unmatched_layer), layer=layer,
                ),
                listing(match.unmatched_layer),
                Message("Add their rows, or leave the regions out; their values stay empty."),
            )  # fmt: skip


def check_years(found: Findings, landcover, energy, population) -> None:
    """Compare the years of the inputs.

    Parameters
    ----------
    found : Findings
    landcover, energy, population : iterable of int
        Years of each; empty where there is no such input.
    """
    landcover, energy, population = map(set, (landcover, energy, population))
    if energy and population:
        missing = energy - population
        evidence = Message(
            "Energy: {energy}; population: {population}",
            energy=year_spans(energy), population=year_spans(population),
        )  # fmt: skip
        if missing == energy:
            found.add(
                ERROR, "years", Message("Energy and population"),
                Message("The years of energy and population do not meet."), evidence,
                Message("Choose tables of the same years; nothing per head could be computed."),
            )  # fmt: skip
        elif missing:
            found.add(
                WARNING, "years", Message("Energy and population"),
                Message(
                    "There is energy, but no population, in {years}.", years=year_spans(missing)
                ),
                evidence,
                Message("Add these years to the population; values per head stay empty there."),
            )  # fmt: skip
    missing = energy - landcover
    if landcover and missing:
        found.add(
            WARNING, "years", Message("Land cover and energy"),
            Message(
                "There is energy, but no land cover, in {years}.", years=year_spans(missing)
            ),
            Message("Land cover: {years}", years=year_spans(landcover)),
            Message(
                "Add rasters of these years, or choose how the nearest years stand in for them "
                "(LANDCOVER_MATCH: nearest, interpolate); with exact these rows stay empty."
            ),
        )  # fmt: skip
