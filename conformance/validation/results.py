"""The result of one check, and of all checks of one token."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Outcome(Enum):
    """How a check ended; a warning is a recommendation of the documents that is not followed."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True)
class CheckResult:
    """One check: its stable id, how it ended, and one sentence that says what the token has and what would be right.

    `cause` is the documents' own `eit_*` name of what is wrong; None where they have none.
    """

    id: str
    outcome: Outcome
    reason: str
    cause: str | None = None


@dataclass(frozen=True)
class Validation:
    """The results of all checks of one token.

    `header` and `claims` are what could be read, even where a part is not encoded as it should be; None where nothing
    could be read. The representation hides the parts: they are secrets.
    """

    parts: tuple[str, ...] = field(repr=False)
    header: Mapping[str, Any] | None = field(repr=False)
    claims: Mapping[str, Any] | None = field(repr=False)
    checks: tuple[CheckResult, ...]

    @property
    def ok(self) -> bool:
        """Say whether no check has failed. A check that was not made has not failed: see `with_outcome`."""
        return not self.with_outcome(Outcome.FAILED)

    def with_outcome(self, outcome: Outcome) -> tuple[CheckResult, ...]:
        """Return the checks that ended so, in order."""
        return tuple(check for check in self.checks if check.outcome is outcome)

    def check(self, check_id: str) -> CheckResult:
        """Return one check; raises KeyError for an id that none has."""
        for check in self.checks:
            if check.id == check_id:
                return check
        raise KeyError(check_id)


class CheckDeviation(Exception):
    """A check does not end well; each subclass is one outcome."""

    outcome: Outcome

    def __init__(self, reason: str, cause: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.cause = cause


class CheckFailed(CheckDeviation):
    """The check failed."""

    outcome = Outcome.FAILED


class CheckWarning(CheckDeviation):
    """The check found what the documents advise against."""

    outcome = Outcome.WARNING


class CheckSkipped(CheckDeviation):
    """The check could not be made, or was not asked for."""

    outcome = Outcome.NOT_CHECKED


def result_of(check_id: str, look: Callable[[], str]) -> CheckResult:
    """Make a check: `look` returns what is right, in words, or raises CheckDeviation."""
    try:
        return CheckResult(check_id, Outcome.OK, look())
    except CheckDeviation as deviation:
        return CheckResult(check_id, deviation.outcome, deviation.reason, deviation.cause)
