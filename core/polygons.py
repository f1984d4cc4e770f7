"""Polygons of regions: read, repaired, brought from one CRS to another, measured.

Geometries are those of OGR, in the plane, x before y. What lies within an odd
number of rings is inside: so cells can be counted in polygons of which nobody
has checked yet that they are valid.
"""

from __future__ import annotations

import math
import threading
from collections import namedtuple

import numpy as np
import pandas as pd
from osgeo import ogr, osr

from .cell_areas import M2_PER_HA, horizontal_crs
from .ellipsoid import map_areas, ring_areas_m2
from .log import PATIENCE_S, InputError, Log, Message
from .rasters import gdal_call

_POLYGONS = (
    ogr.wkbPolygon, ogr.wkbMultiPolygon, ogr.wkbCurvePolygon, ogr.wkbMultiSurface,
    ogr.wkbGeometryCollection,
)  # fmt: skip
#: Bytes before the parts of a geometry in well-known binary: byte order, type, number of parts.
_WKB_HEADER = 9
_NO_AREA = Message("There are no regions with an area; choose a polygon layer.")

#: Vertices (x, y) ring after ring, each closed by its first; for each ring the index of its first
#: vertex, whether it is a hole, and the index of its polygon.
Rings = namedtuple("Rings", "points starts holes owners")


def read_polygons(regions, log: Log) -> dict:
    """Read the polygons of regions.

    Parameters
    ----------
    regions : DataFrame or list of (str, bytes)
        Columns ``region`` (text) and ``wkb`` (polygon or multipolygon as WKB).
    log : Log
        Told of features without area, and of polygons that were repaired.

    Returns
    -------
    dict of str to ogr.Geometry
        Multipolygons, in the order of the input. Features of one name are
        united. The polygon of a single feature may be invalid, see `repair`.

    Raises
    ------
    InputError
        With every feature without a name or polygon, or if no region has an
        area.
    """
    if isinstance(regions, pd.DataFrame):
        regions = zip(regions["region"], regions["wkb"])
    pieces, faults, empty = {}, [], []
    for row, (name, wkb) in enumerate(regions, start=1):
        log.check()
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
        if polygon.HasCurveGeometry():
            polygon = polygon.GetLinearGeometry()
        polygon.FlattenTo2D()
        polygon.CloseRings()
        polygon = polygonal(polygon)
        if polygon.IsEmpty():
            empty.append(name)
        elif not all(map(math.isfinite, polygon.GetEnvelope())):
            faults.append(_no_numbers(name))
        else:
            pieces[name].append(polygon)
    if faults:
        raise InputError(faults)
    _say_empty(empty, log)
    if not any(pieces.values()):
        raise InputError(_NO_AREA)
    several = [(name, part) for name, parts in pieces.items() if len(parts) > 1 for part in parts]
    whole = iter(completed(_valid(several, log)))
    return {
        name: parts[0] if len(parts) == 1 else _united([next(whole) for _ in parts], name, log)
        for name, parts in pieces.items()
    }


def repair(polygons: dict, log: Log):
    """Replace invalid polygons by valid ones, in which the same cells lie.

    A generator that pauses after each polygon.

    Parameters
    ----------
    polygons : dict of str to ogr.Geometry
        Of `read_polygons`.
    log : Log
        Told which were repaired.

    Returns
    -------
    list of str
        The regions whose polygon was repaired.

    Raises
    ------
    InputError
        With every polygon that cannot be repaired, or if no region has an
        area.
    """
    whole = dict(zip(polygons, (yield from _valid(polygons.items(), log))))
    repaired = [name for name, polygon in polygons.items() if whole[name] is not polygon]
    polygons.update(whole)
    if all(polygon.IsEmpty() for polygon in polygons.values()):
        raise InputError(_NO_AREA)
    return repaired


def completed(generator):
    """Run a generator to its end, and return what it returns."""
    while True:
        try:
            next(generator)
        except StopIteration as end:
            return end.value


