"""The page of a watch: what to do next, and the answer to it. It is found only by who knows its key."""

from __future__ import annotations

import json
import secrets
from collections import deque
from importlib.resources import files

from conformance.protocol.errors import ErrorId
from conformance.reference.server import Answer, RefusalError, Request, ResponseWriter, Settings
from conformance.watching.board import Board

#: The parts of the page, with their types.
_ASSETS = {
    "": ("watch.html", "text/html; charset=utf-8"),
    "watch.css": ("watch.css", "text/css; charset=utf-8"),
    "watch.js": ("watch.js", "text/javascript; charset=utf-8"),
}
#: It loads nothing from elsewhere, and nobody frames it; it shows passwords, which nothing keeps.
_GUARDS = (
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
)


class Page:
    """Serves the page of a board. `key` is part of its address: other pages and other machines cannot guess it."""

    def __init__(self, board: Board) -> None:
        self.key = secrets.token_urlsafe(12)
        self.settings = Settings()
        self.writer = ResponseWriter()
        self.failures: deque[Exception] = deque(maxlen=16)
        self._board = board

    def handle(self, request: Request) -> Answer:
        """Answer a request of the page."""
        _, key, name = (*request.path.split("/", 2), "", "")[:3]
        if not secrets.compare_digest(key.encode(), self.key.encode()):
            return Answer(404)
        if request.method == "GET" and name in _ASSETS:
            file, kind = _ASSETS[name]
            return Answer(
                200, (("Content-Type", kind), *_GUARDS), files(__package__).joinpath("assets", file).read_bytes()
            )
        if request.method == "GET" and name == "state":
            return _json(200, self._board.state())
        if request.method == "POST" and name == "answer":
            return self._answer(request.body)
        return Answer(404)

    def refuse(self, refusal: RefusalError, request: Request | None = None) -> Answer:  # noqa: ARG002  its signature
        """Answer what could not be read."""
        return Answer(refusal.status)

    def _answer(self, body: bytes) -> Answer:
        try:
            content = json.loads(body)
            is_taken = self._board.answer(content["number"], content["choice"])
        except (ValueError, KeyError, TypeError, RecursionError):
            return Answer(ErrorId.INVALID_REQUEST.status)
        return _json(200 if is_taken else 409, self._board.state())


def _json(status: int, content: object) -> Answer:
    body = json.dumps(content).encode("ascii")
    return Answer(status, (("Content-Type", "application/json"), *_GUARDS), body)
