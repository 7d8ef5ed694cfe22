"""Memory that forked processes share, and a system that cannot fork."""

from __future__ import annotations

import multiprocessing

import pytest

from conformance.caller.http.budget import Budget
from conformance.evidence.evidence_budget import EvidenceBudget
from conformance.evidence.shared_records import SharedRecords
from conformance.forking import can_fork, shared_context

NO_FORK = ["spawn"]


def test_a_system_with_fork_shares_by_it() -> None:
    """What is counted in one process is counted in all."""
    assert can_fork()
    assert shared_context().get_start_method() == "fork"


@pytest.mark.parametrize("make", [lambda: Budget(10, None), EvidenceBudget, SharedRecords])
def test_a_system_without_fork_counts_in_one_process(monkeypatch: pytest.MonkeyPatch, make: object) -> None:
    """Windows has no fork: nothing asks for it there."""
    original = multiprocessing.get_context
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: NO_FORK)
    monkeypatch.setattr(
        multiprocessing,
        "get_context",
        lambda name=None: pytest.fail("fork was asked for") if name == "fork" else original("spawn"),
    )
    assert not can_fork()
    make()  # type: ignore[operator]
