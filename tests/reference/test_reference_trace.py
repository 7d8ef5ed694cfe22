"""A trace of a correct server, and which changed servers would have answered any of it otherwise."""

from __future__ import annotations

import dataclasses
import pickle

import pytest

from conformance.protocol.errors import ErrorId
from conformance.reference.mutants import mutant_named
from conformance.reference.server import RefusalError, Request
from conformance.reference.server.trace import (
    TracedServer,
    differs_in_answers_only,
    is_answered_otherwise,
)


@pytest.fixture
def traced(app, clock):
    """An app at a server that keeps what it answers."""
    return app.of(TracedServer.of(clock))


class TestTracedServer:
    def test_it_answers_as_a_correct_server_does(self, traced):
        """And keeps the time, the request and the answer of each."""
        token = traced.session_token()
        traced.clock.advance(60)
        answer = traced.use(token)
        assert answer.status == 200
        assert [each.answer.status for each in traced.server.trace] == [201, 201, 200]
        last = traced.server.trace[-1]
        assert (last.now, last.request.method, last.answer) == (traced.clock.now(), "GET", answer)

    def test_its_random_texts_are_the_same_in_each_run(self, traced, app, clock):
        """No two of them are the same in one."""
        nonces = [traced.nonce() for _ in range(3)]
        again = app.of(TracedServer.of(clock))
        assert [again.nonce() for _ in range(3)] == nonces
        assert len(set(nonces)) == 3

    def test_a_trace_can_be_handed_to_another_process(self, traced):
        """It is plain values."""
        traced.session_token()
        copy = pickle.loads(pickle.dumps(traced.server.trace))  # noqa: S301 - our own
        assert copy == traced.server.trace

    def test_requests_of_one_connection_can_be_repeated(self, traced):
        """Those of two may have come at the same moment."""
        traced.server.handle(Request("POST", "/nonces", connection="127.0.0.1:1"))
        assert traced.server.can_be_repeated
        traced.server.handle(Request("POST", "/nonces", connection="127.0.0.1:2"))
        assert not traced.server.can_be_repeated

    def test_what_could_not_be_read_cannot_be_repeated(self, traced):
        """The core never sees it."""
        assert traced.server.refuse(RefusalError(ErrorId.INVALID_REQUEST, "no request")).status == 400
        assert not traced.server.can_be_repeated


class TestIsAnsweredOtherwise:
    @pytest.fixture
    def trace(self, traced):
        """What a user sends who signs in, presents the nonce again, signs out an hour later, and goes on."""
        token = traced.token(traced.claims(nonce := traced.nonce()))
        session = traced.open(token).content["session_token"]
        assert traced.open(traced.token(traced.claims(nonce))).status == 422
        traced.clock.advance(3600)
        assert traced.nonce() != nonce
        assert traced.delete(session).status == 204
        assert traced.use(session).status == 401
        return traced.server.trace

    def test_not_by_a_correct_server(self, trace):
        """Random texts included."""
        assert not is_answered_otherwise(lambda server: server, trace)

    @pytest.mark.parametrize("name", ["never_spends_nonces", "gives_each_nonce_twice", "forgets_to_delete"])
    def test_by_one_that_errs_about_what_was_sent(self, trace, name):
        """However late in the trace."""
        assert is_answered_otherwise(mutant_named(name).apply, trace)

    @pytest.mark.parametrize("name", ["verifies_hs256_with_der", "takes_null_for_alg", "asks_a_database_with_the_kid"])
    def test_not_by_one_that_errs_about_what_was_not(self, trace, name):
        """Nobody can tell it from a correct one here."""
        assert not is_answered_otherwise(mutant_named(name).apply, trace)

    def test_by_one_that_closes_the_connection(self, trace):
        """An OSError out of the core is no answer."""

        def change(server):
            class Closing(type(server)):
                def handle(self, request):
                    raise ConnectionError

            return Closing(server.clock, rules=server.rules)

        assert is_answered_otherwise(change, trace)


class TestDiffersInAnswersOnly:
    def test_a_server_with_other_rules(self):
        """They are what its core answers by."""
        assert differs_in_answers_only(mutant_named("never_spends_nonces").apply)

    @pytest.mark.parametrize(
        "change",
        [
            lambda server: server.with_writer(chunked=True),
            lambda server: server.with_settings(body_limit=7),
            lambda server: server.with_credentials(app_id="layer:///apps/staging/x"),
            lambda server: dataclasses.replace(server, registry=server.directory),
            lambda server: dataclasses.replace(server, clock=object()),
            lambda server: TracedServer.of(server.clock),
        ],
        ids=["writer", "settings", "credentials", "registry", "clock", "class"],
    )
    def test_not_one_that_is_another_server_beside_them(self, change):
        """Whoever examines it may send other requests, or see other bytes."""
        assert not differs_in_answers_only(change)
