"""What a situation is made of: answers of its own to some requests, or another server in a place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from conformance.protocol.errors import ErrorId
from conformance.reference.server import Answer, ReferenceServer, Request
from conformance.reference.server.endpoints import route
from conformance.stage.origin import Departure, HangUpError, Moment
from conformance.stage.play import Play

_Reply = Callable[[Moment], Answer]


class Situation(Protocol):
    """One departure of the suite's servers from what is right."""

    def arrange(self, play: Play, name: str) -> None:
        """Put the stage into it."""


@dataclass(frozen=True)
class AtLayer:
    """Layer answers requests to an endpoint in a way of its own: the first `times` of them, or all.

    The endpoint ``session`` stands for every request that needs one, once the app is told to use it.
    """

    endpoint: str
    reply: _Reply
    times: int | None = None

    def arrange(self, play: Play, name: str) -> None:
        """Put Layer into it."""
        meets = _uses(play) if self.endpoint == "session" else _requests_to(self.endpoint)
        departure = Departure(name, meets, self.reply, self.times)
        play.layer.departures = (*play.layer.departures, departure)


@dataclass(frozen=True)
class AtIdentityServer:
    """The identity server answers in a way of its own: the first `times` requests, or all."""

    reply: _Reply
    times: int | None = None

    def arrange(self, play: Play, name: str) -> None:
        """Put the identity server into it."""
        departure = Departure(name, lambda request: request.method != "OPTIONS", self.reply, self.times)
        play.identity.departures = (*play.identity.departures, departure)


@dataclass(frozen=True)
class AnotherLayer:
    """A Layer that is lawful, and not the usual one."""

    change: Callable[[ReferenceServer], ReferenceServer]

    def arrange(self, play: Play, name: str) -> None:
        """Put it in Layer's place; it is met by whatever is asked of it."""
        play.shape_layer(self.change(play.new_layer()))
        play.log.met[name] = 1


@dataclass(frozen=True)
class Arranged:
    """Anything else about a stage."""

    change: Callable[[Play], None]

    def arrange(self, play: Play, name: str) -> None:
        """Change the stage."""
        self.change(play)
        play.log.met[name] = 1


def _requests_to(endpoint: str) -> Callable[[Request], bool]:
    return lambda request: route(request.method, request.path).endpoint == endpoint


def _uses(play: Play) -> Callable[[Request], bool]:
    """Return whether a request uses the session on demand: what an app asks for by itself is no use of it yet."""
    return lambda request: play.is_in_use and _needs_a_session(request)


def _needs_a_session(request: Request) -> bool:
    """Whether a request shows a session token, or would have to, on no way in or out."""
    endpoint = route(request.method, request.path).endpoint
    if request.method == "OPTIONS" or endpoint in ("POST /nonces", "POST /sessions", "DELETE /sessions/:token"):
        return False
    return request.header("Authorization") is not None or endpoint not in ("", "GET /", "GET /ping")


def error(of: ErrorId, **data: object) -> Answer:
    """Return an error in the documented shape."""
    body: dict[str, object] = {
        "id": of.id,
        "code": of.code,
        "message": "As the scenario has it.",
        "url": "https://errors.example/",
    }
    return labelled(Answer.of(of.status, {**body, **({"data": data} if data else {})}))


def labelled(answer: Answer) -> Answer:
    """Return an answer labelled as JSON."""
    return answer.with_header("Content-Type", "application/json")


def always(answer: Answer) -> _Reply:
    """Answer the same whatever was asked."""
    return lambda _moment: answer


def dressed(change: Callable[[Answer], Answer]) -> _Reply:
    """Answer rightly, but for the form of the answer."""
    return lambda moment: change(moment.right(moment.request))


def hang_up(_moment: Moment) -> Answer:
    """Close the connection in the place of an answer."""
    raise HangUpError("as the scenario has it")


def text(status: int, body: bytes, kind: str = "application/json") -> Answer:
    """Return an answer of any bytes."""
    return Answer(status, (("Content-Type", kind),), body)


def to_stranger(status: int) -> _Reply:
    """Send the client on to another origin, at the same path."""
    return lambda moment: Answer(status, (("Location", f"{moment.stranger_url}{moment.request.path}"),), b"")
