"""A right identity token, made of its parts so that one of them can be changed."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import jwt

from conformance.clock import Clock
from conformance.keys import SigningKey
from conformance.protocol import base64url
from conformance.protocol.identity_token import ALG, CTY, TYP, compact_json

#: A right token was made a moment ago, so that a target whose clock is a little behind does not see the future.
_AGE = 5
#: How long a right token is good for, in seconds: the documents call more than ten minutes pointless.
_GOOD_FOR = 300

#: Users as there are anywhere: a target must not know the suite by its user.
_NAMES = ("anna", "ben", "chris", "dana", "elif", "femi", "grace", "hugo", "ines", "jan", "kim", "lena", "mia", "noor")


def new_user() -> str:
    """Return a user to sign in as: an ordinary name, and another one in every run."""
    return f"{secrets.choice(_NAMES)}.{secrets.token_hex(3)}"


@dataclass(frozen=True)
class Draft:
    """An identity token before it is signed: JOSE header, claims, and the key that will sign.

    `key_set` is where a stranger's keys can be fetched, for a token that says so.
    """

    header: Mapping[str, Any]
    claims: Mapping[str, Any]
    key: SigningKey
    key_set: Callable[[], str] = lambda: "https://keys.invalid/jwks.json"

    def with_header(self, **parameters: Any) -> Draft:
        """Return the draft with these header parameters changed."""
        return replace(self, header={**self.header, **parameters})

    def without_header(self, name: str) -> Draft:
        """Return the draft without the header parameter `name`."""
        return replace(self, header={k: v for k, v in self.header.items() if k != name})

    def with_claims(self, **claims: Any) -> Draft:
        """Return the draft with these claims changed."""
        return replace(self, claims={**self.claims, **claims})

    def without_claim(self, name: str) -> Draft:
        """Return the draft without the claim `name`."""
        return replace(self, claims={k: v for k, v in self.claims.items() if k != name})

    def with_key(self, key: SigningKey, key_id: str | None = None) -> Draft:
        """Return the draft with another key, under the id of the first where `key_id` is None."""
        draft = replace(self, key=key)
        return draft if key_id is None else draft.with_header(kid=key_id)

    def right(self) -> str:
        """Return the token as a library makes it: what every provider should send."""
        headers = {k: v for k, v in self.header.items() if k != "alg"}
        return jwt.encode(dict(self.claims), self.key.private, algorithm=ALG, headers=headers)

    def parts(self) -> tuple[str, str]:
        """Return the encoded header and payload."""
        return base64url.encode(compact_json(self.header)), base64url.encode(compact_json(self.claims))

    def signed(self, header: str | None = None, payload: str | None = None) -> str:
        """Return the token with these encoded parts in place of its own, signed over what it then holds.

        It is assembled here because PyJWT refuses to make most of the tokens that a server must refuse.
        """
        return self.signed_by(self.key.sign, header, payload)

    def is_signed_as(self, token: str) -> bool:
        """Say whether `token` is what `signed` returns; where its first two parts are others, nothing is signed."""
        return token.startswith(f"{'.'.join(self.parts())}.") and token == self.signed()

    def signed_by(self, sign: Callable[[bytes], bytes], header: str | None = None, payload: str | None = None) -> str:
        """Return the token with what `sign` makes of its first two parts as its signature."""
        own_header, own_payload = self.parts()
        signing_input = f"{own_header if header is None else header}.{own_payload if payload is None else payload}"
        return f"{signing_input}.{base64url.encode(sign(signing_input.encode('utf-8')))}"

    def of_json(self, header: str | None = None, payload: str | None = None) -> str:
        """Return the token with this very JSON, or whatever it is, as header or payload."""
        header, payload = (
            None if text is None else base64url.encode(text.encode("utf-8")) for text in (header, payload)
        )
        return self.signed(header, payload)

    def json(self, part: str) -> str:
        """Return the compact JSON of the `header` or the `payload`."""
        return compact_json(self.header if part == "header" else self.claims).decode("utf-8")


#: From a right draft, and the target's time of day in seconds, to the text of a token.
Alteration = Callable[[Draft, int], str]


class Mint:
    """Makes drafts of right tokens for one provider, by the target's clock."""

    def __init__(
        self, clock: Clock, provider_id: str, key_id: str, key: SigningKey, key_set: Callable[[], str] | None = None
    ) -> None:
        self._clock = clock
        self._provider_id = provider_id
        self._key_id = key_id
        self._key = key
        self._key_set = key_set
        #: The user who signs in unless a draft names another.
        self.user = new_user()

    def draft(self, nonce: str, *, user: str | None = None, good_for: int = _GOOD_FOR) -> Draft:
        """Return a draft that the target must accept: `good_for` is in seconds from now."""
        now = int(self._clock.now())
        draft = Draft(
            header={"typ": TYP, "alg": ALG, "cty": CTY, "kid": self._key_id},
            claims={
                "iss": self._provider_id,
                "prn": user or self.user,
                "iat": now - _AGE,
                "exp": now + good_for,
                "nce": nonce,
            },
            key=self._key,
        )
        return replace(draft, key_set=self._key_set) if self._key_set else draft

    def now(self) -> int:
        """Return the target's time of day in whole seconds since the epoch."""
        return int(self._clock.now())
