"""The decomposition as a tool: table, numbers, page, what it says, and the chain of tools."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from carbon_footprint.core.decomposition import COLUMNS, decomposition, fuel_balance

TOOL = "decomposition"
PANEL = {"region": str, "year": int, "population": float, "gdp": float}
ENERGY = {"region": str, "year": int, "fuel": str, "amount": float, "unit": str}
REGIONS = {"北京市": "Beijing", "<b>&甲": "<b>&甲", "C $x$": "C $x$"}
YEARS = (2011, 2013, 2015)


@pytest.fixture
def panel(memory_layer):
    """Make the table of population and GDP: ``panel(change={(region, year): {...}}, drop=())``."""

    def panel(change=None, drop=(), fields=None, name="人口"):
        fields = {**PANEL, **(fields or {})}
        kept = [field for field in fields if field not in drop]
        features = []
        for i, region in enumerate(REGIONS):
            for t, year in enumerate(YEARS):
                values = {
                    "region": region, "year": fields["year"](year),
                    "population": 1e6 * (i + 1) * (1 + 0.02 * t), "gdp": 1e10 * (i + 1) * 1.1**t,
                }  # fmt: skip
                values.update((change or {}).get((region, year), {}))
                features.append((None, [values.get(field) for field in kept]))
        return memory_layer("None", {f: fields[f] for f in kept}, features, crs="", name=name)

    return panel


@pytest.fixture
def energy(memory_layer):
    """Make the energy table: ``energy(change={(region, year, fuel): amount})``."""

    def energy(change=None, unit="t", name="能源"):
        features = []
        for i, region in enumerate(REGIONS.values()):
            for t, year in enumerate(YEARS):
                for fuel, amount in (
                    ("raw_coal", 1e6 * (i + 1) * 0.97**t),
                    ("diesel", 2e5 * t),  # appears after 2011
                    ("electricity", 5.0),
                ):
                    amount = (change or {}).get((region, year, fuel), amount)
                    own = "MWh" if fuel == "electricity" else unit
                    features.append((None, [region, year, fuel, amount, own]))
        return memory_layer("None", ENERGY, features, crs="", name=name)

    return energy


def assert_same(found, expected):
    found, expected = (
        table.astype(object).where(table.notna(), None) for table in (found, expected)
    )
    assert list(found) == list(expected)
    assert found.to_dict("list") == expected.to_dict("list")


def test_it_gives_what_the_core_gives(run, rows, panel, energy):
    population, fuels = panel(), energy()
    results, feedback = run(TOOL, INPUT=population, ENERGY=fuels)
    found = rows(results["OUTPUT"])
    balance = fuel_balance(rows(fuels))
    expected = decomposition(rows(population), balance)
    assert_same(found, expected.table)
    assert not results["OUTPUT"].isSpatial()
    kinds = {field.name(): field.typeName() for field in results["OUTPUT"].fields()}
    assert {kinds[name] for name in ("year", "year_from", "year_to")} == {"integer"}
    assert kinds["region"] == kinds["scope"] == "string"
    assert {kinds[name] for name in COLUMNS} == {"double"}
    assert found["region"].dropna().unique().tolist() == list(REGIONS)
    assert not feedback.warnings
    totals = {name: results[name.upper()] for name in COLUMNS}
    change = fuel_balance(rows(fuels)).filter(like="ice_").sum(axis=1)
    years = rows(fuels).drop_duplicates(["region", "year"])["year"].to_numpy()
    last, first = (change[years == year].sum() for year in (2015, 2011))
    assert totals["d_total_tco2"] == pytest.approx(last - first, rel=1e-9)
    parts = [value for name, value in totals.items() if name != "d_total_tco2"]
    assert sum(parts) == pytest.approx(totals["d_total_tco2"], rel=1e-9)
    assert totals["d_carbon_intensity_tco2"] == 0 < totals["d_population_tco2"]
    assert totals["d_affluence_tco2"] > 0


def test_numbers_by_hand(run, rows, memory_layer):
    # One region, one fuel: the worked block of methods.md D, scaled to the factors of raw coal.
    # P 100 -> 104, G/P 2 -> 2.6, E/G 1.5 -> 1.2; C/E is constant, so C goes as E, 300 -> 324.48.
    population = memory_layer(
        "None",
        PANEL,
        [(None, ["A", 2000, 100.0, 200.0]), (None, ["A", 2010, 104.0, 270.4])],
        crs="",
    )
    fuels = memory_layer(
        "None",
        ENERGY,
        [(None, ["a", 2000, "原煤", 300.0, "tce"]), (None, ["a", 2010, "原煤", 324.48, "tce"])],
        crs="",
    )
    results, _ = run(TOOL, INPUT=population, ENERGY=fuels, METHOD="standard_coal")
    ef = 1.9003 / 0.7143  # t CO2 per tce
    weight = (324.48 - 300) / np.log(324.48 / 300) * ef
    for name, ratio in (("POPULATION", 1.04), ("AFFLUENCE", 1.3), ("INTENSITY", 0.8)):
        assert results["D_%s_TCO2" % name] == pytest.approx(weight * np.log(ratio), rel=1e-4)
    assert results["D_TOTAL_TCO2"] == pytest.approx(24.48 * ef, rel=1e-4)
    assert results["D_FUEL_MIX_TCO2"] == results["D_CARBON_INTENSITY_TCO2"] == 0


def test_parameters_reach_the_core(run, rows, panel, energy, memory_layer):
    population, fuels = panel(), energy()
    own = memory_layer(
        "None",
        {"fuel": str, "year": int, "ef_tco2": float},
        [(None, ["raw_coal", year, 2.0 - 0.1 * t]) for t, year in enumerate(YEARS)],
        crs="",
    )
    plain = rows(run(TOOL, INPUT=population, ENERGY=fuels)[0]["OUTPUT"])
    for parameters, settings, pairs in (
        ({"FACTOR_SET": "ipcc_2006"}, {"factor_set": "ipcc_2006"}, "consecutive"),
        ({"METHOD": "as_printed"}, {"method": "as_printed"}, "consecutive"),
        ({"FACTOR_TABLE": own}, {"factor_table": rows(own)}, "consecutive"),
        ({"PAIRS": "first_last"}, {}, "first_last"),
    ):
        found = rows(run(TOOL, INPUT=population, ENERGY=fuels, **parameters)[0]["OUTPUT"])
        expected = decomposition(rows(population), fuel_balance(rows(fuels), **settings), pairs)
        assert_same(found, expected.table)
        assert not found.equals(plain), parameters
        assert found["d_carbon_intensity_tco2"].ne(0).any() == ("FACTOR_TABLE" in parameters)


def test_fields_of_other_names_and_years_as_text(run, rows, panel, energy):
    expected = rows(run(TOOL, INPUT=panel(), ENERGY=energy())[0]["OUTPUT"])
    other = panel(fields={"year": str})
    other.dataProvider().renameAttributes({0: "省", 1: "年", 2: "persons", 3: "gdp_2010"})
    other.updateFields()
    results, _ = run(
        TOOL, INPUT=other, REGION_FIELD="省", YEAR_FIELD="年", POPULATION_FIELD="persons",
        GDP_FIELD="gdp_2010", ENERGY=energy(),
    )  # fmt: skip
    assert_same(rows(results["OUTPUT"]), expected)


def test_missing_values_are_null_and_named(run, rows, panel, energy):
    results, feedback = run(
        TOOL,
        INPUT=panel({("北京市", 2013): {"gdp": None}}),
        ENERGY=energy({("C $x$", 2015, "diesel"): None}),
    )
    table = rows(results["OUTPUT"])
    empty = table[table["d_total_tco2"].isna()]
    assert list(zip(empty["region"], empty["year"])) == [
        ("北京市", 2013), ("北京市", 2015), ("C $x$", 2015),
    ]  # fmt: skip
    assert table.loc[empty.index, COLUMNS].isna().all(axis=None)
    said = "\n".join(feedback.warnings)
    assert "GDP is missing or 0: 北京市 2013." in said
    assert "the amount of some fuel is missing: C $x$ 2015." in said
    assert "is that of 1 of 3 regions" in said
    assert "leaves out those that lack a year: 北京市, C $x$." in said
    alone = table[(table["region"] == "<b>&甲")]
    assert results["D_TOTAL_TCO2"] == pytest.approx(alone["d_total_tco2"].sum())


def test_own_factors_for_the_years_that_are_used(run, rows, fault, panel, energy, memory_layer):
    """The energy table goes on where there is no GDP: no factors are asked for."""

    def own(rows):
        kinds = {"fuel": str, "year": int, "ef_tco2": float}
        return memory_layer("None", kinds, [(None, list(row)) for row in rows], crs="")

    table = own([("raw_coal", 2011, 2.0), ("raw_coal", 2013, 1.9)])
    no_gdp = panel({(region, 2015): {"gdp": None} for region in REGIONS})
    results, _ = run(TOOL, INPUT=no_gdp, ENERGY=energy(), FACTOR_TABLE=table)
    found = rows(results["OUTPUT"])
    assert set(found["year_to"]) == {2013}
    # L * ln(1.9 / 2) of 1 to 3 million t of coal, and 0.97 of it
    c0, c1 = 6e6 * 2, 6e6 * 0.97 * 1.9
    expected = (c1 - c0) / np.log(c1 / c0) * np.log(0.95)
    assert results["D_CARBON_INTENSITY_TCO2"] == pytest.approx(expected)
    table = own([("raw_coal", 2011, 2.0), ("raw_coal", 2013, 1.9), ("mud", 2013, 1.0)])
    text = fault(TOOL, INPUT=panel(), ENERGY=energy(), FACTOR_TABLE=table)
    assert text.startswith("Factor table, row 3: 'mud'")


def test_the_nation_is_left_out_of_the_panel(run, rows, panel, energy):
    expected = rows(run(TOOL, INPUT=panel(), ENERGY=energy())[0]["OUTPUT"])
    layer = panel()
    features = list(layer.getFeatures())[: len(YEARS)]
    for feature in features:
        feature["region"] = "全国"
    layer.dataProvider().addFeatures(features)
    results, feedback = run(TOOL, INPUT=layer, ENERGY=energy())
    assert_same(rows(results["OUTPUT"]), expected)
    (warning,) = feedback.warnings
    assert warning.startswith("人口: rows of 全国 are left out")


def test_regions_without_a_partner_are_named(run, rows, panel, energy, memory_layer):
    fuels = energy()
    provider = fuels.dataProvider()
    provider.deleteFeatures([f.id() for f in fuels.getFeatures() if f["region"] == "C $x$"])
    results, feedback = run(TOOL, INPUT=panel(), ENERGY=fuels)
    said = "\n".join(feedback.warnings)
    assert "能源" in said and "C $x$" in said
    table = rows(results["OUTPUT"])
    assert table.loc[table["region"] == "C $x$", "d_total_tco2"].isna().all()


def test_nothing_to_add_up_gives_no_number(run, panel, energy):
    change = {(region, year): {"gdp": None} for region, year in zip(REGIONS, YEARS)}
    results, _ = run(TOOL, INPUT=panel(change), ENERGY=energy())
    assert {results[name.upper()] for name in COLUMNS} == {None}


def test_it_refuses_what_it_cannot_use(fault, panel, energy, memory_layer):
    assert "has no field gdp" in fault(TOOL, INPUT=panel(drop=("gdp",)), ENERGY=energy())
    text = fault(TOOL, INPUT=panel({("北京市", 2011): {"gdp": -1.0}}), ENERGY=energy())
    assert text == "人口: 北京市 2011 has a gdp of -1.0; correct it."
    text = fault(TOOL, INPUT=panel(), ENERGY=energy({("Beijing", 2011, "raw_coal"): -3.0}))
    assert "能源" in text and "negative" in text
    once = panel()
    once.dataProvider().deleteFeatures([f.id() for f in once.getFeatures() if f["year"] > 2011])
    assert "takes two years, and the data have 2011 only" in fault(
        TOOL, INPUT=once, ENERGY=energy()
    )
    assert "choose the year field" in fault(TOOL, INPUT=once, ENERGY=energy(), YEAR_FIELD="")
    own = memory_layer(
        "None",
        {"fuel": str, "year": int, "ef_tco2": float},
        [(None, ["raw_coal", 2011, 2.0]), (None, ["raw_coal", 2013, 2.0])],
        crs="",
    )
    text = fault(TOOL, INPUT=panel(), ENERGY=energy(), FACTOR_TABLE=own)
    assert "raw_coal for some years but not for 2015" in text


def test_page_has_its_charts_and_nothing_unescaped(run, panel, energy, tmp_path):
    page = tmp_path / "页 é.html"
    results, _ = run(TOOL, INPUT=panel(), ENERGY=energy(), OUTPUT_HTML=str(page))
    text = page.read_text("utf-8")
    charts = re.findall(r"<svg.*?</svg>", text, re.S)
    assert len(charts) == 2
    for chart in charts:
        ElementTree.fromstring(chart)
    waterfall, bars = charts
    for word in ("2011", "2015", "Population", "Affluence", "Energy intensity", "Fuel mix",
                 "Carbon intensity", "million t CO2"):  # fmt: skip
        assert ">%s<" % word in waterfall, word
    assert "2011–2013" in bars and "2013–2015" in bars
    assert "%+.4g" % (results["D_AFFLUENCE_TCO2"] / 1e6) in waterfall
    assert "<b>&甲" not in text and "&lt;b&gt;&amp;甲" in text and "C $x$" in text
    assert "3 regions" in text


def test_page_without_any_whole_region(run, panel, energy, tmp_path):
    page = tmp_path / "empty.html"
    change = {(region, year): {"gdp": None} for region, year in zip(REGIONS, YEARS)}
    run(TOOL, INPUT=panel(change), ENERGY=energy(), OUTPUT_HTML=str(page))
    text = page.read_text("utf-8")
    assert "<svg" not in text and "0 regions" in text


def test_bars_of_the_waterfall_stand_on_one_another(qgis_app, monkeypatch):
    from carbon_footprint.algorithms import decomposition_chart as module
    from test_decomposition import study

    figures = []
    monkeypatch.setattr(module, "svg", lambda figure: figures.append(figure) or "svg")
    result = decomposition(*study())
    assert module.waterfall(result) == "svg"
    boxes = [patch.get_bbox() for patch in figures[0].axes[0].patches]
    totals = result.totals() / 1e6 if result.first >= 1e6 else result.totals() / 1e3
    scale = 1e6 if max(result.first, result.last) >= 1e6 else 1e3
    first, last, *steps = boxes
    assert (first.y0, first.y1) == pytest.approx((0, result.first / scale))
    assert (last.y0, last.y1) == pytest.approx((0, result.last / scale))
    level = result.first / scale
    for box, name in zip(steps, COLUMNS[1:]):
        step = totals[name]
        assert sorted((box.y0, box.y1)) == pytest.approx(sorted((level, level + step)))
        level += step
    assert level == pytest.approx(result.last / scale)
    # Bars of a pair: what rises above 0 and what falls below, together the effects.
    rows = result.table[result.table["scope"] == "all"]
    module.effect_bars(rows)
    axis = figures[1].axes[0]
    for place, row in enumerate(rows.to_dict("records")):
        bars = [p.get_bbox() for p in axis.patches if abs(p.get_x() + 0.35 - place) < 0.01]
        values = np.array([row[name] for name in COLUMNS[1:]])
        assert max(b.y1 for b in bars) * scale == pytest.approx(values[values > 0].sum())
        assert min(b.y0 for b in bars) * scale == pytest.approx(values[values < 0].sum())
        assert axis.get_ylim()[0] < min(b.y0 for b in bars)


def test_two_runs_give_the_same(run, rows, panel, energy, tmp_path):
    population, fuels, found = panel(), energy(), []
    for number in range(2):
        page = tmp_path / ("%d.html" % number)
        results, _ = run(TOOL, INPUT=population, ENERGY=fuels, OUTPUT_HTML=str(page))
        text = re.sub(r'id="[^"]+"|#[\w-]+', "", page.read_text("utf-8"))
        found.append((rows(results["OUTPUT"]), text))
    pd.testing.assert_frame_equal(found[0][0], found[1][0])
    assert found[0][1] == found[1][1]


def test_chain_of_tools_needs_no_field_chosen(run, rows, sample, tmp_path):
    """The sample with a made GDP: every province, and the sum is that of the emissions."""
    population = pd.read_csv(sample / "population.csv")
    gdp = population[["region", "year"]].assign(
        gdp=population["population_10k"] * 4e4 * 1.05 ** (population["year"] - 2011)
    )
    gdp.to_csv(tmp_path / "gdp.csv", index=False)
    persons = run(
        "importpanel", INPUT=str(sample / "population.csv"), VALUE_NAME="population",
        UNIT="10^4 persons", OUTPUT=str(tmp_path / "population.csv"),
    )[0]["OUTPUT"]  # fmt: skip
    money = run(
        "importpanel", INPUT=str(tmp_path / "gdp.csv"), VALUE_NAME="gdp",
        OUTPUT=str(tmp_path / "gdp_tidy.csv"),
    )[0]["OUTPUT"]  # fmt: skip
    fuels = run(
        "importenergy", INPUTS=[str(sample / "energy.csv")], OUTPUT=str(tmp_path / "energy.csv")
    )[0]["OUTPUT"]
    emissions = run("industrialemissions", ENERGY=fuels, OUTPUT=str(tmp_path / "ice.csv"))[0]
    joined = run(
        "jointables", REGIONS=str(sample / "provinces.geojson"), REGION_FIELD="name_zh",
        TABLES=[persons, money, emissions["OUTPUT"]],
    )[0]["OUTPUT"]  # fmt: skip
    results, feedback = run(TOOL, INPUT=joined, ENERGY=fuels)
    ice = pd.read_csv(emissions["OUTPUT"]).groupby("year")["ice_tco2"].sum()
    assert results["D_TOTAL_TCO2"] == pytest.approx(ice[2021] - ice[2011], rel=1e-9)
    # GDP per head grows by 5 % a year everywhere: affluence is positive, intensity falls
    assert results["D_AFFLUENCE_TCO2"] > 0 > results["D_INTENSITY_TCO2"]
    table = rows(results["OUTPUT"])
    assert (table["scope"] == "region").sum() == 30 * 5 and (table["scope"] == "all").sum() == 5
    assert table[COLUMNS].notna().all(axis=None) and "北京市" in set(table["region"])
    assert not [text for text in feedback.warnings if "coke" not in text]
    tapio, _ = run("decoupling", INPUT=joined)
    growth = population.assign(g=gdp["gdp"]).groupby("year")["g"].sum()
    expected = (ice[2021] / ice[2019] - 1) / (growth[2021] / growth[2019] - 1)
    assert tapio["ELASTICITY"] == pytest.approx(expected, rel=1e-9)
