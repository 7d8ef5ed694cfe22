"""What becomes of nonces on their way from Layer to the identity server."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.evidence.scene import Asked, Scene
from conformance.judging.client_words import require_answers, require_met
from conformance.judging.outcomes import Inconclusive, Violation


def issued_nonces(scene: Scene) -> Iterator[tuple[int, str, bool]]:
    """Yield every nonce that Layer gave, with the number of its exchange and whether it came with a challenge."""
    for number, exchange in scene.to_layer():
        received = exchange.received
        if received is None:
            continue
        content = received.json_object()
        data = content.get("data")
        is_challenge = received.status == 401
        nonce = (data.get("nonce") if isinstance(data, dict) else None) if is_challenge else content.get("nonce")
        if isinstance(nonce, str) and nonce and (is_challenge or 200 <= received.status < 300):
            yield number, nonce, is_challenge


def expect_unaltered_nonces(scene: Scene) -> None:
    """Hold that every nonce that reaches the identity server is one that Layer gave before, byte for byte."""
    _expect_issued(scene)
    require_answers(scene)
    require_met(scene)
    if not _with_nonce(scene):
        raise Inconclusive("the client brought the identity server no nonce")


def expect_no_invented_nonce(scene: Scene) -> None:
    """Hold that where Layer has given no nonce, none reaches the identity server, nor anything in its place."""
    _expect_issued(scene)
    require_answers(scene)
    require_met(scene)
    for asking in scene.asked:
        if asking.nonce is None:
            raise Violation("no identity token asked for without a nonce", "a request without one", asking.exchange)


def _expect_issued(scene: Scene) -> None:
    for asking in _with_nonce(scene):
        before = {nonce for number, nonce, _ in issued_nonces(scene) if number < asking.number}
        if asking.nonce not in before:
            expected = "the nonce that Layer gave, unchanged" if before else "no nonce, for Layer gave none"
            raise Violation(expected, _described(asking, before), asking.exchange)


def _described(asking: Asked, before: set[str]) -> str:
    nonce = asking.nonce or ""
    description = repr(nonce) if len(nonce) < 12 and not before else f"a nonce of {len(nonce)} characters"
    return f"{description} that Layer did not give"


def expect_nonces_used_once(scene: Scene) -> None:
    """Hold that no nonce is used for two sign-ins."""
    used: dict[str, int] = {}
    for asking in _with_nonce(scene):
        place = scene.told_at(asking.number)
        nonce = asking.nonce or ""
        if used.setdefault(nonce, place) != place:
            raise Violation("another nonce for every sign-in", "a nonce of an earlier one", asking.exchange)
        used[nonce] = place
    require_answers(scene)
    require_met(scene)
    if len(set(used.values())) < _sign_ins(scene):
        raise Inconclusive("the client did not ask for an identity token at every sign-in")


def expect_no_nonce_kept(scene: Scene) -> None:
    """Hold that a sign-in uses no nonce that was asked for during an earlier one."""
    numbers = {nonce: number for number, nonce, is_challenge in issued_nonces(scene) if not is_challenge}
    for asking in _with_nonce(scene):
        number = numbers.get(asking.nonce or "", asking.number)
        earlier = scene.told[scene.told_at(number)] if number != asking.number else None
        if earlier and scene.told_at(number) < scene.told_at(asking.number) and earlier.do != "begin":
            raise Violation("a nonce asked for at this sign-in", f"one kept since {earlier.do}", asking.exchange)
    require_answers(scene)
    require_met(scene)
    if len({scene.told_at(asking.number) for asking in scene.asked}) < _sign_ins(scene):
        raise Inconclusive("the client did not ask for an identity token at every sign-in")


def _sign_ins(scene: Scene) -> int:
    return len(list(scene.during("sign_in")))


def _with_nonce(scene: Scene) -> list[Asked]:
    return [asking for asking in scene.asked if asking.nonce is not None]
