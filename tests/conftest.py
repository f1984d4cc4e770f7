"""Common test set-up.

The repository root is the plugin folder, and its name on disk is anybody's
choice. It is imported once, here, as the package ``carbon_footprint``, so that
tests and plugin share the same modules in every checkout.
"""

import importlib.util
import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

if "carbon_footprint" not in sys.modules:
    spec = importlib.util.spec_from_file_location(
        "carbon_footprint", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
    )
    package = importlib.util.module_from_spec(spec)
    sys.modules["carbon_footprint"] = package
    spec.loader.exec_module(package)


@pytest.fixture(scope="session")
def root():
    """The plugin folder."""
    return ROOT


@pytest.fixture(scope="session")
def sample():
    """The folder of the shipped sample."""
    return ROOT / "sample"


@pytest.fixture(scope="session")
def real_data():
    """The folder of real input data; tests that need it are skipped without it."""
    folder = os.environ.get("CARBON_FOOTPRINT_DATA", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("CARBON_FOOTPRINT_DATA does not name a folder with the real input data")
    return Path(folder)
