"""Who counts windows: the workers of a Dask cluster, on this machine or on others.

The scheduler sees functions of Python and Dask, bytes and numbers only: this
package, GDAL and the rasters need to be where the workers are. Nor does it lose
anything for good when a worker dies: regions and areas are the result of a task
like all else, done again where it is missing.
"""

from __future__ import annotations

import asyncio
import hashlib
import threading
import time
import uuid
from collections import deque
from concurrent.futures import CancelledError, wait
from dataclasses import replace
from functools import lru_cache
from operator import methodcaller
from pathlib import Path

from .log import PATIENCE_S, InputError, Log, Message
from .quiet import quiet
from .rasters import Raster, Window
from .tallies import Tally, count_window

#: Seconds between two looks at which workers there are.
_LOOK_S = 2.0
#: Seconds to reach the scheduler, to hope for a worker when the last is gone, and
#: to say good-bye.
_CONNECT_S, _NO_WORKER_S, _CLOSE_S = 10.0, 20.0, 1.5
#: Windows on their way for each thread of a worker.
_AHEAD = 3
#: Grids, and rasters, kept at a time: they come one after the other.
_KEPT = 4


def _source_version() -> str:
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_text(encoding="utf-8").encode())
    return digest.hexdigest()


#: Of the core as it was imported; the number in metadata.txt stays while the code changes.
_VERSION = _source_version()


def core_version() -> str:
    """Return a fingerprint of the code that counts, of the process that runs this."""
    return _VERSION


class Counter:
    """What counts the windows of a grid; every worker gets it once.

    Parameters
    ----------
    version : str
        `core_version` where it was made.
    zones : zones.Zones
    areas : cell_areas.CellAreas

    Raises
    ------
    ImportError
        If this process runs another version of the code.
    """

    def __init__(self, version: str, zones, areas):
        if version != _VERSION:
            raise ImportError("%s runs another version of the code" % _here())
        self._zones, self._areas = zones, areas
        self._raster = lru_cache(maxsize=_KEPT)(_opened)

    def __reduce__(self):
        return Counter, (_VERSION, self._zones, self._areas)

    def count(self, raster: bytes, window: tuple) -> Tally | InputError:
        """Count a window on a worker.

        Parameters
        ----------
        raster : bytes
            Of `_packed`.
        window : tuple of int
            The numbers of a `rasters.Window`.
        """
        try:
            raster = self._raster(raster)
            return count_window(raster, self._zones, self._areas, Window(*window))
        except InputError as error:
            return error.with_traceback(None)  # which holds the open file


def _packed(raster: Raster) -> bytes:
    from distributed.protocol import serialize_bytes

    return serialize_bytes((raster.path, raster.grid, raster.__reduce__()))


def _opened(packed: bytes) -> Raster:
    """Open a raster as the worker sees it, and check that it is the same one."""
    from distributed.protocol import deserialize_bytes

    path, grid, (kind, arguments) = deserialize_bytes(packed)
    try:
        raster = kind(*arguments)
    except InputError as error:
        raise InputError(
            [
                Message(
                    "Worker {worker} does not see the raster that this machine sees; put it where "
                    "all workers see it under the same path: {fault}",
                    worker=_here(), fault=message,
                )
                for message in error.messages
            ]
        ) from None  # fmt: skip
    # the text of a CRS may differ from one version of GDAL to another
    if replace(raster.grid, crs_wkt="") != replace(grid, crs_wkt=""):
        raise InputError(
            Message(
                "{raster}: worker {worker} sees another raster under this path; put the rasters "
                "where all workers see them under the same path.",
                raster=path, worker=_here(),
            )
        )  # fmt: skip
    return raster


def _here() -> str:
    from distributed import get_worker

    return get_worker().address


class DaskCluster:
    """Workers of a running `dask.distributed` scheduler.

    They must see the rasters under the same paths as this process, and have
    this package in the same version on their ``PYTHONPATH``.

    Parameters
    ----------
    address : str
        Of the scheduler, for example ``tcp://10.0.0.1:8786``.

    Raises
    ------
    InputError
        If the package `distributed` is not installed.
    """

    def __init__(self, address: str):
        try:
            import distributed
        except ImportError as error:
            raise InputError(
                Message(
                    "{address}: to count on a Dask cluster, and for this only, the Python package "
                    "{package} is needed ({reason}); install it with pip install {package}, or "
                    "leave the address of the scheduler empty.",
                    address=address, package="distributed", reason=str(error),
                )
            ) from None  # fmt: skip
        self._dask, self._address = distributed, address.strip()

    def count(self, tasks, cells: int, log: Log, meanwhile=()):
        """Count windows, as `workers.Threads.count` does.

        Raises
        ------
        InputError
            If there is no scheduler at this address or it goes away, if it has
            no workers or loses them all, or if they run another version.
        Cancelled
        """
        with _Run(self._dask, self._address, log) as run:
            yield from run.count(tasks, cells, meanwhile)


