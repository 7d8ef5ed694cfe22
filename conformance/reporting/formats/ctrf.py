"""`ctrf.json`: the Common Test Report Format, one test a scenario."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from conformance.catalogue import Requirement
from conformance.evidence.serialize import iso_time
from conformance.judging.findings import ScenarioResult
from conformance.judging.verdicts import Verdict
from conformance.reporting.formats.run import Run, at_length, name_of, short
from conformance.reporting.text.printable import one_line

_STATUS = {
    Verdict.CONFORMS: "passed",
    Verdict.VIOLATES: "failed",
    Verdict.INCONCLUSIVE: "failed",
    Verdict.ERROR: "failed",
    Verdict.FALLS_SHORT: "skipped",
    Verdict.KNOWN: "skipped",
    Verdict.NOT_APPLICABLE: "skipped",
}
_STATUSES = ("passed", "failed", "skipped", "pending", "other")


def ctrf(run: Run) -> str:
    """Return the document; a run that fails though no scenario does has one failed test of its own."""
    tests = [_test(requirement, scenario) for requirement, scenario in run.scenarios()]
    if run.fails_by_itself:
        tests.append(_run_itself(run))
    document = {
        "reportFormat": "CTRF",
        "specVersion": "0.0.0",
        "timestamp": iso_time(run.stop),
        "generatedBy": "layer-conformance",
        "results": {
            "tool": {"name": "layer-conformance", "version": run.suite_version},
            "summary": _summary(run, tests),
            "tests": tests,
            "extra": {"verdict": run.verdict.word, "reason": run.reason, "target": dict(run.target)},
        },
    }
    return json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n"


def _summary(run: Run, tests: list[dict[str, Any]]) -> dict[str, int]:
    counts = Counter(test["status"] for test in tests)
    return {
        "tests": len(tests),
        **{status: counts[status] for status in _STATUSES},
        "suites": len({tuple(test["suite"][:2]) for test in tests}),
        "start": int(run.start * 1000),
        "stop": int(run.stop * 1000),
        "duration": int((run.stop - run.start) * 1000),
    }


def _test(requirement: Requirement, scenario: ScenarioResult) -> dict[str, Any]:
    said = {
        "testId": one_line(scenario.nodeid) or requirement.id,
        "name": name_of(scenario) or requirement.id,
        "status": _STATUS[scenario.verdict],
        "rawStatus": scenario.verdict.value,
        "duration": int((scenario.stop - scenario.start) * 1000),
        "start": int(scenario.start * 1000),
        "stop": int(scenario.stop * 1000),
        "suite": [requirement.actor, requirement.chapter, one_line(f"{requirement.id} {requirement.title}")],
        "type": "conformance",
        "tags": [requirement.level.value, requirement.basis.value],
        "labels": {"requirement": one_line(requirement.id), "version": one_line(scenario.version or "")},
    }
    if scenario.verdict is not Verdict.CONFORMS:
        said |= {"message": short(scenario), "trace": at_length(requirement, scenario)}
    return said


def _run_itself(run: Run) -> dict[str, Any]:
    return {
        "name": "The run itself",
        "status": "failed",
        "rawStatus": run.verdict.word,
        "duration": 0,
        "suite": ["run", "verdict"],
        "message": run.reason,
    }
