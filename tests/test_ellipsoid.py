"""Areas of rings, against GeographicLib and by hand. Zones are tested with the areas of cells."""

import numpy as np
import pyproj
import pytest
from carbon_footprint.core.ellipsoid import map_areas, ring_areas_m2

GEOD = pyproj.Geod(ellps="WGS84")
SPHERE = pyproj.Geod(a=6371007.181, b=6371007.181)


def star(lon, lat, radius, points, seed):
    """A closed outline with rough edges, in degrees."""
    chance = np.random.default_rng(seed)
    angle = np.sort(chance.uniform(0, 2 * np.pi, points))
    reach = radius * chance.uniform(0.5, 1, points)
    ring = np.column_stack([lon + reach * np.cos(angle), lat + reach * np.sin(angle)])
    return np.vstack([ring, ring[:1]])


def dense(ring, step):
    """Cut edges, straight in longitude and latitude, into steps of so many degrees."""
    parts = []
    for start, stop in zip(ring[:-1], ring[1:]):
        count = max(1, int(np.ceil(np.abs(stop - start).max() / step)))
        parts.append(start + (stop - start) * np.arange(count)[:, None] / count)
    return np.vstack([*parts, ring[:1]])


@pytest.mark.parametrize("geod", [GEOD, SPHERE], ids=["WGS 84", "sphere"])
@pytest.mark.parametrize("lat", [-60.0, 0.2, 35.0, 85.0])
def test_rings_equal_geodesic_polygons(geod, lat):
    # geodesics of 0.002 degrees and straight lines differ by 1e-9 of the area and less
    rings = [dense(star(100 + at, lat, 0.6, 40, at), 0.002) for at in range(3)]
    starts = np.cumsum([0] + [len(ring) for ring in rings[:-1]])
    found = ring_areas_m2(*np.vstack(rings).T, starts, geod)
    expected = [abs(geod.polygon_area_perimeter(*ring.T)[0]) for ring in rings]
    np.testing.assert_allclose(found, expected, rtol=2e-8)
    backwards = ring_areas_m2(*rings[0][::-1].T, [0], geod)
    assert backwards[0] == pytest.approx(expected[0], rel=2e-8)


def test_edges_of_ten_kilometres_err_as_documented():
    # d = 10 km / 6371 km = 1.6e-3 radians: d^2/12 = 2e-7 of the area below the edges, of which the
    # ring itself is 0.6 degrees of 35; the errors of its two sides have opposite signs
    coarse, fine = (dense(star(100, 35, 0.6, 12, 5), step) for step in (0.09, 0.0005))
    one, other = (ring_areas_m2(*ring.T, [0], GEOD)[0] for ring in (coarse, fine))
    assert 0 < abs(one - other) / other < 2e-7 * 35 / 0.6


def test_areas_on_the_map():
    square = np.array([[0, 0], [4, 0], [4, 3], [0, 3], [0, 0]], float)
    triangle = np.array([[1, 1], [1, 3], [3, 1], [1, 1]], float)
    both = np.vstack([square, triangle]) + [5e5, 4.2e6]
    assert map_areas(*both.T, [0, 5]).tolist() == [12.0, 2.0]
    # a square of 30 m, 40,000 km from the origin of the map
    cell = square * [7.5, 10] + [4e7, 4e7]
    assert map_areas(*cell.T, [0])[0] == pytest.approx(900, rel=1e-9)
