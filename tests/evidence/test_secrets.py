"""The secrets that exchanges bring to light."""

import json

import pytest


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
