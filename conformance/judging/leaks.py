"""What an error must not give away: keys, stack traces, paths of files."""

from __future__ import annotations

import re
from collections.abc import Mapping

from conformance.evidence.exchange import Exchange
from conformance.evidence.secret_finder import text_of
from conformance.evidence.views import unescape
from conformance.judging.expectations import expect_answer
from conformance.judging.outcomes import Violation

#: How many bytes of an answer are searched: debug pages show early where they failed.
_SEARCHED = 256 * 1024

#: PHP and others set their messages in HTML, whose tags stand in the middle of what tells them.
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")

_EXTENSIONS = "py|pyc|rb|erb|js|mjs|ts|php|java|class|jar|scala|kt|go|cs|dll|ex|rs|pem|key|env|json|yml|yaml|toml|conf"
_FOLDERS = "home|Users|usr|var|srv|opt|etc|root|tmp|app|workspace|mnt|vendor|node_modules"

#: Every repetition is bounded or cannot overlap with what follows it: the text is somebody else's.
_KEYS = {
    "a private key in PEM": r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----",
    "what a private key in base64 begins with": r"\bMII[A-Za-z0-9+/]{61}",
    "a private key as a JWK": r'"(?:d|p|q|dp|dq|qi)"\s{0,9}:\s{0,9}"[A-Za-z0-9_-]{40}',
}
_TRACES = {
    "a trace of Python": r'Traceback \(most recent call last\)|File "[^"\n]{1,300}", line \d',
    "a trace of Java": r"\bat [\w.$<>]{1,200}\([\w$]{1,100}\.(?:java|kt|scala|groovy):\d{1,7}\)",
    "a trace of JavaScript": (
        r"\bat (?:[^\n()]{1,120} \()?(?:node:[^\s():]{1,120}|[^\s()]{1,200}\.[cm]?[jt]sx?):\d{1,7}:\d"
    ),
    "a trace of Ruby": r"\.rb:\d{1,7}:in [`'\"]",
    "a trace of PHP": r"Stack trace:\s{0,9}#0|(?:Fatal error|Warning|Notice): [^\n]{1,300}? on line \d",
    "a trace of Go": r"\bgoroutine \d{1,9} \[",
    "a trace of .NET": r"\bat [\w.`<>]{1,200}\([^)\n]{0,300}\) in [^\n]{1,300}?:line \d",
}
_PATHS = {
    "a path": rf"(?<![\w.:/~-])/(?:{_FOLDERS})/[\w.@-]",
    "a path of a file": rf"(?<![\w.:/~-])/(?:[\w.@-]{{1,100}}/){{1,30}}[\w.@-]{{1,100}}\.(?:{_EXTENSIONS})\b",
    "a path of Windows": r"(?<!\w)[A-Za-z]:\\{1,2}[\w .@-]{1,100}\\",
}


def _compile(patterns: Mapping[str, str]) -> Mapping[str, re.Pattern[str]]:
    return {what: re.compile(pattern) for what, pattern in patterns.items()}


#: How each leak looks, in the commonest languages; escapes of JSON, HTML and URLs are undone before.
LEAKS: Mapping[str, Mapping[str, re.Pattern[str]]] = {
    "key": _compile(_KEYS),
    "stack trace": _compile(_TRACES),
    "path of a file": _compile(_PATHS),
}


def expect_no_leak(exchange: Exchange, leak: str) -> None:
    """Hold that an answer has no leak of this kind; `leak` is a name of LEAKS."""
    expected = f"an answer that shows no {leak}"
    received = expect_answer(exchange, expected)
    text = "\n".join([*(value for _, value in received.headers), text_of(received.body[:_SEARCHED])])
    views = (text, unescape(text), _TAG.sub("", unescape(text)))
    for what, pattern in LEAKS[leak].items():
        if any(pattern.search(view) for view in views):
            raise Violation(expected, f"{received.status} with {what} in it", exchange)
