"""LISA transitions: giddy's numbers, the worked example, and paths walked by hand."""

from __future__ import annotations

import itertools
import math
from collections import Counter

import esda
import numpy as np
import pandas as pd
import pytest
from carbon_footprint.core.lisa_transitions import (
    DIRECTIONS,
    MOVES,
    QUADRANTS,
    REY_TYPES,
    STATES,
    flow_and_cohesion,
    local_moran_of_years,
    pooled_pairs,
    rey_type,
    time_paths,
    transition_matrices,
    transition_years,
    transitions,
)
from carbon_footprint.core.log import Cancelled, InputError, Log
from hypothesis import given
from hypothesis import strategies as st

weights = pytest.importorskip("libpysal.weights")
pytest.importorskip("esda")

CLUSTERS = {"HH": "High-High", "LH": "Low-High", "LL": "Low-Low", "HL": "High-Low"}
# Three years of the 3 x 3 lattice; the first is x = 1 2 3 / 2 4 6 / 3 6 9.
LATTICE = np.array(
    [[1, 2, 3, 2, 4, 6, 3, 6, 9], [1, 2, 3, 2, 5, 6, 3, 6, 1], [1, 2, 3, 2, 5, 1, 3, 6, 1]], float
)
CONSECUTIVE = [(2000, 2001), (2001, 2002)]


def grid(rows, columns):
    w = weights.lat2W(rows, columns)
    w.transform = "r"
    return w


def panel_of(values, years, regions):
    """Panel of an array of years and regions."""
    keys = pd.MultiIndex.from_product([years, regions], names=["year", "region"])
    return pd.DataFrame({"x": np.ravel(values)}, keys).reset_index()


def local_of(quadrants, significant=None, years=(2000, 2001)):
    """Local Moran as if computed: quadrants by year and region, None where there is none."""
    rows = []
    for y, (year, names) in enumerate(zip(years, quadrants)):
        for r, name in enumerate(names):
            named = significant is None or significant[y][r]
            cluster = CLUSTERS[name] if name and named else "Not significant" if name else "No data"
            p = math.nan if name is None else 0.01 if named else 0.5
            rows.append((f"r{r}", year, name, cluster, p, 2 * p))
    columns = ["region", "year", "lisa_quadrant", "lisa_cluster", "lisa_p", "lisa_p_fdr"]
    return pd.DataFrame(rows, columns=columns)


def matrix_of(table, kind, scope="pooled", column="count", **keys):
    """One matrix of the long table as an array."""
    part = table[(table["kind"] == kind) & (table["scope"] == scope)]
    for name, value in keys.items():
        part = part[part[name] == value]
    states = STATES[kind]
    assert part[["from_state", "to_state"]].apply(tuple, axis=1).tolist() == list(
        itertools.product(states, states)
    )
    return part[column].to_numpy(float).reshape(len(states), -1)


@pytest.fixture(scope="module")
def lattice():
    return local_moran_of_years(
        panel_of(LATTICE, [2000, 2001, 2002], range(9)),
        "x",
        grid(3, 3),
        [2000, 2001, 2002],
        permutations=99,
    )


# --- against giddy ------------------------------------------------------------------------------


def test_the_worked_example(lattice):
    moves = transitions(lattice, CONSECUTIVE)
    giddy = pytest.importorskip("giddy")
    oracle = giddy.markov.LISA_Markov(LATTICE.T, grid(3, 3))
    matrices = transition_matrices(moves)
    counts = matrix_of(matrices, "quadrants")
    assert counts.tolist() == [[1, 1, 0, 2], [1, 1, 0, 1], [1, 4, 4, 0], [1, 1, 0, 0]]
    assert counts.tolist() == oracle.transitions.tolist()
    np.testing.assert_allclose(matrix_of(matrices, "quadrants", column="probability"), oracle.p)
    assert moves["move_type"].tolist() == oracle.move_types.T.ravel().tolist()
    flow = flow_and_cohesion(moves).iloc[-1]
    types = ["type_0", "type_i", "type_ii", "type_iiia", "type_iiib"]
    assert flow[types].tolist() == [6, 2, 7, 1, 2] and flow["m"] == 18
    # (2 + 7) / 18 and (6 + 1) / 18
    assert (flow["flow"], round(flow["cohesion"], 4)) == (0.5, 0.3889)


