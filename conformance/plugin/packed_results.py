"""The results of a run, packed: as values they take ten times as much memory while processes still examine."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator

from conformance.judging.findings import ScenarioResult

#: The quickest: exchanges are much alike, and shrink to a tenth at any level.
_LEVEL = 1


class PackedResults:
    """Results in the order in which they came; each is read again wherever they are gone through."""

    def __init__(self) -> None:
        self._packed: list[bytes] = []

    def append(self, result: str) -> None:
        """Keep a result, as the text of its JSON."""
        self._packed.append(zlib.compress(result.encode("utf-8", "surrogatepass"), _LEVEL))

    def clear(self) -> None:
        """Forget all of them: they are another process's to keep."""
        self._packed.clear()

    def __iter__(self) -> Iterator[ScenarioResult]:
        """Yield every result."""
        for packed in self._packed:
            yield ScenarioResult.from_json(json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass")))

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._packed)
