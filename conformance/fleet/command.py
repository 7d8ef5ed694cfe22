"""A fleet from its beginning to its site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from distributed import Client
from rich.console import Console

from conformance.clock import RealTime
from conformance.evidence.serialize import iso_time
from conformance.fleet.display import Display
from conformance.fleet.listing import FleetTarget
from conformance.fleet.schedule import FleetOptions, examine_all
from conformance.fleet.site import INCOMPLETE, Entry, Site
from conformance.judging.verdicts import RunVerdict

#: Codes from the worst: a violation, what could not be decided, and nothing.
_WORST = (RunVerdict.NOT_CONFORMANT.exit_code, INCOMPLETE)


@dataclass(frozen=True)
class Fleet:
    """What a fleet is about; `max_age` is in seconds, None for any age."""

    targets: Sequence[FleetTarget]
    options: FleetOptions
    resume: bool = False
    max_age: float | None = None


@dataclass(frozen=True)
class FleetEnd:
    """How a fleet ended: the worst exit code, how many targets were not examined, and whether Ctrl-C ended it."""

    exit_code: int
    entries: Sequence[Entry]
    left: int
    was_interrupted: bool


def run_fleet(fleet: Fleet, site: Site, client: Client, console: Console) -> FleetEnd:
    """Examine every target, keep each as it ends, and write the index, also after Ctrl-C or a scheduler that is lost.

    Raises OSError where the site cannot be written; what was kept by then is whole, and `--resume` goes on from it.
    """
    began = iso_time(RealTime.time())
    digests = {each: each.package.digest(*fleet.options.arguments) if each.package else "" for each in fleet.targets}
    entries = _known(fleet, site, digests)
    codes = {each.target: each.exit_code for each in entries}
    to_examine = [each for each in fleet.targets if each not in codes]
    left = dict.fromkeys(to_examine, "the fleet was interrupted")
    was_interrupted = False
    display = Display(console, len(to_examine), client.dashboard_link)
    try:
        with display:
            for outcome in examine_all(client, to_examine, fleet.options, display.start):
                if not outcome.was_tried:
                    left[outcome.target] = outcome.fault
                    continue
                entry = site.store(outcome, digests[outcome.target])
                left.pop(outcome.target)
                entries.append(entry)
                codes[entry.target] = entry.exit_code
                display.end(entry)
    except KeyboardInterrupt:
        was_interrupted = True
    code = next((each for each in _WORST if each in codes.values()), 0)
    code = code or (INCOMPLETE if left else 0)
    site.write_index(entries, left, {"started": began, "ended": iso_time(RealTime.time()), "exit_code": code})
    return FleetEnd(code, entries, len(left), was_interrupted)


def _known(fleet: Fleet, site: Site, digests: dict[FleetTarget, str]) -> list[Entry]:
    """Return what need not be examined again."""
    if not fleet.resume:
        return []
    known = (site.entry_within(each, digests[each], fleet.max_age) for each in fleet.targets if each.package)
    return [each for each in known if each]
