"""The server's rulebook: each endpoint is complete, and each rule can be taken away, replaced, added and moved."""

from __future__ import annotations

import pytest

from conformance.reference.server.core import RULES
from conformance.reference.server.endpoints import ANSWERS, CHECKS, DRESSING


def test_every_endpoint_has_checks_an_answer_and_a_dressing():
    """The three tables of endpoints speak of the same ones."""
    assert set(CHECKS) == set(ANSWERS) == set(DRESSING)


class TestChanges:
    def test_a_check_taken_away_is_gone_from_every_table(self, server):
        """Without `on`, a check is lacking wherever it stood."""
        changed = server.without("VERSION-1")
        assert not any("VERSION-1" in table for table in changed.rules.tables.values())

    def test_a_check_taken_away_from_one_table_stays_in_the_others(self, server):
        """With `on`, a check is lacking there only."""
        changed = server.without("VERSION-1", on="POST /nonces")
        assert "VERSION-1" not in changed.rules.tables["POST /nonces"]
        assert "VERSION-1" in changed.rules.tables["POST /sessions"]

    def test_an_alias_takes_away_the_rule_that_keeps_it(self, server):
        """CHALLENGE-3 is kept by the rule of NONCE-3."""
        assert "NONCE-3" not in server.without("CHALLENGE-3").rules.tables["identity token"]

    def test_the_original_is_left_alone(self, server):
        """A change makes another server."""
        server.without("NONCE-3").replacing("NONCE-1", len)
        assert server.rules is RULES

    def test_a_changed_server_starts_afresh(self, app):
        """Nonces and sessions do not travel to the changed copy."""
        nonce = app.nonce()
        assert app.server.without("NONCE-3").nonces.find(nonce) is None

    def test_an_unknown_name_is_refused_with_the_nearest(self, server):
        """A slip in a mutant is told, with what was probably meant."""
        with pytest.raises(LookupError, match='no rule is called "NONCE-33"; did you mean NONCE-3 or'):
            server.without("NONCE-33")

    def test_an_unknown_table_is_refused_with_the_nearest(self, server):
        """A slip in the name of a table is told as well."""
        with pytest.raises(LookupError, match='no table is called "POST /nonce"; did you mean POST /nonces or'):
            server.without("VERSION-1", on="POST /nonce")

    def test_what_stands_in_no_table_cannot_be_taken_away(self, server):
        """A nonce maker can be replaced; a server without one would answer with nothing but 500."""
        with pytest.raises(LookupError, match="NONCE-UNIQUE-1 stands in no table: replace it"):
            server.without("NONCE-UNIQUE-1")

    def test_a_replaced_rule_answers_to_all_its_ids(self, app):
        """Replacing by an alias replaces the rule."""
        changed = app.of(app.server.replacing("NONCE-URLSAFE-1", lambda visit: "a+b"))
        assert changed.nonce() == "a+b"

    def test_an_added_rule_stands_at_the_end_or_before_another(self, server):
        """The place of an added check is its author's choice."""
        last = server.adding(len, to="identity token").rules.tables["identity token"]
        first = server.adding(len, to="identity token", before="TOKEN-PARTS-1").rules.tables["identity token"]
        assert last[-1].startswith("len")
        assert first[0].startswith("len")

    def test_two_added_rules_do_not_take_each_others_place(self, server):
        """Functions of one name, such as lambdas, stay apart."""
        changed = server.adding(len, to="every answer").adding(len, to="every answer")
        assert len(changed.rules.table("every answer")) == len(server.rules.table("every answer")) + 2

    def test_a_moved_rule_stands_in_its_new_place_only(self, server):
        """Another order of checks is one call."""
        changed = server.moving("NONCE-3", on="identity token", before="TOKEN-PARTS-1")
        table = changed.rules.tables["identity token"]
        assert table[0] == "NONCE-3"
        assert table.count("NONCE-3") == 1
