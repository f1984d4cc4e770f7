"""Who is whose neighbour: row-standardised spatial weights of a set of regions.

Weights depend on geometry alone, so they are built once and serve every year.
The result is a :class:`libpysal.weights.W`, the object that esda takes.
"""

from __future__ import annotations

import importlib
from collections import Counter
from pathlib import Path

import numpy as np

from .log import InputError, Log, Message, listing, shown
from .panels import region_text
from .quiet import quiet

KINDS = ("queen", "rook", "knn", "distance", "file")
ISLAND_POLICIES = ("nearest", "drop", "keep")

EARTH_RADIUS_KM = 6371.0088  # mean radius of the ellipsoid (IUGG), for great circles

# A gap or overlap up to this share of the spacing of border vertices is drawing noise; above the
# second share (of a typical region's width) two regions would be joined across a third.
TOLERANCE_OF_VERTEX_SPACING = 0.25
TOLERANCE_OF_REGION_WIDTH = 0.01

# Two corners that meet in a point lie within the tolerance of each other over about two
# tolerances of border, more if the corners are sharp. A rook border has to be longer.
ROOK_BORDER_IN_TOLERANCES = 4

_CHUNK = 64


def require_statistics(*packages: str) -> None:
    """Make sure that the optional packages of spatial statistics can be imported.

    Parameters
    ----------
    *packages : str
        Names of packages; none means ``libpysal`` and ``esda``.

    Raises
    ------
    InputError
        One sentence for each package that is missing, with how to install it.
    """
    faults = []
    for package in packages or ("libpysal", "esda"):
        try:
            with quiet():
                importlib.import_module(package)
        except ImportError as error:
            faults.append(
                Message(
                    "The Python package {package} cannot be imported ({error}); install it with "
                    "'apt install python3-{package}' (Debian 13) or with 'pip install {package}' "
                    "and the constraints file of this plugin, then restart QGIS.",
                    package=package,
                    error=error,
                )
            )
    if faults:
        raise InputError(faults)


def build_weights(
    geometries,
    ids,
    kind: str = "queen",
    k: int = 4,
    distance_km: float | None = None,
    islands: str = "nearest",
    path=None,
    codes=None,
    tolerance: float | None = None,
    crs=None,
    log: Log | None = None,
):
    """Build row-standardised spatial weights.

    Parameters
    ----------
    geometries : sequence of bytes
        Polygons as WKB, in the order of `ids`. Not looked at if `kind` is
        "file" and `islands` is not "nearest".
    ids : sequence of str
        Name of each region; unique.
    kind : {"queen", "rook", "knn", "distance", "file"}
        queen: polygons that meet, if only in a point. rook: polygons that
        share a border. knn: the `k` nearest. distance: all within
        `distance_km`. file: a GeoDa ``.gal`` or ``.gwt`` file.
    k : int
        Number of neighbours for knn.
    distance_km : float, optional
        Reach for distance, in km. Default: the smallest at which every
        region has a neighbour.
    islands : {"nearest", "drop", "keep"}
        What to do with a region without neighbours. nearest: join it, both
        ways, to the region nearest by polygon distance (for Hainan that is
        Guangdong). drop and keep: it stays in the weights without
        neighbours; give the same word to :func:`.moran.global_moran` and
        :func:`.moran.local_moran`, which leave it out of n or count it.
    path : path-like, optional
        The file, for kind "file". Its ids may be `ids`, `codes`, or
        positions from 1 or 0. As in GeoDa only who is a neighbour counts;
        the distances in a ``.gwt`` file are no weights.
    codes : sequence, optional
        Another name for each region (for example GB/T 2260 codes), for the
        ids of a file.
    tolerance : float, optional
        Gaps and overlaps between neighbours up to this size, in map units,
        do not matter. Default: a quarter of the usual distance between
        border vertices (half of the border is drawn in longer steps), at
        most 1 % of the width (square root of the median area) of a region.
    crs : str or pyproj.CRS, optional
        Coordinate reference system, anything pyproj understands. In a
        geographic one knn and distance follow great circles between
        representative points, and the nearest region is found in degrees
        of longitude shortened to the latitude of the island.
    log : Log, optional

    Returns
    -------
    libpysal.weights.W
        Binary neighbours, transform "r", ids in the given order.

    Raises
    ------
    InputError
        If a package, a geometry or an id is missing, or the file does not
        fit the regions.
    """
    log = log or Log()
    ids = list(ids)
    _check(ids, kind, k, distance_km, islands)
    require_statistics("libpysal", "shapely", "pyproj")

    shapes, near = None, None
    if kind != "file" or islands == "nearest":
        shapes = _polygons(geometries, ids, log)
        near = _is_geographic(crs, shapes, log)
    if kind == "file":
        neighbours = _file_neighbours(path, ids, codes, log)
    elif kind in ("queen", "rook"):
        neighbours = _contiguity(shapes, kind == "rook", tolerance, log)
    else:
        neighbours = _point_neighbours(
            shapes, k if kind == "knn" else None, distance_km, crs, near, log
        )

    isolates = [i for i, others in enumerate(neighbours) if not others]
    if isolates and islands == "nearest":
        joined = {i: _nearest(shapes, i, near, log) for i in isolates}
        for i, j in joined.items():
            neighbours[i].add(j)
            neighbours[j].add(i)
        log.info(
            "Regions without neighbours, joined to the nearest region: {pairs}.",
            pairs=listing(f"{ids[i]} - {ids[j]}" for i, j in joined.items()),
        )
    elif isolates:
        names = listing(ids[i] for i in isolates)
        if islands == "drop":
            log.info(
                "Regions without neighbours, left out of the statistics: {names}.", names=names
            )
        else:
            log.info("Regions without neighbours, counted in n only: {names}.", names=names)
    return _weights(neighbours, ids)


