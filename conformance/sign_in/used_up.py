"""What a server has to remember, however many sign in meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from conformance.caller import ServerCaller
from conformance.caller.http.side_by_side import request_each
from conformance.evidence.exchange import Exchange
from conformance.judging.expectations import expect_client_error
from conformance.sign_in.server import ServerSignIn, Session


@dataclass(frozen=True)
class UsedUp:
    """A session that was deleted, whose nonce is spent, an identity token that was refused, and a nonce beside them.

    `used_at` is the target's time of day in seconds, `requests` how many all processes of the run had sent until then.
    """

    session: Session
    refused_token: str
    unspent_nonce: str
    used_at: float
    requests: int

    def request_session_again(self, caller: ServerCaller, at_once: int = 1) -> list[Exchange]:
        """Try the identity token that has spent its nonce, and the one that was refused."""
        return request_each(caller.request_session, [self.session.identity_token, self.refused_token], at_once)


def use_up(sign_in: ServerSignIn, at_once: int = 1) -> UsedUp:
    """Sign in and out again, let a token without prn be refused, and keep one nonce; so many of these at once.

    Raises Violation as the sign-in does.
    """

    def sign_in_and_out() -> Session:
        session = sign_in.open_session(sign_in.mint.draft(sign_in.request_nonce()))
        sign_in.delete_session(session)
        return session

    def be_refused() -> str:
        refused = sign_in.mint.draft(sign_in.request_nonce()).without_claim("prn").signed()
        expect_client_error(sign_in.caller.request_session(refused))
        return refused

    parts: tuple[Callable[[], Any], ...] = (sign_in_and_out, be_refused, sign_in.request_nonce)
    session, refused, unspent = request_each(lambda part: part(), parts, at_once)
    return UsedUp(session, refused, unspent, sign_in.mint.now(), sign_in.caller.requests_of_run)
