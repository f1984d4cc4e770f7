"""Moves between the quadrants of the Moran scatter plot from one year to another.

References
----------
Rey, S. J. (2001). Spatial empirics for economic growth and convergence.
Geographical Analysis 33(3), 195-214.
Rey, S. J. and Ye, X. (2010). Comparative spatial dynamics of regional systems. In: Progress in
Spatial Analysis, Springer, 441-463.
Rey, S. J., Murray, A. T. and Anselin, L. (2011). Visualizing regional income distribution
dynamics. Letters in Spatial and Resource Sciences 4, 81-90.
"""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

from .log import Log, listing
from .moran import NOT_SIGNIFICANT, QUADRANT_CLUSTERS, local_moran_by_year
from .year_pairs import year_pairs

PAIRS = ("consecutive", "all", "first_last", "chosen")

# In the order by which giddy numbers them, 1 to 4; the region first, its neighbours second.
QUADRANTS = ("HH", "LH", "LL", "HL")
REY_TYPES = ("0", "I", "II", "IIIA", "IIIB")
SIGNIFICANT = ("both", "start", "end", "none")
# Columns of local Moran that a transition has at both its ends.
AT_ENDS = ("lisa_quadrant", "lisa_cluster", "lisa_p", "lisa_p_fdr")
# In the order of the quarter turns from the axis of the region.
DIRECTIONS = ("both up", "neighbours up", "both down", "region up")
STATES = {
    "quadrants": QUADRANTS,
    "clusters": (*(QUADRANT_CLUSTERS[name] for name in QUADRANTS), NOT_SIGNIFICANT),
}

# A net move below this share of the path is round-off: the path came back to where it began.
ROUND_OFF = 1e-10


def rey_type(start: str, end: str) -> str:
    """Type of a transition after Rey (2001).

    Parameters
    ----------
    start, end : str
        Quadrants: HH, LH, LL or HL.

    Returns
    -------
    str
        "0" nothing moved, "I" the region alone, "II" its neighbours alone,
        "IIIA" both the same way, "IIIB" both, opposite ways.
    """
    own, neighbours = start[0] != end[0], start[1] != end[1]
    if own and neighbours:
        return "IIIA" if end[0] == end[1] else "IIIB"
    return "I" if own else "II" if neighbours else "0"


# move_type, 4 (q_t - 1) + q_t+1 as giddy counts it -> quadrants at the ends
MOVES = dict(enumerate(itertools.product(QUADRANTS, repeat=2), 1))


def transition_years(years, pairs: str = "consecutive", chosen: str = "") -> list:
    """Pairs of years between which regions move.

    Parameters
    ----------
    years : iterable of int
        Years there are, in any order.
    pairs : {"consecutive", "all", "first_last", "chosen"}
        "all" are every two years, the others as in :func:`core.year_pairs.year_pairs`.
    chosen : str
        For example ``"2000-2010, 2010-2020"``.

    Returns
    -------
    list of (int, int)
        Earlier and later year.

    Raises
    ------
    InputError
        As :func:`core.year_pairs.year_pairs`.
    """
    if pairs != "all":
        return year_pairs(years, pairs, chosen)
    ends = year_pairs(years)
    return list(itertools.combinations(sorted(set(itertools.chain(*ends))), 2))


def pooled_pairs(pairs) -> list:
    """Pairs of years that hold no other pair, so that no step is pooled twice.

    Parameters
    ----------
    pairs : iterable of (int, int)

    Returns
    -------
    list of (int, int)
        Of all pairs of years, the consecutive ones.
    """
    pairs = sorted(set(pairs))
    return [
        (start, end)
        for start, end in pairs
        if not any(
            start <= other and last <= end and (other, last) != (start, end)
            for other, last in pairs
        )
    ]


