"""The test vectors of domain.md §2.4."""

from datetime import date, datetime

import pytest
from lienthong_calendar import VIET_NAM, OutsideTables, UnknownTerm, WorkingCalendar, due_at, explain, parse_term

CALENDAR = WorkingCalendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIET_NAM)


@pytest.mark.parametrize(("vector", "received", "term", "due"), [
    ("V1", "2026-11-23T09:00", "3wd", "2026-11-27T17:00"),
    ("V2", "2026-02-12T09:00", "5wd", "2026-02-26T17:00"),
    ("V3", "2026-08-18T09:00", "7wd", "2026-08-26T17:00"),
    ("V4", "2026-08-28T09:00", "1wd", "2026-09-03T17:00"),
    ("V5", "2026-08-18T09:00", "15d", "2026-09-03T17:00"),
    ("V6a", "2026-11-23T14:59", "sameday", "2026-11-23T17:00"),
    ("V6b", "2026-11-23T15:00:00", "sameday", "2026-11-23T17:00"),
    ("V6c", "2026-11-23T15:00:01", "sameday", "2026-11-25T17:00"),
    ("V7a", "2026-11-19T10:00", "4wh", "2026-11-19T16:00"),
    ("V7b", "2026-11-20T16:00", "4wh", "2026-11-23T10:30"),
    ("V7c", "2026-11-23T15:30", "8wh", "2026-11-25T16:00"),
    ("V11", "2026-11-20T20:00", "1wd", "2026-11-25T17:00"),
    ("V12", "2026-01-31T09:00", "1mo", "2026-03-02T17:00"),
    ("V13", "2026-01-08T09:00", "2wd", "2026-01-10T17:00"),
    ("V14a", "2025-04-24T09:00", "3wd", "2025-04-28T17:00"),
    ("V14b", "2025-04-29T09:00", "1wd", "2025-05-05T17:00"),
    ("V15a", "2024-04-26T09:00", "1wd", "2024-05-02T17:00"),
    ("V15b", "2024-05-02T09:00", "3wd", "2024-05-06T17:00"),
    ("V16", "2026-04-24T09:00", "1wd", "2026-04-28T17:00"),
])  # fmt: skip
def test_a_term_ends_when_the_law_says(vector: str, received: str, term: str, due: str) -> None:
    assert due_at(CALENDAR, at(received), parse_term(term), after_hours="actual" if vector == "V12" else "next-opening") == at(due)


def test_a_dossier_taken_on_saturday_duty_counts_from_monday() -> None:  # V9
    saturday = at("2026-11-21T08:30")
    assert due_at(CALENDAR, saturday, parse_term("1wd"), duty=True) == at("2026-11-23T17:00")
    assert due_at(CALENDAR, saturday, parse_term("3wd"), duty=True) == at("2026-11-26T17:00")


def test_the_actual_hour_counts_where_the_policy_says_so() -> None:  # V11
    assert due_at(CALENDAR, at("2026-11-20T20:00"), parse_term("1wd"), "actual") == at("2026-11-23T17:00")


def test_the_apology_moves_to_an_earlier_working_day() -> None:  # V8
    assert CALENDAR.working_day_until(date(2026, 11, 26)) == date(2026, 11, 26)
    assert CALENDAR.working_day_until(date(2026, 11, 24)) == date(2026, 11, 23)


def test_a_date_outside_the_tables_is_refused() -> None:
    with pytest.raises(OutsideTables):
        due_at(CALENDAR, at("2027-12-30T09:00"), parse_term("5wd"))


@pytest.mark.parametrize("text", ["", "3", "wd", "-1wd", "0wd", "0.3wd", "0.5d", "3 wd", "3WD"])
def test_a_term_that_is_not_written_as_one_is_refused(text: str) -> None:
    with pytest.raises(UnknownTerm):
        parse_term(text)


def test_every_day_of_the_way_is_explained() -> None:
    steps = explain(CALENDAR, at("2026-11-23T09:00"), parse_term("3wd")).steps
    assert [(step.on.day, step.counts) for step in steps] == [(23, False), (24, False), (25, True), (26, True), (27, True)]
    assert steps[1].name == "Ngày Văn hoá Việt Nam"


def test_a_term_longer_than_a_century_is_refused() -> None:
    assert str(parse_term("99y")) == "99y"
    with pytest.raises(UnknownTerm, match="century"):
        parse_term("101y")
