"""The Processing provider: the list of tools."""

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .base import ROOT, metadata
from .carbonsink import CarbonSink
from .checkinputs import CheckInputs
from .cleanpanel import CleanPanel
from .createtemplates import CreateTemplates
from .footprint3d import Footprint3D
from .fullanalysis import FullAnalysis
from .globalmoran import GlobalMoran
from .importenergy import ImportEnergy
from .importpanel import ImportPanel
from .industrialemissions import IndustrialEmissions
from .jointables import JoinTables
from .landcoverareas import LandCoverAreas
from .lisaclusters import LisaClusters
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
    Uncertainty,
    GlobalMoran,
    LisaClusters,
    Quadrants,
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

    def loadAlgorithms(self):
        for tool in TOOLS:
            self.addAlgorithm(tool())
