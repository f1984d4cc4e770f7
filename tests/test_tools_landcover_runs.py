"""Land-cover areas of runs that something stops: damaged rasters, kills, workers that die."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from carbon_footprint.core import rasters
from carbon_footprint.core.workers import Threads
from osgeo import gdal, osr

YEARS = range(2001, 2006)


def write(path, year):
    """A raster of 480 x 128 cells in tiles of 16, classes 1 to 9 at random."""
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(4326)
    options = ["TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16", "COMPRESS=LZW"]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), 128, 480, 1, gdal.GDT_Byte, options)
    dataset.SetGeoTransform((100.0, 0.01, 0, 32.0, 0, -0.01))
    dataset.SetProjection(crs.ExportToWkt())
    values = np.random.default_rng(year).integers(1, 10, (480, 128)).astype("uint8")
    dataset.GetRasterBand(1).WriteArray(values)
    dataset = None
    return str(path)


def region(name, west, east):
    ring = [[west, 27.2], [east, 27.2], [east, 32.0], [west, 32.0], [west, 27.2]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"region": name}, "geometry": geometry}


@pytest.fixture
def land(tmp_path):
    """Parameters: five years, two regions, a folder of records."""
    regions = {
        "type": "FeatureCollection",
        "features": [region("甲", 100.003, 100.6), region("乙", 100.6, 101.28)],
    }
    (tmp_path / "区.geojson").write_text(json.dumps(regions), encoding="utf-8")
    (tmp_path / "记录").mkdir()
    return {
        "RASTERS": [write(tmp_path / ("土地 %d.tif" % year), year) for year in YEARS],
        "REGIONS": str(tmp_path / "区.geojson"),
        "RESUME_FOLDER": str(tmp_path / "记录"),
    }


@pytest.fixture
def expected(run, rows, land):
    """Rows of a run that nothing stops."""
    return rows(run("landcoverareas", **land)[0]["OUTPUT"])


def records(land):
    """Number of the records that are whole: the name of a part has a hyphen."""
    return sum("-" not in path.stem for path in Path(land["RESUME_FOLDER"]).iterdir())


# --- damaged rasters ----------------------------------------------------------------------------


def test_a_damaged_year_is_named_and_counted_again_alone(
    run, rows, fault, land, expected, tmp_path, monkeypatch
):
    damaged, output = Path(land["RASTERS"][2]), tmp_path / "结果" / "areas.gpkg"
    os.truncate(damaged, damaged.stat().st_size - 1)
    said = fault("landcoverareas", **land, OUTPUT=str(output))
    assert said.startswith(
        "%s: the file is damaged or incomplete at columns 112 to 127, rows 464 to 479 "
        "(block 7, 29): " % damaged
    )
    assert said.endswith("; get the file again.") and "\n" not in said
    assert not list(output.parent.iterdir())

    # with the result of an earlier run in the place of the output
    run("landcoverareas", **{**land, "RASTERS": land["RASTERS"][:1]}, OUTPUT=str(output))
    earlier = output.read_bytes()
    assert fault("landcoverareas", **land, OUTPUT=str(output)) == said
    assert output.read_bytes() == earlier and list(output.parent.iterdir()) == [output]

    write(damaged, 2003)
    read, paths = rasters.Raster.read, set()
    monkeypatch.setattr(
        rasters.Raster, "read", lambda self, window: (paths.add(self.path), read(self, window))[1]
    )
    results, feedback = run("landcoverareas", **land, OUTPUT=str(output))
    assert paths == {str(damaged)}
    assert sum("that was not finished" in text for text in feedback.infos) == 4
    assert rows(output).drop(columns="fid").equals(expected)
    assert not list(Path(land["RESUME_FOLDER"]).iterdir())


# --- killed runs --------------------------------------------------------------------------------

#: Runs the tool in a QGIS of its own and writes down what it reads and writes. At one of these
#: places it gets stuck, so that it can be killed there.
PROGRAM = """
import importlib.util, json, sys, time

root, diary, stuck, parameters = sys.argv[1:]
spec = importlib.util.spec_from_file_location(
    "carbon_footprint", root + "/__init__.py", submodule_search_locations=[root]
)
package = importlib.util.module_from_spec(spec)
sys.modules["carbon_footprint"] = package
spec.loader.exec_module(package)

from qgis.core import QgsApplication

application = QgsApplication([], False)
application.initQgis()
sys.path.append(application.pkgDataPath() + "/python/plugins")

from carbon_footprint.algorithms import layers
from carbon_footprint.core import rasters
from processing.core.Processing import Processing

Processing.initialize()
plugin = package.classFactory(None)
plugin.initProcessing()
notes = open(diary, "w", encoding="utf-8", buffering=1)
read, features_of = rasters.Raster.read, layers.features_of

