"""The sentence about a name that does not exist."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def unknown_name_message(kind: str, name: str, known: Iterable[str]) -> str:
    """Return one sentence that says that no `kind` is called `name`, with the names that are nearest to it."""
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.3)
    meant = f"did you mean {' or '.join(near)}?" if near else f"there are {len(names)}, such as {names[0]}"
    return f'no {kind} is called "{name}"; {meant}'
