"""`layer-conformance report` makes the page of a verdict, or says in one sentence why it cannot."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from verdicts import written

Command = Callable[..., Result]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path / "verdict.json", [("A-1", "CONFORMS"), ("A-2", "VIOLATES")])


def assert_refused(result: Result, *sentences: str) -> None:
    """One sentence on standard error, and exit code 4."""
    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr.startswith("layer-conformance: ")
    assert result.stderr.count("\n") == 1
    for words in sentences:
        assert words in result.stderr


def test_the_page_goes_where_it_is_wanted(command: Command, file: Path, tmp_path: Path) -> None:
    """And where that is, and what the verdict is, are said."""
    page = tmp_path / "page.html"
    result = command("report", file, "-o", page)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"{page}: NOT_CONFORMANT to full (2.0)\n"
    assert "Acme, staging" in page.read_text("utf-8")


def test_it_goes_beside_the_verdict_otherwise(command: Command, file: Path) -> None:
    """As a run has it."""
    assert command("report", file).exit_code == 0
    assert (file.parent / "index.html").read_text("utf-8").startswith("<!doctype html>")


def test_it_does_not_take_the_verdicts_place(command: Command, file: Path) -> None:
    """A slip of the hand would lose the evidence."""
    before = file.read_bytes()
    assert_refused(command("report", file, "-o", file), "is the verdict itself")
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda text: text[: len(text) // 2], "cut short"),
        (lambda text: "", "is empty"),
        (lambda text: '{"tests": 5}', "no verdict of layer-conformance"),
        (lambda text: "<html>", "no whole JSON"),
        (lambda text: "[" * 100_000, "JSON"),
        (lambda text: text.replace("verdict:3", "verdict:4"), "a newer one is needed"),
        (lambda text: text.replace('"VIOLATES"', '"CONFORMS"'), "verdict.json"),
        (lambda text: json.dumps({**json.loads(text), "requests": 18}), "changed after the run"),
    ],
    ids=["truncated", "empty", "foreign", "no JSON", "nested", "newer", "edited", "changed"],
)
def test_a_verdict_that_cannot_be_relied_on_has_no_page(
    command: Command, file: Path, change: Callable[[str], str], sentence: str
) -> None:
    """Nothing is written, and nothing that was there is lost."""
    file.write_text(change(file.read_text("utf-8")), encoding="utf-8")
    page = file.parent / "index.html"
    page.write_text("the page of yesterday")
    assert_refused(command("report", file), sentence)
    assert page.read_text() == "the page of yesterday"
    assert sorted(path.name for path in file.parent.iterdir()) == ["index.html", "verdict.json"]


def test_a_verdict_that_is_not_there_has_no_page(command: Command, tmp_path: Path) -> None:
    """Nor has a folder."""
    assert_refused(command("report", tmp_path / "verdict.json"), "is not there")
    assert_refused(command("report", tmp_path), "is a folder")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("trouble", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_a_disk_that_takes_nothing_leaves_the_old_page(
    command: Command, file: Path, trouble: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Full after a few bytes, or not to be written to: no half of a page stays."""
    page = file.parent / "index.html"
    page.write_text("the page of yesterday")

    def full(path: Path, content: bytes) -> int:
        with path.open("wb") as stream:
            stream.write(content[:100])
        raise OSError(trouble, os.strerror(trouble), str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    assert_refused(command("report", file), "index.html cannot be written", os.strerror(trouble))
    assert page.read_text() == "the page of yesterday"
    assert sorted(path.name for path in file.parent.iterdir()) == ["index.html", "verdict.json"]


def test_a_folder_that_is_not_there_is_named(command: Command, file: Path, tmp_path: Path) -> None:
    """It is not made: it may be a slip."""
    assert_refused(command("report", file, "-o", tmp_path / "no such" / "page.html"), "cannot be written")
