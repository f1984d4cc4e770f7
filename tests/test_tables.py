"""Tables as people save them: text in any form, titles, merged headers, notes, damaged files."""

import io
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pytest
from carbon_footprint.core.energy_tables import read_energy
from carbon_footprint.core.log import InputError, Log
from carbon_footprint.core.panels import read_panel
from carbon_footprint.core.tables import (
    is_missing,
    parse_number,
    parse_year,
    read_sheets,
    read_table,
)
from carbon_footprint.core.text_files import TextFormat, read_text_rows
from carbon_footprint.core.units import energy_in_base_units
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ROWS = [
    ["地区", "2019年", "2020年"],
    ["北京市", "2190.1", "2189"],
    ["新疆维吾尔自治区", "2559", "-"],
]


def write(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


def fault(function, *args, **kwargs):
    with pytest.raises(InputError) as error:
        function(*args, **kwargs)
    return str(error.value)


def book(path, *sheets):
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for number, rows in enumerate(sheets):
        sheet = workbook.create_sheet("表%d" % number)
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return path


# --- encoding and separator ------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize(
    "encoding, said",
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("gbk", "gb18030"), ("gb18030", "gb18030"),
        ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be"),
    ],
)  # fmt: skip
def test_encoding_and_separator_are_found_and_said(tmp_path, encoding, said, delimiter):
    text = "\r\n".join(delimiter.join(row) for row in ROWS) + "\r\n"
    log = Log()
    rows = read_text_rows(write(tmp_path / "人口 数据.csv", text, encoding), log=log)
    assert rows == [[cell or None for cell in row] for row in ROWS]
    name = {",": "comma", "\t": "tab", ";": "semicolon", "|": "bar"}[delimiter]
    assert log.notes == [
        f"人口 数据.csv: text in {said}, columns separated by {name}, decimal point."
    ]


def test_encoding_and_separator_can_be_set(tmp_path):
    path = write(tmp_path / "a.csv", "地區,數\n臺北,1;2\n", "big5")
    assert read_text_rows(path)[0] != ["地區", "數"]  # valid GB18030, other letters
    assert read_text_rows(path, TextFormat(encoding="big5"))[0] == ["地區", "數"]
    assert read_text_rows(path, TextFormat("big5", "semicolon"))[1] == ["臺北,1", "2"]
    assert "not in utf-16" in fault(read_text_rows, path, TextFormat("utf-16"))
    assert "not in utf-8" in fault(read_text_rows, path, TextFormat("utf-8"))


def test_a_damaged_letter_does_not_make_utf8_another_encoding(tmp_path):
    data = ("地区,数\n" + "北京市,1\n" * 50).encode()
    at = data.index("京".encode())
    (tmp_path / "a.csv").write_bytes(data[:at] + b"\xff" + data[at + 1 :])
    assert "not a text table" in fault(read_text_rows, tmp_path / "a.csv")


def test_thousands_separators_are_no_columns(tmp_path):
    text = "region\t2019\t2020\nA\t1,234,567\t2,345,678\nB\t1,234,567\t2,345,678\n"
    table = read_table(write(tmp_path / "a.tsv", text))
    assert table["2019"].tolist() == [1234567, 1234567]


def test_the_separator_that_excel_is_told(tmp_path):
    table = read_table(write(tmp_path / "a.csv", "sep=;\na;b\n1,5;2\n"))
    assert table["a"].tolist() == [1.5] and list(table.index) == [3]


@pytest.mark.parametrize(
    "cells, decimal, numbers",
    [
        (["12,5", "1.234,5", "1.234"], "auto", [12.5, 1234.5, 1234]),
        (["1234,567", "1,234"], "auto", [1234.567, 1.234]),
        (["12.5", "1,234"], "auto", [12.5, 1234]),
        (["1,234", "2"], "point", [1234, 2]),
        (["1,234", "2"], "comma", [1.234, 2]),
        (["1,234,567", "2"], "auto", [1234567, 2]),
    ],
)
def test_decimal_commas(tmp_path, cells, decimal, numbers):
    path = write(tmp_path / "a.csv", "r;v\n" + "".join(f"x;{cell}\n" for cell in cells))
    assert read_table(path, form=TextFormat(decimal=decimal))["v"].tolist() == numbers


def test_a_comma_that_may_mean_either_is_asked_about(tmp_path):
    path = write(tmp_path / "a.csv", "r;v\nx;1,234\n")
    assert "is 1,234 a thousand and more" in fault(read_table, path)


