"""Monte Carlo of factors: against published figures, closed forms, and what goes wrong."""

from __future__ import annotations

import tracemalloc
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest
from carbon_footprint.core import uncertainty
from carbon_footprint.core.footprint import footprint_3d
from carbon_footprint.core.log import Cancelled, InputError, Log
from carbon_footprint.core.uncertainty import (
    SUMMARY,
    Factor,
    depth_uncertainty,
    realisations,
)

NORMAL = NormalDist()
C = 12 / 44


def spread(cv):
    return np.sqrt(np.log(1 + cv**2))


def frame(regions=("A",), years=(2020,), **columns):
    """Regions by years; a column is a number for all rows or a list."""
    keys = [(region, year) for region in regions for year in years]
    table = pd.DataFrame(keys, columns=["region", "year"])
    return table.assign(**columns)


def with_totals(table):
    ice = [name for name in table if name.startswith("ice_")]
    sink = [name for name in table if name.startswith("sink_")]
    return table.assign(
        ice_tco2=table[ice].sum(axis=1, skipna=False),
        sink_tc=table[sink].sum(axis=1, skipna=False),
    )


def one_and_one(ratio, **keys):
    """One fuel and one land, with the point estimate of ICE * 12/44 / CS as given."""
    return with_totals(
        frame(ice_diesel_tco2=np.asarray(ratio) * 1e6 / C, sink_forest_tc=1e6, **keys)
    )


@pytest.fixture(scope="module")
def province():
    # methods.md A.4: 10 Mt raw coal, 2 Mt coke, 0.5 Mt diesel, 10^9 m3 gas; 2 and 1 Mha.
    return with_totals(
        frame(
            ice_raw_coal_tco2=10e6 * 1.9003,
            ice_coke_tco2=2e6 * 2.8604,
            ice_diesel_tco2=0.5e6 * 3.0954,
            ice_natural_gas_tco2=1e6 * 2.1655,
            sink_forest_tc=3.8096 * 2.0e6,
            sink_grass_tc=0.9482 * 1.0e6,
        )
    )


def test_worked_province_has_the_published_figures(province):
    # methods.md A.7, 200,000 draws: P(depth > 1) 0.405, mean depth 1.09, 97.5 % quantile 1.574
    assert province["ice_tco2"][0] == pytest.approx(28_437_000)
    result = depth_uncertainty(province, draws=200_000)
    row = result.rows.iloc[0]
    assert abs(row["p_overload"] - 0.405) < 0.01
    assert abs(row["depth_mean"] - 1.09) < 0.01
    assert abs(row["depth_high"] - 1.574) < 0.02
    assert row["depth_low"] == row["depth_median"] == 1
    assert result.p_group == row["p_overload"] and result.overloaded == 0


@pytest.mark.parametrize("ratio", [0.5, 0.9, 1.0, 1.1, 2.0])
@pytest.mark.parametrize("confidence", [0.95, 0.8])
def test_one_fuel_and_one_land_have_a_closed_form(ratio, confidence):
    # m = exp(s z - s^2/2), so ln(ratio m_e / m_s) is normal with the mean
    # ln(ratio) - s_e^2/2 + s_s^2/2 and the variance s_e^2 + s_s^2.
    n, se, ss = 40_000, spread(0.05), spread(0.30)
    row = depth_uncertainty(one_and_one(ratio), draws=n, confidence=confidence).rows.iloc[0]
    mean, sd = np.log(ratio) - se**2 / 2 + ss**2 / 2, np.hypot(se, ss)
    p = NORMAL.cdf(mean / sd)
    assert abs(row["p_overload"] - p) <= 4 * np.sqrt(p * (1 - p) / n)
    z = NORMAL.inv_cdf((1 + confidence) / 2)
    # Standard error of a quantile: sqrt(q (1 - q) / n) / density, here in units of the log.
    q = (1 + confidence) / 2
    error = 4 * np.sqrt(q * (1 - q) / n) / NORMAL.pdf(z)
    for name, at in (("depth_low", -z), ("depth_median", 0), ("depth_high", z)):
        assert abs(np.log(row[name]) - max(0, mean + at * sd)) <= error * sd, name
    ice, sink = ratio * 1e6 / C, 1e6
    for name, total, s, at in (
        ("ice_low_tco2", ice, se, -z),
        ("ice_high_tco2", ice, se, z),
        ("sink_low_tc", sink, ss, -z),
        ("sink_high_tc", sink, ss, z),
    ):
        assert abs(np.log(row[name] / total) + s**2 / 2 - at * s) <= error * s, name
    # E[max(1, X)] of a lognormal X, the formula of an option: P(X <= 1) + E[X; X > 1].
    expected = 1 - p + np.exp(mean + sd**2 / 2) * NORMAL.cdf((mean + sd**2) / sd)
    assert row["depth_mean"] == pytest.approx(expected, rel=0.01)


