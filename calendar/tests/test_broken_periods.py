"""Periods that aren't continuous (T7, BLDS 2015 Đ.146.1)."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lienthong_calendar import VIET_NAM, NoFixedLength, ends_when_broken, length_when_broken, parse_term

START = datetime(2026, 3, 2, 8, tzinfo=VIET_NAM)


@pytest.mark.parametrize(("term", "days"), [("1y", 365), ("6mo", 180), ("1mo", 30), ("15d", 15), ("2w", 14), ("1d", 1)])
def test_a_broken_period_has_the_civil_code_s_length(term: str, days: int) -> None:
    assert length_when_broken(parse_term(term)) == timedelta(days=days)


@pytest.mark.parametrize("term", ["3wd", "4wh", "sameday"])
def test_working_time_has_no_fixed_length(term: str) -> None:
    with pytest.raises(NoFixedLength):
        length_when_broken(parse_term(term))


@given(st.lists(st.tuples(st.integers(1, 5_000), st.integers(0, 5_000)), min_size=1, max_size=9))
def test_the_stretches_add_up_to_the_term(pieces: list[tuple[int, int]]) -> None:
    now, stretches = START, []
    for length, gap in pieces:
        stretches.append((now, now + timedelta(minutes=length)))
        now += timedelta(minutes=length + gap)
    end = ends_when_broken([*stretches, (now, None)], parse_term("7d"))
    counted = sum((min(stop, end) - begin for begin, stop in stretches if begin < end), timedelta()) + max(timedelta(), end - now)
    assert counted == timedelta(days=7)


def test_a_period_that_hasn_t_run_out_has_no_end() -> None:
    assert ends_when_broken([(START, START + timedelta(days=29))], parse_term("1mo")) is None


def test_stretches_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        ends_when_broken([(START, START + timedelta(days=2)), (START + timedelta(days=1), None)], parse_term("1mo"))
