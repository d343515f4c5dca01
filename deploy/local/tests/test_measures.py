"""Published figures held against ours: equal to the last digit that was published, and never rounded up to all (domain.md §7.6)."""

from hypothesis import given
from hypothesis import strategies as st
from lienthong_local.year.locality import Published
from lienthong_local.year.measures import Measure, against, rounded
from lienthong_local.year.shown import figure


def equal(published: float, ours: float | None, **more: bool) -> bool:
    return against([Published(id="S", says="", measure="m", figure=published, **more)], {"m": Measure(ours, "")})[0].equal


def test_a_share_is_shown_with_the_decimals_it_was_published_with() -> None:
    assert rounded(100 * 21980 / 22567, 97.4) == 97.4
    assert rounded(100 * 3585 / 16077, 22.3) == 22.3


def test_a_share_that_is_not_whole_is_never_shown_as_a_hundred() -> None:
    assert rounded(100 * 16069 / 16070, 99.99) == 99.99
    assert rounded(99.999, 100) == 99


def test_one_dossier_more_or_less_is_no_longer_equal() -> None:
    assert equal(26131, 26131)
    assert not equal(26131, 26130)
    assert not equal(26131, 26132)


def test_nearly_is_less_and_close_and_at_least_is_that_or_more() -> None:
    assert equal(5000, 4990, about=True)
    assert not equal(5000, 5000, about=True)
    assert not equal(5000, 4000, about=True)
    assert equal(98, 98.4, at_least=True)
    assert not equal(98, 97.4, at_least=True)


def test_what_has_nothing_to_divide_by_is_equal_to_nothing() -> None:
    assert not equal(0, None)
    assert figure(None) == "không có"


@given(st.floats(0, 100), st.sampled_from([97.4, 99.99, 100.0]))
def test_a_rounded_share_is_off_by_at_most_one_last_digit(share: float, like: float) -> None:
    shown = rounded(share, like)
    assert shown is not None
    assert abs(shown - share) <= {97.4: 0.1, 99.99: 0.01, 100.0: 1.0}[like]


def test_figures_are_written_as_in_viet_nam() -> None:
    assert [figure(n) for n in (26131, 97.4, 0, 100.0)] == ["26.131", "97,4", "0", "100"]
