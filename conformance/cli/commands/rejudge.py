"""`layer-conformance rejudge`: what today's judgement makes of a recorded run."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from conformance.reporting.bundle import Bundle

#: What a shell may have set for another run.
_NOT_FOR_US = ("LAYER_", "PYTEST_")
_FILE = "recorded.json"


@click.command(short_help="Judge a bundle again, by today's rules, and say what would change.")
@click.argument("file", metavar="BUNDLE", type=click.Path(path_type=Path))
@click.option("--key", metavar="FILE", help="The public key of who should have signed it; without it, nobody is asked.")
@click.pass_context
def rejudge(context: click.Context, /, file: Path, key: str | None) -> None:
    """Judge the recorded exchanges of BUNDLE again, without any network, and say which verdicts would be others.

    What cannot be judged from a record is counted and listed with the reason. The exit code is 0 where nothing
    changed, 1 where something did, and 4 where the bundle cannot be relied on.
    """
    from conformance.reporting.compare.rejudged import rejudged

    bundle = _opened(file, key)
    found = rejudged(bundle.verdict, bundle.transcripts, results_of(bundle))
    for line in found.lines():
        click.echo(line)
    if found.is_changed:
        context.exit(1)


def results_of(bundle: Bundle, *more: str) -> list[dict[str, Any]]:
    """Return what the recorded scenarios come to today, as the suite's own plugin says; `more` goes to pytest.

    Raises ClickException where the suite does not run.
    """
    from conformance.cli.commands.run import pytest_command
    from conformance.suite import suite_folder

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        once = {nodeid: each[0] for nodeid, each in bundle.transcripts.items() if len(each) == 1}
        said = {"target": bundle.verdict["target"], "transcripts": once}
        (folder / _FILE).write_text(json.dumps(said), encoding="utf-8")
        options = ("-q", "--rejudge", str(folder / _FILE), *more)
        command = pytest_command(suite_folder(), None, folder, (*options, "features/server"))
        done = _run(command)
        try:
            results: list[dict[str, Any]] = json.loads((folder / "rejudged.json").read_text("utf-8"))["results"]
        except FileNotFoundError as error:
            last = (done.stdout.strip().splitlines() or ["it says nothing"])[-1]
            raise click.ClickException(f"the suite could not be run: {last}") from error
        return results


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    surroundings = {each: value for each, value in os.environ.items() if not each.startswith(_NOT_FOR_US)}
    return subprocess.run(  # noqa: S603 - our own interpreter
        command,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )


def _opened(file: Path, key: str | None) -> Bundle:
    from conformance.cli.bundle_input import given_bundle, given_verifier
    from conformance.reporting.bundle import opened
    from conformance.reporting.text.printable import one_line

    bundle, wrong = opened(given_bundle(file), given_verifier(key) if key is not None else None)
    if bundle is None:
        raise click.ClickException(one_line("; ".join(f"{file} {sentence}" for sentence in wrong)))
    return bundle
