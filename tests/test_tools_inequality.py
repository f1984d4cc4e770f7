"""Inequality as a tool: tables, page, groups, what it says, and the chain without a field chosen."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from carbon_footprint.core.inequality import GROUP_FIELDS, INDICES, SHARES, inequality_by_year
from test_inequality import FOUR

TOOL = "inequality"
FIELDS = {"region": str, "year": int, "ice_tco2": float, "population": float, "zone": str}
# two rich and two poor provinces, and 2013 with less between them
STUDY = {
    2011: [("北京市", 40.0, 4.0), ("上海", 30.0, 2.0), ("Gansu", 5.0, 2.0), ("Qinghai", 5.0, 5.0)],
    2013: [
        ("北京市", 40.0, 4.0),
        ("上海", 20.0, 2.0),
        ("Gansu", 10.0, 2.0),
        ("Qinghai", 20.0, 5.0),
    ],
}


@pytest.fixture
def study(memory_layer):
    """Make a table of STUDY: ``study(change={(region, year): {field: value}}, drop=(...))``."""

    def study(change=None, drop=(), fields=None, extra=(), names=None):
        fields = {**FIELDS, **(fields or {})}
        rows = []
        for year, regions in STUDY.items():
            for region, ice, population in regions:
                values = {
                    "region": (names or {}).get(region, region), "year": year, "ice_tco2": ice,
                    "population": population, "zone": "<b>&甲" if ice > 25 else "乙",
                }  # fmt: skip
                values.update((change or {}).get((region, year), {}))
                rows.append(values)
        kept = [name for name in fields if name not in drop]
        features = [(None, [row.get(name) for name in kept]) for row in [*rows, *extra]]
        return memory_layer("None", {n: fields[n] for n in kept}, features, crs="", name="表")

    return study


def test_it_gives_what_the_core_gives(run, rows, study):
    layer = study()
    results, feedback = run(TOOL, INPUT=layer, OUTPUT_GROUPS="memory:")
    found, groups = rows(results["OUTPUT"]), rows(results["OUTPUT_GROUPS"])
    assert list(found) == ["year", "n", "n_missing", *INDICES, *SHARES]
    assert list(groups) == ["year", "group", *GROUP_FIELDS]
    kinds = {field.name(): field.typeName() for field in results["OUTPUT"].fields()}
    assert kinds["year"] == kinds["n"] == "integer" and kinds["gini"] == "double"
    given = rows(layer)
    four = pd.Series(["East", "East", "West", "West"] * 2)
    expected = inequality_by_year(given, "ice_tco2", "population", four)
    np.testing.assert_array_equal(found.to_numpy(float), expected.years.to_numpy(float))
    pd.testing.assert_frame_equal(groups, expected.groups, check_dtype=False)
    # 2011: East has 70 of 80 t and 6 of 13 persons, T between 7/8 ln(7/8 * 13/6) + ...
    between = 7 / 8 * np.log(7 / 8 * 13 / 6) + 1 / 8 * np.log(1 / 8 * 13 / 7)
    assert found["theil_between"][0] == pytest.approx(between, rel=1e-12)
    assert groups["mean"][0] == pytest.approx(70 / 6)
    last = found.iloc[-1]
    assert results["GINI"] == last["gini"] and results["THEIL"] == last["theil_t"]
    assert results["BETWEEN_PCT"] == last["theil_between_pct"]
    assert not feedback.warnings


def test_two_runs_give_the_same(run, rows, study, tmp_path):
    layer, pages = study(), []
    for i in range(2):
        page = tmp_path / ("%d é.html" % i)
        results, _ = run(TOOL, INPUT=layer, OUTPUT_HTML=str(page))
        pages.append(
            (rows(results["OUTPUT"]), re.sub(r'id="[^"]+"|#[\w-]+', "", page.read_text("utf-8")))
        )
    pd.testing.assert_frame_equal(pages[0][0], pages[1][0], check_exact=True)
    assert len(pages[0][1]) == len(pages[1][1]) > 5000


# --- base --------------------------------------------------------------------------------------


def test_a_base_that_is_not_there_counts_every_region_once(run, study):
    for layer in (
        study(drop=("population",)),
        study({(r, y): {"population": None} for y in STUDY for r, _, _ in STUDY[y]}),
    ):
        results, feedback = run(TOOL, INPUT=layer)
        # 2013: 10, 20, 20, 40: sum (2i - n - 1) x / (n sum x) = (-30 - 20 + 20 + 120) / 360
        assert results["GINI"] == pytest.approx(90 / 360)
        assert "表: there is no population; every region counts equally." in feedback.infos
    results, feedback = run(TOOL, INPUT=study(), BASE_FIELD="")
    assert results["GINI"] == pytest.approx(90 / 360)
    assert not any("population" in text for text in feedback.infos)


def test_a_base_of_another_name_must_be_there(fault, study):
    assert "has no field gdp" in fault(TOOL, INPUT=study(), BASE_FIELD="gdp")
    assert "has no field ice" in fault(TOOL, INPUT=study(), FIELD="ice")


def test_the_base_may_be_any_quantity(run, study):
    layer = study({(r, y): {"gdp": ice} for y in STUDY for r, ice, _ in STUDY[y]}, fields={"gdp": float})  # fmt: skip
    results, _ = run(TOOL, INPUT=layer, BASE_FIELD="gdp")
    assert (results["GINI"], results["THEIL"], results["BETWEEN_PCT"]) == (0, 0, None)


# --- groups ------------------------------------------------------------------------------------


def test_groups_of_a_field(run, rows, study, tmp_path):
    page = tmp_path / "页.html"
    results, feedback = run(TOOL, INPUT=study(), GROUPS="field", GROUP_FIELD="zone", OUTPUT_GROUPS="memory:", OUTPUT_HTML=str(page))  # fmt: skip
    groups = rows(results["OUTPUT_GROUPS"])
    assert groups["group"].tolist() == ["<b>&甲", "乙"] * 2
    assert groups["n"].tolist() == [2, 2, 1, 3]
    assert "&lt;b&gt;&amp;甲" in page.read_text("utf-8") and "<b>&甲" not in page.read_text("utf-8")
    assert not feedback.warnings


def test_groups_may_be_numbers_and_missing(run, rows, study):
    layer = study({("北京市", y): {"number": 7} for y in STUDY} | {("上海", y): {"number": 12} for y in STUDY}, fields={"number": int})  # fmt: skip
    results, feedback = run(TOOL, INPUT=layer, GROUPS="field", GROUP_FIELD="number", OUTPUT_GROUPS="memory:")  # fmt: skip
    groups = rows(results["OUTPUT_GROUPS"])["group"]
    assert [None if pd.isna(name) else name for name in groups] == ["7", "12", None] * 2
    (warning,) = feedback.warnings
    assert warning.startswith("表: in no group of number: Gansu, Qinghai;")


def test_field_without_a_field(fault, run, study):
    assert "GROUP_FIELD is empty; choose a field" in fault(TOOL, INPUT=study(), GROUPS="field")
    assert "no field zones" in fault(TOOL, INPUT=study(), GROUPS="field", GROUP_FIELD="zones")
    _, feedback = run(TOOL, INPUT=study(), GROUP_FIELD="zone")
    assert feedback.warnings == ["GROUP_FIELD zone is not used; set GROUPS to field."]


@pytest.mark.parametrize("how", ["none", "other regions", "empty field"])
def test_no_split(run, rows, study, tmp_path, how):
    layer, options = study(), {"GROUPS": "none"}
    if how == "other regions":
        layer, options = study(names={"北京市": "Ontario", "上海": "Québec", "Gansu": "Alberta", "Qinghai": "350550"}), {}  # fmt: skip
    elif how == "empty field":
        layer = study({(r, y): {"zone": " "} for y in STUDY for r, _, _ in STUDY[y]})
        options = {"GROUPS": "field", "GROUP_FIELD": "zone"}
    page = tmp_path / "p.html"
    results, feedback = run(TOOL, INPUT=layer, OUTPUT_GROUPS="memory:", OUTPUT_HTML=str(page), **options)  # fmt: skip
    table, groups = rows(results["OUTPUT"]), rows(results["OUTPUT_GROUPS"])
    assert table[["gini", "theil_t", "theil_l"]].notna().all(axis=None)
    assert table[["theil_within", *SHARES]].isna().all(axis=None) and results["BETWEEN_PCT"] is None
    assert groups.empty and list(groups) == ["year", "group", *GROUP_FIELDS]
    said = [text for text in feedback.infos if "not split" in text]
    name = {"none": None, "other regions": "china_four", "empty field": "zone"}[how]
    assert said == ([] if name is None else ["表: no region is in a group of %s, so that Gini and Theil are not split; choose a field with groups for a split." % name])  # fmt: skip
    assert not feedback.warnings and "between groups" not in page.read_text("utf-8")


def test_counties_by_their_adcode(run, rows, study):
    codes = {"北京市": "110105", "上海": "310104", "Gansu": "620102", "Qinghai": "632324"}
    layer = study(
        {(r, y): {"adcode": codes[r]} for y in STUDY for r in codes},
        fields={"adcode": str},
        names={"北京市": "朝阳区", "上海": "徐汇区", "Gansu": "城关区", "Qinghai": "Henan"},
    )
    results, _ = run(TOOL, INPUT=layer, OUTPUT_GROUPS="memory:")
    assert rows(results["OUTPUT_GROUPS"])["group"].tolist() == ["East", "West"] * 2


# --- input that is not as it should be ---------------------------------------------------------


def test_negative_is_refused_by_name(fault, study):
    text = fault(TOOL, INPUT=study({("上海", 2013): {"ice_tco2": -3.5}, ("Gansu", 2011): {"population": 0.0}}))  # fmt: skip
    assert "表: 上海 has a negative ice_tco2 in 2013 (-3.5)" in text
    assert "表: Gansu has a population of 0 in 2011" in text


def test_null_is_left_out_and_a_year_of_zeros_is_null(run, rows, study, tmp_path):
    change = {("Gansu", 2011): {"ice_tco2": None}}
    change.update({(r, 2013): {"ice_tco2": 0.0} for r, _, _ in STUDY[2013]})
    page = tmp_path / "p.html"
    results, feedback = run(TOOL, INPUT=study(change), OUTPUT_HTML=str(page))
    table = rows(results["OUTPUT"])
    assert table["n"].tolist() == [3, 4] and table["n_missing"].tolist() == [1, 0]
    assert table["gini"].isna().tolist() == [False, True]
    assert (results["GINI"], results["THEIL"], results["BETWEEN_PCT"]) == (None, None, None)
    assert any(
        "1 of 8 rows lack a value" in text and "Gansu 2011" in text for text in feedback.infos
    )
    assert any("2011 (Gansu)" in text for text in feedback.warnings)
    assert any("in 2013: nothing is shared" in text for text in feedback.warnings)
    assert "–" in page.read_text("utf-8")


def test_all_values_missing(run, rows, study, tmp_path):
    change = {(r, y): {"ice_tco2": None} for y in STUDY for r, _, _ in STUDY[y]}
    results, feedback = run(TOOL, INPUT=study(change), OUTPUT_HTML=str(tmp_path / "p.html"))
    table = rows(results["OUTPUT"])
    assert table["n"].tolist() == [0, 0] and table["gini"].isna().all()
    assert results["GINI"] is None and feedback.warnings


def test_a_table_of_one_year(run, rows, memory_layer, tmp_path):
    layer = memory_layer(
        "None", {"name": str, "ice_tco2": float},
        [(None, [name, value]) for name, value in zip("abcd", (10.0, 20.0, 30.0, 40.0))], crs="",
    )  # fmt: skip
    page = tmp_path / "p.html"
    results, feedback = run(TOOL, INPUT=layer, REGION_FIELD="name", OUTPUT_GROUPS="memory:", OUTPUT_HTML=str(page))  # fmt: skip
    table = rows(results["OUTPUT"])
    assert "year" not in table and "year" not in rows(results["OUTPUT_GROUPS"])
    assert results["GINI"] == pytest.approx(0.25)
    assert results["THEIL"] == pytest.approx(0.10644, abs=5e-6)
    assert any("all features are taken as one year" in text for text in feedback.infos)
    assert ">0<" not in page.read_text("utf-8").partition("<h2>")[2]


def test_one_region(run, rows, study, tmp_path, memory_layer):
    layer = memory_layer("None", FIELDS, [(None, ["北京", 2011, 5.0, 2.0, None])], crs="")
    results, _ = run(TOOL, INPUT=layer, OUTPUT_HTML=str(tmp_path / "p.html"))
    assert (results["GINI"], results["THEIL"], results["BETWEEN_PCT"]) == (0, 0, None)


def test_a_region_twice_or_without_a_name(fault, study):
    twice = {"region": "上海", "year": 2011, "ice_tco2": 1.0, "population": 1.0}
    assert "上海 occurs more than once in 2011" in fault(TOOL, INPUT=study(extra=[twice]))
    nameless = {"region": None, "year": 2011, "ice_tco2": 1.0}
    assert "field region is empty" in fault(TOOL, INPUT=study(extra=[nameless]))


def test_a_text_file_with_codes_and_numbers(run, rows, tmp_path):
    path = tmp_path / "表 é.csv"
    path.write_text(
        'region,year,ice_tco2,population\n110000,2019,"1,000",10\n620000,2019,500,25\n', "utf-8"
    )
    results, _ = run(TOOL, INPUT=str(path), OUTPUT=str(tmp_path / "不平等.gpkg"))
    # s = (2/3, 1/3), p = (2/7, 5/7): |2/3 * 5/7 - 1/3 * 2/7|
    assert results["GINI"] == pytest.approx(8 / 21)
    table = rows(results["OUTPUT"])
    assert table["theil_between_pct"].tolist() == pytest.approx([100])
    assert results["OUTPUT"].endswith("不平等.gpkg")


# --- what is no region of its own --------------------------------------------------------------

FOUR_VALUES = (10.0, 20.0, 30.0, 40.0)
T_OF_FOUR = 0.10644  # methods.md: T of 10, 20, 30, 40


@pytest.fixture
def table(memory_layer):
    """Make a table of one year, of names and values."""

    def table(rows, fields=None):
        fields = {"region": str, "year": int, "ice_tco2": float, **(fields or {})}
        features = [(None, [name, 2019, *values]) for name, *values in rows]
        return memory_layer("None", fields, features, crs="", name="表")

    return table


def provinces(*extra, names=("北京", "上海", "甘肃", "青海")):
    return [*zip(names, FOUR_VALUES), *extra]


@pytest.mark.parametrize("nation", ["全国", "China", "Total", "100000", "中 国"])
def test_the_nation_is_no_region_beside_its_provinces(run, table, nation):
    results, feedback = run(TOOL, INPUT=table(provinces((nation, 100.0))))
    assert results["THEIL"] == pytest.approx(T_OF_FOUR, abs=5e-6)
    (warning,) = feedback.warnings
    assert warning.startswith("表: rows of %s are left out" % nation) and "selection" in warning


def test_the_nation_among_codes_of_counties_and_groups_of_provinces(run, table):
    codes = ("110101", "310104", "620102", "632324")
    extra = [("东部", 30.0), ("西部", 70.0), ("全国", 100.0)]
    results, feedback = run(TOOL, INPUT=table(provinces(*extra, names=codes)), GROUPS="none")
    assert results["THEIL"] == pytest.approx(T_OF_FOUR, abs=5e-6)
    assert "rows of 东部, 西部, 全国 are left out" in feedback.warnings[0]
    # without provinces the groups are the regions: s = 0.3, 0.7 of two
    results, feedback = run(TOOL, INPUT=table(extra), GROUPS="none")
    assert results["THEIL"] == pytest.approx(0.3 * np.log(0.6) + 0.7 * np.log(1.4))
    assert "rows of 全国 are left out" in feedback.warnings[0] and len(feedback.warnings) == 1


@pytest.mark.parametrize(
    "sums, others",
    [
        ("China", ("India", "Kenya", "Hong Kong", "Taiwan")),
        ("中国", ("印度", "肯尼亚", "香港", "台湾")),
        ("Eastern Region", ("Ashanti", "Volta", "Bono", "Oti")),
    ],
)
def test_a_region_that_is_a_sum_elsewhere_stays(run, table, sums, others):
    results, feedback = run(
        TOOL, INPUT=table(provinces((sums, 100.0), names=others)), GROUPS="none"
    )
    s = np.array([*FOUR_VALUES, 100]) / 200
    assert results["THEIL"] == pytest.approx((s * np.log(5 * s)).sum())
    (warning,) = feedback.warnings
    assert warning.startswith("表: %s count here like any other region" % sums)


def test_the_nation_alone_is_a_study(run, table):
    results, feedback = run(TOOL, INPUT=table([("全国", 100.0)]), GROUPS="none")
    assert results["GINI"] == 0 and not feedback.warnings


FOOTPRINT = {"region": str, "year": int, "ice_tco2": float, "sink_tc": float, "size_ha": float, "depth": float}  # fmt: skip


@pytest.fixture
def with_nation(memory_layer):
    """Squares in a row: four provinces of 10 to 40, and the nation of 100, in three years."""
    features = [
        (
            "POLYGON((%d 30,%d 30,%d 31,%d 31,%d 30))" % (100 + i, 101 + i, 101 + i, 100 + i, 100 + i),
            [name, year, value * 1.1**t, value, value, value],
        )
        for t, year in enumerate((2011, 2013, 2015))
        for i, (name, value) in enumerate([("全国", 100.0), *provinces()])
    ]  # fmt: skip
    return memory_layer("Polygon", FOOTPRINT, features, crs="EPSG:4326", name="层")


@pytest.mark.parametrize("tool", ["lisaclusters", "quadrants", "uncertainty"])
def test_a_tool_that_gives_back_its_input_keeps_every_row(run, rows, with_nation, tool):
    few = {"lisaclusters": {"PERMUTATIONS": 99}, "uncertainty": {"DRAWS": 1000}}.get(tool, {})
    results, feedback = run(tool, INPUT=with_nation, **few)
    assert (
        rows(results["OUTPUT"])["region"].tolist() == ["全国", "北京", "上海", "甘肃", "青海"] * 3
    )
    (warning,) = (text for text in feedback.warnings if "全国" in text and "selection" in text)
    assert warning.startswith("层: 全国 count here like any other region")


def test_the_nation_has_no_part_in_centres_and_totals(run, rows, with_nation):
    left_out = "层: rows of 全国 are left out"
    results, feedback = run("gravitycentre", INPUT=with_nation, FIELD=["ice_tco2"])
    centres = rows(results["OUTPUT"])
    assert centres["n"].tolist() == [4] * 3
    assert centres["total"].tolist() == pytest.approx([100, 110, 121])
    # centres of the squares at 101.5 to 104.5: 0.1 and so on of each
    assert centres["lon"].tolist() == pytest.approx([103.5] * 3, abs=1e-3)
    assert [text for text in feedback.warnings if text.startswith(left_out)]
    results, feedback = run("growthandprojection", INPUT=with_nation, FIELD="ice_tco2")
    rates = rows(results["OUTPUT"]).set_index("region")
    assert rates["last_value"].round(6).to_dict() == {
        "All regions": 121.0, "北京": 12.1, "上海": 24.2, "甘肃": 36.3, "青海": 48.4,
    }  # fmt: skip
    assert sum(text.startswith(left_out) for text in feedback.warnings) == 1


@pytest.mark.parametrize("other", ["Beijing", "北京", " 北京市", "110000"])
def test_a_region_in_two_spellings(fault, study, other):
    twice = {"region": other, "year": 2011, "ice_tco2": 1.0, "population": 1.0}
    text = fault(TOOL, INPUT=study(extra=[twice]))
    assert text == (
        "表: '北京市', '%s' are spellings of one region in 2011; keep one of its rows." % other
    )


def test_spellings_in_other_years_and_names_of_signs_are_no_repetition(run, table, study):
    run(TOOL, INPUT=study(extra=[{"region": "Beijing", "year": 2015, "ice_tco2": 1.0, "population": 1.0}]))  # fmt: skip
    results, _ = run(TOOL, INPUT=table(provinces(names=("*", "**", "濮阳市", "濮阳县"))))
    assert results["THEIL"] == pytest.approx(T_OF_FOUR, abs=5e-6)


def test_na_is_the_code_of_namibia_and_of_a_continent(run, rows, table, tmp_path):
    page = tmp_path / "p.html"
    names = zip(("NA", "None", "-", "null"), FOUR_VALUES, ("NA", "NA", "-", " "))
    results, feedback = run(
        TOOL, INPUT=table(names, {"continent": str}), GROUPS="field", GROUP_FIELD="continent",
        OUTPUT_GROUPS="memory:", OUTPUT_HTML=str(page),
    )  # fmt: skip
    groups = rows(results["OUTPUT_GROUPS"])
    assert [None if pd.isna(name) else name for name in groups["group"]] == ["NA", "-", None]
    assert groups["n"].tolist() == [2, 1, 1]
    (warning,) = feedback.warnings
    assert warning.startswith("表: in no group of continent: null;")
    text = page.read_text("utf-8")
    assert '<td class="text">NA</td>' in text and text.count("In no group") == 1


# --- page and chain ----------------------------------------------------------------------------


def test_the_page(run, study, tmp_path):
    page = tmp_path / "不平等.html"
    run(TOOL, INPUT=study(), OUTPUT_HTML=str(page))
    text = page.read_text("utf-8")
    svg = ElementTree.fromstring(text[text.index("<svg") : text.index("</svg>") + 6])
    words = {"".join(element.itertext()).strip() for element in svg.iter() if element.tag.endswith("text")}  # fmt: skip
    assert {"Gini", "Theil's T", "within groups", "between groups", "Lorenz curve"} <= words
    assert {"2011", "2013", "all alike"} <= words
    assert "Shares of ice_tco2 compared with shares of population" in text
    assert '<td class="text">East</td>' in text and "Groups in 2013" in text


@pytest.fixture(scope="module")
def footprint(run, sample, study_inputs):
    """Footprint of the sample, as the chain makes it with its defaults."""

    def tool(name, **parameters):
        return run(name, **parameters)[0]["OUTPUT"]

    energy = tool("importenergy", INPUTS=[str(sample / "energy.csv")])
    population = tool(
        "importpanel",
        INPUT=str(sample / "population.csv"),
        VALUE_NAME="population",
        UNIT="10^4 persons",
    )
    tables = [tool("industrialemissions", ENERGY=energy), population]
    joined = tool("jointables", REGIONS=tool("carbonsink", **study_inputs), TABLES=tables)
    return tool("footprint3d", INPUT=joined)


def test_the_chain_needs_no_field_chosen(run, rows, footprint, sample, tmp_path):
    page = tmp_path / "chain.html"
    results, feedback = run(TOOL, INPUT=footprint, OUTPUT_GROUPS="memory:", OUTPUT_HTML=str(page))
    table, groups = rows(results["OUTPUT"]), rows(results["OUTPUT_GROUPS"])
    assert table["year"].tolist() == [2011, 2013, 2015, 2017, 2019, 2021]
    assert set(table["n"]) == {30} and not feedback.warnings
    # by the definitions, from the layer and the printed list of the four regions
    layer = rows(footprint)
    group_of = {name: group for group, names in FOUR.items() for name in names.split()}
    for year, part in layer.groupby("year"):
        row = table.set_index("year").loc[year]
        x = (part["ice_tco2"] / part["population"]).to_numpy()
        p = (part["population"] / part["population"].sum()).to_numpy()
        difference = (p[:, None] * p[None] * np.abs(x[:, None] - x[None])).sum()
        assert row["gini"] == pytest.approx(difference / (2 * (p * x).sum()), rel=1e-9)
        s = p * x / (p * x).sum()
        assert row["theil_t"] == pytest.approx((s * np.log(s / p)).sum(), rel=1e-9)
        assert row["theil_l"] == pytest.approx((p * np.log(p / s)).sum(), rel=1e-9)
        four = [
            next(g for n, g in group_of.items() if name.startswith(n)) for name in part["name_zh"]
        ]
        sums = pd.DataFrame({"s": s, "p": p}).groupby(np.array(four)).sum()
        between = (sums["s"] * np.log(sums["s"] / sums["p"])).sum()
        assert row["theil_between"] == pytest.approx(between, rel=1e-9)
        assert row["theil_within"] + between == pytest.approx(row["theil_t"], abs=1e-12)
    assert groups["group"].tolist() == ["East", "Central", "West", "Northeast"] * 6
    assert groups.groupby("group")["n"].first().to_dict() == {"Central": 6, "East": 10, "Northeast": 3, "West": 11}  # fmt: skip
    assert groups.groupby("year")["quantity_pct"].sum().tolist() == pytest.approx([100] * 6)


def test_real_years(run, rows, real_data, tmp_path):
    """Raw coal of 30 provinces (10^4 t), from a table as published."""
    panel = pd.read_csv(
        real_data / "energy" / "terminal_industry_consumption_2011_2021_odd_years.csv"
    )
    panel.columns = [name.lower().replace(" ", "_") for name in panel]
    coal = next(name for name in panel if name.startswith("raw_coal"))
    panel.to_csv(tmp_path / "panel.csv", index=False)
    region = next(name for name in panel if name in ("province", "region"))
    results, feedback = run(
        TOOL, INPUT=str(tmp_path / "panel.csv"), REGION_FIELD=region, FIELD=coal
    )
    table = rows(results["OUTPUT"])
    assert table["n"].tolist() == [30] * 6
    assert any("every region counts equally" in text for text in feedback.infos)
    values = np.sort(panel.loc[panel["year"] == 2021, coal].to_numpy(float))
    ranks = 2 * np.arange(1, 31) - 31
    assert results["GINI"] == pytest.approx((ranks * values).sum() / (30 * values.sum()))
    assert table["theil_between_pct"].between(0, 100).all()
