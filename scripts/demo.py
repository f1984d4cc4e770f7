"""The full analysis on the sample, through qgis_process, and a short table of what it found.

Run by ``make demo``. Everything is written to ``demo-output/``; nothing is downloaded.
"""

import re
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "demo-output"
GEOPACKAGE = OUTPUT / "footprint.gpkg"
MAPS, PAGE = OUTPUT / "maps", OUTPUT / "report.html"
PARAMETERS = {
    "RASTERS": ROOT / "sample" / "landcover" / "MCD12C1_2019_igbp.tif",
    "LEGEND": "igbp",
    "REGIONS": ROOT / "sample" / "provinces.geojson",
    "ENERGY": ROOT / "sample" / "energy.csv",
    "POPULATION": ROOT / "sample" / "population.csv",
    "OUTPUT": GEOPACKAGE,
    "OUTPUT_MAPS": MAPS,
    "OUTPUT_HTML": PAGE,
}
WIDTH = 40
ZONES = (("I", "Core"), ("II", "Critical"), ("III", "Observation"), ("IV", "Buffer"))


def run_tool():
    """Run the tool, show its progress, and return what it printed."""
    command = [str(ROOT / "scripts" / "qgis_process.sh"), "run", "carbonfootprint:fullanalysis"]
    command += ["--%s=%s" % item for item in PARAMETERS.items()]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, bufsize=0
    )
    printed = ""
    while True:
        character = process.stdout.read(1)
        if not character:
            break
        printed += character
        if character == ".":
            steps = re.findall(r"(?:^|\.\.\.|\n)(\d+)\.\.", printed)
            show_progress(int(steps[-1]) if steps else 0)
    process.wait()
    show_progress(100)
    if sys.stdout.isatty():
        print()
    if process.returncode or not GEOPACKAGE.exists():
        sys.exit("The demo failed. qgis_process said:\n\n" + printed)
    return printed


def show_progress(percent, shown=[-1]):  # noqa: B006 (remembers the last step)
    """Draw the bar on a terminal; elsewhere a line every quarter."""
    if percent == shown[0]:
        return
    if sys.stdout.isatty():
        done = WIDTH * percent // 100
        print("\r  %s%s %3d %%" % ("█" * done, "░" * (WIDTH - done), percent), end="", flush=True)
    elif percent // 25 > shown[0] // 25:
        print("  %3d %%" % percent, flush=True)
    shown[0] = percent


def rows(query):
    """Rows of a query on the GeoPackage."""
    with sqlite3.connect(GEOPACKAGE) as connection:
        return connection.execute(query).fetchall()


def print_table(title, headings, lines):
    """Print right-aligned columns under a title."""
    cells = [headings, *lines]
    widths = [max(len(line[i]) for line in cells) for i in range(len(headings))]
    print("\n" + title)
    for line in cells:
        print("  " + "  ".join(cell.rjust(width) for cell, width in zip(line, widths)))


def main():
    """Run the demo."""
    shutil.rmtree(OUTPUT, ignore_errors=True)
    OUTPUT.mkdir()
    print("Industrial carbon footprint of 30 provinces, 2011 to 2021 (sample data)\n", flush=True)
    start = time.monotonic()
    run_tool()

    summary = rows(
        "select year, ice_tco2 / 1e6, sink_tc / 1e6, icf_ha / 1e6, cec_ha / 1e6, depth_fang,"
        " depth_naive, quadrant_i, quadrant_ii, quadrant_iii, quadrant_iv"
        " from summary where method = 'consistent' order by year"
    )
    print_table(
        "All provinces together",
        ["year", "ICE Mt CO2", "sink Mt C", "ICF Mha", "CEC Mha", "depth (Fang)", "depth (naive)"],
        [
            [str(row[0]), *("%.1f" % value for value in row[1:5])]
            + ["%.3f" % value for value in row[5:7]]
            for row in summary
        ],
    )
    print("  ICE emissions, ICF footprint, CEC capacity; depth above 1: sinks are overdrawn")
    moran = {
        (field, year): "%.3f (%.3f)" % (i, p)
        for field, year, i, p in rows("select field, year, moran_i, p from moran")
    }
    print_table(
        "Moran's I (two-sided p) and number of provinces by quadrant",
        ["year", "of size", "of depth", *("%s %s" % zone for zone in ZONES)],
        [
            [str(row[0]), moran["size_ha", row[0]], moran["depth", row[0]], *map(str, row[7:])]
            for row in summary
        ],
    )
    deepest = rows(
        "select region, depth from footprint where year = (select max(year) from footprint)"
        " order by depth desc limit 5"
    )
    print(
        "\nDeepest in %d: %s"
        % (summary[-1][0], ", ".join("%s %.4g" % province for province in deepest))
    )
    print("\nFiles (%.0f s)" % (time.monotonic() - start))
    for label, path in (
        ("layers", GEOPACKAGE),
        ("page", PAGE),
        *(("map", path) for path in sorted(MAPS.glob("*.png"))),
    ):
        print("  %-7s %s" % (label, path.relative_to(ROOT)))


if __name__ == "__main__":
    main()
