"""The ready-made models: the toolbox, the designer, and the numbers they give."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

MODELS = ("sinkonly", "emissionsonly", "footprintfromtables", "fullstudy", "lisastudy")
NEEDS_STATISTICS = {"fullstudy", "lisastudy"}


@pytest.fixture(scope="module")
def script(root, plugin):
    spec = importlib.util.spec_from_file_location(
        "build_models", root / "scripts" / "build_models.py"
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where dataclasses look for it
    spec.loader.exec_module(module)
    return module


@pytest.fixture(params=MODELS)
def path(request, root):
    return root / "models" / (request.param + ".model3")


@pytest.fixture
def stored(path, plugin):
    """A model as the designer reads its file."""
    from qgis.core import QgsProcessingModelAlgorithm

    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(path))
    return model


# --- files --------------------------------------------------------------------------------------


def test_every_model_has_a_file_and_every_file_a_model(root, models):
    assert {file.name for file in (root / "models").iterdir()} == {
        name + ".model3" for name in models
    }
    assert set(models) == set(MODELS)


def test_files_are_what_make_models_writes(script, models):
    stale = [name for name, model in models.items() if not script.is_current(type(model))]
    assert not stale, "run make models"


def test_a_changed_file_is_found_out(script, models, tmp_path):
    class Changed(type(models["sinkonly"])):
        @classmethod
        def path(cls):
            return tmp_path / "sinkonly.model3"

    assert not script.is_current(Changed), "no file"
    script.write(Changed)
    assert script.is_current(Changed)
    text = Changed.path().read_text(encoding="utf-8")
    assert "igbp" in text
    Changed.path().write_text(text.replace("igbp", "modis"), encoding="utf-8")
    assert not script.is_current(Changed)


def test_files_are_written_in_one_order(root, script, models, tmp_path):
    """The order of attributes in the files of QGIS changes from run to run."""
    from xml.etree import ElementTree

    class Copy(type(models["fullstudy"])):
        @classmethod
        def path(cls):
            return tmp_path / "copy.model3"

    script.write(Copy)
    for file in (Copy.path(), *(root / "models").iterdir()):
        text = file.read_text(encoding="utf-8")
        assert ElementTree.canonicalize(text) == text.rstrip("\n"), file.name


def test_qgis_finds_nothing_wrong(stored):
    assert stored.validate() == (True, [])
    for step, child in stored.childAlgorithms().items():
        assert child.algorithm() is not None, child.algorithmId()
        assert stored.validateChildAlgorithm(step) == (True, [])
    assert stored.canExecute() == (True, "")


def test_saving_what_was_loaded_changes_nothing(stored, path, script, tmp_path):
    again = tmp_path / "链.model3"
    assert stored.toFile(str(again))
    assert script.content(again) == script.content(path)


def test_defaults_of_a_model_are_those_of_its_tools(stored, tools):
    """Each value that a file holds, and each default that it asks with."""
    parameters = {p.name(): p for p in stored.parameterDefinitions() if not p.isDestination()}
    own = {
        ("importpanel", "VALUE_NAME"): "population",
        ("lisa_size", "FIELD"): "size_ha",
        ("jointables", "YEARS"): "emissions",
    }
    asked, expressions = {}, ""
    for step, child in stored.childAlgorithms().items():
        tool = tools[child.algorithmId().split(":")[1]]
        for name, sources in child.parameterSources().items():
            definition = tool.parameterDefinition(name)
            for source in sources:
                expressions += source.expression()
                if source.parameterName():
                    asked.setdefault(source.parameterName(), []).append(definition)
                if not (source.parameterName() or source.outputChildId() or source.expression()):
                    assert source.staticValue() == own.get((step, name), definition.defaultValue())
    for name, parameter in parameters.items():
        assert name in asked or "@" + name in expressions, "what is asked for is used"
        for definition in asked.get(name, []):
            # Else a step would take the default of its tool where a script gives nothing.
            # QGIS 3.40 reads an empty text as None
            assert (parameter.defaultValue() or None) == (definition.defaultValue() or None), name
            if parameter.type() == "enum":
                assert parameter.usesStaticStrings()
                assert parameter.options() == definition.options()
    if "POPULATION_UNIT" in parameters:
        unit = tools["fullanalysis"].parameterDefinition("POPULATION_UNIT").defaultValue()
        assert parameters["POPULATION_UNIT"].defaultValue() == unit
        assert "coalesce(@POPULATION_UNIT, '%s')" % unit in expressions
    advanced = [p.name() for p in parameters.values() if p.flags() & p.Flag.FlagAdvanced]
    assert set(advanced) <= {"YEAR_PAIRS"}, "left to the tools"


def test_no_step_asks_for_a_field_that_an_earlier_step_writes(stored):
    """A field is asked for where the data come from outside, and has a default there too."""
    fed = {
        step
        for step, child in stored.childAlgorithms().items()
        for name, sources in child.parameterSources().items()
        if any(source.outputChildId() for source in sources)
    }
    for step in fed:
        child = stored.childAlgorithm(step)
        given = {
            name
            for name, sources in child.parameterSources().items()
            if child.algorithm().parameterDefinition(name).type() == "field" and sources
        }
        assert given <= ({"FIELD"} if step == "lisa_size" else set()), step
    for definition in stored.parameterDefinitions():
        if definition.type() == "field":
            assert definition.defaultValue(), definition.name()


# --- the designer -------------------------------------------------------------------------------


def boxes(model):
    """Left, top, right, bottom of every box, by what it is."""
    items = {"input " + name: c for name, c in model.parameterComponents().items()}
    for step, child in model.childAlgorithms().items():
        items["step " + step] = child
        items["note " + step] = child.comment()
        items.update({"output " + name: c for name, c in child.modelOutputs().items()})
    # a step has its sockets In and Out above and below it
    edge = {name: 30 if name.startswith("step") else 0 for name in items}
    return {
        name: (
            item.position().x() - item.size().width() / 2,
            item.position().y() - item.size().height() / 2 - edge[name],
            item.position().x() + item.size().width() / 2,
            item.position().y() + item.size().height() / 2 + edge[name],
        )
        for name, item in items.items()
    }


def test_boxes_do_not_cover_one_another_and_lie_on_the_canvas(stored):
    found = boxes(stored)
    names = sorted(found)
    for i, one in enumerate(names):
        left, top, right, bottom = found[one]
        assert 0 <= left < right <= 4000 and -30 <= top < bottom <= 4000, one
        for other in names[i + 1 :]:
            x0, y0, x1, y1 = found[other]
            assert right <= x0 or x1 <= left or bottom <= y0 or y1 <= top, (one, other)


def test_steps_are_explained(stored):
    for step, child in stored.childAlgorithms().items():
        assert child.comment().description().endswith("."), step
        assert child.description()[0].isupper(), step
    said = stored.helpContent()
    assert said["SHORT_DESCRIPTION"] and said["ALG_DESC"]
    for definition in stored.parameterDefinitions():
        assert said[definition.name()] == definition.help() != "", definition.name()


def test_the_designer_opens_every_model_without_a_warning(
    path, plugin, script, tmp_path, capfd, monkeypatch
):
    from processing.modeler import ModelerDialog as designer
    from qgis.core import Qgis, QgsApplication

    monkeypatch.setattr(designer, "iface", None)  # there is no main window

    said = []
    log = QgsApplication.messageLog()

    def listen(text, tag, level):
        if level != Qgis.MessageLevel.Info:
            said.append((tag, text))

    log.messageReceived.connect(listen)
    try:
        dialog = designer.ModelerDialog(None)
        dialog.loadModel(str(path))
        assert [item.text() for item in dialog.messageBar().items()] == []
        scene = dialog.view().scene()
        kinds = [type(item).__name__ for item in scene.items()]
        assert len(kinds) > 3 * len(dialog.model().childAlgorithms())
        saved = tmp_path / "saved.model3"
        assert dialog.model().toFile(str(saved))
        assert script.content(saved) == script.content(path)
        dialog.setDirty(False)
        dialog.close()
    finally:
        log.messageReceived.disconnect(listen)
    out, err = capfd.readouterr()
    assert said == [] and "Traceback" not in out + err


# --- the toolbox --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MODELS)
def test_the_toolbox_lists_the_model(name, models):
    from qgis.core import QgsApplication

    model = QgsApplication.processingRegistry().algorithmById("carbonfootprint:" + name)
    assert model.id() == "carbonfootprint:" + name and model.provider().id() == "carbonfootprint"
    assert not model.icon().pixmap(24, 24).isNull()
    text = model.shortDescription()
    assert text.endswith(".") and text[0].isupper() and text.split()[0].endswith("s")
    help_text = model.shortHelpString()
    for definition in model.parameterDefinitions():
        assert definition.help() and definition.help() in help_text, definition.name()
    assert len(model.tags()) >= 3 and model.helpUrl().endswith("docs/models.md")
    made = model.create()
    assert type(made) is type(model) and made.id() == model.id() and made is not model
    assert [p.name() for p in made.parameterDefinitions()] == [
        p.name() for p in model.parameterDefinitions()
    ]
    assert not any(p.flags() & p.Flag.FlagHidden for p in made.parameterDefinitions())


def test_the_tree_of_the_toolbox_has_a_group_of_models(plugin):
    from qgis.gui import QgsProcessingToolboxModel

    tree = QgsProcessingToolboxModel()
    provider = next(
        index
        for index in (tree.index(row, 0) for row in range(tree.rowCount()))
        if tree.data(index) == "Carbon Footprint"
    )
    groups = {tree.data(index): index for index in (tree.index(i, 0, provider) for i in range(tree.rowCount(provider)))}  # fmt: skip
    assert len(groups) == 5
    models = groups["Models"]
    names = {tree.data(tree.index(i, 0, models)) for i in range(tree.rowCount(models))}
    assert names == {
        "Sink only",
        "Emissions only",
        "Footprint from ready tables",
        "Full study by single tools",
        "LISA study of any panel",
    }


def test_ids_of_models_do_not_clash(plugin):
    ids = [algorithm.id() for algorithm in plugin.provider.algorithms()]
    assert len(ids) == len(set(ids))


def test_loading_the_provider_anew_lists_the_models_once(plugin):
    for _ in range(2):
        plugin.provider.refreshAlgorithms()
        names = [a.name() for a in plugin.provider.algorithms() if a.groupId() == "models"]
        assert sorted(names) == sorted(MODELS)
        assert all(a.canExecute()[0] for a in plugin.provider.algorithms())


def test_a_model_says_which_packages_its_steps_lack(models, monkeypatch):
    from carbon_footprint.algorithms import statistics

    monkeypatch.setattr(statistics, "find_spec", lambda name: None)
    refused = {name: model.canExecute()[1] for name, model in models.items()}
    assert {name for name, why in refused.items() if why} == NEEDS_STATISTICS
    assert all("libpysal, esda" in refused[name] for name in NEEDS_STATISTICS)


def test_the_toolbox_shows_models_in_the_language_of_the_user(models, qgis_app):
    from qgis.PyQt.QtCore import QCoreApplication, QTranslator

    class Marks(QTranslator):
        def translate(self, context, text, *_):
            return "«%s»" % text if context == "CarbonFootprint" else None

        def isEmpty(self):
            return False

    marks = Marks()
    QCoreApplication.installTranslator(marks)
    try:
        for model in map(type, models.values()):
            made = model()
            shown = [made.displayName(), made.group(), made.shortDescription()]
            for definition in made.parameterDefinitions():
                shown += [definition.description(), definition.help()]
            assert [text for text in shown if not text.startswith("«")] == []
            assert made.name() == model.ID
    finally:
        QCoreApplication.removeTranslator(marks)


# --- results ------------------------------------------------------------------------------------


def run_model(name, parameters, place, feedback):
    """Run a model of the provider and return its layers by the names of its outputs."""
    from qgis import processing
    from qgis.core import QgsApplication

    model = QgsApplication.processingRegistry().createAlgorithmById("carbonfootprint:" + name)
    outputs = [p.name() for p in model.parameterDefinitions() if p.isDestination()]
    given = {**parameters, **{output: place(output.split(":")[-1]) for output in outputs}}
    results = processing.run("carbonfootprint:" + name, given, feedback=feedback)
    # The name of a model's output is "step:name" in files of QGIS 3.22.
    return {output.split(":")[-1]: results[output] for output in outputs}, results


def in_memory(_):
    return "memory:"


def frame(table, columns=None):
    """Table in one order of rows and columns, without the keys of a file."""
    keys = [k for k in ("field", "region", "year", "kind", "year_from") if k in table]
    table = table.drop(columns="fid", errors="ignore")
    return table.sort_values(keys, kind="stable").reset_index(drop=True)[columns or list(table)]


def assert_same(one, other):
    pd.testing.assert_frame_equal(
        frame(one), frame(other, list(frame(one))), check_dtype=False, rtol=1e-12, atol=0
    )


def assert_same_numbers(steps, numbers):
    for name in ("ICE_TCO2", "DEPTH_FANG", "DEPTH_NAIVE"):
        assert float(steps["footprint3d"][name]) == pytest.approx(numbers[name], rel=1e-12)
    for quadrant in ("I", "II", "III", "IV"):
        name = "COUNT_" + quadrant
        assert int(steps["quadrants"][name]) == numbers[name]


@pytest.fixture(scope="module")
def inputs(sample, study_inputs):
    return {
        **study_inputs,
        "ENERGY": [str(sample / "energy.csv")],
        "POPULATION": str(sample / "population.csv"),
    }


@pytest.fixture(scope="module")
def full(run, rows, inputs, tmp_path_factory):
    """Layers and tables of the full analysis by method, and its numbers."""
    done = {}

    def full(method="consistent"):
        if method not in done:
            path = str(tmp_path_factory.mktemp("full") / "full.gpkg")
            results, _ = run(
                "fullanalysis",
                **inputs,
                METHOD=method,
                OUTPUT=path,
                OUTPUT_MAPS="",
                OUTPUT_HTML="",
            )
            names = "footprint lisa_size lisa_depth quadrants moran emissions summary".split()
            layers = {name: rows("%s|layername=%s" % (path, name)) for name in names}
            done[method] = layers, results
        return done[method]

    return full


def test_sink_only_is_the_tool(run, rows, study_inputs, feedback_class):
    layers, _ = run_model("sinkonly", study_inputs, in_memory, feedback_class())
    assert_same(rows(run("carbonsink", **study_inputs)[0]["OUTPUT"]), rows(layers["sink"]))


@pytest.mark.parametrize("method", ["physical", "as_printed"])
def test_emissions_only_gives_the_emissions_of_the_full_analysis(
    method, rows, inputs, full, feedback_class
):
    given = {"ENERGY": inputs["ENERGY"], "METHOD": method}
    layers, _ = run_model("emissionsonly", given, in_memory, feedback_class())
    tables, _ = full("consistent" if method == "physical" else method)
    assert_same(tables["emissions"], rows(layers["emissions"]))


@pytest.mark.parametrize("method", ["consistent", "as_printed"])
@pytest.mark.parametrize("kind", ["memory", "geopackage"])
def test_full_study_gives_the_numbers_of_the_full_analysis(
    kind, method, rows, inputs, full, feedback_class, tmp_path
):
    def place(name):
        return "memory:" if kind == "memory" else str(tmp_path / (name + " é.gpkg"))

    feedback = feedback_class()
    layers, results = run_model("fullstudy", {**inputs, "METHOD": method}, place, feedback)
    assert not feedback.errors
    tables, numbers = full(method)
    for name in ("footprint", "lisa_size", "lisa_depth", "quadrants", "moran"):
        found = rows(layers[name])
        known = tables[name][[field for field in tables[name] if field in found]]
        # the full analysis has the scores of the quadrants in fewer layers, not in others
        assert {"region" if name != "moran" else "field", "year"} <= set(known)
        assert len(known.columns) >= len(tables[name].columns) - 1, name
        assert_same(known, found)
    summary = tables["summary"][tables["summary"]["method"] == method]
    totals = rows(layers["totals"])
    assert totals["depth_fang"].tolist() == pytest.approx(summary["depth_fang"].tolist())
    assert_same_numbers(results["CHILD_RESULTS"], numbers)


def further_year(folder, sample, factor=1):
    """The population of the sample with a year that the energy lacks, times a factor."""
    table = pd.read_csv(sample / "population.csv")
    last = table[table["year"] == table["year"].max()]
    table = pd.concat([table, last.assign(year=2022)], ignore_index=True)
    path = folder / "population.csv"
    table.assign(population_10k=table["population_10k"] * factor).to_csv(path, index=False)
    return str(path)


def carrying(folder, sample):
    """Regions that carry fields with the names of results: 1 person, land cover of 1999."""
    import json

    layer = json.loads((sample / "provinces.geojson").read_text(encoding="utf-8"))
    for feature in layer["features"]:
        feature["properties"].update(population=1, landcover_year=1999, ice_raw_coal_tco2=1.5)
    path = folder / "carrying.geojson"
    path.write_text(json.dumps(layer), encoding="utf-8")
    return str(path)


def test_full_study_with_other_years_and_fields_gives_the_numbers_of_the_full_analysis(
    run, rows, inputs, sample, feedback_class, tmp_path
):
    """Population of 2022 without energy, and fields of the regions that results are called by."""
    given = {
        **inputs,
        "POPULATION": further_year(tmp_path, sample),
        "REGIONS": carrying(tmp_path, sample),
    }
    feedback = feedback_class()
    layers, results = run_model("fullstudy", given, in_memory, feedback)
    path = str(tmp_path / "full.gpkg")
    numbers, _ = run("fullanalysis", **given, OUTPUT=path, OUTPUT_MAPS="", OUTPUT_HTML="")
    # Layers of the full analysis without these results keep the fields of the regions.
    carried = {"population", "landcover_year", "ice_raw_coal_tco2"}
    for name in ("footprint", "lisa_depth", "quadrants", "moran"):
        known, found = rows("%s|layername=%s" % (path, name)), rows(layers[name])
        assert set(found["year"]) == {2011, 2013, 2015, 2017, 2019, 2021}
        left_out = set() if name == "footprint" else carried
        same = [field for field in known if field in found and field not in left_out]
        assert_same(known[same], found)
    footprint = rows(layers["footprint"])
    assert set(footprint["landcover_year"]) == {2019}
    assert not [field for field in footprint if field.startswith("population_")]
    # Beijing in 2011: 20.24 million persons
    beijing = footprint.set_index(["region", "year"]).loc[("Beijing", 2011)]
    assert beijing["population"] == 2024e4
    assert beijing["icf_pc_ha"] == pytest.approx(beijing["icf_ha"] / 2024e4, rel=1e-12)
    assert_same_numbers(results["CHILD_RESULTS"], numbers)


def test_full_study_refuses_persons_read_as_ten_thousands_like_the_full_analysis(
    fault, inputs, sample, feedback_class, tmp_path
):
    from qgis.core import QgsProcessingException

    given = {**inputs, "POPULATION": further_year(tmp_path, sample, 10000)}
    said = fault("fullanalysis", **given, OUTPUT=str(tmp_path / "full.gpkg"))
    assert "persons; choose the unit that the table really has" in said
    feedback = feedback_class()
    with pytest.raises(QgsProcessingException) as raised:
        run_model("fullstudy", given, in_memory, feedback)
    assert said in str(raised.value) + "\n".join(feedback.errors)


def test_footprint_from_tables_takes_the_years_of_the_emissions(
    plugin, rows, memory_layer, feedback_class
):
    """One table with sinks and emissions of 2019, and the population of other years, too."""
    regions = memory_layer("Polygon", {"region": str}, [("POLYGON((0 0,1 0,1 1,0 1,0 0))", ["A"])])
    fields = {"region": str, "year": int, "ice_tco2": float, "sink_tc": float,
              "forest_ha": float, "grass_ha": float}  # fmt: skip
    study = memory_layer(
        "None", fields, [(None, ["A", 2019, 528.0, 380.96, 100.0, 0.0])], crs="", name="study"
    )
    people = memory_layer(
        "None",
        {"region": str, "year": int, "population": float},
        [(None, ["A", year, 10.0]) for year in (2010, 2019, 2022)],
        crs="",
        name="people",
    )
    given = {"REGIONS": regions, "TABLES": [study, people]}
    layers, results = run_model("footprintfromtables", given, in_memory, feedback_class())
    table = rows(layers["footprint"])
    # 528 t CO2 are 144 t C, less than the sink of 380.96: depth 1
    assert table["year"].tolist() == [2019] and table["depth"].tolist() == [1]
    assert float(results["CHILD_RESULTS"]["footprint3d"]["DEPTH_FANG"]) == 1
    assert float(results["CHILD_RESULTS"]["footprint3d"]["ICE_TCO2"]) == 528


# --- outputs and inputs -------------------------------------------------------------------------


def test_an_output_of_a_model_never_replaces_an_input(
    plugin, inputs, rows, feedback_class, tmp_path
):
    """Its steps know their own inputs only."""
    from qgis import processing
    from qgis.core import (
        QgsProcessingContext,
        QgsProcessingException,
        QgsProcessingFeatureSourceDefinition,
        QgsProject,
        QgsVectorLayer,
    )

    source = QgsVectorLayer(inputs["REGIONS"], "source", "ogr")
    path = str(tmp_path / "regions.gpkg")
    processing.run("native:savefeatures", {"INPUT": source, "OUTPUT": path})
    before = rows(path)
    project, context = QgsProject(), QgsProcessingContext()
    layer = QgsVectorLayer(path, "Provinzen", "ogr")
    project.addMapLayer(layer)
    context.setProject(project)
    definition = QgsProcessingFeatureSourceDefinition(layer.id())
    for regions in (path, layer.id(), layer.name(), layer, definition):
        given = {**inputs, "REGIONS": regions, "carbonsink:sink": path}
        with pytest.raises(QgsProcessingException, match="regions.gpkg is an input too"):
            processing.run(
                "carbonfootprint:sinkonly", given, context=context, feedback=feedback_class()
            )
        assert rows(path).equals(before)
    given = {**inputs, "REGIONS": layer.id(), "carbonsink:sink": str(tmp_path / "sink.gpkg")}
    processing.run("carbonfootprint:sinkonly", given, context=context, feedback=feedback_class())
    assert len(rows(str(tmp_path / "sink.gpkg"))) == len(before)
    context.temporaryLayerStore().removeAllMapLayers()
    project.clear()


def test_a_model_names_a_file_of_a_list_that_does_not_open(plugin, inputs, feedback_class):
    from qgis.core import QgsProcessingException

    given = {**inputs, "RASTERS": [*inputs["RASTERS"], "none_2020.tif"]}
    with pytest.raises(QgsProcessingException, match="RASTERS: none_2020.tif cannot be opened"):
        run_model("sinkonly", given, in_memory, feedback_class())


def test_a_method_that_is_left_out_is_the_default(rows, inputs, full, feedback_class):
    layers, _ = run_model("fullstudy", inputs, in_memory, feedback_class())
    assert_same(full()[0]["quadrants"], rows(layers["quadrants"]))


def test_layers_of_a_model_are_styled(inputs, feedback_class, tmp_path):
    from qgis.core import QgsVectorLayer

    def place(name):
        return str(tmp_path / (name + ".gpkg"))

    layers, _ = run_model("fullstudy", inputs, place, feedback_class())
    fields = {"footprint": "depth", "lisa_depth": "lisa_cluster", "quadrants": "zone"}
    for name, field in fields.items():
        layer = QgsVectorLayer(layers[name], name, "ogr")
        layer.loadDefaultStyle()  # QGIS 3.22 forgets the years when it opens a layer
        assert field in layer.renderer().classAttribute(), name
        assert layer.temporalProperties().isActive(), name


def test_layers_of_a_model_are_styled_when_qgis_loads_them(inputs, models, feedback_class):
    """As from the dialog: layers in memory that the project takes."""
    from qgis.core import QgsProcessingContext, QgsProcessingOutputLayerDefinition, QgsProject

    project, context = QgsProject(), QgsProcessingContext()
    context.setProject(project)
    model = models["fullstudy"]
    given = dict(inputs)
    for definition in model.parameterDefinitions():
        if definition.isDestination():
            given[definition.name()] = QgsProcessingOutputLayerDefinition("memory:", project)
    assert model.checkParameterValues(given, context) == (True, "")
    results, ok = model.run(given, context, feedback_class())
    assert ok
    loaded = {}
    for uri, details in context.layersToLoadOnCompletion().items():
        layer = context.temporaryLayerStore().mapLayer(uri)
        if details.postProcessor():
            details.postProcessor().postProcessLayer(layer, context, feedback_class())
        loaded[details.name] = layer
    assert len(loaded) == 6
    kinds = sorted(layer.renderer().type() for layer in loaded.values() if layer.isSpatial())
    assert kinds == ["categorizedSymbol"] * 3 + ["graduatedSymbol"]


def test_footprint_from_tables_with_gaps(rows, memory_layer, feedback_class):
    """Worked by hand, NULL through three temporary layers.

    Forest 100 ha, no grass, sink 380.96 t C: n = 3.8096 t C/ha. Emissions of 3 * 380.96 t C are
    that times 44/12 in t CO2, so ICF = 300 ha, CEC = 100 ha, size 100 ha, depth 3. Half of the
    emissions: 1.5. A tenth: ICF = 30 ha = size, depth 1.
    """
    square = "POLYGON((%d 0,%d 0,%d 1,%d 1,%d 0))"
    regions = memory_layer(
        "Polygon",
        {"region": str},
        [(square % (x, x + 1, x + 1, x, x), [name]) for x, name in enumerate("甲乙丙")],
    )
    sinks = memory_layer(
        "None",
        {"region": str, "forest_ha": float, "grass_ha": float, "sink_tc": float},
        [(None, [name, 100.0, 0.0, 380.96]) for name in "甲乙丙"],
        crs="",
        name="sinks",
    )
    full = 3 * 380.96 * 44 / 12
    emissions = memory_layer(
        "None",
        {"region": str, "year": int, "ice_tco2": float},
        [
            (None, ["甲", 2001, full]),
            (None, ["甲", 2003, full / 2]),
            (None, ["乙", 2001, full / 10]),
            (None, ["乙", 2003, None]),
            (None, ["丙", 2003, full]),
        ],
        crs="",
        name="emissions",
    )
    given = {"REGIONS": regions, "TABLES": [sinks, emissions]}
    layers, _ = run_model("footprintfromtables", given, in_memory, feedback_class())
    field = {f.name(): f for f in layers["quadrants"].fields()}
    assert field["year"].typeName() == "integer" and field["depth"].typeName() == "double"
    table = rows(layers["quadrants"]).set_index(["region", "year"]).sort_index()
    assert len(table) == 6
    for key, size, depth in (
        (("甲", 2001), 100, 3),
        (("甲", 2003), 100, 1.5),
        (("乙", 2001), 30, 1),
        (("丙", 2003), 100, 3),
    ):
        assert table.loc[key, "size_ha"] == pytest.approx(size)
        assert table.loc[key, "depth"] == pytest.approx(depth)
    for key in (("乙", 2003), ("丙", 2001)):
        assert table.loc[key, ["ice_tco2", "size_ha", "depth", "zone"]].isna().all(), key


def test_lisa_study_is_the_single_tools(run, rows, full, memory_layer, feedback_class, tmp_path):
    """Of any panel: fields of other names, one of them with a missing value."""
    cells = [(x, y) for y in range(5) for x in range(5)]
    square = "POLYGON((%(x)d %(y)d,%(X)d %(y)d,%(X)d %(Y)d,%(x)d %(Y)d,%(x)d %(y)d))"
    features = [
        (
            square % {"x": x, "y": y, "X": x + 1, "Y": y + 1},
            ["%d-%d" % (x, y), year, None if (x, y, year) == (2, 2, 2000) else x * y + year % 7],
        )
        for year in (2000, 2005, 2010)
        for x, y in cells
    ]
    layer = memory_layer("Polygon", {"名": str, "when": int, "收入": float}, features)
    fields = {"FIELD": "收入", "REGION_FIELD": "名", "YEAR_FIELD": "when"}
    layers, _ = run_model("lisastudy", {"INPUT": layer, **fields}, in_memory, feedback_class())
    assert_same(rows(run("lisaclusters", INPUT=layer, **fields)[0]["OUTPUT"]), rows(layers["lisa"]))
    single = {**fields, "FIELDS": fields["FIELD"]}
    del single["FIELD"]
    assert_same(rows(run("globalmoran", INPUT=layer, **single)[0]["OUTPUT"]), rows(layers["moran"]))
    single, _ = run(
        "lisatransitions", INPUT=layer, OUTPUT_MATRIX="memory:", OUTPUT_FLOW="memory:", **fields
    )
    for output, name in (("OUTPUT", "transitions"), ("OUTPUT_MATRIX", "matrix"), ("OUTPUT_FLOW", "flow")):  # fmt: skip
        assert_same(rows(single[output]), rows(layers[name]))


@pytest.mark.qgis_process
def test_qgis_process_runs_a_model_of_the_toolbox_and_a_file(root, rows, inputs, full, tmp_path):
    answers = {}
    for number, model in enumerate(("carbonfootprint:fullstudy", root / "models" / "fullstudy.model3")):  # fmt: skip
        outputs = {
            key: str(tmp_path / ("%d %s.gpkg" % (number, key.split(":")[1])))
            for key in (
                "footprint3d:footprint",
                "footprint3d:totals",
                "globalmoran:moran",
                "lisa_size:lisa_size",
                "lisa_depth:lisa_depth",
                "quadrants:quadrants",
            )
        }
        given = {
            **inputs,
            "ENERGY": inputs["ENERGY"][0],
            "RASTERS": inputs["RASTERS"][0],
            **outputs,
        }
        command = [str(root / "scripts" / "qgis_process.sh"), "--json", "run", str(model)]
        done = subprocess.run(
            [*command, *("--%s=%s" % item for item in given.items())],
            capture_output=True,
            text=True,
            timeout=180,
        )
        assert done.returncode == 0, done.stdout[-500:] + done.stderr[-2000:]
        answers[number] = json.loads(done.stdout[done.stdout.index("{") :])["results"]
        for name in ("footprint", "quadrants", "lisa_depth"):
            found = rows(Path(tmp_path) / ("%d %s.gpkg" % (number, name)))
            known = full()[0][name]
            assert_same(known[[field for field in known if field in found]], found)
    assert set(answers[0]) == set(answers[1])
