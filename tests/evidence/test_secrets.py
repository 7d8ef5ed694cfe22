"""The secrets that exchanges bring to light."""

import json
from dataclasses import replace

import pytest

from conformance.evidence.secret_finder import MOST_LEARNT
from conformance.evidence.secret_forms import fingerprint
from conformance.evidence.serialize import serialize


@pytest.mark.parametrize(
    ("answer", "secret"),
    [
        (b'{"nonce": "s3cr+et/1="}', "s3cr+et/1="),
        (b'{"session_token":"s3cr\\/et"}', "s3cr/et"),
        (b'{"data": {"nonce": "in-a-challenge-1"}}', "in-a-challenge-1"),
        (b'{"identity_token": "not.a1.token"}', "not.a1.token"),
        (b'{"nonce": "in-broken-json-1", ', "in-broken-json-1"),
        (b'\xff{"nonce": "beside-a-stray-byte-1"}', "beside-a-stray-byte-1"),
        (b'{"nonce": "constant"}', "constant"),
        (b"nonce=in-a-form%2B1&x=y", "in-a-form+1"),
    ],
)
def test_what_an_answer_issues_is_a_secret(learnt, exchange, answer, secret):
    """Nonces and tokens are found at any depth, in broken JSON, and in forms."""
    assert secret not in learnt(exchange(answer=(201, answer))).redact(f"it was {secret}.")


@pytest.mark.parametrize(
    ("header", "secret"),
    [
        ('Layer session-token="t0ken+/="', "t0ken+/="),
        ("Layer session-token='t0ken+/='", "t0ken+/="),
        ("Layer session-token=t0ken+/=", "t0ken+/="),
        ("Bearer t0ken+/=", "t0ken+/="),
    ],
)
def test_a_session_token_is_found_in_any_authorization(learnt, exchange, header, secret):
    """Quoted either way, bare, or of another scheme."""
    redactor = learnt(exchange(headers=[("authorization", header)]))
    assert secret not in redactor.redact(f"it was {secret}.")
    assert redactor.redact(header).startswith(header[:5])


def test_a_session_token_is_found_in_the_path(learnt, exchange):
    """As it is, and as the path has it."""
    redactor = learnt(exchange("DELETE", "http://layer.example/sessions/ab%2Bcd/ef?x=1"))
    assert "ab" not in redactor.redact("ab+cd/ef and ab%2Bcd%2Fef")


def test_a_password_is_found_in_the_url(learnt, exchange):
    """And the user's name stays."""
    redactor = learnt(exchange(url="http://bob:hunter22@layer.example/"))
    assert "hunter22" not in redactor.redact("http://bob:hunter22@layer.example/")


def test_an_altered_nonce_is_found_in_the_token_that_carries_it(learnt, exchange, jws):
    """A truncated nonce gives most of a live one away."""
    body = json.dumps({"identity_token": jws({"nce": "live-nonce-123"}), "app_id": "1"}).encode()
    assert "live-nonce-123" not in learnt(exchange(body=body)).redact("live-nonce-1234")


def test_plain_words_that_were_sent_are_no_secrets(learnt, exchange):
    """A scenario's `unknown` session token does not take the word out of its own description."""
    redactor = learnt(exchange("DELETE", "http://layer.example/sessions/unknown"))
    assert redactor.redact("an unknown session token") == "an unknown session token"


@pytest.mark.parametrize(
    ("value", "secret"),
    [
        ("<http://a.example/w?session_token=in-a-link-1>; rel=websocket", "in-a-link-1"),
        ("http://a.example/sessions/in-a-location-1", "in-a-location-1"),
        ("a=b; nonce=in-parameters-1; c=d", "in-parameters-1"),
    ],
)
def test_a_secret_is_found_in_a_header_of_an_answer(learnt, exchange, value, secret):
    """In Link, Location, and any other; and its name is redacted where that holds one."""
    recorded = exchange()
    recorded = replace(recorded, received=replace(recorded.received, headers=[("X-Any", value), (f"X-{secret}", "a")]))
    assert secret not in json.dumps(serialize(recorded, learnt(recorded)))


