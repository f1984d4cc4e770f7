"""The zip for the plugin manager: the rules of the plugin portal, and its security scans."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import zipfile

import pytest


@pytest.fixture(scope="module")
def package(root):
    spec = importlib.util.spec_from_file_location("package", root / "scripts" / "package.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def archive(package, tmp_path_factory):
    try:
        package.git("rev-parse", "HEAD")
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is not a git checkout with a commit")
    return package.build(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def unpacked(archive, tmp_path_factory):
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(archive) as content:
        content.extractall(folder)
    return folder / "carbon_footprint"


def test_the_zip_keeps_the_rules_of_the_portal(package, archive):
    assert package.find_faults(archive) == []
    with zipfile.ZipFile(archive) as content:
        assert content.testzip() is None


def test_the_zip_holds_what_the_plugin_reads_at_run_time(unpacked):
    for name in ("plugin.py", "algorithms", "core/data", "icons/provider.svg", "models", "sample"):
        assert (unpacked / name).exists(), name


def test_the_zip_holds_every_model(unpacked, root):
    models = {file.name for file in (root / "models").iterdir()}
    assert {file.name for file in (unpacked / "models").iterdir()} == models


def test_the_zip_leaves_out_what_only_developers_need(unpacked):
    for name in ("tests", "docs", "scripts", "benchmarks", ".ci", "Makefile", "pyproject.toml"):
        assert not (unpacked / name).exists(), name
    assert not list(unpacked.rglob("*.ts"))


@pytest.mark.parametrize(
    ("names", "fault"),
    [
        (["carbon_footprint/__init__.py", "other/x.py"], "only top folder"),
        (["carbon_footprint/__pycache__/a.cpython-311.pyc"], "must not be in it"),
        (["carbon_footprint/tests/test_a.py"], "must not be in it"),
        (["carbon_footprint/metadata.txt"], "LICENSE is missing"),
        (["carbon_footprint/metadata.txt"], "lacks version"),
        (["carbon_footprint/metadata.txt"], "icon"),
    ],
)
def test_a_faulty_zip_is_found_out(package, tmp_path, names, fault):
    path = tmp_path / "faulty.zip"
    with zipfile.ZipFile(path, "w") as content:
        for name in names:
            content.writestr(name, "[general]\nname=x\n")
    assert any(fault in sentence for sentence in package.find_faults(path))


def test_bandit_finds_nothing(unpacked):
    pytest.importorskip("bandit")
    command = [sys.executable, "-m", "bandit", "-q", "-r", "-f", "json", str(unpacked)]
    result = subprocess.run(command, capture_output=True, text=True)
    findings = json.loads(result.stdout)["results"]
    assert [(f["test_id"], f["filename"], f["line_number"]) for f in findings] == []


def test_detect_secrets_finds_nothing(unpacked):
    pytest.importorskip("detect_secrets")
    command = [sys.executable, "-m", "detect_secrets", "scan", "--all-files", "."]
    result = subprocess.run(command, capture_output=True, text=True, cwd=unpacked, check=True)
    assert json.loads(result.stdout)["results"] == {}
