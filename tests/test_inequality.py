"""Gini and Theil: worked and published numbers, the definitions by brute force, and properties."""

import itertools

import numpy as np
import pandas as pd
import pytest
from carbon_footprint.core.inequality import (
    GROUP_FIELDS,
    INDICES,
    SHARES,
    gini,
    inequality_by_year,
    lorenz,
    split,
    theil_l,
    theil_t,
)
from carbon_footprint.core.log import Cancelled, InputError, Log
from carbon_footprint.core.region_groups import china_four
from hypothesis import given
from hypothesis import strategies as st

ONE = np.ones(4)
E = np.array([10, 20, 30, 40.0])

# --- numbers -----------------------------------------------------------------------------------


def test_worked_example_of_the_specification():
    # methods.md D: Gini .25, T .10644; T is that of two groups (.3 and .7 of the total) and between
    assert gini(E, ONE) == pytest.approx(0.25, abs=1e-15)
    assert theil_t(E, ONE) == pytest.approx(0.10644, abs=5e-6)
    parts, table = split(E, ONE, [0, 0, 1, 1])
    # T of (10, 20): 1/3 ln(2/3) + 2/3 ln(4/3); of (30, 40): 3/7 ln(6/7) + 4/7 ln(8/7)
    low = np.log(2 / 3) / 3 + 2 * np.log(4 / 3) / 3
    high = 3 * np.log(6 / 7) / 7 + 4 * np.log(8 / 7) / 7
    assert table["theil_t"].tolist() == pytest.approx([low, high], abs=1e-15)
    assert parts["theil_within"] == pytest.approx(0.3 * low + 0.7 * high, abs=1e-15)
    assert parts["theil_between"] == pytest.approx(0.3 * np.log(0.6) + 0.7 * np.log(1.4), abs=1e-15)
    assert abs(parts["theil_within"] + parts["theil_between"] - theil_t(E, ONE)) < 1e-12
    assert list(table) == list(GROUP_FIELDS)
    assert table["n"].tolist() == [2, 2] and table["mean"].tolist() == [15, 35]
    assert table["quantity_pct"].tolist() == pytest.approx([30, 70])
    assert table["base_pct"].tolist() == [50, 50]
    assert table["theil_within"].tolist() == pytest.approx([0.3 * low, 0.7 * high])
    assert table["theil_within_pct"].sum() == pytest.approx(
        100 * parts["theil_within"] / theil_t(E, ONE)
    )


def test_three_parts_of_the_gini_by_hand():
    # Groups 1, 3 and 2, 4: p = 1/2 each, s = .4 and .6; their own Ginis are 1/(2*2) = 1/4 and
    # 1/(2*3) = 1/6. Within .5*.4/4 + .5*.6/6 = .1; between |.4*.5 - .6*.5| = .1; the Gini is .25.
    parts, table = split([1, 3, 2, 4], ONE, [0, 0, 1, 1])
    assert table["gini"].tolist() == pytest.approx([1 / 4, 1 / 6])
    assert parts["gini_within"] == pytest.approx(0.1)
    assert parts["gini_between"] == pytest.approx(0.1)
    assert parts["gini_overlap"] == pytest.approx(0.05)
    # 1, 2 and 3, 4 do not overlap
    assert split([1, 2, 3, 4], ONE, [0, 0, 1, 1])[0]["gini_overlap"] == 0


def test_shares_of_people_count():
    # Half of the people in A with 1 of 4 tonnes each... s = (1/4, 3/4), p = (1/2, 1/2) however the
    # people are cut into regions: Gini 1/4, T = 1/4 ln(1/2) + 3/4 ln(3/2), L = (ln 2 + ln(2/3)) / 2
    for quantity, base in (
        ([1, 3], [2, 2]),
        ([0.5, 0.5, 3], [1, 1, 2]),
        ([1, 1, 1, 1], [6, 2, 2, 2]),
    ):
        assert gini(quantity, base) == pytest.approx(1 / 4)
        assert theil_t(quantity, base) == pytest.approx(0.25 * np.log(0.5) + 0.75 * np.log(1.5))
        assert theil_l(quantity, base) == pytest.approx((np.log(2) + np.log(2 / 3)) / 2)


def test_one_has_all():
    # Lorenz curve along the axis: Gini 1 - 1/n, T = ln n, L infinite
    assert gini([0, 0, 0, 5], ONE) == pytest.approx(3 / 4)
    assert theil_t([0, 0, 0, 5], ONE) == pytest.approx(np.log(4))
    assert np.isnan(theil_l([0, 0, 0, 5], ONE))


