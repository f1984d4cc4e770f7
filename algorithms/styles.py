"""How outputs look: one table of classes and colours for map, legend and tests.

The colours can be told apart with the common colour-vision deficiencies and in
greyscale print: depth runs from light to dark, LISA has GeoDa's familiar five.
"""

from __future__ import annotations

from qgis.core import (
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsGraduatedSymbolRenderer,
    QgsRendererCategory,
    QgsRendererRange,
)

from ..core.quadrants import ZONES
from .i18n import tr
from .provenance import describe

NO_DATA_COLOUR = "#ffffff"
OUTLINE = {"outline_color": "#707070", "outline_width": "0.15"}
DEPTH_COLOURS = ("#dcebc8", "#fedc7f", "#fe9929", "#cc4c02", "#662506")
SINK_COLOURS = ("#d9f0d3", "#a8dba0", "#6bbf6b", "#2f9a50", "#00602a")
CLUSTER_COLOURS = {
    "High-High": "#d7191c",
    "Low-Low": "#2c7bb6",
    "Low-High": "#89cff0",
    "High-Low": "#fdae61",
    "Not significant": "#d3d3d3",
    "No neighbours": "#999999",
    "No data": NO_DATA_COLOUR,
}
ZONE_COLOURS = {
    "Core zone": "#a6341b",
    "Critical zone": "#f4a259",
    "Observation zone": "#c3ddd4",
    "Buffer zone": "#3b7ea1",
    "No data": NO_DATA_COLOUR,
}


def cluster_label(cluster):
    """Translated name of a LISA cluster."""
    return {
        "High-High": tr("High-High"),
        "Low-Low": tr("Low-Low"),
        "Low-High": tr("Low-High"),
        "High-Low": tr("High-Low"),
        "Not significant": tr("Not significant"),
        "No neighbours": tr("No neighbours"),
        "No data": tr("No data"),
    }[cluster]


def zone_label(zone):
    """Translated name of a zone of the quadrants."""
    return {
        "Core zone": tr("Core zone"),
        "Critical zone": tr("Critical zone"),
        "Observation zone": tr("Observation zone"),
        "Buffer zone": tr("Buffer zone"),
        "No data": tr("No data"),
    }[zone]


def layer_title(name):
    """Translated title of a layer of the full analysis."""
    return {
        "footprint": tr("Footprint depth"),
        "lisa_size": tr("Clusters of size"),
        "lisa_depth": tr("Clusters of depth"),
        "quadrants": tr("Quadrants"),
    }[name]


def zone_legend():
    """Label and colour of the four zones."""
    return [(zone_label(zone), ZONE_COLOURS[zone]) for zone in ZONES.values()]


def depth_classes(bounds):
    """Classes of depth as ``(low, high, label, colour)``; the first is the flow of a year.

    Parameters
    ----------
    bounds : list of float
        Upper bounds; the first is 1.
    """
    classes = []
    for i, high in enumerate(bounds):
        label = (
            tr("1 (within annual flow)")
            if i == 0
            else tr("over {low} to {high}").format(low=rounded(bounds[i - 1]), high=rounded(high))
        )
        colour = DEPTH_COLOURS[min(i, len(DEPTH_COLOURS) - 1)]
        classes.append((1.0 if i == 0 else bounds[i - 1], high, label, colour))
    return classes


def rounded(value):
    """Three significant digits, without an exponent for everyday sizes."""
    return "{:,.0f}".format(value) if abs(value) >= 1000 else "{:.3g}".format(value)


def _symbol(colour):
    return QgsFillSymbol.createSimple(dict(OUTLINE, color=colour))


def _graduated(layer, field, classes, missing):
    """Classes of a number; `missing`, which no value takes, stands for NULL."""
    renderer = QgsGraduatedSymbolRenderer('coalesce("%s", %r)' % (field, missing))
    for low, high, label, colour in (
        *classes,
        (missing, missing, tr("No data"), NO_DATA_COLOUR),
    ):
        renderer.addClassRange(QgsRendererRange(low, high, _symbol(colour), label))
    _draw_last_year_on_top(layer, renderer)


def _categorised(layer, field, colours, label):
    renderer = QgsCategorizedSymbolRenderer(
        "coalesce(\"%s\", 'No data')" % field,
        [
            QgsRendererCategory(value, _symbol(colour), label(value))
            for value, colour in colours.items()
        ],
    )
    _draw_last_year_on_top(layer, renderer)


def _draw_last_year_on_top(layer, renderer):
    if layer.fields().indexOf("year") >= 0:
        renderer.setOrderBy(
            QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause("year", True)])
        )
        renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)


def temporal(layer):
    """Let the Temporal Controller play the years of a layer."""
    if layer.fields().indexOf("year") < 0:
        return
    properties = layer.temporalProperties()
    properties.setMode(Qgis.VectorTemporalMode.FeatureDateTimeStartAndEndFromExpressions)
    properties.setStartExpression('make_datetime("year", 1, 1, 0, 0, 0)')
    properties.setEndExpression('make_datetime("year", 12, 31, 23, 59, 59)')
    properties.setIsActive(True)


def depth(layer, breaks, about=""):
    """Style by footprint depth.

    Parameters
    ----------
    layer : QgsVectorLayer
    breaks : core.natural_breaks.Breaks
        First bound 1, common to all years.
    about : str
        For the layer's metadata.
    """
    if layer.isSpatial():
        _graduated(layer, "depth", depth_classes(breaks.bounds), 0.0)
    temporal(layer)
    describe(layer, tr("Three-dimensional carbon footprint"), about)


def sink(layer, breaks, about=""):
    """Style by carbon sink, in natural breaks common to all years."""
    bounds = breaks.bounds
    classes = [
        (low, high, tr("{low} to {high} t C").format(low=rounded(low), high=rounded(high)), colour)
        for low, high, colour in zip([0.0, *bounds], bounds, SINK_COLOURS)
    ]
    _graduated(layer, "sink_tc", classes, -1.0)
    temporal(layer)
    describe(layer, tr("Carbon sink of forest and grassland"), about)


def lisa(layer, about=""):
    """Style by LISA cluster."""
    _categorised(layer, "lisa_cluster", CLUSTER_COLOURS, cluster_label)
    temporal(layer)
    describe(layer, tr("LISA clusters"), about)


def quadrants(layer, about=""):
    """Style by zone of the quadrants."""
    _categorised(layer, "zone", ZONE_COLOURS, zone_label)
    temporal(layer)
    describe(layer, tr("Quadrants of size and depth"), about)


def overload_classes():
    """Classes of the probability that depth exceeds 1, as ``(low, high, label, colour)``.

    The bounds, the same on every map, are those of the likelihood scale of the IPCC
    (Mastrandrea et al. 2010).
    """
    labels = (
        tr("up to 0.05 (overload extremely unlikely)"),
        tr("over 0.05 to 0.33 (unlikely)"),
        tr("over 0.33 to 0.66 (about as likely as not)"),
        tr("over 0.66 to 0.95 (likely)"),
        tr("over 0.95 (extremely likely)"),
    )
    bounds = (0.0, 0.05, 0.33, 0.66, 0.95, 1.0)
    return list(zip(bounds, bounds[1:], labels, DEPTH_COLOURS))


def overload(layer, about=""):
    """Style by the probability that depth exceeds 1."""
    if layer.isSpatial():
        _graduated(layer, "p_overload", overload_classes(), -1.0)
    temporal(layer)
    describe(layer, tr("Probability that depth exceeds 1"), about)
