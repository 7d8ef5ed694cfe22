"""A run that ends with the process that started it: `python -m conformance.fleet.leash PYTEST-ARGUMENTS`.

Its standard input is a pipe that its worker holds open. When the worker is killed the pipe closes, and this process
ends with all that it has forked: a target is never examined by a run that nobody waits for.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading


def _end_with_parent(descriptor: int) -> None:
    os.read(descriptor, 1)
    if hasattr(os, "killpg"):
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    leash = os.dup(0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    threading.Thread(target=_end_with_parent, args=(leash,), daemon=True).start()
    sys.argv[0] = "pytest"
    runpy.run_module("pytest", run_name="__main__", alter_sys=True)