@pytest.mark.parametrize("values", [[7.0], [0.1] * 7, [1 / 3] * 30])
def test_all_alike_is_zero_to_the_last_bit(values):
    base = np.arange(1, len(values) + 1) / 3
    for quantity, weight in ((values, np.ones(len(values))), (np.array(values) * base, base)):
        assert [index(quantity, weight) for index in (gini, theil_t, theil_l)] == [0, 0, 0]


def test_lorenz_curve():
    # per head 1, 2 and 5 in the order B, A, C
    base, quantity = lorenz([2, 1, 5], [1, 1, 1])
    assert base.tolist() == pytest.approx([0, 1 / 3, 2 / 3, 1])
    assert quantity.tolist() == pytest.approx([0, 1 / 8, 3 / 8, 1])
    # B has 4 of 6 people and per head 1, A 2 and C 3
    base, quantity = lorenz([2, 4, 3], [1, 4, 1])
    assert base.tolist() == pytest.approx([0, 4 / 6, 5 / 6, 1])
    assert quantity.tolist() == pytest.approx([0, 4 / 9, 6 / 9, 1])


def test_published_decomposition_of_the_states_of_mexico():
    """GDP per head of 32 states, 1940 to 2000, in the five regions of Hanson (1998).

    T, and its parts between and within, as printed in the documentation of PySAL's package
    inequality (Theil, TheilD).
    """
    libpysal = pytest.importorskip("libpysal")
    table = pd.read_csv(libpysal.examples.get_path("mexico.csv"))
    years = list(range(1940, 2010, 10))
    panel = pd.concat(
        pd.DataFrame({"region": table["State"], "year": year, "gdp": table[f"pcgdp{year}"]})
        for year in years
    ).reset_index(drop=True)
    groups = pd.Series(table["hanson98"].tolist() * len(years), name="hanson98")
    result = inequality_by_year(panel, "gdp", None, groups).years.set_index("year")
    assert result.index.tolist() == years and set(result["n"]) == {32}
    printed = {
        "theil_t": [0.20894344, 0.15222451, 0.10472941, 0.10194725, 0.09560113, 0.10511256, 0.10660832],
        "theil_between": [0.0345889, 0.02816853, 0.05260921, 0.05931219, 0.03205257, 0.02963731, 0.03635872],
        "theil_within": [0.17435454, 0.12405598, 0.0521202, 0.04263506, 0.06354856, 0.07547525, 0.0702496],
    }  # fmt: skip
    for name, values in printed.items():
        assert result[name].tolist() == pytest.approx(values, abs=5.1e-9), name


# --- definitions by brute force and properties -------------------------------------------------

AMOUNTS = st.one_of(st.just(0.0), st.floats(1e-3, 1e9))
REGIONS = st.lists(
    st.tuples(AMOUNTS, st.floats(1e-2, 1e8), st.integers(0, 3)), min_size=1, max_size=12
).filter(lambda rows: any(row[0] for row in rows))


def columns(rows):
    return tuple(np.array(column) for column in zip(*rows))


def mean_difference(x, p, y, q):
    """Expected |x - y| of one drawn from each of two distributions."""
    return sum(p[i] * q[j] * abs(x[i] - y[j]) for i in range(len(x)) for j in range(len(y)))


def gini_by_definition(quantity, base):
    x, p = quantity / base, base / base.sum()
    return mean_difference(x, p, x, p) / (2 * (p * x).sum())


def dagum_by_definition(quantity, base, groups):
    """Dagum (1997): within, net between, and intensity of transvariation, by their definitions."""
    x, p, mu = quantity / base, base / base.sum(), quantity.sum() / base.sum()
    numbers = sorted(set(groups.tolist()))
    part = {g: (x[groups == g], p[groups == g] / p[groups == g].sum()) for g in numbers}
    weight = {g: p[groups == g].sum() for g in numbers}
    mean = {g: (part[g][0] * part[g][1]).sum() for g in numbers}
    share = {g: weight[g] * mean[g] / mu for g in numbers}
    within = sum(
        gini_by_definition(quantity[groups == g], base[groups == g]) * weight[g] * share[g]
        for g in numbers if mean[g] > 0
    )  # fmt: skip
    net = transvariation = 0.0
    for one, other in itertools.combinations(numbers, 2):
        if mean[one] < mean[other]:
            one, other = other, one
        if mean[one] + mean[other] == 0:
            continue
        (rich, rich_p), (poor, poor_p) = part[one], part[other]
        ratio = mean_difference(rich, rich_p, poor, poor_p) / (mean[one] + mean[other])
        # gross affluence: the rich group's member has more; transvariation: the poor group's
        pairs = [
            (rich[i] - poor[j], rich_p[i] * poor_p[j])
            for i in range(len(rich)) for j in range(len(poor))
        ]  # fmt: skip
        affluence = sum(gap * chance for gap, chance in pairs if gap > 0)
        against = -sum(gap * chance for gap, chance in pairs if gap < 0)
        directed = (affluence - against) / (affluence + against) if affluence + against else 0
        both = ratio * (weight[one] * share[other] + weight[other] * share[one])
        net += both * directed
        transvariation += both * (1 - directed)
    return within, net, transvariation


