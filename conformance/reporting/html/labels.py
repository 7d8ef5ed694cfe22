"""The words and the marks of the page: colour is never alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from conformance.judging.verdicts import RunVerdict, Verdict


@dataclass(frozen=True)
class Section:
    """What an entry of the page is: `id` names its section and its colour, `about` says what it means."""

    id: str
    mark: str
    word: str
    heading: str
    about: str


#: The sections of the page, in their order: what needs somebody comes first, and what is not known comes before
#: what is well.
KINDS = (
    Section("violated", "✗", "Violated", "Violated", "A MUST is broken: this has to be mended."),
    Section("short", "!", "Falls short", "Warnings", "A SHOULD is not met: this had better be mended."),
    Section(
        "inconclusive",
        "?",
        "Inconclusive",
        "Inconclusive",
        "Neither right nor wrong could be shown: what has to work first did not, or time could not be moved.",
    ),
    Section(
        "error",
        "⊘",
        "Suite error",
        "Errors of the suite",
        "The suite or its surroundings failed: this says nothing about the target.",
    ),
    Section(
        "known",
        "◆",
        "Known issue",
        "Known issues",
        "Violations that the target's owner has listed. They are excused until the day that is named, and not mended.",
    ),
    Section(
        "untested",
        "\N{EN DASH}",
        "Not tested",
        "Not tested",
        "The run does not claim these: each says what would decide it. Nothing is known of them, neither good nor bad.",
    ),
    Section("conforms", "✓", "Conforms", "Conforms", "Seen to hold, beside a control that was seen to work."),
    Section(
        "inapplicable",
        "\N{EMPTY SET}",
        "Not applicable",
        "Not applicable",
        "The case cannot arise at this target.",
    ),
    Section(
        "observed",
        "○",
        "Observed",
        "Observed behaviour",
        "The documents are silent here: what was seen is reported, and counts neither for nor against the target.",
    ),
)

_BY_ID: Mapping[str, Section] = {kind.id: kind for kind in KINDS}

#: The kind of a judged finding, by its verdict.
KIND_OF: Mapping[Verdict, Section] = {
    Verdict.VIOLATES: _BY_ID["violated"],
    Verdict.FALLS_SHORT: _BY_ID["short"],
    Verdict.INCONCLUSIVE: _BY_ID["inconclusive"],
    Verdict.ERROR: _BY_ID["error"],
    Verdict.KNOWN: _BY_ID["known"],
    Verdict.UNTESTED: _BY_ID["untested"],
    Verdict.NOT_APPLICABLE: _BY_ID["inapplicable"],
    Verdict.CONFORMS: _BY_ID["conforms"],
}
OBSERVED = _BY_ID["observed"]
UNTESTED = _BY_ID["untested"]
INAPPLICABLE = _BY_ID["inapplicable"]


@dataclass(frozen=True)
class Headline:
    """The verdict of a run as a sentence about its target, `before` and `after` the target's name."""

    tone: str
    mark: str
    before: str
    after: str


#: By the word of the verdict; `tone` is the id of the kind whose colour it has.
HEADLINES: Mapping[RunVerdict, Headline] = {
    RunVerdict.CONFORMANT: Headline("conforms", "✓", "", " conforms."),
    RunVerdict.CONFORMANT_WITH_WARNINGS: Headline("short", "!", "", " conforms, with warnings."),
    RunVerdict.NOT_CONFORMANT: Headline("violated", "✗", "", " does not conform."),
    RunVerdict.INCOMPLETE: Headline("inconclusive", "?", "This run cannot say whether ", " conforms."),
    RunVerdict.PARTIAL: Headline(
        "untested", "\N{EN DASH}", "Nothing wrong was seen at ", ", but not everything was tested."
    ),
}
