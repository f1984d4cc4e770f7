"""Counting the cells of a window by region and class.

A processor compares tens of cells with one class code at once and leaves a byte
of 0 or 1 for each. Eight of these bytes are one 64-bit word, and words are added
as fast as numbers: each of the eight bytes of the sum counts every eighth cell,
up to 255. So every class costs a comparison and a sum over the words of each
stretch of a row that lies in one region, at some hundredths of a nanosecond a
cell, whatever the pattern of the land. The few cells in words that a border
cuts, and those of classes not yet met, are counted one by one.
"""

from __future__ import annotations

from collections import namedtuple

import numpy as np

from .rasters import PIECE_CELLS, Window
from .zones import Spans, counted, cut

#: Cells and hectares by region, the region that holds the same cells too (or
#: -1), and class code (or NODATA). Arrays of one length, sorted by the first three.
Tally = namedtuple("Tally", "zone other code pixels area_ha")
#: Stands for the code of cells without data; no class code is as small.
NODATA = np.iinfo(np.int64).min
#: Bytes of a sum count up to 255 words of 8 cells each.
_LONGEST = 255 * 8
#: More classes than these are counted one by one: they are rare.
_MOST_CLASSES = 48
#: One cell in so many is looked at first, to learn which classes there are.
_SAMPLE = 127
#: Factors and shifts that add up parts of a word, see `_Words` and `_sum_of_bytes`.
_ONES, _PLACES, _TOP = np.uint64(0x0101010101010101), np.uint64(0x0001020304050607), np.uint64(56)
_EVEN_BYTES = np.uint64(0x00FF00FF00FF00FF)
_PAIR_ONES, _TOP_PAIR = np.uint64(0x0001000100010001), np.uint64(48)


def count_window(raster, zones, areas, window: Window, tick=None) -> Tally:
    """Count the cells of every region and class in a window.

    This is the unit of work, for threads of this process and for other
    machines alike.

    Parameters
    ----------
    raster : rasters.Raster
    zones : zones.Zones
    areas : cell_areas.CellAreas
    window : Window
        One of `Raster.windows`.
    tick : callable, optional
        Called with the number of cells that are done; it may raise to stop.

    Returns
    -------
    Tally

    Raises
    ------
    InputError
        If the raster is damaged there, or holds other values than codes.
    """
    tallies, done, classes = [], 0, raster.met
    lines = areas.along_rows
    if areas.kind != "cells":  # the same in all columns
        knots, area_ha = areas.along_rows(window)

        def lines(part):
            return knots, area_ha[part.row - window.row :][: part.rows]

    for piece, layers in _pieces(raster, zones, window):
        values, valid = raster.read(piece)
        if not classes:
            classes.update(dict.fromkeys(np.unique(values.reshape(-1)[::_SAMPLE]).tolist(), 0))
        for spans in layers:
            tallies += _count_piece(raster, lines, piece, values, valid, spans, classes)
        # cells outside all regions are passed over, but count as done
        if tick:
            reached = _reached(window, piece)
            tick(reached - done)
            done = reached
    if tick:
        tick(window.columns * window.rows - done)
    return merged(tallies)


def _reached(window: Window, piece: Window) -> int:
    """Cells of a window up to the end of a piece, in the order of reading."""
    above = (piece.row - window.row) * window.columns
    return above + (piece.column - window.column + piece.columns) * piece.rows


