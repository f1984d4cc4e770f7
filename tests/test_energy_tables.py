from functools import partial

import openpyxl
import pandas as pd
import pytest
from carbon_footprint.core.constants import constant_table
from carbon_footprint.core.energy_tables import read_energy, tidy_energy
from carbon_footprint.core.log import Cancelled, Log
from faults import faults_of

FUELS = constant_table("fuel_names")
ROWS = constant_table("energy_rows").query("format == 'ceads'")


def inventory(path, edit=None, sheets=("InnerMongolia2019", "Jilin2019"), unit_of_heat="1010 kj"):
    """A workbook of the published form: row r, fuel c holds r + c / 100, then a transformation block."""
    book = openpyxl.Workbook()
    book.active.title = "NOTE"
    book.active.append(["Introduction", "This spreadsheet ..."])
    for name in sheets:
        sheet = book.create_sheet(name)
        sheet.append(["Energy_inventory"] + [n.replace(" ", "_") for n in FUELS["name_en"]])
        sheet.append(
            ["unit"] + list(FUELS["ceads_unit"].str.replace("10^10 kJ", unit_of_heat, regex=False))
        )
        for r, label in enumerate(ROWS["row"]):
            sheet.append([label + "  "] + [r + c / 100 for c in range(20)])
        for label in (None, "Briquettes", "Coal Mining and Dressing"):
            sheet.append([label] + [1e6] * 20 if label else [])
    if edit:
        edit(book)
    book.save(path)
    return path


faults = partial(faults_of, read_energy)


def test_energy_rows():
    assert (ROWS["role"] == "industry").sum() == 40
    industry = ROWS[ROWS["role"] == "industry"]["row"]
    assert industry.iloc[0] == "Coal Mining and Dressing"
    assert industry.iloc[-1] == "Tap Water Production and Supply"
    assert list(industry.index) == list(range(2, 42))
    assert ROWS["row"].iloc[0] == "Total Final Consumption" and ROWS["row"].iloc[-1] == "Rural"


def test_ceads_industry_and_total(tmp_path):
    path = inventory(tmp_path / "能源 2019.xlsx")
    log = Log()
    energy = read_energy(path, log=log)
    assert list(energy.columns) == ["region", "year", "fuel", "amount", "unit"]
    assert len(energy) == 40 and set(energy["region"]) == {"InnerMongolia", "Jilin"}
    assert set(energy["year"]) == {2019} and list(energy["fuel"][:20]) == list(FUELS["fuel"])
    # rows 2..41 of the block: sum = 40 * 21.5 = 860, plus 40 * c / 100
    assert energy["amount"][:20].tolist() == pytest.approx([860 + 0.4 * c for c in range(20)])
    assert energy["unit"][:20].tolist() == FUELS["ceads_unit"].tolist()
    assert "left out: sheets NOTE, which are no inventories" in log.notes[-1]
    assert "the 40 industry rows 'Coal Mining and Dressing' to 'Tap Water" in log.notes[-1]
    total = read_energy([str(path)], format="ceads", scope="total_final")
    assert total["amount"][:20].tolist() == pytest.approx([c / 100 for c in range(20)])


@pytest.mark.parametrize(
    "change, words",
    [
        (
            ("A5", "Coal Mining"),
            ["'Coal Mining and Dressing' stands there 0 times", "'Coal Mining' is not one"],
        ),
        (
            ("A6", "Coal Mining and Dressing"),
            [
                "'Coal Mining and Dressing' stands there 2 times",
                "'Petroleum and Naturl Gas Extraction' stands there 0 times",
            ],
        ),
        (("B5", -0.01), ["row 5 (Coal Mining and Dressing): Raw coal is '-0.01'"]),
        (("C6", None), ["row 6 (Petroleum and Naturl Gas Extraction): Cleaned coal is ''"]),
        (("D7", "n.a"), ["row 7 (Ferrous Metals Mining and Dressing): Other washed coal is 'n.a'"]),
        (("G2", "10^4 ton"), ["cannot measure Coke oven gas"]),
        (("B2", "stone"), ["the unit 'stone' is not known"]),
        (("B1", "Peat"), ["'Peat' is no known fuel", "the column of Raw coal is missing"]),
    ],
)
def test_ceads_faults(tmp_path, change, words):
    def edit(book):
        book["InnerMongolia2019"][change[0]] = change[1]

    found = faults(inventory(tmp_path / "e.xlsx", edit))
    assert len(found) == len(words)
    for word in words:
        assert any(word in line and "e.xlsx" in line for line in found), found


