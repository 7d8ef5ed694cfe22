"""`layer-conformance gate verdict.json`: whether a verdict may pass. It reads the file, and runs nothing."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from conformance.catalogue import Profile
from conformance.cli.gate.annotations import annotate
from conformance.cli.gate.policy import make_policy
from conformance.cli.gate.refusals import exit_code_of, refusals
from conformance.cli.inputs import read_verdict_file
from conformance.clock import RealTime
from conformance.reporting.text.printable import one_line


@click.command(short_help="Let a verdict pass, or refuse it: for CI.")
@click.argument("file", metavar="[VERDICT]", type=click.Path(path_type=Path), default="reports/verdict.json")
@click.option("--allow-warnings", is_flag=True, default=None, help="Let a SHOULD that falls short pass.")
@click.option("--allow-known", is_flag=True, default=None, help="Let known issues pass that have not expired.")
@click.option(
    "--profile",
    type=click.Choice([each.value for each in Profile]),
    help="The profile that the run has to claim, or a wider one; by default core.",
)
@click.option("--shown-only", is_flag=True, default=None, help="Refuse what conforms on the target file's word alone.")
@click.option("--max-age", metavar="AGE", help="Refuse an older verdict: a number and s, m, h, d or w, as in 24h.")
@click.option("--min-suite", metavar="VERSION", help="Refuse a verdict of an older layer-conformance.")
@click.option("--target-name", metavar="NAME", help="Refuse the verdict of any other target.")
@click.option(
    "--policy", "policy_file", metavar="FILE", type=click.Path(path_type=Path), help="A TOML file with these options."
)
@click.pass_context
def gate(context: click.Context, /, file: Path, policy_file: Path | None, **options: Any) -> None:
    """Judge VERDICT (default: reports/verdict.json) by a policy: without options, only CONFORMANT passes.

    The exit code is 0 where it passes, 6 where it is INCOMPLETE, 1 where it is refused for another reason, and 4 where
    the file cannot be relied on. Every reason is one line. In GitHub Actions, annotations in the target's file say what
    needs somebody.
    """
    policy = make_policy(policy_file, options)
    run = read_verdict_file(file)
    for line in annotate(run, os.environ):
        click.echo(line)
    reasons = refusals(run, policy, datetime.fromtimestamp(RealTime.time(), UTC))
    for sentence in reasons:
        click.echo(f"refused: {one_line(sentence)}")
    if reasons:
        context.exit(exit_code_of(run, reasons))
    click.echo(one_line(f"passed: {run.target.name} is {run.claim}: {run.reason}"))
