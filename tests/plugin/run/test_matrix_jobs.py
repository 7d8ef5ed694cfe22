"""How jobs of the kill matrix share a process: each begins as if it were the first, and those apart have their own."""

from __future__ import annotations

import json
import os
from types import SimpleNamespace

import pytest
from scenario_items import config_of, item_of, report_of

from conformance.embedded.targets import embedded_targets
from conformance.judging.findings import ScenarioResult
from conformance.judging.verdicts import Verdict
from conformance.plugin.run import matrix_jobs
from conformance.plugin.run.matrix_jobs import Job, JobRunner, run_jobs
from conformance.plugin.scenario.result import RESULT
from conformance.plugin.state import RunState


def never(_result):
    return False


def nothing(_config):
    return None


class TestRunJobs:
    def test_jobs_share_a_process_but_for_those_apart(self, monkeypatch):
        """However many draw from the queue; what each comes to is kept under its name."""
        monkeypatch.setattr(matrix_jobs, "JobRunner", lambda _config: SimpleNamespace(run=lambda _job: [[os.getpid()]]))
        jobs = [Job(name, nothing, [], never, apart=name.isupper()) for name in "abCdeFg"]
        results = run_jobs(config_of(), jobs, 1)
        assert sorted(results) == sorted("abCdeFg")
        processes = {name: rows[0][0] for name, rows in results.items()}
        assert len({processes[name] for name in "abdeg"}) == 1
        assert len({*processes.values(), os.getpid()}) == 4

    def test_a_process_runs_some_jobs_and_the_next_one_the_others(self, monkeypatch):
        """None of them is lost, wherever their number ends."""
        monkeypatch.setattr(matrix_jobs, "JobRunner", lambda _config: SimpleNamespace(run=lambda _job: [[os.getpid()]]))
        monkeypatch.setattr(matrix_jobs, "_JOBS", 4)
        for count in (1, 4, 9, 12):
            jobs = [Job(str(number), nothing, [], never) for number in range(count)]
            processes = [rows[0][0] for rows in run_jobs(config_of(), jobs, 1).values()]
            assert len(processes) == count
            assert len(set(processes)) == -(-count // 4)

    def test_an_error_of_the_suite_ends_the_matrix(self, monkeypatch):
        """With its traceback: a matrix that lacks jobs is none."""

        def fail(_config):
            raise ZeroDivisionError

        monkeypatch.setattr(matrix_jobs, "JobRunner", fail)
        with pytest.raises(RuntimeError, match="ZeroDivisionError"):
            run_jobs(config_of(), [Job("a", nothing, [], never)], 1)


class TestJobRunner:
    @pytest.fixture
    def runner(self, monkeypatch):
        """Scenarios come to what their names say; what is torn down beside them is kept in `ended`."""
        config = config_of()
        config.ended, received = [], []
        config.hook = SimpleNamespace(
            pytest_runtest_teardown=lambda item, nextitem: config.ended.append((item.name, nextitem))
        )
        monkeypatch.setattr(matrix_jobs, "ReportReceiver", lambda _config, receive: received.append(receive))

        def run_item(item, following):
            config.followed.append((item.name, following and following.name))
            RunState.of(config).examinations[item.name] = SimpleNamespace(reason_to_take_back=lambda: "")
            report = report_of()
            result = ScenarioResult("NONCE-1", "server", "2.0", "a", item.nodeid, Verdict(item.name))
            setattr(report, RESULT, json.dumps(result.to_json()))
            received[0](report)

        config.followed = []
        monkeypatch.setattr(matrix_jobs, "run_item", run_item)
        return JobRunner(config), config

    def test_a_job_begins_with_nothing_of_the_one_before(self, runner):
        """Neither results nor examinations, nor what it has examined; its target is that of the run."""
        runner, config = runner
        first = RunState.of(config)

        def examine_another(config):
            assert RunState.of(config).targets is first.targets
            RunState.of(config).targets = embedded_targets("another")

        job = Job("a", examine_another, [item_of("NONCE-1", config, name="CONFORMS")], never)
        assert [row[3] for row in runner.run(job)] == [row[3] for row in runner.run(job)] == ["CONFORMS"]
        assert list(RunState.of(config).examinations) == ["CONFORMS"]
        assert RunState.of(config) is not first

    def test_what_lives_as_long_as_a_session_ends_with_the_last_scenario(self, runner):
        """Nothing follows it."""
        runner, config = runner
        items = [item_of("NONCE-1", config, name=name) for name in ("CONFORMS", "VIOLATES")]
        assert len(runner.run(Job("a", nothing, items, never))) == 2
        assert config.followed == [("CONFORMS", "VIOLATES"), ("VIOLATES", None)]
        assert config.ended == []

    def test_it_ends_with_a_scenario_that_is_enough_too(self, runner):
        """The server of one mutant answers nobody after it."""
        runner, config = runner
        items = [item_of("NONCE-1", config, name=name) for name in ("CONFORMS", "VIOLATES", "ERROR")]
        rows = runner.run(Job("a", nothing, items, lambda result: result.verdict is Verdict.VIOLATES))
        assert [row[3] for row in rows] == ["CONFORMS", "VIOLATES"]
        assert config.ended == [("VIOLATES", None)]

    def test_scenarios_that_can_notice_nothing_are_left_out_but_for_a_sample(self, runner):
        """Of them two are tried, at a target that has met nobody before, and their rows say so."""
        runner, config = runner
        items = [item_of("NONCE-1", config, name=name) for name in ("VIOLATES", *["CONFORMS"] * 9)]
        for number, item in enumerate(items):
            item.nodeid = str(number)
        rows = runner.run(Job("a", nothing, items, never, can_notice=lambda item: item.name == "VIOLATES"))
        assert [(row[3], row[6]) for row in rows] == [("VIOLATES", False), *[("CONFORMS", True)] * 2]
        assert [name for name, _ in config.followed] == ["VIOLATES", "CONFORMS", "CONFORMS"]
        assert {following for _, following in config.followed} == {None}
        assert len(RunState.of(config).examinations) == 1

    def test_fewer_than_a_sample_are_all_tried(self, runner):
        """And one that may notice something is no part of it."""
        runner, config = runner
        items = [item_of("NONCE-1", config, name=name) for name in ("CONFORMS", "VIOLATES")]
        rows = runner.run(Job("a", nothing, items, never, can_notice=lambda item: item.name == "VIOLATES"))
        assert [(row[3], row[6]) for row in rows] == [("VIOLATES", False), ("CONFORMS", True)]
