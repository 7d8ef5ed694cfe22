"""Every form for machines is what its own schema says, whatever a target has said."""

import json
import re

import pytest
from form_schemas import SCHEMA_OF, documents_in, validator_of

from conformance.catalogue import Profile
from conformance.judging.findings import StepResult
from conformance.judging.verdicts import RunVerdict, Verdict
from conformance.judging.words import WORDS
from conformance.reporting.formats import FORMATS
from conformance.reporting.html.labels import KIND_OF
from conformance.reporting.verdict.read import read_run
from conformance.reporting.write_all import write_reports
from conformance.suite import features_folder


@pytest.mark.parametrize("name", SCHEMA_OF)
def test_a_run_with_every_verdict_validates(verdict, name):
    """Against the schema that the form's own project publishes."""
    for document in documents_in(name, FORMATS[name](verdict)):
        validator_of(name).validate(document)


@pytest.mark.parametrize("name", SCHEMA_OF)
def test_a_run_without_findings_validates(report, name):
    """Nothing was collected, and that is said."""
    for document in documents_in(name, FORMATS[name](report())):
        validator_of(name).validate(document)


@pytest.mark.parametrize("name", SCHEMA_OF)
def test_the_schema_is_one_that_refuses(verdict, name):
    """A schema that lets everything pass proves nothing."""
    document = documents_in(name, FORMATS[name](verdict))[0]
    assert not validator_of(name).is_valid(document | {"stranger": 1}) or name == "exchanges.har"
    assert not validator_of(name).is_valid({}) or name == "messages.ndjson"


@pytest.mark.parametrize("name", FORMATS)
def test_no_form_has_a_character_that_does_something(verdict, name):
    """Neither a terminal's cursor, nor the direction of a text, nor half of a character."""
    text = FORMATS[name](verdict)
    text.encode("utf-8")
    assert [char for char in text if not char.isprintable() and char != "\n"] == []


@pytest.mark.parametrize("name", FORMATS)
def test_credentials_of_the_address_are_in_no_form(verdict, name):
    """A form shows what `verdict.json` shows, and no more."""
    assert "hunter22" not in FORMATS[name](verdict)


@pytest.mark.parametrize("name", FORMATS)
def test_every_form_names_the_profile(verdict, name):
    """The verdict never stands without it: core is not full."""
    assert Profile.TIMED.value in FORMATS[name](verdict.model_copy(update={"profile": Profile.TIMED}))


@pytest.mark.parametrize("name", sorted(FORMATS.keys() - {"badge.json", "badge.svg", "exchanges.har"}))
def test_every_form_that_counts_has_one_count(verdict, name):
    """Requirements first, then scenarios, in the words of the terminal and of the page."""
    assert verdict.count_line() == "4 requirements in 7 scenarios"
    assert verdict.count_line() in FORMATS[name](verdict)


def test_a_run_writes_every_form(tmp_path, report, one_of_each):
    """Beside the verdict, from the verdict."""
    write_reports(report(*one_of_each), tmp_path)
    run = read_run(tmp_path / "verdict.json")
    texts = {name: (tmp_path / name).read_text(encoding="utf-8") for name in FORMATS}
    assert {name: render(run) for name, render in FORMATS.items()} == texts


class TestCtrf:
    """`ctrf.json`."""

    @pytest.fixture
    def results(self, verdict):
        """Return the results of the document."""
        return json.loads(FORMATS["ctrf.json"](verdict))["results"]

    def test_every_scenario_is_a_test_and_the_counts_agree(self, results):
        """What is excused or untested is skipped, what could not be judged is neither passed nor failed."""
        statuses = {(test["rawStatus"], test["status"]) for test in results["tests"]}
        others = {("VIOLATES", "failed"), ("INCONCLUSIVE", "other"), ("ERROR", "other"), ("FALLS_SHORT", "passed")}
        skipped = {("UNTESTED", "skipped"), ("KNOWN", "skipped"), ("NOT_APPLICABLE", "skipped")}
        assert statuses == {("CONFORMS", "passed")} | others | skipped
        summary = results["summary"]
        assert [summary[each] for each in ("tests", "passed", "failed", "skipped", "other")] == [8, 2, 1, 3, 2]

    def test_a_test_has_its_time_and_its_place(self, results):
        """In milliseconds since the epoch."""
        test = results["tests"][-1]
        assert (test["start"], test["duration"], test["stop"]) == (1_700_000_000_000, 500, 1_700_000_000_500)
        assert test["suite"] == ["server", "sessions", "SESSION-9 The title of SESSION-9"]

    def test_a_run_that_fails_though_no_scenario_does_has_a_failed_test(self, report, result):
        """A stale known issue would be green otherwise."""
        stale = {"verdict": RunVerdict.NOT_CONFORMANT, "reason": "the known issue NONCE-1 conforms now"}
        results = json.loads(FORMATS["ctrf.json"](report(result(), **stale)))["results"]
        assert results["summary"]["failed"] == 1
        assert results["tests"][-1]["message"] == "the known issue NONCE-1 conforms now"


