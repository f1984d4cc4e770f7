"""Tool: clusters of local Moran."""

from functools import partial

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
)

from ..core.moran import CORRECTIONS, local_moran_by_year
from . import parameters as shared
from . import statistics, styles
from .base import CarbonFootprintAlgorithm
from .i18n import tr
from .layers import merge_columns, write_sink
from .provenance import about


class LisaClusters(statistics.StatisticsMixin, CarbonFootprintAlgorithm):
    """Declares ``carbonfootprint:lisaclusters``."""

    ID = "lisaclusters"
    GROUP = "spatial_patterns"

    def displayName(self):
        return tr("LISA clusters")

    def shortDescription(self):
        return tr("Maps local Moran clusters and outliers of a field in every year.")

    def keywords(self):
        return tr("LISA, local Moran, hotspot, cluster, outlier, GeoDa, esda")

    def help_text(self):
        return (
            "<p>%s</p><p><code>I<sub>i</sub> = (n&minus;1)&middot;z<sub>i</sub>&middot;&Sigma; "
            "w<sub>ij</sub>&middot;z<sub>j</sub> / &Sigma; z&sup2;</code></p><p>%s</p><p>%s</p>"
            % (
                tr(
                    "High-High and Low-Low are clusters, Low-High and High-Low are outliers among "
                    "their neighbours; z are deviations from the mean of the year, high means "
                    "above it. esda computes I; significance comes from conditional permutation: "
                    "the value of a region stays, its neighbours are drawn from the others."
                ),
                tr(
                    "Only clusters with p, corrected as chosen, at or below alpha are named; the "
                    "quadrant of every region is in lisa_quadrant, the raw p in lisa_p, and the p "
                    "adjusted for the false discovery rate in lisa_p_fdr. Regions without "
                    "neighbours and without data are classes of their own and take no part in a "
                    "correction."
                ),
                tr("Reference: Anselin (1995), Geographical Analysis 27."),
            )
        )

    def initAlgorithm(self, config=None):
        statistics.add_panel(self)
        self.add(
            shared.field("FIELD", tr("Field"), "depth"),
            tr("Numeric field."),
        )
        statistics.add_weights(self)
        self.add(
            shared.number("ALPHA", tr("Significance level"), 0.05, 0.0001, 0.5),
            tr("Clusters with a p above it, corrected as chosen, are not significant."),
        )
        self.add(
            shared.choice("CORRECTION", tr("Correction for many tests"), CORRECTIONS, "none"),
            tr("<b>none</b>: raw p, as GeoDa. <b>fdr</b>: Benjamini-Hochberg. <b>bonferroni</b>."),
        )
        statistics.add_permutations(self, 9999)
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("LISA clusters"), QgsProcessing.SourceType.TypeVectorPolygon
            ),
            tr(
                "The input with lisa_i, lisa_lag, lisa_p, lisa_p_fdr, lisa_quadrant, lisa_cluster, "
                "neighbours and the standard scores lisa_z and lisa_lag_z; styled by cluster."
            ),
        )
        for name, label in (
            ("HIGH_HIGH", tr("High-High regions in the last year")),
            ("LOW_LOW", tr("Low-Low regions in the last year")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def execute(self, parameters, context, log):
        source, keys, year = statistics.read_panel(self, parameters, context, log, all_rows=True)
        (field,) = source.require(self.parameterAsString(parameters, "FIELD", context))
        weights = statistics.read_weights(
            self, parameters, context, source, keys["region"], log.part(0, 0.2), keys["year"]
        )
        panel = statistics.panel(source, keys, [field])
        result = local_moran_by_year(
            panel,
            field,
            weights,
            permutations=self.parameterAsInt(parameters, "PERMUTATIONS", context),
            seed=self.parameterAsInt(parameters, "SEED", context),
            alpha=self.parameterAsDouble(parameters, "ALPHA", context),
            correction=self.parameterAsEnumString(parameters, "CORRECTION", context),
            alternative=self.parameterAsEnumString(parameters, "ALTERNATIVE", context),
            islands=self.parameterAsEnumString(parameters, "ISLANDS", context),
            log=log.part(0.2, 1),
        )
        dest = write_sink(
            self,
            parameters,
            "OUTPUT",
            context,
            merge_columns(source, result, log),
            source,
            partial(styles.lisa, about=about(self, parameters), year=year or "year"),
        )
        last = result.loc[(keys["year"] == keys["year"].max()).to_numpy(), "lisa_cluster"]
        return {
            "OUTPUT": dest,
            "HIGH_HIGH": int((last == "High-High").sum()),
            "LOW_LOW": int((last == "Low-Low").sum()),
        }
