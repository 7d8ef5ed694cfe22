"""Altered tokens: what is sent for them, what a scenario shows of it, and what a later scenario takes from it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from conformance.caller import Connection, ServerCaller, Skew, TargetClock
from conformance.clock import WallClock
from conformance.embedded.targets import embedded_targets
from conformance.evidence.transcript import Transcript
from conformance.judging.outcomes import NotApplicable
from conformance.minting import Mint
from conformance.reference.server import ReferenceServer, running
from conformance.reference.variations import VARIATIONS
from conformance.sign_in import SharedEvidence
from conformance.sign_in.tries import ALTERED
from steps.requests import REQUESTS
from steps.sign_in import SignIn
from steps.tried_together import request_with, request_with_each

REFUSED = [f"{ALTERED}{name}" for name in ("without typ", "without cty", "without kid")]


@contextmanager
def signing_in(variation: str | None = None) -> Iterator[SignIn]:
    """Provide the sign-in of a first scenario at a reference server."""
    server = ReferenceServer(WallClock())
    with running(VARIATIONS[variation].apply(server) if variation else server) as url:
        target = replace(embedded_targets().server, url=url)
        known = target.credentials
        caller = ServerCaller(target, Connection(target.http), "2.0", Transcript())
        mint = Mint(WallClock(), known.provider_id, known.key_id, known.private_key)
        yield SignIn(caller, mint, TargetClock(Skew(0.0, 0.0)), SharedEvidence())


def try_each(sign_in, names):
    """Make each of these requests, each called by its own name."""
    return request_with_each(sign_in, {name: name for name in names})


def after(sign_in: SignIn) -> SignIn:
    """Return the sign-in of a scenario that follows."""
    caller = ServerCaller(sign_in.caller.target, sign_in.caller._connection, "2.0", Transcript())
    return replace(sign_in, caller=caller)


def lines(exchanges):
    """Return each exchange as a word: where it went, and what came of it."""
    return [f"{urlsplit(each.sent.url).path[1:-1]} {each.received.status}" for each in exchanges]


def test_one_nonce_serves_all_that_are_refused_and_then_opens_a_session():
    """The control comes last: none of them was refused for its nonce."""
    with signing_in() as sign_in:
        attempts = try_each(sign_in, REFUSED)
        assert [attempt.name for attempt in attempts] == REFUSED
        assert lines(sign_in.caller.transcript.exchanges) == ["nonce 201", *["session 422"] * 3, "session 201"]


def test_a_token_of_the_batch_is_sent_once_and_shown_where_it_belongs():
    """The scenario that sends it shows its own; the later one shows the same exchanges, and sends nothing."""
    with signing_in() as sign_in:
        first = replace(sign_in, batch=tuple(REFUSED))
        try_each(first, REFUSED[:2])
        sent, second = first.caller.requests, after(first)
        (attempt,) = try_each(second, REFUSED[2:])
        assert lines(first.caller.transcript.exchanges) == ["nonce 201", *["session 422"] * 2, "session 201"]
        assert lines(second.caller.transcript.exchanges) == ["nonce 201", "session 422", "session 201"]
        assert second.caller.transcript.exchanges[1] is attempt.exchange
        assert (sent, second.caller.requests) == (5, 5)
        assert (len(first.caller.transcript.sent), second.caller.transcript.sent) == (5, [])


def test_what_is_accepted_spends_its_nonce_and_needs_no_control():
    """Each has a nonce of its own; nothing was refused, and nothing is to be explained."""
    with signing_in() as sign_in:
        try_each(sign_in, [f"{ALTERED}whose exp is {minutes} minutes from now" for minutes in (2, 3)])
        assert lines(sign_in.caller.transcript.exchanges) == ["nonce 201", "session 201"] * 2


def test_a_target_that_spends_nonces_on_refusals_is_asked_for_one_nonce_a_token():
    """The first scenario finds out; a refusal of a later batch would say nothing of the token."""
    with signing_in("burns_nonces") as sign_in:
        first = replace(sign_in, batch=tuple(REFUSED))
        attempts = try_each(first, REFUSED[:1])
        assert [attempt.exchange.received.status for attempt in attempts] == [422]
        assert first.shared.spends_refused_nonces
        assert first.shared.tried == {}
        assert lines(first.caller.transcript.exchanges)[-4:] == ["nonce 201", "session 422", "nonce 201", "session 201"]
        second = replace(after(first), batch=tuple(REFUSED))
        try_each(second, REFUSED[1:2])
        assert lines(second.caller.transcript.exchanges).count("session 422") == 2


def test_a_request_that_is_in_no_batch_has_a_nonce_of_its_own_and_no_control_after_it():
    """It may have to be accepted: that another is not would be no excuse."""
    with signing_in() as sign_in:
        assert request_with(sign_in, REFUSED[0]).received.status == 422
        assert lines(sign_in.caller.transcript.exchanges) == ["nonce 201", "session 422"]


def test_what_departs_beside_the_token_is_tried_for_the_same_nonce():
    """In the app id, in the body, in a field: the valid token among them opens the session in the end."""
    with signing_in() as sign_in:
        first = replace(sign_in, batch=("for words as app id", "with broken JSON as the body", "without app_id"))
        assert request_with(first, "for words as app id").received.status == 403
        assert lines(first.caller.transcript.exchanges) == ["nonce 201", "session 403", "session 201"]
        second = after(first)
        assert request_with(second, "without app_id").received.status == 422
        assert second.caller.requests == 5


def test_a_request_that_is_tried_alone_needs_no_second_nonce_where_its_own_is_spent():
    """It was the first for its nonce; a sign-in follows as its control."""
    with signing_in("burns_nonces") as sign_in:
        assert request_with(replace(sign_in, batch=(REFUSED[0],)), REFUSED[0]).received.status == 422
        assert lines(sign_in.caller.transcript.exchanges) == [
            *("nonce 201", "session 422", "session 422"),
            *("nonce 201", "session 201"),
        ]


def test_a_request_whose_batch_has_spent_the_nonce_is_tried_again_alone():
    """The second says what the first could not: that it was not refused for its nonce."""
    with signing_in("burns_nonces") as sign_in:
        first = replace(sign_in, batch=tuple(REFUSED))
        assert request_with(first, REFUSED[1]).received.status == 422
        assert lines(first.caller.transcript.exchanges)[-5:] == [
            *("nonce 201", "session 422", "session 422"),
            *("nonce 201", "session 201"),
        ]


def test_a_change_that_changes_nothing_is_no_case():
    """An app id of digits has no other case."""
    with signing_in() as sign_in:
        known = replace(sign_in.caller.target.credentials, app_id="1")
        caller = ServerCaller(
            replace(sign_in.caller.target, credentials=known), sign_in.caller._connection, "2.0", Transcript()
        )
        with pytest.raises(NotApplicable, match="is a valid one"):
            request_with(replace(sign_in, caller=caller), "for the app id written in the other case")


def test_a_control_of_a_moment_ago_is_shown_and_not_sent_again():
    """It is the same session, to the end of whoever shows it; forty requests later it is asked for anew."""
    with signing_in() as sign_in:
        session = sign_in.recent_session()
        second = after(sign_in)
        assert second.recent_session() is session
        assert second.recent_opening() is session.opened
        assert second.caller.requests == 2
        assert lines(second.caller.transcript.exchanges[:2]) == ["nonce 201", "session 201"]
        for _ in range(41):
            second.caller.request_nonce()
        assert second.recent_session() is session
        third = after(second)
        assert third.recent_session() is not session


def test_another_version_shares_nothing():
    """What one version accepts says nothing about another."""
    with signing_in() as sign_in:
        session = sign_in.recent_session()
        assert sign_in.in_another_version().recent_session() is not session


def left_open(sign_in):
    """Return the sign-in of a scenario that follows one which has left its session open."""
    session = sign_in.session()
    assert sign_in.shared.leave_open([session.token], sign_in.mint.now()) == []
    return after(sign_in), session


def test_a_session_that_was_left_open_is_used_once_more_before_another_rests_on_it():
    """Its opening is shown as well, and nothing else is sent."""
    with signing_in() as sign_in:
        second, session = left_open(sign_in)
        assert second.live_session() is session
        assert lines(second.caller.transcript.exchanges) == ["nonce 201", "session 201", "conversation 200"]
        assert second.caller.requests == 3


def test_a_session_that_was_left_open_and_ended_since_is_no_control():
    """A fresh one takes its place: what has ended it is another rule's."""
    with signing_in() as sign_in:
        second, session = left_open(sign_in)
        second.caller.delete_session(session.token)
        assert second.open_session() is not session
        assert second.live_session() is not session
        assert second.shared.has_lost_a_session


def test_a_user_of_its_own_has_a_session_of_its_own():
    """What another scenario has left belongs to another user."""
    with signing_in() as sign_in:
        second, session = left_open(sign_in)
        assert second.live_session(user="somebody else").user == "somebody else"
        assert second.shared.take_open_session(second.mint.now()).value is session


def test_a_nonce_that_was_refused_for_other_reasons_serves_others_until_it_is_spent():
    """It is shown where it is used, and forgotten with the session that it opens."""
    with signing_in() as sign_in:
        nonce = sign_in.unspent_nonce()
        second = after(sign_in)
        assert second.unspent_nonce() == nonce
        assert lines(second.caller.transcript.exchanges) == ["nonce 201"]
        send = REQUESTS["a session request"].prepare(second)
        assert send({"Accept": None}).received.status == 406
        assert second.unspent_nonce() == nonce
        assert send({}).received.status == 201
        assert second.unspent_nonce() != nonce
