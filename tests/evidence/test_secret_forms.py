"""No form in which a target may write a secret shows it."""

from __future__ import annotations

import base64
import html
import json
import re
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.evidence.redaction import Redactor
from conformance.evidence.secret_forms import KINDS, fingerprint, is_known_text
from conformance.evidence.shared_records import SharedRecords

SECRET = "cAnary-5eCr3t/+=x&<q> z"
FORMS = {
    "as it is": str,
    "in capital letters": str.upper,
    "in small letters": str.lower,
    "percent": lambda text: quote(text, safe=""),
    "percent in small letters": lambda text: quote(text, safe="").lower(),
    "percent four times": lambda text: quote(quote(quote(quote(text, safe=""), safe=""), safe=""), safe=""),
    "a form": quote_plus,
    "every byte percent": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()),
    "JSON": lambda text: json.dumps(text)[1:-1],
    "JSON with slashes": lambda text: json.dumps(text)[1:-1].replace("/", "\\/"),
    "every character JSON": lambda text: "".join(f"\\u{ord(c):04x}" for c in text),
    "JavaScript": lambda text: "".join(f"\\x{ord(c):02x}" for c in text),
    "HTML": html.escape,
    "every character HTML": lambda text: "".join(f"&#{ord(c):09d};" for c in text),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 behind a user": lambda text: base64.b64encode(f"user:{text}".encode()).decode(),
    "base64url": lambda text: base64.urlsafe_b64encode(text.encode()).decode().rstrip("="),
    "base64 in a URL": lambda text: quote(base64.b64encode(f"ab{text}".encode()).decode(), safe=""),
    "hex": lambda text: text.encode().hex(),
    "hex in capital letters": lambda text: text.encode().hex().upper(),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("around", ["{}", "x{}x", '{{"a": "{}"}}', "PPPPPPPPPPPPPPPPPPPP{}", "/a/{}?b=c"])
def test_a_secret_is_replaced_in_every_form(form, around):
    """Alone, within a word, a document and a URL; and what is left holds no form of it either."""
    redacted = Redactor([("header", SECRET)]).redact(around.format(form(SECRET)))
    assert fingerprint("header", SECRET) in redacted
    assert all(each(SECRET) not in redacted for each in FORMS.values())


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_short_secret_is_replaced_where_its_form_is_all_of_a_word(form):
    """Four characters are a secret too; within other base64 they are not looked for."""
    text = form("pW9/")
    if form in (FORMS["base64 behind a user"], FORMS["base64 in a URL"]):
        return
    assert text not in Redactor([("password", "pW9/")]).redact(f"it is {text}.")


def test_secrets_that_overlap_leave_no_part_of_each_other():
    """A nonce that ends with how a header begins, and the header behind it."""
    nonce = "P" * 40 + SECRET[:1]
    redactor = Redactor([("header", SECRET)])
    redactor.learn("nonce", nonce)
    marks = fingerprint("nonce", nonce) + fingerprint("header", SECRET)
    assert redactor.redact(f"<{'P' * 40}{SECRET}>") == f"<{marks}>"
    assert redactor.redact(f"%20{'P' * 40}{SECRET}") == f"%20{marks}"


@given(st.lists(st.text("abAB./", min_size=4, max_size=12), min_size=1, max_size=5), st.text("abAB./ ", max_size=60))
def test_no_secret_is_left_whatever_they_share(secrets, text):
    """Marks aside, which have letters of their own."""
    redactor = Redactor()
    for secret in secrets:
        redactor.learn("nonce", secret)
    rest = re.sub(r"\[nonce [0-9a-f]{8}\]", "\0", redactor.redact(text))
    for secret in secrets:
        assert secret not in rest
        assert len(secret) < 8 or secret.lower() not in rest.lower()


def test_a_declared_secret_keeps_its_kind():
    """A password that turns up where a session token stands is a password."""
    redactor = Redactor([("password", "down-the-rabbit-hole-1865")])
    redactor.learn("session token", "down-the-rabbit-hole-1865")
    assert redactor.redact("down-the-rabbit-hole-1865") == fingerprint("password", "down-the-rabbit-hole-1865")


