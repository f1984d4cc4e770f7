"""Legends, years in file names, and the balance of land-cover areas."""

import numpy as np
import pandas as pd
import pyproj
import pytest
from carbon_footprint.core.landcover import (
    CATEGORIES,
    LEGENDS,
    category_areas,
    landcover_areas,
    legend,
    year_from_name,
)
from carbon_footprint.core.log import Cancelled, InputError, Log
from osgeo import gdal, ogr, osr

WGS84 = pyproj.CRS("EPSG:4326").to_wkt()


def write(path, values, nodata=None):
    """Write a raster of 0.1 degree whose upper left corner is 100 E, 32 N."""
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), *values.shape[::-1], 1, gdal.GDT_Byte)
    dataset.SetGeoTransform((100, 0.1, 0, 32, 0, -0.1))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(4326)
    dataset.SetProjection(reference.ExportToWkt())
    if nodata is not None:
        dataset.GetRasterBand(1).SetNoDataValue(nodata)
    dataset.GetRasterBand(1).WriteArray(values)
    dataset = None
    return str(path)


def box(x0, y0, x1, y1):
    ring = f"POLYGON(({x0} {y0},{x1} {y0},{x1} {y1},{x0} {y1},{x0} {y0}))"
    return bytes(ogr.CreateGeometryFromWkt(ring).ExportToWkb())


def regions(**shapes):
    return pd.DataFrame({"region": list(shapes), "wkb": list(shapes.values())})


def cell_ha(west, south):
    """Area of a cell of 0.1 degree by a geodesic polygon with dense parallels."""
    there = np.linspace(west, west + 0.1, 500)
    x, y = np.concatenate([there, there[::-1]]), np.repeat([south, south + 0.1], 500)
    return abs(pyproj.Geod(ellps="WGS84").polygon_area_perimeter(x, y)[0]) / 1e4


def layer(path, field):
    source = ogr.Open(str(path))
    found = source.GetLayer()
    rows = [(feature.GetField(field), bytes(feature.geometry().ExportToWkb())) for feature in found]
    return pd.DataFrame(rows, columns=["region", "wkb"]), found.GetSpatialRef().ExportToWkt()


def classes_of(table, category):
    return table.loc[table["category"] == category, "class"].tolist()


def test_clcd_is_that_of_its_paper():
    # Yang & Huang 2021; 3 is shrub and 4 is grassland (some copies swap them)
    table = legend("clcd")
    assert table["class"].tolist() == list(range(1, 10))
    assert table["class_name"].tolist() == [
        "Cropland", "Forest", "Shrub", "Grassland", "Water", "Snow/Ice", "Barren", "Impervious",
        "Wetland",
    ]  # fmt: skip
    assert classes_of(table, "forest") == [2] and classes_of(table, "grass") == [4]


@pytest.mark.parametrize(
    "name,forest,grass,count",
    [
        ("igbp", [1, 2, 3, 4, 5, 8], [10], 18),
        ("esa_worldcover", [10, 95], [30], 11),
        ("esa_cci", [50, 60, 61, 62, 70, 71, 72, 80, 81, 82, 90, 100, 160, 170], [110, 130], 37),
        ("globeland30", [20], [30], 10),
    ],
)
def test_categories_of_the_legends(name, forest, grass, count):
    table = legend(name)
    assert classes_of(table, "forest") == forest and classes_of(table, "grass") == grass
    assert len(table) == count and table["class"].is_unique
    assert set(table["category"]) <= set(CATEGORIES)
    assert (table["class_name"] != "").all() and (table["class_name_zh"] != "").all()


def test_industrial_land_has_no_sink():
    built = {"clcd": 8, "igbp": 13, "esa_worldcover": 50, "esa_cci": 190, "globeland30": 80}
    for name, code in built.items():
        assert legend(name).set_index("class").loc[code, "category"] == "none"


def test_user_table_replaces_and_extends():
    user = pd.DataFrame(
        {"class": ["3", "77"], "class_name": [None, "竹林"], "category": ["Forest ", "forest"]}
    )
    table = legend("clcd", user).set_index("class")
    assert table.loc[3, "category"] == "forest" and table.loc[3, "class_name"] == "Class 3"
    assert table.loc[77, "class_name"] == table.loc[77, "class_name_zh"] == "竹林"
    assert len(table) == 10 and table.loc[2, "class_name"] == "Forest"
    custom = legend("custom", user)
    assert custom["class"].tolist() == [3, 77]


