"""`allure-results/` is in Allure's own form."""

import json
import uuid
from pathlib import Path

import attr
import pytest
from allure_commons import model2
from allure_commons.logger import AllureFileLogger

from conformance.judging.verdicts import RunVerdict
from conformance.judging.words import ON_WORD
from conformance.reporting.allure.results import write_results

#: What stands beside the results.
SURROUNDINGS = ("environment.properties", "categories.json", "executor.json")


@pytest.fixture
def written(tmp_path):
    """Write a report and return its results."""

    def make(report):
        write_results(report, tmp_path)
        return [json.loads(path.read_text("utf-8")) for path in sorted(tmp_path.glob("*-result.json"))]

    return make


def _members(model):
    return {field.name for field in attr.fields(model)}


def test_what_rests_on_the_target_files_word_has_a_tag(written, report, result):
    """And what was seen has none."""
    on_word, seen = written(report(result("KEY-1"), result("NONCE-1")))
    both = [{label["value"] for label in each["labels"] if label["name"] == "tag"} for each in (on_word, seen)]
    assert sorted(ON_WORD in tags for tags in both) == [False, True]


def test_every_member_is_one_of_allures_model(written, report, one_of_each):
    """For results, steps, labels, parameters, details and attachments."""
    for result in written(report(*one_of_each)):
        assert set(result) <= _members(model2.TestResult)
        assert set(result.get("statusDetails", ())) <= _members(model2.StatusDetails)
        for label in result["labels"]:
            assert set(label) == _members(model2.Label)
        for step in result["steps"]:
            assert set(step) <= _members(model2.TestStepResult)
            for parameter in step["parameters"]:
                assert set(parameter) <= _members(model2.Parameter)
        for attachment in [*result["attachments"], *(a for s in result["steps"] for a in s["attachments"])]:
            assert set(attachment) == _members(model2.Attachment)


def test_every_verdict_has_the_status_of_the_table(written, report, one_of_each):
    """As the table of docs/verdicts.md has it."""
    tags = ("CONFORMS", "VIOLATES", "ERROR", "FALLS_SHORT", "INCONCLUSIVE", "KNOWN", "UNTESTED", "NOT_APPLICABLE")
    statuses = {
        label["value"]: result["status"]
        for result in written(report(*one_of_each))
        for label in result["labels"]
        if label["value"] in tags
    }
    assert statuses == {
        "CONFORMS": "passed",
        "FALLS_SHORT": "passed",
        "UNTESTED": "skipped",
        "KNOWN": "skipped",
        "NOT_APPLICABLE": "skipped",
        "VIOLATES": "failed",
        "INCONCLUSIVE": "broken",
        "ERROR": "broken",
    }


def test_a_result_has_its_title_labels_and_description(written, report, result):
    """Epic is the actor, feature the chapter, story the requirement, severity the level."""
    (entry,) = written(report(result(verdict="VIOLATES", expected="201", observed="500")))
    labels = {label["name"]: label["value"] for label in entry["labels"]}
    assert entry["name"] == "A nonce is issued [2.0]"
    assert (labels["epic"], labels["feature"], labels["severity"]) == ("server", "nonces", "critical")
    assert labels["story"] == "NONCE-1 The title of NONCE-1"
    assert entry["description"].startswith("> A sentence of the documents.\n\nClient API 2.0, a section")
    assert entry["statusDetails"]["message"] == "expected 201, observed 500"
    assert (entry["start"], entry["stop"]) == (1700000000000, 1700000000500)


def test_steps_hold_their_exchanges_and_the_result_the_others(written, report, result, tmp_path):
    """In Allure's own exchange form, with real times."""
    (entry,) = written(report(result(verdict="VIOLATES")))
    first, then = entry["steps"]
    assert (first["name"], first["status"], first["stop"] - first["start"]) == (
        "Given a nonce",
        "passed",
        250,
    )
    assert then["attachments"] == []
    assert [item["name"] for item in first["attachments"]] == ["POST /nonces → 201"]
    assert [item["name"] for item in entry["attachments"]] == ["POST /nonces → no answer"]
    (attachment,) = first["attachments"]
    assert attachment["type"] == "application/vnd.allure.http+json"
    assert attachment["source"].endswith("-attachment.httpexchange")
    exchange = json.loads((tmp_path / attachment["source"]).read_text("utf-8"))
    assert exchange["schemaVersion"] == 1
    assert exchange["stop"] - exchange["start"] == 250
    assert exchange["response"]["body"]["contentType"] == "application/json"
    assert exchange["response"]["status"] == 201
    fault = json.loads((tmp_path / entry["attachments"][0]["source"]).read_text("utf-8"))
    assert fault["error"]["message"] == "did not answer in time (10 s)"


def test_what_conforms_has_its_first_exchange_alone(written, report, result, tmp_path):
    """Nobody has to act on it, and exchanges are most of what Allure's page weighs."""
    (entry,) = written(report(result()))
    assert [len(step["attachments"]) for step in entry["steps"]] == [1, 0]
    assert entry["attachments"] == []
    assert len(list(tmp_path.glob("*-attachment.*"))) == 1


