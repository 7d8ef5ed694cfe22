"""What every check reads: the token, and what is known beforehand about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conformance.validation.expected import Expected, Keys, ReferenceTime
from conformance.validation.results import CheckSkipped
from conformance.validation.token_text import TokenText


@dataclass(frozen=True)
class CheckContext:
    """A token under examination; a property that cannot be read raises CheckSkipped with the reason."""

    token: TokenText
    keys: Keys
    expected: Expected
    moment: ReferenceTime | None

    @property
    def header(self) -> Mapping[str, Any]:
        """The members of the header."""
        return self.token.members("header")

    @property
    def claims(self) -> Mapping[str, Any]:
        """The members of the payload."""
        return self.token.members("payload")

    @property
    def time(self) -> ReferenceTime:
        """The time at which the token is judged."""
        if self.moment is None:
            raise CheckSkipped("not asked for")
        return self.moment
