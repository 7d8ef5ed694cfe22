"""How a fleet goes: one table that changes on a terminal, or one line for each event in a log."""

from __future__ import annotations

from collections import Counter
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Self

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from conformance.clock import RealTime
from conformance.durations import rough_duration
from conformance.fleet.site import Entry
from conformance.reporting.text.printable import one_line

#: So many targets that have ended are in the table, the newest last.
_LAST = 12


class Display(AbstractContextManager["Display"]):
    """Tells of a fleet of `total` targets."""

    def __init__(self, console: Console, total: int, dashboard: str) -> None:
        self._console, self._total, self._dashboard = console, total, dashboard
        self._running: dict[str, float] = {}
        self._ended: list[Entry] = []
        self._began = RealTime.monotonic()
        is_live = console.is_terminal
        self._live = Live(console=console, get_renderable=self.table, refresh_per_second=2) if is_live else None

    def __enter__(self) -> Self:
        """Begin to show."""
        if self._live:
            self._live.start()
        else:
            self._print(f"{self._total} targets; dashboard {self._dashboard}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the last table where it is."""
        if self._live:
            self._live.stop()

    def start(self, slug: str) -> None:
        """Tell that the run of a target has begun, or begun again."""
        self._running[slug] = RealTime.monotonic()
        if not self._live:
            self._print(f"{slug}: running")

    def end(self, entry: Entry) -> None:
        """Tell what came of a target."""
        began = self._running.pop(entry.target.slug, None)
        self._ended.append(entry)
        if not self._live:
            took = f" in {RealTime.monotonic() - began:.0f} s" if began is not None else ""
            self._print(f"{entry.target.slug}: {entry.row.claim}{took}: {entry.row.reason}; {self.progress()}")

    def progress(self) -> str:
        """Return how far the fleet is, and how long it will take at the pace so far."""
        done = len(self._ended)
        left = (RealTime.monotonic() - self._began) / done * (self._total - done) if done else None
        rest = f", about {rough_duration(left)} left" if left else ""
        return f"{done} of {self._total} done{rest}"

    def table(self) -> Group:
        """Return the table: what runs, what ended last, and how many have each verdict."""
        table = Table("target", "verdict", "")
        for entry in self._ended[-_LAST:]:
            table.add_row(*(Text(one_line(text)) for text in (entry.target.slug, entry.row.claim, entry.row.reason)))
        for slug, began in list(self._running.items()):
            table.add_row(Text(slug), Text("running"), Text(f"{RealTime.monotonic() - began:.0f} s"))
        counts = Counter(entry.row.verdict for entry in self._ended)
        words = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()))
        return Group(table, Text(f"{self.progress()}; {words or 'no verdict yet'}; dashboard {self._dashboard}"))

    def _print(self, line: str) -> None:
        self._console.print(Text(one_line(line)), soft_wrap=True)
