"""Land-cover areas and carbon sink: every field by hand, and every input that may go wrong."""

from __future__ import annotations

import pytest
from pyproj import Geod

SQUARE = "POLYGON((%(w)s %(s)s,%(e)s %(s)s,%(e)s %(n)s,%(w)s %(n)s,%(w)s %(s)s))"


def box(w, s, e, n):
    return SQUARE % {"w": w, "s": s, "e": e, "n": n}


def cell_ha(south, north, width=1.0):
    """Area in ha of a cell between two parallels, by GeographicLib along a dense outline."""
    steps = [i * width / 200 for i in range(201)]
    lons = [100 + x for x in steps] + [100 + x for x in reversed(steps)]
    lats = [south] * 201 + [north] * 201
    area, _ = Geod(ellps="WGS84").polygon_area_perimeter(lons, lats)
    return abs(area) / 1e4


ROW_40, ROW_39 = cell_ha(39, 40), cell_ha(38, 39)


@pytest.fixture
def land(make_raster, memory_layer, tmp_path):
    """Two rows of four one-degree cells, CLCD codes, two years; regions A (2x2) and B (2x2)."""
    folder = tmp_path / "土地 覆盖"
    folder.mkdir()
    rasters = [
        make_raster(folder / "CLCD_v01_2001_albert.tif", [[2, 2, 4, 1], [2, 4, 4, 9]]),
        make_raster(folder / "CLCD_v01_2003_albert.tif", [[2, 1, 4, 1], [2, 4, 0, 77]], nodata=0),
    ]
    regions = memory_layer(
        "Polygon",
        {"name": str, "code": str},
        [(box(100, 38, 102, 40), ["蓬莱省", "001"]), (box(102, 38, 104, 40), ["B & <b>", "002"])],
    )
    return {"RASTERS": rasters, "REGIONS": regions, "REGION_FIELD": "name"}


def table_of(rows, results, *keys):
    return rows(results["OUTPUT"]).set_index(list(keys))


def test_areas_field_by_field(run, rows, land):
    results, feedback = run("landcoverareas", **land)
    table = rows(results["OUTPUT"])
    assert list(table) == "region year class class_name category pixels area_ha region_ha".split()
    table = table.set_index(["region", "year", "class_name"])
    forest = table.loc[("蓬莱省", 2001, "Forest")]
    # A has code 2 in two cells of the upper row and one of the lower.
    assert forest["class"] == 2 and forest["category"] == "forest" and forest["pixels"] == 3
    assert forest["area_ha"] == pytest.approx(2 * ROW_40 + ROW_39, rel=1e-6)
    assert forest["region_ha"] == pytest.approx(2 * (ROW_40 + ROW_39), rel=1e-6)
    unmapped = table.loc[("B & <b>", 2003, "Code 77, not in the legend")]
    assert unmapped["class"] == 77 and unmapped["category"] == "unmapped"
    assert unmapped["area_ha"] == pytest.approx(ROW_39, rel=1e-6)
    nodata = table.loc[("B & <b>", 2003, "No data")]
    assert nodata["category"] == "nodata" and nodata["area_ha"] == pytest.approx(ROW_39, rel=1e-6)
    assert nodata["class"] != nodata["class"], "no code: NULL"
    # The output numbers are those of the last year.
    assert results["FOREST_HA"] == pytest.approx(ROW_40 + ROW_39, rel=1e-6)
    assert results["GRASS_HA"] == pytest.approx(ROW_39 + ROW_40, rel=1e-6)
    assert any("77 (" in text and "legend" in text for text in feedback.warnings)


