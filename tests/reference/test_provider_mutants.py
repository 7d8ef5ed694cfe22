"""The mutants and variations of the provider: each differs in one way, and says in one sentence in which."""

from __future__ import annotations

import json
import re
from dataclasses import fields

import pytest

from conformance.catalogue import load_catalogue
from conformance.catalogue.requirements import Basis
from conformance.clock import VirtualClock
from conformance.embedded.provider_target import provider_target
from conformance.embedded.targets import PROVIDER, REFERENCE, embedded_targets, examine_reference, reference_named
from conformance.reference.mutants import all_mutants, mutants_of
from conformance.reference.provider import ReferenceProvider
from conformance.reference.server import Request
from conformance.reference.variations import all_variations

MUTANTS = all_mutants("provider")
VARIATIONS = all_variations("provider")
JUDGED = [row.id for row in load_catalogue().of("provider") if row.basis is not Basis.OBSERVED]
#: Mutants that fall over by design.
FALLING = tuple(each.name for each in MUTANTS if each.name.startswith("falls_over_"))

by_name = pytest.mark.parametrize("each", [*MUTANTS, *VARIATIONS], ids=lambda each: each.name)


@pytest.fixture
def provider():
    """Return the usual provider, by a clock that stands still."""
    return ReferenceProvider(VirtualClock())


def asking(nonce="n"):
    """Return a right request to a provider of the usual interface."""
    known = ReferenceProvider(VirtualClock())
    alice = known.accounts[0]
    said = {"app_id": known.credentials.app_id, "user_id": alice.id, "password": alice.password, "nonce": nonce}
    return Request("POST", "/identity_tokens", (), json.dumps(said).encode())


def test_there_are_enough():
    """Fifty mutants and twelve variations are the least that the provider's rules deserve."""
    assert len(MUTANTS) >= 50
    assert len(VARIATIONS) >= 12


def test_every_mutant_breaks_a_requirement_of_the_provider_that_is_judged():
    """A mutant of a row that is only reported could never be killed."""
    assert {each.requirement for each in MUTANTS} <= set(JUDGED)


@pytest.mark.parametrize("requirement", JUDGED)
def test_every_requirement_that_is_judged_has_a_mutant(requirement):
    """A rule that no mutant breaks has not been seen to bite."""
    assert mutants_of(requirement)


@by_name
def test_it_says_in_one_sentence_what_is_different(each):
    """A capital, a full stop, and no other sentence between them; the name is fit for a command line."""
    assert re.fullmatch(r"[A-Z][^\n]*[^.]\.", each.docstring)
    assert ". " not in each.docstring
    assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)+", each.name)
    assert (each.apply.__name__, each.apply.__doc__) == (each.name, each.docstring)


@pytest.mark.parametrize("all_of_them", [MUTANTS, VARIATIONS], ids=["mutants", "variations"])
def test_no_two_say_the_same(all_of_them):
    """Two with one sentence would be one."""
    sentences = [each.docstring for each in all_of_them]
    assert sorted(sentences) == sorted(set(sentences))


@by_name
def test_it_differs_from_the_reference(each, provider):
    """Something about it is another than usual."""
    changed = each.apply(provider)
    parts = [part.name for part in fields(provider) if part.init]
    assert any(getattr(changed, part) != getattr(provider, part) for part in parts)


@pytest.mark.parametrize("each", MUTANTS, ids=lambda each: each.name)
def test_a_right_request_breaks_it_by_design_only(each, provider):
    """A slip of ours in a mutant would be a 500, which many rules would catch."""
    changed = each.apply(provider)
    changed.handle(asking())
    assert not changed.failures or each.name in FALLING


@by_name
def test_it_can_be_described_as_a_target(each, provider):
    """The target of an embedded provider is made of the provider as it was changed."""
    changed = each.apply(provider)
    target = provider_target("varied", changed, f"http://127.0.0.1:1{changed.settings.path}")
    assert target.request.encoding == changed.interface.encoding
    assert target.url.endswith(changed.settings.path)
    assert [user.id for user in target.users] == [account.id for account in changed.accounts]


def test_two_providers_share_no_fault(provider):
    """What a mutant remembers is remembered by one provider: another one starts afresh."""
    kept = next(each for each in MUTANTS if each.name == "gives_one_token_to_all")
    first, second = (kept.apply(provider) for _ in range(2))
    assert first.handle(asking("a")).body == first.handle(asking("b")).body
    assert first.handle(asking("a")).body != second.handle(asking("b")).body


@pytest.mark.parametrize(
    ("kind", "name", "actor", "mine", "other"),
    [
        ("mutant", "makes_tokens_for_an_hour", "provider", PROVIDER, REFERENCE),
        ("variation", "asked_in_a_form", "provider", PROVIDER, REFERENCE),
        ("mutant", "keeps_nonces_for_eleven_minutes", "server", REFERENCE, PROVIDER),
        ("variation", "uuid_nonces", "server", REFERENCE, PROVIDER),
    ],
)
def test_the_command_line_examines_the_actor_of_a_name(kind, name, actor, mine, other):
    """`--target mutant:NAME` puts it into its own actor's place, and examines no other."""
    stash = pytest.Stash()
    assert examine_reference(stash, kind, name) == actor
    assert stash.get(mine, None) is not None
    assert stash.get(other, None) is None
    assert list(embedded_targets(f"{kind}:{name}", actor)) == [actor]


def test_the_command_line_makes_the_provider_of_a_name():
    """It is made by the clock of the run."""
    clock = VirtualClock()
    made = reference_named("variation", "lives_for_ten_minutes")(clock)
    assert made.settings.token_lifetime == 600
    assert made.clock is clock
