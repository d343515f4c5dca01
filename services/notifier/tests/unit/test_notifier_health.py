"""When a provider counts as ill, for how long, and by what it is well again."""

from hypothesis import given
from hypothesis import strategies as some
from notifier.domain.health import FEWEST, GROWS, LONGEST_REST, MEASURED, SHORTEST_REST, SLOW, Health


def after(*answers, now=0.0, took=0.1):
    """A provider that answered so: + is sound, - isn't."""
    health = Health()
    for sign in "".join(answers):
        health.answered(sign == "+", took, now)
    return health


def test_four_answers_are_the_fewest_to_judge_by():
    assert FEWEST == 4 and not after("---").ill and after("----").ill


def test_half_of_the_answers_failing_is_too_many_and_a_third_isn_t():
    assert after("+-+-").ill and not after("++-++-++-").ill


def test_four_failures_in_a_row_are_enough_after_however_long_a_health():
    assert not after("+" * MEASURED, "---").ill and after("+" * MEASURED, "----").ill


def test_who_answers_in_time_as_a_rule_is_well_though_some_answers_are_slow():
    health = after("++++++")
    for _ in range(3):
        health.answered(True, 2 * SLOW, 0)
    assert not health.ill


def test_a_sound_answer_that_came_too_late_heals_nobody():
    health = after("----")
    health.answered(True, SLOW, SHORTEST_REST)
    assert health.ill and health.rests_until == SHORTEST_REST + GROWS * SHORTEST_REST


def test_who_is_well_again_begins_anew_with_the_shortest_rest_and_no_old_answers():
    health = after("----")
    health.answered(False, 0.1, SHORTEST_REST)
    assert health.rest == GROWS * SHORTEST_REST
    health.answered(True, 0.1, 100)
    for _ in range(3):
        health.answered(False, 0.1, 100)
    assert not health.ill
    health.answered(False, 0.1, 100)
    assert health.ill and health.rests_until == 100 + SHORTEST_REST


def test_what_was_under_way_when_it_fell_ill_doesn_t_lengthen_its_rest():  # fifty fail together
    health = after("----")
    for _ in range(50):
        health.answered(False, 15, 1)
    assert (health.rest, health.rests_until) == (SHORTEST_REST, SHORTEST_REST)


def test_a_shorter_pause_doesn_t_cut_a_longer_one_short():
    health = Health()
    health.throttled(30, 0)
    health.throttled(1, 5)
    assert health.rests_until == 30 and not health.well(29.9) and health.well(30) and not health.ill


@given(some.lists(some.tuples(some.booleans(), some.floats(0, 30), some.floats(0, 20)), max_size=60))
def test_nobody_rests_longer_than_a_minute_whatever_comes(answers):
    health, now = Health(), 0.0
    for sound, took, later in answers:
        now += later
        health.answered(sound, took, now)
        assert health.rests_until <= now + LONGEST_REST and SHORTEST_REST <= health.rest <= LONGEST_REST


def test_a_new_one_is_well_and_one_that_lay_down_is_asked_again_after_its_rest():
    assert Health().well(0)
    health = after("----")
    assert not health.well(SHORTEST_REST - 0.1) and health.well(SHORTEST_REST) and health.ill
    health.answered(True, 0.1, SHORTEST_REST)
    assert not health.ill and health.well(SHORTEST_REST)


def test_an_answer_that_comes_while_it_rests_doesn_t_heal_it():  # of what was under way
    health = after("----")
    health.answered(True, 0.1, 1)
    assert health.ill and health.rests_until == SHORTEST_REST


def test_its_rests_grow_by_half_to_a_minute():
    health, rests = after("----"), []
    for _ in range(12):
        now = health.rests_until
        health.answered(False, 0.1, now)
        rests.append(health.rests_until - now)
    assert rests[:8] == [SHORTEST_REST * GROWS**n for n in range(1, 9)] and rests[9:] == [LONGEST_REST] * 3


def test_whoever_comes_back_within_seven_seconds_is_asked_within_ten():  # as a killed process does
    health = after("----")
    while health.rests_until < 7:
        health.answered(False, 0.1, health.rests_until)
    assert health.rests_until < 10
