"""A token as it came, read as far as it can be read: every check looks at one thing and needs no other check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from conformance.validation.encoding import decode_leniently
from conformance.validation.json_part import JsonPart, read_object
from conformance.validation.results import CheckSkipped

PARTS = ("header", "payload", "signature")

#: A longer text, in characters, is not read: no identity token is nearly as long.
LONGEST = 1024 * 1024
#: More parts than this are counted and not looked at.
_MOST_PARTS = 16


@dataclass(frozen=True)
class TokenText:
    """The text of a token."""

    text: str = field(repr=False)

    @property
    def is_too_long(self) -> bool:
        """Say whether the text is so long that it is not read."""
        return len(self.text) > LONGEST

    @cached_property
    def count(self) -> int:
        """How many parts there are."""
        return self.text.count(".") + 1

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The parts; none of a text that is too long."""
        return () if self.is_too_long else tuple(self.text.split(".", _MOST_PARTS))

    @cached_property
    def raw(self) -> tuple[bytes | None, ...]:
        """The bytes of the parts, read leniently; None where that fails."""
        return tuple(map(decode_leniently, self.parts))

    @cached_property
    def header(self) -> JsonPart | None:
        """What the first part says, or None where it cannot be decoded."""
        return self._json(0)

    @cached_property
    def claims(self) -> JsonPart | None:
        """What the second part says, or None where it cannot be decoded."""
        return self._json(1)

    @property
    def signing_input(self) -> bytes:
        """What the signature is over: header and payload as they came, with the dot between them."""
        return ".".join(self.three_parts()[:2]).encode("utf-8", "surrogatepass")

    def three_parts(self) -> tuple[str, ...]:
        """Return the parts; raises CheckSkipped where there are not three of them."""
        if self.is_too_long or self.count != len(PARTS):
            raise CheckSkipped("there are not three parts to look at")
        return self.parts

    def members(self, name: str) -> Mapping[str, Any]:
        """Return the members of the header or the payload; raises CheckSkipped where they could not be read."""
        self.three_parts()
        part = self.header if name == "header" else self.claims
        if part is None or part.members is None:
            raise CheckSkipped(f"the {name} could not be read")
        return part.members

    def _json(self, index: int) -> JsonPart | None:
        raw = self.raw[index] if index < len(self.parts) else None
        return None if raw is None else read_object(raw)
