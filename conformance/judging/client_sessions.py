"""How a session token is shown, where it goes, and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from conformance.evidence.excerpts import beginning
from conformance.evidence.exchange import Exchange
from conformance.evidence.scene import Scene, opens_a_websocket, path_of
from conformance.judging.client_asking import asked_with
from conformance.judging.client_words import issued_sessions, require_answers, require_met, session_at
from conformance.judging.outcomes import Inconclusive, NotApplicable, Violation
from conformance.protocol.authorization import session_token_in

#: Shorter tokens may stand anywhere by chance.
_TELLING = 8


def expect_authorization(scene: Scene) -> None:
    """Hold that every request that needs a session shows the token that Layer gave, in the documented form."""
    seen = False
    for number, exchange in scene.uses():
        issued = {token for at, token in issued_sessions(scene) if at < number}
        if not issued:
            continue
        seen = True
        expected = 'Authorization: Layer session-token="...", with the token that Layer gave'
        header = exchange.sent.header("Authorization")
        if header is None:
            raise Violation(expected, f"{asked_with(exchange)} without Authorization", exchange)
        if (token := session_token_in(header)) not in issued:
            what = "of another form" if token is None else "with a token that it did not give"
            raise Violation(expected, f"{asked_with(exchange)} with an Authorization {what}", exchange)
    require_answers(scene)
    require_met(scene)
    if not seen:
        raise Inconclusive("the client used its session in no request")


def expect_session_in_header_only(scene: Scene) -> None:
    """Hold that the session token stands in no address and no body but where it is deleted, or opens a WebSocket."""
    tokens = [token for _, token in issued_sessions(scene) if len(token) >= _TELLING]
    for _, exchange in scene.to_layer():
        parts = urlsplit(exchange.sent.url)
        is_deletion = exchange.sent.method == "DELETE" and path_of(exchange).startswith("/sessions/")
        places = {
            "its query": "" if opens_a_websocket(exchange) else parts.query,
            "its path": "" if is_deletion else parts.path,
            "its body": (exchange.sent.body or b"").decode("utf-8", "replace"),
        }
        for place, text in places.items():
            if _has_one_of(tokens, text):
                raise Violation(
                    "the session token in Authorization only", f"{asked_with(exchange)} with it in {place}", exchange
                )
    require_answers(scene)
    if not any(exchange.sent.header("Authorization") for _, exchange in scene.uses()):
        raise Inconclusive("the client used its session in no request")


def expect_nothing_for_strangers(scene: Scene) -> None:
    """Hold that no session token and no identity token goes to an origin that is neither Layer's nor its own."""
    secrets = [token for _, token in issued_sessions(scene)] + [each.token for each in scene.asked if each.token]
    for exchange in scene.to_stranger():
        if _has_one_of(secrets, _text_of(exchange)):
            raise Violation("no token for another origin", f"{asked_with(exchange)} there with one", exchange)
    require_answers(scene)
    require_met(scene)


def expect_no_new_sign_in(scene: Scene) -> None:
    """Hold that nobody signs in again while Layer takes the session."""
    first = next(iter(issued_sessions(scene)), None)
    if first is None:
        raise Inconclusive("Layer gave no session")
    place = scene.told_at(first[0])
    for asking in scene.asked:
        if scene.told_at(asking.number) > place:
            raise Violation("the session used on", "another identity token asked for", asking.exchange)
    for number, exchange in scene.to_layer("POST", "/sessions"):
        if scene.told_at(number) > place:
            raise Violation("the session used on", "another session asked for", exchange)
    require_answers(scene)
    require_met(scene)
    last = scene.told[-1]
    if not last.signed_in:
        raise Violation("a user who stays signed in", f"{last.do} answered with signed_in false", None)
    if not any(scene.told_at(number) > place for number, _ in scene.uses()):
        raise Inconclusive("the client used its session in no request")


def expect_conversations_where_linked(scene: Scene) -> None:
    """Hold that conversations are asked for where Link led, a path with its query."""
    linked = _linked_conversations(scene)
    uses = _meant_for_conversations(scene)
    for exchange in uses:
        if exchange.sent.path != linked:
            raise Violation(f"GET {linked}, where Link leads", f"GET {beginning(exchange.sent.path, 100)}", exchange)
    require_answers(scene)
    require_met(scene)
    if not uses:
        raise Inconclusive("the client asked for no conversations")


def _meant_for_conversations(scene: Scene) -> list[Exchange]:
    """Return the requests for conversations: by their path, or for the target of another relation by mistake."""
    mistaken = ("/content", "/websocket")
    return [
        exchange
        for _, exchange in scene.uses()
        if "conversations" in path_of(exchange) or path_of(exchange) in mistaken
    ]


