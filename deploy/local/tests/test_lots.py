"""What is drawn for a locality's period (domain.md §7.6)."""

from collections import Counter
from datetime import datetime
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lienthong_local.play.desk import Desk
from lienthong_local.year.announced import procedures
from lienthong_local.year.course import Course
from lienthong_local.year.diary import Diary
from lienthong_local.year.locality import Locality, names, read
from lienthong_local.year.lots import Lot, lots
from lienthong_local.year.played import comes_at


def drawn(locality: Locality, seed: int) -> list[Lot]:
    diary = Diary(locality.calendar, locality.first, locality.last, saturdays=locality.saturdays > 0)
    desks = {level: [f"{level}{n}" for n in range(4)] for level in locality.received}
    return lots(locality, procedures(locality), desks, diary.days, seed)


@pytest.mark.parametrize("name", names())
def test_as_many_end_in_each_way_and_come_online_as_the_locality_published(name: str) -> None:
    locality = read(name)
    found = drawn(locality, 7)
    ends = Counter(lot.end for lot in found)
    assert (ends["early"], ends["on_day"], ends["late"], ends["open"]) == (locality.early, locality.on_day, locality.late, locality.open)
    assert Counter(lot.procedure.level for lot in found) == locality.received
    assert sum(1 for lot in found if lot.channel == "online") == locality.online
    assert Counter(lot.procedure.level for lot in found if lot.procedure.paperless) == Counter(locality.paperless)
    assert sum(1 for lot in found if lot.saturday) == locality.saturdays


@given(seed=st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_the_same_seed_draws_the_same_lots_and_another_seed_others(seed: int) -> None:
    locality = read("tay-dang")
    assert drawn(locality, seed) == drawn(locality, seed)
    assert drawn(locality, seed) != drawn(locality, seed + 1)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_what_is_to_end_within_the_period_comes_early_enough_and_what_stays_open_late_enough(seed: int) -> None:
    locality = read("tay-dang")
    days = len(Diary(locality.calendar, locality.first, locality.last, saturdays=True).days)
    for lot in drawn(locality, seed):
        reaches = lot.day + lot.procedure.kind.days
        assert reaches >= days if lot.end == "open" else reaches < days


def test_nobody_comes_online_for_what_is_taken_at_the_counter_alone() -> None:
    assert not [lot for lot in drawn(read("tay-dang"), 3) if lot.channel == "online" and not lot.procedure.online]
    assert not [lot for lot in drawn(read("dak-nong"), 3) if lot.channel == "online" and lot.at_once]


@pytest.mark.parametrize("name", names())
def test_everybody_comes_when_people_are_at_work(name: str) -> None:
    locality = read(name)  # on 4 May 2024, a Saturday worked in place of a Monday (T9), there is an afternoon too
    diary = Diary(locality.calendar, locality.first, locality.last, saturdays=locality.saturdays > 0)
    at_work = {at for at in diary.instants if diary.acts(at)}
    assert {comes_at(lot, diary) for lot in drawn(locality, 7)} <= at_work


async def test_an_opinion_asked_on_the_last_day_is_due_on_a_working_day_after_it() -> None:
    locality = read("dak-nong")
    diary, told = Diary(locality.calendar, locality.first, locality.last, saturdays=False), dict[str, Any]()

    class Asked:
        async def act(self, *_: str, **said: Any) -> dict[str, Any]:
            told.update(said)
            return {"tasks": [], "version": 2}

    lot = next(lot for lot in drawn(locality, 7) if lot.twist == "consultation")
    shown = {"tasks": [{"do": "propose", "leg": "leg1", "agency": "H16.01.TP"}], "version": 1}
    course = Course(cast(Desk, Asked()), diary, locality.calendar, "H16")
    await anext(course._between(lot, "d", shown, diary.on(locality.last)))
    assert locality.calendar.is_working_day(datetime.fromisoformat(told["answer_by"]).date())


@pytest.mark.parametrize("name", names())
def test_every_day_with_people_at_work_ends_once_and_last(name: str) -> None:
    locality = read(name)
    diary = Diary(locality.calendar, locality.first, locality.last, saturdays=locality.saturdays > 0)
    ends = [at for at in diary.instants if diary.ends_day(at)]
    assert [at.date() for at in ends] == sorted({at.date() for at in diary.instants})
    assert all(at <= end for at in diary.instants for end in ends if at.date() == end.date())
