"""`messages.ndjson`: Cucumber Messages, for whatever reads the reports of a Gherkin runner.

The steps of a scenario are not in `verdict.json`: each scenario has one step here, which says what was expected.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from conformance.judging.words import WORDS
from conformance.reporting.formats.texts import at_length, name_of, short
from conformance.reporting.run import Run, RunFinding, RunScenario
from conformance.reporting.text.printable import one_line

#: The version of the messages that the tests validate against.
PROTOCOL = "34.2.1"

_RUN = "run"


def messages(run: Run) -> str:
    """Return the messages, one a line: documents, pickles and cases first, then what happened."""
    return "".join(json.dumps(each, ensure_ascii=False, allow_nan=False) + "\n" for each in _envelopes(run))


def _envelopes(run: Run) -> Iterator[dict[str, Any]]:
    yield {"meta": _meta(run)}
    numbered = list(enumerate(run.cases()))
    yield from ({"gherkinDocument": each} for each in _documents(run.findings))
    yield from ({"pickle": _pickle(number, *pair)} for number, pair in numbered)
    yield {"testRunStarted": {"id": _RUN, "timestamp": _time(run.start)}}
    yield from ({"testCase": _case(number)} for number, _ in numbered)
    for number, pair in numbered:
        yield from _happened(number, *pair)
    finished = {"success": run.verdict.exit_code == 0, "timestamp": _time(run.stop), "testRunStartedId": _RUN}
    yield {"testRunFinished": finished | {"message": f"{run.claim}: {one_line(run.reason)}"}}


def _meta(run: Run) -> dict[str, Any]:
    suite = {"name": "layer-conformance", "version": one_line(run.suite.version)}
    unknown = {"name": "unknown"}
    return {"protocolVersion": PROTOCOL, "implementation": suite, "runtime": unknown, "os": unknown, "cpu": unknown}


def _documents(findings: Sequence[RunFinding]) -> Iterator[dict[str, Any]]:
    """Yield a document a chapter: a rule for each requirement and version, a scenario for each of its scenarios."""
    number = 0
    for (actor, chapter), group in groupby(findings, key=lambda it: (it.actor, it.chapter)):
        rules = []
        for finding in group:
            numbers = range(number, number + len(finding.scenarios))
            number = numbers.stop
            rules.append({"rule": _rule(finding, numbers)})
        feature = {"location": _HERE, "tags": [], "language": "en", "keyword": "Feature", "description": ""}
        name = one_line(f"{actor}: {chapter.replace('_', ' ')}")
        yield {"uri": _uri(actor, chapter), "feature": {**feature, "name": name, "children": rules}, "comments": []}


_HERE = {"line": 1}


def _rule(finding: RunFinding, numbers: range) -> dict[str, Any]:
    scenarios = zip(numbers, finding.scenarios, strict=True)
    return {
        "id": f"rule-{numbers.start}",
        "location": _HERE,
        "tags": [{"id": f"tag-{numbers.start}", "location": _HERE, "name": f"@{one_line(finding.requirement)}"}],
        "keyword": "Rule",
        "name": one_line(f"{finding.title} [{finding.version}]" if finding.version else finding.title),
        "description": one_line(finding.sentence),
        "children": [{"scenario": _scenario(number, finding, each)} for number, each in scenarios],
    }


def _scenario(number: int, finding: RunFinding, scenario: RunScenario) -> dict[str, Any]:
    step = {"location": _HERE, "keyword": "Then ", "keywordType": "Outcome", "text": _expected(finding, scenario)}
    empty: dict[str, Any] = {"tags": [], "examples": [], "description": "", "location": _HERE}
    steps = [{"id": f"step-{number}", **step}]
    return {
        "id": f"scenario-{number}",
        **empty,
        "keyword": "Scenario",
        "name": name_of(finding, scenario),
        "steps": steps,
    }


def _pickle(number: int, finding: RunFinding, scenario: RunScenario) -> dict[str, Any]:
    step = {"id": f"pickle-step-{number}", "astNodeIds": [f"step-{number}"], "type": "Outcome"}
    return {
        "id": f"pickle-{number}",
        "uri": _uri(finding.actor, finding.chapter),
        "name": name_of(finding, scenario),
        "language": "en",
        "steps": [step | {"text": _expected(finding, scenario)}],
        "tags": [{"name": f"@{one_line(finding.requirement)}", "astNodeId": f"scenario-{number}"}],
        "astNodeIds": [f"scenario-{number}"],
    }


def _case(number: int) -> dict[str, Any]:
    steps = [{"id": f"test-step-{number}", "pickleStepId": f"pickle-step-{number}", "stepDefinitionIds": []}]
    return {"id": f"case-{number}", "pickleId": f"pickle-{number}", "testSteps": steps, "testRunStartedId": _RUN}


def _happened(number: int, finding: RunFinding, scenario: RunScenario) -> Iterator[dict[str, Any]]:
    began, ended = _time(scenario.start), _time(scenario.stop)
    case = {"testCaseStartedId": f"started-{number}"}
    step = case | {"testStepId": f"test-step-{number}"}
    yield {
        "testCaseStarted": {
            "id": f"started-{number}",
            "testCaseId": f"case-{number}",
            "attempt": 0,
            "timestamp": began,
        }
    }
    yield {"testStepStarted": step | {"timestamp": began}}
    yield {"testStepFinished": step | {"timestamp": ended, "testStepResult": _result(finding, scenario)}}
    yield {"testCaseFinished": case | {"timestamp": ended, "willBeRetried": False}}


def _result(finding: RunFinding, scenario: RunScenario) -> dict[str, Any]:
    status = WORDS[scenario.verdict].messages
    result: dict[str, Any] = {"status": status, "duration": _time(scenario.duration_s)}
    if status == "PASSED":
        return result
    result["message"] = f"{scenario.verdict.value}: {at_length(finding, scenario)}"
    if status == "FAILED":
        result["exception"] = {"type": scenario.verdict.value, "message": short(scenario)}
    return result


def _expected(finding: RunFinding, scenario: RunScenario) -> str:
    return one_line(scenario.expected) or one_line(finding.title) or finding.requirement


def _uri(actor: str, chapter: str) -> str:
    return one_line(f"features/{actor}/{chapter}.feature")


def _time(seconds: float) -> dict[str, int]:
    nanos = round(seconds * 1_000_000_000)
    return {"seconds": nanos // 1_000_000_000, "nanos": nanos % 1_000_000_000}
