"""Counting of windows beside counting by brute force, and the threads that count them."""

import json
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from carbon_footprint.core import (
    rasters,
    stretches,
    stretches_numba,
    tallies,
    workers,
    zonal,
    zones_numba,
)
from carbon_footprint.core.cell_areas import CellAreas
from carbon_footprint.core.log import Cancelled, InputError, Log
from carbon_footprint.core.rasters import Raster, Window
from carbon_footprint.core.tallies import NODATA, Tally, count_window, merged
from carbon_footprint.core.workers import Threads
from carbon_footprint.core.zonal import zonal_areas, zonal_areas_by_raster
from osgeo import gdal, gdal_array
from shapes import box, burnt, polygon, srs, zones_of


def write(
    path, values, x0=0.0, y0=0.0, dx=1.0, dy=-1.0, crs=32650, nodata=None, options=(), mask=None
):
    values = np.asarray(values)
    kind, options = gdal_array.NumericTypeCodeToGDALTypeCode(values.dtype), list(options)
    if values.dtype == "int8":
        kind = getattr(gdal, "GDT_Int8", gdal.GDT_Byte)
        options += ["PIXELTYPE=SIGNEDBYTE"] if kind == gdal.GDT_Byte else []
    rows, columns = values.shape
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), columns, rows, 1, kind, options)
    dataset.SetGeoTransform((x0, dx, 0, y0, 0, dy))
    dataset.SetProjection(srs(crs).ExportToWkt())
    band = dataset.GetRasterBand(1)
    if nodata is not None:
        band.SetNoDataValue(int(nodata) if values.dtype.kind in "iu" else nodata)
    band.WriteArray(values)
    if mask is not None:
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        band.GetMaskBand().WriteArray(np.where(mask, 255, 0).astype("uint8"))
    dataset = band = None
    return str(path)


def by_numpy(monkeypatch):
    """Count without machine code from now on."""
    monkeypatch.setattr(stretches_numba, "count_cells", None)
    monkeypatch.setattr(stretches_numba, "add_up_cells", None)
    monkeypatch.setattr(zones_numba, "cross_rows", None)


@pytest.fixture(params=["machine code", "numpy"])
def per_cell(request, monkeypatch):
    """Count in both ways; so many cells are compared in the time of counting one by itself."""
    if request.param == "numpy":
        by_numpy(monkeypatch)
        return 512
    if stretches_numba.count_cells is None:
        pytest.skip("numba is not installed")
    return 2048


def in_cells(shape, grid):
    """A polygon in columns and rows, brought to the grid."""
    points = np.array(shape.GetGeometryRef(0).GetPoints())[:-1, :2]
    return polygon(points * [grid.dx, grid.dy] + [grid.x0, grid.y0])


def star(rng, columns, rows):
    points = rng.integers(5, 40)
    angle = 2 * np.pi * (np.arange(points) + rng.uniform(0, 0.9, points)) / points
    reach = rng.uniform(0.3, 1, points) * max(columns, rows) * rng.uniform(0.05, 0.8)
    x, y = rng.uniform(0, columns), rng.uniform(0, rows)
    return polygon(np.column_stack([x + reach * np.cos(angle), y + reach * np.sin(angle)]))


class LinesOfArea:
    """Areas of cells that are broken lines along rows, a different one in every row.

    The lines break at fixed columns of the raster, not at those of a window, so that the area of
    a cell is the same in whatever piece it is read. Knots between the breaks change nothing.
    """

    kind = "cells"

    def __init__(self, rng, rows, columns):
        inner = np.sort(rng.uniform(0, max(columns - 1, 1), rng.integers(0, 9)))
        self._breaks = np.concatenate([[0.0], inner, [max(columns - 1.0, 1.0)]])
        self._area = rng.uniform(0.5, 2, (rows, len(self._breaks)))
        self.every = np.array([np.interp(np.arange(columns), self._breaks, a) for a in self._area])

    def along_rows(self, window):
        first, last = float(window.column), float(window.column + window.columns - 1)
        within = self._breaks[(self._breaks > first) & (self._breaks < last)]
        knots = np.array([first, *within, last] if last > first else [first])
        lines = self._area[window.row : window.row + window.rows]
        return knots, np.array([np.interp(knots, self._breaks, line) for line in lines])


def every_area(areas, window):
    """Area of each cell of a window, as `along_rows` describes it."""
    knots, lines = areas.along_rows(window)
    columns = window.column + np.arange(window.columns)
    return np.array([np.interp(columns, knots, line) for line in lines])


def by_brute_force(values, known, masks, area_ha) -> dict:
    """Cells and hectares by (region, code)."""
    codes = np.where(known, np.where(known, values, 0).astype(np.int64), NODATA)
    expected = {}
    for zone, mask in enumerate(masks):
        for code in np.unique(codes[mask]):
            here = mask & (codes == code)
            expected[zone, int(code)] = int(here.sum()), area_ha[here].sum()
    return expected


def check(tally, values, known, masks, area_ha, rtol=1e-12):
    expected = by_brute_force(values, known, masks, area_ha)
    found = defaultdict(lambda: [0, 0.0])
    for zone, other, code, pixels, area in zip(*tally):
        assert pixels > 0 and other != zone
        found[int(zone), int(code)][0] += int(pixels)
        found[int(zone), int(code)][1] += area
    assert {key: cells for key, (cells, _) in found.items()} == {
        key: cells for key, (cells, _) in expected.items()
    }
    keys = sorted(expected)
    np.testing.assert_allclose(
        [found[key][1] for key in keys], [expected[key][1] for key in keys], rtol=rtol
    )
    # counted once each, the cells are those of the union
    first = np.asarray(tally.other) == -1
    assert tally.pixels[first].sum() == masks.any(axis=0).sum()
    order = np.lexsort([tally.code, tally.other, tally.zone])
    assert (order == np.arange(len(order))).all()
    table = pd.DataFrame({"zone": tally.zone, "other": tally.other, "code": tally.code})
    assert not table.duplicated().any()


