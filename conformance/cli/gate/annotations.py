"""Annotations of GitHub Actions: what a gate refuses, shown in the target's file beside the change that is reviewed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from conformance.judging.verdicts import Verdict
from conformance.reporting.formats.place import Place, place_of, place_of_run
from conformance.reporting.formats.texts import short
from conformance.reporting.run import Run

#: GitHub shows ten annotations of each kind for a step, and drops the rest.
MOST = 10
#: The command of each verdict, and the word in its title; what is violated has to be among the ten.
_KINDS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.VIOLATES: ("error", "violated"),
    Verdict.ERROR: ("error", "in error"),
    Verdict.INCONCLUSIVE: ("error", "inconclusive"),
    Verdict.FALLS_SHORT: ("warning", "falls short"),
}
_ESCAPED = {"%": "%25", "\r": "%0D", "\n": "%0A"}


def annotate(run: Run, environ: Mapping[str, str]) -> Iterator[str]:
    """Yield a workflow command for each requirement that needs somebody, in GitHub Actions; nothing elsewhere."""
    if environ.get("GITHUB_ACTIONS") != "true":
        return
    counts = {"error": 0, "warning": 0}
    findings = [each for each in run.requirements() if each.verdict in _KINDS and not each.is_observed]
    for finding in sorted(findings, key=lambda each: list(_KINDS).index(each.verdict)):
        kind, word = _KINDS[finding.verdict]
        counts[kind] += 1
        if counts[kind] < MOST:
            title = f"{finding.requirement} {word}: {finding.title}"
            place = place_of(run, finding) if run.target.file else place_of_run(run)
            yield _command(kind, place, title, short(finding.decisive))
    for kind, count in counts.items():
        if count >= MOST:
            more = f"{count - MOST + 1} more: the report has them all"
            yield _command(kind, place_of_run(run), "layer-conformance", more)


def _command(kind: str, place: Place, title: str, message: str) -> str:
    properties = {"file": place.file, "line": str(place.line), "title": title}
    listed = ",".join(
        f"{name}={_escape(value, ':,')}" for name, value in properties.items() if place.file or name == "title"
    )
    return f"::{kind} {listed}::{_escape(message)}"


def _escape(text: str, more: str = "") -> str:
    """Return a text as workflow commands want it: nothing in it ends a line or a property."""
    escaped = _ESCAPED | {mark: f"%{ord(mark):02X}" for mark in more}
    return "".join(escaped.get(char, char) for char in text)
