"""Providers that sign with another key, another algorithm, or something else than the token."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from conformance.keys import published_key
from conformance.protocol.identity_token import compact_json
from conformance.reference.mutants.provider.departures import Change, provider_mutant, provider_mutant_of_table
from conformance.reference.provider import ReferenceProvider, TokenVisit

_Signs = Callable[[TokenVisit, bytes], bytes]


def _pss(visit: TokenVisit, signed: bytes) -> bytes:
    scheme = padding.PSS(padding.MGF1(hashes.SHA256()), hashes.SHA256.digest_size)
    return visit.provider.signing_key.private.sign(signed, scheme, hashes.SHA256())


def _hashed(algorithm: hashes.HashAlgorithm) -> _Signs:
    return lambda visit, signed: visit.provider.signing_key.private.sign(signed, padding.PKCS1v15(), algorithm)


def _right(visit: TokenVisit, signed: bytes) -> bytes:
    return visit.provider.signing_key.sign(signed)


def _signing(signs: _Signs) -> Change:
    return lambda provider: provider.replacing("ISSUE-SIG-1", signs)


for _name, _sentence, _signs in (
    ("signs_with_a_key_of_its_own", "Signs with a key that was never registered.",
     lambda _, signed: published_key("stranger").sign(signed)),
    ("signs_with_the_key_of_another_app", "Signs with a key that is registered for another provider.",
     lambda _, signed: published_key("other_provider").sign(signed)),
    ("signs_with_a_shorter_key", "Signs with a key of 1024 bits that was never registered.",
     lambda _, signed: published_key("short").sign(signed)),
    ("signs_with_the_public_key_as_a_secret", "Makes an HMAC that is keyed with the public key.",
     lambda visit, signed: hmac.digest(visit.provider.signing_key.public_pem, signed, "sha256")),
    ("signs_with_a_word", "Makes an HMAC that is keyed with a word.",
     lambda _, signed: hmac.digest(b"secret", signed, "sha256")),
    ("signs_with_pss", "Signs as PS256 does.", _pss),
    ("signs_with_sha_1", "Signs with SHA-1.", _hashed(hashes.SHA1())),  # noqa: S303
    ("signs_with_sha_512", "Signs as RS512 does.", _hashed(hashes.SHA512())),
    ("signs_a_digest_again", "Signs the digest of the token, which is then digested once more.",
     lambda visit, signed: _right(visit, hashlib.sha256(signed).digest())),
    ("signs_the_payload_only", "Signs the payload without the header.",
     lambda visit, signed: _right(visit, signed.partition(b".")[2])),
    ("signs_the_header_only", "Signs the header without the payload.",
     lambda visit, signed: _right(visit, signed.partition(b".")[0])),
    ("signs_without_the_dot", "Signs header and payload without the dot between them.",
     lambda visit, signed: _right(visit, signed.replace(b".", b""))),
    ("signs_with_a_line_break", "Signs the token with a line break behind it.",
     lambda visit, signed: _right(visit, signed + b"\n")),
    ("signs_the_members_before_they_are_encoded", "Signs the JSON, and not the parts of the token.",
     lambda visit, _: _right(visit, compact_json(visit.members("header")) + compact_json(visit.members("claims")))),
    ("cuts_signatures", "Cuts the signature after 128 bytes.", lambda visit, signed: _right(visit, signed)[:128]),
    ("turns_signatures_round", "Writes the bytes of the signature backwards.",
     lambda visit, signed: _right(visit, signed)[::-1]),
    ("writes_signatures_in_hexadecimal", "Encodes the hexadecimal digits of the signature.",
     lambda visit, signed: _right(visit, signed).hex().encode()),
    ("gives_random_signatures", "Writes random bytes in the place of a signature.", lambda _visit, _signed: os.urandom(256)),
    ("gives_signatures_of_zeros", "Writes zeros in the place of a signature.", lambda _visit, _signed: bytes(256)),
):  # fmt: skip
    provider_mutant_of_table("ISSUE-SIG-1", _name, _sentence, _signing(_signs))


@provider_mutant("ISSUE-SIG-1")
def changes_tokens_that_are_signed(provider: ReferenceProvider) -> ReferenceProvider:
    """Gives a token whose payload is written anew after it was signed."""
    part = provider.rules["part"]

    def joined(visit: TokenVisit, header: str, _: str, signature: str) -> str:
        claims: str = part(visit, {**visit.members("claims"), "jti": "1"})
        return f"{header}.{claims}.{signature}"

    return provider.replacing("ISSUE-PARTS-1", joined)


@provider_mutant("ISSUE-SIG-1")
def keeps_its_first_signature(provider: ReferenceProvider) -> ReferenceProvider:
    """Gives the signature of its first token with every other one."""
    kept: list[bytes] = []

    def first(visit: TokenVisit, signed: bytes) -> bytes:
        kept.append(_right(visit, signed))
        return kept[0]

    return provider.replacing("ISSUE-SIG-1", first)
