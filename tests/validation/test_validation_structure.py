"""Parts, base64url and JSON: what is wrong with the form of a token, in words."""

from __future__ import annotations

import base64

import pytest

from conformance.protocol import base64url
from conformance.validation import Outcome, check_token


def reason(text, check_id):
    return check_token(text).check(check_id).reason


class TestParts:
    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("", "1 part instead of 3"),
            ("eyJ0eXAiOiJKV1QifQ", "there is no dot in it"),
            ("e30.e30", "there is no signature"),
            ("e30.e30.e30.", "4 parts instead of 3; the last one is empty"),
            ("e30.e30.e30.e30.e30", "encrypted token (JWE)"),
            ("." * 100000, "100001 parts instead of 3"),
        ],
    )
    def test_another_number_than_three_is_told(self, text, sentence):
        """With what that usually means, and nothing else is checked then."""
        validation = check_token(text)
        assert sentence in validation.check("parts").reason
        assert validation.check("parts").cause == "eit_wrong_jws_part_count"
        assert {check.outcome for check in validation.checks[1:]} == {Outcome.NOT_CHECKED}

    def test_an_enormous_text_is_not_read(self):
        """Ten MiB are one failed check, in no time."""
        validation = check_token("x." * 5 * 1024 * 1024)
        assert "has 10485760 characters and was not read" in validation.check("parts").reason
        assert validation.parts == ()
        assert validation.header is validation.claims is None


class TestBase64url:
    @pytest.mark.parametrize(
        ("part", "sentence"),
        [
            ("e30=", "is padded with ="),
            ("eyJhIjoiPz4_In0==", "is padded with =="),
            ("e30" + "=" * 9, "ends in 9 ="),
            ("eyJhIjoiPz8+In0", "is in the standard alphabet (+ should be - and _)"),
            ("e3 0", "holds a blank as character 3"),
            ("e30\n", "holds a line break as character 4"),
            ("e3=0", "holds = in its middle as character 3"),
            ("e30%3D", "holds %, which base64url does not have, as character 4"),
            ("e3\u200b0", "holds \\u200b, which base64url does not have, as character 3"),
            ("e30aa", "is 5 long, a length that no bytes have"),
            ("e31", "ends in stray bits"),
        ],
    )
    def test_every_way_to_misspell_a_part_has_its_words(self, part, sentence):
        """Whichever part it is, it is named."""
        assert f"the header {sentence}" in reason(f"{part}.e30.e30", "base64url")
        assert f"the payload {sentence}" in reason(f"e30.{part}.e30", "base64url")
        assert f"the signature {sentence}" in reason(f"e30.e30.{part}", "base64url")

    def test_several_misspelt_parts_are_all_named(self):
        """One after the other would be one round trip each."""
        text = reason("e30=.e30+.e30", "base64url")
        assert text.startswith("the header is padded with = and the payload is in the standard alphabet")

    @pytest.mark.parametrize("encode", [base64.urlsafe_b64encode, base64.b64encode])
    def test_what_a_misspelt_part_says_is_checked_all_the_same(self, bench, failures, encode):
        """Padding fails the spelling, and nothing else; the signature is over what is sent."""

        def spelt(part):
            return encode(base64url.decode(part)).decode()

        header, payload, _ = bench.token(claims={"note": "???>>>"}).split(".")
        signed = f"{spelt(header)}.{spelt(payload)}"
        validation = bench.check(f"{signed}.{spelt(base64url.encode(bench.key.sign(signed.encode())))}")
        assert failures(validation) == {"base64url": "eit_malformed_base64url"}


class TestJson:
    @pytest.mark.parametrize(
        ("raw", "sentence"),
        [
            (b"", "is empty"),
            (b"{", "is not JSON: Expecting property name"),
            (b"{'typ':'JWT'}", "is not JSON"),
            (b'{"a":1}{"b":2}', "is not JSON: Extra data, character 8"),
            (b"[1]", "is an array"),
            (b'"{}"', "is a string"),
            (b"null", "is null"),
            (b"true", "is a truth value"),
            (b'{"a":NaN}', "is not JSON: NaN is no value"),
            (b'{"a":-Infinity}', "is not JSON: -Infinity is no value"),
            (b'{"a":1e999}', "holds a number beyond what programs can read"),
            (b'{"a":' + b"9" * 5000 + b"}", "holds a number of 5000 digits"),
            (b'{"a":"caf\xe9"}', "is not UTF-8: byte 10 of 12"),
            ('{"a":"b"}'.encode("utf-16"), "is not UTF-8"),
            (b'\xef\xbb\xbf{"a":1}', "begins with a byte order mark"),
            (b'{"a":1,"a":1}', 'repeats "a"'),
            (b'{"b":{"a":1,"a":2}}', 'repeats "a"'),
            (b"[" * 100000, "is nested too deep"),
            (b'{"a":' * 200 + b"1" + b"}" * 200, "is nested more than 100 deep"),
        ],
        ids=lambda value: repr(value)[:24],
    )
    @pytest.mark.parametrize("part", ["header", "payload"])
    def test_whatever_is_no_json_object_has_its_words(self, part, raw, sentence):
        """The cause is the same for all."""
        encoded = base64url.encode(raw)
        text = f"{encoded}.e30.e30" if part == "header" else f"e30.{encoded}.e30"
        check = check_token(text).check(part)
        assert check.reason.startswith(f"the {part} {sentence}")
        assert check.cause == "eit_malformed_json"

    def test_a_header_that_is_none_leaves_its_parameters_unchecked(self):
        """They are neither right nor wrong."""
        validation = check_token("W10.e30.e30")
        assert validation.check("typ").outcome is Outcome.NOT_CHECKED
        assert validation.check("iss").cause == "eit_claim_not_found"

    def test_members_that_are_repeated_are_read_nevertheless(self, bench, failures):
        """The last one counts, as in most libraries; other faults show at the same time."""
        raw = b'{"typ":"JOSE","typ":"JWT","alg":"none","cty":"layer-eit;v=1","kid":"x"}'
        assert set(failures(bench.check(bench.token(raw)))) == {"header", "alg", "kid"}

    def test_members_with_bytes_that_are_no_utf8_are_read_nevertheless(self, bench, failures):
        """Only the form is wrong."""
        payload = base64url.decode(bench.token().split(".")[1])[:-1] + b',"note":"caf\xe9"}'
        validation = bench.check(bench.token(claims=payload))
        assert failures(validation) == {"payload": "eit_malformed_json"}
        assert validation.claims["note"] == "caf\ufffd"
