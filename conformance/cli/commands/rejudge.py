"""`layer-conformance rejudge`: what today's judgement makes of a recorded run."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import click

from conformance.cli.inputs import read_bundle, read_verifier
from conformance.reporting.bundle import Bundle, opened
from conformance.reporting.compare.rejudged import rejudge_run
from conformance.reporting.text.printable import one_line
from conformance.suite import suite_folder
from conformance.suite_run import pytest_command, run_quietly

_RECORD = "recorded.json"


@click.command(short_help="Judge a bundle again, by today's rules, and say what would change.")
@click.argument("file", metavar="BUNDLE", type=click.Path(path_type=Path))
@click.option("--key", metavar="FILE", help="The public key of who should have signed it; without it, anyone.")
@click.pass_context
def rejudge(context: click.Context, /, file: Path, key: str | None) -> None:
    """Judge the recorded exchanges of BUNDLE again, without any network, and say which verdicts would change.

    What cannot be judged from a record is counted and listed with the reason. The exit code is 0 where nothing
    changed, 1 where something did, and 4 where the bundle cannot be relied on.
    """
    bundle, faults = opened(read_bundle(file), read_verifier(key) if key is not None else None)
    if bundle is None:
        raise click.ClickException(one_line("; ".join(f"{file} {sentence}" for sentence in faults)))
    comparison = rejudge_run(bundle.run, bundle.transcripts, results_of(bundle))
    for line in comparison.lines():
        click.echo(line)
    if comparison.is_changed:
        context.exit(1)


def results_of(bundle: Bundle, *more: str) -> list[dict[str, Any]]:
    """Return the results of the recorded scenarios by today's rules, as the suite's plugin says; `more` goes to pytest.

    Raises ClickException where the suite does not run.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        unambiguous = {nodeid: records[0] for nodeid, records in bundle.transcripts.items() if len(records) == 1}
        record = {"target": bundle.run.target.model_dump(), "transcripts": unambiguous}
        (folder / _RECORD).write_text(json.dumps(record), encoding="utf-8")
        options = ("-q", "--rejudge", str(folder / _RECORD), *more)
        printed = run_quietly(pytest_command(suite_folder(), None, folder, (*options, "features/server")))
        try:
            results: list[dict[str, Any]] = json.loads((folder / "rejudged.json").read_text("utf-8"))["results"]
        except FileNotFoundError as error:
            last = (printed.splitlines() or ["it prints nothing"])[-1]
            raise click.ClickException(f"the suite could not be run: {last}") from error
        return results
