"""Secrets are replaced by marks, in whatever form they stand."""

import base64
import html
import json
import tracemalloc
from urllib.parse import quote

import pytest

from conformance.evidence.redaction import Redactor
from conformance.evidence.secret_forms import fingerprint

TOKEN = 'aB3+/=.x-_9~tok"en<&>+é'


def _knowing(value=TOKEN, kind="session token"):
    redactor = Redactor()
    redactor.learn(kind, value)
    return redactor


FORMS = {
    "raw": TOKEN,
    "percent-encoded": quote(TOKEN, safe=""),
    "percent-encoded in small letters": quote(TOKEN, safe="").replace("%2B", "%2b").replace("%2F", "%2f"),
    "percent-encoded by JavaScript's encodeURI": quote(TOKEN, safe="+/="),
    "percent-encoded in every character": "".join(f"%{byte:02X}" for byte in TOKEN.encode()),
    "JSON": json.dumps(TOKEN)[1:-1],
    "JSON in UTF-8": json.dumps(TOKEN, ensure_ascii=False)[1:-1],
    "JSON with escaped slashes": json.dumps(TOKEN)[1:-1].replace("/", "\\/"),
    "JSON with .NET's escapes": json.dumps(TOKEN)[1:-1].replace("+", "\\u002B").replace("<", "\\u003C"),
    "JSON with Gson's escapes": json.dumps(TOKEN)[1:-1].replace("=", "\\u003d").replace("&", "\\u0026"),
    "JSON in JSON": json.dumps(json.dumps(TOKEN)[1:-1])[1:-1],
    "percent-encoded twice": quote(quote(TOKEN, safe=""), safe=""),
    "HTML": html.escape(TOKEN),
    "HTML with numbers": TOKEN.replace("+", "&#43;").replace("/", "&#x2F;"),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_secret_is_replaced_whatever_has_escaped_it(form):
    """Its mark stands in its place, and what stood around it is as it was."""
    mark = fingerprint("session token", TOKEN)
    assert _knowing().redact(f"% before & {form} after \\ {form}!") == f"% before & {mark} after \\ {mark}!"


def test_the_mark_is_the_kind_and_the_start_of_the_sha256():
    """Runs, outputs and versions of the suite agree on it."""
    assert fingerprint("session token", "test") == "[session token 9f86d081]"


def test_a_secret_within_a_longer_one_does_not_spoil_it():
    """The longer one goes first, in whatever order they were learnt."""
    redactor = _knowing("abcdef")
    redactor.learn("nonce", "abcdef-and-more")
    assert redactor.redact("abcdef-and-more abcdef") == (
        f"{fingerprint('nonce', 'abcdef-and-more')} {fingerprint('session token', 'abcdef')}"
    )


def test_secrets_without_anything_between_them_have_a_mark_each():
    """How often one was sent can be seen."""
    mark = fingerprint("session token", TOKEN)
    assert _knowing().redact(f"<{TOKEN}{TOKEN}>") == f"<{mark}{mark}>"


def test_a_token_whose_parts_stand_in_it_unescaped_is_replaced_as_a_whole():
    """A line break within a token is escaped in JSON, and its signature is not."""
    token = "eyJ0eXAiOiJKV1QifQ.payload-1\n23.signature-456"
    assert _knowing(token, "identity token").redact(json.dumps(token)) == f'"{fingerprint("identity token", token)}"'


def test_a_mark_is_never_redacted_again():
    """A target that issues its marks' own words as secrets does not garble them."""
    redactor = _knowing("first/secret")
    redactor.learn("nonce", "session token")
    redactor.learn("nonce", "token")
    assert redactor.redact("first\\/secret") == fingerprint("session token", "first/secret")
    assert redactor.redact("first/secret") == fingerprint("session token", "first/secret")


def test_a_secret_of_two_kinds_has_one_mark():
    """The kind that stands first among KINDS wins, whichever was learnt first."""
    one, other = _knowing("the-same-secret"), _knowing("the-same-secret", "header")
    one.learn("header", "the-same-secret")
    other.learn("session token", "the-same-secret")
    assert one.redact("the-same-secret") == other.redact("the-same-secret")


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("ab", "[nonce fb8e20fc]"),
        ('{"nonce": "ab"}', '{"nonce": "[nonce fb8e20fc]"}'),
        ("http://x/sessions/ab?c=d", "http://x/sessions/[nonce fb8e20fc]?c=d"),
        ("about a cab", "about a cab"),
        ("ab out of a sentence", "ab out of a sentence"),
    ],
)
def test_a_very_short_secret_is_replaced_where_it_stands_alone_only(text, redacted):
    """As a whole text, a quoted string or a path segment: elsewhere it would shred the text."""
    assert _knowing("ab", "nonce").redact(text) == redacted


