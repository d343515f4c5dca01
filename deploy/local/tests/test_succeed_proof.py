"""A succession is proven only when it is true: every fault that is planted in the log or in a service's row is found."""

from datetime import timedelta

import pytest
from dossiers_in_flight import DAY, DESK, FOLLOWER, OFFICES, Flight
from lienthong_contracts import DossierForwarded, JourneyHandedToSuccessor, ResultReturned
from msgspec.structs import replace
from routing import commands as c


def handed_on():
    return Flight().received().succeed()


def wrong(flight):
    """Which of the four parts of the proof doesn't hold, and who is named."""
    proof = flight.proof()
    found = {name: getattr(proof, name) for name in ("orphaned", "dates_moved", "not_readdressed", "not_told")}
    assert proof.holds is not any(found.values())
    return {name: sorted({who for who, _, _ in items}) for name, items in found.items() if items}


def test_what_was_carried_out_is_proven():
    flight = handed_on()
    proof = flight.proof()
    assert proof.holds, proof
    assert (proof.dossiers, proof.submissions, proof.hand_overs, proof.otherwise, proof.out_of_reach) == (1, 0, 1, 0, 0)
    assert proof.messages == {"queued": 2}
    assert proof.by_agency == {DESK: 1, "H43.06.01.TP": 1}


def test_a_submission_that_waits_is_proven_too_and_counted_apart():
    proof = Flight().succeed().proof()
    assert proof.holds, proof
    assert (proof.dossiers, proof.submissions, proof.by_agency) == (0, 1, {DESK: 1})


def test_before_it_is_carried_out_every_service_has_a_predecessor_in_it():
    assert wrong(Flight().received()) == {"orphaned": ["intake", "portal", "routing", "sla-monitor"]}
    assert wrong(Flight()) == {"orphaned": ["intake", "portal"]}


@pytest.mark.parametrize(("name", "field"), [
    ("intake", "due_at"), ("routing", "due_at"), ("sla-monitor", "promised_at"), ("portal", "due_at"),
])  # fmt: skip
@pytest.mark.parametrize("days", [1, -1])
def test_a_date_that_moved_in_any_service_is_found(name, field, days):
    flight = handed_on()
    moved = getattr(flight.rows[name], field) + timedelta(days=days)
    assert wrong(flight.alter(name, **{field: moved})) == {"dates_moved": [name]}


@pytest.mark.parametrize("name", ["intake", "routing", "sla-monitor", "portal"])
def test_a_dossier_that_a_service_has_lost_is_found(name):
    flight = handed_on()
    flight.rows[name] = None
    assert name in wrong(flight)["dates_moved"]


@pytest.mark.parametrize(("name", "place"), [
    ("intake", "desk"), ("intake", "return_desk"), ("routing", "desk"), ("routing", "return_desk"), ("sla-monitor", "desk"),
    ("portal", "desk"), ("portal", "holder"), ("notifier", "desk"),
])  # fmt: skip
def test_a_predecessor_that_is_left_in_one_place_is_found(name, place):
    assert wrong(handed_on().alter(name, **{place: DESK})) == {"orphaned": [name]}


@pytest.mark.parametrize(("name", "part"), [("routing", "legs"), ("sla-monitor", "shares"), ("portal", "legs")])
def test_a_leg_that_is_left_with_a_predecessor_is_found(name, part):
    flight = handed_on()
    legs = getattr(flight.rows[name], part)
    flight.alter(name, **{part: {key: replace(leg, agency="H43.06.01.TP") for key, leg in legs.items()}})
    assert wrong(flight) == {"orphaned": [name]}


@pytest.mark.parametrize("side", ["sender", "receiver"])
def test_a_consignment_that_the_monitor_waits_for_at_a_closed_door_is_found(side):
    flight = handed_on()
    waiting = {leg: replace(sent, **{side: DESK}) for leg, sent in flight.rows["sla-monitor"].waiting.items()}
    assert waiting
    assert wrong(flight.alter("sla-monitor", waiting=waiting)) == {"orphaned": ["sla-monitor"]}


