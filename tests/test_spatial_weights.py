"""Neighbours: drawn lattices whose neighbours are known, libpysal as oracle, and real borders."""

import json
import sys

import numpy as np
import pandas as pd
import pytest
from carbon_footprint.core.log import Cancelled, InputError, Log
from carbon_footprint.core.spatial_weights import build_weights, require_statistics, subset

shapely = pytest.importorskip("shapely")
pytest.importorskip("libpysal")

# Contiguity of the 30 provinces, written from geography: 64 joins, Hainan has none.
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
CHINESE = dict(
    zip(
        "BJ TJ HE SX NM LN JL HL SH JS ZJ AH FJ JX SD HA HB HN GD GX HI CQ SC GZ YN SN GS QH NX XJ".split(),
        "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 "
        "广西 海南 重庆 四川 贵州 云南 陕西 甘肃 青海 宁夏 新疆".split(),
    )
)
PROVINCE_JOINS = {
    frozenset((CHINESE[a], CHINESE[b])) for a, others in ADJACENCY.items() for b in others.split()
}
HAINAN = frozenset(("海南", "广东"))


def joins(w):
    return {frozenset((a, b)) for a, others in w.neighbors.items() for b in others}


def squares(rows, columns, size=1.0, grow=0.0):
    """WKB and names "row column" of a lattice; every square is grown (or shrunk) by `grow`."""
    names = [f"{r} {c}" for r in range(rows) for c in range(columns)]
    boxes = [
        shapely.box(c * size - grow, r * size - grow, (c + 1) * size + grow, (r + 1) * size + grow)
        for r in range(rows)
        for c in range(columns)
    ]
    return [shapely.to_wkb(box) for box in boxes], names


def read_provinces(path, field, names=None):
    """The 30 provinces of a file, {short Chinese name: WKB}."""
    from osgeo import ogr

    source = ogr.Open(str(path))
    found = {}
    for feature in source.GetLayer(0):
        text = feature[field] if names is None else names[feature[field]]
        short = [name for name in CHINESE.values() if text.startswith(name)]
        if short:
            found[short[0]] = bytes(feature.GetGeometryRef().ExportToWkb())
    assert len(found) == 30
    return list(found.values()), list(found)


# ---- contiguity of a drawn lattice -------------------------------------------------------------


@pytest.mark.parametrize("kind, rook", [("queen", False), ("rook", True)])
@pytest.mark.parametrize("grow", [0.0, -0.002, 0.002])
def test_lattice_equals_libpysal_with_gaps_and_overlaps(kind, rook, grow):
    from libpysal.weights import lat2W

    geometries, names = squares(4, 5, grow=grow)
    w = build_weights(geometries, names, kind, crs="EPSG:3857")
    oracle = lat2W(4, 5, rook=rook)
    assert joins(w) == {
        frozenset((names[a], names[b])) for a in oracle.neighbors for b in oracle[a]
    }
    assert w.id_order == names
    assert w.transform == "R"
    assert np.allclose([sum(w.weights[name]) for name in names], 1)


def test_vertices_need_not_coincide():
    left = shapely.box(0, 0, 1, 2)
    right = shapely.Polygon([(1, -1), (2, -1), (2, 3), (1, 3), (1.003, 1.7), (0.998, 0.4)])
    w = build_weights(
        [left.wkb, right.wkb, shapely.box(9, 9, 10, 10).wkb],
        "abc",
        "rook",
        islands="drop",
        tolerance=0.01,
        crs="EPSG:3857",
    )
    assert joins(w) == {frozenset("ab")}


def test_tolerance_zero_takes_borders_as_drawn():
    geometries, names = squares(1, 3, grow=-0.002)
    w = build_weights(geometries, names, tolerance=0, islands="keep", crs="EPSG:3857")
    assert w.islands == names
    geometries, names = squares(2, 2)
    w = build_weights(geometries, names, "rook", tolerance=0, crs="EPSG:3857")
    assert len(joins(w)) == 4


# ---- islands -----------------------------------------------------------------------------------


