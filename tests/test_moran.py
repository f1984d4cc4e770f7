"""Moran's I: worked examples, esda and scipy as oracles, and what esda gets wrong."""

import math
import random
import threading
import warnings

import numpy as np
import pytest
from carbon_footprint.core import moran as module
from carbon_footprint.core.log import Cancelled, InputError, Log
from carbon_footprint.core.moran import CLUSTERS, adjust_fdr, global_moran, local_moran

esda = pytest.importorskip("esda")
libpysal_weights = pytest.importorskip("libpysal.weights")
W, lat2W = libpysal_weights.W, libpysal_weights.lat2W

LATTICE = [1, 2, 3, 2, 4, 6, 3, 6, 9]  # 3 x 3, rook

# 30 provinces and a made-up gradient that falls from the coast inland
ADJACENCY = {
    "BJ": "TJ HE", "TJ": "BJ HE", "HE": "BJ TJ SX NM LN SD HA", "SX": "HE NM HA SN",
    "NM": "HE SX LN JL HL SN GS NX", "LN": "HE NM JL", "JL": "NM LN HL", "HL": "NM JL",
    "SH": "JS ZJ", "JS": "SH ZJ AH SD", "ZJ": "SH JS AH FJ JX", "AH": "JS ZJ JX SD HA HB",
    "FJ": "ZJ JX GD", "JX": "ZJ AH FJ HB HN GD", "SD": "HE JS AH HA", "HA": "HE SX AH SD HB SN",
    "HB": "AH JX HA HN CQ SN", "HN": "JX HB GD GX CQ GZ", "GD": "FJ JX HN GX",
    "GX": "HN GD GZ YN", "HI": "", "CQ": "HB HN SC GZ SN", "SC": "CQ GZ YN SN GS QH",
    "GZ": "HN GX CQ SC YN", "YN": "GX SC GZ", "SN": "SX NM HA HB CQ SC GS NX",
    "GS": "NM SC SN QH NX XJ", "QH": "SC GS XJ", "NX": "NM SN GS", "XJ": "GS QH",
}  # fmt: skip
GRADIENT = dict(
    BJ=40, TJ=38, HE=35, SX=25, NM=20, LN=33, JL=28, HL=26, SH=50, JS=48, ZJ=46, AH=30, FJ=42,
    JX=27, SD=41, HA=29, HB=28, HN=26, GD=47, GX=24, HI=22, CQ=25, SC=20, GZ=15, YN=14, SN=21,
    GS=12, QH=10, NX=13, XJ=11,
)  # fmt: skip


def provinces(linked=False):
    neighbours = {name: others.split() for name, others in ADJACENCY.items()}
    if linked:
        neighbours["HI"].append("GD")
        neighbours["GD"].append("HI")
    w = W(neighbours, id_order=list(neighbours), silence_warnings=True)
    return w, np.array([float(GRADIENT[name]) for name in w.id_order])


HAINAN = list(ADJACENCY).index("HI")


@pytest.fixture
def lattice():
    return lat2W(3, 3)


# ---- global ------------------------------------------------------------------------------------


def test_worked_lattice(lattice):
    x = np.array(LATTICE, dtype=float)
    z = x - x.mean()
    full = lattice.full()[0]
    full /= full.sum(1, keepdims=True)
    by_hand = 9 / full.sum() * (z @ full @ z) / (z @ z)
    result = global_moran(LATTICE, lattice)
    assert result.i == pytest.approx(by_hand, abs=1e-12) and round(result.i, 6) == 0.512821
    assert result.expected == -0.125 and round(result.sd**2, 7) == 0.0572145
    assert round(result.z, 5) == 2.66652 and round(result.p_norm, 5) == 0.00766
    assert (result.n, result.n_missing, result.n_islands, result.ties) == (9, 0, 0, 2)
    assert len(result.sims) == 999 and result.status == "Computed."


@pytest.mark.parametrize(
    "linked, islands, i, n", [(False, "keep", 0.71041, 30), (False, "drop", 0.69407, 29),
                              (False, "nearest", 0.69407, 29), (True, "nearest", 0.65003, 30)]
)  # fmt: skip
def test_province_gradient(linked, islands, i, n):
    w, x = provinces(linked)
    result = global_moran(x, w, islands=islands)
    assert round(result.i, 5) == i and result.n == n
    assert result.n_islands == (0 if linked else 1)
    if linked:
        assert round(result.sd, 4) == 0.1226