def test_a_running_clock_that_is_left_with_a_predecessor_is_found():
    flight = handed_on()
    clock = replace(flight.rows["sla-monitor"].clock, agency=DESK)
    assert wrong(flight.alter("sla-monitor", clock=clock)) == {"orphaned": ["sla-monitor"]}


@pytest.mark.parametrize("channel", ["sms", "email"])
def test_a_message_that_was_dropped_is_found(channel):
    flight = handed_on()
    kept = dict(flight.rows["notifier"].messages)
    del kept[f"succeeded-2025-07-01T080000/{channel}"]
    assert wrong(flight.alter("notifier", messages=kept)) == {"not_told": ["notifier"]}


def test_a_citizen_who_was_told_of_an_earlier_succession_only_is_found():
    flight = handed_on().succeed({FOLLOWER: "H32.42"}, DAY + timedelta(hours=1))
    kept = {key: message for key, message in flight.rows["notifier"].messages.items() if "T090000" not in key}
    flight.alter("notifier", messages=kept)
    assert flight.proof({FOLLOWER: "H32.42"}).not_told and not flight.proof().not_told


def test_a_correspondence_that_was_lost_is_found():
    flight = handed_on()
    flight.rows["notifier"] = None
    assert wrong(flight) == {"not_told": ["notifier"]}


def test_a_consignment_that_was_not_sent_to_the_successor_is_found():
    flight = handed_on()
    again = [event for event in flight.log if isinstance(event, DossierForwarded)][-1]
    flight.log.remove(again)
    assert wrong(flight) == {"not_readdressed": ["routing"]}


def test_a_consignment_that_went_to_somebody_else_s_door_is_found():
    flight = handed_on()
    again = [event for event in flight.log if isinstance(event, DossierForwarded)][-1]
    flight.log[flight.log.index(again)] = again.model_copy(update={"receiver": "H32.99"})
    assert wrong(flight) == {"not_readdressed": ["routing"]}


def test_a_consignment_that_went_to_a_closed_door_afterwards_is_found():
    flight = handed_on()
    again = [event for event in flight.log if isinstance(event, DossierForwarded)][-1]
    flight.log.append(again.model_copy(update={"receiver": DESK, "consignment": "01933c3e-7a00-7000-8000-0000000000ff"}))
    assert wrong(flight) == {"not_readdressed": ["routing"]}


def test_what_was_answered_before_the_day_needs_no_second_address():
    flight = Flight().received()
    task = flight.task("acknowledge")
    flight.do(c.Acknowledge(consignment=task["consignment"], agency=task["agency"], officer="lvm"))
    proof = flight.succeed().proof()
    assert proof.holds, proof
    assert proof.hand_overs == 0


def test_whose_dossier_it_was_at_the_reception_is_nobody_s_place_any_more():  # the desk stays, the competent commune ceased
    flight = Flight("H43.00", competent=DESK).received().succeed({DESK: FOLLOWER})
    assert flight.rows["intake"].competent == DESK
    assert flight.proof({DESK: FOLLOWER}).orphaned == []


def test_before_the_reception_whose_dossier_it_will_be_is_a_place():
    flight = Flight("H43.00", competent=DESK)
    assert [who for who, _, _ in flight.proof({DESK: FOLLOWER}).orphaned] == ["intake"]
    assert flight.succeed({DESK: FOLLOWER}).proof({DESK: FOLLOWER}).holds


def test_a_dossier_that_went_to_another_follower_is_counted_and_held_to_the_rest():  # the plan was given twice, otherwise
    flight, other = handed_on(), OFFICES | {DESK: "H32.42"}
    flight.succeed(other, DAY + timedelta(hours=1))
    proof = flight.proof(other)
    assert (proof.otherwise, proof.dossiers, proof.hand_overs, proof.holds) == (1, 1, 1, True)
    assert DESK not in proof.by_agency
    flight.rows["notifier"] = None
    assert not flight.proof(other).holds


