"""The kill matrix: the suite on every mutant, every variation and every null target, after one collection."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conformance.judging.findings import ScenarioResult
from conformance.judging.verdicts import KILLING
from conformance.plugin.collection.features import (
    requirement_of_item,
    scenario_name_of,
    steps_of_item,
    version_of_item,
)
from conformance.plugin.run.forks import prepare_fork
from conformance.plugin.run.matrix_jobs import Job, run_jobs
from conformance.plugin.run.matrix_traces import Traces, choose_noticing, record_traces
from conformance.plugin.state import RunState
from conformance.reference.fickle_targets import FICKLE_TARGETS
from conformance.reference.null_drivers import NULL_DRIVERS
from conformance.reference.null_targets import ALL_NULL_TARGETS, running_null_target
from conformance.scenarios import seconds_needed
from conformance.targets import ClientTarget, HttpSettings, Targets

if TYPE_CHECKING:  # only a run of the matrix needs a thousand mutants
    from conformance.reference.mutants import Mutant

#: Null targets that never answer are waited for so many seconds.
_NULL_TIMEOUT = 1.0
#: The variation that only waits: one scenario a rule is enough of it, or one for every fourth rule in a quick run.
_SLOW = "slow"
#: A sample examines a variation or a null target by one rule in so many, and the next one by the next of them.
_STEP = 10
#: Jobs that wait more than they work: they go first.
_WAITING = (f"variation:{_SLOW}", "null:silence", "null:an endless body")


def run(session: pytest.Session) -> bool:
    """Run the matrix in the place of the suite, and write its results to the file that `--matrix` names."""
    config, scope = session.config, session.config.getoption("--matrix-scope")
    processes = config.getoption("--jobs") or (os.cpu_count() or 1) + 1
    with prepare_fork(session):
        server = _by_actor(session.items).get("server", [])
        traces = record_traces(config, _one_of_each_rule(server), processes) if scope == "all" else {}
        jobs = [*_mutant_jobs(session.items, scope, traces), *_other_jobs(session.items, scope)]
        jobs.sort(key=lambda job: job.name not in _WAITING)
        jobs = part_of(jobs, config.getoption("--matrix-part"))
        results = run_jobs(config, jobs, processes)
    content = json.dumps({job.name: results[job.name] for job in jobs})
    Path(config.getoption("--matrix")).write_text(content, encoding="utf-8")
    return True


def part_of(jobs: list[Job], part: str | None) -> list[Job]:
    """Return every job, or those of one part, such as 3/8: those whose place, divided by eight, leaves three."""
    number, count = map(int, (part or "0/1").split("/"))
    return jobs[number::count]


def _mutant_jobs(items: Sequence[pytest.Item], scope: str, traces: Traces) -> list[Job]:
    from conformance.reference.mutants import all_mutants

    by_rule, seconds = _by_rule(items), {item.nodeid: seconds_needed(steps_of_item(item)) for item in items}
    # In a whole run each of them runs, whichever goes first.
    words = {item.nodeid: _words_of(scenario_name_of(item)) for item in items if scope != "all"}

    def own_scenarios(mutant: Mutant) -> list[pytest.Item]:
        """Return those first that need the least time, and of these the ones whose names say the fault.

        Where the first kill ends a run, it is one in the least profile.
        """
        fault = _words_of(f"{mutant.name} {mutant.docstring}".replace("_", " "))
        return sorted(
            by_rule.get(mutant.requirement, []),
            key=lambda item: (seconds[item.nodeid], -len(fault & words.get(item.nodeid, frozenset()))),
        )

    jobs = {mutant: _mutant_job(mutant, own_scenarios(mutant)) for mutant in all_mutants()}
    if scope != "all":
        return list(jobs.values())
    everything = {actor: _one_of_each_rule(own) for actor, own in _by_actor(items).items()}
    return [_with_others(job, mutant, everything.get(mutant.actor, []), traces) for mutant, job in jobs.items()]


def _words_of(text: str) -> frozenset[str]:
    """Return how the words of a text begin, so that one counts in all its forms."""
    return frozenset(word[:5] for word in re.findall("[a-z0-9]{3,}", text.lower()))


def _by_actor(items: Sequence[pytest.Item]) -> dict[str, list[pytest.Item]]:
    """Return the scenarios of each actor: those of another one examine no mutant and no variation."""
    by_actor: dict[str, list[pytest.Item]] = {}
    for item in items:
        requirement = requirement_of_item(item)
        if requirement is not None:
            by_actor.setdefault(requirement.actor, []).append(item)
    return by_actor


def _by_rule(items: Sequence[pytest.Item]) -> dict[str | None, list[pytest.Item]]:
    by_rule: dict[str | None, list[pytest.Item]] = {}
    for item in items:
        by_rule.setdefault(_requirement_id(item), []).append(item)
    return by_rule


def _mutant_job(mutant: Mutant, own: Sequence[pytest.Item]) -> Job:
    """Return the run of a mutant's own scenarios, until it is killed."""
    return Job(f"mutant:{mutant.name}", _as_reference("mutant", mutant.name), own, _is_kill)


