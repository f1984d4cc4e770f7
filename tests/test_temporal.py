"""Whatever has years plays in the Temporal Controller, when it is loaded and from its GeoPackage."""

from __future__ import annotations

import gc

import pandas as pd
import pytest

# A time path runs through all years; its year is only the last of them.
ALWAYS_THERE = "lisatransitions OUTPUT_PATHS"
LAST_SECOND = "%d-12-31T23:59:59"
POLYGON = "POLYGON((%d 0,%d 0,%d 1,%d 1,%d 0))"


def year_of(layer, name="year"):
    """Year of each feature that has one, by its id."""
    years = {f.id(): f[name] for f in layer.getFeatures()}
    return {i: int(str(year)[:4]) for i, year in years.items() if str(year) != "NULL"}


def shown(layer, begin, end):
    """Ids of the features that the map shows from `begin` up to, and without, `end`."""
    from qgis.core import QgsDateTimeRange, QgsFeatureRequest, QgsVectorLayerTemporalContext
    from qgis.PyQt.QtCore import QDateTime, Qt

    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    ends = [QDateTime.fromString(text, Qt.DateFormat.ISODate) for text in (begin, end)]
    period = QgsDateTimeRange(*ends, True, False)
    request = QgsFeatureRequest().setFilterExpression(
        layer.temporalProperties().createFilterString(context, period)
    )
    return {feature.id() for feature in layer.getFeatures(request)}


def assert_plays(layer, label, field="year"):
    assert layer.temporalProperties().isActive(), label
    years = year_of(layer, field)
    assert years, label
    for year in range(min(years.values()) - 1, max(years.values()) + 2):
        found = shown(layer, "%d-01-01T00:00:00" % year, "%d-01-01T00:00:00" % (year + 1))
        assert found == {i for i, y in years.items() if y == year}, (label, year)


# --- every tool ---------------------------------------------------------------------------------


def run_and_load(tool, parameters, feedback):
    """Run a tool as the toolbox does, and finish its layers as loading does."""
    from qgis.core import QgsProcessingContext, QgsProcessingUtils, QgsProject

    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    ok, problem = tool.checkParameterValues(parameters, context)
    assert ok, (tool.name(), problem)
    results, ok = tool.create().run(parameters, context, feedback)
    assert ok, (tool.name(), feedback.errors)
    gc.collect()
    loaded = {}
    for uri, details in context.layersToLoadOnCompletion().items():
        layer = QgsProcessingUtils.mapLayerFromString(uri, context)
        if details.postProcessor():
            details.postProcessor().postProcessLayer(layer, context, feedback)
        context.temporaryLayerStore().takeMapLayer(layer)
        loaded[uri] = layer
    return results, loaded


