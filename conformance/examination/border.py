"""The border that evidence crosses when it leaves the examiner: the only place where anything is redacted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conformance.evidence.curl import curl_line
from conformance.evidence.exchange import Exchange
from conformance.evidence.redaction import Redactor
from conformance.evidence.secret_forms import fingerprint
from conformance.evidence.serialize import serialize_all
from conformance.judging.findings import ScenarioResult


def redact_result(
    result: ScenarioResult, exchanges: Sequence[Exchange], decisive: Exchange | None, redactor: Redactor
) -> ScenarioResult:
    """Return a result with its evidence: `exchanges` as its transcript, and `decisive` as the line that repeats it.

    Every text that may hold what was sent or received is redacted. The names that the suite itself gives, of the
    scenario, of its steps and of its requirement, are not: a target that calls them secrets must not hide them.
    """
    expected, observed, reason = redactor.redact_lines((result.expected, result.observed, result.reason))
    return replace(
        result,
        expected=expected,
        observed=observed,
        reason=reason,
        transcript=serialize_all(exchanges, redactor),
        curl=curl_line(decisive, redactor) if decisive else "",
    )


def describe_leftover(session_token: str, why: str, redactor: Redactor) -> str:
    """Return the line about a session that could not be ended, and `why`."""
    return f"{fingerprint('session token', session_token)}: {redactor.redact(why)}"
