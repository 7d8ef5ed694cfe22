"""Mutants and variations of every actor: each differs from the reference, and says in one sentence how."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields

import pytest

from conformance.clock import VirtualClock
from conformance.embedded.targets import UnknownReferenceError, embedded_targets, reference_named
from conformance.reference.client import ReferenceClient
from conformance.reference.mutants import all_mutants, mutant_named
from conformance.reference.mutants.registry import mutant
from conformance.reference.provider import ReferenceProvider
from conformance.reference.server import ReferenceServer
from conformance.reference.variations import all_variations, variation_named
from conformance.reference.variations.registry import variation
from conformance.suggestions import unknown_name_message

CHANGES = {"mutant": all_mutants(), "variation": all_variations()}
#: The least that the rules of each actor deserve.
ENOUGH = {
    ("mutant", "server"): 150,
    ("mutant", "provider"): 50,
    ("variation", "server"): 25,
    ("variation", "provider"): 12,
    ("mutant", "client"): 80,
    ("variation", "client"): 15,
}
#: What differs between any two classes, or is made anew each time it is asked for.
OF_EVERY_CLASS = {"__init_subclass__", "__subclasshook__", "__module__", "__doc__", "__dict__", "__annotations__"}
ACTORS = {"server": ReferenceServer, "provider": ReferenceProvider}

of_both_kinds = pytest.mark.parametrize("kind", CHANGES)


@pytest.mark.parametrize(("kind", "actor"), ENOUGH)
def test_there_are_enough(kind, actor):
    """An import that is forgotten would lose a whole chapter."""
    assert sum(change.actor == actor for change in CHANGES[kind]) >= ENOUGH[kind, actor]


@of_both_kinds
def test_each_says_in_one_sentence_what_is_different(kind):
    """A capital, a full stop, and no other sentence between them."""
    sentence = re.compile(r"[A-Z](?:(?!\. )[^\n])*[^.]\.")
    assert [change.name for change in CHANGES[kind] if not sentence.fullmatch(change.docstring)] == []


@of_both_kinds
def test_each_name_is_fit_for_a_command_line(kind):
    """Small letters, digits and underscores."""
    name = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
    assert [change.name for change in CHANGES[kind] if not name.fullmatch(change.name)] == []


@of_both_kinds
def test_no_two_of_an_actor_say_the_same(kind):
    """Two with one sentence would be one."""
    sentences = Counter((change.actor, change.docstring) for change in CHANGES[kind])
    assert [sentence for sentence, count in sentences.items() if count > 1] == []


@of_both_kinds
def test_each_differs_from_the_reference(kind):
    """A change that changes nothing could be neither caught nor passed."""
    correct = {name: make(VirtualClock()) for name, make in ACTORS.items()} | {"client": ReferenceClient}
    assert [change.name for change in CHANGES[kind] if is_unchanged(correct[change.actor], change)] == []


def is_unchanged(actor, change):
    """Say whether the changed actor has every part of the correct one; of a client, which is a class, every method."""
    names = dir(actor) if isinstance(actor, type) else [part.name for part in fields(actor) if part.init]
    changed = change.apply(actor)
    return all(getattr(changed, name, None) is getattr(actor, name) for name in names if name not in OF_EVERY_CLASS)


@pytest.mark.parametrize(("find", "slip", "name"), [
    (mutant_named, "never_spend_nonces", "mutant .* did you mean never_spends_nonces"),
    (variation_named, "uuid_nonce", "variation .* did you mean uuid_nonces"),
])  # fmt: skip
def test_an_unknown_name_is_refused_with_the_nearest(find, slip, name):
    """A typing error is answered with what was probably meant."""
    with pytest.raises(LookupError, match=f"no {name}"):
        find(slip)


def test_a_name_that_resembles_no_other_is_refused_with_their_number():
    """No far-fetched name is suggested."""
    assert unknown_name_message("mutant", "xyzzy", ["b", "a"]) == 'no mutant is called "xyzzy"; there are 2, such as a'


@pytest.mark.parametrize(("register", "name"), [(mutant("NONCE-3"), "never_spends_nonces"), (variation, "slow")])
def test_a_name_can_be_taken_once(register, name):
    """A second function of the same name would hide the first."""

    def change(server):
        """Stands in the way."""
        return server

    change.__name__ = name
    with pytest.raises(ValueError, match=f"two changes are called {name}"):
        register(change)


@pytest.mark.parametrize(
    ("kind", "name", "actor"),
    [
        ("mutant", "makes_tokens_for_an_hour", "provider"),
        ("variation", "asked_in_a_form", "provider"),
        ("mutant", "keeps_nonces_for_eleven_minutes", "server"),
        ("variation", "uuid_nonces", "server"),
    ],
)
def test_the_command_line_examines_the_actor_of_a_name(kind, name, actor):
    """`--target mutant:NAME` makes it of its own actor, by the clock of the run, and examines no other."""
    clock = VirtualClock()
    of_name, make = reference_named(kind, name)
    assert of_name == actor
    assert isinstance(make(clock), ACTORS[actor])
    assert make(clock).clock is clock
    assert [target.actor for target in embedded_targets(f"{kind}:{name}", of_name).values()] == [actor]


@of_both_kinds
def test_the_command_line_says_an_unknown_name_in_one_sentence(kind):
    """`--target mutant:NAME` has one line for it."""
    with pytest.raises(UnknownReferenceError) as caught:
        reference_named(kind, "nonsense")
    assert str(caught.value).startswith(f'no {kind} is called "nonsense"; ')
    assert "\n" not in str(caught.value)
