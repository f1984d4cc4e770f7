"""Regions laid on the grid of a raster: which cells of a row lie in which region.

A cell belongs to the region that holds its centre. In every row of cells the
line through their centres crosses the borders of a region at places x, in
cells from the left edge of the grid; between the first and the second, the
third and the fourth and so on it is inside. The first cell inside has the
number floor(x + 1/2): a centre on a border belongs to the region west of it,
and likewise a line of centres that meets a vertex counts it with the edge that
leads south. A border is the same for both its neighbours, so that each cell has
exactly one of them.
"""

from __future__ import annotations

from collections import namedtuple

import numpy as np
from osgeo import osr

from . import polygons as poly
from .log import InputError, Log, Message
from .rasters import Grid, Window

#: A straight line of length L in one projection bends by about L^2/(8 R) in
#: another (R the radius of the Earth). Edges are cut so that this stays below
#: a two-hundredth of a cell, and never longer than 10 km, for which the error of
#: `ellipsoid.ring_areas_m2` is of no importance.
_BEND_IN_CELLS, _EARTH_RADIUS_M = 0.005, 6.371e6
_LONGEST_EDGE_M, _SHORTEST_EDGE_M = 1e4, 1e3
#: Overlaps below this share of the smaller region are sloppy borders.
SLIVER = 1e-3
#: Rows of a bundle of edges that are looked up together.
_BUNDLE_ROWS = 256

#: Stretches of cells in rows: row, first column, column behind the last, index
#: of the region, and of the region that holds the same cells too, or -1.
#: Arrays of one length, sorted by row and column; none overlaps another.
Spans = namedtuple("Spans", "row start stop zone other")


