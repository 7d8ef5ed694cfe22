"""Memory that forked processes share, a system that cannot fork, and another program in the place of this process."""

from __future__ import annotations

import gc
import multiprocessing
import subprocess
from types import SimpleNamespace

import pytest

from conformance import processes
from conformance.caller.http.budget import Budget
from conformance.evidence.evidence_budget import EvidenceBudget
from conformance.evidence.shared_records import SharedRecords
from conformance.processes import can_fork, shared_context, without_garbage_collection

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


@pytest.mark.parametrize("is_on", [True, False])
def test_garbage_is_looked_for_again_where_it_was_before(is_on: bool) -> None:
    """Whoever has switched it off finds it so."""
    (gc.enable if is_on else gc.disable)()
    try:
        with without_garbage_collection():
            assert not gc.isenabled()
        assert gc.isenabled() is is_on
    finally:
        gc.enable()


def test_a_command_takes_the_place_of_this_process(monkeypatch):
    """Its signals and its exit code are then its own."""
    commands = []
    stand_in = SimpleNamespace(name="posix", execv=lambda program, command: commands.append((program, command)))
    monkeypatch.setattr(processes, "os", stand_in)
    processes.become(("python", "-m", "pytest"))
    assert commands == [("python", ["python", "-m", "pytest"])]


def test_windows_waits_for_the_end_of_a_command(monkeypatch):
    """Its exit code becomes that of this process."""
    monkeypatch.setattr(subprocess, "call", lambda _command: 6)

    def leave(code):
        raise SystemExit(code)

    monkeypatch.setattr(processes, "os", SimpleNamespace(name="nt", _exit=leave))
    with pytest.raises(SystemExit) as ended:
        processes.become(["python", "-m", "pytest"])
    assert ended.value.code == 6


@pytest.mark.parametrize("release", [processes.release_free_memory, processes.give_memory_back])
@pytest.mark.parametrize("why", [AttributeError, TypeError, OSError])
def test_a_c_library_without_heaps_of_glibc_is_left_alone(monkeypatch, release, why):
    """musl, macOS and Windows: each says so in its own way."""

    def refuse(_name):
        raise why

    monkeypatch.setattr(processes, "ctypes", SimpleNamespace(CDLL=refuse))
    release()


def test_free_memory_is_released_by_the_c_library(monkeypatch):
    """All of it: nothing is kept at the top of the heap."""
    kept = []
    monkeypatch.setattr(processes, "ctypes", SimpleNamespace(CDLL=lambda _: SimpleNamespace(malloc_trim=kept.append)))
    processes.release_free_memory()
    assert kept == [0]
