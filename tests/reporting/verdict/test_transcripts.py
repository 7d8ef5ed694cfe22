"""`transcripts.ndjson` holds the exchanges of every scenario, in the words of every other output."""

import json

from conformance.reporting.verdict.read import read_run
from conformance.reporting.verdict.transcripts import check_consistency, parse_transcripts
from conformance.reporting.write_all import write_reports


def test_every_scenario_has_a_line(report, one_of_each, tmp_path):
    """With its exchanges, those that are not decisive too."""
    write_reports(report(*one_of_each), tmp_path)
    lines = [json.loads(line) for line in (tmp_path / "transcripts.ndjson").read_text("utf-8").split("\n")[:-1]]
    assert sorted(line["nodeid"] for line in lines) == sorted(each.nodeid for each in one_of_each)
    assert {line["nodeid"]: line["transcript"] for line in lines} == {
        each.nodeid: list(each.transcript) for each in one_of_each
    }
    assert {line["nodeid"]: line["steps"] for line in lines} == {
        each.nodeid: [list(step.exchanges) for step in each.steps] for each in one_of_each
    }


def test_what_is_read_back_agrees_with_its_verdict(report, one_of_each, tmp_path):
    """Whatever a target has put into it."""
    write_reports(report(*one_of_each), tmp_path)
    found = parse_transcripts((tmp_path / "transcripts.ndjson").read_bytes())
    check_consistency(read_run(tmp_path / "verdict.json"), found)
