"""Clean a region-by-year table as a tool: fields, geometry, page, chain into the next tools."""

from __future__ import annotations

import pandas as pd
import pytest
from osgeo import gdal

SQUARE = "POLYGON((%d 30,%d 30,%d 31,%d 31,%d 30))"
# methods.md, A.6
EXAMPLE = [100, 104, None, 113, 480, 122, None, None, 135]
FIELDS = {"region": str, "year": int, "value": float}


def square(i):
    return SQUARE % (i, i + 1, i + 1, i, i)


def series(values, region="北京市", first=2011):
    return [(region, first + i, value) for i, value in enumerate(values)]


def flags(column):
    return [None if pd.isna(flag) else flag for flag in column]


@pytest.fixture
def table(memory_layer):
    def table(rows, fields=FIELDS, name="表"):
        return memory_layer("None", fields, [(None, row) for row in rows], name=name)

    return table


def test_report_is_the_default_and_changes_nothing(run, rows, table):
    results, feedback = run("cleanpanel", INPUT=table(series(EXAMPLE)))
    out = rows(results["OUTPUT"])
    assert list(out) == ["region", "year", "value", "value_flag"]
    assert out["value"].tolist()[4] == 480 and out["value"].isna().sum() == 3
    assert flags(out["value_flag"]) == [
        None, None, "missing", None, "outlier", None, "missing", "missing", None,
    ]  # fmt: skip
    assert (results["FLAGGED"], results["FILLED"]) == (1, 0)
    assert any("6 values in 1 series; 1 outliers" in text for text in feedback.infos)
    assert any("北京市 2015 480 (122)" in text for text in feedback.warnings)


def test_fill_gives_the_worked_example(run, rows, table):
    results, feedback = run(
        "cleanpanel", INPUT=table(series(EXAMPLE)), ACTION="fill", REPLACE_OUTLIERS=True
    )
    out = rows(results["OUTPUT"])
    assert list(out) == ["region", "year", "value", "value_raw", "value_flag"]
    assert out["value"].round(2).tolist() == [
        100, 104, 108.5, 113, 117.5, 122, 126.33, 130.67, 135,
    ]  # fmt: skip
    assert out["value_raw"].tolist()[4] == 480 and out["value_raw"].isna().sum() == 3
    assert (results["FLAGGED"], results["FILLED"]) == (1, 4)
    assert any("value: filled: 北京市 2013 108.5" in text for text in feedback.infos)


def test_log_linear_and_the_limit_are_passed_on(run, rows, table):
    layer = table(series([100, None, 400, None, None, 800]))
    options = {"INPUT": layer, "ACTION": "fill", "METHOD": "log_linear", "MAX_GAP": 1}
    out = rows(run("cleanpanel", **options)[0]["OUTPUT"])
    assert out["value"][1] == pytest.approx(200)
    assert out["value_flag"].tolist()[3:5] == ["gap_too_long"] * 2


def test_the_filter_can_be_set(run, table):
    layer = table(series([100, 100, 110, 100, 100]))  # ln 1.1 = 0.0953 > 3 * 1.4826 * 0.02
    flagged = [
        run("cleanpanel", INPUT=layer, **options)[0]["FLAGGED"]
        for options in ({}, {"THRESHOLD": 4}, {"FLOOR": 0.03}, {"WINDOW": 1})
    ]
    assert flagged == [1, 0, 0, 1]


