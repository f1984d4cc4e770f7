"""What made a layer: tool, version and parameters, for metadata and pages."""

from qgis.core import QgsDataSourceUri, QgsLayerMetadata

from .base import metadata
from .i18n import tr


def about(algorithm, parameters):
    """Tool, version and every parameter with its value, a line each.

    Parameters
    ----------
    algorithm : QgsProcessingAlgorithm
    parameters : dict

    Returns
    -------
    str
        Without the passwords of databases.
    """
    lines = ["Carbon Footprint %s, carbonfootprint:%s" % (metadata("version"), algorithm.ID)]
    for definition in algorithm.parameterDefinitions():
        if definition.isDestination():
            continue
        value = parameters.get(definition.name())
        if value is None:  # a model passes None on for what it leaves to the tool
            value = definition.defaultValue()
        lines.append("%s = %s" % (definition.name(), _text(value)))
    return "\n".join(lines)


def _text(value):
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_text, value))
    if hasattr(value, "publicSource"):  # a layer
        return value.publicSource()
    if hasattr(value, "selectedFeaturesOnly"):  # a source of features
        text = _text(value.source.staticValue())
        return "%s (%s)" % (text, tr("selected features")) if value.selectedFeaturesOnly else text
    return QgsDataSourceUri.removePassword(str(value))


def describe(layer, title, abstract):
    """Set the layer's metadata.

    Parameters
    ----------
    layer : QgsMapLayer
    title : str
    abstract : str
        Of `about`.
    """
    description = QgsLayerMetadata()
    description.setTitle(title)
    description.setAbstract(abstract)
    description.setType("dataset")
    layer.setMetadata(description)
