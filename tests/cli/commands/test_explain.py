"""`layer-conformance explain` tells one requirement whole."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from click.testing import Result

from conformance.catalogue import load_catalogue
from conformance.cli.commands.explain import rule_text
from conformance.reference.mutants import mutants_of

Command = Callable[..., Result]

#: The module: its name in the package is that of the command once the command has been called.
explain_module = sys.modules[rule_text.__module__]

FEATURE = """Feature: Nonces
  A word about nonces.

  @NONCE-1
  Rule: A nonce is given

    Scenario: asked for
      When a nonce is requested
      Then it is given

  # about the next rule
  @NONCE-10
  Rule: Ten

    Scenario: ten
      Then ten

  @NONCE-2
  Rule: Two
"""


def in_one_line(text: str) -> str:
    """Return the text without its line breaks."""
    return " ".join(text.split())


def test_every_requirement_can_be_explained(command: Command, subtests: pytest.Subtests) -> None:
    """Level, basis, title, sentence, source, why and hint are all there."""
    for row in load_catalogue().values():
        with subtests.test(row.id):
            result = command("explain", row.id)
            assert result.exit_code == 0
            told = in_one_line(result.stdout)
            for text in (row.id, row.level.value, row.basis.value, row.title, row.sentence, row.source, row.why):
                assert in_one_line(text) in told
            assert in_one_line(row.hint) in told


def test_the_scenarios_are_shown_as_they_stand(command: Command) -> None:
    """The rule's block of the feature file is part of the explanation."""
    told = command("explain", "NONCE-3").stdout
    assert "features/server/nonces.feature" in told
    assert "\n  @NONCE-3\n  Rule: " in told
    assert told.count("Rule: ") == 1
    assert "\n      When " in told


def test_small_letters_will_do(command: Command) -> None:
    """An id is found in any case of letters."""
    assert command("explain", "nonce-3").stdout == command("explain", "NONCE-3").stdout


def test_an_unknown_id_is_refused_with_the_nearest(command: Command) -> None:
    """The sentence names ids that are like it."""
    result = command("explain", "NONSE-3")
    assert (result.exit_code, result.stdout) == (4, "")
    assert "did you mean NONCE-3" in result.stderr


def test_an_id_that_is_like_none_is_refused_with_the_command_that_lists_them(command: Command) -> None:
    """No far-fetched id is suggested."""
    result = command("explain", "xyzzy!!")
    assert result.exit_code == 4
    assert "layer-conformance rules" in result.stderr


@pytest.mark.parametrize(
    ("requirement_id", "text"),
    [
        (
            "NONCE-1",
            "@NONCE-1\nRule: A nonce is given\n\n  Scenario: asked for\n"
            "    When a nonce is requested\n    Then it is given",
        ),
        ("NONCE-10", "@NONCE-10\nRule: Ten\n\n  Scenario: ten\n    Then ten"),
        ("NONCE-2", "@NONCE-2\nRule: Two"),
        ("NONCE", None),
        ("NONCE-3", None),
    ],
)
def test_a_rule_is_cut_out_whole_and_alone(requirement_id: str, text: str | None) -> None:
    """The block begins at the tag and ends before the next rule; the tag must be the whole id."""
    assert rule_text(FEATURE, requirement_id) == text


def test_mutants_are_shown_with_what_is_wrong_with_them(command: Command) -> None:
    """Name and sentence of each mutant stand at the end; an observed requirement has none."""
    told = in_one_line(command("explain", "NONCE-3").stdout.partition("\nmutants\n")[2])
    assert told == " ".join(f"{mutant.name} {mutant.docstring}" for mutant in mutants_of("NONCE-3"))
    assert "none yet" in command("explain", "NONCE-BURN-1").stdout


def test_the_profiles_of_its_scenarios_are_named(command: Command) -> None:
    """As they follow from the time that the steps let pass."""
    assert "profiles   core: 1, timed: 3" in command("explain", "NONCE-LIFE-1").stdout
