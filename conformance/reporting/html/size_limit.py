"""How much the page may hold, whatever a target has sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from markupsafe import Markup

#: The page stays under 2 MiB, head, tables and all; entries have what is left, in bytes.
FOR_ENTRIES = 1_850_000
#: What is kept free for each entry that is still to come, so that the last ones are not missing.
_FOR_ONE = 2800

Item = TypeVar("Item")
Render = Callable[[Item, bool], str]


class SizeBudget:
    """Renders entries until there is no more room: whole ones first, then short ones, then none."""

    def __init__(self, entries: int, most: int = FOR_ENTRIES) -> None:
        self._left = most
        self._waiting = entries
        self._whole = True
        self.shortened = 0
        self.dropped = 0

    def render(self, items: Sequence[Item], render_item: Render[Item]) -> Iterator[Markup]:
        """Yield the entries in order, those that find no room left out; `render_item` is told whether to be whole."""
        for item in items:
            self._waiting -= 1
            text = self._fitting(item, render_item)
            if text is None:
                self.dropped += 1
            else:
                self._left -= len(text.encode("utf-8", "replace"))
                yield Markup(text)  # noqa: S704 - made by a template that escapes

    def _fitting(self, item: Item, render: Render[Item]) -> str | None:
        """Return the entry, or None; once a whole one has not fitted, none is tried, which would take time."""
        if self._whole:
            text = render(item, True)
            if self._fits(text, _FOR_ONE * self._waiting):
                return text
            self._whole = False
        self.shortened += 1
        text = render(item, False)
        return text if self._fits(text, 0) else None

    def _fits(self, text: str, kept: int) -> bool:
        return len(text.encode("utf-8", "replace")) <= self._left - kept
