"""Class rasters: opened through GDAL, checked, and read window by window.

GDAL's exceptions are a switch of the whole process, and a plugin shares the
process with others. Nothing here flips it: every call is made so that it is
right whether GDAL raises or returns ``None`` (``gdal_call``).
"""

from __future__ import annotations

from collections import namedtuple
from dataclasses import dataclass

import numpy as np
from osgeo import gdal

from .log import InputError, Message

#: Cells read at once. 4 million keep every array of a window within tens of MB.
WINDOW_CELLS = 2048 * 2048
_WINDOW_SIDE = 2048
#: Whole numbers beyond this are not exact in floating point.
_LARGEST_CODE = 2.0**53

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
        return None, str(error)
    finally:
        gdal.PopErrorHandler()
    return result, gdal.GetLastErrorMsg()


class Raster:
    """One band of a raster of classes.

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

    Raises
    ------
    InputError
        If the raster cannot be opened, lacks the band, has no CRS or no
        georeference, is rotated, or holds complex numbers.
    """

    def __init__(self, path, band: int = 1, nodata: float | None = None):
        self.path = str(path)
        self._dataset, reason = gdal_call(gdal.OpenEx, self.path, gdal.OF_RASTER)
        if self._dataset is None:
            raise InputError(
                Message(
                    "{raster}: GDAL cannot open this raster ({reason}); check the path and the "
                    "file.", raster=self.path, reason=reason or Message("no reason given"),
                )
            )  # fmt: skip
        if not 1 <= band <= self._dataset.RasterCount:
            raise InputError(
                Message(
                    "{raster}: there is no band {band}, the file has {count}; choose another "
                    "band, or a subdataset of the file.",
                    raster=self.path, band=band, count=self._dataset.RasterCount,
                )
            )  # fmt: skip
        self._band = self._dataset.GetRasterBand(band)
        self._nodata = nodata
        self.grid = self._checked_grid()

    def _checked_grid(self) -> Grid:
        faults = []
        crs = self._dataset.GetSpatialRef()
        if crs is None or crs.IsLocal():
            faults.append(
                Message(
                    "{raster}: the raster has no coordinate reference system, so that areas are "
                    "not defined; assign one, for example with gdal_edit -a_srs.",
                    raster=self.path,
                )
            )
        transform = self._dataset.GetGeoTransform(can_return_null=True)
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
        if gdal.DataTypeIsComplex(self._band.DataType):
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
        size = self._dataset.RasterXSize, self._dataset.RasterYSize
        return Grid(self.path, *size, x0, y0, dx, dy, wkt)

    def windows(self):
        """Yield the windows that cover the raster, each a whole number of blocks.

        A block is thus decoded for one window only. Blocks larger than a
        window should be (a file that is one block) are cut by rows.

        Yields
        ------
        Window
        """
        grid, (block_columns, block_rows) = self.grid, self._band.GetBlockSize()
        columns = min(grid.columns, max(1, _WINDOW_SIDE // block_columns) * block_columns)
        rows = max(1, WINDOW_CELLS // columns)
        if rows > block_rows:
            rows -= rows % block_rows
        for row in range(0, grid.rows, rows):
            for column in range(0, grid.columns, columns):
                yield Window(
                    column, row,
                    min(columns, grid.columns - column), min(rows, grid.rows - row),
                )  # fmt: skip

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Read a window.

        Returns
        -------
        values : array of shape (rows, columns)
            As stored: integer, or floating point.
        valid : bool array of shape (rows, columns)
            False where there is no data: by the declared value, an internal
            mask, an alpha band, the parameter ``nodata``, or NaN.

        Raises
        ------
        InputError
            If the file is damaged there.
        """
        values = self._read(self._band, window)
        if self._band.GetMaskFlags() & gdal.GMF_ALL_VALID:
            valid = np.ones(values.shape, dtype=bool)
        else:
            valid = self._read(self._band.GetMaskBand(), window) != 0
        if values.dtype.kind == "f":
            valid &= np.isfinite(values)
            if self._nodata is not None:  # in the precision of the file
                valid &= values != values.dtype.type(self._nodata)
        elif self._nodata is not None:
            valid &= values != self._nodata
        return values, valid

    def _read(self, band, window: Window) -> np.ndarray:
        values, reason = gdal_call(band.ReadAsArray, *window)
        if values is None:
            block_columns, block_rows = self._band.GetBlockSize()
            raise InputError(
                Message(
                    "{raster}: the file is damaged or incomplete at columns {column} to "
                    "{last_column}, rows {row} to {last_row} (from block {block_column}, "
                    "{block_row}): {reason}; get the file again.",
                    raster=self.path, reason=reason.rstrip(".") or Message("no reason given"),
                    column=window.column, last_column=window.column + window.columns - 1,
                    row=window.row, last_row=window.row + window.rows - 1,
                    block_column=window.column // block_columns,
                    block_row=window.row // block_rows,
                )
            )  # fmt: skip
        return values

    def codes(self, values: np.ndarray) -> np.ndarray:
        """Return valid values as integers.

        Raises
        ------
        InputError
            If a value is not a whole number, or too large for a class code.
        """
        if values.dtype.kind != "f":
            return values
        wrong = values[(values != np.rint(values)) | (np.abs(values) > _LARGEST_CODE)]
        if wrong.size:
            raise InputError(
                Message(
                    "{raster}: the value {value} is not a class code; choose a raster of classes, "
                    "or declare the value as no data.",
                    raster=self.path, value=float(wrong[0]),
                )
            )  # fmt: skip
        return values.astype(np.int64)
