"""Pages made of reports, and a browser to see them in."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Request

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


@dataclass
class Window:
    """A page opened from a file, and all that it has asked for, complained about and tried."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.listeners = {
            "request": lambda request: self.requests.append(request.url),
            "requestfailed": self.note_blocked,
            "console": lambda message: self.complaints.append(message.text),
            "pageerror": lambda error: self.complaints.append(str(error)),
            "dialog": lambda dialog: (self.complaints.append(dialog.message), dialog.dismiss()),
        }
        for event, listener in self.listeners.items():
            self.page.on(event, listener)

    def leave(self) -> None:
        """Hear no more of the page, and show nothing in it."""
        for event, listener in self.listeners.items():
            self.page.remove_listener(event, listener)
        self.page.goto("about:blank")

    def note_blocked(self, request: Request) -> None:
        """Leave out a request that the page's own policy has stopped: it was never sent."""
        if request.failure == "csp":
            self.requests.remove(request.url)

    def entry(self, requirement: str, kind: str = "") -> Locator:
        """Return the entries of a requirement, of one kind or of any."""
        return self.page.locator(f'.entry[data-id="{requirement}"]' + (f".{kind}" if kind else ""))

    def shown(self) -> list[str]:
        """Return the requirements whose entries can be seen, in order."""
        script = "[...document.querySelectorAll('.entry')].filter(e => e.checkVisibility()).map(e => e.dataset.id)"
        return self.page.evaluate(script)

    def choose(self, **choices: str) -> None:
        for name, choice in choices.items():
            self.page.locator(f'[data-filter="{name}"]').select_option(choice)


@dataclass
class FreePages:
    """Pages of the browser that nobody looks at: a new one costs three times what a report in it does."""

    browser: Browser
    free: dict[str, list[Page]] = field(default_factory=lambda: defaultdict(list))

    def lend(self, manner: Mapping[str, object]) -> Page:
        free = self.free[repr(manner)]
        return free.pop() if free else self.browser.new_context(**manner).new_page()

    def take_back(self, page: Page, manner: Mapping[str, object]) -> None:
        page.emulate_media(media="null", color_scheme=manner.get("color_scheme", "null"))
        page.context.clear_permissions()
        self.free[repr(manner)].append(page)


@pytest.fixture(scope="session")
def free_pages(browser: Browser) -> FreePages:
    return FreePages(browser)


@pytest.fixture
def opened(free_pages: FreePages, tmp_path: Path) -> Iterator[Callable[..., Window]]:
    """Return what opens the page of a verdict; in the end, it must have asked for nothing but itself."""
    windows: list[tuple[Window, Mapping[str, object]]] = []

    def opened(verdict: object, fragment: str = "", **manner: object) -> Window:
        text = verdict if isinstance(verdict, str) else page_of(Run.from_json(json.loads(json.dumps(verdict))))
        file = tmp_path / f"page {len(windows)}.html"
        file.write_text(text, encoding="utf-8")
        whole = {"viewport": DESK, **manner}
        window = Window(free_pages.lend(whole))
        windows.append((window, whole))
        window.page.goto(f"{file.as_uri()}{fragment}")
        return window

    yield opened
    for window, manner in windows:
        window.leave()
        free_pages.take_back(window.page, manner)
        assert all(asked.startswith(tmp_path.as_uri()) for asked in window.requests)


@pytest.fixture
def of_each_kind(verdict, one_of_each, known_issue):
    """A verdict with an entry of every kind, a known issue, and a requirement that was not run."""
    from datetime import date

    return verdict(*one_of_each, missing=2, known=[known_issue("SESSION-1", date(2026, 12, 31))])