@given(REGIONS)
def test_indices_are_their_definitions(rows):
    quantity, base, _ = columns(rows)
    assert gini(quantity, base) == pytest.approx(gini_by_definition(quantity, base), abs=1e-11)
    s, p = quantity / quantity.sum(), base / base.sum()
    t = sum(a * np.log(a / b) for a, b in zip(s, p) if a > 0)
    assert theil_t(quantity, base) == pytest.approx(t, abs=1e-11)
    if (s > 0).all():
        expected = sum(b * np.log(b / a) for a, b in zip(s, p))
        assert theil_l(quantity, base) == pytest.approx(expected, abs=1e-11)
    else:
        assert np.isnan(theil_l(quantity, base))


@given(REGIONS)
def test_parts_are_those_of_dagum_and_add_up(rows):
    quantity, base, groups = columns(rows)
    parts, table = split(quantity, base, groups)
    expected = dagum_by_definition(quantity, base, groups)
    found = [parts["gini_" + name] for name in ("within", "between", "overlap")]
    assert found == pytest.approx(expected, abs=1e-10)
    assert sum(found) == pytest.approx(gini(quantity, base), abs=1e-10)
    whole = theil_t(quantity, base)
    assert parts["theil_within"] + parts["theil_between"] == pytest.approx(whole, abs=1e-11)
    assert min(parts.values()) >= 0
    assert table["theil_within"].sum() == pytest.approx(parts["theil_within"], abs=1e-12)
    assert table["quantity_pct"].sum() == pytest.approx(100)
    assert table["base_pct"].sum() == pytest.approx(100)


@given(REGIONS)
def test_bounds(rows):
    quantity, base, _ = columns(rows)
    p = base / base.sum()
    # all in the smallest region is the worst there is
    assert 0 <= gini(quantity, base) <= 1 - p.min() + 1e-12
    assert 0 <= theil_t(quantity, base) <= np.log(1 / p.min()) + 1e-9
    assert not theil_l(quantity, base) < 0


@given(REGIONS, st.floats(1e-3, 1e3), st.floats(1e-3, 1e3))
def test_units_do_not_matter(rows, factor, other):
    quantity, base, groups = columns(rows)
    assert split(factor * quantity, other * base, groups)[0] == pytest.approx(
        split(quantity, base, groups)[0], abs=1e-10
    )


@given(REGIONS, st.integers(2, 4))
def test_copies_of_every_region_do_not_matter(rows, times):
    """Population principle; so a region of 3 people is three regions of one."""
    quantity, base, groups = columns(rows)
    whole = (quantity, base, groups)
    copied = [np.repeat(column, times) for column in whole]
    divided = [copied[0] / times, copied[1] / times, copied[2]]
    for again in (copied, divided):
        assert split(*again)[0] == pytest.approx(split(*whole)[0], abs=1e-10)


@given(REGIONS, st.randoms(use_true_random=False))
def test_the_order_of_the_regions_does_not_matter(rows, random):
    mixed = random.sample(rows, len(rows))
    assert split(*columns(mixed))[0] == pytest.approx(split(*columns(rows))[0], abs=1e-10)


