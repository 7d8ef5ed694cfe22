"""What the page looks like: on a telephone, at a desk, in dark and light, on paper, and read out."""

from itertools import pairwise

import pytest
from contrast import POOR_CONTRAST
from playwright.sync_api import expect

VIEWPORTS = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}
WIDTHS = pytest.mark.parametrize("viewport", VIEWPORTS.values(), ids=VIEWPORTS)


@pytest.mark.parametrize("scheme", ["light", "dark"])
class TestScheme:
    @WIDTHS
    def test_every_text_can_be_read(self, opened, of_each_kind, scheme, viewport):
        """Of every kind, unfolded, and where something has been named by a link."""
        window = opened(of_each_kind, "#NONCE-2-2.0", color_scheme=scheme, viewport=viewport)
        window.page.locator("#unfold").click()
        assert window.page.evaluate(POOR_CONTRAST) == []

    def test_the_measure_of_contrast_measures(self, opened, of_each_kind, scheme):
        """A text in the colour of its background is found."""
        page = opened(of_each_kind, color_scheme=scheme).page
        page.evaluate("document.querySelector('h2').style.color = getComputedStyle(document.body).backgroundColor")
        [found] = page.evaluate(POOR_CONTRAST)
        assert found.startswith("<h2 ")

    def test_the_scheme_is_that_of_the_reader(self, opened, of_each_kind, scheme):
        """Dark where it is dark."""
        page = opened(of_each_kind, color_scheme=scheme).page
        channels = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).map(Number)")
        assert (sum(channels) > 3 * 128) is (scheme == "light")


@WIDTHS
def test_nothing_is_wider_than_the_window(opened, verdict, result, viewport):
    """With the longest words that there are, unfolded."""
    long = "x" * 3000
    texts = {"expected": long, "observed": long, "reason": long, "scenario": long, "curl": long}
    window = opened(verdict(*(result(verdict=each, **texts) for each in ("VIOLATES", "KNOWN"))), viewport=viewport)
    window.page.locator("#unfold").click()
    assert window.page.evaluate("document.documentElement.scrollWidth") == viewport["width"]


def test_what_a_long_picture_shows_is_there(opened, of_each_kind):
    """A picture of the whole page is taken without scrolling to its end."""
    script = "[...document.querySelectorAll('.entry h3')].every(e => e.checkVisibility({contentVisibilityAuto: true}))"
    assert opened(of_each_kind, viewport={"width": 390, "height": 200}).page.evaluate(script)


@WIDTHS
def test_everything_that_is_touched_is_large_enough(opened, of_each_kind, viewport):
    """24 by 24 pixels, as WCAG 2.2 AA asks for (2.5.8), where it stands by itself."""
    script = """[...document.querySelectorAll('button, input, select, summary, .chip, .tiles a, td a')]
        .filter(each => each.checkVisibility()).map(each => each.getBoundingClientRect())
        .filter(({width, height}) => width < 24 || height < 24).length"""
    assert opened(of_each_kind, viewport=viewport).page.evaluate(script) == 0


class TestReadOut:
    def test_headings_skip_no_level(self, opened, of_each_kind):
        """One h1, and below each heading the next level."""
        script = "[...document.querySelectorAll('h1, h2, h3, h4')].map(each => Number(each.tagName[1]))"
        levels = opened(of_each_kind).page.evaluate(script)
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))

    def test_every_field_and_region_has_its_name(self, opened, of_each_kind):
        """Marks are not read out: a word stands beside each."""
        page = opened(of_each_kind).page
        unlabelled = "[...document.querySelectorAll('input, select')].filter(field => !field.labels.length).length"
        assert page.evaluate(unlabelled) == 0
        for name in ("What was tested", "Chapters and versions", "Findings"):
            expect(page.get_by_role("region", name=name).first).to_be_visible()
        marks = "[...document.querySelectorAll('.mark')].filter(each => each.ariaHidden !== 'true').length"
        assert page.evaluate(marks) == 0

    def test_every_verdict_has_a_word(self, opened, of_each_kind):
        """Colour and mark are never alone."""
        for entry in opened(of_each_kind).page.locator(".entry").all():
            assert entry.locator(".verdict").text_content().split(maxsplit=1)[1]

    def test_the_language_is_said(self, opened, of_each_kind):
        """And a title, with the verdict in it."""
        page = opened(of_each_kind).page
        assert page.evaluate("document.documentElement.lang") == "en"
        assert "Acme, staging does not conform" in page.title()


class TestPaper:
    @pytest.fixture
    def printed(self, opened, of_each_kind):
        """The page as it is printed by a reader who likes it dark: 180 mm wide at 96 dots an inch."""
        window = opened(of_each_kind, color_scheme="dark", viewport={"width": 688, "height": 1000})
        window.page.emulate_media(media="print", color_scheme="dark")
        return window

    def test_evidence_is_printed_whether_unfolded_or_not(self, printed):
        """Of failures, and a line of what conforms."""
        entry = printed.entry("NONCE-1", "violated")
        expect(entry.locator("pre", has_text="Accept: a/b").first).to_be_visible()
        expect(printed.entry("NONCE-1", "conforms").locator("summary")).to_be_hidden()

    def test_what_is_only_for_screens_is_not(self, printed):
        """Filters and buttons."""
        expect(printed.page.locator("#filters")).to_be_hidden()

    def test_it_is_printed_dark_on_light(self, printed):
        """With enough contrast, and no wider than the paper."""
        assert printed.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert printed.page.evaluate(POOR_CONTRAST) == []
        assert printed.page.evaluate("document.documentElement.scrollWidth") <= 688

    def test_it_is_printed_on_a4(self, printed):
        """In the size that the page asks for, in points."""
        pdf = printed.page.pdf(prefer_css_page_size=True)
        assert b"/MediaBox [0 0 594.95996 841.91998]" in pdf or b"/MediaBox [0 0 595 842]" in pdf


@WIDTHS
def test_the_first_finding_begins_above_the_fold(opened, of_each_kind, viewport):
    """Who opens the page sees what is violated, and not a table of settings."""
    page = opened(of_each_kind, viewport={**viewport, "height": min(viewport["height"], 800)}).page
    box = page.locator(".entry.violated").first.bounding_box()
    assert box["y"] < min(viewport["height"], 800)
    assert box["y"] < page.locator("#what").bounding_box()["y"]


def test_what_conforms_is_folded_where_there_is_much_of_it(opened, verdict, result):
    """A green page is no scroll of twenty screens; a link, a filter and a search unfold it."""
    results = [
        result(scenario=f"A scenario {number}", version=f"{number}.0", reason=str(number)) for number in range(12)
    ]
    window = opened(verdict(*results))
    assert window.visible() == []
    window.page.locator("#search").fill("scenario 7")
    assert window.visible() == ["NONCE-1"]


class TestCover:
    def test_is_a_page_of_its_own_in_print_alone(self, opened, of_each_kind):
        """With the verdict, what was tested and the counts; every other page has its number."""
        page = opened(of_each_kind).page
        assert not page.locator(".cover").is_visible()
        page.emulate_media(media="print")
        assert page.locator(".cover").is_visible()
        assert not page.locator("header.top").is_visible()
        assert "counter(pages)" in page.content()
