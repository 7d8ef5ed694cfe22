"""An answer that a gateway has given is told from one of Layer's."""

from __future__ import annotations

import json

import pytest

from conformance.evidence.exchange import Received

ERROR = json.dumps({"id": "service_unavailable", "code": 1, "message": "No.", "url": "https://a.example"}).encode()


@pytest.mark.parametrize(
    ("status", "body", "is_gateway"),
    [
        (502, b"", True),
        (503, b"<html>", True),
        (504, b"{}", True),
        (503, ERROR, False),
        (500, b"", False),
        (201, b"", False),
        (404, ERROR, False),
    ],
)
def test_a_gateway_answers_502_503_or_504_without_layers_error(status, body, is_gateway):
    """With the error object, it is a server of Layer's that says it is busy."""
    assert Received(status, "", (("Content-Type", "application/json"),), body).is_of_a_gateway is is_gateway
