"""From what was seen and judged to the run that reports render."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from conformance.catalogue import load_catalogue
from conformance.evidence.serialize import iso_time
from conformance.judging.findings import Finding
from conformance.judging.run_verdict import RunFacts, judge_run
from conformance.reporting.run.digest import digest_of
from conformance.reporting.run.finding import RunFinding
from conformance.reporting.run.model import FORM, LeftOut, ListedIssue, Run, RunExtent, RunSuite, RunTarget

_CREDENTIALS = re.compile(r"(?<=://)[^/@]*@")

_TRACE = re.compile("00-([0-9a-f]{8})")

_Seen = dict[tuple[str, str | None], int]


@dataclass(frozen=True)
class RunCounts:
    """What a run has counted: `started` is seconds since the epoch, and `left_open` a line for each open session."""

    started: float
    duration_s: float
    requests: int
    left_open: Sequence[str] = ()


def build_run(
    target: RunTarget, suite_version: str, findings: Sequence[Finding], facts: RunFacts, counts: RunCounts
) -> Run:
    """Judge the findings, which hold redacted texts only, and return the run; the target's URL has no credentials."""
    judgement = judge_run(findings, facts)
    seen = {(each.requirement.id, each.version): len({it.nodeid for it in each.scenarios}) for each in findings}
    members: dict[str, Any] = {
        "schema": FORM,
        "suite": RunSuite(name="layer-conformance", version=suite_version),
        "target": target.model_copy(update={"url": without_credentials(target.url)}),
        "verdict": judgement.verdict,
        "profile": facts.profile,
        "reason": judgement.reason,
        "started": iso_time(counts.started),
        "duration_s": round(counts.duration_s, 3),
        "requests": counts.requests,
        "scenarios": RunExtent(
            seen=sum(min(seen.get(group, 0), count) for group, count in facts.expected.items()),
            expected=sum(facts.expected.values()),
        ),
        "cut_short": facts.cut_short,
        "suspect": facts.suspect,
        "traces": _traces(findings),
        "left_open": list(counts.left_open),
        "left_out": list(_left_out(seen, facts)),
        "known": [ListedIssue(requirement=it.requirement, expires=it.expires.isoformat()) for it in facts.known],
        "findings": [RunFinding.of(finding) for finding in findings],
    }
    return Run.model_validate({**members, "digest": digest_of(Run.model_construct(**members).to_json())})


def without_credentials(url: str) -> str:
    """Return the URL without the user and the password that may stand in it."""
    return _CREDENTIALS.sub("", url)


def _traces(findings: Sequence[Finding]) -> list[str]:
    """Return what the trace ids that went out begin with: eight digits of each process that began by itself."""
    parents = (
        _TRACE.match(header["value"])
        for finding in findings
        for scenario in finding.scenarios
        for exchange in scenario.transcript
        for header in exchange["request"]["headers"]
        if header["name"] == "traceparent"
    )
    return sorted({parent[1] for parent in parents if parent})


def _left_out(seen: _Seen, facts: RunFacts) -> Iterator[LeftOut]:
    """Yield what was not examined, or not by all of its scenarios, in the catalogue's order."""
    lacking = {group: count for group, count in facts.expected.items() if seen.get(group, 0) < count}
    for row in load_catalogue().values() if lacking else ():
        for version in sorted((version for name, version in lacking if name == row.id), key=str):
            yield LeftOut(
                requirement=row.id,
                title=row.title,
                actor=row.actor,
                chapter=row.chapter,
                level=row.level,
                version=version,
                seen=seen.get((row.id, version), 0),
                scenarios=lacking[row.id, version],
            )
