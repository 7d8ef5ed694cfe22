"""The border that evidence crosses when it leaves the examiner: the only place where anything is redacted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conformance.evidence.curl import curl_line
from conformance.evidence.evidence_budget import EvidenceBudget
from conformance.evidence.exchange import Exchange
from conformance.evidence.redaction import Redactor
from conformance.evidence.secret_forms import fingerprint
from conformance.judging.findings import ScenarioResult

#: How many characters of what was expected and observed are shown, and of a reason, which may be a trace of the suite.
TEXT_LIMIT, REASON_LIMIT = 4096, 16384


class Border:
    """What knows the secrets of a run, and how much evidence there is room for."""

    def __init__(self, redactor: Redactor) -> None:
        self.redactor = redactor
        self._budget = EvidenceBudget()

    def redact_result(
        self, result: ScenarioResult, exchanges: Sequence[Exchange], decisive: Exchange | None
    ) -> ScenarioResult:
        """Return a result with its evidence: `exchanges` as its transcript, and `decisive` as the line that repeats it.

        Every text that may hold what was sent or received is redacted. The names that the suite itself gives, of the
        scenario, of its steps and of its requirement, are not: a target that calls them secrets must not hide them.
        """
        self.redactor.refresh()
        return replace(
            result,
            expected=self.redactor.truncate(result.expected, TEXT_LIMIT)[0],
            observed=self.redactor.truncate(result.observed, TEXT_LIMIT)[0],
            reason=self.redactor.truncate(result.reason, REASON_LIMIT)[0],
            transcript=[self._budget.serialize(exchange, self.redactor) for exchange in exchanges],
            curl=curl_line(decisive, self.redactor) if decisive else "",
        )

    def describe_leftover(self, session_token: str, why: str) -> str:
        """Return the line about a session that could not be ended, and `why`."""
        text, _ = self.redactor.truncate(why, TEXT_LIMIT)
        return f"{fingerprint('session token', session_token)}: {text}"
