"""Zonal areas: conservation, geometry of regions, and faulty input."""

import struct
import threading
import time

import numpy as np
import pandas as pd
import pyproj
import pytest
from carbon_footprint.core import rasters, zones
from carbon_footprint.core.ellipsoid import zone_area_m2
from carbon_footprint.core.log import Cancelled, InputError, Log
from carbon_footprint.core.polygons import read_polygons
from carbon_footprint.core.zonal import zonal_areas, zonal_areas_by_raster
from osgeo import gdal, ogr, osr

WGS84 = pyproj.CRS("EPSG:4326").to_wkt()
ALBERS = "+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +ellps=WGS84 +units=m"
GEOD = pyproj.Geod(ellps="WGS84")


def srs(epsg):
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    return reference


def write(path, values, x0=100.0, y0=32.0, dx=0.1, dy=-0.1, crs=4326, nodata=None, options=()):
    """Write a raster; ``crs`` is an EPSG code or None."""
    values = np.asarray(values)
    code = {
        "uint8": gdal.GDT_Byte, "int16": gdal.GDT_Int16, "uint16": gdal.GDT_UInt16,
        "int32": gdal.GDT_Int32, "float32": gdal.GDT_Float32, "float64": gdal.GDT_Float64,
    }[values.dtype.name]  # fmt: skip
    driver = gdal.GetDriverByName("GTiff")
    dataset = driver.Create(str(path), values.shape[1], values.shape[0], 1, code, list(options))
    dataset.SetGeoTransform((x0, dx, 0, y0, 0, dy))
    if crs:
        dataset.SetProjection(srs(crs).ExportToWkt())
    if nodata is not None:
        dataset.GetRasterBand(1).SetNoDataValue(nodata)
    dataset.GetRasterBand(1).WriteArray(values)
    dataset = None
    return str(path)


def wkb(wkt):
    return bytes(ogr.CreateGeometryFromWkt(wkt).ExportToWkb())


def box(x0, y0, x1, y1):
    return wkb(f"POLYGON(({x0} {y0},{x1} {y0},{x1} {y1},{x0} {y1},{x0} {y0}))")


def regions(**shapes):
    return pd.DataFrame({"region": list(shapes), "wkb": list(shapes.values())})


def cell_ha(west, south, dx=0.1, dy=0.1):
    """Area of a cell by a geodesic polygon with dense parallels, in hectares."""
    there = np.linspace(west, west + dx, 500)
    x = np.concatenate([there, there[::-1]])
    y = np.repeat([south, south + dy], 500)
    return abs(GEOD.polygon_area_perimeter(x, y)[0]) / 1e4


def pixels(result):
    return result.classes.set_index(["region", "value"])["pixels"].to_dict()


def balance(result):
    """The rows of a region add up to its area, to rounding."""
    classes = result.classes.groupby("region")["area_ha"].sum()
    table = result.regions.set_index("region")
    total = classes.reindex(table.index).fillna(0) + table["nodata_ha"] + table["outside_ha"]
    np.testing.assert_allclose(total, table["region_ha"], rtol=1e-12)


@pytest.fixture
def land(tmp_path):
    """20 x 20 cells of 0.1 degree, classes 1 to 9 at random (fixed seed)."""
    values = np.random.default_rng(7).integers(1, 10, (20, 20)).astype("uint8")
    return write(tmp_path / "土地覆盖 2020.tif", values), values


def test_every_cell_by_geodesic_polygons(land):
    path, values = land
    # the border runs between cells here, in the other direction through them
    two = regions(西=box(100, 30, 101, 32), 东=box(101, 30, 102, 32))
    result = zonal_areas(path, two, WGS84)
    area = np.array([cell_ha(100, 31.9 - 0.1 * row) for row in range(20)])[:, None]
    for region, part in (("西", slice(0, 10)), ("东", slice(10, 20))):
        found = result.classes[result.classes["region"] == region].set_index("value")
        for value in range(1, 10):
            inside = values[:, part] == value
            assert found["pixels"][value] == inside.sum()
            assert found["area_ha"][value] == pytest.approx((inside * area).sum(), rel=1e-8)
    balance(result)
    np.testing.assert_allclose(result.regions["polygon_ha"], 10 * area.sum(), rtol=1e-7)


def test_sum_over_regions_is_the_union(land):
    path, _ = land
    # an oblique and an irregular border, shared by the neighbours
    three = regions(
        a=wkb("POLYGON((100 30,100.93 30,101.31 32,100 32,100 30))"),
        b=wkb("POLYGON((100.93 30,102 30,102 30.77,101.13 31.05,100.93 30))"),
        c=wkb("POLYGON((101.13 31.05,102 30.77,102 32,101.31 32,101.13 31.05))"),
    )
    log = Log()
    parts = zonal_areas(path, three, WGS84, log=log)
    whole = zonal_areas(path, regions(all=box(100, 30, 102, 32)), WGS84)
    assert not any("overlap" in text for text in log.warnings)
    by_class = parts.classes.groupby("value")[["pixels", "area_ha"]].sum()
    expected = whole.classes.set_index("value")
    assert by_class["pixels"].tolist() == expected["pixels"].tolist()
    np.testing.assert_allclose(by_class["area_ha"], expected["area_ha"], rtol=1e-12)
    assert parts.classes["pixels"].sum() == 400