def test_incomes_of_48_states_in_81_years_as_published_by_giddy():
    giddy = pytest.importorskip("giddy")
    import libpysal

    years = list(range(1929, 2010))
    table = pd.read_csv(libpysal.examples.get_path("usjoin.csv"))
    incomes = table[[str(year) for year in years]].to_numpy(float)
    w = libpysal.io.open(libpysal.examples.get_path("states48.gal")).read()
    panel = panel_of(incomes.T, years, w.id_order)
    oracle = giddy.markov.LISA_Markov(incomes, w)
    local = local_moran_of_years(panel, "x", w, years, permutations=1)
    moves = transitions(local, transition_years(years))
    # The figures of giddy's own documentation.
    assert matrix_of(transition_matrices(moves), "quadrants").tolist() == [
        [1087, 44, 4, 34],
        [41, 470, 36, 1],
        [5, 34, 1422, 39],
        [30, 1, 40, 552],
    ]
    assert moves["move_type"].tolist() == oracle.move_types.T.ravel().tolist()
    # I between HH and LH, LL and HL, II between HH and HL, LL and LH: read from the matrix.
    flow = flow_and_cohesion(moves).iloc[-1]
    assert flow["type_i"] == 44 + 41 + 39 + 40 and flow["type_ii"] == 34 + 30 + 36 + 34
    assert flow["type_iiia"] == 4 + 5 and flow["type_iiib"] == 1 + 1


def test_significance_of_the_ends_in_giddys_numbers(monkeypatch):
    giddy = pytest.importorskip("giddy")

    class DrawnP(esda.Moran_Local):
        """Its permutations would first be compiled, for ten seconds; here any p will do."""

        def __init__(self, values, weights, permutations, geoda_quads):
            super().__init__(values, weights, permutations=0, geoda_quads=geoda_quads)
            self.p_z_sim = draws.uniform(0, 0.1, len(values))

    draws = np.random.default_rng(4)
    monkeypatch.setattr(giddy.markov, "Moran_Local", DrawnP)
    values = np.random.default_rng(3).normal(size=(36, 4)).cumsum(axis=1) + np.arange(36)[:, None]
    oracle = giddy.markov.LISA_Markov(values, grid(6, 6), permutations=1)
    names = {1: "HH", 2: "LH", 3: "LL", 4: "HL"}
    quadrants = [[names[q] for q in year] for year in oracle.q.T]
    years = [2000, 2001, 2002, 2003]
    local = local_of(quadrants, oracle.p_values.T <= 0.05, years)
    moves = transitions(local, transition_years(years))
    # giddy: 1-16 both ends, 17-32 the start, 33-48 the end, 49-64 none
    sixteens = moves["significant"].map({"both": 0, "start": 1, "end": 2, "none": 3})
    found = moves["move_type"] + 16 * sixteens
    assert found.tolist() == oracle.significant_moves.T.ravel().tolist()
    assert len(set(sixteens)) == 4, "every case is there"


def test_direction_is_that_of_giddys_rose(lattice):
    giddy = pytest.importorskip("giddy")
    scores = (LATTICE - LATTICE.mean(axis=1, keepdims=True)) / LATTICE.std(axis=1, keepdims=True)
    rose = giddy.directional.Rose(scores.T, grid(3, 3))
    paths = time_paths(lattice)
    theta = np.degrees(rose.theta) % 360
    np.testing.assert_allclose(paths["direction_deg"], theta)
    np.testing.assert_allclose(paths["path_length"] / paths["tortuosity"], rose.r)
    sectors = np.histogram(theta, [0, 90, 180, 270, 360])[0]
    assert [(paths["direction"] == name).sum() for name in DIRECTIONS] == sectors.tolist()


# --- types, pairs, matrices ---------------------------------------------------------------------