def _valid(polygons, log: Log):
    """Make polygons (region, geometry) valid, and say which were not; pause after each."""
    whole, faults, repaired, empty = [], [], [], []
    for name, polygon in polygons:
        log.check()
        yield
        try:
            whole.append(valid(polygon, name, log))
        except InputError as error:
            faults += error.messages
            continue
        if whole[-1] is not polygon:
            repaired.append(name)
            if whole[-1].IsEmpty():
                empty.append(name)
    if faults:
        raise InputError(faults)
    if repaired:
        log.warning(
            "These regions had an invalid polygon, which was repaired: {regions}.",
            regions=", ".join(dict.fromkeys(repaired)),
        )
    _say_empty(empty, log)
    return whole


def valid(polygon, region: str, log: Log):
    """Return the polygon of a region, repaired if it is invalid.

    Raises
    ------
    InputError
        If it cannot be repaired.
    """
    if polygon.IsEmpty() or gdal_call(polygon.IsValid)[0]:
        return polygon
    result, reason = _patiently(polygon.MakeValid, log)
    if result is None:
        raise InputError(
            Message(
                "Region {region}: its polygon is invalid and cannot be repaired ({reason}); draw "
                "it again.", region=region, reason=reason or Message("no reason given"),
            )
        )  # fmt: skip
    return polygonal(result)


def _say_empty(regions: list, log: Log) -> None:
    if regions:
        log.warning(
            "These regions have a feature without area: {regions}.",
            regions=", ".join(dict.fromkeys(regions)),
        )


def _united(polygons, region: str, log: Log):
    """Dissolve the polygons of one region."""
    together = ogr.Geometry(ogr.wkbMultiPolygon)
    for polygon in polygons:
        for part in _parts(polygon):
            together.AddGeometry(part)
    if not polygons:
        return together
    result, reason = _patiently(together.UnionCascaded, log)
    if result is None:
        raise InputError(
            Message(
                "Region {region}: its features cannot be united ({reason}); dissolve them first.",
                region=region, reason=reason or Message("no reason given"),
            )
        )  # fmt: skip
    return polygonal(result)


def _patiently(method, log: Log):
    """Call a method of GDAL that may take a quarter of a minute, and hear it if the user cancels.

    As `gdal_call`, in a thread of its own, which is left to itself after a cancel.
    """
    result = []
    thread = threading.Thread(target=lambda: result.append(gdal_call(method)), daemon=True)
    thread.start()
    while thread.is_alive():
        log.check()
        thread.join(PATIENCE_S)
    return result[0]


def _parts(geometry):
    """Yield the simple polygons of a geometry, whatever else it holds."""
    if ogr.GT_Flatten(geometry.GetGeometryType()) == ogr.wkbPolygon:
        if not geometry.IsEmpty():
            yield geometry
        return
    for number in range(geometry.GetGeometryCount()):
        yield from _parts(geometry.GetGeometryRef(number))


def polygonal(geometry):
    """Keep the polygons of a geometry, dropping the lines and points of overlays."""
    polygons = ogr.Geometry(ogr.wkbMultiPolygon)
    for part in _parts(geometry):
        polygons.AddGeometry(part)
    return polygons


def box(x0, y0, x1, y1):
    """Return the rectangle with these sides as a polygon."""
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)):
        ring.AddPoint_2D(x, y)
    polygon = ogr.Geometry(ogr.wkbPolygon)
    polygon.AddGeometry(ring)
    return polygon


def rings(geometries) -> Rings:
    """Return the vertices of multipolygons."""
    points, lengths, holes, owners = [], [], [], []
    for owner, geometry in enumerate(geometries):
        wkb = bytes(geometry.ExportToWkb(ogr.wkbNDR))
        at = _WKB_HEADER
        for _ in range(_uint(wkb, at - 4)):
            at += _WKB_HEADER
            number_of_rings = _uint(wkb, at - 4)
            for number in range(number_of_rings):
                length = _uint(wkb, at)
                if length:  # a ring without vertices would begin where the next one does
                    points.append(np.frombuffer(wkb, "<f8", 2 * length, at + 4).reshape(-1, 2))
                    lengths.append(length)
                    holes.append(number > 0)
                    owners.append(owner)
                at += 4 + 16 * length
    lengths = np.array(lengths, dtype=np.int64)
    return Rings(
        np.concatenate([np.zeros((0, 2)), *points]),
        np.cumsum(lengths) - lengths,
        np.array(holes, dtype=bool),
        np.array(owners, dtype=np.int64),
    )


