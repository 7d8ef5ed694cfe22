"""Several tries in one scenario: one expectation holds for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from pytest_bdd import then, when

from conformance.caller.samples import Samples
from conformance.evidence.exchange import Exchange
from conformance.judging.attempts import Attempt, expect_each
from conformance.judging.expectations import expect_distinct, expect_url_safe, is_success
from conformance.judging.guessing import expect_unguessable
from conformance.judging.outcomes import Inconclusive, control
from conformance.minting import CHANGES
from conformance.sign_in import Session, UsedUp, use_up
from conformance.sign_in.tries import ALTERED, EACH
from steps.outcomes import OUTCOMES
from steps.parameters import phrase
from steps.sign_in import SignIn
from steps.tried_together import request_with_each

_Attempts = Callable[[SignIn, Sequence[str]], list[Attempt]]


def _request_each(beginning: str, sign_in: SignIn, names: Sequence[str]) -> list[Attempt]:
    what = "" if beginning == ALTERED else "the app id "
    return request_with_each(sign_in, {f"{beginning}{name}": f"{what}{name}" for name in names})


def _again(sign_in: SignIn, names: Sequence[str]) -> list[Attempt]:
    """Try again what was used up at the beginning of the run, or, where that is too long ago, some sign-ins ago."""
    used = sign_in.shared.used_up or _used_up_before(sign_in)
    fresh = sign_in.mint.draft(used.session.nonce)
    again = {
        "the identity token of a spent nonce": lambda: sign_in.caller.request_session(used.session.identity_token),
        "another identity token for that nonce": lambda: sign_in.caller.request_session(
            fresh.with_claims(exp=fresh.claims["exp"] + 1).right()
        ),
        "an identity token that was refused": lambda: sign_in.caller.request_session(used.refused_token),
        "the token of a session that was deleted": lambda: sign_in.use(used.session),
    }
    return [Attempt(name, again[name]()) for name in names]


def _used_up_before(sign_in: SignIn) -> UsedUp:
    with control("a nonce is spent, a session deleted and an identity token without prn refused"):
        used = use_up(sign_in.unguarded)
    for _ in range(_SIGN_INS):
        sign_in.session()
    return used


#: So many sign-ins lie between: a list of the last fifty has forgotten what was before.
_SIGN_INS = 55

#: What is tried with each word of a table; every attempt has its control.
ATTEMPTS: Mapping[str, _Attempts] = {
    **{step: partial(_request_each, beginning) for step, beginning in EACH.items()},
    "each of these is tried again after many sign-ins": _again,
}


@when(phrase("{attempts}", attempts=ATTEMPTS), target_fixture="attempted")
def attempt_each(sign_in: SignIn, attempts: _Attempts, datatable: Sequence[Sequence[str]]) -> list[Attempt]:
    return attempts(sign_in, [name for (name,) in datatable])


#: What can be done with a session by a token that is almost its own.
_TRIED: Mapping[str, Callable[[SignIn, Session, str], Exchange]] = {
    "used": lambda s, session, token: s.caller.use_session(token, s.protected_url(session)),
    "deleted": lambda s, _session, token: s.caller.delete_session(token),
}


@when(
    phrase("the session is {tried} with its token written in each of these ways", tried=_TRIED),
    target_fixture="attempted",
)
def try_altered_tokens(
    sign_in: SignIn,
    session: Session,
    tried: Callable[[SignIn, Session, str], Exchange],
    datatable: Sequence[Sequence[str]],
) -> list[Attempt]:
    changed = {name: CHANGES[name](session.token) for (name,) in datatable}
    return [
        Attempt(f"a token {name}", tried(sign_in, session, token))
        for name, token in changed.items()
        if token != session.token
    ]


#: The random texts of a run, and what more of them are requested with.
_SAMPLES: Mapping[str, tuple[Callable[[Samples], list[str]], Callable[[SignIn], Exchange]]] = {
    "nonces": (lambda samples: samples.nonces, lambda s: s.caller.request_nonce()),
    "session tokens": (lambda samples: samples.session_tokens, lambda s: s.session().opened),
}


@when(phrase("at least {count:d} {values} of this run are looked at", values=_SAMPLES), target_fixture="sampled")
def collect_samples(
    sign_in: SignIn, count: int, values: tuple[Callable[[Samples], list[str]], Callable[[SignIn], Exchange]]
) -> tuple[list[str], Exchange]:
    read, request = values
    exchange = request(sign_in)
    for _ in range(count):
        if len(read(sign_in.caller.samples)) >= count or not is_success(exchange):
            break
        exchange = request(sign_in)
    sampled = list(read(sign_in.caller.samples))
    if len(sampled) < count:
        raise Inconclusive("a control failed: there are too few samples", exchange)
    return sampled, exchange


#: What is expected of the random texts of a run.
_OF_SAMPLES: Mapping[str, Callable[[Sequence[str], Exchange], None]] = {
    "no two of them are alike": lambda values, exchange: expect_distinct(values, "values", exchange),
    "each can stand in a URL as it is": expect_url_safe,
    "nobody can guess the next one": expect_unguessable,
}


@then(phrase("{of_samples}", of_samples=_OF_SAMPLES))
def expect_of_samples(
    sampled: tuple[list[str], Exchange], of_samples: Callable[[Sequence[str], Exchange], None]
) -> None:
    of_samples(*sampled)


@then(phrase("for each of them {outcome}", outcome=OUTCOMES))
def expect_outcome_of_each(attempted: list[Attempt], outcome: Callable[[Exchange], object]) -> None:
    expect_each(attempted, outcome)
