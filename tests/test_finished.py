"""Records of finished rasters: a killed run resumes, and nothing is answered from an old record."""

import json
import os
import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from carbon_footprint.core import finished
from carbon_footprint.core.finished import Finished
from carbon_footprint.core.log import Cancelled, InputError, Log
from carbon_footprint.core.zonal import ZonalAreas, zonal_areas_by_raster
from osgeo import gdal, ogr, osr

REFERENCE = osr.SpatialReference()
REFERENCE.ImportFromEPSG(4326)
WGS84 = REFERENCE.ExportToWkt()
DAY = 86_400


def write(path, values, x0=100.0, cell=0.001, bands=1):
    dataset = gdal.GetDriverByName("GTiff").Create(
        str(path), values.shape[1], values.shape[0], bands, gdal.GDT_Byte, ["TILED=YES"]
    )
    dataset.SetGeoTransform((x0, cell, 0, 32.0, 0, -cell))
    dataset.SetProjection(WGS84)
    for band in range(1, bands + 1):
        dataset.GetRasterBand(band).WriteArray(values)
    dataset = None
    return str(path)


def box(x0, y0, x1, y1):
    ring = f"{x0} {y0},{x1} {y0},{x1} {y1},{x0} {y1},{x0} {y0}"
    return bytes(ogr.CreateGeometryFromWkt(f"POLYGON(({ring}))").ExportToWkb())


def random_land(seed, rows=40, columns=50):
    return np.random.default_rng(seed).integers(1, 10, (rows, columns)).astype("uint8")


#: 西 and 中 share cells; 远 has none.
REGIONS = pd.DataFrame(
    {
        "region": ["西", "中", "远"],
        "wkb": [
            box(100.0011, 31.95, 100.03, 32.01),
            box(100.02, 31.9, 100.041, 31.9993),
            box(7, 8, 9, 10),
        ],
    }
)


def same(first, second):
    pd.testing.assert_frame_equal(first.classes, second.classes, check_exact=True)
    pd.testing.assert_frame_equal(first.regions, second.regions, check_exact=True)
    assert first.overlaps == second.overlaps


def records(folder):
    return sorted(path.name for path in Path(folder).iterdir())


@pytest.fixture
def raster(tmp_path):
    return write(tmp_path / "土地 2001.tif", random_land(1))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "记录 [x]*"


@pytest.fixture
def result(raster):
    return zonal_areas_by_raster([raster], REGIONS, WGS84)[0]


@pytest.fixture
def recorded(raster, folder, result):
    """A raster of which there is a record."""
    run = Finished(folder, REGIONS, WGS84)
    assert run.get(raster) is None
    run.put(raster, result)
    return raster


# --- killed runs --------------------------------------------------------------------------------

#: Counts rasters, writes down what it reads and records, and in the end the tables. Within some
#: rasters it gets stuck, so that it can be killed there.
PROGRAM = """
import importlib.util, json, os, sys, time

root, folder, diary, output, workers, stuck, death, *paths = sys.argv[1:]
spec = importlib.util.spec_from_file_location(
    "carbon_footprint", root + "/__init__.py", submodule_search_locations=[root]
)
package = importlib.util.module_from_spec(spec)
sys.modules["carbon_footprint"] = package
spec.loader.exec_module(package)

from carbon_footprint.core import finished, rasters
from carbon_footprint.core.workers import Threads
from carbon_footprint.core.zonal import zonal_areas_by_raster

with open(diary + ".regions", encoding="utf-8") as file:
    names, shapes, crs = json.load(file)
regions = [(name, bytes.fromhex(shape)) for name, shape in zip(names, shapes)]
note = open(diary, "a", encoding="utf-8", buffering=1).write
read = rasters.Raster.read

def watched(self, window):
    note("read " + self.path + "\\n")
    values = read(self, window)
    if self.path in json.loads(stuck):
        time.sleep(60)
        die()
    return values

def die(*names):
    os._exit(9)

rasters.Raster.read = watched
if death == "while recording":
    os.replace = die

class Diary(finished.Finished):
    def put(self, path, result):
        super().put(path, result)
        note("done " + path + "\\n")

run = Diary(folder, regions, crs) if folder else None
results = zonal_areas_by_raster(paths, regions, crs, workers=Threads(int(workers)), finished=run)
with open(output, "w", encoding="utf-8") as file:
    for result in results:
        for table in (result.classes, result.regions):
            json.dump([list(table), [table[name].tolist() for name in table]], file)
            json.dump([str(kind) for kind in table.dtypes], file)
        json.dump(result.overlaps, file)
if run:
    run.forget()
"""