def test_p_counts_the_simulations(lattice):
    x = [9, 1, 1, 1, 1, 1, 1, 1, 1]  # I depends on where the 9 goes only: corner, side or middle
    p = {name: global_moran(x, lattice, alternative=name) for name in module.ALTERNATIVES}
    sims, i = p["greater"].sims, p["greater"].i
    above, below = (sims >= i - 1e-12).sum(), (sims <= i + 1e-12).sum()
    assert above + below > 999  # ties count on both sides
    assert p["greater"].p == (1 + above) / 1000 and p["less"].p == (1 + below) / 1000
    assert p["directed"].p == (1 + min(above, below)) / 1000
    assert p["two-sided"].p == min(1, 2 * p["directed"].p)
    assert p["greater"].p_norm == pytest.approx(p["two-sided"].p_norm / 2)
    assert p["less"].p_norm == pytest.approx(1 - p["greater"].p_norm)


@pytest.mark.parametrize("seed", [1, 12345])
def test_i_and_its_permutations_against_esda(seed):
    """The statistic is esda's; the permutations are ours, and alike in distribution."""
    w, x = provinces(linked=True)
    np.random.seed(7)
    oracle = esda.Moran(x, w, permutations=9999)
    result = global_moran(x, w, permutations=9999, seed=seed, alternative="directed")
    assert result.i == pytest.approx(oracle.I, abs=1e-12)
    assert result.sd == pytest.approx(oracle.seI_norm) and result.z == pytest.approx(oracle.z_norm)
    assert result.p_norm == pytest.approx(oracle.p_norm / 2)
    assert result.p == pytest.approx(oracle.p_sim, abs=4e-4)  # both at or near 1e-4
    # Standard error of a mean of 9999: 0.12 / 100; of a standard deviation: 0.7 % of it.
    assert result.sims.mean() == pytest.approx(oracle.EI, abs=0.005)
    assert result.sims.std() == pytest.approx(oracle.VI_rand**0.5, rel=0.03)
    assert oracle.sim.std() == pytest.approx(oracle.VI_rand**0.5, rel=0.03)
    for share in (0.025, 0.25, 0.5, 0.75, 0.975):
        mine, theirs = np.quantile(result.sims, share), np.quantile(oracle.sim, share)
        assert mine == pytest.approx(theirs, abs=0.02)
    assert (result.sim_low, result.sim_high) == tuple(np.quantile(result.sims, [0.025, 0.975]))


def test_p_of_values_without_order_is_uniform():
    """Noise is significant at 5 % in about 5 of 100 cases, two-sided, and never surely."""
    w, _ = provinces(linked=True)
    random = np.random.default_rng(8)
    p = [global_moran(random.normal(size=30), w, seed=seed).p for seed in range(400)]
    # binomial: 20 expected, standard deviation 4.4; 200 expected, standard deviation 10
    assert 5 <= sum(value <= 0.05 for value in p) <= 38
    assert 160 <= sum(value <= 0.5 for value in p) <= 240


def test_no_permutations(lattice):
    result = global_moran(LATTICE, lattice, permutations=0)
    assert math.isnan(result.p) and round(result.i, 6) == 0.512821


# ---- local -------------------------------------------------------------------------------------


def test_worked_lattice_local(lattice):
    result = local_moran(LATTICE, lattice, permutations=99)
    expected = [0.923077, 0.410256, 0, 0.410256, 0, 0.410256, 0, 0.410256, 1.538462]
    assert np.allclose(result.lisa_i, expected, atol=1e-6)
    # the middle equals the mean 4, and so do three lags: not high
    assert result.lisa_quadrant.tolist() == ["LL", "LL", "LL", "LL", "LL", "HH", "LL", "HH", "HH"]
    assert result.lisa_lag.tolist() == pytest.approx([2, 8 / 3, 4, 8 / 3, 4, 16 / 3, 4, 16 / 3, 6])
    assert result.neighbours.tolist() == [2, 3, 2, 3, 4, 3, 2, 3, 2]
    assert list(result.index) == list(range(9))


