"""Tool: tables joined to regions, one polygon for each region and year."""

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterMultipleLayers,
)

from ..core.joins import LANDCOVER_COLUMNS, YEARS, join_tables
from . import parameters as shared
from .base import OPENING, CarbonFootprintAlgorithm
from .i18n import tr
from .layers import expand_regions, read_layer, write_sink


class JoinTables(CarbonFootprintAlgorithm):
    """Declares ``carbonfootprint:jointables``."""

    ID = "jointables"
    GROUP = "inputs"

    def displayName(self):
        return tr("Join tables to regions")

    def shortDescription(self):
        return tr("Joins tables to regions by name or code, one polygon for each region and year.")

    def keywords(self):
        return tr("join, names, regions, provinces, adcode, pinyin, Chinese, year, panel")

    def help_text(self):
        return "<p>%s</p><p>%s</p><p>%s</p>" % (
            tr(
                "Regions meet across languages and spellings: 北京市, 北京, Beijing, 110000 and CN-BJ are "
                "one province; Shaanxi and Shanxi are two. Other regions match by their name without "
                "blanks, case, accents and suffixes such as 县 or City. Whatever matches nothing is "
                "listed on both sides with the nearest names."
            ),
            tr(
                "Land cover (tables with forest_ha, grass_ha or sink_tc) often exists for fewer years "
                "than the other tables: it is matched to their years as chosen below."
            ),
            tr(
                "What the tables have is taken from them: a field of the same name that the layer of "
                "the regions carries is replaced."
            ),
        )

    def initAlgorithm(self, config=None):
        shared.add_regions(self)
        self.add(
            QgsProcessingParameterMultipleLayers(
                "TABLES", tr("Tables"), QgsProcessing.SourceType.TypeVector
            ),
            tr(
                "Tables or layers with the fields region and year (tables without year hold for all "
                "years) and one row for each region and year."
            ),
        )
        shared.add_landcover_match(self)
        shared.add_unmatched(self)
        self.add(
            shared.choice("YEARS", tr("Years of the tables"), YEARS, "union"),
            tr(
                "Where the tables have different years. <b>union</b>: every year of any table; what a "
                "table lacks stays empty. <b>common</b>: the years that all tables have. "
                "<b>emissions</b>: the years of the tables with ice_tco2, as Full analysis takes them "
                "(every year, if no table has it). The years of land cover do not count."
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Joined regions"), QgsProcessing.SourceType.TypeVectorPolygon
            ),
            tr(
                "Polygons with the fields of the regions and of all tables; region holds the layer's "
                "own text."
            ),
        )
        self.addOutput(QgsProcessingOutputNumber("ROWS", tr("Number of features")))

    def execute(self, parameters, context, log):
        source, regions, _ = shared.read_regions(self, parameters, context, log)
        with OPENING:
            layers = self.parameterAsLayerList(parameters, "TABLES", context)
        if not layers:
            raise self.fault("No table could be opened; check the file names.")
        names, tables, own = regions["region"], {}, None
        if "year" in source.frame and self._is_panel(source.frame, names):
            # A layer of an earlier step: its own columns by year are a table like the others.
            own = source.name
            tables[own] = source.frame.assign(region=names)
            source.frame = source.frame[["year"]]
        fields = {}
        for layer in layers:
            name = layer.name()
            while name in tables:
                name += "_"
            table = read_layer(layer, log)
            tables[name], fields = table.frame, {**table.fields, **fields}
        joined = join_tables(
            names.drop_duplicates().tolist(),
            tables,
            on_unmatched=self.parameterAsEnumString(parameters, "ON_UNMATCHED", context),
            landcover_match=self.parameterAsEnumString(parameters, "LANDCOVER_MATCH", context),
            years=self.parameterAsEnumString(parameters, "YEARS", context),
            own=own,
            log=log,
        )
        rows, frame = expand_regions(source, names, joined, log)
        # dates stay dates, and the fields of the regions are what they were
        known = {"region", "year", *rows.fields}
        rows.fields.update((name, fields[name]) for name in fields if name not in known)
        return {
            "OUTPUT": write_sink(self, parameters, "OUTPUT", context, frame, rows),
            "ROWS": len(frame),
        }

    @staticmethod
    def _is_panel(frame, names):
        """Tell the years of a study from parts of regions that have some year as attribute."""
        by_year = (
            names.duplicated().any() and not frame[["year"]].assign(r=names).duplicated().any()
        )
        return by_year or frame.columns.isin(LANDCOVER_COLUMNS).any()
