"""Situations in which Layer is as right as ever, in a form that the documents and HTTP leave free."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Callable
from dataclasses import replace

from conformance.reference.server import Answer, ReferenceServer
from conformance.stage.arrangement import AnotherLayer, Arranged, AtLayer, Situation
from conformance.stage.origin import Moment
from conformance.stage.play import Play


def _hex(length: int) -> str:
    return secrets.token_hex(length)[:length]


#: Nonces by their form (docs/protocol.md#nonce-form); each is another one every time.
_NONCES: dict[str, Callable[[], str]] = {
    "nonces of forty hexadecimal digits": lambda: _hex(40),
    "nonces that are UUIDs": lambda: str(uuid.uuid4()),
    "nonces in base64 with plus, slash and equals signs": lambda: f"a+{_hex(20)}/+b/{_hex(20)}==",
    "nonces in base64url": lambda: f"_-{_hex(20)}-_{_hex(20)}_-",
    "nonces with percent signs": lambda: f"100%{_hex(8)}%zz%",
    "nonces with escaped plus signs": lambda: f"{_hex(8)}%2B{_hex(8)}%2b%20",
    "nonces with ampersands": lambda: f"{_hex(8)}&{_hex(8)}&amp;{_hex(4)}=x",
    "nonces with blanks at both ends": lambda: f" {_hex(16)} {_hex(4)} ",
    "nonces in capitals and small letters": lambda: f"aBcDeF{_hex(16)}XyZ",
    "nonces of digits with zeros in front": lambda: f"000{secrets.randbelow(10**15):015}",
    "nonces of one character": lambda: secrets.choice("abcdefghijkmnpqrstuvwxyz"),
    "nonces of 512 characters": lambda: _hex(512),
}

#: Session tokens by their form (docs/protocol.md#session-token-form).
_SESSION_TOKENS: dict[str, Callable[[], str]] = {
    "session tokens with dots and dashes": lambda: f"{_hex(20)}-{_hex(8)}_{_hex(20)}.1-1",
    "session tokens of 200 characters": lambda: _hex(200),
    "session tokens in capitals and small letters": lambda: f"aBcDeF{_hex(16)}XyZ",
    "session tokens that end in equals signs": lambda: f"{_hex(20)}==",
    "session tokens with slash and plus signs": lambda: f"a/{_hex(8)}+{_hex(8)}/b",
    "session tokens with percent signs": lambda: f"{_hex(8)}%2F{_hex(8)}%41",
    "session tokens with question and number signs": lambda: f"{_hex(8)}?a={_hex(8)}#{_hex(4)}",
}


def _with_nonces(make: Callable[[], str]) -> Situation:
    return AnotherLayer(lambda server: server.replacing("NONCE-UNIQUE-1", lambda _visit: make()))


def _with_session_tokens(make: Callable[[], str]) -> Situation:
    return AnotherLayer(lambda server: server.replacing("SESSION-UNIQUE-1", lambda _visit: make()))


def _dressing(change: Callable[[Answer], Answer]) -> Situation:
    """Dress every answer that has a body of JSON."""

    def layer(server: ReferenceServer) -> ReferenceServer:
        return server.adding(lambda _visit, answer: change(answer) if answer.body else answer, to="every answer")

    return AnotherLayer(layer)


def _escaped(answer: Answer) -> Answer:
    """Write every character of every text as JSON's escape of it."""
    return replace(answer, body=_written(answer.content).encode("ascii"))


def _written(value: object) -> str:
    if isinstance(value, str):
        return '"' + "".join(f"\\u{ord(character):04x}" for character in value) + '"'
    if isinstance(value, dict):
        # Names stay as they are: it is about values.
        return "{" + ", ".join(f"{json.dumps(name)}: {_written(inner)}" for name, inner in value.items()) + "}"
    return json.dumps(value)


def _further_members(answer: Answer) -> Answer:
    if not isinstance(answer.content, dict):
        return answer
    further = {"_": {"nonce": 1, "session_token": 2}, **answer.content, "expires": None, "url": "https://x.example/"}
    return replace(answer, body=json.dumps(further, indent=2).replace("\n", "\r\n").encode("ascii"))


