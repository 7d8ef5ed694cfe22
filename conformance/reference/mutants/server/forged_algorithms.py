"""Servers that let a token choose its algorithm: one key of theirs, in one form, under one HMAC; or none at all."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm

from conformance.reference.mutants.registry import mutant_of_table
from conformance.reference.mutants.server.departures import Change
from conformance.reference.mutants.server.lenient_verifiers import header_of, is_signed, own_key, taking
from conformance.reference.server import Visit
from conformance.reference.server.reading import PresentedToken

_DIGESTS = {"HS256": "sha256", "HS384": "sha384", "HS512": "sha512"}
_Secret = Callable[[Visit, PresentedToken], bytes]


def _keyed(alg: str, secret: _Secret) -> Change:
    def takes(visit: Visit, token: PresentedToken) -> bool:
        expected = hmac.new(secret(visit, token), token.signed, getattr(hashlib, _DIGESTS[alg])).digest()
        return header_of(token, "alg") == alg and token.signature == expected

    return taking(takes)


def _public(write: Callable[[RSAPublicKey], bytes]) -> _Secret:
    return lambda visit, _: write(own_key(visit).public)


def _form(encoding: Encoding, form: PublicFormat) -> _Secret:
    return _public(lambda public: public.public_bytes(encoding, form))


_SPKI = PublicFormat.SubjectPublicKeyInfo

for _alg, _name, _words, _secret in (
    ("HS256", "der", "the public key in DER", _form(Encoding.DER, _SPKI)),
    ("HS384", "der", "the public key in DER", _form(Encoding.DER, _SPKI)),
    ("HS512", "pem", "the public key in PEM", _form(Encoding.PEM, _SPKI)),
    ("HS256", "pem_after_a_blank", "the public key in PEM, a blank before it,",
     _public(lambda public: b" " + public.public_bytes(Encoding.PEM, _SPKI))),
    ("HS512", "pem_after_a_comment", "the public key in PEM, a comment before it,",
     _public(lambda public: b"# the key of our provider\n" + public.public_bytes(Encoding.PEM, _SPKI))),
    ("HS256", "pkcs1_der", "the public key in DER of PKCS#1", _form(Encoding.DER, PublicFormat.PKCS1)),
    ("HS512", "openssh", "the public key in the form of OpenSSH", _form(Encoding.OpenSSH, PublicFormat.OpenSSH)),
    ("HS384", "jwk", "the public key as a JWK",
     _public(lambda public: str(RSAAlgorithm.to_jwk(public)).encode("ascii"))),
    ("HS256", "modulus", "the modulus of the public key",
     _public(lambda public: public.public_numbers().n.to_bytes(public.key_size // 8, "big"))),
):  # fmt: skip
    mutant_of_table(
        "FORGE-HMAC-1",
        f"verifies_{_alg.lower()}_with_{_name}",
        f"Opens a session for a token signed with {_alg}, with {_words} as the secret.",
        _keyed(_alg, _secret),
    )

for _alg, _name, _words, _secret in (
    ("HS384", "nothing", "an empty secret", lambda _visit, _token: b""),
    ("HS512", "nothing", "an empty secret", lambda _visit, _token: b""),
    ("HS256", "the_nonce", "its nonce as the secret", lambda _visit, token: str(token.claims.get("nce")).encode()),
    ("HS256", "the_kid", "its kid as the secret", lambda _visit, token: header_of(token, "kid").encode()),
    ("HS512", "the_word_secret", "the word secret as the secret", lambda _visit, _token: b"secret"),
):
    mutant_of_table(
        "FORGE-HMAC-2",
        f"verifies_{_alg.lower()}_with_{_name}",
        f"Opens a session for a token signed with {_alg}, with {_words}.",
        _keyed(_alg, _secret),
    )


def _unsigned(is_none: Callable[[object], bool]) -> Change:
    """A token without a signature is taken where its alg is one of these."""
    return taking(lambda _, token: not token.signature and is_none(token.header.get("alg")))


def _folds_to_no_algorithm(alg: object) -> bool:
    return isinstance(alg, str) and unicodedata.normalize("NFKC", alg) == "none"


def _two_parts(_: Visit, token: PresentedToken) -> bool:
    return len(token.parts) == 2 and header_of(token, "alg") == "none"


def _whatever_its_signature(_: Visit, token: PresentedToken) -> bool:
    return header_of(token, "alg") == "none" and len(token.parts) == 3


for _name, _sentence, _change in (
    ("needs_no_signature_without_alg", "Needs no signature where there is no alg.", _unsigned(lambda alg: alg is None)),
    ("needs_no_signature_under_an_empty_alg", "Needs no signature where alg is empty, false or 0.",
     _unsigned(lambda alg: alg is not None and not alg)),
    ("trims_alg_before_it_compares_it_with_none", "Needs no signature where alg is none within white space.",
     _unsigned(lambda alg: isinstance(alg, str) and alg.strip() == "none")),
    ("folds_alg_before_it_compares_it_with_none", "Needs no signature where alg is none in wide letters.",
     _unsigned(_folds_to_no_algorithm)),
    ("needs_no_signature_under_an_unknown_alg", "Verifies nothing where it does not know the alg.",
     _unsigned(lambda alg: alg == "XX999")),
    ("compares_nothing_with_nothing", "Computes no signature for ES256 and finds it equal to none.",
     _unsigned(lambda alg: alg == "ES256")),
    ("looks_for_none_in_a_list", "Needs no signature where alg is a list with none in it.",
     _unsigned(lambda alg: alg == ["none"])),
    ("takes_two_parts_under_none", "Takes a token of two parts whose alg is none.", taking(_two_parts)),
    ("looks_at_no_signature_under_none", "Takes any signature where alg is none.", taking(_whatever_its_signature)),
):  # fmt: skip
    mutant_of_table("FORGE-NONE-1", _name, _sentence, _change)

for _name, _sentence, _reads in (
    ("compares_alg_whatever_its_case", "Takes rs256 for RS256.", lambda alg: alg.upper() == "RS256"),
    ("trims_alg", "Takes RS256 within white space for RS256.", lambda alg: alg.strip() == "RS256"),
    ("cuts_alg_at_a_zero_byte", "Takes RS256 with a zero byte after it for RS256.",
     lambda alg: alg.partition("\0")[0] == "RS256"),
    ("compares_the_beginning_of_alg", "Takes whatever begins with RS256 for RS256.", lambda alg: alg[:5] == "RS256"),
    ("takes_whatever_is_about_rsa", "Takes every alg with RSA in it for RS256.", lambda alg: "rsa" in alg.lower()),
):  # fmt: skip
    mutant_of_table(
        "FORGE-ALG-1",
        _name,
        _sentence,
        taking(lambda visit, token, reads=_reads: reads(header_of(token, "alg")) and is_signed(visit, token)),  # type: ignore[misc]
    )
