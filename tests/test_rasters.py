"""Class rasters: what is read and how often, what means no data, and what damaged files say."""

import gc
import re
import threading
from collections import Counter

import numpy as np
import pyproj
import pytest
from carbon_footprint.core import rasters
from carbon_footprint.core.log import InputError, Log
from carbon_footprint.core.rasters import Raster, Window
from carbon_footprint.core.workers import Threads
from carbon_footprint.core.zonal import zonal_areas, zonal_areas_by_raster
from osgeo import gdal, gdal_array, ogr, osr

UTM = osr.SpatialReference()
UTM.ImportFromEPSG(32650)
CRS = pyproj.CRS("EPSG:32650").to_wkt()
TILED = ["TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"]


def create(path, bands, x0=500_000.0, y0=4_000_000.0, kind=None, options=(), nodata=None):
    """Write bands with cells of 30 m, shape (bands, rows, columns) or (rows, columns)."""
    bands = np.asarray(bands)
    bands = bands[np.newaxis] if bands.ndim == 2 else bands
    count, rows, columns = bands.shape
    kind = kind or gdal_array.NumericTypeCodeToGDALTypeCode(bands.dtype)
    dataset = gdal.GetDriverByName("GTiff").Create(
        str(path), columns, rows, count, kind, list(options)
    )
    dataset.SetGeoTransform((x0, 30, 0, y0, 0, -30))
    dataset.SetProjection(UTM.ExportToWkt())
    for number, values in enumerate(bands, start=1):
        if nodata is not None:
            dataset.GetRasterBand(number).SetNoDataValue(nodata)
        dataset.GetRasterBand(number).WriteArray(values)
    dataset = None
    return str(path)


def vrt_of(path, parts, **options):
    dataset = gdal.BuildVRT(str(path), [str(part) for part in parts], **options)
    assert dataset is not None
    dataset = None
    return str(path)


def around(rows, columns, x0=500_000.0, y0=4_000_000.0):
    """One region of all cells."""
    x1, y1 = x0 + 30 * columns, y0 - 30 * rows
    text = "POLYGON((%r %r,%r %r,%r %r,%r %r,%r %r))" % (x0, y0, x1, y0, x1, y1, x0, y1, x0, y0)
    return [("全", bytes(ogr.CreateGeometryFromWkt(text).ExportToWkb()))]


def counted(path, shape, **options) -> dict:
    """Cells by value, those without data under None."""
    result = zonal_areas(path, around(*shape), CRS, **options)
    table = dict(zip(result.classes["value"].tolist(), result.classes["pixels"].tolist()))
    nodata = int(result.regions["nodata_pixels"][0])
    return {**table, None: nodata} if nodata else table


def cells(values) -> dict:
    return dict(Counter(np.asarray(values).reshape(-1).tolist()))


def noise(rows, columns, seed=0, low=1, high=200, dtype="uint8"):
    return np.random.default_rng(seed).integers(low, high, (rows, columns)).astype(dtype)


# --- windows and pieces -----------------------------------------------------------------------


def mosaic(tmp_path, values, options, columns, rows):
    """A VRT of files of some columns and rows."""
    parts = []
    for row in range(0, values.shape[0], rows):
        for column in range(0, values.shape[1], columns):
            part = values[row : row + rows, column : column + columns]
            name = tmp_path / ("块 %d %d.tif" % (row, column))
            parts.append(create(name, part, 5e5 + 30 * column, 4e6 - 30 * row, options=options))
    return vrt_of(tmp_path / "全国.vrt", parts)


