import pytest
from carbon_footprint.core.constants import FOLDER, constant_table

MINE = [
    "fuels",
    "emission_factors",
    "fuel_names",
    "units",
    "regions",
    "region_groups",
    "energy_rows",
    "known_breaks",
    "plausible_amounts",
]


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.csv")))
def test_every_row_has_source_and_confidence(name):
    table = constant_table(name)
    assert len(table)
    for column in ("source", "confidence"):
        assert (table[column].astype(str).str.strip() != "").all()


def test_numbers_are_numbers_text_is_text_and_copies_are_independent():
    fuels = constant_table("fuels")
    assert fuels["ncv_kj_per_unit"].dtype.kind in "if"
    assert fuels.loc[0, "note"] == ""
    fuels.loc[0, "oxidation"] = 99
    assert constant_table("fuels").loc[0, "oxidation"] == 0.94


@pytest.mark.parametrize("name", MINE)
def test_rows_are_unique(name):
    key = ["factor_set", "fuel"] if name == "emission_factors" else constant_table(name).columns[0]
    assert not constant_table(name).duplicated(key).any()