def test_killed_runs_resume_with_the_same_bytes(tmp_path, root):
    years = [
        write(tmp_path / f"年 {year}.tif", random_land(year, 1500, 2000))
        for year in range(2001, 2007)
    ]
    folder, diary, output = tmp_path / "记录", tmp_path / "diary", tmp_path / "tables.json"
    folder.mkdir()
    regions = pd.DataFrame(
        {
            "region": ["西", "东"],
            "wkb": [box(100.0003, 30.6, 101.17, 32), box(101.1, 30.9, 102.5, 31.9)],
        }
    )
    shapes = [wkb.hex() for wkb in regions["wkb"]]
    Path(f"{diary}.regions").write_text(json.dumps([list(regions["region"]), shapes, WGS84]))

    def start(workers, stuck=(), death="", records=str(folder), output=output):
        diary.write_text("")
        options = [str(workers), json.dumps(stuck), death]
        names = [str(root), records, str(diary), str(output), *options, *years]
        return subprocess.Popen([sys.executable, "-c", PROGRAM, *names])

    def noted(verb):
        """Rasters of which the diary says that they are read, or done."""
        lines = diary.read_text(encoding="utf-8").splitlines()
        return {line[5:] for line in lines if line[:4] == verb and line.endswith(".tif")}

    undisturbed = tmp_path / "undisturbed.json"
    assert start(2, records="", output=undisturbed).wait(60) == 0
    assert noted("read") == set(years) and not noted("done")

    kept = 0
    for workers, more in ((2, 1), (1, 2), (2, 1)):
        run = start(workers, stuck=years[kept + more :])
        try:
            while len(noted("done")) < more or not noted("read") - noted("done"):
                assert run.poll() is None, "the run has ended before it could be killed"
                time.sleep(0.01)
        finally:
            run.kill()  # SIGKILL
            assert run.wait(10) != 0
        assert not output.exists()
        assert not noted("read") & set(years[:kept])
        kept += more
        assert len(records(folder)) == kept

    run = start(1, death="while recording")
    assert run.wait(60) == 9
    assert years[kept] in noted("read") and not noted("done")
    (part,) = (name for name in records(folder) if not re.fullmatch(r"\w{64}\.[a-z-]+", name))
    assert len(records(folder)) == kept + 1

    young = folder / part.replace("-", "-x", 1)  # perhaps another run is writing it
    young.write_bytes(b"half")
    os.utime(folder / part, (time.time() - 61,) * 2)
    assert start(2).wait(60) == 0
    assert noted("read") == noted("done") == set(years[kept:])
    assert output.read_bytes() == undisturbed.read_bytes()
    assert records(folder) == [young.name]


def test_a_cancelled_run_and_one_with_a_fault_resume(tmp_path, folder):
    paths = [write(tmp_path / f"{year}.tif", random_land(year)) for year in range(4)]

    class Impatient(Log):
        def is_cancelled(self):
            return len(records(folder)) == 1

    with pytest.raises(Cancelled):
        run = Finished(folder, REGIONS, WGS84)
        zonal_areas_by_raster(paths, REGIONS, WGS84, finished=run, log=Impatient())
    assert len(records(folder)) == 1
    content = Path(paths[2]).read_bytes()
    Path(paths[2]).write_bytes(b"II*")
    with pytest.raises(InputError, match=r"2\.tif"):
        run = Finished(folder, REGIONS, WGS84)
        zonal_areas_by_raster(paths, REGIONS, WGS84, finished=run)
    assert len(records(folder)) == 3
    Path(paths[2]).write_bytes(content)
    log, run = Log(), Finished(folder, REGIONS, WGS84)
    resumed = zonal_areas_by_raster(paths, REGIONS, WGS84, finished=run, log=log)
    assert len([text for text in log.notes if "not finished" in text]) == 3
    for one, other in zip(resumed, zonal_areas_by_raster(paths, REGIONS, WGS84)):
        same(one, other)
    run.forget()
    assert not records(folder)


# --- what comes back ----------------------------------------------------------------------------


def test_a_record_is_exact_and_says_its_time(recorded, folder, result):
    log = Log()
    again = Finished(folder, REGIONS, WGS84).get(recorded, log)
    same(again, result)
    assert result.overlaps == again.overlaps == [("西", "中")]
    assert again.regions["outside_ha"][2] > 0
    (note,) = log.notes
    day = time.strftime("%Y-%m-%d", time.localtime(os.stat(folder / records(folder)[0]).st_mtime))
    assert re.search(
        rf"{re.escape(recorded)}: .* the run of {day} \d\d:\d\d that was not finished\.", note
    )


