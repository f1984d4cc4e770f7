"""Charts of the HTML pages, drawn by matplotlib as inline SVG."""

from __future__ import annotations

import io
import warnings

import numpy as np

from ..core.footprint import CARBON_PER_CO2
from . import styles
from .i18n import tr

COLUMNS = 3
INK = "#333333"


def _grid(count):
    """Figure with a panel for each of `count` items."""
    # The Figure class alone: pyplot would set up a window system.
    from matplotlib.figure import Figure

    columns = min(COLUMNS, max(1, count))
    rows = -(-count // columns)
    figure = Figure(figsize=(4.2 * columns, 3.7 * rows), layout="constrained")
    axes = np.atleast_1d(figure.subplots(rows, columns, squeeze=False)).ravel()
    for axis in axes[count:]:
        axis.set_visible(False)
    for axis in axes[:count]:
        axis.spines[["top", "right"]].set_visible(False)
        axis.tick_params(labelsize=8, colors=INK)
    return figure, axes[:count]


def _svg(figure):
    from matplotlib import rc_context

    stream = io.StringIO()
    # Text stays text: the reader's fonts know Chinese.
    with rc_context({"svg.fonttype": "none"}), warnings.catch_warnings():
        # matplotlib looks for Chinese in its own font; the reader's font is what counts.
        warnings.filterwarnings("ignore", message="Glyph")
        figure.savefig(stream, format="svg", metadata={"Date": None})
    text = stream.getvalue()
    return '<div class="chart">%s</div>' % text[text.index("<svg") :]


def _plain(text):
    """Text that matplotlib must not read as a formula."""
    return str(text).replace("$", r"\$")


def moran_scatters(scatters):
    """Moran scatter plot of each field and year.

    Parameters
    ----------
    scatters : list of dict
        ``field``, ``year``, ``z`` and ``lag`` (standard scores), ``i`` and ``p``.

    Returns
    -------
    str
        HTML.
    """
    if not scatters:
        return ""
    figure, axes = _grid(len(scatters))
    for axis, one in zip(axes, scatters):
        axis.axhline(0, color="#bbbbbb", lw=0.8)
        axis.axvline(0, color="#bbbbbb", lw=0.8)
        axis.scatter(one["z"], one["lag"], s=16, color="#2c7bb6", alpha=0.85, linewidths=0)
        limits = np.array(axis.get_xlim())
        axis.plot(limits, one["i"] * limits, color="#d7191c", lw=1.4)
        axis.set_xlim(limits)
        axis.set_title(
            _plain(
                "%s%s: I = %.3f, p = %.3g"
                % (one["field"], " %s" % one["year"] if one["year"] else "", one["i"], one["p"])
            ),
            fontsize=9,
            color=INK,
        )
        axis.set_xlabel(tr("Standard score"), fontsize=8, color=INK)
        axis.set_ylabel(tr("Mean of the neighbours"), fontsize=8, color=INK)
    return _svg(figure)


def quadrant_scatters(panel, size_field, depth_field):
    """Scatter of size and depth scores of each year, coloured by zone, regions named.

    Parameters
    ----------
    panel : DataFrame
        ``region``, ``year``, ``z_size``, ``z_depth``, ``zone``.
    size_field, depth_field : str
        For the axis labels.

    Returns
    -------
    str
        HTML; the legend of the zones is `html_page.legend`.
    """
    years = [(year, group.dropna(subset=["zone"])) for year, group in panel.groupby("year")]
    figure, axes = _grid(len(years))
    for axis, (year, group) in zip(axes, years):
        axis.axhline(0, color="#999999", lw=0.8)
        axis.axvline(0, color="#999999", lw=0.8)
        for zone, part in group.groupby("zone"):
            axis.scatter(
                part["z_size"],
                part["z_depth"],
                s=20,
                lw=0.4,
                edgecolors="#555555",
                color=styles.ZONE_COLOURS[zone],
            )
        _name_outstanding(axis, group)
        axis.set_title(str(year) if year else "", fontsize=9, color=INK)
        axis.set_xlabel(tr("Standard score of {field}").format(field=size_field), fontsize=8)
        axis.set_ylabel(tr("Standard score of {field}").format(field=depth_field), fontsize=8)
    return _svg(figure)


def _name_outstanding(axis, group, most=8):
    """Name the regions far from the centre, as far as the names do not cover each other."""
    (left, right), (low, high) = axis.get_xlim(), axis.get_ylim()
    distance = np.hypot(group["z_size"].astype(float), group["z_depth"].astype(float))
    placed = []
    for row in group.loc[distance.nlargest(most).index].itertuples():
        x = (row.z_size - left) / (right - left)
        y = (row.z_depth - low) / (high - low)
        if any(abs(x - other) < 0.3 and abs(y - height) < 0.06 for other, height in placed):
            continue
        placed.append((x, y))
        axis.annotate(
            _plain(row.region),
            (row.z_size, row.z_depth),
            xytext=(-4 if x > 0.7 else 4, 4),
            textcoords="offset points",
            ha="right" if x > 0.7 else "left",
            fontsize=7,
            color=INK,
        )


def totals_lines(summary):
    """Emissions as carbon, sink, and depth of all regions through the years.

    Parameters
    ----------
    summary : DataFrame
        ``year``, ``ice_tco2``, ``sink_tc``, ``depth_fang``, ``depth_naive``.

    Returns
    -------
    str
        HTML.
    """
    figure, (left, right) = _grid(2)
    years = summary["year"].to_numpy(int)
    left.plot(
        years,
        summary["ice_tco2"] * CARBON_PER_CO2 / 1e6,
        "o-",
        color="#cc4c02",
        ms=4,
        label=tr("Industrial emissions, as carbon"),
    )
    left.plot(years, summary["sink_tc"] / 1e6, "s-", color="#31a354", ms=4, label=tr("Sink"))
    left.set_ylabel(tr("million t C a year"), fontsize=8)
    right.plot(
        years,
        summary["depth_fang"],
        "o-",
        color="#662506",
        ms=4,
        label=tr("Sinks stay in their region (Fang)"),
    )
    right.plot(
        years,
        summary["depth_naive"],
        "s--",
        color="#999999",
        ms=4,
        label=tr("Sinks shared (naive)"),
    )
    right.set_ylabel(tr("Group depth"), fontsize=8)
    for axis in (left, right):
        axis.set_xticks(years)
        axis.set_ylim(0, 1.12 * axis.get_ylim()[1])
        axis.legend(loc="lower left", fontsize=8, frameon=False)
    return _svg(figure)


def tornado(table, most=12):
    """Ratio of emissions to sink with each factor alone at its 5th and 95th percentile.

    Parameters
    ----------
    table : DataFrame
        Of ``core.uncertainty.tornado``, the largest swing first.
    most : int
        Bars at most; factors without an effect have none.

    Returns
    -------
    str
        HTML.
    """
    shown = table[table["swing"] > 0].head(most).iloc[::-1]
    if shown.empty:
        return ""
    figure, (axis,) = _grid(1)
    figure.set_size_inches(8.4, 1.2 + 0.34 * len(shown))
    ratio = shown["ratio"].iloc[0]
    for column, colour, label in (
        ("ratio_p5", "#3b7ea1", tr("factor at its 5th percentile")),
        ("ratio_p95", "#cc4c02", tr("factor at its 95th percentile")),
    ):
        axis.barh(range(len(shown)), shown[column] - ratio, left=ratio, color=colour, label=label)
    axis.axvline(ratio, color=INK, lw=0.8)
    left, right = axis.get_xlim()
    if left < 1 < right:
        axis.axvline(1, color="#662506", lw=1, ls="--", label=tr("emissions equal the sink"))
    names = [_plain(name) for name in shown["name"]]
    axis.set_yticks(range(len(shown)), names, fontsize=8)
    axis.set_xlabel(tr("Emissions, as carbon, divided by the sink"), fontsize=8, color=INK)
    axis.legend(loc="lower right", fontsize=8, frameon=False)
    return _svg(figure)


FLAG_COLOURS = {
    "outlier": "#d7191c",
    "outlier_filled": "#d7191c",
    "outlier_removed": "#d7191c",
    "negative": "#7b3294",
    "filled": "#1a9641",
}


def cleaned_series(series):
    """Series before and after cleaning, with what was found in them.

    Parameters
    ----------
    series : list of dict
        ``series``, ``field``, and by year ``years``, ``before``, ``after``, ``flag``.

    Returns
    -------
    str
        HTML; the colours are `FLAG_COLOURS`, crosses stand for what was there, rings for what
        was filled.
    """
    figure, axes = _grid(len(series))
    for axis, one in zip(axes, series):
        axis.plot(one["years"], one["after"], "-", color="#888888", lw=1.2, zorder=1)
        axis.plot(one["years"], one["before"], ".", color=INK, ms=4, zorder=2)
        for year, before, after, flag in zip(
            *(one[k] for k in ("years", "before", "after", "flag"))
        ):
            colour = FLAG_COLOURS.get(flag)
            if colour is None:
                continue
            axis.plot(year, before, "x", color=colour, ms=8, mew=1.8, zorder=3)
            if before != after:
                axis.plot(year, after, "o", mfc="none", color=FLAG_COLOURS["filled"], ms=7)
        axis.set_title(_plain("%s, %s" % (one["series"], one["field"])), fontsize=9, color=INK)
    return _svg(figure)
