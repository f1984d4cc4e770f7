"""How much of every region lies in every class of a raster.

A cell belongs to the region that holds its centre (``zones``); a cell that lies
in several regions is counted for each of them where they really overlap, and
for one of them along sloppy borders. Cells are counted window by window
(``tallies``), by several threads or machines at once (``workers``); windows and
the order in which they are added up do not depend on how many there are, nor
does any digit of the result.

The area of a region is defined by its balance: ::

    region = classes + no data + outside the raster

where classes and no data are sums of cell areas on the ellipsoid
(``cell_areas``), and the part outside is measured from the polygons. The
ellipsoidal area of the polygon is returned beside it as a check.
"""

from __future__ import annotations

from collections import namedtuple
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from .cell_areas import CellAreas
from .log import InputError, Log
from .polygons import completed, read_polygons, repair
from .rasters import Raster
from .tallies import NODATA, Tally, merged
from .workers import Threads
from .zones import SLIVER, Layout

#: Cells and polygon may differ by this much before it is worth a warning.
_AREA_TOLERANCE = 0.02
#: So many tallies are kept until they are added up.
_TALLIES = 32


@dataclass
class ZonalAreas:
    """Result of ``zonal_areas``.

    Attributes
    ----------
    classes : DataFrame
        One row for each region and value that occurs in it: ``region``,
        ``value`` (int), ``pixels`` (int), ``area_ha``.
    regions : DataFrame
        One row for each region, in the order of the input: ``region``,
        ``nodata_pixels`` (int), ``nodata_ha``, ``outside_ha``, ``region_ha``
        (the balance), ``polygon_ha`` (ellipsoidal area of the polygon).
    overlaps : list of (str, str)
        Regions that share cells, which are counted for both.
    """

    classes: pd.DataFrame
    regions: pd.DataFrame
    overlaps: list


def zonal_areas(
    raster_path, regions, crs_wkt: str, band: int = 1, nodata=None, workers: int = 0,
    log: Log | None = None,
) -> ZonalAreas:  # fmt: skip
    """Measure the area of every value of a raster in every region.

    Parameters
    ----------
    raster_path : str or path-like
        A raster of whole numbers that GDAL can open.
    regions : DataFrame or list of (str, bytes)
        Columns ``region`` (text) and ``wkb`` (polygon or multipolygon as WKB).
        Features of the same name are one region.
    crs_wkt : str
        CRS of the regions, as WKT.
    band : int
        Band of the raster, from 1.
    nodata : float, optional
        A value that means "no data", besides those that the file declares.
    workers : int
        Threads; 0 for as many as there are processors.
    log : Log, optional

    Returns
    -------
    ZonalAreas

    Raises
    ------
    InputError
        If raster or regions cannot be used, or do not meet anywhere.
    Cancelled
    """
    workers = Threads(workers)
    return zonal_areas_by_raster([raster_path], regions, crs_wkt, band, nodata, workers, log=log)[0]


def zonal_areas_by_raster(
    paths, regions, crs_wkt: str, band: int = 1, nodata=None, workers=None, finished=None,
    log: Log | None = None,
) -> list:  # fmt: skip
    """Measure the area of every value of several rasters in every region.

    Parameters
    ----------
    paths : list of str or path-like
    regions, crs_wkt, band, nodata
        See `zonal_areas`.
    workers : workers.Threads or workers.DaskCluster, optional
    finished : finished.Finished, optional
        Where rasters that are finished are recorded, and not counted again.
    log : Log, optional

    Returns
    -------
    list of ZonalAreas

    Raises
    ------
    InputError
        With the faults of all rasters, after those without a fault are
        finished.
    Cancelled
    """
    log, workers = log or Log(), workers or Threads()
    results = {}
    if finished is not None:
        results = {number: finished.get(path, log) for number, path in enumerate(paths)}
    missing = [number for number in range(len(paths)) if results.get(number) is None]
    polygons = read_polygons(regions, log) if missing else {}
    jobs, faults = _jobs(
        {number: paths[number] for number in missing}, polygons, crs_wkt, band, nodata, log
    )

    measuring = _measure(polygons, jobs, faults, log)
    for number, tally in _totals(jobs, faults, workers, log, measuring):
        completed(measuring)
        if number in faults:
            continue
        results[number] = _result(tally, jobs[number].layout)
        if finished is not None:
            finished.put(paths[number], results[number])
    if faults:
        raise InputError([text for number in sorted(faults) for text in faults[number].messages])
    log.check(1.0)
    said = set()
    for number, path in enumerate(paths):
        _report(results[number], str(path), said, log)
    return [results[number] for number in range(len(paths))]


#: What it takes to count a raster.
_Job = namedtuple("_Job", "raster layout areas windows")


def _jobs(paths: dict, polygons, crs_wkt, band, nodata, log) -> tuple[dict, dict]:
    """Open rasters and lay the regions on their grids, on equal grids once."""
    jobs, faults, grids = {}, {}, {}
    for number, path in paths.items():
        try:
            raster = Raster(path, band, nodata)
            grid = replace(raster.grid, path="")
            if grid not in grids:
                areas = CellAreas(raster.grid)
                is_equal_area = areas.kind == "constant"
                layout = Layout(polygons, crs_wkt, raster.grid, is_equal_area, log)
                grids[grid] = layout, areas
            jobs[number] = _Job(raster, *grids[grid], raster.windows())
        except InputError as error:
            # the traceback would keep all rasters open, at worst until after the end of GDAL
            faults[number] = error.with_traceback(None)
    return jobs, faults