@pytest.fixture(scope="module")
def outputs(plugin, sample, study_inputs, feedback_class, tmp_path_factory):
    """Layers and tables of every tool on the sample: (tool, output) to loaded layer and URI."""
    from carbon_footprint.algorithms.provider import TOOLS
    from qgis.core import QgsProcessingOutputLayerDefinition, QgsProject

    folder = tmp_path_factory.mktemp("时 间")
    population = pd.read_csv(sample / "population.csv")
    gdp = population.iloc[:, :2].assign(gdp=population.iloc[:, 2] * 5.0)
    gdp.to_csv(folder / "gdp.csv", index=False)
    energy = [str(sample / "energy.csv")]
    results, found = {}, {}

    def chain(name, output="OUTPUT"):
        return results[name][output]

    given = {
        "importenergy": lambda: {"INPUTS": energy},
        "importpanel": lambda: {"INPUT": str(sample / "population.csv"), "VALUE_NAME": "population"},
        "cleanpanel": lambda: {"INPUT": chain("industrialemissions"), "FIELDS": ["ice_tco2"]},
        "checkinputs": lambda: study_inputs,
        "jointables": lambda: {
            "REGIONS": chain("carbonsink"),
            "TABLES": [
                chain("industrialemissions"), chain("importpanel"), str(folder / "gdp.csv")
            ],
        },
        "landcoverareas": lambda: study_inputs,
        "carbonsink": lambda: study_inputs,
        "industrialemissions": lambda: {"ENERGY": chain("importenergy")},
        "footprint3d": lambda: {"INPUT": chain("jointables")},
        "decomposition": lambda: {"INPUT": chain("footprint3d"), "ENERGY": chain("importenergy")},
        "fullanalysis": lambda: {**study_inputs, "ENERGY": energy},
    }  # fmt: skip
    first = "importenergy importpanel industrialemissions carbonsink jointables footprint3d".split()
    tools = {tool.ID: tool() for tool in TOOLS}
    for name in (*first, *sorted(set(tools) - set(first))):
        if name == "createtemplates":  # CSV files to be filled in, no layer
            continue
        tool = tools[name].create()
        parameters = dict(given.get(name, lambda: {"INPUT": chain("footprint3d")})())
        for definition in tool.destinationParameterDefinitions():
            path = str(folder / ("%s %s.gpkg" % (name, definition.name())))
            if definition.type() == "sink":
                parameters[definition.name()] = QgsProcessingOutputLayerDefinition(
                    path, QgsProject.instance()
                )
            elif name == "fullanalysis" and definition.name() == "OUTPUT":
                parameters["OUTPUT"] = path
        for definition in tool.parameterDefinitions():
            if "PERMUTATIONS" in definition.name():
                parameters[definition.name()] = 99
        results[name], loaded = run_and_load(tool, parameters, feedback_class())
        for uri, layer in loaded.items():
            if ALWAYS_THERE not in uri:
                found[name, uri] = layer
        if name == "fullanalysis":
            for table in ("moran", "emissions", "landcover", "summary"):
                found[name, "%s|layername=%s" % (results[name]["OUTPUT"], table)] = None
    return found


def test_layers_and_tables_of_every_tool_play_when_loaded(outputs):
    with_years = set()
    for (tool, uri), layer in outputs.items():
        if layer is not None and layer.fields().indexOf("year") >= 0:
            with_years.add(tool)
            assert_plays(layer, uri)
    assert with_years >= {
        "importenergy", "importpanel", "cleanpanel", "jointables", "landcoverareas", "carbonsink",
        "industrialemissions", "footprint3d", "fullanalysis", "uncertainty", "globalmoran",
        "lisaclusters", "quadrants",
    }  # fmt: skip


def test_layers_and_tables_of_every_tool_play_from_the_geopackage(outputs):
    from qgis.core import QgsVectorLayer

    count = 0
    for _, uri in outputs:
        layer = QgsVectorLayer(uri, "reopened", "ogr")
        assert layer.isValid(), uri
        if layer.fields().indexOf("year") >= 0:
            layer.loadDefaultStyle()  # QGIS 3.22 forgets this part when it opens a layer
            assert_plays(layer, uri)
            count += 1
    assert count >= 19


def test_the_range_of_the_project_covers_every_feature(outputs):
    from qgis.core import QgsProject, QgsTemporalUtils

    for (_, uri), layer in outputs.items():
        if layer is None or layer.fields().indexOf("year") < 0:
            continue
        project = QgsProject()
        project.addMapLayer(layer, False)
        period = QgsTemporalUtils.calculateTemporalRangeForProject(project)
        years = year_of(layer).values()
        ends = [end.toString("yyyy-MM-ddTHH:mm:ss") for end in (period.begin(), period.end())]
        assert ends == ["%d-01-01T00:00:00" % min(years), LAST_SECOND % max(years)], uri
        project.takeMapLayer(layer)


# --- one layer ----------------------------------------------------------------------------------


def panel_layer(memory_layer, kind=int, values=(2018, 2019, 2021), field="jahr"):
    rows = [
        (POLYGON % (i, i + 1, i + 1, i, i), ("R%d" % i, kind(value), 10.0 * i + t, 1.0 + i * t))
        for t, value in enumerate(values)
        for i in range(4)
    ]
    return memory_layer(
        "Polygon", {"region": str, field: kind, "size_ha": float, "depth": float}, rows
    )