@pytest.mark.parametrize("crs", ["EPSG:6933", ALBERS, "EPSG:32646", "EPSG:3857"])
def test_same_land_in_other_projections(tmp_path, crs):
    """Four blocks of 0.5 x 0.5 degree, reprojected to cells of d = 50 m.

    By the rule of cell centres a border errs by half a cell at most; the
    nearest cell of the original (0.005 degree, borders on its grid) is exact.
    A block has a border of P = 2 (55.5 + 47.6) km, hence an error below P d/2,
    0.2 % here. A wrong areal scale would show: 0.8 % in the UTM zone chosen
    (8 degrees off its meridian), 34 % or more in Web Mercator.
    """
    # 0.1 degree wider on all sides than the region: gdalwarp cuts at the edges
    values = np.pad(np.array([[1, 2], [3, 4]], "uint8").repeat(100, 0).repeat(100, 1), 20, "edge")
    path = write(tmp_path / "land.tif", values, 100.9, 32.1, 0.005, -0.005)
    warped = str(tmp_path / "warped.tif")
    gdal.Warp(warped, path, dstSRS=crs, xRes=50, yRes=50, resampleAlg="near", dstNodata=0)
    one = regions(all=box(101, 31, 102, 32))
    expected = zonal_areas(path, one, WGS84).classes.set_index("value")["area_ha"]
    result = zonal_areas(warped, one, WGS84)
    found = result.classes.set_index("value")["area_ha"]
    assert (found - expected).abs().max() < 2 * (55_500 + 47_600) * 25 / 1e4
    total = result.regions["region_ha"][0]
    assert abs(total - expected.sum()) < 2 * (111_000 + 95_300) * 25 / 1e4
    balance(result)


def test_long_edges_are_densified_before_they_are_transformed(tmp_path):
    """A square of 1000 km in Albers has 10^8 ha on the ellipsoid.

    Its straight edges bend by some 10 km between the parallels and meridians
    of the raster. Cells of 0.02 degree: the centres' rule errs by less than
    half a cell along 4000 km, and about the root of the number of cells.
    """
    values = np.ones((750, 800), "uint8")
    path = write(tmp_path / "x.tif", values, 97, 42, 0.02, -0.02)
    x0, y0 = pyproj.Transformer.from_crs(4326, ALBERS, always_xy=True).transform(105, 34.5)
    square = box(x0 - 5e5, y0 - 5e5, x0 + 5e5, y0 + 5e5)
    result = zonal_areas(path, regions(s=square), pyproj.CRS(ALBERS).to_wkt())
    assert result.regions["outside_ha"][0] == 0
    assert result.regions["polygon_ha"][0] == pytest.approx(1e8, rel=1e-6)
    assert result.regions["region_ha"][0] == pytest.approx(1e8, rel=5e-4)


def test_long_edges_in_the_crs_of_the_raster_are_measured_as_straight_lines_there(land):
    """The area of a triangle with sides of 1300 km, of vertices a kilometre apart."""
    path, _ = land
    corners = "(95 25,107 26,101 40,95 25)"
    border = ogr.CreateGeometryFromWkt("LINESTRING" + corners)
    border.Segmentize(0.01)
    expected = abs(GEOD.polygon_area_perimeter(*np.array(border.GetPoints()).T[:2])[0]) / 1e4
    result = zonal_areas(path, regions(t=wkb("POLYGON(%s)" % corners)), WGS84)
    assert result.regions["polygon_ha"][0] == pytest.approx(expected, rel=1e-6)
    balance(result)


@pytest.mark.parametrize("empty", ["part before", "part behind", "part without rings", "hole"])
def test_rings_without_vertices_change_nothing(land, empty):
    """The square of the whole raster, 2 by 2 degrees, and one of a quarter of it."""

    def polygon(*rings):
        parts = [struct.pack("<I%dd" % (2 * len(xy)), len(xy), *sum(xy, ())) for xy in rings]
        return struct.pack("<BII", 1, 3, len(rings)) + b"".join(parts)

    square = ((100, 30), (102, 30), (102, 32), (100, 32), (100, 30))
    parts = {
        "part before": [polygon(()), polygon(square)],
        "part behind": [polygon(square), polygon(())],
        "part without rings": [polygon(), polygon(square)],
        "hole": [polygon(square, ())],
    }[empty]
    whole = struct.pack("<BII", 1, 6, len(parts)) + b"".join(parts)
    result = zonal_areas(land[0], regions(全=whole, 角=box(100, 30, 101, 31)), WGS84)
    assert result.classes.groupby("region")["pixels"].sum().to_dict() == {"全": 400, "角": 100}
    expected = [zone_area_m2(30, top, top - 30, GEOD) / 1e4 for top in (32, 31)]
    np.testing.assert_allclose(result.regions["polygon_ha"], expected, rtol=1e-6)


def test_cgcs2000_regions_on_a_wgs84_raster(land):
    path, _ = land
    crs = pyproj.CRS("EPSG:4490").to_wkt()
    result = zonal_areas(path, regions(r=box(100, 30, 102, 32)), crs)
    assert result.classes["pixels"].sum() == 400 and result.regions["outside_ha"][0] < 1


