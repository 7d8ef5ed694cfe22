"""The signature, and which other key, algorithm or message a wrong one does verify with."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm

from conformance.keys import published_key
from conformance.protocol import base64url
from conformance.validation import Keys, Outcome, check_token

KEY = published_key("application")
STRANGER = published_key("stranger")


def rsa(algorithm, key=KEY):
    return lambda message: key.private.sign(message, padding.PKCS1v15(), algorithm)


def pss(algorithm, salt):
    return lambda message: KEY.private.sign(message, padding.PSS(padding.MGF1(algorithm), salt), algorithm)


def hmac_with(secret, name="sha256"):
    return lambda message: hmac.digest(secret, message, name)


def encrypted(content):
    """Sign as OpenSSL's RSA_private_encrypt does, which names no hash."""
    key = KEY.private.private_numbers()
    block = b"\x00\x01" + b"\xff" * (256 - 3 - len(content)) + b"\x00" + content
    return pow(int.from_bytes(block, "big"), key.d, key.public_numbers.n).to_bytes(256, "big")


def payload_of(message):
    return message.split(b".")[1]


def spelt(message, encode):
    return b".".join(encode(base64url.decode(part)) for part in message.decode().split("."))


DER = KEY.public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
PKCS1 = KEY.public.public_bytes(Encoding.PEM, PublicFormat.PKCS1)
CURVE = ec.generate_private_key(ec.SECP256R1())

CLUES = {
    "RS384": (rsa(hashes.SHA384()), "it does as RS384; it should be RS256"),
    "RS512": (rsa(hashes.SHA512()), "it does as RS512; it should be RS256"),
    "SHA-1": (rsa(hashes.SHA1()), "it does as RSA with SHA-1"),  # noqa: S303 - the mistake itself
    "PS256": (pss(hashes.SHA256(), padding.PSS.DIGEST_LENGTH), "it does as PS256; it should be RS256"),
    "PS512 with the longest salt": (pss(hashes.SHA512(), padding.PSS.MAX_LENGTH), "it does as PS512"),
    "HS256, public key": (hmac_with(KEY.public_pem), "(HS256) keyed with the public key, which anybody can make"),
    "HS256, public key without its last line end": (hmac_with(KEY.public_pem.rstrip()), "keyed with the public key"),
    "HS256, PKCS#1": (hmac_with(PKCS1), "keyed with the public key"),
    "HS256, DER": (hmac_with(DER), "keyed with the public key"),
    "HS512, public key": (hmac_with(KEY.public_pem, "sha512"), "(HS512) keyed with the public key"),
    "HS256, empty secret": (hmac_with(b""), "keyed with an empty secret"),
    "HS256, a secret": (hmac_with(b"s3cret"), "it has 32 bytes and one by this key has 256; the length of an HMAC"),
    "ES256": (lambda message: bytes(64), "the length of ES256, EdDSA or HS512"),
    "ES256 in DER": (lambda message: CURVE.sign(message, ec.ECDSA(hashes.SHA256())), "and one by this key has 256"),
    "a key of the suite": (rsa(hashes.SHA256(), STRANGER), 'the published test key "stranger" of this suite made it'),
    "nobody's": (lambda message: b"\x01" * 256, "another key made it, or header or payload were changed afterwards"),
    "cut": (lambda message: KEY.sign(message)[:200], "it has 200 bytes and one by this key has 256; it was cut"),
    "1024 bits": (lambda message: b"\x01" * 128, "the length of one by an RSA key of 1024 bits"),
    "bare digest": (lambda m: encrypted(hashlib.sha256(m).digest()), "the bare SHA-256 digest was encrypted"),
    "the message itself": (lambda m: encrypted(m[:100]), "this key made it, in a way that is not RS256"),
    "hashed twice": (lambda m: KEY.sign(hashlib.sha256(m).digest()), "which was hashed once more"),
    "digest in hexadecimal": (lambda m: KEY.sign(hashlib.sha256(m).hexdigest().encode()), "in hexadecimal"),
    "line break": (lambda m: KEY.sign(m + b"\n"), "over header.payload and a line break"),
    "no dot": (lambda m: KEY.sign(m.replace(b".", b"")), "over header and payload without the dot"),
    "payload alone": (lambda m: KEY.sign(payload_of(m)), "over the payload alone"),
    "JSON of the payload": (lambda m: KEY.sign(spelt(payload_of(m), bytes)), "over the JSON of the payload"),
    "JSON": (lambda m: KEY.sign(spelt(m, bytes)), "over the JSON of header and payload"),
    "padded": (lambda m: KEY.sign(spelt(m, base64.urlsafe_b64encode)), "in base64url with padding"),
    "standard": (lambda m: KEY.sign(spelt(m, base64.b64encode)), "standard base64"),
    "RS384, payload alone": (lambda m: rsa(hashes.SHA384())(payload_of(m)), "as RS384 over the payload alone"),
    "another token": (lambda m: KEY.sign(b"e30.e30"), "this key made it, over something else"),
    "base64 twice": (lambda m: base64.b64encode(KEY.sign(m)), "the right one, encoded in base64 twice"),
    "base64url twice": (lambda m: base64url.encode(KEY.sign(m)).encode(), "the right one, encoded in base64 twice"),
    "hexadecimal": (lambda m: KEY.sign(m).hex().encode(), "it is the right one, written in hexadecimal first"),
    "little-endian": (lambda m: KEY.sign(m)[::-1], "it is the right one, with its bytes in reverse order"),
    "DER around it": (lambda m: b"\x04\x82\x01\x00" + KEY.sign(m), "with 4 bytes too many in front of it"),
    "a byte behind it": (lambda m: KEY.sign(m) + b"\n", "with 1 byte too many behind it"),
}  # fmt: skip


