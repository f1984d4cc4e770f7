"""Ready-made models of the usual chains, listed beside the tools.

What a model does is in its file in ``models/``, which the model designer opens and
``scripts/build_models.py`` writes; what it is called and how it is explained is here.
"""

from __future__ import annotations

from qgis.core import QgsProcessingModelAlgorithm

from ..core.log import InputError, Log
from .base import (
    OPENING,
    ROOT,
    CarbonFootprintAlgorithm,
    check_destinations,
    metadata,
    unknown_file,
)
from .i18n import tr, tr_message

FOLDER = ROOT / "models"


class Model(QgsProcessingModelAlgorithm):
    """Base class of the models: a file with an id and texts in the user's language.

    A model sets `ID`, the name of its file, and words its texts as a tool does. A file holds
    plain text, in English; what of it a dialog shows is translated when it is loaded.
    """

    ID = ""

    def __init__(self):
        super().__init__()
        self.fromFile(str(self.path()))
        for definition in self.parameterDefinitions():
            definition.setDescription(_translated(definition.description()))
            definition.setHelp(_translated(definition.help()))
        for name, source in self._inputs():
            self.parameterDefinition(name).setHelp(source.help())

    def _inputs(self):
        """Yield each name that is asked for, with what a tool declares in that place."""
        for step in self.childAlgorithms().values():
            for taken, sources in step.parameterSources().items():
                for source in sources:
                    if source.parameterName():
                        declared = step.algorithm().parameterDefinition(taken)
                        yield source.parameterName(), declared

    @classmethod
    def path(cls):
        """Return the model's file."""
        return FOLDER / ("%s.model3" % cls.ID)

    def createInstance(self):
        return type(self)()

    def name(self):
        return self.ID

    def groupId(self):
        return "models"

    def group(self):
        return tr("Models")

    def labels(self):
        """Return what the model calls its own inputs and outputs, by name."""
        return {}

    def canExecute(self):
        """Tell what the first step that cannot run lacks; QGIS asks only if it knows them all."""
        able, why = super().canExecute()
        for step in self.childAlgorithms().values() if able else ():
            able, why = step.algorithm().canExecute()
            if not able:
                break
        return able, why

    def checkParameterValues(self, parameters, context):
        """Open the layers, one thread at a time, as the tools do, and see that no output is an input.

        The steps cannot see that: each knows its own inputs only. It is said here, not in
        `processAlgorithm`, because QGIS keeps what is raised there for good, with the model, which
        would take the process with it at the end.
        """
        with OPENING:
            unknown = unknown_file(self, parameters, context)
            if unknown:
                return False, unknown
            able, why = super().checkParameterValues(parameters, context)
        if not able:
            return able, why
        try:
            check_destinations(self, parameters, context, Log())
        except InputError as error:
            return False, "\n".join(map(tr_message, error.messages))
        return True, ""

    def processAlgorithm(self, parameters, context, feedback):
        """Open the layers before the first step, which would do it outside of the lock."""
        self.checkParameterValues(parameters, context)
        return super().processAlgorithm(parameters, context, feedback)

    def keywords(self):
        return tr("model, chain, workflow, study, example")

    def helpUrl(self):
        return "%s/blob/main/docs/models.md" % metadata("repository")

    def tags(self):
        return CarbonFootprintAlgorithm.tags(self)

    def shortHelpString(self):
        return CarbonFootprintAlgorithm.shortHelpString(self)


def _translated(template):
    return tr(template)


class SinkOnly(Model):
    """Declares ``carbonfootprint:sinkonly``."""

    ID = "sinkonly"

    def displayName(self):
        return tr("Sink only")

    def shortDescription(self):
        return tr("Runs land cover and regions through to a styled layer of carbon sinks.")

    def help_text(self):
        return "<p>%s</p>" % tr(
            "One step, Carbon sink of forest and grassland, as the beginning of a model of your "
            "own: add what is to come after it."
        )


class EmissionsOnly(Model):
    """Declares ``carbonfootprint:emissionsonly``."""

    ID = "emissionsonly"

    def displayName(self):
        return tr("Emissions only")

    def shortDescription(self):
        return tr("Runs energy tables through to CO2 emissions by region, year and fuel.")

    def help_text(self):
        return "<p>%s</p>" % tr(
            "Import energy tables, then Industrial emissions, in t CO<sub>2</sub>. The tidy energy "
            "table between them is temporary."
        )


class FootprintFromTables(Model):
    """Declares ``carbonfootprint:footprintfromtables``."""

    ID = "footprintfromtables"

    def displayName(self):
        return tr("Footprint from ready tables")

    def shortDescription(self):
        return tr("Joins tables of sinks and emissions to regions and maps footprint and zones.")

    def help_text(self):
        return "<p>%s</p>" % tr(
            "For a study whose sinks (sink_tc in t C, forest_ha and grass_ha in ha) and emissions "
            "(ice_tco2 in t CO<sub>2</sub>) are there as tables or layers, from the tools or from "
            "elsewhere: Join tables to regions, Three-dimensional footprint, Quadrants of size and "
            "depth. With a table of population there are fields per head, too."
        )

    def labels(self):
        return {"TABLES": tr("Tables of sinks, emissions and population")}


class FullStudy(Model):
    """Declares ``carbonfootprint:fullstudy``."""

    ID = "fullstudy"

    def displayName(self):
        return tr("Full study by single tools")

    def shortDescription(self):
        return tr(
            "Runs land cover, energy and population through to footprint, clusters and zones."
        )

    def help_text(self):
        return "<p>%s</p>" % tr(
            "The steps of Full analysis as single tools, with the same numbers, to be changed in the "
            "model designer: put in a cleaning of the tables, other weights, or statistics of your "
            "own. METHOD as_printed takes the printed formulae of the emissions as well. Full "
            "analysis adds maps, a page, and both methods side by side."
        )

    def labels(self):
        return {
            "POPULATION": tr("Population"),
            "lisa_size": tr("Clusters of size"),
            "lisa_depth": tr("Clusters of depth"),
        }


class LisaStudy(Model):
    """Declares ``carbonfootprint:lisastudy``."""

    ID = "lisastudy"

    def displayName(self):
        return tr("LISA study of any panel")

    def shortDescription(self):
        return tr("Follows global and local Moran's I of any field through the years.")

    def help_text(self):
        return "<p>%s</p>" % tr(
            "For polygons with any numeric field, one feature for each region and year, two years or "
            "more: Global Moran's I, LISA clusters and LISA transitions, with the same neighbours."
        )


MODELS = (SinkOnly, EmissionsOnly, FootprintFromTables, FullStudy, LisaStudy)
