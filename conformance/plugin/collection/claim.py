"""What a run claims: what lies beyond its profile, or needs what is not declared, is UNTESTED and not run."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.catalogue import Profile
from conformance.judging.findings import ScenarioResult
from conformance.judging.verdicts import Verdict, undeclared_reason
from conformance.plugin.collection.features import requirement_of_item, scenario_name_of, steps_of_item, version_of_item
from conformance.plugin.state import RunState, is_worker
from conformance.scenarios import seconds_needed
from conformance.scenarios.claims import describe_beyond

#: What a worker of xdist sends home of its untested scenarios: its controller has no items.
_OUTPUT = "layer_untested"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the run does not claim, each with what would decide it; a bare collection lists everything."""
    if config.option.collectonly or config.getoption("--matrix"):
        return
    state = RunState.of(config)
    results = [_untested(item, state) for item in items]
    state.untested.extend(result for result in results if result is not None)
    if state.untested:
        pairs = list(zip(items, results, strict=True))
        config.hook.pytest_deselected(items=[item for item, result in pairs if result is not None])
        items[:] = [item for item, result in pairs if result is None]


def _untested(item: pytest.Item, state: RunState) -> ScenarioResult | None:
    """Return the result of a scenario that the run does not claim, or None for any other test."""
    requirement = requirement_of_item(item)
    if requirement is None:
        return None
    target = state.targets[requirement.actor]
    seconds = seconds_needed(steps_of_item(item), target.session_lifetime)
    missing = target.undeclared(requirement.needs)
    reasons = [undeclared_reason(missing) if missing else "", describe_beyond(seconds, state.profile)]
    reason = "; ".join(filter(None, reasons))
    if not reason:
        return None
    return ScenarioResult(
        requirement=requirement.id,
        actor=requirement.actor,
        version=version_of_item(item),
        scenario=scenario_name_of(item),
        nodeid=item.nodeid,
        verdict=Verdict.UNTESTED,
        profile=Profile.least_for(seconds).value,
        reason=reason,
        start=state.started,
        stop=state.started,
    )


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Send home from a worker of xdist what it has left out."""
    if is_worker(session.config):
        output: dict[str, Any] = session.config.workeroutput  # type: ignore[attr-defined] # xdist's own attribute
        output[_OUTPUT] = [result.to_json() for result in RunState.of(session.config).untested]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take from the first worker that ends what all of them have left out."""
    state = RunState.of(node.config)
    if not state.untested:
        results = getattr(node, "workeroutput", {}).get(_OUTPUT, [])
        state.untested.extend(ScenarioResult.from_json(value) for value in results)
