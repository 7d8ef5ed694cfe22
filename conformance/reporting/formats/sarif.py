"""`results.sarif`: SARIF 2.1.0, for code-scanning views: what needs somebody, one result a finding.

What conforms is left out: such views show every result as an alert, whatever its kind.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from conformance.catalogue import Level
from conformance.evidence.serialize import iso_time
from conformance.judging.verdicts import RunVerdict, Verdict
from conformance.reporting.formats.texts import at_length, short, target_of
from conformance.reporting.run import Run, RunFinding
from conformance.reporting.text.printable import one_line, printable

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

#: The kind and the level of a result; a kind other than `fail` has no level, by the standard.
_SHOWN: Mapping[Verdict, tuple[str, str]] = {
    Verdict.VIOLATES: ("fail", "error"),
    Verdict.KNOWN: ("fail", "error"),
    Verdict.FALLS_SHORT: ("fail", "warning"),
    Verdict.INCONCLUSIVE: ("open", "none"),
    Verdict.ERROR: ("open", "none"),
}
_LEVEL = {Level.MUST: "error", Level.SHOULD: "warning", Level.MAY: "note"}


def sarif(run: Run) -> str:
    """Return the document."""
    rows = {finding.requirement: finding for finding in run.findings}
    places = {requirement_id: index for index, requirement_id in enumerate(rows)}
    document = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(run, rows)},
                "automationDetails": {"id": _automation_id(run)},
                "invocations": [_invocation(run)],
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(run, finding, places[finding.requirement])
                    for finding in run.findings
                    if finding.verdict in _SHOWN
                ],
                "properties": {
                    "verdict": run.verdict.word,
                    "profile": run.profile.value,
                    "claim": one_line(run.claim),
                    "reason": one_line(run.reason),
                    "target": target_of(run),
                },
            }
        ],
    }
    return json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n"


def _driver(run: Run, rows: Mapping[str, RunFinding]) -> dict[str, Any]:
    return {
        "name": "layer-conformance",
        "fullName": one_line(f"layer-conformance {run.suite.version}"),
        "version": one_line(run.suite.version),
        "rules": [_rule(row) for row in rows.values()],
    }


def _automation_id(run: Run) -> str:
    """Return the category and the run of it: a view replaces the alerts of one target and profile by each other."""
    target = target_of(run)
    category = (target["actor"], target["name"], run.profile.value)
    return f"layer-conformance/{'/'.join(quote(each, safe='', errors='replace') for each in category)}/{run.started}"


def _identifier(requirement_id: str) -> str:
    """Return the id in the letters that a rule's name may have: ``Nonce3`` for ``NONCE-3``."""
    return "".join(part.capitalize() for part in re.findall("[A-Za-z0-9]+", requirement_id)) or "Rule"


def _rule(row: RunFinding) -> dict[str, Any]:
    """Return a requirement as what SARIF calls a reporting descriptor."""
    said = {"short": row.title, "full": row.sentence, "help": " ".join(filter(None, (row.why, row.hint)))}
    texts = {name: message(text) for name, text in said.items() if text}
    return {
        "id": one_line(row.requirement),
        "name": _identifier(row.requirement),
        "shortDescription": texts.get("short", message(row.requirement)),
        **({"fullDescription": texts["full"]} if "full" in texts else {}),
        **({"help": texts["help"]} if "help" in texts else {}),
        "defaultConfiguration": {"level": _LEVEL[row.level]},
        "properties": {"tags": [row.level.value, row.basis.value, f"{row.actor}/{row.chapter}"]},
    }


def _result(run: Run, finding: RunFinding, place: int) -> dict[str, Any]:
    decisive = finding.decisive
    kind, level = _SHOWN[finding.verdict]
    version = f" (version {finding.version})" if finding.version else ""
    said = {
        "ruleId": one_line(finding.requirement),
        "ruleIndex": place,
        "kind": kind,
        "level": level,
        "message": message(f"{finding.title}{version}: {short(decisive)}"),
        "locations": [_location(finding)],
        "partialFingerprints": {"requirement/v1": _fingerprint(run, finding)},
        "properties": {"verdict": finding.verdict.value, "explained": at_length(finding, decisive)},
    }
    if finding.verdict is Verdict.KNOWN:
        said["suppressions"] = [{"kind": "external", "status": "accepted", "justification": one_line(decisive.reason)}]
    return said


def _location(row: RunFinding) -> dict[str, Any]:
    """Return where the rule stands in the suite: a view wants a file, and a target has none."""
    chapter = row.chapter or "chapter"
    return {
        "physicalLocation": {
            "artifactLocation": {
                "uri": f"features/{row.actor}/{''.join(c for c in chapter if c.isalnum() or c == '_')}.feature"
            },
            "region": {"startLine": 1},
        },
        "logicalLocations": [
            {"fullyQualifiedName": one_line(f"{row.actor}/{chapter}/{row.requirement}"), "kind": "requirement"}
        ],
    }


def _fingerprint(run: Run, finding: RunFinding) -> str:
    """Return what stays the same from run to run, so that a view knows an alert again."""
    said = "\n".join((one_line(run.target.name), finding.requirement, finding.version or ""))
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()


def _invocation(run: Run) -> dict[str, Any]:
    """Return the run; what could not be judged is told as a fault of it, because it is no fault of the target."""
    notices = [
        f"{it.requirement}: {short(it.decisive)}" for it in run.findings if _SHOWN.get(it.verdict) == ("open", "none")
    ]
    if run.fails_by_itself:
        notices.append(one_line(run.reason))
    return {
        "executionSuccessful": run.verdict is not RunVerdict.INCOMPLETE,
        "exitCode": run.verdict.exit_code,
        "startTimeUtc": iso_time(run.start),
        "endTimeUtc": iso_time(run.stop),
        "toolExecutionNotifications": [{"level": "error", "message": message(notice)} for notice in notices],
    }


def message(text: str) -> dict[str, str]:
    """Return a message; brackets would make links of it, and braces places to fill in."""
    plain = printable(text)
    for mark, escaped in (("\\", "\\\\"), ("[", "\\["), ("]", "\\]"), ("{", "{{"), ("}", "}}")):
        plain = plain.replace(mark, escaped)
    return {"text": plain or "-"}
