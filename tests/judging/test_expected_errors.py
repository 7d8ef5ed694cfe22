"""What each expectation says of each refusal and error: it holds, or it is violated in these words."""

from __future__ import annotations

import pytest
from judged_answers import NONE, NOT_TOKEN, REFUSED, answer, error, outcome

from conformance.judging import expectations as expect
from conformance.protocol.errors import (
    APP_ID_REFUSED,
    IDENTITY_TOKEN_REFUSED,
    USER_SUSPENDED,
    ErrorId,
    Refusal,
)


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
        answer = "401 authentication_required (code 4)"
        assert outcome(expect.expect_challenge, seen) == (self.EXPECTED, answer + observed)

    def test_another_refusal(self):
        """A nonce in it does not make it a challenge, and is not shown."""
        seen = error(ErrorId.AUTHENTICATION_REQUIRED, status=403, data={"nonce": "canary"})
        assert outcome(expect.expect_challenge, seen) == (self.EXPECTED, "403 authentication_required (code 4)")


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
        observed = f"{status} invalid_property (code 105) data.property identity_token"
        assert outcome(expect.expect_client_error, error(status=status)) == (self.EXPECTED, observed)

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
