"""Refusals of every kind, of an odd size and of a wrong method."""

from __future__ import annotations

import json
import re

import pytest

from conformance.evidence.exchange import Exchange, Received, Sent, TransportError, TransportErrorKind
from conformance.judging.expectations import expect_error_member, expect_url_safe
from conformance.judging.outcomes import Inconclusive, Violation
from conformance.judging.refusals import expect_allowed_methods, expect_of_refusals, expect_refused_size

SENT = Sent("POST", "http://layer.example/sessions", ())
SILENT = Exchange(SENT, 0.0, 10.0, fault=TransportError(TransportErrorKind.TIMED_OUT, "nothing within 10 s"))


def answer(status, *headers, **members):
    """Return an exchange with this answer."""
    return Exchange(SENT, 0.0, 0.0, Received(status, "", headers, json.dumps(members).encode()))


def expect_id(exchange):
    """Hold that an error has an id."""
    expect_error_member(exchange, "id")


REFUSED, WITHOUT_ID = answer(422, id="x"), answer(422, code=1)


class TestOfRefusals:
    def test_every_refusal_is_looked_at(self):
        """Each of them, once."""
        seen = []
        expect_of_refusals({"a": REFUSED, "b": WITHOUT_ID}, seen.append)
        assert seen == [REFUSED, WITHOUT_ID]

    @pytest.mark.parametrize("other", [REFUSED, answer(201), Inconclusive("no protected URL")])
    def test_a_violation_names_its_refusal(self, other):
        """Whatever could not be provoked before it hides nothing."""
        with pytest.raises(Violation, match=r"observed 422 .*, for a spent nonce") as caught:
            expect_of_refusals({"another": other, "a spent nonce": WITHOUT_ID}, expect_id)
        assert caught.value.exchange is WITHOUT_ID

    @pytest.mark.parametrize(
        ("other", "reason"),
        [
            (answer(201), "a control failed: a spent nonce was not refused: observed 201"),
            (answer(500), "a control failed: a spent nonce was not refused: observed 500"),
            (SILENT, "a control failed: a spent nonce was not refused: observed"),
            (answer(429), "the target is busy"),
            (Inconclusive("no protected URL"), "no protected URL"),
        ],
    )
    def test_what_was_not_refused_is_inconclusive(self, other, reason):
        """Nothing is said of a refusal that was not seen, and the rest is not enough to conform."""
        with pytest.raises(Inconclusive, match=reason):
            expect_of_refusals({"a spent nonce": other, "another": REFUSED}, expect_id)


class TestSize:
    @pytest.mark.parametrize("status", [400, 413, 422, 431])
    def test_any_4xx_refuses_an_enormous_token(self, status):
        """A gateway may answer before the server has read it."""
        expect_refused_size(answer(status))

    @pytest.mark.parametrize("other", [answer(201), answer(500), answer(302), SILENT])
    def test_nothing_else_does(self, other):
        """Also silence is no refusal."""
        with pytest.raises(Violation, match="or another 4xx"):
            expect_refused_size(other)


NOT_ALLOWED = {"id": "method_not_allowed", "code": 109, "message": "No.", "url": "https://e/"}


class TestMethods:
    def test_the_methods_are_named(self):
        """In Allow, as RFC 9110 says."""
        expect_allowed_methods(answer(405, ("Allow", "POST"), **NOT_ALLOWED))

    def test_a_405_without_allow_is_a_violation(self):
        """The client cannot tell what would be right."""
        with pytest.raises(Violation, match="observed 405 without Allow"):
            expect_allowed_methods(answer(405, **NOT_ALLOWED))


class TestUrlSafe:
    def test_unreserved_characters_are_safe(self):
        """Those of RFC 3986."""
        assert expect_url_safe(["aZ09-._~", "b"], SILENT) is None

    @pytest.mark.parametrize("character", ["+", "/", "=", "%", " ", "é"])
    def test_others_are_named(self, character):
        """A URL would carry them in another form."""
        with pytest.raises(Violation, match=f"{re.escape(repr(character))} in 1 of 2"):
            expect_url_safe(["a", f"a{character}b"], SILENT)
