"""How a scenario ends other than well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from conformance.evidence.exchange import Exchange
from conformance.judging.verdicts import undeclared_reason, unsupported_reason


class Violation(AssertionError):
    """The target did something else than the documents say; the exchange is the proof."""

    def __init__(self, expected: str, observed: str, exchange: Exchange | None = None) -> None:
        super().__init__(f"expected {expected}, observed {observed}")
        self.expected = expected
        self.observed = observed
        self.exchange = exchange


class Inconclusive(Exception):
    """The requirement could not be decided; the message says why.

    `causes` are the requirements whose violations failed its control: where all of them are known, so is this.
    """

    def __init__(self, reason: str, exchange: Exchange | None = None, causes: Sequence[str] = ()) -> None:
        super().__init__(reason)
        self.exchange = exchange
        self.causes = tuple(causes)


class NotApplicable(Exception):
    """The requirement, or this case of it, cannot arise at the target; the message says why."""


class Undeclared(Exception):
    """What the case needs is not declared, or no driver supports it: it is not claimed; the message says what would."""

    @classmethod
    def of(cls, *what: str) -> Undeclared:
        """Return the outcome for what is not declared, in the one sentence that all such reasons have."""
        return cls(undeclared_reason(what))

    @classmethod
    def unsupported(cls, action: str) -> Undeclared:
        """Return the outcome for an action that the driver of a client does not support."""
        return cls(unsupported_reason(action))


class Observation(Exception):
    """What was seen where the documents are silent: reported, never judged."""


#: Every one of them.
OUTCOMES = (Violation, Inconclusive, NotApplicable, Undeclared, Observation)


@contextmanager
def control(what: str, *causes: str) -> Iterator[None]:
    """Turn a violation inside into Inconclusive: `what` had to work before anything could be judged.

    `causes` are the requirements that the violation breaks.
    """
    try:
        yield
    except Violation as violation:
        raise Inconclusive(
            f"a control failed: {what}: expected {violation.expected}, observed {violation.observed}",
            violation.exchange,
            causes,
        ) from violation
