"""Where a finding is shown in a view of files: at the key of the target's file that it is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from conformance.catalogue import load_catalogue
from conformance.judging.verdicts import Verdict
from conformance.reporting.run import Run, RunFinding
from conformance.reporting.text.printable import one_line


@dataclass(frozen=True)
class Place:
    """A file, by its path in the repository that has it, a line of it, and the key that stands there."""

    file: str
    line: int
    key: str


def place_of(run: Run, finding: RunFinding) -> Place:
    """Return the place in the target's file; of a target that has no file, the chapter of the suite."""
    target = run.target
    if not target.file:
        chapter = "".join(char for char in finding.chapter if char.isalnum() or char == "_") or "chapter"
        return Place(f"features/{finding.actor}/{chapter}.feature", 1, "")
    key = next((each for each in _keys(finding) if each in target.lines), "")
    return Place(one_line(target.file), target.lines.get(key, 1), key)


def place_of_run(run: Run) -> Place:
    """Return the place of what is said of the run as a whole."""
    return Place(one_line(run.target.file), run.target.lines.get("target.name", 1), "target.name")


def _keys(finding: RunFinding) -> Iterator[str]:
    """Yield the keys that a finding may be about, the closest first."""
    if finding.verdict is Verdict.KNOWN:
        yield f"known.{finding.requirement}"
    row = load_catalogue().get(finding.requirement)
    yield from (f"capabilities.{need}" for need in (row.needs if row else ()))
    yield from ("target.url", "target.command", "target.name", "target")
