"""How outputs look: one table of classes and colours for map, legend and tests.

The colours can be told apart with the common colour-vision deficiencies and in
greyscale print: depth runs from light to dark, LISA has GeoDa's familiar five.
"""

from __future__ import annotations

from qgis.core import (
    NULL,
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsExpression,
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsGradientColorRamp,
    QgsGradientStop,
    QgsGraduatedSymbolRenderer,
    QgsLineSymbol,
    QgsMarkerLineSymbolLayer,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsRendererCategory,
    QgsRendererRange,
    QgsSingleSymbolRenderer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor

from ..core.lisa_transitions import REY_TYPES
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
REY_COLOURS = {
    "0": "#efe6cc",
    "I": "#f4a259",
    "II": "#56a0d3",
    "IIIA": "#123c69",
    "IIIB": "#9d174d",
    "Not significant": "#c4c4c4",
    "No data": NO_DATA_COLOUR,
}
# Decoupling in blues and green, coupling in yellow and grey, negative decoupling in reds.
DECOUPLING_COLOURS = {
    "Strong decoupling": "#08519c",
    "Weak decoupling": "#7fb8e6",
    "Recessive decoupling": "#1b8a6b",
    "Expansive coupling": "#f9e79a",
    "Recessive coupling": "#a3a3a3",
    "Weak negative decoupling": "#f59a35",
    "Expansive negative decoupling": "#d14a00",
    "Strong negative decoupling": "#7a0019",
    "No data": NO_DATA_COLOUR,
}
# Directions of GDP and of emissions; oblique is the smaller relative change.
DECOUPLING_ARROWS = {
    "Strong decoupling": "↑↓",
    "Weak decoupling": "↑↗",
    "Recessive decoupling": "↘↓",
    "Expansive coupling": "↑↑",
    "Recessive coupling": "↓↓",
    "Weak negative decoupling": "↓↘",
    "Expansive negative decoupling": "↗↑",
    "Strong negative decoupling": "↓↑",
}
# From the first year to the last; dark enough for lines on white.
YEAR_COLOURS = ("#f0a02c", "#d8576b", "#9c179e", "#0d0887")
LENGTH_COLOURS = ("#ddd9ec", "#b3b8d8", "#7a9fca", "#3a79b0", "#08386f")


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


def rey_label(name):
    """Translated label of a type of transition after Rey."""
    return {
        "0": tr("0: neither moved"),
        "I": tr("I: the region alone"),
        "II": tr("II: its neighbours alone"),
        "IIIA": tr("IIIA: both, the same way"),
        "IIIB": tr("IIIB: both, opposite ways"),
        "Not significant": tr("An end not significant"),
        "No data": tr("No data"),
    }[name]


def rey_legend():
    """Label and colour of the types of transition."""
    return [(rey_label(name), REY_COLOURS[name]) for name in REY_TYPES]


def decoupling_name(state):
    """Translated name of a state of decoupling."""
    return {
        "Strong decoupling": tr("Strong decoupling"),
        "Weak decoupling": tr("Weak decoupling"),
        "Recessive decoupling": tr("Recessive decoupling"),
        "Expansive coupling": tr("Expansive coupling"),
        "Recessive coupling": tr("Recessive coupling"),
        "Weak negative decoupling": tr("Weak negative decoupling"),
        "Expansive negative decoupling": tr("Expansive negative decoupling"),
        "Strong negative decoupling": tr("Strong negative decoupling"),
        "No data": tr("No elasticity"),
    }[state]


def decoupling_label(state):
    """Translated label of a state of decoupling, with the directions of GDP and emissions C."""
    name, arrows = decoupling_name(state), DECOUPLING_ARROWS.get(state)
    return "%s: GDP %s C %s" % (name, *arrows) if arrows else name


def decoupling_legend():
    """Label and colour of the states of decoupling."""
    return [(decoupling_label(state), colour) for state, colour in DECOUPLING_COLOURS.items()]


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


def _graduated(layer, field, classes, missing, year="year"):
    """Classes of a number; `missing`, which no value takes, stands for NULL."""
    renderer = QgsGraduatedSymbolRenderer('coalesce("%s", %r)' % (field, missing))
    for low, high, label, colour in (
        *classes,
        (missing, missing, tr("No data"), NO_DATA_COLOUR),
    ):
        renderer.addClassRange(QgsRendererRange(low, high, _symbol(colour), label))
    _draw_last_year_on_top(layer, renderer, year)


def _categorised(layer, field, colours, label, year="year", missing="'No data'"):
    """Classes of a word; the expression `missing` tells the class of NULL."""
    renderer = QgsCategorizedSymbolRenderer(
        'coalesce("%s", %s)' % (field, missing),
        [
            QgsRendererCategory(value, _symbol(colour), label(value))
            for value, colour in colours.items()
        ],
    )
    _draw_last_year_on_top(layer, renderer, year)


def _draw_last_year_on_top(layer, renderer, year):
    if layer.fields().indexOf(year) >= 0:
        clause = QgsFeatureRequest.OrderByClause(QgsExpression.quotedColumnRef(year), True)
        renderer.setOrderBy(QgsFeatureRequest.OrderBy([clause]))
        renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)


