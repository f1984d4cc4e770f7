"""Who counts windows: the threads of this machine."""

from __future__ import annotations

import os
import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor, wait

from .log import PATIENCE_S, Cancelled, InputError, Log
from .tallies import count_window

#: What a thread may need: the cells of a piece, flags for them, and lists of odd ones.
_THREAD_MB = 32


class Threads:
    """Threads of this process.

    GDAL decodes and numpy computes without Python's lock, so that threads
    share the work as well as processes would, and share the memory.

    Parameters
    ----------
    count : int
        How many; 0 for as many as there are processors.
    memory_mb : float
        What they may take together; there are fewer if it would not suffice.
    """

    def __init__(self, count: int = 0, memory_mb: float = 512.0):
        self._count = max(1, min(count or os.cpu_count() or 1, int(memory_mb // _THREAD_MB)))

    def count(self, tasks, cells: int, log: Log, meanwhile=()):
        """Count windows.

        Parameters
        ----------
        tasks : iterable of (key, arguments)
            Arguments of `tallies.count_window`, taken as threads become free.
        cells : int
            Number of cells of all windows, for the progress.
        log : Log
        meanwhile : iterable, optional
            Steps of other work, taken by this thread instead of waiting.

        Yields
        ------
        key : hashable
        result : Tally or InputError
            In the order of the tasks.

        Raises
        ------
        Cancelled
        """
        stop, lock, done, steps = threading.Event(), threading.Lock(), [0], iter(meanwhile)

        def tick(number):
            if stop.is_set():
                raise Cancelled()
            with lock:
                done[0] += number

        def work(arguments):
            try:
                return count_window(*arguments, tick)
            except InputError as error:
                # the traceback would keep the dataset open, at worst until after the end of GDAL
                return error.with_traceback(None)

        def first():
            key, future = queue.popleft()
            while not future.done():
                if next(steps, stop) is stop:
                    log.check(done[0] / cells)
                    wait([future], PATIENCE_S)
            log.check(done[0] / cells)
            return key, future.result()

        queue = deque()
        with ThreadPoolExecutor(self._count) as pool:
            try:
                for key, arguments in tasks:
                    queue.append((key, pool.submit(work, arguments)))
                    if len(queue) > 2 * self._count:
                        yield first()
                while queue:
                    yield first()
            finally:
                stop.set()
                for _, future in queue:
                    future.cancel()
