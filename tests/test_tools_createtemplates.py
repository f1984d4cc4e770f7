"""The tool createtemplates: what it writes, and that filled templates go through the analysis."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pandas as pd
import pytest

FILES = [
    "README.txt", "emission_factors.csv", "energy.csv", "fuel_names.csv", "legend.csv",
    "population.csv", "yield_factors.csv",
]  # fmt: skip
NAMES = [
    "北京市", 'O"Brien, & Söhne; AG', "=SUM(A1)", "-North", "001", "110101001001", "MAR1",
    "<b>{region}</b> %s", "A",
]  # fmt: skip
YEARS = (2010, 2012)


@pytest.fixture
def layer(memory_layer):
    """Nine squares with names that a table may lose, one of them in two parts."""

    def square(x, y):
        corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
        return "POLYGON((%s))" % ",".join("%d %d" % corner for corner in corners)

    shapes = [(square(100 + i % 3, 38 - i // 3), [name]) for i, name in enumerate(NAMES)]
    return memory_layer("Polygon", {"region": str}, [*shapes, (square(104, 36), ["A"])])


@pytest.fixture
def create(run, layer, tmp_path):
    def create(**parameters):
        folder = tmp_path / "模 板"
        parameters = {"REGIONS": layer, "YEARS": "2010-2012/2", "FOLDER": str(folder), **parameters}
        results, feedback = run("createtemplates", **parameters)
        assert Path(results["FOLDER"]) == folder and not feedback.errors
        return folder, results, feedback

    return create


def table(path):
    """Rows of a file as text."""
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


# --- filled in, as by a user with a spreadsheet program -----------------------------------------


def through_excel(cell):
    """What Excel saves of a cell of a CSV file that it opened."""
    if re.match(r"[=+\-@]", cell):
        return "#NAME?"
    if re.fullmatch(r"\d{12,}", cell):
        return "%.5E" % float(cell)
    if re.fullmatch(r"\d+(\.\d+)?([eE]\d+)?", cell):
        return "%.15g" % float(cell)
    if re.match(r"\d+[-/]\d+|(jan|mar|sept?)[a-z]*[- ]?\d", cell, re.IGNORECASE):
        return "1-Mar"
    return cell


def amount(region, year, fuel):
    """Amount of a region, year and fuel by their numbers."""
    return round(40 + 700 * (region + 1) ** 2 / (fuel + 1.5) + 3.25 * year, 2)


def persons(region, year):
    """In 10^4."""
    return 1000 + 100 * region + year


def fill(folder, layout):
    """Put a number into every empty cell and save all cells as Excel would."""
    energy, population = table(folder / "energy.csv"), table(folder / "population.csv")
    width = 16 if layout == "wide" else 1
    for n, row in enumerate(energy[1:]):
        place, fuel = (n, 0) if layout == "wide" else divmod(n, 16)
        for column in range(width):
            position = 2 + column if layout == "wide" else 3
            assert row[position] == ""
            row[position] = str(amount(place // 2, place % 2, fuel + column))
    for n, row in enumerate(population[1:]):
        assert row[2] == ""
        row[2] = str(persons(n // 2, n % 2))
    return [
        [[through_excel(cell) for cell in row] for row in rows] for rows in (energy, population)
    ]


def save_text(path, rows, encoding, delimiter):
    with open(path, "w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)


def save_workbook(path, rows):
    """As a workbook, numbers as numbers."""
    from osgeo import ogr

    dataset = ogr.GetDriverByName("XLSX").CreateDataSource(str(path))
    sheet = dataset.CreateLayer("Sheet1")
    for number, name in enumerate(rows[0]):
        values = [row[number] for row in rows[1:]]
        numeric = all(re.fullmatch(r"\d+(\.\d+)?", value) for value in values)
        sheet.CreateField(ogr.FieldDefn(name, ogr.OFTReal if numeric else ogr.OFTString))
    for row in rows[1:]:
        feature = ogr.Feature(sheet.GetLayerDefn())
        for number, value in enumerate(row):
            feature.SetField(number, value)
        sheet.CreateFeature(feature)
    dataset = None


@pytest.fixture
def study(layer, make_raster, tmp_path):
    """What the full analysis needs beside the tables; all of it forest or grass."""
    cells = [[2 if (row + column) % 3 else 4 for column in range(60)] for row in range(40)]
    raster = make_raster(tmp_path / "CLCD_v01_2011_albert.tif", cells, origin=(100, 39), cell=0.1)
    return {"RASTERS": [raster], "REGIONS": layer, "OUTPUT": str(tmp_path / "结果.gpkg")}


def expected(folder):
    """Emissions (t CO2) and persons by region and year, from the numbers filled in.

    The 16 fuels stand in the order of the factor table. 10^4 t are 1e4 t, and 10^8 m3 of gas,
    which only these three fuels are, 1e5 times 1000 m3.
    """
    gases = {"coke_oven_gas", "other_gas", "natural_gas"}
    header, *rows = table(folder / "emission_factors.csv")
    factors = [
        (1e5 if row[0] in gases else 1e4) * float(row[header.index("ef_tco2")]) for row in rows
    ]
    return {
        (name, year): (
            sum(amount(i, j, k) * factor for k, factor in enumerate(factors)),
            persons(i, j) * 1e4,
        )
        for i, name in enumerate(NAMES)
        for j, year in enumerate(YEARS)
    }


def assert_footprint(footprint, folder):
    wanted = expected(folder)
    assert len(footprint) == len(wanted)
    for row in footprint.itertuples():
        ice, population = wanted[row.region, row.year]
        assert row.ice_tco2 == pytest.approx(ice, rel=1e-9), row.region
        assert row.population == pytest.approx(population, rel=1e-12), row.region
        assert row.depth > 1 and row.size_pc_ha > 0


def test_a_filled_template_goes_through_the_full_analysis_with_no_setting_touched(
    create, run, rows, study
):
    folder, _, _ = create()
    for name, cells in zip(("energy.csv", "population.csv"), fill(folder, "wide")):
        save_text(folder / name, cells, "utf-8-sig", ",")
    results, feedback = run(
        "fullanalysis",
        ENERGY=[str(folder / "energy.csv")],
        POPULATION=str(folder / "population.csv"),
        **study,
    )
    assert not feedback.errors
    assert not any("no region of the layer" in text for text in feedback.warnings)
    assert not any("have no row" in text for text in feedback.warnings)
    assert_footprint(rows(results["FOOTPRINT"]), folder)
    assert sum(results["COUNT_" + quadrant] for quadrant in ("I", "II", "III", "IV")) == 9


@pytest.mark.parametrize(
    ("layout", "language", "ending", "encoding", "delimiter"),
    [
        ("wide", "zh", ".csv", "gb18030", ","),  # Excel in Chinese, "CSV"
        ("wide", "en", ".csv", "utf-8-sig", ";"),  # where the comma is the decimal sign
        ("wide", "zh", ".csv", "utf-8-sig", "\t"),
        ("long", "zh", ".txt", "utf-16", "\t"),  # Excel's "Unicode text"
        ("long", "en", ".csv", "gb18030", ";"),
        ("wide", "en", ".xlsx", None, None),
        ("long", "zh", ".xlsx", None, None),
    ],
)
def test_however_it_is_saved(
    create, run, rows, study, tmp_path, layout, language, ending, encoding, delimiter
):
    folder, _, _ = create(LAYOUT=layout, LANGUAGE=language)
    energy, population = (tmp_path / (name + ending) for name in ("能源", "人口"))
    for path, cells in zip((energy, population), fill(folder, layout)):
        if encoding:
            save_text(path, cells, encoding, delimiter)
        else:
            save_workbook(path, cells)
    results, _ = run(
        "fullanalysis",
        ENERGY=[str(energy)],
        POPULATION=str(population),
        PERMUTATIONS=99,
        OUTPUT_MAPS="",
        OUTPUT_HTML="",
        **study,
    )
    assert_footprint(rows(results["FOOTPRINT"]), folder)


def test_the_other_templates_change_nothing_until_they_are_edited(create, run, rows, study):
    folder, _, _ = create()
    for name, cells in zip(("energy.csv", "population.csv"), fill(folder, "wide")):
        save_text(folder / name, cells, "utf-8-sig", ",")
    given = {
        "ENERGY": [str(folder / "energy.csv")],
        "POPULATION": str(folder / "population.csv"),
        "PERMUTATIONS": 99,
        "OUTPUT_MAPS": "",
        "OUTPUT_HTML": "",
        **study,
    }
    others = {
        "LEGEND_TABLE": str(folder / "legend.csv"),
        "EMISSION_FACTOR_TABLE": str(folder / "emission_factors.csv"),
        "YIELD_TABLE": str(folder / "yield_factors.csv"),
    }
    plain = rows(run("fullanalysis", **given)[0]["FOOTPRINT"])
    results, feedback = run("fullanalysis", **given, **others, LEGEND="custom")
    pd.testing.assert_frame_equal(rows(results["FOOTPRINT"]), plain, rtol=1e-12)
    assert not any("Yield factors" in text for text in feedback.warnings)

    path = folder / "yield_factors.csv"
    cells = table(path)
    assert cells[3][0] == "'=SUM(A1)"
    cells[3][1:] = ["2", "2"]
    save_text(path, cells, "utf-8-sig", ",")
    edited = rows(run("fullanalysis", **given, **others)[0]["FOOTPRINT"])
    ratio = (edited["sink_tc"] / plain["sink_tc"]).groupby(plain["region"]).mean()
    assert ratio.pop("=SUM(A1)") == pytest.approx(2) and (ratio - 1).abs().max() < 1e-12


def test_a_half_filled_template_gives_null_and_says_so(create, run, rows, study):
    folder, _, _ = create()
    for name, cells in zip(("energy.csv", "population.csv"), fill(folder, "wide")):
        cells[1][2] = ""  # raw coal, or the population, of 北京市 in 2010
        save_text(folder / name, cells, "utf-8-sig", ",")
    results, feedback = run(
        "fullanalysis",
        ENERGY=[str(folder / "energy.csv")],
        POPULATION=str(folder / "population.csv"),
        PERMUTATIONS=99,
        **study,
    )
    footprint = rows(results["FOOTPRINT"]).set_index(["region", "year"])
    hole = footprint.index == ("北京市", 2010)
    for field in ("ice_tco2", "icf_ha", "depth", "population", "size_pc_ha"):
        assert footprint.loc[hole, field].isna().all(), field
        assert footprint.loc[~hole, field].notna().all(), field
    assert footprint.loc[hole, "ice_coke_tco2"].notna().all()
    assert any("write 0 where a fuel is not used" in text for text in feedback.warnings)


def test_an_empty_template_gives_empty_fields_and_no_zeros(create, run, rows):
    folder, _, _ = create()
    energy = run("importenergy", INPUTS=[str(folder / "energy.csv")])[0]["OUTPUT"]
    assert len(rows(energy)) == 18 * 16 and rows(energy)["amount"].isna().all()
    emissions, feedback = run("industrialemissions", ENERGY=energy)
    values = rows(emissions["OUTPUT"]).drop(columns=["region", "year"])
    assert values.isna().all(axis=None) and emissions["ICE_TCO2"] is None
    assert any("18 region-years lack an amount" in text for text in feedback.warnings)
    panel = run("importpanel", INPUT=str(folder / "population.csv"), VALUE_NAME="population")[0]
    assert panel["ROWS"] == 18 and rows(panel["OUTPUT"])["population"].isna().all()


# --- the files ----------------------------------------------------------------------------------


def test_it_writes_all_files_and_says_how_many(create):
    folder, results, feedback = create()
    assert sorted(path.name for path in folder.iterdir()) == FILES
    assert results["FILES"] == 7
    assert any("7 files are written" in text for text in feedback.infos)
    population = table(folder / "population.csv")
    assert [row[1] for row in population[1:3]] == ["2010", "2012"]
    assert len(population) == 1 + 9 * 2, "a region in two parts has one row a year"
    assert [row[0] for row in population[1::2]] == [
        "'" + name if name[0] in "=-01<" or name == "MAR1" else name for name in NAMES
    ]


def test_the_readme_names_every_file_and_column(create):
    folder, _, _ = create(LAYOUT="long")
    text = (folder / "README.txt").read_bytes().decode("utf-8-sig")
    assert text.count("\n") == text.count("\r\n")
    for name in FILES[1:]:
        paragraph = text.split("\r\n\r\n%s\r\n" % name)[1].split("\r\n\r\n")[0]
        described = re.findall(r"^- ([^:]+):", paragraph, re.M)
        assert ", ".join(described) == ", ".join(table(folder / name)[0])


@pytest.mark.parametrize("layout", ["wide", "long"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_readme_has_no_column_that_is_not_there(create, layout, language):
    folder, _, _ = create(LAYOUT=layout, LANGUAGE=language)
    text = (folder / "README.txt").read_text(encoding="utf-8-sig")
    for name in ("energy.csv", "population.csv"):
        paragraph = text.split("\n\n%s\n" % name)[1].split("\n\n")[0]
        described = re.findall(r"^- ([^:]+):", paragraph, re.M)
        assert ", ".join(described) == ", ".join(table(folder / name)[0])


def test_some_templates_only(create):
    folder, results, _ = create(TEMPLATES=["legend", "population"], LEGEND="igbp")
    assert sorted(path.name for path in folder.iterdir()) == [
        "README.txt", "legend.csv", "population.csv",
    ]  # fmt: skip
    assert results["FILES"] == 3 and len(table(folder / "legend.csv")) == 1 + 18
    text = (folder / "README.txt").read_text(encoding="utf-8-sig")
    assert "energy.csv" not in text


def test_codes_as_numbers_and_a_selection(create, memory_layer, tmp_path):
    from qgis.core import QgsProcessingFeatureSourceDefinition, QgsProject

    codes = memory_layer("Polygon", {"code": int}, [(None, [110000]), (None, [120000])])
    QgsProject.instance().addMapLayer(codes)
    codes.select(2)
    chosen = QgsProcessingFeatureSourceDefinition(codes.id(), selectedFeaturesOnly=True)
    folder, _, _ = create(REGIONS=chosen, REGION_FIELD="code", TEMPLATES=["population"])
    QgsProject.instance().removeMapLayer(codes.id())
    assert [row[0] for row in table(folder / "population.csv")[1:]] == ["120000", "120000"]


def test_a_temporary_folder(run, layer):
    results, _ = run("createtemplates", REGIONS=layer, YEARS="2011", FOLDER="TEMPORARY_OUTPUT")
    assert (Path(results["FOLDER"]) / "energy.csv").is_file()


def test_headers_are_chinese_by_default_in_a_chinese_qgis(tools):
    from qgis.core import QgsSettings

    settings = QgsSettings()
    before = settings.value("locale/userLocale")
    settings.setValue("locale/userLocale", "zh_CN")
    settings.setValue("locale/overrideFlag", True)
    try:
        chinese = tools["createtemplates"].create()
    finally:
        settings.remove("locale/overrideFlag")
        settings.setValue("locale/userLocale", before)
        if before is None:
            settings.remove("locale/userLocale")
    assert chinese.parameterDefinition("LANGUAGE").defaultValue() == "zh"
    assert tools["createtemplates"].parameterDefinition("LANGUAGE").defaultValue() == "en"


# --- faults -------------------------------------------------------------------------------------


def test_what_is_there_is_not_overwritten(create, fault, layer):
    folder, _, _ = create(TEMPLATES=["energy"])
    before = (folder / "energy.csv").read_bytes()
    text = fault("createtemplates", REGIONS=layer, YEARS="2020", FOLDER=str(folder))
    assert "already has energy.csv, README.txt" in text
    assert (folder / "energy.csv").read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == ["README.txt", "energy.csv"]


def test_faults_come_together_and_nothing_is_written(fault, memory_layer, tmp_path):
    layer = memory_layer("Polygon", {"region": str}, [(None, ["A"]), (None, [None])])
    folder = tmp_path / "none"
    text = fault("createtemplates", REGIONS=layer, YEARS="2011-", FOLDER=str(folder))
    assert "feature 2: the field region is empty" in text
    assert "YEARS: '2011-' is no year and no span of years" in text
    text = fault("createtemplates", REGIONS=layer, YEARS="", FOLDER=str(folder))
    assert "YEARS" in text
    text = fault(
        "createtemplates", REGIONS=layer, REGION_FIELD="nom", YEARS="2011", FOLDER=str(folder)
    )
    assert "has no field nom" in text
    assert not folder.exists()


def test_the_folder_may_not_be_a_file(fault, layer, tmp_path):
    (tmp_path / "file").write_text("mine")
    text = fault("createtemplates", REGIONS=layer, YEARS="2011", FOLDER=str(tmp_path / "file"))
    assert "cannot be written" in text and (tmp_path / "file").read_text() == "mine"
