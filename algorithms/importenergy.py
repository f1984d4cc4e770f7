"""Tool: energy tables into one tidy table."""

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterMultipleLayers,
)

from . import parameters as shared
from .base import CarbonFootprintAlgorithm
from .i18n import tr
from .layers import write_sink


class ImportEnergy(CarbonFootprintAlgorithm):
    """Declares ``carbonfootprint:importenergy``."""

    ID = "importenergy"
    GROUP = "inputs"

    def displayName(self):
        return tr("Import energy tables")

    def shortDescription(self):
        return tr("Reads energy tables or CEADs inventories into one tidy table.")

    def keywords(self):
        return tr("energy, CEADs, inventory, yearbook, coal, Excel, CSV, import, fuel")

    def help_text(self):
        return "<p>%s</p><p>%s</p>" % (
            tr(
                "Reads CSV and Excel files into one row for each region, year and energy carrier, with "
                "the amount and its unit as in the source. CEADs provincial energy inventories are "
                "read as published: one sheet for each province, units from the second row, the 40 "
                "industrial sectors of terminal consumption. The fuel that power plants transform "
                "is not in terminal consumption, what their sector uses itself is."
            ),
            tr(
                "Units are never guessed in silence: 10<sup>4</sup> t, 10<sup>8</sup> m<sup>3</sup> and "
                "the like are read from the table, and an unknown unit stops the run."
            ),
        )

    def initAlgorithm(self, config=None):
        self.add(
            QgsProcessingParameterMultipleLayers(
                "INPUTS", tr("Energy tables"), QgsProcessing.SourceType.TypeFile
            ),
            tr("CSV, XLSX, XLS or ODS files, any number of them."),
        )
        shared.add_energy_format(self)
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Energy"), QgsProcessing.SourceType.TypeVector
            ),
            tr("Table: region, year, fuel, amount, unit."),
        )
        self.addOutput(QgsProcessingOutputNumber("ROWS", tr("Number of rows")))

    def execute(self, parameters, context, log):
        table = shared.read_energy_tables(self, parameters, context, log, "INPUTS")
        return {
            "OUTPUT": write_sink(self, parameters, "OUTPUT", context, table),
            "ROWS": len(table),
        }
