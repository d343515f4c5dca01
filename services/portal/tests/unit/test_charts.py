"""The board's charts say what was counted: flows without circles, days as offices keep them, points as the circular gives them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lienthong_calendar import WorkingCalendar
from lienthong_contracts import AgencyPublished
from portal.board.causes import causes
from portal.board.flow import COLUMNS, flow, group_of
from portal.board.heat import heat
from portal.board.kept import Kept
from portal.board.league import league

CALENDAR = WorkingCalendar()


def agency(identifier, kind="resolving", level="xã", roles=()):
    return AgencyPublished(id=identifier, valid_from="2025-07-01", name=identifier, kind=kind, level=level, roles=roles)


AGENCIES = {a.id: a for a in (
    agency("H32.41", "one_stop"), agency("H32.00", "one_stop", "tỉnh"), agency("H32.41.KT"),
    agency("H32.VPDK", level="tỉnh", roles=("land_office",)), agency("H01", "government", "thành phố"),
    agency("TCT.32", "vertical", "tỉnh", ("tax",)), agency("H32.41.UB", roles=("commune_leader",)),
)}  # fmt: skip


def moved(*edges):
    return [{"origin": a, "target": b, "n": n} for a, b, n in edges]


def drawn(found):
    return {(e.origin, e.target): e.n for e in found.edges if not e.back}


def test_agencies_flow_as_groups_from_channel_to_end():
    found = flow(moved(("~online", "H32.41", 5), ("H32.41", "H32.41.KT", 3), ("H32.41", "H32.VPDK", 2), ("H32.41.KT", "=early", 2),
                       ("H32.41.KT", "=late", 1)), [{"member": "H32.VPDK", "klass": "over", "n": 2}], AGENCIES.get)  # fmt: skip
    assert drawn(found) == {
        ("online", "desk.commune"): 5, ("desk.commune", "unit.commune"): 3, ("desk.commune", "land"): 2, ("unit.commune", "in_time"): 2,
        ("unit.commune", "late"): 1, ("land", "overdue"): 2,
    }  # fmt: skip
    assert next(node.held for node in found.nodes if node.key == "land") == 2


def test_what_goes_back_is_told_and_not_drawn():
    found = flow(moved(("H32.VPDK", "TCT.32", 4), ("TCT.32", "H32.VPDK", 4)), [], AGENCIES.get)
    assert drawn(found) == {("land", "tax"): 4}
    assert [(e.origin, e.target) for e in found.edges if e.back] == [("tax", "land")]


@given(some.lists(some.tuples(some.sampled_from(["~online", *AGENCIES]), some.sampled_from([*AGENCIES, "=early", "=stopped", "Z"]),
                              some.integers(1, 9))))  # fmt: skip
def test_a_drawn_flow_never_runs_in_a_circle(edges):
    assert all(COLUMNS[e.origin] < COLUMNS[e.target] for e in flow(moved(*edges), [], AGENCIES.get).edges if not e.back)


@pytest.mark.parametrize(("of", "group"), [
    (agency("H18.01", "one_stop", "thành phố"), "desk.district"), (agency("H01.00", "one_stop", "thành phố"), "desk.province"),
    (agency("H32.41.UB", roles=("commune_leader",)), "leader"), (agency("BCA.32", "vertical", roles=("police", "x")), "police"),
    (agency("H32", "government", "tỉnh"), "leader"), (None, "other"),
])  # fmt: skip
def test_each_agency_has_its_group(of, group):
    assert group_of(of, AGENCIES.get) == group


def days_of(found):
    return {day.on: day for week in found.weeks for day in week if day is not None}


def test_a_year_has_each_of_its_days_once_and_weeks_begin_on_monday():
    found = heat([], 2026, CALENDAR)
    assert len(days_of(found)) == 365
    assert all(len(week) == 7 for week in found.weeks)
    assert all(day.on.weekday() == place for week in found.weeks for place, day in enumerate(week) if day is not None)


def test_days_are_as_offices_keep_them():
    days = days_of(heat([], 2026, CALENDAR))
    assert days[date(2026, 9, 2)].kind == "holiday" and days[date(2026, 9, 2)].name
    assert days[date(2026, 11, 28)].kind == "rest" and days[date(2026, 11, 25)].kind == "work"
    assert {day.kind for day in days.values() if day.on.weekday() >= 5} <= {"rest", "makeup"}


@given(some.dictionaries(some.dates(date(2026, 1, 1), date(2026, 12, 31)), some.integers(1, 5000), min_size=1, max_size=30))
def test_the_busiest_day_is_darkest_and_a_day_with_anything_is_never_blank(counts):
    series = [{"counted_on": on, "klass": "due", "n": n} for on, n in counts.items()]
    days = days_of(heat(series, 2026, CALENDAR))
    assert max(day.shade for day in days.values()) == 4
    assert {on for on, day in days.items() if day.shade} == set(counts)


def sums(agency, **classes):
    return [{"agency": agency, "channel": key.partition("__")[2] or "counter", "klass": key.partition("__")[0], "n": n}
            for key, n in classes.items()]  # fmt: skip


def test_points_are_those_of_the_circular_with_what_they_are_counted_from():  # TT 01/2018 Đ.13: indicators 1 and 9
    (only,) = league(sums("H32.41", received__online=4, received=6, early=5, on_day=3, late=2), {}, str)
    time, online = only.marks
    assert (time.points, time.part, time.whole) == (Decimal("1.3"), 13, 10)
    assert (online.points, online.part, online.whole) == (Decimal(0), 4, 10)  # one is late
    assert (only.score, only.loss, only.in_time, only.resolved) == (Decimal("1.3"), "online", 8, 10)


@pytest.mark.parametrize(("online", "points"), [(0, 0), (14, 0), (15, 1), (29, 1), (30, 2), (100, 2)])
def test_online_service_earns_by_its_share(online, points):
    (only,) = league(sums("H32.41", received__online=online, received=100 - online, early=1), {}, str)
    assert only.marks[1].points == points


def test_an_open_overdue_dossier_costs_the_points_of_online_service():
    (only,) = league(sums("H32.41", received__online=10, early=10), {"H32.41": 1}, str)
    assert only.marks[1].points == 0


def test_who_did_nothing_has_no_place_and_what_was_not_counted_no_points():
    assert league(sums("H32.42", early=3), {}, str) == []
    (only,) = league(sums("H32.41", received=3), {}, str)
    assert only.marks[0].points is None and only.score == 0


def test_the_league_has_every_place_once():
    found = league(sums("A", received=1, early=1) + sums("B", received=1, late=1) + sums("C", received=9, early=9), {}, str)
    assert [(s.rank, s.agency) for s in found] == [(1, "C"), (2, "A"), (3, "B")]


def test_a_delay_is_put_down_to_its_agency_in_work_and_finished():
    blamed = [{"member": "A", "klass": "over", "n": 2}, {"member": "A", "klass": "late", "n": 3}, {"member": "B", "klass": "late", "n": 9}]
    found, others = causes(blamed, str)
    assert [(c.agency, c.open, c.ended) for c in found] == [("B", 0, 9), ("A", 2, 3)] and others == 0


async def test_a_figure_is_counted_once_until_something_happens():
    kept, made = Kept(lambda: 0.0), []

    async def count():
        made.append(len(made))
        return len(made)

    assert [await kept.get("k", seq, count) for seq in (1, 1, 2, 2)] == [1, 1, 2, 2]
    assert await kept.get("other", 2, count) == 3


async def test_a_figure_that_takes_long_may_be_a_while_old():
    now = [0.0]
    kept = Kept(lambda: now[0])

    async def slowly():
        now[0] += 2
        return now[0]

    assert await kept.get("k", 1, slowly) == 2
    now[0] = 21.0
    assert await kept.get("k", 2, slowly) == 2
    now[0] = 23.0
    assert await kept.get("k", 3, slowly) == 25
