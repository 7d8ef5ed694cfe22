"""What reports show of a target's file."""

from conformance.embedded.targets import embedded_targets
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
    configuration = configuration_of([target(**http)])
    assert "canary" not in str(configuration)
    assert configuration["headers sent"] == "X-Env"
    assert configuration["proxy"] == "used"
    assert configuration["client certificate"] == "shown"
    assert configuration["certificate"] == "checked with a CA bundle of its own"
    assert configuration_of([target(verify=False)])["certificate"] == "not checked"


def test_of_several_actors_each_has_its_capabilities():
    """Embedded ones are not reached over a network."""
    configuration = configuration_of([target(url=""), target(url="", actor="provider")])
    assert list(configuration) == ["capabilities of the server", "capabilities of the provider"]


def test_what_is_declared_is_named_in_order():
    """By the names of the target file."""
    configuration = configuration_of([embedded_targets().server])
    assert configuration["capabilities"].split(", ") == sorted(embedded_targets().server.declared)


def test_a_plain_connection_has_no_certificate():
    """And a rate is told where there is one."""
    configuration = configuration_of([target(url="http://layer.example", max_rate=2.5, timeout=0.5)])
    assert "certificate" not in configuration
    assert (configuration["most requests a second"], configuration["timeout"]) == ("2.5", "0.5 s")
