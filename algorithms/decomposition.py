"""Tool: what drove the change of emissions."""

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
)

from ..core.decomposition import COLUMNS, EFFECTS, PAIRS, decomposition, fuel_balance
from ..core.energy_tables import tidy_energy
from . import html_page, statistics
from . import parameters as shared
from .base import CarbonFootprintAlgorithm
from .decomposition_chart import effect_bars, effect_label, effect_legend, waterfall
from .i18n import tr
from .layers import read_source, write_sink


class Decomposition(CarbonFootprintAlgorithm):
    """Declares ``carbonfootprint:decomposition``."""

    ID = "decomposition"
    GROUP = "footprint"

    def displayName(self):
        return tr("Decomposition of emissions (LMDI)")

    def shortDescription(self):
        return tr(
            "Splits the change of emissions into population, affluence, energy intensity, fuel mix "
            "and carbon intensity."
        )

    def keywords(self):
        return tr(
            "LMDI, Divisia, decomposition, Kaya, drivers, population, affluence, GDP, intensity, fuel"
        )

    def help_text(self):
        return (
            "<p>%s</p><p><code>C = &Sigma;<sub>j</sub> P &middot; G/P &middot; E/G &middot; "
            "E<sub>j</sub>/E &middot; C<sub>j</sub>/E<sub>j</sub></code></p><p><code>&Delta;C"
            "<sub>x</sub> = &Sigma;<sub>j</sub> L(C<sub>j1</sub>, C<sub>j0</sub>)&middot;ln("
            "x<sub>1</sub>/x<sub>0</sub>)</code>, <code>L(a, b) = (a &minus; b)/ln(a/b)</code></p>"
            "<p>%s</p><p>%s</p><p>%s</p><p>%s</p><p>%s</p>"
            % (
                tr(
                    "Explains the change of the emissions C of a region between two years by its "
                    "population P, its affluence (GDP per head, G/P), its energy intensity (E/G), "
                    "its fuel mix (share of each fuel j, E<sub>j</sub>/E) and the carbon intensity "
                    "of the fuels (C<sub>j</sub>/E<sub>j</sub>), by the additive LMDI-I. The effects, "
                    "in t CO<sub>2</sub>, add up to the change without a residual."
                ),
                tr(
                    "E is the energy of the fuels that are burnt, in tonnes of standard coal by the "
                    "coefficients of the factor set. Heat and electricity are no part of it, as they "
                    "emit nothing where they are used: a shift from fuels to electricity shows as "
                    "falling energy intensity."
                ),
                tr(
                    "With one emission factor for each fuel the carbon intensity effect is 0 by "
                    "construction, and a change of mix within a fuel stays unseen. A table of own "
                    "factors with a column year, and a row for each fuel and year, makes it the "
                    "effect of factors that change (better coal, other oxidation)."
                ),
                tr(
                    "A fuel that appears or disappears counts with its whole change as fuel mix, and "
                    "where nothing was burnt at all in one year, as energy intensity: the limits of "
                    "the formula (Ang &amp; Liu 2007). Where population or GDP is missing or 0, or the "
                    "amount of a fuel is missing, the effects are NULL and the log names the place; "
                    "such a region is left out of the sum of all regions in every pair of years, and "
                    "the log says how many regions that sum has."
                ),
                tr(
                    "The effects of all regions are the sums of those of the regions (scope all); "
                    "decomposing the aggregate would mix in shifts between regions. Effects of "
                    "consecutive years add up to those of the whole time step by step; the first and "
                    "the last year alone give the same total, and slightly other parts."
                ),
                tr(
                    "References: Ang (2005), Energy Policy 33; Ang &amp; Liu (2007), Energy Policy 35; "
                    "Ang (2015), Energy Policy 86."
                ),
            )
        )

    def initAlgorithm(self, config=None):
        self.add(
            QgsProcessingParameterFeatureSource(
                "INPUT", tr("Population and GDP"), shared.ANY_VECTOR
            ),
            tr(
                "Layer or table with one row for each region and year, as Join tables to regions "
                "writes it."
            ),
        )
        self.add(
            shared.field("REGION_FIELD", tr("Region field"), "region"),
            tr(
                "Name of the region; it meets that of the energy table in any spelling. The whole "
                "nation, as a row beside its regions, is left out."
            ),
        )
        self.add(
            shared.field("YEAR_FIELD", tr("Year field"), "year"),
            tr(
                "For example 2019. Years in which fewer than half of the regions have all numbers, in "
                "both tables, are passed over."
            ),
        )
        self.add(
            shared.field("POPULATION_FIELD", tr("Population"), "population"),
            tr("In persons, or any other unit that is the same in all years."),
        )
        self.add(
            shared.field("GDP_FIELD", tr("GDP"), "gdp"),
            tr(
                "At constant prices, or inflation passes for affluence. Any unit that is the same in "
                "all years."
            ),
        )
        self.add(
            QgsProcessingParameterFeatureSource("ENERGY", tr("Energy table"), shared.ANY_VECTOR),
            tr(
                "Table with region, year, fuel, amount and unit, as Import energy tables writes it."
            ),
        )
        shared.add_factors(self)
        shared.add_emission_method(self)
        statistics.add_pairs(self, PAIRS)
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Effects"), QgsProcessing.SourceType.TypeVector
            ),
            tr(
                "Table: region, year_from, year_to, year (the later one), scope (region, or all for "
                "their sum), d_total_tco2, d_population_tco2, d_affluence_tco2, d_intensity_tco2, "
                "d_fuel_mix_tco2, d_carbon_intensity_tco2, in t CO<sub>2</sub>."
            ),
        )
        html_page.add_page(
            self,
            tr("Decomposition charts"),
            tr("Page with a waterfall chart, the effects of each pair of years, and tables."),
        )
        self.addOutput(
            QgsProcessingOutputNumber(
                COLUMNS[0].upper(), tr("Change of all regions, first to last year (t CO2)")
            )
        )
        for name, effect in zip(COLUMNS[1:], EFFECTS):
            label = tr("{effect}: effect in all regions, first to last year (t CO2)")
            self.addOutput(
                QgsProcessingOutputNumber(name.upper(), label.format(effect=effect_label(effect)))
            )

    def execute(self, parameters, context, log):
        page = html_page.read_page(self, parameters, context)
        source, keys, _ = statistics.read_panel(self, parameters, context, log, needs_years=True)
        fields = source.require(
            *(
                self.parameterAsString(parameters, name, context)
                for name in ("POPULATION_FIELD", "GDP_FIELD")
            )
        )
        numbers = statistics.panel(source, keys, fields)
        panel = keys.assign(population=numbers[fields[0]], gdp=numbers[fields[1]])
        energy = read_source(self, parameters, "ENERGY", context, log)
        factors = read_source(self, parameters, "FACTOR_TABLE", context, log)
        rows = energy.frame.set_axis(range(1, len(energy.frame) + 1))  # as a user counts them
        balance = fuel_balance(
            tidy_energy(rows, energy.name, log=log),
            self.parameterAsEnumString(parameters, "FACTOR_SET", context),
            self.parameterAsEnumString(parameters, "METHOD", context),
            None if factors is None else factors.frame,
            log=log,
        )
        result = decomposition(
            panel,
            balance,
            self.parameterAsEnumString(parameters, "PAIRS", context),
            source.name,
            energy.name,
            log,
        )
        results = {
            "OUTPUT": write_sink(self, parameters, "OUTPUT", context, result.table),
            "OUTPUT_HTML": page or None,
            **{name.upper(): value for name, value in result.totals().items()},
        }
        if page:
            html_page.write(page, self.displayName(), _page(result))
        return results


