"""Tools at the same time in several threads: each gives what it gives alone."""

from __future__ import annotations

import locale
import os
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest

THREADS = 6


def serve_until(happened, seconds=120):
    """Wait as the main thread does in QGIS: newer ones prepare the steps of a model there."""
    from qgis.PyQt.QtCore import QCoreApplication

    end = time.monotonic() + seconds
    while not happened() and time.monotonic() < end:
        QCoreApplication.processEvents()
        time.sleep(0.01)


@pytest.fixture(scope="module")
def prepared(run, sample, study_inputs, tmp_path_factory):
    folder = tmp_path_factory.mktemp("prepared")

    def made(tool, **parameters):
        return run(tool, OUTPUT=str(folder / (tool + ".gpkg")), **parameters)[0]["OUTPUT"]

    sink = made("carbonsink", **study_inputs)
    energy = made("importenergy", INPUTS=[str(sample / "energy.csv")])
    emissions = made("industrialemissions", ENERGY=energy)
    joined = made("jointables", REGIONS=sink, TABLES=[emissions])
    footprint = made("footprint3d", INPUT=joined)
    return {"energy": energy, "emissions": emissions, "joined": joined, "footprint": footprint}


@pytest.fixture(scope="module")
def jobs(prepared, sample, study_inputs):
    """Tool and parameters of each run: the same tools with other settings beside one another."""
    layer = {"INPUT": prepared["footprint"]}
    whole = {
        **study_inputs,
        "ENERGY": [str(sample / "energy.csv")],
        "PERMUTATIONS": 199,
        "OUTPUT_MAPS": "maps",
        "OUTPUT_HTML": "page.html",
    }
    low = ["forest", 1.06, "grass", 0.055]
    return {
        "sink": ("carbonsink", study_inputs),
        "sink, other coefficients": ("carbonsink", {**study_inputs, "SEQUESTRATION": low}),
        "emissions": ("industrialemissions", {"ENERGY": prepared["energy"]}),
        "emissions, printed": (
            "industrialemissions",
            {"ENERGY": prepared["energy"], "METHOD": "as_printed"},
        ),
        "footprint": ("footprint3d", {"INPUT": prepared["joined"]}),
        "footprint, printed": (
            "footprint3d",
            {"INPUT": prepared["joined"], "METHOD": "as_printed"},
        ),
        "quadrants": ("quadrants", {**layer, "OUTPUT_HTML": "page.html"}),
        "quadrants, median": (
            "quadrants",
            {**layer, "THRESHOLD": "median", "OUTPUT_HTML": "page.html"},
        ),
        "lisa, seed 1": ("lisaclusters", {**layer, "SEED": 1, "PERMUTATIONS": 499}),
        "lisa, seed 2": ("lisaclusters", {**layer, "SEED": 2, "PERMUTATIONS": 499}),
        "moran, seed 1": ("globalmoran", {**layer, "SEED": 1, "OUTPUT_HTML": "page.html"}),
        "moran, seed 2": ("globalmoran", {**layer, "SEED": 2, "OUTPUT_HTML": "page.html"}),
        "transitions": ("lisatransitions", {**layer, "PERMUTATIONS": 499}),
        "uncertainty, seed 1": ("uncertainty", {**layer, "SEED": 1, "DRAWS": 1000}),
        "uncertainty, seed 2": ("uncertainty", {**layer, "SEED": 2, "DRAWS": 1000}),
        "whole study, seed 1": ("fullanalysis", {**whole, "SEED": 1}),
        "whole study, printed": ("fullanalysis", {**whole, "SEED": 2, "METHOD": "as_printed"}),
    }


def work(folder, name, job, feedback):
    """Run a tool with a context and a feedback of its own; return the GeoPackage that it wrote."""
    from qgis.core import QgsApplication, QgsProcessingContext

    tool, parameters = job
    folder = folder / name
    folder.mkdir(parents=True)
    given = {
        key: str(folder / value) if key in ("OUTPUT_HTML", "OUTPUT_MAPS") else value
        for key, value in parameters.items()
    }
    given["OUTPUT"] = str(folder / "é.gpkg")
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("carbonfootprint:" + tool)
    _, ok = algorithm.run(given, QgsProcessingContext(), feedback)
    assert ok, (name, feedback.errors)
    return folder


def said(feedback):
    """What a run says, without the names of its files."""
    return [text for text in feedback.infos + feedback.warnings if "/" not in text]


def contents(folder):
    """Every table of the GeoPackage, and the page without the names of files."""
    import sqlite3

    connection = sqlite3.connect(folder / "é.gpkg")
    names = [row[0] for row in connection.execute("select table_name from gpkg_contents")]
    tables = {
        name: pd.read_sql('select * from "%s"' % name, connection)
        for name in names
        if name != "layer_styles"
    }
    styles = connection.execute("select f_table_name from layer_styles order by 1").fetchall()
    connection.close()
    page = folder / "page.html"
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    return tables, styles, text


