"""How long a browser takes to open the page: `python benchmarks/page_opening.py [FINDINGS]` prints JSON.

The findings are those of `report_speed.py`. `opened_s` is from the request for the file until its script has run and
the first frame stands, `filtered_s` a search for one word; both are the best of five rounds, in headless Chromium.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from playwright.sync_api import Page, sync_playwright
from report_speed import ROUNDS, made_up

from conformance.reporting.html import page_of

_FRAME = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def main(findings: int) -> dict[str, Any]:
    """Return the figures for a page with so many findings."""
    text = page_of(made_up(findings))
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "index.html"
        file.write_text(text, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        rounds = [_round(browser.new_page(), file.as_uri()) for _ in range(ROUNDS)]
        browser.close()
    opened, filtered = (round(min(column), 3) for column in zip(*rounds, strict=True))
    return {"findings": findings, "bytes": len(text.encode()), "opened_s": opened, "filtered_s": filtered}


def _round(page: Page, url: str) -> tuple[float, float]:
    began = perf_counter()
    page.goto(url)
    page.evaluate(_FRAME)
    opened = perf_counter()
    page.locator("#search").fill("invalid_property")
    page.evaluate(_FRAME)
    return opened - began, perf_counter() - opened


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]) if len(sys.argv) > 1 else 500), indent=1))
