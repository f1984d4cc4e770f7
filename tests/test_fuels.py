import pandas as pd
import pytest
from carbon_footprint.core.constants import constant_table
from carbon_footprint.core.fuel_names import FuelNames
from carbon_footprint.core.fuels import (
    FACTOR_SETS,
    combustion_factor,
    emission_factors,
    fuel_label,
    fuel_spelling,
    match_fuel,
)
from carbon_footprint.core.log import InputError

# methods: NCV (GJ per t or 1000 m3), t C/TJ, oxidation, EF (t CO2), IPCC EF, S (tce)
PUBLISHED = {
    "raw_coal": (20.908, 26.37, 0.94, 1.9003, 1.9779, 0.7143),
    "cleaned_coal": (26.344, 25.41, 0.90, 2.2090, 2.4921, 0.9000),
    "other_washed_coal": (8.363, 25.41, 0.90, 0.7013, 0.7911, 0.2857),
    "briquettes": (17.460, 33.6, 0.90, 1.9360, 1.7024, 0.6000),
    "coke": (28.435, 29.5, 0.93, 2.8604, 3.0425, 0.9714),
    "coke_oven_gas": (17.3535, 13.58, 0.99, 0.8554, 0.7705, 0.5929),
    "other_gas": (5.227, 12.2, 0.99, 0.2315, 0.2321, 0.1786),
    "other_coking_products": (33.453, 22.0, 0.98, 2.6446, 2.6997, 1.1429),
    "crude_oil": (41.816, 20.1, 0.98, 3.0202, 3.0651, 1.4286),
    "gasoline": (43.070, 18.9, 0.98, 2.9251, 2.9848, 1.4714),
    "kerosene": (43.070, 19.5, 0.98, 3.0179, 3.0967, 1.4714),
    "diesel": (42.652, 20.2, 0.98, 3.0959, 3.1605, 1.4571),
    "fuel_oil": (41.816, 21.1, 0.98, 3.1705, 3.2366, 1.4286),
    "lpg": (50.179, 17.2, 0.98, 3.1013, 3.1663, 1.7143),
    "refinery_gas": (46.055, 18.2, 0.98, 3.0119, 2.6528, 1.5714),
    "natural_gas": (38.931, 15.3, 0.99, 2.1622, 2.1840, 1.3300),
}
PRINTED = dict(
    raw_coal=1.9003,
    coke=2.8604,
    crude_oil=3.0202,
    gasoline=3.0426,
    kerosene=3.0179,
    diesel=3.0954,
    fuel_oil=3.1705,
    natural_gas=2.1655,
)


def test_shipped_tables_are_the_published_ones():
    fuels = constant_table("fuels").set_index("fuel")
    assert list(fuels.index) == list(PUBLISHED)
    provincial, ipcc, paper = (emission_factors(name) for name in FACTOR_SETS)
    for fuel, (ncv, cc, o, ef, ef_ipcc, s) in PUBLISHED.items():
        row = fuels.loc[fuel]
        assert (row.ncv_kj_per_unit, row.carbon_tc_per_tj, row.oxidation) == pytest.approx(
            (ncv * 1e6, cc, o)
        )
        assert row.standard_coal_kgce_per_unit == pytest.approx(s * 1000)
        assert provincial.loc[fuel, "ef_tco2"] == pytest.approx(
            ncv * cc * 1e-3 * o * 44 / 12, abs=1e-6
        )
        assert provincial.loc[fuel, "ef_tco2"] == pytest.approx(ef, abs=6e-5)
        assert ipcc.loc[fuel, "ef_tco2"] == pytest.approx(ef_ipcc, abs=6e-5)
        assert row.ipcc_kgco2_per_tj * ncv * 1e-6 == pytest.approx(ef_ipcc, abs=6e-5)
        assert paper.loc[fuel, "ef_tco2"] == pytest.approx(PRINTED.get(fuel, ef), abs=6e-5)
        assert ("provincial_guideline_2011" in paper.loc[fuel, "source"]) == (fuel not in PRINTED)
        for table in (provincial, ipcc, paper):
            assert table.loc[fuel, "standard_coal_tce"] == pytest.approx(s)
            assert table.loc[fuel, "unit"] == row.base_unit
    # carbon cannot outweigh the fuel
    solid = fuels[fuels.base_unit == "t"]
    assert (solid.ncv_kj_per_unit * 1e-9 * solid.carbon_tc_per_tj).max() <= 1
    # S is never NCV / 29307.6: they differ by the joule per kcal of the 2008 standard
    assert abs(20908 / 29307.6 / 0.7143 - 1) > 0.001