@pytest.mark.parametrize("quoted", [f'"{TOKEN}"', f"'{TOKEN}'", f' "{TOKEN}" ', f'""{TOKEN}""'])
def test_a_secret_in_quotes_takes_none_of_a_text_along(quoted):
    """JSON stays JSON, whoever has sent the secret in quotes of its own, before or after it was learnt without them."""
    for learnt in ([quoted], [TOKEN, quoted], [quoted, TOKEN]):
        redactor = Redactor()
        for each in learnt:
            redactor.learn("nonce", each)
        text = redactor.redact(json.dumps({"nonce": TOKEN}))
        assert json.loads(text) == {"nonce": fingerprint("nonce", TOKEN)}
        assert redactor.knows(quoted)


def test_an_empty_secret_is_none():
    """Nothing is replaced by nothing."""
    redactor = _knowing("  ")
    assert redactor.redact("any text") == "any text"


def test_an_identity_token_brings_its_parts_and_its_nonce(jws):
    """Payload, signature and `nce` are secrets by themselves; the header is none."""
    token = jws({"nce": "n0nce+/=1234", "prn": "alice"})
    header, payload, signature = token.split(".")
    redactor = _knowing(token, "identity token")
    assert redactor.redact(token) == fingerprint("identity token", token)
    assert redactor.redact(payload) == fingerprint("identity token payload", payload)
    assert redactor.redact(signature) == fingerprint("identity token signature", signature)
    assert redactor.redact('"nce":"n0nce+\\/=1234"') == f'"nce":"{fingerprint("nonce", "n0nce+/=1234")}"'
    assert redactor.redact(header) == header


def test_plain_words_in_a_made_up_token_are_no_secrets():
    """`header.payload.signature` does not take these words out of every text."""
    assert _knowing("header.payload.signature", "identity token").redact("the payload") == "the payload"


def test_a_private_key_is_replaced_that_nobody_has_learnt(pem):
    """Learnt or not, whole, escaped, in one line or cut off: one mark."""
    mark = fingerprint("private key", pem)
    for text in (
        pem.strip(),
        json.dumps(pem.strip())[1:-1],
        pem.strip().replace("\n", "\r\n"),
        quote(pem.strip()),
    ):
        assert Redactor().redact(f"key: {text};") == f"key: {mark};"
    assert _knowing(pem, "private key").redact(pem) == f"{mark}\n"
    assert "MII" not in Redactor().redact(pem[:200])


def test_the_base64_of_a_learnt_private_key_is_replaced_without_its_frame(pem):
    """A DER in one line of base64 is the key too."""
    body = "".join(pem.splitlines()[1:-1])
    assert _knowing(pem, "private key").redact(body) == fingerprint("private key", pem)


def test_what_looks_like_a_jws_is_replaced_that_nobody_has_learnt(jws):
    """With the mark that it would have had."""
    token = jws({"nce": "x"})
    assert Redactor().redact(f"<{token}>") == f"<{fingerprint('identity token', token)}>"