@pytest.mark.parametrize(("sms", "email", "reached"), [("suppressed", "failed", False), ("suppressed", "delivered", True)])
def test_who_has_neither_telephone_nor_mail_is_counted_so_that_somebody_tells_them(sms, email, reached):
    flight = handed_on()
    states = {"sms": sms, "email": email}
    messages = {key: replace(message, status=states[message.channel]) for key, message in flight.rows["notifier"].messages.items()}
    proof = flight.alter("notifier", messages=messages).proof()
    assert proof.holds and proof.out_of_reach == (not reached)


def test_what_was_proven_stays_proven_when_the_dossier_is_over():
    flight = handed_on()
    flight.alter("intake", status="returned").alter("routing", status="closed")
    flight.tell(ResultReturned(dossier_id=flight.log[0].dossier_id, at=DAY, channel="counter", officer="x"))
    proof = flight.proof()
    assert proof.holds and proof.dossiers == 1


def test_a_chain_of_two_plans_holds_for_both():  # A to B, and B to C later
    flight = handed_on().succeed({FOLLOWER: "H32.42", "H32.41.VP": "H32.42.VP"}, DAY + timedelta(days=1))
    assert flight.proof().holds and flight.proof({FOLLOWER: "H32.42", "H32.41.VP": "H32.42.VP"}).holds
    told = [event for event in flight.log if isinstance(event, JourneyHandedToSuccessor) and event.leg == "return"]
    assert [(event.predecessor, event.successor) for event in told] == [(DESK, FOLLOWER), (FOLLOWER, "H32.42")]


def test_a_dossier_that_is_no_business_of_the_plan_is_not_in_it():
    proof = Flight("H43.02.01").received().proof()
    assert proof.holds and not (proof.dossiers or proof.messages or proof.by_agency)


def budget_of(flight, begun, to_come):
    """The monitor's row in which the first leg is over, done by `begun`, and the last is to come, at `to_come`."""
    state = flight.rows["sla-monitor"]
    first, last = sorted(state.shares, key=lambda leg: state.shares[leg].place)[:: len(state.shares) - 1]
    shares = state.shares | {first: replace(state.shares[first], agency=begun), last: replace(state.shares[last], agency=to_come)}
    clock = replace(state.clock, name=first, agency=begun, status="stopped")
    return flight.alter("sla-monitor", waiting={}, legs={first: clock}, shares=shares)


def test_a_share_that_is_to_come_is_a_place_and_one_that_was_used_is_none():
    assert wrong(budget_of(handed_on(), DESK, "H32.41.VP")) == {}
    assert wrong(budget_of(handed_on(), "H32.41.VP", DESK)) == {"orphaned": ["sla-monitor"]}


def test_a_predecessor_that_is_still_named_as_the_one_who_resolves_it_is_found():  # R19: it would owe the apology
    flight = budget_of(handed_on(), DESK, "H32.41.VP")
    state = flight.rows["sla-monitor"]
    flight.alter("sla-monitor", shares={leg: share for leg, share in state.shares.items() if leg in state.legs})
    assert wrong(flight) == {"orphaned": ["sla-monitor"]}


def test_an_account_that_is_closed_keeps_its_agencies():
    assert wrong(handed_on().alter("sla-monitor", desk=DESK, outcome="granted")) == {}


def test_a_draft_is_nobody_s_place_and_a_leg_that_was_done_stays_with_who_did_it():
    flight = handed_on()
    legs = {key: replace(leg, agency=DESK, state="done") for key, leg in flight.rows["portal"].legs.items()}
    assert wrong(flight.alter("portal", legs=legs)) == {}
    assert wrong(handed_on().alter("intake", status="draft", desk=DESK)) == {}


def test_a_leg_that_a_refusal_left_undone_is_nobody_s_work_any_more():  # R18
    flight = handed_on()
    legs = {key: replace(leg, agency=DESK) for key, leg in flight.rows["portal"].legs.items()}
    assert wrong(flight.alter("portal", legs=legs, status="result")) == {}
