"""Findings: each is provoked by a small input that has one fault, and absent without it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from carbon_footprint.core.checks import (
    ERROR,
    NOTE,
    WARNING,
    Findings,
    check_names,
    check_years,
    listing,
    year_spans,
)
from carbon_footprint.core.checks_landcover import check_landcover, sample_codes
from carbon_footprint.core.checks_regions import check_regions
from carbon_footprint.core.checks_series import check_duplicates, check_table, find_jumps
from carbon_footprint.core.checks_units import check_energy, check_population
from carbon_footprint.core.constants import constant_table
from carbon_footprint.core.landcover import legend
from carbon_footprint.core.log import Cancelled, InputError, Log, Message
from carbon_footprint.core.rasters import Raster
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from osgeo import gdal, ogr, osr

PROVINCES = constant_table("regions").set_index("code")["name_zh"].tolist()[:31]


def wkt(epsg):
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(epsg)
    return crs.ExportToWkt()


WGS84 = wkt(4326)


def polygon(text):
    return bytes(ogr.CreateGeometryFromWkt(text).ExportToWkb())


def square(x, y, size=1.0):
    x1, y1 = x + size, y + size
    return polygon(f"POLYGON(({x} {y},{x1} {y},{x1} {y1},{x} {y1},{x} {y}))")


@pytest.fixture
def found():
    return Findings()


def said(found, severity=None):
    return [str(f.finding) for f in found.found if severity in (None, f.severity)]


def one(found, part):
    """The only finding whose sentence has a part; it is complete."""
    finding = [f for f in found.found if part in f.finding]
    assert len(finding) == 1, said(found)
    assert finding[0].place and finding[0].advice
    return finding[0]


# --- collecting --------------------------------------------------------------------------------


def test_what_a_reader_says_and_refuses_becomes_findings_and_the_work_goes_on(found):
    with found.reading("energy", "a.csv", Log()) as heard:
        heard.info("{n} rows", n=3)
        heard.warning("odd")
        raise InputError([Message("first"), Message("second")])
    with found.reading("energy", "b.csv", Log()):
        raise InputError(Message("first"))
    assert [(f.severity, str(f.finding), f.place) for f in found.ranked()] == [
        (ERROR, "first", "a.csv"),
        (ERROR, "second", "a.csv"),
        (ERROR, "first", "b.csv"),
        (WARNING, "odd", "a.csv"),
        (NOTE, "3 rows", "a.csv"),
    ]
    assert found.counts() == {"error": 3, "warning": 1, "note": 1}
    assert all(f.advice and f.evidence for f in found.found)


def test_cancelling_and_defects_are_no_findings(found):
    class Stopped(Log):
        def is_cancelled(self):
            return True

    with pytest.raises(Cancelled), found.reading("energy", "a.csv", Stopped()) as heard:
        heard.check()
    with pytest.raises(ZeroDivisionError), found.reading("energy", "a.csv", Log()):
        raise ZeroDivisionError
    assert not found.found


def test_lists_are_cut_and_years_are_spans():
    assert listing("abca", 3) == "a, b, c"
    assert listing(range(15)) == "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, ... (+3)"
    assert year_spans([2015, 2011, 2012, 2013, 2012]) == "2011-2013, 2015"
    assert year_spans([]) == ""


# --- regions -----------------------------------------------------------------------------------


def test_sound_regions_have_no_findings(found):
    polygons = check_regions(found, "省", ["甲", "乙"], [square(100, 30), square(101, 30)], WGS84)
    assert not found.found and list(polygons) == ["甲", "乙"]
    assert polygons["甲"].GetArea() == pytest.approx(1)


def test_faults_of_names_and_polygons(found):
    bow_tie = polygon("POLYGON((104 30,105 31,105 30,104 31,104 30))")
    names = ["北京市", "Beijing", None, "甲", "甲", "乙", "领结", " "]
    shapes = [square(100 + i, 30) for i in range(5)] + [None, bow_tie, square(110, 30)]
    polygons = check_regions(found, "省", names, shapes, WGS84)
    assert "features 3, 8" in one(found, "without a name of the region: 2").evidence.lower()
    assert one(found, "Several names mean").severity == ERROR
    assert "北京市, Beijing" in one(found, "Several names mean").finding
    assert one(found, "more than one feature: 1").evidence == "甲"
    assert one(found, "without a polygon: 1").evidence == "乙"
    invalid = one(found, "invalid polygon: 1")
    assert "领结" in invalid.evidence and "ntersection" in invalid.evidence
    assert polygons["领结"].GetArea() == pytest.approx(0.5), "repaired as in a run"


def test_overlapping_levels_are_found_by_a_point_inside(found):
    names, shapes = ["省", "市", "邻"], [square(100, 30, 4), square(101, 31), square(104, 30)]
    check_regions(found, "layer", names, shapes, WGS84)
    assert one(found, "overlap: 1").evidence == "市 / 省"


@pytest.mark.parametrize(
    ("crs", "x", "y", "severity", "part"),
    [
        ("", 100, 30, ERROR, "no coordinate reference system"),
        (4326, 500000, 30, ERROR, "no degrees"),
        (4326, 30, 100, ERROR, "no degrees"),  # the axes changed places
        (32650, 100, 30, WARNING, "look like degrees"),
    ],
)
def test_crs_that_is_missing_or_does_not_fit(found, crs, x, y, severity, part):
    polygons = check_regions(found, "省", ["甲"], [square(x, y)], wkt(crs) if crs else "")
    assert one(found, part).severity == severity and len(found.found) == 1
    assert list(polygons) == ["甲"]


def test_layers_without_any_polygon(found):
    assert check_regions(found, "省", ["甲"], [polygon("POINT(1 1)")], WGS84) == {}
    assert one(found, "is no polygon").severity == ERROR
    assert check_regions(Findings(), "省", [], [], WGS84) == {}


# --- land cover --------------------------------------------------------------------------------


@pytest.fixture
def raster(tmp_path, make_raster):
    """A raster of 20 x 20 cells from 100 E, 40 N to the south-east, forest by default."""

    def raster(name="lc_2019.tif", codes=2, **options):
        cells = np.full((20, 20), 2)
        cells[: np.shape(codes)[0] if np.ndim(codes) else 20] = codes
        return make_raster(tmp_path / name, cells, **{"cell": 0.1, **options})

    return raster


def check(found, rasters, shape=None, crs=WGS84, **options):
    polygons = {"甲": ogr.CreateGeometryFromWkb(shape or square(100.2, 38.2, 1.5))}
    options = {"legend": legend("clcd"), **options}
    return check_landcover(found, rasters, polygons, crs, **options)


def test_sound_rasters_have_no_findings(found, raster):
    assert check(found, [raster("a_2019.tif"), raster("a_2020.tif")]) == [2019, 2020]
    assert not found.found


def test_years_of_rasters(found, raster):
    files = [raster("a_2019.tif"), raster("b_2019.tif"), raster("no_year.tif")]
    assert check(found, files) == [2019]
    assert one(found, "no year found").severity == ERROR
    assert one(found, "2019 has more than one raster").severity == ERROR
    assert "a_2019.tif, b_2019.tif" in one(found, "2019 has more").evidence


def test_rasters_that_cannot_be_opened_do_not_hide_others(found, raster, tmp_path):
    (tmp_path / "bad_2018.tif").write_bytes(b"nonsense")
    check(found, [str(tmp_path / "bad_2018.tif"), raster("a_2019.tif", 77)])
    assert one(found, "cannot open").place == "bad_2018.tif"
    assert one(found, "None of the codes").place == "a_2019.tif"


def test_extents(found, raster):
    file = raster()
    check(found, [file], square(10, 10))
    missed = one(found, "do not meet")
    assert missed.severity == ERROR and "x 100 - 102, y 38 - 40" in missed.evidence
    found.found.clear()
    polygons = {
        name: ogr.CreateGeometryFromWkb(square(x, 38.5, 1.2))
        for name, x in (("内", 100.3), ("边", 101.5), ("外", 110))
    }
    check_landcover(found, [file], polygons, WGS84, legend("clcd"))
    assert one(found, "outside the raster: 1").evidence == "外"
    assert one(found, "beyond the raster: 1").evidence == "边"


def test_regions_of_another_crs_are_compared_where_the_raster_is(found, raster):
    # UTM 47 N, central meridian 99 E: the raster reaches from about x 586 km, y 4207 km to x 756 km,
    # y 4429 km; the square is 12 times its cells of some 10 km wide.
    check(found, [raster()], square(600000, 4250000, 120000), wkt(32647))
    assert not found.found
    check(found, [raster()], square(600000, 290000, 120000), wkt(32647))
    assert one(found, "do not meet")


def test_small_regions(found, raster):
    check(found, [raster()], square(100.2, 38.2, 0.2))  # 4 cells of 0.1 degree
    assert "甲 4" in one(found, "smaller than 10 cells").evidence
    found.found.clear()
    check(found, [raster()], square(100.2, 38.2, 0.5))  # 25 cells
    assert one(found, "smaller than 100 cells").severity == NOTE


def test_codes_that_the_legend_lacks(found, raster):
    row = np.full((1, 20), 77)
    check(found, [raster("a_2019.tif", row), raster("b_2020.tif", 0, nodata=0)])
    few = one(found, "that the legend lacks: 1")
    assert few.severity == WARNING and "77 (20); all of the 400 cells" in few.evidence
    assert one(found, "nothing but no data").place == "b_2020.tif"
    found.found.clear()
    check(found, [raster("c_2021.tif", np.zeros((15, 20)), nodata=0)])
    assert "75%" in one(found, "hold no data").finding
    found.found.clear()
    check(found, [raster("d_2022.tif", 77)], legend=None)
    assert not found.found


def test_the_sample_is_small_and_says_so(found, tmp_path, make_raster, monkeypatch):
    path = make_raster(tmp_path / "big_2019.tif", np.full((600, 200), 99), cell=0.01)
    monkeypatch.setattr("carbon_footprint.core.rasters.WINDOW_CELLS", 4000)
    monkeypatch.setattr("carbon_footprint.core.rasters.PIECE_BYTES", 1000)
    raster = Raster(path)
    sample = sample_codes(raster)
    assert sample.pieces == 12 < sample.all_pieces and sample.cells < 120000
    assert sum(sample.codes.values()) == sample.cells
    # Only what lies around the regions: the lowest tenth of a degree, 10 of 600 rows.
    low = sample_codes(raster, np.array([[100, 34.0, 102, 34.1]]))
    assert low.all_pieces < sample.all_pieces / 5
    check(found, [path], polygon("POLYGON((100 34,102 34,102 40,100 40,100 34))"))
    assert "a sample: 12 of" in one(found, "None of the codes").evidence


def test_a_mask_may_hide_what_is_no_code(tmp_path):
    values = np.where(np.arange(200).reshape(10, 20) % 3, 4.0, 0.25)
    dataset = gdal.GetDriverByName("GTiff").Create(
        str(tmp_path / "x.tif"), 20, 10, 1, gdal.GDT_Float32
    )
    dataset.SetGeoTransform((100, 0.1, 0, 35, 0, -0.1))
    dataset.SetProjection(WGS84)
    dataset.GetRasterBand(1).WriteArray(values)
    dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
    dataset.GetRasterBand(1).GetMaskBand().WriteArray(np.where(values == 4, 255, 0).astype("uint8"))
    dataset = None
    sample = sample_codes(Raster(str(tmp_path / "x.tif")))
    # every third of 200 cells, from the first
    assert sample.codes == {4: 133} and sample.cells == 200 and sample.nodata == 67


def test_rasters_of_different_grids(found, raster):
    check(found, [raster("a_2019.tif"), raster("b_2020.tif", cell=0.09)])
    assert "b_2020.tif" in one(found, "differ in the size").evidence


# --- names and years ---------------------------------------------------------------------------


def test_names_on_both_sides_with_suggestions(found):
    check_names(found, "省", ["北京市", "濮阳市", "安阳市", None], {"e": ["110000", "Puyang"]})
    assert one(found, "no region of 省: 1").evidence.endswith("Puyang")
    assert one(found, "of 省 without a row: 2").evidence == "濮阳市, 安阳市"
    found.found.clear()
    check_names(found, "省", ["濮阳市", "安阳市"], {"e": ["濮阳", "安阳事"]})
    assert "安阳事 (安阳市)" in one(found, "no region of 省: 1").evidence
    found.found.clear()
    check_names(found, "省", ["北京市"], {"e": ["Beijing"], "p": ["x", "y"]})
    assert one(found, "no region in common").place == "p" and len(found.found) == 1


def test_years_that_do_not_meet(found):
    check_years(found, [2019], [2019, 2020], [2019, 2020, 2021])
    assert one(found, "no land cover, in 2020").severity == WARNING and len(found.found) == 1
    check_years(found, [], [2018, 2019, 2020], [2020])
    assert one(found, "no population, in 2018-2019").severity == WARNING
    check_years(found, [], [2018], [2020])
    assert one(found, "do not meet").severity == ERROR
    before = len(found.found)
    check_years(found, [2019], [], [2018])
    check_years(found, [], [2019], [])
    assert len(found.found) == before


# --- tables of regions and years ---------------------------------------------------------------


def panel(values, years=(2019, 2020, 2021), regions=("甲", "乙", "丙")):
    """Rows of every region and year."""
    index = pd.MultiIndex.from_product([regions, years], names=["region", "year"])
    values = np.broadcast_to(np.asarray(values, dtype=float), (len(regions), len(years)))
    return pd.Series(values.ravel(), index, name="value").reset_index()


def test_a_sound_table_has_no_findings(found):
    keys = check_table(found, "t", panel([[1, 1.1, 1.2], [5, 6, 5], [100, 90, 110]]))
    assert not found.found and list(keys) == ["region", "year"] and len(keys) == 9


def test_missing_region_years_gaps_and_duplicates(found):
    table = panel(1.0, (2010, 2011, 2012, 2015)).drop(index=[1, 5])  # 甲 2011, 乙 2011
    check_table(found, "t", table)
    missing = one(found, "missing: 2 of 12")
    assert missing.severity == WARNING and missing.evidence == "甲 2011, 乙 2011"
    assert "missing: 2013-2014" in one(found, "gaps between the years").evidence
    found.found.clear()
    check_table(found, "t", pd.concat([panel(1.0), panel(1.0).head(1)]))
    assert one(found, "repeat others: 1").evidence == "甲 2019"
    found.found.clear()
    same = pd.DataFrame({"region": ["北京市", "Beijing"], "year": 2019, "fuel": "coke"})
    check_duplicates(found, "energy", "e", same, ["year", "fuel"])
    assert one(found, "repeat others: 1").evidence == "Beijing 2019 coke"
    found.found.clear()
    check_duplicates(found, "other", "o", same.assign(fuel=[None, None]), ["year", "fuel"])
    assert one(found, "repeat others: 1").evidence == "Beijing 2019 NULL"


def test_regular_steps_of_years_are_no_gaps(found):
    check_table(found, "t", panel(1.0, (2011, 2013, 2015)))
    assert not found.found


def test_rows_without_region_or_year_and_tables_without_regions(found):
    table = panel(1.0).astype({"year": object})
    table.loc[0, "region"], table.loc[4, "year"] = None, "x"
    assert len(check_table(found, "t", table)) == 7
    assert one(found, "without a region: 1").evidence == "Rows 1"
    assert one(found, "without a year like 2019: 1").severity == ERROR
    found.found.clear()
    assert check_table(found, "t", pd.DataFrame({"fuel": ["coke"], "ef": [1.0]})) is None
    assert "fuel, ef" in one(found, "no column of regions").evidence


def test_negative_values_and_zeros_within_a_series(found):
    check_table(found, "t", panel([[1, 0, 2], [0, 0, 1], [3, -2, 4]]))
    assert "丙 2020: -2" in one(found, "Negative values: 1").evidence
    assert one(found, "Zeros between years").evidence == "value 甲 2020"


def jump_table(values, **options):
    return panel(values, **options).assign(series="s", unit="t", matters=True)


@pytest.mark.parametrize(
    ("before", "after", "power"),
    [(1, 10, 1), (1, 13, 1), (1, 7.7, 1), (3, 0.0003, -4), (2, 25000, 4)],
)
def test_jumps_near_a_power_of_ten(before, after, power):
    jumps = find_jumps(jump_table([[before, after, after]], regions=("甲",)))
    assert jumps[["from_year", "year", "power"]].to_numpy().tolist() == [[2019, 2020, power]]


@pytest.mark.parametrize("after", [1, 0.4, 3, 5, 7, 14, 30, 60, 0, np.nan, -10])
def test_other_changes_are_no_jumps(after):
    assert find_jumps(jump_table([[1, after, after]], regions=("甲",))).empty


def test_jumps_pass_over_missing_years_and_small_values():
    table = jump_table([[1, np.nan, 100]], regions=("甲",))
    assert find_jumps(table)[["from_year", "year"]].to_numpy().tolist() == [[2019, 2021]]
    assert find_jumps(table.assign(matters=False)).empty
    assert len(find_jumps(table.assign(matters=[False, False, True]))) == 1


def test_a_value_of_the_wrong_unit_jumps_there_and_back(found):
    check_table(found, "t", panel([[5, 5e4, 5], [4, 4, 4], [6, 6, 6]]))
    finding = one(found, "value: values that jump by a factor near a power of ten: 2")
    assert "甲 2019: 5 → 2020: 5e+04 (10^4)" in finding.evidence
    assert "甲 2020: 5e+04 → 2021: 5 (10^-4)" in finding.evidence
    assert finding.severity == WARNING


def test_a_single_jump_by_ten_is_a_note(found):
    check_table(found, "t", panel([[5, 5, 50], [4, 4, 4], [6, 6, 6]]))
    assert one(found, "power of ten: 1").severity == NOTE


def test_columns_are_checked_each_by_its_own_size(found):
    table = panel([[5, 5, 5e3], [4, 4, 4], [6, 6, 6]]).rename(columns={"value": "gdp"})
    table["share"] = [0.5, 0.5, 0.5, 1e-4, 1e-2, 1e-4, 0.5, 0.5, 0.5]
    table["名"] = "text"
    check_table(found, "t", table)
    assert one(found, "gdp: values that jump").evidence.startswith("甲 2020: 5")
    assert not any("share" in text for text in said(found)), "far below the mean of its column"


def test_a_column_of_population_meets_its_break(found):
    table = panel(1.0, (2004, 2005)).rename(columns={"value": "population_10k"})
    check_table(found, "t", table)
    assert one(found, "population have a break").severity == NOTE


@pytest.mark.parametrize(
    ("region", "years", "part"),
    [
        ("Chongqing", (1996, 1997), "Chongqing before 1997"),
        ("重庆", (1997, 1998), None),
        ("巢湖市", (2010, 2011), "巢湖市 / Chaohu in or after 2011"),
        ("巢湖市", (2009, 2010), None),
        ("Laiwu", (2018, 2019), "莱芜市 / Laiwu in or after 2019"),
    ],
)
def test_known_breaks_of_the_map(found, region, years, part):
    check_table(found, "t", panel(1.0, years, (region, "Hebei")))
    assert [f.severity for f in found.found if f.topic == "breaks"] == ([NOTE] if part else [])
    if part:
        assert "Source:" in one(found, part.partition(" ")[0]).evidence and part in said(found)[0]


# --- energy and population ---------------------------------------------------------------------

YEARS = (2019, 2020)
# Of an average province, per head, and in all 31 near the industry of 2019: 0.93e9 t and so on.
PER_HEAD = {
    "raw_coal": 0.6, "coke": 0.3, "natural_gas": 0.08, "diesel": 0.012, "coke_oven_gas": 0.05,
    "other_gas": 0.3, "gasoline": 0.005, "fuel_oil": 0.003, "lpg": 0.003, "refinery_gas": 0.01,
}  # fmt: skip
PERSONS = 45e6


def population(regions=PROVINCES, years=YEARS):
    table = panel(PERSONS, years, regions).rename(columns={"value": "population"})
    return table


def energy(regions=PROVINCES, years=YEARS):
    parts = []
    for fuel, amount in PER_HEAD.items():
        gas = fuel in ("natural_gas", "coke_oven_gas", "other_gas")
        factor, unit = (1e5, "10^8 m3") if gas else (1e4, "10^4 t")
        part = panel(amount * PERSONS / factor, years, regions)
        parts.append(part.rename(columns={"value": "amount"}).assign(fuel=fuel, unit=unit))
    return pd.concat(parts, ignore_index=True)


def rows_of(table, **keys):
    return np.logical_and.reduce([np.isin(table[name], value) for name, value in keys.items()])


def test_sound_energy_and_population_have_no_findings(found):
    check_energy(found, "e", energy(), population())
    check_energy(found, "e", energy())
    check_population(found, "p", population())
    assert not found.found, said(found)


def test_in_tonnes_of_standard_coal_it_is_the_same(found):
    table = energy()
    coefficient = constant_table("fuels").set_index("fuel")["standard_coal_kgce_per_unit"] / 1000
    factor = np.where(table["unit"] == "10^8 m3", 10.0, 1.0)
    table["amount"] *= table["fuel"].map(coefficient) * factor
    check_energy(found, "e", table.assign(unit="10^4 tce"), population())
    assert not found.found, said(found)


def test_the_limit_of_a_fuel_holds_for_its_own_unit(found):
    # 8000 m3 of gas per head are below its limit of 9, but 10.6 tce.
    table = energy()
    gas = rows_of(table, fuel="natural_gas", region="河北省")
    table.loc[gas, "amount"], table.loc[gas, "unit"] = 8 * 1.33 * PERSONS / 1e4, "10^4 tce"
    check_energy(found, "e", table, population())
    assert not found.found, said(found)


def test_a_table_of_one_fuel_is_not_measured_by_the_total_of_all(found):
    table = energy()
    check_energy(found, "e", table[table["fuel"] == "natural_gas"], population())
    assert not found.found, said(found)


@pytest.mark.parametrize(("power", "factor"), [(1, 10), (-1, 0.1), (4, 1e4), (-4, 1e-4)])
def test_national_totals_off_by_a_power_of_ten(found, power, factor):
    table = energy()
    table.loc[table["fuel"] == "raw_coal", "amount"] *= factor
    check_energy(found, "e", table)
    finding = one(found, f"total of Raw coal is about 10^{power} times")
    assert "2019: " in finding.evidence and "plausible: 2e+08 to 5e+09" in finding.evidence
    found.found.clear()
    check_energy(found, "e", table[table["region"].isin(PROVINCES[:20])])
    assert not any("national" in text for text in said(found)), "20 provinces are no nation"


@pytest.mark.parametrize("factor", [1e4, 1e-4])
def test_population_in_the_wrong_unit(found, factor):
    check_population(found, "p", population().assign(population=PERSONS * factor))
    assert one(found, "total of population is about 10^%+d" % np.log10(factor) if factor < 1 else
               "total of population is about 10^4").severity == WARNING  # fmt: skip


def test_a_region_of_few_persons(found):
    table = population(("甲", "乙"))
    table.loc[table["region"] == "甲", "population"] = 450
    check_population(found, "p", table)
    assert "甲 2019: 450" in one(found, "fewer than 1000 persons: 1").evidence


def test_one_region_in_another_unit_is_seen_per_head_or_among_the_others(found):
    table = energy()
    table.loc[rows_of(table, region="河北省"), "amount"] *= 1e4
    check_energy(found, "e", table, population())
    # 10 fuels and their total, in 2 years
    finding = one(found, "far above those of any province, per head: 22")
    assert "Raw coal (2): 河北省 2019: 6e+03 t / 60, " in finding.evidence
    assert "all fuels (2): 河北省 2019: " in finding.evidence
    found.found.clear()
    check_energy(found, "e", table)
    finding = one(found, "About 10^4 times the energy of the other regions")
    assert finding.evidence.startswith("河北省 2019") and "tce" in finding.evidence
    found.found.clear()
    table.loc[rows_of(table, region="河北省"), "amount"] /= 1e8
    check_energy(found, "e", table, population())
    assert "all fuels (2): 河北省" in one(found, "far below those of any province").evidence


def test_one_year_of_a_region_in_another_unit_is_one_finding_about_the_region(found):
    table = energy(years=(2018, 2019, 2020))
    table.loc[rows_of(table, region="河北省", year=2020), "amount"] *= 1e3
    check_energy(found, "e", table)
    jump = one(found, "河北省 jumps by a factor near 10^3 from 2019 to 2020")
    assert "Raw coal" in jump.evidence and "Coke: " in jump.evidence
    assert not any("Coke jumps" in text for text in said(found))


def test_a_year_in_another_unit_is_one_finding_about_the_table(found):
    table = energy(years=(2018, 2019, 2020))
    table.loc[rows_of(table, year=2020), "amount"] *= 1e3
    check_energy(found, "e", table)
    jump = one(found, "A large part of the table jumps by a factor near 10^3 from 2019 to 2020")
    assert "Raw coal 上海市: " in jump.evidence
    assert sum("jump" in text for text in said(found)) == 1


def test_few_jumps_among_many_series_stay_single(found):
    table = panel(
        [[1, 1, 100]] * 3 + [[100, 100, 100]] * 9, regions=tuple("甲乙丙丁戊己庚辛壬癸子丑")
    )
    check_table(found, "t", table)
    assert one(found, "value: values that jump by a factor near a power of ten: 3")
    found.found.clear()
    check_table(found, "t", table.iloc[:18])
    assert one(found, "value jumps by a factor near 10^2 from 2020 to 2021")  # 3 of 6


def test_one_fuel_of_many_regions_in_another_unit_is_one_finding_about_the_fuel(found):
    table = energy()
    table.loc[rows_of(table, year=2020, fuel="coke"), "amount"] *= 1e2
    check_energy(found, "e", table)
    assert "(+19)" in one(found, "Coke jumps by a factor near 10^2").evidence


def test_small_amounts_jump_without_a_word(found):
    table = energy()
    table.loc[rows_of(table, fuel="gasoline", year=2020), "amount"] /= 10
    check_energy(found, "e", table)  # 0.005 t of 1.2 tce per head
    assert not found.found, said(found)


def test_missing_amounts_and_rows_of_fuels(found):
    table = energy(("甲", "乙"))
    table.loc[rows_of(table, region="甲", year=2019, fuel="coke"), "amount"] = np.nan
    check_energy(found, "e", table[~rows_of(table, region="乙", year=2020, fuel="diesel")])
    missing = one(found, "missing: 2")
    assert missing.evidence == "甲 2019: Coke, 乙 2020: Diesel"


def test_region_years_without_any_fuel_and_zeros_between(found):
    table = energy(years=(2018, 2019, 2020))
    table.loc[rows_of(table, region="河北省", year=2019, fuel="coke"), "amount"] = 0
    table.loc[rows_of(table, region="北京市", year=2020), "amount"] = 0
    check_energy(found, "e", table)
    assert one(found, "without any fuel: 1").evidence == "北京市 2020"
    assert one(found, "Zeros between").evidence == "Coke 河北省 2019"


def test_known_breaks_of_the_statistics(found):
    check_energy(found, "e", energy(years=(2012, 2013)))
    assert one(found, "Raw coal have a break: before 2013").severity == NOTE
    check_population(found, "p", population(years=(2004, 2005)))
    assert one(found, "population have a break: before 2005").severity == NOTE
    found.found.clear()
    check_energy(found, "e", energy(years=(2013, 2014)))
    check_population(found, "p", population(years=(2005, 2006)))
    assert not found.found


def test_bounds_hold_for_every_province_of_the_real_data(found, real_data):
    from carbon_footprint.core.energy_tables import read_energy
    from carbon_footprint.core.panels import read_panel

    persons = read_panel(
        real_data / "population" / "nbs_resident_population_2011_2022_export.csv",
        "population",
        "10^4 persons",
    )
    amounts = read_energy(
        real_data / "energy" / "terminal_industry_consumption_2011_2021_odd_years.csv"
    )
    check_energy(found, "e", amounts, persons)
    check_population(found, "p", persons)
    units = [text for text in said(found) if "any province" in text or "total" in text]
    assert not units and not any("energy of the other" in text for text in said(found))
    # Shanghai began to report its blast-furnace gas; a real jump by 86.
    assert "Shanghai" in one(found, "Other gas: values that jump").evidence


def test_two_runs_find_the_same():
    table = energy()
    table.loc[::7, "amount"] *= 100
    runs = [Findings(), Findings()]
    for found in runs:
        check_energy(found, "e", table, population())
    assert runs[0].found and runs[0].found == runs[1].found


# --- whatever is in a table, its findings are findings ------------------------------------------

CELLS = st.one_of(
    st.none(), st.floats(), st.integers(-10, 10**6), st.booleans(), st.text(max_size=4),
    st.sampled_from(["1,234", "—", "2019年", "北京", "Beijing", "{x}", "1e400"]),
)  # fmt: skip
NAMES = st.sampled_from(["北京市", "Beijing", "甲", "Chongqing", "巢湖市"])
SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@SETTINGS
@given(
    st.lists(
        st.fixed_dictionaries(
            {"region": st.one_of(NAMES, CELLS), "year": CELLS, "x": CELLS, "人口": CELLS}
        ),
        max_size=12,
    ),
    st.booleans(),
)
def test_any_table_gives_findings_and_no_exception(rows, with_years):
    found = Findings()
    table = pd.DataFrame(rows, columns=["region", "year", "x", "人口"], dtype=object)
    check_table(found, "t", table if with_years else table.drop(columns="year"))
    assert all(isinstance(f.finding, Message) and f.advice for f in found.found)


AMOUNTS = st.one_of(st.floats(0), st.sampled_from([0.0, 1.0, 1e4, 1e8, np.inf, np.nan]))


@SETTINGS
@given(
    st.lists(
        st.tuples(
            st.sampled_from(PROVINCES + ["甲", "Beijing"]),
            st.integers(2010, 2014),
            st.sampled_from(["raw_coal", "electricity", "natural_gas", "heat", "other_energy"]),
            AMOUNTS,
            st.booleans(),
        ),
        min_size=1,
        max_size=60,
        unique_by=lambda row: row[:3],
    ),
    st.lists(st.tuples(NAMES, st.integers(2010, 2014), AMOUNTS), max_size=10, unique_by=str),
)
def test_any_amounts_and_populations_give_findings_and_no_exception(amounts, persons):
    columns = ["region", "year", "fuel", "amount", "coal"]
    table = pd.DataFrame(amounts, columns=columns)
    own = {"raw_coal": "t", "electricity": "MWh", "natural_gas": "m3", "heat": "GJ"}
    table["unit"] = [
        "tce" if row.coal else own.get(row.fuel, "tce") for row in table.itertuples()
    ]  # fmt: skip
    people = pd.DataFrame(persons, columns=["region", "year", "population"])
    people = people.drop_duplicates(["region", "year"]).astype({"population": float})
    for given_people in (None, people):
        found = Findings()
        check_energy(found, "e", table.drop(columns="coal"), given_people)
        check_population(found, "p", people)
        assert all(isinstance(f.finding, Message) and f.advice for f in found.found)