def check_numbers(rings: Rings, regions: list) -> None:
    """Check that all coordinates are numbers.

    Raises
    ------
    InputError
        With every region that has others.
    """
    if np.isfinite(rings.points).all():
        return
    lengths = np.diff(rings.starts, append=len(rings.points))
    wrong = ~np.isfinite(rings.points).all(axis=1)
    owners = np.unique(np.repeat(rings.owners, lengths)[wrong])
    raise InputError([_no_numbers(regions[owner]) for owner in owners])


def _no_numbers(region: str) -> Message:
    return Message(
        "Region {region}: its polygon has coordinates that are no numbers; draw it again.",
        region=region,
    )


def boxes(rings: Rings, count: int) -> np.ndarray:
    """Bounding boxes of polygons: west, south, east, north; NaN of one without vertices.

    Returns
    -------
    array of shape (4, count)
    """
    box = np.full((count, 4), [np.inf, np.inf, -np.inf, -np.inf])
    if len(rings.starts):
        np.minimum.at(box[:, :2], rings.owners, np.minimum.reduceat(rings.points, rings.starts))
        np.maximum.at(box[:, 2:], rings.owners, np.maximum.reduceat(rings.points, rings.starts))
    return np.where(np.isfinite(box), box, np.nan).T


def _uint(wkb: bytes, at: int) -> int:
    return int.from_bytes(wkb[at : at + 4], "little")


def spatial_reference(wkt: str):
    """Return the CRS of a WKT, x before y.

    Raises
    ------
    InputError
        If GDAL does not understand it.
    """
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


def transformed(geometry, transformation):
    """Return a geometry in another CRS, or None where it has no image there."""
    return gdal_call(_transformed, geometry, transformation)[0]


def _transformed(geometry, transformation):
    copy = geometry.Clone()
    if copy.Transform(transformation) != 0:
        return None
    return copy if np.isfinite(copy.GetEnvelope()).all() else None


def moved(geometry, transformation, region: str):
    """Transform the polygon of a region.

    Raises
    ------
    InputError
        If it has no image in the other CRS.
    """
    result, reason = gdal_call(_transformed, geometry, transformation)
    if result is None:
        raise InputError(
            Message(
                "Region {region}: it cannot be brought into the CRS of the raster ({reason}); "
                "reproject the raster or cut the region to its surroundings.",
                region=region, reason=reason or Message("no reason given"),
            )
        )  # fmt: skip
    return result


class Geodesy:
    """Areas of polygons on the ellipsoid of a CRS.

    Parameters
    ----------
    crs : osr.SpatialReference
    is_equal_area : bool
        Whether areas in the plane of the CRS are those on the ellipsoid.

    Attributes
    ----------
    crs : osr.SpatialReference
        The CRS in which polygons are measured: itself, or longitude and
        latitude on its ellipsoid.
    """

    def __init__(self, crs, is_equal_area: bool):
        self._is_equal_area = is_equal_area
        self.crs = crs if is_equal_area else crs.CloneGeogCS()
        self.crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        self._geod = horizontal_crs(crs.ExportToWkt(["FORMAT=WKT2_2018"])).get_geod()

    def areas_ha(self, rings: Rings, count: int) -> np.ndarray:
        """Areas of polygons whose edges are short.

        Parameters
        ----------
        rings : Rings
            In the CRS of measurement.
        count : int
            Number of the polygons.

        Returns
        -------
        array of shape (count,)
        """
        if not len(rings.starts):
            return np.zeros(count)
        x, y = rings.points.T
        if self._is_equal_area:
            areas = map_areas(x, y, rings.starts) * self.crs.GetLinearUnits() ** 2
        else:
            degrees = np.degrees(self.crs.GetAngularUnits())
            areas = ring_areas_m2(x * degrees, y * degrees, rings.starts, self._geod)
        return np.bincount(rings.owners, np.where(rings.holes, -areas, areas), count) / M2_PER_HA
