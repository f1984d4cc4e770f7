"""Moran's I year by year: the same as year for year, whatever the order and the gaps."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from carbon_footprint.core.log import InputError, Log
from carbon_footprint.core.moran import (
    NO_DATA,
    NO_NEIGHBOURS,
    global_moran,
    global_moran_by_year,
    local_moran,
    local_moran_by_year,
)

esda = pytest.importorskip("esda")
weights = pytest.importorskip("libpysal.weights")

YEARS = [2019, 2020, 2021]
NAMES = ["省%d" % i for i in range(16)]


def lattice(island=False):
    """Four by four regions with names, in an order of their own, and perhaps an island."""
    neighbours = weights.lat2W(4, 4).neighbors
    named = {NAMES[i]: [NAMES[j] for j in others] for i, others in neighbours.items()}
    if island:
        named["岛"] = []
    order = sorted(named, reverse=True)
    w = weights.W({name: named[name] for name in order}, id_order=order, silence_warnings=True)
    w.transform = "r"
    return w


def panel(w, seed=1):
    """Values of every region and year, rows shuffled, with an index that has doubles."""
    random = np.random.default_rng(seed)
    rows = [(name, year) for year in YEARS for name in w.id_order]
    table = pd.DataFrame(rows, columns=["region", "year"])
    table["x"] = random.lognormal(size=len(table))
    table["y"] = random.normal(size=len(table)) + table.index % w.n
    table = table.sample(frac=1, random_state=seed)
    return table.set_axis([i // 2 for i in range(len(table))])


def values_of(table, year, w, field="x"):
    """The values of one year in the order of the weights, NaN where there is no row."""
    found = {row.region: getattr(row, field) for row in table.itertuples() if row.year == year}
    return np.array([found.get(name, np.nan) for name in w.id_order], dtype=float)


# ---- global ------------------------------------------------------------------------------------


def test_every_field_and_year_is_that_of_esda():
    w = lattice()
    table = panel(w)
    rows, scatters = global_moran_by_year(table, ["x", "y"], w, permutations=199, seed=3)
    assert list(zip(rows["field"], rows["year"])) == [(f, y) for f in "xy" for y in YEARS]
    for row in rows.itertuples():
        values = values_of(table, row.year, w, row.field)
        oracle = esda.Moran(values, w, permutations=0)
        assert row.moran_i == pytest.approx(oracle.I, abs=1e-12)
        assert (row.expected_i, row.n) == (pytest.approx(-1 / 15), 16)
        assert row.sd == pytest.approx(oracle.seI_norm) and row.z == pytest.approx(oracle.z_norm)
        assert row.p_norm == pytest.approx(oracle.p_norm)
        alone = global_moran(values, w, permutations=199, seed=3)
        assert (row.p, row.sim_low, row.sim_high) == (alone.p, alone.sim_low, alone.sim_high)
        assert pd.isna(row.note)
    assert pd.api.types.is_integer_dtype(rows["year"])
    assert [(s["field"], s["year"]) for s in scatters] == list(zip(rows["field"], rows["year"]))


def test_a_region_without_a_row_counts_as_missing():
    w = lattice()
    table = panel(w)
    gone = (table["year"] == 2020) & (table["region"] == NAMES[5])
    table.loc[((table["year"] == 2021) & (table["region"] == NAMES[0])).to_numpy(), "x"] = np.nan
    # the index has doubles, so cut by position
    table = table[~gone.to_numpy()]
    rows, scatters = global_moran_by_year(table, ["x"], w, permutations=99)
    assert rows["n_missing"].tolist() == [0, 1, 1] and rows["n"].tolist() == [16, 15, 15]
    assert [len(s["z"]) for s in scatters] == [16, 15, 15]
    for row in rows.itertuples():
        single = global_moran(values_of(table, row.year, w), w, permutations=99)
        assert (row.moran_i, row.p) == (single.i, single.p)
    # and by hand: esda on the weights without the region
    values = values_of(table, 2020, w)
    left = [name for name, value in zip(w.id_order, values) if not math.isnan(value)]
    part = weights.w_subset(w, left, silence_warnings=True)
    part.transform = "r"
    oracle = esda.Moran(values[~np.isnan(values)], part, permutations=0)
    assert rows["moran_i"][1] == pytest.approx(oracle.I, abs=1e-12)


@pytest.mark.parametrize("kind", [object, "Int64", "float64"])
def test_columns_of_any_kind(kind):
    # fields of a layer come as objects with None where they are empty
    w = lattice()
    plain = panel(w)
    other = plain.copy()
    other["x"] = plain["x"].round().astype("Int64" if kind == "Int64" else kind)
    other["year"] = plain["year"].astype(kind)
    plain["x"] = plain["x"].round()
    other.iloc[0, 2], plain.iloc[0, 2] = None, np.nan
    found = global_moran_by_year(other, ["x"], w, permutations=99)[0]
    pd.testing.assert_frame_equal(found, global_moran_by_year(plain, ["x"], w, permutations=99)[0])
    found = local_moran_by_year(other, "x", w, permutations=99)
    pd.testing.assert_frame_equal(found, local_moran_by_year(plain, "x", w, permutations=99))


def test_constant_year_has_a_note_and_no_scatter():
    w = lattice()
    table = panel(w)
    table.loc[(table["year"] == 2020).to_numpy(), "x"] = 1.0
    log = Log()
    rows, scatters = global_moran_by_year(table, ["x"], w, permutations=99, log=log)
    assert rows["moran_i"].isna().tolist() == [False, True, False]
    assert rows["p"].isna().tolist() == [False, True, False]
    assert rows["note"].isna().tolist() == [True, False, True] and "equal" in rows["note"][1]
    assert [s["year"] for s in scatters] == [2019, 2021]
    assert any(text.startswith("x 2020") for text in log.warnings)
    # for a front end to translate; text of pandas 3 would keep the sentence alone
    assert rows["note"].dtype == object
    assert rows["note"][1].template.startswith("{label}: all {n} values are equal")


# ---- scatter -----------------------------------------------------------------------------------


@pytest.mark.parametrize("islands", ["nearest", "drop"])
@pytest.mark.parametrize("missing", [False, True])
def test_slope_of_the_scatter_is_moran(islands, missing):
    # row-standardised, S0 = n: I = z'Wz / z'z is the slope of lag on z
    w = lattice(island=islands == "drop")
    table = panel(w)
    if missing:
        table.iloc[::7, 2] = np.nan
    rows, scatters = global_moran_by_year(table, ["x"], w, permutations=99, islands=islands)
    for row, scatter in zip(rows.itertuples(), scatters):
        assert len(scatter["z"]) == row.n
        assert scatter["z"].mean() == pytest.approx(0, abs=1e-12)
        assert scatter["z"].std() == pytest.approx(1)
        slope = (scatter["z"] * scatter["lag"]).sum() / (scatter["z"] ** 2).sum()
        assert slope == pytest.approx(row.moran_i, abs=1e-12)
        assert np.polyfit(scatter["z"], scatter["lag"], 1)[0] == pytest.approx(row.moran_i)
        assert (scatter["i"], scatter["p"]) == (row.moran_i, row.p)


def test_an_island_that_is_kept_counts_and_is_no_point():
    w = lattice(island=True)
    rows, scatters = global_moran_by_year(panel(w), ["x"], w, permutations=99, islands="keep")
    assert rows["n"].tolist() == [17] * 3 and rows["n_islands"].tolist() == [1] * 3
    assert [len(s["z"]) for s in scatters] == [16] * 3
    dropped = global_moran_by_year(panel(w), ["x"], w, permutations=99, islands="drop")[0]
    assert dropped["n"].tolist() == [16] * 3 and dropped["n_islands"].tolist() == [1] * 3


# ---- local -------------------------------------------------------------------------------------


def test_local_keeps_the_order_of_the_rows():
    w = lattice(island=True)
    table = panel(w)
    table.iloc[4, 2] = np.nan
    log = Log()
    result = local_moran_by_year(table, "x", w, permutations=99, seed=5, islands="drop", log=log)
    assert result.index.equals(table.index)
    for year in YEARS:
        single = local_moran(values_of(table, year, w), w, permutations=99, seed=5, islands="drop")
        single.index = w.id_order
        rows = (table["year"] == year).to_numpy()
        expected = single.loc[table["region"][rows]].reset_index(drop=True)
        pd.testing.assert_frame_equal(result[rows].reset_index(drop=True), expected)
    assert result["lisa_cluster"].iloc[4] == NO_DATA
    on_island = (table["region"] == "岛").to_numpy()
    assert set(result["lisa_cluster"][on_island]) <= {NO_NEIGHBOURS, NO_DATA}
    assert result["lisa_p"][on_island].isna().all()


def test_local_is_that_of_esda():
    w = lattice()
    table = panel(w)
    result = local_moran_by_year(table, "y", w, permutations=99)
    for year in YEARS:
        oracle = esda.Moran_Local(values_of(table, year, w, "y"), w, permutations=0)
        expected = dict(zip(w.id_order, oracle.Is))
        rows = (table["year"] == year).to_numpy()
        found = result["lisa_i"][rows].to_numpy()
        assert found == pytest.approx([expected[name] for name in table["region"][rows]])


def test_local_of_a_constant_year():
    w = lattice()
    table = panel(w)
    year = (table["year"] == 2020).to_numpy()
    table.loc[year, "x"] = 1.0
    result = local_moran_by_year(table, "x", w, permutations=99)
    assert result["lisa_i"][year].isna().all() and result["lisa_i"][~year].notna().all()


def test_a_region_missing_in_one_year_is_no_row():
    w = lattice()
    table = panel(w).iloc[1:]
    result = local_moran_by_year(table, "x", w, permutations=99)
    assert len(result) == len(table) == 47 and result["lisa_i"].notna().all()


# ---- rows without a place ----------------------------------------------------------------------


@pytest.mark.parametrize("compute", [
    lambda table, w: global_moran_by_year(table, ["x"], w, permutations=99),
    lambda table, w: local_moran_by_year(table, "x", w, permutations=99),
])  # fmt: skip
def test_rows_without_a_place_are_named(compute):
    w = lattice()
    table = panel(w).reset_index(drop=True).astype({"year": object})
    table.loc[0, "region"] = "Atlantis"
    table.loc[1, "year"] = None
    table.loc[3, ["region", "year"]] = table.loc[2, ["region", "year"]]
    with pytest.raises(InputError) as error:
        compute(table, w)
    said = error.value.messages
    assert [text.split(" (")[0] for text in said] == ["Row 1", "Row 2", "Row 4"]
    assert "Atlantis" in said[0]
    with pytest.raises(InputError, match="no regions"):
        compute(table[:0], w)


@pytest.mark.parametrize("compute", [
    lambda table, w: global_moran_by_year(table, ["x"], w, permutations=99),
    lambda table, w: local_moran_by_year(table, "x", w, permutations=99),
])  # fmt: skip
@pytest.mark.parametrize("year", [2019.5, math.inf])
def test_a_year_that_is_not_whole_is_refused_not_cut(compute, year):
    w = lattice()
    table = panel(w).reset_index(drop=True).astype({"year": float})
    table.loc[4, "year"] = year
    with pytest.raises(InputError) as error:
        compute(table, w)
    (said,) = error.value.messages
    assert said.startswith("Row 5 (省") and " %s) has no whole year" % year in said


def test_progress_and_cancel():
    class Impatient(Log):
        def __init__(self):
            super().__init__()
            self.seen = []

        def progress(self, fraction):
            self.seen.append(fraction)

    w = lattice()
    log = Impatient()
    global_moran_by_year(panel(w), ["x", "y"], w, permutations=99, log=log)
    assert log.seen == sorted(log.seen) and len(log.seen) == 6
    log = Impatient()
    local_moran_by_year(panel(w), "x", w, permutations=99, log=log)
    assert log.seen == sorted(log.seen) and 0 <= log.seen[0] and log.seen[-1] <= 1
