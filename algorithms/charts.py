"""Charts of the HTML pages, drawn by matplotlib as inline SVG."""

from __future__ import annotations

import numpy as np

from ..core.footprint import CARBON_PER_CO2
from ..core.lisa_transitions import REY_TYPES
from . import styles
from .drawing import (
    INK,
    keep_free,
    leave_room,
    line,
    name_outstanding,
    panels,
    plain,
    svg,
    too_narrow,
    year_ticks,
)
from .i18n import tr

MOST_YEARS = 6  # panels beyond that make a page too long
MOST_VECTORS = 500  # more points than that are a picture in the page
BAND, LINE = "#d3dfe8", "#08519c"


def moran_scatters(scatters):
    """Moran scatter plot of each field and year; of many years three.

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
    years, said = _few(one["year"] for one in scatters)
    scatters = [one for one in scatters if one["year"] in years]
    figure, axes = panels(len(scatters))
    for axis, one in zip(axes, scatters):
        axis.axhline(0, color="#bbbbbb", lw=0.8)
        axis.axvline(0, color="#bbbbbb", lw=0.8)
        axis.scatter(
            one["z"],
            one["lag"],
            s=16,
            color="#2c7bb6",
            alpha=0.85,
            linewidths=0,
            rasterized=len(one["z"]) > MOST_VECTORS,
        )
        limits = np.array(axis.get_xlim())
        line(axis, limits, one["i"] * limits, color="#d7191c", lw=1.4)
        axis.set_xlim(limits)
        axis.set_title(
            plain(
                "%s%s: I = %.3f, p = %.3g"
                % (one["field"], " %s" % one["year"] if one["year"] else "", one["i"], one["p"])
            ),
            fontsize=9,
            color=INK,
        )
        axis.set_xlabel(tr("Standard score"), fontsize=8, color=INK)
        axis.set_ylabel(tr("Mean of the neighbours"), fontsize=8, color=INK)
    return said + svg(figure)


def _few(years):
    """Years that get a panel each, and a sentence where these are not all."""
    years = sorted(set(years))
    if len(years) <= MOST_YEARS:
        return years, ""
    said = tr("Of {count} years the first, the middle and the last are drawn.")
    few = [years[0], years[len(years) // 2], years[-1]]
    return few, "<p>%s</p>" % said.format(count=len(years))


def moran_lines(table, alpha=0.05):
    """Moran's I by year, within what the permutations give.

    Parameters
    ----------
    table : DataFrame
        Of ``core.moran.global_moran_by_year``: ``field``, ``year``, ``moran_i``,
        ``expected_i``, ``sim_low``, ``sim_high`` and ``p``.
    alpha : float
        Years with a p up to it have a filled marker.

    Returns
    -------
    str
        HTML; nothing where there is one year only.
    """
    fields = list(dict.fromkeys(table["field"]))
    if "year" not in table or table["year"].nunique() < 2:
        return ""
    figure, axes = panels(len(fields))
    width = 8.4 if len(fields) == 1 else 12.6
    height = figure.get_size_inches()[1] + 0.4
    figure.set_size_inches(width, height)
    for axis, field in zip(axes, fields):
        one = table[table["field"] == field].sort_values("year")
        years, i = one["year"].to_numpy(int), one["moran_i"].to_numpy(float)
        low, high = one["sim_low"].to_numpy(float), one["sim_high"].to_numpy(float)
        axis.fill_between(years, low, high, color=BAND, lw=0, label=tr("95 % of the permutations"))
        axis.vlines(years, low, high, color=BAND, lw=4)  # a year between years without I
        line(
            axis,
            years,
            one["expected_i"],
            "--",
            color="#777777",
            lw=1,
            label=tr("expected without order, −1/(n−1)"),
        )
        line(axis, years, i, "-", color=LINE, lw=1.3)
        clear = one["p"].to_numpy(float) <= alpha
        for chosen, face, label in (
            (clear, LINE, tr("I, p up to {alpha}")),
            (~clear, "white", tr("I, p above {alpha}")),
        ):
            # Also without any year, so that the legend tells both.
            line(
                axis,
                years,
                np.where(chosen, i, np.nan),
                "o",
                color=LINE,
                mfc=face,
                ms=5,
                label=label.format(alpha=alpha),
            )
        axis.set_title(plain(field), fontsize=9, color=INK)
        axis.set_ylabel(tr("Moran's I"), fontsize=8, color=INK)
        year_ticks(axis, years)
    # Below the panels, where it hides nothing.
    keep_free(figure, bottom=0.4 / height)
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(
        handles,
        labels,
        loc="lower center",
        ncol=4,
        columnspacing=2 + too_narrow(labels),
        fontsize=8,
        frameon=False,
    )
    return svg(figure)


def quadrant_scatters(panel, size_field, depth_field):
    """Scatter of size and depth scores by year, coloured by zone, regions named.

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
    few, said = _few(panel["year"])
    panel = panel[panel["year"].isin(few)]
    years = [(year, group.dropna(subset=["zone"])) for year, group in panel.groupby("year")]
    figure, axes = panels(len(years))
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
                rasterized=len(group) > MOST_VECTORS,
            )
        name_outstanding(axis, group)
        axis.set_title(str(year) if year else "", fontsize=9, color=INK)
        axis.set_xlabel(tr("Standard score of {field}").format(field=size_field), fontsize=8)
        axis.set_ylabel(tr("Standard score of {field}").format(field=depth_field), fontsize=8)
    return said + svg(figure)


