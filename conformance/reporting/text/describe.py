"""One scenario of one requirement in words: the same in every output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.judging.verdicts import Verdict

if TYPE_CHECKING:
    from conformance.catalogue import Requirement
    from conformance.judging.findings import ScenarioResult
    from conformance.reporting.run import RunFinding, RunScenario


def describe(row: Requirement | RunFinding, result: ScenarioResult | RunScenario, curl: str) -> list[tuple[str, str]]:
    """Return what a stranger needs to act on it, as pairs of a label and a text; empty ones are left out.

    `curl` is the command that repeats the decisive request.
    """
    pairs = [
        ("expected", result.expected),
        ("observed", result.observed),
        ("because", result.reason),
        ("why", row.why),
        ("hint", row.hint if result.verdict in (Verdict.VIOLATES, Verdict.FALLS_SHORT) else ""),
        ("repeat", curl),
        ("documents", row.source),
    ]
    return [(label, text) for label, text in pairs if text]


def one_line_reason(result: ScenarioResult | RunScenario) -> str:
    """Return why it is inconclusive, skipped or in error, or else what was expected and observed."""
    if result.reason and result.verdict is not Verdict.VIOLATES:
        prefix = "inconclusive: " if result.verdict is Verdict.INCONCLUSIVE else ""
        return prefix + result.reason
    if result.expected or result.observed:
        return f"expected {result.expected}, observed {result.observed}"
    return result.reason or result.verdict.value


def as_text(pairs: list[tuple[str, str]]) -> str:
    """Return the pairs as lines with aligned labels."""
    return "\n".join(f"{label:<10} {text}" for label, text in pairs)
