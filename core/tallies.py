"""Counting the cells of a window by region and class.

A window is read in pieces. In a piece the cells of every region lie in stretches
of rows, of which the cells of every class are counted (``stretches``) and added
up by region, each row with the area of its cells.
"""

from __future__ import annotations

import os
import threading
from collections import namedtuple

import numpy as np

from .rasters import Window
from .stretches import LONGEST, add_up, numbered, stretches
from .zones import Spans, cut, repeated

#: Cells and hectares by region, the region that holds the same cells too (or
#: -1), and class code (or NODATA). Arrays of one length, sorted by the first three.
Tally = namedtuple("Tally", "zone other code pixels area_ha")
#: Stands for the code of cells without data; no class code is as small.
NODATA = np.iinfo(np.int64).min
#: Half of the threads count while the others decode. Counting takes Python's lock again and again:
#: threads that all count wait for each other, and lose more by it than by taking turns.
_turn = threading.Semaphore(max(1, (os.cpu_count() or 1) // 2))
#: One cell in so many is looked at first, to learn which classes there are.
_SAMPLE = 127


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
        Counted from the first cell of the piece, none longer than `LONGEST`.
    reached : int
        Cells of the window up to the end of the piece, in the order of reading.
    """
    columns, rows = raster.piece_size(window)
    for row in range(0, window.rows, rows):
        row_end = min(row + rows, window.rows)
        found = [_between(spans, np.searchsorted(spans.row, [row, row_end])) for spans in layers]
        for column in range(0, window.columns, columns):
            column_end = min(column + columns, window.columns)
            here = [_within(spans, column, column_end) for spans in found]
            here = [spans for spans in here if len(spans.row)]
            if not here:
                continue
            reached = row * window.columns + column_end * (row_end - row)
            first = min(spans.row[0] for spans in here)
            end = max(spans.row[-1] for spans in here) + 1
            north, south = _whole_blocks(first, end, raster.block[1], row, row_end)
            first = min(spans.start.min() for spans in here)
            end = max(spans.stop.max() for spans in here)
            west, east = _whole_blocks(first, end, raster.block[0], column, column_end)
            piece = Window(window.column + west, window.row + north, east - west, south - north)
            yield piece, [_from(spans, north, west) for spans in here], reached


def _between(spans: Spans, ends) -> Spans:
    """Take spans from one index to below another."""
    return Spans(*(values[slice(*ends)] for values in spans))


def _within(spans: Spans, west: int, east: int) -> Spans:
    """Take the parts of spans that lie between columns."""
    meets = np.flatnonzero((spans.stop > west) & (spans.start < east))
    spans = Spans(*(values.take(meets) for values in spans))
    return spans._replace(start=spans.start.clip(west), stop=spans.stop.clip(max=east))


def _from(spans: Spans, row: int, column: int) -> Spans:
    """Count rows and columns from a cell, and cut what is too long to be counted."""
    row, start, stop = spans.row - row, spans.start - column, spans.stop - column
    spans = spans._replace(row=row, start=start, stop=stop)
    parts = -(-(stop - start) // LONGEST)
    if parts.max() == 1:
        return spans
    which, part = repeated(np.zeros_like(parts), parts)
    spans = Spans(*(values.take(which) for values in spans))
    start = spans.start + part * LONGEST
    return spans._replace(start=start, stop=np.minimum(spans.stop, start + LONGEST))


def _whole_blocks(first, end, size: int, low: int, high: int) -> tuple[int, int]:
    """Widen a range of cells to whole blocks, within bounds."""
    return max(int(first) // size * size, low), min(-(-int(end) // size) * size, high)


def _count_piece(raster, lines, piece, values, valid, spans, classes):
    """Yield the tallies of the spans of one layer, some rows at a time."""
    rows = max(1, 2 * raster.piece_cells // piece.columns)
    for row in range(0, piece.rows, rows):
        part = _between(spans, np.searchsorted(spans.row, [row, row + rows]))
        if not len(part.row):
            continue
        here = slice(row, row + rows)
        window = Window(piece.column, piece.row + row, piece.columns, min(rows, piece.rows - row))
        yield from _count_rows(
            raster,
            lines(window),
            window,
            values[here].reshape(-1),
            None if valid is None else valid[here].reshape(-1),
            part._replace(row=part.row - row),
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
    pair, group = numbered(spans.zone * others + spans.other + 1)
    zone, other = pair // others, pair % others - 1
    begin = spans.row * window.columns
    place = spans.row * len(knots) + knot
    cell_ha, rise, origin = area_ha.take(place), None, None
    if along:
        rise = (area_ha.take(place + 1) - cell_ha) / (knots[knot + 1] - knots[knot])
        origin = begin - window.column + knots[knot]

    def tally(code, cells, places):
        pixels, hectares = add_up(
            cells, places if along else None, group, len(pair), cell_ha, rise, origin
        )
        row, at = np.nonzero(pixels)
        return Tally(zone[at], other[at], code[row], pixels[row, at], hectares[row, at])

    nodata = np.zeros((2, 1, len(group)), dtype=np.uint64)
    for met, cells, places in stretches(
        begin + spans.start, begin + spans.stop, values, valid
    ).count(classes, along):
        code = np.full(len(cells), NODATA) if met is None else _codes(raster, met)
        for number in np.flatnonzero(code == NODATA):
            nodata[:, 0] += cells[number], places[number]
            cells[number] = 0
        yield tally(code, cells, places)
    if nodata[0].any():
        yield tally(np.array([NODATA]), *nodata)


def _codes(raster, values: np.ndarray) -> np.ndarray:
    """Class codes of values, or NODATA."""
    codes, known = raster.codes(values)
    codes = codes.astype(np.int64)  # in a smaller type NODATA would be another number
    return codes if known is None else np.where(known, codes, NODATA)


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
