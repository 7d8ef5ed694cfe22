"""What tests of several folders share: one browser, because there can be no two of its drivers in a process."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

#: A machine that does much else at the time is slow, and not wrong.
expect.set_options(timeout=20_000)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return the workers of `-n auto`: two a core, because a test of a whole run waits longer than it computes.

    A worker that is done takes over what another has not begun: whole runs stand side by side in one folder.
    """
    if config.option.dist == "no":
        config.option.dist = "worksteal"
    return 2 * (os.cpu_count() or 1)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Run the distribution's Chromium; the test tool downloads none."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        pytest.fail("these tests need Chromium on the path: apt-get install chromium", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()
