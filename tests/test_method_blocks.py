"""Worked examples of the method whose own tools come later, held by the functions there are.

LISA transitions rest on the quadrants of local Moran, the Monte Carlo of factors on the footprint
of arrays: both are checked here against giddy and against the published figures.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from carbon_footprint.core.footprint import footprint_3d, mean_nep
from carbon_footprint.core.moran import local_moran

CODES = {"HH": 1, "LH": 2, "LL": 3, "HL": 4}
# Three years of the 3 x 3 lattice; the first is x = 1 2 3 / 2 4 6 / 3 6 9.
YEARS = np.array(
    [[1, 2, 3, 2, 4, 6, 3, 6, 9], [1, 2, 3, 2, 5, 6, 3, 6, 1], [1, 2, 3, 2, 5, 1, 3, 6, 1]], float
)


@pytest.fixture(scope="module")
def lattice():
    from libpysal.weights import lat2W

    w = lat2W(3, 3)
    w.transform = "r"
    return w


@pytest.fixture(scope="module")
def quadrants(lattice):
    """Codes by region and year, from our local Moran."""
    columns = [local_moran(year, lattice, permutations=99)["lisa_quadrant"] for year in YEARS]
    return np.array([[CODES[name] for name in column] for column in columns]).T


def test_transitions_of_the_quadrants_equal_giddy(lattice, quadrants):
    giddy = pytest.importorskip("giddy")
    counts = np.zeros((4, 4), int)
    for before, after in zip(quadrants[:, :-1].ravel(), quadrants[:, 1:].ravel()):
        counts[before - 1, after - 1] += 1
    oracle = giddy.markov.LISA_Markov(YEARS.T, lattice)
    assert counts.tolist() == oracle.transitions.tolist()
    assert counts.tolist() == [[1, 1, 0, 2], [1, 1, 0, 1], [1, 4, 4, 0], [1, 1, 0, 0]]


def test_types_of_transition_after_rey(quadrants):
    # 0 none, I own only, II neighbours only, IIIA both alike, IIIB both opposite; Rey (2001)
    def rey(before, after):
        own = (before in (1, 4)) != (after in (1, 4))
        lag = (before in (1, 2)) != (after in (1, 2))
        if not own or not lag:
            return {(False, False): "0", (True, False): "I", (False, True): "II"}[own, lag]
        return "IIIA" if after in (1, 3) else "IIIB"

    types = Counter(rey(*pair) for row in quadrants for pair in zip(row[:-1], row[1:]))
    assert types == {"0": 6, "I": 2, "II": 7, "IIIA": 1, "IIIB": 2}


def test_depth_of_the_worked_province_under_uncertain_factors():
    # 10 Mt raw coal, 2 Mt coke, 0.5 Mt diesel, 10^9 m3 gas; 2 and 1 million ha; 200,000 draws of
    # lognormal factors, cv 10 % for coal, 5 % for other fuels, 30 % for NEP. The published figures:
    # P(depth > 1) = 0.405, mean depth 1.09, upper end of the 95 % interval 1.574.
    generator, draws = np.random.default_rng(42), 200_000

    def lognormal(mean, cv):
        spread = np.sqrt(np.log(1 + cv * cv))
        return mean * np.exp(generator.normal(0, spread, draws) - spread**2 / 2)

    ice = lognormal(10e6 * 1.9003, 0.10) + sum(
        lognormal(mean, 0.05) for mean in (2e6 * 2.8604, 0.5e6 * 3.0954, 1e6 * 2.1655)
    )
    sink = lognormal(3.8096 * 2e6, 0.30) + lognormal(0.9482 * 1e6, 0.30)
    nbar = mean_nep(np.full(draws, 2e6), np.full(draws, 1e6), 3.8096, 0.9482)
    depth = footprint_3d(ice, sink, nbar)["depth"]
    assert abs((depth > 1).mean() - 0.405) < 0.01
    assert abs(depth.mean() - 1.09) < 0.01
    assert abs(depth.quantile(0.975) - 1.574) < 0.02