def subset(w, keep):
    """Return the weights among some regions, row-standardised anew.

    Unlike ``libpysal.weights.w_subset`` this keeps the order of neighbours,
    so that results do not depend on Python's hash seed.

    Parameters
    ----------
    w : libpysal.weights.W
    keep : array_like of bool, shape (n,)
        In the order of ``w.id_order``.

    Returns
    -------
    libpysal.weights.W
        With the positions of the kept regions in `w` as ids.
    """
    from libpysal.weights import W

    kept = np.flatnonzero(keep)
    links = w.sparse[kept][:, kept].tocoo()
    others = (links.row != links.col) & (links.data != 0)
    row, column, weight = links.row[others], links.col[others], links.data[others]
    by_region = np.lexsort((column, row))
    ends = np.searchsorted(row[by_region], np.arange(len(kept) + 1)).tolist()
    column, weight = kept[column[by_region]].tolist(), weight[by_region].tolist()
    order = kept.tolist()
    neighbours = {i: column[start:end] for i, start, end in zip(order, ends, ends[1:])}
    weights = {i: weight[start:end] for i, start, end in zip(order, ends, ends[1:])}
    return _standardised(W(neighbours, weights, id_order=order, silence_warnings=True))


def _check(ids, kind, k, distance_km, islands) -> None:
    faults = []
    if kind not in KINDS:
        faults.append(
            Message(
                "Unknown weights {kind}; use one of {kinds}.", kind=kind, kinds=", ".join(KINDS)
            )
        )
    if islands not in ISLAND_POLICIES:
        faults.append(
            Message(
                "Unknown rule for islands {islands}; use one of {rules}.",
                islands=islands,
                rules=", ".join(ISLAND_POLICIES),
            )
        )
    repeated = sorted(str(name) for name, count in Counter(ids).items() if count > 1)
    if repeated:
        faults.append(
            Message(
                "Region names occur more than once: {names}; give each region one feature.",
                names=listing(repeated),
            )
        )
    if len(ids) < 2:
        faults.append(
            Message("Spatial weights need at least two regions; there are {n}.", n=len(ids))
        )
    elif kind == "knn" and not 1 <= k < len(ids):
        faults.append(
            Message(
                "Number of nearest neighbours {k}: choose 1 to {most} for {n} regions.",
                k=k,
                most=len(ids) - 1,
                n=len(ids),
            )
        )
    if kind == "distance" and distance_km is not None and not distance_km > 0:
        faults.append(
            Message("Distance {distance} km: choose a number above 0.", distance=distance_km)
        )
    if faults:
        raise InputError(faults)


