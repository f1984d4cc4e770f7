"""Map pictures, rendered by QGIS itself: one map, small multiples, animations.

Everything here works without a window and outside the main thread (QImage, not QPixmap).
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from importlib.util import find_spec

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsMapRendererCustomPainterJob,
    QgsMapSettings,
    QgsPalLayerSettings,
    QgsRectangle,
    QgsRenderContext,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
    QgsVectorSimplifyMethod,
)
from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QImage, QPainter, QPen

from ..core.log import InputError, Message
from .layers import features_of, fields_of

WIDTH, SHEET_WIDTH, DPI = 1800, 2400, 150
HEIGHTS = 760, 1800  # the least holds the legend, the most a page
MARGIN, TITLE, FOOT, LEGEND = 36, 118, 64, 430
MAP_WIDTH = WIDTH - LEGEND - 2 * MARGIN
PANEL_TITLE, GAP = 44, 18
MOST_PANELS = 24  # on a sheet
MOST_LABELS = 60  # more names than this hide a map of full size
FRAME_SCALE = 0.75  # of the pictures in an animation: names are just legible
FRAME_MS, LAST_FRAME_MS = 1000, 2500
INK, GREY = QColor("#222222"), QColor("#666666")


class MapSeries:
    """Maps of the same regions: one projection, one extent, shapes transformed once.

    Parameters
    ----------
    shapes : dict of str to QgsGeometry
        Region to polygon.
    crs : QgsCoordinateReferenceSystem
        Of the shapes.
    transforms : QgsCoordinateTransformContext
        Of the run.
    """

    def __init__(self, shapes, crs, transforms):
        self.transforms = transforms
        self.crs = _picture_crs(crs, _extent(shapes), transforms)
        self.shapes = {name: QgsGeometry(shape) for name, shape in shapes.items()}
        transform = QgsCoordinateTransform(crs, self.crs, transforms)
        try:
            for shape in self.shapes.values():
                shape.transform(transform)
            found = _extent(self.shapes).isFinite()
        except QgsCsException:
            found = False
        if not found:  # no equal-area map reaches all round the world
            self.crs, self.shapes = crs, shapes
        self.extent = _extent(self.shapes)
        self.extent.scale(1.03)
        self.ratio = self.extent.height() / max(self.extent.width(), 1e-9)

    def layer(self, rows, style):
        """Layer of the rows of one year, in memory.

        Parameters
        ----------
        rows : DataFrame
            ``region`` and what the style needs.
        style : callable
            ``style(layer)``.

        Returns
        -------
        QgsVectorLayer
        """
        layer = QgsVectorLayer("MultiPolygon", "", "memory")
        layer.setCrs(self.crs)
        simplify = layer.simplifyMethod()  # by itself QGIS draws small polygons jagged
        simplify.setSimplifyHints(QgsVectorSimplifyMethod.SimplifyHint.GeometrySimplification)
        layer.setSimplifyMethod(simplify)
        provider = layer.dataProvider()
        provider.addAttributes(fields_of(rows).toList())
        layer.updateFields()
        provider.addFeatures(list(features_of(rows, [self.shapes[r] for r in rows["region"]])))
        style(layer)
        return layer

    def picture(self, path, layer, title, subtitle, note, scale=1):
        """Draw one layer with title, legend, names and note into a PNG file.

        Parameters
        ----------
        path : str
            PNG file.
        layer : QgsVectorLayer
            Of `layer`.
        title, subtitle, note : str
            Plain text above and below the map.
        scale : float
            Of the whole picture; 1 is `WIDTH` pixels wide.

        Raises
        ------
        InputError
            If the picture cannot be written.
        """
        height = int(min(max(MAP_WIDTH * self.ratio, HEIGHTS[0]), HEIGHTS[1]))
        with _page(path, WIDTH, height, title, subtitle, note, scale) as painter:
            self._draw(painter, layer, QRectF(MARGIN, TITLE, MAP_WIDTH, height))
            _draw_legend(painter, WIDTH - LEGEND, _legend(layer))

    def multiples(self, path, panels, count, title, subtitle, note):
        """Draw a sheet of small maps with one legend into a PNG file.

        Parameters
        ----------
        path : str
            PNG file.
        panels : iterable of (str, QgsVectorLayer)
            Title and layer of each map; all layers have the same classes.
        count : int
            Number of panels.
        title, subtitle, note : str
            Plain text above and below the maps.

        Raises
        ------
        InputError
            If the picture cannot be written.
        """
        columns, panel_width = self._grid(count)
        panel_height = panel_width * self.ratio
        step = QPointF(panel_width + GAP, PANEL_TITLE + panel_height + GAP)
        # Panels that are few and narrow leave room for the title.
        width = max(WIDTH, int(columns * step.x()) + LEGEND + 2 * MARGIN)
        height = max(HEIGHTS[0], int(-(-count // columns) * step.y()))
        with _page(path, width, height, title, subtitle, note) as painter:
            for index, (name, layer) in enumerate(panels):
                row, column = divmod(index, columns)
                x, y = MARGIN + column * step.x(), TITLE + row * step.y()
                _text(painter, QRectF(x, y, panel_width, PANEL_TITLE), name, 12, INK, bold=True)
                self._draw(painter, layer, QRectF(x, y + PANEL_TITLE, panel_width, panel_height))
            entries = [(label, colour) for label, colour, _ in _legend(layer)]
            _draw_legend(painter, MARGIN + columns * step.x() + 20, entries)

    def _grid(self, count):
        """Columns and width of the panels: as many columns as leave them about the largest."""
        room = SHEET_WIDTH - LEGEND - 2 * MARGIN
        widths = {}
        for columns in range(1, count + 1):
            highest = HEIGHTS[1] / -(-count // columns) - GAP - PANEL_TITLE
            widths[columns] = min(room / columns - GAP, highest / self.ratio)
        largest = max(widths.values())
        return max(item for item in widths.items() if item[1] >= 0.9 * largest)

    def _draw(self, painter, layer, box):
        """Draw a map into a box; line widths shrink with it, names are left out without room."""
        scale = painter.transform().m11()
        size = QSize(int(box.width() * scale), int(box.height() * scale))
        settings = QgsMapSettings()
        settings.setTransformContext(self.transforms)
        settings.setLayers([layer])
        settings.setDestinationCrs(self.crs)
        settings.setOutputDpi(DPI * size.width() / MAP_WIDTH)
        settings.setOutputSize(size)
        settings.setExtent(self.extent)
        settings.setBackgroundColor(QColor("white"))
        settings.setFlag(QgsMapSettings.Flag.Antialiasing, True)
        share = box.width() * box.height() / MAP_WIDTH**2 / self.ratio
        if layer.featureCount() <= MOST_LABELS * min(1, share):
            _name_regions(layer, MAP_WIDTH / box.width())
        painter.save()
        painter.resetTransform()
        painter.translate(box.topLeft() * scale)
        painter.setClipRect(QRectF(QPointF(0, 0), box.size() * scale))
        QgsMapRendererCustomPainterJob(settings, painter).renderSynchronously()
        painter.restore()


def require_animation():
    """Say before the work, not after it, that animations lack Pillow.

    Raises
    ------
    InputError
    """
    if find_spec("PIL") is None:
        raise InputError(
            Message(
                "MAP_FORM animation needs the Python package Pillow, which comes with matplotlib; "
                "install it, or choose multiples."
            )
        )


def animate(path, frames, log):
    """Join pictures into an animated GIF that plays for ever.

    Parameters
    ----------
    path : str
        GIF file.
    frames : list of str
        PNG files of one size, in their order.
    log : Log
    """
    from PIL import Image

    def read(file):
        log.check()
        with Image.open(file) as picture:
            # Without dithering, or the colours of the classes would not be those of the legend.
            return picture.convert("RGB").quantize(256)

    first, *others = frames
    read(first).save(
        path,
        save_all=True,
        append_images=map(read, others),
        duration=[FRAME_MS] * len(others) + [LAST_FRAME_MS],
        loop=0,
    )


@contextmanager
def _page(path, width, height, title, subtitle, note, scale=1):
    """White page with title and note around room of some height; saved when it is painted."""
    whole = QSize(int(width * scale), int((TITLE + height + FOOT) * scale))
    image = QImage(whole, QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(int(DPI / 0.0254))
    image.setDotsPerMeterY(int(DPI / 0.0254))
    image.fill(QColor("white"))
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        across = width - 2 * MARGIN
        _text(painter, QRectF(MARGIN, 22, across, 52), title, 17, INK, bold=True)
        _text(painter, QRectF(MARGIN, 72, across, 40), subtitle, 10, GREY)
        _text(painter, QRectF(MARGIN, TITLE + height + 12, across, 40), note, 8, GREY)
        yield painter
    finally:
        painter.end()
    if not image.save(path, "PNG"):
        raise InputError(
            Message("{file} could not be written; check the folder and its rights.", file=path)
        )


def _extent(shapes):
    extent = QgsRectangle()
    extent.setMinimal()
    for shape in shapes.values():
        extent.combineExtentWith(shape.boundingBox())
    return extent


def _name_regions(layer, factor):
    """Write the names of the regions, as large whatever the resolution of the map is."""
    text = QgsTextFormat()
    text.setSize(6 * factor)
    text.setColor(INK)
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.6 * factor)
    text.setBuffer(halo)
    labels = QgsPalLayerSettings()
    labels.fieldName = "region"
    labels.setFormat(text)
    labels.placement = QgsPalLayerSettings.Placement.Horizontal  # within, not around the centroid
    layer.setLabeling(QgsVectorLayerSimpleLabeling(labels))
    layer.setLabelsEnabled(True)


def _picture_crs(crs, extent, transforms):
    """Equal-area projection around the extent, where its own CRS is geographic."""
    if not crs.isGeographic():
        return crs
    to_wgs84 = QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem("EPSG:4326"), transforms)
    box = to_wgs84.transformBoundingBox(extent)
    south, north, centre = box.yMinimum(), box.yMaximum(), box.center()
    if south < 0 < north:
        definition = "+proj=laea +lat_0=%.4f +lon_0=%.4f" % (centre.y(), centre.x())
    else:
        sixth = (north - south) / 6
        definition = "+proj=aea +lat_1=%.4f +lat_2=%.4f +lat_0=%.4f +lon_0=%.4f" % (
            south + sixth,
            north - sixth,
            centre.y(),
            centre.x(),
        )
    return QgsCoordinateReferenceSystem.fromProj(definition + " +datum=WGS84 +units=m")


def _legend(layer):
    """Label, colour and number of features of each class, from the renderer."""
    context = QgsRenderContext()
    context.expressionContext().setFields(layer.fields())
    renderer, counts = layer.renderer(), Counter()
    renderer.startRender(context, layer.fields())
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        counts.update(renderer.legendKeysForFeature(feature, context))
    renderer.stopRender(context)
    return [
        (item.label(), item.symbol().color(), counts[item.ruleKey()])
        for item in renderer.legendSymbolItems()
    ]


def _draw_legend(painter, x, entries):
    """Draw label and colour of each class, and in brackets the number where there is one."""
    y = TITLE + 40
    for label, colour, *count in entries:
        painter.setPen(QPen(QColor("#707070"), 1.5))
        painter.setBrush(colour)
        painter.drawRect(QRectF(x, y, 52, 32))
        text = "%s (%d)" % (label, *count) if count else label
        _text(painter, QRectF(x + 68, y - 6, LEGEND - 76, 44), text, 10, INK)
        y += 52


def _text(painter, box, text, points, colour, bold=False):
    font = QFont(painter.font())
    font.setPointSizeF(points)
    font.setBold(bold)
    painter.setFont(font)
    while painter.fontMetrics().horizontalAdvance(text) > box.width() and points > 6:
        points -= 0.5
        font.setPointSizeF(points)
        painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
