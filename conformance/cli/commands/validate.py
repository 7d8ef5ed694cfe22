"""`layer-conformance validate FILE...`: target files, checked without any network."""

from __future__ import annotations

from pathlib import Path

import click

from conformance.embedded.targets import UnknownReferenceError, reference_of
from conformance.targets import EmbeddedTarget, Target, TargetFileError, load_target


@click.command(short_help="Check target files without any network: for editors and hooks.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
def validate(files: tuple[Path, ...]) -> None:
    """Check that each target FILE can be used: its keys, their values, and the files and variables that they name.

    Nothing is sent over the network; `doctor` does that. One line describes each file; each file that cannot be used
    gets one sentence on standard error, and the exit code is then 4.
    """
    errors = []
    for file in files:
        try:
            click.echo(f"{file}: {describe(_load(file))}")
        except TargetFileError as error:
            errors.append(str(error))
        except UnknownReferenceError as error:
            errors.append(f"{file}: {error}")
    for sentence in errors[:-1]:
        click.echo(f"layer-conformance: {sentence}", err=True)
    if errors:
        raise click.ClickException(errors[-1])


def _load(file: Path) -> Target:
    target = load_target(file)
    if isinstance(target, EmbeddedTarget):
        reference_of(target)
    return target


def describe(target: Target) -> str:
    """Return what a target file is about, in a line."""
    versions = f", versions {', '.join(target.versions)}" if target.versions else ""
    capabilities = ", ".join(sorted(target.declared)) or "none"
    return f"{target.name}, a {target.actor}{versions}; capabilities: {capabilities}"
