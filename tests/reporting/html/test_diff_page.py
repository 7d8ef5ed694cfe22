"""The page of two runs, in a browser."""

import pytest

from conformance.reporting.compare import compare
from conformance.reporting.compare.diff_page import page_of


@pytest.fixture
def difference(opened, report, result):
    """Open the page of two runs, of which the second is broken."""
    texts = {"expected": "422 invalid_property", "observed": "201 with session_token"}
    comparison = compare(report(result("NONCE-1")), report(result("NONCE-1", "VIOLATES", **texts), name="Bravo"))
    return lambda **manner: opened(page_of(comparison), **manner).page


def test_both_sides_are_read_on_a_phone(difference):
    """One below the other, each under its name, without scrolling sideways."""
    page = difference(viewport={"width": 390, "height": 844})
    assert page.evaluate("(t => t.scrollWidth <= t.closest('.scroll').clientWidth)(document.querySelector('.changes'))")
    then, now = (page.locator(f'[data-column="{name}"]').bounding_box() for name in ("Then", "Now"))
    assert then["x"] == now["x"]
    assert then["y"] < now["y"]


def test_it_is_printed_with_its_title(difference):
    """It has no cover that would say the same."""
    page = difference()
    page.emulate_media(media="print")
    assert page.locator("h1").get_by_text("Bravo: what changed").is_visible()
