"""Facts about the system itself: the replay's clock, and what was set aside."""

from typing import ClassVar, Literal

from pydantic import AwareDatetime

from lienthong_contracts.event import Code, Event, Text


class ClockTicked(Event):
    """In a replay, business time is now this instant."""

    producer: ClassVar[str] = "replay"
    topic: ClassVar[str] = "clock.v1"
    example: ClassVar[dict[str, object]] = {"now": "2026-11-23T09:00:00+07:00"}

    now: AwareDatetime


class EventSetAside(Event):
    """A service could not handle a record and put it into its dead-letter store (hàng lỗi, để riêng)."""

    producer: ClassVar[str] = "any"
    topic: ClassVar[str] = "dead-letter.v1"
    example: ClassVar[dict[str, object]] = {
        "service": "routing", "origin": "dossier.v1/3/1024", "subject": "01933c3e-7a00-7000-8000-000000000001",
        "kind": "DossierReceived", "reason": "UnknownRoute", "state": "set_aside",
    }  # fmt: skip

    service: Code
    origin: Text
    subject: Text
    kind: Text
    reason: Code
    state: Literal["set_aside", "parked", "replayed"]
