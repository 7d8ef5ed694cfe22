"""Verdicts for commands that read them, written as a run writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from conformance.catalogue import Basis, KnownIssue, Level, Profile, Requirement
from conformance.judging.findings import ScenarioResult
from conformance.judging.run_verdict import RunFacts, findings_of
from conformance.judging.verdicts import Verdict
from conformance.reporting.run import RunCounts, RunTarget, build_run
from conformance.reporting.verdict.write import as_text

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
    profile: Profile = Profile.FULL
    least: Profile = Profile.CORE


def written(path: Path, rows: Sequence[Row], **about: Any) -> Path:
    """Write the verdict of a run with these requirements and verdicts, and return where it is."""
    run = Run(**about)
    results = [result(*row) for row in rows]
    results = [replace(it, profile=run.least.value) if it.verdict is Verdict.UNTESTED else it for it in results]
    expected = {(each.requirement, each.version): 1 for each in results} | {("LEFT-OUT", None): run.missing}
    listed = [KnownIssue(each, "release 42", "https://a.example/7", day) for each, day in run.known]
    seen = RunFacts(expected, run.started.date(), listed, run.cut_short, profile=run.profile)
    findings = findings_of(results, {row[0]: requirement(row[0], sentence=run.wording) for row in rows})
    target = RunTarget(name=run.name, actor="server", url="https://layer.example", versions=["2.0"], clock="")
    counts = RunCounts(run.started.timestamp(), 60.0, 17)
    written_run = build_run(target, run.suite, findings, seen, counts)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(as_text(written_run), encoding="utf-8")
    return path
