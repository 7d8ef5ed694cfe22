"""Forked processes that send lines of JSON home (docs/decisions/0006-forking.md)."""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress

_PIECE = 1 << 16


def fork(work: Callable[[int], None]) -> tuple[int, int]:
    """Fork a process that does `work` with the descriptor it may write to; return its id and our end of the pipe.

    Where `work` fails, the last line holds the traceback as `failed in the child`.
    """
    reader, writer = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        os.close(writer)
        return pid, reader
    os.close(reader)
    spare = os.dup(writer)
    try:
        work(writer)
    except BaseException:
        line = json.dumps({"failed in the child": traceback.format_exc()})
        os.write(spare, line.encode("utf-8") + b"\n")
    os._exit(0)


def end_processes(children: Iterable[tuple[int, int]]) -> None:
    """End the processes, as `fork` has returned them, and close our ends of their pipes."""
    for pid, reader in children:
        os.close(reader)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def read_lines(readers: Sequence[int], every: float | None = None) -> Iterator[bytes]:
    """Yield whole lines as they come in from any of the pipes, until all of them are at their end.

    After `every` so many seconds in which nothing came, an empty line.
    """
    begun = dict.fromkeys(readers, b"")
    while begun:
        ready = select.select(list(begun), [], [], every)[0]
        if not ready:
            yield b""
        for reader in ready:
            piece = os.read(reader, _PIECE)
            if not piece:
                del begun[reader]
                continue
            *lines, begun[reader] = (begun[reader] + piece).split(b"\n")
            yield from lines
