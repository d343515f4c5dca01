"""A date explains itself, in Vietnamese and English."""

from datetime import datetime

import pytest
from lienthong_calendar import VIET_NAM, WorkingCalendar, explain, lines, parse_term

CALENDAR = WorkingCalendar()


def told(received: str, term: str, lang: str = "vi") -> list[tuple[int | None, str, str]]:
    due = explain(CALENDAR, datetime.fromisoformat(received).replace(tzinfo=VIET_NAM), parse_term(term))
    return [(line.count, line.why, line.rule) for line in lines(due, lang)]


def test_the_holiday_of_24_november_is_named_with_its_decision() -> None:  # V1, T10
    due = explain(CALENDAR, datetime(2026, 11, 23, 9, tzinfo=VIET_NAM), parse_term("3wd"))
    holiday = lines(due, "vi")[1]
    assert (holiday.count, holiday.why, holiday.rule, holiday.decision_no) == (None, "Ngày Văn hoá Việt Nam", "T9", "NQ 80-NQ/TW")
    assert (holiday.weekday, lines(due, "en")[1].weekday) == ("thứ Ba", "Tue")


def test_days_are_counted_from_the_day_after_the_reception() -> None:
    assert told("2026-11-23T09:00", "2wd") == [
        (None, "ngày tiếp nhận, không tính", "T2"),
        (None, "Ngày Văn hoá Việt Nam", "T9"),
        (1, "tính", "T3"),
        (2, "tính; hết hạn lúc 17:00", "T3"),
    ]


def test_a_last_day_of_rest_says_that_it_was_moved() -> None:  # V5, T5
    assert told("2026-08-18T09:00", "15d", "en")[-3:] == [
        (14, "a calendar day, counted: Quốc khánh", "T3"),
        (None, "Quốc khánh", "T5"),
        (15, "the last day was one of rest: moved to this working day; due at 17:00", "T5"),
    ]


def test_hours_that_end_in_rest_say_that_they_move_to_the_opening() -> None:  # ADR 0014
    assert told("2026-11-20T09:00", "40h")[-1] == (3, "hết giờ vào ngày nghỉ, dời đến lúc mở cửa; hết hạn lúc 07:30", "T5")


def test_a_worked_saturday_is_named() -> None:  # V13
    assert told("2026-01-08T09:00", "2wd")[-1] == (2, "làm việc: Làm bù ngày 2/1; hết hạn lúc 17:00", "T9")


@pytest.mark.parametrize("term", ["30min", "4h", "4wh", "15d", "3wd", "0.5wd", "2w", "1mo", "1y", "sameday", "2.25wd", "50h"])
@pytest.mark.parametrize("received", ["2026-08-21T16:30", "2026-08-22T08:00", "2026-08-30T10:00", "2026-02-13T15:01"])
def test_every_day_of_every_term_has_words_in_both_languages(term: str, received: str) -> None:
    due = explain(CALENDAR, datetime.fromisoformat(received).replace(tzinfo=VIET_NAM), parse_term(term))
    for vi, en in zip(lines(due, "vi"), lines(due, "en"), strict=True):
        assert vi.why and en.why and vi.law and en.law
    assert lines(due, "vi")[-1].why.endswith(f"{due.due_at:%H:%M}")
