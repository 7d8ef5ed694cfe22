"""typ, alg, cty, kid and whatever else a header holds."""

from __future__ import annotations

import pytest

UUID = "cd8c286e-f2e4-11e5-99fe-eecb000000b0"
VALUE = "eit_header_param_wrong_value"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("typ", "JWS", (VALUE, 'typ is "JWS"; the older documents have JWS; it should be "JWT"')),
        ("typ", "jwt", (VALUE, 'typ is "jwt"; it should be "JWT", in this case')),
        ("typ", "JWT ", (VALUE, 'typ is "JWT "; it should be "JWT"')),
        ("typ", "", (VALUE, 'typ is ""; it should be "JWT"')),
        ("typ", None, ("eit_header_param_wrong_type", 'typ is null; it should be the string "JWT"')),
        ("typ", ["JWT"], ("eit_header_param_wrong_type", 'typ is an array, ["JWT"]; it should be the string')),
        ("alg", "none", (VALUE, 'alg is "none"; that means unsigned; it should be "RS256"')),
        ("alg", "nOnE", (VALUE, "that means unsigned")),
        ("alg", "HS256", (VALUE, "that is a secret shared by both sides")),
        ("alg", "RS512", (VALUE, 'alg is "RS512"; it should be "RS256"')),
        ("alg", 256, ("eit_header_param_wrong_type", "alg is a number, 256")),
        ("cty", "layer-eit; v=1", (VALUE, 'it should be "layer-eit;v=1"')),
        ("cty", True, ("eit_header_param_wrong_type", "cty is a truth value, true")),
        ("kid", "", ("eit_key_malformed", 'kid is ""; it should be layer:///keys/UUID')),
        ("kid", f"layer://keys/{UUID}", ("eit_key_malformed", "with 2 slashes instead of 3")),
        ("kid", f"layer:/keys/{UUID}", ("eit_key_malformed", "with 1 slash instead of 3")),
        ("kid", f"layer:///providers/{UUID}", ("eit_key_malformed", "which names one of the providers")),
        ("kid", f"layer:///keys/{UUID}x", ("eit_key_malformed", "it should be layer:///keys/UUID")),
        ("kid", UUID.replace("-", ""), ("eit_key_malformed", "it should be layer:///keys/UUID")),
        ("kid", f"layer:///keys/{UUID[:-1]}1", ("eit_key_not_found", f"the key in question is \"layer:///keys/{UUID}\"")),
        ("kid", {"a": "b"}, ("eit_header_param_wrong_type", 'kid is an object, {"a": "b"}')),
        ("kid", "x" * 1000, ("eit_key_malformed", "kid is a string of 1000 characters")),
    ],
)  # fmt: skip
def test_a_wrong_value_fails_its_own_check_only(bench, failures, name, value, told):
    """With the documents' cause, what was found, and what would be right."""
    cause, text = told
    validation = bench.check(bench.token({name: value}))
    assert failures(validation) == {name: cause}
    assert text in validation.check(name).reason


@pytest.mark.parametrize("name", ["typ", "alg", "cty", "kid"])
def test_a_missing_parameter_is_named(bench, failures, missing, name):
    """Missing is something else than wrong."""
    validation = bench.check(bench.token({name: missing}))
    assert failures(validation) == {name: "eit_header_param_not_found"}
    assert validation.check(name).reason.startswith(f"{name} is missing; it should be ")


def test_a_value_that_would_upset_a_terminal_is_escaped(bench):
    """Neither escape sequences nor marks that turn the direction of writing are passed on."""
    reason = bench.check(bench.token({"typ": "\x1b[2J\u202eTWJ"})).check("typ").reason
    assert r'typ is "\u001b[2J\u202eTWJ"' in reason


def test_other_parameters_are_ignored_and_named(bench):
    """A key that the token brings along counts for nothing: kid alone says which key it is."""
    check = bench.check(bench.token({"jku": "https://keys.example/set", "zip": "DEF"})).check("other parameters")
    assert check.outcome.value == "ok"
    assert check.reason == 'ignored: "jku" and "zip"; jku brings a key along, which counts for nothing'


def test_extensions_that_must_be_understood_are_refused(bench, failures):
    """RFC 7515, 4.1.11: whoever does not know them must not accept the token."""
    assert failures(bench.check(bench.token({"crit": ["exp"]}))) == {"other parameters": VALUE}
