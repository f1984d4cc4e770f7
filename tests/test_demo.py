"""``make demo``: what a newcomer sees first."""

import csv
import re
import subprocess
import sys
from collections import defaultdict

import pytest

pytestmark = pytest.mark.qgis_process

TO_BASE = {"10^4 t": 1e4, "10^8 m3": 1e5}  # t, 1000 m3


@pytest.fixture(scope="module")
def printed(root):
    done = subprocess.run(
        [sys.executable, str(root / "scripts" / "demo.py")],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def table(printed, title):
    """Lines of numbers under a title, by year."""
    block = printed.split(title)[1].split("\n\n")[0]
    return {line.split()[0]: line.split()[1:] for line in block.splitlines() if line[:4] == "  20"}


def test_emissions_are_those_of_the_sample(root, printed):
    # ICE = sum of amount times factor, straight from the two tables
    with open(root / "core" / "data" / "emission_factors.csv", encoding="utf-8") as file:
        factors = {
            row["fuel"]: float(row["ef"])
            for row in csv.DictReader(file)
            if row["factor_set"] == "provincial_guideline_2011"
        }
    tco2 = defaultdict(float)
    with open(root / "sample" / "energy.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["fuel"] in factors:
                amount = float(row["amount"]) * TO_BASE[row["unit"]]
                tco2[row["year"]] += amount * factors[row["fuel"]]
    shown = {year: line[0] for year, line in table(printed, "All provinces together").items()}
    assert shown == {year: "%.1f" % (value / 1e6) for year, value in tco2.items()}


def test_every_year_has_thirty_provinces(printed):
    lines = table(printed, "Moran's I")
    assert list(lines) == ["2011", "2013", "2015", "2017", "2019", "2021"]
    assert all(sum(map(int, line[-4:])) == 30 for line in lines.values())


def test_it_shows_progress_and_names_files_that_exist(root, printed):
    assert re.search(r"^ +25|^ +40|^ +50", printed, re.M) and "100 %" in printed
    files = re.findall(r"demo-output/\S+", printed)
    assert len(files) == 6 and all((root / name).stat().st_size > 10_000 for name in files)
    assert "Traceback" not in printed and "Warning" not in printed
