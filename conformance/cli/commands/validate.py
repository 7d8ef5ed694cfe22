"""`layer-conformance validate FILE...`: target files, checked without any network."""

from __future__ import annotations

from pathlib import Path

import click

from conformance.targets import Target, TargetFileError, load_target


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
            click.echo(f"{file}: {describe(load_target(file))}")
        except TargetFileError as error:
            errors.append(str(error))
    for sentence in errors[:-1]:
        click.echo(f"layer-conformance: {sentence}", err=True)
    if errors:
        raise click.ClickException(errors[-1])


def describe(target: Target) -> str:
    """Return what a target file is about, in a line."""
    versions = f", versions {', '.join(target.versions)}" if target.versions else ""
    capabilities = ", ".join(sorted(target.declared)) or "none"
    return f"{target.name}, a {target.actor}{versions}; capabilities: {capabilities}"
