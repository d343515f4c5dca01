"""Who used which minute of a dossier: every working minute stands in one account, so that they add up to the whole."""

from collections.abc import Iterator
from datetime import datetime

from lienthong_calendar import WorkingCalendar

from sla_monitor.domain.budget import Budget


def counted(budget: Budget, now: datetime, calendar: WorkingCalendar) -> Budget:
    """The budget with the minutes since the last count put to whoever had them; nothing once the clock has stopped."""
    if budget.clock.status == "stopped" or now <= budget.counted_at:
        return budget
    minutes, uses = calendar.between(budget.counted_at, now), dict(budget.uses)
    owners = sorted(owners_of(budget))
    # Parallel legs share a minute: each gets an equal part, and the first ones what can't be divided.
    each, rest = divmod(minutes, len(owners))
    for place, owner in enumerate(owners):
        if part := each + (place < rest):
            uses[owner] = uses.get(owner, 0) + part
    return budget.with_(uses=uses, counted_at=now)


def owners_of(budget: Budget) -> list[str]:
    """The accounts that the present minute belongs to: "kind agency about", at least one."""
    if budget.clock.status == "paused":
        return [f"pause {budget.paused_by} {budget.ground}"]
    legs = [f"leg {leg.agency} {leg.name}" for leg in budget.legs.values() if leg.status == "running"]
    # Nobody works on it: it waits at a counter, the one that has to take it in or else the desk.
    counter = next((sent.receiver for _, sent in budget.on_its_way), budget.desk)
    return legs or [f"wait {counter} "]


def statement(budget: Budget) -> Iterator[dict[str, object]]:
    """The accounts in words: kind, agency, what about, and the working minutes."""
    for account, minutes in sorted(budget.uses.items()):
        kind, agency, about = account.split(" ", 2)
        yield {"kind": kind, "agency": agency, "about": about, "minutes": minutes}
