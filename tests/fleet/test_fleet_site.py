"""What a fleet leaves behind: pages, histories, the feed; and what it does when that cannot be written."""

from __future__ import annotations

import errno
import io
import json
import os
from xml.etree import ElementTree as ET

import pytest
from example_runs import clean, failing
from fleet_targets import a_target
from rich.console import Console

from conformance.fleet import command, site
from conformance.fleet.command import Fleet, run_fleet
from conformance.fleet.schedule import FleetOptions, Outcome
from conformance.fleet.site import Site, SiteInUseError
from conformance.fleet.task import PAGES, RunResult, without_exchanges
from conformance.judging.verdicts import Verdict
from conformance.reporting.compare.gallery import summarize
from conformance.reporting.verdict.write import as_text


class Engine:
    """Stands for a cluster."""

    dashboard_link = "http://127.0.0.1:1/status"


@pytest.fixture
def fleet_of(monkeypatch, tmp_path):
    """Return what runs a fleet whose outcomes are these, into one site."""

    def run(*outcomes, resume=False, keep=30, interrupt=False):
        def examine_all(_client, targets, _options, _on_start):
            yield from (each for each in outcomes if each.target in targets)
            if interrupt:
                raise KeyboardInterrupt

        monkeypatch.setattr(command, "examine_all", examine_all)
        fleet = Fleet(
            [each.target for each in outcomes] + ([a_target("late")] if interrupt else []), FleetOptions(), resume
        )
        return run_fleet(fleet, Site(tmp_path, keep), Engine(), Console(file=io.StringIO()))

    return run


def seen(run, slug="acme", target=None):
    files = dict.fromkeys(PAGES, b"a page") | {"verdict.json": as_text(run).encode()}
    return Outcome(target or a_target(slug), RunResult(slug, files, summarize(run)))


def test_a_site_has_gallery_pages_and_data(fleet_of, tmp_path) -> None:
    """The worst verdict is the exit code."""
    end = fleet_of(
        seen(clean()), seen(failing(), "borealis"), Outcome(a_target("cirrus"), fault="tried twice: it crashed")
    )
    document = json.loads((tmp_path / "fleet.json").read_text())
    assert end.exit_code == document["exit_code"] == 1
    assert [row["target"] for row in document["targets"]] == ["acme", "borealis", "cirrus"]
    assert document["targets"][2]["verdict"] == "ERROR"
    page = (tmp_path / "index.html").read_text()
    assert "cirrus: ERROR: tried twice: it crashed" in page
    assert 'href="targets/acme/index.html"' in page
    assert (tmp_path / "targets" / "borealis" / "badge.svg").exists()


def test_a_target_that_could_not_be_examined_is_incomplete(fleet_of, tmp_path) -> None:
    """The page and the verdict of the time before do not stand for it."""
    fleet_of(seen(clean()))
    end = fleet_of(Outcome(a_target("acme"), fault="tried twice: it crashed"))
    assert end.exit_code == 6
    assert not (tmp_path / "targets" / "acme" / "verdict.json").exists()


def test_a_verdict_that_changes_is_in_history_gallery_and_feed(fleet_of, tmp_path) -> None:
    """A reader of the feed learns what changed, and whether the target or the suite did."""
    fleet_of(seen(clean()))
    fleet_of(seen(failing()))
    rows = json.loads((tmp_path / "targets" / "acme" / "history.json").read_text())
    assert rows[1]["change"].startswith(f"{clean().verdict.word} then, {failing().verdict.word} now; broken: ")
    assert f"{clean().verdict.word} then, {failing().verdict.word} now" in (tmp_path / "index.html").read_text()
    feed = ET.fromstring((tmp_path / "feed.atom").read_text())  # noqa: S314 - our own
    title = feed.findtext("{*}entry/{*}title")
    assert title == f"acme: {clean().verdict.word} then, {failing().verdict.word} now"


def test_a_requirement_that_changes_under_the_same_verdict_is_in_the_history(fleet_of, tmp_path) -> None:
    """Two runs that are not conformant differ all the same."""
    broken = next(each for each in failing().findings if each.verdict is Verdict.VIOLATES)
    mended = next(
        each for each in clean().findings if (each.requirement, each.version) == (broken.requirement, broken.version)
    )
    findings = [mended if each is broken else each for each in failing().findings]
    other = without_exchanges(failing().model_copy(update={"findings": findings}))
    for run in (failing(), failing(), other):
        fleet_of(seen(run))
    rows = json.loads((tmp_path / "targets" / "acme" / "history.json").read_text())
    assert [row["verdict"] for row in rows] == [failing().verdict.word] * 3
    assert [row["change"].partition(" (")[0] for row in rows] == ["", "", f"fixed: {broken.requirement}"]


def test_a_history_keeps_the_last_runs_only(fleet_of, tmp_path) -> None:
    """A site does not grow for ever."""
    for run in (clean(), failing(), clean()):
        fleet_of(seen(run), keep=2)
    rows = json.loads((tmp_path / "targets" / "acme" / "history.json").read_text())
    assert [row["verdict"] for row in rows] == [failing().verdict.word, clean().verdict.word]


def test_an_interrupted_fleet_leaves_the_site_of_what_is_done(fleet_of, tmp_path) -> None:
    """Nobody has to begin again, and nothing passes for the whole."""
    end = fleet_of(seen(clean()), interrupt=True)
    assert (end.was_interrupted, end.left, end.exit_code) == (True, 1, 6)
    assert "late: not examined: the fleet was interrupted" in (tmp_path / "index.html").read_text()


def test_a_lost_scheduler_leaves_the_site_of_what_is_done(fleet_of) -> None:
    """The targets that are left are not at fault."""
    lost = Outcome(a_target("late"), fault="the scheduler was lost", was_tried=False)
    end = fleet_of(seen(clean()), lost)
    assert (len(end.entries), end.left, end.exit_code) == (1, 1, 6)


def test_resume_examines_only_what_has_no_verdict_for_its_content(fleet_of, tmp_path) -> None:
    """Another content, or none so far, is examined."""
    fleet_of(seen(clean()))
    before = (tmp_path / "targets" / "acme" / "history.json").read_text()
    same = fleet_of(seen(failing()), resume=True)
    assert (same.exit_code, (tmp_path / "targets" / "acme" / "history.json").read_text()) == (0, before)
    changed = a_target("acme", files={"acme.toml": b"another"})
    assert fleet_of(seen(failing(), target=changed), resume=True).exit_code == 1


def test_resume_examines_what_is_older_than_max_age(tmp_path) -> None:
    """A verdict of last week says nothing of today."""
    own, target = Site(tmp_path), a_target("acme")
    own.store(seen(clean(), target=target), "digest")
    assert own.entry_within(target, "digest", None) is not None
    assert own.entry_within(target, "digest", 60.0) is None


def test_a_second_fleet_into_one_folder_is_refused(tmp_path) -> None:
    """The two would mix their pages."""
    with Site(tmp_path).lock(), pytest.raises(SiteInUseError, match="another fleet writes"), Site(tmp_path).lock():
        pass
    with Site(tmp_path).lock():
        pass


def test_a_full_disk_leaves_whole_files(fleet_of, tmp_path, monkeypatch) -> None:
    """What was there before is there still, and the command can say what is wrong."""
    fleet_of(seen(clean()))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    def fail(*_arguments):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(site, "replace_files", fail)
    with pytest.raises(OSError, match="No space left"):
        fleet_of(seen(failing()))
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