def test_legend_faults_come_together():
    user = pd.DataFrame({"class": [1, 1, 2.5, None], "category": ["forest", "wood", "grass", None]})
    with pytest.raises(InputError) as error:
        legend("custom", user)
    text = "\n".join(error.value.messages)
    assert len(error.value.messages) == 5
    for part in ("row 2: the category wood", "row 3: the class 2.5", "row 4", "class 1 occurs"):
        assert part in text
    with pytest.raises(InputError, match="no column category"):
        legend("custom", pd.DataFrame({"class": [1]}))
    with pytest.raises(InputError, match="needs a legend table"):
        legend("custom")
    with pytest.raises(InputError, match="no rows"):
        legend("custom", pd.DataFrame({"class": [], "category": []}))
    with pytest.raises(InputError, match=", ".join(LEGENDS)):
        legend("corine")


def test_an_empty_category_is_not_the_one_called_none():
    """Neither None, as pandas before 3 has it, nor NaN or NA."""
    for empty in (None, np.nan, pd.NA):
        codes = pd.Series([1, empty], dtype=object)
        user = pd.DataFrame(
            {"class": codes, "category": pd.Series(["forest", empty], dtype=object)}
        )
        with pytest.raises(InputError, match="row 2: the class NULL") as error:
            legend("custom", user)
        assert "row 2: the category NULL is unknown" in error.value.messages[1]
    # fields of whole numbers come as Int64
    user = pd.DataFrame({"class": pd.array([1, None], "Int64"), "category": "forest"})
    with pytest.raises(InputError, match="row 2: the class NULL is no whole number"):
        legend("custom", user)


def test_names_of_classes_may_be_numbers():
    names = pd.array([7, None], "Int64")
    table = legend(
        "custom", pd.DataFrame({"class": [1, 2], "category": "forest", "class_name": names})
    )
    assert table["class_name"].tolist() == ["7", "Class 2"]


def test_forest_and_grass_classes_by_list():
    table = legend("igbp", forest_classes=[1, 2, 3, 4, 5, 8, 9], grass_classes=[])
    assert classes_of(table, "forest") == [1, 2, 3, 4, 5, 8, 9]
    assert classes_of(table, "grass") == []
    assert classes_of(legend("clcd", grass_classes=[3]), "grass") == [3]
    swapped = legend("clcd", forest_classes=[4], grass_classes=[2])
    assert classes_of(swapped, "forest") == [4] and classes_of(swapped, "grass") == [2]
    with pytest.raises(InputError) as error:
        legend("clcd", forest_classes=[2, 42], grass_classes=[2])
    assert len(error.value.messages) == 2
    # the shipped table is not touched
    assert classes_of(legend("clcd"), "forest") == [2]


@pytest.mark.parametrize(
    "name,year",
    [
        ("CLCD_v01_2020_albert.tif", 2020),
        ("mcd12c1_v006_2019_igbp.tif", 2019),
        ("MCD12C1.A2019001.006.2020220162300.tif", 2019),
        ("20200101", 2020),
        ("lc_20191231.tif", 2019),
        ("ESACCI-LC-L4-LCCS-Map-300m-P1Y-2015-v2.0.7.tif", 2015),
        ("n45_2010lc030.tif", 2010),
        ("/vsizip/1999/土地 1985年.tif", 1985),
        (r"C:\data 2001\clcd2002.tif", 2002),
        ("2018_2018.tif", 2018),
    ],
)
def test_year_from_name(name, year):
    assert year_from_name(name) == year


def test_year_faults_name_the_file():
    with pytest.raises(InputError, match=r"change_2000_2020\.tif: the year is not clear.*2000, 20"):
        year_from_name("change_2000_2020.tif")
    with pytest.raises(InputError, match=r"^clcd\.tif: no year .* set the year pattern"):
        year_from_name("/2020/clcd.tif")
    assert year_from_name("change_2000_2020.tif", r"_(\d{4})\.") == 2020
    assert year_from_name("a-b-07-2020", r"(a)-(b)-\d\d-(?P<year>\d{4})") == 2020
    with pytest.raises(InputError, match="no regular expression"):
        year_from_name("x2020", "(")
    for pattern in (r"\d{4}", r"(\d\d)(\d\d)"):
        with pytest.raises(InputError, match="exactly one group"):
            year_from_name("x2020", pattern)
    with pytest.raises(InputError, match="four digits"):
        year_from_name("x20", r"(\d\d)")


