"""`layer-conformance fleet TARGETS... --reports DIR`: many targets, one site."""

from __future__ import annotations

import signal
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from conformance.catalogue import Profile
from conformance.cli.extras import needs_extra
from conformance.cli.gate.policy import make_policy
from conformance.cli.gate.refusals import exit_code_of, refusals
from conformance.cli.group import INTERRUPTED
from conformance.clock import RealTime
from conformance.durations import parse_duration
from conformance.fleet.listing import FleetListError, list_targets
from conformance.reporting.run import Run


@click.command(short_help="Examine many targets, on many machines, and make one site.")
@click.argument("sources", metavar="TARGETS...", nargs=-1, required=True)
@click.option("--reports", metavar="DIR", type=click.Path(path_type=Path), default="site", show_default=True)
@click.option("--scheduler", metavar="ADDRESS", help="A cluster that exists, as tls://host:8786; else one of our own.")
@click.option("--workers", type=click.IntRange(1, 256), help="Workers of our own cluster (default: one a core).")
@click.option("--per-host", type=click.IntRange(1, 64), default=1, show_default=True, help="Runs at once at one host.")
@click.option("--resume", is_flag=True, help="Examine only what has no verdict by this suite for this file's content.")
@click.option("--max-age", metavar="AGE", help="With --resume: examine again what is older, as in 24h.")
@click.option("--keep", type=click.IntRange(1, 10_000), default=30, show_default=True, help="Runs in each history.")
@click.option("--patience", metavar="TIME", help="As of `run`: wait up to this long for what needs time to pass.")
@click.option("--profile", type=click.Choice([each.value for each in Profile]), help="What each run claims.")
@click.option("--gate", metavar="FILE", type=click.Path(path_type=Path), help="The policy of `gate` for each target.")
@click.pass_context
def fleet(context: click.Context, /, sources: tuple[str, ...], reports: Path, **options: Any) -> None:
    """Examine every target of TARGETS (folders, files, globs, or lists of these), each as a run of its own.

    DIR gets the gallery, each target's page, verdict and history, fleet.json and feed.atom. The exit code is the worst:
    1 for a target that is refused, 6 for one that could not be examined, else 0. Needs the extra [fleet].
    """
    judge, max_age, patience = _judge(options["gate"]), _age(options["max_age"]), _age(options["patience"])
    arguments = [f"--{name}={options[name]}" for name in ("patience", "profile") if options[name]]
    with needs_extra("fleet"):
        from conformance.fleet.cluster import ClusterError, open_client
        from conformance.fleet.command import Fleet, run_fleet
        from conformance.fleet.schedule import FleetOptions
        from conformance.fleet.site import Site, SiteInUseError
    from rich.console import Console

    site = Site(reports.absolute(), options["keep"], judge)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        targets = list_targets(sources)
        how = FleetOptions(["--jobs=1", *arguments], options["per_host"], patience or 0.0)
        with site.lock(), open_client(options["scheduler"], options["workers"]) as client:
            end = run_fleet(Fleet(targets, how, options["resume"], max_age), site, client, Console())
    except (FleetListError, ClusterError, SiteInUseError) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        sentence = f"{reports} cannot be written: {error.strerror or error}"
        raise click.ClickException(f"{sentence}; what is there is whole, and --resume goes on") from error
    left = f", {end.left} not examined" if end.left else ""
    click.echo(f"{reports}/index.html: {len(end.entries)} of {len(targets)} targets{left}")
    context.exit(INTERRUPTED if end.was_interrupted else end.exit_code)


def _judge(policy_file: Path | None) -> Callable[[Run], int] | None:
    """Return what gives the exit code of a run by the gate, where there is a policy."""
    if policy_file is None:
        return None
    policy = make_policy(policy_file, {})

    def judge(run: Run) -> int:
        return exit_code_of(run, refusals(run, policy, datetime.fromtimestamp(RealTime.time(), UTC)))

    return judge


def _age(text: str | None) -> float | None:
    try:
        return parse_duration(text) if text is not None else None
    except ValueError as error:
        raise click.ClickException(f"{error}: a number and s, m, h, d or w, as in 24h, would be right") from error