def test_every_move_by_hand():
    # rows from, columns to: HH LH LL HL
    expected = [
        ["0", "I", "IIIA", "II"],
        ["I", "0", "II", "IIIB"],
        ["IIIA", "II", "0", "I"],
        ["II", "IIIB", "I", "0"],
    ]
    names = ("HH", "LH", "LL", "HL")
    assert [[rey_type(start, end) for end in names] for start in names] == expected
    assert [MOVES[k] for k in (1, 4, 5, 16)] == [
        ("HH", "HH"),
        ("HH", "HL"),
        ("LH", "HH"),
        ("HL", "HL"),
    ]
    local = local_of([["HL", "LL"], ["HH", "LH"]])
    moves = transitions(local, [(2000, 2001)])
    assert moves["move"].tolist() == ["HL→HH", "LL→LH"]
    assert moves["move_type"].tolist() == [13, 10]
    assert moves["rey_type"].tolist() == ["II", "II"]
    assert moves["year"].tolist() == moves["year_to"].tolist() == [2001, 2001]
    assert moves["from_cluster"].tolist() == ["High-Low", "Low-Low"]


def test_pairs_of_years():
    years = [2010, 2000, 2005, 2000]
    assert transition_years(years) == [(2000, 2005), (2005, 2010)]
    every = transition_years(years, "all")
    assert every == [(2000, 2005), (2000, 2010), (2005, 2010)]
    assert transition_years(years, "first_last") == [(2000, 2010)]
    assert transition_years(years, "chosen", "2000-2010；2005至2010") == [
        (2000, 2010),
        (2005, 2010),
    ]
    for pairs, text in (("consecutive", ""), ("all", ""), ("first_last", "")):
        with pytest.raises(InputError):
            transition_years([2000, 2000], pairs, text)
    with pytest.raises(InputError, match="2003"):
        transition_years(years, "chosen", "2000-2003")


def test_pooled_are_the_pairs_that_hold_no_other():
    every = transition_years(range(2000, 2006), "all")
    assert pooled_pairs(every) == transition_years(range(2000, 2006))
    assert pooled_pairs([(2000, 2010)]) == [(2000, 2010)]
    # overlapping, neither within the other; and one that shares its start with a longer one
    assert pooled_pairs([(2000, 2010), (2005, 2015)]) == [(2000, 2010), (2005, 2015)]
    assert pooled_pairs([(2000, 2010), (2000, 2005)]) == [(2000, 2005)]


def test_all_pairs_pool_the_consecutive_ones(lattice):
    every = transition_years([2000, 2001, 2002], "all")
    some, many = transitions(lattice, CONSECUTIVE), transitions(lattice, every)
    assert len(many) == 27
    for function in (transition_matrices, flow_and_cohesion):
        one, other = function(some), function(many)
        pd.testing.assert_frame_equal(
            one[one["scope"] == "pooled"].reset_index(drop=True),
            other[other["scope"] == "pooled"].reset_index(drop=True),
        )
    pooled = flow_and_cohesion(many).iloc[-1]
    assert pd.isna(pooled["year"]) and (pooled["year_from"], pooled["year_to"]) == (2000, 2002)
    direct = transition_matrices(many)
    quadrants = lattice.set_index(["year", "region"])["lisa_quadrant"].unstack()
    counts = Counter(zip(quadrants.loc[2000], quadrants.loc[2002]))
    found = matrix_of(direct, "quadrants", "pair", year_from=2000, year_to=2002)
    expected = [[counts[start, end] for end in QUADRANTS] for start in QUADRANTS]
    assert found.tolist() == expected


def test_significant_ends_only():
    quadrants = [["HH", "HH", "LL", "LL", None], ["HH", "LH", "LL", "HL", "HH"]]
    significant = [[1, 1, 0, 0, 0], [1, 0, 1, 0, 1]]
    local, log = local_of(quadrants, significant), Log()
    every = transitions(local, [(2000, 2001)])
    some = transitions(local, [(2000, 2001)], significant_only=True, log=log)
    words = ["both", "start", "end", "none"]
    for moves in (every, some):
        assert moves["significant"].tolist()[:4] == words and pd.isna(moves["significant"][4])
        assert moves["move_type"].tolist()[:4] == [1, 2, 11, 12]
        assert moves["from_p"].tolist()[:4] == [0.01, 0.01, 0.5, 0.5]
        assert moves["from_p_fdr"].tolist()[:4] == [0.02, 0.02, 1.0, 1.0]
        assert moves["to_p_fdr"].tolist() == [0.02, 1.0, 0.02, 1.0, 0.02]
    assert every["rey_type"].tolist()[:4] == ["0", "I", "0", "I"]
    assert some["rey_type"][0] == "0" and some["rey_type"][1:].isna().all()
    assert any("1 of 5 transitions" in note and ": r4." in note for note in log.notes)
    assert any("3 of 5 transitions" in note and "significant" in note for note in log.notes)
    flow = flow_and_cohesion(some).iloc[-1]
    assert (flow["m"], flow["left_out"], flow["flow"], flow["cohesion"]) == (1, 4, 0, 1)
    # The clusters have a class for what is not significant, so that all four moves count.
    for moves, counted in ((every, 4), (some, 1)):
        matrices = transition_matrices(moves)
        assert matrix_of(matrices, "quadrants").sum() == counted
        clusters = matrix_of(matrices, "clusters")
        #                  HH LH LL HL ns
        assert clusters.tolist() == [
            [1, 0, 0, 0, 1],
            [0, 0, 0, 0, 0],
            [0, 0, 0, 0, 0],
            [0, 0, 0, 0, 0],
            [0, 0, 1, 0, 1],
        ]
        shares = matrix_of(matrices, "clusters", column="probability")
        assert np.isnan(shares[1:4]).all() and shares[0].tolist() == [0.5, 0, 0, 0, 0.5]


