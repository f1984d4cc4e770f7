"""The full analysis: what it writes, what it leaves alone, and cancelled and failed runs."""

from __future__ import annotations

import gc
import glob
import os
import re
import sqlite3
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest

LAYERS = ("footprint", "lisa_size", "lisa_depth", "quadrants")
TABLES = ("moran", "emissions", "landcover", "summary")
HOSTILE = [
    "<script>alert(1)</script>",
    "O\"Brien & Söhne's",
    "Robert'); DROP TABLE footprint;--",
    "$\\frac{x}{",
    "{region} %s %d",
    "内蒙古 自治区",
    "[% 1 + 1 %]",
    "-->]]> x",
    "A",
]


def square(i, side=3):
    x, y = 100 + i % side, 38 - i // side
    return "POLYGON((%d %d,%d %d,%d %d,%d %d,%d %d))" % (
        x, y, x + 1, y, x + 1, y + 1, x, y + 1, x, y
    )  # fmt: skip


@pytest.fixture
def small(make_raster, memory_layer, tmp_path):
    """Nine regions with names to be afraid of, two land-cover and two energy years."""
    generator = np.random.default_rng(3)
    folder = tmp_path / "输 入"
    folder.mkdir()
    rasters = [
        make_raster(
            folder / ("CLCD_v01_%d_albert.tif" % year),
            generator.choice([1, 2, 4], (30, 30)),
            origin=(100, 39),
            cell=0.1,
        )
        for year in (2010, 2020)
    ]
    regions = memory_layer(
        "Polygon",
        {"region": str},
        [(square(i), [name]) for i, name in enumerate(HOSTILE)],
        name="Län & <b>",
    )
    lines = ["region,year,fuel,amount,unit"]
    people = ["region,year,population_10k"]
    for year in (2010, 2020):
        for i, name in enumerate(HOSTILE):
            quoted = '"%s"' % name.replace('"', '""')
            lines.append("%s,%d,raw_coal,%d,10^4 t" % (quoted, year, 100 * (i + 1) ** 3 + year))
            people.append("%s,%d,%d" % (quoted, year, 100 + i))
    energy, population = folder / "能源.csv", folder / "人口.csv"
    energy.write_text("\n".join(lines), encoding="utf-8")
    population.write_text("\n".join(people), encoding="utf-8")
    return {
        "RASTERS": rasters,
        "REGIONS": regions,
        "ENERGY": [str(energy)],
        "POPULATION": str(population),
        "PERMUTATIONS": 99,
        "GLOBAL_PERMUTATIONS": 99,
    }


@pytest.fixture
def outputs(tmp_path):
    folder = tmp_path / "结 果"
    return {
        "OUTPUT": str(folder / "all é.gpkg"),
        "OUTPUT_MAPS": str(folder / "maps"),
        "OUTPUT_HTML": str(folder / "page.html"),
    }


def contents(path):
    """Tables of a GeoPackage and their styles."""
    connection = sqlite3.connect(path)
    tables = {row[0] for row in connection.execute("select table_name from gpkg_contents")}
    styles = sorted(row[0] for row in connection.execute("select f_table_name from layer_styles"))
    connection.close()
    return tables - {"layer_styles"}, styles


def test_names_from_data_are_only_text(run, rows, small, outputs):
    results, feedback = run("fullanalysis", **small, **outputs)
    for name in LAYERS:
        table = rows(results[name.upper()])
        assert sorted(set(table["region"])) == sorted(HOSTILE) and len(table) == 18
    page = Path(outputs["OUTPUT_HTML"]).read_text(encoding="utf-8")
    assert "<script" not in page.lower()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "O&quot;Brien &amp; Söhne" in page
    assert "{region} %s %d" in page and "Län & <b>" not in page
    assert sorted(p.name for p in Path(outputs["OUTPUT_MAPS"]).iterdir()) == [
        "depth.png",
        "lisa_depth.png",
        "lisa_size.png",
        "quadrants.png",
    ]
    assert len(re.findall(r'src="data:image/png;base64,', page)) == 4
    assert not feedback.errors


def test_pages_of_the_single_tools_escape_names(run, small, tmp_path, outputs):
    layer = run("fullanalysis", **small, **outputs)[0]["FOOTPRINT"]
    for tool in ("quadrants", "globalmoran"):
        page = tmp_path / (tool + ".html")
        run(tool, INPUT=layer, OUTPUT_HTML=str(page))
        text = page.read_text(encoding="utf-8").lower()
        assert "<script" not in text and "<svg" in text


def test_two_land_cover_years_meet_their_years(run, rows, small, outputs):
    results, _ = run("fullanalysis", **small, **outputs, LANDCOVER_MATCH="exact")
    table = rows(results["FOOTPRINT"])
    assert (table["landcover_year"] == table["year"]).all()
    assert sorted(set(table["year"])) == [2010, 2020]
    # Forest differs between the years: every year has its own.
    wide = table.pivot(index="region", columns="year", values="forest_ha")
    assert (wide[2010] != wide[2020]).any()


def test_output_numbers_are_the_last_row_of_the_summary(run, rows, small, outputs):
    results, _ = run("fullanalysis", **small, **outputs)
    summary = rows(outputs["OUTPUT"] + "|layername=summary")
    assert sorted(summary["method"].unique()) == ["as_printed", "consistent"]
    last = summary[(summary["method"] == "consistent") & (summary["year"] == 2020)].iloc[0]
    for name in ("ICE_TCO2", "SINK_TC", "ICF_HA", "CEC_HA", "SIZE_HA", "DEPTH_FANG", "DEPTH_NAIVE"):
        assert results[name] == pytest.approx(last[name.lower()], rel=1e-12)
    for name in ("I", "II", "III", "IV"):
        assert results["COUNT_" + name] == last["quadrant_" + name.lower()]
    assert sum(results["COUNT_" + name] for name in ("I", "II", "III", "IV")) == 9
    moran = rows(outputs["OUTPUT"] + "|layername=moran")
    row = moran[(moran["field"] == "depth") & (moran["year"] == 2020)].iloc[0]
    assert (results["MORAN_DEPTH"], results["MORAN_DEPTH_P"]) == (row["moran_i"], row["p"])


