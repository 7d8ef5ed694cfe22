"""`badge.json` and `badge.svg`."""

import json
from xml.etree import ElementTree as ET

import pytest

from conformance.judging.verdicts import RunVerdict
from conformance.reporting.formats import FORMATS


@pytest.mark.parametrize("verdict", RunVerdict, ids=lambda verdict: verdict.word)
def test_only_what_conforms_is_green(report, result, verdict):
    """Neither the colour nor the word may say more than was seen."""
    run = report(result(), verdict=verdict, reason="because")
    badge = json.loads(FORMATS["badge.json"](run))
    assert ("green" in badge["color"]) is (verdict is RunVerdict.CONFORMANT)
    assert badge["message"].startswith("conformant") is (verdict.word.startswith("CONFORMANT"))


def test_what_is_wrong_is_counted(report, result):
    """A requirement once, however many versions it has."""
    broken = [result(verdict="VIOLATES", version=version) for version in ("1.0", "2.0")]
    assert json.loads(FORMATS["badge.json"](report(*broken)))["message"] == "not conformant to full, violated: 1"


def test_the_picture_says_the_same_in_words(verdict):
    """For those who cannot see it, and without anything to fetch or to run."""
    root = ET.fromstring(FORMATS["badge.svg"](verdict))  # noqa: S314  # our own file
    message = json.loads(FORMATS["badge.json"](verdict))["message"]
    assert root.get("aria-label") == f"Layer conformance: {message}"
    assert root.findtext("{*}title") == f"Layer conformance: {message}"
    assert {each.tag.partition("}")[2] for each in root.iter()} == {"svg", "title", "clipPath", "rect", "g", "text"}
