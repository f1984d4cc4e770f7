"""Parameters that several tools share, declared and read in one place."""

from __future__ import annotations

import math
import os

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterMatrix,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QStandardPaths

from ..core import footprint, landcover
from ..core.carbon_sink import NEP_FOREST, NEP_GRASS
from ..core.dask_workers import DaskCluster
from ..core.emissions import METHODS as EMISSION_METHODS
from ..core.energy_tables import FORMATS, SCOPES, read_energy
from ..core.finished import Finished
from ..core.fuels import FACTOR_SETS
from ..core.log import InputError, Message
from ..core.natural_breaks import DEPTH_SCALES
from ..core.tables import number_column, stop_on
from ..core.workers import Threads
from .i18n import tr
from .layers import crs_wkt, read_source, regions_of

POLYGONS = [QgsProcessing.SourceType.TypeVectorPolygon]
ANY_VECTOR = [QgsProcessing.SourceType.TypeVector]
INTEGER = QgsProcessingParameterNumber.Type.Integer
DOUBLE = QgsProcessingParameterNumber.Type.Double


def choice(name, description, options, default):
    """Enumeration whose values are the words themselves, in scripts and models too."""
    return QgsProcessingParameterEnum(name, description, list(options), False, default, False, True)


def number(name, description, default, low=None, high=None, kind=DOUBLE, optional=False):
    """Number with limits; without a default it is empty."""
    return QgsProcessingParameterNumber(
        name,
        description,
        kind,
        default,
        optional,
        -1.7976931348623157e308 if low is None else low,
        1.7976931348623157e308 if high is None else high,
    )


def field(name, description, default, parent="INPUT", multiple=False):
    """Field that defaults to the one an earlier tool writes.

    Optional for Processing, because a mandatory field has no default under
    qgis_process; that it is there is checked by `Source.require`.
    """
    return QgsProcessingParameterField(
        name,
        description,
        default,
        parent,
        QgsProcessingParameterField.DataType.Any,
        multiple,
        True,
    )


def optional_number(algorithm, parameters, name, context):
    """Value of a number that may be left empty, or None."""
    value = algorithm.parameterAsDouble(parameters, name, context)
    given = parameters.get(name) not in (None, "")
    return value if given and not math.isnan(value) else None


def share(algorithm, parameters, name, context):
    """Value of a number in percent, as the share that the core takes."""
    return algorithm.parameterAsDouble(parameters, name, context) / 100


# --- regions -----------------------------------------------------------------------------------


def add_regions(algorithm):
    """REGIONS and REGION_FIELD."""
    algorithm.add(
        QgsProcessingParameterFeatureSource("REGIONS", tr("Regions"), POLYGONS),
        tr(
            "Polygons of the regions (provinces, cities, counties). Features with the same name are "
            "one region. A selection is respected."
        ),
    )
    algorithm.add(
        field("REGION_FIELD", tr("Field with the region names"), "region", "REGIONS"),
        tr("Name or code of each region. It stays as it is in the field region of the output."),
    )


def read_regions(algorithm, parameters, context, log):
    """Source, regions (region, wkb) and CRS text of REGIONS."""
    source = read_source(algorithm, parameters, "REGIONS", context, log)
    field = algorithm.parameterAsString(parameters, "REGION_FIELD", context)
    return source, regions_of(source, field), crs_wkt(source.crs)


def add_unmatched(algorithm):
    """ON_UNMATCHED: what to do with names that do not meet."""
    algorithm.add(
        choice("ON_UNMATCHED", tr("Names that match nothing"), ("warn", "stop"), "warn"),
        tr(
            "Regions and table rows without a partner are always listed, with the "
            "nearest names. <i>warn</i> goes on without them, <i>stop</i> ends the run."
        ),
    )


# --- land cover --------------------------------------------------------------------------------


