"""The mutants of the server: each breaks one tested sentence, and says in one of its own how."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from conformance.catalogue import load_catalogue
from conformance.catalogue.requirements import Basis
from conformance.clock import VirtualClock
from conformance.embedded.targets import UnknownReferenceError, reference_named
from conformance.reference.mutants import all_mutants, mutant_named, mutants_of
from conformance.reference.mutants.registry import mutant
from conformance.reference.unknown_name import unknown_name_message

MUTANTS = all_mutants("server")
JUDGED = [row.id for row in load_catalogue().of("server") if row.basis is not Basis.OBSERVED]

#: Requirements without which no nonce is given to a plain request: a mutant of theirs may refuse it.
ABOUT_NONCES = ("NONCE-1", "NONCE-AUTH-1", "NONCE-BODY-1", "VERSION-7")

by_name = pytest.mark.parametrize("each", MUTANTS, ids=lambda each: each.name)


def test_there_are_enough():
    """A hundred and fifty is the least that the server's rules deserve."""
    assert len(MUTANTS) >= 150


def test_every_mutant_breaks_a_requirement_that_is_judged():
    """A mutant of a row that is only reported could never be killed."""
    assert {each.requirement for each in MUTANTS} <= set(JUDGED)


@pytest.mark.parametrize("requirement", JUDGED)
def test_every_requirement_that_is_judged_has_a_mutant(requirement):
    """A rule that no mutant breaks has not been seen to bite."""
    assert mutants_of(requirement)


@by_name
def test_it_says_in_one_sentence_what_it_does_wrong(each):
    """A capital, a full stop, and no other sentence between them; the name is fit for a command line."""
    assert re.fullmatch(r"[A-Z][^\n]*[^.]\.", each.docstring)
    assert ". " not in each.docstring
    assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)+", each.name)
    assert (each.apply.__name__, each.apply.__doc__) == (each.name, each.docstring)


def test_no_two_say_the_same():
    """Two mutants with one sentence would be one."""
    sentences = [each.docstring for each in MUTANTS]
    assert sorted(sentences) == sorted(set(sentences))


@by_name
def test_it_differs_from_the_reference_and_still_serves(each, app):
    """It gives nonces unless that is its fault, and right requests never break it by accident."""
    mutated = app.of(each.apply(app.server))
    parts = [part.name for part in fields(app.server) if part.init]
    assert any(getattr(mutated.server, part) != getattr(app.server, part) for part in parts)
    answer = mutated.ask("POST", "/nonces", content_type="application/json")
    assert answer.status == 201 or each.requirement in ABOUT_NONCES
    mutated.open(mutated.token(mutated.claims("a nonce that nobody gave")))
    assert not mutated.server.failures or each.name == "falls_over_an_unknown_nonce"


def test_two_servers_share_no_fault(app):
    """What a mutant remembers is remembered by one server: another one starts afresh."""
    counted = mutant_named("gives_each_nonce_twice")
    first, second = (app.of(counted.apply(app.server)) for _ in range(2))
    assert first.nonce() == first.nonce()
    assert first.nonce() != second.nonce()


def test_an_unknown_name_is_refused_with_the_nearest():
    """A slip of the finger is told, with what was probably meant."""
    with pytest.raises(LookupError, match=r"no mutant is called .* did you mean never_spends_nonces"):
        mutant_named("never_spend_nonces")


def test_a_name_that_is_like_none_is_refused_with_their_number():
    """No far-fetched name is suggested."""
    assert unknown_name_message("mutant", "xyzzy", ["b", "a"]) == 'no mutant is called "xyzzy"; there are 2, such as a'


def test_a_name_can_be_taken_once():
    """A second function of the same name would hide the first."""

    def never_spends_nonces(server):
        """Stands in the way."""
        return server

    with pytest.raises(ValueError, match="two changes are called never_spends_nonces"):
        mutant("NONCE-3")(never_spends_nonces)


@pytest.mark.parametrize("kind", ["mutant", "variation"])
def test_the_command_line_says_an_unknown_name_in_one_sentence(kind):
    """`--target mutant:NAME` has one line for it."""
    with pytest.raises(UnknownReferenceError) as caught:
        reference_named(kind, "nonsense")
    assert str(caught.value).startswith(f'no {kind} is called "nonsense"; ')
    assert "\n" not in str(caught.value)


def test_the_command_line_makes_the_mutant_of_a_name():
    """It is made by the clock of the run."""
    clock = VirtualClock()
    server = reference_named("mutant", "keeps_nonces_for_eleven_minutes")(clock)
    assert server.settings.nonce_lifetime == 660
    assert server.clock is clock
