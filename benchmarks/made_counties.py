"""Made-up counties of a whole country: borders, land cover, energy and population of every year.

Everything is the same every time and lies in the cache folder; delete that after a change here.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from osgeo import gdal, ogr, osr

gdal.UseExceptions()
ogr.UseExceptions()
osr.UseExceptions()

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "bench" / "counties"
PROVINCES = ROOT / "sample" / "provinces.geojson"
SEED = 20232

#: Vertices of an average county, about those of maps at 1 : 1,000,000.
VERTICES = 200
#: Land cover: cells of so many degrees, west, north, columns, rows.
CELL, WEST, NORTH, COLUMNS, ROWS = 0.02, 73.0, 54.0, 3150, 1800
#: Fuels and their units, with a typical amount for a county.
FUELS = {
    "raw_coal": ("10^4 t", 60), "cleaned_coal": ("10^4 t", 2), "other_washed_coal": ("10^4 t", 2),
    "briquettes": ("10^4 t", 1), "coke": ("10^4 t", 15), "coke_oven_gas": ("10^8 m3", 0.3),
    "other_gas": ("10^8 m3", 3), "other_coking_products": ("10^4 t", 0.4),
    "crude_oil": ("10^4 t", 0.5), "gasoline": ("10^4 t", 0.2), "kerosene": ("10^4 t", 0.01),
    "diesel": ("10^4 t", 0.7), "fuel_oil": ("10^4 t", 0.6), "lpg": ("10^4 t", 0.3),
    "refinery_gas": ("10^4 t", 0.5), "natural_gas": ("10^8 m3", 0.3),
}  # fmt: skip


def inputs(count: int, years) -> dict:
    """Make the inputs of a study that are not there yet.

    Parameters
    ----------
    count : int
        Number of counties.
    years : sequence of int

    Returns
    -------
    dict
        Parameters of the full analysis.
    """
    CACHE.mkdir(parents=True, exist_ok=True)
    table = f"{count}_{years[0]}_{years[-1]}.csv"
    regions = _made(CACHE / f"counties_{count}.gpkg", lambda path: _counties(count, path))
    energy = _made(CACHE / f"energy_{table}", lambda path: _energy(_names(regions), years, path))
    people = _made(CACHE / f"people_{table}", lambda path: _people(_names(regions), years, path))
    rasters = [
        _made(CACHE / f"cover_{year}.tif", lambda path, year=year: _land_cover(year, path))
        for year in years
    ]
    return {
        "RASTERS": [str(path) for path in rasters],
        "LEGEND": "clcd",
        "REGIONS": str(regions),
        "ENERGY": [str(energy)],
        "POPULATION": str(people),
    }


def _made(path, make):
    if not path.exists():
        part = path.with_name("part_" + path.name)
        part.unlink(missing_ok=True)
        make(part)
        part.rename(path)
    return path


def vertices(count: int) -> float:
    """Return the vertices of an average county."""
    file = ogr.Open(str(CACHE / f"counties_{count}.gpkg"))
    shapes = [shapely.from_wkb(bytes(f.GetGeometryRef().ExportToWkb())) for f in file.GetLayer(0)]
    return shapely.get_num_coordinates(shapes).mean()


# --- borders -------------------------------------------------------------------------------------


def _counties(count: int, path) -> None:
    """Cells of random seeds inside each province, as many as its share of the area."""
    provinces = [
        (feature["properties"]["region"], shapely.from_geojson(json.dumps(feature["geometry"])))
        for feature in json.loads(PROVINCES.read_text(encoding="utf-8"))["features"]
    ]
    areas = np.array([shape.area for _, shape in provinces])
    share = np.maximum(1, np.floor(areas / areas.sum() * count)).astype(int)
    share[areas.argmax()] += count - share.sum()
    names, shapes = [], []
    for number, ((name, shape), cells) in enumerate(zip(provinces, share)):
        names += [f"{name} {at:03d}" for at in range(1, cells + 1)]
        shapes += _cells(shape, cells, np.random.default_rng((SEED, number)))
    shapes = np.array(shapes)
    step = shapely.length(shapes).mean() / VERTICES
    shapes = shapely.transform(shapely.segmentize(shapes, step), lambda xy: _wobble(xy, step))
    shapes = shapely.buffer(shapes, 0)  # a few borders cross themselves now
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    layer = source.CreateLayer("counties", reference, ogr.wkbMultiPolygon)
    layer.CreateField(ogr.FieldDefn("region", ogr.OFTString))
    layer.StartTransaction()
    for name, shape in zip(names, shapes):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("region", name)
        geometry = ogr.CreateGeometryFromWkb(shapely.to_wkb(shape))
        feature.SetGeometry(ogr.ForceToMultiPolygon(geometry))
        layer.CreateFeature(feature)
    layer.CommitTransaction()
    layer = source = None  # noqa: F841 - writes the file


def _cells(shape, count: int, chance):
    """Cut a shape into the Voronoi cells of points inside it."""
    west, south, east, north = shape.bounds
    points = np.empty((0, 2))
    while len(points) < count:
        found = chance.uniform((west, south), (east, north), (4 * count + 20, 2))
        points = np.vstack([points, found[shapely.contains_xy(shape, found)]])
    points = shapely.multipoints(points[:count])
    if count == 1:
        return [shape]
    cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=shape))
    return list(shapely.intersection(cells, shape))


def _wobble(xy, step):
    """Bend borders; the same place is moved in the same way, so that neighbours stay neighbours."""
    moved = xy.copy()
    for octave in range(5):
        wave = 2 * np.pi / (step * 40 / 2**octave)
        moved[:, 0] += 0.1 / wave * np.sin(wave * xy[:, 1] + octave)
        moved[:, 1] += 0.1 / wave * np.sin(wave * xy[:, 0] + 2 * octave)
    return moved


def _names(path) -> list:
    file = ogr.Open(str(path))
    return [feature.GetField("region") for feature in file.GetLayer(0)]


# --- values --------------------------------------------------------------------------------------


def _land_cover(year: int, path) -> None:
    """Classes 1 to 8 in patches, forest in the south and east, a little more each year."""
    chance = np.random.default_rng((SEED, 1))
    height = np.zeros((ROWS, COLUMNS))
    for cells in (150, 50, 15):
        nodes = chance.standard_normal((ROWS // cells + 1, COLUMNS // cells + 1))
        height += np.kron(nodes, np.ones((cells, cells)))[:ROWS, :COLUMNS]
    height += np.linspace(-1.5, 1.5, ROWS)[:, None] + np.linspace(-1.5, 1.5, COLUMNS)
    height += 0.01 * (year - 2000) + np.random.default_rng((SEED, year)).normal(
        0, 0.1, height.shape
    )
    classes = np.array([7, 4, 4, 1, 2, 2, 1, 8], dtype=np.uint8)  # barren, grass, crop, forest...
    cover = classes[np.searchsorted([-3, -1.5, 0, 0.6, 1.6, 3, 4.5], height)]
    file = gdal.GetDriverByName("GTiff").Create(
        str(path), COLUMNS, ROWS, 1, gdal.GDT_Byte, ["TILED=YES", "COMPRESS=LZW"]
    )
    file.SetGeoTransform((WEST, CELL, 0, NORTH, 0, -CELL))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    file.SetProjection(reference.ExportToWkt())
    file.GetRasterBand(1).SetNoDataValue(0)
    file.GetRasterBand(1).WriteArray(cover)
    file = None  # noqa: F841 - writes the file


def _energy(names, years, path) -> None:
    """Every year another county in a hundred reports nothing."""
    chance = np.random.default_rng((SEED, 2))
    level = chance.lognormal(0, 1.2, len(names))
    growth = chance.normal(0.03, 0.03, len(names))
    silent = {year: chance.random(len(names)) < 0.01 for year in years}
    parts = []
    for fuel, (unit, typical) in FUELS.items():
        mix = chance.lognormal(0, 0.8, len(names))
        for year in years:
            amount = typical * level * mix * np.exp(growth * (year - years[0]))
            amount *= chance.lognormal(0, 0.05, len(names))
            table = {"region": names, "year": year, "fuel": fuel, "amount": amount, "unit": unit}
            parts.append(pd.DataFrame(table)[~silent[year]])
    pd.concat(parts).to_csv(path, index=False, float_format="%.5g")


def _people(names, years, path) -> None:
    level = np.random.default_rng((SEED, 3)).lognormal(3.6, 0.7, len(names))
    pd.concat(
        pd.DataFrame(
            {"region": names, "year": year, "population_10k": level * 1.004 ** (year - years[0])}
        )
        for year in years
    ).to_csv(path, index=False, float_format="%.5g")
