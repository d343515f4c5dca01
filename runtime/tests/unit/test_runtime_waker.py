"""Time claims what is due, in bulk, and never more than the outside has room for (ADR 0020)."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lienthong_runtime.metrics import Metrics
from lienthong_runtime.outcome import Outcome
from lienthong_runtime.wake import MOST, Waker

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)


class At:
    """A clock that stands."""

    def now(self) -> datetime:
        return NOW


@dataclass
class Rows:
    """So many rows are due; whatever is claimed takes its room until somebody frees it."""

    due: int
    room: int = MOST
    claims: list[int] = field(default_factory=list)
    told: list[Any] = field(default_factory=list)

    async def wake(self, _on_time: Any, _now: datetime, most: int, extra: Any) -> tuple[Outcome, int]:
        taken = min(most, self.due)
        self.due -= taken
        self.room -= taken
        self.claims.append(most)
        self.told.append(extra)
        return Outcome({}), taken


def waker(rows: Rows, bounded: bool = True) -> Waker:
    given = {"room": lambda: rows.room} if bounded else {}
    return Waker(rows, At(), lambda *_: None, Metrics(), lambda _outcome: None, aware=lambda: "well", **given)  # type: ignore[arg-type]


@given(some.integers(0, 3000), some.integers(0, 1200))
async def test_no_more_is_claimed_than_there_is_room_for(due: int, room: int) -> None:
    rows = Rows(due, room)
    await waker(rows).raise_due()
    assert rows.room >= 0 and rows.due == max(0, due - room)


async def test_while_something_waits_for_room_it_isn_t_said_that_all_is_done() -> None:
    rows = Rows(700, 600)
    woken = waker(rows)
    await woken.raise_due()
    assert woken.done_at is None and rows.due == 100
    rows.room = 600
    await woken.raise_due()
    assert woken.done_at == NOW and rows.due == 0


@pytest.mark.parametrize(("due", "claims"), [(0, [MOST]), (MOST - 1, [MOST]), (MOST, [MOST, MOST]), (2 * MOST + 1, [MOST, MOST, MOST])])
async def test_without_a_bound_it_claims_in_full_until_nothing_is_left(due: int, claims: list[int]) -> None:
    rows = Rows(due)
    await waker(rows, bounded=False).raise_due()
    assert rows.claims == claims and rows.due == 0


async def test_decisions_by_time_are_told_of_the_outside_as_it_is_at_each_claim() -> None:
    rows = Rows(MOST + 1)
    await waker(rows, bounded=False).raise_due()
    assert rows.told == ["well", "well"]
