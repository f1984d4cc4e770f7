"""Decoupling as a tool: fields, style, page, pairs of years, and what it says."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from carbon_footprint.core.decoupling import STATES, decoupling
from osgeo import gdal
from test_styles import DISTINCT, POLYGON, VISION, lab, labels_of

TOOL = "decoupling"
NEW = [
    "year_from", "year_to", "d_emissions_pct", "d_gdp_pct", "elasticity", "decoupling_state",
    "decoupling_flag",
]  # fmt: skip
FIELDS = {"region": str, "year": int, "ice_tco2": float, "gdp": float, "flag": str}
# 2011 is 100 for all; each region ends in a state of its own in 2013, 2015 is 2013 again.
ENDS = {
    "北京市": (97, 110, "Strong decoupling"),
    "<b>&'\"": (104, 110, "Weak decoupling"),
    "C $x$": (80, 90, "Recessive decoupling"),
    "D": (110, 110, "Expansive coupling"),
    "E": (90, 90, "Recessive coupling"),
    "F": (96, 90, "Weak negative decoupling"),
    "G": (120, 110, "Expansive negative decoupling"),
    "H": (104, 90, "Strong negative decoupling"),
    "I": (104, 100, None),
}


@pytest.fixture
def study(memory_layer):
    """Make a layer of ENDS: ``study(change={(region, year): {field: value}}, drop=(...))``."""

    def study(change=None, drop=(), fields=None, geometry="Polygon"):
        fields = {**FIELDS, **(fields or {})}
        kept = [name for name in fields if name not in drop]
        features = []
        for i, (region, (c, g, _)) in enumerate(ENDS.items()):
            for year, ice, gdp in ((2011, 100, 100), (2013, c, g), (2015, c, g)):
                values = {
                    "region": region, "year": fields["year"](year), "ice_tco2": float(ice),
                    "gdp": float(gdp), "flag": "kept",
                }  # fmt: skip
                values.update((change or {}).get((region, year), {}))
                wkt = None if geometry == "None" else POLYGON % (i, i + 1, i + 1, i, i)
                features.append((wkt, [values.get(name) for name in kept]))
        crs = "" if geometry == "None" else "EPSG:4326"
        kinds = {name: fields[name] for name in kept}
        return memory_layer(geometry, kinds, features, crs=crs, name="脱钩")

    return study


def assert_same(found, expected):
    """Compare two tables; a missing text is None in one and NaN in the other."""
    found, expected = (
        table.astype(object).where(table.notna(), None) for table in (found, expected)
    )
    assert found.to_dict("list") == expected.to_dict("list")


def test_it_gives_what_the_core_gives(run, rows, study):
    layer = study()
    results, feedback = run(TOOL, INPUT=layer)
    found, given = rows(results["OUTPUT"]), rows(layer)
    assert list(found) == [*FIELDS, *NEW]
    expected = decoupling(given, "ice_tco2", "gdp", [(2011, 2013), (2013, 2015)])
    assert_same(found[["region", "year", *NEW]], expected.rows.drop(columns="row"))
    first = found[found["year"] == 2013].set_index("region")
    states = first["decoupling_state"].dropna().to_dict()
    assert states == {region: state for region, (_, _, state) in ENDS.items() if state}
    assert (found["flag"] == "kept").all() and (found["year"] == found["year_to"]).all()
    assert set(found["decoupling_flag"].dropna()) == {"no_gdp_change"}
    # The last pair: nothing changes, so there is no elasticity.
    assert results["ELASTICITY"] is None and results["COUNT_STRONG"] == 0
    (warning,) = feedback.warnings
    assert "GDP did not change: I 2011-2013, 北京市 2013-2015" in warning
    assert not any("Replaced" in text for text in feedback.infos)


def test_geometry_is_that_of_the_region(run, study):
    layer = study()
    expected = {(f["region"], f["year"]): f.geometry().asWkt() for f in layer.getFeatures()}
    output = run(TOOL, INPUT=layer)[0]["OUTPUT"]
    features = list(output.getFeatures())
    assert len(features) == 2 * len(ENDS)
    for feature in features:
        assert feature.geometry().asWkt() == expected[feature["region"], feature["year"]]


def test_numbers_of_the_last_pair(run, rows, study):
    results, _ = run(TOOL, INPUT=study(), PAIRS="first_last")
    table = rows(results["OUTPUT"])
    assert set(zip(table["year_from"], table["year_to"])) == {(2011, 2015)}
    # Summed by hand from ENDS: emissions 900 -> 905, GDP 900 -> 900, which is no change.
    assert results["ELASTICITY"] is None and results["COUNT_STRONG"] == 1
    results, _ = run(
        TOOL, INPUT=study({("C $x$", 2015): {"gdp": 99.0}}), PAIRS="chosen", YEAR_PAIRS="2011–2015"
    )
    assert results["ELASTICITY"] == pytest.approx((5 / 900) / (9 / 900))
    assert results["COUNT_STRONG"] == 1  # 北京市


def test_numbers_are_those_of_the_last_of_several_pairs(run, study):
    # 2011-2013 GDP together does not change; 2013-2015 it goes from 900 to 909, emissions stay.
    results, _ = run(TOOL, INPUT=study({("C $x$", 2015): {"gdp": 99.0}}))
    assert results["ELASTICITY"] == 0 and results["COUNT_STRONG"] == 0


def test_chosen_pairs_and_thresholds_reach_the_core(run, rows, study):
    layer = study()
    results, _ = run(
        TOOL, INPUT=layer, PAIRS="chosen", YEAR_PAIRS="2011-2015,2011-2013",
        COUPLING_FROM=0.3, COUPLING_TO=2.5,
    )  # fmt: skip
    found = rows(results["OUTPUT"])
    expected = decoupling(rows(layer), "ice_tco2", "gdp", [(2011, 2013), (2011, 2015)], 0.3, 2.5)
    assert_same(found[NEW], expected.rows[NEW])
    assert found["year_to"].tolist() == [2013] * 9 + [2015] * 9
    assert "Expansive negative decoupling" not in set(found["decoupling_state"])


def test_fields_of_other_names_and_years_as_text(run, rows, study):
    layer = study(fields={"year": str})
    found = rows(run(TOOL, INPUT=layer)[0]["OUTPUT"])
    assert found["year"].tolist() == [2013] * 9 + [2015] * 9
    other = study()
    provider = other.dataProvider()
    provider.renameAttributes({0: "省", 1: "年", 2: "co2", 3: "gdp_2010"})
    other.updateFields()
    output = run(
        TOOL, INPUT=other, REGION_FIELD="省", YEAR_FIELD="年", EMISSIONS_FIELD="co2",
        GDP_FIELD="gdp_2010",
    )[0]["OUTPUT"]  # fmt: skip
    table = rows(output)
    assert table["region"].tolist() == table["省"].tolist()
    assert table["year"].tolist() == table["年"].tolist()
    np.testing.assert_array_equal(table["elasticity"], found["elasticity"])


def test_a_table_without_regions_is_one_region(run, rows, memory_layer):
    layer = memory_layer(
        "None",
        {"year": int, "ice_tco2": float, "gdp": float},
        [(None, [2000, 10.0, 100.0]), (None, [2005, 11.0, 120.0])],
        crs="",
    )
    results, _ = run(TOOL, INPUT=layer)
    assert results["ELASTICITY"] == pytest.approx(0.5)
    table = rows(results["OUTPUT"])
    assert table["decoupling_state"].tolist() == ["Weak decoupling"]
    assert table["region"].tolist() == ["All regions"]


def test_one_field_twice_is_coupled(run, rows, study):
    results, _ = run(TOOL, INPUT=study(), GDP_FIELD="ice_tco2", PAIRS="first_last")
    states = set(rows(results["OUTPUT"])["decoupling_state"])
    assert states == {"Expansive coupling", "Recessive coupling"}
    assert results["ELASTICITY"] == 1


def test_years_without_gdp_are_passed_over(run, rows, study):
    change = {(region, 2013): {"gdp": None} for region in ENDS}
    results, feedback = run(TOOL, INPUT=study(change))
    assert set(rows(results["OUTPUT"])["year_from"]) == {2011}
    assert any("Passed over" in text and "2013" in text for text in feedback.infos)


def test_a_year_that_few_regions_have_is_passed_over(run, rows, study):
    few = {(region, 2015): {"gdp": None} for region in list(ENDS)[4:]}  # four of nine have it
    results, feedback = run(TOOL, INPUT=study(few), PAIRS="first_last")
    assert set(rows(results["OUTPUT"])["year_to"]) == {2013}
    assert any("half of the 9 regions" in text and "2015 (4)" in text for text in feedback.infos)
    assert not any("All regions together" in text for text in feedback.warnings)
    # chosen, it is taken as given: emissions 97 + 104 + 80 + 110 of 400, GDP 110 + 110 + 90 + 110
    results, feedback = run(TOOL, INPUT=study(few), PAIRS="chosen", YEAR_PAIRS="2011-2015")
    assert results["ELASTICITY"] == pytest.approx((391 / 400 - 1) / (420 / 400 - 1))
    assert any("are 4 of 9 regions in 2011-2015;" in text for text in feedback.warnings)
    del few["E", 2015]  # five of nine
    results, feedback = run(TOOL, INPUT=study(few), PAIRS="first_last")
    assert set(rows(results["OUTPUT"])["year_to"]) == {2015}
    assert any("are 5 of 9 regions in 2011-2015;" in text for text in feedback.warnings)


def test_the_nation_is_not_added_to_its_provinces(run, rows, memory_layer):
    """The nation has more than the regions of the table, as where some are missing."""

    def layer(regions):
        return memory_layer(
            "None",
            {"region": str, "year": int, "ice_tco2": float, "gdp": float},
            [
                (None, [region, year, *amounts[t]])
                for region, amounts in regions.items()
                for t, year in enumerate((2011, 2013))
            ],
            crs="",
            name="脱钩",
        )

    nation = {"全国": [(900.0, 900.0), (450.0, 990.0)]}
    two = {"北京": [(100.0, 100.0), (104.0, 110.0)], "上海": [(100.0, 100.0), (110.0, 110.0)]}
    results, feedback = run(TOOL, INPUT=layer({**nation, **two}))
    # 214 of 200 and 220 of 200: 7 % of 10 %
    assert results["ELASTICITY"] == pytest.approx(0.7) and results["COUNT_STRONG"] == 0
    assert rows(results["OUTPUT"])["region"].tolist() == ["北京", "上海"]
    (warning,) = feedback.warnings
    assert warning.startswith("脱钩: rows of 全国 are left out")
    results, feedback = run(TOOL, INPUT=layer(nation))
    assert results["ELASTICITY"] == pytest.approx(-5) and results["COUNT_STRONG"] == 1
    assert not feedback.warnings


def test_whatever_has_no_elasticity_is_called_so(run, study, tmp_path):
    from qgis.core import QgsVectorLayer

    page = tmp_path / "p.html"
    change = {
        ("D", 2011): {"ice_tco2": 0.0}, ("E", 2011): {"gdp": 0.0}, ("F", 2011): {"gdp": None},
    }  # fmt: skip
    output = str(tmp_path / "o.gpkg")
    run(TOOL, INPUT=study(change), OUTPUT=output, OUTPUT_HTML=str(page))
    layer = QgsVectorLayer(output, "", "ogr")
    layer.setSubsetString('"year" = 2013')
    found = {f["region"]: f["decoupling_flag"] for f in layer.getFeatures()}
    flags = {region: found[region] for region in "DEFI"}
    assert flags == {
        "D": "no_emissions_before", "E": "no_gdp_before", "F": "missing", "I": "no_gdp_change",
    }  # fmt: skip
    assert layer.renderer().categories()[-1].label() == "No elasticity"
    text = page.read_text("utf-8")
    # legend, counts, and all regions together of 2013-2015
    assert text.count("No elasticity") == 3 and "No data" not in text


def test_null_is_null_and_named(run, rows, study):
    results, feedback = run(TOOL, INPUT=study({("D", 2013): {"ice_tco2": None}}))
    table = rows(results["OUTPUT"]).set_index(["region", "year"])
    for year in (2013, 2015):
        row = table.loc[("D", year)]
        assert row["decoupling_flag"] == "missing" and pd.isna(row["decoupling_state"])
        assert pd.isna(row["elasticity"]) and pd.isna(row["d_emissions_pct"])
    assert any("D 2011-2013, D 2013-2015" in text for text in feedback.warnings)


def test_pairs_that_are_not_used_are_said(run, study):
    _, feedback = run(TOOL, INPUT=study(), YEAR_PAIRS="2011-2015")
    assert "YEAR_PAIRS is not used, because PAIRS is consecutive." in feedback.warnings


def test_it_refuses_what_it_cannot_compare(fault, study):
    assert "has no field gdp" in fault(TOOL, INPUT=study(drop=("gdp",)))
    assert "choose the year field" in fault(TOOL, INPUT=study(), YEAR_FIELD="jahr")
    once = study()
    once.dataProvider().deleteFeatures([f.id() for f in once.getFeatures() if f["year"] > 2011])
    assert "no change without; choose the year field" in fault(TOOL, INPUT=once, YEAR_FIELD="")
    text = fault(TOOL, INPUT=study({("D", 2013): {"gdp": -1.0}}))
    assert text.startswith("D 2013: gdp is -1.0;")
    text = fault(TOOL, INPUT=study(), PAIRS="chosen", YEAR_PAIRS="2011-2012, 2015-2013")
    assert text.count("\n") == 1 and "2012" in text and "2011, 2013, 2015" in text
    assert "no pairs of years" in fault(TOOL, INPUT=study(), PAIRS="chosen")
    text = fault(TOOL, INPUT=study(), COUPLING_FROM=2)
    assert "thresholds of coupling are 2.0 and 1.2" in text


# --- what it looks like ------------------------------------------------------------------------


def test_style_is_saved_and_every_state_has_its_class(run, study, tmp_path):
    from carbon_footprint.algorithms import styles
    from qgis.core import QgsVectorLayer

    output = str(tmp_path / "脱 钩.gpkg")
    run(TOOL, INPUT=study(), OUTPUT=output)
    layer = QgsVectorLayer(output, "", "ogr")
    assert layer.featureCount() == 18
    renderer = layer.renderer()
    assert [c.value() for c in renderer.categories()] == [*STATES, "No data"]
    colours = [c.symbol().color().name() for c in renderer.categories()]
    assert colours == list(styles.DECOUPLING_COLOURS.values())
    layer.setSubsetString('"year" = 2013')
    assert labels_of(layer) == [
        styles.decoupling_label(state or "No data") for _, _, state in ENDS.values()
    ]
    order = [clause.expression().expression() for clause in renderer.orderBy().list()]
    assert [name.strip('"') for name in order] == ["year", "year_from"]
    assert renderer.orderByEnabled()
    layer.loadDefaultStyle()  # QGIS 3.22 forgets the years when it opens a layer
    properties = layer.temporalProperties()
    assert properties.isActive() and '"year"' in properties.startExpression()
    dataset = gdal.OpenEx(output, gdal.OF_VECTOR)
    assert "carbonfootprint:decoupling" in dataset.GetLayer(0).GetMetadataItem("ABSTRACT")


def test_table_without_geometry(run, rows, study):
    results, _ = run(TOOL, INPUT=study(geometry="None"))
    assert not results["OUTPUT"].isSpatial()
    assert rows(results["OUTPUT"])["decoupling_state"].notna().sum() == 8


@pytest.mark.parametrize("vision", sorted(VISION))
def test_states_can_be_told_apart_with_every_colour_vision(qgis_app, vision):
    from carbon_footprint.algorithms import styles

    assert list(styles.DECOUPLING_COLOURS) == [*STATES, "No data"]
    for one, other in itertools.combinations(styles.DECOUPLING_COLOURS.values(), 2):
        assert np.linalg.norm(lab(one, vision) - lab(other, vision)) >= 1.5 * DISTINCT, (one, other)


def test_arrows_of_the_legend_tell_the_state(qgis_app):
    from carbon_footprint.algorithms import styles
    from carbon_footprint.core.decoupling import tapio

    step = {"↑": 10, "↗": 3, "↓": -10, "↘": -3}
    for state in STATES:
        gdp, emissions = (step[arrow] for arrow in styles.DECOUPLING_ARROWS[state])
        found = tapio([100], [100 + emissions], [100], [100 + gdp])["decoupling_state"][0]
        assert found == state
        assert all(arrow in styles.decoupling_label(state) for arrow in "%s%s" % (
            *styles.DECOUPLING_ARROWS[state],))  # fmt: skip


def test_page_has_the_planes_the_counts_and_nothing_unescaped(run, study, tmp_path):
    page = tmp_path / "页 é.html"
    run(TOOL, INPUT=study(), OUTPUT_HTML=str(page))
    text = page.read_text("utf-8")
    charts = re.findall(r"<svg.*?</svg>", text, re.S)
    assert len(charts) == 2
    for chart in charts:
        ElementTree.fromstring(chart)
    plane, bars = charts
    assert "Change of GDP (%)" in plane and "2011–2013" in plane and "All regions" in plane
    assert "<b>&'" not in text and "北京市" in plane and "C $x$" in plane
    assert "2013–2015" in bars
    assert text.count("Strong negative decoupling") >= 2
    # the counts of 2011-2013: one of each state, one without
    row = re.search(r"<tr><td class=\"text\">2011\W*–\W*2013</td>(.*?)</tr>", text)
    assert re.findall(r">(\d+)<", row[1]) == ["1"] * 9


def test_tints_of_the_plane_are_the_states(qgis_app):
    from carbon_footprint.algorithms import styles
    from carbon_footprint.algorithms.decoupling_chart import _sectors
    from carbon_footprint.core.decoupling import tapio
    from matplotlib.colors import to_hex
    from matplotlib.figure import Figure

    axis = Figure().subplots()
    axis.set(xlim=(-10, 14), ylim=(-12, 9))
    _sectors(axis, 0.8, 1.2)
    assert axis.get_xlim() == (-10, 14) and axis.get_ylim() == (-12, 9)
    tints = {to_hex(patch.get_facecolor()): patch.get_path() for patch in axis.patches}
    generator = np.random.default_rng(1)
    for g, c in generator.uniform((-10, -12), (14, 9), (400, 2)):
        (state,) = tapio([100], [100 + c], [100], [100 + g])["decoupling_state"]
        inside = [colour for colour, path in tints.items() if path.contains_point((g, c))]
        assert inside == [styles.DECOUPLING_COLOURS[state]]


def test_many_regions_go_into_the_page_as_a_picture(run, memory_layer, tmp_path):
    generator = np.random.default_rng(2)
    features = [
        (None, ["r%d" % i, year, *generator.uniform(90, 110, 2).tolist()])
        for i in range(600)
        for year in (2000, 2005)
    ]
    fields = {name: kind for name, kind in FIELDS.items() if name != "flag"}
    layer = memory_layer("None", fields, features, crs="")
    page = tmp_path / "big.html"
    run(TOOL, INPUT=layer, OUTPUT_HTML=str(page))
    text = page.read_text("utf-8")
    assert "<image" in text and len(text) < 400_000


def test_two_runs_give_the_same(run, rows, study, tmp_path):
    layer, pages = study(), []
    for number in range(2):
        page = tmp_path / ("%d.html" % number)
        results, _ = run(TOOL, INPUT=layer, OUTPUT_HTML=str(page))
        text = re.sub(r'id="[^"]+"|#[\w-]+', "", page.read_text("utf-8"))
        pages.append((rows(results["OUTPUT"]), text))
    pd.testing.assert_frame_equal(pages[0][0], pages[1][0])
    assert pages[0][1] == pages[1][1]
