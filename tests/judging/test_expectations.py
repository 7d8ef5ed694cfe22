"""What each expectation says of each answer: it holds, it is violated in these words, or nothing can be said."""

from __future__ import annotations

import pytest
from judged_answers import NONE, SENT, answer, error, outcome

from conformance.evidence.exchange import Exchange, Received
from conformance.judging import expectations as expect
from conformance.judging.outcomes import Inconclusive, NotApplicable, Observation, Violation, control
from conformance.protocol.errors import (
    IDENTITY_TOKEN_REFUSED,
)


class TestNonce:
    EXPECTED = "201 with nonce, a non-empty string"

    def test_a_201_with_a_string(self):
        """More members do no harm."""
        assert outcome(expect.expect_nonce, answer(201, {"nonce": "abc", "more": 1})) == "abc"

    @pytest.mark.parametrize(
        ("seen", "observed"),
        [
            (answer(201, {}), "201 with nonce missing or null"),
            (answer(201, {"nonce": None}), "201 with nonce missing or null"),
            (answer(201, {"nonce": ""}), "201 with nonce an empty string"),
            (answer(201, {"nonce": 42}), "201 with nonce of type int"),
            (answer(201, {"nonce": ["abc"]}), "201 with nonce of type list"),
            (answer(201, {"nonce": True}), "201 with nonce of type bool"),
            (answer(201, b'{"nonce": "half \\ud800"}'), "201 with nonce that is no Unicode text"),
            (answer(201, ["nonce"]), "201 with nonce missing or null"),
            (answer(201, b"abc"), "201 with nonce missing or null"),
            (answer(201, b'{"nonce": "caf\xe9"}'), "201 with nonce missing or null"),
            (answer(201), "201 with nonce missing or null"),
            (answer(200, {"nonce": "abc"}), "200 with nonce"),
            (answer(204), "204 without a body"),
            (answer(302), "302 without a body"),
            (answer(500, b"<html>"), "500 with a body of 6 bytes that is not a JSON object"),
            (error(), "422 invalid_property (code 105) data.property identity_token"),
            (NONE, "no answer: the target did not answer in time (nothing complete within 10 s)"),
        ],
    )
    def test_anything_else(self, seen, observed):
        """The status comes before the member."""
        assert outcome(expect.expect_nonce, seen) == (self.EXPECTED, observed)


class TestSession:
    def test_a_201_with_a_session_token(self):
        """The token is returned."""
        assert outcome(expect.expect_session, answer(201, {"session_token": "abc"})) == "abc"

    @pytest.mark.parametrize(
        ("seen", "observed"),
        [
            (answer(200, {"session_token": "canary"}), "200 with session_token"),
            (answer(201, {"nonce": "canary"}), "201 with session_token missing or null"),
            (answer(201, {"session_token": {"canary": "x"}}), "201 with session_token of type dict"),
            (answer(401, {"id": "x", "data": {"nonce": "canary"}}), "401 x (code None)"),
        ],
    )
    def test_anything_else_without_its_secrets(self, seen, observed):
        """Members are named, and their values are not."""
        assert outcome(expect.expect_session, seen) == ("201 with session_token, a non-empty string", observed)
        assert "canary" not in observed


class TestDeleted:
    def test_a_204(self):
        """And nothing more is asked of it."""
        assert outcome(expect.expect_deleted, answer(204)) is None

    @pytest.mark.parametrize("status", [200, 202, 205, 404])
    def test_another_status(self, status):
        """Also another success."""
        assert outcome(expect.expect_deleted, answer(status)) == ("204", f"{status} without a body")

    @pytest.mark.parametrize("header", [(), (("Content-Length", "0"),)])
    def test_no_body_is_none(self, header):
        """A length of nothing may be announced."""
        assert outcome(expect.expect_no_body, answer(204, b"", *header)) is None

    @pytest.mark.parametrize(
        ("received", "observed"),
        [
            (Received(204, "", (), b"", b"hello"), "204 followed by 5 bytes"),
            (Received(204, "", (), b"{}"), "204 followed by 2 bytes"),
            (Received(204, "", (("content-length", "5"),), b""), "204 with Content-Length 5"),
            (Received(200, "", (), b""), "200 without a body"),
        ],
    )
    def test_a_body(self, received, observed):
        """In the message, after it, or announced."""
        seen = Exchange(SENT, 0.0, 0.0, received)
        assert outcome(expect.expect_no_body, seen) == ("204 and not one byte of a body", observed)


