"""Whatever a server answers leads to a verdict and to whole reports, and never to a crash of the suite."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.caller import measure_skew
from conformance.catalogue import KnownIssue, load_catalogue
from conformance.evidence.exchange import Exchange, Received, Sent, TransportError, TransportErrorKind
from conformance.evidence.transcript import Transcript
from conformance.examination.border import Border
from conformance.judging import expectations as expect
from conformance.judging import leaks, links, provider_answers
from conformance.judging.findings import ScenarioResult, StepResult
from conformance.judging.outcomes import Inconclusive, NotApplicable, Violation
from conformance.judging.run_verdict import RunFacts, findings_of, mark_unanswered
from conformance.judging.verdicts import Verdict, undeclared_reason
from conformance.protocol.errors import APP_ID_REFUSED, IDENTITY_TOKEN_REFUSED, ErrorId
from conformance.reporting.formats import FORMATS
from conformance.reporting.run import RunCounts, RunTarget, build_run
from conformance.reporting.run.schema import SCHEMA_FILE
from conformance.reporting.terminal.summary import summary_lines
from conformance.reporting.verdict.read import read_run
from conformance.reporting.write_all import write_reports

#: As http.client reads headers: one character a byte.
LATIN = st.text(st.characters(codec="latin-1", exclude_characters="\r\n"), max_size=30)
#: As JSON can say them: also half a surrogate pair.
TEXTS = st.text(max_size=20) | st.sampled_from(
    [
        "\ud800",
        "\x1b[31m",
        "\x00",
        "\u202e",
        "]]>",
        "<b>",
        "x" * 9000,
        "eyJhbGciOiJSUzI1NiJ9.eyJh.c2ln",
        "a\nb",
        "[nonce 00000000]",
    ]
)
NUMBERS = st.integers(-(2**70), 2**70) | st.floats() | st.sampled_from([4, 105, 105.0, True])
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
MEMBERS = st.sampled_from(
    [*("id", "code", "message", "url", "data", "nonce", "session_token", "identity_token", "property", "header", "nce")]
)
#: What looks like an answer of the API.
SHAPED = st.fixed_dictionaries(
    {},
    optional={
        "id": st.sampled_from([each.id for each in ErrorId]) | JSON,
        "code": st.sampled_from([each.code for each in ErrorId]) | JSON,
        "message": JSON,
        "url": JSON,
        "data": st.dictionaries(MEMBERS, JSON, max_size=3) | JSON,
        "nonce": TEXTS,
        "session_token": TEXTS,
        "identity_token": JSON,
    },
)
DEEP = st.integers(1, 3000).map(lambda depth: b'{"id":' * depth + b"1" + b"}" * depth)
BODIES = st.one_of(
    SHAPED.map(lambda value: json.dumps(value).encode()),
    JSON.map(lambda value: json.dumps(value).encode()),
    SHAPED.map(lambda value: json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")),
    st.binary(max_size=200),
    DEEP,
    st.sampled_from([b"", b"\xff" * 10, b"[" * 5000, b'{"nonce": "' + b"x" * 20_000, b"9" * 5000]),
)
LINKS = st.lists(
    st.sampled_from(
        ["<", ">", ";", ",", "rel=", '"', "\\", "conversations", "http://[", "http://h/", "*", " ", "=", "%"]
    ),
    max_size=12,
).map("".join)
LINKED = st.sampled_from(["http://[::1", "//h", "http://h:99999/", "", "x:y", "http://\x00/"]).map(
    lambda target: f"<{target}>; rel=conversations"
)
HEADERS = st.lists(
    st.tuples(st.just("Link"), LINKS | LINKED)
    | st.tuples(
        st.sampled_from(["Date", "Content-Type", "Content-Length", "Retry-After", "Allow", "Set-Cookie"]), LATIN
    )
    | st.tuples(LATIN, LATIN),
    max_size=4,
).map(tuple)
RECEIVED = st.builds(
    Received,
    st.sampled_from([200, 201, 204, 302, 400, 401, 403, 404, 406, 422, 429, 500, 503]) | st.integers(0, 999),
    LATIN,
    HEADERS,
    BODIES,
    st.binary(max_size=10),
)
SENT = st.builds(
    Sent,
    st.sampled_from(["GET", "POST", "DELETE", "HEAD"]),
    st.sampled_from(
        ["http://h/nonces", "http://h/sessions/a%2Fb", "https://u:p@h/x?nonce=abc&y=%zz", "http://h/\ud800"]
    ),
    st.lists(st.tuples(st.sampled_from(["Accept", "Authorization", "X"]), LATIN), max_size=3).map(tuple),
    st.none() | BODIES,
)
MOMENTS = st.floats(0, 4e9)
EXCHANGES = st.builds(Exchange, SENT, MOMENTS, st.floats(0, 100), RECEIVED) | st.builds(
    Exchange,
    SENT,
    MOMENTS,
    st.floats(0, 100),
    fault=st.builds(TransportError, st.sampled_from(TransportErrorKind), TEXTS),
)

#: Every expectation of an exchange.
EXPECTATIONS = {
    "nonce": expect.expect_nonce,
    "session": expect.expect_session,
    "deleted": expect.expect_deleted,
    "no body": expect.expect_no_body,
    "token refused": lambda e: expect.expect_refusal(e, IDENTITY_TOKEN_REFUSED),
    "app refused": lambda e: expect.expect_refusal(e, APP_ID_REFUSED, IDENTITY_TOKEN_REFUSED),
    "challenge": expect.expect_challenge,
    "accepted use": expect.expect_accepted_use,
    "refused use": expect.expect_refused_use,
    "client error": expect.expect_client_error,
    **{f"member {name}": lambda e, name=name: expect.expect_error_member(e, name) for name in expect.ERROR_MEMBERS},
    "data": expect.expect_data_object,
    "label": expect.expect_json_label,
    "no server error": expect.expect_not_server_error,
    "link": lambda e: links.expect_link(e, "conversations"),
    "absolute link": lambda e: links.expect_absolute_link(e, "conversations"),
    "an answer": lambda e: expect.describe(expect.expect_answer(e, "an answer")),
    **{f"no {leak}": lambda e, leak=leak: leaks.expect_no_leak(e, leak) for leak in leaks.LEAKS},
    "a token": lambda e: provider_answers.expect_token(e, _found(e), "identity_token"),
    "no token": lambda e: provider_answers.expect_no_token(e, _found(e)),
    "refused": lambda e: provider_answers.expect_refused(e, _found(e)),
}

#: The statuses with which an expectation can hold at all; the others can hold with any.
STATUSES = {
    **dict.fromkeys(("nonce", "session"), (201,)),
    **dict.fromkeys(("deleted", "no body"), (204,)),
    **dict.fromkeys(("accepted use", "a token"), range(200, 300)),
    **dict.fromkeys(("refused use", "client error", "refused"), range(400, 500)),
    "no server error": range(500),
    "no token": range(1000),
    "token refused": (422,),
    "app refused": (403, 422),
    "challenge": (401,),
}


def _outcome(expectation, exchange):
    """Return how an expectation ended, None where it held; any other exception is the end of the test."""
    try:
        expectation(exchange)
    except (Violation, Inconclusive, NotApplicable) as outcome:
        return outcome
    return None


def _found(exchange):
    return exchange.received.json_object().get("identity_token") if exchange.received else None


@given(EXCHANGES)
@settings(max_examples=300)
def test_no_expectation_holds_without_an_answer_of_its_own_kind(exchange):
    """Silence is always a violation, and a status that an expectation does not speak of never holds.

    Whatever does not hold says why in a few words, which a report can show, and keeps the exchange as the proof.
    """
    for name, expectation in EXPECTATIONS.items():
        outcome = _outcome(expectation, exchange)
        if exchange.received is None:
            assert isinstance(outcome, Violation), name
        elif outcome is None:
            assert name not in STATUSES or exchange.received.status in STATUSES[name], name
        if outcome is not None:
            words = (outcome.expected, outcome.observed) if isinstance(outcome, Violation) else (str(outcome),)
            assert all(0 < len(text) < 10_000 for text in words), name
            assert outcome.exchange is exchange, name


@given(st.lists(EXCHANGES, max_size=4))
def test_the_targets_clock_is_measured_or_not(exchanges):
    """Whatever stands in Date."""
    skew = measure_skew(exchanges)
    assert skew.uncertainty >= 0


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("reports")


VALIDATOR = jsonschema.Draft202012Validator(json.loads(SCHEMA_FILE.read_text("utf-8")))
ROWS = [row.id for row in load_catalogue().of("server")]


@st.composite
def results(draw):
    """Return what a scenario with some exchanges came to, as the plugin puts it together."""
    exchanges = draw(st.lists(EXCHANGES, min_size=1, max_size=2))
    transcript = Transcript()
    for exchange in exchanges:
        transcript.add(exchange)
    verdict = draw(st.sampled_from(Verdict))
    words = {name: draw(TEXTS) for name in ("expected", "observed", "reason")}
    outcome = _outcome(draw(st.sampled_from(list(EXPECTATIONS.values()))), exchanges[-1])
    if isinstance(outcome, Violation):
        words = {"expected": outcome.expected, "observed": outcome.observed, "reason": ""}
    if verdict is Verdict.UNTESTED:
        words["reason"] = undeclared_reason(["it"])
    result = ScenarioResult(
        requirement=draw(st.sampled_from(ROWS)),
        actor="server",
        version=draw(st.sampled_from(["1.0", "2.0"])),
        scenario=draw(TEXTS),
        nodeid=draw(TEXTS),
        verdict=verdict,
        steps=(StepResult("When it is asked", "passed", 0.0, 1.0, tuple(range(len(exchanges)))),),
        start=exchanges[0].started,
        stop=exchanges[0].started + 1,
        **words,
    )
    redacted = Border(transcript.redactor).redact_result(result, exchanges, exchanges[-1])
    # As through a fork or a worker.
    return ScenarioResult.from_json(json.loads(json.dumps(redacted.to_json())))


@given(st.lists(results(), min_size=1, max_size=2, unique_by=lambda it: it.nodeid))
@settings(max_examples=40)
def test_every_report_of_it_is_whole(folder, seen):
    """verdict.json by its schema, JUnit as XML, Allure as JSON, and a summary that moves no cursor."""
    findings = findings_of(mark_unanswered(seen), load_catalogue())
    whole = RunFacts({(it.requirement, it.version): 1 for it in seen}, date(2026, 1, 1), _listed(findings))
    target = RunTarget(name="Acme", actor="server", url="http://h", versions=["1.0", "2.0"])
    run = build_run(target, "0", findings, whole, RunCounts(started=0.0, duration_s=1.0, requests=1))
    write_reports(run, folder)
    verdict = json.loads((folder / "verdict.json").read_text("utf-8"), parse_constant=_never)
    VALIDATOR.validate(verdict)
    assert read_run(folder / "verdict.json").to_json() == verdict
    ElementTree.parse(folder / "junit.xml")  # noqa: S314 - a file of our own
    for name in FORMATS:
        assert (folder / name).read_text("utf-8").replace("\n", "").isprintable()
    for file in _allure(folder):
        json.loads(file.read_text("utf-8"))
    for line in summary_lines(run):
        assert line.isprintable()


def _listed(findings):
    """Return what a target's file has to list for the violations that are known."""
    ids = {finding.requirement.id for finding in findings if finding.verdict is Verdict.KNOWN}
    issue = {"reason": "release 42", "link": "https://a.example/7", "expires": date(2027, 1, 1)}
    return [KnownIssue(requirement=requirement_id, **issue) for requirement_id in sorted(ids)]


def _allure(folder: Path):
    return (folder / "allure-results").glob("*-result.json")


def _never(constant):
    raise AssertionError(f"{constant} is not JSON")
