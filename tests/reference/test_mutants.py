"""The mutants of the server: each breaks one tested sentence, and nothing else by accident."""

from __future__ import annotations

from conformance.catalogue import load_catalogue
from conformance.catalogue.requirements import Basis
from conformance.reference.mutants import all_mutants, mutant_named

MUTANTS = all_mutants()
JUDGED = {row.id for row in load_catalogue().values() if row.basis is not Basis.OBSERVED}

#: Requirements without which no nonce is given to a plain request: a mutant of theirs may refuse it.
ABOUT_NONCES = ("NONCE-1", "NONCE-AUTH-1", "NONCE-BODY-1", "VERSION-7")


def test_each_breaks_a_requirement_of_its_own_actor_that_is_judged():
    """A mutant of a row that is only reported could never be killed."""
    rows = {(row.actor, row.id) for row in load_catalogue().values() if row.id in JUDGED}
    assert [mutant.name for mutant in MUTANTS if (mutant.actor, mutant.requirement) not in rows] == []


def test_every_requirement_that_is_judged_has_a_mutant():
    """A rule that no mutant breaks has not been seen to bite."""
    assert JUDGED - {mutant.requirement for mutant in MUTANTS} == set()


def test_each_still_serves(app):
    """It gives nonces unless that is its fault."""
    silent = []
    for mutant in all_mutants("server"):
        answer = app.of(mutant.apply(app.server)).ask("POST", "/nonces", content_type="application/json")
        if answer.status != 201 and mutant.requirement not in ABOUT_NONCES:
            silent.append(mutant.name)
    assert silent == []


def test_none_breaks_by_accident(app):
    """A mistake of ours in a mutant would be a 500, which many rules would catch."""
    broken = []
    for mutant in all_mutants("server"):
        mutated = app.of(mutant.apply(app.server))
        mutated.ask("POST", "/nonces", content_type="application/json")
        mutated.open(mutated.token(mutated.claims("a nonce that nobody gave")))
        if mutated.server.failures:
            broken.append(mutant.name)
    assert broken == ["falls_over_an_unknown_nonce"]


def test_two_servers_share_no_fault(app):
    """What a mutant remembers is remembered by one server: another one starts with an empty memory."""
    counted = mutant_named("gives_each_nonce_twice")
    first, second = (app.of(counted.apply(app.server)) for _ in range(2))
    assert first.nonce() == first.nonce()
    assert first.nonce() != second.nonce()