def test_every_float_and_name_comes_back(raster, folder):
    floats = [np.nan, np.inf, -0.0, 5e-324, 0.1 + 0.2, 1.7976931348623157e308]
    names = ["a", "", '"\n', "湖北", "\ud800", "😀"]
    odd = ZonalAreas(
        pd.DataFrame(
            {
                "region": pd.Series(names, dtype=object),
                "value": [2**53, -(2**63), 0, 1, 2, 3],
                "area_ha": floats,
            }
        ),
        pd.DataFrame({"region": pd.Series([], dtype=object), "n": pd.Series([], dtype="int64")}),
        [],
    )
    run = Finished(folder, REGIONS, WGS84)
    run.get(raster)
    run.put(raster, odd)
    again = run.get(raster)
    same(again, odd)
    assert np.signbit(again.classes["area_ha"][2])


def test_what_a_record_does_not_depend_on(recorded, folder, result):
    for same_again in (
        list(zip(REGIONS["region"], REGIONS["wkb"])),
        REGIONS.set_index(np.array([5, 3, 1])).assign(more=1)[["more", "wkb", "region"]],
        REGIONS.assign(wkb=REGIONS["wkb"].map(bytearray)),
    ):
        same(Finished(folder, same_again, WGS84).get(recorded), result)
    same(Finished(folder, REGIONS, WGS84).get(Path(recorded)), result)


# --- what makes a record useless ----------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"band": 2},
        {"nodata": 0},
        {"crs_wkt": WGS84.replace("WGS 84", "WGS 1984")},
        {"regions": REGIONS[::-1]},
        {"regions": REGIONS[:2]},
        {"regions": REGIONS.assign(region=["西", "东", "远"])},
        {"regions": REGIONS.assign(wkb=[*REGIONS["wkb"][:2], box(7, 8, 9, 11)])},
        {"regions": REGIONS.assign(wkb=[*REGIONS["wkb"][:2], None])},
    ],
)
def test_other_parameters(recorded, folder, change):
    parameters = {"regions": REGIONS, "crs_wkt": WGS84}
    assert Finished(folder, **parameters).get(recorded)
    log = Log()
    assert Finished(folder, **{**parameters, **change}).get(recorded, log) is None
    assert not log.notes


def test_names_and_shapes_are_kept_apart():
    first, second = ([("a", b"x'c' ")], [("a", b"x"), ("c", b"")])
    assert finished._regions_digest(first) != finished._regions_digest(second)


def test_other_rules_and_other_programs(recorded, folder, monkeypatch):
    monkeypatch.setattr(finished, "_RULES", finished._RULES + 1)
    assert Finished(folder, REGIONS, WGS84).get(recorded) is None
    monkeypatch.undo()
    monkeypatch.setattr(gdal, "__version__", "0.1")
    assert Finished(folder, REGIONS, WGS84).get(recorded) is None
    monkeypatch.undo()
    assert Finished(folder, REGIONS, WGS84).get(recorded)


def test_other_rasters_of_the_same_files(recorded, folder):
    assert Finished(folder, REGIONS, WGS84).get(f"vrt://{recorded}?bands=1") is None


