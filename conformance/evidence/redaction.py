"""Secrets, and the marks that stand for them in every output (docs/secrets.md)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence

from conformance.evidence.clean_texts import CleanTexts
from conformance.evidence.secret_forms import ARMOUR, KINDS, LONG, fingerprint, forms_of, is_known_text, parts_of
from conformance.evidence.shared_records import SharedRecords
from conformance.evidence.text_index import SHORTEST, CrowdedTextError, TextIndex
from conformance.evidence.views import View, decoded_views, fold, unescaped_views, words_in

#: A private key that begins before a text's cut is looked for so many characters beyond it, known or not.
_BEYOND = 65536
#: An escaped character is at most this long (`\u002B`, twice escaped).
_ESCAPED = 12
#: A generation of secrets is full when it has this many: a run of three versions meets 9,000.
_MOST = 6_000

_PRIVATE_KEY = re.compile(rf"(?=-----BEGIN){ARMOUR}.*?(?:{ARMOUR}|\Z)", re.DOTALL | re.ASCII)
#: Words with dots in them, the only places where a JWS can stand.
_DOTTED = re.compile(r"[\w.-]+", re.ASCII)
_JWS = re.compile(r"eyJ[\w-]{8,}+\.[\w-]{4,}+(?:\.[\w-]*+)*+", re.ASCII)
#: A text, a line, a quoted string or a segment of a path that is shorter than any other secret.
_ALONE = re.compile(rf"""(?<![^"'/\n])[^"'/?\n]{{1,{SHORTEST - 1}}}(?![^"'/?\n])""")

#: Stands for a text that is not searched to its end.
_CROWDED = "[withheld: the text repeats the beginning of secrets too often to look for them]"

#: Where a secret begins and ends, and its mark.
_Span = tuple[int, int, str]


class _Generation:
    """Secrets that are forgotten together, each known by its hash."""

    def __init__(self) -> None:
        self._kinds: dict[int, str] = {}
        self.longest = 0
        self.has_shortest = False
        self._marks: dict[int, str] = {}
        self._exact, self._in_any_case = TextIndex(), TextIndex()

    @property
    def is_full(self) -> bool:
        """Whether it takes no further secret."""
        return len(self._kinds) >= _MOST

    @property
    def is_empty(self) -> bool:
        """Whether it has no secret yet."""
        return not self._kinds

    def kind_of(self, value: str) -> str | None:
        """Return the kind of a secret, or None for a value that is none."""
        return self._kinds.get(hash(value))

    @property
    def least(self) -> float:
        """How many characters a text has at least in which one of the secrets stands."""
        return min(self._exact.least, self._in_any_case.least)

    def add(self, kind: str, value: str) -> Sequence[str]:
        """Add a secret, or give one that is known another kind; return the ways in which it is written."""
        self._kinds[hash(value)] = kind
        mark = fingerprint(kind, value)
        forms = tuple(forms_of(value))
        for form in forms:
            self._marks[hash(form)] = mark
            self.longest = max(self.longest, len(form))
            if len(form) >= LONG:
                folded = fold(form)
                self._marks.setdefault(hash(folded), mark)
                self._in_any_case.add(folded)
            elif len(form) >= SHORTEST:
                self._exact.add(form)
            else:
                self.has_shortest = True
        return forms

    def spans_in(self, view: View, folded: str) -> Iterator[_Span]:
        """Yield where secrets stand in a view, for the text that it is a view of; `folded` is its own in lower case."""
        for index, text in ((self._exact, view.text), (self._in_any_case, folded)):
            try:
                for begin, form in index.find_in(text) if len(text) >= index.least else ():
                    end = begin + len(form)
                    mark = self._marks.get(hash(view.text[begin:end])) or self._marks[hash(form)]
                    yield view.begin(begin), view.end(end), mark
            except CrowdedTextError:
                yield view.begin(0), view.end(len(view.text)), _CROWDED

    def mark_of(self, form: str) -> str | None:
        """Return the mark of a text that is a secret as a whole, or None."""
        return self._marks.get(hash(form))


def _bare(value: str) -> str:
    """Return a value without the blanks and quotes around it: a mark for both would swallow those of a JSON text."""
    return value.strip().strip("\"'")


class Redactor:
    """Knows the secrets of a run and replaces them by their marks, in whatever way a text has written them.

    Secrets that the target's file declares are known always. Of those that a run meets, the latest are: a target that
    gives away ever more of them takes no more room than two generations have. What is learnt in one process is known
    in all that share `records` with it, once they call `refresh`.
    """

    def __init__(self, declared: Iterable[tuple[str, str]] = (), records: SharedRecords | None = None) -> None:
        self._records = records
        self._clean = CleanTexts()
        self._declared, self._older, self._latest = _Generation(), _Generation(), _Generation()
        for kind, value in declared:
            self._learn(self._declared, kind, value)

    @property
    def _generations(self) -> tuple[_Generation, ...]:
        return (self._declared, self._older, self._latest)

    def learn(self, kind: str, value: str) -> None:
        """Take `value` for a secret of `kind`, one of KINDS; blanks and quotes around it, and an empty one, are none.

        A secret that the target's file declares keeps the kind that it has there.
        """
        if self._learn_in_run(kind, value) and self._records is not None:
            self._records.append(f"{kind}\n{value}".encode("utf-8", "surrogatepass"))

    def knows(self, value: str) -> bool:
        """Tell whether a value is one of the secrets; an empty one never has to be learnt."""
        value = _bare(value)
        return not value or any(generation.kind_of(value) for generation in self._generations)

    def refresh(self) -> None:
        """Learn what other processes of the run have learnt since the last time."""
        for record in self._records.read() if self._records is not None else ():
            kind, _, value = record.decode("utf-8", "surrogatepass").partition("\n")
            self._learn_in_run(kind, value)

    def _learn_in_run(self, kind: str, value: str) -> bool:
        """Take a value that is not declared into the latest generation; return whether that is something new."""
        if self._declared.kind_of(_bare(value)):
            return False
        if self._latest.is_full:
            self._older, self._latest = self._latest, _Generation()
        return self._learn(self._latest, kind, value)

    def _learn(self, generation: _Generation, kind: str, value: str) -> bool:
        """Take a value into a generation; return whether that is something new."""
        value = _bare(value)
        known = generation.kind_of(value)
        if not value or (known is not None and KINDS.index(known) <= KINDS.index(kind)):
            return False
        for form in generation.add(kind, value):
            self._clean.learn(form)
        for part_kind, part in parts_of(kind, value):
            if not is_known_text(part):
                self._learn(generation, part_kind, part)
        return True

    def redact(self, text: str) -> str:
        """Return `text` with a mark in the place of every secret in it.

        Private keys in PEM and strings that look like a JWS are replaced even where nobody has learnt them.
        """
        if text in self._clean:
            return text
        redacted, _ = self._redact_to(text, len(text))
        if redacted == text:
            self._clean.add(text)
        return redacted

    def _redact_to(self, text: str, cut: int) -> tuple[str, int]:
        """Return `text` with a mark for every secret, and where `cut` is then."""
        text, cut = _replace(text, self._spans(unescaped_views(text)), cut)
        spans = (*self._encoded_spans(text, cut), *self._short_spans(text), *_lookalikes(text))
        return _replace(text, spans, cut)

    def truncate(self, text: str, length: int) -> tuple[str, bool]:
        """Return the first `length` characters of the redacted text, and whether that is less than all of it.

        A long text is not read to its end, only as far as a secret may reach that begins in its first `length`
        characters; more of it is not shown, however short the marks are.
        """
        longest = max(generation.longest for generation in self._generations)
        window = length + _ESCAPED * longest
        if "-----BEGIN" in text[:window]:
            window += _BEYOND
        if len(text) > window:
            redacted, cut = self._redact_to(text[:window], length)
            return redacted[: min(cut, length)], True
        redacted = self.redact(text)
        return redacted[:length], len(redacted) > length

    def _spans(self, views: Iterable[View]) -> Iterator[_Span]:
        generations = [generation for generation in self._generations if not generation.is_empty]
        least = min((generation.least for generation in generations), default=math.inf)
        for view in views:
            if len(view.text) >= least:
                folded = fold(view.text)
                for generation in generations:
                    yield from generation.spans_in(view, folded)

    def _encoded_spans(self, text: str, cut: int) -> Iterator[_Span]:
        """Yield where secrets stand in base64 and hex in words that begin before `cut`, where the text has no other.

        Behind the cut they may stand as they are, so that no word that reaches there is clean.
        """
        for word in words_in(text):
            if word.start() >= cut:
                break
            if word.group() not in self._clean:
                # One view after another: each of a megabyte takes a few.
                spans = [span for view in decoded_views(word) for span in self._spans_with_lookalikes(view)]
                if not spans and word.end() <= cut:
                    self._clean.add(word.group())
                yield from spans

    def _spans_with_lookalikes(self, view: View) -> Iterator[_Span]:
        yield from self._spans((view,))
        for begin, end, mark in _jws_in(view.text):
            yield view.begin(begin), view.end(end), mark

    def _short_spans(self, text: str) -> Iterator[_Span]:
        generations = [generation for generation in self._generations if generation.has_shortest]
        if generations:
            for match in _ALONE.finditer(text):
                for generation in generations:
                    if mark := generation.mark_of(match.group()):
                        yield *match.span(), mark
                        break


def _replace(text: str, spans: Iterable[_Span], cut: int) -> tuple[str, int]:
    """Replace the spans by their marks, and return where `cut` is then: behind the mark of a span that it lies in.

    Of spans that overlap each one counts, of one within another the outer one.
    """
    pieces: list[str] = []
    end, last = 0, ""
    place: int | None = None
    for begin, stop, mark in sorted(spans, key=lambda span: (span[0], -span[1])):
        if begin >= cut and place is None:
            place = sum(map(len, pieces)) + max(0, cut - end)
        if begin >= end:
            pieces += (text[end:begin], mark)
        elif stop > end and mark != last:
            pieces.append(mark)
        if stop > end:
            end, last = stop, mark
    if place is None:
        place = sum(map(len, pieces)) + max(0, cut - end)
    return "".join((*pieces, text[end:])), place


def _lookalikes(text: str) -> Iterator[_Span]:
    if "-----BEGIN" in text:
        for match in _PRIVATE_KEY.finditer(text):
            yield *match.span(), fingerprint("private key", match.group())
    yield from _jws_in(text)


def _jws_in(text: str) -> Iterator[_Span]:
    if "eyJ" in text:
        for word in _DOTTED.finditer(text):
            found = "." in word.group() and _find_jws(word.group())
            if found:
                begin = word.start() + found.start()
                yield begin, begin + len(found.group()), fingerprint("identity token", found.group())


def _find_jws(word: str) -> re.Match[str] | None:
    """Return the first JWS in a word; only the first `eyJ` between two dots can begin one."""
    at = 0
    for part in word.split("."):
        start = part.find("eyJ")
        if start >= 0 and (match := _JWS.match(word, at + start)):
            return match
        at += len(part) + 1
    return None
