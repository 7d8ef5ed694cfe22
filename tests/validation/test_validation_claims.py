"""iss, prn, iat, exp, nce and the optional claims."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.validation import Outcome, unit_of

UUID = "cf0eb712-d9ab-11e5-b6a9-c01d00006542"
TYPE = "eit_claim_wrong_type"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("iss", "", ("eit_provider_not_found", 'iss is ""; it should be layer:///providers/UUID')),
        ("iss", "https://id.acme.example", ("eit_provider_not_found", "it should be layer:///providers/UUID")),
        ("iss", f"layer:///keys/{UUID}", ("eit_provider_not_found", "which names one of the keys")),
        ("iss", f"layer:///providers/{UUID[:-1]}3", ("eit_provider_not_found", "the provider in question is")),
        ("iss", 7, (TYPE, "iss is a number, 7; it should be a string")),
        ("prn", "", (TYPE, "prn is empty")),
        ("prn", 7, (TYPE, "prn is a number, 7; it should be a string")),
        ("prn", "Alice", (None, 'prn is "Alice"; the user in question is "alice"')),
        ("nce", "", ("eit_nonce_not_found", "nce is empty")),
        ("nce", 7, (TYPE, "nce is a number; it should be a string")),
        ("nce", "x", ("eit_nonce_not_found", "nce is not the nonce in question")),
        ("iat", 1461023254000, ("eit_not_before", "iat is in milliseconds: 1461023254000; the documents say seconds")),
        ("exp", 1461023374000, (None, "exp is in milliseconds: 1461023374000; the documents say seconds")),
        ("exp", 1461023374000000, (None, "exp is in microseconds")),
        ("exp", 1461023374000000000, (None, "exp is in nanoseconds")),
        ("iat", "1461023254", (TYPE, 'iat is a string, "1461023254"; it should be a whole number of seconds')),
        ("iat", "2016-04-18T23:47:34Z", (TYPE, "iat is a string")),
        ("iat", True, (TYPE, "iat is a truth value, true")),
        ("iat", 1461023254.0, (TYPE, "iat is a number with a fraction or an exponent, 1461023254.0")),
        ("exp", [1461023374], (TYPE, "exp is an array, [1461023374]")),
    ],
)
def test_a_wrong_value_fails_its_own_check_only(bench, failures, name, value, told):
    """With the documents' cause where they have one, what was found, and what would be right."""
    cause, text = told
    validation = bench.of(moment=None).check(bench.token(claims={name: value}))
    assert failures(validation) == {name: cause}
    assert text in validation.check(name).reason


@pytest.mark.parametrize("name", ["iss", "prn", "iat", "exp", "nce"])
def test_a_missing_claim_and_one_that_is_null_are_told_apart(bench, failures, missing, name):
    """Null is no value."""
    for value, text in ((missing, f"{name} is missing"), (None, f"{name} is null, which is no value")):
        validation = bench.of(moment=None).check(bench.token(claims={name: value}))
        assert failures(validation) == {name: "eit_claim_not_found"}
        assert validation.check(name).reason.startswith(text)


def test_the_names_of_other_protocols_are_a_hint(bench, missing):
    """OpenID Connect has sub and nonce."""
    validation = bench.check(bench.token(claims={"prn": missing, "nce": missing, "sub": "alice", "nonce": "n"}))
    assert "(sub is there: other protocols call it so)" in validation.check("prn").reason
    assert "(nonce is there: other protocols call it so)" in validation.check("nce").reason


def test_times_are_shown_as_dates(bench):
    """People do not read seconds; what no calendar has stays a number."""
    assert bench.check(bench.token()).check("iat").reason == "1461023254, 2016-04-18 23:47:34 UTC"
    assert bench.check(bench.token(claims={"iat": -99999999999})).check("iat").reason == "-99999999999"


@pytest.mark.parametrize(
    ("number", "unit"),
    [
        (0, "seconds"),
        (1461023254, "seconds"),
        (99999999999, "seconds"),
        (10**11, "milliseconds"),
        (-(10**12), "milliseconds"),
    ],
)
def test_a_unit_is_known_by_the_size_of_the_number(number, unit):
    """Tokens that are good until the year 5000 are in seconds."""
    assert unit_of(number) == unit