def neighbours(rng, source, grid, extra):
    """Two regions that fill a grid, the border in the CRS of the regions, and both as WKB.

    The second has vertices at eighths of straight edges of the first. Coordinates are multiples of
    2^-16 degrees or of 16 metres, and eighths of an edge are multiples of 1/8 of that: exact.
    """
    x0, y0, x1, y1 = grid.extent
    back = pyproj.Transformer.from_crs(grid.crs_wkt, source, always_xy=True)
    x, y = back.transform(*np.meshgrid(np.linspace(x0, x1, 21), np.linspace(y0, y1, 21)))
    unit = 2.0**-16 if pyproj.CRS(source).is_geographic else 16.0
    low, high = np.array([x.min(), y.min()]), np.array([x.max(), y.max()])
    low, high = low - 0.3 * (high - low), high + 0.3 * (high - low)
    # from south to north, or with x and y exchanged
    turned = rng.random() < 0.5
    if turned:
        low, high = low[::-1], high[::-1]
    along = np.concatenate([[0], np.sort(rng.uniform(0.05, 0.95, rng.integers(2, 7))), [1]])
    line = np.column_stack([rng.uniform(0.25, 0.75, len(along)), along])
    line, low, high = (np.round(v / unit) * unit for v in (low + line * (high - low), low, high))
    more = [line[:1]]
    for start, end in zip(line[:-1], line[1:]):
        eighths = rng.choice(np.arange(1, 8), rng.integers(0, 4), replace=False) if extra else []
        more += [start + (end - start) * np.sort([*eighths, 8])[:, np.newaxis] / 8]
    first = [*line, (low[0], high[1]), low]
    second = [*np.concatenate(more), high, (high[0], low[1])]
    order = [1, 0] if turned else [0, 1]
    line, *shapes = (np.asarray(points)[:, order] for points in (line, first, second))
    texts = [",".join("%r %r" % tuple(p) for p in [*q.tolist(), q[0].tolist()]) for q in shapes]
    return line, regions(**{name: wkb("POLYGON((%s))" % t) for name, t in zip("ab", texts)})


def length_in_cells(line, source, grid):
    """Length of a line on a grid, from many points."""
    there = pyproj.Transformer.from_crs(source, grid.crs_wkt, always_xy=True)
    parts = np.linspace(0, 1, 400, endpoint=False)[:, np.newaxis]
    points = np.concatenate([p + (q - p) * parts for p, q in zip(line[:-1], line[1:])])
    x, y = there.transform(*points.T)
    x, y = (x - grid.x0) / grid.dx, (y - grid.y0) / grid.dy
    inside = (x > 0) & (x < grid.columns) & (y > 0) & (y < grid.rows)
    return np.hypot(np.diff(x), np.diff(y))[inside[1:] & inside[:-1]].sum()


@pytest.mark.parametrize(
    "source,target,lon,lat",
    [(4326, ALBERS, 112, 32), (ALBERS, 4326, 112, 32), (ALBERS, 4326, 120, 50),
     (32650, 4326, 117, 35), (32650, 4326, 119, 53), (4326, 32650, 119, 53)],
)  # fmt: skip
def test_neighbours_with_other_vertices_on_their_border(tmp_path, source, target, lon, lat):
    """Each is cut by itself: their images differ by what an edge bends, 1/200 of a cell.

    Between an edge that bends by s and its image lie 2/3 s cells for a cell of its length. Both
    images lie on one side of the true border, so that less lies between them, 2/3 of 0.005.
    """
    n, size = 2000, 30.0
    source_wkt, target_wkt = pyproj.CRS(source).to_wkt(), pyproj.CRS(target).to_wkt()
    x, y = pyproj.Transformer.from_crs(4326, target, always_xy=True).transform(lon, lat)
    size = size / 111_320 if pyproj.CRS(target).is_geographic else size
    x, y = x - size * n / 2, y + size * n / 2
    grid = rasters.Grid("x", n, n, x, y, size, -size, target_wkt)
    odd, length = 0, 0.0
    for seed in range(12):
        for extra in (False, True):
            line, table = neighbours(np.random.default_rng(seed), source, grid, extra)
            layout = zones.Layout(read_polygons(table, Log()), source_wkt, grid, False, Log())
            once, *again = layout.zones.spans(rasters.Window(0, 0, n, n))
            neither = n * n - (once.stop - once.start).sum()
            both = sum((spans.stop - spans.start).sum() for spans in again)
            if not extra:
                assert neither == both == 0
        odd += neither + both
        length += length_in_cells(line, source, grid)
    assert 0 < odd < 2 / 3 * 0.005 * length
    # the last one as users see it: cells of both are counted once, and there is nothing to say
    path = str(tmp_path / "x.tif")
    dataset = gdal.GetDriverByName("GTiff").Create(path, n, n, 1, gdal.GDT_Byte)
    dataset.SetGeoTransform((x, size, 0, y, 0, -size))
    dataset.SetProjection(target_wkt)
    dataset = None
    log = Log()
    result = zonal_areas(path, table, source_wkt, log=log)
    assert result.classes["pixels"].sum() == n * n - neither and result.overlaps == []
    assert all("does not cover" in text for text in log.warnings)


def test_non_square_cells_and_south_up(tmp_path):
    # the case on which QGIS's own zonal histogram fails: 10 x 30 m cells
    values = np.repeat([1, 2], 5)[:, None].repeat(10, 1).astype("uint8")
    path = write(tmp_path / "a.tif", values, 500_000, 4_000_300, 10, -30, 32647)
    crs = pyproj.CRS("EPSG:32647").to_wkt()
    one = regions(all=box(500_000, 4_000_000, 500_100, 4_000_300))
    assert pixels(zonal_areas(path, one, crs)) == {("all", 1): 50, ("all", 2): 50}
    flipped = write(tmp_path / "b.tif", values[::-1], 500_000, 4_000_000, 10, 30, 32647)
    half = regions(north=box(500_000, 4_000_150, 500_100, 4_000_300))
    assert pixels(zonal_areas(flipped, half, crs)) == {("north", 1): 50}
    assert pixels(zonal_areas(path, half, crs)) == {("north", 1): 50}


