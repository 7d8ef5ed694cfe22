"""`verdict.json` read back: whole, of our form, and in agreement with itself, or not at all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from conformance.judging.verdicts import RunVerdict, worst
from conformance.reporting.text.printable import one_line
from conformance.reporting.verdict.digest import MEMBER, digest_of
from conformance.reporting.verdict.findings import findings_in, greenest, is_greener
from conformance.reporting.verdict.schema import Check, SchemaError, shape_of
from conformance.reporting.verdict.write import SCHEMA, SCHEMA_FILE

#: No run writes so many bytes; more would only fill the memory.
LARGEST = 256 * 1024 * 1024

_FAMILY = re.compile(r"urn:layer-conformance:verdict:([0-9]{1,9})")


class VerdictFileError(ValueError):
    """A file is no verdict that can be relied on; the text is one sentence that names the file."""


def read_verdict(path: Path) -> dict[str, Any]:
    """Return what the file says, as plain JSON values of the shape that `verdict.schema.json` describes.

    Raises VerdictFileError, with one sentence, for a file that is missing, unreadable, empty, cut short, foreign, of
    another form, changed since it was written, or greener than its own findings.
    """
    try:
        return verdict_of(_bytes(path))
    except VerdictFileError as error:
        raise VerdictFileError(f"{one_line(str(path))} {one_line(str(error))}") from error.__cause__


def verdict_of(content: bytes) -> dict[str, Any]:
    """Return what the content of a file says, as `read_verdict` does; the sentence then begins after its name."""
    said = _object(_parsed(content))
    _check_form(said)
    try:
        _shape()(said)
    except SchemaError as fault:
        raise VerdictFileError(f"has not the shape of a verdict: {fault}") from fault
    _check_agreement(said)
    if said.get(MEMBER) != digest_of(said):
        raise VerdictFileError("was changed after the run that wrote it: its digest is not that of its content")
    return said


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise VerdictFileError("is not there; a run writes verdict.json into its folder of reports") from error
    except IsADirectoryError as error:
        raise VerdictFileError("is a folder; the file verdict.json in it is meant") from error
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL
        raise VerdictFileError(f"cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if len(content) > LARGEST:
        raise VerdictFileError(f"is larger than any verdict: more than {LARGEST // 1024**2} MiB")
    return content


def _parsed(content: bytes) -> Any:
    if not content.strip():
        raise VerdictFileError("is empty; a verdict is written when its run ends")
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_members, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise VerdictFileError("is no text in UTF-8, as every verdict is") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise VerdictFileError(f"is no whole JSON: it was cut short or edited ({where}: {error.msg})") from error
    except (ValueError, RecursionError) as error:
        raise VerdictFileError(f"holds JSON that no run writes: {error}") from error


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise VerdictFileError("is JSON, but no verdict of layer-conformance: it is no object")
    return value


def _members(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; of two members of one name, a reader could see either."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"an object has two members {json.dumps(name)}")
        found[name] = value
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def _check_form(said: dict[str, Any]) -> None:
    """Let verdicts of our own form pass; say of others whether they are foreign, newer or older."""
    form = said.get("schema")
    found = _FAMILY.fullmatch(form) if isinstance(form, str) else None
    if found is None:
        raise VerdictFileError(f'is JSON, but no verdict of layer-conformance: its "schema" is not {SCHEMA}')
    ours = int(SCHEMA.rpartition(":")[2])
    if int(found[1]) > ours:
        raise VerdictFileError(
            f"has the form {found[1]}, and this layer-conformance reads form {ours}; a newer one is needed"
        )
    if int(found[1]) < ours:
        raise VerdictFileError(
            f"has the older form {found[1]}, and this layer-conformance reads form {ours}; run it again"
        )


@cache
def _shape() -> Check:
    return shape_of(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))


def _check_agreement(said: dict[str, Any]) -> None:
    """Refuse what no run can have written: a verdict that is greener than what it rests on."""
    _check_dates(said)
    findings = findings_in(said)
    for finding in findings:
        seen = worst(scenario.verdict for scenario in finding.scenarios)
        if finding.verdict is not seen:
            name = f"{finding.requirement.id} is {finding.verdict.value}"
            raise VerdictFileError(f"does not agree with itself: {name}, and its scenarios make it {seen.value}")
    best = greenest(said, findings)
    verdict = next(each for each in RunVerdict if each.word == said["verdict"])
    if is_greener(verdict, best):
        raise VerdictFileError(
            f"does not agree with itself: it says {verdict.word}, and its findings allow {best.word}"
        )


def _check_dates(said: dict[str, Any]) -> None:
    scenarios = (scenario for finding in said["findings"] for scenario in finding["scenarios"])
    known = (issue["expires"] for issue in said["known"])
    for date in (said["started"], *known, *(scenario["started"] for scenario in scenarios)):
        try:
            datetime.fromisoformat(date)
        except ValueError as error:
            raise VerdictFileError(f"has a date that no calendar has: {date}") from error
