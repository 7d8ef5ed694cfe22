"""Deletions of sessions, by whoever holds the token."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from pytest_bdd import when

from conformance.evidence.exchange import Exchange
from conformance.protocol.authorization import authorization_for
from conformance.sign_in import Session
from steps.nonces import UNKNOWN_SESSION_TOKEN
from steps.parameters import phrase
from steps.requests import AUTHORIZATIONS
from steps.sign_in import SignIn

_Deletion = Callable[[SignIn, Session], Exchange]


def _delete_with(authorization: Callable[[SignIn], str], sign_in: SignIn, session: Session) -> Exchange:
    header = authorization(sign_in)
    return sign_in.caller.delete_session(session.token, headers={"Authorization": header})


def _delete_with_its_own(sign_in: SignIn, session: Session) -> Exchange:
    return _delete_with(lambda _sign_in: authorization_for(session.token), sign_in, session)


def _delete_with_that_of_another(sign_in: SignIn, session: Session) -> Exchange:
    other = sign_in.live_session(user=session.user)
    return _delete_with(lambda _sign_in: authorization_for(other.token), sign_in, session)


def _delete_twice(sign_in: SignIn, session: Session) -> Exchange:
    sign_in.caller.delete_session(session.token)
    return sign_in.caller.delete_session(session.token)


#: The deletions that features name.
DELETIONS: Mapping[str, _Deletion] = {
    "the session is deleted": lambda s, session: s.caller.delete_session(session.token),
    "the session is deleted twice": _delete_twice,
    "the session is deleted and the connection read to its end": lambda s, session: s.caller.delete_session(
        session.token, surplus=True
    ),
    "the session is deleted without Accept": lambda s, session: s.caller.delete_session(
        session.token, headers={"Accept": None}
    ),
    "the session is deleted with its own token as Authorization": _delete_with_its_own,
    "the session is deleted with the token of another session as Authorization": _delete_with_that_of_another,
    **{
        f"the session is deleted with {name} as Authorization": partial(_delete_with, value)
        for name, value in AUTHORIZATIONS.items()
    },
    "an unknown session token is deleted": lambda s, _session: s.caller.delete_session(UNKNOWN_SESSION_TOKEN),
}


@when(phrase("{deletion}", deletion=DELETIONS), target_fixture="exchange")
def delete_session(sign_in: SignIn, session: Session, deletion: _Deletion) -> Exchange:
    return deletion(sign_in, session)


@when("the user signs out of the session")
def sign_out(sign_in: SignIn, session: Session) -> None:
    sign_in.finish(session)


@when("the user signs out of the other session")
def sign_out_of_the_other(sign_in: SignIn, other_session: Session) -> None:
    sign_in.finish(other_session)
