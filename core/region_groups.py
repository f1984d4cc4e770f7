"""Groups of regions that ship with the plugin: ``core/data/region_groups.csv``."""

from __future__ import annotations

import re

import pandas as pd

from .constants import constant_table
from .regions import region_keys


def china_four(names: pd.Series, codes: pd.Series | None = None) -> pd.Series:
    """Return the economic region of China that regions belong to.

    Parameters
    ----------
    names : pandas.Series
        Names or codes of provinces, in any spelling that :func:`regions.region_key` knows.
    codes : pandas.Series, optional
        Codes of administrative divisions (GB/T 2260), aligned with `names`. The first
        two digits of a county's code are those of its province. A code goes before a name,
        for the county Henan is in Qinghai.

    Returns
    -------
    pandas.Series of object
        East, Central, West or Northeast; None for what is no province of China, and for
        Taiwan, Hong Kong and Macao, which are not part of the division.

    References
    ----------
    National Bureau of Statistics of China (2011). 东西中部和东北地区划分方法.
    """
    table = constant_table("region_groups")
    groups = dict(zip(table["code"].astype(str), table["group"]))
    provinces = region_keys(names)
    if codes is not None:
        by_code = [re.sub(r"^(\d\d)\d{4}$", r"\g<1>0000", key) for key in region_keys(codes)]
        provinces = [code if code in groups else name for code, name in zip(by_code, provinces)]
    found = [groups.get(province) or None for province in provinces]
    return pd.Series(found, index=names.index, dtype=object)
