"""The times of a token, by the clock of whoever checks it (Client API 2.0, "Identity token", the note on exp)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from conformance.durations import exact_duration
from conformance.validation.claims import unit_of
from conformance.validation.context import CheckContext
from conformance.validation.expected import ReferenceTime
from conformance.validation.results import CheckDeviation, CheckFailed, CheckSkipped, CheckWarning

_Claims = Mapping[str, Any]

#: "We recommend setting the expiration time at least 30 seconds into the future."
LEAST_AHEAD = 30
#: "It doesn't make sense to set it further than 10 minutes into the future": the nonce will have expired.
MOST_AHEAD = 600

#: A token of unknown age is taken to have been made within this time where its iat looks like another time zone's.
_USUAL_AGE = 600
_HOUR = 3600
#: The clocks of the earth are at most this far apart, in hours.
_FURTHEST_ZONE = 14


def iat(context: CheckContext) -> str:
    """Iat is the time at which the token was made: ahead of it is wrong, behind it is a warning."""
    moment, claims = context.time, context.claims
    ahead = _seconds(claims, "iat") - moment.now
    if ahead > moment.skew:
        raise CheckFailed(f"iat is {exact_duration(ahead)} ahead of now{_zone(ahead, moment)}", "eit_not_before")
    if moment.max_age is None:
        if hint := _zone(ahead, moment):
            raise CheckWarning(f"iat is {exact_duration(ahead)} behind now{hint}, or the token is that old")
    elif -ahead > moment.max_age + moment.skew:
        limit = f"the token was made at most {exact_duration(moment.max_age)} ago"
        raise CheckWarning(f"iat is {exact_duration(ahead)} behind now{_zone(ahead, moment)}; {limit}")
    return f"{exact_duration(ahead)} {'ahead of' if ahead > 0 else 'behind'} now"


def exp(context: CheckContext) -> str:
    """Exp comes after iat, and has not passed."""
    now, end = context.time.now, _seconds(context.claims, "exp")
    issued = _issue_time(context)
    if issued is not None and end <= issued:
        how = f"{exact_duration(issued - end)} before" if end < issued else "the same as"
        raise CheckFailed(f"exp is {how} iat; it should be after it", "eit_expired")
    if now > end:
        raise CheckFailed(f"exp has passed, {exact_duration(now - end)} ago", "eit_expired")
    return f"{exact_duration(end - now)} ahead of now"


def at_least_30_s(context: CheckContext) -> str:
    """Exp is far enough ahead for the token to arrive."""
    ahead = _life(context)
    if ahead < LEAST_AHEAD:
        duration = exact_duration(math.floor(ahead))  # 29.6 s are not the 30 s that are asked for
        raise CheckWarning(f"exp is {duration} ahead; the documents recommend at least {LEAST_AHEAD} s")
    return f"exp is {exact_duration(ahead)} ahead"


def at_most_10_min(context: CheckContext) -> str:
    """Exp is not so far ahead that the nonce will have expired before."""
    ahead = _life(context)
    if ahead > MOST_AHEAD + _age_uncertainty(context):
        why = "the documents call more than 10 min pointless: the nonce will have expired"
        raise CheckWarning(f"exp is {exact_duration(math.ceil(ahead))} ahead; {why}")
    return f"exp is {exact_duration(ahead)} ahead"


def _life(context: CheckContext) -> float:
    """Return how far exp was ahead when the token was made: at iat where that can be right, or else now."""
    try:
        exp(context)
    except CheckFailed:
        raise CheckSkipped("exp has passed, or does not come after iat") from None
    issued = _issue_time(context)
    return _seconds(context.claims, "exp") - (context.time.now if issued is None else issued)


def _age_uncertainty(context: CheckContext) -> float:
    """Return by how many seconds a token may have been made later than its iat says.

    The answer is 0 where iat is the second in which the token was requested; where iat is earlier, which is lawful,
    it is as much as clocks may differ by.
    """
    moment = context.time
    if moment.max_age is None:
        return moment.skew
    began = moment.now - moment.max_age - moment.uncertainty
    return 0.0 if _seconds(context.claims, "iat") >= math.floor(began) else moment.skew


def _issue_time(context: CheckContext) -> float | None:
    """Return iat where it can be right, so that a wrong one makes no other check fail."""
    try:
        iat(context)
    except CheckDeviation:
        return None
    return _seconds(context.claims, "iat")


def _seconds(claims: _Claims, name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or unit_of(value) != "seconds":
        raise CheckSkipped(f"{name} is not a time in seconds")
    return value


def _zone(ahead: float, moment: ReferenceTime) -> str:
    """Return a guess at local time, where `ahead` is a whole number of hours less the age of the token."""
    age = _USUAL_AGE if moment.max_age is None else moment.max_age
    hours = round((ahead + age / 2) / _HOUR)
    if hours == 0 or abs(hours) > _FURTHEST_ZONE or not -moment.skew <= hours * _HOUR - ahead <= age + moment.skew:
        return ""
    count = f"{abs(hours)} hour{'s' if abs(hours) > 1 else ''}"
    return f", a whole number of hours ({count}): probably local time instead of UTC"
