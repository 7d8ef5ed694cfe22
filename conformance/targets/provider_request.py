"""The request for a token in the words of a target file, and where its answer has the token."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from conformance.targets.templates import Template, Value, templates_in


@dataclass(frozen=True)
class RequestTemplate:
    """The request for a token. `encoding` is ``json``, ``form`` or ``query``: where the fields go."""

    method: str
    encoding: str
    headers: Mapping[str, Template]
    fields: Mapping[str, Value]

    def carries(self, *placeholders: str) -> bool:
        """Say whether any of these placeholders stands in a field or a header."""
        templates = (*self.headers.values(), *templates_in(self.fields))
        return any(template.names & set(placeholders) for template in templates)


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
