"""Why a signature does not verify: which other key, algorithm or message it does verify with, where that shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from conformance.validation.expected import Keys
from conformance.validation.other_algorithms import hmac_clue, pss_clue
from conformance.validation.other_keys import other_key_clue
from conformance.validation.other_messages import other_encoding_clue, other_message_clue
from conformance.validation.reading import TokenText

_Clue = Callable[[TokenText, bytes, Keys], str | None]

#: How long signatures of other families are, in bytes.
_KNOWN_LENGTHS = {
    32: "the length of an HMAC with SHA-256 (HS256)",
    48: "the length of an HMAC with SHA-384 (HS384)",
    64: "the length of ES256, EdDSA or HS512",
    96: "the length of ES384",
    132: "the length of ES512",
}


def clue(token: TokenText, raw: bytes, keys: Keys) -> str:
    """Return the first explanation that fits, as a clause."""
    return next(_explanations(token, raw, keys))


def _explanations(token: TokenText, raw: bytes, keys: Keys) -> Iterator[str]:
    for look in _LOOKS:
        if found := look(token, raw, keys):
            yield found
    yield "another key made it, or header or payload were changed afterwards"


def _length_clue(_: TokenText, raw: bytes, keys: Keys) -> str | None:
    wanted = (keys.right.key_size + 7) // 8 if keys.right else 0
    if len(raw) == wanted:
        return None
    hint = _KNOWN_LENGTHS.get(len(raw)) or _rsa_length(len(raw)) or "it was cut, or another key made it"
    return f"it has {len(raw)} bytes and one by this key has {wanted}; {hint}"


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
