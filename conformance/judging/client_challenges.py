"""What a client does when Layer no longer takes its session, refuses a token, or is out of service."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.evidence.exchange import Exchange
from conformance.evidence.scene import Scene
from conformance.judging.client_asking import asked_with
from conformance.judging.client_nonces import issued_nonces
from conformance.judging.client_tokens import presented
from conformance.judging.client_words import issued_sessions, require_answers, require_met
from conformance.judging.outcomes import Inconclusive, Observation, Violation

#: More attempts than this at one thing are no end; the documents name no number.
MOST_ATTEMPTS = 10
#: No more than so many sign-ins in one second: between them there is a pause.
_MOST_IN_A_SECOND = 3
#: A client is given so much less than Retry-After's seconds, for clocks and networks.
_EARLY = 0.05


def _refused(scene: Scene) -> list[tuple[int, Exchange]]:
    """Return the uses that Layer refused with a 401."""
    return [
        (number, exchange)
        for number, exchange in scene.uses()
        if exchange.received is not None and exchange.received.status == 401
    ]


def _first_refused(scene: Scene) -> tuple[int, Exchange]:
    refused = _refused(scene)
    if not refused:
        require_answers(scene)
        raise Inconclusive("no use of the session was refused")
    return refused[0]


def expect_signed_in_again(scene: Scene) -> None:
    """Hold that a challenge leads to a new session, with an identity token that is made for it."""
    number, exchange = _first_refused(scene)
    for at, request, body in presented(scene):
        before = {asking.token for asking in scene.asked if asking.number < number}
        if at > number and body.get("identity_token") in before:
            raise Violation("a fresh identity token after a challenge", "the old one", request)
    require_answers(scene)
    if not any(at > number for at, _ in issued_sessions(scene)):
        raise Violation("the user signed in again after a challenge", "no new session", exchange)
    if not scene.told[-1].signed_in:
        raise Violation("the user signed in again", f"{scene.told[-1].do} answered with signed_in false", exchange)


def expect_no_dead_session(scene: Scene) -> None:
    """Hold that after a 401 there is a new session, or the app says that nobody is signed in."""
    require_answers(scene)
    _, exchange = _first_refused(scene)
    last = scene.told[-1]
    refused = _refused(scene)[-1][0]
    if last.signed_in and not any(at > refused for at, _ in issued_sessions(scene)):
        raise Violation(
            "a new sign-in, or nobody signed in", f"{last.do} answered with signed_in true and a dead session", exchange
        )


def expect_one_sign_in_each(scene: Scene) -> None:
    """Hold that there are no more sign-ins than challenges."""
    first, _ = _first_refused(scene)
    challenges = len(_refused(scene))
    requests = [exchange for number, exchange in scene.to_layer("POST", "/sessions") if number > first]
    if len(requests) > challenges:
        raise Violation(
            "one sign-in for a challenge at most", f"{len(requests)} for {challenges}", requests[challenges]
        )
    require_answers(scene)
    require_met(scene)


def observe_challenge_nonce(scene: Scene) -> None:
    """Report whether the challenge's own nonce is used, or a new one asked for."""
    require_answers(scene)
    first, _ = _first_refused(scene)
    own = {nonce for _, nonce, is_challenge in issued_nonces(scene) if is_challenge}
    used = [asking.nonce for asking in scene.asked if asking.number > first]
    if not used:
        raise Observation("a challenge leads to no new sign-in")
    how = "with the challenge's own nonce" if used[0] in own else "with a nonce asked for anew"
    raise Observation(f"a challenge leads to a sign-in {how}")


