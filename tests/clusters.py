"""A Dask cluster on this machine, a scheduler and workers as processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time


class Cluster:
    """A scheduler that knows nothing of this package, and workers, as processes."""

    def __init__(self, folder, root, **settings):
        self._folder, self._settings, self._processes = folder, settings, []
        self.workers, self.fresh = [], False
        (folder / "plugins").mkdir()
        (folder / "plugins" / "carbon_footprint").symlink_to(root, target_is_directory=True)
        self.plugins = folder / "plugins"
        file = folder / "scheduler.json"
        self._start("scheduler", "--scheduler-file", str(file), "--port", "0", "--no-show")
        deadline = time.monotonic() + 60
        while not file.exists() or not file.read_text().endswith("}"):
            assert time.monotonic() < deadline and self._processes[0].poll() is None
            time.sleep(0.05)
        self.address = json.loads(file.read_text())["address"]

    def _start(self, kind, *arguments, path=""):
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith("DASK_")
        }
        site = [entry for entry in sys.path if entry.endswith("site-packages")]
        environment["PYTHONPATH"] = os.pathsep.join([str(path), *site] if path else site)
        environment.update(self._settings, DASK_CONFIG=str(self._folder))
        with open(self._folder / "cluster.log", "ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", kind, *arguments, "--host", "127.0.0.1",
                 "--no-dashboard"],
                cwd=self._folder, env=environment, stdout=log, stderr=log,
            )  # fmt: skip
        self._processes.append(process)
        return process

    def start(self, count, path=None):
        """Start workers, and wait until the scheduler knows them."""
        number = len(self.known())
        started = [
            self._start(
                "worker", self.address, "--no-nanny", "--nthreads", "1", "--memory-limit", "0",
                "--local-directory", str(self._folder), path=self.plugins if path is None else path,
            )
            for _ in range(count)
        ]  # fmt: skip
        self.workers += started
        self.wait(lambda: len(self.known()) == number + count)
        return started

    def stop(self):
        """End all workers."""
        for process in self.workers:
            process.kill()
            process.wait()
        self.workers.clear()
        self.fresh = False
        self.wait(lambda: not self.known())

    def end(self):
        """End the scheduler."""
        self._processes[0].kill()

    def close(self):
        for process in self._processes:
            process.kill()
            process.wait()

    def ask(self, function):
        from distributed import Client  # not everybody has it

        with Client(self.address, set_as_default=False) as client:
            return client.run_on_scheduler(function)

    def known(self):
        return self.ask(lambda dask_scheduler: list(dask_scheduler.workers))

    def left(self):
        """Tasks and clients at the scheduler, besides the one that asks."""
        return self.ask(
            lambda dask_scheduler: (
                len(dask_scheduler.tasks),
                sum(name != "fire-and-forget" for name in dask_scheduler.clients) - 1,
            )
        )

    def wait(self, condition):
        deadline = time.monotonic() + 60
        while not condition():
            assert time.monotonic() < deadline, (self._folder / "cluster.log").read_text()
            time.sleep(0.1)
