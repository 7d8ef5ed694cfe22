"""A refusal on its way out of the provider."""

from __future__ import annotations

from conformance.reference.messages import Headers


class TokenRefusalError(Exception):
    """The request gets no token; this becomes an answer with a status and a message for people."""

    def __init__(self, status: int, message: str, headers: Headers = ()) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers
