"""When a password is looked at: five tries, then pauses that grow, and never so long that a stranger keeps an owner out."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from portal.accounts.lockout import FREE, LONGEST, SHORTEST, Tries, pause_after

NOW = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)


def after(tries: int) -> Tries:
    known = Tries()
    for _ in range(tries):
        known = known.counted(NOW)
    return known


def test_four_wrong_passwords_cost_nothing() -> None:
    assert after(FREE - 1).allows(NOW)


def test_the_fifth_costs_a_minute_and_each_further_one_twice_as_long() -> None:
    pauses = [after(n).locked_until - NOW for n in (5, 6, 7, 8)]  # type: ignore[operator]
    assert pauses == [timedelta(minutes=n) for n in (1, 2, 4, 8)]


def test_a_pause_ends_on_its_minute() -> None:
    paused = after(FREE)
    assert not paused.allows(NOW + SHORTEST - timedelta(seconds=1)) and paused.allows(NOW + SHORTEST)


@given(st.integers(FREE, 10_000))
def test_no_pause_is_longer_than_a_quarter_of_an_hour_nor_shorter_than_the_one_before(failures: int) -> None:
    assert pause_after(failures) <= pause_after(failures + 1) <= LONGEST


def test_a_hundred_tries_at_the_same_moment_are_not_all_the_fifth() -> None:
    known, looked_at = Tries(), 0
    for _ in range(100):
        if known.allows(NOW):
            known, looked_at = known.counted(NOW), looked_at + 1
    assert looked_at == FREE
