"""1 July 2025: agencies cease, and no journey is orphaned, no date moves, no consignment is left at a door that is closed."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from lienthong_contracts import AgencyPublished, ApologyFellDue, RoutePublished
from msgspec.structs import replace
from routing import commands as c
from routing.domain.journey import Consultation
from routing.domain.tasks import tasks_of
from routing_lives import Life, at, catalogue, check, desks, procedures, received

EVE, DAY = at("2025-06-30T09:00"), at("2025-07-01T08:00")
# Ninh Thuận's desks, of communes, districts and the province, and their procedures.
OLD_DESKS = [desk for desk in desks(EVE.date()) if desk.startswith("H43")][::9]
OLD = procedures(EVE.date())
chance = some.randoms(use_true_random=False)


def followers():
    """Every agency of Ninh Thuận that ceased, with who followed it."""
    gone = (a for a in catalogue().all(AgencyPublished) if not catalogue().in_force(AgencyPublished, a.id, DAY.date()))
    return {a.id: after for a in gone if (after := catalogue().follower(a.id, DAY.date())) != a.id}


PLAN = followers()


def goes(procedure, desk):
    """Whether the procedure's legs all have an agency around that desk."""
    try:
        Life(procedure, desk, EVE)
    except Exception:
        return False
    return True


GOING = [(procedure, desk) for procedure in OLD for desk in OLD_DESKS[:4] if goes(procedure, desk)]


def test_there_are_journeys_to_be_handed_on():
    assert len(GOING) > 60
    assert {"H43.06.01", "H43.06", "BCA.43"} <= PLAN.keys()


@settings(deadline=None, max_examples=150)
@given(chance, some.sampled_from(GOING), some.integers(0, 30))
def test_wherever_a_dossier_is_no_ceased_agency_has_a_place_in_it_afterwards(dice, what, steps):
    life = Life(*what, EVE)
    for _ in range(steps):
        if life.state.status != "closed":
            life.step()
    before, due_at = life.state, life.state.due_at
    life.now = max(DAY, life.now)
    told = life.succeed(**PLAN)
    check(life)
    assert life.state.due_at == due_at
    assert not PLAN.keys() & {task["agency"] for task in tasks_of(life.state)}
    assert not told if before.status in ("closed", "stopped") else {event.decision_no for event in told
                                                                    if hasattr(event, "decision_no")} == {"NQ 202/2025/QH15"}  # fmt: skip
    assert life.succeed(**PLAN) == (), "a second run changes nothing"
    life.finish()
    check(life)


def test_the_desk_s_part_is_told_first_and_the_result_goes_to_the_successor():
    life = Life("1.004873", "H43.06.01", EVE)
    life.now = DAY
    told = life.succeed(**PLAN)
    assert next((type(e).__name__, e.leg) for e in told) == ("JourneyHandedToSuccessor", "return")
    assert (told[0].predecessor, told[0].successor) == ("H43.06.01", PLAN["H43.06.01"])
    life.finish()
    assert life.told("DossierForwarded")[-1].receiver == PLAN["H43.06.01"]


def test_a_consignment_under_way_keeps_its_id_and_goes_to_the_successor():
    life = Life("1.004873", "H43.06.01", EVE)
    [lost] = life.tasks("acknowledge")
    life.now = DAY
    life.succeed(**PLAN)
    [found] = life.tasks("acknowledge")
    assert (found["consignment"], found["agency"], found["attempt"]) == (lost["consignment"], PLAN[lost["agency"]], 2)
    assert found["answer_by"] > DAY
    assert life.refuses(c.Acknowledge(consignment=lost["consignment"], agency=lost["agency"], officer="lvm")) == ["agency"]


def test_a_consignment_is_tried_at_the_successor_s_as_often_as_anywhere():  # R08
    life = Life("1.004873", "H43.06.01", EVE)
    while life.state.next_timer and life.state.next_timer < DAY:
        life.wait_for(life.state.next_timer)
    tried = life.tasks("acknowledge")[0]["attempt"]
    life.now = DAY
    life.succeed(**PLAN)
    life.wait_for(life.state.next_timer)
    life.wait_for(life.state.next_timer)
    assert life.tasks("acknowledge")[0]["attempt"] == tried + 3
    assert life.state.next_timer is None


def test_an_officer_of_the_predecessor_is_not_one_of_the_successor():  # R09
    life = Life("1.004873", "H43.06.01", EVE)
    task = life.work_until("verify", "propose") if "verify" not in life.state.legs else life.work_until("verify", "complete")
    life.now = DAY
    life.succeed(**PLAN)
    assert [(t["do"], t["agency"]) for t in life.tasks() if t["leg"] == task["leg"]] == [("assign", PLAN[task["agency"]])]


