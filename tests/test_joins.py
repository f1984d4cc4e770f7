from functools import partial

import numpy as np
import pandas as pd
import pytest
from carbon_footprint.core.joins import join_tables, match_landcover_years
from carbon_footprint.core.log import InputError, Log
from faults import faults_of

LAYER = ["北京市", "陕西省", "山西省"]


def frame(text):
    rows = [line.split() for line in text.strip().splitlines()]
    table = pd.DataFrame(rows[1:], columns=rows[0])
    for column in table.columns[1:]:
        table[column] = pd.to_numeric(table[column].replace({"-": None}))
    return table


EMISSIONS = frame("""region year ice_tco2
    Shanxi 2019 1
    Beijing 2019 2
    Shaanxi 2019 3
    Beijing 2021 4""")
COVER = frame("""region year forest_ha sink_tc
    北京 2015 100 10
    北京 2020 200 30
    陕西 2020 300 40""")


faults = partial(faults_of, join_tables)


def test_rows_order_and_missing():
    log = Log()
    joined = join_tables(
        LAYER, {"emissions": EMISSIONS, "area": frame("region region_ha\n110000 7")}, log=log
    )
    assert list(joined.columns) == ["region", "year", "ice_tco2", "region_ha"]
    assert joined["region"].tolist() == [name for name in LAYER for _ in range(2)]
    assert joined["year"].tolist() == [2019, 2021] * 3 and joined["year"].dtype.kind == "i"
    assert joined["ice_tco2"].tolist()[:3] == [2, 4, 3] and pd.isna(joined["ice_tco2"][3])
    assert joined["region_ha"].tolist()[:2] == [7, 7] and joined["region_ha"].isna().sum() == 4
    assert (
        len(log.warnings) == 1
        and "area: 2 regions of the layer have no row: 陕西省, 山西省" in log.warnings[0]
    )


def test_own_years_decide_and_landcover_follows():
    joined = join_tables(LAYER, {"e": EMISSIONS, "c": COVER}, landcover_match="nearest")
    assert sorted(joined["year"].unique()) == [2019, 2021]
    beijing = joined[joined["region"] == "北京市"]
    assert beijing["forest_ha"].tolist() == [200, 200] and beijing["landcover_year"].tolist() == [
        2020,
        2020,
    ]
    assert joined[joined["region"] == "山西省"]["landcover_year"].isna().all()
    alone = join_tables(LAYER, {"c": COVER})
    assert sorted(alone["year"].unique()) == [2015, 2020]
    yearless = join_tables(
        ["北京市"], {"c": frame("region forest_ha\n北京 5"), "e": EMISSIONS[1:2]}
    )
    assert yearless["forest_ha"].tolist() == [5]
    assert list(join_tables(["北京市"], {"c": frame("region v\n北京 5")}).columns) == [
        "region",
        "v",
    ]


def test_unmatched_on_both_sides():
    table = frame("region year v\n北京 2019 1\nShaanxii 2019 2\nHubei 2019 3")
    log = Log()
    joined = join_tables(LAYER, {"gdp": table}, log=log)
    assert joined["v"].notna().sum() == 1
    assert (
        "2 names are no region of the layer (in brackets the nearest ones): Shaanxii (陕西省"
        in log.warnings[0]
    )
    assert "Hubei;" in log.warnings[0]
    assert "陕西省, 山西省" in log.warnings[1]
    assert len(faults(LAYER, {"gdp": table}, on_unmatched="stop")) == 2
    complete = frame("region v\n110000 1\n610000 2\n140000 3")
    assert join_tables(LAYER, {"t": complete}, on_unmatched="stop")["v"].tolist() == [1, 2, 3]


def test_nameless_rows_and_regions():
    log = Log()
    table = pd.DataFrame({"region": ["北京", None], "v": [1, 2]})
    joined = join_tables(["北京市", None], {"t": table}, log=log)
    assert joined["region"].tolist() == ["北京市"] and joined["v"].tolist() == [1]
    assert any("no name" in w for w in log.warnings) and any("NULL" in w for w in log.warnings)


def test_rows_with_years_of_which_none_fits():
    """The regions stand there without values, as for a table without years."""
    table = pd.DataFrame({"region": ["Ohio", "Utah"], "year": [2019, 2020], "v": [1.0, 2.0]})
    log = Log()
    joined = join_tables(LAYER, {"t": table}, on_unmatched="warn", log=log)
    assert joined["region"].tolist() == [name for name in LAYER for _ in range(2)]
    assert joined["year"].tolist() == [2019, 2020] * 3 and joined["v"].isna().all()
    assert any("Ohio" in warning for warning in log.warnings)
    joined = join_tables(LAYER, {"t": table[:0]}, on_unmatched="warn")
    assert joined["region"].tolist() == LAYER
    assert "year" not in joined and joined["v"].isna().all()


