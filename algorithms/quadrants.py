"""Tool: core, critical, observation and buffer zones."""

from functools import partial

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterFeatureSink,
)

from ..core.quadrants import ZONES, quadrants_by_year
from . import charts, html_page, statistics, styles
from . import parameters as shared
from .base import CarbonFootprintAlgorithm
from .i18n import tr
from .layers import merge_columns, write_sink
from .provenance import about


class Quadrants(CarbonFootprintAlgorithm):
    """Declares ``carbonfootprint:quadrants``."""

    ID = "quadrants"
    GROUP = "spatial_patterns"

    def displayName(self):
        return tr("Quadrants of size and depth")

    def shortDescription(self):
        return tr("Sorts regions into core, critical, observation and buffer zones.")

    def keywords(self):
        return tr("quadrants, zones, core, critical, observation, buffer, z-score")

    def help_text(self):
        return (
            "<p>%s</p><ul><li><b>I %s</b>: z<sub>size</sub> &ge; 0, z<sub>depth</sub> &ge; 0"
            "</li><li><b>II %s</b>: z<sub>size</sub> &lt; 0, z<sub>depth</sub> &ge; 0</li>"
            "<li><b>III %s</b>: both &lt; 0</li><li><b>IV %s</b>: z<sub>size</sub> &ge; 0, "
            "z<sub>depth</sub> &lt; 0</li></ul><p>%s</p><p>%s</p>"
            % (
                tr(
                    "Compares the size and the depth of the footprint of each region with the other "
                    "regions of the same year, by z-scores (mean 0, standard deviation of the "
                    "population)."
                ),
                *(styles.zone_label(zone) for zone in ZONES.values()),
                tr(
                    "Depth is skewed: one very deep region lifts the mean and moderately overloaded "
                    "regions fall below it. THRESHOLD median cuts at the medians instead; fixed cuts "
                    "depth at 1 (overloaded or not) or at the values given. The paper does not say "
                    "whether it took total size or size per head; total is the default, choose "
                    "size_pc_ha for the other."
                ),
                tr(
                    "References: Zuo &amp; Zhao (2025), Arid Zone Research 42(9); Chen, Lu &amp; Zha "
                    "(2009)."
                ),
            )
        )

    def initAlgorithm(self, config=None):
        statistics.add_panel(self)
        self.add(
            shared.field("SIZE_FIELD", tr("Footprint size"), "size_ha"),
            tr("size_ha for the total, size_pc_ha per head."),
        )
        self.add(
            shared.field("DEPTH_FIELD", tr("Footprint depth"), "depth"),
            tr("Usually depth."),
        )
        statistics.add_threshold(self)
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Quadrants"), QgsProcessing.SourceType.TypeVectorPolygon
            ),
            tr("The input with z_size, z_depth, quadrant (I to IV) and zone; styled by zone."),
        )
        html_page.add_page(
            self,
            tr("Quadrant scatter plots"),
            tr(
                "Page with a scatter plot by year; of more than six the first, the middle and the last."
            ),
        )
        statistics.add_zone_counts(self)

    def execute(self, parameters, context, log):
        page = html_page.read_page(self, parameters, context)
        source, keys, year = statistics.read_panel(self, parameters, context, log, all_rows=True)
        size, depth = source.require(
            *(
                self.parameterAsString(parameters, name, context)
                for name in ("SIZE_FIELD", "DEPTH_FIELD")
            )
        )
        panel = statistics.panel(source, keys, [size, depth])
        result = quadrants_by_year(
            panel[size],
            panel[depth],
            panel["year"],
            log=log,
            **statistics.read_threshold(self, parameters, context),
        )
        dest = write_sink(
            self,
            parameters,
            "OUTPUT",
            context,
            merge_columns(source, result, log),
            source,
            partial(styles.quadrants, about=about(self, parameters), year=year or "year"),
        )
        if page:  # after the layer: none beside a layer that could not be written
            html_page.write(
                page,
                self.displayName(),
                [
                    html_page.legend(styles.zone_legend()),
                    charts.quadrant_scatters(panel.join(result), size, depth),
                ],
            )
        last = result.loc[(keys["year"] == keys["year"].max()).to_numpy(), "quadrant"]
        counts = {"COUNT_" + name: int((last == name).sum()) for name in ZONES}
        return {"OUTPUT": dest, "OUTPUT_HTML": page or None, **counts}