def test_a_decoded_identity_token_is_a_parameter_of_its_step(written, report, result):
    """The exchange's own form has no place for it."""
    judged = result()
    exchange = dict(judged.transcript[0])
    exchange["request"] = {**exchange["request"], "identity_token": {"header": {"alg": "RS256"}, "claims": 1}}
    (entry,) = written(report(result(transcript=(exchange,))))
    assert entry["steps"][0]["parameters"] == [
        {"name": "identity token: header", "value": '{"alg": "RS256"}'},
        {"name": "identity token: claims", "value": "1"},
    ]


def test_ids_are_the_same_in_every_run_and_differ_in_every_scenario(written, report, result):
    """Allure takes results with one history for retries of each other, and hides all but one."""
    results = [result(version="1.0"), result(), result(scenario="Another"), result("NONCE-2"), result()]
    first = [entry["historyId"] for entry in written(report(*results))]
    again = [entry["historyId"] for entry in written(report(*results))]
    assert sorted(first) == sorted(again)
    assert len(set(first)) == len(results)


def test_only_what_looks_like_allures_is_removed(written, report, result, tmp_path):
    """Another run's results go; a stranger's file stays."""
    logger = AllureFileLogger(tmp_path)
    logger.report_result(model2.TestResult(uuid="x", name="stale"))
    logger.report_container(model2.TestResultContainer(uuid="x"))
    logger.report_attached_data("stale", f"{uuid.uuid4()}-attachment.txt")
    (tmp_path / "notes.txt").write_text("keep")
    (tmp_path / "my-result.json").write_text("{}")
    written(report(result()))
    written(report(result()))
    names = [path.name for path in tmp_path.iterdir()]
    assert {"notes.txt", "my-result.json", *SURROUNDINGS} < set(names)
    assert len(names) == 2 + len(SURROUNDINGS) + 1 + 1


def test_a_link_is_never_written_through(written, report, result, tmp_path):
    """Neither a symbolic one nor a hard one: the file may be somebody's archive."""
    archive = tmp_path.parent / f"{tmp_path.name}-archive"
    archive.mkdir()
    for make in ("symlink_to", "hardlink_to"):
        (archive / make).write_text("kept")
        getattr(tmp_path / f"{uuid.uuid4()}-attachment.httpexchange", make)(archive / make)
    written(report(result()))
    assert [path.read_text() for path in archive.iterdir()] == ["kept", "kept"]
    assert len(list(tmp_path.iterdir())) == 1 + 1 + len(SURROUNDINGS)


def test_a_run_of_fewer_and_shorter_exchanges_leaves_nothing_of_a_longer_one(written, report, result, tmp_path):
    """Files are written over and cut to their length."""
    written(report(result(), result(scenario="Another"), result(observed="x" * 5000, verdict="VIOLATES")))
    written(report(result(transcript=(), steps=())))
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".json", ".json", ".json", ".properties"]
    for path in tmp_path.glob("*.json"):
        json.loads(path.read_text("utf-8"))


def test_a_run_that_fails_though_no_scenario_does_has_a_broken_result(written, report, result):
    """A stale known issue or an early end would be green otherwise."""
    stale = {"verdict": RunVerdict.NOT_CONFORMANT, "reason": "the known issue NONCE-1 conforms now"}
    statuses = [entry["status"] for entry in written(report(result(), **stale))]
    assert sorted(statuses) == ["broken", "passed"]


def test_the_environment_is_a_property_file(written, report, result, tmp_path):
    """In ASCII, one property a line."""
    written(report(result(), suite_version="0.1.0\nx = é"))
    text = Path(tmp_path / "environment.properties").read_text("ascii")
    assert "suite = 0.1.0 x = \\xe9" in text.splitlines()


def test_the_executor_is_the_suite_or_the_job_of_a_ci_system(written, report, result, tmp_path, monkeypatch):
    """With its number and address, so that a page leads back to the job."""
    for name in ("GITHUB_ACTIONS", "GITLAB_CI", "JENKINS_URL"):
        monkeypatch.delenv(name, raising=False)
    written(report(result()))
    content = json.loads((tmp_path / "executor.json").read_text())
    assert (content["name"], content["type"]) == ("layer-conformance", "local")
    assert content["reportName"] == "Acme, staging: CONFORMANT to full (1.0, 2.0)"
    github = {
        "ACTIONS": "true",
        "RUN_NUMBER": "7",
        "SERVER_URL": "https://a.example",
        "REPOSITORY": "b/c",
        "RUN_ID": "9",
    }
    for name, value in github.items():
        monkeypatch.setenv(f"GITHUB_{name}", value)
    written(report(result()))
    content = json.loads((tmp_path / "executor.json").read_text())
    assert (content["type"], content["buildOrder"]) == ("github", 7)
    assert content["buildUrl"] == "https://a.example/b/c/actions/runs/9"
