"""Servers that verify a signature by halves: the digest anywhere in it, or any digest, or a number that is almost it."""

from __future__ import annotations

import binascii
import hashlib
from collections.abc import Callable
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from conformance.protocol import base64url
from conformance.reference.mutants.registry import mutant_of_table
from conformance.reference.mutants.server.departures import Change, falling_over
from conformance.reference.mutants.server.lenient_verifiers import header_of, is_signed, own_key, taking
from conformance.reference.server import Visit
from conformance.reference.server.reading import PresentedToken

_SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
_SHA256_OID = bytes.fromhex("0609608648016503040201")

#: Whether a block that a signature recovers will do, for what was signed.
_Enough = Callable[[bytes, bytes], bool]


def _recovering(enough: _Enough) -> Change:
    """Whatever the signature recovers is looked at by the server's own hand."""

    def takes(visit: Visit, token: PresentedToken) -> bool:
        numbers, size = own_key(visit).public.public_numbers(), own_key(visit).public.key_size // 8
        number = int.from_bytes(token.signature, "big")
        if header_of(token, "alg") != "RS256" or len(token.signature) != size or number >= numbers.n:
            return False
        return enough(pow(number, numbers.e, numbers.n).to_bytes(size, "big"), token.signed)

    return taking(takes)


def _ends_with(name: str) -> _Enough:
    return lambda block, signed: block.endswith(hashlib.new(name, signed).digest())


def _digest(signed: bytes) -> bytes:
    return hashlib.sha256(signed).digest()


def _after_the_padding(block: bytes) -> bytes:
    """Return what follows the first zero byte behind the block type."""
    return block[2:].partition(b"\x00")[2]


def _skips_any_padding(block: bytes, signed: bytes) -> bool:
    return _after_the_padding(block) == _SHA256_INFO + _digest(signed)


def _reads_no_further(block: bytes, signed: bytes) -> bool:
    return block[:2] == b"\x00\x01" and _after_the_padding(block).startswith(_SHA256_INFO + _digest(signed))


def _finds_oid_and_digest(block: bytes, signed: bytes) -> bool:
    return block[:2] == b"\x00\x01" and _SHA256_OID in block and block.endswith(_digest(signed))


def _compares_as_much_as_there_is(block: bytes, signed: bytes) -> bool:
    """The digest is compared as far as the signature has it."""
    before, _, found = _after_the_padding(block).rpartition(b"\x04" + block[-17:-16])
    return _SHA256_OID in before and len(found) == 16 and _digest(signed).startswith(found)


def _needs_no_digest(block: bytes, _: bytes) -> bool:
    return block[:2] == b"\x00\x01" and _SHA256_OID in block and block.endswith(b"\x05\x00\x04\x00")


def _needs_no_padding(block: bytes, signed: bytes) -> bool:
    return block[:3] == b"\x00\x01\x00" and _finds_oid_and_digest(block, signed)


def _reads_any_length(block: bytes, signed: bytes) -> bool:
    return _after_the_padding(block)[:2] == b"\x30\x80" and _digest(signed) in block


def _reads_any_tag(block: bytes, signed: bytes) -> bool:
    found = _after_the_padding(block)
    return found[:17] == _SHA256_INFO[:17] and found[18:] == b"\x20" + _digest(signed)


for _requirement, _name, _sentence, _enough in (
    ("FORGE-PADDING-1", "compares_as_much_digest_as_there_is", "Compares a digest as far as the signature has it.",
     _compares_as_much_as_there_is),
    ("FORGE-PADDING-1", "needs_no_digest", "Finds an empty digest equal to any.", _needs_no_digest),
    ("FORGE-PADDING-1", "needs_no_padding", "Reads a signature without one byte of padding.", _needs_no_padding),
    ("FORGE-PADDING-1", "reads_sequences_of_no_length", "Reads a sequence that is as long as it goes on.",
     _reads_any_length),
    ("FORGE-PADDING-1", "reads_any_tag_for_octets", "Reads a digest under any tag.", _reads_any_tag),
    ("FORGE-DIGEST-1", "verifies_sha1_as_well", "Takes a signature over SHA-1 under the name RS256.",
     _ends_with("sha1")),
    ("FORGE-DIGEST-1", "verifies_md5_as_well", "Takes a signature over MD5 under the name RS256.", _ends_with("md5")),
    ("FORGE-DIGEST-1", "lets_the_signature_name_its_digest", "Takes whatever digest of SHA-2 the signature names.",
     lambda block, signed: any(_ends_with(name)(block, signed) for name in ("sha224", "sha384", "sha512"))),
    ("FORGE-PADDING-1", "looks_for_the_digest_anywhere", "Takes a signature with the digest anywhere in it.",
     lambda block, signed: _digest(signed) in block),
    ("FORGE-PADDING-1", "skips_any_padding", "Skips the padding of a signature without looking at it.",
     _skips_any_padding),
    ("FORGE-PADDING-1", "ignores_what_follows_the_digest", "Ignores what follows the digest in a signature.",
     _reads_no_further),
    ("FORGE-PADDING-1", "ignores_the_parameters_of_the_digest", "Looks for name and digest and not between them.",
     _finds_oid_and_digest),
    ("FORGE-PADDING-1", "compares_the_end_of_the_block", "Compares the end of what a signature recovers.",
     _ends_with("sha256")),
):  # fmt: skip
    mutant_of_table(_requirement, _name, _sentence, _recovering(_enough))