def _with_status(status: int) -> Callable[[Answer], Answer]:
    return lambda answer: replace(answer, status=status) if answer.status == 201 else answer


def _linked(path: str, form: str) -> Callable[[Moment], Answer]:
    """Answer rightly, with a Link of another form to another path; `form` has the base URL as {}."""

    def reply(moment: Moment) -> Answer:
        base = f"http://{moment.request.header('Host')}"
        answer = moment.right(moment.request).without_header("Link")
        if answer.status != 201:
            return answer
        fields = form.replace("{conversations}", f"<{base}{path}>").replace("{base}", base)
        return answer.with_more(*(("Link", field) for field in fields.split("\n")))

    return reply


#: Where Link leads conversations to, in situations in which it is no usual place.
ELSEWHERE = "/lists/of/conversations"


class _LinkSituation:
    """A Link that leads to another path, at which the conversations then are."""

    def __init__(self, form: str, path: str = ELSEWHERE, query: str = "") -> None:
        self._reply = _linked(path + query, form)
        self._path = path

    def arrange(self, play: Play, name: str) -> None:
        AtLayer("POST /sessions", self._reply).arrange(play, name)
        right = play.layer.server
        play.layer.server = lambda request: right(
            replace(request, path=request.path.replace(self._path, "/conversations", 1))
        )


_PLAIN = "{conversations}; rel=conversations, <{base}/content>; rel=content, <{base}/websocket>; rel=websocket"

LAWFUL_SITUATIONS: dict[str, Situation] = {
    **{name: _with_nonces(make) for name, make in _NONCES.items()},
    **{name: _with_session_tokens(make) for name, make in _SESSION_TOKENS.items()},
    "an app id of the older form": Arranged(lambda play: play.write_app_id(play.app.with_slashes(2))),
    "a bare app id": Arranged(lambda play: play.write_app_id(play.app.uuid)),
    "an app id in production": Arranged(
        lambda play: play.write_app_id(replace(play.app, environment="production").with_slashes(3))
    ),
    "texts written in JSON's escapes": _dressing(_escaped),
    "answers with further members, and blanks": _dressing(_further_members),
    "answers with further headers": _dressing(
        lambda answer: answer.with_more(("X-Nonce", "none-of-yours"), ("Set-Cookie", "layer=1"), ("X-Empty", ""))
    ),
    "answers with a charset": _dressing(
        lambda answer: answer.with_header("Content-Type", "application/json; charset=UTF-8")
    ),
    "answers in chunks": AnotherLayer(lambda server: server.with_writer(chunked=True)),
    "header names in small letters": AnotherLayer(lambda server: server.with_writer(header_name=str.lower)),
    "header names in capitals": AnotherLayer(lambda server: server.with_writer(header_name=str.upper)),
    "HTTP/1.0": AnotherLayer(lambda server: server.with_writer(version="1.0")),
    "no reason phrases": AnotherLayer(lambda server: server.with_writer(reason=lambda _status: "")),
    "200 in the place of 201": _dressing(_with_status(200)),
    "a Link to another path": _LinkSituation(_PLAIN),
    "a Link to a path with a query": _LinkSituation(_PLAIN, query="?from=session&page=1"),
    "a Link with relations in quotes": _LinkSituation(
        '{conversations}; rel="conversations", <{base}/content>; rel="content", <{base}/websocket>; rel="websocket"'
    ),
    "a Link in another order": _LinkSituation(
        "<{base}/websocket>; rel=websocket, <{base}/content>; rel=content, {conversations}; rel=conversations"
    ),
    "a Link in several header fields": _LinkSituation(
        "<{base}/content>; rel=content\n{conversations}; rel=conversations\n<{base}/websocket>; rel=websocket"
    ),
    "a Link with further parameters": _LinkSituation(
        '{conversations}; title="a, b; rel=content"; rel=conversations; type="application/json", '
        "<{base}/content>; rel=content"
    ),
    "a Link without blanks": _LinkSituation("{conversations};rel=conversations,<{base}/content>;rel=content"),
    "a Link with several relations in one": _LinkSituation('{conversations}; rel="next conversations"'),
    "a Link with commas in its address": _LinkSituation(_PLAIN, path="/lists/a,b;c/conversations-"),
}
