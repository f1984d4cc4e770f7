"""Measure the zonal engine beside the bare read of the raster, QGIS, exactextract and GRASS.

Run by ``make bench``; README.md beside this file tells how to read the result.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import made
import numpy as np
import shapely
from osgeo import gdal, ogr

HERE = Path(__file__).resolve().parent
#: Records of full runs, one for each kind of processor.
RESULTS = HERE / "results"

BARE = ("bare_block", "bare_rows", "bare_window")
PEERS = {
    "zonalhistogram": "native:zonalhistogram",
    "exactextract": "exactextract",
    "grass": "GRASS",
}
NAMES = {
    "bare_block": "ReadBlock",
    "bare_rows": "ReadRaster of rows of blocks",
    "bare_window": "ReadAsArray of blocks",
    "ours": "ours",
    **PEERS,
}
#: A fifth of the land cover of China at 30 m; beside it a quarter and a sixteenth of that.
SIZE, REGIONS = 80_000, (31, 2900)
#: Limits hold from this size on, at which others were measured when they were set.
LIMITED_FROM = 20_000
STORAGE = {
    "lzw512": "LZW, tiled 512", "lzw256": "LZW, tiled 256", "deflate512": "Deflate, tiled 512",
    "lzwstrip": "LZW, one row a block",
}  # fmt: skip
#: What is wanted. With many regions it is a multiple of the time with few, not of the bare read.
BARE_LIMIT = {"lzw512": 1.5, "lzw256": 1.5, "lzwstrip": 2.0}
PEER_LIMIT = {"zonalhistogram": 30.0, "exactextract": 8.0, "grass": 1.0}
REGIONS_LIMIT, MEMORY_LIMIT_MB, LINEAR_LIMIT, CANCEL_LIMIT_S = 1.5, 600, 0.10, 2.0
#: Standard errors that coverage fractions may differ from whole cells.
ERRORS = 6


@dataclass(frozen=True)
class Contender:
    """One row of a table; of the bare read, which no region concerns, ``regions`` is 0."""

    name: str
    regions: int
    workers: int


@dataclass
class Case:
    """A raster and who reads it."""

    name: str
    storage: str
    place: str
    size: int
    contenders: list[Contender]
    peers: bool = False  # whether all peers are measured
    facts: dict = field(default_factory=dict)
    reports: dict = field(default_factory=dict)  # Contender -> what each of its runs wrote
    failed: dict = field(default_factory=dict)  # Contender -> the reason

    @property
    def title(self):
        return f"{STORAGE[self.storage]}, {self.place}, {self.size:,} x {self.size:,}"

    @property
    def is_limited(self):
        return self.size >= LIMITED_FROM

    @property
    def raster(self):
        return made.raster_path(self.size, self.storage, self.place)

    def seconds(self, contender):
        """Median, None if it did not run."""
        reports = self.reports.get(contender)
        return float(np.median([r["seconds"] for r in reports])) if reports else None

    def bare(self, workers):
        """The fastest of the bare reads."""
        found = [Contender(name, 0, workers) for name in BARE]
        found = [each for each in found if self.reports.get(each)]
        return min(found, key=self.seconds) if found else None

    def rounds(self, contender, runs):
        """How often a contender runs: a peer that only gives a second opinion, once."""
        return 1 if contender.name in PEERS and not self.peers else runs

    def peak_mb(self, contender):
        return max(report["peak_mb"] for report in self.reports[contender])


def worker_counts():
    return sorted({1, len(os.sched_getaffinity(0))})


def cases(size: int, peers) -> list[Case]:
    """List what is measured: three sizes, the smallest with the peers, all storages at one."""
    quarter, half = size // 4, size // 2
    everyone = [Contender(peer, count, 1) for count in REGIONS for peer in peers]
    second = [Contender("grass", 31, 1)] if "grass" in peers else []
    found = [
        Case("quarter", "lzw512", "geographic", quarter, _readers() + everyone, peers=True),
        Case("half", "lzw512", "geographic", half, _readers() + second),
        Case("full", "lzw512", "geographic", size, _readers()),
    ]
    for storage, place in (
        ("lzw256", "geographic"), ("deflate512", "geographic"), ("lzwstrip", "geographic"),
        ("lzw512", "projected"),
    ):  # fmt: skip
        found.append(Case(f"{storage}-{place}", storage, place, half, _readers()))
    return found


def _readers():
    workers = worker_counts()
    return [Contender(name, 0, each) for each in workers for name in BARE] + [
        Contender("ours", count, each) for each in workers for count in REGIONS
    ]


def installed():
    """Tell apart the peers that are here and those that are not."""
    here = {
        "zonalhistogram": importlib.util.find_spec("qgis") is not None,
        "exactextract": importlib.util.find_spec("exactextract") is not None,
        "grass": shutil.which("grass") is not None,
    }
    return [peer for peer in PEERS if here[peer]], [peer for peer in PEERS if not here[peer]]


# --- running -------------------------------------------------------------------------------------


def measure(case: Case, runs: int) -> None:
    """Run all contenders of a case in turn, round after round."""
    print(f"\n{case.title}", flush=True)
    made.rasters(case.size, [(case.storage, case.place)])
    for count in REGIONS:
        made.regions(case.size, count, case.place)
    os.sync()  # what was just made is not to be written while others are timed
    case.facts = made.facts(case.raster)
    for turn in range(runs):
        for contender in case.contenders:
            if contender in case.failed or turn >= case.rounds(contender, runs):
                continue
            say(f"  round {turn + 1} of {runs}: {label(contender)} ...")
            try:
                report = run(case, contender, check=turn == 0)
            except RuntimeError as error:
                case.failed[contender] = str(error)
                say(f"  {label(contender)} failed: {error}\n")
                continue
            case.reports.setdefault(contender, []).append(report)
    say("")


def run(case: Case, contender: Contender, check: bool, **more) -> dict:
    """Run a contender in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        task = {
            "contender": contender.name,
            "raster": str(case.raster),
            "regions": str(made.regions_path(case.size, contender.regions, case.place)),
            "count": contender.regions,
            "classes": made.CLASSES,
            "workers": contender.workers,
            "report": str(report),
            "launched": time.time(),
            "check": check,
            **more,
        }
        command = [sys.executable, str(HERE / "peers.py"), json.dumps(task)]
        if contender.name == "grass":
            command = ["grass", "--tmp-location", str(case.raster), "--exec", *command]
        done = subprocess.run(command, capture_output=True, text=True)
        if not report.exists():
            last = (done.stderr.strip() or "no reason given").splitlines()[-1]
            raise RuntimeError(f"{last} (exit code {done.returncode})")
        return json.loads(report.read_text(encoding="utf-8"))


