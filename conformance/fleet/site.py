"""The site of a fleet: a folder a target, the gallery, `fleet.json`, `feed.atom`; each file whole or not there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import locket

from conformance import __version__
from conformance.clock import RealTime
from conformance.evidence.serialize import iso_time
from conformance.fleet.feed import feed_of
from conformance.fleet.history import ERROR, HistoryRow, describe_change, history_text, read_history
from conformance.fleet.listing import FleetTarget
from conformance.fleet.schedule import Outcome
from conformance.judging.verdicts import RunVerdict
from conformance.reporting.atomic_files import replace_file, replace_files
from conformance.reporting.compare.gallery import GalleryRun, PastRun, page_of, summarize
from conformance.reporting.previous import PREVIOUS, remove_previous, set_aside
from conformance.reporting.run import Run
from conformance.reporting.verdict.read import VerdictFileError, parse_run, read_run

FORM = "urn:layer-conformance:fleet:1"
#: What the command itself needs again, and what is not to be published.
_OWN = ".fleet"
#: The exit code of what could not be decided.
INCOMPLETE = RunVerdict.INCOMPLETE.exit_code


class SiteInUseError(Exception):
    """Another fleet writes into the same folder."""


@dataclass(frozen=True)
class Entry:
    """A target of the fleet: the row of its last run, its exit code, and what the gallery shows of the run."""

    target: FleetTarget
    row: HistoryRow
    exit_code: int
    summary: GalleryRun | None = None


class Site:
    """The folder of a fleet; `keep` rows of each target's history stay.

    `judge` gives the exit code of a run; without it, that is the code that the run itself has had.
    """

    def __init__(self, folder: Path, keep: int = 30, judge: Callable[[Run], int] | None = None) -> None:
        self.folder, self._keep, self._judge = folder, keep, judge

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep every other fleet out; raises SiteInUseError. A process that dies leaves no lock."""
        (self.folder / _OWN).mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = locket.lock_file(str(self.folder / _OWN / "lock"), timeout=0)
        try:
            lock.acquire()
        except locket.LockError as error:
            raise SiteInUseError(
                f"another fleet writes into {self.folder}: wait for it, or name another folder"
            ) from error
        try:
            yield
        finally:
            lock.release()

    def entry_within(self, target: FleetTarget, digest: str, max_age: float | None) -> Entry | None:
        """Return what the site has of a target, where it is a verdict on this digest, not older than `max_age`."""
        try:
            record = json.loads(self._record(target).read_text(encoding="utf-8"))
            run = read_run(self._target(target) / "verdict.json")
        except (OSError, ValueError):
            return None
        is_old = max_age is not None and RealTime.time() - run.stop > max_age
        rows = read_history(self._target(target) / "history.json")
        if record.get("digest") != digest or is_old or not rows or rows[-1].verdict == ERROR:
            return None
        return Entry(target, rows[-1], self._exit_code(run), summarize(run))

    def store(self, outcome: Outcome, digest: str) -> Entry:
        """Keep what came of a target, and return it; raises OSError where that cannot be written."""
        folder = self._target(outcome.target)
        for path in (folder, self.folder / _OWN):
            path.mkdir(parents=True, exist_ok=True)
        rows = read_history(folder / "history.json")
        files = outcome.result.files if outcome.result else {}
        summary = outcome.result.summary if outcome.result else None
        row = _row(outcome, summary.run if summary else None)
        row = replace(row, change=_change(folder, rows, row, files.get("verdict.json")))
        if summary is None:
            # No old verdict passes for a new one.
            set_aside(folder)
        kept = {"history.json": history_text([*rows, row][-self._keep :]).encode(), **files}
        replace_files({folder / name: content for name, content in kept.items()})
        if summary is not None:
            remove_previous(folder)
        replace_file(self._record(outcome.target), json.dumps({"digest": digest}))
        if summary is None:
            return Entry(outcome.target, row, INCOMPLETE)
        judged = parse_run(files["verdict.json"]) if self._judge else summary.run
        return Entry(outcome.target, row, self._exit_code(judged), summary)

    def write_index(
        self, entries: Sequence[Entry], left: Mapping[FleetTarget, str], summary: Mapping[str, Any]
    ) -> None:
        """Write the gallery, `fleet.json` and `feed.atom`; `left` says why targets were not examined."""
        histories = {each.target: read_history(self._target(each.target) / "history.json") for each in entries}
        latest = {
            each.target: replace(each.summary, page=f"targets/{each.target.slug}/index.html")
            for each in entries
            if each.summary
        }
        unread = [f"{each.target.name}: {ERROR}: {each.row.reason}" for each in entries if not each.summary]
        unread += [f"{target.name}: not examined: {why}" for target, why in left.items()]
        past = {run.target: [_past(row) for row in histories[target]] for target, run in latest.items()}
        feed = feed_of({(target.slug, target.name): rows for target, rows in histories.items()}, _now())
        document = {"schema": FORM, "suite": __version__, **summary, "targets": _rows(entries, left)}
        replace_files(
            {
                self.folder / "feed.atom": feed,
                self.folder / "index.html": page_of(latest.values(), unread, past),
                self.folder / "fleet.json": json.dumps(document, indent=1) + "\n",
            }
        )

    def _target(self, target: FleetTarget) -> Path:
        return self.folder / "targets" / target.slug

    def _record(self, target: FleetTarget) -> Path:
        return self.folder / _OWN / f"{target.slug}.json"

    def _exit_code(self, run: Run) -> int:
        return self._judge(run) if self._judge else run.verdict.exit_code


def _row(outcome: Outcome, run: Run | None) -> HistoryRow:
    if run is None:
        return HistoryRow(_now(), ERROR, ERROR, outcome.fault, __version__)
    return HistoryRow(iso_time(run.stop), run.verdict.word, run.claim, run.reason, run.suite.version)


def _change(folder: Path, rows: Sequence[HistoryRow], row: HistoryRow, verdict: bytes | None) -> str:
    """Return what changed since the last run in the folder; nearly always nothing, which is seen without judging it."""
    if not rows:
        return ""
    if verdict is None:
        return f"{rows[-1].verdict} then, {row.verdict} now" if rows[-1].verdict != row.verdict else ""
    for name in ("verdict.json", f"{PREVIOUS}/verdict.json"):
        with suppress(VerdictFileError, OSError):
            content = (folder / name).read_bytes()
            if rows[-1].verdict == row.verdict and _verdicts(content) == _verdicts(verdict):
                return ""
            return describe_change(parse_run(content), parse_run(verdict), rows[-1])
    return ""


def _verdicts(content: bytes) -> object:
    """Return what compares two verdicts alike whose requirements have come to the same, None for no verdict."""
    with suppress(ValueError, KeyError, TypeError):
        return [(each["requirement"], each["version"], each["verdict"]) for each in json.loads(content)["findings"]]
    return None


def _past(row: HistoryRow) -> PastRun:
    verdict = next((each for each in RunVerdict if each.value == row.verdict), RunVerdict.INCOMPLETE)
    return PastRun(verdict, row.claim, row.moment, row.change or row.reason)


def _rows(entries: Sequence[Entry], left: Mapping[FleetTarget, str]) -> list[dict[str, Any]]:
    rows = [
        {"target": each.target.slug, "name": each.target.name, "actor": each.target.actor, **asdict(each.row)}
        for each in entries
    ]
    for target, why in left.items():
        rows.append({"target": target.slug, "name": target.name, "actor": target.actor, "not_examined": why})
    return sorted(rows, key=lambda row: row["target"])


def _now() -> str:
    return iso_time(RealTime.time())
