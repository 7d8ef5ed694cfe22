"""The signature: RS256 by the key in question, over header and payload as they came."""

from __future__ import annotations

from conformance.validation.context import CheckContext
from conformance.validation.results import CheckFailed, CheckSkipped
from conformance.validation.rs256 import is_rs256
from conformance.validation.signature_diagnosis.clues import diagnose
from conformance.validation.signature_diagnosis.rejected import RejectedSignature

_FAILED = "eit_signature_verification_failed"


def signature(context: CheckContext) -> str:
    """The signature is RS256 by the key in question, whatever the token says of itself."""
    token, keys = context.token, context.keys
    token.three_parts()
    raw = token.raw[2]
    if raw == b"":
        raise CheckFailed("there is no signature: the third part is empty", _FAILED)
    if keys.right is None:
        raise CheckSkipped("no public key was given")
    if raw is None:
        raise CheckSkipped("the signature could not be decoded")
    if not is_rs256(keys.right, raw, token.signing_input):
        why = diagnose(RejectedSignature(token, raw, keys.right, keys.others))
        raise CheckFailed(f"the signature does not verify with the public key: {why}", _FAILED)
    return f"RS256, verified with the public key, {keys.right.key_size} bits"
