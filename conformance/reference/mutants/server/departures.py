"""Ways in which a server can depart from a rule: what most mutants are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from conformance.protocol.errors import ErrorId
from conformance.reference.server import Answer, ReferenceServer, RefusalError, Visit

#: What a mutant does to a correct server.
Change: TypeAlias = Callable[[ReferenceServer], ReferenceServer]
#: Whether a request is one that the mutant errs about.
Condition: TypeAlias = Callable[[Visit], bool]
#: What becomes of an answer.
Redress: TypeAlias = Callable[[Answer], Answer]


def always(_: Visit) -> bool:
    """Hold for every request."""
    return True


def overlooking(check: str, when: Condition) -> Change:
    """The check lets pass whatever `when` holds for."""

    def change(server: ReferenceServer) -> ReferenceServer:
        strict = server.rules[check]

        def lenient(*met: object) -> None:
            if not when(_visit(met)):
                strict(*met)

        return server.replacing(check, lenient)

    return change


def refusing(
    when: Condition, refused: Callable[[Visit], RefusalError], *, on: str, before: str = "VERSION-1"
) -> Change:
    """A request to the endpoint `on` is refused, in a check of its own, whenever `when` holds."""

    def strict(visit: Visit) -> None:
        if when(visit):
            raise refused(visit)

    return lambda server: server.adding(strict, to=on, before=before)


def answering(check: str, redress: Redress, when: Condition = always) -> Change:
    """What the check refuses is refused in another way, where `when` holds."""

    def change(server: ReferenceServer) -> ReferenceServer:
        strict, refusal = server.rules[check], server.rules["refusal"]

        def marked(*met: object) -> object:
            try:
                return strict(*met)
            except RefusalError as refused:
                raise (_RedressedError(refused, redress) if when(_visit(met)) else refused) from None

        def answered(visit: Visit, refused: RefusalError) -> Answer:
            answer: Answer = refusal(visit, refused)
            return refused.redress(answer) if isinstance(refused, _RedressedError) else answer

        return server.replacing(check, marked).replacing("refusal", answered)

    return change


def falling_over(check: str, when: Condition = always) -> Change:
    """What the check should refuse breaks the server, which answers 500, where `when` holds."""

    def change(server: ReferenceServer) -> ReferenceServer:
        strict = server.rules[check]

        def brittle(*met: object) -> object:
            try:
                return strict(*met)
            except RefusalError as refused:
                raise (FallenError(check) if when(_visit(met)) else refused) from None

        return server.replacing(check, brittle)

    return change


class FallenError(Exception):
    """A mutant's bug: what no code of its own expects."""


class _RedressedError(RefusalError):
    """A refusal that will be answered in another way than the documents have it."""

    def __init__(self, refused: RefusalError, redress: Redress) -> None:
        super().__init__(
            refused.error, refused.message, data=refused.data, status=refused.status, headers=refused.headers
        )
        self.redress = redress


def _visit(met: tuple[object, ...]) -> Visit:
    """Return the visit that a check was given: it is always the last thing."""
    visit = met[-1]
    assert isinstance(visit, Visit)  # noqa: S101 - a slip of ours: this rule is no check
    return visit


def status(code: int) -> Redress:
    """Another status, the body as it should be."""
    return lambda answer: replace(answer, status=code)


def members(**changed: object) -> Redress:
    """Other members of the error object."""
    return lambda answer: answer.with_members(**changed)


def without_member(name: str) -> Redress:
    """The error object without one of its members."""
    return lambda answer: answer.with_content({k: v for k, v in answer.content.items() if k != name})


def error(other: ErrorId, **data: object) -> Redress:
    """Another error of the catalogue, with its own status, and with `data` where there is any."""

    def redress(answer: Answer) -> Answer:
        kept = {k: v for k, v in answer.content.items() if k != "data"}
        content = {**kept, "id": other.id, "code": other.code, **({"data": data} if data else {})}
        return replace(answer, status=other.status).with_content(content)

    return redress


def empty(answer: Answer) -> Answer:
    """The status without a body."""
    return replace(answer, body=b"")


def plain_text(answer: Answer) -> Answer:
    """The message as text, and not as JSON."""
    return replace(answer, body=str(answer.content.get("message", "")).encode())
