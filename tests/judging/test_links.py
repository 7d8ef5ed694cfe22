"""The Link header of a new session, by RFC 8288."""

from __future__ import annotations

import pytest

from conformance.evidence.exchange import Exchange, Received, Sent, TransportError, TransportErrorKind
from conformance.judging.links import RELATIONS, expect_absolute_link, expect_link, relations_of
from conformance.judging.outcomes import Violation

CONVERSATIONS, CONTENT, WEBSOCKET = (f"https://api.example/{relation}" for relation in RELATIONS)
ALL = {"conversations": CONVERSATIONS, "content": CONTENT, "websocket": WEBSOCKET}
C, O, W = (f"<{target}>" for target in ALL.values())  # noqa: E741 - one letter a relation


def session(*fields, name="Link"):
    """Return the exchange of a new session with these Link fields."""
    received = Received(201, "Created", [(name, field) for field in fields], b'{"session_token": "canary"}')
    return Exchange(Sent("POST", "https://api.example/sessions", ()), 0.0, 0.0, received)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param([f"{C}; rel=conversations, {O}; rel=content, {W}; rel=websocket"], id="as the documents show it"),
        pytest.param([f'{C}; rel="conversations", {O}; rel="content", {W}; rel="websocket"'], id="quoted"),
        pytest.param([f"{C}; rel=conversations", f"{O}; rel=content", f"{W}; rel=websocket"], id="several fields"),
        pytest.param([f"{W}; rel=websocket, {C}; rel=conversations", f"{O}; rel=content"], id="another order"),
        pytest.param([f"{C}; rel=CONVERSATIONS, {O}; REL=content, {W}; Rel=WebSocket"], id="another case of letters"),
        pytest.param(
            [f'{C};title="a, b; rel=x";rel=conversations;type=a/b , {O};rel=content;hreflang=de,{W};rel=websocket;x'],
            id="other parameters",
        ),
        pytest.param([f"{C} ;  rel = conversations\t,, {O};rel=content ,{W};rel=websocket,"], id="odd blanks"),
        pytest.param(
            [f'{C}; rel="self conversations", {O}; rel="content  https://api.example/rels/x", {W}; rel=websocket'],
            id="several relations of one link",
        ),
        pytest.param(
            [f"<https://api.example/x>; rel=next, {C}; rel=conversations, {O}; rel=content, {W}; rel=websocket"],
            id="other relations",
        ),
        pytest.param(
            [f'junk, {C}; rel=conversations, {O}; rel=content, {W}; rel=websocket, <unclosed; rel="x"'],
            id="something unreadable beside them",
        ),
        pytest.param(
            [f'{C}; rel=conversations; rel=content, {O}; rel="con\\tent", {W}; rel=websocket'],
            id="the first rel of a link counts, and a backslash escapes",
        ),
    ],
)
def test_all_lawful_spellings_lead_to_the_same_place(fields):
    """A client that reads RFC 8288 finds them, and so must the suite."""
    assert ALL.items() <= relations_of(session(*fields).received).items()


def test_the_name_of_the_header_is_the_same_in_any_case():
    """Layer's own documents write it small."""
    assert expect_link(session(f"{C}; rel=conversations", name="link"), "conversations") == CONVERSATIONS


@pytest.mark.parametrize(
    "target", ["https://a.example/?ids=1,2,3", "https://a.example/a;rel=content", "https://a.example/%2C?x=%22"]
)
def test_a_comma_in_a_target_is_part_of_it(target):
    """So is whatever else stands between the angle brackets."""
    assert relations_of(session(f"<{target}>; rel=conversations").received) == {"conversations": target}


def test_the_first_link_of_a_relation_counts():
    """Of two, one has to be taken."""
    assert expect_link(session(f"{C}; rel=content", f"{O}; rel=content"), "content") == CONVERSATIONS


@pytest.mark.parametrize(
    ("fields", "observed"),
    [
        ([], "no Link that can be read"),
        ([""], "no Link that can be read"),
        (["conversations"], "no Link that can be read"),
        ([CONVERSATIONS], "no Link that can be read"),
        ([f"{CONVERSATIONS}; rel=conversations"], "no Link that can be read"),
        ([C], "no Link that can be read"),
        ([f"{C}; rel="], "no Link that can be read"),
        ([f"{C}; rev=conversations"], "no Link that can be read"),
        ([f"<{CONVERSATIONS}; rel=conversations"], "no Link that can be read"),
        (["<http://[::1/>; rel=conversations"], "no Link that can be read"),
        ([f"{W}; rel=websocket, {O}; rel=content"], "Link with content, websocket"),
        ([f"{C}; rel=conversation"], "Link with conversation"),
    ],
)
def test_a_relation_that_is_not_there(fields, observed):
    """What was found in its place is named, and no secret of the answer is."""
    with pytest.raises(Violation) as violation:
        expect_link(session(*fields), "conversations")
    assert violation.value.expected == "a Link with rel=conversations"
    assert violation.value.observed == f"201 with session_token and {observed}"


def test_no_answer_has_no_link():
    """A fault is a violation, in the same words as elsewhere."""
    silent = Exchange(
        Sent("POST", "https://api.example", ()), 0.0, 0.0, fault=TransportError(TransportErrorKind.CLOSED, "")
    )
    with pytest.raises(Violation, match="no answer: the target closed the connection"):
        expect_link(silent, "content")


@pytest.mark.parametrize(
    "target", [CONVERSATIONS, "http://127.0.0.1:8080/x", "wss://api.example", "HTTPS://A/", "x://[::1]"]
)
def test_an_absolute_target(target):
    """A scheme and a host; which ones is the server's choice."""
    expect_absolute_link(session(f"<{target}>; rel=content"), "content")


@pytest.mark.parametrize(
    ("target", "observed"),
    [
        ("/conversations", "/conversations"),
        ("conversations", "conversations"),
        ("//api.example/x", "//api.example/x"),
        ("https:/conversations", "https:/conversations"),
        ("https:///conversations", "https:///conversations"),
        ("layer:conversations", "layer:conversations"),
        ("", "an empty target"),
    ],
)
def test_a_relative_target(target, observed):
    """A client would have to complete it."""
    with pytest.raises(Violation) as violation:
        expect_absolute_link(session(f"<{target}>; rel=content"), "content")
    assert (violation.value.expected, violation.value.observed) == ("an absolute URL for rel=content", observed)
