"""What all tools share: identity, help, error handling, log."""

from __future__ import annotations

import html
import math
import os
import re
import sys
import threading
import traceback
from functools import cache
from pathlib import Path

import numpy as np
from osgeo import gdal
from qgis.core import (
    QgsDataSourceUri,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingParameterDefinition,
    QgsProcessingUtils,
    QgsProviderRegistry,
)
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QIcon

from ..core.log import Cancelled, InputError, Log, Message
from ..core.rasters import gdal_call
from .i18n import tr, tr_message

ROOT = Path(__file__).resolve().parent.parent
GROUPS = {
    "inputs": lambda: tr("Inputs"),
    "carbon_sink": lambda: tr("Carbon sink"),
    "footprint": lambda: tr("Industrial carbon footprint"),
    "spatial_patterns": lambda: tr("Spatial patterns"),
}
FILES = QgsProcessing.SourceType.TypeFile
ADVANCED = QgsProcessingParameterDefinition.Flag.FlagAdvanced
LAYERS = ("source", "vector", "raster", "layer", "multilayer")  # kinds of parameters

# Two threads that open the same file at once wait for each other for good in QGIS 3.22.
OPENING = threading.RLock()
_PROJ_CONTEXTS = set()  # of the threads of QGIS, see `_keep_proj_context`


@cache
def metadata(key):
    """Value of a key in metadata.txt, the one place of version and addresses."""
    lines = (ROOT / "metadata.txt").read_text(encoding="utf-8").splitlines()
    return next(line.split("=", 1)[1] for line in lines if line.startswith(key + "="))


class FeedbackLog(Log):
    """Passes what the core says on to a Processing feedback, translated."""

    def __init__(self, feedback):
        super().__init__()
        self.feedback = feedback

    def info(self, template, **data):
        message = Message(template, **data)
        if message not in self.notes:  # once is enough, however many steps say it
            self.notes.append(message)
            self.feedback.pushInfo(tr_message(message))

    def warning(self, template, **data):
        message = Message(template, **data)
        if message not in self.warnings:
            self.warnings.append(message)
            self.feedback.pushWarning(tr_message(message))

    def progress(self, fraction):
        self.feedback.setProgress(100 * fraction)

    def is_cancelled(self):
        return self.feedback.isCanceled()


class CarbonFootprintAlgorithm(QgsProcessingAlgorithm):
    """Base class of all tools.

    A tool sets `ID` and `GROUP`, words its texts in `displayName`,
    `shortDescription`, `help_text` (HTML: what, formula, units, reference) and
    `keywords`, declares its parameters in `initAlgorithm`, and works in
    ``execute(parameters, context, log)``, which returns the results by output name.
    """

    ID = ""
    GROUP = ""
    KEEPS_LAYERS = False  # an output file may be there already, even as an input

    def createInstance(self):
        return type(self)()

    def name(self):
        return self.ID

    def groupId(self):
        return self.GROUP

    def group(self):
        return GROUPS[self.GROUP]()

    def icon(self):
        return QIcon(self.svgIconPath())

    def svgIconPath(self):
        return str(ROOT / "icons" / ("%s.svg" % self.GROUP))

    def tags(self):
        return [word.strip() for word in self.keywords().split(",")]

    def helpUrl(self):
        page = "docs/tools/%s.md" % self.ID
        if (ROOT / page).exists():  # a checkout; the zip has no docs
            return QUrl.fromLocalFile(str(ROOT / page)).toString()
        return "%s/blob/main/%s" % (metadata("repository"), page)

    def shortHelpString(self):
        """Help of the tool followed by the help of each parameter."""
        items = "".join(
            "<li><b>%s</b>: %s</li>" % (html.escape(parameter.description()), parameter.help())
            for parameter in self.parameterDefinitions()
            if parameter.help()
        )
        return "%s<p><b>%s</b></p><ul>%s</ul>" % (self.help_text(), tr("Parameters"), items)

    def keywords(self):
        """Return the search words of the toolbox, separated by commas."""
        return tr("carbon, footprint")

    def add(self, parameter, help_text, advanced=False):
        """Declare a parameter with its help.

        Parameters
        ----------
        parameter : QgsProcessingParameterDefinition
        help_text : str
            Translated; with the unit of what is asked for.
        advanced : bool
            Shown folded away.
        """
        parameter.setHelp(help_text)
        if advanced:
            parameter.setFlags(parameter.flags() | ADVANCED)
        self.addParameter(parameter)

    def processAlgorithm(self, parameters, context, feedback):
        log = FeedbackLog(feedback)
        try:
            log.check()
            check_destinations(self, parameters, context, log)
            results = self.execute(parameters, context, log)
            return {name: _plain(value) for name, value in results.items()}
        except Cancelled:
            return {}
        except Exception as error:
            problem = sentence(error, feedback)
            # QGIS keeps the traceback of an exception for good; the layers in it would die after
            # QGIS and take the process with them.
            traceback.clear_frames(error.__traceback__)
        finally:
            _keep_proj_context()
        raise QgsProcessingException(problem)

    def checkParameterValues(self, parameters, context):
        """Open the layers, one thread at a time; name a file of a list that does not open."""
        with OPENING:
            unknown = unknown_file(self, parameters, context)
            return (
                (False, unknown) if unknown else super().checkParameterValues(parameters, context)
            )

    def fault(self, template, **data):
        """Return the error for one fault, to be raised."""
        return InputError(Message(template, **data))


