"""One sign-in at a target, step by step: what has to work before any verdict means anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from conformance.caller import Caller, Connection, TargetClock, TargetLost, measure_skew
from conformance.cli.check import Failed
from conformance.evidence.exchange import Exchange, FaultKind, Transcript
from conformance.judging.expectations import expect_deleted, expect_nonce, expect_session
from conformance.judging.outcomes import Inconclusive, Violation
from conformance.minting import Mint
from conformance.targets import Target

T = TypeVar("T")

#: So many answers are asked for the time: each Date is right to a second only.
SAMPLES = 4
#: A clock that is further off, in seconds, is not one that providers can work with.
TOLERABLE = 60

_FAULT_HINTS = {
    FaultKind.TIMED_OUT: "http.timeout may be more",
    FaultKind.NOT_HTTP: "target.url should name a server of HTTP, and its scheme the right one",
    FaultKind.TLS: "http.verify may name the CA bundle, http.client_cert a certificate of our own",
    FaultKind.REFUSED: "something should listen there",
    FaultKind.UNRESOLVED: "target.url should name a host that has an address",
}
_NONCE_HINTS = {
    401: "a nonce needs no authorization; credentials of a gateway in front go into http.headers",
    403: "a nonce needs no authorization; credentials of a gateway in front go into http.headers",
    404: "target.url should be the base, without /nonces",
    405: "target.url should be the base, without /nonces",
    406: "target.versions should have only what the target serves",
    407: "http.proxy should have the user and the password that the proxy wants",
}
_SESSION_HINTS = {
    403: "credentials.app_id should be an application of the target",
    422: "the target should know the public half of credentials.private_key as credentials.key_id, "
    "and credentials.provider_id as bound to the application",
}


class SignIn:
    """The documented flow in the first of the target's versions, by the target's own clock."""

    def __init__(self, target: Target) -> None:
        self._credentials = target.credentials
        connection = Connection(target.http)
        self._caller = Caller(target, connection, target.versions[0], Transcript())
        self._clock = TargetClock(measure_skew([]))
        self._nonce = self._identity_token = self._session_token = ""

    def steps(self) -> Iterable[tuple[str, Callable[[], str]]]:
        """Return the steps with their names, in order; each but the first needs the one before."""
        return (
            ("clock", self.clock),
            ("nonce", self.nonce),
            ("identity token", self.identity_token),
            ("session", self.session),
            ("sign-out", self.sign_out),
        )

    def clock(self) -> str:
        """Measure how far the target's clock is off."""
        skew = measure_skew([answered(self._caller.request_nonce) for _ in range(SAMPLES)])
        self._clock = TargetClock(skew)
        if abs(skew.offset) > TOLERABLE:
            hint = "tokens of a provider whose clock is right would be refused; the target's clock should be set"
            raise Failed(str(skew), hint, ends=False)
        return str(skew)

    def nonce(self) -> str:
        """Request a nonce."""
        self._nonce = expected(answered(self._caller.request_nonce), expect_nonce, _NONCE_HINTS)
        return f"given in version {self._caller.version}"

    def identity_token(self) -> str:
        """Make an identity token that the target must accept."""
        known = self._credentials
        mint = Mint(self._clock, known.provider_id, known.key_id, known.private_key)
        self._identity_token = mint.draft(self._nonce).right()
        return f"signed as {known.key_id}"

    def session(self) -> str:
        """Open a session with it."""
        exchange = answered(lambda: self._caller.request_session(self._identity_token))
        self._session_token = expected(exchange, expect_session, _SESSION_HINTS)
        return "opened"

    def sign_out(self) -> str:
        """Delete the session."""
        exchange = answered(lambda: self._caller.delete_session(self._session_token))
        expected(exchange, expect_deleted, {})
        return "done: the session is deleted"


def answered(send: Callable[[], Exchange]) -> Exchange:
    """Return an exchange that has an answer; raises Failed where it has none, or leads elsewhere."""
    try:
        exchange = send()
    except TargetLost as lost:
        raise Failed(str(lost), "") from lost
    if exchange.fault is not None:
        raise Failed(f"the target {exchange.fault}", _FAULT_HINTS.get(exchange.fault.kind, ""))
    received = exchange.received
    if received is not None and 300 <= received.status < 400:
        where = received.header("Location") or "nowhere"
        raise Failed(f"{received.status} leads to {where}", "target.url should be where it leads")
    return exchange


def expected(exchange: Exchange, expect: Callable[[Exchange], T], hints: dict[int, str]) -> T:
    """Return what `expect` reads from the answer; raises Failed, with the hint for its status, otherwise."""
    try:
        return expect(exchange)
    except Violation as violation:
        status = exchange.received.status if exchange.received else 0
        raise Failed(str(violation), hints.get(status, "")) from violation
    except Inconclusive as busy:
        raise Failed(str(busy), "") from busy
