"""Scenarios that share what they see run in one process; session requests that are to be refused share a nonce."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pytest

from conformance.plugin.collection.features import rendered_steps_of, template_of_item, version_of_item
from conformance.sign_in.tries import ALTERED, BY_ITSELF, EACH, ONE

#: What comes of a request that spends no nonce.
_REFUSED = frozenset(
    {
        "for each of them the identity token is refused",
        "for each of them the app id is refused",
        "the identity token is refused",
        "the empty identity token is refused",
        "the suspended user is refused",
        "the app id is refused",
        "the request is refused as the client's mistake",
        "the request is named as invalid",
        "identity_token is named as missing",
        "app_id is named as missing",
    }
)
#: What may stand before such a request: it has no part in it.
_CONTROLS = frozenset(
    {
        "an identity token that opens a session",
        "another provider's identity token that opens a session at its own application",
    }
)
#: What provokes the same refusals for whoever asks.
_PROVOKES = "every documented refusal is provoked"
#: How the name of a request begins whose nonce is written in another way.
_RESPELT = f"{ALTERED}whose nce is written "
#: More requests than this for one nonce take a slow target longer than the nonce lives.
_MOST = 40
#: What a request weighs that may open a session: it has a nonce of its own, and the session is ended.
_OPENING = 3


@dataclass(frozen=True)
class _Requests:
    """The session requests of a scenario that depart from a valid one, by name.

    `refuses` says that all of them are to be refused and any other scenario can make them for it, `tabled` that they
    stand in a table, `respells` that they write their nonce in other ways, `provokes` that the scenario makes the
    documented refusals.
    """

    names: tuple[str, ...] = ()
    refuses: bool = False
    tabled: bool = False
    respells: bool = False
    provokes: bool = False

    @property
    def weight(self) -> int:
        """How many requests they take, about."""
        return len(self.names) * (1 if self.refuses else _OPENING)


def plan_batches(items: Sequence[pytest.Item]) -> dict[str, tuple[str, ...]]:
    """Return for each scenario whose requests are all to be refused which requests are tried together with its own.

    Those of tables come first: their scenarios have no other control. Where a nonce is written in other ways, reports
    show marks for these as well: its requests are not those of others.
    """
    planned: dict[str, tuple[str, ...]] = {}
    refusing = [item for item in items if _requests_of(item).refuses]
    refusing.sort(key=lambda item: (_kind_of(item), not _requests_of(item).tabled))
    for batch in _cut(refusing):
        names = tuple(dict.fromkeys(name for item in batch for name in _requests_of(item).names))
        planned.update((item.nodeid, names) for item in batch)
    return planned


def group_items(items: Sequence[pytest.Item], batches: Mapping[str, tuple[str, ...]]) -> list[list[pytest.Item]]:
    """Return what one process should run: scenarios that share requests, or a single other.

    What takes longest comes first, and then one version after the other: controls are those of a version.
    """
    groups: dict[Hashable, list[pytest.Item]] = {}
    others: list[pytest.Item] = []
    for item in items:
        version = version_of_item(item)
        shared = [(version, *key) for key in _shared_by(item, batches)]
        if shared:
            _join(groups, shared, item)
        else:
            others.append(item)
    together = list({id(group): group for group in groups.values()}.values())
    for group in together:
        group.sort(key=lambda item: not _requests_of(item).tabled)
    together.sort(key=lambda group: -sum(_requests_of(item).weight for item in group))
    others.sort(key=lambda item: str(version_of_item(item)))
    return [*together, *([item] for item in others)]


def _shared_by(item: pytest.Item, batches: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[Hashable, ...]]:
    """Yield what a scenario has in common with those that it shares requests with."""
    requests = _requests_of(item)
    if item.nodeid in batches:
        yield ("batch", batches[item.nodeid])
    elif requests.tabled:
        yield from (("request", name) for name in requests.names)
    elif requests.provokes:
        yield ("provoked",)


def _join(groups: dict[Hashable, list[pytest.Item]], keys: Iterable[Hashable], item: pytest.Item) -> None:
    """Let an item, and all groups that have one of these keys, be one group."""
    keys = list(keys)
    merged = {id(groups[key]): groups[key] for key in keys if key in groups}
    group = [*(each for old in merged.values() for each in old), item]
    keys.extend(key for key, old in groups.items() if id(old) in merged)
    groups.update(dict.fromkeys(keys, group))


def _kind_of(item: pytest.Item) -> tuple[str, bool]:
    return str(version_of_item(item)), _requests_of(item).respells


def _cut(items: Sequence[pytest.Item]) -> Iterator[list[pytest.Item]]:
    """Yield scenarios of one kind that follow one another, as many as have few enough requests together."""
    batch: list[pytest.Item] = []
    count = 0
    for item in items:
        requests = len(_requests_of(item).names)
        if batch and (count + requests > _MOST or _kind_of(item) != _kind_of(batch[0])):
            yield batch
            batch, count = [], 0
        batch.append(item)
        count += requests
    if batch:
        yield batch


_REQUESTS = pytest.StashKey[_Requests]()


def _requests_of(item: pytest.Item) -> _Requests:
    if _REQUESTS not in item.stash:
        item.stash[_REQUESTS] = _read_requests(item)
    return item.stash[_REQUESTS]


def _read_requests(item: pytest.Item) -> _Requests:
    template = template_of_item(item)
    if template is None or not any(step.name.startswith((ONE, _PROVOKES)) for step in template.steps):
        return _Requests()
    steps = rendered_steps_of(item)
    sentences = [step.name for step in steps]
    if _PROVOKES in sentences:
        return _Requests(provokes=True)
    place = next(place for place, sentence in enumerate(sentences) if sentence.startswith(ONE))
    table, beginning = steps[place].datatable, EACH.get(sentences[place])
    if beginning is not None and table is not None:
        names = tuple(f"{beginning}{name}" for (name,) in table.raw())
    else:
        names = (sentences[place].removeprefix(ONE),)
    is_sharable = _CONTROLS.issuperset(sentences[:place]) and BY_ITSELF.isdisjoint(names)
    refuses = is_sharable and _REFUSED.issuperset(sentences[place + 1 :])
    respells = any(name.startswith(_RESPELT) for name in names)
    return _Requests(names, refuses=refuses, tabled=beginning is not None, respells=respells)
