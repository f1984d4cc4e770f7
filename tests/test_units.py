import unicodedata

import pandas as pd
import pytest
from carbon_footprint.core import units
from carbon_footprint.core.constants import constant_table
from carbon_footprint.core.log import InputError
from carbon_footprint.core.units import energy_in_base_units, match_unit, unit_factor


@pytest.mark.parametrize(
    "unit, factor, base",
    [
        ("10^4 ton", 1e4, "t"),
        ("10^4 tn", 1e4, "t"),
        ("(104 tn)", 1e4, "t"),
        ("万吨", 1e4, "t"),
        ("（万吨）", 1e4, "t"),
        ("t", 1, "t"),
        ("kt", 1e3, "t"),
        ("Mt", 1e6, "t"),
        # 10^8 m3 = 10^5 thousand m3, not 10^4
        ("10^8 cu.m", 1e5, "1000 m3"),
        ("10⁸ m³", 1e5, "1000 m3"),
        ("亿立方米", 1e5, "1000 m3"),
        ("10^4 m3", 10, "1000 m3"),
        ("m3", 1e-3, "1000 m3"),
        ("10^4 tce", 1e4, "tce"),
        ("万吨标煤", 1e4, "tce"),
        ("10^10 kj", 1e4, "GJ"),  # 1e10 kJ = 1e13 J = 1e4 GJ
        ("1010 kj", 1e4, "GJ"),
        ("百亿千焦", 1e4, "GJ"),
        ("10^8 kwh", 1e5, "MWh"),
        ("(108 kW•h)", 1e5, "MWh"),
        ("亿千瓦时", 1e5, "MWh"),
        ("persons", 1, "person"),
        ("10^4 Persons", 1e4, "person"),
        ("万人", 1e4, "person"),
        ("亿元", 1e8, "yuan"),
        ("km2", 100, "ha"),
    ],
)
def test_factor(unit, factor, base):
    assert unit_factor(unit) == (pytest.approx(factor, rel=1e-15), base)


@pytest.mark.parametrize("unit", ["bushel", "", "mt", "10^5 t", None])
def test_unknown_unit_is_an_error(unit):
    with pytest.raises(InputError) as error:
        unit_factor(unit)
    assert "did you mean" in str(error.value) and len(error.value.messages) == 1


def test_near_candidates():
    with pytest.raises(InputError, match=r"10\^4 t"):
        unit_factor("10^4 tt")


def test_no_spelling_means_two_units():
    seen = {}
    for row in constant_table("units").itertuples():
        for name in [row.unit] + [a for a in row.aliases.split("|") if a]:
            key = units._spelling(name)
            assert seen.setdefault(key.casefold(), row.unit) == row.unit, name
            assert match_unit(name) == row.unit
            assert match_unit(unicodedata.normalize("NFKC", " " + name + " ")) == row.unit


def energy(*rows):
    return pd.DataFrame(rows, columns=["region", "year", "fuel", "amount", "unit"])


def test_energy_in_base_units():
    table = energy(
        ("北京", 2019, "raw_coal", 2.0, "万吨"),
        ("北京", 2019, "natural_gas", 3.0, "10^8 cu.m"),
        ("北京", 2019, "coke", 4.0, "10^4 tce"),
        ("北京", 2020, "raw_coal", float("nan"), "t"),
    )
    result = energy_in_base_units(table.set_index(pd.Index([7, 8, 9, 9])))
    assert result["amount_base"].tolist()[:3] == [2e4, 3e5, 4e4]
    assert result["amount_base"].isna().tolist() == [False, False, False, True]
    assert result["base_unit"].tolist() == ["t", "1000 m3", "tce", "t"]
    assert result["unit"].tolist() == table["unit"].tolist()


def test_every_wrong_dimension_is_named():
    with pytest.raises(InputError) as error:
        energy_in_base_units(
            energy(
                ("A", 2019, "natural_gas", 1, "10^4 t"),
                ("B", 2020, "raw_coal", 1, "m3"),
                ("C", 2021, "electricity", 1, "10^10 kj"),
                ("D", 2021, "peat", 1, "t"),
                ("E", 2021, "coke", 1, "stone"),
            )
        )
    messages = error.value.messages
    assert len(messages) == 5
    for message, words in zip(
        messages, ["A 2019 natural_gas", "B 2020 raw_coal", "C 2021", "peat", "stone"]
    ):
        assert words in message
