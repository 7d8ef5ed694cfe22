"""The random texts of a run: what is asked for where the run has met too few."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from conformance.caller.samples import Samples
from conformance.evidence.exchange import Exchange, Received, Sent
from conformance.judging.outcomes import Inconclusive
from steps.attempts import _SAMPLES, collect_samples


def target(status: int, body: bytes):
    """Return the sign-in at a target that answers each nonce request so, and the list of those requests."""
    samples, asked = Samples(), []

    def request_nonce():
        asked.append(
            exchange := Exchange(Sent("POST", "http://a/nonces", ()), 0.0, 0.0, Received(status, "", (), body))
        )
        samples.collect(exchange)
        return exchange

    return SimpleNamespace(caller=SimpleNamespace(samples=samples, request_nonce=request_nonce)), asked


def test_as_many_are_asked_for_as_are_missing():
    """No more than that."""
    sign_in, asked = target(201, b'{"nonce": "n0nce"}')
    values, last = collect_samples(sign_in, 7, _SAMPLES["nonces"])
    assert (len(values), len(asked), last) == (7, 7, asked[-1])


@pytest.mark.parametrize(("status", "most"), [(201, 11), (500, 1)])
def test_a_target_that_gives_none_is_not_asked_for_ever(status, most):
    """Also where it calls that success."""
    sign_in, asked = target(status, b"{}")
    with pytest.raises(Inconclusive, match="too few samples"):
        collect_samples(sign_in, 10, _SAMPLES["nonces"])
    assert len(asked) == most
