"""A signature that does not verify, with all that may explain it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from conformance.validation.token_text import TokenText


@dataclass(frozen=True)
class RejectedSignature:
    """The `raw` bytes of a signature that `key` does not verify; `others` are keys that may, by what to call them."""

    token: TokenText
    raw: bytes = field(repr=False)
    key: RSAPublicKey
    others: Mapping[str, RSAPublicKey]

    @property
    def message(self) -> bytes:
        """What the signature should be over."""
        return self.token.signing_input

    @property
    def right_length(self) -> int:
        """How many bytes a signature by the key has."""
        return (self.key.key_size + 7) // 8
