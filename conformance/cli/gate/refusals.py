"""Why a gate refuses a verdict: one sentence for each reason, and all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from packaging.version import InvalidVersion, Version

from conformance.cli.gate.policy import Policy
from conformance.durations import rough_duration
from conformance.judging.verdicts import RunVerdict, Verdict
from conformance.reporting.run import Run

#: How far in the future a verdict may end: two machines' clocks differ.
TOLERANCE = timedelta(minutes=5)


def refusals(run: Run, policy: Policy, now: datetime) -> list[str]:
    """Return a sentence, without its full stop, for each thing that the policy does not let pass.

    `now` is in UTC.
    """
    return [
        *_target(run, policy),
        *_profile(run, policy),
        *_outcome(run, policy),
        *_known(run, policy, now.date()),
        *_on_word(run, policy),
        *_age(run, policy, now),
        *_suite(run, policy),
    ]


def exit_code_of(run: Run, reasons: Sequence[str]) -> int:
    """Return the exit code of a gate with these refusals; INCOMPLETE has its own: it is run again first."""
    if not reasons:
        return 0
    return (RunVerdict.INCOMPLETE if run.verdict is RunVerdict.INCOMPLETE else RunVerdict.NOT_CONFORMANT).exit_code


def _target(run: Run, policy: Policy) -> Iterator[str]:
    name = run.target.name
    if policy.target_name is not None and name != policy.target_name:
        yield f'the verdict is that of "{name}", and should be that of "{policy.target_name}"'


def _profile(run: Run, policy: Policy) -> Iterator[str]:
    if not run.profile.satisfies(policy.profile):
        yield f"the run claims the profile {run.profile.value}, and should claim {policy.profile.value}"


def _on_word(run: Run, policy: Policy) -> Iterator[str]:
    ids = list(dict.fromkeys(finding.requirement for finding in run.findings if finding.rests_on_word))
    if policy.shown_only and ids:
        verb = "conforms" if len(ids) == 1 else "conform"
        yield f"{_named(ids)} {verb} on the target file's word alone, which --shown-only does not let pass"


def _outcome(run: Run, policy: Policy) -> Iterator[str]:
    """Yield what the verdict of the run alone is refused for."""
    verdict = run.verdict
    if verdict in (RunVerdict.NOT_CONFORMANT, RunVerdict.INCOMPLETE):
        yield f"the verdict is {verdict.word}, and should be CONFORMANT: {run.reason}"
    elif verdict is RunVerdict.PARTIAL:
        yield from _partial(run, policy)
    short = _ids(run, Verdict.FALLS_SHORT) if verdict is RunVerdict.PARTIAL else []
    if verdict is RunVerdict.CONFORMANT_WITH_WARNINGS or short:
        yield from _warnings(run, policy)


def _warnings(run: Run, policy: Policy) -> Iterator[str]:
    if not policy.allow_warnings:
        short = _named(_ids(run, Verdict.FALLS_SHORT)) or "a SHOULD"
        yield f"the target falls short of {short}, which --allow-warnings would let pass"


def _partial(run: Run, policy: Policy) -> Iterator[str]:
    """Yield each reason for which a run is PARTIAL, unless the policy allows it."""
    scenarios = run.scenarios
    reasons = []
    if scenarios.seen < scenarios.expected:
        reasons.append(
            f"the run was narrowed to {scenarios.seen} of its {scenarios.expected} scenarios, and should be whole"
        )
    known = [issue.requirement for issue in run.known]
    if known and not policy.allow_known:
        reasons.append(f"{_named(known)} is listed as known, which --allow-known would let pass")
    yield from reasons
    if not reasons and not known:
        yield f"the verdict is PARTIAL, and should be CONFORMANT: {run.reason}"


def _known(run: Run, policy: Policy, today: date) -> Iterator[str]:
    """Yield the issues that have expired since the run; those that had by then have made it NOT_CONFORMANT."""
    if not policy.allow_known or run.verdict is RunVerdict.NOT_CONFORMANT:
        return
    for issue in run.known:
        if date.fromisoformat(issue.expires) < today:
            state = f"the known issue {issue.requirement} was excused until {issue.expires}"
            yield f"{state}, and should be mended by now"


def _age(run: Run, policy: Policy, now: datetime) -> Iterator[str]:
    if policy.max_age is None:
        return
    ended = datetime.fromtimestamp(run.stop, UTC)
    age, most = (now - ended).total_seconds(), policy.max_age.total_seconds()
    if age > most:
        yield f"the verdict is {rough_duration(age)} old, and should be {rough_duration(most)} at most"
    elif -age > TOLERANCE.total_seconds():
        yield f"the verdict is {rough_duration(-age)} in the future, and should be of the past: a clock is wrong"


def _suite(run: Run, policy: Policy) -> Iterator[str]:
    version = run.suite.version
    if policy.min_suite is None:
        return
    try:
        is_older = Version(version) < policy.min_suite
    except InvalidVersion:
        is_older = True
    if is_older:
        yield f"the verdict is that of layer-conformance {version}, and should be of {policy.min_suite} or later"


def _ids(run: Run, verdict: Verdict) -> list[str]:
    """Return the requirements with a verdict, each once; requirements that are only observed do not count."""
    ids = [each.requirement for each in run.judged if each.verdict is verdict]
    return list(dict.fromkeys(ids))


def _named(ids: list[str]) -> str:
    more = f" and {len(ids) - 5} more" if len(ids) > 5 else ""
    return ", ".join(ids[:5]) + more
