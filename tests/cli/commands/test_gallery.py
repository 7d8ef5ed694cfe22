"""`layer-conformance gallery` makes one page of many verdicts."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from verdicts import STARTED, written

Command = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of three runs: two of one target, which was mended between them, and one of another."""
    runs = tmp_path / "runs"
    written(runs / "1" / "verdict.json", [("A-1", "VIOLATES"), ("B-1", "CONFORMS")], name="Acme")
    written(
        runs / "2" / "verdict.json",
        [("A-1", "CONFORMS"), ("A-2", "CONFORMS"), ("B-1", "CONFORMS")],
        name="Acme",
        started=STARTED + timedelta(days=1),
    )
    written(
        runs / "deep" / "3" / "verdict.json",
        [("A-1", "CONFORMS"), ("C-SHOULD", "FALLS_SHORT")],
        name="<b>Other</b>",
        started=STARTED + timedelta(days=2),
    )
    (runs / "2" / "index.html").write_text("the page")
    return runs


@pytest.fixture
def gallery(command: Command, tmp_path: Path) -> Callable[..., str]:
    """Return what makes the gallery of some folders, and gives its page."""

    def make(*folders: Path) -> str:
        page = tmp_path / "out" / "gallery.html"
        page.parent.mkdir(exist_ok=True)
        asked = command("gallery", *folders, "-o", page)
        assert (asked.exit_code, asked.stderr) == (0, "")
        return page.read_text(encoding="utf-8")

    return make


def _rows(page: str) -> list[str]:
    """Return the rows of the table, without their tags."""
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return [" ".join(re.sub(r"<[^>]*>", " ", row).split()) for row in body.split("</tr>")[:-1]]


def test_a_target_is_a_row_and_the_newest_is_first(gallery: Callable[..., str], folder: Path) -> None:
    """Each by its newest run; a chapter that a target lacks is not tested."""
    other, acme = _rows(gallery(folder))
    assert other.startswith(
        "&lt;b&gt;Other&lt;/b&gt; https://layer.example ! CONFORMANT_WITH_WARNINGS to full (2.0) full 2026-11-22"
    )
    assert acme.startswith("Acme https://layer.example ✓ CONFORMANT to full (2.0) full 2026-11-21")
    assert "✓ 2/2 Conforms" in acme
    assert "! 0/1 Falls short" in other
    assert "\N{EN DASH} Not tested" in acme


def test_the_trend_has_the_runs_in_their_order(gallery: Callable[..., str], folder: Path) -> None:
    """With the words, and not with colours alone."""
    trends = gallery(folder).partition("Trends")[2]
    acme = trends.partition("Acme")[2]
    assert acme.index("NOT_CONFORMANT") < acme.index(">CONFORMANT to full (2.0)<")


def test_a_run_leads_to_its_page_where_there_is_one(gallery: Callable[..., str], folder: Path) -> None:
    """From where the gallery is."""
    page = gallery(folder)
    assert set(re.findall(r'href="([^"]*)"', page)) == {"../runs/2/index.html"}


def test_the_name_of_a_folder_is_no_address(gallery: Callable[..., str], tmp_path: Path) -> None:
    """A colon would make a scheme of it."""
    odd = tmp_path / "out" / 'javascript:alert(1)"x'
    written(odd / "verdict.json", [("A-1", "CONFORMS")])
    (odd / "index.html").touch()
    assert set(re.findall(r'href="([^"]*)"', gallery(odd))) == {"javascript%3Aalert%281%29%22x/index.html"}


def test_a_verdict_that_is_there_twice_counts_once(gallery: Callable[..., str], folder: Path) -> None:
    """By its folder, or as a copy."""
    copy = folder / "copy" / "verdict.json"
    copy.parent.mkdir()
    copy.write_bytes((folder / "1" / "verdict.json").read_bytes())
    assert gallery(folder, folder / "1").partition("Trends")[2].count("NOT_CONFORMANT") == 1


def test_what_is_on_the_page_is_counted(command: Command, tmp_path: Path) -> None:
    """A copy is no other run."""
    first = written(tmp_path / "1" / "verdict.json", [("A-1", "CONFORMS")])
    (tmp_path / "2").mkdir()
    (tmp_path / "2" / "verdict.json").write_bytes(first.read_bytes())
    asked = command("gallery", tmp_path, "-o", tmp_path / "gallery.html")
    assert asked.stdout.endswith(": 1 run of 1 target\n")


def test_the_page_holds_nothing_that_runs(gallery: Callable[..., str], folder: Path) -> None:
    """Beside the one style and the one script that the policy names by their hashes."""
    page = gallery(folder)
    (script,) = re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in html.unescape(page)
    assert "<b>Other" not in page
    assert "default-src 'none'; style-src 'sha256-" in html.unescape(page)


def test_many_verdicts_are_read_by_several_processes(command: Command, tmp_path: Path) -> None:
    """Each is there once, and what cannot be relied on is told as from one process."""
    for number in range(20):
        written(tmp_path / f"{number:02}" / "verdict.json", [("A-1", "CONFORMS")], name=f"Target {number}")
    (tmp_path / "07" / "verdict.json").write_text("{")
    asked = command("gallery", tmp_path, "-o", tmp_path / "gallery.html")
    assert asked.stdout.endswith("19 runs of 19 targets\n")
    assert "07/verdict.json is no whole JSON" in asked.stderr
    assert len(_rows((tmp_path / "gallery.html").read_text(encoding="utf-8"))) == 19


def test_a_file_that_cannot_be_relied_on_is_told(command: Command, folder: Path, tmp_path: Path) -> None:
    """It is not left out in silence."""
    (folder / "1" / "verdict.json").write_text("{")
    asked = command("gallery", folder, "-o", tmp_path / "gallery.html")
    assert asked.exit_code == 0
    assert "1/verdict.json is no whole JSON" in asked.stderr
    page = (tmp_path / "gallery.html").read_text(encoding="utf-8")
    assert "1/verdict.json is no whole JSON" in page
    assert "1 not shown</a>: why stands below" in page


def test_nothing_to_show_is_bad_input(command: Command, tmp_path: Path) -> None:
    """An empty folder, or none."""
    for name in (tmp_path, tmp_path / "none"):
        asked = command("gallery", name, "-o", tmp_path / "gallery.html")
        assert (asked.exit_code, asked.stdout, asked.stderr.count("\n")) == (4, "", 1)
    assert not list(tmp_path.iterdir())


def test_a_gallery_does_not_replace_a_verdict(command: Command, folder: Path) -> None:
    """A slip on the command line must not cost a run."""
    verdict = folder / "1" / "verdict.json"
    before = verdict.read_bytes()
    assert command("gallery", folder, "-o", verdict).exit_code == 4
    assert verdict.read_bytes() == before
