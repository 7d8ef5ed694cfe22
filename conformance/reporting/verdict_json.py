"""`verdict.json`: the run for machines; `verdict.schema.json` beside this module is its JSON Schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from conformance.evidence.shown import iso
from conformance.judging.findings import Finding, ScenarioResult
from conformance.reporting.report import Report
from conformance.reporting.writing import replace_file

#: The name of the form; it changes with every change of the members.
SCHEMA = "urn:layer-conformance:verdict:1"
#: Where the JSON Schema is.
SCHEMA_FILE = Path(__file__).with_name("verdict.schema.json")


def write(report: Report, path: Path) -> None:
    """Write the file: one member a line, one finding a line, so that it can be compared and searched."""
    head = [f"{json.dumps(name)}: {_dumped(value)}" for name, value in _head(report).items()]
    findings = ",\n".join(_dumped(_finding(finding)) for finding in report.findings)
    members = ",\n".join([*head, f'"findings": [\n{findings}\n]'])
    replace_file(path, f"{{\n{members}\n}}\n")


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _head(report: Report) -> dict[str, Any]:
    target = report.target
    return {
        "schema": SCHEMA,
        "suite": {"name": "layer-conformance", "version": report.suite_version},
        "target": {"name": target.name, "actor": target.actor, "url": target.url},
        "verdict": report.judgement.verdict.word,
        "reason": report.judgement.reason,
        "started": iso(report.started),
        "duration_s": round(report.duration_s, 3),
        "requests": report.requests,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    row, decisive = finding.requirement, finding.decisive
    return {
        "requirement": row.id,
        "title": row.title,
        "actor": row.actor,
        "level": row.level.value,
        "basis": row.basis.value,
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
    }
