"""What the page looks like: readable in dark and light, on a telephone, and to programs that read it out."""

from __future__ import annotations

import pytest
from contrast import POOR_CONTRAST
from playwright.sync_api import expect


@pytest.mark.parametrize("scheme", ["light", "dark"])
class TestScheme:
    def test_every_text_can_be_read(self, opened, known, scheme):
        """With results of every kind, with problems, and where something has the focus."""
        window = opened(color_scheme=scheme)
        draft = known.draft().with_header(typ="JWS").with_claims(exp=int(known.draft().claims["exp"]) + 9000)
        window.page.get_by_label("Check times").check()
        window.check(f"{draft.signed()}.surplus")
        expect(window.summary).to_contain_text("failed: parts")
        assert window.page.evaluate(POOR_CONTRAST) == []
        window.check(draft.signed())
        expect(window.summary).to_contain_text("warning: time: at most 10 min; not checked: signature")
        assert window.page.evaluate(POOR_CONTRAST) == []
        window.check(known.draft().signed(), known.public_pem)
        expect(window.summary).to_have_class("ok")
        window.page.get_by_label("Nonce").fill(known.private_pem)
        assert window.page.evaluate(POOR_CONTRAST) == []

    def test_the_measure_of_contrast_measures(self, opened, scheme):
        """A text in the colour of its background is found."""
        page = opened(color_scheme=scheme).page
        page.evaluate("document.querySelector('h1').style.color = getComputedStyle(document.body).backgroundColor")
        [found] = page.evaluate(POOR_CONTRAST)
        assert found.startswith("<h1 ")

    def test_the_scheme_is_that_of_the_reader(self, opened, scheme):
        """Dark where it is dark."""
        page = opened(color_scheme=scheme).page
        channels = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).map(Number)")
        assert (sum(channels) > 3 * 128) is (scheme == "light")


def test_nothing_is_wider_than_a_telephone(opened, known):
    """320 pixels, with the longest words that there are."""
    window = opened(viewport={"width": 320, "height": 640})
    window.check(known.draft().with_claims(prn="u" * 400).signed(), known.public_pem)
    expect(window.summary).to_contain_text("16 checks ok")
    assert window.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_every_field_has_its_label(window):
    """And no two of anything share an id."""
    unlabelled = "[...document.querySelectorAll('input, textarea')].filter(field => !field.labels.length).length"
    assert window.page.evaluate(unlabelled) == 0
    ids = window.page.evaluate("[...document.querySelectorAll('[id]')].map(each => each.id)")
    assert len(ids) == len(set(ids))
