"""The `verdict.json` that a command is given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


def given_verdict(path: Path) -> dict[str, Any]:
    """Return what the file says; raises ClickException, with one sentence, where it cannot be relied on."""
    from conformance.reporting.verdict.read import VerdictFileError, read_verdict

    try:
        return read_verdict(path)
    except VerdictFileError as error:
        raise click.ClickException(str(error)) from error