def test_sink_field_by_field(run, rows, land):
    results, _ = run("carbonsink", **land)
    layer = results["OUTPUT"]
    table = table_of(rows, results, "region", "year")
    assert len(table) == 4, "one feature for each region and year"
    assert table.loc[("蓬莱省", 2001), "code"] == "001", "the region's own fields stay"
    row = table.loc[("蓬莱省", 2001)]
    forest, grass = 2 * ROW_40 + ROW_39, ROW_39
    assert row["forest_ha"] == pytest.approx(forest, rel=1e-6)
    assert row["sink_forest_tc"] == pytest.approx(3.8096 * forest, rel=1e-6)
    assert row["sink_tc"] == pytest.approx(3.8096 * forest + 0.9482 * grass, rel=1e-6)
    assert (row["nep_forest_tc_ha"], row["nep_grass_tc_ha"]) == (3.8096, 0.9482)
    assert (row["yield_forest"], row["yield_grass"]) == (1, 1)
    row = table.loc[("B & <b>", 2003)]
    assert row["unmapped_ha"] == pytest.approx(ROW_39, rel=1e-6)
    assert row["nodata_ha"] == pytest.approx(ROW_39, rel=1e-6)
    assert (row["outside_ha"], row["forest_ha"]) == (0, 0)
    assert layer.crs().authid() == "EPSG:4326" and layer.wkbType() == 6  # MultiPolygon
    kinds = {field.name(): field.typeName() for field in layer.fields()}
    assert (kinds["region"], kinds["year"], kinds["sink_tc"]) == ("string", "integer", "double")


def test_sequestration_of_the_user_and_yield_factors(run, rows, land, memory_layer):
    yields = memory_layer(
        "None",
        {"region": str, "year": int, "yield_forest": float, "yield_grass": float},
        [(None, ["蓬莱", 2001, 2.0, None]), (None, ["无", 2001, 1.0, 1.0])],
    )
    results, feedback = run(
        "carbonsink",
        **land,
        SEQUESTRATION=["Forest", "2", "grass", 0.5],
        FACTOR_TABLE=yields,
    )
    table = table_of(rows, results, "region", "year")
    row = table.loc[("蓬莱省", 2001)]
    assert row["sink_forest_tc"] == pytest.approx(2 * 2 * (2 * ROW_40 + ROW_39), rel=1e-6)
    assert row["sink_grass_tc"] == pytest.approx(0.5 * ROW_39, rel=1e-6)
    assert table.loc[("蓬莱省", 2003), "yield_forest"] == 1
    assert any("无" in text for text in feedback.warnings)
    assert any("蓬莱省 2003" in text for text in feedback.warnings)


@pytest.mark.parametrize(
    ("matrix", "words"),
    [
        (["forest", 1], "rows forest and grass"),
        (["forest", "x", "grass", 1], "rows forest and grass"),
        (["forest", -1, "grass", 1], "nep_forest is -1"),
    ],
)
def test_faulty_sequestration(fault, land, matrix, words):
    assert words in fault("carbonsink", **land, SEQUESTRATION=matrix)


def test_codes_counted_as_forest_and_grass(run, rows, land):
    results, _ = run("carbonsink", **land, FOREST_CLASSES="2;9", GRASS_CLASSES=" 1, 4 ")
    table = table_of(rows, results, "region", "year")
    assert table.loc[("B & <b>", 2001), "forest_ha"] == pytest.approx(ROW_39, rel=1e-6)
    assert table.loc[("B & <b>", 2003), "grass_ha"] == pytest.approx(2 * ROW_40, rel=1e-6)
    results, _ = run("carbonsink", **land, GRASS_CLASSES="1")
    table = table_of(rows, results, "region", "year")
    assert table.loc[("B & <b>", 2001), "grass_ha"] == pytest.approx(ROW_40, rel=1e-6), "4 no more"


def test_codes_that_are_no_codes(fault, land):
    assert "FOREST_CLASSES: one is not a list" in fault("carbonsink", **land, FOREST_CLASSES="one")
    assert fault("carbonsink", **land, FOREST_CLASSES="2", GRASS_CLASSES="2,4")


def test_custom_legend_table_from_csv(run, rows, land, tmp_path):
    """Every field of a CSV file arrives as text."""
    legend = tmp_path / "图例.csv"
    legend.write_text(
        "class,class_name,category\n2,林地,forest\n4,草地,grass\n1,耕地,none\n9,湿地,none\n77,灌木,forest\n",
        encoding="utf-8",
    )
    results, feedback = run("carbonsink", **land, LEGEND="custom", LEGEND_TABLE=str(legend))
    table = table_of(rows, results, "region", "year")
    assert table.loc[("B & <b>", 2003), "forest_ha"] == pytest.approx(ROW_39, rel=1e-6)
    assert table.loc[("B & <b>", 2003), "unmapped_ha"] == 0
    results, _ = run("landcoverareas", **land, LEGEND="custom", LEGEND_TABLE=str(legend))
    assert "林地" in set(rows(results["OUTPUT"])["class_name"])


