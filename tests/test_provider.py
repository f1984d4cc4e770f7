"""The provider: what the toolbox shows, and what scripts and models hold on to."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

# design.md, section 3: id -> parameters that models and scripts hold, and outputs.
TOOLS = {
    "createtemplates": (
        "inputs",
        "REGIONS REGION_FIELD YEARS LAYOUT TEMPLATES LANGUAGE FACTOR_SET LEGEND",
        "FOLDER FILES",
    ),
    "importenergy": (
        "inputs",
        "INPUTS INPUT_LAYER FORMAT SCOPE UNIT FUEL_NAMES_TABLE ENCODING DELIMITER DECIMAL",
        "OUTPUT ROWS",
    ),
    "importpanel": (
        "inputs",
        "INPUT INPUT_LAYER VALUE_NAME UNIT ENCODING DELIMITER DECIMAL",
        "OUTPUT ROWS",
    ),
    "cleanpanel": (
        "inputs",
        "INPUT REGION_FIELD YEAR_FIELD FIELDS KEY_FIELDS ACTION REPLACE_OUTLIERS METHOD MAX_GAP "
        "WINDOW THRESHOLD FLOOR",
        "OUTPUT OUTPUT_HTML FLAGGED FILLED",
    ),
    "checkinputs": (
        "inputs",
        "RASTERS YEAR_PATTERN BAND NODATA REGIONS REGION_FIELD LEGEND LEGEND_TABLE ENERGY POPULATION "
        "POPULATION_UNIT OTHER FORMAT SCOPE FUEL_NAMES_TABLE ENCODING DELIMITER DECIMAL",
        "OUTPUT OUTPUT_HTML ERRORS WARNINGS NOTES",
    ),
    "jointables": (
        "inputs",
        "REGIONS REGION_FIELD TABLES LANDCOVER_MATCH ON_UNMATCHED YEARS",
        "OUTPUT ROWS",
    ),
    "landcoverareas": (
        "carbon_sink",
        "RASTERS YEAR_PATTERN BAND NODATA REGIONS REGION_FIELD LEGEND LEGEND_TABLE "
        "FOREST_CLASSES GRASS_CLASSES WORKERS MEMORY RESUME_FOLDER SCHEDULER",
        "OUTPUT FOREST_HA GRASS_HA",
    ),
    "carbonsink": (
        "carbon_sink",
        "RASTERS YEAR_PATTERN BAND NODATA REGIONS REGION_FIELD LEGEND LEGEND_TABLE "
        "FOREST_CLASSES GRASS_CLASSES SEQUESTRATION FACTOR_TABLE WORKERS MEMORY RESUME_FOLDER "
        "SCHEDULER",
        "OUTPUT SINK_TC",
    ),
    "industrialemissions": (
        "footprint",
        "ENERGY FACTOR_SET FACTOR_TABLE METHOD",
        "OUTPUT ICE_TCO2",
    ),
    "footprint3d": (
        "footprint",
        "INPUT SINK_FIELD EMISSIONS_FIELD FOREST_FIELD GRASS_FIELD POPULATION_FIELD METHOD "
        "MEAN_NEP P_FOREST P_GRASS CLASSES NEP_FOREST NEP_GRASS",
        "OUTPUT OUTPUT_TOTALS ICE_TCO2 SINK_TC ICF_HA CEC_HA SIZE_HA DEPTH_FANG DEPTH_NAIVE",
    ),
    "fullanalysis": (
        "footprint",
        "RASTERS YEAR_PATTERN BAND NODATA REGIONS REGION_FIELD LEGEND LEGEND_TABLE "
        "FOREST_CLASSES GRASS_CLASSES ENERGY POPULATION POPULATION_UNIT METHOD MEAN_NEP P_FOREST "
        "P_GRASS CLASSES LANDCOVER_MATCH ON_UNMATCHED FACTOR_SET EMISSION_FACTOR_TABLE FORMAT "
        "SCOPE FUEL_NAMES_TABLE ENCODING DELIMITER DECIMAL ENERGY_METHOD SEQUESTRATION YIELD_TABLE "
        "WEIGHTS ISLANDS K DISTANCE WEIGHTS_FILE "
        "TOLERANCE THRESHOLD PER_HEAD ALPHA CORRECTION PERMUTATIONS SEED ALTERNATIVE MAP_FORM "
        "MAP_YEARS LOAD_LAYERS "
        "WORKERS MEMORY RESUME_FOLDER SCHEDULER",
        "OUTPUT OUTPUT_MAPS OUTPUT_HTML FOOTPRINT LISA_SIZE LISA_DEPTH QUADRANTS ICE_TCO2 SINK_TC "
        "ICF_HA CEC_HA SIZE_HA DEPTH_FANG DEPTH_NAIVE MORAN_SIZE MORAN_SIZE_P MORAN_DEPTH "
        "MORAN_DEPTH_P COUNT_I COUNT_II COUNT_III COUNT_IV",
    ),
    "growthandprojection": (
        "footprint",
        "INPUT FIELD REGION_FIELD YEAR_FIELD TOTALS BREAK_YEARS MAX_BREAKS MIN_SEGMENT HORIZON BASIS "
        "ANCHOR CONFIDENCE POPULATION_SCENARIO POPULATION_FIELD",
        "OUTPUT OUTPUT_PROJECTION OUTPUT_HTML CAGR_PCT TREND_PCT PROJECTED LOW HIGH",
    ),
    "uncertainty": (
        "footprint",
        "INPUT REGION_FIELD YEAR_FIELD EMISSIONS_FIELD SINK_FIELD DRAWS SHARED CV_COAL CV_OTHER "
        "CV_FOREST CV_GRASS CV_ACTIVITY CONFIDENCE METHOD SEED",
        "OUTPUT OUTPUT_TORNADO OUTPUT_HTML P_NATIONAL COUNT_OVERLOADED",
    ),
    "decomposition": (
        "footprint",
        "INPUT REGION_FIELD YEAR_FIELD POPULATION_FIELD GDP_FIELD ENERGY FACTOR_SET FACTOR_TABLE "
        "METHOD PAIRS",
        "OUTPUT OUTPUT_HTML D_TOTAL_TCO2 D_POPULATION_TCO2 D_AFFLUENCE_TCO2 D_INTENSITY_TCO2 "
        "D_FUEL_MIX_TCO2 D_CARBON_INTENSITY_TCO2",
    ),
    "decoupling": (
        "footprint",
        "INPUT REGION_FIELD YEAR_FIELD EMISSIONS_FIELD GDP_FIELD PAIRS YEAR_PAIRS COUPLING_FROM "
        "COUPLING_TO",
        "OUTPUT OUTPUT_HTML ELASTICITY COUNT_STRONG",
    ),
    "globalmoran": (
        "spatial_patterns",
        "INPUT FIELDS REGION_FIELD YEAR_FIELD WEIGHTS ISLANDS K DISTANCE WEIGHTS_FILE TOLERANCE "
        "PERMUTATIONS SEED ALTERNATIVE",
        "OUTPUT OUTPUT_HTML I P",
    ),
    "lisaclusters": (
        "spatial_patterns",
        "INPUT FIELD REGION_FIELD YEAR_FIELD WEIGHTS ISLANDS K DISTANCE WEIGHTS_FILE TOLERANCE "
        "PERMUTATIONS SEED ALTERNATIVE ALPHA CORRECTION",
        "OUTPUT HIGH_HIGH LOW_LOW",
    ),
    "lisatransitions": (
        "spatial_patterns",
        "INPUT FIELD REGION_FIELD YEAR_FIELD PAIRS YEAR_PAIRS WEIGHTS ISLANDS K DISTANCE "
        "WEIGHTS_FILE TOLERANCE PERMUTATIONS SEED ALTERNATIVE ALPHA CORRECTION SIGNIFICANT_ONLY",
        "OUTPUT OUTPUT_MATRIX OUTPUT_FLOW OUTPUT_PATHS OUTPUT_HTML FLOW COHESION TRANSITIONS",
    ),
    "quadrants": (
        "spatial_patterns",
        "INPUT SIZE_FIELD DEPTH_FIELD REGION_FIELD YEAR_FIELD THRESHOLD FIXED_SIZE FIXED_DEPTH",
        "OUTPUT OUTPUT_HTML COUNT_I COUNT_II COUNT_III COUNT_IV",
    ),
    "gravitycentre": (
        "spatial_patterns",
        "INPUT REGION_FIELD YEAR_FIELD FIELD POINT SURFACE CONVENTION DEVIATIONS",
        "OUTPUT OUTPUT_PATH OUTPUT_ELLIPSES OUTPUT_HTML MOVE_KM BEARING_DEG PATH_KM X Y",
    ),
    "inequality": (
        "spatial_patterns",
        "INPUT REGION_FIELD YEAR_FIELD FIELD BASE_FIELD GROUPS GROUP_FIELD",
        "OUTPUT OUTPUT_GROUPS OUTPUT_HTML GINI THEIL BETWEEN_PCT",
    ),
}
MODELS = {"sinkonly", "emissionsonly", "footprintfromtables", "fullstudy", "lisastudy"}
DEFAULTS = {
    ("createtemplates", "LAYOUT"): "wide",
    ("createtemplates", "LANGUAGE"): "en",
    ("importenergy", "FORMAT"): "auto",
    ("importenergy", "SCOPE"): "industry",
    ("cleanpanel", "ACTION"): "report",
    ("cleanpanel", "METHOD"): "linear",
    ("cleanpanel", "MAX_GAP"): 3,
    ("jointables", "ON_UNMATCHED"): "warn",
    ("jointables", "LANDCOVER_MATCH"): "nearest",
    ("jointables", "YEARS"): "union",
    ("industrialemissions", "FACTOR_SET"): "provincial_guideline_2011",
    ("industrialemissions", "METHOD"): "physical",
    ("footprint3d", "METHOD"): "consistent",
    ("footprint3d", "P_FOREST"): 0.8272,
    ("footprint3d", "P_GRASS"): 0.1728,
    ("fullanalysis", "METHOD"): "consistent",
    ("growthandprojection", "FIELD"): "ice_tco2",
    ("growthandprojection", "TOTALS"): "sum",
    ("growthandprojection", "BREAK_YEARS"): "",
    ("growthandprojection", "HORIZON"): 2030,
    ("growthandprojection", "BASIS"): "trend",
    ("growthandprojection", "CONFIDENCE"): 95,
    ("uncertainty", "DRAWS"): 10000,
    ("uncertainty", "SHARED"): "shared",
    ("uncertainty", "CV_COAL"): 10,
    ("uncertainty", "CV_OTHER"): 5,
    ("uncertainty", "CV_FOREST"): 30,
    ("uncertainty", "CV_GRASS"): 30,
    ("uncertainty", "CV_ACTIVITY"): 0,
    ("uncertainty", "CONFIDENCE"): 95,
    ("uncertainty", "SEED"): 42,
    ("decomposition", "PAIRS"): "consecutive",
    ("decomposition", "FACTOR_SET"): "provincial_guideline_2011",
    ("decoupling", "PAIRS"): "consecutive",
    ("decoupling", "COUPLING_FROM"): 0.8,
    ("decoupling", "COUPLING_TO"): 1.2,
    ("globalmoran", "WEIGHTS"): "queen",
    ("globalmoran", "ISLANDS"): "nearest",
    ("globalmoran", "PERMUTATIONS"): 999,
    ("globalmoran", "ALTERNATIVE"): "two-sided",
    ("fullanalysis", "PERMUTATIONS"): 9999,
    ("fullanalysis", "GLOBAL_PERMUTATIONS"): 999,
    ("lisaclusters", "PERMUTATIONS"): 9999,
    ("lisaclusters", "CORRECTION"): "none",
    ("lisaclusters", "ALPHA"): 0.05,
    ("lisatransitions", "PAIRS"): "consecutive",
    ("lisatransitions", "SIGNIFICANT_ONLY"): False,
    ("quadrants", "THRESHOLD"): "mean",
    ("gravitycentre", "FIELD"): "ice_tco2",
    ("gravitycentre", "CONVENTION"): "sigma",
    ("gravitycentre", "SURFACE"): "ellipsoid",
    ("gravitycentre", "DEVIATIONS"): 1,
    ("inequality", "FIELD"): "ice_tco2",
    ("inequality", "BASE_FIELD"): "population",
    ("inequality", "GROUPS"): "china_four",
}
OPTIONS = {
    ("createtemplates", "LAYOUT"): "long wide",
    ("createtemplates", "TEMPLATES"): "emission_factors energy fuel_names legend population "
    "yield_factors",
    ("importenergy", "FORMAT"): "auto ceads long wide yearbook",
    ("importenergy", "SCOPE"): "industry total_final",
    ("cleanpanel", "ACTION"): "fill report",
    ("cleanpanel", "METHOD"): "linear log_linear",
    ("jointables", "LANDCOVER_MATCH"): "exact interpolate nearest",
    ("jointables", "YEARS"): "common emissions union",
    ("landcoverareas", "LEGEND"): "clcd custom esa_cci esa_worldcover globeland30 igbp",
    ("industrialemissions", "FACTOR_SET"): "ipcc_2006 provincial_guideline_2011 zuo_zhao_2025",
    ("industrialemissions", "METHOD"): "as_printed physical standard_coal",
    ("footprint3d", "METHOD"): "as_printed consistent",
    ("growthandprojection", "TOTALS"): "mean none sum",
    ("growthandprojection", "BASIS"): "cagr last_phase trend",
    ("growthandprojection", "ANCHOR"): "fitted observed",
    ("uncertainty", "SHARED"): "independent shared",
    ("uncertainty", "METHOD"): "as_printed consistent",
    ("decomposition", "PAIRS"): "consecutive first_last",
    ("decomposition", "METHOD"): "as_printed physical standard_coal",
    ("decoupling", "PAIRS"): "chosen consecutive first_last",
    ("globalmoran", "WEIGHTS"): "distance file knn queen rook",
    ("globalmoran", "ISLANDS"): "drop keep nearest",
    ("lisaclusters", "CORRECTION"): "bonferroni fdr none",
    ("lisatransitions", "PAIRS"): "all chosen consecutive first_last",
    ("quadrants", "THRESHOLD"): "fixed mean median",
    ("gravitycentre", "POINT"): "centroid inside",
    ("gravitycentre", "CONVENTION"): "sigma sqrt2",
    ("gravitycentre", "SURFACE"): "ellipsoid layer_crs",
    ("inequality", "GROUPS"): "china_four field none",
}


@pytest.fixture(params=sorted(TOOLS))
def tool(request, tools):
    return tools[request.param]


def test_provider_shows_itself(plugin):
    provider = plugin.provider
    assert provider.id() == "carbonfootprint"
    assert provider.name() == "Carbon Footprint"
    assert re.fullmatch(r"\d+\.\d+\.\d+", provider.versionInfo())
    assert not provider.icon().isNull() and Path(provider.svgIconPath()).is_file()
    assert not provider.icon().pixmap(24, 24).isNull()


def test_it_has_the_tools_of_the_design_in_their_groups(tools):
    assert {name: tool.groupId() for name, tool in tools.items()} == {
        name: group for name, (group, _, _) in TOOLS.items()
    }
    assert {tool.groupId(): tool.group() for tool in tools.values()} == {
        "inputs": "Inputs",
        "carbon_sink": "Carbon sink",
        "footprint": "Industrial carbon footprint",
        "spatial_patterns": "Spatial patterns",
    }


def test_it_has_the_models_of_the_usual_chains(models):
    assert set(models) == MODELS
    assert {(model.groupId(), model.group()) for model in models.values()} == {("models", "Models")}


def test_parameters_and_outputs_are_named_as_the_design_says(tool):
    _, parameters, outputs = TOOLS[tool.name()]
    inputs = {p.name() for p in tool.parameterDefinitions() if not p.isDestination()}
    assert set(parameters.split()) <= inputs
    assert inputs - set(parameters.split()) <= {
        "GLOBAL_PERMUTATIONS",
        "UNIT",
        "FIXED_SIZE",
        "FIXED_DEPTH",
    }
    assert {output.name() for output in tool.outputDefinitions()} == set(outputs.split())


def test_defaults(tools):
    found = {
        (name, parameter): tools[name].parameterDefinition(parameter).defaultValue()
        for name, parameter in DEFAULTS
    }
    assert found == DEFAULTS


def test_enumerations_hold_words_not_numbers(tools):
    for name, tool in tools.items():
        for parameter in tool.parameterDefinitions():
            if parameter.type() == "enum":
                assert parameter.usesStaticStrings(), (name, parameter.name())
                default = parameter.defaultValue()
                default = default if parameter.allowMultiple() else [default]
                assert set(default) <= set(parameter.options()), (name, parameter.name())
    for (name, parameter), words in OPTIONS.items():
        options = tools[name].parameterDefinition(parameter).options()
        assert sorted(options) == sorted(words.split()), (name, parameter)


# --- what QGIS itself asks of every algorithm (GenericAlgorithmsTest of processing/tests) ---------


def test_name_and_group_are_ids(tool):
    assert re.fullmatch(r"[a-z][a-z0-9]*", tool.name())
    assert tool.displayName()[0].isupper() and not tool.displayName().endswith(".")


def test_short_description_is_one_sentence_that_begins_with_a_verb(tool):
    text = tool.shortDescription()
    assert text[0].isupper() and text.endswith(".") and text.count(". ") == 0
    assert text.split()[0].endswith("s"), "the first word is a verb: Computes, Reads"
    assert "this algorithm" not in text.lower() and "this tool" not in text.lower()
    assert not re.search(r"<[^>]+>", text), "no HTML"


def test_help_and_tags(tool):
    assert len(tool.tags()) >= 3 and all(tag and tag == tag.strip() for tag in tool.tags())
    help_text = tool.shortHelpString()
    assert len(help_text) > 200
    for element in ("p", "b", "ul", "li", "code", "sub", "sup", "i"):
        assert help_text.count("<%s>" % element) == help_text.count("</%s>" % element), element
    assert isinstance(tool.helpUrl(), str) and tool.helpUrl()


def test_every_parameter_has_help(tool):
    for parameter in tool.parameterDefinitions():
        assert len(parameter.help()) > 5, parameter.name()
        assert parameter.description()[0].isupper(), parameter.name()
        assert parameter.help() in tool.shortHelpString()


def test_every_destination_of_data_is_a_parameter_with_an_output(tool):
    for parameter in tool.parameterDefinitions():
        if parameter.isDestination():
            assert tool.outputDefinition(parameter.name()) is not None


def test_create_instance(tool):
    made = tool.create()
    assert type(made) is type(tool) and made is not tool
    assert made.name() == tool.name()
    assert len(made.parameterDefinitions()) == len(tool.parameterDefinitions())


def test_icons_exist_and_draw(tool):
    assert Path(tool.svgIconPath()).is_file()
    assert not tool.icon().pixmap(24, 24).isNull()


def test_rare_parameters_are_folded_away(tools):
    from qgis.core import QgsProcessingParameterDefinition

    advanced = QgsProcessingParameterDefinition.Flag.FlagAdvanced
    shown = [
        p.name()
        for p in tools["fullanalysis"].parameterDefinitions()
        if not p.flags() & advanced and not p.isDestination()
    ]
    assert len(shown) <= 18, shown
    for name in ("P_FOREST", "P_GRASS"):
        for tool in ("footprint3d", "fullanalysis"):
            assert tools[tool].parameterDefinition(name).flags() & advanced


# --- loading -----------------------------------------------------------------------------------


def test_loading_and_unloading_again_leaves_the_registry_as_it_was(qgis_processing, plugin):
    from qgis.core import QgsApplication

    registry = QgsApplication.processingRegistry()
    plugin.unload()
    assert registry.providerById("carbonfootprint") is None
    for _ in range(2):
        plugin.initProcessing()
        assert len(registry.providerById("carbonfootprint").algorithms()) == len(TOOLS) + len(
            MODELS
        )
        plugin.unload()
        plugin.unload()  # QGIS does it when it closes after the user did
        assert registry.providerById("carbonfootprint") is None
    plugin.initGui()
    assert registry.providerById("carbonfootprint") is not None
    assert len(plugin.provider.algorithms()) == len(TOOLS) + len(MODELS)


BLOCKED = """
import importlib.util, sys
from pathlib import Path

