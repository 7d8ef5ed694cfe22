"""`layer-conformance rejudge` says what today's judgement makes of a bundle, and its exit code whether that differs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bundles import key_files, reports
from click.testing import Result

Command = Callable[..., Result]


@pytest.fixture
def bundle(command: Command, tmp_path: Path) -> Path:
    """A bundle that is signed with the key `own`."""
    file = tmp_path / "bundle.zip"
    folder = reports(tmp_path / "reports", [("A-1", "CONFORMS"), ("A-2", "VIOLATES")])
    assert command("bundle", folder, "-o", file, "--key", key_files(tmp_path)[0]).exit_code == 0
    return file


def today(monkeypatch: pytest.MonkeyPatch, **verdicts: str) -> None:
    """Let the suite come to these verdicts today."""
    results = [
        {"nodeid": f"{name.replace('_', '-')}[2.0]", "verdict": verdict, "reason": "because", "why": ""}
        for name, verdict in verdicts.items()
    ]
    monkeypatch.setattr("conformance.cli.commands.rejudge.results_of", lambda _bundle: results)


def test_nothing_changed_is_exit_code_0(command: Command, bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the verdict was."""
    today(monkeypatch, A_1="CONFORMS", A_2="VIOLATES")
    done = command("rejudge", bundle)
    assert (done.exit_code, done.stdout) == (0, "2 scenarios: 2 same, 0 changed, 0 cannot be rejudged\n")


def test_a_change_is_exit_code_1(command: Command, bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For the better as for the worse."""
    today(monkeypatch, A_1="CONFORMS", A_2="CONFORMS")
    done = command("rejudge", bundle)
    assert (done.exit_code, done.stdout.splitlines()[0]) == (1, "A-2 [2.0]  VIOLATES -> CONFORMS  The title of A-2")


def test_the_suite_really_runs(command: Command, bundle: Path) -> None:
    """And has no scenario of these names."""
    done = command("rejudge", bundle, "--key", key_files(tmp_path := bundle.parent)[1])
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "cannot be rejudged: today's suite has no such scenario"
    left = {path.name for path in tmp_path.iterdir() if path.name.endswith(".json")}
    assert left <= {"bundle.zip.intoto.json"}  # it came with the bundle


def test_a_bundle_that_cannot_be_relied_on_is_not_judged(command: Command, bundle: Path, tmp_path: Path) -> None:
    """Changed, signed by somebody else, or none at all: one sentence and exit code 4."""
    stranger = key_files(tmp_path, "stranger")
    broken = tmp_path / "broken.zip"
    broken.write_bytes(bundle.read_bytes()[:-1])
    for wrong in (
        ("rejudge", broken),
        ("rejudge", tmp_path / "none.zip"),
        ("rejudge", bundle, "--key", stranger[0]),
        ("rejudge", bundle, "--key", stranger[1]),
    ):
        done = command(*wrong)
        assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (4, "", 1)
