"""Tool: area of every land-cover class in every region and year."""

from qgis.core import QgsProcessing, QgsProcessingOutputNumber, QgsProcessingParameterFeatureSink

from ..core.landcover import category_areas, landcover_areas
from ..core.panels import last_year_total
from . import parameters as shared
from .base import CarbonFootprintAlgorithm
from .i18n import tr
from .layers import write_sink


class LandCoverAreas(CarbonFootprintAlgorithm):
    """Declares ``carbonfootprint:landcoverareas``."""

    ID = "landcoverareas"
    GROUP = "carbon_sink"

    def displayName(self):
        return tr("Land-cover areas")

    def shortDescription(self):
        return tr("Measures the area of every land-cover class in every region and year.")

    def keywords(self):
        return tr("land cover, area, zonal, histogram, class, CLCD, MODIS, tabulate")

    def help_text(self):
        return "<p>%s</p>%s" % (
            tr(
                "Gives a table with one row for each region, year and class, in hectares. Rows for "
                "no data, for codes that the legend lacks (unmapped) and for land outside the raster "
                "close the balance: the rows of a region and year add up to region_ha."
            ),
            shared.landcover_note(),
        )

    def initAlgorithm(self, config=None):
        shared.add_landcover(self)
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Land-cover areas"), QgsProcessing.SourceType.TypeVector
            ),
            tr("Table: region, year, class, class_name, category, pixels, area_ha, region_ha."),
        )
        self.addOutput(QgsProcessingOutputNumber("FOREST_HA", tr("Forest, all regions, last year")))
        self.addOutput(
            QgsProcessingOutputNumber("GRASS_HA", tr("Grassland, all regions, last year"))
        )

    def execute(self, parameters, context, log):
        _, inputs = shared.read_landcover(self, parameters, context, log)
        areas = landcover_areas(**inputs, log=log)
        totals = category_areas(areas)
        dest = write_sink(self, parameters, "OUTPUT", context, areas)
        inputs["finished"].forget()
        return {
            "OUTPUT": dest,
            "FOREST_HA": last_year_total(totals, "forest_ha"),
            "GRASS_HA": last_year_total(totals, "grass_ha"),
        }
