"""Energy, panels, joins, emissions, footprint as tools: fields, NULLs, names, methods."""

from __future__ import annotations

import pandas as pd
import pytest

SQUARE = "POLYGON((%d 30,%d 30,%d 31,%d 31,%d 30))"


def square(i):
    return SQUARE % (i, i + 1, i + 1, i, i)


@pytest.fixture
def regions(memory_layer):
    return memory_layer(
        "Polygon",
        {"region": str, "adcode": str},
        [
            (square(100), ["北京市", "110000"]),
            (square(101), ["陕西省", "610000"]),
            (square(102), ["山西省", "140000"]),
        ],
        name="省",
    )


def write(path, text, encoding="utf-8"):
    path.write_text(text, encoding=encoding)
    return str(path)


# --- importenergy ------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_import_energy_wide_and_chinese(run, rows, tmp_path, encoding):
    text = "地区,年份,原煤(万吨),天然气(亿立方米)\n北京,2019,10,2\n陕西,2019,,3\n"
    results, feedback = run("importenergy", INPUTS=[write(tmp_path / "能 源.csv", text, encoding)])
    table = rows(results["OUTPUT"])
    assert list(table) == ["region", "year", "fuel", "amount", "unit"]
    table = table.set_index(["region", "fuel"])
    assert table.loc[("北京", "raw_coal"), "amount"] == 10
    assert table.loc[("北京", "natural_gas"), "unit"] == "10^8 m3"
    assert pd.isna(table.loc[("陕西", "raw_coal"), "amount"]), "an empty cell is NULL, never 0"
    assert results["ROWS"] == len(table)


def test_import_energy_of_several_files_at_once(run, tmp_path):
    files = [
        write(tmp_path / "a.csv", "region,year,fuel,amount,unit\nA,2019,coke,1,10^4 t\n"),
        write(tmp_path / "b.csv", "region,year,fuel,amount,unit\nA,2020,coke,2,10^4 t\n"),
    ]
    results, _ = run("importenergy", INPUTS=files)
    assert results["ROWS"] == 2


def test_import_energy_faults_name_file_and_row(fault, tmp_path):
    path = write(
        tmp_path / "坏.csv",
        "region,year,fuel,amount,unit\nA,2019,coke,viel,10^4 t\nA,x,coke,1,t\nB,2019,dung,1,furlong\n",
    )
    text = fault("importenergy", INPUTS=[path])
    assert len(text.splitlines()) >= 3 and all("坏.csv" in line for line in text.splitlines())
    assert "row 2" in text and "'viel' is not a number" in text and "row 3" in text
    assert "no such file" in fault("importenergy", INPUTS=[str(tmp_path / "none.csv")])


def test_import_ceads_workbook(run, rows, real_data):
    path = real_data / "energy" / "ceads_provincial_energy_inventory_2019.xlsx"
    results, _ = run("importenergy", INPUTS=[str(path)])
    table = rows(results["OUTPUT"])
    assert table["region"].nunique() == 30 and set(table["year"]) == {2019}
    panel = pd.read_csv(
        real_data / "energy" / "terminal_industry_consumption_2011_2021_odd_years.csv"
    )
    name = next(c for c in panel if c.lower().replace(" ", "_").startswith("raw_coal"))
    year = next(c for c in panel if c.lower() == "year")
    expected = panel.loc[panel[year] == 2019, name].sum()
    got = table.loc[table["fuel"] == "raw_coal", "amount"].sum()
    assert got == pytest.approx(expected, rel=1e-9)


# --- importpanel -------------------------------------------------------------------------------


def test_import_panel_nbs_export_as_downloaded(run, rows, real_data):
    path = real_data / "population" / "nbs_resident_population_2011_2022_export.csv"
    results, _ = run("importpanel", INPUT=str(path), VALUE_NAME="population", UNIT="10^4 persons")
    table = rows(results["OUTPUT"])
    assert list(table) == ["region", "year", "population"]
    assert table["region"].nunique() == 31 and set(table["year"]) == set(range(2011, 2023))
    beijing = table[(table["region"] == "北京市") & (table["year"] == 2019)]["population"]
    assert beijing.iloc[0] == pytest.approx(2190e4, rel=0.01)


def test_import_panel_keeps_missing_values_missing(run, rows, tmp_path):
    path = write(tmp_path / "gdp.csv", "region,2019,2020\nA,1,-\nB,,4\n")
    table = rows(run("importpanel", INPUT=path, VALUE_NAME="gdp")[0]["OUTPUT"])
    table = table.set_index(["region", "year"])["gdp"]
    assert pd.isna(table[("A", 2020)]) and pd.isna(table[("B", 2019)]) and table[("B", 2020)] == 4


def test_import_panel_duplicates_and_units(fault, tmp_path):
    path = write(tmp_path / "p.csv", "region,year,value\n北京,2019,1\nBeijing,2019,2\n")
    assert "Beijing 2019 stands there twice" in fault("importpanel", INPUT=path)
    assert "furlong" in fault("importpanel", INPUT=path, UNIT="furlong")


def test_import_panel_from_a_layer_of_the_project(run, rows, fault, memory_layer, tmp_path):
    fields = {"name": str, "2019年": float, "2020年": float}
    layer = memory_layer("None", fields, [(None, ["北京市", 2190.0, None])], name="人口")
    results, log = run("importpanel", INPUT_LAYER=layer, VALUE_NAME="population", UNIT="万人")
    table = rows(results["OUTPUT"])
    assert table["population"].tolist()[0] == 2190e4 and pd.isna(table["population"].tolist()[1])
    assert table["year"].tolist() == [2019, 2020] and any(
        "人口: 1 regions" in text for text in log.infos
    )
    both = fault("importpanel", INPUT_LAYER=layer, INPUT=write(tmp_path / "a.csv", "a,b\n1,2\n"))
    assert "only one of them" in both and "only one of them" in fault("importpanel")


