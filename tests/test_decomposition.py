"""LMDI: worked numbers, limits at zero against small values, balances of fuels, whole studies."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from carbon_footprint.core.decomposition import (
    COLUMNS,
    EFFECTS,
    State,
    decomposition,
    fuel_balance,
    lmdi,
    logarithmic_mean,
)
from carbon_footprint.core.log import Cancelled, InputError, Log
from hypothesis import given
from hypothesis import strategies as st


def state(population, gdp, energy, emissions):
    """One region: two numbers, and a number for each fuel."""
    return State(
        *(np.array([value], dtype=float) for value in (population, gdp, energy, emissions))
    )


def effects(before, after):
    return dict(zip(EFFECTS, lmdi(state(*before), state(*after))[0]))


# --- the formula -------------------------------------------------------------------------------


def test_logarithmic_mean():
    # (4 - 1) / ln 4, whichever comes first; a where both are a; 0 where one is 0.
    found = logarithmic_mean([4, 1, 3, 0, 5, 0], [1, 4, 3, 5, 0, 0])
    assert found == pytest.approx([3 / np.log(4), 3 / np.log(4), 3, 0, 0, 0])
    # L(a, b) lies between the geometric and the arithmetic mean, which meet where b nears a:
    # the textbook formula has no digit left at 1e-15.
    near = logarithmic_mean(1 + 1e-15, 1.0)
    assert 1 <= near <= 1 + 2e-15


def test_worked_block_of_the_method_specification():
    # One fuel, P 100 -> 104, G/P 2 -> 2.6, E/G 1.5 -> 1.2, C/E 2.5 -> 2.4: C 750 -> 778.752.
    found = effects((100, 200, [300], [750]), (104, 270.4, [324.48], [778.752]))
    assert [round(found[name], 4) for name in EFFECTS] == [
        29.9758,
        200.5213,
        -170.5455,
        0,
        -31.1997,
    ]
    assert sum(found.values()) == pytest.approx(28.752, rel=1e-9)


def test_two_fuels_by_hand():
    # E_j 10, 40 -> 40, 40 of E = G = P = 50 -> 80, C_j 30, 20 -> 80, 16. L1 = 50/ln(8/3),
    # L2 = -4/ln(0.8); factors: P 1.6, shares 2.5 and 0.625, C_j/E_j 2/3 and 0.8.
    first, second = 50 / np.log(8 / 3), -4 / np.log(0.8)
    found = effects((50, 50, [10, 40], [30, 20]), (80, 80, [40, 40], [80, 16]))
    assert found["population"] == pytest.approx((first + second) * np.log(1.6))
    assert found["affluence"] == found["intensity"] == 0
    assert found["fuel_mix"] == pytest.approx(first * np.log(2.5) + second * np.log(0.625))
    assert found["carbon_intensity"] == pytest.approx(first * np.log(2 / 3) - 4)
    assert sum(found.values()) == pytest.approx(46)


amounts = st.one_of(st.just(0.0), st.floats(1e-3, 1e6))
years = st.tuples(
    st.floats(1, 1e9),
    st.floats(1, 1e12),
    st.lists(amounts, min_size=3, max_size=3),
    st.lists(st.floats(0.1, 4), min_size=3, max_size=3),
)


@given(years, years)
def test_effects_add_up_and_turn_their_sign_with_time(one, other):
    before, after = (
        (p, g, energy, [e * factor for e, factor in zip(energy, factors)])
        for p, g, energy, factors in (one, other)
    )
    found = np.array(list(effects(before, after).values()))
    size = sum(before[3]) + sum(after[3])
    assert abs(found.sum() - (sum(after[3]) - sum(before[3]))) <= 1e-9 * size
    back = np.array(list(effects(after, before).values()))
    assert np.abs(found + back).max() <= 1e-9 * (size + np.abs(found).max())


@given(years, years, st.floats(1e-6, 1e6))
def test_units_of_population_gdp_and_energy_do_not_matter(one, other, factor):
    def scaled(year, k):
        p, g, energy, _ = year
        return k * p, g * k**2, [e / k for e in energy], [2.0 * e for e in energy]

    found, changed = (
        np.array(list(effects(scaled(one, k), scaled(other, k)).values())) for k in (1.0, factor)
    )
    assert np.abs(found - changed).max() <= 1e-8 * (1 + np.abs(found).max())


def test_a_factor_that_stays_has_no_effect():
    found = effects((10, 100, [6, 4], [12, 4]), (10, 130, [7.8, 5.2], [15.6, 5.2]))
    assert found == {
        "population": 0, "affluence": pytest.approx(4.8), "intensity": 0, "fuel_mix": 0,
        "carbon_intensity": 0,
    }  # fmt: skip


# --- zeros -------------------------------------------------------------------------------------

BEFORE = (100, 200, [300, 50, 20], [750, 80, 40])
AFTER = (104, 270, [320, 70, 30], [770, 130, 55])


def replaced(year, energy=None, emissions=None):
    """A year with other amounts of some fuels, given by their number."""
    values = [list(year[2]), list(year[3])]
    for target, changes in zip(values, (energy, emissions)):
        for number, value in (changes or {}).items():
            target[number] = value
    return (*year[:2], *values)


ZEROS = {
    # what is 0, and what stands for it when it is small: (energy, emissions) of a share d
    "fuel appears": (
        "fuel_mix", (replaced(BEFORE, {1: 0}, {1: 0}), AFTER),
        lambda d: (replaced(BEFORE, {1: 70 * d}, {1: 130 * d}), AFTER),
    ),
    "fuel disappears": (
        "fuel_mix", (BEFORE, replaced(AFTER, {2: 0}, {2: 0})),
        lambda d: (BEFORE, replaced(AFTER, {2: 20 * d}, {2: 40 * d})),
    ),
    "everything appears": (
        "intensity", ((100, 200, [0, 0, 0], [0, 0, 0]), AFTER),
        lambda d: ((100, 200, *([d * v for v in values] for values in AFTER[2:])), AFTER),
    ),
    "everything disappears": (
        "intensity", (BEFORE, (104, 270, [0, 0, 0], [0, 0, 0])),
        lambda d: (BEFORE, (104, 270, *([d * v for v in values] for values in BEFORE[2:]))),
    ),
    "a factor of 0": (
        "carbon_intensity", (replaced(BEFORE, None, {0: 0}), AFTER),
        lambda d: (replaced(BEFORE, None, {0: 770 * d}), AFTER),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ZEROS)
def test_zeros_are_the_limit_of_small_values(case):
    _, (before, after), small = ZEROS[case]
    limit = np.array(list(effects(before, after).values()))
    assert limit.sum() == pytest.approx(sum(after[3]) - sum(before[3]), rel=1e-12)
    # The error of a small value d falls as 1 / ln(1/d) (Wood & Lenzen 2006): halved at d squared.
    error = {
        exponent: np.abs(np.array(list(effects(*small(10.0**-exponent)).values())) - limit).max()
        for exponent in (75, 150, 300)
    }
    assert 0 < error[300] < error[150] < error[75]
    assert error[300] / error[150] == pytest.approx(0.5, rel=0.02)


@pytest.mark.parametrize("case", ZEROS)
def test_what_appears_belongs_to_the_factor_that_was_zero(case):
    name, (before, after), _ = ZEROS[case]
    # The rest of the fuels alone, with the same total energy, has the other effects.
    lone = sum(a - b for a, b in zip(after[3], before[3]) if min(a, b) == 0)
    kept = [i for i in range(3) if min(before[3][i], after[3][i]) > 0]
    if not kept:
        assert effects(before, after) == {**dict.fromkeys(EFFECTS, 0), name: pytest.approx(lone)}
        return
    weight = logarithmic_mean(np.array(after[3])[kept], np.array(before[3])[kept])
    totals = sum(before[2]), sum(after[2])
    expected = {
        "population": weight.sum() * np.log(104 / 100),
        "affluence": weight.sum() * np.log(270 / 104 / 2),
        "intensity": weight.sum() * np.log(totals[1] / 270 / (totals[0] / 200)),
        "fuel_mix": sum(
            w * np.log(after[2][i] / totals[1] / (before[2][i] / totals[0]))
            for w, i in zip(weight, kept)
        ),
        "carbon_intensity": sum(
            w * np.log(after[3][i] / after[2][i] / (before[3][i] / before[2][i]))
            for w, i in zip(weight, kept)
        ),
    }
    expected[name] += lone
    assert effects(before, after) == pytest.approx(expected)


def test_a_fuel_that_is_never_burnt_changes_nothing():
    without = effects((100, 200, [300], [750]), (104, 270, [320], [770]))
    assert effects((100, 200, [300, 0], [750, 0]), (104, 270, [320, 0], [770, 0])) == without


@pytest.mark.parametrize("change", [(np.nan, 270), (0, 270), (104, 0), (104, np.nan)])
def test_without_population_or_gdp_there_are_no_effects(change):
    found = effects(BEFORE, (*change, *AFTER[2:]))
    assert np.isnan(list(found.values())).all()
    assert np.isnan(list(effects((*change, *AFTER[2:]), BEFORE).values())).all()


def test_a_missing_fuel_is_no_fuel_of_zero():
    found = effects(BEFORE, replaced(AFTER, {1: np.nan}, {1: np.nan}))
    assert np.isnan(list(found.values())).all()


# --- balance of the fuels ----------------------------------------------------------------------

ENERGY = pd.DataFrame(
    [
        ("Beijing", 2011, "raw_coal", 100.0, "t"),
        ("Beijing", 2011, "天然气", 2.0, "10^4 m3"),
        ("Beijing", 2011, "heat", 50.0, "GJ"),
        ("Beijing", 2011, "electricity", 9.0, "MWh"),
        ("Beijing", 2013, "raw_coal", 80.0, "t"),
        ("Beijing", 2013, "天然气", 5.0, "10^4 m3"),
    ],
    columns=["region", "year", "fuel", "amount", "unit"],
)


def test_balance_has_the_energy_of_the_fuels_that_are_burnt():
    log = Log()
    found = fuel_balance(ENERGY, log=log)
    assert list(found) == [
        "region", "year", "ice_raw_coal_tco2", "ice_natural_gas_tco2", "energy_raw_coal_tce",
        "energy_natural_gas_tce",
    ]  # fmt: skip
    # methods.md A.4.1: raw coal 0.7143 tce/t and 1.9003 t CO2/t; gas 1.3300 tce and 2.1622 t CO2
    # per 1000 m3.
    first = found.iloc[0]
    assert first["energy_raw_coal_tce"] == pytest.approx(71.43)
    assert first["energy_natural_gas_tce"] == pytest.approx(20 * 1.33)
    assert first["ice_raw_coal_tco2"] == pytest.approx(190.03, abs=0.01)
    assert first["ice_natural_gas_tco2"] == pytest.approx(20 * 2.1622, abs=0.001)
    assert any("Electricity, Heat" in note for note in log.notes)


def test_energy_is_the_same_by_every_method():
    tce = ENERGY.iloc[[0, 4]].assign(unit="tce")
    standard = fuel_balance(tce, method="standard_coal")
    assert standard["energy_raw_coal_tce"].tolist() == [100, 80]
    assert standard["ice_raw_coal_tco2"].iloc[0] == pytest.approx(266.04, abs=0.01)  # EF per tce
    printed = fuel_balance(ENERGY.iloc[[0, 4]], method="as_printed")
    assert printed["energy_raw_coal_tce"].tolist() == pytest.approx([71.43, 57.144])
    # Q * S * D of the paper: the coefficient divides out, C/E is D.
    assert printed["ice_raw_coal_tco2"].iloc[0] == pytest.approx(71.43 * 1.9003, rel=1e-4)


def by_year(**extra):
    table = pd.DataFrame(
        {
            "fuel": ["原煤", "raw_coal", "natural_gas", "natural_gas"],
            "year": [2011, 2013, 2011, 2013],
            "ef_tco2": [2.0, 1.8, 2.2, 2.2],
        }
    )
    return table.assign(**extra)


def test_factors_of_each_year_are_the_carbon_intensity():
    balance = fuel_balance(ENERGY, factor_table=by_year())
    assert balance["ice_raw_coal_tco2"].tolist() == [200, 144]
    panel = pd.DataFrame(
        {"region": "北京", "year": [2011, 2013], "population": 5.0, "gdp": [10.0, 12.0]}
    )
    row = decomposition(panel, balance).table.iloc[0]
    # Only raw coal has another factor: L(144, 200) * ln(1.8 / 2).
    expected = (144 - 200) / np.log(144 / 200) * np.log(0.9)
    assert row["d_carbon_intensity_tco2"] == pytest.approx(expected)
    assert row["d_total_tco2"] == pytest.approx(144 + 50 * 2.2 - 200 - 20 * 2.2)
    plain = decomposition(panel, fuel_balance(ENERGY)).table.iloc[0]
    assert plain["d_carbon_intensity_tco2"] == 0  # exactly, not by rounding


def beijing(*years):
    """Panel of one region."""
    return pd.DataFrame(
        {"region": "北京", "year": years, "population": 5.0, "gdp": [10.0 + y for y in years]}
    )


def test_factors_that_lack_a_year_are_refused():
    balance = fuel_balance(ENERGY, factor_table=by_year().drop(index=[1, 2]))
    # no number of another year comes out
    assert balance["ice_raw_coal_tco2"].isna().tolist() == [False, True]
    assert balance["ice_natural_gas_tco2"].isna().tolist() == [True, False]
    with pytest.raises(InputError) as raised:
        decomposition(beijing(2011, 2013), balance)
    first, second = str(raised.value).splitlines()
    assert "raw_coal" in first and "not for 2013;" in first
    assert "natural_gas" in second and "not for 2011;" in second
    with pytest.raises(InputError, match="row 2.*'never'"):
        fuel_balance(ENERGY, factor_table=by_year(year=[2011, "never", 2011, 2013]))


def test_factors_are_needed_for_the_years_that_are_used():
    between = ENERGY.iloc[:2].assign(year=2012, amount=[70.0, 3.0])
    balance = fuel_balance(pd.concat([ENERGY, between]), factor_table=by_year())
    expected = decomposition(beijing(2011, 2013), fuel_balance(ENERGY, factor_table=by_year()))
    # 2012 without GDP; or with it, and only the first and the last year are compared
    for panel, pairs in (
        (beijing(2011, 2013), "consecutive"),
        (beijing(2011, 2012, 2013), "first_last"),
    ):
        found = decomposition(panel, balance, pairs)
        pd.testing.assert_frame_equal(found.table, expected.table)
    with pytest.raises(InputError) as raised:
        decomposition(beijing(2011, 2012, 2013), balance)
    assert [line.partition("; ")[0] for line in str(raised.value).splitlines()] == [
        "The factor table has %s for some years but not for 2012" % fuel
        for fuel in ("raw_coal", "natural_gas")
    ]


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"ef_tco2": [2.0, -1, 2.2, 2.2]}, "row 2 (raw_coal): ef_tco2 is '-1.0'"),
        ({"fuel": ["raw_coal", "raw_coal", "natural_gas", "mud"]}, "row 4: 'mud'"),
        ({"year": [2011, 2013, 2013, 2013]}, "row 4: natural_gas stands there twice"),
    ],
)
def test_rows_of_factors_are_counted_in_the_whole_table(wrong, said):
    with pytest.raises(InputError) as raised:
        fuel_balance(ENERGY, factor_table=by_year(**wrong).set_axis([5, 6, 7, 8]))
    assert said in str(raised.value)


def test_a_fuel_with_energy_in_its_name():
    # 100 -> 300 tce of 2 t CO2 each: 400 t CO2. Coal stays.
    energy = pd.DataFrame(
        [
            ("A", year, fuel, amount, "tce")
            for year, other in ((2000, 100.0), (2010, 300.0))
            for fuel, amount in (("raw_coal", 50.0), ("other_energy", other))
        ],
        columns=["region", "year", "fuel", "amount", "unit"],
    )
    own = pd.DataFrame({"fuel": ["other_energy"], "ef_tco2": [2.0], "standard_coal_tce": [1.0]})
    balance = fuel_balance(energy, method="standard_coal", factor_table=own)
    assert balance["energy_other_energy_tce"].tolist() == [100, 300]
    panel = pd.DataFrame({"region": "A", "year": [2000, 2010], "population": 5.0, "gdp": 10.0})
    row = decomposition(panel, balance).table.iloc[0]
    assert row["d_total_tco2"] == pytest.approx(400)
    assert row["d_intensity_tco2"] + row["d_fuel_mix_tco2"] == pytest.approx(400)


def test_a_fuel_without_standard_coal_is_refused():
    energy = pd.concat([ENERGY, ENERGY.iloc[[0]].assign(fuel="other_petroleum_products")])
    own = pd.DataFrame({"fuel": ["other_petroleum_products"], "ef_tco2": [3.0]})
    with pytest.raises(InputError, match="standard_coal_tce above 0 for Other petroleum"):
        fuel_balance(energy, factor_table=own)
    found = fuel_balance(energy, factor_table=own.assign(standard_coal_tce=1.5))
    assert found["energy_other_petroleum_products_tce"].iloc[0] == 150


# --- whole studies -----------------------------------------------------------------------------


def study(regions=("A", "B"), years=(2000, 2005, 2010), fuels=("raw_coal", "diesel")):
    """Panel and balance with numbers that differ everywhere, and a fuel that appears in 2005."""
    generator = np.random.default_rng(3)
    index = pd.MultiIndex.from_product([regions, years], names=["region", "year"])
    panel = index.to_frame(index=False)
    panel["population"] = generator.uniform(1e5, 2e5, len(panel))
    panel["gdp"] = generator.uniform(1e9, 3e9, len(panel))
    balance = index.to_frame(index=False)
    for number, fuel in enumerate(fuels):
        energy = generator.uniform(1e4, 5e4, len(panel))
        if number == 1:
            energy[balance["year"] == years[0]] = 0
        balance["ice_%s_tco2" % fuel] = energy * (2 + number)
        balance["energy_%s_tce" % fuel] = energy
    return panel, balance


def total(balance, region=None):
    rows = balance if region is None else balance[balance["region"] == region]
    return rows.filter(like="ice_").sum(axis=1).groupby(rows["year"]).sum()


def test_table_holds_every_region_and_the_sum_of_all():
    panel, balance = study()
    log = Log()
    result = decomposition(panel, balance, log=log)
    table = result.table
    assert list(table) == ["region", "year_from", "year_to", "year", "scope", *COLUMNS]
    keys = table[["region", "year_from", "year_to", "year", "scope"]].astype(object)
    keys = keys.where(keys.notna(), None).to_numpy().tolist()
    assert keys == [
        ["A", 2000, 2005, 2005, "region"], ["B", 2000, 2005, 2005, "region"],
        ["A", 2005, 2010, 2010, "region"], ["B", 2005, 2010, 2010, "region"],
        [None, 2000, 2005, 2005, "all"], [None, 2005, 2010, 2010, "all"],
    ]  # fmt: skip
    np.testing.assert_allclose(table[COLUMNS[1:]].sum(axis=1), table["d_total_tco2"], rtol=1e-9)
    for row in table.itertuples():
        series = total(balance, row.region if row.scope == "region" else None)
        assert row.d_total_tco2 == pytest.approx(series[row.year_to] - series[row.year_from])
    each, every = table[table["scope"] == "region"], table[table["scope"] == "all"]
    np.testing.assert_allclose(every[COLUMNS], each.groupby("year")[COLUMNS].sum())
    assert not log.warnings and result.regions == ["A", "B"]


def test_steps_chain_to_the_change_from_first_to_last():
    panel, balance = study()
    series = total(balance)
    chained, whole = (
        decomposition(panel, balance, pairs) for pairs in ("consecutive", "first_last")
    )
    assert (whole.table["year_from"] == 2000).all() and (whole.table["year_to"] == 2010).all()
    for result in (chained, whole):
        totals = result.totals()
        assert (result.first, result.last) == pytest.approx((series[2000], series[2010]))
        assert totals["d_total_tco2"] == pytest.approx(series[2010] - series[2000])
        assert totals[COLUMNS[1:]].sum() == pytest.approx(totals["d_total_tco2"], rel=1e-9)
        np.testing.assert_allclose(result.by_region()[COLUMNS].sum(), totals)
    # The path matters for the parts, not for their sum.
    assert abs(chained.totals() - whole.totals())["d_affluence_tco2"] > 1


def test_names_meet_in_every_spelling_and_the_others_are_named():
    panel, balance = study(("Beijing", "Shaanxi", "Tibet"))
    panel = panel[panel["region"] != "Tibet"]
    panel["region"] = panel["region"].map({"Beijing": "北京市", "Shaanxi": "陕西"})
    balance["region"] = balance["region"].replace({"Tibet": "Atlantis"})
    log = Log()
    result = decomposition(panel, balance, panel_name="人口", energy_name="能源", log=log)
    assert result.regions == ["北京市", "陕西"]
    assert result.table["region"].dropna().unique().tolist() == ["北京市", "陕西"]
    (warning,) = log.warnings
    assert "能源" in warning and "Atlantis" in warning
    plain_panel, plain_balance = study(("Beijing", "Shaanxi", "Tibet"))
    plain = decomposition(plain_panel, plain_balance).table
    expected = plain[plain["region"].isin(["Beijing", "Shaanxi"])][COLUMNS]
    found = result.table[result.table["scope"] == "region"][COLUMNS]
    np.testing.assert_array_equal(found, expected)


def test_missing_values_leave_the_pairs_empty_and_are_named():
    panel, balance = study(("A", "B", "C", "D"))
    panel = panel.set_index(["region", "year"])
    panel.loc[("B", 2005), "gdp"] = np.nan
    panel.loc[("C", 2010), "population"] = 0
    panel = panel.reset_index()
    balance.loc[(balance["region"] == "D") & (balance["year"] == 2000), "energy_diesel_tce"] = (
        np.nan
    )
    log = Log()
    result = decomposition(panel, balance, log=log)
    table = result.table.set_index(["region", "year"])
    empty = table[COLUMNS].isna().all(axis=1)
    assert [key for key, gone in empty.items() if gone] == [
        ("B", 2005), ("D", 2005), ("B", 2010), ("C", 2010),
    ]  # fmt: skip
    assert not table[COLUMNS][~empty].isna().any().any()
    said = "\n".join(log.warnings)
    for what in ("GDP is missing or 0: B 2005.", "population is missing or 0: C 2010.",
                 "fuel is missing: D 2000.", "is that of 1 of 4 regions",
                 "leaves out those that lack a year: B, C, D."):  # fmt: skip
        assert what in said
    # All regions: A alone, in both pairs.
    assert result.regions == ["A"]
    sums = result.table[result.table["scope"] == "all"][COLUMNS].to_numpy()
    np.testing.assert_array_equal(sums, table.loc["A", COLUMNS].to_numpy(float))
    assert result.by_region().set_index("region")["d_total_tco2"].notna().tolist() == [
        True, False, False, False,
    ]  # fmt: skip


def test_years_that_one_table_lacks_are_passed_over():
    panel, balance = study(years=(2000, 2005, 2010))
    log = Log()
    result = decomposition(panel, balance[balance["year"] != 2005], log=log)
    assert result.table["year_from"].unique().tolist() == [2000]
    assert result.table["year_to"].unique().tolist() == [2010]
    assert any("Passed over" in note and "2005" in note for note in log.notes)


def test_a_longer_record_of_one_region_does_not_choose_the_years():
    panel, balance = study(("A", "B", "C"), years=(2000, 2005, 2010))
    expected = decomposition(*study(("A", "B", "C")), "first_last").table  # 2000-2010
    longer = [table[table["year"] == 2010].head(1).assign(year=2015) for table in (panel, balance)]
    log = Log()
    result = decomposition(
        *(pd.concat(pair) for pair in zip((panel, balance), longer)), "first_last", log=log
    )
    pd.testing.assert_frame_equal(result.table, expected)
    assert result.regions == ["A", "B", "C"] and not log.warnings
    (note,) = (note for note in log.notes if "Passed over" in note)
    assert "half of the 3 regions" in note and note.endswith(": 2015 (1).")


def test_without_any_whole_region_the_sum_is_missing():
    panel, balance = study()
    panel.loc[[0, 5], "gdp"] = np.nan  # A 2000 and B 2010
    log = Log()
    result = decomposition(panel, balance, log=log)
    assert any("is that of 0 of 2 regions" in text for text in log.warnings)
    assert result.regions == [] and result.totals().isna().all()
    assert np.isnan(result.first) and np.isnan(result.last)
    assert result.table.loc[result.table["scope"] == "all", COLUMNS].isna().all(axis=None)
    assert result.table["d_total_tco2"].notna().sum() == 2


def test_one_region_and_two_years():
    panel, balance = study(("A",), (2000, 2005))
    table = decomposition(panel, balance).table
    assert table["scope"].tolist() == ["region", "all"]
    np.testing.assert_array_equal(table[COLUMNS].iloc[0], table[COLUMNS].iloc[1])


@pytest.mark.parametrize("field", ["population", "gdp"])
def test_negative_numbers_are_refused(field):
    panel, balance = study()
    panel.loc[[1, 4], field] = -5.0
    with pytest.raises(InputError) as raised:
        decomposition(panel, balance, panel_name="人口表")
    assert str(raised.value).splitlines() == [
        "人口表: %s 2005 has a %s of -5.0; correct it." % (region, field) for region in "AB"
    ]


def test_one_year_is_refused():
    panel, balance = study()
    with pytest.raises(InputError, match="takes two years, and the data have 2000 only"):
        decomposition(panel, balance[balance["year"] == 2000])
    with pytest.raises(InputError, match="the data have none only"):
        decomposition(panel.assign(gdp=np.nan), balance)


def test_inputs_stay_as_they_are_and_names_may_be_the_same():
    panel, balance = study()
    before = panel.copy(), balance.copy()
    one = decomposition(panel, balance, panel_name="表", energy_name="表").table
    pd.testing.assert_frame_equal(panel, before[0])
    pd.testing.assert_frame_equal(balance, before[1])
    pd.testing.assert_frame_equal(one, decomposition(panel, balance).table)


def test_it_can_be_cancelled():
    class Stopped(Log):
        def is_cancelled(self):
            return True

    with pytest.raises(Cancelled):
        decomposition(*study(), log=Stopped())
