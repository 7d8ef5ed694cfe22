"""Clients that do something with nonces."""

from __future__ import annotations

import html
import json
import uuid
from urllib.parse import quote, unquote, unquote_plus

from conformance.reference.client import SignInError
from conformance.reference.client.http import json_of
from conformance.reference.mutants.client.departures import memory, register


def _kept(client, right):
    if not memory(client, "nonce", None):
        vars(client)["nonce"] = right()
    return client.nonce


def _kept_until_it_works(client, right, nonce):
    if not memory(client, "unused", None):
        vars(client)["unused"] = nonce()
    right(lambda: client.unused)
    vars(client)["unused"] = None


def _keeps_what_did_not_work(client, right, nonce):
    """Take three steps, and keep the nonce where they fail."""
    vars(client)["unused"] = (nonce(), client.store.user)
    right(lambda: client.unused[0])
    vars(client)["unused"] = None


def _opened_with_what_did_not_work(client, right):
    opened = right()
    kept = memory(client, "unused", None)
    vars(opened)["restored"] = kept[0] if kept else None
    return opened


def _restored(client, right):
    nonce, vars(client)["restored"] = memory(client, "restored", None), None
    return nonce or right()


def _left_by_another(client, right):
    nonce, user = memory(client, "unused", None) or ("", client.store.user)
    return nonce if user != client.store.user else right()


def _opened_with_the_nonce(client, right):
    opened = right()
    vars(opened)["nonce"] = memory(client, "nonce", None)
    return opened


def _invent(client, right):
    try:
        return right()
    except SignInError:
        return str(uuid.uuid4())


def _last_good(client, right):
    try:
        vars(client)["good"] = right()
    except SignInError:
        if not memory(client, "good", None):
            return "b7a5fba5ad402d072013c1949481c1080860ff32"
    return client.good


def _cut_out(client, right, content):
    text = json.dumps(content)
    return text.partition('"nonce": "')[2].partition('"')[0] or right(content)


def _as_javascript(client, right, content):
    value = content.get("nonce", "undefined")
    return {None: "null"}.get(value, value) if not isinstance(value, int | dict) else str(value)


def _any(client, right, content):
    return content.get("nonce", "undefined")


def _whatever_the_answer(client, right):
    answer = client.send_to_layer("POST", "/nonces")
    return str(json_of(answer).get("nonce") or json_of(answer).get("id") or "")


register((
    ("CLIENT-NONCE-1", "undoes_escapes_in_nonces", "Undoes what looks like an escape in a nonce.",
     dict(nonce_in=lambda client, right, content: unquote(right(content) or "") or None)),
    ("CLIENT-NONCE-1", "turns_plus_signs_into_blanks", "Turns plus signs in nonces into blanks.",
     dict(nonce_in=lambda client, right, content: (right(content) or "").replace("+", " ") or None)),
    ("CLIENT-NONCE-1", "reads_nonces_as_a_form", "Reads nonces as a form's value.",
     dict(nonce_in=lambda client, right, content: unquote_plus(right(content) or "") or None)),
    ("CLIENT-NONCE-1", "escapes_nonces", "Escapes nonces before it sends them in JSON.",
     dict(nonce_in=lambda client, right, content: quote(right(content) or "") or None)),
    ("CLIENT-NONCE-1", "trims_nonces", "Takes the blanks off the ends of nonces.",
     dict(nonce_in=lambda client, right, content: (right(content) or "").strip() or None)),
    ("CLIENT-NONCE-1", "cuts_nonces", "Cuts nonces after 255 characters.",
     dict(nonce_in=lambda client, right, content: (right(content) or "")[:255] or None)),
    ("CLIENT-NONCE-1", "lowers_nonces", "Writes nonces in small letters.",
     dict(nonce_in=lambda client, right, content: (right(content) or "").lower() or None)),
    ("CLIENT-NONCE-1", "counts_with_nonces", "Takes a nonce of digits for a number.",
     dict(nonce_in=lambda client, right, content: (str(int(right(content))) if (right(content) or "").isdigit() else right(content)))),
    ("CLIENT-NONCE-1", "reads_entities_in_nonces", "Undoes entities of HTML in nonces.",
     dict(nonce_in=lambda client, right, content: html.unescape(right(content) or "") or None)),
    ("CLIENT-NONCE-1", "takes_padding_off_nonces", "Takes equals signs off the end of nonces.",
     dict(nonce_in=lambda client, right, content: (right(content) or "").rstrip("=") or None)),
    ("CLIENT-NONCE-1", "wants_longer_nonces", "Fills a short nonce up.",
     dict(nonce_in=lambda client, right, content: (right(content) or "").ljust(8, "0") if right(content) else None)),
    ("CLIENT-NONCE-1", "reads_escapes_raw", "Reads a nonce out of the text of an answer, escapes and all.",
     dict(nonce_in=lambda client, right, content: (json.dumps("".join(f"\\u{ord(each):04x}" for each in right(content)))[1:-1] if right(content) and len(right(content)) == 40 else right(content)))),
    ("CLIENT-NONCE-2", "uses_one_nonce_for_all", "Uses its first nonce for every sign-in.",
     dict(new_nonce=_kept)),
    ("CLIENT-NONCE-2", "keeps_its_nonce_through_a_restart", "Uses the first nonce of an installation for every sign-in, also after a restart.",
     dict(new_nonce=_kept, reopened=_opened_with_the_nonce)),
    ("CLIENT-NONCE-3", "keeps_a_nonce_until_it_works", "Keeps a nonce that did not lead to a session for the next sign-in.",
     dict(sign_in_with=_kept_until_it_works)),
    ("CLIENT-NONCE-3", "stores_a_nonce_that_did_not_work", "Uses a nonce that did not lead to a session once more after a restart.",
     dict(sign_in_with=_keeps_what_did_not_work, reopened=_opened_with_what_did_not_work, new_nonce=_restored)),
    ("CLIENT-NONCE-3", "passes_an_unused_nonce_on", "Uses a nonce that did not lead to a session for the next user, and asks for one of its own for the same.",
     dict(sign_in_with=_keeps_what_did_not_work, new_nonce=_left_by_another)),
    ("CLIENT-NONCE-4", "makes_up_nonces", "Makes up a nonce where Layer gives none.",
     dict(new_nonce=_invent)),
    ("CLIENT-NONCE-4", "has_a_spare_nonce", "Uses a nonce of old where Layer gives none.",
     dict(new_nonce=_last_good)),
    ("CLIENT-NONCE-4", "takes_errors_for_nonces", "Uses the id of an error for a nonce.",
     dict(new_nonce=_whatever_the_answer)),
    ("CLIENT-NONCE-5", "sends_undefined_for_a_nonce", "Sends undefined where the nonce is missing, and null where it is null.",
     dict(nonce_in=_as_javascript)),
    ("CLIENT-NONCE-5", "sends_anything_for_a_nonce", "Sends whatever stands in the nonce's place.",
     dict(nonce_in=_any)),
    ("CLIENT-NONCE-5", "sends_empty_nonces", "Sends an empty nonce where there is none.",
     dict(nonce_in=lambda client, right, content: right(content) or "")),
))  # fmt: skip
