"""Two verdicts side by side: what changed, and whether the target changed or the suite did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any

from conformance.judging.verdicts import UNDONE, Verdict
from conformance.reporting.run import Run, RunFinding
from conformance.reporting.text.printable import one_line

_Key = tuple[str, str | None]

_GOOD = frozenset({Verdict.CONFORMS})
_BAD = frozenset({Verdict.VIOLATES, Verdict.FALLS_SHORT, Verdict.KNOWN})
_UNDECIDED = frozenset({Verdict.INCONCLUSIVE, Verdict.ERROR})
#: What a requirement says; where it is not the same, the suite has changed.
_WORDS = ("level", "basis", "title", "sentence")


class ChangeKind(Enum):
    """What became of a requirement in a version; the order is that of reports."""

    BROKEN = "broken"
    FIXED = "fixed"
    NO_LONGER_TESTED = "no longer tested"
    NEWLY_TESTED = "newly tested"
    OTHERWISE = "otherwise changed"


class ChangeCause(Enum):
    """What has changed; `EITHER` where the two files cannot tell."""

    TARGET = "target"
    SUITE = "suite"
    RUN = "run"
    EITHER = "target or suite"


def word_of(verdict: Verdict | None) -> str:
    """Return the word of a verdict, empty for a requirement that a run does not have."""
    return verdict.value if verdict else ""


@dataclass(frozen=True)
class Change:
    """One requirement in one version whose verdict is another one now; None where a run does not have it."""

    kind: ChangeKind
    requirement: str
    version: str | None
    title: str
    level: str
    old: Verdict | None
    new: Verdict | None
    cause: ChangeCause
    why: str

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values; the verdict of a requirement that a run does not have is empty."""
        verdicts = {"old": word_of(self.old), "new": word_of(self.new)}
        words = {"kind": self.kind.value, "cause": self.cause.value, "title": one_line(self.title)}
        return asdict(self) | verdicts | words


@dataclass(frozen=True)
class Comparison:
    """What changed from one run to another, and what a reader has to know of the two."""

    old: Run
    new: Run
    changes: Sequence[Change]

    def of(self, kind: ChangeKind) -> list[Change]:
        """Return the changes of one kind."""
        return [change for change in self.changes if change.kind is kind]

    def findings(self, change: Change) -> tuple[RunFinding | None, RunFinding | None]:
        """Return what each of the two runs has found of the requirement that changed."""
        key = (change.requirement, change.version)
        old, new = (_by_key(run).get(key) for run in (self.old, self.new))
        return old, new

    def notes(self) -> list[str]:
        """Return what makes the comparison less than it looks like, a sentence each."""
        return list(_notes(self.old, self.new))

    def sentence(self) -> str:
        """Return the whole in one sentence, without its full stop."""
        counts = Counter(change.kind for change in self.changes)
        changes = ", ".join(f"{counts[kind]} {kind.value}" for kind in ChangeKind if counts[kind])
        return f"{self.old.claim} then, {self.new.claim} now: {changes or 'nothing changed'}"

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "old": _head(self.old),
            "new": _head(self.new),
            "notes": self.notes(),
            "changes": [change.to_json() for change in self.changes],
        }


def compare(old: Run, new: Run) -> Comparison:
    """Return what changed between two runs."""
    before, after = (_by_key(run) for run in (old, new))
    changes = [
        change
        for key in sorted(before.keys() | after.keys(), key=lambda key: (key[0], key[1] or ""))
        if (change := _change(key, _RunPair(old, new, before.get(key), after.get(key)))) is not None
    ]
    return Comparison(old, new, sorted(changes, key=lambda change: list(ChangeKind).index(change.kind)))


@dataclass(frozen=True)
class _RunPair:
    old_run: Run
    new_run: Run
    old: RunFinding | None
    new: RunFinding | None


def _by_key(run: Run) -> dict[_Key, RunFinding]:
    return {(finding.requirement, finding.version): finding for finding in run.findings}