def test_a_raster_that_was_written_again(recorded, folder):
    before = os.stat(recorded)
    write(recorded, random_land(2))
    assert os.stat(recorded).st_size == before.st_size
    run = Finished(folder, REGIONS, WGS84)
    assert run.get(recorded) is None
    if os.name == "posix":  # elsewhere no other time is kept
        os.utime(recorded, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert run.get(recorded) is None


def test_only_the_time_differs(recorded, folder):
    before = os.stat(recorded)
    os.utime(recorded, ns=(before.st_atime_ns, before.st_mtime_ns + 1000))
    assert Finished(folder, REGIONS, WGS84).get(recorded) is None


def test_a_raster_that_changes_while_it_is_counted(raster, folder, result):
    run = Finished(folder, REGIONS, WGS84)
    run.get(raster)
    write(raster, random_land(2))
    run.put(raster, result)
    assert not records(folder)
    run.put("never asked for.tif", result)
    assert not records(folder)


def vrt(path, *parts):
    gdal.BuildVRT(str(path), [str(part) for part in parts]).FlushCache()
    return str(path)


@pytest.mark.parametrize(
    "kind", ["part", "part of part", "subdataset", "side-car", "mask of part", "warped"]
)
def test_parts_of_a_raster(tmp_path, folder, result, kind):
    """GDAL lists neither parts of parts, nor the files of subdatasets and beside parts."""
    left = write(tmp_path / "左 &.tif", random_land(3))
    right = write(tmp_path / "r.tif", random_land(4), 100.05)
    path, changed = vrt(tmp_path / "mosaic.vrt", left, right), left
    if kind == "part of part":
        path = vrt(tmp_path / "outer.vrt", path)
    elif kind == "subdataset":
        path = vrt(tmp_path / "sub.vrt", "GTIFF_DIR:1:" + left, right)
    elif kind == "warped":
        gdal.Warp(str(tmp_path / "w.vrt"), path, format="VRT", dstSRS="EPSG:3857").FlushCache()
        path = str(tmp_path / "w.vrt")
    elif kind == "side-car":
        changed = left + ".aux.xml"
        Path(changed).write_text("<PAMDataset></PAMDataset>")
        path = left
    elif kind == "mask of part":
        dataset = gdal.Open(left)  # not for update: the mask becomes a file of its own
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        dataset = None
        changed = left + ".msk"
    run = Finished(folder, REGIONS, WGS84)
    run.get(path)
    run.put(path, result)
    assert run.get(path) and len(records(folder)) == 1
    found = os.stat(changed)
    os.utime(changed, ns=(found.st_atime_ns, found.st_mtime_ns + 1000))
    assert run.get(path) is None
    run.put(path, result)
    assert run.get(path)
    Path(changed).unlink()
    assert run.get(path) is None


def test_rasters_in_archives(tmp_path, folder, result):
    archive = tmp_path / "压缩.zip"

    def pack(values):
        source = write(tmp_path / "x.tif", values)
        os.utime(source, (1e9, 1e9))
        with zipfile.ZipFile(archive, "w") as file:  # same size and time within
            file.write(source, "x.tif")

    pack(random_land(5))
    path = f"/vsizip/{archive}/x.tif"
    run = Finished(folder, REGIONS, WGS84)
    assert run.get(path) is None
    run.put(path, result)
    same(run.get(path), result)
    pack(random_land(6))
    assert run.get(path) is None


def test_virtual_files_have_a_coarse_clock(folder, result, monkeypatch):
    path = "/vsimem/years.tif"
    write(path, random_land(7))
    now = time.time()
    run = Finished(folder, REGIONS, WGS84)
    try:
        run.get(path)
        run.put(path, result)
        assert not records(folder)  # written again within the second, it would look the same
        monkeypatch.setattr(finished.time, "time", lambda: now + 60)
        run.get(path)
        run.put(path, result)
        same(run.get(path), result)
        write(path, random_land(7, 300, 300))
        assert run.get(path) is None
    finally:
        gdal.Unlink(path)


@pytest.mark.parametrize("raising", [False, True])
def test_what_cannot_be_told_is_not_recorded(tmp_path, folder, result, raising):
    before = gdal.GetUseExceptions()
    (gdal.UseExceptions if raising else gdal.DontUseExceptions)()
    try:
        run = Finished(folder, REGIONS, WGS84)
        (tmp_path / "no.tif").write_text("no raster")
        for path in (tmp_path / "no.tif", tmp_path / "missing.tif", "/vsizip/x.zip/y.tif", ""):
            assert run.get(path) is None
            run.put(path, result)
        assert not records(folder)
    finally:
        (gdal.UseExceptions if before else gdal.DontUseExceptions)()


def test_cells_that_lie_elsewhere_are_not_recorded(tmp_path, folder, result):
    path = tmp_path / "service.xml"
    path.write_text(
        "<GDAL_WMS><Service name='TMS'><ServerUrl>http://localhost/${z}/${x}/${y}</ServerUrl>"
        "</Service><DataWindow><UpperLeftX>100</UpperLeftX><UpperLeftY>32</UpperLeftY>"
        "<LowerRightX>101</LowerRightX><LowerRightY>31</LowerRightY><SizeX>9</SizeX>"
        "<SizeY>9</SizeY></DataWindow><Projection>EPSG:4326</Projection></GDAL_WMS>"
    )
    assert gdal.Open(str(path)).GetFileList() == [str(path)]
    run = Finished(folder, REGIONS, WGS84)
    run.get(path)
    run.put(path, result)
    assert not records(folder)


def test_damaged_and_foreign_records(recorded, folder, tmp_path, result):
    record = folder / records(folder)[0]
    whole = record.read_bytes()
    run = Finished(folder, REGIONS, WGS84)
    digit = re.search(rb"\d\.\d+", whole).end() - 1
    other = bytes([whole[digit] ^ 1])  # another digit, still well-formed
    for content in (
        b"", whole[:30], whole[: len(whole) // 2], whole[:-1], whole + b" ", b"\xff\x00" * 99,
        b"{}", whole[:digit] + other + whole[digit + 1 :],
    ):  # fmt: skip
        record.write_bytes(content)
        assert run.get(recorded) is None
    run.put(recorded, result)
    same(run.get(recorded), result)
    # the record of one raster under the name of another
    twin = write(tmp_path / "twin.tif", random_land(8))
    run.get(twin)
    run.put(twin, result)
    (name,) = set(records(folder)) - {record.name}
    (folder / name).write_bytes(whole)
    assert run.get(twin) is None
    record.unlink()
    record.mkdir()
    assert run.get(recorded) is None


# --- the folder ---------------------------------------------------------------------------------


def test_a_folder_that_cannot_be_used(tmp_path, raster, result):
    (tmp_path / "file").write_text("")
    log = Log()
    run = Finished(tmp_path / "file" / "below", REGIONS, WGS84, log=log)
    paths = [raster, write(tmp_path / "2.tif", random_land(2))]
    same(zonal_areas_by_raster(paths, REGIONS, WGS84, finished=run)[0], result)
    run.forget()
    (warning,) = log.warnings
    assert f"{tmp_path / 'file' / 'below'}: finished rasters cannot be recorded here (" in warning


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk(tmp_path, raster, result, folder, monkeypatch, step):
    log = Log()
    run = Finished(folder, REGIONS, WGS84, log=log)

    def full(*names):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(finished.os, step, full)
    paths = [raster, write(tmp_path / "2.tif", random_land(2))]
    same(zonal_areas_by_raster(paths, REGIONS, WGS84, finished=run)[0], result)
    (warning,) = log.warnings
    assert "(No space left on device)" in warning and not records(folder)


def test_abandoned_records_are_removed_and_nothing_else(recorded, folder, tmp_path, result):
    second = write(tmp_path / "2.tif", random_land(2))
    run = Finished(folder, REGIONS, WGS84)
    run.get(second)
    run.put(second, result)
    one, other = (folder / name for name in records(folder))
    part = folder / ("0" * 64 + "-abc" + finished._SUFFIX)
    part.write_bytes(b"half")
    foreign = [folder / "notes.txt", folder / "x.tif", folder / f"{one.stem}.json"]
    for path in foreign:
        path.write_text("mine")
    for path in (one, part, *foreign):
        os.utime(path, (time.time() - 31 * DAY,) * 2)
    os.utime(other, (time.time() - 29 * DAY,) * 2)
    Finished(folder, REGIONS, WGS84)
    assert records(folder) == sorted(path.name for path in (other, *foreign))


def test_forget_leaves_the_records_of_others(recorded, folder, raster, result):
    other = Finished(folder, REGIONS[:2], WGS84)
    other.get(raster)
    other.put(raster, result)
    assert len(records(folder)) == 2
    for name in records(folder):
        os.utime(folder / name, (time.time() - DAY,) * 2)
    run = Finished(folder, REGIONS, WGS84)
    assert run.get(recorded)
    run.forget()
    assert run.get(recorded) is None and other.get(raster)
    run.forget()  # also what another run has removed before


def test_two_runs_at_once(recorded, folder, result):
    """Whatever one removes or writes while the other reads, the other gets all or nothing."""
    program = """
import sys, time
from pathlib import Path
folder, name = Path(sys.argv[1]), sys.argv[2]
content = (folder / name).read_bytes()
print("ready", flush=True)
end = time.time() + 1
while time.time() < end:
    (folder / name).unlink(missing_ok=True)
    (folder / "other").write_bytes(content)
    (folder / "other").replace(folder / name)
"""
    other = subprocess.Popen(
        [sys.executable, "-c", program, str(folder), records(folder)[0]], stdout=subprocess.PIPE
    )
    with other:
        other.stdout.readline()
        log, met = Log(), 0
        run = Finished(folder, REGIONS, WGS84, log=log)
        while other.poll() is None:
            found = run.get(recorded)
            if found is not None:
                met += 1
                pd.testing.assert_frame_equal(found.classes, result.classes, check_exact=True)
            run.put(recorded, result)
            run.forget()
    assert met and not log.warnings
