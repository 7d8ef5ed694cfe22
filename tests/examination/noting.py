"""A server that tells what it was asked."""

from __future__ import annotations

from conformance.reference.server import ReferenceServer


def noting(server: ReferenceServer, seen: list[str]) -> ReferenceServer:
    """Return a server that notes every request: its method and the beginning of its path."""

    def note(visit, answer):
        seen.append(f"{visit.request.method} /{visit.request.path.split('/')[1]} {answer.status}")
        return answer

    return server.adding(note, to="every answer")
