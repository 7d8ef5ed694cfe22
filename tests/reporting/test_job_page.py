"""A run adds its summary to the page of its CI job."""

import pytest

from conformance.reporting.ci_summary import VARIABLE, add_to_job_page


@pytest.fixture
def summary(tmp_path):
    """Return the summary of a run."""
    path = tmp_path / "summary.md"
    path.write_text("## ✅\n", encoding="utf-8")
    return path


def test_it_comes_after_what_is_there(summary, tmp_path):
    """Other steps have written to the page."""
    page = tmp_path / "page.md"
    page.write_text("before\n")
    assert add_to_job_page(summary, {VARIABLE: str(page)}) == ""
    assert page.read_text(encoding="utf-8") == "before\n## ✅\n"


@pytest.mark.parametrize("environ", [{}, {VARIABLE: ""}])
def test_elsewhere_nothing_happens(summary, tmp_path, environ):
    """At a desk there is no such page."""
    assert add_to_job_page(summary, environ) == ""
    assert list(tmp_path.iterdir()) == [summary]


@pytest.mark.parametrize("name", ["none/page.md", "\0"])
def test_a_page_that_cannot_be_written_is_one_sentence(summary, tmp_path, name):
    """The run's own verdict does not hang on it."""
    text = add_to_job_page(summary, {VARIABLE: str(tmp_path / name)})
    assert text.startswith("the job's page has no summary: ")
