"""The way into a Layer server: nonce, identity token, session, sign-out."""

from __future__ import annotations

from dataclasses import dataclass

from conformance.caller import ServerCaller
from conformance.evidence.exchange import Exchange
from conformance.judging.expectations import expect_deleted, expect_nonce, expect_session
from conformance.judging.links import relations_of
from conformance.minting import Draft, Mint


@dataclass(frozen=True)
class Session:
    """A session that the target has opened, and the exchange that opened it."""

    token: str
    identity_token: str
    nonce: str
    user: str
    opened: Exchange

    @classmethod
    def opened_by(cls, draft: Draft, token: str, opened: Exchange) -> Session:
        """Return the session of the answer to `token`, which is the draft's; raises Violation where it has none."""
        claims = draft.claims
        return cls(expect_session(opened), token, str(claims["nce"]), str(claims["prn"]), opened)

    @property
    def protected_url(self) -> str | None:
        """The link to the conversations, which only a session may read."""
        return relations_of(self.opened.received).get("conversations") if self.opened.received else None


@dataclass(frozen=True)
class ServerSignIn:
    """The documented flow at a server, step by step.

    Every step raises Violation where the server does something else than the documents say, Inconclusive where it is
    busy, and TargetLostError where it does not answer any more.
    """

    caller: ServerCaller
    mint: Mint

    def request_nonce(self) -> str:
        """Return a fresh nonce."""
        return expect_nonce(self.caller.request_nonce())

    def open_session(self, draft: Draft, app_id: str | None = None) -> Session:
        """Return the session that the right token of this draft opens, at the target file's application or `app_id`."""
        token = draft.right()
        return Session.opened_by(draft, token, self.caller.request_session(token, app_id=app_id))

    def delete_session(self, session: Session) -> Exchange:
        """Sign out, and return the exchange that ended the session."""
        exchange = self.caller.delete_session(session.token)
        expect_deleted(exchange)
        return exchange
