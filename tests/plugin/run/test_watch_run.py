"""What a watch adds to a run of pytest."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from free_ports import free_ports
from scenario_items import config_of, item_of

from conformance.embedded.targets import embedded_targets
from conformance.plugin.run import watch
from conformance.plugin.state import RunState
from conformance.run_options import WatchOptions
from conformance.targets import ClientTarget, Targets

PHONE = ClientTarget(name="a phone", actor="client", url="watched")
SIGN_IN = "the client signs alice in"


@pytest.fixture
def prepared():
    """Return a watch of a client on ports of loopback."""
    config = config_of(Targets.of(PHONE))
    config.pluginmanager = SimpleNamespace(register=lambda plugin, _name: plugins.append(plugin))
    plugins: list[watch.Watch] = []
    watch.prepare(config, WatchOptions("127.0.0.1", free_ports()))
    yield plugins[0], config
    plugins[0].pytest_unconfigure()


@pytest.mark.parametrize("targets", [embedded_targets(actor="server"), embedded_targets()], ids=["a server", "three"])
def test_only_a_client_is_watched(targets):
    """The sentence says what the file should be."""
    with pytest.raises(pytest.UsageError, match=r'--target should be the file of a client \(actor = "client"\)'):
        watch.prepare(config_of(targets), WatchOptions("127.0.0.1", 0))


def test_an_address_that_cannot_be_had_is_an_error_of_use():
    """Before anything runs."""
    with pytest.raises(pytest.UsageError, match=r"watch: :: is no address that an app can be told"):
        watch.prepare(config_of(Targets.of(PHONE)), WatchOptions("::", 0))


def test_reports_name_where_it_was_watched(prepared):
    """In the place of a driver's command."""
    url = RunState.of(prepared[1]).targets.client.url
    assert url.startswith("watched at http://127.0.0.1:")


def test_the_scenarios_are_put_in_the_order_of_a_person(prepared):
    """The longest of what one session shows comes first."""
    items = [
        item_of("CLIENT-ASK-1", version="2.0", steps=(SIGN_IN,)),
        item_of("CLIENT-OUT-1", version="2.0", steps=(SIGN_IN, "the client signs out")),
    ]
    ordered = list(items)
    prepared[0].pytest_collection_modifyitems(ordered)
    assert ordered == items[::-1]


def test_what_others_reach_is_said_loudly(prepared):
    """Before everything else; on loopback there is nothing to warn of."""
    quiet = prepared[0]._introduce(183, 128)
    assert quiet[0].startswith("183 scenarios, in 128 sessions of the app at most")
    prepared[0]._addresses.host = "10.0.0.7"
    assert prepared[0]._introduce(1, 1)[0].startswith("WARNING: 10.0.0.7 may be reached from other machines")


def test_where_it_stands_survives_the_command_line():
    """The command writes what the plugin reads."""
    options = WatchOptions("10.0.0.7", 8400, "box.pem")
    assert WatchOptions.parse(str(options)) == options


def test_the_number_of_an_answer_is_typed_where_there_is_a_keyboard(monkeypatch):
    """Anything else is none, and so is a keyboard that is gone."""
    keyboard, terminal = os.openpty()
    with os.fdopen(terminal) as source:
        monkeypatch.setattr("sys.stdin", source)
        typed = watch._keys()
        for text, number in ((b"3\n", 3), (b"x\n", None), (b"\n", None), (b"\x04", None)):
            os.write(keyboard, text)
            assert typed(0.01 if number is None else 10) is number
        os.close(keyboard)
        assert typed(0) is None


def test_nothing_is_typed_where_there_is_no_keyboard(monkeypatch):
    """The page alone takes answers then."""
    with Path(os.devnull).open(encoding="ascii") as source:
        monkeypatch.setattr("sys.stdin", source)
        assert watch._keys() is None