@pytest.mark.parametrize("method", ["consistent", "as_printed"])
def test_method_is_written_into_metadata_and_page(run, small, outputs, method):
    from osgeo import gdal

    _, feedback = run("fullanalysis", **small, **outputs, METHOD=method, SEED=77)
    dataset = gdal.OpenEx(outputs["OUTPUT"])
    for name in (*LAYERS, *TABLES):
        abstract = dataset.GetLayerByName(name).GetMetadataItem("ABSTRACT")
        assert "METHOD = " + method in abstract and "SEED = 77" in abstract, name
        assert "FACTOR_SET = provincial_guideline_2011" in abstract
        assert re.match(r"Carbon Footprint \d+\.\d+\.\d+, carbonfootprint:fullanalysis", abstract)
    page = Path(outputs["OUTPUT_HTML"]).read_text(encoding="utf-8")
    assert "METHOD = " + method in page
    warned = any("METHOD as_printed" in text for text in feedback.warnings)
    assert warned == (method == "as_printed")
    if warned:
        assert "METHOD as_printed divides tonnes of CO2" in page, "the warnings are in the page"
    assert "Emissions, t CO2 (consistent)" in page and "Emissions, t CO2 (as_printed)" in page


def test_method_is_written_into_the_metadata_of_the_single_tools(
    run, sample, study_inputs, tmp_path
):
    from osgeo import gdal

    energy = run("importenergy", INPUTS=[str(sample / "energy.csv")])[0]["OUTPUT"]
    for tool, parameters, said in (
        ("industrialemissions", {"ENERGY": energy, "METHOD": "as_printed"}, "METHOD = as_printed"),
        ("carbonsink", study_inputs, "SEQUESTRATION = forest, 3.8096, grass, 0.9482"),
        ("landcoverareas", study_inputs, "LEGEND = igbp"),
    ):
        path = str(tmp_path / (tool + ".gpkg"))
        run(tool, OUTPUT=path, **parameters)
        assert said in gdal.OpenEx(path).GetLayer(0).GetMetadataItem("ABSTRACT")


def test_metadata_hold_no_password(qgis_app):
    from carbon_footprint.algorithms.provenance import _text

    uri = "dbname='x' host=h user='u' password='geheim' table=\"t\" (geom)"
    assert "geheim" not in _text(uri) and "table" in _text(uri)
    assert "geheim" not in _text([uri, uri])


def test_per_head(run, rows, small, outputs, fault):
    results, _ = run("fullanalysis", **small, **outputs, PER_HEAD=True)
    zones = rows(results["QUADRANTS"])
    assert "size_pc_ha" in zones and "size_ha" not in zones
    last = zones[zones["year"] == 2020]
    z = (last["size_pc_ha"] - last["size_pc_ha"].mean()) / last["size_pc_ha"].std(ddof=0)
    np.testing.assert_allclose(last["z_size"].astype(float), z, atol=1e-9)
    text = fault("fullanalysis", **{**small, "POPULATION": None}, **outputs, PER_HEAD=True)
    assert "PER_HEAD needs the table POPULATION" in text


def test_without_population_the_fields_per_head_are_null(run, rows, small, outputs):
    results, _ = run("fullanalysis", **{**small, "POPULATION": None}, **outputs)
    table = rows(results["FOOTPRINT"])
    assert table["size_pc_ha"].isna().all() and table["size_ha"].notna().all()


def test_unmatched_names_stop_the_run_before_anything_is_written(fault, small, outputs):
    path = Path(small["ENERGY"][0])
    path.write_text(path.read_text(encoding="utf-8").replace('\n"A"', '\n"Aaa"'), encoding="utf-8")
    text = fault("fullanalysis", **small, **outputs, ON_UNMATCHED="stop")
    assert "Aaa" in text and not Path(outputs["OUTPUT"]).exists()


def test_only_the_geopackage(run, small, outputs, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # of nobody else
    before = set(glob.glob(os.path.join(tempfile.gettempdir(), "carbon_footprint_*")))
    results, _ = run(
        "fullanalysis", **small, OUTPUT=outputs["OUTPUT"], OUTPUT_MAPS="", OUTPUT_HTML=""
    )
    assert results["OUTPUT_MAPS"] is None and results["OUTPUT_HTML"] is None
    assert [p.name for p in Path(outputs["OUTPUT"]).parent.iterdir()] == ["all é.gpkg"]
    run("fullanalysis", **small, **{**outputs, "OUTPUT_MAPS": ""})
    page = Path(outputs["OUTPUT_HTML"]).read_text(encoding="utf-8")
    assert page.count("data:image/png") == 4, "the page has its maps without the folder"
    assert set(glob.glob(os.path.join(tempfile.gettempdir(), "carbon_footprint_*"))) == before


def test_temporary_outputs(run, small, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    temporary = dict.fromkeys(("OUTPUT", "OUTPUT_MAPS", "OUTPUT_HTML"), "TEMPORARY_OUTPUT")
    results, _ = run("fullanalysis", **small, **temporary)
    for name in temporary:
        assert Path(results[name]).exists() and Path(results[name]).is_absolute()
    assert not (tmp_path / "TEMPORARY_OUTPUT").exists()


# --- map pictures -------------------------------------------------------------------------------

MAPS = ("depth", "lisa_depth", "lisa_size", "quadrants")


def embedded(page):
    """Kind of each picture in a page."""
    return re.findall(r'src="data:image/(\w+);base64,', Path(page).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("chosen", "ends", "in_page"),
    [
        ({}, [".png"], ["png"] * 4),
        ({"MAP_YEARS": "last"}, [".png"], ["png"] * 4),
        ({"MAP_YEARS": "ALL"}, ["_2010.png", "_2020.png"], ["png"] * 8),
        ({"MAP_YEARS": "2010"}, ["_2010.png"], ["png"] * 4),
        ({"MAP_FORM": "multiples"}, ["_multiples.png"], ["png"] * 4),
        ({"MAP_FORM": "multiples", "MAP_YEARS": "last"}, ["_multiples.png"], ["png"] * 4),
        ({"MAP_FORM": "animation"}, ["_animation.gif"], ["gif"] * 4),
        ({"MAP_FORM": "animation", "MAP_YEARS": "2020"}, ["_animation.gif"], ["gif"] * 4),
    ],
)
def test_forms_and_years_of_the_map_pictures(run, small, outputs, chosen, ends, in_page):
    _, feedback = run("fullanalysis", **small, **outputs, **chosen)
    names = sorted(path.name for path in Path(outputs["OUTPUT_MAPS"]).iterdir())
    assert names == sorted(name + end for name in MAPS for end in ends)
    assert embedded(outputs["OUTPUT_HTML"]) == in_page
    assert not any("MAP_YEARS" in text for text in feedback.warnings)


def test_an_animation_has_the_chosen_years(run, small, outputs):
    images = pytest.importorskip("PIL.Image")
    for years, frames in (("", 2), ("2020", 1)):
        run("fullanalysis", **small, **outputs, MAP_FORM="animation", MAP_YEARS=years)
        for name in MAPS:
            with images.open(Path(outputs["OUTPUT_MAPS"]) / (name + "_animation.gif")) as gif:
                assert gif.n_frames == frames


def test_pictures_of_two_years_differ_and_two_runs_agree(run, small, outputs):
    pictures = []
    for _ in range(2):
        run("fullanalysis", **small, **outputs, MAP_YEARS="all")
        folder = Path(outputs["OUTPUT_MAPS"])
        pictures.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert pictures[0] == pictures[1]
    assert pictures[0]["depth_2010.png"] != pictures[0]["depth_2020.png"]


def test_years_without_data_get_one_sentence(run, small, outputs):
    _, feedback = run("fullanalysis", **small, **outputs, MAP_YEARS="2005-2010")
    said = [text for text in feedback.warnings if "MAP_YEARS" in text]
    assert said == ["MAP_YEARS: the data have no 2005-2009; the other years are taken."]
    assert "depth_2010.png" in os.listdir(outputs["OUTPUT_MAPS"])
    assert said[0] in Path(outputs["OUTPUT_HTML"]).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ("1999", "MAP_YEARS: the data have no 1999; choose from 2010, 2020."),
        ("2010, newest", "MAP_YEARS: 'newest' is no year"),
        ("2020-2010", "MAP_YEARS: 2020-2010 ends before it begins"),
    ],
)
def test_wrong_years_are_refused_before_the_land_cover_is_counted(
    fault, small, outputs, years, said, monkeypatch
):
    from carbon_footprint.algorithms import fullanalysis

    monkeypatch.delattr(fullanalysis, "landcover_areas")
    assert said in fault("fullanalysis", **small, **outputs, MAP_YEARS=years)
    assert list(Path(outputs["OUTPUT"]).parent.iterdir()) == []


