"""LISA transitions as a tool: layers, tables, page and style, and input that does not fit."""

from __future__ import annotations

import itertools
import re
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from osgeo import gdal
from test_styles import DISTINCT, VISION, lab, labels_of

pytest.importorskip("esda")

TOOL = "lisatransitions"
SIDE = 5
NAMES = ["r%d%d" % divmod(i, SIDE) for i in range(SIDE * SIDE)]
QUICK = {"PERMUTATIONS": 99}


def square(x, y, size=1000.0):
    corners = [(x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y)]
    return "POLYGON((%s))" % ",".join("%f %f" % corner for corner in corners)


def surface(year=0):
    """A smooth field whose high corner wanders with the years."""
    generator = np.random.default_rng(7 + year)
    row, column = np.divmod(np.arange(SIDE * SIDE), SIDE)
    return row * (3 - year % 4) + column + generator.normal(0, 1.0, SIDE * SIDE)


@pytest.fixture(scope="module")
def lattice(memory_layer):
    """Make a lattice of squares of 1 km: ``lattice({year: values}, extra=[(wkt, name, value)])``.

    The square of a region shrinks a little from year to year, so that one can tell them apart.
    """

    def lattice(by_year, extra=(), names=NAMES, year_field="year", year_kind=int, skip=()):
        features = []
        for number, (year, values) in enumerate(by_year.items()):
            for i, value in enumerate(values):
                if (names[i], year) in skip:
                    continue
                value = None if value is None or value != value else float(value)
                wkt = square(1000 * (i % SIDE), 1000 * (i // SIDE), 1000 - number)
                features.append((wkt, [names[i], year, value, "%s %s" % (names[i], year)]))
            features += [(wkt, [name, year, value, None]) for wkt, name, value in extra]
        fields = {"region": str, year_field: year_kind, "depth": float, "note": str}
        return memory_layer("Polygon", fields, features, crs="EPSG:32650", name="lattice")

    return lattice


@pytest.fixture(scope="module")
def three(lattice):
    return lattice({year: surface(year) for year in (2019, 2020, 2021)})


ALL_OUTPUTS = {name: "memory:" for name in ("OUTPUT_MATRIX", "OUTPUT_FLOW", "OUTPUT_PATHS")}


# --- what comes out -----------------------------------------------------------------------------


def test_the_ends_are_those_of_the_lisa_tool(run, rows, three):
    lisa = rows(run("lisaclusters", INPUT=three, **QUICK)[0]["OUTPUT"])
    lisa = lisa.set_index(["region", "year"])
    results, feedback = run(TOOL, INPUT=three, **QUICK)
    table = rows(results["OUTPUT"])
    assert len(table) == 50
    assert (
        list(zip(table["year_from"], table["year_to"])) == [(2019, 2020)] * 25 + [(2020, 2021)] * 25
    )
    for year, end in (("year_from", "from"), ("year_to", "to")):
        at = lisa.loc[pd.MultiIndex.from_frame(table[["region", year]])]
        assert table[end + "_quadrant"].tolist() == at["lisa_quadrant"].tolist()
        assert table[end + "_cluster"].tolist() == at["lisa_cluster"].tolist()
        assert table[end + "_p"].tolist() == at["lisa_p"].tolist()
        assert table[end + "_p_fdr"].tolist() == at["lisa_p_fdr"].tolist()
    for row in table.itertuples():
        assert row.move == row.from_quadrant + "→" + row.to_quadrant
        own, lag = (row.from_quadrant[i] != row.to_quadrant[i] for i in (0, 1))
        alike = row.to_quadrant in ("HH", "LL")
        both = "IIIA" if alike else "IIIB"
        expected = {(0, 0): "0", (1, 0): "I", (0, 1): "II", (1, 1): both}[own, lag]
        assert row.rey_type == expected
        named = [c != "Not significant" for c in (row.from_cluster, row.to_cluster)]
        words = {(1, 1): "both", (1, 0): "start", (0, 1): "end", (0, 0): "none"}
        assert row.significant == words[tuple(named)]
    assert set(table["rey_type"]) >= {"0", "I", "II"} and not feedback.warnings
    assert {"both", "none"} <= set(table["significant"])


def test_features_are_those_of_the_later_year(run, rows, three):
    results, feedback = run(TOOL, INPUT=three, **QUICK)
    layer = results["OUTPUT"]
    assert [field.name() for field in layer.fields()][:4] == ["region", "year", "depth", "note"]
    assert not any("Replaced" in text for text in feedback.infos)
    given = {
        (f["region"], f["year"]): (f.geometry().area(), f["depth"]) for f in three.getFeatures()
    }
    for feature in layer.getFeatures():
        key = feature["region"], feature["year"]
        assert feature["year"] == feature["year_to"]
        assert feature["note"] == "%s %d" % key
        assert (feature.geometry().area(), feature["depth"]) == given[key]
    assert layer.crs().authid() == "EPSG:32650"


def test_tables_numbers_and_paths_agree(run, rows, three):
    results, _ = run(TOOL, INPUT=three, PAIRS="all", **ALL_OUTPUTS, **QUICK)
    table = rows(results["OUTPUT"])
    assert len(table) == 75
    consecutive = table[table["year_to"] - table["year_from"] == 1]
    types = (
        consecutive["rey_type"].value_counts().reindex(["0", "I", "II", "IIIA", "IIIB"]).fillna(0)
    )
    flow = rows(results["OUTPUT_FLOW"])
    assert flow["scope"].tolist() == ["pair"] * 3 + ["pooled"]
    pooled = flow.iloc[-1]
    assert [pooled["type_" + name] for name in ("0", "i", "ii", "iiia", "iiib")] == types.tolist()
    assert pooled["m"] == results["TRANSITIONS"] == 50 and pd.isna(pooled["year"])
    assert results["FLOW"] == pytest.approx((types["I"] + types["II"]) / 50)
    assert results["COHESION"] == pytest.approx((types["0"] + types["IIIA"]) / 50)
    matrix = rows(results["OUTPUT_MATRIX"])
    assert len(matrix) == 4 * (16 + 25)
    quadrants = matrix[(matrix["kind"] == "quadrants") & (matrix["scope"] == "pooled")]
    counts = consecutive.groupby(["from_quadrant", "to_quadrant"]).size()
    for row in quadrants.itertuples():
        assert row.count == counts.get((row.from_state, row.to_state), 0)
    paths = rows(results["OUTPUT_PATHS"]).set_index("region")
    assert paths["note"].tolist() == [name + " 2021" for name in paths.index]
    assert set(paths["year"]) == {2021} and set(paths["years"]) == {3}
    moved = consecutive[consecutive["move_type"].map(lambda m: m not in (1, 6, 11, 16))]
    assert paths["moves"].sum() == len(moved)
    assert paths["relative_length"].mean() == pytest.approx(1)
    # the same areas as the last year's squares
    assert {f.geometry().area() for f in results["OUTPUT_PATHS"].getFeatures()} == {998.0**2}


def test_optional_outputs_are_optional(run, three):
    results, _ = run(TOOL, INPUT=three, PAIRS="first_last", **QUICK)
    assert [results[name] for name in (*ALL_OUTPUTS, "OUTPUT_HTML")] == [None] * 4
    assert results["TRANSITIONS"] == 25


def test_paths_go_through_all_years_whatever_the_pairs(run, rows, three):
    consecutive, ends = (
        rows(run(TOOL, INPUT=three, PAIRS=pairs, **ALL_OUTPUTS, **QUICK)[0]["OUTPUT_PATHS"])
        for pairs in ("consecutive", "first_last")
    )
    assert set(ends["years"]) == {3} and (ends["tortuosity"] > 1).any()
    pd.testing.assert_frame_equal(ends, consecutive)


def test_chosen_pairs_and_their_faults(run, rows, three, fault):
    results, _ = run(TOOL, INPUT=three, PAIRS="chosen", YEAR_PAIRS="2019-2021，2020-2021", **QUICK)
    table = rows(results["OUTPUT"])
    assert set(zip(table["year_from"], table["year_to"])) == {(2019, 2021), (2020, 2021)}
    given = {"INPUT": three, "PAIRS": "chosen", **QUICK}
    assert fault(TOOL, **given)
    text = fault(TOOL, **given, YEAR_PAIRS="2019-2022, 2021-2019, soon")
    assert all(word in text for word in ("2022", "2021-2019", "soon")) and text.count("\n") == 2
    _, feedback = run(TOOL, INPUT=three, YEAR_PAIRS="2019-2021", **QUICK)
    assert any("YEAR_PAIRS is not used" in text for text in feedback.warnings)


def test_significant_ends_only(run, rows, three, tmp_path):
    from qgis.core import QgsVectorLayer

    path = str(tmp_path / "ends.gpkg")
    results, feedback = run(
        TOOL, INPUT=three, SIGNIFICANT_ONLY=True, **{**ALL_OUTPUTS, "OUTPUT": path}, **QUICK
    )
    table = rows(results["OUTPUT"])
    assert (table["rey_type"].notna() == (table["significant"] == "both")).all()
    assert 0 < results["TRANSITIONS"] == table["rey_type"].notna().sum() < 50
    assert table["move_type"].notna().all()
    matrix = rows(results["OUTPUT_MATRIX"]).groupby(["kind", "scope"])["count"].sum()
    assert matrix["clusters", "pooled"] == 50
    assert matrix["quadrants", "pooled"] == results["TRANSITIONS"]
    labels = Counter(labels_of(QgsVectorLayer(path, "styled", "ogr")))
    assert labels["An end not significant"] == 50 - results["TRANSITIONS"]
    assert labels["0: neither moved"] == (table["rey_type"] == "0").sum()
    assert any("one of their ends is not significant" in text for text in feedback.infos)


def test_correction_takes_ends_away(run, rows, three):
    def both(correction):
        results, _ = run(TOOL, INPUT=three, CORRECTION=correction, PERMUTATIONS=999)
        return (rows(results["OUTPUT"])["significant"] == "both").sum()

    assert both("none") > both("bonferroni")


def test_the_p_that_decides_is_in_the_output(run, rows, three):
    """Raw for none, adjusted for fdr, and for bonferroni the raw one times the 25 regions."""
    deciding = {
        "none": lambda table, end: table[end + "_p"],
        "fdr": lambda table, end: table[end + "_p_fdr"],
        "bonferroni": lambda table, end: 25 * table[end + "_p"],
    }
    unlike = 0
    for correction, p in deciding.items():
        given = {"INPUT": three, "CORRECTION": correction, "PERMUTATIONS": 999}
        table = rows(run(TOOL, **given)[0]["OUTPUT"])
        for end in ("from", "to"):
            named = table[end + "_cluster"] != "Not significant"
            assert (named == (p(table, end) <= 0.05)).all(), (correction, end)
            unlike += int((named != (table[end + "_p"] <= 0.05)).sum())
            for _, year in table.groupby("year"):  # Benjamini-Hochberg, from the largest p down
                ordered = year.sort_values(end + "_p")[end + "_p"].to_numpy()
                by_hand = [min(ordered[k:] * 25 / np.arange(k + 1, 26)) for k in range(25)]
                found = year.sort_values(end + "_p")[end + "_p_fdr"]
                np.testing.assert_allclose(found, np.minimum(1, by_hand))
    assert unlike, "the raw p alone would not tell"


def test_two_runs_are_the_same(run, rows, three):
    one, other = (
        rows(run(TOOL, INPUT=three, SEED=3, **QUICK)[0]["OUTPUT"]) for _ in range(2)
    )  # fmt: skip
    pd.testing.assert_frame_equal(one, other)


# --- gaps ---------------------------------------------------------------------------------------


def test_a_region_that_misses_a_year_keeps_its_polygon(run, rows, lattice):
    from qgis.core import NULL

    values = {year: surface(year) for year in (2010, 2011, 2015)}
    values[2011][6] = np.nan
    island = (square(90000, 90000), "岛", 3.0)
    layer = lattice(values, extra=[island], skip={("r00", 2015), ("r04", 2010)})
    results, feedback = run(TOOL, INPUT=layer, ISLANDS="drop", **ALL_OUTPUTS, **QUICK)
    features = {(f["region"], f["year"]): f for f in results["OUTPUT"].getFeatures()}
    assert len(features) == 26 * 2
    gone = features["r00", 2015]
    assert gone["depth"] == NULL and gone["note"] == NULL and gone["to_cluster"] == "No data"
    assert gone["rey_type"] == NULL and gone["move_type"] == NULL and gone["to_p"] == NULL
    assert gone["from_quadrant"] != NULL
    assert gone.geometry().area() == 1000.0**2, "the polygon of another year"
    untyped = {key for key, feature in features.items() if feature["rey_type"] == NULL}
    assert untyped == {
        ("r00", 2015), ("r04", 2011), ("r11", 2011), ("r11", 2015), ("岛", 2011), ("岛", 2015),
    }  # fmt: skip
    assert any(text.startswith("6 of 52 transitions have no type") for text in feedback.infos)
    assert any("span 1, 4 years" in text for text in feedback.warnings)
    flow = rows(results["OUTPUT_FLOW"])
    assert flow["left_out"].tolist() == [3, 3, 6] and flow["m"].tolist() == [23, 23, 46]
    paths = {f["region"]: f for f in results["OUTPUT_PATHS"].getFeatures()}
    for name in ("r00", "r04", "r11", "岛"):
        assert paths[name]["relative_length"] == NULL and paths[name]["path"] == NULL
    assert paths["r00"]["year"] == 2011 and paths["r00"]["note"] == "r00 2011"
    assert paths["r00"].geometry().area() == 999.0**2
    known = [f["relative_length"] for f in paths.values() if f["relative_length"] != NULL]
    assert len(known) == 22 and np.mean(known) == pytest.approx(1)


@pytest.mark.parametrize("islands", ["nearest", "drop", "keep"])
def test_islands_are_taken_as_by_the_lisa_tool(run, rows, lattice, islands):
    values = {year: surface(year) for year in (2019, 2020)}
    layer = lattice(values, extra=[(square(90000, 90000), "island", 40.0)])
    given = {"INPUT": layer, "ISLANDS": islands, **QUICK}
    lisa = rows(run("lisaclusters", **given)[0]["OUTPUT"]).set_index(["region", "year"])
    table = rows(run(TOOL, **given)[0]["OUTPUT"])
    for year, end in (("year_from", "from"), ("year_to", "to")):
        at = lisa.loc[pd.MultiIndex.from_frame(table[["region", year]])]
        np.testing.assert_array_equal(table[end + "_p"], at["lisa_p"])
        assert table[end + "_cluster"].tolist() == at["lisa_cluster"].tolist()
    typed = table.set_index("region")["rey_type"].notna()
    assert typed["island"] == (islands == "nearest") and typed.drop("island").all()


def test_a_constant_year(run, rows, lattice, tmp_path):
    layer = lattice({2019: surface(), 2020: [1.0] * 25, 2021: surface(1)})
    page = tmp_path / "constant.html"
    results, feedback = run(TOOL, INPUT=layer, OUTPUT_HTML=str(page), **ALL_OUTPUTS, **QUICK)
    assert rows(results["OUTPUT"])["rey_type"].isna().all()
    assert (results["FLOW"], results["COHESION"], results["TRANSITIONS"]) == (None, None, 0)
    assert rows(results["OUTPUT_MATRIX"])["probability"].isna().all()
    assert set(rows(results["OUTPUT_PATHS"])["years"]) == {2}
    assert any("pass over 2020" in text for text in feedback.warnings)
    assert page.read_text(encoding="utf-8").count("<svg") == 4


def test_years_without_values_are_passed_over(run, rows, lattice):
    """Every second year is empty, as where odd-year energy is joined to an annual population."""
    layer = lattice({2019: surface(), 2020: [None] * 25, 2021: surface(1)})
    results, feedback = run(TOOL, INPUT=layer, **ALL_OUTPUTS, **QUICK)
    table = rows(results["OUTPUT"])
    assert set(zip(table["year_from"], table["year_to"])) == {(2019, 2021)}
    assert results["TRANSITIONS"] == 25 and table["rey_type"].notna().all()
    assert results["FLOW"] + results["COHESION"] <= 1
    (said,) = [text for text in [*feedback.infos, *feedback.warnings] if "2020" in text]
    assert said.startswith("Passed over") and said in feedback.infos
    paths = rows(results["OUTPUT_PATHS"])
    assert set(paths["years"]) == {2} and paths["relative_length"].notna().all()
    # the same as without the empty year
    without = lattice({2019: surface(), 2021: surface(1)})
    plain = rows(run(TOOL, INPUT=without, **QUICK)[0]["OUTPUT"])
    columns = ["region", "year", "move", "from_p", "to_p"]
    pd.testing.assert_frame_equal(table[columns], plain[columns])


def test_paths_have_the_fields_of_the_last_year_with_data(run, rows, lattice):
    layer = lattice({2019: surface(), 2020: surface(1), 2021: [None] * 25})
    paths = rows(run(TOOL, INPUT=layer, **ALL_OUTPUTS, **QUICK)[0]["OUTPUT_PATHS"])
    assert set(paths["year"]) == {2020} and paths["depth"].notna().all()
    assert paths["note"].tolist() == [name + " 2020" for name in paths["region"]]


def test_values_that_are_all_missing_are_one_sentence(fault, lattice):
    layer = lattice({2019: [None] * 25, 2021: [None] * 25})
    text = fault(TOOL, INPUT=layer, **QUICK)
    assert text == "A change takes two years, and the data have none only; add years."


# --- input that does not fit --------------------------------------------------------------------


def test_one_year_is_one_sentence(fault, lattice, memory_layer):
    text = fault(TOOL, INPUT=lattice({2019: surface()}), **QUICK)
    assert "2019" in text and "\n" not in text and text.endswith(".")
    layer = memory_layer(
        "Polygon",
        {"region": str, "depth": float},
        [(square(1000 * i, 0), ["r%d" % i, float(i)]) for i in range(5)],
        name="yearless",
    )
    text = fault(TOOL, INPUT=layer, **QUICK)
    assert text == ("yearless has no years, and there is no change without; choose the year field.")


def test_fields_that_are_missing(fault, three):
    assert "has no field deep" in fault(TOOL, INPUT=three, FIELD="deep", **QUICK)
    assert "has no field name" in fault(TOOL, INPUT=three, REGION_FIELD="name", **QUICK)
    assert "'r00 2019' is not a number" in fault(TOOL, INPUT=three, FIELD="note", **QUICK)


def test_other_names_of_fields_and_years_as_text(run, rows, lattice, three):
    values = {"%d年" % year: surface(year) for year in (2019, 2020, 2021)}
    names = ["省 %d's \"<b>$x$" % i for i in range(25)]
    layer = lattice(values, names=names, year_field="年份", year_kind=str)
    results, _ = run(TOOL, INPUT=layer, YEAR_FIELD="年份", **QUICK)
    table = rows(results["OUTPUT"])
    assert table["region"].tolist()[:25] == names
    assert table["year"].tolist() == [2020] * 25 + [2021] * 25
    assert table["年份"].tolist() == ["2020年"] * 25 + ["2021年"] * 25
    plain = rows(run(TOOL, INPUT=three, **QUICK)[0]["OUTPUT"])
    assert table["move"].tolist() == plain["move"].tolist()


def test_own_fields_that_are_replaced_are_named(run, rows, tmp_path):
    """The layer's region is a part of the country, and its year that of a census."""
    from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer

    uri = (
        "Polygon?crs=EPSG:32650&field=name:string(30)&field=region:string(4)&field=jahr:integer"
        "&field=year:integer&field=depth:double"
    )
    layer = QgsVectorLayer(uri, "macro", "memory")
    names = ["Province of the plains %02d" % i for i in range(25)]
    for jahr in (2019, 2020):
        for i, value in enumerate(surface(jahr)):
            feature = QgsFeature(layer.fields())
            feature.setGeometry(QgsGeometry.fromWkt(square(1000 * (i % 5), 1000 * (i // 5))))
            feature.setAttributes([names[i], "east", jahr, 1953, float(value)])
            assert layer.dataProvider().addFeature(feature)
    given = {"INPUT": layer, "REGION_FIELD": "name", "YEAR_FIELD": "jahr", **ALL_OUTPUTS, **QUICK}
    for output in ("memory:", str(tmp_path / "macro.gpkg"), str(tmp_path / "macro.shp")):
        results, feedback = run(TOOL, **{**given, "OUTPUT": output})
        assert "Replaced in the output: region, year." in feedback.infos
        for table in (rows(results["OUTPUT"]), rows(results["OUTPUT_PATHS"])):
            assert table["region"].tolist() == table["name"].tolist() == names
            assert set(table["year"]) == set(table["jahr"]) == {2020}


def test_cancel_stops_and_leaves_nothing(run, three, feedback_class, tmp_path):
    feedback = feedback_class()
    path = tmp_path / "out.gpkg"
    feedback.progressChanged.connect(lambda value: value > 25 and feedback.cancel())
    results, _ = run(TOOL, feedback=feedback, INPUT=three, OUTPUT=str(path), **QUICK)
    assert not results.get("OUTPUT") and not path.exists()


# --- chained ------------------------------------------------------------------------------------


def test_after_the_footprint_with_no_field_chosen(run, rows, sample, study_inputs, tmp_path):
    sink = run("carbonsink", **study_inputs)[0]["OUTPUT"]
    energy = run("importenergy", INPUTS=[str(sample / "energy.csv")])[0]["OUTPUT"]
    emissions = run("industrialemissions", ENERGY=energy)[0]["OUTPUT"]
    joined = run("jointables", REGIONS=sink, TABLES=[emissions])[0]["OUTPUT"]
    footprint = run("footprint3d", INPUT=joined)[0]["OUTPUT"]
    path = str(tmp_path / "转 移.gpkg")
    results, feedback = run(TOOL, INPUT=footprint, OUTPUT=path, **QUICK)
    table = rows(results["OUTPUT"])
    assert len(table) == 30 * 5 and table["rey_type"].notna().all()
    assert sorted(set(table["year_to"] - table["year_from"])) == [2]
    assert table.loc[table["region"] == "Hainan", "from_quadrant"].notna().all()
    depth = rows(footprint).set_index(["region", "year"])["depth"]
    keys = pd.MultiIndex.from_frame(table[["region", "year"]])
    assert table["depth"].tolist() == depth.loc[keys].tolist()
    assert not feedback.warnings


# --- how it looks -------------------------------------------------------------------------------


def styled(memory_layer, style, fields, values):
    layer = memory_layer(
        "Polygon", fields, [(square(1000 * i, 0), value) for i, value in enumerate(values)]
    )
    style(layer)
    return layer


def test_map_of_the_types(qgis_app, memory_layer):
    from carbon_footprint.algorithms import styles

    fields = {"rey_type": str, "move": str, "year": int, "year_from": int}
    types = ("0", "I", "II", "IIIA", "IIIB")
    values = [[name, "HH→HH", 2020, 2019] for name in types]
    values += [[None, "HH→HL", 2020, 2019], [None, None, 2020, 2019]]
    layer = styled(
        memory_layer, lambda x: styles.lisa_transitions(x, significant_only=True), fields, values
    )
    assert labels_of(layer) == [*map(styles.rey_label, types), "An end not significant", "No data"]
    layer = styled(memory_layer, styles.lisa_transitions, fields, [*values[:5], values[6]])
    assert labels_of(layer) == [*map(styles.rey_label, types), "No data"]
    shown = [item.label() for item in layer.renderer().legendSymbolItems()]
    assert shown == [*map(styles.rey_label, types), "No data"], "no class that cannot occur"
    assert layer.temporalProperties().isActive()
    order = layer.renderer().orderBy().dump().replace('"', "")
    assert layer.renderer().orderByEnabled()
    assert re.findall(r"\w+ ASC", order) == ["year ASC", "year_from ASC"]
    assert [colour for _, colour in styles.rey_legend()] == [styles.REY_COLOURS[t] for t in types]


def test_map_of_the_paths(qgis_app, memory_layer):
    from carbon_footprint.algorithms import styles

    values = [0.0, 0.5, 0.51, 1.0, 1.5, 1.9, 2.1, 7.0, None]
    layer = styled(
        memory_layer,
        lambda x: styles.time_paths(x, longest=7.0),
        {"relative_length": float, "year": int},
        [[value, 2020] for value in values],
    )
    labels = [label for _, _, label, _ in styles.length_classes(7.0)]
    expected = [labels[i] for i in (0, 0, 1, 1, 2, 3, 4, 4)]
    assert labels_of(layer) == [*expected, "No data"]
    assert not layer.temporalProperties().isActive(), "a path belongs to no single year"
    # without a path longer than 2, and without any
    for longest in (1.2, float("nan")):
        classes = styles.length_classes(longest)
        assert all(low <= high for low, high, _, _ in classes) and len(classes) == 5


@pytest.mark.parametrize("vision", sorted(VISION))
def test_colours_can_be_told_apart_with_every_colour_vision(qgis_app, vision):
    from carbon_footprint.algorithms import styles

    for colours in (styles.REY_COLOURS.values(), [*styles.LENGTH_COLOURS, styles.NO_DATA_COLOUR]):
        for one, other in itertools.combinations(colours, 2):
            distance = np.linalg.norm(lab(one, vision) - lab(other, vision))
            assert distance >= DISTINCT, (one, other, distance)
    lightness = [lab(colour, vision)[0] for colour in styles.LENGTH_COLOURS]
    assert lightness == sorted(lightness, reverse=True)
    # Type 0 is the quietest: lighter than every type that moved.
    rest = [lab(styles.REY_COLOURS[t], vision)[0] for t in ("I", "II", "IIIA", "IIIB")]
    assert lab(styles.REY_COLOURS["0"], vision)[0] > max(rest) + DISTINCT


def test_the_geopackage_holds_the_style(run, three, tmp_path):
    from qgis.core import QgsVectorLayer

    paths = {name: str(tmp_path / (name + ".gpkg")) for name in ("OUTPUT", "OUTPUT_PATHS")}
    run(TOOL, INPUT=three, **paths, **QUICK)
    kinds = {"OUTPUT": "categorizedSymbol", "OUTPUT_PATHS": "graduatedSymbol"}
    for name, kind in kinds.items():
        layer = QgsVectorLayer(paths[name], name, "ogr")
        assert layer.renderer().type() == kind
        dataset = gdal.OpenEx(paths[name])  # a layer of GDAL dies with its dataset
        described = dataset.GetLayer(0).GetMetadataItem("ABSTRACT")
        assert "carbonfootprint:lisatransitions" in described and "PERMUTATIONS = 99" in described
        labels_of(layer)


def test_page(run, lattice, tmp_path):
    names = ["省%d" % i for i in range(23)] + ["<script>alert(1)</script>", "$x^2$"]
    layer = lattice({year: surface(year) for year in (2019, 2020, 2021)}, names=names)
    page = tmp_path / "页 é.html"
    results, _ = run(TOOL, INPUT=layer, PAIRS="all", OUTPUT_HTML=str(page), **QUICK)
    text = page.read_text(encoding="utf-8")
    assert results["OUTPUT_HTML"] == str(page) and results["OUTPUT_PATHS"] is None
    assert text.count("<svg") == 4 and "<script>" not in text and "省" in text and "$x^2$" in text
    # all pairs are in the table, but the page shows what is pooled
    assert "2019–2020" in text and "2020–2021" in text and "2019–2021" not in text
    shown = "flow (I + II) / m = %.3f, cohesion (0 + IIIA) / m = %.3f"
    assert shown % (results["FLOW"], results["COHESION"]) in text