def _is_pss(visit: Visit, token: PresentedToken, salt: Any = padding.PSS.AUTO) -> bool:
    scheme = padding.PSS(padding.MGF1(hashes.SHA256()), salt)
    try:
        own_key(visit).public.verify(token.signature, token.signed, scheme, hashes.SHA256())
    except InvalidSignature:
        return False
    return header_of(token, "alg") == "RS256"


mutant_of_table(
    "FORGE-SCHEME-1", "verifies_pss_as_rs256", "Takes a signature by PSS under the name RS256.", taking(_is_pss)
)
mutant_of_table(
    "FORGE-SCHEME-1",
    "verifies_pss_without_salt_as_rs256",
    "Takes a signature by PSS without a salt under the name RS256, because it is the same each time.",
    taking(lambda visit, token: _is_pss(visit, token, 0)),
)
mutant_of_table(
    "FORGE-SCHEME-1",
    "falls_over_pss",
    "Answers 500 to a signature by PSS under the name RS256.",
    falling_over("FORGE-SCHEME-1", lambda visit: visit.token is not None and _is_pss(visit, visit.token)),
)


def _number(token: PresentedToken) -> int:
    return int.from_bytes(token.signature, "big")


def _is_fixed_point(visit: Visit, token: PresentedToken) -> bool:
    modulus = own_key(visit).public.public_numbers().n
    return bool(token.signature) and _number(token) % modulus in (1, modulus - 1)


def _is_negative(visit: Visit, token: PresentedToken) -> bool:
    modulus = own_key(visit).public.public_numbers().n
    number = (modulus - _number(token)) % modulus
    return is_signed(visit, token, number.to_bytes(own_key(visit).public.key_size // 8, "big"))


def _is_in_hexadecimal(visit: Visit, token: PresentedToken) -> bool:
    try:
        return is_signed(visit, token, binascii.unhexlify(token.signature))
    except binascii.Error:
        return False


def _is_encoded_twice(visit: Visit, token: PresentedToken) -> bool:
    try:
        return is_signed(visit, token, base64url.decode(token.signature.decode("ascii")))
    except ValueError:
        return False


def _without_zeros(visit: Visit, token: PresentedToken) -> bool:
    size = own_key(visit).public.key_size // 8
    return is_signed(visit, token, token.signature.lstrip(b"\0").rjust(size, b"\0"))


def _modulo(visit: Visit, token: PresentedToken) -> bool:
    public = own_key(visit).public
    return is_signed(visit, token, (_number(token) % public.public_numbers().n).to_bytes(public.key_size // 8, "big"))


for _requirement, _name, _sentence, _takes in (
    ("FORGE-VALUE-1", "takes_one_for_a_signature", "Takes one, or minus one, for a signature.", _is_fixed_point),
    ("FORGE-VALUE-1", "takes_the_modulus_for_a_signature", "Takes the modulus of its key for a signature.",
     lambda visit, token: _number(token) == own_key(visit).public.public_numbers().n),
    ("FORGE-VALUE-1", "ignores_the_sign_of_a_signature", "Takes the negative of a signature for it.", _is_negative),
    ("FORGE-VALUE-1", "reads_signatures_backwards", "Reads the bytes of a signature in either order.",
     lambda visit, token: is_signed(visit, token, token.signature[::-1])),
    ("FORGE-VALUE-1", "reads_signatures_in_hexadecimal", "Reads a signature in hexadecimal.", _is_in_hexadecimal),
    ("FORGE-VALUE-1", "decodes_signatures_twice", "Reads a signature that is encoded twice.", _is_encoded_twice),
    ("FORGE-VALUE-1", "takes_zeros_for_a_signature_of_es256", "Takes sixty-four zeros for a signature by ES256.",
     lambda _, token: header_of(token, "alg") == "ES256" and token.signature == bytes(64)),
    ("FORGE-LENGTH-1", "skips_zeros_before_a_signature", "Skips zeros before a signature.", _without_zeros),
    ("FORGE-LENGTH-1", "reads_the_ends_of_signatures", "Reads as many bytes from the end of a signature as it has.",
     lambda visit, token: is_signed(visit, token, token.signature[-own_key(visit).public.key_size // 8 :])),
    ("FORGE-LENGTH-1", "reduces_signatures", "Takes a signature modulo the modulus of its key.", _modulo),
):  # fmt: skip
    mutant_of_table(_requirement, _name, _sentence, taking(_takes))
