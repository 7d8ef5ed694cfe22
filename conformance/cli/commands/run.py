"""`layer-conformance run`: the suite, from any directory."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from conformance.processes import become
from conformance.reporting.previous import PreviousReportsError, set_aside
from conformance.suite import suite_folder
from conformance.suite_run import pytest_command

#: Options with which pytest only tells something, and no run begins.
_TELLING = ("-h", "--help", "-V", "--version", "--co", "--collect-only", "--markers", "--fixtures")


@click.command(
    short_help="Examine a target: run the suite from any directory.",
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]},
)
@click.option("--target", metavar="FILE", help="The target file; without it, the suite's own reference.")
@click.option("--patience", metavar="TIME", help="Wait up to this long, such as 11m, for what needs time to pass.")
@click.option("--reports", metavar="DIR", default="reports", show_default=True, help="Where reports go.")
@click.argument("pytest_arguments", nargs=-1, type=click.UNPROCESSED, metavar="[PYTEST ARGUMENTS]...")
def run(target: str | None, patience: str | None, reports: str, pytest_arguments: tuple[str, ...]) -> None:
    """Examine a target.

    Every other argument goes to pytest, as in `layer-conformance run -k nonce -x`; a feature may be named as
    `features/server/nonces.feature`. The exit code is that of the run.
    """
    suite = suite_folder()
    if not (suite / "features").is_dir():
        raise click.ClickException("this installation has no features; install layer-conformance again")
    if not any(option in pytest_arguments for option in _TELLING):
        _set_old_reports_aside(Path(reports))
    waits = () if patience is None else (f"--patience={patience}",)
    command = pytest_command(suite, target, Path(reports).absolute(), (*waits, *pytest_arguments))
    sys.stdout.flush()
    become(command)


def _set_old_reports_aside(folder: Path) -> None:
    """Set the reports of an earlier run aside, before pytest can refuse an option and leave them as if of today."""
    try:
        set_aside(folder)
    except PreviousReportsError as error:
        raise click.ClickException(str(error)) from error
