"""Where the features and steps lie: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path

import click

import conformance

_PACKAGE = Path(conformance.__file__).parent


def suite_folder() -> Path:
    """Return the folder with `pyproject.toml`, `conftest.py`, `features` and `steps`.

    Raises ClickException where the installation has none.
    """
    for folder in (_PACKAGE / "_suite", _PACKAGE.parent):
        if (folder / "features").is_dir() and (folder / "conftest.py").is_file():
            return folder
    raise click.ClickException("this installation has no features; install layer-conformance anew")
