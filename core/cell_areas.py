"""Areas of raster cells on the ellipsoid, in hectares.

Geographic rasters: one area for each row, the zone between two parallels
(``ellipsoid.zone_area_m2``).

Projected rasters: |dx dy| times the area on the ellipsoid of a unit square of
the map at the cell's centre, i.e. divided by the areal scale. It comes from
the inverse projection: with P(x, y) the point on the ellipsoid in space, it is
|dP/dx x dP/dy|. This has no singularity at poles, takes the units of the CRS
as they are, and measures on the ellipsoid of the CRS even where the projection
itself works on a sphere (Web Mercator, Mollweide). Where it is constant, the
projection is equal-area, and |dx dy| is taken as it stands.
"""

from __future__ import annotations

import numpy as np
import pyproj

from .ellipsoid import zone_area_m2
from .rasters import Grid, Window

M2_PER_HA = 1e4
#: Half step of the central differences; their error is (500 m / 6371 km)^2.
_HALF_STEP_M = 500.0
#: Distance between points of the lattice on which the areal scale is computed.
#: Its relative second derivative is at most 4/R^2 (Web Mercator; 2/R^2 for
#: UTM), hence the linear interpolation errs by less than 4/8 (8/6371)^2 = 8e-7.
_LATTICE_STEP_M = 8000.0
_EQUAL_AREA_TOLERANCE = 1e-7


def horizontal_crs(wkt: str) -> pyproj.CRS:
    """Return the CRS of a WKT, without the vertical part of a compound one."""
    crs = pyproj.CRS.from_wkt(wkt)
    return crs.sub_crs_list[0] if crs.is_compound else crs


class CellAreas:
    """Area of every cell of a raster.

    Parameters
    ----------
    grid : Grid

    Attributes
    ----------
    kind : str
        ``rows`` (geographic: one area a row), ``constant`` (equal-area
        projection) or ``cells`` (any other projection).
    """

    def __init__(self, grid: Grid):
        self._grid = grid
        crs = horizontal_crs(grid.crs_wkt)
        self._geod = crs.get_geod()
        # metres, or radians, per unit of the CRS
        self._unit = crs.axis_info[0].unit_conversion_factor
        if crs.is_geographic:
            self.kind = "rows"
            return
        geodetic = crs.geodetic_crs
        self._radians = geodetic.axis_info[0].unit_conversion_factor
        self._inverse = pyproj.Transformer.from_crs(crs, geodetic, always_xy=True)
        whole = Window(0, 0, grid.columns, grid.rows)
        sample = self._m2_per_unit2(*_lattice(whole, 9)) / self._unit**2
        equal_area = np.all(np.abs(sample - 1) < _EQUAL_AREA_TOLERANCE)
        self.kind = "constant" if equal_area else "cells"

    def __reduce__(self):
        return CellAreas, (self._grid,)

    def along_rows(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Areas of the cells of a window, as straight lines along its rows.

        Returns
        -------
        columns : array of shape (knots,)
            Columns of the raster, rising, the first that of the window. They
            need not be whole numbers.
        area_ha : array of shape (rows, knots)
            Area of a cell in these columns; linear in between, and constant
            where there is one knot only. Zero for cells that lie beyond the
            pole or outside the domain of the projection.
        """
        grid = self._grid
        if self.kind == "rows":
            rows = window.row + np.arange(window.rows + 1)
            degrees = np.degrees(self._unit)
            edges = np.clip((grid.y0 + rows * grid.dy) * degrees, -90.0, 90.0)
            south, north = np.minimum(edges[:-1], edges[1:]), np.maximum(edges[:-1], edges[1:])
            area = zone_area_m2(south, north, abs(grid.dx) * degrees, self._geod)
            return np.array([float(window.column)]), area[:, np.newaxis] / M2_PER_HA
        map_area = abs(grid.dx * grid.dy)
        if self.kind == "constant":
            area = np.full((window.rows, 1), map_area * self._unit**2 / M2_PER_HA)
            return np.array([float(window.column)]), area
        cells = max(1, int(_LATTICE_STEP_M / (max(abs(grid.dx), abs(grid.dy)) * self._unit)))
        columns, rows = _lattice(window, cells=cells)
        density = self._m2_per_unit2(columns, rows)
        if not np.isfinite(density).all():  # an edge of the projection: no interpolation across
            columns, rows = _lattice(window)
            density = self._m2_per_unit2(columns, rows)
            density[~np.isfinite(density)] = 0.0
        return columns, _every_row(density, rows, window) * map_area / M2_PER_HA

    def _m2_per_unit2(self, columns: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Area on the ellipsoid of a unit square of the map, at centres of cells."""
        grid, h = self._grid, _HALF_STEP_M / self._unit
        x, y = np.meshgrid(grid.x0 + (columns + 0.5) * grid.dx, grid.y0 + (rows + 0.5) * grid.dy)
        east_west = self._in_space(x + h, y) - self._in_space(x - h, y)
        north_south = self._in_space(x, y + h) - self._in_space(x, y - h)
        normal = np.cross(east_west, north_south, axis=0)
        return np.sqrt((normal**2).sum(axis=0)) / (2 * h) ** 2

    def _in_space(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Points of the map as geocentric coordinates, shape (3, ...), in metres."""
        longitude, latitude = self._inverse.transform(x, y)
        bad = ~(np.isfinite(longitude) & np.isfinite(latitude))
        longitude = np.where(bad, np.nan, longitude) * self._radians
        latitude = np.where(bad, np.nan, latitude) * self._radians
        sine, cosine = np.sin(latitude), np.cos(latitude)
        n = self._geod.a / np.sqrt(1 - self._geod.es * sine**2)
        return np.stack(
            [
                n * cosine * np.cos(longitude),
                n * cosine * np.sin(longitude),
                n * (1 - self._geod.es) * sine,
            ]
        )


def _lattice(window: Window, points: int | None = None, cells: int = 1):
    """Columns and rows of a lattice over a window, from first to last cell."""
    axes = []
    for first, count in ((window.column, window.columns), (window.row, window.rows)):
        steps = points or -(-(count - 1) // cells) + 1
        axes.append(first + np.linspace(0, count - 1, min(steps, count)))
    return axes


def _every_row(lattice, rows, window: Window) -> np.ndarray:
    """Interpolate the lines of a lattice to every row of a window."""
    position = np.interp(window.row + np.arange(window.rows), rows, np.arange(len(rows)))
    above = np.minimum(position.astype(int), max(0, len(rows) - 2))
    share = (position - above)[:, np.newaxis]
    return lattice[above] * (1 - share) + lattice[np.minimum(above + 1, len(rows) - 1)] * share
