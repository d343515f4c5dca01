"""A play ends with an error when somebody's time never came: a figure that is short of it would look like the services' (issue 8)."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from lienthong_local.year.played import Due

NOON = datetime(2024, 5, 4, 13, 30, tzinfo=UTC)
EVENING = NOON + timedelta(hours=4)


class Diary:
    """One day, of which only the noon is acted at."""

    days = (NOON.date(),)

    def on(self, _day: object, *, afternoon: bool) -> datetime:
        return NOON if afternoon else EVENING


class Lot:
    """A citizen who comes at noon, or at an instant at which nobody acts."""

    day, saturday = 0, False

    def __init__(self, afternoon: bool) -> None:
        self.afternoon = afternoon


class Course:
    """Waits once, and is over."""

    def __init__(self, waits_for: datetime) -> None:
        self._waits_for = waits_for

    async def of(self, _lot: object, _now: datetime) -> AsyncGenerator[datetime]:
        yield self._waits_for


def due(afternoon: bool, waits_for: datetime) -> Due:
    return Due(cast(Any, Course(waits_for)), cast(Any, Diary()), [cast(Any, Lot(afternoon))])


async def test_who_came_and_waits_for_nothing_more_is_nobody_left() -> None:
    play = due(True, NOON)
    await play.act(NOON)
    await play.act(NOON)
    play.nobody_left(EVENING)


async def test_a_citizen_whose_instant_nobody_acted_at_is_missed() -> None:
    play = due(False, NOON)
    await play.act(NOON)
    with pytest.raises(LookupError, match="2024-05-04 17:30"):
        play.nobody_left(EVENING)


async def test_a_course_that_waits_for_such_an_instant_is_missed_and_one_after_the_period_is_still_in_work() -> None:
    for waits_for, missed in ((NOON + timedelta(hours=1), True), (EVENING + timedelta(days=3), False)):
        play = due(True, waits_for)
        await play.act(NOON)
        if missed:
            with pytest.raises(LookupError):
                play.nobody_left(EVENING)
        else:
            play.nobody_left(EVENING)
