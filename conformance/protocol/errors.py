"""The error catalogue: what a refusal is made of (docs/protocol.md#error-catalogue)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class ErrorId(Enum):
    """The `id` of an error with its numeric `code` and the HTTP status it travels with."""

    INVALID_APP_ID = ("invalid_app_id", 2, 403)
    AUTHENTICATION_REQUIRED = ("authentication_required", 4, 401)
    USER_SUSPENDED = ("user_suspended", 6, 403)
    INVALID_REQUEST = ("invalid_request", 10, 400)
    INTERNAL_SERVER_ERROR = ("internal_server_error", 100, 500)
    NOT_FOUND = ("not_found", 102, 404)
    MISSING_PROPERTY = ("missing_property", 104, 422)
    INVALID_PROPERTY = ("invalid_property", 105, 422)
    INVALID_ENDPOINT = ("invalid_endpoint", 106, 404)
    INVALID_HEADER = ("invalid_header", 107, 406)
    METHOD_NOT_ALLOWED = ("method_not_allowed", 109, 405)

    @property
    def id(self) -> str:
        """The unique identifier, a string."""
        return self.value[0]

    @property
    def code(self) -> int:
        """The unique numeric code."""
        return self.value[1]

    @property
    def status(self) -> int:
        """The HTTP status that the catalogue gives it."""
        return self.value[2]


@dataclass(frozen=True)
class Refusal:
    """One documented refusal: an error, and where the documents name it, the member of `data` that says what is wrong.

    `names` is a pair such as ``("property", "identity_token")`` or ``("header", "Accept")``.
    """

    error: ErrorId
    names: tuple[str, str] | None = None

    def __str__(self) -> str:
        """Return the refusal in one line, as findings show it."""
        text = f"{self.error.status} {self.error.id} (code {self.error.code})"
        return text if self.names is None else f"{text}, data.{self.names[0]} {self.names[1]}"


#: Client API 2.0, "Invalid identity token": whatever is wrong with the token, the answer is this one.
IDENTITY_TOKEN_REFUSED = Refusal(ErrorId.INVALID_PROPERTY, ("property", "identity_token"))
#: Client API 2.0, "Invalid app ID".
APP_ID_REFUSED = Refusal(ErrorId.INVALID_APP_ID)
#: "No usable version": documents of the `Accept` header, docs/protocol.md#accept.
ACCEPT_REFUSED = Refusal(ErrorId.INVALID_HEADER, ("header", "Accept"))
#: Suspended users, the catalogue's form; the `eit_user_suspended` form is IDENTITY_TOKEN_REFUSED.
USER_SUSPENDED = Refusal(ErrorId.USER_SUSPENDED)
#: Client API 1.0, "Authentication Challenges"; `data.nonce` is judged beside it.
CHALLENGE = Refusal(ErrorId.AUTHENTICATION_REQUIRED)
