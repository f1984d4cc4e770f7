"""Map pictures, rendered by QGIS itself."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsMapRendererCustomPainterJob,
    QgsMapSettings,
    QgsProject,
)
from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QImage, QPainter, QPen

from ..core.log import InputError, Message

WIDTH, HEIGHT, DPI = 1800, 1260, 150
MARGIN, TITLE, FOOT, LEGEND = 36, 118, 64, 400
INK, GREY = QColor("#222222"), QColor("#666666")


def render(layer, path, title, subtitle, note, entries):
    """Draw a layer with title, legend and note into a PNG file.

    Parameters
    ----------
    layer : QgsVectorLayer
        Styled; what its filter leaves is drawn.
    path : str
        PNG file.
    title, subtitle, note : str
        Plain text above and below the map.
    entries : list of (str, str)
        Label and colour of the legend, from top to bottom.

    Raises
    ------
    InputError
        If the picture cannot be written.
    """
    image = QImage(QSize(WIDTH, HEIGHT), QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(int(DPI / 0.0254))
    image.setDotsPerMeterY(int(DPI / 0.0254))
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_map(painter, layer, WIDTH - LEGEND - 2 * MARGIN, HEIGHT - TITLE - FOOT)
    _text(painter, QRectF(MARGIN, 22, WIDTH - 2 * MARGIN, 52), title, 17, INK, bold=True)
    _text(painter, QRectF(MARGIN, 72, WIDTH - 2 * MARGIN, 40), subtitle, 10, GREY)
    _text(painter, QRectF(MARGIN, HEIGHT - FOOT + 12, WIDTH - 2 * MARGIN, 40), note, 8, GREY)
    _draw_legend(painter, entries)
    painter.end()
    if not image.save(path, "PNG"):
        raise InputError(
            Message("{file} could not be written; check the folder and its rights.", file=path)
        )


def _draw_map(painter, layer, width, height):
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(_picture_crs(layer))
    settings.setOutputSize(QSize(width, height))
    settings.setOutputDpi(DPI)
    settings.setBackgroundColor(QColor("white"))
    settings.setFlag(QgsMapSettings.Flag.Antialiasing, True)
    extent = settings.layerExtentToOutputExtent(layer, layer.extent())
    extent.scale(1.04)
    settings.setExtent(extent)
    painter.save()
    painter.translate(QPointF(MARGIN, TITLE))
    painter.setClipRect(QRectF(0, 0, width, height))
    QgsMapRendererCustomPainterJob(settings, painter).renderSynchronously()
    painter.restore()


def _picture_crs(layer):
    """Equal-area projection around the layer, where its own CRS is geographic."""
    if not layer.crs().isGeographic():
        return layer.crs()
    to_wgs84 = QgsCoordinateTransform(
        layer.crs(),
        QgsCoordinateReferenceSystem("EPSG:4326"),
        QgsProject.instance().transformContext(),
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


def _draw_legend(painter, entries):
    x, step = WIDTH - LEGEND, 52
    y = TITLE + 40
    for label, colour in entries:
        painter.setPen(QPen(QColor("#707070"), 1.5))
        painter.setBrush(QColor(colour))
        painter.drawRect(QRectF(x, y, 52, 32))
        _text(painter, QRectF(x + 68, y - 6, LEGEND - 76, 44), label, 10, INK)
        y += step


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
