"""Reading Processing sources into tables, and writing tables to sinks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingLayerPostProcessorInterface,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from ..core.log import Cancelled, InputError, Log, Message
from ..core.panels import region_text
from ..core.rasters import gdal_call
from ..core.tables import is_missing, number_column, parse_year, read_table
from . import compat, output_files, styles
from .base import OPENING
from .i18n import tr, tr_message
from .provenance import about
from .unions import united

NO_GEOMETRY = QgsWkbTypes.Type.NoGeometry
# Keys of the provider, not data: they would clash when a region occurs once a year.
PROVIDER_KEYS = ("fid", "ogc_fid")
TABLE_FILES = ("CSV", "XLSX", "XLS", "ODS")


@dataclass
class Source:
    """A vector source read into memory.

    Attributes
    ----------
    name : str
        What the user calls it, for messages.
    frame : DataFrame
        One column per field: numbers as float or Int64, anything else as it is
        (None for NULL). Text of a CSV file that holds numbers only is numbers.
    geometries : list of QgsGeometry
    fields : dict of str to QgsField
    crs : QgsCoordinateReferenceSystem
    wkb_type : QgsWkbTypes.Type
    """

    name: str
    frame: pd.DataFrame
    geometries: list
    fields: dict
    crs: QgsCoordinateReferenceSystem
    wkb_type: int

    def require(self, *names):
        """Return the names if all are fields, else raise an InputError."""
        missing = [name for name in names if name not in self.frame]
        if missing:
            raise InputError(
                Message(
                    "{source} has no field {missing}; choose one of: {present}.",
                    source=self.name,
                    missing=", ".join(missing),
                    present=", ".join(self.frame.columns),
                )
            )
        return names


def read_source(algorithm, parameters, name, context, log):
    """Read a vector source or table with all its fields.

    Parameters
    ----------
    algorithm : QgsProcessingAlgorithm
    parameters : dict
    name : str
        Of the parameter.
    context : QgsProcessingContext
    log : Log

    Returns
    -------
    Source or None
        None where an optional parameter was left empty.
    """
    with OPENING:
        source = algorithm.parameterAsSource(parameters, name, context)
        layer = algorithm.parameterAsVectorLayer(parameters, name, context)
    if source is None:
        if parameters.get(name) in (None, ""):
            return None
        raise QgsProcessingException(algorithm.invalidSourceError(parameters, name))
    # The core repairs invalid polygons and says so; QGIS would stop at the first one.
    features = source.getFeatures(
        QgsFeatureRequest(), QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
    )
    result = _read(source, source.sourceName(), source.sourceCrs(), features, layer, log)
    if result.frame.empty:
        raise InputError(
            Message("{source} has no features (is a selection active?).", source=result.name)
        )
    return result


def read_layer(layer, log):
    """Read a map layer as `read_source` does."""
    return _read(layer, layer.name(), layer.crs(), layer.getFeatures(), layer, log)


def _read(source, name, crs, features, layer, log):
    kept = [
        (index, field)
        for index, field in enumerate(source.fields())
        if field.name().lower() not in PROVIDER_KEYS
    ]
    columns, geometries = [[] for _ in kept], []
    for feature in features:
        log.check()
        attributes = feature.attributes()
        for column, (index, _) in zip(columns, kept):
            column.append(_plain(attributes[index]))
        geometries.append(QgsGeometry(feature.geometry()))
    frame = pd.DataFrame(
        {
            field.name(): pd.Series(column, dtype=_dtype(field))
            for column, (_, field) in zip(columns, kept)
        }
    )
    if layer is not None and layer.storageType() in TABLE_FILES:
        file = _table_file(layer)
        if file and len(frame) == layer.featureCount():
            # QGIS takes every text for UTF-8 and the first line for the header
            frame = read_table(file, log=log).reset_index(drop=True)
            if "region" in frame:  # a code is text, as in a layer
                names = frame["region"]
                frame["region"] = [None if is_missing(n) else region_text(n) for n in names]
            geometries = [QgsGeometry()] * len(frame)
        frame = _with_numbers(frame, name, log)
    fields = {field.name(): QgsField(field) for _, field in kept}
    return Source(name, frame, geometries, fields, crs, source.wkbType())


def _table_file(layer):
    """File of a layer that is a table as it lies on disk; None where it was filtered or changed."""
    path, _, options = layer.source().partition("|")
    plain = not options or options.startswith("layername=") and "|" not in options
    fields = layer.fields()
    own = QgsFields.FieldOrigin.OriginProvider  # neither joined nor computed
    if (
        not plain
        or layer.isSpatial()
        or layer.subsetString()
        or layer.isModified()
        or any(fields.fieldOrigin(i) != own for i in range(fields.count()))
    ):
        return None
    return layer.source() if layer.storageType() != "CSV" else path


def _dtype(field):
    if field.type() == compat.DOUBLE:
        return "float64"
    return "Int64" if field.isNumeric() else "object"


def _with_numbers(frame, source, log):
    """Table of a text file with its numbers as numbers; codes such as 001 stay text."""
    for name in frame.columns.difference(["region"]):
        faults = []
        numbers = number_column(frame, name, "", faults)
        codes = frame[name].astype(str).str.match(r"0\d|\d{16}")
        if not faults and not codes.any() and numbers.notna().any():
            whole = name == "year" and (numbers.dropna() % 1 == 0).all()
            frame[name] = numbers.astype("Int64") if whole else numbers
        elif 0 < len(faults) < numbers.notna().sum():
            log.warning(
                "{source}: the column '{column}' is taken as text, because some of its cells are no "
                "numbers: {cells}.",
                source=source,
                column=name,
                cells=", ".join(fault.data["cell"] for fault in faults[:5]),
            )
    return frame


def _plain(value):
    if compat.is_null(value):
        return None
    if isinstance(value, (QDate, QDateTime, QTime)):
        return value.toString(Qt.DateFormat.ISODate)
    return value


def wkb(geometry):
    """WKB of a geometry with straight segments; None where it is empty."""
    if geometry.isNull() or geometry.isEmpty():
        return None
    if geometry.constGet().hasCurvedSegments():
        geometry = QgsGeometry(geometry.constGet().segmentize())
    return bytes(geometry.asWkb())


def region_name(value):
    """Name of a region as text, as it is written; the number 110000.0 as "110000"."""
    return value if isinstance(value, str) else region_text(value)


def is_blank(name):
    """Tell whether a field with names holds nothing. NA is one: the code of Namibia."""
    return not name.strip() if isinstance(name, str) else pd.isna(name)


def nameless(source, region_field):
    """Return a fault for every feature whose region has no name."""
    return [
        Message(
            "{source}, feature {number}: the field {field} is empty; give the region a "
            "name or leave it out by selection.",
            source=source.name,
            number=i + 1,
            field=region_field,
        )
        for i, name in enumerate(source.frame[region_field])
        if is_blank(name)
    ]


def regions_of(source, region_field):
    """Regions of a polygon source, as the core takes them.

    Parameters
    ----------
    source : Source
    region_field : str
        Field with the names.

    Returns
    -------
    DataFrame
        ``region`` and ``wkb``; one row per feature.

    Raises
    ------
    InputError
        If features have no name or no geometry, or the layer has no CRS.
    """
    source.require(region_field)
    if not source.crs.isValid():
        raise InputError(
            Message(
                "{source} has no coordinate reference system; set it in the layer's properties.",
                source=source.name,
            )
        )
    shapes = [wkb(geometry) for geometry in source.geometries]
    names = source.frame[region_field]
    faults = nameless(source, region_field)
    faults += [
        Message(
            "{source}: {region} has no geometry; repair the layer.", source=source.name, region=name
        )
        for name, shape in zip(names, shapes)
        if shape is None
    ]
    if faults:
        raise InputError(faults)
    return pd.DataFrame({"region": names.map(region_name), "wkb": shapes})


def crs_wkt(crs):
    """WKT 2 text of a coordinate reference system."""
    return crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED)


def merge_columns(source, new, log):
    """Columns of a source followed by new ones; what is replaced is named in the log.

    Parameters
    ----------
    source : Source
    new : DataFrame
        Aligned with ``source.frame``.
    log : Log

    Returns
    -------
    DataFrame
    """
    replaced = [name for name in new if name in source.frame]
    if replaced:
        log.info("Replaced in the output: {fields}.", fields=", ".join(replaced))
    kept = source.frame.drop(columns=replaced)
    return pd.concat([kept, new.set_axis(kept.index)], axis=1)


def field_for(name, values):
    """Field fit to hold a column: integer, real or text by its dtype."""
    if pd.api.types.is_bool_dtype(values):
        return QgsField(name, compat.INTEGER)
    if pd.api.types.is_integer_dtype(values):
        long = name == "pixels" or (values.abs() > 2**31 - 1).any()
        return QgsField(name, compat.LONG if long else compat.INTEGER)
    if pd.api.types.is_float_dtype(values):
        return QgsField(name, compat.DOUBLE)
    return QgsField(name, compat.TEXT)


def _values(column):
    if pd.api.types.is_float_dtype(column):
        return [
            None if value != value or np.isinf(value) else float(value)
            for value in column.to_numpy(dtype=float, na_value=np.nan)
        ]
    # a field may hold lists, as the centres of regions in some GeoJSON files
    missing = [pd.api.types.is_scalar(value) and pd.isna(value) for value in column]
    return [None if none else _written(value) for none, value in zip(missing, column)]


def _written(value):
    """Value as QGIS takes it, a message in the user's language."""
    if isinstance(value, Message):
        return tr_message(value)
    return value.item() if hasattr(value, "item") else value