def add_landcover(algorithm):
    """RASTERS, YEAR_PATTERN, BAND, NODATA, regions, LEGEND and its categories."""
    algorithm.add(
        QgsProcessingParameterMultipleLayers(
            "RASTERS",
            tr("Land cover rasters, one for each year"),
            QgsProcessing.SourceType.TypeRaster,
        ),
        tr(
            "Class codes in any CRS that GDAL reads; several files of one year go in as a VRT. "
            "The year is taken from the file name."
        ),
    )
    add_regions(algorithm)
    algorithm.add(
        choice("LEGEND", tr("Legend of the land cover"), landcover.LEGENDS, "clcd"),
        tr(
            "<b>clcd</b>: Yang &amp; Huang's annual China Land Cover (2 forest, 4 grassland; shrub 3 "
            "and wetland 9 carry no sink). <b>igbp</b>: MODIS MCD12, see the note on forest above. "
            "<b>esa_worldcover</b>, <b>esa_cci</b>, <b>globeland30</b>. <b>custom</b>: the legend "
            "table alone."
        ),
    )
    algorithm.add(
        QgsProcessingParameterFeatureSource(
            "LEGEND_TABLE", tr("Legend table"), [QgsProcessing.SourceType.TypeVector], None, True
        ),
        tr(
            "Table with the fields class (code), class_name and category (forest, grass or none). "
            "It replaces the legend for <i>custom</i> and changes or adds single classes of the "
            "others."
        ),
        advanced=True,
    )
    algorithm.add(
        QgsProcessingParameterString(
            "FOREST_CLASSES", tr("Codes counted as forest"), "", False, True
        ),
        tr("For example <code>1,2,3,4,5,8</code>. Empty: as the legend says."),
        advanced=True,
    )
    algorithm.add(
        QgsProcessingParameterString(
            "GRASS_CLASSES", tr("Codes counted as grassland"), "", False, True
        ),
        tr("For example <code>9,10</code>. Empty: as the legend says."),
        advanced=True,
    )
    algorithm.add(
        QgsProcessingParameterString(
            "YEAR_PATTERN",
            tr("Pattern of the year in the file names"),
            landcover.DEFAULT_YEAR_PATTERN,
        ),
        tr(
            "Regular expression whose first group is the year. The default finds 2020 in "
            "CLCD_v01_2020_albert.tif and 2019 in MCD12C1.A2019001.006.tif."
        ),
        advanced=True,
    )
    algorithm.add(
        number("BAND", tr("Band"), 1, 1, kind=INTEGER),
        tr("Band with the class codes."),
        advanced=True,
    )
    algorithm.add(
        number("NODATA", tr("No-data value"), None, optional=True),
        tr("Code that means no data. Empty: what the raster declares."),
        advanced=True,
    )
    algorithm.add(
        number("WORKERS", tr("Threads that count"), 0, 0, kind=INTEGER),
        tr("0: as many as there are processors. The result does not depend on it."),
        advanced=True,
    )
    algorithm.add(
        number("MEMORY", tr("Memory for counting (MB)"), 512, 32, kind=INTEGER),
        tr("What the threads may take together, whatever the size of the rasters."),
        advanced=True,
    )
    algorithm.add(
        QgsProcessingParameterFile(
            "RESUME_FOLDER",
            tr("Folder for resuming a run that was stopped"),
            QgsProcessingParameterFile.Behavior.Folder,
            optional=True,
        ),
        tr(
            "Every year that was counted is recorded here until the run has ended well. A run that "
            "was stopped or killed, and is started again, counts only the other years, with the "
            "same result. Empty: a folder in the user's cache."
        ),
        advanced=True,
    )
    algorithm.add(
        QgsProcessingParameterString(
            "SCHEDULER", tr("Address of a Dask scheduler"), "", False, True
        ),
        tr(
            "For example <code>tcp://10.0.0.1:8786</code>. The workers of this cluster count in "
            "place of this machine. They need this plugin, and the rasters under the same paths. "
            "Empty: this machine counts."
        ),
        advanced=True,
    )


def landcover_note():
    """The note on IGBP forest that the help of the land-cover tools carries."""
    return "<p>%s</p>" % tr(
        "The area of a cell is its area on the ellipsoid (geographic rasters), or its map area "
        "divided by the areal scale of the projection. A cell belongs to the region that holds "
        "its centre. Built-up and industrial land carry no sink. Codes that the legend lacks are "
        "reported with their area, never dropped. "
    ) + "<p>%s</p>" % tr(
        "Which MODIS IGBP classes count as forest: the forests 1-5 (canopy above 60 %) and woody "
        "savanna 8 (30-60 %), because China counts land as forest from a canopy of 20 %; savanna 9 "
        "(10-30 %) lies on both sides of that line and is in no category. Classes 1-5 alone are "
        "0.91 million km2 of China in 2019, with class 8 1.81, in the national inventory 2.20. "
        "Change it with the codes counted as forest."
    )


