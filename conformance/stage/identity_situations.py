"""Situations of the identity server: refusals, answers without a token, tokens out of the ordinary."""

from __future__ import annotations

import json

from conformance.reference.server import Answer
from conformance.stage.arrangement import (
    Arranged,
    AtIdentityServer,
    Situation,
    always,
    dressed,
    hang_up,
    labelled,
    text,
    to_stranger,
)
from conformance.stage.play import Play

_PAGE = b"<!doctype html><title>Sign in</title><h1>Your session on this site has ended.</h1>"


def _refusal(status: int) -> AtIdentityServer:
    return AtIdentityServer(always(labelled(Answer.of(status, {"error": "As the scenario has it."}))))


def _token(value: object) -> AtIdentityServer:
    return AtIdentityServer(always(labelled(Answer.of(200, {"identity_token": value}))))


def _long_tokens(play: Play) -> None:
    play.identity_server.claims = {"display_name": "Alice " + "Pleasance " * 200}


def _behind(play: Play) -> None:
    """Put both servers' time back: what they say of it is as true as before, and tokens are old when they come."""
    play.clock = type(play.clock)(play.clock.now() - 3600)
    play.identity_server.clock = play.clock
    play.shape_layer(play.new_layer())


def _further(answer: Answer) -> Answer:
    if answer.status != 200 or not isinstance(answer.content, dict):
        return answer
    return answer.with_content({"user": {"id": 7, "identity_token": None}, **answer.content, "expires_in": 300})


IDENTITY_SITUATIONS: dict[str, Situation] = {
    "401 for everyone": _refusal(401),
    "403 for everyone": _refusal(403),
    "404 for everyone": _refusal(404),
    "500 for everyone": _refusal(500),
    "401 for the first request": AtIdentityServer(_refusal(401).reply, times=1),
    "no answer but a closed connection": AtIdentityServer(hang_up),
    "200 with a page in HTML": AtIdentityServer(always(text(200, _PAGE, "text/html; charset=utf-8"))),
    "401 with a page in HTML": AtIdentityServer(always(text(401, _PAGE, "text/html; charset=utf-8"))),
    "200 without a token": AtIdentityServer(always(labelled(Answer.of(200, {"status": "ok"})))),
    "200 with an empty token": _token(""),
    "200 with null for a token": _token(None),
    "200 with a number for a token": _token(42),
    "200 with an empty body": AtIdentityServer(always(text(200, b""))),
    "200 with half a JSON object": AtIdentityServer(always(text(200, b'{"identity_token": "eyJ'))),
    "an error with a token's name in it": AtIdentityServer(
        always(text(500, json.dumps({"error": "identity_token could not be made"}).encode()))
    ),
    "a redirect to another origin": AtIdentityServer(to_stranger(307)),
    "a redirect with 302 to another origin": AtIdentityServer(to_stranger(302)),
    "tokens of 4 KiB": Arranged(_long_tokens),
    "answers with further members": AtIdentityServer(dressed(_further)),
    "a clock an hour behind, as Layer's is": Arranged(_behind),
}
