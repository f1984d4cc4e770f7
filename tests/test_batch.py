"""Batch: the dialog of QGIS with every tool, and the documented runs year by year."""

from __future__ import annotations

import gc
import inspect
import os
import re
import subprocess
import sys
import time

import pandas as pd
import pytest

TOOLS_IN_BATCH = ("carbonsink", "importenergy", "footprint3d", "quadrants", "lisaclusters")


def frame(table):
    keys = [key for key in ("region", "year", "fuel") if key in table]
    table = table.drop(columns="fid", errors="ignore")
    return table.sort_values(keys).reset_index(drop=True)


def assert_same(one, other):
    pd.testing.assert_frame_equal(frame(one), frame(other), check_dtype=False, rtol=1e-12, atol=0)


# --- the dialog ---------------------------------------------------------------------------------


class Bar:
    """Takes the progress of a run, and shows it to nobody."""

    def __init__(self, title):
        self.title = title

    def setProgress(self, percent):
        self.percent = percent


@pytest.fixture
def dialog(plugin, monkeypatch):
    """Open the batch dialog of a tool or model: ``dialog("carbonsink")``."""
    from processing.gui import BatchAlgorithmDialog as module
    from processing.gui import BatchPanel
    from qgis.core import QgsApplication
    from qgis.PyQt import sip

    for part in (module, BatchPanel):
        monkeypatch.setattr(part, "iface", None)  # there is no main window
    if hasattr(module, "QgsScopedProxyProgressTask"):
        # The bar of the main window; QGIS 3.22 waits for its end when it closes.
        monkeypatch.setattr(module, "QgsScopedProxyProgressTask", Bar)
    opened = []

    def dialog(name):
        tool = QgsApplication.processingRegistry().createAlgorithmById("carbonfootprint:" + name)
        opened.append(module.BatchAlgorithmDialog(tool))
        return opened[-1]

    yield dialog
    for one in opened:
        # Layers that die after QGIS would take the process with them.
        panel = one.mainWidget()
        panel.processing_context.temporaryLayerStore().removeAllMapLayers()
        panel.wrappers.clear()
        sip.delete(one)
    opened.clear()
    gc.collect()


def press_run(dialog):
    """Run all rows; later versions than QGIS 3.22 do it in the background."""
    from qgis.PyQt.QtCore import QCoreApplication

    dialog.mainWidget().checkLoadLayersOnCompletion.setChecked(False)
    dialog.show()  # later versions delete one that is hidden when it ends
    dialog.runAlgorithm()
    end, idle = time.monotonic() + 120, 0
    while idle < 20 and time.monotonic() < end:  # between two rows it may be so for a moment
        QCoreApplication.processEvents()
        time.sleep(0.01)
        idle = idle + 1 if dialog.runButton().isEnabled() else 0


def fill(dialog, rows):
    """Fill in the dialog as a user does: a row for each run, some of its columns."""
    from qgis.core import QgsProcessingContext

    panel = dialog.mainWidget()
    while panel.batchRowCount() < len(rows):
        panel.addRow(1)
    context = QgsProcessingContext()
    for number, row in enumerate(rows):
        for name, value in row.items():
            column = panel.parameter_to_column[name]
            if dialog.algorithm().parameterDefinition(name).isDestination():
                panel.tblParameters.cellWidget(number + 1, column).setValue(value)
            else:
                wrapper = panel.wrappers[number][column]
                wrapper.setParameterValue(value, context)


def test_the_dialog_opens_with_every_tool_and_model(dialog, tools, models, capfd):
    """And a row that is left alone holds the defaults of the tool, to run with."""
    from qgis.core import QgsProcessingContext

    for name in (*tools, *models):
        opened = dialog(name)
        panel = opened.mainWidget()
        assert panel.batchRowCount() == 1
        panel.addRow(2)
        wanted = inspect.signature(panel.parametersForRow).parameters
        newer = {"context": QgsProcessingContext()} if "context" in wanted else {}
        parameters, ok = panel.parametersForRow(row=2, warnOnInvalid=False, **newer)
        assert ok
        for definition in opened.algorithm().parameterDefinitions():
            kind = definition.type()
            if definition.isDestination() or kind in ("source", "multilayer", "file", "string"):
                continue
            default, shown = definition.defaultValue(), parameters[definition.name()]
            if kind in ("enum", "number") and default is not None:
                assert shown == default, (name, definition.name(), shown)
            assert definition.checkValueIsAcceptable(shown) or shown is None, definition.name()
    out, err = capfd.readouterr()
    assert "Traceback" not in out + err


