"""`transcripts.ndjson`: the exchanges of every scenario of a run, one scenario a line, in the order of the verdict.

`verdict.json` holds those of decisive scenarios alone; who judges the run again needs them all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from pydantic import TypeAdapter, ValidationError

from conformance.reporting.run import Run
from conformance.reporting.run.exchange import Recording
from conformance.reporting.text.printable import printable_json
from conformance.reporting.verdict.shape import MOST_VALUES, has_too_many_values, shape_fault

#: The name of the file.
NAME = "transcripts.ndjson"

#: What each scenario has recorded, by its nodeid, once for each time that it ran.
Transcripts = Mapping[str, Sequence[Recording]]


class TranscriptError(ValueError):
    """A text is not what a run writes; the message goes on after its name."""


def ndjson_lines(run: Run) -> Iterator[str]:
    """Yield the lines of the file (docs/bundles.md), redacted as everywhere."""
    for _, scenario in run.cases():
        steps = [list(step.exchanges) for step in scenario.steps]
        recording = {"nodeid": scenario.nodeid, "steps": steps, "transcript": list(scenario.transcript)}
        yield printable_json(recording) + "\n"


def parse_transcripts(content: bytes) -> Transcripts:
    """Return what the file says; raises TranscriptError, with what is wrong, where no run can have written it."""
    if has_too_many_values(content):
        raise TranscriptError(f"holds more than any run: over {MOST_VALUES:,} values")
    recordings: dict[str, list[Recording]] = {}
    for number, line in enumerate(content.split(b"\n")[:-1], 1):
        try:
            recording = _recording().validate_python(json.loads(line.decode("utf-8")))
        except ValidationError as error:
            raise TranscriptError(f"holds no scenario in line {number}: {shape_fault(error)}") from error
        except (ValueError, RecursionError) as error:
            raise TranscriptError(f"holds no JSON in line {number}") from error
        recordings.setdefault(recording["nodeid"], []).append(recording)
    if not content.endswith(b"\n") and content:
        raise TranscriptError("was cut short")
    return recordings


@cache
def _recording() -> TypeAdapter[Recording]:
    return TypeAdapter(Recording)


def check_consistency(run: Run, transcripts: Transcripts) -> None:
    """Hold that the transcripts are those of this run: the same scenarios, and its decisive exchanges among them.

    Raises TranscriptError, with the first difference.
    """
    scenarios = [scenario.nodeid for _, scenario in run.cases()]
    if sorted(scenarios) != sorted(nodeid for nodeid, each in transcripts.items() for _ in each):
        raise TranscriptError("is of another run than verdict.json: it holds other scenarios")
    for finding in run.findings:
        recorded = [each["transcript"] for each in transcripts[finding.decisive.nodeid]]
        if finding.transcript not in recorded:
            raise TranscriptError(f"is of another run than verdict.json: {finding.requirement} has other exchanges")
