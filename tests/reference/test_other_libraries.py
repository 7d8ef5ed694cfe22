"""Identity tokens as other libraries make and read them: a fault that examiner and oracle share would show."""

from __future__ import annotations

import base64
import json

import jwt
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import RSAKey
from joserfc.registry import HeaderParameter

from conformance.protocol import base64url
from conformance.reference.server.reading import PresentedToken, lenient_bytes

REGISTRY = jws.JWSRegistry({"cty": HeaderParameter("Content Type", "str")}, algorithms=["RS256"])


def by_pyjwt(header, claims, key):
    return jwt.encode(claims, key.private, algorithm="RS256", headers=header)


def by_joserfc(header, claims, key):
    return jws.serialize_compact(header, json.dumps(claims), RSAKey.import_key(key.private_pem), registry=REGISTRY)


MAKERS = {"PyJWT": by_pyjwt, "joserfc": by_joserfc}


@pytest.mark.parametrize("make", MAKERS.values(), ids=list(MAKERS))
@pytest.mark.parametrize("prn", ["alice", "zoë 王 🦊", 'quote " and \\ and \u2028', ""])
def test_a_token_of_another_library_is_accepted(app, make, prn):
    """Both spell JSON and base64url in their own way."""
    token = make(app.header(), app.claims(prn=prn), app.server.credentials.key.signing_key)
    assert app.open(token).status == 201


@pytest.mark.parametrize("make", MAKERS.values(), ids=list(MAKERS))
def test_a_token_of_another_library_is_read_alike(app, make):
    """The oracle's reading and the other libraries agree, down to the bytes that were signed."""
    header, claims, key = app.header(), app.claims(prn="zoë"), app.server.credentials.key.signing_key
    token = make(header, claims, key)
    presented, found = PresentedToken.read(token), jws.extract_compact(token.encode())
    assert presented.header == header == jwt.get_unverified_header(token) == found.headers()
    assert presented.claims == claims == json.loads(found.payload)
    assert presented.signed == b".".join(token.encode().split(b".")[:2])
    key.public.verify(presented.signature, presented.signed, padding.PKCS1v15(), hashes.SHA256())


def test_our_own_token_is_read_by_other_libraries(app):
    """And the other way round, with the signature verified."""
    key = app.server.credentials.key.signing_key
    claims = app.claims(prn="zoë")
    token = app.token(claims)
    found = jws.deserialize_compact(token, RSAKey.import_key(key.public_pem), registry=REGISTRY)
    assert json.loads(found.payload) == claims
    options = {"verify_exp": False, "verify_iat": False}
    assert jwt.decode(token, key.public, algorithms=["RS256"], options=options) == claims


@given(st.binary(max_size=200))
def test_base64url_is_the_standard_librarys_without_padding(raw):
    """RFC 7515, section 2, in both directions."""
    text = base64url.encode(raw)
    assert text == base64.urlsafe_b64encode(raw).decode().rstrip("=")
    assert base64url.decode(text) == lenient_bytes(text) == raw


@given(st.text(max_size=60))
def test_reading_a_token_never_falls_over(text):
    """Whatever stands in identity_token, reading it refuses nothing and raises nothing."""
    PresentedToken.read(text)
