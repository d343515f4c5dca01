"""Whatever officers do, in whatever order: a journey goes on, loses nothing, and ends with one result."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as some
from lienthong_contracts import ApologyFellDue
from routing_lives import Life, at, before, check, desks, procedures

TODAY = date(2026, 11, 2)
lives = some.builds(Life, some.sampled_from(procedures(TODAY)), some.sampled_from(desks(TODAY)))
chance = some.randoms(use_true_random=False)


def hindrances(life):
    """What may come between, at this moment, besides the inbox's next line."""
    working = life.tasks("assign") + life.tasks("complete")
    for task in life.tasks("acknowledge"):
        yield life.refuse_hand_over, task
    for task in working:
        yield life.ask_supplement, task
        yield life.pause, task
        yield life.consult, task
    if working and not life.state.apology_owed:
        yield lambda task: life.learn(ApologyFellDue(**life.about(), clock="dossier", agency=task["agency"], by=life.now,
                                                     due_at=life.state.due_at)), working[0]  # fmt: skip


def walk(life, dice, troubles, hindrances=hindrances):
    """Any officer does any line of any inbox; now and then something comes between."""
    for _ in range(600):
        check(life)
        if life.state.status == "closed":
            return life
        life.later(dice.randrange(0, 900))
        if life.state.paused and (not life.tasks() or dice.random() < 0.5):
            life.go_on()
        elif troubles and not life.state.paused and dice.random() < 0.3 and (possible := list(hindrances(life))):
            troubles -= 1
            act, task = dice.choice(possible)
            act(task)
        else:
            life.perform(dice.choice(life.tasks()))
    raise AssertionError("it never ends")


@given(lives, chance, some.integers(0, 12))
@settings(deadline=None, max_examples=40)
def test_every_journey_ends_with_one_result_in_the_citizen_s_hand(life, dice, troubles):  # R15-R17, R23
    walk(life, dice, troubles)
    kinds = Counter(type(event).__name__ for event in life.events)
    assert (kinds["ResultIssued"], kinds["JourneyPlanned"], kinds["JourneyStopped"]) == (1, 1, 0)
    assert Counter(e.leg for e in life.told("LegCompleted")) == Counter(list(life.state.legs))
    assert life.tasks() == []


@given(lives, chance, some.integers(0, 12))
@settings(deadline=None, max_examples=25)
def test_no_consignment_is_lost_between_two_agencies(life, dice, troubles):  # Mẫu 06
    walk(life, dice, troubles)
    sent = Counter(str(e.consignment) for e in life.told("DossierForwarded"))
    answers = Counter(str(e.consignment) for e in (*life.told("HandOverAcknowledged"), *life.told("HandOverRefused")))
    assert sent == answers
    assert sorted(str(e.consignment) for e in life.told("HandOverAcknowledged")) == sorted(life.state.hand_overs)
    for event in life.told("DossierForwarded"):
        assert event.answer_by.tzinfo is not None
        assert event.attempt <= sent[str(event.consignment)]


@given(lives, chance, some.integers(0, 12))
@settings(deadline=None, max_examples=25)
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
@settings(deadline=None, max_examples=25)
def test_every_pause_ends_before_the_result(life, dice, troubles):  # R12, R25
    walk(life, dice, troubles)
    kinds = [type(event).__name__ for event in life.events]
    result = kinds.index("ResultIssued")
    assert kinds[:result].count("ProcessingResumed") == kinds.count("ProcessingPaused")
    assert not {"ProcessingPaused", "SupplementNeeded"} & set(kinds[result:])


@given(lives, chance, some.integers(0, 15))
@settings(deadline=None, max_examples=25)
def test_a_withdrawal_at_any_moment_ends_the_journey(life, dice, steps):  # Mẫu 05
    for _ in range(steps):
        if life.state.status == "moving":
            life.go_on() if life.state.paused else life.perform(dice.choice(life.tasks()))
    assume(life.state.status == "moving")
    life.withdraw()
    check(life)
    assert (life.state.status, life.tasks()) == ("stopped", [])


def with_returns(life):
    """As above, and legs go back to earlier ones."""
    yield from hindrances(life)
    for task in life.tasks("complete"):
        for earlier in before(life.state, task["leg"]):
            if life.state.legs[earlier].status == "done":
                yield lambda t, earlier=earlier: life.return_leg(t, earlier), task


# Routes with something to go back to: in parallel, joined, and one after another.
branching = some.builds(Life, some.sampled_from(["3.000722", "2.002913", "1.013225", "1.001612", "1.013831"]))


@given(branching, chance, some.integers(1, 12))
@settings(deadline=None, max_examples=60, phases=(Phase.explicit, Phase.generate))  # dice don't shrink
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
@settings(deadline=None, max_examples=25)
def test_journeys_go_through_before_and_after_the_reform(day, data, dice):  # NĐ 118/2025, three levels and two
    when = at(f"{day}T08:00")
    life = Life(data.draw(some.sampled_from(procedures(day))), data.draw(some.sampled_from(desks(day))), when)
    assert walk(life, dice, 3).state.status == "closed"