@pytest.fixture(scope="module")
def prepared(run, sample, study_inputs, tmp_path_factory):
    """Inputs for two rows of each tool, as files."""
    folder = tmp_path_factory.mktemp("prepared")

    def made(tool, **parameters):
        return run(tool, OUTPUT=str(folder / (tool + ".gpkg")), **parameters)[0]["OUTPUT"]

    sink = made("carbonsink", **study_inputs)
    energy = made("importenergy", INPUTS=[str(sample / "energy.csv")])
    emissions = made("industrialemissions", ENERGY=energy)
    joined = made("jointables", REGIONS=sink, TABLES=[emissions])
    footprint = made("footprint3d", INPUT=joined)

    def of_year(path, year):
        return '%s|subset="year" = %d' % (path, year)

    return {
        "carbonsink": [
            study_inputs,
            {**study_inputs, "SEQUESTRATION": ["forest", 1.06, "grass", 0.055]},
        ],
        "importenergy": [{"INPUTS": [str(sample / "energy.csv")]}] * 2,
        "footprint3d": [{"INPUT": joined}, {"INPUT": joined, "METHOD": "as_printed"}],
        "quadrants": [{"INPUT": of_year(footprint, year)} for year in (2019, 2021)],
        "lisaclusters": [{"INPUT": of_year(footprint, year)} for year in (2019, 2021)],
        "fullstudy": [
            {
                **study_inputs,
                "ENERGY": [str(sample / "energy.csv")],
                "POPULATION": str(sample / "population.csv"),
                "METHOD": method,
            }
            for method in ("consistent", "as_printed")
        ],
    }


@pytest.mark.parametrize("tool", TOOLS_IN_BATCH)
def test_rows_of_the_dialog_give_what_single_runs_give(tool, dialog, prepared, run, rows, tmp_path):
    outputs = [str(tmp_path / ("%s %d é.gpkg" % (tool, i))) for i in range(2)]
    given = [{**row, "OUTPUT": path} for row, path in zip(prepared[tool], outputs)]
    opened = dialog(tool)
    fill(opened, given)
    press_run(opened)
    for row, path in zip(prepared[tool], outputs):
        assert os.path.exists(path), "the run failed"
        assert_same(rows(run(tool, **row)[0]["OUTPUT"]), rows(path))


def test_rows_of_a_model(dialog, prepared, rows, tmp_path):
    opened = dialog("fullstudy")
    names = [p.name() for p in opened.algorithm().destinationParameterDefinitions()]
    given = [
        {**row, **{n: str(tmp_path / ("%d %s.gpkg" % (i, n.split(":")[1]))) for n in names}}
        for i, row in enumerate(prepared["fullstudy"])
    ]
    fill(opened, given)
    press_run(opened)
    one, other = (rows(str(tmp_path / ("%d footprint.gpkg" % i))) for i in range(2))
    assert len(one) == len(other) == 180
    # methods.md A.2: t CO2 over t C makes the depth 44/12 as large, less 28.6 % of the coal
    assert (other["depth"] >= one["depth"]).all() and (other["depth"] > 2 * one["depth"]).any()


def autofill(dialog, name):
    """The menu *Autofill* of a column."""
    panel = dialog.mainWidget()
    return panel.tblParameters.cellWidget(0, panel.parameter_to_column[name])


def values(dialog, name):
    panel = dialog.mainWidget()
    return [panel.valueForParameter(row, name) for row in range(panel.batchRowCount())]


