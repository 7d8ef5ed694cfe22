"""A plugin that runs every scenario again and again: loaded by `-p repeating` in runs of the tests."""

from __future__ import annotations

import os

import pytest

_TIMES = int(os.environ.get("REPEATING", "1"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let all of them follow the last: an item that followed itself would keep its fixtures."""
    assert len(items) > 1
    items[:] = items * _TIMES
