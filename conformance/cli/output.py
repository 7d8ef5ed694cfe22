"""What a command writes: its file, and its sentences where it refuses."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote

import click

from conformance.reporting.atomic_files import replace_file


def write_output(path: Path, text: str | bytes, *, inputs: Iterable[Path] = ()) -> None:
    """Write the whole file or nothing; raises ClickException, with one sentence, where that is impossible.

    `inputs` are files that the command has read, and that a slip must not replace.
    """
    if any(path.resolve() == file.resolve() for file in inputs):
        raise click.ClickException(f"{path} is what was read; the output needs another name")
    try:
        replace_file(path, text)
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL
        raise click.ClickException(f"{path} cannot be written: {getattr(error, 'strerror', None) or error}") from error


def refuse(sentences: Sequence[str]) -> NoReturn:
    """Raise ClickException with the last sentence, after the others, each on a line of its own."""
    for sentence in sentences[:-1]:
        click.echo(f"layer-conformance: {sentence}", err=True)
    raise click.ClickException(sentences[-1])


def page_link(verdict: Path, output: Path) -> str:
    """Return the address of the page beside a verdict as seen from `output`, or "" where it has no page."""
    page = verdict.with_name("index.html")
    if not page.is_file():
        return ""
    path = os.path.relpath(page.resolve(), output.resolve().parent).replace(os.sep, "/")
    return quote(path, errors="surrogateescape")
