"""The sections that every target file has, whichever actor it describes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, Self
from urllib.parse import unquote, urlsplit

from pydantic import Field, StrictBool, model_validator

from conformance.catalogue import KnownIssue, load_catalogue
from conformance.targets.addresses import Host, Link, Proxy
from conformance.targets.base import LARGEST_BURST, HttpSettings
from conformance.targets.clock_section import ClockSection
from conformance.targets.faults import FieldError
from conformance.targets.headers import Headers, sensitive_values
from conformance.targets.identifiers import RequirementId
from conformance.targets.key_files import ExistingFile, Verification, check_client_certificate
from conformance.targets.section import Section
from conformance.targets.text_fields import Duration, Line

#: `[target] profile`, which every form has.
ProfileName = Annotated[
    Literal["core", "timed", "full"] | None,
    Field(description="What a run claims: core, timed or full; left out, the widest that the run can decide."),
]


class HttpSection(Section):
    """`[http]`: how the target is spoken to."""

    timeout: float = Field(
        default=10.0, gt=0, le=600, allow_inf_nan=False, description="Seconds to wait for an answer."
    )
    verify: Verification = Field(default=True, description="Check the certificate; or the path of a CA bundle.")
    client_cert: ExistingFile | None = Field(default=None, description="Mutual TLS: a certificate in PEM.")
    client_key: ExistingFile | None = Field(default=None, description="Its key, where client_cert does not hold it.")
    proxy: Proxy | None = Field(default=None, description="The address of an HTTP proxy.")
    headers: Headers = Field(default_factory=dict, description="Headers of every request; never shown.")
    max_requests: int = Field(default=10_000, ge=1, description="The run stops before it sends more.")
    max_rate: float | None = Field(
        default=None, gt=0, le=10_000, allow_inf_nan=False, description="Requests a second; all processes share it."
    )
    parallel: int | None = Field(
        default=None, ge=1, le=64, description="Processes at once; fewer where the target slows down or says 429."
    )
    burst: int = Field(default=LARGEST_BURST, ge=2, le=LARGEST_BURST, description="Requests at the same moment.")
    max_time: Duration = Field(
        default=3600, description="The run ends then, beyond what it waits for on purpose.", examples=["1 hour"]
    )
    cookies: StrictBool = Field(default=False, description="Keep the cookies that the target sets, for the run.")
    allowed_hosts: list[Host] = Field(
        default_factory=list,
        description="Hosts besides the target's own that may receive a session token.",
    )

    @model_validator(mode="after")
    def _client_certificate_and_its_key(self) -> Self:
        if self.client_cert is not None:
            check_client_certificate(self.client_cert, self.client_key)
        elif self.client_key is not None:
            raise FieldError(
                "is missing: client_key is the key of the certificate that is named here", at="client_cert"
            )
        return self

    def as_settings(self) -> HttpSettings:
        """Return the settings, with what of them is secret."""
        certificate, key = (str(path) if path else None for path in (self.client_cert, self.client_key))
        return HttpSettings(
            timeout=self.timeout,
            verify=self.verify,
            client_cert=(certificate, key) if certificate and key else certificate,
            proxy=self.proxy.text if self.proxy else None,
            headers={name: value.text for name, value in self.headers.items()},
            secrets=frozenset(self._secrets()),
            max_requests=self.max_requests,
            max_rate=self.max_rate,
            parallel=self.parallel,
            burst=self.burst,
            cookies=self.cookies,
            max_time=float(self.max_time),
            allowed_hosts=tuple(self.allowed_hosts),
        )

    def _secrets(self) -> Iterator[str]:
        yield from sensitive_values(self.headers)
        password = urlsplit(self.proxy.text).password if self.proxy else None
        if password:
            yield from (password, unquote(password))


class KnownSection(Section):
    """One `[[known]]`: a violation that the target's owner knows of."""

    requirement: RequirementId = Field(description="The id of the requirement that is violated.")
    reason: Line = Field(description="Why, in one line; every report shows it.")
    link: Link = Field(description="The owner's issue, an address.")
    expires: date = Field(description="The last day on which the violation is excused.")

    def as_known_issue(self) -> KnownIssue:
        """Return the issue."""
        return KnownIssue(self.requirement, self.reason, self.link, self.expires)


class TargetFile(Section):
    """What every target file holds; each actor's own form adds `[target]` and its own sections."""

    http: HttpSection = Field(default_factory=HttpSection, description="How the target is spoken to.")
    clock: ClockSection = Field(default_factory=ClockSection, description="How time passes at the target.")
    known: list[KnownSection] = Field(default_factory=list, description="Violations that are known.")


def check_known(known: list[KnownSection], actor: str) -> None:
    """Raise FieldError where an issue stands twice, or is one of another actor than `actor`."""
    seen: set[str] = set()
    for index, issue in enumerate(known):
        at = f"known[{index}].requirement"
        if issue.requirement in seen:
            raise FieldError(f'is "{issue.requirement}", which stands in [[known]] twice; once is enough', at=at)
        seen.add(issue.requirement)
        owner = load_catalogue()[issue.requirement].actor
        if owner != actor:
            raise FieldError(f'is "{issue.requirement}", a requirement of the {owner}, not of the {actor}', at=at)
