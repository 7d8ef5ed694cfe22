"""What conforms on the target file's word alone is marked so in every form that shows single requirements."""

from html import unescape

import pytest

from conformance.judging.words import ON_WORD
from conformance.reporting.formats import FORMATS
from conformance.reporting.html import page_of
from conformance.reporting.junit import junit
from conformance.reporting.terminal.summary import summary_lines

FORMS = {
    "ctrf.json": FORMATS["ctrf.json"],
    "earl.jsonld": FORMATS["earl.jsonld"],
    "summary.md": FORMATS["summary.md"],
    "junit.xml": junit,
    "index.html": lambda run: unescape(page_of(run)),
    "the terminal": lambda run: "\n".join(summary_lines(run)),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_what_rests_on_the_target_files_word_says_so(form, report, result):
    """A refused key looks like a mistyped one: nobody takes the one for the other."""
    assert ON_WORD in form(report(result("KEY-1")))


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
@pytest.mark.parametrize(("requirement", "verdict"), [("NONCE-1", "CONFORMS"), ("KEY-1", "FALLS_SHORT")])
def test_what_was_seen_has_no_such_mark(form, report, result, requirement, verdict):
    """It stands on the exchanges of the run."""
    assert ON_WORD not in form(report(result(requirement, verdict)))
