"""The reference server: every rule of the documents in one small function each.

A mutant or a variation is a changed copy of a correct server::

    server.without("NONCE-3")
    server.without("VERSION-1", on="POST /sessions")
    server.replacing("NONCE-UNIQUE-1", lambda visit: str(uuid.uuid4()))
    server.adding(lambda visit, answer: answer.with_header("X-Odd", "1"), to="every answer")
    server.moving("NONCE-3", on="identity token", before="TOKEN-PARTS-1")
    server.with_settings(nonce_lifetime=9 * 60)
    server.with_delivery(chunked=True)

`endpoints.TABLES` lists the tables with their pieces in order; `rules` has the pieces, one module a chapter.
"""

from conformance.reference.server.core import ReferenceServer
from conformance.reference.server.credentials import CREDENTIALS, Credentials, RegisteredKey
from conformance.reference.server.delivery import Delivery
from conformance.reference.server.directory import Directory
from conformance.reference.server.messages import Answer, Request
from conformance.reference.server.refused import Refused
from conformance.reference.server.settings import Settings
from conformance.reference.server.transport import running
from conformance.reference.server.visit import Visit

__all__ = [
    "CREDENTIALS",
    "Answer",
    "Credentials",
    "Delivery",
    "Directory",
    "ReferenceServer",
    "Refused",
    "RegisteredKey",
    "Request",
    "Settings",
    "Visit",
    "running",
]
