"""Pages in a real browser: what they ask for and complain about, and pages that tests pass on to one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request


@dataclass
class Window:
    """A page, and all that it has asked for and complained about while somebody looks at it."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listeners: dict[Any, Callable[[Any], object]] = {
            "request": self.note_request,
            "requestfailed": self.note_failure,
            "console": lambda message: self.complaints.append(message.text),
            "pageerror": lambda error: self.complaints.append(str(error)),
            "dialog": lambda dialog: (self.complaints.append(dialog.message), dialog.dismiss()),
        }
        for event, listener in self._listeners.items():
            self.page.on(event, listener)

    def note_request(self, request: Request) -> None:
        self.requests.append(request.url)

    def note_failure(self, request: Request) -> None:
        """Let a request that has failed be one all the same."""

    def leave(self) -> None:
        """Hear no more of the page, and show nothing in it."""
        for event, listener in self._listeners.items():
            self.page.remove_listener(event, listener)
        self.page.goto("about:blank")


W = TypeVar("W", bound=Window)


@dataclass
class FreePages:
    """Pages of the browser that nobody looks at: a new one costs three times what is shown in it."""

    browser: Browser
    free: dict[str, list[Page]] = field(default_factory=lambda: defaultdict(list))

    @contextmanager
    def windows(self, kind: type[W]) -> Iterator[Callable[..., W]]:
        """Yield what shows an address in a window of a kind, in a context of some manner; all are left in the end."""
        opened: list[tuple[W, Mapping[str, Any]]] = []

        def show(url: str, **manner: Any) -> W:
            free = self.free[repr(manner)]
            window = kind(free.pop() if free else self.browser.new_context(**manner).new_page())
            opened.append((window, manner))
            window.page.goto(url)
            return window

        try:
            yield show
        finally:
            for window, manner in opened:
                window.leave()
                self._restore(window.page, manner)

    def _restore(self, page: Page, manner: Mapping[str, Any]) -> None:
        page.unroute_all()
        page.emulate_media(media="null", color_scheme=manner.get("color_scheme", "null"))
        page.context.clear_permissions()
        page.context.grant_permissions(manner.get("permissions", []))
        self.free[repr(manner)].append(page)
