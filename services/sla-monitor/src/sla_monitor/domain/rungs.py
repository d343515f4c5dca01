"""When time must act on a clock: warnings, the apology's day, the breach and what follows it; each is reached once a term."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from lienthong_calendar import OutsideTables, WorkingCalendar, day_of, granted_minutes, parse_term

from sla_monitor.domain.budget import Budget
from sla_monitor.domain.clock import Clock
from sla_monitor.domain.rules import Rules

APOLOGY, BREACH, ESCALATION, PROMISE, STALLED, SUPPLEMENT = "apology", "breach", "escalation", "promise", "stalled", "supplement"
PASSED = timedelta(microseconds=1)  # a dossier finished at its due moment is on time; the next instant is too late

type Rungs = Iterator[tuple[str, datetime]]


def with_rungs(budget: Budget, now: datetime, calendar: WorkingCalendar, rules: Rules) -> Budget:
    """The clocks' rungs set anew, after one began to run, stood still or moved its date; other timers stay."""
    timers = {name: at for name, at in budget.timers.items() if name.partition("/")[0] in ("hand-over", SUPPLEMENT, STALLED)}
    if budget.clock.status == "running":
        for name, at in (*_of_dossier(budget, now, calendar, rules), *_of_legs(budget, now, calendar)):
            if name not in budget.rungs:
                timers[name] = at
    if budget.outcome:
        timers = {name: at for name, at in timers.items() if name.startswith("hand-over/")}
    return budget.with_(timers=timers)


def _of_dossier(budget: Budget, now: datetime, calendar: WorkingCalendar, rules: Rules) -> Rungs:
    due_at = budget.clock.due_at
    yield from _warnings(budget.clock, rules.warn_at, now, calendar)
    # Without a plan nobody is known who resolves it, and the counter never owes the apology (R19).
    if budget.shares and not budget.rescheduled and (day := apology_day(budget, now, calendar)) is not None:
        # A rung of its own for each due day: a date that moved on owes the apology anew.
        yield f"{APOLOGY}/{day}", max(calendar.opening(day), now)
    yield BREACH, due_at + PASSED
    if (told := within(calendar, due_at, granted_minutes(calendar, parse_term(rules.escalate_after)))) is not None:
        yield ESCALATION, told
    if budget.rescheduled:
        yield PROMISE, max(budget.promised_at + PASSED, now)  # not within a pause


def within(calendar: WorkingCalendar, since: datetime, minutes: int) -> datetime | None:
    """So many working minutes later, or None where the known years end before: no timer is set there until the next one is known."""
    try:
        return calendar.add(since, minutes)
    except OutsideTables:
        return None


def _of_legs(budget: Budget, now: datetime, calendar: WorkingCalendar) -> Rungs:
    for leg in budget.legs.values():
        if leg.status == "running":
            for rung, at in _warnings(leg, budget.shares[leg.name].warn_at, now, calendar):
                yield f"leg/{leg.name}/{rung}", at
            yield f"leg/{leg.name}/{BREACH}", leg.due_at + PASSED


def _warnings(clock: Clock, rungs: Iterable[str], now: datetime, calendar: WorkingCalendar) -> Rungs:
    # What is left is counted to the date, not from the grant: a dossier that hasn't begun yet has all of it left.
    left = calendar.between(now, clock.due_at)
    for rung in rungs:
        if left > 0:
            yield rung, calendar.add(now, left - left_at(rung, clock.granted, calendar))


def left_at(rung: str, granted: int, calendar: WorkingCalendar) -> int:
    """Working minutes that are left when a warning rung is reached: `share-80` of the grant used, or `left-2wd`."""
    kind, _, amount = rung.partition("-")
    if kind == "share":
        return granted * (100 - int(amount)) // 100
    return granted_minutes(calendar, parse_term(amount))


def apology_day(budget: Budget, now: datetime, calendar: WorkingCalendar) -> date | None:
    """The last working day before the due day (R19, V8); None when the term began only then, or time stood still until it was over."""
    day = _day_before(budget, calendar)
    return day if calendar.opening(day) > budget.term_from and calendar.closing(day) >= now else None


def apology_by(budget: Budget, calendar: WorkingCalendar) -> datetime:
    """Until when the apology has to be out: that day's closing."""
    return calendar.closing(_day_before(budget, calendar))


def _day_before(budget: Budget, calendar: WorkingCalendar) -> date:
    return calendar.working_day_until(day_of(budget.clock.due_at) - timedelta(1))
