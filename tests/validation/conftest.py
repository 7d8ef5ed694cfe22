"""A right token, ways to change it, and what the checks say to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from conformance.keys import SigningKey, published_key
from conformance.protocol import base64url
from conformance.validation import Expected, Keys, ReferenceTime, Validation, check_token

#: 2016-04-18T23:47:34Z, the iat of the documents' own example.
NOW = 1461023254
EXPECTED = Expected(
    "layer:///providers/cf0eb712-d9ab-11e5-b6a9-c01d00006542",
    "layer:///keys/cd8c286e-f2e4-11e5-99fe-eecb000000b0",
    "b7a5fba5ad402d072013c1949481c1080860ff32",
    "alice",
)
HEADER = {"typ": "JWT", "alg": "RS256", "cty": "layer-eit;v=1", "kid": EXPECTED.key_id}
CLAIMS = {"iss": EXPECTED.provider_id, "prn": "alice", "iat": NOW, "exp": NOW + 120, "nce": EXPECTED.nonce}
#: As a value: leave the member out.
MISSING = object()


@dataclass(frozen=True)
class Bench:
    """Makes tokens by the application's key, and checks them as its provider's."""

    key: SigningKey = field(default_factory=lambda: published_key("application"))
    expected: Expected = EXPECTED
    moment: ReferenceTime | None = field(default_factory=lambda: ReferenceTime(NOW + 1))

    def token(
        self,
        header: Mapping[str, object] | bytes | None = None,
        claims: Mapping[str, object] | bytes | None = None,
        sign: Callable[[bytes], bytes] | None = None,
    ) -> str:
        """Return a token; members replace right ones, bytes stand for a whole part, `sign` for RS256."""
        parts = (_raw(HEADER, header), _raw(CLAIMS, claims))
        signed = ".".join(map(base64url.encode, parts))
        return f"{signed}.{base64url.encode((sign or self.key.sign)(signed.encode()))}"

    def check(self, text: str, **others: Any) -> Validation:
        return check_token(text, Keys(self.key.public, others), self.expected, self.moment)

    def of(self, **changes: Any) -> Bench:
        """Return the bench with something else about it."""
        return Bench(**{"key": self.key, "expected": self.expected, "moment": self.moment, **changes})


def _raw(right: Mapping[str, object], changes: Mapping[str, object] | bytes | None) -> bytes:
    if isinstance(changes, bytes):
        return changes
    members = {**right, **(changes or {})}
    return json.dumps({name: value for name, value in members.items() if value is not MISSING}).encode()


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
def missing() -> object:
    """Return what leaves a member out."""
    return MISSING


@pytest.fixture
def now() -> int:
    return NOW


@pytest.fixture
def failures() -> Callable[[Validation], dict[str, str | None]]:
    """Return what lists the checks that failed, with their causes."""
    return lambda validation: {check.id: check.cause for check in validation.checks if check.outcome.value == "failed"}
