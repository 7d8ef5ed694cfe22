"""The suite's own options of a run, for pytest and for `layer-conformance run` and `watch` alike."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conformance.catalogue import ACTORS, Profile


@dataclass(frozen=True)
class RunOption:
    """An option that takes a value: its names, what stands for the value in a help text, and what it is for.

    `choices` are the values that there are, where they are few; `type` is what the value is read as.
    """

    names: tuple[str, ...]
    help: str
    metavar: str | None = None
    choices: tuple[str, ...] = ()
    default: str | None = None
    type: type[int] | type[float] | type[str] = str

    @property
    def dest(self) -> str:
        """Its name as a Python word: the last of its names."""
        return self.names[-1].strip("-").replace("-", "_")


RUN_OPTIONS = (
    RunOption(
        ("--target",),
        "the target file of what is examined, or mutant:NAME or variation:NAME for one of the suite's own "
        "(default: $LAYER_CONFORMANCE_TARGET, or the embedded reference)",
        "FILE",
    ),
    RunOption(("--actor",), "examine this actor only (default: every one that there is)", choices=tuple(ACTORS)),
    RunOption(("--reports",), "where the reports are written (default: ./reports)", "DIR"),
    RunOption(
        ("--patience",),
        "wait up to so long, such as 11m, for what needs time to pass at the target (default: 5 s); all of it is "
        "waited for at once, while everything else runs",
        "TIME",
    ),
    RunOption(
        ("--profile",),
        "how much of the protocol the run claims: core, timed (up to 11 minutes have to pass at the target) or full "
        "(default: target.profile, or the widest that this run can decide)",
        choices=tuple(profile.value for profile in Profile),
    ),
    RunOption(
        ("--parallel", "--jobs"),
        "examine with so many processes at once (default: one per core on the embedded reference, one for a client, "
        "otherwise http.parallel of the target file, or four)",
        "N",
        type=int,
    ),
    RunOption(
        ("--max-rate",), "the most requests in a second, where the target file does not allow fewer", "N", type=float
    ),
    RunOption(("--matrix",), "run the kill matrix and write its results to this JSON file", "FILE"),
    RunOption(
        ("--matrix-scope",),
        "own: each mutant until it is killed; on everything else quick runs one scenario of each rule, and sample one "
        "of every tenth",
        choices=("own", "sample", "quick", "all"),
        default="all",
    ),
    RunOption(("--matrix-part",), "run only the jobs of the matrix whose place, divided by COUNT, leaves N", "N/COUNT"),
    RunOption(("--rejudge",), "judge the scenarios recorded in this JSON file; nothing is sent", "FILE"),
)

_TAKE_A_VALUE = frozenset(name for option in RUN_OPTIONS for name in option.names)


def join_options(arguments: Sequence[str]) -> Iterator[str]:
    """Yield the arguments with each of the suite's options and its value in one: `--target FILE` as `--target=FILE`.

    pytest looks for its root and for files named conftest.py before it knows our options: it would take a value that
    stands by itself for a path, and run the conftest.py beside it.
    """
    rest = iter(arguments)
    for argument in rest:
        value = next(rest, None) if argument in _TAKE_A_VALUE else None
        yield argument if value is None else f"{argument}={value}"


@dataclass(frozen=True)
class WatchOptions:
    """Where a watch stands: `port` is the first of four; `certificate` is a PEM file, or None for plain HTTP."""

    host: str
    port: int
    certificate: str | None = None

    @classmethod
    def parse(cls, text: str) -> WatchOptions:
        """Read what `layer-conformance watch` passes on."""
        return cls(**json.loads(text))

    def __str__(self) -> str:
        return json.dumps(vars(self))
