"""How time passes at a target: not at all, or by really waiting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias

from conformance.durations import shortest_duration
from conformance.evidence.exchange import Exchange


class TimeCannotAdvanceError(Exception):
    """A rule needs time to pass, and that is not possible, or cannot be seen; the message says what would help."""


class ClockDidNotAdvanceError(Exception):
    """The suite set the target's clock, and the clock did not follow: this is no fault of the target."""


_NEEDED = "this rule needs {} to pass at the target, whose clock the suite cannot move"


class TargetTime(Protocol):
    """How time passes at a target.

    `moves` tells whether the suite can set the target's clock. `waited` is how many seconds the suite has waited in
    real time, and `doubt` how many the target's clock may be off since it was moved. `how` says the way in words, for
    the report.
    """

    @property
    def moves(self) -> bool: ...  # noqa: D102 - the class says it

    @property
    def waited(self) -> float: ...  # noqa: D102 - the class says it

    @property
    def doubt(self) -> float: ...  # noqa: D102 - the class says it

    @property
    def how(self) -> str: ...  # noqa: D102 - the class says it

    def advance(self, seconds: float, duration: str) -> None:
        """Let this many seconds pass; `duration` says it in words.

        Raises TimeCannotAdvanceError where that is not possible, and ClockDidNotAdvanceError where it failed.
        """

    def target_time(self, now: float) -> float:
        """Return what the target's clock says at the moment when, without the suite, it would say `now`."""


#: From what sends the target a plain request, to how time passes there.
TargetTimeFor: TypeAlias = Callable[[Callable[[], Exchange]], TargetTime]


class FixedTime:
    """Time does not pass: a rule that needs it to is told how long. `why` says what would help."""

    moves, waited, doubt, how = False, 0.0, 0.0, ""

    def __init__(self, why: str = "") -> None:
        self._why = why

    def advance(self, seconds: float, duration: str) -> None:
        """Raise TimeCannotAdvanceError."""
        raise TimeCannotAdvanceError(f"{_NEEDED.format(duration)}; {self._why or advice(seconds)}")

    def target_time(self, now: float) -> float:
        """Return `now`."""
        return now


def fixed_time(_ask: Callable[[], Exchange]) -> TargetTime:
    """Return how time passes at a target whose file does not say: not at all."""
    return FixedTime()


class RealWait:
    """Time passes by itself, and is waited for, in one scenario up to `patience` seconds.

    `wait` sleeps for a number of seconds, and is also told in words how long that is. `why` says why nothing longer is
    waited for, where that is not for want of patience.
    """

    moves, doubt, how = False, 0.0, ""

    def __init__(self, patience: float, wait: Callable[[float, str], None], why: str = "") -> None:
        self._why = why
        self.waited = 0.0
        self._patience = patience
        self._wait = wait
        self._total = 0.0

    def advance(self, seconds: float, duration: str) -> None:
        """Wait; raises TimeCannotAdvanceError at once where the scenario's waits add up to more than `patience`."""
        total = self._total + seconds
        if total > self._patience:
            after = f" after the {self._total:g} s that it has waited" if self._total else ""
            raise TimeCannotAdvanceError(f"{_NEEDED.format(duration + after)}; {self._why or advice(total)}")
        self._total = total
        self._wait(seconds, duration)
        self.waited = total

    def target_time(self, now: float) -> float:
        """Return `now`."""
        return now


def advice(seconds: float) -> str:
    """Return what would help a rule that needs this many seconds, as the end of a sentence."""
    return (
        f"--patience {shortest_duration(round(seconds))} would wait for it, and [clock] in the target file can name "
        "what moves the clock instead"
    )