def test_nearest_island_is_joined_both_ways_and_named():
    geometries, names = squares(1, 3)
    geometries.append(shapely.box(4, 0, 5, 1).wkb)
    names.append("岛 <island>")
    log = Log()
    w = build_weights(geometries, names, crs="EPSG:3857", log=log)
    assert w.neighbors["岛 <island>"] == ["0 2"]
    assert w.neighbors["0 2"] == ["0 1", "岛 <island>"]
    assert any("岛 <island> - 0 2" in note for note in log.notes)


@pytest.mark.parametrize("policy", ["drop", "keep"])
def test_island_stays_without_neighbours(policy):
    geometries, names = squares(1, 3)
    log = Log()
    w = build_weights(
        [*geometries, shapely.box(4, 0, 5, 1).wkb],
        [*names, "far"],
        islands=policy,
        crs="EPSG:3857",
        log=log,
    )
    assert w.islands == ["far"] and w.n == 4
    assert any("far" in note for note in log.notes)


def test_nearest_in_degrees_allows_for_latitude():
    # At 60 N a degree of longitude is half a degree of latitude: 1.5 degrees to the east
    # (83 km) are nearer than 1 degree to the south (111 km).
    island = shapely.box(0, 60, 0.2, 60.2)
    east, south = shapely.box(1.7, 58, 2, 60.2), shapely.box(-1, 58, 1.7, 59)
    w = build_weights(
        [g.wkb for g in (island, east, south)], ["island", "east", "south"], crs="EPSG:4326"
    )
    assert w.neighbors["island"] == ["east"] and w.neighbors["south"] == ["east"]


# ---- distances ---------------------------------------------------------------------------------


def test_distances_on_a_geographic_crs_are_great_circles():
    from pyproj import Geod

    places = {"a": (0, 60), "b": (3, 60), "c": (0, 62), "d": (0, 45)}
    geometries = [shapely.box(x - 0.1, y - 0.1, x + 0.1, y + 0.1).wkb for x, y in places.values()]
    # b is 167 km from a, c 223 km, though b is farther in degrees (3 against 2)
    geod = Geod(ellps="WGS84")
    assert [round(geod.inv(0, 60, x, y)[2] / 1000) for x, y in ((3, 60), (0, 62))] == [167, 223]
    log = Log()
    w = build_weights(geometries, list(places), "knn", k=1, crs="EPSG:4326", log=log)
    assert w.neighbors["a"] == ["b"]
    assert any("great circles" in note for note in log.notes)
    w = build_weights(
        geometries, list(places), "distance", distance_km=200, islands="drop", crs="EPSG:4490"
    )
    assert joins(w) == {frozenset("ab")} and w.islands == ["c", "d"]
    w = build_weights(
        geometries, list(places), "distance", distance_km=230, islands="drop", crs="EPSG:4490"
    )
    assert joins(w) == {frozenset("ab"), frozenset("ac")}


def test_distances_on_a_projected_crs_use_its_unit():
    geometries, names = squares(1, 3, size=1000.0)
    w = build_weights(geometries, names, "distance", distance_km=1.1, crs="EPSG:32650")
    assert joins(w) == {frozenset(names[:2]), frozenset(names[1:])}
    # EPSG:2263 counts in US survey feet: 1000 of them are 0.305 km
    w = build_weights(geometries, names, "distance", distance_km=0.7, crs="EPSG:2263")
    assert len(joins(w)) == 3


def test_default_distance_gives_everyone_a_neighbour():
    geometries, names = squares(1, 4, size=1000.0)
    geometries[3] = shapely.box(5000, 0, 6000, 1000).wkb  # 3 km from its nearest
    log = Log()
    w = build_weights(geometries, names, "distance", crs="EPSG:32650", log=log)
    assert not w.islands
    assert any("3 km" in note for note in log.notes)


def test_no_crs_is_said():
    log = Log()
    build_weights(*squares(1, 3), crs=None, log=log)
    assert "degrees" in log.warnings[0]
    log = Log()
    build_weights(*squares(1, 3, size=1e5), crs="", log=log)
    assert "metres" in log.warnings[0]


# ---- files -------------------------------------------------------------------------------------


