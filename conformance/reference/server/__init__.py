"""The reference server: every rule of the documents in one small function each.

A mutant or a variation is a changed copy of a correct server::

    server.without("NONCE-3")
    server.without("VERSION-1", on="POST /sessions")
    server.replacing("NONCE-UNIQUE-1", lambda visit: str(uuid.uuid4()))
    server.adding(lambda visit, answer: answer.with_header("X-Odd", "1"), to="every answer")
    server.moving("NONCE-3", on="identity token", before="TOKEN-PARTS-1")
    server.with_settings(nonce_lifetime=9 * 60)
    server.with_writer(chunked=True)

`endpoints.TABLES` lists the tables with their rules in order; `rules` has the rules, one module a chapter.
"""

from conformance.reference.credentials import CREDENTIALS, Credentials, RegisteredKey
from conformance.reference.messages import Answer, Request
from conformance.reference.server.core import ReferenceServer
from conformance.reference.server.directory import Directory
from conformance.reference.server.refusal import RefusalError
from conformance.reference.server.response_writer import ResponseWriter
from conformance.reference.server.settings import Settings
from conformance.reference.server.transport import running
from conformance.reference.server.visit import Visit

__all__ = [
    "CREDENTIALS",
    "Answer",
    "Credentials",
    "Directory",
    "ReferenceServer",
    "RefusalError",
    "RegisteredKey",
    "Request",
    "ResponseWriter",
    "Settings",
    "Visit",
    "running",
]