def test_custom_legend_needs_its_table(fault, land):
    assert "legend table" in fault("landcoverareas", **land, LEGEND="custom").lower()


def test_faulty_legend_table(fault, land, memory_layer):
    legend = memory_layer(
        "None",
        {"class": str, "class_name": str, "category": str},
        [(None, ["2", "Forest", "wood"]), (None, ["x", "y", "none"]), (None, ["2", "Z", "none"])],
    )
    text = fault("landcoverareas", **land, LEGEND="custom", LEGEND_TABLE=legend)
    assert "wood" in text and "x" in text


def test_two_rasters_of_one_year(fault, land, make_raster, tmp_path):
    twin = make_raster(tmp_path / "CLCD_2001_b.tif", [[1]])
    text = fault("carbonsink", **{**land, "RASTERS": [*land["RASTERS"], twin]})
    assert "The year 2001 has more than one raster" in text and "VRT" in text


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("(", "no regular expression"),
        ("CLCD", "exactly one group"),
        (r"X(\d{4})", "no year found"),
        (r"v(\d\d)", "the year is not clear"),
    ],
)
def test_year_pattern(fault, land, pattern, words):
    text = fault("landcoverareas", **land, YEAR_PATTERN=pattern)
    assert words in text
    if "year" in words:
        assert "CLCD_v01_2001_albert.tif" in text, "the file is named"


def test_year_pattern_of_the_user(run, rows, land, make_raster, tmp_path):
    raster = make_raster(tmp_path / "lc_19990101_20150630.tif", [[2]])
    results, _ = run(
        "landcoverareas", **{**land, "RASTERS": [raster]}, YEAR_PATTERN=r"_(\d{4})\d{4}\.tif"
    )
    assert set(rows(results["OUTPUT"])["year"]) == {2015}


def test_a_raster_that_is_missing_is_named_and_not_skipped(fault, land, tmp_path):
    missing = str(tmp_path / "CLCD_2009.tif")
    assert missing in fault("carbonsink", **{**land, "RASTERS": [*land["RASTERS"], missing]})


def test_a_raster_without_crs(fault, land, make_raster, tmp_path):
    raster = make_raster(tmp_path / "CLCD_2010.tif", [[2]])
    from osgeo import gdal

    dataset = gdal.Open(raster, gdal.GA_Update)
    dataset.SetProjection("")
    del dataset
    assert "coordinate reference system" in fault("carbonsink", **{**land, "RASTERS": [raster]})


def test_band_and_nodata(run, rows, fault, land):
    assert "band 2" in fault("carbonsink", **land, BAND=2)
    results, _ = run("carbonsink", **land, NODATA=4)
    table = table_of(rows, results, "region", "year")
    assert table.loc[("蓬莱省", 2001), "nodata_ha"] == pytest.approx(ROW_39, rel=1e-6)
    assert table["grass_ha"].sum() == 0


def test_threads_memory_and_resume_folder_do_not_change_the_result(run, rows, land, tmp_path):
    folder = tmp_path / "接着 算"
    plain, _ = run("landcoverareas", **land)
    other, _ = run("landcoverareas", **land, WORKERS=3, MEMORY=64, RESUME_FOLDER=str(folder))
    assert rows(other["OUTPUT"]).equals(rows(plain["OUTPUT"]))
    assert folder.is_dir() and not list(folder.iterdir())  # records go when the run has ended well


def test_a_run_that_failed_late_does_not_count_again(run, rows, fault, land, tmp_path, monkeypatch):
    from carbon_footprint.algorithms import carbonsink
    from carbon_footprint.core.log import InputError, Message

    def fail(*_, **__):
        raise InputError(Message("The table of yields is wrong; correct it."))

    plain, _ = run("carbonsink", **land)
    land["RESUME_FOLDER"] = str(tmp_path / "resume")
    monkeypatch.setattr(carbonsink, "carbon_sink", fail)
    assert "yields is wrong" in fault("carbonsink", **land)
    monkeypatch.undo()
    again, feedback = run("carbonsink", **land)
    assert sum("that was not finished" in text for text in feedback.infos) == 2  # rasters
    assert rows(again["OUTPUT"]).equals(rows(plain["OUTPUT"]))
    _, feedback = run("carbonsink", **land)
    assert not any("that was not finished" in text for text in feedback.infos)


