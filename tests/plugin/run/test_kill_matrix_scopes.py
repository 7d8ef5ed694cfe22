"""Which scenarios the kill matrix runs on which target, in each of its scopes."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from scenario_items import config_of, item_of

from conformance.judging.verdicts import Verdict
from conformance.plugin.run import kill_matrix
from conformance.plugin.run.matrix_jobs import Job
from conformance.reference.mutants import all_mutants, mutant_named

CONFIG = config_of()
RULES = [f"NONCE-TYPE-{number}" for number in range(23)]


@pytest.fixture(autouse=True)
def rows(monkeypatch):
    """Scenarios name their rules as they like."""
    monkeypatch.setattr(kill_matrix, "_requirement_id", lambda item: item.function.__layer_requirement__)


def items_of(*names, versions=("1.0", "2.0")):
    return [item_of(name, CONFIG, version=version, name=row) for version in versions for name in names for row in "ab"]


def rules_in(items):
    return [item.function.__layer_requirement__ for item in items]


class TestThinOut:
    def test_a_whole_run_leaves_nothing_out(self):
        """Every scenario, on every target."""
        items = items_of(*RULES)
        assert kill_matrix.thin_out(items, "all", 3) == items

    def test_a_quick_run_has_one_of_each_rule(self):
        """In the newest version; another one of them on the next target."""
        items = items_of(*RULES)
        first, second, third = (kill_matrix.thin_out(items, "quick", turn) for turn in range(3))
        assert rules_in(first) == rules_in(second) == RULES
        assert {item.callspec.params["api_version"] for item in first} == {"2.0"}
        assert ({item.name for item in first}, {item.name for item in second}) == ({"a"}, {"b"})
        assert first == third

    def test_a_sample_has_every_rule_on_one_target_of_ten(self):
        """And each scenario on one of so many more."""
        items = items_of(*RULES)
        turns = [kill_matrix.thin_out(items, "sample", turn) for turn in range(20)]
        assert {len(own) for own in turns} == {2, 3}
        assert sorted(rule for own in turns[:10] for rule in rules_in(own)) == sorted(RULES)
        assert {item.name for own in turns[:10] for item in own} == {"a"}
        assert {item.name for own in turns[10:] for item in own} == {"b"}

    def test_an_actor_without_scenarios_has_nothing(self):
        """A narrowed run may leave one out."""
        assert list(kill_matrix.thin_out([], "sample", 4)) == []


class TestMutants:
    @pytest.mark.parametrize("scope", ["own", "sample", "quick"])
    def test_a_mutant_is_run_until_it_is_killed(self, scope):
        """By the scenarios of its own requirement only."""
        mutant = mutant_named("never_spends_nonces")
        jobs = kill_matrix._mutant_jobs(items_of("NONCE-1", mutant.requirement), scope, {})
        assert len(jobs) == len(list(all_mutants()))
        (job,) = (job for job in jobs if job.name == "mutant:never_spends_nonces")
        assert set(rules_in(job.items)) == {mutant.requirement}
        verdicts = {verdict for verdict in Verdict if job.stop(SimpleNamespace(verdict=verdict))}
        assert verdicts == {Verdict.VIOLATES, Verdict.FALLS_SHORT}

    def test_a_scenario_whose_name_says_the_fault_comes_first(self):
        """Where the first kill ends a run, it is the likeliest; the order is else that of the features."""
        mutant = mutant_named("never_spends_nonces")
        names = ["a user", "nonces that were spent", "a nonce", "another app"]
        items = [item_of(mutant.requirement, CONFIG, version="2.0", name=name) for name in names]
        jobs = kill_matrix._mutant_jobs(items, "own", {})
        (job,) = (job for job in jobs if job.name == "mutant:never_spends_nonces")
        assert [item.name for item in job.items] == [names[1], names[2], names[0], names[3]]

    def test_a_whole_run_shows_who_else_notices(self):
        """Its own scenarios first, and one of each other rule."""
        mutant = mutant_named("never_spends_nonces")
        jobs = kill_matrix._mutant_jobs(items_of("NONCE-1", mutant.requirement, "NONCE-4"), "all", {})
        (job,) = (job for job in jobs if job.name == "mutant:never_spends_nonces")
        assert rules_in(job.items) == [*[mutant.requirement] * 4, "NONCE-1", "NONCE-4"]
        assert not job.stop(None)

    def test_its_own_scenarios_are_never_left_out(self):
        """Whatever they can notice; of the others those without a trace, and those that it answers otherwise."""
        mutant = mutant_named("never_spends_nonces")
        own, untraced, traced = items = [
            item_of(name, CONFIG, version="2.0") for name in (mutant.requirement, "NONCE-1", "NONCE-4")
        ]
        traces = {own.nodeid: [], traced.nodeid: []}
        (job,) = (
            job for job in kill_matrix._mutant_jobs(items, "all", traces) if job.name == "mutant:never_spends_nonces"
        )
        assert [job.can_notice(item) for item in (own, untraced, traced)] == [True, True, False]


def test_the_parts_of_a_matrix_are_all_of_its_jobs():
    """Each job in one of them, in turn; without a part there is one run of all."""
    jobs = [Job(name, lambda _config: None, [], lambda _result: False) for name in "abcdefg"]
    parts = [kill_matrix.part_of(jobs, f"{number}/3") for number in range(3)]
    assert ["".join(job.name for job in part) for part in parts] == ["adg", "be", "cf"]
    assert kill_matrix.part_of(jobs, None) == jobs
