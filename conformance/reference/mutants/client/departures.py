"""Ways in which a client can depart from a rule: what its mutants are made of."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

from conformance.reference.client import ReferenceClient, changed
from conformance.reference.mutants.registry import mutant_of_table

#: What a mutant does to a correct client.
Change: TypeAlias = Callable[[type[ReferenceClient]], type[ReferenceClient]]
#: A duty done in another way: it is given the client, the right way of doing it, and what that is given.
Doing: TypeAlias = Callable[..., Any]
#: A row of a table: requirement, name, sentence, and the duties that are done in another way.
Row: TypeAlias = tuple[str, str, str, dict[str, Doing]]


def instead(**doings: Doing) -> Change:
    """Return what does some duties in another way."""

    def change(client: type[ReferenceClient]) -> type[ReferenceClient]:
        return changed(client, **{name: _bound(getattr(client, name), doing) for name, doing in doings.items()})

    return change


def _bound(right: Any, doing: Doing) -> object:
    if isinstance(right, property):
        read: Any = right.fget
        return property(lambda self: doing(self, lambda: read(self)))

    def duty(self: ReferenceClient, *rest: Any, **named: Any) -> Any:
        return doing(self, partial(right, self), *rest, **named)

    return duty


def register(rows: tuple[Row, ...]) -> None:
    """Register the rows of a table as mutants of the client."""
    for requirement, name, sentence, doings in rows:
        mutant_of_table(requirement, name, sentence, instead(**doings), actor="client")


def memory(client: ReferenceClient, name: str, value: Any) -> Any:
    """Return what the app has kept under a name since it was installed, and keep `value` where it has nothing."""
    return vars(client).setdefault(name, value)