def test_a_public_key_stays():
    """It is no secret."""
    text = "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----"
    assert Redactor().redact(text) == text


def test_a_secret_across_the_cut_of_a_long_text_is_replaced():
    """A text is redacted first and cut afterwards: no half of a secret is left."""
    text, is_cut = _knowing("secret-" * 20).truncate("x" * 95 + "secret-" * 20 + "y" * 100_000, 100)
    assert is_cut
    assert "secret" not in text
    assert len(text) == 100


def test_half_a_secret_at_the_end_of_what_is_read_is_not_shown():
    """However short the marks of the secrets before it are."""
    secrets = [f"{number:04d}" + "live" * 25 for number in range(500)]
    redactor = Redactor(("session token", secret) for secret in secrets)
    text, is_cut = redactor.truncate(" ".join(secrets), 2000)
    assert is_cut
    assert "live" not in text
    assert len(text) > 200


def test_a_secret_beyond_the_cut_of_one_text_is_replaced_in_the_next():
    """What was read of a long text, and not shown, is not taken for clean."""
    secret = "c2VjcmV0" * 8
    redactor = _knowing(secret)
    redactor.truncate("x " * 60 + secret + " y" * 9000, 100)
    assert redactor.redact(secret) == fingerprint("session token", secret)


def test_a_text_that_is_long_for_its_secret_alone_is_shown_whole():
    """An enormous token leaves a short body behind."""
    token = "x1" * 500_000
    assert _knowing(token).truncate(f"<{token}>", 100) == (f"<{fingerprint('session token', token)}>", False)


@pytest.mark.parametrize("before", ["", "z", "zz"])
@pytest.mark.parametrize(
    "encode",
    [lambda raw: base64.b64encode(raw).decode(), lambda raw: base64.urlsafe_b64encode(raw).decode(), bytes.hex],
    ids=["base64", "base64url", "hex"],
)
def test_a_jws_that_nobody_has_learnt_is_found_where_it_is_encoded(before, encode):
    """Another process may have asked for it a moment ago, and a debug page shows it to this one."""
    token = "eyJhbGciOiJSUzI1NiJ9.eyJuY2UiOiJhYmNkZWYifQ.c2lnbmF0dXJlLW9mLWl0LXBhZGRlZA"
    encoded = encode((before + token).encode())
    redacted = Redactor().redact(f'{{"debug": "{encoded}"}}')
    assert "[identity token " in redacted
    assert not any(encoded[at : at + 12] in redacted for at in range(4, len(encoded) - 16))


def test_no_encoded_word_is_taken_for_a_jws():
    """An object of JSON in base64 has no dots in it, and stays readable."""
    word = base64.b64encode(b'{"alg": "RS256", "eyJ": "eyJ"}').decode()
    assert Redactor().redact(word) == word


def test_a_text_that_takes_too_long_to_search_is_withheld():
    """Rather nothing of it than a secret; the texts beside it are shown."""
    redactor = Redactor()
    for length in range(20, 800):
        redactor.learn("nonce", "x" * length)
    assert redactor.redact("x" * 40_000 + " at noon").startswith("[withheld: ")
    assert redactor.redact("at noon") == "at noon"


def test_a_token_of_a_megabyte_takes_a_few_times_its_size():
    """Four workers may send one at the same moment: what it says in base64 is read one way after the other."""
    payload = base64.urlsafe_b64encode(json.dumps({"exp": 1, "filler": "x" * 2**19}).encode()).decode().rstrip("=")
    token = f"eyJhbGciOiJSUzI1NiJ9.{payload}.{'A' * 342}"
    redactor = Redactor()
    redactor.learn("identity token", token)
    tracemalloc.start()
    try:
        redacted, is_cut = redactor.truncate(f'{{"identity_token": "{token}"}}', 8192)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert redacted == f'{{"identity_token": "{fingerprint("identity token", token)}"}}'
    assert not is_cut
    assert most < 9 * len(token)
