"""Areas of land-cover classes by region and year, and of what takes up carbon.

A legend gives every class code a name and a category: ``forest`` and ``grass``
have a carbon sink, ``none`` has not. Cropland, shrub, wetland and built-up or
industrial land are ``none``.

Which IGBP classes are forest
-----------------------------
IGBP defines its classes by canopy cover: forests (1-5) have more than 60 %,
woody savannas (8) 30-60 %, savannas (9) 10-30 %. China counts land as forest
from a canopy cover of 20 %. Class 8 lies wholly above that line and is forest
here; class 9 lies on both sides of it and is in no category, because its thin
canopy does not earn the coefficient of a closed forest, and in southern China,
where most of it lies, it is not grassland either.

In MCD12C1 v006 of 2019 over 31 provinces, in million km2: classes 1-5 0.905,
with 8 1.812, with 8 and 9 2.529; the 9th National Forest Inventory (2014-2018)
has 2.20 for all of China. The choice falls 18 % short of the inventory, which
counts shrub forests of the dry west that IGBP sees as grassland or bare; class
9 would overshoot it by 15 %, and make 89 % of Yunnan and 85 % of Guangxi
forest, where the inventory has 55 % and 60 % (the choice made here 52 % and
53 %). ``forest_classes`` of ``legend`` changes it.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from .constants import constant_table
from .log import InputError, Log, Message, shown
from .zonal import zonal_areas_by_raster

CATEGORIES = ("forest", "grass", "none")
LEGENDS = ("clcd", "igbp", "esa_worldcover", "esa_cci", "globeland30", "custom")
_LEGEND_COLUMNS = ["class", "class_name", "class_name_zh", "category"]
#: A year of its own (CLCD_v01_2020_albert), at the head of a date (20200101) or of a day of the
#: year (A2019001), but not inside longer numbers such as the time of production of MODIS files.
DEFAULT_YEAR_PATTERN = (
    r"(?<!\d)((?:19|20)\d\d)"
    r"(?=(?:(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|[0-3]\d\d)?(?!\d))"
)
#: Codes that files use for "no data" without declaring it.
_USUAL_NODATA = {0, 127, 128, 254, 255, 32767, 65535, -1, -99, -128, -999, -9999, -32768}
#: Share of a region without data that is worth a warning.
_UNKNOWN_SHARE = 0.05


def legend(name: str, user_table=None, forest_classes=None, grass_classes=None) -> pd.DataFrame:
    """Return the legend of a land-cover product.

    Parameters
    ----------
    name : str
        One of ``LEGENDS``.
    user_table : DataFrame, optional
        Columns ``class`` (whole number), ``category`` (forest, grass, none)
        and, optionally, ``class_name`` and ``class_name_zh``. For ``custom`` it
        is the legend; otherwise its rows replace or extend those of the legend.
    forest_classes, grass_classes : list of int, optional
        The classes that are forest, or grass, in place of those of the legend.

    Returns
    -------
    DataFrame
        ``class`` (int), ``class_name``, ``class_name_zh``, ``category``,
        ordered by class.

    Raises
    ------
    InputError
        With every fault of the table and the lists.
    """
    if name not in LEGENDS:
        raise InputError(
            Message(
                "There is no legend {legend}; choose one of {legends}.",
                legend=name, legends=", ".join(LEGENDS),
            )
        )  # fmt: skip
    if name == "custom" and user_table is None:
        raise InputError(
            Message(
                "The custom legend needs a legend table with the columns class, class_name and "
                "category."
            )
        )
    table = constant_table("legends")
    table = table.loc[table["legend"] == name, _LEGEND_COLUMNS]
    if user_table is not None:
        user = _checked_legend(user_table)
        table = pd.concat([table[~table["class"].isin(user["class"])], user])
    table = table.astype({"class": "int64"}).sort_values("class").reset_index(drop=True)
    return _with_classes(table, name, forest=forest_classes, grass=grass_classes)


def _checked_legend(table: pd.DataFrame) -> pd.DataFrame:
    missing = [column for column in ("class", "category") if column not in table.columns]
    if missing:
        raise InputError(
            Message(
                "The legend table has no column {columns}; it needs class, class_name and "
                "category.", columns=", ".join(missing),
            )
        )  # fmt: skip
    if table.empty:
        raise InputError(Message("The legend table has no rows; give every class one."))
    codes = pd.to_numeric(table["class"], errors="coerce").astype(float)
    # an empty cell, which may be None, is none of the categories, least of all the one called none
    categories = [str(shown(cell)).strip() for cell in table["category"]]
    faults = []
    for row, (code, text, category) in enumerate(zip(codes, table["class"], categories), start=1):
        if not np.isfinite(code) or code != int(code):
            faults.append(
                Message(
                    "Legend table, row {row}: the class {text} is no whole number; write the code "
                    "of the raster.", row=row, text=text,
                )
            )  # fmt: skip
        if category.lower() not in CATEGORIES:
            faults.append(
                Message(
                    "Legend table, row {row}: the category {category} is unknown; write forest, "
                    "grass or none.", row=row, category=category,
                )
            )  # fmt: skip
    for code in codes[codes.duplicated()].dropna().unique():
        faults.append(
            Message(
                "Legend table: the class {code} occurs more than once; keep one row.",
                code=f"{code:g}",
            )
        )
    if faults:
        raise InputError(faults)
    codes = codes.astype("int64")

    def text_column(name, default):
        if name not in table.columns:
            return default
        given = ["" if pd.isna(cell) else str(cell).strip() for cell in table[name]]
        given = pd.Series(given, table.index)
        return given.where(given != "", default)

    named = codes.map("Class {}".format)
    return pd.DataFrame(
        {
            "class": codes,
            "class_name": text_column("class_name", named),
            "class_name_zh": text_column("class_name_zh", text_column("class_name", named)),
            "category": [category.lower() for category in categories],
        }
    )


def _with_classes(table: pd.DataFrame, name: str, **classes) -> pd.DataFrame:
    """Put the given classes, and no others, into the categories."""
    given = {
        category: {int(code) for code in codes}
        for category, codes in classes.items()
        if codes is not None
    }
    faults = [
        Message(
            "The {category} class {code} is not in the legend {legend}; choose a class that is, "
            "or add it by a legend table.", category=category, code=code, legend=name,
        )
        for category, codes in given.items()
        for code in sorted(codes - set(table["class"]))
    ]  # fmt: skip
    faults += [
        Message("The class {code} cannot be forest and grass at once; choose one.", code=code)
        for code in sorted(given.get("forest", set()) & given.get("grass", set()))
    ]
    if faults:
        raise InputError(faults)
    table["category"] = table["category"].where(~table["category"].isin(list(given)), "none")
    for category, codes in given.items():
        table["category"] = table["category"].where(~table["class"].isin(codes), category)
    return table


def year_from_name(name, pattern: str = DEFAULT_YEAR_PATTERN) -> int:
    r"""Read the year of a raster from its file name.

    Parameters
    ----------
    name : str or path-like
        File name or path; only the last part of a path is searched.
    pattern : str
        Regular expression whose group ``year``, or only group, is the year,
        for example ``_(\d{4})_``.

    Returns
    -------
    int

    Raises
    ------
    InputError
        If the pattern is none, or finds no year or several.
    """
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise InputError(
            Message(
                "The year pattern {pattern} is no regular expression ({reason}); correct it, for "
                "example to _([0-9]{{4}})_.", pattern=pattern, reason=error,
            )
        ) from error  # fmt: skip
    group = compiled.groupindex.get("year", 1)
    if compiled.groups == 0 or (compiled.groups > 1 and "year" not in compiled.groupindex):
        raise InputError(
            Message(
                "The year pattern {pattern} must have exactly one group, the year, or a group "
                "named year, as in _([0-9]{{4}})_.", pattern=pattern,
            )
        )  # fmt: skip
    file = re.split(r"[\\/]", str(name))[-1]
    found = sorted({match.group(group) or "" for match in compiled.finditer(file)})
    if len(found) == 1 and re.fullmatch(r"[0-9]{4}", found[0]):
        return int(found[0])
    if not found:
        raise InputError(
            Message(
                "{file}: no year found in the name; rename the file or set the year pattern.",
                file=file,
            )
        )
    raise InputError(
        Message(
            "{file}: the year is not clear, the year pattern finds {found}; set the pattern so "
            "that it finds one year of four digits.", file=file, found=", ".join(found),
        )
    )  # fmt: skip


def landcover_areas(
    rasters, regions, crs_wkt: str, legend: pd.DataFrame, band: int = 1, nodata=None,
    workers=None, finished=None, log: Log | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Measure every land-cover class in every region and year.

    Parameters
    ----------
    rasters : list of (path, int)
        Rasters of classes, and their years.
    regions : DataFrame or list of (str, bytes)
        Columns ``region`` and ``wkb``, see ``zonal.zonal_areas``.
    crs_wkt : str
        CRS of the regions.
    legend : DataFrame
        From ``legend``.
    band : int
    nodata : float, optional
        A value that means "no data", besides those that the files declare.
    workers, finished : optional
        Who counts, and where finished rasters are recorded, see
        `zonal.zonal_areas_by_raster`.
    log : Log, optional

    Returns
    -------
    DataFrame
        ``region``, ``year``, ``class`` (Int64), ``class_name``, ``category``,
        ``pixels``, ``area_ha``, ``region_ha``. The category is that of the
        legend, or ``unmapped`` for codes it lacks, or ``nodata`` or
        ``outside`` (class NULL; always there, also with no area). Over a
        region and year, ``area_ha`` adds up to ``region_ha``. Cells cannot be
        counted outside the raster: ``pixels`` is 0 there.

    Raises
    ------
    InputError
        If two rasters have the same year, or a raster cannot be used.
    Cancelled
    """
    log = log or Log()
    _check_years(rasters)
    if not isinstance(regions, pd.DataFrame):
        regions = pd.DataFrame(regions, columns=["region", "wkb"])
    tables = []
    rasters = sorted(rasters, key=lambda item: item[1])
    paths = [path for path, _ in rasters]
    counted = zonal_areas_by_raster(
        paths, regions, crs_wkt, band, nodata, workers, finished, log=log
    )
    for (path, year), zonal in zip(rasters, counted):
        table = _classified(zonal, legend)
        table.insert(1, "year", int(year))
        _report(table, path, log)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def _check_years(rasters) -> None:
    if not rasters:
        raise InputError(Message("There is no land-cover raster; choose at least one."))
    by_year = {}
    for path, year in rasters:
        by_year.setdefault(int(year), []).append(str(path))
    faults = [
        Message(
            "The year {year} has more than one raster: {rasters}; keep one, or join the parts of "
            "one year by a VRT.", year=year, rasters=", ".join(paths),
        )
        for year, paths in sorted(by_year.items())
        if len(paths) > 1
    ]  # fmt: skip
    if faults:
        raise InputError(faults)