# --- cells -----------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", [".", "..", "……", "－", "-----", "·", "/", "无数据", "N.A.", "　"])
def test_nothing(cell):
    assert is_missing(cell)


@pytest.mark.parametrize("cell", ["0", "无", "#DIV/0!", "北京", "-1", ".5"])
def test_something(cell):
    assert not is_missing(cell)


@pytest.mark.parametrize("cell", ["2019年末", "2019年底", "２０１９ 年", " 2019 "])
def test_years(cell):
    assert parse_year(cell) == 2019


# --- header, titles, notes -------------------------------------------------------------------


def both(tmp_path, rows):
    """The same rows as text and as a workbook."""
    text = "\n".join(",".join(map(str, ("" if c is None else c for c in row))) for row in rows)
    yield write(tmp_path / "a.csv", text + "\n")
    yield book(tmp_path / "a.xlsx", rows)


def test_titles_units_blank_rows_and_notes(tmp_path):
    rows = [
        ["各省人口"], ["时间：2011年-2012年", None, "单位：万人"], [], ["地区", "2012年", "2011年"], [],
        ["北京市", "２０７８", "2,024" if False else 2024], ["西藏自治区", 315, "—"], ["天津市"], [],
        ["注：2011年数据为年末数。"], ["数据来源：国家统计局"],
    ]  # fmt: skip
    for path in both(tmp_path, rows):
        log = Log()
        panel = read_panel(path, "population", log=log)
        assert panel["population"].tolist()[:2] == [
            2024e4,
            pytest.approx(float("nan"), nan_ok=True),
        ]
        assert panel["population"].tolist()[2:] == [2078e4, 315e4]
        assert panel["year"].tolist() == [2011, 2011, 2012, 2012]
        said = "\n".join(log.notes)
        assert "各省人口" in said and "10: 注：2011年数据为年末数。" in said
        assert "converted from 10^4 persons to person" in said
        assert "2 regions, 2 years (2011 to 2012), 1 values missing" in said
        assert "'天津市' has no numbers and is left out" in log.warnings[0]


def test_a_unit_that_contradicts_the_table_is_warned_of(tmp_path):
    path = write(tmp_path / "a.csv", "region,year,population (10^4 persons)\nA,2019,5\n")
    log = Log()
    assert read_panel(path, "population", log=log)["population"].tolist() == [5e4]
    assert not log.warnings
    assert read_panel(path, "population", "persons", log)["population"].tolist() == [5]
    assert "the table says 10^4 persons, but persons was given" in log.warnings[0]


def test_merged_headers(tmp_path):
    rows = [["地区", "人口", None, None], [None, "2018年", "2019年", "2020年"], ["A", 1, 2, 3]]
    for path in both(tmp_path, rows):
        assert read_table(path).columns.tolist() == ["地区", "2018年", "2019年", "2020年"]
        assert read_panel(path)["value"].tolist() == [1, 2, 3]
    rows = [
        ["地区", "人口", None, "GDP", None],
        [None, "2019", "2020", "2019", "2020"],
        ["A", 1, 2, 3, 4],
    ]
    for path in both(tmp_path, rows):
        assert read_table(path).columns.tolist() == [
            "地区", "人口 2019", "人口 2020", "GDP 2019", "GDP 2020",
        ]  # fmt: skip


def test_a_row_of_units_below_the_header(tmp_path):
    for label in (None, "单位"):
        rows = [
            ["地区", "年份", "原煤", "天然气"],
            [label, None, "万吨", "亿立方米"],
            ["A", 2019, 1, 2],
        ]
        for path in both(tmp_path, rows):
            table = read_table(path)
            assert table.columns.tolist() == ["地区", "年份", "原煤 万吨", "天然气 亿立方米"]
            assert table["原煤 万吨"].tolist() == [1] and list(table.index) == [3]


def test_a_first_row_without_a_region_is_no_header(tmp_path):
    path = write(tmp_path / "a.csv", "region,year,value\n,2019,1\nB,2019,2\n")
    assert "row 2: the region is missing" in fault(read_panel, path)


def test_one_bad_cell_is_the_fault_and_not_the_column(tmp_path):
    path = write(tmp_path / "a.csv", "region,year,people\nA,2019,1\nB,2019,2x\nC,2019,3\n")
    assert "row 3, column 'people': '2x' is not a number" in fault(read_panel, path, "population")


