"""A client as a target: the driver that reaches it, and the identity server that it expects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from conformance.targets.base import Target
from conformance.targets.provider_request import RequestTemplate, TokenLocation
from conformance.targets.provider_target import User
from conformance.targets.templates import Template

#: What the documents' sample service is asked (Android, Authenticate), and the password that a real one asks for.
SAMPLE_REQUEST = RequestTemplate(
    "POST",
    "json",
    {},
    {
        name: Template.parse(text)
        for name, text in (
            ("app_id", "{app_id}"),
            ("user_id", "{user}"),
            ("nonce", "{nonce}"),
            ("password", "{password}"),
        )
    },
)
#: Where its answer has the token.
SAMPLE_TOKEN = TokenLocation(("identity_token",))
#: Users whom the suite's own identity server knows where the file names none: published, and therefore nobody's.
SAMPLE_USERS = (
    User("alice", "down-the-rabbit-hole-1865", "alice"),
    User("bob", "can-we-fix-it-1998", "bob"),
)


@dataclass(frozen=True, kw_only=True)
class ClientTarget(Target):
    """An app or SDK. `command` starts its driver, in `folder`, with `env` added to the environment.

    `timeout` is how many seconds the driver may take for one answer. `is_asked_as_documented` says that its identity
    server is asked as the documents' sample service is; `sample`, that it is that service, which serves applications
    in staging only. Each of `hidden` must never be shown. `url` is the command in words: a client has no address.
    """

    versions: tuple[str, ...] = ("2.0",)
    command: tuple[str, ...] = ()
    folder: Path = field(default_factory=Path)
    timeout: float = 10.0
    env: Mapping[str, str] = field(default_factory=dict, repr=False)
    request: RequestTemplate = SAMPLE_REQUEST
    token: TokenLocation = SAMPLE_TOKEN
    users: tuple[User, ...] = SAMPLE_USERS
    is_asked_as_documented: bool = True
    sample: bool = False
    hidden: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def has_driver(self) -> bool:
        """Whether a program reaches it; the suite's own is reached without one."""
        return bool(self.command) or not self.source

    @property
    def processes(self) -> int:
        """One: an app signs in and out as it is told, and cannot be told two things at once."""
        return 1

    def secrets(self) -> Iterator[tuple[str, str]]:
        """Yield what the environment gives, and the passwords of the users."""
        yield from super().secrets()
        passwords = frozenset(user.password for user in self.users if user.password)
        yield from (("password", value) for value in self.hidden | passwords)

    @property
    def declared(self) -> frozenset[str]:
        """The names of what further rules need: `documented_request`, `sample`, `second_user`."""
        there = {
            "documented_request": self.is_asked_as_documented,
            "sample": self.sample,
            "second_user": len({user.prn for user in self.users}) > 1,
        }
        return frozenset(name for name, is_there in there.items() if is_there)