def test_nothing_to_count_has_no_shares():
    moves = transitions(local_of([[None, None], ["HH", None]]), [(2000, 2001)])
    assert moves[["move", "move_type", "rey_type", "significant"]].isna().all().all()
    flow = flow_and_cohesion(moves).iloc[-1]
    assert (flow["m"], flow["left_out"]) == (0, 2)
    assert math.isnan(flow["flow"]) and math.isnan(flow["cohesion"])
    matrices = transition_matrices(moves)
    assert (matrices["count"] == 0).all() and matrices["probability"].isna().all()


@given(
    st.lists(
        st.lists(st.sampled_from([*QUADRANTS, None]), min_size=5, max_size=5),
        min_size=2,
        max_size=4,
    ),
    st.lists(st.lists(st.booleans(), min_size=5, max_size=5), min_size=4, max_size=4),
)
def test_whatever_moves_the_counts_add_up(quadrants, significant):
    years = list(range(2000, 2000 + len(quadrants)))
    local = local_of(quadrants, significant, years)
    moves = transitions(local, transition_years(years))
    flow = flow_and_cohesion(moves)
    counts = flow[[f"type_{name.lower()}" for name in REY_TYPES]].sum(axis=1)
    assert counts.tolist() == flow["m"].tolist()
    assert (flow["m"] + flow["left_out"]).tolist() == [5] * (len(years) - 1) + [
        5 * (len(years) - 1)
    ]
    assert flow["m"].iloc[-1] == flow["m"].iloc[:-1].sum()
    known = flow[flow["m"] > 0]
    total = known["flow"] + known["cohesion"] + known["type_iiib"] / known["m"]
    np.testing.assert_allclose(total, 1)
    matrices = transition_matrices(moves)
    for kind in STATES:
        assert matrix_of(matrices, kind).sum() == flow["m"].iloc[-1]
        rows = matrix_of(matrices, kind, column="probability").sum(axis=1)
        assert all(math.isnan(row) or row == pytest.approx(1) for row in rows)
    # The diagonal of the quadrants is type 0.
    assert np.trace(matrix_of(matrices, "quadrants")) == flow["type_0"].iloc[-1]


# --- gaps, islands, constants -------------------------------------------------------------------