def _pieces(raster, zones, window: Window):
    """Yield the pieces that a region touches, and for each its layers of spans."""
    columns, rows = raster.piece_size(window)
    across = -(-window.columns // columns)
    found = {}
    for spans in zones.spans(window):
        spans, stripe = cut(spans, np.arange(1, across) * columns)
        number = spans.row // rows * across + stripe
        # few pieces fit into 16 bits, which numpy sorts in linear time
        few = across * -(-window.rows // rows) < 2**16
        order = np.argsort(number.astype(np.uint16 if few else np.int64), kind="stable")
        number, spans = number[order], Spans(*(values[order] for values in spans))
        edges = np.flatnonzero(np.diff(number, prepend=-1, append=-1))
        for start, stop in zip(edges[:-1], edges[1:]):
            part = Spans(*(values[start:stop] for values in spans))
            found.setdefault(int(number[start]), []).append(part)
    for number in sorted(found):
        row, column = number // across * rows, number % across * columns
        piece = Window(
            window.column + column, window.row + row,
            min(columns, window.columns - column), min(rows, window.rows - row),
        )  # fmt: skip
        yield (
            piece,
            [
                spans._replace(
                    row=spans.row - row, start=spans.start - column, stop=spans.stop - column
                )
                for spans in found[number]
            ],
        )


def _count_piece(raster, lines, piece, values, valid, spans, classes):
    """Yield the tallies of the spans of one layer, some rows at a time."""
    rows = max(1, 2 * PIECE_CELLS // piece.columns)
    for row in range(0, piece.rows, rows):
        part = slice(*np.searchsorted(spans.row, [row, row + rows]))
        if part.start == part.stop:
            continue
        here = slice(row, row + rows)
        window = Window(piece.column, piece.row + row, piece.columns, min(rows, piece.rows - row))
        yield _count_rows(
            raster,
            lines(window),
            window,
            values[here].reshape(-1),
            None if valid is None else valid[here].reshape(-1),
            Spans(*(column[part] for column in spans))._replace(row=spans.row[part] - row),
            classes,
        )


def _count_rows(raster, lines, window, values, valid, spans, classes) -> Tally:
    """Count cells that are given row after row.

    Areas of cells are straight lines along parts of rows, a + b t with t the
    distance in columns from a knot. So n cells of a span measure n a + b sum(t).
    """
    knots, area_ha = lines
    # A cell lies at its column; the first one at or behind a knot belongs to its line.
    borders = np.ceil(knots[1:-1] - window.column).astype(np.int64)
    if window.columns > _LONGEST:
        spans, _ = cut(spans, np.arange(_LONGEST, window.columns, _LONGEST))
    spans, knot = cut(spans, borders)
    along = len(knots) > 1
    found, cells, columns = _by_span(raster, window, values, valid, spans, classes, along)
    hectares = cells * area_ha[spans.row, knot]
    if along:
        distance = columns + cells * (window.column - knots[knot])
        rise = area_ha[spans.row, knot + 1] - area_ha[spans.row, knot]
        hectares += distance * (rise / (knots[knot + 1] - knots[knot]))
    return _by_region(spans, found, cells, hectares)


def _by_span(raster, window, values, valid, spans, classes, along):
    """Count the cells of every class in every span.

    Parameters
    ----------
    classes : dict of value to int
        Values that were met, and how often; kept up to date.
    along : bool
        Whether the sum of the columns is wanted.

    Returns
    -------
    found : int array of shape (codes,)
        Class codes, rising, and NODATA.
    cells : float array of shape (codes, spans)
    columns : float array of shape (codes, spans)
        Sum of the columns of the cells, from the window's first, if wanted.
    """
    begin = spans.row * window.columns
    words = _Words(begin + spans.start, begin + spans.stop, values, valid)
    frequent = sorted(classes, key=classes.get, reverse=True)[:_MOST_CLASSES]
    met, counts, places = words.count(frequent, along)
    place, span = words.cut_cells()
    if not words.are_counted():
        others = words.other_cells(met)
        place, span = np.concatenate([place, others[0]]), np.concatenate([span, others[1]])
    known = np.ones(len(place), dtype=bool) if valid is None else valid[place]
    single, which = _numbered(values[place])
    totals = [*counts.sum(axis=1).tolist(), *np.bincount(which, known).tolist()]
    for value, number in zip([*met, *single.tolist()], totals):
        if number and value == value:  # NaN is no class
            classes[value] = classes.get(value, 0) + number

    codes = _codes(raster, np.array(met, dtype=values.dtype))
    single = np.append(_codes(raster, single), NODATA)
    which = np.where(known, which, len(single) - 1)
    found, row = np.unique(np.concatenate([codes, single]), return_inverse=True)
    row = row.reshape(-1)
    key, size = row[len(codes) :][which] * len(spans.row) + span, len(found) * len(spans.row)
    # numpy counts nothing in whole numbers, also with weights
    cells = np.bincount(key, minlength=size).reshape(len(found), -1).astype(float)
    columns = np.bincount(key, place, size).reshape(len(found), -1).astype(float)
    for at, number in enumerate(row[: len(codes)]):
        cells[number] += counts[at]
        if along:
            columns[number] += places[at]
    return found, cells, columns - cells * begin


def _numbered(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the values that occur, rising, and the number of each: a faster numpy.unique."""
    if values.dtype.itemsize > 2 or not len(values):
        single, number = np.unique(values, return_inverse=True)
        return single, number.reshape(-1)
    low = int(values.min())
    offset = values.astype(np.int64) - low
    occurs = np.bincount(offset) > 0
    number = np.cumsum(occurs) - 1
    return (np.flatnonzero(occurs) + low).astype(values.dtype), number[offset]


def _codes(raster, values: np.ndarray) -> np.ndarray:
    codes, known = raster.codes(values)
    codes = codes.astype(np.int64)  # in a smaller type NODATA would be another number
    return codes if known is None else np.where(known, codes, NODATA)


class _Words:
    """The 64-bit words, of a byte for a cell, that lie wholly in a span.

    Parameters
    ----------
    start, stop : int array of shape (spans,)
        First cell of each span, and the one behind its last, in ``values``.
    values : array of shape (n,)
    valid : bool array of shape (n,), or None
    """

    def __init__(self, start, stop, values, valid):
        self._start, self._stop, self._values, self._valid = start, stop, values, valid
        self._first = -(-start // 8)
        self._last = np.maximum(stop // 8, self._first)
        # sums are taken from one edge to the next: over spans, and over gaps between them
        edges = np.stack([self._first, self._last], axis=1).reshape(-1)
        edges = np.minimum(edges, len(values) // 8)
        kept = np.diff(edges, append=np.iinfo(np.int64).max) > 0
        self._edges = edges[kept]
        self._whole = kept[0::2]
        self._at = (np.cumsum(kept) - 1)[0::2][self._whole]
        self._flags = np.empty(len(values) // 8 * 8 + 8, dtype=bool)
        self._flags[-8:] = False  # an edge may lie at the end
        # every byte counts up to the number of words
        self._all = (self._last - self._first)[self._whole].astype(np.uint64) * _ONES
        self._counted = np.zeros_like(self._all)

    def are_counted(self) -> bool:
        """Tell whether `count` has met the values of all cells."""
        return bool((self._counted == self._all).all())

    def count(self, values, along) -> tuple[list, np.ndarray, np.ndarray]:
        """Count the cells of some values, one after the other until none is left.

        Returns
        -------
        met : list
            The values that occur.
        cells, places : array of shape (values met, spans)
            Number of the cells, and, if wanted, the sum of their places in
            ``values``.
        """
        met, sums, places = [], [], []
        for value in values:
            if self.are_counted():
                break
            words = self._compared(value)
            total = self._sums(words)
            if not total.any():
                continue
            self._counted += total
            met.append(value)
            sums.append(total)
            if along:
                # times 1, 1, ... the highest byte of the product is the sum of all bytes;
                # times 7, 6, ... it is the sum of the places of those that are 1
                number, place = words * _ONES >> _TOP, words * _PLACES >> _TOP
                number *= 8 * np.arange(len(words), dtype=np.uint64)
                places.append(self._sums(number + place))
        by_value = np.zeros((2, len(met), len(self._whole)))
        if met:
            by_value[0][:, self._whole] = _sum_of_bytes(np.stack(sums))
        if places:
            by_value[1][:, self._whole] = np.stack(places)
        return met, by_value[0], by_value[1]

    def _compared(self, value) -> np.ndarray:
        """Find the cells of a value: words of bytes of 0 or 1, until the next call."""
        flags = self._flags[:-8]
        np.equal(self._values[: len(flags)], value, out=flags)
        if self._valid is not None:
            flags &= self._valid[: len(flags)]
        return self._flags.view("<u8")

    def _sums(self, words) -> np.ndarray:
        return np.add.reduceat(words, self._edges)[self._at]

    def cut_cells(self) -> tuple[np.ndarray, np.ndarray]:
        """Return place and span of the cells in words that a border cuts."""
        head = np.minimum(8 * self._first, self._stop)
        tail = np.minimum(8 * self._last, self._stop)
        first = np.concatenate([self._start, tail])
        times = np.concatenate([head - self._start, self._stop - tail])
        which = np.repeat(np.arange(len(times)), times)
        return first[which] + counted(times), which % len(self._start)

    def other_cells(self, values) -> tuple[np.ndarray, np.ndarray]:
        """Return place and span of the cells in whole words that have none of these values."""
        change = np.zeros(len(self._flags) // 8 + 1, dtype=np.int8)
        np.add.at(change, self._first, 1)
        np.add.at(change, self._last, -1)
        other = np.cumsum(change, dtype=np.int8)[:-1].astype(bool).repeat(8)
        for value in values:
            other &= ~self._compared(value).view(bool)
        place = np.flatnonzero(other)
        return place, np.searchsorted(self._start, place, side="right") - 1


def _sum_of_bytes(words: np.ndarray) -> np.ndarray:
    """Add up the eight bytes of each word."""
    pairs = (words & _EVEN_BYTES) + (words >> np.uint64(8) & _EVEN_BYTES)
    return pairs * _PAIR_ONES >> _TOP_PAIR


def _by_region(spans, found, cells, hectares) -> Tally:
    """Add up spans by region and keep the classes that occur."""
    pair = (spans.zone << 32) + spans.other + 1
    order = np.argsort(pair, kind="stable")
    first = np.flatnonzero(np.diff(pair[order], prepend=-1))
    pixels = np.add.reduceat(cells[:, order], first, axis=1)
    area_ha = np.add.reduceat(hectares[:, order], first, axis=1)
    code, at = np.nonzero(pixels)
    pair = pair[order][first][at]
    zone, other = pair >> 32, (pair & 0xFFFFFFFF) - 1
    return Tally(zone, other, found[code], pixels[code, at].astype(np.int64), area_ha[code, at])


def merged(tallies) -> Tally:
    """Add up tallies, in their order."""
    parts = [np.concatenate(columns) for columns in zip(*tallies)]
    if not parts or not len(parts[0]):
        return Tally(*(np.zeros(0, dtype=np.int64) for _ in range(4)), np.zeros(0))
    order = np.lexsort(parts[2::-1])
    zone, other, code, pixels, area_ha = (column[order] for column in parts)
    new = (np.diff(zone) != 0) | (np.diff(other) != 0) | (np.diff(code) != 0)
    at = np.concatenate([[0], np.flatnonzero(new) + 1])
    return Tally(
        zone[at], other[at], code[at], np.add.reduceat(pixels, at), np.add.reduceat(area_ha, at)
    )
