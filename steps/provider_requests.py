"""The way to a provider's tokens, as a control: a right request must get one before anything else can be judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from pytest_bdd import given, then, when

from conformance.caller import TargetClock
from conformance.caller.provider import ProviderCaller, TokenRequest
from conformance.evidence.exchange import Exchange
from conformance.judging.expectations import describe, expect_answer
from conformance.judging.outcomes import Observation, control
from conformance.judging.provider_answers import expect_labelled_token
from conformance.judging.provider_tokens import IssuedToken
from conformance.sign_in import ProviderSignIn
from conformance.targets import User


@dataclass(frozen=True)
class Asked:
    """One request for a token, and what came of it."""

    wanted: TokenRequest
    exchange: Exchange


@dataclass(frozen=True)
class Asking:
    """Right requests for tokens. A token that does not come is Inconclusive for all rules but the first."""

    caller: ProviderCaller
    clock: TargetClock

    @property
    def users(self) -> tuple[User, ...]:
        """The users of the target file."""
        return self.caller.target.users

    def right(self, nonce: str | None = None, user: User | None = None) -> TokenRequest:
        """Return a right request, for a fresh nonce unless one is given."""
        return self.caller.right_request(nonce, user)

    def ask(self, wanted: TokenRequest) -> Asked:
        """Send a request, right or wrong."""
        return Asked(wanted, self.caller.request_token(wanted))

    def token_of(self, asked: Asked) -> str:
        """Return the token of an answer, which must have one."""
        return ProviderSignIn(self.caller, self.clock).token_of(asked.exchange)

    def issued(self, asked: Asked, claims: Mapping[str, str] | None = None) -> IssuedToken:
        """Return the token of an answer, as a control; `claims` are optional ones that it should have."""
        with control("a right login gets an identity token"):
            return self.examined(asked, claims)

    def examined(self, asked: Asked, claims: Mapping[str, str] | None = None) -> IssuedToken:
        """Return the token of an answer, which must have one, with all that can be found out about it."""
        return ProviderSignIn(self.caller, self.clock).check(asked.wanted, asked.exchange, claims)


@pytest.fixture
def asking(provider_caller: ProviderCaller, provider_clock: TargetClock) -> Asking:
    """Right requests for tokens, for one scenario."""
    return Asking(provider_caller, provider_clock)


@given("a right login gets an identity token")
def right_login_gets_a_token(asking: Asking) -> None:
    asking.issued(asking.ask(asking.right()))


@when("an identity token is requested", target_fixture="asked")
def request_token(asking: Asking) -> Asked:
    return asking.ask(asking.right())


@when("an identity token is requested for every user", target_fixture="all_asked")
def request_token_of_everyone(asking: Asking) -> list[Asked]:
    return [asking.ask(asking.right(user=user)) for user in asking.users]


@when("an identity token is requested for every user whose claims are known", target_fixture="all_asked")
def request_token_of_known_claims(asking: Asking) -> list[Asked]:
    return [asking.ask(asking.right(user=user)) for user in asking.users if user.claims]


@then("an identity token is issued")
def token_is_issued(asking: Asking, asked: Asked) -> None:
    asking.token_of(asked)


@then("an identity token is issued to each of them")
def tokens_are_issued(asking: Asking, all_asked: list[Asked]) -> None:
    for asked in all_asked:
        asking.token_of(asked)


@then("the answer with the token is labelled as JSON")
def answer_is_labelled(asking: Asking, asked: Asked) -> None:
    asking.issued(asked)
    expect_labelled_token(asked.exchange, is_json=bool(asking.caller.target.token.members))


@then("what the provider answers is reported")
def provider_answer_is_reported(asked: Asked) -> None:
    raise Observation(describe(expect_answer(asked.exchange, "an answer")))
