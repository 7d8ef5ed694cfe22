"""Several tokens in one scenario: refused side by side, for one nonce, which in the end opens a session."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from pytest_bdd import then, when

from conformance.evidence.exchange import Exchange
from conformance.judging.attempts import Attempt, expect_each, report_each
from conformance.judging.expectations import expect_session
from conformance.judging.outcomes import Violation
from steps.outcomes import OUTCOMES
from steps.parameters import phrase
from steps.sign_in import SignIn

_Attempts = Callable[[SignIn, Sequence[str]], list[Attempt]]


def _with_tokens(sign_in: SignIn, names: Sequence[str]) -> list[Attempt]:
    """Request a session with each of these alterations of a valid token.

    The control comes last: a valid token for the nonce of those that were refused opens a session. Where it does not,
    the target spends a nonce on what it refuses: each token then has a nonce of its own, and a sign-in follows.
    """
    attempts = list(_for_one_nonce(sign_in, names))
    if not _opens_a_session(attempts.pop().exchange):
        attempts = [Attempt(name, sign_in.caller.request_session(sign_in.altered(name))) for name in names]
        sign_in.session()
    return attempts


def _for_one_nonce(sign_in: SignIn, names: Sequence[str]) -> Iterator[Attempt]:
    """Yield what comes of each token, and last of the valid one; whatever was accepted has spent the nonce."""
    draft = sign_in.token()
    for name in names:
        exchange = sign_in.caller.request_session(sign_in.altered(name, draft))
        yield Attempt(name, exchange)
        if _is_accepted(exchange):
            draft = sign_in.token()
    yield Attempt("the valid one", sign_in.caller.request_session(draft.right()))


def _is_accepted(exchange: Exchange) -> bool:
    return exchange.received is not None and 200 <= exchange.received.status < 300


def _opens_a_session(exchange: Exchange) -> bool:
    try:
        expect_session(exchange)
    except Violation:
        return False
    return True


#: What is tried with each word of a table; every attempt has its control.
ATTEMPTS: Mapping[str, _Attempts] = {
    "a session is requested with each of these identity tokens": _with_tokens,
}


@when(phrase("{attempts}", attempts=ATTEMPTS), target_fixture="attempted")
def attempt_each(sign_in: SignIn, attempts: _Attempts, datatable: Sequence[Sequence[str]]) -> list[Attempt]:
    return attempts(sign_in, [name for (name,) in datatable])


@then(phrase("for each of them {outcome}", outcome=OUTCOMES))
def expect_outcome_of_each(attempted: list[Attempt], outcome: Callable[[Exchange], object]) -> None:
    expect_each(attempted, outcome)


@then("the answer to each of them is reported")
def report_answers(attempted: list[Attempt]) -> None:
    report_each(attempted)