def state():
    """What belongs to the whole process and no tool may change."""
    import matplotlib

    kind, keys, *rest = np.random.get_state()
    return {
        "folder": os.getcwd(),
        "seed": (kind, keys.tolist(), rest),
        # pandas 2 itself borrows the filters in any thread, and so puts back those of others
        "warnings": list(warnings.filters) if int(pd.__version__.split(".")[0]) >= 3 else None,
        "environment": dict(os.environ),
        "locale": locale.setlocale(locale.LC_ALL),
        "matplotlib": dict(matplotlib.rcParams),
        "showwarning": warnings.showwarning,
        "numpy": np.geterr(),
    }


@pytest.fixture(scope="module")
def alone(jobs, plugin, feedback_class, tmp_path_factory):
    """Each run by itself: its folder and what it says."""
    folder, found = tmp_path_factory.mktemp("alone"), {}
    for name, job in jobs.items():
        feedback = feedback_class()
        found[name] = contents(work(folder, name, job, feedback)), said(feedback)
    return found


def test_runs_in_threads_give_what_they_give_alone(jobs, alone, feedback_class, tmp_path):
    before = state()
    feedbacks = {name: feedback_class() for name in jobs}
    with ThreadPoolExecutor(THREADS) as pool:
        running = {
            name: pool.submit(work, tmp_path, name, job, feedbacks[name])
            for name, job in jobs.items()
        }
        folders = {name: future.result(timeout=300) for name, future in running.items()}
    assert state() == before
    for name, folder in folders.items():
        tables, styles, page = contents(folder)
        (known, known_styles, known_page), known_said = alone[name]
        assert set(tables) == set(known) and styles == known_styles, name
        for table, frame in tables.items():
            pd.testing.assert_frame_equal(frame, known[table], check_exact=True, obj=name)
        assert said(feedbacks[name]) == known_said, name
        # matplotlib numbers the parts of its charts at random
        assert page.count("<text") == known_page.count("<text"), name
        assert page.count("<svg") == known_page.count("<svg"), name


def test_the_runs_differ(alone):
    """Else the test above would not see results of one thread in another."""
    for one, other, table, column in (
        ("lisa, seed 1", "lisa, seed 2", "é", "lisa_p"),
        ("moran, seed 1", "moran, seed 2", "é", "p"),
        ("footprint", "footprint, printed", "é", "depth"),
        ("whole study, seed 1", "whole study, printed", "footprint", "depth"),
    ):
        a, b = alone[one][0][0][table][column], alone[other][0][0][table][column]
        assert not a.equals(b), (one, other)


def test_the_same_run_many_times_at_once(jobs, alone, feedback_class, tmp_path):
    """Runs of one tool on the same files, with the records of counted years in one folder."""
    names = ("sink", "lisa, seed 1", "moran, seed 1") * 4
    with ThreadPoolExecutor(THREADS) as pool:
        running = [
            (name, pool.submit(work, tmp_path / str(i), name, jobs[name], feedback_class()))
            for i, name in enumerate(names)
        ]
        folders = [(name, future.result(timeout=300)) for name, future in running]
    for name, folder in folders:
        tables, _, _ = contents(folder)
        for table, frame in tables.items():
            pd.testing.assert_frame_equal(frame, alone[name][0][0][table], check_exact=True)


def test_processing_run_in_threads(run, rows, prepared, alone):
    """As a script does it, with layers in memory; the layer of each run is its own.

    A run without a context makes one, of the project, which QGIS can do in one thread only: two at
    once end in a crash, or take all memory. So each run has one that was made before.
    """
    from processing.tools.dataobjects import createContext

    results, faults = {}, []

    def one(seed, context):
        try:
            found, _ = run(
                "lisaclusters", context=context,
                INPUT=prepared["footprint"], SEED=seed, PERMUTATIONS=499,
            )  # fmt: skip
            results[seed] = rows(found["OUTPUT"])
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=one, args=(seed, createContext())) for seed in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not faults and set(results) == {1, 2}
    for seed, found in results.items():
        known = alone["lisa, seed %d" % seed][0][0]["é"]
        assert found["lisa_p"].tolist() == known["lisa_p"].tolist()


def test_a_cancelled_run_leaves_the_others_alone(jobs, alone, feedback_class, tmp_path):
    from qgis.core import QgsApplication, QgsProcessingContext

    cancelled = feedback_class()
    cancelled.cancel()
    name = "lisa, seed 1"

    def stop():
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(
            "carbonfootprint:lisaclusters"
        )
        given = {**jobs[name][1], "OUTPUT": "memory:"}
        return algorithm.run(given, QgsProcessingContext(), cancelled)

    with ThreadPoolExecutor(2) as pool:
        running = pool.submit(work, tmp_path, name, jobs[name], feedback_class())
        stopped = pool.submit(stop)
        assert stopped.result(timeout=60)[0] == {}
        tables, _, _ = contents(running.result(timeout=120))
    pd.testing.assert_frame_equal(tables["é"], alone[name][0][0]["é"], check_exact=True)


