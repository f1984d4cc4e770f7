"""Every tool end to end, as a shell script runs it: ``qgis_process`` on the sample.

Tables go from tool to tool as CSV files, in which every number arrives as text, and layers as
GeoPackages; the full analysis must come to the same numbers.
"""

from __future__ import annotations

import base64
import json
import re
import sqlite3
import struct
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

pytestmark = pytest.mark.qgis_process

YEARS = [2011, 2013, 2015, 2017, 2019, 2021]


class Run:
    """A run of ``qgis_process``: start it, then wait for its results."""

    def __init__(self, root, tool, **parameters):
        arguments = [
            "--%s=%s" % (name, item)
            for name, value in parameters.items()
            for item in (value if isinstance(value, list) else [value])
        ]
        command = [str(root / "scripts" / "qgis_process.sh"), "--json", "run"]
        self.process = subprocess.Popen(
            [*command, "carbonfootprint:" + tool, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def results(self):
        """Results by name; a run that says anything but success is a failure."""
        out, err = self.process.communicate(timeout=180)
        assert self.process.returncode == 0, (self.process.returncode, out[-500:], err[-2000:])
        assert "Traceback" not in err, err
        self.answer = json.loads(out[out.index("{") :])
        return self.answer["results"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("études 碳 足迹")


@pytest.fixture(scope="module")
def study(root, sample, folder, study_inputs):
    """Results and files of the full analysis and of the single tools; two run at a time."""
    runs, pool = {}, ThreadPoolExecutor(2)

    def start(name, **parameters):
        runs[name] = pool.submit(lambda: Run(root, name, **parameters).results())

    def tool(name, output, **parameters):
        start(name, OUTPUT=str(folder / output), **parameters)
        return runs[name].result()["OUTPUT"]

    files = {name: str(folder / name) for name in ("完 整.gpkg", "地 图", "page é.html")}
    start(
        "fullanalysis",
        **study_inputs,
        ENERGY=str(sample / "energy.csv"),
        POPULATION=str(sample / "population.csv"),
        OUTPUT=files["完 整.gpkg"],
        OUTPUT_MAPS=files["地 图"],
        OUTPUT_HTML=files["page é.html"],
    )
    start("landcoverareas", OUTPUT=str(folder / "areas é.csv"), **study_inputs)
    sink = tool("carbonsink", "sink é.gpkg", **study_inputs)
    energy = tool("importenergy", "能 源.csv", INPUTS=str(sample / "energy.csv"))
    start(
        "checkinputs",
        OUTPUT=str(folder / "findings.csv"),
        **study_inputs,
        ENERGY=str(sample / "energy.csv"),
        POPULATION=str(sample / "population.csv"),
        OUTPUT_HTML=str(folder / "findings é.html"),
    )
    energy = tool("cleanpanel", "清 理.csv", INPUT=energy, OUTPUT_HTML=str(folder / "clean.html"))
    emissions = tool("industrialemissions", "ice.csv", ENERGY=energy)
    population = tool(
        "importpanel",
        "population.csv",
        INPUT=str(sample / "population.csv"),
        VALUE_NAME="population",
        UNIT="10^4 persons",
    )
    joined = tool("jointables", "joined.gpkg", REGIONS=sink, TABLES=[emissions, population])
    footprint = tool(
        "footprint3d",
        "footprint.gpkg",
        INPUT=joined,
        OUTPUT_TOTALS=str(folder / "totals.csv"),
    )
    start(
        "globalmoran",
        OUTPUT=str(folder / "moran.csv"),
        INPUT=footprint,
        OUTPUT_HTML=str(folder / "moran é.html"),
    )
    start("lisaclusters", OUTPUT=str(folder / "lisa é.gpkg"), INPUT=footprint)
    start(
        "lisatransitions",
        OUTPUT=str(folder / "转 移.gpkg"),
        INPUT=footprint,
        PERMUTATIONS=199,
        OUTPUT_MATRIX=str(folder / "matrix é.csv"),
        OUTPUT_FLOW=str(folder / "flow.csv"),
        OUTPUT_PATHS=str(folder / "paths é.gpkg"),
        OUTPUT_HTML=str(folder / "转移.html"),
    )
    start(
        "quadrants",
        OUTPUT=str(folder / "象 限.gpkg"),
        INPUT=footprint,
        OUTPUT_HTML=str(folder / "scatter.html"),
    )
    start(
        "gravitycentre",
        OUTPUT=str(folder / "重 心.gpkg"),
        INPUT=footprint,
        OUTPUT_PATH=str(folder / "path é.gpkg"),
        OUTPUT_ELLIPSES=str(folder / "椭 圆.gpkg"),
        OUTPUT_HTML=str(folder / "gravity é.html"),
    )
    start(
        "inequality",
        OUTPUT=str(folder / "不平等.csv"),
        INPUT=footprint,
        OUTPUT_GROUPS=str(folder / "groups.csv"),
        OUTPUT_HTML=str(folder / "inequality é.html"),
    )
    start(
        "growthandprojection",
        OUTPUT=str(folder / "增 长.csv"),
        INPUT=footprint,
        BREAK_YEARS="2015",
        OUTPUT_PROJECTION=str(folder / "projection é.gpkg"),
        OUTPUT_HTML=str(folder / "growth é.html"),
    )
    start(
        "uncertainty",
        OUTPUT=str(folder / "不确定性.gpkg"),
        INPUT=footprint,
        DRAWS=2000,
        OUTPUT_TORNADO=str(folder / "tornado.csv"),
        OUTPUT_HTML=str(folder / "tornado é.html"),
    )
    gdp = pd.read_csv(population).assign(gdp=lambda t: t["population"] * 1.06 ** (t["year"] - 2011))
    gdp[["region", "year", "gdp"]].to_csv(folder / "gdp é.csv", index=False)
    with_gdp = Run(
        root,
        "jointables",
        REGIONS=study_inputs["REGIONS"],
        TABLES=[emissions, population, str(folder / "gdp é.csv")],
        OUTPUT=str(folder / "生产总值.gpkg"),
    ).results()["OUTPUT"]
    start(
        "decomposition",
        OUTPUT=str(folder / "分 解.csv"),
        INPUT=with_gdp,
        ENERGY=energy,
        OUTPUT_HTML=str(folder / "lmdi é.html"),
    )
    start(
        "decoupling",
        OUTPUT=str(folder / "脱 钩.gpkg"),
        INPUT=with_gdp,
        PAIRS="chosen",
        YEAR_PAIRS="2011-2015, 2015-2021",
        OUTPUT_HTML=str(folder / "tapio é.html"),
    )
    start(
        "createtemplates",
        REGIONS=study_inputs["REGIONS"],
        YEARS="2011-2021/2",
        FOLDER=str(folder / "模 板"),
    )
    return {name: started.result() for name, started in runs.items()}


def read(path, layer=None):
    """Rows of a CSV file or of a layer of a GeoPackage."""
    if str(path).endswith(".csv"):
        return pd.read_csv(path)
    with sqlite3.connect(path) as connection:
        if layer is None:
            (layer,) = (
                row[0] for row in connection.execute("select table_name from gpkg_contents "
                "where table_name <> 'layer_styles'")
            )  # fmt: skip
        frame = pd.read_sql('select * from "%s"' % layer, connection)
    connection.close()
    return frame.drop(columns=["fid", "geom"], errors="ignore")


def styles(path):
    """Default style of each layer of a GeoPackage, parsed."""
    connection = sqlite3.connect(path)
    rows = connection.execute(
        "select f_table_name, useAsDefault, styleQML, f_geometry_column from layer_styles"
    ).fetchall()
    connection.close()
    assert len(rows) == len({row[0] for row in rows}), "one style for each layer"
    assert all(row[1] == 1 and row[3] in ("geom", "") for row in rows), "tables have no geometry"
    return {row[0]: ElementTree.fromstring(row[2]) for row in rows}


def assert_same(one, other, columns, keys=("region", "year")):
    """Compare columns of two tables to 1e-9, missing values in the same places."""
    keys = list(keys)
    one, other = one.set_index(keys).sort_index(), other.set_index(keys).sort_index()
    assert one.index.is_unique and list(one.index) == list(other.index)
    for column in columns:
        a, b = one[column], other[column]
        if pd.api.types.is_numeric_dtype(a) or pd.api.types.is_numeric_dtype(b):
            a, b = pd.to_numeric(a).to_numpy(float), pd.to_numeric(b).to_numpy(float)
            np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-12, err_msg=column)
        else:
            a, b = a.fillna("").tolist(), b.fillna("").tolist()
            assert a == b, column


def test_every_tool_of_the_provider_was_run(study, tools):
    assert set(study) == set(tools)


def test_results_hold_the_outputs_that_each_tool_declares(study, tools):
    for name, results in study.items():
        assert set(results) == {o.name() for o in tools[name].outputDefinitions()}, name


def test_landcover_areas_balance(study):
    table = read(study["landcoverareas"]["OUTPUT"])
    assert list(table) == "region year class class_name category pixels area_ha region_ha".split()
    sums = table.groupby(["region", "year"]).agg({"area_ha": "sum", "region_ha": "first"})
    assert len(sums) == 30
    np.testing.assert_allclose(sums["area_ha"], sums["region_ha"], rtol=1e-9)
    forest = table.loc[table["category"] == "forest", "area_ha"].sum()
    assert float(study["landcoverareas"]["FOREST_HA"]) == pytest.approx(forest, rel=1e-9)


def test_carbon_sink_is_area_times_coefficient(study):
    table = read(study["carbonsink"]["OUTPUT"])
    # methods.md A.4: CS = 3.8096 t C/ha * forest + 0.9482 t C/ha * grass
    np.testing.assert_allclose(
        table["sink_tc"], 3.8096 * table["forest_ha"] + 0.9482 * table["grass_ha"], rtol=1e-12
    )
    assert float(study["carbonsink"]["SINK_TC"]) == pytest.approx(table["sink_tc"].sum(), rel=1e-12)
    assert set(styles(study["carbonsink"]["OUTPUT"])) == {"sink é"}


def test_energy_and_emissions(study, sample):
    energy = read(study["importenergy"]["OUTPUT"])
    assert list(energy) == ["region", "year", "fuel", "amount", "unit"]
    assert_same(
        energy, pd.read_csv(sample / "energy.csv"), ["amount", "unit"], ["region", "year", "fuel"]
    )
    assert int(study["importenergy"]["ROWS"]) == len(energy)
    emissions = read(study["industrialemissions"]["OUTPUT"])
    fuels = [name for name in emissions if re.fullmatch("ice_.+_tco2", name)]
    assert len(fuels) == 16
    np.testing.assert_allclose(emissions[fuels].sum(axis=1), emissions["ice_tco2"], rtol=1e-9)
    last = emissions.loc[emissions["year"] == 2021, "ice_tco2"].sum()
    assert float(study["industrialemissions"]["ICE_TCO2"]) == pytest.approx(last, rel=1e-9)


def test_inputs_of_the_sample_have_no_error(study):
    table = read(study["checkinputs"]["OUTPUT"])
    assert int(study["checkinputs"]["ERRORS"]) == 0 == (table["severity"] == "error").sum()
    # the sample has land cover of 2019 only
    assert table["finding"].str.contains("no land cover").any()


def test_cleaning_reports_and_changes_nothing(study):
    before, after = read(study["importenergy"]["OUTPUT"]), read(study["cleanpanel"]["OUTPUT"])
    keys = ("region", "year", "fuel")
    assert_same(before, after, ["amount", "unit"], keys)
    flagged = (after["amount_flag"] == "outlier").sum()
    assert flagged == int(study["cleanpanel"]["FLAGGED"]) > 0 == int(study["cleanpanel"]["FILLED"])


def test_uncertainty_surrounds_the_footprint(study):
    table = read(study["uncertainty"]["OUTPUT"])
    known = table[table["depth"].notna()]
    assert (known["depth_low"] <= known["depth"] * (1 + 1e-9)).all()
    assert (known["depth"] <= known["depth_high"] * (1 + 1e-9)).all()
    assert known["p_overload"].between(0, 1).all()
    # deeper than 3 cannot be a matter of factors, a sink of ten times the emissions neither
    assert (known.loc[known["depth"] > 3, "p_overload"] > 0.95).all()
    tornado = read(study["uncertainty"]["OUTPUT_TORNADO"])
    assert tornado["factor"].iloc[0] == "nep_forest"


def test_templates_have_the_regions_and_years(study):
    folder = Path(study["createtemplates"]["FOLDER"])
    table = pd.read_csv(folder / "energy.csv", encoding="utf-8-sig")
    assert len(table) == 30 * 6 and table.shape[1] == 2 + 16
    assert len(list(folder.iterdir())) == int(study["createtemplates"]["FILES"]) == 7


def test_population_in_persons(study, sample):
    persons = read(study["importpanel"]["OUTPUT"])
    given = pd.read_csv(sample / "population.csv")
    given["population"] = given["population_10k"] * 1e4
    assert_same(persons, given, ["population"])


def test_joined_layer_keeps_numbers_as_numbers_and_says_which_landcover(study):
    joined = read(study["jointables"]["OUTPUT"])
    assert int(study["jointables"]["ROWS"]) == len(joined) == 180
    assert sorted(joined["year"].unique()) == YEARS
    assert set(joined["landcover_year"]) == {2019}
    for name in ("ice_tco2", "population", "forest_ha", "sink_tc", "ice_raw_coal_tco2"):
        assert pd.api.types.is_numeric_dtype(joined[name]), name
    assert joined["region"].tolist()[0] == "Beijing" and joined["name_zh"].iloc[0] == "北京市"
    assert joined["adcode"].iloc[0] == "110000", "text of the layer stays text"


def test_footprint(study):
    table = read(study["footprint3d"]["OUTPUT"])
    # methods.md A.4: size * depth = ICF, depth = max(1, ICE * 12/44 / CS)
    np.testing.assert_allclose(table["size_ha"] * table["depth"], table["icf_ha"], rtol=1e-9)
    np.testing.assert_allclose(
        table["depth"], np.maximum(1, table["ice_tco2"] * 12 / 44 / table["sink_tc"]), rtol=1e-9
    )
    np.testing.assert_allclose(table["cec_ha"], table["forest_ha"] + table["grass_ha"], rtol=1e-9)
    assert list(table.dtypes[["region", "year"]].astype(str))[1] == "int64"
    totals = pd.read_csv(study["footprint3d"]["OUTPUT_TOTALS"]).set_index("year").loc[2021]
    for name in ("ICE_TCO2", "SINK_TC", "ICF_HA", "CEC_HA", "SIZE_HA", "DEPTH_FANG", "DEPTH_NAIVE"):
        assert float(study["footprint3d"][name]) == pytest.approx(totals[name.lower()], rel=1e-9)
    style = styles(study["footprint3d"]["OUTPUT"])["footprint"]
    assert style.find("renderer-v2").get("type") == "graduatedSymbol"
    first = style.find("renderer-v2/ranges/range")
    assert float(first.get("lower")) == float(first.get("upper")) == 1


def test_global_moran(study):
    table = read(study["globalmoran"]["OUTPUT"])
    assert table["field"].unique().tolist() == ["size_ha", "depth"]
    assert table["year"].tolist() == YEARS * 2 and set(table["n"]) == {30}
    np.testing.assert_allclose(table["expected_i"], -1 / 29)
    row = table[(table["field"] == "size_ha") & (table["year"] == 2021)].iloc[0]
    assert float(study["globalmoran"]["I"]) == pytest.approx(row["moran_i"], rel=1e-9)
    assert float(study["globalmoran"]["P"]) == pytest.approx(row["p"], rel=1e-9)
    with open(study["globalmoran"]["OUTPUT_HTML"], encoding="utf-8") as file:
        assert file.read().count("I = ") >= 12


def test_lisa_clusters(study):
    table = read(study["lisaclusters"]["OUTPUT"])
    fields = "lisa_i lisa_lag lisa_p lisa_p_fdr lisa_quadrant lisa_cluster neighbours".split()
    assert set(fields) <= set(table)
    last = table[table["year"] == 2021]
    assert int(study["lisaclusters"]["HIGH_HIGH"]) == (last["lisa_cluster"] == "High-High").sum()
    assert int(study["lisaclusters"]["LOW_LOW"]) == (last["lisa_cluster"] == "Low-Low").sum()
    named = table["lisa_cluster"] != "Not significant"
    assert (named == (table["lisa_p"] <= 0.05)).all()
    style = styles(study["lisaclusters"]["OUTPUT"])["lisa é"].find("renderer-v2")
    assert style.get("type") == "categorizedSymbol" and "lisa_cluster" in style.get("attr")
    assert {c.get("value") for c in style.iter("category")} == {
        "High-High", "Low-Low", "Low-High", "High-Low", "Not significant", "No neighbours",
        "No data",
    }  # fmt: skip


def test_lisa_transitions(study):
    results = study["lisatransitions"]
    table = read(results["OUTPUT"])
    assert len(table) == 30 * 5 and table["rey_type"].notna().all()
    # the quadrants are those of the LISA tool, whatever the permutations
    quadrants = read(study["lisaclusters"]["OUTPUT"]).set_index(["region", "year"])["lisa_quadrant"]
    for year, end in (("year_from", "from_quadrant"), ("year_to", "to_quadrant")):
        keys = pd.MultiIndex.from_frame(table[["region", year]])
        assert table[end].tolist() == quadrants.loc[keys].tolist()
    matrix = read(results["OUTPUT_MATRIX"])
    pooled = matrix[matrix["scope"] == "pooled"].groupby("kind")["count"].sum()
    assert pooled.to_dict() == {"quadrants": 150, "clusters": 150}
    flow = read(results["OUTPUT_FLOW"]).iloc[-1]
    types = table["rey_type"].value_counts()
    assert flow["type_0"] == types["0"] and flow["m"] == 150 == int(results["TRANSITIONS"])
    assert float(results["FLOW"]) == pytest.approx(types.reindex(["I", "II"]).sum() / 150)
    assert float(results["COHESION"]) == pytest.approx(types.reindex(["0", "IIIA"]).sum() / 150)
    paths = read(results["OUTPUT_PATHS"])
    assert len(paths) == 30 and paths["relative_length"].mean() == pytest.approx(1)
    style = styles(results["OUTPUT_PATHS"])["paths é"].find("renderer-v2")
    assert style.get("type") == "graduatedSymbol" and "relative_length" in style.get("attr")
    style = styles(results["OUTPUT"])["转 移"].find("renderer-v2")
    assert style.get("type") == "categorizedSymbol" and "rey_type" in style.get("attr")
    with open(results["OUTPUT_HTML"], encoding="utf-8") as file:
        assert file.read().count("<svg") == 4


def test_quadrants(study):
    table = read(study["quadrants"]["OUTPUT"])
    for year, group in table.groupby("year"):
        for field, score in (("size_ha", "z_size"), ("depth", "z_depth")):
            z = (group[field] - group[field].mean()) / group[field].std(ddof=0)
            np.testing.assert_allclose(group[score], z, atol=1e-9, err_msg=str(year))
    zones = {(True, True): "I", (False, True): "II", (False, False): "III", (True, False): "IV"}
    expected = [zones[z1 >= 0, z2 >= 0] for z1, z2 in zip(table["z_size"], table["z_depth"])]
    assert table["quadrant"].tolist() == expected
    last = table[table["year"] == 2021]
    for name in ("I", "II", "III", "IV"):
        assert int(study["quadrants"]["COUNT_" + name]) == (last["quadrant"] == name).sum()
    style = styles(study["quadrants"]["OUTPUT"])["象 限"].find("renderer-v2")
    assert {c.get("value") for c in style.iter("category")} >= set(table["zone"])
    with open(study["quadrants"]["OUTPUT_HTML"], encoding="utf-8") as file:
        assert "<svg" in file.read()


def test_inequality(study):
    table, groups = (read(study["inequality"][name]) for name in ("OUTPUT", "OUTPUT_GROUPS"))
    footprint = read(study["footprint3d"]["OUTPUT"])
    assert table["year"].tolist() == YEARS and set(table["n"]) == {30}
    for year, part in footprint.groupby("year"):
        s, p = (part[name] / part[name].sum() for name in ("ice_tco2", "population"))
        row = table[table["year"] == year].iloc[0]
        assert row["theil_t"] == pytest.approx((s * np.log(s / p)).sum(), rel=1e-9)
        assert row["theil_within"] + row["theil_between"] == pytest.approx(row["theil_t"], rel=1e-9)
    assert groups["group"].tolist() == ["East", "Central", "West", "Northeast"] * 6
    last = table.iloc[-1]
    for name, field in (
        ("GINI", "gini"),
        ("THEIL", "theil_t"),
        ("BETWEEN_PCT", "theil_between_pct"),
    ):
        assert float(study["inequality"][name]) == pytest.approx(last[field], rel=1e-9)
    with open(study["inequality"]["OUTPUT_HTML"], encoding="utf-8") as file:
        assert "Lorenz curve" in file.read()


def test_growth_and_projection(study):
    results = study["growthandprojection"]
    table = read(results["OUTPUT"])
    assert len(table) == 31 * 3
    total = read(study["footprint3d"]["OUTPUT"]).groupby("year")["ice_tco2"].sum()
    row = table[(table["scope"] == "total") & (table["phase"] == "2")].iloc[0]
    assert row["cagr_pct"] == pytest.approx(100 * ((total[2021] / total[2015]) ** (1 / 6) - 1))
    slope = np.polyfit(total.index, np.log(total), 1)[0]
    assert float(results["TREND_PCT"]) == pytest.approx(100 * np.expm1(slope))
    assert float(results["PROJECTED"]) == pytest.approx(total[2021] * np.exp(9 * slope))
    projected = read(results["OUTPUT_PROJECTION"])
    last = projected[(projected["scope"] == "total") & (projected["year"] == 2030)].iloc[0]
    for name in ("low", "high"):
        assert float(results[name.upper()]) == pytest.approx(last[name], rel=1e-9)
    with open(results["OUTPUT_HTML"], encoding="utf-8") as file:
        assert file.read().count("<svg") == 3


def test_decomposition(study):
    results = study["decomposition"]
    table = read(results["OUTPUT"])
    each, every = (table[table["scope"] == scope] for scope in ("region", "all"))
    assert len(each) == 30 * 5 and every["year"].tolist() == YEARS[1:]
    parts = [name for name in table if name.endswith("_tco2") and name != "d_total_tco2"]
    np.testing.assert_allclose(table[parts].sum(axis=1), table["d_total_tco2"], rtol=1e-9)
    total = read(study["industrialemissions"]["OUTPUT"]).groupby("year")["ice_tco2"].sum()
    assert float(results["D_TOTAL_TCO2"]) == pytest.approx(total[2021] - total[2011], rel=1e-9)
    for name in parts:
        assert float(results[name.upper()]) == pytest.approx(every[name].sum(), rel=1e-9)
    with open(results["OUTPUT_HTML"], encoding="utf-8") as file:
        assert file.read().count("<svg") == 2


def test_decoupling(study):
    results = study["decoupling"]
    table = read(results["OUTPUT"])
    assert len(table) == 30 * 2 and set(table["year"]) == {2015, 2021}
    ice = read(study["industrialemissions"]["OUTPUT"]).groupby("year")["ice_tco2"].sum()
    people = read(study["importpanel"]["OUTPUT"])
    people = people[people["region"].isin(table["region"])].groupby("year")["population"].sum()
    growth = people[2021] * 1.06**10 / (people[2015] * 1.06**4) - 1
    expected = (ice[2021] / ice[2015] - 1) / growth
    assert float(results["ELASTICITY"]) == pytest.approx(expected, rel=1e-9)
    last = table[table["year"] == 2021]
    strong = (last["ice_tco2"] > 0) & (last["d_emissions_pct"] < 0) & (last["d_gdp_pct"] > 0)
    assert int(results["COUNT_STRONG"]) == strong.sum() > 0
    (style,) = styles(results["OUTPUT"]).values()
    assert style.find("renderer-v2").get("attr") == "coalesce(\"decoupling_state\", 'No data')"
    with open(results["OUTPUT_HTML"], encoding="utf-8") as file:
        assert file.read().count("<svg") == 2


def test_gravity_centre(study):
    results = study["gravitycentre"]
    centres, steps, ellipses = (
        read(results[name]) for name in ("OUTPUT", "OUTPUT_PATH", "OUTPUT_ELLIPSES")
    )
    totals = read(study["footprint3d"]["OUTPUT"]).groupby("year")["ice_tco2"].sum()
    assert centres["year"].tolist() == YEARS and set(centres["n"]) == {30}
    np.testing.assert_allclose(centres["total"], totals, rtol=1e-9)
    assert steps[["year_from", "year"]].values.tolist() == [[y - 2, y] for y in YEARS[1:]]
    assert float(results["PATH_KM"]) == pytest.approx(steps["move_km"].sum(), rel=1e-9)
    assert float(results["X"]) == pytest.approx(centres["lon"].iloc[-1], rel=1e-9)
    np.testing.assert_allclose(
        ellipses["area_km2"], np.pi * ellipses["semi_major_km"] * ellipses["semi_minor_km"]
    )
    for name in ("OUTPUT", "OUTPUT_PATH", "OUTPUT_ELLIPSES"):
        (style,) = styles(results[name]).values()
        assert style.find("renderer-v2").get("attr") == "year"


def test_full_analysis_writes_the_layers_and_tables_of_the_design(study):
    path = study["fullanalysis"]["OUTPUT"]
    connection = sqlite3.connect(path)
    contents = dict(connection.execute("select table_name, data_type from gpkg_contents"))
    connection.close()
    layers = {"footprint", "lisa_size", "lisa_depth", "quadrants"}
    tables = {"moran", "emissions", "landcover", "summary"}
    assert set(contents) - {"layer_styles"} == layers | tables
    assert {name for name, kind in contents.items() if kind == "features"} == layers
    assert set(styles(path)) == layers | tables
    for name in layers:
        assert study["fullanalysis"][name.upper()] == "%s|layername=%s" % (path, name)


def test_full_analysis_draws_maps(study, folder):
    pictures = sorted((folder / "地 图").iterdir())
    assert [p.name for p in pictures] == ["depth.png", "lisa_depth.png", "lisa_size.png", "quadrants.png"]  # fmt: skip
    for picture in pictures:
        content = picture.read_bytes()
        assert content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) > 50_000
        width, height = struct.unpack(">II", content[16:24])
        assert width == 1800 and height > 700


def test_full_analysis_writes_a_page_that_needs_nothing_else(study, folder):
    page = (folder / "page é.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>") and '<meta charset="utf-8">' in page
    images = re.findall(r'src="data:image/png;base64,([^"]+)"', page)
    assert [base64.b64decode(image)[1:4] for image in images] == [b"PNG"] * 4
    assert not re.search(r'(src|href)="(?!data:|#)[^"]*"', page.replace("xlink:href", "x"))
    for text in ("as_printed", "consistent", "standard-coal", "METHOD = consistent", "SEED = 12345", "Beijing"):  # fmt: skip
        assert text in page, text
    assert page.count("<svg") >= 3 and "完 整.gpkg" in page


def test_the_chain_of_tools_gives_the_numbers_of_the_full_analysis(study):
    path = study["fullanalysis"]["OUTPUT"]
    single = {
        name: read(done["OUTPUT"])
        for name, done in study.items()
        if name != "fullanalysis" and "OUTPUT" in done
    }
    footprint = read(path, "footprint")
    areas = ["region", "year", "class_name"]
    assert_same(
        single["landcoverareas"],
        read(path, "landcover"),
        ["class", "category", "pixels", "area_ha", "region_ha"],
        areas,
    )
    assert_same(single["industrialemissions"], read(path, "emissions"), list(read(path, "emissions"))[2:])  # fmt: skip
    assert set(footprint) == set(single["footprint3d"])
    assert_same(single["footprint3d"], footprint, list(footprint)[2:])
    lisa = [name for name in single["lisaclusters"] if name.startswith("lisa_")] + ["neighbours"]
    assert_same(single["lisaclusters"], read(path, "lisa_depth"), lisa)
    assert_same(
        single["quadrants"], read(path, "quadrants"), ["z_size", "z_depth", "quadrant", "zone"]
    )
    moran = read(path, "moran")
    assert_same(single["globalmoran"], moran, list(moran)[2:], ["field", "year"])


def test_output_numbers_of_the_chain_and_of_the_full_analysis(study):
    full = study["fullanalysis"]
    for name in ("ICE_TCO2", "SINK_TC", "ICF_HA", "CEC_HA", "SIZE_HA", "DEPTH_FANG", "DEPTH_NAIVE"):
        assert float(full[name]) == pytest.approx(float(study["footprint3d"][name]), rel=1e-9)
    for name in ("COUNT_I", "COUNT_II", "COUNT_III", "COUNT_IV"):
        assert int(full[name]) == int(study["quadrants"][name])
    assert float(full["MORAN_SIZE"]) == pytest.approx(float(study["globalmoran"]["I"]), rel=1e-9)
    assert float(full["MORAN_SIZE_P"]) == pytest.approx(float(study["globalmoran"]["P"]), rel=1e-9)


def test_a_fault_ends_with_its_sentence_and_another_exit_code(root, folder, study_inputs):
    run = Run(
        root,
        "carbonsink",
        **{**study_inputs, "REGION_FIELD": "naam"},
        OUTPUT=str(folder / "none.gpkg"),
    )
    out, err = run.process.communicate(timeout=60)
    assert run.process.returncode != 0
    assert "no field naam; choose one of: adcode, region, name_zh." in out + err
    assert "Traceback" not in out + err
    assert not (folder / "none.gpkg").exists()
