"""The form for machines, and the sentence that sums it up."""

from __future__ import annotations

import json

from conformance.validation import check_token
from conformance.validation.as_json import as_json, summary
from conformance.validation.formatting import pretty, short_repr


def test_a_validation_is_one_object(bench):
    """With everything in it, and the checks in their order."""
    whole = json.loads(json.dumps(as_json(bench.check(bench.token({"typ": "JWS"})), "taken out of quotes")))
    assert list(whole) == ["ok", "summary", "note", "header", "claims", "checks"]
    assert whole["ok"] is False
    assert whole["note"] == "taken out of quotes"
    assert whole["claims"]["prn"] == "alice"
    assert whole["checks"][4] == {
        "id": "typ",
        "outcome": "failed",
        "cause": "eit_header_param_wrong_value",
        "reason": 'typ is "JWS"; the older documents have JWS; it should be "JWT"',
    }


def test_the_summary_is_never_greener_than_what_was_checked(bench):
    """Whatever is not ok is named; the times together, where none of them was checked."""
    token = bench.token()
    assert summary(bench.check(token)) == "all 20 checks ok"
    assert summary(bench.of(moment=None).check(token)) == "not checked: times; 16 checks ok"
    assert summary(check_token(token)) == "not checked: signature, times; 15 checks ok"
    assert summary(bench.check(bench.token({"typ": 1, "alg": "none"}))) == "failed: typ, alg; 18 checks ok"
    long = bench.token(claims={"exp": 9999999999, "iat": "x"})
    text = "failed: iat; warning: time: at most 10 min; not checked: time: iat; 17 checks ok"
    assert summary(bench.check(long)) == text


def test_broken_characters_stay_json_that_can_be_printed():
    """Surrogates, control characters and marks that turn the direction of writing."""
    for value in ("\ud800", "\x1b[2J", "\u202e", "\u00a0", "é 利 🦊"):
        assert json.loads(short_repr(value)) == value
        assert json.loads(pretty({value: [value]})) == {value: [value]}
        pretty({value: value}).encode("utf-8")
        assert all(line.isprintable() for line in pretty({value: value}).split("\n"))
    assert short_repr("é 利 🦊") == '"é 利 🦊"'