def test_an_opinion_that_was_asked_is_the_successor_s_to_give():  # R13
    life = Life("1.004873", "H43.06.01", EVE)
    leg = next(iter(life.state.legs))
    task = life.work_until(leg, "complete" if not life.state.gives_result(leg) else "propose")
    life.consult(task, "H43.06.TP")
    life.now = DAY
    life.succeed(**PLAN)
    [asked] = life.tasks("answer")
    assert asked["agency"] == PLAN["H43.06.TP"]
    life.answer(asked)
    assert life.told("ConsultationAnswered")[-1].asked == PLAN["H43.06.TP"]


def test_who_owes_an_apology_is_followed_in_that_too():  # R19
    life = Life("1.004873", "H43.06.01", EVE)
    life.state = life.state.with_(apology_owed=life.state.legs["verify"].agency)
    life.now = DAY
    life.succeed(**PLAN)
    assert life.state.apology_owed == life.state.legs["verify"].agency in PLAN.values()


def test_what_is_done_stays_as_it_was_done():
    life = Life("1.004873", "H43.06.01", EVE).finish()
    before = life.state
    life.now = DAY
    assert life.succeed(**PLAN) == () and life.state is before


def test_a_dossier_whose_reception_is_read_only_after_the_day_is_planned_with_the_successors():
    life = Life("1.004873", "H43.06.01", EVE)
    late = Life.__new__(Life)
    late.now, late.state, late.events, late.read = DAY, None, [], 0
    late.learn(received("1.004873", "H43.06.01", EVE))
    assert not PLAN.keys() & {task["agency"] for task in tasks_of(late.state)}
    assert late.state.desk == PLAN["H43.06.01"] and next(e.leg for e in late.told("JourneyHandedToSuccessor")) == "return"
    check(late)
    assert late.finish().state.status == life.finish().state.status == "closed"


def test_a_leg_that_goes_back_to_a_ceased_agency_goes_to_its_successor():  # R15
    life = Life("1.004873", "H43.06.01", EVE)
    first, last = next(iter(life.state.legs)), list(life.state.legs)[-1]
    assert first != last, "the route needs two legs"
    life.work_until(last, "propose")
    life.now = DAY
    life.succeed(**PLAN)
    life.work_until(last, "propose")
    task = next(t for t in life.tasks("propose") if t["leg"] == last)
    life.return_leg(task, first)
    assert life.state.legs[first].agency in PLAN.values()
    assert not PLAN.keys() & {t["agency"] for t in tasks_of(life.state)}
    check(life)
    life.finish()


def test_a_leg_that_goes_back_goes_to_whom_the_plan_named_not_to_whom_the_catalogue_does():  # a commune that was split
    life = Life("1.004873", "H43.06.01", EVE)
    first, last = next(iter(life.state.legs)), list(life.state.legs)[-1]
    life.work_until(last, "propose")
    gone, life.now = life.state.legs[first].agency, DAY
    life.succeed(**PLAN | {gone: "H32.42.KT"})
    assert life.state.legs[first].agency == gone, "what is done stays as it was done"
    life.return_leg(life.work_until(last, "propose"), first)
    assert life.state.legs[first].agency == "H32.42.KT"


def test_a_plan_is_remembered_where_a_predecessor_s_part_is_done_and_nobody_is_told():
    life = Life("1.004873", "H43.06.01", EVE)
    first, last = next(iter(life.state.legs)), list(life.state.legs)[-1]
    life.work_until(last, "propose")
    gone = life.state.legs[first].agency
    life.state = life.state.with_leg(last, agency="H32.41.KT").with_(desk="H32.41")
    life.now = DAY
    assert life.succeed(**{gone: "H32.42.KT"}) == ()
    before = life.state
    assert life.succeed(**{gone: "H32.42.KT"}) == () and life.state is before
    life.return_leg(life.tasks("assign")[0] if life.tasks("assign") else life.work_until(last, "propose"), first)
    assert life.state.legs[first].agency == "H32.42.KT"


def test_whose_follower_ceases_in_his_turn_is_followed_again():  # A to B in one plan, B to C in a later one
    life = Life("1.004873", "H43.06.01", EVE)
    first, last = next(iter(life.state.legs)), list(life.state.legs)[-1]
    life.work_until(last, "propose")
    gone, life.now = life.state.legs[first].agency, DAY
    life.succeed(**PLAN | {gone: "H32.42.KT"})
    life.succeed(**{"H32.42.KT": "H32.43.KT"})
    life.return_leg(life.work_until(last, "propose"), first)
    assert life.state.legs[first].agency == "H32.43.KT"


