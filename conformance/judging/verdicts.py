"""The verdicts of a requirement and of a run (docs/verdicts.md)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum

from conformance.catalogue import Profile


class Verdict(Enum):
    """What was seen of one requirement; the order is that of `worst`."""

    VIOLATES = "VIOLATES"
    ERROR = "ERROR"
    INCONCLUSIVE = "INCONCLUSIVE"
    KNOWN = "KNOWN"
    FALLS_SHORT = "FALLS_SHORT"
    CONFORMS = "CONFORMS"
    UNTESTED = "UNTESTED"
    NOT_APPLICABLE = "NOT_APPLICABLE"


#: The verdicts that kill a mutant, when they are its own requirement's.
KILLING = (Verdict.VIOLATES, Verdict.FALLS_SHORT)
_UNDECLARED = "the target file does not declare"
_UNSUPPORTED = "the driver does not support"
#: How the reasons begin for which a scenario is UNTESTED whatever the profile: it is not claimed.
NOT_CLAIMED = (_UNDECLARED, _UNSUPPORTED)
#: How the reason begins where a person, who is a client's driver, has left something out: that narrows the run.
UNDONE = "nobody has done this"


def undeclared_reason(what: Sequence[str]) -> str:
    """Return why a scenario is UNTESTED that needs what the target file leaves out."""
    return f"{_UNDECLARED} {', '.join(what)}, which would claim it"


def unsupported_reason(action: str) -> str:
    """Return why a scenario is UNTESTED that needs an action which the driver of a client does not support."""
    return f"{_UNSUPPORTED} {action}, which would claim it"


def undone_reason(action: str) -> str:
    """Return why a scenario is UNTESTED in which a person, who is a client's driver, has not done an action."""
    return f"{UNDONE}: the watch went on, or ended, at {action}"


class RunVerdict(Enum):
    """What a whole run says of its target, by its word, with the exit code of the process."""

    exit_code: int

    def __new__(cls, word: str, exit_code: int) -> RunVerdict:
        """Make the word the value, so that `RunVerdict("PARTIAL")` finds it."""
        member = object.__new__(cls)
        member._value_ = word
        member.exit_code = exit_code
        return member

    CONFORMANT = ("CONFORMANT", 0)
    CONFORMANT_WITH_WARNINGS = ("CONFORMANT_WITH_WARNINGS", 0)
    NOT_CONFORMANT = ("NOT_CONFORMANT", 1)
    INCOMPLETE = ("INCOMPLETE", 6)
    PARTIAL = ("PARTIAL", 0)

    @property
    def word(self) -> str:
        """The word, the same in every output."""
        return str(self.value)


def name_claim(verdict: RunVerdict, profile: Profile, versions: Sequence[str]) -> str:
    """Return the verdict of a run as it always stands: `CONFORMANT to core (1.0, 2.0)`."""
    return f"{verdict.word} to {profile.value}" + (f" ({', '.join(versions)})" if versions else "")


_ORDER = list(Verdict)


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the verdict of a requirement from those of its scenarios: what is definite and bad comes first.

    Raises ValueError for no verdicts at all.
    """
    return min(verdicts, key=_ORDER.index)
