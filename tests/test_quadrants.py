"""Quadrants: the worked example of the specification and the cases around it."""

import numpy as np
import pandas as pd
import pytest
from carbon_footprint.core.log import InputError, Log
from carbon_footprint.core.quadrants import ZONES, quadrants, quadrants_by_year

SIZE = [0.10, 0.55, 0.30, 0.80, 0.20]
DEPTH = [3, 1, 1, 1, 1.5]


def test_worked_example():
    # mean size 0.39, sd (ddof 0) 0.25377; mean depth 1.5, sd sqrt(3/5) = 0.7746
    result = quadrants(SIZE, DEPTH)
    assert result.z_size.round(4).tolist() == [-1.1428, 0.6305, -0.3546, 1.6156, -0.7487]
    assert result.z_depth.round(4).tolist() == [1.9365, -0.6455, -0.6455, -0.6455, 0]
    assert result.quadrant.tolist() == ["II", "IV", "III", "IV", "II"]
    assert result.zone.tolist() == [
        "Critical zone", "Buffer zone", "Observation zone", "Buffer zone", "Critical zone",
    ]  # fmt: skip


def test_zone_names_of_the_paper():
    assert ZONES == {
        "I": "Core zone",
        "II": "Critical zone",
        "III": "Observation zone",
        "IV": "Buffer zone",
    }
    assert quadrants([1, 2, 3], [1, 2, 3]).quadrant.tolist() == ["III", "I", "I"]


def test_value_at_the_mean_is_high_whatever_the_last_bit():
    # 0.1 is the mean of 0.1 three times, but numpy's sum of them / 3 is 0.10000000000000002
    size = np.array([0.1, 0.1, 0.1, 0.3, -0.1])
    assert quadrants(size, [1, 2, 3, 4, 5]).z_size.tolist()[:3] == [0, 0, 0]


def test_median_moves_the_cut_not_the_scores():
    size, depth = [1, 2, 3, 4, 100], [1, 1, 1, 2, 3]
    mean, median = quadrants(size, depth), quadrants(size, depth, "median")
    assert median[["z_size", "z_depth"]].equals(mean[["z_size", "z_depth"]])
    # mean size 22: only the last is large; median 3: the last three are.
    assert mean.quadrant.tolist() == ["III", "III", "III", "II", "I"]
    # the median depth is 1, the floor: a region at the floor is not overloaded
    assert median.quadrant.tolist() == ["III", "III", "IV", "I", "I"]


def test_fixed_threshold():
    result = quadrants(SIZE, DEPTH, "fixed")  # size at its mean 0.39, depth above 1
    assert result.quadrant.tolist() == ["II", "IV", "III", "IV", "II"]
    result = quadrants(SIZE, DEPTH, "fixed", fixed_size=0.2, fixed_depth=2)
    assert result.quadrant.tolist() == ["II", "IV", "IV", "IV", "IV"]


def test_null_stays_null_and_takes_no_part():
    log = Log()
    result = quadrants([*SIZE, 999, np.nan, None], [*DEPTH, np.nan, 2, 2], log=log)
    assert result.iloc[:5].equals(quadrants(SIZE, DEPTH))
    assert result.iloc[5:].isna().all().all()
    assert "3 of 8" in log.notes[0]
    assert quadrants([np.nan], [np.nan]).isna().all().all()
    assert quadrants([1, 2], [np.inf, 1]).quadrant.isna().tolist() == [True, False]


def test_constant_field_is_said():
    log = Log()
    result = quadrants([1, 2, 3], [1.1, 1.1, 1.1], log=log)
    assert result.z_depth.tolist() == [0, 0, 0]
    assert result.quadrant.tolist() == ["II", "I", "I"]
    assert "depth" in log.warnings[0]


def test_each_year_has_its_own_mean():
    size, depth = [1, 10, 3, 30], [1, 1, 2, 4]
    result = quadrants_by_year(size, depth, [2011, 2013, 2011, 2013])
    for rows in ([0, 2], [1, 3]):
        alone = quadrants(np.array(size)[rows], np.array(depth)[rows])
        assert result.iloc[rows].reset_index(drop=True).equals(alone)
    assert quadrants_by_year([], [], []).empty
    shuffled = pd.Series(size, index=[7, 7, 1, 0])
    assert quadrants_by_year(shuffled, depth, [1, 2, 1, 2]).equals(result)


def test_faults():
    with pytest.raises(InputError):
        quadrants(SIZE, DEPTH, "mode")
    with pytest.raises(InputError):
        quadrants(SIZE, DEPTH[:3])
