"""How easily the next of several random texts could be guessed: an upper bound, from samples alone."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from conformance.evidence.exchange import Exchange
from conformance.judging.outcomes import Violation

#: The usual advice is 64 bits; forty samples of as many show a tenth less, and nobody is to be accused for that.
LEAST_BITS = 50
_BASES = (10, 16, 36)
#: Letters and digits, or one separator.
_PARTS = re.compile(r"[0-9A-Za-z]+|.", re.DOTALL)


def expect_unguessable(values: Sequence[str], exchange: Exchange) -> None:
    """Hold that samples, in the order in which they were issued, show no counter and leave enough bits open.

    Whoever passes may still be guessed: a counter that is encrypted with a known key looks random.
    """
    expected = f"{LEAST_BITS} random bits or more, and no counter"
    step = step_of(values)
    if step is not None:
        raise Violation(expected, f"a counter: each of {len(values)} is {step} more than the one before", exchange)
    bits = math.floor(bits_of(values))
    if bits < LEAST_BITS:
        fixed = sum(len(set(column)) == 1 for column in _columns(values, str.ljust))
        observed = f"at most {bits} bits in {len(values)} samples: {fixed} of {len(values[0])} characters never change"
        raise Violation(expected, observed, exchange)


def step_of(values: Sequence[str]) -> int | None:
    """Return by how much each value is more than the one before, where that is always the same number."""
    for base in _BASES:
        try:
            numbers = [int(value, base) for value in values]
        except ValueError:
            continue
        steps = {later - earlier for earlier, later in pairwise(numbers)}
        if len(steps) == 1:
            return steps.pop()
    return None


def bits_of(values: Sequence[str]) -> float:
    """Return at most how many bits of a value are random: the sum over its characters, less what is seen twice.

    A character that another one determines adds nothing, and neighbours that come together - a word, a time - count as
    one. What varies in length is lined up at its beginning and at its end, and the lesser sum counts.
    """
    return min(_bits(_independent(_columns(values, align))) for align in (str.ljust, str.rjust))


def _columns(values: Sequence[str], align: Callable[[str, int], str]) -> list[tuple[str, ...]]:
    """Return the characters at each place; where all values have the same separators, of each field by itself."""
    parts = [_PARTS.findall(value) for value in values]
    if len({tuple("" if part.isalnum() else part for part in each) for each in parts}) > 1:
        parts = [[value] for value in values]
    widths = [max(map(len, place)) for place in zip(*parts, strict=True)]
    lined_up = ("".join(align(part, width) for part, width in zip(each, widths, strict=True)) for each in parts)
    return list(zip(*lined_up, strict=True))


def _independent(columns: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the columns without those that an earlier one determines, as far as it repeats itself enough to say so."""
    kept: list[tuple[str, ...]] = []
    telling: list[tuple[str, ...]] = []
    for column in columns:
        if not any(_determines(other, column) for other in telling):
            kept.append(column)
            if len(set(column)) <= len(column) / 2:
                telling.append(column)
    return kept


def _determines(column: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether each character of a column comes with one and the same of the other."""
    beside: dict[str, str] = {}
    return all(beside.setdefault(one, two) == two for one, two in zip(column, other, strict=True))


def _bits(columns: Sequence[tuple[str, ...]]) -> float:
    """Return the least sum of entropies over all ways to put neighbours together that come in few combinations."""
    least = [0.0]
    for end in range(1, len(columns) + 1):
        least.append(least[-1] + _entropy(columns[end - 1]))
        for start in range(end - 2, -1, -1):
            together = list(zip(*columns[start:end], strict=True))
            if len(set(together)) > len(together) / 4:
                break
            least[end] = min(least[end], least[start] + _entropy(together))
    return least[-1]


def _entropy(column: Sequence[object]) -> float:
    """Return the entropy of the characters at one place in bits, corrected for few samples (Miller and Madow)."""
    counts, total = Counter(column), len(column)
    plain = -sum(count / total * math.log2(count / total) for count in counts.values())
    return plain + (len(counts) - 1) / (2 * total * math.log(2))
