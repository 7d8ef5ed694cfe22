"""How each verdict shows in each form that has words of its own: one table, which docs/verdicts.md repeats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from conformance.judging.verdicts import Verdict

#: The mark of what conforms and would look the same if the target file had a typing error in it.
ON_WORD = "on the target file's word"


@dataclass(frozen=True)
class FormWords:
    """One verdict in every form.

    `junit` is the element in a test case, or None for a case that passes; a case that passes with a warning says so in
    its output. `ctrf`, `allure`, `messages` and `earl` are the status words of those forms. `warns` is whether a form
    without a word for it shows it as passed, with a warning.
    """

    junit: str | None
    ctrf: str
    allure: str
    messages: str
    earl: str
    warns: bool = False


WORDS: Mapping[Verdict, FormWords] = {
    Verdict.VIOLATES: FormWords("failure", "failed", "failed", "FAILED", "failed"),
    Verdict.ERROR: FormWords("error", "other", "broken", "FAILED", "cantTell"),
    Verdict.INCONCLUSIVE: FormWords("error", "other", "broken", "FAILED", "cantTell"),
    Verdict.KNOWN: FormWords("skipped", "skipped", "skipped", "SKIPPED", "failed"),
    Verdict.FALLS_SHORT: FormWords(None, "passed", "passed", "PASSED", "failed", warns=True),
    Verdict.CONFORMS: FormWords(None, "passed", "passed", "PASSED", "passed"),
    Verdict.UNTESTED: FormWords("skipped", "skipped", "skipped", "SKIPPED", "untested"),
    Verdict.NOT_APPLICABLE: FormWords("skipped", "skipped", "skipped", "SKIPPED", "inapplicable"),
}
