"""The token in what people paste."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest

from conformance.keys import published_key
from conformance.validation import ExtractedToken, NoTokenError, token_in

TOKEN = "eyJ0eXAiOiJKV1QifQ.e30.e30"

TAKEN = {
    "as it is": (TOKEN, ""),
    "blanks and line breaks around it": (f" \t{TOKEN}\r\n\n", ""),
    "Bearer": (f"Bearer {TOKEN}", "taken from behind Bearer"),
    "a whole header": (f"authorization: bearer  {TOKEN}", "taken from behind Bearer"),
    "quotes": (f'"{TOKEN}"', "taken out of quotes"),
    "single quotes": (f"'{TOKEN}'", "taken out of quotes"),
    "the documents' answer": (json.dumps({"identity_token": TOKEN}), "taken out of JSON, identity_token"),
    "a nested answer": (
        json.dumps({"id": "e30.e30.e30", "data": {"user": "a", "identity_token": f"{TOKEN}\n"}}),
        "taken out of JSON, data.identity_token",
    ),
    "another name": (json.dumps({"ok": True, "jwt": TOKEN}), "taken out of JSON, jwt"),
    "in an array": (json.dumps([{"token": TOKEN}]), "taken out of JSON, 0.token"),
    "a byte order mark": (b"\xef\xbb\xbf" + TOKEN.encode(), ""),
    "a byte order mark in text": ("\ufeff" + TOKEN, ""),
    "bytes": (TOKEN.encode() + b"\n", ""),
    "an HTTP answer": (
        f'HTTP/1.1 200 OK\r\nX-A: b\r\n\r\n{{"identity_token": "{TOKEN}"}}',
        "taken out of JSON, identity_token, in the body of an HTTP answer",
    ),
    "JSON in JSON": (
        json.dumps(json.dumps({"identity_token": TOKEN})),
        "taken out of JSON, identity_token, in a JSON string",
    ),
    "JSON in a member of JSON": (
        json.dumps({"statusCode": 200, "body": json.dumps({"identity_token": TOKEN})}),
        "taken out of JSON, body.identity_token",
    ),
    "a form": (f"user=1&identity_token={TOKEN}", "taken out of the text around it, identity_token"),
    "a line of JSON": (f'"identity_token": "{TOKEN}",', "taken out of the text around it, identity_token"),
    "a log of Xcode": (f'identityToken = "{TOKEN}";', "taken out of the text around it, identityToken"),
    "a line of a log": (f"2026-01-01 INFO sent {TOKEN} to alice", "taken out of the text around it"),
    "a JWS in JSON": (
        json.dumps(dict(zip(("protected", "payload", "signature"), TOKEN.split("."), strict=True))),
        "put together out of a JWS in JSON",
    ),
    "beside an access token": (
        json.dumps({"access_token": f"{TOKEN}AAAA", "id_token": TOKEN}),
        "taken out of JSON, id_token",
    ),
    "beside another token in a form": (
        f"access_token={TOKEN}AAAA&id_token={TOKEN}",
        "taken out of the text around it, id_token",
    ),
}


@pytest.mark.parametrize(("text", "note"), TAKEN.values(), ids=TAKEN.keys())
def test_a_token_is_taken_out_of_what_is_around_it(text, note):
    """And the note says so, for nobody should wonder what was checked."""
    assert token_in(text) == ExtractedToken(TOKEN, note)


def test_what_is_no_token_is_returned_to_be_checked():
    """What is wrong with it, the checks say."""
    assert token_in("{not json").token == "{not json"
    assert token_in("a.b").token == "a.b"
    assert token_in(json.dumps({"identity_token": ""})).token == ""


NONE = {
    "nothing": ("", "is empty"),
    "blanks": (" \n", "is empty"),
    "a URL": (f"https://id.acme.example/?token={TOKEN}", "is a URL; give the identity token itself"),
    "a Layer id": ("layer:///keys/cd8c286e", "is a URL"),
    "JSON without a token": ('{"error":"secret-word"}', "is JSON without a token"),
    "a JSON array of nothing": ("[]", "is JSON without a token"),
    "a private key": (published_key("application").private_pem, "is a private key, which nobody else should see"),
    "a token whose signature is hidden": (f"{TOKEN[:-3]}[REDACTED]", "a token whose signature is hidden"),
    "a token whose signature is starred out": (f"token: {TOKEN[:-3]}***", "a token whose signature is hidden"),
    "a token that is cut": (f"{TOKEN[:-6]}...", "a token that is cut short"),
    "two tokens": (f"{TOKEN} {TOKEN}AAAA", "holds 2 tokens"),
    "binary": (b"\x89PNG\r\n\x1a\n\x00\xff", "is not text in UTF-8"),
    "UTF-16": (TOKEN.encode("utf-16-le"), "is binary, and no token"),
    "enormous": ("x" * 10 * 1024 * 1024, "is longer than 1048576 characters"),
}


@pytest.mark.parametrize(("text", "sentence"), NONE.values(), ids=NONE.keys())
def test_what_holds_no_token_is_refused_in_one_sentence(text, sentence):
    """Without showing it."""
    with pytest.raises(NoTokenError) as refused:
        token_in(text)
    assert sentence in str(refused.value)
    assert len(str(refused.value)) < 120
    assert "secret-word" not in str(refused.value)


def test_a_deep_answer_is_searched_no_further():
    """Nesting costs nobody anything."""
    with pytest.raises(NoTokenError, match="without a token"):
        token_in('{"a":' * 50 + f'"{TOKEN}"' + "}" * 50)
    assert token_in("[" * 100000).token.startswith("[[")


@pytest.mark.parametrize("piece", ["eyJ", "eyJ.", "eyJ.a", "a=", '"', "HTTP/1.1 1\n\n", " eyJ.a.", "a" * 39 + ":"])
def test_a_long_text_costs_little(piece):
    """However often what a token begins with stands in it: a quadratic search would take minutes."""
    with suppress(NoTokenError):
        token_in((piece * 400_000)[:1_000_000])


def test_the_token_is_not_in_the_representation():
    """It is somebody's."""
    assert TOKEN not in repr(ExtractedToken(TOKEN))
