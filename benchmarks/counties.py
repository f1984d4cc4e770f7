"""Measure the full analysis on made-up counties: time and memory of every step.

Run by ``make bench-counties``. Each size runs in a process of its own, through Processing.
"""

from __future__ import annotations

import argparse
import datetime
import gc
import importlib
import importlib.util
import json
import math
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import made_counties

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
RESULTS = HERE / "results_counties.md"
FIRST_YEAR = 2000
#: Counties and years; the first is the case, the others tell how the time grows.
SIZES = ((2851, 22), (1426, 22), (713, 22), (2851, 11))
#: Exponent of regions or years above which a step counts as worse than linear; two runs of the same
#: size differ by up to a tenth, and so do exponents.
LIMIT = 1.2
#: Steps shorter than this say nothing about growth.
LEAST_SECONDS = 0.5

#: Step, module and function; what a function calls is no step of its own.
STEPS = (
    ("read layers and options", "algorithms.fullanalysis", "shared.read_landcover"),
    ("read energy", "algorithms.fullanalysis", "shared.read_energy_tables"),
    ("read population", "algorithms.fullanalysis", "read_panel"),
    ("say breaks in series", "algorithms.fullanalysis", "say_breaks"),
    ("weights", "algorithms.fullanalysis", "statistics.read_weights"),
    ("land cover", "algorithms.fullanalysis", "landcover_areas"),
    ("sink", "core.study", "carbon_sink"),
    ("emissions, two methods", "core.study", "industrial_emissions"),
    ("join, two methods", "core.study", "join_tables"),
    ("footprint, two methods", "core.study", "footprint_table"),
    ("global Moran, 2 fields, 999 permutations", "core.study", "global_moran_by_year"),
    ("LISA, 2 fields, 9,999 permutations", "core.study", "local_moran_by_year"),
    ("quadrants, two methods", "core.study", "quadrants_by_year"),
    ("totals", "core.study", "_summary"),
    ("class breaks", "algorithms.study_output", "depth_breaks"),
    ("rows with polygons", "algorithms.study_output", "expand_regions"),
    ("write GeoPackage", "algorithms.study_output", "StudyOutput._write_layer"),
    ("save styles", "algorithms.study_output", "save_style"),
    ("maps", "algorithms.study_output", "StudyOutput._draw_maps"),
    ("page", "algorithms.study_output", "StudyOutput._write_page"),
)
OTHER = "everything else"


# --- one run, in a process of its own --------------------------------------------------------------


class Steps:
    """Times and peaks of memory of steps that call each other."""

    def __init__(self):
        self.seconds, self.peak_mb, self.calls = {}, {}, {}
        self._running = []

    def wrap(self, step, module, path):
        """Put a clock around a function, by its name in a module."""
        holder = module
        *parents, name = path.split(".")
        for parent in parents:
            holder = getattr(holder, parent)
        function = getattr(holder, name)

        def timed(*arguments, **options):
            self._note_peak()
            start = time.perf_counter()
            self._running.append([step, 0.0])
            try:
                return function(*arguments, **options)
            finally:
                self._note_peak()
                took = time.perf_counter() - start
                _, inside = self._running.pop()
                self.seconds[step] = self.seconds.get(step, 0.0) + took - inside
                self.calls[step] = self.calls.get(step, 0) + 1
                if self._running:
                    self._running[-1][1] += took

        setattr(holder, name, timed)

    def _note_peak(self):
        """Give the peak since the last time to the step that runs, and begin anew."""
        step = self._running[-1][0] if self._running else OTHER
        status = Path("/proc/self/status").read_text()
        peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
        self.peak_mb[step] = max(peak, self.peak_mb.get(step, 0.0))
        Path("/proc/self/clear_refs").write_text("5")


def run(count: int, years: int, profile: str, collect: bool) -> dict:
    """Run the full analysis once; seconds and peaks by step."""
    parameters = made_counties.inputs(count, range(FIRST_YEAR, FIRST_YEAR + years))
    from qgis.core import QgsApplication, QgsProcessingFeedback

    application = QgsApplication([], False)
    application.initQgis()
    sys.path.append(os.path.join(application.pkgDataPath(), "python", "plugins"))
    import processing
    from processing.core.Processing import Processing

    Processing.initialize()
    spec = importlib.util.spec_from_file_location(
        "carbon_footprint", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
    )
    package = importlib.util.module_from_spec(spec)
    sys.modules["carbon_footprint"] = package
    spec.loader.exec_module(package)
    plugin = package.classFactory(None)
    plugin.initProcessing()
    import esda  # noqa: F401 - imports take seconds once, whatever the size

    steps = Steps()
    for step, module, path in STEPS:
        steps.wrap(step, importlib.import_module("carbon_footprint." + module), path)
    with tempfile.TemporaryDirectory(dir=made_counties.CACHE) as folder:
        outputs = {
            "OUTPUT": folder + "/study.gpkg",
            "OUTPUT_MAPS": folder + "/maps",
            "OUTPUT_HTML": folder + "/page.html",
        }
        gc.collect()
        if not collect:
            gc.disable()
        steps._note_peak()
        start = time.perf_counter()
        if profile:
            import cProfile

            clock = cProfile.Profile()
            clock.enable()
        results = processing.run(
            "carbonfootprint:fullanalysis",
            {**parameters, **outputs, "LOAD_LAYERS": False},
            feedback=QgsProcessingFeedback(False),
        )
        total = time.perf_counter() - start
        if profile:
            clock.disable()
            clock.dump_stats(profile)
        steps._note_peak()
        found = {
            "seconds": {**steps.seconds, OTHER: total - sum(steps.seconds.values())},
            "peak_mb": steps.peak_mb,
            "calls": steps.calls,
            "total": total,
            "geopackage_mb": os.path.getsize(outputs["OUTPUT"]) / 1e6,
            "page_mb": os.path.getsize(outputs["OUTPUT_HTML"]) / 1e6,
            "numbers": {name: results[name] for name in ("SIZE_HA", "MORAN_DEPTH", "COUNT_I")},
            "vertices": made_counties.vertices(count),
        }
    plugin.unload()
    return found


