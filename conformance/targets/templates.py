"""Templates of a request: texts with placeholders such as `{nonce}`, and the tables that they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from string import Formatter
from typing import TypeAlias

#: What a template may name: the login's id and password, both as HTTP's Basic scheme wants them, the nonce, the app,
#: and what the answer to a login gives.
PLACEHOLDERS = ("user", "password", "basic", "nonce", "app_id", "login")
#: Placeholders that carry the login's password.
OF_PASSWORD = frozenset({"password", "basic"})


class UnknownPlaceholderError(ValueError):
    """A placeholder does not exist; `name` is the text between the braces."""

    def __init__(self, name: str) -> None:
        super().__init__("no such placeholder")
        self.name = name


@dataclass(frozen=True)
class Template:
    """A text with placeholders, and the names of those. `{{` and `}}` are braces."""

    text: str = field(repr=False)
    names: frozenset[str]

    @classmethod
    def parse(cls, text: str) -> Template:
        """Read a template.

        Raises UnknownPlaceholderError for a name that PLACEHOLDERS lacks, another ValueError for a stray brace.
        """
        names = {_name(found) for found in Formatter().parse(text) if found[1] is not None}
        return cls(text, frozenset(names))

    @classmethod
    def literal(cls, text: str) -> Template:
        """Return the template of a text that has no placeholders, whatever braces are in it."""
        return cls(text.replace("{", "{{").replace("}", "}}"), frozenset())

    def fill(self, values: Mapping[str, str]) -> str:
        """Return the text with `values` instead of its names; raises KeyError for one that is missing."""
        return self.text.format_map(values)


def _name(found: tuple[str, str | None, str | None, str | None]) -> str:
    """Return the name of a part that Python's parser of format strings has read; raises for conversions and formats."""
    _, name, form, conversion = found
    if name not in PLACEHOLDERS or form or conversion:
        raise UnknownPlaceholderError(f"{name}{f'!{conversion}' if conversion else ''}{f':{form}' if form else ''}")
    return name


#: One value of a request: a template, a constant, or a table of values (JSON only).
Value: TypeAlias = "Template | bool | int | float | Mapping[str, Value]"


def templates_in(values: Mapping[str, Value]) -> Iterator[Template]:
    """Yield every template of a table, at any depth."""
    for value in values.values():
        if isinstance(value, Template):
            yield value
        elif isinstance(value, Mapping):
            yield from templates_in(value)