def temporal(layer, year="year"):
    """Let the Temporal Controller play the years of a layer or table.

    Parameters
    ----------
    layer : QgsVectorLayer
    year : str
        Field with the years; a layer without it is left alone.
    """
    index = layer.fields().indexOf(year)
    if index < 0:
        return
    value = QgsExpression.quotedColumnRef(year)
    if not layer.fields().at(index).isNumeric():
        value = "left(%s, 4)" % value  # 2019年
    properties = layer.temporalProperties()
    properties.setMode(Qgis.VectorTemporalMode.FeatureDateTimeStartAndEndFromExpressions)
    properties.setStartExpression("make_datetime(%s, 1, 1, 0, 0, 0)" % value)
    properties.setEndExpression("make_datetime(%s, 12, 31, 23, 59, 59)" % value)
    properties.setIsActive(True)


def plain(layer, title, about="", year="year"):
    """Describe a layer or table without classes; its years play."""
    temporal(layer, year)
    describe(layer, title, about)


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


def lisa(layer, about="", year="year"):
    """Style by LISA cluster."""
    _categorised(layer, "lisa_cluster", CLUSTER_COLOURS, cluster_label, year)
    temporal(layer, year)
    describe(layer, tr("LISA clusters"), about)


def quadrants(layer, about="", year="year"):
    """Style by zone of the quadrants."""
    _categorised(layer, "zone", ZONE_COLOURS, zone_label, year)
    temporal(layer, year)
    describe(layer, tr("Quadrants of size and depth"), about)


def lisa_transitions(layer, significant_only=False, about=""):
    """Style by Rey's type of the transition, the last and shortest one on top."""
    untyped = "Not significant"
    shown = [name for name in REY_COLOURS if significant_only or name != untyped]
    _categorised(
        layer,
        "rey_type",
        {name: REY_COLOURS[name] for name in shown},
        rey_label,
        missing="CASE WHEN \"move\" IS NULL THEN 'No data' ELSE 'Not significant' END",
    )
    keys = [QgsFeatureRequest.OrderByClause(name, True) for name in ("year", "year_from")]
    layer.renderer().setOrderBy(QgsFeatureRequest.OrderBy(keys))
    temporal(layer)
    describe(layer, tr("LISA transitions"), about)


def decoupling(layer, about=""):
    """Style by state of decoupling, the last and shortest pair of years on top."""
    if layer.isSpatial():
        _categorised(layer, "decoupling_state", DECOUPLING_COLOURS, decoupling_label)
        keys = [QgsFeatureRequest.OrderByClause(name, True) for name in ("year", "year_from")]
        layer.renderer().setOrderBy(QgsFeatureRequest.OrderBy(keys))
    temporal(layer)
    describe(layer, tr("Decoupling of emissions from growth"), about)


