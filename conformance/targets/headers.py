"""Headers that a target file adds to every request, and what of them must never be shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, TypeVar

from pydantic import AfterValidator

from conformance.targets.env_values import ResolvedValue, TextOrEnv
from conformance.targets.faults import FieldError

_Value = TypeVar("_Value")

#: RFC 9110, section 5.1.
FIELD_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)
#: RFC 9110, section 5.5, without the bytes that it calls opaque.
FIELD_VALUE = re.compile(r"[!-~](?:[\t -~]*[!-~])?")
#: The suite sets these itself, rule by rule; other values of them would falsify verdicts.
_OWN_HEADERS = frozenset(
    ("accept", "authorization", "connection", "content-length", "content-type", "host", "transfer-encoding")
)
#: An empty text switches these off, which every request carries else.
_SWITCHABLE = ("traceparent", "x-request-id")
#: The words that stand in front of a token; they are no secrets.
_SCHEMES = frozenset(("basic", "bearer", "digest", "token"))
#: A text that stands openly in the file is often no secret ("staging"); a token is longer.
_SHORTEST_OPEN_SECRET = 8


def header_name(name: str) -> str:
    """Return the name of a header that a target file may set; raises FieldError for any other."""
    if not FIELD_NAME.fullmatch(name):
        raise FieldError('should be the name of a header, such as "X-Env"')
    if name.lower() == "authorization":
        raise FieldError(
            "is a header that the suite sets by itself, for Layer's sessions; target.url should be an address behind a "
            "gateway that wants it"
        )
    if name.lower() in _OWN_HEADERS:
        raise FieldError("is a header that the suite sets by itself; take it out")
    return name


def header_value(value: ResolvedValue) -> ResolvedValue:
    """Return a text that a header can hold, or an empty one; raises FieldError, which does not quote it, otherwise."""
    if value.text and not FIELD_VALUE.fullmatch(value.text):
        raise FieldError("should be a text that a header can hold: one line of ASCII without blanks around it")
    return value


def empty_only_where_off(headers: dict[str, ResolvedValue]) -> dict[str, ResolvedValue]:
    """Return `headers` where only what can be switched off is empty; raises FieldError otherwise."""
    for name, value in headers.items():
        if not value.text and name.lower() not in _SWITCHABLE:
            raise FieldError(
                "should be a text that a header can hold: one line of ASCII without blanks around it", at=name
            )
    return headers


def no_name_twice(headers: dict[str, _Value]) -> dict[str, _Value]:
    """Return `headers` where no name stands twice, in any case of letters; raises FieldError otherwise."""
    seen: set[str] = set()
    for name in headers:
        if name.lower() in seen:
            raise FieldError("stands twice: header names are the same in capital and small letters", at=name)
        seen.add(name.lower())
    return headers


def sensitive_values(headers: Mapping[str, ResolvedValue]) -> Iterator[str]:
    """Yield what must be hidden wherever it turns up: each value, and each of its words."""
    for value in headers.values():
        shortest = 1 if value.variable else _SHORTEST_OPEN_SECRET
        for text in (value.text, *value.text.split()):
            if len(text) >= shortest and text.lower() not in _SCHEMES:
                yield text


Headers = Annotated[
    dict[
        Annotated[str, AfterValidator(header_name)],
        Annotated[TextOrEnv, AfterValidator(header_value)],
    ],
    AfterValidator(no_name_twice),
    AfterValidator(empty_only_where_off),
]
