"""Region-by-year tables of any quantity: population, GDP, area."""

from __future__ import annotations

import pandas as pd

from .log import InputError, Log, Message
from .regions import region_key
from .tables import (
    file_name,
    find_column,
    is_missing,
    number_column,
    parse_year,
    read_table,
    stop_on,
    year_column,
)
from .units import unit_factor

REGION_NAMES = (
    "region province name name_zh name_en 地区 省份 省 省市 省市区 城市 市 县 区县 区域 行政区 "
    "行政区划 county city prefecture adcode code gb 行政区划代码 地区代码"
).split()
CODE_NAMES = "adcode code gb fid id objectid 行政区划代码 地区代码".split()
YEAR_NAMES = "year 年份 年 年度".split()


# The most populous first-level region, Uttar Pradesh, has 240 million.
MOST_PERSONS = 300e6


def key_columns(table: pd.DataFrame) -> tuple:
    """Return the columns of a table that hold regions and years, None where there is none."""
    return find_column(table, REGION_NAMES), find_column(table, YEAR_NAMES)


def read_panel(
    path, value_name: str = "value", unit: str = "", log: Log | None = None
) -> pd.DataFrame:
    """Read a region-by-year table.

    Parameters
    ----------
    path : str or Path
        Table with one row for each region and year, or with years as columns
        (``2019``, ``2019年``), such as an export of the National Bureau of
        Statistics as downloaded: title lines above the header and lines without
        numbers below the data are passed over.
    value_name : str
        Name of the value in the result; and its column in a table that has
        several with numbers.
    unit : str
        Unit of the values in the file, for example ``10^4 persons``; they are
        converted to the base unit (persons). Empty: taken as they are.
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
    table = read_table(path)
    factor = 1.0
    if unit:
        factor, base_unit = unit_factor(unit)
        log.info(
            "{file}: values are converted from {unit} to {base}.",
            file=file_name(path),
            unit=unit,
            base=base_unit,
        )
    region, year = key_columns(table)
    year_columns = [column for column in table.columns if parse_year(column)]
    if year_columns and year is None:
        rows = _years_as_columns(table, region, year_columns, path, log)
    elif region and year:
        rows = _long(table, region, year, value_name, path, log)
    else:
        raise InputError(
            Message(
                "{file}: there are no columns of regions and years; name them region and year, or "
                "put the years into the header.",
                file=file_name(path),
            )
        )
    rows[value_name] = rows.pop("value") * factor
    return rows.reset_index(drop=True)


def _years_as_columns(table, region, year_columns, path, log) -> pd.DataFrame:
    region = region or next(column for column in table.columns if column not in year_columns)
    _name_left_out(table, [region] + year_columns, path, log)
    empty = pd.Series(
        [all(map(is_missing, cells)) for cells in table[year_columns].to_numpy()], table.index
    )
    for row, name in table.loc[empty, region].items():
        log.warning(
            "{file}, row {row}: '{name}' has no numbers and is left out.",
            file=file_name(path),
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
                "value": number_column(table, column, path, faults),
            }
        )
        for column in year_columns
    ]
    rows = pd.concat(parts)
    rows = rows.sort_values("year", kind="stable")
    return _checked(rows, path, faults)


def _long(table, region, year, value_name, path, log) -> pd.DataFrame:
    ignored = {column for column in table.columns if str(column).casefold() in CODE_NAMES}
    others = [column for column in table.columns if column not in {region, year} | ignored]
    numeric = [column for column in others if pd.api.types.is_numeric_dtype(table[column])]
    column = find_column(table, [value_name.casefold()])
    if column is None and len(numeric) == 1:
        column = numeric[0]
    if column is None:
        raise InputError(
            Message(
                "{file}: it is not clear which column holds the values, of {columns}; give the "
                "name of one.",
                file=file_name(path),
                columns=", ".join(map(str, numeric or others)) or Message("none"),
            )
        )
    _name_left_out(table, [region, year, column], path, log)
    faults = []
    rows = pd.DataFrame(
        {
            "region": table[region],
            "year": year_column(table, year, path, faults),
            "value": number_column(table, column, path, faults),
        }
    )
    return _checked(rows, path, faults)


def _name_left_out(table, used, path, log) -> None:
    left_out = [str(column) for column in table.columns if column not in used]
    if left_out:
        log.info(
            "{file}: the columns {columns} are not used.",
            file=file_name(path),
            columns=", ".join(left_out),
        )


def _checked(rows: pd.DataFrame, path, faults: list) -> pd.DataFrame:
    for row in rows.index[[is_missing(name) for name in rows["region"]]].unique():
        faults.append(
            Message(
                "{file}, row {row}: the region is missing; name it or remove the row.",
                file=file_name(path),
                row=row,
            )
        )
    keys = pd.DataFrame({"key": rows["region"].map(region_key), "year": rows["year"]})
    for place in rows[keys.duplicated()].itertuples():
        faults.append(
            Message(
                "{file}, row {row}: {region} {year} stands there twice; keep one.",
                file=file_name(path),
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


def refuse_crowds(population: pd.DataFrame, column: str = "population") -> None:
    """Refuse a population that no region of the world has: its unit is wrong.

    Parameters
    ----------
    population : pandas.DataFrame
        ``region``, ``year`` and persons.
    column : str

    Raises
    ------
    InputError
        Naming the largest region.
    """
    largest = population[column].max()
    if largest > MOST_PERSONS:
        row = population.loc[population[column].idxmax()]
        raise InputError(
            Message(
                "Population: {region} would have {persons} persons; choose the unit that the table "
                "really has (persons or 10^4 persons).",
                region=row["region"],
                persons="{:,.0f}".format(largest),
            )
        )
