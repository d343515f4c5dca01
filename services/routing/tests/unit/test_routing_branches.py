"""The citizen chooses among a linked procedure's services; only those legs are gone (NĐ 63/2024, R15, R16)."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from lienthong_contracts import PlannedLeg, RoutePublished
from routing.domain.branches import chosen
from routing_lives import Life, at, catalogue, check

DEATH = {"residence": {"residence"}, "funeral": {"funeral_check", "funeral_grant"}, "survivors": {"survivors"}}
CHOICES = [choice for many in (1, 2, 3) for choice in combinations(DEATH, many)]


@pytest.mark.parametrize("choice", CHOICES, ids="+".join)
def test_any_choice_of_two_three_or_four_services_ends(choice):  # 2.002913: the death is always registered
    going = {"death"}.union(*(DEATH[branch] for branch in choice))
    life = Life("2.002913", branches=choice)
    assert {leg.leg for leg in life.told("JourneyPlanned")[0].legs} == set(life.state.legs) == going
    life.finish()
    check(life)
    assert {e.leg for e in life.told("DossierForwarded")} == going | {"return"}
    assert {e.leg for e in life.told("LegCompleted")} == going
    assert (len(life.told("PartResultIssued")), len(life.told("ResultIssued"))) == (len(choice) + 1, 1)


def test_who_chooses_nothing_gets_the_usual_branches():
    assert set(Life("2.002913").state.legs) == {"death"}.union(*DEATH.values())
    assert set(Life("3.000722").state.legs) == {"birth", "residence", "health_card"}
    assert set(Life("3.000722", branches=("id_card",)).state.legs) == {"birth", "residence", "health_card", "id_card"}


@given(some.sets(some.sampled_from([*DEATH, "moon", "id_card", "complaint"]), min_size=1))
@settings(max_examples=25)
def test_an_unknown_choice_breaks_nothing(choice):
    life = Life("2.002913", branches=tuple(sorted(choice)))
    assert set(life.state.legs) == {"death"}.union(*(DEATH.get(branch, set()) for branch in choice))
    assert life.finish().state.status == "closed"


@pytest.mark.parametrize("choice", [(), ("complaint",)])
def test_a_leg_waits_for_the_complaint_only_where_there_is_one(choice):  # NĐ 20/2021, until 30 June 2025
    life = Life("1.001776", "H18.00", at("2025-06-27T08:00"), branches=choice)
    assert life.state.legs["forward"].after == ("assess", *choice)
    assert life.finish().state.status == "closed"
    assert {e.leg for e in life.told("LegCompleted")} - {"assess", "forward", "appraise", "decide"} == set(choice)


def route(*legs):
    return RoutePublished(id="r", valid_from="2026-01-01", name="r", decision_no="x", branches=[{"id": "b", "name": "b", "default": False}],
                          legs=[PlannedLeg(leg=name, agency="x", task="x", share="1wd", after=after, branch=branch)
                                for name, after, branch in legs])  # fmt: skip


def test_who_would_wait_for_a_leg_that_isn_t_gone_waits_for_what_came_before_it():  # R15: the order stays
    planned = route(("a", (), None), ("b", ("a",), "b"), ("c", ("b",), "b"), ("d", ("c",), None))
    assert [(leg.leg, leg.after) for leg in chosen(planned, ())] == [("a", ()), ("d", ("a",))]
    assert [leg.after for leg in chosen(planned, ("b",))] == [leg.after for leg in planned.legs]


@pytest.mark.parametrize("entry", [r for r in catalogue().all(RoutePublished) if r.branches], ids=lambda r: r.id)
def test_no_choice_leaves_a_leg_waiting_for_nobody(entry):
    names = [branch.id for branch in entry.branches]
    for many in range(len(names) + 1):
        for choice in combinations(names, many):
            legs = chosen(entry, choice)
            going = {leg.leg for leg in legs}
            assert legs and all(set(leg.after) <= going for leg in legs)
            assert any(not leg.after for leg in legs)


def test_a_route_without_branches_ignores_a_choice():
    entry = catalogue().route("1.012784", date(2026, 11, 2))
    assert chosen(entry, ("moon",)) == entry.legs
