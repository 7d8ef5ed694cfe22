"""What today's judgement would change in a recorded run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from conformance.judging.verdicts import Verdict, worst
from conformance.reporting.text.printable import one_line
from conformance.reporting.verdict.transcripts import Transcripts

#: Only these scenarios can be repeated from marks.
_ACTOR = "server"
_OTHER_ACTORS = "a provider's identity tokens can be judged in clear text only, and the records hold marks"
#: Rules on how a secret itself is written, of which a mark says nothing.
_CLEAR_TEXT: Mapping[str, str] = {
    "NONCE-URLSAFE-1": "how a nonce is written can be judged in clear text only, and the records hold marks",
}
_FORM = "how a secret is written can be judged in clear text only, and the records hold marks"
_OF_FORM = "that is no Unicode text"
#: How a reason begins that stands in the exchanges of its scenario.
_CONTROL = "a control failed: "
_UNDECIDED = (Verdict.INCONCLUSIVE, Verdict.ERROR)


@dataclass(frozen=True)
class Scenario:
    """One scenario as it was judged then, and as it is today; `why` says why today's verdict is worth nothing."""

    nodeid: str
    name: str
    then: Verdict
    now: Verdict
    said: str
    why: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether today's judgement is another one."""
        return not self.why and self.then is not self.now


@dataclass(frozen=True)
class Requirement:
    """One requirement in one version: what it was, and its scenarios."""

    id: str
    version: str | None
    title: str
    then: Verdict
    scenarios: Sequence[Scenario]

    @property
    def now(self) -> Verdict:
        """What it would be: a scenario that cannot be judged again keeps its verdict."""
        return worst(each.then if each.why else each.now for each in self.scenarios)

    @property
    def name(self) -> str:
        """The id, and the version where there is one."""
        return f"{self.id} [{self.version}]" if self.version else self.id


@dataclass(frozen=True)
class Rejudged:
    """A whole run, judged again."""

    requirements: Sequence[Requirement]

    @property
    def is_changed(self) -> bool:
        """Whether any scenario has another verdict today."""
        return any(each.is_changed for row in self.requirements for each in row.scenarios)

    def lines(self) -> Iterator[str]:
        """Yield what is to be said of it: what changed, what could not be judged and why, and the counts."""
        for row in self.requirements:
            changed = [each for each in row.scenarios if each.is_changed]
            if changed:
                yield one_line(f"{row.name}  {row.then.value} -> {row.now.value}  {row.title}")
                yield from (f"  {one_line(_change(each))}" for each in changed)
        scenarios = [each for row in self.requirements for each in row.scenarios]
        for why, names in self._left().items():
            yield one_line(f"cannot be rejudged: {why}")
            yield f"  {one_line(', '.join(f'{name} ({count})' for name, count in names.items()))}"
        changed_count, left = sum(each.is_changed for each in scenarios), sum(bool(each.why) for each in scenarios)
        yield f"{len(scenarios)} scenarios: {len(scenarios) - changed_count - left} same, {changed_count} changed, " + (
            f"{left} cannot be rejudged"
        )

    def _left(self) -> Mapping[str, Mapping[str, int]]:
        """Return the scenarios that cannot be judged again: how many of each requirement, by the reason."""
        found: dict[str, Counter[str]] = {}
        for row in self.requirements:
            for each in row.scenarios:
                if each.why:
                    found.setdefault(each.why, Counter())[row.name] += 1
        return found


def rejudged(verdict: Mapping[str, Any], transcripts: Transcripts, results: Sequence[Mapping[str, Any]]) -> Rejudged:
    """Return the run of `verdict` beside what its scenarios came to today, one of `results` for each that was run."""
    today = {result["nodeid"]: result for result in results}
    known = {it["requirement"] for it in verdict["known"] if it["expires"] >= verdict["started"][:10]}
    rows = []
    for finding in verdict["findings"]:
        scenarios = []
        for said in finding["scenarios"]:
            times = len(transcripts[said["nodeid"]])
            scenario = _scenario(finding, said, today.get(said["nodeid"]), finding["requirement"] in known)
            scenarios.append(replace(scenario, why="it ran more than once") if times > 1 else scenario)
        then = Verdict(finding["verdict"])
        rows.append(Requirement(finding["requirement"], finding["version"], finding["title"], then, scenarios))
    return Rejudged(rows)


def _scenario(
    finding: Mapping[str, Any], said: Mapping[str, Any], result: Mapping[str, Any] | None, is_known: bool
) -> Scenario:
    then = Verdict(said["verdict"])
    before = Scenario(said["nodeid"], said["scenario"], then, then, "")
    why = _why_none(finding, said, result)
    if result is None or why:
        return replace(before, why=why)
    now = Verdict(result["verdict"])
    if now is Verdict.VIOLATES and (is_known or then is Verdict.KNOWN):
        now = Verdict.KNOWN
    text = result["reason"] or f"expected {result['expected']}, observed {result['observed']}"
    why = "" if now is then else _why_not_comparable(said, then) or _why_not_comparable(result, now)
    return replace(before, now=now, said=text if now is not Verdict.CONFORMS else "it holds", why=why)


def _why_none(finding: Mapping[str, Any], said: Mapping[str, Any], result: Mapping[str, Any] | None) -> str:
    """Return why a scenario has no verdict of today."""
    if finding["actor"] != _ACTOR:
        return _OTHER_ACTORS
    if finding["requirement"] in _CLEAR_TEXT:
        return _CLEAR_TEXT[finding["requirement"]]
    if _OF_FORM in said["observed"] + said["reason"]:
        return _FORM
    if result is None:
        return "today's suite has no such scenario"
    return str(result["why"])


def _why_not_comparable(said: Mapping[str, Any], verdict: Verdict) -> str:
    """Return why a verdict of then or of today says nothing about the other: it rests on more than the exchanges."""
    if verdict in _UNDECIDED and not said["reason"].startswith(_CONTROL):
        return f"it is {verdict.value} for what stands in no exchange: {said['reason']}"
    return ""


def _change(scenario: Scenario) -> str:
    return f"{scenario.then.value} -> {scenario.now.value}: {scenario.name}: {scenario.said}"