def test_holes_multipolygons_and_regions_in_several_features(land):
    path, values = land
    ring = wkb(
        "POLYGON((100 30,102 30,102 32,100 32,100 30),(100.5 30.5,100.5 31.5,101.5 31.5,"
        "101.5 30.5,100.5 30.5))"
    )
    assert zonal_areas(path, regions(ring=ring), WGS84).classes["pixels"].sum() == 400 - 100
    islands = wkb(
        "MULTIPOLYGON(((100 30,100.2 30,100.2 30.2,100 30.2,100 30)),"
        "((101 31,101.3 31,101.3 31.3,101 31.3,101 31)))"
    )
    result = zonal_areas(path, regions(islands=islands), WGS84)
    assert result.classes["pixels"].sum() == 4 + 9
    log = Log()
    split = [
        ("岛", box(100, 30, 101, 31)),
        ("b", box(101, 30, 102, 31)),
        ("岛", box(100, 31, 101, 32)),
    ]
    result = zonal_areas(path, split, WGS84, log=log)
    assert result.regions["region"].tolist() == ["岛", "b"]
    assert result.classes.groupby("region")["pixels"].sum().to_dict() == {"岛": 200, "b": 100}
    assert result.regions["polygon_ha"][0] == pytest.approx(
        sum(10 * cell_ha(100, 30 + 0.1 * row) for row in range(20)), rel=1e-6
    )
    assert not log.warnings


def test_overlapping_regions_each_get_their_full_area(land):
    path, _ = land
    log = Log()
    shapes = regions(
        a=box(100, 30, 101, 32), b=box(100.5, 30, 102, 32), c=box(100.8, 30, 101.2, 32)
    )
    result = zonal_areas(path, shapes, WGS84, log=log)
    total = result.classes.groupby("region")["pixels"].sum().to_dict()
    assert total == {"a": 200, "b": 300, "c": 80}
    assert [text for text in log.warnings if "a / b; a / c; b / c" in text]


def test_sliver_overlaps_are_counted_once(land):
    path, _ = land
    log = Log()
    shapes = regions(a=box(100, 30, 101.0004, 32), b=box(101, 30, 102, 32))
    result = zonal_areas(path, shapes, WGS84, log=log)
    assert result.classes["pixels"].sum() == 400 and not log.warnings


@pytest.mark.parametrize(
    "dtype,codes", [("int16", [-5, 300]), ("uint16", [40000, 65535]), ("int32", [-70000, 10**9])]
)
def test_wide_and_negative_codes(tmp_path, dtype, codes):
    values = np.array([[codes[0], codes[1]], [codes[1], codes[1]]], dtype)
    path = write(tmp_path / "x.tif", values)
    result = zonal_areas(path, regions(r=box(100, 31, 101, 32)), WGS84)
    assert pixels(result) == {("r", codes[0]): 1, ("r", codes[1]): 3}


def test_signed_bytes_do_not_overflow(tmp_path):
    # from -128 to 127 are more steps than a signed byte can count
    path = str(tmp_path / "x.tif")
    kind = getattr(gdal, "GDT_Int8", gdal.GDT_Byte)  # before GDAL 3.7 by an option
    options = ["PIXELTYPE=SIGNEDBYTE"] if kind == gdal.GDT_Byte else []
    dataset = gdal.GetDriverByName("GTiff").Create(path, 2, 1, 1, kind, options)
    dataset.SetGeoTransform((100, 0.1, 0, 32, 0, -0.1))
    dataset.SetProjection(srs(4326).ExportToWkt())
    dataset.GetRasterBand(1).WriteArray(np.array([[-128, 127]], "int8"))
    dataset = None
    result = zonal_areas(path, regions(r=box(100, 31, 101, 32)), WGS84)
    assert pixels(result) == {("r", -128): 1, ("r", 127): 1}


def test_float_rasters_of_whole_numbers(tmp_path):
    values = np.array([[1, 2], [np.nan, 2]], "float32")
    path = write(tmp_path / "x.tif", values)
    one = regions(r=box(100, 31.8, 100.2, 32))
    result = zonal_areas(path, one, WGS84)
    assert pixels(result) == {("r", 1): 1, ("r", 2): 2}
    assert result.regions["nodata_pixels"][0] == 1
    values[0, 0] = 0.25
    path = write(tmp_path / "share.tif", values)
    with pytest.raises(InputError, match=r"share\.tif: the value 0\.25 is not a class code"):
        zonal_areas(path, one, WGS84)
    values[0, 0] = -3.4e38
    path = write(tmp_path / "huge.tif", values)
    with pytest.raises(InputError, match="declare the value as no data"):
        zonal_areas(path, one, WGS84)
    assert zonal_areas(path, one, WGS84, nodata=-3.4e38).regions["nodata_pixels"][0] == 2


def test_nodata_of_file_and_parameter(tmp_path):
    values = np.array([[1, 255], [0, 1]], "uint8")
    path = write(tmp_path / "x.tif", values, nodata=255)
    one = regions(r=box(100, 31.8, 100.2, 32))
    result = zonal_areas(path, one, WGS84)
    assert pixels(result) == {("r", 0): 1, ("r", 1): 2}
    assert result.regions["nodata_ha"][0] == pytest.approx(cell_ha(100.1, 31.9), rel=1e-8)
    result = zonal_areas(path, one, WGS84, nodata=0)
    assert pixels(result) == {("r", 1): 2} and result.regions["nodata_pixels"][0] == 2
    balance(result)


