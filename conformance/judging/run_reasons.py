"""What counts against a run: the reasons of each run verdict, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from conformance.catalogue import Basis, KnownIssue, Level, Profile
from conformance.judging.findings import JudgedFinding, JudgedScenario
from conformance.judging.verdicts import UNDONE, Verdict

#: How many scenarios the full suite has for a requirement in a version.
Expected = Mapping[tuple[str, str | None], int]

#: How many requirements a reason names; it counts the others.
_NAMED = 5

_NUMBER = re.compile("[0-9]+")
_TELLING = (Verdict.CONFORMS, Verdict.FALLS_SHORT, Verdict.KNOWN, Verdict.VIOLATES)


@dataclass(frozen=True)
class RunFacts:
    """What the verdict of a run depends on beside the findings.

    `expected` counts the scenarios of the full suite for this target, those of *observed* rows and of
    capabilities that it lacks included. `cut_short` says that the run ended before its end, `suspect` why the target
    may have changed while it ran, `profile` how much of the protocol it claims.
    """

    expected: Expected
    today: date
    known: Sequence[KnownIssue] = ()
    cut_short: bool = False
    suspect: str = ""
    profile: Profile = Profile.FULL


def is_observed(finding: JudgedFinding) -> bool:
    """Say whether the documents are silent on it: it is reported and never judged."""
    return finding.requirement.basis is Basis.OBSERVED


def not_conformant(findings: Sequence[JudgedFinding], facts: RunFacts) -> list[str]:
    """Return what makes the run NOT_CONFORMANT: a violation, or a known issue that is stale."""
    why = ((issue.requirement, _stale_reason(issue, findings, facts)) for issue in facts.known)
    stale = [f"the known issue {requirement} {reason}" for requirement, reason in why if reason is not None]
    return [*_reasons(findings, Verdict.VIOLATES, "violated"), *stale]


def incomplete(findings: Sequence[JudgedFinding], facts: RunFacts) -> list[str]:
    """Return what makes it INCOMPLETE: an early end, nothing judged, something inconclusive or in error."""
    cut_short = [*([facts.suspect] if facts.suspect else []), *(["the run was cut short"] if facts.cut_short else [])]
    errors = _reasons(findings, Verdict.ERROR, "in error")
    reasons = {finding.decisive.reason for finding in findings if finding.verdict is Verdict.INCONCLUSIVE}
    shortest = min(reasons, key=len, default="")
    # A target that is given up has failed in that way before; each process may have met it at other ports.
    is_common = all(_numberless(reason).endswith(_numberless(shortest)) for reason in reasons)
    why = f": {shortest}" if shortest and is_common else ""
    if not any(_is_judged(finding) for finding in findings):
        return [*cut_short, f"nothing was judged{why}", *errors]
    inconclusive = _reasons(findings, Verdict.INCONCLUSIVE, "inconclusive")
    return [*cut_short, *(f"{clause}{why}" for clause in inconclusive), *errors, *_hidden(findings, facts)]


def _numberless(reason: str) -> str:
    return _NUMBER.sub("0", reason)


def _hidden(findings: Sequence[JudgedFinding], facts: RunFacts) -> list[str]:
    """Say so where most MUSTs are KNOWN for another's sake alone: a known issue excuses what it names, not the rest."""
    listed = {issue.requirement for issue in facts.known}
    musts = [
        each
        for each in findings
        if not is_observed(each) and each.requirement.level is Level.MUST and each.verdict is not Verdict.UNTESTED
    ]
    hidden = [each for each in musts if each.verdict is Verdict.KNOWN and each.requirement.id not in listed]
    if 2 * len(hidden) <= len(musts):
        return []
    return [f"{len(hidden)} of {len(musts)} MUSTs could not be judged because of what is known"]


def partial(findings: Sequence[JudgedFinding], facts: RunFacts) -> list[str]:
    """Return what makes it PARTIAL: scenarios of the claim that were left out, a known issue.

    What is not claimed, and a case that cannot arise at the target, leaves nothing out; what nobody did does.
    """
    return [*_filtered(findings, facts), *_undone(findings), *_known(findings, facts)]


def warnings(findings: Sequence[JudgedFinding]) -> list[str]:
    """Return what makes it CONFORMANT_WITH_WARNINGS: a SHOULD that falls short."""
    return _reasons(findings, Verdict.FALLS_SHORT, "falling short")


def _stale_reason(issue: KnownIssue, findings: Sequence[JudgedFinding], facts: RunFacts) -> str | None:
    """Return why an issue excuses nothing any more; one that was not wholly seen to conform is not stale."""
    if issue.expires < facts.today:
        return f"expired on {issue.expires}"
    expected = {group: count for group, count in facts.expected.items() if group[0] == issue.requirement}
    if not expected:
        return "names no requirement that is examined here"
    conforming = {
        _group(finding): _count(finding)
        for finding in findings
        if all(scenario.verdict is Verdict.CONFORMS for scenario in finding.scenarios)
    }
    if all(conforming.get(group, 0) >= count for group, count in expected.items()):
        return "conforms now and has to leave the list"
    return None


def _filtered(findings: Sequence[JudgedFinding], facts: RunFacts) -> list[str]:
    counts = {_group(finding): _count(finding) for finding in findings}
    ran = sum(min(counts.get(group, 0), count) for group, count in facts.expected.items())
    total = sum(facts.expected.values())
    return [f"the run was narrowed to {ran} of its {total} scenarios"] if ran < total else []


def _undone(findings: Sequence[JudgedFinding]) -> list[str]:
    """Say of how many scenarios nobody has done what they need, where a person is a client's driver."""
    left = [each for finding in findings for each in finding.scenarios if is_undone(each)]
    return [f"nobody has done what {len(left)} of the scenarios need"] if left else []


def is_undone(scenario: JudgedScenario) -> bool:
    """Say whether a scenario is UNTESTED because a person has left it out."""
    return scenario.verdict is Verdict.UNTESTED and scenario.reason.startswith(UNDONE)


def _known(findings: Sequence[JudgedFinding], facts: RunFacts) -> list[str]:
    listed = [issue.requirement for issue in facts.known if _stale_reason(issue, findings, facts) is None]
    return _reason(listed, "listed as known")


def _reasons(findings: Sequence[JudgedFinding], verdict: Verdict, word: str) -> list[str]:
    return _reason([finding.requirement.id for finding in findings if finding.verdict is verdict], word)


def _reason(ids: Iterable[str], word: str) -> list[str]:
    """Return one clause that counts and names the requirements, or an empty list for no requirements."""
    distinct = list(dict.fromkeys(ids))
    if not distinct:
        return []
    more = f" and {len(distinct) - _NAMED} more" if len(distinct) > _NAMED else ""
    count = "1 requirement is" if len(distinct) == 1 else f"{len(distinct)} requirements are"
    return [f"{count} {word} ({', '.join(distinct[:_NAMED])}{more})"]


def _group(finding: JudgedFinding) -> tuple[str, str | None]:
    return finding.requirement.id, finding.version


def _count(finding: JudgedFinding) -> int:
    """Return how many different scenarios were seen: one that ran twice counts once."""
    return len({scenario.nodeid for scenario in finding.scenarios})


def _is_judged(finding: JudgedFinding) -> bool:
    """Say whether it tells anything of a MUST or a SHOULD: whether something was seen to hold or to fail."""
    return (
        not is_observed(finding)
        and finding.requirement.level is not Level.MAY
        and any(scenario.verdict in _TELLING for scenario in finding.scenarios)
    )