def _change(key: _Key, sides: _RunPair) -> Change | None:
    old, new = (finding.verdict if finding else None for finding in (sides.old, sides.new))
    kind, row = _kind(old, new), sides.new or sides.old
    if kind is None or row is None:
        return None
    return Change(kind, *key, row.title, row.level.value, old, new, *_cause(key, sides))


def _kind(old: Verdict | None, new: Verdict | None) -> ChangeKind | None:
    tested = (old in _GOOD | _BAD, new in _GOOD | _BAD)
    if old == new or not any(tested):
        return None
    if not all(tested):
        return ChangeKind.NEWLY_TESTED if tested[1] else ChangeKind.NO_LONGER_TESTED
    if (old in _GOOD) == (new in _GOOD):
        return ChangeKind.OTHERWISE
    return ChangeKind.FIXED if new in _GOOD else ChangeKind.BROKEN


def _cause(key: _Key, sides: _RunPair) -> tuple[ChangeCause, str]:
    old, new = sides.old, sides.new
    if old is None or new is None:
        return _absent(key, sides)
    words = [name for name in _WORDS if getattr(old, name) != getattr(new, name)]
    if words:
        return ChangeCause.SUITE, f"the requirement has another {' and another '.join(words)} now"
    if {old.verdict, new.verdict} & _UNDECIDED:
        when = "now" if new.verdict in _UNDECIDED else "then"
        return ChangeCause.RUN, f"it could not be judged {when}"
    for finding, when in ((old, "then"), (new, "now")):
        if any(scenario.reason.startswith(UNDONE) for scenario in finding.scenarios):
            return ChangeCause.RUN, f"somebody has left out what it needs {when}"
    return _same_words(sides, _cases(old) == _cases(new))


def _same_words(sides: _RunPair, same_cases: bool) -> tuple[ChangeCause, str]:
    versions = (sides.old_run.suite.version, sides.new_run.suite.version)
    if versions[0] == versions[1]:
        if same_cases:
            return ChangeCause.TARGET, "the suite is the same"
        return ChangeCause.RUN, "the two runs have not seen the same scenarios"
    if not same_cases:
        return ChangeCause.SUITE, "the requirement has other scenarios now"
    return ChangeCause.EITHER, f"its words and scenarios are the same, the suite was {versions[0]} and is {versions[1]}"


def _absent(key: _Key, sides: _RunPair) -> tuple[ChangeCause, str]:
    """Return why one of the two verdicts does not have the requirement."""
    lacking, when = (sides.old_run, "then") if sides.old is None else (sides.new_run, "now")
    if any((each.requirement, each.version) == key for each in lacking.left_out):
        return ChangeCause.RUN, f"left out of the run {when}"
    versions = lacking.target.versions
    if key[1] is not None and versions and key[1] not in versions:
        return ChangeCause.RUN, f"version {key[1]} not examined {when}"
    if sides.old_run.suite.version != sides.new_run.suite.version:
        return ChangeCause.SUITE, f"not in the suite {when}"
    return ChangeCause.RUN, f"not examined {when}"


def _cases(finding: RunFinding) -> set[str]:
    return {scenario.scenario for scenario in finding.scenarios}


def _notes(old: Run, new: Run) -> Iterator[str]:
    names = [one_line(run.target.name) for run in (old, new)]
    if names[0] != names[1]:
        yield f'these are two targets: "{names[0]}" then, "{names[1]}" now'
    if old.started > new.started:
        yield f"the first file is the newer one: {old.started} and {new.started}"
    versions = [one_line(run.suite.version) for run in (old, new)]
    if versions[0] != versions[1]:
        yield f"the suite was {versions[0]} then, and is {versions[1]} now"
    for run, when in ((old, "then"), (new, "now")):
        if not run.is_whole:
            yield f"the run was not whole {when}"


def _head(run: Run) -> dict[str, Any]:
    target = run.target
    return {
        "target": {"name": target.name, "actor": target.actor, "url": target.url},
        "suite": run.suite.to_json(),
        "verdict": run.verdict.word,
        "profile": run.profile.value,
        "reason": run.reason,
        "started": run.started,
    }
