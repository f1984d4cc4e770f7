import openpyxl
import pandas as pd
import pytest
from carbon_footprint.core.constants import constant_table
from carbon_footprint.core.energy_tables import read_energy, tidy_energy
from carbon_footprint.core.log import Cancelled, InputError, Log

FUELS = constant_table("fuel_names")
ROWS = constant_table("energy_rows")


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


def faults(*args, **kwargs):
    with pytest.raises(InputError) as error:
        read_energy(*args, **kwargs)
    return [str(message) for message in error.value.messages]


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
    assert any("NOTE" in note for note in log.notes)
    total = read_energy([str(path)], format="ceads", scope="total_final")
    assert total["amount"][:20].tolist() == pytest.approx([c / 100 for c in range(20)])


@pytest.mark.parametrize(
    "change, words",
    [
        (
            ("A5", "Coal Mining"),
            ["'Coal Mining and Dressing' stands there 0 times", "'coal mining' is not one"],
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
        (("A2", "einheit"), ["sheet InnerMongolia2019: fuels are expected in row 1"]),
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
