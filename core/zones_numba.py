"""Laying regions on rows in machine code, where numba is installed; see ``zones``."""

from __future__ import annotations

import numpy as np


def column_behind(level, x, y, run, rise, x0, dx):
    """First column whose centre lies behind the place where an edge crosses a level."""
    # dividing last keeps a centre that lies on an edge there
    return np.floor((x + (level - y) * run / rise - x0) / dx + 0.5)


try:
    from numba import config, njit

    if config.DISABLE_JIT:
        raise ImportError("numba is told to leave Python as it is, which would take hours")

    _column_behind = njit(nogil=True)(column_behind)

    @njit(nogil=True, cache=True)
    def cross_rows(points, north, south, zone, above, times, frame, first, bits, places):
        """List where edges cross rows, each as one number: row, column behind and region.

        Parameters
        ----------
        points : array of shape (vertices, 2)
        north, south, zone : int array of shape (edges,)
            First and last vertex of each edge, and its region.
        above, times : int array of shape (edges,)
            First row that each edge crosses, and how many it crosses.
        frame : tuple of float
            ``x0``, ``dx``, ``y0``, ``dy`` and ``columns`` of the grid.
        first : int
            Row from which rows are counted.
        bits : tuple of int
            Bits of a column, and of a region.
        places : int array of shape (crossings,)
            Gets the numbers.
        """
        x0, dx, y0, dy, columns = frame
        at = 0
        for edge in range(len(north)):
            x, y = points[north[edge], 0], points[north[edge], 1]
            run, rise = points[south[edge], 0] - x, points[south[edge], 1] - y
            for row in range(above[edge], above[edge] + times[edge]):
                column = _column_behind(y0 + (row + 0.5) * dy, x, y, run, rise, x0, dx)
                column = int(min(max(column, 0.0), columns))
                places[at] = ((row - first) << bits[0] | column) << bits[1] | zone[edge]
                at += 1

    @njit(nogil=True, cache=True)
    def pair_crossings(places, bits, since, rows, starts, stops, zones):
        """Find the spans from where a region is entered to where it is left.

        Parameters
        ----------
        places : int array of shape (crossings,)
            Of `cross_rows`, sorted.
        bits : tuple of int
        since : int array of shape (regions,)
            -1 everywhere, and again at the end.
        rows, starts, stops, zones : int array of shape (crossings / 2,)
            Get the spans, in the order of their ends.

        Returns
        -------
        int
            How many there are.
        """
        count = 0
        for place in places:
            zone, column = place & (1 << bits[1]) - 1, place >> bits[1] & (1 << bits[0]) - 1
            if since[zone] < 0:
                since[zone] = column
                continue
            if column > since[zone]:
                rows[count], zones[count] = place >> bits[0] + bits[1], zone
                starts[count], stops[count] = since[zone], column
                count += 1
            since[zone] = -1
        return count

    # what is kept is read now, or made
    _places, _few = np.zeros(2, np.int64), np.zeros(1, np.int64)
    _frame = 0.0, 1.0, 0.0, 1.0, 1.0
    cross_rows(np.zeros((1, 2)), _few, _few, _few, _few, _few, _frame, 0, (1, 1), _places)
    pair_crossings(_places, (1, 1), np.full(1, -1), _few, _few, _few, _few)
except Exception:  # no numba, none that fits this numpy, or one that cannot keep its work
    cross_rows = pair_crossings = None
