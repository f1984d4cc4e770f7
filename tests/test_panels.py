import openpyxl
import pandas as pd
import pytest
from carbon_footprint.core.log import Log
from carbon_footprint.core.panels import read_panel
from carbon_footprint.core.tables import (
    find_column,
    is_missing,
    parse_number,
    parse_year,
    read_sheets,
    read_table,
)
from faults import faults_of


def write(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


# -- cells -----------------------------------------------------------------


@pytest.mark.parametrize(
    "cell, number",
    [
        ("1,234,567.8", 1234567.8),
        ("1 234", 1234),
        ("１２．５", 12.5),
        ("-3", -3),
        ("−3", -3),
        ("1e3", 1000),
        (".5", 0.5),
        (7, 7),
        (2.5, 2.5),
        ("+4.", 4),
    ],
)
def test_parse_number(cell, number):
    assert parse_number(cell) == number


@pytest.mark.parametrize(
    "cell", ["", " ", "-", "—", "——", "…", "NA", "n/a", "NULL", None, float("nan"), pd.NA]
)
def test_missing(cell):
    assert is_missing(cell) and pd.isna(parse_number(cell))


@pytest.mark.parametrize(
    "cell", ["1,23", "12%", "abc", "inf", "1.234,5", "1-2", "5*", "12 34", "0x10", "#N/A"]
)
def test_what_is_no_number(cell):
    with pytest.raises(ValueError):
        parse_number(cell)


@pytest.mark.parametrize(
    "cell, year",
    [
        (2019, 2019),
        (2019.0, 2019),
        ("2019", 2019),
        ("2019年", 2019),
        ("2019.0", 2019),
        ("２０１９年度", 2019),
        ("2019-12-31", None),
        ("19", None),
        ("2019.5", None),
        (20190, None),
        (None, None),
        ("", None),
    ],
)
def test_parse_year(cell, year):
    assert parse_year(cell) == year


# -- files -----------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_tables(tmp_path, encoding, separator):
    text = "地区,数\n北京市,１\n\n天津市,—\n".replace(",", separator)
    table = read_table(write(tmp_path / "数据 表.csv", text, encoding))
    assert table["地区"].tolist() == ["北京市", "天津市"]
    assert table["数"][2] == 1 and pd.isna(table["数"][4])
    assert list(table.index) == [2, 4]  # rows of the file


def test_column_types(tmp_path):
    table = read_table(
        write(tmp_path / "a.csv", "n,code,id,mixed\n1,001,1234567890123456789,1\n2,002,1,x\n")
    )
    assert table["n"].dtype.kind == "i"
    assert table["code"].tolist() == ["001", "002"]
    assert table["id"].tolist()[0] == "1234567890123456789"
    assert table["mixed"].tolist() == ["1", "x"]
    assert find_column(table, ["x", "code"]) == "code" and find_column(table, ["x"]) is None


def test_quoted_cells_keep_row_numbers(tmp_path):
    table = read_table(write(tmp_path / "a.csv", 'region,note\nA,"two\nlines, one cell"\nB,x\n'))
    assert table["region"].tolist() == ["A", "B"] and list(table.index)[1] == 4


def test_workbooks(tmp_path):
    frame = pd.DataFrame({"region": ["北京", "天津"], "v": [1.5, None]})
    xlsx, ods = tmp_path / "表.xlsx", tmp_path / "表.ods"
    frame.to_excel(xlsx, index=False)
    frame.to_excel(ods, index=False, engine="odf")
    for path in (xlsx, ods):
        table = read_table(path)
        assert table["region"].tolist() == ["北京", "天津"]
        assert table["v"].tolist()[0] == 1.5 and pd.isna(table["v"].tolist()[1])
    book = openpyxl.load_workbook(xlsx)
    book.create_sheet("二").append(["a", "b"])
    book["二"].append([1, 1234567.890123])
    book.save(xlsx)
    assert "Sheet1, 二" in faults_of(read_table, xlsx)[0]
    assert read_table(xlsx, "二")["b"].tolist() == [1234567.890123]
    assert read_table(str(xlsx) + "|layername=二")["a"].tolist() == [1]


def test_real_xls(real_data):
    sheets = read_sheets(real_data / "energy" / "yearbook_2007" / "21_Hainan.xls")
    rows = sheets["Sheet1"]
    assert rows[0][0].startswith("6-21") and rows[10][2] == "415.48"


@pytest.mark.parametrize(
    "name, data, words",
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"\xef\xbb\xbf\r\n,,\r\n", "empty"),
        ("a.csv", b"\xff\xfa\x00\x01\x80", "not a text table"),
        ("a.csv", b'a,b\n1,"2', "quotation marks"),
        ("a.csv", b"a,b\n", "no rows"),
        ("a.csv", b"a,a\n1,2\n", "two columns are called 'a'"),
        ("a.csv", b"a,b\n1,2,3\n", "row 2: there are more cells"),
        ("a.xlsx", b"PK\x03\x04 broken", "cannot be opened as a XLSX"),
        ("a.xlsx", b"", "cannot be opened"),
        ("a.xls", b"<html><table></table></html>", "cannot be opened as a XLS"),
        ("a.pdf", b"%PDF", "save it as CSV"),
    ],
)
def test_damaged_files(tmp_path, name, data, words):
    (tmp_path / name).write_bytes(data)
    found = faults_of(read_table, tmp_path / name)
    assert len(found) == 1 and words in found[0] and name in found[0]