@given(REGIONS.filter(lambda rows: len(rows) > 1), st.floats(0.05, 0.5), st.data())
def test_a_transfer_from_more_to_less_per_head_lowers_them(rows, share, data):
    """Pigou and Dalton: as long as the two do not change places."""
    quantity, base, _ = columns(rows)
    i, j = data.draw(st.permutations(range(len(rows))))[:2]
    rate = quantity / base
    rich, poor = (i, j) if rate[i] > rate[j] else (j, i)
    # meeting in the middle takes (r1 - r2) / (1/w1 + 1/w2)
    amount = share * (rate[rich] - rate[poor]) / (1 / base[rich] + 1 / base[poor])
    after = quantity.copy()
    after[rich] -= amount
    after[poor] += amount
    for index in (gini, theil_t, theil_l):
        before = index(quantity, base)
        if not np.isnan(before):
            assert index(after, base) <= before + 1e-11
    p = base / base.sum()
    if p[rich] * p[poor] * (rate[rich] - rate[poor]) > 1e-6 * (p * rate).sum():  # no round-off
        assert gini(after, base) < gini(quantity, base)
        assert theil_t(after, base) < theil_t(quantity, base)


# --- years -------------------------------------------------------------------------------------


def panel(years, names="甲乙丙丁"):
    """Panel of ``{year: {column: values}}``."""
    return pd.concat(
        [pd.DataFrame({"region": list(names), "year": year, **values}) for year, values in years.items()],
        ignore_index=True,
    )  # fmt: skip


def by_group(names, count=1):
    return pd.Series(names * count, name="zone", dtype=object)


def test_each_year_by_itself():
    table = panel({2019: {"q": E, "w": [1.0, 2, 3, 4]}, 2011: {"q": E[::-1], "w": [4.0, 2, 3, 1]}})
    result = inequality_by_year(table, "q", "w", by_group(["x", "x", "y", "y"], 2))
    assert list(result.years) == ["year", "n", "n_missing", *INDICES, *SHARES]
    assert result.years["year"].tolist() == [2011, 2019] == list(result.curves)
    assert result.years["n"].tolist() == [4, 4] and result.base == "w"
    assert result.years["gini"].tolist() == pytest.approx(
        [gini(E[::-1], [4, 2, 3, 1]), 0], abs=1e-12
    )
    assert result.groups["year"].tolist() == [2011, 2011, 2019, 2019]
    assert result.groups["group"].tolist() == ["x", "y"] * 2
    first = result.years.iloc[0]
    for whole, parts in (("gini", ("within", "between", "overlap")), ("theil_t", ("within", "between"))):  # fmt: skip
        name = whole.partition("_")[0]
        assert sum(first[f"{name}_{part}"] for part in parts) == pytest.approx(first[whole])
        assert sum(first[f"{name}_{part}_pct"] for part in parts) == pytest.approx(100)
    # 2019: all alike, of which there are no percentages
    assert result.years.loc[1, list(INDICES)].tolist() == [0] * len(INDICES)
    assert result.years.loc[1, list(SHARES)].isna().all()
    again = inequality_by_year(table, "q", "w", by_group(["x", "x", "y", "y"], 2))
    pd.testing.assert_frame_equal(again.years, result.years, check_exact=True)
    pd.testing.assert_frame_equal(again.groups, result.groups, check_exact=True)


def test_missing_values_are_left_out_counted_and_named():
    log = Log()
    table = panel({2011: {"q": [10, 20, 30, np.nan], "w": [1.0, 1, 1, 1]}, 2013: {"q": E, "w": [1, 1, 1, 1]}, 2015: {"q": E, "w": [1, np.nan, np.nan, 1]}})  # fmt: skip
    result = inequality_by_year(table, "q", "w", source="表", log=log).years.set_index("year")
    assert result["n"].tolist() == [3, 4, 2] and result["n_missing"].tolist() == [1, 0, 2]
    assert result.loc[2011, "gini"] == pytest.approx(gini(E[:3], np.ones(3)))
    assert result.loc[2015, "theil_t"] == pytest.approx(theil_t([10, 40], [1, 1]))
    assert log.notes == [
        "表: 3 of 12 rows lack a value and are left out: 丁 2011, 乙 2015, 丙 2015."
    ]
    (warning,) = log.warnings
    assert "do not have the same regions" in warning
    assert warning.endswith("missing: 2011 (丁), 2015 (乙, 丙).")


def test_a_region_without_a_row_is_named_too():
    log = Log()
    table = panel({2011: {"q": E}, 2013: {"q": E}}).drop(index=5)
    inequality_by_year(table, "q", log=log)
    assert not log.notes and log.warnings[0].endswith("missing: 2013 (乙).")
    log = Log()
    inequality_by_year(table.drop(index=1), "q", log=log)
    assert not log.warnings and not log.notes