def test_import_panel_says_and_takes_the_form_of_a_text(run, rows, fault, tmp_path):
    path = write(tmp_path / "人口.csv", "地区;2019年\n北京市;1,234\n", "gb18030")
    assert "is 1,234 a thousand" in fault("importpanel", INPUT=path)
    results, log = run("importpanel", INPUT=path, DECIMAL="comma")
    assert rows(results["OUTPUT"])["value"].tolist() == [1.234]
    said = "人口.csv: text in gb18030, columns separated by semicolon, decimal comma."
    assert said in log.infos
    results, _ = run("importpanel", INPUT=path, DECIMAL="point", ENCODING="gb18030")
    assert rows(results["OUTPUT"])["value"].tolist() == [1234]
    assert "not in utf-16" in fault("importpanel", INPUT=path, ENCODING="utf-16")


# --- industrialemissions -----------------------------------------------------------------------


@pytest.fixture
def energy(memory_layer):
    fields = {"region": str, "year": int, "fuel": str, "amount": float, "unit": str}
    return memory_layer(
        "None",
        fields,
        [
            (None, ["北京", 2019, "raw_coal", 2.0, "10^4 t"]),
            (None, ["北京", 2019, "natural_gas", 1.0, "10^8 m3"]),
            (None, ["北京", 2019, "electricity", 9.0, "10^8 kWh"]),
            (None, ["陕西", 2019, "raw_coal", None, "10^4 t"]),
            (None, ["陕西", 2019, "natural_gas", 1.0, "10^8 m3"]),
        ],
        name="energy",
    )


def factors(name):
    from carbon_footprint.core.fuels import emission_factors

    return emission_factors(name)


def test_emissions_field_by_field(run, rows, energy):
    results, feedback = run("industrialemissions", ENERGY=energy)
    table = rows(results["OUTPUT"]).set_index(["region", "year"])
    assert list(table) == ["ice_tco2", "ice_raw_coal_tco2", "ice_natural_gas_tco2"]
    # 20908 kJ/kg * 26.37 t C/TJ * 0.94 * 44/12 = 1.9003 t CO2/t (methods.md A.4.1);
    # natural gas 38931 kJ/m3 * 15.3 * 0.99 * 44/12 = 21.622 t CO2 per 1000 m3.
    coal, gas = 20908e-6 * 26.37 * 0.94 * 44 / 12, 38931e-6 * 15.3 * 0.99 * 44 / 12
    row = table.loc[("北京", 2019)]
    assert row["ice_raw_coal_tco2"] == pytest.approx(2e4 * coal, rel=2e-4)
    assert row["ice_natural_gas_tco2"] == pytest.approx(1e5 * gas, rel=2e-4)
    assert row["ice_tco2"] == pytest.approx(row["ice_raw_coal_tco2"] + row["ice_natural_gas_tco2"])
    missing = table.loc[("陕西", 2019)]
    assert pd.isna(missing["ice_raw_coal_tco2"]) and pd.isna(missing["ice_tco2"]), "NULL stays NULL"
    assert missing["ice_natural_gas_tco2"] > 0
    assert any("Electricity" in text for text in feedback.infos)
    assert any("陕西 2019" in text for text in feedback.warnings)


def test_emissions_as_printed_warns_and_takes_the_coefficients_of_the_paper(run, rows, energy):
    results, feedback = run("industrialemissions", ENERGY=energy, METHOD="as_printed")
    paper = factors("zuo_zhao_2025")
    row = rows(results["OUTPUT"]).set_index("region").loc["北京"]
    coal = paper.loc["raw_coal"]
    assert row["ice_raw_coal_tco2"] == pytest.approx(
        2e4 * coal["standard_coal_tce"] * coal["ef_tco2"], rel=1e-12
    )
    assert any("as_printed" in text and "28.6" in text for text in feedback.warnings)


def test_emissions_of_standard_coal(run, rows, fault, memory_layer):
    energy = memory_layer(
        "None",
        {"region": str, "year": int, "fuel": str, "amount": float, "unit": str},
        [(None, ["A", 2019, "coke", 1.0, "10^4 tce"])],
    )
    assert "METHOD standard_coal" in fault("industrialemissions", ENERGY=energy)
    results, _ = run("industrialemissions", ENERGY=energy, METHOD="standard_coal")
    coke = factors("provincial_guideline_2011").loc["coke"]
    assert results["ICE_TCO2"] == pytest.approx(1e4 * coke["ef_tco2"] / coke["standard_coal_tce"])


def test_own_factor_table_from_csv(run, energy, fault, tmp_path):
    own = write(tmp_path / "因子.csv", "fuel,ef_tco2\n原煤,2\n")
    results, _ = run("industrialemissions", ENERGY=energy, FACTOR_TABLE=own, FACTOR_SET="ipcc_2006")
    gas = factors("ipcc_2006").loc["natural_gas", "ef_tco2"]
    # Shaanxi has no total; the sum of the year is then unknown or that of Beijing alone.
    table = results["OUTPUT"]
    values = {f["region"]: f["ice_tco2"] for f in table.getFeatures()}
    assert values["北京"] == pytest.approx(2 * 2e4 + gas * 1e5)
    bad = write(tmp_path / "bad.csv", "fuel,ef_tco2\nraw_coal,-1\nmud,2\ncoke,\n")
    text = fault("industrialemissions", ENERGY=energy, FACTOR_TABLE=bad)
    assert "row 1" in text and "row 2" in text and "row 3" in text