def test_multipliers_have_mean_1_and_the_coefficient_of_variation():
    # Moments of exp(s z - s^2/2) by Gauss-Hermite quadrature, which has no sampling error.
    z, weight = np.polynomial.hermite_e.hermegauss(60)
    weight = weight / weight.sum()
    for cv in (0, 0.05, 0.3, 1.0):
        m = Factor("coke", "emissions", cv).multiplier(z)
        mean = weight @ m
        assert mean == pytest.approx(1, rel=1e-9)
        assert weight @ (m - mean) ** 2 == pytest.approx(cv**2, abs=1e-9, rel=1e-6)


def test_without_uncertainty_the_point_estimate_comes_out():
    table = one_and_one([0.5, 1.0, 3.0], regions="ABC")
    none = dict.fromkeys(uncertainty.CVS, 0)
    result = depth_uncertainty(table, cvs=none, draws=100)
    assert result.rows["p_overload"].tolist() == [0, 0, 1]
    for name in ("depth_low", "depth_mean", "depth_median", "depth_high"):
        np.testing.assert_allclose(result.rows[name], [1, 1, 3], rtol=1e-12)
    np.testing.assert_allclose(result.rows["ice_high_tco2"], table["ice_tco2"])
    np.testing.assert_allclose(result.rows["sink_low_tc"], 1e6)
    # Together 4.5 of 3, so the group is overloaded in every draw.
    assert result.p_group == 1 and result.overloaded == 1
    assert (result.tornado["swing"] == 0).all()
    assert result.tornado["ratio"].tolist() == pytest.approx([1.5, 1.5])


def test_as_printed_divides_carbon_dioxide_by_carbon():
    # Without 12/44 a ratio of 0.5 is one of 0.5 * 44/12 = 1.8333.
    log = Log()
    none = dict.fromkeys(uncertainty.CVS, 0)
    result = depth_uncertainty(one_and_one(0.5), cvs=none, draws=100, method="as_printed", log=log)
    assert result.rows["depth_mean"].tolist() == pytest.approx([0.5 * 44 / 12])
    assert result.tornado["ratio"][0] == pytest.approx(0.5 * 44 / 12)
    assert any("as_printed" in text for text in log.warnings)


# --- which factor varies by how much -------------------------------------------------------------


@pytest.mark.parametrize(
    ("fuel", "cv"),
    [
        ("raw_coal", 0.10),
        ("cleaned_coal", 0.10),
        ("other_washed_coal", 0.10),
        ("briquettes", 0.10),
        ("coke", 0.05),
        ("coke_oven_gas", 0.05),
        ("diesel", 0.05),
        ("natural_gas", 0.05),
    ],
)
def test_coal_varies_more_than_other_fuels(fuel, cv):
    table = with_totals(frame(**{"ice_%s_tco2" % fuel: 1e6, "sink_forest_tc": 1e6}))
    tornado = depth_uncertainty(table, draws=100).tornado.set_index("factor")
    assert tornado["cv"].to_dict() == {fuel: cv, "nep_forest": 0.30}


