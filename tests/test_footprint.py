"""Size, depth and capacity: the worked examples, the identities, and every edge."""

from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest
from carbon_footprint.core.footprint import (
    CARBON_PER_CO2,
    MEAN_NEP,
    METHODS,
    footprint_3d,
    footprint_table,
    group_totals,
    mean_nep,
)
from carbon_footprint.core.log import InputError, Log, Message, listing

NF, NG = 3.8096, 0.9482  # t C per ha and year, forest and grassland
FOREST, GRASS = 2.0e6, 1.0e6  # ha, of the worked example
SINK = 3.8096 * 2.0e6 + 0.9482 * 1.0e6  # 8,567,400 t C
ICE, ICE_PRINTED = 28_437_000, 24_266_297  # t CO2, see test_emissions
OUTPUTS = (
    "icf_ha cec_ha deficit_ha surplus_ha size_ha depth depth_log10 flow_use "
    "icf_pc_ha cec_pc_ha size_pc_ha"
).split()


def table(**changes):
    """A table with the province of the worked example in one row."""
    row = dict(
        region="Testland", year=2021, forest_ha=FOREST, grass_ha=GRASS, sink_tc=SINK,
        ice_tco2=float(ICE), population=20e6,
    )  # fmt: skip
    return pd.DataFrame([{**row, **changes}])


def one(ice=ICE, sink=SINK, nbar=2.5, population=None, method="consistent"):
    """The footprint of one region."""
    heads = None if population is None else [population]
    return footprint_3d([ice], [sink], [nbar], heads, method).loc[0]


# ---- mean NEP ----------------------------------------------------------------------------------


def test_the_three_means():
    args = ([FOREST], [GRASS], NF, NG)
    # .8272 * 3.8096 + .1728 * .9482; 1 / (.8272 / 3.8096 + .1728 / .9482); (2 * NF + NG) / 3
    arithmetic = mean_nep(*args, "as_printed_arithmetic")[0]
    harmonic = mean_nep(*args, "carbon_share")[0]
    assert round(arithmetic, 4) == 3.3152 and round(harmonic, 4) == 2.5039
    assert round(harmonic / arithmetic - 1, 3) == -0.245  # the printed areas are 24.5 % small
    assert round(mean_nep(*args, "regional")[0], 4) == 2.8558


def test_identity_3_carbon_shares_and_area_shares_of_the_region_agree():
    share = NF * FOREST / SINK
    harmonic = mean_nep([FOREST], [GRASS], NF, NG, "carbon_share", share, 1 - share)
    regional = mean_nep([FOREST], [GRASS], NF, NG, "regional")
    assert harmonic == pytest.approx(regional, rel=1e-12)
    assert SINK / regional[0] == pytest.approx(FOREST + GRASS, rel=1e-12)  # CEC = the land
    printed = mean_nep([FOREST], [GRASS], NF, NG, "as_printed_arithmetic", share, 1 - share)
    assert round(SINK / printed[0]) == 2_452_795  # carbon shares in the printed form


def test_means_of_several_regions():
    forest, grass = [1.0, 0, 0, np.nan, 3], [0, 1.0, 0, 1, 1]
    regional = mean_nep(forest, grass, NF, NG)
    assert regional[:2] == pytest.approx([NF, NG])
    assert np.isnan(regional[2:4]).all()  # no land, and land of unknown size
    assert regional[4] == pytest.approx((3 * NF + NG) / 4)
    constant = mean_nep(forest, grass, NF, NG, "carbon_share")
    assert constant.shape == (5,) and np.ptp(constant) == 0  # no region's own business
    own = mean_nep([1, 1], [1, 1], np.array([4.0, 2.0]), np.array([2.0, 1.0]))
    assert own.tolist() == [3.0, 1.5]


@pytest.mark.parametrize("shares", [(0.9, 0.2), (1.2, -0.2), (np.nan, 0.5), (0.5, np.nan)])
@pytest.mark.parametrize("how", ["carbon_share", "as_printed_arithmetic"])
def test_shares_must_be_shares(how, shares):
    with pytest.raises(InputError, match="P_FOREST.*P_GRASS.*add up to 1"):
        mean_nep([1.0], [1.0], NF, NG, how, *shares)


def test_carbon_share_needs_productive_land():
    with pytest.raises(InputError, match="NEP above 0"):
        mean_nep([1.0], [1.0], NF, 0.0, "carbon_share")
    assert mean_nep([1.0], [1.0], NF, 0.0, "carbon_share", 1, 0) == [NF]


