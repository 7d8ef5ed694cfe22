"""One scenario after another, in this process or in the order of xdist."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

import pytest


def run(session: pytest.Session, items: Sequence[pytest.Item]) -> None:
    """Run the scenarios as pytest's own loop does; raises its Failed or Interrupted where it is told to stop.

    xdist's controller runs nothing itself: its loop hands out what the workers run.
    """
    xdist = xdist_of(session)
    if xdist is not None:
        xdist.pytest_runtestloop()
        return
    for item, following in zip_longest(items, items[1:]):
        run_item(item, following)
        if session.shouldfail:
            raise session.Failed(session.shouldfail)
        if session.shouldstop:
            raise session.Interrupted(session.shouldstop)


def run_item(item: pytest.Item, following: pytest.Item | None) -> None:
    """Run a scenario by pytest's own protocol; whoever is registered for its reports receives them."""
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)


def xdist_of(session: pytest.Session) -> Any:
    """Return the plugin that is xdist's controller, or None where xdist is not used."""
    return session.config.pluginmanager.getplugin("dsession")
