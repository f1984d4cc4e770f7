"""Areas of cells, against geodesic polygons and integrals of the metric."""

import numpy as np
import pyproj
import pytest
from carbon_footprint.core.cell_areas import CellAreas
from carbon_footprint.core.ellipsoid import zone_area_m2
from carbon_footprint.core.rasters import Grid, Window

ELLIPSOIDS = {
    "WGS84": pyproj.Geod(ellps="WGS84"),
    "Clarke 1866": pyproj.Geod(ellps="clrk66"),
    "Krassovsky": pyproj.Geod(ellps="krass"),
    "sphere": pyproj.Geod(a=6371007.181, b=6371007.181),
}


def grid(crs, x0, y0, dx, dy, columns, rows):
    return Grid("x.tif", columns, rows, x0, y0, dx, dy, pyproj.CRS(crs).to_wkt())


def areas(cells, window):
    """Area of every cell of a window."""
    columns, lines = cells.along_rows(window)
    there = window.column + np.arange(window.columns)
    return np.stack([np.interp(there, columns, line) for line in lines])


def geodesic_area(geod, west, south, east, north, points=6000):
    """Polygon whose sides along parallels are dense enough to follow them.

    A geodesic cuts off 1/12 R^2 step^3 cos^2 sin from a parallel per step: for
    1 degree in 6000 steps below 1e-10 of the cell.
    """
    there, back = np.linspace(west, east, points), np.linspace(east, west, points)
    x = np.concatenate([there, back])
    y = np.concatenate([np.full(points, south), np.full(points, north)])
    return abs(geod.polygon_area_perimeter(x, y)[0])


@pytest.mark.parametrize("name", ELLIPSOIDS)
@pytest.mark.parametrize("south", [-90.0, -45.5, -0.5, 0.0, 35.0, 60.0, 88.0, 89.0])
def test_zone_equals_geodesic_polygon(name, south):
    geod = ELLIPSOIDS[name]
    expected = geodesic_area(geod, 100.0, south, 101.0, south + 1.0)
    assert zone_area_m2(south, south + 1.0, 1.0, geod) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("name", ELLIPSOIDS)
@pytest.mark.parametrize("latitude", [0.0, 35.0, -71.3, 89.9, 89.9997])
def test_small_cells_keep_their_digits(name, latitude):
    # 1 arc second. dA = M N cos(latitude) dlat dlon; Gauss-Legendre with 5
    # points is exact to rounding over such a step
    geod, step = ELLIPSOIDS[name], 1 / 3600
    nodes, weights = np.polynomial.legendre.leggauss(5)
    degrees = latitude + step * (nodes + 1) / 2
    sine2 = np.sin(np.radians(degrees)) ** 2
    m = geod.a * (1 - geod.es) / (1 - geod.es * sine2) ** 1.5
    n = geod.a / np.sqrt(1 - geod.es * sine2)
    metric = m * n * np.sin(np.radians(90 - degrees))
    expected = (weights * metric).sum() / 2 * np.radians(step) ** 2
    assert zone_area_m2(latitude, latitude + step, step, geod) == pytest.approx(expected, rel=1e-9)


def test_the_whole_ellipsoid():
    # WGS 84: authalic radius 6371007.1809 m (NIMA TR8350.2)
    area = zone_area_m2(-90, 90, 360, ELLIPSOIDS["WGS84"])
    assert area == pytest.approx(4 * np.pi * 6371007.1809**2, rel=1e-10)


def test_geographic_grid_has_one_area_a_row_in_hectares():
    cells = CellAreas(grid("EPSG:4326", 73, 54, 0.05, -0.05, 1260, 730))
    area = areas(cells, Window(10, 100, 7, 3))
    assert cells.kind == "rows" and area.shape == (3, 7)
    top = 54 - 101 * 0.05
    expected = geodesic_area(ELLIPSOIDS["WGS84"], 0, top - 0.05, 0.05, top) / 1e4
    assert area[1, 0] == pytest.approx(expected, rel=1e-8)


def test_south_up_and_non_square_cells():
    north_up = areas(CellAreas(grid("EPSG:4326", 100, 32, 0.1, -0.05, 4, 20)), Window(0, 0, 4, 20))
    south_up = areas(CellAreas(grid("EPSG:4326", 100, 31, 0.1, 0.05, 4, 20)), Window(0, 0, 4, 20))
    np.testing.assert_allclose(south_up, north_up[::-1], rtol=1e-12)


def test_rows_beyond_the_pole_are_cut():
    # grids whose cells are centred on the poles reach half a cell beyond them
    cells = CellAreas(grid("EPSG:4326", -180, 90.5, 1, -1, 360, 181))
    area = areas(cells, Window(0, 0, 360, 181))
    whole = 4 * np.pi * 6371007.1809**2 / 1e4
    assert area.sum() == pytest.approx(whole, rel=1e-10)


