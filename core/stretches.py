"""Counting the cells of stretches: so many of each value lie from one cell to another.

A processor compares tens of cells with one value at once. With numba the answers
are the bits of a number, of which those that are 1 are counted
(``stretches_numba``). With numpy they are bytes of 0 or 1; eight of these are one
64-bit word, and words are added as fast as numbers: each of the eight bytes of the
sum counts every eighth cell, up to 255. So every value costs a comparison and a
sum over the words of each stretch, at some hundredths of a nanosecond a cell,
whatever the pattern of the land. Of words that a border cuts, masks take the part
that belongs to each side.

Cells are counted one by one where that takes less time: those of values not yet
met, or of rare ones among many. All ways give the same digits.
"""

from __future__ import annotations

import threading

import numpy as np

from .rasters import thread_array
from .zones import in_groups, repeated

#: Cells of the longest stretch: bytes of a sum count up to 255 words of 8 cells each.
LONGEST = 255 * 8
#: Sums that are worked on together, of so many values at most: they take memory.
_SUMS, _TOGETHER = 2**19, 48
#: Comparing so many cells takes as long as the work at one break, where a stretch begins or ends.
_PER_BREAK = 256
#: Cells that are counted one by one at a time: each takes tens of bytes meanwhile.
_ONE_BY_ONE = 2**17
#: What that takes is taken by one thread at a time; it would hold Python's lock most of the time.
_one_thread = threading.Lock()
#: Bytes of a strip, its values and their flags: few enough for the cache of one processor.
_STRIP_BYTES = 2**20
#: Factors and shifts that add up parts of a word, see `_Words` and `_sum_of_bytes`.
_ONES, _PLACES, _TOP = np.uint64(0x0101010101010101), np.uint64(0x0001020304050607), np.uint64(56)
_EVEN_BYTES = np.uint64(0x00FF00FF00FF00FF)
_PAIR_ONES, _TOP_PAIR = np.uint64(0x0001000100010001), np.uint64(48)
#: Words whose bytes are full from the k-th on.
_BEHIND = np.array([(1 << 64) - (1 << 8 * k) for k in range(8)], dtype=np.uint64)


def stretches(start, stop, values, valid):
    """Return the counter of the cells of stretches.

    Parameters
    ----------
    start, stop : int array of shape (stretches,)
        First cell of each stretch, and the one behind its last, in ``values``;
        rising. None is empty, or longer than `LONGEST`.
    values : array of shape (n,)
    valid : bool array of shape (n,), or None
        Which cells have data.

    Returns
    -------
    object
        With a method ``count(classes, along)``, see `_Stretches.count`.
    """
    from . import stretches_numba  # not before: QGIS starts sooner without numba

    # numba does not know floating point of 16 bits
    can_loop = stretches_numba.count_cells is not None and values.dtype != np.float16
    return (_Loops if can_loop else _Words)(start, stop, values, valid)


def add_up(cells, places, group, groups: int, cell_ha, rise, origin):
    """Add up the cells of stretches, and their areas.

    The area of a cell rises along a stretch in a straight line: n cells of it
    measure n a + b sum(t), with t the distance of each from the place where a
    cell has the area a.

    Parameters
    ----------
    cells : uint64 array of shape (values, stretches)
        Number of the cells.
    places : uint64 array of shape (values, stretches), or None
        Sum of their places.
    group : int array of shape (stretches,)
        In which group each stretch is.
    groups : int
        How many there are.
    cell_ha : array of shape (stretches,)
    rise, origin : array of shape (stretches,), or None
        Rise of the area of a cell from each place to the next, and the place
        where it is ``cell_ha``; None if it is so everywhere.

    Returns
    -------
    pixels : int array of shape (values, groups)
    area_ha : array of shape (values, groups)
    """
    from . import stretches_numba

    shape = len(cells), groups
    pixels, area_ha = np.zeros(shape, dtype=np.int64), np.zeros(shape)
    if stretches_numba.add_up_cells is not None:
        stretches_numba.add_up_cells(cells, places, group, cell_ha, rise, origin, pixels, area_ha)
        return pixels, area_ha
    for number, row in enumerate(cells):
        if rise is None:
            hectares = row * cell_ha
        else:
            hectares = stretches_numba.area_along(row, places[number], cell_ha, rise, origin)
        pixels[number] = np.bincount(group, row, groups)
        area_ha[number] = np.bincount(group, hectares, groups)
    return pixels, area_ha