@pytest.mark.parametrize(("sign", "sentence"), CLUES.values(), ids=CLUES.keys())
def test_a_wrong_signature_is_explained(bench, failures, sign, sentence):
    """What it does verify with is told, where that can be told with public keys alone."""
    validation = bench.check(bench.token(claims={"note": "???>>>"}, sign=sign))
    assert failures(validation) == {"signature": "eit_signature_verification_failed"}
    assert sentence in validation.check("signature").reason


def test_a_signature_made_before_the_parts_were_respelt_is_explained(bench):
    """Such as by a proxy that pads what it passes on."""
    header, payload, signature = bench.token().split(".")
    header += "=" * (-len(header) % 4)
    reason = bench.check(f"{header}.{payload}==.{signature}").check("signature").reason
    assert "over header and payload in base64url without padding, which is not how they stand in the token" in reason


def test_a_key_that_is_given_is_named(bench):
    """Steps can name the other keys of a target."""
    token = bench.token(sign=STRANGER.sign)
    reason = bench.check(token, **{"the disabled key": STRANGER.public}).check("signature").reason
    assert reason == "the signature does not verify with the public key: the disabled key made it"


def test_a_key_that_the_token_brings_along_is_named(bench):
    """It counts for nothing, in whatever state it is."""
    jwk = json.loads(RSAAlgorithm.to_jwk(STRANGER.public))
    reason = bench.check(bench.token({"jwk": jwk}, sign=STRANGER.sign)).check("signature").reason
    assert reason.endswith("the key that the token brings along itself made it")


@pytest.mark.parametrize(
    "brought",
    [
        {"jwk": 1},
        {"jwk": {"n": "AQ", "e": "AQ"}},
        {"jwk": {"n": 1, "e": "!"}},
        {"jwk": {"n": "gAAAAAAAAAE", "e": "AQAB"}},
        {"x5c": []},
        {"x5c": ["e30"]},
        {"x5c": [1]},
    ],
)
def test_a_brought_key_that_is_none_is_passed_over(bench, brought):
    """Whatever stands there, the explanation goes on."""
    reason = bench.check(bench.token(brought, sign=STRANGER.sign)).check("signature").reason
    assert 'the published test key "stranger"' in reason


def test_no_signature_is_a_failure_even_without_a_key(bench):
    """Nothing is needed to see that."""
    check = check_token(bench.token(sign=lambda message: b"")).check("signature")
    assert (check.outcome, check.cause) == (Outcome.FAILED, "eit_signature_verification_failed")
    assert check.reason == "there is no signature: the third part is empty"


def test_what_the_token_says_of_its_algorithm_is_not_believed(bench, failures):
    """A right RS256 signature is one whatever alg says, and alg fails by itself."""
    assert set(failures(bench.check(bench.token({"alg": "none"})))) == {"alg"}


def test_a_short_key_has_no_room_for_a_long_digest(bench):
    """Neither PS512 with 1024 bits nor anything with 512 of a target's file; looking for it breaks nothing."""
    tiny = RSAPublicNumbers(65537, (1 << 511) + 1).public_key()
    for key in (published_key("short").public, tiny):
        token = bench.token(sign=lambda message, key=key: b"\x01" * (key.key_size // 8))
        assert "another key made it" in check_token(token, Keys(key)).check("signature").reason