def test_angles_in_grads():
    # EPSG:4807 (NTF Paris) has grads and the Clarke 1880 IGN ellipsoid
    area = areas(CellAreas(grid("EPSG:4807", 0, 50, 1, -1, 1, 1)), Window(0, 0, 1, 1))
    geod = pyproj.CRS("EPSG:4807").get_geod()
    expected = geodesic_area(geod, 0, 49 * 0.9, 0.9, 50 * 0.9) / 1e4
    assert area[0, 0] == pytest.approx(expected, rel=1e-9)


ALBERS = "+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +ellps=krass +units=m"


@pytest.mark.parametrize("crs", ["EPSG:6933", ALBERS, "EPSG:3035"])
def test_equal_area_projections_are_dx_dy(crs):
    x, y = pyproj.Transformer.from_crs(4326, crs, always_xy=True).transform(104, 35)
    cells = CellAreas(grid(crs, x, y, 300, -200, 50, 50))
    assert cells.kind == "constant"
    assert areas(cells, Window(0, 0, 50, 50))[0, 0] == 6.0


def test_feet():
    # NAD83 / Conus Albers in US survey feet: 1 ft = 1200/3937 m
    crs = ALBERS.replace("units=m", "units=us-ft")
    cells = CellAreas(grid(crs, 0, 1.2e7, 100, -100, 50, 50))
    assert cells.kind == "constant"
    expected = (100 * 1200 / 3937) ** 2 / 1e4
    assert areas(cells, Window(0, 0, 2, 2))[0, 0] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("step", [30.0, 1000.0, 20000.0])
def test_utm_is_divided_by_the_areal_scale_of_proj(step):
    columns, rows = 40, 30
    utm = grid("EPSG:32647", 900_000, 4_000_000, step, -step, columns, rows)
    cells = CellAreas(utm)
    area = areas(cells, Window(5, 3, 33, 25))
    assert cells.kind == "cells" and area.shape == (25, 33)
    x = 900_000 + (5 + np.arange(33) + 0.5) * step
    y = 4_000_000 - (3 + np.arange(25) + 0.5) * step
    lon, lat = pyproj.Proj("EPSG:32647")(*np.meshgrid(x, y), inverse=True)
    scale = pyproj.Proj("EPSG:32647").get_factors(lon, lat).areal_scale
    np.testing.assert_allclose(area, step**2 / scale / 1e4, rtol=2e-6)


@pytest.mark.parametrize("latitude", [0.0, 35.0, -60.0, 75.0])
def test_web_mercator_is_measured_on_the_ellipsoid(latitude):
    # PROJ's own factors are those of the sphere, off by up to 0.7 %
    to_map = pyproj.Transformer.from_crs(4326, 3857, always_xy=True)
    x0, y0 = to_map.transform(100, latitude)
    mercator = grid("EPSG:3857", x0, y0, 5000, -5000, 30, 30)
    total = np.broadcast_to(areas(CellAreas(mercator), Window(0, 0, 30, 30)), (30, 30)).sum()
    # the map's rectangle is one between meridians and parallels
    west, south, east, north = to_map.transform_bounds(
        x0, y0 - 150_000, x0 + 150_000, y0, direction="INVERSE"
    )
    expected = geodesic_area(ELLIPSOIDS["WGS84"], west, south, east, north) / 1e4
    assert total == pytest.approx(expected, rel=5e-6)


def test_polar_stereographic_at_the_pole():
    # at the standard parallel of 90 degrees the scale is k0 = 0.994
    cells = CellAreas(grid("EPSG:32661", 2e6 - 500, 2e6 + 500, 1000, -1000, 1, 1))
    expected = 1e6 / 0.994**2 / 1e4
    assert areas(cells, Window(0, 0, 1, 1))[0, 0] == pytest.approx(expected, rel=1e-6)


def test_mollweide_is_equal_area_on_the_sphere_only():
    # PROJ projects geodetic latitudes on a sphere of radius a, so that on the
    # ellipsoid the scale is a^2 / (M N): 1 + e^2 (1 - 2 sin^2) within e^4
    x, y = pyproj.Transformer.from_crs(4326, "ESRI:54009", always_xy=True).transform(104, 35)
    cells = CellAreas(grid("ESRI:54009", x, y, 1000, -1000, 3, 3))
    sine2, es = np.sin(np.radians(35)) ** 2, ELLIPSOIDS["WGS84"].es
    mn_over_a2 = (1 - es) / (1 - es * sine2) ** 2
    assert areas(cells, Window(0, 0, 1, 1))[0, 0] == pytest.approx(100 * mn_over_a2, rel=1e-4)


def test_cells_outside_the_projection_have_no_area():
    cells = CellAreas(grid("ESRI:54009", -1.8e7, 9e6, 1e5, -1e5, 360, 180))
    area = areas(cells, Window(0, 0, 360, 180))
    assert area[0, 0] == 0.0 and np.isfinite(area).all()
    # the ellipse of the world; coarse cells along its rim are lost or gained
    assert area.sum() == pytest.approx(4 * np.pi * 6371007.1809**2 / 1e4, rel=5e-3)