def test_emissions_of_a_table_that_is_no_energy_table(fault, memory_layer):
    table = memory_layer("None", {"region": str, "year": int}, [(None, ["A", 2019])], name="残")
    assert "残" in fault("industrialemissions", ENERGY=table)


# --- jointables --------------------------------------------------------------------------------


def panel(memory_layer, name, values, column="value", kind=float):
    return memory_layer(
        "None",
        {"region": str, "year": int, column: kind},
        [(None, [region, year, value]) for region, year, value in values],
        name=name,
    )


def test_join_across_languages(run, rows, regions, memory_layer):
    population = panel(
        memory_layer,
        "population",
        [("Beijing", 2019, 1.0), ("Shaanxi", 2019, 2.0), ("140000", 2019, 3.0)],
        "population",
    )
    results, feedback = run("jointables", REGIONS=regions, TABLES=[population])
    table = rows(results["OUTPUT"]).set_index("region")
    assert table["population"].to_dict() == {"北京市": 1.0, "陕西省": 2.0, "山西省": 3.0}
    assert table["adcode"].to_dict()["陕西省"] == "610000"
    assert not feedback.warnings and results["ROWS"] == 3
    kinds = {field.name(): field.typeName() for field in results["OUTPUT"].fields()}
    assert (kinds["population"], kinds["adcode"]) == ("double", "string")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_join_of_text_tables_as_they_are(run, rows, regions, tmp_path, encoding):
    """Encoding, separator, names of columns in Chinese, years, codes, notes: nothing to prepare."""
    text = "\n".join(
        ["地区;年份;人口", "", "北京;2019年;2190.1", "陕西省;2019年;３８７６", "注：常住人口。"]
    )
    path = tmp_path / "人口.csv"
    path.write_bytes(text.encode(encoding))
    codes = tmp_path / "gdp.csv"
    codes.write_text("adcode\tyear\tgdp\n110000\t2019\t5\n140000\t2019\t7\n", "utf-8")
    results, log = run(
        "jointables", REGIONS=regions, TABLES=[str(path), str(codes)], LANDCOVER_MATCH="exact"
    )
    table = rows(results["OUTPUT"]).set_index("region")
    assert table.loc["北京市", "人口"] == 2190.1 and table.loc["陕西省", "人口"] == 3876
    assert table.loc["山西省", "gdp"] == 7 and table.loc["北京市", "gdp"] == 5
    assert pd.isna(table.loc["陕西省", "gdp"]) and (table["year"] == 2019).all()
    assert any("人口.csv: text in" in text for text in log.infos)
    assert "人口: '地区' is taken as region." in log.infos


def test_a_table_with_a_computed_field_or_a_filter_is_read_as_the_layer_shows_it(
    run, rows, regions, tmp_path
):
    from qgis.core import QgsField, QgsVectorLayer
    from qgis.PyQt.QtCore import QVariant

    path = tmp_path / "t.csv"
    path.write_text("region,year,x\n北京市,2019,5\n陕西省,2019,7\n", encoding="utf-8")
    layer = QgsVectorLayer(str(path), "t", "ogr")
    layer.addExpressionField('to_real("x") * 2', QgsField("double_x", QVariant.Double))
    table = rows(run("jointables", REGIONS=regions, TABLES=[layer])[0]["OUTPUT"])
    assert table.set_index("region").loc["北京市", "double_x"] == 10
    filtered = QgsVectorLayer(str(path), "t", "ogr")
    filtered.setSubsetString("\"region\" = '陕西省'")
    table = rows(run("jointables", REGIONS=regions, TABLES=[filtered])[0]["OUTPUT"])
    assert pd.isna(table.set_index("region").loc["北京市", "x"])
    assert table.set_index("region").loc["陕西省", "x"] == 7


def test_join_keeps_the_kind_of_every_field(run, regions, memory_layer, tmp_path):
    layer = memory_layer(
        "None",
        {"region": str, "year": int, "number": int, "real": float, "text": str},
        [(None, ["北京", 2019, 2_000_000_000, 0.5, "1"]), (None, ["陕西", 2019, None, None, None])],
        name="typed",
    )
    text_file = write(
        tmp_path / "csv.csv",
        "region,year,gdp,code,word\n北京,2019,12000000000,007,1\n陕西,2019,,,\n",
    )
    results, _ = run("jointables", REGIONS=regions, TABLES=[layer, text_file])
    kinds = {field.name(): field.typeName() for field in results["OUTPUT"].fields()}
    assert {name: kinds[name] for name in ("year", "number", "real", "text", "gdp", "code")} == {
        "year": "integer",
        "number": "integer",
        "real": "double",
        "text": "string",
        "gdp": "double",
        "code": "string",
    }
    values = {f["region"]: f for f in results["OUTPUT"].getFeatures()}
    assert values["北京市"]["gdp"] == 12e9 and values["北京市"]["code"] == "007"
    assert values["北京市"]["number"] == 2_000_000_000
    from qgis.core import NULL

    assert values["陕西省"]["number"] == NULL and values["陕西省"]["gdp"] == NULL
    assert values["山西省"]["real"] == NULL


