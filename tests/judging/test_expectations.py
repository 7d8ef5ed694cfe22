"""What each expectation says of each answer: it holds, it is violated in these words, or nothing can be said."""

from __future__ import annotations

import json

import pytest

from conformance.evidence.exchange import Exchange, Received, Sent, TransportError, TransportErrorKind
from conformance.judging import expectations as expect
from conformance.judging.outcomes import Inconclusive, NotApplicable, Observation, Violation, control
from conformance.protocol.errors import (
    APP_ID_REFUSED,
    IDENTITY_TOKEN_REFUSED,
    USER_SUSPENDED,
    ErrorId,
    Refusal,
)

SENT = Sent("POST", "http://layer.example/sessions", ())
NOT_TOKEN = {"property": "identity_token"}


def answer(status, body=b"", *headers):
    """Return an exchange with this answer; whatever is no bytes becomes JSON."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Exchange(SENT, 0.0, 0.0, Received(status, "", headers, raw))


def error(error_id=ErrorId.INVALID_PROPERTY, status=None, **changes):
    """Return a documented refusal, with some members changed, or left out where they are None."""
    members = {"id": error_id.id, "code": error_id.code, "message": "No.", "url": "https://e/", "data": NOT_TOKEN}
    body = {name: value for name, value in {**members, **changes}.items() if value is not ...}
    return answer(status or error_id.status, body)


#: No answer at all.
NONE = Exchange(SENT, 0.0, 10.0, fault=TransportError(TransportErrorKind.TIMED_OUT, "nothing complete within 10 s"))


def outcome(expectation, *arguments):
    """Return what an expectation gives, or the words of the violation."""
    try:
        return expectation(*arguments)
    except Violation as violation:
        seen = violation
    assert seen.exchange in arguments
    return seen.expected, seen.observed


REFUSED = "422 invalid_property (code 105), data.property identity_token"


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


class TestRefusal:
    """Status, id, code and the named property: each of them, and nothing else."""

    def test_the_documented_one(self):
        """With a message and a url of the server's own."""
        assert outcome(expect.expect_refusal, error(message="?", url="?"), IDENTITY_TOKEN_REFUSED) is None

    @pytest.mark.parametrize("data", [{**NOT_TOKEN, "cause": "eit_expired"}, {"x": 1, **NOT_TOKEN}])
    def test_more_data_does_no_harm(self, data):
        """The catalogue's own examples have more."""
        assert outcome(expect.expect_refusal, error(data=data), IDENTITY_TOKEN_REFUSED) is None

    @pytest.mark.parametrize(
        ("seen", "observed"),
        [
            (error(status=400), "400 invalid_property (code 105) data.property identity_token"),
            (error(status=401), "401 invalid_property (code 105) data.property identity_token"),
            (error(status=500), "500 invalid_property (code 105) data.property identity_token"),
            (error(id="Invalid_Property"), "422 Invalid_Property (code 105) data.property identity_token"),
            (error(id=...), "422 None (code 105) data.property identity_token"),
            (error(id=["invalid_property"]), "422 ['invalid_property'] (code 105) data.property identity_token"),
            (error(code=104), "422 invalid_property (code 104) data.property identity_token"),
            (error(code="105"), "422 invalid_property (code '105') data.property identity_token"),
            (error(code=105.0), "422 invalid_property (code 105.0) data.property identity_token"),
            (error(code=...), "422 invalid_property (code None) data.property identity_token"),
            (error(data={"property": "app_id"}), "422 invalid_property (code 105) data.property app_id"),
            (error(data={"properties": ["identity_token"]}), "422 invalid_property (code 105)"),
            (error(data=[NOT_TOKEN]), "422 invalid_property (code 105)"),
            (error(data="identity_token"), "422 invalid_property (code 105)"),
            (error(data=None), "422 invalid_property (code 105)"),
            (error(data=...), "422 invalid_property (code 105)"),
            (
                answer(422, [{"id": "invalid_property", "code": 105}]),
                "422 with a body of 41 bytes that is not a JSON object",
            ),
            (answer(422, b'{"id": "caf\xe9"}'), "422 with a body of 14 bytes that is not a JSON object"),
            (answer(422), "422 without a body"),
            (answer(201, {"session_token": "canary"}), "201 with session_token"),
            (answer(500), "500 without a body"),
            (NONE, "no answer: the target did not answer in time (nothing complete within 10 s)"),
        ],
    )
    def test_one_thing_wrong(self, seen, observed):
        """A status and an error id, never "not 201"."""
        assert outcome(expect.expect_refusal, seen, IDENTITY_TOKEN_REFUSED) == (REFUSED, observed)

    def test_true_is_no_number(self):
        """Python thinks that it is one."""
        one = Refusal(ErrorId.INVALID_APP_ID)
        seen = error(ErrorId.INVALID_APP_ID, code=True)
        assert (
            outcome(expect.expect_refusal, seen, one)[1]
            == "403 invalid_app_id (code True) data.property identity_token"
        )

    def test_no_property_is_asked_for_where_the_documents_name_none(self):
        """An unknown app is told by its id alone."""
        assert outcome(expect.expect_refusal, error(ErrorId.INVALID_APP_ID, data=...), APP_ID_REFUSED) is None

    @pytest.mark.parametrize("seen", [error(ErrorId.USER_SUSPENDED), error()])
    def test_one_of_several(self, seen):
        """Where the documents contradict each other, either is right."""
        assert outcome(expect.expect_refusal, seen, USER_SUSPENDED, IDENTITY_TOKEN_REFUSED) is None

    def test_none_of_several(self):
        """Both are named."""
        expected, _ = outcome(expect.expect_refusal, answer(201), USER_SUSPENDED, IDENTITY_TOKEN_REFUSED)
        assert expected == f"403 user_suspended (code 6) or {REFUSED}"


