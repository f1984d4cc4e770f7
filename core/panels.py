"""Region-by-year tables of any quantity: population, GDP, area."""

from __future__ import annotations

import re

import pandas as pd

from .log import InputError, Log, Message
from .regions import region_key
from .tables import (
    file_name,
    find_column,
    is_missing,
    number_column,
    parse_number,
    parse_year,
    read_table,
    stop_on,
    year_column,
)
from .text_files import TextFormat
from .units import match_unit, unit_factor

REGION_NAMES = (
    "region province name name_zh name_en 地区 省份 省 省市 省市区 城市 市 县 区县 区域 行政区 "
    "行政区划 county city prefecture adcode code gb 行政区划代码 地区代码"
).split()
CODE_NAMES = "adcode code gb fid id objectid 行政区划代码 地区代码".split()
YEAR_NAMES = "year 年份 年 年度".split()


# The most populous first-level region, Uttar Pradesh, has 240 million.
MOST_PERSONS = 300e6
# India and China have 1,400 million each.
MOST_PERSONS_OF_A_COUNTRY = 2e9


def key_columns(table: pd.DataFrame) -> tuple:
    """Return the columns of a table that hold regions and years, None where there is none."""
    return find_column(table, REGION_NAMES), find_column(table, YEAR_NAMES)


def read_panel(
    path,
    value_name: str = "value",
    unit: str = "",
    log: Log | None = None,
    form: TextFormat | None = None,
) -> pd.DataFrame:
    """Read a region-by-year table from a file.

    Parameters
    ----------
    path : str or Path
        See :func:`tables.read_table`.
    value_name, unit, log
        See :func:`tidy_panel`.
    form : TextFormat, optional
        How a text table is written, where it is not to be found.

    Returns
    -------
    pandas.DataFrame
        As :func:`tidy_panel`.

    Raises
    ------
    InputError
        If the file cannot be read, and as :func:`tidy_panel`.
    """
    log = log or Log()
    return tidy_panel(read_table(path, form=form, log=log), file_name(path), value_name, unit, log)


def tidy_panel(
    table: pd.DataFrame,
    name: str,
    value_name: str = "value",
    unit: str = "",
    log: Log | None = None,
) -> pd.DataFrame:
    """Bring a region-by-year table into the tidy form.

    Parameters
    ----------
    table : pandas.DataFrame
        One row for each region and year, or years as columns (``2019``,
        ``2019年``), such as an export of the National Bureau of Statistics as
        downloaded: lines without numbers below the data are passed over.
    name : str
        How messages call the table.
    value_name : str
        Name of the value in the result; and its column in a table that has
        several with numbers.
    unit : str
        Unit of the values in the file, for example ``10^4 persons``; they are
        converted to the base unit (persons). Empty: the one that the table
        tells, in brackets behind the column's name or in a line ``单位：万人``
        above the header; if it tells none, values are taken as they are.
    log : Log, optional
        Told about columns and rows that were left out, and about the unit.

    Returns
    -------
    pandas.DataFrame
        ``region`` (as in the file), ``year`` (int), ``<value_name>`` (float).

    Raises
    ------
    InputError
        If the columns are not recognised, for every cell that is no number or
        year, for rows without a region, repeated rows, and unknown units.
    """
    log = log or Log()
    if unit:
        unit_factor(unit)  # an unknown one is said before faults that it may have caused
    region, year = key_columns(table)
    year_columns = [column for column in table.columns if parse_year(column)]
    if year_columns and year is None:
        rows, printed = _years_as_columns(table, region, year_columns, name, log), None
    elif region and year:
        column = _value_column(table, region, year, value_name, name)
        rows, printed = _long(table, region, year, column, name, log), _unit_in(column)
    else:
        raise InputError(
            Message(
                "{file}: there are no columns of regions and years; name them region and year, or "
                "put the years into the header.",
                file=name,
            )
        )
    rows[value_name] = rows.pop("value") * _factor(unit, printed, table, name, log)
    log.info(
        "{file}: {regions} regions, {years} years ({first} to {last}), {missing} values missing.",
        file=name,
        regions=rows["region"].nunique(),
        years=rows["year"].nunique(),
        first=rows["year"].min(),
        last=rows["year"].max(),
        missing=int(rows[value_name].isna().sum()),
    )
    return rows.reset_index(drop=True)


def _unit_in(column) -> str | None:
    """Return what stands in brackets at the end of a column's name."""
    bracket = re.search(r"[(\[（]([^()\[\]（）]+)[)\]）]\s*$", str(column))
    return bracket.group(1) if bracket else None


def _factor(unit: str, printed: str | None, table: pd.DataFrame, name: str, log: Log) -> float:
    """Return the factor to the base unit, of the unit given or else of the one in the table."""
    printed = match_unit(printed or table.attrs.get("unit") or "")
    if not (unit or printed):
        return 1.0
    factor, base_unit = unit_factor(unit or printed)
    if unit and printed and unit_factor(printed) != (factor, base_unit):
        log.warning(
            "{file}: the table says {printed}, but {unit} was given and is used; check which is "
            "right.",
            file=name,
            printed=printed,
            unit=unit,
        )
    log.info(
        "{file}: values are converted from {unit} to {base}.",
        file=name,
        unit=unit or printed,
        base=base_unit,
    )
    return factor


