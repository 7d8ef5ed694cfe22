"""Today's judgement over recorded exchanges, for `layer-conformance rejudge`.

Every scenario runs with its steps as always, and finds what was recorded in the place of a target.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest

from conformance.embedded.targets import embedded_targets
from conformance.evidence.deserialize import has_lost_attempts, without_retries
from conformance.evidence.exchange import Exchange
from conformance.examination.replay import RecordedExamination, RecordedRefusals, recorded_examination
from conformance.judging.verdicts import KILLING, Verdict
from conformance.plugin.collection.batches import plan_batches
from conformance.plugin.run.forks import ReportReceiver
from conformance.plugin.run.serial import run_item
from conformance.plugin.scenario.result import result_in
from conformance.plugin.state import RunState
from conformance.targets import Targets

#: The file beside the record that the results go to.
RESULTS = "rejudged.json"


@dataclass
class RecordedRun:
    """A run as it was recorded: its transcripts by node id, and the examination that finds them again.

    `left` is how many recorded exchanges the scenario that ran last has not asked for; `was_sent_twice` says that one
    of its requests was not answered, and was sent again.
    """

    file: Path
    transcripts: Mapping[str, Mapping[str, Any]]
    examination: RecordedExamination
    left: int = 0
    was_sent_twice: bool = False

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_call(self) -> Generator[None, object, object]:
        """End the record with the scenario: the cleanup after it finds nothing."""
        try:
            return (yield)
        finally:
            self.left = self.examination.record.end()


def prepare(config: pytest.Config, file: Path) -> None:
    """Put the record in the place of whatever would be examined; raises UsageError where the file holds none."""
    try:
        content = json.loads(file.read_text("utf-8"))
        examination = recorded_examination(content["target"], embedded_targets().server)
        transcripts = dict(content["transcripts"])
    except OSError as error:
        raise pytest.UsageError(f"--rejudge {file} cannot be read: {error.strerror}") from None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise pytest.UsageError(
            f"--rejudge {file} is no record of a run; `layer-conformance rejudge BUNDLE` writes one for itself"
        ) from None
    state = RunState.of(config)
    state.targets = Targets.of(examination.target)
    state.examinations = {"server": examination}
    state.keeps_transcripts = False
    config.pluginmanager.register(RecordedRun(file, transcripts, examination), _NAME)


_NAME = "layer-conformance-recorded-run"


def recorded_run_of(config: pytest.Config) -> RecordedRun | None:
    """Return the recorded run that is judged again, or None where a target is examined."""
    recorded: RecordedRun | None = config.pluginmanager.getplugin(_NAME)
    return recorded


def run(session: pytest.Session, recorded: RecordedRun) -> bool:
    """Judge every scenario that was recorded, and write the results."""
    reports: list[pytest.TestReport] = []
    ReportReceiver(session.config, reports.append)
    items = [item for item in session.items if item.nodeid in recorded.transcripts]
    # A scenario shows its own requests of a batch, and no others.
    for item in items:
        RunState.of(session.config).batches.update(plan_batches([item]))
    results = [_rejudge(item, following, recorded, reports) for item, following in zip_longest(items, items[1:])]
    recorded.file.with_name(RESULTS).write_text(json.dumps({"results": results}), encoding="utf-8")
    # No target was examined: there is nothing to report.
    session.items = []
    return True


def _rejudge(
    item: pytest.Item, following: pytest.Item | None, recorded: RecordedRun, reports: list[pytest.TestReport]
) -> dict[str, Any]:
    """Return what a scenario comes to; what an earlier one has provoked may stand in for its own requests."""
    whole = recorded.transcripts[item.nodeid]
    record = without_retries(whole)
    recorded.was_sent_twice = has_lost_attempts(whole)
    examination = recorded.examination
    refusals: Sequence[dict[str, Exchange] | None] = (None, RecordedRefusals(examination.record))
    results = []
    for provoked in refusals:
        examination.turn_to(record["transcript"], provoked)
        recorded.left = 0
        reports.clear()
        run_item(item, following)
        results.append(_result_of(item, recorded, record["steps"], reports))
        if not results[-1]["why"]:
            return results[-1]
    return results[0]


def _result_of(
    item: pytest.Item, recorded: RecordedRun, steps: Sequence[Sequence[int]], reports: Sequence[pytest.TestReport]
) -> dict[str, Any]:
    value: Mapping[str, Any] = {}
    for report in reports:
        result = result_in(report)
        value = value if result is None else result.to_json()
    members = ("requirement", "version", "verdict", "expected", "observed", "reason")
    return {
        "nodeid": item.nodeid,
        **{name: value.get(name) for name in members},
        "why": _why_not_rejudgeable(recorded, steps, value),
    }


def _why_not_rejudgeable(recorded: RecordedRun, steps: Sequence[Sequence[int]], value: Mapping[str, Any]) -> str:
    """Return why this says nothing of what was recorded, or nothing."""
    why = recorded.examination.record.why
    if why:
        return why
    verdict = Verdict(value["verdict"])
    if verdict is Verdict.ERROR:
        return f"today's suite falls over it: {value['reason']}"
    if recorded.was_sent_twice and verdict in KILLING:
        return "a request was sent again after one that may have arrived: what came then may be due to the first"
    if recorded.left and verdict in (Verdict.CONFORMS, Verdict.NOT_APPLICABLE):
        return "it makes fewer requests today than were recorded"
    today = [len(step["exchanges"]) for step in value["steps"] if step["status"] != "skipped"]
    if not _fits(today, [len(step) for step in steps]):
        return "its steps make other requests today than were recorded"
    return ""


def _fits(today: Sequence[int], then: Sequence[int]) -> bool:
    """Say whether each step made as many requests as today; the last that ran may have ended earlier."""
    *whole, last = today or [0]
    return list(then[: len(whole)]) == whole and last <= sum(then[len(whole) : len(whole) + 1])
