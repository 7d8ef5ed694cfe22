"""`layer-conformance run`: the suite, from any directory."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from conformance.processes import become
from conformance.reporting.previous import PreviousReportsError, set_aside
from conformance.run_options import RUN_OPTIONS, RunOption
from conformance.suite import suite_folder
from conformance.suite_run import pytest_command

#: Options with which pytest only tells something, and no run begins.
_TELLING = ("-V", "--version", "--co", "--collect-only", "--markers", "--fixtures")


class _RunCommand(click.Command):
    """A command with the suite's own options, each handed on to pytest in one word with its value."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params[:0] = [_click_option(option) for option in RUN_OPTIONS]


def _click_option(option: RunOption) -> click.Option:
    return click.Option(
        [*option.names, option.dest],
        metavar=option.metavar,
        type=click.Choice(option.choices) if option.choices else None,
        help=f"{option.help[0].upper()}{option.help[1:]}.",
        shell_complete=_complete_path if option.metavar == "FILE" else None,
    )


def _complete_path(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(incomplete, type="file")]


@click.command(
    cls=_RunCommand,
    short_help="Examine a target: run the suite from any directory.",
    context_settings={"ignore_unknown_options": True},
)
@click.argument("pytest_arguments", nargs=-1, type=click.UNPROCESSED, metavar="[PYTEST ARGUMENTS]...")
def run(pytest_arguments: tuple[str, ...], target: str | None, reports: str | None, **others: str | None) -> None:
    """Examine a target.

    Every other argument goes to pytest, as in `layer-conformance run -k nonce -x`; a feature may be named as
    `features/server/nonces.feature`. `pytest --help` lists pytest's own. The exit code is that of the run.
    """
    suite = suite_folder()
    if not (suite / "features").is_dir():
        raise click.ClickException("this installation has no features; install layer-conformance again")
    folder = Path(reports or "reports")
    if not any(option in pytest_arguments for option in _TELLING):
        _set_old_reports_aside(folder)
    joined = (f"--{name.replace('_', '-')}={value}" for name, value in others.items() if value is not None)
    command = pytest_command(suite, target, folder.absolute(), (*joined, *pytest_arguments))
    sys.stdout.flush()
    become(command)


def _set_old_reports_aside(folder: Path) -> None:
    """Set the reports of an earlier run aside, before pytest can refuse an option and leave them as if of today."""
    try:
        set_aside(folder)
    except PreviousReportsError as error:
        raise click.ClickException(str(error)) from error
