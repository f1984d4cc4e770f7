"""Tools one after the other in one process: layers in memory, files, models, threads."""

from __future__ import annotations

import math
import threading

import pandas as pd
import pytest

FULL = "fullanalysis"
TEMPORARY = "TEMPORARY_OUTPUT"


def assert_same(one, other, columns, keys=("region", "year")):
    """Compare columns of two tables to 1e-9, missing values in the same places."""
    keys = list(keys)
    one, other = one.set_index(keys).sort_index(), other.set_index(keys).sort_index()
    assert one.index.is_unique and list(one.index) == list(other.index)
    for column in columns:
        for a, b in zip(one[column], other[column]):
            if pd.isna(a) or pd.isna(b):
                assert pd.isna(a) and pd.isna(b), column
            elif isinstance(a, (int, float)):
                assert math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12), (column, a, b)
            else:
                assert a == b, column


def chain(run, sample, study_inputs, place, join_sink_as_table=False, **method):
    """Run the single tools with defaults; `place(name)` tells where each output goes."""

    def tool(name, **parameters):
        results, _ = run(name, OUTPUT=place(name), **parameters)
        return results["OUTPUT"]

    sink = tool("carbonsink", **study_inputs)
    energy = tool("importenergy", INPUTS=[str(sample / "energy.csv")])
    printed = {"METHOD": "as_printed"} if method else {}
    emissions = tool("industrialemissions", ENERGY=energy, **printed)
    population = tool(
        "importpanel",
        INPUT=str(sample / "population.csv"),
        VALUE_NAME="population",
        UNIT="10^4 persons",
    )
    regions, tables = sink, [emissions, population]
    if join_sink_as_table:
        regions, tables = study_inputs["REGIONS"], [sink, *tables]
    joined = tool("jointables", REGIONS=regions, TABLES=tables)
    footprint = tool("footprint3d", INPUT=joined, **printed)
    return {
        "emissions": emissions,
        "footprint": footprint,
        "moran": tool("globalmoran", INPUT=footprint),
        "lisa_depth": tool("lisaclusters", INPUT=footprint),
        "lisa_size": tool("lisaclusters", INPUT=footprint, FIELD="size_ha"),
        "quadrants": tool("quadrants", INPUT=footprint),
    }


@pytest.fixture(scope="module")
def full(run, sample, study_inputs, tmp_path_factory):
    """The full analysis of the sample by method: ``full(method)`` gives path, results, feedback."""
    done = {}

    def full(method):
        if method not in done:
            path = str(tmp_path_factory.mktemp("full") / "整.gpkg")
            results, feedback = run(
                FULL,
                **study_inputs,
                ENERGY=[str(sample / "energy.csv")],
                POPULATION=str(sample / "population.csv"),
                METHOD=method,
                OUTPUT=path,
                OUTPUT_MAPS="",
                OUTPUT_HTML=path.replace(".gpkg", ".html"),
            )
            done[method] = path, results, feedback
        return done[method]

    return full


def in_memory(_):
    return "memory:"


@pytest.mark.parametrize("method", ["consistent", "as_printed"])
@pytest.mark.parametrize("kind", ["memory", "sink as table", "geojson and csv"])
def test_chain_and_full_analysis_agree(
    kind, method, run, rows, sample, study_inputs, full, tmp_path
):
    tables = ("importenergy", "industrialemissions", "importpanel", "globalmoran")
    counter = iter(range(100))

    def place(name):
        if kind == "geojson and csv":
            ending = "csv" if name in tables else "geojson"
            return str(tmp_path / ("é %d %s.%s" % (next(counter), name, ending)))
        return "memory:"

    printed = {"METHOD": method} if method == "as_printed" else {}
    layers = chain(run, sample, study_inputs, place, kind == "sink as table", **printed)
    path, _, _ = full(method)
    whole = {name: rows("%s|layername=%s" % (path, name)) for name in layers}
    single = {name: rows(layer) for name, layer in layers.items()}
    if kind == "geojson and csv":  # OGR reads CSV as text
        for name in ("emissions", "moran"):
            columns = [c for c in single[name] if c not in ("region", "field", "note")]
            single[name][columns] = single[name][columns].apply(pd.to_numeric)
            single[name] = single[name].replace({"": None})
    own = ["z_size", "z_depth", "quadrant", "zone"]
    assert_same(single["emissions"], whole["emissions"], list(whole["emissions"])[3:])
    names = [name for name in whole["footprint"] if name not in ("fid", "region", "year")]
    assert_same(single["footprint"], whole["footprint"], names)
    for name in ("lisa_depth", "lisa_size"):
        lisa = [field for field in whole[name] if field.startswith("lisa_")] + ["neighbours"]
        assert_same(single[name], whole[name], lisa)
    assert_same(single["quadrants"], whole["quadrants"], own)
    assert_same(single["moran"], whole["moran"], ["moran_i", "p", "z", "n"], ["field", "year"])


