"""The points of TT 01/2018 are those of its scale, and what no event tells of is neither nought nor full (domain.md §1.6)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some
from portal.figures.scores import AGENCY_BANDS, MOST, OFFICER_BANDS, Mark, Procedures, Score, agency, officer
from portal.web.report_words import INDICATORS, REPORT_WORDS

ENDS = ("early", "on_day", "late")
NONE = {"online": 0, "direct": 0, "late": 0, "open_late": 0}


def resolved(ended="on_day", channel="counter", asked=0, n=1):
    return {"ended": ended, "channel": channel, "asked": asked, "n": n}


def points(score):
    return {mark.number: mark.points for mark in score.marks}


def of_dossiers(*done, legs=()):
    return points(officer(done, dict(legs)))


@pytest.mark.parametrize(("ended", "given"), [("early", 2), ("on_day", 1), ("late", 0)])
def test_a_dossier_before_its_day_is_two_points_on_it_one_after_it_none(ended, given):
    assert of_dossiers(resolved(ended))[1] == given


@pytest.mark.parametrize(("ended", "given"), [("early", 2), ("on_day", 1), ("late", 0)])
def test_so_is_each_agency_s_own_time(ended, given):
    assert of_dossiers(resolved(), legs={ended: 3}.items())[2] == given


@pytest.mark.parametrize(("asked", "given"), [(0, 2), (1, 1), (2, 0), (5, 0)])
def test_each_supplement_that_was_asked_for_is_a_contact(asked, given):
    assert of_dossiers(resolved(asked=asked))[3] == given


@pytest.mark.parametrize(("channel", "given"), [("online", 2), ("counter", 1), ("post", 1)])
def test_online_nobody_has_to_be_met_otherwise_the_one_stop_desk(channel, given):
    assert of_dossiers(resolved(channel=channel))[4] == given


def test_an_indicator_is_the_dossiers_points_over_their_number_to_one_decimal():
    assert of_dossiers(resolved("early", n=2), resolved("on_day"))[1] == Decimal("1.7")  # 5 ÷ 3
    assert of_dossiers(resolved("early", n=1), resolved("late", n=3))[1] == Decimal("0.5")
    assert of_dossiers(resolved("on_day", n=1), resolved("late", n=19))[1] == Decimal("0.1")  # 0,05 is rounded up


def online(online, direct, late=0, offered=1):
    cells = {**NONE, "online": online, "direct": direct, "open_late": late}
    return points(agency([], {}, cells, Procedures(5, 5, offered)))[9]


@pytest.mark.parametrize(("share", "given"), [(14, 0), (15, 1), (29, 1), (30, 2), (100, 2)])
def test_online_service_is_full_from_thirty_per_cent_and_half_from_fifteen(share, given):
    assert online(share, 100 - share) == given


def test_online_service_is_nothing_with_anything_overdue_and_never_full_below_a_fifth_of_the_procedures():
    assert online(90, 10, late=1) == 0
    assert online(90, 10, offered=0) == 1


def test_publication_is_one_point_at_most_for_paper_tells_nothing():
    assert points(agency([], {}, NONE, Procedures(4, 4, 4)))[6] == 1
    assert points(agency([], {}, NONE, Procedures(4, 3, 4)))[6] == Decimal("0.8")


def test_where_nothing_was_counted_nothing_is_measured():
    made = agency([], {}, NONE, Procedures(0, 0, 0))
    assert set(points(made).values()) == {None} and (made.points, made.measured, made.most) == (0, 0, 18)
    assert made.band == ("weak", "excellent")


def test_what_no_event_tells_of_is_never_measured():
    made = agency([resolved("early", "online", n=9)], {"early": 9}, {**NONE, "online": 9}, Procedures(1, 1, 1))
    assert [number for number, given in points(made).items() if given is None] == [5, 7, 8]
    assert (made.points, made.measured) == (11, 12) and made.band == ("fair", "excellent")


def whole(*given):
    return Score(tuple(Mark(n, Decimal(str(p))) for n, p in enumerate(given)), AGENCY_BANDS if len(given) == 9 else OFFICER_BANDS)


@pytest.mark.parametrize(("total", "band"), [("15", "excellent"), ("14.9", "good"), ("12", "good"), ("11.9", "fair"), ("9", "fair"),
                                             ("8.9", "middling"), ("6", "middling"), ("5.9", "weak"), ("0", "weak")])  # fmt: skip
def test_an_agency_s_bands_begin_at_fifteen_twelve_nine_and_six(total, band):
    assert whole(total, *[0] * 8).band == (band, band)


@pytest.mark.parametrize(("total", "band"), [("5", "fulfilled"), ("4.9", "partly"), ("3.5", "partly"), ("3.4", "hardly")])
def test_an_officer_s_bands_begin_at_five_and_three_and_a_half(total, band):
    assert whole(total, *[0] * 4).band == (band, band)


counts = some.integers(0, 10**6)
dossiers = some.lists(some.builds(resolved, some.sampled_from(ENDS), some.sampled_from(("online", "counter", "post")),
                                  some.integers(0, 5), some.integers(1, 10**6)), max_size=12)  # fmt: skip


@given(dossiers, some.dictionaries(some.sampled_from(ENDS), counts), some.fixed_dictionaries(dict.fromkeys(NONE, counts)),
       some.tuples(counts, counts).map(sorted))  # fmt: skip
def test_no_score_is_ever_more_than_its_scale_or_less_than_nothing(done, legs, cells, of):
    for made, most in ((agency(done, legs, cells, Procedures(of[1], of[0], of[0])), 18), (officer(done, legs), 10)):
        assert all(mark.points is None or (0 <= mark.points <= MOST and mark.whole) for mark in made.marks)
        assert 0 <= made.points <= made.measured <= made.most == most


def test_every_indicator_and_band_has_its_words_in_both_languages():
    made = agency([], {}, NONE, Procedures(0, 0, 0))
    assert [mark.number for mark in made.marks] == list(INDICATORS) and all(all(pair) for two in INDICATORS.values() for pair in two)
    assert all(all(REPORT_WORDS[f"scores.{name}"]) for _, name in (*AGENCY_BANDS, *OFFICER_BANDS))
