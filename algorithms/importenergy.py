"""Tool: energy tables into one tidy table."""

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterMultipleLayers,
)

from ..core.energy_tables import tidy_energy
from ..core.known_breaks import say_breaks
from . import parameters as shared
from .base import CarbonFootprintAlgorithm
from .i18n import tr
from .layers import read_source, write_sink
from .table_parameters import add_text_format, read_text_format


class ImportEnergy(CarbonFootprintAlgorithm):
    """Declares ``carbonfootprint:importenergy``."""

    ID = "importenergy"
    GROUP = "inputs"

    def displayName(self):
        return tr("Import energy tables")

    def shortDescription(self):
        return tr(
            "Reads energy tables, CEADs inventories or yearbook balance tables into one tidy table."
        )

    def keywords(self):
        return tr("energy, CEADs, inventory, yearbook, coal, Excel, CSV, import, fuel")

    def help_text(self):
        return "<p>%s</p><p>%s</p><p>%s</p><p>%s</p>" % (
            tr(
                "Reads CSV and Excel files into one row for each region, year and energy carrier, with "
                "the amount and its unit as in the source. CEADs provincial energy inventories are "
                "read as published: one sheet for each province, units from the second row, the 40 "
                "industrial sectors of terminal consumption. The fuel that power plants transform "
                "is not in terminal consumption, what their sector uses itself is."
            ),
            tr(
                "Balance tables of the China Energy Statistical Yearbook (6-1 to 6-30) are read as "
                "published, too: the row 2.工业 below 四.终端消费量, region and year from the title, the "
                "units above the columns. Parts that newer tables print apart are added to their "
                "fuel: blast-furnace and converter gas to other gas, naphtha, lubricants, paraffin, "
                "white spirit, bitumen and petroleum coke to other petroleum products, gangue to "
                "other washed coal, liquefied natural gas to natural gas by its energy (1 t as "
                "1321 m<sup>3</sup>)."
            ),
            tr(
                "Nothing is counted twice: totals of fuels (煤合计, Total) and the nation beside its "
                "provinces are recognised and left out. The carbon of blast-furnace gas comes from "
                "coke and that of coke from coal; the log warns where both are there."
            ),
            tr(
                "Units are never guessed in silence: 10<sup>4</sup> t, 10<sup>8</sup> m<sup>3</sup> and "
                "the like are read from the table, an unknown unit stops the run, and a gas under "
                "tonnes is a suspicion that is said with its evidence. The log tells in one block "
                "the regions, years, fuels and units that were read, and what was left out."
            ),
        )

    def initAlgorithm(self, config=None):
        self.add(
            QgsProcessingParameterMultipleLayers(
                "INPUTS",
                tr("Energy tables"),
                QgsProcessing.SourceType.TypeFile,
                optional=True,
            ),
            tr("CSV, TSV, XLSX, XLS or ODS files, any number of them."),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "INPUT_LAYER", tr("Or a layer of the project"), shared.ANY_VECTOR, None, True
            ),
            tr("A long or wide layer or table of the project, in place of files."),
        )
        shared.add_energy_format(self)
        add_text_format(self)
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Energy"), QgsProcessing.SourceType.TypeVector
            ),
            tr("Table: region, year, fuel, amount, unit."),
        )
        self.addOutput(QgsProcessingOutputNumber("ROWS", tr("Number of rows")))

    def execute(self, parameters, context, log):
        layer = read_source(self, parameters, "INPUT_LAYER", context, log)
        if bool(parameters.get("INPUTS")) == (layer is not None):
            raise self.fault("Choose tables, INPUTS or INPUT_LAYER, and only one of them.")
        if layer is None:
            form = read_text_format(self, parameters, context)
            table = shared.read_energy_tables(self, parameters, context, log, "INPUTS", form)
        else:
            rows = layer.frame.set_axis(range(1, len(layer.frame) + 1))  # as a user counts them
            choices = shared.energy_choices(self, parameters, context, log)
            table = tidy_energy(rows, layer.name, **choices)
        say_breaks(table, tr("Energy"), table["fuel"].unique(), log)
        return {
            "OUTPUT": write_sink(self, parameters, "OUTPUT", context, table),
            "ROWS": len(table),
        }