def test_files_by_pattern_fill_the_rows_and_fill_down_the_rest(
    dialog, sample, tmp_path, monkeypatch, make_raster
):
    """As docs/batch.md has it: a row for each raster, from the first row that is left alone."""
    from processing.gui import BatchPanel
    from qgis.core import Qgis, QgsProcessingContext

    # A cell takes what QGIS can open.
    files = [make_raster(tmp_path / ("lc_%d.tif" % year), [[2, 2]]) for year in (2001, 2002, 2003)]

    class Found:
        def setWindowTitle(self, title):
            pass

        def exec(self):
            return True

        exec_ = exec

        def files(self):
            return files

    monkeypatch.setattr(BatchPanel, "QgsFindFilesByPatternDialog", Found)
    opened = dialog("carbonsink")
    panel = opened.mainWidget()
    assert values(opened, "RASTERS") == [None]

    def add_files():
        autofill(opened, "RASTERS").addFilesByPattern()
        if Qgis.QGIS_VERSION_INT < 32216 and values(opened, "RASTERS")[-1] is None:
            # the row too many that docs/batch.md tells to remove
            panel.tblParameters.selectRow(panel.batchRowCount())
            panel.removeRows()

    add_files()
    assert values(opened, "RASTERS") == [[file] for file in files]
    add_files()  # below those that are there
    assert values(opened, "RASTERS") == [[file] for file in files * 2]
    for _ in files:
        panel.tblParameters.selectRow(4)  # the line of the menus is row 0
        panel.removeRows()
    assert values(opened, "RASTERS") == [[file] for file in files]
    first = panel.wrappers[0][panel.parameter_to_column["REGIONS"]]
    first.setParameterValue(str(sample / "provinces.geojson"), QgsProcessingContext())
    legend = panel.wrappers[0][panel.parameter_to_column["LEGEND"]]
    legend.setParameterValue("igbp", QgsProcessingContext())
    for name in ("REGIONS", "LEGEND"):
        autofill(opened, name).fillDown()
    assert values(opened, "REGIONS") == [str(sample / "provinces.geojson")] * 3
    assert values(opened, "LEGEND") == ["igbp"] * 3
    assert values(opened, "REGION_FIELD") == ["region"] * 3


# --- the page -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def blocks(root):
    """Code of docs/batch.md, by language, in order."""
    text = (root / "docs" / "batch.md").read_text(encoding="utf-8")
    found = re.findall(r"```(\w+)\n(.*?)```", text, re.S)
    assert [language for language, _ in found] == ["sh", "sh", "sh", "python"]
    return [code for _, code in found]


@pytest.fixture(scope="module")
def place(root, sample, tmp_path_factory, make_raster):
    """A folder with what the page names, and ``qgis_process`` on the path."""
    folder = tmp_path_factory.mktemp("étude 碳")
    (folder / "sample").symlink_to(sample)
    (folder / "landcover").mkdir()
    for year, cells in ((2001, [[2, 2]]), (2002, [[2, 10]])):
        make_raster(folder / "landcover" / ("MCD12_%d.tif" % year), cells)
    (folder / "regions.geojson").write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"region": '
        '"甲"}, "geometry": {"type": "Polygon", "coordinates": [[[100, 39], [102, 39], [102, 40], '
        "[100, 40], [100, 39]]]}}]}",
        encoding="utf-8",
    )
    program = folder / "bin" / "qgis_process"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\nexec "%s" "$@"\n' % (root / "scripts" / "qgis_process.sh"))
    program.chmod(0o755)
    return folder


def shell(code, place):
    done = subprocess.run(
        ["bash", "-e", "-c", code],
        cwd=place,
        env={**os.environ, "PATH": "%s:%s" % (place / "bin", os.environ["PATH"])},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-3000:]


@pytest.fixture(scope="module")
def footprint(blocks, place):
    shell(blocks[0], place)
    return str(place / "footprint.gpkg")


