"""The documented way in at both actors: what each step returns, and what it raises where the target departs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from conformance.caller import Connection, ServerCaller, TargetClock, measure_skew
from conformance.caller.provider import ProviderCaller
from conformance.clock import WallClock
from conformance.embedded.provider_target import provider_target
from conformance.embedded.targets import embedded_targets
from conformance.evidence.transcript import Transcript
from conformance.judging.outcomes import Violation
from conformance.minting import Mint
from conformance.reference.mutants import mutant_named
from conformance.reference.provider import ReferenceProvider, beside
from conformance.reference.server import ReferenceServer, running
from conformance.sign_in import ProviderSignIn, ServerSignIn, use_up


@pytest.fixture
def server() -> Iterator[ServerSignIn]:
    """The way into a reference server that goes by the machine's clock."""
    with running(ReferenceServer(WallClock())) as url:
        yield server_at(url)


def server_at(url: str) -> ServerSignIn:
    """Return the way into the server at this address."""
    target = replace(embedded_targets().server, url=url)
    known = target.credentials
    caller = ServerCaller(target, Connection(target.http), "2.0", Transcript())
    return ServerSignIn(caller, Mint(WallClock(), known.provider_id, known.key_id, known.private_key))


@pytest.fixture
def provider() -> Iterator[ProviderSignIn]:
    """The way to the tokens of a reference provider that goes by the machine's clock."""
    actor = ReferenceProvider(WallClock())
    with running(beside(actor)) as url:
        target = provider_target("here", actor, f"{url}{actor.settings.path}")
        caller = ProviderCaller(target, Connection(target.http), Transcript())
        yield ProviderSignIn(caller, TargetClock(measure_skew([])))


def test_a_nonce_opens_a_session_that_can_be_ended(server: ServerSignIn) -> None:
    """Each step returns what the next one needs, and the session knows what it was opened with."""
    nonce = server.request_nonce()
    session = server.open_session(server.mint.draft(nonce, user="alice"))
    assert (session.nonce, session.user) == (nonce, "alice")
    assert session.protected_url == f"{server.caller.target.url}/conversations"
    assert server.delete_session(session).received.status == 204


def test_a_spent_nonce_is_a_violation_with_its_exchange(server: ServerSignIn) -> None:
    """The driver does not decide what a refusal is worth: whoever asked for it does."""
    draft = server.mint.draft(server.request_nonce())
    server.open_session(draft)
    with pytest.raises(Violation, match="expected 201 with session_token") as refused:
        server.open_session(draft)
    assert refused.value.exchange.received.status == 422


def test_a_session_that_is_not_deleted_is_a_violation() -> None:
    """An answer other than 204 ends no session."""
    with running(mutant_named("confirms_deletions_with_200_and_json").apply(ReferenceServer(WallClock()))) as url:
        sign_in = server_at(url)
        session = sign_in.open_session(sign_in.mint.draft(sign_in.request_nonce()))
        with pytest.raises(Violation, match="expected 204"):
            sign_in.delete_session(session)


def test_what_is_used_up_is_a_session_that_has_ended_and_a_token_that_was_refused(server: ServerSignIn) -> None:
    """Beside them stands a nonce that is still good."""
    used_up = use_up(server)
    seen = [(each.sent.method, each.received.status) for each in server.caller.transcript.exchanges]
    assert seen == [("POST", 201), ("POST", 201), ("DELETE", 204), ("POST", 201), ("POST", 422), ("POST", 201)]
    assert used_up.refused_token in server.caller.transcript.exchanges[4].sent.body.decode()
    again, refused = used_up.request_session_again(server.caller)
    assert (again.received.status, refused.received.status) == (422, 422)
    server.open_session(server.mint.draft(used_up.unspent_nonce))


def test_a_right_request_gets_a_token_that_passes_every_check(provider: ProviderSignIn) -> None:
    """The token is compared with the request: its nonce, its user, and the user's claims."""
    request = provider.caller.right_request()
    issued = provider.check(request, provider.caller.request_token(request), provider.caller.target.users[0].claims)
    assert issued.validation.ok
    assert (issued.nonce, issued.user) == (request.nonce, provider.caller.target.users[0].prn)


def test_a_token_for_another_nonce_fails_its_check(provider: ProviderSignIn) -> None:
    """An answer to one request says nothing about another."""
    exchange = provider.caller.request_token(provider.caller.right_request())
    issued = provider.check(provider.caller.right_request(), exchange)
    assert issued.validation.check("nce").outcome.value == "failed"


def test_an_answer_without_a_token_is_a_violation(provider: ProviderSignIn) -> None:
    """It names the place where the token should stand."""
    login = provider.caller.target.wrong_login
    exchange = provider.caller.request_token(provider.caller.right_request(login=login))
    with pytest.raises(Violation, match="a 2xx with an identity token at identity_token"):
        provider.token_of(exchange)
