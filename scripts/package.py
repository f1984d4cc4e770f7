#!/usr/bin/env python3
"""Make the zip that the plugin manager of QGIS installs, out of the last commit.

``.gitattributes`` says what stays out. The rules checked are those of the plugin portal.
"""

from __future__ import annotations

import argparse
import configparser
import re
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "carbon_footprint"
MAX_BYTES = 25 * 1024 * 1024
NEEDED = ("__init__.py", "metadata.txt", "LICENSE")
UNWANTED = re.compile(r"(^|/)(__pycache__|__MACOSX|\.git[^/]*|\.\.|tests|docs)(/|$)|\.py[co]$")
METADATA = (
    "name", "description", "about", "version", "qgisMinimumVersion", "author", "email",
    "repository", "tracker",
)  # fmt: skip


def git(*arguments) -> str:
    """Run git on this repository and return what it printed."""
    # The folder may belong to another user than root, who builds here.
    command = ["git", "-c", f"safe.directory={ROOT}", "-C", str(ROOT), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def read_metadata(text: str) -> configparser.SectionProxy:
    """Return the general section of the text of a ``metadata.txt``."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read_string(text)
    return parser["general"]


def build(folder: Path) -> Path:
    """Write ``carbon_footprint-VERSION.zip`` into a folder and return its path."""
    version = read_metadata(git("show", "HEAD:metadata.txt"))["version"]
    folder.mkdir(parents=True, exist_ok=True)
    target = folder.resolve() / f"{PACKAGE}-{version}.zip"
    # Translations that are compiled at packaging and not committed come in beside the commit.
    compiled = git("ls-files", "--others", "--", "i18n/*.qm").split()
    extra = [f"--prefix={PACKAGE}/i18n/", *(f"--add-file={ROOT / name}" for name in compiled)]
    git("archive", "--format=zip", *extra, f"--prefix={PACKAGE}/", "-o", target, "HEAD")
    return target


def find_faults(archive: Path) -> list[str]:
    """Return a sentence for every rule of the plugin portal that a zip breaks."""
    faults = []
    if archive.stat().st_size > MAX_BYTES:
        faults.append(f"The zip has more than {MAX_BYTES} bytes.")
    with zipfile.ZipFile(archive) as content:
        names = content.namelist()
        if {name.split("/")[0] for name in names} != {PACKAGE}:
            faults.append(f"The only top folder must be {PACKAGE}.")
        faults += [f"{name} must not be in it." for name in names if UNWANTED.search(name)]
        missing = [name for name in NEEDED if f"{PACKAGE}/{name}" not in names]
        faults += [f"{name} is missing." for name in missing]
        if "metadata.txt" in missing:
            return faults
        metadata = read_metadata(content.read(f"{PACKAGE}/metadata.txt").decode("utf-8"))
        faults += [f"metadata.txt lacks {key}." for key in METADATA if not metadata.get(key)]
        if f"{PACKAGE}/{metadata.get('icon', '')}" not in names:
            faults.append("The icon that metadata.txt names is not in the zip.")
        if "/" in metadata.get("author", ""):
            faults.append("The author in metadata.txt must not contain a slash.")
    return faults


def main() -> None:
    """Build the zip, check it, and say where it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT / "dist", help="default: dist/")
    folder = parser.parse_args().folder
    if git("status", "--porcelain"):
        print("There are changes that are not committed; the zip holds the last commit.")
    archive = build(folder)
    faults = find_faults(archive)
    if faults:
        sys.exit("\n".join([f"{archive} breaks rules of the plugin portal:", *faults]))
    print(f"{archive} ({archive.stat().st_size:,} bytes)")


if __name__ == "__main__":
    main()
