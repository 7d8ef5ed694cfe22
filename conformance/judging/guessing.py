"""How easily the next of several random texts could be guessed: an upper bound, from samples alone."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from conformance.evidence.exchange import Exchange
from conformance.judging.outcomes import Violation

#: The usual advice is 64 bits; forty samples of as many show a tenth less, and nobody is to be accused for that.
LEAST_BITS = 50
_BASES = (10, 16, 36)


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
    """Return at most how many bits of a value are random: the sum over its characters, however they hang together.

    What varies in length is lined up at its beginning and at its end, and the lesser sum counts.
    """
    return min(sum(_entropy(column) for column in _columns(values, align)) for align in (str.ljust, str.rjust))


def _columns(values: Sequence[str], align: Callable[[str, int], str]) -> list[tuple[str, ...]]:
    width = max(map(len, values))
    return list(zip(*(align(value, width) for value in values), strict=True))


def _entropy(column: Sequence[str]) -> float:
    """Return the entropy of the characters at one place in bits, corrected for few samples (Miller and Madow)."""
    counts, total = Counter(column), len(column)
    plain = -sum(count / total * math.log2(count / total) for count in counts.values())
    return plain + (len(counts) - 1) / (2 * total * math.log(2))
