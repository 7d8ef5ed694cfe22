"""Scenes of a client, built one exchange after the other."""

from __future__ import annotations

import json

from conformance.evidence.exchange import Exchange, Received, Sent, TransportError, TransportErrorKind
from conformance.evidence.scene import Asked, Scene, Told

LAYER, IDENTITY, STRANGER = "http://127.0.0.1:1", "http://127.0.0.1:2/identity_tokens", "http://127.0.0.1:3"
ACCEPT = ("Accept", "application/vnd.layer+json; version=2.0")
TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJwcm4iOiJhbGljZSJ9.c2lnbmF0dXJl"
OTHER = "eyJhbGciOiJSUzI1NiJ9.eyJwcm4iOiJib2IifQ.c2lnbmF0dXJl"
SESSION = "s-12345678"
JSON = (("Content-Type", "application/json"), ("Accept", "application/json"))
SAMPLE = {"app_id": "app", "user_id": "alice", "nonce": "n-1"}


class Builder:
    """Builds a scene, one exchange after the other."""

    def __init__(self) -> None:
        self.scene = Scene(LAYER, IDENTITY, STRANGER, "app", "2.0", passwords={"alice": "rabbit-hole"})

    def add(self, method, url, status=200, content=None, *, headers=(ACCEPT,), body=None, started=0.0, link=""):  # noqa: PLR0913 - its parts
        """Add an exchange; status 0 is no answer, and `link` is the answer's Link."""
        sent = Sent(method, url, headers, json.dumps(body).encode() if body is not None else None)
        fault = TransportError(TransportErrorKind.CLOSED, "on purpose") if status == 0 else None
        raw = json.dumps(content).encode() if content is not None else b""
        received = None if fault else Received(status, "", (("Link", link),) if link else (), raw)
        self.scene.transcript.exchanges.append(Exchange(sent, started, 0.0, received, fault))
        return len(self.scene.transcript.exchanges) - 1

    def nonce(self, value="n-1"):
        """Let Layer give a nonce."""
        return self.add("POST", f"{LAYER}/nonces", 201, {"nonce": value})

    def ask(self, nonce="n-1", token=TOKEN, *, method="POST", url=IDENTITY, **more):
        """Ask the identity server."""
        number = self.add(method, url, 200, {"identity_token": token}, **more)
        exchange = self.scene.transcript.exchanges[number]
        self.scene.asked.append(Asked(number, exchange, "alice", nonce, "app", token))

    def present(self, token=TOKEN, status=201, session=SESSION, app_id="app", **more):
        """Present an identity token."""
        content = {"session_token": session} if status == 201 else {}
        label = (ACCEPT, ("Content-Type", "application/json"))
        body = {"identity_token": token, "app_id": app_id}
        return self.add("POST", f"{LAYER}/sessions", status, content, headers=label, body=body, **more)

    def use(self, session=SESSION, status=200, content=None, path="/conversations", **more):
        """Load conversations."""
        headers = (ACCEPT, ("Authorization", f'Layer session-token="{session}"'))
        return self.add("GET", f"{LAYER}{path}", status, content, headers=headers, **more)

    def told(self, do="sign_in", signed_in=True, start=0, fault="", user="alice"):
        """Note what was told, about the exchanges since `start`."""
        stop = len(self.scene.transcript.exchanges)
        self.scene.told.append(Told(do, start, stop, user, signed_in, fault=fault))
        return stop


def signed_in(*, token=TOKEN, app_id="app", link=""):
    """Return a sign-in that is right, or not so in a part of its request for a session."""
    builder = Builder()
    builder.scene.prns = {"alice": "alice"}
    builder.nonce()
    builder.ask()
    builder.present(token, app_id=app_id, link=link)
    builder.told()
    return builder


def used(*, signed_in_then=True, status=200, path="/conversations", before=(), **more):
    """Return a sign-in and a use of its session."""
    builder = signed_in(link="</conversations?p=1>; rel=conversations")
    start = len(builder.scene.transcript.exchanges)
    for add in before:
        add(builder)
    builder.use(status=status, path=path, **more)
    builder.told("use", signed_in_then, start=start)
    return builder


def challenged(*, nonce="n-2", token=OTHER, count=1, signed_in_then=True, session="s-22345678"):
    """Return a use that is challenged, and as many sign-ins after it."""
    builder = signed_in()
    start = builder.use(status=401, content={"data": {"nonce": "n-2"}})
    if nonce == "n-3":
        builder.nonce(nonce)
    for _ in range(count):
        builder.ask(nonce, token)
        builder.present(token, session=session)
    if count:
        builder.use(session)
    builder.told("use", signed_in_then, start=start)
    return builder


def signed_in_twice(*, nonce="n-2", has_nonce=True, first_status=201, last_status=201, begin=False):
    """Return two sign-ins, the first of which may fail; both nonces may be asked for at the beginning."""
    builder = Builder()
    builder.nonce()
    if begin:
        builder.nonce("n-2")
        builder.told("begin", None)
    start = len(builder.scene.transcript.exchanges) if begin else 0
    builder.ask()
    builder.present(status=first_status)
    builder.told(signed_in=first_status == 201, start=start)
    start = len(builder.scene.transcript.exchanges)
    if not begin:
        builder.nonce("n-2")
    builder.ask(nonce if has_nonce else None, OTHER)
    builder.present(OTHER, status=last_status, session="s-22345678")
    builder.told(signed_in=last_status == 201, start=start)
    return builder


def signed_out(*, deletions=1):
    """Return a sign-in and a sign-out, with as many deletions."""
    builder = signed_in()
    start = len(builder.scene.transcript.exchanges)
    for _ in range(deletions):
        builder.add("DELETE", f"{LAYER}/sessions/{SESSION}", 204)
    builder.told("sign_out", False, start=start)
    return builder


def sampled(body=None, headers=JSON, method="POST", url=IDENTITY, **members):
    """Return a sign-in by the sample service, as documented but for what is named."""
    builder = Builder()
    builder.ask(headers=headers, body=body or {**SAMPLE, **members}, method=method, url=url)
    builder.told()
    return builder


def refused(*, is_signed_in=False, **more):
    """Return a sign-in that ends without a session, for which a request of these parts was sent."""
    builder = Builder()
    if more:
        builder.ask(**more)
    builder.told(signed_in=is_signed_in)
    return builder


def doing(*requests):
    """Return a sign-in, and what was sent while the user did something else."""
    builder = signed_in()
    start = len(builder.scene.transcript.exchanges)
    for request in requests:
        request(builder)
    builder.told("use", start=start)
    return builder


def sending(*arguments, **more):
    """Return a request of these parts, to be added to a scene."""
    return lambda builder: builder.add(*arguments, **more)
