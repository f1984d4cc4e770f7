"""Check inputs as a tool: every input optional, every fault a finding, none hides another."""

from __future__ import annotations

import os

import numpy as np
import pandas as pd
import pytest

SQUARE = "POLYGON((%d 30,%d 30,%d 31,%d 31,%d 30))"
NAMES = ["甲市", "乙市", "丙市"]


def square(i):
    return SQUARE % (i, i + 1, i + 1, i, i)


def write(path, text, encoding="utf-8"):
    path.write_text(text, encoding=encoding)
    return str(path)


@pytest.fixture
def regions(memory_layer):
    return memory_layer(
        "Polygon",
        {"region": str},
        [(square(100 + i), [name]) for i, name in enumerate(NAMES)],
        name="市",
    )


@pytest.fixture
def inputs(tmp_path, regions, make_raster):
    """Parameters of a sound study: three regions, two years, forest everywhere."""
    energy = ["region,year,fuel,amount,unit"]
    persons = ["region,year,population"]
    for i, name in enumerate(NAMES):
        for year in (2019, 2020):
            energy.append("%s,%d,raw_coal,%d,10^4 t" % (name, year, 100 + i))
            energy.append("%s,%d,diesel,%d,10^4 t" % (name, year, 5 + i))
            persons.append("%s,%d,%d" % (name, year, 150 + i))
    return {
        "REGIONS": regions,
        "RASTERS": [
            make_raster(
                tmp_path / ("lc_%d.tif" % year), np.full((40, 80), 2), (99.5, 31.5), cell=0.05
            )
            for year in (2019, 2020)
        ],
        "ENERGY": [write(tmp_path / "energy.csv", "\n".join(energy) + "\n")],
        "POPULATION": write(tmp_path / "population.csv", "\n".join(persons) + "\n"),
    }


@pytest.fixture
def findings(run, rows):
    """Run the tool; gives its table and its results."""

    def findings(**parameters):
        results, feedback = run("checkinputs", **parameters)
        table = rows(results["OUTPUT"])
        assert list(table) == ["severity", "topic", "place", "finding", "evidence", "advice"]
        counts = table["severity"].value_counts()
        for severity in ("error", "warning", "note"):
            assert results[severity.upper() + "S"] == counts.get(severity, 0)
        assert (table[["severity", "topic", "place", "finding", "advice"]] != "").all(axis=None)
        return table, results

    return findings


def about(table, part):
    """The rows whose finding has a part."""
    return table[table["finding"].str.contains(part, regex=False)]


def test_sound_inputs_give_no_error_and_no_warning(findings, inputs):
    table, results = findings(**inputs)
    assert results["ERRORS"] == results["WARNINGS"] == 0, table.to_string()
    again, _ = findings(**inputs)
    assert again.equals(table)


@pytest.mark.parametrize("name", ["REGIONS", "RASTERS", "ENERGY", "POPULATION"])
def test_every_input_may_stand_alone(findings, inputs, name):
    parameters = {name: inputs[name]}
    table, results = findings(**parameters)
    assert results["ERRORS"] == results["WARNINGS"] == 0, table.to_string()


def test_without_any_input_there_is_nothing_to_check(fault):
    assert "choose at least one input" in fault("checkinputs")


