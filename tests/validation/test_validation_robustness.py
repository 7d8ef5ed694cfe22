"""Whatever is given as a token, checking it ends, at a bounded cost, and never in an exception."""

from __future__ import annotations

import itertools
import json
import sys
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.keys import published_key
from conformance.protocol import base64url
from conformance.validation import CHECKS, Expected, Keys, NoTokenError, ReferenceTime, check_token, token_in
from conformance.validation.as_json import as_json
from conformance.validation.formatting import pretty

KEYS = Keys(published_key("application").public)
EXPECTED = Expected("layer:///providers/x", "not an id", "a+b", "alice", {"display_name": "Alice"})

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(
    ["typ", "alg", "cty", "kid", "crit", "jwk", "x5c", "iss", "prn", "iat", "exp", "nce", "first_name"]
)
MEMBERS = st.dictionaries(NAMES, JSON)


def check(text):
    validation = check_token(text, KEYS, EXPECTED, ReferenceTime(1461023254.5, max_age=0.2))
    assert [each.id for each in validation.checks] == list(CHECKS)
    json.dumps(as_json(validation), allow_nan=False)
    pretty([validation.header, validation.claims]).encode("utf-8")
    assert all("\n" not in each.reason for each in validation.checks)


@given(st.text(alphabet=st.characters(), max_size=80) | st.text(alphabet="eyJ.0-_=+/ \n\ud800"))
def test_any_text_can_be_checked(text):
    """Broken characters included."""
    check(text)


@given(MEMBERS, MEMBERS, st.binary(max_size=80))
@settings(max_examples=50)
def test_any_members_can_be_checked(header, claims, signature):
    """Every value in every place."""
    parts = (json.dumps(header).encode(), json.dumps(claims).encode(), signature)
    check(".".join(map(base64url.encode, parts)))


@given(st.binary(max_size=60) | st.text(max_size=60))
def test_any_paste_is_a_token_or_is_refused(text):
    """And nothing else is raised."""
    with suppress(NoTokenError):
        token_in(text)


def of_header(raw):
    return f"{base64url.encode(raw)}.e30.e30"


HARD = {
    "dots": "." * 1_000_000,
    "padding": "=" * 900_000 + "x.a.b",
    "blanks": " " * 900_000 + ".a.b",
    "repeated names": of_header(b"{" + b",".join(b'"a%d":1' % (i % 9000) for i in range(40_000)) + b"}"),
    "many names": of_header(b"{" + b",".join(b'"a%d":1' % i for i in range(40_000)) + b"}"),
    "nesting": of_header(b"[" * 500_000),
    "wide nesting": of_header(b'{"a":[' + b"[]," * 100_000 + b"[]]}"),
    "digits": of_header(b'{"typ":' + b"9" * 500_000 + b"}"),
    "a long signature": "e30.e30." + "A" * 900_000,
    "ten MiB": "x" * 10 * 1024 * 1024,
}


def calls_of(function, argument):
    """Return how many calls, of Python's functions and of built-in ones, a function leads to."""
    count = itertools.count()
    sys.setprofile(lambda *_: next(count))
    try:
        function(argument)
    finally:
        sys.setprofile(None)
    return next(count)


@pytest.mark.parametrize("text", HARD.values(), ids=HARD.keys())
def test_hard_texts_cost_no_more_than_in_proportion_to_their_length(text):
    """Calls are counted, which no load of the machine changes: a small number of them for each character."""
    assert calls_of(check, text) < 10_000 + 15 * len(text)
