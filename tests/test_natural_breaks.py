"""Natural breaks, with mapclassify and an exhaustive search as oracles."""

import itertools
import sys

import numpy as np
import pytest
from carbon_footprint.core.log import Log
from carbon_footprint.core.natural_breaks import MAX_VALUES, natural_breaks

mapclassify = pytest.importorskip("mapclassify")

VALUES = [0.2, 0.3, 0.35, 0.9, 1.0, 1.1, 2.4, 2.6, 3.9, 4.2]
DEPTHS = [1] * 22 + [1.02, 1.1, 1.3, 1.5, 2.2, 3, 7, 40.0]


def within(values, bounds):
    classes = np.searchsorted(bounds, values)
    parts = [values[classes == c] for c in range(len(bounds))]
    return sum(((part - part.mean()) ** 2).sum() for part in parts)


def test_worked_example():
    breaks = natural_breaks(VALUES, 4)
    assert np.allclose(breaks.bounds, [0.35, 1.1, 2.6, 4.2]) and breaks.counts == [3, 3, 2, 2]
    assert breaks.k == 4 and breaks.message is None
    values = np.array(VALUES)
    fit = 1 - within(values, breaks.bounds) / ((values - values.mean()) ** 2).sum()
    assert round(fit, 4) == 0.9951


def test_no_other_classes_fit_better():
    values = np.array(VALUES)
    best = min(
        within(values, [values[i - 1] for i in cuts] + [values[-1]])
        for cuts in itertools.combinations(range(1, len(values)), 3)
    )
    assert within(values, natural_breaks(values, 4).bounds) == pytest.approx(best, abs=1e-12)


def test_equals_mapclassify_in_any_order_with_gaps():
    values = np.random.default_rng(1).gamma(1, 2, 200)
    oracle = mapclassify.FisherJenks(values, k=5)
    breaks = natural_breaks([np.nan, *values[::-1], None, np.inf], 5)
    assert breaks.bounds == oracle.bins.tolist() and breaks.counts == oracle.counts.tolist()


def test_depth_without_and_with_a_fixed_first_class():
    assert natural_breaks(DEPTHS, 5).counts == [26, 1, 1, 1, 1]
    breaks = natural_breaks(DEPTHS, 5, first_break=1)
    above = mapclassify.FisherJenks(np.array(DEPTHS[22:]), k=4)
    assert breaks.bounds == [1, *above.bins] and breaks.counts == [22, *above.counts]


def test_first_class_is_fixed_even_if_empty_or_alone():
    breaks = natural_breaks([1.2, 1.3, 5], 3, first_break=1)
    assert breaks.bounds[0] == 1 and breaks.counts[0] == 0 and sum(breaks.counts) == 3
    log = Log()
    breaks = natural_breaks([1, 1, 0.5], 5, first_break=1, log=log)
    assert breaks.bounds == [1] and breaks.counts == [3] and breaks.k == 1
    assert log.notes == [breaks.message]


def test_fewer_distinct_values_than_classes():
    breaks = natural_breaks([3, 1, 1, 2, 2, 2], 5)
    assert breaks.bounds == [1, 2, 3] and breaks.counts == [2, 3, 1] and breaks.k == 3
    assert "3 distinct values" in breaks.message
    assert natural_breaks([7.0], 1).bounds == [7]
    assert natural_breaks([1, 2, 3], 1).bounds == [3]
    assert natural_breaks([np.nan], 5).k == 0


def test_many_values_keep_the_extremes():
    values = np.random.default_rng(2).lognormal(size=20_000)
    breaks = natural_breaks(values, 5, first_break=1)
    assert breaks.bounds[-1] == values.max() and sum(breaks.counts) == len(values)
    assert breaks.counts[0] == (values <= 1).sum()
    assert breaks.message.data["used"] == MAX_VALUES
    ties = np.r_[np.ones(MAX_VALUES * 5), 2, 3, 4, 5]
    assert sum(natural_breaks(ties, 4).counts) == len(ties)


def test_without_mapclassify_the_classes_hold_equal_numbers_and_the_log_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "mapclassify", None)
    log = Log()
    breaks = natural_breaks([1, 2, 3, 4, 10, 20, 30, 400], 4, log=log)
    # quartiles of eight values by linear interpolation: at ranks 1.75, 3.5, 5.25 and 7 from 0
    assert breaks.bounds == [2.75, 7, 22.5, 400] and breaks.counts == [2, 2, 2, 2]
    assert "mapclassify is missing" in log.notes[0]
