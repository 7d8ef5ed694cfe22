"""The driver in Python that people start from."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from click.testing import CliRunner

from conformance.cli import main

ROOT = Path(__file__).parents[2]
DRIVER = ROOT / "examples" / "drivers" / "python" / "driver.py"


def test_the_page_shows_it_as_it_is():
    """Whoever copies it from the page gets what is tested here."""
    page = (ROOT / "docs" / "clients.md").read_text(encoding="utf-8")
    assert f"```python\n{DRIVER.read_text(encoding='utf-8')}```" in page


def test_the_doctor_is_content(monkeypatch):
    """It starts, signs a user in, and says what it cannot do."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    result = CliRunner().invoke(main, ["doctor", str(DRIVER.with_name("target.toml"))])
    assert result.exit_code == 0, result.output
    assert "alice, with 3 requests" in result.output
    assert "does not support use" in result.output
