"""What the official web SDK needs: CORS, /ping, GET / as a session check, identities (docs/protocol.md#web-client)."""

from __future__ import annotations

from email.utils import formatdate

from conformance.protocol.errors import ErrorId
from conformance.reference.messages import Answer
from conformance.reference.server.refusal import RefusalError
from conformance.reference.server.rules import rule
from conformance.reference.server.rules.sessions import SESSION_LINKS, linked
from conformance.reference.server.visit import Visit

#: The relations of `GET /`, as the pages of Layer's own API root show them.
ROOT_LINKS = {"nonces": "/nonces", "sessions": "/sessions", **SESSION_LINKS}

_HEADERS = ("accept", "authorization", "content-type", "client-id", "layer-xdk-version")
_METHODS = "GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS"


@rule("root")
def shows_the_way(visit: Visit) -> Answer:
    """Answer `GET /`: no Accept and no session needed; a session token that is sent is checked."""
    return linked(visit, Answer.of(200, {}), ROOT_LINKS)


@rule("ping")
def answers_a_ping(_: Visit) -> Answer:
    """Answer `HEAD /ping`: any answer means that the client is online."""
    return Answer(200)


@rule("preflight")
def answers_a_preflight(visit: Visit) -> Answer:
    """Answer `OPTIONS` anything: no session, and no Accept rule, for browsers send `*/*` here."""
    return Answer(204, (("Allow", ", ".join((*visit.allowed, "OPTIONS"))),))


@rule("list")
def lists_nothing(_: Visit) -> Answer:
    """Return an empty collection: the reference has no API beyond authentication."""
    return Answer.of(200, [])


@rule("identity")
def shows_an_identity(visit: Visit) -> Answer:
    """Show an identity as the user's identity token told it (docs/protocol.md#optional-claims)."""
    user = visit.argument
    claims = visit.server.sessions.identity_of(user)
    if claims is None:
        raise RefusalError(ErrorId.NOT_FOUND, "An Identity with the specified identifier could not be found.")
    names = ("display_name", "first_name", "last_name", "avatar_url")
    known = {name: claims[name] for name in names if isinstance(claims.get(name), str)}
    identifiers = {"id": f"layer:///identities/{user}", "user_id": user}
    return Answer.of(200, {**identifiers, "url": visit.apply_rule("SESSION-LINK-2", f"/identities/{user}"), **known})


@rule("message")
def finds_no_message(_: Visit) -> Answer:
    """Find no message; an old SDK asks for one to see whether its session is alive."""
    raise RefusalError(ErrorId.NOT_FOUND, "A Message with the specified identifier could not be found.")


@rule("web-client")
def is_readable_by_browsers(visit: Visit, answer: Answer) -> Answer:
    """Let the page that asked read the answer, errors too: its own Origin, with credentials."""
    origin = visit.request.header("Origin")
    if origin is None:
        return answer
    allowed = answer.with_more(
        ("Access-Control-Allow-Origin", origin),
        ("Access-Control-Allow-Credentials", "true"),
        ("Access-Control-Expose-Headers", "Link, Layer-Count"),
        ("Vary", "Origin"),
    )
    return _with_preflight(visit, allowed) if visit.request.method == "OPTIONS" else allowed


def _with_preflight(visit: Visit, answer: Answer) -> Answer:
    asked = visit.request.header("Access-Control-Request-Headers") or ""
    names = [name.strip().lower() for name in asked.split(",") if name.strip()]
    return answer.with_more(
        ("Access-Control-Allow-Methods", _METHODS),
        ("Access-Control-Allow-Headers", ", ".join(dict.fromkeys([*_HEADERS, *names]))),
        ("Access-Control-Max-Age", "600"),
    )


@rule("date")
def is_dated(visit: Visit, answer: Answer) -> Answer:
    """Date the answer by the server's own clock: examiners learn the skew from it."""
    return answer.with_header("Date", formatdate(visit.now, usegmt=True))
