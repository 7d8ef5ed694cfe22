"""Files and functions that a reader has in sight, and few functions that only move some lines out of sight."""

from __future__ import annotations

from collections import Counter, defaultdict

from sources import OURS, sources


def test_no_file_has_more_than_300_lines() -> None:
    """Of the suite and of its tests."""
    assert {source.path: source.lines for source in sources(*OURS, "tests") if source.lines > 300} == {}


def test_no_function_has_more_than_30_lines() -> None:
    """From its `def` to its end."""
    found = {f"{each.path}:{it.name}": it.lines for each in sources(*OURS) for it in each.definitions if it.lines > 30}
    assert found == {}


def uses(kind: str) -> list[int]:
    """Return for each private function how often its name is used so (`mentions`, `calls`), here or elsewhere.

    A name that several modules define is another function in each: the uses in one say nothing of the others.
    """
    total: Counter[str] = Counter()
    definers: dict[str, set[str]] = defaultdict(set)
    for source in sources(*OURS):
        total.update(getattr(source, kind))
        for each in source.definitions:
            if each.bases is None and each.name.startswith("_") and not each.name.startswith("__"):
                definers[each.name].add(source.path)
    of_module = {source.path: getattr(source, kind) for source in sources(*OURS)}
    return [
        total[name] - sum(of_module[other][name] for other in modules - {path})
        for name, modules in definers.items()
        for path in sorted(modules)
    ]


def test_most_private_functions_have_more_than_one_caller() -> None:
    """Of those that are called by their names, and do not stand in a table, fewer than 45 of 100 have one caller."""
    mentions, calls = uses("mentions"), uses("calls")
    once = sum(pair == (1, 1) for pair in zip(mentions, calls, strict=True))
    assert once < 0.45 * sum(count > 0 for count in calls)
