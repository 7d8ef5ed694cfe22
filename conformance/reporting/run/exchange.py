"""An exchange as a run records it: plain JSON values, as `evidence.serialize` makes them of what was sent and received.

They stay dictionaries, because a run has thousands of them, and every report takes them as they are.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from pydantic import ConfigDict, Field, with_config
from typing_extensions import TypedDict

from conformance.reporting.run.fields import Count, Moment, Seconds

_WHOLE = with_config(ConfigDict(strict=True, extra="forbid"))


@_WHOLE
class Header(TypedDict):
    """A header field; a mark stands for a secret."""

    name: str
    value: str


@_WHOLE
class Body(TypedDict):
    """A body, or as much of its beginning as is kept."""

    encoding: Literal["utf8", "base64"]
    size: Annotated[Count, Field(description="Bytes of the whole body as it was sent.")]
    truncated: bool
    value: Annotated[str, Field(description="The body, or its first 8192 characters.")]
    note: NotRequired[str]


@_WHOLE
class IdentityToken(TypedDict):
    """The identity token in the body, decoded; null where a part is no JSON."""

    header: Any
    claims: Any


@_WHOLE
class Request(TypedDict):
    """What was sent."""

    method: str
    url: str
    headers: list[Header]
    body: Body | None
    identity_token: NotRequired[IdentityToken]


@_WHOLE
class Response(TypedDict):
    """What came back."""

    status: int
    reason: str
    headers: list[Header]
    body: Body
    surplus: NotRequired[Annotated[Body, Field(description="Bytes found after the end of the message.")]]
    identity_token: NotRequired[IdentityToken]


@_WHOLE
class Exchange(TypedDict):
    """One request, and either its response or the fault that came in its place."""

    request: Request
    response: Response | None
    fault: Annotated[str | None, Field(description="Why no answer could be read.")]
    started: Moment
    duration_s: Seconds
    retried: NotRequired[
        Annotated[Literal[True], Field(description="The same request was sent again: this exchange decides nothing.")]
    ]
    note: NotRequired[Annotated[str, Field(description="What of the exchange is not recorded, and why.")]]


@with_config(ConfigDict(strict=True))
class Recording(TypedDict):
    """What a scenario has recorded; `steps` says for each Gherkin step which exchanges of the transcript it made."""

    nodeid: str
    steps: list[list[Count]]
    transcript: list[Exchange]
