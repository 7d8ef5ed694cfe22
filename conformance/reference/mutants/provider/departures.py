"""Ways in which a provider can depart from a rule: what most of its mutants are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from conformance.reference.messages import Answer
from conformance.reference.mutants.registry import mutant, mutant_of_table
from conformance.reference.provider import ReferenceProvider, TokenRefusalError, TokenVisit

#: What a mutant does to a correct provider.
Change: TypeAlias = Callable[[ReferenceProvider], ReferenceProvider]
#: What a mutant takes from a request for a member of its token.
Value: TypeAlias = Callable[[TokenVisit], object]
#: Whether a request is one that the mutant errs about.
Condition: TypeAlias = Callable[[TokenVisit], bool]
#: What becomes of an answer.
Redress: TypeAlias = Callable[[Answer], Answer]

#: Register a function, or a row of a table, as a mutant of the provider.
provider_mutant = partial(mutant, actor="provider")
provider_mutant_of_table = partial(mutant_of_table, actor="provider")


def saying(rule: str, member: str, value: Value) -> Change:
    """A member of the header, or of the claims, is `value` of the request."""
    return lambda provider: provider.replacing(rule, lambda visit: {member: value(visit)})


def constantly(rule: str, member: str, value: object) -> Change:
    """A member of the header, or of the claims, is always the same."""
    return saying(rule, member, lambda _: value)


def lacking(rule: str) -> Change:
    """A member, or a check, is missing."""
    return lambda provider: provider.without(rule)


def answering(redress: Redress) -> Change:
    """The answer with a token is another one."""
    return lambda provider: provider.adding(lambda _, answer: redress(answer), to="answer")


def refusing(redress: Redress, when: Condition) -> Change:
    """A refusal is another answer, where `when` holds."""

    def redressed(visit: TokenVisit, answer: Answer) -> Answer:
        return redress(answer) if when(visit) else answer

    return lambda provider: provider.adding(redressed, to="error answer")


def falling_over(check: str) -> Change:
    """What the check should refuse breaks the provider, which answers 500."""

    def change(provider: ReferenceProvider) -> ReferenceProvider:
        strict = provider.rules[check]

        def brittle(visit: TokenVisit) -> None:
            try:
                strict(visit)
            except TokenRefusalError:
                raise FallenError(check) from None

        return provider.replacing(check, brittle)

    return change


class FallenError(Exception):
    """A mutant's bug: what no code of its own expects."""


def status(code: int) -> Redress:
    """Another status, the body as it was."""
    return lambda answer: replace(answer, status=code)


def always(_: TokenVisit) -> bool:
    """Hold for every request."""
    return True


def wrong_password(visit: TokenVisit) -> bool:
    """Hold where somebody known signs in with a wrong password."""
    password = visit.login[1]
    return visit.account is not None and isinstance(password, str) and password != visit.account.password


def missing(placeholder: str) -> Condition:
    """Hold where the request could be read and has nothing in the place of `placeholder`."""
    return lambda visit: bool(visit.fields) and visit.value_of(placeholder) is None


def malformed(visit: TokenVisit) -> bool:
    """Hold for a POST that could not be read."""
    return visit.request.method == "POST" and not visit.fields
