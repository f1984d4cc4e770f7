"""Tool: gravity centres, their path through the years, and standard deviational ellipses."""

from functools import partial
from math import isnan

from qgis.core import (
    QgsGeometry,
    QgsPointXY,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsWkbTypes,
)

from ..core import gravity_centre as gravity
from ..core import places
from . import html_page, statistics, styles
from . import parameters as shared
from .base import CarbonFootprintAlgorithm
from .gravity_chart import gravity_chart
from .i18n import tr
from .layers import Source, crs_wkt, wkb, write_sink
from .provenance import about

POINTS = QgsWkbTypes.Type.Point, styles.gravity_centres
LINES = QgsWkbTypes.Type.LineString, styles.gravity_path
POLYGONS = QgsWkbTypes.Type.Polygon, styles.gravity_ellipses


class GravityCentre(CarbonFootprintAlgorithm):
    """Declares ``carbonfootprint:gravitycentre``."""

    ID = "gravitycentre"
    GROUP = "spatial_patterns"

    def displayName(self):
        return tr("Gravity centre and ellipse")

    def shortDescription(self):
        return tr("Computes the weighted centre of each year, its path and standard ellipse.")

    def keywords(self):
        return tr(
            "gravity centre, mean center, centroid, path, standard deviational ellipse, "
            "directional distribution, centrography"
        )

    def help_text(self):
        return (
            "<p>%s</p><p><code>&Sigma; w<sub>i</sub>&middot;d<sub>i</sub>(c) = 0</code></p><p>%s</p>"
            "<p><code>C = &Sigma; w<sub>i</sub>&middot;d<sub>i</sub>&middot;d<sub>i</sub>' / &Sigma; "
            "w<sub>i</sub></code>, <code>semi-axes = k&middot;&radic;(eigenvalues of C)</code></p>"
            "<p>%s</p><p>%s</p><p>%s</p>"
            % (
                tr(
                    "The gravity centre c of a year is the place from which the displacements d to "
                    "the regions cancel, each weighted by a field w of its region, such as emissions. "
                    "Its moves through the years tell where growth is."
                ),
                tr(
                    "On the ellipsoid, d is the geodesic from c to the region, as azimuth and length. "
                    "This centre is the same in whatever projection the layer comes. The plain mean "
                    "of longitudes and latitudes, which many papers take, lies beside it: for the "
                    "emissions of China's provinces by 30 km, towards the equator; that of Web "
                    "Mercator by 17 km. Moves are geodesics (km), bearings clockwise from north "
                    "(degrees) where they start; speed is the move over the years it took."
                ),
                tr(
                    "The standard deviational ellipse has the axes of the weighted covariance C, k "
                    "times as long as its standard deviations. Around a normal distribution, 1, 2 and "
                    "3 standard deviations hold 39, 86 and 99 % by the convention <b>sigma</b> (Yuill "
                    "1971; the default), and 63, 98 and 99.99 % by <b>sqrt2</b>, which multiplies the "
                    "axes by &radic;2, as ArcGIS does (its help names 63, 98 and 99.9 %). CrimeStat "
                    "and the R package aspace multiply by &radic;2 and by &radic;(n/(n&minus;2)) "
                    "besides."
                ),
                tr(
                    "Regions without a value are left out and counted. If they have one in other "
                    "years, the centre shifts although nothing moved: the log names them. A year "
                    "without any value above 0 has no centre (NULL). Regions on one line have an "
                    "ellipse without area, which is not drawn. Where the outputs cross the 180th "
                    "meridian, a geographic layer goes on beyond 180 degrees."
                ),
                tr(
                    "References: Yuill (1971), Geografiska Annaler B 53; Wang, Shi &amp; Miao (2015), "
                    "PLoS ONE 10(3); Afsari (2011), Proceedings of the AMS 139, for the mean on "
                    "curved surfaces."
                ),
            )
        )

    def initAlgorithm(self, config=None):
        self.add(
            QgsProcessingParameterFeatureSource(
                "INPUT",
                tr("Input layer"),
                [
                    QgsProcessing.SourceType.TypeVectorPolygon,
                    QgsProcessing.SourceType.TypeVectorPoint,
                ],
            ),
            tr("Polygons or points, one feature for each region, or for each region and year."),
        )
        self.add(
            shared.field("REGION_FIELD", tr("Region field"), "region"),
            tr("Name of the region."),
        )
        self.add(
            shared.field("YEAR_FIELD", tr("Year field"), "year"),
            tr("Empty: the layer is one year."),
        )
        self.add(
            shared.field("FIELD", tr("Weights"), "ice_tco2", multiple=True),
            tr(
                "Numeric field with values of 0 or more that add up, such as tonnes or persons. "
                "Several fields have centres of their own, told apart by the field named field."
            ),
        )
        self.add(
            shared.choice("POINT", tr("Place of a region"), places.POINTS, "centroid"),
            tr(
                "<b>centroid</b>: the centre of its area. <b>inside</b>: a point that is never "
                "outside of the polygon. Points are their own places."
            ),
            advanced=True,
        )
        self.add(
            shared.choice("SURFACE", tr("Mean taken"), places.SURFACES, "ellipsoid"),
            tr(
                "<b>ellipsoid</b>: by geodesics, in any CRS alike. <b>layer_crs</b>: centroids, mean "
                "and ellipse in the plane of the layer's coordinates, distorted as these are; for "
                "comparison with ArcGIS, GeoDa and papers. Moves are geodesics in both."
            ),
            advanced=True,
        )
        self.add(
            shared.choice("CONVENTION", tr("Axes of the ellipse"), gravity.CONVENTIONS, "sigma"),
            tr(
                "<b>sigma</b>: standard deviations along the axes (Yuill). <b>sqrt2</b>: times "
                "&radic;2, as ArcGIS."
            ),
        )
        self.add(
            shared.number("DEVIATIONS", tr("Number of standard deviations"), 1, 0.01, 10),
            tr("Semi-axes of the ellipse in standard deviations, usually 1, 2 or 3."),
        )
        for name, label, kind, text in (
            (
                "OUTPUT",
                tr("Gravity centres"),
                QgsProcessing.SourceType.TypeVectorPoint,
                tr(
                    "Points, one for each field and year: field, year, n, n_missing, total (sum of "
                    "the weights), lon, lat (degrees, datum of the layer) and, from the last year "
                    "with a centre, year_from, move_km, bearing_deg, direction, path_km (sum of the "
                    "moves), speed_km_a; coloured by year."
                ),
            ),
            (
                "OUTPUT_PATH",
                tr("Path of the gravity centre"),
                QgsProcessing.SourceType.TypeVectorLine,
                tr(
                    "Geodesic lines, one for each move: field, year (the end), year_from, year_to, "
                    "move_km, bearing_deg, direction, speed_km_a; with arrows, coloured by year."
                ),
            ),
            (
                "OUTPUT_ELLIPSES",
                tr("Standard deviational ellipses"),
                QgsProcessing.SourceType.TypeVectorPolygon,
                tr(
                    "Polygons, one for each field and year: field, year, n, lon, lat, semi_major_km, "
                    "semi_minor_km, azimuth_deg (of the major axis, 0 to 180 from north), area_km2, "
                    "flattening (0 a circle, 1 a line), convention, deviations; coloured by year."
                ),
            ),
        ):
            sink = QgsProcessingParameterFeatureSink(name, label, kind, optional=name != "OUTPUT")
            self.add(sink, text)
        html_page.add_page(
            self,
            tr("Page with path and ellipses"),
            tr("Page with a chart and tables of the centres and ellipses of each field."),
        )
        for name, label in (
            ("MOVE_KM", tr("Move from the first to the last year, first field (km)")),
            ("BEARING_DEG", tr("Bearing from the first to the last year, first field (degrees)")),
            ("PATH_KM", tr("Sum of all moves, first field (km)")),
            ("X", tr("X of the last centre, first field (layer CRS)")),
            ("Y", tr("Y of the last centre, first field (layer CRS)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def execute(self, parameters, context, log):
        page = html_page.read_page(self, parameters, context)
        source, keys, year = statistics.read_panel(self, parameters, context, log)
        fields = [*dict.fromkeys(self.parameterAsFields(parameters, "FIELD", context))]
        source.require(*fields)
        if not source.crs.isValid():
            raise self.fault(
                "{source} has no coordinate reference system; set it in the layer's properties.",
                source=source.name,
            )
        kind = self.parameterAsEnumString(parameters, "SURFACE", context)
        surface = places.SURFACES[kind](crs_wkt(source.crs))
        weights = shared.numeric(source, fields)[fields]
        points = places.places(
            [wkb(geometry) for geometry in source.geometries],
            places.row_labels(keys),
            surface,
            self.parameterAsEnumString(parameters, "POINT", context),
            log.part(0, 0.5),
        )
        regions = keys.join(points)
        centres = gravity.gravity_centres(regions, weights, surface, log.part(0.5, 1))
        steps, lines = gravity.path_lines(centres, surface, log)
        axes, rings = gravity.ellipses(
            regions,
            weights,
            centres,
            surface,
            self.parameterAsEnumString(parameters, "CONVENTION", context),
            self.parameterAsDouble(parameters, "DEVIATIONS", context),
            log,
        )
        results = {
            name: self._write(parameters, name, context, table, shapes, source, year, style)
            for name, table, shapes, style in (
                ("OUTPUT", centres.drop(columns=["x", "y"]), _points(centres), POINTS),
                ("OUTPUT_PATH", steps, [*map(_line, lines)], LINES),
                ("OUTPUT_ELLIPSES", axes, [*map(_polygon, rings)], POLYGONS),
            )
        }
        if page:
            html_page.write(page, self.displayName(), self._page(centres, axes, rings, surface))
        own = centres[centres["field"] == fields[0]]
        last = own.dropna(subset=["lon"]).tail(1)
        move, bearing = gravity.net_move(own, surface)
        return {
            **results,
            "OUTPUT_HTML": page or None,
            "MOVE_KM": move,
            "BEARING_DEG": bearing,
            "PATH_KM": own["path_km"].max(),
            "X": last["x"].max(),
            "Y": last["y"].max(),
        }

    def _write(self, parameters, name, context, table, shapes, source, year, style):
        """Write one of the layers, without years where the input has none."""
        kind, finish = style
        table = table if year else table.drop(columns="year")
        layer = Source(source.name, table, shapes, {}, source.crs, kind)
        finish = partial(finish, about=about(self, parameters))
        return write_sink(self, parameters, name, context, table, layer, finish)

    @staticmethod
    def _page(centres, axes, rings, surface):
        parts = []
        for field, own in centres.groupby("field", sort=False):
            known = own[own["lon"].notna()]
            move, bearing = gravity.net_move(own, surface)
            if isnan(move):
                sentence = tr("There are no two years with a centre, and so no path.")
            elif isnan(bearing):
                sentence = tr("The centre of the last year is that of the first.")
            else:
                sentence = tr(
                    "From {first} to {last} the centre moved {move} km {wind} (bearing {bearing} "
                    "degrees); its path measures {path} km."
                ).format(
                    first=known["year"].iloc[0],
                    last=known["year"].iloc[-1],
                    move="%.1f" % move,
                    wind=wind_label(gravity.wind(bearing)),
                    bearing="%.0f" % bearing,
                    path="%.1f" % own["path_km"].max(),
                )
            outlines = [
                None if rings[i] is None else surface.lon_lat(rings[i]) for i in known.index
            ]
            parts.append(
                html_page.section(
                    field,
                    html_page.paragraph(sentence),
                    gravity_chart(known, outlines),
                    _table(own, CENTRE_FORMS),
                    _table(axes.loc[own.index], AXIS_FORMS),
                )
            )
        return parts


CENTRE_FORMS = {
    "year": "{}",
    "n": "{}",
    "n_missing": "{}",
    "total": "{:g}",
    "lon": "{:.4f}",
    "lat": "{:.4f}",
    "move_km": "{:.2f}",
    "bearing_deg": "{:.1f}",
    "direction": "{}",
    "path_km": "{:.2f}",
    "speed_km_a": "{:.2f}",
}
AXIS_FORMS = {
    "year": "{}",
    "semi_major_km": "{:,.1f}",
    "semi_minor_km": "{:,.1f}",
    "azimuth_deg": "{:.1f}",
    "area_km2": "{:,.0f}",
    "flattening": "{:.3f}",
    "deviations": "{:g}",
    "convention": "{}",
}


def _table(frame, forms):
    headings = {
        "year": tr("Year"),
        "n": tr("Regions"),
        "n_missing": tr("Missing"),
        "total": tr("Total"),
        "lon": tr("Longitude"),
        "lat": tr("Latitude"),
        "move_km": tr("Move (km)"),
        "bearing_deg": tr("Bearing (degrees)"),
        "direction": tr("Direction"),
        "path_km": tr("Path (km)"),
        "speed_km_a": tr("Speed (km a year)"),
        "semi_major_km": tr("Semi-major axis (km)"),
        "semi_minor_km": tr("Semi-minor axis (km)"),
        "azimuth_deg": tr("Azimuth (degrees)"),
        "area_km2": tr("Area (km²)"),
        "flattening": tr("Flattening"),
        "deviations": tr("Standard deviations"),
        "convention": tr("Convention"),
    }
    shown = [name for name in forms if name != "year" or frame["year"].any()]
    frame = frame[shown]
    if "direction" in frame:
        winds = [wind_label(name) if isinstance(name, str) else None for name in frame["direction"]]
        frame = frame.assign(direction=winds)
        forms = {**forms, "total": "{:,.0f}" if frame["total"].max() >= 1000 else "{:.4g}"}
    return html_page.table(frame, headings, forms)


def wind_label(wind):
    """Translated name of one of the eight winds."""
    return {
        "N": tr("north"),
        "NE": tr("northeast"),
        "E": tr("east"),
        "SE": tr("southeast"),
        "S": tr("south"),
        "SW": tr("southwest"),
        "W": tr("west"),
        "NW": tr("northwest"),
    }[wind]


def _points(centres):
    return [
        QgsGeometry() if row.x != row.x else QgsGeometry.fromPointXY(QgsPointXY(row.x, row.y))
        for row in centres.itertuples()
    ]


def _line(vertices):
    if vertices is None:
        return QgsGeometry()
    return QgsGeometry.fromPolylineXY([QgsPointXY(*vertex) for vertex in vertices.tolist()])


def _polygon(vertices):
    if vertices is None:
        return QgsGeometry()
    return QgsGeometry.fromPolygonXY([[QgsPointXY(*vertex) for vertex in vertices.tolist()]])
