"""The token validator's page beside the reference actors of `layer-conformance serve`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from conformance.clock import Clock
from conformance.reference.server import Answer, Request
from conformance.validator_page import PATHS, Asked, respond


def page_mounts(clock: Clock) -> Mapping[str, Callable[[Request], Answer]]:
    """Return what answers each of the page's paths, by `clock`."""

    def answer(request: Request) -> Answer:
        peer = request.connection.rpartition(":")[0]  # the transport says address:port
        answered = respond(Asked(request.method, request.path, request.header, request.body, peer), clock.now)
        return Answer(answered.status, answered.headers, answered.body)

    return dict.fromkeys(PATHS, answer)
