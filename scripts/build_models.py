"""Write ``models/*.model3`` from the chains below and from the tools they are made of.

What a model asks for, with label, help and default, is taken from the tool that takes it, and
the texts of the model from ``algorithms/models.py``. ``--check`` writes nothing and fails where
a file is out of date.
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VERSION = "internal_version"  # written by later versions of QGIS than 3.22


@dataclass
class Given:
    """What the user gives, declared by the tool that takes it or by another `tool`."""

    name: str
    tool: str = ""


@dataclass
class From:
    """The output of another step."""

    step: str


@dataclass
class Fixed:
    """The same value in every run."""

    value: object


@dataclass
class Computed:
    """A QGIS expression of what the user gives, here or for another step.

    A model's own default reaches the dialog, but no step when a script leaves the parameter out:
    the step takes the default of its tool. Where that is another one, an expression puts it right.
    """

    expression: str
    given: Given | None = None


@dataclass
class Step:
    """A tool in a chain.

    Attributes
    ----------
    tool : str
        Id.
    sources : dict of str
        Where each parameter comes from; those not named keep the default of the tool.
    outputs : dict of str
        Output of the tool by the name that it has in the model.
    comment : str
        For the reader of the model.
    """

    tool: str
    sources: dict
    outputs: dict = field(default_factory=dict)
    comment: str = ""


def given(names):
    """Sources that the user gives under the tool's own names."""
    return {name: Given(name) for name in names.split()}


def sink(outputs):
    """The step of the sink."""
    return Step(
        "carbonsink",
        given("RASTERS REGIONS REGION_FIELD LEGEND SEQUESTRATION"),
        outputs,
        "Areas of forest and grassland in every region and year, times their sequestration.",
    )


def energy():
    """The step that reads energy tables."""
    return Step(
        "importenergy",
        {"INPUTS": Given("ENERGY"), **given("FORMAT SCOPE")},
        comment="Energy tables of any layout as one tidy table.",
    )


def emissions(method, outputs):
    """The step of the emissions."""
    return Step(
        "industrialemissions",
        {"ENERGY": From("importenergy"), **given("FACTOR_SET"), "METHOD": method},
        outputs,
        "Amounts of fuel times emission factors, in t CO2.",
    )


# Population of other years would only add rows without a footprint, see `core.study`.
YEARS_OF_EMISSIONS = {"YEARS": Fixed("emissions")}
FOOTPRINT = "Size, depth, deficit and surplus. The fields it needs are those of the steps before."
QUADRANTS = "Core, critical, observation and buffer zones by size and depth."
MORAN = "Whether neighbours are alike, for every year."
LISA = "Where neighbours are alike, for every year."
WEIGHTS = given("WEIGHTS ISLANDS")
PANEL = given("INPUT REGION_FIELD YEAR_FIELD")
CLUSTERS = {**WEIGHTS, **given("ALPHA CORRECTION")}

CHAINS = {
    "sinkonly": {"carbonsink": sink({"sink": "OUTPUT"})},
    "emissionsonly": {
        "importenergy": energy(),
        "industrialemissions": emissions(Given("METHOD"), {"emissions": "OUTPUT"}),
    },
    "footprintfromtables": {
        "jointables": Step(
            "jointables",
            {
                **given("REGIONS REGION_FIELD TABLES LANDCOVER_MATCH ON_UNMATCHED"),
                **YEARS_OF_EMISSIONS,
            },
            comment="Tables meet the regions by name or code, a polygon for each year of emissions.",
        ),
        "footprint3d": Step(
            "footprint3d",
            {"INPUT": From("jointables"), **given("METHOD")},
            {"footprint": "OUTPUT", "totals": "OUTPUT_TOTALS"},
            FOOTPRINT,
        ),
        "quadrants": Step(
            "quadrants",
            {"INPUT": From("footprint3d"), **given("THRESHOLD")},
            {"quadrants": "OUTPUT"},
            QUADRANTS,
        ),
    },
    "fullstudy": {
        "carbonsink": sink({}),
        "importenergy": energy(),
        "importpanel": Step(
            "importpanel",
            {
                "INPUT": Given("POPULATION"),
                "UNIT": Computed(
                    "coalesce(@POPULATION_UNIT, '10^4 persons')",
                    Given("POPULATION_UNIT", "fullanalysis"),
                ),
                "VALUE_NAME": Fixed("population"),
            },
            comment="Population of any layout as one tidy table, in persons.",
        ),
        "industrialemissions": emissions(
            Computed("if(@METHOD = 'as_printed', 'as_printed', 'physical')"), {}
        ),
        "jointables": Step(
            "jointables",
            {
                "REGIONS": From("carbonsink"),
                "TABLES": [From("industrialemissions"), From("importpanel")],
                **given("LANDCOVER_MATCH ON_UNMATCHED"),
                **YEARS_OF_EMISSIONS,
            },
            comment="The sink layer takes up the tables, a polygon for each year of emissions.",
        ),
        "footprint3d": Step(
            "footprint3d",
            {"INPUT": From("jointables"), "METHOD": Given("METHOD")},
            {"footprint": "OUTPUT", "totals": "OUTPUT_TOTALS"},
            FOOTPRINT,
        ),
        "globalmoran": Step(
            "globalmoran", {"INPUT": From("footprint3d"), **WEIGHTS}, {"moran": "OUTPUT"}, MORAN
        ),
        "lisa_size": Step(
            "lisaclusters",
            {"INPUT": From("footprint3d"), "FIELD": Fixed("size_ha"), **CLUSTERS},
            {"lisa_size": "OUTPUT"},
            LISA,
        ),
        "lisa_depth": Step(
            "lisaclusters",
            {"INPUT": From("footprint3d"), **CLUSTERS},
            {"lisa_depth": "OUTPUT"},
            LISA,
        ),
        "quadrants": Step(
            "quadrants",
            {"INPUT": From("footprint3d"), **given("THRESHOLD")},
            {"quadrants": "OUTPUT"},
            QUADRANTS,
        ),
    },
    "lisastudy": {
        "globalmoran": Step(
            "globalmoran",
            {
                **PANEL,
                "FIELDS": Computed("coalesce(@FIELD, 'depth')", Given("FIELD", "lisaclusters")),
                **WEIGHTS,
            },
            {"moran": "OUTPUT"},
            MORAN,
        ),
        "lisaclusters": Step(
            "lisaclusters", {**PANEL, **given("FIELD"), **CLUSTERS}, {"lisa": "OUTPUT"}, LISA
        ),
        "lisatransitions": Step(
            "lisatransitions",
            {**PANEL, **given("FIELD"), **CLUSTERS, **given("PAIRS YEAR_PAIRS")},
            {"transitions": "OUTPUT", "matrix": "OUTPUT_MATRIX", "flow": "OUTPUT_FLOW"},
            "Who moved between the quadrants, from year to year.",
        ),
    },
}

