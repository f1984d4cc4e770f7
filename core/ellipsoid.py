"""Areas on the ellipsoid and in the plane, in closed form.

The zone between the equator and the latitude p measures, per radian of
longitude, with s = sin p, b the semi-minor axis and e the eccentricity ::

    Z(p) = b^2 / 2 [ s/(1 - e^2 s^2) + artanh(e s)/e ]

(Snyder 1987, Map Projections, USGS PP 1395, p. 16-17). A cell of a geographic
raster is a difference of Z. A polygon whose edges are straight in longitude
and latitude measures the sum over its edges of (change of longitude) x (mean
of Z along the edge).
"""

from __future__ import annotations

import numpy as np
import pyproj


def zone_area_m2(south, north, width, geod: pyproj.Geod):
    """Area on the ellipsoid between two parallels and two meridians.

    The difference is taken inside the formula (sine of a difference, artanh of
    a difference), so that nothing cancels for small cells or near a pole.

    Parameters
    ----------
    south, north : float or array
        Latitudes in degrees.
    width : float
        Difference of the longitudes in degrees.
    geod : pyproj.Geod
        The ellipsoid.

    Returns
    -------
    float or array
        Square metres.
    """
    south, north = np.asarray(south, dtype=float), np.asarray(north, dtype=float)
    # cos(middle) as the sine of the distance from the pole, exact near poles
    from_pole = np.radians(90.0 - np.abs(south + north) / 2)
    rise = 2 * np.sin(from_pole) * np.sin(np.radians(north - south) / 2)
    s1, s2, e2 = np.sin(np.radians(south)), np.sin(np.radians(north)), geod.es
    first = rise * (1 + e2 * s1 * s2) / ((1 - e2 * s1**2) * (1 - e2 * s2**2))
    e = np.sqrt(e2)
    second = np.arctanh(e * rise / (1 - e2 * s1 * s2)) / e if e else rise
    return np.radians(width) * geod.b**2 / 2 * (first + second)


def ring_areas_m2(longitude, latitude, starts, geod: pyproj.Geod) -> np.ndarray:
    """Areas enclosed by closed rings with short edges.

    The mean of Z along an edge is taken from its two ends. For an edge that
    rises by d radians this errs by d^2/12 of the area below the edge: 2e-7 for
    10 km, and nothing for meridians and parallels.

    Parameters
    ----------
    longitude, latitude : array of shape (n,)
        Vertices in degrees, ring after ring, each closed by its first vertex.
    starts : int array of shape (rings,)
        Index of the first vertex of each ring.
    geod : pyproj.Geod

    Returns
    -------
    array of shape (rings,)
        Square metres, not negative.
    """
    starts = np.asarray(starts, dtype=np.int64)
    sine, e = np.sin(np.radians(latitude)), np.sqrt(geod.es)
    zone = sine / (1 - geod.es * sine**2) + (np.arctanh(e * sine) / e if e else sine)
    below = np.diff(np.radians(longitude)) * (zone[:-1] + zone[1:])
    below[starts[1:] - 1] = 0.0  # from the end of one ring to the next is no edge
    return np.abs(np.add.reduceat(below, starts)) * geod.b**2 / 4


def map_areas(x, y, starts) -> np.ndarray:
    """Areas enclosed by closed rings in the plane, in units of the map squared.

    Parameters
    ----------
    x, y : array of shape (n,)
        Vertices, ring after ring, each closed by its first vertex.
    starts : int array of shape (rings,)
        Index of the first vertex of each ring.

    Returns
    -------
    array of shape (rings,)
        Not negative.
    """
    starts = np.asarray(starts, dtype=np.int64)
    y = y - y[0]  # far from the origin digits would be lost
    below = np.diff(x) * (y[:-1] + y[1:])
    below[starts[1:] - 1] = 0.0
    return np.abs(np.add.reduceat(below, starts)) / 2