def test_unknown_choices():
    with pytest.raises(InputError, match="geometric.*regional, carbon_share"):
        mean_nep([1.0], [1.0], NF, NG, "geometric")
    with pytest.raises(InputError, match="other.*consistent, as_printed"):
        footprint_3d([1.0], [1.0], [1.0], method="other")
    with pytest.raises(InputError, match="other"):
        footprint_table(table(), method="other")
    # also where the printed method would not have looked at it
    with pytest.raises(InputError, match="geometric"):
        footprint_table(table(), method="as_printed", how="geometric")


# ---- the worked example ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "how, icf, cec, size_pc",
    [("carbon_share", 3_097_376, 3_421_611, 0.1549), ("regional", 2_715_717, 3_000_000, 0.1358)],
)
def test_worked_example_consistent(how, icf, cec, size_pc):
    result = footprint_table(table(), how=how).loc[0]
    assert (round(result["icf_ha"]), round(result["cec_ha"])) == (icf, cec)
    assert round(result["size_pc_ha"], 4) == size_pc and result["depth"] == 1
    assert result["deficit_ha"] == 0 and result["surplus_ha"] == pytest.approx(cec - icf, abs=1)
    assert result["flow_use"] == pytest.approx(icf / cec, rel=1e-6)
    assert result["depth_log10"] == 0 and result["flag"] is None


def test_worked_example_as_printed():
    log = Log()
    result = footprint_table(
        table(ice_tco2=ICE_PRINTED), method="as_printed", how="carbon_share", log=log
    ).loc[0]
    assert round(result["size_pc_ha"], 4) == 0.1292 and round(result["depth"], 4) == 2.8324
    assert any("METHOD as_printed divides tonnes of CO2" in text for text in log.warnings)
    assert any("arithmetic" in text for text in log.notes)
    # nothing to say against the method that is right
    log = Log()
    footprint_table(table(), log=log)
    assert log.warnings == log.notes == []


def test_as_printed_needs_no_areas():
    frame = table(ice_tco2=ICE_PRINTED).drop(columns=["forest_ha", "grass_ha"])
    assert round(footprint_table(frame, method="as_printed").loc[0, "depth"], 4) == 2.8324
    assert footprint_table(frame, how="carbon_share").loc[0, "depth"] > 0
    with pytest.raises(InputError, match="no field forest_ha, grass_ha; it has region, year"):
        footprint_table(frame)


def test_the_defaults_are_the_coefficients_of_the_paper():
    given = footprint_table(table(), nep_forest=3.8096, nep_grass=0.9482)
    pd.testing.assert_frame_equal(footprint_table(table()), given)


def test_coefficients_of_the_table_take_precedence():
    # the sink was computed with 2 and 1 t C per ha: n = (2 * 2 + 1 * 1) / 3, CEC = 3e6 ha again
    frame = table(nep_forest_tc_ha=2.0, nep_grass_tc_ha=1.0, sink_tc=5e6)
    result = footprint_table(frame, nep_forest=9.0, nep_grass=9.0).loc[0]
    assert result["cec_ha"] == pytest.approx(3e6)
    assert result["icf_ha"] == pytest.approx(ICE * 12 / 44 / (5 / 3))
    share = footprint_table(frame, how="carbon_share", p_forest=0.5, p_grass=0.5).loc[0]
    assert share["icf_ha"] == pytest.approx(ICE * 12 / 44 * (0.5 / 2 + 0.5 / 1))


def test_other_field_names():
    frame = table().rename(columns={"sink_tc": "s", "ice_tco2": "e", "forest_ha": "f",
                                    "grass_ha": "g", "population": "p"})  # fmt: skip
    result = footprint_table(frame, "s", "e", "f", "g", "p")
    pd.testing.assert_frame_equal(result, footprint_table(table()))