class _Stretches:
    """Cells of stretches, counted value by value; see `stretches`."""

    #: Comparing so many cells takes as long as counting one by itself.
    _per_cell: int

    def __init__(self, start, stop, values, valid):
        self._start, self._stop = start, stop
        self._values, self._valid = values, valid
        self._length = stop - start
        self._left = self._length.astype(np.uint64)  # cells not yet counted
        self._breaks = len(start) + 1  # if each begins where the one before ends

    def count(self, classes, along):
        """Count the cells of every value in every stretch.

        Parameters
        ----------
        classes : dict of value to int
            Values that were met, and how often the last time; kept up to date.
        along : bool
            Whether the places are wanted.

        Yields
        ------
        values : array of shape (values,), or None for cells without data
        cells : array of shape (values, stretches)
            Number of the cells.
        places : array of shape (values, stretches)
            Sum of the places of the cells in ``values``; anything if not wanted.
        """
        if self._valid is not None:
            yield (None, *self._compare([None], along))
        known = sorted(classes, key=classes.get, reverse=True)
        found = dict.fromkeys(known, 0)
        for values in self._in_turn(known, classes):
            cells, places = self._compare(values, along)
            number = cells.sum(axis=1)
            found.update(zip(values, number.tolist()))
            here = np.flatnonzero(number)  # others may lie outside all regions, and be no codes
            values = np.array(values, dtype=self._values.dtype)
            if len(here) < len(values):
                values, cells, places = (
                    each.take(here, axis=0) for each in (values, cells, places)
                )
            yield values, cells, places
        classes.update(found)
        if self._left.any():
            yield from self._one_by_one([value for value in known if found[value]], classes)

    def _in_turn(self, known, classes):
        """Yield lists of values to compare all cells with, as long as that is worth it.

        Those met the last time come together, then the others one after the other.
        """
        cost = len(self._values) + _PER_BREAK * self._breaks
        expected = sum(classes[value] > 0 for value in known)
        if expected > _TOGETHER:
            share = cost / (self._per_cell * self._left.sum())
            least = share * sum(classes[value] for value in known)
            expected = sum(classes[value] > least for value in known)
        elif expected * cost > self._per_cell * self._left.sum():
            return
        together, tried = self._together(), 0
        while tried < len(known) and self._left.any():
            if tried > expected:  # in vain, as it seems: an eighth of counting one by one at most
                cells = self._length[self._left > 0].sum()
                if 8 * (tried - expected) * cost > self._per_cell * cells:
                    return
            count = max(1, min(expected - tried, together))
            yield known[tried : tried + count]
            tried += count

    def _together(self) -> int:
        """Tell how many values are worked on together."""
        return max(1, min(_TOGETHER, _SUMS // self._breaks))

    def _one_by_one(self, met, classes):
        """Count the cells of stretches that have others than some values, as `count` does."""
        with _one_thread:
            stretch, place, which, values, number = self._others(met)
        classes.update(zip(values.tolist(), number.tolist()))
        together, ends = self._together(), np.cumsum(number)
        for low in range(0, len(values), together):
            part = values[low : low + together]
            here = slice(ends[low] - number[low], ends[low + len(part) - 1])
            key = (which[here] - low).astype(np.int64) * len(self._start) + stretch[here]
            size, shape = len(part) * len(self._start), (len(part), -1)
            sums = np.bincount(key, minlength=size), np.bincount(key, place[here], size)
            yield (part, *(each.astype(np.uint64).reshape(shape) for each in sums))

    def _others(self, met):
        """List the cells of stretches that have others than some values.

        Returns
        -------
        stretch, place, which : int array of shape (cells,)
            Of each cell, and the number of its value; by value.
        values, number : array of shape (values,)
            And how many cells each has.
        """
        short = np.flatnonzero(self._left)
        start, length = self._start.take(short), self._length.take(short)
        ends = np.flatnonzero(np.diff(np.cumsum(length) // _ONE_BY_ONE, append=-1)) + 1
        found = []
        for low, high in zip([0, *ends[:-1]], ends):
            stretch, place = repeated(start[low:high], length[low:high])
            values = self._values.take(place)
            other = np.ones(len(place), bool) if self._valid is None else self._valid.take(place)
            for value in met:
                other &= values != value
            stretch, place = short[low:high].take(stretch[other]), place[other]
            found.append((stretch.astype(np.int32), place.astype(np.int32), values[other]))
        stretch, place, values = (np.concatenate(parts) for parts in zip(*found))
        values, which = numbered(values)
        order = in_groups(which, len(values))
        stretch, place, which = (each.take(order) for each in (stretch, place, which))
        return stretch, place, which, values, np.bincount(which)


class _Words(_Stretches):
    """Cells of stretches, counted in 64-bit words of a byte for a cell.

    A break is where stretches begin or end; it lies in one word, or at its head. The cells from one
    break to the next are those behind the first break in its word, and the words after that up to
    and with the word of the second break, less the cells behind the second break in its word.
    """

    _per_cell = 512

    def __init__(self, start, stop, values, valid):
        super().__init__(start, stop, values, valid)
        breaks = np.stack([start, stop], axis=1).reshape(-1)
        kept = np.diff(breaks, prepend=-1) > 0
        self._at = (np.cumsum(kept) - 1)[::2]  # the break where a stretch begins
        breaks = breaks[kept]
        self._breaks = len(breaks)
        self._cut, self._behind = breaks >> 3, _BEHIND.take(breaks & 7)
        self._none = np.flatnonzero(self._cut[1:] == self._cut[:-1])
        # strips, in which one value after the other is looked for, go from one break to another
        words = max(1, _STRIP_BYTES // (8 * (values.itemsize + 1)))
        ends = np.searchsorted(self._cut, np.arange(self._cut[0], self._cut[-1], words))
        ends = np.unique([0, *ends.tolist(), len(breaks) - 1]).tolist()
        self._strips = list(zip(ends[:-1], ends[1:]))

    def _compare(self, values, along) -> tuple[np.ndarray, np.ndarray]:
        """Count the cells of some values, as `count` does."""
        shape = len(values), self._breaks
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
        """Sums of every stretch; ``whole`` is overwritten.

        Numbers are those modulo 2^64. Bytes may overflow meanwhile, those of a stretch do not.
        """
        whole[:, self._none] = 0  # a part without words
        whole += behind
        whole[:, :-1] -= behind[:, 1:]
        return whole.take(self._at, axis=1)


class _Loops(_Stretches):
    """Cells of stretches, counted in machine code."""

    _per_cell = 2048

    def __init__(self, start, stop, values, valid):
        from .stretches_numba import TOGETHER

        if len(values) < TOGETHER:  # so many are always looked at
            values = np.resize(values, TOGETHER)
            valid = None if valid is None else np.resize(valid, TOGETHER)
        super().__init__(start, stop, values, valid)

    def _compare(self, values, along) -> tuple[np.ndarray, np.ndarray]:
        """Count the cells of some values, as `count` does."""
        from .stretches_numba import count_cells

        shape = len(values), len(self._start)
        cells = np.empty(shape, dtype=np.uint64)
        places = np.empty(shape, dtype=np.uint64) if along else None
        within, valid = self._values, None if self._valid is None else self._valid.view(np.uint8)
        if values == [None]:
            within, valid, values = valid, None, [0]
        values = np.array(values, dtype=within.dtype)
        count_cells(within, valid, self._start, self._stop, values, cells, places, self._left)
        return cells, places if along else cells


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


def numbered(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the values that occur, rising, and the number of each: a faster numpy.unique."""
    if values.dtype.kind in "iu" and values.dtype != np.uint64 and len(values):
        low, high = int(values.min()), int(values.max())
        if high - low < max(2**16, 4 * len(values)):
            offset = values.astype(np.int64) - low
            occurs = np.bincount(offset) > 0
            number = np.cumsum(occurs, dtype=np.int32) - 1
            return (np.flatnonzero(occurs) + low).astype(values.dtype), number.take(offset)
    single, number = np.unique(values, return_inverse=True)
    return single, number.reshape(-1).astype(np.int32)


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
