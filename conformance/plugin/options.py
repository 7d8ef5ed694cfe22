"""The suite's own options, and what a run is about according to them."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from conformance.caller.time.waiting import RealWait
from conformance.catalogue import Profile
from conformance.embedded.targets import UnknownReferenceError, embedded_targets, reference_of
from conformance.plugin.old_reports import set_aside_for
from conformance.plugin.run import rejudge, watch
from conformance.plugin.run.target_clock import sets_target_clock
from conformance.plugin.run.waiting import reason_not_to_wait_beside
from conformance.plugin.state import RunState
from conformance.plugin.terminal import set_quiet
from conformance.run_options import RUN_OPTIONS, WatchOptions
from conformance.suite import suite_folder
from conformance.targets import (
    ClientTarget,
    EmbeddedTarget,
    FieldError,
    Target,
    TargetFileError,
    Targets,
    load_target,
    patience,
    target_from_environment,
)
from conformance.targets.profiles import wall_clocks, widest_profile

#: How long a scenario of the profile core may wait, in seconds.
_CORE_WAIT = Profile.CORE.longest or 0


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the suite's own options."""
    group = parser.getgroup("layer-conformance")
    for option in RUN_OPTIONS:
        kind = {"choices": option.choices} if option.choices else {"metavar": option.metavar, "type": option.type}
        group.addoption(*option.names, dest=option.dest, default=option.default, help=option.help, **kind)
    group.addoption("--watch", metavar="JSON", help="let a person be the driver; `layer-conformance watch` says where")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Read the options and the target file at once, so that a mistake is the first thing reported and nothing runs."""
    set_aside_for(config, config.option, config.args)
    _require_own_surroundings(config)
    state = RunState.of(config)
    record: str | None = config.getoption("--rejudge")
    if record is not None:
        rejudge.prepare(config, Path(record))
        return
    state.targets = _choose_targets(config, state)
    if sets_target_clock(config) and getattr(config.option, "numprocesses", None):
        raise pytest.UsageError("the target's clock can be moved by one process only: leave -n out")
    _require_driver(config, state.targets.get("client"))
    state.max_wait = _read_patience(state.targets, config.getoption("--patience"))
    state.profile = _read_profile(config, state)
    if state.max_wait and (why := reason_not_to_wait_beside(config)):
        # What is short is waited for here, between the other scenarios.
        patience_here = min(state.max_wait, _CORE_WAIT)
        state.target_time = lambda _ask: RealWait(patience_here, lambda seconds, _words: time.sleep(seconds), why)


def _choose_targets(config: pytest.Config, state: RunState) -> Targets:
    """Return the targets of the file, or those of one actor, asked no faster than the options say."""
    try:
        targets = _read_targets(state, config.getoption("--target"))
    except (TargetFileError, UnknownReferenceError) as error:
        raise pytest.UsageError(str(error)) from error
    actor: str | None = config.getoption("--actor")
    if actor and actor not in targets:
        raise pytest.UsageError(f"--actor {actor}: the target is a {', '.join(targets)}")
    return Targets.of(*(_limit_pace(target, config) for name, target in targets.items() if actor in (None, name)))


def _require_driver(config: pytest.Config, client: Target | None) -> None:
    """Let a person watch where the options say so; else a client needs a driver."""
    where: str | None = config.getoption("--watch")
    if where is not None:
        watch.prepare(config, WatchOptions.parse(where))
    elif isinstance(client, ClientTarget) and not client.has_driver:
        raise pytest.UsageError(
            f"{client.source}: client.command is missing, the driver; without one, `layer-conformance watch` lets a "
            "person be the driver"
        )


def _require_own_surroundings(config: pytest.Config) -> None:
    """Raise UsageError where another plug-in, or another copy of the suite, would decide what a run sees."""
    if getattr(config.option, "forked", False):
        raise pytest.UsageError("--forked (pytest-forked) keeps results from the run: leave it out, or use --parallel")
    if (config.rootpath / "features").is_dir() and config.rootpath.resolve() != suite_folder().resolve():
        raise pytest.UsageError(
            f"the suite that is installed is the one in {suite_folder()}, and pytest runs in {config.rootpath}: "
            "install this one with `pip install -e .`, or run pytest there"
        )


def _read_targets(state: RunState, name: str | None) -> Targets:
    """Return what is examined, by actor; what makes the embedded actors goes into the state."""
    kind, colon, reference = (name or "").partition(":")
    if colon and kind in ("mutant", "variation"):
        state.examine_reference(kind, reference)
        (actor,) = state.targets
        return embedded_targets(name, actor, state.make_provider)
    target = load_target(Path(name)) if name else target_from_environment()
    if isinstance(target, EmbeddedTarget):
        return _read_embedded(state, target)
    return Targets.of(target) if target else embedded_targets()


def _read_embedded(state: RunState, target: EmbeddedTarget) -> Targets:
    """Return the actor of the suite's own that a target file names, under the file's name and profile."""
    reference = reference_of(target)
    if reference:
        state.examine_reference(*reference)
    (actor,) = embedded_targets(target.name, target.actor, state.make_provider).values()
    # A client with a file needs a driver, and the suite's own is reached without one.
    source = None if isinstance(actor, ClientTarget) else target.source
    return Targets.of(replace(actor, profile=target.profile, source=source))


def _limit_pace(target: Target, config: pytest.Config) -> Target:
    """Return the target with no more requests in a second than the options allow, and as many processes as they say."""
    most: float | None = config.getoption("--max-rate")
    if most is not None and not most > 0:
        raise pytest.UsageError("--max-rate should be a number of requests in a second, above 0")
    http = target.http
    rate = http.max_rate if most is None else min(most, http.max_rate or most)
    return replace(target, http=replace(http, parallel=config.option.jobs or http.parallel, max_rate=rate))


def _read_patience(targets: Targets, option: str | None) -> int:
    """Return how long a scenario may wait, in seconds, by the option or else by the target file."""
    try:
        requested = patience(option) if option is not None else None
    except FieldError as fault:
        raise pytest.UsageError(f"--patience {option} {fault}") from fault
    clocks = wall_clocks(targets.values())
    if not clocks:
        return 0
    return requested if requested is not None else max(_CORE_WAIT, *(clock.patience for clock in clocks))


def _read_profile(config: pytest.Config, state: RunState) -> Profile:
    """Return what the run claims: by the option, by the target file, or the widest that it can decide.

    Where the suite moves the clock (its own, or the target's) it decides everything.
    """
    option: str | None = config.getoption("--profile")
    claims = [option] if option else [target.profile for target in state.targets.values() if target.profile]
    if claims:
        return Profile(claims[0])
    return widest_profile(state.targets.values(), state.max_wait)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Be brief where a target is examined; the suite's own tests are reported as pytest does it."""
    if any(item.path.suffix == ".feature" for item in session.items):
        set_quiet(session.config)