def test_gaps_islands_and_rows_in_any_order():
    names = [f"省{i}" for i in range(9)]
    neighbours = {names[i]: [names[j] for j in o] for i, o in grid(3, 3).neighbors.items()}
    w = weights.W({**neighbours, "岛": []}, id_order=[*names, "岛"], silence_warnings=True)
    w.transform = "r"
    values = np.column_stack([LATTICE, [5, 6, 7]])
    values[1, 0] = np.nan
    panel = panel_of(values, [2000, 2001, 2005], w.id_order)
    panel = panel[~((panel["region"] == "省1") & (panel["year"] == 2005))]
    log = Log()
    options = {"permutations": 99, "islands": "keep"}
    years = [2000, 2001, 2005]
    local = local_moran_of_years(panel, "x", w, years, **options)
    assert len(local) == 30 and local["region"].tolist()[:10] == w.id_order
    pairs = transition_years(panel["year"])
    moves = transitions(local, pairs, log=log)
    assert len(moves) == 20
    untyped = moves[moves["rey_type"].isna()]
    # region 0 has no value in 2001, region 1 none in 2005, the island never a neighbour
    assert set(zip(untyped["region"], untyped["year_from"])) == {
        ("省0", 2000), ("省0", 2001), ("省1", 2001), ("岛", 2000), ("岛", 2001),
    }  # fmt: skip
    assert untyped["move"].isna().all() and untyped["significant"].isna().all()
    island = moves[moves["region"] == "岛"]
    assert set(island["from_cluster"]) == {"No neighbours"}
    assert moves.loc[moves["region"].eq("省1") & moves["year_to"].eq(2005), "to_cluster"].tolist() == ["No data"]  # fmt: skip
    assert any(note.startswith("5 of 20 transitions") and "岛" in note for note in log.notes)
    assert any("span 1, 4 years" in warning for warning in log.warnings)
    flow = flow_and_cohesion(moves)
    assert flow["left_out"].tolist() == [2, 3, 5] and flow["m"].tolist() == [8, 7, 15]

    paths = time_paths(local, log).set_index("region")
    without = ["省0", "省1", "岛"]
    assert paths.loc[without, "years"].tolist() == [2, 2, 0]
    assert paths.loc[without, ["path_length", "relative_length", "tortuosity", "moves"]].isna().all().all()  # fmt: skip
    assert paths.loc[without, ["path", "direction"]].isna().all().all()
    rest = paths.drop(without)
    assert rest["relative_length"].mean() == pytest.approx(1) and rest["moves"].notna().all()
    assert any("3 of 10 regions have no time path" in note for note in log.notes)

    shuffled = panel.sample(frac=1, random_state=1)
    again = local_moran_of_years(shuffled, "x", w, years, **options)
    pd.testing.assert_frame_equal(again, local)
    pd.testing.assert_frame_equal(transitions(again, pairs), moves)


def test_a_constant_year_has_no_transitions_and_paths_pass_it_over(lattice):
    values = LATTICE.copy()
    values[1] = 7
    log = Log()
    panel = panel_of(values, [2000, 2001, 2002], range(9))
    local = local_moran_of_years(panel, "x", grid(3, 3), [2000, 2001, 2002], permutations=99)
    moves = transitions(local, CONSECUTIVE, log=log)
    assert moves["rey_type"].isna().all()
    assert flow_and_cohesion(moves)["left_out"].tolist() == [9, 9, 18]
    assert (transition_matrices(moves)["count"] == 0).all(), "nor is it Not significant"
    paths = time_paths(local, log)
    assert any("pass over 2001" in warning for warning in log.warnings)
    assert (paths["years"] == 2).all() and (paths["tortuosity"].dropna() == 1).all()
    straight = time_paths(lattice[lattice["year"] != 2001])
    pd.testing.assert_frame_equal(paths, straight)


def test_without_two_years_of_scores_there_are_no_paths(lattice):
    one = time_paths(lattice[lattice["year"] == 2000])
    assert one[["path_length", "path", "moves"]].isna().all().all() and (one["years"] == 1).all()
    none = lattice.assign(lisa_z=np.nan, lisa_lag_z=np.nan)
    log = Log()
    paths = time_paths(none, log)
    assert paths[["path_length", "year_from", "year_to"]].isna().all().all()
    assert len(paths) == 9 and len(log.warnings) == 1


def test_cancel_and_the_same_again():
    class Stopped(Log):
        def is_cancelled(self):
            return True

    panel = panel_of(LATTICE, [2000, 2001, 2002], range(9))
    with pytest.raises(Cancelled):
        local_moran_of_years(panel, "x", grid(3, 3), [2000, 2001], Stopped(), permutations=99)
    once, twice = (
        local_moran_of_years(panel, "x", grid(3, 3), [2000, 2001, 2002], permutations=99, seed=5)
        for _ in range(2)
    )
    pd.testing.assert_frame_equal(once, twice)
    # A year is the same alone and among others.
    alone = local_moran_of_years(panel, "x", grid(3, 3), [2001], permutations=99, seed=5)
    among = once[once["year"] == 2001].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, among)


# --- time paths ---------------------------------------------------------------------------------


