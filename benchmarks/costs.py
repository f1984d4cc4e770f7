"""What a cell, a stretch and a vertex cost the zonal engine, and what all of China would.

Run by ``make bench-costs``; docs/engine.md tells what the figures mean.
"""

from __future__ import annotations

import argparse
import functools
import gc
import time
from collections import Counter
from pathlib import Path

import made
from carbon_footprint.core import rasters, stretches, stretches_numba, tallies, zonal
from carbon_footprint.core.log import Log
from carbon_footprint.core.polygons import completed
from osgeo import gdal, ogr
from zonal import REGIONS, worker_counts

SAMPLE = Path(__file__).resolve().parent.parent / "sample" / "provinces.geojson"
#: Extent of the annual land cover of China at 30 m: its columns and rows, and its corner.
COLUMNS, ROWS, WEST, NORTH = 230_000, 135_000, 73.4, 54.0
YEARS = 22


class Clock:
    """Seconds that functions take, and what they are asked to count."""

    def __init__(self):
        self.seconds, self.stretches, self.cells = Counter(), 0, 0
        self._time(rasters.Raster, "read", "decode")
        for way in (stretches._Loops, stretches._Words):
            self._time(way, "_compare", "compare")
        self._time(tallies, "add_up", "add up")
        self._time(tallies, "count_window", "all")
        pieces = tallies._pieces

        def timed(*arguments):
            """Time the generator, not those who use it."""
            found = pieces(*arguments)
            while True:
                start = time.perf_counter()
                piece = next(found, None)
                self.seconds["stretches"] += time.perf_counter() - start
                if piece is None:
                    return
                self.cells += piece[0].columns * piece[0].rows
                self.stretches += sum(len(spans.row) for spans in piece[1])
                yield piece

        tallies._pieces = timed

    def _time(self, owner, name, part):
        function = getattr(owner, name)

        @functools.wraps(function)
        def timed(*arguments):
            start = time.perf_counter()
            result = function(*arguments)
            self.seconds[part] += time.perf_counter() - start
            return result

        setattr(owner, name, timed)

    def clear(self):
        self.seconds.clear()
        self.stretches = self.cells = 0


def read_regions(path):
    """Names and WKB of a file of regions, and its CRS."""
    file = ogr.Open(str(path))
    layer = file.GetLayer()
    regions = [
        (str(feature.GetFID()), bytes(feature.GetGeometryRef().ExportToWkb())) for feature in layer
    ]
    return regions, layer.GetSpatialRef().ExportToWkt()


def measure(clock: Clock, raster: Path, regions_path: Path) -> dict:
    """Count a raster with one thread, and tell where the time goes."""
    regions, wkt = read_regions(regions_path)
    cost = {}
    gc.collect()
    gc.freeze()  # Python would look for garbage in all that numba has loaded
    for _ in range(2):  # the first time some memory is new
        start = time.perf_counter()
        polygons = zonal.read_polygons(regions, Log())
        jobs, faults = zonal._jobs({0: raster}, polygons, wkt, 1, None, Log())
        cost["before"] = time.perf_counter() - start
        job = jobs[0]
        start = time.perf_counter()
        completed(zonal._measure(polygons, jobs, faults, Log()))
        cost["beside"] = time.perf_counter() - start
        clock.clear()
        for window in job.windows:
            tallies.count_window(job.raster, job.layout.zones, job.areas, window)
    cost.update(clock.seconds, stretch_count=clock.stretches, cells=clock.cells)
    cost["vertices"] = len(job.layout.zones.rings.points)
    cost["count"] = cost["all"] - cost["decode"]
    return cost


def of_china(clock: Clock) -> tuple[dict, float]:
    """Count an empty raster of the size of China by provinces: what is touched, and seconds."""
    path = made.CACHE / "china.tif"
    if not path.exists():
        options = ["SPARSE_OK=TRUE", "BIGTIFF=YES", *made.FORMATS["lzw512"]]
        file = gdal.GetDriverByName("GTiff").Create(str(path), COLUMNS, ROWS, 1, 1, options)
        cell = made.PLACES["geographic"].cell
        file.SetGeoTransform((WEST, cell, 0, NORTH, 0, -cell))
        file.SetProjection(made.crs_wkt("geographic"))
        file = None  # noqa: F841 - writes the file
    cost = measure(clock, path, SAMPLE)
    regions, wkt = read_regions(SAMPLE)
    start = time.perf_counter()
    zonal.zonal_areas(path, regions, wkt, workers=worker_counts()[-1])
    return cost, time.perf_counter() - start


