"""What reports show of a target's file."""

from conformance.examination.target_settings import configuration_of
from conformance.targets import HttpSettings, Target


def target(url="https://layer.example", actor="server", **http):
    """Return a target that is spoken to in some way."""
    return Target(name="Acme", actor=actor, url=url, http=HttpSettings(**http))


def test_a_plain_target_has_little_to_tell():
    """How it is reached, and what it can do."""
    assert configuration_of([target(max_requests=5000)]) == {
        "capabilities": "none",
        "timeout": "10 s",
        "certificate": "checked",
        "most requests": "5000",
    }


def test_neither_secrets_nor_places_of_the_machine_are_told():
    """Headers by their names, certificates and proxies by the fact."""
    http = {
        "headers": {"X-Env": "canary-1"},
        "proxy": "http://bob:canary-2@proxy.example",
        "verify": "/home/canary-3/ca.pem",
        "client_cert": "/home/canary-4/client.pem",
    }
    said = configuration_of([target(**http)])
    assert "canary" not in str(said)
    assert said["headers sent"] == "X-Env"
    assert said["proxy"] == "used"
    assert said["client certificate"] == "shown"
    assert said["certificate"] == "checked with a CA bundle of its own"
    assert configuration_of([target(verify=False)])["certificate"] == "not checked"


def test_of_several_actors_each_has_its_capabilities():
    """Embedded ones are not reached over a network."""
    said = configuration_of([target(url=""), target(url="", actor="provider")])
    assert list(said) == ["capabilities of the server", "capabilities of the provider"]
