"""The signature: RS256 by the key in question, over header and payload as they came."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from conformance.validation.expected import Keys
from conformance.validation.reading import TokenText
from conformance.validation.results import Unchecked, Wrong

_FAILED = "eit_signature_verification_failed"


def signature(token: TokenText, keys: Keys) -> str:
    """The signature is RS256 by the key in question, whatever the token says of itself."""
    token.three_parts()
    raw = token.raw[2]
    if raw == b"":
        raise Wrong("there is no signature: the third part is empty", _FAILED)
    if keys.right is None:
        raise Unchecked("no public key was given")
    if raw is None:
        raise Unchecked("the signature could not be decoded")
    if not is_rs256(keys.right, raw, token.signing_input):
        from conformance.validation.clues import clue  # only here: it looks for what went wrong

        raise Wrong(f"the signature does not verify with the public key: {clue(token, raw, keys)}", _FAILED)
    return f"RS256, verified with the public key, {keys.right.key_size} bits"


def is_rs256(key: RSAPublicKey, raw: bytes, message: bytes) -> bool:
    """Say whether `raw` is the RS256 signature of `message` by the private half of `key`."""
    try:
        key.verify(raw, message, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True
