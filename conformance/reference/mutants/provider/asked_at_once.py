"""Providers that are right as long as one user asks, or as long as Layer is not asked."""

from __future__ import annotations

import time

from conformance.reference.messages import Answer
from conformance.reference.mutants.provider.departures import provider_mutant
from conformance.reference.provider import ReferenceProvider, TokenVisit

#: How long such a provider is at work between writing down what it was asked and reading it, in seconds.
_WORK = 0.02


def _sharing(provider: ReferenceProvider, rule: str, member: str) -> ReferenceProvider:
    """Keep a claim where all requests find it, and read it there when the token is made."""
    right, shared = provider.rules[rule], dict[str, object]()

    def claims(visit: TokenVisit) -> dict[str, object]:
        shared.update(right(visit))
        time.sleep(_WORK)
        return {member: shared[member]}

    return provider.replacing(rule, claims)


@provider_mutant("ISSUE-RACE-1")
def keeps_the_user_where_requests_share_it(provider: ReferenceProvider) -> ReferenceProvider:
    """Keeps the user who asks in a variable that all requests share."""
    return _sharing(provider, "ISSUE-PRN-1", "prn")


@provider_mutant("ISSUE-RACE-1")
def keeps_the_nonce_where_requests_share_it(provider: ReferenceProvider) -> ReferenceProvider:
    """Keeps the nonce of a request in a variable that all requests share."""
    return _sharing(provider, "ISSUE-NCE-1", "nce")


@provider_mutant("ISSUE-RACE-1")
def keeps_the_answer_where_requests_share_it(provider: ReferenceProvider) -> ReferenceProvider:
    """Keeps the answer in a variable that all requests share until it is sent."""
    shared: list[Answer] = []

    def late(_: TokenVisit, answer: Answer) -> Answer:
        shared.append(answer)
        time.sleep(_WORK)
        return shared[-1]

    return provider.adding(late, to="answer")


@provider_mutant("ISSUE-RACE-1")
def gives_requests_of_one_moment_one_token(provider: ReferenceProvider) -> ReferenceProvider:
    """Gives the token that is being made to whoever asks in the meantime."""
    make, at_work = provider.rules["LIFETIME-CACHE-1"], list[str]()

    def share_token(visit: TokenVisit) -> str:
        if at_work:
            return at_work[0]
        token: str = make(visit)
        at_work.append(token)
        time.sleep(_WORK)
        at_work.clear()
        return token

    return provider.replacing("LIFETIME-CACHE-1", share_token)


@provider_mutant("ISSUE-SESSION-1")
def is_one_nonce_late(provider: ReferenceProvider) -> ReferenceProvider:
    """Vouches for each nonce one request late."""
    seen: list[object] = []

    def nce(visit: TokenVisit) -> dict[str, object]:
        seen.append(visit.nonce)
        return {"nce": seen[-2:][0]}

    return provider.replacing("ISSUE-NCE-1", nce)


@provider_mutant("ISSUE-SESSION-1")
def makes_its_tokens_too_late(provider: ReferenceProvider) -> ReferenceProvider:
    """Gives tokens whose life is over before anybody can bring them to Layer."""
    return provider.replacing("LIFETIME-EXP-2", lambda visit: {"exp": int(visit.now) - 7200})
