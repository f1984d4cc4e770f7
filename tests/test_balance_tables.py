"""Balance tables of the China Energy Statistical Yearbook, drawn and real."""

from functools import partial

import openpyxl
import pytest
from carbon_footprint.core.energy_tables import read_energy
from carbon_footprint.core.log import InputError, Log
from faults import faults_of
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

NAMES = "煤合计 原煤 洗精煤 焦炭 焦炉煤气 油品合计 汽油 天然气 热力 电力 其他能源".split()
UNITS = "万吨 万吨 万吨 万吨 亿立方米 万吨 万吨 亿立方米 百亿千焦 亿千瓦时 万吨标煤".split()
FUELS = (
    "raw_coal cleaned_coal coke coke_oven_gas gasoline natural_gas heat electricity other_energy"
).split()
TOTAL = [60, 40, 20, 30, 5, 9, 9, 8, 100, 50, 4]
INDUSTRY = [50, 35, 15, 29, None, 6, 6, 7, 80, 40, 0]


def balance(
    path,
    title="6-9  上海能源平衡表(实物量)-2007",
    edit=None,
    final="四.终端消费量",
    sector="2.工业",
    units=UNITS,
):
    """Rows 1 title, 3 names, 4 units, 5.. numbers; the row of industry is 8."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        [title],
        [],
        ["项        目", "Item", *NAMES],
        [None, None, *("(%s)" % unit if unit else None for unit in units)],
        ["一.可供本地区消费的能源量", "Total Primary Energy Supply", *[1e6] * 11],
        [final, None, *TOTAL],
        ["1.农、林、牧、渔、水利业", None, *[1] * 11],
        [sector, None, *INDUSTRY],
        ["#用作原料、材料", "Non-Energy Use", *[1] * 11],
        ["五.平衡差额", "Statistical Difference", *[0] * 11],
        ["六.消费量合计", "Sum of Consumption", *[1e6] * 11],
        ["2.工业", "Industry", *[1e6] * 11],
    ):
        sheet.append(row)
    if edit:
        edit(sheet)
    book.save(path)
    return path


faults = partial(faults_of, read_energy)


def amounts(energy):
    return energy.set_index("fuel")["amount"].to_dict()


def test_industry_and_total_final(tmp_path):
    path = balance(tmp_path / "a.xlsx")
    log = Log()
    energy = read_energy(path, log=log)
    # The row of industry without the totals; the empty cell of coke-oven gas is 0.
    assert energy["fuel"].tolist() == FUELS
    assert energy["amount"].tolist() == [35, 15, 29, 0, 6, 7, 80, 40, 0]
    assert energy["unit"].tolist() == (
        ["10^4 t"] * 3 + ["10^8 m3", "10^4 t", "10^8 m3", "10^10 kJ", "10^8 kWh", "10^4 tce"]
    )
    assert set(energy["region"]) == {"上海"} and set(energy["year"]) == {2007}
    assert log.warnings == []
    account = log.notes[-1]
    for words in (
        "1 regions: 上海", "years: 2007;", "9 fuels", "Natural gas (10^8 m3)", "yearbook: a.xlsx",
        "the row 2.工业", "'煤合计', which is a total", "empty cells of balance tables are 0",
        "raw material", "Heat, Electricity emit nothing",
    ):  # fmt: skip
        assert words in account
    total = read_energy(path, format="yearbook", scope="total_final")
    assert total["amount"].tolist() == [40, 20, 30, 5, 9, 8, 100, 50, 4]


@pytest.mark.parametrize(
    "final", ["四、终端消费量", "四 终端消费量", "(四)终端消费量", "４．终端 消费量"]
)
@pytest.mark.parametrize("sector", ["2、工业", "  2. 工　业", "（二）工业", "工业", "#工业"])
def test_labels_in_other_spellings(tmp_path, final, sector):
    path = balance(tmp_path / "a.xlsx", final=final, sector=sector)
    assert amounts(read_energy(path))["raw_coal"] == 35


@pytest.mark.parametrize(
    "title, file, region, year",
    [
        ("表6-5 内蒙古能源平衡表（实物量） - 2015", "a.xlsx", "内蒙古", 2015),
        ("2012年上海市能源平衡表", "a.xlsx", "上海市", 2012),
        (
            "ENERGY BALANCE OF INNER MONGOLIA-2009 (PHYSICAL QUANTITY)",
            "a.xlsx",
            "INNER MONGOLIA",
            2009,
        ),
        ("能源平衡表(实物量)", "05_InnerMongolia_2010.xlsx", "InnerMongolia", 2010),
        ("6-9 上海能源平衡表(实物量)", "yearbook_2013/上海.xlsx", "上海", 2013),
        ("能源平衡表", "吉林/2014.xlsx", "吉林", 2014),
    ],
)
def test_region_and_year(tmp_path, title, file, region, year):
    path = tmp_path / file
    path.parent.mkdir(exist_ok=True)
    energy = read_energy(balance(path, title))
    assert set(energy["region"]) == {region} and set(energy["year"]) == {year}


def test_region_or_year_not_told(tmp_path):
    (tmp_path / "data").mkdir()
    found = faults(balance(tmp_path / "data" / "1.xlsx", "能源平衡表"))
    assert len(found) == 2 and "which region" in found[0] and "one year (-)" in found[1]
    found = faults(balance(tmp_path / "a.xlsx", "上海能源平衡表 2007 2008"))
    assert "one year (2007, 2008)" in found[0]
    log = Log()
    read_energy(balance(tmp_path / "Jilin.xlsx"), log=log)
    assert "the title says 上海 and the file name Jilin" in log.warnings[0]


def test_a_workbook_with_a_sheet_for_each_province(tmp_path):
    path = balance(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    other = book.copy_worksheet(book.active)
    other.title = "Jilin2008"
    other["A1"] = "能源平衡表"
    book.create_sheet("注")["A1"] = "说明"
    book.save(path)
    log = Log()
    energy = read_energy(path, log=log)
    assert energy.groupby("region")["year"].first().to_dict() == {"上海": 2007, "Jilin": 2008}
    assert "sheets 注, which are no balance tables" in log.notes[-1]


def test_units_are_suspect_or_missing(tmp_path):
    def unit(at, text):
        return [text if i == at else unit for i, unit in enumerate(UNITS)]

    wrong = balance(tmp_path / "a.xlsx", units=unit(7, "万吨"))
    (message,) = faults(wrong)
    # 7 * 10^8 m3 * 1.33 = 931 000 tce of 10^4 * (35 * .7143 + 15 * .9 + 29 * .9714 + 6 * 1.4714
    # + 93.1) = 1 685 994 tce: 55.2 %
    assert "'万吨' over Natural gas is misprinted" in message
    assert "natural_gas=10^8 m3 (7 10^8 m3 would be 55.2% of the energy" in message
    missing = balance(tmp_path / "b.xlsx", units=unit(7, None))
    (message,) = faults(missing)
    assert "no unit is printed over Natural gas" in message
    # A unit for all does not go before what is printed, one for a fuel does.
    assert len(faults(wrong, unit="ceads")) == 1
    assert amounts(read_energy(missing, unit="ceads"))["natural_gas"] == 7
    for path in (wrong, missing):
        energy = read_energy(path, unit="natural_gas=10^8 m3").set_index("fuel")
        assert energy.loc["natural_gas", "unit"] == "10^8 m3"


def test_a_second_line_of_units_settles_it_with_a_warning(tmp_path):
    def edit(sheet):
        sheet.insert_rows(5)
        for column, unit in enumerate(["104 tn"] * 4 + ["108 cu.m"], start=3):
            sheet.cell(5, column).value = "(%s)" % unit
        sheet["G4"] = "(万吨)"

    log = Log()
    energy = read_energy(balance(tmp_path / "a.xlsx", edit=edit), log=log).set_index("fuel")
    assert energy.loc["coke_oven_gas", "unit"] == "10^8 m3"
    suspect = [line for line in log.warnings if "unit of Coke oven gas is suspect" in line]
    assert len(suspect) == 1 and "'万吨 / 108 cu.m' is printed" in suspect[0]

    def contradicting(sheet):
        edit(sheet)
        sheet["G4"] = "(万立方米)"

    assert (
        "over Coke oven gas is misprinted"
        in faults(balance(tmp_path / "a.xlsx", edit=contradicting))[0]
    )


def test_standard_coal_in_the_title(tmp_path):
    path = balance(tmp_path / "a.xlsx", "上海能源平衡表(标准量)-2007", units=[None] * 11)

    def edit(sheet):
        sheet["C2"] = "单位：万吨标准煤"

    assert len(faults(path)) == 9
    # The title may stand above the fuels as well as above the labels.
    path = balance(path, "上海能源平衡表(标准量)-2007", edit, units=[None] * 11)
    assert set(read_energy(path)["unit"]) == {"10^4 tce"}


@pytest.mark.parametrize(
    "change, words",
    [
        (("D8", "x"), "row 8, column 原煤: 'x' is not a number"),
        (("D8", -1), "row 8, column 原煤: '-1' is not a number from 0 up"),
        (("D3", "泥煤"), "column 泥煤: '泥煤' is no known fuel"),
        (("D3", "焦炭"), "Coke has two columns"),
        (("D3", None), "row 8: cell 4 has the amount 35.0 and no fuel above it"),
        (("A7", "2.工业"), "the row of industry stands there 2 times (rows 7, 8)"),
    ],
)
def test_faults(tmp_path, change, words):
    def edit(sheet):
        sheet[change[0]] = change[1]

    found = faults(balance(tmp_path / "a.xlsx", edit=edit))
    assert len(found) == 1 and words in found[0], found


def test_a_table_without_industry_or_without_its_numbers(tmp_path):
    path = balance(tmp_path / "a.xlsx", sector="2.制造业")
    assert "no balance table" in faults(path, format="yearbook")[0]

    def edit(sheet):
        for cell in sheet[8][2:]:
            cell.value = None

    assert "row 8 (2.工业): there are no numbers" in faults(balance(path, edit=edit))[0]


def test_sums_that_do_not_agree_are_said(tmp_path):
    def edit(sheet):
        sheet["C8"] = 55  # 煤合计, of 35 + 15
        sheet["F8"] = 31  # coke of industry, of 30 in all

    log = Log()
    read_energy(balance(tmp_path / "a.xlsx", edit=edit), log=log)
    assert "'煤合计' is not the sum of its fuels" in log.warnings[0]
    assert "(55 against 50)" in log.warnings[0]
    assert "industry uses more 焦炭 (31) than all final consumption (30)" in log.warnings[1]


def test_columns_of_newer_tables_are_added_up(tmp_path):
    def edit(sheet):
        for column, name, unit, amount in (
            (14, "高炉煤气", "亿立方米", 3), (15, "转炉煤气", "亿立方米", 2),
            (16, "液化天然气", "万吨", 10), (17, "煤矸石", "万吨", 1), (18, "Item", None, None),
        ):  # fmt: skip
            sheet.cell(3, column).value = name
            sheet.cell(4, column).value = unit
            sheet.cell(8, column).value = amount
            sheet.cell(6, column).value = amount

    energy = amounts(read_energy(balance(tmp_path / "a.xlsx", edit=edit)))
    assert energy["other_gas"] == 5 and energy["other_washed_coal"] == 1
    # 7 * 10^8 m3 and 10^5 t of liquefied gas, 1321.2 m3 each
    assert energy["natural_gas"] == pytest.approx(7 + 1.3212)


def test_english_names_over_several_lines(tmp_path):
    lines = (
        [None, None, "Other", None, None, None, "Petroleum", None, None],
        ["Coal Total", "Raw Coal", "Washed", "Coke", "Coke Oven", "Natural", "Products", "Gasoline", "Heat"],
        [None, None, "Coal", None, "Gas", "Gas", "Total", None, None],
        ["104 tn"] * 4 + ["108 cu.m"] * 2 + ["104 tn"] * 2 + ["1010 kJ"],
    )  # fmt: skip
    book = openpyxl.Workbook()
    book.active.append(["ENERGY BALANCE OF SHANGHAI-2007"])
    for line in lines:
        book.active.append([None, *line])
    book.active.append(["Total Final Consumption", 9, 4, 5, 3, 2, 1, 6, 6, 8])
    book.active.append(["Industry", 8, 4, 4, 3, 2, 1, 5, 5, 8])
    book.save(tmp_path / "a.xlsx")
    energy = read_energy(tmp_path / "a.xlsx")
    assert set(energy["region"]) == {"SHANGHAI"}
    assert amounts(energy) == dict(
        raw_coal=4, other_washed_coal=4, coke=3, coke_oven_gas=2, natural_gas=1, gasoline=5, heat=8
    )


CELLS = st.sampled_from(
    ["", None, "x", "-", "0", "-5", "１２", 7, "2007", "原煤", "天然气", "(万吨)", "(108 cu.m)", "2.工业",
     "四.终端消费量", "Total", "煤合计", "inf", "=A1", "<b>{0}</b>", "高炉煤气", "液化天然气", "()"]
)  # fmt: skip


@settings(
    max_examples=60, deadline=None, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 14), CELLS), min_size=1, max_size=5))
@example([(3, 1, "四.终端消费量")])  # the row of fuels is no row of amounts
def test_a_damaged_table_is_read_right_or_refused(tmp_path, changes):
    rows = {}

    def edit(sheet):
        for row, column, cell in changes:
            sheet.cell(row, column).value = cell
        for column in range(1, 15):
            rows[column] = [sheet.cell(row, column).value for row in (3, 8)]

    try:
        energy = read_energy(balance(tmp_path / "a.xlsx", edit=edit))
    except InputError as error:
        assert all(str(message).endswith((".", "?")) for message in error.messages)
        return
    # Every amount is a cell of row 8 under its fuel, or 0 for an empty one.
    assert energy["unit"].map(bool).all() and not energy["fuel"].duplicated().any()
    names = dict(zip(NAMES, ["", *FUELS[:4], "", *FUELS[4:]]))
    unchanged = {names.get(name): cell for name, cell in rows.values() if names.get(name)}
    for fuel, amount in amounts(energy).items():
        if fuel in unchanged and fuel not in ("other_gas", "natural_gas"):
            cell = unchanged[fuel]
            # a formula has no result until a spreadsheet program has saved it, which is warned of
            assert amount == (0 if cell in (None, "", "-", "=A1") else float(cell))


def test_the_tool_takes_names_of_the_user_and_units_of_single_fuels(run, rows, tmp_path):
    path = balance(tmp_path / "上 海.xlsx", units=[*UNITS[:7], "万吨", *UNITS[8:]])
    book = openpyxl.load_workbook(path)
    book.active["D3"] = "无烟煤"
    book.save(path)
    names = tmp_path / "names.csv"
    names.write_text("name,fuel\n无烟煤,原煤\n", encoding="utf-8")
    results, _ = run(
        "importenergy",
        INPUTS=[str(path)],
        FORMAT="yearbook",
        FUEL_NAMES_TABLE=str(names),
        UNIT="natural_gas=10^8 m3",
    )
    found = rows(results["OUTPUT"]).set_index("fuel")[["amount", "unit"]]
    assert results["ROWS"] == 9 and found.loc["raw_coal"].tolist() == [35, "10^4 t"]
    assert found.loc["natural_gas"].tolist() == [7, "10^8 m3"]


# --- the real tables of 2007 -------------------------------------------------------------------

# Read by hand from row 33, "2.工业 Industry". Columns: D raw coal, E cleaned coal, F other washed
# coal, G briquettes, H coke, I coke oven gas, J other gas, L crude oil, M gasoline, O diesel,
# P fuel oil, Q LPG, R refinery gas, S natural gas, T other petroleum products, U other coking
# products, V heat, W electricity, X other energy; C and K are totals of coal and oil.
# To two decimals, as the cells show them; an empty cell is 0.
COLUMNS = (
    "raw_coal cleaned_coal other_washed_coal briquettes coke coke_oven_gas other_gas crude_oil "
    "gasoline diesel fuel_oil lpg refinery_gas natural_gas other_petroleum_products "
    "other_coking_products heat electricity other_energy"
).split()
PRINTED = {
    # D33 .. X33 of each file
    "09_Shanghai.xls": (
        "上海", [787.48, 63.49, 0, 5.74, 691.38, 22.71, 5.03, 0, 26.26, 63.34, 91.99, 45.42, 114.02,
                 10.62, 738.78, 34.13, 6286.70, 649.82, 0],
    ),
    "15_Shandong.xls": (
        "山东", [8344.13, 460.97, 110.10, 105.88, 2577.19, 26.81, 0, 139.65, 65.41, 104.74, 133.36,
                 38.40, 44.10, 15.00, 485.44, 69.94, 47214.05, 2074.36, 54.77],
    ),
    "16_Henan.xls": (
        "河南", [7438, 103.96, 38.35, 66.92, 1437.05, 11.96, 128, 17.19, 37.63, 78.30, 61.18, 7.75,
                 18.06, 26.76, 113.25, 57, 10573.89, 1371.90, 41.67],
    ),
    "21_Hainan.xls": (
        "海南", [72.59, 0, 0, 0, 22.99, 0, 0, 3.17, 7.20, 5.90, 5.44, 0.08, 21.06, 16.75, 39.29, 0,
                 269, 57.52, 0],
    ),
    "27_Gansu.xls": (
        "甘肃", [910.29, 22.39, 0.20, 12.28, 561.20, 11.53, 3.84, 5.74, 6.27, 12.51, 9.48, 0.17,
                 46.28, 10.18, 98.51, 14.35, 5552, 437.11, 110.60],
    ),
}  # fmt: skip
# Row 31, "四.终端消费量", D31: raw coal; W31: electricity.
TOTALS = {
    "上海": (987.28, 1016.30),
    "山东": (9538.73, 2596.05),
    "河南": (8560, 1744.89),
    "海南": (72.59, 105.15),
    "甘肃": (1423.18, 579),
}


@pytest.fixture
def tables(real_data):
    return [real_data / "energy" / "yearbook_2007" / name for name in PRINTED]


def test_real_tables_of_2007(tables):
    log = Log()
    energy = read_energy(tables, log=log)
    assert len(energy) == 5 * 20 and set(energy["year"]) == {2007}
    for region, printed in PRINTED.values():
        found = amounts(energy[energy["region"] == region])
        assert [found[fuel] for fuel in COLUMNS] == pytest.approx(printed, abs=0.0051), region
        units = energy[energy["region"] == region].set_index("fuel")["unit"]
        assert (units[["coke_oven_gas", "other_gas", "natural_gas"]] == "10^8 m3").all()
        assert units["electricity"] == "10^8 kWh" and units["heat"] == "10^10 kJ"
    account = log.notes[-1]
    assert "5 regions: 上海, 山东, 河南, 海南, 甘肃" in account
    assert "yearbook: 09_Shanghai.xls, 15_Shandong.xls, 16_Henan.xls" in account
    assert "raw material" in account  # row 34 of Henan and Gansu has numbers


def test_real_total_final(tables):
    energy = read_energy(tables, scope="total_final").set_index(["region", "fuel"])["amount"]
    for region, (coal, electricity) in TOTALS.items():
        assert energy[region, "raw_coal"] == pytest.approx(coal, abs=0.0051)
        assert energy[region, "electricity"] == pytest.approx(electricity, abs=0.0051)


def test_real_misprints_are_said(tables):
    log = Log()
    read_energy(tables, log=log)
    # Hainan: I5 and J5 print 万吨, I9 and J9 108 cu.m; S5 is empty, S9 prints 108 cu.m.
    # Shandong: U33 is 69.94 (industry), U31 16.78 (all final consumption).
    assert len(log.warnings) == 4
    shandong, cog, other, natural = log.warnings
    assert shandong.startswith("15_Shandong.xls: industry uses more 其他焦化产品 (69.937) than")
    for line, fuel in ((cog, "Coke oven gas"), (other, "Other gas")):
        assert f"21_Hainan.xls: the unit of {fuel} is suspect: '万吨 / 108 cu.m' is printed" in line
        assert "it is 0 in this row" in line
    assert "the unit of Natural gas is suspect: one line of units is empty" in natural
    assert "16.75 10^8 m3 would be" in natural


def test_real_unit_can_be_set(tables):
    hainan = tables[3]
    log = Log()
    given = "coke_oven_gas=10^8 m3; other_gas=10^8 m3; natural_gas=10^4 m3"
    energy = read_energy(hainan, unit=given, log=log).set_index("fuel")
    assert energy.loc["natural_gas"].tolist()[2:] == [16.75, "10^4 m3"]
    assert len(log.warnings) == 3 and all("as UNIT says" in line for line in log.warnings)