def test_runs_one_after_the_other_in_the_threads_of_the_toolbox(jobs, alone, plugin):
    """The toolbox runs each tool in a thread of a pool, which Python leaves in between."""
    from qgis.core import (
        QgsApplication,
        QgsProcessingAlgRunnerTask,
        QgsProcessingContext,
        QgsProcessingFeedback,
    )

    name = "sink"
    known = alone[name][0][0]["é"]["sink_tc"].sum()
    for _ in range(4):
        done = []
        context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
        tool = QgsApplication.processingRegistry().createAlgorithmById("carbonfootprint:carbonsink")
        given = {**jobs[name][1], "OUTPUT": "memory:"}
        task = QgsProcessingAlgRunnerTask(tool, given, context, feedback)
        task.executed.connect(lambda ok, results, done=done: done.append((ok, results)))
        QgsApplication.taskManager().addTask(task)
        serve_until(lambda done=done: done)
        assert done and done[0][0]
        assert done[0][1]["SINK_TC"] == pytest.approx(known, rel=1e-12)


# --- models, and what they open -----------------------------------------------------------------


@pytest.fixture(scope="module")
def tables(prepared, sample, tmp_path_factory):
    """Regions and tables in files, which all threads open at once."""
    sinks = tmp_path_factory.mktemp("tables") / "sinks.csv"
    names = pd.read_csv(sample / "population.csv")["region"].unique()
    pd.DataFrame({"region": names, "forest_ha": 10.0, "grass_ha": 0.0, "sink_tc": 38.0}).to_csv(
        sinks, index=False
    )
    return {
        "REGIONS": str(sample / "provinces.geojson"),
        "TABLES": [prepared["emissions"], str(sinks)],
    }


def join(tables, output, context, feedback):
    from qgis.core import QgsApplication

    tool = QgsApplication.processingRegistry().createAlgorithmById("carbonfootprint:jointables")
    results, ok = tool.run({**tables, "OUTPUT": output}, context, feedback)
    assert ok, feedback.errors
    return results["ROWS"]


def model(tables, output, context, feedback):
    from qgis.core import QgsApplication

    made = QgsApplication.processingRegistry().createAlgorithmById(
        "carbonfootprint:footprintfromtables"
    )
    given = {
        **tables,
        "footprint3d:footprint": output,
        "footprint3d:totals": "memory:",
        "quadrants:quadrants": "memory:",
    }
    results, ok = made.run(given, context, feedback)
    assert ok, feedback.errors
    return float(results["CHILD_RESULTS"]["footprint3d"]["DEPTH_FANG"])


def test_models_and_joins_in_threads(tables, feedback_class, tmp_path):
    """By `run` alone, as a script may do it, without the check in which QGIS opens the layers."""
    from qgis.core import QgsProcessingContext

    def one(kind, name):
        output = str(tmp_path / (name + ".gpkg"))
        return kind(tables, output, QgsProcessingContext(), feedback_class())

    known = {kind: one(kind, kind.__name__) for kind in (join, model)}
    assert known[join] == 180 and known[model] > 1
    with ThreadPoolExecutor(THREADS) as pool:
        running = [
            (kind, pool.submit(one, kind, "%s %d" % (kind.__name__, i)))
            for i in range(6)
            for kind in (model, join)
        ]
        serve_until(lambda: all(future.done() for _, future in running))
        for kind, future in running:
            assert future.result(timeout=0) == known[kind]


def test_a_model_waits_for_its_turn_to_open_layers(tables, plugin, feedback_class):
    """Whether it is checked first or run without."""
    from carbon_footprint.algorithms.base import OPENING
    from qgis.core import QgsApplication, QgsProcessingContext

    contexts, opened = [], []

    def check(context):
        made = QgsApplication.processingRegistry().createAlgorithmById(
            "carbonfootprint:footprintfromtables"
        )
        made.checkParameterValues(dict(tables), context)

    def run(context):
        model(tables, "memory:", context, feedback_class())

    def work(step):
        context = QgsProcessingContext()  # in this thread, else QGIS would take one of its own
        contexts.append(context)
        step(context)
        opened.append(context.temporaryLayerStore().count())
        context.temporaryLayerStore().removeAllMapLayers()

    threads = [threading.Thread(target=work, args=(step,)) for step in (check, run)]
    with OPENING:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=0.5)
        too_early = [context.temporaryLayerStore().count() for context in contexts]
    serve_until(lambda: not any(thread.is_alive() for thread in threads))
    assert too_early == [0, 0] and len(opened) == 2 and min(opened) >= 3