class Zones:
    """Regions on a grid, as the edges of their polygons. Goes to other processes.

    Parameters
    ----------
    rings : polygons.Rings
        Polygons in the CRS of the grid; their indices are those of the regions.
    grid : Grid
    """

    def __init__(self, rings: poly.Rings, grid: Grid):
        self.rings, self._grid = rings, grid
        # the first row whose centre lies on the level of a vertex or south of it
        line = np.ceil((rings.points[:, 1] - grid.y0) / grid.dy - 0.5)
        self._line = np.clip(line, 0, grid.rows).astype(np.int32)
        crosses = self._line[1:] != self._line[:-1]
        crosses[rings.starts[1:] - 1] = False  # from the end of one ring to the next is no edge
        edge = np.flatnonzero(crosses)
        north, south = self._ends(edge)
        bundle = self._line[north] // _BUNDLE_ROWS
        # an edge that crosses several bundles of rows is in each of them
        more = (self._line[south] - 1) // _BUNDLE_ROWS - bundle
        long = np.flatnonzero(more)
        more = more[long]
        again, further = repeated(bundle[long] + 1, more)
        edge = np.concatenate([edge, edge[long][again]])
        bundle = np.concatenate([bundle, further])
        count = -(-grid.rows // _BUNDLE_ROWS)
        order = in_groups(bundle, count)
        self._edge = edge[order]
        self._bundles = np.concatenate([[0], np.cumsum(np.bincount(bundle, minlength=count))])

    def _ends(self, edge):
        """First and last vertex, from north to south.

        Both neighbours of a border thus compute the same.
        """
        turned = self._line[edge] > self._line[edge + 1]
        return edge + turned, edge + ~turned

    def spans(self, window: Window) -> list:
        """Find the cells of every region in some rows.

        Parameters
        ----------
        window : Window
            Its rows are taken over the full width of the grid.

        Returns
        -------
        list of Spans
            Rows are counted from the window's first. The first item has every
            cell that lies in a region once; the others have those that lie in
            more than one region.
        """
        from . import zones_numba  # not before: QGIS starts sooner without numba

        north, south, zone, above, times = self._edges(window)
        find = _spans if zones_numba.cross_rows is None else _spans_in_machine_code
        spans = find(self.rings.points, north, south, zone, above, times, self._grid, window.row)
        width = 1 << int(self._grid.columns).bit_length()
        return _without_overlap(spans, width)

    def _edges(self, window: Window) -> tuple:
        """Edges that cross rows of a window: vertices, region, first row and number of rows."""
        first, last = window.row // _BUNDLE_ROWS, (window.row + window.rows - 1) // _BUNDLE_ROWS
        bundles = self._bundles[first : last + 2]
        edge = self._edge[bundles[0] : bundles[-1]]
        top = np.repeat(np.arange(first, last + 1) * _BUNDLE_ROWS, np.diff(bundles))
        north, south = self._ends(edge)
        above = np.maximum(np.maximum(self._line[north], top), window.row)
        end = np.minimum(top + _BUNDLE_ROWS, window.row + window.rows)
        times = np.maximum(np.minimum(self._line[south], end) - above, 0)
        zone = self.rings.owners[np.searchsorted(self.rings.starts, edge, side="right") - 1]
        return north, south, zone, above, times


def _spans(points, north, south, zone, above, times, grid, first) -> Spans:
    """Find the spans of all regions between edges that cross rows."""
    from .zones_numba import column_behind

    which, row = repeated(above, times)
    (x, y), (x1, y1) = points[north].T, points[south].T
    run, rise = x1 - x, y1 - y
    x, y, run, rise, zone = (values.take(which) for values in (x, y, run, rise, zone))
    column = column_behind(grid.y0 + (row + 0.5) * grid.dy, x, y, run, rise, grid.x0, grid.dx)
    column = column.clip(0, grid.columns).astype(np.int64)
    # numbers in bits, for dividing takes longer than all the rest
    bits, row = int(grid.columns).bit_length(), row - first
    row_bits = int(row.max(initial=0)).bit_length()
    place = (zone << row_bits | row) << bits | column
    place.sort()  # by region, row and column: going in and going out take turns
    start, stop = place[0::2], place[1::2]
    inside = stop > start
    start, stop = start[inside], stop[inside]
    line, columns = start >> bits, (1 << bits) - 1
    zone, row = line >> row_bits, line & (1 << row_bits) - 1
    start, stop = start & columns, stop & columns
    return _in_order(Spans(row, start, stop, zone, np.full(len(row), -1)), bits)


def _spans_in_machine_code(points, north, south, zone, above, times, grid, first) -> Spans:
    """As `_spans`."""
    from .zones_numba import cross_rows, pair_crossings

    bits = int(grid.columns).bit_length(), int(zone.max(initial=0)).bit_length()
    places = np.empty(times.sum(), dtype=np.int64)
    frame = grid.x0, grid.dx, grid.y0, grid.dy, float(grid.columns)
    cross_rows(points, north, south, zone, above, times, frame, first, bits, places)
    places.sort()
    since = np.full(zone.max(initial=0) + 1, -1)
    found = np.empty((4, len(places) // 2), dtype=np.int64)
    count = pair_crossings(places, bits, since, *found)
    spans = Spans(*found[:, :count], np.full(count, -1))
    begin = spans.row << bits[0] | spans.start
    if (begin[1:] > begin[:-1]).all():
        return spans
    by_zone = np.argsort(spans.zone, kind="stable")  # some overlap
    return _in_order(Spans(*(values.take(by_zone) for values in spans)), bits[0])


def _in_order(spans: Spans, bits: int) -> Spans:
    """Sort spans by row and start; those that start together stay in their order."""
    order = np.argsort(spans.row << bits | spans.start, kind="stable")
    return Spans(*(values.take(order) for values in spans))


def in_groups(numbers: np.ndarray, count: int) -> np.ndarray:
    """Sort numbers from 0 to below a count: the indices, those of equal ones rising."""
    # numpy sorts what fits into 16 bits in linear time
    return np.argsort(numbers.astype(np.uint16 if count <= 2**16 else np.int64), kind="stable")


def repeated(first: np.ndarray, times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Repeat items: the index of each, and numbers that rise by one from its first."""
    which = np.repeat(np.arange(len(times)), times)
    return which, np.arange(len(which)) + (first - np.cumsum(times) + times).take(which)


def _without_overlap(spans: Spans, width: int) -> list:
    """Sort spans into layers such that within a layer none overlap."""
    layers = []
    while len(spans.row):
        begin, end = spans.row * width + spans.start, spans.row * width + spans.stop
        if (begin[1:] >= end[:-1]).all():
            return [*layers, spans]
        reach = np.maximum.accumulate(end)
        before = np.concatenate([[0], reach[:-1]])
        overlaps = begin < before
        farthest = np.maximum.accumulate(np.where(end == reach, np.arange(len(end)), 0))
        holder = np.concatenate([[0], farthest[:-1]])
        # what lies over an overlap lies over the region below it too
        below = np.where(spans.other[holder] >= 0, spans.other[holder], spans.zone[holder])
        free = end > before
        start = np.where(overlaps, before - spans.row * width, spans.start)
        layers.append(Spans(*(column[free] for column in spans._replace(start=start))))
        stop = np.minimum(start, spans.stop)
        spans = Spans(*(column[overlaps] for column in spans._replace(stop=stop, other=below)))
    return layers


def cut(spans: Spans, columns) -> tuple[Spans, np.ndarray]:
    """Cut spans at columns of the grid.

    Parameters
    ----------
    spans : Spans
    columns : int array
        Rising, from 0 on; some may be equal.

    Returns
    -------
    spans : Spans
        None of which is empty.
    stripe : int array
        Number of the columns at or west of each span.
    """
    if not len(columns):
        return spans, np.zeros(len(spans.row), dtype=np.int64)
    columns, counts = np.unique(columns, return_counts=True)  # equal ones would cut empty spans
    first = np.searchsorted(columns, spans.start, side="right")
    last = np.searchsorted(columns, spans.stop, side="left")
    which, stripe = repeated(first, last - first + 1)
    edges = np.concatenate([[-1], columns, [np.iinfo(np.int64).max]]).astype(np.int64)
    spans = Spans(*(column.take(which) for column in spans))
    start = np.maximum(spans.start, edges.take(stripe))
    stop = np.minimum(spans.stop, edges.take(stripe + 1))
    return spans._replace(start=start, stop=stop), np.cumsum([0, *counts]).take(stripe)


class Layout:
    """Regions brought into the CRS of a raster, and measured there.

    Cells can be counted as soon as it is made. What takes longer, and is not
    needed for that, is left to `measure`.

    Parameters
    ----------
    polygons : dict of str to ogr.Geometry
        Of `polygons.read_polygons`.
    crs_wkt : str
        CRS of the polygons.
    grid : Grid
    is_equal_area : bool
        Whether areas on the map are those on the ellipsoid.
    log : Log

    Attributes
    ----------
    names : list of str
    zones : Zones
    polygon_ha, outside_ha : array of float
        Ellipsoidal area of each region, and of its part outside the raster.
        From `measure`.

    Raises
    ------
    InputError
        If the regions have no CRS, or the raster meets none of them.
    """

    def __init__(self, polygons: dict, crs_wkt: str, grid: Grid, is_equal_area: bool, log: Log):
        self._polygons, self._grid, self.names = polygons, grid, list(polygons)
        source, target = poly.spatial_reference(crs_wkt), poly.spatial_reference(grid.crs_wkt)
        self._source, self._target = source, target
        self._is_moved = not source.IsSame(target)
        cell_m = min(abs(grid.dx), abs(grid.dy)) * _metres(target)
        edge_m = np.sqrt(8 * _EARTH_RADIUS_M * _BEND_IN_CELLS * cell_m)
        self._edge_m = min(_LONGEST_EDGE_M, max(_SHORTEST_EDGE_M, edge_m))
        if self._is_moved:
            self._to_raster = osr.CoordinateTransformation(source, target)

        # one region after the other, for together they take as much memory again
        self._is_cut = False
        rings = poly.rings(self._in_raster_crs(name, log) for name in self.names)
        poly.check_numbers(rings, self.names)
        self._boxes = poly.boxes(rings, len(self.names))
        self._check_that_they_meet()
        self.zones = Zones(rings, grid)
        # what was cut is measured whole, where it has an image
        self._geodesy = poly.Geodesy(target, is_equal_area and not self._is_cut)

    def measure(self, repaired: list, log: Log):
        """Measure the regions: a generator that pauses now and then.

        Parameters
        ----------
        repaired : list of str
            Regions whose polygon has been replaced since the layout was made;
            all polygons are valid now.
        log : Log

        Raises
        ------
        InputError
            If a region has no image in the CRS where it is measured.
        """
        rings, count = self.zones.rings, len(self.names)
        is_other = not self._target.IsSame(self._geodesy.crs)
        if repaired or self._is_cut or is_other or not self._is_dense(rings):
            measured = osr.CoordinateTransformation(self._source, self._geodesy.crs)
            rings = poly.rings(
                poly.moved(self._dense(name, log), measured, name) for name in self.names
            )
            yield
        self.polygon_ha = self._geodesy.areas_ha(rings, count)
        yield
        self.outside_ha = self._outside(log)

    def _dense(self, name, log):
        log.check()
        polygon = self._polygons[name].Clone()
        polygon.Segmentize(self._edge_m / _metres(self._source))
        return polygon

    def _is_dense(self, rings) -> bool:
        """Tell whether no edge is longer than those that `_dense` leaves."""
        if self._is_moved:
            return True
        squares = np.square(np.diff(rings.points, axis=0)).sum(axis=1)
        squares[rings.starts[1:] - 1] = 0.0  # from the end of one ring to the next is no edge
        return squares.max(initial=0.0) <= (self._edge_m / _metres(self._source)) ** 2

    def _in_raster_crs(self, name, log):
        """Bring a region into the CRS of the raster.

        A region far from a local projection may have no image there. Then the
        part near the raster is taken, cut out in the CRS of the regions.
        """
        if not self._is_moved:
            log.check()
            return self._polygons[name]
        dense = self._dense(name, log)
        shape = poly.transformed(dense, self._to_raster)
        if shape is None:
            self._is_cut = True
            x0, y0, x1, y1 = self._grid.extent
            frame = poly.box(x0, y0, x1, y1)
            frame.Segmentize(max(x1 - x0, y1 - y0) / 50)
            to_source = osr.CoordinateTransformation(self._target, self._source)
            west, east, south, north = poly.moved(frame, to_source, name).GetEnvelope()
            margin_x, margin_y = (east - west) / 10, (north - south) / 10
            near = poly.box(west - margin_x, south - margin_y, east + margin_x, north + margin_y)
            near = poly.polygonal(poly.valid(dense, name, log).Intersection(near))
            shape = poly.moved(near, self._to_raster, name)
        return shape

    def _valid_in_raster_crs(self, name, log):
        """As `_in_raster_crs`, of a valid polygon: its image may be none."""
        shape = self._in_raster_crs(name, log)
        return poly.valid(shape, name, log) if self._is_moved else shape

    def _outside(self, log) -> np.ndarray:
        """Ellipsoidal areas of the parts of the regions outside the raster."""
        x0, y0, x1, y1 = self._grid.extent
        west, south, east, north = self._boxes
        outside = self.polygon_ha.copy()
        outside[(west >= x0) & (east <= x1) & (south >= y0) & (north <= y1)] = 0.0
        meets = (west < x1) & (east > x0) & (south < y1) & (north > y0)
        # measured from the part inside: the outside may have no image in the CRS of the raster
        partly = np.flatnonzero(meets & (outside > 0))
        within = poly.rings(self._within(self.names[at], log) for at in partly)
        inside = self._geodesy.areas_ha(within, len(partly))
        outside[partly] = np.maximum(0.0, outside[partly] - inside)
        return outside

    def _within(self, name, log):
        """Part of a region on the raster, where it is measured."""
        shape = self._valid_in_raster_crs(name, log)
        within = poly.polygonal(shape.Intersection(poly.box(*self._grid.extent)))
        within.Segmentize(self._edge_m / _metres(self._target))
        if self._target.IsSame(self._geodesy.crs):
            return within
        measured = osr.CoordinateTransformation(self._target, self._geodesy.crs)
        return poly.moved(within, measured, name)

    def _check_that_they_meet(self) -> None:
        x0, y0, x1, y1 = self._grid.extent
        west, south, east, north = self._boxes
        if ((west <= x1) & (east >= x0) & (south <= y1) & (north >= y0)).any():
            return
        polygons = [polygon for polygon in self._polygons.values() if not polygon.IsEmpty()]
        west, east, south, north = np.array([polygon.GetEnvelope() for polygon in polygons]).T
        raise InputError(
            Message(
                "{raster}: the raster (x {x0:.6g} to {x1:.6g}, y {y0:.6g} to {y1:.6g} in "
                "{raster_crs}) meets none of the regions (x {west:.6g} to {east:.6g}, y "
                "{south:.6g} to {north:.6g} in {crs}); check the CRS of both.",
                raster=self._grid.path, raster_crs=self._target.GetName(), crs=self._source.GetName(),
                x0=x0, x1=x1, y0=y0, y1=y1,
                west=west.min(), east=east.max(), south=south.min(), north=north.max(),
            )
        )  # fmt: skip

    def really_overlap(self, first: int, second: int) -> bool:
        """Tell whether two regions share more than a sliver."""
        shapes = [self._valid_in_raster_crs(self.names[at], Log()) for at in (first, second)]
        common, _ = poly.gdal_call(shapes[0].Intersection, shapes[1])
        smaller = min(shape.GetArea() for shape in shapes)
        return common is not None and poly.polygonal(common).GetArea() > SLIVER * smaller


def _metres(reference) -> float:
    """Metres per unit of a CRS; for degrees, along a meridian."""
    if reference.IsGeographic():
        return reference.GetAngularUnits() * _EARTH_RADIUS_M
    return reference.GetLinearUnits()
