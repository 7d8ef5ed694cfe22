"""The page about forged tokens says how many of each family the features send."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: A line of the table whose second cell is one number, and the ids that stand in its last.
_LINE = re.compile(r"\| (.+?) \| (\d+) \| .+? \| (.+?) \|")
_ID = re.compile(r"[A-Z][A-Z0-9-]*-\d+")


def tokens_of_rules() -> Counter[str]:
    """Return how many lines of its tables each rule of a server has, times the examples of its outline."""
    counts: Counter[str] = Counter()
    for path in (ROOT / "features" / "server").glob("*.feature"):
        for rule in re.split(r"\n\s*@", path.read_text("utf-8"))[1:]:
            body, *examples = rule.split("Examples:")
            many = sum(text.count("\n        | ") - 1 for text in examples) or 1
            counts[rule.split()[0]] = body.count("\n        | ") * many
    return counts


TOKENS = tokens_of_rules()
LINES = _LINE.findall((ROOT / "docs" / "forgeries.md").read_text("utf-8"))


def test_most_families_are_counted():
    """The others have two figures, or one for each of several rules."""
    assert len(LINES) > 20


@pytest.mark.parametrize(("family", "count", "rules"), LINES, ids=[family for family, *_ in LINES])
def test_the_count_of_a_family_is_that_of_the_features(family, count, rules):
    """Of its first rule, or with those that stand beside it: ODD-1 sends what others have sent before."""
    known = [TOKENS[name] for name in _ID.findall(rules)]
    assert int(count) in {sum(known[: number + 1]) for number in range(len(known))}, known