def say(text):
    """Show where the work is, on one line of a terminal."""
    if sys.stdout.isatty():
        print(f"\r\033[K{text}", end="", flush=True)


def label(contender):
    name = NAMES[contender.name]
    if contender.regions:
        name += f", {contender.regions:,} regions"
    return f"{name}, {_workers(contender.workers)}"


def cancelled(case: Case):
    """Cancel ours a quarter, half and three quarters through; how long each took to end."""
    workers = worker_counts()[-1]
    waits = []
    for count in REGIONS:
        contender = Contender("ours", count, workers)
        seconds = case.seconds(contender)
        for share in (0.25, 0.5, 0.75) if seconds else ():
            report = run(case, contender, check=True, cancel_after=seconds * share)
            waits.append(report["notes"].get("cancel_s"))
    return [wait for wait in waits if wait is not None]  # None: it was done before


# --- the same counts? ----------------------------------------------------------------------------


def counted(every: list[Case]):
    """Compare all counts; yield (said, True if they agree).

    Storages and places hold the same cells, so that one answer serves all of a size.
    """
    tables = {}
    for case in every:
        for contender, reports in case.reports.items():
            table = np.array(reports[0]["counts"], dtype=float)
            tables.setdefault((case.size, contender.regions), []).append((case, contender, table))
    for (size, count), found in sorted(tables.items()):
        where = f"{size:,} x {size:,}, {count:,} regions"
        if not count:
            same = all((table[0] == case.facts["cells"]).all() for case, _, table in found)
            yield (
                f"{size:,} x {size:,}: {len(found)} bare reads see every cell of the raster, "
                "class by class",
                same,
            )
            continue
        order = ("zonalhistogram", "grass", "ours")
        whole = [each for each in found if each[1].name in order]
        if not whole:
            continue
        case, judge, expected = min(whole, key=lambda each: order.index(each[1].name))
        for name in order:
            others = [each for each in whole if each[1].name == name and each[1] != judge]
            if others:
                differ = sum(_differing(table, expected) for _, _, table in others)
                yield (
                    f"{where}: {NAMES[name]} (storages, "
                    f"CRS and workers: {len(others)}) against {NAMES[judge.name]}: {differ:,} "
                    f"cells of {np.nansum(expected):,.0f} differ",
                    differ == 0,
                )
        for case, contender, table in found:
            if contender.name == "exactextract":
                yield _covered(where, case, count, table, expected)
        yield from _areas(where, found)


