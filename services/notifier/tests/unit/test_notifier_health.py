"""Whether a provider can be relied on is measured, and it is asked again after a rest (issue 6)."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as some
from notifier.domain.health import FEWEST, LONGEST_REST, SHORTEST_REST, SLOW, Health


def after(*answers, took=0.1):
    health = Health()
    for now, sound in enumerate(answers):
        health.answered(sound, took, now / 100)
    return health


def test_a_new_one_is_well():
    assert Health().well(0)


def test_four_failures_in_a_row_send_it_to_rest_and_three_don_t():
    assert not after(*[True] * 30, *[False] * FEWEST).well(0.4)
    assert after(*[True] * 30, *[False] * (FEWEST - 1)).well(0.4)


def test_half_of_the_answers_failing_send_it_to_rest_and_a_third_don_t():
    assert after(*[True, False] * 10).ill and not after(*[True, True, False] * 10).ill


def test_answers_that_take_too_long_send_it_to_rest():
    assert after(*[True] * FEWEST, took=SLOW).ill and not after(*[True] * FEWEST, took=SLOW / 2).ill


def test_no_verdict_is_made_of_too_few():
    assert after(*[False] * (FEWEST - 1)).well(0.1)


def test_after_its_rest_one_sound_answer_makes_it_well():
    health = after(*[False] * FEWEST)
    assert not health.well(SHORTEST_REST - 0.1) and health.well(SHORTEST_REST + 0.1) and health.ill
    health.answered(True, 0.1, SHORTEST_REST + 0.1)
    assert not health.ill and health.well(SHORTEST_REST + 0.2)


def test_its_rests_double_to_a_minute_and_begin_anew_once_it_was_well():
    health, now, rests = after(*[False] * FEWEST), 0.03, []
    for _ in range(8):
        rests.append(round(health.rests_until - now, 2))
        now = health.rests_until
        health.answered(False, 0.1, now)
    assert rests[0] == SHORTEST_REST and rests[-1] == LONGEST_REST
    assert all(longer in (2 * rest, LONGEST_REST) for rest, longer in pairwise(rests))
    health.answered(True, 0.1, health.rests_until)
    for _ in range(FEWEST):
        health.answered(False, 0.1, 1000)
    assert health.rests_until == 1000 + SHORTEST_REST


def test_answers_of_what_was_under_way_don_t_lengthen_its_rest():
    health = after(*[False] * FEWEST)
    until = health.rests_until
    for _ in range(50):
        health.answered(False, 0.1, 1.0)
    assert health.rests_until == until


def test_one_that_asks_for_less_rests_and_isn_t_ill():
    health = Health()
    health.throttled(5, 10)
    assert not health.well(14.9) and health.well(15) and not health.ill


@given(some.lists(some.tuples(some.booleans(), some.floats(0, 20), some.floats(0, 30)), max_size=200))
def test_however_it_fares_it_never_rests_longer_than_a_minute(answers):
    health, now = Health(), 0.0
    for sound, took, later in answers:
        now += later
        health.answered(sound, took, now)
        assert health.rests_until - now <= LONGEST_REST and (health.well(now) or health.ill)
