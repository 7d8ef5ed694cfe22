"""What a target's file says of it, as reports show it: no secret, and no place of this machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conformance.targets import ClientTarget, Target


def configuration_of(targets: Sequence[Target]) -> dict[str, str]:
    """Return the settings of the target, a name and a text each; of headers only the names are told."""
    capabilities = {
        _named("capabilities", each, targets): ", ".join(sorted(each.declared)) or "none" for each in targets
    }
    return {**capabilities, **(dict(_way(targets[0])) if targets[0].url else {})}


def _named(name: str, target: Target, targets: Sequence[Target]) -> str:
    return f"{name} of the {target.actor}" if len(targets) > 1 else name


def _way(target: Target) -> Iterator[tuple[str, str]]:
    """Yield how the target is reached."""
    if isinstance(target, ClientTarget):
        yield "timeout", f"{target.timeout:g} s"
        yield "users", str(len(target.users))
        if target.env:
            yield "environment", ", ".join(sorted(target.env))
        return
    http = target.http
    yield "timeout", f"{http.timeout:g} s"
    if target.url.startswith("https:"):
        yield "certificate", _checked(http.verify)
    if http.client_cert:
        yield "client certificate", "shown"
    if http.proxy:
        yield "proxy", "used"
    if http.headers:
        yield "headers sent", ", ".join(sorted(http.headers))
    yield "most requests", str(http.max_requests)
    if http.max_rate:
        yield "most requests a second", f"{http.max_rate:g}"


def _checked(verify: bool | str) -> str:
    if isinstance(verify, str):
        return "checked with a CA bundle of its own"
    return "checked" if verify else "not checked"
