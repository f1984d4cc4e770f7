"""Class rasters: opened through GDAL, checked, and read window by window.

GDAL's exceptions are a switch of the whole process, and a plugin shares the
process with others. Nothing here flips it: every call is made so that it is
right whether GDAL raises or returns ``None`` (``gdal_call``).
"""

from __future__ import annotations

import math
import os
import threading
from collections import namedtuple
from dataclasses import dataclass

import numpy as np
from osgeo import gdal, gdal_array

from .log import InputError, Message

#: Cells of a window, a task: enough that its overhead is small beside its work.
#: Bytes of a piece, read at once: few enough to stay in the processor's caches.
WINDOW_CELLS, PIECE_BYTES = 2**22, 5 * 2**19
#: A block of more cells is cut, and kept by GDAL until all of it is read.
LARGEST_BLOCK = 2**24
#: Whole numbers beyond this are not exact in floating point.
_LARGEST_CODE = 2.0**53
#: Codes are 64-bit numbers, of which the smallest stands for no data (`tallies.NODATA`).
_CODES = np.iinfo(np.int64)

#: Part of a raster, in cells: first column, first row, columns, rows.
Window = namedtuple("Window", "column row columns rows")


@dataclass(frozen=True)
class Grid:
    """Where the cells of a raster lie.

    Attributes
    ----------
    path : str
        The file, for messages.
    columns, rows : int
    x0, y0 : float
        Outer corner of the first cell, in units of the CRS.
    dx, dy : float
        Step from one column or row to the next, in units of the CRS. ``dy``
        is negative for the usual north-up raster, positive for south-up.
    crs_wkt : str
    """

    path: str
    columns: int
    rows: int
    x0: float
    y0: float
    dx: float
    dy: float
    crs_wkt: str

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """Smallest x, smallest y, largest x, largest y."""
        x1, y1 = self.x0 + self.columns * self.dx, self.y0 + self.rows * self.dy
        return min(self.x0, x1), min(self.y0, y1), max(self.x0, x1), max(self.y0, y1)

    def part(self, window: Window) -> Grid:
        """Return the grid of a window."""
        return Grid(
            self.path, window.columns, window.rows,
            self.x0 + window.column * self.dx, self.y0 + window.row * self.dy,
            self.dx, self.dy, self.crs_wkt,
        )  # fmt: skip


def gdal_call(function, *args, **kwargs):
    """Call GDAL quietly, whatever the process does about its exceptions.

    Returns
    -------
    result : object or None
        ``None`` when the call failed.
    reason : str
        What GDAL said about the failure.
    """
    gdal.ErrorReset()
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        result = function(*args, **kwargs)
    except RuntimeError as error:
        return None, _one_line(str(error))
    finally:
        gdal.PopErrorHandler()
    return result, _one_line(gdal.GetLastErrorMsg())


def _listening(said: list, function, *args):
    """Call GDAL, and list what it says: older versions forget it before the call has ended."""
    gdal.PushErrorHandler(lambda level, number, text: said.append(text))
    try:
        return function(*args)
    finally:
        gdal.PopErrorHandler()


def _one_line(text: str) -> str:
    """GDAL tells the cause of an error in a line of its own."""
    return " ".join(text.split())


# The C library of Linux gives freed memory back to the system at once, and has to ask for it again,
# unless a larger piece was freed before (of 32 MB at most). GDAL allocates and frees every block.
np.empty(31 << 20, dtype=np.uint8)
#: Memory that a thread uses again and again, see `thread_array`.
_memory = threading.local()


def thread_array(name: str, shape: tuple, dtype) -> np.ndarray:
    """Return an array of the running thread; the next of the same name takes its place.

    The system gives new memory page by page, and clears it: for each piece of
    a raster that would take a tenth as long as counting its cells.
    """
    size = math.prod(shape) * np.dtype(dtype).itemsize
    held = getattr(_memory, name, None)
    if held is None or len(held) < size:
        held = np.empty(size, dtype=np.uint8)
        setattr(_memory, name, held)
    return held[:size].view(dtype).reshape(shape)


def _cell_type(band) -> np.dtype:
    """Type of the cells of a band."""
    if _is_signed_byte(band):
        return np.dtype(np.int8)
    return np.dtype(gdal_array.GDALTypeCodeToNumericTypeCode(band.DataType))


def _is_signed_byte(band) -> bool:
    """Tell whether bytes have a sign; before GDAL 3.7 they are bytes with a note."""
    return band.GetMetadataItem("PIXELTYPE", "IMAGE_STRUCTURE") == "SIGNEDBYTE"


