"""Numbers, moments and lengths as Vietnamese write them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some
from portal import format

DUE = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)


def test_thousands_have_a_point_and_decimals_a_comma():
    assert format.number(26131) == "26.131"
    assert format.number(0.4, 1) == "0,4"
    assert format.number(1284551.25, 1, "en") == "1,284,551.3"


def test_a_share_is_rounded_half_up_to_two_places():
    assert format.percent(7072 + 14908, 22567) == "97,40 %"
    assert format.percent(1, 800) == "0,13 %"
    assert format.percent(21980, 22567, "en") == "97.40%"


def test_nothing_of_nothing_is_neither_nought_nor_all():
    assert format.percent(0, 0) == "–"


@given(whole=some.integers(1, 10**9), missing=some.integers(0, 10**9))
def test_only_all_of_it_is_100_percent(whole, missing):
    part = max(0, whole - missing)
    assert (format.percent(part, whole) == "100,00 %") == (part == whole)


def test_a_moment_is_told_by_the_clock_of_viet_nam():
    assert format.moment(DUE) == "17:00 thứ Sáu 27/11/2026"
    assert format.short_moment(DUE) == "27/11 17:00"
    assert format.clock_time(datetime(2026, 11, 25, 7, 32, 7, tzinfo=UTC), seconds=True) == "14:32:07"


def test_the_day_of_an_evening_in_utc_is_the_next_one_here():
    late = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
    assert (format.day(late), format.weekday(late), format.short_weekday(late)) == ("23/11/2026", "thứ Hai", "T2")


def test_a_plain_day_needs_no_zone():
    assert format.day(date(2026, 11, 29)) == "29/11/2026"
    assert format.short_weekday(date(2026, 11, 29)) == "CN"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(1048, "2 ngày 2 giờ 28 phút"), (450, "1 ngày"), (60, "1 giờ"), (28, "28 phút"), (0, "0 phút")],
)
def test_a_working_length_counts_office_days(minutes, words):
    assert format.working_words(minutes) == words


@given(some.integers(0, 10**6), some.integers(60, 1440))
def test_the_words_of_a_length_lose_no_minute(minutes, per_day):
    worth = {"ngày": per_day, "giờ": 60, "phút": 1}
    words = format.working_words(minutes, per_day).split()
    assert sum(int(n) * worth[unit] for n, unit in zip(words[::2], words[1::2], strict=True)) == minutes


def test_a_tag_drops_minutes_once_there_are_hours():
    assert format.about(751) == "1 ngày 5 giờ"
    assert format.about(48) == "48 phút"
    assert format.about(451) == "1 ngày"


def test_officers_read_hours_and_minutes():
    assert format.hours(390) == "6g30"
    assert format.hours(602, "en") == "10h02"


def test_english_counts_one_day_and_two_days():
    assert format.working_words(1048, lang="en") == "2 days 2 hours 28 minutes"
    assert format.working_words(511, lang="en") == "1 day 1 hour 1 minute"


def test_whatever_exists_is_seen_in_a_bar():
    assert (format.share(1, 10**6), format.share(0, 5), format.share(5, 0), format.share(7, 5)) == (1, 0, 0, 100)
