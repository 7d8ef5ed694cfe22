"""Another program in the place of this process."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence


def become(command: Sequence[str]) -> None:
    """Put a command in the place of this process, so that signals and the exit code are its own.

    Windows would start it beside this process and end this one at once: there its end is waited for.
    """
    if os.name == "nt":
        os._exit(subprocess.call(command))  # noqa: S603 - our own interpreter
    os.execv(command[0], list(command))  # noqa: S606 - our own interpreter
