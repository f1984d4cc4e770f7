"""Tool: CO2 of industrial energy use."""

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
)

from ..core.emissions import industrial_emissions
from ..core.energy_tables import tidy_energy
from ..core.panels import last_year_total
from . import parameters as shared
from .base import CarbonFootprintAlgorithm
from .i18n import tr
from .layers import read_source, write_sink


class IndustrialEmissions(CarbonFootprintAlgorithm):
    """Declares ``carbonfootprint:industrialemissions``."""

    ID = "industrialemissions"
    GROUP = "footprint"

    def displayName(self):
        return tr("Industrial emissions")

    def shortDescription(self):
        return tr("Computes CO2 emissions from the energy use of 16 fuels.")

    def keywords(self):
        return tr("CO2, emissions, energy, fuel, coal, emission factor, ICE, IPCC")

    def help_text(self):
        return (
            "<p>%s</p><p><code>ICE = &Sigma; Q<sub>i</sub>&middot;EF<sub>i</sub></code>, "
            "<code>EF = NCV&middot;CC&middot;O&middot;44/12</code> [t CO<sub>2</sub>]</p>"
            "<p>%s</p><p>%s</p>"
            % (
                tr(
                    "Multiplies the amount Q of every fuel by its emission factor EF (net calorific "
                    "value, carbon content, oxidised share). Heat and electricity emit nothing where "
                    "they are used and are left out, as are process emissions; feedstock counts as "
                    "burnt."
                ),
                tr(
                    "The formula printed in the paper multiplies by the standard-coal coefficient "
                    "again, which takes 28.6 % off coal and adds 43 to 53 % to oil; METHOD "
                    "as_printed reproduces it."
                ),
                tr(
                    "Reference: Zuo &amp; Zhao (2025), Arid Zone Research 42(9), equation 1; "
                    "provincial guideline for greenhouse gas inventories (2011); IPCC (2006)."
                ),
            )
        )

    def initAlgorithm(self, config=None):
        self.add(
            QgsProcessingParameterFeatureSource("ENERGY", tr("Energy table"), shared.ANY_VECTOR),
            tr(
                "Table with region, year, fuel, amount and unit, as Import energy tables writes it."
            ),
        )
        shared.add_factors(self)
        shared.add_emission_method(self)
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Industrial emissions"), QgsProcessing.SourceType.TypeVector
            ),
            tr(
                "Table: region, year, ice_tco2 and ice_<i>fuel</i>_tco2 for each fuel, in t "
                "CO<sub>2</sub>."
            ),
        )
        self.addOutput(
            QgsProcessingOutputNumber(
                "ICE_TCO2", tr("Emissions of all regions in the last year (t CO2)")
            )
        )

    def execute(self, parameters, context, log):
        source = read_source(self, parameters, "ENERGY", context, log)
        table = read_source(self, parameters, "FACTOR_TABLE", context, log)
        rows = source.frame.set_axis(range(1, len(source.frame) + 1))  # as a user counts them
        emissions = industrial_emissions(
            tidy_energy(rows, source.name, log=log),
            self.parameterAsEnumString(parameters, "FACTOR_SET", context),
            self.parameterAsEnumString(parameters, "METHOD", context),
            None if table is None else table.frame,
            log=log,
        )
        return {
            "OUTPUT": write_sink(self, parameters, "OUTPUT", context, emissions),
            "ICE_TCO2": last_year_total(emissions, "ice_tco2"),
        }
