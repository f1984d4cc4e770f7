"""Tool: inequality between regions by year, within and between groups."""

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
)

from ..core.inequality import inequality_by_year
from ..core.region_groups import china_four
from . import html_page, statistics
from . import parameters as shared
from .base import CarbonFootprintAlgorithm
from .i18n import tr
from .inequality_chart import inequality_chart
from .layers import is_blank, region_name, write_sink

GROUPINGS = ("china_four", "field", "none")
POPULATION = "population"
CODE_FIELD = "adcode"


class Inequality(CarbonFootprintAlgorithm):
    """Declares ``carbonfootprint:inequality``."""

    ID = "inequality"
    GROUP = "spatial_patterns"

    def displayName(self):
        return tr("Inequality between regions")

    def shortDescription(self):
        return tr("Computes Gini and Theil of every year, within and between groups of regions.")

    def keywords(self):
        return tr(
            "inequality, Gini, Theil, Lorenz curve, mean log deviation, decomposition, Dagum, "
            "east, central, west, northeast"
        )

    def help_text(self):
        return (
            "<p>%s</p><p><code>Gini = &Sigma;<sub>i</sub>&Sigma;<sub>j</sub> |s<sub>i</sub>"
            "p<sub>j</sub> &minus; s<sub>j</sub>p<sub>i</sub>| / 2</code>, <code>T = &Sigma; "
            "s&middot;ln(s/p)</code>, <code>L = &Sigma; p&middot;ln(p/s)</code></p><p>%s</p><p>"
            "<code>T = &Sigma;<sub>g</sub> s<sub>g</sub>T<sub>g</sub> + &Sigma;<sub>g</sub> "
            "s<sub>g</sub>&middot;ln(s<sub>g</sub>/p<sub>g</sub>)</code>, <code>Gini = "
            "&Sigma;<sub>g</sub> p<sub>g</sub>s<sub>g</sub>Gini<sub>g</sub> + Gini<sub>between"
            "</sub> + overlap</code></p><p>%s</p><p>%s</p><p>%s</p>"
            % (
                tr(
                    "Compares the share s that each region has of a quantity (emissions in t "
                    "CO<sub>2</sub>) with its share p of a base (population in persons). All indices "
                    "are 0 where every region has the same per head. Gini is below 1; T, Theil's "
                    "index, weighs regions with much of the quantity more, L, the mean log deviation, "
                    "those with little. None of them has a unit."
                ),
                tr(
                    "With groups of regions, T is the sum of what is within and what is between them; "
                    "the Gini has a third part, the overlap: regions of a group with a lower mean "
                    "that have more per head than regions of a group with a higher mean."
                ),
                tr(
                    "The regions are all there are and no sample: the Gini is not multiplied by "
                    "n/(n &minus; 1). A region without a value is left out and counted; one with 0 "
                    "of the quantity takes part, but makes L infinite, which is written as NULL. "
                    "Years in which all are alike have no percentages."
                ),
                tr(
                    "The base may be any quantity: with the gross domestic product the indices tell "
                    "of emissions per output. Choose a quantity that is not divided by the base yet, "
                    "ice_tco2 or icf_ha and not icf_pc_ha; for a ratio, leave the base empty."
                ),
                tr(
                    "References: Theil (1967), Economics and Information Theory; Shorrocks (1980), "
                    "Econometrica 48; Dagum (1997), Empirical Economics 22; Duro &amp; Padilla "
                    "(2006), Energy Economics 28; four regions: National Bureau of Statistics of "
                    "China (2011)."
                ),
            )
        )

    def initAlgorithm(self, config=None):
        self.add(
            QgsProcessingParameterFeatureSource("INPUT", tr("Input layer"), shared.ANY_VECTOR),
            tr(
                "Layer or table, one feature for each region, or for each region and year: the "
                "output of the three-dimensional footprint, for example."
            ),
        )
        self.add(
            shared.field("REGION_FIELD", tr("Region field"), "region"),
            tr(
                "Name or code of the region. The whole nation, as a row beside its regions, is left "
                "out."
            ),
        )
        self.add(
            shared.field("YEAR_FIELD", tr("Year field"), "year"),
            tr("Every year is computed by itself. Empty: the layer is one year."),
        )
        self.add(
            shared.field("FIELD", tr("Quantity"), "ice_tco2"),
            tr("What the regions share, as an amount: t CO<sub>2</sub>, ha. Not negative."),
        )
        self.add(
            shared.field("BASE_FIELD", tr("Base"), POPULATION),
            tr(
                "What the quantity is compared with: population (persons), or any other amount above "
                "0. Empty, or where the input has no field population: every region counts equally."
            ),
        )
        self.add(
            shared.choice("GROUPS", tr("Groups of regions"), GROUPINGS, "china_four"),
            tr(
                "<b>china_four</b>: East, Central, West and Northeast, as the National Bureau of "
                "Statistics divides the provinces of China; they are known by name or code, "
                "counties by the first two digits of a field adcode. Other regions are not split, "
                "which the log says. <b>field</b>: the values of a field. <b>none</b>: no split."
            ),
        )
        self.add(
            shared.field("GROUP_FIELD", tr("Field with the groups"), None),
            tr("For field: text or numbers. Regions without a value make up a group of their own."),
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Inequality by year"), QgsProcessing.SourceType.TypeVector
            ),
            tr(
                "Table: year, n (regions), n_missing, gini and its parts gini_within, gini_between "
                "and gini_overlap, theil_t, theil_l, theil_within, theil_between, and the parts in "
                "percent of gini and theil_t (_pct)."
            ),
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT_GROUPS",
                tr("Groups by year"),
                QgsProcessing.SourceType.TypeVector,
                optional=True,
                createByDefault=False,
            ),
            tr(
                "Table: year, group (NULL: regions in none), n, quantity_pct and base_pct (its shares "
                "in percent), mean (quantity per unit of the base), gini and theil_t of the group by "
                "itself, theil_within (what it adds to the part within groups) and theil_within_pct "
                "(that in percent of T)."
            ),
        )
        html_page.add_page(
            self,
            tr("Inequality charts"),
            tr(
                "Page with Gini and Theil through the years, their parts, the Lorenz curves of the "
                "first and the last year, and tables."
            ),
        )
        for name, label in (
            ("GINI", tr("Gini coefficient, last year")),
            ("THEIL", tr("Theil's T, last year")),
            ("BETWEEN_PCT", tr("Part of Theil's T between groups, last year (%)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def execute(self, parameters, context, log):
        page = html_page.read_page(self, parameters, context)
        source, keys, year = statistics.read_panel(self, parameters, context, log)
        (quantity,) = source.require(self.parameterAsString(parameters, "FIELD", context))
        base = self.parameterAsString(parameters, "BASE_FIELD", context) or None
        if base not in (None, POPULATION):
            source.require(base)
        groups = self._groups(parameters, context, source, keys, log)
        fields = [name for name in (quantity, base) if name in source.frame]
        panel = statistics.panel(source, keys, fields)
        result = inequality_by_year(panel, quantity, base, groups, source.name, log)
        tables = {"OUTPUT": result.years, "OUTPUT_GROUPS": result.groups}
        if not year:
            tables = {name: table.drop(columns="year") for name, table in tables.items()}
        last = result.years.iloc[-1]
        results = {
            **{
                name: write_sink(self, parameters, name, context, table)
                for name, table in tables.items()
            },
            "OUTPUT_HTML": page or None,
            "GINI": last["gini"],
            "THEIL": last["theil_t"],
            "BETWEEN_PCT": last["theil_between_pct"],
        }
        if page:
            html_page.write(page, self.displayName(), self._page(result, quantity))
        return results

    def _groups(self, parameters, context, source, keys, log):
        """Group of every row, named as messages call the grouping; None without one."""
        grouping = self.parameterAsEnumString(parameters, "GROUPS", context)
        field = self.parameterAsString(parameters, "GROUP_FIELD", context)
        if field and grouping != "field":
            log.warning("GROUP_FIELD {field} is not used; set GROUPS to field.", field=field)
        if grouping == "none":
            return None
        if grouping == "china_four":
            return china_four(keys["region"], source.frame.get(CODE_FIELD)).rename(grouping)
        if not field:
            raise self.fault("GROUPS is field, but GROUP_FIELD is empty; choose a field.")
        source.require(field)
        values = source.frame[field]
        return values.map(lambda value: None if is_blank(value) else region_name(value))

    @staticmethod
    def _page(result, quantity):
        years, groups = result.years, result.groups
        headings = {
            "year": tr("Year"),
            "n": tr("Regions"),
            "gini": tr("Gini"),
            "gini_within": tr("Gini within"),
            "gini_between": tr("Gini between"),
            "gini_overlap": tr("Gini overlap"),
            "theil_t": tr("Theil's T"),
            "theil_l": tr("Mean log deviation"),
            "theil_within": tr("Theil within"),
            "theil_between": tr("Theil between"),
            "theil_between_pct": tr("Between (%)"),
        }
        of_groups = {
            "group": tr("Group"),
            "n": tr("Regions"),
            "quantity_pct": tr("Share of the quantity (%)"),
            "base_pct": tr("Share of the base (%)"),
            "mean": tr("Quantity per base"),
            "gini": tr("Gini"),
            "theil_t": tr("Theil's T"),
            "theil_within": tr("Adds to Theil within"),
            "theil_within_pct": tr("In percent of T"),
        }
        forms = dict.fromkeys([*headings, *of_groups], "{:.4f}")
        forms.update(year="{}", n="{}", group="{}", mean="{:,.4g}")
        forms.update(dict.fromkeys((name for name in forms if name.endswith("_pct")), "{:.1f}"))
        shown = [name for name in headings if name != "year" or years["year"].any()]
        curves = result.curves
        ends = list(curves)[:1] + list(curves)[1:][-1:]
        parts = [
            html_page.paragraph(
                tr(
                    "Shares of {quantity} compared with shares of {base}; 0 means that every region "
                    "has the same per unit of {base}."
                ).format(quantity=quantity, base=result.base)
                if result.base
                else tr(
                    "Shares of {quantity}, with every region counting equally; 0 means that all have "
                    "the same."
                ).format(quantity=quantity)
            ),
            inequality_chart(years, {year: curves[year] for year in ends}),
            html_page.section(
                tr("Inequality by year"), html_page.table(years[shown], headings, forms)
            ),
        ]
        if len(groups):
            last = groups[groups["year"] == groups["year"].max()]
            labels = [
                tr("In no group") if is_blank(name) else _label(name) for name in last["group"]
            ]
            title = tr("Groups in {year}").format(year=last["year"].iloc[0])
            parts.append(
                html_page.section(
                    title if years["year"].any() else tr("Groups"),
                    html_page.table(last.assign(group=labels)[list(of_groups)], of_groups, forms),
                )
            )
        return parts


def _label(group):
    """Name of a group for a page; the shipped ones are translated."""
    return {
        "East": tr("East"),
        "Central": tr("Central"),
        "West": tr("West"),
        "Northeast": tr("Northeast"),
    }.get(group, group)
