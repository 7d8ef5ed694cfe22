"""`earl.jsonld`: W3C's Evaluation and Report Language, one assertion a requirement and version."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from conformance.evidence.serialize import iso_time
from conformance.judging.verdicts import RunVerdict
from conformance.judging.words import ON_WORD, WORDS
from conformance.reporting.formats.texts import short, target_of
from conformance.reporting.run import Run, RunFinding
from conformance.reporting.text.printable import one_line, printable_json

#: The vocabularies, so that no reader has to fetch a context.
CONTEXT = {
    "earl": "http://www.w3.org/ns/earl#",
    "dct": "http://purl.org/dc/terms/",
    "doap": "http://usefulinc.com/ns/doap#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dct:date": {"@type": "xsd:dateTime"},
}

_OF_A_RUN = {
    RunVerdict.CONFORMANT: "earl:passed",
    RunVerdict.CONFORMANT_WITH_WARNINGS: "earl:passed",
    RunVerdict.NOT_CONFORMANT: "earl:failed",
    RunVerdict.INCOMPLETE: "earl:cantTell",
    RunVerdict.PARTIAL: "earl:cantTell",
}

_ROOT = "urn:layer-conformance"


def earl(run: Run) -> str:
    """Return the document; its first assertion is that of the run as a whole.

    Ids are those of the suite's version, of the target and of the run, so that two documents merge into one graph in
    which each node says what it said before.
    """
    graph = [_assertor(run), _subject(run), *_criteria(run), _whole(run)]
    graph += [_assertion(run, finding) for finding in run.findings]
    untested = _result("earl:untested", "the run has left it out", iso_time(run.stop))
    graph += [_of_version(run, each.requirement, each.version, untested) for each in run.left_out if not each.seen]
    return printable_json({"@context": CONTEXT, "@graph": graph}) + "\n"


def _assertor(run: Run) -> dict[str, Any]:
    return {
        "@id": _suite_id(run),
        "@type": ["earl:Assertor", "earl:Software", "doap:Project"],
        "dct:title": "layer-conformance",
        "doap:name": "layer-conformance",
        "dct:hasVersion": one_line(run.suite.version),
    }


def _subject(run: Run) -> dict[str, Any]:
    target = target_of(run)
    return {
        "@id": _target_id(run),
        "@type": "earl:TestSubject",
        "dct:title": target["name"],
        "dct:description": target["url"],
        "dct:type": target["actor"],
    }


def _criteria(run: Run) -> Iterator[dict[str, Any]]:
    """Yield the requirements, each once."""
    yield {
        "@id": _id(run, f"all-{run.profile.value}"),
        "@type": "earl:TestRequirement",
        "dct:title": f"Every MUST and SHOULD of the profile {run.profile.value}",
    }
    rows = {finding.requirement: finding for finding in run.findings}
    yield from (_criterion(run, row) for row in rows.values())
    left_out = {each.requirement: each for each in run.left_out if each.requirement not in rows}
    for requirement_id, each in left_out.items():
        yield {
            "@id": _id(run, requirement_id),
            "@type": "earl:TestCase",
            "dct:identifier": one_line(requirement_id),
            "dct:title": one_line(each.title),
            "dct:type": each.level.value,
        }


def _criterion(run: Run, row: RunFinding) -> dict[str, Any]:
    texts = {"dct:description": row.sentence, "dct:source": row.source}
    return {
        "@id": _id(run, row.requirement),
        "@type": "earl:TestCase",
        "dct:identifier": one_line(row.requirement),
        "dct:title": one_line(row.title),
        "dct:type": row.level.value,
        **{name: one_line(text) for name, text in texts.items() if text},
    }


def _whole(run: Run) -> dict[str, Any]:
    description = f"{run.claim}: {one_line(run.reason)} ({run.count_line()})"
    result = _result(_OF_A_RUN[run.verdict], description, iso_time(run.stop))
    return _asserted(run, "run", f"all-{run.profile.value}", result)


def _assertion(run: Run, finding: RunFinding) -> dict[str, Any]:
    result = _result(
        f"earl:{WORDS[finding.verdict].earl}",
        f"{finding.verdict.value}: {ON_WORD if finding.rests_on_word else short(finding.decisive)}",
        iso_time(run.stop),
    )
    return _of_version(run, finding.requirement, finding.version, result)


def _of_version(run: Run, requirement_id: str, version: str | None, result: dict[str, Any]) -> dict[str, Any]:
    name = _quoted(requirement_id, version or "any")
    return _asserted(run, name, requirement_id, result) | {"dct:hasVersion": one_line(version or "any")}


def _asserted(run: Run, name: str, requirement_id: str, result: dict[str, Any]) -> dict[str, Any]:
    return {
        "@id": f"{_ROOT}:assertion:{run.digest.removeprefix('sha256:')[:32]}:{name}",
        "@type": "earl:Assertion",
        "earl:assertedBy": {"@id": _suite_id(run)},
        "earl:subject": {"@id": _target_id(run)},
        "earl:test": {"@id": _id(run, requirement_id)},
        "earl:mode": {"@id": "earl:automatic"},
        "earl:result": result,
    }


def _result(outcome: str, description: str, ended: str) -> dict[str, Any]:
    return {
        "@type": "earl:TestResult",
        "earl:outcome": {"@id": outcome},
        "dct:description": description,
        "dct:date": ended,
    }


def _id(run: Run, requirement_id: str) -> str:
    """Return the id of a requirement as this version of the suite words it; `dct:identifier` is the same in all."""
    return f"{_ROOT}:requirement:{_quoted(run.suite.version, requirement_id)}"


def _suite_id(run: Run) -> str:
    return f"{_ROOT}:suite:{_quoted(run.suite.version)}"


def _target_id(run: Run) -> str:
    target = target_of(run)
    return f"{_ROOT}:target:{_quoted(target['actor'], target['name'], target['url'])}"


@lru_cache(maxsize=1024)  # those of the suite and of the target stand in every assertion
def _quoted(*parts: str) -> str:
    return ":".join(quote(part, safe="", errors="replace") for part in parts)