@pytest.mark.parametrize(("step", "unit"), [(1, "TemporalYears"), (1, "TemporalMonths")])
def test_the_controller_never_shows_two_years_at_once(run, memory_layer, step, unit):
    from qgis.core import (
        QgsInterval,
        QgsProject,
        QgsTemporalNavigationObject,
        QgsTemporalUtils,
        QgsUnitTypes,
    )

    layer = panel_layer(memory_layer, field="year")
    from carbon_footprint.algorithms import styles

    styles.temporal(layer)
    project = QgsProject()
    project.addMapLayer(layer)
    controller = QgsTemporalNavigationObject()
    controller.setTemporalExtents(QgsTemporalUtils.calculateTemporalRangeForProject(project))
    controller.setFrameDuration(QgsInterval(step, getattr(QgsUnitTypes, unit)))
    years, seen = year_of(layer), set()
    for frame in range(controller.totalFrameCount()):
        period = controller.dateTimeRangeForFrameNumber(frame)
        form = "yyyy-MM-ddTHH:mm:ss"
        found = shown(layer, period.begin().toString(form), period.end().toString(form))
        assert len({years[i] for i in found}) <= 1, frame
        seen |= found
    assert seen == set(years), "every feature is in some frame"


@pytest.mark.parametrize("kind", [int, float, str])
@pytest.mark.parametrize("tool", ["quadrants", "lisaclusters"])
def test_years_in_another_field_play(tools, memory_layer, feedback_class, tool, kind):
    from qgis.core import QgsProcessingOutputLayerDefinition, QgsProject

    values = ["2018年", "2019", "2021年"] if kind is str else (2018, 2019, 2021)
    layer = panel_layer(memory_layer, kind, values)
    output = QgsProcessingOutputLayerDefinition("TEMPORARY_OUTPUT", QgsProject.instance())
    parameters = {"INPUT": layer, "YEAR_FIELD": "jahr", "OUTPUT": output}
    if tool == "lisaclusters":
        parameters["PERMUTATIONS"] = 99
    _, loaded = run_and_load(tools[tool], parameters, feedback_class())
    (layer,) = loaded.values()
    assert_plays(layer, tool, "jahr")
    assert layer.renderer().orderBy().dump() == '"jahr" ASC NULLS LAST', "the last year on top"


def test_uncertain_depths_with_years_in_another_field_play(tools, memory_layer, feedback_class):
    from qgis.core import QgsProcessingOutputLayerDefinition, QgsProject

    rows = [
        (POLYGON % (i, i + 1, i + 1, i, i), ("R%d" % i, year, 1e6 * (i + 1), 2e5))
        for year in (2018, 2020)
        for i in range(3)
    ]
    layer = memory_layer(
        "Polygon", {"region": str, "jahr": int, "ice_tco2": float, "sink_tc": float}, rows
    )
    output = QgsProcessingOutputLayerDefinition("TEMPORARY_OUTPUT", QgsProject.instance())
    parameters = {"INPUT": layer, "YEAR_FIELD": "jahr", "DRAWS": 1000, "OUTPUT": output}
    _, loaded = run_and_load(tools["uncertainty"], parameters, feedback_class())
    (layer,) = loaded.values()
    assert_plays(layer, "uncertainty", "jahr")


def test_cleaned_table_with_years_in_another_field_plays(tools, memory_layer, feedback_class):
    from qgis.core import QgsProcessingOutputLayerDefinition, QgsProject

    rows = [(None, ("R%d" % i, year, 5.0 + i)) for year in (2018, 2019) for i in range(3)]
    table = memory_layer("NoGeometry", {"region": str, "jahr": int, "gdp": float}, rows, crs="")
    output = QgsProcessingOutputLayerDefinition("TEMPORARY_OUTPUT", QgsProject.instance())
    parameters = {"INPUT": table, "YEAR_FIELD": "jahr", "FIELDS": ["gdp"], "OUTPUT": output}
    _, loaded = run_and_load(tools["cleanpanel"], parameters, feedback_class())
    (layer,) = loaded.values()
    assert_plays(layer, "cleanpanel", "jahr")


