"""Makes the picture of the page in the README again, in a browser: `python docs/examples/picture.py`."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
PICTURE = HERE.parent / "page.png"


def main() -> None:
    """Take the head of the failing example, down to its first finding."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1040, "height": 1560}, color_scheme="light")
        page.goto((HERE / "failing.html").as_uri())
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