def read_landcover(algorithm, parameters, context, log):
    """Rasters with years, regions, CRS text, legend, band and no-data value.

    Returns
    -------
    tuple
        ``(source, {"rasters", "regions", "crs_wkt", "legend", "band", "nodata", "workers",
        "finished"})``. The caller forgets what is finished at the end of the tool.
    """
    source, regions, wkt = read_regions(algorithm, parameters, context, log)
    table = read_source(algorithm, parameters, "LEGEND_TABLE", context, log)
    legend = landcover.legend(
        algorithm.parameterAsEnumString(parameters, "LEGEND", context),
        None if table is None else table.frame,
        forest_classes=_codes(algorithm, parameters, "FOREST_CLASSES", context),
        grass_classes=_codes(algorithm, parameters, "GRASS_CLASSES", context),
    )
    pattern = algorithm.parameterAsString(parameters, "YEAR_PATTERN", context)
    layers = algorithm.parameterAsLayerList(parameters, "RASTERS", context)
    if not layers:
        raise InputError(Message("No land cover raster could be opened; check the file names."))
    faults, rasters = [], []
    for layer in layers:
        if layer.providerType() != "gdal":
            faults.append(
                Message(
                    "{layer} is not a raster that GDAL reads (provider {provider}); "
                    "export it to GeoTIFF.",
                    layer=layer.name(),
                    provider=layer.providerType(),
                )
            )
            continue
        try:
            rasters.append((layer.source(), landcover.year_from_name(layer.source(), pattern)))
        except InputError as error:
            faults += error.messages
    if faults:
        raise InputError(faults)
    counting = {
        "regions": regions,
        "crs_wkt": wkt,
        "band": algorithm.parameterAsInt(parameters, "BAND", context),
        "nodata": optional_number(algorithm, parameters, "NODATA", context),
    }
    folder = algorithm.parameterAsString(parameters, "RESUME_FOLDER", context) or os.path.join(
        QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericCacheLocation),
        "carbon_footprint",
    )
    return source, {
        **counting,
        "rasters": rasters,
        "legend": legend,
        "workers": _workers(algorithm, parameters, context),
        "finished": Finished(folder, **counting, log=log),
    }


def _workers(algorithm, parameters, context):
    address = algorithm.parameterAsString(parameters, "SCHEDULER", context).strip()
    if address:
        return DaskCluster(address)
    return Threads(
        algorithm.parameterAsInt(parameters, "WORKERS", context),
        algorithm.parameterAsInt(parameters, "MEMORY", context),
    )


def _codes(algorithm, parameters, name, context):
    text = algorithm.parameterAsString(parameters, name, context).strip()
    if not text:
        return None
    try:
        return [int(code) for code in text.replace(";", ",").split(",") if code.strip()]
    except ValueError:
        raise InputError(
            Message(
                "{name}: {text} is not a list of class codes; write for example 1,2,3.",
                name=name,
                text=text,
            )
        ) from None


def add_sequestration(algorithm, yield_name="FACTOR_TABLE"):
    """SEQUESTRATION and the optional table of yield factors."""
    algorithm.add(
        QgsProcessingParameterMatrix(
            "SEQUESTRATION",
            tr("Carbon sequestration (NEP)"),
            2,
            True,
            [tr("Land"), tr("t C per ha and year")],
            # Optional, for a mandatory matrix has no default under qgis_process.
            ["forest", NEP_FOREST, "grass", NEP_GRASS],
            True,
        ),
        tr(
            "Net ecosystem production of forest and grassland in t C ha<sup>-1</sup> a<sup>-1</sup>. "
            "Defaults: 3.8096 and 0.9482 (Xie et al. 2008, as in Zuo &amp; Zhao 2025). They are high: "
            "a provincial inventory found 1.06 and 0.055. All results hang on them."
        ),
    )
    algorithm.add(
        QgsProcessingParameterFeatureSource(
            yield_name, tr("Yield or equivalence factors"), ANY_VECTOR, None, True
        ),
        tr(
            "Table with region, yield_forest, yield_grass and optionally year: the region's "
            "productivity divided by the national one. Regions that it lacks get 1."
        ),
        advanced=True,
    )


def read_sequestration(algorithm, parameters, context, log, yield_name="FACTOR_TABLE"):
    """NEP of forest and grassland, and the frame of yield factors or None."""
    flat = algorithm.parameterAsMatrix(parameters, "SEQUESTRATION", context)
    try:
        values = {
            str(flat[i]).strip().lower(): float(flat[i + 1]) for i in range(0, len(flat) - 1, 2)
        }
        nep = values["forest"], values["grass"]
    except (KeyError, TypeError, ValueError):
        raise InputError(
            Message(
                "SEQUESTRATION must have the rows forest and grass with a number each, for example "
                "forest,3.8096,grass,0.9482."
            )
        ) from None
    table = read_source(algorithm, parameters, yield_name, context, log)
    return nep, None if table is None else table.frame


