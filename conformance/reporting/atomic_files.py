"""Files that are either whole or not there."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path


def replace_file(path: Path, text: str | bytes) -> None:
    """Write `text`, or these very bytes, to `path` in one step: a reader sees the old file or the new one.

    A lone surrogate becomes its escape, which in JSON is the same character.
    """
    replace_files({path: text})


def replace_files(texts: Mapping[Path, str | bytes | Iterable[str]]) -> None:
    """Write each text to its path, in their order, as `replace_file` does, piece by piece where it comes in pieces.

    All of them are on the disk before the first takes its place: on a disk that is full, every old file stays.
    """
    drafts = {path: path.with_name(f".{path.name}.{os.getpid()}.tmp") for path in texts}
    try:
        for path, text in texts.items():
            if isinstance(text, (str, bytes)):
                drafts[path].write_bytes(_encode(text))
                continue
            with drafts[path].open("wb") as draft:
                draft.writelines(map(_encode, text))
        for path in texts:
            drafts[path].replace(path)
    except BaseException:
        for path in texts:
            with contextlib.suppress(OSError):
                drafts[path].unlink()
        raise


def _encode(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "backslashreplace")
