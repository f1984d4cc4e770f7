"""What is wrong or odd about a layer of regions."""

from __future__ import annotations

from collections import Counter

import numpy as np
from osgeo import ogr

from .checks import ERROR, NOTE, WARNING, Findings
from .log import InputError, Log, Message, listing
from .polygons import completed, read_polygons, repair, spatial_reference
from .rasters import gdal_call
from .regions import match_regions
from .tables import is_missing

_TOPIC = "regions"


def check_regions(
    found: Findings, layer: str, names, shapes, crs_wkt: str, log: Log | None = None
) -> dict:
    """Check the polygons, names and CRS of a layer of regions.

    Parameters
    ----------
    found : Findings
    layer : str
        Name of the layer.
    names : list
        Name of the region of each feature; missing where it has none.
    shapes : list of bytes or None
        Its polygon as WKB.
    crs_wkt : str
        CRS of the layer; empty if it has none.
    log : Log, optional
        Gets the progress, and says whether to go on.

    Returns
    -------
    dict of str to ogr.Geometry
        The polygons that a run would use.
    """
    log = log or Log()
    names = [None if is_missing(name) else str(name) for name in names]
    _check_names(found, layer, names)
    usable = _usable_polygons(found, layer, names, shapes, log)
    try:
        polygons = read_polygons(usable, Log())
        completed(repair(polygons, Log()))
    except InputError as error:
        for message in error.messages:
            found.add(
                ERROR, _TOPIC, layer, message, "",
                Message("Choose a layer of polygons, or repair this one."),
            )  # fmt: skip
        return {}
    empty = [name for name, polygon in polygons.items() if polygon.IsEmpty()]
    if empty:
        found.add(
            WARNING, _TOPIC, layer, Message("Regions without an area: {count}.", count=len(empty)),
            listing(empty), Message("Repair their polygons, or leave them out by a selection."),
        )  # fmt: skip
    polygons = {name: polygon for name, polygon in polygons.items() if not polygon.IsEmpty()}
    boxes = envelopes(polygons.values())
    _check_crs(found, layer, crs_wkt, boxes)
    _check_overlaps(found, layer, polygons, boxes, log)
    return polygons


def envelopes(polygons) -> np.ndarray:
    """Return smallest x, smallest y, largest x and largest y of polygons, a row for each."""
    boxes = np.array([polygon.GetEnvelope() for polygon in polygons], dtype=float)
    return boxes.reshape(-1, 4)[:, [0, 2, 1, 3]]


def _check_names(found: Findings, layer: str, names: list) -> None:
    nameless = [number for number, name in enumerate(names, start=1) if name is None]
    if nameless:
        found.add(
            ERROR, _TOPIC, layer,
            Message("Features without a name of the region: {count}.", count=len(nameless)),
            Message("Features {numbers}", numbers=listing(nameless)),
            Message("Fill in the field of the region, or leave them out by a selection."),
        )  # fmt: skip
    named = [name for name in names if name is not None]
    repeated = [name for name, number in Counter(named).items() if number > 1]
    if repeated:
        found.add(
            NOTE, _TOPIC, layer,
            Message("Regions of more than one feature: {count}.", count=len(repeated)),
            listing(repeated),
            Message(
                "Nothing to do if they are parts of a region, such as islands, which a run "
                "dissolves; choose another field if they are different regions."
            ),
        )  # fmt: skip
    for same in match_regions(named, []).duplicates.values():
        found.add(
            ERROR, _TOPIC, layer,
            Message("Several names mean the same region: {names}.", names=listing(same)), "",
            Message("Give the parts of a region one name; a run would stop here."),
        )  # fmt: skip


def _usable_polygons(found, layer, names, shapes, log) -> list:
    """Return name and polygon of the features that have both, and report the others."""
    usable, without, invalid, reasons = [], [], [], []
    for number, (name, shape) in enumerate(zip(names, shapes), start=1):
        log.check(number / len(names))
        name = name or f"#{number}"
        if not shape:
            without.append(name)
            continue
        usable.append((name, shape))
        polygon, _ = gdal_call(ogr.CreateGeometryFromWkb, bytes(shape))
        if polygon is None:
            continue  # said by read_polygons
        valid, reason = gdal_call(polygon.IsValid)
        if not valid:
            invalid.append(name)
            reasons.append(f"{name}: {reason}" if reason else name)
    if without:
        found.add(
            ERROR, _TOPIC, layer,
            Message("Features without a polygon: {count}.", count=len(without)), listing(without),
            Message("Repair the layer, or leave them out by a selection."),
        )  # fmt: skip
    if invalid:
        found.add(
            WARNING, _TOPIC, layer,
            Message("Features with an invalid polygon: {count}.", count=len(invalid)),
            listing(reasons),
            Message(
                "A run repairs them and goes on; to see what becomes of them, run the tool Fix "
                "geometries before."
            ),
        )  # fmt: skip
    return usable


def _check_crs(found: Findings, layer: str, crs_wkt: str, boxes: np.ndarray) -> None:
    try:
        crs = spatial_reference(crs_wkt)
    except InputError:
        found.add(
            ERROR, "crs", layer,
            Message("The layer of regions has no coordinate reference system."), "",
            Message("Set it in the properties of the layer."),
        )  # fmt: skip
        return
    if not len(boxes):
        return
    x0, y0 = boxes[:, :2].min(axis=0)
    x1, y1 = boxes[:, 2:].max(axis=0)
    extent = f"x {x0:.6g} - {x1:.6g}, y {y0:.6g} - {y1:.6g}"
    as_degrees = max(abs(x0), abs(x1)) <= 360 and max(abs(y0), abs(y1)) <= 90
    if crs.IsGeographic() and not as_degrees:
        found.add(
            ERROR, "crs", layer,
            Message("The coordinates are no degrees, but the CRS is {crs}.", crs=crs.GetName()),
            extent, Message("Set the CRS in which the layer was made; do not reproject it."),
        )  # fmt: skip
    elif crs.IsProjected() and as_degrees:
        found.add(
            WARNING, "crs", layer,
            Message("The coordinates look like degrees, but the CRS is {crs}.", crs=crs.GetName()),
            extent, Message("Set the CRS in which the layer was made; do not reproject it."),
        )  # fmt: skip


def _check_overlaps(found, layer, polygons: dict, boxes: np.ndarray, log: Log) -> None:
    """Look whether a point inside a region lies in another, too; slivers go unnoticed."""
    names, shapes, overlaps = list(polygons), list(polygons.values()), []
    for name, shape in polygons.items():
        log.check()
        inside = shape.PointOnSurface()
        x, y = inside.GetX(), inside.GetY()
        near = (boxes[:, 0] <= x) & (x <= boxes[:, 2]) & (boxes[:, 1] <= y) & (y <= boxes[:, 3])
        overlaps += [
            f"{name} / {names[i]}"
            for i in np.flatnonzero(near)
            if names[i] != name and shapes[i].Contains(inside)
        ]
    if overlaps:
        found.add(
            WARNING, _TOPIC, layer,
            Message("Pairs of regions that overlap: {count}.", count=len(overlaps)),
            listing(overlaps),
            Message(
                "Keep one level of regions, provinces or counties; land in both is counted for "
                "each of them."
            ),
        )  # fmt: skip
