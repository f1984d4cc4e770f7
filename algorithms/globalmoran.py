"""Tool: global Moran's I for fields and years."""

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
)

from ..core.moran import global_moran_by_year
from . import charts, html_page, statistics
from . import parameters as shared
from .base import CarbonFootprintAlgorithm
from .i18n import tr
from .layers import write_sink


class GlobalMoran(statistics.StatisticsMixin, CarbonFootprintAlgorithm):
    """Declares ``carbonfootprint:globalmoran``."""

    ID = "globalmoran"
    GROUP = "spatial_patterns"

    def displayName(self):
        return tr("Global Moran's I")

    def shortDescription(self):
        return tr("Computes global Moran's I of fields in every year, with a permutation test.")

    def keywords(self):
        return tr("Moran, spatial autocorrelation, clustering, permutation, GeoDa, esda")

    def help_text(self):
        return (
            "<p>%s</p><p><code>I = n/S<sub>0</sub> &middot; z'Wz / z'z</code>, <code>E[I] = "
            "&minus;1/(n&minus;1)</code></p><p>%s</p><p>%s</p>"
            % (
                tr(
                    "Tells whether neighbours are alike (I above its expectation) or unlike. W are "
                    "row-standardised weights, z deviations from the mean; computed by esda."
                ),
                tr(
                    "The p-value is two-sided by default: min(1, 2&middot;(1 + the smaller count of "
                    "permutations at or beyond I) / (M + 1)). Missing values are left out and "
                    "counted; a constant field has no I. sim_low and sim_high are the 2.5 % and "
                    "97.5 % quantiles of the permuted I. All years start from the same seed, so that "
                    "one year alone has the p that it has among others."
                ),
                tr("References: Moran (1950), Biometrika 37; Rey &amp; Anselin (2007), PySAL."),
            )
        )

    def initAlgorithm(self, config=None):
        statistics.add_panel(self)
        self.add(
            shared.field("FIELDS", tr("Fields"), "size_ha;depth", multiple=True),
            tr("Numeric fields, one or more."),
        )
        statistics.add_weights(self)
        statistics.add_permutations(self, 999)
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Global Moran's I"), QgsProcessing.SourceType.TypeVector
            ),
            tr(
                "Table: field, year, moran_i, expected_i, sd, z, p, p_norm, sim_low, sim_high, n "
                "(regions), n_missing (without a value), n_islands (without neighbours), ties, note (why "
                "a year has no I)."
            ),
        )
        html_page.add_page(
            self,
            tr("Page"),
            tr(
                "Page with a chart of I by year and its permutation interval, and Moran scatter "
                "plots; of more than six years the first, the middle and the last."
            ),
        )
        self.addOutput(QgsProcessingOutputNumber("I", tr("Moran's I, first field, last year")))
        self.addOutput(QgsProcessingOutputNumber("P", tr("p-value, first field, last year")))

    def execute(self, parameters, context, log):
        page = html_page.read_page(self, parameters, context)
        source, keys, year = statistics.read_panel(self, parameters, context, log)
        chosen = dict.fromkeys(self.parameterAsFields(parameters, "FIELDS", context))
        fields = source.require(*chosen)
        weights = statistics.read_weights(
            self, parameters, context, source, keys["region"], log.part(0, 0.2), keys["year"]
        )
        panel = statistics.panel(source, keys, fields)
        table, scatters = global_moran_by_year(
            panel,
            list(fields),
            weights,
            permutations=self.parameterAsInt(parameters, "PERMUTATIONS", context),
            seed=self.parameterAsInt(parameters, "SEED", context),
            alternative=self.parameterAsEnumString(parameters, "ALTERNATIVE", context),
            islands=self.parameterAsEnumString(parameters, "ISLANDS", context),
            log=log.part(0.2, 1),
        )
        if not year:
            table = table.drop(columns="year")
        last = table[table["field"] == fields[0]].iloc[-1]
        results = {
            "OUTPUT": write_sink(self, parameters, "OUTPUT", context, table),
            "OUTPUT_HTML": page or None,
            "I": last["moran_i"],
            "P": last["p"],
        }
        if page:
            html_page.write(
                page,
                tr("Global Moran's I"),
                [
                    charts.moran_lines(table),
                    statistics.moran_page_table(table),
                    charts.moran_scatters(scatters),
                ],
            )
        return results
