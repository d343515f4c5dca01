"""What the page of the system's own health shows."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """Something that is wrong, since when, and what to do about it."""

    about: str
    text: str
    since: datetime
    todo: str


@dataclass(frozen=True, slots=True)
class PastAlarm:
    """Something that was wrong."""

    about: str
    text: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service: `state` is well, late, unwell or silent; `instances` members of its consumer group, `lags` by topic; None is not known.

    `outbox` counts events not sent yet, `timer_lag` and `delay` are seconds; `wrong` names its parts that don't work.
    """

    name: str
    state: str
    instances: int | None = None
    lags: tuple[tuple[str, int], ...] = ()
    unread: tuple[int, ...] = ()
    outbox: int | None = None
    timer_lag: float | None = None
    delay: float | None = None
    wrong: tuple[str, ...] = ()

    @property
    def behind(self) -> int:
        """Records not handled, of all topics."""
        return sum(count for _, count in self.lags)


@dataclass(frozen=True, slots=True)
class HealthPage:
    """The page; without `kafka` nobody knows the lags."""

    now: datetime
    alarms: tuple[AlarmRow, ...] = ()
    services: tuple[ServiceRow, ...] = ()
    kafka: bool = True
    past: tuple[PastAlarm, ...] = ()

    @property
    def behind(self) -> int:
        """Records not handled, of all services."""
        return sum(service.behind for service in self.services)

    @property
    def unwell(self) -> int:
        """Services that don't work as they should."""
        return sum(service.state != "well" for service in self.services)
