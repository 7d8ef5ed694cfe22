"""What samples show of guessing: counters, fixed parts, too few bits; and random texts of every usual form pass."""

from __future__ import annotations

import itertools
import random
import uuid

import pytest

from conformance.evidence.exchange import Exchange, Sent
from conformance.judging.guessing import bits_of, expect_unguessable, step_of
from conformance.judging.outcomes import Violation

ANY = Exchange(Sent("POST", "http://h/nonces", (), b""), 0.0, 0.0)
SEEDED = random.Random(7)


def samples(make):
    """Return as many samples as are judged."""
    return [make() for _ in range(40)]


@pytest.mark.parametrize(
    "make",
    [
        lambda: f"{SEEDED.getrandbits(160):040x}",
        lambda: f"{SEEDED.getrandbits(64):016x}",
        lambda: str(uuid.UUID(int=SEEDED.getrandbits(128), version=4)),
        lambda: "".join(SEEDED.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", k=11)),
        lambda: str(SEEDED.randrange(10**20)),
        lambda: f"layer:{SEEDED.getrandbits(128):032x}.1-1",
    ],
    ids=["40 hex", "16 hex", "UUID 4", "11 base64url", "decimal of any length", "a fixed part and 128 bits"],
)
def test_random_texts_pass(make):
    """Sixty-four bits and more, in any alphabet."""
    expect_unguessable(samples(make), ANY)


@pytest.mark.parametrize(
    ("form", "step"), [("{}", 2), ("{:040x}", 1), ("ab12ab12{:08x}", 3)], ids=["decimal", "hexadecimal", "after a salt"]
)
def test_a_counter_is_named_with_its_step(form, step):
    """Whatever stands before it."""
    numbers = itertools.count(1003, step)
    with pytest.raises(Violation, match=f"each of 40 is {step} more than the one before"):
        expect_unguessable(samples(lambda: form.format(next(numbers))), ANY)


def test_too_few_bits_are_told_in_figures():
    """With how many characters never change."""
    values = samples(lambda: f"{'7' * 24}{SEEDED.getrandbits(32):08x}")
    with pytest.raises(Violation, match=r"at most 3\d bits in 40 samples: 24 of 32 characters never change"):
        expect_unguessable(values, ANY)


@pytest.mark.parametrize(
    "make",
    [
        lambda: "-".join(SEEDED.choices(["ant", "bee", "cat", "dog", "eel", "gnu", "hen", "koi"], k=9)),
        lambda: "-".join(SEEDED.choices(["ant", "bear", "camel", "dragon", "eel", "flamingo"], k=9)),
        lambda: f"{SEEDED.getrandbits(40):010x}" * 4,
        lambda: "".join(f"{digit:x}{15 - digit:x}" for digit in SEEDED.choices(range(16), k=10)),
        lambda: f"{uuid.UUID(int=7**45 * SEEDED.choice([1, 2, 3])).hex}{SEEDED.getrandbits(16):04x}",
    ],
    ids=["words", "words of any length", "one part four times", "digits and their complement", "a second of the day"],
)
def test_bits_that_are_seen_twice_count_once(make):
    """A long text need not be a random one."""
    with pytest.raises(Violation, match=r"at most [1-4]\d bits in 40 samples"):
        expect_unguessable(samples(make), ANY)


@pytest.mark.parametrize("many", [40, 104, 400, 1500])
def test_many_samples_of_random_text_keep_their_bits(many):
    """The more there are, the more combinations repeat themselves."""
    for bits, form in ((160, "{:040x}"), (64, "{:016x}"), (66, "{:020d}")):
        values = [form.format(SEEDED.getrandbits(bits)) for _ in range(many)]
        assert 0.85 * bits < bits_of(values) <= bits + 2


def test_nothing_that_varies_has_no_bits():
    """One text for everybody."""
    assert bits_of(["abc"] * 40) == 0


def test_steps_that_differ_are_no_counter():
    """Nor is a text that is no number."""
    assert step_of(["1", "2", "4"]) is None
    assert step_of(["-!", "-?"]) is None
