"""Records of rasters that were counted to their end, from which a killed run resumes.

The name of a record is a digest of all that its counts depend on: regions, CRS,
band, nodata, the programs that count, and path, size and times of every file
that the raster is made of. A raster or region that has changed since has
another name, and is counted again. Neither the number of workers nor the speed
of the machine is part of it, nor do the counts depend on them.

Records serve to resume, they are no cache: a run that ends well removes its
own, those of abandoned runs are removed after some time.
"""

from __future__ import annotations

import hashlib
import html
import json
import os
import re
import tempfile
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pyproj
from osgeo import gdal

from .log import Log
from .rasters import gdal_call
from .zonal import ZonalAreas

#: To be raised with every change of a digit that is counted, or of the form of the records.
_RULES = 6
#: Files of this ending are records, or parts of them, and nobody else's.
_SUFFIX = ".finished-raster"
#: Records older than this are those of an abandoned run; a part older than that of a killed one.
_RECORD_KEPT_S, _PART_KEPT_S = 30 * 86_400, 60
#: Drivers whose files only point to the cells, and do not tell when these change.
_POINTERS = {"GTI", "STACIT", "STACTA", "TileDB", "WCS", "WMS", "WMTS", "Zarr"}
#: The file that an element of a VRT reads, and whether it is relative to the VRT.
_SOURCE = re.compile(
    r"<Source(?:Filename|Dataset)\b(?=[^>]*\brelativeToVRT\s*=\s*\"(\d)|)[^>]*>([^<]+)<", re.I
)
#: What precedes the name of a file in the name of a dataset within it.
_SUBDATASET = re.compile(r"[A-Z][A-Z0-9_]+:(?:[0-9]+:)?\"?")
#: What precedes the name of an archive in the path of a file within it.
_ARCHIVE = re.compile(r"^(?:/vsi(?:7z|gzip|rar|tar|zip)/)+")
#: GDAL gives times of virtual files in seconds, those of archives in steps of two.
_CLOCK_STEP_S = 2


class Finished:
    """Records of finished rasters in a folder.

    Several runs may use one folder at once. Where the folder cannot be used,
    the run goes on without records, and its user is told so once. A raster
    whose changes cannot be noticed, as that of a service, is never recorded.

    Parameters
    ----------
    folder : str or path-like
        Made if it is missing.
    regions, crs_wkt, band, nodata
        What the rasters are counted with, see `zonal.zonal_areas`.
    log : Log, optional
        Told if nothing can be recorded.
    """

    def __init__(
        self, folder, regions, crs_wkt: str, band: int = 1, nodata=None, log: Log | None = None
    ):
        self._folder, self._log = Path(folder), log or Log()
        versions = gdal.__version__, np.__version__, pd.__version__, pyproj.__version__
        self._parameters = _digest(
            _RULES, versions, pyproj.proj_version_str, _regions_digest(regions), crs_wkt,
            int(band), repr(nodata),
        )  # fmt: skip
        self._keys = {}
        self._is_usable = True
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._remove_old("*", _RECORD_KEPT_S)
        except OSError as error:
            self._give_up(error)

    def get(self, path, log: Log | None = None) -> ZonalAreas | None:
        """Return what was counted in a raster by a run that was not finished.

        Parameters
        ----------
        path : str or path-like
        log : Log, optional
            Told where the result is from.

        Returns
        -------
        ZonalAreas or None
            None if there is no record, or none that is whole.
        """
        key = self._keys[str(path)] = self._key(path)
        if key is None:
            return None
        try:
            checksum, _, text = self._record(key).read_bytes().partition(b"\n")
        except OSError:
            return None
        if checksum != _checksum(key, text):
            return None
        record = json.loads(text)
        (log or Log()).info(
            "{raster}: its areas are taken from the run of {time} that was not finished.",
            raster=str(path), time=record["time"],
        )  # fmt: skip
        overlaps = [tuple(pair) for pair in record["overlaps"]]
        return ZonalAreas(_frame(record["classes"]), _frame(record["regions"]), overlaps)

    def put(self, path, result: ZonalAreas) -> None:
        """Record what was counted in a raster.

        Nothing is recorded of a raster that `get` was not asked for before it
        was counted, or that has changed since.

        Parameters
        ----------
        path : str or path-like
        result : ZonalAreas
        """
        key = self._keys.get(str(path))
        if key is None or not self._is_usable or self._key(path) != key:
            return
        record = {
            "time": f"{datetime.now():%Y-%m-%d %H:%M}",
            "classes": _columns(result.classes),
            "regions": _columns(result.regions),
            "overlaps": result.overlaps,
        }
        text = json.dumps(record).encode("ascii")
        try:
            _write(self._record(key), _checksum(key, text) + b"\n" + text)
        except OSError as error:
            self._give_up(error)

    def forget(self) -> None:
        """Remove the records of this run, for it has ended well."""
        for key in self._keys.values():
            if key is not None:
                _remove(self._record(key))
                self._remove_old(key + "-*", _PART_KEPT_S)

    def _record(self, key: str) -> Path:
        return self._folder / (key + _SUFFIX)

    def _key(self, path) -> str | None:
        """Name of the record of a raster, or None if its changes could not be noticed."""
        try:
            return _digest(self._parameters, _absolute(str(path)), _files(str(path)))
        except OSError:
            return None

    def _remove_old(self, pattern: str, age_s: float) -> None:
        for path in self._folder.glob(pattern + _SUFFIX):
            with suppress(OSError):  # another run may remove it at the same time
                if path.stat().st_mtime < time.time() - age_s:
                    path.unlink()

    def _give_up(self, error: OSError) -> None:
        self._is_usable = False
        self._log.warning(
            "{folder}: finished rasters cannot be recorded here ({reason}), so that a run that is "
            "stopped starts again from the first; make room or give access there to resume.",
            folder=str(self._folder), reason=error.strerror or str(error),
        )  # fmt: skip