# --- layout: a row for each step, what it asks for on the left, further right the later it comes --

INDENT, LINE = 340, 50  # pixels from level to level, and from box to box
BOX, STEP, NOTE = (300, 40), (290, 30), (250, 60)


def sources_of(step):
    """Steps whose output a step takes."""
    sources = [source for value in step.sources.values() for source in listed(value)]
    return [source.step for source in sources if isinstance(source, From)]


def listed(value):
    """Sources of a parameter as a list."""
    return value if isinstance(value, list) else [value]


def asked_by(source):
    """What the user gives, where that is the source or part of it."""
    return source.given if isinstance(source, Computed) else source


def first_asked(chain):
    """Names that the user gives, by the step that asks for them first."""
    found = {}
    for name, step in chain.items():
        for source in (source for value in step.sources.values() for source in listed(value)):
            if isinstance(asked_by(source), Given):
                found.setdefault(asked_by(source).name, name)
    return {name: [one for one, first in found.items() if first == name] for name in chain}


def levels(chain):
    """Level of each step: one more than the highest that it takes something from.

    In an order in which no link has to pass behind a step: a step follows its sources, the
    longest chain first.
    """
    level, rows = {}, {}
    for name, step in chain.items():
        level[name] = max((level[one] + 1 for one in sources_of(step)), default=0)

    def place(name):
        for one in sorted(sources_of(chain[name]), key=level.get, reverse=True):
            place(one)
        rows.setdefault(name, level[name])

    used = {one for step in chain.values() for one in sources_of(step)}
    for name in chain:
        if name not in used:
            place(name)
    return rows


def places(chain):
    """Centre of every box of a chain, by kind and name."""
    asked, found, y = first_asked(chain), {}, 40
    for name, level in levels(chain).items():
        given, outputs = asked[name], chain[name].outputs
        x = 600 + INDENT * level
        found["step", name] = x, y + 20
        found["note", name] = x + 300, y + 40
        for i, one in enumerate(given):
            found["given", one] = 170, y + 20 + LINE * i
        for i, output in enumerate(outputs):
            found["output", output] = x + 325, y + 105 + LINE * i
        y += max(LINE * len(given) + 30, 90 + LINE * len(outputs) + 20)
    return found


# --- models -------------------------------------------------------------------------------------


