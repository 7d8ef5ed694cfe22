"""The name that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, names: Iterable[str], most: int = 1) -> list[str]:
    """Return up to `most` of `names` that are like `name`, the likest first; none where nothing is alike."""
    by_folded = {each.casefold(): each for each in names}
    return [by_folded[each] for each in get_close_matches(name.casefold(), by_folded, n=most, cutoff=0.6)]


def suggestion(name: str, names: Iterable[str]) -> str:
    """Return `; did you mean "..."?` for a sentence's end, or nothing where no name is alike."""
    found = nearest(name, names)
    return f'; did you mean "{found[0]}"?' if found else ""
