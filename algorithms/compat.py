"""The few calls that differ between QGIS 3.22 and QGIS 4."""

from qgis.PyQt.QtCore import QVariant

# The only spelling of field types that works from QGIS 3.22 to 4.
INTEGER = QVariant.Int  # noqa: QGS402
LONG = QVariant.LongLong  # noqa: QGS402
DOUBLE = QVariant.Double  # noqa: QGS402
TEXT = QVariant.String  # noqa: QGS402


def is_null(value):
    """Tell whether a value of a feature is NULL, as None, QVariant or NaN."""
    if value is None:
        return True
    if isinstance(value, QVariant):
        return value.isNull()
    return value != value
