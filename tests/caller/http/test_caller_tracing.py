"""Each request carries what it is found by in the target's own log."""

import re
import uuid

import pytest
from raw_server import answering

UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
TRACEPARENT = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-01")


@pytest.fixture
def sent(serve, connect):
    """Send requests, two in a first scenario and one in a second, and return the headers of each as they arrived."""

    def send(**settings):
        server, connection = serve(answering()), connect(**settings)
        exchanges = [connection.send("GET", server.url, {}) for _ in range(2)]
        connection.begin_trace()
        exchanges.append(connection.send("GET", server.url, {}))
        assert [list(each.sent.headers) for each in exchanges] == [seen.headers for seen in server.requests]
        return [dict(seen.headers) for seen in server.requests]

    return send


def test_an_id_is_that_of_one_request(sent):
    """A random UUID of version 4, as any client has it: no target knows the suite or a scenario by it."""
    ids = [seen["X-Request-Id"] for seen in sent()]
    assert len(set(ids)) == 3
    assert all(UUID4.fullmatch(each) and uuid.UUID(each).version == 4 for each in ids)


def test_a_scenario_is_one_trace(sent):
    """By W3C's Trace Context: version, trace, span and flags; all traces of a run begin alike."""
    parents = [seen["traceparent"] for seen in sent()]
    assert all(TRACEPARENT.fullmatch(each) for each in parents)
    traces, spans = ([each.split("-")[part] for each in parents] for part in (1, 2))
    assert traces[0] == traces[1] != traces[2]
    assert len(set(spans)) == 3
    assert len({trace[:8] for trace in traces}) == 1


def test_an_empty_text_switches_it_off(sent):
    """Of each by itself; one of the file's own takes its place."""
    for headers in ({"X-Request-Id": "", "traceparent": ""}, {"x-request-id": "", "Traceparent": ""}):
        assert all({"x-request-id", "traceparent"}.isdisjoint(map(str.lower, seen)) for seen in sent(headers=headers))
    seen = sent(headers={"x-request-id": "ticket-7"})[0]
    assert [value for name, value in seen.items() if name.lower() == "x-request-id"] == ["ticket-7"]
    assert "traceparent" in seen
