"""`verdict.json`: the run for machines; `verdict.schema.json` beside this module is its JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from conformance.evidence.serialize import iso_time
from conformance.judging.findings import Finding, ScenarioResult
from conformance.reporting.atomic_files import replace_file
from conformance.reporting.coverage_gap import unexamined
from conformance.reporting.run import Report
from conformance.reporting.verdict.digest import MEMBER, digest_of

#: The name of the form; it changes with every change of the members.
SCHEMA = "urn:layer-conformance:verdict:1"
#: Where the JSON Schema is.
SCHEMA_FILE = Path(__file__).parents[1].joinpath("verdict.schema.json")


def as_json(report: Report) -> dict[str, Any]:
    """Return the run as plain JSON values: all that the file says, and all that a page is made of."""
    said = {**_head(report), "findings": [_finding(finding) for finding in report.findings]}
    return {**said, MEMBER: digest_of(said)}


def as_text(verdict: Mapping[str, Any]) -> str:
    """Return the text of the file: one member a line, one finding a line, so that it can be compared and searched."""
    members = ",\n".join(f"{json.dumps(name)}: {_member(name, value)}" for name, value in verdict.items())
    return f"{{\n{members}\n}}\n"


def write(report: Report, path: Path) -> None:
    """Write the file."""
    replace_file(path, as_text(as_json(report)))


def _member(name: str, value: Any) -> str:
    if name != "findings":
        return _dumped(value)
    listed = ",\n".join(_dumped(finding) for finding in value)
    return f"[\n{listed}\n]"


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _head(report: Report) -> dict[str, Any]:
    target = report.target
    return {
        "schema": SCHEMA,
        "suite": {"name": "layer-conformance", "version": report.suite_version},
        "target": {
            "name": target.name,
            "actor": target.actor,
            "url": target.url,
            "versions": list(report.versions),
            "clock": report.skew,
            "configuration": dict(target.configuration),
        },
        "verdict": report.judgement.verdict.word,
        "reason": report.judgement.reason,
        "started": iso_time(report.started),
        "duration_s": round(report.duration_s, 3),
        "requests": report.requests,
        **_completeness(report),
    }


def _completeness(report: Report) -> dict[str, Any]:
    """Return how much of the suite was seen, and what was listed as known: what a verdict rests on beside findings."""
    counts = {(it.requirement.id, it.version): len({each.nodeid for each in it.scenarios}) for it in report.findings}
    wanted = report.seen.expected
    return {
        "scenarios": {
            "seen": sum(min(counts.get(group, 0), count) for group, count in wanted.items()),
            "expected": sum(wanted.values()),
        },
        "cut_short": report.seen.cut_short,
        "suspect": report.seen.suspect,
        "left_open": list(report.left_open),
        "left_out": unexamined(report),
        # Reasons and links may hold secrets; they stand, redacted, in the findings.
        "known": [{"requirement": it.requirement, "expires": it.expires.isoformat()} for it in report.seen.known],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    row, decisive = finding.requirement, finding.decisive
    return {
        "requirement": row.id,
        "title": row.title,
        "actor": row.actor,
        "chapter": row.chapter,
        "level": row.level.value,
        "basis": row.basis.value,
        "sentence": row.sentence,
        "source": row.source,
        "why": row.why,
        "hint": row.hint,
        "version": finding.version,
        "verdict": finding.verdict.value,
        "expected": decisive.expected,
        "observed": decisive.observed,
        "reason": decisive.reason,
        "curl": decisive.curl,
        "scenarios": [_scenario(scenario) for scenario in finding.scenarios],
        "transcript": list(decisive.transcript),
    }


def _scenario(scenario: ScenarioResult) -> dict[str, Any]:
    return {
        "scenario": scenario.scenario,
        "verdict": scenario.verdict.value,
        "expected": scenario.expected,
        "observed": scenario.observed,
        "reason": scenario.reason,
        "nodeid": scenario.nodeid,
        "started": iso_time(scenario.start),
        "duration_s": round(max(0.0, scenario.stop - scenario.start), 3),
    }
