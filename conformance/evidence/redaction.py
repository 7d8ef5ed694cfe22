"""Secrets, and the marks that stand for them in every output (docs/verdicts.md, "Secrets")."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence

from conformance.evidence.token_view import decode_token
from conformance.evidence.unescape import has_escapes, unescape, unescaped_views

#: What a secret may be. One that is learnt as two kinds keeps the one that stands first.
KINDS = (
    "private key",
    "identity token",
    "identity token payload",
    "identity token signature",
    "session token",
    "nonce",
    "password",
    "header",
)

#: Shorter secrets would shred every text: they are replaced only where they stand alone.
SHORT = 4

#: A secret that nobody has learnt is looked for so many characters beyond a text's cut.
_BEYOND = 65536
#: An escaped character is at most so long (`\u002B`, twice escaped).
_ESCAPED = 12

_ARMOUR = r"-----(?:BEGIN|END)[A-Z0-9 +%]{1,40}PRIVATE(?:%20|[ +])KEY-----"
_PRIVATE_KEY = re.compile(rf"(?=-----BEGIN){_ARMOUR}.*?(?:{_ARMOUR}|\Z)", re.DOTALL | re.ASCII)
_AROUND_KEY = re.compile(rf"{_ARMOUR}|\s", re.ASCII)
_JWS = re.compile(r"eyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)*", re.ASCII)

_WORDING = re.compile(r"[a-z]+(?:[ _-][a-z]+)*", re.ASCII)

_Mark = tuple[str, str]
_Span = tuple[int, int, str]


def fingerprint(kind: str, value: str) -> str:
    """Return the mark of a secret: its kind, and the first eight hexadecimal digits of its SHA-256."""
    if kind == "private key":
        value = _key_body(value)
    return f"[{kind} {hashlib.sha256(value.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}]"


def is_known_text(value: str) -> bool:
    """Say whether `value` is plain words, such as ``not-a-token``: made up by a scenario, so no secret."""
    return _WORDING.fullmatch(value) is not None


class Redactor:
    """Knows secrets and replaces them by their marks, in whatever way a text has escaped them."""

    def __init__(self) -> None:
        self._kinds: dict[str, str] = {}
        self._marks: dict[str, str] = {}
        self._longest_first: list[_Mark] | None = []
        self._alone: re.Pattern[str] | None = None

    def copy(self) -> Redactor:
        """Return a redactor that knows the same secrets and learns on its own."""
        other = Redactor()
        other._kinds, other._marks = self._kinds.copy(), self._marks.copy()
        other._longest_first, other._alone = self._longest_first, self._alone
        return other

    def learn(self, kind: str, value: str) -> None:
        """Take `value` for a secret of `kind`, one of KINDS; an empty one is none.

        An identity token brings its payload, its signature and its nonce along, a private key its PEM without
        line ends.
        """
        value = value.strip()
        known = self._kinds.get(value)
        if not value or (known is not None and KINDS.index(known) <= KINDS.index(kind)):
            return
        self._kinds[value] = kind
        self._marks.update(dict.fromkeys(_forms(value), fingerprint(kind, value)))
        self._longest_first = None
        for part_kind, part in _parts(kind, value):
            if not is_known_text(part):
                self.learn(part_kind, part)

    def redact(self, text: str) -> str:
        """Return `text` with a mark in the place of every secret in it.

        Private keys in PEM and strings that look like a JWS are replaced even where nobody has learnt them.
        """
        known = self._known()
        if has_escapes(text):
            text = _without_spans(text, _spans(text, known))
        else:
            text = _without(text, [mark for mark in known if mark[0] in text])
        if self._alone is not None:
            text = self._alone.sub(lambda match: self._marks[match.group()], text)
        return _without_lookalikes(text)

    def redact_lines(self, lines: Sequence[str]) -> list[str]:
        """Return the lines redacted: the same as one by one, at the price of one."""
        redacted = self.redact("\n".join(lines)).split("\n")
        return redacted if len(redacted) == len(lines) else [self.redact(line) for line in lines]

    def truncate(self, text: str, length: int) -> tuple[str, bool]:
        """Return the first `length` characters of the redacted text, and whether that is less than all of it.

        A long text may be long for a secret in it, so that goes first. What is long still is not read to its
        end: only as far as a secret may reach that begins in what is returned.
        """
        if len(text) > length:
            text = _without(text, [mark for mark in self._known() if len(mark[0]) > length and mark[0] in text])
        if len(text) <= length:
            return self.redact(text), False
        longest = max(map(len, self._marks), default=0)
        window = text[: length + max(_BEYOND, _ESCAPED * longest)]
        return self.redact(window)[:length], True

    def _known(self) -> list[_Mark]:
        """Return the secrets that are replaced wherever they stand, with their marks, the longest first."""
        if self._longest_first is None:
            everywhere = [mark for mark in self._marks.items() if len(mark[0]) >= SHORT]
            self._longest_first = sorted(everywhere, key=lambda mark: -len(mark[0]))
            self._alone = _standing_alone([value for value in self._marks if len(value) < SHORT])
        return self._longest_first


def _parts(kind: str, value: str) -> Iterator[tuple[str, str]]:
    if kind == "private key":
        yield kind, _key_body(value)
    if kind == "identity token":
        for index, part in enumerate(value.split(".")[1:]):
            yield ("identity token signature" if index else "identity token payload"), part
        claims = decode_token(value).claims
        yield from (("nonce", nonce) for nonce in _strings(claims.get("nce") if isinstance(claims, dict) else None))


def _key_body(pem: str) -> str:
    """Return the base64 of a PEM: what is the same however its lines are broken, escaped or framed."""
    return _AROUND_KEY.sub("", unescape(pem))


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _forms(value: str) -> tuple[str, ...]:
    """Return the value, and what is left of it where all that looks like an escape in it is undone."""
    return (value, unescape(value)) if has_escapes(value) else (value,)


def _standing_alone(values: list[str]) -> re.Pattern[str] | None:
    """Return a pattern of short values: a text, a line, a quoted string or a path segment of their own."""
    if not values:
        return None
    return re.compile(rf"""(?<![^"'/\n])(?:{"|".join(map(re.escape, values))})(?![^"'/?\n])""")


def _without(text: str, found: list[_Mark]) -> str:
    """Replace one secret after the other, and never look into a mark again."""
    if not found:
        return text
    (secret, mark), *shorter = found
    return mark.join(_without(piece, shorter) for piece in text.split(secret))


def _spans(text: str, known: list[_Mark]) -> Iterator[_Span]:
    """Yield where in `text` a secret stands, as it is or with any of its characters escaped."""
    for view in unescaped_views(text):
        for secret, mark in known:
            start = view.text.find(secret)
            while start >= 0:
                yield view.at[start], view.at[start + len(secret)], mark
                start = view.text.find(secret, start + len(secret))


def _without_spans(text: str, spans: Iterable[_Span]) -> str:
    """Replace the spans, the longer of two that begin together; what two of them share goes with the first."""
    pieces: list[str] = []
    end = 0
    for begin, stop, mark in sorted(spans, key=lambda span: (span[0], -span[1])):
        if begin >= end:
            pieces += (text[end:begin], mark)
        end = max(end, stop)
    return "".join((*pieces, text[end:]))


def _without_lookalikes(text: str) -> str:
    if "-----BEGIN" in text:
        text = _PRIVATE_KEY.sub(lambda match: fingerprint("private key", match.group()), text)
    if "eyJ" in text:
        text = _JWS.sub(lambda match: fingerprint("identity token", match.group()), text)
    return text
