"""Chart of the inequality between regions, drawn as those of `charts`."""

from __future__ import annotations

import numpy as np

from .drawing import INK, line, panels, svg, year_ticks
from .i18n import tr

PART_COLOURS = ("#2c7bb6", "#fdae61")


def inequality_chart(table, curves):
    """Gini and Theil through the years, Theil within and between groups, and Lorenz curves.

    Parameters
    ----------
    table : DataFrame
        Years of ``core.inequality.Inequality``; `year` is 0 where there are none.
    curves : dict of int to tuple of ndarray
        Lorenz curves of the years to draw.

    Returns
    -------
    str
        HTML; without a chart of the parts where there are no groups.
    """
    split = table["theil_within"].notna().any()
    figure, axes = panels(2 + split)
    years = table["year"].to_numpy(int)
    width = 0.75 * np.diff(years).min(initial=2)
    for name, marker, colour, label in (
        ("gini", "o-", "#662506", tr("Gini")),
        ("theil_t", "s-", "#cc4c02", tr("Theil's T")),
        ("theil_l", "^--", "#7f7f7f", tr("Mean log deviation")),
    ):
        line(axes[0], years, table[name], marker, color=colour, ms=4, lw=1.2, label=label)
    axes[0].set_title(tr("Inequality (0: all alike)"), fontsize=9, color=INK)
    if split:
        bottom = np.zeros(len(years))
        for name, colour, label in zip(
            ("theil_within", "theil_between"),
            PART_COLOURS,
            (tr("within groups"), tr("between groups")),
        ):
            part = table[name].fillna(0).to_numpy(float)
            axes[1].bar(years, part, width, bottom, color=colour, label=label)
            bottom += part
        axes[1].set_title(tr("Parts of Theil's T"), fontsize=9, color=INK)
    for axis in axes[: 1 + split]:
        axis.set_xlim(years.min() - width, years.max() + width)  # years without a value too
        axis.set_ylim(0, 1.25 * max(axis.get_ylim()[1], 1e-9))  # room for the legend
        axis.legend(loc="upper left", fontsize=8, frameon=False, ncol=2)
        year_ticks(axis, years)
    line(axes[-1], [0, 100], [0, 100], color="#999999", lw=0.8, label=tr("all alike"))
    for year, (base, quantity) in curves.items():
        style = "-" if year == max(curves) else "--"
        label = str(year) if year else tr("Regions")
        line(axes[-1], 100 * base, 100 * quantity, style, color="#662506", lw=1.4, label=label)
    axes[-1].set(xlim=(0, 101), ylim=(0, 101))
    axes[-1].set_title(tr("Lorenz curve"), fontsize=9, color=INK)
    axes[-1].set_xlabel(tr("Share of the base (%)"), fontsize=8, color=INK)
    axes[-1].set_ylabel(tr("Share of the quantity (%)"), fontsize=8, color=INK)
    axes[-1].legend(loc="upper left", fontsize=8, frameon=False)
    return svg(figure)
