"""Providers whose errors say more than they should."""

from __future__ import annotations

from collections.abc import Callable

from conformance.protocol import base64url
from conformance.reference.messages import Answer
from conformance.reference.mutants.provider.departures import (
    Change,
    Condition,
    always,
    malformed,
    missing,
    provider_mutant_of_table,
    refusing,
    wrong_password,
)
from conformance.reference.provider import ReferenceProvider, TokenVisit


def _telling(tell: Callable[[TokenVisit], object], when: Condition = always, member: str = "detail") -> Change:
    """A refusal tells something more, in a member of its own, where `when` holds."""

    def told(visit: TokenVisit, answer: Answer) -> Answer:
        return answer.with_members(**{member: tell(visit)}) if when(visit) else answer

    def change(provider: ReferenceProvider) -> ReferenceProvider:
        return provider.adding(told, to="error answer")

    return change


def _pem(visit: TokenVisit) -> str:
    return visit.provider.signing_key.private_pem.decode()


def _pem_body(visit: TokenVisit) -> str:
    return "".join(_pem(visit).splitlines()[1:-1])


def _jwk(visit: TokenVisit) -> object:
    exponent = visit.provider.signing_key.private.private_numbers().d
    return {"kty": "RSA", "d": base64url.encode(exponent.to_bytes(256, "big"))}


_PYTHON = """Traceback (most recent call last):
  File "identity.py", line 42, in authenticate
    nonce = fields["nonce"]
KeyError: 'nonce'
"""
_NODE = "TypeError: Cannot read property 'nonce' of undefined\n    at authenticate (identity.js:42:17)"
_JAVA = "java.lang.NullPointerException\n\tat com.acme.Identity.authenticate(Identity.java:42)"
_RUBY = "identity.rb:42:in `authenticate': undefined method `[]' for nil:NilClass (NoMethodError)"
_PHP = "PHP Notice:  Undefined index: nonce in identity.php on line 42"
_PHP_PAGE = "<br />\n<b>Notice</b>:  Undefined index: nonce in <b>identity.php</b> on line <b>42</b><br />"
_GO = "panic: runtime error: index out of range\n\ngoroutine 19 [running]:\nmain.authenticate(...)"


def _text(text: str) -> Callable[[TokenVisit], str]:
    return lambda _: text


for _requirement, _name, _sentence, _change in (
    ("REFUSE-LEAK-1", "shows_its_key", "Shows its private key in every refusal.", _telling(_pem)),
    ("REFUSE-LEAK-1", "shows_its_key_to_wrong_passwords", "Shows its private key where a password is wrong.",
     _telling(_pem, wrong_password)),
    ("REFUSE-LEAK-1", "shows_its_key_without_the_frame", "Shows the base64 of its private key where a nonce is missing.",
     _telling(_pem_body, missing("nonce"))),
    ("REFUSE-LEAK-1", "shows_its_key_as_a_jwk", "Shows its private key as a JWK where a user is missing.",
     _telling(_jwk, missing("user"))),
    ("REFUSE-LEAK-1", "shows_its_settings", "Shows its settings, with the key in them, where a body cannot be read.",
     _telling(lambda visit: {"PRIVATE_KEY": _pem(visit), "DEBUG": "1"}, malformed, "settings")),
    ("REFUSE-LEAK-2", "shows_a_trace_of_python", "Shows a stack trace of Python where a nonce is missing.",
     _telling(_text(_PYTHON), missing("nonce"))),
    ("REFUSE-LEAK-2", "shows_a_trace_of_javascript", "Shows a stack trace of JavaScript where a body cannot be read.",
     _telling(_text(_NODE), malformed)),
    ("REFUSE-LEAK-2", "shows_a_trace_of_java", "Shows a stack trace of Java where a user is missing.",
     _telling(_text(_JAVA), missing("user"))),
    ("REFUSE-LEAK-2", "shows_a_trace_of_ruby", "Shows a stack trace of Ruby where a password is wrong.",
     _telling(_text(_RUBY), wrong_password)),
    ("REFUSE-LEAK-2", "shows_a_trace_of_php", "Shows a notice of PHP where a nonce is empty.",
     _telling(_text(_PHP), lambda visit: visit.value_of("nonce") == "")),
    ("REFUSE-LEAK-2", "shows_a_page_of_php", "Shows a notice of PHP, set in HTML, where a nonce is missing.",
     _telling(_text(_PHP_PAGE), missing("nonce"))),
    ("REFUSE-LEAK-2", "shows_a_trace_of_go", "Shows a panic of Go where a body cannot be read.",
     _telling(_text(_GO), malformed)),
    ("REFUSE-LEAK-3", "shows_where_its_key_lies", "Names the file of its key in every refusal.",
     _telling(_text("signed with /etc/acme/keys/layer.pem"))),
    ("REFUSE-LEAK-3", "shows_where_its_code_lies", "Names the file of its code where a nonce is missing.",
     _telling(_text("undefined nonce in /var/www/identity/index.php"), missing("nonce"))),
    ("REFUSE-LEAK-3", "shows_whose_machine_it_is", "Names a folder of its developer where a password is wrong.",
     _telling(_text("bad password, see /home/carol/identity/README"), wrong_password)),
    ("REFUSE-LEAK-3", "shows_a_path_of_windows", "Names a file on drive C where a body cannot be read.",
     _telling(_text("C:\\inetpub\\identity\\Authenticate.ashx"), malformed)),
    ("REFUSE-LEAK-3", "shows_a_path_in_a_header", "Names the file of its code in a header of every refusal.",
     refusing(lambda answer: answer.with_more(("X-Handled-By", "/srv/identity/authenticate.rb")), always)),
):  # fmt: skip
    provider_mutant_of_table(_requirement, _name, _sentence, _change)
