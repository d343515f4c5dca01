"""A journey is planned around its desk: each leg finds its agency, and the order of the law is kept (R15, R16)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lienthong_contracts import AgencyPublished, ProcedurePublished, RoutePublished
from lienthong_runtime import Catalogue, CatalogueBehind
from routing.domain.agencies import agency_for
from routing.domain.answer import answer_by
from routing_lives import DESK, Life, at, before, catalogue, desks, procedures

# Before the district's police and social division closed, the last day of three levels, the first of two, and today.
DAYS = [date(2025, 2, 28), date(2025, 3, 3), date(2025, 6, 30), date(2025, 7, 1), date(2026, 7, 1), date(2026, 11, 23)]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_route_finds_its_agencies_from_every_desk_in_force(day):  # NĐ 118/2025, NQ 202/2025
    routes = {catalogue().in_force(ProcedurePublished, p, day).route for p in procedures(day)}
    assert len(desks(day)) >= 8 and len(routes) >= 15
    for desk in desks(day):
        for route in routes:
            for leg in catalogue().route(route, day).legs:
                agency = catalogue().in_force(AgencyPublished, agency_for(leg.agency, desk, catalogue(), day), day)
                assert agency is not None and leg.agency in agency.roles


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_agency_found_is_of_the_desk_s_own_house_or_above_it(day):  # no neighbour commune works on it
    agencies = {a.id: a for a in catalogue().every_in_force(AgencyPublished, day)}
    for desk in desks(day):
        above, node = {desk}, agencies[desk]
        while node.parent in agencies:
            node = agencies[node.parent]
            above.add(node.id)
        for role in {role for a in agencies.values() for role in a.roles} - {"province_leader", "land_leader"}:
            try:
                found = agencies[agency_for(role, desk, catalogue(), day)]
            except CatalogueBehind:
                continue
            assert found.id in above or found.parent in above


def test_the_commune_s_own_officers_come_before_the_province_s():  # R16
    day = date(2026, 11, 23)
    found = {role: agency_for(role, DESK, catalogue(), day) for role in ("civil_status", "police", "tax", "commune_leader", "business")}
    assert found == {"civil_status": "H32.41.VP", "police": "BCA.32.41", "tax": agency_for("tax", "H32", catalogue(), day),
                     "commune_leader": "H32.41.UB", "business": "H32.41.KT"}  # fmt: skip


def test_the_district_worked_until_the_thirtieth_of_june():  # §1.1: closed, never deleted
    role, desk = "business", "H43.06.01"
    assert agency_for(role, desk, catalogue(), date(2025, 6, 30)) == "H43.06.TCKH"
    with pytest.raises(CatalogueBehind):
        agency_for(role, desk, catalogue(), date(2025, 7, 1))


def agency(name, parent=None, roles=(), **dates):
    return AgencyPublished(id=name, valid_from=dates.get("since", "2020-01-01"), valid_to=dates.get("until"), name=name, kind="resolving",
                           parent=parent, roles=roles)  # fmt: skip


def test_of_two_with_the_same_role_the_lowest_id_works():
    tree = Catalogue([agency("D", roles=("desk",)), agency("D.2", "D", ("tax",)), agency("D.1", "D", ("tax",)), agency("A", "X", ("tax",))])
    assert agency_for("tax", "D", tree, date(2026, 1, 1)) == "D.1"


def test_an_agency_that_is_closed_gets_no_work():
    tree = Catalogue([agency("P", roles=("tax",)), agency("D", "P", ("desk",)), agency("D.1", "D", ("tax",), until="2025-07-01")])
    assert [agency_for("tax", "D", tree, day) for day in (date(2025, 6, 30), date(2025, 7, 1))] == ["D.1", "P"]


def test_a_role_that_nobody_has_waits_for_the_catalogue():
    with pytest.raises(CatalogueBehind):
        agency_for("astrology", DESK, catalogue(), date(2026, 11, 23))


def test_the_day_of_reception_chooses_the_route():  # §1.1: the rule version of the reception moment; NĐ 217/2026
    old, new = Life("1.013225", when=at("2026-06-30T23:30")), Life("1.013225", when=at("2026-07-01T00:30"))
    assert [life.told("JourneyPlanned")[0].route_version for life in (old, new)] == [1, 2]
    assert [life.state.legs["appraise"].share for life in (old, new)] == ["6wd", "3wd"]


@pytest.mark.parametrize("procedure", procedures(date(2026, 11, 23)))
def test_at_first_exactly_the_legs_without_a_predecessor_get_the_dossier(procedure):  # R08, R16: at once, to all
    life = Life(procedure)
    planned, *sent = life.events
    first = [leg for leg in planned.legs if not leg.after]
    assert type(planned).__name__ == "JourneyPlanned"
    assert [(s.leg, s.sender, s.receiver, s.attempt) for s in sent] == [(p.leg, DESK, p.agency, 1) for p in first]
    assert {leg.status for leg in life.state.legs.values() if not leg.after} == {"under_way"}
    assert {leg.status for leg in life.state.legs.values() if leg.after} <= {"waiting"}


@pytest.mark.parametrize("route", catalogue().all(RoutePublished), ids=lambda route: route.id)
def test_no_leg_waits_for_itself_or_for_nobody(route):
    legs = {leg.leg: leg for leg in route.legs}
    done = set()
    while ready := [name for name, leg in legs.items() if name not in done and set(leg.after) <= done]:
        done |= set(ready)
    assert done == set(legs) and len(legs) == len(route.legs)


def test_after_the_birth_residence_and_health_card_start_together():  # §4.3, NĐ 63/2024: 3.000722
    life = Life("3.000722")
    sent = life.end(life.work_until("birth", "propose"))
    forwarded = [e for e in sent if type(e).__name__ == "DossierForwarded"]
    assert {e.leg for e in forwarded} == {"residence", "health_card"}
    assert {e.sender for e in forwarded} == {"H32.41.VP"}
    assert len({e.consignment for e in forwarded}) == 2


def test_a_leg_that_joins_two_waits_for_both():  # 1.013225: the licence needs appraisal and planning
    life = Life("1.013225")
    assert not any(type(e).__name__ == "DossierForwarded" for e in life.complete(life.work_until("appraise")))
    assert [e.leg for e in life.complete(life.work_until("planning")) if type(e).__name__ == "DossierForwarded"] == ["licence"]


@pytest.mark.parametrize("procedure", procedures(date(2026, 11, 23)))
def test_every_catalogued_journey_ends_with_one_result_at_its_desk(procedure):  # R17
    life = Life(procedure).finish()
    legs = [e.leg for e in life.told("LegCompleted")]
    assert sorted(legs) == sorted(life.state.legs)
    assert all(legs.index(earlier) < legs.index(leg) for leg in legs for earlier in before(life.state, leg))
    assert len(life.told("ResultIssued")) == 1
    home = life.told("DossierForwarded")[-1]
    assert (home.leg, home.receiver) == ("return", DESK)
    assert life.tasks() == []


@pytest.mark.parametrize(("sent", "by"), [
    ("2026-11-23T14:30", "2026-11-23T17:00"), ("2026-11-23T15:00:00", "2026-11-23T17:00"),
    ("2026-11-23T15:00:01", "2026-11-25T07:30"), ("2026-11-23T15:30", "2026-11-25T07:30"),
    ("2026-11-23T06:00", "2026-11-23T17:00"), ("2026-11-24T10:00", "2026-11-25T07:30"),
    ("2026-11-21T08:30", "2026-11-23T07:30"), ("2026-11-22T20:00", "2026-11-23T07:30"),
])  # fmt: skip
def test_a_consignment_is_answered_the_same_day_or_at_the_next_opening(sent, by):  # R08, V17
    assert answer_by(catalogue().calendar, at(sent)) == at(by)


@given(some.integers(0, 300 * 24 * 60))
def test_a_consignment_is_never_due_before_it_was_sent(minutes):
    life = Life.__new__(Life)
    life.now = at("2026-01-05T00:00")
    sent = life.later(minutes).now
    by = answer_by(catalogue().calendar, sent)
    assert by > sent and catalogue().calendar.is_working_day(by.date())
    assert catalogue().calendar.between(sent, by) <= catalogue().calendar.office.day_minutes
