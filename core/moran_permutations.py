"""Random arrangements of the values over the regions, and Moran's I of each.

The draws come from a generator of their own, so that runs in several threads do not
disturb one another, and from its uniform numbers alone, whose stream numpy does not
change from version to version.

References
----------
Anselin, L. (1995). Local indicators of spatial association - LISA.
Geographical Analysis 27(2), 93-115.
Durstenfeld, R. (1964). Algorithm 235: random permutation. Communications of the
ACM 7(7), 420.
"""

from __future__ import annotations

import math

import numpy as np

# Differences below this share of the largest possible value are round-off: equal sums taken in
# another order must count as ties, and a value equal to the mean must not count as high.
ROUND_OFF = 1e-10

_BATCH_CELLS = 1_000_000  # regions times permutations at work at a time, a few copies of 8 bytes
_KEPT_CELLS = 4_000_000  # draws kept for the next year, 4 bytes each


class Draws:
    """Regions drawn at random without replacement, the same ones each time they are read.

    Parameters
    ----------
    n : int
        Number of regions.
    size : int
        How many of them one draw takes; n gives whole permutations.
    permutations : int
        Number of draws.
    seed : int
    """

    def __init__(self, n: int, size: int, permutations: int, seed: int):
        self.n, self.size, self.permutations, self.seed = n, size, permutations, seed
        self._kept = None

    def __iter__(self):
        """Yield batches of draws: positions of regions, shape (size, draws in the batch)."""
        if self._kept is None:
            if self.size * self.permutations > _KEPT_CELLS:
                yield from self._batches()
                return
            self._kept = np.concatenate(list(self._batches()), axis=1)
        step = max(1, _BATCH_CELLS // self.size)
        for start in range(0, self.permutations, step):
            yield self._kept[:, start : start + step]

    def _batches(self):
        generator = np.random.default_rng(self.seed)
        places = np.arange(self.size)
        step = max(1, _BATCH_CELLS // self.n)
        for start in range(0, self.permutations, step):
            count = min(step, self.permutations - start)
            # One draw after the other, so that batches of another size draw the same.
            chance = generator.random((count, self.size))
            other = places + (chance * (self.n - places)).astype(np.intp)
            regions = np.repeat(np.arange(self.n, dtype=np.int32)[:, None], count, axis=1)
            flat = regions.reshape(-1)
            other = np.ascontiguousarray((other * count + np.arange(count)[:, None]).T)
            for place, chosen in zip(regions, other):  # shuffles, a step of all of them at once
                before = place.copy()
                flat.take(chosen, out=place)
                flat[chosen] = before
            yield regions[: self.size].copy()


def permuted_moran(z, matrix, draws, log) -> np.ndarray:
    """Compute global Moran's I of permuted values.

    Parameters
    ----------
    z : ndarray, shape (n,)
        Deviations from the mean, in any unit.
    matrix : scipy.sparse matrix, shape (n, n)
        Weights.
    draws : Draws
        Of size n.
    log : Log

    Returns
    -------
    ndarray, shape (permutations,)
    """
    scale = len(z) / matrix.sum() / (z @ z)
    sims = []
    for batch in draws:
        log.check()
        arranged = z.take(batch)
        sims.append(scale * np.einsum("ij,ij->j", arranged, matrix @ arranged))
    return np.concatenate(sims)


def local_extremes(z, matrix, draws, log):
    """Count the permutations in which local Moran's I is as extreme as observed.

    The value of region i stays, and its k neighbours are drawn from the other regions.
    All regions share one draw of k + 1 regions: region i takes the first k of them
    that are not i itself, which is a draw from the others. Regions with the same weights
    thus share the same simulated means of neighbours, except in the few draws that
    hit them; nothing has to be simulated region by region.

    Parameters
    ----------
    z : ndarray, shape (n,)
        Deviations from the mean; exactly 0 where they are round-off.
    matrix : scipy.sparse.csr_matrix, shape (n, n)
        Weights, nothing on the diagonal.
    draws : Draws
        Of one region more than the most neighbours.
    log : Log

    Returns
    -------
    tuple of (ndarray, ndarray), shape (n,)
        Permutations with I at least, and at most, as large as observed; ties count in
        both. Of a region at the mean I is 0 in all of them.
    """
    n, lag = len(z), matrix @ z
    # |lag| cannot exceed the largest |z|, so round-off is measured against it
    margin = ROUND_OFF * np.abs(z).max()
    above, below = np.zeros(n, dtype=int), np.zeros(n, dtype=int)
    groups = _same_weights(matrix)
    done = 0
    for batch in draws:
        values = z.take(batch)
        for number, (weights, members) in enumerate(groups):
            if number % 64 == 0:
                log.check((done + number / len(groups) * batch.shape[1]) / draws.permutations)
            low, high = lag[members] - margin, lag[members] + margin
            k = len(weights)
            sims = weights @ values[:k]
            ordered = np.sort(sims)
            above[members] += len(sims) - np.searchsorted(ordered, low, "left")
            below[members] += np.searchsorted(ordered, high, "right")
            # The draws that hit a member at step j: from there on it takes the next ones.
            slot = np.full(n, -1)
            slot[members] = np.arange(len(members))
            hit = slot[batch[:k]]
            j, draw = np.nonzero(hit >= 0)
            hit = hit[j, draw]
            next_ones = np.cumsum((weights[:, None] * np.diff(values[: k + 1], axis=0))[::-1], 0)
            without = sims[draw] + next_ones[k - 1 - j, draw]
            change = (without >= low[hit]).astype(int) - (sims[draw] >= low[hit])
            np.add.at(above, members[hit], change)
            change = (without <= high[hit]).astype(int) - (sims[draw] <= high[hit])
            np.add.at(below, members[hit], change)
        done += batch.shape[1]
    both = np.full(n, draws.permutations)
    at_least = np.where(z > 0, above, np.where(z < 0, below, both))
    at_most = np.where(z > 0, below, np.where(z < 0, above, both))
    return at_least, at_most


def _same_weights(matrix):
    """Return the distinct rows of weights and the regions that have them; islands have none."""
    groups = {}
    for i, (start, end) in enumerate(zip(matrix.indptr, matrix.indptr[1:])):
        if end > start:
            groups.setdefault(matrix.data[start:end].tobytes(), []).append(i)
    return [(np.frombuffer(key), np.array(members)) for key, members in groups.items()]


def extremes(sims, observed: float):
    """Count simulations at least, and at most, as large as the observed; ties count in both."""
    return (
        int((sims >= observed - ROUND_OFF).sum()),
        int((sims <= observed + ROUND_OFF).sum()),
    )


def pseudo_p(at_least, at_most, permutations, alternative):
    """Return the pseudo p-value from counts of simulations.

    Parameters
    ----------
    at_least, at_most : array_like of int
        Simulations at least, and at most, as large as the observed statistic.
    permutations : int
        Number M of simulations.
    alternative : {"two-sided", "greater", "less", "directed"}
        See :func:`.moran.global_moran`.

    Returns
    -------
    float or ndarray
        ``(1 + count) / (M + 1)``; two-sided ``min(1, 2 (1 + smaller count) / (M + 1))``.
    """
    smaller = np.minimum(at_least, at_most)
    extreme = {"greater": at_least, "less": at_most}.get(alternative, smaller)
    p = (1 + np.asarray(extreme)) / (permutations + 1)
    return np.minimum(1.0, 2 * p) if alternative == "two-sided" else p


def normal_p(z: float, alternative: str) -> float:
    """Return the p-value of a standard score if the statistic is normal."""

    def upper(score):
        return 0.5 * math.erfc(score / math.sqrt(2))

    return {
        "two-sided": 2 * upper(abs(z)),
        "greater": upper(z),
        "less": upper(-z),
        "directed": upper(abs(z)),
    }[alternative]
