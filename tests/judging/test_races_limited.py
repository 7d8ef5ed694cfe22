"""A race that a limit of requests has broken up names the settings that help."""

import pytest

from conformance.evidence.exchange import Exchange, Received, Sent
from conformance.evidence.race import Race
from conformance.judging.outcomes import Inconclusive
from conformance.judging.simultaneous import expect_no_crash


def answered(status, *earlier):
    """Return an exchange with this status, sent again after the earlier ones."""
    sent = Sent("POST", "http://layer.example/nonces", (), None)
    return Exchange(sent, 0.0, 0.1, Received(status, "", (), b""), earlier=earlier)


@pytest.mark.parametrize(("earlier", "is_named"), [((answered(429),), True), ((), False)])
def test_the_rate_is_named_where_a_limit_was_met(earlier, is_named):
    """And nowhere else."""
    race = Race([answered(201, *earlier), answered(201)], [0.0, 9.0], [1.0, 10.0])
    with pytest.raises(Inconclusive) as inconclusive:
        expect_no_crash(race)
    assert ("http.max_rate" in str(inconclusive.value)) is is_named
