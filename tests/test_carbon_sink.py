"""Carbon sinks against hand calculation."""

import numpy as np
import pandas as pd
import pytest
from carbon_footprint.core.carbon_sink import NEP_FOREST, NEP_GRASS, carbon_sink
from carbon_footprint.core.log import InputError, Log


@pytest.fixture
def areas():
    return pd.DataFrame(
        {
            "region": ["北京市", "北京市", "陕西省", "山西省"],
            "year": [2019, 2020, 2020, 2020],
            "region_ha": [9e6] * 4,
            "forest_ha": [2.0e6, 1.0e6, 0.0, np.nan],
            "grass_ha": [1.0e6, 0.0, 5.0, 1.0],
        }
    )


def test_worked_example_of_the_method(areas):
    # methods.md A.4: 2 Mha of forest and 1 Mha of grassland: 8,567,400 t C
    sink = carbon_sink(areas)
    assert (NEP_FOREST, NEP_GRASS) == (3.8096, 0.9482)
    first = sink.iloc[0]
    assert first["sink_forest_tc"] == pytest.approx(7_619_200)
    assert first["sink_grass_tc"] == pytest.approx(948_200)
    assert first["sink_tc"] == pytest.approx(8_567_400)
    assert first["nep_forest_tc_ha"] == 3.8096 and first["nep_grass_tc_ha"] == 0.9482
    assert first["yield_forest"] == first["yield_grass"] == 1
    assert sink.loc[2, "sink_forest_tc"] == 0 and sink.loc[2, "sink_tc"] == pytest.approx(4.741)
    assert list(sink.columns[:5]) == list(areas.columns) and "sink_tc" not in areas.columns


def test_null_areas_give_null_sinks(areas):
    last = carbon_sink(areas).iloc[3]
    assert pd.isna(last["sink_forest_tc"]) and pd.isna(last["sink_tc"])
    assert last["sink_grass_tc"] == pytest.approx(0.9482)


def test_own_coefficients(areas):
    sink = carbon_sink(areas, nep_forest=1.06, nep_grass=0)
    assert sink.loc[0, "sink_tc"] == pytest.approx(2.12e6)


@pytest.mark.parametrize("bad", [-1, np.nan, np.inf])
def test_bad_coefficients(areas, bad):
    with pytest.raises(InputError) as error:
        carbon_sink(areas, nep_forest=bad, nep_grass=bad)
    assert len(error.value.messages) == 2 and "nep_forest" in error.value.messages[0]


def test_yields_match_regions_in_other_spellings(areas):
    log = Log()
    table = pd.DataFrame(
        {"region": ["Beijing", "Shaanxi", "Atlantis"], "yield_forest": ["1.5", "2", "3"]}
    )
    sink = carbon_sink(areas, yield_table=table, log=log)
    assert sink["yield_forest"].tolist() == [1.5, 1.5, 2.0, 1.0]
    assert sink["yield_grass"].tolist() == [1.0] * 4
    assert sink.loc[0, "sink_tc"] == pytest.approx(1.5 * 7_619_200 + 948_200)
    text = "\n".join(log.warnings)
    assert "Atlantis" in text and "山西省; 1 is used" in text


def test_yields_by_year(areas):
    log = Log()
    table = pd.DataFrame(
        {
            "region": ["北京", "北京", "陕西"],
            "year": [2019, 2020, 2019],
            "yield_forest": [1.1, 1.2, 1.3],
            "yield_grass": [0.5, None, 0.7],
        }
    )
    sink = carbon_sink(areas, yield_table=table, log=log)
    assert sink["yield_forest"].tolist() == [1.1, 1.2, 1.0, 1.0]
    assert sink["yield_grass"].tolist() == [0.5, 1.0, 1.0, 1.0]
    assert "陕西省 2020, 山西省 2020" in log.warnings[-1]


def test_faults_of_the_yield_table(areas):
    table = pd.DataFrame(
        {"region": ["北京", None, "陕西"], "yield_forest": [-1, 1, 1], "yield_grass": [1, "x", 1]}
    )
    with pytest.raises(InputError) as error:
        carbon_sink(areas, nep_grass=-2, yield_table=table)
    text = "\n".join(error.value.messages)
    assert len(error.value.messages) == 4
    assert "row 1 (北京): yield_forest is -1" in text and "yield_grass is x" in text
    with pytest.raises(InputError, match="needs the columns"):
        carbon_sink(areas, yield_table=pd.DataFrame({"region": ["北京"], "factor": [1]}))
    twice = pd.DataFrame({"region": ["北京", "Beijing"], "yield_forest": [1.0, 2.0]})
    with pytest.raises(InputError, match="北京市 has more than one row"):
        carbon_sink(areas, yield_table=twice)


def test_inputs_stay_as_they_are(areas):
    table = pd.DataFrame({"region": ["北京"], "yield_forest": [1.5]})
    before, before_table = areas.copy(), table.copy()
    carbon_sink(areas, yield_table=table)
    pd.testing.assert_frame_equal(areas, before)
    pd.testing.assert_frame_equal(table, before_table)
    again = carbon_sink(carbon_sink(areas, yield_table=table))
    assert again["yield_forest"].tolist() == [1.0] * 4
