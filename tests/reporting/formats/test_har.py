"""`exchanges.har`."""

import json

from form_schemas import validator_of

from conformance.reporting.formats import FORMATS
from conformance.reporting.formats.har import har_of_all


def test_what_does_not_conform_has_its_exchanges(report, result):
    """A page a finding; an answer that never came is status 0, and says why."""
    run = report(result(), result("SESSION-1", "VIOLATES", expected="201", observed="500"))
    log = json.loads(FORMATS["exchanges.har"](run))["log"]
    (page,) = log["pages"]
    assert page["title"] == "SESSION-1 VIOLATES: A nonce is issued [2.0]"
    assert [(each["pageref"], each["response"]["status"]) for each in log["entries"]] == [
        *((page["id"], 201), (page["id"], 0))
    ]
    assert log["entries"][1]["response"]["comment"] == "did not answer in time (10 s)"


def test_all_of_a_run_can_be_had(report, result):
    """From its transcripts, with secrets replaced there as everywhere."""
    run = report(result(), result("SESSION-1", "VIOLATES"))
    recordings = {it.nodeid: [it.transcript] for _, it in run.cases()}
    text = har_of_all(run, recordings)
    validator_of("exchanges.har").validate(json.loads(text))
    assert len(json.loads(text)["log"]["entries"]) == 4
    assert "a-nonce-of-the-run-1" not in text
