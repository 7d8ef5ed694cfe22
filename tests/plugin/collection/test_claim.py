"""What a run claims, and what it leaves untested."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from scenario_items import config_of, item_of

from conformance.catalogue import Profile
from conformance.embedded.targets import embedded_targets
from conformance.plugin.collection import claim
from conformance.plugin.state import RunState
from conformance.targets import Capabilities, Targets

BARE = Targets.of(replace(embedded_targets().server, capabilities=Capabilities()))
WAITS = ("a nonce that is 9 minutes 59 seconds old",)
MONTH = ("the session token is used 10 seconds after the end of its lifetime",)


def left_out(*items, targets=None, profile=Profile.FULL, **options):
    """Return what is left to run of these items, and the results of what is not claimed."""
    config = config_of(targets, **options)
    config.getoption = lambda _name: None
    deselected = []
    config.hook = SimpleNamespace(pytest_deselected=lambda *, items: deselected.extend(items))
    RunState.of(config).profile = profile
    rest = list(items)
    claim.pytest_collection_modifyitems(config, rest)
    assert len(rest) + len(deselected) == len(items)
    return rest, RunState.of(config).untested


def test_what_needs_no_time_and_no_capability_is_claimed_always():
    """Also by the least of runs; and a test of anybody's is left alone."""
    items = (item_of("NONCE-1"), item_of(None))
    assert left_out(*items, targets=BARE, profile=Profile.CORE) == (list(items), [])


@pytest.mark.parametrize(
    ("profile", "steps", "reason"),
    [
        (Profile.CORE, WAITS, "9 min 59 s have to pass at the target: the profile timed decides it, for which"),
        (Profile.TIMED, MONTH, "30 days have to pass at the target: the profile full decides it, for which the suite"),
    ],
)
def test_what_needs_more_time_than_the_profile_has_is_untested(profile, steps, reason):
    """With what would decide it, and the profile that holds it."""
    rest, (result,) = left_out(item_of("NONCE-LIFE-1", steps=steps, name="a case"), profile=profile)
    assert rest == []
    assert (result.verdict.value, result.requirement, result.scenario) == ("UNTESTED", "NONCE-LIFE-1", "a case")
    assert result.reason.startswith(reason)


@pytest.mark.parametrize("profile", [Profile.TIMED, Profile.FULL])
def test_what_the_profile_holds_is_run(profile):
    """A wider one holds it too."""
    rest, untested = left_out(item_of("NONCE-LIFE-1", steps=WAITS), profile=profile)
    assert (len(rest), untested) == (1, [])


def test_what_needs_a_capability_that_is_not_declared_is_untested():
    """The reason names it; where it is declared the scenario runs."""
    item = item_of("KEY-DISABLED-1", steps=("a disabled key",))
    rest, (result,) = left_out(item, targets=BARE)
    assert rest == []
    assert result.reason == "the target file does not declare disabled_key, which would claim it"
    assert left_out(item) == ([item], [])


def test_a_bare_collection_lists_everything():
    """Editors and people look for scenarios, not for claims."""
    item = item_of("NONCE-LIFE-1", steps=WAITS)
    assert left_out(item, profile=Profile.CORE, collectonly=True) == ([item], [])


def test_what_the_arguments_leave_out_is_not_untested():
    """`-k` and its like come first, whoever was registered first: nobody asked for what they leave out."""

    class Narrowing:
        def pytest_collection_modifyitems(self, items):
            del items[0]

    config, manager = config_of(), pytest.PytestPluginManager()
    config.getoption = lambda _name: None
    RunState.of(config).profile = Profile.CORE
    for plugin in (Narrowing(), claim):
        manager.register(plugin)
    items = [item_of("NONCE-LIFE-1", steps=WAITS), item_of("NONCE-1")]
    manager.hook.pytest_collection_modifyitems(session=None, config=config, items=items)
    assert (len(items), RunState.of(config).untested) == (1, [])
