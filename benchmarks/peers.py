"""What is compared: each contender is a function that runs in a process of its own.

``python peers.py TASK`` does one task, given as JSON, and writes what it measured to the file that
the task names. Only the work is timed, from the files to the table of counts; the start of the
interpreter, imports and the start of QGIS or GRASS are not.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr

gdal.UseExceptions()
ogr.UseExceptions()


class Task(dict):
    """A task of ``zonal.py``, with what all contenders need of it."""

    raster = property(lambda self: self["raster"])
    regions = property(lambda self: self["regions"])
    workers = property(lambda self: self["workers"])
    classes = property(lambda self: self["classes"])
    count = property(lambda self: self["count"])

    def table(self):
        """Cells by region (rows, by number) and class (columns); column 0 for "no data"."""
        return np.zeros((self.count, self.classes + 1))


# --- the bare read: every block decoded, nothing done with it ------------------------------------

#: Blocks that a variant reads through GDAL's cache are read once; a small cache is the faster one.
_CACHE_MB = 64


def bare_block(task: Task):
    """Band.ReadBlock, past the cache of blocks, into one buffer."""
    return _bare(task, _read_blocks)


def bare_rows(task: Task):
    """Band.ReadRaster of whole rows of blocks into one buffer."""
    return _bare(task, _read_rows)


def bare_window(task: Task):
    """Band.ReadAsArray of windows that are blocks (of 256 rows, where a block is one row)."""
    return _bare(task, _read_windows)


def _bare(task, read):
    """Read in threads, each with a handle of its own and every so many-th row of blocks."""
    gdal.SetCacheMax(_CACHE_MB << 20)

    def work():
        threads = [
            threading.Thread(target=read, args=(task.raster, first, task.workers))
            for first in range(task.workers)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def counts():
        """Read once more, and look: the cells of each class in the whole raster."""
        total = np.zeros(256, dtype=np.int64)

        def see(cells):
            total[:] += np.bincount(np.frombuffer(cells, dtype=np.uint8), minlength=256)

        read(task.raster, 0, 1, see)
        return total[None, : task.classes + 1]

    return work, counts


def _opened(path):
    file = gdal.Open(path)
    band = file.GetRasterBand(1)
    return file, band, band.XSize, band.YSize, *band.GetBlockSize()


def _read_blocks(path, first, step, see=None):
    file, band, columns, rows, wide, high = _opened(path)
    buffer = bytearray(wide * high)
    for down in range(first, -(-rows // high), step):
        for along in range(-(-columns // wide)):
            band.ReadBlock(along, down, buf_obj=buffer)
            if see:  # a block at the edge is filled up with cells that are not there
                block = np.frombuffer(buffer, dtype=np.uint8).reshape(high, wide)
                see(block[: rows - down * high, : columns - along * wide].tobytes())


def _read_rows(path, first, step, see=None):
    file, band, columns, rows, wide, high = _opened(path)
    high = max(high, 256)
    buffer = memoryview(bytearray(columns * high))
    for down in range(first * high, rows, step * high):
        part = min(high, rows - down)
        band.ReadRaster(0, down, columns, part, buf_obj=buffer[: columns * part])
        if see:
            see(buffer[: columns * part])


def _read_windows(path, first, step, see=None):
    file, band, columns, rows, wide, high = _opened(path)
    high = max(high, 256)
    buffer = np.empty((high, wide), dtype=np.uint8)
    for down in range(first * high, rows, step * high):
        for across in range(0, columns, wide):
            cells = buffer[: rows - down, : columns - across]
            band.ReadAsArray(across, down, cells.shape[1], cells.shape[0], buf_obj=cells)
            if see:
                see(cells.tobytes())


# --- ours and the peers: (work, counts), the second called after the first, outside the time -----


def ours(task: Task):
    """Measure areas with this plugin."""
    # what imports when it is first needed is imported now: imports are not timed
    from carbon_footprint.core import stretches_numba, zones_numba  # noqa: F401
    from carbon_footprint.core.log import Cancelled, Log
    from carbon_footprint.core.zonal import zonal_areas

    class Watched(Log):
        """Keeps what it is told of progress, and cancels after a given time."""

        def __init__(self):
            super().__init__()
            self.start, self.told = time.perf_counter(), []

        def is_cancelled(self):
            return time.perf_counter() > self.start + task.get("cancel_after", np.inf)

        def progress(self, fraction):
            self.told.append((time.perf_counter(), fraction))

    log = Watched()
    result = []

    def work():
        log.start = time.perf_counter()
        file = ogr.Open(task.regions)
        layer = file.GetLayer()
        regions = [
            (feature.GetField("name"), bytes(feature.GetGeometryRef().ExportToWkb()))
            for feature in layer
        ]
        wkt = layer.GetSpatialRef().ExportToWkt()
        try:
            result.append(zonal_areas(task.raster, regions, wkt, workers=task.workers, log=log))
        except Cancelled:
            if "cancel_after" not in task:
                raise
            task["cancelled"] = time.perf_counter()

    def counts():
        if "cancelled" in task:
            waited = task["cancelled"] - log.start - task["cancel_after"]
            task["notes"] = {"cancel_s": waited}
            return None
        told = np.diff([(log.start, 0.0), *log.told], axis=0)
        task["notes"] = {
            "longest_silence_s": float(told[:, 0].max()),
            "largest_step": float(told[:, 1].max()),
            "area_ha": float(result[0].classes["area_ha"].sum()),
        }
        table = task.table()
        classes, regions = result[0].classes, result[0].regions
        rows = classes["region"].str[1:].astype(int).to_numpy() - 1
        table[rows, classes["value"].to_numpy()] = classes["pixels"].to_numpy()
        table[:, 0] = regions["nodata_pixels"].to_numpy()
        return table

    return work, counts


def zonalhistogram(task: Task):
    """Count with QGIS, in memory."""
    from qgis.core import QgsApplication, QgsRasterLayer, QgsVectorLayer

    application = QgsApplication([], False)
    application.initQgis()
    sys.path.append(str(Path(application.pkgDataPath(), "python", "plugins")))
    import processing
    from processing.core.Processing import Processing

    Processing.initialize()
    task["application"] = application
    result = {}

    def work():
        result.update(
            processing.run(
                "native:zonalhistogram",
                {
                    "INPUT_RASTER": QgsRasterLayer(task.raster, "cover"),
                    "RASTER_BAND": 1,
                    "INPUT_VECTOR": QgsVectorLayer(task.regions, "regions", "ogr"),
                    "COLUMN_PREFIX": "c",
                    "OUTPUT": "memory:",
                },
            )
        )

    def counts():
        table = task.table()
        layer = result["OUTPUT"]
        names = layer.fields().names()
        columns = {value: f"c{value}" for value in range(1, task.classes + 1)} | {0: "cNODATA"}
        for feature in layer.getFeatures():
            for value, column in columns.items():
                if column in names:
                    table[feature["number"] - 1, value] = feature[column] or 0
        return table

    return work, counts


def exactextract(task: Task):
    """Coverage of cells: a cell on a border counts for both sides with its share."""
    from exactextract import exact_extract

    result = []

    def work():
        result.append(
            exact_extract(
                task.raster,
                task.regions,
                ["unique", "frac", "count"],
                include_cols=["number"],
                strategy="raster-sequential",
                output="pandas",
            )
        )

    def counts():
        table = task.table()
        for number, values, shares, count in result[0][
            ["number", "unique", "frac", "count"]
        ].itertuples(index=False):
            table[number - 1, values] = shares * count
        table[:, 0] = np.nan  # "no data" is left out
        return table

    return work, counts


def grass(task: Task):
    """Link, import, rasterise and count with GRASS, inside its session."""
    tables = []

    def run(*command):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stderr[-2000:]}")
        return done.stdout

    def work():
        run("r.external", "-o", f"input={task.raster}", "output=cover")
        run("g.region", "raster=cover")
        run("v.in.ogr", "-o", f"input={task.regions}", "output=regions")
        run(
            "v.to.rast", "input=regions", "output=zones", "type=area", "use=attr",
            "attribute_column=number",
        )  # fmt: skip
        tables.append(run("r.stats", "-acn", "input=zones,cover", "separator=comma"))

    def counts():
        table = task.table()
        task["notes"] = {"area_ha": 0.0}
        for line in tables[0].splitlines():
            number, value, square_metres, cells = line.split(",")
            table[int(number) - 1, int(value)] = int(cells)
            task["notes"]["area_ha"] += float(square_metres) / 1e4
        table[:, 0] = np.nan  # r.stats -n leaves "no data" out
        return table

    return work, counts


# --- the process ---------------------------------------------------------------------------------


def peak_mb() -> float:
    """Peak memory of this process or, if that is more, of the largest it started."""
    # ru_maxrss of this process would count what its parent held before exec.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    own = int(status.split("VmHWM:")[1].split()[0])
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


def main():
    task = Task(json.loads(sys.argv[1]))
    work, counts = globals()[task["contender"]](task)
    report = {"idle_mb": peak_mb(), "start": time.time() - task["launched"]}
    start = time.perf_counter()
    work()
    report["seconds"] = time.perf_counter() - start
    report["peak_mb"] = peak_mb()
    if task["check"]:
        table = counts()
        report["counts"] = None if table is None else table.tolist()
        report["notes"] = task.get("notes", {})
    Path(task["report"]).write_text(json.dumps(report), encoding="utf-8")
    sys.stdout.flush()
    os._exit(0)  # what a peer does at its end is not its work, and QGIS may crash there


if __name__ == "__main__":
    main()
