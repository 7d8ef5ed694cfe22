"""The suite's own options, and what a run is about according to them."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from conformance.caller.time.waiting import RealWait
from conformance.catalogue import ACTORS, Profile
from conformance.embedded.targets import EMBEDDED_NAME, UnknownReferenceError, embedded_targets, reference_of
from conformance.plugin.run import rejudge
from conformance.plugin.run.target_clock import sets_target_clock
from conformance.plugin.state import RunState, is_worker
from conformance.plugin.terminal import set_quiet
from conformance.processes import can_fork
from conformance.reporting.previous import PreviousReportsError, set_aside
from conformance.suite import features_folder, suite_folder
from conformance.targets import (
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
    group.addoption(
        "--target",
        metavar="FILE",
        help=f"the target file of what is examined, or mutant:NAME or variation:NAME for one of the suite's own "
        f"(default: $LAYER_CONFORMANCE_TARGET, or {EMBEDDED_NAME})",
    )
    group.addoption("--actor", choices=ACTORS, help="examine this actor only (default: every one that there is)")
    group.addoption("--reports", metavar="DIR", help="where the reports are written (default: ./reports)")
    group.addoption(
        "--patience",
        metavar="TIME",
        help="wait up to so long, such as 11m, for what needs time to pass at the target (default: 5 s); all of it is "
        "waited for at once, while everything else runs",
    )
    group.addoption(
        "--profile",
        choices=[profile.value for profile in Profile],
        help="how much of the protocol the run claims: core, timed (up to 11 minutes have to pass at the target) or "
        "full (default: target.profile, or the widest that this run can decide)",
    )
    group.addoption(
        "--parallel",
        "--jobs",
        dest="jobs",
        type=int,
        metavar="N",
        help="examine with so many processes at once (default: one per core on the embedded reference, otherwise one)",
    )
    group.addoption(
        "--max-rate",
        type=float,
        metavar="N",
        help="the most requests in a second, where the target file does not allow fewer",
    )
    group.addoption("--matrix", metavar="FILE", help="run the kill matrix and write its results to this JSON file")
    group.addoption(
        "--matrix-scope",
        choices=("own", "sample", "quick", "all"),
        default="all",
        help="own: each mutant until it is killed; on everything else quick runs one scenario of each rule, and sample "
        "one of every tenth",
    )
    group.addoption("--rejudge", metavar="FILE", help="judge the scenarios recorded in this JSON file; nothing is sent")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Read the options and the target file at once, so that a mistake is the first thing reported and nothing runs."""
    if _examines_target(config):
        _set_old_reports_aside(config)
    _require_own_surroundings(config)
    state = RunState.of(config)
    record: str | None = config.getoption("--rejudge")
    if record is not None:
        rejudge.prepare(config, Path(record))
        return
    try:
        targets = _read_targets(state, config.getoption("--target"))
    except (TargetFileError, UnknownReferenceError) as error:
        raise pytest.UsageError(str(error)) from error
    actor: str | None = config.getoption("--actor")
    if actor and actor not in targets:
        raise pytest.UsageError(f"--actor {actor}: the target is a {', '.join(targets)}")
    state.targets = Targets.of(*(target for name, target in targets.items() if actor in (None, name)))
    if sets_target_clock(config) and getattr(config.option, "numprocesses", None):
        raise pytest.UsageError("the target's clock can be moved by one process only: leave -n out")
    state.targets = Targets.of(*(_limit_rate(each, config) for each in state.targets.values()))
    state.max_wait = _read_patience(state.targets, config.getoption("--patience"))
    state.profile = _read_profile(config, state)
    if state.max_wait and (why := _reason_not_to_fork(config)):
        # What is short is waited for here, between the other scenarios.
        patience_here = min(state.max_wait, _CORE_WAIT)
        state.target_time = lambda _ask: RealWait(patience_here, lambda seconds, _words: time.sleep(seconds), why)


#: Options with which pytest only tells something, or the suite examines itself or a record.
_WITHOUT_A_TARGET = (
    *("help", "version", "markers", "showfixtures", "show_fixtures_per_test", "cacheshow", "collectonly"),
    *("matrix", "rejudge"),
)


def _examines_target(config: pytest.Config) -> bool:
    """Say whether this process begins a run that examines a target, and not the suite's own tests."""
    if is_worker(config) or any(getattr(config.option, name, None) for name in _WITHOUT_A_TARGET):
        return False
    features = features_folder().resolve()
    paths = [(config.invocation_params.dir / name.partition("::")[0]).resolve() for name in config.args]
    return any(path.is_relative_to(features) or features.is_relative_to(path) for path in paths)


def _set_old_reports_aside(config: pytest.Config) -> None:
    """Set the reports of an earlier run aside, before anything of this one can fail."""
    try:
        set_aside(reports_folder(config))
    except PreviousReportsError as error:
        raise pytest.UsageError(str(error)) from error


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
    return Targets.of(replace(actor, profile=target.profile, source=target.source))


def _limit_rate(target: Target, config: pytest.Config) -> Target:
    """Return the target with no more requests in a second than the option allows."""
    most: float | None = config.getoption("--max-rate")
    if most is None:
        return target
    if not most > 0:
        raise pytest.UsageError("--max-rate should be a number of requests in a second, above 0")
    return replace(target, http=replace(target.http, max_rate=min(most, target.http.max_rate or most)))


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


def _reason_not_to_fork(config: pytest.Config) -> str:
    """Return why nothing long is waited for, whatever the patience; empty where processes can be forked for it."""
    if is_worker(config):
        return "a worker of xdist does not wait: leave -n out"
    if config.option.usepdb or config.option.trace:
        return "beside a debugger nothing is waited for: leave --pdb and --trace out"
    return "" if can_fork() else "waiting needs a system that can fork processes"


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Be brief where a target is examined; the suite's own tests are reported as pytest does it."""
    if any(item.path.suffix == ".feature" for item in session.items):
        set_quiet(session.config)


def reports_folder(config: pytest.Config) -> Path:
    """Return the folder that the reports are written to."""
    folder: str | None = config.getoption("--reports")
    return (config.invocation_params.dir / (folder or "reports")).absolute()
