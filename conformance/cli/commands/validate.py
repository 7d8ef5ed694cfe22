"""`layer-conformance validate FILE...`: target files, checked without any network."""

from __future__ import annotations

from pathlib import Path

import click

from conformance.cli.output import refuse
from conformance.embedded.targets import UnknownReferenceError, reference_of
from conformance.targets import EmbeddedTarget, Target, TargetFileError, load_form, load_target


@click.command(short_help="Check target files without any network: for editors and hooks.")
@click.option("--form", is_flag=True, help="Let variables and keys be absent that the file names: for hooks.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
def validate(files: tuple[Path, ...], form: bool) -> None:
    """Check that each target FILE can be used: its keys, their values, and the files and variables that they name.

    Nothing is sent over the network; `doctor` does that. One line describes each file; each fault of a file gets one
    sentence on standard error, and the exit code is then 4.
    """
    sentences: list[str] = []
    for file in files:
        try:
            target = _load(file, form=form)
            what = describe(target) if target else "its form is right; variables or keys that it names are not here"
            click.echo(f"{file}: {what}")
        except TargetFileError as error:
            sentences += error.sentences
        except UnknownReferenceError as error:
            sentences.append(f"{file}: {error}")
    if sentences:
        refuse(sentences)


def _load(file: Path, *, form: bool) -> Target | None:
    target = load_form(file) if form else load_target(file)
    if isinstance(target, EmbeddedTarget):
        reference_of(target)
    return target


def describe(target: Target) -> str:
    """Return what a target file is about, in a line."""
    versions = f", versions {', '.join(target.versions)}" if target.versions else ""
    capabilities = ", ".join(sorted(target.declared)) or "none"
    return f"{target.name}, a {target.actor}{versions}; capabilities: {capabilities}"
