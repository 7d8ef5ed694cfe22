"""Where the suite's own files are, in a checkout or inside the installed package."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def suite_folder() -> Path:
    """Return the folder that holds `features/`, `steps/`, `conftest.py` and `pyproject.toml`."""
    installed = _PACKAGE / "_suite"
    return installed if installed.is_dir() else _PACKAGE.parent


def features_folder() -> Path:
    """Return the folder of the feature files, one folder an actor below it."""
    return suite_folder() / "features"
