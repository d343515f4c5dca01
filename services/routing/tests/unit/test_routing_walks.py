"""Whatever officers do, in whatever order: a journey goes on, loses nothing, and ends with one result."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as some
from lienthong_contracts import ApologyFellDue
from routing import result_commands as r
from routing_lives import LAW, Life, at, before, check, desks, procedures, who

TODAY = date(2026, 11, 2)
# A few desks of each province, and a thousand communes that are alike.
SOME_DESKS = desks(TODAY)[::40]
lives = some.builds(Life, some.sampled_from(procedures(TODAY)), some.sampled_from(SOME_DESKS))
chance = some.randoms(use_true_random=False)
STAGES = ("assign", "complete", "propose", "approve", "sign", "post")  # what comes before a result is signed


def hindrances(life):
    """What may come between, at this moment, besides the inbox's next line."""
    working = [task for task in life.tasks() if task["do"] in STAGES]
    for task in life.tasks("acknowledge"):
        yield from ((life.refuse_hand_over, task), (life.recall, task), (life.resend, {**task, "agency": task["sender"]}))
    for task in working:
        yield from (((life.ask_again if life.state.supplements else life.ask_supplement), task), (life.pause, task), (life.consult, task),
                    (life.transfer, task))  # fmt: skip
        if task["officer"]:
            yield from ((life.stand_in, task), (life.visit_site, task)) if task["officer"] != "ptk" else ()
        if task["do"] in ("approve", "sign"):
            yield life.send_back, task
    if working and not life.state.apology_owed:
        yield lambda task: life.learn(ApologyFellDue(**life.about(), clock="dossier", agency=task["agency"], by=life.now,
                                                     due_at=life.state.due_at)), working[0]  # fmt: skip


def with_refusals(life):
    """As above, and officers propose to refuse."""
    yield from hindrances(life)
    for task in life.tasks():
        if task["do"] in ("complete", "propose", "post"):
            yield lambda t: life.do(r.RefuseDossier(**who(t), reason="Không đủ điều kiện", **LAW)), task


def with_returns(life):
    """As above, and legs go back to earlier ones."""
    yield from hindrances(life)
    for task in [task for task in life.tasks() if task["do"] in STAGES]:
        for earlier in before(life.state, task["leg"]):
            if life.state.legs[earlier].status == "done":
                yield lambda t, earlier=earlier: life.return_leg(t, earlier), task


def stir(life, dice, possible):
    """The next thing that happens; says whether it was trouble."""
    if life.state.paused and (not life.tasks() or dice.random() < 0.5):
        life.go_on()
    elif possible and not life.state.paused and dice.random() < 0.3:
        act, task = dice.choice(possible)
        act(task)
        return True
    else:
        life.perform(dice.choice(life.tasks())) if life.tasks() else life.wait_for(life.state.next_timer)
    return False


def walk(life, dice, troubles, hindrances=hindrances):
    """Any officer does any line of any inbox; time does its part, sooner or later; now and then something comes between."""
    for _ in range(600):
        check(life)
        if life.state.status == "closed":
            return life
        life.later(dice.randrange(0, 900))
        if dice.random() < 0.7:
            life.catch_up()
        troubles -= stir(life, dice, list(hindrances(life)) if troubles else [])
    raise AssertionError("it never ends")


@given(lives, chance, some.integers(0, 12))
@settings(max_examples=40)
def test_every_journey_ends_with_one_result_in_the_citizen_s_hand(life, dice, troubles):  # R15-R17, R23
    walk(life, dice, troubles)
    kinds = Counter(type(event).__name__ for event in life.events)
    assert (kinds["ResultIssued"], kinds["JourneyPlanned"], kinds["JourneyStopped"]) == (1, 1, 0)
    assert Counter(e.leg for e in life.told("LegCompleted")) == Counter(list(life.state.legs))
    assert life.tasks() == []


@given(lives, chance, some.integers(1, 12))
@settings(max_examples=25)
def test_a_refusal_in_any_leg_ends_the_whole_with_one_result(life, dice, troubles):  # R18
    walk(life, dice, troubles, with_refusals)
    assert len(life.told("ResultIssued")) == 1
    done = [e.leg for e in life.told("LegCompleted")]
    assert life.told("DossierRefused") or sorted(done) == sorted(life.state.legs)