def test_zero_counts_in_t_and_makes_l_null():
    log = Log()
    result = inequality_by_year(panel({2011: {"q": [0, 20, 30, 40.0]}}), "q", log=log).years
    # s = 0, 2/9, 3/9, 4/9 against 1/4
    s = np.array([2, 3, 4]) / 9
    assert result["theil_t"][0] == pytest.approx((s * np.log(4 * s)).sum())
    assert result["theil_l"].isna().all() and result["n"][0] == 4
    assert len(log.notes) == 1 and "theil_l" in log.notes[0] and "甲 2011" in log.notes[0]


@pytest.mark.parametrize("values", [[0.0] * 4, [np.nan] * 4])
def test_nothing_to_share(values):
    log = Log()
    table = panel({2011: {"q": E}, 2013: {"q": values}})
    result = inequality_by_year(table, "q", None, by_group(["x", "x", "y", "y"], 2), "表", log)
    assert result.years["year"].tolist() == [2011, 2013] and list(result.curves) == [2011]
    assert result.years.loc[1, [*INDICES, *SHARES]].isna().all()
    assert result.years["n"].tolist() == [4, 0 if np.isnan(values[0]) else 4]
    assert set(result.groups["year"]) == {2011}
    assert any("表 in 2013: nothing is shared" in text for text in log.warnings)


def test_negative_amounts_and_bases_without_anybody_are_refused_all_at_once():
    table = panel({2011: {"q": [-1, 20, 30, 40.0], "w": [1, 0, 1.0, 1]}, 2013: {"q": [1, 2, 3, -4.5], "w": [1, 1, -2.0, np.nan]}})  # fmt: skip
    with pytest.raises(InputError) as raised:
        inequality_by_year(table, "q", "w", source="表")
    assert raised.value.messages == [
        "表: 甲 has a negative q in 2011 (-1), of which there is no share; correct it or leave it empty.",
        "表: 乙 has a w of 0 in 2011; give one above 0, or leave it empty.",
        "表: 丙 has a w of -2 in 2013; give one above 0, or leave it empty.",
    ]
    # without a base it is another row that is at fault, and 0 people do not matter
    with pytest.raises(InputError, match="丁 has a negative q in 2013"):
        inequality_by_year(table, "q")


def test_without_a_base_every_region_counts_equally():
    table = panel({2011: {"q": E, "empty": [np.nan] * 4}})
    alone = inequality_by_year(table, "q")
    for base in ("population", "empty"):
        log = Log()
        result = inequality_by_year(table, "q", base, log=log)
        assert result.years.equals(alone.years) and result.base is None
        assert log.notes == [f"Table: there is no {base}; every region counts equally."]
    assert alone.years["gini"][0] == pytest.approx(0.25)


def test_a_year_without_its_base_is_null_and_not_unweighted():
    log = Log()
    table = panel({2011: {"q": E, "w": [1.0] * 4}, 2013: {"q": E, "w": [np.nan] * 4}})
    result = inequality_by_year(table, "q", "w", log=log).years
    assert result["n"].tolist() == [4, 0] and np.isnan(result["gini"][1])
    assert any("in 2013" in text for text in log.warnings)


@pytest.mark.parametrize(
    ("field", "said"),
    [("icf_pc_ha", 1), ("depth", 1), ("flow_use", 1), ("ice_tco2", 0), ("depth_m", 0)],
)
def test_ratios_divided_once_more_are_warned_of(field, said):
    for base, expected in (("w", said), (None, 0)):
        log = Log()
        table = panel({2011: {field: E, "w": ONE}})
        inequality_by_year(table, field, base, log=log)
        assert len(log.warnings) == expected


# --- groups ------------------------------------------------------------------------------------


def test_one_region_and_one_group():
    table = panel({2011: {"q": [5.0]}}, names="甲")
    result = inequality_by_year(table, "q", None, by_group(["x"]))
    assert result.years.loc[0, list(INDICES)].tolist() == [0] * len(INDICES)
    assert result.groups["n"].tolist() == [1] and result.groups["gini"].tolist() == [0]
    result = inequality_by_year(panel({2011: {"q": E}}), "q", None, by_group(["x"] * 4))
    first = result.years.iloc[0]
    assert first["theil_within"] == first["theil_t"] and first["theil_between"] == 0
    assert first["theil_within_pct"] == pytest.approx(100)
    assert (first["gini_between"], first["gini_overlap"]) == (0, 0)


