"""What reports show of an exchange is enough to judge it again, or says that it is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.evidence.deserialize import UnreadableEvidenceError, kind_of, parse_exchange, without_retries
from conformance.evidence.exchange import Exchange, Received, Sent, TransportError, TransportErrorKind
from conformance.evidence.redaction import Redactor
from conformance.evidence.serialize import BODY_LIMIT, LINE_LIMIT, serialize
from conformance.evidence.transcript import Transcript

JSON = [("Content-Type", "application/json")]


def _record_of(exchange: Exchange) -> dict:
    transcript = Transcript()
    transcript.add(exchange)
    return serialize(exchange, transcript.redactor)


def recorded(body: bytes = b"{}", headers=JSON, surplus: bytes = b"", url: str = "http://a.example/nonces") -> Exchange:
    """Return an exchange as it is after it was shown and read back."""
    received = Received(201, "Created", headers, body, surplus)
    return parse_exchange(_record_of(Exchange(Sent("POST", url, []), 1_700_000_000.5, 0.25, received)))


def test_an_answer_comes_back_as_it_was():
    """Status, headers, body and surplus, and when it came."""
    found = recorded(b'{"a": 1}', [("Link", "<x>"), ("Link", "<y>")], b"more")
    assert found.received == Received(201, "Created", (("Link", "<x>"), ("Link", "<y>")), b'{"a": 1}', b"more")
    assert (found.started, found.duration) == (1_700_000_000.5, 0.25)


def test_a_body_that_is_no_text_comes_back():
    """Byte by byte."""
    assert recorded(bytes(range(256))).received.body == bytes(range(256))


def test_a_secret_comes_back_as_its_mark():
    """The same one as the same, another one as another."""
    first, again, other = (recorded(f'{{"nonce": "a-nonce-{n}"}}'.encode()).received.json()["nonce"] for n in (1, 1, 2))
    assert first == again != other


@pytest.mark.parametrize("kind", TransportErrorKind)
@pytest.mark.parametrize("detail", ["", "10 s (at last)"])
def test_what_never_came_comes_back(kind: TransportErrorKind, detail: str):
    """With its reason."""
    sent = Sent("POST", "http://a.example/nonces", [])
    assert parse_exchange(
        serialize(Exchange(sent, 1.0, 0.5, fault=TransportError(kind, detail)), Redactor())
    ).fault == TransportError(kind, detail)


@pytest.mark.parametrize(
    "wanting",
    [
        {"body": b"x" * (BODY_LIMIT + 1)},
        {"surplus": b"x" * (BODY_LIMIT + 1)},
        {"headers": [("Link", "x" * (LINE_LIMIT + 1))]},
        {"headers": [("Set-Cookie", "a=b")]},
        {"body": b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"},
    ],
)
def test_an_answer_that_is_not_whole_in_its_record_is_not_taken_for_one(wanting):
    """Cut, withheld, or with a mark in the place of what the rule looks for."""
    with pytest.raises(UnreadableEvidenceError):
        recorded(**wanting)


def sent(method: str = "DELETE", path: str = "/sessions/abc", accept: str | None = "a/b; version=1.0") -> Sent:
    """Return a request."""
    return Sent(method, f"http://a.example{path}", [("Accept", accept)] if accept else [])


def test_requests_are_of_a_kind_whatever_their_secrets():
    """A token in the path, and a port that another process had."""
    marked = Sent("DELETE", "http://b.example:81/sessions/[session token 1a2b3c4d]", [("accept", "a/b; version=1.0")])
    assert kind_of(sent()) == kind_of(marked) == kind_of(sent(path="/sessions/%5Bsession%20token%20aa%5D"))


@pytest.mark.parametrize(
    "other",
    [sent("GET"), sent(path="/nonces"), sent(path="/sessions"), sent(path="/sessions/abc?x=1"), sent(accept=None)],
)
def test_requests_of_another_kind_are_told(other: Sent):
    """By method, path, query, or what the headers ask for."""
    assert kind_of(sent()) != kind_of(other)


def test_attempts_that_were_made_again_are_left_out_with_their_places_in_steps():
    """A record of them is evidence, and no request that today's steps would make."""
    kept, retried = {"id": 1}, {"id": 2, "retried": True}
    record = {
        "nodeid": "a",
        "transcript": [retried, kept, kept, retried, retried, kept],
        "steps": [[0, 1], [2], [3, 4, 5], []],
    }
    assert without_retries(record) == {"nodeid": "a", "transcript": [kept] * 3, "steps": [[0], [1], [2], []]}


def test_an_attempt_that_was_made_again_says_so():
    """In its record."""
    exchange = Exchange(Sent("POST", "http://a.example/nonces", []), 1.0, 0.5, Received(429, "", [], b""))
    assert "retried" not in _record_of(exchange)
    assert _record_of(replace(exchange, is_retried=True))["retried"] is True