def test_internal_mask_and_alpha(tmp_path):
    one = regions(r=box(100, 31.8, 100.2, 32))
    masked = write(tmp_path / "masked.tif", np.full((2, 2), 4, "uint8"))
    dataset = gdal.Open(masked, gdal.GA_Update)
    dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
    dataset.GetRasterBand(1).GetMaskBand().WriteArray(np.array([[255, 0], [255, 255]], "uint8"))
    dataset = None
    assert pixels(zonal_areas(masked, one, WGS84)) == {("r", 4): 3}
    alpha = str(tmp_path / "alpha.tif")
    dataset = gdal.GetDriverByName("GTiff").Create(alpha, 2, 2, 2, gdal.GDT_Byte, ["ALPHA=YES"])
    dataset.SetGeoTransform((100, 0.1, 0, 32, 0, -0.1))
    dataset.SetProjection(srs(4326).ExportToWkt())
    dataset.GetRasterBand(1).WriteArray(np.full((2, 2), 4, "uint8"))
    dataset.GetRasterBand(2).WriteArray(np.array([[0, 0], [255, 255]], "uint8"))
    dataset = None
    assert pixels(zonal_areas(alpha, one, WGS84)) == {("r", 4): 2}


def test_outside_is_measured_on_the_ellipsoid(land):
    path, _ = land
    # 1 degree of its 2 lies east of the raster
    result = zonal_areas(path, regions(r=box(101, 30, 103, 31)), WGS84)
    outside = sum(10 * cell_ha(102, 30 + 0.1 * row) for row in range(10))
    assert result.regions["outside_ha"][0] == pytest.approx(outside, rel=1e-6)
    assert result.regions["region_ha"][0] == pytest.approx(2 * outside, rel=1e-6)
    balance(result)
    inside = zonal_areas(path, regions(r=box(100, 30, 102, 32)), WGS84)
    assert inside.regions["outside_ha"][0] == 0


def test_regions_outside_and_without_cells_are_named(land):
    path, _ = land
    log = Log()
    shapes = regions(
        里=box(100, 30, 101, 32), 远=box(110, 30, 111, 31), 小=box(101.01, 30.01, 101.03, 30.03)
    )
    result = zonal_areas(path, shapes, WGS84, log=log)
    text = "\n".join(log.warnings)
    assert "does not reach these regions: 远" in text
    assert "no cell has its centre in these regions, so that they have no areas: 小" in text
    table = result.regions.set_index("region")
    assert table.loc["远", "region_ha"] == table.loc["远", "outside_ha"] > 0
    assert table.loc["小", "region_ha"] == 0 and table.loc["小", "polygon_ha"] > 0


def test_coarse_cells_are_reported(land):
    path, _ = land
    log = Log()
    zonal_areas(path, regions(窄=box(100.0, 30, 100.14, 31)), WGS84, log=log)
    # 1 column of cells for a polygon 1.4 columns wide: 1/1.4 - 1 = -28.6 %
    assert any("窄 (-28.6%)" in text for text in log.warnings)


def test_nothing_in_common_is_an_error_with_both_extents(land):
    path, _ = land
    with pytest.raises(InputError, match=r"x 100 to 102.*x 10 to 11") as error:
        zonal_areas(path, regions(r=box(10, 30, 11, 31)), WGS84)
    assert "check the CRS" in str(error.value)


def test_regions_far_from_a_local_projection(tmp_path):
    # UTM 47N (99 E) has no image of the equator beyond 90 degrees from there
    values = np.full((50, 50), 2, "uint8")
    path = write(tmp_path / "utm.tif", values, 500_000, 4_000_000, 1000, -1000, 32647)
    result = zonal_areas(path, regions(half=box(0, -80, 170, 80)), WGS84)
    assert result.classes["pixels"].tolist() == [2500]
    balance(result)
    expected = zone_area_m2(-80, 80, 170, GEOD) / 1e4
    assert result.regions["polygon_ha"][0] == pytest.approx(expected, rel=1e-6)
    inside = result.classes["area_ha"].sum()
    assert result.regions["outside_ha"][0] == pytest.approx(expected - inside, rel=1e-6)


def test_regions_without_an_image_in_an_equal_area_projection(tmp_path):
    # the point opposite to the centre of this projection, 80 W 35 S, has no image
    crs = "+proj=laea +lon_0=100 +lat_0=35 +datum=WGS84"
    values = np.full((50, 50), 2, "uint8")
    path = write(tmp_path / "laea.tif", values, -25_000, 25_000, 1000, -1000, None)
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.SetProjection(pyproj.CRS(crs).to_wkt())
    dataset = None
    two = regions(large=box(-80, -35, 170, 80), south=box(99, 20, 101, 34))
    result = zonal_areas(path, two, WGS84)
    assert result.classes["pixels"].tolist() == [2500]
    np.testing.assert_allclose(result.classes["area_ha"], 2500 * 100)
    expected = zone_area_m2(-35, 80, 250, GEOD) / 1e4, zone_area_m2(20, 34, 2, GEOD) / 1e4
    np.testing.assert_allclose(result.regions["polygon_ha"], expected, rtol=1e-6)
    np.testing.assert_allclose(result.regions["outside_ha"], expected, rtol=1e-5)
    balance(result)


