"""The Processing provider: the list of tools."""

from qgis.core import QgsApplication, QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .base import ROOT, metadata
from .carbonsink import CarbonSink
from .checkinputs import CheckInputs
from .cleanpanel import CleanPanel
from .createtemplates import CreateTemplates
from .decomposition import Decomposition
from .decoupling import Decoupling
from .footprint3d import Footprint3D
from .fullanalysis import FullAnalysis
from .globalmoran import GlobalMoran
from .gravitycentre import GravityCentre
from .growthandprojection import GrowthAndProjection
from .importenergy import ImportEnergy
from .importpanel import ImportPanel
from .industrialemissions import IndustrialEmissions
from .inequality import Inequality
from .jointables import JoinTables
from .landcoverareas import LandCoverAreas
from .lisaclusters import LisaClusters
from .lisatransitions import LisaTransitions
from .models import MODELS
from .quadrants import Quadrants
from .uncertainty import Uncertainty

TOOLS = (
    CreateTemplates,
    ImportEnergy,
    ImportPanel,
    CleanPanel,
    CheckInputs,
    JoinTables,
    LandCoverAreas,
    CarbonSink,
    IndustrialEmissions,
    Footprint3D,
    FullAnalysis,
    GrowthAndProjection,
    Uncertainty,
    Decomposition,
    Decoupling,
    GlobalMoran,
    LisaClusters,
    LisaTransitions,
    Quadrants,
    GravityCentre,
    Inequality,
)


class CarbonFootprintProvider(QgsProcessingProvider):
    """Provider ``carbonfootprint``."""

    def id(self):
        return "carbonfootprint"

    def name(self):
        return "Carbon Footprint"

    def longName(self):
        return "Carbon Footprint"

    def versionInfo(self):
        return metadata("version")

    def icon(self):
        return QIcon(self.svgIconPath())

    def svgIconPath(self):
        return str(ROOT / "icons" / "provider.svg")

    def load(self):
        # A model looks its steps up in the registry, which gets to know them after this.
        QgsApplication.processingRegistry().providerAdded.connect(self._load_again)
        return super().load()

    def _load_again(self, provider):
        if provider == self.id():
            QgsApplication.processingRegistry().providerAdded.disconnect(self._load_again)
            self.refreshAlgorithms()

    def loadAlgorithms(self):
        for tool in TOOLS:
            self.addAlgorithm(tool())
        if QgsApplication.processingRegistry().providerById(self.id()) is self:
            for model in MODELS:
                self.addAlgorithm(model())