def test_the_years_of_pictures_that_nobody_wants_are_not_looked_at(run, small, outputs):
    wanted = {"OUTPUT": outputs["OUTPUT"], "OUTPUT_MAPS": "", "OUTPUT_HTML": ""}
    _, feedback = run("fullanalysis", **small, **wanted, MAP_YEARS="1999")
    assert not any("MAP_YEARS" in text for text in feedback.warnings)


def test_an_animation_without_pillow_is_refused_before_the_work(
    run, fault, small, outputs, monkeypatch
):
    from carbon_footprint.algorithms import maps

    monkeypatch.setattr(maps, "find_spec", lambda name: None)
    text = fault("fullanalysis", **small, **outputs, MAP_FORM="animation")
    assert "needs the Python package Pillow" in text
    assert not Path(outputs["OUTPUT"]).exists()
    only = {"OUTPUT": outputs["OUTPUT"], "OUTPUT_MAPS": "", "OUTPUT_HTML": ""}
    run("fullanalysis", **small, **only, MAP_FORM="animation")


def test_a_page_takes_the_last_year_only_of_many_pictures(run, small, outputs, monkeypatch):
    from carbon_footprint.algorithms import study_output

    monkeypatch.setattr(study_output, "MOST_ON_PAGE", 7)
    run("fullanalysis", **small, **outputs, MAP_YEARS="all")
    assert len(list(Path(outputs["OUTPUT_MAPS"]).iterdir())) == 8
    page = Path(outputs["OUTPUT_HTML"]).read_text(encoding="utf-8")
    assert re.findall(r'alt="[^"]*(20\d\d)"', page) == ["2020"] * 4
    assert "Only the maps of 2020 are shown here, for all 8 would be too many" in page


def test_more_years_than_a_sheet_holds_go_on_to_another(run, small, outputs, monkeypatch):
    from carbon_footprint.algorithms import maps

    monkeypatch.setattr(maps, "MOST_PANELS", 1)
    run("fullanalysis", **small, **outputs, MAP_FORM="multiples")
    names = sorted(path.name for path in Path(outputs["OUTPUT_MAPS"]).iterdir())
    assert names == sorted(
        name + end for name in MAPS for end in ("_multiples.png", "_multiples_2.png")
    )


def test_progress_moves_on_with_every_picture(run, small, outputs, feedback_class):
    feedback = feedback_class()
    steps = []
    feedback.progressChanged.connect(steps.append)
    run("fullanalysis", feedback=feedback, **small, **outputs, MAP_YEARS="all")
    late = [step for step in steps[1:] if step >= 85]
    assert late == sorted(late) and late[-1] == 100
    assert len({step for step in late if step < 97}) >= 8, "four maps of two years"


def test_maps_leave_the_geopackage_alone(run, small, outputs, monkeypatch):
    """Counties in many years: a layer that is read again for every picture takes minutes."""
    from carbon_footprint.algorithms import maps

    sources, plain = [], maps.MapSeries._draw

    def draw(self, painter, layer, box):
        sources.append(layer.providerType())
        plain(self, painter, layer, box)

    monkeypatch.setattr(maps.MapSeries, "_draw", draw)
    run("fullanalysis", **small, **outputs, MAP_FORM="multiples")
    assert sources == ["memory"] * 8


def test_pictures_of_an_earlier_run_go_those_of_the_user_stay(run, small, outputs):
    folder = Path(outputs["OUTPUT_MAPS"])
    run("fullanalysis", **small, **outputs, MAP_YEARS="all")
    _, feedback = run("fullanalysis", **small, **outputs, MAP_FORM="animation")
    names = sorted(path.name for path in folder.iterdir())
    assert names == [name + "_animation.gif" for name in MAPS], "of all years none is left"
    assert [text for text in feedback.infos if "pictures of an earlier run" in text] == [
        "Removed from %s the pictures of an earlier run: %s."
        % (folder, ", ".join("%s_%d.png" % (name, y) for name in MAPS for y in (2010, 2020)))
    ]
    # A picture that was painted into, a picture that is somebody else's, and other names.
    gif = (folder / "depth_animation.gif").read_bytes()
    (folder / "depth_animation.gif").write_bytes(gif[:-1] + b"!\xfe\x04mine\0;")
    (folder / "depth_1990.png").write_bytes(b"mine")
    (folder / "lisa_depth_1990.png").write_bytes(b"")
    (folder / "depth_2010_draft.png").write_bytes(b"mine")
    (folder / "my depth_2010.png").write_bytes(gif)
    _, feedback = run("fullanalysis", **small, **outputs)
    left = ["depth_1990.png", "depth_animation.gif", "lisa_depth_1990.png"]
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [*left, "depth_2010_draft.png", "my depth_2010.png", *(name + ".png" for name in MAPS)]
    )
    said = (
        "%s holds pictures that are not of this run: %s; remove them if they are of an earlier one."
    )
    said %= (folder, ", ".join(left))
    assert [text for text in feedback.warnings if "pictures" in text] == [said]
    assert said in Path(outputs["OUTPUT_HTML"]).read_text(encoding="utf-8")