def _years_as_columns(table, region, year_columns, file, log) -> pd.DataFrame:
    region = region or next(column for column in table.columns if column not in year_columns)
    _name_left_out(table, [region] + year_columns, file, log)
    empty = pd.Series(
        [all(map(is_missing, cells)) for cells in table[year_columns].to_numpy()], table.index
    )
    if empty.all():
        raise InputError(
            Message(
                "{file}: no row has numbers; fill in the columns of the years, or choose another "
                "table.",
                file=file,
            )
        )
    for row, name in table.loc[empty, region].items():
        log.warning(
            "{file}, row {row}: '{name}' has no numbers and is left out.",
            file=file,
            row=row,
            name=name,
        )
    table = table[~empty]
    faults = []
    parts = [
        pd.DataFrame(
            {
                "region": table[region],
                "year": parse_year(column),
                "value": number_column(table, column, file, faults),
            }
        )
        for column in year_columns
    ]
    rows = pd.concat(parts)
    rows = rows.sort_values("year", kind="stable")
    return _checked(rows, file, faults)


def _value_column(table, region, year, value_name, file) -> str:
    ignored = {column for column in table.columns if str(column).casefold() in CODE_NAMES}
    others = [column for column in table.columns if column not in {region, year} | ignored]
    # one bad cell makes a column text; the fault is that cell
    numeric = [column for column in others if _is_mostly_numbers(table[column])]
    named = {re.sub(r"\s*[(\[（].*", "", str(column)).casefold(): column for column in others[::-1]}
    column = find_column(table, [value_name.casefold()]) or named.get(value_name.casefold())
    if column is None:
        column = next((found[0] for found in (numeric, others) if len(found) == 1), None)
    if column is None:
        raise InputError(
            Message(
                "{file}: it is not clear which column holds the values, of {columns}; give the "
                "name of one.",
                file=file,
                columns=", ".join(map(str, numeric or others)) or Message("none"),
            )
        )
    return column


def _is_mostly_numbers(cells: pd.Series) -> bool:
    def is_number(cell):
        try:
            parse_number(cell)
        except ValueError:
            return False
        return True

    given = [cell for cell in cells if not is_missing(cell)]
    return sum(map(is_number, given)) > len(given) / 2


def _long(table, region, year, column, file, log) -> pd.DataFrame:
    _name_left_out(table, [region, year, column], file, log)
    faults = []
    rows = pd.DataFrame(
        {
            "region": table[region],
            "year": year_column(table, year, file, faults),
            "value": number_column(table, column, file, faults),
        }
    )
    return _checked(rows, file, faults)


def _name_left_out(table, used, file, log) -> None:
    left_out = [str(column) for column in table.columns if column not in used]
    if left_out:
        log.info(
            "{file}: the columns {columns} are not used.",
            file=file,
            columns=", ".join(left_out),
        )


def _checked(rows: pd.DataFrame, file, faults: list) -> pd.DataFrame:
    for row in rows.index[[is_missing(name) for name in rows["region"]]].unique():
        faults.append(
            Message(
                "{file}, row {row}: the region is missing; name it or remove the row.",
                file=file,
                row=row,
            )
        )
    keys = pd.DataFrame({"key": rows["region"].map(region_key), "year": rows["year"]})
    for place in rows[keys.duplicated()].itertuples():
        faults.append(
            Message(
                "{file}, row {row}: {region} {year} stands there twice; keep one.",
                file=file,
                row=place.Index,
                region=place.region,
                year=place.year,
            )
        )
    stop_on(faults)
    return rows.assign(region=[region_text(name) for name in rows["region"]])


def region_text(name) -> str:
    """Return a region's name or code as text, 110000.0 as ``"110000"``."""
    return str(int(name)) if isinstance(name, float) and name.is_integer() else str(name).strip()


def year_spans(years) -> str:
    """Return years as text, runs of them as spans: ``2011-2013, 2015``."""
    years = pd.Series(sorted({int(year) for year in years}), dtype="int64")
    runs = years.groupby((years.diff() != 1).cumsum()).agg(["min", "max"])
    return ", ".join(
        str(first) if first == last else f"{first}-{last}" for first, last in runs.to_numpy()
    )


def largest(values: pd.Series, most: int) -> list:
    """Labels of the largest values, of equal ones the first.

    Parameters
    ----------
    values : pandas.Series
        With one label for each value; missing ones are passed over.
    most : int

    Returns
    -------
    list
        Falling. `Series.nlargest` takes any of equal ones before pandas 3.
    """
    values = values.dropna().sort_values(ascending=False, kind="stable")
    return values.index[:most].tolist()


def last_year_total(panel: pd.DataFrame, column: str) -> float:
    """Add up a column over the regions of the last year.

    Parameters
    ----------
    panel : pandas.DataFrame
        ``year`` and the column.
    column : str

    Returns
    -------
    float
        Of the regions that have a value; NaN if none has.
    """
    return float(panel.loc[panel["year"] == panel["year"].max(), column].sum(min_count=1))


def refuse_crowds(
    population: pd.DataFrame, column: str = "population", log: Log | None = None
) -> None:
    """Refuse a population that no region of the world has: its unit is wrong.

    Parameters
    ----------
    population : pandas.DataFrame
        ``region``, ``year`` and persons.
    column : str
    log : Log, optional
        Where the regions may be countries: warned of more than a province has,
        and only what no country has is refused.

    Raises
    ------
    InputError
        Naming the largest region.
    """
    largest = population[column].astype(float).max()
    if largest > MOST_PERSONS:
        row = population.loc[population[column].idxmax()]
        message = Message(
            "Population: {region} would have {persons} persons; choose the unit that the table "
            "really has (persons or 10^4 persons).",
            region=row["region"],
            persons="{:,.0f}".format(largest),
        )
        if log is None or largest > MOST_PERSONS_OF_A_COUNTRY:
            raise InputError(message)
        log.warning(message.template, **message.data)
