"""Counting on a Dask cluster: a scheduler and workers on this machine, some of which die."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import socket
import sys
import threading

import numpy as np
import pandas as pd
import pytest
from carbon_footprint.core import dask_workers, rasters
from carbon_footprint.core.dask_workers import DaskCluster
from carbon_footprint.core.log import Cancelled, InputError, Log, Message
from carbon_footprint.core.workers import Threads
from carbon_footprint.core.zonal import zonal_areas_by_raster
from clusters import Cluster
from osgeo import gdal, ogr, osr

pytest.importorskip("distributed")


def reference(epsg=4326):
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(epsg)
    return crs


def write(path, seed, epsg=4326, origin=(100.0, 32.0), cell=0.01):
    """A raster of 300 x 400 cells, classes 1 to 9 at random, a row a block."""
    values = np.random.default_rng(seed).integers(1, 10, (300, 400)).astype("uint8")
    dataset = gdal.GetDriverByName("GTiff").Create(
        str(path), 400, 300, 1, gdal.GDT_Byte, ["COMPRESS=LZW", "BLOCKYSIZE=1"]
    )
    dataset.SetGeoTransform((origin[0], cell, 0, origin[1], 0, -cell))
    dataset.SetProjection(reference(epsg).ExportToWkt())
    dataset.GetRasterBand(1).WriteArray(values)
    dataset = None
    return str(path)


@pytest.fixture
def years(tmp_path, monkeypatch):
    """Three years of 30 windows each; the third on another grid, in another CRS."""
    monkeypatch.setattr(rasters, "WINDOW_CELLS", 4000)
    paths = [write(tmp_path / ("土地 %d.tif" % year), year) for year in (2001, 2002)]
    return [*paths, write(tmp_path / "utm.tif", 3, 32648, (1e5, 3.6e6), 1000.0)]


WKT = {
    "甲": "POLYGON((100.1 29.2,102.03 29.4,101.9 31.7,100.3 31.8,100.1 29.2))",
    "乙": "POLYGON((102.03 29.4,103.8 29.1,103.7 31.9,101.9 31.7,102.03 29.4))",
}
REGIONS = pd.DataFrame(
    {
        "region": list(WKT),
        "wkb": [bytes(ogr.CreateGeometryFromWkt(wkt).ExportToWkb()) for wkt in WKT.values()],
    }
)


def measure(paths, workers, log=None):
    return zonal_areas_by_raster(
        paths, REGIONS, reference().ExportToWkt(), workers=workers, log=log
    )


def check_equal(results, expected):
    assert len(results) == len(expected)
    for one, other in zip(results, expected):
        pd.testing.assert_frame_equal(one.classes, other.classes, check_exact=True)
        pd.testing.assert_frame_equal(one.regions, other.regions, check_exact=True)
        assert one.overlaps == other.overlaps


@pytest.fixture
def empty(scheduler):
    """The cluster without workers."""
    scheduler.stop()
    return scheduler


@pytest.fixture
def cluster(scheduler):
    """The cluster with two workers, those of the test before if they are as good as new."""
    if not scheduler.fresh:
        scheduler.stop()
        scheduler.start(2)
        scheduler.fresh = True
    return scheduler


class At(Log):
    """Does something once, when the work has come so far."""

    def __init__(self, fraction, action):
        super().__init__()
        self._fraction, self._action = fraction, action
        self.fractions, self.cancelled = [], False

    def progress(self, fraction):
        self.fractions.append(fraction)
        if self._action and fraction >= self._fraction:
            action, self._action = self._action, None
            action(self)

    def is_cancelled(self):
        return self.cancelled


def check_nothing_left(cluster, threads):
    cluster.wait(lambda: cluster.left() == (0, 0))
    names = [thread.name for thread in threading.enumerate() if thread not in threads]
    # pools of distributed for the whole process
    assert not [name for name in names if not name.startswith("Dask-Offload")], names


# --- same result --------------------------------------------------------------------------------


def test_it_counts_as_threads_do_and_leaves_nothing_behind(cluster, years):
    threads, expected = threading.enumerate(), measure(years, Threads(2))
    log = At(0, None)
    check_equal(measure(years, DaskCluster(cluster.address), log), expected)
    assert log.fractions == sorted(log.fractions) and log.fractions[-1] == 1.0
    assert len(set(log.fractions)) > 80
    check_nothing_left(cluster, threads)
    # a second run does not see what the first one saw
    write(years[1], 77)
    changed = measure(years, DaskCluster(cluster.address))
    check_equal(changed, measure(years, Threads(1)))
    assert not changed[1].classes.equals(expected[1].classes)
    check_nothing_left(cluster, threads)


@pytest.mark.parametrize("victim", [0, 1])
def test_a_killed_worker_does_not_change_the_result(empty, years, victim):
    process = empty.start(2)[victim]

    def kill(log):
        # it freezes with windows in hand, and dies
        process.send_signal(signal.SIGSTOP)
        threading.Timer(1.0, process.kill).start()

    log = At(0.2, kill)
    results = measure(years, DaskCluster(empty.address), log)
    assert process.wait(10) == -signal.SIGKILL
    assert len(empty.known()) == 1
    check_equal(results, measure(years, Threads(1)))


def test_windows_are_taken_as_workers_become_free_and_results_keep_their_order(cluster, years):
    taken, ahead = [], []

    class Watched(DaskCluster):
        def count(self, tasks, cells, log, meanwhile):
            def watched():
                for task in tasks:
                    taken.append(task[0])
                    yield task

            for number, (key, tally) in enumerate(super().count(watched(), cells, log, meanwhile)):
                assert key == taken[number]
                ahead.append(len(taken) - number)
                yield key, tally

    measure(years, Watched(cluster.address))
    assert len(taken) == 90
    assert max(ahead) <= 2 * dask_workers._AHEAD + 1  # two workers of one thread


# --- faults -------------------------------------------------------------------------------------


def messages(call):
    found = []
    with pytest.raises(InputError):
        try:
            call()
        except InputError as error:
            found += error.messages
            raise
    gc.collect()  # tracebacks hold open rasters, which must not outlive GDAL
    for message in found:
        assert isinstance(message, Message) and message.template.format(**message.data) == message
        assert message.endswith(".") and "\n" not in message and "Traceback" not in message
    return found


def test_a_damaged_raster_is_the_fault_of_its_year_only(cluster, years):
    os.truncate(years[1], os.path.getsize(years[1]) // 2)
    counted = []

    class Watched(DaskCluster):
        def count(self, tasks, cells, log, meanwhile):
            for key, tally in super().count(tasks, cells, log, meanwhile):
                counted.append((key, isinstance(tally, InputError)))
                yield key, tally

    said = messages(lambda: measure(years, Watched(cluster.address)))
    here = messages(lambda: measure(years, Threads(1)))
    # GDAL's own words depend on whether it raises exceptions in a process
    assert said[0].template == here[0].template
    assert {**said[0].data, "reason": ""} == {**here[0].data, "reason": ""}
    assert len(said) == len(here) == 1 and years[1] in said[0] and "damaged" in said[0]
    assert said[0].data["raster"] == years[1]
    for year in (0, 2):
        assert counted.count((year, False)) == 30


def test_other_rasters_on_the_workers_are_found_out(cluster, years):
    class Moved(DaskCluster):
        def count(self, tasks, cells, log, meanwhile):
            os.remove(years[0])
            write(years[1], 1, cell=0.02)
            return super().count(tasks, cells, log, meanwhile)

    said = messages(lambda: measure(years, Moved(cluster.address)))
    assert len(said) == 2
    assert years[0] in said[0] and "Worker tcp://127.0.0.1:" in said[0]
    assert years[1] in said[1] and "sees another raster" in said[1]


def test_without_distributed_one_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    (said,) = messages(lambda: DaskCluster("tcp://127.0.0.1:8786"))
    assert "pip install distributed" in said


def unused_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:{port}", "127.0.0.1:{port}", "here and there", "http://a:1", ""]
)
def test_a_wrong_address_is_named(years, monkeypatch, address):
    monkeypatch.setattr(dask_workers, "_CONNECT_S", 0.5)
    threads, address = threading.enumerate(), address.format(port=unused_port())
    (said,) = messages(lambda: measure(years, DaskCluster(address)))
    assert said.startswith(address + ": no Dask scheduler")
    assert threading.enumerate() == threads


def test_the_user_need_not_wait_for_a_scheduler_that_does_not_answer(years, monkeypatch):
    threads = threading.enumerate()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        log, calls = Log(), []
        log.is_cancelled = lambda: calls.append(None) or len(calls) > 20
        address = "tcp://127.0.0.1:%d" % silent.getsockname()[1]
        with pytest.raises(Cancelled):
            measure(years, DaskCluster(address), log)
    assert threading.enumerate() == threads


def test_a_scheduler_without_workers(empty, years):
    threads = threading.enumerate()
    (said,) = messages(lambda: measure(years, DaskCluster(empty.address)))
    assert "no workers" in said and empty.address in said
    check_nothing_left(empty, threads)


@pytest.fixture
def other_code(tmp_path, root):
    """A folder with the same code but for a comment."""
    copy = tmp_path / "other" / "carbon_footprint"
    shutil.copytree(root / "core", copy / "core", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "__init__.py", copy)
    with open(copy / "core" / "tallies.py", "a", encoding="utf-8") as file:
        file.write("# 2\n")
    return copy.parent


def test_workers_with_other_code_do_not_count(empty, years, other_code, monkeypatch):
    empty.start(1, path="")
    empty.start(1, path=other_code)
    (said,) = messages(lambda: measure(years, DaskCluster(empty.address)))
    assert "No module named 'carbon_footprint'" in said and "PYTHONPATH" in said
    assert all(worker in said for worker in empty.known())
    # even if nobody looks at them first
    empty.stop()
    empty.start(1, path=other_code)
    monkeypatch.setattr(dask_workers._Run, "_check_versions", lambda *_: None)
    with pytest.raises(ImportError, match="another version"):
        measure(years, DaskCluster(empty.address))


@pytest.mark.parametrize("kind", ["without", "other"])
def test_workers_with_other_code_that_come_later_do_not_count(empty, years, other_code, kind):
    empty.start(1)
    (first,) = empty.known()
    path = {"without": "", "other": other_code}[kind]
    log = At(0.1, lambda _: empty.start(1, path=path))
    (said,) = messages(lambda: measure(years, DaskCluster(empty.address), log))
    (late,) = set(empty.known()) - {first}
    assert "cannot run the same code" in said and late in said and first not in said


def test_workers_that_come_later_help(empty, years):
    empty.start(1)
    log = At(0.1, lambda _: (empty.start(1), empty.workers[0].kill()))
    check_equal(measure(years, DaskCluster(empty.address), log), measure(years, Threads(1)))


def test_when_all_workers_die_the_run_ends(cluster, years, monkeypatch):
    monkeypatch.setattr(dask_workers, "_NO_WORKER_S", 0.5)
    monkeypatch.setattr(dask_workers, "_LOOK_S", 0.2)

    def kill(log):
        cluster.fresh = False
        for process in cluster.workers:
            process.kill()

    threads = threading.enumerate()
    (said,) = messages(lambda: measure(years, DaskCluster(cluster.address), At(0.2, kill)))
    assert "all workers" in said
    check_nothing_left(cluster, threads)


def test_cancel_does_not_wait_for_workers(cluster, years):
    def freeze(log):
        for process in cluster.workers:
            process.send_signal(signal.SIGSTOP)
        threading.Timer(0.5, lambda: setattr(log, "cancelled", True)).start()

    threads = threading.enumerate()
    with pytest.raises(Cancelled):
        measure(years, DaskCluster(cluster.address), At(0.2, freeze))
    for process in cluster.workers:
        process.send_signal(signal.SIGCONT)
    check_nothing_left(cluster, threads)


def test_a_raster_that_kills_workers_and_a_scheduler_that_dies(tmp_path, root, years):
    # a scheduler that gives a window up when the first worker dies over it, not the fourth
    own = Cluster(tmp_path, root, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
    try:
        first, _ = own.start(2)

        def kill(log):
            first.send_signal(signal.SIGSTOP)
            threading.Timer(1.0, first.kill).start()

        said = messages(lambda: measure(years[:2], DaskCluster(own.address), At(0.2, kill)))
        assert [text.data["raster"] for text in said] == [years[0]]
        assert "workers died" in said[0]

        log = At(0.2, lambda _: own.end())
        threads = threading.enumerate()
        (said,) = messages(lambda: measure(years, DaskCluster(own.address), log))
        assert "went away" in said
        for thread in set(threading.enumerate()) - set(threads):
            thread.join(30)
        assert set(threading.enumerate()) <= set(threads)
    finally:
        own.close()
