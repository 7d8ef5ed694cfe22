"""Requests, answers and errors of the page, without any transport."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

#: Sent with every answer. No script, style, picture or connection but the page's own, and no page around it.
_HEADERS = (
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
        "trusted-types 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
)


@dataclass(frozen=True)
class PageRequest:
    """A request: `header` returns a header's value or None, `peer` is the address that it came from."""

    method: str
    path: str
    header: Callable[[str], str | None] = field(repr=False)
    body: bytes = field(repr=False)
    peer: str


@dataclass(frozen=True)
class PageResponse:
    """An answer, with all its headers but those of the transport."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)

    @classmethod
    def of(cls, status: int, media_type: str, body: bytes, *more: tuple[str, str]) -> PageResponse:
        """Return an answer with the headers that all have."""
        return cls(status, (("Content-Type", media_type), *_HEADERS, *more), body)

    @classmethod
    def json(cls, status: int, content: object, *more: tuple[str, str]) -> PageResponse:
        """Return an answer whose body is JSON, in ASCII so that no broken character is left in it."""
        return cls.of(status, "application/json", json.dumps(content).encode("ascii"), *more)


class PageError(Exception):
    """A request that the page refuses: the sentence is for whoever reads the page.

    `name` is the field of the form at fault, if any; `headers` go with the answer.
    """

    def __init__(
        self, status: int, sentence: str, name: str | None = None, headers: tuple[tuple[str, str], ...] = ()
    ) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.name = name
        self.headers = headers

    def answer(self) -> PageResponse:
        """Return the answer with the sentence and the field."""
        return PageResponse.json(self.status, {"problem": self.sentence, "field": self.name}, *self.headers)


def not_allowed(method: str, allowed: str) -> PageError:
    """Return the refusal of a method that a path does not have."""
    return PageError(405, f"{method} is not one of: {allowed}.", headers=(("Allow", allowed),))
