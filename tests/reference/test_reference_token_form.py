"""Structure and signature of identity tokens: each fault is refused, and by one check alone."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest

from conformance.keys import published_key
from conformance.protocol import base64url
from conformance.protocol.errors import ErrorId


def refused(app, expect_refusal, token):
    expect_refusal(app.open(token), ErrorId.INVALID_PROPERTY, property="identity_token")


class TestSignature:
    def spoilt(self, app, how):
        header, payload, signature = app.token().split(".")
        other = app.token().split(".")
        claims = json.loads(base64url.decode(payload)) | {"prn": "bob"}
        parameters = json.loads(base64url.decode(header)) | {"x": 1}
        flipped = bytes([base64url.decode(signature)[0] ^ 1]) + base64url.decode(signature)[1:]
        return ".".join(
            {
                "payload": (header, base64url.encode(json.dumps(claims).encode()), signature),
                "header": (base64url.encode(json.dumps(parameters).encode()), payload, signature),
                "empty": (header, payload, ""),
                "truncated": (header, payload, base64url.encode(base64url.decode(signature)[:-1])),
                "extended": (header, payload, base64url.encode(base64url.decode(signature) + b"\0")),
                "flipped": (header, payload, base64url.encode(flipped)),
                "zero": (header, payload, base64url.encode(bytes(256))),
                "another token's": (header, payload, other[2]),
            }[how]
        )

    @pytest.mark.parametrize(
        "how", ["payload", "header", "empty", "truncated", "extended", "flipped", "zero", "another token's"]
    )
    def test_a_spoilt_signature_is_refused(self, app, expect_refusal, how):
        """TOKEN-SIG-1, TOKEN-SIG-2, TOKEN-SIG-3, TOKEN-SIG-4, TOKEN-SIG-5; by one check each."""
        refused(app, expect_refusal, self.spoilt(app, how))
        lax = app.of(app.server.without("TOKEN-SIG-3" if how == "empty" else "TOKEN-SIG-1"))
        assert lax.open(self.spoilt(lax, how)).status == 201

    def test_a_token_that_differs_in_any_one_character_is_refused(self, app):
        """Every place of the token, each with another character of the alphabet, another case, and without it."""
        token = app.token()
        for place, character in enumerate(token):
            for other in {"A", "B", ".", character.swapcase(), ""} - {character}:
                assert app.open(token[:place] + other + token[place + 1 :]).status == 422, place
        assert not app.server.failures
        assert app.open(token).status == 201

    @pytest.mark.parametrize("name", ["stranger", "disabled", "other_provider", "short", "long"])
    def test_a_signature_by_another_key_is_refused(self, app, expect_refusal, name):
        """TOKEN-SIG-6: of whatever size, and though the server may know it."""
        refused(app, expect_refusal, app.token(key=published_key(name)))

    @pytest.mark.parametrize("parameter", ["jwk", "jku", "x5c", "x5u"])
    def test_a_key_that_the_token_brings_along_is_not_trusted(self, app, expect_refusal, parameter):
        """TOKEN-KEY-1: beside a right signature it is ignored, beside a stranger's it does not help."""
        stranger = published_key("stranger")
        numbers = stranger.public.public_numbers()
        n = base64url.encode(numbers.n.to_bytes(256, "big"))
        brought = {"jwk": {"kty": "RSA", "n": n, "e": "AQAB"}}.get(parameter, ["http://127.0.0.1:1/keys"])
        refused(app, expect_refusal, app.token(header=app.header(**{parameter: brought}), key=stranger))
        assert app.open(app.token(header=app.header(**{parameter: brought}))).status == 201

    def test_the_public_key_is_no_hmac_secret(self, app, expect_refusal):
        """TOKEN-ALG-5: the classic confusion of algorithms."""
        pem = app.server.credentials.key.signing_key.public_pem
        signed = app.token(header=app.header(alg="HS256")).rpartition(".")[0]
        mac = hmac.new(pem, signed.encode(), hashlib.sha256).digest()
        refused(app, expect_refusal, f"{signed}.{base64url.encode(mac)}")

    @pytest.mark.parametrize("name", ["short", "application", "long"])
    def test_keys_of_1024_to_4096_bits_are_served(self, app, name):
        """Signatures of 2014 have 1024 bits (docs/protocol.md#keys)."""
        key = type(app.server.credentials.key)(app.server.credentials.key.key_id, name)
        other = app.of(app.server.with_credentials(key=key))
        assert other.open().status == 201