blocked = set(sys.argv[2].split(","))

class Without:
    # passes a finder on, as if some packages were not installed
    def __init__(self, finder):
        self.finder = finder
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in blocked:
            return self.finder.find_spec(name, path, target)
    def __getattr__(self, name):
        return getattr(self.finder, name)

sys.meta_path[:] = [Without(finder) for finder in sys.meta_path]

from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback
app = QgsApplication([], False); app.initQgis()
root = Path(sys.argv[1])
spec = importlib.util.spec_from_file_location(
    "carbon_footprint", root / "__init__.py", submodule_search_locations=[str(root)])
package = importlib.util.module_from_spec(spec)
sys.modules["carbon_footprint"] = package
spec.loader.exec_module(package)
plugin = package.classFactory(None)
plugin.initProcessing()
# not shapely: pyproj of Debian 13 imports it by itself
heavy = {"esda", "libpysal", "mapclassify", "matplotlib", "geopandas", "scipy", "sklearn"}
print("loaded", sorted(heavy & set(sys.modules)))
for tool in plugin.provider.algorithms():
    print("tool", tool.name(), *tool.canExecute())
registry = QgsApplication.processingRegistry()
panel = registry.createAlgorithmById("carbonfootprint:importpanel")
results, ok = panel.run(
    {"INPUT": str(root / "sample" / "population.csv"), "VALUE_NAME": "population",
     "OUTPUT": sys.argv[3]}, QgsProcessingContext(), QgsProcessingFeedback())