def test_join_keeps_fields_of_the_regions_as_they_are(run, memory_layer):
    """Also a list, as the centres of regions in the GeoJSON that many have, and a short text."""
    from qgis.core import NULL, QgsField, edit
    from qgis.PyQt.QtCore import QVariant

    layer = memory_layer(
        "Polygon",
        {},
        [("POLYGON ((0 0, 1 0, 1 1, 0 0))", []), ("POLYGON ((2 0, 3 0, 3 1, 2 0))", [])],
    )
    name = QgsField("region", QVariant.String, "string", 40)
    center = QgsField("center", QVariant.List, subType=QVariant.Double)
    layer.dataProvider().addAttributes([name, center])
    layer.updateFields()
    with edit(layer):
        for number, values in enumerate((["北京", [116.4, 39.9]], ["天津", NULL]), start=1):
            for column, value in enumerate(values):
                assert layer.changeAttributeValue(number, column, value)
    values = panel(memory_layer, "gdp", [("北京", 2019, 1.0), ("天津", 2019, 2.0)])
    joined = run("jointables", REGIONS=layer, TABLES=[values])[0]["OUTPUT"]
    region, center = (joined.fields().field(name) for name in ("region", "center"))
    assert region.length() == 40 and center.type() == QVariant.List
    found = {feature["region"]: feature["center"] for feature in joined.getFeatures()}
    assert found == {"北京": [116.4, 39.9], "天津": NULL}


@pytest.mark.parametrize("suffix", ["", ".gpkg"])
def test_join_keeps_fields_of_the_tables_as_they_are(run, memory_layer, tmp_path, suffix):
    """Also where the regions have a field of that name and another kind."""
    from qgis.core import NULL, QgsField, QgsVectorLayer
    from qgis.PyQt.QtCore import QDate, QVariant

    layer = memory_layer("Polygon", {"region": str}, [("POLYGON ((0 0, 1 0, 1 1, 0 0))", ["北京"])])
    layer.dataProvider().addAttributes([QgsField("since", QVariant.Date)])
    layer.dataProvider().addAttributes([QgsField("note", QVariant.Date)])
    layer.updateFields()
    table = memory_layer("None", {"region": str, "note": str}, [(None, ["北京", "from a table"])])
    kinds = [QgsField("pilot", QVariant.Bool), QgsField("signed", QVariant.Date)]
    table.dataProvider().addAttributes(kinds)
    table.updateFields()
    table.dataProvider().changeAttributeValues({1: {2: True, 3: QDate(2020, 9, 22)}})
    output = str(tmp_path / ("out" + suffix)) if suffix else "memory:"
    joined = run("jointables", REGIONS=layer, TABLES=[table], OUTPUT=output)[0]["OUTPUT"]
    joined = QgsVectorLayer(joined, "joined") if suffix else joined
    types = {field.name(): field.type() for field in joined.fields()}
    assert types["pilot"] == QVariant.Bool and types["note"] == QVariant.String
    assert types["signed"] == types["since"] == QVariant.Date
    (feature,) = joined.getFeatures()
    assert feature["pilot"] is True and feature["signed"] == QDate(2020, 9, 22)
    assert feature["note"] == "from a table" and feature["since"] == NULL


def test_join_of_a_table_without_years(run, rows, regions, memory_layer):
    area = memory_layer(
        "None", {"region": str, "area": float}, [(None, ["北京", 5.0])], name="area"
    )
    years = panel(memory_layer, "gdp", [("北京", 2019, 1.0), ("北京", 2021, 2.0)])
    table = rows(run("jointables", REGIONS=regions, TABLES=[area, years])[0]["OUTPUT"])
    beijing = table[table["region"] == "北京市"]
    assert beijing["area"].tolist() == [5, 5] and beijing["year"].tolist() == [2019, 2021]


def test_unmatched_names_are_listed_on_both_sides_with_candidates(
    run, fault, regions, memory_layer
):
    table = panel(
        memory_layer, "人口", [("Bejing", 2019, 1.0), ("陕西", 2019, 2.0), ("Xizang", 2019, 3.0)]
    )
    results, feedback = run("jointables", REGIONS=regions, TABLES=[table])
    said = "\n".join(feedback.warnings)
    assert "人口: 2 names are no region of the layer" in said
    assert "Bejing (北京市), Xizang;" in said, "the nearest name, but none for another province"
    assert "人口: 2 regions of the layer have no row: 北京市, 山西省" in said
    text = fault("jointables", REGIONS=regions, TABLES=[table], ON_UNMATCHED="stop")
    assert "Bejing (北京市)" in text and "北京市, 山西省" in text


def test_join_refuses_repeated_rows(fault, regions, memory_layer):
    table = panel(memory_layer, "gdp", [("北京", 2019, 1.0), ("Beijing", 2019, 2.0)])
    assert "gdp has several rows for 北京市 2019; keep one." in fault(
        "jointables", REGIONS=regions, TABLES=[table]
    )


def test_join_says_which_tool_to_run_on_a_long_table(fault, regions, energy, memory_layer):
    assert "run the tool Industrial emissions" in fault(
        "jointables", REGIONS=regions, TABLES=[energy]
    )
    no_region = memory_layer("None", {"prov": str}, [(None, ["A"])], name="t")
    assert "t has no column 'region'" in fault("jointables", REGIONS=regions, TABLES=[no_region])


def test_join_of_regions_that_share_a_name(fault, memory_layer):
    regions = memory_layer(
        "Polygon", {"region": str}, [(square(100), ["北京市"]), (square(101), ["Beijing"])]
    )
    table = panel(memory_layer, "gdp", [("北京", 2019, 1.0)])
    assert "2 regions called" in fault("jointables", REGIONS=regions, TABLES=[table])