def _page(result):
    """Parts of the page: waterfall, effects of each pair of years, and of each region."""
    headings = {
        "region": tr("Region"),
        "pair": tr("Years"),
        "d_total_tco2": tr("Change (t CO2)"),
        **{name: effect_label(effect) for name, effect in zip(COLUMNS[1:], EFFECTS)},
    }
    forms = dict.fromkeys(COLUMNS, "{:,.0f}")
    pairs = result.table[result.table["scope"] == "all"]
    pairs = pairs.assign(
        pair=["%d–%d" % years for years in zip(pairs["year_from"], pairs["year_to"])]
    )
    regions = result.by_region().sort_values("d_total_tco2", ascending=False, kind="stable")
    return [
        html_page.paragraph(
            tr(
                "Sums of the effects in {count} regions that have population, GDP and all amounts of "
                "energy in every year. GDP is taken to be at constant prices."
            ).format(count=len(result.regions))
        ),
        html_page.section(tr("From the first to the last year"), waterfall(result)),
        html_page.section(
            tr("Pairs of years"),
            html_page.legend(effect_legend()),
            effect_bars(pairs),
            html_page.table(pairs[["pair", *COLUMNS]], headings, forms),
        ),
        html_page.section(
            tr("Regions, first to last year"),
            html_page.table(regions, headings, forms),
        ),
    ]
