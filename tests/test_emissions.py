"""CO2 of industrial energy use: the worked example, the three methods, and every gap."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from carbon_footprint.core.constants import constant_table
from carbon_footprint.core.emissions import METHODS, industrial_emissions
from carbon_footprint.core.fuels import FACTOR_SETS, emission_factors
from carbon_footprint.core.log import InputError, Log

PAPER = "zuo_zhao_2025"
EXAMPLE = {  # one province: 10 Mt raw coal, 2 Mt coke, 0.5 Mt diesel, 1.0e9 m3 of gas
    "raw_coal": (10, "10^6 t"),
    "coke": (200, "10^4 t"),
    "diesel": (500_000, "t"),
    "natural_gas": (10, "10^8 m3"),
}


def energy(fuels, region="Testland", year=2021):
    """Energy table from {fuel: (amount, unit)}."""
    rows = [(region, year, fuel, amount, unit) for fuel, (amount, unit) in fuels.items()]
    return pd.DataFrame(rows, columns=["region", "year", "fuel", "amount", "unit"])


def total(fuels, **options):
    """The one total of an energy table of one region and year."""
    (value,) = industrial_emissions(energy(fuels), **options)["ice_tco2"]
    return value


# ---- the worked example ------------------------------------------------------------------------


def test_worked_example_with_the_factors_of_the_paper():
    # 10e6 * 1.9003 + 2e6 * 2.8604 + 0.5e6 * 3.0954 + 1e6 (1000 m3) * 2.1655
    # = 19,003,000 + 5,720,800 + 1,547,700 + 2,165,500
    result = industrial_emissions(energy(EXAMPLE), PAPER)
    assert result.loc[0, "ice_tco2"] == pytest.approx(28_437_000, abs=0.5)
    by_fuel = [result.loc[0, "ice_%s_tco2" % fuel] for fuel in EXAMPLE]
    assert by_fuel == pytest.approx([19_003_000, 5_720_800, 1_547_700, 2_165_500])


def test_worked_example_as_printed():
    # 10e6 * .7143 * 1.9003 + 2e6 * .9714 * 2.8604 + .5e6 * 1.4571 * 3.0954 + 1e6 * 1.33 * 2.1655
    assert total(EXAMPLE, method="as_printed") == pytest.approx(24_266_297, abs=0.5)


def test_worked_example_with_the_default_factors():
    # NCV * CC * O * 44/12: 20908 * 26.37 * .94, 28435 * 29.5 * .93, 42652 * 20.2 * .98 (kJ/kg)
    # and 38931 * 15.3 * .99 (kJ/m3), each times 44/12 and 1e-6 for t CO2 per t or 1000 m3
    factors = [
        20908 * 26.37 * 0.94, 28435 * 29.5 * 0.93, 42652 * 20.2 * 0.98, 38931 * 15.3 * 0.99
    ]  # fmt: skip
    amounts = [10e6, 2e6, 0.5e6, 1e6]
    expected = sum(q * ef * 44 / 12 * 1e-6 for q, ef in zip(amounts, factors))
    assert total(EXAMPLE) == pytest.approx(expected, rel=1e-6)  # factors have six decimals


@pytest.mark.parametrize("factor_set", FACTOR_SETS)
def test_standard_coal_equals_physical(factor_set):
    s = emission_factors(factor_set)["standard_coal_tce"]
    amounts = {fuel: 1000.0 + i for i, fuel in enumerate(s.index)}
    units = {fuel: emission_factors(factor_set).loc[fuel, "unit"] for fuel in s.index}
    physical = {fuel: (amounts[fuel], units[fuel]) for fuel in s.index}
    in_tce = {fuel: (amounts[fuel] * s[fuel], "tce") for fuel in s.index}
    expected = industrial_emissions(energy(physical), factor_set)
    found = industrial_emissions(energy(in_tce), factor_set, "standard_coal")
    assert len(expected.columns) == 3 + 16
    numbers = expected.columns[2:]
    assert np.allclose(found[numbers], expected[numbers], rtol=1e-9, atol=0)
    # amounts in tonnes may stand beside amounts in standard coal
    mixed = {**in_tce, "coke": physical["coke"], "natural_gas": physical["natural_gas"]}
    mixed = industrial_emissions(energy(mixed), factor_set, "standard_coal")
    assert np.allclose(mixed[numbers], expected[numbers], rtol=1e-9, atol=0)


def test_as_printed_takes_tonnes_and_standard_coal_alike():
    in_tce = {"raw_coal": (7.143, "10^6 tce"), "coke": (194.28, "10^4 tce")}
    in_t = {"raw_coal": EXAMPLE["raw_coal"], "coke": EXAMPLE["coke"]}
    assert total(in_tce, method="as_printed") == pytest.approx(total(in_t, method="as_printed"))


# Table of the share by which Q*S*D misses Q*EF, from the columns S, D and EF:
# coal -28.6 %, coke -2.9 %, oils +43 to +53 %, gas +33 %
@pytest.mark.parametrize(
    "fuel, share",
    [("raw_coal", -0.286), ("coke", -0.029), ("crude_oil", 0.429), ("gasoline", 0.531),
     ("natural_gas", 0.332)],
)  # fmt: skip
def test_as_printed_misses_by_fuel(fuel, share):
    amount = {fuel: (1, "1000 m3" if fuel == "natural_gas" else "t")}
    assert total(amount, method="as_printed") / total(amount) - 1 == pytest.approx(share, abs=6e-4)


def test_factors_follow_from_their_parts():
    # The sixteen fuels: NCV (GJ/t or MJ/m3), CC, O and the factor to four decimals
    table = {
        "raw_coal": (20.908, 26.37, 0.94, 1.9003), "cleaned_coal": (26.344, 25.41, 0.90, 2.2090),
        "other_washed_coal": (8.363, 25.41, 0.90, 0.7013),
        "briquettes": (17.460, 33.6, 0.90, 1.9360), "coke": (28.435, 29.5, 0.93, 2.8604),
        "coke_oven_gas": (17.3535, 13.58, 0.99, 0.8554), "other_gas": (5.227, 12.2, 0.99, 0.2315),
        "other_coking_products": (33.453, 22.0, 0.98, 2.6446),
        "crude_oil": (41.816, 20.1, 0.98, 3.0202), "gasoline": (43.070, 18.9, 0.98, 2.9251),
        "kerosene": (43.070, 19.5, 0.98, 3.0179), "diesel": (42.652, 20.2, 0.98, 3.0959),
        "fuel_oil": (41.816, 21.1, 0.98, 3.1705), "lpg": (50.179, 17.2, 0.98, 3.1013),
        "refinery_gas": (46.055, 18.2, 0.98, 3.0119), "natural_gas": (38.931, 15.3, 0.99, 2.1622),
    }  # fmt: skip
    factors = emission_factors("provincial_guideline_2011")["ef_tco2"]
    assert set(factors.index) == set(table)
    for fuel, (ncv, carbon, oxidation, printed) in table.items():
        assert ncv * carbon * 1e-3 <= 1  # no fuel holds more carbon than it weighs
        assert factors[fuel] == pytest.approx(ncv * carbon * 1e-3 * oxidation * 44 / 12, abs=1e-6)
        assert factors[fuel] == pytest.approx(printed, abs=6e-5)
    # the gasoline of the paper is what an NCV of 44.8 GJ/t gives
    assert 44.8 * 18.9e-3 * 0.98 * 44 / 12 == pytest.approx(
        emission_factors(PAPER).loc["gasoline", "ef_tco2"], abs=1e-4
    )


# ---- units -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "amount, unit",
    [(1, "10^8 m3"), (10_000, "10^4 m3"), (1e5, "1000 m3"), (1e8, "m3"), (1, "亿立方米")],
)
def test_gas_in_any_unit(amount, unit):
    # 10^8 m3 are 10^5 thousand m3, not 10^4: 1e5 * 2.1655 t CO2
    assert total({"natural_gas": (amount, unit)}, factor_set=PAPER) == pytest.approx(216_550)


@pytest.mark.parametrize(
    "fuel, unit, said",
    [("phlogiston", "t", "phlogiston"), ("coke", "bushel", "bushel"), ("coke", "10^8 m3", "coke"),
     ("natural_gas", "10^4 t", "natural_gas"), ("coke", None, "is not known")],
)  # fmt: skip
def test_what_is_not_known_is_an_error(fuel, unit, said):
    with pytest.raises(InputError, match=said) as error:
        industrial_emissions(energy({"raw_coal": (1, "t"), fuel: (1, unit)}))
    assert "Testland 2021" in str(error.value)


def test_physical_refuses_standard_coal():
    with pytest.raises(InputError, match="Testland 2021.*Coke.*METHOD standard_coal"):
        industrial_emissions(energy({"raw_coal": (1, "t"), "coke": (1, "10^4 tce")}))


@pytest.mark.parametrize("amount", [-1, np.inf, "much"])
@pytest.mark.parametrize("method", METHODS)
def test_impossible_amounts_name_their_rows(amount, method):
    table = pd.concat(
        [
            energy({"raw_coal": (1, "t"), "coke": (amount, "t")}, "Jilin"),
            energy({"raw_coal": (amount, "t"), "coke": (2, "t")}, "Hainan", 2019),
        ]
    )
    with pytest.raises(InputError) as error:
        industrial_emissions(table, method=method)
    first, second = error.value.messages
    assert "Jilin 2021" in first and "Coke" in first and str(amount) in first
    assert "Hainan 2019" in second and "Raw coal" in second


def test_negative_heat_does_not_matter():
    # heat sold stands with a minus in some tables, and emits nothing where it is used
    assert total({"coke": (1, "t"), "heat": (-5, "GJ")}) == total({"coke": (1, "t")})


def test_one_fuel_under_two_names_is_an_error():
    with pytest.raises(InputError, match="Testland 2021: Coke stands there more than once"):
        industrial_emissions(energy({"coke": (1, "t"), "焦炭": (1, "t")}))


@pytest.mark.parametrize("fuels", [{}, {"heat": (1, "GJ"), "electricity": (1, "MWh")}])
def test_no_fuel_at_all_is_an_error_and_not_zero(fuels):
    with pytest.raises(InputError, match="no fuel that is burnt"):
        industrial_emissions(energy(fuels))


def test_unknown_method():
    with pytest.raises(InputError, match="guess.*physical, standard_coal, as_printed"):
        industrial_emissions(energy(EXAMPLE), method="guess")


# ---- gaps --------------------------------------------------------------------------------------


@pytest.mark.parametrize("gap", [np.nan, None])
def test_a_missing_amount_is_not_zero(gap):
    table = pd.concat(
        [
            energy({"raw_coal": (1, "t"), "coke": (gap, "t")}, "Jilin"),
            energy({"raw_coal": (1, "t"), "coke": (0, "t")}, "Hainan"),
        ]
    )
    log = Log()
    result = industrial_emissions(table, log=log).set_index("region")
    assert np.isnan(result.loc["Jilin", "ice_tco2"])
    assert np.isnan(result.loc["Jilin", "ice_coke_tco2"])
    assert result.loc["Jilin", "ice_raw_coal_tco2"] > 0
    assert result.loc["Hainan", "ice_coke_tco2"] == 0
    assert result.loc["Hainan", "ice_tco2"] == pytest.approx(1.900299, abs=1e-6)
    assert any("Jilin 2021" in text and "write 0" in text for text in log.warnings)


def test_an_absent_row_is_not_zero():
    table = pd.concat(
        [
            energy({"raw_coal": (1, "t"), "coke": (1, "t")}, "Jilin"),
            energy({"raw_coal": (1, "t")}, "Hainan"),
            energy({"heat": (1, "GJ")}, "Tibet"),
        ]
    )
    log = Log()
    result = industrial_emissions(table, log=log).set_index("region")
    assert list(result.index) == ["Jilin", "Hainan", "Tibet"]  # in the order of the table
    assert result["ice_tco2"].notna().tolist() == [True, False, False]
    assert any("2 region-years" in text for text in log.warnings)


def test_years_stay_whole_and_in_order():
    table = pd.concat(
        [energy(EXAMPLE, "B", 2021), energy(EXAMPLE, "A", 2019), energy(EXAMPLE, "B", 2019)]
    )
    result = industrial_emissions(table)
    assert pd.api.types.is_integer_dtype(result["year"])
    assert list(zip(result["region"], result["year"])) == [("B", 2021), ("A", 2019), ("B", 2019)]
    assert not result.isna().any().any()


def test_the_input_stays_as_it_was():
    table = energy(EXAMPLE)
    before = table.copy()
    industrial_emissions(table)
    pd.testing.assert_frame_equal(table, before)


# ---- what the log says -------------------------------------------------------------------------


def test_heat_electricity_and_others_are_left_out_and_named():
    log = Log()
    carriers = {
        "heat": (9, "10^10 kJ"), "electricity": (9, "10^8 kWh"),
        "other_petroleum_products": (9, "10^4 t"), "other_energy": (9, "10^4 tce"),
    }  # fmt: skip
    result = industrial_emissions(energy({**EXAMPLE, **carriers}), PAPER, log=log)
    assert result.loc[0, "ice_tco2"] == pytest.approx(28_437_000, abs=0.5)
    assert [name for name in result if name.startswith("ice_") and "heat" in name] == []
    (note,) = [text for text in log.notes if text.startswith("Not counted")]
    for name in ("Heat", "Electricity", "Other petroleum products", "Other energy"):
        assert name in note


def test_coke_beside_its_gas_is_a_warning():
    def warned(coke, gas):
        log = Log()
        industrial_emissions(energy({"coke": (coke, "t"), "other_gas": (gas, "10^4 m3")}), log=log)
        return [text for text in log.warnings if "counted twice" in text]

    assert len(warned(1, 1)) == 1 and "1 region-years" in warned(1, 1)[0]
    assert warned(0, 1) == warned(1, 0) == []


def test_as_printed_warns_and_keeps_to_the_paper():
    log = Log()
    table = pd.DataFrame({"fuel": ["raw_coal"], "ef_tco2": [9.0], "unit": ["t"]})
    options = dict(method="as_printed", factor_set="ipcc_2006", factor_table=table[:0], log=log)
    assert total(EXAMPLE, **options) == pytest.approx(24_266_297, abs=0.5)
    assert any("28.6 %" in text for text in log.warnings)
    assert any("not used" in text for text in log.notes)


# ---- factors -----------------------------------------------------------------------------------


@pytest.mark.parametrize("factor_set", FACTOR_SETS)
@pytest.mark.parametrize("method", METHODS)
def test_every_fuel_by_every_set_and_method(factor_set, method):
    fuels = constant_table("fuels").set_index("fuel")["base_unit"]
    result = industrial_emissions(
        energy({fuel: (1, unit) for fuel, unit in fuels.items()}), factor_set, method
    )
    chosen = PAPER if method == "as_printed" else factor_set
    rows = constant_table("emission_factors")
    rows = rows[rows["factor_set"] == chosen].set_index("fuel")
    expected = rows["ef"] * rows["s"] if method == "as_printed" else rows["ef"]
    for fuel in fuels.index:
        assert result.loc[0, "ice_%s_tco2" % fuel] == pytest.approx(expected[fuel], rel=1e-12)
    assert result.loc[0, "ice_tco2"] == pytest.approx(expected.sum(), rel=1e-12)


def test_user_factors_replace_and_complete_the_set():
    # other petroleum products: 2.5 t CO2/t; diesel: 43.33 GJ/t * 20.2 t C/TJ * 0.98 * 44/12
    factors = pd.DataFrame(
        {
            "fuel": ["Other petroleum products", "柴油"],
            "ef_tco2": [2.5, None],
            "ncv_kj_per_unit": [None, 43_330_000],
            "carbon_tc_per_tj": [None, 20.2],
            "oxidation": [None, 0.98],
        }
    )
    fuels = {**EXAMPLE, "other_petroleum_products": (1, "10^4 t")}
    result = industrial_emissions(energy(fuels), PAPER, factor_table=factors)
    diesel = 0.5e6 * 43.33 * 20.2e-3 * 0.98 * 44 / 12
    expected = 28_437_000 - 1_547_700 + diesel + 25_000
    assert result.loc[0, "ice_tco2"] == pytest.approx(expected)


def test_standard_coal_needs_the_coefficient_of_a_new_fuel():
    factors = pd.DataFrame({"fuel": ["Other petroleum products"], "ef_tco2": [2.5]})
    fuels = {"raw_coal": (1, "tce"), "other_petroleum_products": (1, "tce")}
    with pytest.raises(InputError, match="standard_coal_tce above 0 for Other petroleum"):
        industrial_emissions(energy(fuels), method="standard_coal", factor_table=factors)
    factors["standard_coal_tce"] = 1.25
    # 1 tce = 1 / 1.25 t, times 2.5 t CO2/t; and 1.900299 / 0.7143 for the coal
    assert total(fuels, method="standard_coal", factor_table=factors) == pytest.approx(
        2.0 + 1.900299 / 0.7143, abs=1e-6
    )