def report(clock: Clock, size: int):
    """Yield lines of Markdown."""
    made.rasters(size, [("lzw512", "geographic")])
    raster = made.raster_path(size, "lzw512", "geographic")
    paths = [made.regions(size, count, "geographic") for count in REGIONS]
    few, many = (measure(clock, raster, path) for path in paths)
    stretch = (many["count"] - few["count"]) / (many["stretch_count"] - few["stretch_count"])
    cell = (few["count"] - stretch * few["stretch_count"]) / few["cells"]
    decode = few["decode"] / few["cells"]
    way = "numpy" if stretches_numba.count_cells is None else "machine code"
    yield f"LZW, tiled 512, {size:,} x {size:,} cells; one thread, {way}."
    yield ""
    yield "| what | cost |"
    yield "| --- | --- |"
    yield f"| decode a cell | {decode * 1e9:.2f} ns |"
    yield f"| count a cell | {cell * 1e9:.2f} ns |"
    finding = many["stretches"] / many["stretch_count"]
    yield f"| a stretch | {stretch * 1e6:.2f} µs: finding it {finding * 1e6:.2f} |"
    before, beside = (many[part] / many["vertices"] for part in ("before", "beside"))
    yield f"| a vertex | {before * 1e6:.3f} µs before counting, {beside * 1e6:.3f} beside it |"
    yield ""
    for count, cost in zip(REGIONS, (few, many)):
        yield (
            f"{count:,} regions: {cost['vertices']:,} vertices, {cost['stretch_count']:,} "
            f"stretches, {cost['cells'] / 1e9:.2f} billion cells in pieces; decoding "
            f"{cost['decode']:.2f} s, counting {cost['count']:.2f} s (comparing "
            f"{cost['compare']:.2f}, adding up {cost['add up']:.2f}), regions {cost['before']:.2f} "
            f"s before and {cost['beside']:.2f} s beside it."
        )
    regions, wkt = read_regions(paths[0])
    rate = {}
    for workers in worker_counts():
        start = time.perf_counter()
        zonal.zonal_areas(raster, regions, wkt, workers=workers)
        rate[workers] = time.perf_counter() - start
    cores = worker_counts()[-1]
    yield f"{cores} threads are {rate[1] / rate[cores]:.2f} times as fast as one."

    china, empty = of_china(clock)
    one = china["cells"] * (decode + cell) + china["stretch_count"] * stretch
    free = sum(few[part] for part in ("compare", "add up")) / few["cells"]
    bound = max(0.0, one - china["cells"] * (decode + free))  # what may hold Python's lock
    yield ""
    yield (
        f"All of China, {COLUMNS:,} x {ROWS:,} cells, {len(read_regions(SAMPLE)[0])} provinces: "
        f"{china['cells'] / 1e9:.1f} billion cells in pieces that a province touches, "
        f"{china['stretch_count'] / 1e6:.1f} million stretches. An empty raster of this size took "
        f"{empty:.1f} s with {cores} threads."
    )
    yield ""
    yield f"| | one year | {YEARS} years |"
    yield "| --- | --- | --- |"
    for who, seconds in (
        ("1 core", one),
        (f"{cores} cores (measured rate of {cores} threads)", one * rate[cores] / rate[1]),
        ("16 cores, threads of one process (bound by Python's lock)", max(one / 16, bound)),
        ("16 cores, four Dask workers of four threads", max(one / 16, bound / 4)),
    ):
        yield f"| {who} | {seconds:.0f} s | {seconds * YEARS / 60:.1f} min |"


def main():
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=40_000, help="rows and columns (40000)")
    chosen = parser.parse_args()
    print("\n".join(report(Clock(), chosen.size)))


if __name__ == "__main__":
    main()
