"""What becomes of identity tokens on their way to Layer, and of what stays with the identity server."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, unquote_plus

from conformance.evidence.excerpts import beginning
from conformance.evidence.exchange import Exchange
from conformance.evidence.scene import Scene, origin_of
from conformance.evidence.views import unescape
from conformance.judging.client_words import issued_sessions, require_answers, require_met
from conformance.judging.outcomes import Inconclusive, Violation

_BASIC = re.compile(r"Basic\s+([A-Za-z0-9+/=_-]+)", re.ASCII)


def presented(scene: Scene) -> Iterator[tuple[int, Exchange, dict[str, Any]]]:
    """Yield every request for a session, with its number and the members of its body."""
    for number, exchange in scene.to_layer("POST", "/sessions"):
        yield number, exchange, _members(exchange)


def _members(exchange: Exchange) -> dict[str, Any]:
    import json

    try:
        content = json.loads((exchange.sent.body or b"").decode("utf-8"))
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def expect_unaltered_tokens(scene: Scene) -> None:
    """Hold that every identity token that reaches Layer came from the identity server, unaltered."""
    _expect_issued(scene)
    require_answers(scene)
    require_met(scene)
    if not any(presented(scene)):
        raise Inconclusive("the client presented no identity token to Layer")


def expect_no_invented_token(scene: Scene) -> None:
    """Hold that where the identity server gave no token, nothing in its place goes to Layer."""
    _expect_issued(scene)
    require_answers(scene)
    require_met(scene)
    if not scene.asked:
        raise Inconclusive("the client did not ask the identity server")


def _expect_issued(scene: Scene) -> None:
    for number, exchange, body in presented(scene):
        issued = {asking.token for asking in scene.asked if asking.number < number and asking.token}
        token = body.get("identity_token")
        if token not in issued:
            expected = "an identity token as the identity server gave it" if issued else "no request for a session"
            raise Violation(expected, f"POST /sessions with {_kind(token)}", exchange)


def _kind(token: object) -> str:
    if not isinstance(token, str):
        return f"identity_token {beginning(str(token), 20)!r}" if token is not None else "no identity_token"
    return f"an identity_token of {len(token)} characters that it did not give"


def expect_tokens_presented_once(scene: Scene) -> None:
    """Hold that a token that Layer has answered is not presented again; one that was lost on the way may be."""
    answered: set[object] = set()
    for _, exchange, body in presented(scene):
        token = body.get("identity_token")
        if isinstance(token, str) and token in answered:
            raise Violation("each identity token once", "one that Layer had answered already", exchange)
        if (
            exchange.received is not None
            and not 500 <= exchange.received.status < 600
            and exchange.received.status != 429
        ):
            answered.add(token)
    require_answers(scene)
    require_met(scene)
    if not answered:
        raise Inconclusive("the client presented no identity token that Layer answered")


def expect_app_id_as_configured(scene: Scene) -> None:
    """Hold that a session is asked for with the app id as the app was given it."""
    seen = False
    for _, exchange, body in presented(scene):
        seen = True
        if body.get("app_id") != scene.app_id:
            raise Violation(f"app_id {scene.app_id}", f"app_id {beginning(str(body.get('app_id')), 100)}", exchange)
    require_answers(scene)
    if not seen:
        raise Inconclusive("the client asked for no session")


def expect_password_at_identity_server_only(scene: Scene) -> None:
    """Hold that no password goes to any origin but the identity server's."""
    passwords = {told.user: scene.passwords.get(told.user, "") for told in scene.during("sign_in")}
    home = origin_of(scene.identity_url)
    for exchange in scene.transcript.exchanges:
        if origin_of(exchange.sent.url) == home:
            continue
        text = _all_text(exchange)
        if any(password and password in text for password in passwords.values()):
            where = "Layer" if origin_of(exchange.sent.url) == origin_of(scene.layer_url) else "another origin"
            raise Violation("the password at the identity server only", f"the password at {where}", exchange)
    require_answers(scene)
    require_met(scene)
    if not scene.asked:
        raise Inconclusive("the client did not ask the identity server")


def _all_text(exchange: Exchange) -> str:
    """Return all of a request in which a text could stand, with every escape undone."""
    body = (exchange.sent.body or b"").decode("utf-8", "replace")
    values = [value for _, value in exchange.sent.headers]
    pieces = [exchange.sent.url, *values, body]
    basic = [_decoded(match) for value in values for match in _BASIC.findall(value)]
    return "\n".join((*pieces, *basic, *map(unescape, pieces), *map(unquote, pieces), *map(unquote_plus, pieces)))


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text).decode("utf-8", "replace")
    except ValueError:
        return ""


def expect_session_of_the_last_user(scene: Scene) -> None:
    """Hold that the session given last is that of the user who signed in last."""
    require_answers(scene)
    require_met(scene)
    sessions = issued_sessions(scene)
    if not sessions or scene.told_at(sessions[-1][0]) != len(scene.told) - 1:
        last = scene.told[-1]
        raise Violation("a session for the user who signs in", f"none was opened: {last.error or last.do}", None)
    exchange = scene.transcript.exchanges[sessions[-1][0]]
    from conformance.evidence.secret_forms import decode_token

    claims = decode_token(str(_members(exchange).get("identity_token"))).claims
    found = claims.get("prn") if isinstance(claims, dict) else None
    prn = scene.prns[scene.told[-1].user]
    if found != prn:
        raise Violation(f"a session of {prn}", f"a session of {found}", exchange)
