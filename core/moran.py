"""Global and local Moran's I: esda computes them, this module guards it.

esda calls regions without neighbours significant, lets one NaN poison every
result, reports a directed p-value, and draws from the random numbers of the
whole process; here isolates and gaps are taken out first, permutations are
those of :mod:`.moran_permutations`, and p-values are counted by one rule.

References
----------
Anselin, L. (1995). Local indicators of spatial association - LISA.
Geographical Analysis 27(2), 93-115.
Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate.
Journal of the Royal Statistical Society B 57(1), 289-300.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import pandas as pd

from .log import InputError, Log, Message, listing
from .moran_permutations import (
    ROUND_OFF,
    Draws,
    extremes,
    local_extremes,
    normal_p,
    permuted_moran,
    pseudo_p,
)
from .quiet import quiet
from .spatial_weights import ISLAND_POLICIES, require_statistics, subset

ALTERNATIVES = ("two-sided", "greater", "less", "directed")
CORRECTIONS = ("none", "fdr", "bonferroni")

NOT_SIGNIFICANT = "Not significant"
NO_NEIGHBOURS = "No neighbours"
NO_DATA = "No data"
QUADRANT_CLUSTERS = {"HH": "High-High", "LL": "Low-Low", "LH": "Low-High", "HL": "High-Low"}
CLUSTERS = (*QUADRANT_CLUSTERS.values(), NOT_SIGNIFICANT, NO_NEIGHBOURS, NO_DATA)

MIN_REGIONS = 4  # the variance of I under randomisation divides by (n-1)(n-2)(n-3)

INTERVAL = (0.025, 0.975)  # quantiles of the permuted I

_DRAWS_KEPT = 2  # sets of draws; years that lack other regions need others


@dataclass
class GlobalMoran:
    """Global Moran's I of one variable.

    Attributes
    ----------
    i : float
        Moran's I; NaN if it is undefined, and `status` says why.
    expected, sd, z, p_norm : float
        Mean -1/(n-1), standard deviation, standard score and p-value of I
        if the values were independent normal draws.
    p : float
        Pseudo p-value from permutations.
    sim_low, sim_high : float
        I of the permuted values, 2.5 % and 97.5 % quantile.
    n, n_missing, n_islands : int
        Regions in the statistic, without a value, and without neighbours.
    ties : int
        Regions that share the most frequent value; 0 if all values differ.
    sims : ndarray, shape (permutations,)
        I of the permuted values.
    score, lag : ndarray
        Standard scores (ddof 0) of the regions in n that have neighbours, and
        the mean of their neighbours' scores: the axes of the Moran scatter plot.
    status : Message
        "Computed." or the reason why not, for the user.
    """

    i: float = math.nan
    expected: float = math.nan
    sd: float = math.nan
    z: float = math.nan
    p: float = math.nan
    p_norm: float = math.nan
    sim_low: float = math.nan
    sim_high: float = math.nan
    n: int = 0
    n_missing: int = 0
    n_islands: int = 0
    ties: int = 0
    sims: np.ndarray = field(default_factory=lambda: np.empty(0), repr=False)
    score: np.ndarray = field(default_factory=lambda: np.empty(0), repr=False)
    lag: np.ndarray = field(default_factory=lambda: np.empty(0), repr=False)
    status: Message = Message("Computed.")


@dataclass
class _Sample:
    """The part of the data that the statistic can use."""

    values: np.ndarray  # of all regions, NaN where missing
    used: np.ndarray  # bool, in n
    missing: np.ndarray  # bool
    neighbours: np.ndarray  # int, neighbours that have a value
    w: object  # weights among the regions in use
    ties: int
    fault: Message | None  # why the statistic is undefined


def global_moran(
    values,
    w,
    permutations: int = 999,
    seed: int = 12345,
    alternative: str = "two-sided",
    islands: str = "nearest",
    label: str = "Moran's I",
    log: Log | None = None,
    draws=Draws,
) -> GlobalMoran:
    """Compute global Moran's I, ``I = (n / S0) z'Wz / z'z``, z = x - mean.

    Parameters
    ----------
    values : array_like of float, shape (n,)
        In the order of ``w.id_order``; NaN and infinity count as missing.
    w : libpysal.weights.W
        Row-standardised here.
    permutations : int
        Number M of random permutations; 0 leaves `p` NaN.
    seed : int
        The same seed gives the same result, whatever else runs or ran.
    alternative : {"two-sided", "greater", "less", "directed"}
        Which permuted statistics count as at least as extreme; greater means
        clustering, less means dispersion. two-sided is ``min(1, 2 (1 + min(#>=,
        #<=)) / (M + 1))`` and directed, esda's habit, half of it: the smaller
        tail, chosen after looking at the data.
    islands : {"nearest", "drop", "keep"}
        Regions without (remaining) neighbours are left out of n, or counted
        if "keep". Neighbours that have no value do not count as neighbours.
    label : str
        What is computed, for the log.
    log : Log, optional
    draws : callable
        What makes the draws; a cache around it spares drawing anew for every year.

    Returns
    -------
    GlobalMoran

    Raises
    ------
    InputError
        If esda is missing or a parameter is outside its range.
    """
    log = log or Log()
    _check(permutations, alternative, islands)
    require_statistics()
    sample = _sample(values, w, islands, label, log)
    result = GlobalMoran(
        n=int(sample.used.sum()),
        n_missing=int(sample.missing.sum()),
        n_islands=int((~sample.missing & (sample.neighbours == 0)).sum()),
        ties=sample.ties,
    )
    if sample.fault is not None:
        result.status = sample.fault
        return result

    from esda import Moran

    with quiet():
        moran = Moran(sample.values[sample.used], sample.w, permutations=0)
    matrix = sample.w.sparse
    result.i = float(moran.I)
    result.expected = float(moran.EI)
    result.sd = float(moran.seI_norm)
    if result.sd > 0:
        result.z = float(moran.z_norm)
        result.p_norm = normal_p(result.z, alternative)
    linked = sample.neighbours[sample.used] > 0
    result.score, result.lag = moran.z[linked], (matrix @ moran.z)[linked]
    if permutations:
        sample_draws = draws(result.n, result.n, permutations, seed)
        result.sims = permuted_moran(moran.z, matrix, sample_draws, log)
        result.sim_low, result.sim_high = map(float, np.quantile(result.sims, INTERVAL))
        at_least, at_most = extremes(result.sims, result.i)
        result.p = float(pseudo_p(at_least, at_most, permutations, alternative))
    return result


def local_moran(
    values,
    w,
    permutations: int = 9999,
    seed: int = 12345,
    alpha: float = 0.05,
    correction: str = "none",
    alternative: str = "two-sided",
    islands: str = "nearest",
    label: str = "Local Moran's I",
    log: Log | None = None,
    draws=Draws,
) -> pd.DataFrame:
    """Compute local Moran's I and clusters, ``I_i = (n-1) z_i sum_j w_ij z_j / z'z``.

    Inference is by conditional permutation: the value of region i stays, and its
    neighbours are drawn from the others. As in esda all regions share the same
    draws, so that their p-values are each right, but not independent.

    Parameters
    ----------
    values, w, permutations, seed, alternative, islands, label, log, draws
        As in :func:`global_moran`; here `permutations` is at least 1.
    alpha : float
        A region belongs to a cluster if its p-value is at most this.
    correction : {"none", "fdr", "bonferroni"}
        Which p-value that is: the raw one (as GeoDa and ArcGIS label), the
        one adjusted by Benjamini and Hochberg, or the raw one times the
        number of tests.

    Returns
    -------
    pandas.DataFrame
        One row for each region in the order of `values`:

        - ``lisa_i``: local Moran's I
        - ``lisa_lag``: mean of the neighbours, in the unit of the values
        - ``lisa_p``, ``lisa_p_fdr``: pseudo p-value, raw and adjusted
        - ``lisa_quadrant``: HH, LH, LL or HL, the region first; high is above
          the mean, a value equal to the mean is low
        - ``lisa_cluster``: one of :data:`CLUSTERS`
        - ``neighbours``: number of neighbours that have a value
        - ``lisa_z``, ``lisa_lag_z``: standard score (ddof 0) of the region and
          its lag, the axes of the Moran scatter plot

        Regions without neighbours and without a value have no I, p and
        quadrant, and take no part in the correction.

    Raises
    ------
    InputError
        If esda is missing or a parameter is outside its range.
    """
    log = log or Log()
    _check(permutations, alternative, islands, at_least=1, alpha=alpha, correction=correction)
    require_statistics()
    sample = _sample(values, w, islands, label, log)
    n = len(sample.values)
    numbers = ("lisa_i", "lisa_lag", "lisa_p", "lisa_p_fdr", "lisa_z", "lisa_lag_z")
    columns = {name: np.full(n, np.nan) for name in numbers}
    quadrant = np.full(n, None, dtype=object)
    cluster = np.full(n, NOT_SIGNIFICANT, dtype=object)
    cluster[sample.neighbours == 0] = NO_NEIGHBOURS
    cluster[sample.missing] = NO_DATA

    if sample.fault is None:
        linked = sample.used & (sample.neighbours > 0)
        inside = linked[sample.used]  # the same regions, among those in use
        local = _local(sample, permutations, seed, alternative, log, draws)
        for name, column in local.items():
            columns[name][linked] = column[inside]
        columns["lisa_z"][sample.used] = local["lisa_z"]
        columns["lisa_p_fdr"][linked] = adjust_fdr(columns["lisa_p"][linked])
        own, lag = columns["lisa_z"] > 0, columns["lisa_lag_z"] > 0
        quadrant[linked] = np.char.add(np.where(own, "H", "L"), np.where(lag, "H", "L")).astype(
            object
        )[linked]
        deciding = {
            "none": columns["lisa_p"],
            "fdr": columns["lisa_p_fdr"],
            "bonferroni": np.minimum(1, columns["lisa_p"] * linked.sum()),
        }[correction]
        significant = linked & (deciding <= alpha)
        cluster[significant] = [QUADRANT_CLUSTERS[name] for name in quadrant[significant]]

    return pd.DataFrame(
        {
            "lisa_i": columns["lisa_i"],
            "lisa_lag": columns["lisa_lag"],
            "lisa_p": columns["lisa_p"],
            "lisa_p_fdr": columns["lisa_p_fdr"],
            "lisa_quadrant": quadrant,
            "lisa_cluster": cluster,
            "neighbours": sample.neighbours,
            "lisa_z": columns["lisa_z"],
            "lisa_lag_z": columns["lisa_lag_z"],
        }
    )


def global_moran_by_year(panel, fields, w, log: Log | None = None, **options):
    """Compute global Moran's I of several fields in every year, with one set of weights.

    Every field and year starts from the same seed: alone it gives the p-value that it has
    among others, and where no value is missing all are permuted in the same ways.

    Parameters
    ----------
    panel : DataFrame
        ``region`` (ids of `w`), ``year`` and the fields; a region without a row
        in a year has no value there.
    fields : list of str
    w : libpysal.weights.W
    log : Log, optional
    **options
        Of :func:`global_moran`.

    Returns
    -------
    tuple of (DataFrame, list of dict)
        One row for each field and year: ``field, year, moran_i, expected_i, sd, z,
        p, p_norm, sim_low, sim_high, n, n_missing, n_islands, ties, note`` (a Message that says why
        there is no I, or None); and for each that is defined the points of its scatter plot:
        ``field, year, z, lag, i, p``.

    Raises
    ------
    InputError
        As :func:`global_moran`, and for rows without a whole year, of a region that `w`
        does not have, or of a region and year that has another row.
    """
    log = log or Log()
    rows, scatters = [], []
    years = list(_years(panel, w))
    tasks = [(name, year) for name in fields for year in years]
    draws = lru_cache(_DRAWS_KEPT)(Draws)
    for done, (name, (year, row, region)) in enumerate(tasks):
        values = _values(panel, name, row, region, w)
        log.check(done / len(tasks))
        moran = global_moran(values, w, label=_label(name, year), log=log, draws=draws, **options)
        defined = not math.isnan(moran.i)
        rows.append(
            {
                "field": name,
                "year": year,
                "moran_i": moran.i,
                "expected_i": moran.expected,
                "sd": moran.sd,
                "z": moran.z,
                "p": moran.p,
                "p_norm": moran.p_norm,
                "sim_low": moran.sim_low,
                "sim_high": moran.sim_high,
                "n": moran.n,
                "n_missing": moran.n_missing,
                "n_islands": moran.n_islands,
                "ties": moran.ties,
                "note": None if defined else moran.status,
            }
        )
        if defined:
            scatters.append(
                {
                    "field": name,
                    "year": year,
                    "i": moran.i,
                    "p": moran.p,
                    "z": moran.score,
                    "lag": moran.lag,
                }
            )
    table = pd.DataFrame(rows)
    # As objects, or pandas would keep the English sentence alone.
    table["note"] = pd.Series([row["note"] for row in rows], dtype=object)
    return table, scatters


def local_moran_by_year(panel, field, w, log: Log | None = None, **options) -> pd.DataFrame:
    """Compute local Moran's I of a field in every year, with one set of weights.

    Parameters
    ----------
    panel : DataFrame
        As for :func:`global_moran_by_year`.
    field : str
    w : libpysal.weights.W
    log : Log, optional
    **options
        Of :func:`local_moran`.

    Returns
    -------
    DataFrame
        The columns of :func:`local_moran`, indexed like `panel`.

    Raises
    ------
    InputError
        As :func:`local_moran` and :func:`global_moran_by_year`.
    """
    log = log or Log()
    years = list(_years(panel, w))
    draws = lru_cache(_DRAWS_KEPT)(Draws)
    parts, order = [], []
    for done, (year, row, region) in enumerate(years):
        part = log.part(done / len(years), (done + 1) / len(years))
        part.check(0.0)
        values = _values(panel, field, row, region, w)
        result = local_moran(values, w, label=_label(field, year), log=part, draws=draws, **options)
        parts.append(result.iloc[region])
        order.append(row)
    result = pd.concat(parts).iloc[np.argsort(np.concatenate(order))]
    return result.set_axis(panel.index)


def _years(panel, w):
    """Yield each year, the positions of its rows, and of their regions in the weights."""
    position = {name: i for i, name in enumerate(w.id_order)}
    places = pd.DataFrame(
        {
            "region": panel["region"].map(position).to_numpy(),
            "year": pd.to_numeric(panel["year"], errors="coerce").astype(float).to_numpy(),
        }
    )
    faulty = places.isna().any(axis=1) | (places["year"] % 1 != 0) | places.duplicated()
    faults = [
        Message(
            "Row {row} ({region} {year}) has no whole year, is of a region without place among the "
            "neighbours, or stands there twice; correct it or leave it out.",
            row=int(row) + 1,
            region=panel["region"].iloc[row],
            year=panel["year"].iloc[row],
        )
        for row in np.flatnonzero(faulty)[:10]
    ]
    if places.empty:
        faults = [Message("There are no regions; check the layer and its selection.")]
    if faults:
        raise InputError(faults)
    for year, rows in places.groupby("year", sort=True).indices.items():
        yield int(year), rows, places["region"].to_numpy(int)[rows]


def _values(panel, field, row, region, w):
    """Return the values of one year in the order of the weights."""
    values = np.full(w.n, np.nan)
    numbers = pd.to_numeric(panel[field], errors="coerce").astype(float).to_numpy()
    values[region] = numbers[row]
    return values


def _label(field, year):
    return f"{field} {year}" if year else field


def adjust_fdr(p) -> np.ndarray:
    """Adjust p-values for the false discovery rate (Benjamini-Hochberg).

    ``q_(k) = min over l >= k of p_(l) m / l`` for p-values in rising order.

    Parameters
    ----------
    p : array_like of float, shape (m,)
        Without NaN.

    Returns
    -------
    ndarray, shape (m,)
        In the order of `p`; the discoveries at rate alpha are those <= alpha.
    """
    p = np.asarray(p, dtype=float)
    order = np.argsort(p)
    scaled = p[order] * len(p) / np.arange(1, len(p) + 1)
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(1, np.minimum.accumulate(scaled[::-1])[::-1])
    return adjusted


def _check(permutations, alternative, islands, at_least=0, alpha=0.05, correction="none") -> None:
    faults = []
    if permutations < at_least:
        faults.append(
            Message(
                "Number of permutations {permutations}: choose {least} or more.",
                permutations=permutations,
                least=at_least,
            )
        )
    if not 0 < alpha < 1:
        faults.append(
            Message("Significance level {alpha}: choose a number between 0 and 1.", alpha=alpha)
        )
    for value, allowed in (
        (alternative, ALTERNATIVES),
        (islands, ISLAND_POLICIES),
        (correction, CORRECTIONS),
    ):
        if value not in allowed:
            faults.append(
                Message(
                    "Unknown choice {value}; use one of {allowed}.",
                    value=value,
                    allowed=", ".join(allowed),
                )
            )
    if faults:
        raise InputError(faults)


def _sample(values, w, islands, label, log) -> _Sample:
    values = pd.to_numeric(pd.Series(list(values)), errors="coerce").to_numpy(dtype=float)
    if len(values) != w.n:
        raise InputError(
            Message(
                "{label}: there are {values} values for {n} regions; give one for each.",
                label=label,
                values=len(values),
                n=w.n,
            )
        )
    missing = ~np.isfinite(values)
    values = np.where(missing, np.nan, values)
    links = w.sparse.tocoo()
    others = (links.data != 0) & (links.row != links.col)
    listed = np.bincount(links.row[others], minlength=w.n)
    neighbours = np.bincount(links.row[others], ~missing[links.col[others]], w.n).astype(int)
    used = ~missing if islands == "keep" else ~missing & (neighbours > 0)
    if missing.any():
        log.info(
            "{label}: {count} of {n} regions have no value and are left out.",
            label=label,
            count=int(missing.sum()),
            n=w.n,
        )
        alone = np.flatnonzero((neighbours == 0) & (listed > 0))
        if len(alone):
            log.info(
                "{label}: no neighbour of these regions has a value: {names}.",
                label=label,
                names=listing(w.id_order[i] for i in alone),
            )

    x = values[used]
    ties, fault = 0, None
    if len(x) < MIN_REGIONS:
        fault = Message(
            "{label}: {n} regions have a value and a neighbour; at least {least} are needed.",
            label=label,
            n=len(x),
            least=MIN_REGIONS,
        )
    elif np.ptp(x) <= ROUND_OFF * np.abs(x).max():
        fault = Message(
            "{label}: all {n} values are equal, so spatial autocorrelation is undefined.",
            label=label,
            n=len(x),
        )
    elif not neighbours[used].any():
        fault = Message("{label}: no region has a neighbour.", label=label)
    if len(x):
        distinct, counts = np.unique(x, return_counts=True)
        most = int(counts.max())
        ties = most if most > 1 else 0
        if ties and fault is None:
            log.info(
                "{label}: {count} of {n} values equal {value}; ties make p-values larger.",
                label=label,
                count=ties,
                n=len(x),
                value=f"{distinct[counts.argmax()]:g}",
            )
    if fault is not None:
        log.warning(fault.template, **fault.data)
    part = subset(w, used) if fault is None else None
    return _Sample(values, used, missing, neighbours, part, ties, fault)


def _local(sample, permutations, seed, alternative, log, draws) -> dict:
    """Return the columns of local Moran's I, for the regions in use."""
    from esda import Moran_Local

    x = sample.values[sample.used]
    with quiet():
        moran = Moran_Local(x, sample.w, permutations=0)
    matrix = sample.w.sparse
    z, lag_z = moran.z, matrix @ moran.z
    round_off = ROUND_OFF * np.abs(z).max()
    z = np.where(np.abs(z) <= round_off, 0.0, z)
    size = int(np.diff(matrix.indptr).max()) + 1
    at_least, at_most = local_extremes(z, matrix, draws(len(x), size, permutations, seed), log)
    return {
        "lisa_i": np.asarray(moran.Is, dtype=float),
        "lisa_lag": matrix @ x,
        "lisa_p": pseudo_p(at_least, at_most, permutations, alternative),
        "lisa_z": z,
        "lisa_lag_z": np.where(np.abs(lag_z) <= round_off, 0.0, lag_z),
    }