def test_layer_keeps_its_polygons_and_fields_and_gets_rows(run, rows, memory_layer, tmp_path):
    from qgis.core import QgsVectorLayer

    fields = {"region": str, "adcode": int, "area": float, "year": int, "population": float}
    features = [
        (square(100 + i), [name, code, 2.5, year, 10.0 * year])
        for i, (name, code) in enumerate([("甲'县", 1), ('乙"市', 2)])
        for year in range(2011, 2016)
        if (i, year) != (1, 2013)
    ]
    layer = memory_layer("Polygon", fields, features)
    path = str(tmp_path / "清洗.gpkg")
    results, _ = run("cleanpanel", INPUT=layer, FIELDS=["population"], ACTION="fill", OUTPUT=path)
    written = QgsVectorLayer(path, "out", "ogr")
    assert written.crs() == layer.crs() and written.featureCount() == 10
    added = [f for f in written.getFeatures() if f["population_flag"] == "filled"]
    assert len(added) == 1 and results["FILLED"] == 1
    feature = added[0]
    assert (feature["region"], feature["year"], feature["adcode"]) == ('乙"市', 2013, 2)
    assert feature["population"] == pytest.approx(20130)
    assert feature.geometry().boundingBox().xMinimum() == 101
    frame = rows(path)
    assert pd.isna(frame.loc[frame["population_flag"] == "filled", "population_raw"]).all()
    assert pd.isna(frame.loc[frame["population_flag"] == "filled", "area"]).all()
    dataset = gdal.OpenEx(path)
    about = dataset.GetLayer(0).GetMetadataItem("ABSTRACT")
    assert "ACTION = fill" in about and "MAX_GAP = 3" in about


def test_selection_is_respected(run, rows, table):
    from qgis.core import QgsProcessingContext, QgsProcessingFeatureSourceDefinition, QgsProject

    layer = table(series(EXAMPLE) + series([1, 1, 900, 1, 1], "乙"))
    layer.selectByExpression("region = '乙'")
    chosen = QgsProcessingFeatureSourceDefinition(layer.id(), selectedFeaturesOnly=True)
    project, context = QgsProject(), QgsProcessingContext()
    project.addMapLayer(layer)
    context.setProject(project)
    results, _ = run("cleanpanel", INPUT=chosen, context=context)
    assert (results["FLAGGED"], len(rows(results["OUTPUT"]))) == (1, 5)


def test_energy_goes_on_into_the_next_tool(run, rows, tmp_path):
    lines = ["region,year,fuel,amount,unit"]
    amounts = {2011: 100, 2012: "", 2013: 104, 2014: 1050, 2015: 106}
    for region in ("北京", "Hebei"):
        for fuel in ("raw_coal", "coke"):
            lines += [
                "%s,%d,%s,%s,10^4 t" % (region, year, fuel, amount)
                for year, amount in amounts.items()
                if (region, fuel, year) != ("Hebei", "coke", 2012)
            ]
    source = tmp_path / "能源.csv"
    source.write_text("\n".join(lines), encoding="utf-8")
    energy = run("importenergy", INPUTS=[str(source)])[0]["OUTPUT"]
    cleaned, _ = run("cleanpanel", INPUT=energy, ACTION="fill", REPLACE_OUTLIERS=True)
    assert (cleaned["FLAGGED"], cleaned["FILLED"]) == (4, 8)
    table = rows(cleaned["OUTPUT"])
    assert len(table) == 20 and table["unit"].eq("10^4 t").all(), "the added row has its unit"
    assert table.groupby("year")["amount"].sum().to_dict() == {
        2011: 400, 2012: 408, 2013: 416, 2014: 420, 2015: 424,
    }  # fmt: skip
    emissions = rows(run("industrialemissions", ENERGY=cleaned["OUTPUT"])[0]["OUTPUT"])
    assert len(emissions) == 10 and emissions["ice_tco2"].notna().all()


def test_population_goes_on_into_the_join(run, rows, table, memory_layer):
    fields = {"region": str, "year": int, "population": float}
    panel = table(series([1e6, None, 3e6]), fields, "人口")
    cleaned = run("cleanpanel", INPUT=panel, ACTION="fill")[0]["OUTPUT"]
    regions = memory_layer("Polygon", {"region": str}, [(square(100), ["Beijing"])])
    joined = rows(run("jointables", REGIONS=regions, TABLES=[cleaned])[0]["OUTPUT"])
    assert joined["population"].tolist() == [1e6, 2e6, 3e6]
    assert flags(joined["population_flag"]) == [None, "filled", None]


