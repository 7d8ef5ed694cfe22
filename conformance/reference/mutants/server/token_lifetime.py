"""Servers that have their own idea of how long an identity token is good for."""

from __future__ import annotations

from collections.abc import Callable

from conformance.protocol.errors import ErrorId
from conformance.reference.mutants.registry import mutant_of_table
from conformance.reference.mutants.server.departures import (
    Change,
    answering,
    error,
    falling_over,
    overlooking,
)
from conformance.reference.server import Visit
from conformance.reference.server.reading import PresentedToken
from conformance.reference.server.rules.identity_token import token_refusal

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def _time(claim: str, visit: Visit) -> float:
    value = visit.token.claims.get(claim) if visit.token else None
    return value if isinstance(value, int | float) else 0


def _left(visit: Visit) -> float:
    return _time("exp", visit) - visit.now


def _age(visit: Visit) -> float:
    return visit.now - _time("iat", visit)


def _expiring(when: Callable[[Visit], bool]) -> Change:
    """A token is refused as expired where `when` holds, too."""

    def strict(_: PresentedToken, visit: Visit) -> None:
        if when(visit):
            raise token_refusal("eit_expired", "exp has passed")

    return lambda server: server.adding(strict, to="identity token", before="TOKEN-EXP-1")


def _leeway(**seconds: float) -> Change:
    return lambda server: server.with_settings(**seconds)


for _requirement, _name, _sentence, _change in (
    ("TOKEN-EXP-1", "never_looks_at_exp", "Opens a session for a token whose exp has passed.",
     lambda server: server.without("TOKEN-EXP-1")),
    ("TOKEN-EXP-1", "takes_tokens_for_an_hour_more", "Takes a token for an hour after its exp.",
     _leeway(exp_leeway=_HOUR)),
    ("TOKEN-EXP-1", "takes_tokens_for_a_minute_more", "Takes a token for a minute after its exp.",
     _leeway(exp_leeway=_MINUTE)),
    ("TOKEN-EXP-1", "takes_an_exp_of_zero_for_none", "Takes an exp of 0 for one that was not given.",
     overlooking("TOKEN-EXP-1", lambda visit: _time("exp", visit) == 0)),
    ("TOKEN-EXP-1", "takes_tokens_that_expired_long_ago", "Takes a token whose exp passed an hour ago or more.",
     overlooking("TOKEN-EXP-1", lambda visit: _left(visit) < -_HOUR and _time("exp", visit) > 0)),
    ("TOKEN-EXP-1", "falls_over_an_expired_token", "Answers 500 to a token whose exp has passed.",
     falling_over("TOKEN-EXP-1")),
    ("TOKEN-EXP-1", "answers_an_expired_token_with_the_challenge", "Answers an expired token with 401.",
     answering("TOKEN-EXP-1", error(ErrorId.AUTHENTICATION_REQUIRED))),
    ("TOKEN-EXP-2", "wants_a_minute_before_exp", "Refuses a token that is good for less than a minute.",
     _expiring(lambda visit: _left(visit) < _MINUTE)),
    ("TOKEN-EXP-2", "takes_tokens_for_nine_minutes_at_most", "Refuses an exp more than nine minutes ahead.",
     _expiring(lambda visit: _left(visit) > 9 * _MINUTE)),
    ("TOKEN-EXP-4", "expires_tokens_by_their_iat", "Refuses a token that was made more than a minute ago.",
     _expiring(lambda visit: _age(visit) > _MINUTE)),
    ("TOKEN-EXP-2", "takes_tokens_for_five_minutes_at_most", "Refuses an exp more than five minutes and a half ahead.",
     _expiring(lambda visit: _left(visit) > 5.5 * _MINUTE)),
    ("TOKEN-EXP-4", "ends_tokens_half_a_nonce_after_their_iat", "Ends a token five minutes after its iat.",
     _expiring(lambda visit: _age(visit) > 5 * _MINUTE)),
    ("TOKEN-EXP-4", "ends_tokens_shortly_before_their_nonce", "Ends a token eight minutes after its iat.",
     _expiring(lambda visit: _age(visit) > 8 * _MINUTE)),
    ("TOKEN-EXP-3", "takes_an_exp_within_an_hour", "Refuses an exp that is more than an hour ahead.",
     _expiring(lambda visit: _left(visit) > _HOUR)),
    ("TOKEN-EXP-3", "takes_an_exp_within_a_year", "Refuses an exp that is more than a year ahead.",
     _expiring(lambda visit: _left(visit) > 365 * _DAY)),
    ("TOKEN-EXP-3", "counts_seconds_in_32_bits", "Refuses an exp that 32 bits cannot hold.",
     _expiring(lambda visit: _time("exp", visit) >= 2**31)),
    ("TOKEN-IAT-1", "never_looks_at_iat", "Opens a session for a token that was made in the future.",
     lambda server: server.without("TOKEN-IAT-1")),
    ("TOKEN-IAT-1", "takes_tokens_of_the_next_hours", "Takes a token that was made up to two hours from now.",
     _leeway(iat_leeway=2 * _HOUR)),
    ("TOKEN-IAT-1", "takes_tokens_of_tomorrow", "Takes a token that was made more than two hours from now.",
     overlooking("TOKEN-IAT-1", lambda visit: -_age(visit) > 2 * _HOUR)),
):  # fmt: skip
    mutant_of_table(_requirement, _name, _sentence, _change)
