"""One examination of one provider: the connection, the clock, and what is seen of it as a whole."""

from __future__ import annotations

from conformance.caller import Budget, Skew, TargetLostError, measure_skew
from conformance.caller.provider import ProviderCaller, TokenRequest
from conformance.caller.time.waiting import TargetTimeFor, fixed_time
from conformance.clock import VirtualClock
from conformance.evidence.exchange import Exchange
from conformance.evidence.transcript import Transcript
from conformance.examination.base import Examination
from conformance.targets import ProviderTarget


class ProviderExamination(Examination):
    """What all scenarios of a run share at a provider."""

    asks_for = "the request for a token"

    def __init__(
        self,
        target: ProviderTarget,
        virtual: VirtualClock | None = None,
        passing: TargetTimeFor = fixed_time,
        budget: Budget | None = None,
    ) -> None:
        super().__init__(target, passing, budget)
        self.target = target
        self.begin(virtual)

    def can_sign_in(self) -> bool:
        """Whether the right login of the target file gets a token."""
        try:
            return _has_token(self._aside(), self.probe())
        except TargetLostError:
            return False

    def caller(self, transcript: Transcript) -> ProviderCaller:
        """Return a caller for one scenario."""
        return ProviderCaller(self.target, self.connection, transcript)

    def probe(self, _version: str | None = None) -> Exchange:
        """Ask for a token with the right login."""
        return self._aside().request_token(self._right())

    def skew_in(self, samples: list[Exchange]) -> Skew:
        """Return how far the provider's clock is off, as its `Date` headers tell."""
        return measure_skew(samples)

    def undiscriminating_reason(self, _version: str | None) -> str | None:
        """Return why what the provider gives says nothing; None where it does.

        Whoever gives a token whatever is wrong with a request breaks the rules about refusals, and its tokens are
        judged all the same; only one that answers every nonce alike shows nothing.
        """
        caller = self._aside()
        first, second = (caller.request_token(self._right()) for _ in range(2))
        if not _has_token(caller, first) or not _has_token(caller, second):
            return None
        if caller.token_in(first) == caller.token_in(second):
            return "the provider answers every nonce alike: what it gives says nothing"
        return None

    def _right(self) -> TokenRequest:
        return self._aside().right_request()

    def _aside(self) -> ProviderCaller:
        """Return a caller whose exchanges belong to no scenario."""
        return self.caller(self.new_transcript())


def _has_token(caller: ProviderCaller, exchange: Exchange) -> bool:
    """Say whether a request was a success with something in the token's place."""
    succeeded = exchange.received is not None and 200 <= exchange.received.status < 300
    return succeeded and isinstance(caller.token_in(exchange), str)