def expect_end_of_attempts(scene: Scene) -> None:
    """Hold that what fails for ever is given up after a bounded number of attempts."""
    last = scene.told[-1]
    for what, requests in (
        ("nonces asked for", scene.to_layer("POST", "/nonces")),
        ("sessions asked for", scene.to_layer("POST", "/sessions")),
        ("uses", scene.uses()),
        ("identity tokens asked for", [(asking.number, asking.exchange) for asking in scene.asked]),
    ):
        meanwhile = [exchange for number, exchange in requests if number in last.exchanges]
        if len(meanwhile) > MOST_ATTEMPTS:
            raise Violation(
                f"an end after {MOST_ATTEMPTS} attempts or fewer", f"{len(meanwhile)} {what}", meanwhile[MOST_ATTEMPTS]
            )
    require_answers(scene)
    require_met(scene)


def expect_pauses(scene: Scene) -> None:
    """Hold that there are pauses between sign-ins that do not help."""
    requests = [exchange for _, exchange in scene.to_layer("POST", "/sessions")]
    crowd = _MOST_IN_A_SECOND + 1
    for early, late in zip(requests, requests[crowd - 1 :], strict=False):
        if late.started - early.started < 1.0:
            raise Violation(f"{_MOST_IN_A_SECOND} sign-ins in a second or fewer", f"{crowd} in less", late)
    require_answers(scene)
    require_met(scene)


def expect_token_not_repeated(scene: Scene) -> None:
    """Hold that an identity token that Layer refused with a 422 is not presented again."""
    refused: set[object] = set()
    for _, exchange, body in presented(scene):
        token = str(body.get("identity_token"))
        if token in refused:
            raise Violation("no refused identity token again", "the same one", exchange)
        if exchange.received is not None and exchange.received.status == 422:
            refused.add(token)
    require_answers(scene)
    require_met(scene)


def expect_fresh_beginning(scene: Scene) -> None:
    """Hold that the sign-in after one that failed begins from the beginning, and works."""
    require_answers(scene)
    require_met(scene)
    first, *_, last = list(scene.during("sign_in"))
    if first.signed_in:
        raise Inconclusive("the first sign-in was to fail, and the driver says that it did not")
    if not last.signed_in or not any(at in last.exchanges for at, _ in issued_sessions(scene)):
        raise Violation("a second sign-in that works", f"no session ({last.error or 'without an error'})", None)
    fresh = {nonce for number, nonce, _ in issued_nonces(scene) if number in last.exchanges}
    used = [asking for asking in scene.asked if asking.number in last.exchanges]
    if not used or used[-1].nonce not in fresh:
        raise Violation(
            "a nonce of its own for the second sign-in", "one of the first", used[-1].exchange if used else None
        )


def expect_tried_again(scene: Scene) -> None:
    """Hold that what fails once, for a moment, is tried again: the user is signed in, or the use answered."""
    require_answers(scene)
    require_met(scene)
    last = scene.told[-1]
    if not last.signed_in:
        observed = f"{last.do} answered with signed_in false"
        raise Violation("another attempt after a failure of a moment", observed, None)
    if last.do == "use":
        answers = [exchange for number, exchange in scene.uses() if number in last.exchanges]
        if not any(each.received is not None and each.received.status == 200 for each in answers):
            raise Violation("another attempt after a failure of a moment", "none", answers[-1] if answers else None)


def expect_retry_after_honoured(scene: Scene) -> None:
    """Hold that nothing is asked of Layer again before the time has passed that its Retry-After names.

    Something else that comes at the same moment was under way when the 429 came: nobody asks again with it.
    """
    requests = [exchange for _, exchange in scene.to_layer()]
    for place, exchange in enumerate(requests):
        if exchange.received is not None and exchange.received.status == 429:
            _expect_late(exchange, requests[place + 1 :])
    require_answers(scene)
    require_met(scene)


def _expect_late(limited: Exchange, later: Sequence[Exchange]) -> None:
    wait = float((limited.received.header("Retry-After") if limited.received else None) or 0)
    for exchange in later:
        pause = exchange.started - limited.started
        is_under_way = pause < _EARLY and asked_with(exchange) != asked_with(limited)
        if pause < wait - _EARLY and not is_under_way:
            raise Violation(
                f"nothing before {wait:g} s have passed", f"{asked_with(exchange)} after {pause:.2f} s", exchange
            )