def local_moran_of_years(panel, field: str, w, years, log: Log | None = None, **options):
    """Compute local Moran's I of every region in some years, with one set of weights.

    Parameters
    ----------
    panel : DataFrame
        ``region`` (ids of `w`), ``year`` and the field, one row for each
        region and year at most.
    field : str
    w : libpysal.weights.W
    years : iterable of int
    log : Log, optional
    **options
        Of :func:`core.moran.local_moran`.

    Returns
    -------
    DataFrame
        ``region``, ``year`` and the columns of :func:`core.moran.local_moran`, a
        row for every region of `w` in every year, in the order of the years and
        of `w`, also where the panel has none.
    """
    rows = pd.MultiIndex.from_frame(panel[["year", "region"]])
    cells = pd.MultiIndex.from_product([sorted(years), w.id_order], names=["year", "region"])
    complete = pd.Series(panel[field].to_numpy(), rows, name=field).reindex(cells).reset_index()
    local = local_moran_by_year(complete, field, w, log=log, **options)
    return pd.concat([complete[["region", "year"]], local], axis=1)


def transitions(local, pairs, significant_only: bool = False, log: Log | None = None):
    """Tell how every region moved between the quadrants of two years.

    Parameters
    ----------
    local : DataFrame
        Of :func:`local_moran_of_years`: ``region, year`` and :data:`AT_ENDS`,
        every region in every year.
    pairs : list of (int, int)
        Of :func:`transition_years`.
    significant_only : bool
        Only a transition whose two ends are both significant has a type.
    log : Log, optional
        Told of transitions without a type.

    Returns
    -------
    DataFrame
        One row for each pair and region:

        - ``region``, ``year`` (the later one), ``year_from``, ``year_to``
        - ``from_quadrant``, ``to_quadrant``, ``from_cluster``, ``to_cluster``
        - ``move``, "HL→HH", and ``move_type``, 1 to 16: 4 (q_t - 1) + q_t+1 with
          HH 1, LH 2, LL 3, HL 4
        - ``rey_type``, see :func:`rey_type`
        - ``significant``, which ends are named clusters: both, start, end, none
        - ``from_p``, ``from_p_fdr``, ``to_p``, ``to_p_fdr``, pseudo p-values at the ends, raw and
          adjusted as in :func:`core.moran.local_moran`, whichever decides

        A region without a quadrant in one of the years has no move and no type.
    """
    log = log or Log()
    table = pd.DataFrame(pairs, columns=["year_from", "year_to"])
    for end in ("from", "to"):
        names = {name: name.replace("lisa", end) for name in AT_ENDS}
        at_end = local[["region", "year", *AT_ENDS]].rename(
            columns={"year": f"year_{end}", **names}
        )
        table = table.merge(at_end, on=[name for name in at_end if name in table], how="left")

    code = {name: number for number, name in enumerate(QUADRANTS, 1)}
    start, end = (
        table[name].map(code).astype("Int64") for name in ("from_quadrant", "to_quadrant")
    )
    table["move_type"] = 4 * (start - 1) + end
    moved = table["move_type"].notna()
    table["move"] = table["move_type"].map({k: "→".join(ends) for k, ends in MOVES.items()})
    table["rey_type"] = table["move_type"].map({k: rey_type(*ends) for k, ends in MOVES.items()})
    named = [
        table[name].isin(QUADRANT_CLUSTERS.values()) for name in ("from_cluster", "to_cluster")
    ]
    which = np.select([named[0] & named[1], named[0], named[1]], SIGNIFICANT[:3], SIGNIFICANT[3])
    table["significant"] = pd.Series(which, table.index, dtype=object).where(moved, None)
    if significant_only:
        table["rey_type"] = table["rey_type"].where(table["significant"] == "both", None)
    table["year"] = table["year_to"]
    _tell(table, pairs, moved, significant_only, log)
    columns = (
        "region year year_from year_to from_quadrant to_quadrant from_cluster to_cluster move "
        "move_type rey_type significant from_p from_p_fdr to_p to_p_fdr"
    )
    return table[columns.split()]


def _tell(table, pairs, moved, significant_only, log):
    if not moved.all():
        log.info(
            "{count} of {n} transitions have no type, because the region has no value or no "
            "neighbour in one of the years: {regions}.",
            count=int((~moved).sum()),
            n=len(table),
            regions=listing(table.loc[~moved, "region"]),
        )
    if significant_only:
        log.info(
            "{count} of {n} transitions have no type, because one of their ends is not "
            "significant.",
            count=int((moved & table["rey_type"].isna()).sum()),
            n=len(table),
        )
    spans = sorted({end - start for start, end in pooled_pairs(pairs)})
    if len(spans) > 1:
        log.warning(
            "The pairs of years span {spans} years; what is pooled mixes longer and shorter times.",
            spans=listing(spans),
        )


