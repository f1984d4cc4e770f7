"""What the charts share: panels, years on an axis, names of regions, and the SVG of a page."""

from __future__ import annotations

import io
from unicodedata import east_asian_width

import numpy as np

from ..core.panels import largest
from ..core.quiet import quiet

COLUMNS, DPI = 3, 130  # dots per inch of points that are a picture in the page
INK = "#333333"


def panels(count, gap=None):
    """Figure with a panel for each of `count` items, and these panels.

    The gap above and below each panel is in inches, a small one where none is given.
    """
    # The Figure class alone: pyplot would set up a window system.
    from matplotlib.figure import Figure

    columns = min(COLUMNS, max(1, count))
    rows = -(-count // columns)
    figure = Figure(figsize=(4.2 * columns, 3.7 * rows), layout="constrained")
    if gap and hasattr(figure, "get_layout_engine"):
        figure.get_layout_engine().set(h_pad=gap)
    elif gap:  # matplotlib before 3.6
        figure.set_constrained_layout_pads(h_pad=gap)
    axes = np.atleast_1d(figure.subplots(rows, columns, squeeze=False)).ravel()
    for axis in axes[count:]:
        axis.set_visible(False)
    for axis in axes[:count]:
        axis.spines[["top", "right"]].set_visible(False)
        axis.tick_params(labelsize=8, colors=INK)
    return figure, axes[:count]


def line(axis, x, y, *form, **options):
    """Plot a line or markers; `form` and `options` are those of matplotlib.

    As lists: before 3.6, matplotlib cannot take a column of pandas 2, and for arrays it borrows the
    warning filters of the process, which other threads use too.
    """
    axis.plot(np.asarray(x).tolist(), np.asarray(y).tolist(), *form, **options)


def svg(figure):
    """SVG of a figure, to stand in a page."""
    from matplotlib import rc_context

    stream = io.StringIO()
    # matplotlib looks for Chinese in its own font; the reader's font is what counts. One thread at
    # a time, for its settings belong to the whole process: text stays text, fonts know Chinese.
    with quiet("Glyph"), rc_context({"svg.fonttype": "none"}):
        figure.savefig(stream, format="svg", metadata={"Date": None}, dpi=DPI)
    text = stream.getvalue()
    return '<div class="chart">%s</div>' % text[text.index("<svg") :]


def too_narrow(names):
    """How many em the widest of Chinese names is wider than matplotlib takes it for.

    It takes a letter that its own font lacks for 0.6 em wide.
    """
    return 0.4 * max(
        sum(east_asian_width(letter) in "WF" for letter in str(name)) for name in names
    )


def leave_room(figure, names):
    """Widen the left margin for Chinese names of 8 points."""
    left = too_narrow(names) * 8 / 72 / figure.get_figwidth()
    keep_free(figure, left=left)


def keep_free(figure, left=0.0, bottom=0.0):
    """Keep panels out of margins, given as shares of the figure."""
    if hasattr(figure, "get_layout_engine"):
        figure.get_layout_engine().set(rect=(left, bottom, 1 - left, 1 - bottom))
    else:  # matplotlib before 3.6
        figure.set_constrained_layout(False)
        figure.set_tight_layout({"rect": (left, bottom, 1, 1)})


def plain(text):
    """Text that matplotlib must not read as a formula."""
    return str(text).replace("$", r"\$")


def year_ticks(axis, years):
    """Label years as far as there is room; none where there are no years."""
    if not years.any():
        axis.set_xticks([])
        return
    shown = np.unique(years)
    step = -(-len(shown) // 8)
    axis.set_xticks(shown[::-1][::step])  # the last year always


def name_outstanding(axis, group, across="z_size", up="z_depth", most=8):
    """Name the regions far from the centre, as far as the names do not cover each other."""
    (left, right), (low, high) = axis.get_xlim(), axis.get_ylim()
    distance = np.hypot(group[across].astype(float), group[up].astype(float))
    shown = group.loc[largest(distance, most), ["region", across, up]]
    placed = []
    for region, *point in shown.itertuples(index=False):
        x = (point[0] - left) / (right - left)
        y = (point[1] - low) / (high - low)
        if any(abs(x - other) < 0.3 and abs(y - height) < 0.06 for other, height in placed):
            continue
        placed.append((x, y))
        axis.annotate(
            plain(region),
            point,
            xytext=(-4 if x > 0.7 else 4, 4),
            textcoords="offset points",
            ha="right" if x > 0.7 else "left",
            fontsize=7,
            color=INK,
        )
