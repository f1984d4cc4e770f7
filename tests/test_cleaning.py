"""Cleaning of series: the worked example of the specification, an oracle, and what goes wrong."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from carbon_footprint.core.cleaning import clean_panel, hampel, interpolate
from carbon_footprint.core.log import InputError, Log

NAN = np.nan
# methods.md, A.6: nine years, an outlier of 480, gaps of one and of two years.
EXAMPLE = [100, 104, NAN, 113, 480, 122, NAN, NAN, 135.0]


def panel(values, region="北京", first=2011, **columns):
    years = range(first, first + len(values))
    table = pd.DataFrame({"region": region, "year": list(years), "value": values, **columns})
    return table.set_axis(range(1, len(table) + 1))


def stacked(*tables):
    table = pd.concat(tables)
    return table.set_axis(range(1, len(table) + 1))


def faults(table, **options):
    with pytest.raises(InputError) as raised:
        clean_panel(table, **options)
    return raised.value.messages


# --- the worked example -------------------------------------------------------------------------


def test_worked_example():
    outlier, median = hampel([EXAMPLE])
    assert np.flatnonzero(outlier[0]).tolist() == [4]
    # the window of 480 holds 113, 480, 122; its neighbour's holds 113, 480, 122, 104
    assert median[0][4] == pytest.approx(122)
    assert median[0][3] == pytest.approx(np.sqrt(113 * 122))
    result = clean_panel(panel(EXAMPLE), action="fill", replace_outliers=True)
    assert result.table["value"].round(2).tolist() == [
        100, 104, 108.5, 113, 117.5, 122, 126.33, 130.67, 135,
    ]  # fmt: skip
    assert result.table["value_flag"].tolist() == [
        None, None, "filled", None, "outlier_filled", None, "filled", "filled", None,
    ]  # fmt: skip
    assert result.table["value_raw"].equals(panel(EXAMPLE)["value"])


def test_report_touches_nothing():
    table = panel(EXAMPLE, note="甲")
    before = table.copy()
    result = clean_panel(table, replace_outliers=True)
    assert table.equals(before), "the input itself is left alone"
    assert result.table[list(table)].equals(before)
    assert list(result.table) == [*table, "value_flag"]
    assert result.table["value_flag"].tolist() == [
        None, None, "missing", None, "outlier", None, "missing", "missing", None,
    ]  # fmt: skip
    assert result.summary.loc[0].to_dict() == {
        "field": "value", "series": 1, "values": 6, "outliers": 1, "negative": 0, "zeros": 0,
        "empty": 3, "filled": 0,
    }  # fmt: skip
    for before, after in [result.cells[["before", "after"]].to_numpy().T] + [
        (one["before"], one["after"]) for one in result.series
    ]:
        np.testing.assert_array_equal(before, after)


def test_outliers_stay_unless_they_are_to_be_replaced():
    log = Log()
    result = clean_panel(panel(EXAMPLE), action="fill", log=log).table
    assert result.loc[5, ["value", "value_flag"]].tolist() == [480, "outlier"]
    assert result["value"].round(2).tolist()[:4] == [100, 104, 108.5, 113]
    # The gap of 2017 and 2018 lies between 122 and 135: no outlier beside it.
    assert not any("next to the gap" in text for text in log.warnings)
    beside = clean_panel(panel([100, 101, 500, NAN, 102, 103]), action="fill", log=log).table
    assert beside["value_flag"].tolist() == [None, None, "outlier", "filled", None, None]
    assert beside.loc[4, "value"] == 301
    assert any("1 values are filled from an outlier" in text for text in log.warnings)


# --- the filter ---------------------------------------------------------------------------------


@pytest.mark.parametrize("window", [1, 2, 4])
@pytest.mark.parametrize("holes", [0, 0.25])
def test_filter_equals_rolling_medians_of_pandas(window, holes):
    generator = np.random.default_rng(5)
    values = np.exp(generator.normal(5, 0.1, (60, 22)) + generator.standard_t(1.2, (60, 22)) * 0.05)
    values[generator.random(values.shape) < holes] = NAN
    outlier, median = hampel(values, window=window)
    for row, found, middles in zip(values, outlier, median):
        logs = pd.Series(np.log(row))
        windows = logs.rolling(2 * window + 1, center=True, min_periods=1)
        middle = windows.median()
        mad = windows.apply(lambda part: (part - part.median()).abs().median(), raw=False)
        expected = (logs - middle).abs() > 3 * 1.4826 * mad.clip(lower=0.02)
        np.testing.assert_array_equal(found, expected)
        known = logs.notna()
        np.testing.assert_allclose(middles[known], np.exp(middle[known]), rtol=1e-12)
        assert np.isnan(middles[~known]).all()
    assert 0.02 < outlier.mean() < 0.3, "the test has outliers, and not only outliers"


def test_window_is_of_years_not_of_rows():
    # By rows, 2019 would see 100 and 101 of 2011 and 2012 and stand out; by years it is alone.
    rows = pd.DataFrame(
        {
            "region": "A",
            "year": [2011, 2012, 2019, 2030, 2031],
            "value": [100, 101, 300, 100, 101.0],
        }
    )
    assert clean_panel(rows).table["value_flag"].isna().all()
    rows["year"] = [2017, 2018, 2019, 2020, 2021]
    assert clean_panel(rows).table["value_flag"].tolist() == [None, None, "outlier", None, None]


def test_threshold_floor_and_window_are_used():
    # ln(1.1) = 0.0953 from the median, MAD 0: the floor 0.02 gives the limit 0.0890.
    near = [[100, 100, 110, 100, 100]]
    assert hampel(near)[0].tolist() == [[False, False, True, False, False]]
    assert not hampel(near, floor=0.03)[0].any()  # limit 0.1334
    assert not hampel(near, threshold=4)[0].any()  # limit 0.1186
    # Two high years are the minority of five, and the majority of three.
    block = [[100, 100, 100, 200, 200, 100, 100, 100]]
    assert hampel(block)[0].any() and not hampel(block, window=1)[0].any()


def test_the_scale_of_the_values_does_not_matter():
    values = np.exp(np.random.default_rng(3).standard_t(1, (20, 15)) * 0.1)
    expected = hampel(values)[0]
    for factor in (1e-9, 7.0, 1e12):
        np.testing.assert_array_equal(hampel(values * factor)[0], expected)


def test_zero_is_left_and_negative_is_a_finding_of_its_own():
    log = Log()
    table = clean_panel(panel([100, 0, 101, -5, 102, 103]), log=log).table
    assert table["value_flag"].tolist() == [None, None, None, "negative", None, None]
    # Neither takes part: 100, 101, 102, 103 alone have no outlier.
    assert any("1 zeros" in text for text in log.notes)
    assert any("北京 2014 -5" in text for text in log.warnings)
    assert hampel([[0, 0, -1, NAN]])[0].sum() == 0


def test_constant_and_short_series_have_no_outliers():
    for values in ([5.0] * 6, [5.0], [1.0, 1000.0], [NAN] * 4, [1e-300, NAN, 1e-300]):
        assert not hampel([values])[0].any()


def test_the_log_names_the_farthest_outlier_first_and_not_all():
    log = Log()
    odd = [(i, panel([100, 100, 100 * 2.0**i, 100, 100], "r%d" % i)) for i in (1, -4, 3, 2, 5, 6)]
    clean_panel(stacked(*(table for _, table in odd)), log=log)
    (text,) = (text for text in log.warnings if "outliers" in text)
    named = [part.split()[0] for part in text.split(": ")[-1].split(", ")]
    assert named == ["r6", "r5", "r-4", "r3", "r2", "..."]
    assert text.endswith(", ... (+1).")  # six outliers, five of them named


# --- gaps ---------------------------------------------------------------------------------------


def test_gap_limit_and_no_extrapolation():
    values = [NAN, 1, NAN, NAN, NAN, 5, NAN, NAN, NAN, NAN, 10, NAN]
    estimate, state = interpolate([values])
    assert estimate[0][2:5].tolist() == [2, 3, 4], "a gap of three years is filled"
    assert np.isnan(np.delete(estimate[0], [2, 3, 4])).all()
    assert state[0].tolist() == [
        "outside_record", None, *["missing"] * 3, None, *["gap_too_long"] * 4, None,
        "outside_record",
    ]  # fmt: skip
    assert interpolate([values], max_gap=4)[0][0][6:10].tolist() == [6, 7, 8, 9]
    assert interpolate([values], max_gap=2)[1][0][2] == "gap_too_long"


def test_log_linear_is_geometric():
    estimate, _ = interpolate([[100, NAN, 400, NAN, NAN, 3.2]], "log_linear")
    # 400 * (3.2 / 400)^(1/3) = 400 * 0.2 = 80, then 16
    np.testing.assert_allclose(estimate[0][[1, 3, 4]], [200, 80, 16], rtol=1e-12)


def test_linear_equals_interp_of_numpy():
    generator = np.random.default_rng(11)
    values = generator.uniform(1, 100, (50, 30))
    values[generator.random(values.shape) < 0.4] = NAN
    estimate, state = interpolate(values, max_gap=30)
    for row, got, why in zip(values, estimate, state):
        known = np.flatnonzero(~np.isnan(row))
        inside = np.isnan(row) & (np.arange(30) > known[0]) & (np.arange(30) < known[-1])
        expected = np.interp(np.flatnonzero(inside), known, row[known])
        np.testing.assert_allclose(got[inside], expected, rtol=1e-12)
        assert set(why[inside]) <= {"missing"} and np.isnan(got[~inside]).all()


def test_a_gap_beside_a_value_that_cannot_be_right_stays_open():
    values = [[10, NAN, -3, NAN, 0, NAN, 6]]
    estimate, state = interpolate(values)
    assert np.isnan(estimate[0][:5]).all() and estimate[0][5] == 3
    assert state[0][[1, 3, 5]].tolist() == ["unusable_neighbour", "unusable_neighbour", "missing"]
    assert interpolate(values, "log_linear")[1][0][5] == "unusable_neighbour", "ln 0"


def test_an_outlier_at_the_end_is_taken_out_but_not_made_up():
    values = [100, 101, 102, 103, 900]
    table = clean_panel(panel(values), action="fill", replace_outliers=True).table
    assert table["value_flag"].tolist() == [None] * 4 + ["outlier_removed"]
    assert np.isnan(table["value"].iloc[-1]) and table["value_raw"].iloc[-1] == 900


# --- rows that are not there --------------------------------------------------------------------


def test_rows_are_added_inside_the_record_for_years_of_the_table():
    a = panel([10, 20, 30, 40, 50], "甲", code="001", level=1, area=2.5)
    b = panel([1, 2, 3, 4, 5], "乙", code="002", level=2, area=2.5, note=[None] + ["n"] * 4)
    b = b[b["year"] != 2013]
    late = panel([7, 8], "丙", first=2014, code="003", level=3, area=1.0)
    log = Log()
    result = clean_panel(stacked(a, b, late), action="fill", log=log)
    table = result.table
    assert len(table) == 5 + 5 + 2, "one row more, none before the record of the third"
    new = table.iloc[7]
    assert new[["region", "year", "value", "value_flag"]].tolist() == ["乙", 2013, 3, "filled"]
    assert table["year"].tolist()[5:10] == [2011, 2012, 2013, 2014, 2015], "in its place"
    assert new[["code", "level"]].tolist() == ["002", 2]
    assert pd.isna(new["area"]), "a measurement is not taken over, even if it never changes"
    assert pd.isna(new["note"]), "it is not the same in every year"
    assert pd.isna(new["value_raw"])
    assert table.index[7] == table.index[6], "the row that it follows"
    assert table.index.duplicated().sum() == 1
    assert result.cells["row"].isna().tolist() == [True]
    assert any(text.startswith("1 rows are added") for text in log.notes)

    report = clean_panel(stacked(a, b, late), log=log)
    assert len(report.table) == 11 and report.table["value_flag"].isna().all()
    assert any("1 rows are missing inside a series" in text for text in log.notes)


def test_a_year_that_no_row_has_is_no_gap():
    log = Log()
    odd = panel([1, 2, 3, 4, 5, 6])
    odd["year"] = range(2011, 2022, 2)
    table = clean_panel(odd, action="fill", log=log).table
    assert table["year"].tolist() == odd["year"].tolist() and table["value_flag"].isna().all()
    assert any("2012, 2014, 2016, 2018, 2020" in text for text in log.notes)
    # 2013 missing in one of two regions: 2012, 2013, 2014 are three years without a value.
    other = odd.assign(region="B")
    both = stacked(odd, other[other["year"] != 2013])
    assert clean_panel(both, action="fill").table.query("region == 'B'")["value"].tolist() == [
        1, 2, 3, 4, 5, 6,
    ]  # fmt: skip
    assert len(clean_panel(both, action="fill", max_gap=2).table) == len(both)


def test_added_row_is_shared_by_fields_and_flagged_for_each():
    a = panel([1.0] * 7, "A", other=1.0)
    b = panel([1, 2, 3, NAN, 5, 6, 7], "B", other=[4, NAN, NAN, NAN, NAN, NAN, 9.0])
    b = b[b["year"] != 2014]
    result = clean_panel(stacked(a, b), fields=["value", "other"], action="fill")
    new = result.table[result.table.index.duplicated()].iloc[0]
    assert new[["year", "value", "value_flag"]].tolist() == [2014, 4, "filled"]
    assert pd.isna(new["other"]) and new["other_flag"] == "gap_too_long"


def test_year_as_text_and_whole_numbers():
    a = panel([10, 20, 30], "A").astype({"value": "Int64"})
    b = panel([1, 2, 4], "B").astype({"value": "Int64"}).iloc[[0, 2]]
    table = stacked(a, b)
    result = clean_panel(table, action="fill").table
    assert result["value"].dtype == float and result["value"].iloc[4] == 2.5
    assert str(result["value_raw"].dtype) == "Int64" and pd.isna(result["value_raw"].iloc[4])
    assert result["year"].dtype == table["year"].dtype
    text = table.assign(year=table["year"].astype(str) + "年")
    assert clean_panel(text, action="fill").table["year"].iloc[4] == "2012"
    assert clean_panel(table).table["value"].dtype == "Int64", "a report changes no field"


# --- series -------------------------------------------------------------------------------------


def test_every_fuel_is_a_series_and_a_region_has_many_spellings():
    coal = panel([100, 101, 102, 103, 104], amount=NAN)
    table = stacked(
        coal.assign(fuel="原煤", amount=[100, 101, 102, 103, 104]),
        coal.assign(fuel="焦炭", amount=[1, 1.01, 500, 1.03, 1.04]),
    ).drop(columns="value")
    table.loc[table["year"] > 2013, "region"] = "Beijing"
    result = clean_panel(table)
    assert result.table["amount_flag"].dropna().to_dict() == {8: "outlier"}
    cell = result.cells.iloc[0]
    assert cell["series"] == "北京 焦炭" and cell["row"] == 8 and cell["before"] == 500
    assert cell["median"] == pytest.approx(1.03)  # of 1, 1.01, 500, 1.03, 1.04
    assert result.summary["series"].tolist() == [2]


def test_repeated_rows_name_the_way_out():
    table = stacked(*(panel([1, 2], "甲", sector=sector) for sector in "ab"))
    messages = faults(table)
    assert len(messages) == 2 and "row 3" in messages[0] and "甲 2011" in messages[0]
    assert "key field" in messages[0]
    assert clean_panel(table, keys=["sector"]).table["value_flag"].isna().all()
    spelt = stacked(panel([1], "北京"), panel([2], "Beijing"))
    assert "stands there twice" in faults(spelt)[0]


def test_a_series_whose_unit_changes_is_refused():
    table = panel([1, 2, 10000], unit=["10^4 t", None, "t"])
    assert "10^4 t, t" in faults(table)[0] and "北京" in faults(table)[0]
    assert len(clean_panel(table.assign(unit="t")).table) == 3


def test_every_fault_at_once():
    table = pd.DataFrame(
        {
            "region": ["A", None, "A", "A"],
            "year": ["2011", "2012", "x", "y"],
            "value": ["1", "viel", "2", "3"],
        },
        index=[1, 2, 3, 4],
    )
    messages = faults(table, name="表")
    assert len(messages) == 4 and all("表" in message for message in messages), messages
    assert "'x' is not a year" in messages[1] and "'viel' is not a number" in messages[3]
    assert "nothing" in faults(table, fields=["nothing"])[0]
    assert "region" in faults(panel([1]), fields=["region"])[0]
    assert "fill" in faults(panel([1]), action="delete")[0]
    assert "log_linear" in faults(panel([1]), method="cubic")[0]


@pytest.mark.parametrize("missing", [None, NAN, pd.NA])
@pytest.mark.parametrize("dtype", [object, "Int64"])
def test_a_missing_region_is_said_in_any_kind_of_column(missing, dtype):
    """A field of whole numbers comes as Int64, in which NULL is NA."""
    codes = pd.Series([110000, missing, 110000, None], dtype=dtype).set_axis(range(1, 5))
    messages = faults(panel([1, 2, 3, 4]).assign(region=codes))
    assert [message.data["row"] for message in messages] == [2, 4], messages
    assert all("the region is missing" in message for message in messages)


def test_which_fields_are_taken_when_none_is_named():
    assert list(clean_panel(panel([1.0, 2])).table)[-1] == "value_flag"
    population = panel([1.0, 2]).rename(columns={"value": "人口"})
    assert list(clean_panel(population).table)[-1] == "人口_flag"
    two = population.assign(gdp=1.0)
    assert "人口, gdp" in faults(two)[0]
    assert "none" in faults(population.drop(columns="人口"))[0]


def test_names_that_are_taken_are_not_overwritten():
    table = panel(EXAMPLE)
    once = clean_panel(table, action="fill").table
    again = clean_panel(once, action="fill", fields=["value"], replace_outliers=True).table
    assert again[["value_raw", "value_flag"]].equals(once[["value_raw", "value_flag"]])
    assert again["value_raw_2"].equals(once["value"])
    assert again["value_flag_2"].dropna().tolist() == ["outlier_filled"]
    assert "VALUE_FLAG" in table.assign(VALUE_FLAG=1)
    assert "value_flag_2" in clean_panel(table.assign(VALUE_FLAG=1), fields=["value"]).table


def test_two_runs_give_the_same():
    table = stacked(panel(EXAMPLE), panel(EXAMPLE[::-1], "B"))
    first, second = (clean_panel(table, action="fill") for _ in range(2))
    assert first.table.equals(second.table) and first.cells.equals(second.cells)


def test_order_of_the_rows_does_not_matter():
    table = stacked(panel(EXAMPLE), panel(EXAMPLE[::-1], "B"))
    mixed = table.sample(frac=1, random_state=1)
    expected = clean_panel(table, action="fill", replace_outliers=True).table
    got = clean_panel(mixed, action="fill", replace_outliers=True).table
    assert got.index.tolist() == mixed.index.tolist(), "rows stay where they are"
    assert got.sort_index().equals(expected)


def test_series_for_charts_hold_the_years_of_the_table():
    odd = panel([100, 101, 500, 103, 104])
    odd["year"] = range(2011, 2020, 2)
    quiet = odd.assign(region="B", value=1.0)
    begins_late = odd.assign(region="C", value=[NAN, 1, 1, 1, 1.0])
    result = clean_panel(stacked(odd, quiet, begins_late), window=4)
    assert result.cells["flag"].tolist() == ["outlier", "outside_record"]
    assert len(result.series) == 1
    one = result.series[0]
    assert one["series"] == "北京" and one["years"].tolist() == odd["year"].tolist()
    assert one["before"].tolist() == odd["value"].tolist()
    assert one["flag"].tolist() == [None, None, "outlier", None, None]


def test_what_holds_for_any_table():
    hypothesis = pytest.importorskip("hypothesis")
    from hypothesis import strategies as st

    cell = st.one_of(st.none(), st.floats(-5, 1e9), st.just(0.0), st.floats(90, 110))
    row = st.tuples(st.sampled_from("甲乙丙"), st.integers(2000, 2012), cell)
    tables = st.lists(row, min_size=1, max_size=40, unique_by=lambda one: one[:2])

    @hypothesis.settings(max_examples=150, deadline=None, database=None)
    @hypothesis.given(tables, st.booleans(), st.sampled_from(["linear", "log_linear"]))
    def check(rows, replace, method):
        table = pd.DataFrame(rows, columns=["region", "year", "value"]).astype({"value": float})
        table.index = range(1, len(table) + 1)
        log = Log()
        result = clean_panel(table, action="fill", replace_outliers=replace, method=method, log=log)
        out = result.table
        old = out[~out.index.duplicated()]
        assert old[["region", "year"]].equals(table[["region", "year"]])
        np.testing.assert_array_equal(old["value_raw"], table["value"])
        free = old["value_flag"].isna() | old["value_flag"].isin(["outlier", "negative"])
        np.testing.assert_array_equal(old.loc[free, "value"], table.loc[free, "value"])
        assert table.loc[free, "value"].notna().all(), "what is empty says why"
        filled = out[out["value_flag"].isin(["filled", "outlier_filled"])]
        assert len(filled) == result.summary["filled"].iloc[0]
        gone = out["value_flag"].isin(["outlier_filled", "outlier_removed"])
        assert replace or not gone.any()
        known = out[out["value_raw"].notna() & ~gone]
        for region, year, value in filled[["region", "year", "value"]].itertuples(index=False):
            around = known[known["region"] == region]
            before = around[around["year"] < year].nlargest(1, "year").iloc[0]
            after = around[around["year"] > year].nsmallest(1, "year").iloc[0]
            assert after["year"] - before["year"] <= 4
            low, high = sorted([before["value"], after["value"]])
            assert low >= 0 and low * (1 - 1e-9) <= value <= high * (1 + 1e-9)
        assert not out.duplicated(["region", "year"]).any()

    check()