class TestSarif:
    """`results.sarif`."""

    @pytest.fixture
    def run(self, verdict):
        """Return the run of the document."""
        (run,) = json.loads(FORMATS["results.sarif"](verdict))["runs"]
        return run

    def test_what_needs_somebody_is_a_result(self, run):
        """With its level; what conforms would show as an alert."""
        kinds = {each["properties"]["verdict"]: (each["kind"], each["level"]) for each in run["results"]}
        assert kinds == {
            "VIOLATES": ("fail", "error"),
            "KNOWN": ("fail", "error"),
            "FALLS_SHORT": ("fail", "warning"),
            "INCONCLUSIVE": ("open", "none"),
        }

    def test_a_known_issue_is_suppressed_with_its_reason(self, run):
        """It is there, and it is excused."""
        (known,) = (each for each in run["results"] if each["properties"]["verdict"] == "KNOWN")
        assert known["suppressions"][0]["justification"] == "known until 2026-12-31: release 42"

    def test_a_result_leads_to_its_rule(self, run):
        """By index and by id."""
        rules = run["tool"]["driver"]["rules"]
        assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in run["results"])

    def test_a_view_can_tell_runs_of_targets_apart(self, run):
        """The category is target and profile, the last part the run; a rule's name has letters and digits alone."""
        assert run["automationDetails"]["id"] == (
            "azuredevops/pipeline/build/layer-conformance/server/Acme%2C%20staging/full/2023-11-14T22:13:20.000Z"
        )
        assert run["tool"]["driver"]["rules"][0]["name"] == "Nonce1"

    def test_an_alert_is_known_again(self, report, result):
        """The fingerprint does not change with what was observed, nor with the version: one is what GitHub makes."""
        runs = [
            json.loads(FORMATS["results.sarif"](report(result(verdict="VIOLATES", **more))))["runs"][0]
            for more in ({"observed": "500"}, {"observed": "200"}, {"version": "1.0"}, {"requirement": "SESSION-1"})
        ]
        prints = [run["results"][0]["partialFingerprints"] for run in runs]
        assert prints[0] == prints[1] == prints[2] != prints[3]
        assert prints[0]["primaryLocationLineHash"] == f"{prints[0]['requirement/v1'][:16]}:1"

    def test_a_finding_is_one_alert(self, report, result):
        """In whichever versions it was found."""
        twice = [result(verdict="VIOLATES", version=version) for version in ("1.0", "2.0")]
        (run,) = json.loads(FORMATS["results.sarif"](report(*twice)))["runs"]
        (alert,) = run["results"]
        assert alert["message"]["text"].startswith("The title of NONCE-1 (version 1.0, 2.0): ")
        assert run["invocations"][0]["toolExecutionNotifications"] == []

    def test_an_alert_stands_at_the_key_that_it_is_about(self, report, result):
        """In the target's file, which a customer's repository has: a known one at its entry, others at the address."""
        lines = {"target.url": 7, "known.SESSION-1": 30}
        whole = report(result(verdict="VIOLATES"), result("SESSION-1", "KNOWN"))
        target = whole.target.model_copy(update={"file": "my target.toml", "lines": lines})
        (run,) = json.loads(FORMATS["results.sarif"](whole.model_copy(update={"target": target})))["runs"]
        places = [each["locations"][0]["physicalLocation"] for each in run["results"]]
        assert {each["artifactLocation"]["uri"] for each in places} == {"my%20target.toml"}
        assert [each["region"]["startLine"] for each in places] == [7, 30]
        assert run["results"][1]["locations"][0]["logicalLocations"][1]["fullyQualifiedName"] == "known.SESSION-1"

    def test_a_target_makes_no_link_and_no_place_to_fill_in(self, report, result):
        """Brackets and braces mean something in a message."""
        hostile = result(verdict="VIOLATES", expected="201", observed="[a](http://evil.example) {0} \\[b](c)")
        (run,) = json.loads(FORMATS["results.sarif"](report(hostile)))["runs"]
        assert run["results"][0]["message"]["text"].endswith(r"observed \[a\](http://evil.example) {{0}} \\\[b\](c).")

    def test_what_could_not_be_judged_is_a_fault_of_the_run(self, report, result):
        """Views that know no kind `open` must not take it for well."""
        run = report(result("NONCE-2", "INCONCLUSIVE", reason="the nonce was refused"))
        (invocation,) = json.loads(FORMATS["results.sarif"](run))["runs"][0]["invocations"]
        assert invocation["executionSuccessful"] is False
        assert invocation["toolExecutionNotifications"][0]["message"]["text"].endswith(".")