def walk(**places):
    """Local Moran as if computed, from the places of each region."""
    rows = [
        (region, 2000 + t, "HH" if min(place) > 0 else "LL", *map(float, place))
        for region, path in places.items()
        for t, place in enumerate(path)
    ]
    return pd.DataFrame(rows, columns=["region", "year", "lisa_quadrant", "lisa_z", "lisa_lag_z"])


def test_paths_by_hand():
    local = walk(
        detour=[(0, 0), (3, 4), (3, 0)],  # 5 + 4, ends 3 to the right: 9 / 3
        still=[(1, 1), (1, 1), (1, 1)],
        corner=[(0, 0), (-1, 0), (-1, -2)],  # 1 + 2, straight sqrt(5), 180 + atan(2)
        back=[(2, 2), (2, 6), (2, 2)],  # 8, ends where it began
    )
    paths = time_paths(local).set_index("region")
    assert paths["path_length"].tolist() == [9, 0, 3, 8]
    # N = 4 regions, 20 in all: 4 * 9 / 20
    np.testing.assert_allclose(paths["relative_length"], [1.8, 0, 0.6, 1.6])
    np.testing.assert_allclose(paths["tortuosity"], [3, np.nan, 3 / 5**0.5, np.nan])
    np.testing.assert_allclose(
        paths["direction_deg"], [0, np.nan, 180 + math.degrees(math.atan(2)), np.nan]
    )
    assert paths["direction"].fillna("").tolist() == ["both up", "", "both down", ""]
    # LL HH LL; HH; LL; HH
    assert paths["moves"].tolist() == [2, 0, 0, 0]
    assert paths["path"]["corner"] == (
        "LINESTRING (0.0000 0.0000, -1.0000 0.0000, -1.0000 -2.0000)"
    )
    assert (paths["year_from"] == 2000).all() and (paths["year_to"] == 2002).all()


@pytest.mark.parametrize(
    ("step", "angle", "words"),
    [
        ((1, 1), 45, "both up"),
        ((0, 1), 90, "neighbours up"),
        ((-1, 1), 135, "neighbours up"),
        ((-1, 0), 180, "both down"),
        ((-1, -1), 225, "both down"),
        ((0, -1), 270, "region up"),
        ((1, -1), 315, "region up"),
        ((1, -1e-300), 0, "both up"),  # 360 degrees less a hair
    ],
)
def test_directions(step, angle, words):
    path = time_paths(walk(a=[(0, 0), step])).iloc[0]
    assert path["direction_deg"] == pytest.approx(angle, abs=1e-9)
    assert path["direction"] == words and path["tortuosity"] == pytest.approx(1)


def test_a_round_trip_of_decimals_ends_where_it_began():
    # 0.1 + 0.2 - 0.3 is 5.6e-17
    path = time_paths(walk(a=[(0, 0), (0.1 + 0.2, 0), (0.1 + 0.2 - 0.3, 0)])).iloc[0]
    assert math.isnan(path["tortuosity"]) and math.isnan(path["direction_deg"])


def test_nobody_moves():
    paths = time_paths(walk(a=[(1, 1), (1, 1)], b=[(-1, -1), (-1, -1)]))
    assert paths["path_length"].tolist() == [0, 0] and paths["relative_length"].isna().all()


def test_places_are_scores_and_their_mean_over_the_neighbours(lattice):
    paths = time_paths(lattice)
    dense = grid(3, 3).full()[0]
    places = []
    for values in LATTICE:
        z = (values - values.mean()) / values.std()  # ddof 0
        places.append(np.column_stack([z, dense @ z]))
    steps = [np.linalg.norm(b - a, axis=1) for a, b in zip(places, places[1:])]
    length = np.sum(steps, axis=0)
    np.testing.assert_allclose(paths["path_length"], length)
    np.testing.assert_allclose(paths["relative_length"], 9 * length / length.sum())
    net = np.linalg.norm(places[-1] - places[0], axis=1)
    np.testing.assert_allclose(paths["tortuosity"], length / net)
    assert (paths["tortuosity"] >= 1).all()
    quadrants = lattice.pivot(index="region", columns="year", values="lisa_quadrant")
    changes = [sum(a != b for a, b in zip(q, q[1:])) for q in quadrants.to_numpy()]
    assert paths["moves"].tolist() == changes