def test_formulas_without_a_saved_result_are_warned_of(tmp_path):
    path = book(
        tmp_path / "a.xlsx", [["region", "year", "value"], ["甲", 2019, "=1+1"], ["乙", 2019, 3]]
    )
    log = Log()
    assert read_panel(path, log=log)["value"].isna().tolist() == [True, False]
    assert "1 cells hold formulas without a saved result and count as empty (C2)" in log.warnings[0]
    log = Log()
    read_panel(book(tmp_path / "b.xlsx", [["region", "year", "value"], ["甲", 2019, 2]]), log=log)
    assert not log.warnings


# --- damaged files ---------------------------------------------------------------------------


def kinds(folder):
    rows = [["region", "year", "value"], *[["北京", 2000 + i, i * 1.5] for i in range(20)]]
    frame = pd.DataFrame(rows[1:], columns=rows[0])
    files = [book(folder / "a.xlsx", rows), folder / "a.ods", folder / "a.csv", folder / "b.csv"]
    frame.to_excel(files[1], index=False, engine="odf")
    frame.to_csv(files[2], index=False, encoding="gb18030")
    frame.to_csv(files[3], index=False, encoding="utf-16")
    return files


def test_damaged_files_are_read_or_refused_in_a_sentence(tmp_path):
    """Cut short, bytes changed, parts of the archive emptied: no exception but InputError."""
    rng = np.random.default_rng(4)
    refused = 0
    for path in kinds(tmp_path):
        whole = path.read_bytes()
        damaged = [whole[:cut] for cut in rng.integers(0, len(whole), 25)]
        for _ in range(60):
            data = bytearray(whole)
            for at in rng.integers(0, len(data), rng.integers(1, 30)):
                data[at] = rng.integers(256)
            damaged.append(bytes(data))
        if zipfile.is_zipfile(path):
            damaged += list(_with_one_part_changed(path, rng))
        for number, data in enumerate(damaged):
            file = tmp_path / ("%d%s" % (number, path.suffix))
            file.write_bytes(data)
            try:
                panel = read_panel(file)
            except InputError as error:
                refused += 1
                assert file.name in str(error)
            else:
                assert panel["year"].between(1900, 2099).all()
    assert refused > 100


def _with_one_part_changed(path, rng):
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name in parts:
        for change in (b"", b"<", parts[name][: len(parts[name]) // 2], parts[name] * 2):
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w") as archive:
                for other, data in parts.items():
                    archive.writestr(other, change if other == name else data)
            yield out.getvalue()


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.binary(max_size=300))
def test_any_bytes_are_a_table_or_a_sentence(tmp_path, data):
    path = tmp_path / "x.csv"
    path.write_bytes(data)
    try:
        read_sheets(path)
    except InputError as error:
        assert "x.csv" in str(error)


# --- generated tables: the right panel or a clear error --------------------------------------

NUMBERS = st.floats(-1e12, 1e12, allow_nan=False).map(lambda value: round(value, 3))


def written(value, style):
    """A number as people write it."""
    if value is None:
        return ["", "-", "…", "NA"][style % 4]
    text = f"{value:.3f}"
    forms = [
        text,
        f"{value:,.3f}",
        f" {text} ",
        "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in text),
    ]
    return forms[style % 4]


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    regions=st.lists(
        st.text("甲乙丙丁戊己庚辛ABCDEFGH", min_size=2, max_size=6),
        min_size=1,
        max_size=5,
        unique=True,
    ),
    years=st.lists(st.integers(1950, 2030), min_size=1, max_size=4, unique=True),
    values=st.data(),
    long=st.booleans(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    delimiter=st.sampled_from([",", "\t", ";"]),
    title=st.booleans(),
    note=st.booleans(),
)
def test_generated_panels(
    tmp_path, regions, years, values, long, encoding, delimiter, title, note
):  # fmt: skip
    cells = {
        (region, year): values.draw(st.tuples(st.none() | NUMBERS, st.integers(0, 3)))
        for region in regions
        for year in years
    }
    if long:
        rows = [["地区", "年份", "数值"]]
        rows += [[r, f"{y}年", written(*cells[r, y])] for r in regions for y in years]
    else:
        rows = [["地区", *(f"{y}年" for y in years)]]
        rows += [[r, *(written(*cells[r, y]) for y in years)] for r in regions]
    if title:
        rows.insert(0, ["各地区数据"])
    if note:
        rows += [[], ["注：推算数。"]]
    text = "".join(
        delimiter.join('"%s"' % c if delimiter in c else c for c in row) + "\n" for row in rows
    )
    path = tmp_path / "面板.csv"
    path.write_bytes(text.encode(encoding))
    try:
        panel = read_panel(path)
    except InputError as error:
        if all(value is None for value, _ in cells.values()):
            assert not long and "no row has numbers" in str(error)
        else:
            assert "twice" in str(error)  # two names of one region, as 甲甲市 and 甲甲
        return
    assert long or any(value is not None for value, _ in cells.values())
    found = {(row.region, row.year): row.value for row in panel.itertuples()}
    for key, value in found.items():
        expected = cells[key][0]
        assert (expected is None and np.isnan(value)) or value == expected
    left_out = set(cells) - set(found)
    # only regions without any number may be missing, and only where years are columns
    assert all(cells[region, year][0] is None for region, year in left_out)
    assert not (left_out and long)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=12))
