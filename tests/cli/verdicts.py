"""Verdicts for commands that read them, written as a run writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from conformance.catalogue import Basis, Level, Requirement
from conformance.judging.findings import ScenarioResult
from conformance.judging.run_verdict import RunFacts, findings_of, judge_run
from conformance.judging.verdicts import Verdict
from conformance.reporting import Report, TargetSummary
from conformance.reporting.verdict.write import write

#: When the runs were, unless a test says otherwise.
STARTED = datetime(2026, 11, 20, 12, tzinfo=UTC)

Row = tuple[str, str]


def requirement(requirement_id: str, **other: str) -> Requirement:
    """Return a row: a MUST, or a SHOULD or one that is observed where its id says so."""
    level = Level.SHOULD if "SHOULD" in requirement_id else Level.MUST
    texts = {"title": f"The title of {requirement_id}", "sentence": "A sentence.", "source": "Client API 2.0"}
    return Requirement(
        id=requirement_id,
        actor="server",
        chapter=requirement_id.partition("-")[0].lower(),
        level=Level.MAY if "OBSERVED" in requirement_id else level,
        basis=Basis.OBSERVED if "OBSERVED" in requirement_id else Basis.STATED,
        **{"why": "", "hint": "", **texts, **other},
    )


def result(requirement_id: str, verdict: str, version: str = "2.0") -> ScenarioResult:
    """Return what one scenario has shown."""
    texts = {"expected": "201", "observed": "500", "reason": f"because of {verdict}"}
    nodeid = f"{requirement_id}[{version}]"
    return ScenarioResult(requirement_id, "server", version, "A scenario", nodeid, Verdict[verdict], **texts)


@dataclass(frozen=True)
class Run:
    """What a run was beside its findings."""

    name: str = "Acme, staging"
    suite: str = "0.1.0"
    started: datetime = STARTED
    known: Sequence[tuple[str, date]] = ()
    missing: int = 0
    cut_short: bool = False
    wording: str = "A sentence."


def written(path: Path, rows: Sequence[Row], **about: Any) -> Path:
    """Write the verdict of a run with these requirements and verdicts, and return where it is."""
    run = Run(**about)
    results = [result(*row) for row in rows]
    expected = {(each.requirement, each.version): 1 for each in results} | {("LEFT-OUT", None): run.missing}
    more = {"reason": "release 42", "link": "https://a.example/7"}
    listed = [SimpleNamespace(requirement=each, expires=day, **more) for each, day in run.known]
    seen = RunFacts(expected, run.started.date(), listed, run.cut_short)
    findings = findings_of(results, {row[0]: requirement(row[0], sentence=run.wording) for row in rows})
    report = Report(
        target=TargetSummary(run.name, "server", "https://layer.example"),
        suite_version=run.suite,
        versions=("2.0",),
        seen=seen,
        judgement=judge_run(findings, seen),
        findings=findings,
        started=run.started.timestamp(),
        duration_s=60.0,
        requests=17,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    write(report, path)
    return path
