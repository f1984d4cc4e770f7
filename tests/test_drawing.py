"""What all charts share, also where matplotlib is older than 3.6 and has no layout engines."""

import matplotlib
import numpy as np
import pandas as pd
import pytest
from carbon_footprint.algorithms.drawing import (
    keep_free,
    leave_room,
    name_outstanding,
    panels,
    svg,
    too_narrow,
)
from carbon_footprint.core.quiet import quiet
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

pytestmark = pytest.mark.filterwarnings("ignore:The set_.* function will be deprecated")


TIMES = 1 if tuple(map(int, matplotlib.__version__.split(".")[:2])) < (3, 6) else 2


class Older:
    """A figure of an older matplotlib, as far as charts can tell."""

    def __init__(self, **options):
        self.figure = Figure(**options)

    def __getattr__(self, name):
        if name == "get_layout_engine":
            raise AttributeError(name)
        return getattr(self.figure, name)


@pytest.fixture(params=["as installed", "before 3.6"], autouse=True)
def version(request, monkeypatch):
    if request.param == "before 3.6":
        if not hasattr(Figure, "set_tight_layout"):
            pytest.skip("this matplotlib has only what came with 3.6")
        monkeypatch.setattr("matplotlib.figure.Figure", Older)


def boxes(figure, axes):
    """What each panel takes with its labels, in inches, once the figure is drawn."""
    svg(figure)
    inches = figure.dpi_scale_trans.inverted()
    renderer = FigureCanvasAgg(axes[0].figure).get_renderer()
    with quiet("Glyph"):
        return [axis.get_tightbbox(renderer).transformed(inches) for axis in axes]


def test_a_legend_below_the_panels_hides_nothing():
    figure, axes = panels(2)
    for axis in axes:
        axis.set_xlabel("Standard score")
    bottom = 0.5 / figure.get_figheight()
    keep_free(figure, bottom=bottom)
    for box in boxes(figure, axes):
        assert 0.5 <= box.y0 < 0.8 and box.y1 > figure.get_figheight() - 0.3


def test_chinese_names_have_room():
    figure, (axis,) = panels(1)
    names = ["新疆维吾尔自治区", "北京市"]
    axis.barh(range(2), [1.0, 2.0])
    axis.set_yticks(range(2), names, fontsize=8)
    leave_room(figure, names)
    (box,) = boxes(figure, [axis])
    # eight letters of 8 points, each 0.4 em wider than matplotlib takes it for
    missing = 8 * 8 / 72 * 0.4
    assert too_narrow(names) * 8 / 72 == pytest.approx(missing)
    assert missing <= box.x0 < missing + 0.3


def test_of_regions_equally_far_the_first_are_named():
    """In their order, with every pandas."""
    figure, (axis,) = panels(1)
    size, depth = np.resize([-1.0, 1.0], 9), np.resize([-1.0, 1.0, 1.0, -1.0], 9)
    # the corners of a square, again and again: a second name at a corner would cover the first
    group = pd.DataFrame({"region": list("ABCDEFGHI"), "z_size": size, "z_depth": depth})
    axis.scatter(group["z_size"], group["z_depth"])
    name_outstanding(axis, group)
    assert [text.get_text() for text in axis.texts] == ["A", "B", "C", "D"]
    figure, (axis,) = panels(1)
    axis.scatter([-1, 1], [-1, 1])
    name_outstanding(axis, group.assign(z_size=np.nan))
    assert not axis.texts


def test_rows_of_panels_lie_apart():
    """By the gap, or twice that, for matplotlib counts it above and below each since 3.6."""
    between = []
    for gap in (None, 0.3):
        figure, axes = panels(6, gap=gap)
        above, below = (boxes(figure, axes)[at] for at in (0, 3))
        between.append(above.y0 - below.y1)
    # 3 points around a panel without being told, which is what matplotlib documents
    assert (between[1] - between[0]) / (0.3 - 3 / 72) == pytest.approx(TIMES, abs=0.05)
