"""Map pictures, rendered by QGIS itself."""

from __future__ import annotations

from collections import Counter

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsMapRendererCustomPainterJob,
    QgsMapSettings,
    QgsPalLayerSettings,
    QgsRenderContext,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QImage, QPainter, QPen

from ..core.log import InputError, Message

WIDTH, DPI = 1800, 150
HEIGHTS = 760, 1800  # the least holds the legend, the most a page
MARGIN, TITLE, FOOT, LEGEND = 36, 118, 64, 430
MOST_LABELS = 60  # more names than this hide the map
INK, GREY = QColor("#222222"), QColor("#666666")


def render(layer, path, title, subtitle, note, transforms):
    """Draw a layer with title, legend, names and note into a PNG file.

    Parameters
    ----------
    layer : QgsVectorLayer
        Styled, with the field ``region``; what its filter leaves is drawn.
    path : str
        PNG file.
    title, subtitle, note : str
        Plain text above and below the map.
    transforms : QgsCoordinateTransformContext
        Of the run.

    Raises
    ------
    InputError
        If the picture cannot be written.
    """
    settings = _map_settings(layer, transforms)
    width, height = settings.outputSize().width(), settings.outputSize().height()
    image = QImage(QSize(WIDTH, TITLE + height + FOOT), QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(int(DPI / 0.0254))
    image.setDotsPerMeterY(int(DPI / 0.0254))
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.save()
    painter.translate(QPointF(MARGIN, TITLE))
    painter.setClipRect(QRectF(0, 0, width, height))
    QgsMapRendererCustomPainterJob(settings, painter).renderSynchronously()
    painter.restore()
    _text(painter, QRectF(MARGIN, 22, WIDTH - 2 * MARGIN, 52), title, 17, INK, bold=True)
    _text(painter, QRectF(MARGIN, 72, WIDTH - 2 * MARGIN, 40), subtitle, 10, GREY)
    foot = QRectF(MARGIN, TITLE + height + 12, WIDTH - 2 * MARGIN, 40)
    _text(painter, foot, note, 8, GREY)
    _draw_legend(painter, _legend(layer))
    painter.end()
    if not image.save(path, "PNG"):
        raise InputError(
            Message("{file} could not be written; check the folder and its rights.", file=path)
        )


def _map_settings(layer, transforms):
    """Map as wide as the picture allows and as high as the layer needs."""
    _name_regions(layer)
    settings = QgsMapSettings()
    settings.setTransformContext(transforms)
    settings.setLayers([layer])
    settings.setDestinationCrs(_picture_crs(layer, transforms))
    settings.setOutputDpi(DPI)
    settings.setBackgroundColor(QColor("white"))
    settings.setFlag(QgsMapSettings.Flag.Antialiasing, True)
    extent = settings.layerExtentToOutputExtent(layer, layer.extent())
    extent.scale(1.03)
    width = WIDTH - LEGEND - 2 * MARGIN
    height = width * extent.height() / max(extent.width(), 1e-9)
    settings.setOutputSize(QSize(width, int(min(max(height, HEIGHTS[0]), HEIGHTS[1]))))
    settings.setExtent(extent)
    return settings


def _name_regions(layer):
    if layer.featureCount() > MOST_LABELS:
        return
    text = QgsTextFormat()
    text.setSize(6)
    text.setColor(INK)
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.6)
    text.setBuffer(halo)
    labels = QgsPalLayerSettings()
    labels.fieldName = "region"
    labels.setFormat(text)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(labels))
    layer.setLabelsEnabled(True)


def _picture_crs(layer, transforms):
    """Equal-area projection around the layer, where its own CRS is geographic."""
    if not layer.crs().isGeographic():
        return layer.crs()
    to_wgs84 = QgsCoordinateTransform(
        layer.crs(), QgsCoordinateReferenceSystem("EPSG:4326"), transforms
    )
    box = to_wgs84.transformBoundingBox(layer.extent())
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


def _draw_legend(painter, entries):
    x, y = WIDTH - LEGEND, TITLE + 40
    for label, colour, count in entries:
        painter.setPen(QPen(QColor("#707070"), 1.5))
        painter.setBrush(colour)
        painter.drawRect(QRectF(x, y, 52, 32))
        text = "%s (%d)" % (label, count)
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
