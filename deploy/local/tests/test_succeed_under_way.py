"""What is on its way at a moment of a dossier's log."""

import lienthong_contracts as c
import pytest
from lienthong_local.succeed.under_way import readdressed, under_way

ONE, OTHER = "01933c3e-7a00-7000-8000-0000000000a1", "01933c3e-7a00-7000-8000-0000000000b2"


def said(kind, **changes):
    """The kind's example, with these changes."""
    return kind.model_validate({**kind.example, **changes})


def sent(consignment=ONE, receiver="OLD"):
    return said(c.DossierForwarded, consignment=consignment, receiver=receiver)


FOLLOWED = said(c.JourneyHandedToSuccessor, predecessor="OLD", successor="NEW")


@pytest.mark.parametrize("kind", [c.HandOverAcknowledged, c.HandOverRefused, c.HandOverRecalled])
def test_an_answer_ends_the_one_consignment(kind):
    assert under_way([sent(), sent(OTHER), said(kind, consignment=ONE)]) == {OTHER: "OLD"}


@pytest.mark.parametrize("kind", [c.JourneyStopped, c.ResultIssued])
def test_the_end_ends_all_and_the_way_home_begins_after_it(kind):
    assert under_way([sent(), said(kind), sent(OTHER)]) == {OTHER: "OLD"}


def test_a_parallel_consignment_stays_on_its_way_when_a_leg_goes_back():
    assert under_way([sent(), said(c.LegReturned)]) == {ONE: "OLD"}


def test_what_was_sent_there_before_is_no_second_address():
    assert list(readdressed([sent(receiver="NEW"), sent(), FOLLOWED], {"OLD": "NEW"})) == [(ONE, False)]


def test_each_consignment_counts_once_however_many_places_are_handed_on():
    assert list(readdressed([sent(), FOLLOWED, FOLLOWED, sent(receiver="NEW")], {"OLD": "NEW"})) == [(ONE, True)]


def test_one_that_is_sent_to_a_closed_door_later_is_found_too():
    assert list(readdressed([FOLLOWED, sent()], {"OLD": "NEW"})) == [(ONE, False)]