def test_every_region_a_group_of_its_own():
    first = inequality_by_year(panel({2011: {"q": E}}), "q", None, by_group(list("abcd"))).years
    assert first["theil_between"][0] == pytest.approx(first["theil_t"][0])
    assert first["gini_between"][0] == pytest.approx(0.25)
    assert first[["theil_within", "gini_within", "gini_overlap"]].eq(0).all(axis=None)


def test_regions_in_no_group_make_up_one_of_their_own():
    log = Log()
    table = panel({2011: {"q": E}, 2013: {"q": E}})
    groups = by_group(["x", None, "y", np.nan], 2)
    result = inequality_by_year(table, "q", None, groups, "表", log)
    assert result.groups["group"].where(result.groups["group"].notna(), None).tolist() == ["x", "y", None] * 2  # fmt: skip
    assert result.groups["n"].tolist() == [1, 1, 2] * 2
    same = inequality_by_year(table, "q", None, by_group(["x", "rest", "y", "rest"], 2))
    assert result.years.equals(same.years)
    assert log.warnings == [
        "表: in no group of zone: 乙, 丁; in the split they make up one of their own."
    ]


def test_no_region_in_any_group():
    log = Log()
    table = panel({2011: {"q": E}})
    result = inequality_by_year(table, "q", None, by_group([None] * 4), "表", log)
    assert result.years.equals(inequality_by_year(table, "q").years)
    assert result.years[list(SHARES)].isna().all(axis=None) and result.groups.empty
    assert list(result.groups) == ["year", "group", *GROUP_FIELDS]
    assert not log.warnings and len(log.notes) == 1 and "group of zone" in log.notes[0]


def test_a_group_without_any_of_the_quantity():
    result = inequality_by_year(panel({2011: {"q": [0.0, 0, 3, 5]}}), "q", None, by_group(["x", "x", "y", "y"]))  # fmt: skip
    assert result.groups.loc[0, ["gini", "theil_t"]].isna().all()
    assert result.groups.loc[0, ["quantity_pct", "mean", "theil_within"]].tolist() == [0, 0, 0]
    first = result.years.iloc[0]
    # T between: all of the quantity in half of the regions, ln 2
    assert first["theil_between"] == pytest.approx(np.log(2))
    assert first["theil_within"] + np.log(2) == pytest.approx(first["theil_t"])


def test_cancel():
    class Stop(Log):
        def is_cancelled(self):
            return True

    with pytest.raises(Cancelled):
        inequality_by_year(panel({2011: {"q": E}}), "q", log=Stop())


# --- the four regions of China -----------------------------------------------------------------

FOUR = {
    "East": "北京 天津 河北 上海 江苏 浙江 福建 山东 广东 海南",
    "Central": "山西 安徽 江西 河南 湖北 湖南",
    "West": "内蒙古 广西 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆",
    "Northeast": "辽宁 吉林 黑龙江",
}


def test_the_four_regions_are_those_of_the_bureau_of_statistics():
    """As printed at stats.gov.cn on 13 June 2011: 10, 6, 12 and 3 provinces."""
    for group, names in FOUR.items():
        assert set(china_four(pd.Series(names.split()))) == {group}
    assert [len(names.split()) for names in FOUR.values()] == [10, 6, 12, 3]
    assert (
        china_four(pd.Series(["台湾", "香港", "澳门", "Ontario", None, ""])).tolist() == [None] * 6
    )


def test_every_spelling_meets_its_group():
    names = pd.Series(["北京市", "Beijing", 110000, "110000", 110000.0, "Nei Mongol", "Shānxī", "Shaanxi Province", "新疆维吾尔自治区"], dtype=object)  # fmt: skip
    assert china_four(names).tolist() == ["East"] * 5 + ["West", "Central", "West", "West"]


def test_counties_by_their_codes():
    names = pd.Series(
        ["朝阳区", "朝阳区", "Henan", "吉林市", "Nanshan", "河北省"], index=[3, 1, 4, 5, 9, 2]
    )
    codes = pd.Series([110105, "220104", "632324", 220200.0, "9", None], index=names.index, dtype=object)  # fmt: skip
    found = china_four(names, codes)
    assert found.tolist() == ["East", "Northeast", "West", "Northeast", None, "East"]
    assert found.index.equals(names.index)
    # a name alone is never taken for a code of six digits that is no province
    assert china_four(pd.Series(["350550", "Henan"])).tolist() == [None, "Central"]
    assert china_four(names, pd.Series([810001] * 6, index=names.index)).isna().all()
