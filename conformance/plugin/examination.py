"""One examination of one target: the connection, the clock, and what is seen of the target as a whole."""

from __future__ import annotations

from collections.abc import Callable

from conformance.caller import (
    DOUBTFUL,
    Caller,
    Skew,
    TargetClock,
    TargetLost,
    measure_skew,
    unknown_skew,
)
from conformance.clock import VirtualClock
from conformance.evidence.exchange import Exchange, Transcript
from conformance.evidence.redaction import Redactor
from conformance.judging.expectations import expect_nonce, expect_session
from conformance.judging.outcomes import Inconclusive, Violation
from conformance.minting import USER, Draft, Mint
from conformance.plugin.examined import Examined
from conformance.plugin.key_set import key_set_url
from conformance.plugin.target_time import PassingFor, standing
from conformance.targets import Target


class Examination(Examined):
    """What all scenarios of a run share at a server."""

    asks_for = "POST /nonces"

    def __init__(self, target: Target, virtual: VirtualClock | None = None, passing: PassingFor = standing) -> None:
        super().__init__(target.http, passing)
        self.target = target
        self.user = USER
        self.refusals: dict[str, dict[str, Exchange]] = {}
        self.redactor = _configured(target)
        self._discernment: dict[str, str | None] = {}
        self.begin(virtual)

    def lets_in(self) -> bool:
        """Whether the right credentials of the target file open a session; it is ended again."""
        caller = self._aside(self.target.versions[0])
        try:
            nonce = expect_nonce(caller.request_nonce())
            token = expect_session(caller.request_session(self.mint().draft(nonce).right()))
            caller.delete_session(token)
        except (Violation, Inconclusive, TargetLost, UnicodeEncodeError):
            return False
        return True

    def caller(self, version: str, transcript: Transcript) -> Caller:
        """Return a caller for one scenario."""
        return Caller(self.target, self.connection, version, transcript)

    def mint(self) -> Mint:
        """Return the mint of the target's provider."""
        known = self.target.credentials
        mint = Mint(self.clock, known.provider_id, known.key_id, known.private_key, key_set_url)
        mint.user = self.user
        return mint

    def is_answering(self, version: str | None) -> bool:
        """Whether the target answers a plain request."""
        try:
            return self._aside(version or self.target.versions[0]).request_nonce().received is not None
        except TargetLost:
            return False

    def require_discernment(self, version: str | None) -> None:
        """Raise Inconclusive where the target answers right and wrong requests alike.

        Whatever a target that says yes, or no, to everything seems to keep, it keeps by accident.
        """
        version = version or self.target.versions[0]
        if version not in self._discernment:
            try:
                self._discernment[version] = self._why_undiscerning(version)
            except TargetLost as lost:
                self._discernment[version] = str(lost)
        why = self._discernment[version]
        if why is not None:
            raise Inconclusive(why)

    def asked_plainly(self) -> Exchange:
        """Ask for a nonce."""
        return self._aside(self.target.versions[0]).request_nonce()

    def skew_in(self, samples: list[Exchange]) -> Skew:
        """Return the target's skew; a Date that is hours off is believed only if a sign-in by it succeeds."""
        if all(sample.received is None for sample in samples):
            return unknown_skew("the target has not answered")
        measured = measure_skew(samples)
        if abs(measured.offset) <= DOUBTFUL or self._opens_a_session(measured):
            return measured
        doubted = unknown_skew(f"its Date header is {measured.offset:+.0f} s off, and no session opens by that time")
        return doubted if self._opens_a_session(doubted) else measured

    def _opens_a_session(self, skew: Skew) -> bool:
        caller, known = self._aside(self.target.versions[0]), self.target.credentials
        mint = Mint(TargetClock(skew), known.provider_id, known.key_id, known.private_key)
        try:
            nonce = expect_nonce(caller.request_nonce())
            expect_session(caller.request_session(mint.draft(nonce).right()))
        except (Violation, Inconclusive, TargetLost):
            return False
        return True

    def _why_undiscerning(self, version: str) -> str | None:
        caller = self._aside(version)
        refused = [send(caller, self.mint()) for send in _WRONG]
        accepted = caller.request_nonce()
        if accepted.received is None or not 200 <= accepted.received.status < 300:
            return None
        if any(_is_refused(exchange) for exchange in refused):
            return None
        return "the target refuses nothing, whatever is wrong with a request: what it accepts says nothing"

    def _aside(self, version: str) -> Caller:
        """Return a caller whose exchanges belong to no scenario."""
        return self.caller(version, Transcript())


def _configured(target: Target) -> Redactor:
    """Return a redactor that knows the secrets of the target's file."""
    redactor = Redactor()
    for secret in target.http.secrets:
        redactor.learn("header", secret)
    redactor.learn("private key", target.credentials.private_key.private_pem.decode("ascii"))
    return redactor


def _is_refused(exchange: Exchange) -> bool:
    return exchange.received is not None and 400 <= exchange.received.status < 500


def _unsigned(draft: Draft) -> str:
    return ".".join((*draft.parts(), "bm90IGEgc2lnbmF0dXJl"))


#: Requests that are wrong in very different ways: a target that examines anything refuses one of them.
_WRONG: tuple[Callable[[Caller, Mint], Exchange], ...] = (
    lambda caller, _mint: caller.request_nonce(headers={"Accept": None}),
    lambda caller, _mint: caller.request_session("not an identity token"),
    lambda caller, mint: caller.request_session(_unsigned(mint.draft("never given"))),
)
