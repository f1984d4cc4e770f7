"""Places of regions, and the surface between them: the ellipsoid, or the plane of a CRS.

A surface tells how far and in which direction places lie from another, in
metres, and which place lies so far from it. That is all that means, spreads
and ellipses need.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyproj
from osgeo import ogr

from . import polygons
from .cell_areas import horizontal_crs
from .log import InputError, Log, Message, listing, refuse_unknown
from .rasters import gdal_call

POINTS = ("centroid", "inside")

#: Edges are cut into so many steps over the width of a region, since a line that is straight in
#: one projection is not in another; the error falls with the square of it.
_STEPS = 64
_CONVERGED_M = 1e-2  # the inverse of the projection errs by a tenth of a millimetre
_MOST_LONGITUDE = 540.0  # lines and layers may go on beyond the 180th meridian
_MOST_ITERATIONS = 20
#: A way over the middle in the map that is longer than this times the geodesic is looked at.
_DETOUR = 1.1


class Surface:
    """Where places lie and means are taken, and the map of the layer.

    Parameters
    ----------
    crs_wkt : str
        CRS of the layer.

    Attributes
    ----------
    geod : pyproj.Geod
        The ellipsoid of the CRS.
    columns : tuple of str
        The coordinates in which the surface works: ``lon`` and ``lat`` in
        degrees, or ``x`` and ``y`` of the CRS.
    is_flat : bool
        Whether it is a plane.
    ellipsoid : Ellipsoid
        The surface of geodesics, for the same map.

    Raises
    ------
    InputError
        If the CRS is not one of places on the earth.
    """

    columns = ("x", "y")
    is_flat: bool
    ellipsoid: Surface

    def __init__(self, crs_wkt: str):
        crs = horizontal_crs(crs_wkt)
        geodetic = crs.geodetic_crs
        if geodetic is None:
            raise InputError(
                Message(
                    "The coordinate reference system {crs} has no place on the earth; assign a "
                    "geographic or projected one.",
                    crs=crs.name,
                )
            )
        self.geod = crs.get_geod()
        self._is_geographic = crs.is_geographic
        self._unit = crs.axis_info[0].unit_conversion_factor  # metres, or radians
        self._degrees = np.degrees(geodetic.axis_info[0].unit_conversion_factor)
        self._geodetic = pyproj.Transformer.from_crs(crs, geodetic, always_xy=True)

    def lon_lat(self, xy) -> np.ndarray:
        """Degrees of coordinates of the map; shape (n, 2), NaN where there is no such place."""
        degrees = np.column_stack(self._geodetic.transform(*np.transpose(xy))) * self._degrees
        limits = np.array([_MOST_LONGITUDE, 90 + 1e-9])
        return np.where((np.abs(degrees) <= limits).all(axis=1, keepdims=True), degrees, np.nan)

    def xy(self, lon_lat) -> np.ndarray:
        """Coordinates of the map of degrees; shape (n, 2)."""
        lon, lat = np.transpose(lon_lat) / self._degrees
        return np.column_stack(self._geodetic.transform(lon, lat, direction="INVERSE"))

    def line(self, lon_lat) -> np.ndarray | None:
        """Return a line of short steps in the map; None where an edge of the map cuts it.

        A line that crosses the 180th meridian goes on beyond it in a
        geographic CRS. A cut shows in the middle of a step in the map: it is
        far from the start.
        """
        lon_lat = np.array(lon_lat)
        lon_lat[:, 0] = np.degrees(np.unwrap(np.radians(lon_lat[:, 0])))
        xy = self.xy(lon_lat)
        middle = self.lon_lat((xy[:-1] + xy[1:]) / 2)
        if not (np.isfinite(xy).all() and np.isfinite(middle).all()):
            return None
        _, _, step = self.geod.inv(*lon_lat[:-1].T, *lon_lat[1:].T)
        _, _, half = self.geod.inv(*lon_lat[:-1].T, *middle.T)
        return None if (half > step + 1).any() else xy

    def along(self, start, azimuth, metres) -> np.ndarray:
        """Return the places so far along geodesics from one in degrees, and on its side.

        pyproj tells longitudes from -180 to 180, while a layer may be drawn in others.
        """
        azimuth = np.broadcast_to(azimuth, metres.shape)
        starts = np.broadcast_to(start, (len(metres), 2))
        lon, lat, _ = self.geod.fwd(*starts.T, azimuth, metres)
        return np.column_stack([beside(lon, start[0]), lat])

    def is_cut(self, middle, xy) -> bool:
        """Tell whether an edge of the map lies between a middle in degrees and places of the map.

        Where it cuts none of the geodesics between them, they lie in one piece
        of the map: neighbours on the earth are neighbours there, and the mean
        of their coordinates lies among them. Where it cuts one, neighbours lie
        at both ends of the map. The span of longitudes does not tell: a polar
        map holds them all uncut. Nor does the way from the mean in the map to
        that on the earth: in the uncut map of a hemisphere it may be a fifth of
        the globe, and for a small weight beyond the edge it is short, but wrong.
        Degrees go on beyond 180, so that nothing cuts them.
        """
        if self._is_geographic:
            return False
        lon_lat = self.lon_lat(xy)
        halfway = self.lon_lat((xy + self.xy([middle])) / 2)
        start = np.broadcast_to(middle, lon_lat.shape)
        azimuth, _, metres = self.geod.inv(*start.T, *lon_lat.T)
        _, _, first = self.geod.inv(*start.T, *halfway.T)
        _, _, second = self.geod.inv(*halfway.T, *lon_lat.T)
        # Beyond an edge, the middle in the map is far from the geodesic; most places are before it.
        for i in np.flatnonzero(~(first + second <= _DETOUR * metres + 1)):
            steps = np.linspace(0, metres[i], 1 + _STEPS)
            if self.line(self.along(middle, azimuth[i], steps)) is None:
                return True
        return False

    def is_divided(self, geometry) -> bool:
        """Tell whether an edge of the map may lie between the parts of a region.

        In degrees, where maps go on, that is where they span more than 180.
        """
        if self._is_geographic:
            west, east, *_ = geometry.GetEnvelope()
            return (east - west) * self._degrees > 180
        parts = [geometry.GetGeometryRef(i) for i in range(geometry.GetGeometryCount())]
        if len(parts) < 2:
            return False
        if geometry.GetDimension() == 2:
            parts.sort(key=lambda part: -part.GetArea())
        xy = np.array([_xy_of(part.Centroid()) for part in parts])
        xy = xy[np.isfinite(self.lon_lat(xy)).all(axis=1)]
        return len(xy) > 1 and self.is_cut(self.lon_lat(xy[:1])[0], xy[1:])


class Ellipsoid(Surface):
    """The ellipsoid of the CRS: displacements are geodesics."""

    columns = ("lon", "lat")
    is_flat = False

    @property
    def ellipsoid(self):
        """The surface itself."""
        return self

    def position(self, place, side) -> dict:
        """Return x, y, lon and lat of a place, its longitude within 180 degrees of another."""
        lon_lat = beside(place[0], side), place[1]
        return dict(zip(("x", "y", "lon", "lat"), [*self.xy([lon_lat])[0], *lon_lat]))

    def displacements(self, centre, places) -> np.ndarray:
        """Metres east and north in the azimuthal equidistant map around a centre."""
        start = np.broadcast_to(centre, places.shape)
        azimuth, _, distance = self.geod.inv(*start.T, *places.T)
        azimuth = np.radians(azimuth)
        return np.column_stack([distance * np.sin(azimuth), distance * np.cos(azimuth)])

    def displaced(self, centre, metres) -> np.ndarray:
        """Return the places so far from a centre; the inverse of `displacements`."""
        return self.along(centre, np.degrees(np.arctan2(*metres.T)), np.hypot(*metres.T))

    def outline(self, centre, metres) -> np.ndarray | None:
        """Return the ring through displaced places in the map; None where the map cuts it."""
        ring = self.line(self.displaced(centre, metres))
        if ring is None or not np.allclose(ring[0], ring[-1], atol=1e-6 * np.ptp(ring)):
            return None  # around a pole a ring in degrees does not close
        return ring

    def centroid(self, geometry) -> np.ndarray:
        """Return the centroid in the Lambert azimuthal equal-area map around itself, as x, y."""
        west, east, south, north = geometry.GetEnvelope()
        extent = max(east - west, north - south)
        geometry.Segmentize(max(np.sqrt(geometry.GetArea()) / _STEPS, extent / _STEPS**2))
        rings = polygons.rings([geometry])
        lon_lat = self.lon_lat(rings.points)
        centre = lon_lat[0]
        for _ in range(_MOST_ITERATIONS):
            if not np.isfinite(centre).all():
                break
            around = {"lon_0": centre[0], "lat_0": centre[1], "a": self.geod.a, "b": self.geod.b}
            local = pyproj.Proj(proj="laea", **around)
            shift = _ring_centroid(np.column_stack(local(*lon_lat.T)), rings)
            centre = np.array(local(*shift, inverse=True))
            if np.hypot(*shift) < _CONVERGED_M:
                break
        west, east = lon_lat[:, 0].min(), lon_lat[:, 0].max()
        return self.xy([(beside(centre[0], (west + east) / 2), centre[1])])[0]

    def check_extent(self, lon_lat) -> None:
        """Take places however far apart; their mean tells."""


class LayerPlane(Surface):
    """The plane of the CRS: displacements are differences of coordinates, as in ArcGIS."""

    is_flat = True

    def __init__(self, crs_wkt: str):
        super().__init__(crs_wkt)
        self.ellipsoid = Ellipsoid(crs_wkt)

    def position(self, place, side) -> dict:
        """Return x, y, lon and lat of a place; it lies where its layer is drawn, on either side."""
        return dict(zip(("x", "y", "lon", "lat"), [*place, *self.lon_lat([place])[0]]))

    def displacements(self, centre, places) -> np.ndarray:
        """Metres to the right and upwards from a centre."""
        return (places - centre) * self._metres(centre)

    def displaced(self, centre, metres) -> np.ndarray:
        """Return the places so far from a centre; the inverse of `displacements`."""
        return centre + metres / self._metres(centre)

    outline = displaced

    def centroid(self, geometry) -> np.ndarray:
        """Return the centroid in the map, as x, y."""
        return _xy_of(geometry.Centroid())

    def check_extent(self, lon_lat) -> None:
        """Refuse longitudes whose mean is not in their middle."""
        if self._is_geographic and np.ptp(lon_lat[:, 0]) > 180:
            raise InputError(
                Message(
                    "The longitudes of the regions span more than 180 degrees, so that their mean "
                    "may be on the other side of the earth; choose the ellipsoid."
                )
            )

    def _metres(self, centre):
        """Metres per unit along both axes; for degrees, those at the latitude of the centre."""
        if not self._is_geographic:
            return np.array([self._unit, self._unit])
        sine, cosine = np.sin(centre[1] * self._unit), np.cos(centre[1] * self._unit)
        square = 1 - self.geod.es * sine**2
        across = self.geod.a / np.sqrt(square)
        return np.array([across * cosine, across * (1 - self.geod.es) / square]) * self._unit


SURFACES = {"ellipsoid": Ellipsoid, "layer_crs": LayerPlane}


def places(
    shapes, labels, surface, point: str = "centroid", log: Log | None = None
) -> pd.DataFrame:
    """Return a point for each region.

    Parameters
    ----------
    shapes : list of bytes or None
        Polygon or point of each row as WKB. The same shape has the same place
        in all years.
    labels : list of str
        What messages call each row, see :func:`row_labels`.
    surface : Surface
    point : {"centroid", "inside"}
        Centre of area, or a point within the region, the middle of its widest
        part in the map. Points stay where they are.
    log : Log, optional

    Returns
    -------
    pandas.DataFrame
        ``x``, ``y`` (CRS of the layer), ``lon``, ``lat`` (degrees), in the
        order of `shapes`.

    Raises
    ------
    InputError
        Naming the rows without a place, and those whose parts an edge of the
        map may divide; and for an unknown `point`.
    """
    log = log or Log()
    refuse_unknown("point", point, POINTS)
    found, amiss = {}, {"repaired": [], "divided": [], "scattered": []}
    for i, (shape, label) in enumerate(zip(shapes, labels)):
        log.check(i / len(shapes))
        if shape not in found:
            found[shape], remark = _place(shape, surface, point)
            if remark:
                amiss[remark].append(label)
    xy = np.array([found[shape] for shape in shapes])
    lon_lat = surface.lon_lat(xy)
    lost = ~np.isfinite(np.hstack([xy, lon_lat])).all(axis=1)
    if lost.any():
        raise InputError(
            Message(
                "These regions have no place on the earth: {regions}; their geometry is empty or "
                "does not fit the coordinate reference system, so repair the layer.",
                regions=listing(np.array(labels)[lost]),
            )
        )
    if amiss["divided"]:
        raise InputError(
            Message(
                "The edge of the map may lie between the parts of these regions, which puts the "
                "centroid in its plane on the other side of the earth: {regions}; choose the "
                "ellipsoid, or a point inside.",
                regions=listing(amiss["divided"]),
            )
        )
    if amiss["scattered"]:
        raise InputError(
            Message(
                "The edge of the map may lie between the points of these regions, which puts their "
                "middle on the other side of the earth: {regions}; give each region a single point.",
                regions=listing(amiss["scattered"]),
            )
        )
    if amiss["repaired"]:
        log.warning(
            "These regions had an invalid polygon, which was repaired: {regions}.",
            regions=listing(amiss["repaired"]),
        )
    return pd.DataFrame(np.hstack([xy, lon_lat]), columns=["x", "y", "lon", "lat"])


def row_labels(table) -> list:
    """Return region and year of rows as text; the year 0 stands for a layer without years."""
    return [f"{row.region} {row.year}" if row.year else row.region for row in table.itertuples()]


def _place(shape, surface, point):
    """Coordinates of a WKB in the map, NaN where there are none; and what is amiss with it."""
    nowhere = np.array([np.nan, np.nan])
    geometry, _ = gdal_call(ogr.CreateGeometryFromWkb, shape or b"")
    if geometry is None or geometry.IsEmpty():
        return nowhere, ""
    geometry.FlattenTo2D()
    if geometry.GetDimension() == 0:
        return _xy_of(geometry.Centroid()), "scattered" if surface.is_divided(geometry) else ""
    is_valid, _ = gdal_call(geometry.IsValid)
    if not is_valid:
        geometry, _ = gdal_call(geometry.MakeValid)
    if geometry is None or (geometry := polygons.polygonal(geometry)).IsEmpty():
        return nowhere, ""
    remark = "" if is_valid else "repaired"
    if point == "inside":
        return _xy_of(geometry.PointOnSurface()), remark
    if surface.is_flat and surface.is_divided(geometry):
        remark = "divided"
    return surface.centroid(geometry), remark


def beside(lon, middle):
    """Return longitudes moved by whole circles to within 180 degrees of a middle."""
    return lon + 360 * np.round((middle - lon) / 360)


def _xy_of(point):
    return np.array([point.GetX(), point.GetY()])


def _ring_centroid(xy, rings):
    """Centroid of a polygon in the plane; holes count against it, however they turn."""
    (x, y), (next_x, next_y) = xy[:-1].T, xy[1:].T
    cross = x * next_y - next_x * y
    cross[rings.starts[1:] - 1] = 0.0  # from the end of one ring to the next is no edge
    moments = [cross, cross * (x + next_x), cross * (y + next_y)]
    area, *moment = (np.add.reduceat(part, rings.starts) for part in moments)
    sign = np.where(rings.holes, -1, 1) * np.sign(area)
    return np.array([(sign * part).sum() for part in moment]) / (3 * (sign * area).sum())
