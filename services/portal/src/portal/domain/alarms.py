"""What is wrong with the system itself: from what was seen of it to alarms, and how long each has lasted."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

LATE = 5.0  # seconds; beyond it timers are late (the law counts in minutes, but an outage begins with seconds)
KINDS = (
    "kafka_down", "service_down", "database_away", "catalogue_incomplete", "consumer_idle", "batch_failing", "relay_failing",
    "timers_late", "reported", "not_ready", "partition_unread",
)  # fmt: skip


class Words(msgspec.Struct, frozen=True):
    """A sentence in both languages."""

    vi: str = ""
    en: str = ""


class Health(msgspec.Struct, frozen=True):
    """What a service says of itself; what it doesn't say is well."""

    ready: bool
    database: bool = True
    catalogue: bool = True
    consumer: bool = True
    failing: str | bool = ""
    relay_failing: str | bool = ""
    timer_lag_seconds: float | None = None
    effect_delay: float | None = None
    alarms: tuple[Words, ...] = ()


class Seen(msgspec.Struct, frozen=True):
    """One look: each service's answer or None, and for each the partitions nobody reads; None when Kafka didn't answer."""

    health: Mapping[str, Health | None]
    unread: Mapping[str, tuple[int, ...]] | None
    partitions: int = 0


class Alarm(msgspec.Struct, frozen=True):
    """Something wrong, in words, about a service or Kafka. `since` is when it was first seen."""

    kind: str
    about: str
    vi: str
    en: str
    since: datetime | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same alarm at the next look, though its figures have moved."""
        return self.kind, self.about


def alarms_of(seen: Seen) -> tuple[Alarm, ...]:
    """Everything wrong at one look."""
    kafka = () if seen.unread is not None else (Alarm("kafka_down", "Kafka", "không trả lời", "doesn't answer"),)
    services = (alarm for service, health in seen.health.items() for alarm in _of_service(service, health))
    unread = (_unread(service, parts, seen.partitions) for service, parts in (seen.unread or {}).items() if parts)
    return (*kafka, *services, *unread)


def _of_service(service: str, health: Health | None) -> Iterator[Alarm]:
    if health is None:
        yield Alarm("service_down", service, "không trả lời", "doesn't answer")
        return
    found = [Alarm(kind, service, vi, en) for kind, wrong, vi, en in _SIGNS if wrong(health)]
    yield from found
    yield from (own := list(_own_words(service, health)))
    if not health.ready and not found and not own:
        yield Alarm("not_ready", service, "chưa sẵn sàng", "isn't ready")


def _own_words(service: str, health: Health) -> Iterator[Alarm]:
    """Late timers, in the service's own words where it has some; or whatever else it says of itself."""
    vi, en = ("; ".join(getattr(words, lang) for words in health.alarms) for lang in ("vi", "en"))
    if (late := health.timer_lag_seconds or 0.0) > LATE:
        seconds = round(late)
        yield Alarm("timers_late", service, vi or f"đồng hồ thời hạn chậm {seconds} giây", en or f"timers are {seconds} seconds late")
    elif health.alarms:
        yield Alarm("reported", service, vi, en)


def _unread(service: str, parts: tuple[int, ...], partitions: int) -> Alarm:
    numbers = ", ".join(map(str, parts))
    if len(parts) == partitions:
        return Alarm("partition_unread", service, "không ai đọc sự kiện hồ sơ", "nobody reads the events of dossiers")
    vi, en = f"không ai đọc phân vùng {numbers} của dossier.v1", f"nobody reads partitions {numbers} of dossier.v1"
    return Alarm("partition_unread", service, vi, en)


def lasting(found: Iterable[Alarm], before: Mapping[tuple[str, str], datetime], now: datetime) -> tuple[list[Alarm], dict[Any, datetime]]:
    """The alarms seen at this look and the one before, oldest first; and since when each of this look's has been seen.

    What is gone at the next look was a rebalance or a restart, and nobody has to hear of it.
    """
    found = list(found)
    since = {alarm.key: before.get(alarm.key, now) for alarm in found}
    standing = [msgspec.structs.replace(alarm, since=since[alarm.key]) for alarm in found if alarm.key in before]
    return sorted(standing, key=lambda alarm: since[alarm.key]), since


_SIGNS: tuple[tuple[str, Callable[[Health], bool], str, str], ...] = (
    ("database_away", lambda h: not h.database, "không tới được cơ sở dữ liệu", "can't reach its database"),
    ("catalogue_incomplete", lambda h: not h.catalogue, "chưa đọc hết danh mục", "hasn't read the whole catalogue"),
    ("consumer_idle", lambda h: not h.consumer, "không có phân vùng nào để đọc", "has no partition to read"),
    ("batch_failing", lambda h: bool(h.failing), "cùng một loạt sự kiện cứ xử lý hỏng", "the same batch fails again and again"),
    ("relay_failing", lambda h: bool(h.relay_failing), "không gửi được sự kiện ra Kafka", "can't send its events to Kafka"),
)
