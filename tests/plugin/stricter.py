"""A suite whose judgement has changed: a plugin that expects more of a nonce than today's suite does."""

from __future__ import annotations

from conformance.evidence.exchange import Exchange
from conformance.judging import expectations
from conformance.judging.outcomes import Violation

_expect_json_label = expectations.expect_json_label


def _with_charset(exchange: Exchange) -> None:
    _expect_json_label(exchange)
    raise Violation("a charset of 1970", "another one", exchange)


# The steps are imported later, and take what they find here.
expectations.expect_json_label = _with_charset
