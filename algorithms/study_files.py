"""Files of the full analysis: what must not be lost, and what an earlier run left."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import struct
import tempfile
import zlib
from pathlib import Path

from osgeo import gdal
from qgis.core import QgsProcessingUtils, QgsProviderRegistry, QgsVectorLayer

from ..core.log import InputError, Message, listing
from ..core.rasters import gdal_call
from . import output_files
from .base import OPENING

PICTURE_FORMS = r"(_\d+|_multiples(_\d+)?|_animation)?\.(png|gif)"


def refuse_unwritable(geopackage, page, maps):
    """Say before the work which folder cannot be written.

    Parameters
    ----------
    geopackage, page, maps : str
        Two files and a folder; empty: not wanted.

    Raises
    ------
    InputError
    """
    faults = []
    for name, folder in (
        (geopackage, os.path.dirname(os.path.abspath(geopackage))),
        (page, os.path.dirname(os.path.abspath(page))),
        (maps, os.path.abspath(maps)),
    ):
        if not name:
            continue
        there = [place for place in (Path(folder), *Path(folder).parents) if place.exists()]
        try:
            tempfile.TemporaryFile(dir=there[0] if there else folder).close()
        except OSError as error:
            faults.append(
                Message(
                    "{file} cannot be written: {why}; choose another folder.",
                    file=name,
                    why=error.strerror,
                )
            )
    if faults:
        raise InputError(faults)


def refuse_losses(algorithm, parameters, context, path, names, log):
    """Say before the work if the GeoPackage cannot be replaced, or if something would be lost.

    Tables that an earlier run wrote will be replaced; the log names them.

    Parameters
    ----------
    algorithm : QgsProcessingAlgorithm
    parameters : dict
    context : QgsProcessingContext
    path : str
        GeoPackage to be written; it need not be there.
    names : iterable of str
        Of the layers and tables to be written.
    log : Log

    Raises
    ------
    InputError
    """
    if not os.path.exists(path):
        return
    _refuse_edited(path)
    try:
        os.rename(path, path)  # changes nothing; Windows refuses it while the file is open
        if not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise InputError(
            Message(
                "{file} cannot be replaced ({why}); close its layers in QGIS and in other programs, "
                "or choose another file.",
                file=path,
                why=error.strerror,
            )
        ) from None
    dataset, _ = gdal_call(gdal.OpenEx, path, gdal.OF_VECTOR | gdal.OF_RASTER, ["GPKG"])
    if dataset is None:
        raise InputError(
            Message("{file} exists and is not a GeoPackage; choose another name.", file=path)
        )
    faults = [
        Message(
            "{parameter}: the table {table} of {file} is an input and would be replaced; choose "
            "another file for the output, or rename the table.",
            parameter=parameter,
            table=table,
            file=path,
        )
        for parameter, table in _input_tables(algorithm, parameters, context, path, dataset)
        if table.lower() in names
    ]
    present = {table.lower(): table for table in _tables(dataset)}  # SQLite ignores the case
    present = [present[name] for name in names if name in present]
    foreign = [table for table in present if not _is_earlier(dataset, table, algorithm)]
    if foreign:
        faults.append(
            Message(
                "{file} has tables that the full analysis did not write and would replace: "
                "{tables}; choose another file, or rename them.",
                file=path,
                tables=", ".join(foreign),
            )
        )
    if faults:
        raise InputError(faults)
    if present:
        log.info(
            "{file} has tables of an earlier run, which will be replaced: {tables}.",
            file=path,
            tables=", ".join(present),
        )


def _tables(dataset):
    """Names of all tables and views, also of those that are not registered and of rasters."""
    found = dataset.ExecuteSQL("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
    names = [feature.GetField(0) for feature in found]
    dataset.ReleaseResultSet(found)
    return names


def _is_earlier(dataset, table, algorithm):
    """Tell whether this tool wrote a table, by its metadata; see `provenance.about`."""
    layer = dataset.GetLayerByName(table)
    abstract = layer and layer.GetMetadataItem("ABSTRACT") or ""
    return abstract.partition("\n")[0].endswith(", carbonfootprint:" + algorithm.ID)


def _input_tables(algorithm, parameters, context, path, dataset):
    """Yield parameter and table of each input that lies in the GeoPackage."""
    for definition in algorithm.parameterDefinitions():
        if definition.type() != "source":
            continue
        value = parameters.get(definition.name())
        if hasattr(value, "selectedFeaturesOnly"):  # of such a source QGIS tells no layer
            value = value.source.staticValue()
        layer = value
        if isinstance(value, str):
            with OPENING:
                layer = QgsProcessingUtils.mapLayerFromString(value, context)
        if not isinstance(layer, QgsVectorLayer) or layer.providerType() != "ogr":
            continue
        place = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
        if not is_same_file(place["path"], path):
            continue
        table = place.get("layerName")
        if not table:  # by its number, or the first
            found = dataset.GetLayer(int(place.get("layerId") or 0))
            table = found.GetName() if found else ""
        yield definition.name(), table


def is_same_file(one, other):
    """Tell whether two names are those of one file."""
    return os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other))


def _refuse_edited(path):
    """Refuse a GeoPackage with changes that are not saved yet: a copy would lack them."""
    if os.path.exists(path + "-wal") and os.path.getsize(path + "-wal"):
        raise InputError(
            Message(
                "{file} is being edited; save and stop editing, or choose another name.", file=path
            )
        )


def start_part(path):
    """Begin the new GeoPackage, with what the old one holds, beside it under an unused name."""
    name = os.path.splitext(os.path.basename(path))[0]
    folder = os.path.dirname(os.path.abspath(path))
    handle, part = tempfile.mkstemp(".gpkg", name + ".part_", folder)
    os.close(handle)
    try:
        os.remove(part)  # what makes it anew gives it the usual rights
        if os.path.exists(path):
            _refuse_edited(path)
            shutil.copy(path, part)
    except BaseException:
        output_files.remove(part)
        raise
    return part


def is_whole(path, rows, algorithm):
    """Tell whether a GeoPackage holds all tables with all rows and their descriptions.

    On a full disk QGIS says nothing of a transaction that fails when the file is closed.

    Parameters
    ----------
    path : str
    rows : dict of str to int
        Rows of each table.
    algorithm : QgsProcessingAlgorithm

    Returns
    -------
    bool
    """
    dataset, _ = gdal_call(gdal.OpenEx, path, gdal.OF_VECTOR, ["GPKG"])
    found = {name: dataset and dataset.GetLayerByName(name) for name in rows}
    return all(
        layer and layer.GetFeatureCount() == rows[name] and _is_earlier(dataset, name, algorithm)
        for name, layer in found.items()
    )


def replace_geopackage(part, path):
    """Put the finished GeoPackage under its name; where that fails it stays, and is named."""
    try:
        output_files.replace(part, path)
    except OSError as error:
        raise InputError(
            Message(
                "{file} could not be replaced ({why}); all layers of this run are in {kept}: open "
                "that, or close {file} and rename it.",
                file=path,
                why=error.strerror,
                kept=part,
            )
        ) from None


# --- pictures -----------------------------------------------------------------------------------


def sign(picture):
    """Sign a PNG or GIF file, so that a later run knows that it may remove it."""
    path = Path(picture)
    path.write_bytes(_signed(path.read_bytes()))


def earlier_pictures(folder, maps, written, log):
    """Pictures of earlier runs in a folder that may be removed; the log names others.

    Parameters
    ----------
    folder : str
        It need not be there.
    maps : iterable of str
        With what the names of pictures begin.
    written : iterable of str
        Files of this run, wherever they are.
    log : Log

    Returns
    -------
    list of str
        Names of pictures that this run does not write, and that are surely by this tool and
        unchanged.
    """
    pattern = re.compile("(%s)%s" % ("|".join(maps), PICTURE_FORMS))
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    written = {os.path.basename(file) for file in written}
    left = [name for name in names if pattern.fullmatch(name) and name not in written]
    signed = [name for name in left if _is_signed(os.path.join(folder, name))]
    _say_left(folder, [name for name in left if name not in signed], log)
    return signed


def remove_pictures(folder, names, log):
    """Remove pictures of earlier runs; the log names them, and those that cannot be removed."""
    left = []
    for name in names:
        try:
            os.remove(os.path.join(folder, name))
        except OSError:
            left.append(name)
    removed = [name for name in names if name not in left]
    if removed:
        log.info(
            "Removed from {folder} the pictures of an earlier run: {files}.",
            folder=folder,
            files=listing(removed),
        )
    _say_left(folder, left, log)


def _say_left(folder, names, log):
    if names:
        log.warning(
            "{folder} holds pictures that are not of this run: {files}; remove them if they are of "
            "an earlier one.",
            folder=folder,
            files=listing(names),
        )


def _signed(content):
    """Content of a picture with a comment at its end that holds the digest of the rest."""
    digest = hashlib.sha256(content).hexdigest()
    text = b"Carbon Footprint, full analysis, SHA-256 of the rest " + digest.encode("ascii")
    if content.startswith(b"GIF"):
        comment = b"!\xfe%c%s\0" % (len(text), text)
    else:
        chunk = b"tEXtComment\0" + text
        comment = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    end = len(content) - _end_length(content)
    return content[:end] + comment + content[end:]


def _is_signed(path):
    try:
        content = Path(path).read_bytes()
    except OSError:
        return False
    end = len(content) - _end_length(content)
    length = len(_signed(content)) - len(content)  # the same for all pictures of a kind
    return end > length and _signed(content[: end - length] + content[end:]) == content


def _end_length(content):
    """Length of what ends a picture: the trailer of a GIF, the chunk IEND of a PNG."""
    return 1 if content.startswith(b"GIF") else 12


# --- layers in the project ----------------------------------------------------------------------


def name_apart(layer, title, project):
    """Name a layer so that it is not taken for the layer of another file in the project.

    Parameters
    ----------
    layer : QgsVectorLayer
        Of a file.
    title : str
        Kept where no layer of another file has it; else the file is named behind it.
    project : QgsProject
    """
    path = layer.source().partition("|")[0]
    folder, file = os.path.split(os.path.splitext(os.path.abspath(path))[0])
    places = ("", file, "%s/%s" % (os.path.basename(folder), file), path)
    for name in ("%s (%s)" % (title, place) if place else title for place in places):
        others = [other.source().partition("|")[0] for other in project.mapLayersByName(name)]
        if all(is_same_file(other, path) for other in others):
            break
    layer.setName(name)
