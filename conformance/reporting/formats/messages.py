"""`messages.ndjson`: Cucumber Messages: the features as they stand, and what happened in each of their scenarios.

`verdict.json` says in which step a scenario ended that did not pass; the steps before it have passed. A scenario
that is examined in two versions is two pickles of one source.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from conformance.judging.verdicts import Verdict
from conformance.judging.words import WORDS
from conformance.reporting.formats.gherkin import FeatureSources
from conformance.reporting.formats.texts import at_length, name_of, short
from conformance.reporting.run import Run, RunFinding, RunScenario
from conformance.reporting.text.printable import one_line, printable_json

#: The version of the messages that the tests validate against.
PROTOCOL = "34.2.1"

_RUN = "run"
_MEDIA = {"mediaType": "application/json", "contentEncoding": "IDENTITY"}


def messages(run: Run) -> str:
    """Return the messages, one a line: sources, pickles and cases first, then what happened."""
    return "".join(printable_json(each) + "\n" for each in _envelopes(run))


def _envelopes(run: Run) -> Iterator[dict[str, Any]]:
    yield {"meta": _meta(run)}
    features = FeatureSources(run)
    for source in features.sources:
        media_type = "text/x.cucumber.gherkin+plain"
        yield {"source": {"uri": source.uri, "data": source.text, "mediaType": media_type}}
        yield {"gherkinDocument": source.document}
    cases = [_Case(number, *pair) for number, pair in enumerate(zip(run.cases(), features.pickles, strict=True))]
    yield from ({"pickle": case.as_pickle()} for case in cases)
    yield {"testRunStarted": {"id": _RUN, "timestamp": _time(run.start)}}
    yield from ({"testCase": case.as_test_case()} for case in cases)
    for case in cases:
        yield from case.events()
    finished = {"success": run.verdict.exit_code == 0, "timestamp": _time(run.stop), "testRunStartedId": _RUN}
    yield {"testRunFinished": finished | {"message": f"{run.claim}: {one_line(run.reason)} ({run.count_line()})"}}


def _meta(run: Run) -> dict[str, Any]:
    suite = {"name": "layer-conformance", "version": one_line(run.suite.version)}
    unknown = {"name": "unknown"}
    return {"protocolVersion": PROTOCOL, "implementation": suite, "runtime": unknown, "os": unknown, "cpu": unknown}


class _Case:
    """One scenario in one version: its pickle, with ids of its own, and what happened."""

    def __init__(self, number: int, case: tuple[RunFinding, RunScenario], pickle: Mapping[str, Any]) -> None:
        self._number = number
        self._finding, self._scenario = case
        self._pickle = pickle

    def as_pickle(self) -> dict[str, Any]:
        steps = [{**step, "id": f"{self._id('pickle')}-{place}"} for place, step in enumerate(self._pickle["steps"])]
        name = name_of(self._finding, self._scenario)
        return {**self._pickle, "id": self._id("pickle"), "name": name, "steps": steps}

    def as_test_case(self) -> dict[str, Any]:
        steps = [
            {"id": self._step(place), "pickleStepId": f"{self._id('pickle')}-{place}", "stepDefinitionIds": []}
            for place in range(len(self._pickle["steps"]))
        ]
        return {"id": self._id("case"), "pickleId": self._id("pickle"), "testSteps": steps, "testRunStartedId": _RUN}

    def events(self) -> Iterator[dict[str, Any]]:
        """Yield what happened; the time of the scenario is that of the step in which it ended."""
        scenario, started = self._scenario, {"testCaseStartedId": self._id("started")}
        began, stopped, last = _time(scenario.start), _time(scenario.stop), self._last()
        attempt = {"id": self._id("started"), "testCaseId": self._id("case"), "attempt": 0}
        yield {"testCaseStarted": attempt | {"timestamp": began}}
        for place in range(len(self._pickle["steps"])):
            step = started | {"testStepId": self._step(place)}
            yield {"testStepStarted": step | {"timestamp": began if place <= last else stopped}}
            if place == last:
                yield from ({"attachment": step | each} for each in self._attachments())
            ended = began if place < last else stopped
            yield {"testStepFinished": step | {"timestamp": ended, "testStepResult": self._result(place - last)}}
        yield {"testCaseFinished": started | {"timestamp": stopped, "willBeRetried": False}}

    def _last(self) -> int:
        """Return the place of the step that decides the scenario: the last one, where no other is named."""
        texts = [step["text"] for step in self._pickle["steps"]]
        ended_in = self._scenario.ended_in.partition(" ")[2]
        return texts.index(ended_in) if ended_in in texts else len(texts) - 1

    def _attachments(self) -> Iterator[dict[str, Any]]:
        """Yield the exchanges that decide what does not conform, redacted as everywhere."""
        if self._scenario is not self._finding.decisive or self._finding.verdict is Verdict.CONFORMS:
            return
        for exchange in self._finding.transcript:
            request, response = exchange["request"], exchange["response"]
            asked = one_line(f"{request['method']} {request['url']}")[:200]
            answered = response["status"] if response else "no answer"
            yield {**_MEDIA, "body": json.dumps(exchange, indent=2), "fileName": f"{asked}: {answered}"}

    def _result(self, beyond: int) -> dict[str, Any]:
        """Return the result of a step that stands so many places beyond the one that decides."""
        status = WORDS[self._scenario.verdict].messages
        if beyond:
            return {"status": "PASSED" if beyond < 0 else "SKIPPED", "duration": _time(0)}
        result: dict[str, Any] = {"status": status, "duration": _time(self._scenario.duration_s)}
        if status == "PASSED":
            return result
        result["message"] = f"{self._scenario.verdict.value}: {at_length(self._finding, self._scenario)}"
        if status == "FAILED":
            result["exception"] = {"type": self._scenario.verdict.value, "message": short(self._scenario)}
        return result

    def _id(self, kind: str) -> str:
        return f"{kind}-{self._number}"

    def _step(self, place: int) -> str:
        return f"step-{self._number}-{place}"


def _time(seconds: float) -> dict[str, int]:
    nanos = round(seconds * 1_000_000_000)
    return {"seconds": nanos // 1_000_000_000, "nanos": nanos % 1_000_000_000}