@pytest.mark.qgis_process
def test_documented_run_of_all_years(footprint, place, rows):
    table = rows(footprint)
    assert sorted(set(table["year"])) == [2011, 2013, 2015, 2017, 2019, 2021]
    assert len(pd.read_csv(place / "totals.csv")) == 6
    for name in ("quadrants", "lisa_size", "lisa_depth"):
        assert len(rows(str(place / (name + ".gpkg")))) == 180


@pytest.mark.qgis_process
def test_documented_shell_loop_over_years(footprint, blocks, place, rows):
    """A call a year gives what one call with all years gives."""
    shell(blocks[1], place)
    files = sorted((place / "years").iterdir())
    assert [file.name for file in files] == [
        "lisa_%d.gpkg" % year for year in (2011, 2013, 2015, 2017, 2019, 2021)
    ]
    years = pd.concat([rows(str(file)) for file in files])
    assert_same(rows(str(place / "lisa_depth.gpkg")), years)


@pytest.mark.qgis_process
def test_documented_shell_loop_over_rasters(blocks, place, rows):
    shell(blocks[2], place)
    table = rows(str(place / "sinks.gpkg")).sort_values("year")
    assert table["year"].tolist() == [2001, 2002] and set(table["region"]) == {"甲"}
    # 2001: both cells are forest (IGBP 2). 2002: one of them is grassland (10).
    first, second = table["forest_ha"]
    assert second == pytest.approx(first / 2)
    assert table["grass_ha"].tolist() == pytest.approx([0, first / 2])
    expected = [3.8096 * first, (3.8096 + 0.9482) * first / 2]
    assert table["sink_tc"].tolist() == pytest.approx(expected)


@pytest.mark.qgis_process
def test_the_maps_of_the_loop_over_rasters_have_breaks_of_their_own(blocks, place):
    """As docs/batch.md says of them; one run with all rasters has one set, and a style."""
    from qgis.core import QgsVectorLayer

    if not (place / "sinks.gpkg").exists():
        shell(blocks[2], place)

    def bounds(path):
        layer = QgsVectorLayer(str(path), "sink", "ogr")
        layer.loadDefaultStyle()
        renderer = layer.renderer()
        if renderer.type() != "graduatedSymbol":
            return None
        return [each.upperValue() for each in renderer.ranges()]

    first, second = (bounds(file) for file in sorted((place / "sinks").iterdir()))
    assert first and second and first != second
    assert bounds(place / "sinks.gpkg") is None


STARTED = """
import importlib.util, sys
sys.path.append("/usr/share/qgis/python/plugins")
from pathlib import Path
from qgis.core import QgsApplication
app = QgsApplication([], False); app.initQgis()
from processing.core.Processing import Processing
Processing.initialize()
root = Path(sys.argv[1])
spec = importlib.util.spec_from_file_location(
    "carbon_footprint", root / "__init__.py", submodule_search_locations=[str(root)])
package = importlib.util.module_from_spec(spec)
sys.modules["carbon_footprint"] = package
spec.loader.exec_module(package)
plugin = package.classFactory(None)
plugin.initProcessing()
"""


@pytest.mark.qgis_process
def test_documented_loop_in_python(root, footprint, blocks, place, rows):
    script = place / "loop.py"
    script.write_text(STARTED + blocks[3], encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script), str(root)],
        cwd=place,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert (place / "by_year.csv").exists(), done.stdout[-1000:] + done.stderr[-3000:]
    table = pd.read_csv(place / "by_year.csv")
    moran = pd.read_csv(place / "moran.csv")
    moran = moran[moran["field"] == "depth"].sort_values("year")
    assert table["year"].tolist() == moran["year"].tolist()
    assert table["I"].tolist() == pytest.approx(moran["moran_i"].tolist(), abs=1e-9)
    assert table["p"].tolist() == pytest.approx(moran["p"].tolist(), abs=5e-4)
    lisa = rows(str(place / "lisa_depth.gpkg"))
    for column, cluster in (("high_high", "High-High"), ("low_low", "Low-Low")):
        found = (lisa["lisa_cluster"] == cluster).groupby(lisa["year"]).sum()
        assert table.set_index("year")[column].to_dict() == found.to_dict()
