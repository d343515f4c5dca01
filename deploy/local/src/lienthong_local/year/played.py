"""Plays a locality's period on running services: everybody acts when it is time, and time goes on when all is quiet."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import Any

from lienthong_calendar import WorkingCalendar

from lienthong_local.play.clock import ClockDriver
from lienthong_local.play.desk import Desk
from lienthong_local.play.gathering import Gathering
from lienthong_local.play.quiet import Barrier
from lienthong_local.play.staff import HEAD, officer_of
from lienthong_local.year.announced import Procedure
from lienthong_local.year.course import Course
from lienthong_local.year.diary import Diary
from lienthong_local.year.locality import Locality
from lienthong_local.year.lots import Lot, lots

PATIENCE = 300.0  # seconds for all that one instant leads to
type Progress = Callable[[int, int], None]


class Played:
    """One period; `seed` draws the lots."""

    def __init__(self, locality: Locality, announced: list[Procedure], seed: int, calendar: WorkingCalendar) -> None:
        self._locality, self._announced, self._seed, self._calendar = locality, announced, seed, calendar
        self.diary = Diary(calendar, locality.first, locality.last, saturdays=locality.saturdays > 0)

    async def play(self, desk: Desk, barrier: Barrier, driver: ClockDriver, gathering: Gathering, progress: Progress) -> None:
        """From the first morning to the last evening."""
        instants = self.diary.instants
        await driver.tick(instants[0] - timedelta(minutes=5), PATIENCE)
        agencies = await desk.get("intake", "/agencies")
        await _enter_staff(desk, agencies)
        coming = lots(self._locality, self._announced, desks(self._locality, agencies), self.diary.days, self._seed)
        course = Course(desk, self.diary, self._calendar, self._locality.agency.partition(".")[0])
        due = Due(course, self.diary, coming)
        for number, now in enumerate(instants):
            progress(number, len(instants))
            await driver.tick(now, PATIENCE)
            if self.diary.acts(now):
                async with gathering.moment():
                    await due.act(now)
                await barrier.wait(now, PATIENCE)
            if self.diary.ends_day(now):
                await barrier.day_ends(now, PATIENCE)
        due.nobody_left(instants[-1])


class Due:
    """Who acts when: lots that are still to come, and courses that wait."""

    def __init__(self, course: Course, diary: Diary, coming: list[Lot]) -> None:
        self._course, self._waiting = course, defaultdict[datetime, list[AsyncIterator[datetime]]](list)
        self._coming: dict[datetime, list[Lot]] = defaultdict(list)
        for lot in coming:
            self._coming[comes_at(lot, diary)].append(lot)

    async def act(self, now: datetime) -> None:
        """Everything that is to be done at this instant, at the same time."""
        courses = [*self._waiting.pop(now, ()), *(self._course.of(lot, now) for lot in self._coming.pop(now, ()))]
        async with asyncio.TaskGroup() as group:
            for course in courses:
                group.create_task(self._go_on(course))

    def nobody_left(self, last: datetime) -> None:
        """Raises LookupError for lots that never came, and for courses that wait for an instant before `last` at which nobody acted."""
        left = [*self._coming, *(at for at in self._waiting if at <= last)]
        if left:
            raise LookupError(f"{len(left)} instants never came: nobody acts at {min(left)}")

    async def _go_on(self, course: AsyncIterator[datetime]) -> None:
        waits_for = await anext(course, None)
        if waits_for is not None:
            self._waiting[waits_for].append(course)


def comes_at(lot: Lot, diary: Diary) -> datetime:
    """When its citizen comes."""
    day = diary.days[lot.day]
    return diary.on(diary.saturday_after(day) if lot.saturday else day, afternoon=lot.afternoon)


def desks(locality: Locality, agencies: list[dict[str, Any]]) -> dict[str, list[str]]:
    """The one-stop desks of the locality by level; the province's has the code that ends in .00."""
    found: dict[str, list[str]] = {level: [] for level in locality.received}
    for agency in sorted(agencies, key=lambda one: str(one["id"])):
        code = agency["id"]
        within = code == locality.agency or code.startswith(locality.agency + ".")
        level = "tỉnh" if code.endswith(".00") else ("huyện", "xã")[code.count(".") > 1]
        if "desk" in agency["roles"] and within and level in found:
            found[level].append(code)
    return found


async def _enter_staff(desk: Desk, agencies: list[dict[str, Any]]) -> None:
    people = [(agency["id"], *one) for agency in agencies for one in ((HEAD, "head"), (officer_of(agency["id"]), "officer"))]
    await asyncio.gather(*(desk.enter(*one) for one in people))