def test_region_of_several_features_is_joined_once_with_its_whole_shape(run, rows, memory_layer):
    regions = memory_layer(
        "Polygon",
        {"region": str, "year": int},
        [(square(100), ["A", 1999]), (square(101), ["A", 1999]), (square(103), ["B", 1999])],
    )
    table = panel(memory_layer, "gdp", [("A", 2019, 1.0), ("B", 2019, 2.0)])
    results, _ = run("jointables", REGIONS=regions, TABLES=[table])
    areas = {(f["region"], f["year"]): f.geometry().area() for f in results["OUTPUT"].getFeatures()}
    assert areas[("A", 2019)] == pytest.approx(2) and areas[("B", 2019)] == pytest.approx(1)


@pytest.mark.parametrize(
    ("match", "expected"),
    [
        # land cover of 2010 (100 ha) and 2020 (200 ha), tables of 2009, 2012, 2015, 2020
        ("exact", {2009: None, 2012: None, 2015: None, 2020: (200, 2020)}),
        (
            "nearest",
            {2009: (100, 2010), 2012: (100, 2010), 2015: (100, 2010), 2020: (200, 2020)},
        ),
        (
            "interpolate",
            {2009: (100, 2010), 2012: (120, 2010), 2015: (150, 2010), 2020: (200, 2020)},
        ),
    ],
)
def test_landcover_match(run, rows, regions, memory_layer, match, expected):
    land = panel(memory_layer, "land", [("北京", 2010, 100.0), ("北京", 2020, 200.0)], "forest_ha")
    gdp = panel(memory_layer, "gdp", [("北京", year, 1.0) for year in expected])
    results, feedback = run(
        "jointables", REGIONS=regions, TABLES=[land, gdp], LANDCOVER_MATCH=match
    )
    table = rows(results["OUTPUT"])
    table = table[table["region"] == "北京市"].set_index("year")
    for year, known in expected.items():
        row = table.loc[year]
        if known is None:
            assert pd.isna(row["forest_ha"]) and pd.isna(row["landcover_year"])
        else:
            assert (row["forest_ha"], row["landcover_year"]) == known
    if match == "interpolate":
        assert table["flag"].notna().to_dict() == {2009: False, 2012: True, 2015: True, 2020: False}
    if match == "exact":
        assert any("2009, 2012, 2015" in text for text in feedback.warnings)


# --- footprint3d -------------------------------------------------------------------------------


FOOTPRINT = {
    "region": str, "year": int, "ice_tco2": float, "sink_tc": float, "forest_ha": float,
    "grass_ha": float, "population": float, "note": str,
}  # fmt: skip


@pytest.fixture
def joined(memory_layer):
    """Year 2019: deficit, surplus, no sink, missing emissions, no people."""
    return memory_layer(
        "Polygon",
        FOOTPRINT,
        [
            (square(100), ["deep", 2019, 44 * 12.0, 36.0, 10.0, 5.0, 10.0, "a"]),
            (square(101), ["flow", 2019, 44.0, 36.0, 10.0, 5.0, 4.0, "b"]),
            (square(102), ["bare", 2019, 44.0, 0.0, 0.0, 0.0, 4.0, "c"]),
            (square(103), ["gap", 2019, None, 36.0, 10.0, 5.0, 4.0, "d"]),
            (square(104), ["empty", 2019, 44.0, 36.0, 10.0, 5.0, 0.0, None]),
        ],
        name="joined",
    )


NEP = {"NEP_FOREST": 3.0, "NEP_GRASS": 1.2}  # 10 ha * 3 + 5 ha * 1.2 = 36 t C


def test_footprint_field_by_field(run, rows, joined):
    from qgis.core import NULL

    results, feedback = run("footprint3d", INPUT=joined, **NEP)
    table = rows(results["OUTPUT"]).set_index("region")
    # n = 36/15 = 2.4 t C/ha. deep: 528 t CO2 = 144 t C -> ICF = 60 ha, CEC = 15 ha.
    deep = table.loc["deep"]
    expected = {
        "icf_ha": 60, "cec_ha": 15, "deficit_ha": 45, "surplus_ha": 0, "size_ha": 15, "depth": 4,
        "flow_use": 1, "icf_pc_ha": 6, "cec_pc_ha": 1.5, "size_pc_ha": 1.5,
    }  # fmt: skip
    assert deep[list(expected)].astype(float).to_dict() == pytest.approx(expected)
    # flow: 12 t C -> ICF = 5 ha of 15: one third of the flow, depth exactly 1.
    flow = table.loc["flow"]
    assert flow["depth"] == 1 and flow["flow_use"] == pytest.approx(1 / 3)
    assert flow["surplus_ha"] == pytest.approx(10) and flow["deficit_ha"] == 0
    bare = table.loc["bare"]
    assert bare["flag"] == "no_sink" and pd.isna(bare["depth"]) and bare["size_ha"] == 0
    gap = table.loc["gap"]
    assert pd.isna(gap["icf_ha"]) and pd.isna(gap["depth"]) and gap["cec_ha"] == pytest.approx(15)
    empty = table.loc["empty"]
    assert pd.isna(empty["icf_pc_ha"]) and "no_population" in empty["flag"]
    assert table["note"].tolist()[:4] == ["a", "b", "c", "d"] and pd.isna(table["note"].iloc[4])
    for feature in results["OUTPUT"].getFeatures():
        if feature["region"] == "gap":
            assert feature["depth"] == NULL and feature["icf_ha"] == NULL, "not 0, not NaN"
    said = " ".join(feedback.warnings)
    assert "bare 2019" in said and "gap 2019" in said


