"""What a run leaves behind, and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.reporting.formats import FORMATS
from conformance.reporting.verdict.read import read_run

ONE = ("features/server/nonces.feature", "-k", "NONCE-TYPE-1")


def test_every_form_stands_beside_the_verdict(run):
    """And says what the verdict says."""
    seen = run(*ONE)
    run_of_file = read_run(seen.reports / "verdict.json")
    texts = {name: (seen.reports / name).read_text("utf-8") for name in FORMATS}
    assert {name: render(run_of_file) for name, render in FORMATS.items()} == texts


def test_the_page_of_a_ci_job_has_the_summary(run, tmp_path: Path):
    """After what other steps have written there."""
    page = tmp_path / "page.md"
    page.write_text("before\n")
    seen = run(*ONE, GITHUB_STEP_SUMMARY=str(page))
    assert page.read_text("utf-8") == "before\n" + (seen.reports / "summary.md").read_text("utf-8")


def test_a_page_that_cannot_be_written_is_told_and_no_more(run, tmp_path: Path):
    """The verdict does not hang on it."""
    seen = run(*ONE, GITHUB_STEP_SUMMARY=str(tmp_path))
    assert seen.code == 0
    assert "the job's page has no summary: " in seen.output


def test_reports_that_cannot_be_written_are_one_sentence(run, tmp_path: Path):
    """And exit code 4: nobody may take an older verdict for this one."""
    run.reports.write_text("a file in the place of the folder")
    seen = run(*ONE)
    assert seen.code == 4
    assert "the reports could not be written to " in seen.output
    assert "Traceback" not in seen.output


@pytest.fixture
def old_verdict(run):
    """The verdict of a run before; no run of a test writes this text."""
    run.reports.mkdir()
    (run.reports / "verdict.json").write_text("a verdict of yesterday")
    return run.reports / "verdict.json"


@pytest.mark.parametrize(
    "arguments",
    [("--target", "mistyped.toml"), ("features/server/mistyped.feature",), ("--target", "mutant:mistyped")],
    ids=["no target file", "no such feature", "no such mutant"],
)
def test_a_run_that_cannot_begin_leaves_no_old_verdict(run, old_verdict, arguments):
    """It lies in a folder of its own, where no gate looks for it."""
    assert run(*arguments).code == 4
    assert not old_verdict.exists()
    assert (run.reports / "previous" / "verdict.json").read_text() == "a verdict of yesterday"


def test_a_run_that_ends_replaces_the_old_reports(run, old_verdict):
    """Nothing of them is left."""
    assert run(*ONE).word == "PARTIAL"
    assert not (run.reports / "previous").exists()


@pytest.mark.parametrize(
    "arguments", [("--collect-only", *ONE), ("--help",), ("--markers",), ("tests/test_durations.py", "-q")]
)
def test_what_examines_no_target_leaves_the_old_reports(run, old_verdict, arguments):
    """Nobody takes them for the reports of this."""
    run(*arguments)
    assert old_verdict.read_text() == "a verdict of yesterday"
