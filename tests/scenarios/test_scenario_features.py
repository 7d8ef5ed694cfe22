"""Feature files as they are read: the requirement that a scenario examines, and the actor that it is of."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from conformance.scenarios import FeatureError, actor_of, feature_files, requirement_of

PATH = Path("features/server/nonces.feature")


def scenario_of(*tags, has_rule=True):
    """Return a scenario of a rule with these tags."""
    return SimpleNamespace(name="a case", rule=SimpleNamespace(tags=set(tags)) if has_rule else None)


def test_a_feature_file_is_of_the_actor_whose_folder_it_is_in():
    """So is every file of that actor."""
    assert actor_of(PATH) == "server"
    assert {actor_of(path) for path in feature_files("client")} == {"client"}


def test_the_tag_of_its_rule_names_the_requirement_of_a_scenario():
    """The row of the catalogue with this id."""
    assert requirement_of(scenario_of("NONCE-3"), PATH).id == "NONCE-3"


@pytest.mark.parametrize(
    ("scenario", "tags"),
    [
        (scenario_of("NONCE-3", has_rule=False), "none"),
        (scenario_of(), "none"),
        (scenario_of("NONCE-0"), "NONCE-0"),
        (scenario_of("NONCE-3", "NONCE-4"), "NONCE-3, NONCE-4"),
    ],
)
def test_any_other_scenario_breaks_a_rule_of_the_house(scenario, tags):
    """Outside a rule, without a tag, with one that no row has, or with two: nothing says what its verdict is of."""
    with pytest.raises(FeatureError, match=rf"nonces.feature: the scenario 'a case' must stand .* not {tags}$"):
        requirement_of(scenario, PATH)
