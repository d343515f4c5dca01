"""Hours of offices: when they work, when they only receive, and what is no office (domain.md §2.3)."""

from datetime import date, datetime

import pytest
from lienthong_calendar import (
    VIET_NAM,
    FaultyOffice,
    Office,
    OutsideTables,
    WorkingCalendar,
    deemed_at,
    due_at,
    parse_office,
    parse_term,
    parse_windows,
)

USUAL = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("07:30-11:30", "13:30-17:00"))
SATURDAY = {"sat": ("07:30-11:30",)}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIET_NAM)


def test_saturday_morning_reception_is_no_working_day() -> None:  # V9, seed 003
    calendar = WorkingCalendar(office=parse_office(USUAL, SATURDAY, "next-opening"))
    saturday = at("2026-11-21T08:30")
    assert deemed_at(calendar, saturday) == saturday
    assert not calendar.is_working_day(saturday.date())
    assert due_at(calendar, saturday, parse_term("1wd")) == at("2026-11-23T17:00")


@pytest.mark.parametrize(("received", "deemed"), [
    ("2026-11-23T06:00", "2026-11-23T07:30"),  # before opening
    ("2026-11-23T12:00", "2026-11-23T13:30"),  # at noon
    ("2026-11-20T20:00", "2026-11-21T07:30"),  # after closing on Friday: Saturday's reception opens next
    ("2026-11-21T12:30", "2026-11-23T07:30"),  # after Saturday's reception
    ("2026-11-24T09:00", "2026-11-25T07:30"),  # a holiday
    ("2026-11-23T17:00", "2026-11-23T17:00"),  # at the closing itself
])  # fmt: skip
def test_what_comes_outside_all_windows_counts_from_the_next_opening(received: str, deemed: str) -> None:
    calendar = WorkingCalendar(office=parse_office(USUAL, SATURDAY, "next-opening"))
    assert deemed_at(calendar, at(received)) == at(deemed)
    assert deemed_at(calendar, at(received), "actual") == at(received)
    assert deemed_at(calendar, at(received), duty=True) == at(received)


def test_nobody_receives_on_a_holiday_that_is_a_saturday() -> None:
    calendar = WorkingCalendar(office=parse_office(USUAL, SATURDAY, "next-opening"))
    assert deemed_at(calendar, at("2027-05-01T08:00")) == at("2027-05-04T07:30")  # Monday is off in its place
    assert deemed_at(calendar, at("2027-05-08T08:00")) == at("2027-05-08T08:00")


def test_who_comes_on_saturday_is_not_due_before_who_came_on_friday_night() -> None:
    calendar = WorkingCalendar(office=parse_office(USUAL, SATURDAY, "next-opening"))
    friday, saturday = (due_at(calendar, at(text), parse_term("1wd")) for text in ("2026-11-13T20:00", "2026-11-14T08:30"))
    assert friday == saturday == at("2026-11-16T17:00")


def test_an_instant_at_the_end_of_the_world_is_refused_not_guessed() -> None:
    for text in ("0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00"):
        with pytest.raises(OutsideTables):
            deemed_at(WorkingCalendar(), datetime.fromisoformat(text))


def test_the_office_s_own_policy_holds_where_nobody_says_otherwise() -> None:  # V11
    actual = WorkingCalendar(office=parse_office(USUAL, {}, "actual"))
    assert due_at(actual, at("2026-11-20T20:00"), parse_term("1wd")) == at("2026-11-23T17:00")


def test_an_office_of_eight_hours_has_a_longer_day() -> None:
    office = parse_office(dict.fromkeys(USUAL, ("07:00-11:30", "13:30-17:00")), {}, "next-opening")
    assert (office.day_minutes, Office().day_minutes) == (480, 450)


def test_a_worked_saturday_keeps_friday_s_hours_unless_it_has_its_own() -> None:
    own = WorkingCalendar(office=parse_office(USUAL | {"sat": ("08:00-12:00",)}, {}, "next-opening"))
    assert WorkingCalendar().closing(date(2026, 8, 22)) == at("2026-08-22T17:00")
    assert own.closing(date(2026, 8, 22)) == at("2026-08-22T12:00")


def test_an_office_without_windows_is_refused_with_every_day_named() -> None:
    with pytest.raises(FaultyOffice, match=r"tue: no window.*fri: no window"):
        parse_office({"mon": ("07:30-11:30",), "wed": ("08:00-12:00",), "thu": ("08:00-12:00",)}, {}, "next-opening")
    with pytest.raises(FaultyOffice, match="mon: no window"):
        Office(windows=())


@pytest.mark.parametrize("windows", [(("13:30-17:00"), ("07:30-11:30")), (("07:30-12:00"), ("11:00-17:00")), (("09:00-08:00"),)])
def test_windows_that_overlap_or_run_backwards_are_refused(windows: tuple[str, ...]) -> None:
    with pytest.raises(FaultyOffice, match="mon: windows must be ordered"):
        parse_office(USUAL | {"mon": windows}, {}, "next-opening")


@pytest.mark.parametrize("text", ["7h30-11h", "07:30", "25:00-26:00", "07:60-11:00", ""])
def test_what_is_no_window_is_refused(text: str) -> None:
    with pytest.raises(FaultyOffice):
        parse_windows((text,))
