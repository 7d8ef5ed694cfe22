"""Two verdicts side by side: what changed, and who did it."""

from __future__ import annotations

import dataclasses

import jsonschema
import pytest
from markupsafe import escape

from conformance.catalogue import Level
from conformance.judging.verdicts import Verdict, undone_reason
from conformance.reporting.compare import ChangeCause, ChangeKind, compare
from conformance.reporting.compare.diff_page import page_of
from conformance.reporting.compare.lines import lines_of
from conformance.reporting.run import LeftOut


@pytest.fixture
def compared(report, result):
    """Compare two runs, each given as verdicts by requirement, and return the changes."""

    def make(old, new, old_more=None, new_more=None):
        runs = [
            report(*(result(*each) for each in rows), **(more or {}))
            for rows, more in ((old, old_more), (new, new_more))
        ]
        return compare(*runs)

    return make


def _only(comparison):
    (change,) = comparison.changes
    return change


KINDS = {
    ("CONFORMS", "VIOLATES"): ChangeKind.BROKEN,
    ("CONFORMS", "FALLS_SHORT"): ChangeKind.BROKEN,
    ("CONFORMS", "KNOWN"): ChangeKind.BROKEN,
    ("VIOLATES", "CONFORMS"): ChangeKind.FIXED,
    ("KNOWN", "CONFORMS"): ChangeKind.FIXED,
    ("VIOLATES", "KNOWN"): ChangeKind.OTHERWISE,
    ("CONFORMS", "INCONCLUSIVE"): ChangeKind.NO_LONGER_TESTED,
    ("VIOLATES", "NOT_APPLICABLE"): ChangeKind.NO_LONGER_TESTED,
    ("ERROR", "VIOLATES"): ChangeKind.NEWLY_TESTED,
    ("NOT_APPLICABLE", "CONFORMS"): ChangeKind.NEWLY_TESTED,
}


@pytest.mark.parametrize(("verdicts", "kind"), KINDS.items(), ids=[" to ".join(pair) for pair in KINDS])
def test_a_change_has_its_kind(compared, verdicts, kind):
    """What was not seen is neither fixed nor broken, and an excuse is no fix."""
    change = _only(compared([("NONCE-1", verdicts[0])], [("NONCE-1", verdicts[1])]))
    assert (change.kind, change.old, change.new) == (kind, *map(Verdict, verdicts))


@pytest.mark.parametrize(
    ("old", "new"), [("CONFORMS", "CONFORMS"), ("VIOLATES", "VIOLATES"), ("INCONCLUSIVE", "NOT_APPLICABLE")]
)
def test_what_is_as_it_was_is_no_change(compared, old, new):
    """Nor is what was never seen."""
    comparison = compared([("NONCE-1", old)], [("NONCE-1", new)])
    assert not comparison.changes
    assert comparison.sentence().endswith("now: nothing changed")


def test_with_the_same_suite_the_target_changed(compared):
    """There is nobody else."""
    change = _only(compared([("NONCE-1", "CONFORMS")], [("NONCE-1", "VIOLATES")]))
    assert (change.cause, change.why) == (ChangeCause.TARGET, "the suite is the same")


def test_with_another_suite_and_the_same_words_it_may_be_either(compared):
    """And both versions are said."""
    newer = {"suite_version": "0.2.0"}
    change = _only(compared([("NONCE-1", "CONFORMS")], [("NONCE-1", "VIOLATES")], new_more=newer))
    assert change.cause is ChangeCause.EITHER
    assert "the suite was 0.1.0 and is 0.2.0" in change.why


def test_with_other_words_the_suite_changed(report, result):
    """Whatever its version says."""
    old, new = report(result()), report(result(verdict="VIOLATES"))
    other = new.findings[0].model_copy(update={"level": Level.SHOULD, "sentence": "Another one."})
    change = _only(compare(old, new.model_copy(update={"findings": [other]})))
    assert (change.cause, change.why) == (
        ChangeCause.SUITE,
        "the requirement has another level and another sentence now",
    )


def test_with_other_scenarios_the_suite_changed(compared):
    """The same words are examined by more."""
    second = ("NONCE-1", "VIOLATES", "2.0", "A second case")
    change = _only(
        compared([("NONCE-1", "CONFORMS")], [("NONCE-1", "CONFORMS"), second], new_more={"suite_version": "0.2.0"})
    )
    assert (change.cause, change.why) == (ChangeCause.SUITE, "the requirement has other scenarios now")


def test_with_other_scenarios_of_the_same_suite_the_run_changed(compared):
    """One of the two was narrowed."""
    second = ("NONCE-1", "VIOLATES", "2.0", "A second case")
    assert _only(compared([("NONCE-1", "CONFORMS")], [("NONCE-1", "CONFORMS"), second])).cause is ChangeCause.RUN


