"""Polygons that tests draw, laid on a grid, and burnt by GDAL as an oracle."""

import numpy as np
from carbon_footprint.core import polygons as poly
from carbon_footprint.core.zones import Zones
from osgeo import gdal, ogr, osr


def srs(epsg):
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    return reference


def ring_wkt(points):
    points = [*points, points[0]]
    return "(%s)" % ",".join("%r %r" % (float(x), float(y)) for x, y in points)


def polygon(*rings):
    return ogr.CreateGeometryFromWkt("POLYGON(%s)" % ",".join(map(ring_wkt, rings)))


def multipolygon(*parts):
    text = ",".join("(%s)" % ",".join(map(ring_wkt, rings)) for rings in parts)
    return ogr.CreateGeometryFromWkt("MULTIPOLYGON(%s)" % text)


def box(x0, y0, x1, y1):
    return polygon([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])


def zones_of(shapes, grid):
    return Zones(poly.rings(poly.polygonal(shape) for shape in shapes), grid)


def burnt(shapes, grid) -> np.ndarray:
    """Cells of each shape by GDAL, shape (shapes, rows, columns)."""
    masks = np.zeros((len(shapes), grid.rows, grid.columns), bool)
    target = gdal.GetDriverByName("MEM").Create("", grid.columns, grid.rows, 1, gdal.GDT_Byte)
    target.SetGeoTransform((grid.x0, grid.dx, 0, grid.y0, 0, grid.dy))
    target.SetProjection(grid.crs_wkt or srs(32650).ExportToWkt())
    reference = target.GetSpatialRef()
    for number, shape in enumerate(shapes):
        source = ogr.GetDriverByName("Memory").CreateDataSource("")
        layer = source.CreateLayer("", reference, ogr.wkbUnknown)
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(shape)
        layer.CreateFeature(feature)
        target.GetRasterBand(1).Fill(0)
        gdal.RasterizeLayer(target, [1], layer, burn_values=[1])
        masks[number] = target.ReadAsArray() == 1
    return masks
