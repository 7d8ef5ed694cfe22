"""Names are the field's words: no participle stands for a verb or a noun, and no drawer is called `helpers`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sources import OURS, Definition, sources

#: A name that has one of these words says too little: a verb, a noun or a predicate (is, has, can) says more.
FORBIDDEN = frozenset(
    [
        "said",
        "shown",
        "made",
        "begun",
        "given",
        "wanted",
        "found",
        "anew",
        "astray",
        "hopeless",
        "held",
        "moved",
        "none",
        "nobody",
        "util",
        "utils",
        "helper",
        "helpers",
        "manager",
        "misc",
    ]
)
#: What stands for no value either; `shown_only` is an option of a gate.
NO_NOUNS = frozenset(["said", "shown", "made", "begun", "given", "wanted", "moved", "anew", "astray", "hopeless"])
#: Names that others have chosen: the protocol's `alg none`, HTTP's 404, a method of urllib3.
TERMS = re.compile("alg_is_not_none|_?is_none|verifying_none|not_found|proxy_manager_for|token_algorithms.py:none$")
#: Outcomes of a scenario, or of one check of a token, are raised as exceptions and are no errors.
OUTCOMES = frozenset(
    [
        "Violation",
        "Inconclusive",
        "NotApplicable",
        "Observation",
        "Undeclared",
        "CheckFailed",
        "CheckWarning",
        "CheckSkipped",
        "CheckDeviation",
    ]
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def _definitions(*folders: str) -> Iterator[tuple[str, Definition]]:
    """Yield every function and class with its name in the form `conformance/room/module.py:name`."""
    for source in sources(*folders):
        yield from ((f"{source.path}:{each.name}", each) for each in source.definitions)


def _values(*folders: str) -> Iterator[tuple[str, str]]:
    """Yield every parameter and variable with the place where it gets its value."""
    for source in sources(*folders):
        yield from ((f"{source.path}:{line}", name) for line, name in source.values)


def words_of(name: str) -> set[str]:
    """Return the words of a name in snake case or in capitals, in small letters."""
    return {word.lower() for word in _WORD.findall(name)}


def unfit_names() -> set[str]:
    """Return every function, class and module whose name has a forbidden word."""
    names = {name for name, _ in _definitions(*OURS) if words_of(name.rpartition(":")[2]) & FORBIDDEN}
    names = {name for name in names if not TERMS.search(name)}
    paths = (source.path for source in sources(*OURS))
    return names | {path for path in paths if words_of(Path(path).stem) & FORBIDDEN}


def unfit_exceptions() -> set[str]:
    """Return every exception whose name does not end in Error, but for outcomes."""
    raised: dict[str, str] = {}
    bases = {"Exception", "BaseException", "ValueError", "LookupError", "AssertionError", "RuntimeError", "OSError"}
    for _ in range(3):  # a base may stand in a later file
        for name, each in _definitions(*OURS):
            if each.bases is not None and each.bases & (bases | raised.keys()):
                raised[each.name] = name
    return {place for name, place in raised.items() if not name.endswith("Error") and name not in OUTCOMES}


@pytest.mark.parametrize("name", ["shown", "_what_was_said", "NotGiven", "helpers", "is_made"])
def test_a_forbidden_word_is_found_wherever_it_stands(name: str) -> None:
    """In the middle of a name, in capitals, and behind an underscore."""
    assert words_of(name) & FORBIDDEN


@pytest.mark.parametrize("name", ["nonexistent", "remade", "foundation", "HTTPConnection", "Tokens"])
def test_a_word_that_holds_another_is_no_forbidden_one(name: str) -> None:
    """Words are compared whole."""
    assert not words_of(name) & FORBIDDEN


def test_no_name_has_a_forbidden_word() -> None:
    """Functions are verbs or predicates, classes and modules are nouns."""
    assert sorted(unfit_names()) == []


def test_no_value_has_one_either() -> None:
    """Values are nouns, in the tests too."""
    values = _values(*OURS, "tests")
    assert [each for each in values if words_of(each[1]) & NO_NOUNS and each[1] != "shown_only"] == []


def test_no_part_of_a_test_has_one() -> None:
    """What a test calls or is handed has a name as any other; the name of a test is a sentence."""
    names = (name for name, each in _definitions("tests") if not each.name.startswith(("test_", "Test")))
    assert [name for name in names if words_of(name.rpartition(":")[2]) & NO_NOUNS] == []


def test_an_exception_ends_in_error() -> None:
    """Whoever reads `raise` knows whether something failed, or a scenario ended."""
    assert sorted(unfit_exceptions()) == []