def _differing(table, expected):
    """Cells counted otherwise; what one of the two leaves out ("no data") is not compared."""
    return int(np.nansum(np.abs(table - expected)))


def _areas(where, found):
    """Ellipsoidal areas in total, where both measure them."""
    area = {
        contender.name: case.reports[contender][0]["notes"].get("area_ha")
        for case, contender, _ in found
        if case.place == "geographic"
    }
    if area.get("ours") and area.get("grass"):
        difference = abs(area["ours"] / area["grass"] - 1)
        yield (
            f"{where}: total area of {NAMES['ours']} against {NAMES['grass']}: {difference:.1e}",
            difference < 1e-6,
        )


def _covered(where, case, count, table, expected):
    """Compare coverage fractions with whole cells.

    They differ in the cells that the border of a region crosses. There the share of the region
    is about uniform in 0..1 and the whole cell 0 or 1 as its centre says, a difference of
    variance 1/12 at most. A border crosses at most as many cells as it crosses lines of the grid,
    which are |dx| + |dy| for each of its edges; so the standard error of a region is
    sqrt(crossed / 12), and no class of it has a larger one. In the sum of all regions inner
    borders cancel out.
    """
    shapes = _shapes(case.size, count, case.place)
    cell = made.PLACES[case.place].cell
    difference = table[:, 1:] - expected[:, 1:]
    error = np.sqrt(np.array([_crossed(shape, cell) for shape in shapes]) / 12)
    worst = np.nanmax(np.abs(difference) / error[:, None])
    outline = np.sqrt(_crossed(shapely.coverage_union_all(shapes), cell) / 12)
    total = np.abs(difference.sum(axis=0)).max() / outline
    return (
        f"{where}: {NAMES['exactextract']} (coverage "
        f"fractions) is at most {worst:.1f} standard errors away in a class of a region, "
        f"{total:.1f} in the sum of the regions ({ERRORS} allowed)",
        worst <= ERRORS and total <= ERRORS,
    )


def _shapes(size, count, place):
    file = ogr.Open(str(made.regions_path(size, count, place)))
    return shapely.from_wkb(
        [bytes(feature.GetGeometryRef().ExportToWkb()) for feature in file.GetLayer()]
    )


def _crossed(shape, cell):
    total = 1.0
    for ring in shapely.get_rings(shapely.get_parts(shape)):
        total += np.abs(np.diff(shapely.get_coordinates(ring), axis=0)).sum() / cell
    return total


# --- telling -------------------------------------------------------------------------------------


def report(every, checks, waits, missing, runs) -> str:
    """Write all that was measured as Markdown."""
    lines = ["# The zonal engine, measured", "", *machine(), ""]
    lines += [
        f"Medians of runs in turn: {runs}; of GRASS beside other sizes 1. From the files "
        "to the table of counts, without the start of programs; the files are in the cache of the "
        "operating system.",
        "",
        *(f"**Skipped, not installed: {NAMES[peer]}.**\n" for peer in missing),
        "## Time against the bare read of the raster",
        "",
        *_against_bare(every),
        "",
        "## Other targets",
        "",
        "| what | measured | wanted | |",
        "| --- | --- | --- | --- |",
    ]
    for what, found, wanted, met in (
        *_against_peers(every), *_against_few_regions(every), *_by_size(every, waits),
    ):  # fmt: skip
        lines.append(f"| {what} | {found} | {wanted} | {'' if met is None else _verdict(met)} |")
    lines += ["", "## The same counts", ""]
    for said, same in checks:
        lines.append(f"- {'ok' if same else '**DIFFERS**'}: {said}.")
    for case in every:
        lines += ["", f"## {case.title}", "", *_table(case)]
    return "\n".join(lines) + "\n"


def _verdict(met):
    return "ok" if met else "**MISSED**"


