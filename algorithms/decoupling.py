"""Tool: decoupling of emissions from economic growth."""

from dataclasses import replace
from functools import partial

from pandas.api.types import is_integer_dtype
from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
)

from ..core.decoupling import HIGH, LOW, STATES, decoupling, state_counts
from ..core.growth import ALL_REGIONS
from ..core.year_pairs import PAIRS, year_pairs, years_on_record
from . import html_page, statistics, styles
from . import parameters as shared
from .base import CarbonFootprintAlgorithm
from .decoupling_chart import state_bars, tapio_planes
from .i18n import tr
from .layers import merge_columns, write_sink
from .provenance import about


class Decoupling(CarbonFootprintAlgorithm):
    """Declares ``carbonfootprint:decoupling``."""

    ID = "decoupling"
    GROUP = "footprint"

    def displayName(self):
        return tr("Decoupling of emissions from growth")

    def shortDescription(self):
        return tr("Sorts regions into Tapio's eight states of decoupling between two years.")

    def keywords(self):
        return tr("decoupling, Tapio, elasticity, GDP, growth, emissions, coupling")

    def help_text(self):
        rows = "".join(
            "<li><b>%s</b>: %s</li>" % (styles.decoupling_name(state), conditions)
            for state, conditions in (
                ("Strong decoupling", "&Delta;G &gt; 0, &Delta;C &lt; 0"),
                ("Weak decoupling", "&Delta;G &gt; 0, 0 &le; e &lt; 0.8"),
                ("Expansive coupling", "&Delta;G &gt; 0, 0.8 &le; e &le; 1.2"),
                ("Expansive negative decoupling", "&Delta;G &gt; 0, e &gt; 1.2"),
                ("Strong negative decoupling", "&Delta;G &lt; 0, &Delta;C &gt; 0"),
                ("Weak negative decoupling", "&Delta;G &lt; 0, 0 &le; e &lt; 0.8"),
                ("Recessive coupling", "&Delta;G &lt; 0, 0.8 &le; e &le; 1.2"),
                ("Recessive decoupling", "&Delta;G &lt; 0, e &gt; 1.2"),
            )
        )
        return (
            "<p>%s</p><p><code>e = (&Delta;C / C<sub>0</sub>) / (&Delta;G / G<sub>0</sub>)</code>"
            "</p><ul>%s</ul><p>%s</p><p>%s</p><p>%s</p><p>%s</p>"
            % (
                tr(
                    "Compares the relative change of emissions C with that of the gross domestic "
                    "product G between two years: e is the elasticity (no unit)."
                ),
                rows,
                tr(
                    "Both thresholds belong to coupling; constant emissions count as weak. Where G "
                    "does not change, C<sub>0</sub> or G<sub>0</sub> is 0, or a value is missing, "
                    "there is no elasticity and no state, and decoupling_flag says why: "
                    "no_gdp_change, no_emissions_before, no_gdp_before, missing."
                ),
                tr(
                    "All regions together are the regions that have both amounts in both years; where "
                    "some lack one, the log says how many are left."
                ),
                tr(
                    "GDP must be at constant prices, or inflation passes for growth and for "
                    "decoupling; its unit does not matter. The elasticity depends on the first and "
                    "the last year of a pair alone: steps of several years are steadier than those "
                    "of one, and where GDP hardly moves the elasticity is huge and says little."
                ),
                tr("Reference: Tapio (2005), Transport Policy 12(2), 137-151."),
            )
        )

    def initAlgorithm(self, config=None):
        self.add(
            QgsProcessingParameterFeatureSource("INPUT", tr("Input layer"), shared.ANY_VECTOR),
            tr(
                "Polygons or table, one row for each region and year, with emissions and GDP: for "
                "example emissions and GDP joined to regions."
            ),
        )
        self.add(
            shared.field("REGION_FIELD", tr("Region field"), "region"),
            tr(
                "Name of the region. A table without this field is taken as one region. The whole "
                "nation, as a row beside its regions, is left out."
            ),
        )
        self.add(
            shared.field("YEAR_FIELD", tr("Year field"), "year"),
            tr(
                "For example 2019. Years may be missing. Those in which fewer than half of the regions "
                "have emissions and GDP are passed over, unless they are chosen below."
            ),
        )
        self.add(
            shared.field("EMISSIONS_FIELD", tr("Emissions"), "ice_tco2"),
            tr("In t CO<sub>2</sub> a year, or any other unit."),
        )
        self.add(
            shared.field("GDP_FIELD", tr("GDP"), "gdp"),
            tr("At constant prices, in any unit."),
        )
        statistics.add_pairs(self, PAIRS)
        self.add(
            shared.number("COUPLING_FROM", tr("Coupling from an elasticity of"), LOW, 0),
            tr("No unit; 0.8 after Tapio. Below it emissions grow, or fall, less than GDP."),
            advanced=True,
        )
        self.add(
            shared.number("COUPLING_TO", tr("Coupling up to an elasticity of"), HIGH, 0),
            tr("No unit; 1.2 after Tapio. Above it emissions grow, or fall, more than GDP."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Decoupling"), QgsProcessing.SourceType.TypeVectorAnyGeometry
            ),
            tr(
                "The rows of the later year of each pair with year_from, year_to, "
                "d_emissions_pct and d_gdp_pct (change in percent of the earlier year), elasticity, "
                "decoupling_state and decoupling_flag; styled by state. In the legend, an oblique "
                "arrow is the smaller of the two changes; C are the emissions."
            ),
        )
        html_page.add_page(
            self,
            tr("Decoupling charts"),
            tr("Page with the plane of the states for each pair of years, and counts of regions."),
        )
        for name, label in (
            ("ELASTICITY", tr("Elasticity of all regions together, last pair of years")),
            ("COUNT_STRONG", tr("Regions with strong decoupling, last pair of years")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def execute(self, parameters, context, log):
        page = html_page.read_page(self, parameters, context)
        source, keys, _ = statistics.read_panel(
            self, parameters, context, log, whole=ALL_REGIONS, needs_years=True
        )
        fields = source.require(
            *(
                self.parameterAsString(parameters, name, context)
                for name in ("EMISSIONS_FIELD", "GDP_FIELD")
            )
        )
        panel = statistics.panel(source, keys, fields)
        low, high = (
            self.parameterAsDouble(parameters, name, context)
            for name in ("COUPLING_FROM", "COUPLING_TO")
        )
        kind, text = statistics.read_pairs(self, parameters, context, log)
        pairs = year_pairs(years_on_record(panel, fields, log, kind), kind, text)
        result = decoupling(panel, *fields, pairs, low, high, log)
        counts = state_counts(result.rows)
        rows = result.rows["row"]
        chosen = replace(
            source,
            frame=source.frame.iloc[rows].reset_index(drop=True),
            geometries=[source.geometries[row] for row in rows],
        )
        new = result.rows.drop(columns="row")
        layer = merge_columns(chosen, new.drop(columns=_own_keys(source.frame, keys)), log)
        style = partial(styles.decoupling, about=about(self, parameters))
        results = {
            "OUTPUT": write_sink(self, parameters, "OUTPUT", context, layer, chosen, style),
            "OUTPUT_HTML": page or None,
            "ELASTICITY": result.totals["elasticity"].iloc[-1],
            "COUNT_STRONG": counts[STATES[0]].iloc[-1],
        }
        if page:
            html_page.write(page, self.displayName(), _page(result, counts, low, high))
        return results


def _own_keys(frame, keys):
    """Return which of region and year the source has as they are to be written."""
    own = []
    if "region" in frame and (frame["region"].astype(str).str.strip() == keys["region"]).all():
        own.append("region")
    if (
        "year" in frame
        and is_integer_dtype(frame["year"])
        and (frame["year"] == keys["year"]).all()
    ):
        own.append("year")
    return own


def _page(result, counts, low, high):
    """Parts of the page: planes, counts by pair, and all regions together."""
    headings = {
        "pair": tr("Years"),
        "regions": tr("Regions"),
        "d_gdp_pct": tr("Change of GDP (%)"),
        "d_emissions_pct": tr("Change of emissions (%)"),
        "elasticity": tr("Elasticity"),
        "decoupling_state": tr("State"),
    }
    forms = dict.fromkeys(("d_gdp_pct", "d_emissions_pct"), "{:+.2f}")
    totals = result.totals.assign(
        pair=_pairs(result.totals),
        decoupling_state=[
            styles.decoupling_label(state or "No data")
            for state in result.totals["decoupling_state"]
        ],
    )
    names = {name: styles.decoupling_name(name) for name in STATES}
    shown = counts.assign(pair=_pairs(counts))[["pair", *STATES, "none"]]
    return [
        html_page.legend(styles.decoupling_legend()),
        html_page.section(
            tr("States of decoupling"),
            html_page.paragraph(
                tr(
                    "Each point is a region: the change of its GDP to the right, that of its emissions "
                    "upwards, both in percent of the earlier year. The star is all regions together. "
                    "In the legend, an oblique arrow is the smaller of the two changes; C are the "
                    "emissions."
                )
            ),
            tapio_planes(result.rows, result.totals, low, high),
        ),
        html_page.section(
            tr("Regions in each state"),
            state_bars(counts),
            html_page.table(
                shown, {"pair": tr("Years"), **names, "none": styles.decoupling_name("No data")}
            ),
        ),
        html_page.section(
            tr("All regions together"),
            html_page.table(totals[list(headings)], headings, {**forms, "elasticity": "{:.3f}"}),
        ),
    ]


def _pairs(table):
    # No line break within a pair.
    return ["%d\u2060–\u2060%d" % pair for pair in zip(table["year_from"], table["year_to"])]
