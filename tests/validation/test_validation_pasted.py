"""The token in what people paste."""

from __future__ import annotations

import json

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
    "bytes": (TOKEN.encode() + b"\n", ""),
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
    "binary": (b"\x89PNG\r\n\x1a\n\x00\xff", "is not text in UTF-8"),
    "UTF-16": (TOKEN.encode("utf-16-le"), "is binary, and no token"),
    "enormous": ("x" * 10 * 1024 * 1024, "is longer than 1048576 characters"),
}


@pytest.mark.parametrize(("text", "said"), NONE.values(), ids=NONE.keys())
def test_what_holds_no_token_is_refused_in_one_sentence(text, said):
    """Without showing it."""
    with pytest.raises(NoTokenError) as refused:
        token_in(text)
    assert said in str(refused.value)
    assert len(str(refused.value)) < 120
    assert "secret-word" not in str(refused.value)


def test_a_deep_answer_is_searched_no_further():
    """Nesting costs nobody anything."""
    with pytest.raises(NoTokenError, match="without a token"):
        token_in('{"a":' * 50 + f'"{TOKEN}"' + "}" * 50)
    assert token_in("[" * 100000).token.startswith("[[")


def test_the_token_is_not_in_the_representation():
    """It is somebody's."""
    assert TOKEN not in repr(ExtractedToken(TOKEN))