def test_the_mark_of_a_secret_in_another_case_is_its_own_where_that_is_known():
    """A scenario may alter a nonce by its letters: both are to be told apart."""
    redactor = Redactor()
    redactor.learn("nonce", "AbCdEfGhIj")
    redactor.learn("nonce", "aBcDeFgHiJ")
    assert redactor.redact("AbCdEfGhIj aBcDeFgHiJ") == (
        f"{fingerprint('nonce', 'AbCdEfGhIj')} {fingerprint('nonce', 'aBcDeFgHiJ')}"
    )
    assert redactor.redact("ABCDEFGHIJ") == fingerprint("nonce", "AbCdEfGhIj")


def test_a_token_that_is_no_jws_is_secret_in_all_its_parts():
    """Its first part too: it is no header."""
    redactor = Redactor()
    redactor.learn("identity token", "opaque-part-1.opaque-part-2.opaque-part-3")
    assert redactor.redact("opaque-part-1") == fingerprint("identity token payload", "opaque-part-1")
    assert redactor.redact("opaque-part-2") == fingerprint("identity token payload", "opaque-part-2")
    assert redactor.redact("opaque-part-3") == fingerprint("identity token signature", "opaque-part-3")


def test_several_nonces_of_a_token_are_secrets(jws):
    """`nce` may be a list, and may hold what is no text."""
    redactor = Redactor()
    redactor.learn("identity token", jws({"nce": ["first-nonce-1", 5, "second-nonce-2"]}))
    assert redactor.redact("first-nonce-1 second-nonce-2").count("[nonce ") == 2


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_mark(kind):
    """Which says the kind, and eight digits."""
    redactor = Redactor()
    redactor.learn(kind, "S0me-Secret-Value")
    assert redactor.redact("S0me-Secret-Value") == fingerprint(kind, "S0me-Secret-Value")
    assert fingerprint(kind, "a").startswith(f"[{kind} ")


@pytest.mark.parametrize("text", ["unknown", "not-a-token", "not a token", "not_a token", "0"])
def test_plain_words_and_digits_are_known_text(text):
    """Made up by a scenario."""
    assert is_known_text(text)


@pytest.mark.parametrize("text", ["", "Unknown", "00", "token1", "a.b", "-a", "a-", "a--b", "é"])
def test_anything_else_is_not(text):
    """It may be a secret."""
    assert not is_known_text(text)


@pytest.mark.parametrize("length", [1, 2, 3])
def test_the_shortest_secrets_are_replaced_alone(length):
    """As all of a quoted text, of a line or of a segment."""
    secret = "x9Z"[:length]
    redactor = Redactor([("nonce", secret)])
    mark = fingerprint("nonce", secret)
    assert redactor.redact(f'a\n{secret}\n"{secret}" /{secret}?x') == f'a\n{mark}\n"{mark}" /{mark}?x'
    assert redactor.redact(f"a{secret}") == f"a{secret}"


def test_old_secrets_are_forgotten_and_declared_ones_are_not(monkeypatch):
    """A target that gives away ever more takes no more room; the latest two generations are known."""
    monkeypatch.setattr("conformance.evidence.redaction._MOST", 3)
    redactor = Redactor([("header", "declared-secret-1")])
    for number in range(9):
        redactor.learn("nonce", f"nonce-number-{number}")
    redacted = redactor.redact(" ".join(f"nonce-number-{number}" for number in range(9)) + " declared-secret-1")
    assert redacted.startswith("nonce-number-0 nonce-number-1 nonce-number-2 [nonce ")
    assert redacted.count("[nonce ") == 6
    assert redacted.endswith(fingerprint("header", "declared-secret-1"))


def test_what_other_processes_learn_fills_generations_too(monkeypatch):
    """A process that only reads what others have learnt takes no more room than they do."""
    monkeypatch.setattr("conformance.evidence.redaction._MOST", 3)
    records = SharedRecords()
    learning, reading = Redactor(records=records), Redactor(records=records)
    for number in range(9):
        learning.learn("nonce", f"nonce-number-{number}")
    reading.refresh()
    assert reading.redact("nonce-number-0") == "nonce-number-0"
    assert reading.redact("nonce-number-8").startswith("[nonce ")
