"""How a client asks Layer: which way in, in which version, with which labels, and nothing before its time."""

from __future__ import annotations

from conformance.evidence.excerpts import beginning
from conformance.evidence.exchange import Exchange
from conformance.evidence.scene import Scene, opens_a_websocket, path_of
from conformance.judging.client_words import require_answers, session_at
from conformance.judging.outcomes import Inconclusive, Violation
from conformance.protocol.accept import accept_for


def asked_with(exchange: Exchange) -> str:
    """Say a request in two words."""
    return f"{exchange.sent.method} {path_of(exchange)}"


def require_requests(scene: Scene) -> None:
    """Hold that the client has sent anything to Layer."""
    require_answers(scene)
    if not scene.to_layer():
        raise Inconclusive("the client sent Layer no request")


def expect_nonce_asked_with_post(scene: Scene) -> None:
    """Hold that nonces are asked for with POST /nonces, before the identity server is asked for a token."""
    expected = "POST /nonces before anything is done with a nonce"
    for _, exchange in scene.to_layer(path="/nonces"):
        if exchange.sent.method != "POST":
            raise Violation(expected, asked_with(exchange), exchange)
    asked = scene.to_layer("POST", "/nonces")
    later = [asking.number for asking in scene.asked] + [number for number, _ in scene.to_layer("POST", "/sessions")]
    if later and (not asked or asked[0][0] > min(later)):
        raise Violation(expected, "none", scene.transcript.exchanges[min(later)])
    require_answers(scene)
    if not asked:
        first = next((exchange for _, exchange in scene.to_layer()), None)
        if first is None:
            raise Inconclusive("the client sent Layer no request")
        raise Violation(expected, f"{asked_with(first)}, and no POST /nonces", first)


def expect_version_accepted(scene: Scene) -> None:
    """Hold that every request to Layer accepts the one version that the client declares.

    A WebSocket is opened in another way.
    """
    right = accept_for(scene.version)
    for _, exchange in scene.to_layer():
        if opens_a_websocket(exchange) or _looks_around(exchange):
            continue
        accept = exchange.sent.header("Accept")
        if _plain(accept) != _plain(right):
            observed = "no Accept" if accept is None else f"Accept: {beginning(accept, 100)}"
            raise Violation(f"Accept: {right}", f"{asked_with(exchange)} with {observed}", exchange)
    require_requests(scene)


def _looks_around(exchange: Exchange) -> bool:
    """Whether a request is one for which no version is asked: the root's, and a ping's."""
    return path_of(exchange) in ("/", "/ping")


def _plain(accept: str | None) -> str:
    """Return a media type without the blanks that may stand around its parts (RFC 9110, 12.5.1)."""
    return ";".join(part.strip() for part in (accept or "").split(";"))


def expect_bodies_labelled(scene: Scene) -> None:
    """Hold that whatever has a body for Layer says that it is JSON."""
    seen = 0
    for _, exchange in scene.to_layer():
        if not exchange.sent.body:
            continue
        seen += 1
        kind = exchange.sent.header("Content-Type") or ""
        if kind.partition(";")[0].strip().lower() != "application/json":
            observed = (
                f"{asked_with(exchange)} with {f'Content-Type: {beginning(kind, 100)}' if kind else 'no Content-Type'}"
            )
            raise Violation("a body labelled Content-Type: application/json", observed, exchange)
    require_requests(scene)
    if not seen:
        raise Inconclusive("the client sent Layer no body")


def expect_nothing_before_a_session(scene: Scene) -> None:
    """Hold that nothing that needs a session is asked for before Layer has given one."""
    for number, exchange in scene.uses():
        if session_at(scene, number) is None:
            raise Violation("nothing of Layer's used before a session", asked_with(exchange), exchange)
    require_requests(scene)
