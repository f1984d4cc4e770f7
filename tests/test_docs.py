"""The pages say what the tools say, and their links lead somewhere."""

import re
import subprocess
import sys

import pytest


def test_pages_of_the_tools_are_up_to_date(root):
    done = subprocess.run(
        [sys.executable, str(root / "scripts" / "build_docs.py"), "--check"],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr


PAGES = ["CONTRIBUTING.md"] + ["docs/%s.md" % name for name in "method engine models batch".split()]


@pytest.mark.parametrize("page", ["README.md", *PAGES, "docs/tools/README.md"])
def test_links_lead_to_files(root, page):
    text = (root / page).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#]+)\)", text)
    inside = [target for target in targets if "://" not in target]
    missing = [name for name in inside if not ((root / page).parent / name).exists()]
    assert not missing


def test_modules_and_tests_that_the_pages_name_exist(root):
    for page in PAGES:
        text = (root / page).read_text(encoding="utf-8")
        for name in re.findall(r"`((?:core|algorithms|tests|scripts)/[\w/]+\.(?:py|csv))`", text):
            assert (root / name).exists(), name
