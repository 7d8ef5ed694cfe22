"""What is examined where no target is named: the reference actors, or a mutant or variation in the place of one."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
import requests
from allure_commons.utils import now

from conformance.clock import VirtualClock, WallClock
from conformance.embedded.frozen_clock import FrozenClock
from conformance.embedded.provider_target import embedded_provider, provider_target
from conformance.embedded.targets import (
    EMBEDDED_NAME,
    UnknownReferenceError,
    embedded_targets,
    is_embedded,
    reference_named,
    reference_of,
    run_reference,
)
from conformance.protocol.accept import accept_for
from conformance.reference.mutants import all_mutants
from conformance.reference.provider import WRONG_PASSWORD, ReferenceProvider
from conformance.reference.server import CREDENTIALS, ReferenceServer, Request
from conformance.reference.variations import all_variations
from conformance.targets.embedded_file import EmbeddedTarget

ACTORS = {"server": ReferenceServer, "provider": ReferenceProvider}
ACCEPT = {"Accept": accept_for("2.0"), "Content-Type": "application/json"}


class TestTargets:
    def test_every_actor_is_one(self):
        """Under the same name, and ours to start."""
        targets = embedded_targets()
        assert list(targets) == ["server", "provider", "client"]
        for actor, target in targets.items():
            assert (target.actor, target.name, target.url) == (actor, EMBEDDED_NAME, "")
            assert is_embedded(target)
            assert not is_embedded(replace(target, url="http://layer.example"))

    @pytest.mark.parametrize("actor", ["server", "provider"])
    def test_one_actor_alone_can_be_one(self, actor):
        """Under the name that a run gives it."""
        targets = embedded_targets("mutant:x", actor)
        assert list(targets) == [actor]
        assert targets[actor].name == "mutant:x"

    def test_the_server_declares_all_that_it_can_do(self):
        """With the keys and ids that are registered there; a month is how long its sessions live."""
        server, known = embedded_targets().server, CREDENTIALS
        declared = server.capabilities
        assert server.versions == ("1.0", "2.0")
        assert (server.credentials.app_id, server.credentials.provider_id) == (known.app_id, known.provider_id)
        for key, registered in (
            (server.credentials, known.key),
            (declared.disabled_key, known.disabled_key),
            (declared.deleted_key, known.deleted_key),
            (declared.unbound_provider, known.unbound_key),
        ):
            assert (key.key_id, key.private_key) == (registered.key_id, registered.signing_key)
        assert declared.unbound_provider.provider_id == known.unbound_provider_id
        assert declared.suspended_user == known.suspended_user
        assert declared.session_lifetime == 2_592_000

    def test_the_client_speaks_to_the_sample_service(self):
        """So that what is stated of that is seen of it."""
        client = embedded_targets().client
        assert (client.sample, client.command) == (True, ())

    def test_the_provider_is_described_as_it_is(self):
        """Its interface, its users with their passwords, what Layer has registered of it, and all secrets."""
        provider = ReferenceProvider(WallClock())
        target = provider_target("a provider", provider, "http://127.0.0.1:1/x")
        assert (target.name, target.actor, target.url) == ("a provider", "provider", "http://127.0.0.1:1/x")
        assert [(user.id, user.password, user.prn) for user in target.users] == [
            (each.id, each.password, each.id) for each in provider.accounts
        ]
        assert target.users[0].claims == provider.accounts[0].claims
        assert (target.wrong_login.id, target.wrong_login.password) == (provider.accounts[0].id, WRONG_PASSWORD)
        assert target.passwords == {WRONG_PASSWORD, *(each.password for each in provider.accounts)}
        assert (target.request.method, target.request.encoding) == ("POST", "json")
        assert target.request.fields.keys() == provider.interface.fields.keys()
        assert target.token.find(b'{"identity_token": "a.b.c"}') == "a.b.c"
        assert target.credentials.public_key == provider.credentials.key.signing_key.public

    def test_a_bare_body_may_be_the_token(self):
        """A provider's interface may have no member for it."""
        provider = ReferenceProvider(WallClock()).with_interface(token="")
        assert provider_target("a provider", provider).token.find(b"a.b.c") == "a.b.c"

    def test_what_stands_in_the_place_of_the_provider_is_described(self):
        """Not the plain one."""

        def odd(clock):
            return ReferenceProvider(clock).with_interface(encoding="form")

        assert embedded_provider("odd", odd).request.encoding == "form"
        assert embedded_targets(provider=odd).provider.request.encoding == "form"


