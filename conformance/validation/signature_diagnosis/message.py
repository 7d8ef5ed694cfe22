"""Signatures that the key in question did make: with another hash, over other bytes, or encoded in another way."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding

from conformance.protocol import base64url
from conformance.validation.rs256 import is_rs256
from conformance.validation.signature_diagnosis.rejected import RejectedSignature
from conformance.validation.token_text import TokenText

#: What stands in front of a digest in PKCS#1 v1.5 (RFC 8017, 9.2), with the hash and the algorithm that it means.
_DIGEST_INFO = (
    (bytes.fromhex("3031300d060960864801650304020105000420"), "sha256", "RS256"),
    (bytes.fromhex("3041300d060960864801650304020205000430"), "sha384", "RS384"),
    (bytes.fromhex("3051300d060960864801650304020305000440"), "sha512", "RS512"),
    (bytes.fromhex("3021300906052b0e03021a05000414"), "sha1", "RSA with SHA-1"),
    (bytes.fromhex("3020300c06082a864886f70d020505000410"), "md5", "RSA with MD5"),
)

_FROM_URL_SAFE = bytes.maketrans(b"-_", b"+/")


def other_message_clue(rejected: RejectedSignature) -> str | None:
    """Say what the key in question has signed, where it has signed anything."""
    try:
        signed = rejected.key.recover_data_from_signature(rejected.raw, padding.PKCS1v15(), None)
    except InvalidSignature:
        return None
    for prefix, name, algorithm in _DIGEST_INFO:
        if signed.startswith(prefix):
            return _of_digest(rejected.token, signed.removeprefix(prefix), name, algorithm)
    return _of_no_digest(rejected.token, signed)


def other_encoding_clue(rejected: RejectedSignature) -> str | None:
    """Say how a right signature was encoded on its way into the token."""
    for words, candidate in _decodings(rejected.raw, rejected.right_length):
        if is_rs256(rejected.key, candidate, rejected.message):
            return f"it is the right one, {words}"
    return None


def _of_digest(token: TokenText, digest: bytes, name: str, algorithm: str) -> str:
    if _hashed(name, token.signing_input) == digest:
        return f"it does as {algorithm}; it should be RS256"
    for words, message in _other_messages(token):
        if _hashed(name, message) == digest:
            cause = f"this key made it, as {algorithm} over {words}"
            return f"{cause}; it should be over header.payload as they stand in the token"
    return "this key made it, over something else: header or payload were changed afterwards, or it is another token's"


def _of_no_digest(token: TokenText, signed: bytes) -> str:
    digest = _hashed("sha256", token.signing_input)
    if signed in (digest, digest.hex().encode("ascii")):
        return "the bare SHA-256 digest was encrypted with the private key; RS256 names the hash too (RFC 8017, 9.2)"
    return "this key made it, in a way that is not RS256"


def _hashed(name: str, message: bytes) -> bytes:
    return hashlib.new(name, message, usedforsecurity=False).digest()


def _other_messages(token: TokenText) -> Iterator[tuple[str, bytes]]:
    """Yield what is signed by mistake, with what to call it."""
    header, payload = (part.encode("utf-8", "surrogatepass") for part in token.parts[:2])
    digest = hashlib.sha256(token.signing_input)
    yield "the SHA-256 digest of header.payload, which was hashed once more", digest.digest()
    yield "the SHA-256 digest of header.payload in hexadecimal", digest.hexdigest().encode("ascii")
    yield "header.payload and a line break", token.signing_input + b"\n"
    yield "header and payload without the dot between them", header + payload
    yield "the payload alone", payload
    if token.raw[0] is not None and token.raw[1] is not None:
        yield from _respelt(token.raw[0], token.raw[1])


def _respelt(header: bytes, payload: bytes) -> Iterator[tuple[str, bytes]]:
    right = _joined(lambda raw: base64url.encode(raw).encode("ascii"), header, payload)
    yield "header and payload in base64url without padding, which is not how they stand in the token", right
    yield "the JSON of the payload", payload
    yield "the JSON of header and payload", header + b"." + payload
    yield "header and payload in base64url with padding", _joined(base64.urlsafe_b64encode, header, payload)
    yield "header and payload in standard base64", _joined(base64.b64encode, header, payload)
    unpadded = _joined(lambda raw: base64.b64encode(raw).rstrip(b"="), header, payload)
    yield "header and payload in standard base64 without padding", unpadded


def _joined(encode: Callable[[bytes], bytes], header: bytes, payload: bytes) -> bytes:
    return encode(header) + b"." + encode(payload)


def _decodings(raw: bytes, length: int) -> Iterator[tuple[str, bytes]]:
    """Yield what the bytes may be of, read in the ways in which signatures are written by mistake."""
    yield "encoded in base64 twice", _decoded(raw, _base64)
    yield "written in hexadecimal first", _decoded(raw, lambda text: bytes.fromhex(text.decode("ascii")))
    yield "with its bytes in reverse order", raw[::-1]
    if (surplus := len(raw) - length) > 0:
        count = f"{surplus} byte{'s' if surplus > 1 else ''}"
        yield f"with {count} too many in front of it", raw[-length:]
        yield f"with {count} too many behind it", raw[:length]


def _decoded(raw: bytes, decode: Callable[[bytes], bytes]) -> bytes:
    try:
        return decode(raw)
    except ValueError:
        return b""


def _base64(text: bytes) -> bytes:
    return base64.b64decode(text.translate(_FROM_URL_SAFE).rstrip(b"=") + b"==", validate=True)
