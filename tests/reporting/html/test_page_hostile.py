"""Whatever a target sends, the page shows it, and the browser runs none of it."""

import json
import re

import pytest
from playwright.sync_api import expect

from conformance.evidence.curl import curl_line
from conformance.evidence.exchange import Exchange, Received, Sent, TransportError, TransportErrorKind
from conformance.evidence.redaction import Redactor
from conformance.evidence.serialize import serialize
from conformance.evidence.transcript import Transcript
from conformance.reporting.html import page_of
from conformance.reporting.run import Run

RAN = "window.ran = (window.ran || 0) + 1"
BIDI = "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)))
SCRIPTS = (
    f"<script>{RAN}</script>",
    f"</script><script>{RAN}</script>",
    f"</style></title></textarea></pre><script>{RAN}</script>",
    f"--><script>{RAN}</script><!--",
    f'"><img src=x onerror="{RAN}">',
    f"' onmouseover='{RAN}' autofocus onfocus='{RAN}' x='",
    f"<svg onload={RAN.replace(' ', '')}>",
    f"<iframe srcdoc='<script>parent.{RAN}</script>'></iframe>",
    "<meta http-equiv=refresh content='0;url=http://attacker.example/'>",
    "<link rel=stylesheet href=http://attacker.example/a.css><base href=http://attacker.example/>",
    f"javascript:{RAN}",
    f"<a href='javascript:{RAN}'>a way out</a>",
    "{{ 7 * 7 }}{% raw %}${7*7}",
    f"]]><details open ontoggle='{RAN}'>",
)
#: What a server may put wherever a text of its own can stand.
HOSTILE = f"{' '.join(SCRIPTS)} {BIDI} \x00\x07\x1b[31m\x7f\ud800\ufffe the end"
#: Elements that the page has no use for, and attributes that run something.
UNWANTED = """() => {
  const wanted = new Set(["SCRIPT", "STYLE", "META", "TITLE"]);
  const strange = document.querySelectorAll("img, iframe, svg, object, embed, link, base, video, audio, form[action]");
  const handlers = [...document.querySelectorAll("*")].filter(
    each => [...each.attributes].some(({name}) => name.startsWith("on") || name === "style" || name === "srcdoc"));
  const links = [...document.querySelectorAll("[href], [src]")].filter(
    each => !each.getAttribute("href")?.startsWith("#"));
  return [...strange, ...handlers, ...links].map(each => each.outerHTML.slice(0, 80));
}"""


def assert_inert(window):
    """Nothing ran, nothing was asked for, nothing was built, and nobody complained."""
    page = window.page
    assert page.evaluate("window.ran") is None
    assert page.evaluate(UNWANTED) == []
    assert page.evaluate("document.scripts.length") == 1
    assert window.complaints == []
    assert len(window.requests) == 1


def touch_everything(page):
    """Do what people do: unfold all, go over it with the pointer and the keyboard, search, copy."""
    page.locator("#unfold").click()
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    page.evaluate(
        "document.querySelectorAll('*').forEach(each => {"
        " for (const kind of ['mouseover', 'focus', 'toggle', 'click', 'load', 'error'])"
        "  if (kind !== 'click' || !each.closest('a, button, summary')) each.dispatchEvent(new Event(kind)); })"
    )
    page.locator("#search").fill("<script>")


@pytest.fixture
def hostile_exchanges():
    """Exchanges in which every field that a server controls is hostile."""
    raw = HOSTILE.encode("utf-8", "surrogatepass")
    header = HOSTILE.replace("\x00", "").replace("\n", " ")
    answer = Received(599, header, [(header, header), ("Content-Type", f"text/html;{header}")], raw, surplus=raw)
    nested = json.dumps({HOSTILE: [HOSTILE, {"a": HOSTILE}]}).encode()
    token = json.dumps({"identity_token": "e30.e30.e30", "x": HOSTILE}).encode()
    sent = Sent("POST", f"http://layer.example/{header}", [("Accept", header)], token)
    return [
        Exchange(sent, 1_700_000_000.0, 0.25, answer),
        Exchange(sent, 1_700_000_001.0, 0.25, Received(200, "OK", [("Content-Type", "application/json")], nested)),
        Exchange(sent, 1_700_000_002.0, 0.25, Received(200, "OK", [], bytes(range(256)) * 8)),
        Exchange(sent, 1_700_000_003.0, 0.25, fault=TransportError(TransportErrorKind.OTHER, HOSTILE)),
    ]


@pytest.fixture
def hostile(verdict, result, hostile_exchanges):
    """A verdict of every kind whose texts are hostile wherever a server's words can stand."""
    transcript = Transcript()
    for exchange in hostile_exchanges:
        transcript.add(exchange)
    redactor = transcript.redactor
    members = {
        "transcript": tuple(serialize(exchange, redactor) for exchange in hostile_exchanges),
        "curl": curl_line(hostile_exchanges[0], redactor),
        "expected": HOSTILE,
        "observed": HOSTILE,
        "scenario": HOSTILE,
    }
    kinds = ("VIOLATES", "ERROR", "INCONCLUSIVE", "KNOWN", "NOT_APPLICABLE", "CONFORMS")
    rows = ("NONCE-1", "NONCE-3", "SESSION-1")
    results = [
        result(row, kind, f"{number}.0", reason=HOSTILE, **members) for row in rows for number, kind in enumerate(kinds)
    ]
    observed = result("SESSION-9", "NOT_APPLICABLE", reason=HOSTILE, **members)
    return verdict(*results, observed, result("NONCE-2", "FALLS_SHORT", reason="", **members))


