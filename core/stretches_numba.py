"""Counting the cells of stretches in machine code, where numba is installed; see ``stretches``.

What the compiler makes is kept beside this file, or in the user's cache: that takes it some seconds
once, and reading it a tenth of a second from then on.
"""

from __future__ import annotations

import numpy as np


def area_along(cells, places, cell_ha, rise, origin):
    """Area of cells of a stretch, along which the area of one rises; see `stretches.add_up`."""
    return cells * cell_ha + (places - cells * origin) * rise


try:
    from numba import config, njit

    if config.DISABLE_JIT:
        raise ImportError("numba is told to leave Python as it is, which would take hours")

    #: Cells that are compared together: no more than a byte counts, and whole registers. Loops of a
    #: known number of steps are the ones that the compiler makes fast.
    _BLOCK = 192

    @njit(nogil=True, cache=True)
    def count_cells(values, valid, start, stop, classes, cells, places, left):
        """Count the cells of every class in every stretch.

        Parameters
        ----------
        values : array of shape (n,)
        valid : bool array of shape (n,), or None
            Which cells have data.
        start, stop : int array of shape (stretches,)
            First cell of each stretch, and the one behind its last.
        classes : array of shape (classes,)
            In the type of the values.
        cells : uint64 array of shape (classes, stretches)
            Gets the number of the cells.
        places : uint64 array of shape (classes, stretches), or None
            Gets the sum of their places in ``values``.
        left : uint64 array of shape (stretches,)
            Cells that are not counted yet.
        """
        for stretch in range(len(start)):
            begin, end = start[stretch], stop[stretch]
            rest = end - (end - begin) % _BLOCK
            for number in range(len(classes)):
                value = classes[number]
                count = _count(value, values, valid, rest, end - rest)
                if places is not None:
                    place = count * np.uint64(rest)
                    place += _places(value, values, valid, rest, end - rest)
                for first in range(begin, rest, _BLOCK):
                    found = _count(value, values, valid, first, _BLOCK)
                    count += found
                    if places is not None:
                        place += found * np.uint64(first)
                        place += _places(value, values, valid, first, _BLOCK)
                cells[number, stretch] = count
                left[stretch] -= count
                if places is not None:
                    places[number, stretch] = place

    @njit(nogil=True)
    def _count(value, values, valid, first, length):
        """Count the cells of a value in a block."""
        block, known = _part(values, first, length), _part(valid, first, length)
        count = np.uint8(0)
        for i in range(length):
            count = np.uint8(count + np.uint8(_has(value, block, known, i)))
        return np.uint64(count)

    @njit(nogil=True)
    def _places(value, values, valid, first, length):
        """Add up the places of the cells of a value in a block, from its first."""
        block, known = _part(values, first, length), _part(valid, first, length)
        places = np.uint16(0)
        for i in range(length):
            places = np.uint16(places + np.uint16(i) * np.uint16(_has(value, block, known, i)))
        return np.uint64(places)

    @njit(nogil=True)
    def _part(array, first, length):
        if array is None:
            return None
        return array[first : first + length]

    @njit(nogil=True)
    def _has(value, block, known, i):
        if known is None:
            return block[i] == value
        return known[i] & (block[i] == value)

    _area_along = njit(nogil=True)(area_along)

    @njit(nogil=True, cache=True)
    def add_up_cells(cells, places, group, cell_ha, rise, origin, pixels, area_ha):
        """Add up the cells of stretches by group, and their areas; see `stretches.add_up`."""
        for number in range(len(cells)):
            for stretch in range(len(group)):
                count = cells[number, stretch]
                if count:
                    if rise is None:
                        hectares = count * cell_ha[stretch]
                    else:
                        hectares = _area_along(
                            count,
                            places[number, stretch],
                            cell_ha[stretch],
                            rise[stretch],
                            origin[stretch],
                        )
                    pixels[number, group[stretch]] += count
                    area_ha[number, group[stretch]] += hectares

    # what is kept for the usual raster is read now, or made
    _cell, _sums, _one = np.zeros(1, np.uint8), np.zeros((1, 1), np.uint64), np.ones(1, np.int64)
    count_cells(_cell, None, _one, _one, _cell, _sums, None, _sums[0])
    _group, _area = np.zeros(1, np.int32), np.ones(1)
    add_up_cells(
        _sums, None, _group, _area, None, None, np.zeros((1, 1), np.int64), np.zeros((1, 1))
    )
except Exception:  # no numba, none that fits this numpy, or one that cannot keep its work
    count_cells = add_up_cells = None