class Raster:
    """One band of a raster of classes.

    It may be read by several threads at once, each has a file handle of its
    own, and goes to other processes as path and options.

    Parameters
    ----------
    path : str or path-like
        Anything GDAL can open: a file, a VRT, a ``/vsi`` path.
    band : int
        Number of the band, from 1.
    nodata : float, optional
        A value that means "no data", besides those that the file declares.

    Attributes
    ----------
    grid : Grid
    block : tuple of int
        Columns and rows of what GDAL decodes at once.
    piece_cells : int
        Largest number of cells that are read at once, unless a block has more.
    met : dict of value to int
        Values that were met, and how often the last time; a hint, shared by all threads.

    Raises
    ------
    InputError
        If the raster cannot be opened, lacks the band, has no CRS or no
        georeference, is rotated, or holds complex numbers.
    """

    def __init__(self, path, band: int = 1, nodata: float | None = None):
        self.path = str(path)
        self._number, self._nodata = band, nodata
        self._handles = threading.local()
        self.met = {}
        self._open()
        dataset, band = self._handles.dataset, self._handles.band
        self.grid = self._checked_grid(dataset, band)
        self.block = _block(dataset, band)
        self.piece_cells = max(1, PIECE_BYTES * 8 // gdal.GetDataTypeSize(band.DataType))
        self._plan_nodata(band)

    def __reduce__(self):
        # a process elsewhere has another working directory; names within archives stay as they are
        path = os.path.abspath(self.path) if os.path.exists(self.path) else self.path
        return Raster, (path, self._number, self._nodata)

    def _open(self) -> None:
        dataset, reason = gdal_call(gdal.OpenEx, self.path, gdal.OF_RASTER)
        if dataset is None:
            raise InputError(
                Message(
                    "{raster}: GDAL cannot open this raster ({reason}); check the path and the "
                    "file.", raster=self.path, reason=reason or Message("no reason given"),
                )
            )  # fmt: skip
        if not 1 <= self._number <= dataset.RasterCount:
            raise InputError(
                Message(
                    "{raster}: there is no band {band}, the file has {count}; choose another "
                    "band, or a subdataset of the file.",
                    raster=self.path, band=self._number, count=dataset.RasterCount,
                )
            )  # fmt: skip
        self._handles.dataset = dataset
        self._handles.band = dataset.GetRasterBand(self._number)

    def _checked_grid(self, dataset, band) -> Grid:
        faults = []
        crs = dataset.GetSpatialRef()
        if crs is None or crs.IsLocal():
            faults.append(
                Message(
                    "{raster}: the raster has no coordinate reference system, so that areas are "
                    "not defined; assign one, for example with gdal_edit -a_srs.",
                    raster=self.path,
                )
            )
        transform = dataset.GetGeoTransform(can_return_null=True)
        if transform is None:
            faults.append(
                Message(
                    "{raster}: the raster has no georeference; warp it with gdalwarp first.",
                    raster=self.path,
                )
            )
        elif transform[2] or transform[4]:
            faults.append(
                Message(
                    "{raster}: the raster is rotated or sheared; straighten it with gdalwarp -r "
                    "near first.",
                    raster=self.path,
                )
            )
        if gdal.DataTypeIsComplex(band.DataType):
            faults.append(
                Message(
                    "{raster}: the band holds complex numbers, not classes; choose another band.",
                    raster=self.path,
                )
            )
        if faults:
            raise InputError(faults)
        x0, dx, _, y0, _, dy = transform
        wkt = crs.ExportToWkt(["FORMAT=WKT2_2018"])
        return Grid(self.path, dataset.RasterXSize, dataset.RasterYSize, x0, y0, dx, dy, wkt)

    def _plan_nodata(self, band) -> None:
        """Find the values that mean no data; a mask is read only where there are none."""
        given = [] if self._nodata is None else [self._nodata]
        flags, declared = band.GetMaskFlags(), band.GetNoDataValue()
        self._is_float = gdal.GetDataTypeName(band.DataType).startswith("Float")
        signed = _is_signed_byte(band)  # their mask ignores negative values
        by_value = declared is not None and (
            (flags == gdal.GMF_NODATA and (self._is_float or float(declared).is_integer()))
            or (signed and flags & (gdal.GMF_NODATA | gdal.GMF_ALL_VALID))
        )
        self._has_mask = not (flags & gdal.GMF_ALL_VALID or by_value)
        values = given + [declared] if by_value else given
        self._nodata_values = [value for value in values if not np.isnan(value)]

    def windows(self) -> list:
        """Windows over the full width of the raster, each a whole number of blocks high.

        They do not depend on the machine, and neither do the results, which
        are added up window by window.

        Returns
        -------
        list of Window
        """
        grid, block_rows = self.grid, self.block[1]
        rows = max(1, WINDOW_CELLS // grid.columns)
        if not self._is_one_large_block:
            rows = max(1, rows // block_rows) * block_rows
        return [
            Window(0, row, grid.columns, min(rows, grid.rows - row))
            for row in range(0, grid.rows, rows)
        ]

    @property
    def _is_one_large_block(self) -> bool:
        return self.block[0] * self.block[1] > LARGEST_BLOCK

    def piece_size(self, window: Window) -> tuple[int, int]:
        """Columns and rows of what is read at once: whole blocks, none read twice.

        Returns
        -------
        columns, rows : int
        """
        block_columns, block_rows = self.block
        rows = min(window.rows, max(1, self.piece_cells // block_columns))
        if rows > block_rows:
            rows -= rows % block_rows
        elif not self._is_one_large_block:
            rows = min(window.rows, block_rows)
        columns = max(1, self.piece_cells // (rows * block_columns)) * block_columns
        return min(columns, window.columns), rows

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray | None]:
        """Read a window.

        Returns
        -------
        values : array of shape (rows, columns)
            As stored: integer, or floating point. The next call of this thread
            overwrites it.
        valid : bool array of shape (rows, columns), or None
            False where the mask or alpha band of the file says that there is
            no data; None where it has neither. `codes` knows of the rest.

        Raises
        ------
        InputError
            If the file is damaged there.
        """
        if not hasattr(self._handles, "band"):
            self._open()
        values = self._read("values", window)
        mask = self._read("mask", window) if self._has_mask else None
        return values, None if mask is None else mask != 0

    def _band(self, name: str):
        band = self._handles.band
        return band.GetMaskBand() if name == "mask" else band

    def _read(self, name: str, window: Window) -> np.ndarray:
        band = self._band(name)
        values = thread_array(name, (window.rows, window.columns), _cell_type(band))
        done, reason = gdal_call(band.ReadAsArray, *window, buf_obj=values)
        if done is None:
            raise self._damage(name, window, reason)
        if not self._is_one_large_block:
            # No block is needed again; in GDAL's cache they would pile up to a share of all memory.
            gdal_call(band.FlushCache)
        return values

    def _damage(self, name: str, window: Window, reason: str) -> InputError:
        """Say which block cannot be read."""
        self._open()  # what failed once, as a part of a VRT, fails without a word from then on
        band, said = self._band(name), []
        columns, rows = self.block
        for row in range(window.row // rows * rows, window.row + window.rows, rows):
            for column in range(
                window.column // columns * columns, window.column + window.columns, columns
            ):
                block = Window(
                    column, row,
                    min(columns, self.grid.columns - column), min(rows, self.grid.rows - row),
                )  # fmt: skip
                values, why = gdal_call(_listening, said, band.ReadAsArray, *block)
                if values is None:
                    window, reason = block, why or reason or _one_line("".join(said[-1:]))
                    break
            else:
                continue
            break
        return InputError(
            Message(
                "{raster}: the file is damaged or incomplete at columns {column} to "
                "{last_column}, rows {row} to {last_row} (block {block_column}, "
                "{block_row}): {reason}; get the file again.",
                raster=self.path, reason=reason.rstrip(".") or Message("no reason given"),
                column=window.column, last_column=window.column + window.columns - 1,
                row=window.row, last_row=window.row + window.rows - 1,
                block_column=window.column // columns, block_row=window.row // rows,
            )
        )  # fmt: skip

    def codes(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
        """Read values as class codes.

        Parameters
        ----------
        values : array
            As `read` gives them.

        Returns
        -------
        codes : array of int
        known : bool array, or None
            False where a value means no data; None where none does.

        Raises
        ------
        InputError
            If a value is not a whole number, or too large for a class code.
        """
        known = np.isfinite(values) if self._is_float else None
        for nodata in self._nodata_values:
            nodata = _as_cell(nodata, values.dtype)
            if nodata is not None:
                differs = values != nodata
                known = differs if known is None else known & differs
        if self._is_float:
            wrong = (values != np.rint(values)) | (np.abs(values) > _LARGEST_CODE)
        elif values.dtype.itemsize < 8:
            return values, known
        else:
            wrong = values > _CODES.max if values.dtype.kind == "u" else values == _CODES.min
        wrong = values[wrong if known is None else known & wrong]
        if wrong.size:
            raise InputError(
                Message(
                    "{raster}: the value {value} is not a class code; choose a raster of classes, "
                    "or declare the value as no data.",
                    raster=self.path, value=wrong[0].item(),
                )
            )  # fmt: skip
        return np.where(known, values, 0).astype(np.int64) if self._is_float else values, known


def _as_cell(value, dtype):
    """Return a value in the type of cells, or None where no cell can have it."""
    if dtype.kind == "f":
        return dtype.type(value)
    if not float(value).is_integer():
        return None
    # exact: numpy compares large whole numbers of different types as floating point
    value, limits = int(value), np.iinfo(dtype)
    return dtype.type(value) if limits.min <= value <= limits.max else None


def _block(dataset, band) -> tuple[int, int]:
    """Columns and rows of a block; of a VRT, those of the first of its files.

    A VRT has blocks of 128 x 128 by name only, and reads from its files.
    """
    if dataset.GetDriver().ShortName == "VRT":
        for path in (dataset.GetFileList() or [])[1:]:
            source, _ = gdal_call(gdal.OpenEx, path, gdal.OF_RASTER)
            if source is not None:
                columns, rows = source.GetRasterBand(1).GetBlockSize()
                return min(columns, dataset.RasterXSize), min(rows, dataset.RasterYSize)
    return tuple(band.GetBlockSize())
