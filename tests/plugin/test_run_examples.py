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


def findings_of(verdict):
    """Return the findings of a run as every such run has them, without their exchanges, by requirement and version."""
    return {(each["requirement"], each["version"]): each for each in outline(settled(verdict))["findings"]}


def test_the_clean_run_is_current(whole_run, example):
    """That of `pytest` without a target says the same today, but for what differs from run to run."""
    today, kept = outline(settled(whole_run.verdict)), outline(example("clean").to_json())
    for name in today.keys() | kept.keys():
        assert today.get(name) == kept.get(name), f"{name} is another: {AGAIN}"
    assert example("clean").verdict.word == "CONFORMANT"


def test_the_failing_run_is_current(run, example):
    """That of a server which opens a session for every token: what differs from the clean one comes out so today.

    What does not is as it is in the clean run, which is compared with one of today.
    """
    clean, failing = (findings_of(example(name).to_json()) for name in ("clean", "failing"))
    differing = {key: finding for key, finding in failing.items() if finding != clean[key]}
    rules = " or ".join({f"{requirement} " for requirement, _ in differing})
    today = run(*RUNS["failing"], "features/server", "-k", rules).verdict
    assert findings_of(today) == differing, AGAIN
    kept = example("failing").to_json()
    for name in ("schema", "suite", "target", "verdict", "profile"):
        assert today[name] == kept[name], f"{name} is another: {AGAIN}"
    assert today["reason"].partition("; the run was narrowed")[0] == kept["reason"]
    assert failing.keys() == {key for key, each in clean.items() if each["actor"] == "server"}
    assert kept["verdict"] == "NOT_CONFORMANT"


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