def _sets(moves):
    """Yield the keys of each pair of years and of the pooled ones, with the positions of rows."""
    rows = moves.groupby(["year_from", "year_to"], sort=True).indices
    for (start, end), at in rows.items():
        yield {"scope": "pair", "year": end, "year_from": start, "year_to": end}, at
    pooled = pooled_pairs(rows)
    ends = {"year_from": pooled[0][0], "year_to": max(end for _, end in pooled)}
    yield {"scope": "pooled", "year": None, **ends}, np.concatenate([rows[pair] for pair in pooled])


def transition_matrices(moves) -> pd.DataFrame:
    """Count the moves between quadrants, and between clusters with "Not significant".

    Parameters
    ----------
    moves : DataFrame
        Of :func:`transitions`. The quadrants of moves with a type are counted,
        the clusters of all moves.

    Returns
    -------
    DataFrame
        ``kind`` (a key of :data:`STATES`), ``scope`` (a "pair" of years, or
        "pooled", see :func:`pooled_pairs`), ``year`` (the later one, none where
        pooled), ``year_from``, ``year_to``, ``from_state``, ``to_state``, ``count``
        and ``probability``, the share of the row, NaN where the row is empty.
    """
    parts = []
    for kind, states in STATES.items():
        column, counted = ("quadrant", "rey_type") if kind == "quadrants" else ("cluster", "move")
        code = {state: number for number, state in enumerate(states)}
        start, end = (moves[f"{side}_{column}"].map(code) for side in ("from", "to"))
        cell = (len(states) * start + end).where(moves[counted].notna()).to_numpy(float)
        for keys, at in _sets(moves):
            cells = cell[at]
            cells = cells[~np.isnan(cells)].astype(int)
            counts = np.bincount(cells, minlength=len(states) ** 2).reshape(-1, len(states))
            parts.append(
                pd.DataFrame(
                    {
                        "kind": kind,
                        **keys,
                        "from_state": np.repeat(states, len(states)),
                        "to_state": np.tile(states, len(states)),
                        "count": counts.ravel(),
                        "probability": _share(counts, counts.sum(axis=1, keepdims=True)).ravel(),
                    }
                )
            )
    return pd.concat(parts, ignore_index=True).astype({"year": "Int64", "count": "int64"})


def flow_and_cohesion(moves) -> pd.DataFrame:
    """Count Rey's types, and derive spatio-temporal flow and cohesion.

    Flow is ``(I + II) / m``, the share of transitions in which the region or
    its neighbours moved alone; cohesion is ``(0 + IIIA) / m``, the share in
    which they stayed or moved together; m are all transitions that have a type.

    Parameters
    ----------
    moves : DataFrame
        Of :func:`transitions`.

    Returns
    -------
    DataFrame
        ``scope``, ``year``, ``year_from``, ``year_to`` as in
        :func:`transition_matrices`, ``type_0`` to ``type_iiib``, ``m``,
        ``left_out`` (without a type), ``flow``, ``cohesion`` (NaN where m is 0).
        The last row is the pooled one.
    """
    rows = []
    for keys, at in _sets(moves):
        types = moves["rey_type"].iloc[at]
        counts = {f"type_{name.lower()}": int((types == name).sum()) for name in REY_TYPES}
        typed = int(types.notna().sum())
        rows.append({**keys, **counts, "m": typed, "left_out": len(types) - typed})
    table = pd.DataFrame(rows).astype({"year": "Int64"})
    table["flow"] = _share(table["type_i"] + table["type_ii"], table["m"])
    table["cohesion"] = _share(table["type_0"] + table["type_iiia"], table["m"])
    return table


def _share(part, whole):
    part, whole = np.broadcast_arrays(np.asarray(part, float), np.asarray(whole, float))
    return np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)


