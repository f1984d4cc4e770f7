"""Common test set-up.

The repository root is the plugin folder, and its name on disk is anybody's
choice. It is imported once, here, as the package ``carbon_footprint``, so that
tests and plugin share the same modules in every checkout.
"""

import gc
import importlib.util
import os
import re
import sys
from pathlib import Path

import pytest
from clusters import Cluster
from hypothesis import settings

# The same examples every time; HYPOTHESIS_PROFILE=default looks for new ones.
settings.register_profile("fixed", derandomize=True, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))

ROOT = Path(__file__).resolve().parent.parent

if "carbon_footprint" not in sys.modules:
    spec = importlib.util.spec_from_file_location(
        "carbon_footprint", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
    )
    package = importlib.util.module_from_spec(spec)
    sys.modules["carbon_footprint"] = package
    spec.loader.exec_module(package)


@pytest.fixture(scope="session")
def root():
    """The plugin folder."""
    return ROOT


@pytest.fixture(scope="session")
def sample():
    """The folder of the shipped sample."""
    return ROOT / "sample"


@pytest.fixture(scope="session")
def real_data():
    """The folder of real input data; tests that need it are skipped without it."""
    folder = os.environ.get("CARBON_FOOTPRINT_DATA", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("CARBON_FOOTPRINT_DATA does not name a folder with the real input data")
    return Path(folder)


@pytest.fixture(scope="module", autouse=True)
def text_columns(request):
    """Both kinds of columns of text: tools have those of the pandas that is here, the core others.

    Before pandas 3, which most users of QGIS have, a cell without text can be None, in tables of
    objects. Newer ones still make such tables where they are told to.
    """
    import pandas as pd

    if request.path.name.startswith("test_tools_") or int(pd.__version__.split(".")[0]) < 3:
        yield
        return
    with pd.option_context("future.infer_string", False):
        yield


# --- tools in QGIS: fixtures that start it on first use -----------------------------------------

PROVIDER = "carbonfootprint"


@pytest.fixture(scope="session")
def plugin(qgis_processing):
    """The plugin as ``qgis_process`` starts it, its provider in the registry."""
    plot_lists_only()
    loaded = sys.modules["carbon_footprint"].classFactory(None)
    loaded.initProcessing()
    yield loaded
    loaded.unload()
    # QGIS 3.22 keeps the traceback of every exception of a tool, and with it the layers of its
    # Processing context. A layer that dies after QGIS takes the process with it.
    from qgis.core import QgsProcessingContext
    from qgis.PyQt import sip

    gc.collect()
    for found in gc.get_objects():
        # isinstance stumbles over dead proxies; what C++ owns may be gone
        if type(found) is QgsProcessingContext and sip.ispyowned(found):
            found.temporaryLayerStore().removeAllMapLayers()


def plot_lists_only():
    """Let no chart hand arrays or columns to ``plot``; `drawing.line` tells why."""
    from matplotlib.axes import Axes

    plot = Axes.plot

    def plot_lists(self, *args, **options):
        assert not any(hasattr(values, "shape") for values in args)
        return plot(self, *args, **options)

    Axes.plot = plot_lists


@pytest.fixture
def tools(plugin):
    """The tools by id; not kept, for a test may load the provider anew."""
    return {tool.name(): tool for tool in plugin.provider.algorithms() if not is_model(tool)}


@pytest.fixture
def models(plugin):
    """The models by id; not kept, as `tools`."""
    return {model.name(): model for model in plugin.provider.algorithms() if is_model(model)}


def is_model(algorithm):
    """Tell a model from a tool."""
    return algorithm.groupId() == "models"


def make_feedback():
    """A Processing feedback that keeps what a tool says, by kind."""
    from qgis.core import QgsProcessingFeedback

    class Feedback(QgsProcessingFeedback):
        def __init__(self):
            super().__init__(False)
            self.infos, self.warnings, self.errors, self.debug = [], [], [], []

        def pushInfo(self, text):
            self.infos.append(text)

        def pushWarning(self, text):
            self.warnings.append(text)

        def reportError(self, text, fatalError=False):
            self.errors.append(text)

        def pushDebugInfo(self, text):
            self.debug.append(text)

    return Feedback()


@pytest.fixture(scope="session")
def feedback_class(qgis_app):
    """Makes a feedback that keeps what a tool says."""
    return make_feedback


@pytest.fixture(scope="session")
def run(plugin):
    """Run a tool in this process, as a script does.

    ``run(tool, **parameters)`` gives ``(results, feedback)``. Layers go to memory unless an
    OUTPUT is given. What the tool cannot do is raised as QgsProcessingException.
    """
    from qgis import processing

    def run(tool, context=None, feedback=None, **parameters):
        feedback = feedback or make_feedback()
        parameters.setdefault("OUTPUT", "memory:")
        results = processing.run(
            "%s:%s" % (PROVIDER, tool), parameters, feedback=feedback, context=context
        )
        return results, feedback

    return run


@pytest.fixture(scope="session")
def fault(run):
    """Run a tool on input that it must refuse, and return the sentence it gives.

    The sentence is whole, and the tool does not call it a defect of its own.
    """
    from qgis.core import QgsProcessingException

    def fault(tool, **parameters):
        feedback = make_feedback()
        with pytest.raises(QgsProcessingException) as raised:
            run(tool, feedback=feedback, **parameters)
        text = str(raised.value).replace("Unable to execute algorithm\n", "")
        assert "defect of its own" not in text, (text, feedback.debug)
        assert not re.search(r"\{[a-z_]+\}", text), text
        return text

    return fault


@pytest.fixture(scope="session")
def rows():
    """Rows of a layer, or of a file or ``file|layername=x``, as a table; NULL is None or NaN."""
    import pandas as pd

    def rows(layer):
        from qgis.core import NULL, QgsVectorLayer

        if isinstance(layer, (str, Path)):
            layer = QgsVectorLayer(str(layer), "table", "ogr")
        assert layer.isValid(), layer.source()
        names = [field.name() for field in layer.fields()]
        values = [
            [None if value == NULL else value for value in feature.attributes()]
            for feature in layer.getFeatures()
        ]
        return pd.DataFrame(values, columns=names)

    return rows


@pytest.fixture(scope="session")
def memory_layer(qgis_app):
    """Make a layer in memory: ``memory_layer("Polygon", {"region": str}, [(wkt, values), ...])``."""
    from qgis.core import QgsFeature, QgsField, QgsGeometry, QgsVectorLayer
    from qgis.PyQt.QtCore import QVariant

    types = {str: QVariant.String, int: QVariant.Int, float: QVariant.Double}

    def memory_layer(geometry, fields, features, crs="EPSG:4326", name="layer"):
        layer = QgsVectorLayer(geometry + ("?crs=" + crs if crs else ""), name, "memory")
        provider = layer.dataProvider()
        provider.addAttributes([QgsField(field, types[kind]) for field, kind in fields.items()])
        layer.updateFields()
        for wkt, values in features:
            feature = QgsFeature(layer.fields())
            if wkt:
                feature.setGeometry(QgsGeometry.fromWkt(wkt))
            feature.setAttributes(list(values))
            assert provider.addFeature(feature), values
        layer.updateExtents()
        return layer

    return memory_layer


@pytest.fixture(scope="session")
def study_inputs(sample):
    """Parameters of the sample, for the tools that read land cover."""
    return {
        "RASTERS": [str(sample / "landcover" / "MCD12C1_2019_igbp.tif")],
        "REGIONS": str(sample / "provinces.geojson"),
        "LEGEND": "igbp",
    }


@pytest.fixture(scope="session")
def make_raster():
    """Write a small class raster: ``make_raster(path, rows, origin=(x, y), cell=1, epsg=4326)``."""
    import numpy as np
    from osgeo import gdal, osr

    def make_raster(path, rows, origin=(100.0, 40.0), cell=1.0, epsg=4326, nodata=None):
        data = np.array(rows, dtype=np.uint8)
        height, width = data.shape
        dataset = gdal.GetDriverByName("GTiff").Create(str(path), width, height, 1, gdal.GDT_Byte)
        dataset.SetGeoTransform((origin[0], cell, 0, origin[1], 0, -cell))
        crs = osr.SpatialReference()
        crs.ImportFromEPSG(epsg)
        dataset.SetProjection(crs.ExportToWkt())
        if nodata is not None:
            dataset.GetRasterBand(1).SetNoDataValue(nodata)
        dataset.GetRasterBand(1).WriteArray(data)
        del dataset
        return str(path)

    return make_raster


# --- counting on a Dask cluster ------------------------------------------------------------------


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory, root):
    """A Dask scheduler on this machine, without workers until they are started."""
    pytest.importorskip("distributed", reason="a Dask cluster needs the package distributed")
    cluster = Cluster(tmp_path_factory.mktemp("cluster"), root)
    yield cluster
    cluster.close()