def test_gal_by_name_code_and_position(tmp_path):
    geometries, _ = squares(1, 3)
    ids, codes = ["北京", "天津", "河北"], [110000, 120000, 130000]
    expected = {frozenset(("北京", "天津")), frozenset(("天津", "河北"))}
    for keys in (ids, codes, [1, 2, 3], [0, 1, 2]):
        a, b, c = keys
        # a field of decimal numbers holds codes as well
        codes = [float(code) for code in codes]
        path = tmp_path / f"邻接 {a}.gal"
        path.write_text(f"0 3 layer id\n{a} 1\n{b}\n{b} 2\n{a} {c}\n{c} 1\n{b}\n", encoding="utf-8")
        w = build_weights(geometries, ids, "file", path=path, codes=codes, crs="EPSG:3857")
        assert joins(w) == expected
    path.write_bytes("3\n北京 1\n天津\n天津 2\n北京 河北\n河北 1\n天津\n".encode("gb18030"))
    assert joins(build_weights(geometries, ids, "file", path=path, crs="EPSG:3857")) == expected


def test_gal_equals_what_libpysal_wrote(tmp_path):
    from libpysal.io import open as libpysal_open
    from libpysal.weights import lat2W

    geometries, names = squares(3, 3)
    file = libpysal_open(str(tmp_path / "lattice.gal"), "w")
    file.write(lat2W(3, 3))
    file.close()
    w = build_weights(geometries, names, "file", path=tmp_path / "lattice.gal", crs="EPSG:3857")
    assert joins(w) == joins(build_weights(geometries, names, "rook", crs="EPSG:3857"))


def test_gwt_distances_are_no_weights_and_a_missing_region_is_an_island(tmp_path):
    path = tmp_path / "w.gwt"
    path.write_text("0 4 layer id\na b 10.5\na c 99.0\nb a 10.5\nc a 99.0\n")
    w = build_weights([None] * 4, "abcd", "file", islands="keep", path=path)
    assert w["a"] == {"b": 0.5, "c": 0.5} and w.islands == ["d"]


def test_file_that_does_not_fit_lists_every_fault(tmp_path):
    path = tmp_path / "old.gal"
    path.write_text("3\na 2\nb x\nb 1\na\ny 0\n\n")
    with pytest.raises(InputError) as caught:
        build_weights([None] * 3, "abc", "file", islands="keep", path=path)
    unknown, absent = caught.value.messages
    assert "old.gal" in unknown and set(unknown.data["names"].split(", ")) == {"x", "y"}
    assert absent.data["names"] == "c"


@pytest.mark.parametrize(
    "name, text",
    [
        ("w.gal", "3\na 2\nb"),
        ("w.gal", "3\na b c\n"),
        ("w.gwt", "0 2 l i\na b\n"),
        ("w.txt", ""),
        ("no.gal", None),
    ],
)
def test_bad_file_is_one_sentence(tmp_path, name, text):
    if text is not None:
        (tmp_path / name).write_text(text)
    with pytest.raises(InputError) as caught:
        build_weights([None] * 3, "abc", "file", islands="keep", path=tmp_path / name)
    assert len(caught.value.messages) == 1 and name in caught.value.messages[0]


# ---- faults ------------------------------------------------------------------------------------


def test_missing_and_empty_geometries_are_all_named():
    geometries, names = squares(1, 4)
    geometries[1], geometries[2] = None, shapely.Polygon().wkb
    with pytest.raises(InputError) as caught:
        build_weights(geometries, names, crs="EPSG:3857")
    assert [message.data["region"] for message in caught.value.messages] == ["0 1", "0 2"]


def test_bad_parameters_are_all_named():
    with pytest.raises(InputError) as caught:
        build_weights([], ["a", "a"], kind="bishop", islands="sink")
    assert len(caught.value.messages) == 3
    for options in ({"kind": "knn", "k": 3}, {"kind": "distance", "distance_km": 0.0}):
        with pytest.raises(InputError):
            build_weights(*squares(1, 3), crs="EPSG:3857", **options)
    with pytest.raises(InputError):
        build_weights([], ["a"])


def test_invalid_polygon_is_repaired_and_named():
    bow = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])  # two triangles that meet at a point
    spike = shapely.Polygon([(1, 0), (2, 0), (2, 1), (1, 1), (5, 1), (1, 1)])
    log = Log()
    w = build_weights(
        [bow.wkb, spike.wkb, shapely.box(0, 1, 2, 2).wkb],
        ["bow", "spike", "top"],
        crs="EPSG:3857",
        log=log,
    )
    assert len(joins(w)) == 3
    assert any("bow, spike" in note for note in log.notes)


