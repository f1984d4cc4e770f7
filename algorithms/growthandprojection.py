"""Tool: growth by phase, and projection to a horizon."""

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterString,
)

from ..core import growth, projection
from ..core.breakpoints import MOST_BREAKS
from . import html_page, statistics
from . import parameters as shared
from .base import CarbonFootprintAlgorithm
from .growth_chart import growth_chart, region_label
from .i18n import tr
from .layers import read_source, write_sink

MOST_PANELS = 6


class GrowthAndProjection(CarbonFootprintAlgorithm):
    """Declares ``carbonfootprint:growthandprojection``."""

    ID = "growthandprojection"
    GROUP = "footprint"

    def displayName(self):
        return tr("Growth and projection")

    def shortDescription(self):
        return tr("Computes growth rates by phase and projects every region to a horizon.")

    def keywords(self):
        return tr(
            "growth, rate, CAGR, trend, phase, breakpoint, joinpoint, projection, forecast, "
            "scenario, 2030, interval"
        )

    def help_text(self):
        return (
            "<p>%s</p><ul><li><code>mean_change = (x<sub>n</sub> &minus; x<sub>1</sub>) / T</code>: "
            "%s</li><li><code>cagr_pct = 100&middot;((x<sub>n</sub>/x<sub>1</sub>)<sup>1/T</sup> "
            "&minus; 1)</code>: %s</li><li><code>mean_rate_pct</code>: %s</li>"
            "<li><code>mean_abs_rate_pct</code>: %s</li><li><code>trend_pct = "
            "100&middot;(e<sup>b</sup> &minus; 1)</code>: %s</li></ul><p>%s</p><p>%s</p><p>%s</p>"
            "<p><code>x<sub>h</sub> = x<sub>T</sub>&middot;(1 + g)<sup>h &minus; T</sup></code></p>"
            "<p>%s</p><p>%s</p><p>%s</p>"
            % (
                tr(
                    "Five answers to the question how fast a quantity changed, each under its own "
                    "name, for all regions together and for each of them; x<sub>1</sub> is the first "
                    "value, x<sub>n</sub> the last, T the number of years between them."
                ),
                tr("change a year, in the unit of the field."),
                tr("compound annual growth rate, % a year; the two ends decide alone."),
                tr(
                    "mean of the rates from year to year, % a year. A step of d years counts as d "
                    "years, each with the rate (x<sub>i+1</sub>/x<sub>i</sub>)<sup>1/d</sup> &minus; 1."
                ),
                tr(
                    "mean of the same rates without their signs: how much a quantity fluctuates. It is "
                    "no growth, as falling counts like rising."
                ),
                tr(
                    "log-linear trend, % a year, b the slope of the least-squares line of ln x on the "
                    "year; all values decide. trend_low_pct and trend_high_pct are its confidence "
                    "interval (Student's t)."
                ),
                tr(
                    "A phase goes from one break year to the next, and a break year belongs to both: "
                    "it ends one phase and begins the next. <i>auto</i> finds the breaks of each "
                    "region, and those of the total: lines that meet at the breaks are fitted to ln x "
                    "by least squares, every set of breaks is tried, and the number of breaks is that "
                    "with the least BIC3 (Kim &amp; Kim 2016). Each break needs five values more: 7 "
                    "values may have one, 12 two, 17 three. Where a deviation lasts for years, a "
                    "break may be found that is none."
                ),
                tr(
                    "Zero and negative values have no logarithm: rates that need it are NULL, "
                    "mean_change is there. A year in which a region lacks its value has no total."
                ),
                tr("Projection of the last value x<sub>T</sub>, of year T, to the year h:"),
                tr(
                    "The interval is that of a single future value, symmetric about the logarithm of "
                    "the projection, with Student's t of n &minus; 2 degrees of freedom. With the "
                    "trend, values scatter about the line independently, with the variance "
                    "s<sup>2</sup>; m is the mean year, S the sum of squared distances of the years "
                    "from it. A projection that starts "
                    "from the last value has the variance <code>s<sup>2</sup>&middot;(2 + ((h &minus; "
                    "m)<sup>2</sup> &minus; (T &minus; m)<sup>2</sup>)/S)</code>, one on the line "
                    "<code>s<sup>2</sup>&middot;(1 + 1/n + (h &minus; m)<sup>2</sup>/S)</code>. With "
                    "the CAGR, every year adds a deviation that stays (a random walk with drift, "
                    "t<sub>1</sub> the first year): <code>s<sup>2</sup>&middot;(h &minus; T)&middot;(1 "
                    "+ (h &minus; T)/(T &minus; t<sub>1</sub>))</code>."
                ),
                tr(
                    "A projection carries the past on. The interval knows the scatter of the past, and "
                    "nothing of new policies, of breaks to come, or of errors in the data; where "
                    "deviations last for years, that of the trend is too narrow."
                ),
                tr(
                    "References: Kim et al. (2000), Statistics in Medicine 19; Kim &amp; Kim (2016), "
                    "Journal of Statistical Planning and Inference 170; Draper &amp; Smith (1998), "
                    "Applied Regression Analysis; Hyndman &amp; Athanasopoulos (2021), Forecasting: "
                    "Principles and Practice."
                ),
            )
        )

    def initAlgorithm(self, config=None):
        self.add(
            QgsProcessingParameterFeatureSource("INPUT", tr("Table or layer"), shared.ANY_VECTOR),
            tr("One row for each region and year; with or without geometry."),
        )
        self.add(
            shared.field("FIELD", tr("Field"), "ice_tco2"),
            tr("Quantity that grows, in any unit: ice_tco2, sink_tc, icf_ha, gdp."),
        )
        self.add(
            shared.field("REGION_FIELD", tr("Region field"), "region"),
            tr("Name of the region. A table without this field is taken as one region."),
        )
        self.add(
            shared.field("YEAR_FIELD", tr("Year field"), "year"),
            tr("For example 2019. Years may be missing."),
        )
        self.add(
            shared.choice("TOTALS", tr("All regions together"), growth.TOTALS, "sum"),
            tr(
                "<b>sum</b>: of tonnes, hectares, persons. <b>mean</b>: of the regions, for ratios and "
                "amounts per head such as depth. <b>none</b>: regions only."
            ),
        )
        self.add(
            QgsProcessingParameterString(
                "BREAK_YEARS", tr("Years between the phases"), "", False, True
            ),
            tr(
                "For example <code>2005, 2012</code>, or <code>auto</code> to find them. Empty: only "
                "the whole record."
            ),
        )
        self.add(
            shared.number("MAX_BREAKS", tr("Most breaks"), 3, 1, MOST_BREAKS, kind=shared.INTEGER),
            tr("For auto: number of breaks in a series, at most."),
            advanced=True,
        )
        self.add(
            shared.number("MIN_SEGMENT", tr("Shortest phase (years)"), 4, 2, kind=shared.INTEGER),
            tr("For auto: years from the beginning of a phase to its end, at least."),
            advanced=True,
        )
        self.add(
            shared.number("HORIZON", tr("Horizon (year)"), 2030, 1900, 2200, kind=shared.INTEGER),
            tr("Last year of the projection."),
        )
        self.add(
            shared.choice("BASIS", tr("Growth rate of the projection"), projection.BASES, "trend"),
            tr(
                "<b>trend</b>: log-linear trend of the whole record. <b>last_phase</b>: that of the "
                "last phase. <b>cagr</b>: compound rate of the whole record."
            ),
        )
        self.add(
            shared.choice("ANCHOR", tr("Start of the projection"), projection.ANCHORS, "observed"),
            tr(
                "<b>observed</b>: the last value. <b>fitted</b>: the line, which gives the prediction "
                "interval of the textbooks. For cagr always the last value."
            ),
            advanced=True,
        )
        self.add(
            shared.number("CONFIDENCE", tr("Confidence of the intervals (%)"), 95, 1, 99.9),
            tr("Probability that the value lies between low and high."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "POPULATION_SCENARIO",
                tr("Population scenario"),
                shared.ANY_VECTOR,
                None,
                True,
            ),
            tr(
                "Table with year and population (persons), for all regions together or, with region, "
                "for each; rows of the region All regions are then those of the total, which else is "
                "computed from the regions. The amount per head is projected instead, and multiplied "
                "by this population, in the years that the table names; the interval takes the "
                "population as exact."
            ),
        )
        self.add(
            shared.field("POPULATION_FIELD", tr("Population"), "population"),
            tr("For the scenario: population of the input, in persons."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Growth"), QgsProcessing.SourceType.TypeVector
            ),
            tr(
                "Table with a row for each region and phase: scope (total or region), region, field, "
                "phase (whole, 1, 2, ...), first_year, last_year, n, first_value, last_value, "
                "mean_change, cagr_pct, mean_rate_pct, mean_abs_rate_pct, trend_pct, trend_low_pct, "
                "trend_high_pct."
            ),
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT_PROJECTION",
                tr("Projection"),
                QgsProcessing.SourceType.TypeVector,
                optional=True,
                createByDefault=False,
            ),
            tr(
                "Table with a row for each region and year: scope, region, field, year, kind "
                "(observed or projected), value, low, high, in the unit of the field."
            ),
        )
        html_page.add_page(
            self,
            tr("Growth charts"),
            tr(
                "Page with a chart of the total and of the largest and fastest growing regions, and "
                "their rates."
            ),
        )
        for name, label in (
            ("CAGR_PCT", tr("Compound annual growth rate of the total (% a year)")),
            ("TREND_PCT", tr("Log-linear trend of the total (% a year)")),
            ("PROJECTED", tr("Projection of the total at the horizon")),
            ("LOW", tr("Lower end of its interval")),
            ("HIGH", tr("Upper end of its interval")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def execute(self, parameters, context, log):
        page = html_page.read_page(self, parameters, context)
        breaks = growth.parse_breaks(self.parameterAsString(parameters, "BREAK_YEARS", context))
        totals = self.parameterAsEnumString(parameters, "TOTALS", context)
        horizon = self.parameterAsInt(parameters, "HORIZON", context)
        level = shared.share(self, parameters, "CONFIDENCE", context)
        panel, field = self._panel(parameters, context, log)
        series = growth.panel_series(panel, field, totals, log)
        growth.set_breaks(
            series,
            breaks,
            self.parameterAsInt(parameters, "MAX_BREAKS", context),
            self.parameterAsInt(parameters, "MIN_SEGMENT", context),
            log.part(0, 0.3),
        )
        rates = growth.growth_table(series, field, level, log.part(0.3, 0.6))
        scenario = read_source(self, parameters, "POPULATION_SCENARIO", context, log)
        if scenario is None:
            carried = projection.carried_on(series, horizon)
        else:
            carried = projection.carried_per_head(
                series,
                panel,
                field,
                self.parameterAsString(parameters, "POPULATION_FIELD", context),
                projection.population_scenario(
                    scenario.frame.set_axis(range(1, len(scenario.frame) + 1)),  # as a user counts
                    scenario.name,
                    series,
                    log,
                ),
                horizon,
                totals,
                log,
            )
        table = projection.projection_table(
            series,
            carried,
            field,
            self.parameterAsEnumString(parameters, "BASIS", context),
            self.parameterAsEnumString(parameters, "ANCHOR", context),
            level,
            log.part(0.6, 0.9),
        )
        head = projection.at_horizon(series, rates, table, horizon, log)
        results = {
            "OUTPUT": write_sink(self, parameters, "OUTPUT", context, rates),
            "OUTPUT_PROJECTION": write_sink(self, parameters, "OUTPUT_PROJECTION", context, table),
            "OUTPUT_HTML": page or None,
            **{name.upper(): value for name, value in head.items()},
        }
        if page:
            html_page.write(page, self.displayName(), _page(series, rates, table, level), field)
        return results

    def _panel(self, parameters, context, log):
        """Regions and years of the input with its field, and with the population if it counts."""
        source, keys, _ = statistics.read_panel(
            self, parameters, context, log, whole=growth.ALL_REGIONS, needs_years=True
        )
        names = [self.parameterAsString(parameters, "FIELD", context)]
        if parameters.get("POPULATION_SCENARIO") not in (None, ""):
            names.append(self.parameterAsString(parameters, "POPULATION_FIELD", context))
        source.require(*names)
        return statistics.panel(source, keys, names), names[0]


def _page(series, rates, table, level):
    """Parts of the page: chart of the total, of some regions, and all rates."""
    head = growth.leading(series)
    large, fast = growth.standing_out(rates, MOST_PANELS)
    by_name = {one.region: one for one in series if one.scope == "region"}
    sections = [
        (tr("Largest regions, last year"), large),
        (tr("Fastest growing of the others, by trend"), fast),
    ]
    parts = [
        html_page.paragraph(
            tr(
                "Points: values. Lines: log-linear trend of each phase, with its rate. Dashed: "
                "projection, with the interval in which a future value lies with a probability of "
                "{level}."
            ).format(level="%g %%" % (100 * level))
        )
    ]
    if head is not None:
        parts.append(growth_chart([head], rates, table, large=True))
    if len(by_name) > 1:
        parts += [
            html_page.section(title, growth_chart([by_name[name] for name in names], rates, table))
            for title, names in sections
            if names
        ]
    headings = {
        "region": tr("Region"),
        "phase": tr("Phase"),
        "first_year": tr("From"),
        "last_year": tr("To"),
        "n": tr("Values"),
        "first_value": tr("First value"),
        "last_value": tr("Last value"),
        "mean_change": tr("Change a year"),
        "cagr_pct": tr("CAGR (%)"),
        "mean_rate_pct": tr("Mean annual rate (%)"),
        "trend_pct": tr("Trend (%)"),
        "trend_low_pct": tr("Trend, low (%)"),
        "trend_high_pct": tr("Trend, high (%)"),
    }
    forms = {name: "{:.2f}" for name in headings if name.endswith("_pct")}
    forms.update(dict.fromkeys(("first_value", "last_value", "mean_change"), "{:,.6g}"))
    shown = rates[list(headings)].replace({"phase": {growth.WHOLE: tr("whole record")}})
    shown["region"] = shown["region"].map(region_label)
    return [
        *parts,
        html_page.section(tr("Growth"), html_page.table(shown, headings, forms)),
    ]
