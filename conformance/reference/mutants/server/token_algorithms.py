"""Servers that let the token say how it is to be verified."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from conformance.protocol.errors import ErrorId
from conformance.reference.mutants.registry import mutant_of_table
from conformance.reference.mutants.server.departures import (
    Change,
    Condition,
    answering,
    error,
    falling_over,
    overlooking,
)
from conformance.reference.server import ReferenceServer, Visit
from conformance.reference.server.reading import PresentedToken

#: Whether a token is what its alg says, with the key that is registered under its kid.
_Verifies = Callable[[RSAPublicKey, PresentedToken], bool]


def _alg(visit: Visit) -> str:
    return str(visit.token.header.get("alg")) if visit.token else ""


def _says(*algs: str) -> Condition:
    return lambda visit: _alg(visit) in algs


def _verifying(check: str, verifies: _Verifies, *algs: str) -> Change:
    """The server knows another algorithm: the check lets it pass, and the signature is verified by it."""

    def change(server: ReferenceServer) -> ReferenceServer:
        right = server.rules["signature-verified"]

        def verified(visit: Visit, token: PresentedToken) -> bool:
            if _says(*algs)(visit) and visit.key is not None:
                return verifies(visit.key.public, token)
            return bool(right(visit, token))

        return overlooking(check, _says(*algs))(server).replacing("signature-verified", verified)

    return change


def _rsa(scheme: padding.AsymmetricPadding, digest: hashes.HashAlgorithm) -> _Verifies:
    def verifies(public: RSAPublicKey, token: PresentedToken) -> bool:
        try:
            public.verify(token.signature, token.signed, scheme, digest)
        except InvalidSignature:
            return False
        return True

    return verifies


def _hmac(secret: Callable[[RSAPublicKey], bytes]) -> _Verifies:
    def verifies(public: RSAPublicKey, token: PresentedToken) -> bool:
        return hmac.compare_digest(hmac.new(secret(public), token.signed, hashlib.sha256).digest(), token.signature)

    return verifies


_SHA256 = hashes.SHA256()
_RSA: Mapping[str, _Verifies] = {
    "RS256": _rsa(padding.PKCS1v15(), _SHA256),
    "RS384": _rsa(padding.PKCS1v15(), hashes.SHA384()),
    "RS512": _rsa(padding.PKCS1v15(), hashes.SHA512()),
    "PS256": _rsa(padding.PSS(padding.MGF1(_SHA256), _SHA256.digest_size), _SHA256),
}

_SECRETS: Mapping[str, tuple[str, Callable[[RSAPublicKey], bytes]]] = {
    "the_public_key": (
        "the public key's PEM", lambda public: public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)),
    "the_public_key_stripped": (
        "the public key's PEM without its last newline",
        lambda public: public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).rstrip(b"\n")),
    "the_pkcs1_public_key": (
        "the public key's PEM in PKCS#1", lambda public: public.public_bytes(Encoding.PEM, PublicFormat.PKCS1)),
    "nothing": ("nothing", lambda _: b""),
}  # fmt: skip

for _other in ("RS384", "RS512", "PS256"):
    mutant_of_table(
        "TOKEN-ALG-3",
        f"verifies_{_other.lower()}",
        f"Opens a session for a token signed with {_other}.",
        _verifying("TOKEN-ALG-3", _RSA[_other], _other),
    )

for _name, _sentence, _change in (
    ("verifies_an_unknown_alg_as_rs256", "Verifies an alg that it does not know as RS256.",
     _verifying("TOKEN-ALG-3", _RSA["RS256"], "XX999")),
    ("verifies_an_empty_alg_as_rs256", "Verifies an empty alg as RS256.",
     _verifying("TOKEN-ALG-3", _RSA["RS256"], "")),
    ("leaves_es256_unverified", "Lets a token with alg ES256 pass, which it cannot verify.",
     _verifying("TOKEN-ALG-3", lambda _public, _token: True, "ES256")),
):  # fmt: skip
    mutant_of_table("TOKEN-ALG-3", _name, _sentence, _change)


def _unsigned(*algs: str) -> Change:
    """A token that says so needs no signature."""

    def none(visit: Visit) -> bool:
        return visit.token is not None and _alg(visit) in algs and not visit.token.signature

    return lambda server: overlooking("TOKEN-SIG-3", none)(overlooking("TOKEN-ALG-4", none)(server))


def _verifying_none(server: ReferenceServer) -> ReferenceServer:
    return overlooking("TOKEN-ALG-4", lambda visit: bool(visit.token and visit.token.signature))(server)


for _name, _sentence, _change in (
    ("takes_alg_none", "Opens a session for an unsigned token with alg none.", _unsigned("none")),
    ("takes_alg_none_unless_it_is_in_small_letters", "Refuses none in small letters and takes any other spelling.",
     _unsigned("None", "NONE", "nOnE")),
    ("takes_alg_none_in_capitals", "Takes NONE for an algorithm that needs no signature.", _unsigned("NONE")),
    ("takes_alg_none_with_a_right_signature", "Takes alg none where the signature fits nevertheless.",
     _verifying_none),
    ("falls_over_alg_none", "Answers 500 to a token with alg none.", falling_over("TOKEN-ALG-4")),
    ("answers_alg_none_with_401", "Answers 401 to a token with alg none.",
     answering("TOKEN-ALG-4", error(ErrorId.AUTHENTICATION_REQUIRED))),
):  # fmt: skip
    mutant_of_table("TOKEN-ALG-4", _name, _sentence, _change)

for _what, (_words, _secret) in _SECRETS.items():
    mutant_of_table(
        "TOKEN-ALG-5",
        f"takes_{_what}_for_an_hmac_secret",
        f"Opens a session for a token signed with HS256, with {_words} as the secret.",
        _verifying("TOKEN-ALG-5", _hmac(_secret), "HS256"),
    )

mutant_of_table(
    "TOKEN-ALG-5", "falls_over_an_hmac", "Answers 500 to a token signed with HS256.", falling_over("TOKEN-ALG-5")
)