def test_an_apology_that_fell_due_before_is_heard_late_and_owed_by_the_successor():  # R19
    life = Life("1.004873", "H43.06.01", EVE)
    owes = life.state.legs["verify"].agency
    late = ApologyFellDue(**life.about(), clock="dossier", agency=owes, by=DAY, due_at=DAY)
    life.now = DAY
    life.succeed(**PLAN)
    life.learn(late)
    assert life.state.apology_owed == PLAN[owes]


def test_a_consignment_that_leads_nowhere_any_more_is_not_sent_again():  # R18: one agency refused, and that ended all
    life = Life("1.004873", "H43.06.01", EVE)
    [idle] = life.tasks("acknowledge")
    life.state = life.state.with_(status="result", desk="H32.41", legs={name: replace(leg, status="done")
                                                                         for name, leg in life.state.legs.items()})  # fmt: skip
    life.now = DAY
    assert life.succeed(**PLAN) == ()
    assert life.state.hand_overs[idle["consignment"]].attempt == 1


def alone(life, place):
    """The journey in which the tax office (TCT.43) has this place, and no other."""
    leg, [task] = next(iter(life.state.legs)), life.tasks("acknowledge")
    sent = life.state.hand_overs[task["consignment"]]
    if place == "supervisor":
        return life.state.with_leg(leg, supervisor="TCT.43")
    if place == "asked":
        return life.state.with_(consultations={"q": Consultation("q", leg, "TCT.43", DAY + timedelta(days=2), "escalate")})
    if place in ("desk", "return_desk"):
        return life.state.with_(**{place: "TCT.43"})
    status, side = place.split()
    return life.state.with_hand_over(replace(sent, status=status, **{side: "TCT.43"}))


def held_by(state, place):
    """Who has that place now."""
    if place == "supervisor":
        return next(iter(state.legs.values())).supervisor
    if place == "asked":
        return state.consultations["q"].asked
    return getattr(state, place) if hasattr(state, place) else getattr(next(iter(state.hand_overs.values())), place.split()[1])


PLACES = ["desk", "return_desk", "supervisor", "asked",
          *(f"{status} {side}" for status in ("sent", "refused", "held") for side in ("sender", "receiver"))]  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_whatever_its_only_place_is_the_successor_has_it(place):
    life = Life("1.004873", "H43.06.01", EVE)
    life.state, life.now = alone(life, place), DAY
    told = [event for event in life.succeed(**{"TCT.43": "TCT.32"}) if hasattr(event, "predecessor")]
    assert [(event.predecessor, event.successor) for event in told] == [("TCT.43", "TCT.32")]
    assert held_by(life.state, place) == "TCT.32"
    assert life.succeed(**{"TCT.43": "TCT.32"}) == ()


@pytest.mark.parametrize(("place", "resent"), [("sent receiver", 1), ("sent sender", 0), ("refused receiver", 0), ("held receiver", 0)])
def test_only_what_was_on_its_way_to_a_closed_door_is_sent_again(place, resent):  # what a sender holds he sends himself
    life = Life("1.004873", "H43.06.01", EVE)
    life.state, life.now = alone(life, place), DAY
    told = life.succeed(**{"TCT.43": "TCT.32"})
    assert len([event for event in told if type(event).__name__ == "DossierForwarded"]) == resent


def test_who_was_followed_in_an_opinion_may_see_the_dossier_after_it_was_given():  # R13
    life = Life("1.004873", "H43.06.01", EVE)
    life.state, life.now = alone(life, "asked").with_(consulted=("TCT.43",)), DAY
    life.succeed(**{"TCT.43": "TCT.32"})
    assert life.state.consulted == ("TCT.43", "TCT.32")


def test_an_officer_whose_agency_stays_keeps_the_leg():  # only the desk ceases
    life = Life("1.004873", "H43.06.01", EVE)
    task = life.work_until(list(life.state.legs)[-1], "propose")
    officer, life.now = life.state.legs[task["leg"]].officer, DAY
    life.succeed(**{"H43.06.01": PLAN["H43.06.01"]})
    assert officer and life.state.legs[task["leg"]].officer == officer
    assert life.state.desk == PLAN["H43.06.01"]


@pytest.mark.parametrize("day", [date(2025, 6, 30), date(2026, 6, 1)])
def test_a_route_that_was_repealed_answers_for_what_was_received_before(day):  # S0-25
    ended = next(r for r in catalogue().all(RoutePublished) if r.valid_to)
    assert catalogue().route(ended.id, max(day, ended.valid_from)).id == ended.id


def test_the_follower_of_an_agency_in_force_is_itself_and_of_an_unknown_one_too():
    assert catalogue().follower("H32.41", DAY.date()) == "H32.41"
    assert catalogue().follower("no-such", DAY.date()) == "no-such"