class _Run:
    """One connection to a scheduler, for one count.

    It lives in an event loop and a thread of its own, which end with it.
    """

    def __init__(self, dask, address: str, log: Log):
        self._dask, self._address, self._log = dask, address, log
        self._client, self._watching = None, None
        self._checked, self._threads = set(), 0

    def __enter__(self):
        ready = threading.Event()
        self._thread = threading.Thread(target=asyncio.run, args=[self._live(ready)], daemon=True)
        self._thread.start()
        ready.wait()
        try:
            self._ask(self._connect())
            self._ask(self._look())
            if not self._threads:
                raise InputError(
                    Message(
                        "{address}: the Dask scheduler has no workers; start some with dask worker "
                        "{address}.", address=self._address,
                    )
                )  # fmt: skip
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self._watching = None
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(_CLOSE_S)  # a scheduler that is gone is left to the thread

    async def _live(self, ready):
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        ready.set()
        await self._end.wait()
        if self._client is not None:
            await self._client.close()

    def _start(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop)

    def _ask(self, coroutine):
        future = self._start(coroutine)
        try:
            while not future.done():
                self._log.check()
                wait([future], PATIENCE_S)
            return future.result()
        finally:
            del future  # with an error it would hold this frame, and all that called it, in a cycle

    async def _connect(self):
        try:
            self._client = self._dask.Client(
                self._address, timeout=_CONNECT_S, set_as_default=False, asynchronous=True
            )
            await self._client
        except Exception as error:
            raise InputError(
                Message(
                    "{address}: no Dask scheduler answers at this address ({reason}); check the "
                    "address, and that the scheduler runs.",
                    address=self._address, reason=str(error),
                )
            ) from error  # fmt: skip

    async def _look(self) -> None:
        """See which workers there are, and check those that are new.

        One with other code would never count (`Counter`), but Dask might wait
        for it forever.
        """
        threads = await self._client.nthreads()
        new = sorted(set(threads) - self._checked)
        if new:
            found = await self._client.run(core_version, workers=new, on_error="return")
            gone = {worker for worker, version in found.items() if isinstance(version, OSError)}
            self._check_versions({worker: found[worker] for worker in set(found) - gone})
            self._checked.update(set(found) - gone)
        self._threads = sum(threads.values())

    def _check_versions(self, found: dict) -> None:
        wrong = {worker: version for worker, version in found.items() if version != _VERSION}
        if not wrong:
            return
        reasons = {str(version) for version in wrong.values() if isinstance(version, Exception)}
        raise InputError(
            Message(
                "{address}: Dask workers cannot run the same code as this machine ({reason}): "
                "{workers}; put the same version of the folder {package} into a folder on their "
                "PYTHONPATH, and start them again.",
                address=self._address, workers=", ".join(sorted(wrong)),
                reason="; ".join(sorted(reasons)) or Message("another version"),
                package=__package__.split(".")[0],
            )
        )  # fmt: skip

    def _gone(self) -> InputError:
        return InputError(
            Message(
                "{address}: the Dask scheduler went away, or dropped the work, before it was done; "
                "look there for the reason and run this again.", address=self._address,
            )
        )  # fmt: skip

    async def _watch(self):
        """Keep an eye on the workers; ends only with an error."""
        seen = time.monotonic()
        while True:
            try:
                await self._look()
            except InputError:
                raise
            except Exception as error:
                raise self._gone() from error
            if self._threads:
                seen = time.monotonic()
            elif time.monotonic() - seen > _NO_WORKER_S:
                raise InputError(
                    Message(
                        "{address}: all workers of the Dask scheduler are gone; look there for the "
                        "reason, start workers and run this again.", address=self._address,
                    )
                )  # fmt: skip
            await asyncio.sleep(_LOOK_S)

    def count(self, tasks, cells: int, meanwhile):
        self._watching = self._start(self._watch())
        counter = lru_cache(_KEPT)(lambda *shared: self._ask(self._counter(*shared)))
        packed, queue, done = lru_cache(_KEPT)(_packed), deque(), 0
        steps = iter(meanwhile)

        def first():
            nonlocal done
            key, raster, window, future = queue.popleft()
            while not future.done():
                self._log.check(done / cells)
                if self._watching.done():
                    self._watching.result()
                if next(steps, queue) is queue:
                    wait([future], PATIENCE_S)
            done += window.columns * window.rows
            self._log.check(done / cells)
            try:
                return key, self._result(raster, future)
            finally:
                del future

        for key, (raster, zones, areas, window) in tasks:
            work = methodcaller("count", packed(raster), tuple(window))
            queue.append(
                (key, raster, window, self._start(self._submit(work, counter(zones, areas))))
            )
            if len(queue) > _AHEAD * self._threads:
                yield first()
        while queue:
            yield first()

    async def _counter(self, zones, areas):
        """Make a counter on a worker; other workers get it from there, or make it anew."""
        from distributed.protocol import deserialize_bytes, serialize_bytes

        packed = serialize_bytes(Counter(_VERSION, zones, areas))
        with quiet():  # that it is large: it is sent only once
            return self._client.submit(deserialize_bytes, packed, pure=False)

    async def _submit(self, work, counter):
        return await self._client.submit(work, counter, key="count_window-%s" % uuid.uuid4())

    def _result(self, raster, future):
        try:
            return future.result()
        except self._dask.KilledWorker:
            return InputError(
                Message(
                    "{raster}: Dask workers died again and again over this raster; give them more "
                    "memory, or fewer threads.", raster=raster.path,
                )
            )  # fmt: skip
        except ImportError:  # from a worker that came later
            self._ask(self._look())
            raise
        except (CancelledError, asyncio.CancelledError, OSError) as error:
            raise self._gone() from error
        finally:
            del future
