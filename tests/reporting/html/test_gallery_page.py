"""The page of many targets, in a browser."""

import pytest

from conformance.reporting.compare.gallery import page_of, summarize

NAMES = ("Acme 2", "Acme 10", "Bravo")


@pytest.fixture
def gallery(opened, report, result):
    """Open the page of three targets, of which the last is broken, and eighty more that are like the first."""
    runs = [report(result(verdict="VIOLATES" if name == "Bravo" else "CONFORMS"), name=name) for name in NAMES]
    runs += [report(result(), name=f"Other {number}") for number in range(80)]
    return lambda **manner: opened(page_of([summarize(run) for run in runs]), **manner).page


def _visible_rows(page):
    return page.evaluate(
        "[...document.querySelectorAll('tbody th')].filter(e => e.checkVisibility()).map(e => e.innerText)"
    )


def test_a_target_is_found(gallery):
    """By words of its name, and by its verdict; the number of matches is said, and other trends are out of the way."""
    page = gallery()
    page.locator("#search").fill("acme")
    assert len(_visible_rows(page)) == 2
    page.locator("#search").fill("")
    page.locator('[data-filter="verdict"]').select_option("NOT_CONFORMANT")
    (found,) = _visible_rows(page)
    assert found.startswith("Bravo")
    assert page.locator("#count").inner_text() == "1 of 83 targets match."
    assert [text.split()[0] for text in page.locator(".trend:visible").all_inner_texts()] == ["Bravo"]


def test_a_column_sorts_its_table(gallery):
    """Numbers as numbers, and the other way round the second time; the heading says which."""
    page = gallery()
    page.locator("#search").fill("acme")
    heading = page.locator("thead th").first
    for order, names in (("ascending", ["Acme 2", "Acme 10"]), ("descending", ["Acme 10", "Acme 2"])):
        heading.get_by_role("button").click()
        assert [text.splitlines()[0] for text in _visible_rows(page)] == names
        assert heading.get_attribute("aria-sort") == order


def test_its_headings_stay_and_nothing_is_cut(gallery):
    """On a wide screen the whole table is there; on a phone it scrolls within the page."""
    for width in (1920, 390):
        page = gallery(viewport={"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        page.evaluate("document.querySelector('.sheet').scrollTop = 400")
        sheet, heading = (page.locator(each).first.bounding_box()["y"] for each in (".sheet", "thead th"))
        assert abs(sheet - heading) < 2


def test_it_is_printed_with_its_title_and_headings(gallery):
    """The headings are those that sort on a screen; a list of folded trends says nothing on paper."""
    page = gallery()
    page.emulate_media(media="print")
    assert page.get_by_role("heading", level=1).inner_text() == "83 targets"
    assert page.locator("thead th").first.inner_text() == "Target"
    assert page.locator("#filters").is_hidden()
    assert page.locator("#trends").is_hidden()
