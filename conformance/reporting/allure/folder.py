"""The folder that Allure reads, and its thousands of small files."""

# ruff: noqa: PTH104, PTH108  # pathlib takes three times as long, thousands of times

from __future__ import annotations

import os
import re
import uuid
from itertools import count
from pathlib import Path

_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_ALLURES = re.compile(
    rf"{_UUID}-(?:(?:result|container|globals)\.json|attachment(?:\.\w+)?)(?:\.tmp)?"
    r"|(?:environment\.properties|categories\.json|executor\.json)(?:\.tmp)?"
)


class AllureFolder:
    """Writes files over those that an earlier run has left.

    What Allure has left is put out of its sight at once, and removed in the end where it was not written
    over; any other file stays. Writing over keeps repeated runs quick: ext4 takes 0.3 ms to make a file
    where thousands were deleted in the last minutes, and a run makes thousands.
    """

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self._path = str(path)
        self._run = str(uuid.uuid4())[:24]
        self._numbers = count()
        with os.scandir(path) as entries:
            old = [entry for entry in entries if _ALLURES.fullmatch(entry.name)]
        self._free = [free for entry in old if (free := _put_aside(entry)) is not None]

    def uuid(self) -> str:
        """Return a new name: a UUID whose last part is counted, which is cheap."""
        return f"{self._run}{next(self._numbers):012x}"

    def write(self, name: str, text: str) -> None:
        """Write a file in one step: a reader sees all of it or nothing."""
        path = f"{self._path}/{name}"
        draft = self._free.pop() if self._free else f"{path}.tmp"
        raw = text.encode("utf-8", "backslashreplace")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT, 0o666)
        try:
            os.truncate(descriptor, os.write(descriptor, raw))
        finally:
            os.close(descriptor)
        os.rename(draft, path)

    def close(self) -> None:
        """Remove what was not written over."""
        for path in self._free:
            os.unlink(path)


def _put_aside(entry: os.DirEntry[str]) -> str | None:
    """Return the path of a file that may be written over, or None: links are removed, folders left alone."""
    if not entry.is_file(follow_symlinks=False) or entry.stat(follow_symlinks=False).st_nlink > 1:
        if not entry.is_dir(follow_symlinks=False):
            os.unlink(entry.path)
        return None
    aside = entry.path if entry.name.endswith(".tmp") else f"{entry.path}.tmp"
    os.rename(entry.path, aside)
    return aside