def _polygons(geometries, ids, log):
    """Decode WKB, repair what is invalid, keep polygonal parts only."""
    import shapely

    geometries = list(geometries)
    if len(geometries) != len(ids):
        raise InputError(
            Message(
                "There are {geometries} geometries for {ids} regions; give one for each.",
                geometries=len(geometries),
                ids=len(ids),
            )
        )
    shapes, faults, repaired = [], [], []
    for name, wkb in zip(ids, geometries):
        shape = None if wkb is None else shapely.force_2d(shapely.from_wkb(bytes(wkb)))
        if shape is not None and not shape.is_valid:
            repaired.append(str(name))
            shape = shapely.make_valid(shape)
        if shape is not None and shape.geom_type == "GeometryCollection":
            # make_valid keeps the spikes it cuts off as lines; they bound nothing
            parts = [part for part in shape.geoms if part.geom_type.endswith("Polygon")]
            shape = shapely.union_all(parts)
        if shape is None or shape.is_empty or not shape.geom_type.endswith("Polygon"):
            faults.append(
                Message(
                    "Region {region} has no polygon; give it one or leave the region out.",
                    region=name,
                )
            )
        shapes.append(shape)
    if faults:
        raise InputError(faults)
    if repaired:
        log.info("Invalid polygons repaired: {names}.", names=listing(repaired))
    return np.array(shapes, dtype=object)


def _is_geographic(crs, shapes, log) -> bool:
    import shapely
    from pyproj import CRS

    if crs:
        return CRS.from_user_input(crs).is_geographic
    west, south, east, north = shapely.total_bounds(shapes)
    degrees = west >= -180 and east <= 360 and south >= -90 and north <= 90
    if degrees:
        log.warning(
            "The regions have no coordinate reference system; their coordinates look like degrees "
            "and are taken as longitude and latitude."
        )
    else:
        log.warning(
            "The regions have no coordinate reference system; map units are taken as metres."
        )
    return degrees


def default_tolerance(shapes) -> float:
    """Return the size of gaps between neighbours that count as drawing noise.

    Parameters
    ----------
    shapes : array of shapely polygons

    Returns
    -------
    float
        In map units; see `tolerance` in :func:`build_weights`.
    """
    import shapely

    rings = shapely.get_rings(shapely.get_parts(shapes))
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    steps = np.sort(np.hypot(*np.diff(coordinates, axis=0).T)[np.diff(ring) == 0])
    # Half of the border is drawn in longer steps: tiny ones (rounded corners) do not count much.
    along = np.cumsum(steps)
    spacing = steps[np.searchsorted(along, along[-1] / 2)]
    width = np.sqrt(np.median(shapely.area(shapes)))
    return float(min(TOLERANCE_OF_VERTEX_SPACING * spacing, TOLERANCE_OF_REGION_WIDTH * width))


def _contiguity(shapes, rook, tolerance, log):
    import shapely

    if tolerance is None:
        tolerance = default_tolerance(shapes)
    log.info(
        "Neighbours are polygons at most {tolerance} map units apart.",
        tolerance=f"{tolerance:.4g}",
    )
    tree = shapely.STRtree(shapes)
    neighbours = [set() for _ in shapes]
    for start in range(0, len(shapes), _CHUNK):
        log.check(start / len(shapes))
        found = tree.query(shapes[start : start + _CHUNK], "dwithin", distance=tolerance)
        for i, j in zip(found[0] + start, found[1]):
            if i < j and (not rook or _share_border(shapes[i], shapes[j], tolerance)):
                neighbours[i].add(int(j))
                neighbours[j].add(int(i))
    return neighbours


def _share_border(a, b, tolerance) -> bool:
    """Tell whether `a` runs along `b` for more than a meeting of corners."""
    import shapely

    west, south, east, north = (
        function(pair) for function, pair in zip((max, max, min, min), zip(a.bounds, b.bounds))
    )
    # Only the part of the polygons where they can meet is worth buffering.
    margin = 4 * tolerance
    window = shapely.box(west - margin, south - margin, east + margin, north + margin)
    border_a, border_b = (shape.boundary.intersection(window) for shape in (a, b))
    if border_a.intersection(border_b).length > 0:
        return True  # drawn with the same vertices, however short
    along = border_a.intersection(b.intersection(window).buffer(tolerance, quad_segs=4))
    return along.length > ROOK_BORDER_IN_TOLERANCES * tolerance


