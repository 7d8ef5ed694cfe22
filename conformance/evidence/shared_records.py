"""Records in memory that all processes share which are forked from the one that made it."""

from __future__ import annotations

import mmap
from collections.abc import Iterator

from conformance.processes import shared_context

#: How many bytes there is room for; only those that are written take memory.
SIZE = 8 * 1024 * 1024
_HEAD = 8
_LENGTH = 4


class SharedRecords:
    """Records that every process appends, and reads once each; what there is no room for is dropped."""

    def __init__(self, size: int = SIZE) -> None:
        self._memory = mmap.mmap(-1, size)
        self._lock = shared_context().Lock()
        self._read_to = _HEAD
        self._memory[:_HEAD] = _HEAD.to_bytes(_HEAD, "little")

    @property
    def _end(self) -> int:
        return int.from_bytes(self._memory[:_HEAD], "little")

    def append(self, record: bytes) -> None:
        """Append a record for all processes to read."""
        with self._lock:
            begin = self._end
            end = begin + _LENGTH + len(record)
            if end <= len(self._memory):
                self._memory[begin:end] = len(record).to_bytes(_LENGTH, "little") + record
                self._memory[:_HEAD] = end.to_bytes(_HEAD, "little")

    def read(self) -> Iterator[bytes]:
        """Yield the records that this process has not read yet, its own among them."""
        with self._lock:
            end = self._end
        while self._read_to < end:
            begin = self._read_to + _LENGTH
            self._read_to = begin + int.from_bytes(self._memory[self._read_to : begin], "little")
            yield self._memory[begin : self._read_to]
