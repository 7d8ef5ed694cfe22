"""A catalogue of five rows, results in it, and the judgement of a run: what tests of several files share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from conformance.catalogue import Basis, Level, Requirement
from conformance.judging.findings import ScenarioResult
from conformance.judging.run_verdict import RunFacts, findings_of, judge_run
from conformance.judging.verdicts import Verdict

TODAY = date(2026, 6, 1)


def row_of(requirement_id, level=Level.MUST, basis=Basis.STATED):
    """Return a row of the catalogue."""
    return Requirement(
        id=requirement_id,
        actor="server",
        chapter="nonces",
        level=level,
        basis=basis,
        title=f"The title of {requirement_id}",
        sentence="A sentence.",
        source="A source",
        why="A reason.",
        hint="A hint.",
    )


CATALOGUE = {
    row.id: row
    for row in (
        row_of("MUST-2"),
        row_of("MUST-1"),
        row_of("SHOULD-1", Level.SHOULD),
        row_of("MAY-1", Level.MAY),
        row_of("SEEN-1", Level.MAY, Basis.OBSERVED),
    )
}


@dataclass(frozen=True)
class Issue:
    """A known issue as a target file lists it."""

    requirement: str
    expires: date = date(2026, 12, 31)
    reason: str = "until release 42"
    link: str = "https://tracker.example/1"


def result_of(requirement, verdict, version="1.0", scenario="a case", **more):
    """Return what a scenario of the catalogue's server has come to."""
    return ScenarioResult(
        requirement=requirement,
        actor="server",
        version=version,
        scenario=scenario,
        nodeid=f"{requirement}::{scenario}[{version}]",
        verdict=Verdict[verdict],
        **more,
    )


def judgement_of(*results, known=(), cut_short=False, missing=(), today=TODAY):
    """Judge the results as those of a run that should have had `missing` scenarios beside them."""
    groups = [(result.requirement, result.version) for result in results] + list(missing)
    expected = {group: groups.count(group) for group in groups}
    findings = findings_of(results, CATALOGUE)
    return judge_run(findings, RunFacts(expected, today, known, cut_short))


GOOD = result_of("MUST-1", "CONFORMS")