def patchy(rng, rows, columns, codes):
    """Codes in patches of about 5 x 9 cells."""
    coarse = rng.choice(codes, (-(-rows // 5), -(-columns // 9)))
    return coarse.repeat(5, 0).repeat(9, 1)[:rows, :columns]


CODES = {
    "uint8": [0, 1, 2, 7, 100, 255],
    "int8": [-128, -1, 0, 3, 127],
    "int16": [-32768, -5, 0, 11, 32767],
    "uint16": [0, 9, 300, 40000, 65535],
    "int32": [-(2**31), -70000, 0, 5, 2**31 - 1],
    "uint32": [0, 7, 2**31, 2**32 - 1],
    "float32": [-(2**24), -1, 0, 3, 2**24],
    "float64": [-(2**53), -1, 0, 3, 2**53],
}
if hasattr(gdal, "GDT_Int64"):  # since GDAL 3.5; beyond 2^53 see test_rasters
    CODES.update({"int64": [-(2**53), -1, 0, 5, 2**53], "uint64": [0, 7, 2**40, 2**53]})


# --- one window beside brute force ------------------------------------------------------------


@pytest.mark.parametrize("dtype", CODES)
def test_types_with_nodata_and_nan(tmp_path, dtype):
    rng = np.random.default_rng(2)
    values = patchy(rng, 41, 77, np.array(CODES[dtype], "float64")).astype(dtype)
    known = values != CODES[dtype][2]
    if values.dtype.kind == "f":
        odd = rng.choice([np.nan, np.inf, -np.inf], values.shape)
        values = np.where(rng.random(values.shape) < 0.1, odd, values).astype(dtype)
        known &= np.isfinite(values)
    raster = Raster(write(tmp_path / "x.tif", values, nodata=CODES[dtype][2]))
    shapes = [in_cells(star(rng, 77, 41), raster.grid) for _ in range(4)]
    shapes.append(in_cells(box(-1, -1, 99, 99), raster.grid))
    areas = CellAreas(raster.grid)
    window = Window(0, 0, 77, 41)
    tally = count_window(raster, zones_of(shapes, raster.grid), areas, window)
    masks = burnt(shapes, raster.grid)
    assert masks[:4].sum() > 500 and known.sum() < values.size
    check(tally, values, known, masks, every_area(areas, window), 1e-10)
    assert all(value == value for value in raster.met)  # NaN is passed over with what has no data


# EPSG, first corner, cell: rows; constant (Albers of China is not in EPSG); cells, the third far
# from its meridian, the last in degrees of the map
PLACES = {
    "degrees": (4326, 100.0, 40.0, 0.01, -0.01, "rows"),
    "degrees, south-up": (4326, 100.0, 40.0, 0.01, 0.02, "rows"),
    "to the pole": (4326, 100.0, 90.0, 0.5, -0.5, "rows"),
    "equal-area": (6933, 1e7, 4e6, 300.0, -200.0, "constant"),
    "utm": (32650, 4e5, 4e6, 1000.0, -1000.0, "cells"),
    "utm far away": (32650, -9e5, 4e6, 1700.0, -900.0, "cells"),
    "web mercator": (3857, 1.1e7, 4e6, 3000.0, 1000.0, "cells"),
    "web mercator, fine": (3857, 1.1e7, 4e6, -10.0, -10.0, "cells"),
}


@pytest.mark.parametrize("place", PLACES)
def test_areas_of_all_kinds(tmp_path, place):
    crs, x0, y0, dx, dy, kind = PLACES[place]
    rng = np.random.default_rng(3)
    values = patchy(rng, 45, 131, [1, 2, 3]).astype("uint8")
    raster = Raster(write(tmp_path / "x.tif", values, x0, y0, dx, dy, crs))
    shapes = [in_cells(star(rng, 131, 45), raster.grid) for _ in range(5)]
    areas = CellAreas(raster.grid)
    assert areas.kind == kind
    for window in (Window(0, 0, 131, 45), Window(0, 13, 131, 9)):
        tally = count_window(raster, zones_of(shapes, raster.grid), areas, window)
        rows = slice(window.row, window.row + window.rows)
        check(
            tally, values[rows], np.ones(values[rows].shape, bool),
            burnt(shapes, raster.grid)[:, rows], every_area(areas, window),
            1e-10 if kind == "cells" else 1e-12,
        )  # fmt: skip


@pytest.mark.parametrize(
    "rows,columns",
    [(1, 1), (1, 7), (7, 1), (1, 8), (3, 9), (1, 4099), (5, 2039), (5, 2040), (5, 2041), (3, 2049),
     (2, 4103), (4, 6121)],
)  # fmt: skip
@pytest.mark.parametrize("pattern", ["one class", "checkerboard", "noise"])
@pytest.mark.parametrize("strip", [1, 600, 2**20, "machine code"])
def test_sizes_and_patterns(tmp_path, monkeypatch, rows, columns, pattern, strip):
    """A byte counts to 255: a row of one class overflows it, if spans are not cut in time."""
    if strip != "machine code":
        by_numpy(monkeypatch)
        monkeypatch.setattr(stretches, "_STRIP_BYTES", strip)
    elif stretches_numba.count_cells is None:
        pytest.skip("numba is not installed")
    rng = np.random.default_rng(columns)
    values = {
        "one class": np.full((rows, columns), 200),
        "checkerboard": np.add.outer(np.arange(rows), np.arange(columns)) % 2,
        "noise": rng.integers(0, 9, (rows, columns)),
    }[pattern].astype("uint8")
    raster = Raster(write(tmp_path / "x.tif", values))
    everything, most = box(0, 0, columns, rows), box(0.5 + columns // 3, 0, columns - 0.7, rows)
    areas = LinesOfArea(rng, rows, columns)
    window = Window(0, 0, columns, rows)
    for shapes in ([everything], [everything, most], [most]):
        shapes = [in_cells(shape, raster.grid) for shape in shapes]
        tally = count_window(raster, zones_of(shapes, raster.grid), areas, window)
        known = np.ones(values.shape, bool)
        check(tally, values, known, burnt(shapes, raster.grid), areas.every, 1e-10)


def test_machine_code_is_there_where_numba_is():
    """Where the compiler refuses it the tests above are skipped, and nobody would know."""
    pytest.importorskip("numba")
    assert stretches_numba.count_cells is not None and stretches_numba.add_up_cells is not None


PACKAGE = """
import sys, types
package = types.ModuleType("carbon_footprint")
package.__path__ = [sys.argv[1]]
sys.modules["carbon_footprint"] = package
"""
BESIDE_NOTHING = """
import ctypes, mmap
import numpy as np
from carbon_footprint.core import stretches
page = mmap.PAGESIZE
memory = mmap.mmap(-1, 4 * page)
first = ctypes.addressof(ctypes.c_char.from_buffer(memory))
libc = ctypes.CDLL(None, use_errno=True)
for closed in (first, first + 3 * page):
    assert libc.mprotect(ctypes.c_void_p(closed), ctypes.c_size_t(page), 0) == 0
for count in (1, 7, 31, 32, 33, 63, 64, 65, 200):
    for value_at, valid_at in ((page, 3 * page - count), (3 * page - count, page)):
        memory[page : 3 * page] = bytes(2 * page)
        values = np.frombuffer(memory, np.uint8, count, value_at)
        for valid in (None, np.frombuffer(memory, bool, count, valid_at)):
            if valid is not None:
                valid[::2] = True
            stop = np.unique([1, count - count // 3, count])
            start = np.concatenate([[0], stop[:-1]])
            for along in (False, True):
                counter = stretches.stretches(start, stop, values, valid)
                found = [each for each in counter.count({0: 1}, along) if each[0] is not None]
                ((_, cells, places),) = found
                where = np.flatnonzero(np.ones(count, bool) if valid is None else valid)
                stretch = np.searchsorted(stop, where, side="right")
                assert (cells[0] == np.bincount(stretch, minlength=len(stop))).all(), count
                if along:
                    assert (places[0] == np.bincount(stretch, where, len(stop))).all(), count
"""


@pytest.mark.skipif(sys.platform == "win32", reason="pages of memory are closed by mprotect")
def test_no_cell_beside_the_array_is_looked_at(root):
    """Machine code compares many cells at once: beside the array lie pages that end the process."""
    script = PACKAGE + BESIDE_NOTHING
    done = subprocess.run([sys.executable, "-c", script, root], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr or done.returncode


WITHOUT_MACHINE_CODE = """
import numpy
numba = types.ModuleType("numba")
numba.config = types.SimpleNamespace(DISABLE_JIT=0)
numba.types = None
numba.extending = types.ModuleType("numba.extending")
numba.extending.intrinsic = lambda function: lambda *values: numpy.uint64(0)
sys.modules["numba.extending"] = numba.extending
%s
sys.modules["numba"] = numba
from carbon_footprint.core import stretches_numba, zones_numba
assert stretches_numba.count_cells is None and stretches_numba.add_up_cells is None
assert zones_numba.cross_rows is None
"""


@pytest.mark.parametrize(
    "fault",
    [
        "numba = None",
        "pass",  # as a package of this name that has no njit
        "def njit(**options): raise RuntimeError('cannot cache function: no locator available')\n"
        "numba.njit = njit",
        "def njit(**options): return lambda function: compiled\n"
        "def compiled(*arguments): raise ValueError('the compiler fails')\n"
        "numba.njit = njit",
        "numba.njit = lambda **options: lambda function: function\n"  # which would take hours
        "numba.config.DISABLE_JIT = 1",
    ],
)
def test_numba_that_is_of_no_use_is_done_without(root, fault):
    script = PACKAGE + WITHOUT_MACHINE_CODE % fault
    done = subprocess.run([sys.executable, "-c", script, root], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("classes", [47, 48, 49, 97, 256, 700])
def test_many_classes(tmp_path, per_cell, classes):
    rng = np.random.default_rng(classes)
    values = rng.integers(0, classes, (60, 211)).astype("uint16")
    raster = Raster(write(tmp_path / "x.tif", values))
    shapes = [in_cells(star(rng, 211, 60), raster.grid) for _ in range(3)]
    areas, window = LinesOfArea(rng, 60, 211), Window(0, 0, 211, 60)
    zones, known = zones_of(shapes, raster.grid), np.ones(values.shape, bool)
    first = count_window(raster, zones, areas, window)
    check(first, values, known, burnt(shapes, raster.grid), areas.every, 1e-10)
    again = count_window(raster, zones, areas, window)  # now all classes are met
    for one, other in zip(first, again):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("with_mask", [False, True])
def test_classes_that_were_met_are_compared(tmp_path, monkeypatch, per_cell, with_mask):
    """Also those that the piece before did not have, and those that were met by another thread."""
    monkeypatch.setattr(stretches, "_PER_BREAK", 0)  # else that takes longer, in so short stretches
    rng = np.random.default_rng(3)
    values = rng.integers(1, 10, (60, 211)).astype("uint8")
    values[20:40] = values[20:40] % 3 + 4  # 4 to 6 only
    known = rng.random(values.shape) < 0.9 if with_mask else np.ones(values.shape, bool)
    path = write(tmp_path / "x.tif", values, mask=known if with_mask else None)
    raster = Raster(path)
    shapes = [in_cells(star(rng, 211, 60), raster.grid) for _ in range(3)]
    zones, areas = zones_of(shapes, raster.grid), LinesOfArea(rng, 60, 211)
    windows = [Window(0, row, 211, 20) for row in (0, 20, 40, 20, 0)]
    first = [count_window(raster, zones, areas, window) for window in windows]
    check(merged(first[:3]), values, known, burnt(shapes, raster.grid), areas.every, 1e-10)
    one_by_one = stretches._Stretches._one_by_one
    seen = []
    monkeypatch.setattr(
        stretches._Stretches, "_one_by_one", lambda *args: seen.append(args) or one_by_one(*args)
    )
    with ThreadPoolExecutor(1) as another:
        for window, expected in zip(windows, first):
            found = another.submit(count_window, raster, zones, areas, window).result()
            for one, other in zip(expected, found):
                np.testing.assert_array_equal(one, other)
    assert not seen


@pytest.mark.parametrize(
    "kind", ["uint8", "int8", "uint16", "int16", "uint32", "int32", "int64", "float16", "float32"]
)
def test_values_are_numbered_as_numpy_does(kind):
    rng = np.random.default_rng(4)
    if kind[0] == "f":
        wide = (rng.integers(-400, 400, 300) / 4).astype(kind)  # what is no code is numbered too
    else:
        limits = np.iinfo(kind)
        wide = rng.integers(limits.min, limits.max, 300, dtype=kind, endpoint=True)
    few = rng.choice(wide[:3], 40)
    for values in (wide, few, few[:1], few[:0]):
        single, number = stretches.numbered(values)
        expected, expected_number = np.unique(values, return_inverse=True)
        assert single.dtype == expected.dtype
        np.testing.assert_array_equal(single, expected)
        np.testing.assert_array_equal(number, expected_number.reshape(-1))


def counted(raster, zones, areas, *tick):
    """Count all windows."""
    return merged([count_window(raster, zones, areas, part, *tick) for part in raster.windows()])


def compared(monkeypatch):
    """The lists of values that are compared with all cells, from now on."""
    seen = []
    for way in (stretches._Words, stretches._Loops):
        compare = way._compare

        def watched(self, values, along, compare=compare):
            seen.append(values)
            return compare(self, values, along)

        monkeypatch.setattr(way, "_compare", watched)
    return seen


def test_of_many_classes_the_frequent_ones_are_compared(tmp_path, monkeypatch, per_cell):
    rng = np.random.default_rng(8)
    values = rng.integers(0, 60, (100, 200)).astype("uint16")
    rare = rng.choice(values.size, 300, replace=False)
    values.reshape(-1)[rare] = 1000 + np.arange(300)
    raster = Raster(write(tmp_path / "x.tif", values))
    shapes, window = [in_cells(box(0, 0, 200, 100), raster.grid)], Window(0, 0, 200, 100)
    zones, areas = zones_of(shapes, raster.grid), LinesOfArea(rng, 100, 200)
    every = count_window(raster, zones, areas, window)  # what is met is learned
    seen = compared(monkeypatch)
    tally = count_window(raster, zones, areas, window)
    check(tally, values, values >= 0, burnt(shapes, raster.grid), areas.every, 1e-10)
    assert max(map(len, seen)) == 48
    seen = sum(seen, [])
    # all cells lie in stretches with a rare class. To count 20,000 cells takes as long as comparing
    # 512 * 20,000; a comparison 20,000 and 256 for each of 101 breaks: 223 of them. An eighth is
    # tried. In machine code 2,048 * 20,000: 893 of them, of which an eighth is 112.
    least, most = {512: (20, 28), 2048: (80, 112)}[per_cell]  # it is less as stretches are done
    assert set(seen[:60]) == set(range(60)) and least < len(seen[60:]) <= most
    for one, other in zip(every, tally):
        np.testing.assert_array_equal(one, other)


def test_classes_met_elsewhere_are_not_all_tried_for_a_few_cells(tmp_path, monkeypatch, per_cell):
    values = np.ones((20, 400), "uint8")
    values[0, 200:300] = np.arange(100, 200)  # so many are met at first
    values[10:, 399] = 50  # and another one later, in one cell of each row
    raster = Raster(write(tmp_path / "x.tif", values))
    shapes = [
        in_cells(box(0, 0, 398, 20), raster.grid),
        in_cells(box(398, 0, 400, 20), raster.grid),
    ]
    zones, areas = zones_of(shapes, raster.grid), LinesOfArea(np.random.default_rng(0), 20, 400)
    first = count_window(raster, zones, areas, Window(0, 0, 400, 9))
    again = count_window(raster, zones, areas, Window(0, 1, 400, 9))
    seen = compared(monkeypatch)
    second = count_window(raster, zones, areas, Window(0, 9, 400, 11))
    check(
        merged([first, second]), values, values > 0, burnt(shapes, raster.grid), areas.every, 1e-10
    )
    # ten stretches of 2 cells have another class than before: one try takes longer than their cells
    assert again.code.tolist() == [1, 1] and len(seen) == 2 and seen[0] == [1]


@pytest.mark.parametrize("with_mask", [False, True])
def test_what_is_no_code_matters_where_cells_are_counted_only(tmp_path, with_mask):
    """Cells outside all regions, or masked, are met in the sample, too: it takes cells 0, 127, ..."""
    values = np.full((2, 200), 2, "float32")
    values[0, 0], values[0, 127] = -3.4e38, 0.25
    known = values == 2
    raster = Raster(write(tmp_path / "x.tif", values, mask=known if with_mask else None))
    shapes = [in_cells(box(0, 0 if with_mask else 1, 200, 2), raster.grid)]
    areas, window = LinesOfArea(np.random.default_rng(0), 2, 200), Window(0, 0, 200, 2)
    zones, masks = zones_of(shapes, raster.grid), burnt(shapes, raster.grid)
    for _ in range(2):
        tally = count_window(raster, zones, areas, window)
        check(tally, values, known, masks, areas.every, 1e-10)
    with pytest.raises(InputError, match="0.25 is not a class code|e.38 is not a class code"):
        everywhere = zones_of([in_cells(box(0, 0, 200, 2), raster.grid)], raster.grid)
        plain = Raster(write(tmp_path / "y.tif", values))
        count_window(plain, everywhere, areas, window)


def test_an_overlap_of_a_few_cells_is_no_hint_for_the_next_piece(tmp_path, monkeypatch, per_cell):
    rng = np.random.default_rng(6)
    values = rng.integers(1, 10, (40, 211)).astype("uint8")
    raster = Raster(write(tmp_path / "x.tif", values))
    shapes = [in_cells(box(0, 0, 100, 40), raster.grid), in_cells(box(99, 0, 211, 40), raster.grid)]
    zones, areas = zones_of(shapes, raster.grid), LinesOfArea(rng, 40, 211)
    windows = [Window(0, 0, 211, 20), Window(0, 20, 211, 20)]
    tallies_of = [count_window(raster, zones, areas, windows[0])]
    assert sum(raster.met.values()) == 20 * 211  # and not the 20 cells in common
    seen = compared(monkeypatch)
    tallies_of.append(count_window(raster, zones, areas, windows[1]))
    assert sorted(seen[0]) == list(range(1, 10))
    masks = burnt(shapes, raster.grid)
    check(merged(tallies_of), values, values > 0, masks, areas.every, 1e-10)


def test_a_few_cells_far_apart_are_not_compared_with_all_between(tmp_path, monkeypatch, per_cell):
    values = np.random.default_rng(7).integers(1, 10, (200, 400)).astype("uint8")
    raster = Raster(write(tmp_path / "x.tif", values))
    shapes = [
        in_cells(box(0, 0, 3, 1), raster.grid),
        in_cells(box(390, 199, 400, 200), raster.grid),
    ]
    zones, areas = zones_of(shapes, raster.grid), LinesOfArea(np.random.default_rng(0), 200, 400)
    seen = compared(monkeypatch)
    tally = count_window(raster, zones, areas, Window(0, 0, 400, 200))
    check(tally, values, values > 0, burnt(shapes, raster.grid), areas.every, 1e-10)
    # 9 classes x 80,000 cells against 512 or 2,048 x 13 cells
    assert not seen


def test_a_rare_class_that_the_sample_does_not_meet(tmp_path):
    # the sample takes cells 0, 127, 254, ...
    values = np.full((50, 64), 4, "uint8")
    values.reshape(-1)[[1, 126, 128, 1000, 3199]] = [9, 8, 7, 9, 6]
    assert (values.reshape(-1)[::127] == 4).all()
    raster = Raster(write(tmp_path / "x.tif", values))
    shapes, window = [in_cells(box(0, 0, 64, 50), raster.grid)], Window(0, 0, 64, 50)
    areas = LinesOfArea(np.random.default_rng(0), 50, 64)
    tally = count_window(raster, zones_of(shapes, raster.grid), areas, window)
    check(tally, values, values > 0, burnt(shapes, raster.grid), areas.every, 1e-10)
    assert raster.met == {4: 50 * 64 - 5, 9: 2, 8: 1, 7: 1, 6: 1}  # counted by words from now on


def test_hundreds_of_regions_some_without_a_cell(tmp_path):
    rng = np.random.default_rng(4)
    values = patchy(rng, 90, 101, [1, 2, 3, 4]).astype("uint8")
    raster = Raster(write(tmp_path / "x.tif", values))
    corners = np.cumsum(rng.uniform(0.1, 3, (2, 40)), axis=1)
    x, y = corners * [[101.0], [90.0]] / corners[:, -1:]
    shapes = [
        in_cells(box(west, north, east, south), raster.grid)
        for west, east in zip([0, *x[:-1]], x)
        for north, south in zip([0, *y[:-1]], y)
    ]
    areas, window = LinesOfArea(rng, 90, 101), Window(0, 0, 101, 90)
    tally = count_window(raster, zones_of(shapes, raster.grid), areas, window)
    masks = burnt(shapes, raster.grid)
    assert masks.any(axis=(1, 2)).sum() < len(shapes) and (masks.sum(axis=0) == 1).all()
    check(tally, values, values > 0, masks, areas.every, 1e-10)
    assert (tally.other == -1).all()


def test_a_hundred_random_cases(tmp_path, monkeypatch):
    """All at once: type, size, blocks, pieces, window, mask, nodata, regions and areas at random."""
    for seed in range(100):
        rng = np.random.default_rng(seed)
        dtype = rng.choice(list(CODES))
        rows, columns = int(rng.integers(1, 60)), int(rng.integers(1, 260))
        codes = rng.choice(CODES[dtype], rng.integers(1, 5))
        if rng.random() < 0.3:
            codes = np.arange(rng.integers(49, 120))
        values = rng.choice(codes, (rows, columns)).astype(dtype)
        if rng.random() < 0.5:
            values = patchy(rng, rows, columns, codes).astype(dtype)
        known, mask, nodata = np.ones(values.shape, bool), None, None
        choice = rng.integers(4)
        if choice == 0:
            known = mask = rng.random(values.shape) < rng.random()
        elif choice == 1:
            nodata = float(codes[0])
            known = values != values.dtype.type(codes[0])
        elif choice == 2 and values.dtype.kind == "f":
            values = np.where(rng.random(values.shape) < 0.2, np.nan, values).astype(dtype)
            known = np.isfinite(values)
        options = [[], ["TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"], ["BLOCKYSIZE=3"]]
        path = write(
            tmp_path / ("%d.tif" % seed), values, nodata=nodata, mask=mask,
            options=options[rng.integers(3)], dy=rng.choice([-1.0, 0.5]), dx=rng.choice([1.0, -2.0]),
        )  # fmt: skip
        cells = int(rng.choice([1, 100, 700, 10**6]))
        monkeypatch.setattr(rasters, "PIECE_BYTES", cells)
        monkeypatch.setattr(rasters, "WINDOW_CELLS", int(rng.choice([1, 500, 4000, 10**6])))
        monkeypatch.setattr(stretches, "_STRIP_BYTES", int(rng.choice([1, 100, 2000, 2**20])))
        monkeypatch.setattr(stretches, "_SUMS", int(rng.choice([1, 1000, 2**19])))
        monkeypatch.setattr(stretches, "_ONE_BY_ONE", int(rng.choice([1, 300, 2**17])))
        raster = Raster(path)
        shapes = [
            in_cells(star(rng, columns, rows), raster.grid) for _ in range(rng.integers(1, 7))
        ]
        areas = LinesOfArea(rng, rows, columns)
        zones = zones_of(shapes, raster.grid)
        ticks = []
        tally = counted(raster, zones, areas, ticks.append)
        masks = burnt(shapes, raster.grid)
        with monkeypatch.context() as patch:  # the same digits, and met in another order
            by_numpy(patch)
            for one, other in zip(tally, counted(Raster(path), zones, areas)):
                np.testing.assert_array_equal(one, other)
        try:
            check(tally, values, known, masks, areas.every, 1e-10)
        except AssertionError as error:
            raise AssertionError("seed %d" % seed) from error
        assert sum(ticks) == rows * columns and min(ticks) >= 0


def test_a_piece_that_no_region_touches_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(rasters, "PIECE_BYTES", 256)
    options = ["TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"]
    raster = Raster(write(tmp_path / "x.tif", np.ones((64, 64), "uint8"), options=options))
    read, seen = Raster.read, []
    monkeypatch.setattr(Raster, "read", lambda self, part: seen.append(part) or read(self, part))
    shapes = [in_cells(box(17, 33, 20, 36), raster.grid), in_cells(box(47, 0, 49, 1), raster.grid)]
    areas = LinesOfArea(np.random.default_rng(0), 64, 64)
    ticks = []
    count_window(raster, zones_of(shapes, raster.grid), areas, Window(0, 0, 64, 64), ticks.append)
    assert {part[:2] for part in seen} == {(16, 32), (32, 0), (48, 0)} and len(seen) == 3
    assert sum(ticks) == 64 * 64


def test_blocks_beside_those_that_a_region_touches_are_not_read(tmp_path, monkeypatch):
    options = ["TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"]
    values = np.random.default_rng(0).integers(0, 5, (96, 112)).astype("uint8")
    raster = Raster(write(tmp_path / "x.tif", values, options=options))
    read, seen = Raster.read, []
    monkeypatch.setattr(Raster, "read", lambda self, part: seen.append(part) or read(self, part))
    # the raster is one piece of 7 x 6 blocks; columns 33-79 are in blocks 2-4, rows 20-63 in 1-3
    shapes = [
        in_cells(box(33, 40, 50, 64), raster.grid),
        in_cells(box(60, 20, 80, 41), raster.grid),
    ]
    areas, ticks, window = LinesOfArea(np.random.default_rng(0), 96, 112), [], Window(0, 0, 112, 96)
    tally = count_window(raster, zones_of(shapes, raster.grid), areas, window, ticks.append)
    assert seen == [Window(32, 16, 48, 48)]
    assert sum(ticks) == 96 * 112 and min(ticks) >= 0
    check(tally, values, values >= 0, burnt(shapes, raster.grid), areas.every, 1e-10)


def test_progress_never_falls(tmp_path, monkeypatch):
    """Pieces lose blocks at their sides, also those that were read before larger ones."""
    monkeypatch.setattr(rasters, "PIECE_BYTES", 32 * 32)
    options = ["TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"]
    raster = Raster(write(tmp_path / "x.tif", np.ones((64, 64), "uint8"), options=options))
    shapes = [box(0, 17, 32, 32), box(32, 0, 64, 32), box(3, 50, 9, 60), box(40, 35, 41, 36)]
    zones = zones_of([in_cells(shape, raster.grid) for shape in shapes], raster.grid)
    areas, ticks = LinesOfArea(np.random.default_rng(0), 64, 64), []
    count_window(raster, zones, areas, Window(0, 0, 64, 64), ticks.append)
    assert min(ticks) >= 0 and sum(ticks) == 64 * 64 and len(ticks) > 3


# --- adding up --------------------------------------------------------------------------------


def test_merged_adds_up_by_region_other_and_code():
    rng = np.random.default_rng(5)
    parts, expected = [], defaultdict(lambda: [0, 0.0])
    for _ in range(6):
        keys = np.unique(rng.integers(-2, 3, (20, 3)), axis=0)
        pixels, area = rng.integers(1, 9, len(keys)), rng.random(len(keys))
        parts.append(Tally(*keys.T, pixels, area))
        for key, number, hectares in zip(keys.tolist(), pixels, area):
            expected[tuple(key)][0] += number
            expected[tuple(key)][1] += hectares
    result = merged(parts)
    keys = list(zip(*(column.tolist() for column in result[:3])))
    assert keys == sorted(expected)
    assert result.pixels.tolist() == [expected[key][0] for key in keys]
    np.testing.assert_allclose(result.area_ha, [expected[key][1] for key in keys], rtol=1e-14)
    empty = merged([])
    assert [len(column) for column in empty] == [0] * 5
    for one, other in zip(merged([empty, result, empty]), result):
        np.testing.assert_array_equal(one, other)


# --- the same bytes, whoever counts -----------------------------------------------------------


@pytest.mark.parametrize("met", ["none", "all", "backwards", "others", "one"])
def test_what_a_thread_met_before_changes_no_digit(tmp_path, met):
    rng = np.random.default_rng(6)
    values = rng.choice([*range(60)], (40, 333), p=np.arange(60) / 1770).astype("uint8")
    path = write(tmp_path / "x.tif", values, -9e5, 4e6, 1700.0, -900.0)
    raster = Raster(path)
    shapes = [in_cells(star(rng, 333, 40), raster.grid) for _ in range(5)]
    arguments = zones_of(shapes, raster.grid), CellAreas(raster.grid), Window(0, 0, 333, 40)
    expected = count_window(raster, *arguments)
    other = Raster(path)
    other.met.update(
        {
            "none": {},
            "all": dict.fromkeys(range(60), 1),
            "backwards": {code: 100 - code for code in range(60)},
            "others": dict.fromkeys(range(100, 256), 10**9),
            "one": {30: 5},
        }[met]
    )
    for one, another in zip(expected, count_window(other, *arguments)):
        assert one.tobytes() == another.tobytes()


def regions_on(raster_path, rng, count):
    grid = Raster(raster_path).grid
    shapes = [in_cells(star(rng, grid.columns, grid.rows), grid) for _ in range(count)]
    names = ["区%d" % number for number in range(count)]
    table = pd.DataFrame({"region": names, "wkb": [bytes(shape.ExportToWkb()) for shape in shapes]})
    return table, grid.crs_wkt


@pytest.mark.parametrize("crs", [32650, 4326])
def test_any_number_of_workers_gives_the_same_bytes(tmp_path, monkeypatch, crs):
    monkeypatch.setattr(rasters, "WINDOW_CELLS", 4000)
    rng = np.random.default_rng(7)
    values = np.concatenate([rng.integers(20 * k, 20 * k + 20, (40, 150)) for k in range(6)])
    step = 1000.0 if crs == 32650 else 0.01
    path = write(
        tmp_path / "x.tif", values.astype("uint8"), 0, 40, step, -step, crs, 3, ["BLOCKYSIZE=9"]
    )  # fmt: skip
    regions, wkt = regions_on(path, rng, 12)
    assert len(Raster(path).windows()) > 8
    results = [zonal_areas(path, regions, wkt, workers=number) for number in (1, 2, 5, 5, 1)]
    for result in results[1:]:
        pd.testing.assert_frame_equal(result.classes, results[0].classes, check_exact=True)
        pd.testing.assert_frame_equal(result.regions, results[0].regions, check_exact=True)
        assert result.overlaps == results[0].overlaps
    by_year = zonal_areas_by_raster([path] * 3, regions, wkt, workers=Threads(5))
    for result in by_year:
        pd.testing.assert_frame_equal(result.classes, results[0].classes, check_exact=True)


# --- threads ----------------------------------------------------------------------------------


@pytest.fixture
def many_pieces(tmp_path, monkeypatch):
    """A raster of 50 windows of 4 pieces each; gives path, regions, CRS and what was read."""
    monkeypatch.setattr(rasters, "WINDOW_CELLS", 64 * 16)
    monkeypatch.setattr(rasters, "PIECE_BYTES", 16 * 16)
    monkeypatch.setattr(workers, "PATIENCE_S", 0.001)
    values = np.random.default_rng(8).integers(1, 5, (800, 64)).astype("uint8")
    options = ["TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"]
    path = write(tmp_path / "x.tif", values, 4e5, 4e6, options=options)
    grid = Raster(path).grid
    shape = bytes(in_cells(box(0, 0, 64, 800), grid).ExportToWkb())
    seen, read = [], Raster.read

    def watched(self, window):
        seen.append(window)
        return read(self, window)

    monkeypatch.setattr(Raster, "read", watched)
    return path, [("全", shape)], grid.crs_wkt, seen


def alive():
    return {thread for thread in threading.enumerate() if thread.is_alive()}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("window_cells", [64 * 16, 10**9])
def test_cancel_stops_after_the_pieces_at_hand(many_pieces, monkeypatch, count, window_cells):
    """Between windows and between the pieces of a window."""
    path, regions, crs, seen = many_pieces
    monkeypatch.setattr(rasters, "WINDOW_CELLS", window_cells)
    read, before, at_cancel = Raster.read, alive(), []

    class Stopping(Log):
        def is_cancelled(self):
            if len(seen) >= 10 and not at_cancel:
                at_cancel.append(len(seen))
            return len(seen) >= 10

    def slow(self, window):  # so that threads cannot do it all while the signal is on its way
        result = read(self, window)
        time.sleep(0.02 if len(seen) >= 10 else 0)
        return result

    monkeypatch.setattr(Raster, "read", slow)
    with pytest.raises(Cancelled):
        zonal_areas_by_raster([path], regions, crs, workers=Threads(count), log=Stopping())
    assert alive() == before
    # the piece at hand, and the first one of each window that waits its turn; 200 are to be read
    assert at_cancel[0] <= 10 + 2 * count and len(seen) - at_cancel[0] <= 3 * count + 2


def test_threads_read_while_another_counts(many_pieces, monkeypatch):
    """One of two counts at a time, and keeps the other from nothing but counting."""
    path, regions, crs, _ = many_pieces
    monkeypatch.setattr(rasters, "WINDOW_CELLS", 64 * 400)  # two windows, one for each thread

    class Turn(threading.Semaphore):
        def __exit__(self, *error):
            self.release()
            time.sleep(0.001)  # who waits is next

    monkeypatch.setattr(tallies, "_turn", Turn(1))
    read, count_piece, counting = Raster.read, tallies._count_piece, threading.Lock()
    reads, counts, alone, ahead = Counter(), Counter(), [], []

    def read_and_noted(self, window):
        result = read(self, window)
        reads[threading.get_ident()] += 1
        return result

    def counted(*arguments):
        alone.append(counting.acquire(blocking=False))
        counts[threading.get_ident()] += 1
        for other in counts.keys() - {threading.get_ident()}:
            end = time.monotonic() + 10
            while all(ahead) and reads[other] == counts[other] < 100 and time.monotonic() < end:
                time.sleep(0.001)  # it reads now, and does not need this one to come to its end
            ahead.append(time.monotonic() < end)
        result = list(count_piece(*arguments))
        if alone[-1]:
            counting.release()
        return result

    monkeypatch.setattr(Raster, "read", read_and_noted)
    monkeypatch.setattr(tallies, "_count_piece", counted)
    result = zonal_areas_by_raster([path], regions, crs, workers=Threads(2))[0]
    assert all(alone) and len(alone) == 200
    assert all(ahead) and ahead
    assert result.classes["pixels"].sum() == 64 * 800


def test_who_waited_for_a_turn_to_count_hears_the_cancel_first(many_pieces, monkeypatch):
    path, regions, crs, seen = many_pieces
    raster, counted = Raster(path), []
    monkeypatch.setattr(tallies, "_count_piece", lambda *arguments: counted.append(1) or [])
    window = raster.windows()[0]

    def tick(cells):
        if seen:
            raise Cancelled()

    zones = zones_of([in_cells(box(0, 0, 64, 800), raster.grid)], raster.grid)
    areas = LinesOfArea(np.random.default_rng(0), 800, 64)
    with pytest.raises(Cancelled):
        count_window(raster, zones, areas, window, tick)
    assert len(seen) == 1 and not counted


@pytest.mark.parametrize("count", [1, 2])
def test_an_error_ends_all_threads(many_pieces, monkeypatch, count):
    path, regions, crs, seen = many_pieces
    before, read = alive(), Raster.read

    def broken(self, window):
        if window.row >= 160:
            raise MemoryError("no more")
        return read(self, window)

    monkeypatch.setattr(Raster, "read", broken)
    with pytest.raises(MemoryError, match="no more"):
        zonal_areas_by_raster([path], regions, crs, workers=Threads(count))
    assert alive() == before and len(seen) < 200

    def damaged(self, window):
        if window.row >= 160:
            raise InputError("bad")
        return read(self, window)

    monkeypatch.setattr(Raster, "read", damaged)
    with pytest.raises(InputError, match="^bad$"):
        zonal_areas_by_raster([path], regions, crs, workers=Threads(count))
    assert alive() == before


def test_an_error_of_the_reader_of_the_results_ends_all_threads(many_pieces):
    path, regions, crs, _ = many_pieces
    before = alive()

    class Broken:
        def get(self, path, log):
            return None

        def put(self, path, result):
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        zonal_areas_by_raster([path, path], regions, crs, workers=Threads(2), finished=Broken())
    assert alive() == before


@pytest.mark.parametrize("count", [1, 2])
def test_other_work_is_done_while_windows_are_counted(many_pieces, monkeypatch, count):
    path, regions, crs, seen = many_pieces
    before, read, steps = alive(), Raster.read, []

    def slow(self, window):
        time.sleep(0.002)
        return read(self, window)

    def repair(polygons, log):
        for number in range(20):
            steps.append(len(seen))
            time.sleep(0.001)
            yield
            if number == stop:
                raise InputError("a region is bad")
        return []

    monkeypatch.setattr(Raster, "read", slow)
    monkeypatch.setattr(zonal, "repair", repair)
    stop = None
    (result,) = zonal_areas_by_raster([path], regions, crs, workers=Threads(count))
    assert result.classes["pixels"].sum() == 64 * 800
    # 200 pieces of 2 ms, 20 steps of 1 ms beside them
    assert len(steps) == 20 and steps[-1] < 150
    stop = 10
    with pytest.raises(InputError, match="^a region is bad$"):
        zonal_areas_by_raster([path], regions, crs, workers=Threads(count))
    assert len(steps) == 31 and alive() == before and len(seen) < 400


@pytest.mark.parametrize("part", [(0, 0, 64, 800), (0, 796, 3, 800), (0, 0, 3, 3)])
@pytest.mark.parametrize("count", [1, 3])
def test_progress_rises_in_small_steps(many_pieces, part, count):
    """Also where a region touches next to none of the windows, be it the first or the last."""
    path, _, crs, seen = many_pieces
    shape = bytes(in_cells(box(*part), Raster(path).grid).ExportToWkb())
    log, reported = Log(), []
    log.progress = reported.append
    zonal_areas_by_raster([path] * 2, [("r", shape)], crs, workers=Threads(count), log=log)
    assert reported[0] >= 0 and reported[-1] == 1 and reported == sorted(reported)
    # as many windows as are on their way at once, 2 for each thread and one, may be done together
    assert np.diff([0, *reported]).max() < 0.1
    assert len(seen) == (400 if part[3] - part[1] == 800 else 2)


def test_memory_limits_the_number_of_threads(many_pieces, monkeypatch):
    path, regions, crs, _ = many_pieces
    used, read = set(), Raster.read

    def watched(self, window):
        used.add(threading.get_ident())
        return read(self, window)

    monkeypatch.setattr(Raster, "read", watched)
    for asked, memory, most in [(4, 1, 1), (4, 64, 2), (0, 1, 1), (1, 10**6, 1)]:
        used.clear()
        zonal_areas_by_raster([path], regions, crs, workers=Threads(asked, memory))
        assert 1 <= len(used) <= most
    started, make = [], workers.ThreadPoolExecutor
    monkeypatch.setattr(
        workers, "ThreadPoolExecutor", lambda count: started.append(count) or make(count)
    )
    zonal_areas_by_raster([path], regions, crs, workers=Threads(7, 10**6))
    assert started == [7]


STATUS = Path("/proc/self/status")
#: Counts rasters in a process of its own and prints its peak memory, before and after, in MB.
COUNTING = """
import importlib.util, json, re, sys

root, memory, small, regions, crs, *paths = json.loads(sys.stdin.read())
spec = importlib.util.spec_from_file_location(
    "carbon_footprint", root + "/__init__.py", submodule_search_locations=[root]
)
sys.modules["carbon_footprint"] = importlib.util.module_from_spec(spec)

from carbon_footprint.core.workers import Threads
from carbon_footprint.core.zonal import zonal_areas_by_raster

def peak():
    with open("/proc/self/status") as file:
        return int(re.search(r"VmHWM:\\s+(\\d+) kB", file.read())[1]) / 1024

regions = [(name, bytes.fromhex(wkb)) for name, wkb in regions]
zonal_areas_by_raster([small], regions, crs, workers=Threads(8, memory))
base = peak()
results = zonal_areas_by_raster(paths, regions, crs, workers=Threads(8, memory))
print(json.dumps([base, peak(), [int(result.classes["pixels"].sum()) for result in results]]))
"""


@pytest.mark.skipif(not STATUS.exists(), reason="the peak of memory is read from /proc, of Linux")
def test_all_years_share_the_memory_of_the_parameter(tmp_path, root):
    """The base is what the same process takes to count a raster of four cells.

    A year has 3000 x 3000 cells of four bytes, 34 MB. Six years on two grids are 206 MB: had any
    of it been kept (in GDAL's cache, by threads, in a queue), the peak would pass the budget.
    """
    memory, year = 96, 3000 * 3000 * 4 / 2**20
    values = np.random.default_rng(0).integers(1, 9, (300, 300)).repeat(10, 0).repeat(10, 1)
    tiles = write(tmp_path / "a.tif", values.astype("int32"), options=["TILED=YES"])
    rows = write(tmp_path / "b.tif", values.astype("int32"), x0=0.25, options=["BLOCKYSIZE=8"])
    small = write(tmp_path / "c.tif", np.ones((2, 2), "int32"))
    grid = Raster(tiles).grid
    shapes = {"西": box(-1, -1, 1400.3, 3001), "东": box(1400.3, -1, 3001, 3001)}
    regions = [
        (name, bytes(in_cells(shape, grid).ExportToWkb()).hex()) for name, shape in shapes.items()
    ]

    def over(paths):
        given = json.dumps([str(root), memory, small, regions, grid.crs_wkt, *paths])
        done = subprocess.run(
            [sys.executable, "-c", COUNTING], input=given, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        base, peak, pixels = json.loads(done.stdout)
        assert pixels == [3000 * 3000] * len(paths)
        return peak - base

    one, six = over([tiles]), over([tiles, rows] * 3)
    assert 0 < one < memory and 0 < six < memory
    assert six - one < year