def test_faults_of_all_inputs_stand_side_by_side(findings, inputs, tmp_path, memory_layer):
    from qgis.core import QgsCoordinateReferenceSystem

    bad = tmp_path / "坏 2018.tif"
    bad.write_bytes(b"nonsense")
    other = memory_layer("NoGeometry", {"fuel": str}, [(None, ["coke"])], crs="", name="factors")
    layer = memory_layer(
        "Polygon",
        {"region": str},
        [(square(100), ["甲市"]), (square(101), [None]), (None, ["丙市"])],
        name="市",
    )
    layer.setCrs(QgsCoordinateReferenceSystem())
    table, results = findings(
        REGIONS=layer,
        RASTERS=[inputs["RASTERS"][0], str(bad), str(tmp_path / "none_2017.tif")],
        ENERGY=[
            write(tmp_path / "a.csv", "region,year,fuel,amount,unit\n甲市,2019,dung,1,t\n"),
            write(tmp_path / "b.csv", "region,year,fuel,amount,unit\n甲市,2019,coke,viel,t\n"),
            inputs["ENERGY"][0],
            str(tmp_path / "none.csv"),
        ],
        POPULATION=write(tmp_path / "p.csv", "region,year,population\n甲市,2019,1\n甲市,2019,2\n"),
        OTHER=[other],
    )
    errors = table[table["severity"] == "error"]
    assert (table["severity"].map(["error", "warning", "note"].index).diff().dropna() >= 0).all()
    for part, place in (
        ("no coordinate reference system", "市"),
        ("without a name of the region: 1", "市"),
        ("without a polygon: 1", "市"),
        ("cannot be opened", "none_2017.tif"),
        ("dung", "a.csv"),
        ("viel", "b.csv"),
        ("no such file", "none.csv"),
        ("twice", "p.csv"),
    ):
        assert place in about(errors, part)["place"].tolist(), (part, errors.to_string())
    # QGIS hands on no layer for a file that is no raster; it is named all the same.
    assert "坏 2018.tif" in errors["place"].tolist()
    assert len(about(table, "no column of regions")) == 1
    assert "energy.csv" in about(table, "without a row")["place"].tolist() or len(
        about(table, "no region of 市: 1")
    ), "what could be read is checked"


def test_a_field_that_is_none_leaves_the_polygons_to_be_checked(findings, inputs):
    table, _ = findings(**{**inputs, "REGION_FIELD": "name", "RASTERS": inputs["RASTERS"][:1]})
    assert len(about(table, "has no field name")) == 1
    assert not len(about(table, "in common")), "without names there is nothing to compare"


def test_codes_names_and_years_that_do_not_fit(findings, inputs, make_raster, tmp_path):
    raster = make_raster(tmp_path / "lc_2021.tif", np.full((40, 80), 12), (99.5, 31.5), cell=0.05)
    text = "region,year,fuel,amount,unit\n甲市,2019,coke,50,10^4 t\n戊市,2019,coke,50,10^4 t\n"
    table, _ = findings(
        **{
            **inputs,
            "RASTERS": [raster],
            "LEGEND": "clcd",
            "ENERGY": [write(tmp_path / "e.csv", text)],
        }
    )
    assert "12 (" in about(table, "None of the codes")["evidence"].iloc[0]
    assert "戊市" in about(table, "no region of 市: 1")["evidence"].iloc[0]
    assert about(table, "of 市 without a row: 2")["evidence"].iloc[0] == "乙市, 丙市"
    assert len(about(table, "no land cover, in 2019")) == 1
    # The legend table makes the code known.
    table, _ = findings(
        RASTERS=[raster],
        LEGEND="custom",
        LEGEND_TABLE=write(tmp_path / "legend.csv", "class,class_name,category\n12,Wald,forest\n"),
    )
    assert not len(about(table, "codes"))
    table, _ = findings(RASTERS=[raster], LEGEND="custom")
    assert "needs a legend table" in table[table["severity"] == "error"]["finding"].iloc[0]


def test_units_are_suspected(findings, inputs, tmp_path):
    text = open(inputs["ENERGY"][0], encoding="utf-8").read()
    text = text.replace("甲市,2020,raw_coal,100,10^4 t", "甲市,2020,raw_coal,100,t")
    table, _ = findings(**{**inputs, "ENERGY": [write(tmp_path / "e.csv", text)]})
    jump = about(table, "Raw coal: values that jump by a factor near a power of ten: 1")
    assert jump[["severity", "topic"]].to_numpy().tolist() == [["warning", "units"]]
    assert jump["evidence"].iloc[0] == "甲市 2019: 1e+06 → 2020: 100 t (10^-4)"
    table, _ = findings(**{**inputs, "POPULATION_UNIT": "persons"})
    assert len(about(table, "fewer than 1000 persons: 3"))
    assert len(about(table, "far above those of any province, per head"))
    table, _ = findings(**{**inputs, "POPULATION_UNIT": "furlong"})
    assert "furlong" in table[table["severity"] == "error"]["finding"].iloc[0]


def test_the_same_rows_in_two_files(findings, inputs, tmp_path):
    copy = tmp_path / "copy.csv"
    copy.write_bytes(open(inputs["ENERGY"][0], "rb").read())
    table, _ = findings(ENERGY=[*inputs["ENERGY"], str(copy)])
    repeated = about(table, "repeat others: 12")
    assert repeated["severity"].tolist() == ["error"]


