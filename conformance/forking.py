"""Forked processes: which systems have them, and memory that they share."""

from __future__ import annotations

import multiprocessing
from multiprocessing.context import BaseContext


def can_fork() -> bool:
    """Say whether this system can fork processes; Windows cannot."""
    return "fork" in multiprocessing.get_all_start_methods()


def shared_context() -> BaseContext:
    """Return the maker of memory and locks that forked processes share.

    Where none can be forked one process does everything, and the system's own kind is as good.
    """
    return multiprocessing.get_context("fork" if can_fork() else None)
