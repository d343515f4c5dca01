"""Laws of working time, against a walk minute by minute."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from lienthong_calendar import VIET_NAM, Office, WorkingCalendar, due_at, parse_term

CALENDAR = WorkingCalendar()
SHORT_FRIDAYS = WorkingCalendar(office=Office(windows=(((420, 690), (810, 1020)),) * 4 + (((420, 690),),)))
instants = st.datetimes(datetime(2024, 2, 1), datetime(2026, 10, 1)).map(lambda t: t.replace(tzinfo=VIET_NAM))  # noqa: DTZ001
calendars = st.sampled_from([CALENDAR, SHORT_FRIDAYS])


def walk(calendar: WorkingCalendar, start: datetime, end: datetime) -> int:
    """Count worked minutes one at a time: slow and plain."""
    count, now = 0, start.replace(second=0, microsecond=0)
    while now < end.replace(second=0, microsecond=0):
        minute = now.hour * 60 + now.minute
        count += any(a <= minute < b for a, b in calendar.windows(now.date()))
        now += timedelta(minutes=1)
    return count


@given(calendars, instants, st.integers(0, 60 * 24 * 9))
def test_between_counts_what_a_walk_counts(calendar: WorkingCalendar, start: datetime, length: int) -> None:
    end = start + timedelta(minutes=length)
    assert calendar.between(start, end) == walk(calendar, start, end)


@given(calendars, instants, st.integers(1, 20_000))
def test_add_and_between_are_inverses(calendar: WorkingCalendar, start: datetime, minutes: int) -> None:
    end = calendar.add(start, minutes)
    assert calendar.between(start, end) == minutes
    assert calendar.between(start, end - timedelta(minutes=1)) < minutes


@given(instants, st.integers(1, 5_000), st.integers(0, 5_000), st.integers(0, 5_000))
def test_a_pause_keeps_the_remaining_time(start: datetime, granted: int, before: int, pause: int) -> None:
    due = CALENDAR.add(start, granted)
    paused_at, resumed_at = CALENDAR.add(start, before), CALENDAR.add(start, before + pause)
    moved = CALENDAR.add(resumed_at, CALENDAR.between(paused_at, due))
    assert CALENDAR.between(resumed_at, moved) == max(0, CALENDAR.between(paused_at, due))


@given(instants, st.sampled_from(["wd", "d", "w", "mo"]), st.integers(1, 40))
def test_no_due_date_falls_on_a_day_of_rest(received: datetime, unit: str, amount: int) -> None:
    term = parse_term(f"{min(amount, 6) if unit == 'mo' else amount}{unit}")
    assert CALENDAR.is_working_day(due_at(CALENDAR, received, term).date())


@given(instants, st.integers(0, 100_000), st.integers(1, 30))
def test_due_dates_never_go_backwards(received: datetime, later: int, days: int) -> None:
    term, longer = parse_term(f"{days}wd"), parse_term(f"{days + 1}wd")
    assert due_at(CALENDAR, received, term) < due_at(CALENDAR, received, longer)
    assert due_at(CALENDAR, received, term) <= due_at(CALENDAR, received + timedelta(seconds=later), term)