def test_any_text_is_a_number_or_refused(text):
    try:
        value = parse_number(text)
    except ValueError:
        return
    assert isinstance(value, float) and not np.isinf(value)


#: Names of fuels as tables write them, the unit that their header gives, and what it is in t or 1000 m3.
SPELLINGS = [
    ("raw_coal", "Raw Coal", "10^4 t", 1e4), ("raw_coal", "原煤", "万吨", 1e4), ("coke", "焦炭", "t", 1.0),
    ("natural_gas", "天然气", "亿立方米", 1e5), ("natural_gas", "Natural_Gas", "10^8 m3", 1e5),
    ("diesel", "柴油", "kg", 1e-3), ("other_gas", "其他煤气", "万立方米", 10.0),
]  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    regions=st.lists(
        st.sampled_from(["北京", "天津市", "Hebei", "江苏省", "XinJiang"]), min_size=1, unique=True
    ),
    years=st.lists(st.integers(1997, 2022), min_size=1, max_size=3, unique=True),
    spellings=st.lists(
        st.sampled_from(SPELLINGS), min_size=1, max_size=5, unique_by=lambda one: one[0]
    ),
    layout=st.sampled_from(["long", "wide", "years"]),
    values=st.data(),
    encoding=st.sampled_from(["utf-8-sig", "gb18030", "utf-16"]),
    delimiter=st.sampled_from([",", "\t", ";"]),
)
def test_generated_energy_tables(
    tmp_path, regions, years, spellings, layout, values, encoding, delimiter
):  # fmt: skip
    amount = st.none() | st.floats(0, 1e7).map(lambda value: round(value, 3))
    cells = {
        (region, year, fuel): values.draw(st.tuples(amount, st.integers(0, 3)))
        for region in regions
        for year in years
        for fuel, *_ in spellings
    }
    if layout == "long":
        rows = [["地区", "年份", "能源品种", "消费量", "单位"]]
        rows += [
            [r, f"{y}", name, written(*cells[r, y, fuel]), unit]
            for r in regions
            for y in years
            for fuel, name, unit, _ in spellings
        ]
    elif layout == "wide":
        rows = [["region", "year", *(f"{name} ({unit})" for _, name, unit, _ in spellings)]]
        rows += [
            [r, f"{y}", *(written(*cells[r, y, fuel]) for fuel, *_ in spellings)]
            for r in regions
            for y in years
        ]
    else:
        rows = [["地区", "能源品种", "单位", *(f"{y}年" for y in years)]]
        rows += [
            [r, name, unit, *(written(*cells[r, y, fuel]) for y in years)]
            for r in regions
            for fuel, name, unit, _ in spellings
        ]
    text = "".join(
        delimiter.join('"%s"' % c if delimiter in c else c for c in row) + "\n" for row in rows
    )
    path = tmp_path / "能源.csv"
    path.write_bytes(text.encode(encoding))
    table = energy_in_base_units(read_energy(path))
    found = {(row.region, row.year, row.fuel): row.amount_base for row in table.itertuples()}
    assert set(found) == set(cells)
    factors = {fuel: factor for fuel, _, _, factor in spellings}
    for key, value in found.items():
        expected = cells[key][0]
        if expected is None:
            assert np.isnan(value)
        else:
            assert value == pytest.approx(expected * factors[key[2]], rel=1e-12)
