"""Pages in a real browser: what they ask for and complain about, and pages that tests pass on to one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeVar

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request, ViewportSize

    ColorScheme = Literal["light", "dark", "null"]


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


#: What playwright shows a page in where nobody asks for another size.
_USUAL = {"width": 1280, "height": 720}


@dataclass
class FreePages:
    """Pages of the browser that nobody looks at: a new one costs three times what is shown in it.

    A page takes on the size, the colours and the permissions that a test asks for; only with and without scripts are
    pages of two kinds.
    """

    browser: Browser
    free: dict[bool, list[Page]] = field(default_factory=lambda: defaultdict(list))

    @contextmanager
    def windows(self, kind: type[W]) -> Iterator[Callable[..., W]]:
        """Yield what shows an address in a window of a kind; all are left in the end."""
        opened: list[tuple[W, bool]] = []

        def show(
            url: str,
            *,
            viewport: ViewportSize = _USUAL,
            color_scheme: ColorScheme = "null",
            permissions: Sequence[str] = (),
            java_script_enabled: bool = True,
        ) -> W:
            free = self.free[java_script_enabled]
            page = free.pop() if free else self._new_page(java_script_enabled)
            window = kind(page)
            opened.append((window, java_script_enabled))
            page.set_viewport_size(viewport)
            page.emulate_media(color_scheme=color_scheme)
            page.context.grant_permissions(permissions)
            page.goto(url)
            return window

        try:
            yield show
        finally:
            for window, with_scripts in opened:
                window.leave()
                window.page.unroute_all()
                window.page.emulate_media(media="null", color_scheme="null")
                window.page.context.clear_permissions()
                self.free[with_scripts].append(window.page)

    def _new_page(self, with_scripts: bool) -> Page:
        return self.browser.new_context(java_script_enabled=with_scripts).new_page()
