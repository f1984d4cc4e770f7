"""Draws and counts: every arrangement equally likely, against enumeration, moments and loops."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from carbon_footprint.core import moran_permutations as module
from carbon_footprint.core.log import Cancelled, Log
from carbon_footprint.core.moran import global_moran, local_moran
from carbon_footprint.core.moran_permutations import Draws, local_extremes, permuted_moran

pytest.importorskip("esda")
weights = pytest.importorskip("libpysal.weights")
sparse = pytest.importorskip("scipy.sparse")


def drawn(*arguments):
    """All draws in one array, one draw in each column."""
    return np.concatenate(list(Draws(*arguments)), axis=1)


def ring(n, reach):
    """Regions in a ring, neighbours up to `reach` steps to both sides; row-standardised."""
    neighbours = {i: [(i + s) % n for s in range(-reach, reach + 1) if s] for i in range(n)}
    w = weights.W(neighbours, silence_warnings=True)
    w.transform = "r"
    return w


def uneven(n, seed, equal=False):
    """Weights with different numbers of neighbours, islands among them, as a sparse matrix."""
    random = np.random.default_rng(seed)
    full = (random.random((n, n)) < random.random(n)[:, None] * 0.5).astype(float)
    if not equal:
        full *= random.random((n, n)) + 0.1
    np.fill_diagonal(full, 0)
    full[[0, n // 2]] = 0
    sums = full.sum(1, keepdims=True)
    return sparse.csr_matrix(full / np.where(sums, sums, 1))


# ---- draws -------------------------------------------------------------------------------------


def test_a_draw_is_the_start_of_a_shuffle_by_the_generators_raw_numbers():
    """The stream of PCG64 is fixed for all versions of numpy, and so is what is made of it."""
    n, size, permutations, seed = 7, 4, 50, 12345
    raw = np.random.PCG64(seed).random_raw(size * permutations)
    chance = iter((int(number) >> 11) * 2.0**-53 for number in raw)
    for draw in drawn(n, size, permutations, seed).T:
        regions = list(range(n))
        for i in range(size):
            other = i + math.floor(next(chance) * (n - i))
            regions[i], regions[other] = regions[other], regions[i]
        assert draw.tolist() == regions[:size]


def test_every_order_is_equally_likely():
    draws = drawn(4, 4, 24_000, 1)
    assert (np.sort(draws, axis=0) == np.arange(4)[:, None]).all()
    counts = np.unique(draws, axis=1, return_counts=True)[1]
    # 24 orders, 1000 each; chi-squared with 23 degrees of freedom exceeds 49.7 in 1 of 1000 cases
    assert len(counts) == 24 and ((counts - 1000) ** 2 / 1000).sum() < 49.7


@pytest.mark.parametrize("kept", [0, 10**9])
@pytest.mark.parametrize("cells", [1, 100, 10**6])
def test_batches_change_nothing(monkeypatch, cells, kept):
    expected = drawn(30, 5, 77, 3)
    monkeypatch.setattr(module, "_BATCH_CELLS", cells)
    monkeypatch.setattr(module, "_KEPT_CELLS", kept)
    draws = Draws(30, 5, 77, 3)
    for _ in range(2):  # the second time perhaps from memory
        batches = list(draws)
        assert sum(batch.shape[1] for batch in batches) == 77
        assert np.array_equal(np.concatenate(batches, axis=1), expected)
        assert max(batch.size for batch in batches) <= max(cells, 30)


def test_memory_is_bounded():
    draws = iter(Draws(2851, 2851, 999_999, 1))
    batch = next(draws)
    assert batch.size <= module._BATCH_CELLS and batch.dtype.itemsize == 4


# ---- global ------------------------------------------------------------------------------------


def test_exact_p_by_all_permutations():
    """Eight regions in a ring: all 40320 arrangements, against 20,000 at random."""
    w = ring(8, 1)
    x = np.array([3.0, 4, 6, 5, 1, 0, 2, 2.5])
    z = x - x.mean()
    orders = np.array(list(itertools.permutations(range(8))))
    every = (z[orders] * (z[np.roll(orders, 1, 1)] + z[np.roll(orders, -1, 1)]) / 2).sum(1) / (
        z @ z
    )
    for alternative, share in (
        ("greater", np.mean(every >= every[0] - 1e-12)),
        ("less", np.mean(every <= every[0] + 1e-12)),
    ):
        for seed in (1, 2, 3):
            result = global_moran(x, w, permutations=20_000, seed=seed, alternative=alternative)
            assert result.i == pytest.approx(every[0])
            error = math.sqrt(share * (1 - share) / 20_000)
            assert abs(result.p - share) < 4 * error + 1e-4
    assert set(result.sims.round(9)) == set(every.round(9))  # nothing else, and nothing left out
    assert result.sims.mean() == pytest.approx(-1 / 7, abs=4 * every.std() / 141)
    low, high = np.quantile(every, [0.025, 0.975])
    assert result.sim_low == pytest.approx(low, abs=0.05)
    assert result.sim_high == pytest.approx(high, abs=0.05)


@pytest.mark.parametrize("islands", [False, True])
def test_sims_equal_the_formula_draw_by_draw(islands):
    matrix = uneven(12, 5)
    if not islands:
        matrix = ring(12, 2).sparse
    z = np.random.default_rng(4).lognormal(size=12)
    z -= z.mean()
    draws = Draws(12, 12, 50, 9)
    full = matrix.toarray()
    expected = [
        12 / full.sum() * (z[draw] @ full @ z[draw]) / (z @ z) for draw in drawn(12, 12, 50, 9).T
    ]
    assert np.allclose(permuted_moran(z, matrix, draws, Log()), expected, atol=1e-13)


# ---- local -------------------------------------------------------------------------------------


def simulated(z, matrix, draws, i):
    """Local I of region i, draw by draw: the first k regions of the draw that are not i."""
    row = matrix.toarray()[i]
    weights = row[row > 0]
    sims = []
    for draw in draws.T:
        others = [j for j in draw if j != i][: len(weights)]
        sims.append((len(z) - 1) * z[i] * (weights @ z[others]) / (z @ z))
    return np.array(sims)


@pytest.mark.parametrize("equal", [True, False])
@pytest.mark.parametrize("values", ["normal", "ties", "spike", "at the mean"])
def test_counts_equal_a_loop_over_regions_and_draws(equal, values):
    matrix = uneven(14, 6, equal)
    most = int(np.diff(matrix.indptr).max())
    random = np.random.default_rng(5)
    z = {
        "normal": random.normal(size=14),
        "ties": random.integers(0, 3, 14).astype(float),
        "spike": np.eye(14)[3],
        "at the mean": np.array([-3, -2, -1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3.0]),
    }[values]
    z = z - z.mean()
    draws = drawn(14, most + 1, 60, 2)
    at_least, at_most = local_extremes(z, matrix, Draws(14, most + 1, 60, 2), Log())
    observed = 13 * z * (matrix @ z) / (z @ z)
    for i in np.flatnonzero(np.diff(matrix.indptr)):
        sims = simulated(z, matrix, draws, i)
        assert at_least[i] == (sims >= observed[i] - 1e-9).sum()
        assert at_most[i] == (sims <= observed[i] + 1e-9).sum()


def test_neighbours_of_everybody():
    """Where all are neighbours of all, every draw is the observed one."""
    n = 9
    matrix = sparse.csr_matrix((np.ones((n, n)) - np.eye(n)) / (n - 1))
    z = np.arange(n) - 4.0
    at_least, at_most = local_extremes(z, matrix, Draws(n, n, 40, 1), Log())
    assert at_least.tolist() == at_most.tolist() == [40] * n


def test_batches_of_counts_add_up(monkeypatch):
    w = ring(40, 3)
    x = np.random.default_rng(4).normal(size=40)
    expected = local_moran(x, w, permutations=500)
    monkeypatch.setattr(module, "_BATCH_CELLS", 123)
    monkeypatch.setattr(module, "_KEPT_CELLS", 0)
    assert local_moran(x, w, permutations=500).equals(expected)
    monkeypatch.setattr(module, "_KEPT_CELLS", 10**6)
    assert local_moran(x, w, permutations=500).equals(expected)


def test_exact_local_p_by_all_draws():
    """Ten regions in a ring: the 36 pairs that the two neighbours of a region may be."""
    w = ring(10, 1)
    x = np.array([1.0, 2, 9, 4, 7, 3, 3.5, 8, 0, 6])
    result = {
        seed: local_moran(x, w, permutations=20_000, seed=seed, alternative="greater")
        for seed in (1, 2)
    }
    z = x - x.mean()
    for i in range(10):
        pairs = itertools.combinations(np.delete(z, i), 2)
        every = np.array([z[i] * sum(pair) / 2 for pair in pairs])
        observed = z[i] * (z[i - 1] + z[(i + 1) % 10]) / 2
        share = np.mean(every >= observed - 1e-9)
        error = math.sqrt(share * (1 - share) / 20_000)
        for table in result.values():
            assert abs(table.lisa_p[i] - share) < 4 * error + 1e-4


def test_moments_of_conditional_permutation():
    """Mean and variance of I_i given z_i (Sokal et al. 1998, A7 and A8).

    The mean of k of the other n - 1 values, drawn without replacement, has the mean of these,
    -z_i / (n - 1), and their variance S^2 / k times (1 - k / (n - 1)), S^2 with divisor n - 2.
    """
    matrix = ring(20, 2).sparse
    z = np.random.default_rng(6).lognormal(size=20)
    z = (z - z.mean()) / z.std()
    draws = drawn(20, 5, 4000, 8)
    for i in (0, 7, 19, int(z.argmax())):
        sims = simulated(z, matrix, draws, i)
        others = np.delete(z, i)
        scale = 19 * z[i] / (z @ z)
        mean, sd = scale * others.mean(), abs(scale) * math.sqrt(others.var(ddof=1) / 4 * 15 / 19)
        assert others.mean() == pytest.approx(-z[i] / 19)
        assert abs(sims.mean() - mean) < 4 * sd / math.sqrt(4000)
        assert sims.std() == pytest.approx(sd, rel=0.08)


def test_moments_are_those_of_esda():
    import esda

    w = ring(20, 2)
    x = np.random.default_rng(6).lognormal(size=20)
    oracle = esda.Moran_Local(x, w, permutations=0)
    if not hasattr(oracle, "EIc"):
        pytest.skip("this version of esda has no conditional moments")
    draws = drawn(20, 5, 4000, 8)
    for i in range(20):
        sims = simulated(oracle.z, w.sparse, draws, i)
        sd = math.sqrt(oracle.VIc[i])
        assert abs(sims.mean() - oracle.EIc[i]) < 4.5 * sd / math.sqrt(4000)
        assert sims.std() == pytest.approx(sd, rel=0.1)


# ---- cancel ------------------------------------------------------------------------------------


@pytest.mark.parametrize("compute", [global_moran, local_moran])
def test_cancel_between_batches(monkeypatch, compute):
    class Impatient(Log):
        asked = 0

        def is_cancelled(self):
            self.asked += 1
            return self.asked > 3

    monkeypatch.setattr(module, "_BATCH_CELLS", 400)
    monkeypatch.setattr(module, "_KEPT_CELLS", 0)
    log = Impatient()
    with pytest.raises(Cancelled):
        compute(np.random.default_rng(1).normal(size=40), ring(40, 1), permutations=10**6, log=log)
    assert log.asked == 4


# ---- esda, draw by draw ------------------------------------------------------------------------


class Given:
    """Draws that are given, in two batches, in place of our own."""

    def __init__(self, batch):
        self.size, self.permutations = batch.shape
        self._halves = np.array_split(batch, 2, axis=1)

    def __iter__(self):
        return iter(self._halves)


def test_on_esdas_own_permutations_every_i_and_the_p_are_esdas():
    esda = pytest.importorskip("esda")
    w, values = ring(30, 2), np.random.default_rng(4).normal(size=30).cumsum()
    np.random.seed(7)
    oracle = esda.Moran(values, w, permutations=499)
    np.random.seed(7)
    batch = np.stack([np.random.permutation(30) for _ in range(499)], axis=1)
    sims = permuted_moran(values - values.mean(), w.sparse, Given(batch), Log())
    assert np.allclose(sims, oracle.sim, atol=1e-12)
    counts = module.extremes(sims, oracle.I)
    assert module.pseudo_p(*counts, 499, "directed") == oracle.p_sim


def test_on_esdas_own_draws_every_local_p_is_esdas():
    """esda draws neighbours from the n - 1 others; with region i as the spare they are ours."""
    esda = pytest.importorskip("esda")
    crand = pytest.importorskip("esda.crand")
    n, permutations = 30, 999
    random = np.random.default_rng(4)
    w = weights.lat2W(5, 6)  # two to four neighbours
    w.transform = "r"
    values = random.normal(size=n)
    oracle = esda.Moran_Local(values, w, permutations=permutations, seed=12345)
    ids = crand.vec_permutations(4, n, permutations, 12345).T
    z = values - values.mean()
    counts = []
    for i in range(n):
        others = ids + (ids >= i)
        batch = np.concatenate([others, np.full((1, permutations), i)])
        at_least, at_most = local_extremes(z, w.sparse.tocsr(), Given(batch), Log())
        counts.append((at_least[i], at_most[i]))
    observed = oracle.Is[:, None]
    expected = [
        (oracle.rlisas > observed - 1e-10).sum(1),
        (oracle.rlisas < observed + 1e-10).sum(1),
    ]
    assert np.array_equal(np.array(counts).T, expected)
    directed = module.pseudo_p(*np.array(counts).T, permutations, "directed")
    ties = (np.abs(oracle.rlisas - observed) < 1e-10).any(1)  # the very same neighbours drawn
    assert np.allclose(directed[~ties], oracle.p_sim[~ties], atol=1e-12) and (~ties).sum() > 20
