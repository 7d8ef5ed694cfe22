"""The doctor tries every declared capability, and says which it could show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from conformance.cli.doctor.check import CheckFailedError
from conformance.cli.doctor.checks import checks_of
from conformance.clock import WallClock
from conformance.embedded.targets import embedded_targets
from conformance.reference.server import ReferenceServer, running
from conformance.targets import Capabilities, ServerTarget

Lines = Callable[..., dict[str, str]]
DECLARED = embedded_targets()["server"].capabilities


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Return the address of a reference server that goes by the machine's clock."""
    with running(ReferenceServer(WallClock())) as address:
        yield address


@pytest.fixture
def lines(url: str) -> Lines:
    """Return what makes every check of the reference with these capabilities, as its lines by name."""

    def check(capabilities: Capabilities) -> dict[str, str]:
        server = embedded_targets()["server"]
        assert isinstance(server, ServerTarget)
        target = replace(server, url=url, capabilities=capabilities)
        return {each.name: _outcome(each.run) for each in checks_of(Path("t.toml"), target)}

    return check


def _outcome(run: Callable[[], str]) -> str:
    try:
        return run()
    except CheckFailedError as failed:
        return f"failed: {failed}"


def test_what_can_be_shown_is_shown(lines: Lines) -> None:
    """A refusal alone shows no key: an unknown one is refused too."""
    result = lines(replace(DECLARED, protected_url="/conversations"))
    for name in ("unbound_provider", "protected_url"):
        assert result[name].startswith("shown: "), name
    for name in ("disabled_key", "deleted_key"):
        assert "rests on the file's word" in result[name]
    assert "mallory is refused" in result["suspended_user"]
    assert result["session_lifetime"].startswith("30 days, which a run shows")


def test_a_provider_without_its_application_is_not_shown(lines: Lines) -> None:
    """The line names what would show it."""
    result = lines(Capabilities(unbound_provider=replace(DECLARED.unbound_provider, app_id=None)))
    assert result["unbound_provider"].startswith("not shown: capabilities.unbound_provider.app_id should name")


def test_an_invented_provider_fails(lines: Lines) -> None:
    """A typing error in its id is found before any run."""
    invented = replace(DECLARED.unbound_provider, key_id="layer:///keys/00000000-0000-4000-8000-000000000000")
    assert lines(Capabilities(unbound_provider=invented))["unbound_provider"].startswith("failed: its key opens no")


def test_a_key_that_is_in_use_fails(lines: Lines) -> None:
    """The file says that it is disabled, and the target says otherwise."""
    own = embedded_targets()["server"].credentials
    result = lines(
        Capabilities(disabled_key=replace(DECLARED.disabled_key, key_id=own.key_id, private_key=own.private_key))
    )
    assert result["disabled_key"].startswith("failed: a token by the key")
    assert result["forecast"].startswith("core, as configured")


def test_a_user_who_is_let_in_fails(lines: Lines) -> None:
    """The same for a user."""
    assert lines(Capabilities(suspended_user="alice"))["suspended_user"].startswith("failed: a token for alice opens")


def test_a_protected_url_that_no_session_reads_fails(lines: Lines) -> None:
    """Nothing could be judged by it."""
    assert lines(Capabilities(protected_url="/nowhere"))["protected_url"].startswith("failed: 404 with a session")
