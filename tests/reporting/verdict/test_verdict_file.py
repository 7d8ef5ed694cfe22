"""`verdict.json` is read whole, or refused with one sentence."""

import errno
import json
import os
from pathlib import Path

import pytest

from conformance.judging.verdicts import RunVerdict
from conformance.reporting.atomic_files import replace_file
from conformance.reporting.run.digest import digest_of
from conformance.reporting.verdict.read import VerdictFileError, read_run
from conformance.reporting.verdict.write import as_text


@pytest.fixture
def file(tmp_path):
    """Return where the verdict is."""
    return tmp_path / "verdict.json"


def write(run, path):
    """Write a run as `write_reports` does."""
    replace_file(path, as_text(run))


@pytest.fixture
def refused(file):
    """Return what writes a content and returns the sentence that refuses it."""

    def read(content=None):
        if content is not None:
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        with pytest.raises(VerdictFileError) as caught:
            read_run(file)
        sentence = str(caught.value)
        assert sentence.startswith(str(file))
        assert "\n" not in sentence
        assert sentence.isprintable()
        return sentence.removeprefix(f"{file} ")

    return read


@pytest.fixture
def edited(file, report, refused):
    """Return what writes the report of some results, edits what it says, and returns the sentence that refuses it."""

    def read(*results, digest=True, **members):
        write(report(*results), file)
        content = json.loads(file.read_text(encoding="utf-8")) | members
        if digest:
            content["digest"] = digest_of(content)
        return refused(json.dumps(content))

    return read


def test_what_a_run_writes_can_be_read(file, report, one_of_each):
    """Every member of it, hostile texts included."""
    write(report(*one_of_each), file)
    assert read_run(file).to_json() == json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("indent", [None, 2])
def test_a_file_that_is_only_laid_out_anew_can_be_read(file, report, one_of_each, indent):
    """Tools indent and sort; that says nothing else."""
    write(report(*one_of_each), file)
    content = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(content, indent=indent, sort_keys=True), encoding="utf-8-sig")
    assert read_run(file).to_json() == content


def test_the_names_of_cut_surrogates_do_not_change_the_digest(file, report, result):
    """A half of a pair is written as its escape; two halves in turn are read as one character."""
    write(report(result(verdict="VIOLATES", observed="\ud83d\ude00, \ud83d")), file)
    assert "\U0001f600, \ud83d" in read_run(file).findings[0].observed


def test_a_file_that_is_not_there(refused):
    """And which run would write it."""
    assert refused().startswith("is not there; ")


def test_a_folder(file, refused):
    """The file in it is meant."""
    file.mkdir()
    assert refused() == "is a folder; the file verdict.json in it is meant"


def test_a_file_without_permission(file, refused, monkeypatch):
    """The system's own words."""

    def denied(*_, **__):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(type(file), "open", denied)
    assert refused() == "cannot be read: Permission denied"


def test_a_name_that_no_file_can_have():
    """It is a slip, and no traceback."""
    with pytest.raises(VerdictFileError, match="cannot be read"):
        read_run(Path("a\0b"))


CONTENTS = {
    "empty": (b"", "is empty; "),
    "blank": (b" \n", "is empty; "),
    "no text": (b"\xff\xfe\x00", "is no text in UTF-8"),
    "another form of file": (b"<testsuites/>", "is no whole JSON: it was cut short or edited (line 1, column 1: "),
    "a list": (b"[]", "is JSON, but no verdict of layer-conformance: it is no object"),
    "a foreign object": (b'{"results": []}', "is JSON, but no verdict of layer-conformance: "),
    "a schema that is no text": (b'{"schema": 1}', "is JSON, but no verdict of layer-conformance: "),
    "a newer form": (b'{"schema": "urn:layer-conformance:verdict:99"}', "has the form 99, and this "),
    "an older form": (b'{"schema": "urn:layer-conformance:verdict:0"}', "has the older form 0, and this "),
    "a member twice": (
        b'{"verdict": 1, "verdict": 2}',
        'holds JSON that no run writes: an object has two members "ver',
    ),
    "no number": (b'{"a": NaN}', "holds JSON that no run writes: NaN is no number"),
    "a number without end": (b'{"a": ' + b"9" * 5000 + b"}", "holds JSON that no run writes: "),
    "nested without end": (b"[" * 200_000, "holds JSON that no run writes: "),
}


@pytest.mark.parametrize(("content", "sentence"), CONTENTS.values(), ids=CONTENTS.keys())
def test_what_is_no_verdict_is_refused(refused, content, sentence):
    """Each for its own reason."""
    assert refused(content).startswith(sentence)


