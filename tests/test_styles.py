"""Styles: classes and colours as tables, and what QGIS does with them."""

from __future__ import annotations

import itertools
from xml.etree import ElementTree

import numpy as np
import pytest
from osgeo import gdal, ogr

POLYGON = "POLYGON((%d 0,%d 0,%d 1,%d 1,%d 0))"

# Machado, Oliveira & Fernandes (2009), IEEE TVCG 15(6): severity 1.0, on linear RGB.
VISION = {
    "normal": np.eye(3),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)  # fmt: skip
# Two patches side by side differ to everybody from about 10 units of CIE 1976 on (2.3 is just
# noticeable); GeoDa's own five colours are 20 apart.
DISTINCT = 10


def lab(colour, vision):
    """CIE L*a*b* (D65) of a colour as a person with this vision sees it."""
    rgb = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = XYZ @ np.clip(VISION[vision] @ linear, 0, 1) / np.array([0.95047, 1, 1.08883])
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.fixture(scope="module")
def styles(qgis_app):
    from carbon_footprint.algorithms import styles

    return styles


@pytest.fixture(scope="module")
def breaks():
    from carbon_footprint.core.natural_breaks import Breaks

    return Breaks([1.0, 2.0, 5.0, 9.0, 30.0], [3, 1, 1, 1, 1], 5)


def polygons(memory_layer, field, kind, values):
    return memory_layer(
        "Polygon",
        {"region": str, "year": int, field: kind},
        [(POLYGON % (i, i + 1, i + 1, i, i), (str(i), 2019, v)) for i, v in enumerate(values)],
    )


def labels_of(layer):
    """Label of the class in which the renderer puts each feature."""
    from qgis.core import QgsRenderContext

    context = QgsRenderContext()
    context.expressionContext().setFields(layer.fields())
    renderer = layer.renderer().clone()
    renderer.startRender(context, layer.fields())
    by_key = {item.ruleKey(): item.label() for item in renderer.legendSymbolItems()}
    labels = []
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        keys = renderer.legendKeysForFeature(feature, context)
        assert len(keys) == 1, "every feature is in one class"
        labels.append(by_key[next(iter(keys))])
    renderer.stopRender(context)
    return labels


@pytest.mark.parametrize("vision", sorted(VISION))
@pytest.mark.parametrize("palette", ["depth", "sink", "clusters", "zones"])
def test_classes_can_be_told_apart_with_every_colour_vision(styles, palette, vision):
    colours = {
        "depth": [*styles.DEPTH_COLOURS, styles.NO_DATA_COLOUR],
        "sink": [*styles.SINK_COLOURS, styles.NO_DATA_COLOUR],
        "clusters": list(styles.CLUSTER_COLOURS.values()),
        "zones": list(styles.ZONE_COLOURS.values()),
    }[palette]
    assert len(set(colours)) == len(colours)
    for one, other in itertools.combinations(colours, 2):
        distance = np.linalg.norm(lab(one, vision) - lab(other, vision))
        assert distance >= DISTINCT, (one, other, distance)


@pytest.mark.parametrize("vision", sorted(VISION))
def test_ramps_grow_darker_class_by_class(styles, vision):
    for ramp in (styles.DEPTH_COLOURS, styles.SINK_COLOURS):
        lightness = [lab(colour, vision)[0] for colour in ramp]
        assert lightness == sorted(lightness, reverse=True) and len(set(lightness)) == len(ramp)
    # In greyscale print the overloaded classes differ by their grey.
    grey = [lab(colour, "normal")[0] for colour in styles.DEPTH_COLOURS[1:]]
    assert all(a - b > 10 for a, b in zip(grey, grey[1:]))


def test_colours_of_clusters_are_those_of_geoda_and_esda(styles):
    # anchors.md 1.4, esda._viz_local_moran
    assert {name: styles.CLUSTER_COLOURS[name] for name in ("High-High", "Low-Low", "Low-High", "High-Low")} == {
        "High-High": "#d7191c", "Low-Low": "#2c7bb6", "Low-High": "#89cff0", "High-Low": "#fdae61",
    }  # fmt: skip


