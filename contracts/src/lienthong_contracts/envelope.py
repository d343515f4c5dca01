"""An event under way: CloudEvents 1.0 in Kafka's binary mode, with the dossier's number of its source."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lienthong_contracts.event import KINDS, DossierEvent, Event

TYPE_PREFIX = "vn.lienthong."
Headers = list[tuple[str, bytes]]
MOST_NUMBER = 2**31 - 1  # the ledger's column


class BrokenHeader(Exception):
    """A record's headers aren't those of an event. An operator reads them in the dead-letter store and asks the sender."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """The attributes of an event; `number` is its place among that source's events about that subject, from 1.

    `recorded_at` is the system clock's instant of the decision (CloudEvents `time`); business time is `body.at`.
    """

    id: UUID
    kind: str
    source: str
    number: int
    subject: str
    recorded_at: datetime

    def to_headers(self) -> Headers:
        """The Kafka headers; ASCII, so that any reader can show them."""
        # Whoever relays may be older than whoever reported: what it doesn't know it sends all the same, without its schema's name.
        kind = KINDS.get(self.kind)
        schema = [("ce_dataschema", f"urn:lienthong:{self.kind}:{kind.version}".encode())] if kind else []
        return [
            ("content-type", b"application/json"),
            ("ce_specversion", b"1.0"),
            ("ce_id", str(self.id).encode()),
            ("ce_type", (TYPE_PREFIX + self.kind).encode()),
            ("ce_source", f"/lienthong/{self.source}".encode()),
            ("ce_subject", self.subject.encode()),
            ("ce_time", self.recorded_at.isoformat().encode()),
            ("ce_number", b"%d" % self.number),
            *schema,
        ]

    def checked(self) -> "Envelope":
        """Itself. Raises ValueError where a database would refuse a part, or a number would run backwards."""
        if not self.kind or not 0 <= self.number <= MOST_NUMBER or "\0" in self.kind + self.source + self.subject:
            raise ValueError("no number that a dossier has, or NUL")
        if self.recorded_at.tzinfo is None or not 1900 < self.recorded_at.year < 3000:
            raise ValueError("no zone, or no year that a database takes at any zone")
        return self

    @classmethod
    def from_headers(cls, headers: dict[str, bytes]) -> "Envelope":
        """Read the attributes. Raises BrokenHeader when one is missing or unreadable."""
        try:
            envelope = cls(
                UUID(headers["ce_id"].decode()),
                headers["ce_type"].decode().removeprefix(TYPE_PREFIX),
                headers["ce_source"].decode().removeprefix("/lienthong/"),
                int(headers.get("ce_number", b"0")),
                headers["ce_subject"].decode(),
                datetime.fromisoformat(headers["ce_time"].decode()),
            )
            return envelope.checked()
        except (KeyError, ValueError, TypeError, AttributeError) as fault:
            raise BrokenHeader(type(fault).__name__) from None


def subject_of(event: Event) -> str:
    """What the event is about: the dossier, or the catalogue's key."""
    return str(event.dossier_id) if isinstance(event, DossierEvent) else str(getattr(event, "key", type(event).__name__))
