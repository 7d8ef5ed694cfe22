"""Errors in other words, with more in them, and where the documents leave a choice, with another one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from conformance.protocol.errors import IDENTITY_TOKEN_REFUSED, ErrorId
from conformance.reference.server import Answer, ReferenceServer, RefusalError, Visit
from conformance.reference.server.reading import PresentedToken
from conformance.reference.server.rules.session_tokens import challenge
from conformance.reference.variations.registry import variation, variation_of_table


@variation
def more_members(server: ReferenceServer) -> ReferenceServer:
    """Has members in every object that no document names."""

    def more(_: Visit, answer: Answer) -> Answer:
        return answer.with_members(request_id="req-1", links={"self": None}, debug=[1, {"nonce": 2}])

    places = ("POST /nonces answer", "POST /sessions answer", "error answer")
    for place in places:
        server = server.adding(more, to=place)
    return server


@variation
def more_in_data(server: ReferenceServer) -> ReferenceServer:
    """Has more in the data of every error, with the documents' own eit names."""

    def more(_: Visit, answer: Answer) -> Answer:
        data = answer.content.get("data", {})
        return answer.with_members(data={"reason": "eit_expired", "attempt": 1, **data})

    return server.adding(more, to="error answer")


@variation
def members_in_another_order(server: ReferenceServer) -> ReferenceServer:
    """Writes the members of an error from the last to the first."""

    def reversed_members(_: Visit, answer: Answer) -> Answer:
        return answer.with_content(dict(reversed(answer.content.items())))

    return server.adding(reversed_members, to="error answer")


_TEXTS: Mapping[str, tuple[str, str, object]] = {
    "other_messages": ("ERROR-MESSAGE-1", "Says the same of every error, in Japanese.", {"message": "エラー。🦊"}),
    "empty_messages": ("ERROR-MESSAGE-1", "Says nothing of an error, in an empty message.", {"message": ""}),
    "long_messages": ("ERROR-MESSAGE-1", "Says ten thousand letters of every error.", {"message": "m" * 10_000}),
    "other_urls": ("ERROR-URL-1", "Leads every error to the address of its own documents.",
                   {"url": "http://docs.layer.example/reference#errors"}),
}  # fmt: skip


def _saying(rule: str, text: object) -> Callable[[ReferenceServer], ReferenceServer]:
    return lambda server: server.replacing(rule, lambda _: text)


for _name, (_rule, _sentence, _words) in _TEXTS.items():
    variation_of_table(_name, _sentence, _saying(_rule, _words))


@variation
def www_authenticate(server: ReferenceServer) -> ReferenceServer:
    """Sends WWW-Authenticate with the challenge, as HTTP wants it."""

    def named(_: Visit, answer: Answer) -> Answer:
        return answer.with_header("WWW-Authenticate", 'Layer realm="api"') if answer.status == 401 else answer

    return server.adding(named, to="error answer")


@variation
def names_the_app_id(server: ReferenceServer) -> ReferenceServer:
    """Names app_id in the data of its refusal, where the documents show no data."""

    def named(_: Visit, answer: Answer) -> Answer:
        wrong = answer.content["id"] == ErrorId.INVALID_APP_ID.id
        return answer.with_members(data={"property": "app_id"}) if wrong else answer

    return server.adding(named, to="error answer")


@variation
def suspended_users_by_their_token(server: ReferenceServer) -> ReferenceServer:
    """Refuses the token of a suspended user as the eit table has it, and not the user."""
    right = server.rules["USER-SUSPENDED-1"]

    def refused(token: PresentedToken, visit: Visit) -> None:
        try:
            right(token, visit)
        except RefusalError as found:
            raise RefusalError.by(IDENTITY_TOKEN_REFUSED, found.message) from None

    return server.replacing("USER-SUSPENDED-1", refused)


@variation
def empty_tokens_are_missing(server: ReferenceServer) -> ReferenceServer:
    """Says of an empty identity token that it is missing."""

    def missing(visit: Visit) -> None:
        if visit.fields.get("identity_token") == "":
            raise RefusalError(ErrorId.MISSING_PROPERTY, "Give a token.", data={"property": "identity_token"})

    return server.replacing("TOKEN-EMPTY-1", missing)


@variation
def unknown_endpoints_are_not_found(server: ReferenceServer) -> ReferenceServer:
    """Answers an endpoint that does not exist with not_found."""

    def not_found(_: Visit) -> None:
        raise RefusalError(ErrorId.NOT_FOUND, "The requested resource could not be found.")

    return server.replacing("ERROR-404-1", not_found)


def _challenged(visit: Visit) -> RefusalError:
    return challenge(visit, "This session has ended.")


def _confirming(server: ReferenceServer) -> ReferenceServer:
    return server.without("DELETE-7", "DELETE-8", on="DELETE /sessions/:token")


def _challenging(server: ReferenceServer) -> ReferenceServer:
    def gone(visit: Visit) -> None:
        session = visit.server.sessions.find(visit.argument)
        if session is None or session.deleted_at is not None:
            raise _challenged(visit)

    return server.replacing("DELETE-8", gone)


variation_of_table("confirms_every_deletion", "Answers 204 to a second and to an unknown deletion.", _confirming)
variation_of_table("challenges_second_deletions", "Answers 401 to a second and to an unknown deletion.", _challenging)
