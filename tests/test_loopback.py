"""Which addresses only this machine reaches."""

from __future__ import annotations

import pytest

from conformance.loopback import is_loopback


@pytest.mark.parametrize(
    ("host", "loopback"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("10.0.0.7", False), ("box", False)]
)
def test_what_only_this_machine_reaches_is_loopback(host, loopback):
    """A name may lead anywhere."""
    assert is_loopback(host) is loopback
