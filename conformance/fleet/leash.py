"""A run that ends with the process that started it: `python -m conformance.fleet.leash FOLDER PYTEST-ARGUMENTS`.

Its standard input is a pipe that its worker holds open. When the worker is killed the pipe closes, and this process
ends with all that it has forked: a target is never examined by a run that nobody waits for. FOLDER, where the target
file lies with its keys, goes first: the worker would have removed it.
"""

from __future__ import annotations

import os
import runpy
import shutil
import signal
import sys
import threading


def _end_with_parent(descriptor: int, folder: str) -> None:
    os.read(descriptor, 1)
    shutil.rmtree(folder, ignore_errors=True)
    if hasattr(os, "killpg"):
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    leash = os.dup(0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    threading.Thread(target=_end_with_parent, args=(leash, sys.argv.pop(1)), daemon=True).start()
    sys.argv[0] = "pytest"
    runpy.run_module("pytest", run_name="__main__", alter_sys=True)
