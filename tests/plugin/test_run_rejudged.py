"""A run that was recorded is judged again without a target, and says what today's judgement would change."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from forked_runs import surroundings

from conformance.cli.commands.rejudge import results_of
from conformance.reporting.bundle import bundle_of, opened
from conformance.reporting.compare.rejudged import rejudge_run

HERE = Path(__file__).parent
SOME = ("features/server/nonces.feature", "features/server/errors.feature", "features/server/signing_out.feature")


@pytest.fixture
def forked(monkeypatch: pytest.MonkeyPatch, nursery, tmp_path: Path) -> None:
    """Let today's suite judge in a forked process; a new one takes as long to start as most records to be judged."""

    def run_forked(command: list[str]) -> str:
        output = tmp_path / "judged.output"
        nursery.start(command[command.index("pytest") + 1 :], surroundings(), str(output))
        nursery.wait()
        return output.read_text("utf-8")

    monkeypatch.setattr(sys.modules[results_of.__module__], "run_quietly", run_forked)


def judged_again(seen, *more: str):
    """Return what today's judgement makes of a run."""
    bundle, wrong = opened(bundle_of(seen.reports), None)
    assert (wrong, bundle is None) == ([], False)
    return rejudge_run(bundle.run, bundle.transcripts, results_of(bundle, *more))


def left_out(found) -> dict[str, str]:
    """Return why requirements could not be judged again."""
    return {each.finding.requirement: each.why for each in found.scenarios if each.why}


def test_the_same_judgement_changes_nothing(whole_run, forked):
    """In any of the server's chapters; what cannot be judged from a record is told with its reason.

    In one version; in both of them, the other records here.
    """
    found = judged_again(whole_run, "-k", "2.0")
    lines = list(found.lines())
    assert not found.is_changed, "\n".join(lines[:60])
    why = {each.finding.requirement for each in found.scenarios if each.why and each.finding.version != "1.0"}
    actors = {each["requirement"]: each["actor"] for each in whole_run.verdict["findings"]}
    # Whether it rests on the run's first nonce depends on how much its process had sent before.
    assert {row for row in why if actors[row] == "server"} - {"NONCE-MANY-1"} == {
        "GUESS-1",
        "GUESS-2",
        "NONCE-URLSAFE-1",
        "NONCE-RACE-1",
        "NONCE-RACE-2",
        "DELETE-RACE-1",
        "DELETE-RACE-2",
        "SAME-NONCE-1",
        "SAME-NONCE-2",
        # What they rest on, other scenarios have seen as well.
        "NONCE-UNIQUE-1",
        "ODD-1",
        "SESSION-UNIQUE-1",
    }
    assert {row for row, actor in actors.items() if actor == "provider"} <= why
    assert " same, 0 changed, " in lines[-1]


def test_a_judgement_that_expects_more_shows_what_it_changes(run, monkeypatch: pytest.MonkeyPatch):
    """By requirement and version, and nothing beside it."""
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    seen = run("features/server/nonces.feature", "-k", "TYPE or UNIQUE")
    found = judged_again(seen, "-p", "stricter", "-k", "TYPE or UNIQUE")
    changed = {
        (each.finding.requirement, each.finding.version): found.verdict_now(each.finding).value
        for each in found.scenarios
        if each.is_changed
    }
    assert changed == {("NONCE-TYPE-1", version): "FALLS_SHORT" for version in ("1.0", "2.0")}
    lines = list(found.lines())
    assert lines[0].startswith("NONCE-TYPE-1 [1.0]  CONFORMS -> FALLS_SHORT  ")
    assert "expected a charset of 1970, observed another one" in lines[1]
    assert " same, 2 changed, " in lines[-1]


@pytest.mark.parametrize("mutant", ["never_spends_nonces", "gives_null_where_there_is_no_data"])
def test_what_was_violated_is_violated_still(run, forked, mutant: str):
    """A record says as much against a target as for it, on a machine without a network too."""
    seen = run("--target", f"mutant:{mutant}", *SOME, "-k", "NONCE-3 or ERROR-DATA-1")
    assert seen.word == "NOT_CONFORMANT"
    # That plug-in listens on loopback as soon as it is loaded.
    found = judged_again(seen, "-p", "no:rerunfailures", "-p", "offline")
    assert not found.is_changed, list(found.lines())
    assert left_out(found) == {}


def test_a_target_on_the_wall_clock_is_judged_again(run, serve, forked):
    """At its own address; what the run did not claim then is not judged now."""
    seen = run("--target", serve(), *SOME, "-k", "NONCE-LIFE or ERROR-ID or DELETE-4")
    found = judged_again(seen)
    assert not found.is_changed, list(found.lines())
    untested = {row for (row, _), verdict in seen.findings.items() if verdict == "UNTESTED"}
    assert untested
    assert untested <= set(left_out(found))
