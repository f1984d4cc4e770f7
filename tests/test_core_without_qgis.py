"""The core is importable without QGIS, and without the packages of the statistics."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

QGIS = ("qgis", "PyQt5", "PyQt6", "processing")
OPTIONAL = ("esda", "libpysal", "mapclassify", "shapely", "matplotlib")

# Imports the package under its fixed name as conftest does, and then every module of the core.
PROGRAM = """
import importlib, importlib.abc, importlib.util, pkgutil, sys

blocked = {blocked!r}

class Block(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in blocked:
            raise ModuleNotFoundError("blocked: " + name, name=name)

sys.meta_path.insert(0, Block())
spec = importlib.util.spec_from_file_location(
    "carbon_footprint", {root!r} + "/__init__.py", submodule_search_locations=[{root!r}]
)
package = importlib.util.module_from_spec(spec)
sys.modules["carbon_footprint"] = package
spec.loader.exec_module(package)

core = importlib.import_module("carbon_footprint.core")
names = [module.name for module in pkgutil.walk_packages(core.__path__, core.__name__ + ".")]
for name in names:
    importlib.import_module(name)
print(len(names))
loaded = {{name.split(".")[0] for name in sys.modules}}
assert not loaded & set(blocked), loaded & set(blocked)
"""


def run(root, blocked, more=""):
    """Run the program with packages blocked, and return what it prints."""
    program = PROGRAM.format(blocked=blocked, root=str(root)) + textwrap.dedent(more)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def modules(root):
    """Number of modules in the core, counted on disk."""
    return len(list((root / "core").glob("*.py"))) - 1  # without __init__


def test_the_core_imports_without_qgis(root):
    assert run(root, QGIS) == [str(modules(root))]


def test_the_block_works(root):
    with pytest.raises(AssertionError, match="blocked: qgis"):
        run(root, QGIS, "import qgis.core")


def test_the_core_says_what_it_lacks(root):
    said = run(
        root,
        QGIS + OPTIONAL,
        """
        from carbon_footprint.core.log import InputError
        from carbon_footprint.core.moran import global_moran, local_moran
        from carbon_footprint.core.spatial_weights import build_weights

        for call in (
            lambda: global_moran([1.0, 2.0], None),
            lambda: local_moran([1.0, 2.0], None),
            lambda: build_weights([b"", b""], ["a", "b"]),
        ):
            try:
                call()
                print("no error")
            except InputError as error:
                print(" ".join(error.messages))
        """,
    )
    assert said[0] == str(modules(root))
    for text, package in zip(said[1:], ("esda", "esda", "libpysal")):
        assert package in text and text.endswith(".") and "pip" in text
    assert len(said) == 4


def test_arithmetic_needs_nothing_of_that(root):
    # the worked example: 10 Mt of coal emit 19,003,000 t CO2 by the paper's factor
    said = run(
        root,
        QGIS + OPTIONAL,
        """
        import pandas as pd
        from carbon_footprint.core.emissions import industrial_emissions
        from carbon_footprint.core.footprint import footprint_3d

        energy = pd.DataFrame(
            [("甲", 2021, "raw_coal", 10.0, "10^6 t")],
            columns=["region", "year", "fuel", "amount", "unit"],
        )
        ice = industrial_emissions(energy, "zuo_zhao_2025")["ice_tco2"]
        print(round(ice[0]), round(footprint_3d(ice, [ice[0] * 12 / 44 / 2], [2.5]).depth[0], 9))
        """,
    )
    assert said[1:] == ["19003000 2.0"]
