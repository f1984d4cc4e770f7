"""Names of regions: the same province in every spelling, and matching of lists.

The 34 province-level units are known by GB/T 2260 code, ISO 3166-2 code, Chinese
and English names (``core/data/regions.csv``). Any other region is known by its
name only, so 吉林市 (a city) is never 吉林省 (the province around it).
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pandas as pd

from .constants import constant_table

_SUFFIX_ZH = re.compile(r"(?<=..)(特别行政区|自治[区州县旗]|地区|林区|特区|新区|[省市区县旗盟州])$")
_SUFFIX_EN = re.compile(
    r" (special administrative region|autonomous (region|prefecture|county|banner)|sar|"
    r"municipality|prefecture|province|district|county|banner|league|city|"
    r"zizhi(qu|zhou|xian|qi)|sheng|diqu|shi|xian|qu)$"
)
# Comparing every name with every other takes a minute for a nation of counties.
_MOST_CANDIDATES = 100
_TYPES_EN = {
    "省": ["Province", "Sheng"],
    "市": ["Municipality", "City", "Shi"],
    "自治区": ["Autonomous Region", "Zizhiqu"],
    "特别行政区": ["Special Administrative Region", "SAR"],
}


def _text(name) -> str:
    """Return a name or code as text in its plain characters; 110000.0 is 110000."""
    if name is None or (not isinstance(name, str) and pd.isna(name)):
        return ""
    text = unicodedata.normalize("NFKC", str(name)).strip().casefold()
    return re.sub(r"(?<=^\d{6})\.0+$", "", text)


def _tidy(name) -> str:
    """Return a name without case, blanks and punctuation, its accents kept."""
    return re.sub(r"[\W_]", "", _text(name))


def _without_accents(text: str) -> str:
    letters = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def normalise(name) -> str:
    """Return a region's name without anything that varies between sources.

    Parameters
    ----------
    name : str
        Name of a region.

    Returns
    -------
    str
        Without case, blanks, punctuation, accents, and without its suffix
        (省, 市, 自治州, 县, Province, City, ...) unless nothing or one Chinese
        character would be left (郊区, 叶县).
    """
    words = " ".join(re.findall(r"[^\W_]+", _text(name)))
    text = _tidy(_SUFFIX_EN.sub("", _without_accents(words)))
    return _SUFFIX_ZH.sub("", text)


@cache
def _provinces() -> dict:
    """Return {tidy name: code} of the 34 province-level units."""
    names = {}
    for row in constant_table("regions").itertuples(index=False):
        kind = row.name_zh[len(row.short_zh) :]
        kind = kind if kind in _TYPES_EN else "自治区"
        spellings = [row.name_zh, row.short_zh, row.name_en, row.full_en, row.iso]
        spellings += row.abbr_zh.split("|") + row.aliases.split("|")
        spellings += [row.name_en + " " + word for word in _TYPES_EN[kind]]
        code = str(row.code)
        for name in spellings + [code, "156" + code]:
            # Accents first: Shǎnxī is Shaanxi, which without them reads Shanxi.
            names[_tidy(name)] = code
    return names


def _province(name) -> str | None:
    text = _tidy(name)
    return _provinces().get(text) or _provinces().get(_without_accents(text))


def region_key(name) -> str:
    """Return what identifies a region in every spelling of its name.

    Parameters
    ----------
    name : str, int or float
        Name or code of a region.

    Returns
    -------
    str
        The six-digit GB/T 2260 code for one of the 34 province-level units.
        Otherwise the name without case, blanks, punctuation and accents but
        with its suffix, as 濮阳市 and 濮阳县 are two places. ``""`` for a missing
        name.
    """
    return _province(name) or _without_accents(_tidy(name))


@dataclass
class RegionMatch:
    """Which names of a table are which regions of a layer.

    Attributes
    ----------
    pairs : dict of str to str
        Name in the table to name in the layer.
    unmatched_layer : list of str
        Names of the layer that no name of the table means, in order.
    unmatched_table : list of str
        Names of the table that mean no region of the layer, in order.
    candidates : dict of str to list of str
        For the first hundred unmatched names of the table: the unmatched names
        of the layer spelt most like it. A recognised province never has another
        one as candidate.
    duplicates : dict of str to list of str
        Key to the different names of the layer that share it (北京市, Beijing);
        none of them is matched.
    """

    pairs: dict = field(default_factory=dict)
    unmatched_layer: list = field(default_factory=list)
    unmatched_table: list = field(default_factory=list)
    candidates: dict = field(default_factory=dict)
    duplicates: dict = field(default_factory=dict)


def _groups(names, key) -> dict:
    groups = {}
    for name in names:
        groups.setdefault(key(name), []).append(name)
    return groups


def region_keys(names: pd.Series) -> np.ndarray:
    """Return the `region_key` of every name of a long column; "" of a missing one."""
    numbers, different = pd.factorize(names)
    # a missing name has the number -1
    return np.array([*map(region_key, different), ""], dtype=object)[numbers]


def match_regions(layer_names, table_names) -> RegionMatch:
    """Find out which names of a table mean which regions of a layer.

    First by :func:`region_key`. What is left is matched without suffixes
    (濮阳 and 濮阳市), where that is unambiguous on both sides and neither name
    is a province.

    Parameters
    ----------
    layer_names : iterable of str
        Names of the regions of the layer; missing and repeated ones are passed
        over.
    table_names : iterable of str
        Names or codes in the table, each once or more often.

    Returns
    -------
    RegionMatch
        Pairs, what is left on both sides, candidates, duplicates.
    """
    match = RegionMatch()
    layer = _groups((n for n in dict.fromkeys(layer_names) if _tidy(n)), region_key)
    match.duplicates = {key: names for key, names in layer.items() if len(names) > 1}
    layer = {key: names[0] for key, names in layer.items() if len(names) == 1}
    table = list(dict.fromkeys(table_names))
    match.pairs = {name: layer[region_key(name)] for name in table if region_key(name) in layer}

    taken = set(match.pairs.values())
    left_layer = [name for name in layer.values() if name not in taken]
    left_table = [name for name in table if name not in match.pairs]
    short_layer = _groups((n for n in left_layer if not _province(n)), normalise)
    short_table = _groups((n for n in left_table if _tidy(n) and not _province(n)), normalise)
    for short, names in short_table.items():
        if len(names) == 1 and len(short_layer.get(short, [])) == 1:
            match.pairs[names[0]] = short_layer[short][0]

    taken = set(match.pairs.values())
    match.unmatched_layer = [name for name in layer.values() if name not in taken]
    match.unmatched_table = [name for name in table if name not in match.pairs]
    match.candidates = _candidates(match.unmatched_table[:_MOST_CANDIDATES], match.unmatched_layer)
    return match


def _candidates(table_names: list, layer_names: list) -> dict:
    by_code = _groups(_provinces(), _provinces().get)
    spellings = {}
    for layer_name in layer_names:
        forms = by_code.get(_province(layer_name), []) + [normalise(layer_name)]
        spellings.update({form: layer_name for form in forms if len(form) > 1})
    candidates = {}
    for name in table_names:
        near = []
        if not _province(name):
            near = difflib.get_close_matches(normalise(name), spellings, n=6, cutoff=0.6)
        candidates[name] = list(dict.fromkeys(spellings[form] for form in near))[:3]
    return candidates
