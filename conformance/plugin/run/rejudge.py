"""Today's judgement over recorded exchanges: a plugin that only `layer-conformance rejudge` loads.

Every scenario runs with its steps as always, and finds what was recorded in the place of a target.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from conformance.embedded.targets import embedded_targets
from conformance.evidence.exchange import Exchange
from conformance.examination.replay import RecordedExamination, RecordedRefusals, recorded_examination
from conformance.judging.verdicts import Verdict
from conformance.plugin.scenario.result import RESULT
from conformance.plugin.state import RunState
from conformance.targets import Targets

#: The file beside the record that the results go to.
RESULTS = "rejudged.json"

_EXAMINATION = pytest.StashKey[RecordedExamination]()
_RECORDS = pytest.StashKey[Mapping[str, Mapping[str, Any]]]()
#: How many recorded exchanges a scenario has not asked for.
_LEFT = pytest.StashKey[int]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option of `layer-conformance rejudge`."""
    parser.getgroup("layer-conformance").addoption(
        "--rejudge", metavar="FILE", help="judge the scenarios recorded in this JSON file; nothing is sent"
    )


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Put the record in the place of whatever would be examined."""
    said = json.loads(Path(config.getoption("--rejudge")).read_text("utf-8"))
    examination = recorded_examination(said["target"], embedded_targets().server)
    config.stash[_RECORDS] = said["transcripts"]
    config.stash[_EXAMINATION] = examination
    state = RunState.of(config)
    state.targets = Targets.of(examination.target)
    state.examinations = {"server": examination}
    state.keeps_transcripts = False


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Judge every scenario that was recorded, and write what came of it."""
    records = session.config.stash[_RECORDS]
    items = [item for item in session.items if item.nodeid in records]
    results = [_rejudged(item, records[item.nodeid], following) for item, following in zip_longest(items, items[1:])]
    file = Path(session.config.getoption("--rejudge")).with_name(RESULTS)
    file.write_text(json.dumps({"results": results}), encoding="utf-8")
    # No target was examined: there is nothing to report.
    session.items = []
    return True


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """End the record with the scenario: whoever tidies up afterwards finds nothing."""
    try:
        return (yield)
    finally:
        item.stash[_LEFT] = item.config.stash[_EXAMINATION].record.end()


def _rejudged(item: pytest.Item, record: Mapping[str, Any], following: pytest.Item | None) -> dict[str, Any]:
    """Return what a scenario comes to; what an earlier one has provoked may stand in for its own requests."""
    examination = item.config.stash[_EXAMINATION]
    shared: list[dict[str, Exchange] | None] = [None, _AlwaysTrue()]
    shared += [RecordedRefusals(examination.record)] if len(record["transcript"]) == 1 else []
    first = None
    for refusals in shared:
        examination.turn_to(record["transcript"], refusals)
        result = _run(item, record["steps"], following)
        first = first or result
        if not result["why"]:
            return result
    assert first is not None  # noqa: S101 - for the type checker: there is one at least
    return first


class _AlwaysTrue(dict[str, Exchange]):
    """Refusals of which none is the one that is asked for."""

    def __bool__(self) -> bool:
        return True


def _run(item: pytest.Item, steps: Sequence[Sequence[int]], following: pytest.Item | None) -> dict[str, Any]:
    item.stash[_LEFT] = 0
    value: Mapping[str, Any] = {}
    for report in runtestprotocol(item, log=False, nextitem=following):
        value = getattr(report, RESULT, value)
    said = {name: value.get(name) for name in ("requirement", "version", "verdict", "expected", "observed", "reason")}
    return {"nodeid": item.nodeid, **said, "why": _why_not(item, steps, value)}


def _why_not(item: pytest.Item, steps: Sequence[Sequence[int]], value: Mapping[str, Any]) -> str:
    """Return why this says nothing of what was recorded, or nothing."""
    why = item.config.stash[_EXAMINATION].record.why
    if why:
        return why
    verdict = Verdict(value["verdict"])
    if verdict is Verdict.ERROR:
        return f"today's suite falls over it: {value['reason']}"
    if item.stash[_LEFT] and verdict in (Verdict.CONFORMS, Verdict.NOT_APPLICABLE):
        return "it makes fewer requests today than were recorded"
    today = [len(step["exchanges"]) for step in value["steps"] if step["status"] != "skipped"]
    if not _fits(today, [len(step) for step in steps]):
        return "its steps make other requests today than were recorded"
    return ""


def _fits(today: Sequence[int], then: Sequence[int]) -> bool:
    """Say whether each step made as many requests as today; the last that ran may have ended earlier."""
    *whole, last = today or [0]
    return list(then[: len(whole)]) == whole and last <= sum(then[len(whole) : len(whole) + 1])
