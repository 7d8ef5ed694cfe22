"""Which session requests are tried together, and which scenarios run in one process."""

from __future__ import annotations

from types import SimpleNamespace

from scenario_items import item_of

from conformance.plugin.collection.batches import group_items, plan_batches

TRIES = "a session is requested with each of these identity tokens"
REFUSED = "for each of them the identity token is refused"
REPORTED = "for each of them the answer is reported"
OPENS = "an identity token that opens a session"


def trying(requirement, *tokens, outcome=REFUSED, version="2.0"):
    """Return a scenario with a table of tokens, and what is expected of each."""
    item = item_of(requirement, version=version, steps=(TRIES, outcome))
    item.function.__layer_scenario__.steps[0].datatable = SimpleNamespace(raw=lambda: [[token] for token in tokens])
    return named(item)


def scenario(requirement, *steps, version="2.0"):
    """Return a scenario of these steps, without a table."""
    item = item_of(requirement, version=version, steps=steps)
    for step in item.function.__layer_scenario__.steps:
        step.datatable = None
    return named(item)


def named(item):
    """Return the item under a name that tells its version, as pytest's does."""
    item.nodeid += f"[{item.callspec.params}]"
    return item


def altered(*names):
    """Return the names of requests with these alterations of a token."""
    return tuple(f"with another identity token {name}" for name in names)


def test_requests_that_are_refused_are_tried_together():
    """Each scenario is told all of them, once each; tables come first."""
    alone = scenario("TOKEN-TYP-1", OPENS, "a session is requested without app_id", "app_id is named as missing")
    items = [alone, trying("TOKEN-TYP-2", "a", "b"), trying("TOKEN-TYP-3", "b", "c")]
    assert plan_batches(items) == {item.nodeid: (*altered("a", "b", "c"), "without app_id") for item in items}


def test_what_may_be_accepted_is_in_no_batch():
    """It spends the nonce of the others."""
    items = [trying("NUMBER-3", "a", outcome=REPORTED), scenario("NONCE-1", "a nonce")]
    assert plan_batches(items) == {}


def test_what_needs_more_than_a_nonce_is_in_no_batch():
    """A nonce of its own age, and a session beside it, are those of its own scenario."""
    old = scenario(
        "NONCE-LIFE-2", "a nonce", "a session is requested with a new token", "the identity token is refused"
    )
    verified = "a session is requested with an identity token that has the signature of one that opened a session"
    beside = scenario("TOKEN-SIG-5", OPENS, verified, "the identity token is refused")
    assert plan_batches([old, beside]) == {}


def test_no_nonce_is_asked_for_too_many_requests():
    """A slow target would let it expire: 41 are two batches."""
    items = [trying(f"FORGE-KID-{number}", *(f"{number} {each}" for each in range(14))) for number in (1, 2, 3)]
    planned = plan_batches(items)
    assert [len(planned[item.nodeid]) for item in items] == [28, 28, 14]


def test_each_version_has_its_batch():
    """A nonce of one says nothing about the other."""
    old, new = trying("TOKEN-TYP-2", "a", version="1.0"), trying("TOKEN-TYP-3", "b")
    assert plan_batches([new, old]) == {old.nodeid: altered("a"), new.nodeid: altered("b")}


def test_a_nonce_that_is_written_in_other_ways_is_not_that_of_others():
    """Reports show marks for all that it is written as, and no other scenario could be judged again by them."""
    respelt, other = trying("SAME-NONCE-1", "whose nce is written twice"), trying("TOKEN-TYP-2", "a")
    planned = plan_batches([respelt, other])
    assert planned == {respelt.nodeid: altered("whose nce is written twice"), other.nodeid: altered("a")}


def test_scenarios_that_share_requests_run_in_one_process():
    """Those of a batch, those that report what others judge, and those that provoke the documented refusals."""
    first, second = trying("TOKEN-TYP-2", "a"), trying("TOKEN-KID-2", "b")
    number, odd = trying("NUMBER-3", "c", "d", outcome=REPORTED), trying("ODD-1", "d", outcome=REPORTED)
    errors = [scenario(each, OPENS, "every documented refusal is provoked") for each in ("ERROR-ID-1", "ERROR-CODE-1")]
    items = [first, errors[0], number, second, errors[1], odd]
    groups = group_items(items, plan_batches(items))
    assert sorted(groups, key=str) == sorted([[first, second], errors, [number, odd]], key=str)


def test_what_takes_longest_comes_first_and_then_one_version_after_the_other():
    """What may be accepted takes more: it has a nonce of its own, and opens a session that is ended."""
    plain = [scenario("NONCE-1", "a nonce", version=version) for version in ("2.0", "1.0")]
    refused, reported = trying("TOKEN-TYP-2", "a", "b"), trying("NUMBER-3", "c", outcome=REPORTED)
    items = [*plain, refused, reported]
    assert group_items(items, plan_batches(items)) == [[reported], [refused], [plain[1]], [plain[0]]]
