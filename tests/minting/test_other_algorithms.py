"""A token of another algorithm is signed by it: refusing it for a broken signature would be the wrong reason."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from joserfc import jws
from joserfc.jwk import ECKey, KeySet, RSAKey
from joserfc.registry import HeaderParameter
from token_reading import is_signed_by, lenient, members

from conformance.keys import published_key
from conformance.minting import stranger_key_set
from conformance.minting.alterations import ALTERATIONS
from conformance.minting.header_faults import _curve_key
from conformance.reference.server import CREDENTIALS

OWN = CREDENTIALS.key.signing_key


def verified(token, key, alg):
    """Return the payload that joserfc reads from a token of this algorithm; it raises for a wrong signature."""
    parameters = {"cty": HeaderParameter("Content Type", "str")}
    registry = jws.JWSRegistry(parameters, algorithms=[alg])
    registry.max_header_length = 8192
    return json.loads(jws.deserialize_compact(token, key, registry=registry).payload)


@pytest.fixture
def altered(draft, mint):
    return lambda name: ALTERATIONS[name](draft, mint.now())


@pytest.mark.parametrize("alg", ["RS384", "RS512", "PS256"])
def test_another_algorithm_by_the_right_key(altered, draft, alg):
    """The key is the provider's own: a server that lets the token choose would be content."""
    assert verified(altered(f"signed with {alg}"), RSAKey.import_key(OWN.public_pem), alg) == draft.claims


def test_an_elliptic_curve(altered, draft):
    """ES256 needs a key of its own; the signature is a right one of the form that JWS wants."""
    public = _curve_key().public_key()
    pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    assert verified(altered("signed with ES256"), ECKey.import_key(pem), "ES256") == draft.claims


def _pkcs1():
    return OWN.public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.PKCS1)


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("signed with HS256 and the public key as the secret", OWN.public_pem),
        ("signed with HS256 and the public key without its last newline", OWN.public_pem.rstrip()),
        ("signed with HS256 and the PKCS#1 public key as the secret", _pkcs1()),
        ("signed with HS256 and an empty secret", b""),
    ],
)
def test_a_public_secret(altered, name, secret):
    """The HMAC is right: whoever feeds the public key to a library's verify would accept it."""
    signing_input, _, signature = altered(name).rpartition(".")
    assert lenient(signature) == hmac.digest(secret, signing_input.encode(), hashlib.sha256)
    assert members(signing_input.split(".")[0])["alg"] == "HS256"


@pytest.mark.parametrize("spelling", ["none", "None", "NONE", "nOnE"])
def test_no_algorithm_at_all(altered, spelling):
    """Three parts, the last of them empty, as libraries write it."""
    header, _, signature = altered(f"with alg {spelling}").split(".")
    assert (members(header)["alg"], signature) == (spelling, "")


@pytest.mark.parametrize(
    "name",
    ["with alg none and the right signature", "signed with an algorithm that nobody knows", "with an empty alg"],
)
def test_another_name_for_a_right_signature(altered, name):
    """RS256 by the provider's key, under another label."""
    assert is_signed_by(OWN.public, altered(name))


class TestKeysOfItsOwn:
    """The stranger signs, and the token shows the stranger's key; kid is the provider's."""

    @pytest.fixture
    def stranger(self):
        return published_key("stranger").public

    @pytest.fixture
    def header_of(self, altered, stranger):
        def header(parameter):
            token = altered(f"that brings its own key as {parameter}")
            assert is_signed_by(stranger, token)
            assert not is_signed_by(OWN.public, token)
            read = members(token.split(".")[0])
            assert read["kid"] == CREDENTIALS.key.key_id
            return read

        return header

    def test_as_jwk(self, header_of, altered, draft):
        """A library that takes the key from the token verifies it."""
        key = RSAKey.import_key(header_of("jwk")["jwk"])
        assert verified(altered("that brings its own key as jwk"), key, "RS256") == draft.claims

    def test_no_private_half_goes_along(self, header_of):
        """Not even a stranger's."""
        assert header_of("jwk")["jwk"].keys() & {"d", "p", "q", "dp", "dq", "qi"} == set()

    def test_as_x5c(self, header_of, stranger):
        """A certificate in base64, not base64url, that the stranger has signed (RFC 7515, 4.1.6)."""
        [text] = header_of("x5c")["x5c"]
        certificate = x509.load_der_x509_certificate(base64.b64decode(text, validate=True))
        assert certificate.public_key() == stranger
        certificate.verify_directly_issued_by(certificate)

    def test_as_jku(self, header_of, draft, stranger):
        """The address of a key set that holds it."""
        assert header_of("jku")["jku"] == draft.key_set()
        [key] = KeySet.import_key_set(stranger_key_set()).keys
        assert key.public_key == stranger
