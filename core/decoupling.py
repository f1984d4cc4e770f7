"""Decoupling of emissions from economic growth: Tapio's elasticity and its eight states.

References
----------
Tapio (2005), Transport Policy 12(2), 137-151.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from .log import InputError, Log, Message, listing

# In the order of a legend: decoupling, coupling, negative decoupling.
STATES = (
    "Strong decoupling",
    "Weak decoupling",
    "Recessive decoupling",
    "Expansive coupling",
    "Recessive coupling",
    "Weak negative decoupling",
    "Expansive negative decoupling",
    "Strong negative decoupling",
)
LOW, HIGH = 0.8, 1.2
# 108 of 100 against 110 of 100 is an elasticity of 0.8, whatever the last bit of the quotient says.
ROUND_OFF = 1e-12
_AMOUNTS = ["emissions_from", "emissions_to", "gdp_from", "gdp_to"]


class Decoupling(NamedTuple):
    """Result of :func:`decoupling`.

    Attributes
    ----------
    rows : DataFrame
        One row for each row of the panel in the later year of a pair: ``row``
        (its position in the panel), ``region``, ``year`` and ``year_to`` (the
        later year), ``year_from``, and the columns of :func:`tapio`.
    totals : DataFrame
        All regions together, one row for each pair: ``year_from``, ``year_to``,
        ``regions`` (how many have all four amounts), and the columns of :func:`tapio`.
    """

    rows: pd.DataFrame
    totals: pd.DataFrame


def tapio(emissions_from, emissions_to, gdp_from, gdp_to, low: float = LOW, high: float = HIGH):
    """Elasticity of emissions to GDP, and the state of decoupling.

    ``e = (dC / C0) / (dG / G0)``. Both thresholds belong to coupling; constant
    emissions (e = 0) are weak decoupling or, where GDP falls, weak negative.

    ============================= ======== ======= ===================
    state                         dG       dC      e
    ============================= ======== ======= ===================
    Strong decoupling             > 0      < 0     < 0
    Weak decoupling               > 0      >= 0    0 <= e < low
    Expansive coupling            > 0      > 0     low <= e <= high
    Expansive negative decoupling > 0      > 0     > high
    Strong negative decoupling    < 0      > 0     < 0
    Weak negative decoupling      < 0      <= 0    0 <= e < low
    Recessive coupling            < 0      < 0     low <= e <= high
    Recessive decoupling          < 0      < 0     > high
    ============================= ======== ======= ===================

    Parameters
    ----------
    emissions_from, emissions_to : array_like of float, shape (n,)
        Emissions of the earlier and of the later year, in any unit.
    gdp_from, gdp_to : array_like of float, shape (n,)
        Gross domestic product at constant prices, in any unit.
    low, high : float
        Elasticities between which the two are coupled.

    Returns
    -------
    DataFrame
        ``d_emissions_pct``, ``d_gdp_pct`` (change in percent of the earlier
        year), ``elasticity``, ``decoupling_state``, and ``decoupling_flag``,
        which says why there is no elasticity: ``missing``,
        ``no_emissions_before``, ``no_gdp_before``, ``no_gdp_change``.

    Raises
    ------
    InputError
        If the thresholds are not in order.
    """
    if not 0 < low < high:
        raise InputError(
            Message(
                "The thresholds of coupling are {low} and {high}; give two numbers above 0, the "
                "lower one first.",
                low=low,
                high=high,
            )
        )
    c0, c1, g0, g1 = (
        np.asarray(values, dtype=float)
        for values in (emissions_from, emissions_to, gdp_from, gdp_to)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        change_c, change_g = (c1 - c0) / c0, (g1 - g0) / g0
        flag = np.select(
            [
                ~np.isfinite(c0 + c1 + g0 + g1),
                c0 == 0,
                g0 == 0,
                np.abs(change_g) <= ROUND_OFF,
            ],
            ["missing", "no_emissions_before", "no_gdp_before", "no_gdp_change"],
            "",
        ).astype(object)
        known = flag == ""
        e = np.where(known, change_c / change_g, np.nan)
    e[np.abs(e) <= ROUND_OFF] = 0.0
    for threshold in (low, high):
        e[np.abs(e - threshold) <= ROUND_OFF * threshold] = threshold
    grows = change_g > 0
    state = np.select(
        [e < 0, e < low, e <= high, e > high],
        [
            np.where(grows, "Strong decoupling", "Strong negative decoupling"),
            np.where(grows, "Weak decoupling", "Weak negative decoupling"),
            np.where(grows, "Expansive coupling", "Recessive coupling"),
            np.where(grows, "Expansive negative decoupling", "Recessive decoupling"),
        ],
        "",
    ).astype(object)
    state[~known], flag[known] = None, None
    percent = [
        np.where(np.isfinite(change), 100 * change, np.nan) for change in (change_c, change_g)
    ]
    return pd.DataFrame(
        {
            "d_emissions_pct": percent[0],
            "d_gdp_pct": percent[1],
            "elasticity": e,
            "decoupling_state": pd.Series(state, dtype=object),
            "decoupling_flag": pd.Series(flag, dtype=object),
        }
    )


def decoupling(
    panel: pd.DataFrame,
    emissions: str,
    gdp: str,
    pairs: list,
    low: float = LOW,
    high: float = HIGH,
    log: Log | None = None,
) -> Decoupling:
    """Decoupling of each region, and of all together, in pairs of years.

    Parameters
    ----------
    panel : DataFrame
        ``region``, ``year``, emissions and GDP; one row for each region and year.
    emissions, gdp : str
        Columns; GDP at constant prices.
    pairs : list of (int, int)
        Of `year_pairs.year_pairs`.
    low, high : float
        See :func:`tapio`.
    log : Log, optional
        Told which regions have no state, and why; and of how many regions the totals are,
        where some are missing in them.

    Returns
    -------
    Decoupling
        The totals compare the sums over the regions that have all four amounts.

    Raises
    ------
    InputError
        For negative amounts, and as :func:`tapio`.
    """
    log = log or Log()
    _refuse_negative(panel, (emissions, gdp))
    columns = dict.fromkeys(["region", "year", emissions, gdp])
    panel = panel[list(columns)].assign(row=np.arange(len(panel)))
    by_year = {year: rows.set_index("region") for year, rows in panel.groupby("year")}
    parts, lost = [], []
    for number, (start, end) in enumerate(pairs):
        log.check(number / len(pairs))
        after = by_year[end]
        before = by_year[start].reindex(after.index)
        lost += ["%s %s" % (name, end) for name in by_year[start].index.difference(after.index)]
        amounts = [before[emissions], after[emissions], before[gdp], after[gdp]]
        years = {"year": end, "year_from": start, "year_to": end}
        parts.append(
            pd.DataFrame(
                {"row": after["row"], **years, **dict(zip(_AMOUNTS, amounts))}, index=after.index
            )
        )
    rows = pd.concat(parts).reset_index()
    rows = rows[["row", "region", *rows.columns.drop(["row", "region"])]]
    if lost:
        log.warning(
            "There is no row for the later year of a pair, so these do not come out: {places}.",
            places=listing(lost),
        )
    amounts = rows[_AMOUNTS].replace([np.inf, -np.inf], np.nan)
    whole = amounts.notna().all(axis=1)
    amounts[~whole] = np.nan
    sums = amounts.assign(regions=whole.astype(int), **rows[["year_from", "year_to"]])
    # The pairs are grouped in the order of their later years, as they were given.
    sums = sums.groupby(["year_to", "year_from"]).sum(min_count=1).reset_index()
    totals = sums[["year_from", "year_to", "regions"]].join(_tapio(sums, low, high))
    _say_part(totals, panel["region"].nunique(), log)
    rows = rows.drop(columns=_AMOUNTS).join(_tapio(rows, low, high))
    _say_flags(rows, log)
    return Decoupling(rows, totals)


def state_counts(rows: pd.DataFrame) -> pd.DataFrame:
    """Count the regions of each pair of years in each state.

    Parameters
    ----------
    rows : DataFrame
        Of a :class:`Decoupling`.

    Returns
    -------
    DataFrame
        ``year_from``, ``year_to``, a column for each of :data:`STATES`, and
        ``none``, the regions without a state.
    """
    states = rows["decoupling_state"].fillna("none")
    counts = pd.crosstab([rows["year_to"], rows["year_from"]], states)
    counts = counts.reindex(columns=[*STATES, "none"], fill_value=0).reset_index()
    counts.columns.name = None
    return counts[["year_from", "year_to", *STATES, "none"]]


def _tapio(table, low, high) -> pd.DataFrame:
    return tapio(*(table[name] for name in _AMOUNTS), low, high)


def _refuse_negative(panel, columns) -> None:
    faults = [
        Message(
            "{region} {year}: {field} is {value}; decoupling compares amounts that are not "
            "negative, correct it.",
            region=row["region"],
            year=row["year"],
            field=column,
            value=row[column],
        )
        for column in columns
        for _, row in panel[panel[column] < 0].head(10).iterrows()
    ]
    if faults:
        raise InputError(faults)


def _say_part(totals, count, log) -> None:
    part = totals[totals["regions"] < count]
    if len(part):
        low, high = part["regions"].min(), part["regions"].max()
        log.warning(
            "All regions together are {n} of {all} regions in {pairs}; the others lack emissions "
            "or GDP in one of the years.",
            n=low if low == high else f"{low}-{high}",
            all=count,
            pairs=listing("%d-%d" % pair for pair in zip(part["year_from"], part["year_to"])),
        )


def _say_flags(rows, log) -> None:
    reasons = {
        "missing": Message("emissions or GDP of one of the years are missing"),
        "no_emissions_before": Message("there were no emissions in the earlier year"),
        "no_gdp_before": Message("GDP was 0 in the earlier year"),
        "no_gdp_change": Message("GDP did not change"),
    }
    for flag, reason in reasons.items():
        found = rows[rows["decoupling_flag"] == flag]
        if len(found):
            log.warning(
                "No elasticity and no state, because {reason}: {places}.",
                reason=reason,
                places=listing(
                    "%s %s-%s" % place
                    for place in zip(found["region"], found["year_from"], found["year_to"])
                ),
            )