def test_exact_land_cover_years_do_not_leak_from_the_layer_into_other_years(
    run, rows, sample, study_inputs
):
    """The sink of 2019 belongs to 2019, also where it comes with the layer of the regions."""
    sink = run("carbonsink", **study_inputs)[0]["OUTPUT"]
    population = run("importpanel", INPUT=str(sample / "population.csv"))[0]["OUTPUT"]
    joined = run("jointables", REGIONS=sink, TABLES=[population], LANDCOVER_MATCH="exact")
    table = rows(joined[0]["OUTPUT"])
    assert set(table["year"]) == {2011, 2013, 2015, 2017, 2019, 2021}
    in_2019 = table["year"] == 2019
    assert table.loc[in_2019, "sink_tc"].notna().all()
    assert table.loc[~in_2019, "sink_tc"].isna().all()
    assert table.loc[~in_2019, "landcover_year"].isna().all()


def test_tables_with_the_name_of_the_region_layer_are_not_lost(run, rows, sample, study_inputs):
    """processing.run calls every memory layer "output"."""
    sink = run("carbonsink", **study_inputs)[0]["OUTPUT"]
    population = run("importpanel", INPUT=str(sample / "population.csv"))[0]["OUTPUT"]
    assert sink.name() == population.name()
    table = rows(run("jointables", REGIONS=sink, TABLES=[population])[0]["OUTPUT"])
    assert table["sink_tc"].notna().all() and table["value"].notna().all()


# --- models -------------------------------------------------------------------------------------


@pytest.fixture
def model(plugin):
    """A model of the usual chain, as the designer makes it."""
    from qgis.core import (
        QgsApplication,
        QgsProcessing,
        QgsProcessingModelAlgorithm,
        QgsProcessingModelChildAlgorithm,
        QgsProcessingModelChildParameterSource,
        QgsProcessingModelOutput,
        QgsProcessingModelParameter,
        QgsProcessingParameterFile,
        QgsProcessingParameterMultipleLayers,
        QgsProcessingParameterVectorLayer,
    )

    source = QgsProcessingModelChildParameterSource
    model = QgsProcessingModelAlgorithm("chain", "tests")
    for parameter in (
        QgsProcessingParameterMultipleLayers(
            "rasters", "Rasters", QgsProcessing.SourceType.TypeRaster
        ),
        QgsProcessingParameterVectorLayer("regions", "Regions"),
        QgsProcessingParameterFile("energy", "Energy"),
    ):
        model.addModelParameter(parameter, QgsProcessingModelParameter(parameter.name()))

    def child(tool, final=None, **sources):
        algorithm = QgsProcessingModelChildAlgorithm("carbonfootprint:" + tool)
        algorithm.setChildId(tool)
        # The designer stores the default of everything that the user left alone.
        for definition in algorithm.algorithm().parameterDefinitions():
            if not definition.isDestination() and definition.name() not in sources:
                sources[definition.name()] = [source.fromStaticValue(definition.defaultValue())]
        for name, value in sources.items():
            algorithm.addParameterSources(name, value)
        if final:
            output = QgsProcessingModelOutput(final, final)
            output.setChildOutputName("OUTPUT")
            output.setChildId(tool)
            algorithm.setModelOutputs({final: output})
        model.addChildAlgorithm(algorithm)

    def given(name):
        return [source.fromModelParameter(name)]

    def output_of(tool):
        return [source.fromChildOutput(tool, "OUTPUT")]

    child(
        "carbonsink",
        RASTERS=given("rasters"),
        REGIONS=given("regions"),
        LEGEND=[source.fromStaticValue("igbp")],
    )
    child("importenergy", INPUTS=given("energy"))
    child("industrialemissions", ENERGY=output_of("importenergy"))
    child("jointables", REGIONS=output_of("carbonsink"), TABLES=output_of("industrialemissions"))
    child("footprint3d", final="footprint", INPUT=output_of("jointables"))
    child("quadrants", final="zones", INPUT=output_of("footprint3d"))
    assert QgsApplication.processingRegistry().providerById("carbonfootprint")
    return model