@pytest.mark.parametrize("seed", [1, 2, 12345])
def test_equals_esda_where_esda_is_right(seed):
    w, _ = provinces(linked=True)
    x = np.random.default_rng(3).normal(size=30)
    oracle = esda.Moran_Local(x, w, permutations=9999, seed=99)
    result = local_moran(x, w, permutations=9999, seed=seed)
    assert np.allclose(result.lisa_i, oracle.Is, atol=1e-12)
    names = {1: "HH", 2: "LH", 3: "LL", 4: "HL"}
    assert result.lisa_quadrant.tolist() == [names[q] for q in oracle.q]
    observed = oracle.Is[:, None]
    at_least = (oracle.rlisas > observed - 1e-12).sum(1)
    at_most = (oracle.rlisas < observed + 1e-12).sum(1)
    expected = np.minimum(1, 2 * (1 + np.minimum(at_least, at_most)) / 10000)
    # Two shares q of 9999 draws differ by a standard error of sqrt(2 q (1 - q) / 9999); p is 2 q.
    share = expected / 2
    error = 2 * np.sqrt(2 * share * (1 - share) / 9999)
    assert (np.abs(result.lisa_p - expected) <= 4 * error + 2e-4).all()
    directed = local_moran(x, w, permutations=9999, seed=seed, alternative="directed")
    assert np.allclose(result.lisa_p, np.minimum(1, 2 * directed.lisa_p))


def test_region_at_the_mean_is_never_extreme(lattice):
    result = local_moran(LATTICE, lattice, permutations=99)
    assert result.lisa_i[[2, 4, 6]].tolist() == [0, 0, 0] and result.lisa_p[4] == 1


def test_lag_at_the_mean_is_low_whatever_the_last_bit(lattice):
    # The mean is 0.6; the neighbours of number 5 (0.7, 0.8, 0.3) and of number 7 (0.8, 0.7, 0.3)
    # have the mean 0.6 too, but in floating point their lags are 5.6e-17.
    result = local_moran([0.8, 0.9, 0.7, 0.1, 0.8, 0.4, 0.7, 0.7, 0.3], lattice, permutations=99)
    assert result.lisa_lag_z[[5, 7]].tolist() == [0, 0]
    assert result.lisa_quadrant[[5, 7]].tolist() == ["LL", "HL"]


@pytest.mark.parametrize("linked", [False, True])
def test_fdr_example(linked):
    """12 provinces by the raw p, 7 by FDR, 2 by Bonferroni (directed p, seed 12345)."""
    w, x = provinces(linked)
    counts = [
        local_moran(x, w, alternative="directed", correction=correction)
        .lisa_cluster.isin(CLUSTERS[:4])
        .sum()
        for correction in ("none", "fdr", "bonferroni")
    ]
    assert counts == [12, 7, 2]


def test_island_is_no_cluster_and_takes_no_part_in_the_correction():
    w, x = provinces()
    oracle = esda.Moran_Local(x, w, permutations=9999, seed=12345)
    assert oracle.Is[HAINAN] == 0 and oracle.p_sim[HAINAN] == 1e-4 and oracle.q[HAINAN] == 3
    assert (adjust_fdr(oracle.p_sim) <= 0.05).sum() == 8  # with the artefact, and one more
    for islands in ("drop", "keep", "nearest"):
        result = local_moran(x, w, alternative="directed", correction="fdr", islands=islands)
        row = result.iloc[HAINAN]
        assert row[["lisa_i", "lisa_lag", "lisa_p", "lisa_p_fdr", "lisa_quadrant"]].isna().all()
        assert row.lisa_cluster == "No neighbours" and row.neighbours == 0
        assert result.lisa_cluster.isin(CLUSTERS[:4]).sum() == 7
        rest = result.drop(index=HAINAN)
        assert np.allclose(rest.lisa_p_fdr, adjust_fdr(rest.lisa_p))
    w, x = provinces(linked=True)
    assert local_moran(x, w).lisa_p[HAINAN] > 0.05


