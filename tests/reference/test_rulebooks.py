"""The rulebooks of both actors: nothing of the catalogue is forgotten, and every rule is used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import conformance.reference.provider as provider_room
from conformance.catalogue import load_catalogue
from conformance.catalogue.requirements import Basis
from conformance.clock import VirtualClock
from conformance.keys import published_key
from conformance.reference.messages import Request
from conformance.reference.provider import ReferenceProvider, tables
from conformance.reference.provider.core import RULES as PROVIDER_RULES
from conformance.reference.server import endpoints
from conformance.reference.server.core import RULES as SERVER_RULES
from conformance.reference.server.nonces import Nonce
from conformance.reference.server.sessions import Session

RULEBOOKS = {
    "server": (SERVER_RULES, endpoints.KEPT_BY_SILENCE),
    "provider": (PROVIDER_RULES, tables.KEPT_BY_SILENCE),
}

of_both = pytest.mark.parametrize("actor", RULEBOOKS)


@of_both
def test_every_judged_requirement_is_kept_by_a_rule_or_by_silence(actor):
    """A requirement that the reference does not know of cannot be broken by a mutant."""
    rulebook, silence = RULEBOOKS[actor]
    judged = {row.id for row in load_catalogue().of(actor) if row.basis is not Basis.OBSERVED}
    assert judged - {*rulebook.rules, *rulebook.aliases, *silence} == set()


@of_both
def test_every_requirement_that_is_named_exists(actor):
    """A rule, an alias or a silence under an id that the catalogue does not have is a slip."""
    rulebook, silence = RULEBOOKS[actor]
    named = {name for name in (*rulebook.rules, *rulebook.aliases, *silence) if name.isupper()}
    assert named - {row.id for row in load_catalogue().of(actor)} == set()


@of_both
def test_no_requirement_is_kept_twice(actor):
    """One requirement, one rule: an alias is not a rule, and silence is neither."""
    rulebook, silence = RULEBOOKS[actor]
    assert not set(rulebook.rules) & set(rulebook.aliases)
    assert not {*rulebook.rules, *rulebook.aliases} & set(silence)


@of_both
def test_every_rule_names_the_requirements_that_it_keeps(actor):
    """The docstring of a rule has all its ids, so that grep finds them."""
    rulebook, _ = RULEBOOKS[actor]
    named = filter(str.isupper, (*rulebook.rules, *rulebook.aliases))
    assert [name for name in named if name not in (rulebook[name].__doc__ or "")] == []


@of_both
def test_every_table_holds_known_rules_once(actor):
    """A table that names a rule that does not exist would fail at the first request."""
    rulebook, _ = RULEBOOKS[actor]
    for entries in rulebook.tables.values():
        assert set(entries) <= set(rulebook.rules)
        assert len(set(entries)) == len(entries)


def break_rule(*_):
    """Stand in for a rule, and fall over."""
    raise RuntimeError("this rule was applied")


def unlisted(rulebook):
    """Return the rules that stand in no table: only another rule, or the actor itself, can apply them."""
    return set(rulebook.rules) - {entry for table in rulebook.tables.values() for entry in table}


def test_every_rule_of_the_server_is_applied(app):
    """Sign-in, use, sign-out, refusals and the other endpoints apply every rule that stands in no table."""
    unused = []
    for name in sorted(unlisted(SERVER_RULES)):
        broken = app.of(app.server.replacing(name, break_rule))
        exercise(app, broken)
        if not broken.server.failures:
            unused.append(name)
    assert unused == []


def exercise(app, broken):
    """Send every kind of request; what a broken server cannot give is put into its stores beforehand."""
    now = app.clock.now()
    broken.server.nonces.add(Nonce("given", now, "request"))
    for token in ("used", "deleted"):
        broken.server.sessions.open(Session(token, "alice", now + 60), {}, now)
    for method, path in (("OPTIONS", "/nonces"), ("GET", "/nowhere"), ("PUT", "/nonces"), ("POST", "/nonces")):
        broken.ask(method, path)
    broken.ask("POST", "/nonces", accept="")
    for path in ("/", "/ping", "/conversations", "/content", "/messages/1", "/identities/alice"):
        broken.use("used", path=path)
    broken.use("unknown")
    broken.open(app.token(app.claims("given")))
    broken.delete("deleted")


def test_every_rule_of_the_provider_is_applied():
    """A right login and a wrong one apply every rule that stands in no table."""
    correct = ReferenceProvider(VirtualClock())
    unused = []
    for name in sorted(unlisted(PROVIDER_RULES)):
        broken = correct.replacing(name, break_rule)
        user = correct.accounts[0]
        for password in (user.password, "wrong"):
            fields = {"app_id": correct.credentials.app_id, "user_id": user.id, "password": password, "nonce": "n"}
            broken.handle(Request("POST", "/identity_tokens", (), json.dumps(fields).encode()))
        if not broken.failures:
            unused.append(name)
    assert unused == []


def test_the_published_public_key_is_that_of_the_provider():
    """`serve` prints its path in a target file."""
    path = Path(provider_room.__file__).parent / "public.pem"
    assert path.read_bytes() == published_key("application").public_pem
