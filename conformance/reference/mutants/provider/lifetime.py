"""Providers whose clock, or whose idea of a token's life, is off."""

from __future__ import annotations

from conformance.reference.mutants.provider.departures import Value, provider_mutant_of_table, saying

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def _ahead_by(seconds: int) -> Value:
    return lambda visit: int(visit.now) + seconds


for _requirement, _name, _sentence, _value in (
    ("LIFETIME-IAT-1", "takes_local_time_for_utc_in_the_east", "Writes iat two hours ahead, by the time of its own zone.",
     lambda visit: int(visit.now) + 2 * _HOUR),
    ("LIFETIME-IAT-2", "takes_local_time_for_utc_in_the_west", "Writes iat eight hours back, by the time of its own zone.",
     lambda visit: int(visit.now) - 8 * _HOUR),
    ("LIFETIME-IAT-1", "is_half_an_hour_off", "Writes iat five and a half hours ahead, by the time of India.",
     lambda visit: int(visit.now) + 11 * _HOUR // 2),
    ("LIFETIME-IAT-1", "makes_tokens_of_the_future", "Writes iat two minutes ahead.", lambda visit: int(visit.now) + 2 * _MINUTE),
    ("LIFETIME-IAT-2", "makes_tokens_of_a_minute_ago", "Writes iat a minute back, to be on the safe side.",
     lambda visit: int(visit.now) - _MINUTE),
    ("LIFETIME-IAT-2", "makes_tokens_of_today", "Writes the beginning of yesterday as iat.",
     lambda visit: int(visit.now) // _DAY * _DAY - _DAY),
    ("LIFETIME-IAT-2", "makes_tokens_of_1970", "Writes iat as 0.", lambda _: 0),
    ("LIFETIME-IAT-1", "mixes_iat_and_exp_up", "Writes the end of the token's life as iat.", lambda visit: int(visit.now) + 300),
):  # fmt: skip
    provider_mutant_of_table(_requirement, _name, _sentence, saying("LIFETIME-IAT-1", "iat", _value))

for _requirement, _name, _sentence, _ahead in (
    ("LIFETIME-EXP-1", "makes_tokens_that_end_at_once", "Writes the time of day as exp.", 0),
    ("LIFETIME-EXP-1", "makes_tokens_that_ended_a_minute_ago", "Writes exp a minute back.", -_MINUTE),
    ("LIFETIME-EXP-1", "makes_tokens_that_ended_an_hour_ago", "Writes exp an hour back, by the time of its own zone.",
     300 - _HOUR),
    ("LIFETIME-EXP-1", "makes_tokens_that_ended_a_second_ago", "Writes exp a second back.", -1),
    ("LIFETIME-EXP-2", "makes_tokens_for_29_seconds", "Makes tokens that are good for 29 seconds.", 29),
    ("LIFETIME-EXP-2", "makes_tokens_for_15_seconds", "Makes tokens that are good for 15 seconds.", 15),
    ("LIFETIME-EXP-2", "makes_tokens_for_a_second", "Makes tokens that are good for one second.", 1),
    ("LIFETIME-EXP-3", "makes_tokens_for_601_seconds", "Makes tokens that are good for one second too long.", 601),
    ("LIFETIME-EXP-3", "makes_tokens_for_620_seconds", "Makes tokens that are good for twenty seconds too long.", 620),
    ("LIFETIME-EXP-3", "makes_tokens_for_11_minutes", "Makes tokens that are good for eleven minutes.", 11 * _MINUTE),
    ("LIFETIME-EXP-3", "makes_tokens_for_an_hour", "Makes tokens that are good for an hour.", _HOUR),
    ("LIFETIME-EXP-3", "makes_tokens_for_two_weeks", "Makes tokens that are good for two weeks.", 14 * _DAY),
    ("LIFETIME-EXP-3", "makes_tokens_for_ten_years", "Makes tokens that are good for ten years.", 3650 * _DAY),
):  # fmt: skip
    provider_mutant_of_table(
        _requirement, _name, _sentence,
        saying("LIFETIME-EXP-2", "exp", _ahead_by(_ahead)),
    )  # fmt: skip

for _name, _sentence, _value in (
    ("writes_a_duration_as_exp", "Writes the number of seconds that a token is good for as exp.", lambda _: 300),
    ("writes_exp_as_0", "Writes exp as 0, for tokens that never end.", lambda _: 0),
    ("writes_exp_as_minus_1", "Writes exp as -1, for tokens that never end.", lambda _: -1),
):
    provider_mutant_of_table("LIFETIME-EXP-1", _name, _sentence, saying("LIFETIME-EXP-2", "exp", _value))
