"""A refusal on its way out of the core."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.protocol.errors import ErrorId, Refusal
from conformance.reference.messages import Headers


class RefusalError(Exception):
    """The request is refused; it becomes an answer in the documented shape (docs/protocol.md#error-object).

    `data` is the member of that name; `status` stands in for the catalogue's where HTTP knows a better one.
    """

    def __init__(
        self,
        error: ErrorId,
        message: str,
        *,
        data: Mapping[str, object] | None = None,
        status: int | None = None,
        headers: Headers = (),
    ) -> None:
        super().__init__(f"{error.id}: {message}")
        self.error = error
        self.message = message
        self.data = dict(data or {})
        self.status = status or error.status
        self.headers = headers

    @classmethod
    def by(cls, refusal: Refusal, message: str) -> RefusalError:
        """Return the documented `refusal` with a message for people."""
        return cls(refusal.error, message, data=dict([refusal.names]) if refusal.names else None)
