"""`verdict.json` read back: whole, of our form, and in agreement with itself, or not at all."""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from pydantic import ValidationError

from conformance.catalogue import KnownIssue
from conformance.judging.run_verdict import RunFacts, judge_run
from conformance.judging.verdicts import NOT_CLAIMED, UNDONE, RunVerdict, Verdict, worst
from conformance.reporting.run import FORM, Run
from conformance.reporting.run.digest import MEMBER, digest_of
from conformance.reporting.run.finding import EXCHANGES_CHECKED
from conformance.reporting.text.printable import one_line
from conformance.reporting.verdict.shape import MOST_VALUES, has_too_many_values, shape_fault
from conformance.reporting.verdict.unchanged import read_unchanged

#: No run writes so many bytes; more would only fill the memory.
LARGEST = 32 * 1024 * 1024

_FAMILY = re.compile(r"urn:layer-conformance:verdict:([0-9]{1,9})")
#: From the least green word to the greenest.
_GREENER = (
    RunVerdict.NOT_CONFORMANT,
    RunVerdict.INCOMPLETE,
    RunVerdict.PARTIAL,
    RunVerdict.CONFORMANT_WITH_WARNINGS,
    RunVerdict.CONFORMANT,
)


class VerdictFileError(ValueError):
    """A file is no verdict that can be relied on; the text is one sentence that names the file."""


def read_run(path: Path) -> Run:
    """Return the run of a `verdict.json`.

    Raises VerdictFileError, with one sentence, for a file that is missing, unreadable, empty, cut short, foreign, of
    another form, changed since it was written, or greener than its own findings.
    """
    try:
        return parse_run(_read_bytes(path))
    except VerdictFileError as error:
        raise VerdictFileError(f"{one_line(str(path))} {one_line(str(error))}") from error.__cause__


def parse_run(content: bytes) -> Run:
    """Return the run of a file's content, as `read_run` does; the sentence then begins after the file's name."""
    if has_too_many_values(content):
        raise VerdictFileError(f"holds more than any verdict: over {MOST_VALUES:,} values")
    unchanged = read_unchanged(content)
    value = _parse_json(content) if unchanged is None else unchanged
    _check_form(value)
    try:
        run = Run.model_validate(value, context=None if unchanged is None else EXCHANGES_CHECKED)
    except ValidationError as error:
        raise VerdictFileError(f"has not the shape of a verdict: {shape_fault(error)}") from error
    _check_agreement(run)
    if unchanged is None and value[MEMBER] != digest_of(value):
        raise VerdictFileError("was changed after the run that wrote it: its digest is not that of its content")
    return run


def _read_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            # What is no file has no size; room for the largest verdict would be taken anew for each of many.
            size = os.fstat(stream.fileno()).st_size
            content = stream.read(min(size or LARGEST, LARGEST) + 1)
    except FileNotFoundError as error:
        raise VerdictFileError("is not there; a run writes verdict.json into its folder of reports") from error
    except IsADirectoryError as error:
        raise VerdictFileError("is a folder; the file verdict.json in it is meant") from error
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL
        raise VerdictFileError(f"cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if len(content) > LARGEST:
        raise VerdictFileError(f"is larger than any verdict: more than {LARGEST // 1024**2} MiB")
    return content


def _parse_json(content: bytes) -> dict[str, Any]:
    if not content.strip():
        raise VerdictFileError("is empty; a verdict is written when its run ends")
    try:
        value = json.loads(
            content.decode("utf-8-sig"), object_pairs_hook=_require_distinct, parse_constant=_refuse_constant
        )
    except UnicodeDecodeError as error:
        raise VerdictFileError("is no text in UTF-8, as every verdict is") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise VerdictFileError(f"is no whole JSON: it was cut short or edited ({where}: {error.msg})") from error
    except (ValueError, RecursionError) as error:
        raise VerdictFileError(f"holds JSON that no run writes: {error}") from error
    if not isinstance(value, dict):
        raise VerdictFileError("is JSON, but no verdict of layer-conformance: it is no object")
    return value


def _require_distinct(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; of two members of one name, a reader could see either."""
    members = dict(pairs)
    if len(members) < len(pairs):
        name, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        raise ValueError(f"an object has two members {json.dumps(name)}")
    return members


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def _check_form(value: dict[str, Any]) -> None:
    """Let verdicts of our own form pass; say of others whether they are foreign, newer or older."""
    form = value.get("schema")
    match = _FAMILY.fullmatch(form) if isinstance(form, str) else None
    if match is None:
        raise VerdictFileError(f'is JSON, but no verdict of layer-conformance: its "schema" is not {FORM}')
    theirs, ours = int(match[1]), int(FORM.rpartition(":")[2])
    if theirs > ours:
        raise VerdictFileError(
            f"has the form {theirs}, and this layer-conformance reads form {ours}; a newer one is needed"
        )
    if theirs < ours:
        raise VerdictFileError(
            f"has the older form {theirs}, and this layer-conformance reads form {ours}; run it again"
        )


def _check_agreement(run: Run) -> None:
    """Refuse what no run can have written: a verdict that is greener than what it rests on."""
    for finding in run.findings:
        seen = worst(scenario.verdict for scenario in finding.scenarios)
        if finding.verdict is not seen:
            name = f"{finding.requirement} is {finding.verdict.value}"
            raise VerdictFileError(f"does not agree with itself: {name}, and its scenarios make it {seen.value}")
    _check_extent(run)
    best = _greenest(run)
    if _GREENER.index(run.verdict) > _GREENER.index(best):
        raise VerdictFileError(
            f"does not agree with itself: it says {run.verdict.word}, and its findings allow {best.word}"
        )


def _check_extent(run: Run) -> None:
    """Refuse a run of which scenarios are missing, or that leaves out what its profile holds."""
    scenarios = [(each.version, scenario) for each in run.findings for scenario in each.scenarios]
    count = len({(scenario.nodeid, version) for version, scenario in scenarios})
    if count < run.scenarios.seen:
        raise VerdictFileError(
            f"does not agree with itself: it counts {run.scenarios.seen} scenarios, and {count} are there"
        )
    for _, scenario in scenarios:
        is_claimed = run.profile.satisfies(scenario.profile) and not scenario.reason.startswith((*NOT_CLAIMED, UNDONE))
        if scenario.verdict is Verdict.UNTESTED and is_claimed:
            raise VerdictFileError(
                f"does not agree with itself: it claims {run.profile.value}, and leaves {scenario.nodeid} untested"
            )


def _greenest(run: Run) -> RunVerdict:
    """Return the best verdict that a run with these findings can have.

    The run may have a worse one for what a file does not tell: that a known issue was stale.
    """
    is_narrowed = run.scenarios.seen < run.scenarios.expected
    is_partial = is_narrowed or run.known or any(each.verdict is Verdict.KNOWN for each in run.findings)
    # Whatever is listed counts as seen too seldom to be stale.
    expected: dict[tuple[str, str | None], int] = {(each.requirement, None): sys.maxsize for each in run.known}
    if is_partial:
        expected["", None] = 1
    facts = RunFacts(
        expected=expected,
        today=date.min,
        known=[KnownIssue(each.requirement, "", "", date.max) for each in run.known],
        cut_short=run.cut_short,
        suspect=run.suspect,
        profile=run.profile,
    )
    return judge_run([finding.judged() for finding in run.findings], facts).verdict