def test_faults():
    long = frame("region year fuel amount\n北京 2019 1 2\n北京 2019 3 4")
    assert "Industrial emissions" in faults(LAYER, {"energy": long})[0]
    classes = frame("region year class area_ha\n北京 2019 1 2\n北京 2019 3 4")
    assert "Carbon sink" in faults(LAYER, {"cover": classes})[0]
    double = frame("region year v\n北京 2019 1\nBeijing 2019 2\n陕西 2019 1\n陕西 2019 1")
    assert faults(LAYER, {"t": double}) == [
        "t has several rows for 北京市 2019; keep one.",
        "t has several rows for 陕西省 2019; keep one.",
    ]
    found = faults(LAYER, {"a": pd.DataFrame({"x": [1]}), "b": frame("region year v\n北京 19 1")})
    assert "no column 'region'" in found[0] and "b, row 1" in found[1] and "not a year" in found[1]
    assert len(faults(["北京", "Beijing"], {"a": EMISSIONS, "b": EMISSIONS})) == 1


def test_columns_of_one_name():
    log = Log()
    a, b = frame("region year value\n北京 2019 1"), frame("region year value\n北京 2019 2")
    joined = join_tables(["北京市"], {"pop": a, "gdp": b}, log=log)
    assert joined.values.tolist() == [["北京市", 2019, 1, 2]]
    assert list(joined.columns) == ["region", "year", "value", "value_gdp"]
    assert any("'value_gdp'" in w for w in log.warnings)


# Land cover of 2000 and 2010; linear: 2003 is 0.7 * a + 0.3 * b
RECORD = frame("""region year forest_ha sink_tc pixels
    A 2010 200 40 9
    A 2000 100 - 5
    B 2005 7 1 1""")


def test_nearest_prefers_the_earlier():
    log = Log()
    result = match_landcover_years(RECORD, [1990, 2000, 2005, 2006, 2020], "nearest", log)
    a = result[result["region"] == "A"]
    assert a["year"].tolist() == [1990, 2000, 2005, 2006, 2020]
    assert a["landcover_year"].tolist() == [2000, 2000, 2000, 2010, 2010]
    assert a["forest_ha"].tolist() == [100, 100, 100, 200, 200]
    assert result[result["region"] == "B"]["forest_ha"].tolist() == [7] * 5
    assert str(result["landcover_year"].dtype) == "Int64" and "flag" not in result
    assert "2000, 2005, 2010" in log.notes[0]


def test_exact():
    log = Log()
    result = match_landcover_years(RECORD, [2000, 2005, 2007], "exact", log)
    assert result[["region", "year", "landcover_year"]].values.tolist() == [
        ["A", 2000, 2000],
        ["B", 2005, 2005],
    ]
    assert "2007" in log.warnings[0] and "2005" not in log.warnings[0]


def test_interpolate():
    result = match_landcover_years(RECORD, [1999, 2000, 2003, 2005, 2007, 2010], "interpolate")
    a = result[result["region"] == "A"]
    assert a["forest_ha"].tolist() == pytest.approx([100, 100, 130, 150, 170, 200])
    assert a["landcover_year"].tolist() == [2000, 2000, 2000, 2000, 2010, 2010]
    # a missing sink stays missing between, and is never taken for 0
    assert a["sink_tc"].isna().tolist() == [True] * 5 + [False]
    assert a["pixels"].tolist() == [5, 5, 5, 5, 9, 9]
    assert a["flag"].fillna("").tolist() == ["", ""] + ["landcover_interpolated"] * 3 + [""]
    assert result[result["region"] == "B"]["flag"].isna().all()


def test_interpolate_keeps_earlier_flags_and_years():
    record = frame("region year forest_ha\nA 2000 0\nA 2002 4").assign(
        flag=["x", None], landcover_year=[1999, 2002]
    )
    result = match_landcover_years(record, [2000, 2001], "interpolate")
    assert result["flag"].tolist() == ["x", "x;landcover_interpolated"]
    assert result["landcover_year"].tolist() == [1999, 1999] and result["forest_ha"].tolist() == [
        0,
        2,
    ]


def test_no_rows_and_wrong_word():
    empty = match_landcover_years(RECORD[:0], [2000], "nearest")
    assert len(empty) == 0 and "landcover_year" in empty
    with pytest.raises(InputError, match="use one of exact"):
        match_landcover_years(RECORD, [2000], "linear")


def test_thousands_of_regions():
    names = [f"县{i}" for i in range(3000)]
    table = pd.DataFrame(
        {"region": np.repeat(names, 10), "year": list(range(2000, 2010)) * 3000, "v": 1.0}
    )
    cover = pd.DataFrame({"region": names, "year": 2005, "forest_ha": 1.0})
    joined = join_tables(names, {"t": table, "c": cover}, landcover_match="interpolate")
    assert len(joined) == 30000 and joined.notna().all().drop("flag").all()


def test_changes_of_the_map_and_of_the_statistics_are_noted():
    """Chongqing before 1997 and the population on both sides of 2005: notes, and nothing changed."""
    table = pd.DataFrame(
        {
            "region": ["重庆", "四川省", "四川省"],
            "year": [1996, 1996, 2006],
            "population": [1, 2, 3],
        }
    )
    log = Log()
    join_tables(["重庆市", "四川省"], {"人口": table}, log=log)
    said = "\n".join(log.notes)
    assert (
        "人口: The table has 重庆市 / Chongqing before 1997, when it was a part of Sichuan." in said
    )
    assert "before 2005 and since" in said
    later = table[table["year"] == 2006]
    log = Log()
    join_tables(["重庆市", "四川省"], {"人口": later}, log=log)
    assert not any("break" in note or "Chongqing" in note for note in log.notes)


