"""Templates: years, names that survive a spreadsheet program, tables that mean what they say."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from carbon_footprint.core.carbon_sink import carbon_sink
from carbon_footprint.core.constants import constant_table
from carbon_footprint.core.emissions import industrial_emissions
from carbon_footprint.core.energy_tables import read_energy
from carbon_footprint.core.fuels import FACTOR_SETS, emission_factors, match_fuel
from carbon_footprint.core.landcover import LEGENDS, legend
from carbon_footprint.core.log import InputError, Log
from carbon_footprint.core.panels import read_panel
from carbon_footprint.core.regions import region_key
from carbon_footprint.core.templates import (
    TEMPLATES,
    spreadsheet_text,
    templates,
    write_templates,
)

# What a spreadsheet program destroys when it opens them in a CSV file and saves them again:
# formulas and errors, lost zeros, 1.10101E+11, dates.
ENDANGERED = [
    "=SUM(A1:A9)", "-North", "+86", "@home", "＝县", "－x", "001", "0", "110101001001", "1E5",
    "1.50", "3-1", "1/2", "MAR1", "Sept 2", "3月5日", "(5)", "$5", "5%", " =A", "\t=A",
]  # fmt: skip
HARMLESS = [
    "北京市", "Beijing", "110000", "12345678901", "O'Brien", "'s-Hertogenbosch", "May", "Marne",
    "Decatur", "A, B", 'the "Big" one', "Région", "县;区",
]  # fmt: skip


@pytest.mark.parametrize("name", ENDANGERED)
def test_names_that_a_spreadsheet_would_change_get_an_apostrophe(name):
    safe = spreadsheet_text(name)
    assert safe == "'" + name
    assert region_key(safe) == region_key(name) != ""


@pytest.mark.parametrize("name", HARMLESS)
def test_other_names_stay(name):
    assert spreadsheet_text(name) == name


def written(folder, *args, **kwargs):
    """Write templates, and return the content of each file as rows of text."""
    files = write_templates(folder, templates(*args, **kwargs), "read me\n读我\n")
    return {
        path.name: list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
        for path in files
    }


def test_files_are_as_excel_likes_them(tmp_path):
    names = ["北京市", 'A, "B"', "two\nlines"]
    tables = templates(names, [2011, 2012])
    files = write_templates(tmp_path / "new" / "文件夹", tables, "read me\n读我\n")
    assert [path.name for path in files] == [t + ".csv" for t in TEMPLATES] + ["README.txt"]
    for path in files:
        data = path.read_bytes()
        assert data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\r\n"), path
        assert not data[3:].startswith(b"\xef\xbb\xbf")
    assert files[-1].read_bytes()[3:].decode() == "read me\r\n读我\r\n"
    population = files[1].read_bytes()[3:].decode()
    assert population.splitlines()[:2] == ["region,year,population (10^4 persons)", "北京市,2011,"]
    assert '"A, ""B""",2012,\r\n' in population and '"two\nlines",2011,\r\n' in population


def test_energy_wide_has_the_16_fuels_with_their_units(tmp_path):
    rows = written(tmp_path, ["A", "B"], [2011, 2013])["energy.csv"]
    assert rows[0][:4] == ["region", "year", "Raw coal (10^4 t)", "Cleaned coal (10^4 t)"]
    assert {header for header in rows[0] if "m3" in header} == {
        "Coke oven gas (10^8 m3)", "Other gas (10^8 m3)", "Natural gas (10^8 m3)",
    }  # fmt: skip
    assert len(rows[0]) == 2 + 16
    assert rows[1:] == [
        [region, year] + [""] * 16 for region in ("A", "B") for year in ("2011", "2013")
    ]


def test_energy_long_and_chinese(tmp_path):
    rows = written(tmp_path, ["甲"], [2011], layout="long", language="zh")["energy.csv"]
    assert rows[0] == ["地区", "年份", "能源品种", "消费量", "单位"]
    assert rows[1] == ["甲", "2011", "原煤", "", "万吨"] and len(rows) == 1 + 16
    assert ["甲", "2011", "天然气", "", "亿立方米"] in rows
    rows = written(tmp_path / "wide", ["甲"], [2011], language="zh")
    assert rows["energy.csv"][0][-1] == "天然气 (亿立方米)"
    assert rows["population.csv"][0] == ["地区", "年份", "人口 (万人)"]
    assert ["原煤", "raw_coal"] in rows["fuel_names.csv"]
    # The tools that take these look for their columns by name.
    assert rows["yield_factors.csv"] == [
        ["region", "yield_forest", "yield_grass"],
        ["甲", "1", "1"],
    ]
    assert rows["legend.csv"][0] == ["class", "class_name", "class_name_zh", "category"]


