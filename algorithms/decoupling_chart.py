"""Charts of decoupling, drawn as those of `charts`."""

from __future__ import annotations

import numpy as np

from ..core.decoupling import STATES
from . import styles
from .drawing import INK, name_outstanding, panels, svg
from .i18n import tr

MOST_VECTORS = 500  # more points than this go into the page as a picture


def tapio_planes(rows, totals, low, high):
    """Change of GDP against change of emissions in each pair of years, with the eight states.

    Parameters
    ----------
    rows, totals : DataFrame
        Of ``core.decoupling.Decoupling``.
    low, high : float
        Thresholds of coupling.

    Returns
    -------
    str
        HTML; the legend of the states is `styles.decoupling_legend`.
    """
    figure, axes = panels(len(totals))
    for axis, total in zip(axes, totals.itertuples()):
        inside = (rows["year_from"] == total.year_from) & (rows["year_to"] == total.year_to)
        group = rows[inside].dropna(subset=["decoupling_state"])
        for state, part in group.groupby("decoupling_state"):
            axis.scatter(
                part["d_gdp_pct"],
                part["d_emissions_pct"],
                s=20,
                lw=0.4,
                edgecolors="#555555",
                color=styles.DECOUPLING_COLOURS[state],
                zorder=3,
                rasterized=len(group) > MOST_VECTORS,
            )
        if total.regions > 1:
            axis.scatter(
                [total.d_gdp_pct],
                [total.d_emissions_pct],
                s=70,
                marker="*",
                color="black",
                zorder=4,
                label=tr("All regions"),
            )
            axis.legend(loc="lower left", fontsize=7, frameon=False)
        axis.axhline(0, color=INK, lw=0.8, zorder=2)
        axis.axvline(0, color=INK, lw=0.8, zorder=2)
        axis.margins(0.12)
        _sectors(axis, low, high)
        name_outstanding(axis, group, "d_gdp_pct", "d_emissions_pct")
        title = "%d–%d" % (total.year_from, total.year_to)
        if np.isfinite(total.elasticity):
            title += tr(": elasticity of all regions {e}").format(e="%.2f" % total.elasticity)
        axis.set_title(title, fontsize=9, color=INK)
        axis.set_xlabel(tr("Change of GDP (%)"), fontsize=8, color=INK)
        axis.set_ylabel(tr("Change of emissions (%)"), fontsize=8, color=INK)
    return svg(figure)


def _sectors(axis, low, high):
    """Tint the states; each is the cone between two rays from the origin."""
    limits = axis.get_xlim(), axis.get_ylim()
    (left, right), (bottom, top) = limits
    far = 2 * max(map(abs, (left, right, bottom, top)))
    up, east, weak, strong = (0, far), (far, 0), (far, low * far), (far, high * far)

    def opposite(point):
        return -point[0], -point[1]

    rays = {
        "Weak decoupling": (east, weak),
        "Expansive coupling": (weak, strong),
        "Expansive negative decoupling": (strong, (far, far * max(1, high)), up),
        "Strong negative decoupling": (up, (-far, far), opposite(east)),
        "Strong decoupling": (east, (far, -far), opposite(up)),
        "Weak negative decoupling": (opposite(east), opposite(weak)),
        "Recessive coupling": (opposite(weak), opposite(strong)),
        "Recessive decoupling": (opposite(strong), (-far, -far * max(1, high)), opposite(up)),
    }
    for state, points in rays.items():
        x, y = zip((0, 0), *points)
        axis.fill(x, y, color=styles.DECOUPLING_COLOURS[state], alpha=0.22, lw=0, zorder=0)
    axis.set(xlim=limits[0], ylim=limits[1])


def state_bars(counts):
    """Regions in each state, stacked, for each pair of years.

    Parameters
    ----------
    counts : DataFrame
        Of ``core.decoupling.state_counts``.

    Returns
    -------
    str
        HTML; the legend is `styles.decoupling_legend`.
    """
    figure, (axis,) = panels(1)
    figure.set_size_inches(max(4.2, 2.2 + 0.5 * len(counts)), 3.9)
    places, bottom = np.arange(len(counts)), np.zeros(len(counts))
    colours = styles.DECOUPLING_COLOURS
    for state, colour in zip((*STATES, "none"), colours.values()):
        number = counts[state].to_numpy(float)
        axis.bar(places, number, 0.8, bottom, color=colour, edgecolor="#777777", lw=0.3)
        bottom += number
    names = ["%d–%d" % pair for pair in zip(counts["year_from"], counts["year_to"])]
    axis.set_xticks(places, names, rotation=45, ha="right", fontsize=8)
    axis.set_xlim(-0.7, len(counts) - 0.3)
    axis.set_ylabel(tr("Regions"), fontsize=8, color=INK)
    return svg(figure)