def _against_bare(every):
    who = [(count, workers) for count in REGIONS for workers in worker_counts()]
    heads = [f"{count:,} regions, {_workers(workers)}" for count, workers in who]
    yield f"| raster | the bare read | wanted, {REGIONS[0]} regions | {' | '.join(heads)} |"
    yield "| --- | --- | ---" + " | ---" * len(who) + " |"
    for case in every:
        limit = BARE_LIMIT.get(case.storage) if case.is_limited else None
        found = [case.bare(workers) for workers in worker_counts()]
        bare = [f"{NAMES[each.name]} {case.seconds(each):.3f} s" for each in found if each]
        cells = []
        for count, workers in who:
            ratio = _ratio(case, Contender("ours", count, workers), case.bare(workers))
            cells.append(f"{ratio:.2f}x" if ratio else "")
            if ratio and limit and count == REGIONS[0]:
                cells[-1] += f" {_verdict(ratio <= limit)}"
        wanted = f"<= {limit:g}x" if limit else ""
        yield f"| {case.title} | {'; '.join(bare)} | {wanted} | {' | '.join(cells)} |"


def _against_peers(every):
    for case in every:
        if not case.peers:
            continue
        for count in REGIONS:
            for peer, limit in PEER_LIMIT.items():
                ratio = _ratio(case, Contender(peer, count, 1), Contender("ours", count, 1))
                if ratio:
                    yield (
                        f"{NAMES[peer]} against ours, one worker, {count:,} regions",
                        f"{ratio:.1f}x",
                        f">= {limit:g}x" if limit > 1 else "> 1x",
                        ratio >= limit if limit > 1 else ratio > 1,
                    )


def _against_few_regions(every):
    for case in every:
        for workers in worker_counts():
            few, many = (Contender("ours", count, workers) for count in REGIONS)
            ratio = _ratio(case, many, few)
            if ratio:
                yield (
                    f"{REGIONS[1]:,} regions against {REGIONS[0]}, {_workers(workers)}: "
                    f"{case.title}",
                    f"{ratio:.2f}x",
                    f"<= {REGIONS_LIMIT:g}x" if case.is_limited else "",
                    ratio <= REGIONS_LIMIT if case.is_limited else None,
                )


def _by_size(every, waits):
    """Tell of memory, linearity, progress and cancelling."""
    sizes = _sizes(every)
    for count in REGIONS:
        for workers in worker_counts():
            contender = Contender("ours", count, workers)
            found = [case for case in sizes if case.reports.get(contender)]
            if len(found) < 2:
                continue
            at = " / ".join(f"{case.size:,}²" for case in found)
            who = f"{count:,} regions, {_workers(workers)}, {at}"
            peaks = [case.peak_mb(contender) for case in found]
            yield (
                f"peak memory, {who}",
                " / ".join(f"{peak:.0f}" for peak in peaks) + " MB",
                f"< {MEMORY_LIMIT_MB} MB",
                max(peaks) < MEMORY_LIMIT_MB,
            )
            yield from _linear(who, [(case.size**2, case.seconds(contender)) for case in found])
    for workers in worker_counts():
        bare = [(case.size**2, case.seconds(case.bare(workers))) for case in sizes]
        if len(bare) > 1:
            yield from _linear(f"bare read, {_workers(workers)}", bare)
    largest = sizes[-1] if sizes else None
    for count in REGIONS if largest else ():
        ran = largest.reports.get(Contender("ours", count, worker_counts()[-1]))
        if ran:
            notes = ran[0]["notes"]
            yield (
                f"progress, {count:,} regions, {largest.size:,}²: longest step and silence",
                f"{notes['largest_step']:.1%}, {notes['longest_silence_s']:.2f} s",
                "smooth",
                None,
            )
    if waits:
        yield (
            f"cancel, {largest.size:,}²: longest of {len(waits)}",
            f"{max(waits):.2f} s",
            f"<= {CANCEL_LIMIT_S:g} s",
            max(waits) <= CANCEL_LIMIT_S,
        )


def _linear(who, found):
    """How far times are from a straight line: those between from the line through the ends."""
    cells, seconds = np.array(found, dtype=float).T
    listed = " / ".join(f"{cost * 1e9:.2f}" for cost in seconds / cells)
    yield f"time for each cell, {who}", f"{listed} ns", "", None
    if len(cells) > 2:
        line = np.interp(cells, cells[[0, -1]], seconds[[0, -1]])
        away = np.abs(seconds / line - 1).max()
        yield (
            f"linear in cells, {who}",
            f"{away:.0%} from a straight line",
            f"<= {LINEAR_LIMIT:.0%}",
            away <= LINEAR_LIMIT,
        )


def _sizes(every):
    found = [case for case in every if (case.storage, case.place) == ("lzw512", "geographic")]
    return sorted(found, key=lambda case: case.size)


def _workers(count):
    return f"{count} worker" + ("s" if count > 1 else "")


