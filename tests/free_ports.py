"""Ports for what has to listen at fixed addresses."""

from __future__ import annotations

import socket
from contextlib import ExitStack


def free_ports(count: int = 4) -> int:
    """Return the first of so many ports in a row that nobody listens on."""
    for first in range(20_000, 60_000, 50):
        with ExitStack() as stack:
            try:
                for port in range(first, first + count):
                    stack.enter_context(socket.create_server(("127.0.0.1", port)))
            except OSError:
                continue
            return first
    raise OSError("there are no free ports")
