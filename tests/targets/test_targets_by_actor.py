"""The targets of a run are found by their actor."""

from __future__ import annotations

import pytest

from conformance.embedded.targets import embedded_targets
from conformance.targets import Targets


def test_each_actor_has_its_own_target() -> None:
    """`server` and `provider` are the targets of these actors, in whichever order they were named."""
    both = embedded_targets()
    turned = Targets.of(both.provider, both.server)
    assert (turned.server.actor, turned.provider.actor) == ("server", "provider")
    assert list(turned) == ["provider", "server"]


def test_an_actor_that_is_not_examined_is_named() -> None:
    """A run that examines a provider only has no server, and the error says what it has."""
    with pytest.raises(LookupError, match="no ServerTarget, but provider"):
        _ = embedded_targets(actor="provider").server
