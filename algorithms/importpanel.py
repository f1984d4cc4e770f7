"""Tool: a region-by-year table into tidy form."""

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from ..core.known_breaks import say_breaks
from ..core.panels import read_panel, tidy_panel
from .base import CarbonFootprintAlgorithm
from .i18n import tr
from .layers import read_source, write_sink
from .parameters import ANY_VECTOR
from .table_parameters import add_text_format, read_text_format


class ImportPanel(CarbonFootprintAlgorithm):
    """Declares ``carbonfootprint:importpanel``."""

    ID = "importpanel"
    GROUP = "inputs"

    def displayName(self):
        return tr("Import region-by-year table")

    def shortDescription(self):
        return tr("Reads population, GDP or any other region-by-year table into tidy form.")

    def keywords(self):
        return tr("population, GDP, panel, NBS, years, CSV, Excel, import, tidy")

    def help_text(self):
        return "<p>%s</p>" % tr(
            "Reads a table with years as rows or as columns, or an export of the National Bureau "
            "of Statistics as downloaded (title lines, years as 2019年, notes at the end), into one "
            "row for each region and year."
        )

    def initAlgorithm(self, config=None):
        self.add(
            QgsProcessingParameterFile("INPUT", tr("Table"), optional=True),
            tr(
                "CSV, TSV, XLSX, XLS or ODS file, as it is: with titles above the header, merged "
                "cells in it, notes below the data. book.xlsx|layername=Sheet1 names a sheet."
            ),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "INPUT_LAYER", tr("Or a layer of the project"), ANY_VECTOR, None, True
            ),
            tr("A layer or table of the project, in place of a file."),
        )
        self.add(
            QgsProcessingParameterString("VALUE_NAME", tr("Name of the value"), "value"),
            tr(
                "Name of the field with the values, for example population (the name that the "
                "footprint tools look for). In a table with several value columns it picks one."
            ),
        )
        self.add(
            QgsProcessingParameterString("UNIT", tr("Unit of the table"), "", False, True),
            tr(
                "For example 10^4 persons: values are converted to persons. Empty: the unit that "
                "the table tells, in brackets behind the column's name or in a line above the "
                "header; if it tells none, values stay as they are."
            ),
        )
        add_text_format(self)
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Panel"), QgsProcessing.SourceType.TypeVector
            ),
            tr("Table: region, year and the value."),
        )
        self.addOutput(QgsProcessingOutputNumber("ROWS", tr("Number of rows")))

    def execute(self, parameters, context, log):
        file = self.parameterAsFile(parameters, "INPUT", context)
        layer = read_source(self, parameters, "INPUT_LAYER", context, log)
        if bool(file) == (layer is not None):
            raise self.fault("Choose a table, INPUT or INPUT_LAYER, and only one of them.")
        what = {
            "value_name": self.parameterAsString(parameters, "VALUE_NAME", context).strip()
            or "value",
            "unit": self.parameterAsString(parameters, "UNIT", context).strip(),
            "log": log,
        }
        if file:
            form = read_text_format(self, parameters, context)
            table = read_panel(file, form=form, **what)
        else:
            rows = layer.frame.set_axis(range(1, len(layer.frame) + 1))
            table = tidy_panel(rows, layer.name, **what)
        name = what["value_name"]
        say_breaks(table, name, [name], log)
        return {
            "OUTPUT": write_sink(self, parameters, "OUTPUT", context, table),
            "ROWS": len(table),
        }
