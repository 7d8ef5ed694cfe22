"""HTTP as the core sees it: a request and an answer, both plain values."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

#: Header fields in their order, as they were written.
Headers: TypeAlias = tuple[tuple[str, str], ...]
#: Whatever JSON can say.
Json: TypeAlias = Any


def _values(headers: Headers, name: str) -> Iterable[str]:
    return (value for field, value in headers if field.lower() == name.lower())


@dataclass(frozen=True)
class Request:
    """One request.

    `path` is the target as it was sent, with its query. `connection` names the connection that it came over,
    the same for all its requests; empty without a transport.
    """

    method: str
    path: str
    headers: Headers = ()
    body: bytes = b""
    connection: str = ""

    def header(self, name: str) -> str | None:
        """Return the value of a header, several fields joined by a comma (RFC 9110, 5.3), or None."""
        values = list(_values(self.headers, name))
        return ", ".join(values) if values else None


@dataclass(frozen=True)
class Answer:
    """One answer; every `with_` method returns a changed copy."""

    status: int
    headers: Headers = ()
    body: bytes = b""

    @classmethod
    def of(cls, status: int, content: object) -> Answer:
        """Return an answer whose body is `content` as JSON; nothing labels it yet."""
        return cls(status, (), json.dumps(content).encode("ascii"))

    @property
    def content(self) -> Json:
        """The body read as JSON, or None where it is empty; raises ValueError for anything else."""
        return json.loads(self.body) if self.body else None

    def header(self, name: str) -> str | None:
        """Return the first value of a header, or None."""
        return next(iter(_values(self.headers, name)), None)

    def with_content(self, content: object) -> Answer:
        """Return this answer with another JSON body."""
        return replace(self, body=Answer.of(self.status, content).body)

    def with_members(self, **members: object) -> Answer:
        """Return this answer with members added to its JSON object, or replaced in it."""
        return self.with_content({**self.content, **members})

    def with_header(self, name: str, value: str) -> Answer:
        """Return this answer with one header in place of any of the same name."""
        return self.without_header(name).with_more((name, value))

    def with_more(self, *headers: tuple[str, str]) -> Answer:
        """Return this answer with header fields added at the end."""
        return replace(self, headers=(*self.headers, *headers))

    def without_header(self, name: str) -> Answer:
        """Return this answer without any header of that name."""
        kept = tuple(field for field in self.headers if field[0].lower() != name.lower())
        return replace(self, headers=kept)
