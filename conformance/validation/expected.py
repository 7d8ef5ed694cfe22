"""What is known beforehand about a token: who should have made it, for whom, with which nonce, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey


@dataclass(frozen=True)
class Expected:
    """What a token should say. None: that is not known, and not compared.

    `claims` are optional claims with the values that they should have.
    """

    provider_id: str | None = None
    key_id: str | None = None
    nonce: str | None = field(default=None, repr=False)
    user: str | None = None
    claims: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReferenceTime:
    """The time at which a token is judged; all of it in seconds.

    `now` is since the epoch, give or take `uncertainty`; `skew` is how far apart the clocks may be. `max_age` is
    how long ago the token was made at most, such as the time that its provider took to answer; None where it may be
    of any age.
    """

    now: float
    skew: float = 10.0
    max_age: float | None = None
    uncertainty: float = 0.0


@dataclass(frozen=True)
class Keys:
    """The key that should have signed, and others, by what to call them, that might have."""

    right: RSAPublicKey | None = None
    others: Mapping[str, RSAPublicKey] = field(default_factory=dict)