@pytest.fixture
def two_years(tmp_path):
    """2 x 3 cells of 0.1 degree; region 西 has columns 1 and 2, and half of 东 is outside."""
    first = write(
        tmp_path / "地 2019.tif", np.array([[2, 4, 2], [77, 255, 9]], "uint8"), nodata=255
    )
    second = write(tmp_path / "地 2020.tif", np.array([[2, 2, 2], [2, 2, 2]], "uint8"))
    shapes = regions(西=box(100, 31.8, 100.2, 32), 东=box(100.2, 31.8, 100.4, 32))
    return [(second, 2020), (first, 2019)], shapes


def test_areas_by_hand(two_years):
    rasters, shapes = two_years
    log = Log()
    table = landcover_areas(rasters, shapes, WGS84, legend("clcd"), log=log)
    # a cell of the upper and of the lower row
    upper, lower = cell_ha(100, 31.9), cell_ha(100, 31.8)
    found = table[(table["region"] == "西") & (table["year"] == 2019)].set_index("class_name")
    expected = {
        "Forest": ("forest", 1, upper),
        "Grassland": ("grass", 1, upper),
        "Code 77, not in the legend": ("unmapped", 1, lower),
        "No data": ("nodata", 1, lower),
        "Outside the raster": ("outside", 0, 0.0),
    }
    assert set(found.index) == set(expected)
    for name, (category, pixels, area) in expected.items():
        row = found.loc[name]
        assert (row["category"], row["pixels"]) == (category, pixels)
        assert row["area_ha"] == pytest.approx(area, rel=1e-7)
        assert row["region_ha"] == pytest.approx(2 * (upper + lower), rel=1e-7)
    assert pd.isna(found.loc["No data", "class"]) and found.loc["Forest", "class"] == 2
    assert str(table["class"].dtype) == "Int64"
    east = table[(table["region"] == "东") & (table["category"] == "outside")]
    np.testing.assert_allclose(east["area_ha"], upper + lower, rtol=1e-6)
    text = "\n".join(log.warnings)
    assert "77 (" in text and "not in the legend" in text
    assert "no data in a large part of these regions: 西 (25.0%)" in text


def test_balance_of_every_region_and_year(two_years):
    rasters, shapes = two_years
    table = landcover_areas(rasters, shapes, WGS84, legend("clcd"))
    groups = table.groupby(["region", "year"])
    np.testing.assert_allclose(groups["area_ha"].sum(), groups["region_ha"].first(), rtol=1e-12)
    assert table["year"].drop_duplicates().tolist() == [2019, 2020]
    wide = category_areas(table)
    assert wide[["region", "year"]].values.tolist() == [
        ["西", 2019], ["东", 2019], ["西", 2020], ["东", 2020],
    ]  # fmt: skip
    west = wide.iloc[0]
    total = west[["forest_ha", "grass_ha", "unmapped_ha", "nodata_ha", "outside_ha"]].sum()
    assert total == pytest.approx(west["region_ha"], rel=1e-12)  # no class of category none here
    east = wide.iloc[1]
    assert east["grass_ha"] == 0 and east["forest_ha"] > 0


def test_codes_that_look_like_nodata_get_a_hint(tmp_path):
    path = write(tmp_path / "x.tif", np.array([[2, 255], [0, 2]], "uint8"))
    log = Log()
    landcover_areas(
        [(path, 2020)], regions(r=box(100, 31.8, 100.2, 32)), WGS84, legend("clcd"), log=log
    )
    assert any("0, 255 often means no data" in text for text in log.warnings)


def test_wholly_unknown_is_null_not_zero(tmp_path):
    path = write(tmp_path / "x.tif", np.array([[255, 77, 1]], "uint8"), nodata=255)
    shapes = regions(
        nodata=box(100, 31.9, 100.1, 32),
        unmapped=box(100.1, 31.9, 100.2, 32),
        known=box(100.2, 31.9, 100.3, 32),
        outside=box(105, 31, 106, 32),
        small=box(100.21, 31.91, 100.22, 31.92),
    )
    wide = category_areas(landcover_areas([(path, 2020)], shapes, WGS84, legend("clcd")))
    wide = wide.set_index("region")
    assert len(wide) == 5
    for region in ("nodata", "unmapped", "outside", "small"):
        assert wide.loc[region, ["forest_ha", "grass_ha"]].isna().all(), region
    assert wide.loc["known", "forest_ha"] == 0 and wide.loc["known", "grass_ha"] == 0
    assert wide.loc["small", "region_ha"] == 0


