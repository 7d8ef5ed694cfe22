"""`transcripts.ndjson`: the exchanges of every scenario of a run, one scenario a line, in the order of the verdict.

`verdict.json` holds those of decisive scenarios alone; whoever is to judge the run again needs them all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from conformance.reporting.run import Report
from conformance.reporting.verdict.schema import Check, SchemaError, shape_of
from conformance.reporting.verdict.write import SCHEMA_FILE

#: The name of the file.
NAME = "transcripts.ndjson"

#: What each scenario has recorded, by its nodeid, once for each time that it ran: `steps` and `transcript`.
Transcripts = Mapping[str, Sequence[Mapping[str, Any]]]


class TranscriptError(ValueError):
    """A text is not what a run writes; the message goes on after its name."""


def as_ndjson(report: Report) -> str:
    """Return the text of the file: ``nodeid``, ``steps`` and ``transcript`` (docs/bundles.md), redacted as everywhere.

    `steps` has a list for each Gherkin step: which exchanges of the transcript it made.
    """
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    for finding in report.findings:
        for scenario in finding.scenarios:
            steps = [list(step.exchanges) for step in scenario.steps]
            said = {"nodeid": scenario.nodeid, "steps": steps, "transcript": list(scenario.transcript)}
            yield json.dumps(said, ensure_ascii=False, allow_nan=False)


def transcripts_of(content: bytes) -> Transcripts:
    """Return what the file says; raises NoTranscripts, with what is wrong, where no run can have written it."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for number, line in enumerate(content.split(b"\n")[:-1], 1):
        try:
            said = json.loads(line.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            raise TranscriptError(f"holds no JSON in line {number}") from error
        try:
            _shape()(said)
        except SchemaError as fault:
            raise TranscriptError(f"holds no scenario in line {number}: {fault}") from fault
        found.setdefault(said["nodeid"], []).append(said)
    if not content.endswith(b"\n") and content:
        raise TranscriptError("was cut short")
    return found


@cache
def _shape() -> Check:
    """Return the check of a line, whose exchanges have the shape that those of `verdict.json` have."""
    definitions = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))["$defs"]
    line = {
        "nodeid": {"type": "string"},
        "steps": {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}},
        "transcript": {"type": "array", "items": {"$ref": "#/$defs/exchange"}},
    }
    return shape_of({"$defs": definitions, "type": "object", "required": list(line), "properties": line})


def check_consistency(verdict: Mapping[str, Any], transcripts: Transcripts) -> None:
    """Hold that the transcripts are those of this verdict: the same scenarios, and its decisive exchanges among them.

    Raises NoTranscripts, with the first difference.
    """
    scenarios = [scenario["nodeid"] for finding in verdict["findings"] for scenario in finding["scenarios"]]
    if sorted(scenarios) != sorted(nodeid for nodeid, each in transcripts.items() for _ in each):
        raise TranscriptError("is of another run than verdict.json: it holds other scenarios")
    for finding in verdict["findings"]:
        decisive = next(each for each in finding["scenarios"] if each["verdict"] == finding["verdict"])
        if finding["transcript"] not in [each["transcript"] for each in transcripts[decisive["nodeid"]]]:
            raise TranscriptError(f"is of another run than verdict.json: {finding['requirement']} has other exchanges")