def build(model):
    """Make a model.

    Parameters
    ----------
    model : type
        One of ``algorithms.models.MODELS``.

    Returns
    -------
    QgsProcessingModelAlgorithm
    """
    from qgis.core import (
        QgsApplication,
        QgsProcessingModelAlgorithm,
        QgsProcessingModelChildAlgorithm,
        QgsProcessingModelOutput,
        QgsProcessingModelParameter,
        QgsProcessingParameterDefinition,
    )
    from qgis.PyQt.QtCore import QPointF, QSizeF

    optional = QgsProcessingParameterDefinition.Flag.FlagOptional
    registry, texts, chain = QgsApplication.processingRegistry(), model(), CHAINS[model.ID]
    labels, where = texts.labels(), places(chain)
    result = QgsProcessingModelAlgorithm(texts.displayName(), "Carbon Footprint")

    def put(component, kind, name, size):
        component.setPosition(QPointF(*where[kind, name]))
        component.setSize(QSizeF(*size))

    def ask(source, definition):
        """Have the model ask for what a tool asks for."""
        if source.tool:
            tool = registry.algorithmById("carbonfootprint:" + source.tool)
            definition = tool.parameterDefinition(source.name)
        definition = definition.clone()
        definition.setName(source.name)
        definition.setDescription(labels.get(source.name, definition.description()))
        if definition.defaultValue() is None:
            definition.setFlags(definition.flags() & ~optional)
        component = QgsProcessingModelParameter(source.name)
        component.setDescription(definition.description())
        put(component, "given", source.name, BOX)
        result.addModelParameter(definition, component)

    for name, step in chain.items():
        child = QgsProcessingModelChildAlgorithm("carbonfootprint:" + step.tool)
        child.setChildId(name)
        child.setDescription(labels.get(name, child.algorithm().displayName()))
        child.comment().setDescription(step.comment)
        put(child, "step", name, STEP)
        put(child.comment(), "note", name, NOTE)
        for definition in child.algorithm().parameterDefinitions():
            wanted = listed(step.sources.get(definition.name(), []))
            for source in map(asked_by, wanted):
                if isinstance(source, Given) and not result.parameterDefinition(source.name):
                    ask(source, definition)
            # The designer of QGIS misses what is mandatory and has only its default.
            if not (wanted or definition.isDestination() or definition.flags() & optional):
                wanted = [Fixed(definition.defaultValue())]
            if wanted:
                child.addParameterSources(definition.name(), [as_source(one) for one in wanted])
        outputs = {}
        for output, declared in step.outputs.items():
            made = QgsProcessingModelOutput(output, output)
            definition = child.algorithm().parameterDefinition(declared)
            made.setDescription(labels.get(output, definition.description()))
            made.setChildId(name)
            made.setChildOutputName(declared)
            put(made, "output", output, BOX)
            outputs[output] = made
        child.setModelOutputs(outputs)
        result.addChildAlgorithm(child)
    result.setParameterOrder([name for names in first_asked(chain).values() for name in names])
    about = {
        "ALG_DESC": texts.help_text(),
        "ALG_CREATOR": "Carbon Footprint",
        "SHORT_DESCRIPTION": texts.shortDescription(),
    }
    explain(result, about)  # a model that is loaded has the help of its inputs from there
    result = first_version(result)
    explain(result, about)
    return result


def explain(model, about):
    """Set the help of a model and, by their present names, of its inputs and outputs."""
    definitions = model.parameterDefinitions()
    model.setHelpContent({**about, **{one.name(): one.help() for one in definitions}})


def first_version(model):
    """Model in the format of QGIS 3.22; a later one would name the outputs in another way."""
    from qgis.core import QgsProcessingModelAlgorithm

    result = QgsProcessingModelAlgorithm()
    result.loadVariant({k: v for k, v in model.toVariant().items() if k != VERSION})
    return result


def as_source(source):
    """Tell a source as QGIS does."""
    from qgis.core import QgsProcessingModelChildParameterSource as Source

    if isinstance(source, Given):
        return Source.fromModelParameter(source.name)
    if isinstance(source, From):
        return Source.fromChildOutput(source.step, "OUTPUT")
    if isinstance(source, Computed):
        return Source.fromExpression(source.expression)
    return Source.fromStaticValue(source.value)


def is_current(model):
    """Tell whether the file of a model holds what it would be written with."""
    if not model.path().exists():
        return False
    with tempfile.TemporaryDirectory() as folder:
        new = Path(folder) / "new.model3"
        build(model).toFile(str(new))
        return content(new) == content(model.path())


def content(path):
    """Everything a model holds, but the version of its format."""
    from qgis.core import QgsProcessingModelAlgorithm

    model = QgsProcessingModelAlgorithm()
    if not model.fromFile(str(path)):
        raise ValueError("%s is no model" % path)
    return {key: value for key, value in model.toVariant().items() if key != VERSION}


def write(model):
    """Write the file of a model; QGIS changes the order of attributes from run to run."""
    build(model).toFile(str(model.path()))
    text = ElementTree.canonicalize(from_file=str(model.path()))
    model.path().write_text(text + "\n", encoding="utf-8")


def load_plugin():
    """Start a QGIS without a window and load the plugin, in English."""
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    spec = importlib.util.spec_from_file_location(
        "carbon_footprint", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
    )
    package = importlib.util.module_from_spec(spec)
    sys.modules["carbon_footprint"] = package
    spec.loader.exec_module(package)
    plugin = package.classFactory(None)
    plugin.initProcessing()
    return application, plugin


def main():
    """Write or check the models."""
    application, plugin = load_plugin()
    from carbon_footprint.algorithms.models import MODELS

    stale = [model for model in MODELS if not is_current(model)]
    if "--check" in sys.argv[1:]:
        names = ", ".join(model.path().name for model in stale)
        if names:
            sys.exit("Out of date, run make models: " + names)
        return
    for model in stale:
        write(model)
        print(model.path().relative_to(ROOT))
    plugin.unload()
    del application


if __name__ == "__main__":
    main()
