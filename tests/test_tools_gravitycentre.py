"""The tool gravitycentre: layers, fields, styles, pages, numbers, and what it says."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pyproj
import pytest
from osgeo import gdal

TOOL = "gravitycentre"
GEOD = pyproj.Geod(ellps="WGS84")
# methods.md D: weights of five squares, in kilometres around (6.5, 6.5)
CORNERS = [(0, 0), (10, 0), (10, 10), (0, 10), (5, 5)]
NAMES = ["北京", "<b>&", "C's", "d", "e"]
WEIGHTS = {2011: [1, 1, 4, 1, 3.0], 2015: [4, 1, 1, 1, 3.0]}
CENTRES = ["field", "year", "n", "n_missing", "total", "lon", "lat", "year_from", "move_km",
           "bearing_deg", "direction", "path_km", "speed_km_a"]  # fmt: skip
STEPS = ["field", "year", "year_from", "year_to", "move_km", "bearing_deg", "direction",
         "speed_km_a"]  # fmt: skip
AXES = ["field", "year", "n", "lon", "lat", "semi_major_km", "semi_minor_km", "azimuth_deg",
        "area_km2", "flattening", "convention", "deviations"]  # fmt: skip
LAYERS = {"OUTPUT_PATH": "memory:", "OUTPUT_ELLIPSES": "memory:"}


def square(x, y, half=500):
    x, y = 500_000 + 1000 * x, 4_000_000 + 1000 * y
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]
    return "POLYGON((%s))" % ",".join("%f %f" % (x + half * a, y + half * b) for a, b in corners)


def point(x, y):
    return "POINT(%f %f)" % (500_000 + 1000 * x, 4_000_000 + 1000 * y)


@pytest.fixture
def layer(memory_layer):
    """Make a layer of squares: ``layer({year: weights}, shape=square, crs=...)``."""

    def layer(by_year=WEIGHTS, shape=square, crs="EPSG:32650", kind=float, name="ice_tco2"):
        features = [
            (shape(*corner) if shape else None, [region, year, value])
            for year, values in by_year.items()
            for corner, region, value in zip(CORNERS, NAMES, values)
        ]
        geometry = "Point" if shape is point else "Polygon"
        return memory_layer(
            geometry, {"region": str, "year": int, name: kind}, features, crs=crs, name="footprint"
        )

    return layer


@pytest.fixture
def footprint(run, sample, study_inputs, tmp_path):
    """What footprint3d leaves of the sample; nothing but inputs is set."""
    sink = run("carbonsink", **study_inputs)[0]["OUTPUT"]
    energy = run("importenergy", INPUTS=[str(sample / "energy.csv")])[0]["OUTPUT"]
    ice = run("industrialemissions", ENERGY=energy)[0]["OUTPUT"]
    joined = run("jointables", REGIONS=sink, TABLES=[ice])[0]["OUTPUT"]
    return run("footprint3d", INPUT=joined)[0]["OUTPUT"]


def geometries(layer):
    return [feature.geometry() for feature in layer.getFeatures()]


def test_worked_example_in_the_plane_of_the_layer(run, rows, layer):
    results, _ = run(TOOL, INPUT=layer(), SURFACE="layer_crs", **LAYERS)
    table = rows(results["OUTPUT"])
    assert list(table) == CENTRES and table["year"].tolist() == [2011, 2015]
    assert table["total"].tolist() == [10, 10] and table["n"].tolist() == [5, 5]
    xy = [g.asPoint() for g in geometries(results["OUTPUT"])]
    # 2015 has the weight 4 in the lower left: the centre is at (3.5, 3.5)
    assert [(p.x() / 1000 - 500, p.y() / 1000 - 4000) for p in xy] == [
        pytest.approx((6.5, 6.5)),
        pytest.approx((3.5, 3.5)),
    ]
    axes = rows(results["OUTPUT_ELLIPSES"])
    assert list(axes) == AXES and set(axes["convention"]) == {"sigma"}
    assert axes["semi_major_km"].tolist() == pytest.approx([np.sqrt(20.5)] * 2)
    assert axes["semi_minor_km"].tolist() == pytest.approx([np.sqrt(10)] * 2)
    assert axes["azimuth_deg"].tolist() == pytest.approx([45, 45])
    ring = geometries(results["OUTPUT_ELLIPSES"])[0]
    assert ring.isGeosValid() and ring.area() / 1e6 == pytest.approx(axes["area_km2"][0], rel=1e-3)
    assert (results["X"], results["Y"]) == pytest.approx((503_500, 4_003_500))


def test_on_the_ellipsoid_moves_are_geodesics(run, rows, layer):
    results, feedback = run(TOOL, INPUT=layer(), **LAYERS)
    table = rows(results["OUTPUT"])
    azimuth, _, metres = GEOD.inv(*table[["lon", "lat"]].iloc[0], *table[["lon", "lat"]].iloc[1])
    last = table.iloc[1]
    assert last["move_km"] == pytest.approx(metres / 1000, rel=1e-9)
    assert metres / 1000 == pytest.approx(3 * np.sqrt(2), rel=1e-3)  # the scale of UTM is 0.9996
    assert last["bearing_deg"] == pytest.approx(azimuth % 360) and last["direction"] == "SW"
    assert last["speed_km_a"] == pytest.approx(metres / 1000 / 4) and last["year_from"] == 2011
    assert table.iloc[0][["move_km", "bearing_deg", "direction"]].isna().all()
    steps = rows(results["OUTPUT_PATH"])
    assert list(steps) == STEPS
    assert steps.iloc[0].tolist() == last[["field", "year", "year_from", "year", "move_km", "bearing_deg", "direction", "speed_km_a"]].tolist()  # fmt: skip
    (line,) = geometries(results["OUTPUT_PATH"])
    assert line.length() / metres == pytest.approx(0.9996, abs=1e-5)
    for name, value in (("MOVE_KM", last["move_km"]), ("PATH_KM", last["path_km"]), ("BEARING_DEG", azimuth % 360)):  # fmt: skip
        assert results[name] == pytest.approx(value)
    assert feedback.warnings == []


def test_outputs_have_the_crs_of_the_layer_and_play(run, layer):
    results, _ = run(TOOL, INPUT=layer(), **LAYERS)
    kinds = {"OUTPUT": 0, "OUTPUT_PATH": 1, "OUTPUT_ELLIPSES": 2}
    for name, kind in kinds.items():
        assert results[name].crs().authid() == "EPSG:32650"
        assert results[name].geometryType() == kind
        assert results[name].fields().at(1).typeName().lower() == "integer"


def test_parameters_reach_the_core(run, rows, layer):
    def axes(**parameters):
        results, _ = run(TOOL, INPUT=layer(), OUTPUT_ELLIPSES="memory:", **parameters)
        return rows(results["OUTPUT_ELLIPSES"]).iloc[0]

    plain, wide = axes(), axes(CONVENTION="sqrt2", DEVIATIONS=2)
    for name in ("semi_major_km", "semi_minor_km"):
        assert wide[name] == pytest.approx(2 * np.sqrt(2) * plain[name])
    assert wide["area_km2"] == pytest.approx(8 * plain["area_km2"])
    assert (wide["convention"], wide["deviations"]) == ("sqrt2", 2)


def test_a_point_inside_is_another_place(run, memory_layer):
    horseshoe = "POLYGON((0 0,100 0,100 100,90 100,90 10,10 10,10 100,0 100,0 0))"
    source = memory_layer(
        "Polygon", {"region": str, "w": float}, [(horseshoe, ["u", 1.0])], crs="EPSG:32650"
    )
    inside = {}
    for name in ("centroid", "inside"):
        results, _ = run(TOOL, INPUT=source, FIELD="w", POINT=name)
        (place,) = geometries(results["OUTPUT"])
        inside[name] = place.within(geometries(source)[0])
    assert inside == {"centroid": False, "inside": True}


def test_points_are_their_own_places(run, rows, layer):
    table = [rows(run(TOOL, INPUT=layer(shape=shape))[0]["OUTPUT"]) for shape in (square, point)]
    # squares of 1 km: their centroids are their middles to a millimetre
    np.testing.assert_allclose(table[0]["lon"], table[1]["lon"], atol=1e-7)
    np.testing.assert_allclose(table[0]["lat"], table[1]["lat"], atol=1e-7)


def test_several_fields(run, rows, layer, memory_layer):
    features = [
        (square(*corner), [name, year, float(i + 1), float(5 - i)])
        for year in (2011, 2015)
        for i, (corner, name) in enumerate(zip(CORNERS, NAMES))
    ]
    source = memory_layer("Polygon", {"region": str, "year": int, "ice_tco2": float, "人口": float}, features, crs="EPSG:32650")  # fmt: skip
    results, _ = run(TOOL, INPUT=source, FIELD=["人口", "ice_tco2"], **LAYERS)
    table = rows(results["OUTPUT"])
    assert table["field"].tolist() == ["人口"] * 2 + ["ice_tco2"] * 2
    assert rows(results["OUTPUT_PATH"])["move_km"].tolist() == [0, 0]
    assert all(g.isNull() for g in geometries(results["OUTPUT_PATH"]))
    first = geometries(results["OUTPUT"])[1].asPoint()
    assert (results["X"], results["Y"]) == (first.x(), first.y())
    assert results["MOVE_KM"] == 0 and results["BEARING_DEG"] is None


def test_fields_may_have_any_name(run, rows, memory_layer, tmp_path):
    # names that the code uses itself; each is a copy of one field with a plain name
    names = ["x", "y", "lon", "lat", "region", "year", "weight", "field", "total", "self", "index",
             "n", "move_km", "wkb", "geometry", "a field", "0"]  # fmt: skip
    kinds = {"name": str, "when": int, "plain": float, **dict.fromkeys(names, float)}
    features = [
        (square(*corner), [name, year, value, *[value] * len(names)])
        for year, values in WEIGHTS.items()
        for corner, name, value in zip(CORNERS, NAMES, values)
    ]
    source = memory_layer("Polygon", kinds, features, crs="EPSG:32650")
    page = tmp_path / "page.html"
    for surface in ("ellipsoid", "layer_crs"):
        results, _ = run(TOOL, INPUT=source, REGION_FIELD="name", YEAR_FIELD="when", SURFACE=surface,
                         FIELD=["plain", *names], OUTPUT_HTML=str(page), **LAYERS)  # fmt: skip
        for output, each in (("OUTPUT", 2), ("OUTPUT_PATH", 1), ("OUTPUT_ELLIPSES", 2)):
            table = rows(results[output])
            assert table["field"].tolist() == list(np.repeat(["plain", *names], each))
            plain = table[table["field"] == "plain"].drop(columns="field")
            for name in names:
                own = table[table["field"] == name].drop(columns="field")
                pd.testing.assert_frame_equal(own.set_axis(plain.index), plain, obj=name)
            assert plain["move_km" if output != "OUTPUT_ELLIPSES" else "area_km2"].max() > 1


def test_the_year_as_a_weight_and_faults_of_a_field_called_as_a_column(run, rows, fault, layer):
    by_year = {2011: [1, 1, -4, 1, 3.0]}
    text = fault(TOOL, INPUT=layer(by_year, name="lon"), FIELD="lon")
    assert "lon is negative in C's 2011;" in text
    results, _ = run(TOOL, INPUT=layer(), FIELD="year", SURFACE="layer_crs")
    table = rows(results["OUTPUT"])
    assert table["year"].tolist() == [2011, 2015] and table["total"].tolist() == [10055, 10075]
    # equal weights: the middle of the corners and their centre
    assert results["X"] == pytest.approx(505_000) and results["Y"] == pytest.approx(4_005_000)


def test_a_layer_of_one_year(run, rows, memory_layer, tmp_path):
    features = [(square(*c), [n, w]) for c, n, w in zip(CORNERS, NAMES, WEIGHTS[2011])]
    source = memory_layer("Polygon", {"region": str, "ice_tco2": float}, features, crs="EPSG:32650")
    page = tmp_path / "页.html"
    results, feedback = run(TOOL, INPUT=source, OUTPUT_HTML=str(page), **LAYERS)
    assert list(rows(results["OUTPUT"])) == [name for name in CENTRES if name != "year"]
    assert len(rows(results["OUTPUT_PATH"])) == 0 and len(rows(results["OUTPUT_ELLIPSES"])) == 1
    assert [results[name] for name in ("MOVE_KM", "BEARING_DEG", "PATH_KM")] == [None] * 3
    assert results["X"] == pytest.approx(506_500, abs=1)
    text = page.read_text(encoding="utf-8")
    assert "no path" in text and "<svg" in text and ">Year<" not in text and "nan" not in text
    assert any("taken as one year" in said for said in feedback.infos)


def test_null_stays_null(run, rows, layer):
    from qgis.core import NULL

    by_year = {2011: [1, 1, 4, 1, 3.0], 2013: [None] * 5, 2015: [0.0] * 5, 2017: [1, None, 4, 1, 3]}
    results, feedback = run(TOOL, INPUT=layer(by_year), **LAYERS)
    for name in ("OUTPUT", "OUTPUT_ELLIPSES"):
        assert [g.isNull() for g in geometries(results[name])] == [False, True, True, False]
    found = {f["year"]: f for f in results["OUTPUT"].getFeatures()}
    for year in (2013, 2015):
        for field in ("lon", "lat", "year_from", "move_km", "bearing_deg", "direction", "path_km"):
            assert found[year][field] == NULL, (year, field)
    assert found[2013]["total"] == NULL and found[2015]["total"] == 0
    assert found[2017]["year_from"] == 2011 and found[2017]["n_missing"] == 1
    assert rows(results["OUTPUT_PATH"])["year"].tolist() == [2017]
    said = "\n".join(feedback.warnings)
    assert "<b>& (2017)" in said and "above 0 in 2013" in said and "above 0 in 2015" in said
    assert any("6 of 20 values are missing" in text for text in feedback.infos)


def test_a_layer_without_any_weight(run, rows, layer, tmp_path):
    page = tmp_path / "empty.html"
    results, _ = run(TOOL, INPUT=layer({2011: [None] * 5}), OUTPUT_HTML=str(page), **LAYERS)
    assert rows(results["OUTPUT"])["lon"].isna().all()
    assert [results[n] for n in ("X", "Y", "MOVE_KM", "PATH_KM")] == [None] * 4
    text = page.read_text(encoding="utf-8")
    assert "nan" not in text and "<svg" not in text and "<table" in text


def test_two_runs_are_the_same(run, rows, layer):
    one, other = (run(TOOL, INPUT=layer(), **LAYERS)[0] for _ in range(2))
    for name in ("OUTPUT", "OUTPUT_PATH", "OUTPUT_ELLIPSES"):
        pd.testing.assert_frame_equal(rows(one[name]), rows(other[name]))
        assert [g.asWkt() for g in geometries(one[name])] == [g.asWkt() for g in geometries(other[name])]  # fmt: skip


def test_numbers_and_years_written_as_text(run, rows, memory_layer, layer):
    features = [
        (square(*c), [n, "%d年" % year, "%.1f" % w])
        for year, weights in WEIGHTS.items()
        for c, n, w in zip(CORNERS, NAMES, weights)
    ]
    source = memory_layer("Polygon", {"region": str, "year": str, "ice_tco2": str}, features, crs="EPSG:32650")  # fmt: skip
    written = rows(run(TOOL, INPUT=source)[0]["OUTPUT"])
    pd.testing.assert_frame_equal(written, rows(run(TOOL, INPUT=layer())[0]["OUTPUT"]))


def test_a_selection(run, rows, layer):
    from qgis.core import QgsProcessingFeatureSourceDefinition, QgsProject

    source = layer()
    source.selectByExpression("\"region\" in ('北京', 'C''s')")
    chosen = QgsProcessingFeatureSourceDefinition(source.id(), True)
    QgsProject.instance().addMapLayer(source, False)
    table = rows(run(TOOL, INPUT=chosen)[0]["OUTPUT"])
    QgsProject.instance().takeMapLayer(source)
    assert table["n"].tolist() == [2, 2] and table["total"].tolist() == [5, 5]


# --- what it refuses ----------------------------------------------------------------------------


def test_wrong_input_is_refused_in_words(fault, layer):
    from qgis.core import QgsCoordinateReferenceSystem

    text = fault(TOOL, INPUT=layer({2011: [1, -2, 4, 1, 3.0], 2013: [1, 1, 1, 1, -0.5]}))
    assert "ice_tco2 is negative in <b>& 2011, e 2013" in text
    text = fault(TOOL, INPUT=layer(), FIELD="gdp")
    assert "footprint has no field gdp; choose one of: region, year, ice_tco2" in text
    assert "no place on the earth: 北京 2011" in fault(TOOL, INPUT=layer(crs="EPSG:4326"))
    nowhere = layer()
    nowhere.setCrs(QgsCoordinateReferenceSystem())
    assert "no coordinate reference system" in fault(TOOL, INPUT=nowhere)
    text = fault(TOOL, INPUT=layer(shape=None))
    assert "北京 2011" in text and "no place on the earth" in text
    assert "choose the year field" in fault(TOOL, INPUT=layer(), YEAR_FIELD="")
    text = fault(TOOL, INPUT=layer({2011: ["x", "1", "2", "3", "4"]}, kind=str))
    assert "'x' is not a number" in text


def test_degrees_around_the_globe_in_the_plane(fault, run, memory_layer):
    features = [("POINT(179 -17)", ["a", 1.0]), ("POINT(-179 -17)", ["b", 1.0])]
    source = memory_layer("Point", {"region": str, "w": float}, features)
    text = fault(TOOL, INPUT=source, FIELD="w", SURFACE="layer_crs")
    assert "more than 180 degrees" in text
    assert abs(run(TOOL, INPUT=source, FIELD="w")[0]["X"]) == pytest.approx(180)


def test_metres_around_the_globe_in_the_plane(fault, run, memory_layer):
    # Web Mercator: x of 179 and -179 degrees, whose mean would be on the meridian of Greenwich
    x, y = 179 * 20037508.342789244 / 180, -1_900_000
    features = [
        ("POINT(%f %f)" % (side * x, y), [name, 1.0]) for side, name in ((1, "a"), (-1, "b"))
    ]
    source = memory_layer("Point", {"region": str, "w": float}, features, crs="EPSG:3857")
    text = fault(TOOL, INPUT=source, FIELD="w", SURFACE="layer_crs")
    assert "w: the edge of the map lies between the regions, so" in text
    assert "choose the ellipsoid" in text
    assert abs(run(TOOL, INPUT=source, FIELD="w")[0]["X"]) == pytest.approx(20037508.34)


def test_a_layer_drawn_beyond_180_degrees(run, rows, memory_layer, tmp_path):
    from qgis.core import QgsGeometry

    def islands(turn):
        box = "POLYGON(({0} -17,{1} -17,{1} -16,{0} -16,{0} -17))"
        middles = ((187, [1, 0]), (200, [2, 3.0]), (216, [3, 0]))
        features = [
            (box.format(lon - turn - 1, lon - turn + 1), [str(lon), year, values[i]])
            for i, year in enumerate((2011, 2013))
            for lon, values in middles
        ]
        return memory_layer("Polygon", {"region": str, "year": int, "w": float}, features)

    page = tmp_path / "page.html"
    east, west = (
        run(TOOL, INPUT=islands(turn), FIELD="w", OUTPUT_HTML=str(page), **LAYERS)[0]
        for turn in (0, 360)
    )
    assert rows(east["OUTPUT"])["lon"].tolist() == pytest.approx(
        (rows(west["OUTPUT"])["lon"] + 360).tolist()
    )
    assert rows(east["OUTPUT"])["lon"].between(187, 216).all()
    assert east["X"] == pytest.approx(200) and west["X"] == pytest.approx(-160)
    for name in ("OUTPUT", "OUTPUT_PATH", "OUTPUT_ELLIPSES"):
        for one, other in zip(geometries(east[name]), geometries(west[name])):
            moved = QgsGeometry(other)
            moved.translate(360, 0)
            assert one.isNull() == other.isNull()
            if not one.isNull():
                assert one.hausdorffDistance(moved) < 1e-9
    for name in ("MOVE_KM", "BEARING_DEG", "PATH_KM"):
        assert east[name] == pytest.approx(west[name])


def test_a_region_in_two_parts_at_the_edge_of_the_map(fault, run, memory_layer):
    parts = "((178 -18,180 -18,180 -16,178 -16,178 -18)),((-180 -18,-179 -18,-179 -16,-180 -16,-180 -18))"
    features = [("MULTIPOLYGON(%s)" % parts, ["Fiji", 1.0]), ("POLYGON((177 -18,178 -18,178 -17,177 -18))", ["b", 1.0])]  # fmt: skip
    source = memory_layer("MultiPolygon", {"region": str, "w": float}, features)
    text = fault(TOOL, INPUT=source, FIELD="w", SURFACE="layer_crs")
    assert "between the parts of these regions" in text and ": Fiji; choose the ellipsoid" in text
    assert 178 < run(TOOL, INPUT=source, FIELD="w")[0]["X"] % 360 < 179.4


def test_cancel_stops_and_leaves_nothing(run, layer, feedback_class, tmp_path):
    feedback, path = feedback_class(), tmp_path / "out.gpkg"
    feedback.progressChanged.connect(lambda value: value > 10 and feedback.cancel())
    results, _ = run(TOOL, feedback=feedback, INPUT=layer(), OUTPUT=str(path))
    assert not results.get("OUTPUT") and not path.exists()


# --- how it looks -------------------------------------------------------------------------------


@pytest.fixture
def stored(run, layer, tmp_path):
    """Outputs in GeoPackages, opened anew with the style they hold."""
    from qgis.core import QgsVectorLayer

    by_year = {**WEIGHTS, 2016: [1, 5, 1, 1, 3.0]}
    names = {"OUTPUT": "重心.gpkg", "OUTPUT_PATH": "path é.gpkg", "OUTPUT_ELLIPSES": "ell.gpkg"}
    files = {name: str(tmp_path / file) for name, file in names.items()}
    results, _ = run(TOOL, INPUT=layer(by_year), **files)
    layers = {name: QgsVectorLayer(results[name], name, "ogr") for name in names}
    for one in layers.values():
        one.loadDefaultStyle()
    return layers


def test_styles_are_in_the_geopackages(stored):
    for name, years in (
        ("OUTPUT", [2011, 2015, 2016]),
        ("OUTPUT_PATH", [2015, 2016]),
        ("OUTPUT_ELLIPSES", [2011, 2015, 2016]),
    ):
        renderer = stored[name].renderer()
        assert renderer.type() == "categorizedSymbol" and renderer.classAttribute() == "year"
        assert [int(c.value()) for c in renderer.categories()] == years
        assert [c.label() for c in renderer.categories()] == [str(year) for year in years]
        assert stored[name].temporalProperties().isActive() and renderer.orderByEnabled()
        dataset = gdal.OpenEx(stored[name].source().partition("|")[0])
        assert "CONVENTION = sigma" in dataset.GetLayer(0).GetMetadataItem("ABSTRACT")
    assert stored["OUTPUT"].labelsEnabled()
    assert stored["OUTPUT"].labeling().settings().fieldName == '"year"'
    steps = stored["OUTPUT_PATH"].renderer().categories()
    path = steps[0].symbol().clone()
    assert path.symbolLayer(1).layerType() == "MarkerLine"
    arrow = path.symbolLayer(1).subSymbol().symbolLayer(0)
    assert arrow.properties()["name"] == "filled_arrowhead"


def test_a_year_has_one_colour_in_all_layers(stored):
    colours = {
        name: {int(c.value()): c.symbol().color().name() for c in one.renderer().categories()}
        for name, one in stored.items()
        if name != "OUTPUT_ELLIPSES"
    }
    assert colours["OUTPUT"][2016] == colours["OUTPUT_PATH"][2016]
    assert colours["OUTPUT"][2015] == colours["OUTPUT_PATH"][2015]
    ellipses = stored["OUTPUT_ELLIPSES"].renderer().categories()
    ellipse = ellipses[1].symbol().clone()
    assert ellipse.symbolLayer(0).strokeColor().name() == colours["OUTPUT"][2015]


def test_colours_grow_darker_with_time_for_every_colour_vision(qgis_app):
    from carbon_footprint.algorithms import styles
    from test_styles import VISION, lab

    colours = styles.year_colours(range(2000, 2022))
    assert [colours[2000], colours[2021]] == [styles.YEAR_COLOURS[0], styles.YEAR_COLOURS[-1]]
    for vision in VISION:
        lightness = [lab(colours[year], vision)[0] for year in range(2000, 2022)]
        assert all(a > b for a, b in zip(lightness, lightness[1:])), vision
        assert lightness[0] < 80, "lines are seen on white"
    assert styles.year_colours([2019]) == {2019: styles.YEAR_COLOURS[-1]}
    gaps = styles.year_colours([2000, 2020, 2021])
    assert gaps[2020] == styles.year_colours(range(2000, 2022))[2020]


def test_fields_are_named_on_the_map_where_there_are_several(qgis_app, memory_layer):
    from carbon_footprint.algorithms import styles

    features = [("POINT(1 2)", [name, 2011]) for name in ("a", "b")]
    layer = memory_layer("Point", {"field": str, "year": int}, features)
    styles.gravity_centres(layer)
    assert layer.labeling().settings().fieldName == '"field" || \' \' || "year"'
    layer = memory_layer("Point", {"field": str}, features=[("POINT(1 2)", ["a"])])
    styles.gravity_centres(layer)
    assert layer.renderer().type() == "singleSymbol" and not layer.labelsEnabled()


def test_page(run, layer, tmp_path):
    page = tmp_path / "页 é.html"
    by_year = {**WEIGHTS, 2016: [1, 5, 1, 1, 3.0]}
    results, _ = run(TOOL, INPUT=layer(by_year), OUTPUT_HTML=str(page))
    text = page.read_text(encoding="utf-8")
    svg = text[text.index("<svg") : text.index("</svg>") + 6]
    words = [word.strip() for word in ElementTree.fromstring(svg).itertext() if word.strip()]
    assert {"2011", "2015", "2016", "Path of the gravity centre"} <= set(words)
    assert "0.5 km" in words, "a scale bar of at most a quarter of 3.3 km"
    assert "moved %.1f km" % results["MOVE_KM"] in text and "southwest" in text
    assert "measures %.1f km" % results["PATH_KM"] in text
    assert "nan" not in re.sub("<style>.*?</style>", "", text, flags=re.S)


# --- in the chain -------------------------------------------------------------------------------


def test_after_the_chain_of_the_sample(run, rows, footprint):
    results, feedback = run(TOOL, INPUT=footprint, **LAYERS)
    table, layer = rows(results["OUTPUT"]), rows(footprint)
    assert table["year"].tolist() == [2011, 2013, 2015, 2017, 2019, 2021]
    assert set(table["field"]) == {"ice_tco2"} and set(table["n"]) == {30}
    totals = layer.groupby("year")["ice_tco2"].sum()
    np.testing.assert_allclose(table["total"], totals, rtol=1e-12)
    # The emissions of China weigh about Henan and the south of Shanxi.
    assert table["lon"].between(112, 115).all() and table["lat"].between(34, 36).all()
    assert feedback.warnings == []
    steps = rows(results["OUTPUT_PATH"])
    assert steps["move_km"].sum() == pytest.approx(results["PATH_KM"])
    assert results["MOVE_KM"] < results["PATH_KM"]
    axes = rows(results["OUTPUT_ELLIPSES"])
    assert axes["semi_major_km"].between(600, 900).all()
    assert all(g.isGeosValid() for g in geometries(results["OUTPUT_ELLIPSES"]))


def test_the_sample_in_other_projections_has_the_same_centre(run, rows, footprint):
    from qgis import processing
    from qgis.core import QgsCoordinateReferenceSystem

    def centres(layer):
        return rows(run(TOOL, INPUT=layer)[0]["OUTPUT"])[["lon", "lat"]].to_numpy()

    # Lines between vertices bend; with vertices every kilometre they bend by centimetres.
    dense = processing.run(
        "native:densifygeometriesgivenaninterval",
        {"INPUT": footprint, "INTERVAL": 0.01, "OUTPUT": "memory:"},
    )["OUTPUT"]
    found = [centres(dense)]
    albers = QgsCoordinateReferenceSystem.fromProj(
        "+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +datum=WGS84 +units=m"
    )
    for crs in (QgsCoordinateReferenceSystem("EPSG:3857"), albers):
        moved = processing.run(
            "native:reprojectlayer", {"INPUT": dense, "TARGET_CRS": crs, "OUTPUT": "memory:"}
        )["OUTPUT"]
        found.append(centres(moved))
    for other in found[1:]:
        assert GEOD.inv(*found[0].T, *other.T)[2].max() < 1
    # without them by a few metres, far below what centres mean
    assert GEOD.inv(*found[0].T, *centres(footprint).T)[2].max() < 10
