"""How unequally regions share a quantity: Gini and Theil, within and between groups.

Region i has the share s of the quantity (emissions) and the share p of the base (population). If
all regions had the same per unit of the base, s would be p everywhere. The regions of a year are
all there are, not a sample: no index is corrected for a sample's size.

References
----------
Lorenz (1905). Publications of the American Statistical Association 9(70), 209-219.
Theil (1967). Economics and Information Theory. North-Holland, Amsterdam.
Shorrocks (1980). Econometrica 48(3), 613-625.
Dagum (1997). Empirical Economics 22(4), 515-531.
Duro and Padilla (2006). Energy Economics 28(2), 170-187.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .log import Log, Message, listing
from .tables import stop_on

INDICES = ("gini", "gini_within", "gini_between", "gini_overlap") + (
    "theil_t", "theil_l", "theil_within", "theil_between"
)  # fmt: skip
SHARES = tuple(
    name + "_pct"
    for name in ("gini_within", "gini_between", "gini_overlap", "theil_within", "theil_between")
)
GROUP_FIELDS = ("n", "quantity_pct", "base_pct", "mean", "gini", "theil_t") + (
    "theil_within", "theil_within_pct"
)  # fmt: skip
# An index below it is the last bit of a sum over regions that are all alike.
ROUND_OFF = 1e-12
# Fields that earlier tools write and that are a quantity divided by another one already.
_RATIO = re.compile(r"_pc_|^depth$|^flow_use$")


@dataclass
class Inequality:
    """Inequality of every year.

    Attributes
    ----------
    years : pandas.DataFrame
        ``year``, ``n`` (regions with a value), ``n_missing``, :data:`INDICES` and
        :data:`SHARES` (percent of ``gini`` or ``theil_t``); one row for each year.
    groups : pandas.DataFrame
        ``year``, ``group`` (None: regions in no group) and :data:`GROUP_FIELDS`; see
        :func:`split`. Empty without groups.
    curves : dict of int to tuple of numpy.ndarray
        Lorenz curve of each year that has one, see :func:`lorenz`.
    base : str or None
        Column that the quantity was compared with; None: every region counted equally.
    """

    years: pd.DataFrame
    groups: pd.DataFrame
    curves: dict
    base: str | None


def lorenz(quantity, base) -> tuple:
    """Return the Lorenz curve: regions in the order of their quantity per unit of the base.

    Parameters
    ----------
    quantity : array_like of float, shape (n,)
        Not negative, with a sum above 0.
    base : array_like of float, shape (n,)
        Above 0.

    Returns
    -------
    tuple of numpy.ndarray, shape (n + 1,)
        Cumulative share of the base and of the quantity, both from 0 to 1.
    """
    quantity, base = (np.asarray(values, dtype=float) for values in (quantity, base))
    order = np.argsort(quantity / base, kind="stable")
    base, quantity = (np.r_[0.0, np.cumsum(values[order])] for values in (base, quantity))
    return base / base[-1], quantity / quantity[-1]


def gini(quantity, base) -> float:
    """Return the Gini coefficient, ``sum_ij |s_i p_j - s_j p_i| / 2``.

    It is twice the area between the Lorenz curve and the diagonal: 0 where all regions have the
    same per unit of the base, below 1 always.

    Parameters
    ----------
    quantity, base
        See :func:`lorenz`.
    """
    base_share, share = lorenz(quantity, base)
    return _above_noise(1 - (np.diff(base_share) * (share[1:] + share[:-1])).sum())


def theil_t(quantity, base) -> float:
    """Return Theil's T, ``sum s ln(s / p)``, in which a region without any quantity counts 0.

    Parameters
    ----------
    quantity, base
        See :func:`lorenz`.
    """
    share, base_share = _shares(quantity, base)
    some = share > 0
    return _above_noise((share[some] * np.log(share[some] / base_share[some])).sum())


def theil_l(quantity, base) -> float:
    """Return Theil's L, the mean log deviation ``sum p ln(p / s)``.

    Parameters
    ----------
    quantity, base
        See :func:`lorenz`.

    Returns
    -------
    float
        NaN in place of infinity, where a region has nothing of the quantity.
    """
    share, base_share = _shares(quantity, base)
    if not share.all():
        return np.nan
    return _above_noise((base_share * np.log(base_share / share)).sum())


def split(quantity, base, groups) -> tuple:
    """Split Gini and Theil's T into what is within and what is between groups.

    ``theil_within = sum_g s_g T_g`` and ``theil_between = sum_g s_g ln(s_g / p_g)`` add up to T
    (Shorrocks 1980). ``gini_within = sum_g p_g s_g G_g``, ``gini_between``, which is the Gini of
    the groups, and ``gini_overlap`` add up to the Gini; the overlap, Dagum's intensity of
    transvariation, is above 0 where a region of a group with a lower mean has more per unit of
    the base than one of a group with a higher mean.

    Parameters
    ----------
    quantity, base
        See :func:`lorenz`.
    groups : array_like of int, shape (n,)
        Number of each region's group.

    Returns
    -------
    parts : dict of str to float
        ``gini_within``, ``gini_between``, ``gini_overlap``, ``theil_within``, ``theil_between``.
    table : pandas.DataFrame
        By the groups' numbers :data:`GROUP_FIELDS`: regions, share of the quantity and the base
        (percent), quantity per unit of the base, indices of the group by itself, its part of
        ``theil_within`` and that as percent of T. A group without any quantity has no indices,
        and adds nothing.
    """
    rows = pd.DataFrame({"quantity": quantity, "base": base}).groupby(np.asarray(groups))
    table = rows.sum()
    table["n"] = rows.size()
    share, base_share = _shares(table["quantity"], table["base"])
    table["quantity_pct"], table["base_pct"] = 100 * share, 100 * base_share
    table["mean"] = table["quantity"] / table["base"]
    for name, index in (("gini", gini), ("theil_t", theil_t)):
        table[name] = [
            index(part["quantity"], part["base"]) if part["quantity"].any() else np.nan
            for _, part in rows
        ]
    table["theil_within"] = share * table["theil_t"].fillna(0)
    table["theil_within_pct"] = _percent(table["theil_within"], theil_t(quantity, base))
    within = float((base_share * share * table["gini"].fillna(0)).sum())
    between = gini(table["quantity"], table["base"])
    parts = {
        "gini_within": within,
        "gini_between": between,
        "gini_overlap": _above_noise(gini(quantity, base) - within - between),
        "theil_within": float(table["theil_within"].sum()),
        "theil_between": theil_t(table["quantity"], table["base"]),
    }
    return parts, table[list(GROUP_FIELDS)]


_WHOLE = {"gini": gini, "theil_t": theil_t, "theil_l": theil_l}


def inequality_by_year(
    panel: pd.DataFrame,
    quantity: str,
    base: str | None = None,
    groups: pd.Series | None = None,
    source: str = "Table",
    log: Log | None = None,
) -> Inequality:
    """Measure how unequally the regions of each year share a quantity.

    Parameters
    ----------
    panel : pandas.DataFrame
        ``region``, ``year`` (int; 0 where there are no years), and the columns named next; one
        row for each region and year.
    quantity : str
        Column of what is shared, say ``ice_tco2`` (t CO2).
    base : str, optional
        Column of what it is compared with, say ``population`` (persons). Without it, or if it is
        no column or empty, every region counts equally.
    groups : pandas.Series, optional
        Group of each row, None for none; its name tells in messages what groups they are. Regions
        in no group make up one of their own, so that the parts add up.
    source : str
        How messages call the table.
    log : Log, optional
        Told what was left out, and where years cannot be compared.

    Returns
    -------
    Inequality

    Raises
    ------
    InputError
        For every negative quantity, and every base that is not above 0.
    """
    log = log or Log()
    base = _base_of(panel, quantity, base, source, log)
    rows = panel[["region", "year"]].assign(
        quantity=panel[quantity], base=panel[base] if base else 1.0
    )
    rows["known"] = rows[["quantity", "base"]].notna().all(axis=1)
    _refuse(rows[rows["known"]], quantity, base, source)
    names = _number_groups(rows, groups, source, log)
    _say_missing(rows, quantity, source, log)
    years, tables, curves = [], [], {}
    count = rows["year"].nunique()
    for i, (year, all_rows) in enumerate(rows.groupby("year")):
        log.check(i / count)
        used = all_rows[all_rows["known"]]
        line = {"year": year, "n": len(used), "n_missing": len(all_rows) - len(used)}
        years.append(line)
        if not used["quantity"].any():
            log.warning(
                "{source}{year}: nothing is shared, for no region has a {field} above 0 and a "
                "base; Gini and Theil are NULL.",
                source=source, year=_in(year), field=quantity,
            )  # fmt: skip
            continue
        numbers = used["quantity"].to_numpy(float), used["base"].to_numpy(float)
        line.update({name: index(*numbers) for name, index in _WHOLE.items()})
        curves[year] = lorenz(*numbers)
        if names is None:
            continue
        parts, table = split(*numbers, used["group"])
        line.update(parts)
        for name in parts:
            line[name + "_pct"] = _percent(parts[name], line[_whole_of(name)])
        tables.append(table.assign(year=year, group=[names[number] for number in table.index]))
    result = pd.DataFrame(years, columns=["year", "n", "n_missing", *INDICES, *SHARES])
    numbers = [*INDICES, *SHARES]
    result[numbers] = result[numbers].astype(float)
    order = ["year", "group", *GROUP_FIELDS]
    kinds = {**dict.fromkeys(order, float), "year": "int64", "group": object, "n": "int64"}
    tables = pd.concat(tables) if tables else pd.DataFrame(columns=order)
    tables = tables[order].astype(kinds).reset_index(drop=True)
    return Inequality(result, tables, curves, base)


def _whole_of(part: str) -> str:
    return "gini" if part.startswith("gini") else "theil_t"


def _shares(quantity, base) -> tuple:
    quantity, base = (np.asarray(values, dtype=float) for values in (quantity, base))
    return quantity / quantity.sum(), base / base.sum()


def _above_noise(index: float) -> float:
    return 0.0 if abs(index) <= ROUND_OFF else float(index)


def _percent(part, whole: float):
    """Percentage of an index; NaN where all are alike."""
    return 100 * part / (whole or np.nan)


def _in(year: int):
    return Message(" in {year}", year=year) if year else ""


def _place(row) -> str:
    return f"{row.region} {row.year}" if row.year else str(row.region)


def _base_of(panel, quantity, base, source, log):
    """Return the column of the base, None where it has no values."""
    if base is None:
        return None
    if base not in panel or panel[base].isna().all():
        log.info(
            "{source}: there is no {base}; every region counts equally.", source=source, base=base
        )
        return None
    if _RATIO.search(quantity):
        log.warning(
            "{field} is a ratio already, and is divided by {base} here once more; choose the "
            "quantity itself, or no base.",
            field=quantity,
            base=base,
        )
    return base


def _refuse(rows, quantity, base, source) -> None:
    faults = [
        Message(
            "{source}: {region} has a negative {field}{year} ({value}), of which there is no "
            "share; correct it or leave it empty.",
            source=source, region=row.region, field=quantity, year=_in(row.year),
            value="%.6g" % row.quantity,
        )
        for row in rows[rows["quantity"] < 0].itertuples()
    ]  # fmt: skip
    faults += [
        Message(
            "{source}: {region} has a {field} of {value}{year}; give one above 0, or leave it "
            "empty.",
            source=source, region=row.region, field=base, year=_in(row.year),
            value="%.6g" % row.base,
        )
        for row in rows[rows["base"] <= 0].itertuples()
    ]  # fmt: skip
    stop_on(faults)


def _number_groups(rows, groups, source, log):
    """Add the number of the group to every row; return the names by number, None without any."""
    if groups is None:
        return None
    numbers, names = pd.factorize(groups.to_numpy(dtype=object))
    # a missing name has the number -1, and comes last
    rows["group"] = np.where(numbers < 0, len(names), numbers)
    without = rows["known"] & (rows["group"] == len(names))
    if without.sum() == rows["known"].sum():
        log.info(
            "{source}: no region is in a group of {groups}, so that Gini and Theil are not split; "
            "choose a field with groups for a split.",
            source=source,
            groups=groups.name,
        )
        return None
    if without.any():
        log.warning(
            "{source}: in no group of {groups}: {regions}; in the split they make up one of "
            "their own.",
            source=source,
            regions=listing(rows.loc[without, "region"]),
            groups=groups.name,
        )
    return [*names, None]


def _say_missing(rows, quantity, source, log) -> None:
    missing, known = rows[~rows["known"]], rows[rows["known"]]
    if len(missing):
        log.info(
            "{source}: {count} of {n} rows lack a value and are left out: {places}.",
            source=source,
            count=len(missing),
            n=len(rows),
            places=listing(map(_place, missing.itertuples())),
        )
    regions = known.groupby("year")["region"].agg(set)
    everywhere = dict.fromkeys(known["region"])  # a set in the order of the table
    gaps = {
        year: [name for name in everywhere if name not in there]
        for year, there in regions.items()
        if len(there) < len(everywhere)
    }
    if gaps:
        log.warning(
            "{source}: the years do not have the same regions, so that a change of Gini or Theil "
            "may be a change of regions; missing: {missing}.",
            source=source,
            missing=listing(f"{year} ({listing(names, 5)})" for year, names in gaps.items()),
        )
    nothing = known[known["quantity"] == 0]
    if len(nothing):
        log.info(
            "{source}: a {field} of 0 makes the mean log deviation (theil_l) infinite; it is left "
            "NULL: {places}.",
            source=source,
            field=quantity,
            places=listing(map(_place, nothing.itertuples())),
        )