@given(lives, chance, some.integers(0, 12))
@settings(max_examples=25)
def test_no_consignment_is_lost_between_two_agencies(life, dice, troubles):  # Mẫu 06
    walk(life, dice, troubles)
    assert sorted(str(e.consignment) for e in life.told("HandOverAcknowledged")) == sorted(life.state.hand_overs)
    answers = Counter(str(e.consignment) for e in (*life.told("HandOverRefused"), *life.told("HandOverRecalled")))
    for name, sent in life.state.hand_overs.items():
        assert answers[name] < sent.attempt  # each was followed by another sending


@given(lives, chance, some.integers(0, 12))
@settings(max_examples=25)
def test_no_leg_gets_the_dossier_before_all_it_builds_on_is_done(life, dice, troubles):  # R15, R16
    walk(life, dice, troubles)
    done = set()
    for event in life.events:
        kind = type(event).__name__
        if kind == "DossierForwarded" and event.leg != "return":
            assert before(life.state, event.leg) <= done
        if kind == "LegCompleted":
            done.add(event.leg)


@given(lives, chance, some.integers(0, 12))
@settings(max_examples=25)
def test_every_pause_ends_before_the_result(life, dice, troubles):  # R12, R25
    walk(life, dice, troubles)
    kinds = [type(event).__name__ for event in life.events]
    result = kinds.index("ResultIssued")
    assert kinds[:result].count("ProcessingResumed") == kinds.count("ProcessingPaused")
    assert not {"ProcessingPaused", "SupplementNeeded"} & set(kinds[result:])


STEPS = ("ResultProposed", "ResultApproved", "ResultSigned", "ResultNumbered", "LegCompleted")


@given(lives, chance, some.integers(0, 12))
@settings(max_examples=25)
def test_no_result_skips_a_hand(life, dice, troubles):  # NĐ 30/2020 Đ.13-15: proposed, approved, signed, numbered, in that order
    walk(life, dice, troubles)
    stage = dict.fromkeys(life.state.legs, 0)
    for event in life.events:
        kind = type(event).__name__
        if kind in ("ResultSentBack", "LegTransferred"):
            stage[event.leg] = 0
        elif kind in STEPS and life.state.gives_result(event.leg):
            assert STEPS.index(kind) == stage[event.leg]
            stage[event.leg] += 1
    assert {count for leg, count in stage.items() if life.state.gives_result(leg)} == {5}


@given(lives, chance, some.integers(0, 15))
@settings(max_examples=60)
def test_a_withdrawal_at_any_moment_ends_the_journey(life, dice, steps):  # Mẫu 05
    for _ in range(steps):
        if life.state.status == "moving":
            stir(life, dice, list(hindrances(life)))
    assume(life.state.status == "moving")
    life.withdraw()
    assert life.later(60 * 24 * 30).catch_up() == []
    check(life)
    assert (life.state.status, life.tasks()) == ("stopped", [])


# Routes with something to go back to: in parallel, joined, and one after another.
branching = some.builds(Life, some.sampled_from(["3.000722", "2.002913", "1.013225", "1.001612", "1.013831"]))


@given(branching, chance, some.integers(1, 12))
@settings(max_examples=60, phases=(Phase.explicit, Phase.generate))  # dice don't shrink
def test_a_leg_that_went_back_is_done_again_and_then_all_that_builds_on_it(life, dice, troubles):  # R15
    walk(life, dice, troubles, with_returns)
    done = {}
    for place, event in enumerate(life.events):
        kind = type(event).__name__
        if kind == "LegReturned":
            done = {leg: at for leg, at in done.items() if leg != event.back_to and event.back_to not in before(life.state, leg)}
        if kind == "LegCompleted":
            assert before(life.state, event.leg) <= set(done), f"{event.leg} was completed too early"
            done[event.leg] = place
    assert set(done) == set(life.state.legs)


@pytest.mark.parametrize("day", [date(2025, 6, 27), date(2025, 7, 1)], ids=str)
@given(data=some.data(), dice=chance)
@settings(max_examples=25)
def test_journeys_go_through_before_and_after_the_reform(day, data, dice):  # NĐ 118/2025, three levels and two
    when = at(f"{day}T08:00")
    life = Life(data.draw(some.sampled_from(procedures(day))), data.draw(some.sampled_from(desks(day))), when)
    assert walk(life, dice, 3).state.status == "closed"