def test_coefficients_can_be_set(province):
    cvs = {"coal": 0.2, "other_fuels": 0.01, "nep_forest": 0.4, "nep_grass": 0.5}
    tornado = depth_uncertainty(province, cvs=cvs, draws=100).tornado.set_index("factor")
    assert tornado["cv"].to_dict() == {
        "raw_coal": 0.2, "coke": 0.01, "diesel": 0.01, "natural_gas": 0.01,
        "nep_forest": 0.4, "nep_grass": 0.5,
    }  # fmt: skip


def test_tornado_of_the_worked_province(province):
    # By hand: the ratio is 28,437,000 * 12/44 / 8,567,400 = 0.90524. NEP of forest at its 95th
    # percentile: m = exp(1.644854 s - s^2/2) with s^2 = ln 1.09, sink 7,619,200 m + 948,200.
    table = depth_uncertainty(province, draws=100).tornado
    assert table["factor"].tolist() == [
        "nep_forest", "raw_coal", "nep_grass", "coke", "natural_gas", "diesel",
    ]  # fmt: skip
    assert table["ratio"].tolist() == pytest.approx([28_437_000 * C / 8_567_400] * 6)
    row = table.iloc[0]
    s = np.sqrt(np.log(1.09))
    high, low = np.exp(1.6448536 * s - s**2 / 2), np.exp(-1.6448536 * s - s**2 / 2)
    assert row["multiplier_p95"] == pytest.approx(high) and row["multiplier_p5"] == pytest.approx(
        low
    )
    ratios = [28_437_000 * C / (7_619_200 * m + 948_200) for m in (low, high)]
    assert [row["ratio_p5"], row["ratio_p95"]] == pytest.approx(ratios)
    assert row["swing"] == pytest.approx(ratios[0] - ratios[1])
    assert [row["depth_p5"], row["depth_p95"]] == pytest.approx([ratios[0], 1.0])
    assert table.set_index("factor").loc["nep_forest", "name"] == "NEP of forest"
    assert table.set_index("factor").loc["raw_coal", "name"] == "Raw coal"


def test_tornado_is_that_of_the_last_year():
    table = one_and_one([0.5, 2.0, 0.5, 4.0], regions="AB", years=(2019, 2021))
    result = depth_uncertainty(table, draws=100)
    assert result.tornado["ratio"].tolist() == pytest.approx([3.0, 3.0])
    assert result.overloaded == 2


@pytest.mark.parametrize("missing", ["fuels", "land", "both"])
def test_parts_that_are_not_known_vary_as_a_whole(province, missing):
    table, log = province, Log()
    if missing != "land":
        table = table[[name for name in table if name == "ice_tco2" or "ice_" not in name]]
    if missing != "fuels":
        table = table[[name for name in table if name == "sink_tc" or "sink_" not in name]]
    tornado = depth_uncertainty(table, draws=100, log=log).tornado.set_index("factor")
    assert ("emissions" in tornado.index) == (missing != "land")
    assert ("sink" in tornado.index) == (missing != "fuels")
    if missing == "both":
        assert tornado["cv"].to_dict() == {"emissions": 0.10, "sink": 0.30}
    said = [note for note in log.notes if "no parts of" in note]
    assert len(said) == (2 if missing == "both" else 1)


def test_parts_that_do_not_add_up_are_not_used(province):
    log = Log()
    table = province.assign(ice_tco2=province["ice_tco2"] * 1.01)
    tornado = depth_uncertainty(table, draws=100, log=log).tornado
    assert set(tornado["factor"]) == {"emissions", "nep_forest", "nep_grass"}
    (text,) = [text for text in log.warnings if "do not add up" in text]
    assert "ice_coke_tco2" in text and "A 2020" in text and "10 %" in text


