"""Chart of gravity centres and their ellipses, drawn as those of `charts`."""

from __future__ import annotations

import numpy as np

from . import styles
from .drawing import INK, line, panels, svg
from .i18n import tr

KM_PER_DEGREE = 111.32


def gravity_chart(centres, rings):
    """Path of the centres of one field, and its ellipses, in longitude and latitude.

    Parameters
    ----------
    centres : DataFrame
        Rows of ``core.gravity_centre.gravity_centres`` that have a centre; `year` is 0 where
        there are none.
    rings : list of ndarray or None
        Longitudes and latitudes of the ellipse of each row.

    Returns
    -------
    str
        HTML; nothing where there is no centre.
    """
    if centres.empty:
        return ""
    figure, (path, spread) = panels(2)
    figure.set_size_inches(10.6, 4.9)
    lon, lat, years = (centres[name].to_numpy() for name in ("lon", "lat", "year"))
    lon = np.degrees(np.unwrap(np.radians(lon)))  # on over the 180th meridian
    colours = styles.year_colours(years)
    for i in range(1, len(years)):
        path.annotate(
            "",
            (lon[i], lat[i]),
            (lon[i - 1], lat[i - 1]),
            arrowprops={"arrowstyle": "-|>", "color": colours[years[i]], "shrinkA": 0, "lw": 1.4},
        )
    for year, middle, ring in zip(years, lon, rings):
        if ring is not None:
            label = str(year) if year and year in (years[0], years[-1]) else None
            turns = np.round((middle - ring[:, 0].mean()) / 360)
            line(
                spread,
                ring[:, 0] + 360 * turns,
                ring[:, 1],
                color=colours[year],
                lw=1.2,
                label=label,
            )
    narrow = np.cos(np.radians(lat.mean()))
    for axis, size in ((path, 26), (spread, 8)):
        axis.scatter(lon, lat, s=size, color=[colours[year] for year in years], zorder=3)
        axis.set_aspect(1 / narrow, adjustable="datalim")
        axis.margins(0.12)
        axis.set_xlabel(tr("Longitude (degrees)"), fontsize=8, color=INK)
        axis.set_ylabel(tr("Latitude (degrees)"), fontsize=8, color=INK)
        axis.ticklabel_format(useOffset=False)
        axis.locator_params(nbins=6)
    size = max(np.ptp(lon) * narrow, np.ptp(lat))
    _name_years(path, lon, lat, years, size * np.array([0.12 / narrow, 0.06]))
    if size > 0:
        _scale_bar(path, lon.min(), lat.min() - 0.12 * size, size, narrow)
    path.set_title(tr("Path of the gravity centre"), fontsize=9, color=INK)
    spread.set_title(tr("Standard deviational ellipses"), fontsize=9, color=INK)
    if spread.get_legend_handles_labels()[0]:
        spread.legend(loc="upper left", fontsize=8, frameon=False)
    return svg(figure)


def _name_years(axis, lon, lat, years, room):
    """Name the last and the first centre, and others as far as there is room."""
    named = []
    for i in dict.fromkeys([len(years) - 1, 0, *range(len(years))]):
        steps = [np.abs([lon[i] - lon[j], lat[i] - lat[j]]) for j in named]
        if not years[i] or any((step <= room).all() for step in steps):
            continue
        named.append(i)
        _note(axis, str(years[i]), lon[i], lat[i])


def _scale_bar(axis, x, y, size, narrow):
    """Draw a bar of a round number of kilometres, at most a quarter of the path's size long."""
    most = size * KM_PER_DEGREE / 4
    km = 10 ** np.floor(np.log10(most))
    km *= max(n for n in (1, 2, 5) if n * km <= most)
    length = km / KM_PER_DEGREE / narrow
    line(axis, [x, x + length], [y, y], "-", color=INK, lw=2, solid_capstyle="butt")
    _note(axis, "%g km" % km, x + length / 2, y)


def _note(axis, text, x, y):
    axis.annotate(
        text,
        (x, y),
        xytext=(0, 6),
        textcoords="offset points",
        ha="center",
        fontsize=8,
        color=INK,
        bbox={"facecolor": "white", "alpha": 0.7, "pad": 0.4, "linewidth": 0},
    )