def test_a_model_of_the_tools_gives_the_same_zones(
    model, rows, full, sample, study_inputs, feedback_class, tmp_path
):
    from qgis.core import QgsProcessingContext

    assert model.validate()[0], model.validate()[1]
    # The name of a model's output is "tool:output" in QGIS 3.22, "output" later.
    outputs = [p.name() for p in model.parameterDefinitions() if p.isDestination()]
    zones = next(name for name in outputs if name.endswith("zones"))
    parameters = {
        "rasters": study_inputs["RASTERS"],
        "regions": study_inputs["REGIONS"],
        "energy": str(sample / "energy.csv"),
        **{name: str(tmp_path / ("%d.gpkg" % i)) for i, name in enumerate(outputs)},
    }
    results, ok = model.run(parameters, QgsProcessingContext(), feedback_class())
    assert ok
    assert int(results["CHILD_RESULTS"]["quadrants"]["COUNT_II"]) >= 1
    path, _, _ = full("consistent")
    zones = rows(results[zones])
    assert_same(
        zones,
        rows("%s|layername=quadrants" % path),
        ["size_ha", "depth", "z_size", "z_depth", "zone"],
    )


def test_a_saved_model_holds_words_and_opens_again(model, tmp_path):
    from qgis.core import QgsProcessingModelAlgorithm

    path = str(tmp_path / "链.model3")
    assert model.toFile(path)
    again = QgsProcessingModelAlgorithm()
    assert again.fromFile(path) and again.validate()[0]
    assert "igbp" in str(again.toVariant())


def test_batch_rows_with_one_raster_each(run, rows, make_raster, memory_layer, tmp_path):
    """As the batch dialog: one run a raster, each with its own output."""
    regions = memory_layer(
        "Polygon", {"region": str}, [("POLYGON((100 39,102 39,102 40,100 40,100 39))", ["A"])]
    )
    for year, cells in ((2001, [[2, 2]]), (2002, [[2, 4]])):
        raster = make_raster(tmp_path / ("CLCD_v01_%d_albert.tif" % year), cells)
        results, _ = run(
            "carbonsink",
            RASTERS=raster,
            REGIONS=regions,
            OUTPUT=str(tmp_path / ("sink_%d.gpkg" % year)),
        )
        assert rows(results["OUTPUT"])["year"].tolist() == [year]


# --- threads ------------------------------------------------------------------------------------