# --- energy and footprint ----------------------------------------------------------------------


def add_energy_format(algorithm):
    """FORMAT, SCOPE, UNIT and FUEL_NAMES_TABLE of energy tables."""
    algorithm.add(
        choice("FORMAT", tr("Layout of the energy tables"), FORMATS, "auto"),
        tr(
            "<b>long</b>: region, year, fuel, amount, unit; or region, fuel, unit and a column for each "
            "year. <b>wide</b>: region, year and a column for each fuel. <b>ceads</b>: provincial "
            "energy inventories as published, one sheet for each province. <b>yearbook</b>: balance "
            "tables of the China Energy Statistical Yearbook, one file or sheet for each province "
            "and year. <b>auto</b> looks and says what it found."
        ),
    )
    algorithm.add(
        choice("SCOPE", tr("Rows of inventories and balance tables"), SCOPES, "industry"),
        tr(
            "<b>industry</b>: the 40 industrial sectors of terminal consumption, or the row 2.工业 "
            "(Industry). <b>total_final</b>: the row Total Final Consumption (四.终端消费量)."
        ),
    )
    algorithm.add(
        QgsProcessingParameterString(
            "UNIT", tr("Units of a table that names none"), "", False, True
        ),
        tr(
            "<b>ceads</b>: 10<sup>4</sup> t for solids and liquids, 10<sup>8</sup> m<sup>3</sup> for "
            "gases, 10<sup>10</sup> kJ for heat, 10<sup>8</sup> kWh for electricity. Or one unit "
            "for all, for example t or 10^4 tce. Empty: a wide table is read in the units of CEADs, "
            "which the log says; a long one must name its units. A unit of a single fuel goes "
            "before a misprinted one, for example natural_gas=10^8 m3; other_gas=10^8 m3."
        ),
        advanced=True,
    )
    algorithm.add(
        QgsProcessingParameterFeatureSource(
            "FUEL_NAMES_TABLE", tr("Own names of fuels"), ANY_VECTOR, None, True
        ),
        tr(
            "Table with name (as the energy tables write it) and fuel (raw_coal, natural_gas and so "
            "on, or any name that is known); it adds to the names that are known."
        ),
        advanced=True,
    )


def energy_choices(algorithm, parameters, context, log):
    """Choices for reading energy tables, of files and of layers."""
    names = read_source(algorithm, parameters, "FUEL_NAMES_TABLE", context, log)
    return {
        "format": algorithm.parameterAsEnumString(parameters, "FORMAT", context),
        "unit": algorithm.parameterAsString(parameters, "UNIT", context).strip() or None,
        "fuel_names": None if names is None else names.frame,
        "log": log,
    }


def read_energy_tables(algorithm, parameters, context, log, name, form=None):
    """Tidy energy table of the files of a parameter."""
    return read_energy(
        algorithm.parameterAsFileList(parameters, name, context),
        scope=algorithm.parameterAsEnumString(parameters, "SCOPE", context),
        form=form,
        **energy_choices(algorithm, parameters, context, log),
    )


def add_factors(algorithm, name="FACTOR_TABLE"):
    """FACTOR_SET and the optional table of emission factors."""
    algorithm.add(
        choice("FACTOR_SET", tr("Emission factors"), FACTOR_SETS, "provincial_guideline_2011"),
        tr(
            "<b>provincial_guideline_2011</b>: heat values of GB/T 2589-2008 with carbon contents of "
            "the 2011 provincial guideline. <b>ipcc_2006</b>: the same heat values with IPCC 2006 "
            "defaults. <b>zuo_zhao_2025</b>: the eight printed values, the others from the first "
            "set. t CO<sub>2</sub> per t or per 1000 m<sup>3</sup>."
        ),
    )
    algorithm.add(
        QgsProcessingParameterFeatureSource(
            name, tr("Own emission factors"), ANY_VECTOR, None, True
        ),
        tr(
            "Table with fuel and ef_tco2 (t CO<sub>2</sub> per t or per 1000 m<sup>3</sup>), optionally "
            "standard_coal_tce; it replaces the set fuel by fuel."
        ),
        advanced=True,
    )


