"""Many verdicts on one page: targets and their chapters, the newest first, with the trend of each target."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from conformance.catalogue import ACTORS, Profile
from conformance.judging.verdicts import RunVerdict, Verdict, worst
from conformance.reporting.html.templates import render
from conformance.reporting.run import LeftOut, Run, RunFinding

#: So many of a target's last runs are its trend.
TREND = 12

_Chapter = tuple[str, str]


@dataclass(frozen=True)
class Cell:
    """A chapter of a run: the worst verdict of its requirements, and how many of them conform."""

    verdict: Verdict
    conforming: int
    total: int


@dataclass(frozen=True)
class GalleryRun:
    """One run as far as a gallery shows it, for there may be thousands.

    `run` has no findings and nothing that was left out: `cells` say what was seen of each chapter. `page` is the
    address of its page as the gallery links to it; empty where there is no page.
    """

    run: Run
    cells: Mapping[_Chapter, Cell]
    page: str = ""

    @property
    def target(self) -> tuple[str, str]:
        """What tells targets apart: name and actor."""
        return self.run.target.name, self.run.target.actor


@dataclass(frozen=True)
class GalleryTarget:
    """A target with its runs, the newest first."""

    runs: Sequence[GalleryRun]

    @property
    def newest(self) -> GalleryRun:
        """The run that counts."""
        return self.runs[0]

    @property
    def trend(self) -> list[GalleryRun]:
        """The last runs, in the order in which they were."""
        return list(reversed(self.runs[:TREND]))


@dataclass(frozen=True)
class PastRun:
    """A run of which only this is kept: its verdict, its claim, when it ended, and what changed or why."""

    verdict: RunVerdict
    claim: str
    moment: str
    reason: str


def page_of(
    runs: Iterable[GalleryRun],
    unread: Sequence[str] = (),
    past: Mapping[tuple[str, str], Sequence[PastRun]] | None = None,
) -> str:
    """Return the page; `unread` are the sentences on files that could not be shown.

    `past` are the last runs of targets, by name and actor, the oldest first: the trend of those that it has.
    """
    targets = targets_of(runs)
    newest = [target.newest.run for target in targets]
    values = {
        "targets": targets,
        "tables": list(_tables(targets)),
        "verdicts": [each.word for each in RunVerdict if any(run.verdict is each for run in newest)],
        "profiles": [each.value for each in Profile if any(run.profile is each for run in newest)],
        "unread": unread,
        "past": {target: rows[-TREND:] for target, rows in (past or {}).items()},
    }
    return render("gallery.html", values)


def _tables(targets: Sequence[GalleryTarget]) -> Iterator[tuple[str, list[_Chapter], list[GalleryTarget]]]:
    """Yield a table for each actor: the chapters that its targets have, and the targets."""
    for actor in dict.fromkeys(target.newest.target[1] for target in targets):
        own = [target for target in targets if target.newest.target[1] == actor]
        chapters = dict.fromkeys(chapter for target in own for chapter in target.newest.cells)
        yield actor, sorted(chapters, key=lambda chapter: ACTORS.index(chapter[0])), own


def summarize(run: Run, page: str = "") -> GalleryRun:
    """Return what a gallery shows of a run."""
    verdicts: dict[_Chapter, list[Verdict]] = {}
    for finding in run.requirements():
        if not finding.is_observed:
            verdicts.setdefault(_chapter(finding), []).append(finding.verdict)
    seen = {finding.requirement for finding in run.findings}
    rows = {each.requirement: each for each in run.left_out if each.requirement not in seen}
    left_out = [_chapter(each) for each in rows.values()]
    chapters = dict.fromkeys([*verdicts, *left_out])
    cells = {each: _cell(verdicts.get(each, []), left_out.count(each)) for each in chapters}
    return GalleryRun(run.model_copy(update={"findings": [], "left_out": []}), cells, page)


def targets_of(runs: Iterable[GalleryRun]) -> list[GalleryTarget]:
    """Return the targets, the one with the newest run first; a run that is there twice counts once."""
    distinct = {each.run.digest: each for each in runs}.values()
    by_target: dict[tuple[str, str], list[GalleryRun]] = {}
    # The order of these texts is that of time.
    for each in sorted(distinct, key=lambda each: each.run.started, reverse=True):
        by_target.setdefault(each.target, []).append(each)
    return [GalleryTarget(runs_of_it) for runs_of_it in by_target.values()]


def _chapter(row: RunFinding | LeftOut) -> _Chapter:
    return row.actor, row.chapter


def _cell(verdicts: Sequence[Verdict], left_out: int) -> Cell:
    """Return a cell; what was left out is not applicable at best."""
    seen = worst(verdicts) if verdicts else Verdict.NOT_APPLICABLE
    conforming = sum(verdict is Verdict.CONFORMS for verdict in verdicts)
    return Cell(seen, conforming, len(verdicts) + left_out)