def features_of(frame, geometries=None):
    """Yield a QgsFeature per row of a table."""
    columns = [_values(frame[name]) for name in frame]
    for index in range(len(frame)):
        feature = QgsFeature()
        feature.setAttributes([column[index] for column in columns])
        if geometries is not None:
            feature.setGeometry(geometries[index])
        yield feature


def fields_of(frame, known=None):
    """Fields of a table; those in `known` stay as they are where the values fit them."""
    known = known or {}
    fields = QgsFields()
    for name in frame:
        same = (
            name in known
            and _kind(frame[name]) == _dtype(known[name])
            and _fits(frame[name], known[name])
        )
        fields.append(known[name] if same else field_for(name, frame[name]))
    return fields


def _kind(column):
    """Name of a column's type; text has one of its own since pandas 3."""
    name = str(column.dtype)
    return "object" if name in ("str", "string") else name


def _fits(values, field):
    """Tell whether a field is long enough; a text that is not is cut or refused."""
    if field.type() != compat.TEXT or field.length() <= 0:
        return True
    return all(len(value) <= field.length() for value in values if isinstance(value, str))


def write_sink(algorithm, parameters, name, context, frame, source=None, finish=None):
    """Write a table or layer to a sink of the algorithm.

    Parameters
    ----------
    algorithm : QgsProcessingAlgorithm
    parameters : dict
    name : str
        Of the sink parameter.
    context : QgsProcessingContext
    frame : DataFrame
    source : Source, optional
        Whose fields, geometries (aligned with `frame`) and CRS are taken.
    finish : callable, optional
        ``finish(layer)`` styles and describes the layer, when it is loaded and in a
        GeoPackage; without it the layer is described and its years play.

    Returns
    -------
    str or None
        Id of the output; None where an optional output was not asked for.
    """
    with output_files.aside(parameters.get(name)) as (value, place):
        dest = _write(algorithm, parameters, name, context, frame, source, value, place)
        if place:
            try:
                part, dest = dest, output_files.put_in_place(dest, place)
            except OSError as error:
                raise _not_written(name, place, error.strerror) from None
            loaded = context.layersToLoadOnCompletion()
            if part in loaded:
                loaded[dest] = loaded.pop(part)
                context.setLayersToLoadOnCompletion(loaded)
    if dest is None:
        return None
    if finish is None:
        finish = partial(
            styles.plain,
            title=algorithm.parameterDefinition(name).description(),
            about=about(algorithm, parameters),
        )
    finish_output(dest, context, finish)
    return dest


