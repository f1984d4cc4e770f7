"""Charts of the decomposition of emissions, drawn as those of `charts`."""

from __future__ import annotations

import numpy as np

from ..core.decomposition import EFFECTS
from .drawing import INK, line, panels, svg
from .i18n import tr

EFFECT_COLOURS = {
    "population": "#3b7ea1",
    "affluence": "#cc4c02",
    "intensity": "#31a354",
    "fuel_mix": "#f2c14e",
    "carbon_intensity": "#5e3c99",
}
TOTAL_COLOUR = "#999999"


def effect_label(effect):
    """Translated name of an effect."""
    return {
        "population": tr("Population"),
        "affluence": tr("Affluence"),
        "intensity": tr("Energy intensity"),
        "fuel_mix": tr("Fuel mix"),
        "carbon_intensity": tr("Carbon intensity"),
    }[effect]


def effect_legend():
    """Label and colour of the five effects."""
    return [(effect_label(effect), EFFECT_COLOURS[effect]) for effect in EFFECTS]


def waterfall(result):
    """From the emissions of the first year to those of the last, effect by effect.

    Parameters
    ----------
    result : core.decomposition.Decomposition

    Returns
    -------
    str
        HTML; nothing where no region could be decomposed.
    """
    if not result.regions:
        return ""
    totals = result.totals()
    steps = np.array([totals["d_%s_tco2" % effect] for effect in EFFECTS])
    levels = np.concatenate([[result.first], result.first + np.cumsum(steps)])
    scale, unit = _unit(np.abs(levels).max())
    levels, steps = levels / scale, steps / scale
    figure, (axis,) = panels(1)
    figure.set_size_inches(8.4, 4.2)
    ends = [0, len(EFFECTS) + 1]
    axis.bar(ends, [levels[0], levels[-1]], 0.7, color=TOTAL_COLOUR)
    middle = np.arange(1, len(EFFECTS) + 1)
    colours = list(EFFECT_COLOURS.values())
    axis.bar(middle, steps, 0.7, levels[:-1], color=colours)
    for x, level in enumerate(levels):
        line(axis, [x + 0.35, x + 0.65], [level, level], color=INK, lw=0.7)
    tops = [levels[0], *np.maximum(levels[:-1], levels[1:]), levels[-1]]
    texts = [
        "%.4g" % levels[0],
        *("%+.4g" % step if step else "0" for step in steps),
        "%.4g" % levels[-1],
    ]
    for x, (top, text) in enumerate(zip(tops, texts)):
        axis.annotate(
            text.replace("-", "−"),
            (x, top),
            xytext=(0, 3),
            textcoords="offset points",
            ha="center",
            fontsize=8,
            color=INK,
        )
    years = result.table["year_from"].min(), result.table["year_to"].max()
    names = [str(years[0]), *map(effect_label, EFFECTS), str(years[1])]
    axis.set_xticks(range(len(names)), names, fontsize=8)
    axis.set_ylabel(unit, fontsize=8, color=INK)
    axis.set_ylim(min(0.0, *levels), 1.08 * levels.max())
    return svg(figure)


def effect_bars(rows):
    """Effects of each pair of years on top of one another, falls below zero, and their sum.

    Parameters
    ----------
    rows : DataFrame
        Of the table of ``core.decomposition.Decomposition``, one for each pair.

    Returns
    -------
    str
        HTML; the legend is `effect_legend`.
    """
    rows = rows.dropna(subset=["d_total_tco2"])
    if rows.empty:
        return ""
    effects = rows[["d_%s_tco2" % effect for effect in EFFECTS]].to_numpy(float)
    scale, unit = _unit(np.abs(effects).sum(axis=1).max())
    figure, (axis,) = panels(1)
    figure.set_size_inches(max(4.2, 2.4 + 0.55 * len(rows)), 4.2)
    places = np.arange(len(rows))
    bottom = {True: np.zeros(len(rows)), False: np.zeros(len(rows))}
    for effect, values in zip(EFFECTS, effects.T / scale):
        for rise in (True, False):
            part = np.where((values > 0) == rise, values, 0.0)
            axis.bar(places, part, 0.7, bottom[rise], color=EFFECT_COLOURS[effect])
            bottom[rise] += part
    axis.axhline(0, color=INK, lw=0.8)
    total = rows["d_total_tco2"].to_numpy(float) / scale
    line(axis, places, total, "D", color=INK, mfc="white", ms=6, label=tr("Sum of the effects"))
    names = ["%d–%d" % pair for pair in zip(rows["year_from"], rows["year_to"])]
    axis.set_xticks(places, names, rotation=45, ha="right", fontsize=8)
    axis.set_xlim(-0.7, len(rows) - 0.3)
    low, high = bottom[False].min(), bottom[True].max()
    axis.set_ylim(low - 0.04 * (high - low), high + 0.12 * (high - low))  # room for the legend
    axis.set_ylabel(unit, fontsize=8, color=INK)
    axis.legend(loc="upper left", fontsize=8, frameon=False)
    return svg(figure)


def _unit(largest):
    """Factor and name of a unit in which numbers stay short."""
    if largest >= 1e6:
        return 1e6, tr("million t CO2")
    if largest >= 1e3:
        return 1e3, tr("thousand t CO2")
    return 1.0, "t CO2"