def test_dask_is_asked_for_by_its_parameter_only(run, fault, land, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    run("landcoverareas", **land)
    said = fault("landcoverareas", **land, SCHEDULER="tcp://127.0.0.1:9")
    assert "pip install distributed" in said and "leave the address" in said


def test_region_of_several_features(run, rows, land, memory_layer):
    """Two features of one name are one region; where they overlap cells count once."""
    parts = memory_layer(
        "Polygon",
        {"region": str, "year": str},
        [
            (box(100, 38, 102, 40), ["A", "surveyed 1999"]),
            (box(101, 38, 103, 40), ["A", "surveyed 1999"]),
        ],
    )
    results, _ = run("carbonsink", **{**land, "REGIONS": parts, "REGION_FIELD": "region"})
    table = table_of(rows, results, "region", "year")
    assert len(table) == 2
    assert table["region_ha"].tolist() == pytest.approx([3 * (ROW_40 + ROW_39)] * 2, rel=1e-6)
    extent = results["OUTPUT"].extent()
    assert (extent.xMinimum(), extent.xMaximum()) == (100, 103), "both parts are drawn"
    first = next(results["OUTPUT"].getFeatures()).geometry()
    assert first.area() == pytest.approx(6)


def test_regions_of_an_earlier_step_count_once(run, rows, land):
    """A layer with one feature for each region and year serves as regions too."""
    sink = run("carbonsink", **land)[0]["OUTPUT"]
    again = run("carbonsink", **{**land, "REGIONS": sink, "REGION_FIELD": "region"})[0]
    one, two = rows(sink), rows(again["OUTPUT"])
    assert len(two) == len(one)
    assert two["region_ha"].tolist() == pytest.approx(one["region_ha"].tolist(), rel=1e-9)
    assert two["sink_tc"].tolist() == pytest.approx(one["sink_tc"].tolist(), rel=1e-9)


def test_selected_features_only(run, rows, fault, land):
    from qgis.core import QgsProcessingFeatureSourceDefinition, QgsProject

    layer = land["REGIONS"]
    QgsProject.instance().addMapLayer(layer, False)
    selected = QgsProcessingFeatureSourceDefinition(layer.id(), True)
    layer.selectByIds([next(layer.getFeatures()).id()])
    results, _ = run("carbonsink", **{**land, "REGIONS": selected})
    assert set(rows(results["OUTPUT"])["region"]) == {"蓬莱省"}
    layer.removeSelection()
    text = fault("carbonsink", **{**land, "REGIONS": selected})
    assert "no features" in text and "selection" in text
    QgsProject.instance().takeMapLayer(layer)


def test_regions_without_crs(fault, land, memory_layer):
    layer = memory_layer(
        "Polygon", {"name": str}, [(box(100, 38, 102, 40), ["A"])], crs="", name="省界"
    )
    from qgis.core import QgsCoordinateReferenceSystem

    layer.setCrs(QgsCoordinateReferenceSystem())
    text = fault("carbonsink", **{**land, "REGIONS": layer})
    assert "省界 has no coordinate reference system" in text


def test_region_field_that_is_missing_or_empty(fault, land, memory_layer):
    assert "has no field region; choose one of: name, code" in fault(
        "carbonsink", **{**land, "REGION_FIELD": "region"}
    )
    layer = memory_layer(
        "Polygon",
        {"name": str},
        [(box(100, 38, 101, 40), ["A"]), (box(101, 38, 102, 40), [None]), (None, ["C"]), (box(102, 38, 103, 40), [" "])],
    )  # fmt: skip
    text = fault("carbonsink", **{**land, "REGIONS": layer})
    assert len(text.splitlines()) == 3, "every fault at once"
    assert "feature 2: the field name is empty" in text and "feature 4" in text
    assert "C has no geometry" in text


def test_region_numbers_are_text(run, rows, land, memory_layer):
    layer = memory_layer("Polygon", {"name": float}, [(box(100, 38, 102, 40), [110000.0])])
    results, _ = run("carbonsink", **{**land, "REGIONS": layer})
    assert set(rows(results["OUTPUT"])["region"]) == {"110000"}


def test_invalid_polygon_is_repaired_whatever_the_settings_say(
    run, rows, land, memory_layer, plugin
):
    """A bow tie; QGIS would stop at it, or leave it out."""
    from qgis.core import QgsFeatureRequest, QgsProcessingContext

    layer = memory_layer(
        "Polygon", {"name": str}, [("POLYGON((100 38,102 40,102 38,100 40,100 38))", ["A"])]
    )
    for check in ("GeometryAbortOnInvalid", "GeometrySkipInvalid"):
        context = QgsProcessingContext()
        context.setInvalidGeometryCheck(getattr(QgsFeatureRequest.InvalidGeometryCheck, check))
        results, _ = run("landcoverareas", context=context, **{**land, "REGIONS": layer})
        assert rows(results["OUTPUT"])["region_ha"].iloc[0] == pytest.approx(
            ROW_40 + ROW_39, rel=0.02
        )


def test_no_regions_at_all(fault, land, memory_layer):
    empty = memory_layer("Polygon", {"name": str}, [])
    assert "no features" in fault("carbonsink", **{**land, "REGIONS": empty})


def test_region_beside_the_raster_has_no_sink_of_zero(run, rows, land, memory_layer):
    """Nothing is known there: NULL, not 0."""
    layer = memory_layer(
        "Polygon", {"name": str}, [(box(100, 38, 102, 40), ["A"]), (box(10, 38, 12, 40), ["far"])]
    )
    results, _ = run("carbonsink", **{**land, "REGIONS": layer})
    table = rows(results["OUTPUT"])
    table = table[table["region"] == "far"]
    assert table["outside_ha"].tolist() == pytest.approx(table["region_ha"].tolist())
    assert table["sink_tc"].isna().all() and table["forest_ha"].isna().all()


def test_regions_that_the_raster_misses_altogether(fault, land, memory_layer):
    layer = memory_layer("Polygon", {"name": str}, [(box(10, 38, 12, 40), ["far"])])
    text = fault("carbonsink", **{**land, "REGIONS": layer})
    assert "meets none of the regions" in text and "CRS" in text


def test_codes_of_no_shipped_legend_are_reported_with_their_area(
    run, rows, real_data, memory_layer
):
    """CLCD recoded to crop data layer codes; 143 mixed forest, 171 grass (data README)."""
    folder = real_data / "landcover"
    raster = str(folder / "clcd_v01_2020_HYRB_1km_utm47n_re.asc")
    from qgis.core import QgsRasterLayer

    layer = QgsRasterLayer(raster, "raster")
    if not layer.crs().isValid() or "32647" not in layer.crs().authid():
        from qgis.core import QgsCoordinateReferenceSystem

        assert QgsCoordinateReferenceSystem("EPSG:32647").isValid()
    extent = layer.extent()
    region = memory_layer(
        "Polygon",
        {"region": str},
        [
            (
                box(extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()),
                ["HYRB"],
            )
        ],
        crs="EPSG:32647",
    )
    from osgeo import gdal

    given = {"RASTERS": [raster], "REGIONS": region}
    if gdal.Open(raster).GetSpatialRef() is None:
        vrt = "/vsimem/clcd_2020_hyrb.vrt"
        gdal.Translate(vrt, raster, outputSRS="EPSG:32647")
        given["RASTERS"] = [vrt]
    results, feedback = run("landcoverareas", **given, LEGEND="clcd")
    table = rows(results["OUTPUT"])
    unmapped = set(table.loc[table["category"] == "unmapped", "class"].astype(int))
    assert {111, 131, 143, 152, 171} <= unmapped
    said = " ".join(feedback.warnings)
    assert all("%d (" % code in said for code in unmapped)
    assert table["area_ha"].sum() == pytest.approx(table["region_ha"].iloc[0], rel=1e-9)

    legend = memory_layer(
        "None",
        {"class": int, "class_name": str, "category": str},
        [(None, [143, "Mixed forest", "forest"]), (None, [171, "Grass", "grass"])]
        + [(None, [code, "Other", "none"]) for code in sorted(unmapped - {143, 171})]
        + [(None, [code, "Other", "none"]) for code in set(table["class"].dropna().astype(int)) - unmapped],
    )  # fmt: skip
    results, feedback = run("landcoverareas", **given, LEGEND="custom", LEGEND_TABLE=legend)
    assert results["FOREST_HA"] > 0 and results["GRASS_HA"] > 0
    assert not (rows(results["OUTPUT"])["category"] == "unmapped").any()
