"""Tool: three-dimensional industrial carbon footprint."""

from functools import partial

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
)

from ..core.carbon_sink import NEP_FOREST, NEP_GRASS
from ..core.footprint import footprint_table, group_totals
from ..core.natural_breaks import depth_breaks
from ..core.panels import refuse_crowds
from . import parameters as shared
from . import styles
from .base import CarbonFootprintAlgorithm
from .i18n import tr
from .layers import merge_columns, read_source, write_sink
from .provenance import about

FIELDS = ("SINK_FIELD", "EMISSIONS_FIELD", "FOREST_FIELD", "GRASS_FIELD", "POPULATION_FIELD")


class Footprint3D(CarbonFootprintAlgorithm):
    """Declares ``carbonfootprint:footprint3d``."""

    ID = "footprint3d"
    GROUP = "footprint"

    def displayName(self):
        return tr("Three-dimensional footprint")

    def shortDescription(self):
        return tr("Computes footprint size and depth, capacity, deficit and surplus of regions.")

    def keywords(self):
        return tr("footprint size, footprint depth, ecological capacity, deficit, surplus, carbon")

    def help_text(self):
        return (
            "<p>%s</p><p><code>ICF = ICE&middot;12/44 / n</code>, <code>CEC = CS / n</code> "
            "[ha]<br/><code>size = min(ICF, CEC)</code> [ha], <code>depth = 1 + max(ICF &minus; "
            "CEC, 0) / CEC</code></p><p>%s</p><p>%s</p><p>%s</p>"
            % (
                tr(
                    "The footprint ICF is the forest and grassland that would take up the "
                    "emissions ICE, the capacity CEC what there is; n is the mean NEP of that land "
                    "in t C per ha. Size is the annual flow in use; a depth above 1 tells how many "
                    "times the capacity would be needed."
                ),
                tr(
                    "Missing input gives NULL, never 0. Regions without any sink have an infinite "
                    "depth, written as NULL with the flag no_sink. Totals of all regions are given "
                    "in two forms: Fang's, where sinks stay where they are, and the naive one, "
                    "where one region's surplus serves another."
                ),
                tr(
                    "METHOD as_printed follows the printed formulae, which divide tonnes of CO2 by "
                    "tonnes of carbon per hectare; to reproduce the paper only."
                ),
                tr(
                    "References: Zuo &amp; Zhao (2025), Arid Zone Research 42(9); Niccolucci et al. "
                    "(2009), Ecological Modelling 220; Fang &amp; Heijungs (2012), Progress in "
                    "Geography 31."
                ),
            )
        )

    def initAlgorithm(self, config=None):
        self.add(
            QgsProcessingParameterFeatureSource("INPUT", tr("Input layer"), shared.ANY_VECTOR),
            tr(
                "One feature for each region, or for each region and year, with sink and emissions."
            ),
        )
        for name, label, default, text in (
            ("SINK_FIELD", tr("Carbon sink"), "sink_tc", tr("In t C a year.")),
            (
                "EMISSIONS_FIELD",
                tr("Industrial emissions"),
                "ice_tco2",
                tr("In t CO<sub>2</sub> a year."),
            ),
            (
                "FOREST_FIELD",
                tr("Forest area"),
                "forest_ha",
                tr("In ha, for the regional mean NEP."),
            ),
            (
                "GRASS_FIELD",
                tr("Grassland area"),
                "grass_ha",
                tr("In ha, for the regional mean NEP."),
            ),
            (
                "POPULATION_FIELD",
                tr("Population"),
                "population",
                tr("Persons, for the fields per head. Not needed."),
            ),
        ):
            self.add(
                shared.field(name, label, default),
                text,
            )
        shared.add_mean_nep(self)
        shared.add_classes(self)
        for name, label, default in (
            ("NEP_FOREST", tr("NEP of forest"), NEP_FOREST),
            ("NEP_GRASS", tr("NEP of grassland"), NEP_GRASS),
        ):
            self.add(
                shared.number(name, label, default, 0),
                tr(
                    "t C ha<sup>-1</sup> a<sup>-1</sup>; used where the input has no field with the "
                    "coefficient its sink was computed with."
                ),
                advanced=True,
            )
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Carbon footprint"), QgsProcessing.SourceType.TypeVectorAnyGeometry
            ),
            tr(
                "The input with icf_ha, cec_ha, deficit_ha, surplus_ha, size_ha, depth, depth_log10, "
                "flow_use, per-head fields and flag; styled by depth."
            ),
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT_TOTALS",
                tr("Totals by year"),
                QgsProcessing.SourceType.TypeVector,
                optional=True,
                createByDefault=False,
            ),
            tr("Table: sums of all regions in each year, and their size and depth in both forms."),
        )
        for name, label in (
            ("ICE_TCO2", tr("Emissions in the last year (t CO2)")),
            ("SINK_TC", tr("Sink in the last year (t C)")),
            ("ICF_HA", tr("Footprint in the last year (ha)")),
            ("CEC_HA", tr("Capacity in the last year (ha)")),
            ("SIZE_HA", tr("Group size in the last year (ha)")),
            ("DEPTH_FANG", tr("Group depth in the last year, after Fang")),
            ("DEPTH_NAIVE", tr("Group depth in the last year, naive")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def execute(self, parameters, context, log):
        source = read_source(self, parameters, "INPUT", context, log)
        sink, emissions, forest, grass, population = (
            self.parameterAsString(parameters, name, context) for name in FIELDS
        )
        method = shared.read_mean_nep(self, parameters, context)
        table = shared.numeric(
            source,
            (
                sink,
                emissions,
                forest,
                grass,
                population,
                "year",
                "nep_forest_tc_ha",
                "nep_grass_tc_ha",
            ),
        )
        if "year" in table and (table["year"].dropna() % 1 == 0).all():
            table["year"] = table["year"].astype("Int64")
        if population in table:
            rows = ["%s, %d" % (source.name, i + 1) for i in range(len(table))]
            refuse_crowds(
                table if "region" in table else table.assign(region=rows), population, log
            )
        result = footprint_table(
            table,
            sink,
            emissions,
            forest,
            grass,
            population,
            log=log,
            nep_forest=self.parameterAsDouble(parameters, "NEP_FOREST", context),
            nep_grass=self.parameterAsDouble(parameters, "NEP_GRASS", context),
            **method,
        )
        chosen = {"ice_tco2": emissions, "sink_tc": sink, "population": population, "year": "year"}
        totals = group_totals(
            result.assign(
                **{name: table[field] for name, field in chosen.items() if field in table}
            )
        )
        scale = self.parameterAsEnumString(parameters, "CLASSES", context)
        style = partial(
            styles.depth,
            breaks=depth_breaks(result["depth"], scale, log=log),
            about=about(self, parameters),
        )
        layer = merge_columns(source, result, log)
        dest = write_sink(self, parameters, "OUTPUT", context, layer, source, style)
        last = totals.iloc[-1]
        return {
            "OUTPUT": dest,
            "OUTPUT_TOTALS": write_sink(self, parameters, "OUTPUT_TOTALS", context, totals),
            "ICE_TCO2": last["ice_tco2"],
            "SINK_TC": last["sink_tc"],
            "ICF_HA": last["icf_ha"],
            "CEC_HA": last["cec_ha"],
            "SIZE_HA": last["size_ha"],
            "DEPTH_FANG": last["depth_fang"],
            "DEPTH_NAIVE": last["depth_naive"],
        }
