"""`results.sarif`: SARIF 2.1.0, for code-scanning views: what needs somebody, one result a finding.

What conforms is left out: such views show every result as an alert, whatever its kind.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from conformance import HOME
from conformance.catalogue import Level
from conformance.evidence.serialize import iso_time
from conformance.judging.verdicts import RunVerdict, Verdict
from conformance.reporting.formats.place import Place, place_of, place_of_run
from conformance.reporting.formats.texts import at_length, short, target_of
from conformance.reporting.run import Run, RunFinding
from conformance.reporting.text.printable import one_line, printable, printable_json

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

#: The kind and the level of a result; a kind other than `fail` has no level, by the standard.
_LEVELS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.VIOLATES: ("fail", "error"),
    Verdict.KNOWN: ("fail", "error"),
    Verdict.FALLS_SHORT: ("fail", "warning"),
    Verdict.INCONCLUSIVE: ("open", "none"),
    Verdict.ERROR: ("open", "none"),
}
_AZURE = "azuredevops/pipeline/build/"
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
                "automationDetails": _automation(run),
                "invocations": [_invocation(run)],
                "columnKind": "unicodeCodePoints",
                "results": [_result(run, each, places[each[0].requirement]) for each in _alerts(run)],
                "properties": {
                    "verdict": run.verdict.word,
                    "profile": run.profile.value,
                    "claim": one_line(run.claim),
                    "reason": one_line(run.reason),
                    "counted": run.count_line(),
                    "target": target_of(run),
                },
            }
        ],
    }
    return printable_json(document) + "\n"


def _driver(run: Run, rows: Mapping[str, RunFinding]) -> dict[str, Any]:
    return {
        "name": "layer-conformance",
        "fullName": one_line(f"layer-conformance {run.suite.version}"),
        "version": one_line(run.suite.version),
        "informationUri": HOME,
        "rules": [_rule(row) for row in rows.values()],
    }


def _automation(run: Run) -> dict[str, Any]:
    """Return the category and the run of it: a view replaces the alerts of one target and profile by each other.

    Azure's service wants the prefix, and a build's definition and phase. A verdict knows no build, for which -1 stands.
    """
    target = target_of(run)
    parts = (target["actor"], target["name"], run.profile.value)
    category = "/".join(quote(each, safe="", errors="replace") for each in ("layer-conformance", *parts))
    build = {
        "buildDefinitionId": "-1",
        "buildDefinitionName": target["name"] or "-",
        "phaseId": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{HOME}/{category}")),
        "phaseName": run.profile.value,
    }
    return {
        "id": f"{_AZURE}{category}/{run.started}",
        "properties": {f"{_AZURE}{name}": value for name, value in build.items()},
    }


def _identifier(requirement_id: str) -> str:
    """Return the id in the letters that a rule's name may have: ``Nonce3`` for ``NONCE-3``."""
    return "".join(part.capitalize() for part in re.findall("[A-Za-z0-9]+", requirement_id)) or "Rule"


def _rule(row: RunFinding) -> dict[str, Any]:
    """Return a requirement as what SARIF calls a reporting descriptor."""
    sentences = {"short": row.title, "full": row.sentence, "help": " ".join(filter(None, (row.why, row.hint)))}
    texts = {name: message(text) for name, text in sentences.items() if text}
    return {
        "id": one_line(row.requirement),
        "name": _identifier(row.requirement),
        "shortDescription": texts.get("short", message(row.requirement)),
        **({"fullDescription": texts["full"]} if "full" in texts else {}),
        **({"help": texts["help"]} if "help" in texts else {}),
        "helpUri": f"{HOME}/blob/main/docs/requirements.md#{quote(row.requirement.lower(), errors='replace')}",
        "defaultConfiguration": {"level": _LEVEL[row.level]},
        "properties": {"tags": [row.level.value, row.basis.value, f"{row.actor}/{row.chapter}"]},
    }


def _alerts(run: Run) -> Iterable[Sequence[RunFinding]]:
    """Return what needs somebody, each once: the findings of one requirement that ended alike in several versions."""
    alerts: dict[tuple[str, Verdict], list[RunFinding]] = {}
    for finding in run.findings:
        if finding.verdict in _LEVELS:
            alerts.setdefault((finding.requirement, finding.verdict), []).append(finding)
    return alerts.values()


def _result(run: Run, findings: Sequence[RunFinding], index: int) -> dict[str, Any]:
    finding = findings[0]
    decisive = finding.decisive
    kind, level = _LEVELS[finding.verdict]
    versions = ", ".join(one_line(each.version) for each in findings if each.version)
    name = f"{finding.title} (version {versions})" if versions else finding.title
    fingerprint = _fingerprint(run, finding)
    content = {
        "ruleId": one_line(finding.requirement),
        "ruleIndex": index,
        "kind": kind,
        "level": level,
        "message": message(_sentence(f"{name}: {short(decisive)}")),
        "locations": [_location(place_of(run, finding), finding)],
        "partialFingerprints": {"requirement/v1": fingerprint, "primaryLocationLineHash": f"{fingerprint[:16]}:1"},
        "properties": {"verdict": finding.verdict.value, "explained": at_length(finding, decisive)},
    }
    if finding.verdict is Verdict.KNOWN:
        content["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": one_line(decisive.reason)}
        ]
    return content


def _sentence(text: str) -> str:
    """Return the text as views want a message: one that ends in a full stop."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _location(place: Place, row: RunFinding) -> dict[str, Any]:
    names = [{"fullyQualifiedName": one_line(f"{row.actor}/{row.chapter}/{row.requirement}"), "kind": "requirement"}]
    names += [{"fullyQualifiedName": place.key, "kind": "key"}] if place.key else []
    return {"physicalLocation": _physical(place), "logicalLocations": names}


def _physical(place: Place) -> dict[str, Any]:
    """Return a place; a name with letters beyond URIs is quoted as they want it."""
    return {"artifactLocation": {"uri": quote(place.file, errors="replace")}, "region": {"startLine": place.line}}


def _fingerprint(run: Run, finding: RunFinding) -> str:
    """Return what stays the same from run to run, so that a view knows an alert again."""
    identity = "\n".join((one_line(run.target.name), finding.requirement, _LEVELS[finding.verdict][0]))
    return hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()


def _invocation(run: Run) -> dict[str, Any]:
    """Return the run; that it could not be judged is told as a fault of it, because it is no fault of the target."""
    is_judged = run.verdict is not RunVerdict.INCOMPLETE
    return {
        "executionSuccessful": is_judged,
        "exitCode": run.verdict.exit_code,
        "startTimeUtc": iso_time(run.start),
        "endTimeUtc": iso_time(run.stop),
        "toolExecutionNotifications": [_notice(run)] if run.fails_by_itself or not is_judged else [],
    }


def _notice(run: Run) -> dict[str, Any]:
    notice = {"level": "error", "message": message(_sentence(run.reason))}
    place = place_of_run(run)
    return notice | ({"locations": [{"physicalLocation": _physical(place)}]} if place.file else {})


def message(text: str) -> dict[str, str]:
    """Return a message; brackets would make links of it, and braces places to fill in."""
    plain = printable(text)
    for mark, escaped in (("\\", "\\\\"), ("[", "\\["), ("]", "\\]"), ("{", "{{"), ("}", "}}")):
        plain = plain.replace(mark, escaped)
    return {"text": plain or "-"}
