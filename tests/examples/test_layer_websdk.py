"""A real SDK, installed from npm and examined: what is found is what docs/clients.md explains."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "drivers" / "layer-websdk"


@pytest.fixture(scope="module")
def verdict(tmp_path_factory) -> dict:
    """Install the SDK in a folder of its own, examine it, and return the verdict."""
    folder = tmp_path_factory.mktemp("websdk") / "driver"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("node_modules"))
    install = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    subprocess.run(install, cwd=folder, check=True, capture_output=True, text=True)
    command = [sys.executable, "-m", "conformance.cli", "run", "--target", str(folder / "target.toml"), "-q"]
    ended = subprocess.run(
        [*command, "--reports", str(folder / "reports")], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1, ended.stdout + ended.stderr
    return json.loads((folder / "reports" / "verdict.json").read_text(encoding="utf-8"))


def test_what_is_found_is_what_the_page_explains(verdict):
    """Nothing more, and nothing less."""
    page = (ROOT / "docs" / "clients.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (CLIENT-[A-Z0-9-]+) \| ([A-Z ]+)(, now and then)? \|", page, re.MULTILINE)
    verdicts = {each["requirement"]: each["verdict"].replace("_", " ") for each in verdict["findings"]}
    found = {(name, what) for name, what in verdicts.items() if what in ("VIOLATES", "FALLS SHORT")}
    assert found - {(name, what) for name, what, rarely in rows if rarely} == {
        (name, what) for name, what, rarely in rows if not rarely
    }
    assert [
        (each["requirement"], each["reason"]) for each in verdict["findings"] if each["verdict"] == "INCONCLUSIVE"
    ] == []
