"""Scenarios that try altered tokens: those of one feature run in one process, and those refused share a nonce."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from conformance.plugin.collection.features import rendered_steps_of, template_of_item, version_of_item

_TRIES = "a session is requested with each of these identity tokens"
_REFUSES = "for each of them the identity token is refused"
#: More tokens than this for one nonce take a slow target longer than the nonce lives.
_MOST = 40


def plan_batches(items: Sequence[pytest.Item]) -> dict[str, tuple[str, ...]]:
    """Return for each scenario whose tokens are all to be refused which tokens are tried together with its own."""
    planned: dict[str, tuple[str, ...]] = {}
    for unit in group_by_tokens(items):
        refusing = [item for item in unit if _has_step(item, _REFUSES)]
        for batch in _cut(refusing):
            tokens = tuple(dict.fromkeys(name for item in batch for name in _tokens_of(item)))
            planned.update((item.nodeid, tokens) for item in batch)
    return planned


def group_by_tokens(items: Sequence[pytest.Item]) -> list[list[pytest.Item]]:
    """Return what one process should run: the scenarios of a feature and version that try tokens, or a single other.

    The groups come first: the longest should not begin last.
    """
    groups: dict[tuple[str, str | None], list[pytest.Item]] = {}
    others: list[list[pytest.Item]] = []
    for item in items:
        if _has_step(item, _TRIES):
            groups.setdefault((str(item.path), version_of_item(item)), []).append(item)
        else:
            others.append([item])
    return [*groups.values(), *others]


def _cut(items: Sequence[pytest.Item]) -> Iterator[list[pytest.Item]]:
    """Yield scenarios that follow one another, as many as have few enough tokens together."""
    batch: list[pytest.Item] = []
    count = 0
    for item in items:
        tokens = len(_tokens_of(item))
        if batch and count + tokens > _MOST:
            yield batch
            batch, count = [], 0
        batch.append(item)
        count += tokens
    if batch:
        yield batch


def _has_step(item: pytest.Item, name: str) -> bool:
    template = template_of_item(item)
    return template is not None and any(step.name == name for step in template.steps)


def _tokens_of(item: pytest.Item) -> tuple[str, ...]:
    tables = [step.datatable for step in rendered_steps_of(item) if step.name == _TRIES]
    return tuple(str(name) for table in tables if table is not None for (name,) in table.raw())