class TestMessages:
    """`messages.ndjson`."""

    @pytest.fixture
    def envelopes(self, verdict):
        """Return the messages."""
        return documents_in("messages.ndjson", FORMATS["messages.ndjson"](verdict))

    def test_every_scenario_runs_once(self, envelopes):
        """From its pickle to its end; the run is the last word."""
        kinds = [next(iter(each)) for each in envelopes]
        for kind in ("pickle", "testCase", "testCaseStarted", "testStepFinished", "testCaseFinished"):
            assert kinds.count(kind) == 8
        assert (kinds[0], kinds[-1]) == ("meta", "testRunFinished")
        assert envelopes[-1]["testRunFinished"]["success"] is False

    def test_every_id_leads_somewhere(self, envelopes):
        """Reporters join the messages by them."""
        by_kind = {}
        for envelope in envelopes:
            ((kind, value),) = envelope.items()
            by_kind.setdefault(kind, []).append(value)
        nodes = set(re.findall(r'"id": "(copy-\d+-\d+)"', json.dumps(by_kind["gherkinDocument"])))
        pickles = {each["id"]: each for each in by_kind["pickle"]}
        assert len(pickles) == 8
        for pickle in pickles.values():
            assert {*pickle["astNodeIds"], *(node for step in pickle["steps"] for node in step["astNodeIds"])} <= nodes
            assert {tag["astNodeId"] for tag in pickle["tags"]} <= nodes
        assert {each["pickleId"] for each in by_kind["testCase"]} == set(pickles)
        assert {each["testCaseId"] for each in by_kind["testCaseStarted"]} == {it["id"] for it in by_kind["testCase"]}
        sources = {each["uri"]: each["data"] for each in by_kind["source"]}
        assert sources.keys() == {each["uri"] for each in by_kind["gherkinDocument"]}

    def test_a_scenario_is_that_of_its_feature(self, report, result):
        """With its own steps and lines; it ends in the step that the verdict names, with the exchanges that decide."""
        steps = (
            StepResult("Given a nonce that has opened a session", "passed", 1.0, 2.0),
            StepResult("When a session is requested with a new identity token for that nonce", "broken", 2.0, 3.0),
            StepResult("Then the identity token is refused", "skipped", 3.0, 3.0),
        )
        name = "a new identity token for a nonce that has opened a session"
        run = report(result("NONCE-3", "INCONCLUSIVE", scenario=name, steps=steps))
        envelopes = documents_in("messages.ndjson", FORMATS["messages.ndjson"](run))
        (source,) = (each["source"] for each in envelopes if "source" in each)
        assert source["data"] == (features_folder() / "server" / "nonces.feature").read_text(encoding="utf-8")
        assert source["uri"] == "features/server/nonces.feature#2.0"
        (pickle,) = (each["pickle"] for each in envelopes if "pickle" in each)
        assert [step["text"] for step in pickle["steps"]] == [each.name.partition(" ")[2] for each in steps]
        row = source["data"].splitlines()[pickle["location"]["line"] - 1]
        assert row.strip(" |") == "a new identity token"
        ended = [each["testStepFinished"] for each in envelopes if "testStepFinished" in each]
        assert [step["testStepResult"]["status"] for step in ended] == ["PASSED", "FAILED", "SKIPPED"]
        attached = [each["attachment"] for each in envelopes if "attachment" in each]
        assert {each["testStepId"] for each in attached} == {ended[1]["testStepId"]}
        assert [json.loads(each["body"])["request"]["method"] for each in attached] == ["POST", "POST"]
        asked = "POST http://layer.example/nonces"
        assert [each["fileName"] for each in attached] == [f"{asked}: 201", f"{asked}: no answer"]

    def test_a_failure_says_what_a_stranger_needs(self, report, result):
        """Expected, observed, and how to repeat it."""
        run = report(result(verdict="VIOLATES", expected="201", observed="500"))
        envelopes = documents_in("messages.ndjson", FORMATS["messages.ndjson"](run))
        (step,) = (each["testStepFinished"] for each in envelopes if "testStepFinished" in each)
        found = step["testStepResult"]
        assert (found["status"], found["exception"]["message"]) == ("FAILED", "expected 201, observed 500")
        assert all(word in found["message"] for word in ("expected", "observed", "repeat     curl ", "documents"))
        assert found["duration"] == {"seconds": 0, "nanos": 500_000_000}


def test_every_verdict_has_a_place_in_every_form():
    """A new word must not be forgotten in one of them."""
    from conformance.reporting.formats import markdown, sarif

    assert WORDS.keys() == KIND_OF.keys() == set(Verdict)
    left_out = {Verdict.CONFORMS, Verdict.UNTESTED, Verdict.NOT_APPLICABLE}
    assert sarif.__globals__["_LEVELS"].keys() == set(Verdict) - left_out
    assert markdown.__globals__["_SECTIONS"].keys() == set(Verdict) - {Verdict.CONFORMS}
