"""One examination of one target: the connection, the clock, and what is seen of the target as a whole."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from conformance.caller import (
    DOUBTFUL,
    Budget,
    ServerCaller,
    Skew,
    TargetClock,
    TargetLostError,
    measure_skew,
    unknown_skew,
)
from conformance.caller.http.side_by_side import request_each
from conformance.caller.samples import Samples
from conformance.caller.time.waiting import TargetTimeFor, fixed_time
from conformance.clock import VirtualClock
from conformance.evidence.exchange import Exchange
from conformance.evidence.transcript import Transcript
from conformance.examination.base import Examination
from conformance.examination.stranger_jwks import key_set_url
from conformance.judging.expectations import is_success
from conformance.judging.outcomes import Inconclusive, Violation
from conformance.minting import Draft, Mint, new_user
from conformance.sign_in import ServerSignIn, SharedEvidence, UsedUp, use_up
from conformance.targets import ServerTarget

#: A nonce of the beginning of a run may have expired, which says nothing of what is remembered; in seconds.
_TOO_LONG_AGO = 540
#: So many requests hold more sign-ins than a short list remembers.
_MANY_REQUESTS = 500


class ServerExamination(Examination):
    """What all scenarios of a run share at a server."""

    asks_for = "POST /nonces"
    #: Where a token's header says that its key can be looked up.
    key_set: Callable[[], str] = staticmethod(key_set_url)

    def __init__(
        self,
        target: ServerTarget,
        virtual: VirtualClock | None = None,
        passing: TargetTimeFor = fixed_time,
        budget: Budget | None = None,
    ) -> None:
        super().__init__(target, passing, budget)
        self.target = target
        #: So many requests of a look whether it discriminates go out at once: it is looked for in all versions at once.
        self._beside = 1 if virtual else max(1, self._at_once // max(1, len(target.versions)))
        self.user = self.first_user = target.user or new_user()
        self.samples = Samples()
        #: By version: for a scenario to try again, and for the end of the run.
        self.used_up: dict[str, UsedUp] = {}
        self._used_up_for_the_end: dict[str, UsedUp] = {}
        self.refusals: dict[str, dict[str, Exchange]] = {}
        #: By version: what scenarios of this process have seen, and others rest on as well.
        self.shared: dict[str, SharedEvidence] = {}
        self.begin(virtual)

    def can_sign_in(self) -> bool:
        """Whether the right credentials of the target file open a session; it is ended again."""
        return self._signs_in(self.mint())

    def caller(self, version: str, transcript: Transcript) -> ServerCaller:
        """Return a caller for one scenario."""
        return ServerCaller(self.target, self.connection, version, transcript, self.samples)

    def mint(self) -> Mint:
        """Return the mint of the target's provider."""
        known = self.target.credentials
        mint = Mint(self.clock, known.provider_id, known.key_id, known.private_key, self.key_set)
        mint.user = self.user
        return mint

    def probe(self, version: str | None = None) -> Exchange:
        """Ask for a nonce."""
        return self._aside(version).request_nonce()

    def skew_in(self, samples: list[Exchange]) -> Skew:
        """Return the target's skew; a Date that is hours off is believed only if a sign-in by it succeeds."""
        if all(sample.received is None for sample in samples):
            return unknown_skew("the target has not answered")
        measured = measure_skew(samples)
        if abs(measured.offset) <= DOUBTFUL or self._signs_in(self._mint_by(measured)):
            return measured
        doubted = unknown_skew(f"its Date header is {measured.offset:+.0f} s off, and no session opens by that time")
        return doubted if self._signs_in(self._mint_by(doubted)) else measured

    def _mint_by(self, skew: Skew) -> Mint:
        known = self.target.credentials
        return Mint(TargetClock(skew), known.provider_id, known.key_id, known.private_key)

    def _signs_in(self, mint: Mint) -> bool:
        """Say whether a token of this mint opens a session, and end it again."""
        sign_in = ServerSignIn(self._aside(), mint)
        try:
            session = sign_in.open_session(mint.draft(sign_in.request_nonce()))
            sign_in.caller.delete_session(session.token)
        except (Violation, Inconclusive, TargetLostError, UnicodeEncodeError):
            return False
        return True

    def undiscriminating_reason(self, version: str | None) -> str | None:
        """Return why what the server accepts, or refuses, says nothing; None where it does."""
        caller = self._aside(version)
        *refused, accepted = request_each(lambda send: send(caller, self.mint()), _WRONG_AND_RIGHT, self._beside)
        if accepted.received is None or not 200 <= accepted.received.status < 300:
            return None
        if any(_is_refused(exchange) for exchange in refused):
            return self._forgetting_reason(caller)
        return "the target refuses nothing, whatever is wrong with a request: what it accepts says nothing"

    def used_up_long_ago(self, version: str) -> UsedUp | None:
        """Return what was used up at the beginning, if many have signed in since and its nonce has not expired."""
        used = self.used_up.get(version)
        if used is None or self.clock.now() - used.used_at > _TOO_LONG_AGO:
            return None
        return used if self.connection.budget.sent - used.requests > _MANY_REQUESTS else None

    def _forgetting_reason(self, caller: ServerCaller) -> str | None:
        """Return what the target accepts that it had refused for good when it was first asked; None for nothing."""
        used = self._used_up_for_the_end.get(caller.version)
        if used is None:
            memories = self.used_up, self._used_up_for_the_end
            request_each(partial(self._use_up, caller), memories, self._beside)
            return None
        if any(is_success(exchange) for exchange in used.request_session_again(caller, self._beside)):
            return "the target accepts what it refused for good at the beginning: it forgets under load"
        return None

    def _use_up(self, caller: ServerCaller, kept: dict[str, UsedUp]) -> None:
        with suppress(Violation, Inconclusive):
            kept[caller.version] = use_up(ServerSignIn(caller, self.mint()), self._beside // 2)  # two at once

    def _aside(self, version: str | None = None) -> ServerCaller:
        """Return a caller whose exchanges belong to no scenario."""
        return self.caller(version or self.target.versions[0], self.new_transcript())


def _is_refused(exchange: Exchange) -> bool:
    return exchange.received is not None and 400 <= exchange.received.status < 500


def _unsigned(draft: Draft) -> str:
    return ".".join((*draft.parts(), "bm90IGEgc2lnbmF0dXJl"))


#: Requests that are wrong in very different ways: whatever examines anything refuses one of them. The last is right.
_WRONG_AND_RIGHT: tuple[Callable[[ServerCaller, Mint], Exchange], ...] = (
    lambda caller, _mint: caller.request_nonce(headers={"Accept": None}),
    lambda caller, _mint: caller.request_session("not an identity token"),
    lambda caller, mint: caller.request_session(_unsigned(mint.draft("never given"))),
    lambda caller, _mint: caller.request_nonce(),
)
