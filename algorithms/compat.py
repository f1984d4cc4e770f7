"""The few calls that differ between QGIS 3.22 and QGIS 4."""

from qgis.core import Qgis
from qgis.PyQt.QtCore import QMetaType, QVariant

if (
    Qgis.QGIS_VERSION_INT >= 33800
):  # before, fields take no QMetaType; since, QVariant is deprecated
    INTEGER = QMetaType.Type.Int
    LONG = QMetaType.Type.LongLong
    DOUBLE = QMetaType.Type.Double
    TEXT = QMetaType.Type.QString
else:
    INTEGER = QVariant.Int
    LONG = QVariant.LongLong
    DOUBLE = QVariant.Double
    TEXT = QVariant.String


def is_null(value):
    """Tell whether a value of a feature is NULL, as None, QVariant or NaN."""
    if value is None:
        return True
    if isinstance(value, QVariant):
        return value.isNull()
    return value != value
