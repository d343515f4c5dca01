"""Laws of working time, against a walk minute by minute."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lienthong_calendar import VIET_NAM, Office, WorkingCalendar, due_at, explain, parse_office, parse_term

CALENDAR = WorkingCalendar()
SHORT_FRIDAYS = WorkingCalendar(office=Office(windows=(((420, 690), (810, 1020)),) * 4 + (((420, 690),),)))
USUAL = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("07:30-11:30", "13:30-17:00"))
SATURDAYS = WorkingCalendar(office=parse_office(USUAL, {"sat": ("07:30-11:30",)}, "next-opening"))
instants = st.datetimes(datetime(2024, 2, 1), datetime(2026, 10, 1)).map(lambda t: t.replace(tzinfo=VIET_NAM))  # noqa: DTZ001
calendars = st.sampled_from([CALENDAR, SHORT_FRIDAYS, SATURDAYS])
policies = st.sampled_from(["next-opening", "actual"])
UNITS = ("min", "h", "wh", "d", "wd", "w", "mo", "y")
MOST = {"min": 20_000, "h": 400, "wh": 200, "d": 200, "wd": 100, "w": 30, "mo": 9, "y": 1}
terms = st.sampled_from(UNITS).flatmap(lambda unit: st.integers(1, MOST[unit]).map(lambda n: f"{n}{unit}"))
quarters = st.integers(1, 40).map(lambda n: f"{n / 4:g}wd")
any_term = st.one_of(terms, quarters, st.just("sameday"))


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


@given(calendars, instants, any_term, policies, st.booleans())
def test_no_due_date_falls_on_a_day_of_rest(calendar: WorkingCalendar, received: datetime, term: str, policy: str, duty: bool) -> None:
    assert calendar.is_working_day(due_at(calendar, received, parse_term(term), policy, duty).date())


@given(calendars, instants, st.sampled_from(UNITS), st.data(), policies)
def test_due_dates_never_go_backwards_as_the_term_grows(calendar, received, unit, data, policy) -> None:
    shorter = data.draw(st.integers(1, MOST[unit]))
    longer = data.draw(st.integers(shorter, MOST[unit]))
    assert due_at(calendar, received, parse_term(f"{shorter}{unit}"), policy) <= due_at(calendar, received, parse_term(f"{longer}{unit}"),
                                                                                        policy)  # fmt: skip


@given(calendars, instants, st.integers(1, 39), policies)
def test_a_quarter_of_a_day_more_is_never_earlier(calendar: WorkingCalendar, received: datetime, quarters: int, policy: str) -> None:
    shorter, longer = (due_at(calendar, received, parse_term(f"{n / 4:g}wd"), policy) for n in (quarters, quarters + 1))
    assert shorter <= longer


@given(calendars, instants, st.integers(0, 500_000), any_term, policies)
def test_due_dates_never_go_backwards_as_the_reception_moves_later(calendar, received, later, term, policy) -> None:
    asked = parse_term(term)
    assert due_at(calendar, received, asked, policy) <= due_at(calendar, received + timedelta(seconds=later), asked, policy)


@given(calendars, instants, any_term, policies)
def test_nothing_is_due_before_it_counts_as_received(calendar: WorkingCalendar, received: datetime, term: str, policy: str) -> None:
    answer = explain(calendar, received, parse_term(term), policy)
    assert received.replace(microsecond=0) <= answer.deemed_at <= answer.due_at


@given(calendars, instants, any_term, policies)
def test_every_day_from_reception_to_the_due_day_has_its_reason_once(calendar, received, term, policy) -> None:
    answer = explain(calendar, received, parse_term(term), policy)
    days = (answer.due_at.date() - received.date()).days + 1
    assert [step.on for step in answer.steps] == [received.date() + timedelta(n) for n in range(days)]
    assert answer.due_at == due_at(calendar, received, parse_term(term), policy)


@given(calendars, instants, st.integers(1, 60), policies)
def test_a_term_of_working_days_counts_just_as_many_worked_days(calendar, received, days, policy) -> None:
    counted = [step for step in explain(calendar, received, parse_term(f"{days}wd"), policy).steps if step.counts]
    assert len(counted) == days
    assert all(calendar.is_working_day(step.on) for step in counted)


def test_an_instant_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        due_at(CALENDAR, datetime(2026, 11, 23, 9), parse_term("3wd"))  # noqa: DTZ001
