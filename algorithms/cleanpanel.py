"""Tool: outliers and gaps of a region-by-year table."""

from functools import partial

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
)

from ..core import cleaning
from . import charts, html_page, styles
from . import parameters as shared
from .base import CarbonFootprintAlgorithm
from .i18n import tr
from .layers import read_source, write_sink
from .provenance import about

MOST_CHARTS = 36


def flag_meanings():
    """What each flag says about its cell."""
    return {
        cleaning.OUTLIER: tr("far from the median of the years around; the value stays"),
        cleaning.NEGATIVE: tr("below zero; the value stays"),
        cleaning.MISSING: tr("empty, and could be filled"),
        cleaning.FILLED: tr("was empty or had no row, and is interpolated"),
        cleaning.OUTLIER_FILLED: tr("an outlier that is replaced by an interpolated value"),
        cleaning.OUTLIER_REMOVED: tr("an outlier that is taken out, with nothing to fill it from"),
        cleaning.GAP_TOO_LONG: tr("empty, in a gap longer than the limit"),
        cleaning.OUTSIDE_RECORD: tr("empty, with no value before it or none after it"),
        cleaning.UNUSABLE_NEIGHBOUR: tr(
            "empty, beside a negative value, or beside a zero, which has no logarithm"
        ),
    }


class CleanPanel(CarbonFootprintAlgorithm):
    """Declares ``carbonfootprint:cleanpanel``."""

    ID = "cleanpanel"
    GROUP = "inputs"

    def displayName(self):
        return tr("Clean a region-by-year table")

    def shortDescription(self):
        return tr("Flags outliers and fills gaps in the series of regions, and lists every change.")

    def keywords(self):
        return tr("outlier, Hampel, gap, interpolation, missing, clean, quality, panel, series")

    def help_text(self):
        meanings = "".join(
            "<li><code>%s</code>: %s</li>" % (flag, meaning)
            for flag, meaning in flag_meanings().items()
        )
        return (
            "<p>%s</p><p><code>|ln x &minus; m| &gt; 3 &middot; 1.4826 &middot; max(MAD, 0.02)"
            "</code></p><p>%s</p><p>%s</p><p>%s</p><p>%s</p><ul>%s</ul><p>%s</p>"
            % (
                tr(
                    "Looks through the series of each region (and fuel) for values that do not fit "
                    "the years around them, by a Hampel filter on logarithms: m is the median of "
                    "ln x from two years before to two years after, MAD the median distance from it. "
                    "By default it only reports."
                ),
                tr(
                    "Zeros have no logarithm and are left as they are; a negative value is a finding "
                    "of its own. A jump that lasts is a break and no outlier: an outlier is a call to "
                    "look at the source, not a proof of an error."
                ),
                tr(
                    "ACTION fill interpolates what is missing between two values of a series, never "
                    "before the first or after the last. The limit counts calendar years without a "
                    "value. A gap may be an empty cell or a missing row: a row is added if some other "
                    "row of the table is of that year, so a table of every second year stays one. In "
                    "an added row, text and whole numbers that never change in the series are taken "
                    "over, other fields are empty."
                ),
                tr(
                    "The input is never changed. With fill, the field holds the cleaned values, so "
                    "that the next tool finds them under the name it knows, and <i>field</i>_raw what "
                    "stood there. <i>field</i>_flag says what was found, NULL where there is nothing "
                    "to say:"
                ),
                tr("Values of the flag"),
                meanings,
                tr(
                    "References: Hampel (1974), Journal of the American Statistical Association 69; "
                    "Pearson (2002), IEEE Transactions on Control Systems Technology 10(1)."
                ),
            )
        )

    def initAlgorithm(self, config=None):
        self.add(
            QgsProcessingParameterFeatureSource("INPUT", tr("Table or layer"), shared.ANY_VECTOR),
            tr("One row for each region and year, or for each region, year and fuel."),
        )
        self.add(shared.field("REGION_FIELD", tr("Region field"), "region"), tr("Name or code."))
        self.add(shared.field("YEAR_FIELD", tr("Year field"), "year"), tr("For example 2019."))
        self.add(
            shared.field("FIELDS", tr("Fields to clean"), None, multiple=True),
            tr(
                "Fields with values, in any unit. Empty: amount and value, whichever there is, or "
                "the only field with numbers."
            ),
        )
        self.add(
            shared.field("KEY_FIELDS", tr("Further key fields"), None, multiple=True),
            tr(
                "Fields that tell the series of a region apart. Empty: fuel and class, whichever "
                "there is."
            ),
        )
        self.add(
            shared.choice("ACTION", tr("Action"), cleaning.ACTIONS, "report"),
            tr(
                "<b>report</b>: no value changes, findings are flagged. <b>fill</b>: gaps inside the "
                "series are filled as well."
            ),
        )
        self.add(
            QgsProcessingParameterBoolean("REPLACE_OUTLIERS", tr("Replace outliers too"), False),
            tr(
                "For fill: outliers are taken as missing and filled like gaps. Look at the report "
                "first."
            ),
        )
        self.add(
            shared.choice("METHOD", tr("Interpolation"), cleaning.METHODS, "linear"),
            tr(
                "<b>linear</b>: the same amount every year. <b>log_linear</b>: the same growth rate "
                "every year."
            ),
        )
        self.add(
            shared.number("MAX_GAP", tr("Longest gap (years)"), 3, 1, kind=shared.INTEGER),
            tr("Most calendar years without a value that are filled."),
        )
        self.add(
            shared.number("WINDOW", tr("Window of the filter (years)"), 2, 1, kind=shared.INTEGER),
            tr(
                "Years before and years after a value that it is compared with. In a table of every "
                "second year, take 4."
            ),
            advanced=True,
        )
        self.add(
            shared.number("THRESHOLD", tr("Threshold of the filter"), 3.0, 0.1),
            tr("In robust standard deviations, 1.4826&middot;MAD; no unit."),
            advanced=True,
        )
        self.add(
            shared.number("FLOOR", tr("Least spread of the filter"), 0.02, 0),
            tr(
                "Least MAD, in units of ln x: 0.02 is about 2 %, and lets a smooth series deviate "
                "by 9 %."
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Cleaned table"), QgsProcessing.SourceType.TypeVector
            ),
            tr("The input with a flag for each field and, with fill, cleaned and original values."),
        )
        html_page.add_page(
            self,
            tr("Findings and changes"),
            tr(
                "Page with every flagged or changed cell before and after, and charts of the series."
            ),
        )
        self.addOutput(
            QgsProcessingOutputNumber("FLAGGED", tr("Number of outliers and negative values"))
        )
        self.addOutput(QgsProcessingOutputNumber("FILLED", tr("Number of cells that were filled")))

    def execute(self, parameters, context, log):
        page = html_page.read_page(self, parameters, context)
        source = read_source(self, parameters, "INPUT", context, log)
        year = self.parameterAsString(parameters, "YEAR_FIELD", context)
        cleaned = cleaning.clean_panel(
            source.frame.set_axis(range(1, len(source.frame) + 1)),  # as a user counts them
            self.parameterAsString(parameters, "REGION_FIELD", context),
            year,
            self.parameterAsFields(parameters, "FIELDS", context) or None,
            self.parameterAsFields(parameters, "KEY_FIELDS", context) or None,
            action=self.parameterAsEnumString(parameters, "ACTION", context),
            replace_outliers=self.parameterAsBool(parameters, "REPLACE_OUTLIERS", context),
            method=self.parameterAsEnumString(parameters, "METHOD", context),
            max_gap=self.parameterAsInt(parameters, "MAX_GAP", context),
            window=self.parameterAsInt(parameters, "WINDOW", context),
            threshold=self.parameterAsDouble(parameters, "THRESHOLD", context),
            floor=self.parameterAsDouble(parameters, "FLOOR", context),
            name=source.name,
            log=log,
        )
        source.geometries = [source.geometries[row - 1] for row in cleaned.table.index]
        dest = write_sink(
            self,
            parameters,
            "OUTPUT",
            context,
            cleaned.table,
            source,
            partial(
                styles.plain, title=tr("Cleaned table"), about=about(self, parameters), year=year
            ),
        )
        results = {
            "OUTPUT": dest,
            "OUTPUT_HTML": page or None,
            "FLAGGED": cleaned.flagged,
            "FILLED": cleaned.filled,
        }
        if page:
            html_page.write(page, self.displayName(), _page(cleaned), source.name)
        return results


