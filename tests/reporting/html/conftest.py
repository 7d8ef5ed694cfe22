"""Pages made of reports, and a browser to see them in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import browser_windows
import pytest
from browser_windows import FreePages
from playwright.sync_api import Locator, Request

from conformance.reporting.html import page_of
from conformance.reporting.run import Run
from conformance.reporting.verdict.read import parse_run
from conformance.reporting.verdict.write import as_text

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@pytest.fixture
def verdict(report):
    """Make the verdict of results, written and read back as a partner gets it."""

    def make(*results, **more):
        text = as_text(report(*results, **more)).encode("utf-8", "backslashreplace")
        return parse_run(text).to_json()

    return make


class Window(browser_windows.Window):
    """The page of a report in a window, and what people do there."""

    def note_failure(self, request: Request) -> None:
        """Leave out a request that the page's own policy has stopped: it was never sent."""
        if request.failure == "csp":
            self.requests.remove(request.url)

    def entry(self, requirement: str, kind: str = "") -> Locator:
        """Return the entries of a requirement, of one kind or of any."""
        return self.page.locator(f'.entry[data-id="{requirement}"]' + (f".{kind}" if kind else ""))

    def visible(self) -> list[str]:
        """Return the requirements whose entries can be seen, in order."""
        script = "[...document.querySelectorAll('.entry')].filter(e => e.checkVisibility()).map(e => e.dataset.id)"
        return self.page.evaluate(script)

    def choose(self, **choices: str) -> None:
        for name, choice in choices.items():
            self.page.locator(f'[data-filter="{name}"]').select_option(choice)


@pytest.fixture
def opened(free_pages: FreePages, tmp_path: Path) -> Iterator[Callable[..., Window]]:
    """Return what opens the page of a verdict; in the end, it must have asked for nothing but itself."""
    windows: list[Window] = []
    with free_pages.windows(Window) as show:

        def opened(verdict: object, fragment: str = "", **manner: object) -> Window:
            text = verdict if isinstance(verdict, str) else page_of(Run.from_json(json.loads(json.dumps(verdict))))
            file = tmp_path / f"page {len(windows)}.html"
            file.write_text(text, encoding="utf-8")
            windows.append(show(f"{file.as_uri()}{fragment}", **{"viewport": DESK, **manner}))
            return windows[-1]

        yield opened
        for window in windows:
            assert all(asked.startswith(tmp_path.as_uri()) for asked in window.requests)


@pytest.fixture
def of_each_kind(verdict, one_of_each, known_issue):
    """A verdict with an entry of every kind, a known issue, and a requirement that was not run."""
    from datetime import date

    return verdict(*one_of_each, missing=2, known=[known_issue("SESSION-1", date(2026, 12, 31))])