def test_island_in_n_or_not():
    w, x = provinces()
    kept, dropped = (local_moran(x, w, permutations=9, islands=rule) for rule in ("keep", "drop"))
    score = (x - x.mean()) / x.std()
    others = np.delete(x, HAINAN)
    assert np.allclose(kept.lisa_z, score)
    assert np.allclose(dropped.lisa_z.dropna(), (others - others.mean()) / others.std())


def test_clusters_follow_alpha_and_quadrant():
    w, x = provinces(linked=True)
    names = {"HH": "High-High", "LL": "Low-Low", "LH": "Low-High", "HL": "High-Low"}
    for alpha in (0.01, 0.05, 0.5):
        result = local_moran(x, w, permutations=999, alpha=alpha)
        expected = [
            names[q] if p <= alpha else "Not significant"
            for q, p in zip(result.lisa_quadrant, result.lisa_p)
        ]
        assert result.lisa_cluster.tolist() == expected
    assert result.lisa_p.tolist() == local_moran(x, w, permutations=999).lisa_p.tolist()


def test_fdr_equals_the_worked_values_and_scipy():
    p = np.array([0.001, 0.008, 0.012, 0.03, 0.041, 0.06, 0.2, 0.5, 0.7, 0.9])
    assert np.allclose(adjust_fdr(p)[:4], [0.01, 0.04, 0.04, 0.075])
    assert (adjust_fdr(p) <= 0.05).sum() == 3
    scipy_stats = pytest.importorskip("scipy.stats")
    if hasattr(scipy_stats, "false_discovery_control"):  # from scipy 1.11 on
        p = np.random.default_rng(5).uniform(size=200).round(2)
        assert np.allclose(adjust_fdr(p), scipy_stats.false_discovery_control(p))


# ---- guards ------------------------------------------------------------------------------------


def test_missing_values_are_left_out_with_a_count():
    w, x = provinces(linked=True)
    names = w.id_order
    holes = [names.index("XJ"), names.index("HE")]
    gaps = x.copy()
    gaps[holes] = np.nan, np.inf
    without = W(
        {k: [o for o in v if o not in ("XJ", "HE")] for k, v in w.neighbors.items()
         if k not in ("XJ", "HE")},
        id_order=[name for name in names if name not in ("XJ", "HE")],
    )  # fmt: skip
    log = Log()
    result = global_moran(gaps, w, log=log)
    assert result.i == pytest.approx(esda.Moran(np.delete(x, holes), without).I, abs=1e-12)
    assert (result.n, result.n_missing) == (28, 2)
    assert any("2 of 30" in note for note in log.notes)
    lisa = local_moran(gaps, w, permutations=99)
    assert lisa.lisa_cluster[holes].tolist() == ["No data"] * 2
    assert lisa.loc[holes, ["lisa_i", "lisa_p", "lisa_lag", "lisa_quadrant"]].isna().all().all()
    assert lisa.lisa_i.notna().sum() == 28
    assert lisa.neighbours[names.index("BJ")] == 1  # Hebei does not count


def test_gaps_make_islands():
    w, x = provinces(linked=True)
    x[w.id_order.index("GD")] = np.nan  # the only neighbour of Hainan
    log = Log()
    result = local_moran(x, w, permutations=99, log=log)
    assert result.lisa_cluster[HAINAN] == "No neighbours"
    assert any(note.endswith(": HI.") for note in log.notes)
    assert global_moran(x, w).n == 28 and global_moran(x, w, islands="keep").n == 29


@pytest.mark.parametrize(
    "values, reason",
    [([5.0] * 9, "equal"), ([0.1 + 0.2, *[0.3] * 8], "equal"), ([1, 2, 3] + [None] * 6, "at least 4"),
     ([np.nan] * 9, "at least 4"), ([1, None, 2, None, 3, None, 4, None, 5], "at least 4")],
)  # fmt: skip
def test_undefined_is_null_with_a_reason(lattice, values, reason):
    log = Log()
    result = global_moran(values, lattice, label="depth 2019", log=log)
    assert math.isnan(result.i) and math.isnan(result.p) and not len(result.sims)
    assert reason in result.status and result.status.startswith("depth 2019")
    assert log.warnings == [result.status]
    lisa = local_moran(values, lattice)
    assert lisa[["lisa_i", "lisa_p", "lisa_quadrant"]].isna().all().all()
    assert not lisa.lisa_cluster.isin(CLUSTERS[:4]).any()


