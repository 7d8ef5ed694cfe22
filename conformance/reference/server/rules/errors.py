"""Errors: what a refusal looks like, and the two that every path can meet."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.protocol.errors import ErrorId
from conformance.reference.messages import Answer
from conformance.reference.server.refusal import RefusalError
from conformance.reference.server.rules import rule
from conformance.reference.server.visit import Visit

JSON = "application/json"


@rule("ERROR-ID-1")
def error_id(refused: RefusalError) -> Mapping[str, object]:
    """ERROR-ID-1: every error has an id, a string."""
    return {"id": refused.error.id}


@rule("ERROR-CODE-1")
def error_code(refused: RefusalError) -> Mapping[str, object]:
    """ERROR-CODE-1: every error has a numeric code."""
    return {"code": refused.error.code}


@rule("ERROR-MESSAGE-1")
def error_message(refused: RefusalError) -> Mapping[str, object]:
    """ERROR-MESSAGE-1: every error has a message for people."""
    return {"message": refused.message}


@rule("ERROR-URL-1")
def error_url(refused: RefusalError) -> Mapping[str, object]:
    """ERROR-URL-1: every error has a url that explains it."""
    return {"url": f"https://developer.layer.com/docs/client/rest#{refused.error.id}"}


@rule("ERROR-DATA-1")
def error_data(refused: RefusalError) -> Mapping[str, object]:
    """ERROR-DATA-1: the data of an error, where it is there, is an object."""
    return {"data": refused.data} if refused.data else {}


@rule("refusal")
def refusal(visit: Visit, refused: RefusalError) -> Answer:
    """Give a refusal its form: the catalogue's status, and an object of the members of the table `error`."""
    content: dict[str, object] = {}
    for member in visit.server.rules.table("error"):
        content.update(member(refused))
    return Answer.of(visit.apply_rule("refusal-status", refused), content).with_more(*refused.headers)


@rule("refusal-status")
def refusal_status(_: Visit, refused: RefusalError) -> int:
    """Return the status of a refusal."""
    return refused.status


@rule("ERROR-TYPE-1")
def error_is_labelled(_: Visit, answer: Answer) -> Answer:
    """ERROR-TYPE-1: every error is JSON and labelled so."""
    return answer.with_header("Content-Type", JSON)


@rule("NONCE-TYPE-1")
def nonce_is_labelled(_: Visit, answer: Answer) -> Answer:
    """NONCE-TYPE-1: a nonce is answered as JSON and labelled so."""
    return answer.with_header("Content-Type", JSON)


@rule("SESSION-TYPE-1")
def session_is_labelled(_: Visit, answer: Answer) -> Answer:
    """SESSION-TYPE-1: a session is answered as JSON and labelled so."""
    return answer.with_header("Content-Type", JSON)


@rule("labelled")
def resource_is_labelled(_: Visit, answer: Answer) -> Answer:
    """Any other resource is labelled as JSON too."""
    return answer.with_header("Content-Type", JSON)


@rule("ERROR-404-1")
def endpoint_does_not_exist(visit: Visit) -> Answer:
    """ERROR-404-1: an endpoint that does not exist is answered in the documented form."""
    endpoint = f"{visit.request.method} {visit.request.path.partition('?')[0]}"
    raise RefusalError(ErrorId.INVALID_ENDPOINT, f"The endpoint '{endpoint}' does not exist")


@rule("ERROR-405-1")
def method_is_not_allowed(visit: Visit) -> Answer:
    """ERROR-405-1: a method that an endpoint does not have is answered in the documented form, with Allow."""
    allowed = ", ".join(visit.allowed)
    raise RefusalError(
        ErrorId.METHOD_NOT_ALLOWED,
        f"{visit.request.method} is not one of {allowed}",
        headers=(("Allow", allowed),),
    )