def test_own_results_in_the_input_are_no_fuels(province):
    again = pd.concat([province, depth_uncertainty(province, draws=200).rows], axis=1)
    pd.testing.assert_frame_equal(
        depth_uncertainty(again, draws=200).rows, depth_uncertainty(province, draws=200).rows
    )


# --- draws: seed, dependence, order -------------------------------------------------------------


def panel(regions=5, years=3):
    generator = np.random.default_rng(3)
    n = regions * years
    return with_totals(
        frame(
            regions=["省%d" % i for i in range(regions)],
            years=range(2000, 2000 + years),
            ice_raw_coal_tco2=generator.uniform(1e6, 9e6, n),
            ice_diesel_tco2=generator.uniform(1e6, 9e6, n),
            sink_forest_tc=generator.uniform(1e6, 2e6, n),
            sink_grass_tc=generator.uniform(1e5, 2e5, n),
        )
    )


def test_same_seed_same_bytes_other_seed_other_numbers():
    def values(seed, dependence):
        result = depth_uncertainty(panel(), draws=500, seed=seed, dependence=dependence)
        return result.rows[SUMMARY].to_numpy().tobytes()

    for dependence in ("shared", "independent"):
        assert values(42, dependence) == values(42, dependence)
        assert values(42, dependence) != values(43, dependence)
    assert values(42, "shared") != values(42, "independent")


def test_a_row_does_not_depend_on_the_other_rows():
    table = panel()
    whole = depth_uncertainty(table, draws=500).rows[SUMMARY]
    shuffled = table.sample(frac=1, random_state=1)
    some = depth_uncertainty(shuffled.head(7), draws=500).rows[SUMMARY]
    pd.testing.assert_frame_equal(some, whole.loc[some.index], check_exact=True)


def draws_by_row(table, dependence, cv_activity=0.0, n=20_000):
    factors = [Factor("coke", "emissions", 0.1), Factor("nep_forest", "sink", 0.3)]
    amounts = table[["ice_diesel_tco2", "sink_forest_tc"]]
    rows = realisations(factors, amounts, table["region"], n, 42, dependence, cv_activity)
    return {row: (ice, sink) for row, ice, sink in rows}


def test_shared_factors_are_one_and_the_same_everywhere():
    table = one_and_one([0.5, 0.7, 0.9, 1.1], regions="AB", years=(2019, 2020))
    drawn = draws_by_row(table, "shared")
    for part in (0, 1):
        relative = [drawn[row][part] / drawn[row][part].mean() for row in range(4)]
        for other in relative[1:]:
            np.testing.assert_allclose(other, relative[0], rtol=1e-12)
    # Emissions and sinks have nothing to do with each other.
    assert abs(np.corrcoef(drawn[0][0], drawn[0][1])[0, 1]) < 4 / np.sqrt(20_000)


def test_independent_factors_are_those_of_a_region_in_all_its_years():
    table = one_and_one([0.5, 0.7, 0.9, 1.1], regions="AB", years=(2019, 2020))
    drawn = draws_by_row(table, "independent")
    for part in (0, 1):
        a, later, b = (drawn[row][part] for row in (0, 1, 2))
        np.testing.assert_allclose(a / a.mean(), later / later.mean(), rtol=1e-12)
        # Standard error of a correlation of 0: 1 / sqrt(n).
        assert abs(np.corrcoef(a, b)[0, 1]) < 4 / np.sqrt(20_000)


def test_errors_of_amounts_belong_to_one_row():
    table = one_and_one([0.5, 0.5, 0.5, 0.5], regions="AB", years=(2019, 2020))
    n, cv = 20_000, 0.2
    drawn = draws_by_row(table, "shared", cv_activity=cv, n=n)
    ice = np.log([drawn[row][0] for row in range(4)])
    # ln of a product of lognormals: variances add; two rows have only the factor in common.
    common, own = spread(0.1) ** 2, spread(cv) ** 2
    correlation = np.corrcoef(ice)[np.triu_indices(4, 1)]
    np.testing.assert_allclose(correlation, common / (common + own), atol=4 / np.sqrt(n))
    np.testing.assert_allclose(ice.var(axis=1), common + own, rtol=4 * np.sqrt(2 / n))
    sinks = [drawn[row][1] for row in range(4)]
    np.testing.assert_array_equal(sinks[0], sinks[3])


