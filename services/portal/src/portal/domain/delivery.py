"""The delivery figures: what each event about a message or a call adds to them, and to which of them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

import lienthong_contracts as c
from lienthong_calendar import day_of

FATES: dict[type[c.DossierEvent], str] = {
    c.MessageQueued: "queued", c.MessageDeferred: "deferred", c.MessageAccepted: "accepted", c.MessageDelivered: "delivered",
    c.MessageFailed: "failed", c.MessageSuppressed: "suppressed", c.PhoneCallAsked: "asked", c.PhoneCallMade: "missed",
}  # fmt: skip


class Figure(NamedTuple):
    """Which figure: its day in Việt Nam, and what was counted; fields that an event hasn't are empty."""

    counted_on: date
    channel: str
    template: str
    recipient: str
    provider: str
    fate: str
    reason: str


type Figures = dict[Figure, tuple[int, int]]  # how many times, and the parts that an SMS is paid for


def figures(events: Iterable[c.DossierEvent | None]) -> Figures:
    """What the events add, in the figures' own order: two transactions that write them so can't lock each other out."""
    sums: dict[Figure, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for event in events:
        if event is not None and type(event) in FATES:
            times, parts = sums[key := _figure(event)]
            sums[key] = (times + 1, parts + (event.parts if isinstance(event, c.MessageAccepted) else 0))
    return dict(sorted(sums.items()))


def template_of(message: str) -> str:
    """A message's template, from its key: `supplement_asked-1/email`."""
    return message.split("/")[0].split("-")[0]


def _figure(e: Any) -> Figure:
    fate = "reached" if isinstance(e, c.PhoneCallMade) and e.reached else FATES[type(e)]
    names = {"channel": "phone", "template": template_of(e.message), "recipient": "applicant", "provider": "", "reason": ""}
    said = {name: getattr(e, name, None) or otherwise for name, otherwise in names.items()}
    return Figure(day_of(e.at), fate=fate, **said)