def length_classes(longest):
    """Classes of the relative length of time paths, as ``(low, high, label, colour)``.

    Parameters
    ----------
    longest : float
        The last class ends there; the other bounds are the same on every map.
    """
    labels = (
        tr("up to 0.5"),
        tr("over 0.5 to 1 (mean)"),
        tr("over 1 to 1.5"),
        tr("over 1.5 to 2"),
        tr("over 2"),
    )
    bounds = (0.0, 0.5, 1.0, 1.5, 2.0, max(2.0, longest))
    return list(zip(bounds, bounds[1:], labels, LENGTH_COLOURS))


def time_paths(layer, longest, about=""):
    """Style by the relative length of the LISA time paths."""
    _graduated(layer, "relative_length", length_classes(longest), -1.0)
    describe(layer, tr("LISA time paths"), about)


def year_colours(years):
    """Colour of each year, from light to dark with the time that passes.

    Parameters
    ----------
    years : iterable of int

    Returns
    -------
    dict of int to str
    """
    years = sorted(years)
    first, *between, last = map(QColor, YEAR_COLOURS)
    stops = [QgsGradientStop((i + 1) / (len(between) + 1), c) for i, c in enumerate(between)]
    ramp = QgsGradientColorRamp(first, last, False, stops)
    span = max(1, years[-1] - years[0]) if years else 1
    return {year: ramp.color(1 - (years[-1] - year) / span).name() for year in years}


def _by_year(layer, symbol, title, about):
    """Draw each year in its own colour, the last on top; `symbol` makes one of a colour."""
    years, starts = (
        {int(year) for year in layer.uniqueValues(layer.fields().indexOf(name)) if year != NULL}
        for name in ("year", "year_from")
    )
    if layer.fields().indexOf("year") < 0:
        layer.setRenderer(QgsSingleSymbolRenderer(symbol(YEAR_COLOURS[-1])))
    else:
        colours = year_colours(years | starts)  # a path ends in the colour of its end's point
        categories = [
            QgsRendererCategory(year, symbol(colours[year]), str(year)) for year in sorted(years)
        ]
        _draw_last_year_on_top(layer, QgsCategorizedSymbolRenderer("year", categories), "year")
    plain(layer, title, about)


def gravity_centres(layer, about=""):
    """Style centres by year, and name the years."""

    def symbol(colour):
        return QgsMarkerSymbol.createSimple(
            {"color": colour, "size": "2.6", "outline_color": "#ffffff", "outline_width": "0.3"}
        )

    _by_year(layer, symbol, tr("Gravity centres"), about)
    names = [name for name in ("field", "year") if layer.fields().indexOf(name) >= 0]
    if len(layer.uniqueValues(layer.fields().indexOf("field"))) == 1:
        names = names[1:]
    labels = QgsPalLayerSettings()
    labels.fieldName = " || ' ' || ".join(map(QgsExpression.quotedColumnRef, names))
    labels.isExpression = True
    labels.dist = 1.5  # mm
    text = QgsTextFormat()
    text.setSize(8)
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    text.setBuffer(halo)
    labels.setFormat(text)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(labels))
    layer.setLabelsEnabled(bool(names))


def gravity_path(layer, about=""):
    """Style steps by the year of their end, with an arrow in their middle."""

    def symbol(colour):
        line = QgsLineSymbol.createSimple({"line_color": colour, "line_width": "0.5"})
        head = QgsMarkerLineSymbolLayer.create({"placement": "centralpoint"})
        head.setSubSymbol(
            QgsMarkerSymbol.createSimple(
                {"name": "filled_arrowhead", "color": colour, "outline_style": "no", "size": "3.4"}
            )
        )
        line.appendSymbolLayer(head)
        return line

    _by_year(layer, symbol, tr("Path of the gravity centre"), about)


def gravity_ellipses(layer, about=""):
    """Style ellipses by year, as outlines: they lie on one another."""

    def symbol(colour):
        return QgsFillSymbol.createSimple(
            {"style": "no", "outline_color": colour, "outline_width": "0.5"}
        )

    _by_year(layer, symbol, tr("Standard deviational ellipses"), about)


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


def overload(layer, about="", year="year"):
    """Style by the probability that depth exceeds 1."""
    if layer.isSpatial():
        _graduated(layer, "p_overload", overload_classes(), -1.0, year)
    temporal(layer, year)
    describe(layer, tr("Probability that depth exceeds 1"), about)
