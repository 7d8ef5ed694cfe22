"""What an error must not give away: keys, stack traces, paths of files."""

from __future__ import annotations

import re
from collections.abc import Mapping

from conformance.evidence.escapes import plain
from conformance.evidence.exchange import Exchange
from conformance.evidence.secrets import text_of
from conformance.judging.expectations import answered
from conformance.judging.outcomes import Violation

_EXTENSIONS = "py|pyc|rb|erb|js|mjs|ts|php|java|class|jar|scala|kt|go|cs|dll|ex|rs|pem|key|env|json|yml|yaml|toml|conf"
_FOLDERS = "home|Users|usr|var|srv|opt|etc|root|tmp|app|workspace|mnt|vendor|node_modules"

#: How each leak looks, in the commonest languages and frameworks; escapes of JSON, HTML and URLs are undone before.
LEAKS: Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    "key": (
        ("a private key in PEM", re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")),
        ("what a private key in base64 begins with", re.compile(r"\bMII[A-Za-z0-9+/]{61,}")),
        ("a private key as a JWK", re.compile(r'"(?:d|p|q|dp|dq|qi)"\s*:\s*"[A-Za-z0-9_-]{40,}"')),
    ),
    "stack trace": (
        ("a trace of Python", re.compile(r"Traceback \(most recent call last\)|File \"[^\"]+\", line \d+")),
        ("a trace of Java", re.compile(r"\bat [\w.$<>]+\([\w$]+\.(?:java|kt|scala|groovy):\d+\)")),
        (
            "a trace of JavaScript",
            re.compile(r"\bat (?:[\w.$<>\[\] ]+ \()?(?:file://|node:|/|[A-Z]:\\)?[^\s()]+:\d+:\d+"),
        ),
        ("a trace of Ruby", re.compile(r"\.rb:\d+:in [`'\"]")),
        (
            "a trace of PHP",
            re.compile(r"Stack trace:\s*#0|(?:Fatal error|Warning|Notice): .{1,400}? on line \d+", re.DOTALL),
        ),
        ("a trace of Go", re.compile(r"goroutine \d+ \[")),
        ("a trace of .NET", re.compile(r"\bat [\w.`<>]+\([^)]*\) in .{1,300}?:line \d+")),
    ),
    "path of a file": (
        ("a path", re.compile(rf"(?<![\w.:/~-])/(?:{_FOLDERS})/[\w.@-]+(?:/[\w.@-]+)*")),
        ("a path", re.compile(rf"(?<![\w.:/~-])/(?:[\w.@-]+/)+[\w.@-]+\.(?:{_EXTENSIONS})\b")),
        ("a path of Windows", re.compile(r"(?<![\w])[A-Za-z]:\\{1,2}[\w .@-]+\\")),
    ),
}


def expect_no_leak(exchange: Exchange, leak: str) -> None:
    """Hold that an answer shows nothing of the kind; `leak` is a name of LEAKS."""
    expected = f"an answer that shows no {leak}"
    received = answered(exchange, expected)
    text = "\n".join([*(value for _, value in received.headers), text_of(received.body)])
    views = (text, plain(text))
    for what, pattern in LEAKS[leak]:
        if any(pattern.search(view) for view in views):
            raise Violation(expected, f"{received.status} with {what} in it", exchange)