def at(place):
    notes.write(place + "\\n")
    if place == stuck:
        time.sleep(60)

def watched(self, window):
    at(self.path)
    return read(self, window)

def written(*arguments):
    features = list(features_of(*arguments))
    yield from features[:-9]
    at("OUTPUT")
    yield from features[-9:]

rasters.Raster.read, layers.features_of = watched, written
Processing.runAlgorithm("carbonfootprint:landcoverareas", json.loads(parameters))
plugin.unload()
application.exitQgis()
notes.close()
"""


@pytest.mark.parametrize("suffix", [".csv", ".gpkg"])
def test_killed_runs_resume_and_leave_no_part_of_an_output(run, rows, land, root, tmp_path, suffix):
    undisturbed, output = (tmp_path / name / ("areas" + suffix) for name in ("从头", "结果"))
    run("landcoverareas", **land, OUTPUT=str(undisturbed))
    run("landcoverareas", **{**land, "RASTERS": land["RASTERS"][:1]}, OUTPUT=str(output))
    earlier, diary, years = output.read_bytes(), tmp_path / "diary", land["RASTERS"]
    parameters = json.dumps({**land, "WORKERS": 1, "OUTPUT": str(output)})

    def start(stuck=""):
        diary.write_text("")
        return subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(root), str(diary), stuck, parameters]
        )

    def places():
        return diary.read_text(encoding="utf-8").splitlines()

    kept = 0
    for stuck, finished in ((years[1], 1), (years[3], 3), ("OUTPUT", 5)):
        process = start(stuck)
        try:
            while stuck not in places() or records(land) < finished:
                assert process.poll() is None, "the run has ended before it could be killed"
                time.sleep(0.01)
        finally:
            process.kill()
            assert process.wait(10) == -signal.SIGKILL
        assert set(places()) == {*years[kept : finished + 1], stuck}
        assert output.read_bytes() == earlier
        kept = finished

    # in the place of the output, a journal that belongs to no file there
    for journal in Path(str(output) + ".part").glob("*-journal"):
        shutil.copy(journal, output.parent)
    assert start().wait(60) == 0
    assert places() == ["OUTPUT"]
    # before it is read: QGIS 3.22.4 keeps files beside a GeoPackage that it has open
    assert list(output.parent.iterdir()) == [output]
    assert rows(output).equals(rows(undisturbed))
    assert not list(Path(land["RESUME_FOLDER"]).iterdir())


@pytest.mark.parametrize("suffix", [".csv", ".gpkg", ".geojson"])
def test_an_output_that_takes_its_place_when_it_is_whole_is_loaded_from_there(
    run, rows, land, tmp_path, suffix
):
    from qgis.core import QgsProcessingContext, QgsProcessingOutputLayerDefinition, QgsProject

    path, project, context = tmp_path / ("面积" + suffix), QgsProject(), QgsProcessingContext()
    output = QgsProcessingOutputLayerDefinition(str(path), project)
    output.destinationName = "面积表"
    results, _ = run("landcoverareas", context=context, **{**land, "OUTPUT": output})
    # nine classes, no data and outside the raster, of two regions in five years
    assert results["OUTPUT"] == str(path) and len(rows(path)) == (9 + 2) * 2 * 5
    ((place, details),) = context.layersToLoadOnCompletion().items()
    assert (place, details.name, details.outputName) == (str(path), "面积表", "OUTPUT")
    if suffix == ".gpkg":
        assert rows(str(path) + "|layername=面积").equals(rows(path))


# --- a Dask cluster -----------------------------------------------------------------------------


def test_the_address_of_a_scheduler_is_advanced(tools):
    address = tools["landcoverareas"].parameterDefinition("SCHEDULER")
    assert address.flags() & address.Flag.FlagAdvanced


def test_a_worker_that_is_killed_does_not_change_the_rows(
    run, rows, land, scheduler, feedback_class, monkeypatch
):
    monkeypatch.setattr(rasters, "WINDOW_CELLS", 128 * 16)  # 30 windows a year
    expected = rows(run("landcoverareas", **land, WORKERS=2)[0]["OUTPUT"])
    monkeypatch.setattr(Threads, "count", None)  # nothing is counted here
    victim, _ = scheduler.start(2)
    feedback = feedback_class()

    def kill(percent):
        if percent >= 20 and not kills:
            # it freezes with windows in hand, and dies
            victim.send_signal(signal.SIGSTOP)
            kills.append(threading.Timer(1.0, victim.kill))
            kills[0].start()

    kills = []
    feedback.progressChanged.connect(kill)
    results, _ = run("landcoverareas", **land, SCHEDULER=scheduler.address, feedback=feedback)
    assert victim.wait(10) == -signal.SIGKILL and len(scheduler.known()) == 1
    assert rows(results["OUTPUT"]).equals(expected)
