"""Weighted mean centres of regions through the years, and standard deviational ellipses.

The centre c of places p with weights w is where the weighted displacements
cancel, ``sum(w * d(c, p)) = 0``. In the plane, d is a difference of
coordinates and c their weighted mean. On the ellipsoid, d is the geodesic from
c to p, as azimuth and length: the place in an azimuthal equidistant map around
c. Such a c minimises the weighted sum of squared distances (the Frechet or
Karcher mean). It is unique where no place is further than a quarter of the
globe (Afsari 2011), and does not depend on a projection.

The same displacements make the ellipse: its axes are the eigenvectors of their
weighted covariance.

References
----------
Afsari (2011). Proceedings of the American Mathematical Society 139, 655-673.
Yuill (1971). Geografiska Annaler B 53, 28-39.
Wang, Shi and Miao (2015). PLoS ONE 10(3), e0118537.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from .log import InputError, Log, Message, listing, refuse_unknown
from .panels import year_spans
from .places import row_labels

CONVENTIONS = {"sigma": 1.0, "sqrt2": np.sqrt(2.0)}
WINDS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")

_NO_MOVE_M = 1e-3
_CONVERGED_M = 1e-5
_MOST_ITERATIONS = 200
#: Steps that get shorter by less than this go on by Newton's method.
_SLOW = 0.25
_BESIDE_M = 10.0
_ROUND_OFF = 1 + 1e-12
_STEP_KM = 10.0
_ELLIPSE_STEPS = 180
#: An axis shorter than this share of the other is round-off: all places lie on a line.
_FLAT = 1e-6


def gravity_centres(table, weights, surface, log: Log | None = None) -> pd.DataFrame:
    """Compute the weighted mean centre of every year, and its way from year to year.

    Parameters
    ----------
    table : pandas.DataFrame
        ``region``, ``year`` (0: the layer has no years), and the columns of
        :func:`.places.places`.
    weights : pandas.DataFrame
        Weights of 0 or more of the same rows. Its columns are the fields, each
        with centres of its own. A missing weight is left out.
    surface : places.Surface
        Where the mean is taken.
    log : Log, optional
        Told of years without a centre, and of regions whose weights come and
        go: they shift the centre, although nothing has moved.

    Returns
    -------
    pandas.DataFrame
        One row for each field and year: ``field``, ``year``, ``n`` (regions
        with a weight), ``n_missing``, ``total`` (sum of the weights), ``x``,
        ``y`` (CRS of the layer), ``lon``, ``lat`` (degrees); and, from the
        last year before that has a centre, ``year_from``, ``move_km``,
        ``bearing_deg`` (of the geodesic where it starts, clockwise from
        north), ``direction`` (one of :data:`WINDS`), ``path_km`` (sum of the
        moves), ``speed_km_a``. Without any weight above 0 all of it is
        missing but the counts; a move of 0 has no bearing.

    Raises
    ------
    InputError
        Naming every negative weight, for places whose centre is not found, and
        for a plane whose edge lies between them.
    """
    log = log or Log()
    panels = _panels(table, weights)
    _refuse_negative(panels)
    side = (table["lon"].min() + table["lon"].max()) / 2
    rows = []
    for field, panel in panels.items():
        _warn_of_gaps(panel, field, log)
        for year, group in panel.groupby("year"):
            log.check()
            centre = _centre(group, field, surface, side, log)
            rows.append({"field": field, "year": year, **centre})
    centres = pd.DataFrame(rows)
    parts = [_with_moves(centres[centres["field"] == field], surface.geod) for field in panels]
    return pd.concat(parts, ignore_index=True)


def net_move(centres, surface) -> tuple[float, float]:
    """Return the way from the first centre of a field to the last.

    Parameters
    ----------
    centres : pandas.DataFrame
        Rows of one field of :func:`gravity_centres`.
    surface : places.Surface

    Returns
    -------
    move_km, bearing_deg : float
        NaN where there are no two centres; a move of 0 has no bearing.
    """
    known = centres.dropna(subset=["lon"])
    if len(known) < 2:
        return np.nan, np.nan
    last = _with_moves(known.iloc[[0, -1]].reset_index(drop=True), surface.geod).iloc[-1]
    return last["move_km"], last["bearing_deg"]


def path_lines(centres, surface, log: Log | None = None) -> tuple[pd.DataFrame, list]:
    """Return the steps of the centres as geodesic lines.

    Parameters
    ----------
    centres : pandas.DataFrame
        Of :func:`gravity_centres`.
    surface : places.Surface
    log : Log, optional
        Told of lines that the map cuts.

    Returns
    -------
    steps : pandas.DataFrame
        ``field``, ``year`` (the end), ``year_from``, ``year_to``, ``move_km``,
        ``bearing_deg``, ``direction``, ``speed_km_a``.
    lines : list of numpy.ndarray or None
        Coordinates in the CRS of the layer, a vertex at least every 10 km;
        None where the centre did not move or the map cuts the line.
    """
    steps = centres.dropna(subset=["year_from"]).assign(year_to=lambda rows: rows["year"])
    start = centres.set_index(["field", "year"])[["lon", "lat"]]
    lines = []
    for step in steps.itertuples():
        line = None
        if step.move_km > 0:
            metres = np.linspace(0, 1000 * step.move_km, 2 + int(step.move_km / _STEP_KM))
            origin = start.loc[(step.field, step.year_from)].to_numpy()
            line = surface.line(surface.along(origin, step.bearing_deg, metres))
            if line is None:
                _tell_of_cut(step, log)
        lines.append(line)
    columns = "field year year_from year_to move_km bearing_deg direction speed_km_a".split()
    return steps[columns].reset_index(drop=True), lines


def ellipses(
    table,
    weights,
    centres,
    surface,
    convention="sigma",
    deviations=1.0,
    log: Log | None = None,
) -> tuple[pd.DataFrame, list]:
    """Compute the standard deviational ellipse around every centre.

    The semi-axes are `deviations` times the square roots of the eigenvalues of
    the weighted covariance ``sum(w d d') / sum(w)`` of the displacements from
    the centre; times sqrt(2) by the convention "sqrt2".

    Parameters
    ----------
    table, weights : pandas.DataFrame
        As for :func:`gravity_centres`.
    centres : pandas.DataFrame
        Its result.
    surface : places.Surface
        The same as for the centres.
    convention : {"sigma", "sqrt2"}
        sigma (Yuill 1971): 39 % of a normal distribution lie within one
        standard deviation. sqrt2: 63 %, as in ArcGIS; a circle is then as
        large as the standard distance.
    deviations : float
        Number of standard deviations.
    log : Log, optional
        Told of ellipses that the map cuts.

    Returns
    -------
    axes : pandas.DataFrame
        ``field``, ``year``, ``n``, ``lon``, ``lat``, ``semi_major_km``,
        ``semi_minor_km``, ``azimuth_deg`` (of the major axis, 0 to 180
        clockwise from north; missing for a circle), ``area_km2``,
        ``flattening`` (1 - minor/major), ``convention``, ``deviations``.
    outlines : list of numpy.ndarray or None
        Rings in the CRS of the layer; None where there is no area, or the map
        cuts the ellipse.
    """
    refuse_unknown("convention", convention, CONVENTIONS)
    scale = deviations * CONVENTIONS[convention]
    own, panels = list(surface.columns), _panels(table, weights)
    rows, outlines = [], []
    for row in centres.itertuples():
        axes, outline = {}, None
        if row.total > 0:
            panel = panels[row.field]
            weighted = _weighted(panel[panel["year"] == row.year])
            centre = np.array([getattr(row, name) for name in own])
            metres = surface.displacements(centre, weighted[own].to_numpy())
            minor, major, vectors = _axes(metres, weighted["weight"].to_numpy(), scale)
            axes = _described(minor, major, vectors)
            if minor > 0:
                turn = np.radians(np.linspace(0, 360, 1 + _ELLIPSE_STEPS))
                ring = np.column_stack([minor * np.cos(turn), major * np.sin(turn)])
                outline = surface.outline(centre, ring @ vectors.T)
                if outline is None:
                    _tell_of_cut(row, log)
        rows.append(axes)
        outlines.append(outline)
    columns = "semi_major_km semi_minor_km azimuth_deg area_km2 flattening".split()
    axes = centres[["field", "year", "n", "lon", "lat"]].join(
        pd.DataFrame(rows, columns=columns, index=centres.index)
    )
    return axes.assign(convention=convention, deviations=float(deviations)), outlines


def _tell_of_cut(row, log):
    (log or Log()).warning(
        "{field} {year}: the edge of the map's projection cuts the line, which is not drawn; choose "
        "another coordinate reference system for the layer.",
        field=row.field,
        year=row.year or "",
    )


# --- centres -----------------------------------------------------------------------------------


def _panels(table, weights):
    """The table of each field, with its weights as ``weight``; fields may have any name."""
    own = table[["region", "year", "x", "y", "lon", "lat"]]
    return {field: own.assign(weight=weights[field].to_numpy()) for field in weights}


def _refuse_negative(panels):
    faults = []
    for field, panel in panels.items():
        negative = panel[panel["weight"] < 0]
        if len(negative):
            faults.append(
                Message(
                    "{field} is negative in {places}; a centre needs weights of 0 or more, so "
                    "correct them or choose another field.",
                    field=field,
                    places=listing(row_labels(negative)),
                )
            )
    if faults:
        raise InputError(faults)


def _warn_of_gaps(table, field, log):
    known = table[np.isfinite(table["weight"])]
    if len(known) < len(table):
        log.info(
            "{field}: {count} of {n} values are missing and left out.",
            field=field,
            count=len(table) - len(known),
            n=len(table),
        )
    years = set(known["year"])
    gaps = {region: years - set(own) for region, own in known.groupby("region")["year"]}
    gaps = [f"{region} ({year_spans(missing)})" for region, missing in gaps.items() if missing]
    if gaps:
        log.warning(
            "{field}: these regions have no value in some years, which shifts the centre although "
            "nothing moved: {regions}; fill the gaps, or leave the regions out of all years.",
            field=field,
            regions=listing(gaps),
        )


def _centre(group, field, surface, side, log):
    known = group[np.isfinite(group["weight"])]
    result = {"n": len(known), "n_missing": len(group) - len(known)}
    weighted = _weighted(group)
    year = Message(" in {year}", year=group["year"].iloc[0]) if group["year"].iloc[0] else ""
    if weighted.empty:
        log.warning(
            "{field}: no region has a value above 0{year}, so there is no centre.",
            field=field,
            year=year,
        )
        return {**result, "total": 0.0 if len(known) else np.nan}
    lon_lat = weighted[["lon", "lat"]].to_numpy()
    surface.check_extent(lon_lat)
    weights = weighted["weight"].to_numpy()
    centre = _mean(lon_lat, weights, surface.ellipsoid)
    if centre is None:
        raise InputError(
            Message(
                "{field}: the search for the centre did not converge{year}; the regions may lie "
                "all around the globe, so take fewer of them.",
                field=field,
                year=year,
            )
        )
    places = weighted[list(surface.columns)].to_numpy()
    if surface.is_flat:
        if surface.is_cut(centre, places):
            raise InputError(
                Message(
                    "{field}: the edge of the map lies between the regions{year}, so that the mean "
                    "of their coordinates may be on the other side of the earth; choose the "
                    "ellipsoid.",
                    field=field,
                    year=year,
                )
            )
        centre = weights / weights.sum() @ places
    if np.hypot(*surface.displacements(centre, places).T).max() > np.pi / 2 * surface.geod.b:
        log.warning(
            "{field}: some regions are more than a quarter of the globe from the centre{year}, so "
            "that it may not be the only one.",
            field=field,
            year=year,
        )
    return {**result, "total": weights.sum(), **surface.position(centre, side)}


def _weighted(group):
    return group[(group["weight"] > 0) & np.isfinite(group["weight"])]


def _mean(places, weights, ellipsoid):
    """Place from which the weighted displacements cancel; None if it is not found.

    A step to the mean of the displacements always lowers the mean of the
    squares, whose second derivatives are at most 2. Where places are nearly a
    quarter of the globe away they are near 0, and such steps hardly get
    shorter; then Newton's are taken.
    """
    centre, shares, last = places[weights.argmax()], weights / weights.sum(), np.inf

    def pull(place):
        metres = ellipsoid.displacements(place, places)
        return shares @ metres, shares @ (metres**2).sum(axis=1)

    shift, squares = pull(centre)
    for _ in range(_MOST_ITERATIONS):
        size = np.hypot(*shift)
        if size < _CONVERGED_M:
            return centre
        is_slow = size > _SLOW * last
        for step in [*(_newton_steps(centre, pull, ellipsoid) if is_slow else ()), shift]:
            ahead = ellipsoid.displaced(centre, step[np.newaxis])[0]
            shift_ahead, squares_ahead = pull(ahead)
            if squares_ahead <= squares * _ROUND_OFF:
                break
        centre, shift, squares, last = ahead, shift_ahead, squares_ahead, size
    return None


def _newton_steps(centre, pull, ellipsoid):
    """Newton's step to where nothing pulls, and parts of it; none where the squares are no bowl.

    Its derivatives come from the ends of plain steps that start beside the
    centre (Steffensen's method), all in the map around it.
    """
    starts = ellipsoid.displaced(centre, _BESIDE_M * np.array([[0, 0], [1, 0], [0, 1]]))
    ends = [ellipsoid.displaced(start, pull(start)[0][np.newaxis])[0] for start in starts]
    shift, *beside = ellipsoid.displacements(centre, np.array(ends))
    curvature = np.eye(2) - (np.array(beside) - shift).T / _BESIDE_M
    if np.linalg.eigvalsh(curvature + curvature.T)[0] <= 0:
        return []
    return np.linalg.solve(curvature, shift) / np.array([[1], [4], [16], [64]])


def _with_moves(centres, geod):
    """Add the way from one centre to the next."""
    columns = "field year n n_missing total x y lon lat".split()
    known = centres.reindex(columns=columns).dropna(subset=["lon"])
    lon, lat, years = (known[name].to_numpy() for name in ("lon", "lat", "year"))
    bearing, _, metres = geod.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
    moved = metres >= _NO_MOVE_M
    bearing, move = np.where(moved, bearing % 360, np.nan), np.where(moved, metres / 1000, 0)
    moves = pd.DataFrame(
        {
            "year_from": pd.array(years[:-1], dtype="Int64"),
            "move_km": move,
            "bearing_deg": bearing,
            "direction": pd.Series([wind(angle) for angle in bearing], known.index[1:], object),
            "path_km": np.cumsum(move),
            "speed_km_a": move / np.diff(years),
        },
        index=known.index[1:],
    )
    return centres.reindex(columns=columns).join(moves)


def wind(bearing: float) -> str | None:
    """Return the wind of a bearing in degrees, of eight; None of NaN."""
    return WINDS[int((bearing + 22.5) // 45) % 8] if bearing == bearing else None


# --- ellipses ----------------------------------------------------------------------------------


def _axes(metres, weights, scale):
    """Semi-axes in metres, minor and major, and their directions as columns."""
    covariance = (metres.T * (weights / weights.sum())) @ metres
    values, vectors = np.linalg.eigh(covariance)
    minor, major = scale * np.sqrt(np.maximum(values, 0))
    if major < _NO_MOVE_M:
        return 0.0, 0.0, vectors
    return (minor if minor > _FLAT * major else 0.0), major, vectors


def _described(minor, major, vectors):
    has_axis = major - minor > _FLAT * major
    return {
        "semi_major_km": major / 1000,
        "semi_minor_km": minor / 1000,
        "azimuth_deg": np.degrees(np.arctan2(*vectors[:, 1])) % 180 if has_axis else np.nan,
        "area_km2": np.pi * major * minor / 1e6,
        "flattening": 1 - minor / major if major > 0 else np.nan,
    }