class TestEveryField:
    @pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
    def test_of_a_server_is_inert(self, opened, hostile, scripts):
        """Through the same evidence as in a run, unfolded, touched and searched."""
        window = opened(hostile, java_script_enabled=scripts)
        if scripts:
            touch_everything(window.page)
            assert_inert(window)
        else:
            assert window.complaints == []
            assert len(window.requests) == 1
        expect(window.entry("NONCE-1", "violated").locator(".observed-text")).to_contain_text(SCRIPTS[0])

    def test_of_the_file_is_inert(self, opened, hostile):
        """Whoever has written the file: ids, titles, chapters, versions, the target's own name."""
        page = page_of(Run.from_json(_with_every_text(hostile, HOSTILE)))
        window = opened(page)
        touch_everything(window.page)
        assert_inert(window)

    def test_shows_what_it_holds(self, opened, hostile):
        """As text, with an escape for what has no form, and nothing that turns the line round."""
        text = opened(hostile).page.content()
        assert not set(text) & set(BIDI)
        assert "\\u202e" in text
        assert "\\x1b[31m" in text
        assert "49" not in opened(hostile).entry("NONCE-2").locator(".observed-text").inner_text()


#: What the schema lets be any text.
_FREE = frozenset(
    {
        *("requirement", "title", "chapter", "sentence", "source", "why", "hint", "version", "expected", "observed"),
        *("reason", "curl", "scenario", "nodeid", "method", "url", "name", "value", "note", "fault", "clock"),
    }
)


def _with_every_text(value, text, name=""):
    """Return the verdict with `text` behind everything that may be any text."""
    if isinstance(value, dict):
        return {key: _with_every_text(inner, text, key) for key, inner in value.items() if key != "suite"} | (
            {"suite": value["suite"]} if "suite" in value else {}
        )
    if isinstance(value, list):
        return [_with_every_text(inner, text, name) for inner in value]
    return f"{value}{text}" if isinstance(value, str) and name in _FREE else value


class TestPolicy:
    def test_the_policy_stops_what_escaping_would_miss(self, opened, hostile):
        """Markup of a stranger in the page: neither a script, nor a handler, nor a style, nor a picture."""
        planted = (
            f"<script>{RAN}</script><img src=http://attacker.example/x onerror='{RAN}'><p id=p style='color:red'>p"
        )
        window = opened(page_of(Run.from_json(hostile)).replace("<main", f"{planted}<main", 1))
        expect(window.page.locator("#filters")).to_be_visible()
        assert window.page.evaluate("window.ran") is None
        assert window.page.evaluate("getComputedStyle(p).color") != "rgb(255, 0, 0)"
        assert len(window.requests) == 1
        assert len(window.complaints) >= 3

    def test_it_allows_one_script_and_one_style_by_their_hashes(self, hostile):
        """And nothing else, from nowhere."""
        (policy,) = re.findall(
            r'http-equiv="Content-Security-Policy" content="([^"]*)"', page_of(Run.from_json(hostile))
        )
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert policy.count("sha256-") == 2
        for never in ("unsafe", "http:", "https:", "data:", "*"):
            assert never not in policy
        assert "base-uri 'none'" in policy
        assert "form-action 'none'" in policy


class TestLong:
    def test_bodies_of_5_mib_are_cut_with_their_length(self, opened, verdict, result):
        """Text and binary, hostile both: the page says how long they were."""
        size = 5 * 1024 * 1024
        text, binary = (SCRIPTS[0] * size)[:size].encode(), bytes(range(256)) * (size // 256)
        sent = Sent("POST", "http://layer.example/sessions", [("Accept", "a/b")], text)
        exchanges = [
            Exchange(sent, 1_700_000_000.0, 1.0, Received(201, "Created", [], body)) for body in (text, binary)
        ]
        transcript = tuple(serialize(exchange, Redactor()) for exchange in exchanges)
        content = verdict(*(result(row, "VIOLATES", transcript=transcript) for row in ("NONCE-1", "SESSION-1")))
        assert len(page_of(Run.from_json(content)).encode()) < 512 * 1024
        window = opened(content)
        touch_everything(window.page)
        assert_inert(window)
        entry = window.entry("NONCE-1")
        assert entry.get_by_text("Body, 5,242,880 bytes, cut").count() == 3
        assert entry.get_by_text("Body, 5,242,880 bytes, not UTF-8: its bytes in base64, cut").count() == 1
        expect(entry).to_contain_text("… cut: 4,000 of 8,192 characters")

    def test_a_text_without_end_has_an_end(self, opened, verdict, result):
        """With both lengths."""
        content = verdict(result(verdict="VIOLATES", observed="x" * 100_000, reason="y" * 100_000))
        expect(opened(content).entry("NONCE-1").locator(".observed-text")).to_contain_text(
            "xxx… cut: 4,000 of 100,000 characters"
        )
