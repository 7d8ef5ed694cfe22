"""Parameters of steps that are words of a table: a step says `{departure}`, and gets what the word stands for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeVar, cast

import parse  # type: ignore[import-untyped]  # it has no annotations
from pytest_bdd import parsers

_Meaning = TypeVar("_Meaning")

_PARAMETER = re.compile(r"{(\w+)}")


def phrase(text: str, **tables: Mapping[str, object]) -> parsers.StepParser:
    """Return the parser of a step: a parameter that is named like a table takes its words, and only those.

    `phrase("a nonce is requested {way}", way=WAYS)` matches one sentence for each key of WAYS; the step function gets
    the value of that key as `way`. A parameter without a table takes any text, or what its own type takes: `{count:d}`.
    """
    typed = _PARAMETER.sub(lambda found: f"{{{found[1]}:{found[1]}}}" if found[1] in tables else found[0], text)
    types = {name: _word_of(table) for name, table in tables.items()}
    return parsers.parse(typed, types, case_sensitive=True)


def _word_of(table: Mapping[str, _Meaning]) -> Callable[[str], _Meaning]:
    """Return the type of a parameter that is a key of the table; the longest key that fits is meant."""
    words = sorted(table, key=len, reverse=True)

    def meaning(word: str) -> _Meaning:
        return table[word]

    return cast(Callable[[str], _Meaning], parse.with_pattern("|".join(map(re.escape, words)))(meaning))
