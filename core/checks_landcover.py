"""What is wrong or odd about land cover: years, grids, extents, and codes by a sample."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from osgeo import osr

from .checks import ERROR, NOTE, WARNING, Findings
from .checks_regions import envelopes
from .landcover import DEFAULT_YEAR_PATTERN, year_from_name
from .log import Log, Message, listing
from .polygons import spatial_reference, transformed
from .rasters import Grid, Raster, Window
from .tables import file_name

_TOPIC = "land cover"
#: Pieces of some million cells that are read of a raster, spread over the regions.
_SAMPLE = 12
#: Regions with fewer cells than these: little more than a guess; an error of some per cent.
_FEW_CELLS, _SOME_CELLS = 10, 100
_MUCH_NODATA = 0.5


@dataclass
class Sample:
    """Cells that were looked at.

    Attributes
    ----------
    codes : Counter of int
        Class code to number of cells.
    nodata, cells : int
        Cells without data, and all cells read.
    pieces, all_pieces : int
        Pieces read, and those that hold the regions.
    """

    codes: Counter = field(default_factory=Counter)
    nodata: int = 0
    cells: int = 0
    pieces: int = 0
    all_pieces: int = 0


def check_landcover(
    found: Findings,
    rasters,
    polygons: dict,
    crs_wkt: str,
    legend: pd.DataFrame | None,
    pattern: str = DEFAULT_YEAR_PATTERN,
    band: int = 1,
    nodata: float | None = None,
    log: Log | None = None,
) -> list:
    """Check the rasters of a study.

    Parameters
    ----------
    found : Findings
    rasters : list of str or path-like
    polygons : dict of str to ogr.Geometry
        Of `checks_regions.check_regions`; may be empty.
    crs_wkt : str
        CRS of the polygons; empty if there is none.
    legend : DataFrame or None
        Of `landcover.legend`; None: codes are not checked.
    pattern, band, nodata
        See `landcover.year_from_name` and `rasters.Raster`.
    log : Log, optional

    Returns
    -------
    list of int
        Years of the rasters.
    """
    log = log or Log()
    years = _check_years(found, rasters, pattern, log)
    opened, placed = [], {}
    for number, path in enumerate(rasters):
        part = log.part(number / len(rasters), (number + 1) / len(rasters))
        part.check(0)
        place = file_name(path)
        with found.reading(_TOPIC, place, part):
            raster = Raster(path, band, nodata)
            opened.append(raster)
            grid = raster.grid
            if polygons and crs_wkt and grid.crs_wkt not in placed:
                placed[grid.crs_wkt] = _in_crs(polygons, crs_wkt, grid.crs_wkt)
            boxes, areas = placed.get(grid.crs_wkt, (None, None))
            meets = boxes is None or _check_extent(found, place, grid, list(polygons), boxes)
            if meets and boxes is not None:
                _check_size(found, place, grid, list(polygons), areas)
            if meets and legend is not None:
                _check_codes(found, place, sample_codes(raster, boxes, part), legend)
    _check_grids(found, opened)
    return years


def _check_years(found, rasters, pattern, log) -> list:
    by_year = {}
    for path in rasters:
        with found.reading("years", file_name(path), log):
            by_year.setdefault(year_from_name(path, pattern), []).append(file_name(path))
    for year, files in sorted(by_year.items()):
        if len(files) > 1:
            found.add(
                ERROR, "years", listing(files),
                Message("The year {year} has more than one raster.", year=year), listing(files),
                Message("Keep one, or join the parts of one year by a VRT."),
            )  # fmt: skip
    return sorted(by_year)


def _in_crs(polygons: dict, crs_wkt: str, raster_wkt: str) -> tuple:
    """Return bounding boxes and map areas of polygons in the CRS of a raster; NaN where none is."""
    change = osr.CoordinateTransformation(spatial_reference(crs_wkt), spatial_reference(raster_wkt))
    boxes, areas = np.full((len(polygons), 4), np.nan), np.full(len(polygons), np.nan)
    for i, polygon in enumerate(polygons.values()):
        there = transformed(polygon, change)
        if there is not None:
            boxes[i], areas[i] = envelopes([there])[0], there.GetArea()
    return boxes, areas


def _check_extent(found, place, grid: Grid, names: list, boxes: np.ndarray) -> bool:
    """Compare raster and regions; tell whether they meet anywhere."""
    x0, y0, x1, y1 = grid.extent
    touches = (boxes[:, 0] < x1) & (boxes[:, 2] > x0) & (boxes[:, 1] < y1) & (boxes[:, 3] > y0)
    if not touches.any():
        there = np.append(np.nanmin(boxes[:, :2], axis=0), np.nanmax(boxes[:, 2:], axis=0))
        found.add(
            ERROR, _TOPIC, place, Message("Raster and regions do not meet anywhere."),
            Message(
                "In the CRS of the raster: raster {raster}; regions {regions}",
                raster=_extent(grid.extent),
                regions=_extent(there) if np.isfinite(there).all() else "NaN",
            ),
            Message("Look whether both have the right CRS, or choose another raster."),
        )  # fmt: skip
        return False
    outside = [name for name, inside in zip(names, touches) if not inside]
    if outside:
        found.add(
            WARNING, _TOPIC, place,
            Message("Regions outside the raster: {count}.", count=len(outside)),
            listing(outside),
            Message("Choose a raster that covers them; their areas stay empty."),
        )  # fmt: skip
    dx, dy = abs(grid.dx), abs(grid.dy)
    within = (
        (boxes[:, 0] >= x0 - dx) & (boxes[:, 2] <= x1 + dx)
        & (boxes[:, 1] >= y0 - dy) & (boxes[:, 3] <= y1 + dy)
    )  # fmt: skip
    partly = [name for name, cut in zip(names, touches & ~within) if cut]
    if partly:
        found.add(
            WARNING, _TOPIC, place,
            Message("Regions that reach beyond the raster: {count}.", count=len(partly)), listing(partly),
            Message(
                "Choose a raster that covers them, or see in the column outside_ha how much of "
                "them is unknown."
            ),
        )  # fmt: skip
    return True


def _extent(box) -> str:
    return "x {:.6g} - {:.6g}, y {:.6g} - {:.6g}".format(box[0], box[2], box[1], box[3])


def _check_size(found, place, grid: Grid, names: list, areas: np.ndarray) -> None:
    cells = areas / abs(grid.dx * grid.dy)
    for severity, few, low, high in (
        (WARNING, _FEW_CELLS, -1, _FEW_CELLS),
        (NOTE, _SOME_CELLS, _FEW_CELLS, _SOME_CELLS),
    ):
        small = [
            (name, number)
            for name, number in zip(names, cells)
            if np.isfinite(number) and low <= number < high
        ]
        if small:
            found.add(
                severity, _TOPIC, place,
                Message(
                    "Regions smaller than {few} cells: {count}.", count=len(small), few=few
                ),
                Message(
                    "Cells in a region: {cells}",
                    cells=listing(f"{name} {number:.3g}" for name, number in small),
                ),
                Message("Take a raster of finer cells, or larger regions; shares are rough here."),
            )  # fmt: skip


def sample_codes(raster: Raster, boxes=None, log: Log | None = None) -> Sample:
    """Count the codes in some pieces of a raster, spread evenly over the regions.

    Parameters
    ----------
    raster : Raster
    boxes : array of shape (n, 4), optional
        Bounding boxes of the regions in the CRS of the raster; pieces that meet none of them are
        passed over.
    log : Log, optional

    Returns
    -------
    Sample

    Raises
    ------
    InputError
        If a piece is damaged, or holds numbers that are no codes.
    """
    log = log or Log()
    pieces = [piece for piece in _pieces(raster) if _meets(raster.grid.part(piece), boxes)]
    chosen = np.unique(np.linspace(0, len(pieces) - 1, min(_SAMPLE, len(pieces))).astype(int))
    sample = Sample(pieces=len(chosen), all_pieces=len(pieces))
    for number, index in enumerate(chosen):
        log.check(number / len(chosen))
        values, valid = raster.read(pieces[index])
        # what a mask hides need not be codes
        codes, known = raster.codes(values.ravel() if valid is None else values[valid])
        shown = codes if known is None else codes[known]
        found, counts = np.unique(shown, return_counts=True)
        sample.codes.update(dict(zip(found.tolist(), counts.tolist())))
        sample.cells += values.size
        sample.nodata += values.size - shown.size
    return sample


def _pieces(raster: Raster):
    for window in raster.windows():
        columns, rows = raster.piece_size(window)
        for row in range(window.row, window.row + window.rows, rows):
            for column in range(0, window.columns, columns):
                yield Window(
                    column, row,
                    min(columns, window.columns - column),
                    min(rows, window.row + window.rows - row),
                )  # fmt: skip


def _meets(grid: Grid, boxes) -> bool:
    if boxes is None:
        return True
    x0, y0, x1, y1 = grid.extent
    touches = (boxes[:, 0] < x1) & (boxes[:, 2] > x0) & (boxes[:, 1] < y1) & (boxes[:, 3] > y0)
    return bool(touches.any())


def _check_codes(found, place, sample: Sample, legend: pd.DataFrame) -> None:
    looked_at = (
        Message("all of the {cells:,} cells around the regions were read", cells=sample.cells)
        if sample.pieces == sample.all_pieces
        else Message(
            "a sample: {pieces} of {all_pieces} pieces, {cells:,} cells",
            pieces=sample.pieces, all_pieces=sample.all_pieces, cells=sample.cells,
        )
    )  # fmt: skip
    if not sample.codes:
        found.add(
            ERROR, _TOPIC, place, Message("There is nothing but no data around the regions."),
            looked_at, Message("Choose another raster, band, or no-data value."),
        )  # fmt: skip
        return
    unknown = {
        code: sample.codes[code] for code in sorted(set(sample.codes) - set(legend["class"]))
    }
    if unknown:
        none_known = len(unknown) == len(sample.codes)
        found.add(
            ERROR if none_known else WARNING, _TOPIC, place,
            Message("None of the codes is in the legend.")
            if none_known
            else Message("Codes that the legend lacks: {count}.", count=len(unknown)),
            Message(
                "Code (cells): {codes}; {sample}", sample=looked_at,
                codes=listing(f"{code} ({cells:,})" for code, cells in unknown.items()),
            ),
            Message(
                "Choose the legend of this product, or add the codes by a legend table; declare "
                "codes that mean no data, often 0 or 255, as the no-data value."
            ),
        )  # fmt: skip
    share = sample.nodata / sample.cells
    if share > _MUCH_NODATA:
        found.add(
            NOTE, _TOPIC, place,
            Message("{share:.0%} of the cells around the regions hold no data.", share=share),
            looked_at,
            Message("Nothing to do if this is sea or foreign land; see nodata_ha in the results."),
        )  # fmt: skip


def _check_grids(found, rasters: list) -> None:
    kinds = {}
    for raster in rasters:
        grid = raster.grid
        cell = (round(abs(grid.dx), 12), round(abs(grid.dy), 12), grid.crs_wkt)
        kinds.setdefault(cell, []).append(file_name(raster.path))
    if len(kinds) > 1:
        found.add(
            WARNING, _TOPIC, Message("Land cover"),
            Message("The rasters differ in the size of their cells or in their CRS."),
            "; ".join(f"{dx:.6g} x {dy:.6g}: {listing(files, 3)}" for (dx, dy, _), files in kinds.items()),
            Message(
                "Take one product at one resolution for all years, otherwise changes of areas are "
                "changes of the product."
            ),
        )  # fmt: skip
