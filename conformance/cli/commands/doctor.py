"""`layer-conformance doctor FILE`: whether everything is in place, before anyone reads a verdict."""

from __future__ import annotations

from pathlib import Path

import click

from conformance.caller import ClockDidNotAdvanceError
from conformance.caller.time.target_process import TargetProcessError, run_program
from conformance.cli.doctor.check import report
from conformance.cli.doctor.checks import checks_of
from conformance.cli.output import refuse
from conformance.targets import TargetFileError, load_target


@click.command(short_help="Check a target file, the way to the target, and one sign-in or token.")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def doctor(context: click.Context, file: Path) -> None:
    """Check the target FILE, then the way to the target, then one sign-in, or one token of a provider: one line each.

    The exit code is 0 where all is well, 1 where a check failed, and 4 where the file cannot be used.
    """
    try:
        target = load_target(file)
        with run_program(target):
            is_well = report(checks_of(file, target))
    except TargetFileError as error:
        refuse(error.sentences)
    except (TargetProcessError, ClockDidNotAdvanceError) as error:
        raise click.ClickException(str(error)) from error
    if not is_well:
        context.exit(1)