def test_footprint_totals(run, rows, joined, tmp_path):
    results, _ = run("footprint3d", INPUT=joined, OUTPUT_TOTALS="memory:", **NEP)
    totals = rows(results["OUTPUT_TOTALS"])
    assert len(totals) == 1 and totals["year"].tolist() == [2019]
    for name in ("ICF_HA", "DEPTH_FANG", "DEPTH_NAIVE"):
        assert results[name] == pytest.approx(totals[name.lower()].iloc[0])
    # Regions in both sums: deep, flow, empty. Fang: 1 + 45/45; naive: 70/45.
    assert results["CEC_HA"] == pytest.approx(45) and results["ICF_HA"] == pytest.approx(70)
    assert results["DEPTH_FANG"] == pytest.approx(2) and results["DEPTH_NAIVE"] == pytest.approx(
        70 / 45
    )


def test_footprint_as_printed(run, rows, joined):
    results, feedback = run("footprint3d", INPUT=joined, METHOD="as_printed", **NEP)
    deep = rows(results["OUTPUT"]).set_index("region").loc["deep"]
    nep = 3.0 * 0.8272 + 1.2 * 0.1728
    assert deep["icf_ha"] == pytest.approx(528 / nep) and deep["cec_ha"] == pytest.approx(36 / nep)
    assert any("METHOD as_printed divides tonnes of CO2" in text for text in feedback.warnings)


def test_footprint_of_other_field_names_and_of_a_plain_table(run, rows, memory_layer):
    table = memory_layer(
        "None",
        {"naam": str, "co2": float, "c": float, "wald": float, "gras": float},
        [(None, ["A", 528.0, 36.0, 10.0, 5.0])],
    )
    results, _ = run(
        "footprint3d",
        INPUT=table,
        EMISSIONS_FIELD="co2",
        SINK_FIELD="c",
        FOREST_FIELD="wald",
        GRASS_FIELD="gras",
        **NEP,
    )
    row = rows(results["OUTPUT"]).iloc[0]
    assert row["depth"] == pytest.approx(4) and pd.isna(row["size_pc_ha"])


def test_footprint_from_csv_has_whole_years(run, tmp_path):
    """A CSV file holds text only; year comes out as the integer that it is."""
    path = write(
        tmp_path / "joined.csv",
        "region,year,ice_tco2,sink_tc,forest_ha,grass_ha,population\n110000,2019,528,36,10,5,10\n",
    )
    results, _ = run("footprint3d", INPUT=path, **NEP)
    kinds = {field.name(): field.typeName() for field in results["OUTPUT"].fields()}
    assert (kinds["region"], kinds["year"], kinds["depth"]) == ("string", "integer", "double")
    feature = next(results["OUTPUT"].getFeatures())
    assert feature["region"] == "110000" and feature["depth"] == pytest.approx(4)


def test_footprint_faults(fault, joined, memory_layer):
    assert "no field co2" in fault("footprint3d", INPUT=joined, EMISSIONS_FIELD="co2")
    bad = memory_layer(
        "None",
        {**FOOTPRINT, "ice_tco2": str},
        [(None, ["A", 2019, "many", 36.0, 10.0, 5.0, 1.0, ""])],
        name="bad",
    )
    assert "bad, row 1, column 'ice_tco2': 'many' is not a number" in fault(
        "footprint3d", INPUT=bad
    )
    negative = memory_layer(
        "None", FOOTPRINT, [(None, ["A", 2019, 44.0, -36.0, 10.0, 5.0, 1.0, ""])]
    )
    assert "A 2019: sink_tc is -36" in fault("footprint3d", INPUT=negative)
    assert "add up to 1" in fault(
        "footprint3d", INPUT=joined, MEAN_NEP="carbon_share", P_FOREST=0.5, P_GRASS=0.4
    )


def test_footprint_of_an_empty_layer_is_one_sentence(fault, memory_layer):
    empty = memory_layer("Polygon", FOOTPRINT, [], name="leer")
    assert "leer" in fault("footprint3d", INPUT=empty)


def test_footprint_of_regions_that_all_lack_data_gives_null_totals(run, memory_layer):
    layer = memory_layer(
        "Polygon", FOOTPRINT, [(square(1), ["A", 2019, None, 36.0, 10.0, 5.0, 1.0, ""])]
    )
    results, _ = run("footprint3d", INPUT=layer)
    assert results["DEPTH_FANG"] is None and results["ICF_HA"] is None


def test_a_field_that_is_replaced_is_named(run, rows, joined):
    first = run("footprint3d", INPUT=joined, **NEP)[0]["OUTPUT"]
    results, feedback = run("footprint3d", INPUT=first, **NEP)
    assert any("Replaced in the output: icf_ha" in text for text in feedback.infos)
    assert list(rows(results["OUTPUT"])) == list(rows(first))


@pytest.mark.parametrize("ending", ["shp", "gpkg", "fgb"])
def test_a_shapefile_is_warned_of(run, joined, tmp_path, ending):
    _, feedback = run("footprint3d", INPUT=joined, OUTPUT=str(tmp_path / ("ü." + ending)), **NEP)
    warned = any("cuts field names" in text for text in feedback.warnings)
    assert warned == (ending == "shp")


