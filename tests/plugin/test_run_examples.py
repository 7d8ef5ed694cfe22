"""The example pages in the documentation are those of this suite."""

import runpy

import pytest

from conformance.reporting.html import page_of
from conformance.reporting.verdict.read import read_run
from conformance.suite import suite_folder

FOLDER = suite_folder() / "docs" / "examples"
MAKE = runpy.run_path(str(FOLDER / "make.py"))
RUNS, settled, outline = MAKE["RUNS"], MAKE["settled"], MAKE["outline"]
AGAIN = "python docs/examples/make.py makes them again"


@pytest.fixture
def example():
    """Read an example, as a partner's copy is read: changed by nobody since it was made."""
    return lambda name: read_run(FOLDER / f"{name}.json")


def assert_current(seen, example):
    """A run of today says the same, but for what differs from run to run."""
    wanted, found = outline(settled(seen)), outline(example.to_json())
    for name in wanted.keys() | found.keys():
        assert wanted.get(name) == found.get(name), f"{name} is another: {AGAIN}"


def test_the_clean_run_is_current(whole_run, example):
    """That of `pytest` without a target."""
    assert_current(whole_run.verdict, example("clean"))
    assert example("clean").verdict.word == "CONFORMANT"


def test_the_failing_run_is_current(run, example):
    """That of a server which opens a session for every token."""
    assert_current(run(*RUNS["failing"]).verdict, example("failing"))
    assert example("failing").verdict.word == "NOT_CONFORMANT"


@pytest.mark.parametrize("name", RUNS)
def test_each_page_is_that_of_its_verdict(example, name):
    """As this version of the page shows it, and not large."""
    page = FOLDER / f"{name}.html"
    assert page.read_text("utf-8") == page_of(example(name)), AGAIN
    assert page.stat().st_size < 1_000_000


@pytest.mark.parametrize("path", [f"{name}.{end}" for name in RUNS for end in ("html", "json")])
def test_nothing_in_them_is_of_the_machine_that_made_them(path):
    """Not the folder in which the suite lies there."""
    assert str(suite_folder()) not in (FOLDER / path).read_text("utf-8")