def test_missing_package_is_one_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "esda", None)
    with pytest.raises(InputError) as caught:
        require_statistics()
    (message,) = caught.value.messages
    assert message.data["package"] == "esda" and "pip install esda" in message


def test_cancel():
    class Impatient(Log):
        def is_cancelled(self):
            return True

    with pytest.raises(Cancelled):
        build_weights(*squares(2, 2), crs="EPSG:3857", log=Impatient())


# ---- subset ------------------------------------------------------------------------------------


def test_subset_restandardises_and_leaves_new_islands():
    geometries, names = squares(1, 4)
    w = build_weights(geometries, names, crs="EPSG:3857")
    part = subset(w, [True, True, False, True])
    assert part.id_order == [0, 1, 3]
    assert part.neighbors == {0: [1], 1: [0], 3: []} and part.weights[1] == [1.0]


# ---- real borders ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "file, field",
    [
        ("china_provinces_natural_earth_50m.geojson", "name_zh"),
        ("china_provinces_34_epsg4490.geojson", "name"),
    ],
)
@pytest.mark.parametrize("kind", ["queen", "rook"])
def test_provinces(real_data, file, field, kind):
    geometries, names = read_provinces(real_data / "boundaries" / file, field)
    alone = build_weights(geometries, names, kind, islands="drop", crs="EPSG:4490")
    assert joins(alone) == PROVINCE_JOINS and len(PROVINCE_JOINS) == 64
    assert alone.islands == ["海南"]
    linked = joins(build_weights(geometries, names, kind, crs="EPSG:4490"))
    assert linked == PROVINCE_JOINS | {HAINAN}
    table = pd.read_csv(real_data / "boundaries" / "adjacency_30_provinces_hainan_linked.csv")
    assert linked == {frozenset(pair) for pair in zip(table.province_i, table.province_j)}


def test_sample_provinces(sample):
    """The provinces that are shipped with the plugin."""
    found = [path for path in sample.glob("*.gpkg") if "province" in path.name.lower()]
    found += [path for path in sample.glob("*.geojson") if "province" in path.name.lower()]
    if not found:
        pytest.skip("the sample is not built yet")
    from osgeo import ogr

    source = ogr.Open(str(found[0]))
    fields = [definition.GetName() for definition in source.GetLayer(0).schema]
    chinese = next(name for name in fields if name in ("name_zh", "region_zh", "zh"))
    geometries, names = read_provinces(found[0], chinese)
    assert joins(build_weights(geometries, names, crs="EPSG:4326")) == PROVINCE_JOINS | {HAINAN}


@pytest.mark.parametrize("shrink", [0.0, 0.002])
@pytest.mark.parametrize("kind", ["queen", "rook"])
def test_sloppy_provinces(real_data, kind, shrink):
    """Each province is generalised and shrunk on its own: no border fits its neighbour's."""
    geometries, names = read_provinces(
        real_data / "boundaries" / "china_provinces_34_epsg4490.geojson", "name"
    )
    shapes = shapely.make_valid(shapely.from_wkb(geometries))
    sloppy = shapely.simplify(shapes, 0.01).tolist()
    sloppy = [shape.buffer(-shrink) if shrink else shape for shape in sloppy]
    w = build_weights([shape.wkb for shape in sloppy], names, kind, islands="drop", crs="EPSG:4490")
    assert joins(w) == PROVINCE_JOINS


@pytest.mark.parametrize("kind, oracle", [("queen", "Queen"), ("rook", "Rook")])
def test_henan_counties_equal_libpysal(real_data, kind, oracle):
    geopandas = pytest.importorskip("geopandas")
    from libpysal import weights

    path = real_data / "boundaries" / "henan_counties_157_epsg4490.geojson"
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    shapes = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features]
    codes = [feature["properties"]["adcode"] for feature in features]
    frame = geopandas.GeoDataFrame({"code": codes}, geometry=shapes)
    expected = getattr(weights, oracle).from_dataframe(
        frame, ids=codes, use_index=False, silence_warnings=True
    )
    w = build_weights([shape.wkb for shape in shapes], codes, kind, crs="EPSG:4490")
    assert joins(w) == joins(expected) and len(joins(w)) == 409
