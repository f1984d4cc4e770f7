"""The tool growthandprojection: tables, numbers, pages, and what it says."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from carbon_footprint.core import growth

TOOL = "growthandprojection"
YEARS = range(2000, 2022)
SQUARE = "POLYGON((%d 0,%d 0,%d 1,%d 1,%d 0))"
GROWTH = (
    "scope region field phase first_year last_year n first_value last_value mean_change cagr_pct "
    "mean_rate_pct mean_abs_rate_pct trend_pct trend_low_pct trend_high_pct"
).split()
PROJECTION = "scope region field year kind value low high".split()


def grown(start, year):
    """7 % a year to 2011, then -2 %."""
    return start * 1.07 ** min(year - 2000, 11) * 0.98 ** max(0, year - 2011)


REGIONS = {"北京": 100.0, "<b>&": 30.0, "$C$ 'x'": 1.0}


@pytest.fixture
def study(memory_layer):
    """Make a layer: ``study(change={(region, year): value or None}, geometry="Polygon")``."""

    def study(change=None, geometry="None", field="ice_tco2", years=YEARS, regions=REGIONS, kind=float):  # fmt: skip
        features = []
        for i, (region, start) in enumerate(regions.items()):
            for year in years:
                value = (change or {}).get((region, year), grown(start, year))
                value = value if value is None else kind(value)
                wkt = None if geometry == "None" else SQUARE % (i, i + 1, i + 1, i, i)
                features.append((wkt, [region, year, value]))
        fields = {"region": str, "year": int, field: kind}
        crs = "" if geometry == "None" else "EPSG:4326"
        return memory_layer(geometry, fields, features, crs=crs, name="made")

    return study


def whole(table, region="All regions"):
    return table[(table["region"] == region) & (table["phase"] == "whole")].iloc[0]


@pytest.mark.parametrize("geometry", ["None", "Polygon"])
def test_rates_and_projection(run, rows, study, geometry):
    results, feedback = run(TOOL, INPUT=study(geometry=geometry), OUTPUT_PROJECTION="memory:")
    table, projected = rows(results["OUTPUT"]), rows(results["OUTPUT_PROJECTION"])
    assert list(table) == GROWTH and list(projected) == PROJECTION
    assert not results["OUTPUT"].isSpatial() and not feedback.warnings
    assert table["region"].tolist() == ["All regions", *REGIONS]
    assert table["scope"].tolist() == ["total"] + ["region"] * 3
    assert set(table["phase"]) == {"whole"} and set(table["field"]) == {"ice_tco2"}
    # 1.07^11 0.98^10 in 21 years, for all of them
    cagr = 100 * ((1.07**11 * 0.98**10) ** (1 / 21) - 1)
    np.testing.assert_allclose(table["cagr_pct"], cagr)
    assert results["CAGR_PCT"] == pytest.approx(cagr)
    mean = (11 * 7 - 10 * 2) / 21
    np.testing.assert_allclose(table["mean_rate_pct"], mean)
    np.testing.assert_allclose(table["mean_abs_rate_pct"], (11 * 7 + 10 * 2) / 21)
    logs = np.log([grown(1, year) for year in YEARS])
    slope = np.polyfit(YEARS, logs, 1)[0]
    assert results["TREND_PCT"] == pytest.approx(100 * np.expm1(slope))
    last = 131 * 1.07**11 * 0.98**10
    assert results["PROJECTED"] == pytest.approx(last * np.exp(9 * slope))
    assert results["LOW"] < results["PROJECTED"] < results["HIGH"]
    assert results["LOW"] * results["HIGH"] == pytest.approx(results["PROJECTED"] ** 2)
    assert len(projected) == 4 * 31
    assert projected.loc[projected["kind"] == "observed", ["low", "high"]].isna().all().all()
    row = projected[(projected["scope"] == "total") & (projected["year"] == 2030)].iloc[0]
    assert (row["value"], row["low"], row["high"]) == tuple(
        results[name] for name in ("PROJECTED", "LOW", "HIGH")
    )


@pytest.mark.parametrize("breaks", ["auto", "2011", " 2011年 "])
def test_phases(run, rows, study, breaks):
    results, feedback = run(TOOL, INPUT=study(), BREAK_YEARS=breaks, BASIS="last_phase")
    table = rows(results["OUTPUT"])
    assert table["phase"].tolist() == ["whole", "1", "2"] * 4
    for phase, first, last, rate in (("1", 2000, 2011, 7), ("2", 2011, 2021, -2)):
        part = table[table["phase"] == phase]
        assert set(part["first_year"]) == {first} and set(part["last_year"]) == {last}
        for name in ("cagr_pct", "mean_rate_pct", "trend_pct", "trend_low_pct", "trend_high_pct"):
            np.testing.assert_allclose(part[name], rate, rtol=1e-9)
    assert results["PROJECTED"] == pytest.approx(131 * 1.07**11 * 0.98**19)
    said = any("All regions: the growth rate changes in 2011." == text for text in feedback.infos)
    assert said == (breaks == "auto")


def test_parameters_reach_the_core(run, rows, study):
    rough = {
        (region, year): start * np.exp(0.05 * np.sin(7 * year) + abs(year - 2010) / 40)
        for region, start in REGIONS.items()
        for year in YEARS
    }
    layer = study(rough)

    def tables(**parameters):
        results, _ = run(TOOL, INPUT=layer, OUTPUT_PROJECTION="memory:", **parameters)
        return rows(results["OUTPUT"]), rows(results["OUTPUT_PROJECTION"]), results

    rates, projected, numbers = tables()
    assert tables(CONFIDENCE=50)[0]["trend_low_pct"][0] > rates["trend_low_pct"][0]
    assert tables(CONFIDENCE=50)[2]["HIGH"] < numbers["HIGH"]
    assert tables(HORIZON=2025)[1]["year"].max() == 2025
    assert tables(ANCHOR="fitted")[2]["PROJECTED"] != pytest.approx(numbers["PROJECTED"], rel=1e-6)
    last = 131 * rough["北京", 2021] / 100
    cagr = (1 + numbers["CAGR_PCT"] / 100) ** 9
    assert tables(BASIS="cagr")[2]["PROJECTED"] == pytest.approx(last * cagr)
    assert tables(TOTALS="mean")[1]["value"][0] == pytest.approx(projected["value"][0] / 3)
    assert "3" in set(tables(BREAK_YEARS="auto", MIN_SEGMENT=5)[0]["phase"])
    found = tables(BREAK_YEARS="auto", MIN_SEGMENT=5, MAX_BREAKS=1)[0]
    assert set(found["phase"]) == {"whole", "1", "2"}
    assert set(found.loc[found["phase"] == "1", "last_year"]) <= {2010, 2011}
    # no phases of 11 years fit into 21
    assert set(tables(BREAK_YEARS="auto", MIN_SEGMENT=11)[0]["last_year"]) == {2021}


def test_two_runs_are_the_same(run, rows, study):
    layer = study()
    one, other = (rows(run(TOOL, INPUT=layer, BREAK_YEARS="auto")[0]["OUTPUT"]) for _ in range(2))
    pd.testing.assert_frame_equal(one, other, check_exact=True)


def test_without_a_total(run, rows, study):
    results, _ = run(TOOL, INPUT=study(), TOTALS="none")
    assert set(rows(results["OUTPUT"])["scope"]) == {"region"}
    for name in ("CAGR_PCT", "TREND_PCT", "PROJECTED", "LOW", "HIGH"):
        assert results[name] is None


def test_null_stays_null_and_makes_no_smaller_total(run, rows, study):
    from qgis.core import NULL

    change = {("<b>&", 2021): None, ("$C$ 'x'", 2005): None}
    results, feedback = run(TOOL, INPUT=study(change), OUTPUT_PROJECTION="memory:")
    table = rows(results["OUTPUT"]).set_index("region")
    assert table.loc["All regions", ["last_year", "n"]].tolist() == [2020, 20]
    assert table.loc["<b>&", ["last_year", "n"]].tolist() == [2020, 21]
    assert any("no total for 2005, 2021" in text for text in feedback.warnings)
    projected = rows(results["OUTPUT_PROJECTION"])
    part = projected[projected["region"] == "<b>&"]
    assert part.loc[part["kind"] == "projected", "year"].tolist() == list(range(2021, 2031))
    zero, feedback = run(TOOL, INPUT=study({("北京", 2003): 0.0}), OUTPUT_PROJECTION="memory:")
    for feature in zero["OUTPUT"].getFeatures():
        assert (feature["trend_pct"] == NULL) == (feature["region"] == "北京")
        assert feature["mean_change"] != NULL and feature["cagr_pct"] != NULL
    for feature in zero["OUTPUT_PROJECTION"].getFeatures():
        ahead = feature["kind"] == "projected"
        assert (feature["value"] == NULL) == (ahead and feature["region"] == "北京")
    assert any("zero or negative" in text and "北京" in text for text in feedback.warnings)


def test_nothing_but_null(run, rows, study, tmp_path):
    page = tmp_path / "p.html"
    change = {(region, year): None for region in REGIONS for year in YEARS}
    results, _ = run(TOOL, INPUT=study(change), OUTPUT_PROJECTION="memory:", OUTPUT_HTML=str(page))
    table = rows(results["OUTPUT"])
    assert table["n"].tolist() == [0] * 4 and table["first_year"].isna().all()
    assert rows(results["OUTPUT_PROJECTION"]).empty and results["PROJECTED"] is None
    assert "nan" not in re.sub("finance|<style>.*?</style>", "", page.read_text(encoding="utf-8"), flags=re.S).lower()  # fmt: skip


def test_one_region_and_one_year(run, rows, study):
    only = {"北京": 100.0}
    results, _ = run(TOOL, INPUT=study(regions=only))
    table = rows(results["OUTPUT"])
    assert table["region"].tolist() == ["北京"] and results["PROJECTED"] is not None
    results, feedback = run(TOOL, INPUT=study(years=[2011]))
    assert rows(results["OUTPUT"])["cagr_pct"].isna().all() and results["CAGR_PCT"] is None
    assert any("two years or more" in text for text in feedback.warnings)


def test_a_table_without_regions_is_one_region(run, rows, memory_layer, fault):
    def layer(years):
        features = [(None, [year, grown(5.0, year)]) for year in years]
        return memory_layer("None", {"year": int, "gdp": float}, features, crs="", name="nation")

    results, feedback = run(TOOL, INPUT=layer(YEARS), FIELD="gdp")
    assert rows(results["OUTPUT"])["region"].tolist() == ["All regions"]
    assert results["CAGR_PCT"] > 0 and any("as one region" in text for text in feedback.infos)
    # twice the same year is no single region
    text = fault(TOOL, INPUT=layer([*YEARS, 2021]), FIELD="gdp")
    assert "nation has no field region; choose one of: year, gdp." in text
    text = fault(TOOL, INPUT=layer(YEARS), FIELD="gdp", REGION_FIELD="naam")
    assert "no field naam" in text


def test_a_sum_of_depths_is_warned_of(run, study):
    _, feedback = run(TOOL, INPUT=study(field="depth"), FIELD="depth")
    assert any("depth looks like a ratio" in text for text in feedback.warnings)
    _, feedback = run(TOOL, INPUT=study(field="depth"), FIELD="depth", TOTALS="mean")
    assert not feedback.warnings


def test_years_missing_from_the_layer_and_numbers_as_text(run, rows, study):
    results, _ = run(TOOL, INPUT=study(years=[2000, 2003, 2011], kind=str))
    table = rows(results["OUTPUT"])
    np.testing.assert_allclose(table["cagr_pct"], 7)
    np.testing.assert_allclose(table["mean_rate_pct"], 7)


def test_wrong_input_is_refused_in_words(fault, study):
    layer = study()
    assert "no field ice" in fault(TOOL, INPUT=layer, FIELD="ice")
    text = fault(TOOL, INPUT=study({("北京", 2001): "much"}, kind=str))
    assert "'much' is not a number" in text
    assert "BREAK_YEARS: 'soon'" in fault(TOOL, INPUT=layer, BREAK_YEARS="soon")
    text = fault(TOOL, INPUT=layer, BREAK_YEARS="1999, 2011")
    assert "1999 cannot end a phase" in text and "2001-2020" in text
    assert "more than once" in fault(TOOL, INPUT=layer, YEAR_FIELD="")
    text = fault(TOOL, INPUT=study(years=[2011]), YEAR_FIELD="jaar")
    assert "made has no years" in text


def test_cancel_stops_and_leaves_nothing(run, study, feedback_class, tmp_path):
    feedback = feedback_class()
    path = tmp_path / "out.gpkg"
    feedback.progressChanged.connect(lambda value: value > 30 and feedback.cancel())
    results, _ = run(TOOL, feedback=feedback, INPUT=study(), OUTPUT=str(path))
    assert not results.get("OUTPUT") and not path.exists()


# --- population scenario ------------------------------------------------------------------------


def test_population_scenario(run, rows, memory_layer, fault):
    # Per head 2 t, 3 % more every year, of 10 and later 13 persons.
    features = [(None, ["北京市", year, 20 * 1.03 ** (year - 2011), 10.0]) for year in YEARS]
    fields = {"region": str, "year": int, "ice_tco2": float, "population": float}
    layer = memory_layer("None", fields, features, crs="")
    keys = {"region": str, "year": int}
    scenario = memory_layer(
        "None", {**keys, "population": str}, [(None, ["Beijing", 2025, "12"]), (None, ["北京", 2030, "13"])],
        crs="", name="people",
    )  # fmt: skip
    given = {"INPUT": layer, "POPULATION_SCENARIO": scenario}
    results, _ = run(TOOL, **given, OUTPUT_PROJECTION="memory:")
    assert results["PROJECTED"] == pytest.approx(2 * 1.03**19 * 13)
    table = rows(results["OUTPUT_PROJECTION"])
    ahead = table[table["kind"] == "projected"]
    assert ahead["year"].tolist() == [2025, 2030]
    assert ahead["value"].iloc[0] == pytest.approx(2 * 1.03**14 * 12)
    results, feedback = run(TOOL, **given, HORIZON=2029)
    assert results["PROJECTED"] is None
    assert any("Nothing is projected to 2029" in text for text in feedback.warnings)
    assert "no field persons" in fault(TOOL, **given, POPULATION_FIELD="persons")
    wrong = memory_layer(
        "None", {**keys, "population": str}, [(None, ["Beijing", 2030, "x"])], crs=""
    )
    text = fault(TOOL, INPUT=layer, POPULATION_SCENARIO=wrong)
    assert "row 1" in text and "'x' is not a number" in text


def test_population_scenario_of_all_regions_and_of_each(run, rows, memory_layer, fault):
    # 200 t of 100 persons in each of two regions; 300 persons later on are 2 t each, 600 t.
    features = [(None, [name, year, 200.0, 100.0]) for name in "AB" for year in YEARS]
    fields = {"region": str, "year": int, "ice_tco2": float, "population": float}
    layer = memory_layer("None", fields, features, crs="")

    def projected(scenario, totals="sum"):
        people = {"region": str, "year": int, "population": float}
        given = memory_layer("None", people, [(None, list(row)) for row in scenario], crs="")
        return dict(INPUT=layer, POPULATION_SCENARIO=given, TOTALS=totals)

    scenario = [("A", 2030, 120.0), ("All regions", 2030, 300.0)]
    results, feedback = run(TOOL, **projected(scenario), OUTPUT_PROJECTION="memory:")
    assert results["PROJECTED"] == pytest.approx(600)
    assert any("cannot be used for B;" in text for text in feedback.warnings)
    table = rows(results["OUTPUT_PROJECTION"])
    ahead = table[table["kind"] == "projected"].set_index("region")["value"]
    assert ahead.to_dict() == pytest.approx({"All regions": 600, "A": 240})
    assert run(TOOL, **projected(scenario, "mean"))[0]["PROJECTED"] == pytest.approx(300)
    text = fault(TOOL, **projected([("A", 2030, 0.0), ("B", 2030, 0.01)]))
    assert "A has 0 persons in 2030; give a number above zero" in text
    assert "B begins with 0.01 persons in 2030, and had 100 in 2021" in text


# --- how it looks -------------------------------------------------------------------------------


def charts_of(page):
    text = page.read_text(encoding="utf-8")
    return [
        "".join(ElementTree.fromstring(svg).itertext())
        for svg in re.findall(r"<svg.*?</svg>", text, flags=re.S)
    ], text


def test_page(run, study, tmp_path):
    page = tmp_path / "增长.html"
    many = {**REGIONS, **{"r%02d" % i: 0.1 * i for i in range(1, 12)}}
    change = {("r01", year): 0.1 * 1.2 ** (year - 2000) for year in YEARS}
    change.update({("r02", year): 0.0 for year in YEARS})
    run(TOOL, INPUT=study(change, regions=many), BREAK_YEARS="2011", OUTPUT_HTML=str(page))
    charts, text = charts_of(page)
    assert len(charts) == 3
    total, large, fast = charts
    assert "All regions" in total and "ice_tco2" in total and "2030: " in total
    assert "2000–2011: +7.0" in total and "2011–2021: " in total
    assert all(name in large for name in ("北京", "<b>&", "$C$ 'x'"))
    assert "r01" in large or "r01" in fast
    assert "r02" not in large + fast, "nothing of it can be drawn"
    assert "&lt;b&gt;&amp;" in text and "<b>&" not in text
    assert text.count("whole record") == 15
    assert "nan" not in re.sub("<style>.*?</style>|<svg.*?</svg>", "", text, flags=re.S)
    assert "http" not in re.sub("<svg.*?</svg>", "", text, flags=re.S)


def test_page_without_total_or_projection(run, study, tmp_path):
    page = tmp_path / "p.html"
    run(TOOL, INPUT=study(), TOTALS="none", HORIZON=2010, OUTPUT_HTML=str(page))
    charts, _ = charts_of(page)
    assert len(charts) == 1 and "2010:" not in charts[0]
    run(TOOL, INPUT=study(regions={"北京": 1.0}), OUTPUT_HTML=str(page))
    charts, _ = charts_of(page)
    assert len(charts) == 1 and "北京" in charts[0]


def test_what_the_chart_draws(qgis_app, monkeypatch):
    pytest.importorskip("matplotlib")
    from carbon_footprint.algorithms import growth_chart
    from carbon_footprint.core import projection

    drawn = []
    monkeypatch.setattr(growth_chart, "svg", drawn.append)
    years = np.arange(2000, 2003)
    # Three values leave one degree of freedom: the interval reaches far beyond them.
    one = growth.Series("region", "A", years, np.array([1.0, 4.0, 2.0]))
    rates = growth.growth_table([one], "gdp")
    table = projection.projection_table([one], projection.carried_on([one], 2006), "gdp")
    growth_chart.growth_chart([one], rates, table, large=True)
    (axis,) = drawn[0].axes
    line, points, ahead = axis.lines
    assert points.get_xydata().tolist() == [[2000, 1], [2001, 4], [2002, 2]]
    np.testing.assert_allclose(line.get_ydata(), one.lines()[0][1])
    assert ahead.get_xdata().tolist() == [2002, 2003, 2004, 2005, 2006]
    np.testing.assert_allclose(ahead.get_ydata(), 2 * np.sqrt(2) ** np.arange(5))
    # the last value of 8 sets the scale, not the upper end of 1e9
    assert table["high"].max() > 1e6 and 8 < axis.get_ylim()[1] < 20
    assert axis.get_ylabel() == "gdp" and axis.texts[0].get_text() == "2006: 8"


# --- in the chain -------------------------------------------------------------------------------


def test_after_the_chain_of_the_sample(run, rows, sample, study_inputs, memory_layer):
    # The tools before it, with defaults; nothing but INPUT is set.
    sink = run("carbonsink", **study_inputs)[0]["OUTPUT"]
    energy = run("importenergy", INPUTS=[str(sample / "energy.csv")])[0]["OUTPUT"]
    emissions = run("industrialemissions", ENERGY=energy)[0]["OUTPUT"]
    people = run(
        "importpanel",
        INPUT=str(sample / "population.csv"),
        VALUE_NAME="population",
        UNIT="10^4 persons",
    )[0]["OUTPUT"]
    joined = run("jointables", REGIONS=sink, TABLES=[emissions, people])[0]["OUTPUT"]
    footprint = run("footprint3d", INPUT=joined, OUTPUT_TOTALS="memory:")[0]
    results, feedback = run(TOOL, INPUT=footprint["OUTPUT"], OUTPUT_PROJECTION="memory:")
    assert not feedback.warnings
    table = rows(results["OUTPUT"])
    assert len(table) == 31 and table["cagr_pct"].notna().all()
    sums = rows(footprint["OUTPUT"]).groupby("year")["ice_tco2"].sum()
    assert sums.index.tolist() == [2011, 2013, 2015, 2017, 2019, 2021]
    assert results["CAGR_PCT"] == pytest.approx(100 * ((sums[2021] / sums[2011]) ** 0.1 - 1))
    slope = np.polyfit(sums.index, np.log(sums), 1)[0]
    assert results["PROJECTED"] == pytest.approx(sums[2021] * np.exp(9 * slope))
    # all of it again from the table of totals, which has no regions, and from the emissions
    for layer in (footprint["OUTPUT_TOTALS"], emissions):
        again, _ = run(TOOL, INPUT=layer)
        for name in ("CAGR_PCT", "TREND_PCT", "PROJECTED", "LOW", "HIGH"):
            assert again[name] == pytest.approx(results[name], rel=1e-9)
    # as many people in 2030 as in 2021
    persons = rows(people).groupby("year")["population"].sum()
    features = [(None, [2030, float(persons[2021])])]
    scenario = memory_layer("None", {"year": int, "population": float}, features, crs="")
    results, _ = run(TOOL, INPUT=footprint["OUTPUT"], POPULATION_SCENARIO=scenario)
    slope = np.polyfit(sums.index, np.log(sums / persons), 1)[0]
    assert results["PROJECTED"] == pytest.approx(sums[2021] * np.exp(9 * slope))