class TestStructure:
    @pytest.mark.parametrize("count", [1, 2, 4, 5])
    def test_another_number_of_parts_is_refused(self, app, expect_refusal, count):
        """TOKEN-PARTS-1."""
        parts = [*app.token().split("."), "e30", "e30"]
        refused(app, expect_refusal, ".".join(parts[:count]))

    @pytest.mark.parametrize("count", [4, 5])
    def test_more_parts_are_refused_by_one_check_alone(self, app, count):
        """TOKEN-PARTS-1: a server that lacks it reads the first three."""
        lax = app.of(app.server.without("TOKEN-PARTS-1"))
        assert lax.open(lax.token() + ".e30" * (count - 3)).status == 201

    @pytest.mark.parametrize("part", [0, 1, 2])
    @pytest.mark.parametrize("foreign", ["!", " ", "\n", "%", ",", "é", "\0", "\ud800"])
    def test_a_foreign_character_is_refused(self, app, expect_refusal, part, foreign):
        """TOKEN-BASE64-1, wherever it stands."""
        parts = app.token().split(".")
        parts[part] = parts[part][:5] + foreign + parts[part][5:]
        refused(app, expect_refusal, ".".join(parts))

    def test_a_foreign_character_is_refused_by_one_check_alone(self, app):
        """TOKEN-BASE64-1: a server that lacks it skips the character, as many libraries do."""
        lax = app.of(app.server.without("TOKEN-BASE64-1"))
        assert lax.open(lax.token() + "!").status == 201

    def test_the_standard_alphabet_is_refused_by_one_check_alone(self, app, expect_refusal):
        """TOKEN-BASE64-2."""
        refused(app, expect_refusal, in_standard_alphabet(app.token()))
        lax = app.of(app.server.without("TOKEN-BASE64-2"))
        assert lax.open(in_standard_alphabet(lax.token())).status == 201

    @pytest.mark.parametrize("padding", ["=", "=="])
    def test_padding_is_refused_by_one_check_alone(self, app, expect_refusal, padding):
        """TOKEN-BASE64-3."""
        refused(app, expect_refusal, app.token() + padding)
        lax = app.of(app.server.without("TOKEN-BASE64-3"))
        assert lax.open(lax.token() + padding).status == 201

    def test_stray_bits_are_refused_by_one_check_alone(self, app, expect_refusal):
        """A signature of 256 bytes leaves four bits of its last character unused: they must be zero."""
        refused(app, expect_refusal, with_stray_bits(app.token()))
        lax = app.of(app.server.without("one-spelling"))
        assert lax.open(with_stray_bits(lax.token())).status == 201

    @pytest.mark.parametrize(
        "raw", [b"[]", b"7", b"null", b"{", b"nonsense", b'{"a":"\xff"}', b'{"a":NaN}', b"[" * 99999]
    )
    def test_a_part_that_is_no_json_object_is_refused(self, app, expect_refusal, raw):
        """TOKEN-JSON-1: a fault of the token and not of the server."""
        refused(app, expect_refusal, app.token(header=raw))
        refused(app, expect_refusal, app.token(claims=raw))

    def test_a_claim_that_is_no_utf8_is_refused_by_one_check_alone(self, app, expect_refusal):
        """TOKEN-JSON-1: a server that lacks it reads what it can."""
        refused(app, expect_refusal, app.token(claims=in_latin_1(app)))
        lax = app.of(app.server.without("TOKEN-JSON-1"))
        assert lax.open(lax.token(claims=in_latin_1(lax))).status == 201

    @pytest.mark.parametrize("character", ["a", ".", "=", "\n"])
    def test_an_enormous_token_is_refused(self, app, expect_refusal, character):
        """TOKEN-SIZE-1: a mebibyte of nearly anything is just a bad token."""
        refused(app, expect_refusal, character * (1 << 20))

    def test_a_body_beyond_the_limit_is_refused(self, app):
        """TOKEN-SIZE-1: 413 in the documented shape."""
        answer = app.open("a" * (4 << 20))
        assert answer.status == 413
        assert answer.content["id"] == "invalid_request"

    @pytest.mark.parametrize("token", [7, None, True, [], {}, ["a.b.c"]])
    def test_a_token_that_is_no_string_is_refused(self, app, expect_refusal, token):
        """TOKEN-TYPE-1, TOKEN-TYPE-2."""
        answer = app.open("x", identity_token=token)
        expect_refusal(answer, ErrorId.INVALID_PROPERTY, property="identity_token")

    def test_an_empty_token_is_refused(self, app, expect_refusal):
        """TOKEN-EMPTY-1."""
        refused(app, expect_refusal, "")


def in_standard_alphabet(token):
    return token.replace("-", "+").replace("_", "/") if set("-_") & set(token) else token + "+"


def with_stray_bits(token):
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return token[:-1] + alphabet[alphabet.index(token[-1]) + 1]


def in_latin_1(app):
    return json.dumps(app.claims(display_name="Zoe")).replace("Zoe", "Zo\xeb").encode("latin-1")
