"""One scenario of one requirement in words: the same in every output."""

from __future__ import annotations

from conformance.catalogue import Requirement
from conformance.judging.findings import ScenarioResult
from conformance.judging.verdicts import Verdict


def describe_finding(requirement: Requirement, result: ScenarioResult) -> list[tuple[str, str]]:
    """Return what a stranger needs to act on it, as pairs of a label and a text; empty ones are left out."""
    said = [
        ("expected", result.expected),
        ("observed", result.observed),
        ("because", result.reason),
        ("why", requirement.why),
        ("hint", requirement.hint if result.verdict in (Verdict.VIOLATES, Verdict.FALLS_SHORT) else ""),
        ("repeat", result.curl),
        ("documents", requirement.source),
    ]
    return [(label, text) for label, text in said if text]


def one_line_reason(result: ScenarioResult) -> str:
    """Return why it is inconclusive, skipped or in error, or else what was expected and observed."""
    if result.reason and result.verdict is not Verdict.VIOLATES:
        prefix = "inconclusive: " if result.verdict is Verdict.INCONCLUSIVE else ""
        return prefix + result.reason
    if result.expected or result.observed:
        return f"expected {result.expected}, observed {result.observed}"
    return result.reason or result.verdict.value


def as_text(said: list[tuple[str, str]]) -> str:
    """Return the pairs as lines with aligned labels."""
    return "\n".join(f"{label:<10} {text}" for label, text in said)
