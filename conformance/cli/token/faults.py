"""The names that `token mint --fault` takes: those of the suite's own features."""

from __future__ import annotations

import click

from conformance.minting import Alteration, alteration_named
from conformance.minting.alterations import ALTERATIONS
from conformance.suggestions import nearest

#: Names that stand for many; the words in capitals are to be filled in.
_PATTERNS = ("whose iat is OFFSET from now", "whose exp is OFFSET from now")


def alteration(name: str) -> Alteration:
    """Return an alteration; raises BadParameter, with the nearest names, where there is none of that name."""
    try:
        return alteration_named(name)
    except KeyError:
        alike = " or ".join(f'"{each}"' for each in nearest(name, ALTERATIONS, most=3))
        hint = f"did you mean {alike}?" if alike else "--fault list shows all names."
        raise click.BadParameter(f"there is no such fault; {hint}") from None
    except ValueError:
        raise click.BadParameter('the offset should be such as "-30 seconds" or "+1 hour".') from None


def listing() -> str:
    """Return every name on a line of its own."""
    return "\n".join((*ALTERATIONS, *(f'{pattern}, such as "-30 seconds" or "+1 hour"' for pattern in _PATTERNS)))