def _classified(zonal, legend: pd.DataFrame) -> pd.DataFrame:
    """Give the values names and categories, and add the rows of the balance."""
    classes = zonal.classes.rename(columns={"value": "class"})
    classes = classes.merge(legend[["class", "class_name", "category"]], on="class", how="left")
    unmapped = classes["category"].isna()
    classes["category"] = classes["category"].where(~unmapped, "unmapped")
    classes["class_name"] = classes["class_name"].where(
        ~unmapped, classes["class"].map("Code {}, not in the legend".format)
    )
    balance = [
        pd.DataFrame(
            {
                "region": zonal.regions["region"],
                "class_name": label,
                "category": category,
                "pixels": pixels,
                "area_ha": zonal.regions[category + "_ha"],
            }
        )
        for category, label, pixels in (
            ("nodata", "No data", zonal.regions["nodata_pixels"]),
            ("outside", "Outside the raster", 0),
        )
    ]
    for table in balance:
        table["class"] = pd.array([pd.NA] * len(table), dtype="Int64")
    classes["class"] = classes["class"].astype("Int64")
    table = pd.concat([classes, *balance], ignore_index=True)
    table = table.merge(zonal.regions[["region", "region_ha"]], on="region")
    order = {region: place for place, region in enumerate(zonal.regions["region"])}
    table = table.iloc[np.argsort(table["region"].map(order).to_numpy(), kind="stable")]
    columns = ["region", "class", "class_name", "category", "pixels", "area_ha", "region_ha"]
    return table[columns].reset_index(drop=True)