def test_raster_without_any_data(tmp_path):
    path = write(tmp_path / "x.tif", np.full((2, 2), 255, "uint8"), nodata=255)
    shapes = regions(r=box(100, 31.8, 100.2, 32))
    table = landcover_areas([(path, 2020)], shapes, WGS84, legend("clcd"))
    assert table["category"].tolist() == ["nodata", "outside"]
    assert table["pixels"].tolist() == [4, 0]
    assert category_areas(table)["forest_ha"].isna().all()


def test_year_twice_and_no_raster():
    with pytest.raises(InputError, match=r"2020 has more than one raster: a\.tif, b\.tif"):
        landcover_areas([("a.tif", 2020), ("b.tif", 2020)], [], WGS84, legend("clcd"))
    with pytest.raises(InputError, match="at least one"):
        landcover_areas([], [], WGS84, legend("clcd"))


def test_cancel_and_repeat(two_years):
    class Impatient(Log):
        def is_cancelled(self):
            return True

    rasters, shapes = two_years
    with pytest.raises(Cancelled):
        landcover_areas(rasters, shapes, WGS84, legend("clcd"), log=Impatient())
    first = landcover_areas(rasters, shapes, WGS84, legend("clcd"))
    second = landcover_areas(rasters, shapes, WGS84, legend("clcd"))
    pd.testing.assert_frame_equal(first, second, check_exact=True)


def test_codes_of_another_legend_are_all_unmapped(real_data):
    # CLCD of the upper Yellow River, recoded to CDL codes that no shipped legend has
    raster = real_data / "landcover" / "clcd_v01_2020_HYRB_1km_utm47n_re.asc"
    provinces, crs = layer(
        real_data / "boundaries" / "china_provinces_natural_earth_50m.geojson", "name_zh"
    )
    log = Log()
    table = landcover_areas([(raster, 2020)], provinces, crs, legend("clcd"), log=log)
    unmapped = table[table["category"] == "unmapped"]
    values = np.loadtxt(raster, skiprows=6)
    codes = sorted(set(values[values != -9999].astype(int)))
    assert sorted(unmapped["class"].unique()) == codes
    assert not table["category"].isin(["forest", "grass", "none"]).any()
    # 1 km cells of UTM: 100 ha within 0.1 % of scale; borders lie within the provinces
    assert unmapped["pixels"].sum() == (values != -9999).sum()
    assert unmapped["area_ha"].sum() == pytest.approx(100 * unmapped["pixels"].sum(), rel=2e-3)
    text = "\n".join(log.warnings)
    assert "171 (" in text and "does not reach these regions" in text and "青海省 (" in text
    assert category_areas(table)["forest_ha"].isna().all()


def test_igbp_forest_of_china_as_documented(real_data):
    raster = real_data / "landcover" / "mcd12c1_v006_2019_igbp_china_0p05deg.tif"
    provinces, crs = layer(
        real_data / "boundaries" / "china_provinces_natural_earth_50m.geojson", "name_zh"
    )
    forest = {}
    for name, classes in (("closed", [1, 2, 3, 4, 5]), ("8", None), ("9", [1, 2, 3, 4, 5, 8, 9])):
        table = landcover_areas([(raster, 2019)], provinces, crs, legend("igbp", None, classes))
        forest[name] = category_areas(table).set_index("region")["forest_ha"]
    total = {name: areas.sum() / 1e8 for name, areas in forest.items()}
    assert total == {
        "closed": pytest.approx(0.905, abs=5e-4),
        "8": pytest.approx(1.812, abs=5e-4),
        "9": pytest.approx(2.529, abs=5e-4),
    }
    land = table.drop_duplicates("region").set_index("region")["region_ha"]
    two = ["云南省", "广西壮族自治区"]
    assert (forest["8"] / land)[two].round(2).tolist() == [0.52, 0.53]
    assert (forest["9"] / land)[two].round(2).tolist() == [0.89, 0.85]