def test_every_cluster_and_zone_has_a_colour_and_a_label(styles):
    from carbon_footprint.core.moran import CLUSTERS
    from carbon_footprint.core.quadrants import ZONES

    assert set(styles.CLUSTER_COLOURS) == set(CLUSTERS)
    assert set(styles.ZONE_COLOURS) == set(ZONES.values()) | {"No data"}
    assert [styles.cluster_label(name) for name in CLUSTERS] == list(CLUSTERS)
    assert len({styles.zone_label(name) for name in styles.ZONE_COLOURS}) == 5
    assert [colour for _, colour in styles.zone_legend()] == [
        styles.ZONE_COLOURS[zone] for zone in ZONES.values()
    ]


def test_first_class_of_depth_is_exactly_the_annual_flow(styles, breaks, memory_layer):
    classes = styles.depth_classes(breaks.bounds)
    assert classes[0][:2] == (1.0, 1.0) and "within annual flow" in classes[0][2]
    assert len({label for _, _, label, _ in classes}) == 5
    assert all(one[1] == other[0] for one, other in zip(classes, classes[1:]))

    just_over = float(np.nextafter(1.0, 2.0))
    layer = polygons(memory_layer, "depth", float, [1.0, just_over, 2.0, 2.5, 9.5, 30.0, None])
    styles.depth(layer, breaks)
    assert labels_of(layer) == [
        "1 (within annual flow)",
        "over 1 to 2",
        "over 1 to 2",
        "over 2 to 5",
        "over 9 to 30",
        "over 9 to 30",
        "No data",
    ]


def test_depth_of_regions_that_all_stay_within_the_flow(styles, memory_layer):
    from carbon_footprint.core.natural_breaks import depth_breaks

    layer = polygons(memory_layer, "depth", float, [1.0, 1.0, None])
    styles.depth(layer, depth_breaks([1.0, 1.0, np.nan]))
    assert labels_of(layer) == ["1 (within annual flow)"] * 2 + ["No data"]


def test_depth_without_any_value(styles, memory_layer):
    from carbon_footprint.core.natural_breaks import depth_breaks

    layer = polygons(memory_layer, "depth", float, [None, None])
    styles.depth(layer, depth_breaks([np.nan, np.nan]))
    assert labels_of(layer) == ["No data", "No data"]


def test_classes_of_the_sink_hold_every_value(styles, memory_layer):
    from carbon_footprint.core.natural_breaks import natural_breaks

    values = [0.0, 5.0, 10.0, 400.0, 12345.678, 2e6, None]
    layer = polygons(memory_layer, "sink_tc", float, values)
    styles.sink(layer, natural_breaks(values))
    labels = labels_of(layer)
    assert labels[-1] == "No data" and "No data" not in labels[:-1]
    assert all("t C" in label for label in labels[:-1])


def test_clusters_and_zones_fall_in_their_classes(styles, memory_layer):
    from carbon_footprint.core.moran import CLUSTERS
    from carbon_footprint.core.quadrants import ZONES

    layer = polygons(memory_layer, "lisa_cluster", str, [*CLUSTERS, None])
    styles.lisa(layer)
    assert labels_of(layer) == [*CLUSTERS, "No data"]
    layer = polygons(memory_layer, "zone", str, [*ZONES.values(), None])
    styles.quadrants(layer)
    assert labels_of(layer) == [*map(styles.zone_label, ZONES.values()), "No data"]


def test_layers_with_years_play_in_the_temporal_controller(styles, memory_layer):
    from qgis.core import QgsDateTimeRange, QgsFeatureRequest, QgsVectorLayerTemporalContext
    from qgis.PyQt.QtCore import QDateTime

    layer = polygons(memory_layer, "zone", str, ["Core zone"])
    styles.quadrants(layer)
    properties = layer.temporalProperties()
    assert properties.isActive()

    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    for year, count in ((2018, 0), (2019, 1), (2020, 0)):
        start, end = "%d-01-01T00:00:00" % year, "%d-12-31T23:59:59" % year
        form = "yyyy-MM-ddTHH:mm:ss"
        period = QgsDateTimeRange(
            QDateTime.fromString(start, form), QDateTime.fromString(end, form)
        )
        shown = QgsFeatureRequest().setFilterExpression(
            properties.createFilterString(context, period)
        )
        assert len(list(layer.getFeatures(shown))) == count


