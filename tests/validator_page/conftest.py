"""The page behind the reference server, a browser to see it in, and tokens to paste into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import browser_windows
import pytest
from browser_windows import FreePages
from playwright.sync_api import Locator, Request

from conformance.cli.serve.validator_mount import page_mounts
from conformance.clock import WallClock
from conformance.keys import SigningKey, published_key
from conformance.minting import Draft, Mint
from conformance.reference.provider import ReferenceProvider, beside
from conformance.reference.server import running


@dataclass(frozen=True)
class Known:
    """What belongs together: ids, a key, a user, a nonce."""

    key: SigningKey
    provider_id: str = "layer:///providers/cf0eb712-d9ab-11e5-b6a9-c01d00006542"
    key_id: str = "layer:///keys/cd8c286e-f2e4-11e5-99fe-eecb000000b0"
    user: str = "alice"
    nonce: str = "b7a5fba5ad402d072013c1949481c1080860ff32"

    @property
    def public_pem(self) -> str:
        return self.key.public_pem.decode()

    @property
    def private_pem(self) -> str:
        return self.key.private_pem.decode()

    def draft(self) -> Draft:
        """Return the draft of a right token, made now."""
        return Mint(WallClock(), self.provider_id, self.key_id, self.key).draft(self.nonce, user=self.user)


@pytest.fixture(scope="session")
def known() -> Known:
    return Known(published_key("application"))


@pytest.fixture(scope="session")
def url() -> Iterator[str]:
    """Serve the page as `layer-conformance serve` does."""
    actors = beside(ReferenceProvider(WallClock()))
    with running(replace(actors, mounts={**actors.mounts, **page_mounts(actors.clock)})) as url:
        yield url


@dataclass
class Window(browser_windows.Window):
    """The page in a window of its own: also what has been sent, and what people do."""

    sent: list[str] = field(default_factory=list)

    def note_request(self, request: Request) -> None:
        super().note_request(request)
        self.sent.append(request.post_data or "")

    @property
    def summary(self) -> Locator:
        return self.page.get_by_role("status")

    def item(self, check_id: str) -> Locator:
        """Return the line of a check."""
        return self.page.locator("#checks li").filter(has=self.page.get_by_text(check_id, exact=True))

    def alert(self, text: str) -> Locator:
        return self.page.get_by_role("alert").filter(has_text=text)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def paste(self, text: str) -> None:
        """Paste as people do, where the focus is."""
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.press("Control+V")

    def check(self, token: str, public_key: str = "") -> None:
        """Fill the form and send it."""
        self.page.get_by_label("Identity token").fill(token)
        self.page.get_by_label("Public key").fill(public_key)
        self.page.get_by_role("button", name="Check the token").click()


@pytest.fixture
def opened(free_pages: FreePages, url: str) -> Iterator[Callable[..., Window]]:
    """Return what opens the page; in the end, it must not have asked for anything elsewhere."""
    windows: list[Window] = []
    with free_pages.windows(Window) as show:

        def opened(**manner: object) -> Window:
            windows.append(show(f"{url}/validator", permissions=["clipboard-read", "clipboard-write"], **manner))
            return windows[-1]

        yield opened
        for window in windows:
            assert all(asked.startswith(f"{url}/validator") for asked in window.requests)


@pytest.fixture
def window(opened: Callable[..., Window]) -> Window:
    return opened()