def test_no_neighbours_at_all():
    alone = W({i: [] for i in range(6)}, silence_warnings=True)
    assert "neighbour" in global_moran(range(6), alone).status
    assert "no region has" in global_moran(range(6), alone, islands="keep").status
    assert set(local_moran(range(6), alone).lisa_cluster) == {"No neighbours"}


def test_ties_are_reported_and_conservative():
    w, x = provinces(linked=True)
    x = np.where(x > 40, x, 1)  # depth: most provinces at 1
    log = Log()
    result = global_moran(x, w, log=log)
    assert result.ties == (x == 1).sum() == 24
    assert any("24 of 30 values equal 1;" in note for note in log.notes)
    # A region at 1 whose neighbours are all at 1 ties with every draw of ones: not significant
    lisa = local_moran(x, w)
    flat = [
        i for i, n in enumerate(w.id_order) if all(x[w.id_order.index(o)] == 1 for o in [n, *w[n]])
    ]
    assert flat and (lisa.lisa_p[flat] > 0.2).all()


def test_ties_survive_round_off():
    # Every pair of neighbours sums to the same 0.6 in exact arithmetic, so I_i ties with all draws
    ring = W({i: [(i - 1) % 6, (i + 1) % 6] for i in range(6)})
    x = np.array([0.1 + 0.2, 0.3, 0.3, 0.1 * 3, 0.3, 5])
    result = local_moran(x, ring, permutations=99)
    assert result.lisa_p[5] == 1.0


def test_wrong_length_and_bad_parameters(lattice):
    with pytest.raises(InputError):
        global_moran([1, 2, 3], lattice)
    with pytest.raises(InputError) as caught:
        local_moran(
            LATTICE, lattice, permutations=0, alpha=2, correction="x", alternative="y", islands="z"
        )
    assert len(caught.value.messages) == 5


# ---- reproducibility ---------------------------------------------------------------------------


def test_same_seed_same_bytes_and_the_users_numbers_undisturbed():
    w, x = provinces(linked=True)
    np.random.seed(1)
    expected = np.random.random(3)
    np.random.seed(1)
    runs = []
    for _ in range(2):
        result = local_moran(x, w, permutations=999, seed=42)
        runs.append(result.select_dtypes("number").to_numpy().tobytes())
        global_run = global_moran(x, w, seed=42)
        runs[-1] += global_run.sims.tobytes()
    assert runs[0] == runs[1]
    assert np.array_equal(np.random.random(3), expected)
    assert not np.array_equal(global_moran(x, w, seed=43).sims, global_run.sims)


def test_threads_do_not_disturb_each_other():
    w, x = provinces(linked=True)
    alone = [global_moran(x, w, seed=seed).sims for seed in range(6)]
    together = [None] * 6

    def run(seed):
        together[seed] = global_moran(x, provinces(linked=True)[0], seed=seed).sims

    threads = [threading.Thread(target=run, args=(seed,)) for seed in range(6)]
    random.Random(1).shuffle(threads)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.array_equal(a, b) for a, b in zip(alone, together))


def test_the_global_random_state_is_never_read():
    w, x = provinces(linked=True)
    results = []
    for state in (1, 2):
        np.random.seed(state)
        before = np.random.get_state()
        results.append((global_moran(x, w).p, local_moran(x, w).lisa_p.tolist()))
        after = np.random.get_state()
        assert before[2:] == after[2:] and np.array_equal(before[1], after[1])
    assert results[0] == results[1]


def test_the_warning_filters_stay_as_they_were():
    w, x = provinces(linked=True)
    before = list(warnings.filters)
    global_moran(x, w)
    local_moran(x, w)
    assert warnings.filters == before


def test_the_callers_weights_are_untouched(lattice):
    assert lattice.transform == "O"
    local_moran(LATTICE, lattice, permutations=9)
    assert lattice.transform == "O" and lattice.s0 == 24


def test_cancel(lattice):
    class Impatient(Log):
        def is_cancelled(self):
            return True

    with pytest.raises(Cancelled):
        local_moran(LATTICE, lattice, log=Impatient())
