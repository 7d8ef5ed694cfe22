"""Running collected scenarios in forked processes, each with a reference of its own (docs/decisions/0006-forking.md).

Collecting once and forking after it runs a mutant in a fraction of the time of a new process. A child starts its own
reference, because the fixtures of the session are made when the first scenario asks for them.
"""

from __future__ import annotations

import json
import os
import select
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from conformance.judging.findings import ScenarioResult
from conformance.plugin.outcomes import RESULT


@dataclass(frozen=True)
class Job:
    """One run in a process of its own: a name, what is changed before, and the scenarios in their order.

    `stop` says after which result no more is needed. `keep` says what of a result is sent home.
    """

    name: str
    prepare: Callable[[pytest.Config], None]
    items: Sequence[pytest.Item]
    stop: Callable[[ScenarioResult], bool]


class ChildFailed(Exception):
    """A forked process came to an end without its results; the message holds its traceback."""


def run_forked(config: pytest.Config, jobs: Sequence[Job], processes: int) -> Iterator[tuple[Job, list[Any]]]:
    """Run jobs in so many processes at once, and yield each with its results as they come in.

    A result is a list: requirement, version, scenario, verdict, reason. Raises ChildFailed where a process died.
    """
    waiting, running = list(reversed(jobs)), {}
    while waiting or running:
        while waiting and len(running) < processes:
            job = waiting.pop()
            running[_start(config, job)] = (job, bytearray())
        for reader in select.select(list(running), [], [])[0]:
            job, received = running[reader]
            piece = os.read(reader, 1 << 16)
            if piece:
                received += piece
                continue
            os.close(reader)
            del running[reader]
            os.wait()
            yield job, _results(job, bytes(received))


def _start(config: pytest.Config, job: Job) -> int:
    reader, writer = os.pipe()
    sys.stdout.flush()
    if os.fork():
        os.close(writer)
        return reader
    os.close(reader)
    try:
        answer = json.dumps(_run(config, job)).encode("utf-8")
    except BaseException:
        answer = json.dumps({"failed": traceback.format_exc()}).encode("utf-8")
    with os.fdopen(writer, "wb") as pipe:
        pipe.write(answer)
    os._exit(0)


def _run(config: pytest.Config, job: Job) -> list[Any]:
    """Run the scenarios in this process, which is the child's."""
    job.prepare(config)
    results = []
    for index, item in enumerate(job.items):
        following = job.items[index + 1] if index + 1 < len(job.items) else None
        for report in runtestprotocol(item, log=False, nextitem=following):
            value = getattr(report, RESULT, None)
            if value is None:
                continue
            result = ScenarioResult.from_json(value)
            results.append([result.requirement, result.version, result.scenario, result.verdict.value, result.reason])
            if job.stop(result):
                return results
    return results


def _results(job: Job, answer: bytes) -> list[Any]:
    value: Any = json.loads(answer) if answer else {"failed": "the process died"}
    if isinstance(value, dict):
        raise ChildFailed(f"{job.name}: {value['failed']}")
    return list(value)
