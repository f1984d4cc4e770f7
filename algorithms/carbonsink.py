"""Tool: forest and grassland areas and their carbon sink."""

from functools import partial

from qgis.core import QgsProcessing, QgsProcessingOutputNumber, QgsProcessingParameterFeatureSink

from ..core.carbon_sink import carbon_sink
from ..core.landcover import category_areas, landcover_areas
from ..core.natural_breaks import natural_breaks
from ..core.panels import last_year_total
from . import parameters as shared
from . import styles
from .base import CarbonFootprintAlgorithm
from .i18n import tr
from .layers import expand_regions, write_sink
from .provenance import about


class CarbonSink(CarbonFootprintAlgorithm):
    """Declares ``carbonfootprint:carbonsink``."""

    ID = "carbonsink"
    GROUP = "carbon_sink"

    def displayName(self):
        return tr("Carbon sink of forest and grassland")

    def shortDescription(self):
        return tr("Computes the carbon sink of regions from land cover, for every year.")

    def keywords(self):
        return tr("carbon sink, sequestration, NEP, NPP, forest, grassland, absorption")

    def help_text(self):
        return (
            "<p>%s</p><p><code>CS = NEP<sub>f</sub>&middot;A<sub>f</sub>&middot;Y<sub>f</sub> + "
            "NEP<sub>g</sub>&middot;A<sub>g</sub>&middot;Y<sub>g</sub></code> [t C a<sup>-1</sup>]"
            "</p>%s<p>%s</p>"
            % (
                tr(
                    "Gives one polygon for each region and year, with the areas A of forest and "
                    "grassland in ha and their carbon sink CS in tonnes of carbon a year. Y is an "
                    "optional yield factor, 1 by default."
                ),
                shared.landcover_note(),
                tr("Reference: Zuo &amp; Zhao (2025), Arid Zone Research 42(9), equation 2."),
            )
        )

    def initAlgorithm(self, config=None):
        shared.add_landcover(self)
        shared.add_sequestration(self)
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Carbon sink"), QgsProcessing.SourceType.TypeVectorPolygon
            ),
            tr(
                "Polygons: region, year, region_ha, nodata_ha, outside_ha, unmapped_ha, forest_ha, "
                "grass_ha, sink_forest_tc, sink_grass_tc, sink_tc and the coefficients used."
            ),
        )
        self.addOutput(
            QgsProcessingOutputNumber("SINK_TC", tr("Sink of all regions in the last year (t C)"))
        )

    def execute(self, parameters, context, log):
        source, inputs = shared.read_landcover(self, parameters, context, log)
        (forest, grass), yields = shared.read_sequestration(self, parameters, context, log)
        areas = category_areas(landcover_areas(**inputs, log=log.part(0, 0.95)))
        sinks = carbon_sink(areas, forest, grass, yields, log=log)
        # What an earlier run wrote there would be taken for the land cover of this one.
        source.frame = source.frame.drop(columns="landcover_year", errors="ignore")
        rows, frame = expand_regions(source, inputs["regions"]["region"], sinks, log)
        style = partial(
            styles.sink,
            breaks=natural_breaks(sinks["sink_tc"], log=log),
            about=about(self, parameters),
        )
        dest = write_sink(self, parameters, "OUTPUT", context, frame, rows, style)
        inputs["finished"].forget()
        return {"OUTPUT": dest, "SINK_TC": last_year_total(sinks, "sink_tc")}