def test_a_field_with_quotes_in_its_name_plays(memory_layer, qgis_app):
    from carbon_footprint.algorithms import styles

    layer = panel_layer(memory_layer, field='my "year"')
    styles.temporal(layer, 'my "year"')
    assert_plays(layer, "quotes", 'my "year"')


# --- one set of classes for all years -------------------------------------------------------------


def class_bounds(layer):
    return [
        (item.lowerValue(), item.upperValue())
        for item in layer.renderer().ranges()
        if item.label() != "No data"
    ]


def test_depth_has_one_set_of_classes_for_all_years(tools, memory_layer, feedback_class):
    from carbon_footprint.core.natural_breaks import depth_breaks
    from qgis.core import QgsProcessingOutputLayerDefinition, QgsProject

    # Sink 1 t C and ICE 11/3 times what is in the list: depth = 1 + max(d - 1, 0) / 1 = d.
    depth = {2010: [1.0, 1.2, 1.4, 1.7, 2.0, 2.2], 2020: [1.5, 9.0, 11.0, 20.0, 22.0, 30.0]}
    rows = [
        (POLYGON % (i, i + 1, i + 1, i, i), ("R%d" % i, year, d * 44 / 12, 1.0, 1.0, 1.0))
        for year, values in depth.items()
        for i, d in enumerate(values)
    ]
    names = ("ice_tco2", "sink_tc", "forest_ha", "grass_ha")
    layer = memory_layer(
        "Polygon", {"region": str, "year": int, **dict.fromkeys(names, float)}, rows
    )
    output = QgsProcessingOutputLayerDefinition("TEMPORARY_OUTPUT", QgsProject.instance())
    parameters = {"INPUT": layer, "CLASSES": "natural", "OUTPUT": output}
    _, loaded = run_and_load(tools["footprint3d"], parameters, feedback_class())
    (layer,) = loaded.values()
    bounds = [high for _, high in class_bounds(layer)]
    both = depth[2010] + depth[2020]
    assert bounds[0] == 1 and bounds[-1] == pytest.approx(30)
    assert bounds == pytest.approx(depth_breaks(both, "natural").bounds)
    for values in depth.values():
        assert bounds != pytest.approx(depth_breaks(values, "natural").bounds)


def test_the_sink_has_one_set_of_classes_for_all_years(
    tools, make_raster, memory_layer, feedback_class, tmp_path
):
    from carbon_footprint.core.natural_breaks import natural_breaks
    from qgis.core import QgsProcessingOutputLayerDefinition, QgsProject

    # Forest (2) in a growing share of the six regions, and ten times as much in the later year.
    def raster(year, cells):
        rows = [[2 if row < cells * (1 + x // 10) else 1 for x in range(60)] for row in range(60)]
        path = tmp_path / ("CLCD_v01_%d_albert.tif" % year)
        return make_raster(path, rows, origin=(100, 40), cell=0.1)

    rasters = [raster(2010, 1), raster(2020, 10)]
    square = "POLYGON((%d 34,%d 34,%d 40,%d 40,%d 34))"
    regions = memory_layer(
        "Polygon",
        {"region": str},
        [(square % (x, x + 1, x + 1, x, x), ["R%d" % x]) for x in range(100, 106)],
    )
    output = QgsProcessingOutputLayerDefinition("TEMPORARY_OUTPUT", QgsProject.instance())
    parameters = {"RASTERS": rasters, "REGIONS": regions, "OUTPUT": output}
    _, loaded = run_and_load(tools["carbonsink"], parameters, feedback_class())
    (layer,) = loaded.values()
    sinks = pd.DataFrame(
        [(f["year"], f["sink_tc"]) for f in layer.getFeatures()], columns=["year", "sink"]
    )
    bounds = [high for _, high in class_bounds(layer)]
    assert bounds == pytest.approx(natural_breaks(sinks["sink"]).bounds)
    assert bounds[-1] == pytest.approx(sinks["sink"].max())
    for _, group in sinks.groupby("year"):
        assert bounds != pytest.approx(natural_breaks(group["sink"]).bounds)