def time_paths(local, log: Log | None = None) -> pd.DataFrame:
    """Follow every region through the Moran scatter plots of all years.

    The place of region i in year t is L = (z, lag of z), standard scores of that
    year (ddof 0) and the mean score of its neighbours; d is the distance of
    two places.

    Parameters
    ----------
    local : DataFrame
        Of :func:`local_moran_of_years`: ``region, year, lisa_quadrant, lisa_z,
        lisa_lag_z``, every region in every year.
    log : Log, optional
        Told of years and regions that are left out.

    Returns
    -------
    DataFrame
        One row for each region:

        - ``year_from``, ``year_to``: first and last year of the paths
        - ``years``: number of these years in which the region has a place
        - ``path_length``: sum of d over successive years
        - ``relative_length``: N times the path length over that of all N regions
        - ``tortuosity``: path length over d of first and last year
        - ``direction_deg``: of the net move, counter-clockwise from the axis of
          the region: 0 to 90 both rose, 90 to 180 the neighbours alone, 180 to
          270 both fell, 270 to 360 the region alone
        - ``direction``: the same in words, one of :data:`DIRECTIONS`
        - ``moves``: how often the quadrant changed
        - ``path``: the places, as well-known text

        Years in which no region has a place (a constant field) are passed over.
        A region that lacks a place in another year has no path and is not
        among the N, for paths over fewer steps would not compare. Tortuosity
        and direction are NaN where the path ends at its beginning.
    """
    log = log or Log()
    regions = pd.unique(local["region"])
    z, lag, quadrant = (
        local.pivot(index="region", columns="year", values=name).reindex(regions)
        for name in ("lisa_z", "lisa_lag_z", "lisa_quadrant")
    )
    placed = (z.notna() & lag.notna()).to_numpy()
    used = placed.any(axis=0)
    years = z.columns[used]
    if not used.all():
        log.warning(
            "The time paths pass over {years}, in which no region has a score.",
            years=listing(z.columns[~used]),
        )
    whole = placed[:, used].all(axis=1) & (len(years) > 1)
    if not whole.all() and len(years) > 1:
        log.info(
            "{count} of {n} regions have no time path, because they lack a value or a neighbour "
            "in one of the years: {regions}.",
            count=int((~whole).sum()),
            n=len(regions),
            regions=listing(regions[~whole]),
        )
    result = pd.DataFrame(
        {
            "region": regions,
            "year_from": years.min() if len(years) else pd.NA,
            "year_to": years.max() if len(years) else pd.NA,
            "years": placed[:, used].sum(axis=1),
        }
    ).astype({"year_from": "Int64", "year_to": "Int64"})
    walked = _walk(z.to_numpy(float)[whole][:, used], lag.to_numpy(float)[whole][:, used])
    for name, values in walked.items():
        result[name] = pd.Series(values, np.flatnonzero(whole)).reindex(result.index)
    names = quadrant.to_numpy()[whole][:, used]
    moves = pd.Series((names[:, 1:] != names[:, :-1]).sum(axis=1), np.flatnonzero(whole))
    result["moves"] = moves.reindex(result.index).astype("Int64")
    result["path"] = result.pop("path")
    return result


def _walk(x, y):
    """Measures of paths whose places are the columns of `x` and `y`, a row for each region."""
    length = np.hypot(np.diff(x), np.diff(y)).sum(axis=1)
    dx, dy = (values[:, -1:] - values[:, :1] for values in (x, y))
    dx, dy = (net.sum(axis=1) for net in (dx, dy))  # no columns: no net move
    net = np.hypot(dx, dy)
    moved = net > ROUND_OFF * length
    # The second remainder turns 360, to which a hair below 0 is rounded, into 0.
    angle = np.where(moved, np.degrees(np.arctan2(dy, dx)) % 360 % 360, np.nan)
    words = [DIRECTIONS[int(a // 90)] if a == a else None for a in angle]
    return {
        "path_length": length,
        "relative_length": _share(len(length) * length, length.sum()),
        "tortuosity": _share(length, np.where(moved, net, 0.0)),
        "direction_deg": angle,
        "direction": np.array(words, dtype=object),
        "path": np.array(
            [
                "LINESTRING (%s)" % ", ".join("%.4f %.4f" % place for place in zip(*places))
                for places in zip(x, y)
            ],
            dtype=object,
        ),
    }
