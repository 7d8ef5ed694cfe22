"""How the jobs of the kill matrix are run: drawn from a queue by forked processes, most of them one after another."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice, zip_longest

import pytest

from conformance.judging.findings import ScenarioResult
from conformance.judging.run_verdict import take_back
from conformance.plugin.collection.features import requirement_of_item
from conformance.plugin.run.forks import NumberQueue, ReportReceiver, fork, read_lines
from conformance.plugin.run.serial import run_item
from conformance.plugin.scenario.result import result_in
from conformance.plugin.state import RunState

#: A result of a job: requirement, version, scenario, verdict, reason, profile, and whether nothing was to be noticed.
Row = list[str | bool | None]
#: A process runs so many jobs: what they leave in circles of objects, such as open connections, ends with it.
_JOBS = 16
#: Of the scenarios that are to notice nothing of a mutant, so many are tried all the same, and others each time.
_TRIED = 2


@dataclass(frozen=True)
class Job:
    """One run of the suite on one target.

    `prepare` changes what is examined, `stop` says after which result no more is needed. A job that is `apart` leaves
    its process unfit for others, as by real time, and what the target says of itself at the end takes its results back.
    Scenarios that cannot notice what is examined, where `can_notice` is there to say so, are left out but for a sample:
    each of those meets the target as if it were the first.
    """

    name: str
    prepare: Callable[[pytest.Config], None]
    items: Sequence[pytest.Item]
    stop: Callable[[ScenarioResult], bool]
    apart: bool = False
    can_notice: Callable[[pytest.Item], bool] | None = None


def run_jobs(config: pytest.Config, jobs: Sequence[Job], processes: int) -> dict[str, list[Row]]:
    """Run every job, so many at once, and return the rows of each by its name.

    Raises RuntimeError where a process ends in an error of the suite's own.
    """
    queue = NumberQueue()
    workers = [fork(partial(_work_off, config, jobs, queue)) for _ in range(processes)]
    queue.fill(len(jobs))
    seen: dict[str, list[Row]] = {}
    for line in read_lines([reader for _, reader in workers]):
        match json.loads(line):
            case [name, rows]:
                seen[name] = rows
            case failure:
                raise RuntimeError(failure)
    for pid, _ in workers:
        os.waitpid(pid, 0)
    return seen


def _work_off(config: pytest.Config, jobs: Sequence[Job], queue: NumberQueue, writer: int) -> None:
    """Fork a process for the next few jobs, again and again, until one has drawn fewer: none are left then."""
    queue.only_draw()
    while _pass_on(partial(_draw, config, jobs, queue), writer) == _JOBS:
        pass


def _draw(config: pytest.Config, jobs: Sequence[Job], queue: NumberQueue, writer: int) -> None:
    """Draw some jobs and run them here, but for those that are apart: each of them is forked once more."""
    runner = JobRunner(config)
    for number in islice(queue.draw(), _JOBS):
        job = jobs[number]
        if job.apart:
            _pass_on(partial(_write, runner, job), writer)
        else:
            _write(runner, job, writer)


def _pass_on(work: Callable[[int], None], writer: int) -> int:
    """Fork a process, write the lines that it writes, and return how many there were."""
    pid, reader = fork(work)
    count = 0
    for line in read_lines([reader]):
        os.write(writer, line + b"\n")
        count += 1
    os.waitpid(pid, 0)
    return count


def _write(runner: JobRunner, job: Job, writer: int) -> None:
    with os.fdopen(os.dup(writer), "w", encoding="utf-8") as home:
        home.write(json.dumps([job.name, runner.run(job)]) + "\n")


class JobRunner:
    """Runs jobs in this process, one after another: nothing of one is left for the next."""

    def __init__(self, config: pytest.Config) -> None:
        self._config, self._first = config, RunState.of(config)
        self._results: list[ScenarioResult] = []
        ReportReceiver(config, self._receive)

    def run(self, job: Job) -> list[Row]:
        """Run the scenarios of a job whose requirements its target declares, and return a row for each result."""
        state = self._begin(job)
        items, tried = _sample([item for item in job.items if _is_claimed(item, state)], job.can_notice)
        for item, following in zip_longest(items, items[1:]):
            run_item(item, following)
            if self._results and job.stop(self._results[-1]):
                # What lives as long as a session ends with it, as after the last scenario.
                self._config.hook.pytest_runtest_teardown(item=item, nextitem=None)
                break
        results = take_back(self._results, _reasons_to_take_back(state)) if job.apart else self._results
        rows = [_row(result, is_tried=False) for result in results]
        return [*rows, *(row for item in tried for row in self._try(job, item))]

    def _begin(self, job: Job) -> RunState:
        self._results = []
        state = self._first.repeat(self._config)
        state.keeps_transcripts = False
        job.prepare(self._config)
        return state

    def _try(self, job: Job, item: pytest.Item) -> list[Row]:
        """Run one scenario on a target that has met no other: some err by what came before."""
        self._begin(job)
        run_item(item, None)
        return [_row(result, is_tried=True) for result in self._results]

    def _receive(self, report: pytest.TestReport) -> None:
        result = result_in(report)
        if result is not None:
            self._results.append(result)


def _is_claimed(item: pytest.Item, state: RunState) -> bool:
    """Say whether what is examined declares what the scenario's requirement needs: a variation may lack it."""
    requirement = requirement_of_item(item)
    return requirement is None or not state.targets[requirement.actor].undeclared(requirement.needs)


def _reasons_to_take_back(state: RunState) -> dict[str, str]:
    """Return what each target says of itself at the end, as a run that is not embedded asks it."""
    return {actor: why for actor, each in state.examinations.items() if (why := each.reason_to_take_back())}


def _sample(
    items: list[pytest.Item], can_notice: Callable[[pytest.Item], bool] | None
) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """Return the scenarios that can notice something, and a sample of the others."""
    if can_notice is None:
        return items, []
    noticing = [item for item in items if can_notice(item)]
    quiet = [item for item in items if item not in noticing]
    return noticing, random.SystemRandom().sample(quiet, min(_TRIED, len(quiet)))


def _row(result: ScenarioResult, *, is_tried: bool) -> Row:
    place = [result.requirement, result.version, result.scenario]
    return [*place, result.verdict.value, result.reason, result.profile, is_tried]
