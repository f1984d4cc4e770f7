"""Natural breaks (Fisher-Jenks): classes with the least variance inside.

References
----------
Fisher, W. D. (1958). On grouping for maximum homogeneity. Journal of the
American Statistical Association 53, 789-798.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .log import Log, Message
from .quiet import quiet

# Fisher-Jenks takes time with the square of the number of values (seconds without numba for
# this many); beyond it the breaks come from values evenly spaced by rank, ends included.
MAX_VALUES = 1500


@dataclass
class Breaks:
    """Classes of a map.

    Attributes
    ----------
    bounds : list of float
        Upper bound of each class, in rising order; a class holds its upper
        bound and not its lower one. Empty if there are no values.
    counts : list of int
        Number of values in each class.
    k : int
        Number of classes made.
    message : Message or None
        What the user should know, if the classes are not as asked for.
    logarithmic : bool
        The breaks were found on the logarithm of the values.
    """

    bounds: list
    counts: list
    k: int
    message: Message | None = None
    logarithmic: bool = False


def natural_breaks(
    values, k: int = 5, first_break: float | None = None, log: Log | None = None
) -> Breaks:
    """Divide values into classes by natural breaks.

    Give the values of all years at once, so that maps of different years
    have the same classes.

    Parameters
    ----------
    values : array_like of float
        NaN and infinity are left out.
    k : int
        Number of classes, the fixed first one included; fewer are made if
        there are fewer distinct values.
    first_break : float, optional
        Fixed upper bound of the first class: 1 for the footprint's depth, so
        that the first class is exactly "within the annual flow". The other
        ``k - 1`` classes are natural breaks of the values above.
    log : Log, optional
        Told what `Breaks.message` says.

    Returns
    -------
    Breaks
        Without mapclassify classes of equal number, and a warning.
    """
    log = log or Log()
    values = pd.to_numeric(pd.Series(list(values)), errors="coerce").to_numpy(dtype=float)
    values = np.sort(values[np.isfinite(values)])
    if not len(values):
        message = Message("There are no values to classify.")
        log.warning(message.template)
        return Breaks([], [], 0, message)

    fixed = [] if first_break is None else [float(first_break)]
    rest = values[values > first_break] if fixed else values
    wanted = k - len(fixed)
    bounds = fixed + (_fisher_jenks(rest, wanted) if wanted > 0 and len(rest) else [])
    if bounds[-1] < values[-1]:
        bounds[-1] = float(values[-1])  # k = 1 with a fixed break: one class holds everything
    edges = np.searchsorted(values, bounds, side="right")
    counts = np.diff(edges, prepend=0).tolist()

    message = None
    if len(np.unique(rest)) > wanted > 1 and _classifier() is None:
        message = Message(
            "The Python package mapclassify is missing: the classes of the map hold equal numbers "
            "of regions instead of following natural breaks; install it for those."
        )
    elif len(bounds) < k:
        message = Message(
            "{distinct} distinct values make {used} classes instead of {k}.",
            distinct=len(np.unique(values)),
            used=len(bounds),
            k=k,
        )
    elif len(rest) > MAX_VALUES:
        message = Message(
            "Natural breaks come from {used} values evenly spaced by rank among {n}.",
            used=MAX_VALUES,
            n=len(rest),
        )
    if message is not None:
        log.info(message.template, **message.data)
    return Breaks(bounds, counts, len(bounds), message)


DEPTH_SCALES = ("auto", "natural", "natural_log")

# Deeper than this many times the median of the overloaded regions, one region takes the breaks.
EXTREME_DEPTH = 20


def depth_breaks(depth, scale: str = "auto", k: int = 5, log: Log | None = None) -> Breaks:
    """Divide footprint depth into classes: exactly 1, then natural breaks of what is above.

    Parameters
    ----------
    depth : array_like of float
        Of all regions and years.
    scale : {"auto", "natural", "natural_log"}
        natural: breaks of depth. natural_log: breaks of log10(depth), which a
        single very deep region (a city without forest) does not distort. auto:
        natural_log where the deepest is more than 20 times the median of the
        depths above 1.
    k : int
        Number of classes, the first one included.
    log : Log, optional

    Returns
    -------
    Breaks
        Bounds of depth itself, the first one 1.
    """
    log = log or Log()
    depth = pd.to_numeric(pd.Series(list(depth)), errors="coerce").to_numpy(dtype=float)
    above = depth[np.isfinite(depth) & (depth > 1)]
    if scale == "auto":
        extreme = len(above) and above.max() > EXTREME_DEPTH * np.median(above)
        scale = "natural_log" if extreme else "natural"
        if extreme:
            log.info(
                "Depth reaches {deepest}; the classes are natural breaks of its logarithm.",
                deepest=f"{above.max():.4g}",
            )
    if scale == "natural":
        return natural_breaks(depth, k, first_break=1.0, log=log)
    breaks = natural_breaks(np.log10(np.where(depth > 0, depth, np.nan)), k, 0.0, log)
    # The bound of a class is a depth that occurs; the power of its logarithm may miss it.
    breaks.bounds = [
        1.0 if bound == 0 else float(above[np.abs(above - 10**bound).argmin()])
        for bound in breaks.bounds
    ]
    breaks.logarithmic = True
    return breaks


def _fisher_jenks(values, k) -> list:
    """Upper bounds of at most k classes of sorted values."""
    if len(np.unique(values)) > k and len(values) > MAX_VALUES:
        values = values[np.linspace(0, len(values) - 1, MAX_VALUES).round().astype(int)]
    distinct = np.unique(values)
    if len(distinct) <= k:
        return distinct.tolist()
    if k == 1:
        return [float(values[-1])]
    classifier = _classifier()
    if classifier is None:
        return np.unique(np.quantile(values, np.arange(1, k + 1) / k)).tolist()
    with quiet():  # without numba mapclassify says that it is slow
        return [float(bound) for bound in classifier(values, k=k).bins]


def _classifier():
    """Return the class that finds the breaks, or None where mapclassify is missing."""
    try:
        from mapclassify import FisherJenks
    except ImportError:
        return None
    return FisherJenks