def test_combustion_factor_by_hand():
    # 20 GJ/t * 25 kg C/GJ = 0.5 t C/t; 90 % burnt = 0.45 t C = 1.65 t CO2
    assert combustion_factor(20e6, 25, 0.9) == pytest.approx(1.65)


@pytest.mark.parametrize(
    "name, fuel",
    [
        ("Raw Coal", "raw_coal"),
        ("Raw_Coal", "raw_coal"),
        ("raw coal  ", "raw_coal"),
        ("CleanedCoal", "cleaned_coal"),
        ("Other_Washed_Coal", "other_washed_coal"),
        ("Diesel_Oil", "diesel"),
        ("LPG", "lpg"),
        ("Other_Gas", "other_gas"),
        ("Other_Petroleum_Products", "other_petroleum_products"),
        ("Heat", "heat"),
        ("Electricity", "electricity"),
        ("Other_Energy", "other_energy"),
        ("原煤", "raw_coal"),
        ("洗精煤", "cleaned_coal"),
        ("其他洗煤", "other_washed_coal"),
        ("型煤", "briquettes"),
        ("焦炭", "coke"),
        ("焦炉煤气", "coke_oven_gas"),
        ("其他煤气", "other_gas"),
        ("其他焦化产品", "other_coking_products"),
        ("原油", "crude_oil"),
        ("汽油", "gasoline"),
        ("煤油", "kerosene"),
        ("柴油", "diesel"),
        ("燃料油", "fuel_oil"),
        ("液化石油气", "lpg"),
        ("炼厂干气", "refinery_gas"),
        ("天然气", "natural_gas"),
        ("Ｒａｗ Ｃｏａｌ", "raw_coal"),
        ("Coal", None),
        ("煤合计", None),
        ("", None),
        (None, None),
    ],
)
def test_match_fuel(name, fuel):
    assert match_fuel(name) == fuel


def test_fuel_names_cover_fuels_and_are_unique():
    names = constant_table("fuel_names")
    assert list(names.fuel[:16]) == list(PUBLISHED) and len(names) == 20
    for row in names.itertuples():
        for name in [row.fuel, row.name_en, row.name_zh] + [a for a in row.aliases.split("|") if a]:
            assert match_fuel(name) == row.fuel
    units = constant_table("fuels").set_index("fuel").base_unit
    assert (names.set_index("fuel").base_unit[:16] == units).all()
    assert fuel_label("lpg") == "Liquefied petroleum gas" and fuel_label("peat") == "peat"


def test_no_name_has_two_meanings():
    meanings = {}
    for name in ("fuel_names", "fuel_parts", "energy_totals"):
        for row in constant_table(name).itertuples():
            if getattr(row, "kind", "fuel") == "fuel":
                written = [row.name_en, getattr(row, "name_zh", ""), *row.aliases.split("|")]
                for spelling in {fuel_spelling(text) for text in written} - {""}:
                    meanings.setdefault(spelling, set()).add((name, row.Index))
    assert [spelling for spelling, rows in meanings.items() if len(rows) > 1] == []
    parts = constant_table("fuel_parts")
    assert not any(
        match_fuel(name) for row in parts.itertuples() for name in (row.part, row.name_zh)
    )
    units = constant_table("fuel_names").set_index("fuel")["base_unit"]
    converted = parts[parts["unit"] != parts["fuel"].map(units)]
    assert (
        converted["part"].tolist() == ["lng"]
        and (parts.drop(converted.index)["fuel_per_unit"] == 1).all()
    )


@pytest.mark.parametrize(
    "name, fuel, part",
    [
        ("高炉煤气", "other_gas", "blast_furnace_gas"),
        ("Converter Gas", "other_gas", "converter_gas"),
        ("石脑油", "other_petroleum_products", "naphtha"),
        ("LNG", "natural_gas", "lng"),
        ("煤矸石", "other_washed_coal", "gangue"),
        ("原煤消费量", "raw_coal", None),
        ("焦炭终端消费总量", "coke", None),
        ("煤制品", "briquettes", None),
        ("煤", None, None),
        ("", None, None),
    ],
)
def test_names_of_fuels_and_their_parts(name, fuel, part):
    found = FuelNames().find(name)
    assert found[0] == fuel and getattr(found[1], "part", None) == part


@pytest.mark.parametrize(
    "text, fuel, unit",
    [
        ("Raw coal (10^4 t)", "raw_coal", "10^4 t"),
        ("原煤（万吨）", "raw_coal", "万吨"),
        ("原煤 万吨", "raw_coal", "万吨"),
        ("coke_10^4 t", "coke", "10^4 t"),
        ("Natural Gas [10^4 m3]", "natural_gas", "10^4 m3"),
        ("Natural gas (gaseous)", "natural_gas", None),
        ("GDP (yuan)", None, None),
    ],
)
def test_fuel_and_unit_of_a_column(text, fuel, unit):
    assert FuelNames().split(text)[::2] == (fuel, unit)


