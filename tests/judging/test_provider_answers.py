"""What counts as a token, and what as a refusal."""

from __future__ import annotations

import json

import pytest

from conformance.evidence.exchange import Exchange, Received, Sent, TransportError, TransportErrorKind
from conformance.judging.outcomes import Inconclusive, NotApplicable, Violation
from conformance.judging.provider_answers import (
    expect_labelled_token,
    expect_no_token,
    expect_refusal_status,
    expect_refused,
    expect_token,
)

TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJwcm4iOiJhbGljZSJ9.c2lnbmF0dXJlIG9mIGl0"


def answer(status: int, body: bytes | object = b"", **headers: str) -> Exchange:
    """Return an exchange with this answer; anything but bytes becomes JSON."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    received = Received(status, "", tuple(headers.items()), raw)
    return Exchange(Sent("POST", "http://id/x", ()), 0.0, 0.0, received)


SILENCE = Exchange(Sent("POST", "http://id/x", ()), 0.0, 0.0, None, TransportError(TransportErrorKind.TIMED_OUT, ""))


class TestToken:
    @pytest.mark.parametrize("status", [200, 201, 202])
    def test_any_success_will_do(self, status):
        """No document says which."""
        assert expect_token(answer(status, {"identity_token": TOKEN}), TOKEN, "identity_token") == TOKEN

    @pytest.mark.parametrize(
        ("exchange", "found"),
        [
            (answer(401, {"identity_token": TOKEN}), TOKEN),
            (answer(302, b""), None),
            (answer(500, b""), None),
            (answer(200, {"jwt": TOKEN}), None),
            (answer(200, {"identity_token": None}), None),
            (answer(200, {"identity_token": 7}), 7),
            (answer(200, {"identity_token": ""}), ""),
            (answer(200, b"<html> no </html>"), "<html> no </html>"),
            (answer(200, "tokén"), "tokén"),
            (SILENCE, None),
        ],
    )
    def test_anything_else_is_a_violation(self, exchange, found):
        """A refusal, an error page, something else in the token's place."""
        with pytest.raises(Violation, match="identity_token"):
            expect_token(exchange, found, "identity_token")

    @pytest.mark.parametrize("exchange", [answer(429), answer(503, b"", **{"Retry-After": "3"})], ids=["429", "503"])
    def test_a_busy_provider_is_not_judged(self, exchange):
        """It says that it would answer at another time."""
        with pytest.raises(Inconclusive):
            expect_token(exchange, None, "identity_token")


class TestNoToken:
    @pytest.mark.parametrize("status", [200, 302, 400, 401, 404, 422, 500, 502])
    def test_no_token_is_none_whatever_the_status(self, status):
        """Whether it is called a success is another rule's."""
        expect_no_token(answer(status, {"error": "no"}), None)

    @pytest.mark.parametrize(
        ("exchange", "found"),
        [
            (answer(200, {"identity_token": TOKEN}), TOKEN),
            (answer(401, {"identity_token": TOKEN}), TOKEN),
            (answer(401, {"hidden": {"elsewhere": [TOKEN]}}), None),
            (answer(200, f"t={TOKEN.replace('.', '%2E')}".encode()), None),
            (answer(200, {"identity_token": "a.b.c"}), "a.b.c"),
        ],
    )
    def test_a_token_is_found_wherever_it_stands(self, exchange, found):
        """In its place, in another, in a refusal, escaped."""
        with pytest.raises(Violation, match="with an identity token"):
            expect_no_token(exchange, found)

    def test_silence_is_no_answer(self):
        """Nobody has seen what a provider refuses that says nothing."""
        with pytest.raises(Violation):
            expect_no_token(SILENCE, None)


class TestRefused:
    @pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 422])
    def test_a_4xx_is_one(self, status):
        """Which one, no document says."""
        expect_refused(answer(status, {"error": "no"}), None)

    @pytest.mark.parametrize(
        ("status", "words"),
        [(200, "a success without a token"), (204, "a success without a token"), (302, "302"), (500, "500")],
    )
    def test_anything_else_is_none(self, status, words):
        """A success without a token above all: the documents' own client would take it for one."""
        with pytest.raises(Violation, match=words):
            expect_refused(answer(status, {"error": "no"}), None)

    def test_a_token_is_no_refusal(self):
        """Whatever the status says."""
        with pytest.raises(Violation, match="401 with an identity token"):
            expect_refused(answer(401, {"identity_token": TOKEN}), TOKEN)

    def test_where_a_token_is_given_there_is_no_refusal_to_have_a_status(self):
        """Whether there should be is another rule's, so that one fault is one finding."""
        with pytest.raises(NotApplicable, match="200 with an identity token"):
            expect_refusal_status(answer(200, {"identity_token": TOKEN}), TOKEN)
        with pytest.raises(Violation, match="a server error is not a refusal"):
            expect_refusal_status(answer(500), None)


class TestLabel:
    @pytest.mark.parametrize("label", ["application/json", "Application/JSON; charset=UTF-8"])
    def test_json_is_labelled(self, label):
        """Case and parameters are free."""
        expect_labelled_token(answer(200, {"t": 1}, **{"Content-Type": label}), is_json=True)

    @pytest.mark.parametrize("label", ["text/html", "application/jwt", ""])
    def test_anything_else_is_a_violation(self, label):
        """A client that looks at the label would not parse it."""
        with pytest.raises(Violation, match="Content-Type"):
            expect_labelled_token(answer(200, {"t": 1}, **{"Content-Type": label}), is_json=True)

    def test_a_bare_body_has_no_label_to_keep(self):
        """The target file says that it is no JSON."""
        with pytest.raises(NotApplicable):
            expect_labelled_token(answer(200, b"t", **{"Content-Type": "text/plain"}), is_json=False)


def test_a_success_with_anything_in_the_place_of_a_token_gives_one():
    """Somebody will present it, whatever its form; a refusal may say what it likes there."""
    received = Received(200, "", (), b'{"identity_token": "b3BhcXVl"}')
    refused = Received(422, "", (), b'{"identity_token": "missing"}')
    sent = Sent("POST", "http://h/", (), b"")
    with pytest.raises(Violation, match="200 with an identity token"):
        expect_no_token(Exchange(sent, 0.0, 0.0, received), "b3BhcXVl")
    expect_no_token(Exchange(sent, 0.0, 0.0, refused), "missing")