def test_independent_errors_average_out_and_shared_ones_do_not():
    # 200 equal regions at a ratio of 0.9. Shared: the group is a region writ large. Independent:
    # its ratio has about 1/sqrt(200) of the spread, sd 0.02 around 0.9, and never reaches 1.
    table = one_and_one(0.9, regions=["r%d" % i for i in range(200)])
    shared = depth_uncertainty(table, draws=1000)
    assert shared.p_group == shared.rows["p_overload"].iloc[0] > 0.3
    assert shared.rows["p_overload"].nunique() == 1
    independent = depth_uncertainty(table, draws=1000, dependence="independent")
    assert independent.p_group == 0
    assert independent.rows["p_overload"].nunique() > 20
    p = NORMAL.cdf((np.log(0.9) - spread(0.05) ** 2 / 2 + spread(0.3) ** 2 / 2) / np.hypot(spread(0.05), spread(0.3)))  # fmt: skip
    assert abs(independent.rows["p_overload"].mean() - p) < 4 * np.sqrt(p * (1 - p) / 200_000)


def test_memory_does_not_grow_with_the_rows():
    def peak(regions):
        table = panel(regions, 10)
        depth_uncertainty(table, draws=2000)
        tracemalloc.start()
        depth_uncertainty(table, draws=2000)
        _, top = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return top

    # All 500 rows at once would hold 500 x 2000 x 8 bytes, 8 MB, for depth alone.
    assert peak(50) < peak(5) + 2e6


def test_progress_rises_and_cancel_stops():
    class Watched(Log):
        def __init__(self, stop):
            super().__init__()
            self.seen, self.stop = [], stop

        def progress(self, fraction):
            self.seen.append(fraction)

        def is_cancelled(self):
            return len(self.seen) >= self.stop

    log = Watched(10**9)
    depth_uncertainty(panel(), draws=100, log=log)
    assert log.seen == sorted(log.seen) and len(log.seen) == 15 and log.seen[-1] > 0.9
    log = Watched(4)
    with pytest.raises(Cancelled):
        depth_uncertainty(panel(), draws=100, log=log)
    assert len(log.seen) == 4


# --- input that is missing, empty or wrong -------------------------------------------------------


@pytest.mark.parametrize("lacking", ["ice_tco2", "sink_tc", "ice_raw_coal_tco2", "sink_grass_tc"])
def test_missing_input_is_missing_output_and_leaves_the_others_alone(lacking):
    table, log = panel(), Log()
    table.loc[4, lacking] = np.nan
    if lacking.startswith("ice_raw"):
        table.loc[4, "ice_diesel_tco2"] = 0.0
    result = depth_uncertainty(table, draws=300, log=log).rows
    assert result.loc[4, SUMMARY].isna().all()
    whole = depth_uncertainty(panel(), draws=300).rows
    others = result.index != 4
    pd.testing.assert_frame_equal(result.loc[others, SUMMARY], whole.loc[others, SUMMARY])
    assert any("省1 2001" in text for text in log.warnings)


def test_missing_regions_of_the_last_year_take_no_part_in_the_group():
    table = one_and_one([0.5, 2.0], regions="AB")
    table.loc[1, "ice_tco2"] = np.nan
    result = depth_uncertainty(table, draws=1000)
    alone = depth_uncertainty(table.head(1), draws=1000)
    assert result.p_group == alone.p_group
    assert result.tornado["ratio"].iloc[0] == pytest.approx(0.5)
    table["ice_tco2"] = np.nan
    result = depth_uncertainty(table, draws=1000)
    assert np.isnan(result.p_group) and result.overloaded == 0
    assert result.tornado["ratio"].isna().all() and result.tornado["swing"].isna().all()


