"""The signature: RS256 by the key in question, over header and payload as they came."""

from __future__ import annotations

from conformance.validation.clues import clue
from conformance.validation.rejected import Rejected
from conformance.validation.results import Unchecked, Wrong
from conformance.validation.rs256 import is_rs256
from conformance.validation.subject import Subject

_FAILED = "eit_signature_verification_failed"


def signature(subject: Subject) -> str:
    """The signature is RS256 by the key in question, whatever the token says of itself."""
    token, keys = subject.token, subject.keys
    token.three_parts()
    raw = token.raw[2]
    if raw == b"":
        raise Wrong("there is no signature: the third part is empty", _FAILED)
    if keys.right is None:
        raise Unchecked("no public key was given")
    if raw is None:
        raise Unchecked("the signature could not be decoded")
    if not is_rs256(keys.right, raw, token.signing_input):
        why = clue(Rejected(token, raw, keys.right, keys.others))
        raise Wrong(f"the signature does not verify with the public key: {why}", _FAILED)
    return f"RS256, verified with the public key, {keys.right.key_size} bits"
