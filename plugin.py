"""Entry point of the plugin: registers the Processing provider, nothing else."""

from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QTranslator


class CarbonFootprintPlugin:
    """Registers the Carbon Footprint tools with QGIS.

    Parameters
    ----------
    iface : qgis.gui.QgisInterface or None
        Not used: the tools live in the Processing Toolbox, also without a window.
    """

    def __init__(self, iface=None):
        self.provider = None
        # Translations come first: the tools take their texts when they are made.
        self.translator = self._install_translator()

    @staticmethod
    def _install_translator():
        locale = QgsApplication.locale()
        folder = Path(__file__).parent / "i18n"
        for language in (locale, locale[:2]):
            translator = QTranslator()
            if translator.load("carbon_footprint_%s.qm" % language, str(folder)):
                QCoreApplication.installTranslator(translator)
                return translator
        return None

    def initProcessing(self):
        """Add the provider; all that ``qgis_process`` needs."""
        from .algorithms.provider import CarbonFootprintProvider

        self.provider = CarbonFootprintProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self):
        """Add the provider to a QGIS with a window."""
        self.initProcessing()

    def unload(self):
        """Take everything away again."""
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        if self.translator is not None:
            QCoreApplication.removeTranslator(self.translator)
            self.translator = None