class TestOptionalClaims:
    @pytest.mark.parametrize("value", [1, True, ["Alice"], {"first": "Alice"}])
    def test_one_that_is_no_string_fails(self, bench, failures, value):
        """Whether anything was expected or not."""
        assert failures(bench.check(bench.token(claims={"display_name": value}))) == {"optional claims": TYPE}

    @pytest.mark.parametrize(
        ("claims", "sentence"),
        [({"display_name": "Bob"}, 'display_name is "Bob"; it should be "Alice"'), ({}, "display_name is missing")],
    )
    def test_one_that_is_expected_must_be_there(self, bench, failures, claims, sentence):
        """What a target's file says of a user is to be found in the token."""
        expecting = bench.of(expected=replace(bench.expected, claims={"display_name": "Alice"}))
        validation = expecting.check(bench.token(claims=claims))
        assert failures(validation) == {"optional claims": None}
        assert sentence in validation.check("optional claims").reason
        assert expecting.check(bench.token(claims={"display_name": "Alice"})).ok

    def test_many_unknown_claims_are_not_all_listed(self, bench):
        """A line stays a line."""
        text = bench.check(bench.token(claims={f"claim{number}": 1 for number in range(500)})).check("optional claims")
        assert text.outcome is Outcome.OK
        assert text.reason.endswith("and 492 more")


@pytest.mark.parametrize(
    ("nonce", "came_back", "sentence"),
    [
        ("a+b", "a b", "every + has become a blank (it was URL-decoded)"),
        ("a%2Bb", "a+b", "it was URL-decoded"),
        ("a%2Bb+c", "a+b c", "it was URL-decoded"),
        ("a+/b==", "a%2B%2Fb%3D%3D", "it was URL-encoded"),
        ("a/b+", "a/b%2B", "it was URL-encoded"),
        ("a&b", "a&amp;b", "it was escaped for HTML"),
        ("a+b'c", "a&#43;b&#x27;c", "it was escaped for HTML"),
        ('a"b', 'a\\"b', "it was escaped as JSON once too often"),
        ("007", "7", "zeros at its beginning were cut off"),
        (".-a-.", "a", "blanks, dots or dashes around it were cut off"),
        ("ab==", "ab", "its = at the end were cut off"),
        ("a+/b", "a-_b", "it was turned into base64url"),
        ("a+/b==", "a-_b", "it was turned into base64url without padding"),
        ("abc", '"abc"', "it was put into quotes"),
        ("aBc", "abc", "it is in small letters"),
        ("aBc", "ABC", "it is in capitals"),
        ("a-b-c", "abc", "characters were taken out of it"),
        ("abc", "abc\n", "there are blanks or line breaks around it"),
        ("abcdef", "abcd", "it was cut after 4 of 6 characters"),
        ("abc", "abcxyz", "3 characters were added behind it"),
        ("abcdef", "abcxyzz", "7 characters instead of 6, and they differ from character 4 on"),
    ],
)
def test_what_became_of_a_nonce_is_told_without_showing_it(bench, nonce, came_back, sentence):
    """The usual mistakes have words of their own; nonces are secrets."""
    expecting = bench.of(expected=replace(bench.expected, nonce=nonce))
    check = expecting.check(bench.token(claims={"nce": came_back})).check("nce")
    assert check.cause == "eit_nonce_not_found"
    assert check.reason == f"nce is not the nonce in question: {sentence}"


@pytest.mark.parametrize(
    "nonce",
    ["b7a5fba5ad402d072013c1949481c1080860ff32", "a+/b==", "100%", "%2B", "..--", "n", "n" * 512],
)
def test_a_nonce_of_any_form_is_right_byte_for_byte(bench, nonce):
    """It is an opaque string."""
    expecting = bench.of(expected=replace(bench.expected, nonce=nonce))
    assert expecting.check(bench.token(claims={"nce": nonce})).ok