# ---- identities --------------------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
def test_identities_hold_for_any_numbers(method):
    random = np.random.default_rng(2025)
    n = 1000
    ice = 10 ** random.uniform(0, 10, n) * (random.random(n) > 0.05)  # some without emissions
    forest, grass = (10 ** random.uniform(0, 8, n) * (random.random(n) > 0.3) for _ in "fg")
    sink = NF * forest * random.uniform(0.5, 2, n) + NG * grass  # with a yield factor
    keep = forest + grass > 0
    ice, forest, grass, sink = ice[keep], forest[keep], grass[keep], sink[keep]
    depths = []
    for how in MEAN_NEP:
        nbar = mean_nep(forest, grass, NF, NG, how)
        result = footprint_3d(ice, sink, nbar, method=method)
        icf, cec, size, depth = (
            result[name].to_numpy() for name in ("icf_ha", "cec_ha", "size_ha", "depth")
        )
        assert np.allclose(size * depth, icf, rtol=1e-12, atol=0)
        carbon = ice * (12 / 44 if method == "consistent" else 1)
        assert np.allclose(depth, np.maximum(1, carbon / sink), rtol=1e-12, atol=0)
        assert np.allclose(icf + result["surplus_ha"], cec + result["deficit_ha"], rtol=1e-12)
        assert (result["deficit_ha"] * result["surplus_ha"] == 0).all()
        assert (depth >= 1).all() and (size <= np.minimum(icf, cec)).all()
        assert result["flow_use"].between(0, 1).all()
        assert np.allclose(10 ** result["depth_log10"], depth, rtol=1e-12)
        assert result["flag"].isna().all()
        depths.append(depth)
    assert np.allclose(depths, depths[0], rtol=1e-12)  # the mean NEP cancels
    assert (depths[0] > 1).any() and (depths[0] == 1).any()


def test_capacity_is_the_land_without_yield_factors():
    random = np.random.default_rng(7)
    forest, grass = random.uniform(0, 1e7, (2, 200))
    nbar = mean_nep(forest, grass, NF, NG)
    result = footprint_3d(np.ones(200), NF * forest + NG * grass, nbar)
    assert np.allclose(result["cec_ha"], forest + grass, rtol=1e-12)


def test_carbon_of_carbon_dioxide():
    assert CARBON_PER_CO2 == 12 / 44
    assert one(44, 100, 1)["icf_ha"] == pytest.approx(12)
    assert one(44, 100, 1, method="as_printed")["icf_ha"] == 44


# ---- edges -------------------------------------------------------------------------------------


def test_footprint_equal_to_capacity():
    result = one(ice=44, sink=12, nbar=1, population=6)
    assert result["depth"] == 1 and result["deficit_ha"] == result["surplus_ha"] == 0
    assert result["size_ha"] == 12 and result["size_pc_ha"] == 2 and result["flow_use"] == 1


@pytest.mark.parametrize("nbar", [2.5, np.nan])  # carbon_share, and regional without any land
def test_no_sink_but_emissions(nbar):
    result = one(sink=0, nbar=nbar, population=10)
    assert result["size_ha"] == 0 and result["cec_ha"] == 0 and result["size_pc_ha"] == 0
    assert np.isnan(result["depth"]) and np.isnan(result["depth_log10"])
    assert np.isnan(result["flow_use"]) and result["flag"] == "no_sink"


@pytest.mark.parametrize("nbar", [2.5, np.nan])
def test_neither_sink_nor_emissions(nbar):
    result = one(ice=0, sink=0, nbar=nbar)
    zero = ["icf_ha", "cec_ha", "size_ha", "deficit_ha", "surplus_ha", "depth_log10"]
    assert (result[zero] == 0).all()
    assert result["depth"] == 1 and result["flag"] == "no_sink" and np.isnan(result["flow_use"])


def test_no_emissions():
    result = one(ice=0)
    assert result["icf_ha"] == result["size_ha"] == result["flow_use"] == 0
    assert result["depth"] == 1 and result["surplus_ha"] == result["cec_ha"] > 0


def test_extreme_depth_is_kept():
    # Zheng et al. (2020) have 298.83 for Shanghai; here 1e6 times the sink
    result = one(ice=44 / 12 * 1e6, sink=1, nbar=2)
    assert result["depth"] == pytest.approx(1e6) and result["depth_log10"] == pytest.approx(6)


@pytest.mark.parametrize(
    "gap, missing",
    [
        ("ice_tco2", set(OUTPUTS) - {"cec_ha", "cec_pc_ha"}),
        ("sink_tc", set(OUTPUTS) - {"icf_ha", "icf_pc_ha"}),
        ("forest_ha", set(OUTPUTS)),
        ("grass_ha", set(OUTPUTS)),
        ("nep_forest_tc_ha", set(OUTPUTS)),
        ("population", {"icf_pc_ha", "cec_pc_ha", "size_pc_ha"}),
    ],
)
@pytest.mark.parametrize("null", [np.nan, None, pd.NA])
@pytest.mark.parametrize("ice", [ICE, 0])
def test_missing_input_makes_its_outputs_missing(gap, missing, null, ice):
    frame = table(ice_tco2=ice, nep_forest_tc_ha=NF, nep_grass_tc_ha=NG)
    frame[gap] = pd.Series([null], dtype=object)
    log = Log()
    result = footprint_table(frame, log=log).loc[0]
    assert set(result.index[result.isna()]) - {"flag"} == missing
    assert not np.isinf(result[OUTPUTS].to_numpy(float)).any() and result["flag"] is None
    if gap in ("ice_tco2", "sink_tc", "forest_ha", "grass_ha"):
        assert any("1 rows lack" in text and "Testland 2021" in text for text in log.warnings)


