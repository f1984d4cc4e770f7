"""Rasters and regions to measure with: made, not downloaded, and the same every time.

``rasters`` makes land cover like that of CLCD: classes 1 to 9 in patches of all sizes with speckle in
them, 0 for "no data". ``regions`` tiles a raster with polygons whose shared borders are as rough
as those of provinces and counties. Everything lies in the cache folder and is made once:
delete that folder after a change here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from osgeo import gdal, ogr, osr
from scipy.spatial import Voronoi

gdal.UseExceptions()
ogr.UseExceptions()
osr.UseExceptions()

CACHE = Path(__file__).resolve().parent.parent / ".cache" / "bench"
SEED = 20231

#: Storage of a raster: GDAL's creation options.
FORMATS = {
    "lzw256": ("TILED=YES", "BLOCKXSIZE=256", "BLOCKYSIZE=256", "COMPRESS=LZW"),
    "lzw512": ("TILED=YES", "BLOCKXSIZE=512", "BLOCKYSIZE=512", "COMPRESS=LZW"),
    "deflate512": ("TILED=YES", "BLOCKXSIZE=512", "BLOCKYSIZE=512", "COMPRESS=DEFLATE"),
    "lzwstrip": ("TILED=NO", "BLOCKYSIZE=1", "COMPRESS=LZW"),
}


@dataclass(frozen=True)
class Place:
    """CRS and corner of a raster: ``crs`` as PROJ or EPSG text, cells of ``cell`` units."""

    crs: str
    west: float
    north: float
    cell: float


#: The same cells at two places, so that they must give the same counts.
PLACES = {
    # 0.00027 degrees, as CLCD has it: 1 degree in 3711 cells
    "geographic": Place("EPSG:4326", 105.0, 38.0, 0.000269494585235856472),
    "projected": Place(
        "+proj=aea +lat_0=0 +lon_0=105 +lat_1=25 +lat_2=47 +datum=WGS84 +units=m",
        -300000.0, 4500000.0, 30.0,
    ),
}  # fmt: skip

NODATA, CLASSES = 0, 9
_ROWS = 512
#: Wavelength in cells, and amplitude, of the noise whose contours are the patches.
_OCTAVES = ((4000, 1.0), (1000, 0.6), (250, 0.35), (60, 0.16), (12, 0.075))
_BANDS = 40
#: Share of cells with a class of their own. It decides how hard the raster is to decode: with this,
#: the bare read is to the peers as it was when the targets were set (1 to 16 for exactextract).
_SPECKLE = 0.1


def crs_wkt(place: str) -> str:
    reference = osr.SpatialReference()
    reference.SetFromUserInput(PLACES[place].crs)
    return reference.ExportToWkt()


def geotransform(place: str):
    here = PLACES[place]
    return here.west, here.cell, 0.0, here.north, 0.0, -here.cell


def raster_path(size: int, storage: str, place: str) -> Path:
    return CACHE / f"cover_{size}_{storage}_{place}.tif"


def rasters(size: int, wanted) -> None:
    """Make the rasters (storage, place) of ``wanted`` that are not there, in one pass."""
    missing = [w for w in wanted if not raster_path(size, *w).exists()]
    if not missing:
        return
    CACHE.mkdir(parents=True, exist_ok=True)
    making = {raster_path(size, *w): raster_path(size, *w).with_suffix(".part") for w in missing}
    files = []
    for (storage, place), part in zip(missing, making.values()):
        options = (*FORMATS[storage], "NUM_THREADS=ALL_CPUS")
        file = gdal.GetDriverByName("GTiff").Create(
            str(part), size, size, 1, gdal.GDT_Byte, options
        )
        file.SetGeoTransform(geotransform(place))
        file.SetProjection(crs_wkt(place))
        file.GetRasterBand(1).SetNoDataValue(NODATA)
        files.append(file)
    for row, strip in _strips(size):
        for file in files:
            file.GetRasterBand(1).WriteArray(strip, 0, row)
    files.clear()
    file = None  # noqa: F841 - GDAL writes the rest of a file when nothing holds it
    for path, part in making.items():
        part.rename(path)


def _strips(size: int):
    """Yield (row, array) from north to south: contours of noise, coloured, with speckle."""
    chance = np.random.default_rng(SEED)
    colour = chance.integers(1, CLASSES + 1, _BANDS).astype(np.uint8)
    colour[:3] = NODATA  # the sea
    grids = []
    for wave, amplitude in _OCTAVES:
        # A generator of its own for each row of nodes: sizes share their north-western part.
        nodes = size // wave + 2
        grid = [
            np.random.default_rng((SEED, wave, at)).standard_normal(nodes, dtype=np.float32)
            for at in range(nodes)
        ]
        grids.append((wave, amplitude * np.array(grid)))
    spread = 3.0 * sum(amplitude**2 for _, amplitude in _OCTAVES) ** 0.5
    for row in range(0, size, _ROWS):
        rows = np.arange(row, min(row + _ROWS, size))
        height = np.zeros((len(rows), size), dtype=np.float32)
        for wave, grid in grids:
            height += _between(_between(grid, rows, wave).T, np.arange(size), wave).T
        height += spread / 2
        height *= _BANDS / spread
        np.clip(height, 0, _BANDS - 1, out=height)
        strip = colour[height.astype(np.uint8)]
        chance = np.random.default_rng((SEED, row))
        count = chance.poisson(_SPECKLE * strip.size)
        where = chance.integers(0, strip.size, count)
        strip.reshape(-1)[where] = chance.integers(1, CLASSES + 1, count, dtype=np.uint8)
        yield row, strip


def _between(grid, cells, wave: int):
    """Interpolate the rows of a grid whose nodes lie ``wave`` cells apart, smoothly."""
    at, part = np.divmod(cells.astype(np.float32) / wave, 1)
    at = at.astype(np.intp)
    part = (part * part * (3 - 2 * part)).astype(np.float32)[:, None]
    low = grid[at]
    return low + part * (grid[at + 1] - low)


def facts(path) -> dict:
    """Say what a raster is like: bits a cell, mean horizontal run, cells by class."""
    file = gdal.Open(str(path))
    band = file.GetRasterBand(1)
    changes, cells = 0, np.zeros(256, dtype=np.int64)
    for row in range(0, band.YSize, _ROWS):
        strip = band.ReadAsArray(0, row, band.XSize, min(_ROWS, band.YSize - row))
        changes += np.count_nonzero(strip[:, 1:] != strip[:, :-1]) + len(strip)
        cells += np.bincount(strip.reshape(-1), minlength=256)
    return {
        "bits": Path(path).stat().st_size * 8 / cells.sum(),
        "run": cells.sum() / changes,
        "cells": cells[: CLASSES + 1],
    }


# --- regions -------------------------------------------------------------------------------------

#: Number of regions -> cells from one vertex of a border to the next, as the crow flies: on the
#: ground a vertex every 200 m for provinces and every 300 m for counties, whatever the size of the
#: raster. The boundaries that analysts have (provinces and counties of the national web maps) have
#: one every 1.8 km, Natural Earth one every 13 km.
SPACING = {31: 6.0, 2900: 10.0}
_MARGIN = 0.02
#: First displacement as a share of the length of a border, and how it shrinks from one halving to
#: the next (in excess of the halved length).
_DISPLACED, _SMOOTHER = 0.22, 0.9


def regions_path(size: int, count: int, place: str) -> Path:
    return CACHE / f"regions_{size}_{count}_{place}.gpkg"


def regions(size: int, count: int, place: str) -> Path:
    """Make the regions of a raster if they are not there; field ``name``."""
    path = regions_path(size, count, place)
    if path.exists():
        return path
    CACHE.mkdir(parents=True, exist_ok=True)
    x0, cell, _, y0, _, _ = geotransform(place)
    scale = np.array([cell, -cell]) * size
    tiles = _tiles(count, SPACING[count] / size)
    shapes = shapely.transform(tiles, lambda xy: xy * scale + (x0, y0))
    part = path.with_suffix(".part.gpkg")
    part.unlink(missing_ok=True)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(part))
    reference = osr.SpatialReference()
    reference.SetFromUserInput(PLACES[place].crs)
    layer = source.CreateLayer("regions", reference, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("name", ogr.OFTString))
    layer.CreateField(ogr.FieldDefn("number", ogr.OFTInteger))
    layer.StartTransaction()
    for number, shape in enumerate(shapes, start=1):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("name", f"R{number:04d}")
        feature.SetField("number", number)
        feature.SetGeometry(ogr.CreateGeometryFromWkb(shapely.to_wkb(shape)))
        layer.CreateFeature(feature)
    layer.CommitTransaction()
    layer = source = None  # noqa: F841 - writes the file
    part.rename(path)
    return path


def _tiles(count: int, spacing: float):
    """Polygons in the unit square that share their rough borders, sorted from north to south."""
    chance = np.random.default_rng((SEED, count))
    seeds = chance.random((count, 2))
    for _ in range(3):  # towards regions of like sizes
        cells = _voronoi(seeds)
        seeds = np.array(
            [cells.vertices[cells.regions[cells.point_region[at]]].mean(0) for at in range(count)]
        )
    cells = _voronoi(seeds)
    ends = np.array(
        [pair for pair, points in zip(cells.ridge_vertices, cells.ridge_points)
         if min(points) < count]
    )  # fmt: skip
    vertices = _MARGIN + (1 - 2 * _MARGIN) * cells.vertices.round(9)
    starts, stops = vertices[ends[:, 0]], vertices[ends[:, 1]]
    lengths = np.hypot(*(stops - starts).T)
    starts, stops, lengths = (each[lengths > 1e-9] for each in (starts, stops, lengths))
    displaced = np.full(len(lengths), _DISPLACED)
    lines = np.array(
        [_rough(*line, spacing, chance) for line in zip(starts, stops, displaced)], dtype=object
    )
    while len(crossing := _crossing(lines)):
        displaced[crossing] *= 0.7
        for at in crossing:
            lines[at] = _rough(starts[at], stops[at], displaced[at], spacing, chance)
    shapes = np.array(shapely.polygonize(lines).geoms)
    if len(shapes) != count or not shapely.is_valid(shapes).all():
        raise RuntimeError(f"{len(shapes)} regions instead of {count}, or invalid ones")
    centres = shapely.get_coordinates(shapely.centroid(shapes))
    return shapes[np.lexsort(centres.T)]


def _voronoi(seeds):
    """Voronoi cells that fill the unit square: the seeds come first, then their mirror images."""
    mirrored = [seeds]
    for axis in (0, 1):
        for side in (0, 1):
            image = seeds.copy()
            image[:, axis] = 2 * side - image[:, axis]
            mirrored.append(image)
    return Voronoi(np.vstack(mirrored))


def _rough(start, stop, displaced, spacing, chance):
    """Displace the middle of a line, then those of its halves, down to the spacing."""
    points = np.array([start, stop])
    halvings = max(1, round(np.log2(np.hypot(*(stop - start)) / spacing)))
    for halving in range(halvings):
        along = np.diff(points, axis=0)
        across = np.column_stack([-along[:, 1], along[:, 0]])
        by = chance.uniform(-1, 1, len(along)) * displaced * _SMOOTHER**halving
        finer = np.empty((2 * len(points) - 1, 2))
        finer[::2] = points
        finer[1::2] = points[:-1] + along / 2 + across * by[:, None]
        points = finer
    return shapely.LineString(points)


def _crossing(lines):
    """Lines that meet themselves or others elsewhere than at their ends."""
    bad = set(np.flatnonzero(~shapely.is_simple(lines)))
    tree = shapely.STRtree(lines)
    first, second = tree.query(lines)
    first, second = first[first < second], second[first < second]
    common = shapely.intersection(lines[first], lines[second])
    ends = shapely.intersection(shapely.boundary(lines[first]), shapely.boundary(lines[second]))
    meet = ~shapely.equals(common, ends)
    bad.update(first[meet], second[meet])
    return sorted(bad)