def test_two_threads_at_once_give_the_results_of_one_after_the_other(
    plugin, tools, rows, full, feedback_class, tmp_path
):
    """As two tools run from the toolbox at the same time: each in a thread of its own."""
    from qgis.core import QgsProcessingContext

    path, _, _ = full("consistent")
    layer = "%s|layername=footprint" % path
    jobs = {
        "lisa depth": ("lisaclusters", {"FIELD": "depth"}),
        "lisa size": ("lisaclusters", {"FIELD": "size_ha", "SEED": 7}),
        "moran": ("globalmoran", {"OUTPUT_HTML": "moran.html"}),
    }

    def work(name, tag, done):
        tool, parameters = jobs[name]
        folder = tmp_path / tag
        folder.mkdir(exist_ok=True)
        parameters = {
            key: str(folder / value) if key == "OUTPUT_HTML" else value
            for key, value in parameters.items()
        }
        output = str(folder / (name + ".gpkg"))
        results, ok = (
            tools[tool]
            .create()
            .run(
                {"INPUT": layer, "PERMUTATIONS": 499, "OUTPUT": output, **parameters},
                QgsProcessingContext(),
                feedback_class(),
            )
        )
        done[name] = results["OUTPUT"] if ok else None

    one, both = {}, {}
    for name in jobs:
        work(name, "one", one)
    threads = [threading.Thread(target=work, args=(name, "both", both)) for name in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert set(both) == set(jobs) and None not in both.values()
    for name in jobs:
        pd.testing.assert_frame_equal(rows(one[name]), rows(both[name]), check_exact=True)


# --- real data ----------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["consistent", "as_printed"])
def test_whole_study_on_real_data(run, rows, real_data, tmp_path, method):
    """CEADs workbooks as published, MODIS 2019, NBS export as downloaded, 31 provinces."""
    results, feedback = run(
        FULL,
        RASTERS=[str(real_data / "landcover" / "mcd12c1_v006_2019_igbp_china_0p05deg.tif")],
        REGIONS=str(real_data / "boundaries" / "china_provinces_natural_earth_50m.geojson"),
        REGION_FIELD="name_zh",
        LEGEND="igbp",
        ENERGY=sorted(map(str, (real_data / "energy").glob("ceads_*.xlsx"))),
        POPULATION=str(real_data / "population" / "nbs_resident_population_2011_2022_export.csv"),
        METHOD=method,
        PERMUTATIONS=199,
        OUTPUT=str(tmp_path / "real.gpkg"),
        OUTPUT_MAPS=str(tmp_path / "maps"),
        OUTPUT_HTML=str(tmp_path / "real.html"),
    )
    table = rows(results["FOOTPRINT"])
    assert sorted(set(table["year"])) == [2011, 2012, 2015, 2019, 2021]
    assert table["region"].nunique() == 31 and set(table["landcover_year"]) == {2019}
    # CEADs has no inventory of Xizang: said so, and NULL.
    xizang = table[table["region"].str.startswith("西藏")]
    assert xizang["ice_tco2"].isna().all() and xizang["depth"].isna().all()
    assert any("西藏" in text for text in feedback.warnings)
    known = table.dropna(subset=["ice_tco2"])
    assert len(known) == 150
    # Generalised Shanghai holds no centre of a forest or grassland cell: no depth, and flagged.
    without = known[known["depth"].isna()]
    assert set(without["region"]) <= {"上海市"} and set(without["flag"]) <= {"no_sink"}
    deep = known.dropna(subset=["depth"])
    assert len(deep) >= 145 and (deep["depth"] >= 1).all()
    product = deep["size_ha"] * deep["depth"]
    assert product.tolist() == pytest.approx(deep["icf_ha"].tolist(), rel=1e-9)
    # Emissions by hand for one province and fuel, from the panel beside the workbooks.
    from carbon_footprint.core.fuels import emission_factors

    panel = pd.read_csv(
        real_data / "energy" / "terminal_industry_consumption_2011_2021_odd_years.csv"
    )
    panel.columns = [name.lower().replace(" ", "_") for name in panel]
    fuel = next(name for name in panel if name.startswith("raw_coal"))
    factors = emission_factors(
        "zuo_zhao_2025" if method == "as_printed" else "provincial_guideline_2011"
    ).loc["raw_coal"]
    per_tonne = factors["ef_tco2"] * (factors["standard_coal_tce"] if method == "as_printed" else 1)
    given = panel.loc[panel["year"] == 2019, fuel].sum() * 1e4 * per_tonne
    got = known.loc[known["year"] == 2019, "ice_raw_coal_tco2"].sum()
    assert got == pytest.approx(given, rel=1e-9)
    moran = rows(str(tmp_path / "real.gpkg") + "|layername=moran")
    # Xizang has no emissions, Shanghai no depth.
    assert moran.groupby("field")["n"].unique().map(list).to_dict() == {
        "depth": [29],
        "size_ha": [30],
    }
    assert moran["moran_i"].notna().all()
    assert "西藏" in (tmp_path / "real.html").read_text(encoding="utf-8")
