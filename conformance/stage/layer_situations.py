"""Situations in which Layer refuses, breaks, or sends the client elsewhere."""

from __future__ import annotations

from dataclasses import replace

from conformance.protocol.errors import ErrorId
from conformance.reference.server import Answer
from conformance.stage.arrangement import (
    AtLayer,
    Situation,
    always,
    dressed,
    error,
    hang_up,
    labelled,
    text,
    to_stranger,
)
from conformance.stage.origin import Moment

_NONCES, _SESSIONS, _SIGN_OUT, _USE = "POST /nonces", "POST /sessions", "DELETE /sessions/:token", "session"
_BROKEN = error(ErrorId.INTERNAL_SERVER_ERROR)
_OUT_OF_SERVICE = labelled(
    Answer.of(503, {"id": "service_unavailable", "code": 1, "message": "Later.", "url": "https://errors.example/"})
)
_DEAD = error(ErrorId.AUTHENTICATION_REQUIRED)


def _nonce(value: object) -> AtLayer:
    return AtLayer(_NONCES, always(labelled(Answer.of(201, {"nonce": value}))))


def _session(content: object) -> AtLayer:
    return AtLayer(_SESSIONS, always(labelled(Answer.of(201, content))))


def _challenge(moment: Moment) -> Answer:
    """Answer with a challenge as Layer does it, whose nonce works."""
    headers = tuple(field for field in moment.request.headers if field[0].lower() != "authorization")
    return moment.right(replace(moment.request, method="GET", headers=headers, path="/conversations"))


def _too_many(_moment: Moment) -> Answer:
    return Answer(429, (("Retry-After", "1"), ("Content-Length", "0")), b"")


def _linking_away(moment: Moment) -> Answer:
    answer = moment.right(moment.request).without_header("Link")
    links = ", ".join(
        f"<{moment.stranger_url}/{relation}>; rel={relation}" for relation in ("conversations", "content", "websocket")
    )
    return answer.with_more(("Link", links)) if answer.status == 201 else answer


LAYER_SITUATIONS: dict[str, Situation] = {
    # answers to the request for a nonce
    "201 without a nonce": AtLayer(_NONCES, always(labelled(Answer.of(201, {})))),
    "an empty nonce": _nonce(""),
    "null for a nonce": _nonce(None),
    "a number for a nonce": _nonce(1865),
    "an object for a nonce": _nonce({"value": "1865"}),
    "half a JSON object for a nonce": AtLayer(_NONCES, always(text(201, b'{"nonce": "b7a5fba5ad402d07'))),
    "an empty answer to the request for a nonce": AtLayer(_NONCES, always(text(201, b""))),
    "404 to requests for a nonce": AtLayer(_NONCES, always(error(ErrorId.INVALID_ENDPOINT))),
    "406 to requests for a nonce": AtLayer(_NONCES, always(error(ErrorId.INVALID_HEADER, header="Accept"))),
    "500 to requests for a nonce": AtLayer(_NONCES, always(_BROKEN)),
    "503 to requests for a nonce": AtLayer(_NONCES, always(_OUT_OF_SERVICE)),
    "a closed connection for requests for a nonce": AtLayer(_NONCES, hang_up),
    "503 to the first request for a nonce": AtLayer(_NONCES, always(_OUT_OF_SERVICE), times=1),
    "a closed connection for the first request for a nonce": AtLayer(_NONCES, hang_up, times=1),
    "429 and Retry-After to the first request for a nonce": AtLayer(_NONCES, _too_many, times=1),
    # answers to the request for a session
    "422 to identity tokens": AtLayer(_SESSIONS, always(error(ErrorId.INVALID_PROPERTY, property="identity_token"))),
    "422 to the first identity token": AtLayer(
        _SESSIONS, always(error(ErrorId.INVALID_PROPERTY, property="identity_token")), times=1
    ),
    "403 to identity tokens": AtLayer(_SESSIONS, always(error(ErrorId.INVALID_APP_ID))),
    "403 to the first identity token": AtLayer(_SESSIONS, always(error(ErrorId.INVALID_APP_ID)), times=1),
    "406 to identity tokens": AtLayer(_SESSIONS, always(error(ErrorId.INVALID_HEADER, header="Accept"))),
    "406 to the first identity token": AtLayer(
        _SESSIONS, always(error(ErrorId.INVALID_HEADER, header="Accept")), times=1
    ),
    "400 to identity tokens": AtLayer(_SESSIONS, always(error(ErrorId.INVALID_REQUEST))),
    "500 to identity tokens": AtLayer(_SESSIONS, always(_BROKEN)),
    "503 to identity tokens": AtLayer(_SESSIONS, always(_OUT_OF_SERVICE)),
    "503 to the first identity token": AtLayer(_SESSIONS, always(_OUT_OF_SERVICE), times=1),
    "a closed connection for identity tokens": AtLayer(_SESSIONS, hang_up),
    "201 without a session token": _session({}),
    "201 with an empty session token": _session({"session_token": ""}),
    "201 with null for a session token": _session({"session_token": None}),
    "201 with half a JSON object for a session": AtLayer(_SESSIONS, always(text(201, b'{"session_token": "c3ba'))),
    "a redirect of sessions to another origin": AtLayer(_SESSIONS, to_stranger(307)),
    "a permanent redirect of sessions to another origin": AtLayer(_SESSIONS, to_stranger(308)),
    "a Link to another origin": AtLayer(_SESSIONS, _linking_away),
    # answers to whoever uses a session
    "a challenge for the first use": AtLayer(_USE, _challenge, times=1),
    "a challenge for the first two uses": AtLayer(_USE, _challenge, times=2),
    "a challenge for every use": AtLayer(_USE, _challenge),
    "401 without a nonce for the first use": AtLayer(_USE, always(_DEAD), times=1),
    "401 without a body for the first use": AtLayer(_USE, always(Answer(401)), times=1),
    "401 with null for a nonce for the first use": AtLayer(
        _USE, always(error(ErrorId.AUTHENTICATION_REQUIRED, nonce=None)), times=1
    ),
    "401 without a nonce for every use": AtLayer(_USE, always(_DEAD)),
    "500 to every use": AtLayer(_USE, always(_BROKEN)),
    "503 to every use": AtLayer(_USE, always(_OUT_OF_SERVICE)),
    "503 to the first use": AtLayer(_USE, always(_OUT_OF_SERVICE), times=1),
    "a closed connection for every use": AtLayer(_USE, hang_up),
    "a redirect of uses to another origin": AtLayer(_USE, to_stranger(302)),
    "a redirect of uses with 307 to another origin": AtLayer(_USE, to_stranger(307)),
    # answers to whoever signs out
    "404 to whoever signs out": AtLayer(_SIGN_OUT, always(error(ErrorId.NOT_FOUND))),
    "401 to whoever signs out": AtLayer(_SIGN_OUT, always(_DEAD)),
    "a challenge for whoever signs out": AtLayer(_SIGN_OUT, _challenge),
    "500 to whoever signs out": AtLayer(_SIGN_OUT, always(_BROKEN)),
    "503 to whoever signs out": AtLayer(_SIGN_OUT, always(_OUT_OF_SERVICE)),
    "a closed connection for whoever signs out": AtLayer(_SIGN_OUT, hang_up),
    "204 with a length of nothing": AtLayer(
        _SIGN_OUT, dressed(lambda answer: answer.with_header("Content-Length", "0"))
    ),
}