def test_lists_of_secrets_are_found(learnt, exchange):
    """As a debug page has them, of which names and plain words are none."""
    body = b'{"nonces": ["live-1-a", "live-2-b"], "nonce": [{"value": "live-3-c"}, "waiting"]}'
    redacted = learnt(exchange(answer=(200, body))).redact(body.decode())
    assert redacted.count("[nonce ") == 3
    assert "waiting" in redacted
    assert "value" in redacted


def test_a_password_of_basic_is_one(learnt, exchange):
    """Whole and decoded; another scheme's credentials are a header's value."""
    recorded = exchange(headers=[("Authorization", "Basic Ym9iOmh1bnRlcjIyLXg=")])
    redactor = learnt(recorded)
    assert redactor.redact("Ym9iOmh1bnRlcjIyLXg=") == fingerprint("password", "Ym9iOmh1bnRlcjIyLXg=")
    assert redactor.redact("hunter22-x") == fingerprint("password", "hunter22-x")
    other = learnt(exchange(headers=[("Authorization", "Bearer t0ken-of-another")]))
    assert other.redact("t0ken-of-another") == fingerprint("header", "t0ken-of-another")
    broken = learnt(exchange(headers=[("Authorization", "Basic ?????-9")]))
    assert broken.redact("?????-9") == fingerprint("password", "?????-9")


def test_more_new_secrets_than_are_learnt_withhold_the_body(learnt, exchange):
    """A target that gives away thousands may be slow for nobody but itself; known ones do not count."""
    body = json.dumps([{"nonce": f"live-nonce-{number}"} for number in range(MOST_LEARNT + 1)]).encode()
    recorded = exchange(answer=(200, body))
    visible = serialize(recorded, learnt(recorded))["response"]["body"]
    assert (visible["value"], visible["truncated"]) == ("", True)
    assert visible["note"] == f"not shown: the body holds more than {MOST_LEARNT} new secrets"
    assert serialize(recorded, learnt(recorded, recorded))["response"]["body"]["value"].startswith(
        '[{"nonce": "[nonce '
    )


def test_secrets_of_headers_are_learnt_before_those_of_the_body(learnt, exchange):
    """A body full of them does not push them out."""
    body = json.dumps([{"nonce": f"live-nonce-{number}"} for number in range(MOST_LEARNT + 1)]).encode()
    recorded = exchange(answer=(200, body))
    recorded = replace(
        recorded, received=replace(recorded.received, headers=[("Location", "/sessions/of-the-header-1")])
    )
    assert "of-the-header-1" not in json.dumps(serialize(recorded, learnt(recorded)))


def test_each_place_gives_its_kind(learnt, exchange):
    """The mark says what a secret is."""
    recorded = exchange("DELETE", "http://bob:hunter22-x@layer.example/sessions/path-t0ken-1?nonce=query-n0nce-1#x")
    redactor = learnt(recorded)
    assert redactor.redact("path-t0ken-1") == fingerprint("session token", "path-t0ken-1")
    assert redactor.redact("query-n0nce-1") == fingerprint("nonce", "query-n0nce-1")
    assert redactor.redact("hunter22-x") == fingerprint("password", "hunter22-x")
    redactor = learnt(exchange(answer=(200, b'{"nce": "nce-value-1", "identity_token": "tok.val-1"}')))
    assert redactor.redact("nce-value-1") == fingerprint("nonce", "nce-value-1")
    assert redactor.redact("tok.val-1") == fingerprint("identity token", "tok.val-1")
    recorded = exchange(headers=[("Authorization", "Layer bare-t0ken-1")])
    assert learnt(recorded).redact("bare-t0ken-1") == fingerprint("session token", "bare-t0ken-1")


def test_a_string_with_a_bare_control_character_is_learnt_as_it_reads(exchange, learnt):
    """JSON forbids it, and servers write it."""
    redactor = learnt(exchange(answer=(201, b'{"nonce": "abc\\u0064efgh\nijk"}')))
    assert redactor.knows("abcdefgh\nijk")
