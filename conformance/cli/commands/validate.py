"""`layer-conformance validate FILE...`: target files, checked without any network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from conformance.targets import Target


@click.command(short_help="Check target files without any network: for editors and hooks.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
def validate(files: tuple[Path, ...]) -> None:
    """Check that each target FILE can be used: its keys, their values, and the files and variables that they name.

    Nothing is asked over the network; `doctor` does that. One line says what a file is; what is wrong with files is
    said one sentence each, and the exit code is then 4.
    """
    from conformance.targets import TargetFileError, load_target

    wrong = []
    for file in files:
        try:
            click.echo(f"{file}: {describe(load_target(file))}")
        except TargetFileError as error:
            wrong.append(str(error))
    if wrong:
        *first, last = wrong
        for sentence in first:
            click.echo(f"layer-conformance: {sentence}", err=True)
        raise click.ClickException(last)


def describe(target: Target) -> str:
    """Return what a target file is about, in a line."""
    return "; ".join(_parts(target))


def _parts(target: Target) -> Iterator[str]:
    versions = f", versions {', '.join(target.versions)}" if target.versions else ""
    yield f"{target.name}, a {target.actor}{versions}"
    yield f"capabilities: {', '.join(sorted(target.declared)) or 'none'}"
