"""Gravity centres and ellipses: worked examples, published numbers, geodesy derived anew."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pyproj
import pytest
from carbon_footprint.core import gravity_centre as gravity
from carbon_footprint.core.gravity_centre import ellipses, gravity_centres, net_move, path_lines
from carbon_footprint.core.log import Cancelled, Log
from carbon_footprint.core.places import Ellipsoid, LayerPlane, places
from faults import faults_of
from hypothesis import given
from hypothesis import strategies as st
from osgeo import ogr
from scipy import optimize

GEOD = pyproj.Geod(ellps="WGS84")
ALBERS = "+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +datum=WGS84"

# methods.md D: five places with weights, and what comes out of them
SQUARE = np.array([[0, 0], [10, 0], [10, 10], [0, 10], [5, 5.0]])
WEIGHTS = np.array([1, 1, 4, 1, 3.0])


def wkt(crs):
    return pyproj.CRS(crs).to_wkt()


@pytest.fixture(scope="module")
def ellipsoid():
    return Ellipsoid(wkt("EPSG:4326"))


@pytest.fixture(scope="module")
def plane():
    return LayerPlane(wkt("EPSG:32650"))


def points(surface, xy):
    """Table of places in the map of a surface."""
    xy = np.asarray(xy, dtype=float)
    return pd.DataFrame(np.hstack([xy, surface.lon_lat(xy)]), columns=["x", "y", "lon", "lat"])


def table(surface, xy, by_year, names=None):
    """Every place with its weights in every year: ``{year: weights}``, in the field w."""
    names = names or ["r%d" % i for i in range(len(xy))]
    rows = [
        points(surface, xy).assign(region=names, year=year, w=np.array(weights, dtype=float))
        for year, weights in by_year.items()
    ]
    return pd.concat(rows, ignore_index=True)


def centre_of(surface, xy, weights):
    panel = table(surface, xy, {2019: weights})
    return gravity_centres(panel, panel[["w"]], surface).iloc[0]


def ellipse_of(surface, xy, weights, **options):
    panel = table(surface, xy, {2019: weights})
    centres = gravity_centres(panel, panel[["w"]], surface)
    axes, rings = ellipses(panel, panel[["w"]], centres, surface, **options)
    return axes.iloc[0], rings[0]


def around(centre, km):
    """Places so many km east and north of a centre, by geodesics."""
    km = np.asarray(km, dtype=float)
    start = np.broadcast_to(centre, km.shape)
    azimuth = np.degrees(np.arctan2(km[:, 0], km[:, 1]))
    lon, lat, _ = GEOD.fwd(*start.T, azimuth, 1000 * np.hypot(*km.T))
    return np.column_stack([lon, lat])


# --- worked examples ----------------------------------------------------------------------------


def test_worked_example_in_a_plane(plane):
    # sum(w x)/sum(w) = (10 + 40 + 15)/10; covariance [[15.25, 5.25], [5.25, 15.25]], eigenvalues
    # 20.5 and 10 along the diagonals
    row = centre_of(plane, 1000 * SQUARE, WEIGHTS)
    assert (row["x"], row["y"]) == pytest.approx((6500, 6500), abs=1e-9)
    assert (row["n"], row["n_missing"], row["total"]) == (5, 0, 10)
    axes, _ = ellipse_of(plane, 1000 * SQUARE, WEIGHTS)
    assert axes["semi_major_km"] == pytest.approx(4.5277, abs=5e-5)
    assert axes["semi_minor_km"] == pytest.approx(3.1623, abs=5e-5)
    assert axes["azimuth_deg"] == pytest.approx(45)
    assert axes["area_km2"] == pytest.approx(math.pi * math.sqrt(20.5 * 10))
    assert axes["flattening"] == pytest.approx(1 - math.sqrt(10 / 20.5))
    axes, _ = ellipse_of(plane, 1000 * SQUARE, WEIGHTS, convention="sqrt2")
    assert axes["semi_major_km"] == pytest.approx(6.4031, abs=5e-5)
    assert axes["semi_minor_km"] == pytest.approx(4.4721, abs=5e-5)
    assert (axes["convention"], axes["deviations"]) == ("sqrt2", 1)


@pytest.mark.parametrize("start", [(104, 35), (0, 0), (-70, -53), (179.9, 10), (20, 89.5)])
@pytest.mark.parametrize("scale", [1, 100])
def test_worked_example_laid_out_by_geodesics_anywhere_on_the_earth(ellipsoid, start, scale):
    places_ = around(start, scale * (SQUARE - 6.5))
    row = centre_of(ellipsoid, places_, WEIGHTS)
    assert GEOD.inv(*start, row["lon"], row["lat"])[2] < 1e-4
    axes, _ = ellipse_of(ellipsoid, places_, WEIGHTS, deviations=2)
    assert axes["semi_major_km"] == pytest.approx(2 * scale * math.sqrt(20.5), rel=1e-9)
    assert axes["semi_minor_km"] == pytest.approx(2 * scale * math.sqrt(10), rel=1e-9)
    # the bearing turns with longitude: 5e-5 m beside the pole are 1e-5 degrees
    assert axes["azimuth_deg"] == pytest.approx(45, abs=1e-4)


def test_ellipse_of_pysal_in_all_conventions(plane):
    # Numbers of the tests of pointpats 2.6, ellipse(points, method="yuill"), 50 random places;
    # its angle of the major axis, -0.936 radians, counts from the x axis against the clock.
    seed = 65647437836358831880808032086803839626
    xy = np.random.default_rng(seed).integers(0, 100, (50, 2))
    sigma, _ = ellipse_of(plane, 1000 * xy, np.ones(50))
    assert sigma["semi_major_km"] == pytest.approx(30.383598285215058, rel=1e-9)
    assert sigma["semi_minor_km"] == pytest.approx(25.138666536685605, rel=1e-9)
    assert sigma["azimuth_deg"] == pytest.approx(90 + math.degrees(0.9362557045365753), rel=1e-9)
    sqrt2, _ = ellipse_of(plane, 1000 * xy, np.ones(50), convention="sqrt2")
    assert sqrt2["semi_major_km"] == pytest.approx(42.96889676864705, rel=1e-9)
    assert sqrt2["semi_minor_km"] == pytest.approx(35.551443156155464, rel=1e-9)
    # CrimeStat, as the help of the tool says
    crimestat = sqrt2["semi_major_km"] * math.sqrt(50 / 48)
    assert crimestat == pytest.approx(43.85494662229593, rel=1e-9)


@pytest.mark.parametrize(
    ("convention", "deviations", "share"),
    [("sigma", 1, 0.39), ("sigma", 2, 0.86), ("sqrt2", 1, 0.63), ("sqrt2", 2, 0.98)],
)
def test_share_of_a_normal_distribution_within_the_ellipse(plane, convention, deviations, share):
    # 1 - exp(-r^2/2) at r standard deviations; the shares that the help of the tool names
    xy = np.random.default_rng(3).multivariate_normal([0, 0], [[9e6, 4e6], [4e6, 4e6]], 20000)
    _, ring = ellipse_of(plane, xy, np.ones(len(xy)), convention=convention, deviations=deviations)
    from matplotlib.path import Path

    assert Path(ring).contains_points(xy).mean() == pytest.approx(share, abs=0.01)


# --- geodesy ------------------------------------------------------------------------------------


def vincenty(lon1, lat1, lon2, lat2, a, f):
    """Distance in metres and forward azimuth (Vincenty 1975, Survey Review 23)."""
    b, longitude = (1 - f) * a, math.radians(lon2 - lon1)
    u1, u2 = (math.atan((1 - f) * math.tan(math.radians(lat))) for lat in (lat1, lat2))
    s1, c1, s2, c2 = math.sin(u1), math.cos(u1), math.sin(u2), math.cos(u2)
    turn = longitude
    for _ in range(100):
        east = c2 * math.sin(turn)
        north = c1 * s2 - s1 * c2 * math.cos(turn)
        sine, cosine = math.hypot(east, north), s1 * s2 + c1 * c2 * math.cos(turn)
        sigma = math.atan2(sine, cosine)
        alpha = c1 * c2 * math.sin(turn) / sine
        square = 1 - alpha**2
        middle = cosine - 2 * s1 * s2 / square if square else 0.0
        c = f / 16 * square * (4 + f * (4 - 3 * square))
        turn = longitude + (1 - c) * f * alpha * (
            sigma + c * sine * (middle + c * cosine * (2 * middle**2 - 1))
        )
    u = square * (a**2 - b**2) / b**2
    big = 1 + u / 16384 * (4096 + u * (u * (320 - 175 * u) - 768))
    small = u / 1024 * (256 + u * (u * (74 - 47 * u) - 128))
    correction = small * sine * (
        middle
        + small / 4 * (
            cosine * (2 * middle**2 - 1)
            - small / 6 * middle * (4 * sine**2 - 3) * (4 * middle**2 - 3)
        )
    )  # fmt: skip
    return b * big * (sigma - correction), math.degrees(math.atan2(east, north)) % 360


def moves(surface, lon_lat, years):
    """Centres of a single weight that jumps from place to place."""
    xy = surface.xy(lon_lat)
    one = np.eye(len(years))
    panel = table(surface, xy, dict(zip(years, one)))
    return gravity_centres(panel, panel[["w"]], surface)


def test_published_geodesic_from_flinders_peak_to_buninyong():
    # Geoscience Australia, GDA technical manual: 54972.271 m, azimuth 306 52' 05.37"
    flinders = 144 + 25 / 60 + 29.52440 / 3600, -(37 + 57 / 60 + 3.72030 / 3600)
    buninyong = 143 + 55 / 60 + 35.38390 / 3600, -(37 + 39 / 60 + 10.15610 / 3600)
    centres = moves(Ellipsoid(wkt("EPSG:4283")), np.array([flinders, buninyong]), [2011, 2013])
    assert centres["move_km"].iloc[1] == pytest.approx(54.972271, abs=1e-6)
    assert centres["bearing_deg"].iloc[1] == pytest.approx(306 + 52 / 60 + 5.37 / 3600, abs=5e-6)
    assert centres["direction"].iloc[1] == "NW"
    assert centres["speed_km_a"].iloc[1] == pytest.approx(54.972271 / 2, abs=1e-6)


def test_moves_against_vincenty_and_the_sphere(ellipsoid):
    rng = np.random.default_rng(11)
    lon_lat = np.column_stack([rng.uniform(75, 130, 30), rng.uniform(20, 50, 30)])
    years = list(range(1990, 2020))
    centres = moves(ellipsoid, lon_lat, years)
    assert centres["year_from"].iloc[1:].tolist() == years[:-1]
    path = 0.0
    for i in range(1, 30):
        row = centres.iloc[i]
        metres, azimuth = vincenty(*lon_lat[i - 1], *lon_lat[i], 6378137.0, 1 / 298.257223563)
        assert row["move_km"] == pytest.approx(metres / 1000, abs=1e-6)
        assert row["bearing_deg"] == pytest.approx(azimuth, abs=1e-7)
        (x1, y1), (x2, y2) = np.radians(lon_lat[i - 1 : i + 1])
        half = (
            math.sin((y2 - y1) / 2) ** 2
            + math.cos(y1) * math.cos(y2) * math.sin((x2 - x1) / 2) ** 2
        )
        assert row["move_km"] == pytest.approx(
            2 * 6371.0088 * math.asin(math.sqrt(half)), rel=0.006
        )
        path += metres / 1000
        assert row["path_km"] == pytest.approx(path, rel=1e-9)
    metres, azimuth = vincenty(*lon_lat[0], *lon_lat[-1], 6378137.0, 1 / 298.257223563)
    assert net_move(centres, ellipsoid) == pytest.approx((metres / 1000, azimuth), rel=1e-8)


@pytest.mark.parametrize(
    ("step", "bearing", "wind"),
    [((0, 1), 0, "N"), ((1, 0), 90, "E"), ((0, -1), 180, "S"), ((-1, 0), 270, "W")],
)
def test_bearings_of_the_four_winds(ellipsoid, step, bearing, wind):
    centres = moves(ellipsoid, np.array([(105.0, 0.0), (105.0 + step[0], 0.0 + step[1])]), [1, 2])
    assert centres["bearing_deg"].iloc[1] == pytest.approx(bearing, abs=1e-9)
    assert centres["direction"].iloc[1] == wind
    # a degree of the equator is 2 pi a / 360; of the meridian at the equator 110.574 km
    length = {0: 110.574, 90: 6378.137 * math.pi / 180}[bearing % 180]
    assert centres["move_km"].iloc[1] == pytest.approx(length, abs=1e-3)


def test_winds_are_eight_sectors_around_their_bearings():
    sectors = {0: "N", 22.4: "N", 22.6: "NE", 67.6: "E", 112.6: "SE", 157.6: "S", 202.6: "SW",
               247.6: "W", 292.6: "NW", 337.4: "NW", 337.6: "N", 359.9: "N"}  # fmt: skip
    assert {bearing: gravity.wind(bearing) for bearing in sectors} == sectors
    assert gravity.wind(math.nan) is None


# --- the mean -----------------------------------------------------------------------------------


def test_mean_balances_the_places_and_minimises_squared_distances(ellipsoid):
    rng = np.random.default_rng(5)
    lon_lat = np.column_stack([rng.uniform(75, 130, 31), rng.uniform(18, 53, 31)])
    weights = rng.gamma(1, 1, 31)
    row = centre_of(ellipsoid, lon_lat, weights)
    centre = np.array([row["lon"], row["lat"]])

    def squares(lon, lat):
        same = np.ones(31)
        return (weights * GEOD.inv(lon * same, lat * same, *lon_lat.T)[2] ** 2).sum()

    least = squares(*centre)
    for azimuth in range(0, 360, 30):
        lon, lat, _ = GEOD.fwd(*centre, azimuth, 1000)
        assert squares(lon, lat) > least
    # weights that lie far north pull the plain mean of degrees to the south
    assert (weights @ lon_lat[:, 1]) / weights.sum() < centre[1] - 0.1


def test_symmetric_places(ellipsoid):
    row = centre_of(ellipsoid, [(100, 0), (110, 0)], [1, 1])
    assert (row["lon"], row["lat"]) == pytest.approx((105, 0), abs=1e-9)
    row = centre_of(ellipsoid, [(100, 0), (110, 0)], [3, 1])  # on the equator length is longitude
    assert (row["lon"], row["lat"]) == pytest.approx((102.5, 0), abs=1e-9)
    row = centre_of(ellipsoid, [(100, 30), (110, 30), (100, -30), (110, -30)], [2, 2, 2, 2])
    assert (row["lon"], row["lat"]) == pytest.approx((105, 0), abs=1e-9)
    # two places of one latitude balance on the great circle, north of their parallel
    row = centre_of(ellipsoid, [(75, 40), (135, 40)], [1, 1])
    assert row["lon"] == pytest.approx(105) and 43 < row["lat"] < 45


@pytest.mark.parametrize("lat", [35.0, -60.0])
def test_degrees_of_the_plane_are_as_long_as_at_the_centre(lat):
    surface = LayerPlane(wkt("EPSG:4326"))
    for step in ((0.001, 0), (0, 0.001)):
        ends = np.array(
            [(100, lat), (100 - step[0], lat - step[1]), (100 + step[0], lat + step[1])]
        )
        metres = surface.displacements(ends[0], ends[1:])
        geodesic = GEOD.inv(*ends[1], *ends[2])[2]
        assert np.hypot(*(metres[1] - metres[0])) == pytest.approx(geodesic, rel=1e-8)


def test_centre_is_the_same_in_every_projection():
    rng = np.random.default_rng(2)
    lon_lat = np.column_stack([rng.uniform(75, 130, 30), rng.uniform(18, 53, 30)])
    weights = rng.gamma(1, 1, 30)
    found = []
    for crs in ("EPSG:4326", "EPSG:3857", ALBERS, "EPSG:32649"):
        surface = Ellipsoid(wkt(crs))
        axes, ring = ellipse_of(surface, surface.xy(lon_lat), weights)
        row = centre_of(surface, surface.xy(lon_lat), weights)
        np.testing.assert_allclose(
            surface.lon_lat([row[["x", "y"]]])[0], row[["lon", "lat"]].astype(float)
        )
        found.append([*axes[["lon", "lat", "semi_major_km", "semi_minor_km", "azimuth_deg"]]])
        found[-1] += surface.lon_lat(ring[:1]).tolist()[0]
    np.testing.assert_allclose(np.array(found, dtype=float), [found[0]] * 4, rtol=1e-9)


def test_plane_of_the_layer_takes_plain_means():
    lon_lat = np.array([(80, 50), (120, 30), (110, 20.0)])
    for crs in ("EPSG:4326", "EPSG:3857", ALBERS):
        surface = LayerPlane(wkt(crs))
        row = centre_of(surface, surface.xy(lon_lat), [1, 2, 1])
        expected = np.array([0.25, 0.5, 0.25]) @ surface.xy(lon_lat)
        assert (row["x"], row["y"]) == pytest.approx(tuple(expected), rel=1e-12)


def test_units_of_the_plane():
    # US survey feet; degrees are as long as at the centre: a and a(1 - e2) per radian at 0
    feet, degrees = LayerPlane(wkt("EPSG:2263")), LayerPlane(wkt("EPSG:4326"))
    xy = np.array([(3000.0, 0), (-3000, 0), (0, 1000), (0, -1000)])
    axes, _ = ellipse_of(feet, 1e6 + xy, np.ones(4))
    assert axes["semi_major_km"] == pytest.approx(3 / math.sqrt(2) * 1200 / 3937, rel=1e-9)
    assert axes["azimuth_deg"] == pytest.approx(90)
    axes, ring = ellipse_of(degrees, xy / 1000, np.ones(4))
    radian = math.pi / 180 / math.sqrt(2)
    assert axes["semi_major_km"] == pytest.approx(3 * radian * 6378.137, rel=1e-9)
    assert axes["semi_minor_km"] == pytest.approx(radian * 6335.4393, rel=1e-7)
    assert ring.max(axis=0) == pytest.approx((3 / math.sqrt(2), 1 / math.sqrt(2)))


@given(
    st.lists(
        st.tuples(st.floats(70, 140), st.floats(10, 55), st.floats(0.01, 1e6)),
        min_size=1,
        max_size=12,
    ),
    st.floats(1e-6, 1e6),
)
def test_order_and_unit_of_the_weights_do_not_matter(ellipsoid, rows, unit):
    lon_lat, weights = np.array(rows)[:, :2], np.array(rows)[:, 2]
    one = centre_of(ellipsoid, lon_lat, weights)
    other = centre_of(ellipsoid, lon_lat[::-1], unit * weights[::-1])
    assert GEOD.inv(one["lon"], one["lat"], other["lon"], other["lat"])[2] < 1e-3
    assert lon_lat[:, 1].min() - 1e-6 <= one["lat"] <= 60


# --- missing, zero, negative --------------------------------------------------------------------

FIVE = [(100, 30), (110, 30), (100, 40), (110, 40), (105, 35)]


def test_missing_weights_are_left_out_counted_and_named(ellipsoid):
    log = Log()
    names = ["北京", "Tibet", "c", "d", "e"]
    panel = table(
        ellipsoid,
        FIVE,
        {2011: [1, np.nan, 1, 1, np.nan], 2013: [1, 1, 1, 1, np.nan], 2015: [1, np.nan, 1, 1, np.nan]},
        names,
    )  # fmt: skip
    centres = gravity_centres(panel, panel[["w"]], ellipsoid, log)
    assert centres["n"].tolist() == [3, 4, 3] and centres["n_missing"].tolist() == [2, 1, 2]
    (warning,) = log.warnings  # of e nothing is known in any year: it shifts nothing
    assert "Tibet (2011, 2015)" in warning and "北京" not in warning and "e (" not in warning
    assert "5 of 15 values are missing" in log.notes[0]
    without = centre_of(ellipsoid, [FIVE[i] for i in (0, 2, 3)], [1, 1, 1])
    assert centres["lon"].iloc[0] == without["lon"]


def test_rows_that_are_not_there_shift_the_centre_too(ellipsoid):
    log = Log()
    panel = table(ellipsoid, FIVE, {2011: np.ones(5), 2013: np.ones(5)}).drop(index=7)
    gravity_centres(panel, panel[["w"]], ellipsoid, log)
    assert len(log.warnings) == 1 and "r2 (2013)" in log.warnings[0]


def test_infinite_weights_are_missing(ellipsoid):
    row = centre_of(ellipsoid, FIVE, [1, 1, 1, 1, np.inf])
    assert (row["n"], row["n_missing"], row["total"]) == (4, 1, 4)
    axes, _ = ellipse_of(ellipsoid, FIVE, [1, 1, 1, 1, np.inf])
    assert np.isfinite(axes["semi_major_km"])


def test_zero_counts_as_a_value_but_weighs_nothing(ellipsoid):
    row = centre_of(ellipsoid, FIVE, [0, 0, 0, 0, 7])
    assert (row["lon"], row["lat"]) == pytest.approx((105, 35)) and row["n"] == 5
    with_zero = ellipse_of(ellipsoid, FIVE, [1, 1, 1, 1, 0])[0]
    without = ellipse_of(ellipsoid, FIVE[:4], [1, 1, 1, 1])[0]
    assert with_zero["semi_major_km"] == pytest.approx(without["semi_major_km"], rel=1e-12)


def test_a_year_without_weights_has_no_centre_and_the_path_goes_over_it(ellipsoid):
    log = Log()
    panel = table(
        ellipsoid,
        FIVE,
        {2011: [1, 0, 0, 0, 0], 2013: np.zeros(5), 2015: [np.nan] * 5, 2018: [0, 1, 0, 0, 0]},
    )
    centres = gravity_centres(panel, panel[["w"]], ellipsoid, log)
    assert centres["lon"].notna().tolist() == [True, False, False, True]
    assert centres["total"].tolist()[:2] == [1, 0] and math.isnan(centres["total"].iloc[2])
    assert centres["n"].tolist() == [5, 5, 0, 5]
    last = centres.iloc[3]
    assert last["year_from"] == 2011
    assert last["speed_km_a"] == pytest.approx(last["move_km"] / 7)
    assert centres["move_km"].isna().tolist() == [True, True, True, False]
    said = [text for text in log.warnings if "no centre" in text]
    assert len(said) == 2 and "2013" in said[0] and "2015" in said[1]
    steps, lines = path_lines(centres, ellipsoid)
    assert steps[["year", "year_from", "year_to"]].values.tolist() == [[2018, 2011, 2018]]
    axes, rings = ellipses(panel, panel[["w"]], centres, ellipsoid)
    assert len(axes) == 4 and axes["semi_major_km"].notna().tolist() == [True, False, False, True]


def test_negative_weights_are_refused_with_all_their_places(ellipsoid):
    panel = table(ellipsoid, FIVE, {2011: [1, -1, 1, 1, 1], 2013: [-2, 1, 1, 1, 1]})
    panel["sink"] = panel["w"].abs()
    panel["net"] = -panel["sink"]
    found = faults_of(gravity_centres, panel, panel[["w", "sink", "net"]], ellipsoid)
    assert len(found) == 2
    assert found[0].startswith("w is negative in r1 2011, r0 2013; ")
    assert found[1].startswith("net is negative in r0 2011, ")
    panel["year"] = [0, 1] * 5
    assert "in r1 1, r0 1;" in faults_of(gravity_centres, panel, panel[["w"]], ellipsoid)[0]


def test_several_fields_do_not_mix(ellipsoid):
    panel = table(ellipsoid, FIVE, {2011: [1, 0, 0, 0, 0], 2013: [0, 1, 0, 0, 0]})
    panel["v"] = panel["w"].to_numpy()[::-1]
    centres = gravity_centres(panel, panel[["w", "v"]], ellipsoid)
    assert centres["field"].tolist() == ["w", "w", "v", "v"]
    assert centres["move_km"].isna().tolist() == [True, False, True, False]
    alone = gravity_centres(panel, panel[["v"]], ellipsoid)
    pd.testing.assert_frame_equal(centres.iloc[2:].reset_index(drop=True), alone)
    axes, _ = ellipses(panel, panel[["w", "v"]], centres, ellipsoid)
    assert axes["field"].tolist() == ["w", "w", "v", "v"]


def test_no_move_is_0_without_a_bearing(ellipsoid):
    panel = table(ellipsoid, FIVE, {2011: np.ones(5), 2013: 2 * np.ones(5)})
    centres = gravity_centres(panel, panel[["w"]], ellipsoid)
    last = centres.iloc[1]
    assert (last["move_km"], last["path_km"], last["speed_km_a"]) == (0, 0, 0)
    assert math.isnan(last["bearing_deg"]) and last["direction"] is None
    steps, lines = path_lines(centres, ellipsoid)
    assert len(steps) == 1 and lines == [None]
    assert net_move(centres, ellipsoid)[0] == 0
    assert all(map(math.isnan, net_move(centres.iloc[:1], ellipsoid)))


# --- ellipses -----------------------------------------------------------------------------------


@pytest.mark.parametrize("stretch", [(1, 3), (-1, 3), (3, 1), (-3, 1)])
def test_outline_is_the_ellipse(ellipsoid, stretch):
    stretched = 20 * (SQUARE - 6.5) * stretch
    axes, ring = ellipse_of(ellipsoid, around((104, 35), stretched), WEIGHTS)
    # tan(2 azimuth) = 2 cov(east, north) / (var(north) - var(east)), as in the worked example
    (east, north), both = np.array(stretch) ** 2 * 15.25, 5.25 * np.prod(stretch)
    expected = math.degrees(math.atan2(2 * both, north - east)) / 2 % 180
    assert axes["azimuth_deg"] == pytest.approx(expected, abs=1e-4)
    assert (ring[0] == pytest.approx(ring[-1], abs=1e-9)) and len(ring) > 90
    same = np.ones(len(ring))
    azimuth, _, metres = GEOD.inv(axes["lon"] * same, axes["lat"] * same, *ring.T)
    assert metres.max() / 1000 == pytest.approx(axes["semi_major_km"], rel=1e-9)
    assert metres.min() / 1000 == pytest.approx(axes["semi_minor_km"], rel=1e-9)
    assert azimuth[metres.argmax()] % 180 == pytest.approx(axes["azimuth_deg"], abs=1e-6)
    area, _ = GEOD.polygon_area_perimeter(*ring.T)
    assert abs(area) / 1e6 == pytest.approx(axes["area_km2"], rel=1e-3)


def test_a_circle_has_no_azimuth(plane):
    axes, ring = ellipse_of(plane, [(0, 1), (0, -1), (1, 0), (-1, 0)], np.ones(4))
    assert axes["flattening"] == pytest.approx(0, abs=1e-9) and math.isnan(axes["azimuth_deg"])
    assert axes["semi_major_km"] == pytest.approx(math.sqrt(0.5) / 1000)
    assert ring is not None


def test_places_on_a_line_have_an_ellipse_without_area(ellipsoid, plane):
    axes, ring = ellipse_of(ellipsoid, [(100, 0), (105, 0), (110, 0)], [1, 1, 1])
    assert ring is None
    assert (axes["semi_minor_km"], axes["area_km2"], axes["flattening"]) == (0, 0, 1)
    assert axes["azimuth_deg"] == pytest.approx(90)
    # 5 degrees of the equator, times sqrt(2/3)
    assert axes["semi_major_km"] == pytest.approx(math.radians(5) * 6378.137 * math.sqrt(2 / 3))
    axes, ring = ellipse_of(plane, 1e5 * np.array([(1, 2), (2, 4), (5, 10)]), [1, 2, 3])
    assert ring is None and axes["semi_minor_km"] == 0
    assert axes["azimuth_deg"] == pytest.approx(math.degrees(math.atan2(1, 2)))


def test_one_place_is_its_own_centre(ellipsoid):
    row = centre_of(ellipsoid, [(104.1, 35.2)], [9])
    assert (row["lon"], row["lat"]) == pytest.approx((104.1, 35.2), abs=1e-12)
    axes, ring = ellipse_of(ellipsoid, [(104.1, 35.2)], [9])
    assert ring is None and (axes["semi_major_km"], axes["area_km2"]) == (0, 0)
    assert math.isnan(axes["flattening"]) and math.isnan(axes["azimuth_deg"])


def test_unknown_convention(ellipsoid):
    panel = table(ellipsoid, FIVE, {2011: np.ones(5)})
    centres = gravity_centres(panel, panel[["w"]], ellipsoid)
    (fault,) = faults_of(ellipses, panel, panel[["w"]], centres, ellipsoid, "arcgis")
    assert fault == "Unknown convention arcgis; choose one of sigma, sqrt2."


# --- where maps end -----------------------------------------------------------------------------

FIJI = [(179, -17), (-179, -17), (-178, -18)]


def test_centre_and_ellipse_across_the_180th_meridian(ellipsoid):
    row = centre_of(ellipsoid, [(179, -17), (-179, -17)], [1, 1])
    assert abs(row["lon"]) == pytest.approx(180, abs=1e-6)
    axes, ring = ellipse_of(ellipsoid, FIJI, np.ones(3))
    assert axes["lon"] == pytest.approx(-179.3, abs=0.1)  # the layer lies between -180 and 180
    assert np.ptp(ring[:, 0]) < 3 and np.abs(np.diff(ring[:, 0])).max() < 1
    moved = moves(ellipsoid, np.array([(179.0, -17.0), (-179.0, -18.0)]), [2011, 2013])
    _, (line,) = path_lines(moved, ellipsoid)
    assert line[0] == pytest.approx((179, -17)) and line[-1] == pytest.approx((181, -18))


def test_the_same_in_a_map_whose_edge_is_the_180th_meridian():
    surface, log = Ellipsoid(wkt("EPSG:3857")), Log()
    panel = table(surface, surface.xy(FIJI), {2011: np.ones(3), 2013: [1, 0, 0]})
    centres = gravity_centres(panel, panel[["w"]], surface, log)
    axes, rings = ellipses(panel, panel[["w"]], centres, surface, log=log)
    _, lines = path_lines(centres, surface, log)
    assert rings[0] is None and lines == [None] and axes["semi_major_km"].iloc[0] > 50
    assert [text.split(":")[0] for text in log.warnings] == ["w 2011", "w 2013"]
    # and in one that is cut elsewhere nothing is amiss
    fine, log = Ellipsoid(wkt("EPSG:3460")), Log()  # Fiji Map Grid
    assert ellipse_of(fine, fine.xy(FIJI), np.ones(3))[1] is not None


def test_an_ellipse_around_a_pole():
    # bearings 0, 90, 180 and 270 from a place 1 degree beside the pole
    lon_lat = around((30, 89), 500 * np.array([(0, 1), (2, 0), (0, -1), (-2, 0)]))
    degrees, polar = Ellipsoid(wkt("EPSG:4326")), Ellipsoid(wkt("EPSG:3413"))
    axes, ring = ellipse_of(degrees, lon_lat, np.ones(4))
    assert ring is None
    assert axes["semi_major_km"] == pytest.approx(1000 / math.sqrt(2), rel=1e-6)
    _, ring = ellipse_of(polar, polar.xy(lon_lat), np.ones(4))
    assert ring is not None and np.isfinite(ring).all()


PACIFIC = np.array([(187, -14), (200, -17), (215, -19), (192, -13.0)])
ISLAND_WEIGHTS = {2011: [1, 2, 3, 4], 2013: [0, 0, 5, 0], 2015: [4, 1, 0.5, 2]}


def test_outputs_lie_on_the_side_where_the_layer_is_drawn(ellipsoid):
    # the same places in longitudes 180 to 360 and in -180 to 180, where nothing crosses an edge
    results = []
    for turn in (0, 360):
        panel = table(ellipsoid, PACIFIC - [turn, 0], ISLAND_WEIGHTS)
        centres = gravity_centres(panel, panel[["w"]], ellipsoid)
        axes, rings = ellipses(panel, panel[["w"]], centres, ellipsoid)
        steps, lines = path_lines(centres, ellipsoid)
        results.append((centres, axes, np.vstack([rings[0], rings[2], *lines]), steps))
    (east, east_axes, east_vertices, steps), (west, west_axes, west_vertices, others) = results
    assert east["lon"].between(187, 215).all() and east["x"].tolist() == east["lon"].tolist()
    assert (east["lon"][1], east["lat"][1]) == pytest.approx((215, -19))  # all weight is there
    np.testing.assert_allclose(east[["x", "lon"]], west[["x", "lon"]] + 360, rtol=1e-12)
    np.testing.assert_allclose(east_axes["lon"], west_axes["lon"] + 360, rtol=1e-12)
    np.testing.assert_allclose(east_vertices, west_vertices + [360, 0], rtol=1e-10)
    same = ["lat", "move_km", "bearing_deg", "path_km", "speed_km_a"]
    np.testing.assert_allclose(east[same], west[same], rtol=1e-9)
    assert net_move(east, ellipsoid) == pytest.approx(net_move(west, ellipsoid))
    pd.testing.assert_frame_equal(steps, others, rtol=1e-9)


def test_path_in_the_plane_of_degrees_beyond_180():
    surface = LayerPlane(wkt("EPSG:4326"))
    centres = moves(surface, PACIFIC[:2], [2011, 2013])
    _, (line,) = path_lines(centres, surface)
    assert line[0] == pytest.approx(PACIFIC[0]) and line[-1] == pytest.approx(PACIFIC[1])


@pytest.mark.parametrize("west", [-350, -200, -185, 90, 178, 190, 300])
def test_centroid_lies_on_the_side_of_its_polygon(ellipsoid, west):
    square = "POLYGON(({0} -1,{1} -1,{1} 1,{0} 1,{0} -1))".format(west, west + 10)
    assert place(ellipsoid, square) == pytest.approx((west + 5, 0), abs=1e-6)


def test_plain_mean_of_degrees_across_the_180th_meridian_is_refused():
    surface = LayerPlane(wkt("EPSG:4326"))
    (fault,) = faults_of(centre_of, surface, FIJI, np.ones(3))
    assert "more than 180 degrees" in fault and "ellipsoid" in fault


def test_places_around_the_globe(ellipsoid):
    log = Log()
    panel = table(ellipsoid, [(0, 0), (120, 0), (-120, 0)], {2019: np.ones(3)})
    gravity_centres(panel, panel[["w"]], ellipsoid, log)
    assert "more than a quarter of the globe" in log.warnings[0] and "2019" in log.warnings[0]
    log = Log()
    panel = table(ellipsoid, [(0, 0), (85, 0), (-85, 0)], {2019: np.ones(3)})
    gravity_centres(panel, panel[["w"]], ellipsoid, log)
    assert log.warnings == []


def squares_from(lon_lat, weights):
    """Weighted mean of the squared geodesics from a place, in square megametres."""
    lon_lat, weights = np.array(lon_lat, dtype=float), np.array(weights) / np.sum(weights)

    def squares(place):
        start = np.broadcast_to(place, lon_lat.shape)
        return weights @ (GEOD.inv(*start.T, *lon_lat.T)[2] / 1e6) ** 2

    return squares


def test_places_nearly_a_quarter_of_the_globe_away_have_a_centre(ellipsoid):
    # The centre lies on the meridian of 0, by symmetry; there a bisection finds where the northward
    # parts cancel. A plain step leaves 0.94 of the way, for 0.99 * d cot(d) + 0.01 = 0.06 at d = 88
    # degrees: 400 of them would be needed.
    lon_lat, weights = np.array([(-88, 0), (88, 0), (0, 1.0)]), np.array([0.495, 0.495, 0.01])

    def north(lat):
        azimuth, _, metres = GEOD.inv(np.zeros(3), np.full(3, lat), *lon_lat.T)
        return (weights * metres) @ np.cos(np.radians(azimuth))

    row = centre_of(ellipsoid, lon_lat, weights)
    assert row["lon"] == pytest.approx(0, abs=1e-9)
    assert row["lat"] == pytest.approx(optimize.brentq(north, 0, 1, xtol=1e-14), abs=1e-8)


@pytest.mark.parametrize("seed", range(6))
def test_the_centre_is_where_a_search_finds_the_least_squares(ellipsoid, seed):
    # two heavy groups at opposite ends of a hemisphere, and some places within
    rng = np.random.default_rng(seed)
    ends = [
        around((lon, lat), rng.uniform(-500, 500, (4, 2))) for lon, lat in ((5, 20), (178, -10))
    ]
    within = np.column_stack([rng.uniform(60, 120, 3), rng.uniform(-40, 50, 3)])
    lon_lat, weights = np.vstack([*ends, within]), np.r_[rng.uniform(8, 12, 8), 1, 1, 1]
    row = centre_of(ellipsoid, lon_lat, weights)
    squares = squares_from(lon_lat, weights)
    start = min(((lon, lat) for lon in range(60, 125, 5) for lat in range(-85, 90, 5)), key=squares)
    options = {"xatol": 1e-9, "fatol": 1e-15}
    found = optimize.minimize(squares, start, method="Nelder-Mead", options=options)
    assert squares((row["lon"], row["lat"])) <= found.fun + 1e-12
    assert GEOD.inv(row["lon"], row["lat"], *found.x)[2] < 20  # the squares are flat around it


def test_a_centre_that_plain_steps_do_not_reach(ellipsoid):
    # Two of the places are 176 degrees apart. All are within a quarter of the globe (9985 km) of
    # the place that a search over the whole of it finds, so that it is the only centre.
    lon_lat, weights, log = [(-75, -51), (-153, 83), (99, 52)], [9, 2, 8], Log()
    panel = table(ellipsoid, lon_lat, {2019: weights})
    row = gravity_centres(panel, panel[["w"]], ellipsoid, log).iloc[0]
    squares = squares_from(lon_lat, weights)
    globe = ((lon, lat) for lon in range(-180, 180, 5) for lat in range(-85, 90, 5))
    options = {"xatol": 1e-9, "fatol": 1e-15}
    found = optimize.minimize(
        squares, min(globe, key=squares), method="Nelder-Mead", options=options
    )
    assert GEOD.inv(row["lon"], row["lat"], *found.x)[2] < 20
    assert max(GEOD.inv(row["lon"], row["lat"], *place)[2] for place in lon_lat) < 9_985_000
    assert log.warnings == []


def test_a_centre_between_antipodes_is_found(ellipsoid):
    # the squares are so flat that whole steps of Newton lead beyond the lowest
    lon_lat, weights = [(-89.59, 0.16), (88.65, 0.89), (90.21, -0.33)], [0.199, 0.139, 0.207]
    row = centre_of(ellipsoid, lon_lat, weights)
    squares, centre = squares_from(lon_lat, weights), (row["lon"], row["lat"])
    options = {"xatol": 1e-9, "fatol": 1e-15}
    found = optimize.minimize(
        squares, (row["lon"] + 1, row["lat"] + 1), method="Nelder-Mead", options=options
    )
    assert squares(centre) <= found.fun + 1e-12 and GEOD.inv(*centre, *found.x)[2] < 100


def test_a_search_that_does_not_converge_is_told(ellipsoid, monkeypatch):
    monkeypatch.setattr(gravity, "_MOST_ITERATIONS", 3)
    (fault,) = faults_of(centre_of, ellipsoid, [(-88, 0), (88, 0), (0, 1)], [0.495, 0.495, 0.01])
    assert fault == (
        "w: the search for the centre did not converge in 2019; the regions may lie all around the "
        "globe, so take fewer of them."
    )


def test_a_path_is_a_geodesic(ellipsoid):
    centres = moves(ellipsoid, np.array([(80.0, 40.0), (130.0, 45.0)]), [2011, 2012])
    _, (line,) = path_lines(centres, ellipsoid)
    assert line[0] == pytest.approx((80, 40)) and line[-1] == pytest.approx((130, 45))
    _, _, metres = GEOD.inv(*line[:-1].T, *line[1:].T)
    assert metres.max() <= 10_000 and metres.sum() == pytest.approx(
        1000 * centres["move_km"].iloc[1]
    )
    assert line[:, 1].max() > 45.5  # north of both ends


def test_crs_without_a_place_on_the_earth():
    local = 'ENGCRS["mine",EDATUM["pit"],CS[Cartesian,2],AXIS["x",east],AXIS["y",north],LENGTHUNIT["metre",1]]'
    (fault,) = faults_of(Ellipsoid, local)
    assert "mine has no place on the earth" in fault


def test_crs_with_a_datum_shift_or_a_height():
    shifted = Ellipsoid(wkt("+proj=aea +lat_1=25 +lat_2=47 +lon_0=105 +ellps=krass +towgs84=12,-113,-41 +type=crs"))  # fmt: skip
    assert shifted.geod.a == 6378245.0
    assert shifted.lon_lat(shifted.xy([(105, 35)]))[0] == pytest.approx((105, 35))
    high = Ellipsoid(wkt("EPSG:4326+5773"))
    assert high.lon_lat([(105, 35)])[0] == pytest.approx((105, 35))


def test_degrees_that_are_grads():
    paris = Ellipsoid(wkt("EPSG:4807"))  # NTF (Paris), in grads
    assert paris.lon_lat([(10, 50)])[0] == pytest.approx((9, 45))
    row = centre_of(paris, [(0, 0), (10, 0)], [1, 1])
    assert (row["x"], row["lon"]) == pytest.approx((5, 4.5))


# --- places -------------------------------------------------------------------------------------


def wkb(text):
    return bytes(ogr.CreateGeometryFromWkt(text).ExportToWkb())


def place(surface, text, point="centroid"):
    return places([wkb(text)], ["r"], surface, point)[["x", "y"]].to_numpy()[0]


def test_centroid_of_an_octant_of_the_sphere():
    # three right angles: by symmetry 1/sqrt(3) in all three directions of space
    sphere = Ellipsoid(wkt("+proj=longlat +R=6371000 +type=crs"))
    found = place(sphere, "POLYGON((0 0,90 0,90 90,0 90,0 0))")
    assert found == pytest.approx((45, math.degrees(math.asin(1 / math.sqrt(3)))), abs=0.01)


def test_centroid_is_that_of_the_area_on_the_ellipsoid():
    # The centroid of 10 to 60 degrees north in degrees and in Web Mercator lies elsewhere; the
    # same polygon, its edges cut into short ones, has the same place in every CRS.
    polygon = ogr.CreateGeometryFromWkt("POLYGON((75 10,130 10,120 60,80 55,75 10))")
    polygon.Segmentize(0.02)
    lon_lat = np.array(polygon.GetGeometryRef(0).GetPoints())
    found = []
    for crs in ("EPSG:4326", "EPSG:3857", ALBERS):
        surface = Ellipsoid(wkt(crs))
        ring = ",".join("%.9f %.9f" % tuple(xy) for xy in surface.xy(lon_lat))
        found += [surface.lon_lat([place(surface, "POLYGON((%s))" % ring)])[0]]
    for lon, lat in found[1:]:
        assert GEOD.inv(lon, lat, *found[0])[2] < 1
    flat = place(LayerPlane(wkt("EPSG:4326")), polygon.ExportToWkt())
    assert GEOD.inv(*flat, *found[0])[2] > 50_000


def test_long_edges_are_straight_in_the_layer_not_in_the_map_of_the_centroid(ellipsoid):
    polygon = ogr.CreateGeometryFromWkt("POLYGON((100 40,120 40,120 50,100 50,100 40))")
    coarse = place(ellipsoid, polygon.ExportToWkt())
    polygon.Segmentize(0.01)
    dense = place(ellipsoid, polygon.ExportToWkt())
    assert coarse[0] == pytest.approx(110, abs=1e-9)
    assert GEOD.inv(*coarse, *dense)[2] < 20  # 9 km, were its parallels taken for straight lines


@pytest.mark.parametrize("surface", ["EPSG:32650", "EPSG:4326"])
def test_holes_and_parts_and_their_turn(surface):
    # a square of 10 with a hole of 2 around (8, 8): (100*5 - 4*8)/96; and a part of 4 at (21, 21)
    unit = 1000 if surface == "EPSG:32650" else 1e-3
    outer, hole = "0 0,10 0,10 10,0 10,0 0", "7 7,9 7,9 9,7 9,7 7"
    part = "20 20,22 20,22 22,20 22,20 20"

    def scaled(ring, turn=1):
        corners = [[float(v) * unit for v in xy.split()] for xy in ring.split(",")][::turn]
        return "(%s)" % ",".join("%.9f %.9f" % tuple(xy) for xy in corners)

    surface = Ellipsoid(wkt(surface))
    for turns in ((1, 1), (1, -1), (-1, 1)):
        text = "POLYGON(%s,%s)" % (scaled(outer, turns[0]), scaled(hole, turns[1]))
        assert place(surface, text) == pytest.approx([4.875 * unit] * 2, rel=1e-4)
    text = "MULTIPOLYGON((%s,%s),(%s))" % (scaled(outer), scaled(hole), scaled(part, -1))
    assert place(surface, text) == pytest.approx([(96 * 4.875 + 4 * 21) / 100 * unit] * 2, rel=1e-4)


def test_region_on_both_sides_of_the_180th_meridian(ellipsoid):
    found = place(ellipsoid, "MULTIPOLYGON(((178 -1,180 -1,180 1,178 1,178 -1)),((-180 -1,-178 -1,-178 1,-180 1,-180 -1)))")  # fmt: skip
    assert abs(found[0]) == pytest.approx(180, abs=1e-6) and found[1] == pytest.approx(0, abs=1e-6)


CUT = "the edge of the map lies between the regions in 2019"


@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:4087", "ESRI:54030"])
def test_a_plane_whose_edge_lies_between_the_places_is_refused(crs):
    surface = LayerPlane(wkt(crs))
    for lon_lat, weights in (
        ([(179, -17), (-179, -17)], [1, 1]),  # the mean of x is on the meridian of 0
        (FIJI, np.ones(3)),
        # New Zealand and the Chatham Islands: 0.1 % of the weight move the mean by 0.35 degrees
        ([(174, -41), (172, -43), (-176.5, -44)], [600, 399, 1]),
        # North America and East Asia are neighbours across the Pacific
        ([(-122, 38), (140, 36)], [1, 1]),
    ):
        (fault,) = faults_of(centre_of, surface, surface.xy(lon_lat), weights)
        assert fault.startswith("w: " + CUT) and fault.endswith("choose the ellipsoid.")
        alone = [weights[0], *np.zeros(len(lon_lat) - 1)]  # what weighs nothing does not matter
        row = centre_of(surface, surface.xy(lon_lat), alone)
        assert (row["lon"], row["lat"]) == pytest.approx(lon_lat[0])


@pytest.mark.parametrize(
    ("crs", "lon_lat"),
    [
        ("EPSG:3413", [(lon, 65) for lon in (0, 90, 180, -90)]),
        ("EPSG:3413", [(170, 70), (-170, 60), (20, 65)]),
        ("EPSG:3031", [(179, -70), (-179, -71), (10, -80), (100, -66)]),
        ("EPSG:3460", FIJI),  # Fiji Map Grid
        ("EPSG:3832", [(140, 36), (-122, 38), (179, -17)]),  # Mercator around the Pacific
        ("EPSG:3857", [(-89, 10), (89, 10)]),  # half of the globe
        ("EPSG:3857", [(-100, 40), (10, 50), (105, 35)]),  # Europe lies between the others
        (ALBERS, [(75, 40), (130, 20), (105, 53)]),
        ("EPSG:32650", [(117, 0), (118, 84)]),
    ],
)
def test_a_plane_without_an_edge_between_the_places_is_taken(crs, lon_lat):
    surface = LayerPlane(wkt(crs))
    xy, weights = surface.xy(lon_lat), np.arange(2.0, 2 + len(lon_lat))
    row = centre_of(surface, xy, weights)
    assert (row["x"], row["y"]) == pytest.approx(tuple(weights / weights.sum() @ xy), rel=1e-9)


@pytest.mark.parametrize("side", [1, -1])
def test_a_place_on_the_edge_of_the_map_is_on_its_side(side):
    # Web Mercator; the geodesics from the centre pass by the pole
    surface, edge = LayerPlane(wkt("EPSG:3857")), 20037508.342789244
    xy = np.array([(side * edge, 1.2e7), (side * 0.05 * edge, 1.2e7), (side * edge, 1.3e7)])
    row = centre_of(surface, xy, [1, 2, 1])
    assert row["x"] == pytest.approx(side * 0.525 * edge, rel=1e-9)


ISLANDS = [[(178, -18), (180, -18), (180, -16), (178, -16), (178, -18)],
           [(-180, -18), (-179, -18), (-179, -16), (-180, -16), (-180, -18)],
           [(177, -19), (177.5, -19), (177.5, -18.5), (177, -18.5), (177, -19)]]  # fmt: skip


def drawn(surface, rings, kind="MULTIPOLYGON"):
    """Text of polygons or points in the map of a surface, given in degrees."""
    rings = [",".join("%.9f %.9f" % tuple(xy) for xy in surface.xy(ring)) for ring in rings]
    return "%s(%s)" % (
        kind,
        ",".join(rings if kind == "MULTIPOINT" else ["((%s))" % r for r in rings]),
    )


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "ESRI:54030"])
def test_a_region_on_both_sides_of_the_edge_has_no_centroid_in_the_plane(crs):
    surface = LayerPlane(wkt(crs))
    text, whole = drawn(surface, ISLANDS), drawn(surface, ISLANDS[:1])
    (fault,) = faults_of(places, [wkb(whole), wkb(text)], ["Tonga", "Fiji 2011"], surface)
    assert "between the parts of these regions" in fault and ": Fiji 2011;" in fault
    # a point inside lies in a part, and other parts on one side do no harm
    assert 177 <= abs(surface.lon_lat([place(surface, text, "inside")])[0][0]) <= 180
    side = drawn(surface, ISLANDS[::2])
    expected = ogr.CreateGeometryFromWkt(side).Centroid()
    assert place(surface, side).tolist() == [expected.GetX(), expected.GetY()]
    lon, lat = Ellipsoid(wkt(crs)).lon_lat([place(Ellipsoid(wkt(crs)), text)])[0]
    # areas in degrees: 4 around 179, 2 around 180.5, 0.25 around 177.25
    middle = (4 * 179 + 2 * 180.5 + 0.25 * 177.25) / 6.25
    assert lon % 360 == pytest.approx(middle, abs=0.01) and -18 < lat < -16


@pytest.mark.parametrize("crs", ["EPSG:3460", "EPSG:3832", "EPSG:3031"])
def test_parts_on_both_sides_of_the_meridian_in_a_map_that_goes_on_there(crs):
    surface = LayerPlane(wkt(crs))
    lon, lat = surface.lon_lat([place(surface, drawn(surface, ISLANDS))])[0]
    assert lon % 360 == pytest.approx(179.4, abs=0.1) and -18 < lat < -16


@pytest.mark.parametrize("kind", [Ellipsoid, LayerPlane])
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857"])
def test_points_of_a_region_on_both_sides_of_the_edge(kind, crs):
    surface = kind(wkt(crs))
    text = drawn(surface, [FIJI[:1], FIJI[1:2]], "MULTIPOINT")
    (fault,) = faults_of(places, [wkb(text)], ["Fiji"], surface)
    assert "between the points of these regions" in fault and ": Fiji;" in fault


def test_metres_called_degrees_have_no_place_in_the_plane_either():
    surface = LayerPlane(wkt("EPSG:4326"))
    far = "POLYGON((500000 0,500000 1000,501000 1000,500000 0))"
    (fault,) = faults_of(places, [wkb(far)], ["far"], surface)
    assert "no place on the earth: far;" in fault


def test_points_stay_and_several_have_a_middle(ellipsoid):
    assert place(ellipsoid, "POINT(104 35)").tolist() == [104, 35]
    assert place(ellipsoid, "POINT Z(104 35 7)").tolist() == [104, 35]
    assert place(ellipsoid, "MULTIPOINT(104 35,106 35)").tolist() == [105, 35]


@pytest.mark.parametrize("kind", [Ellipsoid, LayerPlane])
def test_a_point_inside(kind):
    surface = kind(wkt("EPSG:32650"))
    horseshoe = "POLYGON((0 0,100 0,100 100,90 100,90 10,10 10,10 100,0 100,0 0))"
    shape = ogr.CreateGeometryFromWkt(horseshoe)

    def within(xy):
        return ogr.CreateGeometryFromWkt("POINT(%f %f)" % tuple(xy)).Within(shape)

    assert not within(place(surface, horseshoe)) and within(place(surface, horseshoe, "inside"))


def test_places_follow_the_shape_of_each_year(ellipsoid):
    shapes = [wkb("POINT(1 2)"), wkb("POINT(3 4)"), wkb("POINT(1 2)")]
    found = places(shapes, ["a 2011", "a 2013", "a 2015"], ellipsoid)
    assert found[["lon", "lat"]].to_numpy().tolist() == [[1, 2], [3, 4], [1, 2]]


def test_regions_without_a_place_are_named(ellipsoid):
    shapes = [wkb("POINT(1 2)"), None, wkb("POLYGON EMPTY"), wkb("LINESTRING(0 0,1 1)"), wkb("POLYGON((0 0,1 1,0 0))")]  # fmt: skip
    (fault,) = faults_of(places, shapes, ["a", "北京 2011", "c", "d", "e"], ellipsoid)
    assert "北京 2011, c, d, e;" in fault and "a" not in fault.split(":")[1].split(";")[0].split()
    for crs, text in (
        ("EPSG:32650", "POINT(1e30 2)"),
        ("EPSG:4326", "POINT(500000 4000000)"),  # metres that are called degrees
        ("EPSG:4326", "POINT(100 91)"),
        ("EPSG:4326", "POLYGON((500000 0,500000 1,500001 1,500000 0))"),
    ):
        for kind in (Ellipsoid, LayerPlane):
            (fault,) = faults_of(places, [wkb(text)], ["far"], kind(wkt(crs)))
            assert "no place on the earth: far;" in fault
    (fault,) = faults_of(places, shapes[:1], ["a"], ellipsoid, "corner")
    assert fault == "Unknown point corner; choose one of centroid, inside."


def test_invalid_polygons_are_repaired_once_and_named(plane):
    # a bow tie of two triangles of area 100 and 25: centroids at x = 10/3*2... along y = 0
    log = Log()
    bow_tie = wkb("POLYGON((0 -10,0 10,15 -5,15 5,0 -10))")
    found = places([bow_tie, bow_tie], ["b 2011", "b 2013"], plane, log=log)
    # triangles meet at x = 10: area 100, centroid 10/3; area 25, centroid 10 + 2/3 * 5
    expected = (100 * 10 / 3 + 25 * (10 + 10 / 3)) / 125
    assert found["x"].tolist() == pytest.approx([expected] * 2) and len(log.warnings) == 1
    assert "b 2011" in log.warnings[0]


def test_cancel(ellipsoid):
    class Stopped(Log):
        def is_cancelled(self):
            return True

    with pytest.raises(Cancelled):
        places([wkb("POINT(1 2)")], ["a"], ellipsoid, log=Stopped())
    with pytest.raises(Cancelled):
        panel = table(ellipsoid, FIVE, {2011: np.ones(5)})
        gravity_centres(panel, panel[["w"]], ellipsoid, Stopped())
