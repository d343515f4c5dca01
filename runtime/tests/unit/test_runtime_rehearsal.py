"""A dry run says what a replay would come to, and does nothing."""

from lienthong_runtime import Decision, Row
from lienthong_runtime.outcome import Decider, Outcome
from lienthong_runtime.rehearsal import differences, steps
from msgspec.structs import replace
from runtime_letters import CONTEXT, DECIDER, ON_EVENT, ONE, opened


def kept(*sums):
    """Letters that were set aside, numbered on."""
    return [replace(opened(ONE, n, dong), dead_letter=40 + n) for n, dong in enumerate(sums, 1)]


def test_each_letter_is_shown_with_the_state_before_and_after_and_what_would_go_out():
    found = steps(DECIDER, Row(ONE, 3, 7, {}, 500), kept(2000, 10), CONTEXT)
    assert [(s.letter, s.kind, s.number, s.result, s.effects) for s in found] == [
        (41, "FeePaid", 1, "applied", 1), (42, "FeePaid", 2, "applied", 1)]  # fmt: skip
    assert [event["kind"] for event in found[0].events] == ["DossierWithdrawn"] * 2
    assert found[1].events == ()


def test_what_would_still_fail_is_said_with_its_reason_and_the_rest_waits_behind_it():
    found = steps(DECIDER, Row(ONE), kept(10, 0, 20), CONTEXT)
    assert [(s.result, s.reason) for s in found] == [("applied", ""), ("set_aside", "UnpaidFee"), ("parked", "Waiting")]
    assert found[1].changes == found[2].changes == ()


def test_a_bug_fails_its_letter_by_name_and_not_the_dry_run():
    assert [(s.result, s.reason) for s in steps(DECIDER, Row(ONE), kept(13, 20), CONTEXT)] == [
        ("set_aside", "ZeroDivisionError"), ("parked", "Waiting")]  # fmt: skip


def test_what_the_dossier_has_taken_in_meanwhile_is_said_to_be_in():
    (first, again) = steps(DECIDER, Row(ONE), kept(10)[:1] * 2, CONTEXT)
    assert (first.result, again.result) == ("applied", "seen")


def test_a_dry_run_shows_the_same_as_the_replay_does():
    letters, outcome = kept(2000, 0, 10), Outcome({ONE: Row(ONE)})
    DECIDER.decide_all(outcome, letters, set(), CONTEXT)
    found = steps(DECIDER, Row(ONE), letters, CONTEXT)
    assert sum(len(s.events) for s in found) == len(outcome.outgoing)
    assert [s.letter for s in found if s.result == "applied"] == [letter.dead_letter for letter in outcome.applied]


def test_a_states_difference_is_told_by_path():
    before = {"status": "open", "legs": {"1": {"state": "here"}}, "waiting": {"c": "17:00"}, "same": [1]}
    after = {"status": "open", "legs": {"1": {"state": "done", "officer": "an"}}, "waiting": {}, "same": [1]}
    told = [(c.path, c.before, c.after) for c in differences(before, after)]
    assert told == [("legs.1.state", "here", "done"), ("legs.1.officer", None, "an"), ("waiting.c", "17:00", None)]
    assert [c.path for c in differences(None, {"a": 1})] == ["a"]


def test_a_decision_that_changes_nothing_is_applied_without_changes():
    decider = Decider("routing", dict.fromkeys(ON_EVENT, lambda state, _event, _context: Decision(state)), lambda: CONTEXT.now)
    (only,) = steps(decider, Row(ONE), kept(10), CONTEXT)
    assert (only.result, only.changes, only.events) == ("applied", (), ())
