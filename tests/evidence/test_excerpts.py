"""Excerpts never end in half a secret."""

from __future__ import annotations

import base64

import pytest

from conformance.evidence.excerpts import beginning, ending

SECRETS = {
    "a nonce": "c64ff687a55cebf61fb9433f3188916e46553d3c",
    "base64": base64.b64encode(b"\xff\xfedown-the-rabbit-hole-1865?").decode(),
    "a JWS": "eyJhbGciOiJSUzI1NiJ9.eyJuY2UiOiJhIn0.c2lnbmF0dXJl",
    "a path": "/sessions/AbCdEf-1234_5678~90",
    "a query": "?session_token=AbC%2BdEf%3D&x=1",
}


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
@pytest.mark.parametrize("around", [" ", '"', "[", ";", "\n", "\u202e "])
def test_no_excerpt_has_a_part_of_a_secret(secret, around):
    """Wherever the cut falls, all of it is there, or nothing of it."""
    text = f"refused {around}{secret}{around} at noon"
    for most in range(len(text)):
        for excerpt in (beginning(text, most), ending(text, most)):
            assert secret in excerpt or not any(secret[at : at + 4] in excerpt for at in range(len(secret) - 3))


@pytest.mark.parametrize("excerpt", [beginning, ending])
def test_what_is_short_enough_is_whole(excerpt):
    """To the character."""
    assert excerpt("no display", 10) == "no display"


def test_an_ellipsis_stands_for_what_is_cut():
    """On its side."""
    assert (beginning("no display at all", 12), ending("no display at all", 12)) == ("no display …", "… at all")


@pytest.mark.parametrize("excerpt", [beginning, ending])
def test_one_endless_word_is_left_out(excerpt):
    """It may be a secret from one end to the other, and takes no time that grows with the square of its length."""
    assert excerpt("x" * 1_000_000, 500_000) == "…"
