"""`layer-conformance report --form` makes again what a run has written."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from bundles import reports
from click.testing import Result
from verdicts import written

from conformance.reporting.formats import FORMATS
from conformance.reporting.verdict.read import read_run
from conformance.reporting.verdict.transcripts import NAME

Command = Callable[..., Result]


@pytest.fixture
def verdict(tmp_path: Path) -> Path:
    """Return the verdict of a run."""
    return written(tmp_path / "verdict.json", [("A-1", "VIOLATES"), ("B-SHOULD", "CONFORMS")])


@pytest.mark.parametrize("form", FORMATS)
def test_a_form_is_made_beside_its_verdict(command: Command, verdict: Path, form: str) -> None:
    """From the verdict alone."""
    asked = command("report", verdict, "--form", form)
    assert (asked.exit_code, asked.stderr) == (0, "")
    assert verdict.with_name(form).read_text(encoding="utf-8") == FORMATS[form](read_run(verdict))


def test_a_form_may_go_elsewhere(command: Command, verdict: Path, tmp_path: Path) -> None:
    """Under a name of its own."""
    assert command("report", verdict, "--form", "summary.md", "-o", tmp_path / "a.md").exit_code == 0
    assert (tmp_path / "a.md").read_text(encoding="utf-8").startswith("## ❌")


def test_a_full_disk_leaves_the_older_file(command: Command, verdict: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence, exit code 4, and no draft."""
    older = verdict.with_name("badge.svg")
    older.write_text("older")

    def full(path: Path, content: bytes) -> None:
        path.touch()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    asked = command("report", verdict, "--form", "badge.svg")
    assert (asked.exit_code, asked.stdout) == (4, "")
    assert asked.stderr == f"layer-conformance: {older} cannot be written: No space left on device\n"
    assert (older.read_text(), sorted(older.parent.iterdir())) == ("older", sorted([older, verdict]))


def test_every_exchange_of_a_run_can_be_had(command: Command, tmp_path: Path) -> None:
    """From the transcripts beside the verdict; where they are not of the run, or another form is asked for, not."""
    folder = reports(tmp_path / "reports")
    assert command("report", folder / "verdict.json", "--form", "exchanges.har", "--all").exit_code == 0
    recorded = [json.loads(line)["transcript"] for line in (folder / NAME).read_text(encoding="utf-8").splitlines()]
    entries = json.loads((folder / "exchanges.har").read_text(encoding="utf-8"))["log"]["entries"]
    assert len(entries) == sum(map(len, recorded))
    assert command("report", folder / "verdict.json", "--form", "ctrf.json", "--all").exit_code != 0
    (folder / NAME).write_text("")
    asked = command("report", folder / "verdict.json", "--form", "exchanges.har", "--all")
    assert (asked.exit_code, asked.stderr.count("\n")) == (4, 1)