def _point_neighbours(shapes, k, distance_km, crs, geographic, log):
    """Neighbours by distance between points: the k nearest, or all within a reach."""
    import shapely
    from libpysal.cg import KDTree
    from libpysal.weights import KNN, DistanceBand
    from pyproj import CRS

    points = shapely.get_coordinates(shapely.point_on_surface(shapes))
    if geographic:
        log.info("Distances are great circles between a point inside each region, in km.")
        tree = KDTree(points, distance_metric="Arc", radius=EARTH_RADIUS_KM)
    else:
        metres = CRS.from_user_input(crs).axis_info[0].unit_conversion_factor if crs else 1.0
        points = points * (metres / 1000)
        tree = KDTree(points)
    if k is not None:
        w = KNN(tree, k=k, silence_warnings=True)
    else:
        if distance_km is None:
            distance_km = tree.query(points, k=2)[0][:, 1].max() * (1 + 1e-9)
            log.info(
                "Distance chosen so that every region has a neighbour: {distance} km.",
                distance=f"{distance_km:.4g}",
            )
        w = DistanceBand(tree, threshold=distance_km, binary=True, silence_warnings=True)
    return [set(map(int, w.neighbors[i])) - {i} for i in range(len(points))]


def _nearest(shapes, i, geographic, log) -> int:
    """Return the region nearest to region i by distance between polygons."""
    import shapely

    log.check()
    if geographic:
        latitude = shapely.get_coordinates(shapely.point_on_surface(shapes[i]))[0, 1]
        shapes = shapely.transform(shapes, lambda xy: xy * [np.cos(np.radians(latitude)), 1])
    others = np.delete(np.arange(len(shapes)), i)
    return int(others[shapely.STRtree(shapes[others]).nearest(shapes[i])])


def _file_neighbours(path, ids, codes, log):
    """Read a GAL or GWT file.

    libpysal's readers take the encoding of the computer's locale and stop at
    the first fault; this one reads any name and says all that does not fit.
    """
    name = Path(path or "").name
    suffix = Path(name).suffix.lower()
    if suffix not in (".gal", ".gwt"):
        raise InputError(
            Message("Weights file {file}: choose a file that ends in .gal or .gwt.", file=name)
        )
    try:
        raw = Path(path).read_bytes()
    except OSError as error:
        raise InputError(
            Message("Weights file {file} cannot be read: {error}.", file=name, error=error.strerror)
        ) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", errors="replace")
    lines = text.splitlines()[1:]  # the first line counts the regions
    try:
        table = _parse_gal(lines) if suffix == ".gal" else _parse_gwt(lines)
    except (ValueError, StopIteration) as error:
        raise InputError(
            Message(
                "Weights file {file} is damaged or is no {kind} file; write it anew.",
                file=name,
                kind=suffix[1:].upper(),
            )
        ) from error
    used = list(dict.fromkeys(list(table) + [j for others in table.values() for j in others]))

    def keys(values):
        return {region_text(shown(value)): i for i, value in enumerate(values)}

    candidates = [keys(ids)]
    if codes is not None:
        candidates.append(keys(codes))
    # "0" tells positions that count from 0; the other way round "n" tells those from 1
    candidates.append(keys(range(len(ids))) if "0" in used else keys(range(1, len(ids) + 1)))
    position = max(candidates, key=lambda candidate: sum(key in candidate for key in used))
    unknown = [key for key in used if key not in position]
    faults = []
    if unknown:
        faults.append(
            Message(
                "Weights file {file} names regions that the layer lacks: {names}; use the file "
                "that was made for this layer.",
                file=name,
                names=listing(unknown),
            )
        )
    absent = [key for key in position if key not in table]
    if absent and suffix == ".gal":  # a .gwt file has no line for a region without neighbours
        faults.append(
            Message(
                "Weights file {file} lacks regions of the layer: {names}; use the file that was "
                "made for this layer.",
                file=name,
                names=listing(absent),
            )
        )
    if faults:
        raise InputError(faults)
    log.info("Neighbours are read from {file}; each one has the same weight.", file=name)
    neighbours = [set() for _ in ids]
    for key, others in table.items():
        i = position[key]
        neighbours[i].update(position[other] for other in others if position[other] != i)
    return neighbours


def _parse_gal(lines):
    # by words, not lines: files differ in whether a region without neighbours has an empty line
    words = iter(" ".join(lines).split())
    table = {}
    for key in words:
        table[key] = [next(words) for _ in range(int(next(words)))]
    return table


def _parse_gwt(lines):
    table = {}
    for line in lines:
        if line.strip():
            key, other, distance = line.split()
            float(distance)
            table.setdefault(key, []).append(other)
    return table


def _weights(neighbours, ids):
    from libpysal.weights import W

    named = {ids[i]: [ids[j] for j in sorted(others)] for i, others in enumerate(neighbours)}
    return _standardised(W(named, id_order=ids, silence_warnings=True))


def _standardised(w):
    w.transform = "r"
    return w
