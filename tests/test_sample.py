"""The shipped sample: complete, consistent, and equal to the sources it was made from."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pandas as pd
import pytest
from osgeo import gdal, ogr

YEARS = [2011, 2013, 2015, 2017, 2019, 2021]

# methods.md A.5.1: neighbours of the 30 provinces, written from geography; GB/T 2260 prefixes.
NEIGHBOURS = {
    11: "12 13", 12: "11 13", 13: "11 12 14 15 21 37 41", 14: "13 15 41 61",
    15: "14 13 21 22 23 61 62 64", 21: "13 15 22", 22: "15 21 23", 23: "15 22", 31: "32 33",
    32: "31 33 34 37", 33: "31 32 34 35 36", 34: "32 33 36 37 41 42", 35: "33 36 44",
    36: "33 34 35 42 43 44", 37: "13 32 34 41", 41: "13 14 34 37 42 61", 42: "34 36 41 43 50 61",
    43: "36 42 44 45 50 52", 44: "35 36 43 45", 45: "43 44 52 53", 46: "", 50: "42 43 51 52 61",
    51: "50 52 53 61 62 63", 52: "43 45 50 51 53", 53: "45 51 52", 61: "14 15 41 42 50 51 62 64",
    62: "15 51 61 63 64 65", 63: "51 62 65", 64: "15 61 62", 65: "62 63",
}  # fmt: skip


@pytest.fixture(scope="module")
def provinces(sample):
    dataset = ogr.Open(str(sample / "provinces.geojson"))
    layer = dataset.GetLayer(0)
    assert layer.GetSpatialRef().GetAuthorityCode(None) == "4326"
    return {
        feature["adcode"]: (feature["region"], feature["name_zh"], feature.geometry().Clone())
        for feature in layer
    }


def edges(geometry):
    """Every border segment once, whichever way it is drawn."""
    for polygon in geometry:
        for ring in polygon:
            points = ring.GetPoints(2)
            for a, b in zip(points, points[1:]):
                yield frozenset((a, b))


def test_it_has_thirty_provinces_named_as_the_table_of_regions(provinces, root):
    regions = pd.read_csv(root / "core" / "data" / "regions.csv", dtype=str).set_index("code")
    assert len(provinces) == 30
    assert "540000" not in provinces  # Xizang: no energy inventory
    for code, (name_en, name_zh, geometry) in provinces.items():
        assert (name_en, name_zh) == tuple(regions.loc[code, ["name_en", "name_zh"]])
        assert geometry.IsValid()


def test_neighbours_share_their_borders_exactly(provinces):
    owners = defaultdict(set)
    for code, (_, _, geometry) in provinces.items():
        for edge in edges(geometry):
            owners[edge].add(code)
    assert max(map(len, owners.values())) == 2
    joined = {frozenset(pair) for pair in owners.values() if len(pair) == 2}
    expected = {
        frozenset((f"{a}0000", f"{b}0000")) for a, text in NEIGHBOURS.items() for b in text.split()
    }
    assert len(expected) == 64
    assert joined == expected


def test_provinces_have_their_official_size(provinces, root):
    # km2 as the provinces publish them; the generalised boundaries come within 5 %
    from pyproj import Geod

    official = {"650000": 1664900, "150000": 1183000, "510000": 486000, "460000": 35400}
    geod = Geod(ellps="WGS84")
    for code, expected in official.items():
        area = 0.0
        for polygon in provinces[code][2]:
            for number, ring in enumerate(polygon):
                lon, lat = zip(*ring.GetPoints(2))
                size = abs(geod.polygon_area_perimeter(lon, lat)[0])
                area += size if number == 0 else -size
        assert area / 1e6 == pytest.approx(expected, rel=0.05)


def test_land_cover_is_an_igbp_raster_that_holds_every_province(provinces, sample):
    dataset = gdal.Open(str(sample / "landcover" / "MCD12C1_2019_igbp.tif"))
    assert (dataset.RasterXSize, dataset.RasterYSize, dataset.RasterCount) == (1260, 730, 1)
    assert dataset.GetSpatialRef().GetAuthorityCode(None) == "4326"
    band = dataset.GetRasterBand(1)
    assert band.DataType == gdal.GDT_Byte
    assert band.GetNoDataValue() == 255
    assert set(band.ReadAsArray().ravel().tolist()) <= set(range(17)) | {255}
    west, size, _, north, _, _ = dataset.GetGeoTransform()
    assert (west, size, north) == pytest.approx((73, 0.05, 54))
    for _, _, geometry in provinces.values():
        xmin, xmax, ymin, ymax = geometry.GetEnvelope()
        assert xmin >= 73 and xmax <= 136 and ymin >= 17.5 and ymax <= 54


def test_energy_has_every_province_year_and_carrier_once(provinces, sample, root):
    energy = pd.read_csv(sample / "energy.csv")
    names = {name for name, _, _ in provinces.values()}
    assert set(energy["region"]) == names
    assert sorted(set(energy["year"])) == YEARS
    assert len(energy) == 30 * 6 * 20
    assert not energy.duplicated(["region", "year", "fuel"]).any()
    assert (energy["amount"] >= 0).all()

    fuels = pd.read_csv(root / "core" / "data" / "fuel_names.csv").set_index("fuel")
    units = energy.groupby("fuel")["unit"].agg(set)
    assert set(units.index) == set(fuels.index)
    for fuel, found in units.items():
        assert found == {fuels.loc[fuel, "ceads_unit"]}


def test_population_has_the_same_provinces_and_years(provinces, sample):
    population = pd.read_csv(sample / "population.csv")
    keys = Counter(zip(population["region"], population["year"]))
    assert set(keys) == {(name, year) for name, _, _ in provinces.values() for year in YEARS}
    assert set(keys.values()) == {1}
    # 10^4 persons: the largest province, and 1.4 thousand million without Xizang
    assert population["population_10k"].max() == 12684  # Guangdong 2021
    total = population[population["year"] == 2021]["population_10k"].sum()
    assert total == pytest.approx(141260 - 366, rel=0.002)  # national total less Xizang


def test_it_is_small(sample):
    assert sum(path.stat().st_size for path in sample.rglob("*") if path.is_file()) < 2_000_000


def test_energy_equals_the_inventories(sample, real_data):
    source = pd.read_csv(
        real_data / "energy" / "terminal_industry_consumption_2011_2021_odd_years.csv"
    ).replace({"province": {"InnerMongolia": "Inner Mongolia"}})
    source = source.drop(columns="adcode").rename(columns={"province": "region"})
    source = source.rename(columns=lambda name: name.lower()).rename(
        columns={"diesel_oil": "diesel"}
    )
    source = source.set_index(["region", "year"]).sort_index()
    energy = pd.read_csv(sample / "energy.csv").pivot(
        index=["region", "year"], columns="fuel", values="amount"
    )
    energy = energy[source.columns]
    assert (energy - source).abs().to_numpy().max() <= 5.1e-7
    # by hand from the workbook of 2011: Beijing burnt 439.15 * 10^4 t of raw coal
    assert energy.loc[("Beijing", 2011), "raw_coal"] == 439.15


def test_energy_equals_one_sheet_of_the_workbooks(sample, real_data):
    import openpyxl

    book = openpyxl.load_workbook(
        real_data / "energy" / "ceads_provincial_energy_inventory_2019.xlsx", read_only=True
    )
    rows = list(book["Shanghai2019"].iter_rows(values_only=True))
    labels = [str(row[0] or "").strip() for row in rows]
    first, last = (
        labels.index(name)
        for name in ("Coal Mining and Dressing", "Tap Water Production and Supply")
    )
    assert last - first == 39
    column = rows[0].index("Natural_Gas")
    total = sum(row[column] or 0 for row in rows[first : last + 1])
    energy = pd.read_csv(sample / "energy.csv").set_index(["region", "year", "fuel"])["amount"]
    assert energy[("Shanghai", 2019, "natural_gas")] == pytest.approx(total, abs=1e-6)


def test_population_equals_the_statistics(sample, real_data):
    source = pd.read_csv(
        real_data / "population" / "province_population_2000_2022_10k_combined.csv"
    ).replace({"province": {"InnerMongolia": "Inner Mongolia"}})
    source = source.rename(columns={"province": "region"})[["region", "year", "population_10k"]]
    both = pd.read_csv(sample / "population.csv").merge(
        source, on=["region", "year"], suffixes=("", "_source")
    )
    assert len(both) == 180
    assert (both["population_10k"] == both["population_10k_source"]).all()


def test_land_cover_equals_the_window_cut_elsewhere(sample, real_data):
    def cells(path: Path):
        return gdal.Open(str(path)).ReadAsArray()

    ours = cells(sample / "landcover" / "MCD12C1_2019_igbp.tif")
    theirs = cells(real_data / "landcover" / "mcd12c1_v006_2019_igbp_china_0p05deg.tif")
    assert (ours == theirs).all()


def test_tables_are_rebuilt_to_the_same_bytes(root, sample, real_data, tmp_path):
    subprocess.run(
        [
            sys.executable,
            str(root / "scripts" / "build_sample.py"),
            "--energy",
            str(real_data / "energy" / "terminal_industry_consumption_2011_2021_odd_years.csv"),
            "--population",
            str(real_data / "population" / "province_population_2000_2022_10k_combined.csv"),
            "--folder",
            str(tmp_path),
        ],
        check=True,
        capture_output=True,
    )
    for name in ("energy.csv", "population.csv"):
        assert (tmp_path / name).read_bytes() == (sample / name).read_bytes()


def test_readme_names_every_file(sample):
    text = (sample / "README.md").read_text(encoding="utf-8")
    for path in sample.rglob("*"):
        if path.is_file() and path.suffix not in (".md", ".xml"):  # .aux.xml: notes of GDAL
            assert path.relative_to(sample).as_posix() in text


def test_amounts_carry_no_noise_of_adding_up(sample):
    with open(sample / "energy.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert len(row["amount"].partition(".")[2]) <= 6