# --- years of the tables, and what the layer carries -------------------------------------------

ICE = frame("""region year ice_tco2
    A 2019 1
    A 2021 2""")
PEOPLE = frame("""region year population
    A 2019 10
    A 2020 20
    A 2022 30""")
SINKS = frame("""region year forest_ha sink_tc
    A 2020 5 50""")


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ("union", [2019, 2020, 2021, 2022]),
        ("common", [2019]),
        ("emissions", [2019, 2021]),
    ],
)
def test_years_of_the_tables(years, expected):
    log = Log()
    tables = {"sinks": SINKS, "energy": ICE, "people": PEOPLE}
    joined = join_tables(["A"], tables, years=years, log=log)
    assert joined["year"].tolist() == expected
    # whatever is left of the tables stays with its year, and land cover is matched to it
    assert joined.set_index("year")["population"].dropna().to_dict() == {
        year: heads for year, heads in ((2019, 10), (2020, 20), (2022, 30)) if year in expected
    }
    assert joined["sink_tc"].tolist() == [50] * len(expected)
    lost = {
        "union": [],
        "common": ["energy: 2021", "people: 2020, 2022"],
        "emissions": ["people: 2020, 2022"],
    }
    said = [str(note) for note in log.notes if "left out" in note]
    assert said == ["%s are left out, as YEARS is %s." % (one, years) for one in lost[years]]


def test_years_of_the_emissions_are_those_of_all_their_rows():
    """As `core.study` takes them: also of a region that the layer does not have."""
    ice = pd.concat([ICE, frame("region year ice_tco2\nZ 2022 9")])
    joined = join_tables(["A"], {"energy": ice, "people": PEOPLE}, years="emissions")
    assert joined["year"].tolist() == [2019, 2021, 2022]


def test_years_without_emissions_and_without_any_in_common():
    assert join_tables(["A"], {"people": PEOPLE}, years="emissions")["year"].tolist() == [
        2019,
        2020,
        2022,
    ]
    yearless = frame("region ice_tco2\nA 1")
    joined = join_tables(["A"], {"energy": yearless, "people": PEOPLE}, years="emissions")
    assert joined["ice_tco2"].tolist() == [1, 1, 1]
    later = frame("region year gdp\nA 2030 1")
    assert faults(["A"], {"energy": ICE, "gdp": later}, years="common") == [
        "The tables have no year in common; take the years of all of them (union)."
    ]
    assert "Unknown YEARS most" in faults(["A"], {"energy": ICE}, years="most")[0]
    # only land cover: its own years, whatever was chosen
    for years in ("union", "common", "emissions"):
        assert join_tables(["A"], {"sinks": SINKS}, years=years)["year"].tolist() == [2020]


def test_tables_win_over_what_the_layer_carries():
    """A boundary with 1 person, and what an earlier run said about other land cover."""
    own = SINKS.assign(population=1, name="a", landcover_year=1999)
    log = Log()
    tables = {"layer": own, "energy": ICE, "people": PEOPLE}
    joined = join_tables(["A"], tables, years="emissions", own="layer", log=log)
    assert joined["population"].tolist()[0] == 10 and pd.isna(joined["population"][1])
    assert "population_people" not in joined and joined["name"].tolist() == ["a", "a"]
    assert "Replaced in the output: population." in log.notes and not log.warnings
    # land cover from a table: nothing of the layer's own is left, nor its year
    joined = join_tables(["A"], {"layer": own, "s": SINKS, "e": ICE}, own="layer")
    assert joined["year"].tolist() == [2019, 2021] and joined["name"].tolist() == ["a", "a"]
    assert joined["landcover_year"].tolist() == [2020, 2020]
    assert [name for name in joined if name.startswith("landcover")] == ["landcover_year"]


def test_emissions_are_never_those_of_another_year():
    """A table with sinks and emissions is no land cover to be matched to other years."""
    mixed = SINKS.assign(ice_tco2=7)
    joined = join_tables(["A"], {"mixed": mixed, "people": PEOPLE}).set_index("year")
    assert joined["ice_tco2"].dropna().to_dict() == {2020: 7}
    assert joined["sink_tc"].dropna().to_dict() == {2020: 50}
    joined = join_tables(["A"], {"mixed": mixed, "people": PEOPLE}, years="emissions")
    assert joined[["year", "ice_tco2", "population"]].values.tolist() == [[2020, 7, 20]]


def test_interpolation_passes_over_text():
    record = frame("region year sink_tc\nA 2000 1\nA 2002 3").assign(code_ha=["x", "y"])
    matched = match_landcover_years(record, [2001], "interpolate")
    assert matched["sink_tc"].tolist() == [2] and matched["code_ha"].tolist() == ["x"]