def _with_others(job: Job, mutant: Mutant, everything: Sequence[pytest.Item], traces: Traces) -> Job:
    """Return the whole run of a mutant: after its own scenarios, one of each other rule that can notice it."""
    others = [item for item in everything if _requirement_id(item) != mutant.requirement]
    notices = choose_noticing(mutant.apply, traces) if mutant.actor == "server" else None
    can_notice = (lambda item: _requirement_id(item) == mutant.requirement or notices(item)) if notices else None
    return replace(job, items=[*job.items, *others], stop=_never, can_notice=can_notice)


def _one_of_each_rule(items: Sequence[pytest.Item], turn: int = 0) -> list[pytest.Item]:
    """Return one scenario a rule, in the newest version: enough to see who else notices a mutant.

    Where `turn` goes up from one target to the next, each scenario has its turn somewhere.
    """
    return [own[turn % len(own)] for own in _by_rule(_newest(items)).values()]


def _newest(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Return the scenarios of one actor in its newest version: all of them where it has none."""
    last = max((version_of_item(item) or "" for item in items), default="")
    return [item for item in items if (version_of_item(item) or "") == last]


def _other_jobs(items: Sequence[pytest.Item], scope: str) -> list[Job]:
    if scope == "own":
        return []
    # The versions differ in nothing that a variation could touch; `--target variation:NAME` examines them all.
    newest = {actor: _newest(own) for actor, own in _by_actor(items).items()}
    addressed = [own for actor, own in newest.items() if actor != "client"]
    nulls = []
    for turn, name in enumerate(ALL_NULL_TARGETS):
        everything = [item for own in addressed for item in thin_out(own, _scope_at(name, scope), turn)]
        nulls.append(Job(f"null:{name}", _as_null_target(name), everything, _never, apart=True))
    for turn, name in enumerate(NULL_DRIVERS):
        driven = thin_out(newest.get("client", []), scope, turn)
        nulls.append(Job(f"null:driver: {name}", _as_null_driver(name), driven, _never, apart=True))
    return [*_variation_jobs(newest, scope), *nulls]


def _variation_jobs(newest: Mapping[str, Sequence[pytest.Item]], scope: str) -> list[Job]:
    from conformance.reference.variations import all_variations

    jobs = []
    for turn, variation in enumerate(all_variations()):
        items = thin_out(newest.get(variation.actor, []), scope, turn)
        if variation.name == _SLOW:
            items = _one_of_each_rule(items)[:: 4 if scope == "quick" else 1]
        prepare = _as_reference("variation", variation.name)
        jobs.append(Job(f"variation:{variation.name}", prepare, items, _never))
    return jobs


def thin_out(items: Sequence[pytest.Item], scope: str, turn: int) -> Sequence[pytest.Item]:
    """Return what is run of an actor's scenarios on the target that stands at `turn` among its kind.

    All of them; or one a rule (quick); or one of every tenth rule (sample), so that ten targets in a row have every
    rule between them.
    """
    match scope:
        case "quick":
            return _one_of_each_rule(items, turn)
        case "sample":
            return _one_of_each_rule(items, turn // _STEP)[turn % _STEP :: _STEP]
        case _:
            return items


def _scope_at(name: str, scope: str) -> str:
    """Return the scope at a null target: one that is lawful at first needs many sign-ins before it changes."""
    return "quick" if name in FICKLE_TARGETS and scope == "sample" else scope


def _requirement_id(item: pytest.Item) -> str | None:
    requirement = requirement_of_item(item)
    return requirement.id if requirement else None


def _is_kill(result: ScenarioResult) -> bool:
    return result.verdict in KILLING


def _never(_result: ScenarioResult) -> bool:
    """Leave no scenario out, whatever the last one came to."""
    return False


def _as_reference(kind: str, name: str) -> Callable[[pytest.Config], None]:
    def prepare(config: pytest.Config) -> None:
        RunState.of(config).examine_reference(kind, name)

    return prepare


def _as_null_target(name: str) -> Callable[[pytest.Config], None]:
    def prepare(config: pytest.Config) -> None:
        state = RunState.of(config)
        if state.frozen_clock:
            state.frozen_clock.stop()  # it is examined in real time
        state.nap = lambda _seconds: None  # it is the same however long it is waited for
        running: Any = running_null_target(name)
        url = running.__enter__()  # it runs until the process ends
        http = HttpSettings(timeout=_NULL_TIMEOUT)
        addressed = (each for each in state.targets.values() if not isinstance(each, ClientTarget))
        state.targets = Targets.of(*(replace(each, url=url, http=http) for each in addressed))

    return prepare


def _as_null_driver(name: str) -> Callable[[pytest.Config], None]:
    def prepare(config: pytest.Config) -> None:
        state = RunState.of(config)
        if state.frozen_clock:
            state.frozen_clock.stop()  # a driver lives in real time
        target = replace(state.targets.client, url=name, command=NULL_DRIVERS[name], timeout=_NULL_TIMEOUT)
        state.targets = Targets.of(target)

    return prepare
