"""What today's judgement would change in a recorded run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from conformance.judging.verdicts import Verdict, worst
from conformance.reporting.run import Run, RunFinding, RunScenario
from conformance.reporting.text.printable import one_line
from conformance.reporting.verdict.transcripts import Transcripts

#: Only these scenarios can be repeated from marks.
_ACTOR = "server"
_OTHER_ACTORS: Mapping[str, str] = {
    "provider": "a provider's identity tokens can be judged in clear text only, and the records hold marks",
    "client": "what a client's driver said stands in no exchange, and how a client writes nonces and tokens can be "
    "judged in clear text only",
}
#: Rules on how a secret itself is written, of which a mark says nothing.
_CLEAR_TEXT: Mapping[str, str] = {
    **dict.fromkeys(
        ("NONCE-UNIQUE-1", "SESSION-UNIQUE-1"), "those of the whole run are compared, and a record has its scenario's"
    ),
    "SAME-NONCE-1": "how many nonces it asks for depends on how they are written, and the records hold marks",
    "SAME-NONCE-2": "its nonce is one that is also written in other ways, and the records hold marks",
    "NONCE-URLSAFE-1": "how a nonce is written can be judged in clear text only, and the records hold marks",
    "GUESS-1": "how random a nonce is can be judged in clear text only, and the records hold marks",
    "GUESS-2": "how random a session token is can be judged in clear text only, and the records hold marks",
}
_FORM = "how a secret is written can be judged in clear text only, and the records hold marks"
_OF_FORM = "that is no Unicode text"
#: How a reason begins that stands in the exchanges of its scenario.
_CONTROL = "a control failed: "
_UNDECIDED = (Verdict.INCONCLUSIVE, Verdict.ERROR)


@dataclass(frozen=True)
class Rejudgement:
    """One scenario of a run beside its verdict of today; `why` says why that is worth nothing."""

    finding: RunFinding
    scenario: RunScenario
    now: Verdict
    reason: str = ""
    why: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether today's judgement is another one."""
        return not self.why and self.scenario.verdict is not self.now


@dataclass(frozen=True)
class RejudgedRun:
    """A whole run, judged again, scenario by scenario."""

    scenarios: Sequence[Rejudgement]

    @property
    def is_changed(self) -> bool:
        """Whether any scenario has another verdict today."""
        return any(each.is_changed for each in self.scenarios)

    def verdict_now(self, finding: RunFinding) -> Verdict:
        """Return what a finding would be: a scenario that cannot be judged again keeps its verdict."""
        own = [each for each in self.scenarios if each.finding is finding]
        return worst(each.scenario.verdict if each.why else each.now for each in own)

    def lines(self) -> Iterator[str]:
        """Yield what changed, what could not be judged and why, and the counts."""
        changed = [each for each in self.scenarios if each.is_changed]
        for _, group in groupby(changed, key=lambda each: id(each.finding)):
            first, *others = group
            words = f"{first.finding.verdict.value} -> {self.verdict_now(first.finding).value}"
            yield one_line(f"{_name(first.finding)}  {words}  {first.finding.title}")
            for each in (first, *others):
                words = f"{each.scenario.verdict.value} -> {each.now.value}"
                yield f"  {one_line(f'{words}: {each.scenario.scenario}: {each.reason}')}"
        for why, names in self._not_rejudged().items():
            yield one_line(f"cannot be rejudged: {why}")
            yield f"  {one_line(', '.join(f'{name} ({count})' for name, count in names.items()))}"
        total, skipped = len(self.scenarios), sum(bool(each.why) for each in self.scenarios)
        same = total - len(changed) - skipped
        yield f"{total} scenarios: {same} same, {len(changed)} changed, {skipped} cannot be rejudged"

    def _not_rejudged(self) -> Mapping[str, Mapping[str, int]]:
        """Return the scenarios that cannot be judged again: how many of each requirement, by the reason."""
        counts: dict[str, Counter[str]] = {}
        for each in self.scenarios:
            if each.why:
                counts.setdefault(each.why, Counter())[_name(each.finding)] += 1
        return counts


def rejudge_run(run: Run, transcripts: Transcripts, results: Sequence[Mapping[str, Any]]) -> RejudgedRun:
    """Return the run beside what its scenarios come to today, one of `results` for each that was run."""
    today = {result["nodeid"]: result for result in results}
    known = {issue.requirement for issue in run.known if issue.expires >= run.started[:10]}
    scenarios = []
    for finding, scenario in run.cases():
        is_known = finding.requirement in known
        rejudgement = _rejudge(finding, scenario, today.get(scenario.nodeid), is_known)
        ran_twice = len(transcripts[scenario.nodeid]) > 1
        scenarios.append(replace(rejudgement, why="it ran more than once") if ran_twice else rejudgement)
    return RejudgedRun(scenarios)


def _rejudge(
    finding: RunFinding, scenario: RunScenario, result: Mapping[str, Any] | None, is_known: bool
) -> Rejudgement:
    then = scenario.verdict
    why = _why_not_judged(finding, scenario, result)
    if result is None or why:
        return Rejudgement(finding, scenario, then, why=why)
    now = Verdict(result["verdict"])
    if now is Verdict.VIOLATES and (is_known or then is Verdict.KNOWN):
        now = Verdict.KNOWN
    reason = result["reason"] or f"expected {result['expected']}, observed {result['observed']}"
    why = _why_not_comparable(scenario.reason, then) or _why_not_comparable(result["reason"], now)
    return Rejudgement(
        finding, scenario, now, reason if now is not Verdict.CONFORMS else "it holds", "" if now is then else why
    )


def _why_not_judged(finding: RunFinding, scenario: RunScenario, result: Mapping[str, Any] | None) -> str:
    """Return why a scenario has no verdict of today."""
    if finding.actor != _ACTOR:
        return _OTHER_ACTORS[finding.actor]
    if finding.requirement in _CLEAR_TEXT:
        return _CLEAR_TEXT[finding.requirement]
    if _OF_FORM in scenario.observed + scenario.reason:
        return _FORM
    if result is None:
        return "today's suite has no such scenario"
    return str(result["why"])


def _why_not_comparable(reason: str, verdict: Verdict) -> str:
    """Return why a verdict of then or of today says nothing about the other: it rests on more than the exchanges."""
    if verdict in _UNDECIDED and not reason.startswith(_CONTROL):
        return f"it is {verdict.value} for what stands in no exchange: {reason}"
    return ""


def _name(finding: RunFinding) -> str:
    return f"{finding.requirement} [{finding.version}]" if finding.version else finding.requirement