def _report(table: pd.DataFrame, path, log: Log) -> None:
    """Say which codes the legend lacks and which regions are little known."""
    unmapped = table[table["category"] == "unmapped"].groupby("class")["area_ha"].sum()
    if len(unmapped):
        listed = ", ".join(f"{code} ({area:,.1f} ha)" for code, area in unmapped.items())
        log.warning(
            "{raster}: these codes are not in the legend: {codes}; choose another legend or add "
            "them by a legend table.", raster=path, codes=listed,
        )  # fmt: skip
        suspects = sorted(_USUAL_NODATA & {int(code) for code in unmapped.index})
        if suspects:
            log.warning(
                "{raster}: {codes} often means no data; if so, declare it as the nodata value.",
                raster=path, codes=", ".join(map(str, suspects)),
            )  # fmt: skip
    nodata = table[table["category"] == "nodata"]
    share = nodata["area_ha"] / nodata["region_ha"].where(nodata["region_ha"] > 0)
    much = share > _UNKNOWN_SHARE
    if much.any():
        listed = nodata["region"][much] + share[much].map(" ({:.1%})".format)
        log.warning(
            "{raster}: there is no data in a large part of these regions: {regions}.",
            raster=path, regions=", ".join(listed),
        )  # fmt: skip


def category_areas(areas: pd.DataFrame) -> pd.DataFrame:
    """Add up the areas of a long table by category.

    Parameters
    ----------
    areas : DataFrame
        From ``landcover_areas``.

    Returns
    -------
    DataFrame
        One row for each region and year, in the order of the input:
        ``region``, ``year``, ``region_ha``, ``nodata_ha``, ``outside_ha``,
        ``unmapped_ha``, ``forest_ha``, ``grass_ha``. Forest and grass are NULL
        where no cell has a known class: an area of which nothing is known is
        not an area without forest. Where a part is unknown, they are the areas
        in the known part, and the other columns say how much is missing.
    """
    keys = ["region", "year"]
    wide = areas[keys + ["region_ha"]].drop_duplicates(keys).reset_index(drop=True)
    for category in ("nodata", "outside", "unmapped", "forest", "grass"):
        total = areas[areas["category"] == category].groupby(keys)["area_ha"].sum()
        column = category + "_ha"
        wide = wide.merge(total.rename(column).reset_index(), on=keys, how="left")
        wide[column] = wide[column].fillna(0.0)
    known = areas[areas["category"].isin(CATEGORIES)].groupby(keys)["pixels"].sum()
    known = wide.merge(known.reset_index(), on=keys, how="left")["pixels"].fillna(0) > 0
    for column in ("forest_ha", "grass_ha"):
        wide[column] = wide[column].where(known)
    return wide