def test_missing_file_and_folder(tmp_path):
    assert "no such file" in faults_of(read_table, tmp_path / "x.csv")[0]
    assert "no such file" in faults_of(read_table, tmp_path)[0]


# -- panels ----------------------------------------------------------------

NBS = "数据库：分省年度数据\n时间：2011年-2012年\n地区,2012年,2011年\n北京市,2078,2024\n西藏自治区,315,\n数,,\n"


def test_nbs_export(tmp_path):
    log = Log()
    table = read_panel(write(tmp_path / "人口.csv", NBS, "utf-8-sig"), "population", "万人", log)
    assert list(table.columns) == ["region", "year", "population"]
    assert table["region"].tolist() == ["北京市", "西藏自治区"] * 2
    assert table["year"].tolist() == [2011, 2011, 2012, 2012]
    assert table["population"].tolist()[0] == 20240000 and pd.isna(table["population"][1])
    assert len(log.warnings) == 1 and "row 6: '数'" in log.warnings[0]


def test_long_picks_the_value_column(tmp_path):
    text = "province,adcode,year,pop,gdp,source\nBeijing,110000,2019,1,2,x\nTianjin,120000,2019,3,-,y\n"
    path = write(tmp_path / "p.csv", text)
    assert read_panel(path, "gdp")["gdp"].tolist()[0] == 2
    assert read_panel(path, "POP")["POP"].tolist() == [1, 3]
    assert "of pop, gdp" in faults_of(read_panel, path)[0]
    only = write(tmp_path / "q.csv", "region,year,pop\nBeijing,2019,1\n")
    table = read_panel(only)
    assert table.values.tolist() == [["Beijing", 2019, 1.0]] and table["year"].dtype.kind == "i"


def test_codes_as_regions(tmp_path):
    table = read_panel(write(tmp_path / "p.csv", "adcode,2019,2020\n110000,1,2\n"))
    assert table["region"].tolist() == ["110000", "110000"] and table["value"].tolist() == [1, 2]


def test_panel_faults(tmp_path):
    path = write(tmp_path / "p.csv", "region,2019,2020\nA,1,x\n,3,4\nB,1,2\nB,1,2\n")
    found = faults_of(read_panel, path)
    assert any("row 2, column '2020': 'x'" in line for line in found)
    assert any("row 3: the region is missing" in line for line in found)
    assert sum("row 5: B" in line for line in found) == 2 and len(found) == 4
    path = write(tmp_path / "p.csv", "region,year,v\n北京,2019,1\nBeijing,2019,1\nA,x,1\n")
    assert len(faults_of(read_panel, path)) == 2
    assert (
        "no columns of regions" in faults_of(read_panel, write(tmp_path / "p.csv", "a,b\n1,2\n"))[0]
    )
    assert "did you mean" in faults_of(read_panel, path, "v", "10^4 souls")[0]


def test_a_table_without_any_number(tmp_path):
    path = write(tmp_path / "p.csv", "region,2019,2020\nA,,-\nB,...,\n")
    (fault,) = faults_of(read_panel, path)
    assert fault.startswith("p.csv: no row has numbers; ")


def test_many_faults_are_counted(tmp_path):
    text = "region,year,v\n" + "".join(f"A{i},2019,?\n" for i in range(100))
    found = faults_of(read_panel, write(tmp_path / "p.csv", text), "v")
    assert len(found) == 31 and "70 more" in found[-1]


def test_real_population(real_data):
    folder = real_data / "population"
    nbs = read_panel(
        folder / "nbs_resident_population_2011_2022_export.csv", "population", "10^4 persons"
    )
    tidy = read_panel(
        folder / "province_population_2000_2022_10k_combined.csv", "population", "万人"
    )
    assert len(nbs) == 31 * 12 and len(tidy) == 31 * 23
    assert nbs["population"].notna().all()
    # Beijing 2011: 2024 x 10^4 persons in the export
    row = nbs[(nbs["region"] == "北京市") & (nbs["year"] == 2011)]
    assert row["population"].tolist() == [20240000]