class TestReferenceNamed:
    @pytest.mark.parametrize("kind", ["mutant", "variation"])
    @pytest.mark.parametrize("actor", ["server", "provider"])
    def test_it_is_made_from_the_actor_that_it_changes(self, kind, actor):
        """Whichever that is."""
        every = all_mutants() if kind == "mutant" else all_variations()
        found, make = reference_named(kind, next(each.name for each in every if each.actor == actor))
        assert found == actor
        assert isinstance(make(VirtualClock()), ACTORS[actor])

    def test_it_does_what_it_is_named_for(self):
        """By the clock that it is given."""
        _, make = reference_named("mutant", "answers_a_nonce_with_200")
        mutant = make(clock := VirtualClock())
        assert mutant.clock is clock
        assert mutant.handle(Request("POST", "/nonces", tuple(ACCEPT.items()))).status == 200

    @pytest.mark.parametrize("kind", ["mutant", "variation"])
    def test_a_name_that_does_not_exist(self, kind):
        """The sentence names the nearest."""
        every = all_mutants() if kind == "mutant" else all_variations()
        name = next(iter(every)).name
        with pytest.raises(UnknownReferenceError) as unknown:
            reference_named(kind, f"{name}x")
        assert name in str(unknown.value)


class TestReferenceOf:
    def named(self, embedded, actor="server"):
        return reference_of(EmbeddedTarget(name="Stand-in", actor=actor, url="", embedded=embedded))

    def test_a_file_that_names_a_mutant_is_never_the_reference(self):
        """The reference would conform in its place."""
        assert self.named("mutant:answers_a_nonce_with_200") == ("mutant", "answers_a_nonce_with_200")
        assert self.named("reference") is None

    def test_what_is_of_another_actor_is_refused(self):
        """The sentence names both."""
        with pytest.raises(UnknownReferenceError, match=r"is a server, and target\.actor says provider"):
            self.named("mutant:answers_a_nonce_with_200", "provider")


def test_the_process_goes_by_a_frozen_clock():
    """Both begin in 2030, stand still, and are moved together; in the end the process has its own time again."""
    clock = FrozenClock()
    try:
        assert time.time() == clock.now() == VirtualClock.START
        clock.advance(90.5)
        assert time.time() == clock.now() == VirtualClock.START + 90.5
        assert now() / 1000 < VirtualClock.START  # Allure dates what has really happened
    finally:
        clock.stop()
    assert time.time() < VirtualClock.START


class TestRunReference:
    def test_it_answers_on_loopback_by_its_clock(self):
        """Which begins again with each reference, and goes on when that ends: it is not the reference's to stop."""
        clock = FrozenClock()
        try:
            clock.advance(3600)
            with run_reference(None, clock) as reference:
                answer = requests.post(f"{reference.url}/nonces", headers=ACCEPT, timeout=30)
                assert reference.clock is clock
                assert answer.status_code == 201
                assert answer.headers["Date"] == "Tue, 01 Jan 2030 00:00:00 GMT"
                assert reference.credentials == embedded_targets().server.credentials
            assert time.time() == clock.now() == VirtualClock.START
        finally:
            clock.stop()
        assert time.time() < VirtualClock.START

    def test_what_is_made_runs_in_its_place(self):
        """With what is registered there, in a frozen time of its own."""

        def make(clock):
            return ReferenceServer(clock).without("date").with_credentials(app_id="layer:///apps/staging/x")

        with run_reference(make) as reference:
            answer = requests.post(f"{reference.url}/nonces", headers=ACCEPT, timeout=30)
            assert time.time() == reference.clock.now()
        assert "Date" not in answer.headers
        assert reference.credentials.app_id == "layer:///apps/staging/x"
        assert time.time() < VirtualClock.START

    def test_a_failure_gives_the_time_back_too(self):
        """Whatever makes the server."""
        with pytest.raises(ZeroDivisionError), run_reference(lambda _clock: 1 / 0):
            pytest.fail("there is no server")
        assert time.time() < VirtualClock.START
