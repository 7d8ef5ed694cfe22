"""Many verdicts on one page: targets and their chapters, the newest first, with the trend of each target."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from conformance.judging.verdicts import Verdict, worst
from conformance.reporting.compare.pages import render

#: So many of a target's last runs are its trend.
TREND = 12
#: The actors in the order of the catalogue; their chapters stand together.
_ACTORS = ("server", "provider", "client")

_Chapter = tuple[str, str]


@dataclass(frozen=True)
class RunSummary:
    """One verdict, and the address of its page as the gallery links to it; empty where there is no page."""

    verdict: Mapping[str, Any]
    page: str

    @property
    def target(self) -> tuple[str, str]:
        """What tells targets apart: name and actor."""
        return self.verdict["target"]["name"], self.verdict["target"]["actor"]

    @property
    def started(self) -> str:
        """When it began; the order of these texts is that of time."""
        return str(self.verdict["started"])

    @cached_property
    def cells(self) -> dict[_Chapter, Cell]:
        """Return what was seen of each chapter."""
        verdicts: dict[_Chapter, list[Verdict]] = {}
        for finding in self.verdict["findings"]:
            if finding["basis"] != "observed":
                verdicts.setdefault(_chapter(finding), []).append(Verdict(finding["verdict"]))
        left_out = [_chapter(each) for each in self.verdict["left_out"] if not each["seen"]]
        chapters = dict.fromkeys([*verdicts, *left_out])
        return {each: _cell(verdicts.get(each, []), left_out.count(each)) for each in chapters}


@dataclass(frozen=True)
class Cell:
    """A chapter of a run: the worst verdict of its requirements, and how many of them conform."""

    verdict: str
    conforming: int
    total: int


@dataclass(frozen=True)
class TargetSummary:
    """A target with its runs, the newest first."""

    runs: Sequence[RunSummary]

    @property
    def newest(self) -> RunSummary:
        """The run that counts."""
        return self.runs[0]

    @property
    def trend(self) -> list[RunSummary]:
        """The last runs, in the order in which they were."""
        return list(reversed(self.runs[:TREND]))


def page_of(runs: Iterable[RunSummary], unread: Sequence[str] = ()) -> str:
    """Return the page; `unread` are the sentences on files that could not be shown."""
    targets = targets_of(runs)
    chapters = dict.fromkeys(chapter for target in targets for chapter in target.newest.cells)
    ordered = sorted(chapters, key=lambda chapter: _ACTORS.index(chapter[0]))
    return render("gallery.html", {"targets": targets, "chapters": ordered, "unread": unread})


def targets_of(runs: Iterable[RunSummary]) -> list[TargetSummary]:
    """Return the targets, the one with the newest run first; a verdict that is there twice counts once."""
    distinct = {run.verdict["digest"]: run for run in runs}.values()
    found: dict[tuple[str, str], list[RunSummary]] = {}
    for run in sorted(distinct, key=lambda run: run.started, reverse=True):
        found.setdefault(run.target, []).append(run)
    return [TargetSummary(each) for each in found.values()]


def _chapter(said: Mapping[str, Any]) -> _Chapter:
    return said["actor"], said.get("chapter", "")


def _cell(verdicts: Sequence[Verdict], left_out: int) -> Cell:
    """Return a cell; what was left out is not applicable at best."""
    seen = worst(verdicts) if verdicts else Verdict.NOT_APPLICABLE
    conforming = sum(verdict is Verdict.CONFORMS for verdict in verdicts)
    return Cell(seen.value, conforming, len(verdicts) + left_out)