def test_invalid_polygons_are_repaired(land):
    path, _ = land
    bow = wkb("POLYGON((100 30,102 32,102 30,100 32,100 30))")
    log = Log()
    result = zonal_areas(path, regions(蝴蝶结=bow, 全=box(100, 30, 102, 32)), WGS84, log=log)
    assert [text for text in log.warnings if "repaired" in text] == [
        "These regions had an invalid polygon, which was repaired: 蝴蝶结."
    ]
    # two triangles: half of the square, up to the cells on the diagonals
    found = result.classes.groupby("region")["pixels"].sum()
    assert abs(found["蝴蝶结"] - 200) <= 20 and found["全"] == 400
    # their area, not the difference of the two: their edges as straight lines in degrees
    expected = 0
    for x in (100, 102):
        border = ogr.CreateGeometryFromWkt(f"LINESTRING({x} 30,101 31,{x} 32,{x} 30)")
        border.Segmentize(0.01)
        longitude, latitude = np.array(border.GetPoints()).T
        expected += abs(GEOD.polygon_area_perimeter(longitude, latitude)[0]) / 1e4
    assert result.regions["polygon_ha"][0] == pytest.approx(expected, rel=1e-6)
    balance(result)
    # several features of a name are repaired before they are united
    log = Log()
    twice = pd.concat([regions(蝴蝶结=bow), regions(蝴蝶结=box(100, 30, 101, 32))])
    both = zonal_areas(path, twice, WGS84, log=log)
    assert abs(both.classes["pixels"].sum() - 300) <= 10
    assert sum("repaired: 蝴蝶结" in text for text in log.warnings) == 1


def ring(*points):
    """A polygon of one ring as it stands, however wrong."""
    return struct.pack("<BIII", 1, ogr.wkbPolygon, 1, len(points)) + struct.pack(
        f"<{2 * len(points)}d", *np.ravel(points)
    )


def test_rings_that_are_no_rings(land):
    path, _ = land
    good = box(100, 30, 101, 31)
    not_closed = ring((101, 30), (102, 30), (102, 31), (101, 31))
    result = zonal_areas(path, regions(r=not_closed), WGS84)
    assert result.classes["pixels"].sum() == 100
    for points in (
        [(101, 30), (102, 31)],
        [(101, 30)] * 4,
        [(101, 30), (102, 31), (101, 30), (101, 30)],
    ):
        log = Log()
        result = zonal_areas(path, regions(線=ring(*points), 好=good), WGS84, log=log)
        assert any("without area: 線" in text for text in log.warnings)
        assert result.regions["region_ha"][0] == 0 < result.regions["region_ha"][1]
        with pytest.raises(InputError, match="no regions with an area"):
            zonal_areas(path, regions(線=ring(*points)), WGS84)
    for wrong in (np.nan, np.inf, -np.inf):
        odd = ring((100, 30), (101, 30), (101, wrong), (100, 31), (100, 30))
        with pytest.raises(InputError) as error:
            zonal_areas(path, regions(好=good, 坏=odd, 又坏=odd), WGS84)
        assert error.value.messages == [
            f"Region {name}: its polygon has coordinates that are no numbers; draw it again."
            for name in ("坏", "又坏")
        ]


def test_regions_that_cannot_be_measured_are_the_fault_of_their_raster(tmp_path, monkeypatch):
    paths = [write(tmp_path / f"{year}.tif", np.ones((20, 20), "uint8"), x0=100 + year / 10)
             for year in range(3)]  # fmt: skip
    layouts, measure = [], zones.Layout.measure

    def measured(self, *args):
        layouts.append(self)
        if len(layouts) == 2:
            raise InputError("Region r: no image.")
        yield from measure(self, *args)

    class Kept(dict):
        def get(self, path, log):
            return None

        def put(self, path, result):
            self[path] = result

    monkeypatch.setattr(zones.Layout, "measure", measured)
    kept = Kept()
    with pytest.raises(InputError, match="^Region r: no image.$"):
        zonal_areas_by_raster(paths, regions(r=box(100.5, 30, 101, 31)), WGS84, finished=kept)
    assert list(kept) == [paths[0], paths[2]]


def test_faulty_regions_are_all_listed(land):
    path, _ = land
    table = [(None, box(100, 30, 101, 31)), ("line", wkb("LINESTRING(0 0,1 1)")), (" ", None)]
    with pytest.raises(InputError) as error:
        zonal_areas(path, table, WGS84)
    assert len(error.value.messages) == 3
    assert "Feature 1" in str(error.value) and "Region line" in str(error.value)
    with pytest.raises(InputError, match="coordinate reference system"):
        zonal_areas(path, regions(r=box(100, 30, 101, 31)), "")
    log = Log()
    zonal_areas(path, [("a", box(100, 30, 101, 31)), ("leer", None)], WGS84, log=log)
    assert any("leer" in text for text in log.warnings)


def test_faulty_rasters(tmp_path, land):
    one = regions(r=box(100, 31, 101, 32))
    values = np.ones((4, 4), "uint8")
    with pytest.raises(InputError, match="cannot open"):
        zonal_areas(tmp_path / "没有.tif", one, WGS84)
    with pytest.raises(InputError, match="no band 2, the file has 1"):
        zonal_areas(land[0], one, WGS84, band=2)
    path = write(tmp_path / "nocrs.tif", values, crs=None)
    with pytest.raises(InputError, match=r"nocrs\.tif: the raster has no coordinate reference"):
        zonal_areas(path, one, WGS84)
    path = write(tmp_path / "rotated.tif", values)
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.SetGeoTransform((100, 0.1, 0.01, 32, 0.01, -0.1))
    dataset = None
    with pytest.raises(InputError, match="rotated or sheared; straighten it with gdalwarp"):
        zonal_areas(path, one, WGS84)


