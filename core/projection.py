"""Series carried on to a horizon at their growth rate, with a prediction interval.

References
----------
Draper and Smith (1998). Applied Regression Analysis, 3rd edition, chapter 3.
Hyndman and Athanasopoulos (2021). Forecasting: Principles and Practice, 3rd edition, chapter 5.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from .growth import Series, leading, panel_series
from .log import InputError, Log, Message, listing
from .panels import key_columns, tidy_panel
from .regions import match_regions
from .tables import stop_on
from .trends import LogTrend, student_t

OBSERVED, PROJECTED = "observed", "projected"
BASES = ("trend", "last_phase", "cagr")
ANCHORS = ("observed", "fitted")
# A scenario with so many times the people of the year before, or their share, is in another unit.
_MOST_TIMES = 5
_NOBODY = pd.Series(index=pd.Index([], dtype=int), dtype=float)


@dataclass
class Carried:
    """What is projected of a series.

    Attributes
    ----------
    series : Series
        The series itself, or its amount per head.
    ahead : numpy.ndarray of int
        The years.
    times : numpy.ndarray of float or float
        What the projection is multiplied by: 1, or the population of these years.
    """

    series: Series
    ahead: np.ndarray
    times: np.ndarray | float = 1.0


def project(
    series: Series, ahead, basis: str = "trend", anchor: str = "observed", level: float = 0.95
) -> pd.DataFrame:
    """Project a series to years after its last one.

    ``value = x_T (1 + g)^(h - T)``, where x_T is the last value, of year T, and h a year ahead.

    With ``trend`` and ``last_phase``, ln(1 + g) is the slope b of the line of
    ln x on the year, through the whole record or the last phase. Values are
    taken to scatter about the line independently, with the standard deviation
    s. With m the mean year and S the sum of squared distances from it, the
    logarithm of a projection has the variance

    - ``observed``: ``s^2 (2 + ((h - m)^2 - (T - m)^2) / S)``, for the last
      value, which it starts from, and the future one scatter both;
    - ``fitted``: ``s^2 (1 + 1/n + (h - m)^2 / S)``, the textbook's prediction
      interval; the projection lies on the line then, not on x_T (1 + g)^(h - T).

    With ``cagr``, g is the compound rate of the whole record. That is the
    estimate for a random walk with drift, in which every step of d years
    deviates by itself with the variance s^2 d and no deviation is ever made
    good: ``s^2 (h - T) (1 + (h - T) / (T - t_1))``.

    The interval is symmetric about the logarithm of the projection, with Student's t of n - 2
    degrees of freedom.

    Parameters
    ----------
    series : Series
    ahead : array_like of int
        Years after the last one of the series.
    basis : {"trend", "last_phase", "cagr"}
    anchor : {"observed", "fitted"}
        For trend and last_phase.
    level : float
        Level of the interval, 0 to 1.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``value``, ``low``, ``high``. NaN where the series has less
        than two values, or one that is zero or negative; low and high also
        where it has only two.
    """
    ahead = np.asarray(ahead, dtype=int)
    value, low, high = _projected(series, ahead, basis, anchor, level)
    return pd.DataFrame({"year": ahead, "value": value, "low": low, "high": high})


def _projected(series, ahead, basis, anchor, level):
    """Value, low and high of the years ahead."""
    years, values = series.phases()[-1] if basis == "last_phase" else (series.years, series.values)
    if len(years) < 2 or not (values > 0).all():
        return np.full((3, len(ahead)), np.nan)
    end = years[-1]
    if basis == "cagr":
        steps, changes = np.diff(years), np.diff(np.log(values))
        drift = changes.sum() / steps.sum()
        logs = np.log(values[-1]) + drift * (ahead - end)
        dof = len(steps) - 1
        squares = ((changes - drift * steps) ** 2 / steps).sum()
        factor = (ahead - end) * (1 + (ahead - end) / steps.sum())
        half = student_t(level, dof) * np.sqrt(squares / dof * factor) if dof else np.nan
    else:
        line = LogTrend.fit(years, values)
        far = (ahead - line.centre) ** 2 / line.squares
        if anchor == "fitted":
            logs, factor = np.log(line.at(ahead)), 1 + 1 / line.n + far
        else:
            logs = np.log(values[-1]) + line.slope * (ahead - end)
            factor = 2 + far - (end - line.centre) ** 2 / line.squares
        half = line.quantile(level) * line.spread * np.sqrt(factor)
    return np.exp([logs, logs - half, logs + half])


def carried_on(series: list, horizon: int) -> list:
    """Return what is projected of each series: itself, every year to the horizon."""
    return [
        Carried(one, np.arange(one.years[-1] + 1 if len(one.years) else horizon + 1, horizon + 1))
        for one in series
    ]


def carried_per_head(
    series: list,
    panel: pd.DataFrame,
    field: str,
    population: str,
    scenario: pd.DataFrame,
    horizon: int,
    totals: str = "sum",
    log: Log | None = None,
) -> list:
    """Return what is projected of each series: its amount per head, times a future population.

    Parameters
    ----------
    series : list of Series
        Of the field, with their breaks.
    panel : pandas.DataFrame
        ``region``, ``year``, the field and the population of the record.
    field, population : str
    scenario : pandas.DataFrame
        Of :func:`population_scenario`: ``region``, ``year``, ``population``.
        Years that it does not name are not projected.
    horizon : int
        Later years are left out.
    totals : str
        As for :func:`growth.panel_series`. The total is projected if every
        region in it has a population in the record. Its future population is
        the one that the scenario gives for all regions together, or else comes
        from the years in which the scenario has every region in it.
    log : Log, optional

    Returns
    -------
    list of Carried

    Raises
    ------
    InputError
        For every year to project whose population is zero, negative, or in
        another unit than the one before it.
    """
    log = log or Log()
    known = panel[field].notna() & (panel[population] > 0)
    if known.sum() < panel[field].notna().sum():
        log.warning(
            "{count} rows have {field} but no {population}; they are no part of the trend per head.",
            count=int(panel[field].notna().sum() - known.sum()),
            field=field,
            population=population,
        )
    both = panel.assign(**{name: panel[name].where(known) for name in (field, population)})
    persons = panel_series(both, population, totals)
    amounts = panel_series(both, field, totals)
    future = _by_region(scenario)
    head, refused, count, since = series[0], None, 1, horizon
    if head.scope == "total" and len(head.years):
        inside = [one.region for one in series[1:] if len(one.years)]
        pairs = zip(series[1:], amounts[1:])
        lacking = [one.region for one, part in pairs if len(one.years) and not len(part.years)]
        if lacking:
            refused = head.region
            log.warning(
                "{total} is not projected, because these regions in it have no {population} in any "
                "year with {field}: {regions}. Fill it in, or leave them out by a selection.",
                total=head.region,
                population=population,
                field=field,
                regions=listing(lacking),
            )
        elif head.region in future:
            # the mean of the regions is of so many times less people than all of them together
            count = len(inside) if totals == "mean" else 1
        elif all(name in future for name in inside):
            future[head.region] = _together([future[name] for name in inside], totals)
            since = head.years[-1]  # it needs the regions from here on, even those with values
    carried, faults, without = [], [], []
    for one, amount, people in zip(series, amounts, persons):
        usable = len(one.years) and len(amount.years) and one.region != refused
        ahead = future.get(one.region, _NOBODY) if usable else _NOBODY
        last = one.years[-1] if usable else horizon
        later = ahead.loc[last + 1 : horizon]
        faults += _not_above_zero(one.region, ahead.loc[min(since, last) + 1 : horizon])
        if later.empty:
            carried.append(Carried(one, np.array([], dtype=int)))
            without += [one.region] if one.region != refused else []
            continue
        share = count if one is head else 1
        faults += _jumps(one.region, people.years[-1], share * people.values[-1], later)
        per_head = replace(amount, values=amount.values / people.values, breaks=one.breaks)
        carried.append(Carried(per_head, later.index.to_numpy(), later.to_numpy() / share))
    stop_on(faults)
    if without:
        log.warning(
            "The population scenario cannot be used for {regions}; they are not projected.",
            regions=listing(without),
        )
    return carried


def _by_region(scenario):
    """Population of the scenario by year, in order, of each region that has one."""
    known = scenario.dropna(subset=["population"]).sort_values("year").set_index("year")
    return {name: part["population"] for name, part in known.groupby("region")}


def _together(parts, totals):
    """Sum or mean of the regions, in the years in which all of them have a population."""
    grid = pd.concat(parts, axis=1, join="inner")
    return grid.sum(axis=1) if totals == "sum" else grid.mean(axis=1)


def _not_above_zero(region, ahead):
    """Faults of years to project that have nobody."""
    return [
        Message(
            "Population scenario: {region} has {people} persons in {year}; give a number above "
            "zero, or leave the year out.",
            region=region,
            people="{:,.10g}".format(people),
            year=year,
        )
        for year, people in ahead.items()
        if not people > 0
    ]


def _jumps(region, last, people, ahead):
    """Faults of years to project with many times the people of the year before, or their share.

    The year before the first is the last one of the record, which has `people`.
    """
    faults, years, numbers = [], [last, *ahead.index], [people, *ahead]
    for i, (before, after) in enumerate(zip(numbers, numbers[1:])):
        # one that is not above zero is a fault by itself
        if min(before, after) <= 0 or 1 / _MOST_TIMES <= after / before <= _MOST_TIMES:
            continue
        data = {
            "region": region,
            "ahead": "{:,.10g}".format(after),
            "year": years[i + 1],
            "people": "{:,.10g}".format(before),
            "last": years[i],
        }
        faults.append(
            Message(
                "Population scenario: {region} has {ahead} persons in {year}, and {people} in "
                "{last}; give both in the same unit.",
                **data,
            )
            if i
            else Message(
                "Population scenario: {region} begins with {ahead} persons in {year}, and had "
                "{people} in {last}; give both in the same unit.",
                **data,
            )
        )
    return faults


def population_scenario(
    table: pd.DataFrame, name: str, series: list, log: Log | None = None
) -> pd.DataFrame:
    """Bring the table of a population scenario into the tidy form.

    Parameters
    ----------
    table : pandas.DataFrame
        ``year`` and ``population``, with ``region`` or for all regions
        together; as :func:`panels.tidy_panel` understands it. A region with
        the name of the total is the total.
    name : str
        How messages call the table.
    series : list of Series
    log : Log, optional
        Told about regions that are none of the series.

    Returns
    -------
    pandas.DataFrame
        ``region`` (as the series call it), ``year``, ``population``.

    Raises
    ------
    InputError
        As :func:`panels.tidy_panel`; and if a table without regions meets
        several regions that have no total.
    """
    log = log or Log()
    head = leading(series)
    if key_columns(table)[0] is None:
        if head is None:
            raise InputError(
                Message(
                    "{file} has no column of regions, and there is no total of the regions; add the "
                    "column, or choose sum for TOTALS.",
                    file=name,
                )
            )
        return tidy_panel(table.assign(region=head.region), name, "population", log=log)
    tidy = tidy_panel(table, name, "population", log=log)
    match = match_regions([one.region for one in series], tidy["region"])
    if match.unmatched_table:
        log.warning(
            "{file}: these regions are not in the input: {regions}.",
            file=name,
            regions=listing(match.unmatched_table),
        )
    tidy["region"] = tidy["region"].map(match.pairs)
    return tidy.dropna(subset=["region"])


def projection_table(
    series: list,
    carried: list,
    field: str,
    basis: str = "trend",
    anchor: str = "observed",
    level: float = 0.95,
    log: Log | None = None,
) -> pd.DataFrame:
    """Return the values of each series and, after them, their projection.

    Parameters
    ----------
    series : list of Series
    carried : list of Carried
        Of :func:`carried_on` or :func:`carried_per_head`.
    field : str
        Name of the quantity.
    basis, anchor, level
        As for :func:`project`.
    log : Log, optional

    Returns
    -------
    pandas.DataFrame
        ``scope``, ``region``, ``field``, ``year``, ``kind`` (observed or
        projected), ``value``, ``low``, ``high``.
    """
    log = log or Log()
    keys, numbers = [], []
    for done, (one, what) in enumerate(zip(series, carried)):
        log.check(done / len(series))
        past, future = len(one.years), len(what.ahead)
        kinds = [OBSERVED] * past + [PROJECTED] * future
        keys += [(one.scope, one.region, field, kind) for kind in kinds]
        known = np.full((4, past), np.nan)
        known[:2] = one.years, one.values
        ahead = _projected(what.series, what.ahead, basis, anchor, level) * what.times
        numbers.append(np.hstack([known, np.vstack([what.ahead, ahead])]))
    names = [["scope", "region", "field", "kind"], ["year", "value", "low", "high"]]
    parts = [keys, np.hstack(numbers).T]
    table = pd.concat([pd.DataFrame(part, columns=n) for part, n in zip(parts, names)], axis=1)
    last = max((int(one.years[-1]) for one in series if len(one.years)), default=0)
    early = [one.region for one in series if len(one.years) and one.years[-1] < last]
    if early:
        log.info(
            "The last value is older than {year} in {regions}; they are projected from there.",
            year=last,
            regions=listing(early),
        )
    none = table[(table["kind"] == PROJECTED) & table["value"].isna()]["region"]
    if len(none):
        log.warning(
            "There is no projection of {regions}, whose growth rate is not defined.",
            regions=listing(none),
        )
    columns = ["scope", "region", "field", "year", "kind", "value", "low", "high"]
    return table[columns].astype({"year": "int64"})


def at_horizon(
    series: list, rates: pd.DataFrame, table: pd.DataFrame, horizon: int, log: Log | None = None
) -> dict:
    """Return the rates of the total, or of the only region, and its projection at the horizon.

    Parameters
    ----------
    series : list of Series
    rates : pandas.DataFrame
        Of :func:`growth.growth_table`.
    table : pandas.DataFrame
        Of :func:`projection_table`.
    horizon : int
    log : Log, optional
        Told if there is no year to project.

    Returns
    -------
    dict
        ``cagr_pct``, ``trend_pct`` (of the whole record), ``projected``,
        ``low``, ``high``; NaN for what there is not.
    """
    future = table[(table["kind"] == PROJECTED) & (table["year"] == horizon)]
    if future.empty:
        (log or Log()).warning(
            "Nothing is projected to {horizon}: choose a year after the last one of the input, and "
            "one of the population scenario if there is one.",
            horizon=horizon,
        )
    result = dict.fromkeys(("cagr_pct", "trend_pct", "projected", "low", "high"), np.nan)
    head = leading(series)
    if head is None:
        return result
    same = [
        (one["scope"] == head.scope) & (one["region"] == head.region) for one in (rates, future)
    ]
    whole = rates[same[0]].iloc[0]  # the first phase is the whole record
    result.update(cagr_pct=whole["cagr_pct"], trend_pct=whole["trend_pct"])
    for row in future[same[1]].itertuples():
        result.update(projected=row.value, low=row.low, high=row.high)
    return result
