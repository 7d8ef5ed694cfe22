"""How time is made to pass at a target: not at all, or by really waiting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias

from conformance.durations import shortest_duration
from conformance.evidence.exchange import Exchange


class TimeCannotAdvanceError(Exception):
    """A rule needs time to pass, and that cannot be had, or not be seen; the message says what would help."""


class WaitTooLongError(Exception):
    """A scenario needs more time than anybody waits for; nearer ones of its rule need less."""


class ClockDidNotAdvanceError(Exception):
    """What sets the target's clock was told to, and the clock did not follow: no fault of what is examined."""


#: Nobody waits for more seconds than this, however patient.
_LONGEST_WAIT = 3600


class TargetTime(Protocol):
    """How time passes at a target.

    `moves` is whether the target's clock is ours to set. `waited` is how many seconds were to be waited really, and
    `doubt` how many the target's clock may be off since it was moved. `how` says the way in words, for the report.
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
        """Let so much time pass; `duration` says it in words.

        Raises TimeCannotMove where that cannot be had, and ClockDidNotMove where it was tried in vain.
        """

    def at_target(self, now: float) -> float:
        """Return what the target's clock says when it would say `now`, had nobody moved it."""


#: From what sends the target a plain request, to how time passes there.
TargetTimeFor: TypeAlias = Callable[[Callable[[], Exchange]], TargetTime]


class FixedTime:
    """Nothing sleeps: a rule that needs time is told so, with how long it wants. `why` says what would help."""

    moves, waited, doubt, how = False, 0.0, 0.0, ""

    def __init__(self, why: str = "") -> None:
        self._why = why

    def advance(self, seconds: float, duration: str) -> None:
        """Raise TimeCannotMove."""
        raise TimeCannotAdvanceError(_requirement(duration, self._why or advice(seconds)))

    def at_target(self, now: float) -> float:
        """Return `now`."""
        return now


def fixed_time(_ask: Callable[[], Exchange]) -> TargetTime:
    """Return how time passes at a target of which nobody has said it: not at all."""
    return FixedTime()


class RealWait:
    """Time passes by itself, and is waited for, in one scenario up to `patience` seconds.

    `wait` sleeps for so many seconds, and is told how long that is in words.
    """

    moves, doubt, how = False, 0.0, ""

    def __init__(self, patience: float, wait: Callable[[float, str], None]) -> None:
        self.waited = 0.0
        self._patience = patience
        self._wait = wait
        self._asked_for = 0.0

    def advance(self, seconds: float, duration: str) -> None:
        """Wait; raises TimeCannotMove at once where the scenario's waits add up to more than there is patience.

        Raises NeverWaitedFor for a time that no patience is there for.
        """
        total = self._asked_for + seconds
        if total > max(_LONGEST_WAIT, self._patience):
            raise WaitTooLongError(f"no run waits for {duration}; a clock that can be moved would show it ([clock])")
        if total > self._patience:
            after = f" after the {self._asked_for:g} s that it has waited" if self._asked_for else ""
            raise TimeCannotAdvanceError(_requirement(f"{duration}{after}", advice(total)))
        self._asked_for = total
        self._wait(seconds, duration)
        self.waited = total

    def at_target(self, now: float) -> float:
        """Return `now`."""
        return now


def advice(seconds: float) -> str:
    """Return the end of the sentence about so many seconds that nobody has waited."""
    return (
        f"--patience {shortest_duration(round(seconds))} would wait for it, and [clock] in the target file can name "
        "what moves the clock instead"
    )


def _requirement(duration: str, why: str) -> str:
    return f"this rule needs {duration} to pass at the target, whose clock the suite cannot move; {why}"