@pytest.mark.parametrize("raising", [False, True])
def test_damaged_files_and_gdal_state(tmp_path, raising):
    """A truncated file names file and place, whatever GDAL does about exceptions."""
    values = np.random.default_rng(1).integers(0, 255, (600, 600)).astype("uint8")
    path = tmp_path / "截断.tif"
    write(path, values, dx=0.001, dy=-0.001, options=["TILED=YES", "COMPRESS=LZW"])
    path.write_bytes(path.read_bytes()[:150_000])
    before = gdal.GetUseExceptions()
    (gdal.UseExceptions if raising else gdal.DontUseExceptions)()
    try:
        with pytest.raises(InputError, match="截断.tif: .*(damaged|cannot open)"):
            zonal_areas(path, regions(r=box(100, 31, 101, 32)), WGS84)
        assert bool(gdal.GetUseExceptions()) is raising
    finally:
        (gdal.UseExceptions if before else gdal.DontUseExceptions)()


def test_vrt_and_its_missing_part(tmp_path):
    left = write(tmp_path / "l.tif", np.full((2, 2), 1, "uint8"), 100, 32)
    right = write(tmp_path / "r.tif", np.full((2, 2), 2, "uint8"), 100.2, 32)
    vrt = str(tmp_path / "mosaic.vrt")
    gdal.BuildVRT(vrt, [left, right]).FlushCache()
    one = regions(r=box(100, 31.8, 100.4, 32))
    assert pixels(zonal_areas(vrt, one, WGS84)) == {("r", 1): 4, ("r", 2): 4}
    (tmp_path / "r.tif").unlink()
    with pytest.raises(InputError, match=r"mosaic\.vrt: the file is damaged or incomplete"):
        zonal_areas(vrt, one, WGS84)


@pytest.mark.parametrize(
    "options,large",
    [(["TILED=YES"], 2**24), (["BLOCKYSIZE=1"], 2**24), (["BLOCKYSIZE=600"], 2**18)],
)
def test_windows_and_pieces_cover_every_cell_once(tmp_path, monkeypatch, options, large):
    monkeypatch.setattr(rasters, "WINDOW_CELLS", 200_000)
    monkeypatch.setattr(rasters, "PIECE_BYTES", 70_000)
    monkeypatch.setattr(rasters, "LARGEST_BLOCK", large)
    values = np.random.default_rng(3).integers(1, 6, (600, 700)).astype("uint8")
    path = write(tmp_path / "x.tif", values, dx=0.001, dy=-0.001, options=options)
    read, seen = rasters.Raster.read, np.zeros(values.shape, int)

    def watched(self, window):
        seen[window.row : window.row + window.rows, window.column :][:, : window.columns] += 1
        columns, rows = self.block
        if columns * rows <= large:  # no block is decoded twice
            assert window.row % rows == 0 and window.column % columns == 0
        assert window.columns * window.rows <= 256 * 700
        return read(self, window)

    monkeypatch.setattr(rasters.Raster, "read", watched)
    result = zonal_areas(path, regions(r=box(100, 31.4, 100.7, 32)), WGS84)
    assert (seen == 1).all()
    assert pixels(result) == {("r", v): (values == v).sum() for v in range(1, 6)}


def test_cancel(land):
    class Impatient(Log):
        def is_cancelled(self):
            return True

    with pytest.raises(Cancelled):
        zonal_areas(land[0], regions(r=box(100, 30, 101, 31)), WGS84, log=Impatient())


def detailed(as_one: bool, invalid: bool):
    """300 polygons of 5000 vertices, as regions or as one; a vertex of the invalid is far away."""
    angle = 2 * np.pi * np.arange(5000) / 5000
    reach = 0.2 * (0.9 + 0.1 * np.sin(37 * angle) * np.cos(113 * angle))
    shape = np.column_stack([reach * np.cos(angle), reach * np.sin(angle)])
    if invalid:
        shape[1666] *= -1.3
    shape = np.concatenate([shape, shape[:1]])
    parts = [
        struct.pack("<BIII", 1, 3, 1, 5001) + (shape + [100 + 0.5 * x, 30 + 0.5 * y]).tobytes()
        for x in range(20)
        for y in range(15)
    ]
    if as_one:
        return [("全", struct.pack("<BII", 1, 6, 300) + b"".join(parts))]
    return [("区%d" % number, part) for number, part in enumerate(parts)]


