"""Why a gate refuses a verdict: one sentence for each reason, and all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from packaging.version import InvalidVersion, Version

from conformance.cli.gate.policy import Policy
from conformance.durations import rough_duration

#: A verdict may be younger than now by so much: two machines' clocks differ.
TOLERANCE = timedelta(minutes=5)

_Json = Mapping[str, Any]


def refusals(verdict: _Json, policy: Policy, now: datetime) -> list[str]:
    """Return a sentence, without its full stop, for each thing that the policy does not let pass.

    `verdict` is what `read_verdict` gave, `now` is in UTC.
    """
    return [
        *_target(verdict, policy),
        *_outcome(verdict, policy),
        *_known(verdict, policy, now.date()),
        *_age(verdict, policy, now),
        *_suite(verdict, policy),
    ]


def _target(verdict: _Json, policy: Policy) -> Iterator[str]:
    name = verdict["target"]["name"]
    if policy.target_name is not None and name != policy.target_name:
        yield f'the verdict is that of "{name}", and should be that of "{policy.target_name}"'


def _outcome(verdict: _Json, policy: Policy) -> Iterator[str]:
    """Yield what the word itself stands for."""
    word, reason = verdict["verdict"], verdict["reason"]
    if word in ("NOT_CONFORMANT", "INCOMPLETE"):
        yield f"the verdict is {word}, and should be CONFORMANT: {reason}"
    elif word == "PARTIAL":
        yield from _partial(verdict, policy)
    short = _ids(verdict, "FALLS_SHORT") if word == "PARTIAL" else []
    if word == "CONFORMANT_WITH_WARNINGS" or short:
        yield from _warnings(verdict, policy)


def _warnings(verdict: _Json, policy: Policy) -> Iterator[str]:
    if not policy.allow_warnings:
        short = _named(_ids(verdict, "FALLS_SHORT")) or "a SHOULD"
        yield f"the target falls short of {short}, which --allow-warnings would let pass"


def _partial(verdict: _Json, policy: Policy) -> Iterator[str]:
    """Yield each of the grounds that make a run PARTIAL, but those that are allowed."""
    scenarios = verdict["scenarios"]
    found = []
    if scenarios["seen"] < scenarios["expected"]:
        found.append(
            f"the run was narrowed to {scenarios['seen']} of its {scenarios['expected']} scenarios, and should be whole"
        )
    ids = _ids(verdict, "NOT_APPLICABLE", level="MUST")
    if ids:
        found.append(
            f"{_named(ids)} did not apply to the target, and every MUST should: it should declare what they need"
        )
    known = [issue["requirement"] for issue in verdict["known"]]
    if known and not policy.allow_known:
        found.append(f"{_named(known)} is listed as known, which --allow-known would let pass")
    yield from found
    if not found and not known:
        yield f"the verdict is PARTIAL, and should be CONFORMANT: {verdict['reason']}"


def _known(verdict: _Json, policy: Policy, today: date) -> Iterator[str]:
    """Yield the issues that have expired since the run; those that had by then have made it NOT_CONFORMANT."""
    if not policy.allow_known or verdict["verdict"] == "NOT_CONFORMANT":
        return
    for issue in verdict["known"]:
        if date.fromisoformat(issue["expires"]) < today:
            said = f"the known issue {issue['requirement']} was excused until {issue['expires']}"
            yield f"{said}, and should be mended by now"


def _age(verdict: _Json, policy: Policy, now: datetime) -> Iterator[str]:
    if policy.max_age is None:
        return
    ended = datetime.fromisoformat(verdict["started"]).astimezone(UTC) + timedelta(seconds=verdict["duration_s"])
    age, most = (now - ended).total_seconds(), policy.max_age.total_seconds()
    if age > most:
        yield f"the verdict is {rough_duration(age)} old, and should be {rough_duration(most)} at most"
    elif -age > TOLERANCE.total_seconds():
        yield f"the verdict is {rough_duration(-age)} in the future, and should be of the past: a clock is wrong"


def _suite(verdict: _Json, policy: Policy) -> Iterator[str]:
    found = verdict["suite"]["version"]
    if policy.min_suite is None:
        return
    try:
        is_older = Version(found) < policy.min_suite
    except InvalidVersion:
        is_older = True
    if is_older:
        yield f"the verdict is that of layer-conformance {found}, and should be of {policy.min_suite} or later"


def _ids(verdict: _Json, word: str, level: str = "") -> list[str]:
    """Return the requirements with a verdict, each once; what is only observed counts for nothing."""
    found = [
        finding["requirement"]
        for finding in verdict["findings"]
        if finding["verdict"] == word and finding["basis"] != "observed" and level in ("", finding["level"])
    ]
    return list(dict.fromkeys(found))


def _named(ids: list[str]) -> str:
    more = f" and {len(ids) - 5} more" if len(ids) > 5 else ""
    return ", ".join(ids[:5]) + more
