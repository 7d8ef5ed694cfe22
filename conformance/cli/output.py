"""The file that a command writes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click


def write_output(path: Path, text: str | bytes, *, not_over: Iterable[Path] = ()) -> None:
    """Write the whole file or nothing; raises ClickException, with one sentence, where that cannot be.

    `not_over` are files that were read, and that a slip must not replace.
    """
    from conformance.reporting.atomic_files import replace_file

    if any(path.resolve() == each.resolve() for each in not_over):
        raise click.ClickException(f"{path} is what was read; what is written needs another name")
    try:
        replace_file(path, text)
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL
        raise click.ClickException(f"{path} cannot be written: {getattr(error, 'strerror', None) or error}") from error