def test_an_output_never_replaces_its_input(run, fault, rows, joined, tmp_path):
    path = str(tmp_path / "same.gpkg")
    run("footprint3d", INPUT=joined, OUTPUT=path, **NEP)
    before = rows(path)
    text = fault("footprint3d", INPUT=path + "|layername=same", OUTPUT=path, **NEP)
    assert "same.gpkg is an input too" in text
    assert rows(path).equals(before)


def test_a_missing_folder_is_made_before_the_work(run, rows, joined, tmp_path):
    path = tmp_path / "not" / "there yet" / "f.gpkg"
    run("footprint3d", INPUT=joined, OUTPUT=str(path), **NEP)
    assert len(rows(path)) == joined.featureCount()


def test_a_cell_that_makes_a_column_text_is_named(run, tmp_path, study_inputs):
    table = tmp_path / "v.csv"
    table.write_text("region,year,gdp\nBeijing,2019,5\nTianjin,2019,6\nHebei,2019,x\n")
    feedback = run("jointables", REGIONS=study_inputs["REGIONS"], TABLES=[str(table)])[1]
    assert any("'gdp' is taken as text" in text and ": x." in text for text in feedback.warnings)


# --- an output that is an input too, however the input is named --------------------------------


@pytest.fixture
def stored(run, joined, tmp_path):
    """A GeoPackage with the table ``same``, as a layer of a project, and a context with that."""
    from qgis.core import QgsProcessingContext, QgsProject, QgsVectorLayer

    path = str(tmp_path / "same.gpkg")
    run("footprint3d", INPUT=joined, OUTPUT=path, **NEP)
    project, context = QgsProject(), QgsProcessingContext()
    layer = QgsVectorLayer(path + "|layername=same", "Meine Provinzen", "ogr")
    assert project.addMapLayer(layer)
    context.setProject(project)
    yield path, layer, context
    context.temporaryLayerStore().removeAllMapLayers()
    project.clear()


def named(kind, layer):
    """A layer as a dialog, a script or a model names it."""
    from qgis.core import QgsProcessingFeatureSourceDefinition as Definition

    return {
        "id": layer.id(),
        "name": layer.name(),
        "layer": layer,
        "path": layer.source(),
        "file": layer.source().partition("|")[0],
        "definition with an id": Definition(layer.id()),
        "definition with a path": Definition(layer.source()),
    }[kind]


NAMES = (
    "id", "name", "layer", "path", "file", "definition with an id", "definition with a path",
)  # fmt: skip


@pytest.mark.parametrize("kind", NAMES)
def test_an_output_never_replaces_a_layer_of_the_project(kind, fault, rows, stored):
    path, layer, context = stored
    before = rows(path)
    given = {"INPUT": named(kind, layer), "OUTPUT": path, **NEP}
    assert "same.gpkg is an input too" in fault("footprint3d", context=context, **given)
    table = "ogr:dbname='%s' table=\"same\" (geom)" % path
    text = fault("footprint3d", context=context, **{**given, "OUTPUT": table})
    assert "same.gpkg|layername=same is an input too" in text
    assert rows(path).equals(before) and len(before) == 5


@pytest.mark.parametrize("kind", ["id", "file", "path"])
def test_another_table_of_the_file_of_an_input_is_written(kind, run, rows, stored):
    path, layer, context = stored
    before = rows(path + "|layername=same")
    table = "ogr:dbname='%s' table=\"other\" (geom)" % path
    run("footprint3d", context=context, INPUT=named(kind, layer), OUTPUT=table, **NEP)
    assert rows(path + "|layername=same").equals(before)
    assert len(rows(path + "|layername=other")) == len(before)


def test_an_output_never_replaces_a_table_of_a_list(fault, rows, regions, stored):
    path, layer, context = stored
    given = {"REGIONS": regions, "OUTPUT": path}
    for item in (layer.id(), layer.name(), layer):
        assert "is an input too" in fault("jointables", context=context, TABLES=[item], **given)
    assert len(rows(path)) == 5


def test_the_name_of_a_layer_in_another_text_is_no_input(run, stored, tmp_path):
    """VALUE_NAME is a text, which may be the name of a layer by chance."""
    path, layer, context = stored
    layer.setName("population")
    table = write(tmp_path / "p.csv", "region,2019\nA,1\n")
    run("importpanel", context=context, INPUT=table, VALUE_NAME="population", OUTPUT=path)


# --- a region of several features, some of them invalid ----------------------------------------

BOW_TIE = "POLYGON((0 0,2 2,2 0,0 2,0 0))"  # two triangles of 1 that touch in (1, 1)
SQUARE_4 = "POLYGON((1 0,3 0,3 2,1 2,1 0))"  # of 4, with one of the triangles inside
# A ring of 16 that touches itself in (2, 0), around a triangle of 2 which is outside
TOUCHING = "POLYGON((0 0,0 4,4 4,4 0,2 0,3 2,1 2,2 0,0 0))"
NESTED = "MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0)),((1 1,2 1,2 2,1 2,1 1)))"  # 16, and 1 within
BESIDE = "POLYGON((4 0,6 0,6 4,4 4,4 0))"  # of 8
INSIDE = "POLYGON((1 1,2 1,2 2,1 2,1 1))"
FLAT = "POLYGON((0 0,1 0,2 0,0 0))"  # no area


