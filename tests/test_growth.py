"""Growth, breakpoints and projections: worked numbers, linear algebra and scipy as oracles."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from carbon_footprint.core import breakpoints, growth, projection
from carbon_footprint.core.log import Cancelled, InputError, Log
from carbon_footprint.core.trends import LogTrend, student_t
from hypothesis import given
from hypothesis import strategies as st

RATES = (
    "mean_change cagr_pct mean_rate_pct mean_abs_rate_pct trend_pct trend_low_pct trend_high_pct"
).split()
X = [100, 108, 112, 125, 121, 131.0]  # the example of methods.md A.6


def series(years, values, breaks=None, region="甲", scope="region"):
    return growth.Series(scope, region, np.array(years, int), np.array(values, float), breaks)


def panel(by_region, first=2000, field="v"):
    return pd.DataFrame(
        [
            (name, first + i, value)
            for name, row in by_region.items()
            for i, value in enumerate(row)
        ],
        columns=["region", "year", field],
    )


# --- rates --------------------------------------------------------------------------------------


def test_the_worked_example():
    # methods.md A.6: 5.549 %, 5.675 %, 5.280 %; the change is 31 in 5 years.
    rates = growth.growth_rates(range(2000, 2006), X)
    assert round(rates["cagr_pct"], 3) == 5.549
    assert round(rates["mean_rate_pct"], 3) == 5.675
    assert round(rates["trend_pct"], 3) == 5.280
    assert rates["mean_change"] == pytest.approx(6.2)
    assert (rates["n"], rates["first_year"], rates["last_year"]) == (6, 2000, 2005)
    assert (rates["first_value"], rates["last_value"]) == (100, 131)


def test_the_growth_of_the_paper_recomputed():
    # methods.md A.3: 1.79 falls by 8.87 % to 1.631 in 2012; to 1.50 in 2021 that is -0.93 % a
    # year, where the paper prints -1.06. What it prints as an average of 1.94 % is no growth.
    start = 1.79 * (1 - 0.0887)
    rates = growth.growth_rates([2012, 2021], [start, 1.50])
    assert round(rates["cagr_pct"], 2) == -0.93
    assert growth.growth_rates([2011, 2012], [1.79, start])["mean_rate_pct"] == pytest.approx(-8.87)


def test_trend_and_its_interval_are_those_of_scipy():
    stats = pytest.importorskip("scipy.stats")
    years = [2000, 2001, 2004, 2005, 2011, 2013]
    line = stats.linregress(years, np.log(X))
    for level in (0.5, 0.9, 0.95, 0.99):
        rates = growth.growth_rates(years, X, level)
        half = stats.t.ppf((1 + level) / 2, 4) * line.stderr
        expected = 100 * np.expm1([line.slope, line.slope - half, line.slope + half])
        found = [rates[name] for name in RATES[-3:]]
        np.testing.assert_allclose(found, expected, rtol=1e-9)


def test_quantiles_of_students_t():
    # Printed tables: two-sided 95 % and 99 %.
    for dof, level, t in ((1, 0.95, 12.706), (2, 0.95, 4.303), (4, 0.95, 2.776), (10, 0.95, 2.228)):
        assert student_t(level, dof) == pytest.approx(t, abs=5e-4)
    assert student_t(0.99, 20) == pytest.approx(2.845, abs=5e-4)
    stats = pytest.importorskip("scipy.stats")
    for dof, level in itertools.product(
        (1, 2, 3, 4, 5, 6, 19, 20, 71, 200), (0.01, 0.5, 0.95, 0.999)
    ):
        expected = stats.t.ppf((1 + level) / 2, dof)
        assert student_t(level, dof) == pytest.approx(expected, rel=1e-9), (dof, level)


def test_steps_of_several_years_count_as_so_many_years():
    # 10 % in one year, then 2 % in each of four: mean (10 + 4 * 2) / 5, compound (1.1 * 1.02^4)^(1/5)
    rates = growth.growth_rates([2000, 2001, 2005], [100, 110, 110 * 1.02**4])
    assert rates["mean_rate_pct"] == pytest.approx(3.6)
    assert rates["cagr_pct"] == pytest.approx(100 * ((1.1 * 1.02**4) ** 0.2 - 1))
    assert rates["mean_change"] == pytest.approx((110 * 1.02**4 - 100) / 5)


def test_fluctuation_is_the_mean_of_the_rates_without_their_signs():
    # The rates of X are 8, 3.70370, 11.60714, -3.2 and 8.26446 %: together 34.77531 without signs.
    rates = growth.growth_rates(range(2000, 2006), X)
    assert rates["mean_abs_rate_pct"] == pytest.approx(34.77531 / 5, rel=1e-6)
    # 10 % down in one year, then 2 % up in each of four: (10 + 4 * 2) / 5, where the mean is
    # (-10 + 4 * 2) / 5
    rates = growth.growth_rates([2000, 2001, 2005], [100, 90, 90 * 1.02**4])
    assert rates["mean_abs_rate_pct"] == pytest.approx(3.6)
    assert rates["mean_rate_pct"] == pytest.approx(-0.4)
    # methods.md A.3: 1.94 % of fluctuation a year about 1.5 is no growth
    values = 1.5 * np.cumprod([1, *[1.0194, 1 - 0.0194] * 5])
    rates = growth.growth_rates(range(2012, 2023), values)
    assert rates["mean_abs_rate_pct"] == pytest.approx(1.94)
    assert rates["mean_rate_pct"] == pytest.approx(0, abs=1e-9)


@given(
    st.lists(st.floats(1e-6, 1e12), min_size=2, max_size=12),
    st.floats(1e-3, 1e3),
    st.integers(1, 3),
)
def test_rates_do_not_depend_on_the_unit_and_lie_among_those_of_the_years(values, unit, step):
    years = 2000 + step * np.arange(len(values))
    rates = growth.growth_rates(years, values)
    other = growth.growth_rates(years, unit * np.array(values))
    for name in RATES[1:]:
        assert rates[name] == pytest.approx(other[name], rel=1e-6, abs=1e-6, nan_ok=True)
    annual = 100 * ((np.array(values[1:]) / values[:-1]) ** (1 / step) - 1)
    slack = 1e-9 * (1 + np.abs(annual).max())
    for name in ("cagr_pct", "mean_rate_pct"):
        assert annual.min() - slack <= rates[name] <= annual.max() + slack
    # the mean is arithmetic, the compound rate geometric
    assert rates["cagr_pct"] <= rates["mean_rate_pct"] + slack
    assert abs(rates["mean_rate_pct"]) <= rates["mean_abs_rate_pct"] + slack


def test_constant_and_exponential_series():
    rates = growth.growth_rates(range(5), [7.0] * 5)
    assert [rates[name] for name in RATES] == pytest.approx([0] * 7, abs=1e-9)
    rates = growth.growth_rates(range(5), 3 * 1.07 ** np.arange(5))
    assert [rates[name] for name in RATES[1:]] == pytest.approx([7] * 6)


def missing(rates):
    return {name for name in RATES if np.isnan(rates[name])}


def test_what_has_no_logarithm_has_no_rate():
    needs_all = {"mean_rate_pct", "mean_abs_rate_pct", *RATES[-3:]}
    assert missing(growth.growth_rates(range(4), [1, 0, 2, 4])) == needs_all
    assert missing(growth.growth_rates(range(4), [1, -3, 2, 4])) == needs_all
    for ends in ([0, 1, 2, 4], [1, 2, 4, 0], [-1, 2, 3, 4], [-4, -3, -2, -1]):
        rates = growth.growth_rates(range(4), ends)
        assert missing(rates) == needs_all | {"cagr_pct"}
        assert rates["mean_change"] == pytest.approx((ends[-1] - ends[0]) / 3)


def test_few_values():
    assert missing(growth.growth_rates([2000, 2004], [1, 2])) == set(RATES[-2:])
    one = growth.growth_rates([2000], [5])
    assert missing(one) == set(RATES) and one["first_value"] == one["last_value"] == 5
    none = growth.growth_rates([], [])
    assert missing(none) == set(RATES) and none["first_year"] is None and none["n"] == 0


# --- series of a panel --------------------------------------------------------------------------


def test_totals_are_of_the_same_regions_in_every_year():
    log = Log()
    given = panel({"北京": [1, 2, 3, 4], "B": [10, np.nan, 30, 40], "never": [np.nan] * 4})
    total, *regions = growth.panel_series(given, "v", "sum", log)
    assert (total.scope, total.region) == ("total", "All regions")
    assert total.years.tolist() == [2000, 2002, 2003] and total.values.tolist() == [11, 33, 44]
    assert [one.region for one in regions] == ["北京", "B", "never"]
    assert regions[1].years.tolist() == [2000, 2002, 2003] and not len(regions[2].years)
    assert "never" in log.warnings[0] and "not in the total" in log.warnings[0]
    assert "no total for 2001" in log.warnings[1] and "lacks in B." in log.warnings[1]
    mean = growth.panel_series(given, "v", "mean")[0]
    assert mean.values.tolist() == [5.5, 16.5, 22]
    assert [one.scope for one in growth.panel_series(given, "v", "none")] == ["region"] * 3


def test_a_row_that_is_not_there_is_a_gap_too():
    given = panel({"A": [1, 2, 3], "B": [1, 2, 3]}).drop(index=4)
    assert growth.panel_series(given, "v")[0].years.tolist() == [2000, 2002]


def test_total_without_any_common_year_has_no_value():
    log = Log()
    given = panel({"A": [1, np.nan], "B": [np.nan, 2]})
    everything = growth.panel_series(given, "v", log=log)
    assert not len(everything[0].years)
    table = growth.growth_table(everything, "v", log=log)
    assert table.loc[0, "n"] == 0 and pd.isna(table.loc[0, "first_year"])
    assert any("two years or more: All regions, A, B." in text for text in log.warnings)
    nothing = panel({"A": [np.nan] * 2, "B": [np.nan] * 2})
    assert all(not len(one.years) for one in growth.panel_series(nothing, "v"))


def test_one_region_is_its_own_total():
    (only,) = growth.panel_series(panel({"A": X}), "v", "sum")
    assert only.region == "A" and growth.leading([only]) is only


def test_the_name_of_the_total_cannot_clash():
    given = panel({"All regions": [1, 2], "(All regions)": [3, 4]})
    total = growth.panel_series(given, "v")[0]
    assert total.region == "((All regions))" and total.values.tolist() == [4, 6]


@pytest.mark.parametrize(
    ("field", "ratio"),
    [
        ("depth", True), ("depth_fang", True), ("flow_use", True), ("icf_pc_ha", True),
        ("share", True), ("ice_tco2", False), ("gdp", False), ("population", False),
        ("size_ha", False), ("sink_tc", False), ("spcx", False),
    ],
)  # fmt: skip
def test_a_sum_of_ratios_is_warned_of(field, ratio):
    given = panel({"A": [1, 2], "B": [3, 4]}, field=field)
    for totals in growth.TOTALS:
        log = Log()
        growth.panel_series(given, field, totals, log)
        assert bool(log.warnings) == (ratio and totals == "sum")


def test_unknown_totals():
    with pytest.raises(InputError, match="TOTALS.*sum, mean, none"):
        growth.panel_series(panel({"A": X}), "v", "median")


# --- phases -------------------------------------------------------------------------------------


def test_phases_share_the_break_year():
    one = series(range(2000, 2006), X)
    growth.set_breaks([one], growth.parse_breaks(" 2004；2002年"))
    assert one.breaks == (2002, 2004)
    assert [years.tolist() for years, _ in one.phases()] == [
        [2000, 2001, 2002], [2002, 2003, 2004], [2004, 2005],
    ]  # fmt: skip
    table = growth.growth_table([one], "v")
    assert table["phase"].tolist() == ["whole", "1", "2", "3"]
    # ends: 100 to 112, 112 to 121, 121 to 131
    expected = [np.sqrt(1.12) - 1, np.sqrt(121 / 112) - 1, 131 / 121 - 1]
    np.testing.assert_allclose(table["cagr_pct"][1:], 100 * np.array(expected))
    # phases follow each other: their compound growth is that of the whole record
    grown = (1 + table["cagr_pct"] / 100) ** (table["last_year"] - table["first_year"]).astype(int)
    assert grown[1:].prod() == pytest.approx(grown[0])
    assert [len(years) for years, _ in one.lines()] == [3, 3, 2]


def test_without_breaks_there_is_the_whole_record_only():
    one = series(range(2000, 2006), X)
    growth.set_breaks([one], growth.parse_breaks("  "))
    assert growth.growth_table([one], "v")["phase"].tolist() == ["whole"]


def test_a_gap_at_the_break():
    log = Log()
    full, gap = (
        series(range(2000, 2006), X),
        series([2000, 2001, 2003, 2005], [1, 2, 3, 4.0], region="乙"),
    )
    growth.set_breaks([full, gap], (2002,), log=log)
    assert [years.tolist() for years, _ in gap.phases()] == [[2000, 2001], [2003, 2005]]
    assert "乙" in log.notes[0] and "甲" not in log.notes[0]


def test_a_phase_without_values_is_null():
    full, late = series(range(2000, 2006), X), series([2004, 2005], [1, 2.0], region="乙")
    growth.set_breaks([full, late], (2002,))
    row = growth.growth_table([full, late], "v").iloc[4]
    assert (row["region"], row["phase"], row["n"]) == ("乙", "1", 0)
    assert pd.isna(row["first_year"]) and np.isnan(row["mean_change"])


def test_break_years_that_do_not_fit():
    one = series([2000, 2002, 2004], [1, 2, 3.0])
    for wrong in ((2000,), (2004,), (2003,), (1990,)):
        with pytest.raises(InputError, match="%s cannot end a phase.*: 2002." % wrong):
            growth.set_breaks([one], wrong)
    with pytest.raises(InputError, match="none"):
        growth.set_breaks([series([2000, 2001], [1, 2])], (2000,))
    with pytest.raises(InputError, match="BREAK_YEARS: 'x'"):
        growth.parse_breaks("2001, x")
    assert growth.parse_breaks(" AUTO ") == "auto"


# --- breakpoints --------------------------------------------------------------------------------


def hats(years, knots):
    """Another basis of the lines that meet at knots: 1 at one of them, 0 at the others."""
    corners = [years[0], *knots, years[-1]]
    return np.column_stack([np.interp(years, corners, row) for row in np.eye(len(corners))])


def by_brute_force(years, values, most, least_years):
    """Every set of breaks by lstsq, the number by BIC3 with 3 m + 2 parameters."""
    y, n = np.log(values), len(years)
    best = {}
    for count in range(most + 1):
        for knots in itertools.combinations(years[1:-1], count):
            edges = np.searchsorted(years, [years[0], *knots, years[-1]])
            if min(np.diff(edges)) < 2 or min(np.diff(np.array(years)[edges])) < least_years:
                continue
            basis = hats(years, knots)
            rest = y - basis @ np.linalg.lstsq(basis, y, rcond=None)[0]
            squares = (rest**2).sum()
            if count not in best or squares < best[count][0]:
                best[count] = squares, knots
    score = {m: n * np.log(rss / n) + (3 * m + 2) * np.log(n) for m, (rss, _) in best.items()}
    return best[min(score, key=score.get)][1]


@pytest.mark.parametrize("gaps", [False, True])
def test_breaks_are_those_of_brute_force(gaps):
    generator = np.random.default_rng(11)
    years = np.arange(2000, 2018)
    if gaps:
        years = np.delete(years, [3, 4, 10])
    counts = set()
    rows = []
    for _ in range(25):
        slopes = generator.normal(0, 0.08, 3)
        steps = np.where(years < 2006, slopes[0], np.where(years < 2012, slopes[1], slopes[2]))
        rows.append(np.exp(np.cumsum(steps) + generator.normal(0, 0.02, len(years))))
    most = min(3, (len(years) - 2) // 5)
    found = breakpoints.find_breaks(years, rows, 3, 4)
    for row, breaks in zip(rows, found):
        assert breaks == tuple(by_brute_force(list(years), row, most, 4))
        counts.add(len(breaks))
    assert {1, 2} <= counts


def test_known_breaks_are_found():
    generator = np.random.default_rng(5)
    years = np.arange(2000, 2022)
    logs = np.interp(years, [2000, 2006, 2014, 2021], [10, 10.6, 10.5, 11.1])
    smooth, rough = np.exp(logs), np.exp(logs + generator.normal(0, 0.01, 22))
    assert breakpoints.find_breaks(years, [smooth, rough]) == [(2006, 2014)] * 2
    # A single bend explains too little of the two, so none is found.
    assert breakpoints.find_breaks(years, [rough], max_breaks=1) == [()]
    assert by_brute_force(list(years), rough, 1, 4) == ()
    # 7 years between the breaks and the ends at least: 2006 is too near to 2000
    (apart,) = breakpoints.find_breaks(years, [smooth], min_years=7)
    assert all(np.diff([2000, *apart, 2021]) >= 7)


def test_lines_that_fit_exactly():
    # What rounding leaves of them is not fitted by more breaks.
    generator = np.random.default_rng(4)
    years = np.arange(2000, 2022)
    bends = [(2000 + a, 2000 + a + b) for a, b in generator.integers(5, 9, (60, 2))]
    slopes = generator.choice([-0.2, -0.1, 0.1, 0.2], (60, 3)) + [0, 0.05, 0]
    rows = [
        np.exp(7 + np.cumsum(np.where(years <= one, a, np.where(years <= two, b, c))))
        for (one, two), (a, b, c) in zip(bends, slopes)
    ]
    found = breakpoints.find_breaks(years, rows)
    for pair, (a, b, c), breaks in zip(bends, slopes, found):
        assert breaks == tuple(year for year, bent in zip(pair, (a != b, b != c)) if bent)


def test_a_phase_of_three_values():
    # 7 values of every second year; lines of 3 and 5 values meet at the third or the fifth.
    years = np.arange(2000, 2013, 2)
    for bend in (2004, 2008):
        values = np.exp(np.abs(years - bend) / 10)
        assert breakpoints.find_breaks(years, [values]) == [(bend,)]
    # a phase of two values is none
    values = np.exp(np.abs(years - 2002) / 10)
    assert breakpoints.find_breaks(years, [values], min_years=2)[0] != (2002,)


def test_sets_of_breaks_are_tried_in_portions(monkeypatch):
    years = np.arange(2000, 2022)
    rows = np.exp(np.cumsum(np.random.default_rng(8).normal(0.05, 0.05, (30, 22)), axis=1))
    together = breakpoints.find_breaks(years, rows)
    monkeypatch.setattr(breakpoints, "_CELLS", 700)
    assert breakpoints.find_breaks(years, rows) == together


def test_steady_growth_has_no_break():
    years = np.arange(2000, 2022)
    steady = 5e8 * 1.07 ** np.arange(22)
    printed = np.round(steady, -2)  # seven digits, as tables have them
    assert breakpoints.find_breaks(years, [steady, printed, np.full(22, 3.0)]) == [()] * 3
    # In noise about a line a break is found in less than one of 20 series.
    noise = np.exp(np.random.default_rng(3).normal(0, 0.05, (400, 22)))
    assert sum(map(bool, breakpoints.find_breaks(years, noise))) < 20


def test_the_order_and_unit_of_series_do_not_matter():
    years = np.arange(2000, 2022)
    rows = np.exp(np.cumsum(np.random.default_rng(8).normal(0.05, 0.05, (30, 22)), axis=1))
    together = breakpoints.find_breaks(years, rows)
    assert any(together)
    assert together == [breakpoints.find_breaks(years, [1000 * row])[0] for row in rows]
    assert together == breakpoints.find_breaks(years, rows)


def test_few_values_have_no_break():
    assert [breakpoints.most_breaks(n) for n in (0, 6, 7, 11, 12, 17)] == [0, 0, 1, 1, 2, 3]
    bent = np.exp(np.abs(np.arange(6) - 3))
    assert breakpoints.find_breaks(np.arange(6), [bent], min_years=2) == [()]
    bent = np.exp(np.abs(np.arange(7) - 3))
    assert breakpoints.find_breaks(np.arange(7), [bent], min_years=2) == [(3,)]


def test_auto_finds_the_breaks_of_each_series():
    log = Log()
    years = np.arange(2000, 2022)
    early = np.exp(np.interp(years, [2000, 2007, 2021], [3, 4, 3.5]))
    late = np.exp(np.interp(years, [2000, 2014, 2021], [3, 4, 3.5]))
    zero = np.where(years == 2010, 0, early)
    all_of = [
        series(years, early), series(years[1:], late[1:], region="乙"),
        series(years, zero, region="zero"), series(years[:5], late[:5], region="short"),
    ]  # fmt: skip
    growth.set_breaks(all_of, "auto", log=log)
    assert [one.breaks for one in all_of] == [(2007,), (2014,), (), ()]
    assert "in 2 of 4 series" in log.notes[0] and "less than 7 values" in log.notes[0]
    assert "zero, short" in log.notes[0] and "甲: the growth rate changes in 2007." in log.notes
    phases = growth.growth_table(all_of, "v")["phase"].tolist()
    assert phases == ["whole", "1", "2"] * 2 + ["whole", "1"] * 2


class Stopped(Log):
    def is_cancelled(self):
        return True


def test_cancel():
    one = series(range(2000, 2022), np.arange(1, 23))
    for call in (
        lambda: breakpoints.find_breaks(one.years, [one.values], log=Stopped()),
        lambda: growth.growth_table([one], "v", log=Stopped()),
        lambda: projection.projection_table([one], projection.carried_on([one], 2030), "v", log=Stopped()),
    ):  # fmt: skip
        with pytest.raises(Cancelled):
            call()


# --- projection ---------------------------------------------------------------------------------


def test_the_worked_projection():
    # methods.md A.6: 8.94e8 (1 - 0.0043)^9 = 8.60e8
    falling = 8.94e8 * (1 - 0.0043) ** np.arange(-21, 1)
    for basis in projection.BASES:
        for anchor in projection.ANCHORS:
            one = projection.project(series(range(2000, 2022), falling), [2030], basis, anchor)
            assert round(one["value"][0] / 1e8, 2) == 8.60
            np.testing.assert_allclose(one[["low", "high"]], 8.94e8 * 0.9957**9, rtol=1e-9)


def weights(years, ahead, anchor):
    """The logarithm of a projection is a weighted sum of those of the values."""
    design = np.column_stack([np.ones(len(years)), years])
    level, slope = np.linalg.pinv(design)
    if anchor == "fitted":
        return level + slope * ahead
    return np.eye(len(years))[-1] + slope * (ahead - years[-1])


@pytest.mark.parametrize("anchor", projection.ANCHORS)
@pytest.mark.parametrize("years", [range(2000, 2006), [2000, 2001, 2004, 2008, 2009, 2011]])
def test_interval_of_the_trend(anchor, years):
    # The future value and the weighted sum of independent ones, each with the variance s^2:
    # s^2 (1 + |w|^2), by the residuals of lstsq.
    stats = pytest.importorskip("scipy.stats")
    years, y = np.array(years, float), np.log(X)
    design = np.column_stack([np.ones(6), years])
    rest = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    found = projection.project(series(years, X), [2015, 2030], anchor=anchor, level=0.9)
    for row in found.itertuples():
        w = weights(years, row.year, anchor)
        half = stats.t.ppf(0.95, 4) * np.sqrt((rest**2).sum() / 4 * (1 + w @ w))
        expected = np.exp([w @ y, w @ y - half, w @ y + half])
        np.testing.assert_allclose([row.value, row.low, row.high], expected, rtol=1e-8)


def test_fitted_is_the_prediction_interval_of_scipys_line():
    stats = pytest.importorskip("scipy.stats")
    years = np.arange(2000, 2006)
    line = stats.linregress(years, np.log(X))
    rest = np.log(X) - line.intercept - line.slope * years
    s = np.sqrt((rest**2).sum() / 4)
    # textbook: s sqrt(1 + 1/n + (h - mean)^2 / S), here 1 + 1/6 + 27.5^2 / 17.5
    half = stats.t.ppf(0.975, 4) * s * np.sqrt(1 + 1 / 6 + 27.5**2 / 17.5)
    centre = line.intercept + line.slope * 2030
    one = projection.project(series(years, X), [2030], anchor="fitted")
    np.testing.assert_allclose(one.iloc[0, 1:].astype(float), np.exp([centre, centre - half, centre + half]))  # fmt: skip


def test_interval_of_the_compound_rate():
    # Hyndman and Athanasopoulos: a random walk with drift has the forecast error
    # s sqrt(h (1 + h / (n - 1))), s the standard deviation of the steps (n - 2 degrees of freedom).
    stats = pytest.importorskip("scipy.stats")
    steps = np.diff(np.log(X))
    s = np.sqrt(((steps - steps.mean()) ** 2).sum() / 4)
    one = projection.project(series(range(2000, 2006), X), [2008], "cagr", "fitted", 0.8)
    half = stats.t.ppf(0.9, 4) * s * np.sqrt(3 * (1 + 3 / 5))
    centre = np.log(131) + 3 * steps.mean()
    np.testing.assert_allclose(one.iloc[0, 1:].astype(float), np.exp([centre, centre - half, centre + half]))  # fmt: skip
    assert one["value"][0] == pytest.approx(131 * 1.31 ** (3 / 5))


@pytest.mark.parametrize(("basis", "anchor", "low", "high"), [
    ("trend", "fitted", 0.935, 0.965), ("trend", "observed", 0.945, 0.985), ("cagr", "observed", 0.935, 0.965),
])  # fmt: skip
def test_intervals_hold_the_future_as_often_as_they_say(basis, anchor, low, high):
    # 2000 made futures: the standard error of the share is 0.005. Where the last value is both
    # start and part of the line, a far one widens its interval too: rather too wide.
    generator = np.random.default_rng(2)
    years = np.array([2000, 2001, 2003, 2004, 2006, 2007, 2008, 2011])
    every = np.arange(2000, 2021)
    hits = 0
    for _ in range(2000):
        noise = generator.normal(0, 0.05, len(every))
        logs = 0.03 * (every - 2000) + (np.cumsum(noise) if basis == "cagr" else noise)
        values = np.exp(logs)
        one = projection.project(series(years, values[years - 2000]), [2020], basis, anchor)
        hits += one["low"][0] <= values[-1] <= one["high"][0]
    assert low <= hits / 2000 <= high


def test_last_phase():
    years = np.arange(2000, 2022)
    logs = np.interp(years, [2000, 2011, 2021], [1, 2, 1.8])
    bent = series(years, np.exp(logs), (2011,))
    assert projection.project(bent, [2031], "last_phase")["value"][0] == pytest.approx(np.exp(1.6))
    whole = projection.project(series(years, np.exp(logs)), [2031], "last_phase")
    trend = projection.project(bent, [2031])
    pd.testing.assert_frame_equal(whole, trend)
    assert trend["value"][0] > np.exp(1.8)


def test_what_has_no_rate_has_no_projection():
    for values in ([1, 0, 2], [1, -1, 2], [5.0]):
        one = projection.project(series(range(len(values)), values), [10])
        assert one[["value", "low", "high"]].isna().all().all()
    for basis in projection.BASES:
        two = projection.project(series([2000, 2001], [1, 2]), [2003], basis)
        assert two["value"][0] == pytest.approx(8) and two[["low", "high"]].isna().all().all()


def test_projection_table():
    log = Log()
    total, *regions = growth.panel_series(
        panel({"A": X, "B": [1, 2, 4, 8, np.nan, np.nan], "C": [3, 0, 1, 2, 3, 4]}), "v", "sum"
    )
    all_of = [total, *regions]
    table = projection.projection_table(all_of, projection.carried_on(all_of, 2007), "v", log=log)
    assert list(table) == "scope region field year kind value low high".split()
    b = table[table["region"] == "B"]
    assert b["year"].tolist() == list(range(2000, 2008))
    assert b["kind"].tolist() == ["observed"] * 4 + ["projected"] * 4
    np.testing.assert_allclose(b["value"], 2.0 ** np.arange(8))
    c = table[(table["region"] == "C") & (table["kind"] == "projected")]
    assert c["year"].tolist() == [2006, 2007] and c["value"].isna().all()
    assert "older than 2005 in All regions, B;" in log.notes[0]
    assert "no projection of C," in log.warnings[0]
    rates = growth.growth_table(all_of, "v")
    head = projection.at_horizon(all_of, rates, table, 2007, log)
    row = table[(table["scope"] == "total") & (table["year"] == 2007)].iloc[0]
    assert (head["projected"], head["low"], head["high"]) == (row["value"], row["low"], row["high"])
    assert head["cagr_pct"] == rates["cagr_pct"][0] and head["trend_pct"] == rates["trend_pct"][0]


def test_a_horizon_in_the_past():
    log = Log()
    one = series(range(2000, 2006), X)
    table = projection.projection_table([one], projection.carried_on([one], 2005), "v")
    assert set(table["kind"]) == {"observed"}
    head = projection.at_horizon([one], growth.growth_table([one], "v"), table, 2005, log)
    assert np.isnan(head["projected"]) and round(head["cagr_pct"], 3) == 5.549
    assert "Nothing is projected to 2005" in log.warnings[0]


def test_without_a_total_there_is_no_number():
    all_of = growth.panel_series(panel({"A": X, "B": X}), "v", "none")
    table = projection.projection_table(all_of, projection.carried_on(all_of, 2010), "v")
    head = projection.at_horizon(all_of, growth.growth_table(all_of, "v"), table, 2010)
    assert all(np.isnan(value) for value in head.values())


# --- population scenario ------------------------------------------------------------------------


@pytest.fixture
def people():
    """Two regions whose amounts per head grow by 10 % and fall by 5 % a year, people by 1 %."""
    years = np.arange(6)
    table = panel(
        {"北京市": 2 * 1.1**years * 100 * 1.01**years, "B": 3 * 0.95**years * 50 * 1.01**years}
    )
    return table.assign(population=np.r_[100 * 1.01**years, 50 * 1.01**years])


def carried(people, scenario, totals="sum", horizon=2010, log=None):
    all_of = growth.panel_series(people, "v", totals)
    tidy = projection.population_scenario(scenario, "scenario", all_of, log)
    per_head = projection.carried_per_head(all_of, people, "v", "population", tidy, horizon, totals, log)  # fmt: skip
    table = projection.projection_table(all_of, per_head, "v", log=log)
    return table[table["kind"] == "projected"].set_index(["region", "year"])


def test_amount_per_head_times_population(people):
    log = Log()
    scenario = pd.DataFrame(
        [("Beijing", 2008, 120.0), ("Beijing", 2010, 130.0), ("B", 2010, 40.0), ("B", 2040, 1.0),
         ("Atlantis", 2010, 7.0)],
        columns=["region", "year", "population"],
    )  # fmt: skip
    table = carried(people, scenario, log=log)
    # 2 * 1.1^t per head; t = 8 and 10
    assert table.loc[("北京市", 2008), "value"] == pytest.approx(2 * 1.1**8 * 120)
    assert table.loc[("北京市", 2010), "value"] == pytest.approx(2 * 1.1**10 * 130)
    assert table.loc[("B", 2010), "value"] == pytest.approx(3 * 0.95**10 * 40)
    assert len(table) == 4, "nothing is projected beyond the horizon"
    # all together: the trend of (sum of the amounts) / (sum of the people), times 170; 2008 has
    # no population of B, and no total
    heads = [(2 * 1.1**t * 100 + 3 * 0.95**t * 50) / 150 for t in range(6)]
    slope = np.polyfit(range(6), np.log(heads), 1)[0]
    total = table.loc["All regions"]
    assert total.index.tolist() == [2010]
    assert total["value"].iloc[0] == pytest.approx(heads[-1] * np.exp(5 * slope) * 170)
    assert (total["low"] < total["value"]).all() and (total["value"] < total["high"]).all()
    assert any("not in the input: Atlantis." in text for text in log.warnings)


def test_scenario_of_all_regions_together(people):
    log = Log()
    scenario = pd.DataFrame({"year": [2010, 2006], "population (10^4 persons)": [0.02, 0.016]})
    table = carried(people, scenario, log=log)
    assert set(table.index.get_level_values(0)) == {"All regions"}
    heads = [(2 * 1.1**t * 100 + 3 * 0.95**t * 50) / 150 for t in range(6)]
    slope = np.polyfit(range(6), np.log(heads), 1)[0]
    expected = heads[-1] * np.exp(slope * 5) * 200
    assert table.loc[("All regions", 2010), "value"] == pytest.approx(expected)
    assert any("cannot be used for 北京市, B;" in text for text in log.warnings)
    with pytest.raises(InputError, match="no column of regions"):
        carried(people, scenario, totals="none")


def test_scenario_that_lacks_a_region_gives_no_total(people):
    scenario = pd.DataFrame({"region": ["B"], "year": [2010], "population": [50]})
    log = Log()
    table = carried(people, scenario, log=log)
    assert table.index.tolist() == [("B", 2010)]
    assert any("cannot be used for All regions, 北京市;" in text for text in log.warnings)
    three = pd.concat([people, people[people["region"] == "B"].assign(region="C")])
    scenario = pd.DataFrame({"region": ["B", "C"], "year": 2010, "population": 50})
    assert carried(three, scenario).index.tolist() == [("B", 2010), ("C", 2010)]


def test_scenario_in_another_unit_is_refused(people):
    scenario = pd.DataFrame({"region": ["B"], "year": [2010], "population": [0.005]})
    with pytest.raises(InputError, match="B begins with 0.005 persons in 2010, and had 52.5"):
        carried(people, scenario)


def test_rows_without_population_are_left_out_of_the_trend_per_head(people):
    log = Log()
    people.loc[people.index[5], "population"] = np.nan  # 北京市 2005
    people.loc[people.index[4], "population"] = 0
    scenario = pd.DataFrame({"region": ["北京市", "B"], "year": 2010, "population": [120, 60]})
    table = carried(people, scenario, log=log)
    assert table.loc[("北京市", 2010), "value"] == pytest.approx(2 * 1.1**10 * 120)
    assert any(text.startswith("2 rows have v but no population") for text in log.warnings)


def flat(amounts, people, totals="sum", scenario=None, horizon=2010, log=None):
    """Projection of flat data: ``{region: amount}`` and ``{region: persons}`` of 2000 to 2005."""
    table = panel({name: 6 * [amount] for name, amount in amounts.items()})
    table["population"] = table["region"].map(people).astype(float)
    columns = ["region", "year", "population"] if len(scenario[0]) == 3 else ["year", "population"]
    return carried(table, pd.DataFrame(scenario, columns=columns), totals, horizon, log)


def test_total_needs_a_population_of_every_region():
    # A, B and C amount to 1200 t; with as many people as before that stays. Only the 100 of 400
    # persons of A are on record.
    log = Log()
    amounts, people = {"A": 300, "B": 600, "C": 300}, {"A": 100, "B": np.nan, "C": 0}
    together = [(2010, 400)]
    by_region = [("A", 2010, 100), ("B", 2010, 200), ("C", 2010, 100)]
    assert flat(amounts, people, scenario=together, log=log).empty
    (said,) = (text for text in log.warnings if text.startswith("All regions is not projected"))
    assert "no population in any year with v: B, C." in said
    (said,) = (text for text in log.warnings if "cannot be used" in text)
    assert "for A, B, C;" in said
    table = flat(amounts, people, scenario=by_region)
    assert table.index.tolist() == [("A", 2010)] and table["value"].tolist() == pytest.approx([300])
    # with everybody on record, both ways; no region is wanted that never has a value
    people = {"A": 100, "B": 200, "C": 100}
    for scenario in (together, by_region):
        total = flat(amounts, people, scenario=scenario).loc[("All regions", 2010), "value"]
        assert total == pytest.approx(1200)
    amounts["C"] = np.nan
    total = flat(amounts, people, scenario=by_region).loc[("All regions", 2010), "value"]
    assert total == pytest.approx(900)
    # the only region with values is the total
    amounts["B"] = np.nan
    total = flat(amounts, people, scenario=by_region).loc[("All regions", 2010), "value"]
    assert total == pytest.approx(300)
    # without a total, nothing is said of it
    log = Log()
    flat({"A": 300, "B": 1}, {"A": 100}, "none", by_region, log=log)
    assert not any("All regions" in text for text in log.warnings)


def test_mean_of_regions_with_people_of_all_together():
    # 2 t per head in A and in B; 200 persons together are 100 each, and the mean stays 200.
    amounts, people = {"A": 200, "B": 200}, {"A": 100, "B": 100}
    for scenario in ([(2010, 200)], [("A", 2010, 100), ("B", 2010, 100)]):
        table = flat(amounts, people, "mean", scenario)
        assert table.loc[("All regions", 2010), "value"] == pytest.approx(200)
    # 30 regions; one without any value is not among them
    names = ["r%d" % i for i in range(30)]
    amounts, people = dict.fromkeys(names, 200), dict.fromkeys([*names, "never"], 100)
    table = flat({**amounts, "never": np.nan}, people, "mean", [(2010, 6000)])
    assert table["value"].tolist() == pytest.approx([400])
    # people are said as they are given, not by region
    with pytest.raises(InputError, match="begins with 0.3 persons in 2010, and had 3,000 in 2005"):
        flat(amounts, people, "mean", [(2010, 0.3)])


def test_every_year_to_project_has_people():
    amounts, people = {"A": 200, "B": 200}, {"A": 100, "B": 100}
    scenario = [("A", 2005, 0), ("A", 2007, 0), ("A", 2008, 100), ("A", 2011, -1), ("B", 2007, -3)]
    with pytest.raises(InputError) as caught:
        flat(amounts, people, "none", scenario)
    assert [text.split(";")[0] for text in caught.value.messages] == [
        "Population scenario: A has 0 persons in 2007",
        "Population scenario: B has -3 persons in 2007",
    ]
    # the total begins earlier than A, and would take this year of it
    table = panel({"A": [2, 2, 2], "B": [2, 2, np.nan]}).assign(population=1.0)
    scenario = pd.DataFrame({"region": ["A", "B"], "year": 2002, "population": [-1, 1]})
    with pytest.raises(InputError, match="A has -1 persons in 2002"):
        carried(table, scenario)
    assert len(carried(table, scenario, "none")) == 1


def test_the_unit_of_every_year_to_project_counts():
    amounts, people = {"A": 200, "B": 200}, {"A": 100, "B": 100}
    # 5 times as many are still taken, but not 5 times as many and one
    table = flat(amounts, people, scenario=[("A", 2006, 500), ("A", 2010, 100), ("B", 2006, 20)])
    assert table.loc["A", "value"].tolist() == pytest.approx([1000, 200])
    scenario = [("A", 2006, 501), ("A", 2008, 100), ("B", 2006, 110), ("B", 2010, 0.011), ("B", 2011, 99)]  # fmt: skip
    with pytest.raises(InputError) as caught:
        flat(amounts, people, "none", scenario)
    assert [text.split(";")[0] for text in caught.value.messages] == [
        "Population scenario: A begins with 501 persons in 2006, and had 100 in 2005",
        "Population scenario: A has 100 persons in 2008, and 501 in 2006",
        "Population scenario: B has 0.011 persons in 2010, and 110 in 2006",
    ]
    # both kinds at once, each once
    with pytest.raises(InputError) as caught:
        flat(amounts, people, scenario=[(2006, 0.02), (2007, 0), (2008, 0.02)])
    assert len(caught.value.messages) == 2


def test_scenario_with_its_history():
    # 1980 had a tenth of the people, and 1979 a nought; only what is projected must fit.
    scenario = [(1979, 0), (1980, 20), (2005, 40), (2006, 210), (2010, 220)]
    table = flat({"A": 200, "B": 200}, {"A": 100, "B": 100}, scenario=scenario)
    assert table.index.tolist() == [("All regions", 2006), ("All regions", 2010)]
    assert table["value"].tolist() == pytest.approx([420, 440])


def test_scenario_without_a_year_to_project():
    amounts, people = {"A": 200, "B": 200}, {"A": 100, "B": 100}
    for scenario in ([(2010, np.nan), (2009, np.nan)], [(2011, 200)], [(2005, 200)]):
        log = Log()
        assert flat(amounts, people, scenario=scenario, log=log).empty
        assert any("cannot be used for All regions, A, B;" in text for text in log.warnings)
    # A and C have no year in common, and C no people: there is no total to project
    log = Log()
    table = panel({"A": [2, 2, np.nan], "C": [np.nan, np.nan, 2]})
    table["population"] = [1, 1, 1, np.nan, np.nan, np.nan]
    scenario = pd.DataFrame({"year": [2010], "population": [2]})
    assert carried(table, scenario, log=log).empty
    assert any("cannot be used for All regions, A, C;" in text for text in log.warnings)


def test_total_given_beside_the_regions():
    amounts, people = {"A": 300, "B": 100}, {"A": 100, "B": 100}
    regions = [("A", 2010, 120), ("B", 2008, 90)]
    scenario = [*regions, ("All regions", 2009, 210), ("all regions", 2010, 220)]
    table = flat(amounts, people, scenario=scenario)
    # 2 t per head of all, 3 of A, 1 of B
    assert table["value"].to_dict() == pytest.approx({
        ("All regions", 2009): 420, ("All regions", 2010): 440, ("A", 2010): 360, ("B", 2008): 90,
    })  # fmt: skip
    table = flat(amounts, people, "mean", scenario)
    assert table["value"].tolist() == pytest.approx([210, 220, 360, 90])
    # one that is empty is none: the total is that of the regions
    scenario = [("A", 2010, 120), ("B", 2010, 90), ("All regions", 2010, np.nan)]
    table = flat(amounts, people, scenario=scenario)
    assert table.loc[("All regions", 2010), "value"] == pytest.approx(420)
    log = Log()
    flat(amounts, people, "none", scenario, log=log)
    assert any("not in the input: All regions." in text for text in log.warnings)
    # the total is called otherwise where a region has its name
    amounts, people = {"All regions": 300, "B": 100}, {"All regions": 100, "B": 100}
    log = Log()
    table = flat(amounts, people, scenario=[(2010, 220)], log=log)
    assert table["value"].to_dict() == pytest.approx({("(All regions)", 2010): 440})


# --- what is drawn ------------------------------------------------------------------------------


def test_regions_that_stand_out():
    table = growth.growth_table(
        growth.panel_series(
            panel({"big": [100, 90, 80], "fast": [1, 2, 4], "slow": [1, 1, 1], "zero": [0, 0, 0]}),
            "v",
        ),
        "v",
    )
    assert growth.standing_out(table, 1) == (["big"], ["fast"])
    equal = table.assign(last_value=1.0, trend_pct=1.0)
    first, second, *_ = equal.loc[(equal["scope"] == "region"), "region"].unique()
    assert growth.standing_out(equal, 1) == ([first], [second])  # of equal ones the first
    assert growth.standing_out(table, 2) == (["big", "fast"], ["slow"])


def test_trend_line_passes_through_its_points():
    line = LogTrend.fit([2000, 2002, 2010], 3 * 1.02 ** np.array([0, 2, 10]))
    np.testing.assert_allclose(line.at([2001, 2020]), 3 * 1.02 ** np.array([1, 20]))
    assert series([1, 2], [0, 1]).lines() == []
