"""`ctrf.json`: the Common Test Report Format, one test a scenario."""

from __future__ import annotations

from collections import Counter
from typing import Any

from conformance.evidence.serialize import iso_time
from conformance.judging.verdicts import Verdict
from conformance.judging.words import ON_WORD, WORDS
from conformance.reporting.formats.place import place_of
from conformance.reporting.formats.texts import at_length, name_of, short, target_of
from conformance.reporting.run import Run, RunFinding, RunScenario
from conformance.reporting.text.printable import one_line, printable_json

_STATUSES = ("passed", "failed", "skipped", "pending", "other")


def ctrf(run: Run) -> str:
    """Return the document; a run that fails though no scenario does has one failed test of its own."""
    tests = [_test(run, finding, scenario) for finding, scenario in run.cases()]
    if run.fails_by_itself:
        tests.append(_run_itself(run))
    document = {
        "reportFormat": "CTRF",
        "specVersion": "0.0.0",
        "timestamp": iso_time(run.stop),
        "generatedBy": "layer-conformance",
        "results": {
            "tool": {"name": "layer-conformance", "version": one_line(run.suite.version)},
            "summary": _summary(run, tests),
            "tests": tests,
            "extra": {
                "verdict": run.verdict.word,
                "profile": run.profile.value,
                "reason": one_line(run.reason),
                "counted": run.count_line(),
                "target": target_of(run),
            },
        },
    }
    return printable_json(document) + "\n"


def _summary(run: Run, tests: list[dict[str, Any]]) -> dict[str, int]:
    counts = Counter(test["status"] for test in tests)
    return {
        "tests": len(tests),
        **{status: counts[status] for status in _STATUSES},
        "suites": len({tuple(test["suite"][:2]) for test in tests}),
        "start": int(run.start * 1000),
        "stop": int(run.stop * 1000),
        "duration": int(run.duration_s * 1000),
    }


def _test(run: Run, finding: RunFinding, scenario: RunScenario) -> dict[str, Any]:
    place = place_of(run, finding)
    test = {
        "testId": one_line(scenario.nodeid) or finding.requirement,
        "name": name_of(finding, scenario) or finding.requirement,
        "status": WORDS[scenario.verdict].ctrf,
        "rawStatus": scenario.verdict.value,
        "duration": int(scenario.duration_s * 1000),
        "start": int(scenario.start * 1000),
        "stop": int(scenario.stop * 1000),
        "suite": [finding.actor, finding.chapter, one_line(f"{finding.requirement} {finding.title}")],
        "type": "conformance",
        "filePath": place.file,
        "line": place.line,
        "tags": [finding.level.value, finding.basis.value, *([ON_WORD] if finding.rests_on_word else [])],
        "labels": {"requirement": one_line(finding.requirement), "version": one_line(finding.version or "")},
    }
    if scenario.verdict is not Verdict.CONFORMS:
        test |= {"message": short(scenario), "trace": at_length(finding, scenario)}
    return test


def _run_itself(run: Run) -> dict[str, Any]:
    return {
        "name": "The run itself",
        "status": "failed",
        "rawStatus": run.verdict.word,
        "duration": 0,
        "suite": ["run", "verdict"],
        "message": one_line(run.reason),
    }