@pytest.mark.parametrize(
    ("parts", "area"),
    [
        ((BOW_TIE, SQUARE_4), 5),
        ((SQUARE_4, BOW_TIE, BOW_TIE), 5),
        ((TOUCHING, BESIDE), 14 + 8),
        ((NESTED, BESIDE), 15 + 8),  # within two rings is outside, as the cells are counted
        ((TOUCHING, INSIDE), 14 + 0.75),  # three quarters of it lie in the triangle
        ((NESTED, INSIDE), 16),
        ((BESIDE, INSIDE), 9),
        ((FLAT, BESIDE), 8),
        ((BESIDE, FLAT), 8),
    ],
)
def test_a_region_of_several_features_has_its_whole_polygon(run, memory_layer, plugin, parts, area):
    """The polygon that comes out is the one in which the cells are counted."""
    from carbon_footprint.core.log import Log
    from carbon_footprint.core.polygons import read_polygons
    from qgis.core import QgsGeometry

    regions = memory_layer("MultiPolygon", {"region": str}, [(part, ["A"]) for part in parts])
    table = panel(memory_layer, "gdp", [("A", 2019, 1.0)])
    results, _ = run("jointables", REGIONS=regions, TABLES=[table])
    (feature,) = results["OUTPUT"].getFeatures()
    shape = feature.geometry()
    assert shape.isGeosValid() and shape.area() == pytest.approx(area)
    counted = [("A", bytes(QgsGeometry.fromWkt(part).asWkb())) for part in parts]
    assert read_polygons(counted, Log())["A"].GetArea() == pytest.approx(area)


def test_features_that_cannot_be_united_are_named(fault, memory_layer, monkeypatch):
    from carbon_footprint.algorithms import unions
    from qgis.core import QgsGeometry

    class Nothing(QgsGeometry):
        @staticmethod
        def unaryUnion(parts):
            return QgsGeometry()

    monkeypatch.setattr(unions, "QgsGeometry", Nothing)
    regions = memory_layer("Polygon", {"region": str}, [(square(1), ["A"]), (square(2), ["A"])])
    table = panel(memory_layer, "gdp", [("A", 2019, 1.0)])
    text = fault("jointables", REGIONS=regions, TABLES=[table])
    assert "the features of A cannot be united; repair the layer." in text


# --- years, fields of the layer, crowds --------------------------------------------------------


def test_years_of_the_tables_to_be_joined(run, rows, regions, memory_layer):
    energy = panel(memory_layer, "energy", [("北京", 2019, 1.0), ("北京", 2021, 2.0)], "ice_tco2")
    people = panel(memory_layer, "people", [("北京", 2019, 10.0), ("北京", 2022, 20.0)], "heads")
    for years, expected in (
        ({}, {2019, 2021, 2022}),
        ({"YEARS": "common"}, {2019}),
        ({"YEARS": "emissions"}, {2019, 2021}),
    ):
        results, feedback = run("jointables", REGIONS=regions, TABLES=[people, energy], **years)
        assert set(rows(results["OUTPUT"])["year"]) == expected
        assert results["ROWS"] == 3 * len(expected)
        assert any("people: 2022 are left out" in text for text in feedback.infos) == bool(years)


def test_a_table_wins_over_a_field_that_the_layer_of_sinks_carries(run, rows, memory_layer):
    sinks = memory_layer(
        "Polygon",
        {"region": str, "year": int, "sink_tc": float, "population": int, "note": str},
        [(square(100), ["北京", 2019, 36.0, 1, "a"]), (square(101), ["陕西", 2019, 36.0, 1, "b"])],
        name="sinks",
    )
    people = panel(memory_layer, "people", [("北京", 2021, 2.5e7)], "population")
    results, feedback = run("jointables", REGIONS=sinks, TABLES=[people])
    table = rows(results["OUTPUT"]).set_index("region")
    assert table["population"].dropna().to_dict() == {"北京": 2.5e7}
    assert "population_people" not in table and table["note"].tolist() == ["a", "b"]
    assert any("Replaced in the output: population" in text for text in feedback.infos)


def test_footprint_of_a_population_in_a_wrong_unit(run, fault, memory_layer):
    """21.5 million persons, read as 10^4 persons once too often; 1,400 million are a country."""

    def layer(heads, region="A"):
        fields = {**FOOTPRINT, "region" if region else "naam": str}
        if not region:
            del fields["region"]
        values = {"year": 2019, "ice_tco2": 44.0, "sink_tc": 36.0, "forest_ha": 10.0,
                  "grass_ha": 5.0, "population": heads}  # fmt: skip
        row = [values.get(name, "A") for name in fields]
        return memory_layer("None", fields, [(None, row)], name="heads")

    text = fault("footprint3d", INPUT=layer(215e9), **NEP)
    assert "Population: A would have 215,000,000,000 persons; choose the unit" in text
    assert "heads, 1 would have" in fault("footprint3d", INPUT=layer(215e9, None), **NEP)
    _, feedback = run("footprint3d", INPUT=layer(1.4e9), **NEP)
    assert any("A would have 1,400,000,000 persons" in text for text in feedback.warnings)
    _, feedback = run("footprint3d", INPUT=layer(2.4e8), **NEP)
    assert not feedback.warnings
    _, feedback = run("footprint3d", INPUT=layer(None), **NEP)
    assert not feedback.warnings


def test_tables_are_opened_one_thread_at_a_time(run, regions, tmp_path, monkeypatch):
    from carbon_footprint.algorithms import base, jointables

    path = write(tmp_path / "gdp.csv", "region,year,gdp\n北京,2019,1\n")
    held = []

    def opened(self, *arguments):
        held.append(base.OPENING._is_owned())
        return super(jointables.JoinTables, self).parameterAsLayerList(*arguments)

    monkeypatch.setattr(jointables.JoinTables, "parameterAsLayerList", opened, raising=False)
    run("jointables", REGIONS=regions, TABLES=[path])
    assert held == [True]