def test_near_names():
    assert "Diesel" in FuelNames().near("Deisel (t)")
    assert FuelNames().near("焦炉气体")[0] in ("焦炉气", "焦炉煤气")
    assert FuelNames().near("§") == []
    own = FuelNames(pd.DataFrame({"名称": ["无烟煤"], "能源品种": ["原煤"]}))
    assert own.near("无烟煤块") == ["无烟煤"] and own.find("无 烟煤")[0] == "raw_coal"


def test_unknown_set():
    with pytest.raises(InputError, match="ipcc_1996.*provincial_guideline_2011"):
        emission_factors("ipcc_1996")


def test_user_table_overrides_and_leaves_the_shipped_set_alone():
    user = pd.DataFrame(
        {
            "fuel": ["原煤", "Natural Gas", "Other petroleum products", "coke"],
            "ef_tco2": [2.0, 2.0e5, 3.0, None],
            "unit": ["", "10^8 m3", None, "t"],
            "ncv_kj_per_unit": [None, None, None, 28e6],
            "carbon_tc_per_tj": [None, None, None, 30],
            "oxidation": [None, None, None, 1],
            "standard_coal_tce": [None, 1.3e5, None, None],
        }
    )
    table = emission_factors("ipcc_2006", user)
    assert table.loc["raw_coal", "ef_tco2"] == 2.0
    assert table.loc["raw_coal", "standard_coal_tce"] == 0.7143
    assert table.loc["natural_gas", "ef_tco2"] == pytest.approx(2.0)  # 10^8 m3 = 10^5 * 1000 m3
    assert table.loc["natural_gas", "standard_coal_tce"] == pytest.approx(1.3)
    assert table.loc["coke", "ef_tco2"] == pytest.approx(28 * 30e-3 * 44 / 12)
    assert table.loc["other_petroleum_products", "ef_tco2"] == 3.0
    assert pd.isna(table.loc["other_petroleum_products", "standard_coal_tce"])
    assert table.loc["raw_coal", "source"] == "user table"
    assert len(table) == 17 and table["ef_tco2"].dtype == float
    assert emission_factors("ipcc_2006").loc["raw_coal", "ef_tco2"] == pytest.approx(
        1.9779, abs=6e-5
    )


def test_every_fault_of_a_user_table_is_named():
    user = pd.DataFrame(
        {
            "fuel": [
                "peat",
                "raw_coal",
                "raw_coal",
                "heat",
                "coke",
                "diesel",
                "lpg",
                "natural_gas",
                "other_coking_products",
                "kerosene",
            ],
            "ef_tco2": [1, 1, 1, 1, -1, "x", None, 2, None, 4.0],
            "unit": [None] * 7 + ["t"] + [None] * 2,
            # S = 1.3 read as heat with coal tar's carbon: 1.124 t C per t
            "ncv_kj_per_unit": [None] * 8 + [38.1e6, None],
            "carbon_tc_per_tj": [None] * 8 + [29.5, None],
            "oxidation": [None] * 8 + [0.93, None],
        }
    )
    with pytest.raises(InputError) as error:
        emission_factors("ipcc_2006", user)
    text = [str(m) for m in error.value.messages]
    assert len(text) == 9
    for words in [
        "row 1: 'peat'",
        "row 3: raw_coal stands there twice",
        "row 4: 'heat'",
        "row 5 (coke)",
        "row 6 (diesel)",
        "row 7 (lpg): there is no emission factor",
        "per 't' do not fit",
        "1.124 t of carbon",
        "row 10 (kerosene): 1.091 t of carbon",
    ]:
        assert any(words in line for line in text), words


def test_contradicting_and_impossible_components():
    row = dict(fuel="coke", ncv_kj_per_unit=28e6, carbon_tc_per_tj=30, oxidation=1, ef_tco2=2.0)
    with pytest.raises(InputError, match="give 3.0800"):
        emission_factors("ipcc_2006", pd.DataFrame([row]))
    with pytest.raises(InputError, match="oxidation is '98'"):
        emission_factors("ipcc_2006", pd.DataFrame([{**row, "ef_tco2": None, "oxidation": 98}]))
    with pytest.raises(InputError, match="no column 'fuel'"):
        emission_factors("ipcc_2006", pd.DataFrame([{"brennstoff": 1}]))
