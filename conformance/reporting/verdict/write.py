"""The text of `verdict.json`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conformance.reporting.run import Run
from conformance.reporting.text.printable import printable_json


def as_text(run: Run) -> str:
    """Return the text of the file: one member a line, one finding a line, so that it can be compared and searched."""
    return "".join(pieces_of(run))


def pieces_of(run: Run) -> Iterator[str]:
    """Yield the text of the file in pieces, none of which has more than a finding in it."""
    start = "{\n"
    for name, value in run.to_json().items():
        yield f"{start}{printable_json(name)}: "
        yield from _findings(value) if name == "findings" else (printable_json(value),)
        start = ",\n"
    yield "\n}\n"


def _findings(findings: Sequence[object]) -> Iterator[str]:
    yield "[\n"
    for number, finding in enumerate(findings):
        yield f"{',' + chr(10) if number else ''}{printable_json(finding)}"
    yield "\n]"