@pytest.mark.parametrize(
    "crs,as_one,invalid",
    [(4326, False, False), (32648, False, False), (4326, True, False), (32648, False, True)],
)
def test_cancel_while_regions_of_many_vertices_are_prepared(tmp_path, crs, as_one, invalid):
    """1.5 million vertices: a cancel is heard within two seconds, whenever it comes."""
    place = (98, 40, 0.025, -0.025) if crs == 4326 else (-1e5, 4.2e6, 2000, -2000)
    path = write(tmp_path / "x.tif", np.ones((400, 600), "uint8"), *place, crs=crs)
    table = detailed(as_one, invalid)

    class Late(Log):
        """Cancelled after some seconds; knows when it was asked."""

        def __init__(self, seconds):
            super().__init__()
            self.asked = [time.perf_counter()]
            self.end = self.asked[0] + seconds

        def is_cancelled(self):
            self.asked.append(time.perf_counter())
            return self.asked[-1] >= self.end

    moments = [0.1, 0.5, 1.0]
    if not invalid:  # first to the end; repairing all of them would take too long for a test
        log = Late(np.inf)
        zonal_areas(path, table, WGS84, log=log)
        assert max(np.diff(log.asked)) < 2
        # each region when it is read, when it is laid on the grid, and when it is checked
        assert len(log.asked) > 3 * len(table)
        moments = np.array([0, 0.2, 0.5]) * (log.asked[-1] - log.asked[0])
    for seconds in moments:
        log = Late(seconds)
        with pytest.raises(Cancelled):
            zonal_areas(path, table, WGS84, log=log)
        assert time.perf_counter() - log.end < 2 and max(np.diff(log.asked)) < 2


@pytest.mark.parametrize("method", ["UnionCascaded", "MakeValid"])
def test_cancel_while_gdal_works_on_one_region(land, monkeypatch, method):
    """Uniting 300 features of 5,000 vertices takes 3 to 6 s in one call of GDAL, repairs 15 s."""
    shapes = {
        "UnionCascaded": [box(100, 30, 101, 31), box(101, 30, 102, 31)],
        "MakeValid": [wkb("POLYGON((100 30, 101 31, 101 30, 100 31, 100 30))")],
    }[method]
    table = pd.DataFrame({"region": ["a"] * len(shapes), "wkb": shapes})
    begun, ended = threading.Event(), threading.Event()

    def long(self):
        begun.set()
        assert ended.wait(20)

    class Waiting(Log):
        def is_cancelled(self):
            return begun.is_set()

    monkeypatch.setattr(ogr.Geometry, method, long)
    start = time.perf_counter()
    with pytest.raises(Cancelled):
        zonal_areas(land[0], table, WGS84, log=Waiting())
    assert time.perf_counter() - start < 2
    ended.set()


def test_features_that_cannot_be_united(land, monkeypatch):
    table = pd.DataFrame(
        {"region": ["甲"] * 2, "wkb": [box(100, 30, 101, 31), box(101, 30, 102, 31)]}
    )
    monkeypatch.setattr(ogr.Geometry, "UnionCascaded", lambda self: None)
    with pytest.raises(InputError) as caught:
        zonal_areas(land[0], table, WGS84)
    assert str(caught.value) == (
        "Region 甲: its features cannot be united (no reason given); dissolve them first."
    )


def test_progress_rises_to_one(land):
    class Watching(Log):
        seen = []

        def progress(self, fraction):
            self.seen.append(fraction)

    zonal_areas(land[0], regions(r=box(100, 30, 101, 31)), WGS84, log=Watching())
    assert Watching.seen == sorted(Watching.seen) and Watching.seen[-1] == 1


def test_two_runs_are_identical(land):
    shapes = regions(a=box(100, 30, 101, 32), b=box(100.5, 30, 102, 32))
    first, second = (zonal_areas(land[0], shapes, WGS84) for _ in range(2))
    pd.testing.assert_frame_equal(first.classes, second.classes, check_exact=True)
    pd.testing.assert_frame_equal(first.regions, second.regions, check_exact=True)


def layer(path, field):
    source = ogr.Open(str(path))
    found = source.GetLayer()
    rows = [(feature.GetField(field), bytes(feature.geometry().ExportToWkb())) for feature in found]
    return pd.DataFrame(rows, columns=["region", "wkb"]), found.GetSpatialRef().ExportToWkt()


def test_modis_over_provinces_and_their_union(real_data):
    raster = real_data / "landcover" / "mcd12c1_v006_2019_igbp_china_0p05deg.tif"
    provinces, crs = layer(
        real_data / "boundaries" / "china_provinces_natural_earth_50m.geojson", "name_zh"
    )
    parts = zonal_areas(raster, provinces, crs)
    balance(parts)
    whole = zonal_areas(raster, provinces.assign(region="中国"), crs)
    by_class = parts.classes.groupby("value")[["pixels", "area_ha"]].sum()
    expected = whole.classes.set_index("value")
    # dissolving drops the gaps and laps of the borders: a few cells at most
    assert (by_class["pixels"] - expected["pixels"]).abs().sum() <= 5
    np.testing.assert_allclose(by_class["area_ha"], expected["area_ha"], rtol=2e-4)
    # grassland is the largest class; 2.89 million km2
    assert by_class["area_ha"].idxmax() == 10
    assert by_class["area_ha"][10] == pytest.approx(2.8866e8, rel=1e-4)
    difference = parts.regions["region_ha"] / parts.regions["polygon_ha"] - 1
    assert difference.abs().max() < 0.02


def test_counties_tile_their_province(real_data):
    raster = real_data / "landcover" / "mcd12c1_v006_2019_igbp_china_0p05deg.tif"
    counties, crs = layer(real_data / "boundaries" / "henan_counties_157_epsg4490.geojson", "name")
    counties["region"] = [f"{name} {row}" for row, name in enumerate(counties["region"])]
    log = Log()
    parts = zonal_areas(raster, counties, crs, log=log)
    whole = zonal_areas(raster, counties.assign(region="河南省"), crs)
    by_class = parts.classes.groupby("value")["pixels"].sum()
    assert by_class.to_dict() == whole.classes.set_index("value")["pixels"].to_dict()
    assert not any("overlap" in text for text in log.warnings)
