"""Which altered tokens are tried together, and which scenarios run in one process."""

from __future__ import annotations

from types import SimpleNamespace

from scenario_items import item_of

from conformance.plugin.collection.batches import group_by_tokens, plan_batches

TRIES = "a session is requested with each of these identity tokens"
REFUSED = "for each of them the identity token is refused"
REPORTED = "for each of them the answer is reported"


def trying(requirement, *tokens, outcome=REFUSED, version="2.0"):
    """Return a scenario with a table of tokens, and what is expected of each."""
    item = item_of(requirement, version=version, steps=(TRIES, outcome))
    item.function.__layer_scenario__.steps[0].datatable = SimpleNamespace(raw=lambda: [[token] for token in tokens])
    return item


def test_tokens_that_are_refused_are_tried_together():
    """Each scenario is told all of them, once each."""
    items = [trying("TOKEN-TYP-2", "a", "b"), trying("TOKEN-TYP-3", "b", "c")]
    assert plan_batches(items) == {item.nodeid: ("a", "b", "c") for item in items}


def test_what_may_be_accepted_is_in_no_batch():
    """It spends the nonce of the others."""
    items = [trying("NUMBER-3", "a", outcome=REPORTED), item_of("NONCE-1", steps=("a nonce",))]
    assert plan_batches(items) == {}


def test_no_nonce_is_asked_for_too_many_tokens():
    """A slow target would let it expire: 41 tokens are two batches."""
    items = [trying(f"FORGE-KID-{number}", *(f"{number} {each}" for each in range(14))) for number in (1, 2, 3)]
    planned = plan_batches(items)
    assert [len(planned[item.nodeid]) for item in items] == [28, 28, 14]


def test_each_version_has_its_batch():
    """A nonce of one says nothing about the other."""
    old, new = trying("TOKEN-TYP-2", "a", version="1.0"), trying("TOKEN-TYP-3", "b")
    assert plan_batches([old, new]) == {old.nodeid: ("a",), new.nodeid: ("b",)}


def test_the_scenarios_of_a_feature_that_try_tokens_run_in_one_process():
    """They share what they see; they come first, for they take longest."""
    other = item_of("NONCE-1", version="2.0", steps=("a nonce",))
    first, reported = trying("NUMBER-1", "a"), trying("ODD-1", "a", outcome=REPORTED)
    older = trying("NUMBER-1", "a", version="1.0")
    assert group_by_tokens([other, first, older, reported]) == [[first, reported], [older], [other]]
