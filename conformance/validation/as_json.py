"""A validation as JSON: what the command prints with `--json`, and what the page is answered."""

from __future__ import annotations

from typing import Any

from conformance.validation.results import CheckResult, Outcome, Validation


def as_json(validation: Validation, note: str = "") -> dict[str, Any]:
    """Return the whole of a validation; `note` says where the token was taken out of."""
    return {
        "ok": validation.ok,
        "summary": summary(validation),
        "note": note or None,
        "header": validation.header,
        "claims": validation.claims,
        "checks": [_check(check) for check in validation.checks],
    }


def summary(validation: Validation) -> str:
    """Return one sentence: how the checks ended, and what was not checked."""
    return f"{_verdict(validation)}{_unchecked(validation)}"


def _verdict(validation: Validation) -> str:
    failed, unwise = (len(validation.with_outcome(each)) for each in (Outcome.FAILED, Outcome.WARNING))
    if failed:
        return f"{failed} check{'s' if failed > 1 else ''} failed"
    made = len(validation.checks) - len(validation.with_outcome(Outcome.NOT_CHECKED))
    warned = f"; {unwise} warning{'s' if unwise > 1 else ''}" if unwise else ""
    return f"no check failed of the {made} that were made{warned}"


def _unchecked(validation: Validation) -> str:
    names = [check.id for check in validation.with_outcome(Outcome.NOT_CHECKED)]
    groups = list(dict.fromkeys("times" if name.startswith("time: ") else name for name in names))
    return f"; not checked: {', '.join(groups)}" if groups else ""


def _check(check: CheckResult) -> dict[str, Any]:
    return {"id": check.id, "outcome": check.outcome.value, "cause": check.cause, "reason": check.reason}
