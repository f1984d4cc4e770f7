"""Years in which the growth rate of a series changes: log-linear lines that meet at breaks.

The lines are continuous (joinpoint regression), because phases of growth are: one begins with
the value that the last one ended with. Continuity couples the phases, so the sum of squares is
no sum over phases that dynamic programming could build up, as it does for breaks in level and
slope (Bai and Perron 1998). Years are few, so every set of breaks is tried: the minimum is
exact.

References
----------
Kim, Fay, Feuer and Midthune (2000). Statistics in Medicine 19, 335-351.
Kim and Kim (2016). Journal of Statistical Planning and Inference 170, 106-116.
Bai and Perron (1998). Econometrica 66, 47-78.
"""

from __future__ import annotations

from itertools import combinations, islice

import numpy as np

from .log import Log

MOST_BREAKS = 4
# A line, and this many values for each break: 7 values may have one break, 12 two, 17 three.
VALUES_PER_BREAK = 5
# Values are not known to more digits: smaller deviations from the lines tell nothing.
ROUND_OFF = 1e-6
_CELLS = 2_000_000


def most_breaks(count: int) -> int:
    """Return how many breaks a series of so many values can have."""
    return max(0, (count - 2) // VALUES_PER_BREAK)


def find_breaks(
    years,
    values,
    max_breaks: int = 3,
    min_years: int = 4,
    log: Log | None = None,
) -> list:
    """Find the years in which the growth rates of series change.

    The logarithm of each series is fitted by lines that meet at the breaks, by
    least squares over every set of breaks; the number of breaks m is that with
    the least ``BIC3 = n ln(RSS / n) + (3 m + 2) ln n``: level, slope, and for
    each break a change of slope and a year; the year counts twice, for it is
    searched for among many (Kim and Kim 2016).

    Parameters
    ----------
    years : array_like of int, shape (n,)
        In order; years may be missing between them.
    values : array_like of float, shape (series, n)
        Above zero.
    max_breaks : int
        At most :data:`MOST_BREAKS`; and no more than :func:`most_breaks`.
    min_years : int
        Years from the beginning of a phase to its end, at least; there is at least one more
        value between them.
    log : Log, optional
        For progress and cancellation.

    Returns
    -------
    list of tuple of int
        The break years of each series. A break is a year with a value: the
        end of a phase and the beginning of the next.
    """
    log = log or Log()
    years = np.asarray(years, dtype=int)
    logs = np.log(np.asarray(values, dtype=float))
    n = len(years)
    found = [()] * len(logs)
    largest = min(max_breaks, MOST_BREAKS, most_breaks(n))
    if not largest:
        return found
    # What a line leaves of the series and of the bends; the bends explain the rest of it.
    time = (years - years.mean()) / (years[-1] - years[0])
    bends = np.maximum(0.0, time[:, None] - time[None, :])
    line, _ = np.linalg.qr(np.column_stack([np.ones(n), time]))
    series, bends = (part - line @ (line.T @ part) for part in (logs.T, bends))
    unexplained = (series**2).sum(axis=0)
    least = _criterion(unexplained, n, 0)
    for count in range(1, largest + 1):
        explained, breaks = _best(years, series, bends, count, min_years, log)
        criterion = _criterion(unexplained - explained, n, count)
        for i in np.flatnonzero(criterion < least):
            least[i], found[i] = criterion[i], tuple(int(year) for year in years[breaks[i]])
    return found


def _criterion(squares, n, count):
    squares = np.maximum(squares, n * ROUND_OFF**2)
    return n * np.log(squares / n) + (3 * count + 2) * np.log(n)


def _best(years, series, bends, count, min_years, log):
    """Return the most that `count` breaks explain of each series, and where they are then."""
    products, shares = bends.T @ bends, bends.T @ series
    explained = np.zeros(series.shape[1])
    where = np.zeros((series.shape[1], count), dtype=int)
    sets = combinations(range(2, len(years) - 2), count)
    at_once = max(1, _CELLS // (series.shape[1] * count))
    while chunk := list(islice(sets, at_once)):
        log.check()
        chunk = np.array(chunk)
        edges = np.pad(chunk, [(0, 0), (1, 1)], constant_values=[(0, 0), (0, len(years) - 1)])
        apart = (np.diff(years[edges]) >= min_years) & (np.diff(edges) >= 2)
        chunk = chunk[apart.all(axis=1)]
        if not len(chunk):
            continue
        part = shares[chunk]
        gain = (part * np.linalg.solve(products[chunk[:, :, None], chunk[:, None, :]], part)).sum(1)
        best = gain.argmax(axis=0)
        most = gain[best, np.arange(len(best))]
        better = most > explained
        explained[better], where[better] = most[better], chunk[best[better]]
    return explained, where