def _write(algorithm, parameters, name, context, frame, source, value, place):
    """Write the rows of `write_sink`; all of them, or there is no file."""
    wkb_type = source.wkb_type if source else NO_GEOMETRY
    crs = source.crs if source else QgsCoordinateReferenceSystem()
    sink, dest = algorithm.parameterAsSink(
        {**parameters, name: value} if place else parameters,
        name,
        context,
        fields_of(frame, source.fields if source else None),
        wkb_type,
        crs,
    )
    if sink is None:
        if algorithm.parameterDefinition(name).flags() & algorithm.parameterDefinition(
            name
        ).Flag.FlagOptional and not parameters.get(name):
            return None
        raise QgsProcessingException(algorithm.invalidSinkError(parameters, name))
    feedback = context.feedback()  # None where a script runs the tool without one
    try:
        written, why = True, ""
        for number, feature in enumerate(features_of(frame, source.geometries if source else None)):
            if number % 500 == 0 and feedback is not None and feedback.isCanceled():
                raise Cancelled()
            written = sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
            if not written:
                break
        written, why = written and sink.flushBuffer(), sink.lastError()
    except Exception:
        del sink  # closes the file
        output_files.discard(dest)
        raise
    del sink
    if not (written and output_files.holds(dest, len(frame))):
        output_files.discard(dest)
        raise _not_written(name, place or dest, why)
    return dest


