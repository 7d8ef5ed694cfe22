"""The names that were probably meant by a name that does not exist."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, names: Iterable[str], most: int = 1) -> list[str]:
    """Return up to `most` of `names` that are like `name` in any case of letters, the likest first."""
    by_folded = {each.casefold(): each for each in names}
    return [by_folded[each] for each in get_close_matches(name.casefold(), by_folded, n=most, cutoff=0.6)]


def suggestion(name: str, names: Iterable[str]) -> str:
    """Return `; did you mean "..."?` for a sentence's end, or nothing where no name is alike."""
    matches = nearest(name, names)
    return f'; did you mean "{matches[0]}"?' if matches else ""


def unknown_name_message(kind: str, name: str, names: Iterable[str]) -> str:
    """Return one sentence that says that no `kind` is called `name`, with up to three names that are like it."""
    known = sorted(names)
    matches = nearest(name, known, most=3)
    hint = f"did you mean {' or '.join(matches)}?" if matches else f"there are {len(known)}, such as {known[0]}"
    return f'no {kind} is called "{name}"; {hint}'
