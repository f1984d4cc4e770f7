"""One geometry of several."""

from __future__ import annotations

from qgis.core import QgsGeometry

from ..core.log import InputError, Message


def united(parts, region, source):
    """Dissolve the features of a region; of an invalid one QGIS alone would make none.

    Parameters
    ----------
    parts : list of QgsGeometry
    region, source : str
        For the message.

    Returns
    -------
    QgsGeometry

    Raises
    ------
    InputError
        If a part cannot be repaired, or there is no union.
    """
    whole, lost = [], False
    for part in parts:
        if not (part.isEmpty() or part.isGeosValid()):
            kind, part = part.type(), part.makeValid()
            lost = lost or part.isNull()
            if part.type() != kind:  # what has no area comes out of a repair as lines
                part.convertGeometryCollectionToSubclass(kind)
            if part.type() != kind:
                continue
        whole.append(part)
    result = QgsGeometry.unaryUnion(whole)
    if lost or result.isEmpty() and not all(part.isEmpty() for part in whole):
        raise InputError(
            Message(
                "{source}: the features of {region} cannot be united; repair the layer.",
                source=source,
                region=region,
            )
        )
    return result