def _keep_proj_context():
    """Keep what pyproj holds in this thread, one object for each thread of QGIS.

    pyproj 3.7 destroys it when Python leaves a thread of QGIS, and uses it again when a tool comes
    to run in that thread once more, which takes the process with it.
    """
    holder = getattr(sys.modules.get("pyproj._context"), "get_context_manager", None)
    context = holder() if holder else None
    if context is not None:
        _PROJ_CONTEXTS.add(context)


def check_destinations(algorithm, parameters, context, log):
    """See before the work that every output has a folder and is no input.

    Parameters
    ----------
    algorithm : QgsProcessingAlgorithm
    parameters : dict
    context : QgsProcessingContext
        Of the run: ids and names of layers are found in it and in its project.
    log : Log
        Told of shapefiles.

    Raises
    ------
    InputError
        With every output that cannot be written, or would replace an input.
    """
    definitions = {d.name(): d for d in algorithm.parameterDefinitions()}
    outputs = [name for name, d in definitions.items() if d.isDestination()]
    inputs = {}
    for name, value in parameters.items():
        if name not in outputs:
            # Another text may happen to be the name of a layer.
            is_layer = name in definitions and definitions[name].type() in LAYERS
            for file, table in _files(value, context if is_layer else None):
                if os.path.isfile(file):
                    inputs.setdefault(os.path.realpath(file), set()).add(table)
    faults = []
    for file, table in (found for name in outputs for found in _files(parameters.get(name))):
        tables = inputs.get(os.path.realpath(file), ())
        if tables and not getattr(algorithm, "KEEPS_LAYERS", False):
            # A file is written anew with all its tables, unless one of them is named.
            if table is None or table.lower() in {_table_name(file, read) for read in tables}:
                faults.append(
                    Message(
                        "{file} is an input too; choose another name for the output.",
                        file=file if table is None else "%s|layername=%s" % (file, table),
                    )
                )
                continue
        try:
            os.makedirs(os.path.dirname(os.path.abspath(file)), exist_ok=True)
        except OSError as error:
            faults.append(
                Message(
                    "{file} cannot be written: {why}; choose another folder.",
                    file=file,
                    why=error.strerror,
                )
            )
        if file.lower().endswith(".shp"):
            log.warning(
                "{file}: a shapefile cuts field names to 10 letters, so that the next tool "
                "does not find them, and cannot hold NULL numbers; write a GeoPackage.",
                file=file,
            )
    if faults:
        raise InputError(faults)


def _files(value, context=None):
    """Yield file and table in the value of a parameter; not what is in memory or on a server.

    The table is None where none is named, and a number where the layer is known by that.
    """
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _files(item, context)
    elif hasattr(value, "sink"):
        yield from _files(value.sink.staticValue(), context)
    elif hasattr(value, "selectedFeaturesOnly"):
        yield from _files(value.source.staticValue(), context)
    elif isinstance(value, QgsMapLayer):
        yield from _file_of(value.providerType(), value.source())
    elif isinstance(value, str) and value:
        layer = context.getMapLayer(value) if context else None
        if layer is not None:
            yield from _files(layer)
        elif value.startswith("ogr:"):  # a table that is put into a file, whatever else is there
            place = QgsDataSourceUri(value[len("ogr:") :])
            yield place.database(), place.table()
        else:
            yield from _file_of("ogr", value)


def _file_of(provider, source):
    """Yield file and table of a source that is a file."""
    parts = QgsProviderRegistry.instance().decodeUri(provider, source)
    file = parts.get("path") or ""
    # Two letters and a colon are a protocol, one letter is a drive of Windows.
    if os.path.splitext(file)[1] and not re.match(r"[A-Za-z_]{2,}:", file):
        yield file, parts.get("layerName") or parts.get("layerId")


def _table_name(file, table):
    """Return the name of a table in small letters; without a name it is the first of its file."""
    if not isinstance(table, str):
        dataset, _ = gdal_call(gdal.OpenEx, file, gdal.OF_VECTOR)
        layer = dataset.GetLayer(int(table or 0)) if dataset else None
        table = layer.GetName() if layer else ""
    return table.lower()


def unknown_file(algorithm, parameters, context):
    """Name the file of a list that cannot be opened; QGIS names the parameter only."""
    for definition in algorithm.parameterDefinitions():
        if definition.type() != "multilayer" or definition.layerType() == FILES:
            continue
        given = parameters.get(definition.name())
        for item in given if isinstance(given, (list, tuple)) else [given]:
            if isinstance(item, str) and is_unknown_layer(item, context):
                return tr("{parameter}: {file} cannot be opened; check the name.").format(
                    parameter=definition.name(), file=item
                )
    return None


def sentence(error, feedback):
    """What went wrong in words for the user; the details of a defect go into the log."""
    if isinstance(error, InputError):
        return "\n".join(tr_message(message) for message in error.messages)
    if isinstance(error, QgsProcessingException):
        return str(error)
    if isinstance(error, MemoryError):
        return tr(
            "Not enough memory for this input; close other programs or take fewer regions or years."
        )
    feedback.pushDebugInfo("".join(traceback.format_exception(None, error, error.__traceback__)))
    return tr(
        "The tool stopped by a defect of its own ({kind}: {text}). Please report it with this log."
    ).format(kind=type(error).__name__, text=error)


def is_unknown_layer(name, context):
    """Tell whether a name is neither a layer of the project nor a file that opens."""
    return bool(name) and QgsProcessingUtils.mapLayerFromString(name, context) is None


def _plain(value):
    """Result as QGIS can pass it on: no numpy number, and None for what is not defined."""
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value
