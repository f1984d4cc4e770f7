"""Carbon Footprint: a QGIS Processing plugin for regional carbon studies."""


def classFactory(iface):  # noqa: N802 (QGIS looks for this name)
    """Return the plugin to QGIS.

    Parameters
    ----------
    iface : qgis.gui.QgisInterface or None
        The running QGIS; None under ``qgis_process``.
    """
    from .plugin import CarbonFootprintPlugin

    return CarbonFootprintPlugin(iface)