def test_signed_pictures_are_whole(run, small, outputs):
    from qgis.PyQt.QtGui import QImage

    images = pytest.importorskip("PIL.Image")
    run("fullanalysis", **small, **outputs)
    for name in MAPS:
        path = Path(outputs["OUTPUT_MAPS"]) / (name + ".png")
        with images.open(path) as picture:
            picture.load()
            assert picture.info["Comment"].startswith("Carbon Footprint, full analysis, SHA-256")
        assert QImage(str(path)).width() == 1800


def test_an_earlier_picture_that_is_open_is_named(run, small, outputs, monkeypatch):
    run("fullanalysis", **small, **outputs, MAP_YEARS="2010")
    remove, stuck = os.remove, os.path.join(outputs["OUTPUT_MAPS"], "depth_2010.png")

    def locked(path, **more):
        if str(path) == stuck:
            raise PermissionError(13, "The file is in use", stuck)
        remove(path, **more)

    monkeypatch.setattr(os, "remove", locked)
    _, feedback = run("fullanalysis", **small, **outputs)
    assert sorted(os.listdir(outputs["OUTPUT_MAPS"])) == sorted(
        ["depth_2010.png", *(name + ".png" for name in MAPS)]
    )
    assert any("not of this run: depth_2010.png" in text for text in feedback.warnings)


# --- an existing GeoPackage ---------------------------------------------------------------------