class TestChallenge:
    EXPECTED = "401 authentication_required (code 4), data.nonce a non-empty string"

    def test_the_documented_one(self):
        """Its nonce is returned."""
        seen = error(ErrorId.AUTHENTICATION_REQUIRED, data={"nonce": "abc"})
        assert outcome(expect.expect_challenge, seen) == "abc"

    @pytest.mark.parametrize(
        ("data", "observed"),
        [
            (..., ", data.nonce missing or null"),
            ({}, ", data.nonce missing or null"),
            ([{"nonce": "canary"}], ", data.nonce missing or null"),
            ({"nonce": ""}, ", data.nonce an empty string"),
            ({"nonce": 4}, ", data.nonce of type int"),
            ({"nonce": "\ud800"}, ", data.nonce that is no Unicode text"),
        ],
    )
    def test_one_without_a_nonce(self, data, observed):
        """The rest is right, and it is of no use."""
        seen = error(ErrorId.AUTHENTICATION_REQUIRED, data=data)
        said = "401 authentication_required (code 4)"
        assert outcome(expect.expect_challenge, seen) == (self.EXPECTED, said + observed)

    def test_another_refusal(self):
        """A nonce in it does not make it a challenge, and is not shown."""
        seen = error(ErrorId.AUTHENTICATION_REQUIRED, status=403, data={"nonce": "canary"})
        assert outcome(expect.expect_challenge, seen) == (self.EXPECTED, "403 authentication_required (code 4)")


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


class TestRefusedUse:
    @pytest.mark.parametrize("status", [400, 401, 403, 404, 499])
    def test_a_4xx_whatever_its_body(self, status):
        """How the refusal looks is the business of other rules."""
        assert outcome(expect.expect_refused_use, answer(status, b"<html>no</html>")) is None

    @pytest.mark.parametrize("status", [200, 204, 302, 399, 500, 503])
    def test_another_class(self, status):
        """A success has returned something; a redirection and a server error have not refused."""
        found = outcome(expect.expect_refused_use, answer(status))
        assert found == ("a 4xx: nothing without a session", f"{status} without a body")

    def test_no_answer(self):
        """A server that is silent has not refused."""
        _, observed = outcome(expect.expect_refused_use, NONE)
        assert observed.startswith("no answer: the target ")


class TestClientError:
    EXPECTED = "a 4xx with id, code, message and url"

    @pytest.mark.parametrize("status", [400, 422, 499])
    def test_a_4xx_in_the_documented_shape(self, status):
        """Whichever it is."""
        assert outcome(expect.expect_client_error, error(status=status)) is None

    @pytest.mark.parametrize("status", [200, 302, 500])
    def test_another_class(self, status):
        """The status comes before the shape."""
        said = f"{status} invalid_property (code 105) data.property identity_token"
        assert outcome(expect.expect_client_error, error(status=status)) == (self.EXPECTED, said)

    @pytest.mark.parametrize(
        ("changes", "missing"),
        [
            ({"id": ...}, "id"),
            ({"id": ""}, "id"),
            ({"code": "105"}, "code"),
            ({"code": 105.0}, "code"),
            ({"code": True}, "code"),
            ({"message": None}, "message"),
            ({"url": "", "message": 1}, "message, url"),
        ],
    )
    def test_a_member_that_is_missing_or_of_a_wrong_type(self, changes, missing):
        """All of them are named at once."""
        _, observed = outcome(expect.expect_client_error, error(**changes))
        assert observed.endswith(f": {missing} missing or of a wrong type")

    def test_a_body_that_is_no_json(self):
        """Nothing of the shape is there."""
        assert outcome(expect.expect_client_error, answer(400, b"Bad Request"))[1].endswith(
            "that is not a JSON object: id, code, message, url missing or of a wrong type"
        )