def test_a_file_that_was_cut_short(file, report, one_of_each, refused):
    """Wherever the cut is."""
    write(report(*one_of_each), file)
    whole = file.read_bytes()
    for length in (1, 17, len(whole) // 2, len(whole) - 3):
        assert refused(whole[:length]).startswith("is no whole JSON: it was cut short or edited (line ")


def test_a_file_that_is_too_large(refused, monkeypatch):
    """It would only fill the memory."""
    monkeypatch.setattr("conformance.reporting.verdict.read.LARGEST", 1024**2)
    assert refused(b" " * (1024**2 + 1)) == "is larger than any verdict: more than 1 MiB"


@pytest.mark.parametrize("content", [b"[" * 90 + b"]" * 90, b"[" + b"{}," * 60 + b"1]", b"[0" + b",1" * 90 + b"]"])
def test_a_file_of_too_many_values_is_not_parsed(refused, monkeypatch, content):
    """Three bytes of JSON can be sixty in memory."""
    monkeypatch.setattr("conformance.reporting.verdict.shape.MOST_VALUES", 40)
    monkeypatch.setattr("json.loads", lambda *_, **__: pytest.fail("it was parsed", pytrace=False))
    assert refused(content).startswith("holds more than any verdict")


def test_a_value_that_the_schema_does_not_know(edited, result):
    """With the place where it stands."""
    text = edited(result(), verdict="GREEN")
    assert text.startswith("has not the shape of a verdict: verdict is \"GREEN\" and should be 'CONFORMANT', ")


def test_a_day_that_no_calendar_has(edited, result):
    """Its pattern is right, and it is none."""
    day = {"requirement": "A", "expires": "2026-02-30"}
    for members, place in (
        ({"started": "2026-13-32T25:61:61.000Z"}, "started"),
        ({"known": [day]}, "known[0].expires"),
    ):
        sentence = edited(result(), **members)
        assert sentence.startswith(f"has not the shape of a verdict: {place} is ")
        assert sentence.endswith(" and should be a date that some calendar has")


def test_any_edit_changes_the_digest(edited, result):
    """A value that is right by itself, and was another."""
    assert edited(result(), digest=False, requests=16).startswith("was changed after the run that wrote it: ")


GREENER = {
    "a violation": ([("NONCE-1", "VIOLATES")], "CONFORMANT", "NOT_CONFORMANT"),
    "a violation, hidden as a lack": ([("NONCE-1", "VIOLATES")], "INCOMPLETE", "NOT_CONFORMANT"),
    "something inconclusive": ([("NONCE-1", "CONFORMS"), ("NONCE-2", "INCONCLUSIVE")], "PARTIAL", "INCOMPLETE"),
    "an error": ([("NONCE-1", "CONFORMS"), ("NONCE-2", "ERROR")], "CONFORMANT", "INCOMPLETE"),
    "nothing judged": ([("SESSION-9", "NOT_APPLICABLE")], "CONFORMANT", "INCOMPLETE"),
    "no finding at all": ([], "CONFORMANT", "INCOMPLETE"),
    "a known issue": ([("NONCE-1", "CONFORMS"), ("SESSION-1", "KNOWN")], "CONFORMANT", "PARTIAL"),
    "a SHOULD": ([("NONCE-1", "CONFORMS"), ("NONCE-2", "FALLS_SHORT")], "CONFORMANT", "CONFORMANT_WITH_WARNINGS"),
}


@pytest.mark.parametrize(
    ("facts", "best"),
    [
        ({"cut_short": True}, "INCOMPLETE"),
        ({"suspect": "it was deployed anew"}, "INCOMPLETE"),
        ({"scenarios": {"seen": 1, "expected": 2}}, "PARTIAL"),
    ],
    ids=["cut short", "suspect", "narrowed"],
)
def test_a_verdict_greener_than_the_run_was_whole_is_refused(edited, result, facts, best):
    """What was left out is no finding, and counts all the same."""
    text = edited(result(), verdict="CONFORMANT", **facts)
    assert text == f"does not agree with itself: it says CONFORMANT, and its findings allow {best}"


@pytest.mark.parametrize(("results", "word", "best"), GREENER.values(), ids=GREENER.keys())
def test_a_verdict_greener_than_its_findings_is_refused(edited, result, results, word, best):
    """Also where the digest was computed anew."""
    text = edited(*(result(*each) for each in results), verdict=word)
    assert text == f"does not agree with itself: it says {word}, and its findings allow {best}"


def test_a_verdict_may_be_less_green_than_its_findings(file, report, result):
    """A stale known issue stands in no finding."""
    write(report(result(), missing=3), file)
    assert read_run(file).verdict is RunVerdict.PARTIAL


def test_a_finding_greener_than_its_scenarios_is_refused(file, report, result, refused):
    """It was edited, and its scenarios were forgotten."""
    write(report(result(verdict="VIOLATES")), file)
    content = json.loads(file.read_text(encoding="utf-8"))
    content["findings"][0]["verdict"] = content["verdict"] = "CONFORMS"
    content["verdict"] = "CONFORMANT"
    content["digest"] = digest_of(content)
    assert refused(json.dumps(content)) == (
        "does not agree with itself: NONCE-1 is CONFORMS, and its scenarios make it VIOLATES"
    )


def test_a_suspect_run_may_be_incomplete_though_something_is_violated(file, report, result):
    """A violation of a target that has changed meanwhile may be none."""
    write(report(result(verdict="VIOLATES"), suspect="it was deployed anew"), file)
    assert read_run(file).verdict is RunVerdict.INCOMPLETE