def _page(cleaned):
    """Parts of the page: counts, charts, and every cell."""
    counts = {
        "field": tr("Field"),
        "series": tr("Series"),
        "values": tr("Values"),
        "outliers": tr("Outliers"),
        "negative": tr("Negative"),
        "zeros": tr("Zeros"),
        "empty": tr("Empty"),
        "filled": tr("Filled"),
    }
    parts = [html_page.table(cleaned.summary, counts)]
    if cleaned.cells.empty:
        return [*parts, html_page.paragraph(tr("There is nothing to report."))]
    found = cleaned.cells["flag"].unique()
    meanings = ["%s: %s" % item for item in flag_meanings().items() if item[0] in found]
    parts.append(html_page.section(tr("Values of the flag"), html_page.items(meanings)))
    shown = cleaned.series[:MOST_CHARTS]
    if shown:
        said = tr("{shown} of {count} series with findings are drawn; the list below has all.")
        legend = [
            (tr("Outlier"), charts.FLAG_COLOURS["outlier"]),
            (tr("Negative"), charts.FLAG_COLOURS["negative"]),
            (tr("Filled"), charts.FLAG_COLOURS["filled"]),
        ]
        parts.append(
            html_page.section(
                tr("Series with findings"),
                html_page.paragraph(said.format(shown=len(shown), count=len(cleaned.series))),
                html_page.legend(legend),
                charts.cleaned_series(shown),
            )
        )
    headings = {
        "series": tr("Series"),
        "year": tr("Year"),
        "field": tr("Field"),
        "before": tr("Before"),
        "after": tr("After"),
        "median": tr("Median around"),
        "flag": tr("Flag"),
        "row": tr("Row of the input"),
    }
    forms = dict.fromkeys(("before", "after", "median"), "{:.10g}")
    listed = html_page.table(cleaned.cells[list(headings)], headings, forms)
    return [*parts, html_page.section(tr("Flagged and changed cells"), listed)]