def transition_matrices(matrix):
    """Heat tables of the transitions between quadrants and between clusters.

    Parameters
    ----------
    matrix : DataFrame
        One set of years of ``core.lisa_transitions.transition_matrices``: ``kind``,
        ``from_state``, ``to_state``, ``count``, ``probability``.

    Returns
    -------
    str
        HTML; each cell has the share of its row and, below, the number of transitions.
    """
    kinds = {"quadrants": tr("Between quadrants"), "clusters": tr("Between clusters")}
    figure, axes = panels(len(kinds))
    figure.set_size_inches(10.6, 4.9)
    for axis, (kind, title) in zip(axes, kinds.items()):
        part = matrix[matrix["kind"] == kind]
        states = list(dict.fromkeys(part["from_state"]))
        share, count = (
            part[name].to_numpy(float).reshape(len(states), -1) for name in ("probability", "count")
        )
        axis.imshow(share, cmap="Blues", vmin=0, vmax=1)
        for (i, j), p in np.ndenumerate(share):
            text = "–" if np.isnan(p) else "%.2f\n(%d)" % (p, count[i, j])
            ink = "white" if p > 0.5 else INK
            axis.text(j, i, text, ha="center", va="center", fontsize=8, color=ink)
        names = states if kind == "quadrants" else [styles.cluster_label(name) for name in states]
        axis.set_xticks(range(len(states)), names, rotation=30 if kind == "clusters" else 0)
        axis.set_yticks(range(len(states)), names)
        axis.spines[:].set_visible(False)
        axis.tick_params(length=0, pad=6)
        axis.set_xlabel(tr("To, in the later year"), fontsize=8, color=INK)
        axis.set_ylabel(tr("From, in the earlier year"), fontsize=8, color=INK, labelpad=9)
        axis.set_title(title, fontsize=9, color=INK)
    return svg(figure)


def transition_types(flow):
    """Shares of Rey's types in every pair of years, stacked.

    Parameters
    ----------
    flow : DataFrame
        Of ``core.lisa_transitions.flow_and_cohesion``: ``year_from``, ``year_to``, ``m`` and
        the counts; a pair without a typed transition has no bar.

    Returns
    -------
    str
        HTML; the legend is `styles.rey_legend`.
    """
    figure, (axis,) = panels(1)
    figure.set_size_inches(max(4.2, 2.2 + 0.42 * len(flow)), 3.9)
    below = np.zeros(len(flow))
    for name in REY_TYPES:
        share = (flow["type_" + name.lower()] / flow["m"].where(flow["m"] > 0)).fillna(0).to_numpy()
        axis.bar(range(len(flow)), share, 0.8, below, color=styles.REY_COLOURS[name])
        below += share
    names = ["%d–%d" % pair for pair in zip(flow["year_from"], flow["year_to"])]
    axis.set_xticks(range(len(flow)), names, rotation=45, ha="right", fontsize=8)
    axis.set_ylim(0, 1)
    axis.set_ylabel(tr("Share of the transitions"), fontsize=8, color=INK)
    return svg(figure)


def path_lengths(paths, most=30):
    """Relative lengths of the LISA time paths, the longest first.

    Parameters
    ----------
    paths : DataFrame
        ``region`` and ``relative_length``, of ``core.lisa_transitions.time_paths``.
    most : int
        Bars at most.

    Returns
    -------
    str
        HTML.
    """
    shown = paths.nlargest(most, "relative_length").iloc[::-1]
    if shown.empty:
        return ""
    figure, (axis,) = panels(1)
    figure.set_size_inches(8.4, 1.0 + 0.22 * len(shown))
    axis.barh(range(len(shown)), shown["relative_length"], color="#3a79b0")
    axis.axvline(1, color=INK, lw=0.8)
    axis.set_yticks(range(len(shown)), [plain(name) for name in shown["region"]], fontsize=8)
    leave_room(figure, shown["region"])
    axis.set_ylim(-0.7, len(shown) - 0.3)
    axis.set_xlabel(tr("Relative length (1: the mean of all regions)"), fontsize=8, color=INK)
    return svg(figure)


