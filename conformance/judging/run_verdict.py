"""From scenarios to findings, and from findings to the verdict of the run (docs/verdicts.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from conformance.catalogue import KnownIssue, Requirement
from conformance.judging import run_reasons
from conformance.judging.findings import Finding, JudgedFinding, ScenarioResult
from conformance.judging.run_reasons import RunFacts, is_observed
from conformance.judging.verdicts import RunVerdict, Verdict, worst

__all__ = [
    "RunFacts",
    "RunJudgement",
    "apply_known_issues",
    "findings_of",
    "is_observed",
    "judge_run",
    "mark_suspect",
    "mark_unanswered",
    "take_back",
]


@dataclass(frozen=True)
class RunJudgement:
    """The verdict of a run, and why, in one sentence without its full stop."""

    verdict: RunVerdict
    reason: str


def findings_of(results: Iterable[ScenarioResult], catalogue: Mapping[str, Requirement]) -> list[Finding]:
    """Return one finding for each requirement and version, in the order of the catalogue and of the versions.

    Its verdict is the worst of its scenarios, and the first scenario with that verdict is decisive.
    """
    groups: dict[tuple[str, str | None], list[ScenarioResult]] = {}
    for result in results:
        groups.setdefault((result.requirement, result.version), []).append(result)
    place = {requirement_id: index for index, requirement_id in enumerate(catalogue)}
    ordered = sorted(groups, key=lambda group: (place[group[0]], group[1] or ""))
    return [_finding(catalogue[group[0]], groups[group]) for group in ordered]


def _finding(requirement: Requirement, scenarios: Sequence[ScenarioResult]) -> Finding:
    verdict = worst(scenario.verdict for scenario in scenarios)
    decisive = next(scenario for scenario in scenarios if scenario.verdict is verdict)
    return Finding(requirement, decisive.version, verdict, decisive, scenarios)


def apply_known_issues(
    result: ScenarioResult, known: Iterable[KnownIssue], today: date, causes: Sequence[str] = ()
) -> ScenarioResult:
    """Return the result; a violation that is listed and has not expired becomes KNOWN, with the reason.

    So does what is INCONCLUSIVE because of listed violations alone: `causes` are the requirements that they break.
    """
    listed = {issue.requirement: issue for issue in known if issue.expires >= today}
    if result.verdict is Verdict.VIOLATES and result.requirement in listed:
        return replace(result, verdict=Verdict.KNOWN, reason=_reason_of(listed[result.requirement]))
    if result.verdict is Verdict.INCONCLUSIVE and causes and all(cause in listed for cause in causes):
        reasons = "; ".join(f"{cause} is {_reason_of(listed[cause])}" for cause in causes)
        return replace(result, verdict=Verdict.KNOWN, reason=f"{result.reason}; {reasons}")
    return result


def _reason_of(issue: KnownIssue) -> str:
    return f"known until {issue.expires}: {issue.reason} ({issue.link})"


def mark_unanswered(results: Sequence[ScenarioResult]) -> list[ScenarioResult]:
    """Return the results; where the target has not answered once, whatever was judged is INCONCLUSIVE.

    All of them then have one reason, so that every output can say it in one sentence.
    """
    faults = [exchange.get("fault") for result in results for exchange in result.transcript]
    if not faults or not all(faults):
        return list(results)
    (commonest, _), *_ = Counter(faults).most_common(1)
    reason = f"the target has not answered one request: it {commonest}"
    kept = (Verdict.UNTESTED, Verdict.NOT_APPLICABLE, Verdict.ERROR)
    return [
        result if result.verdict in kept else replace(result, verdict=Verdict.INCONCLUSIVE, reason=reason)
        for result in results
    ]


def mark_suspect(results: Sequence[ScenarioResult], suspect: str) -> list[ScenarioResult]:
    """Return the results with what makes them suspect in their reasons, but for what does not apply."""
    kept = (Verdict.UNTESTED, Verdict.NOT_APPLICABLE, Verdict.KNOWN)
    return [
        each
        if each.verdict in kept
        else replace(each, reason="; ".join(filter(None, (f"suspect: {suspect}", each.reason))))
        for each in results
    ]


def take_back(results: Sequence[ScenarioResult], reasons: Mapping[str, str]) -> list[ScenarioResult]:
    """Return the results without what conformed at the actors of these reasons: it was kept by accident."""
    return [
        replace(each, verdict=Verdict.INCONCLUSIVE, reason=reasons[each.actor])
        if each.verdict is Verdict.CONFORMS and each.actor in reasons
        else each
        for each in results
    ]


def judge_run(findings: Sequence[JudgedFinding], facts: RunFacts) -> RunJudgement:
    """Return the verdict of the run: the first in the table of docs/verdicts.md that has a reason.

    The reason has every clause, also those of a milder verdict.
    """
    table = {
        RunVerdict.NOT_CONFORMANT: run_reasons.not_conformant(findings, facts),
        RunVerdict.INCOMPLETE: run_reasons.incomplete(findings, facts),
        RunVerdict.PARTIAL: run_reasons.partial(findings, facts),
        RunVerdict.CONFORMANT_WITH_WARNINGS: run_reasons.warnings(findings),
    }
    if facts.suspect:  # a violation of a target that has changed meanwhile may be a mistake
        table = {RunVerdict.INCOMPLETE: table.pop(RunVerdict.INCOMPLETE), **table}
    every = "; ".join(clause for clauses in table.values() for clause in clauses)
    verdict = next((verdict for verdict, clauses in table.items() if clauses), RunVerdict.CONFORMANT)
    return RunJudgement(verdict, every or f"every MUST and SHOULD of the profile {facts.profile.value} conforms")