def test_other_tables_and_layers(findings, memory_layer, regions):
    values = [("甲市", 2019, 5.0), ("甲市", 2020, 5e4), ("乙市", 2019, None), ("丁市", 2019, -1.0)]
    table = memory_layer(
        "NoGeometry",
        {"region": str, "year": int, "gdp": float},
        [(None, list(row)) for row in values],
        crs="",
        name="GDP <1>",
    )
    found, _ = findings(REGIONS=regions, OTHER=[table])
    for part in (
        "gdp: values that jump by a factor near a power of ten: 1",
        "Negative values: 1",
        "missing: 2 of 6",
    ):
        assert about(found, part)["place"].tolist() == ["GDP <1>"], part
    assert "丁市" in about(found, "no region of 市: 1")["evidence"].iloc[0]


def test_the_page_groups_by_severity_and_escapes(findings, inputs, tmp_path):
    page = tmp_path / "页" / "findings.html"
    text = "region,year,fuel,amount,unit\n<script>alert(1)</script>,2019,coke,5,10^4 t\n甲市,2019,coke,5,10^4 t\n"
    findings(
        **{
            **inputs,
            "ENERGY": [write(tmp_path / "e<b>.csv", text)] if os.name != "nt" else [],
            "OUTPUT_HTML": str(page),
        }
    )
    html = page.read_text(encoding="utf-8")
    assert "<script>" not in html and "e<b>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html and "e&lt;b&gt;.csv" in html
    assert html.index("Errors (0)") < html.index("Warnings (") < html.index("Notes (")
    assert "carbonfootprint:checkinputs" in html


def test_a_run_that_is_cancelled_gives_nothing(tools, inputs, feedback_class):
    from qgis.core import QgsProcessingContext

    feedback = feedback_class()
    feedback.cancel()
    results, _ = tools["checkinputs"].run(
        {**inputs, "OUTPUT": "memory:"}, QgsProcessingContext(), feedback
    )
    assert not results.get("OUTPUT")


def test_every_input_is_optional_and_worded_as_in_the_full_analysis(tools):
    from qgis.core import QgsProcessingParameterDefinition

    check, full = tools["checkinputs"], tools["fullanalysis"]
    optional = QgsProcessingParameterDefinition.Flag.FlagOptional
    for parameter in check.parameterDefinitions():
        if parameter.isDestination():
            continue
        assert parameter.flags() & optional, parameter.name()
        other = full.parameterDefinition(parameter.name())
        if other is not None and parameter.name() != "POPULATION":
            assert parameter.help() == other.help(), parameter.name()
            assert parameter.description() == other.description()


def test_real_data_has_no_error_and_the_findings_it_should(findings, real_data):
    table, results = findings(
        REGIONS=str(real_data / "boundaries" / "china_provinces_34_epsg4490.geojson"),
        REGION_FIELD="name",
        RASTERS=[str(real_data / "landcover" / "mcd12c1_v006_2019_igbp_china_0p05deg.tif")],
        LEGEND="igbp",
        ENERGY=[
            str(real_data / "energy" / "terminal_industry_consumption_2011_2021_odd_years.csv")
        ],
        POPULATION=str(real_data / "population" / "nbs_resident_population_2011_2022_export.csv"),
    )
    assert results["ERRORS"] == 0, table.to_string()
    assert about(table, "invalid polygon: 1")["evidence"].str.contains("黑龙江").all()
    assert about(table, "beyond the raster: 1")["evidence"].tolist() == ["海南省"]
    assert about(table, "smaller than 10 cells: 1")["evidence"].str.contains("澳门").all()
    assert len(about(table, "without a row")) == 2, "energy lacks Tibet, HK, Macao, Taiwan"
    assert "2011, 2013, 2015, 2017, 2021" in about(table, "no land cover")["finding"].iloc[0]
    assert len(about(table, "Raw coal have a break")) == 1
    assert not len(about(table, "any province")) and not len(about(table, "national"))


def test_real_raster_with_codes_of_another_legend(findings, real_data):
    table, _ = findings(
        RASTERS=[str(real_data / "landcover" / "clcd_v01_2020_HYRB_1km_utm47n_re.asc")],
        LEGEND="clcd",
    )
    assert "171 (" in pd.concat([about(table, "codes"), about(table, "Codes")])["evidence"].iloc[0]