FILES = {
    "tiles": (lambda path, values: create(path / "x.tif", values, options=TILED), (16, 16)),
    "strips": (lambda path, values: create(path / "x.tif", values, options=["BLOCKYSIZE=5"]), (203, 5)),
    "lines": (lambda path, values: create(path / "x.tif", values, options=["BLOCKYSIZE=1"]), (203, 1)),
    "one strip": (
        lambda path, values: create(
            path / "x.tif", values, options=["BLOCKYSIZE=117", "COMPRESS=LZW"]
        ),
        (203, 117),
    ),
    "tile larger than the raster": (
        lambda path, values: create(
            path / "x.tif", values, options=["TILED=YES", "BLOCKXSIZE=256", "BLOCKYSIZE=256"]
        ),
        (256, 256),
    ),
    "vrt of tiled files": (lambda path, values: mosaic(path, values, TILED, 64, 48), (16, 16)),
    "vrt of strips": (
        lambda path, values: mosaic(path, values, ["BLOCKYSIZE=4"], 203, 40), (203, 4)
    ),
    "vrt of strips side by side": (
        lambda path, values: mosaic(path, values, ["BLOCKYSIZE=4"], 70, 40), (70, 4)
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("sizes", [(2000, 500, 2**24), (10**6, 10**6, 2**24), (1, 1, 2**24),
                                   (700, 90, 10**4)])  # fmt: skip
def test_windows_and_pieces_cover_every_cell_once(tmp_path, monkeypatch, name, sizes):
    monkeypatch.setattr(rasters, "WINDOW_CELLS", sizes[0])
    monkeypatch.setattr(rasters, "PIECE_BYTES", sizes[1])
    monkeypatch.setattr(rasters, "LARGEST_BLOCK", sizes[2])
    make, block = FILES[name]
    values = noise(117, 203, high=6)
    raster = Raster(make(tmp_path, values))
    assert raster.block == block
    windows = raster.windows()
    assert [window[0] for window in windows] == [0] * len(windows)
    assert [window.columns for window in windows] == [203] * len(windows)
    assert [window.row for window in windows] == np.cumsum([0, *(w.rows for w in windows)])[
        :-1
    ].tolist()
    assert sum(window.rows for window in windows) == 117
    seen, read = np.zeros(values.shape, int), Raster.read
    large = block[0] * block[1] > sizes[2]

    def watched(self, part):
        here = np.s_[part.row : part.row + part.rows, part.column : part.column + part.columns]
        seen[here] += 1
        assert seen[here].size == part.rows * part.columns  # nothing beyond the raster
        if not large:  # whole blocks: none is decoded twice
            for first, count, size, end in zip(part[:2], part[2:], block, (203, 117)):
                assert first % size == 0 and ((first + count) % size == 0 or first + count == end)
            assert part.rows * part.columns <= max(sizes[1], block[0] * block[1])
        return read(self, part)

    monkeypatch.setattr(Raster, "read", watched)
    result = zonal_areas(raster.path, around(117, 203), CRS, workers=1)
    assert (seen == 1).all()
    assert dict(zip(result.classes["value"], result.classes["pixels"])) == cells(values)


def test_windows_and_pieces_of_the_real_sizes(tmp_path):
    """230,000 cells a row, sparse: windows of whole blocks, pieces that stay in the caches."""
    for options, block in [(["TILED=YES"], (256, 256)), (["BLOCKYSIZE=1"], (230_000, 1))]:
        path = str(tmp_path / "x.tif")
        dataset = gdal.GetDriverByName("GTiff").Create(
            path, 230_000, 3000, 1, gdal.GDT_Byte, ["SPARSE_OK=TRUE", "BIGTIFF=YES", *options]
        )
        dataset.SetGeoTransform((5e5, 30, 0, 4e6, 0, -30))
        dataset.SetProjection(UTM.ExportToWkt())
        dataset = None
        raster = Raster(path)
        assert raster.block == block
        for window in raster.windows():
            assert window.row % block[1] == 0
            columns, rows = raster.piece_size(window)
            assert columns * rows <= raster.piece_cells
            assert columns * rows > raster.piece_cells / 4 or rows == window.rows
            assert columns % block[0] == 0 or columns == 230_000
            assert rows % block[1] == 0 or rows == window.rows


def test_read_gives_the_cells_of_the_window(tmp_path):
    values = noise(50, 60)
    for options in (TILED, ["BLOCKYSIZE=7", "COMPRESS=LZW"]):
        raster = Raster(create(tmp_path / "x.tif", values, options=options))
        for window in (Window(0, 0, 60, 50), Window(13, 9, 30, 20), Window(59, 49, 1, 1)):
            found, valid = raster.read(window)
            column, row, columns, rows = window
            np.testing.assert_array_equal(found, values[row:][:rows, column:][:, :columns])
            assert valid is None and found.dtype == "uint8"


def test_a_thread_reads_into_the_same_memory_again(tmp_path):
    cells, numbers = noise(50, 60), np.arange(-600, 600, dtype="int16").reshape(30, 40)
    bytes_, integers = (
        Raster(create(tmp_path / name, values, options=TILED))
        for name, values in (("字节.tif", cells), ("整数.tif", numbers))
    )
    first, _ = bytes_.read(Window(0, 0, 60, 50))
    elsewhere = []
    other = threading.Thread(target=lambda: elsewhere.append(bytes_.read(Window(0, 0, 60, 50))[0]))
    other.start()
    other.join()
    second, _ = integers.read(Window(0, 0, 40, 30))
    assert np.shares_memory(first, second) and second.dtype == "int16"
    np.testing.assert_array_equal(second, numbers)
    assert not np.shares_memory(first, elsewhere[0])
    np.testing.assert_array_equal(elsewhere[0], cells)


# --- what the file holds ----------------------------------------------------------------------


@pytest.mark.parametrize("path", ["土地覆盖 (2020) ñ é ﷽.tif", "/vsimem/语义/土地.tif"])
def test_unicode_and_virtual_paths(tmp_path, path):
    path = path if path.startswith("/vsi") else tmp_path / "数据 目录" / path
    if not str(path).startswith("/vsi"):
        path.parent.mkdir()
    values = noise(20, 30)
    assert counted(create(path, values), (20, 30)) == cells(values)
    gdal.Unlink(str(path))


def test_paletted_raster(tmp_path):
    path, values = tmp_path / "x.tif", noise(20, 30, high=5)
    dataset = gdal.GetDriverByName("GTiff").Create(
        str(path), 30, 20, 1, gdal.GDT_Byte, ["COMPRESS=LZW"]
    )
    dataset.SetGeoTransform((5e5, 30, 0, 4e6, 0, -30))
    dataset.SetProjection(UTM.ExportToWkt())
    table = gdal.ColorTable()
    for code in range(256):
        table.SetColorEntry(code, (255 - code, code, 0, 0 if code == 3 else 255))
    dataset.GetRasterBand(1).SetRasterColorTable(table)
    dataset.GetRasterBand(1).WriteArray(values)
    table = dataset = None
    # the codes, not the colours; a transparent colour is a matter of display
    assert counted(path, (20, 30)) == cells(values)


@pytest.mark.parametrize("interleave", ["PIXEL", "BAND"])
def test_band_of_several(tmp_path, interleave):
    bands = np.stack([noise(40, 50, seed) for seed in range(3)])
    path = create(tmp_path / "x.tif", bands, options=[*TILED, "INTERLEAVE=" + interleave])
    for number, values in enumerate(bands, start=1):
        assert counted(path, (40, 50), band=number) == cells(values)


def test_mosaic_with_overlap_and_gaps(tmp_path):
    # columns 0-29 and 20-49, rows 0-19 and 20-39, the fourth quarter missing
    one, two, three = noise(20, 30, 1), noise(20, 30, 2), noise(20, 30, 3)
    parts = [
        create(tmp_path / "一.tif", one),
        create(tmp_path / "二.tif", two, 5e5 + 600),
        create(tmp_path / "三.tif", three, 5e5 + 600, 4e6 - 600),
    ]
    expected = np.zeros((40, 50), int)
    expected[:20, :30], expected[:20, 20:], expected[20:, 20:] = one, two, three  # the last on top
    declared = vrt_of(tmp_path / "d.vrt", parts, VRTNodata=0)
    found = cells(expected)
    gap = found.pop(0)
    assert gap == 20 * 20
    assert counted(declared, (40, 50)) == {**found, None: gap}
    undeclared = vrt_of(tmp_path / "u.vrt", parts)
    assert counted(undeclared, (40, 50)) == {**found, 0: gap}
    assert counted(undeclared, (40, 50), nodata=0) == {**found, None: gap}
    masked = vrt_of(tmp_path / "m.vrt", parts, addAlpha=True)
    assert counted(masked, (40, 50)) == {**found, None: gap}


# --- no data ----------------------------------------------------------------------------------


@pytest.mark.parametrize("internal", ["YES", "NO"])
@pytest.mark.parametrize("options", [TILED, ["BLOCKYSIZE=3"]])
def test_mask_bands(tmp_path, internal, options):
    values, mask = noise(40, 50, high=4), np.random.default_rng(1).random((40, 50)) < 0.7
    path = create(tmp_path / "x.tif", values, options=options)
    gdal.SetConfigOption("GDAL_TIFF_INTERNAL_MASK", internal)
    try:
        dataset = gdal.Open(path, gdal.GA_Update)
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        dataset.GetRasterBand(1).GetMaskBand().WriteArray(np.where(mask, 255, 0).astype("uint8"))
        dataset = None
    finally:
        gdal.SetConfigOption("GDAL_TIFF_INTERNAL_MASK", None)
    assert (tmp_path / "x.tif.msk").exists() == (internal == "NO")
    expected = {**cells(values[mask]), None: int((~mask).sum())}
    assert counted(path, (40, 50)) == expected
    assert counted(vrt_of(tmp_path / "x.vrt", [path]), (40, 50)) == expected
    values, valid = Raster(path).read(Window(3, 5, 20, 30))
    np.testing.assert_array_equal(valid, mask[5:35, 3:23])
    # a value besides
    by_value = cells(noise(40, 50, high=4)[mask])
    gone = by_value.pop(2)
    assert counted(path, (40, 50), nodata=2) == {**by_value, None: int((~mask).sum()) + gone}


def test_alpha_of_several_levels(tmp_path):
    values, alpha = (
        noise(30, 40, high=4),
        np.random.default_rng(2).choice([0, 1, 128, 255], (30, 40)),
    )
    path = create(tmp_path / "x.tif", np.stack([values, alpha]), options=["ALPHA=YES", *TILED],
                  kind=gdal.GDT_Byte)  # fmt: skip
    assert counted(path, (30, 40)) == {**cells(values[alpha > 0]), None: int((alpha == 0).sum())}


@pytest.mark.parametrize(
    "dtype,nodata",
    [("uint8", -9999), ("uint8", 256), ("uint8", np.nan), ("uint16", -1), ("int16", -40000),
     ("int16", -7.5), ("uint8", 255.5), ("int32", 2.0**40), ("int16", np.nan), ("float32", -1e300),
     ("float32", 0.5)],
)  # fmt: skip
def test_declared_nodata_that_no_cell_can_have(tmp_path, dtype, nodata):
    values = np.array([[0, 1, 2, 241], [255, 0, 1, 1]], dtype)  # 241 = -9999 modulo 256
    path = create(tmp_path / "x.tif", values, nodata=nodata)
    assert counted(path, (2, 4)) == cells(values)
    assert counted(path, (2, 4), nodata=1) == {0: 2, 2: 1, 241: 1, 255: 1, None: 3}


@pytest.mark.parametrize("nodata", [-128, -1, 0, 127])
def test_nodata_of_signed_bytes(tmp_path, nodata):
    """Before GDAL 3.7 they are bytes with a note, and GDAL takes a negative nodata for none."""
    kind = getattr(gdal, "GDT_Int8", gdal.GDT_Byte)
    options = ["PIXELTYPE=SIGNEDBYTE"] if kind == gdal.GDT_Byte else []
    values = np.array([[-128, -1, 0, 127], [5, 5, 5, 5]], "int8")
    path = create(tmp_path / "x.tif", values, kind=kind, options=options, nodata=nodata)
    expected = cells(values)
    expected[None] = expected.pop(nodata)
    assert counted(path, (2, 4)) == expected


def test_nodata_of_floats(tmp_path):
    values = np.array([[1, np.nan, -9999, np.inf], [2, 0, -0.0, -np.inf]], "float32")
    for declared, missing in [(np.nan, 3), (-9999, 4), (0, 5)]:
        path = create(tmp_path / "x.tif", values, nodata=declared)
        found = counted(path, (2, 4))
        assert found.pop(None) == missing
        assert found == {
            code: number
            for code, number in {-9999: 1, 0: 2, 1: 1, 2: 1}.items()
            if code != declared
        }
    # a value that is not exact in the precision of the file, from file and parameter
    values = np.array([[0.1, 1]], "float32")
    assert counted(create(tmp_path / "x.tif", values, nodata=0.1), (1, 2)) == {1: 1, None: 1}
    path = create(tmp_path / "y.tif", values)
    assert counted(path, (1, 2), nodata=0.1) == {1: 1, None: 1}
    with pytest.raises(InputError, match=r"y\.tif: the value 0\.1\d* is not a class code"):
        counted(path, (1, 2))


def test_parameter_and_declared_nodata_both_count(tmp_path):
    values = noise(30, 40, high=6)
    path = create(tmp_path / "x.tif", values, nodata=3)
    found = cells(values)
    assert counted(path, (30, 40), nodata=3) == {
        **{k: v for k, v in found.items() if k != 3},
        None: found[3],
    }
    both = found.pop(3) + found.pop(5)
    assert counted(path, (30, 40), nodata=5) == {**found, None: both}
    for odd in (-1, 2.5, 1e9, np.nan):  # no cell has it
        assert counted(path, (30, 40), nodata=odd).get(None) == both - cells(values)[5]


@pytest.mark.parametrize("nodata", [None, 0, 9])
def test_sparse_files(tmp_path, nodata):
    path = str(tmp_path / "x.tif")
    dataset = gdal.GetDriverByName("GTiff").Create(
        path, 64, 48, 1, gdal.GDT_Byte, ["SPARSE_OK=TRUE", "COMPRESS=LZW", *TILED]
    )
    dataset.SetGeoTransform((5e5, 30, 0, 4e6, 0, -30))
    dataset.SetProjection(UTM.ExportToWkt())
    if nodata is not None:
        dataset.GetRasterBand(1).SetNoDataValue(nodata)
    values = noise(16, 16, high=5)
    dataset.GetRasterBand(1).WriteArray(values, 32, 16)
    dataset = None
    dataset = gdal.Open(path)
    assert dataset.GetRasterBand(1).GetMetadataItem("BLOCK_OFFSET_0_0", "TIFF") is None
    dataset = None
    # blocks that are not there hold the nodata value, or 0
    rest = {0 if nodata is None else None: 64 * 48 - 256}
    assert counted(path, (48, 64)) == {**cells(values), **rest}


# --- integers of 64 bits ------------------------------------------------------------------------

#: The largest code.
LAST = 2**63 - 1
long = pytest.mark.skipif(
    not hasattr(gdal, "GDT_Int64"), reason="GDAL has integers of 64 bits since 3.5"
)


@long
@pytest.mark.parametrize("tops", [[0], [2**53, 2**53 + 2, LAST - 60]])
@pytest.mark.parametrize("dtype,signs", [("int64", [1, -1]), ("uint64", [1])])
def test_codes_of_64_bits(tmp_path, dtype, signs, tops):
    """Beyond 2^53 neighbours are the same number in floating point: Python's integers count."""
    codes = [sign * (top + step) for top in tops for step in range(61) for sign in signs]
    assert max(codes) in (60, LAST) and len(set(codes)) > 48  # some are counted one by one
    few = [codes[0], codes[len(signs)], codes[-len(signs)], codes[-1]]
    for number, chosen in enumerate((codes, few)):
        values = np.random.default_rng(number).choice(np.array(chosen, dtype), (40, 50))
        path = create(tmp_path / ("%d.tif" % number), values, options=TILED)
        assert counted(path, (40, 50)) == cells(values)
        assert counted(vrt_of(tmp_path / ("%d.vrt" % number), [path]), (40, 50)) == cells(values)


@long
@pytest.mark.parametrize(
    "dtype,value", [("uint64", 2**63), ("uint64", 2**63 + 1), ("uint64", 2**64 - 1), ("int64", -(2**63))]
)  # fmt: skip
def test_integers_that_are_no_codes(tmp_path, dtype, value):
    """In 64 bits with a sign they are other numbers, two of them that which stands for no data."""
    values = np.array([[1, 2], [value, 2]], dtype)
    path = create(tmp_path / "长.tif", values)
    with pytest.raises(InputError) as raised:
        counted(path, (2, 2))
    assert raised.value.messages == [
        path + ": the value %d is not a class code; choose a raster of classes, or declare the "
        "value as no data." % value
    ]
    raised = None  # see fault
    assert counted(path, (1, 2)) == {1: 1, 2: 1}  # it lies in no region
    declared = create(tmp_path / "declared.tif", values, nodata=value)
    assert counted(declared, (2, 2)) == {1: 1, 2: 2, None: 1}


@long
@pytest.mark.parametrize(
    "dtype,nodata,others",
    [("int64", 2**53 + 1, [2**53, 2**53 + 2]), ("int64", -(2**53) - 1, [-(2**53), 2**53 + 1]),
     ("int64", LAST, [LAST - 1, -LAST]), ("int64", -LAST - 1, [-LAST, LAST]),
     ("uint64", 2**53 + 1, [2**53, 2**53 + 2]), ("uint64", 2**64 - 1, [LAST, 2**53])],
)  # fmt: skip
def test_nodata_of_64_bits(tmp_path, dtype, nodata, others):
    """GDAL knows it as an integer; in floating point it would be one of the others too."""
    values = np.array([[nodata, *others], [others[0], nodata, nodata]], dtype)
    path = create(tmp_path / "x.tif", values, nodata=nodata)
    assert counted(path, (2, 3)) == {others[0]: 2, others[1]: 1, None: 3}


@long
@pytest.mark.parametrize(
    "dtype,codes,nodata,missing",
    [("int64", [2**53 - 1, 2**53, 2**53 + 1], 2.0**53, [2**53]),
     ("uint64", [2**53 - 1, 2**53, 2**53 + 1], 2.0**53, [2**53]),
     ("int64", [LAST, LAST - 1, -LAST - 1], -(2.0**63), [-LAST - 1]),
     # no cell can have these: 2^63 is the floating-point number next to the first two
     ("int64", [LAST, LAST - 1], 2.0**63, []), ("uint64", [0, LAST], -1.0, []),
     ("int64", [1, -7], -7.5, []), ("int64", [1, -7], np.inf, []), ("uint64", [0, 1], np.nan, []),
     ("uint64", [0, LAST], 2.0**64, []), ("uint64", [5, 2**63], 2.0**63, [2**63])],
)  # fmt: skip
def test_nodata_of_the_parameter_for_64_bits(tmp_path, dtype, codes, nodata, missing):
    path = create(tmp_path / "x.tif", np.array([codes], dtype))
    expected = {code: 1 for code in codes if code not in missing}
    if missing:
        expected[None] = len(missing)
    assert counted(path, (1, len(codes)), nodata=nodata) == expected


# --- damaged files ----------------------------------------------------------------------------


def offsets(path, columns, rows):
    """Offset and size of each block, by column and row of blocks."""
    dataset = gdal.Open(str(path))  # a band dies with it
    band = dataset.GetRasterBand(1)
    return {
        (x, y): tuple(
            int(band.GetMetadataItem("BLOCK_%s_%d_%d" % (what, x, y), "TIFF"))
            for what in ("OFFSET", "SIZE")
        )
        for y in range(rows)
        for x in range(columns)
    }


def spoil(path, block, columns, rows):
    offset, size = offsets(path, columns, rows)[block]
    with open(path, "r+b") as file:
        file.seek(offset)
        file.write(b"\xff" * size)


def fault(function, *args, **kwargs) -> str:
    """The one sentence of an error."""
    with pytest.raises(InputError) as raised:
        function(*args, **kwargs)
    assert len(raised.value.messages) == 1
    text = str(raised.value)
    assert text.endswith("; get the file again.") and "\n" not in text and ".;" not in text
    assert not re.search(r"[{}]", text)
    raised = None  # its traceback would keep datasets open beyond the end of GDAL
    return text


@pytest.mark.parametrize("block", [(0, 0), (2, 1), (4, 3), (1, 3)])
@pytest.mark.parametrize("compress", ["LZW", "DEFLATE"])
def test_a_damaged_tile_is_named(tmp_path, block, compress):
    path = tmp_path / "坏 块.tif"
    create(path, noise(55, 70), options=[*TILED, "COMPRESS=" + compress])
    spoil(path, block, 5, 4)
    text = fault(zonal_areas, path, around(55, 70), CRS)
    x, y = block
    place = "columns %d to %d, rows %d to %d (block %d, %d)" % (
        16 * x, min(16 * x + 15, 69), 16 * y, min(16 * y + 15, 54), x, y
    )  # fmt: skip
    assert text.startswith("%s: the file is damaged or incomplete at %s: " % (path, place))


def test_a_damaged_block_outside_the_regions_does_no_harm(tmp_path, monkeypatch):
    monkeypatch.setattr(rasters, "PIECE_BYTES", 16 * 16)
    values = noise(48, 64)
    path = create(tmp_path / "x.tif", values, options=[*TILED, "COMPRESS=LZW"])
    spoil(path, (3, 2), 4, 3)
    result = zonal_areas(path, around(32, 64), CRS)
    assert dict(zip(result.classes["value"], result.classes["pixels"])) == cells(values[:32])
    assert "(block 3, 2)" in fault(zonal_areas, path, around(48, 64), CRS)


@pytest.mark.parametrize(
    "options,columns,rows", [([*TILED, "COMPRESS=LZW"], 5, 4), (["BLOCKYSIZE=6", "COMPRESS=LZW"], 1, 10),
                             (["BLOCKYSIZE=6"], 1, 10), (TILED, 5, 4)]
)  # fmt: skip
@pytest.mark.parametrize("share", [0.4, 0.8, 0.999])
def test_truncated_files_name_the_first_block_that_is_not_whole(
    tmp_path, options, columns, rows, share
):
    path = tmp_path / "截断.tif"
    create(path, noise(55, 70), options=options)
    places = offsets(path, columns, rows)
    size = int(path.stat().st_size * share)
    path.write_bytes(path.read_bytes()[:size])
    x, y = min(
        (block for block, (offset, length) in places.items() if offset + length > size),
        key=lambda block: (block[1], block[0]),
    )
    assert "(block %d, %d): " % (x, y) in fault(zonal_areas, path, around(55, 70), CRS)


def test_missing_and_damaged_parts_of_a_vrt(tmp_path):
    values = noise(48, 128)
    left = create(tmp_path / "左.tif", values[:, :64], options=[*TILED, "COMPRESS=LZW"])
    right = create(
        tmp_path / "右.tif", values[:, 64:], 5e5 + 30 * 64, options=[*TILED, "COMPRESS=LZW"]
    )
    vrt = vrt_of(tmp_path / "全.vrt", [left, right])
    assert counted(vrt, (48, 128)) == cells(values)
    spoil(right, (1, 2), 4, 3)
    text = fault(zonal_areas, vrt, around(48, 128), CRS)
    assert text.startswith(vrt + ": ")
    assert "columns 80 to 95, rows 32 to 47 (block 5, 2): " in text
    (tmp_path / "右.tif").unlink()
    text = fault(zonal_areas, vrt, around(48, 128), CRS)
    assert "columns 64 to 79, rows 0 to 15 (block 4, 0): " in text and "右.tif" in text
    # the region does not reach the missing part: nothing is read of it
    (tmp_path / "左.tif").unlink()
    with pytest.raises(InputError, match="全.vrt: the file is damaged"):
        zonal_areas(vrt, around(48, 64), CRS)


def test_a_file_that_vanishes_after_it_was_opened(tmp_path):
    path = create(tmp_path / "没了.tif", noise(20, 30))
    raster = Raster(path)
    (tmp_path / "没了.tif").unlink()
    said = []

    def read():
        try:
            raster.read(Window(0, 0, 30, 20))
        except InputError as error:
            said.append(str(error))

    thread = threading.Thread(target=read)  # has no handle of its own yet
    thread.start()
    thread.join()
    assert len(said) == 1 and said[0].startswith(path + ": GDAL cannot open this raster")


class Recorded:
    """Takes the place of `finished.Finished`."""

    def __init__(self):
        self.results = {}

    def get(self, path, log):
        return None

    def put(self, path, result):
        assert path not in self.results
        self.results[path] = result


@pytest.mark.parametrize("count", [1, 3])
def test_all_damaged_years_are_named_and_the_others_finished(tmp_path, monkeypatch, count):
    monkeypatch.setattr(rasters, "WINDOW_CELLS", 70 * 16)
    years = {year: noise(96, 70, year) for year in range(2000, 2006)}
    paths = [
        create(tmp_path / ("%d.tif" % year), values, options=[*TILED, "COMPRESS=LZW"])
        for year, values in years.items()
    ]
    spoil(paths[1], (3, 5), 5, 6)  # in its last window
    spoil(paths[4], (0, 0), 5, 6)  # in its first
    spoil(paths[4], (4, 2), 5, 6)
    (tmp_path / "2005.tif").write_bytes(b"no raster")
    finished, log = Recorded(), Log()
    with pytest.raises(InputError) as raised:
        zonal_areas_by_raster(
            paths, around(96, 70), CRS, workers=Threads(count), finished=finished, log=log
        )
    first, second, third = raised.value.messages
    raised = None  # see fault
    assert first.startswith(paths[1]) and "(block 3, 5)" in first
    assert second.startswith(paths[4]) and "(block 0, 0)" in second
    assert third.startswith(paths[5]) and "cannot open" in third
    assert list(finished.results) == [paths[0], paths[2], paths[3]]
    for path, result in finished.results.items():
        values = years[int(path[-8:-4])]
        assert dict(zip(result.classes["value"], result.classes["pixels"])) == cells(values)
    assert not log.warnings


def test_a_damaged_mask(tmp_path):
    path = create(tmp_path / "x.tif", noise(55, 70), options=TILED)
    dataset = gdal.Open(path)  # not for update: the mask becomes a file of its own
    dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
    mask = np.random.default_rng(0).choice([0, 255], (55, 70)).astype("uint8")
    dataset.GetRasterBand(1).GetMaskBand().WriteArray(mask)
    dataset = None
    file = tmp_path / "x.tif.msk"
    file.write_bytes(file.read_bytes()[: file.stat().st_size * 2 // 3])
    assert fault(zonal_areas, path, around(55, 70), CRS).startswith(path + ": the file is damaged")


def test_an_error_keeps_no_raster_open(tmp_path):
    """A dataset that is closed after the end of GDAL takes the process with it."""
    good, bad = create(tmp_path / "a.tif", noise(20, 30)), str(tmp_path / "没有.tif")
    before = {id(found) for found in gc.get_objects() if type(found) is gdal.Dataset}
    gc.disable()
    try:
        with pytest.raises(InputError, match="cannot open"):
            zonal_areas_by_raster([good, bad], around(20, 30), CRS)
        left = [found for found in gc.get_objects() if type(found) is gdal.Dataset]
        assert not {id(found) for found in left} - before
    finally:
        gc.enable()
