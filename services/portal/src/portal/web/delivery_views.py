"""What is shown of deliveries in figures."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Sums:
    """Messages by what became of them; `arrived` is an SMS's receipt, or the next server's yes to an e-mail."""

    queued: int = 0
    accepted: int = 0
    parts: int = 0
    delivered: int = 0
    failed: int = 0
    suppressed: int = 0
    deferred: int = 0
    arrived: int = 0
    asked: int = 0
    reached: int = 0
    missed: int = 0

    @property
    def whole(self) -> int:
        """What the share is of: all that were queued; more where days begin with messages queued before them."""
        return max(self.queued, self.arrived + self.failed + self.suppressed)

    @property
    def waiting(self) -> int:
        """Those of them that nothing is known of yet."""
        return self.whole - self.arrived - self.failed - self.suppressed


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """Sums of something: a channel, a template, a provider or a day."""

    about: str
    sums: Sums
    channel: str = ""
    who: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """How often a channel's messages met this fate for this reason."""

    channel: str
    fate: str
    reason: str
    times: int


@dataclass(frozen=True, slots=True)
class DeliveriesView:
    """The delivery figures of some days; `staff` are messages to officers and heads, which no other row counts."""

    now: datetime
    since: date
    until: date
    channels: tuple[DeliveryRow, ...] = ()
    days: tuple[DeliveryRow, ...] = ()
    templates: tuple[DeliveryRow, ...] = ()
    providers: tuple[DeliveryRow, ...] = ()
    staff: tuple[DeliveryRow, ...] = ()
    reasons: tuple[ReasonRow, ...] = ()
    calls: Sums = Sums()

    @property
    def empty(self) -> bool:
        """Whether nothing at all was counted."""
        return not (self.channels or self.staff or self.calls.asked or self.calls.reached or self.calls.missed)
