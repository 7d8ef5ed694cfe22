"""A provider as a target: where it is asked for tokens, in which words, and by whose logins."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from conformance.targets.base import Target
from conformance.targets.templates import OF_PASSWORD, Template, Value, templates_in

#: The path that the documents' sample service is asked at (Android, Authenticate).
SAMPLE_PATH = "/identity_tokens"


@dataclass(frozen=True)
class ProviderCredentials:
    """For which application the provider signs, as whom, and the public half of what it signs with."""

    app_id: str
    provider_id: str
    key_id: str
    public_key: RSAPublicKey


@dataclass(frozen=True)
class LoginTemplate:
    """What a user signs in with at the provider; `password` is empty where the request carries none."""

    id: str
    password: str = field(default="", repr=False)

    @property
    def basic(self) -> str:
        """Id and password as HTTP's Basic scheme wants them (RFC 7617)."""
        return base64.b64encode(f"{self.id}:{self.password}".encode()).decode("ascii")


@dataclass(frozen=True)
class User(LoginTemplate):
    """A user of the provider: `prn` is what their tokens must say, `claims` what optional claims must be."""

    prn: str = ""
    claims: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RequestTemplate:
    """The request for a token. `encoding` is ``json``, ``form`` or ``query``: where the fields go."""

    method: str
    encoding: str
    headers: Mapping[str, Template]
    fields: Mapping[str, Value]

    def carries(self, *placeholders: str) -> bool:
        """Say whether any of these placeholders stands in a field or a header."""
        return any(template.names & set(placeholders) for template in self._templates())

    def _templates(self) -> Iterator[Template]:
        yield from self.headers.values()
        yield from templates_in(self.fields)


@dataclass(frozen=True)
class TokenLocation:
    """Where in an answer the token stands: members of JSON, one inside the other, or the bare body for no members."""

    members: tuple[str, ...]

    def __str__(self) -> str:
        """Return the place in the words of a finding."""
        return ".".join(self.members) if self.members else "the bare body"

    def find(self, body: bytes) -> object:
        """Return the value at that place, or None where there is none.

        A bare body may be a JSON string, as some frameworks write every string.
        """
        value = _json(body)
        if not self.members:
            return value if isinstance(value, str) else body.decode("utf-8", "replace").strip() or None
        for member in self.members:
            value = _inside(value, member)
        return value


def _json(body: bytes) -> object:
    try:
        return json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        return None


def _inside(value: object, member: str) -> object:
    """Return the member of an object, or the item of an array where `member` is its number."""
    if isinstance(value, dict):
        return value.get(member)
    if isinstance(value, list) and member.isdecimal() and int(member) < len(value):
        return value[int(member)]
    return None


@dataclass(frozen=True, kw_only=True)
class ProviderTarget(Target):
    """An identity server. `url` is where tokens are asked for; each of `passwords` must never be shown.

    `sample` says that it serves applications in staging only, as the documents' sample service does.
    """

    credentials: ProviderCredentials
    request: RequestTemplate
    token: TokenLocation
    users: tuple[User, ...]
    wrong_login: LoginTemplate | None = None
    sample: bool = False
    passwords: frozenset[str] = field(default=frozenset(), repr=False)

    def secrets(self) -> Iterator[tuple[str, str]]:
        """Yield the headers, and the passwords in the forms that a request gives them."""
        yield from super().secrets()
        logins = [*self.users, *([self.wrong_login] if self.wrong_login else [])]
        basic = {login.basic for login in logins if self.request.carries("basic")}
        yield from (("password", password) for password in self.passwords | basic)

    @property
    def declared(self) -> frozenset[str]:
        """The names of what further rules need: `password`, `wrong_login`, `second_user`, `claims`, `sample`."""
        there = {
            "password": self.request.carries(*OF_PASSWORD),
            "wrong_login": self.wrong_login is not None,
            "second_user": len({user.prn for user in self.users}) > 1,
            "claims": any(user.claims for user in self.users),
            "sample": self.sample,
        }
        return frozenset(name for name, is_there in there.items() if is_there)
