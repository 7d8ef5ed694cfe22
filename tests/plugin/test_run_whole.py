"""`pytest` with nothing given: the embedded reference, whole, and every report of it."""

from __future__ import annotations

import base64
import json
import re
import time
from collections import Counter
from datetime import datetime
from xml.etree import ElementTree

import jsonschema
import pytest

from conformance.clock import VirtualClock
from conformance.embedded.targets import embedded_targets
from conformance.keys import published_key
from conformance.reporting.run.schema import SCHEMA_FILE
from conformance.scenarios import expected_scenarios

#: A scenario on the embedded reference takes milliseconds; a leak of frozen time would make it years.
A_DAY = 86400.0


@pytest.fixture(scope="module")
def allure(whole_run):
    """Every result of Allure's."""
    return [
        json.loads(path.read_text("utf-8")) for path in (whole_run.reports / "allure-results").glob("*-result.json")
    ]


@pytest.fixture(scope="module")
def scenarios(whole_run):
    """Every scenario in verdict.json, with its finding."""
    return [(finding, each) for finding in whole_run.verdict["findings"] for each in finding["scenarios"]]


def test_the_reference_is_conformant(whole_run):
    """With exit code 0, and with the same word in every place."""
    assert whole_run.code == 0, whole_run.output
    assert whole_run.word == "CONFORMANT"
    assert whole_run.last_line == "CONFORMANT to full (1.0, 2.0): every MUST and SHOULD of the profile full conforms."


def test_the_verdict_is_of_its_published_form(whole_run):
    """As machines read it."""
    schema = json.loads(SCHEMA_FILE.read_text("utf-8"))
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(whole_run.verdict)


def test_every_scenario_of_the_inventory_has_a_result(scenarios):
    """Of every actor, in every version, and each once."""
    expected = Counter()
    for target in embedded_targets().values():
        expected.update(expected_scenarios(target.actor, getattr(target, "versions", ())))
    assert Counter((finding["requirement"], finding["version"]) for finding, _ in scenarios) == expected
    assert max(Counter(each["nodeid"] for _, each in scenarios).values()) == 1


def test_both_versions_are_examined_alike(whole_run):
    """Whatever is asked of a server is asked in each version."""
    server = [each for each in whole_run.verdict["findings"] if each["actor"] == "server"]
    of_one, of_other = ({e["requirement"] for e in server if e["version"] == v} for v in ("1.0", "2.0"))
    assert of_one == of_other
    assert {each["version"] for each in server} == {"1.0", "2.0"}


def test_every_report_counts_the_same(whole_run, scenarios, allure):
    """verdict.json, JUnit, Allure and pytest's own last line."""
    junit = ElementTree.parse(whole_run.reports / "junit.xml").getroot()  # noqa: S314 - a file of our own
    assert len(scenarios) == len(allure) == int(junit.get("tests")) == len(junit.findall(".//testcase"))
    skipped = sum(1 for _, each in scenarios if each["verdict"] == "NOT_APPLICABLE")
    left_out = sum(int(suite.get("skipped")) for suite in junit)
    assert (junit.get("failures"), junit.get("errors"), left_out) == ("0", "0", skipped)
    assert f"{len(scenarios) - skipped} passed, {skipped} skipped in" in whole_run.output