@pytest.mark.parametrize("layout", ["wide", "long"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_units_and_fuels_are_those_of_the_yearbook(tmp_path, layout, language):
    written(tmp_path, ["A"], [2011], layout=layout, language=language)
    path = tmp_path / "energy.csv"
    empty = read_energy(path)
    known = constant_table("fuel_names").set_index("fuel")["ceads_unit"]
    assert list(empty["fuel"]) == list(constant_table("fuels")["fuel"])
    assert list(empty["unit"]) == list(known[empty["fuel"]])


def test_what_is_empty_is_missing_and_never_zero(tmp_path):
    written(tmp_path, ["A", "B"], [2011])
    path = tmp_path / "energy.csv"
    empty = read_energy(path)
    assert len(empty) == 32 and empty["amount"].isna().all()
    emissions = industrial_emissions(empty)
    assert emissions.drop(columns=["region", "year"]).isna().all(axis=None)

    lines = path.read_text(encoding="utf-8-sig").splitlines()
    lines[1] = "A,2011" + ",1" * 16
    lines[2] = "B,2011" + ",1" * 15 + ","
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    log = Log()
    emissions = industrial_emissions(read_energy(path), log=log).set_index("region")
    assert emissions.loc["A", "ice_tco2"] > 0 and emissions.loc["B", "ice_raw_coal_tco2"] > 0
    assert pd.isna(emissions.loc["B", "ice_tco2"])
    assert any("write 0 where a fuel is not used" in text for text in log.warnings)

    people = read_panel(tmp_path / "population.csv", "population", "10^4 persons")
    assert len(people) == 2 and people["population"].isna().all()


@pytest.mark.parametrize("factor_set", FACTOR_SETS)
def test_factors_say_what_the_tools_use_anyway(tmp_path, factor_set):
    written(tmp_path, ["A"], [2011], factor_set=factor_set)
    table = pd.read_csv(tmp_path / "emission_factors.csv")
    known = emission_factors(factor_set)
    pd.testing.assert_frame_equal(emission_factors(factor_set, table), known)
    # A user changes one cell; with gas per 10^8 m3 in place of 1000 m3, one and its unit.
    table.loc[table["fuel"] == "raw_coal", "ef_tco2"] = 2.5
    row = table["fuel"] == "natural_gas"
    table.loc[row, ["ef_tco2", "standard_coal_tce"]] *= 1e5
    table.loc[row, "unit"] = "10^8 m3"
    changed = emission_factors(factor_set, table)
    assert changed.loc["raw_coal", "ef_tco2"] == 2.5
    others = changed.index != "raw_coal"
    pd.testing.assert_series_equal(changed.loc[others, "ef_tco2"], known.loc[others, "ef_tco2"])


@pytest.mark.parametrize("name", sorted(set(LEGENDS) - {"custom"}))
def test_the_legend_is_the_custom_legend(tmp_path, name):
    written(tmp_path, ["A"], [2011], legend_name=name)
    table = pd.read_csv(tmp_path / "legend.csv")
    pd.testing.assert_frame_equal(legend("custom", table), legend(name))


def test_yield_factors_of_1_change_nothing(tmp_path):
    names = ["-北", "001", "A"]
    written(tmp_path, names, [2011])
    areas = pd.DataFrame({"region": names, "year": 2011, "forest_ha": 2.0, "grass_ha": 1.0})
    log = Log()
    table = pd.read_csv(tmp_path / "yield_factors.csv")
    pd.testing.assert_frame_equal(
        carbon_sink(areas, yield_table=table, log=log), carbon_sink(areas)
    )
    assert not log.warnings, "every region is found"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_fuel_names_are_known_ones(language):
    table = templates(["A"], [2011], ["fuel_names"], language=language)["fuel_names"]
    assert list(table.columns) == ["name", "fuel"]
    assert list(table["fuel"]) == list(constant_table("fuel_names")["fuel"])
    assert [match_fuel(name) for name in table["name"]] == list(table["fuel"])


def test_only_what_was_chosen_in_a_fixed_order():
    assert list(templates(["A"], [2011], ["legend", "energy"])) == ["energy", "legend"]
    with pytest.raises(InputError, match="No template is chosen"):
        templates(["A"], [2011], [])


def test_a_region_of_several_features_has_one_row_a_year():
    tables = templates(["A", "B", "A"], [2011], ["population", "yield_factors"])
    assert [list(table["region"]) for table in tables.values()] == [["A", "B"]] * 2


def test_regions_that_no_table_can_tell_apart_are_refused():
    with pytest.raises(InputError) as caught:
        templates(["A", "-A", "***", "北京市", "Beijing", "B"], [2011])
    text = "\n".join(caught.value.messages)
    assert len(caught.value.messages) == 3
    assert "'***' has no letter" in text and "called -A, A;" in text
    assert "called Beijing, 北京市;" in text


def test_nothing_is_overwritten_and_every_file_that_is_there_is_named(tmp_path):
    tables = templates(["A"], [2011])
    for name in ("energy.csv", "README.txt"):
        (tmp_path / name).write_text("mine")
    with pytest.raises(InputError) as caught:
        write_templates(tmp_path, tables, "x")
    assert "energy.csv, README.txt" in caught.value.messages[0]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["README.txt", "energy.csv"]
    assert (tmp_path / "energy.csv").read_text() == "mine"


def test_a_folder_that_cannot_be_written_to_keeps_nothing(tmp_path, monkeypatch):
    file = tmp_path / "file"
    file.write_text("mine")
    with pytest.raises(InputError, match="cannot be written"):
        write_templates(file / "folder", templates(["A"], [2011]), "x")

    class FullDisk(str):
        def encode(self, *_):
            raise OSError(28, "No space left on device")

        def replace(self, *_):
            return self

    with pytest.raises(InputError, match="No space left on device; choose another folder"):
        write_templates(tmp_path / "new", templates(["A"], [2011]), FullDisk("x"))
    assert list((tmp_path / "new").iterdir()) == []


def test_two_runs_write_the_same(tmp_path):
    for folder in ("a", "b"):
        write_templates(tmp_path / folder, templates(["北京", "A"], [2011, 2012]), "x\n")
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()
