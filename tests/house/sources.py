"""The modules of the suite and of its tests, read once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = ("conformance", "steps")


def files(*folders: str) -> Iterator[Path]:
    """Yield every module below these folders."""
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


@cache
def nodes(folder: str) -> list[tuple[str, ast.AST]]:
    """Return every node of every module below a folder, with the module's path from the root."""
    return [
        (path.relative_to(ROOT).as_posix(), node)
        for path in files(folder)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    ]
