"""What a client's driver says, the second witness: judged where it contradicts the wire."""

from __future__ import annotations

from conformance.evidence.exchange import Exchange
from conformance.evidence.scene import Scene, Told
from conformance.judging.outcomes import Inconclusive, Violation


def require_answers(scene: Scene) -> None:
    """Hold that the driver has answered all that it was told: what is missing on the wire may else be its fault."""
    for told in scene.told:
        if told.fault:
            raise Inconclusive(told.fault)


def require_met(scene: Scene) -> None:
    """Hold that each situation of the scenario came about: the client asked for what was answered in its way."""
    for name, times in scene.met.items():
        if not times:
            raise Inconclusive(f"the situation did not come about: {name}")


def issued_sessions(scene: Scene) -> list[tuple[int, str]]:
    """Return every session token that Layer has given, with the number of the exchange that brought it."""
    issued = []
    for number, exchange in scene.to_layer("POST", "/sessions"):
        received = exchange.received
        token = received.json_object().get("session_token") if received and 200 <= received.status < 300 else None
        if isinstance(token, str) and token:
            issued.append((number, token))
    return issued


def session_at(scene: Scene, number: int) -> str | None:
    """Return the session token that was given last before the exchange `number`, or None."""
    return next((token for at, token in reversed(issued_sessions(scene)) if at < number), None)


def expect_session_behind_words(scene: Scene) -> None:
    """Hold that the app says "signed in" only where Layer has given a session."""
    for told in scene.told:
        if told.signed_in and session_at(scene, told.stop) is None:
            raise Violation(
                "nobody signed in without a session from Layer",
                f"{told.do} answered with signed_in true, and no session was given",
                _last(scene, told),
            )
    require_answers(scene)
    require_met(scene)


def expect_signed_in(scene: Scene) -> None:
    """Hold that the last thing told ends with a user who is signed in, on the wire as in the driver's words."""
    require_answers(scene)
    require_met(scene)
    told = _last_told(scene)
    if not told.signed_in:
        raise Violation("a user who is signed in", _describe(told), _last(scene, told))
    if session_at(scene, told.stop) is None:
        raise Violation(
            "a session from Layer", f"{told.do} answered with signed_in true without one", _last(scene, told)
        )


def expect_signed_out(scene: Scene) -> None:
    """Hold that after the last thing told nobody is signed in.

    A client may send nothing when it signs out: whether that meets the situation says nothing.
    """
    require_answers(scene)
    told = _last_told(scene)
    if told.signed_in:
        raise Violation("nobody signed in", _describe(told), _last(scene, told))


def expect_failed_sign_ins(scene: Scene) -> None:
    """Hold that every sign-in of the scenario has ended as failed."""
    for told in scene.during("sign_in"):
        if told.signed_in:
            raise Violation("a sign-in that fails", _describe(told), _last(scene, told))
    require_answers(scene)
    require_met(scene)
    if not any(scene.during("sign_in")):
        raise Inconclusive("nobody was told to sign in")


def require_sign_in(scene: Scene, told: Told) -> None:
    """Hold that a sign-in, which had to work before anything could be judged, has worked."""
    if told.fault:
        raise Inconclusive(told.fault)
    if not told.signed_in or session_at(scene, told.stop) is None:
        why = f": {told.error}" if told.error else ""
        how = "the driver says so" if not told.signed_in else "Layer gave no session"
        raise Inconclusive(f"a control failed: the user could not be signed in ({how}{why})", _last(scene, told))


def _last_told(scene: Scene) -> Told:
    told = [each for each in scene.told if each.do != "begin"]
    if not told:
        raise Inconclusive("the client was told nothing")
    return told[-1]


def _describe(told: Told) -> str:
    error = f" ({told.error})" if told.error else ""
    return f"{told.do} answered with signed_in {str(told.signed_in).lower()}{error}"


def _last(scene: Scene, told: Told) -> Exchange | None:
    """Return the last exchange of what was told, as the evidence."""
    return scene.transcript.exchanges[told.stop - 1] if told.stop > told.start else None