@pytest.mark.parametrize("kind", ["Int64", "float64", object])
def test_columns_of_any_kind(kind):
    frame = pd.concat([table(), table(region="Gap")], ignore_index=True)
    frame["population"] = pd.Series([20_000_000, None], dtype=kind)
    frame["ice_tco2"] = pd.Series([ICE, None], dtype=kind)
    result = footprint_table(frame)
    assert round(result.loc[0, "size_pc_ha"], 4) == 0.1358
    assert np.isnan(result.loc[1, "size_ha"]) and np.isnan(result.loc[1, "size_pc_ha"])
    assert result["size_ha"].dtype == float


@pytest.mark.parametrize("population", [0, -5])
def test_nobody_there(population):
    result = footprint_table(table(population=population)).loc[0]
    assert result[["icf_pc_ha", "cec_pc_ha", "size_pc_ha"]].isna().all()
    assert result["size_ha"] > 0 and result["flag"] == "no_population"
    both = one(sink=0, population=population)
    assert both["flag"] == "no_sink;no_population"


def test_without_population():
    result = footprint_table(table().drop(columns="population")).loc[0]
    assert result[["icf_pc_ha", "cec_pc_ha", "size_pc_ha"]].isna().all()
    assert result["flag"] is None


def test_nothing_takes_up_carbon():
    # NEP of 0 and land: no mean to divide by, so no area, and never infinity
    frame = table(sink_tc=0.0, nep_forest_tc_ha=0.0, nep_grass_tc_ha=0.0)
    result = footprint_table(frame).loc[0]
    assert np.isnan(result["icf_ha"]) and result["cec_ha"] == 0 and result["flag"] == "no_sink"


def test_faulty_rows_are_named_all_at_once():
    frame = pd.concat([table(), table(), table()], ignore_index=True)
    frame["region"] = ["Ålesund", "B", "C"]
    frame["ice_tco2"] = pd.Series([-1.0, "many", 3.0], dtype=object)
    frame["sink_tc"] = [1.0, 1.0, np.inf]
    frame["grass_ha"] = [1.0, -2.0, 1.0]
    with pytest.raises(InputError) as error:
        footprint_table(frame)
    said = sorted(error.value.messages)
    assert [text.split(" is ")[0] for text in said] == [
        "B 2021: grass_ha", "B 2021: ice_tco2", "C 2021: sink_tc", "Ålesund 2021: ice_tco2"
    ]  # fmt: skip


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA])
def test_messages_call_an_empty_cell_null(missing):
    """As QGIS does: neither None nor nan nor <NA>, whatever the table is made of."""
    message = Message("{file}: {region} has {value:.3g}.", file="f", region=missing, value=missing)
    assert message == "f: NULL has NULL." == message.template.format(**message.data)
    assert pickle.loads(pickle.dumps(message)).data == message.data
    assert listing(["a", missing, "b"]) == "a, NULL, b"
    frame = table(ice_tco2=-1.0)
    frame["region"] = pd.Series([missing], dtype=object)
    with pytest.raises(InputError, match="^NULL 2021: ice_tco2 is -1"):
        footprint_table(frame)


def test_rows_without_names_are_counted_from_one():
    frame = table(ice_tco2=-1.0).drop(columns=["region", "year"])
    with pytest.raises(InputError, match="^1: ice_tco2 is -1"):
        footprint_table(frame)


def test_the_log_tells_infinite_from_idle():
    frame = pd.concat([table(), table(), table()], ignore_index=True)
    frame["region"], frame["sink_tc"] = ["Norm", "Bare", "Idle"], [SINK, 0.0, 0.0]
    frame["ice_tco2"] = [1e6, 1e6, 0.0]
    log = Log()
    footprint_table(frame, log=log)
    (warning,) = log.warnings
    assert warning.startswith("1 rows have no carbon sink") and "Bare 2021" in warning
    (note,) = log.notes
    assert "Idle 2021" in note and "depth is 1" in note


def test_the_index_of_the_table_is_kept():
    frame = pd.concat([table(region="A"), table(region="B", ice_tco2=0.0)])
    frame.index = [7, 7]
    result = footprint_table(frame)
    assert result.index.tolist() == [7, 7] and result["icf_ha"].tolist()[1] == 0
    assert footprint_table(table()[:0]).empty


