"""Signatures that are almost those of RS256: another digest, another padding, another number for the same one.

The blocks are put together here, and raised to the private exponent as a signature is: what a lenient verifier makes
of them needs no weak key. Bleichenbacher's forgery and its siblings (CVE-2006-4339, CVE-2014-1568, CVE-2016-1494,
CVE-2018-15836, CVE-2020-14966 to 14968, CVE-2021-30246, CVE-2022-24771 to 24773); Wycheproof's RSASSA-PKCS1 vectors.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Mapping

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, utils

from conformance.keys import SigningKey
from conformance.minting.drafts import Alteration, Draft
from conformance.protocol import base64url

#: DigestInfo up to the digest itself (RFC 8017, 9.2, note 1).
_INFO: Mapping[str, bytes] = {
    name: bytes.fromhex(text)
    for name, text in {
        "md5": "3020300c06082a864886f70d020505000410",
        "sha1": "3021300906052b0e03021a05000414",
        "sha224": "302d300d06096086480165030402040500041c",
        "sha256": "3031300d060960864801650304020105000420",
        "sha384": "3041300d060960864801650304020205000430",
        "sha512": "3051300d060960864801650304020305000440",
    }.items()
}
_WORDS = {"md5": "MD5", "sha1": "SHA-1", "sha224": "SHA-224", "sha384": "SHA-384", "sha512": "SHA-512"}

#: The object identifier of SHA-256, without and with the NULL of its parameters.
_OID = bytes.fromhex("0609608648016503040201")
_NULL = b"\x05\x00"
_LEAST = 8

#: A block whose padding is right, and what it pads.
_PADDED = re.compile(rb"\x00\x01\xff{8,}+\x00(.+)", re.DOTALL)
#: Has the library pad what it is given as it is; its older releases know no such thing.
_AS_IT_IS = getattr(utils, "NoDigestInfo", None)

#: From the SHA-256 of what is signed, and a length in bytes, to the block that the signature will recover.
_Block = Callable[[bytes, int], bytes]


def _tagged(tag: bytes, content: bytes) -> bytes:
    size = len(content)
    length = bytes([size] if size < 128 else [0x81, size] if size < 256 else [0x82, *size.to_bytes(2, "big")])
    return tag + length + content


def _sequence(*parts: bytes) -> bytes:
    return _tagged(b"\x30", b"".join(parts))


def _octets(digest: bytes) -> bytes:
    return _tagged(b"\x04", digest)


def _padded(
    tail: bytes, size: int, *, first: bytes = b"\x00\x01", fill: bytes = b"\xff", end: bytes = b"\x00"
) -> bytes:
    return first + fill * (size - len(first) - len(end) - len(tail)) + end + tail


def _raised(key: SigningKey, block: bytes) -> bytes:
    """Raise a block to the private exponent: in the library where that can make the block, which takes a twentieth.

    Else by the two primes: a quarter of the time.
    """
    padded = _PADDED.fullmatch(block)
    if padded and _AS_IT_IS is not None:
        return key.private.sign(padded[1], padding.PKCS1v15(), _AS_IT_IS())
    numbers, number = key.private.private_numbers(), int.from_bytes(block, "big")
    by_p, by_q = pow(number, numbers.dmp1, numbers.p), pow(number, numbers.dmq1, numbers.q)
    raised = by_q + numbers.iqmp * (by_p - by_q) % numbers.p * numbers.q
    return raised.to_bytes(key.private.key_size // 8, "big")


def _of_block(block: _Block) -> Alteration:
    def alter(draft: Draft, _now: int) -> str:
        size = draft.key.private.key_size // 8
        return draft.signed_by(lambda message: _raised(draft.key, block(hashlib.sha256(message).digest(), size)))

    return alter


def _of_digest(name: str) -> Alteration:
    def alter(draft: Draft, _now: int) -> str:
        size = draft.key.private.key_size // 8

        def sign(message: bytes) -> bytes:
            return _raised(draft.key, _padded(_INFO[name] + hashlib.new(name, message).digest(), size))

        return draft.signed_by(sign)

    return alter


def _right(digest: bytes) -> bytes:
    return _INFO["sha256"] + digest


def _filled(digest: bytes, size: int) -> bytes:
    """No padding at all: what fills the block stands in the parameters of the algorithm."""
    rest = size - 3 - len(_nested(b"", digest))
    lengths = next(extra for extra in range(20) if len(_nested(bytes(rest - extra), digest)) == size - 3)
    return b"\x00\x01\x00" + _nested(bytes(rest - lengths), digest)


def _nested(garbage: bytes, digest: bytes) -> bytes:
    return _sequence(_sequence(_OID, _tagged(b"\x04", garbage)), _octets(digest))


def _short_padding(tail: bytes, size: int) -> bytes:
    """A padding of eight bytes, and what is left over behind."""
    start = b"\x00\x01" + b"\xff" * _LEAST + b"\x00" + tail
    return start + b"\x01" * (size - len(start))


_PADDINGS: Mapping[str, _Block] = {
    "with a short padding and garbage after the digest": lambda digest, size: _short_padding(_right(digest), size),
    "with a short padding and garbage before the digest": lambda digest, size: (
        b"\x00\x01" + b"\xff" * _LEAST + b"\x00" + b"\x01" * (size - 11 - len(_right(digest))) + _right(digest)
    ),
    "with zeros for its padding": lambda digest, size: _padded(_right(digest), size, fill=b"\x00"),
    "with a wrong byte in its padding": lambda digest, size: _padded(b"\xff\x00" + _right(digest), size, end=b"\xfe"),
    "without an end of its padding": lambda digest, size: _padded(_right(digest), size, end=b"\xff"),
    "with block type 0": lambda digest, size: _padded(_right(digest), size, first=b"\x00\x00"),
    "with block type 2": lambda digest, size: _padded(_right(digest), size, first=b"\x00\x02", fill=b"\xa5"),
    "with a first byte that is not zero": lambda digest, size: _padded(_right(digest), size, first=b"\x01\x01"),
    "of the digest alone, padded": _padded,
    "of the digest alone, without a padding": lambda digest, size: bytes(size - len(digest)) + digest,
    "that says SHA-1 of a digest of SHA-256": lambda digest, size: _padded(_INFO["sha1"][:-1] + b"\x20" + digest, size),
    "with garbage in the parameters of its algorithm": lambda digest, size: _padded(
        _sequence(_sequence(_OID, b"\x04\x0c" + b"\x01" * 12), _octets(digest)), size
    ),
    "with lengths in long form": lambda digest, size: _padded(
        b"\x30\x81\x31" + _sequence(_OID, _NULL) + _octets(digest), size
    ),
    "with bytes after the digest within its sequence": lambda digest, size: _padded(
        _sequence(_sequence(_OID, _NULL), _octets(digest), b"\x04\x02ab"), size
    ),
    "without a padding, but with parameters that fill the block": _filled,
    "with a sequence of no length": lambda digest, size: _padded(
        b"\x30\x80" + _sequence(_OID, _NULL) + _octets(digest) + b"\x00\x00", size
    ),
    "with another tag before the digest": lambda digest, size: _padded(
        _sequence(_sequence(_OID, _NULL), _tagged(b"\x0c", digest)), size
    ),
    "of the first half of the digest, padded": lambda digest, size: _padded(
        _sequence(_sequence(_OID, _NULL), _octets(digest[:16])), size
    ),
    "of an empty digest, padded": lambda _digest, size: _padded(_sequence(_sequence(_OID, _NULL), _octets(b"")), size),
}


def _pss(salt: int) -> Alteration:
    scheme = padding.PSS(padding.MGF1(hashes.SHA256()), salt)
    return lambda draft, _now: draft.signed_by(lambda message: draft.key.private.sign(message, scheme, hashes.SHA256()))


def _number(change: Callable[[int, int], int], more: int = 0) -> Alteration:
    """Another number in the place of the signature, made of it and of the modulus; `more` bytes longer."""

    def alter(draft: Draft, _now: int) -> str:
        modulus, size = draft.key.public.public_numbers().n, draft.key.private.key_size // 8

        def sign(message: bytes) -> bytes:
            number = change(int.from_bytes(draft.key.sign(message), "big"), modulus)
            return number.to_bytes(max(size + more, math.ceil(number.bit_length() / 8)), "big")

        return draft.signed_by(sign)

    return alter


def _rewritten(write: Callable[[bytes], bytes]) -> Alteration:
    return lambda draft, _now: draft.signed_by(lambda message: write(draft.key.sign(message)))


#: Every forgery of a signature, by name.
SIGNATURE_FORGERIES: Mapping[str, Alteration] = {
    **{f"signed with {words} under the name RS256": _of_digest(name) for name, words in _WORDS.items()},
    **{f"whose signature is {words}": _of_block(block) for words, block in _PADDINGS.items() if words[:2] == "of"},
    **{f"with a signature {words}": _of_block(block) for words, block in _PADDINGS.items() if words[:2] != "of"},
    "with a signature whose algorithm has no parameters": _of_block(
        lambda digest, size: _padded(_sequence(_sequence(_OID), _octets(digest)), size)
    ),
    "signed with PS256 under the name RS256": _pss(32),
    "signed with PS256 and no salt under the name RS256": _pss(0),
    "with zeros before its signature": _number(lambda number, _: number, more=1),
    "with the modulus added to its signature": _number(lambda number, modulus: number + modulus, more=1),
    "with one for a signature": _number(lambda _number, _modulus: 1),
    "with the modulus for a signature": _number(lambda _number, modulus: modulus),
    "with the modulus less one for a signature": _number(lambda _number, modulus: modulus - 1),
    "with the negative of its signature": _number(lambda number, modulus: modulus - number),
    "with its signature backwards": _rewritten(lambda signature: signature[::-1]),
    "with its signature in hexadecimal": _rewritten(lambda signature: signature.hex().encode("ascii")),
    "with its signature encoded twice": _rewritten(lambda signature: base64url.encode(signature).encode("ascii")),
    "with ES256 as alg and sixty-four zeros for a signature": lambda draft, _now: draft.with_header(
        alg="ES256"
    ).signed_by(lambda _message: bytes(64)),
}
