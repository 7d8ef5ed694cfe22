"""The last look at a scenario's texts before they leave the process."""

from __future__ import annotations

from dataclasses import replace

from conformance.evidence.redaction import Redactor
from conformance.judging.findings import ScenarioResult


def redact_texts(result: ScenarioResult, redactor: Redactor) -> ScenarioResult:
    """Return the result with every text of it redacted; its transcript and curl line are so already."""
    texts = (result.scenario, result.nodeid, result.expected, result.observed, result.reason)
    names = [step.name for step in result.steps]
    clean = redactor.redact_lines([*texts, *names])
    scenario, nodeid, expected, observed, reason = clean[: len(texts)]
    steps = tuple(replace(step, name=name) for step, name in zip(result.steps, clean[len(texts) :], strict=True))
    return replace(
        result,
        scenario=scenario,
        nodeid=nodeid,
        expected=expected,
        observed=observed,
        reason=reason,
        steps=steps,
    )
