"""Tables to be filled in: their headers, their rows, and the files they are written to.

The headers are those that the readers understand (`energy_tables`, `panels`, `fuels`,
`carbon_sink`, `landcover`), each with its unit, so that a filled table needs no setting.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
import unicodedata
from pathlib import Path

import pandas as pd

from .constants import constant_table
from .fuels import emission_factors
from .landcover import legend
from .log import InputError, Message
from .regions import match_regions, region_key

TEMPLATES = (
    "energy",
    "population",
    "emission_factors",
    "yield_factors",
    "legend",
    "fuel_names",
)
LAYOUTS = ("wide", "long")
LANGUAGES = ("en", "zh")
README = "README.txt"
_HEADERS = {
    "en": ("region", "year", "fuel", "amount", "unit", "population"),
    "zh": ("地区", "年份", "能源品种", "消费量", "单位", "人口"),
}
_PERSONS = "10^4 persons"  # the unit of the statistical yearbook, and the default of the tools
# A whole number that a spreadsheet program shows, and so saves, digit by digit.
_PLAIN_CODE = re.compile(r"[1-9]\d{0,10}")
_MONTH = re.compile(r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\s./,-]*\d", re.I)


def spreadsheet_text(name: str) -> str:
    """Return a name that a spreadsheet program opens and saves as it is.

    What such a program would take for a formula (``=A``, ``-A``), a number
    (``001``, ``1E5``) or a date (``3-1``, ``MAR1``) gets an apostrophe in front.
    It still means the same region, for `regions.region_key` passes over
    punctuation.

    Parameters
    ----------
    name : str
        Name or code of a region.
    """
    plain = unicodedata.normalize("NFKC", name).strip()
    safe = plain[:1].isalpha() or plain[:1] == "'" or _PLAIN_CODE.fullmatch(plain)
    return "'" + name if _MONTH.match(plain) or not safe else name


def templates(
    regions,
    years,
    names=TEMPLATES,
    layout: str = "wide",
    language: str = "en",
    factor_set: str = "provincial_guideline_2011",
    legend_name: str = "clcd",
) -> dict:
    """Make the tables of a study.

    Parameters
    ----------
    regions : iterable of str
        Names of the regions, repeated ones count once.
    years : list of int
    names : iterable of str
        Which of :data:`TEMPLATES`.
    layout : {"wide", "long"}
        Energy with a column, or a row, for each fuel.
    language : {"en", "zh"}
        Of the headers and fuels in the tables of energy and population, and of
        the fuels in the table of their names.
    factor_set : str
        Emission factors to fill in, one of `fuels.FACTOR_SETS`.
    legend_name : str
        Land-cover legend to fill in, one of `landcover.LEGENDS`.

    Returns
    -------
    dict of str to pandas.DataFrame
        In the order of :data:`TEMPLATES`. ``""`` where the user is to write:
        ``energy`` (10^4 t, gases 10^8 m3) and ``population`` (10^4 persons) by
        region and year. Filled in: ``emission_factors`` (t CO2 and tce per t or
        1000 m3), ``yield_factors`` (1), ``legend`` (class, names, category) and
        ``fuel_names`` (name, id).

    Raises
    ------
    InputError
        If no table is asked for, and for regions that no table can tell apart.
    """
    names = set(names)
    if not names:
        raise InputError(Message("No template is chosen; choose one or more."))
    regions = _distinct(regions)
    region, year, _, _, _, population = _HEADERS[language]
    keys = pd.DataFrame(itertools.product(regions, years), columns=[region, year])
    makers = {
        "energy": lambda: _energy(keys, layout, language),
        "population": lambda: keys.assign(
            **{"%s (%s)" % (population, _unit_label(_PERSONS, language)): ""}
        ),
        "emission_factors": lambda: emission_factors(factor_set).reset_index(),
        "yield_factors": lambda: pd.DataFrame(
            {"region": regions, "yield_forest": 1, "yield_grass": 1}
        ),
        "legend": lambda: legend(legend_name),
        "fuel_names": lambda: _fuel_names(language).rename(
            columns={"name_" + language: "name"}
        )[["name", "fuel"]],
    }  # fmt: skip
    return {name: makers[name]() for name in TEMPLATES if name in names}


def _distinct(regions) -> list:
    """Return the names as they go into the tables; refuse those that could not be matched."""
    regions = list(dict.fromkeys(regions))
    faults = [
        Message(
            "The region '{name}' has no letter and no digit, so that no table can name it; "
            "rename it or choose another field.",
            name=name,
        )
        for name in regions
        if not region_key(name)
    ]
    faults += [
        Message(
            "The layer has {count} regions called {names}; join their parts or "
            "choose a field that tells them apart.",
            count=len(names),
            names=", ".join(sorted(names)),
        )
        for names in match_regions(regions, []).duplicates.values()
    ]
    if faults:
        raise InputError(faults)
    return [spreadsheet_text(name) for name in regions]


def _fuel_names(language: str) -> pd.DataFrame:
    return constant_table("fuel_names")[["fuel", "name_" + language, "ceads_unit"]]


def _energy(keys: pd.DataFrame, layout: str, language: str) -> pd.DataFrame:
    """Return the table of the fuels that are burnt, in the units of the yearbook and CEADs."""
    fuels = _fuel_names(language)
    fuels = fuels[fuels["fuel"].isin(constant_table("fuels")["fuel"])]
    labels = fuels["name_" + language]
    units = fuels["ceads_unit"].map(lambda unit: _unit_label(unit, language))
    if layout == "wide":
        return keys.assign(**{"%s (%s)" % column: "" for column in zip(labels, units)})
    _, _, fuel, amount, unit, _ = _HEADERS[language]
    rows = pd.DataFrame({fuel: labels, amount: "", unit: units})
    return keys.merge(rows, how="cross")


def _unit_label(unit: str, language: str) -> str:
    """Return a unit as it is written in a language; in Chinese its first Chinese spelling."""
    if language == "en":
        return unit
    aliases = constant_table("units").set_index("unit").loc[unit, "aliases"].split("|")
    return next(alias for alias in aliases if not alias.isascii())


def write_templates(folder, tables: dict, readme: str) -> list:
    """Write tables as CSV files, and a text that explains them.

    UTF-8 with a byte order mark and lines ended by CR LF, which is how Excel
    recognises Unicode.

    Parameters
    ----------
    folder : str or Path
        Made if it is not there.
    tables : dict of str to pandas.DataFrame
        Name to table; the file is called ``<name>.csv``.
    readme : str
        Content of ``README.txt``.

    Returns
    -------
    list of pathlib.Path
        The files.

    Raises
    ------
    InputError
        Naming every file that is there already, for none is overwritten; and
        if the folder cannot be written to. Then no file is left behind.
    """
    folder = Path(folder)
    texts = {name + ".csv": _csv_text(table) for name, table in tables.items()}
    texts[README] = readme.replace("\n", "\r\n")
    there = [name for name in texts if (folder / name).exists()]
    if there:
        raise InputError(
            Message(
                "{folder} already has {files}, and what may be filled in is not overwritten; "
                "choose another folder or move these files.",
                folder=folder,
                files=", ".join(there),
            )
        )
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            with open(folder / name, "xb") as stream:
                written.append(folder / name)
                stream.write(text.encode("utf-8-sig"))
    except OSError as error:
        for path in written:
            path.unlink()
        raise InputError(
            Message(
                "{file} cannot be written: {why}; choose another folder.",
                file=error.filename or folder,
                why=error.strerror,
            )
        ) from None
    return written


def _csv_text(table: pd.DataFrame) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows(table.itertuples(index=False, name=None))
    return stream.getvalue()
