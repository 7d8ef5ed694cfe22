"""The users of the reference provider, in memory: published with the suite, and of no use elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Account:
    """A user: what they sign in with, and what their tokens say of them beyond the id."""

    id: str
    password: str = field(repr=False)
    claims: Mapping[str, str] = field(default_factory=dict)


#: A login that gets no token: the right user with a wrong password.
WRONG_PASSWORD = "not-her-password"  # noqa: S105 - made up, and wrong on purpose

#: Two users with every optional claim that the documents know, so that no claim goes unexamined.
ACCOUNTS = (
    Account(
        "alice",
        "down-the-rabbit-hole-1865",
        {"first_name": "Alice", "last_name": "Liddell", "display_name": "Alice 🐇"},
    ),
    Account(
        "bob",
        "can-we-fix-it-1998",
        {"display_name": 'Bob the "Builder"', "avatar_url": "https://images.example/bob.png?size=2&v=3"},
    ),
)
