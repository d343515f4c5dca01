"""The date that holds, by a dossier's events alone."""

from datetime import datetime, timedelta

import lienthong_contracts as c
import pytest
from lienthong_calendar import VIET_NAM
from lienthong_local.succeed.dates import on_paper, promised

FIRST = datetime(2025, 7, 4, 17, tzinfo=VIET_NAM)
EARLIER, LATER, LAST = FIRST - timedelta(days=1), FIRST + timedelta(days=3), FIRST + timedelta(days=7)


def said(kind, **changes):
    """The kind's example, with these changes."""
    return kind.model_validate({**kind.example, **changes})


def received():
    return said(c.DossierReceived, due_at=FIRST)


def moved(kind, due_at, clock=c.DOSSIER_CLOCK):
    return said(kind, clock=clock, due_at=due_at)


def test_nothing_holds_before_the_reception():
    assert promised([]) is on_paper([]) is None
    assert promised([received()]) == on_paper([received()]) == FIRST


@pytest.mark.parametrize("kind", [c.ClockResumed, c.ClockRestarted])
def test_a_pause_and_a_supplement_move_the_date_by_law_and_no_paper(kind):  # R12
    events = [received(), moved(kind, LATER)]
    assert (promised(events), on_paper(events)) == (LATER, FIRST)


@pytest.mark.parametrize("kind", [c.ClockResumed, c.ClockRestarted])
def test_a_leg_s_own_clock_moves_nothing(kind):
    assert promised([received(), moved(kind, LATER, clock="verify")]) == FIRST


def test_an_apology_promises_and_a_pause_afterwards_takes_nothing_back():  # R21
    apology = [received(), said(c.DeadlineRescheduled, due_at=LATER)]
    assert promised(apology) == LATER
    assert promised([*apology, moved(c.ClockResumed, FIRST)]) == LATER
    assert promised([*apology, moved(c.ClockResumed, LAST)]) == LAST


def test_without_an_apology_the_date_by_law_may_come_earlier():
    assert promised([received(), moved(c.ClockResumed, EARLIER)]) == EARLIER


def test_a_confirmed_calendar_says_what_is_promised_everywhere():
    events = [received(), said(c.DeadlineAdjusted, due_at=FIRST, promised_at=LATER)]
    assert promised(events) == on_paper(events) == LATER


def test_a_letter_of_apology_changes_the_paper():  # Mẫu 04
    events = [received(), said(c.ApologyIssued, old_due_at=FIRST, new_due_at=LATER)]
    assert (promised(events), on_paper(events)) == (FIRST, LATER)


def test_a_succession_moves_no_date():
    events = [received(), said(c.JourneyHandedToSuccessor)]
    assert promised(events) == on_paper(events) == FIRST
