"""The Link header in other forms of RFC 8288, and with more in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from conformance.reference.messages import Headers
from conformance.reference.server import ReferenceServer, Visit
from conformance.reference.variations.registry import variation, variation_of_table

_Targets = Mapping[str, str]


def _each(form: str) -> Callable[[_Targets], list[str]]:
    return lambda targets: [form.format(target=target, relation=relation) for relation, target in targets.items()]


def _in_one_field(links: Callable[[_Targets], list[str]], comma: str = ", ") -> Callable[[_Targets], Headers]:
    return lambda targets: (("Link", comma.join(links(targets))),)


def _in_fields(links: Callable[[_Targets], list[str]]) -> Callable[[_Targets], Headers]:
    return lambda targets: tuple(("Link", link) for link in links(targets))


def _backwards(targets: _Targets) -> list[str]:
    return list(reversed(_each("<{target}>; rel={relation}")(targets)))


def _among_others(targets: _Targets) -> list[str]:
    more = ['<https://docs.layer.example/>; rel="help"', "</>; rel=self"]
    return [more[0], *_each("<{target}>; rel={relation}")(targets), more[1]]


def _by_socket(targets: _Targets) -> list[str]:
    return _each("<{target}>; rel={relation}")(
        {**targets, "websocket": targets["websocket"].replace("http://", "ws://", 1)}
    )


_FORMS: Mapping[str, tuple[str, Callable[[_Targets], Headers]]] = {
    "links_in_several_fields": (
        "Sends each link in a field of its own.", _in_fields(_each("<{target}>; rel={relation}"))),
    "quoted_relations": (
        "Writes the relations of links in quotes.", _in_one_field(_each('<{target}>; rel="{relation}"'))),
    "quoted_relations_in_several_fields": (
        "Writes the relations of links in quotes, each in a field.", _in_fields(_each('<{target}>; rel="{relation}"'))),
    "links_in_another_order": ("Sends the links from the last to the first.", _in_one_field(_backwards)),
    "more_links": ("Sends links of other relations among those that are documented.", _in_one_field(_among_others)),
    "links_with_parameters": (
        "Gives links a title with a comma and a semicolon, a type and a language.",
        _in_one_field(_each('<{target}>; title="the {relation}, all; of them"; rel={relation}; '
                            'type="application/json"; hreflang=en'))),
    "links_with_two_relations": (
        "Gives each link a second relation.", _in_one_field(_each('<{target}>; rel="item {relation}"'))),
    "links_without_blanks": (
        "Writes links without blanks.", _in_one_field(_each("<{target}>;rel={relation}"), comma=",")),
    "links_with_many_blanks": (
        "Writes links with blanks wherever they may stand.",
        _in_one_field(_each("<{target}>  ;  rel = {relation}"), comma="  ,  ")),
    "capital_relations": ("Writes rel and the relations in capitals.", _in_one_field(
        lambda targets: [f"<{target}>; REL={relation.upper()}" for relation, target in targets.items()])),
    "websocket_scheme": ("Links to the websocket with the scheme ws.", _in_one_field(_by_socket)),
}  # fmt: skip


def _formed(form: Callable[[_Targets], Headers]) -> Callable[[ReferenceServer], ReferenceServer]:
    return lambda server: server.replacing("link-header", lambda _, targets: form(targets))


for _name, (_sentence, _form) in _FORMS.items():
    variation_of_table(_name, _sentence, _formed(_form))


@variation
def links_with_queries(server: ReferenceServer) -> ReferenceServer:
    """Links to URLs with a query and a comma in them."""
    absolute = server.rules["SESSION-LINK-2"]

    def queried(visit: Visit, path: str) -> str:
        return f"{absolute(visit, path)}?sort=a,b;c&v=1"

    return server.replacing("SESSION-LINK-2", queried)