# --- telling ---------------------------------------------------------------------------------------


def report(case: dict, found: dict) -> str:
    """Write all that was measured as Markdown: the case, and all sizes to see growth."""
    lines = [
        "# The full analysis on counties, measured",
        "",
        *_machine(),
        "",
        f"{SIZES[0][0]:,} counties of {case['vertices']:.0f} vertices, {SIZES[0][1]} years, "
        f"{len(made_counties.FUELS)} fuels, {made_counties.COLUMNS:,} x {made_counties.ROWS:,} "
        "cells of land cover a year; defaults of the full analysis, with map pictures and page. "
        f"**{case['total']:.0f} s** from call to return, peak **{_peak(case):,.0f} MB** for the "
        f"whole process; GeoPackage {case['geopackage_mb']:,.0f} MB, page {case['page_mb']:.1f} MB.",
        "",
        "| step | s | share | peak MB |",
        "| --- | --- | --- | --- |",
    ]
    for step in _order(case):
        seconds = case["seconds"][step]
        lines.append(
            f"| {step} | {seconds:.2f} | {seconds / case['total']:.0%} "
            f"| {case['peak_mb'].get(step, math.nan):,.0f} |"
        )
    lines += [
        "",
        "## How the time grows",
        "",
        "Seconds at each size, and the exponent of a power of regions (from "
        f"{min(SIZES)[0]:,} to {SIZES[0][0]:,}) and of years (from {SIZES[-1][1]} to "
        f"{SIZES[0][1]}): 1 is linear. Steps of less than {LEAST_SECONDS} s have none. A step is "
        f"worse than linear above {LIMIT}. Here Python's garbage collector is off: when it walks "
        "over all objects of the process is chance, and no matter of the step that it interrupts.",
        "",
        "| step | " + " | ".join(f"{count:,} x {years}" for count, years in SIZES)
        + " | regions | years | |",
        "| --- " * (len(SIZES) + 4) + "|",
    ]  # fmt: skip
    for step in [*_order(case), "all"]:
        times = [
            found[size]["total"] if step == "all" else found[size]["seconds"].get(step, 0.0)
            for size in SIZES
        ]
        cells = [f"{seconds:.2f}" for seconds in times]
        powers = [_power(times, 2, SIZES[0][0] / SIZES[2][0]), _power(times, 3, 2)]
        cells += ["" if power is None else f"{power:.2f}" for power in powers]
        worse = any(power is not None and power > LIMIT for power in powers)
        lines.append(f"| {step} | {' | '.join(cells)} | {'**worse**' if worse else ''} |")
    lines += ["", "| | " + " | ".join(f"{count:,} x {years}" for count, years in SIZES) + " |",
              "| --- " * (len(SIZES) + 1) + "|",
              "| peak MB | " + " | ".join(f"{_peak(found[size]):,.0f}" for size in SIZES) + " |"]  # fmt: skip
    return "\n".join(lines) + "\n"


def _order(case):
    steps = [step for step, _, _ in STEPS if step in case["seconds"]]
    return [*steps, OTHER]


def _peak(case):
    return max(case["peak_mb"].values())


def _power(times, other, factor):
    if times[0] < LEAST_SECONDS or times[other] <= 0:
        return None
    return math.log(times[0] / times[other]) / math.log(factor)


def _machine():
    import esda
    import numpy
    import pandas
    from qgis.core import Qgis

    processor = next(
        (
            line.split(":")[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    yield (
        f"{datetime.date.today()}, {processor}, {os.cpu_count()} cores, {memory:.0f} GB; Python "
        f"{platform.python_version()}, QGIS {Qgis.QGIS_VERSION}, numpy {numpy.__version__}, pandas "
        f"{pandas.__version__}, esda {esda.__version__}."
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1, help="of each size; the fastest counts")
    parser.add_argument("--size", nargs=2, type=int, help="counties and years: one size alone")
    parser.add_argument("--profile", default="", help="file for cProfile; with --child")
    parser.add_argument("--no-gc", action="store_true", help="without the garbage collector")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print("\n" + json.dumps(run(*options.size, options.profile, not options.no_gc)), flush=True)
        os._exit(0)  # QGIS takes its time to go, and is not measured
    if options.size:
        wanted = [(tuple(options.size), not options.no_gc)]
    else:
        wanted = [(SIZES[0], True), *((size, False) for size in SIZES)]
    found = {}
    for size, collect in wanted * options.runs:
        command = [sys.executable, __file__, "--child", "--size", *map(str, size)]
        command += ["--profile", options.profile] if options.profile else []
        command += [] if collect else ["--no-gc"]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{size} failed:\n{done.stdout}\n{done.stderr}")
        one = json.loads(done.stdout.splitlines()[-1])
        print(f"{size[0]:,} counties, {size[1]} years: {one['total']:.1f} s, {_peak(one):,.0f} MB")
        for step in _order(one):
            peak = one["peak_mb"].get(step, math.nan)
            print(f"  {step:42s} {one['seconds'][step]:8.2f} s {peak:8,.0f} MB", flush=True)
        if (size, collect) not in found or one["total"] < found[size, collect]["total"]:
            found[size, collect] = one
    if not options.size:
        growth = {size: found[size, False] for size in SIZES}
        RESULTS.write_text(report(found[SIZES[0], True], growth), encoding="utf-8")


if __name__ == "__main__":
    main()
