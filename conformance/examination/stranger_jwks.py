"""A key set of the stranger's on loopback, so that a server that follows `jku` really finds a key there."""

from __future__ import annotations

import json
import threading
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from conformance.minting import stranger_key_set


class _StrangerJwksHandler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """Answer every path with the key set."""
        body = json.dumps(stranger_key_set()).encode("utf-8")
        self.send_response(200)
        self.send_header("Content-Type", "application/jwk-set+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@cache
def key_set_url() -> str:
    """Return the address of the key set; it is served until the process ends.

    A target on another machine cannot reach it, and sees an address like any other that a stranger could write.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), _StrangerJwksHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/jwks.json"
