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
from qgis.core import (
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingParameterDefinition,
    QgsProcessingUtils,
)
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QIcon

from ..core.log import Cancelled, InputError, Log, Message
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
            self._check_destinations(parameters, log)
            results = self.execute(parameters, context, log)
            return {name: _plain(value) for name, value in results.items()}
        except Cancelled:
            return {}
        except Exception as error:
            problem = _sentence(error, feedback)
            # QGIS keeps the traceback of an exception for good; the layers in it would die after
            # QGIS and take the process with them.
            traceback.clear_frames(error.__traceback__)
        finally:
            _keep_proj_context()
        raise QgsProcessingException(problem)

    def _check_destinations(self, parameters, log):
        """See before the work that every output has a folder and is no input."""
        outputs = {d.name() for d in self.destinationParameterDefinitions()}
        inputs = {
            os.path.realpath(file)
            for name, value in parameters.items()
            if name not in outputs
            for file in _files(value)
            if os.path.isfile(file)
        }
        faults = []
        for file in (file for name in outputs for file in _files(parameters.get(name))):
            if os.path.realpath(file) in inputs and not self.KEEPS_LAYERS:
                faults.append(
                    Message(
                        "{file} is an input too; choose another name for the output.", file=file
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

    def checkParameterValues(self, parameters, context):
        """Name the file of a list that cannot be opened; QGIS names the parameter only."""
        with OPENING:
            return self._check_values(parameters, context)

    def _check_values(self, parameters, context):
        for definition in self.parameterDefinitions():
            if definition.type() != "multilayer" or definition.layerType() == FILES:
                continue
            given = parameters.get(definition.name())
            for item in given if isinstance(given, (list, tuple)) else [given]:
                if isinstance(item, str) and is_unknown_layer(item, context):
                    return False, tr(
                        "{parameter}: {file} cannot be opened; check the name."
                    ).format(parameter=definition.name(), file=item)
        return super().checkParameterValues(parameters, context)

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


def _files(value):
    """Yield the file names in the value of a parameter; not what lives in memory or a database."""
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _files(item)
    elif hasattr(value, "sink"):
        yield from _files(value.sink.staticValue())
    elif isinstance(value, QgsMapLayer):
        yield from _files(value.source())
    elif hasattr(value, "selectedFeaturesOnly"):
        yield from _files(value.source.staticValue())
    elif isinstance(value, str):
        file = value.partition("|")[0]
        # Two letters and a colon are a protocol, one letter is a drive of Windows.
        if os.path.splitext(file)[1] and not re.match(r"[A-Za-z_]{2,}:", file):
            yield file


def _sentence(error, feedback):
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
