"""Files and functions that a reader has in sight, and no function that only moves a few lines out of sight."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict

from sources import OURS, ROOT, files, nodes

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def test_no_file_has_more_than_300_lines() -> None:
    """Of the suite and of its tests."""
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in files(*OURS, "tests")}
    assert {path.relative_to(ROOT).as_posix(): count for path, count in lengths.items() if count > 300} == {}


def test_no_function_has_more_than_30_lines() -> None:
    """From its `def` to its end."""
    functions = [(path, node) for folder in OURS for path, node in nodes(folder) if isinstance(node, _FUNCTIONS)]
    lengths = {f"{path}:{node.name}": (node.end_lineno or 0) - node.lineno + 1 for path, node in functions}
    assert {name: count for name, count in lengths.items() if count > 30} == {}


class Mentions:
    """How often a name stands in each module."""

    def __init__(self) -> None:
        self._in_module: Counter[tuple[str, str]] = Counter()
        self._in_all: Counter[str] = Counter()

    def add(self, path: str, node: ast.expr) -> None:
        """Count the name of an expression that is one, or ends in one."""
        if isinstance(node, ast.Name | ast.Attribute):
            name = node.id if isinstance(node, ast.Name) else node.attr
            self._in_module[path, name] += 1
            self._in_all[name] += 1

    def of(self, path: str, name: str, definers: set[str]) -> int:
        """Count those that can mean the function of this module: not those of others that define one of the name."""
        return self._in_all[name] - sum(self._in_module[other, name] for other in definers - {path})


def test_most_private_functions_have_more_than_one_caller() -> None:
    """Of those that are called by their names, and do not stand in a table, fewer than 45 of 100 have one caller."""
    names, calls = Mentions(), Mentions()
    private: list[tuple[str, str]] = []
    for path, node in (each for folder in OURS for each in nodes(folder)):
        if isinstance(node, _FUNCTIONS) and node.name.startswith("_") and not node.name.startswith("__"):
            private.append((path, node.name))
        elif isinstance(node, ast.expr):
            names.add(path, node)
            if isinstance(node, ast.Call):
                calls.add(path, node.func)
    definers: dict[str, set[str]] = defaultdict(set)
    for path, name in private:
        definers[name].add(path)
    counts = [(names.of(*each, definers[each[1]]), calls.of(*each, definers[each[1]])) for each in private]
    assert counts.count((1, 1)) < 0.45 * sum(called > 0 for _, called in counts)
