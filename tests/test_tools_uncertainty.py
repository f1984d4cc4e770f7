"""The tool uncertainty: fields, styles, tables, pages, and what it says."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from carbon_footprint.core.uncertainty import SUMMARY, depth_uncertainty

TOOL = "uncertainty"
SQUARE = "POLYGON((%d 0,%d 0,%d 1,%d 1,%d 0))"
FIELDS = {
    "region": str,
    "year": int,
    "ice_tco2": float,
    "ice_raw_coal_tco2": float,
    "ice_diesel_tco2": float,
    "sink_forest_tc": float,
    "sink_grass_tc": float,
    "sink_tc": float,
    "depth": float,
    "flag": str,
    "note": str,
}
# Ratios ICE * 12/44 / CS of 0.3, 0.8 and 3 in 2019, a tenth more in 2021.
RATIOS = {"北京": 0.3, "<b>&": 0.8, "C": 3.0}


@pytest.fixture
def study(memory_layer):
    """Make a layer as footprint3d leaves it: ``study(drop=(...), change={(region, year): {...}})``."""

    def study(drop=(), change=None, geometry="Polygon"):
        features = []
        for i, (region, ratio) in enumerate(RATIOS.items()):
            for year in (2019, 2021):
                ice = ratio * (1.1 if year == 2021 else 1) * 1e6 * 44 / 12
                values = {
                    "region": region, "year": year, "ice_tco2": ice,
                    "ice_raw_coal_tco2": 0.75 * ice, "ice_diesel_tco2": 0.25 * ice,
                    "sink_forest_tc": 9e5, "sink_grass_tc": 1e5, "sink_tc": 1e6,
                    "depth": max(1.0, ice * 12 / 44 / 1e6), "flag": None, "note": "kept",
                }  # fmt: skip
                values.update((change or {}).get((region, year), {}))
                values = [value for name, value in values.items() if name not in drop]
                wkt = None if geometry == "None" else SQUARE % (i, i + 1, i + 1, i, i)
                features.append((wkt, values))
        fields = {name: kind for name, kind in FIELDS.items() if name not in drop}
        crs = "" if geometry == "None" else "EPSG:4326"
        return memory_layer(geometry, fields, features, crs=crs, name="footprint")

    return study


def by_key(table):
    return table.set_index(["region", "year"])


def test_it_gives_what_the_core_gives(run, rows, study):
    layer = study()
    results, feedback = run(TOOL, INPUT=layer, DRAWS=2000, OUTPUT_TORNADO="memory:")
    given, found = rows(layer), rows(results["OUTPUT"])
    assert list(found) == [n for n in given if n != "flag"] + SUMMARY + ["flag"]
    assert found[["region", "note"]].equals(given[["region", "note"]])
    expected = depth_uncertainty(given, draws=2000)
    np.testing.assert_array_equal(found[SUMMARY].to_numpy(float), expected.rows[SUMMARY])
    assert results["P_NATIONAL"] == expected.p_group > 0.5
    assert results["COUNT_OVERLOADED"] == expected.overloaded == 1
    tornado = rows(results["OUTPUT_TORNADO"])
    assert tornado["factor"].tolist() == ["nep_forest", "raw_coal", "nep_grass", "diesel"]
    # The three regions of 2021: 1.1 * (0.3 + 0.8 + 3) of 3.
    assert tornado["ratio"].tolist() == pytest.approx([1.1 * 4.1 / 3] * 4)
    np.testing.assert_allclose(tornado["swing"], expected.tornado["swing"])
    assert not feedback.warnings


def test_probabilities_are_ordered_as_the_regions_are(run, rows, study):
    table = by_key(rows(run(TOOL, INPUT=study())[0]["OUTPUT"]))
    p = table["p_overload"]
    assert p["北京", 2019] == 0 and p["C", 2021] > 0.99
    assert 0.2 < p["<b>&", 2019] < p["<b>&", 2021] < 0.6
    assert (table["depth_low"] <= table["depth_median"]).all()
    assert (table["depth_median"] <= table["depth_high"]).all()
    assert (table["ice_low_tco2"] < table["ice_tco2"]).all()
    assert (table["ice_tco2"] < table["ice_high_tco2"]).all()
    assert (table["sink_low_tc"] < 1e6).all() and (table["sink_high_tc"] > 1e6).all()


def test_parameters_reach_the_core(run, rows, study):
    layer = study()

    def table(**parameters):
        return rows(run(TOOL, INPUT=layer, DRAWS=500, **parameters)[0]["OUTPUT"])

    def core(**settings):
        return depth_uncertainty(rows(layer), draws=500, **settings).rows

    for parameters, settings in (
        ({"SEED": 7}, {"seed": 7}),
        ({"CV_COAL": 50}, {"cvs": {"coal": 0.5}}),
        ({"CV_OTHER": 50}, {"cvs": {"other_fuels": 0.5}}),
        ({"CV_FOREST": 10}, {"cvs": {"nep_forest": 0.1}}),
        ({"CV_GRASS": 90}, {"cvs": {"nep_grass": 0.9}}),
        ({"CV_ACTIVITY": 20}, {"cvs": {"activity": 0.2}}),
        ({"CONFIDENCE": 50}, {"confidence": 0.5}),
        ({"SHARED": "independent"}, {"dependence": "independent"}),
        ({"METHOD": "as_printed"}, {"method": "as_printed"}),
    ):
        found = table(**parameters)[SUMMARY].to_numpy(float)
        np.testing.assert_array_equal(found, core(**settings)[SUMMARY])
        assert not np.array_equal(found, core()[SUMMARY]), parameters


def test_two_runs_are_the_same(run, rows, study):
    layer = study()
    one, other = (rows(run(TOOL, INPUT=layer, DRAWS=500)[0]["OUTPUT"]) for _ in range(2))
    pd.testing.assert_frame_equal(one, other, check_exact=True)


def test_output_of_an_earlier_run_goes_in_again(run, rows, study):
    first, _ = run(TOOL, INPUT=study(), DRAWS=500)
    again, feedback = run(TOOL, INPUT=first["OUTPUT"], DRAWS=500)
    pd.testing.assert_frame_equal(rows(first["OUTPUT"]), rows(again["OUTPUT"]))
    assert any("Replaced" in text and "p_overload" in text for text in feedback.infos)


def test_null_stays_null(run, rows, study):
    from qgis.core import NULL

    change = {
        ("北京", 2021): {"ice_tco2": None, "ice_diesel_tco2": None, "depth": None},
        ("C", 2021): {"sink_tc": 0.0, "sink_forest_tc": 0.0, "sink_grass_tc": 0.0, "depth": None},
    }
    results, feedback = run(TOOL, INPUT=study(change=change), DRAWS=500)
    for feature in results["OUTPUT"].getFeatures():
        key = feature["region"], feature["year"]
        assert (feature["p_overload"] == NULL) == (key in change)
        assert (feature["depth_mean"] == NULL) == (key in change)
        assert (feature["flag"] == "no_sink") == (key == ("C", 2021))
        assert (feature["ice_low_tco2"] == NULL) == (key == ("北京", 2021))
    assert any("北京 2021" in text for text in feedback.warnings)
    assert any("C 2021" in text for text in feedback.warnings)
    everything = {(region, year): {"ice_tco2": None} for region in RATIOS for year in (2019, 2021)}
    results, _ = run(TOOL, INPUT=study(change=everything), DRAWS=500)
    assert results["P_NATIONAL"] is None and results["COUNT_OVERLOADED"] == 0


def test_without_parts_the_log_says_that_the_whole_varies(run, rows, study):
    drop = ("ice_raw_coal_tco2", "ice_diesel_tco2", "sink_forest_tc", "sink_grass_tc")
    results, feedback = run(TOOL, INPUT=study(drop), DRAWS=500, OUTPUT_TORNADO="memory:")
    assert sum("no parts of" in text for text in feedback.infos) == 2
    assert set(rows(results["OUTPUT_TORNADO"])["factor"]) == {"emissions", "sink"}


def test_a_selection_of_a_table_without_geometry_and_without_years(run, rows, study):
    from qgis.core import QgsProcessingFeatureSourceDefinition, QgsProject

    layer = study(drop=("year",), geometry="None")
    layer.selectByIds([feature.id() for feature in layer.getFeatures()][::2])
    selected = QgsProcessingFeatureSourceDefinition(layer.id(), True)
    QgsProject.instance().addMapLayer(layer)
    try:
        results, _ = run(TOOL, INPUT=selected, DRAWS=500)
    finally:
        QgsProject.instance().removeMapLayer(layer.id())
    table = rows(results["OUTPUT"])
    assert sorted(table["region"]) == sorted(RATIOS) and "year" not in table
    assert results["COUNT_OVERLOADED"] == 1


def test_wrong_input_is_refused_in_words(fault, study):
    assert "no field ice" in fault(TOOL, INPUT=study(), EMISSIONS_FIELD="ice")
    change = {("C", 2019): {"ice_tco2": -3.0}, ("C", 2021): {"sink_tc": -4.0}}
    text = fault(TOOL, INPUT=study(change=change))
    assert "C 2019: ice_tco2 is -3" in text and "C 2021: sink_tc is -4" in text
    change = {("C", 2019): {"ice_diesel_tco2": -3.0}}
    assert "C 2019: ice_diesel_tco2 is -3" in fault(TOOL, INPUT=study(change=change))
    change = {("C", 2019): {"region": "北京"}}
    assert "more than once" in fault(TOOL, INPUT=study(change=change))


def test_another_method_than_that_of_the_depth_is_warned_of(run, study):
    _, feedback = run(TOOL, INPUT=study(), DRAWS=200, METHOD="as_printed")
    assert any("METHOD" in text and "北京 2019" in text for text in feedback.warnings)


def test_cancel_stops_and_leaves_nothing(run, study, feedback_class, tmp_path):
    feedback = feedback_class()
    path = tmp_path / "out.gpkg"
    feedback.progressChanged.connect(lambda value: value > 10 and feedback.cancel())
    results, _ = run(TOOL, feedback=feedback, INPUT=study(), OUTPUT=str(path))
    assert not results.get("OUTPUT") and not path.exists()


# --- how it looks -------------------------------------------------------------------------------


def test_classes_are_fixed_and_hold_every_probability(qgis_app, memory_layer):
    from carbon_footprint.algorithms import styles
    from qgis.core import QgsRenderContext

    classes = styles.overload_classes()
    assert classes[0][0] == 0 and classes[-1][1] == 1
    assert all(one[1] == other[0] for one, other in zip(classes, classes[1:]))
    assert len({label for _, _, label, _ in classes}) == 5
    # The ramp of depth: told apart with every colour vision and in grey, as test_styles shows.
    assert [colour for _, _, _, colour in classes] == list(styles.DEPTH_COLOURS)

    values = [0.0, 0.05, 0.051, 0.33, 0.5, 0.66, 0.67, 0.95, 0.951, 1.0, None]
    layer = memory_layer(
        "Polygon",
        {"year": int, "p_overload": float},
        [(SQUARE % (i, i + 1, i + 1, i, i), (2019, v)) for i, v in enumerate(values)],
    )
    styles.overload(layer, "SEED = 42")
    context = QgsRenderContext()
    context.expressionContext().setFields(layer.fields())
    renderer = layer.renderer().clone()
    renderer.startRender(context, layer.fields())
    labels = {item.ruleKey(): item.label() for item in renderer.legendSymbolItems()}
    found = []
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        (key,) = renderer.legendKeysForFeature(feature, context)
        found.append(labels[key])
    renderer.stopRender(context)
    names = [label for _, _, label, _ in classes]
    assert [(names + ["No data"]).index(label) for label in found] == [
        0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5,
    ]  # fmt: skip
    assert layer.temporalProperties().isActive()
    assert "SEED = 42" in layer.metadata().abstract()


def test_style_is_in_the_geopackage(run, study, tmp_path):
    from qgis.core import QgsVectorLayer

    path = str(tmp_path / "不确定.gpkg")
    results, _ = run(TOOL, INPUT=study(), DRAWS=500, OUTPUT=path)
    layer = QgsVectorLayer(results["OUTPUT"], "any", "ogr")
    assert layer.renderer().type() == "graduatedSymbol"
    assert "p_overload" in layer.renderer().classAttribute()
    assert len(layer.renderer().ranges()) == 6


def test_page_holds_chart_and_table(run, rows, study, tmp_path):
    page = tmp_path / "页.html"
    results, _ = run(TOOL, INPUT=study(), DRAWS=500, OUTPUT_HTML=str(page))
    text = page.read_text(encoding="utf-8")
    svg = text[text.index("<svg") : text.index("</svg>") + 6]
    words = "".join(ElementTree.fromstring(svg).itertext())
    for name in ("NEP of forest", "Raw coal", "NEP of grassland", "Diesel", "percentile"):
        assert name in words
    assert words.index("Diesel") < words.index("NEP of forest"), "the largest swing is on top"
    table = text[text.index("<table") :]
    assert re.findall(r'<td class="text">([^<]+)</td>', table) == [
        "NEP of forest", "Raw coal", "NEP of grassland", "Diesel",
    ]  # fmt: skip
    assert "%.3f" % results["P_NATIONAL"] in text and "nan" not in text.lower().replace(
        "finance", ""
    )
    assert "http" not in re.sub(r"<svg.*?</svg>", "", text, flags=re.S)


def test_bars_reach_the_ratios(qgis_app):
    pytest.importorskip("matplotlib")
    from carbon_footprint.algorithms import charts

    empty = pd.DataFrame({"swing": [0.0, np.nan], "name": ["a", "b"]})
    assert charts.tornado(empty) == ""
    table = pd.DataFrame(
        {
            "name": ["$x$ <煤>", "flat"],
            "ratio": [0.9, 0.9],
            "ratio_p5": [0.8, 0.9],
            "ratio_p95": [1.2, 0.9],
            "swing": [0.4, 0.0],
        }
    )
    text = charts.tornado(table)
    assert "$x$ &lt;煤&gt;" in text and "flat" not in text and "emissions equal the sink" in text
    table[["ratio_p95"]] = 0.95
    assert "emissions equal the sink" not in charts.tornado(table)


def test_page_of_a_study_without_any_result(run, study, tmp_path):
    page = tmp_path / "empty.html"
    everything = {(region, year): {"ice_tco2": None} for region in RATIOS for year in (2019, 2021)}
    run(TOOL, INPUT=study(change=everything), DRAWS=500, OUTPUT_HTML=str(page))
    text = page.read_text(encoding="utf-8")
    assert "nan" not in text and "<svg" not in text and "<table" in text


def test_after_the_chain_of_the_sample(run, rows, sample, study_inputs):
    # The tools before it, with defaults; nothing but INPUT is set.
    sink = run("carbonsink", **study_inputs)[0]["OUTPUT"]
    energy = run("importenergy", INPUTS=[str(sample / "energy.csv")])[0]["OUTPUT"]
    emissions = run("industrialemissions", ENERGY=energy)[0]["OUTPUT"]
    joined = run("jointables", REGIONS=sink, TABLES=[emissions])[0]["OUTPUT"]
    footprint = run("footprint3d", INPUT=joined)[0]["OUTPUT"]
    results, feedback = run(TOOL, INPUT=footprint, OUTPUT_TORNADO="memory:")
    table, before = rows(results["OUTPUT"]), rows(footprint)
    assert len(table) == len(before) == 180
    assert not any("add up" in text or "METHOD" in text for text in feedback.warnings)
    tornado = rows(results["OUTPUT_TORNADO"])
    assert {"raw_coal", "coke", "natural_gas", "nep_forest", "nep_grass"} <= set(tornado["factor"])
    assert tornado["factor"][0] == "nep_forest"
    # Half of the draws on either side where the point estimate is far from 1.
    deep, shallow = before["depth"] > 3, before["depth"] == 1
    assert (table.loc[deep, "p_overload"] > 0.9).all()
    assert (table.loc[shallow, "p_overload"] < 0.55).all()
    valid = table["p_overload"].notna()
    assert (valid == before["depth"].notna()).all() and table.loc[valid, "p_overload"].between(
        0, 1
    ).all()
