"""Counting the cells of a window by region and class.

A processor compares tens of cells with one class code at once and leaves a byte
of 0 or 1 for each. Eight of these bytes are one 64-bit word, and words are added
as fast as numbers: each of the eight bytes of the sum counts every eighth cell,
up to 255. So every class costs a comparison and a sum over the words of each
stretch of a row that lies in one region, at some hundredths of a nanosecond a
cell, whatever the pattern of the land. Of words that a border cuts, masks take
the part that belongs to each side. Cells are counted one by one where that takes
less time: those of classes not yet met, or of rare ones among many.
"""

from __future__ import annotations

import os
import threading
from collections import namedtuple

import numpy as np

from .rasters import Window, thread_array
from .zones import Spans, cut, in_groups, repeated

#: Cells and hectares by region, the region that holds the same cells too (or
#: -1), and class code (or NODATA). Arrays of one length, sorted by the first three.
Tally = namedtuple("Tally", "zone other code pixels area_ha")
#: Stands for the code of cells without data; no class code is as small.
NODATA = np.iinfo(np.int64).min
#: Bytes of a sum count up to 255 words of 8 cells each.
_LONGEST = 255 * 8
#: Sums that are worked on together, of so many classes at most: they take memory.
_SUMS, _TOGETHER = 2**19, 48
#: Comparing so many cells takes as long as counting one by itself, or as the work at one break.
_PER_CELL, _PER_BREAK = 512, 256
#: Cells that are counted one by one at a time: each takes tens of bytes meanwhile.
_ONE_BY_ONE = 2**17
#: What that takes is taken by one thread at a time; it would hold Python's lock most of the time.
_one_thread = threading.Lock()
#: Half of the threads count while the others decode. Counting takes Python's lock again and again:
#: threads that all count wait for each other, and lose more by it than by taking turns.
_turn = threading.Semaphore(max(1, (os.cpu_count() or 1) // 2))
#: Bytes of a strip, its values and their flags: few enough for the cache of one processor.
_STRIP_BYTES = 2**20
#: One cell in so many is looked at first, to learn which classes there are.
_SAMPLE = 127
#: Factors and shifts that add up parts of a word, see `_Words` and `_sum_of_bytes`.
_ONES, _PLACES, _TOP = np.uint64(0x0101010101010101), np.uint64(0x0001020304050607), np.uint64(56)
_EVEN_BYTES = np.uint64(0x00FF00FF00FF00FF)
_PAIR_ONES, _TOP_PAIR = np.uint64(0x0001000100010001), np.uint64(48)
#: Words whose bytes are full from the k-th on.
_BEHIND = np.array([(1 << 64) - (1 << 8 * k) for k in range(8)], dtype=np.uint64)


def count_window(raster, zones, areas, window: Window, tick=lambda cells: None) -> Tally:
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

    found = zones.spans(window)
    with _turn:
        pieces = list(_pieces(raster, found, window))
    for piece, layers, reached in pieces:
        values, valid = raster.read(piece)
        with _turn:
            tick(0)  # the wait may have been long
            if not classes:
                sample = np.unique(values.reshape(-1)[::_SAMPLE])
                classes.update(dict.fromkeys(sample.tolist(), 1))
            for spans in layers:
                # what overlaps is no hint for the next piece
                here = classes if spans is layers[0] else dict(classes)
                tallies += _count_piece(raster, lines, piece, values, valid, spans, here)
        # cells outside all regions are passed over, but count as done
        tick(reached - done)
        done = reached
    tick(window.columns * window.rows - done)
    with _turn:
        return merged(tallies)


def _pieces(raster, layers, window: Window):
    """Yield the pieces that a region touches.

    Parameters
    ----------
    raster : rasters.Raster
    layers : list of Spans
        Of the window, as `Zones.spans` finds them.
    window : Window

    Yields
    ------
    piece : Window
        Without the blocks at its sides that no region touches.
    layers : list of Spans
        Counted from the first cell of the piece, none longer than `_LONGEST`.
    reached : int
        Cells of the window up to the end of the piece, in the order of reading.
    """
    columns, rows = raster.piece_size(window)
    across, stripes = -(-window.columns // columns), -(-columns // _LONGEST)
    borders = np.add.outer(np.arange(across) * columns, np.arange(stripes) * _LONGEST)
    found = {}
    for spans in layers:
        spans, stripe = cut(spans, borders.reshape(-1)[1:])
        number = spans.row // rows * across + stripe // stripes
        order = in_groups(number, across * -(-window.rows // rows))
        number, spans = number[order], Spans(*(values.take(order) for values in spans))
        edges = np.flatnonzero(np.diff(number, prepend=-1, append=-1))
        for start, stop in zip(edges[:-1], edges[1:]):
            part = Spans(*(values[start:stop] for values in spans))
            found.setdefault(int(number[start]), []).append(part)
    for number in sorted(found):
        row, column = number // across * rows, number % across * columns
        row_end, column_end = min(row + rows, window.rows), min(column + columns, window.columns)
        reached = row * window.columns + column_end * (row_end - row)
        layers = found[number]
        first, last = min(spans.row[0] for spans in layers), max(spans.row[-1] for spans in layers)
        row, row_end = _whole_blocks(first, last + 1, raster.block[1], row, row_end)
        west = min(spans.start.min() for spans in layers)
        east = max(spans.stop.max() for spans in layers)
        column, column_end = _whole_blocks(west, east, raster.block[0], column, column_end)
        layers = [
            spans._replace(
                row=spans.row - row, start=spans.start - column, stop=spans.stop - column
            )
            for spans in layers
        ]
        piece = Window(
            window.column + column, window.row + row, column_end - column, row_end - row
        )  # fmt: skip
        yield piece, layers, reached


def _whole_blocks(first, end, size: int, low: int, high: int) -> tuple[int, int]:
    """Widen a range of cells to whole blocks, within bounds."""
    return max(int(first) // size * size, low), min(-(-int(end) // size) * size, high)


def _count_piece(raster, lines, piece, values, valid, spans, classes):
    """Yield the tallies of the spans of one layer, some rows at a time."""
    rows = max(1, 2 * raster.piece_cells // piece.columns)
    for row in range(0, piece.rows, rows):
        part = slice(*np.searchsorted(spans.row, [row, row + rows]))
        if part.start == part.stop:
            continue
        here = slice(row, row + rows)
        window = Window(piece.column, piece.row + row, piece.columns, min(rows, piece.rows - row))
        yield from _count_rows(
            raster,
            lines(window),
            window,
            values[here].reshape(-1),
            None if valid is None else valid[here].reshape(-1),
            Spans(*(column[part] for column in spans))._replace(row=spans.row[part] - row),
            classes,
        )


def _count_rows(raster, lines, window, values, valid, spans, classes):
    """Yield tallies of cells that are given row after row.

    Areas of cells are straight lines along parts of rows, a + b t with t the
    distance in columns from a knot. So n cells of a span measure n a + b sum(t).
    """
    knots, area_ha = lines
    along, knot = len(knots) > 1, 0
    if along:
        # a cell lies at its column; the first one at or behind a knot belongs to its line
        spans, knot = cut(spans, np.ceil(knots[1:-1] - window.column).astype(np.int64))
    if values.dtype.kind == "f":
        number = values == values  # NaN is none
        valid = number if valid is None else valid & number
    others = spans.other.max() + 2
    pair = spans.zone * others + spans.other + 1
    order = in_groups(pair, (spans.zone.max() + 1) * others)
    first = np.flatnonzero(np.diff(pair.take(order), prepend=-1))
    zone, other = (each.take(order.take(first)) for each in (spans.zone, spans.other))
    begin = spans.row * window.columns
    words = _Words(begin + spans.start, begin + spans.stop, order, values, valid)
    place = spans.row * len(knots) + knot
    cell_ha = area_ha.take(place)
    if along:
        rise = (area_ha.take(place + 1) - cell_ha) / (knots[knot + 1] - knots[knot])
        rise, origin = rise[order], (begin - window.column + knots[knot])[order]
    cell_ha = cell_ha.take(order)

    def tally(code, cells, places):
        hectares = cells * cell_ha
        if along:
            hectares += (places - cells * origin) * rise
        pixels = np.add.reduceat(cells, first, axis=1)
        hectares = np.add.reduceat(hectares, first, axis=1)
        row, at = np.nonzero(pixels)
        pixels = pixels[row, at].astype(np.int64)
        return Tally(zone[at], other[at], code[row], pixels, hectares[row, at])

    nodata = []
    for met, cells, places in words.count(classes, along):
        code = np.full(len(cells), NODATA) if met is None else _codes(raster, met)
        known = code != NODATA
        if not known.all():
            nodata.append((cells[~known].sum(axis=0), places[~known].sum(axis=0)))
            code, cells, places = code[known], cells[known], places[known]
        yield tally(code, cells, places)
    if nodata:
        cells, places = (np.sum(sums, axis=0)[np.newaxis] for sums in zip(*nodata))
        yield tally(np.array([NODATA]), cells, places)


def _codes(raster, values: np.ndarray) -> np.ndarray:
    """Class codes of values, or NODATA."""
    codes, known = raster.codes(values)
    codes = codes.astype(np.int64)  # in a smaller type NODATA would be another number
    return codes if known is None else np.where(known, codes, NODATA)


class _Words:
    """Cells of spans, counted in 64-bit words of a byte for a cell.

    A break is where spans begin or end; it lies in one word, or at its head. The cells from one
    break to the next are those behind the first break in its word, and the words after that up to
    and with the word of the second break, less the cells behind the second break in its word.

    Parameters
    ----------
    start, stop : int array of shape (spans,)
        First cell of each span, and the one behind its last, in ``values``;
        rising. No span is empty, or longer than `_LONGEST`.
    order : int array of shape (spans,)
        In which the spans are wanted.
    values : array of shape (n,)
    valid : bool array of shape (n,), or None
        Which cells have data.
    """

    def __init__(self, start, stop, order, values, valid):
        self._start, self._order = start, order
        self._values, self._valid = values, valid
        breaks = np.stack([start, stop], axis=1).reshape(-1)
        kept = np.diff(breaks, prepend=-1) > 0
        self._at = (np.cumsum(kept) - 1)[::2].take(order)  # the break where a span begins
        breaks = breaks[kept]
        self._cut, self._behind = breaks >> 3, _BEHIND.take(breaks & 7)
        self._none = np.flatnonzero(self._cut[1:] == self._cut[:-1])
        self._length = (stop - start).take(order)
        self._left = self._length.astype(np.uint64)  # cells not yet counted
        # strips, in which one value after the other is looked for, go from one break to another
        words = max(1, _STRIP_BYTES // (8 * (values.itemsize + 1)))
        ends = np.searchsorted(self._cut, np.arange(self._cut[0], self._cut[-1], words))
        ends = np.unique([0, *ends.tolist(), len(breaks) - 1]).tolist()
        self._strips = list(zip(ends[:-1], ends[1:]))

    def count(self, classes, along):
        """Count the cells of every value in every span.

        Parameters
        ----------
        classes : dict of value to int
            Values that were met, and how often the last time; kept up to date.
        along : bool
            Whether the places are wanted.

        Yields
        ------
        values : array of shape (values,), or None for cells without data
        cells : array of shape (values, spans)
            Number of the cells.
        places : array of shape (values, spans)
            Sum of the places of the cells in ``values``; anything if not wanted.
        """
        if self._valid is not None:
            yield (None, *self._by_words([None], along))
        known = sorted(classes, key=classes.get, reverse=True)
        found = dict.fromkeys(known, 0)
        for values in self._in_turn(known, classes):
            cells, places = self._by_words(values, along)
            number = cells.sum(axis=1)
            found.update(zip(values, number.tolist()))
            here = np.flatnonzero(number)  # others may lie outside all regions, and be no codes
            values = np.array(values, dtype=self._values.dtype)
            yield values[here], cells.take(here, axis=0), places.take(here, axis=0)
        classes.update(found)
        if self._left.any():
            yield from self._one_by_one([value for value in known if found[value]], classes)

    def _in_turn(self, known, classes):
        """Yield lists of values to compare all cells with, as long as that is worth it.

        Those met the last time come together, then the others one after the other.
        """
        cost = len(self._values) + _PER_BREAK * len(self._cut)
        expected = sum(classes[value] > 0 for value in known)
        if expected > _TOGETHER:
            share = cost / (_PER_CELL * self._left.sum())
            least = share * sum(classes[value] for value in known)
            expected = sum(classes[value] > least for value in known)
        elif expected * cost > _PER_CELL * self._left.sum():
            return
        together, tried = self._together(), 0
        while tried < len(known) and self._left.any():
            if tried > expected:  # in vain, as it seems: an eighth of counting one by one at most
                cells = self._length[self._left > 0].sum()
                if 8 * (tried - expected) * cost > _PER_CELL * cells:
                    return
            count = max(1, min(expected - tried, together))
            yield known[tried : tried + count]
            tried += count

    def _together(self) -> int:
        """Tell how many values are worked on together."""
        return max(1, min(_TOGETHER, _SUMS // len(self._cut)))

    def _by_words(self, values, along) -> tuple[np.ndarray, np.ndarray]:
        """Count the cells of some values, as `count` does."""
        shape = len(values), len(self._cut)
        whole, at_breaks = np.zeros(shape, dtype=np.uint64), np.empty(shape, dtype=np.uint64)
        places = np.zeros(shape, dtype=np.uint64) if along else None
        for low, high in self._strips:
            begin, end = int(self._cut[low]), int(self._cut[high]) + 1
            strip = slice(8 * begin, 8 * end)
            inner, valid = self._values[strip], None if self._valid is None else self._valid[strip]
            # the last part goes to the end; a word more, of zeros, is its first if it has none
            flags = thread_array("flags", (8 * (end - begin + 1),), bool)
            flags[len(inner) :] = False
            words, flags = flags.view("<u8"), flags[: len(inner)]
            cut = self._cut[low : high + (high == shape[1] - 1)] - begin
            parts, behind = cut[: high - low] + 1, slice(low, low + len(cut))
            index = np.arange(begin, end + 1) if along else None
            for number, value in enumerate(values):
                _find(value, inner, valid, flags)
                whole[number, low:high] = _sums(words, parts)
                at_breaks[number, behind] = words.take(cut)
                if along:
                    places[number, low:high] = _sums(_places(words, index), parts)
        at_breaks &= self._behind
        cells = _sum_of_bytes(self._between_breaks(whole, at_breaks))
        self._left -= cells.sum(axis=0)
        if along:
            places = self._between_breaks(places, _places(at_breaks, self._cut))
        return cells, places if along else cells

    def _between_breaks(self, whole, behind) -> np.ndarray:
        """Sums of every span, in the order wanted; ``whole`` is overwritten.

        Numbers are those modulo 2^64. Bytes may overflow meanwhile, those of a span do not.
        """
        whole[:, self._none] = 0  # a part without words
        whole += behind
        whole[:, :-1] -= behind[:, 1:]
        return whole.take(self._at, axis=1)

    def _one_by_one(self, met, classes):
        """Count the cells of spans that have others than some values, as `count` does."""
        with _one_thread:
            span, place, which, values, number = self._others(met)
        classes.update(zip(values.tolist(), number.tolist()))
        together, ends = self._together(), np.cumsum(number)
        for low in range(0, len(values), together):
            part = values[low : low + together]
            here = slice(ends[low] - number[low], ends[low + len(part) - 1])
            key = (which[here] - low).astype(np.int64) * len(self._order) + span[here]
            size, shape = len(part) * len(self._order), (len(part), -1)
            cells = np.bincount(key, minlength=size).reshape(shape)
            yield part, cells, np.bincount(key, place[here], size).reshape(shape)

    def _others(self, met):
        """List the cells of spans that have others than some values.

        Returns
        -------
        span, place, which : int array of shape (cells,)
            Of each cell, and the number of its value; by value.
        values, number : array of shape (values,)
            And how many cells each has.
        """
        short = np.flatnonzero(self._left)
        at = self._order.take(short)
        start, length = self._start.take(at), self._length.take(short)
        ends = np.flatnonzero(np.diff(np.cumsum(length) // _ONE_BY_ONE, append=-1)) + 1
        found = []
        for low, high in zip([0, *ends[:-1]], ends):
            span, place = repeated(start[low:high], length[low:high])
            values = self._values.take(place)
            other = np.ones(len(place), bool) if self._valid is None else self._valid.take(place)
            for value in met:
                other &= values != value
            span, place = short[low:high].take(span[other]), place[other]
            found.append((span.astype(np.int32), place.astype(np.int32), values[other]))
        span, place, values = (np.concatenate(parts) for parts in zip(*found))
        values, which = _numbered(values)
        order = in_groups(which, len(values))
        span, place, which = (each.take(order) for each in (span, place, which))
        return span, place, which, values, np.bincount(which)


def _find(value, values, valid, flags) -> None:
    """Flag the cells of a value, or with None those without data."""
    if value is None:
        np.logical_not(valid, out=flags)
    else:
        np.equal(values, value, out=flags)
        if valid is not None:
            flags &= valid


def _sums(words: np.ndarray, parts: np.ndarray) -> np.ndarray:
    """Add up words from each place to the next, from the last to the end.

    Where the next does not lie behind it, the sum is the word at the place.
    """
    return np.add.reduceat(words, parts)  # given an output, it would keep Python's lock


def _numbered(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the values that occur, rising, and the number of each: a faster numpy.unique."""
    if values.dtype.itemsize > 2 or values.dtype.kind == "f" or not len(values):
        single, number = np.unique(values, return_inverse=True)
        return single, number.reshape(-1)
    low = int(values.min())
    offset = values.astype(np.int32) - low
    occurs = np.bincount(offset) > 0
    number = np.cumsum(occurs, dtype=np.int32) - 1
    return (np.flatnonzero(occurs) + low).astype(values.dtype), number[offset]


def _places(words: np.ndarray, index: np.ndarray) -> np.ndarray:
    """Add up the places of the cells of each word.

    The highest byte of its product with 1, 1, ... is the sum of all bytes, with 7, 6, ... that of
    the places in the word of those that are 1.
    """
    cells, places = words * _ONES >> _TOP, words * _PLACES >> _TOP
    cells *= 8 * index.astype(np.uint64)
    return cells + places


def _sum_of_bytes(words: np.ndarray) -> np.ndarray:
    """Add up the eight bytes of each word, in the same array."""
    odd = words >> np.uint64(8)
    odd &= _EVEN_BYTES
    words &= _EVEN_BYTES
    words += odd
    words *= _PAIR_ONES
    words >>= _TOP_PAIR
    return words


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
