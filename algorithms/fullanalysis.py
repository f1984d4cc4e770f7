"""Tool: the whole study in one dialog."""

from __future__ import annotations

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
)

from ..core.known_breaks import say_breaks
from ..core.landcover import landcover_areas
from ..core.moran import CORRECTIONS
from ..core.panels import read_panel, refuse_crowds
from ..core.quadrants import ZONES
from ..core.study import Options, run_study
from ..core.years import ALL, LAST, chosen_years
from . import html_page, statistics, styles
from . import parameters as shared
from .base import CarbonFootprintAlgorithm
from .i18n import tr
from .layers import read_source
from .maps import require_animation
from .study_files import refuse_losses, refuse_unwritable
from .study_output import LAYERS, MAP_FORMS, NAMES, StudyOutput
from .table_parameters import add_text_format, read_text_format

NUMBERS = ("ice_tco2", "sink_tc", "icf_ha", "cec_ha", "size_ha", "depth_fang", "depth_naive")


class FullAnalysis(statistics.StatisticsMixin, CarbonFootprintAlgorithm):
    """Declares ``carbonfootprint:fullanalysis``."""

    ID = "fullanalysis"
    GROUP = "footprint"
    KEEPS_LAYERS = True

    def displayName(self):
        return tr("Full analysis")

    def shortDescription(self):
        return tr("Runs the whole study: sink, emissions, footprint, clusters, zones and report.")

    def keywords(self):
        return tr("footprint, study, report, all, sink, emissions, Moran, LISA, quadrants")

    def help_text(self):
        return "<p>%s</p><p>%s</p><p>%s</p>%s" % (
            tr(
                "Takes land cover, regions, energy and population, and gives one GeoPackage with styled "
                "layers (footprint, lisa_size, lisa_depth, quadrants) and tables (moran, emissions, "
                "landcover, summary), map pictures and a page. It computes what the single tools "
                "compute, with the same numbers."
            ),
            tr(
                "METHOD consistent keeps carbon and CO2 apart; as_printed follows the printed formulae. "
                "The page shows both side by side."
            ),
            tr("Reference: Zuo &amp; Zhao (2025), Arid Zone Research 42(9), 1703-1714."),
            shared.landcover_note(),
        )

    def initAlgorithm(self, config=None):
        shared.add_landcover(self)
        self.add(
            QgsProcessingParameterMultipleLayers(
                "ENERGY", tr("Energy tables"), QgsProcessing.SourceType.TypeFile
            ),
            tr("CSV or Excel files, or CEADs inventories, as for Import energy tables."),
        )
        self.add(
            QgsProcessingParameterFile("POPULATION", tr("Population"), optional=True),
            tr(
                "Table of region by year, as for Import region-by-year table. Needed for the fields per "
                "head only."
            ),
        )
        self.add(
            QgsProcessingParameterString(
                "POPULATION_UNIT", tr("Unit of the population"), "10^4 persons"
            ),
            tr("10^4 persons (as the statistical yearbook) or persons."),
        )
        shared.add_mean_nep(self)
        shared.add_classes(self)
        shared.add_landcover_match(self)
        shared.add_unmatched(self)
        shared.add_factors(self, "EMISSION_FACTOR_TABLE")
        shared.add_energy_format(self)
        add_text_format(self)
        shared.add_emission_method(self, "ENERGY_METHOD")
        shared.add_sequestration(self, "YIELD_TABLE")
        statistics.add_weights(self)
        statistics.add_threshold(self)
        self.add(
            QgsProcessingParameterBoolean("PER_HEAD", tr("Size per head"), False),
            tr("Quadrants and clusters of the size per head instead of the total size."),
            advanced=True,
        )
        self.add(
            shared.number("ALPHA", tr("Significance level"), 0.05, 0.0001, 0.5),
            tr("Of the LISA clusters."),
            advanced=True,
        )
        self.add(
            shared.choice("CORRECTION", tr("Correction for many tests"), CORRECTIONS, "none"),
            tr("Of the LISA clusters: none, fdr or bonferroni."),
            advanced=True,
        )
        statistics.add_permutations(self, 9999, advanced=True)
        self.add(
            shared.number(
                "GLOBAL_PERMUTATIONS",
                tr("Permutations of the global Moran's I"),
                999,
                99,
                999999,
                kind=shared.INTEGER,
            ),
            tr("As PERMUTATIONS of Global Moran's I; those above are for the clusters."),
            advanced=True,
        )
        self.add(
            shared.choice("MAP_FORM", tr("Form of the map pictures"), MAP_FORMS, "single"),
            tr(
                "<b>single</b>: a PNG picture for each map and year. <b>multiples</b>: a PNG picture "
                "for each map, with a small map for each year and one legend. <b>animation</b>: a GIF "
                "for each map, a second for each year. The classes are the same in all years."
            ),
        )
        self.add(
            QgsProcessingParameterString(
                "MAP_YEARS", tr("Years of the map pictures"), "", False, True
            ),
            tr(
                "<b>last</b>, <b>all</b>, or years, for example 2000, 2010, 2020 or 2000-2020/5 "
                "(every fifth). Empty: the last year for single, all years for the other forms."
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean("LOAD_LAYERS", tr("Load the layers"), True),
            tr("Adds the layers to the open project, also in batch runs."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFileDestination(
                "OUTPUT", tr("GeoPackage"), "GeoPackage (*.gpkg)"
            ),
            tr(
                "All layers and tables, with their styles inside. In an existing file, those of an earlier "
                "run are replaced, and other layers are kept."
            ),
        )
        self.add(
            QgsProcessingParameterFolderDestination(
                "OUTPUT_MAPS", tr("Map pictures"), optional=True, createByDefault=True
            ),
            tr(
                "Folder for the maps of depth, clusters and quadrants, PNG pictures or animated GIF. Maps "
                "of an earlier run are removed from it."
            ),
        )
        html_page.add_page(
            self,
            tr("Page"),
            tr("Summary with tables, charts, maps, method, parameters and warnings, in one file."),
            created=True,
        )
        labels = {
            "ice_tco2": tr("Emissions, last year (t CO2)"),
            "sink_tc": tr("Sink, last year (t C)"),
            "icf_ha": tr("Footprint, last year (ha)"),
            "cec_ha": tr("Capacity, last year (ha)"),
            "size_ha": tr("Group size, last year (ha)"),
            "depth_fang": tr("Group depth, last year, after Fang"),
            "depth_naive": tr("Group depth, last year, naive"),
        }
        for name in NUMBERS:
            self.addOutput(QgsProcessingOutputNumber(name.upper(), labels[name]))
        for name, label in (
            ("MORAN_SIZE", tr("Moran's I of size, last year")),
            ("MORAN_SIZE_P", tr("p-value of Moran's I of size, last year")),
            ("MORAN_DEPTH", tr("Moran's I of depth, last year")),
            ("MORAN_DEPTH_P", tr("p-value of Moran's I of depth, last year")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))
        statistics.add_zone_counts(self)
        for name in LAYERS:
            self.addOutput(
                QgsProcessingOutputVectorLayer(
                    name.upper(),
                    styles.layer_title(name),
                    QgsProcessing.SourceType.TypeVectorPolygon,
                )
            )

    def execute(self, parameters, context, log):
        path = self.parameterAsFileOutput(parameters, "OUTPUT", context)
        if not path.lower().endswith(".gpkg"):
            raise self.fault(
                "{file}: the full analysis writes a GeoPackage; give the file the ending .gpkg.",
                file=path,
            )
        page = html_page.read_page(self, parameters, context)
        maps = self.parameterAsString(parameters, "OUTPUT_MAPS", context)
        form = self.parameterAsEnumString(parameters, "MAP_FORM", context)
        years = self.parameterAsString(parameters, "MAP_YEARS", context).strip().lower()
        years = years or (LAST if form == "single" else ALL)
        if form == "animation" and (maps or page):
            require_animation()
        refuse_unwritable(path, page, maps)
        source, inputs = shared.read_landcover(self, parameters, context, log)
        refuse_losses(self, parameters, context, path, NAMES, log)
        (nep_forest, nep_grass), yields = shared.read_sequestration(
            self, parameters, context, log, "YIELD_TABLE"
        )
        factors = read_source(self, parameters, "EMISSION_FACTOR_TABLE", context, log)
        word = {
            name: self.parameterAsEnumString(parameters, name, context)
            for name in (
                "FACTOR_SET",
                "ENERGY_METHOD",
                "LANDCOVER_MATCH",
                "ON_UNMATCHED",
                "CORRECTION",
                "ALTERNATIVE",
                "ISLANDS",
            )
        }
        options = Options(
            nep_forest=nep_forest,
            nep_grass=nep_grass,
            yield_table=yields,
            factor_table=None if factors is None else factors.frame,
            factor_set=word["FACTOR_SET"],
            energy_method=word["ENERGY_METHOD"],
            landcover_match=word["LANDCOVER_MATCH"],
            on_unmatched=word["ON_UNMATCHED"],
            per_head=self.parameterAsBool(parameters, "PER_HEAD", context),
            correction=word["CORRECTION"],
            alternative=word["ALTERNATIVE"],
            islands=word["ISLANDS"],
            permutations=self.parameterAsInt(parameters, "GLOBAL_PERMUTATIONS", context),
            local_permutations=self.parameterAsInt(parameters, "PERMUTATIONS", context),
            seed=self.parameterAsInt(parameters, "SEED", context),
            alpha=self.parameterAsDouble(parameters, "ALPHA", context),
            **statistics.read_threshold(self, parameters, context),
            **shared.read_mean_nep(self, parameters, context),
        )

        text_format = read_text_format(self, parameters, context)
        energy = shared.read_energy_tables(self, parameters, context, log, "ENERGY", text_format)
        if maps or page:
            chosen_years(years, energy["year"], "MAP_YEARS", log)  # before the long work
        file = self.parameterAsFile(parameters, "POPULATION", context)
        population = (
            read_panel(
                file,
                "population",
                self.parameterAsString(parameters, "POPULATION_UNIT", context),
                log=log,
                form=text_format,
            )
            if file
            else None
        )
        say_breaks(energy, tr("Energy"), energy["fuel"].unique(), log)
        if population is not None:
            say_breaks(population, tr("Population"), ["population"], log)
            refuse_crowds(population)
        if options.per_head and population is None:
            raise self.fault("PER_HEAD needs the table POPULATION; choose one, or the total size.")
        names = inputs["regions"]["region"]
        weights = statistics.read_weights(
            self, parameters, context, source, names, log.part(0, 0.05)
        )
        areas = landcover_areas(**inputs, log=log.part(0.05, 0.4))
        study = run_study(areas, energy, population, weights, options, log.part(0.4, 0.8))

        output = StudyOutput(self, parameters, context, source, names, study, options, log)
        layers = output.write(path, maps, page, form, years)
        if self.parameterAsBool(parameters, "LOAD_LAYERS", context):
            output.load(layers)
        inputs["finished"].forget()
        log.progress(1.0)
        return {
            "OUTPUT": path,
            "OUTPUT_MAPS": maps or None,
            "OUTPUT_HTML": page or None,
            **{name.upper(): layers[name] for name in LAYERS},
            **self._numbers(study, options),
        }

    @staticmethod
    def _numbers(study, options):
        """Output numbers of the last year."""
        summary = study.summary[study.summary["method"] == options.method]
        last = summary.sort_values("year").iloc[-1]
        results = {name.upper(): float(last[name]) for name in NUMBERS}
        for quadrant in ZONES:
            results["COUNT_" + quadrant] = int(last["quadrant_" + quadrant.lower()])
        moran = study.moran[study.moran["year"] == last["year"]]
        for name, row in zip(("MORAN_SIZE", "MORAN_DEPTH"), moran.itertuples()):
            results[name], results[name + "_P"] = row.moran_i, row.p
        return results
