"""One sign-in at a server, step by step: what has to work before any verdict means anything."""

from __future__ import annotations

from collections.abc import Iterable

from conformance.caller import Connection, ServerCaller, TargetClock
from conformance.cli.doctor.answers import attempt, describe_skew, measure_clock
from conformance.cli.doctor.capabilities import CapabilityChecks
from conformance.cli.doctor.check import Check, CheckFailedError
from conformance.evidence.transcript import Transcript
from conformance.examination.base import describe_gateway
from conformance.minting import Draft, Mint
from conformance.sign_in import ServerSignIn, Session
from conformance.targets import ServerTarget

_GATEWAY = "a nonce needs no authorization; http.headers may carry what a gateway in front lets in by"
_BASE = "target.url should be the base, without /nonces"
_NONCE_HINTS = {
    401: _GATEWAY,
    403: _GATEWAY,
    404: _BASE,
    405: _BASE,
    406: "target.versions should have only what the target serves",
    407: "http.proxy should have the user and the password that the proxy wants",
}
_SESSION_HINTS = {
    403: "credentials.app_id should be an application of the target",
    422: "the target should know the public half of credentials.private_key as credentials.key_id, "
    "and credentials.provider_id as bound to the application",
}
_ENDPOINT = "the target should have DELETE /sessions/SESSION_TOKEN, and what is in front of it should let that through"
_SIGN_OUT_HINTS = {404: _ENDPOINT, 405: _ENDPOINT, 501: _ENDPOINT}


class ServerSteps:
    """The documented flow in the first of the target's versions, by the target's own clock."""

    _sign_in: ServerSignIn
    _nonce: str
    _draft: Draft
    _session: Session

    def __init__(self, target: ServerTarget) -> None:
        self._credentials = target.credentials
        self.transcript = Transcript()
        self._caller = ServerCaller(target, Connection(target.http), target.versions[0], self.transcript)
        self._capabilities = CapabilityChecks(target.capabilities, lambda: self._sign_in)

    def checks(self) -> Iterable[Check]:
        """Return the steps in order; each but the first needs the one before. Declared capabilities come after them."""
        return (
            Check("clock", self._measure_clock),
            Check("nonce", self._request_nonce),
            Check("identity token", self._mint_token),
            Check("session", self._open_session),
            Check("sign-out", self._sign_out),
            *self._capabilities.checks(),
        )

    def _measure_clock(self) -> str:
        skew = measure_clock(self._caller.request_nonce)
        known = self._credentials
        mint = Mint(TargetClock(skew), known.provider_id, known.key_id, known.private_key)
        self._sign_in = ServerSignIn(self._caller, mint)
        hint = "tokens of a provider whose clock is right would be refused; the target's clock should be set"
        return describe_skew(skew, hint)

    def _request_nonce(self) -> str:
        received = self.transcript.exchanges[-1].received
        if received is not None and received.demanded_scheme:
            raise CheckFailedError(describe_gateway(received.demanded_scheme), "")
        self._nonce = attempt(self._sign_in.request_nonce, _NONCE_HINTS)
        return f"given in version {self._caller.version}"

    def _mint_token(self) -> str:
        self._draft = self._sign_in.mint.draft(self._nonce)
        self._draft.right()
        return f"signed as {self._credentials.key_id}"

    def _open_session(self) -> str:
        self._session = attempt(lambda: self._sign_in.open_session(self._draft), _SESSION_HINTS)
        return "opened"

    def _sign_out(self) -> str:
        attempt(lambda: self._sign_in.delete_session(self._session), _SIGN_OUT_HINTS)
        return "done: the session is deleted"
