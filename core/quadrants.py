"""Four zones from footprint size and depth.

References
----------
Zuo and Zhao (2025). Arid Zone Research 42(9), 1703-1714.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from .log import InputError, Log, Message

THRESHOLDS = ("mean", "median", "fixed")

# quadrant -> zone, with the names of Zuo and Zhao (2025)
ZONES = {
    "I": "Core zone",  # size high, depth high
    "II": "Critical zone",  # size low, depth high
    "III": "Observation zone",  # both low
    "IV": "Buffer zone",  # size high, depth low
}

# A value this near to the mean, as a share of the largest value, equals it: 1.5 is the mean
# of 3, 1, 1, 1, 1.5, whatever the last bit of the sum says.
ROUND_OFF = 1e-12


def quadrants(
    size,
    depth,
    threshold: str = "mean",
    fixed_size: float | None = None,
    fixed_depth: float = 1.0,
    label: str = "Quadrants",
    log: Log | None = None,
) -> pd.DataFrame:
    """Sort the regions of one year into four quadrants.

    The standard scores are always taken against the mean (ddof 0); the
    threshold moves the cut only:

    =========  ==================================  ==========================
    threshold  size is high                        depth is high
    =========  ==================================  ==========================
    mean       z >= 0, at or above the mean        z >= 0, at or above the mean
    median     at or above the median              above the median
    fixed      at or above `fixed_size`            above `fixed_depth`
    =========  ==================================  ==========================

    Depth has a floor of 1, which means "within the annual flow", and most
    regions sit exactly there. So the cut at 1, and at a median that is then 1
    as well, is strict: a region at the floor is not overloaded. The mean of
    the paper is above the floor as soon as one region is, and keeps ``>=``.

    Parameters
    ----------
    size, depth : array_like of float, shape (n,)
        Footprint size (ha, total or per head) and depth (dimensionless).
    threshold : {"mean", "median", "fixed"}
    fixed_size : float, optional
        Cut of size for "fixed", in the unit of `size`; default: its mean.
    fixed_depth : float
        Cut of depth for "fixed".
    label : str
        What is sorted (say, the year), for the log.
    log : Log, optional

    Returns
    -------
    pandas.DataFrame
        ``z_size``, ``z_depth``, ``quadrant`` (I to IV) and ``zone`` (see
        :data:`ZONES`). A region without size or depth has no quadrant, and
        its other value takes no part in mean and median.

    Raises
    ------
    InputError
        If the threshold is unknown or the lengths differ.
    """
    log = log or Log()
    if threshold not in THRESHOLDS:
        raise InputError(
            Message(
                "Unknown threshold {threshold}; use one of {known}.",
                threshold=threshold,
                known=", ".join(THRESHOLDS),
            )
        )
    size, depth = (_numbers(values) for values in (size, depth))
    if len(size) != len(depth):
        raise InputError(
            Message(
                "There are {size} sizes and {depth} depths; give both for each region.",
                size=len(size),
                depth=len(depth),
            )
        )
    known = np.isfinite(size) & np.isfinite(depth)
    result = pd.DataFrame(
        {"z_size": np.nan, "z_depth": np.nan, "quadrant": None, "zone": None},
        index=range(len(size)),
    ).astype({"quadrant": object, "zone": object})
    if not known.all():
        log.info(
            "{label}: {count} of {n} regions lack size or depth and have no quadrant.",
            label=label,
            count=int((~known).sum()),
            n=len(size),
        )
    if not known.any():
        return result

    size, depth = size[known], depth[known]
    z_size = _z(size, Message("size"), label, log)
    z_depth = _z(depth, Message("depth"), label, log)
    if threshold == "mean":
        large, deep = z_size >= 0, z_depth >= 0
    elif threshold == "median":
        large, deep = size >= np.median(size), depth > np.median(depth)
    else:
        large = z_size >= 0 if fixed_size is None else size >= fixed_size
        deep = depth > fixed_depth
    quadrant = np.select([large & deep, deep, ~large], ["I", "II", "III"], "IV")
    result.loc[known, "z_size"] = z_size
    result.loc[known, "z_depth"] = z_depth
    result.loc[known, "quadrant"] = quadrant.astype(object)
    result.loc[known, "zone"] = [ZONES[name] for name in quadrant]
    return result


def quadrants_by_year(size, depth, years, log: Log | None = None, **options) -> pd.DataFrame:
    """Sort the regions of each year by the mean, spread and median of that year.

    Parameters
    ----------
    size, depth, years : array_like, shape (n,)
        One entry for each region and year.
    log : Log, optional
    **options
        Threshold options of :func:`quadrants`.

    Returns
    -------
    pandas.DataFrame
        As :func:`quadrants`, in the order given.
    """
    size, depth, years = (pd.Series(list(values)) for values in (size, depth, years))
    parts = [
        quadrants(size[rows], depth[rows], label=str(year), log=log, **options).set_index(rows)
        for year, rows in years.groupby(years, dropna=False).groups.items()
    ]
    return pd.concat(parts).sort_index() if parts else quadrants(size, depth, log=log, **options)


def _numbers(values) -> np.ndarray:
    return pd.to_numeric(pd.Series(list(values)), errors="coerce").to_numpy(dtype=float)


def _z(values, name, label, log) -> np.ndarray:
    deviation = values - values.mean()
    deviation[np.abs(deviation) <= ROUND_OFF * np.abs(values).max()] = 0.0
    spread = np.sqrt((deviation**2).mean())
    if spread == 0:
        log.warning(
            "{label}: all values of {name} are equal, so none is above or below the mean; "
            "a fixed threshold may serve better.",
            label=label,
            name=name,
        )
        return deviation
    return deviation / spread