def other_layer(run, small, path):
    """Put a styled layer of somebody else into a new GeoPackage."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    run(
        "carbonsink",
        **{name: small[name] for name in ("RASTERS", "REGIONS")},
        OUTPUT="ogr:dbname='%s' table=\"mine\" (geom)" % path,
    )


def test_other_layers_stay_and_a_second_run_replaces_its_own(run, rows, small, outputs):
    path = outputs["OUTPUT"]
    other_layer(run, small, path)
    mine = rows(path + "|layername=mine")
    first = run("fullanalysis", **small, **outputs)[0]
    names = sorted(["mine", *LAYERS, *TABLES])
    assert contents(path) == (set(names), names)
    second = run("fullanalysis", **small, **outputs)[0]
    assert contents(path) == (set(names), names)
    assert rows(path + "|layername=mine").equals(mine)
    assert rows(second["FOOTPRINT"]).equals(rows(first["FOOTPRINT"]))
    assert len(rows(second["FOOTPRINT"])) == 18
    assert not glob.glob(glob.escape(os.path.dirname(path)) + "/*part*")


def test_single_tool_twice_into_one_table_asks_nothing(run, small, outputs):
    """QGIS 3.22 would ask whether to replace the style, in a dialog that nobody sees."""
    for _ in range(2):
        other_layer(run, small, outputs["OUTPUT"])
    assert contents(outputs["OUTPUT"]) == ({"mine"}, ["mine"])


def test_a_file_that_is_no_geopackage_is_left_alone(fault, small, outputs):
    path = Path(outputs["OUTPUT"])
    path.parent.mkdir(parents=True)
    path.write_text("my notes", encoding="utf-8")
    assert "not a GeoPackage" in fault("fullanalysis", **small, **outputs)
    assert path.read_text(encoding="utf-8") == "my notes"
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_geopackage_that_is_being_edited_is_left_alone(run, fault, small, outputs):
    path = outputs["OUTPUT"]
    other_layer(run, small, path)
    connection = sqlite3.connect(path)
    connection.execute("pragma journal_mode=wal")
    connection.execute("create table notes (text)")
    connection.commit()
    assert os.path.getsize(path + "-wal") > 0
    assert "is being edited" in fault("fullanalysis", **small, **outputs)
    assert connection.execute("select count(*) from notes").fetchone() == (0,)
    connection.close()


def test_a_folder_that_cannot_be_written(fault, small, outputs, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    text = fault("fullanalysis", **small, **{**outputs, "OUTPUT": str(blocked / "a.gpkg")})
    assert str(blocked) in text and "cannot be written" in text


def test_the_output_must_be_a_geopackage(fault, small, outputs, tmp_path):
    path = tmp_path / "all.csv"
    assert "ending .gpkg" in fault("fullanalysis", **small, **{**outputs, "OUTPUT": str(path)})
    assert not path.exists()


def test_a_population_in_the_wrong_unit_is_refused(fault, small, outputs, tmp_path):
    # persons read as 10^4 persons: 20 million would become 200,000 million
    people = tmp_path / "people.csv"
    people.write_text("region,year,population\nA,2020,20000000\n", encoding="utf-8")
    text = fault("fullanalysis", **{**small, "POPULATION": str(people)}, **outputs)
    assert "A would have 200,000,000,000 persons" in text


def refused_early(monkeypatch):
    """Any work would end in a defect: there is nothing to count the land cover with."""
    from carbon_footprint.algorithms import fullanalysis

    monkeypatch.delattr(fullanalysis, "landcover_areas")


@pytest.mark.parametrize("kind", ["table", "table in capitals", "view", "layer"])
def test_tables_of_the_user_are_never_replaced(run, fault, small, outputs, kind, monkeypatch):
    """A table `summary` that this tool did not write, whatever else the file holds."""
    path, name = outputs["OUTPUT"], "Summary" if kind == "table in capitals" else "summary"
    other_layer(run, small, path)
    if kind == "layer":
        uri = "ogr:dbname='%s' table=\"summary\" (geom)" % path
        run("carbonsink", **{n: small[n] for n in ("RASTERS", "REGIONS")}, OUTPUT=uri)
    else:
        connection = sqlite3.connect(path)
        what = "view %s as select 1 as a" if kind == "view" else "table %s (a integer)"
        connection.execute("create " + what % name)
        connection.commit()
        connection.close()
    before = Path(path).read_bytes()
    refused_early(monkeypatch)
    text = fault("fullanalysis", **small, **outputs)
    assert text == (
        "%s has tables that the full analysis did not write and would replace: %s; choose another "
        "file, or rename them." % (path, name)
    )
    assert Path(path).read_bytes() == before
    assert [p.name for p in Path(path).parent.iterdir()] == [Path(path).name]


def test_tables_of_an_earlier_run_are_replaced_and_named(run, small, outputs):
    said = "has tables of an earlier run, which will be replaced: "
    first = run("fullanalysis", **small, **outputs)[1]
    assert not any(said in text for text in first.infos)
    second = run("fullanalysis", **small, **outputs)[1]
    names = ", ".join(LAYERS + TABLES)
    assert "%s %s%s." % (outputs["OUTPUT"], said[:-1], " " + names) in second.infos


@pytest.mark.parametrize("form", ["name", "number", "layer", "selection"])
def test_an_input_is_never_replaced(
    run, fault, rows, small, outputs, form, monkeypatch, qgis_new_project
):
    from qgis.core import QgsProcessingFeatureSourceDefinition, QgsProject, QgsVectorLayer

    path = outputs["OUTPUT"]
    run("fullanalysis", **small, **outputs)
    before = rows(path + "|layername=footprint")
    uri = path + "|layername=footprint"
    layer = QgsVectorLayer(uri, "mine", "ogr")
    QgsProject.instance().addMapLayer(layer)  # which lives as long as the project
    small["REGIONS"] = {
        "name": uri,
        "number": path + "|layerid=0",  # the first that is written is the footprint
        "layer": layer,
        "selection": QgsProcessingFeatureSourceDefinition(uri, False),
    }[form]
    refused_early(monkeypatch)
    text = fault("fullanalysis", **small, **outputs)
    assert text == (
        "REGIONS: the table footprint of %s is an input and would be replaced; choose another file "
        "for the output, or rename the table." % path
    )
    assert rows(path + "|layername=footprint").equals(before)


def test_an_input_of_another_name_may_be_in_the_file(run, rows, small, outputs):
    path = outputs["OUTPUT"]
    other_layer(run, small, path)
    mine = rows(path + "|layername=mine")
    small["REGIONS"] = path + "|layername=mine"
    results, _ = run("fullanalysis", **small, **outputs)
    assert rows(path + "|layername=mine").equals(mine)
    assert len(rows(results["FOOTPRINT"])) == 18


def test_a_file_of_the_user_with_the_name_of_a_part_stays(run, small, outputs):
    path = Path(outputs["OUTPUT"])
    path.parent.mkdir(parents=True)
    mine = path.with_name("all é.part.gpkg")
    mine.write_text("mine", encoding="utf-8")
    run("fullanalysis", **small, **outputs)
    assert mine.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("why", ["open elsewhere", "read-only"])
def test_a_geopackage_that_cannot_be_replaced_is_refused_early(
    run, fault, small, outputs, why, monkeypatch
):
    """Windows renames no file that is open, not even to its own name."""
    path, rename, access = outputs["OUTPUT"], os.rename, os.access
    other_layer(run, small, path)
    before = Path(path).read_bytes()

    def locked(source, target, **more):
        if source == path:
            raise PermissionError(13, "The file is in use", source, None, target)
        return rename(source, target, **more)

    if why == "open elsewhere":
        monkeypatch.setattr(os, "rename", locked)
    else:
        monkeypatch.setattr(os, "access", lambda p, m, **x: p != path and access(p, m, **x))
    refused_early(monkeypatch)
    text = fault("fullanalysis", **small, **outputs)
    assert text.startswith(path + " cannot be replaced (") and "close its layers in QGIS" in text
    assert Path(path).read_bytes() == before


@pytest.mark.parametrize("name", ["OUTPUT", "OUTPUT_HTML", "OUTPUT_MAPS"])
def test_a_folder_without_room_is_refused_early(fault, small, outputs, name, monkeypatch):
    plain, bad = tempfile.TemporaryFile, str(Path(outputs[name]).parent / "full")
    os.makedirs(bad)

    def full(*args, **more):
        if str(more["dir"]) == bad:
            raise OSError(28, "No space left on device", bad)
        return plain(*args, **more)

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    refused_early(monkeypatch)
    given = {**outputs, name: os.path.join(bad, Path(outputs[name]).name)}
    text = fault("fullanalysis", **small, **given)
    assert (
        text
        == "%s cannot be written: No space left on device; choose another folder." % (given[name])
    )


def test_maps_that_are_a_file_are_refused_early(fault, small, outputs, tmp_path, monkeypatch):
    blocked = tmp_path / "maps"
    blocked.write_text("mine", encoding="utf-8")
    refused_early(monkeypatch)
    text = fault("fullanalysis", **small, **{**outputs, "OUTPUT_MAPS": str(blocked)})
    assert text.startswith(str(blocked) + " cannot be written: Not a directory")
    assert blocked.read_text(encoding="utf-8") == "mine"


def pictures_and_page(outputs):
    """Content of every file beside the GeoPackage."""
    files = [*Path(outputs["OUTPUT_MAPS"]).iterdir(), Path(outputs["OUTPUT_HTML"])]
    return {file.name: file.read_bytes() for file in files}


def test_a_journal_of_an_earlier_file_does_not_stay_beside_the_new_one(tmp_path):
    """SQLite would undo in the new GeoPackage what was not finished in the one before it."""
    from carbon_footprint.algorithms import study_files

    part, path = str(tmp_path / "新.gpkg"), str(tmp_path / "旧.gpkg")
    for name, content in ((part, "new"), (path, "old"), (path + "-journal", "undo")):
        Path(name).write_text(content)
    study_files.replace_geopackage(part, path)
    assert [file.read_text() for file in tmp_path.iterdir()] == ["new"]


def test_what_cannot_be_put_in_its_place_is_kept(run, fault, rows, small, outputs, monkeypatch):
    """As Windows does it where somebody opened the file during the work."""
    path, replace = outputs["OUTPUT"], os.replace
    run("fullanalysis", **small, **outputs)
    before, beside = Path(path).read_bytes(), pictures_and_page(outputs)

    def locked(source, target, **more):
        if target == path:
            raise PermissionError(13, "The file is in use", source, None, target)
        return replace(source, target, **more)

    monkeypatch.setattr(os, "replace", locked)
    text = fault("fullanalysis", **small, **outputs, METHOD="as_printed")
    found = re.fullmatch(
        r"(.*) could not be replaced \(The file is in use\); all layers of this run are in (.*): "
        r"open that, or close (.*) and rename it\.",
        text,
    )
    assert found and found.group(1, 3) == (path, path)
    kept = found.group(2)
    assert Path(path).read_bytes() == before and pictures_and_page(outputs) == beside
    assert sorted(os.listdir(os.path.dirname(path))) == sorted(
        [os.path.basename(kept), os.path.basename(path), "maps", "page.html"]
    )
    assert contents(kept) == contents(path)
    # methods.md A.2: without the conversion of CO2 to carbon no depth is less, and most are more.
    old, new = (rows(file + "|layername=footprint")["depth"] for file in (path, kept))
    assert len(new) == 18 and (new >= old).all() and (new > old).any()


def test_a_page_that_cannot_be_written_leaves_the_layers(run, fault, rows, small, outputs):
    Path(outputs["OUTPUT_HTML"]).mkdir(parents=True)  # a folder has its name
    text = fault("fullanalysis", **small, **outputs)
    assert text.startswith("The layers are in %s, but " % outputs["OUTPUT"])
    assert outputs["OUTPUT_HTML"] in text and text.endswith("is it open elsewhere?")
    assert len(rows(outputs["OUTPUT"] + "|layername=footprint")) == 18


# --- cancelled and failed runs ------------------------------------------------------------------


def cancelling(feedback_class, after):
    """A feedback that counts how often it is asked, and cancels at one of these times."""
    feedback = feedback_class()
    feedback.asked = 0
    feedback.cancelled_at = None
    original = type(feedback).isCanceled

    class Cancelling(type(feedback)):
        def isCanceled(self):
            self.asked += 1
            if self.asked > after and not original(self):
                self.cancelled_at = time.monotonic()
                self.cancel()
            return original(self)

    feedback.__class__ = Cancelling
    return feedback


@pytest.mark.parametrize(
    ("share", "form"),
    [
        *((share, "single") for share in (0, 0.2, 0.5, 0.8, 0.97, 0.99)),
        *((share, form) for share in (0.95, 0.98) for form in ("multiples", "animation")),
    ],
)
def test_cancel_leaves_everything_as_it_was(
    run, small, outputs, feedback_class, share, form, tmp_path, monkeypatch
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # of nobody else
    small["MAP_FORM"] = form
    path = outputs["OUTPUT"]
    other_layer(run, small, path)
    before = Path(path).read_bytes()
    temporary = set(glob.glob(os.path.join(tempfile.gettempdir(), "carbon_footprint_*")))
    whole = cancelling(feedback_class, 10**9)
    run(
        "fullanalysis",
        feedback=whole,
        **small,
        **{name: str(tmp_path / "whole" / Path(value).name) for name, value in outputs.items()},
    )
    feedback = cancelling(feedback_class, int(whole.asked * share))
    results, _ = run("fullanalysis", feedback=feedback, **small, **outputs)
    assert feedback.cancelled_at is not None and time.monotonic() - feedback.cancelled_at < 2
    assert results == {}
    assert Path(path).read_bytes() == before
    assert [p.name for p in Path(path).parent.iterdir()] == [Path(path).name]
    assert set(glob.glob(os.path.join(tempfile.gettempdir(), "carbon_footprint_*"))) == temporary


def test_cancel_at_the_last_moment(run, small, outputs, feedback_class, monkeypatch, tmp_path):
    """Everything is drawn and written, and nothing stands under its name yet."""
    from carbon_footprint.algorithms.study_output import StudyOutput

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # of nobody else
    path, feedback, write_page = outputs["OUTPUT"], feedback_class(), StudyOutput._write_page
    other_layer(run, small, path)
    before = Path(path).read_bytes()

    def write_and_cancel(self, draft, *args):
        write_page(self, draft, *args)
        assert os.path.exists(draft)
        feedback.cancel()

    monkeypatch.setattr(StudyOutput, "_write_page", write_and_cancel)
    results, _ = run("fullanalysis", feedback=feedback, **small, **outputs)
    assert feedback.isCanceled() and results == {}
    assert Path(path).read_bytes() == before
    assert [p.name for p in Path(path).parent.iterdir()] == [Path(path).name]
    assert not glob.glob(os.path.join(tempfile.gettempdir(), "carbon_footprint_*"))


@pytest.mark.parametrize("tool", sorted({
    "carbonsink", "landcoverareas", "importenergy", "importpanel", "industrialemissions",
    "jointables", "footprint3d", "globalmoran", "lisaclusters", "quadrants",
}))  # fmt: skip
@pytest.mark.parametrize("after", [0, 1, 5])
def test_cancel_of_a_tool_leaves_no_file(
    run, sample, study_inputs, feedback_class, tmp_path, prepared, tool, after
):
    output = tmp_path / "out.gpkg"
    feedback = cancelling(feedback_class, after)
    results, _ = run(tool, feedback=feedback, OUTPUT=str(output), **prepared[tool])
    if feedback.cancelled_at is None:
        assert after > 0 and output.exists()  # done before it came to that
        return
    assert time.monotonic() - feedback.cancelled_at < 2
    assert not output.exists() and results == {}


@pytest.fixture(scope="module")
def prepared(run, sample, study_inputs):
    """Parameters with which each single tool runs on the sample."""
    sink = run("carbonsink", **study_inputs)[0]["OUTPUT"]
    energy = run("importenergy", INPUTS=[str(sample / "energy.csv")])[0]["OUTPUT"]
    emissions = run("industrialemissions", ENERGY=energy)[0]["OUTPUT"]
    joined = run("jointables", REGIONS=sink, TABLES=[emissions])[0]["OUTPUT"]
    footprint = run("footprint3d", INPUT=joined)[0]["OUTPUT"]
    return {
        "carbonsink": study_inputs,
        "landcoverareas": study_inputs,
        "importenergy": {"INPUTS": [str(sample / "energy.csv")]},
        "importpanel": {"INPUT": str(sample / "population.csv")},
        "industrialemissions": {"ENERGY": energy},
        "jointables": {"REGIONS": sink, "TABLES": [emissions]},
        "footprint3d": {"INPUT": joined},
        "globalmoran": {"INPUT": footprint, "PERMUTATIONS": 99},
        "lisaclusters": {"INPUT": footprint, "PERMUTATIONS": 99},
        "quadrants": {"INPUT": footprint},
    }


@pytest.mark.parametrize("place", ["maps._legend", "charts.quadrant_scatters"])
def test_an_error_in_the_middle_leaves_everything_as_it_was(
    run, small, outputs, monkeypatch, place
):
    from carbon_footprint.algorithms import charts, maps
    from qgis.core import QgsProcessingException

    def broken(*_, **__):
        raise RuntimeError("no colours left")

    module, name = place.split(".")
    monkeypatch.setattr({"maps": maps, "charts": charts}[module], name, broken)
    path = outputs["OUTPUT"]
    other_layer(run, small, path)
    before = Path(path).read_bytes()
    with pytest.raises(QgsProcessingException, match="defect of its own .RuntimeError: no colours"):
        run("fullanalysis", **small, **outputs)
    assert not glob.glob(glob.escape(os.path.dirname(path)) + "/*part*")
    assert Path(path).read_bytes() == before
    assert [p.name for p in Path(path).parent.iterdir()] == [Path(path).name]


def open_files():
    """Files that this process has open."""
    found = []
    for number in os.listdir("/proc/self/fd"):
        try:
            found.append(os.readlink("/proc/self/fd/" + number))
        except OSError:
            continue
    return found


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="cannot tell what is open")
@pytest.mark.parametrize("ending", ["cancel", "error"])
def test_nothing_is_open_when_the_part_is_removed(
    run, small, outputs, feedback_class, monkeypatch, ending
):
    """Windows removes no file that is open, and what fails there must not hide the reason."""
    from carbon_footprint.algorithms import output_files, study_output
    from qgis.core import QgsProcessingException

    path, feedback, features = outputs["OUTPUT"], feedback_class(), study_output.features_of
    other_layer(run, small, path)
    before, removed, while_written = Path(path).read_bytes(), [], []

    def parts():
        return [file for file in open_files() if ".part" in file]

    def stop_after_three(*args):
        for number, feature in enumerate(features(*args)):
            if number == 3:
                while_written.extend(parts())
                if ending == "error":
                    raise RuntimeError("no ink left")
                feedback.cancel()
            yield feature

    def remove(part):
        removed.append((part, parts()))
        plain(part)

    plain = output_files.remove
    monkeypatch.setattr(study_output, "features_of", stop_after_three)
    monkeypatch.setattr(output_files, "remove", remove)
    if ending == "cancel":
        assert run("fullanalysis", feedback=feedback, **small, **outputs)[0] == {}
    else:
        with pytest.raises(QgsProcessingException, match="no ink left"):
            run("fullanalysis", feedback=feedback, **small, **outputs)
    assert while_written, "or this test proves nothing"
    assert [still_open for _, still_open in removed] == [[]]
    assert Path(path).read_bytes() == before
    assert [p.name for p in Path(path).parent.iterdir()] == [Path(path).name]


def test_a_part_that_cannot_be_removed_does_not_hide_the_cancel(
    run, small, outputs, feedback_class, monkeypatch
):
    from carbon_footprint.algorithms import study_output

    feedback, remove, features = feedback_class(), os.remove, study_output.features_of

    def cancel(*args):
        for feature in features(*args):
            feedback.cancel()
            yield feature

    def locked(path, **more):
        if ".part" in str(path) and os.path.exists(path) and os.path.getsize(path):
            raise PermissionError(13, "The file is in use", path)
        remove(path, **more)

    monkeypatch.setattr(study_output, "features_of", cancel)
    monkeypatch.setattr(os, "remove", locked)
    assert run("fullanalysis", feedback=feedback, **small, **outputs)[0] == {}
    assert not os.path.exists(outputs["OUTPUT"])


@pytest.fixture
def disk(monkeypatch):
    """``with disk(size):`` no file grows beyond a size, as on a full disk."""
    resource = pytest.importorskip("resource")
    from contextlib import contextmanager

    @contextmanager
    def disk(size):
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    return disk


@pytest.fixture
def many(memory_layer):
    """3,000 regions with size and depth; 98 bytes of WKB and more each."""
    generator = np.random.default_rng(5)
    features = [
        (square(i, 60), ["R%04d" % i, 2020, *generator.random(2).tolist()]) for i in range(3000)
    ]
    fields = {"region": str, "year": int, "size_ha": float, "depth": float}
    return memory_layer("Polygon", fields, features, name="many")


@pytest.mark.parametrize("kind", ["out.gpkg", "out.csv", "out.geojson", "out.shp", "table"])
def test_an_output_on_a_full_disk_is_named_and_removed(
    run, fault, disk, many, small, tmp_path, kind
):
    folder, page = tmp_path / "disk", tmp_path / "page.html"
    folder.mkdir()
    output, size = str(folder / kind), 80_000
    if kind == "table":
        path = str(folder / "mine.gpkg")
        other_layer(run, small, path)
        output, size = "ogr:dbname='%s' table=\"new\" (geom)" % path, os.path.getsize(path) + 20_000
    else:
        (folder / "out.txt").write_text("mine", encoding="utf-8")
    before = sorted(os.listdir(folder))
    with disk(size):
        text = fault("quadrants", INPUT=many, OUTPUT=output, OUTPUT_HTML=str(page))
    assert text.startswith("OUTPUT: " + str(folder)) and "could not be written (" in text
    if kind == "table":
        assert contents(path) == ({"mine"}, ["mine"])
    assert sorted(os.listdir(folder)) == before
    assert not page.exists(), "a page beside a layer that is not there"


@pytest.mark.parametrize("name", ["table", 'rows "é"'])
def test_rows_are_counted_not_believed(plugin, memory_layer, tmp_path, name):
    """On a full disk GDAL may leave a table without rows, and their number beside it."""
    from carbon_footprint.algorithms import output_files
    from qgis.core import QgsCoordinateTransformContext, QgsVectorFileWriter

    path = str(tmp_path / "out.gpkg")
    layer = memory_layer("Polygon", {"n": int}, [(square(i, 60), [i]) for i in range(3)])
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = name
    context = QgsCoordinateTransformContext()
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, path, context, options)
    place = path + "|layername=" + name
    assert output_files.holds(place, 3) and output_files.holds(path, 3)
    assert not output_files.holds(place, 4) and not output_files.holds(path + "|layername=x", 3)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE gpkg_ogr_contents SET feature_count = 4")
    database.close()
    assert output_files.holds(place, 3) and not output_files.holds(place, 4)


def test_a_full_disk_under_the_full_analysis(run, fault, disk, small, outputs):
    path = outputs["OUTPUT"]
    other_layer(run, small, path)
    before = Path(path).read_bytes()
    with disk(len(before) + 40_000):
        text = fault("fullanalysis", **small, **outputs)
    assert text.startswith(path + " could not be written (") and "make room there" in text
    assert Path(path).read_bytes() == before
    assert [p.name for p in Path(path).parent.iterdir()] == [Path(path).name]


@pytest.mark.parametrize("kind", ["out.gpkg", "table", "new table"])
def test_cancel_is_heard_while_an_output_is_written(
    run, many, small, feedback_class, tmp_path, monkeypatch, kind
):
    from carbon_footprint.algorithms import layers

    folder = tmp_path / "out"
    folder.mkdir()
    output, path = str(folder / "out.gpkg"), str(folder / "mine.gpkg")
    if kind != "out.gpkg":
        output = "ogr:dbname='%s' table=\"new\" (geom)" % path
    if kind == "table":
        other_layer(run, small, path)
    before = sorted(os.listdir(folder))
    feedback, features, written = feedback_class(), layers.features_of, []

    def cancel_at_ten(*args):
        for number, feature in enumerate(features(*args)):
            if number == 10:
                feedback.cancel()
            written.append(number)
            yield feature

    monkeypatch.setattr(layers, "features_of", cancel_at_ten)
    results, _ = run("quadrants", feedback=feedback, INPUT=many, OUTPUT=output)
    assert results == {} and 10 < len(written) <= 1000
    assert sorted(os.listdir(folder)) == before
    if kind == "table":
        assert contents(path) == ({"mine"}, ["mine"])


# --- loaded into QGIS ---------------------------------------------------------------------------


def load(tools, tool, parameters, feedback):
    """Run a tool and load its layers as Processing does; return them by the title they get."""
    from qgis.core import QgsProcessingContext, QgsProcessingUtils, QgsProject

    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    # The task runner works on a copy, which is gone before the layers are loaded.
    results, ok = tools[tool].create().run(parameters, context, feedback)
    assert ok
    gc.collect()
    loaded = {}
    for uri, details in context.layersToLoadOnCompletion().items():
        layer = QgsProcessingUtils.mapLayerFromString(uri, context)
        if details.postProcessor():
            details.postProcessor().postProcessLayer(layer, context, feedback)
        context.temporaryLayerStore().takeMapLayer(layer)
        loaded[details.name] = layer
    return loaded


def test_layers_arrive_styled_twice_in_one_session(
    tools, small, outputs, feedback_class, qgis_new_project
):
    from carbon_footprint.algorithms import layers as module
    from qgis.core import QgsProject

    for _ in range(2):
        loaded = load(tools, "fullanalysis", {**small, **outputs}, feedback_class())
        assert set(loaded) == {
            "Footprint depth",
            "Clusters of size",
            "Clusters of depth",
            "Quadrants",
        }
        for name, kind, field in (
            ("Footprint depth", "graduatedSymbol", "depth"),
            ("Clusters of size", "categorizedSymbol", "lisa_cluster"),
            ("Quadrants", "categorizedSymbol", "zone"),
        ):
            layer = loaded[name]
            assert layer.isValid() and layer.featureCount() == 18
            assert layer.renderer().type() == kind
            assert field in layer.renderer().classAttribute()
            assert layer.temporalProperties().isActive()
            assert "METHOD = consistent" in layer.metadata().abstract()
        kept = [uri for uri in module._FINISHERS if outputs["OUTPUT"] in uri]
        assert kept == [], "nothing is kept once the layers are there"
        # They stay in the project, open, while the tool runs again into the same file.
        QgsProject.instance().addMapLayers(list(loaded.values()), False)


def test_layers_of_single_tools_arrive_styled(
    tools, small, feedback_class, qgis_new_project, prepared, tmp_path
):
    from qgis.core import QgsProcessingOutputLayerDefinition, QgsProject

    for tool, kind in (
        ("carbonsink", "graduatedSymbol"),
        ("footprint3d", "graduatedSymbol"),
        ("lisaclusters", "categorizedSymbol"),
        ("quadrants", "categorizedSymbol"),
    ):
        for sink in ("TEMPORARY_OUTPUT", str(tmp_path / (tool + ".gpkg")), str(tmp_path / (tool + ".geojson"))):  # fmt: skip
            output = QgsProcessingOutputLayerDefinition(sink, QgsProject.instance())
            loaded = load(tools, tool, {**prepared[tool], "OUTPUT": output}, feedback_class())
            (layer,) = loaded.values()
            assert layer.renderer().type() == kind, (tool, sink)
            assert layer.temporalProperties().isActive()
            assert "carbonfootprint:" + tool in layer.metadata().abstract()


def test_tables_arrive_described(tools, feedback_class, prepared, qgis_new_project):
    from qgis.core import QgsProcessingOutputLayerDefinition, QgsProject

    output = QgsProcessingOutputLayerDefinition("TEMPORARY_OUTPUT", QgsProject.instance())
    parameters = {**prepared["industrialemissions"], "METHOD": "as_printed", "OUTPUT": output}
    (table,) = load(tools, "industrialemissions", parameters, feedback_class()).values()
    assert "METHOD = as_printed" in table.metadata().abstract()


def test_layers_are_not_loaded_when_not_wanted(tools, small, outputs, feedback_class):
    assert (
        load(tools, "fullanalysis", {**small, **outputs, "LOAD_LAYERS": False}, feedback_class())
        == {}
    )


def test_layers_of_several_files_are_told_apart(
    tools, small, outputs, feedback_class, qgis_new_project, tmp_path
):
    """As the batch dialog loads them, which runs row after row."""
    from processing.gui.Postprocessing import handleAlgorithmResults
    from qgis.core import QgsProcessingContext, QgsProject

    project = QgsProject.instance()
    titles = ["Clusters of depth", "Clusters of size", "Footprint depth", "Quadrants"]
    expected = set()
    for path, mark in (
        ("a/one.gpkg", ""),
        ("a/two.gpkg", " (two)"),
        ("a/two.gpkg", " (two)"),  # again into the same file
        ("b/two.gpkg", " (b/two)"),
        ("a/one.gpkg", ""),
    ):
        parameters = {**small, "OUTPUT": str(tmp_path / path), "OUTPUT_MAPS": ""}
        tool, context = tools["fullanalysis"].create(), QgsProcessingContext()
        context.setProject(project)
        feedback = feedback_class()
        _, ok = tool.run(parameters, context, feedback)
        assert ok
        assert handleAlgorithmResults(tool, context, feedback, parameters=parameters)
        expected.update(title + mark for title in titles)
        found = {layer.name(): layer.source() for layer in project.mapLayers().values()}
        assert sorted(layer.name() for layer in project.mapLayers().values()) == sorted(expected)
        for title in titles:
            assert found[title + mark].startswith(str(tmp_path / path) + "|")
    project.clear()