class TestErrorMembers:
    @pytest.mark.parametrize("member", expect.ERROR_MEMBERS)
    def test_the_documented_type(self, member):
        """A message may be empty, an id and a url may not."""
        assert outcome(expect.expect_error_member, error(message=""), member) is None

    @pytest.mark.parametrize(
        ("member", "value", "observed"),
        [
            ("id", ..., "missing or null"),
            ("id", None, "missing or null"),
            ("id", "", "an empty string"),
            ("id", 105, "of type int"),
            ("code", ..., "missing or null"),
            ("code", "105", "of type str"),
            ("code", 105.0, "of type float"),
            ("code", True, "of type bool"),
            ("message", ["No."], "of type list"),
            ("url", "", "an empty string"),
            ("url", {"href": "https://e/"}, "of type dict"),
        ],
    )
    def test_another_one(self, member, value, observed):
        """The kind is said, and the value is not."""
        expected, seen = outcome(expect.expect_error_member, error(**{member: value}), member)
        assert expected == f"{member} of type {'integer' if member == 'code' else 'string'}"
        assert seen.endswith(f" with {member} {observed}")

    @pytest.mark.parametrize("data", [..., {}, {"property": "x"}])
    def test_data_is_an_object_or_not_there(self, data):
        """The documents show both."""
        assert outcome(expect.expect_data_object, error(data=data)) is None

    @pytest.mark.parametrize(
        ("data", "kind"),
        [(None, "null"), ([], "of type list"), ("x", "of type str"), (True, "of type bool")],
    )
    def test_data_of_another_type(self, data, kind):
        """A client reads members of it."""
        expected, observed = outcome(expect.expect_data_object, error(data=data))
        assert expected == "data left out, or an object"
        assert observed.endswith(f"with data {kind}")


class TestLabel:
    EXPECTED = "JSON, and a Content-Type that begins with application/json"

    @pytest.mark.parametrize(
        "label",
        ["application/json", "application/json; charset=utf-8", "application/json;charset=UTF-8", "Application/JSON"],
    )
    def test_json(self, label):
        """With parameters or without, in any case of letters."""
        assert outcome(expect.expect_json_label, answer(201, {}, ("content-type", label))) is None

    @pytest.mark.parametrize("label", ["text/html", "application/jsonp", "application/vnd.layer+json", "json", ""])
    def test_another_label(self, label):
        """It is named."""
        seen = answer(201, {}, ("Content-Type", label))
        assert outcome(expect.expect_json_label, seen) == (self.EXPECTED, f"Content-Type {label or 'missing'}")

    def test_no_label(self):
        """The header is not there."""
        assert outcome(expect.expect_json_label, answer(201, {}))[1] == "Content-Type missing"

    @pytest.mark.parametrize("body", [b"", b"<html>", b'{"a": "\xff"}'])
    def test_no_json(self, body):
        """A label alone does not make it JSON."""
        seen = answer(201, body, ("Content-Type", "application/json"))
        assert outcome(expect.expect_json_label, seen)[0] == self.EXPECTED


class TestServerErrors:
    @pytest.mark.parametrize("status", [200, 204, 302, 404, 499])
    def test_anything_below_500(self, status):
        """The target has not fallen over."""
        assert outcome(expect.expect_not_server_error, answer(status)) is None

    @pytest.mark.parametrize("seen", [answer(500), answer(503), answer(599), NONE])
    def test_a_5xx_or_nothing(self, seen):
        """It has."""
        assert outcome(expect.expect_not_server_error, seen)[0] == "any answer but a 5xx"


class TestDistinct:
    def test_different_values(self):
        """In any number."""
        assert outcome(expect.expect_distinct, ["a", "b"], "nonces", NONE) is None

    def test_repeated_values(self):
        """Counted, and not shown."""
        values = ["canary", "b", "canary", "canary"]
        said = ("4 different nonces", "2 of them repeated")
        assert outcome(expect.expect_distinct, values, "nonces", NONE) == said


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
        assert len(expect.describe(error(id="x" * 10_000).received)) == 200

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
