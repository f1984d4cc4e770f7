"""Tool: what uncertain factors do to footprint depth."""

from functools import partial
from math import isnan

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
)

from ..core.footprint import METHODS
from ..core.uncertainty import (
    CVS,
    DEPENDENCES,
    FUEL_PARTS,
    MIN_DRAWS,
    SINK_PARTS,
    depth_uncertainty,
    factor_label,
)
from . import charts, html_page, statistics, styles
from . import parameters as shared
from .base import CarbonFootprintAlgorithm
from .i18n import tr, tr_message
from .layers import merge_columns, write_sink
from .provenance import about

CV_PARAMETERS = {
    "CV_COAL": "coal",
    "CV_OTHER": "other_fuels",
    "CV_FOREST": "nep_forest",
    "CV_GRASS": "nep_grass",
    "CV_ACTIVITY": "activity",
}


class Uncertainty(CarbonFootprintAlgorithm):
    """Declares ``carbonfootprint:uncertainty``."""

    ID = "uncertainty"
    GROUP = "footprint"

    def displayName(self):
        return tr("Uncertainty of the footprint")

    def shortDescription(self):
        return tr("Computes the probability that depth exceeds 1, by Monte Carlo on the factors.")

    def keywords(self):
        return tr("uncertainty, Monte Carlo, probability, interval, sensitivity, tornado, factors")

    def help_text(self):
        return (
            "<p>%s</p><p><code>m = exp(s&middot;z &minus; s&sup2;/2)</code>, <code>s&sup2; = ln(1 + "
            "CV&sup2;)</code>, <code>depth = max(1, 12/44&middot;&Sigma;(m&middot;ICE<sub>fuel</sub>) "
            "/ &Sigma;(m&middot;CS<sub>land</sub>))</code></p><p>%s</p><p>%s</p><p>%s</p><p>%s</p>"
            % (
                tr(
                    "A depth of 1 does not say how near a region is to its limit. This tool draws "
                    "every emission factor and the NEP of forest and grassland many times, as its "
                    "value times a lognormal multiplier m with mean 1 and coefficient of variation "
                    "CV (z standard normal), and gives the interval of depth, emissions (t "
                    "CO<sub>2</sub>) and sink (t C), and the share of draws in which depth exceeds 1."
                ),
                tr(
                    "The fields ice_&lt;fuel&gt;_tco2 and sink_forest_tc, sink_grass_tc vary one by "
                    "one. Where they are missing, or do not add up to the total, the total varies as "
                    "a whole, with the CV of coal or of forest, and the log says so."
                ),
                tr(
                    "Missing input gives NULL. Regions without any sink have no depth and no "
                    "probability (flag no_sink). For all regions together their emissions, as carbon, "
                    "are compared with their sinks in each draw of the last year; regions with "
                    "missing input take no part."
                ),
                tr(
                    "The tornado table moves one factor at a time to its 5th and 95th percentile and "
                    "gives the ratio of all emissions, as carbon, to all sinks of the last year: the "
                    "group depth, before its floor at 1 hides what happens below."
                ),
                tr(
                    "References: IPCC (2006), Guidelines for National Greenhouse Gas Inventories, vol. "
                    "1, ch. 3; classes of probability after Mastrandrea et al. (2010), Guidance Note "
                    "of the IPCC on uncertainties."
                ),
            )
        )

    def initAlgorithm(self, config=None):
        self.add(
            QgsProcessingParameterFeatureSource("INPUT", tr("Input layer"), shared.ANY_VECTOR),
            tr(
                "Output of the three-dimensional footprint: one feature for each region, or for each "
                "region and year."
            ),
        )
        self.add(
            shared.field("REGION_FIELD", tr("Region field"), "region"),
            tr("Name of the region."),
        )
        self.add(
            shared.field("YEAR_FIELD", tr("Year field"), "year"),
            tr("Empty: the layer is one year."),
        )
        self.add(
            shared.field("EMISSIONS_FIELD", tr("Industrial emissions"), "ice_tco2"),
            tr("In t CO<sub>2</sub> a year."),
        )
        self.add(
            shared.field("SINK_FIELD", tr("Carbon sink"), "sink_tc"),
            tr("In t C a year."),
        )
        self.add(
            shared.number("DRAWS", tr("Draws"), 10000, MIN_DRAWS, 200000, shared.INTEGER),
            tr(
                "How often all factors are drawn. With 10000 the standard error of a probability is "
                "0.005 at most."
            ),
        )
        self.add(
            shared.choice("SHARED", tr("Errors of the factors"), DEPENDENCES, "shared"),
            tr(
                "<b>shared</b>: one multiplier of a factor for all regions and years of a draw. This "
                "is right where one table of factors serves all: what is wrong in it is wrong "
                "everywhere, and does not average out. <b>independent</b>: each region draws its own, "
                "the same in all of its years, as if each had measured its own coal and forests. A "
                "region's own interval is alike in both; independent errors partly cancel in the "
                "sum of the regions."
            ),
        )
        for name, label, text in (
            (
                "CV_COAL",
                tr("CV of the emission factors of coal (%)"),
                tr(
                    "Coefficient of variation in percent: raw, cleaned and other washed coal and "
                    "briquettes. Carbon content and heat value of coal vary with its rank, ash and "
                    "water."
                ),
            ),
            (
                "CV_OTHER",
                tr("CV of the other emission factors (%)"),
                tr("Coefficient of variation in percent: coke, oils and gases, one by one."),
            ),
            (
                "CV_FOREST",
                tr("CV of the NEP of forest (%)"),
                tr(
                    "Coefficient of variation in percent. 30 % is little: published means differ more "
                    "than threefold."
                ),
            ),
            (
                "CV_GRASS",
                tr("CV of the NEP of grassland (%)"),
                tr("Coefficient of variation in percent."),
            ),
            (
                "CV_ACTIVITY",
                tr("CV of the energy amounts (%)"),
                tr(
                    "Coefficient of variation in percent, drawn for each region, year and fuel by "
                    "itself. Not part of the tornado table. 0: the amounts are taken as exact."
                ),
            ),
        ):
            default = round(100 * CVS[CV_PARAMETERS[name]])
            self.add(shared.number(name, label, default, 0, 500), text, advanced=True)
        self.add(
            shared.number("CONFIDENCE", tr("Confidence of the intervals (%)"), 95, 1, 99.9),
            tr("Share of the draws between the lower and the upper end, with equal tails."),
            advanced=True,
        )
        self.add(
            shared.choice("METHOD", tr("Formulae"), METHODS, "consistent"),
            tr(
                "As chosen for the footprint; the log warns where it is not that of the input's depth."
            ),
            advanced=True,
        )
        self.add(
            shared.number("SEED", tr("Seed"), 42, 0, 2**31 - 1, shared.INTEGER),
            tr("The same seed gives the same result."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT",
                tr("Probability of overload"),
                QgsProcessing.SourceType.TypeVectorAnyGeometry,
            ),
            tr(
                "The input with depth_mean, depth_low, depth_median, depth_high, p_overload (0 to 1), "
                "ice_low_tco2, ice_high_tco2, sink_low_tc, sink_high_tc and flag; styled by "
                "p_overload."
            ),
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT_TORNADO",
                tr("Tornado table"),
                QgsProcessing.SourceType.TypeVector,
                optional=True,
                createByDefault=False,
            ),
            tr(
                "Table: factor, name, cv, its multipliers at the 5th and 95th percentile, the ratio of "
                "emissions to sink and the group depth at both, and swing; the largest first."
            ),
        )
        html_page.add_page(
            self,
            tr("Tornado chart"),
            tr("Page with the tornado chart, its table and the probabilities."),
        )
        for name, label in (
            ("P_NATIONAL", tr("Probability that all regions together are overloaded, last year")),
            ("COUNT_OVERLOADED", tr("Regions with a probability above 0.5, last year")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def execute(self, parameters, context, log):
        page = html_page.read_page(self, parameters, context)
        source, keys, year = statistics.read_panel(self, parameters, context, log, all_rows=True)
        emissions, sink = source.require(
            *(
                self.parameterAsString(parameters, name, context)
                for name in ("EMISSIONS_FIELD", "SINK_FIELD")
            )
        )
        parts = (*FUEL_PARTS.values(), *SINK_PARTS.values())
        table = shared.numeric(source, (emissions, sink, "depth", "population", *parts))
        table = table.assign(**(keys if year else keys[["region"]]))
        result = depth_uncertainty(
            table,
            emissions,
            sink,
            cvs={
                factor: shared.share(self, parameters, name, context)
                for name, factor in CV_PARAMETERS.items()
            },
            draws=self.parameterAsInt(parameters, "DRAWS", context),
            seed=self.parameterAsInt(parameters, "SEED", context),
            dependence=self.parameterAsEnumString(parameters, "SHARED", context),
            confidence=shared.share(self, parameters, "CONFIDENCE", context),
            method=self.parameterAsEnumString(parameters, "METHOD", context),
            log=log,
        )
        tornado = result.tornado.assign(
            name=[tr_message(factor_label(name)) for name in result.tornado["factor"]]
        )
        layer = merge_columns(source, result.rows, log)
        style = partial(styles.overload, about=about(self, parameters), year=year or "year")
        results = {
            "OUTPUT": write_sink(self, parameters, "OUTPUT", context, layer, source, style),
            "OUTPUT_TORNADO": write_sink(self, parameters, "OUTPUT_TORNADO", context, tornado),
            "OUTPUT_HTML": page or None,
            "P_NATIONAL": result.p_group,
            "COUNT_OVERLOADED": result.overloaded,
        }
        if page:
            html_page.write(page, self.displayName(), self._page(result, tornado))
        return results

    @staticmethod
    def _page(result, tornado):
        headings = {
            "name": tr("Factor"),
            "cv": tr("CV"),
            "multiplier_p5": tr("Factor times, 5th percentile"),
            "multiplier_p95": tr("Factor times, 95th percentile"),
            "ratio_p5": tr("Ratio at the 5th"),
            "ratio_p95": tr("Ratio at the 95th"),
            "swing": tr("Swing"),
        }
        forms = {**dict.fromkeys(headings, "{:.3f}"), "name": "{}", "cv": "{:.1%}"}
        probability = "–" if isnan(result.p_group) else "%.3f" % result.p_group
        return [
            html_page.paragraph(
                tr(
                    "Probability that the regions together emit more than their sinks take up, last "
                    "year: {p}. Regions that do so with a probability above 0.5: {count}."
                ).format(p=probability, count=result.overloaded)
            ),
            html_page.section(
                tr("Which factor matters most"),
                html_page.paragraph(
                    tr(
                        "Each factor alone is set to its 5th and 95th percentile. The ratio is that "
                        "of all emissions, as carbon, to all sinks; above 1 it is the group depth."
                    )
                ),
                charts.tornado(tornado),
                html_page.table(tornado[list(headings)], headings, forms),
            ),
        ]
