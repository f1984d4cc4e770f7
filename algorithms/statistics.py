"""What the tools of spatial statistics share: panel, neighbours, permutations, packages."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec

import numpy as np
import pandas as pd
from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from ..core import moran, spatial_weights
from ..core.energy_totals import sums_beside_regions
from ..core.log import InputError, Message, listing
from ..core.quadrants import THRESHOLDS, ZONES
from ..core.regions import region_keys
from ..core.tables import stop_on, year_column
from . import html_page
from .i18n import tr, tr_message
from .layers import crs_wkt, nameless, read_source, region_name, region_shapes, wkb
from .parameters import INTEGER, POLYGONS, choice, field, number, numeric, optional_number
from .styles import zone_label

CODE_FIELDS = ("code", "adcode", "region_code")


class StatisticsMixin:
    """Lets a tool say, before it runs, which Python packages it lacks."""

    PACKAGES = ("libpysal", "esda")

    def canExecute(self):
        # Importing them takes seconds, and QGIS asks often.
        missing = [name for name in self.PACKAGES if find_spec(name) is None]
        if not missing:
            return True, ""
        return False, tr(
            "This tool needs the Python packages {packages}. Debian 13: apt install python3-esda; "
            "elsewhere: pip, as the README tells."
        ).format(packages=", ".join(missing))


def add_panel(algorithm):
    """INPUT with REGION_FIELD and YEAR_FIELD."""
    algorithm.add(
        QgsProcessingParameterFeatureSource("INPUT", tr("Input layer"), POLYGONS),
        tr("Polygons, one feature for each region, or for each region and year."),
    )
    algorithm.add(
        field("REGION_FIELD", tr("Region field"), "region"),
        tr("Name of the region."),
    )
    algorithm.add(
        field("YEAR_FIELD", tr("Year field"), "year"),
        tr(
            "Every year is computed by itself, with the same neighbours. Empty: the layer is one "
            "year."
        ),
    )


def read_panel(algorithm, parameters, context, log, whole="", needs_years=False, all_rows=False):
    """Source of INPUT, its region names, and its years (one value of None where it has none).

    `whole` is the name of the one region of a source that has no region field, and a row for each
    year; without it, such a source is refused. So is a source without years, if they are needed. With
    `all_rows`, for tools that give back every feature, sums of other regions are not left out.
    """
    source = read_source(algorithm, parameters, "INPUT", context, log)
    region = algorithm.parameterAsString(parameters, "REGION_FIELD", context)
    year = algorithm.parameterAsString(parameters, "YEAR_FIELD", context)
    by_year = year in source.frame and source.frame[year].is_unique
    if whole and by_year and region in ("", "region") and region not in source.frame:
        log.info(
            "{source} has no field {field}; all rows are taken as one region.",
            source=source.name,
            field="region",
        )
        region = "region"
        source.frame[region] = whole
    source.require(region)
    if year and year not in source.frame:
        log.info(
            "{source} has no field {field}; all features are taken as one year.",
            source=source.name,
            field=year,
        )
        year = ""
    faults = nameless(source, region)
    years = pd.Series(0, index=source.frame.index)
    if year:
        rows = source.frame.set_axis(source.frame.index + 1)  # as a user counts them
        years = year_column(rows, year, source.name, faults).set_axis(source.frame.index)
    stop_on(faults)
    keys = pd.DataFrame({"region": source.frame[region].map(region_name), "year": years})
    source, keys = _without_sums(source, keys, all_rows, log)
    _refuse_twice(source, keys)
    if needs_years and not year:
        raise algorithm.fault(
            "{source} has no years, and there is no change without; choose the year field.",
            source=source.name,
        )
    return source, keys, year


def _without_sums(source, keys, all_rows, log):
    """Source and keys without the nation and groups of provinces that stand beside regions."""
    sums, doubtful = sums_beside_regions(keys["region"])
    if all_rows:
        sums, doubtful = [], sums + doubtful
    if doubtful:
        log.warning(
            "{source}: {names} count here like any other region; if they are sums of the others, "
            "leave them out by a selection.",
            source=source.name,
            names=listing(doubtful),
        )
    if not sums:
        return source, keys
    log.warning(
        "{source}: rows of {names} are left out, because they are sums of the other regions; to "
        "study them alone, select them and run the tool on the selection.",
        source=source.name,
        names=listing(sums),
    )
    kept = np.flatnonzero(~keys["region"].isin(sums))
    frame = source.frame.iloc[kept].reset_index(drop=True)
    source = replace(source, frame=frame, geometries=[source.geometries[i] for i in kept])
    return source, keys.iloc[kept].reset_index(drop=True)


def _refuse_twice(source, keys):
    """Refuse several rows of a region and year, in whatever spelling."""
    names = region_keys(keys["region"])
    names = np.where(names == "", keys["region"], names)  # a name of dashes only
    twice = pd.DataFrame({"name": names, "year": keys["year"]}).duplicated(keep=False)
    faults = []
    for _, rows in keys[twice].groupby([names[twice], keys["year"][twice]], sort=False):
        spellings, year = rows["region"].unique(), rows["year"].iloc[0]
        place = dict(source=source.name, year=Message(" in {year}", year=year) if year else "")
        if len(spellings) > 1:
            faults.append(
                Message(
                    "{source}: {names} are spellings of one region{year}; keep one of its rows.",
                    names=", ".join("'%s'" % name for name in spellings),
                    **place,
                )
            )
        else:
            faults.append(
                Message(
                    "{source}: {region} occurs more than once{year}; choose the year field, or "
                    "dissolve the layer first.",
                    region=spellings[0],
                    **place,
                )
            )
    if faults:
        raise InputError(faults[:10])


def panel(source, keys, fields):
    """Regions and years of a source with some of its fields as numbers."""
    numbers = numeric(source, fields)
    return keys.assign(**{name: numbers[name] for name in fields})


def add_pairs(algorithm, pairs):
    """PAIRS, and YEAR_PAIRS where pairs can be chosen.

    Parameters
    ----------
    algorithm : CarbonFootprintAlgorithm
    pairs : tuple of str
        Ways to pair years, the default first.
    """
    said = {
        "consecutive": tr("each year with data and the next one"),
        "all": tr("every two years"),
        "first_last": tr("the first and the last"),
        "chosen": tr("those below"),
    }
    option = tr("{name}: {meaning}.")
    algorithm.add(
        choice("PAIRS", tr("Pairs of years"), pairs, pairs[0]),
        " ".join(option.format(name="<b>%s</b>" % name, meaning=said[name]) for name in pairs),
    )
    if "chosen" in pairs:
        algorithm.add(
            QgsProcessingParameterString(
                "YEAR_PAIRS", tr("Pairs of years, chosen"), "", optional=True
            ),
            tr("For chosen, for example 2000-2005, 2005-2010."),
        )


def read_pairs(algorithm, parameters, context, log):
    """Value of PAIRS, and text of YEAR_PAIRS."""
    pairs = algorithm.parameterAsEnumString(parameters, "PAIRS", context)
    text = algorithm.parameterAsString(parameters, "YEAR_PAIRS", context)
    if text.strip() and pairs != "chosen":
        log.warning("YEAR_PAIRS is not used, because PAIRS is {kind}.", kind=pairs)
    return pairs, text


def add_weights(algorithm):
    """WEIGHTS, its options, and ISLANDS."""
    algorithm.add(
        choice("WEIGHTS", tr("Neighbours"), spatial_weights.KINDS, "queen"),
        tr(
            "<b>queen</b>: a common border or corner. <b>rook</b>: a common border. <b>knn</b>: the K "
            "nearest. <b>distance</b>: all within a distance. <b>file</b>: a .gal or .gwt file. "
            "Weights are row-standardised."
        ),
    )
    algorithm.add(
        choice(
            "ISLANDS", tr("Regions without neighbours"), spatial_weights.ISLAND_POLICIES, "nearest"
        ),
        tr(
            "<b>nearest</b>: joined to the nearest region (Hainan to Guangdong). <b>drop</b>: left "
            "out. <b>keep</b>: counted, without a result of their own."
        ),
    )
    algorithm.add(
        number("K", tr("Number of nearest neighbours"), 4, 1, kind=INTEGER),
        tr("For knn."),
        advanced=True,
    )
    algorithm.add(
        number("DISTANCE", tr("Distance (km)"), None, 0, optional=True),
        tr(
            "For distance, in kilometres between the regions' points. Empty: the smallest at which "
            "every region has a neighbour."
        ),
        advanced=True,
    )
    algorithm.add(
        QgsProcessingParameterFile(
            "WEIGHTS_FILE", tr("Weights file"), optional=True, fileFilter="GeoDa (*.gal *.gwt)"
        ),
        tr("For file: .gal or .gwt of GeoDa or PySAL."),
        advanced=True,
    )
    algorithm.add(
        number("TOLERANCE", tr("Border tolerance (map units)"), None, 0, optional=True),
        tr("Borders nearer than this touch. Empty: derived from the polygons."),
        advanced=True,
    )


def read_weights(algorithm, parameters, context, source, regions, log, years=None):
    """Spatial weights of a layer: one unit for each region.

    Parameters
    ----------
    source : Source
    regions : Series
        Name of each feature's region.
    log : Log
    years : Series, optional
        Year of each feature, whatever its field is called; see `region_shapes`.

    Returns
    -------
    libpysal.weights.W
        With the region names as ids, in the order of their first features.
    """
    shapes = region_shapes(source, regions, years, log)
    return spatial_weights.build_weights(
        [wkb(shape) for shape in shapes.values()],
        list(shapes),
        kind=algorithm.parameterAsEnumString(parameters, "WEIGHTS", context),
        k=algorithm.parameterAsInt(parameters, "K", context),
        distance_km=optional_number(algorithm, parameters, "DISTANCE", context),
        islands=algorithm.parameterAsEnumString(parameters, "ISLANDS", context),
        path=algorithm.parameterAsFile(parameters, "WEIGHTS_FILE", context) or None,
        tolerance=optional_number(algorithm, parameters, "TOLERANCE", context),
        codes=_codes_of(source, regions, shapes),
        crs=crs_wkt(source.crs),
        log=log,
    )


def _codes_of(source, regions, shapes):
    """Codes of the regions, by which a weights file may call them."""
    column = next((name for name in CODE_FIELDS if name in source.frame), None)
    if column is None:
        return None
    by_region = dict(zip(regions, source.frame[column]))
    return [by_region[name] for name in shapes]


def add_permutations(algorithm, permutations, advanced=False):
    """PERMUTATIONS (folded away if `advanced`), SEED, ALTERNATIVE."""
    algorithm.add(
        number("PERMUTATIONS", tr("Permutations"), permutations, 99, 999999, kind=INTEGER),
        tr("Random arrangements behind the p-value."),
        advanced=advanced,
    )
    algorithm.add(
        number("SEED", tr("Seed"), 12345, 0, 2**31 - 1, kind=INTEGER),
        tr("The same seed gives the same result."),
        advanced=True,
    )
    algorithm.add(
        choice("ALTERNATIVE", tr("Alternative"), moran.ALTERNATIVES, "two-sided"),
        tr(
            "<b>two-sided</b>: either tail. <b>greater</b>: only alike neighbours count. "
            "<b>less</b>: only unlike ones. <b>directed</b>: the folded one-tail p of esda and "
            "GeoDa, about half of the two-sided."
        ),
        advanced=True,
    )


def add_threshold(algorithm):
    """THRESHOLD of the quadrants and its fixed values."""
    algorithm.add(
        choice("THRESHOLD", tr("Threshold of the quadrants"), THRESHOLDS, "mean"),
        tr("Where a year is cut: at the mean, at the median, or at fixed values."),
    )
    algorithm.add(
        number("FIXED_SIZE", tr("Fixed threshold of size"), None, optional=True),
        tr("For fixed, in the unit of the size field. Empty: the mean of the year."),
        advanced=True,
    )
    algorithm.add(
        number("FIXED_DEPTH", tr("Fixed threshold of depth"), 1.0),
        tr("For fixed; depths above it count as deep."),
        advanced=True,
    )


def read_threshold(algorithm, parameters, context):
    """Keyword arguments of ``core.quadrants.quadrants``."""
    return {
        "threshold": algorithm.parameterAsEnumString(parameters, "THRESHOLD", context),
        "fixed_size": optional_number(algorithm, parameters, "FIXED_SIZE", context),
        "fixed_depth": algorithm.parameterAsDouble(parameters, "FIXED_DEPTH", context),
    }


def add_zone_counts(algorithm):
    """COUNT_I to COUNT_IV: regions in each quadrant in the last year."""
    for quadrant, zone in ZONES.items():
        label = "%s (%s)" % (quadrant, zone_label(zone))
        algorithm.addOutput(
            QgsProcessingOutputNumber(
                "COUNT_" + quadrant,
                tr("Regions in quadrant {quadrant}, last year").format(quadrant=label),
            )
        )


def moran_page_table(table):
    """Table of global Moran's I for a page; without the years and the notes where there are none.

    Parameters
    ----------
    table : DataFrame
        Of ``core.moran.global_moran_by_year``.

    Returns
    -------
    str
        HTML.
    """
    headings = {
        "field": tr("Field"),
        "year": tr("Year"),
        "moran_i": tr("Moran's I"),
        "expected_i": tr("Expected"),
        "z": tr("z"),
        "p": tr("p (permutations)"),
        "p_norm": tr("p (normal)"),
        "sim_low": tr("Permutations, 2.5 %"),
        "sim_high": tr("Permutations, 97.5 %"),
        "n": tr("Regions"),
        "n_missing": tr("Missing"),
        "n_islands": tr("Regions without neighbours"),
        "ties": tr("Ties"),
        "note": tr("Note"),
    }
    forms = dict.fromkeys(("moran_i", "expected_i", "p", "p_norm", "sim_low", "sim_high"), "{:.4f}")
    notes = [None if pd.isna(note) else tr_message(note) for note in table["note"]]
    shown = table.assign(note=notes)[[name for name in headings if name in table]]
    if shown["note"].isna().all():
        shown = shown.drop(columns="note")
    return html_page.table(shown, headings, {**forms, "z": "{:.2f}"})
