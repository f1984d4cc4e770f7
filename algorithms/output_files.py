"""Files of outputs: whether they are whole, and how one that is not goes away."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager, suppress

from osgeo import gdal
from qgis.core import QgsProcessingOutputLayerDefinition, QgsProperty, QgsVectorFileWriter

from ..core.rasters import gdal_call

#: Formats of one file each, that holds nothing else.
_ONE_FILE = (".csv", ".geojson", ".gpkg")
#: What SQLite keeps beside a file; it would spoil another file of the same name.
_BESIDE = ("-journal", "-wal", "-shm")


@contextmanager
def aside(value):
    """Let an output be written in a folder of its own until it is whole.

    A run that is killed then leaves no part of a table in its place, and what an earlier run left
    there stays. The folder of a killed run serves the next one.

    Parameters
    ----------
    value : object
        Of the parameter of the output.

    Yields
    ------
    value : object
        To be used instead.
    place : str or None
        The file, see `put_in_place`; None if the output is no such file and goes where it goes.
    """
    is_definition = isinstance(value, QgsProcessingOutputLayerDefinition)
    place = value.sink.staticValue() if is_definition else value
    part = _part(place)
    if part is None:
        yield value, None
        return
    if is_definition:
        value = QgsProcessingOutputLayerDefinition(value)
        value.sink = QgsProperty.fromValue(part)
    try:
        yield value if is_definition else part, place
    finally:
        with suppress(OSError):
            os.rmdir(os.path.dirname(part))


def _part(place):
    """Make the folder, and return the name of the file in it; it names the table, too."""
    if (
        not isinstance(place, str)
        or not place.lower().endswith(_ONE_FILE)
        or re.match(r"[A-Za-z_]{2,}:", place)  # a protocol
        or "|" in place
        or os.path.islink(place)
        or (os.path.exists(place) and not os.access(place, os.W_OK))
    ):
        return None
    folder = os.path.abspath(place) + ".part"
    part = os.path.join(folder, os.path.basename(place))
    try:
        os.makedirs(folder, exist_ok=True)
        discard(part)
    except OSError:
        return None  # QGIS says why
    return part


def put_in_place(dest, place):
    """Move an output that is whole to its place.

    Parameters
    ----------
    dest : str
        Id of the output: the file, in newer versions of QGIS with its table.
    place : str
        Of `aside`.

    Returns
    -------
    str
        Its id there.

    Raises
    ------
    OSError
        If something there cannot be replaced; the file is gone then.
    """
    part, *table = dest.partition("|")
    try:
        replace(part, place)
    except OSError:
        remove(part)
        raise
    return "".join([place, *table])


def replace(part, place):
    """Move a file to its place, where nothing of an earlier one stays.

    Raises
    ------
    OSError
        If that is not possible: the earlier one is as it was, or the new one is in its place and
        what was kept beside the earlier one could not be removed.
    """
    os.replace(part, place)
    for suffix in _BESIDE:
        with suppress(FileNotFoundError):
            os.remove(place + suffix)


def remove(file):
    """Remove a file if that is possible; no failure here may hide why it is removed."""
    for suffix in ("", *_BESIDE):
        with suppress(OSError):
            os.remove(file + suffix)


def holds(dest, rows):
    """Tell whether an output holds all its rows, after it was closed.

    On a full disk QGIS says nothing of a transaction that fails when the file is closed.

    Parameters
    ----------
    dest : str
        Id of the output. Anything else than GeoPackage and GeoJSON is taken for whole: other
        formats may count otherwise.
    rows : int

    Returns
    -------
    bool
    """
    file, _, table = dest.partition("|layername=")
    if not file.lower().endswith((".gpkg", ".geojson")):
        return True
    dataset, _ = gdal_call(gdal.OpenEx, file, gdal.OF_VECTOR)
    if dataset is None:
        return False
    layer = dataset.GetLayerByName(table) if table else dataset.GetLayer(0)
    if layer is None:
        return False
    # GetFeatureCount tells what a GeoPackage notes of its rows, which may be there without them
    return gdal_call(lambda: sum(1 for _ in layer))[0] == rows


def discard(dest):
    """Remove an output that is written in part; other tables of its file stay."""
    file, _, table = dest.partition("|layername=")
    others = 0
    if table:
        dataset, _ = gdal_call(gdal.OpenEx, file, gdal.OF_VECTOR | gdal.OF_UPDATE, ["GPKG"])
        if dataset is None:
            return
        names = [dataset.GetLayer(i).GetName() for i in range(dataset.GetLayerCount())]
        if table in names:
            gdal_call(dataset.DeleteLayer, names.index(table))
        found = dataset.ExecuteSQL(
            "SELECT count(*) FROM sqlite_master WHERE type IN ('table', 'view') "
            "AND substr(name, 1, 5) != 'gpkg_' AND substr(name, 1, 7) != 'sqlite_'"
        )
        others = next(iter(found)).GetField(0)
        dataset.ReleaseResultSet(found)
        del dataset
    if not others and os.path.isfile(file):
        if file.lower().endswith(".shp"):
            QgsVectorFileWriter.deleteShapeFile(file)  # and what belongs to it
        remove(file)
