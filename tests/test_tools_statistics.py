"""Moran, LISA and quadrants as tools: against esda on a lattice, and input that goes wrong."""

from __future__ import annotations

import re
import shutil
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest

SIDE = 5
NAMES = ["r%d%d" % (i // SIDE, i % SIDE) for i in range(SIDE * SIDE)]


def square(x, y, size=1000.0):
    corners = [(x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y)]
    return "POLYGON((%s))" % ",".join("%f %f" % corner for corner in corners)


def surface(year=0):
    """A smooth field with some noise: clusters at two corners."""
    generator = np.random.default_rng(7 + year)
    row, column = np.divmod(np.arange(SIDE * SIDE), SIDE)
    return row + column + generator.normal(0, 0.5, SIDE * SIDE) + 0.1 * year


@pytest.fixture(scope="module")
def lattice(memory_layer):
    """Make a lattice of squares of 1 km: ``lattice({year: values}, extra=[(wkt, name, values)])``."""

    def lattice(by_year, extra=(), kind=float, year_kind=int, names=NAMES):
        features = []
        for year, values in by_year.items():
            for i, value in enumerate(values):
                value = None if value is None or value != value else value
                value = float(value) if kind is float and value is not None else value
                features.append(
                    (square(1000 * (i % SIDE), 1000 * (i // SIDE)), [names[i], year, value])
                )
            features += [(wkt, [name, year, value]) for wkt, name, value in extra]
        fields = {"region": str, "year": year_kind, "depth": kind}
        return memory_layer("Polygon", fields, features, crs="EPSG:32650", name="lattice")

    return lattice


@pytest.fixture(scope="module")
def weights():
    """The lattice's neighbours, by libpysal itself."""
    from libpysal.weights import lat2W

    def weights(rook):
        w = lat2W(SIDE, SIDE, rook=rook)
        w.transform = "r"
        return w

    return weights


def two_sided(sims, observed):
    """methods.md A.5: min(1, 2 (1 + min(#>=, #<=)) / (M + 1))."""
    more, less = (sims >= observed - 1e-12).sum(0), (sims <= observed + 1e-12).sum(0)
    return np.minimum(1, 2 * (1 + np.minimum(more, less)) / (len(sims) + 1))


def chance(p, permutations):
    """Four standard errors between two p-values of as many permutations each, and a count."""
    share = np.clip(p / 2, 0.5 / permutations, 0.5)
    return 8 * np.sqrt(2 * share * (1 - share) / permutations) + 2 / permutations


@pytest.mark.parametrize("kind", ["queen", "rook"])
def test_global_moran_is_that_of_esda_in_every_year(run, rows, lattice, weights, kind):
    from esda import Moran

    years = {2019: surface(), 2020: np.random.default_rng(2).normal(size=25), 2021: surface(1)}
    results, _ = run(
        "globalmoran", INPUT=lattice(years), FIELDS=["depth"], WEIGHTS=kind, PERMUTATIONS=999
    )
    table = rows(results["OUTPUT"]).set_index("year")
    for year, values in years.items():
        np.random.seed(5)
        moran = Moran(values, weights(kind == "rook"), permutations=999)
        row = table.loc[year]
        assert row["moran_i"] == pytest.approx(moran.I, rel=1e-12)
        assert row["expected_i"] == pytest.approx(-1 / 24)
        assert row["z"] == pytest.approx(moran.z_norm, rel=1e-9)
        p = two_sided(moran.sim, moran.I)
        assert row["p"] == pytest.approx(p, abs=chance(p, 999))
        # A quantile at 2.5 % of 999 has a standard error of about 0.08 standard deviations.
        low, high = np.quantile(moran.sim, [0.025, 0.975])
        assert row["sim_low"] == pytest.approx(low, abs=0.5 * moran.seI_rand)
        assert row["sim_high"] == pytest.approx(high, abs=0.5 * moran.seI_rand)
        assert (row["p"] <= 0.05) == (not row["sim_low"] < row["moran_i"] < row["sim_high"])
        assert (row["n"], row["n_missing"], row["n_islands"], row["ties"]) == (25, 0, 0, 0)
    assert results["I"] == pytest.approx(table.loc[2021, "moran_i"])
    assert results["P"] == pytest.approx(table.loc[2021, "p"])


def test_lisa_is_that_of_esda(run, rows, lattice, weights):
    from esda import Moran_Local

    values = surface()
    results, _ = run("lisaclusters", INPUT=lattice({2019: values}), PERMUTATIONS=9999)
    table = rows(results["OUTPUT"]).set_index("region").loc[NAMES]
    local = Moran_Local(values, weights(False), permutations=9999, seed=5)
    np.testing.assert_allclose(table["lisa_i"], local.Is, rtol=1e-10)
    np.testing.assert_allclose(table["lisa_lag"], weights(False).sparse @ values, rtol=1e-12)
    names = {1: "HH", 2: "LH", 3: "LL", 4: "HL"}
    assert table["lisa_quadrant"].tolist() == [names[q] for q in local.q]
    # The corners have 3 neighbours, the sides 5, the others 8.
    assert sorted(table["neighbours"]) == [3] * 4 + [5] * 12 + [8] * 9
    p = two_sided(local.sim, local.Is)
    assert (np.abs(table["lisa_p"] - p) <= chance(p, 9999)).all()
    cluster = {"HH": "High-High", "LL": "Low-Low", "LH": "Low-High", "HL": "High-Low"}
    for row in table.itertuples():
        expected = cluster[row.lisa_quadrant] if row.lisa_p <= 0.05 else "Not significant"
        assert row.lisa_cluster == expected
    assert results["HIGH_HIGH"] == (table["lisa_cluster"] == "High-High").sum() > 0
    assert results["LOW_LOW"] == (table["lisa_cluster"] == "Low-Low").sum() > 0


def test_directed_p_is_about_half_and_corrections_only_take_clusters_away(run, rows, lattice):
    layer = lattice({2019: surface()})

    def table(**parameters):
        results, _ = run("lisaclusters", INPUT=layer, PERMUTATIONS=999, **parameters)
        return rows(results["OUTPUT"])

    plain, directed = table(), table(ALTERNATIVE="directed")
    np.testing.assert_allclose(plain["lisa_p"], np.minimum(1, 2 * directed["lisa_p"]))
    count = {
        correction: (table(CORRECTION=correction)["lisa_cluster"] != "Not significant").sum()
        for correction in ("none", "fdr", "bonferroni")
    }
    assert (
        count["none"] >= count["fdr"] >= count["bonferroni"] and count["none"] > count["bonferroni"]
    )
    m, order = len(plain), np.sort(plain["lisa_p"].to_numpy())
    adjusted = np.minimum.accumulate((order * m / np.arange(1, m + 1))[::-1])[::-1]
    np.testing.assert_allclose(np.sort(plain["lisa_p_fdr"]), np.minimum(1, adjusted))


def test_same_seed_same_result_other_seed_other_p(run, rows, lattice):
    layer = lattice({2019: surface()})

    def p(seed):
        results, _ = run("lisaclusters", INPUT=layer, PERMUTATIONS=199, SEED=seed)
        return rows(results["OUTPUT"])["lisa_p"].tolist()

    assert p(1) == p(1) and p(1) != p(2)


# --- neighbours ---------------------------------------------------------------------------------


def test_gal_file_of_libpysal(run, rows, lattice, weights, tmp_path):
    import libpysal
    from libpysal.weights import W

    w = weights(True)
    named = W({NAMES[i]: [NAMES[j] for j in others] for i, others in w.neighbors.items()})
    path = tmp_path / "邻 接.gal"
    file = libpysal.io.open(str(path), "w")
    file.write(named)
    file.close()
    layer = lattice({2019: surface()})
    by_file = run("globalmoran", INPUT=layer, FIELDS="depth", WEIGHTS="file", WEIGHTS_FILE=str(path), PERMUTATIONS=99)  # fmt: skip
    rook = run("globalmoran", INPUT=layer, FIELDS="depth", WEIGHTS="rook", PERMUTATIONS=99)
    assert by_file[0]["I"] == pytest.approx(rook[0]["I"], rel=1e-12)
    assert by_file[0]["P"] == rook[0]["P"]


def test_faulty_weights_files(fault, lattice, tmp_path):
    layer = lattice({2019: surface()})
    given = {"INPUT": layer, "FIELDS": "depth", "WEIGHTS": "file"}
    assert "ends in .gal or .gwt" in fault("globalmoran", **given)
    assert "cannot be read" in fault("globalmoran", **given, WEIGHTS_FILE=str(tmp_path / "no.gal"))
    other = tmp_path / "other.gal"
    other.write_text("2\nx 1\ny\ny 1\nx\n", encoding="utf-8")
    assert "other.gal" in fault("globalmoran", **given, WEIGHTS_FILE=str(other))


def test_knn_and_distance(run, rows, lattice, fault):
    layer = lattice({2019: surface()})

    def neighbours(**parameters):
        results, feedback = run("lisaclusters", INPUT=layer, PERMUTATIONS=99, **parameters)
        return rows(results["OUTPUT"])["neighbours"].tolist(), feedback

    assert set(neighbours(WEIGHTS="knn", K=3)[0]) == {3}
    # Centres are 1 km apart: 1.1 km reaches the sides, 1.5 km the corners too.
    assert sorted(neighbours(WEIGHTS="distance", DISTANCE=1.1)[0]) == [2] * 4 + [3] * 12 + [4] * 9
    assert sorted(neighbours(WEIGHTS="distance", DISTANCE=1.5)[0]) == [3] * 4 + [5] * 12 + [8] * 9
    chosen, feedback = neighbours(WEIGHTS="distance")
    assert sorted(chosen) == [2] * 4 + [3] * 12 + [4] * 9
    assert any("every region has a neighbour: 1 km" in text for text in feedback.infos)
    assert "choose 1 to 24" in fault("lisaclusters", INPUT=layer, WEIGHTS="knn", K=25)


ISLAND = (square(90000, 90000), "island", 3.0)


@pytest.mark.parametrize(
    ("islands", "neighbours", "n"), [("nearest", 1, 26), ("drop", 0, 25), ("keep", 0, 26)]
)
def test_islands(run, rows, lattice, islands, neighbours, n):
    layer = lattice({2019: surface()}, extra=[ISLAND])
    results, feedback = run("lisaclusters", INPUT=layer, ISLANDS=islands, PERMUTATIONS=199)
    row = rows(results["OUTPUT"]).set_index("region").loc["island"]
    assert row["neighbours"] == neighbours
    if neighbours:
        assert any("island - r44" in text for text in feedback.infos)
    else:
        assert row["lisa_cluster"] == "No neighbours"
        assert pd.isna(row["lisa_i"]) and pd.isna(row["lisa_p"]) and pd.isna(row["lisa_p_fdr"])
        assert pd.isna(row["lisa_quadrant"])
        assert any("island" in text for text in feedback.infos)
    results, _ = run("globalmoran", INPUT=layer, FIELDS="depth", ISLANDS=islands, PERMUTATIONS=99)
    assert rows(results["OUTPUT"])["n"].tolist() == [n]


@pytest.mark.parametrize("year_field", ["year", "jahr"])
def test_neighbours_do_not_hang_on_the_name_of_the_year_field(run, rows, memory_layer, year_field):
    """Six squares in a row; the first is half as wide in 2019, so that it touches none then."""
    features = [
        (
            square(1000 * i, 0) if i or year == 2020 else square(0, 0, 500),
            [NAMES[i], year, float(value)],
        )
        for year in (2019, 2020)
        for i, value in enumerate([1, 5, 2, 8, 3, 9])
    ]
    fields = {"region": str, year_field: int, "depth": float}
    layer = memory_layer("Polygon", fields, features, crs="EPSG:32650")
    given = {"INPUT": layer, "YEAR_FIELD": year_field, "PERMUTATIONS": 99, "ISLANDS": "keep"}
    given["TOLERANCE"] = 1
    table = rows(run("lisaclusters", FIELD="depth", **given)[0]["OUTPUT"])
    # Neighbours are those of the first year: none, then 1 (to the right), 2, 2, 2, 1.
    assert table["neighbours"].tolist() == [0, 1, 2, 2, 2, 1] * 2
    table = rows(run("globalmoran", FIELDS="depth", **given)[0]["OUTPUT"])
    assert table["n_islands"].tolist() == [1, 1] and table["n"].tolist() == [6, 6]
    transitions = rows(run("lisatransitions", FIELD="depth", **given)[0]["OUTPUT"])
    assert transitions["to_cluster"][0] == "No neighbours"


# --- missing and constant values ----------------------------------------------------------------


def test_null_stays_null_and_poisons_nothing(run, rows, lattice):
    from qgis.core import NULL

    values = surface()
    values[12] = np.nan
    results, feedback = run("lisaclusters", INPUT=lattice({2019: values}), PERMUTATIONS=199)
    table = rows(results["OUTPUT"]).set_index("region")
    assert table.loc["r22", "lisa_cluster"] == "No data"
    assert table.drop("r22")["lisa_i"].notna().all()
    # The middle square is no neighbour of the eight around it any more.
    assert table.loc["r11", "neighbours"] == 7
    for feature in results["OUTPUT"].getFeatures():
        if feature["region"] == "r22":
            assert feature["lisa_p"] == NULL and feature["lisa_quadrant"] == NULL
            assert feature["depth"] == NULL
    results, _ = run("globalmoran", INPUT=lattice({2019: values}), FIELDS="depth", PERMUTATIONS=99)
    row = rows(results["OUTPUT"]).iloc[0]
    assert (row["n"], row["n_missing"]) == (24, 1)


def test_constant_field_is_null_with_a_message(run, rows, lattice, tmp_path):
    layer = lattice({2019: [1.0] * 25, 2021: surface()})
    page = tmp_path / "moran.html"
    results, feedback = run(
        "globalmoran", INPUT=layer, FIELDS="depth", PERMUTATIONS=99, OUTPUT_HTML=str(page)
    )
    table = rows(results["OUTPUT"]).set_index("year")
    assert pd.isna(table.loc[2019, "moran_i"]) and pd.isna(table.loc[2019, "p"])
    assert table.loc[2019, "note"] and pd.isna(table.loc[2021, "note"])
    assert table.loc[2021, "moran_i"] > 0 and page.exists()
    results, feedback = run("lisaclusters", INPUT=layer, PERMUTATIONS=99)
    table = rows(results["OUTPUT"])
    assert table.loc[table["year"] == 2019, "lisa_i"].isna().all()
    assert set(table.loc[table["year"] == 2019, "lisa_cluster"]) == {"Not significant"}
    assert feedback.warnings


def test_the_note_of_a_year_without_i_is_in_the_users_language(
    run, rows, lattice, tmp_path, monkeypatch
):
    from carbon_footprint.algorithms import i18n

    chinese = {
        "{label}: all {n} values are equal, so spatial autocorrelation is undefined.": "{label}："
        "{n} 个值全部相等，空间自相关无定义。"
    }
    monkeypatch.setattr(i18n, "tr", lambda text: chinese.get(text, text))
    values = surface()
    values[[3, 4]] = np.nan
    layer = lattice({2019: [1.0] * 25, 2021: values})
    page = tmp_path / "moran.html"
    given = {"INPUT": layer, "FIELDS": "depth", "PERMUTATIONS": 99, "OUTPUT_HTML": str(page)}
    table = rows(run("globalmoran", **given)[0]["OUTPUT"]).set_index("year")
    said = "depth 2019：25 个值全部相等，空间自相关无定义。"
    assert table.loc[2019, "note"] == said and pd.isna(table.loc[2021, "note"])
    text = page.read_text(encoding="utf-8")
    lines = re.findall(r"<tr>.*?</tr>", text)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line) for line in lines]
    heads, first, last = cells
    shown = dict(zip(heads, first))
    assert (shown["Moran&#x27;s I"], shown["Note"]) == ("–", said)
    assert (shown["Regions"], shown["Missing"], shown["Regions without neighbours"]) == (
        "25", "0", "0",
    )  # fmt: skip
    shown = dict(zip(heads, last))
    assert (shown["Regions"], shown["Missing"], shown["Note"]) == ("23", "2", "–")
    # without such a year there is no column for it
    run("globalmoran", **{**given, "INPUT": lattice({2021: values})})
    assert '<th class="text">Note</th>' not in page.read_text(encoding="utf-8")


def test_last_year_constant_gives_null_numbers(run, lattice, tmp_path):
    layer = lattice({2019: surface(), 2021: [1.0] * 25})
    results, _ = run(
        "globalmoran",
        INPUT=layer,
        FIELDS="depth",
        PERMUTATIONS=99,
        OUTPUT_HTML=str(tmp_path / "m.html"),
    )
    assert results["I"] is None and results["P"] is None


def test_all_values_missing(run, rows, lattice):
    layer = lattice({2019: [None] * 25})
    results, _ = run("lisaclusters", INPUT=layer, PERMUTATIONS=99)
    assert set(rows(results["OUTPUT"])["lisa_cluster"]) == {"No data"}
    results, _ = run("globalmoran", INPUT=layer, FIELDS="depth", PERMUTATIONS=99)
    assert results["I"] is None
    results, _ = run("quadrants", INPUT=layer, SIZE_FIELD="depth")
    assert rows(results["OUTPUT"])["zone"].isna().all()


# --- input that does not fit --------------------------------------------------------------------

TOOLS = {
    "globalmoran": {"FIELDS": "depth", "PERMUTATIONS": 99},
    "lisaclusters": {"FIELD": "depth", "PERMUTATIONS": 99},
    "quadrants": {"SIZE_FIELD": "depth"},
}


@pytest.fixture(params=sorted(TOOLS))
def tool(request):
    return request.param


def test_a_region_twice_in_a_year(fault, lattice, tool):
    layer = lattice({2019: surface()}, names=["twin", "twin", *NAMES[2:]])
    text = fault(tool, INPUT=layer, **TOOLS[tool])
    assert "lattice: twin occurs more than once in 2019" in text


def test_years_not_chosen(fault, lattice, tool):
    layer = lattice({2019: surface(), 2021: surface()})
    text = fault(tool, INPUT=layer, YEAR_FIELD="", **TOOLS[tool])
    assert "r00 occurs more than once; choose the year field" in text


@pytest.mark.parametrize(
    ("year", "words"), [("soon", "'soon' is not a year"), (None, "is not a year")]
)
def test_a_year_that_is_none(fault, lattice, tool, year, words):
    layer = lattice({year: surface()}, year_kind=str)
    text = fault(tool, INPUT=layer, **TOOLS[tool])
    assert words in text and "lattice, row 1" in text


def test_years_written_as_text(run, rows, lattice, tool):
    layer = lattice({"2019年": surface(), "2021": surface(1)}, year_kind=str)
    results, _ = run(tool, INPUT=layer, **TOOLS[tool])
    assert len(rows(results["OUTPUT"])) in (50, 2)


def test_a_layer_of_one_year(run, rows, memory_layer, tool):
    layer = memory_layer(
        "Polygon",
        {"region": str, "depth": float},
        [(square(1000 * (i % 5), 1000 * (i // 5)), [NAMES[i], float(v)]) for i, v in enumerate(surface())],
        crs="EPSG:32650",
    )  # fmt: skip
    results, feedback = run(tool, INPUT=layer, **TOOLS[tool])
    assert "year" not in rows(results["OUTPUT"])
    assert any("all features are taken as one year" in text for text in feedback.infos)


def test_a_nameless_region(fault, lattice, tool):
    layer = lattice({2019: surface()}, names=[None, " ", *NAMES[2:]])
    text = fault(tool, INPUT=layer, **TOOLS[tool])
    assert "feature 1: the field region is empty" in text and "feature 2" in text


def test_fields_that_are_missing_or_no_numbers(fault, lattice, tool):
    layer = lattice({2019: ["much"] * 25}, kind=str)
    assert "'much' is not a number" in fault(tool, INPUT=layer, **TOOLS[tool])
    name = {"globalmoran": "FIELDS", "lisaclusters": "FIELD", "quadrants": "SIZE_FIELD"}[tool]
    text = fault(tool, INPUT=layer, **{**TOOLS[tool], name: "deep"})
    assert "lattice has no field deep; choose one of: region, year, depth" in text
    assert "has no field name" in fault(tool, INPUT=layer, REGION_FIELD="name", **TOOLS[tool])


def test_an_empty_layer(fault, lattice, tool):
    assert "no features" in fault(tool, INPUT=lattice({}), **TOOLS[tool])


def test_numbers_written_as_text(run, rows, lattice, tool):
    values = ["%.3f" % value for value in surface()]
    results, _ = run(tool, INPUT=lattice({2019: values}, kind=str), **TOOLS[tool])
    assert len(rows(results["OUTPUT"])) in (25, 1)


def test_too_few_regions(run, rows, fault, memory_layer):
    layer = memory_layer(
        "Polygon",
        {"region": str, "depth": float},
        [(square(0, 0), ["a", 1.0]), (square(1000, 0), ["b", 2.0])],
        crs="EPSG:32650",
    )
    results, feedback = run("lisaclusters", INPUT=layer, PERMUTATIONS=99)
    assert rows(results["OUTPUT"])["lisa_i"].isna().all() and feedback.warnings
    layer = memory_layer("Polygon", {"region": str, "depth": float}, [(square(0, 0), ["a", 1.0])])
    assert "at least two regions" in fault("globalmoran", INPUT=layer, FIELDS="depth")


def test_selected_features_only(run, rows, lattice, tool):
    from qgis.core import QgsProcessingFeatureSourceDefinition, QgsProject

    layer = lattice({2019: surface(), 2021: surface(1)})
    QgsProject.instance().addMapLayer(layer, False)
    layer.selectByExpression('"year" = 2021')
    source = QgsProcessingFeatureSourceDefinition(layer.id(), True)
    results, _ = run(tool, INPUT=source, **TOOLS[tool])
    assert set(rows(results["OUTPUT"])["year"]) == {2021}
    QgsProject.instance().takeMapLayer(layer)


# --- quadrants ----------------------------------------------------------------------------------


@pytest.fixture
def five(memory_layer):
    """Sizes 1 2 3 4 10 (mean 4, median 3), depths 1 1 1 2 5 (mean 2, median 1)."""
    fields = {"region": str, "year": int, "size_ha": float, "size_pc_ha": float, "depth": float}
    values = [("a", 1, 1), ("b", 2, 1), ("c", 3, 1), ("d", 4, 2), ("e", 10, 5)]
    return memory_layer(
        "Polygon",
        fields,
        [
            (square(1000 * i, 0), [name, 2019, float(size), 11.0 - size, float(depth)])
            for i, (name, size, depth) in enumerate(values)
        ]
        + [(square(9000, 0), ["gap", 2019, 5.0, 1.0, None])],
        crs="EPSG:32650",
    )


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        # z >= 0 is high: size from 4, depth from 2
        ({}, ["III", "III", "III", "I", "I"]),
        # size from 3; depth above its median 1
        ({"THRESHOLD": "median"}, ["III", "III", "IV", "I", "I"]),
        # size from its mean 4; depth above 1
        ({"THRESHOLD": "fixed"}, ["III", "III", "III", "I", "I"]),
        ({"THRESHOLD": "fixed", "FIXED_SIZE": 5, "FIXED_DEPTH": 1.5}, ["III", "III", "III", "II", "I"]),
        ({"THRESHOLD": "fixed", "FIXED_SIZE": 2, "FIXED_DEPTH": 2}, ["III", "IV", "IV", "IV", "I"]),
        # per head: sizes 10 9 8 7 1, mean 7
        ({"SIZE_FIELD": "size_pc_ha"}, ["IV", "IV", "IV", "I", "II"]),
    ],
)  # fmt: skip
def test_quadrants_by_every_threshold(run, rows, five, parameters, expected):
    results, _ = run("quadrants", INPUT=five, **parameters)
    table = rows(results["OUTPUT"]).set_index("region")
    assert table["quadrant"].tolist()[:5] == expected
    zones = {
        "I": "Core zone",
        "II": "Critical zone",
        "III": "Observation zone",
        "IV": "Buffer zone",
    }
    assert table["zone"].tolist()[:5] == [zones[name] for name in expected]
    assert table.loc["gap", ["z_size", "z_depth", "quadrant", "zone"]].isna().all()
    for name in zones:
        assert results["COUNT_" + name] == expected.count(name)


def test_quadrant_page(run, five, tmp_path):
    page = tmp_path / "zones é.html"
    results, _ = run("quadrants", INPUT=five, OUTPUT_HTML=str(page))
    text = page.read_text(encoding="utf-8")
    assert results["OUTPUT_HTML"] == str(page)
    assert "<svg" in text and "Core zone" in text and "2019" in text
    assert "Standard score of size_ha" in text


# --- page ---------------------------------------------------------------------------------------


def test_page_of_many_years(run, lattice, tmp_path):
    """A chart of I by year with its interval; scatter plots of three of the eight years."""
    page = tmp_path / "moran.html"
    layer = lattice({2010 + i: surface(i) for i in range(8)})
    run("globalmoran", INPUT=layer, FIELDS="depth", PERMUTATIONS=99, OUTPUT_HTML=str(page))
    text = page.read_text(encoding="utf-8")
    for label in ("95 % of the permutations", "expected without order", "p up to 0.05", "p above 0.05"):  # fmt: skip
        assert label in text, label
    for year in range(2010, 2018):
        assert (">depth %d: I = " % year in text) == (year in (2010, 2014, 2017))
    assert text.count("<svg") == 2 and "Of 8 years the first" in text
    run("quadrants", INPUT=layer, SIZE_FIELD="depth", OUTPUT_HTML=str(page))
    text = page.read_text(encoding="utf-8")
    drawn = [year for year in range(2010, 2018) if ">%d<" % year in text]
    assert drawn == [2010, 2014, 2017] and "Of 8 years the first" in text


def test_page_of_one_year_has_no_line(run, lattice, tmp_path):
    page = tmp_path / "moran.html"
    run(
        "globalmoran",
        INPUT=lattice({2019: surface()}),
        FIELDS="depth",
        PERMUTATIONS=99,
        OUTPUT_HTML=str(page),
    )
    text = page.read_text(encoding="utf-8")
    assert text.count("<svg") == 1 and "of the permutations" not in text


# --- several runs at once -----------------------------------------------------------------------


def test_threads_do_not_disturb_each_other(run, lattice, rows, tmp_path):
    """Eight runs of two tools at once, each with a page or a layer, equal those one by one."""
    from qgis.core import QgsProcessingContext, QgsProject, QgsVectorFileWriter

    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    source = str(tmp_path / "lattice.gpkg")
    layer = lattice({2019: surface(), 2021: surface(1)})
    QgsVectorFileWriter.writeAsVectorFormatV3(
        layer, source, QgsProject.instance().transformContext(), options
    )

    def compute(folder, seed):
        folder = tmp_path / folder / str(seed)
        folder.mkdir(parents=True)
        output = folder / "out.gpkg"
        # A file of its own: QGIS 3.22 itself locks up when threads open the same one at once.
        own = shutil.copy(source, folder / "lattice.gpkg")
        given = {"INPUT": str(own), "OUTPUT": str(output), "SEED": seed, "PERMUTATIONS": 9999}
        context = QgsProcessingContext()
        if seed % 2:
            run("lisaclusters", context=context, FIELD="depth", **given)
            return rows(output).drop(columns="fid"), ""
        page = folder / "page.html"
        run("globalmoran", context=context, FIELDS=["depth"], OUTPUT_HTML=str(page), **given)
        return rows(output).drop(columns="fid"), page.read_text(encoding="utf-8")

    np.random.seed(1)
    before, filters = np.random.get_state()[1], list(warnings.filters)
    seeds = range(8)
    alone = [compute("alone", seed) for seed in seeds]
    assert warnings.filters == filters
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda seed: compute("together", seed), seeds))
    for (table, page), (table_then, page_then) in zip(alone, together):
        pd.testing.assert_frame_equal(table_then, table)
        # matplotlib names clip paths at random
        ids = re.compile(r"\b[pm][0-9a-f]{10}\b")
        assert ids.sub("", page_then) == ids.sub("", page)
    assert len({table.to_csv() for table, _ in alone}) == 8
    assert np.array_equal(np.random.get_state()[1], before)
    if int(pd.__version__.split(".")[0]) >= 3:  # pandas 2 itself borrows the filters, in any thread
        assert warnings.filters == filters
