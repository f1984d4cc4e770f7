#!/usr/bin/env python3
"""Bring i18n/*.ts in line with the texts of the code, and compile them into i18n/*.qm.

Without Qt's lupdate, which finds texts by the class around them and so misses ours. The texts
for the user are the literals that stand first in these calls, in plugin.py, algorithms/ and core/:

    tr("...")    Message("...", ...)    log.info("...", ...)    log.warning("...", ...)
    self.fault("...", ...)

Anything else in that place is an error, for it would never be translated, but for two ways of
passing a text on: an argument called ``template``, and the attribute ``template`` of a Message.

New texts come into the .ts files as unfinished: write the translation there (or in Qt Linguist),
remove ``type="unfinished"``, and run this again. Texts that are gone from the code are dropped.
"""

from __future__ import annotations

import argparse
import ast
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
CONTEXT = "CarbonFootprint"
SOURCES = ("plugin.py", "algorithms/*.py", "core/*.py")
FUNCTIONS = {"tr", "Message"}
METHODS = {"info", "warning", "fault"}
COMPILERS = (
    "lrelease",
    "lrelease-qt5",
    "lrelease-qt6",
    "/usr/lib/qt6/bin/lrelease",
    "pyside6-lrelease",
)
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
QUOTES = {'"': "&quot;", "'": "&apos;"}


@dataclass
class Text:
    """A text of the code and its translation, empty where there is none."""

    source: str
    file: str
    translation: str = ""
    finished: bool = False


def collect(root: Path = ROOT) -> tuple[dict[str, str], list[str]]:
    """Return the texts of the code with the first file of each, and what is not a literal."""
    texts, faults = {}, []
    for pattern in SOURCES:
        for path in sorted(root.glob(pattern)):
            file = path.relative_to(root).as_posix()
            for call in _calls(ast.parse(path.read_text(encoding="utf-8"))):
                text = call.args[0] if call.args else None
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    texts.setdefault(text.value, file)
                elif not _passes_on(text):
                    line = ast.unparse(call).splitlines()[0]
                    faults.append(f"{file}, line {call.lineno}: not a literal: {line}")
    return texts, faults


def _calls(tree: ast.Module) -> list[ast.Call]:
    """Return the calls that take a text for the user, in the order of the file."""

    def takes_text(node) -> bool:
        if not isinstance(node, ast.Call):
            return False
        if isinstance(node.func, ast.Name):
            return node.func.id in FUNCTIONS
        return isinstance(node.func, ast.Attribute) and node.func.attr in METHODS

    calls = [node for node in ast.walk(tree) if takes_text(node)]
    return sorted(calls, key=lambda node: (node.lineno, node.col_offset))


def _passes_on(node) -> bool:
    return "template" in (getattr(node, "id", None), getattr(node, "attr", None))


def read_ts(path: Path) -> dict[str, Text]:
    """Return the texts of a .ts file by their source."""
    texts = {}
    for message in ElementTree.parse(path).iter("message"):
        source, translation = message.findtext("source"), message.find("translation")
        finished = translation.get("type") is None
        file = message.find("location").get("filename").replace("../", "", 1)
        texts[source] = Text(source, file, translation.text or "", finished)
    return texts


def merge(collected: dict[str, str], known: dict[str, Text]) -> list[Text]:
    """Return the texts of the code with the translations known."""
    texts = []
    for source, file in collected.items():
        old = known.get(source, Text(source, file))
        texts.append(Text(source, file, old.translation, old.finished))
    return texts


def format_ts(texts: list[Text], language: str) -> str:
    """Return the text of a .ts file; files without line numbers, which would change daily."""
    lines = [f'<TS version="2.1" language="{language}">', "<context>"]
    lines.append(f"    <name>{CONTEXT}</name>")
    for text in texts:
        state = "" if text.finished else ' type="unfinished"'
        lines += [
            "    <message>",
            f'        <location filename="../{text.file}"/>',
            f"        <source>{escape(text.source, QUOTES)}</source>",
            f"        <translation{state}>{escape(text.translation, QUOTES)}</translation>",
            "    </message>",
        ]
    return HEAD + "\n".join([*lines, "</context>", "</TS>", ""])


def compile_ts(path: Path) -> None:
    """Compile a .ts file into the .qm file beside it."""
    compiler = next(filter(None, map(shutil.which, COMPILERS)), None)
    if compiler is None:
        sys.exit(
            "Qt's lrelease is missing; install it by 'apt install qttools5-dev-tools' or "
            "'pip install PySide6-Essentials'."
        )
    target = path.with_suffix(".qm")
    subprocess.run([compiler, "-silent", path, "-qm", target], check=True)


def main() -> None:
    """Update and compile, or check."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="change nothing, fail if this would")
    check = parser.parse_args().check
    collected, faults = collect()
    for path in sorted((ROOT / "i18n").glob("carbon_footprint_*.ts")):
        language = path.stem.rpartition("carbon_footprint_")[2]
        texts = merge(collected, read_ts(path))
        new = format_ts(texts, language)
        stale = path.read_text(encoding="utf-8") != new
        if stale and check:
            faults.append(f"{path.name} is not up to date; run make translations.")
        elif stale:
            path.write_text(new, encoding="utf-8", newline="\n")
        if not check:
            compile_ts(path)
        untranslated = [f"{path.name}: not translated: {t.source}" for t in texts if not t.finished]
        if check:
            faults += untranslated
        print(*untranslated, f"{path.name}: {len(texts)} texts", sep="\n")
    if faults:
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    main()
