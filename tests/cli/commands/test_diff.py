"""`layer-conformance diff` compares two files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from verdicts import written

from conformance.reporting.run.digest import digest_of
from conformance.reporting.verdict.read import read_run

Command = Callable[..., Result]


@pytest.fixture
def runs(tmp_path: Path) -> tuple[Path, Path]:
    """Return the verdicts of two runs: one requirement broke, one was mended."""
    old = written(tmp_path / "old.json", [("A-1", "VIOLATES"), ("A-2", "CONFORMS")])
    return old, written(tmp_path / "new.json", [("A-1", "CONFORMS"), ("A-2", "VIOLATES")])


def test_lines_say_what_changed(command: Command, runs: tuple[Path, Path]) -> None:
    """The whole in one sentence at the end; the exit code is no verdict."""
    asked = command("diff", *runs)
    assert (asked.exit_code, asked.stderr) == (0, "")
    assert (
        asked.stdout.splitlines()[-1]
        == "NOT_CONFORMANT to full (2.0) then, NOT_CONFORMANT to full (2.0) now: 1 broken, 1 fixed"
    )


def test_json_can_be_read(command: Command, runs: tuple[Path, Path]) -> None:
    """Alone on standard output."""
    content = json.loads(command("diff", *runs, "--json").stdout)
    assert [change["requirement"] for change in content["changes"]] == ["A-2", "A-1"]


def test_other_words_are_the_suites(command: Command, runs: tuple[Path, Path]) -> None:
    """The requirement's sentence is in the file."""
    newer = written(runs[1], [("A-1", "CONFORMS")], wording="Another sentence.")
    assert "the suite changed: the requirement has another sentence now" in command("diff", runs[0], newer).stdout


def test_a_page_is_written_beside_the_lines(command: Command, runs: tuple[Path, Path], tmp_path: Path) -> None:
    """One file that needs nothing else."""
    asked = command("diff", *runs, "--html", tmp_path / "diff.html")
    assert (asked.exit_code, "1 broken" in asked.stdout) == (0, True)
    assert (tmp_path / "diff.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_page_does_not_replace_a_verdict(command: Command, runs: tuple[Path, Path]) -> None:
    """A slip on the command line must not cost a run."""
    before = runs[0].read_bytes()
    asked = command("diff", *runs, "--html", runs[0])
    assert (asked.exit_code, asked.stdout, runs[0].read_bytes()) == (4, "", before)
    assert "is what was read" in asked.stderr


def test_a_page_that_cannot_be_written_is_one_sentence(
    command: Command, runs: tuple[Path, Path], tmp_path: Path
) -> None:
    """And exit code 4."""
    asked = command("diff", *runs, "--html", tmp_path / "none" / "diff.html")
    assert (asked.exit_code, asked.stdout, asked.stderr.count("\n")) == (4, "", 1)
    assert "cannot be written: No such file or directory" in asked.stderr


@pytest.mark.parametrize("at", [0, 1])
def test_a_file_that_is_no_verdict_is_one_sentence(command: Command, runs: tuple[Path, Path], at: int) -> None:
    """Whichever of the two it is."""
    runs[at].write_text("{}")
    asked = command("diff", *runs)
    assert (asked.exit_code, asked.stdout, asked.stderr.count("\n")) == (4, "", 1)
    assert str(runs[at]) in asked.stderr


def test_two_actors_are_not_compared(command: Command, runs: tuple[Path, Path]) -> None:
    """They have no requirement in common: everything would read as no longer tested."""
    run = read_run(runs[1])
    provider = run.model_copy(update={"target": run.target.model_copy(update={"actor": "provider"})})
    values = provider.to_json()
    runs[1].write_text(json.dumps(values | {"digest": digest_of(values)}))
    asked = command("diff", *runs)
    assert (asked.exit_code, asked.stdout, asked.stderr.count("\n")) == (4, "", 1)
    assert "both should be of one actor" in asked.stderr


def test_the_page_goes_where_o_says(command: Command, runs: tuple[Path, Path], tmp_path: Path) -> None:
    """As with the other commands; every table can be reached by the keyboard, and no header of one is empty."""
    assert command("diff", *runs, "-o", tmp_path / "diff.html").exit_code == 0
    page = (tmp_path / "diff.html").read_text(encoding="utf-8")
    assert page.count("<table") == page.count('<div class="scroll" tabindex="0" role="region"') == 3
    assert '<th scope="col"></th>' not in page


def test_a_comment_is_markdown(command: Command, runs: tuple[Path, Path]) -> None:
    """A table for each kind of change, with what was observed of what does not conform; not beside JSON."""
    lines = command("diff", *runs, "--markdown").stdout.splitlines()
    assert lines[0] == "### ` Acme, staging `: what changed"
    (broken,) = (line for line in lines if line.startswith("| **A-2**"))
    assert "| CONFORMS | VIOLATES ` expected 201, observed 500 ` |" in broken
    assert command("diff", *runs, "--markdown", "--json").exit_code != 0


def test_both_sides_are_told_and_lead_to_their_reports(
    command: Command, runs: tuple[Path, Path], tmp_path: Path
) -> None:
    """Expected and observed of then and now, and the entry in the page beside each verdict, where there is one."""
    newer = tmp_path / "now" / "verdict.json"
    newer.parent.mkdir()
    newer.write_bytes(runs[1].read_bytes())
    newer.with_name("index.html").touch()
    assert command("diff", runs[0], newer, "-o", tmp_path / "diff.html").exit_code == 0
    page = (tmp_path / "diff.html").read_text(encoding="utf-8")
    links = set(re.findall(r'href="([^"]*)"', page))
    assert links == {"now/index.html", "now/index.html#A-1-2.0", "now/index.html#A-2-2.0"}
    assert page.count('<span class="label">observed</span> <bdi>500</bdi>') == 4