class TestAcceptedUse:
    @pytest.mark.parametrize("status", [200, 201, 204, 206])
    def test_a_2xx(self, status):
        """Whatever the resource is."""
        assert outcome(expect.expect_accepted_use, answer(status)) is None

    @pytest.mark.parametrize("seen", [answer(401), answer(403), answer(500), answer(502), NONE])
    def test_a_refusal_or_a_fall(self, seen):
        """The session is not accepted."""
        assert outcome(expect.expect_accepted_use, seen)[0] == "a 2xx: the session token is accepted"

    @pytest.mark.parametrize("status", [301, 400, 404, 405, 406, 422])
    def test_anything_else_tells_nothing(self, status):
        """A protected URL that does not exist; the sentence says which key of the target file would help."""
        with pytest.raises(
            Inconclusive, match=f"answered {status} without a body to a session: capabilities.protected"
        ):
            expect.expect_accepted_use(answer(status))


class TestDistinct:
    def test_different_values(self):
        """In any number."""
        assert outcome(expect.expect_distinct, ["a", "b"], "nonces", NONE) is None

    def test_repeated_values(self):
        """Counted, and not shown."""
        values = ["canary", "b", "canary", "canary"]
        observed = ("4 different nonces", "2 of them repeated")
        assert outcome(expect.expect_distinct, values, "nonces", NONE) == observed


#: Every expectation, with what it needs beside the exchange.
EXPECTATIONS = {
    expect.expect_nonce: (),
    expect.expect_session: (),
    expect.expect_deleted: (),
    expect.expect_no_body: (),
    expect.expect_refusal: (IDENTITY_TOKEN_REFUSED,),
    expect.expect_challenge: (),
    expect.expect_accepted_use: (),
    expect.expect_client_error: (),
    expect.expect_error_member: ("code",),
    expect.expect_data_object: (),
    expect.expect_json_label: (),
    expect.expect_not_server_error: (),
}


class TestLoad:
    @pytest.mark.parametrize("expectation", EXPECTATIONS)
    @pytest.mark.parametrize(
        "seen", [answer(429), answer(429, {}, ("Retry-After", "1")), answer(503, b"", ("retry-after", "120"))]
    )
    def test_a_busy_target_is_not_judged(self, expectation, seen):
        """Too many requests are ours, not its fault."""
        with pytest.raises(Inconclusive, match=f"the target is busy: it answered {seen.received.status}") as busy:
            expectation(seen, *EXPECTATIONS[expectation])
        assert busy.value.exchange is seen

    def test_a_503_that_speaks_of_no_load_is_judged(self):
        """Without Retry-After it is a server that has fallen over."""
        assert outcome(expect.expect_nonce, answer(503))[1] == "503 without a body"


class TestDescription:
    def test_it_is_short(self):
        """Whatever the target has put into it."""
        assert len(expect.describe(error(id="x " * 10_000).received)) <= 201

    def test_members_are_named_in_order(self):
        """And no value of them is shown."""
        assert expect.describe(answer(200, {"b": "canary", "a": "canary"}).received) == "200 with a, b"

    def test_no_other_data_is_shown(self):
        """Only what the documents put there to be read: the property, and the header."""
        data = {"nonce": "canary", "identity_token": "canary", "property": "p", "header": "h"}
        assert (
            expect.describe(error(data=data).received)
            == "422 invalid_property (code 105) data.property p data.header h"
        )


class TestControl:
    def test_a_violation_inside_says_nothing_of_the_rule(self):
        """It becomes Inconclusive, with what had to work, and with its exchange."""
        seen = answer(500)
        with pytest.raises(Inconclusive) as inconclusive, control("a nonce is created"):
            expect.expect_nonce(seen)
        assert str(inconclusive.value) == (
            "a control failed: a nonce is created: "
            "expected 201 with nonce, a non-empty string, observed 500 without a body"
        )
        assert inconclusive.value.exchange is seen

    @pytest.mark.parametrize("error", [Inconclusive("a"), NotApplicable("b"), Observation("c"), ValueError("d")])
    def test_anything_else_goes_through(self, error):
        """As it is."""
        with pytest.raises(type(error)) as seen, control("x"):
            raise error
        assert seen.value is error

    def test_what_works_is_let_through(self):
        """Nothing is raised."""
        with control("x"):
            expect.expect_nonce(answer(201, {"nonce": "abc"}))

    def test_a_violation_is_an_assertion_and_nothing_else_is(self):
        """Allure shows one as failed, and everything else as broken."""
        assert issubclass(Violation, AssertionError)
        assert not any(issubclass(kind, AssertionError) for kind in (Inconclusive, NotApplicable, Observation))
