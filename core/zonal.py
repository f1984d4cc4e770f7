"""How much of every region lies in every class of a raster.

A cell belongs to the region that holds its centre. GDAL rasterises the regions
into a grid of numbers, so that a cell belongs to exactly one region, also
where regions share a border. Regions that really overlap are put in separate
passes, and each gets its full area.

The area of a region is defined by its balance: ::

    region = classes + no data + outside the raster

where classes and no data are sums of cell areas on the ellipsoid
(``cell_areas``), and the part outside is measured from the polygons. The
ellipsoidal area of the polygon is returned beside it as a check.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from osgeo import gdal, ogr, osr

from .cell_areas import M2_PER_HA, CellAreas, horizontal_crs
from .log import InputError, Log, Message
from .rasters import Grid, Raster, Window, gdal_call

#: A straight line of length L in one projection bends by about L^2/(8 R) in
#: another (R the radius of the Earth). Edges are cut so that this stays below
#: a twentieth of a cell, and never longer than 10 km, below which a geodesic
#: and a parallel enclose areas of no importance (1e-7 of the region).
_BEND_IN_CELLS, _EARTH_RADIUS_M = 0.05, 6.371e6
_LONGEST_EDGE_M, _SHORTEST_EDGE_M = 1e4, 1e3
#: Overlaps below this share of the smaller region are sloppy borders.
_SLIVER = 1e-3
#: Cells and polygon may differ by this much before it is worth a warning.
_AREA_TOLERANCE = 0.02
#: Codes closer together than this are counted without sorting them.
_DENSE_CODES = 1024


@dataclass
class ZonalAreas:
    """Result of ``zonal_areas``.

    Attributes
    ----------
    classes : DataFrame
        One row for each region and value that occurs in it: ``region``,
        ``value`` (int), ``pixels`` (int), ``area_ha``.
    regions : DataFrame
        One row for each region, in the order of the input: ``region``,
        ``nodata_pixels`` (int), ``nodata_ha``, ``outside_ha``, ``region_ha``
        (the balance), ``polygon_ha`` (ellipsoidal area of the polygon).
    """

    classes: pd.DataFrame
    regions: pd.DataFrame


def zonal_areas(
    raster_path, regions, crs_wkt: str, band: int = 1, nodata=None, log: Log | None = None
) -> ZonalAreas:
    """Measure the area of every value of a raster in every region.

    Parameters
    ----------
    raster_path : str or path-like
        A raster of whole numbers that GDAL can open.
    regions : DataFrame or list of (str, bytes)
        Columns ``region`` (text) and ``wkb`` (polygon or multipolygon as WKB).
        Features of the same name are one region.
    crs_wkt : str
        CRS of the regions, as WKT.
    band : int
        Band of the raster, from 1.
    nodata : float, optional
        A value that means "no data", besides those that the file declares.
    log : Log, optional

    Returns
    -------
    ZonalAreas

    Raises
    ------
    InputError
        If raster or regions cannot be used, or do not meet anywhere.
    Cancelled
    """
    log = log or Log()
    raster = Raster(raster_path, band, nodata)
    zones = _Zones(regions, crs_wkt, raster.grid, log)
    areas = CellAreas(raster.grid)
    counts = _Counts()
    windows = [window for window in raster.windows() if zones.meet(window)]
    for done, window in enumerate(windows):
        log.check(done / len(windows))
        values, valid = raster.read(window)
        area = np.broadcast_to(areas.window(window), values.shape)
        for zone in zones.rasterised(window):
            inside = zone > 0
            known = inside & valid
            counts.add_classes(zone[known], raster.codes(values[known]), area[known])
            unknown = inside & ~valid
            counts.add_nodata(zone[unknown], area[unknown])
    log.check(1.0)
    result = ZonalAreas(counts.class_table(zones.names), counts.region_table(zones))
    _report(result.regions, counts.pixels(len(zones.names)), raster.path, log)
    return result


class _Counts:
    """Cells and hectares by zone and code, added up window by window."""

    def __init__(self):
        self._classes, self._nodata = {}, {}

    def add_classes(self, zone, code, area):
        if not code.size:
            return
        low, high = int(code.min()), int(code.max())
        if high - low < _DENSE_CODES:
            found, index = np.arange(low, high + 1), code.astype(np.int64) - low
        else:
            found, index = np.unique(code, return_inverse=True)
        key = (zone - 1).astype(np.int64) * len(found) + index.reshape(-1)
        pixels, hectares = np.bincount(key), np.bincount(key, weights=area)
        for at in np.flatnonzero(pixels):
            cell = int(at // len(found)), int(found[at % len(found)])
            before = self._classes.get(cell, (0, 0.0))
            self._classes[cell] = before[0] + int(pixels[at]), before[1] + float(hectares[at])

    def add_nodata(self, zone, area):
        pixels, hectares = np.bincount(zone), np.bincount(zone, weights=area)
        for at in np.flatnonzero(pixels):
            before = self._nodata.get(int(at) - 1, (0, 0.0))
            self._nodata[int(at) - 1] = before[0] + int(pixels[at]), before[1] + hectares[at]

    def class_table(self, names) -> pd.DataFrame:
        rows = [
            (names[zone], code, *self._classes[zone, code]) for zone, code in sorted(self._classes)
        ]
        table = pd.DataFrame(rows, columns=["region", "value", "pixels", "area_ha"])
        return table.astype({"value": "int64", "pixels": "int64", "area_ha": "float64"})

    def region_table(self, zones) -> pd.DataFrame:
        classes = np.zeros(len(zones.names))
        for (zone, _), (_, hectares) in sorted(self._classes.items()):
            classes[zone] += hectares
        nodata = [self._nodata.get(zone, (0, 0.0)) for zone in range(len(zones.names))]
        table = pd.DataFrame(
            {
                "region": zones.names,
                "nodata_pixels": [pixels for pixels, _ in nodata],
                "nodata_ha": [hectares for _, hectares in nodata],
                "outside_ha": zones.outside_ha,
            }
        )
        table["region_ha"] = classes + table["nodata_ha"] + table["outside_ha"]
        table["polygon_ha"] = zones.polygon_ha
        return table

    def pixels(self, count: int) -> np.ndarray:
        total = np.zeros(count, dtype=np.int64)
        for zone, (pixels, _) in self._nodata.items():
            total[zone] += pixels
        for (zone, _), (pixels, _) in self._classes.items():
            total[zone] += pixels
        return total


def _report(table: pd.DataFrame, pixels: np.ndarray, raster: str, log: Log) -> None:
    """Say where cells and polygons do not agree."""
    outside = table["outside_ha"] / table["polygon_ha"]
    away = (outside > 1 - _AREA_TOLERANCE) & (pixels == 0)
    if away.any():
        log.warning(
            "{raster}: the raster does not reach these regions: {regions}.",
            raster=raster, regions=", ".join(table["region"][away]),
        )  # fmt: skip
    empty = (pixels == 0) & ~away
    if empty.any():
        log.warning(
            "{raster}: no cell has its centre in these regions, so that they have no areas: "
            "{regions}; use a finer raster.",
            raster=raster, regions=", ".join(table["region"][empty]),
        )  # fmt: skip
    partly = (outside > 1e-6) & ~away & ~empty
    if partly.any():
        listed = table["region"][partly] + outside[partly].map(" ({:.1%})".format)
        log.warning(
            "{raster}: the raster does not cover these regions fully (share outside): {regions}.",
            raster=raster, regions=", ".join(listed),
        )  # fmt: skip
    difference = table["region_ha"] / table["polygon_ha"] - 1
    coarse = (difference.abs() > _AREA_TOLERANCE) & ~away & ~empty
    if coarse.any():
        listed = table["region"][coarse] + difference[coarse].map(" ({:+.1%})".format)
        log.warning(
            "{raster}: the cells are coarse for these regions, their areas differ from those of "
            "the polygons: {regions}.",
            raster=raster, regions=", ".join(listed),
        )  # fmt: skip


class _Zones:
    """Regions, numbered from 1, in the CRS of a raster.

    Attributes
    ----------
    names : list of str
    polygon_ha, outside_ha : array of float
        Ellipsoidal area of each region, and of its part outside the raster.
    """

    def __init__(self, regions, crs_wkt: str, grid: Grid, log: Log):
        self._grid = grid
        polygons = _polygons(regions, log)
        self.names = list(polygons)
        source, target = _spatial_reference(crs_wkt), _spatial_reference(grid.crs_wkt)
        geodesy = _Geodesy(target)
        cell_m = min(abs(grid.dx), abs(grid.dy)) * _metres(target)
        edge_m = np.sqrt(8 * _EARTH_RADIUS_M * _BEND_IN_CELLS * cell_m)
        edge_m = min(_LONGEST_EDGE_M, max(_SHORTEST_EDGE_M, edge_m))
        self._same_crs = bool(source.IsSame(target))
        self._edge = edge_m / _metres(source), edge_m / _metres(target)
        self._to_raster = osr.CoordinateTransformation(source, target)
        self._to_source = osr.CoordinateTransformation(target, source)

        self.polygon_ha = np.zeros(len(polygons))
        self.outside_ha = np.zeros(len(polygons))
        self._shapes = []
        frame = _box(*grid.extent)
        to_geographic = geodesy.from_crs(source)
        extents = []
        for at, (name, polygon) in enumerate(polygons.items()):
            log.check()
            extents.append(polygon.GetEnvelope())
            dense = polygon.Clone()
            dense.Segmentize(self._edge[0])
            self.polygon_ha[at] = geodesy.area_ha(_moved(dense, to_geographic, name))
            shape = self._in_raster_crs(name, polygon, dense)
            self._shapes.append(shape)
            self.outside_ha[at] = self._outside(shape, frame, geodesy, self.polygon_ha[at])
        self._bounds = np.array([_pixel_bounds(shape, grid) for shape in self._shapes])
        if not self.meet(Window(0, 0, grid.columns, grid.rows)):
            west, east, south, north = np.array(extents).T
            raise InputError(
                Message(
                    "{raster}: the raster (x {x0:.6g} to {x1:.6g}, y {y0:.6g} to {y1:.6g} in "
                    "{raster_crs}) meets none of the regions (x {west:.6g} to {east:.6g}, y "
                    "{south:.6g} to {north:.6g} in {crs}); check the CRS of both.",
                    raster=grid.path, raster_crs=target.GetName(), crs=source.GetName(),
                    x0=grid.extent[0], x1=grid.extent[2], y0=grid.extent[1], y1=grid.extent[3],
                    west=west.min(), east=east.max(), south=south.min(), north=north.max(),
                )
            )  # fmt: skip
        self._passes = self._without_overlap(log)

    def _in_raster_crs(self, name, polygon, dense):
        """Bring a region into the CRS of the raster.

        A region far from a local projection may have no image there. Then the
        part near the raster is taken, cut out in the CRS of the regions.
        """
        if self._same_crs:
            return polygon
        shape, _ = gdal_call(_transformed, dense, self._to_raster)
        if shape is None:
            x0, y0, x1, y1 = self._grid.extent
            frame = _box(x0, y0, x1, y1)
            frame.Segmentize(max(x1 - x0, y1 - y0) / 50)
            west, east, south, north = _moved(frame, self._to_source, name).GetEnvelope()
            margin_x, margin_y = (east - west) / 10, (north - south) / 10
            near = _polygonal(
                dense.Intersection(
                    _box(west - margin_x, south - margin_y, east + margin_x, north + margin_y)
                )
            )
            shape = _moved(near, self._to_raster, name)
        return shape if shape.IsEmpty() or shape.IsValid() else _polygonal(shape.MakeValid())

    def _outside(self, shape, frame, geodesy, polygon_ha) -> float:
        """Ellipsoidal area of the part of a region outside the raster."""
        west, east, south, north = shape.GetEnvelope()
        x0, y0, x1, y1 = self._grid.extent
        if shape.IsEmpty():
            return polygon_ha
        if west >= x0 and east <= x1 and south >= y0 and north <= y1:
            return 0.0
        # measured from the part inside: the outside may have no image in the CRS of the raster
        within = _polygonal(shape.Intersection(frame))
        if within.IsEmpty():
            return polygon_ha
        within.Segmentize(self._edge[1])
        return max(0.0, polygon_ha - geodesy.area_ha(_moved(within, geodesy.from_target)))

    def _without_overlap(self, log: Log) -> list:
        """Sort the regions into passes such that within a pass none overlap."""
        clashes, named = {}, []
        for first, second in _overlapping(self._shapes, log):
            clashes.setdefault(second, set()).add(first)
            named.append(f"{self.names[first]} / {self.names[second]}")
        if named:
            log.warning(
                "These regions overlap and are counted separately, each with its full area: "
                "{pairs}.", pairs="; ".join(named),
            )  # fmt: skip
        chosen = []
        for at in range(len(self._shapes)):
            taken = {chosen[other] for other in clashes.get(at, ())}
            chosen.append(next(number for number in range(at + 1) if number not in taken))
        return [
            (np.flatnonzero(np.array(chosen) == number), self._layer(chosen, number))
            for number in range(max(chosen) + 1)
        ]

    def _layer(self, chosen, number):
        # One driver for rasters and vectors since GDAL 3.11; "Memory" before.
        driver = ogr.GetDriverByName("Memory") or ogr.GetDriverByName("MEM")
        source = driver.CreateDataSource("")
        layer = source.CreateLayer("zones", _spatial_reference(self._grid.crs_wkt))
        layer.CreateField(ogr.FieldDefn("zone", ogr.OFTInteger))
        for at, shape in enumerate(self._shapes):
            if chosen[at] == number and not shape.IsEmpty():
                feature = ogr.Feature(layer.GetLayerDefn())
                feature.SetField("zone", at + 1)
                feature.SetGeometry(shape)
                layer.CreateFeature(feature)
        return source, layer

    def meet(self, window: Window, which=slice(None)) -> bool:
        """Tell whether the bounding box of a region touches the window."""
        west, east, north, south = self._bounds[which].T
        return bool(
            (
                (east >= window.column)
                & (west <= window.column + window.columns)
                & (south >= window.row)
                & (north <= window.row + window.rows)
            ).any()
        )

    def rasterised(self, window: Window):
        """Yield for each pass the number of the region of every cell, 0 for none."""
        part = self._grid.part(window)
        for members, (_, layer) in self._passes:
            if not self.meet(window, members):
                continue
            image = gdal.GetDriverByName("MEM").Create(
                "", window.columns, window.rows, 1, gdal.GDT_Int32
            )
            image.SetGeoTransform((part.x0, part.dx, 0, part.y0, 0, part.dy))
            image.SetProjection(self._grid.crs_wkt)
            x0, y0, x1, y1 = part.extent
            layer.SetSpatialFilterRect(x0, y0, x1, y1)
            done, reason = gdal_call(
                gdal.RasterizeLayer, image, [1], layer, options=["ATTRIBUTE=zone"]
            )
            if done != 0:
                raise RuntimeError(f"GDAL could not rasterise the regions: {reason}")
            yield image.ReadAsArray().reshape(window.rows, window.columns)


class _Geodesy:
    """Areas on the ellipsoid of a CRS."""

    def __init__(self, target):
        self._geographic = target.CloneGeogCS()
        self._geographic.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        self._degrees = np.degrees(self._geographic.GetAngularUnits())
        self._geod = horizontal_crs(target.ExportToWkt(["FORMAT=WKT2_2018"])).get_geod()
        self.from_target = self.from_crs(target)

    def from_crs(self, source):
        return osr.CoordinateTransformation(source, self._geographic)

    def area_ha(self, polygon) -> float:
        """Area of a polygon in geographic coordinates whose edges are short."""
        total = 0.0
        for part in _parts(polygon):
            for number in range(part.GetGeometryCount()):
                points = np.array(part.GetGeometryRef(number).GetPoints())
                x, y = points[:, 0] * self._degrees, points[:, 1] * self._degrees
                area = abs(self._geod.polygon_area_perimeter(x, y)[0])
                total += -area if number else area
        return total / M2_PER_HA


def _polygons(regions, log: Log) -> dict:
    """Read regions: name -> valid OGR polygon, features of one name united."""
    if isinstance(regions, pd.DataFrame):
        regions = zip(regions["region"], regions["wkb"])
    pieces, faults, repaired, empty = {}, [], [], []
    for row, (name, wkb) in enumerate(regions, start=1):
        if not isinstance(name, str) or not name.strip():
            faults.append(
                Message(
                    "Feature {row} of the regions has no name; fill in the field of the region, "
                    "or choose another.", row=row,
                )
            )  # fmt: skip
            continue
        pieces.setdefault(name, [])
        if wkb is None or len(wkb) == 0:
            empty.append(name)
            continue
        polygon, reason = gdal_call(ogr.CreateGeometryFromWkb, bytes(wkb))
        if polygon is None or ogr.GT_Flatten(polygon.GetGeometryType()) not in _POLYGONS:
            faults.append(
                Message(
                    "Region {region}: its geometry is no polygon; choose a polygon layer.",
                    region=name,
                )
            )
            continue
        polygon = polygon.GetLinearGeometry()
        polygon.FlattenTo2D()
        valid, _ = gdal_call(polygon.IsValid)
        if not valid:
            polygon, _ = gdal_call(polygon.MakeValid)
            repaired.append(name)
        polygon = _polygonal(polygon)
        if polygon.IsEmpty():
            empty.append(name)
        else:
            pieces[name].append(polygon)
    if faults:
        raise InputError(faults)
    if repaired:
        log.warning(
            "These regions had an invalid polygon, which was repaired: {regions}.",
            regions=", ".join(dict.fromkeys(repaired)),
        )
    if empty:
        log.warning(
            "These regions have a feature without area: {regions}.",
            regions=", ".join(dict.fromkeys(empty)),
        )
    if not any(pieces.values()):
        raise InputError(Message("There are no regions with an area; choose a polygon layer."))
    return {name: _united(parts) for name, parts in pieces.items()}


_POLYGONS = (
    ogr.wkbPolygon, ogr.wkbMultiPolygon, ogr.wkbCurvePolygon, ogr.wkbMultiSurface,
    ogr.wkbGeometryCollection,
)  # fmt: skip


def _united(polygons):
    """Dissolve the polygons of one region."""
    if len(polygons) == 1:
        return polygons[0]
    together = ogr.Geometry(ogr.wkbMultiPolygon)
    for polygon in polygons:
        for part in _parts(polygon):
            together.AddGeometry(part)
    return _polygonal(together.UnionCascaded()) if polygons else together


def _parts(geometry):
    """Yield the simple polygons of a geometry, whatever else it holds."""
    if ogr.GT_Flatten(geometry.GetGeometryType()) == ogr.wkbPolygon:
        if not geometry.IsEmpty():
            yield geometry
        return
    for number in range(geometry.GetGeometryCount()):
        yield from _parts(geometry.GetGeometryRef(number))


def _polygonal(geometry):
    """Keep the polygons of a geometry, dropping the lines and points of overlays."""
    polygons = ogr.Geometry(ogr.wkbMultiPolygon)
    for part in _parts(geometry):
        polygons.AddGeometry(part)
    return polygons


def _box(x0, y0, x1, y1):
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)):
        ring.AddPoint_2D(x, y)
    box = ogr.Geometry(ogr.wkbPolygon)
    box.AddGeometry(ring)
    return box


def _spatial_reference(wkt: str):
    reference = osr.SpatialReference()
    if not wkt or gdal_call(reference.ImportFromWkt, wkt)[0] != 0 or reference.IsLocal():
        raise InputError(
            Message(
                "The layer of regions has no coordinate reference system that GDAL understands; "
                "assign one."
            )
        )
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


def _metres(reference) -> float:
    """Metres per unit of a CRS; for degrees, along a meridian."""
    if reference.IsGeographic():
        return reference.GetAngularUnits() * _EARTH_RADIUS_M
    return reference.GetLinearUnits()


def _transformed(geometry, transformation):
    copy = geometry.Clone()
    if copy.Transform(transformation) != 0:
        return None
    return copy if np.isfinite(copy.GetEnvelope()).all() else None


def _moved(geometry, transformation, name=""):
    """Transform a geometry, or say which region cannot be."""
    moved, reason = gdal_call(_transformed, geometry, transformation)
    if moved is None:
        raise InputError(
            Message(
                "Region {region}: it cannot be brought into the CRS of the raster ({reason}); "
                "reproject the raster or cut the region to its surroundings.",
                region=name, reason=reason or Message("no reason given"),
            )
        )  # fmt: skip
    return moved


def _pixel_bounds(shape, grid: Grid):
    """Bounding box in cells: first and last column, first and last row."""
    if shape.IsEmpty():
        return np.inf, -np.inf, np.inf, -np.inf
    west, east, south, north = shape.GetEnvelope()
    columns = sorted(((west - grid.x0) / grid.dx, (east - grid.x0) / grid.dx))
    rows = sorted(((north - grid.y0) / grid.dy, (south - grid.y0) / grid.dy))
    return (*columns, *rows)


def _overlapping(shapes, log: Log):
    """Yield the pairs (smaller index first) that share more than a sliver."""
    boxes = np.array([s.GetEnvelope() if not s.IsEmpty() else [np.nan] * 4 for s in shapes])
    areas = [shape.GetArea() for shape in shapes]
    for second in range(1, len(shapes)):
        log.check()
        west, east, south, north = boxes[second]
        before = boxes[:second]
        near = (
            (before[:, 0] < east) & (before[:, 1] > west)
            & (before[:, 2] < north) & (before[:, 3] > south)
        )  # fmt: skip
        for first in np.flatnonzero(near):
            common, _ = gdal_call(shapes[first].Intersection, shapes[second])
            smaller = min(areas[first], areas[second])
            if common is not None and _polygonal(common).GetArea() > _SLIVER * smaller:
                yield int(first), second
