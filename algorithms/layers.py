"""Reading Processing sources into tables, and writing tables to sinks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsLayerMetadata,
    QgsProcessingException,
    QgsProcessingLayerPostProcessorInterface,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

from ..core.log import InputError, Message
from . import compat
from .i18n import tr

NO_GEOMETRY = QgsWkbTypes.Type.NoGeometry
# Keys of the provider, not data: they would clash when a region occurs once a year.
PROVIDER_KEYS = ("fid", "ogc_fid")


@dataclass
class Source:
    """A vector source read into memory.

    Attributes
    ----------
    name : str
        What the user calls it, for messages.
    frame : DataFrame
        One column per field, values as they are (None for NULL).
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
    source = algorithm.parameterAsSource(parameters, name, context)
    if source is None:
        if parameters.get(name) in (None, ""):
            return None
        raise QgsProcessingException(algorithm.invalidSourceError(parameters, name))
    return _read(source, source.sourceName(), log)


def read_layer(layer, log):
    """Read a map layer as `read_source` does."""
    return _read(layer, layer.name(), log)


def _read(source, name, log):
    fields = source.fields()
    keep = [i for i, f in enumerate(fields) if f.name().lower() not in PROVIDER_KEYS]
    columns, geometries = [[] for _ in keep], []
    for feature in source.getFeatures():
        log.check()
        attributes = feature.attributes()
        for column, index in zip(columns, keep):
            column.append(_plain(attributes[index]))
        geometries.append(QgsGeometry(feature.geometry()))
    frame = pd.DataFrame(
        {fields[i].name(): pd.Series(column, dtype=object) for i, column in zip(keep, columns)}
    )
    crs = source.crs() if hasattr(source, "crs") else source.sourceCrs()
    return Source(
        name,
        frame,
        geometries,
        {fields[i].name(): QgsField(fields[i]) for i in keep},
        crs,
        source.wkbType(),
    )


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
    faults = [
        Message(
            "{source}, feature {number}: the field {field} is empty; give the region a "
            "name or leave it out by selection.",
            source=source.name,
            number=i + 1,
            field=region_field,
        )
        for i, name in enumerate(names)
        if name is None or not str(name).strip()
    ]
    faults += [
        Message(
            "{source}: {region} has no geometry; repair the layer.", source=source.name, region=name
        )
        for name, shape in zip(names, shapes)
        if shape is None
    ]
    if faults:
        raise InputError(faults)
    if not shapes:
        raise InputError(
            Message("{source} has no features (is a selection active?).", source=source.name)
        )
    return pd.DataFrame({"region": names.astype(str), "wkb": shapes})


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
        return QgsField(name, compat.LONG if name == "pixels" else compat.INTEGER)
    if pd.api.types.is_float_dtype(values):
        return QgsField(name, compat.DOUBLE)
    return QgsField(name, compat.TEXT)


def _values(column):
    if pd.api.types.is_float_dtype(column):
        return [
            None if value != value or np.isinf(value) else float(value)
            for value in column.to_numpy(dtype=float, na_value=np.nan)
        ]
    return [
        None if pd.isna(value) else value.item() if hasattr(value, "item") else value
        for value in column
    ]


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
    """Fields of a table; those in `known` keep their type where the values allow."""
    known = known or {}
    fields = QgsFields()
    for name in frame:
        if name in known and frame[name].dtype == object:
            fields.append(known[name])
        else:
            fields.append(field_for(name, frame[name]))
    return fields


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
        ``finish(layer)`` styles the layer, when it is loaded and in a GeoPackage.

    Returns
    -------
    str or None
        Id of the output; None where an optional output was not asked for.
    """
    wkb_type = source.wkb_type if source else NO_GEOMETRY
    crs = source.crs if source else QgsCoordinateReferenceSystem()
    sink, dest = algorithm.parameterAsSink(
        parameters,
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
    for feature in features_of(frame, source.geometries if source else None):
        if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
            raise QgsProcessingException(
                tr("The output {name} could not be written: {why}").format(
                    name=name, why=sink.lastError()
                )
            )
    if not sink.flushBuffer():
        raise QgsProcessingException(
            tr("The output {name} could not be written: {why}").format(
                name=name, why=sink.lastError()
            )
        )
    del sink
    if finish is not None:
        finish_output(dest, context, finish)
    return dest


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
    if ".gpkg" in str(dest).lower() and not saved:
        save_style(dest, finish)
    if context.willLoadLayerOnCompletion(dest):
        _FINISHERS[dest] = _Finisher(dest, finish)
        context.layerToLoadOnCompletionDetails(dest).setPostProcessor(_FINISHERS[dest])


def save_style(uri, finish):
    """Style a GeoPackage layer and keep the style, as its default, in the file."""
    layer = QgsVectorLayer(uri, "", "ogr")
    if not layer.isValid():
        return
    finish(layer)
    layer.saveStyleToDatabase("default", tr("Style of Carbon Footprint"), True, "")
    _save_metadata(layer)


def _save_metadata(layer):
    """Keep title and abstract in the GeoPackage's own metadata table."""
    path, _, name = layer.source().partition("|layername=")
    dataset = gdal.OpenEx(path, gdal.OF_VECTOR | gdal.OF_UPDATE)
    if dataset is None:
        return
    table = dataset.GetLayerByName(name) if name else dataset.GetLayer(0)
    if table is not None:
        table.SetMetadataItem("TITLE", layer.metadata().title())
        table.SetMetadataItem("ABSTRACT", layer.metadata().abstract())


def describe(layer, title, abstract):
    """Set the layer's metadata: method, parameters, seed, version, sources."""
    metadata = QgsLayerMetadata()
    metadata.setTitle(title)
    metadata.setAbstract(abstract)
    metadata.setType("dataset")
    layer.setMetadata(metadata)


def region_shapes(source, names):
    """Geometry of each region, in the order of their first features.

    Several features of a region are united, unless they are its years: then they
    are the same polygon.
    """
    found = {}
    for name, geometry in zip(names, source.geometries):
        found.setdefault(name, []).append(geometry)
    if "year" in source.frame:
        return {name: shapes[0] for name, shapes in found.items()}
    return {
        name: shapes[0] if len(shapes) == 1 else QgsGeometry.unaryUnion(shapes)
        for name, shapes in found.items()
    }


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
        Source with one geometry for each row of `table`, and the rows: ``region``,
        ``year``, the region's own fields, then the columns of `table`.
    """
    shapes = region_shapes(source, names)
    first = {name: i for i, name in reversed(list(enumerate(names)))}
    keys = [name for name in ("region", "year") if name in table]
    own = source.frame.drop(columns=[name for name in keys if name in source.frame])
    own = own.iloc[[first[name] for name in table["region"]]].reset_index(drop=True)
    rows = Source(
        source.name,
        own,
        [QgsGeometry(shapes[name]) for name in table["region"]],
        source.fields,
        source.crs,
        QgsWkbTypes.multiType(source.wkb_type),
    )
    for geometry in rows.geometries:
        geometry.convertToMultiType()
    table = table.reset_index(drop=True)
    merged = merge_columns(rows, table.drop(columns=keys), log)
    return rows, pd.concat([table[keys], merged], axis=1)


def union(*tables):
    """Columns of several aligned tables side by side."""
    return pd.concat([table.reset_index(drop=True) for table in tables], axis=1)
