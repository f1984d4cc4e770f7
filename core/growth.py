"""Growth of series by phase: each of five rates under its own name.

References
----------
Zuo and Zhao (2025). Arid Zone Research 42(9), 1703-1714, which gives rates without a formula.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .breakpoints import MOST_BREAKS, find_breaks, most_breaks
from .log import InputError, Log, Message, listing, refuse_unknown
from .panels import largest, year_spans
from .trends import LogTrend
from .years import parse_years

TOTALS = ("sum", "mean", "none")
AUTO = "auto"
WHOLE = "whole"
ALL_REGIONS = "All regions"
# Names of quantities that cannot be added up: shares, ratios, amounts per head.
_RATIO = re.compile(r"(^|_)(depth|pc|pct|ratio|share|intensity|per)(_|$)|^(flow_use|p_overload)$")


@dataclass
class Series:
    """The values of one region, or of all regions together.

    Attributes
    ----------
    scope : str
        ``region`` or ``total``.
    region : str
    years, values : numpy.ndarray of int and float, shape (n,)
        In order of the years; years without a value are left out.
    breaks : tuple of int or None
        Years in which a phase ends and the next begins; None where nobody asked for phases.
    """

    scope: str
    region: str
    years: np.ndarray
    values: np.ndarray
    breaks: tuple | None = None

    @property
    def has_logarithms(self) -> bool:
        """Whether every value is above zero."""
        return bool((self.values > 0).all())

    def phases(self) -> list:
        """Return the values of each phase as ``(years, values)``; a break belongs to two."""
        edges = [-np.inf, *(self.breaks or ()), np.inf]
        inside = [
            (start <= self.years) & (self.years <= end) for start, end in zip(edges, edges[1:])
        ]
        return [(self.years[part], self.values[part]) for part in inside]

    def lines(self) -> list:
        """Return the trend line of each phase as ``(years, values)``; no line without logarithms."""
        if not self.has_logarithms:
            return []
        return [
            (years, LogTrend.fit(years, values).at(years))
            for years, values in self.phases()
            if len(years) > 1
        ]


def growth_rates(years, values, level: float = 0.95) -> dict:
    """Return the growth of a series from its first to its last value.

    With x the values, t their years and T the number of years between the
    first and the last:

    =====================  =======================================================
    ``mean_change``        (x_n - x_1) / T, in units of x a year
    ``cagr_pct``           100 ((x_n / x_1)^(1/T) - 1), compound annual growth rate
    ``mean_rate_pct``      mean of 100 (x_(i+1) / x_i - 1); a step of d years counts
                           as d years, each with the rate 100 ((x_(i+1) / x_i)^(1/d) - 1)
    ``mean_abs_rate_pct``  mean of these rates without their signs: fluctuation, not growth
    ``trend_pct``          100 (e^b - 1), b the slope of the least-squares line of ln x on t
    =====================  =======================================================

    Parameters
    ----------
    years : array_like of int, shape (n,)
        In order, each once.
    values : array_like of float, shape (n,)
        Without missing values.
    level : float
        Level of the confidence interval of the trend, 0 to 1.

    Returns
    -------
    dict
        ``first_year``, ``last_year``, ``n``, ``first_value``, ``last_value``,
        the five of above, ``trend_low_pct`` and ``trend_high_pct``. NaN (a
        year: None) for what is not defined: everything but the first of the
        five where a value that it needs the logarithm of is zero or negative,
        the interval with less than three values.
    """
    years, values = np.asarray(years, dtype=int), np.asarray(values, dtype=float)
    n = len(years)
    rates = {
        "first_year": int(years[0]) if n else None,
        "last_year": int(years[-1]) if n else None,
        "n": n,
        "first_value": values[0] if n else np.nan,
        "last_value": values[-1] if n else np.nan,
        **dict.fromkeys(
            (
                "mean_change",
                "cagr_pct",
                "mean_rate_pct",
                "mean_abs_rate_pct",
                "trend_pct",
                "trend_low_pct",
                "trend_high_pct",
            ),
            np.nan,
        ),
    }
    if n < 2:
        return rates
    steps = np.diff(years)
    rates["mean_change"] = (values[-1] - values[0]) / steps.sum()
    if values[0] > 0 and values[-1] > 0:
        rates["cagr_pct"] = 100 * ((values[-1] / values[0]) ** (1 / steps.sum()) - 1)
    if (values > 0).all():
        annual = (values[1:] / values[:-1]) ** (1 / steps) - 1
        rates["mean_rate_pct"] = 100 * np.average(annual, weights=steps)
        rates["mean_abs_rate_pct"] = 100 * np.average(np.abs(annual), weights=steps)
        trend = LogTrend.fit(years, values)
        rates["trend_pct"] = 100 * np.expm1(trend.slope)
        for name, slope in zip(("trend_low_pct", "trend_high_pct"), trend.interval(level)):
            rates[name] = 100 * np.expm1(slope)
    return rates


def panel_series(
    panel: pd.DataFrame, field: str, totals: str = "sum", log: Log | None = None
) -> list:
    """Return the series of all regions together, then that of each region.

    Parameters
    ----------
    panel : pandas.DataFrame
        ``region``, ``year`` and the field, one row for each region and year.
    field : str
    totals : {"sum", "mean", "none"}
        How regions become one. A year in which a region lacks its value has
        no total, because it could not be compared with the others; regions
        without any value are in no total. One region is its own total.
    log : Log, optional

    Returns
    -------
    list of Series

    Raises
    ------
    InputError
        If `totals` is unknown.
    """
    log = log or Log()
    refuse_unknown("TOTALS", totals, TOTALS)
    regions = panel["region"].drop_duplicates()
    grid = panel.pivot(index="region", columns="year", values=field).loc[regions].astype(float)
    years = grid.columns.to_numpy(dtype=int)
    rows = [("region", name, row) for name, row in zip(regions, grid.to_numpy())]
    if totals != "none" and len(regions) > 1:
        rows.insert(0, ("total", _total_name(regions), _total(grid, field, totals, log)))
    return [
        Series(scope, name, years[~np.isnan(row)], row[~np.isnan(row)]) for scope, name, row in rows
    ]


def _total_name(regions):
    name = ALL_REGIONS
    while name in set(regions):
        name = "(%s)" % name
    return name


def _total(grid, field, totals, log):
    if totals == "sum" and _RATIO.search(field):
        log.warning(
            "{field} looks like a ratio or an amount per head, and a sum of these over regions "
            "means nothing; choose mean or none for TOTALS.",
            field=field,
        )
    reporting = grid.dropna(how="all")
    if len(reporting) < len(grid):
        log.warning(
            "{field}: regions without any value are not in the total: {regions}.",
            field=field,
            regions=listing(grid.index.difference(reporting.index, sort=False)),
        )
    missing = reporting.isna()
    if missing.to_numpy().any():
        log.warning(
            "{field}: there is no total for {years}, because the years could not be compared: a "
            "value lacks in {regions}. Fill the gaps, or leave these regions out by a selection.",
            field=field,
            years=year_spans(missing.columns[missing.any()]),
            regions=listing(missing.index[missing.any(axis=1)]),
        )
    combined = reporting.sum(skipna=False) if totals == "sum" else reporting.mean(skipna=False)
    return combined.to_numpy(dtype=float) if len(reporting) else np.full(len(grid.columns), np.nan)


def parse_breaks(text: str):
    """Return the break years in a text: None if it is empty, ``"auto"``, or years in order.

    Raises
    ------
    InputError
        As :func:`years.parse_years`.
    """
    text = text.strip()
    if text.casefold() == AUTO:
        return AUTO
    return tuple(parse_years(text, "BREAK_YEARS")) if text else None


def set_breaks(
    series: list,
    breaks,
    max_breaks: int = 3,
    min_years: int = 4,
    log: Log | None = None,
) -> None:
    """Divide series into phases.

    Parameters
    ----------
    series : list of Series
        Get their ``breaks``.
    breaks : None, "auto" or tuple of int
        As :func:`parse_breaks` returns. Years that are given are the same for
        every series; ``auto`` finds the breaks of each by
        :func:`breakpoints.find_breaks`.
    max_breaks, min_years : int
        For auto.
    log : Log, optional

    Raises
    ------
    InputError
        If a year lies outside of the record or is none of its years.
    """
    log = log or Log()
    if breaks == AUTO:
        _find(series, max_breaks, min_years, log)
    elif breaks:
        _divide(series, breaks, log)


def _divide(series, breaks, log):
    known = sorted({int(year) for one in series for year in one.years})
    wrong = [year for year in breaks if year not in known[1:-1]]
    if wrong:
        raise InputError(
            Message(
                "BREAK_YEARS: {wrong} cannot end a phase; choose among the years with values "
                "between the first and the last: {years}.",
                wrong=", ".join(map(str, wrong)),
                years=year_spans(known[1:-1]) or Message("none"),
            )
        )
    for one in series:
        one.breaks = breaks
    without = [one.region for one in series if set(breaks) - set(one.years.tolist())]
    if without:
        log.info(
            "A break year has no value in {regions}: there, a phase ends with the last value "
            "before it, and the next begins with the first value after it.",
            regions=listing(without),
        )


def _find(series, max_breaks, min_years, log):
    groups, short = {}, []
    for one in series:
        one.breaks = ()
        if one.has_logarithms and most_breaks(len(one.years)):
            groups.setdefault(tuple(one.years), []).append(one)
        else:
            short.append(one.region)
    if short:
        log.info(
            "Breakpoints are not looked for in {count} of {n} series, which have less than {least} "
            "values, or values that are zero or negative: {regions}.",
            count=len(short),
            n=len(series),
            least=next(n for n in range(99) if most_breaks(n)),
            regions=listing(short),
        )
    for done, (years, members) in enumerate(groups.items()):
        log.check(done / len(groups))
        values = [one.values for one in members]
        found = find_breaks(years, values, min(max_breaks, MOST_BREAKS), min_years, log)
        for one, breaks in zip(members, found):
            one.breaks = breaks
    if series and series[0].breaks:
        log.info(
            "{region}: the growth rate changes in {years}.",
            region=series[0].region,
            years=", ".join(map(str, series[0].breaks)),
        )


def growth_table(
    series: list, field: str, level: float = 0.95, log: Log | None = None
) -> pd.DataFrame:
    """Return the growth of each series in its whole record and in each of its phases.

    Parameters
    ----------
    series : list of Series
    field : str
        Name of the quantity.
    level : float
        As for :func:`growth_rates`.
    log : Log, optional
        Told about series without rates.

    Returns
    -------
    pandas.DataFrame
        ``scope`` (region or total), ``region``, ``field``, ``phase`` (``whole``,
        and ``1``, ``2``, ... where there are phases) and the columns of
        :func:`growth_rates`.
    """
    log = log or Log()
    rows = []
    for done, one in enumerate(series):
        log.check(done / len(series))
        parts = [(WHOLE, (one.years, one.values))]
        if one.breaks is not None:
            parts += [(str(i), part) for i, part in enumerate(one.phases(), start=1)]
        for name, part in parts:
            key = {"scope": one.scope, "region": one.region, "field": field, "phase": name}
            rows.append({**key, **growth_rates(*part, level)})
    _say_without(series, field, log)
    table = pd.DataFrame(rows)
    return table.astype({"first_year": "Int64", "last_year": "Int64"})


def _say_without(series, field, log):
    low = [one.region for one in series if not one.has_logarithms]
    if low:
        log.warning(
            "{field}: values that are zero or negative have no logarithm, and the rates that need it "
            "are empty: {regions}.",
            field=field,
            regions=listing(low),
        )
    few = [one.region for one in series if len(one.years) < 2]
    if few:
        log.warning(
            "{field}: growth needs values of two years or more: {regions}.",
            field=field,
            regions=listing(few),
        )


def leading(series: list) -> Series | None:
    """Return the total, or the only region; None where there are regions without a total."""
    return series[0] if series[0].scope == "total" or len(series) == 1 else None


def standing_out(table: pd.DataFrame, most: int) -> tuple:
    """Return the regions with the largest last values, and of the others the fastest growing.

    Parameters
    ----------
    table : pandas.DataFrame
        Of :func:`growth_table`.
    most : int
        Of each.

    Returns
    -------
    tuple of list of str
        Fastest by the trend of the whole record.
    """
    whole = table[(table["scope"] == "region") & (table["phase"] == WHOLE)].set_index("region")
    large = largest(whole["last_value"], most)
    return large, largest(whole["trend_pct"].drop(large), most)