def _not_written(name, file, why):
    return InputError(
        Message(
            "{name}: {file} could not be written ({why}); make room there, or choose another "
            "folder.",
            name=name,
            file=file,
            why=why or Message("it is not complete"),
        )
    )


_FINISHERS = {}


class _Finisher(QgsProcessingLayerPostProcessorInterface):
    """Styles a layer when QGIS loads it.

    QGIS does not take ownership: an object held by the algorithm is gone by the
    time it is called. So it lives in `_FINISHERS` until then.
    """

    def __init__(self, dest, finish):
        super().__init__()
        self.dest, self.finish = dest, finish

    def postProcessLayer(self, layer, context, feedback):
        self.finish(layer)
        layer.triggerRepaint()
        _FINISHERS.pop(self.dest, None)


def finish_output(dest, context, finish, saved=False):
    """Style an output: in its GeoPackage now, and on the map when it is loaded.

    Parameters
    ----------
    dest : str
        Id or URI of the output.
    context : QgsProcessingContext
    finish : callable
        ``finish(layer)``.
    saved : bool
        The GeoPackage has its style already.
    """
    if not saved:
        save_style(dest, finish)
    if context.willLoadLayerOnCompletion(dest):
        _FINISHERS[dest] = _Finisher(dest, finish)
        context.layerToLoadOnCompletionDetails(dest).setPostProcessor(_FINISHERS[dest])


def save_style(uri, finish):
    """Style a GeoPackage layer and keep the style, as its default, in the file.

    Anything else than a layer of a GeoPackage is left alone.
    """
    path, _, name = str(uri).partition("|layername=")
    if not path.lower().endswith(".gpkg"):
        return
    layer = QgsVectorLayer(uri, "", "ogr")
    if not layer.isValid():
        return
    finish(layer)
    if layer.isSpatial() or layer.temporalProperties().isActive():
        if name:  # a file without other layers is new, and has no styles
            forget_styles(path, [name])
        layer.saveStyleToDatabase("default", tr("Style of Carbon Footprint"), True, "")
    described = layer.metadata()
    # QGIS 3.40 reads without locks, but writes with a write-ahead log: GDAL then complains of
    # the handle that was there for reading when that is closed. Nothing is lost.
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    del layer
    gdal.PopErrorHandler()
    _save_metadata(path, name, described)


def forget_styles(path, names):
    """Drop the styles of layers that a GeoPackage holds; QGIS would ask before it replaced them.

    Parameters
    ----------
    path : str
    names : iterable of str
        Names of the layers.

    Raises
    ------
    InputError
        If the file is no GeoPackage.
    """
    dataset, _ = gdal_call(gdal.OpenEx, path, gdal.OF_VECTOR | gdal.OF_UPDATE, ["GPKG"])
    if dataset is None:
        raise InputError(
            Message("{file} exists and is not a GeoPackage; choose another name.", file=path)
        )
    table = dataset.GetLayerByName("layer_styles")
    if table is None:
        return
    stale = [feature.GetFID() for feature in table if feature["f_table_name"] in names]
    for fid in stale:
        table.DeleteFeature(fid)