def test_ceads_sheet_without_year_and_repeated_file(tmp_path):
    assert "does not end with a year" in faults(inventory(tmp_path / "a.xlsx", sheets=["Jilin"]))[0]
    a = inventory(tmp_path / "a.xlsx")
    b = inventory(tmp_path / "b.xlsx", sheets=["Jilin2019", "吉林省2019", "Jilin2020"])
    found = faults([a, b])
    assert len(found) == 1 and "2019 stands twice in a.xlsx, b.xlsx" in found[0]
    assert "Jilin / 吉林省" in found[0]
    found = faults([a, tmp_path / "none.xlsx", tmp_path / "none.csv"])
    assert len(found) == 2 and "no such file" in found[0]


OTHER_SPELLINGS = {  # of the sectors, as in the inventories of emissions 1997-2019
    "Petroleum and Naturl Gas Extraction": "Petroleum and Natural Gas Extraction ",
    "Equipment for Special Purpose": "Equipment for Special Purposes",
    "Gas Production and Supply": "Production and Supply of Gas",
    "Total Final Consumption": "Total Consumption",
    "Other": "Others",
    "Farming, Forestry, Animal Husbandry, Fishery & Water Conservancy": "Farming, Forestry, "
    "Animal Husbandry, Fishery and Water Conservancy   ",
}


@pytest.mark.parametrize("units", ["row", "nameless", "none"])
def test_ceads_in_other_spellings(tmp_path, units):
    def edit(book):
        for sheet in book.worksheets[1:]:
            for cell in sheet["A"]:
                cell.value = OTHER_SPELLINGS.get(str(cell.value).strip(), cell.value)
            for cell in sheet[1]:
                cell.value = cell.value.replace("Raw_Coal", "Raw Coal ").replace(
                    "Cleaned_C", "CleanedC"
                )
            if units == "none":
                sheet.delete_rows(2)
            else:
                sheet.insert_rows(3)
                sheet["A2"] = "unit" if units == "row" else None

    log = Log()
    path = inventory(tmp_path / "a.xlsx", edit)
    energy = read_energy(path, log=log)
    # As in test_ceads_industry_and_total: nothing of the numbers changed.
    assert energy["amount"][:20].tolist() == pytest.approx([860 + 0.4 * c for c in range(20)])
    assert energy["unit"][:20].tolist() == FUELS["ceads_unit"].tolist()
    assert any("no row of units" in line for line in log.warnings) == (units == "none")
    assert read_energy(path, scope="total_final")["amount"][1] == pytest.approx(0.01)


def test_ceads_row_without_a_name(tmp_path):
    def nameless(*cells):
        def edit(book):
            for cell in cells:
                book["Jilin2019"][cell] = None

        return edit

    log = Log()
    energy = read_energy(inventory(tmp_path / "a.xlsx", nameless("A10")), log=log)
    # Its neighbours leave one name for row 10: rows 3.. are rows 0.. of energy_rows.csv.
    assert f"row 10: the row has no name and is taken as '{ROWS['row'][7]}'" in log.warnings[0]
    assert energy["amount"][20] == pytest.approx(860)

    # Two rows are missing at this place: its name is anybody's guess.
    def ambiguous(book):
        nameless("A10")(book)
        book["Jilin2019"].delete_rows(11)

    found = faults(inventory(tmp_path / "a.xlsx", ambiguous))
    assert "row 10: the row has numbers and no name" in " ".join(found)
    found = faults(inventory(tmp_path / "a.xlsx", nameless("A10", "A11")))
    assert sum("has numbers and no name" in line for line in found) == 2
    assert sum("stands there 0 times" in line for line in found) == 2


def test_an_inventory_of_emissions_is_no_energy(tmp_path):
    def edit(book):
        for cell in book["Jilin2019"][2]:
            cell.value = "Mt CO2"

    assert "Jilin2019 holds emissions" in faults(inventory(tmp_path / "a.xlsx", edit))[0]


def test_real_emission_inventories_are_refused(real_data):
    path = real_data / "emissions" / "Emission_Inventories_for_30_Provinces_2000.xlsx"
    assert "holds emissions and not energy" in faults(path)[0]


def test_ceads_year_from_the_file_name(tmp_path):
    energy = read_energy(inventory(tmp_path / "inventory_2016.xlsx", sheets=["Jilin"]))
    assert set(energy["year"]) == {2016} and set(energy["region"]) == {"Jilin"}


