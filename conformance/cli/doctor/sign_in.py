"""One sign-in at a target, step by step: what has to work before any verdict means anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from conformance.caller import Connection, ServerCaller, TargetClock, TargetLostError, measure_skew
from conformance.cli.doctor.check import CheckFailedError
from conformance.evidence.exchange import Exchange, Transcript, TransportErrorKind
from conformance.judging.expectations import expect_deleted, expect_nonce, expect_session
from conformance.judging.outcomes import Inconclusive, Violation
from conformance.minting import Mint
from conformance.targets import ServerTarget

T = TypeVar("T")

#: So many answers are asked for the time: each Date is right to a second only.
SAMPLES = 4
#: A clock that is further off, in seconds, is not one that providers can work with.
TOLERABLE = 60

_FAULT_HINTS = {
    TransportErrorKind.TIMED_OUT: "http.timeout may be more",
    TransportErrorKind.NOT_HTTP: "target.url should name a server of HTTP, and its scheme the right one",
    TransportErrorKind.TLS: "http.verify may name the CA bundle, http.client_cert a certificate of our own",
    TransportErrorKind.REFUSED: "something should listen there",
    TransportErrorKind.UNRESOLVED: "target.url should name a host that has an address",
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

    def __init__(self, target: ServerTarget) -> None:
        self._credentials = target.credentials
        connection = Connection(target.http)
        self._caller = ServerCaller(target, connection, target.versions[0], Transcript())
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
        skew = measure_skew([describe_answer(self._caller.request_nonce) for _ in range(SAMPLES)])
        self._clock = TargetClock(skew)
        if abs(skew.offset) > TOLERABLE:
            hint = "tokens of a provider whose clock is right would be refused; the target's clock should be set"
            raise CheckFailedError(str(skew), hint, ends=False)
        return str(skew)

    def nonce(self) -> str:
        """Request a nonce."""
        self._nonce = expected_answer(describe_answer(self._caller.request_nonce), expect_nonce, _NONCE_HINTS)
        return f"given in version {self._caller.version}"

    def identity_token(self) -> str:
        """Make an identity token that the target must accept."""
        known = self._credentials
        mint = Mint(self._clock, known.provider_id, known.key_id, known.private_key)
        self._identity_token = mint.draft(self._nonce).right()
        return f"signed as {known.key_id}"

    def session(self) -> str:
        """Open a session with it."""
        exchange = describe_answer(lambda: self._caller.request_session(self._identity_token))
        self._session_token = expected_answer(exchange, expect_session, _SESSION_HINTS)
        return "opened"

    def sign_out(self) -> str:
        """Delete the session."""
        exchange = describe_answer(lambda: self._caller.delete_session(self._session_token))
        expected_answer(exchange, expect_deleted, {})
        return "done: the session is deleted"


def describe_answer(send: Callable[[], Exchange]) -> Exchange:
    """Return an exchange that has an answer; raises Failed where it has none, or leads elsewhere."""
    try:
        exchange = send()
    except TargetLostError as lost:
        raise CheckFailedError(str(lost), "") from lost
    if exchange.fault is not None:
        raise CheckFailedError(f"the target {exchange.fault}", _FAULT_HINTS.get(exchange.fault.kind, ""))
    received = exchange.received
    if received is not None and 300 <= received.status < 400:
        where = received.header("Location") or "nowhere"
        raise CheckFailedError(f"{received.status} leads to {where}", "target.url should be where it leads")
    return exchange


def expected_answer(exchange: Exchange, expect: Callable[[Exchange], T], hints: dict[int, str]) -> T:
    """Return what `expect` reads from the answer; raises Failed, with the hint for its status, otherwise."""
    try:
        return expect(exchange)
    except Violation as violation:
        status = exchange.received.status if exchange.received else 0
        raise CheckFailedError(str(violation), hints.get(status, "")) from violation
    except Inconclusive as busy:
        raise CheckFailedError(str(busy), "") from busy