def time_paths(local, regions):
    """LISA time paths of some regions, in the plane of the Moran scatter plot.

    Parameters
    ----------
    local : DataFrame
        ``region``, ``year``, ``lisa_z``, ``lisa_lag_z``.
    regions : list of str

    Returns
    -------
    str
        HTML; the first year is a ring, the last a disc.
    """
    if not regions:
        return ""
    figure, axes = panels(len(regions))
    for axis, region in zip(axes, regions):
        path = local[local["region"] == region].dropna(subset=["lisa_lag_z"]).sort_values("year")
        x, y = (path[name].to_numpy(float) for name in ("lisa_z", "lisa_lag_z"))
        axis.axhline(0, color="#bbbbbb", lw=0.8)
        axis.axvline(0, color="#bbbbbb", lw=0.8)
        line(axis, x, y, "-", color="#7a9fca", lw=1.2, zorder=1)
        axis.scatter(x[1:-1], y[1:-1], s=10, color="#3a79b0", zorder=2)
        axis.scatter(x[-1:], y[-1:], s=44, color="#08386f", zorder=3)
        axis.scatter(x[:1], y[:1], s=44, facecolors="white", edgecolors="#08386f", zorder=4)
        axis.margins(0.15)
        axis.set_aspect("equal", adjustable="datalim")  # a distance is one in both directions
        for end in (0, -1):
            axis.annotate(
                str(path["year"].iloc[end]),
                (x[end], y[end]),
                xytext=(0, 7),
                textcoords="offset points",
                ha="center",
                fontsize=7,
                color=INK,
            )
        axis.set_title(plain(region), fontsize=9, color=INK)
        axis.set_xlabel(tr("Standard score"), fontsize=8, color=INK)
        axis.set_ylabel(tr("Mean of the neighbours"), fontsize=8, color=INK)
    return svg(figure)


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
    figure, (left, right) = panels(2)
    years = summary["year"].to_numpy(int)
    line(
        left,
        years,
        summary["ice_tco2"] * CARBON_PER_CO2 / 1e6,
        "o-",
        color="#cc4c02",
        ms=4,
        label=tr("Industrial emissions, as carbon"),
    )
    line(left, years, summary["sink_tc"] / 1e6, "s-", color="#31a354", ms=4, label=tr("Sink"))
    left.set_ylabel(tr("million t C a year"), fontsize=8)
    line(
        right,
        years,
        summary["depth_fang"],
        "o-",
        color="#662506",
        ms=4,
        label=tr("Sinks stay in their region (Fang)"),
    )
    line(
        right,
        years,
        summary["depth_naive"],
        "s--",
        color="#999999",
        ms=4,
        label=tr("Sinks shared (naive)"),
    )
    right.set_ylabel(tr("Group depth"), fontsize=8)
    for axis in (left, right):
        year_ticks(axis, years)
        axis.set_ylim(0, 1.12 * axis.get_ylim()[1])
        axis.legend(loc="best", fontsize=8, frameon=False)
    return svg(figure)


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
    figure, (axis,) = panels(1)
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
    names = [plain(name) for name in shown["name"]]
    axis.set_yticks(range(len(shown)), names, fontsize=8)
    axis.set_xlabel(tr("Emissions, as carbon, divided by the sink"), fontsize=8, color=INK)
    axis.legend(loc="lower right", fontsize=8, frameon=False)
    return svg(figure)


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
    figure, axes = panels(len(series))
    for axis, one in zip(axes, series):
        line(axis, one["years"], one["after"], "-", color="#888888", lw=1.2, zorder=1)
        line(axis, one["years"], one["before"], ".", color=INK, ms=4, zorder=2)
        for year, before, after, flag in zip(
            *(one[k] for k in ("years", "before", "after", "flag"))
        ):
            colour = FLAG_COLOURS.get(flag)
            if colour is None:
                continue
            line(axis, year, before, "x", color=colour, ms=8, mew=1.8, zorder=3)
            if before != after:
                line(axis, year, after, "o", mfc="none", color=FLAG_COLOURS["filled"], ms=7)
        axis.set_title(plain("%s, %s" % (one["series"], one["field"])), fontsize=9, color=INK)
    return svg(figure)
