"""A provider as a target: where it is asked for tokens, in which words, and by whose logins."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from conformance.targets.base import Target
from conformance.targets.login_request import LoginRequest
from conformance.targets.provider_request import RequestTemplate, TokenLocation
from conformance.targets.templates import OF_PASSWORD

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


@dataclass(frozen=True, kw_only=True)
class ProviderTarget(Target):
    """An identity server. `url` is where tokens are asked for; each of `passwords` must never be shown.

    `login` is the request that comes before each for a token, if one does.
    `sample` says that it serves applications in staging only, as the documents' sample service does.
    """

    credentials: ProviderCredentials
    request: RequestTemplate
    token: TokenLocation
    users: tuple[User, ...]
    wrong_login: LoginTemplate | None = None
    login: LoginRequest | None = None
    sample: bool = False
    passwords: frozenset[str] = field(default=frozenset(), repr=False)

    def secrets(self) -> Iterator[tuple[str, str]]:
        """Yield the headers, and the passwords in the forms that a request gives them."""
        yield from super().secrets()
        logins = [*self.users, *([self.wrong_login] if self.wrong_login else [])]
        basic = {login.basic for login in logins if self.carries("basic")}
        yield from (("password", password) for password in self.passwords | basic)

    def carries(self, *placeholders: str) -> bool:
        """Say whether the request for a token, or the login before it, names any of these placeholders."""
        requests = [self.request, *([self.login.request] if self.login else [])]
        return any(request.carries(*placeholders) for request in requests)

    @property
    def declared(self) -> frozenset[str]:
        """The names of what further rules need: `password`, `wrong_login`, `second_user`, `claims`, `sample`."""
        there = {
            "password": self.carries(*OF_PASSWORD),
            "wrong_login": self.wrong_login is not None,
            "second_user": len({user.prn for user in self.users}) > 1,
            "claims": any(user.claims for user in self.users),
            "sample": self.sample,
        }
        return frozenset(name for name, is_there in there.items() if is_there)
