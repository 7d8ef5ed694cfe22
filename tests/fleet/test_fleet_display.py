"""What is told of a fleet while it goes on."""

from __future__ import annotations

import io

import pytest
from fleet_targets import a_target
from rich.console import Console

from conformance.clock import RealTime
from conformance.fleet.display import Display
from conformance.fleet.history import HistoryRow
from conformance.fleet.site import Entry

ROW = HistoryRow("2026-01-01T00:00:00Z", "NOT_CONFORMANT", "NOT_CONFORMANT to full", "NONCE-3 is violated", "0.1.0")


@pytest.fixture
def clock(monkeypatch):
    """Return a list whose only number is the time."""
    now = [0.0]
    monkeypatch.setattr(RealTime, "monotonic", staticmethod(lambda: now[0]))
    return now


def test_the_table_has_what_runs_what_ended_and_what_is_left(clock) -> None:
    """With the dashboard's address, and how many have each verdict."""
    console = Console(file=io.StringIO(), force_terminal=True, width=120)
    display = Display(console, 4, "http://127.0.0.1:1/status")
    display.start("acme")
    display.start("borealis")
    clock[0] = 20.0
    display.end(Entry(a_target("acme"), ROW, 1))
    with console.capture() as captured:
        console.print(display.table())
    told = captured.get()
    assert all(word in told for word in ("acme", "NOT_CONFORMANT to full", "NONCE-3 is violated"))
    assert all(word in told for word in ("borealis", "running", "20 s"))
    assert "1 of 4 done, about 60 seconds left; 1 NOT_CONFORMANT; dashboard http://127.0.0.1:1/status" in told


def test_a_log_has_a_line_for_each_beginning_and_each_end(clock) -> None:
    """A name or a reason that has line breaks in it makes no lines of its own."""
    file = io.StringIO()
    with Display(Console(file=file), 1, "http://127.0.0.1:1/status") as display:
        display.start("acme")
        clock[0] = 5.0
        display.end(Entry(a_target("acme"), HistoryRow("", "ERROR", "ERROR", "a\nb", "0.1.0"), 6))
    first, second, third = file.getvalue().splitlines()
    assert (first, second) == ("1 targets; dashboard http://127.0.0.1:1/status", "acme: running")
    assert third.startswith("acme: ERROR in 5 s: a")
    assert third.endswith("; 1 of 1 done")
