"""Sessions: open, over, one beside another."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pytest_bdd import given, parsers, then, when

from conformance.evidence.exchange import Exchange
from conformance.judging.expectations import expect_accepted_use, expect_challenge, expect_refusal
from conformance.judging.outcomes import Inconclusive, control
from conformance.minting import new_user
from conformance.protocol.errors import IDENTITY_TOKEN_REFUSED
from conformance.sign_in import Session
from conformance.targets import UnboundProvider
from steps.nonces import NONCES
from steps.parameters import phrase
from steps.sign_in import SignIn


def _of_a_user_of_its_own(sign_in: SignIn) -> Session:
    """Sign in a user of this scenario alone: whatever other scenarios leave behind belongs to another."""
    return sign_in.live_session(user=new_user())


def _deleted(sign_in: SignIn) -> Session:
    session = sign_in.live_session()
    sign_in.finish(session)
    return session


def _deleted_twice(sign_in: SignIn) -> Session:
    session = _deleted(sign_in)
    sign_in.caller.delete_session(session.token)
    return session


def _deleted_since(sign_in: SignIn) -> Session:
    session = sign_in.open_session()
    sign_in.finish(session)
    return session


def _of_another_provider(sign_in: SignIn) -> Session:
    """Open a session where the unbound provider is bound: so provider and key exist, and a refusal elsewhere tells."""
    other: UnboundProvider = sign_in.capability("unbound_provider")
    if other.app_id is None:
        raise Inconclusive(
            "capabilities.unbound_provider.app_id in the target file would let this rule run: the application that "
            "the provider is bound to, where a session shows that provider and key exist"
        )
    draft = sign_in.token().with_key(other.private_key, other.key_id).with_claims(iss=other.provider_id)
    with control("the key of capabilities.unbound_provider opens a session at the app_id that stands there"):
        return sign_in.unguarded.open_session(draft, other.app_id)


def _refused_since(sign_in: SignIn) -> Session:
    session = sign_in.recent_session()
    draft = sign_in.mint.draft(session.nonce)
    with control("a spent nonce is refused", "NONCE-3"):
        token = draft.with_claims(exp=draft.claims["exp"] + 2).right()
        expect_refusal(sign_in.caller.request_session(token), IDENTITY_TOKEN_REFUSED)
    return session


def _from_challenge(sign_in: SignIn) -> Session:
    nonce = NONCES["the nonce of the challenge to a deleted session"](sign_in)
    return sign_in.session_with(sign_in.mint.draft(nonce))


#: The sessions that features name, by what has opened them and what has come of them since.
SESSIONS: Mapping[str, Callable[[SignIn], Session]] = {
    "a session": SignIn.open_session,
    "an identity token that opens a session": SignIn.recent_session,
    "another provider's identity token that opens a session at its own application": _of_another_provider,
    "a nonce that has opened a session": SignIn.recent_session,
    "a nonce that has opened a session in another version": lambda s: s.in_another_version().session(),
    "a nonce whose session was deleted": _deleted_since,
    "a nonce that was refused after it had opened a session": _refused_since,
    "the nonce of a challenge that has opened a session": _from_challenge,
    "a session opened by an identity token that is good for 30 seconds": lambda s: s.session(good_for=30),
    "a session opened by an identity token that is good for 3 seconds": lambda s: s.session(good_for=3),
    "a session whose token is accepted": SignIn.live_session,
    "a session of a new user, whose token is accepted": _of_a_user_of_its_own,
    "a deleted session, whose token was accepted": _deleted,
    "a session that was deleted twice, whose token was accepted": _deleted_twice,
}

#: How a session can be told to live or not.
_STATES: Mapping[str, Callable[[Exchange], object]] = {
    "lives on": expect_accepted_use,
    "has ended": expect_challenge,
}


@given(phrase("{session}", session=SESSIONS), target_fixture="session")
def open_session(sign_in: SignIn, session: Callable[[SignIn], Session]) -> Session:
    return session(sign_in)


@given(parsers.parse("{count:d} sessions whose tokens are accepted"), target_fixture="sessions")
def open_sessions(sign_in: SignIn, count: int) -> list[Session]:
    return sign_in.side_by_side([SignIn.live_session] * count)


@given("another session of the same user", target_fixture="other_session")
def have_another_session(sign_in: SignIn, session: Session) -> Session:
    return sign_in.live_session(user=session.user)


@when("another session of the same user is opened", target_fixture="other_session")
def open_another_session(sign_in: SignIn, session: Session) -> Session:
    return sign_in.unguarded.open_session(sign_in.token(user=session.user))


@then(phrase("the session {state}", state=_STATES))
def expect_session_state(sign_in: SignIn, session: Session, state: Callable[[Exchange], object]) -> None:
    state(sign_in.use(session))


@then(phrase("the other session {state}", state=_STATES))
def expect_other_session_state(sign_in: SignIn, other_session: Session, state: Callable[[Exchange], object]) -> None:
    state(sign_in.use(other_session))
