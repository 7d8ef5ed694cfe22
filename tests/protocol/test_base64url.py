"""base64url, which examiner and reference share: held against other libraries and the vectors of the RFCs."""

from __future__ import annotations

import string

import joserfc.util
import jwt.utils
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.protocol import base64url

ALPHABET = string.ascii_letters + string.digits + "-_"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (bytes([3, 236, 255, 224, 193]), "A-z_4ME"),
        (b'{"alg":"RS256"}', "eyJhbGciOiJSUzI1NiJ9"),
        (b'{"typ":"JWT",\r\n "alg":"HS256"}', "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"),
        (b"", ""),
        (b"f", "Zg"),
        (b"fo", "Zm8"),
        (b"foobar", "Zm9vYmFy"),
    ],
)
def test_the_vectors_of_the_rfcs(raw, text):
    """RFC 7515, appendices C, A.2 and A.1; RFC 4648, section 10, without its padding."""
    assert base64url.encode(raw) == text
    assert base64url.decode(text) == raw


@given(st.binary(max_size=200))
def test_other_libraries_write_and_read_the_same(raw):
    """PyJWT and joserfc."""
    text = base64url.encode(raw)
    assert text.encode() == jwt.utils.base64url_encode(raw) == joserfc.util.urlsafe_b64encode(raw)
    assert raw == jwt.utils.base64url_decode(text) == joserfc.util.urlsafe_b64decode(text.encode())


@pytest.mark.parametrize(
    "text", ["Zg==", "Zg=", "Zm9vYmFy=", "+w", "/w", "Z g", "Zg\n", "Zm9v.", "\u0661\u0661", "A", "Zm9vY"]
)
def test_anything_else_is_refused(text):
    """Padding, the standard alphabet, blanks, digits of other scripts, and a length that no byte string has."""
    with pytest.raises(ValueError, match="not base64url without padding"):
        base64url.decode(text)


def test_no_other_character_is_let_through():
    """Each of Latin-1 that the alphabet lacks spoils a text."""
    accepted = set()
    for character in map(chr, range(256)):
        try:
            base64url.decode(f"AAA{character}")
        except ValueError:
            continue
        accepted.add(character)
    assert accepted == set(ALPHABET)
