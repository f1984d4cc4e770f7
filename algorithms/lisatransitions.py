"""Tool: moves between the quadrants of local Moran from year to year."""

from dataclasses import replace
from functools import partial
from math import isnan

import pandas as pd
from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
)

from ..core import lisa_transitions as lisa
from ..core.moran import CORRECTIONS
from ..core.year_pairs import years_on_record
from . import charts, html_page, statistics, styles
from . import parameters as shared
from .base import CarbonFootprintAlgorithm
from .i18n import tr
from .layers import merge_keys, own_keys, write_sink
from .provenance import about

OUTSTANDING = 6  # regions whose paths are drawn


class LisaTransitions(statistics.StatisticsMixin, CarbonFootprintAlgorithm):
    """Declares ``carbonfootprint:lisatransitions``."""

    ID = "lisatransitions"
    GROUP = "spatial_patterns"

    def displayName(self):
        return tr("LISA transitions")

    def shortDescription(self):
        return tr("Follows regions between the quadrants of local Moran from year to year.")

    def keywords(self):
        return tr("LISA, transition, Markov, Rey, flow, cohesion, time path, tortuosity, giddy")

    def help_text(self):
        return (
            "<p>%s</p><ul><li><b>0</b>: %s</li><li><b>I</b>: %s</li><li><b>II</b>: %s</li>"
            "<li><b>IIIA</b>: %s</li><li><b>IIIB</b>: %s</li></ul><p>%s</p><p><code>SF = (I + II) / "
            "m</code>, <code>SC = (0 + IIIA) / m</code></p><p>%s</p><p>%s</p><p><code>length<sub>i"
            "</sub> = N&middot;&Sigma;<sub>t</sub> d<sub>it</sub> / &Sigma;<sub>i</sub>&Sigma;"
            "<sub>t</sub> d<sub>it</sub></code>, <code>tortuosity<sub>i</sub> = &Sigma;<sub>t</sub> "
            "d<sub>it</sub> / d(first, last)</code></p><p>%s</p><p>%s</p>"
            % (
                tr(
                    "Each region has a quadrant of the Moran scatter plot in each year: H or L, above "
                    "its mean or not, the region first, its neighbours second. A transition is the "
                    "pair of its quadrants in two years, a type after Rey (2001) is what moved:"
                ),
                tr("nothing"),
                tr("the region alone, for example HH to LH"),
                tr("its neighbours alone, for example HH to HL"),
                tr("both, the same way: HH to LL, LL to HH"),
                tr("both, opposite ways: HL to LH, LH to HL"),
                tr(
                    "Spatio-temporal flow SF and cohesion SC follow from the counts of the types; m "
                    "are all transitions with a type. Their names, and the number of the type 0 (also "
                    "IV), vary between papers: compare the formulae."
                ),
                tr(
                    "move_type is numbered 1 to 16 as in giddy's LISA_Markov: 4&middot;(q<sub>from"
                    "</sub> &minus; 1) + q<sub>to</sub> with HH 1, LH 2, LL 3, HL 4. Significant are "
                    "ends whose p by conditional permutation is at or below alpha: from_p and to_p; with "
                    "fdr from_p_fdr and to_p_fdr; with bonferroni from_p and to_p times the number of "
                    "regions tested in the year (giddy uses a normal approximation of one tail, so that "
                    "its significant moves differ). Weights are built once, for all years."
                ),
                tr(
                    "A LISA time path joins a region's places (z, mean z of its neighbours) in the "
                    "Moran scatter plots of all years; z are standard scores of the year (ddof 0), d "
                    "the distance between two places:"
                ),
                tr(
                    "A region without a value or a neighbour in one of two years has no type (NULL) "
                    "in that pair, and no path: lengths over fewer steps would not compare."
                ),
                tr(
                    "References: Rey (2001), Geographical Analysis 33; Rey &amp; Ye (2010), Progress "
                    "in Spatial Analysis; Rey, Murray &amp; Anselin (2011)."
                ),
            )
        )

    def initAlgorithm(self, config=None):
        statistics.add_panel(self)
        self.add(
            shared.field("FIELD", tr("Field"), "depth"),
            tr("Numeric field."),
        )
        statistics.add_pairs(self, lisa.PAIRS)
        statistics.add_weights(self)
        self.add(
            shared.number("ALPHA", tr("Significance level"), 0.05, 0.0001, 0.5),
            tr("Ends with a p above it, corrected as chosen, are not significant."),
        )
        self.add(
            shared.choice("CORRECTION", tr("Correction for many tests"), CORRECTIONS, "none"),
            tr("<b>none</b>: raw p, as GeoDa. <b>fdr</b>: Benjamini-Hochberg. <b>bonferroni</b>."),
        )
        self.add(
            QgsProcessingParameterBoolean(
                "SIGNIFICANT_ONLY", tr("Only between significant ends"), False
            ),
            tr(
                "A transition has a type, and is counted in the matrix of the quadrants, in flow and "
                "in cohesion, only if both its ends are significant. The matrix of the clusters has a "
                "class for the others."
            ),
            advanced=True,
        )
        statistics.add_permutations(self, 9999)
        self._add_outputs()

    def _add_outputs(self):
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("LISA transitions"), QgsProcessing.SourceType.TypeVectorPolygon
            ),
            tr(
                "One feature for each region and pair, with the polygon and fields of the later year: "
                "region, year (the later one), year_from, year_to, from_quadrant, to_quadrant, "
                "from_cluster, to_cluster, move, move_type, rey_type, significant (both, start, end, "
                "none), from_p and to_p (raw), from_p_fdr and to_p_fdr (adjusted for the false discovery "
                "rate); styled by rey_type."
            ),
        )
        for name, label, kind, default, text in (
            (
                "OUTPUT_MATRIX",
                tr("Transition matrices"),
                QgsProcessing.SourceType.TypeVector,
                True,
                tr(
                    "Table: kind (quadrants, or clusters with Not significant), scope (pair or "
                    "pooled), years, from_state, to_state, count, probability (share of the row, NULL "
                    "where it is empty). Pooled are the pairs that hold no other pair, of all pairs "
                    "the consecutive ones."
                ),
            ),
            (
                "OUTPUT_FLOW",
                tr("Flow and cohesion"),
                QgsProcessing.SourceType.TypeVector,
                True,
                tr(
                    "Table: number of each type in each pair of years and pooled, m, left_out, flow, "
                    "cohesion."
                ),
            ),
            (
                "OUTPUT_PATHS",
                tr("LISA time paths"),
                QgsProcessing.SourceType.TypeVectorPolygon,
                False,
                tr(
                    "One feature for each region, with the polygon and fields of its last year: years, "
                    "path_length, relative_length (1 is the mean), tortuosity (NULL where the path "
                    "ends at its beginning), direction_deg of the net move (counter-clockwise, 0 the "
                    "region rises, 90 its neighbours), direction in words, moves (changes of the "
                    "quadrant), path (places as text); over all years with data, styled by "
                    "relative_length."
                ),
            ),
        ):
            self.add(
                QgsProcessingParameterFeatureSink(
                    name, label, kind, optional=True, createByDefault=default
                ),
                text,
            )
        html_page.add_page(
            self,
            tr("Charts of the transitions"),
            tr("Page with the matrices, the types by pair of years, and the time paths."),
        )
        for name, label in (
            ("FLOW", tr("Spatio-temporal flow, pooled")),
            ("COHESION", tr("Spatio-temporal cohesion, pooled")),
            ("TRANSITIONS", tr("Transitions with a type, pooled")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def execute(self, parameters, context, log):
        page = html_page.read_page(self, parameters, context)
        source, keys, _ = statistics.read_panel(self, parameters, context, log, needs_years=True)
        (field,) = source.require(self.parameterAsString(parameters, "FIELD", context))
        panel = statistics.panel(source, keys, [field])
        kind, text = statistics.read_pairs(self, parameters, context, log)
        years = years_on_record(panel, [field], log, kind)
        pairs = lisa.transition_years(years, kind, text)
        weights = statistics.read_weights(
            self, parameters, context, source, keys["region"], log.part(0, 0.2), keys["year"]
        )
        with_paths = bool(page or parameters.get("OUTPUT_PATHS"))
        local = lisa.local_moran_of_years(
            panel,
            field,
            weights,
            years if with_paths else {year for pair in pairs for year in pair},
            permutations=self.parameterAsInt(parameters, "PERMUTATIONS", context),
            seed=self.parameterAsInt(parameters, "SEED", context),
            alpha=self.parameterAsDouble(parameters, "ALPHA", context),
            correction=self.parameterAsEnumString(parameters, "CORRECTION", context),
            alternative=self.parameterAsEnumString(parameters, "ALTERNATIVE", context),
            islands=self.parameterAsEnumString(parameters, "ISLANDS", context),
            log=log.part(0.2, 0.9),
        )
        significant_only = self.parameterAsBool(parameters, "SIGNIFICANT_ONLY", context)
        moves = lisa.transitions(local, pairs, significant_only, log)
        matrix, flow = lisa.transition_matrices(moves), lisa.flow_and_cohesion(moves)
        note = about(self, parameters)
        pooled = flow.iloc[-1]
        results = {
            "OUTPUT": self._write(
                parameters,
                "OUTPUT",
                context,
                _on_polygons(source, keys, moves, log),
                partial(styles.lisa_transitions, significant_only=significant_only, about=note),
            ),
            "OUTPUT_MATRIX": write_sink(self, parameters, "OUTPUT_MATRIX", context, matrix),
            "OUTPUT_FLOW": write_sink(self, parameters, "OUTPUT_FLOW", context, flow),
            "OUTPUT_PATHS": None,
            "OUTPUT_HTML": page or None,
            "FLOW": pooled["flow"],
            "COHESION": pooled["cohesion"],
            "TRANSITIONS": pooled["m"],
        }
        if with_paths:
            paths = lisa.time_paths(local, log)
            last = _last_years(keys, years)
            results["OUTPUT_PATHS"] = self._write(
                parameters,
                "OUTPUT_PATHS",
                context,
                _on_polygons(source, keys, paths.assign(year=paths["region"].map(last)), log),
                partial(styles.time_paths, longest=paths["relative_length"].max(), about=note),
            )
        if page:
            html_page.write(
                page,
                "%s: %s" % (self.displayName(), field),
                _page(matrix, flow, lisa.pooled_pairs(pairs), paths, local),
            )
        return results

    def _write(self, parameters, name, context, layer, finish):
        source, frame = layer
        return write_sink(self, parameters, name, context, frame, source, finish)


def _page(matrix, flow, pooled, paths, local):
    """Parts of the page: types and flow by pair, pooled matrices, time paths."""
    total, by_pair = flow.iloc[-1], flow.iloc[:-1]
    years = list(zip(by_pair["year_from"], by_pair["year_to"]))
    by_pair = by_pair[[pair in pooled for pair in years]]
    paths = paths.dropna(subset=["relative_length"])
    longest = paths.nlargest(OUTSTANDING, "relative_length")
    return [
        html_page.paragraph(
            tr(
                "Of {m} transitions with a type, pooled over {pairs} pairs of years: flow (I + II) / m "
                "= {flow}, cohesion (0 + IIIA) / m = {cohesion}."
            ).format(
                m=total["m"],
                pairs=len(pooled),
                flow=_decimals(total["flow"]),
                cohesion=_decimals(total["cohesion"]),
            )
        ),
        html_page.section(
            tr("What moved, by pair of years"),
            html_page.legend(styles.rey_legend()),
            charts.transition_types(by_pair),
            _flow_table(pd.concat([by_pair, flow.iloc[-1:]])),
        ),
        html_page.section(
            tr("Transition matrices, pooled"),
            html_page.paragraph(
                tr(
                    "Share of the row, and below it the number of transitions. H is above the mean of "
                    "the year, L not; the region first, its neighbours second."
                )
            ),
            charts.transition_matrices(matrix[matrix["scope"] == "pooled"]),
        ),
        html_page.section(
            tr("LISA time paths"),
            html_page.paragraph(
                tr(
                    "Long paths belong to regions that change much against the mean of all, or whose "
                    "neighbours do. Below, the longest ones; the ring is the first year, the disc the "
                    "last."
                )
            ),
            charts.path_lengths(paths),
            charts.time_paths(local, longest["region"].tolist()),
            _path_table(longest),
        ),
    ]


def _flow_table(flow):
    headings = {
        "years": tr("Years"),
        **{"type_" + name.lower(): name for name in lisa.REY_TYPES},
        "m": tr("Transitions"),
        "left_out": tr("Left out"),
        "flow": tr("Flow"),
        "cohesion": tr("Cohesion"),
    }
    years = [
        tr("pooled") if row.scope == "pooled" else "%d–%d" % (row.year_from, row.year_to)
        for row in flow.itertuples()
    ]
    shown = flow.assign(years=years)[list(headings)]
    return html_page.table(shown, headings, {"flow": "{:.3f}", "cohesion": "{:.3f}"})


def _path_table(paths):
    headings = {
        "region": tr("Region"),
        "relative_length": tr("Relative length"),
        "tortuosity": tr("Tortuosity"),
        "direction_deg": tr("Direction (°)"),
        "moves": tr("Changes of quadrant"),
    }
    forms = {"relative_length": "{:.2f}", "tortuosity": "{:.2f}", "direction_deg": "{:.0f}"}
    return html_page.table(paths[list(headings)], headings, forms)


def _decimals(share):
    return "–" if isnan(share) else "%.3f" % share


def _last_years(keys, years):
    """Last year of each region, of those on record if it has one."""
    last = keys.groupby("region")["year"].max()
    on_record = keys[keys["year"].isin(years)].groupby("region")["year"].max()
    return on_record.combine_first(last).astype("int64")


def _on_polygons(source, keys, table, log):
    """Source and rows of a region-by-year table on the features of the same region and year.

    A region that has no feature in the year keeps its polygon, and its other fields are NULL.
    """
    place = pd.Series(range(len(keys)), pd.MultiIndex.from_frame(keys[["region", "year"]]))
    wanted = pd.MultiIndex.from_frame(table[["region", "year"]])
    at = place.reindex(wanted, fill_value=-1).to_numpy()
    first = {name: i for i, name in reversed(list(enumerate(keys["region"])))}
    rows = replace(
        source,
        frame=source.frame.reset_index(drop=True).reindex(at).reset_index(drop=True),
        geometries=[
            source.geometries[i if i >= 0 else first[name]] for i, name in zip(at, table["region"])
        ],
    )
    kept = own_keys(source, keys["region"], [{year} for year in keys["year"]])
    return merge_keys(rows, table.reset_index(drop=True), kept, log)
