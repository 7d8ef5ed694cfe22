"""`layer-conformance explain NONCE-3`: one requirement, its scenarios, and the faults that it catches."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator

import click

from conformance.catalogue import Catalogue, Profile, Requirement, load_catalogue
from conformance.reference.mutants import mutants_of
from conformance.scenarios import profiles_of
from conformance.suggestions import nearest
from conformance.suite import features_folder

_WIDTH = 100
_LABEL = 11


@click.command(short_help="Explain one requirement.")
@click.argument("requirement_id", metavar="ID", shell_complete=lambda *asked: complete_id(asked[-1]))
def explain(requirement_id: str) -> None:
    """Explain the requirement ID: what the documents say, why, its scenarios, and its mutants."""
    row = _requirement(load_catalogue(), requirement_id)
    click.echo("\n".join((*_duty(row), "", *_scenarios(row), "", *_mutants(row))))


def complete_id(incomplete: str) -> list[str]:
    """Return the ids that begin like this, in any case of letters, for the completion of a shell."""
    return [each for each in load_catalogue() if each.startswith(incomplete.upper())]


def _requirement(catalogue: Catalogue, requirement_id: str) -> Requirement:
    row = catalogue.get(requirement_id.upper())
    if row is None:
        alike = nearest(requirement_id, catalogue, most=3)
        hint = f"did you mean {' or '.join(alike)}?" if alike else "`layer-conformance rules` lists them"
        raise click.ClickException(f'there is no requirement "{requirement_id}"; {hint}')
    return row


def _duty(row: Requirement) -> Iterator[str]:
    yield f"{row.id}  {row.level.value}, {row.basis.value}  {row.title}"
    yield ""
    yield from _labelled("sentence", row.sentence)
    yield from _labelled("source", row.source)
    yield from _labelled("why", row.why)
    yield from _labelled("hint", row.hint)
    yield from _labelled("needs", ", ".join(row.needs))
    counts = profiles_of(row.actor).get(row.id) or Counter[Profile]()
    yield from _labelled("profiles", ", ".join(f"{each.value}: {counts[each]}" for each in Profile if each in counts))


def _labelled(label: str, text: str) -> Iterator[str]:
    """Yield `text` in lines, the first of them labelled; nothing where there is no text."""
    indent = " " * _LABEL
    yield from textwrap.wrap(
        text, _WIDTH, initial_indent=label.ljust(_LABEL), subsequent_indent=indent, break_long_words=False
    )


def _scenarios(row: Requirement) -> Iterator[str]:
    name = f"{row.actor}/{row.chapter}.feature"
    file = features_folder() / name
    text = rule_text(file.read_text(encoding="utf-8"), row.id) if file.is_file() else None
    yield f"scenarios (features/{name})" if text else "scenarios  none yet"
    if text:
        yield textwrap.indent(text, "  ")


def rule_text(feature: str, requirement_id: str) -> str | None:
    """Return the block of the rule that is tagged with this id, without its indent, or None."""
    lines = feature.splitlines()
    tag = f"@{requirement_id}"
    start = next((i for i, line in enumerate(lines) if tag in line.split() and line.lstrip()[0] == "@"), None)
    if start is None:
        return None
    indent = lines[start][: -len(lines[start].lstrip())]
    block = lines[start : start + 2]
    for line in lines[start + 2 :]:
        if line.startswith((f"{indent}@", f"{indent}Rule:", f"{indent}#")):
            break
        block.append(line)
    return textwrap.dedent("\n".join(block)).strip()


def _mutants(row: Requirement) -> Iterator[str]:
    """Yield the actors with one fault that the rule is known to catch: name, and what is wrong with each."""
    mutants = mutants_of(row.id)
    yield "mutants" if mutants else "mutants    none yet"
    for mutant in mutants:
        yield f"  {mutant.name}"
        yield textwrap.indent(textwrap.fill(mutant.docstring, _WIDTH - 4), "    ")
