"""Tapio's states by hand numbers and at every border, pairs of years, and what has no state."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from carbon_footprint.core.decoupling import STATES, decoupling, state_counts, tapio
from carbon_footprint.core.log import Cancelled, InputError, Log
from carbon_footprint.core.year_pairs import year_pairs, years_on_record
from hypothesis import given
from hypothesis import strategies as st

RESULT = ["d_emissions_pct", "d_gdp_pct", "elasticity", "decoupling_state", "decoupling_flag"]


def one(c0, c1, g0, g1, **thresholds):
    return tapio([c0], [c1], [g0], [g1], **thresholds).iloc[0]


# --- the states --------------------------------------------------------------------------------

# Emissions and GDP of 100 before: after, elasticity, state (Tapio 2005, figure 1).
CASES = [
    (104, 110, 0.4, "Weak decoupling"),  # methods.md D
    (97, 110, -0.3, "Strong decoupling"),  # methods.md D
    (120, 110, 2.0, "Expansive negative decoupling"),  # methods.md D
    (110, 110, 1.0, "Expansive coupling"),
    (104, 90, -0.4, "Strong negative decoupling"),
    (96, 90, 0.4, "Weak negative decoupling"),
    (90, 90, 1.0, "Recessive coupling"),
    (80, 90, 2.0, "Recessive decoupling"),
    # borders: both thresholds are coupling
    (108, 110, 0.8, "Expansive coupling"),
    (112, 110, 1.2, "Expansive coupling"),
    (92, 90, 0.8, "Recessive coupling"),
    (88, 90, 1.2, "Recessive coupling"),
    # just beside them
    (107.999, 110, 0.7999, "Weak decoupling"),
    (112.001, 110, 1.2001, "Expansive negative decoupling"),
    (92.001, 90, 0.7999, "Weak negative decoupling"),
    (87.999, 90, 1.2001, "Recessive decoupling"),
    # constant emissions
    (100, 110, 0.0, "Weak decoupling"),
    (100, 90, 0.0, "Weak negative decoupling"),
    (99.999, 110, -0.0001, "Strong decoupling"),
    (100.001, 90, -0.0001, "Strong negative decoupling"),
    # everything goes
    (0, 110, -10.0, "Strong decoupling"),
    (0, 0, 1.0, "Recessive coupling"),
]


@pytest.mark.parametrize("c1, g1, e, state", CASES)
def test_state(c1, g1, e, state):
    row = one(100, c1, 100, g1)
    assert row["elasticity"] == pytest.approx(e, rel=1e-6)
    assert row["decoupling_state"] == state and row["decoupling_flag"] is None
    assert row["d_emissions_pct"] == pytest.approx(c1 - 100)
    assert row["d_gdp_pct"] == pytest.approx(g1 - 100)


def test_every_state_is_tested():
    assert {case[3] for case in CASES} == set(STATES) and len(STATES) == 8


@pytest.mark.parametrize("c0, g0", [(3.0, 7.0), (1e9, 1e-3), (0.1, 0.3), (123.4, 5.6)])
@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("e", [0.8, 1.2])
def test_borders_hold_whatever_the_last_bit_says(c0, g0, sign, e):
    for growth in (0.01, 0.07, 0.1, 0.3):
        row = one(c0, c0 * (1 + sign * e * growth), g0, g0 * (1 + sign * growth))
        assert row["decoupling_state"].endswith(" coupling"), (growth, row)
        assert row["elasticity"] == e


def test_thresholds_may_be_others():
    assert one(100, 104, 100, 110, low=0.3, high=2)["decoupling_state"] == "Expansive coupling"
    assert one(100, 120, 100, 110, low=0.3, high=1.9)["elasticity"] == 2
    for low, high in ((1.2, 0.8), (1, 1), (0, 1.2), (-1, 1)):
        with pytest.raises(InputError, match="two numbers above 0, the lower one first"):
            one(100, 104, 100, 110, low=low, high=high)


@pytest.mark.parametrize(
    "amounts, flag, percent",
    [
        ((100, 110, 50, 50), "no_gdp_change", (10, 0)),
        ((100, 110, 0.3, 0.1 + 0.2), "no_gdp_change", (10, 0)),  # equal but for the last bit
        ((0, 10, 100, 110), "no_emissions_before", (None, 10)),
        ((0, 0, 100, 110), "no_emissions_before", (None, 10)),
        ((100, 110, 0, 5), "no_gdp_before", (10, None)),
        ((np.nan, 110, 100, 110), "missing", (None, 10)),
        ((100, np.nan, 100, 110), "missing", (None, 10)),
        ((100, 110, np.nan, 110), "missing", (10, None)),
        ((100, 110, 100, np.nan), "missing", (10, None)),
        ((100, np.inf, 100, 110), "missing", (None, 10)),
    ],
)
def test_what_has_no_elasticity_has_a_flag_and_no_invented_state(amounts, flag, percent):
    row = one(*amounts)
    assert np.isnan(row["elasticity"]) and row["decoupling_state"] is None
    assert row["decoupling_flag"] == flag
    for name, expected in zip(("d_emissions_pct", "d_gdp_pct"), percent):
        if expected is None:
            assert np.isnan(row[name])
        else:
            assert row[name] == pytest.approx(expected, abs=1e-9)


@given(*[st.floats(1e-3, 1e6)] * 4, st.floats(1e-6, 1e6), st.floats(1e-6, 1e6))
def test_units_do_not_matter_and_the_state_follows_the_signs(c0, c1, g0, g1, k, m):
    row, scaled = one(c0, c1, g0, g1), one(k * c0, k * c1, m * g0, m * g1)
    if abs(c1 / c0 - 1) < 1e-6 or abs(g1 / g0 - 1) < 1e-6:
        return  # where one hardly changes, rounding decides
    e = row["elasticity"]
    assert scaled["elasticity"] == pytest.approx(e, rel=1e-6)
    assert ("negative" in row["decoupling_state"]) == (
        (c1 > c0 and (g1 < g0 or e > 1.2)) or (g1 < g0 and 0 < e < 0.8)
    )
    assert ("Strong" in row["decoupling_state"]) == ((c1 > c0) != (g1 > g0))


# --- panels ------------------------------------------------------------------------------------

PANEL = pd.DataFrame(
    [
        ("北京", 2000, 100.0, 100.0), ("北京", 2005, 104.0, 110.0), ("北京", 2010, 93.6, 121.0),
        ("B", 2000, 300.0, 100.0), ("B", 2005, 306.0, 110.0), ("B", 2010, 306.0, 99.0),
    ],
    columns=["region", "year", "ice_tco2", "gdp"],
)  # fmt: skip
PAIRS = [(2000, 2005), (2005, 2010)]


def test_each_region_and_all_together():
    log = Log()
    rows, totals = decoupling(PANEL, "ice_tco2", "gdp", PAIRS, log=log)
    assert list(rows) == ["row", "region", "year", "year_from", "year_to", *RESULT]
    assert rows[["row", "region", "year", "year_from", "year_to"]].to_numpy().tolist() == [
        [1, "北京", 2005, 2000, 2005], [4, "B", 2005, 2000, 2005],
        [2, "北京", 2010, 2005, 2010], [5, "B", 2010, 2005, 2010],
    ]  # fmt: skip
    # 4/10, 2/10, -10/10, 0/-10
    assert rows["elasticity"].tolist() == pytest.approx([0.4, 0.2, -1, 0])
    assert rows["decoupling_state"].tolist() == [
        "Weak decoupling", "Weak decoupling", "Strong decoupling", "Weak negative decoupling",
    ]  # fmt: skip
    # Together 400 -> 410 of 200 -> 220: 2.5 % of 10 %; then 399.6 of 220: -2.537 % of 0.
    assert totals[["year_from", "year_to", "regions"]].to_numpy().tolist() == [
        [2000, 2005, 2], [2005, 2010, 2],
    ]  # fmt: skip
    assert totals["elasticity"].iloc[0] == pytest.approx(0.25)
    assert totals["decoupling_flag"].tolist() == [None, "no_gdp_change"]
    assert totals["d_emissions_pct"].iloc[1] == pytest.approx(-10.4 / 4.1)
    assert not log.warnings


def test_counts_of_the_states():
    rows, _ = decoupling(PANEL, "ice_tco2", "gdp", PAIRS)
    counts = state_counts(rows)
    assert list(counts) == ["year_from", "year_to", *STATES, "none"]
    assert counts["Weak decoupling"].tolist() == [2, 0]
    assert counts["Strong decoupling"].tolist() == counts["Weak negative decoupling"].tolist()
    assert (counts[[*STATES, "none"]].sum(axis=1) == 2).all()


def test_gaps_are_named_and_stay_empty():
    gaps = PANEL.drop(index=[1, 5])  # 北京 has no 2005, B no 2010
    gaps = pd.concat([gaps, pd.DataFrame([("新", 2005, 5.0, 0.0), ("新", 2010, 6.0, 3.0)],
                                         columns=gaps.columns)], ignore_index=True)  # fmt: skip
    gaps.loc[gaps["region"] == "B", "gdp"] = [np.nan, 1.0]
    log = Log()
    rows, totals = decoupling(gaps, "ice_tco2", "gdp", PAIRS, log=log)
    found = {(row.region, row.year): row.decoupling_flag for row in rows.itertuples()}
    assert found == {
        ("B", 2005): "missing", ("新", 2005): "missing", ("北京", 2010): "missing",
        ("新", 2010): "no_gdp_before",
    }  # fmt: skip
    assert rows["decoupling_state"].isna().all()
    assert totals["regions"].tolist() == [0, 1] and totals["elasticity"].isna().all()
    assert totals["decoupling_flag"].tolist() == ["missing", "no_gdp_before"]
    said = "\n".join(log.warnings)
    assert "do not come out: 北京 2005, B 2010." in said
    assert "are missing: B 2000-2005, 新 2000-2005, 北京 2005-2010." in said
    assert "GDP was 0 in the earlier year: 新 2005-2010." in said


def test_the_sum_of_all_takes_no_part_of_a_region():
    part = pd.DataFrame([("C", 2000, 5e6, 7e6), ("C", 2005, 9e6, np.nan)], columns=PANEL.columns)
    _, totals = decoupling(pd.concat([PANEL, part]), "ice_tco2", "gdp", PAIRS[:1])
    _, expected = decoupling(PANEL, "ice_tco2", "gdp", PAIRS[:1])
    pd.testing.assert_frame_equal(totals, expected)


def test_order_of_the_rows_does_not_matter_and_the_input_stays():
    mixed = PANEL.sample(frac=1, random_state=1)
    before = mixed.copy()
    rows, totals = decoupling(mixed, "ice_tco2", "gdp", PAIRS)
    pd.testing.assert_frame_equal(mixed, before)
    expected, sums = decoupling(PANEL, "ice_tco2", "gdp", PAIRS)
    keys = ["region", "year"]
    pd.testing.assert_frame_equal(
        rows.sort_values(keys)[[*keys, *RESULT]].reset_index(drop=True),
        expected.sort_values(keys)[[*keys, *RESULT]].reset_index(drop=True),
    )
    pd.testing.assert_frame_equal(totals, sums)
    assert mixed.iloc[rows["row"]]["region"].tolist() == rows["region"].tolist()
    assert mixed.iloc[rows["row"]]["year"].tolist() == rows["year_to"].tolist()


def test_a_year_may_end_two_pairs():
    pairs = [(2000, 2010), (2005, 2010)]
    rows, totals = decoupling(PANEL, "ice_tco2", "gdp", pairs)
    assert rows["row"].tolist() == [2, 5, 2, 5]
    assert totals[["year_from", "year_to"]].to_numpy().tolist() == [[2000, 2010], [2005, 2010]]
    assert rows["elasticity"].tolist()[:2] == pytest.approx([-6.4 / 21, 2 / -1])


def test_negative_amounts_are_refused():
    wrong = PANEL.copy()
    wrong.loc[1, "ice_tco2"], wrong.loc[3, "gdp"] = -1.0, -2.0
    with pytest.raises(InputError) as raised:
        decoupling(wrong, "ice_tco2", "gdp", PAIRS)
    lines = str(raised.value).splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("北京 2005: ice_tco2 is -1.0;")
    assert lines[1].startswith("B 2000: gdp is -2.0;")


def test_it_can_be_cancelled():
    class Stopped(Log):
        def is_cancelled(self):
            return True

    with pytest.raises(Cancelled):
        decoupling(PANEL, "ice_tco2", "gdp", PAIRS, log=Stopped())


# --- pairs of years ----------------------------------------------------------------------------

YEARS = [2010, 2000, 2003, 2003, 2005]


def test_pairs():
    assert year_pairs(YEARS) == [(2000, 2003), (2003, 2005), (2005, 2010)]
    assert year_pairs(YEARS, "first_last") == [(2000, 2010)]
    assert year_pairs(np.array(YEARS), "consecutive", "2000-2010")[0] == (2000, 2003)


@pytest.mark.parametrize(
    "text",
    [
        "2000-2005, 2005-2010",
        "2005-2010;2000-2005",
        " 2000–2005，2005—2010、",
        "2000 to 2005\n2005至2010",
        "2000-2005, 2005-2010, 2000-2005",
    ],
)
def test_chosen_pairs_in_any_writing(text):
    assert year_pairs(YEARS, "chosen", text) == [(2000, 2005), (2005, 2010)]


def test_chosen_pairs_go_by_their_ends():
    found = year_pairs(YEARS, "chosen", "2003-2010, 2000-2010, 2003-2005")
    assert found == [(2003, 2005), (2000, 2010), (2003, 2010)]


def test_faults_of_pairs_come_all_at_once():
    with pytest.raises(InputError) as raised:
        year_pairs(YEARS, "chosen", "2005-2000, 2000-2004, x, 2000-2005, 2003-2003, 20-30")
    assert str(raised.value).splitlines() == [
        "'2005-2000' does not run forward; write the earlier year first, like 2000-2005.",
        "'2000-2004': the data have no year 2004; choose from 2000, 2003, 2005, 2010.",
        "'x' is no pair of years; write it like 2000-2005.",
        "'2003-2003' does not run forward; write the earlier year first, like 2000-2005.",
        "'20-30' is no pair of years; write it like 2000-2005.",
    ]


@pytest.mark.parametrize(
    "years, pairs, text, said",
    [
        ([2000], "consecutive", "", "takes two years, and the data have 2000 only"),
        ([], "first_last", "", "the data have none only"),
        (YEARS, "chosen", " , ", "no pairs of years; write them like 2000-2005, 2005-2010"),
        (YEARS, "every", "", "'every' is no way to pair years; use one of consecutive"),
    ],
)
def test_pairs_that_there_are_not(years, pairs, text, said):
    with pytest.raises(InputError, match=said):
        year_pairs(years, pairs, text)


def test_years_on_record():
    panel = PANEL.assign(gdp=PANEL["gdp"].where(PANEL["year"] != 2005))
    panel.loc[0, "gdp"] = np.nan  # 北京 2000; B has that year
    log = Log()
    assert years_on_record(panel, ["ice_tco2", "gdp"], log) == [2000, 2010]
    (note,) = log.notes
    assert note.endswith("2005.")
    assert years_on_record(PANEL, ["gdp"]) == [2000, 2005, 2010]


def record(**years):
    """Regions by name with the years in which they have GDP; all have a row in 2001 without."""
    rows = [(name, year, 1.0) for name, known in years.items() for year in known]
    rows += [(name, 2001, np.nan) for name in years]
    return pd.DataFrame(rows, columns=["region", "year", "gdp"])


def test_a_year_needs_half_of_the_regions():
    # 2015: A alone of four. 2010: two of four, which is half. E has no GDP at all.
    panel = record(A=(2000, 2010, 2015), B=(2000, 2010), C=(2000,), D=(2000,), E=())
    log = Log()
    assert years_on_record(panel, ["gdp"], log) == [2000, 2010]
    few, none = log.notes
    assert "fewer than half of the 4 regions" in few and few.endswith(": 2015 (1).")
    assert "no region" in none and none.endswith(": 2001.")
    # 2010 has two of five now
    panel = record(A=(2000, 2010, 2005), B=(2000, 2010), C=(2000, 2005), D=(2000, 2005), F=(2000,))
    assert years_on_record(panel, ["gdp"]) == [2000, 2005]


def test_years_that_were_chosen_need_one_region():
    panel = record(A=(2000, 2010, 2015), B=(2000, 2010), C=(2000, 2010))
    log = Log()
    assert years_on_record(panel, ["gdp"], log, "chosen") == [2000, 2010, 2015]
    assert [note.endswith(": 2001.") for note in log.notes] == [True]


def test_a_record_without_two_common_years_is_refused():
    panel = record(A=(2000, 2005), B=(2005, 2010), C=(2010, 2015), D=(2015, 2020), E=(2020, 2025))
    with pytest.raises(InputError) as raised:
        years_on_record(panel, ["gdp"])
    assert "half of the 5 regions" in str(raised.value)
    assert "2000 (1), 2005 (2), 2010 (2), 2015 (2), 2020 (2), 2025 (1);" in str(raised.value)


def test_all_regions_that_are_not_all_are_counted():
    log = Log()
    part = pd.DataFrame([("C", 2000, 5.0, 7.0), ("C", 2005, 9.0, np.nan)], columns=PANEL.columns)
    _, totals = decoupling(pd.concat([PANEL, part]), "ice_tco2", "gdp", PAIRS, log=log)
    assert totals["regions"].tolist() == [2, 2]
    (said,) = (text for text in log.warnings if "All regions together" in text)
    assert "are 2 of 3 regions in 2000-2005, 2005-2010;" in said