def _linked_conversations(scene: Scene) -> str:
    """Return path and query of where the Link of the last session leads conversations to."""
    from conformance.judging.links import relations_of

    for _, exchange in reversed(scene.to_layer("POST", "/sessions")):
        target = relations_of(exchange.received).get("conversations") if exchange.received else None
        if target:
            parts = urlsplit(target)
            return parts.path + (f"?{parts.query}" if parts.query else "")
    raise Inconclusive("Layer gave no Link")


def expect_old_session_unused(scene: Scene) -> None:
    """Hold that a session token that Layer has refused is used in no later request that needs one."""
    dead: set[str] = set()
    for _, exchange in scene.uses():
        token = session_token_in(exchange.sent.header("Authorization"))
        if token in dead:
            raise Violation("no use of a session that Layer has refused", f"{asked_with(exchange)} with it", exchange)
        if exchange.received is not None and exchange.received.status == 401 and token:
            dead.add(token)
    require_answers(scene)
    require_met(scene)
    if not dead:
        raise Inconclusive("no use of the session was refused")


def expect_nothing_of_the_old_session(scene: Scene) -> None:
    """Hold that nothing of a session is used once its user has signed out: token, identity token, nonce.

    An app may say that its user is signed out before the deletion is on its way, and the one WebSocket that a sign-in
    opens may have been on its way when its user signed out.
    """
    out = next((place for place, told in enumerate(scene.told) if told.do == "sign_out"), None)
    if out is None:
        raise Inconclusive("nobody signed out")
    stop = scene.told[out].stop
    tokens = [token for at, token in issued_sessions(scene) if at < stop]
    tokens += [asking.token for asking in scene.asked if asking.number < stop and asking.token]
    tokens = [token for token in tokens if len(token) >= _TELLING]
    websockets = filter(opens_a_websocket, scene.transcript.exchanges)
    pending = next((each for each in websockets if _has_one_of(tokens, _text_of(each))), None)
    for exchange in scene.transcript.exchanges[stop:]:
        is_deletion = exchange.sent.method == "DELETE" and path_of(exchange).startswith("/sessions/")
        if _has_one_of(tokens, _text_of(exchange)) and not is_deletion and exchange is not pending:
            raise Violation("nothing of the session that was ended", f"{asked_with(exchange)} with it", exchange)
    require_answers(scene)
    for told in scene.told[out + 1 :]:
        new = any(at >= stop and at < told.stop for at, _ in issued_sessions(scene))
        if told.signed_in and not new:
            raise Violation("nobody signed in after signing out", f"{told.do} answered with signed_in true", None)


def _text_of(exchange: Exchange) -> str:
    """Return all of a request in which a token could stand."""
    text = "\n".join((exchange.sent.url, *(value for _, value in exchange.sent.headers)))
    return text + (exchange.sent.body or b"").decode("utf-8", "replace")


def _has_one_of(tokens: Sequence[str], text: str) -> bool:
    """Say whether a token stands in a text, as it is or encoded for an address."""
    return any(token in text or token in unquote(text) for token in tokens)


def deletions(scene: Scene) -> list[tuple[int, Exchange]]:
    """Return the requests that delete a session, or mean to."""
    return [
        (number, exchange)
        for number, exchange in scene.to_layer("DELETE")
        if path_of(exchange) == "/sessions" or path_of(exchange).startswith("/sessions/")
    ]


def expect_session_deleted(scene: Scene) -> None:
    """Hold that whoever signs out deletes the session, once."""
    require_answers(scene)
    found = [exchange for _, exchange in deletions(scene)]
    if not found:
        raise Violation("DELETE /sessions/:token", "no DELETE", None)
    if len(found) > 1:
        raise Violation("one DELETE /sessions/:token", f"{len(found)} of them", found[1])


def expect_whole_token_deleted(scene: Scene) -> None:
    """Hold that a deletion names the whole token, as one segment of the path."""
    found = deletions(scene)
    for number, exchange in found:
        token = session_at(scene, number)
        segment = urlsplit(exchange.sent.url).path.removeprefix("/sessions/")
        query = urlsplit(exchange.sent.url).query
        if "/" in segment or query or unquote(segment) != token:
            raise Violation(
                "DELETE /sessions/ and the whole token, escaped as a segment", "a DELETE of something else", exchange
            )
    require_answers(scene)
    if not found:
        raise NotApplicable("the client deletes no session")