def test_no_sink_has_the_flag_of_the_footprint_and_no_probability():
    table = with_totals(
        frame("ABC", ice_coke_tco2=[1e6, 0.0, 1e6], sink_forest_tc=[0.0, 0.0, 1e6])
    ).assign(flag=["landcover_interpolated", None, None])
    log = Log()
    result = depth_uncertainty(table, draws=300, log=log)
    rows = result.rows
    expected = footprint_3d(table["ice_tco2"], table["sink_tc"], 1.0)
    assert rows["flag"].fillna("").tolist() == ["landcover_interpolated;no_sink", "no_sink", ""]
    assert expected["depth"].isna().tolist() == rows["depth_mean"].isna().tolist()
    assert rows.loc[0, ["depth_low", "depth_high", "p_overload"]].isna().all()
    assert rows.loc[0, "ice_low_tco2"] < 1e6 < rows.loc[0, "ice_high_tco2"]
    assert rows.loc[0, "sink_high_tc"] == 0
    # Nothing on nothing: depth 1, never overloaded.
    assert rows.loc[1, ["depth_mean", "depth_high"]].tolist() == [1, 1]
    assert rows.loc[1, "p_overload"] == 0
    # Emissions without a sink at home are emissions of the group all the same: 2 Mt on 1 Mt C.
    assert result.tornado["ratio"].iloc[0] == pytest.approx(2 * C)


def test_a_group_without_any_sink_has_no_probability():
    result = depth_uncertainty(with_totals(frame(ice_coke_tco2=1e6, sink_forest_tc=0.0)), draws=200)
    assert np.isnan(result.p_group) and result.tornado["ratio"].isna().all()


def test_negative_parts_are_named_with_their_rows():
    table = panel()
    table.loc[2, "ice_raw_coal_tco2"] = -5.0
    table.loc[3, "sink_grass_tc"] = -1.0
    with pytest.raises(InputError) as raised:
        depth_uncertainty(table, draws=100)
    text = str(raised.value)
    assert "省0 2002: ice_raw_coal_tco2 is -5" in text and "省1 2000: sink_grass_tc is -1" in text


def test_negative_totals_and_missing_fields_are_refused():
    with pytest.raises(InputError, match="A 2020: ice_tco2 is -1"):
        depth_uncertainty(frame(ice_tco2=-1.0, sink_tc=1.0), draws=100)
    with pytest.raises(InputError, match="no field sink_tc"):
        depth_uncertainty(frame(ice_tco2=1.0), draws=100)


def test_faulty_settings_are_named_all_together(province):
    with pytest.raises(InputError) as raised:
        depth_uncertainty(province, cvs={"coal": -0.1}, draws=5, dependence="some", confidence=1.5)
    assert len(raised.value.messages) == 4
    with pytest.raises(InputError, match="METHOD"):
        depth_uncertainty(province, method="other", draws=100)


def test_a_depth_of_another_method_is_warned_of(province):
    for depth, count in ((1.0, 0), (3.3192, 1), (np.nan, 0)):
        log = Log()
        depth_uncertainty(province.assign(depth=depth), draws=100, log=log)
        said = [text for text in log.warnings if "METHOD" in text]
        assert len(said) == count
    printed = province["ice_tco2"][0] / province["sink_tc"][0]
    log = Log()
    table = province.assign(depth=printed)
    depth_uncertainty(table, draws=100, method="as_printed", log=log)
    assert not any("the depth of the input" in text for text in log.warnings)


def test_without_years_all_rows_are_the_group():
    table = one_and_one([0.5, 3.0], regions="AB").drop(columns="year")
    result = depth_uncertainty(table, draws=200)
    assert result.tornado["ratio"].iloc[0] == pytest.approx(1.75)
    assert result.overloaded == 1
