"""The Link header of a new session, by RFC 8288."""

from __future__ import annotations

import pytest
from abnf import ParseError
from hypothesis import example, given
from hypothesis import strategies as st

from conformance.evidence.exchange import Exchange, Received, Sent, TransportError, TransportErrorKind
from conformance.judging.links import expect_absolute_link, expect_link, relations_of
from conformance.judging.outcomes import Violation

ALL = {relation: f"https://api.example/{relation}" for relation in ("conversations", "content", "websocket")}
CONVERSATIONS, CONTENT, WEBSOCKET = ALL.values()
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


@pytest.mark.parametrize(
    ("field", "relations"),
    [
        pytest.param("<a>; rel=x; rel=y", {"x": "a"}, id="the second rel does not count"),
        pytest.param("<a>;; rel=x", {"x": "a"}, id="a parameter without a name"),
        pytest.param('<a>; rel="x', {"x": "a"}, id="a quote without an end"),
        pytest.param('<a>; rel="x\\', {"x": "a"}, id="a backslash at the end"),
        pytest.param("<a>; rel*=x", {}, id="another parameter"),
        pytest.param("<a>; title=rel; rel = x y", {"x": "a", "y": "a"}, id="a bare value with a blank"),
        pytest.param("<a> junk, <b>; rel=x", {"x": "b"}, id="junk behind a target"),
        pytest.param("<a; rel=x, <b>; rel=y", {"y": "a; rel=x, <b"}, id="a target ends at the next bracket"),
        pytest.param("<a>; rel=y, <b; rel=x", {"y": "a"}, id="a target without an end"),
        pytest.param("<a>; rel=\x0bx", {"\x0bx": "a"}, id="what is no blank of HTTP"),
    ],
)
def test_unlawful_fields_are_read_as_the_standard_proposes(field, relations):
    """By the algorithm of RFC 8288, Appendix B, which says of everything what it means."""
    assert relations_of(session(field).received) == relations


_TOKENS = st.text("!#$%&'*+-.^_`|~azAZ09", min_size=1, max_size=6)
_QUOTED = st.lists(st.sampled_from(["a", " ", "b", ",", ";", "<", ">", "=", '\\"', "\\\\", "\\a"]), max_size=6).map(
    "".join
)
_VALUES = _TOKENS | _QUOTED.map('"{}"'.format)
_PAIRS = st.tuples(st.sampled_from(["rel", "REL", "title", "type"]) | _TOKENS, st.none() | _VALUES)
_BLANK = st.sampled_from(["", " ", "\t "])


@st.composite
def _lawful_links(draw):
    """Make a link that the grammar knows: its text, its target, and the words of its first rel."""
    target = draw(st.sampled_from(["http://a/b?c=1,2;d#e", "/x", "", "wss://[::1]:80/%2C", "urn:a:b"]))
    pairs = draw(st.lists(_PAIRS, max_size=4))
    text = f"<{target}>"
    for name, value in pairs:
        text += f"{draw(_BLANK)};{draw(_BLANK)}{name}" + (f"{draw(_BLANK)}={draw(_BLANK)}{value}" if value else "")
    rel = next((value or "" for name, value in pairs if name.lower() == "rel"), "")
    inside = rel[1:-1].replace("\\\\", "\0").replace("\\", "").replace("\0", "\\") if rel[:1] == '"' else rel
    return text, target, inside.lower().split()


@given(_lawful_links())
@example(('<a>; rel="x\\"y"', "a", ['x"y']))
def test_what_the_grammar_allows_is_read_by_it(link):
    """The grammar of RFC 8288, as another library has it, accepts the text, and the meaning is the same."""
    text, target, relations = link
    try:
        from abnf.grammars import rfc8288  # compiled when it is imported

        rfc8288.Rule("link-value").parse_all(text)
    except ParseError as error:  # pragma: no cover - the test would be wrong
        pytest.fail(f"the grammar does not know {text!r}: {error}")
    assert relations_of(session(text).received) == dict.fromkeys(relations, target)


@given(st.lists(_lawful_links(), max_size=3))
def test_links_of_one_field_are_those_of_several(links):
    """A comma between them, or a field each."""
    texts = [text for text, _, _ in links]
    assert relations_of(session(", ".join(texts)).received) == relations_of(session(*texts).received)