# ---- totals of a group -------------------------------------------------------------------------


def test_totals_of_fang_and_naive():
    # ICF 3, 1, 8 and CEC 5, 4, 2: size 3 + 1 + 2; 1 + 6 / 11 and 12 / 11
    group = pd.DataFrame({"icf_ha": [3.0, 1.0, 8.0], "cec_ha": [5.0, 4.0, 2.0]})
    (total,) = group_totals(group).to_dict("records")
    assert "year" not in total and total["regions"] == 3 and total["left_out"] == 0
    assert total["size_ha"] == 6
    assert round(total["depth_fang"], 4) == 1.5455 and round(total["depth_naive"], 4) == 1.0909
    assert np.isnan(total["ice_tco2"]) and np.isnan(total["icf_pc_ha"])


def test_totals_by_year_with_gaps():
    nan = np.nan
    frame = pd.DataFrame(
        [
            (2021, 3.0, 5.0, 10.0, 1.0, 2.0),
            (2019, 8.0, 2.0, 30.0, 1.0, 3.0),
            (2021, nan, 4.0, nan, 1.0, 4.0),  # no footprint: left out, but its sink counts
            (2021, 1.0, nan, 20.0, nan, 4.0),  # no capacity: its emissions count
            (2019, 2.0, 8.0, 30.0, 1.0, nan),  # no population: none for the group
            (2017, nan, nan, nan, nan, 1.0),  # nobody is left
        ],
        columns=["year", "icf_ha", "cec_ha", "ice_tco2", "sink_tc", "population"],
    )
    totals = group_totals(frame).set_index("year")
    assert totals.index.tolist() == [2017, 2019, 2021]
    assert totals["regions"].tolist() == [0, 2, 1] and totals["left_out"].tolist() == [1, 0, 2]
    assert totals.loc[2017].drop(["regions", "left_out"]).isna().all()  # and not 0
    assert totals.loc[2021, ["ice_tco2", "sink_tc", "icf_ha", "cec_ha", "size_ha"]].tolist() == [
        30, 2, 3, 5, 3
    ]  # fmt: skip
    assert totals.loc[2021, ["depth_fang", "depth_naive", "icf_pc_ha"]].tolist() == [1, 1, 1.5]
    # 2019: deficit 6 of a capacity of 10; together they just fit
    assert totals.loc[2019, ["depth_fang", "depth_naive"]].tolist() == [1.6, 1.0]
    assert np.isnan(totals.loc[2019, "population"]) and np.isnan(totals.loc[2019, "icf_pc_ha"])


def test_totals_take_the_columns_of_a_layer():
    # fields of a layer come as objects, with None where they are empty; a year may be missing
    frame = pd.DataFrame(
        {
            "year": pd.Series([2021, 2021, None], dtype=object),
            "icf_ha": pd.Series([3, None, 1], dtype=object),
            "cec_ha": pd.Series([1, 1, 1], dtype=object),
            "population": pd.Series([2, 2, -1], dtype=object),
        }
    ).set_axis([5, 5, 5])
    totals = group_totals(frame)
    assert totals["regions"].tolist() == [1, 1] and totals["left_out"].tolist() == [1, 0]
    assert totals["depth_fang"].tolist() == [3, 1] and totals.loc[0, "icf_pc_ha"] == 1.5
    assert np.isnan(totals.loc[1, "population"])  # minus one person is no population


def test_totals_of_nothing_and_without_capacity():
    assert group_totals(pd.DataFrame({"icf_ha": [], "cec_ha": []})).empty
    (total,) = group_totals(pd.DataFrame({"icf_ha": [2.0], "cec_ha": [0.0]})).to_dict("records")
    assert total["size_ha"] == 0
    assert np.isnan(total["depth_fang"]) and np.isnan(total["depth_naive"])


def test_flags_of_earlier_steps_stay_and_own_flags_are_made_anew():
    table = pd.DataFrame(
        {
            "region": ["a", "b", "c"],
            "ice_tco2": [44.0, 44.0, 44.0],
            "sink_tc": [6.0, 0.0, 6.0],
            "forest_ha": [2.0, 0.0, 2.0],
            "grass_ha": [0.0, 0.0, 0.0],
            # c was without a sink when the tool ran before, and is not any more
            "flag": ["landcover_interpolated", "landcover_interpolated", "no_sink"],
        }
    )
    flags = footprint_table(table)["flag"].tolist()
    assert flags[:2] == ["landcover_interpolated", "landcover_interpolated;no_sink"]
    assert pd.isna(flags[2])