def _ratio(case, above, below):
    if not above or not below or not case.seconds(above) or not case.seconds(below):
        return None
    return case.seconds(above) / case.seconds(below)


def _table(case):
    facts = case.facts
    yield (
        f"{case.raster.stat().st_size / 1e6:.1f} MB, {facts['bits']:.2f} bits a cell, "
        f"horizontal runs of {facts['run']:.1f} cells."
    )
    yield ""
    yield "| contender | regions | workers | s | from–to | ns a cell | peak MB | start s |"
    yield "| --- | --: | --: | --: | --- | --: | --: | --: |"
    for contender in case.contenders:
        regions = f"{contender.regions:,}" if contender.regions else ""
        row = f"| {NAMES[contender.name]} | {regions} | {contender.workers} |"
        if contender in case.failed:
            yield f"{row} failed: {case.failed[contender]} | | | | |"
            continue
        reports = case.reports[contender]
        times = [each["seconds"] for each in reports]
        median = case.seconds(contender)
        start = np.median([each["start"] for each in reports])
        yield (
            f"{row} {median:.3f} | {min(times):.3f}–{max(times):.3f} | "
            f"{median / case.size**2 * 1e9:.2f} | {case.peak_mb(contender):.0f} | {start:.2f} |"
        )


def machine():
    """Tell on what the figures were measured, and of which state of the code."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = [f"Python {sys.version.split()[0]}", f"GDAL {gdal.__version__}"]
    versions.append(f"numpy {np.__version__}")
    if importlib.util.find_spec("qgis"):
        from qgis.core import Qgis

        versions.append(f"QGIS {Qgis.QGIS_VERSION}")
    for package in ("numba", "exactextract"):
        if importlib.util.find_spec(package):
            versions.append(f"{package} {version(package)}")
    if shutil.which("grass"):
        versions.append(f"GRASS {_said('grass', '--config', 'version')}")
    commit = _said("git", "describe", "--always", "--dirty") if shutil.which("git") else ""
    if commit:
        versions.append(f"Carbon Footprint of commit {commit}")
    cores = len(os.sched_getaffinity(0))
    yield (
        f"{datetime.date.today()}, {processor()}, {cores} cores, {memory:.0f} GB; "
        f"{', '.join(versions)}."
    )


def processor() -> str:
    """Name of the processor, without marks."""
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return " ".join(re.sub(r"\(\w+\)|@.*", " ", line.split(":")[1]).split())
    return "unknown processor"


def _said(*command) -> str:
    return subprocess.run(command, capture_output=True, text=True, cwd=HERE).stdout.strip()


def main():
    """Measure, print, and keep the result of a full run."""
    names = [case.name for case in cases(1, [])]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=SIZE, help="rows and columns (80000)")
    parser.add_argument("--quick", action="store_true", help="the same as --size 4000 --runs 3")
    parser.add_argument("--runs", type=int, help="runs of each contender (5)")
    parser.add_argument("--case", action="append", choices=names, help="only this; may be repeated")
    parser.add_argument(
        "--peers", action=argparse.BooleanOptionalAction, default=True, help="measure them, too"
    )
    chosen = parser.parse_args()
    size = 4000 if chosen.quick else chosen.size
    runs = chosen.runs or (3 if chosen.quick else 5)
    peers, missing = installed() if chosen.peers else ([], [])
    every = [case for case in cases(size, peers) if not chosen.case or case.name in chosen.case]
    for peer in missing:
        print(f"Skipped, not installed: {NAMES[peer]}.")
    start = time.time()
    for each in {case.size for case in every}:  # one pass for all rasters of a size
        made.rasters(each, [(case.storage, case.place) for case in every if case.size == each])
    for case in every:
        measure(case, runs)
    sizes = _sizes(every)
    waits = cancelled(sizes[-1]) if sizes else []
    checks = list(counted(every))
    every.sort(key=lambda case: -case.size)
    text = report(every, checks, waits, missing, runs)
    print(f"\n{text}\n{(time.time() - start) / 60:.1f} minutes.")
    if not all(same for _, same in checks) or any(case.failed for case in every):
        sys.exit("Counts differ or contenders failed: see above.")
    if size == SIZE and chosen.peers and not chosen.case and not missing:
        record = RESULTS / (re.sub(r"\W+", "-", processor()).lower() + ".md")
        record.write_text(text, encoding="utf-8")
        print(f"Written to {record.relative_to(HERE.parent)}.")


if __name__ == "__main__":
    main()