def test_layer_without_years_has_no_temporal_properties(styles, memory_layer):
    layer = memory_layer("Polygon", {"region": str, "zone": str}, [(POLYGON % (0, 1, 1, 0, 0), ("a", "Core zone"))])  # fmt: skip
    styles.quadrants(layer)
    assert not layer.temporalProperties().isActive()


def test_the_last_year_is_drawn_on_top(styles, memory_layer):
    layer = polygons(memory_layer, "zone", str, ["Core zone"])
    styles.quadrants(layer)
    renderer = layer.renderer()
    assert renderer.orderByEnabled()
    assert renderer.orderBy().dump().replace('"', "") == "year ASC NULLS LAST"


# --- in the GeoPackage -------------------------------------------------------------------------


@pytest.fixture(params=[False, True], ids=["gdal returns None", "gdal raises"])
def gdal_exceptions(request):
    """GDAL's exceptions are a switch of the whole process; another plugin may have turned it."""
    before = [module for module in (gdal, ogr) if module.GetUseExceptions()]
    for module in reversed(before):  # GDAL wants them back in the order of a stack
        module.DontUseExceptions()
    if request.param:
        gdal.UseExceptions()
    yield
    if request.param:
        gdal.DontUseExceptions()
    for module in before:
        module.UseExceptions()


def write_geopackage(layer, path, name):
    from qgis.core import QgsCoordinateTransformContext, QgsVectorFileWriter

    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", name
    actions = QgsVectorFileWriter.ActionOnExistingFile
    options.actionOnExistingFile = (
        actions.CreateOrOverwriteLayer if path.exists() else actions.CreateOrOverwriteFile
    )
    QgsVectorFileWriter.writeAsVectorFormatV2(
        layer, str(path), QgsCoordinateTransformContext(), options
    )


def test_style_in_the_geopackage_comes_up_by_itself_and_is_replaced_without_a_question(
    styles, breaks, memory_layer, tmp_path, gdal_exceptions
):
    from functools import partial

    from carbon_footprint.algorithms.layers import save_style
    from qgis.core import QgsVectorLayer

    path = tmp_path / "样 式.gpkg"
    write_geopackage(polygons(memory_layer, "depth", float, [1.0, 3.0]), path, "fußabdruck")
    write_geopackage(polygons(memory_layer, "zone", str, ["Core zone"]), path, "O\"Brien's")
    for name, finish in (
        ("fußabdruck", partial(styles.depth, breaks=breaks, about="METHOD = consistent")),
        ("O\"Brien's", partial(styles.quadrants, about="SEED = 1")),
        ("fußabdruck", partial(styles.depth, breaks=breaks, about="METHOD = as_printed")),
    ):
        save_style("%s|layername=%s" % (path, name), finish)

    dataset = gdal.OpenEx(str(path))
    rows = [(f["f_table_name"], f["useAsDefault"]) for f in dataset.GetLayerByName("layer_styles")]
    assert sorted(rows) == [("O\"Brien's", 1), ("fußabdruck", 1)]
    for feature in dataset.GetLayerByName("layer_styles"):
        ElementTree.fromstring(feature["styleQML"])
    assert "as_printed" in dataset.GetLayerByName("fußabdruck").GetMetadataItem("ABSTRACT")
    del dataset

    layer = QgsVectorLayer("%s|layername=fußabdruck" % path, "any", "ogr")
    assert layer.renderer().type() == "graduatedSymbol"
    assert labels_of(layer) == ["1 (within annual flow)", "over 2 to 5"]
    layer.loadDefaultStyle()  # QGIS 3.22 forgets this part when it opens a layer
    assert layer.temporalProperties().isActive()


def test_a_layer_that_is_not_in_a_geopackage_is_left_alone(styles, memory_layer, tmp_path):
    from carbon_footprint.algorithms.layers import save_style

    folder = tmp_path / "my.gpkg.folder"
    folder.mkdir()
    file = folder / "a.geojson"
    file.write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    save_style(str(file), styles.quadrants)
    assert [path.name for path in folder.iterdir()] == ["a.geojson"]