def test_what_could_not_be_judged_says_nothing_of_the_target(compared):
    """Then, or now."""
    change = _only(compared([("NONCE-1", "CONFORMS")], [("NONCE-1", "INCONCLUSIVE")]))
    assert (change.cause, change.why) == (ChangeCause.RUN, "it could not be judged now")


ABSENT = {
    "a version that was not examined": (
        [("NONCE-1", "CONFORMS", "3.0")],
        {},
        ChangeCause.RUN,
        "version 3.0 not examined then",
    ),
    "a suite that did not have it": (
        [("NONCE-1", "CONFORMS")],
        {"suite_version": "0.2.0"},
        ChangeCause.SUITE,
        "not in the suite then",
    ),
    "neither": ([("NONCE-1", "CONFORMS")], {}, ChangeCause.RUN, "not examined then"),
}


@pytest.mark.parametrize(("new", "more", "cause", "why"), ABSENT.values(), ids=ABSENT.keys())
def test_a_requirement_that_was_absent_has_its_reason(compared, new, more, cause, why):
    """Seldom is it the target."""
    same = ("SESSION-1", "CONFORMS")
    change = _only(compared([same], [same, *new], new_more=more))
    assert (change.kind, change.old, change.cause, change.why) == (ChangeKind.NEWLY_TESTED, None, cause, why)


def test_a_requirement_that_was_left_out_is_said_to_be(report, result):
    """The run was narrowed."""
    rows = {"requirement": "NONCE-1", "version": "2.0", "seen": 0, "scenarios": 1, "chapter": "nonces"}
    left_out = LeftOut(title="A title", actor="server", level=Level.MUST, **rows)
    narrowed = report(result("SESSION-1")).model_copy(update={"left_out": [left_out]})
    change = _only(compare(narrowed, report(result("SESSION-1"), result())))
    assert (change.cause, change.why) == (ChangeCause.RUN, "left out of the run then")


def test_what_makes_a_comparison_less_is_noted(compared, result):
    """Two targets, files the wrong way round, a run that was not whole."""
    comparison = compared(
        [("NONCE-1", "CONFORMS")], [("NONCE-1", "CONFORMS")], {"started": 1_800_000_000.0}, {"missing": 1}
    )
    target = comparison.new.target.model_copy(update={"name": "B\x1b"})
    other = compare(comparison.old, comparison.new.model_copy(update={"target": target}))
    assert [note.partition(":")[0] for note in other.notes()] == [
        "these are two targets",
        "the first file is the newer one",
        "the run was not whole now",
    ]


def test_the_page_holds_nothing_that_runs(report, one_of_each, result):
    """Texts of the files are escaped, and the policy allows the style alone."""
    old, new = report(result()), report(*one_of_each)
    title = {"title": "<script>alert(1)</script>\u202e"}
    name = '"><img src=x onerror=alert(1)>'
    hostile = {
        "findings": [finding.model_copy(update=title) for finding in new.findings],
        "target": new.target.model_copy(update={"name": name}),
    }
    page = page_of(compare(old, new.model_copy(update=hostile)))
    assert "<script" not in page
    assert "<img" not in page
    assert str(escape(name)) in page
    assert [char for char in page if not char.isprintable() and char != "\n"] == []
    assert "default-src 'none'; style-src 'sha256-" in page


def test_the_page_and_the_lines_have_every_change(compared):
    """The same ones, with their causes."""
    comparison = compared(
        [("NONCE-1", "CONFORMS"), ("NONCE-2", "VIOLATES")], [("NONCE-1", "VIOLATES"), ("NONCE-2", "CONFORMS")]
    )
    lines = "\n".join(lines_of(comparison))
    for text in (lines, page_of(comparison)):
        assert all(change.requirement in text and change.why in text for change in comparison.changes)
    assert lines.index("broken (1)") < lines.index("fixed (1)")


def test_the_json_has_every_member_of_a_change(compared):
    """As plain values."""
    content = compared([("NONCE-1", "CONFORMS")], [("NONCE-1", "VIOLATES")]).to_json()
    (change,) = content["changes"]
    assert set(change) == {
        field.name for field in dataclasses.fields(_only(compared([("NONCE-1", "CONFORMS")], [("NONCE-1", "KNOWN")])))
    }
    jsonschema.validate(change, {"additionalProperties": {"type": ["string", "null"]}})
    assert (change["kind"], change["cause"]) == ("broken", "target")


def test_what_somebody_left_out_in_a_watch_is_no_change_of_the_target(report, result):
    """Neither in the run of then nor in that of now."""
    untested = result(verdict="UNTESTED", reason=undone_reason("use"))
    seen, left = report(result(), result("SESSION-1")), report(untested, result("SESSION-1"))
    now = _only(compare(seen, left))
    assert (now.cause, now.why) == (ChangeCause.RUN, "somebody has left out what it needs now")
    assert _only(compare(left, seen)).why == "somebody has left out what it needs then"
