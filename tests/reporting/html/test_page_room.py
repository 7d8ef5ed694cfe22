"""The page stays small, whatever there is to say."""

import json

import pytest

from conformance.reporting.html import page_of
from conformance.reporting.html.size_limit import SizeBudget
from conformance.reporting.run import Run

MIB = 1024 * 1024


def sized(item, whole):
    """Render an item, which is its size in thousands: a short one takes a hundred bytes."""
    return "x" * (item * 1000 if whole else 100)


class TestRoom:
    def test_all_are_whole_where_there_is_room(self):
        """In their order."""
        room = SizeBudget(3, most=1_000_000)
        assert [len(text) for text in room.render([3, 1, 2], sized)] == [3000, 1000, 2000]
        assert (room.shortened, room.dropped) == (0, 0)

    def test_the_rest_is_short_where_there_is_little(self):
        """What comes first is whole, and something is kept for what comes last."""
        room = SizeBudget(4, most=13_000)
        assert [len(text) for text in room.render([4, 4, 9, 1], sized)] == [4000, 100, 100, 100]
        assert (room.shortened, room.dropped) == (3, 0)

    def test_what_finds_no_room_is_counted(self):
        """It is not lost without a word."""
        room = SizeBudget(3, most=250)
        assert len(list(room.render([1, 1, 1], sized))) == 2
        assert room.dropped == 1


def many(content, count):
    """Return the verdict with so many findings, each of a requirement of its own."""
    one = content["findings"][0]
    return {**content, "findings": [json.loads(json.dumps(one)) | {"requirement": f"NONCE-{n}"} for n in range(count)]}


@pytest.mark.parametrize("length", [10, 2_000])
def test_500_failures_take_less_than_2_mib(verdict, result, length):
    """With long texts and exchanges, too; the worst is then told, and the rest is named."""
    texts = {"expected": "<&>" * length, "observed": "\u202e" * length, "scenario": "'" * length}
    page = page_of(Run.from_json(many(verdict(result(verdict="VIOLATES", **texts)), 500)))
    assert len(page.encode()) < 2 * MIB
    assert page.count('<article class="entry violated"') == 500


def test_what_is_shortened_is_said(opened, verdict, result):
    """In the entry, and in the end."""
    texts = {"expected": "<&>" * 2_000, "observed": "<&>" * 2_000}
    page = opened(many(verdict(result(verdict="VIOLATES", **texts)), 500)).page
    assert "verdict.json has its scenarios, exchanges and curl lines" in page.locator(".entry").last.text_content()
    assert "entries are shortened and 0 are left out" in page.locator("#findings > .about").inner_text()


def test_thousands_of_entries_are_not_too_many(verdict, result):
    """More than the catalogue has: those that have no room are counted."""
    page = page_of(Run.from_json(many(verdict(result(verdict="VIOLATES")), 5000)))
    assert len(page.encode()) < 2 * MIB
    assert "are left out" in page
