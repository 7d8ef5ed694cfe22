"""A validation as JSON: what the command prints with `--json`, and what the page shows."""

from __future__ import annotations

from typing import Any

from conformance.validation.results import Outcome, Validation


def as_json(validation: Validation, note: str = "") -> dict[str, Any]:
    """Return the whole of a validation; `note` says where the token was taken from."""
    return {
        "ok": validation.ok,
        "summary": summary(validation),
        "note": note or None,
        "header": validation.header,
        "claims": validation.claims,
        "checks": [
            {"id": check.id, "outcome": check.outcome.value, "cause": check.cause, "reason": check.reason}
            for check in validation.checks
        ],
    }


def summary(validation: Validation) -> str:
    """Return one sentence: how many checks are ok, and which are not."""
    well = len(validation.with_outcome(Outcome.OK))
    named = [(words, _names(validation, outcome)) for outcome, words in _WORDS.items()]
    others = [f"{words}: {', '.join(names)}" for words, names in named if names]
    all_of_them = "all " if well == len(validation.checks) else ""
    return "; ".join([*others, f"{all_of_them}{well} check{'' if well == 1 else 's'} ok"])


_WORDS = {Outcome.FAILED: "failed", Outcome.WARNING: "warning", Outcome.NOT_CHECKED: "not checked"}
_TIMES = "time: "


def _names(validation: Validation, outcome: Outcome) -> list[str]:
    """Return the checks that ended so; all checks of times, where all of them did, as one."""
    names = [check.id for check in validation.with_outcome(outcome)]
    times = {check.id for check in validation.checks if check.id.startswith(_TIMES)}
    if not times <= set(names):
        return names
    return [name for name in names if name not in times] + ["times"]