def _save_metadata(path, name, metadata):
    """Keep title and abstract in the GeoPackage's own metadata table."""
    dataset, _ = gdal_call(gdal.OpenEx, path, gdal.OF_VECTOR | gdal.OF_UPDATE)
    if dataset is None:
        return
    table = dataset.GetLayerByName(name) if name else dataset.GetLayer(0)
    if table is not None:
        table.SetMetadataItem("TITLE", metadata.title())
        table.SetMetadataItem("ABSTRACT", metadata.abstract())


def region_shapes(source, names, years=None, log=None):
    """Geometry of each region, in the order of their first features.

    Several features of a region are united, unless they are its years: then they
    are the same polygon.

    Parameters
    ----------
    source : Source
    names : iterable of str
        Region of each feature.
    years : iterable, optional
        Year of each feature; without them the field ``year``, if there is one.
    log : Log, optional
        Asked whether to stop.

    Returns
    -------
    dict of str to QgsGeometry
    """
    if years is None:
        years = source.frame["year"] if "year" in source.frame else [None] * len(names)
    log = log or Log()
    found, first = {}, {}
    for name, year, geometry in zip(names, years, source.geometries):
        # Text, for a missing year is not equal to itself.
        if first.setdefault(name, str(year)) == str(year):
            found.setdefault(name, []).append(geometry)
    shapes = {}
    for name, parts in found.items():
        log.check()
        shapes[name] = parts[0] if len(parts) == 1 else united(parts, name, source.name)
    return shapes


def expand_regions(source, names, table, log):
    """Rows of a region-by-year table with the polygons and fields of their regions.

    Parameters
    ----------
    source : Source
        The regions, one feature or several for each.
    names : Series
        Region of each feature of `source`.
    table : DataFrame
        With the column ``region``; every name is one of `names`.
    log : Log

    Returns
    -------
    tuple of (Source, DataFrame)
        As of `merge_keys`.
    """
    shapes = {name: QgsGeometry(s) for name, s in region_shapes(source, names, log=log).items()}
    for shape in shapes.values():
        shape.convertToMultiType()
    first = {name: i for i, name in reversed(list(enumerate(names)))}
    rows = replace(
        source,
        frame=source.frame.iloc[[first[name] for name in table["region"]]].reset_index(drop=True),
        geometries=[shapes[name] for name in table["region"]],
        wkb_type=QgsWkbTypes.multiType(source.wkb_type),
    )
    by_region = table.groupby("region")["year"] if "year" in table else ()
    years = {name: set(part) for name, part in by_region}
    kept = own_keys(source, names, [years.get(name, ()) for name in names])
    return merge_keys(rows, table.reset_index(drop=True), kept, log)


def own_keys(source, names, years):
    """Which of the fields region and year hold what the output has there; none of it is lost.

    Parameters
    ----------
    source : Source
    names : iterable of str
        Region of each feature.
    years : iterable of set of int
        Years of each feature in the output.

    Returns
    -------
    list of str
    """
    frame, kept = source.frame, []
    if "region" in frame and list(frame["region"].map(region_name)) == list(names):
        kept.append("region")
    if "year" in frame and all(
        pd.isna(own) or parse_year(own) in written for own, written in zip(frame["year"], years)
    ):
        kept.append("year")
    return kept


def merge_keys(rows, table, kept, log):
    """Region and year, the fields of the features, then new columns; what is replaced is named.

    Parameters
    ----------
    rows : Source
        The feature of each row of `table`.
    table : DataFrame
        ``region``, perhaps ``year``, and the new columns.
    kept : list of str
        Of `own_keys`.
    log : Log

    Returns
    -------
    tuple of (Source, DataFrame)
        Source with one geometry for each row, and the rows.
    """
    keys = [name for name in ("region", "year") if name in table]
    same = [name for name in kept if name in keys]
    fields = {
        # What is replaced by something else gets a field of its own, as long as it needs.
        name: field
        for name, field in rows.fields.items()
        if name in same or name not in table
    }
    rows = replace(rows, frame=rows.frame.drop(columns=same), fields=fields)
    merged = merge_columns(rows, table, log)
    return rows, merged[[*keys, *merged.columns.drop(keys)]]
