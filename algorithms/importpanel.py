"""Tool: a region-by-year table into tidy form."""

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from ..core.panels import read_panel
from .base import CarbonFootprintAlgorithm
from .i18n import tr
from .layers import write_sink


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
            QgsProcessingParameterFile("INPUT", tr("Table")), tr("CSV, XLSX, XLS or ODS file.")
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
                "For example 10^4 persons: values are converted to persons. Empty: values stay as "
                "they are."
            ),
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Panel"), QgsProcessing.SourceType.TypeVector
            ),
            tr("Table: region, year and the value."),
        )
        self.addOutput(QgsProcessingOutputNumber("ROWS", tr("Number of rows")))

    def execute(self, parameters, context, log):
        table = read_panel(
            self.parameterAsFile(parameters, "INPUT", context),
            self.parameterAsString(parameters, "VALUE_NAME", context).strip() or "value",
            self.parameterAsString(parameters, "UNIT", context).strip(),
            log=log,
        )
        return {
            "OUTPUT": write_sink(self, parameters, "OUTPUT", context, table),
            "ROWS": len(table),
        }