def test_one_sheet_of_a_workbook(tmp_path):
    path = inventory(tmp_path / "a.xlsx")
    assert set(read_energy(f"{path}|layername=Jilin2019")["region"]) == {"Jilin"}
    assert "has the sheets NOTE, InnerMongolia2019" in faults(f"{path}|layername=none")[0]
    book = openpyxl.load_workbook(path)
    book.create_sheet("empty")
    book.create_sheet("long").append(["region", "year", "coke"])
    book["long"].append(["A", 2019, 3])
    book.save(path)
    assert read_energy(f"{path}|layername=long")["amount"].tolist() == [3]
    assert "name the one to read" in faults(f"{path}|layername=empty")[0]


# --- shapes, totals, names, account ------------------------------------------------------------


def table(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def test_years_as_columns(tmp_path):
    path = table(
        tmp_path / "y.csv",
        "地区,指标,单位,2011年,2012年,2014年\n"
        "吉林省,原煤消费量,万吨,1,2,3\n"
        "吉林省,天然气消费量,亿立方米,4,-,6\n"
        "北京市,原煤(万吨),,7,8,9\n",
    )
    log = Log()
    energy = read_energy(path, log=log)
    assert energy["amount"].isna().sum() == 1 and len(energy) == 9
    row = energy.set_index(["region", "year", "fuel"])
    assert row.loc[("北京市", 2014, "raw_coal"), "amount"] == 9
    assert row.loc[("吉林省", 2014, "natural_gas")].tolist() == [6, "10^8 m3"]
    assert "years: 2011-2012, 2014; 0 of 6" in log.notes[-1]
    assert "years as columns: y.csv" in log.notes[-1]
    found = faults(table(path, "region,fuel,unit,2011,2012\nA,coke,t,x,-2\nA,coke,t,1,1\n"))
    assert found == [
        "y.csv, row 2, column '2011': 'x' is not a number; correct it or leave it empty."
    ]
    found = faults(table(path, "region,fuel,unit,2011,2012\nA,coke,t,1,2\nA,Coke,t,1,1\n"))
    assert len(found) == 2 and "A 2011 stands twice" in found[0]


def test_totals_of_fuels_are_not_added(tmp_path):
    path = table(
        tmp_path / "w.csv",
        "region,year,煤合计(万吨),原煤(万吨),焦炭(万吨),Total (10^4 tce)\nA,2019,10,10,3,99\n"
        "A,2020,12,10,3,99\n",
    )
    log = Log()
    energy = read_energy(path, log=log)
    assert energy["fuel"].tolist() == ["raw_coal", "coke"] * 2
    assert "'煤合计(万吨)', which is a total" in log.notes[-1] and "'Total (10^4" in log.notes[-1]
    assert log.warnings[0] == (
        "w.csv: '煤合计(万吨)' is not the sum of its fuels in 1 region-years, least of all in A 2020 "
        "(12 against 10); a fuel may be missing or a column shifted."
    )
    path = table(
        tmp_path / "l.csv",
        "region,year,fuel,amount,unit\nA,2019,Coal Total,5,t\nA,2019,Raw coal,5,t\n",
    )
    assert read_energy(path)["amount"].tolist() == [5]
    found = faults(table(path, "region,year,fuel,amount,unit\nA,2019,煤炭,5,t\nA,2019,coke,5,t\n"))
    assert "'煤炭' is the total of several fuels, none of which is there" in found[0]
    # Only a unit may follow the name of a total.
    found = faults(table(path, "region,year,coke,Total population\nA,2019,5,7\n"))
    assert "'Total population' is no known fuel" in found[0]


def test_the_nation_beside_its_provinces_is_left_out(tmp_path):
    text = "region,year,coke\n全国,2019,30\n北京,2019,1\n上海,2019,2\n东部地区,2019,3\n"
    log = Log()
    energy = read_energy(table(tmp_path / "w.csv", text), log=log)
    assert energy["region"].tolist() == ["北京", "上海"]
    assert "rows of 全国, 东部地区, which are sums" in log.notes[-1]
    only = read_energy(table(tmp_path / "n.csv", "region,year,coke\n全国,2019,30\n"))
    assert only["region"].tolist() == ["全国"]
    # In a file of its own, too.
    log = Log()
    files = [table(tmp_path / "a.csv", "region,year,coke\nBeijing,2019,1\n")]
    files += [table(tmp_path / "b.csv", "region,year,coke\n北京市,2020,1\n")]
    read_energy(files, log=log)
    assert "1 regions: Beijing\n- years: 2019-2020; 0 of 2" in log.notes[-1]
    both = read_energy(
        [tmp_path / "n.csv", table(tmp_path / "p.csv", "region,year,coke\n北京,2019,1\n")]
    )
    assert both["region"].tolist() == ["北京"]
    log = Log()
    frame = pd.DataFrame({"region": ["China", "Jilin"], "year": 2019, "coke": [3, 1]})
    assert tidy_energy(frame, "layer", log=log)["region"].tolist() == ["Jilin"]
    assert any("rows of China" in line for line in log.notes)


def test_parts_printed_apart_are_added_to_their_fuel(tmp_path):
    path = table(
        tmp_path / "w.csv",
        "region,year,其他煤气(亿立方米),高炉煤气(亿立方米),转炉煤气(万立方米),液化天然气(万吨),石油焦(万吨)\n"
        "A,2019,1,2,30000,10,4\nB,2019,1,,0,0,0\n",
    )
    log = Log()
    energy = read_energy(path, log=log).set_index(["region", "fuel"])
    # 30000 * 10^4 m3 = 3 * 10^8 m3; 10^5 t * 1321.2 m3/t = 1.3212 * 10^8 m3
    assert energy.loc[("A", "other_gas"), "amount"] == pytest.approx(6)
    assert energy.loc[("A", "natural_gas"), "amount"] == pytest.approx(1.3212)
    assert energy.loc[("A", "other_petroleum_products"), "amount"] == pytest.approx(4)
    assert set(energy["unit"]) == {"10^8 m3", "10^4 t"}
    assert pd.isna(energy.loc[("B", "other_gas"), "amount"])
    assert any("Liquefied natural gas is added to Natural gas" in line for line in log.notes)
    found = faults(table(path, "region,year,LNG (10^8 m3)\nA,2019,1\n"))
    assert "cannot measure Liquefied natural gas" in found[0]
    found = faults(table(path, "region,year,其他煤气(亿立方米),高炉煤气(tce)\nA,2019,1,1\n"))
    assert "partly in standard coal" in found[0]
    assert "stands twice" in faults(table(path, "region,year,BFG,高炉煤气\nA,2019,1,1\n"))[0]


def test_lng_keeps_its_energy():
    # 1 t of liquefied gas is 1.7572 tce, 1000 m3 of natural gas 1.3300 tce.
    part = constant_table("fuel_parts").set_index("part").loc["lng"]
    s = constant_table("fuels").set_index("fuel").loc["natural_gas", "standard_coal_kgce_per_unit"]
    assert part.fuel_per_unit == pytest.approx(1757.2 / s, abs=5e-5)


def test_units_of_single_fuels_go_before_the_table(tmp_path):
    path = table(tmp_path / "w.csv", "region,year,coke (t),天然气(万吨)\nA,2019,1,2\n")
    assert "UNIT like natural_gas=10^8 m3" in faults(path)[0]
    log = Log()
    energy = read_energy(path, unit="天然气 = 亿立方米; ceads", log=log)
    assert energy["unit"].tolist() == ["t", "10^8 m3"]
    assert "Natural gas is printed in '万吨' and read in 10^8 m3, as UNIT says" in log.warnings[0]
    found = faults(path, unit="peat=t；natural_gas=t; coke=stone")
    assert len(found) == 3 and all("UNIT: " in line for line in found)


def test_names_of_the_user_and_suggestions(tmp_path):
    path = table(tmp_path / "w.csv", "region,year,无烟煤,Dieesel\nA,2019,1,2\n")
    found = faults(path)
    assert "'无烟煤' is no known fuel; rename it" in found[0]
    assert "'Dieesel' is no known fuel; did you mean Diesel" in found[1]
    names = pd.DataFrame({"name": ["无烟煤", "Dieesel", None], "fuel": ["raw_coal", "柴油", ""]})
    assert read_energy(path, fuel_names=names)["fuel"].tolist() == ["raw_coal", "diesel"]
    names = pd.DataFrame({"name": ["a", "a", "b", ""], "fuel": ["coke", "diesel", "peat", "coke"]})
    found = faults(path, fuel_names=names)
    assert len(found) == 3 and "row 2: 'a' stands there already" in found[0]
    assert "needs the columns name and fuel" in faults(path, fuel_names=names[["name"]])[0]


def test_coking_inputs_are_suspected_where_the_scope_is_unknown(tmp_path):
    text = "region,year,coke (kt),cleaned coal (10^4 t)\nA,2019,10,%s\nA,2021,10,0.1\nB,2021,10,\n"
    log = Log()
    read_energy(table(tmp_path / "w.csv", text % 2), log=log)
    # 21 kt of cleaned coal for 30 kt of coke
    assert "There is 70% as much cleaned coal as coke" in log.warnings[0]
    assert "- years: 2019, 2021; 1 of 4 region-years are missing" in log.notes[-1]
    log = Log()
    read_energy(table(tmp_path / "w.csv", text % 0.5), log=log)  # 6 for 30
    read_energy(inventory(tmp_path / "a.xlsx"), log=log)
    assert log.warnings == []


def test_real_terminal_consumption_is_not_suspected(real_data):
    log = Log()
    folder = real_data / "energy"
    read_energy(folder / "terminal_industry_consumption_2011_2021_odd_years.csv", log=log)
    assert log.warnings == []


def test_cancel(tmp_path):
    class Stop(Log):
        def is_cancelled(self):
            return True

    with pytest.raises(Cancelled):
        read_energy(inventory(tmp_path / "a.xlsx"), log=Stop())


def test_long_csv_in_gb18030(tmp_path):
    path = tmp_path / "长.csv"
    path.write_bytes(
        '地区,年份,品种,消费量,单位\n北京市,2019年,原煤,"1,234.5",万吨\n北京市,2019年,天然气,－,亿立方米\n'.encode(
            "gb18030"
        )
    )
    energy = read_energy(path)
    assert energy["region"].tolist() == ["北京市"] * 2 and energy["year"].tolist() == [2019] * 2
    assert energy["fuel"].tolist() == ["raw_coal", "natural_gas"]
    assert energy["amount"][0] == 1234.5 and pd.isna(energy["amount"][1])
    assert energy["unit"].tolist() == ["10^4 t", "10^8 m3"]


def test_long_faults_all_at_once(tmp_path):
    path = tmp_path / "l.csv"
    path.write_text(
        "region,year,fuel,amount,unit\nA,2019,peat,1,t\nA,2019,coke,x,t\nA,19,coke,1,t\n"
        ",2019,coke,1,t\nA,2020,coke,1,m3\nA,2020,diesel,1,stone\n",
        encoding="utf-8",
    )
    found = faults(path)
    assert len(found) == 6
    for row, line in zip([2, 6, 7, 3, 4, 5], found):
        assert f"row {row}" in line
    path.write_text(
        "region,year,fuel,amount,unit\nA,2019,coke,-1,t\nB,2019,coke,1,t\n", encoding="utf-8"
    )
    assert faults(path) == ["l.csv, row 2: A 2019 Coke is negative (-1.0); correct it."]
    path.write_text(
        "region,year,fuel,amount,unit\n北京,2019,coke,1,t\nBeijing,2019,焦炭,1,t\n",
        encoding="utf-8",
    )
    assert "stands twice" in faults(path)[0]


def test_long_without_unit(tmp_path):
    path = tmp_path / "l.csv"
    path.write_text(
        "region,year,fuel,amount\nA,2019,coke,1\nA,2019,natural gas,2\n", encoding="utf-8"
    )
    assert "in which unit" in faults(path)[0]
    assert read_energy(path, unit="ceads")["unit"].tolist() == ["10^4 t", "10^8 m3"]
    assert read_energy(path, unit="tce")["unit"].tolist() == ["tce", "tce"]
    assert "cannot measure Natural gas" in faults(path, unit="t")[0]


def test_wide_units_by_column_and_by_default(tmp_path):
    path = tmp_path / "w.tsv"
    path.write_text(
        "省份\tadcode\t年份\t原煤(万吨)\tDiesel_Oil\tcoke_10^4 t\tNatural Gas [10^4 m3]\n"
        "吉林\t220000\t2019\t1\t2\t3\t4\n吉林\t220000\t2020\t5\t\t7\t0\n",
        encoding="utf-8",
    )
    log = Log()
    energy = read_energy(path, log=log)
    first = energy[energy["year"] == 2019]
    assert list(zip(first["fuel"], first["amount"], first["unit"])) == [
        ("raw_coal", 1, "10^4 t"),
        ("diesel", 2, "10^4 t"),
        ("coke", 3, "10^4 t"),
        ("natural_gas", 4, "10^4 m3"),
    ]
    assert energy["amount"].isna().sum() == 1 and len(energy) == 8
    text = " ".join(log.notes)
    assert "units of CEADs" in text and "adcode" in text
    assert read_energy(path, unit="t")["unit"].tolist()[1] == "t"
    path.write_text(
        "region\tyear\tpeat\tGDP\tdiesel\tDiesel Oil\nA\t2019\t1\t1\t1\t1\n", encoding="utf-8"
    )
    assert len(faults(path)) == 2
    path.write_text("region\tyear\tdiesel\tDiesel Oil\nA\t2019\t1\t1\n", encoding="utf-8")
    assert "stands twice" in faults(path)[0]


def test_wrong_choices(tmp_path):
    path = tmp_path / "w.csv"
    path.write_text("region,year,coke\nA,2019,1\n", encoding="utf-8")
    assert "no sheet like" in faults(path, format="ceads")[0]
    assert "needs the columns fuel" in faults(path, format="long")[0]
    assert "use one of" in faults(path, format="parquet")[0]
    assert "use one of" in faults(path, scope="all")[0]
    assert "choose one" in faults([])[0]
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    assert "name them region and year" in faults(path)[0]


def test_tidy_energy_from_a_layer():
    table = pd.DataFrame(
        {"region": ["A"], "year": [2019.0], "fuel": ["Coke"], "amount": [1.5], "unit": ["t"]}
    )
    energy = tidy_energy(table, "layer")
    assert energy.values.tolist() == [["A", 2019, "coke", 1.5, "t"]]
    assert energy["year"].dtype.kind == "i"


def test_real_workbooks_equal_the_panel(real_data):
    folder = real_data / "energy"
    years = [2011, 2012, 2015, 2019, 2021]
    books = [folder / f"ceads_provincial_energy_inventory_{year}.xlsx" for year in years]
    energy = read_energy(books)
    assert len(energy) == 5 * 30 * 20 and energy["amount"].notna().all()
    panel = read_energy(folder / "terminal_industry_consumption_2011_2021_odd_years.csv")
    assert len(panel) == 180 * 20
    both = energy.merge(panel, on=["region", "year", "fuel"], suffixes=("", "_panel"))
    assert len(both) == 4 * 30 * 20
    assert both["amount"].to_numpy() == pytest.approx(
        both["amount_panel"].to_numpy(), rel=1e-9, abs=1e-12
    )
    assert (both["unit"] == both["unit_panel"]).all()


def test_real_total_is_the_printed_row(real_data):
    # Read off the sheet Shanghai2021: 437.6 raw coal, 2021 prints the heat unit as '1010 kj'.
    path = real_data / "energy" / "ceads_provincial_energy_inventory_2021.xlsx"
    total = read_energy(path, scope="total_final").set_index(["region", "fuel"])
    assert total.loc[("Shanghai", "raw_coal"), "amount"] == pytest.approx(437.6)
    assert total.loc[("Shanghai", "heat"), "unit"] == "10^10 kJ"
    assert len(total) == 600


def test_the_tool_takes_a_layer_in_place_of_files(run, rows, fault, tmp_path):
    path = table(
        tmp_path / "表.csv", "地区,年份,无烟煤(万吨),天然气\n全国,2019,9,9\n吉林,2019,1,2\n"
    )
    names = str(table(tmp_path / "names.csv", "name,fuel\n无烟煤,raw_coal\n"))
    results, feedback = run("importenergy", INPUT_LAYER=str(path), FUEL_NAMES_TABLE=names)
    found = rows(results["OUTPUT"])
    assert found["region"].tolist() == ["吉林"] * 2 and found["fuel"].tolist()[0] == "raw_coal"
    assert found["unit"].tolist() == ["10^4 t", "10^8 m3"]
    assert "Choose tables, INPUTS or INPUT_LAYER" in fault("importenergy")
    assert "only one" in fault("importenergy", INPUTS=[str(path)], INPUT_LAYER=str(path))


def test_cancel_stops_within_one_large_file(tmp_path):
    """A look at the user's wish between any two steps, each of which takes a second for a nation."""
    path = tmp_path / "energy.csv"
    path.write_text("region,year,fuel,amount,unit\n北京,2019,raw coal,1,10^4 t\n", encoding="utf-8")

    class Counting(Log):
        asked, stop = 0, None

        def is_cancelled(self):
            self.asked += 1
            return self.asked == self.stop

    whole = Counting()
    read_energy(path, log=whole)
    assert whole.asked >= 12, (
        "the file, its text, its rows, five columns, four steps of the amounts"
    )
    for stop in range(1, whole.asked + 1):
        stopped = Counting()
        stopped.stop = stop
        with pytest.raises(Cancelled):
            read_energy(path, log=stopped)
        assert stopped.asked == stop