def add_emission_method(algorithm, name="METHOD"):
    """Kind of the amounts: physical, standard coal and, as METHOD, the printed formula."""
    options = EMISSION_METHODS if name == "METHOD" else EMISSION_METHODS[:2]
    text = tr(
        "<b>physical</b>: sum(Q&middot;EF), amounts in tonnes or cubic metres. "
        "<b>standard_coal</b>: sum(Q&middot;EF/S), amounts in tonnes of standard coal."
    )
    printed = tr(
        "<b>as_printed</b>: sum(Q&middot;S&middot;D) with the paper's coefficients, to reproduce "
        "the paper only."
    )
    algorithm.add(
        choice(name, tr("Emission formula"), options, "physical"),
        "%s %s" % (text, printed) if name == "METHOD" else text,
        advanced=name != "METHOD",
    )


def add_mean_nep(algorithm):
    """METHOD of the footprint, MEAN_NEP and the carbon shares."""
    algorithm.add(
        choice("METHOD", tr("Formulae"), footprint.METHODS, "consistent"),
        tr(
            "<b>consistent</b>: emissions are converted to carbon before they are divided by the sink. "
            "<b>as_printed</b>: the formulae exactly as printed, which divide t CO<sub>2</sub> by "
            "t C; to reproduce the paper only."
        ),
    )
    algorithm.add(
        choice("MEAN_NEP", tr("Mean NEP"), footprint.MEAN_NEP, "regional"),
        tr(
            "How carbon becomes area. <b>regional</b>: each region's own mean, capacity equals its "
            "area of forest and grassland. <b>carbon_share</b>: 1/&Sigma;(P/NEP), one constant, for "
            "comparing sizes between regions. <b>as_printed_arithmetic</b>: &Sigma;(P&middot;NEP). "
            "The depth is the same with all of them."
        ),
        advanced=True,
    )
    algorithm.add(
        number("P_FOREST", tr("Share of forest in the carbon uptake"), footprint.P_FOREST, 0, 1),
        tr(
            "For carbon_share and as_printed. The paper does not print it; 0.8272 is usual in the "
            "literature after Xie et al. (2008)."
        ),
        advanced=True,
    )
    algorithm.add(
        number("P_GRASS", tr("Share of grassland in the carbon uptake"), footprint.P_GRASS, 0, 1),
        tr("For carbon_share and as_printed; usually 0.1728."),
        advanced=True,
    )


def add_classes(algorithm):
    """CLASSES of depth."""
    algorithm.add(
        choice("CLASSES", tr("Classes of depth"), DEPTH_SCALES, "auto"),
        tr(
            "The first class is always depth 1, within the annual flow; the four others are "
            "<b>natural</b> breaks of depth, or natural breaks of its logarithm "
            "(<b>natural_log</b>), which one very deep region does not distort. <b>auto</b> "
            "takes the logarithm where the deepest region is more than 20 times as deep as the "
            "median of the overloaded ones. Common to all years."
        ),
        advanced=True,
    )


def read_mean_nep(algorithm, parameters, context):
    """Keyword arguments of ``core.footprint.footprint_table``."""
    return {
        "method": algorithm.parameterAsEnumString(parameters, "METHOD", context),
        "how": algorithm.parameterAsEnumString(parameters, "MEAN_NEP", context),
        "p_forest": algorithm.parameterAsDouble(parameters, "P_FOREST", context),
        "p_grass": algorithm.parameterAsDouble(parameters, "P_GRASS", context),
    }


def add_landcover_match(algorithm):
    """LANDCOVER_MATCH: land cover of other years than the tables."""
    algorithm.add(
        choice(
            "LANDCOVER_MATCH",
            tr("Years without land cover"),
            ("nearest", "exact", "interpolate"),
            "nearest",
        ),
        tr(
            "<b>nearest</b>: the land cover of the nearest year. <b>exact</b>: years without land "
            "cover stay empty. <b>interpolate</b>: areas between two years, linearly. The field "
            "landcover_year says what was used."
        ),
    )


# --- numbers of a source ------------------------------------------------------------------------


def numeric(source, fields):
    """Frame of a source with some of its columns as numbers.

    Parameters
    ----------
    source : Source
    fields : iterable of str
        Columns to convert; names that are no column are passed over.

    Raises
    ------
    InputError
        Naming every cell that is not a number.
    """
    frame, faults = source.frame.copy(), []
    frame.index = range(1, len(frame) + 1)  # rows as a user counts them
    for name in dict.fromkeys(fields):
        if name in frame:
            frame[name] = number_column(frame, name, source.name, faults)
    stop_on(faults)
    return frame.set_axis(source.frame.index)