print("panel", ok, results.get("ROWS"))
"""


def without_packages(root, tmp_path, *packages):
    script = tmp_path / "blocked.py"
    script.write_text(BLOCKED, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script), str(root), ",".join(packages), str(tmp_path / "p.gpkg")],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    lines = [line.split(" ", 2) for line in done.stdout.splitlines()]
    assert any(line[0] == "panel" for line in lines), done.stdout + done.stderr
    return lines


def test_without_the_statistics_packages_only_the_tools_that_need_them_say_so(root, tmp_path):
    lines = without_packages(root, tmp_path, "esda", "libpysal")
    said = {line[1]: line[2] for line in lines if line[0] == "tool"}
    assert set(said) == set(TOOLS) | MODELS
    refused = {name for name, text in said.items() if text.startswith("False")}
    assert refused == {
        "globalmoran",
        "lisaclusters",
        "lisatransitions",
        "fullanalysis",
        "fullstudy",
        "lisastudy",
    }
    for name in refused:
        assert "libpysal, esda" in said[name] and "pip" in said[name]
        assert said[name].count("\n") == 0 and said[name].endswith(".")
    assert ["panel", "True", "180"] in lines
    assert ["loaded", "[]"] in [line[:2] for line in lines]


def test_nothing_heavy_is_imported_when_the_provider_loads(root, tmp_path):
    lines = without_packages(root, tmp_path, "nothing")
    assert ["loaded", "[]"] in [line[:2] for line in lines]
    assert all(line[2].startswith("True") for line in lines if line[0] == "tool")