def _digest(*parts) -> str:
    return hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()


def _regions_digest(regions) -> str:
    if isinstance(regions, pd.DataFrame):
        regions = zip(regions["region"], regions["wkb"])
    digest = hashlib.sha256()
    for name, wkb in regions:
        wkb = b"" if wkb is None else bytes(wkb)
        digest.update(f"{ascii(name)} {len(wkb)} ".encode("ascii"))
        digest.update(wkb)
    return digest.hexdigest()


def _checksum(key: str, text: bytes) -> bytes:
    return hashlib.sha256(key.encode("ascii") + text).hexdigest().encode("ascii")


def _columns(table: pd.DataFrame) -> dict:
    """Write a table as dtype and values of each column; JSON keeps every digit."""
    return {name: [str(column.dtype), column.tolist()] for name, column in table.items()}


def _frame(columns: dict) -> pd.DataFrame:
    return pd.DataFrame(
        {name: pd.Series(values, dtype=dtype) for name, (dtype, values) in columns.items()}
    )


def _write(path: Path, content: bytes) -> None:
    """Write a file as a whole or not at all, also if the power fails."""
    handle, part = tempfile.mkstemp(_SUFFIX, path.stem + "-", path.parent)
    try:
        with open(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    finally:
        _remove(Path(part))


def _remove(path: Path) -> None:
    with suppress(OSError):  # what cannot be removed now is removed as abandoned later
        path.unlink()


def _absolute(name: str) -> str:
    return os.path.abspath(name) if os.path.exists(name) else name


def _files(path: str) -> dict:
    """Find the state of every file that a raster is made of.

    GDAL lists the files that a VRT names, but not what these name in turn, nor
    the files beside them, nor those of subdatasets.

    Raises
    ------
    OSError
        If the state of a part cannot be told.
    """
    states, opened, queue = {}, set(), [path]
    while queue:
        name = queue.pop()
        if name in opened:
            continue
        opened.add(name)
        dataset, reason = gdal_call(gdal.OpenEx, name, gdal.OF_RASTER)
        if dataset is None:
            raise OSError(reason)
        driver = dataset.GetDriver().ShortName
        listed, _ = gdal_call(dataset.GetFileList)
        listed = {_absolute(os.fsdecode(file)) for file in listed or []}
        sources = _sources(dataset) if driver == "VRT" else set()
        # newer versions of GDAL list the datasets within files, too
        within = {file for file in listed if _SUBDATASET.match(file) and not os.path.exists(file)}
        listed, sources = listed - within, sources | within - {name}
        if driver in _POINTERS or not listed | sources:
            raise OSError(f"{name} does not lie in files")
        states.update({file: _state(file) for file in listed - set(states)})
        queue += sources
    return dict(sorted(states.items()))


def _sources(vrt) -> set:
    """Rasters that a VRT reads."""
    folder = os.path.dirname(vrt.GetDescription())
    found = _SOURCE.findall("".join(vrt.GetMetadata_List("xml:VRT") or []))
    names = [(relative, html.unescape(name)) for relative, name in found]
    return {
        _absolute(_joined(folder, name) if relative == "1" else name) for relative, name in names
    }


def _joined(folder: str, name: str) -> str:
    prefix = _SUBDATASET.match(name)
    at = prefix.end() if prefix else 0
    return name[:at] + os.path.join(folder, name[at:])


def _state(name: str) -> list:
    """Size and times of a file, or of the archive that it lies in."""
    plain = Path(_ARCHIVE.sub("", name).replace("{", "").replace("}", ""))
    for file in (Path(name), plain, *plain.parents):
        if file.is_file():
            found = file.stat()
            return [os.path.abspath(file), found.st_size, found.st_mtime_ns, found.st_ctime_ns]
    found, reason = gdal_call(gdal.VSIStatL, name)
    if found is None or found.IsDirectory() or not found.mtime:
        raise OSError(reason or f"{name} has no time of its own")
    if found.mtime > time.time() - _CLOCK_STEP_S:
        raise OSError(f"{name} may change again without a change of its time")
    return [found.size, found.mtime]
