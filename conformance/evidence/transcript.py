"""What was exchanged in one scenario, and what of it is secret."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from conformance.evidence.exchange import Exchange, Sent
from conformance.evidence.redaction import Redactor
from conformance.evidence.secret_finder import collect_secrets, collect_sent_secrets


@dataclass
class Transcript:
    """The exchanges of one scenario, in the order in which they were made, every attempt among them.

    `redactor` is the memory of the run: it learns the secrets of an exchange as soon as that is added, so that no text
    that is redacted afterwards can show them. `sent` are the exchanges that the scenario has made itself, shown or not.
    """

    redactor: Redactor = field(default_factory=Redactor)
    exchanges: list[Exchange] = field(default_factory=list)
    sent: list[Exchange] = field(default_factory=list)

    def prepare(self, sent: Sent) -> None:
        """Learn what is secret in a request before it goes out: another process may see them before this one."""
        collect_sent_secrets(self.redactor, sent)

    def add(self, exchange: Exchange) -> None:
        """Append an exchange, and before it the attempts that it took."""
        for attempt in (*exchange.earlier, exchange):
            collect_secrets(self.redactor, attempt)
            self.exchanges.append(attempt)
            self.sent.append(attempt)

    def show(self, exchanges: Iterable[Exchange]) -> None:
        """Append exchanges that were made aside, or for another scenario, and that this one rests on as well."""
        self.exchanges.extend(exchanges)

    def aside(self) -> Transcript:
        """Return an empty transcript for requests of the same scenario, of which some may be shown afterwards."""
        return Transcript(self.redactor, sent=self.sent)