class TestTime:
    """The steps live in 2030, and the reports do not (docs/decisions/0003-time.md)."""

    def test_the_target_lives_in_2030(self, whole_run):
        """Its Date header, and the tokens that are minted for it."""
        findings = [each for each in whole_run.verdict["findings"] if each["actor"] != "client"]
        exchanges = [exchange for finding in findings for exchange in finding["transcript"]]
        dates = [
            h["value"] for e in exchanges if e["response"] for h in e["response"]["headers"] if h["name"] == "Date"
        ]
        issued = [
            exchange["request"]["identity_token"]["claims"]["iat"]
            for exchange in exchanges
            if isinstance(exchange["request"].get("identity_token", {}).get("claims"), dict)
            and type(exchange["request"]["identity_token"]["claims"].get("iat")) is int
        ]
        assert dates
        assert all(int(date.split()[3]) >= 2030 for date in dates)
        assert max(issued) >= VirtualClock.START

    def test_the_run_began_now(self, whole_run):
        """In the last minutes of real time."""
        started = datetime.fromisoformat(whole_run.verdict["started"]).timestamp()
        assert 0 <= time.time() - started < 3600
        assert 0 < whole_run.verdict["duration_s"] <= whole_run.seconds

    def test_every_exchange_took_real_time(self, whole_run):
        """And began while the run did."""
        began = datetime.fromisoformat(whole_run.verdict["started"]).timestamp()
        for finding in whole_run.verdict["findings"]:
            for exchange in finding["transcript"]:
                assert 0 <= exchange["duration_s"] < A_DAY
                assert 0 <= datetime.fromisoformat(exchange["started"]).timestamp() - began < whole_run.seconds + 1

    def test_every_scenario_and_step_took_real_time(self, whole_run, allure):
        """As Allure shows it, in milliseconds."""
        began = datetime.fromisoformat(whole_run.verdict["started"]).timestamp() * 1000
        for result in allure:
            for part in (result, *result["steps"]):
                assert 0 <= part["stop"] - part["start"] < A_DAY * 1000
                assert -1 <= part["start"] - began < (whole_run.seconds + 1) * 1000

    def test_junit_and_pytest_took_real_time(self, whole_run):
        """The sum of all scenarios, too."""
        root = ElementTree.parse(whole_run.reports / "junit.xml").getroot()  # noqa: S314 - a file of our own
        assert all(float(case.get("time")) < A_DAY for case in root.iter("testcase"))
        assert 0 < float(root.get("time")) <= whole_run.seconds


#: The value of a body in base64, in verdict.json.
BASE64 = re.compile(r'"encoding": "base64", [^}]*?"value": "([^"]*)"')


def private_lines(key):
    """Return the lines of a private key's PEM that do not lie in its public half."""
    modulus = key.public.public_numbers().n.to_bytes(512, "big")
    lines = key.private_pem.decode().splitlines()[1:-1]
    return [line for line in lines if base64.b64decode(line) not in modulus]


class TestSecrets:
    def texts(self, whole_run):
        for path in whole_run.reports.rglob("*"):
            if path.is_file():
                yield path.name, path.read_text("utf-8")
        yield "the terminal", whole_run.output

    def test_no_private_key_is_in_any_report(self, whole_run):
        """Not one line of a PEM but those of the modulus, which a token that brings its own key shows."""
        names = ("application", "disabled", "deleted", "other_provider", "stranger")
        lines = [line for name in names for line in private_lines(published_key(name))]
        for name, text in self.texts(whole_run):
            assert "PRIVATE KEY" not in text, name
            assert not [line for line in lines if line in text], name

    def test_no_identity_token_is_in_any_report(self, whole_run):
        """Whatever begins as one does: decoded headers and claims are shown in its place."""
        for name, text in self.texts(whole_run):
            # A body that is no UTF-8 is shown in base64, and may begin like a token: it is redacted before.
            assert not re.search(r"eyJ[\w-]+\.", text), name
            assert b"eyJ" not in b"".join(base64.b64decode(each) for each in BASE64.findall(text)), name

    def test_decoded_tokens_and_marks_are(self, whole_run):
        """A reader can follow what was sent."""
        text = (whole_run.reports / "verdict.json").read_text("utf-8")
        assert '"cty": "layer-eit;v=1"' in text
        for kind in ("identity token", "session token", "nonce"):
            assert f"[{kind} " in text


def test_steps_and_exchanges_stand_in_allures_results(allure):
    """Nothing of a scenario is lost on the way from a forked process."""
    assert all(result["steps"] for result in allure)
    assert all(step["status"] == "passed" for r in allure if r["status"] == "passed" for step in r["steps"])
    assert any(step["attachments"] for result in allure for step in result["steps"])