def test_page_lists_every_cell_and_escapes_what_comes_from_data(run, table, tmp_path):
    evil = "<script>alert('$x_1$')</script>"
    layer = table(series(EXAMPLE, evil) + series([5, 5, -7, 5, 5], "乙 & 丙"))
    page = tmp_path / "页.html"
    results, _ = run("cleanpanel", INPUT=layer, ACTION="fill", OUTPUT_HTML=str(page))
    html = page.read_text(encoding="utf-8")
    assert results["OUTPUT_HTML"] == str(page)
    assert "<script>alert" not in html and "&lt;script&gt;" in html and "乙 &amp; 丙" in html
    listed = html[html.index("Flagged and changed cells") :]
    assert listed.count("<tr>") == 1 + 5, "480, three filled cells, -7, and the header"
    for cell in ("480", "108.5", "126.3333333", "-7", "negative", "outlier", "122"):
        assert ">%s<" % cell in listed, cell
    assert html.count("<svg") == 1 and "2 of 2 series" in html


def test_page_says_how_many_series_it_draws(run, table, tmp_path):
    layer = table([row for i in range(40) for row in series([1, 1, 900, 1, 1], "r%02d" % i)])
    page = tmp_path / "page.html"
    results, _ = run("cleanpanel", INPUT=layer, OUTPUT_HTML=str(page))
    html = page.read_text(encoding="utf-8")
    assert results["FLAGGED"] == 40 and "36 of 40 series" in html
    assert html[html.index("Flagged and changed cells") :].count("<tr>") == 41


def test_page_without_findings(run, table, tmp_path):
    page = tmp_path / "page.html"
    run("cleanpanel", INPUT=table(series([1, 2, 3])), OUTPUT_HTML=str(page))
    assert "nothing to report" in page.read_text(encoding="utf-8")


def test_faults_are_sentences_with_the_row(fault, table):
    text = fault("cleanpanel", INPUT=table([("A", 2011, 1.0), (None, 2012, 2.0), ("A", 7, 1.0)]))
    assert "表, row 2" in text and "表, row 3" in text and "not a year" in text
    text = fault("cleanpanel", INPUT=table(series([1, 2]) + series([3])))
    assert "北京市 2011 stands there twice" in text and "key field" in text
    assert "nofield" in fault("cleanpanel", INPUT=table(series([1])), FIELDS=["nofield"])
    assert "jahr" in fault("cleanpanel", INPUT=table(series([1])), YEAR_FIELD="jahr")
    assert "no features" in fault("cleanpanel", INPUT=table([]))


def test_cancel_leaves_no_output(run, table, feedback_class, tmp_path):
    feedback = feedback_class()
    feedback.cancel()
    path = tmp_path / "out.gpkg"
    results, _ = run(
        "cleanpanel", feedback=feedback, INPUT=table(series(EXAMPLE)), OUTPUT=str(path)
    )
    assert not results.get("OUTPUT") and not path.exists()


def test_two_runs_from_csv_to_the_same_file(run, rows, tmp_path):
    source = tmp_path / "人口.csv"
    lines = ["region,year,population"]
    lines += [
        "A,%d,%s" % (year, "" if value is None else value) for _, year, value in series(EXAMPLE)
    ]
    source.write_text("\n".join(lines), encoding="utf-8")
    path = str(tmp_path / "out.gpkg")
    tables = [
        rows(run("cleanpanel", INPUT=str(source), ACTION="fill", OUTPUT=path)[0]["OUTPUT"])
        for _ in range(2)
    ]
    assert tables[0].equals(tables[1]) and len(tables[0]) == 9
    assert tables[0]["population"][2] == 108.5
    assert source.read_text(encoding="utf-8") == "\n".join(lines), "the input is as it was"


def test_a_real_inventory_panel(run, rows, real_data):
    """The industrial energy of 30 provinces in six odd years: what is filled has its neighbours."""
    source = real_data / "energy" / "terminal_industry_consumption_2011_2021_odd_years.csv"
    energy = run("importenergy", INPUTS=[str(source)])[0]["OUTPUT"]
    before = rows(energy)
    results, feedback = run("cleanpanel", INPUT=energy, WINDOW=4)
    out = rows(results["OUTPUT"])
    assert out[list(before)].equals(before), "a report changes nothing"
    assert results["FLAGGED"] == out["amount_flag"].isin(["outlier", "negative"]).sum() > 0
    assert any("2012, 2014, 2016, 2018, 2020" in text for text in feedback.infos)
