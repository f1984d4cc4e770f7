"""Files of outputs: whether they are whole, and how one that is not goes away."""

from __future__ import annotations

import os
from contextlib import suppress

from osgeo import gdal
from qgis.core import QgsVectorFileWriter

from ..core.rasters import gdal_call


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
    return layer is not None and layer.GetFeatureCount() == rows


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
        for suffix in ("", "-journal", "-wal", "-shm"):
            with suppress(OSError):
                os.remove(file + suffix)
