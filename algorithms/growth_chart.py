"""Chart of growth by phase with its projection, drawn as those of `charts`."""

from __future__ import annotations

import numpy as np

from ..core.growth import ALL_REGIONS, WHOLE
from ..core.projection import PROJECTED
from .drawing import INK, line, panels, plain, svg, year_ticks
from .i18n import tr

PHASE_COLOURS = ("#2c7bb6", "#cc4c02", "#5e3c99", "#008837", "#7f5f00")


def region_label(region):
    """Name of a region as a page shows it."""
    return tr("All regions") if region == ALL_REGIONS else region


def growth_chart(series, rates, table, large=False):
    """Values, trend lines of the phases, and projections with their intervals.

    Parameters
    ----------
    series : list of core.growth.Series
        A panel each.
    rates : DataFrame
        Of ``core.growth.growth_table``.
    table : DataFrame
        Of ``core.projection.projection_table``.
    large : bool
        For a single panel.

    Returns
    -------
    str
        HTML.
    """
    figure, axes = panels(len(series), gap=0.12)
    if large:
        figure.set_size_inches(8.4, 4.4)
    for axis, one in zip(axes, series):
        own, future = (
            part[(part["scope"] == one.scope) & (part["region"] == one.region)]
            for part in (rates, table)
        )
        future = future[(future["kind"] == PROJECTED) & future["value"].notna()]
        _trend_lines(axis, one, own)
        line(axis, one.years, one.values, "o", color=INK, ms=4, zorder=3)
        if len(future):
            _fan(axis, one, future)
        axis.set_title(plain(region_label(one.region)), fontsize=9, color=INK)
        axis.set_ylabel(plain(rates["field"].iloc[0]), fontsize=8, color=INK)
        axis.ticklabel_format(axis="y", style="sci", scilimits=(-3, 5), useMathText=True)
        axis.yaxis.get_offset_text().set_fontsize(8)
        if len(one.years):
            year_ticks(axis, np.arange(one.years[0], max(one.years[-1], *future["year"], 0) + 1))
        _legend(axis)
    return svg(figure)


def _trend_lines(axis, one, rates):
    """Line of each phase; its rate is in the legend."""
    phases = rates[(rates["phase"] != WHOLE) | (len(rates) == 1)]
    phases = phases[phases["trend_pct"].notna()]
    for number, ((years, values), row) in enumerate(zip(one.lines(), phases.itertuples())):
        line(
            axis,
            years,
            values,
            "-",
            color=PHASE_COLOURS[number % len(PHASE_COLOURS)],
            lw=1.6,
            label=tr("{first}–{last}: {rate} % a year").format(
                first=row.first_year, last=row.last_year, rate="%+.2f" % row.trend_pct
            ),
        )


def _fan(axis, one, future):
    """Dashed line to the horizon within its interval, and the value there."""
    years, values = future["year"].to_numpy(int), future["value"].to_numpy(float)
    line(axis, [one.years[-1], *years], [one.values[-1], *values], "--", color=INK, lw=1.2)
    low, high = (future[name].to_numpy(float) for name in ("low", "high"))
    axis.fill_between(years, low, high, color="#999999", alpha=0.3, lw=0)
    highest = 2 * max(one.values.max(), values.max())
    if axis.get_ylim()[1] > highest:  # few values leave intervals that would flatten all else
        axis.set_ylim(0, highest)
    falls = values[-1] < one.values[-1]
    axis.annotate(
        "%d: %.4g" % (years[-1], values[-1]),
        (years[-1], values[-1]),
        xytext=(-2, -13 if falls else 7),
        textcoords="offset points",
        ha="right",
        fontsize=8,
        color=INK,
    )


def _legend(axis):
    """Legend above everything that is drawn."""
    entries = len(axis.get_legend_handles_labels()[0])
    if entries:
        low, high = axis.get_ylim()
        axis.set_ylim(low, high + (0.04 + 0.06 * entries) * (high - low))
        axis.legend(loc="upper left", fontsize=7, frameon=False)
