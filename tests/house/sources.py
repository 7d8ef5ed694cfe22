"""What the tests of this folder want to know of the modules of the suite and of its tests, each read once."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = ("conformance", "steps")


@dataclass(frozen=True)
class Definition:
    """A function, or a class with the names of its bases."""

    name: str
    lines: int
    bases: frozenset[str] | None = None


@dataclass(frozen=True)
class Source:
    """A module: its lines, its definitions, the values with the lines where they get one, and how often a name stands.

    `mentions` counts every use of a name, also behind a dot, and `calls` those that are called.
    """

    path: str
    lines: int
    definitions: list[Definition] = field(default_factory=list)
    values: list[tuple[int, str]] = field(default_factory=list)
    mentions: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)


def sources(*folders: str) -> Iterator[Source]:
    """Yield every module below these folders."""
    for folder in folders:
        yield from _read(folder)


@cache
def _read(folder: str) -> list[Source]:
    return [_source(path) for path in sorted((ROOT / folder).rglob("*.py"))]


def _source(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    source = Source(path.relative_to(ROOT).as_posix(), text.count("\n"))
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                source.definitions.append(Definition(node.name, (node.end_lineno or 0) - node.lineno + 1))
            case ast.ClassDef():
                bases = frozenset(ast.unparse(base).rpartition(".")[2] for base in node.bases)
                source.definitions.append(Definition(node.name, 0, bases))
            case ast.arg():
                source.values.append((node.lineno, node.arg))
            case ast.Name():
                source.mentions[node.id] += 1
                if isinstance(node.ctx, ast.Store):
                    source.values.append((node.lineno, node.id))
            case ast.Attribute():
                source.mentions[node.attr] += 1
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                source.calls[name] += 1
    return source