def _measure(polygons: dict, jobs: dict, faults: dict, log):
    """Do, step by step, what takes time and need not be done before cells are counted."""
    repaired = (yield from repair(polygons, log)) if polygons else []
    for layout in {id(job.layout): job.layout for job in jobs.values()}.values():
        try:
            yield from layout.measure(repaired, log)
        except InputError as error:
            of_layout = [number for number, job in jobs.items() if job.layout is layout]
            faults.update(dict.fromkeys(of_layout, error.with_traceback(None)))


def _totals(jobs: dict, faults: dict, workers, log, meanwhile):
    """Yield the tally of every raster that is counted to its end."""

    def tasks():
        for number, job in jobs.items():
            for window in job.windows:
                if number in faults:
                    break
                yield number, (job.raster, job.layout.zones, job.areas, window)

    cells = sum(job.raster.grid.columns * job.raster.grid.rows for job in jobs.values())
    tallies, counted = [], 0
    for number, tally in workers.count(tasks(), cells, log, meanwhile):
        if isinstance(tally, InputError):
            faults.setdefault(number, tally)
        if number in faults:
            tallies, counted = [], 0
            continue
        tallies.append(tally)
        counted += 1
        if counted == len(jobs[number].windows):
            yield number, merged(tallies)
            tallies, counted = [], 0
        elif len(tallies) == _TALLIES:
            tallies = [merged(tallies)]


def _result(tally: Tally, layout: Layout) -> ZonalAreas:
    """Decide on overlaps, and put names to numbers."""
    names, count = np.array(layout.names, dtype=object), len(layout.names)
    overlaps = _overlaps(tally, layout)
    kept = tally.other < 0
    for zone, other in overlaps:
        kept |= (tally.zone == zone) & (tally.other == other)
    once = Tally(*(column[kept] for column in tally))
    zone, _, code, pixels, area_ha = merged([once._replace(other=np.full_like(once.other, -1))])
    known = code != NODATA
    nodata_pixels, nodata_ha = np.zeros(count, dtype=np.int64), np.zeros(count)
    nodata_pixels[zone[~known]], nodata_ha[zone[~known]] = pixels[~known], area_ha[~known]
    classes_ha = np.bincount(zone[known], area_ha[known], count)
    regions = pd.DataFrame(
        {
            "region": layout.names,
            "nodata_pixels": nodata_pixels,
            "nodata_ha": nodata_ha,
            "outside_ha": layout.outside_ha,
            "region_ha": classes_ha + nodata_ha + layout.outside_ha,
            "polygon_ha": layout.polygon_ha,
        }
    )
    classes = pd.DataFrame(
        {
            "region": names[zone[known]],
            "value": code[known],
            "pixels": pixels[known],
            "area_ha": area_ha[known],
        }
    )
    pairs = [tuple(layout.names[zone] for zone in sorted(pair)) for pair in overlaps]
    return ZonalAreas(classes, regions, sorted(pairs))


def _overlaps(tally: Tally, layout: Layout) -> list:
    """Pairs of regions that share more than a sloppy border."""
    pixels = np.bincount(tally.zone, tally.pixels, len(layout.names))
    shared = tally.other >= 0
    pairs, number = np.unique(
        np.stack([tally.zone[shared], tally.other[shared]]), axis=1, return_inverse=True
    )
    common = np.bincount(number.reshape(-1), tally.pixels[shared])
    return [
        (zone, other)
        for (zone, other), cells in zip(pairs.T.tolist(), common)
        if cells > SLIVER * min(pixels[zone], pixels[other]) and layout.really_overlap(zone, other)
    ]


def _report(result: ZonalAreas, raster: str, said: set, log: Log) -> None:
    """Say where regions overlap, and where cells and polygons do not agree."""
    pairs = "; ".join(" / ".join(pair) for pair in result.overlaps)
    if pairs and pairs not in said:  # rasters on the same grid need not say it again
        said.add(pairs)
        log.warning(
            "These regions overlap and are counted separately, each with its full area: "
            "{pairs}.", pairs=pairs,
        )  # fmt: skip
    table = result.regions
    region = pd.Index(table["region"]).get_indexer(result.classes["region"])
    pixels = np.bincount(region, result.classes["pixels"], len(table)) + table["nodata_pixels"]
    outside = table["outside_ha"] / table["polygon_ha"]
    away = (outside > 1 - _AREA_TOLERANCE) & (pixels == 0)
    if away.any():
        log.warning(
            "{raster}: the raster does not reach these regions: {regions}.",
            raster=raster, regions=", ".join(table["region"][away]),
        )  # fmt: skip
    empty = (pixels == 0) & ~away
    if empty.any():
        log.warning(
            "{raster}: no cell has its centre in these regions, so that they have no areas: "
            "{regions}; use a finer raster.",
            raster=raster, regions=", ".join(table["region"][empty]),
        )  # fmt: skip
    partly = (outside > 1e-6) & ~away & ~empty
    if partly.any():
        listed = table["region"][partly] + outside[partly].map(" ({:.1%})".format)
        log.warning(
            "{raster}: the raster does not cover these regions fully (share outside): {regions}.",
            raster=raster, regions=", ".join(listed),
        )  # fmt: skip
    difference = table["region_ha"] / table["polygon_ha"] - 1
    coarse = (difference.abs() > _AREA_TOLERANCE) & ~away & ~empty
    if coarse.any():
        listed = table["region"][coarse] + difference[coarse].map(" ({:+.1%})".format)
        log.warning(
            "{raster}: the cells are coarse for these regions, their areas differ from those of "
            "the polygons: {regions}.",
            raster=raster, regions=", ".join(listed),
        )  # fmt: skip
