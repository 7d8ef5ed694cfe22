"""Altered tokens: what is sent for them, what a scenario shows of it, and what a later scenario takes from it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import urlsplit

from conformance.caller import Connection, ServerCaller, Skew, TargetClock
from conformance.clock import WallClock
from conformance.embedded.targets import embedded_targets
from conformance.evidence.transcript import Transcript
from conformance.minting import Mint
from conformance.reference.server import ReferenceServer, running
from conformance.reference.variations import VARIATIONS
from conformance.sign_in import SharedEvidence
from steps.altered_tokens import request_with_tokens
from steps.sign_in import SignIn

REFUSED = ["without typ", "without cty", "without kid"]


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
        attempts = request_with_tokens(sign_in, REFUSED)
        assert [attempt.name for attempt in attempts] == REFUSED
        assert lines(sign_in.caller.transcript.exchanges) == ["nonce 201", *["session 422"] * 3, "session 201"]


def test_a_token_of_the_batch_is_sent_once_and_shown_where_it_belongs():
    """The scenario that sends it shows its own; the later one shows the same exchanges, and sends nothing."""
    with signing_in() as sign_in:
        first = replace(sign_in, batch=tuple(REFUSED))
        request_with_tokens(first, REFUSED[:2])
        sent, second = first.caller.requests, after(first)
        (attempt,) = request_with_tokens(second, REFUSED[2:])
        assert lines(first.caller.transcript.exchanges) == ["nonce 201", *["session 422"] * 2, "session 201"]
        assert lines(second.caller.transcript.exchanges) == ["nonce 201", "session 422", "session 201"]
        assert second.caller.transcript.exchanges[1] is attempt.exchange
        assert (sent, second.caller.requests) == (5, 5)
        assert (len(first.caller.transcript.sent), second.caller.transcript.sent) == (5, [])


def test_what_is_accepted_spends_its_nonce_and_needs_no_control():
    """Each has a nonce of its own; nothing was refused, and nothing is to be explained."""
    with signing_in() as sign_in:
        request_with_tokens(sign_in, ["whose exp is 2 minutes from now", "whose exp is 3 minutes from now"])
        assert lines(sign_in.caller.transcript.exchanges) == ["nonce 201", "session 201"] * 2


def test_a_target_that_spends_nonces_on_refusals_is_asked_for_one_nonce_a_token():
    """The first scenario finds out; a refusal of a later batch would say nothing of the token."""
    with signing_in("burns_nonces") as sign_in:
        first = replace(sign_in, batch=tuple(REFUSED))
        attempts = request_with_tokens(first, REFUSED[:1])
        assert [attempt.exchange.received.status for attempt in attempts] == [422]
        assert first.shared.spends_refused_nonces
        assert first.shared.tried == {}
        assert lines(first.caller.transcript.exchanges)[-4:] == ["nonce 201", "session 422", "nonce 201", "session 201"]
        second = replace(after(first), batch=tuple(REFUSED))
        request_with_tokens(second, REFUSED[1:2])
        assert lines(second.caller.transcript.exchanges).count("session 422") == 3


def test_a_control_of_a_moment_ago_is_shown_and_not_sent_again():
    """It is the same session; forty requests later it is asked for anew."""
    with signing_in() as sign_in:
        session = sign_in.recent_session()
        second = after(sign_in)
        assert second.recent_session() is session
        assert second.recent_opening() is session.opened
        assert second.caller.requests == 2
        assert lines(second.caller.transcript.exchanges[:2]) == ["nonce 201", "session 201"]
        for _ in range(41):
            second.caller.request_nonce()
        assert second.recent_session() is not session


def test_another_version_shares_nothing():
    """What one version accepts says nothing about another."""
    with signing_in() as sign_in:
        session = sign_in.recent_session()
        assert sign_in.in_another_version().recent_session() is not session
