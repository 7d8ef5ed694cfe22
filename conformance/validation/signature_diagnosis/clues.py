"""Why a signature does not verify: which other key, algorithm or message it does verify with, where that shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from conformance.validation.signature_diagnosis.algorithm import hmac_clue, pss_clue
from conformance.validation.signature_diagnosis.key import other_key_clue
from conformance.validation.signature_diagnosis.message import other_encoding_clue, other_message_clue
from conformance.validation.signature_diagnosis.rejected import RejectedSignature

_Clue = Callable[[RejectedSignature], str | None]

#: How long signatures of other families are, in bytes.
_KNOWN_LENGTHS = {
    32: "the length of an HMAC with SHA-256 (HS256)",
    48: "the length of an HMAC with SHA-384 (HS384)",
    64: "the length of ES256, EdDSA or HS512",
    96: "the length of ES384",
    132: "the length of ES512",
}


def diagnose(rejected: RejectedSignature) -> str:
    """Return the first explanation that fits, as a clause."""
    return next(_explanations(rejected))


def _explanations(rejected: RejectedSignature) -> Iterator[str]:
    for look in _LOOKS:
        if clue := look(rejected):
            yield clue
    yield "another key made it, or header or payload were changed afterwards"


def _length_clue(rejected: RejectedSignature) -> str | None:
    length, right = len(rejected.raw), rejected.right_length
    if length == right:
        return None
    hint = _KNOWN_LENGTHS.get(length) or _rsa_length(length) or "it was cut, or another key made it"
    return f"it has {length} bytes and one by this key has {right}; {hint}"


def _rsa_length(length: int) -> str | None:
    return f"the length of one by an RSA key of {length * 8} bits" if length in (128, 256, 384, 512) else None


_LOOKS: tuple[_Clue, ...] = (
    other_message_clue,
    pss_clue,
    hmac_clue,
    other_key_clue,
    other_encoding_clue,
    _length_clue,
)
