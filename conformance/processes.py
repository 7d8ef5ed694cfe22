"""Processes of this system: whether it forks, memory that they share, and another program in the place of this."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.context import BaseContext

#: Parameters of glibc's mallopt: how many heaps there are at most, and how much of one may be free at its end.
_MOST_HEAPS, _TRIM_BEYOND = -8, -1


def can_fork() -> bool:
    """Say whether this system can fork processes; Windows cannot."""
    return "fork" in multiprocessing.get_all_start_methods()


def shared_context() -> BaseContext:
    """Return the maker of memory and locks that forked processes share.

    Where none can be forked one process does everything, and the system's own kind is as good.
    """
    return multiprocessing.get_context("fork" if can_fork() else None)


def give_memory_back() -> None:
    """Let this process, and those forked from it, give freed memory back to the system, where the C library can do so.

    Else glibc keeps a heap for each thread of a burst, each as large as the largest answers that it ever held.
    """
    with suppress(OSError, AttributeError, TypeError):
        library = ctypes.CDLL(None)
        library.mallopt(_MOST_HEAPS, 1)
        library.mallopt(_TRIM_BEYOND, 128 * 1024)


def release_free_memory() -> None:
    """Give pages that are free within this process's heap back to the system, where the C library can do so.

    It takes a third of a millisecond. Without it a process keeps what the largest burst of answers took.
    """
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Let nobody look for circles of objects meanwhile: for what makes much, and lets go of little."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def become(command: Sequence[str]) -> None:
    """Put a command in the place of this process, so that signals and the exit code are its own.

    Windows would start it beside this process and end this one at once: there its end is waited for.
    """
    if os.name == "nt":
        os._exit(subprocess.call(command))  # noqa: S603 - our own interpreter
    os.execv(command[0], list(command))  # noqa: S606 - our own interpreter
