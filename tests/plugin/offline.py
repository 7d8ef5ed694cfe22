"""A machine without a network: a plugin under which nothing connects and nothing listens, not even on loopback."""

from __future__ import annotations

import socket
from typing import Any, NoReturn


def _no_network(*_arguments: Any) -> NoReturn:
    raise RuntimeError("there is no network")


for name in ("connect", "connect_ex", "bind", "listen", "sendto"):
    setattr(socket.socket, name, _no_network)
