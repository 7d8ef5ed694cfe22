"""The findings of a `verdict.json` as values again, and the best verdict that they allow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from conformance.catalogue import Basis, Level, Requirement
from conformance.judging.findings import Finding, ScenarioResult
from conformance.judging.run_verdict import RunFacts, judge_run
from conformance.judging.verdicts import RunVerdict, Verdict

#: From the least green word to the greenest.
_GREENER = (
    RunVerdict.NOT_CONFORMANT,
    RunVerdict.INCOMPLETE,
    RunVerdict.PARTIAL,
    RunVerdict.CONFORMANT_WITH_WARNINGS,
    RunVerdict.CONFORMANT,
)

_Json = Mapping[str, Any]


def is_greener(verdict: RunVerdict, other: RunVerdict) -> bool:
    """Say whether `verdict` says more good of a target than `other`."""
    return _GREENER.index(verdict) > _GREENER.index(other)


def greenest(verdict: _Json, findings: Sequence[Finding]) -> RunVerdict:
    """Return the best verdict that a run with these findings can have, by what `verdict` says of the run beside them.

    It may have had a worse one for what this does not look at: a known issue that was stale.
    """
    scenarios, known = verdict["scenarios"], Verdict.KNOWN
    narrowed = scenarios["seen"] < scenarios["expected"]
    partial = narrowed or bool(verdict["known"]) or any(finding.verdict is known for finding in findings)
    seen = RunFacts(
        expected={("", None): 1} if partial else {},
        today=date.min,
        cut_short=verdict["cut_short"],
        suspect=verdict["suspect"],
    )
    return judge_run(findings, seen).verdict


def findings_in(verdict: _Json) -> list[Finding]:
    """Return the findings of a verdict that has the shape of its schema, without their exchanges."""
    return [_finding(each) for each in verdict["findings"]]


def _finding(said: _Json) -> Finding:
    scenarios = [_scenario(said, each) for each in said["scenarios"]]
    verdict = Verdict(said["verdict"])
    at = next((index for index, each in enumerate(scenarios) if each.verdict is verdict), 0)
    scenarios[at] = replace(scenarios[at], curl=said["curl"])
    return Finding(_requirement(said), said["version"], verdict, scenarios[at], scenarios)


def _scenario(finding: _Json, said: _Json) -> ScenarioResult:
    start = datetime.fromisoformat(said["started"]).timestamp()
    return ScenarioResult(
        requirement=finding["requirement"],
        actor=finding["actor"],
        version=finding["version"],
        scenario=said["scenario"],
        nodeid=said["nodeid"],
        verdict=Verdict(said["verdict"]),
        expected=said["expected"],
        observed=said["observed"],
        reason=said["reason"],
        start=start,
        stop=start + said["duration_s"],
    )


def _requirement(said: _Json) -> Requirement:
    return Requirement(
        id=said["requirement"],
        actor=said["actor"],
        chapter=said.get("chapter", ""),
        level=Level(said["level"]),
        basis=Basis(said["basis"]),
        title=said["title"],
        sentence=said.get("sentence", ""),
        source=said.get("source", ""),
        why=said.get("why", ""),
        hint=said.get("hint", ""),
    )
